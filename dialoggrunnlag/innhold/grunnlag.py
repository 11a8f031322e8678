"""The names that a template may use: one school's content.

Every field carries a Norwegian description and an example; ``dialog felt``, docs/felt.md and the
check of templates are made from them. What they hold is built in ``bygger``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from functools import cache, cached_property
from types import ModuleType
from typing import Any

from ..model.faste_mellomrom import faste_mellomrom
from ..model.norsk import SPRÅKKODER, oppramsing, stor_forbokstav
from ..word import Link
from ..word.properties import Properties
from .felt import Feltbeskrivelse, Felter, described, felt, shape_of
from .oppsummeringsfelt import ForrigeFelt, OppsummeringFelt, utfyllingsmerker
from .tekster import TEXT_FIELDS

# What the edition that everybody may read is called, in the document's own properties
_OFFENTLIG = {"bokmål": "offentlig utgave", "nynorsk": "offentleg utgåve"}
FILTERS: Mapping[str, Callable[..., Any]] = {
    "stor_forbokstav": stor_forbokstav,
    "oppramsing": oppramsing,
    "faste_mellomrom": faste_mellomrom,
}


class KontaktFelt(Felter):
    """skole.kontakt.*."""

    navn: str | None = felt("navnet på den som får innkallingen")
    epost: str | None = felt("e-postadressen")


class SkoleFelt(Felter):
    """skole.*."""

    id: str = felt("skolens id", "ål")
    navn: str = felt("skolens eget navn", "Ål vidaregåande skule")
    kortnavn: str = felt("navnet i løpende tekst", "Ål vgs.")
    målform: str = felt("«bokmål» eller «nynorsk»", "nynorsk")
    kommune: str | None = felt("kommunen", "Ål")
    organisasjonsnummer: str | None = felt("ni sifre", "974605937")
    kontakt: KontaktFelt = felt("den ved skolen som får innkallingen")


class KontaktpersonFelt(Felter):
    """runde.kontaktperson.*."""

    navn: str | None = felt("navnet på den skolene kan spørre; tom uten kontaktperson")
    rolle: str | None = felt("rollen", "rådgiver")
    telefon: str | None = felt("telefonnummeret", "32 00 00 00")
    epost: str | None = felt("e-postadressen")


class RundeFelt(Felter):
    """runde.*."""

    år: int = felt("årstallet", "2015")
    tittel: str = felt("dokumentets tittel", "Dialoggrunnlag - Utviklingsdialoger 2015")
    saksnummer: str | None = felt("saksnummeret i arkivet", "15/1234")
    dokumentdato: str | None = felt("datoen på dokumentet", "1. september 2015")
    kontaktperson: KontaktpersonFelt = felt("den skolene kan spørre")
    hensikt: str = felt("hensikten", "Å bidra til utvikling …")
    hovedmål: str = felt("hovedmålet", "Undersøke forholdet mellom …")
    delmål: list[str] = felt("delmålene", "Å følge opp skolens utviklingsmål …")
    forberedelser: list[str] = felt("det skolen skal forberede", "Velg et eksempel …")


class DeltakerFelt(Felter):
    """An item of dialog.deltakere and dialog.fra_skoleeier: «Kari Ås, rektor», or «Rektor»."""

    navn: str | None = felt("navnet")
    rolle: str | None = felt("rollen", "rektor")
    epost: str | None = felt("e-postadressen")

    def __str__(self) -> str:
        if not self.navn:
            return stor_forbokstav(self.rolle or "")
        return f"{self.navn}, {self.rolle}" if self.rolle else self.navn


class DialogFelt(Felter):
    """dialog.*."""

    dato: str | None = felt("datoen", "tirsdag 3. november 2015")
    sted: str | None = felt("stedet", "Møterom 2")
    svarfrist: str | None = felt("når skolen senest svarer", "fredag 25. september 2015")
    møtelenke: str | None = felt("adressen når dialogen holdes på nett", "https://…")
    periode: str | None = felt("«tidlig» eller «sen», i skolens målform", "tidlig")
    tidlig: bool = felt("ja når dialogen er tidlig")
    sen: bool = felt("ja når dialogen er sen")
    deltakere: list[DeltakerFelt] = felt("skolens navngitte deltakere")
    fra_skoleeier: list[DeltakerFelt] = felt("de som kommer fra skoleeier")
    endring: int = felt("hvor mange ganger møtet er endret etter innkallingen", "1")
    avlyst: bool = felt("ja når dialogen er avlyst")


class PunktFelt(Felter):
    """An item of datagrunnlag."""

    id: str = felt("punktets id", "tilstandsrapport")
    tekst: str = felt("teksten", "Oppsummering fra forrige dialog")
    lenke: Link | None = felt("teksten som lenke, når punktet har en adresse")
    fil: str | None = felt("stien til filen som følger innkallingen", "vedlegg/puls-ål.pdf")


class DeltakelseFelt(Felter):
    """deltakelse.*."""

    skolen: str = felt("hvem som deltar fra skolen", "ledergruppa + de skolen vil inkludere. …")
    fra_skoleeier: str = felt("hvem som deltar fra skoleeier", "Skolesjef, rådgiver")


class TidsrammeFelt(Felter):
    """tidsramme and tidsramme.*."""

    start: str = felt("når dialogen begynner", "10:00")
    slutt: str = felt("når den slutter", "14:00")
    vanlig: str | None = felt("rundens tidsramme, når denne er en annen", "09:00–13:00")
    begrunnelse: str | None = felt(
        "hvorfor den er en annen enn rundens", "med unntak av Ål vgs., hvor …"
    )
    tillegg: str | None = felt(
        "begrunnelsen, føyd til setningen foran", ", med unntak av Ål vgs., hvor …"
    )

    def __str__(self) -> str:
        return f"{self.start}–{self.slutt}"


class DelFelt(Felter):
    """An item of tema.deler."""

    tekst: str = felt("teksten", "Skolen presenterer et eksempel …")
    varighet: str = felt("varigheten slik den er skrevet", "Inntil 40 min")
    minutter: int = felt("varigheten i minutter", "40")
    start: str = felt("når delen begynner", "10:45")
    slutt: str = felt("når den slutter", "11:25")


class TemaFelt(Felter):
    """An item of dagsorden."""

    nummer: int = felt("temaets nummer", "2")
    tittel: str = felt("tittelen", "Lunsj v/skolen")
    skilletegn: str = felt("komma eller kolon når setningen går videre i teksten", ",")
    tekst: str | None = felt("teksten under tittelen", "Kort evaluering av dialogen: …")
    ansvarlig: str | None = felt("den eller de som leder temaet", "skolen")
    minutter: int = felt("varigheten i minutter", "105")
    start: str = felt("når temaet begynner", "10:45")
    slutt: str = felt("når det slutter", "12:30")
    deler: list[DelFelt] = felt("temaets deler, kan være tom")


class SkoleeierFelt(Felter):
    """skoleeier.*."""

    navn: str = felt("det skoleeier heter, slik det står etter «fra»", "skoleeier")
    leder: str = felt("den som leder dialogene; ellers det skoleeier heter", "skolesjefen")
    kontor: str = felt("kontoret som står som forfatter; ellers det skoleeier heter", "Skoleeier")
    epost: str | None = felt("kontorets e-postadresse")
    roller: list[str] = felt("skoleeiers roller", "rådgiver")


class ProsjektFelt(Felter):
    """prosjekt.*."""

    fylke: str | None = felt("fylkets eller kommunens navn", "Nordland")
    møte: str = felt("det møtene heter", "utviklingsdialog")
    møtet: str = felt("det samme i bestemt form", "utviklingsdialogen")
    møter: str = felt("det samme i flertall", "utviklingsdialoger")


class Grunnlag(Felter):
    """All that a template can use."""

    skole: SkoleFelt = felt("skolen")
    runde: RundeFelt = felt("runden")
    dialog: DialogFelt = felt("skolens dialog")
    tidsramme: TidsrammeFelt = felt("tidsrammen", "10:00–14:00")
    datagrunnlag: list[PunktFelt] = felt("datagrunnlaget")
    deltakelse: DeltakelseFelt = felt("hvem som deltar")
    dagsorden: list[TemaFelt] = felt("temaene")
    skoleeier: SkoleeierFelt = felt("skoleeier")
    prosjekt: ProsjektFelt = felt("det som gjelder hele prosjektet (data/prosjekt.yaml)")
    forrige: ForrigeFelt = felt("oppsummeringen fra forrige dialog")
    oppsummering: OppsummeringFelt = felt(
        "skjemaet for denne dialogen, fylt ut med det som er kjent"
    )

    nøkkeltall: Mapping[str, Any] = felt("nøkkeltallene i data/tall.yaml, hvert ved sin id")
    tall: Any = felt("skolens nøkkeltall, samlet under målene")
    diagram: Mapping[str, Any] = felt("diagrammene, hvert ved id-en til nøkkeltallet")
    offentlig: bool = felt("ja i utgaven som alle kan lese («generer --offentlig»)")

    @classmethod
    def _former(cls) -> Mapping[str, Any]:
        return _tallformer(None)


def values(content: Grunnlag) -> dict[str, Any]:
    """The content by its top-level names, as templates take it."""
    return {item.name: getattr(content, item.name) for item in fields(content)}


# --- the fields themselves, for checks and documentation ----------------------------------


@cache
def shape(nøkkeltall: tuple[str, ...] | None = None) -> dict[str, Any]:
    """The fields as nested mappings, a list standing for each list: what a check goes by.

    ``nøkkeltall`` are the ids of the project's key figures; without a project, any may be one.
    """
    return {**shape_of(Grunnlag), **_tallformer(nøkkeltall)}


def _tallformer(nøkkeltall: tuple[str, ...] | None) -> dict[str, Any]:
    """The fields of the key figures with those ids; None: any id may be one."""
    return {
        "nøkkeltall": _VedBehov(lambda: _ved_id(nøkkeltall, _tallfelt().NøkkeltallFelt)),
        "tall": _VedBehov(lambda: shape_of(_tallfelt().TallFelt)),
        "diagram": _VedBehov(lambda: _ved_id(nøkkeltall, _tallfelt().Chart)),
    }


def text_fields(nøkkeltall: tuple[str, ...] | None) -> dict[str, Any]:
    """The fields that the YAML files' own texts may use, as ``shape`` gives them."""
    navn = (*TEXT_FIELDS, "nøkkeltall")
    return {name: value for name, value in shape(nøkkeltall).items() if name in navn}


