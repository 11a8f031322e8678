"""How far a round has come: a row for each school, and the totals."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ..dokumenter.tilstand import Tilstand, tilstander
from ..errors import DialogError
from ..kontroller import gjennomsyn
from ..kontroller.register import er_stille, mangler_bidrag, mangler_lenke
from .innkallinger import Innkallinger, filnavn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from ..disk.folder import OutputFolder
    from ..dokumenter.kjede import Prepared
    from ..dokumenter.tilstand import Dokument
    from ..errors import Problem
    from ..innhold.grunnlag import Grunnlag
    from ..model.norsk import Dato
    from ..model.verdityper import Tidsramme

MANGLER, DELVIS, LAGET = "mangler", "delvis", "laget"
MED_DATO, UTEN_DATO, AVLYST = "med dato", "uten dato", "avlyst"
UKJENT = "ukjent"  # where errors in the data keep it from being told


class Innkalling(NamedTuple):
    """A school's invitation: where it is or would be, and its state in a word."""

    path: Path
    tilstand: str


class Skolestatus(NamedTuple):
    """One school's row.

    ``dokumenter`` (None: unknown, because of ``feil``) has the PDFs among them; ``mangler`` is
    what lacks in the data basis, in words; ``funn`` are what ``dialog sjekk`` says of the school.
    ``utvalg``: only some document kinds are told of, and nothing is asked of the invitation.
    """

    skole_id: str
    navn: str
    kortnavn: str
    dato: Dato | None
    sted: str | None
    tidsramme: Tidsramme | None
    avlyst: bool
    dokumenter: list[Dokument] | None
    innkalling: Innkalling
    oppsummering: bool
    mangler: list[str]
    funn: list[Problem]
    utvalg: bool = False

    @property
    def feil(self) -> list[Problem]:
        """What is wrong, warnings apart."""
        return [problem for problem in self.funn if not problem.warning]

    @property
    def advarsler(self) -> list[Problem]:
        """What somebody should look at."""
        return [problem for problem in self.funn if problem.warning]

    @property
    def når(self) -> str:
        """Whether there is a date, in a word; where the entry is faulty, one may stand there."""
        if self.avlyst:
            return AVLYST
        if self.dato:
            return MED_DATO
        return UKJENT if self.dokumenter is None else UTEN_DATO

    @property
    def egne(self) -> list[Dokument]:
        """The documents without their PDFs."""
        return [one for one in self.dokumenter or () if one.suffix != "pdf"]

    @property
    def pdfer(self) -> list[Dokument]:
        """The PDFs of the Word documents, those not made included."""
        return [one for one in self.dokumenter or () if one.suffix == "pdf"]

    @property
    def pdf(self) -> str:
        """The state of all the PDFs in one word."""
        if self.dokumenter is None:
            return UKJENT
        return samlet([one.tilstand for one in self.pdfer])

    @property
    def ferdig(self) -> bool:
        """Whether nothing is missing or out of date; of a cancelled dialogue nothing is asked.

        PDFs and invitations need not be made, but those that are must hold.
        """
        if self.avlyst:
            return True
        stale = self.innkalling.tilstand == Tilstand.UTDATERT.value and not self.utvalg
        if self.dokumenter is None or stale:
            return False
        made = [one.tilstand for one in self.pdfer if one.tilstand is not Tilstand.MANGLER]
        return all(state.holder for state in (*made, *(one.tilstand for one in self.egne)))


class Status(NamedTuple):
    """A round: its schools, the document kinds, and what is said of what schools share.

    ``samlede`` are the checks' warnings as ``dialog sjekk`` tells them: one for many schools.
    """

    år: int
    slag: list[tuple[str, str]]
    skoler: list[Skolestatus]
    felles: list[Problem]
    samlede: list[Problem]

    @property
    def ferdig(self) -> bool:
        """Whether every school's documents are there and up to date."""
        return all(skole.ferdig for skole in self.skoler)

    @property
    def funn(self) -> list[Problem]:
        """All that ``dialog sjekk`` says, of the schools and of what they share."""
        own = [problem for skole in self.skoler for problem in skole.feil]
        return list(dict.fromkeys((*own, *self.samlede, *self.felles)))

    @property
    def tilstander(self) -> Counter[Tilstand]:
        """How many documents, the PDFs apart, are in each state."""
        return Counter(one.tilstand for skole in self.skoler for one in skole.egne)


def samlet(tilstander: Sequence[Tilstand]) -> str:
    """The state of several documents in a word: the worst of those made, «delvis» where some are.

    What is out of date goes before what is missing: it may be read as if it were right.
    """
    if any(state in (Tilstand.UTDATERT, Tilstand.REDIGERT_UTDATERT) for state in tilstander):
        return Tilstand.UTDATERT.value
    made = [state for state in tilstander if state is not Tilstand.MANGLER]
    if not made:
        return MANGLER
    if len(made) < len(tilstander):
        return DELVIS
    whole = Tilstand.REDIGERT if Tilstand.REDIGERT in made else Tilstand.FERSK
    return whole.value


