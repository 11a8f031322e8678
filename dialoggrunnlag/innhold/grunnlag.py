"""One school's content: the names that a template may use.

Every field carries a Norwegian description and an example; the README's table and the check
of templates are made from them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from ..errors import DialogError, Problem
from ..model.dagsorden import fordel
from ..model.norsk import SPRÅKKODER, Målformord, oppramsing, stor_forbokstav
from ..model.verdityper import ADRESSE
from ..word import Link
from ..word.properties import Properties
from .felt import Feltbeskrivelse, described, felt, shape_of
from .oppsummeringsfelt import (
    Datotekst,
    ForrigeFelt,
    OppsummeringFelt,
    forrige_felt,
    nytt_skjema,
    utfylt_skjema,
)
from .tekster import TEXT_FIELDS, frames, i_begge, plassen, text_problem
from .text_template import TextError, TextTemplates

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..model.norsk import Målform
    from ..model.oppsummering import Oppsummering
    from ..model.runde import Dialog
    from ..model.skole import Skole
    from ..model.verdityper import Målformer
    from ..reading.datafiler import Datafiler
    from ..reading.yaml_reader import YamlFile

FILTERS: Mapping[str, Callable[..., Any]] = {
    "stor_forbokstav": stor_forbokstav,
    "oppramsing": oppramsing,
}


# Content is built once and only read; the methods that eq and repr add would cost start-up time.
@dataclass(repr=False, eq=False)
class KontaktFelt:
    """skole.kontakt.*."""

    navn: str | None = felt("navnet på den som får innkallingen", "")
    epost: str | None = felt("e-postadressen", "")


@dataclass(repr=False, eq=False)
class SkoleFelt:
    """skole.*."""

    id: str = felt("skolens id", "ål")
    navn: str = felt("skolens eget navn", "Ål vidaregåande skule")
    kortnavn: str = felt("navnet i løpende tekst", "Ål vgs.")
    målform: str = felt("«bokmål» eller «nynorsk»", "nynorsk")
    kommune: str | None = felt("kommunen", "Ål")
    organisasjonsnummer: str | None = felt("ni sifre", "974605937")
    kontakt: KontaktFelt = felt("den ved skolen som får innkallingen")


@dataclass(repr=False, eq=False)
class RundeFelt:
    """runde.*."""

    år: int = felt("årstallet", "2015")
    tittel: str = felt("dokumentets tittel", "Dialoggrunnlag - Utviklingsdialoger 2015")
    hensikt: str = felt("hensikten", "Å bidra til utvikling …")
    hovedmål: str = felt("hovedmålet", "Undersøke forholdet mellom …")
    delmål: list[str] = felt("delmålene", "Å følge opp skolens utviklingsmål …")


@dataclass(repr=False, eq=False)
class DeltakerFelt:
    """An item of dialog.deltakere and dialog.fra_skoleeier."""

    navn: str | None = felt("navnet", "")
    rolle: str | None = felt("rollen", "rektor")
    epost: str | None = felt("e-postadressen", "")


@dataclass(repr=False, eq=False)
class DialogFelt:
    """dialog.*."""

    dato: str | None = felt("datoen", "tirsdag 3. november 2015")
    sted: str | None = felt("stedet", "Møterom 2")
    periode: str | None = felt("«tidlig» eller «sen», i skolens målform", "tidlig")
    tidlig: bool = felt("sann når dialogen er tidlig", "")
    sen: bool = felt("sann når dialogen er sen", "")
    deltakere: list[DeltakerFelt] = felt("skolens navngitte deltakere")
    fra_skoleeier: list[DeltakerFelt] = felt("de som kommer fra skoleeier")
    endring: int = felt("hvor mange ganger møtet er endret etter innkallingen", "1")
    avlyst: bool = felt("sann når dialogen er avlyst", "")


@dataclass(repr=False, eq=False)
class PunktFelt:
    """An item of datagrunnlag."""

    id: str = felt("punktets id", "tilstandsrapport")
    tekst: str = felt("teksten", "Oppsummering fra forrige dialog")
    lenke: Link | None = felt("teksten som lenke, når punktet har en adresse", "")
    fil: str | None = felt("stien til filen som følger innkallingen", "vedlegg/puls-ål.pdf")


@dataclass(repr=False, eq=False)
class DeltakelseFelt:
    """deltakelse.*."""

    skolen: str = felt("hvem som deltar fra skolen", "ledergruppa + de skolen vil inkludere. …")
    fra_skoleeier: str = felt("hvem som deltar fra skoleeier", "Fylkesutdanningssjef, …")


@dataclass(repr=False, eq=False)
class TidsrammeFelt:
    """tidsramme and tidsramme.*."""

    start: str = felt("når dialogen begynner", "10:00")
    slutt: str = felt("når den slutter", "14:00")
    begrunnelse: str | None = felt("hvorfor den avviker fra rundens", "unntak for Ål vgs., hvor …")

    def __str__(self) -> str:
        return f"{self.start}–{self.slutt}"


@dataclass(repr=False, eq=False)
class DelFelt:
    """An item of tema.deler."""

    tekst: str = felt("teksten", "Skolen presenterer et eksempel …")
    varighet: str = felt("varigheten slik den er skrevet", "Inntil 40 min")
    minutter: int = felt("varigheten i minutter", "40")
    start: str = felt("når delen begynner", "10:45")
    slutt: str = felt("når den slutter", "11:25")


@dataclass(repr=False, eq=False)
class TemaFelt:
    """An item of dagsorden."""

    nummer: int = felt("temaets nummer", "2")
    tittel: str = felt("tittelen", "Lunsj v/skolen")
    tekst: str | None = felt("teksten under tittelen", "Kort evaluering av dialogen: …")
    minutter: int = felt("varigheten i minutter", "105")
    start: str = felt("når temaet begynner", "10:45")
    slutt: str = felt("når det slutter", "12:30")
    deler: list[DelFelt] = felt("temaets deler, kan være tom")


@dataclass(repr=False, eq=False)
class SkoleeierFelt:
    """skoleeier.*."""

    kontor: str = felt("kontoret som står som forfatter; ellers «Skoleeier»", "Skoleeier")
    epost: str | None = felt("kontorets e-postadresse", "")
    roller: list[str] = felt("skoleeiers roller", "seksjonsleder KPS")


@dataclass(repr=False, eq=False)
class Grunnlag:
    """All that a template can use."""

    skole: SkoleFelt = felt("skolen")
    runde: RundeFelt = felt("runden")
    dialog: DialogFelt = felt("skolens dialog")
    tidsramme: TidsrammeFelt = felt("tidsrammen", "10:00–14:00")
    datagrunnlag: list[PunktFelt] = felt("datagrunnlaget")
    deltakelse: DeltakelseFelt = felt("hvem som deltar")
    dagsorden: list[TemaFelt] = felt("temaene")
    skoleeier: SkoleeierFelt = felt("skoleeier")
    forrige: ForrigeFelt = felt("oppsummeringen fra forrige dialog")
    oppsummering: OppsummeringFelt = felt(
        "skjemaet for denne dialogen, fylt ut med det som er kjent"
    )


@dataclass(repr=False, eq=False)
class InnkallingFelt(Grunnlag):
    """All that maler/felles/innkalling.txt.j2 can use."""

    vedlegg: list[str] = felt("navnene på filene som følger med", "dialoggrunnlag-2015-ål.docx")


def values(content: Grunnlag) -> dict[str, Any]:
    """The content by its top-level names, as templates take it."""
    return {item.name: getattr(content, item.name) for item in fields(content)}


# --- the fields themselves, for checks and documentation ----------------------------------


def shape() -> dict[str, Any]:
    """The fields as nested mappings, a list standing for each list: what a check goes by."""
    return dict(shape_of(Grunnlag))


def text_fields() -> dict[str, Any]:
    """The fields that the YAML files' own texts may use, as ``shape`` gives them."""
    return {name: value for name, value in shape().items() if name in TEXT_FIELDS}