def describe_fields() -> list[Feltbeskrivelse]:
    """Every field in the order of the classes, a list's items after the list itself."""
    tallfelt = _tallfelt()
    felter: list[Feltbeskrivelse] = []
    for one in described(Grunnlag):
        felter.append(one)
        if one.sti == "nøkkeltall":
            felter += described(tallfelt.NøkkeltallFelt, "nøkkeltall.ID.")
        elif one.sti == "tall":
            i_nøkkeltall = described(tallfelt.TallFelt, "tall.")
            felter += (f for f in i_nøkkeltall if not f.sti.startswith("tall.mål.nøkkeltall."))
        elif one.sti == "diagram":
            hva = "diagrammet til ett nøkkeltall"
            felter.append(Feltbeskrivelse("diagram.ID", "diagram eller tom", hva, ""))
    return felter


def _tallfelt() -> ModuleType:
    """The fields of key figures, which most projects have none of."""
    from . import tallfelt  # noqa: PLC0415

    return tallfelt


class _VedBehov(Mapping[str, Any]):
    """Fields that are described when somebody asks for one."""

    def __init__(self, lag: Callable[[], Mapping[str, Any]]) -> None:
        self._lag = lag

    @cached_property
    def _felter(self) -> Mapping[str, Any]:
        return self._lag()

    def __getitem__(self, navn: str) -> Any:
        return self._felter[navn]

    def __iter__(self) -> Iterator[str]:
        return iter(self._felter)

    def __len__(self) -> int:
        return len(self._felter)


