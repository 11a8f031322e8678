"""What an invitation says: its subject and text from the project's template, and both as HTML.

The text is written once, in innkalling.txt.j2. The template of the HTML gets it finished, in
paragraphs and lists, and says only how it looks.
"""

import os
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..errors import DialogError, Problem
from ..innhold.grunnlag import Grunnlag, values
from ..innhold.innkallingsfelt import (
    AvsnittFelt,
    BitFelt,
    FørFelt,
    InnkallingFelt,
    InnkallingHtmlFelt,
    LinjeFelt,
)
from ..model.norsk import SPRÅKKODER, Målform, målform_av
from ..model.verdityper import EPOST
from ..reading.project import Project
from .fellesmal import INNKALLING, INNKALLING_HTML, Fellesmal, les_fellesmal
from .moter import Møte, på_linje

_EMNE = "Emne:"
_UAVTALT: dict[Målform, str] = {"bokmål": "ikke avtalt", "nynorsk": "ikkje avtalt"}
_PÅ_NETT = "på nett"  # in both written languages
_PUNKT = ("- ", "• ", "* ")
_OPPLYSNING = re.compile(r"([^\W\d_][^:.,;]{0,29}): (\S.*)")  # «Dato: tirsdag 3. november 2015»
# An address ends before what closes the sentence around it
_LENKE = re.compile(rf"(https?://[^\s<>]*[^\s<>.,;:!?)»]|{EPOST.pattern})")


class Innkallingstekst(NamedTuple):
    """An invitation's subject, of one line, its text, and that as HTML ('' without a template)."""

    emne: str
    tekst: str
    html: str


class Innkallingsmal:
    """The project's templates of an invitation; raises DialogError where one is wrong."""

    def __init__(self, project: Project) -> None:
        self._mal = les_fellesmal(project, INNKALLING)
        self._html: Fellesmal | None = None
        if os.path.lexists(project.shared_template(INNKALLING_HTML)):
            self._html = les_fellesmal(project, INNKALLING_HTML)
        self._skrevet: set[str] = set()  # the ids of the schools whose invitation it has filled

    def prøv(self, content: Grunnlag) -> None:
        """Raise DialogError where a school's invitation can't be written."""
        if content.skole.id not in self._skrevet:
            self.fyll(content, ["vedlegg.pdf"])

    def fyll(
        self, content: Grunnlag, vedlegg: Sequence[str], møte: Møte | None = None
    ) -> Innkallingstekst:
        """A school's invitation; raises DialogError.

        ``vedlegg`` are the attached files' names. ``møte`` knows what it was before.
        """
        målform = målform_av(SPRÅKKODER[content.skole.målform])
        felt = {**values(content), "vedlegg": list(vedlegg), "før": før(møte, målform)}
        emne, tekst = self._emne_og_tekst(self._mal.render(InnkallingFelt(**felt)))
        html = ""
        if self._html:
            felt |= {"emne": emne, "språk": SPRÅKKODER[content.skole.målform]}
            som_html = InnkallingHtmlFelt(**felt, avsnitt=list(avsnitt(tekst)))
            html = self._html.render(som_html).lstrip()
        self._skrevet.add(content.skole.id)
        return Innkallingstekst(emne, tekst, html)

    def _emne_og_tekst(self, filled: str) -> tuple[str, str]:
        first, _, text = filled.lstrip().partition("\n")
        emne = " ".join(first.removeprefix(_EMNE).split())
        if not first.startswith(_EMNE) or not emne:
            message = f"Teksten begynner ikke med «{_EMNE}» og emnet."
            remedy = f"Skriv «{_EMNE} …» på første linje, og teksten fra tredje."
            raise DialogError([Problem(message, remedy, self._mal.name, 1, 1)])
        return emne, f"{text.strip()}\n"


def før(møte: Møte | None, målform: Målform) -> FørFelt:
    """What the last invitation said of a meeting, where that is something else now."""
    felt = FørFelt(tid=None, sted=None, møtelenke=None, avlyst=False)
    if møte is None or møte.forrige is None:
        return felt
    forrige = møte.forrige
    if (forrige.start, forrige.slutt) != (møte.start, møte.slutt):
        felt.tid = forrige.tid(målform)
    if _stedet(forrige, målform) != _stedet(møte, målform):
        felt.sted = _stedet(forrige, målform)
    if forrige.møtelenke != møte.møtelenke:
        felt.møtelenke = forrige.møtelenke or None
    felt.avlyst = forrige.avlyst and not møte.avlyst
    return felt


def _stedet(møte: Møte, målform: Målform) -> str:
    """Where a meeting is, in words."""
    return på_linje(møte.sted) or (_PÅ_NETT if møte.møtelenke else _UAVTALT[målform])


def avsnitt(text: str) -> Iterator[AvsnittFelt]:
    """The paragraphs of a text, which empty lines part, each with the list that follows it."""
    for avsnittet in re.split(r"\n\s*\n", text.strip("\n")):
        linjer: list[str] = []
        punkter: list[str] = []
        for linje in avsnittet.splitlines():
            if linje.startswith(_PUNKT):
                punkter.append(linje[2:].strip())
            elif punkter and linje.startswith("  "):  # an item goes on
                punkter[-1] += f" {linje.strip()}"
            elif punkter:
                yield _avsnittet(linjer, punkter)
                linjer, punkter = [linje], []
            else:
                linjer.append(linje)
        yield _avsnittet(linjer, punkter)


def _avsnittet(linjer: Sequence[str], punkter: Sequence[str]) -> AvsnittFelt:
    opplysninger = [_OPPLYSNING.fullmatch(linje) for linje in linjer]
    er_opplysninger = len(linjer) > 1 and all(opplysninger)
    return AvsnittFelt(
        linjer=[_linjen(linje, delt=er_opplysninger) for linje in linjer],
        punkter=[_linjen(punkt, delt=False) for punkt in punkter],
    )


def _linjen(linje: str, *, delt: bool) -> LinjeFelt:
    """A line; ``delt`` says that it is a word, a colon and what there is to know of it."""
    ledetekst, resten = None, linje
    if delt:
        ledetekst, _, resten = linje.partition(": ")
    return LinjeFelt(ledetekst=ledetekst, biter=list(_biter(resten)))


def _biter(text: str) -> Iterator[BitFelt]:
    """The stretches of a line, addresses being links."""
    stykker = [text]
    if "://" in text or "@" in text:  # sooner seen than by the pattern
        stykker = _LENKE.split(text)
    for nummer, tekst in enumerate(stykker):
        if nummer % 2:
            lenke = tekst if "://" in tekst else f"mailto:{tekst}"
            yield BitFelt(tekst=tekst, lenke=lenke)
        elif tekst:
            yield BitFelt(tekst=tekst, lenke=None)