def describe_fields() -> list[Feltbeskrivelse]:
    """Every field in the order of the classes, a list's items after the list itself."""
    return list(described(Grunnlag))


# --- from the model to the content --------------------------------------------------------


def lag_grunnlag(
    files: Datafiler,
    skole_id: str,
    texts: TextTemplates,
    fillenke: Callable[[str], str] = str,
) -> Grunnlag:
    """The content of one school's documents; raises DialogError where a text can't be filled.

    ``fillenke`` gives what a link to a file leads to, which follows from where the document lies.
    """
    return _Builder(files, skole_id, texts, fillenke).build()


_SKOLEEIER: dict[Målform, str] = {"bokmål": "Skoleeier", "nynorsk": "Skuleeigar"}
_PERIODER: dict[Målform, tuple[str, str]] = {
    "bokmål": ("sen", "tidlig"),
    "nynorsk": (Målformord("sein", "sen"), Målformord("tidleg", "tidlig")),
}


class _Builder:
    """Builds one school's content, text by text."""

    def __init__(
        self,
        files: Datafiler,
        skole_id: str,
        texts: TextTemplates,
        fillenke: Callable[[str], str],
    ) -> None:
        self.files, self.skole_id, self.templates = files, skole_id, texts
        self.fillenke = fillenke
        self.runde = files.datasett.runde
        self.skole: Skole = files.datasett.skoler[skole_id]
        self.målform: Målform = self.skole.målform
        self.dialog: Dialog = self.runde.dialoger[skole_id]
        self.problems: list[Problem] = []
        self.known: dict[str, Any] = {}

    def build(self) -> Grunnlag:
        runde, skole = self.runde, self.skole
        roller = self.files.datasett.roller
        skole_felt = SkoleFelt(
            self.skole_id,
            skole.navn,
            skole.kortnavn,
            skole.målform,
            skole.kommune,
            skole.organisasjonsnummer,
            KontaktFelt(
                skole.kontakt.navn if skole.kontakt else None,
                skole.kontakt.epost if skole.kontakt else None,
            ),
        )
        kontor = self.files.datasett.kontor
        skoleeier = SkoleeierFelt(
            self._form(kontor) if kontor else _SKOLEEIER[self.målform],
            self.files.datasett.epost,
            [self._form(rolle.rolle) for rolle in roller.values()],
        )
        self.known = {"skole": skole_felt, "dialog": self._dialog(), "skoleeier": skoleeier}
        self.known["tidsramme"] = tidsramme = self._tidsramme()
        content = Grunnlag(
            skole_felt,
            RundeFelt(
                runde.år,
                self._text(runde.tittel, "tittel"),
                self._text(runde.hensikt, "hensikt"),
                self._text(runde.hovedmål, "hovedmål"),
                [self._text(text, "delmål", index) for index, text in enumerate(runde.delmål)],
            ),
            self.known["dialog"],
            tidsramme,
            [self._punkt(index) for index in range(len(runde.datagrunnlag))],
            DeltakelseFelt(
                self._text(runde.deltakelse.skolen, "deltakelse", "skolen"),
                self._text(runde.deltakelse.fra_skoleeier, "deltakelse", "fra_skoleeier"),
            ),
            self._dagsorden(),
            skoleeier,
            *self._oppsummering(),
        )
        if self.problems:
            raise DialogError(self.problems)
        return content

    def _form(self, forms: Målformer) -> str:
        """A text in the school's own language; one that lacks it has been refused before."""
        return forms.form(self.målform) or ""

    def _text(self, forms: Målformer, *path: str | int, file: YamlFile | None = None) -> str:
        """A text of the round with its tags filled."""
        try:
            return self.templates.render(self._form(forms), self.known)
        except TextError as error:
            file = file or self.files.runde
            place = plassen(file, path, self.målform)
            self.problems.append(text_problem(file, place, error))
            return ""

    def _dialog(self) -> DialogFelt:
        dialog, roller = self.dialog, self.files.datasett.roller
        tidlig = self.runde.er_tidlig(dialog)
        periode = None if tidlig is None else _PERIODER[self.målform][tidlig]
        return DialogFelt(
            dialog.dato.i(self.målform) if dialog.dato else None,
            dialog.sted,
            periode,
            tidlig is True,
            tidlig is False,
            [DeltakerFelt(person.navn, person.rolle, person.epost) for person in dialog.deltakere],
            [
                DeltakerFelt(roller[id_].navn, self._form(roller[id_].rolle), roller[id_].epost)
                for id_ in dialog.fra_skoleeier
            ],
            dialog.endring,
            dialog.avlyst,
        )

    def _oppsummering(self) -> tuple[ForrigeFelt, OppsummeringFelt]:
        """What was agreed before, and this round's form."""
        summaries = self._oppsummeringer()
        earlier = [s for s in summaries if s.runde < self.runde.år]
        forrige = forrige_felt(earlier, self.målform)
        for summary in summaries:
            if summary.runde == self.runde.år:
                return forrige, utfylt_skjema(summary, self.målform)
        dialog: DialogFelt = self.known["dialog"]
        people = [
            ", ".join(filter(None, (person.navn, person.rolle)))
            for person in (*dialog.deltakere, *dialog.fra_skoleeier)
        ]
        dato = Datotekst.av(self.dialog.dato, self.målform)
        return forrige, nytt_skjema(forrige, dato, people)

    def _oppsummeringer(self) -> list[Oppsummering]:
        """The school's summaries up to this round."""
        found = self.files.oppsummeringer
        years = [år for år, id_ in found if id_ == self.skole_id and år <= self.runde.år]
        if not years:
            return []
        from ..reading.oppsummeringsfiler import les_oppsummering  # costs start-up time

        try:
            return [les_oppsummering(self.files.project, år, self.skole_id) for år in years]
        except DialogError as error:
            self.problems += error.problems
            return []

    def _tidsramme(self) -> TidsrammeFelt:
        frame = self.runde.tidsramme_for(self.skole, self.dialog)
        content = TidsrammeFelt(str(frame.start), str(frame.slutt), None)
        if frame.begrunnelse is None:
            return content
        self.known["tidsramme"] = content
        file, path = next((file, path) for file, path, f in frames(self.files) if f is frame)
        reason = self._text(frame.begrunnelse, *path, "begrunnelse", file=file)
        return TidsrammeFelt(content.start, content.slutt, reason)

    def _punkt(self, index: int) -> PunktFelt:
        punkt = self.runde.datagrunnlag[index]
        text = self._text(punkt.tekst, "datagrunnlag", index, "tekst")
        url = self.dialog.lenker.get(punkt.id) or punkt.lenke
        if url and not ADRESSE.fullmatch(url):
            url = self.fillenke(url)
        fil = self.dialog.filer.get(punkt.id)
        if not fil and punkt.fil:
            fil = self._text(i_begge(punkt.fil), "datagrunnlag", index, "fil")
        return PunktFelt(punkt.id, text, Link(text, url) if url else None, fil or None)

    def _dagsorden(self) -> list[TemaFelt]:
        temaer = self.runde.dagsorden
        frame = self.runde.tidsramme_for(self.skole, self.dialog)
        return [
            TemaFelt(
                index + 1,
                self._text(tema.tittel, "dagsorden", index, "tittel"),
                self._text(tema.tekst, "dagsorden", index, "tekst") if tema.tekst else None,
                tema.minutter,
                str(start),
                str(slutt),
                [
                    DelFelt(
                        self._text(part.tekst, "dagsorden", index, "deler", number, "tekst"),
                        self._form(part.varighet),
                        part.minutter,
                        str(fra),
                        str(til),
                    )
                    for number, (part, (fra, til)) in enumerate(
                        zip(tema.deler, fordel(start, tema.deler), strict=True)
                    )
                ],
            )
            for index, (tema, (start, slutt)) in enumerate(
                zip(temaer, fordel(frame.start, temaer), strict=True)
            )
        ]


def dokumentegenskaper(dokument: str, content: Grunnlag) -> Properties:
    """What a document says of itself, whatever the file is called (docs/arkiv.md)."""
    skole, år = content.skole, str(content.runde.år)
    return Properties(
        custom={"dialog-dokument": dokument, "dialog-runde": år, "dialog-skole": skole.id},
        core={
            "title": f"{stor_forbokstav(dokument)} {år} – {skole.navn}",
            "subject": f"Utviklingsdialog {år}",
            "keywords": f"utviklingsdialog, {dokument}, {år}, {skole.navn}",
            "language": SPRÅKKODER[skole.målform],
        },
        author=content.skoleeier.kontor,
    )