class _EnhverId(dict[str, Any]):
    """The same fields by any id."""

    def __init__(self, felter: Any) -> None:
        super().__init__()
        self._felter = felter

    def __missing__(self, _id: str) -> Any:
        return self._felter


def _ved_id(nøkkeltall: tuple[str, ...] | None, hva: Any) -> Mapping[str, Any]:
    """The fields that each key figure has."""
    felter = shape_of(hva)
    return _EnhverId(felter) if nøkkeltall is None else dict.fromkeys(nøkkeltall, felter)


class IngenTall:
    """tall.* of a project without key figures: nothing, whatever a template asks for."""

    def __bool__(self) -> bool:
        return False

    def __getattr__(self, navn: str) -> Any:
        return getattr(_tallfelt().uten_tall(), navn)


def dokumentegenskaper(dokument: str, content: Grunnlag) -> Properties:
    """What a document says of itself, whatever the file is called (docs/arkiv.md)."""
    skole, år, møte = content.skole, str(content.runde.år), content.prosjekt.møte
    custom = {"dialog-dokument": dokument, "dialog-runde": år, "dialog-skole": skole.id}
    utgave = ""
    if content.offentlig:
        custom["dialog-utgave"] = "offentlig"
        utgave = f" ({_OFFENTLIG[skole.målform]})"
    if dokument == "oppsummering":
        custom |= _skjemaegenskaper(content.oppsummering)
    return Properties(
        custom=custom,
        core={
            "title": f"{stor_forbokstav(dokument)} {år} – {skole.navn}{utgave}",
            "subject": f"{stor_forbokstav(møte)} {år}",
            "keywords": f"{møte}, {dokument}, {år}, {skole.navn}",
            "language": SPRÅKKODER[skole.målform],
        },
        author=content.skoleeier.kontor,
    )


def _skjemaegenskaper(skjema: OppsummeringFelt) -> dict[str, str]:
    """What a form carries out of sight, to be known again when it is filled in."""
    egenskaper = {}
    ider = [avtale.id for avtale in skjema.avtaler]
    if any(ider):  # those of the rows of its table, in order
        egenskaper["dialog-avtaler"] = " ".join(id_ or "-" for id_ in ider)
    merker = utfyllingsmerker(skjema)
    if merker:
        egenskaper["dialog-utfylt"] = " ".join(merker)
    return egenskaper