def lag_status(
    prepared: Prepared, skoler: Iterable[str], folder: OutputFolder, slag: Collection[str] = ()
) -> Status:
    """The status of ``skoler``, told from the data and the files in ``folder``; writes nothing.

    ``prepared`` holds all document kinds, of which only those in ``slag`` are told of, if any.
    """
    ids = list(dict.fromkeys(skoler))
    documents: dict[str, list[Dokument]] = {}
    contents: dict[str, Grunnlag] = {}

    def look(skole_id: str, content: Grunnlag) -> None:
        contents[skole_id] = content
        documents[skole_id] = tilstander(prepared, skole_id, content, folder)

    seen = gjennomsyn.look_at(prepared, ids, folder.folder, look)
    for advarsel in seen.advarsler:
        for skole_id, problem in advarsel.hver:
            if skole_id in seen.skoler:
                seen.skoler[skole_id].append(problem)
    samlede = [
        advarsel.problem
        for advarsel in seen.advarsler
        if any(skole_id in seen.skoler for skole_id, _ in advarsel.hver)
    ]
    shared = [advarsel.problem for advarsel in seen.advarsler if not advarsel.hver]
    innkallinger = _innkallinger(prepared, folder)
    rows = []
    for skole_id in ids:
        summaries = gjennomsyn.summary_findings(prepared.files, skole_id)
        samlede += [problem for problem in summaries if problem.warning]
        found = prepared.files.in_order([*seen.skoler[skole_id], *summaries])
        content = contents.get(skole_id)
        path = folder.folder / filnavn(prepared.files.datasett.runde.år, skole_id)
        state = _innkalling(innkallinger, skole_id, content, documents.get(skole_id), path)
        shown = [d for d in documents.get(skole_id, ()) if not slag or d.navn in slag]
        row = _rad(prepared, skole_id, content, Innkalling(path, state))
        rows.append(
            row._replace(
                dokumenter=shown if skole_id in documents else None, funn=found, utvalg=bool(slag)
            )
        )
    felles = [*shared, *gjennomsyn.shared_findings(prepared), *gjennomsyn.barriers(prepared)]
    kinds = [
        (mal.navn, mal.suffix) for mal, _ in prepared.documents if not slag or mal.navn in slag
    ]
    year, in_order = prepared.files.datasett.runde.år, prepared.files.in_order
    return Status(year, kinds, rows, in_order(felles), in_order(samlede))


def _rad(
    prepared: Prepared, skole_id: str, content: Grunnlag | None, innkalling: Innkalling
) -> Skolestatus:
    """What the data say of a school; an entry that can't be read says little."""
    data = prepared.files.datasett
    år = data.runde.år
    skole, dialog = data.skoler.get(skole_id), data.runde.dialoger.get(skole_id)
    tidsramme = prepared.files.tidsramme_for(skole_id).tidsramme if skole and dialog else None
    short, *names = prepared.skoler[skole_id]
    return Skolestatus(
        skole_id,
        navn=names[0] if names else short,
        kortnavn=short,
        dato=dialog.dato if dialog else None,
        sted=dialog.sted if dialog else None,
        tidsramme=tidsramme,
        avlyst=dialog is not None and dialog.avlyst,
        dokumenter=None,
        innkalling=innkalling,
        oppsummering=år in prepared.files.år_med_oppsummering.get(skole_id, []),
        mangler=_mangler(prepared, skole_id, content),
        funn=[],
    )


def _innkallinger(prepared: Prepared, folder: OutputFolder) -> Innkallinger | None:
    """What tells of invitations; nothing where their template is wrong, as «dialog sjekk» says."""
    try:
        return Innkallinger(prepared, folder)
    except DialogError:
        return None


def _innkalling(
    innkallinger: Innkallinger | None,
    skole_id: str,
    content: Grunnlag | None,
    documents: Sequence[Dokument] | None,
    path: Path,
) -> str:
    """The state of an invitation; one that lies there but couldn't be made now is out of date."""
    if not path.is_file():
        return MANGLER
    if innkallinger is None or content is None or documents is None:
        return Tilstand.UTDATERT.value
    holds = innkallinger.state(skole_id, content, documents).holder
    return LAGET if holds else Tilstand.UTDATERT.value


def _mangler(prepared: Prepared, skole_id: str, content: Grunnlag | None) -> list[str]:
    """What lacks in a school's data basis, in words; a date isn't waited for.

    What a check has been silenced for isn't missed; neither is anything of a dialogue that is off.
    """
    files = prepared.files
    runde, dialog = files.datasett.runde, files.datasett.runde.dialoger.get(skole_id)
    if dialog is None or dialog.avlyst:
        return []
    found = []
    for check, missing in (("mangler-lenke", mangler_lenke), ("mangler-bidrag", mangler_bidrag)):
        if not er_stille(runde, dialog, check):
            found += [f"lenke til «{id_}»" for id_ in missing(runde, dialog)]
    if content and not er_stille(runde, dialog, "mangler-fil"):
        for punkt in content.datagrunnlag:
            if punkt.fil and not files.project.has_file(punkt.fil):
                found.append(f"filen {punkt.fil} («{punkt.id}»)")
    return found
