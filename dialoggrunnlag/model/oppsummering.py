"""The summary of a dialogue: what the form asks, and what is agreed from one round to the next.

A summary is a file, data/oppsummeringer/ÅR/SKOLE.yaml, that ``dialog oppsummering les`` writes
from a filled-in form. Its keys are the form's fields, in the form's order.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    ValidationInfo,
    model_validator,
)

from ..errors import InvalidError
from .norsk import Dato, foldet
from .verdityper import Id, JaNei, Modell, Tekst, År, les_fritekst, liste, rundens_år, uten_tomme

Status = Literal["nådd", "i gang", "ikke startet", "avsluttet"]
STATUS_PÅ_NYNORSK = {"ikke startet": "ikkje starta", "avsluttet": "avslutta"}
FERDIG = ("nådd", "avsluttet")


def _les_linje(value: Any) -> str:
    return " ".join(les_fritekst(value).split())


def _les_frist(value: Any, info: ValidationInfo) -> Dato | str:
    """A date where it is one; a deadline such as «før jul» stays as it is written."""
    text = _les_linje(value)
    try:
        return Dato.les(text, rundens_år(info))
    except InvalidError:
        return text


Linje = Annotated[str, PlainValidator(_les_linje)]
Fritekst = Annotated[str, PlainValidator(les_fritekst)]
Frist = Annotated[Dato | str, PlainValidator(_les_frist)]


class _Rad(Modell):
    """A row of one of the form's tables: any of its cells may be empty, but not all."""

    id: Id | None = Field(None, description="Avtalens id, som den beholder når ordene blir rettet.")

    @model_validator(mode="after")
    def _minst_en(self) -> Self:
        if not any(getattr(self, key) for key in type(self).model_fields if key != "id"):
            raise InvalidError(
                "Det er ingenting fylt ut i punktet.", "Fyll det ut, eller ta det bort."
            )
        return self


def _krev_ulike_ider(rader: tuple[_Rad, ...]) -> tuple[_Rad, ...]:
    """The rows, of which no two are one agreement."""
    første: dict[str, int] = {}
    for number, rad in enumerate(rader, 1):
        if rad.id in første:
            message = f"Punkt {første[rad.id]} og {number} har samme id, «{rad.id}»."
            raise InvalidError(message, "Ta bort id-en i det ene, så får det en ny.")
        if rad.id:
            første[rad.id] = number
    return rader


class Utviklingsmål(_Rad):
    """An agreed development goal; ``status`` is set here by hand between two dialogues."""

    beskrivelse: ClassVar[str] = "Et avtalt utviklingsmål."
    mål: Fritekst | None = Field(None, description="Det som skal nås.")
    tiltak: Fritekst | None = Field(None, description="Tiltakene for å nå det.")
    ansvarlig: Linje | None = Field(None, description="Den ansvarlige.")
    frist: Frist | None = Field(None, description="Fristen, helst en dato.")
    kjennetegn: Fritekst | None = Field(None, description="Kjennetegn på måloppnåelse.")
    støtte: Fritekst | None = Field(None, description="Støtten fra skoleeier.")
    status: Status | None = Field(
        None, description="Hvor langt det er kommet; kan settes her mellom to dialoger."
    )


class Avtale(_Rad):
    """What became of a goal that was agreed in an earlier dialogue."""

    beskrivelse: ClassVar[str] = "Hva som er blitt av et mål fra en tidligere dialog."
    mål: Fritekst | None = Field(
        None, description="Målet; uten id må ordene være som da det ble avtalt."
    )
    ansvarlig: Linje | None = Field(None, description="Den ansvarlige.")
    frist: Frist | None = Field(None, description="Fristen, helst en dato.")
    status: Status | None = Field(None, description="Hvor langt det er kommet.")
    kommentar: Fritekst | None = Field(None, description="Det som er å si om statusen.")
    tiltak: Fritekst | None = Field(None, description="Tiltakene, når de er rettet.")
    kjennetegn: Fritekst | None = Field(
        None, description="Kjennetegn på måloppnåelse, når det er rettet."
    )
    støtte: Fritekst | None = Field(None, description="Støtten fra skoleeier, når den er rettet.")


class Evaluering(Modell):
    """The evaluation of the dialogue: what was good and why, what can be better and how."""

    beskrivelse: ClassVar[str] = "Evalueringen av dialogen."
    bra: Fritekst | None = Field(None, description="Hva som var bra.")
    hvorfor: Fritekst | None = Field(None, description="Hvorfor det var bra.")
    bedre: Fritekst | None = Field(None, description="Hva som kan bli bedre.")
    hvordan: Fritekst | None = Field(None, description="Hvordan det kan bli bedre.")


_Rader = TypeVar("_Rader", bound=_Rad)
_Ulike = Annotated[tuple[_Rader, ...], AfterValidator(_krev_ulike_ider)]


class Annet(Modell):
    """What stood in a form and belongs to none of its fields, with its place there."""

    beskrivelse: ClassVar[str] = "Noe som sto i skjemaet uten å høre til et felt."
    sted: Tekst = Field(description="Hvor i dokumentet det sto.")
    tekst: Fritekst = Field(description="Det som sto der.")


class Oppsummering(Modell):
    """data/oppsummeringer/ÅR/SKOLE.yaml."""

    beskrivelse: ClassVar[str] = "Oppsummeringen av en dialog (data/oppsummeringer/ÅR/SKOLE.yaml)."
    skole: Id = Field(description="Skolens id, den samme som i filnavnet.")
    runde: År = Field(description="Rundens år, det samme som mappens navn.")
    dato: Frist | None = Field(None, description="Dagen dialogen ble holdt.")
    ledet_av: Linje | None = Field(None, description="Den som ledet dialogen.")
    referent: Linje | None = Field(None, description="Den som skrev oppsummeringen.")
    til_stede: Annotated[tuple[Linje, ...], BeforeValidator(liste)] = Field(
        (), description="De som var til stede, én i hvert punkt.", examples=[["Kari Nordmann"]]
    )
    oppnådd: Fritekst | None = Field(None, description="Hva skolen har oppnådd og er stolt av.")
    fremskritt: Fritekst | None = Field(
        None, description="Fremskritt som den som leder dialogene, ser."
    )
    støtte: Fritekst | None = Field(
        None, description="I hvilken grad skolen har fått den nødvendige støtten fra skoleeier."
    )
    avtaler: Annotated[_Ulike[Avtale], BeforeValidator(liste)] = Field(
        (),
        description="Hva som er blitt av målene fra tidligere dialoger.",
        examples=[[{"mål": "Flere fullfører Vg1", "status": "i gang"}]],
    )
    eksempel: Fritekst | None = Field(
        None, description="Eksempelet fra skolehverdagen. Elever nevnes aldri ved navn."
    )
    uten_elevnavn: JaNei = Field(
        default=False, description="Ja når ingen elever kan kjennes igjen i eksempelet."
    )
    lært: Fritekst | None = Field(
        None, description="Det vi har lært sammen, i et 5-års perspektiv."
    )
    mål: Annotated[_Ulike[Utviklingsmål], BeforeValidator(liste)] = Field(
        (),
        description="De avtalte utviklingsmålene.",
        examples=[[{"mål": "Flere fullfører Vg1", "ansvarlig": "rektor", "frist": "1. mars 2016"}]],
    )
    neste_kontakt: Fritekst | None = Field(
        None, description="Når og hvordan vi snakkes neste gang."
    )
    neste_dialog: Frist | None = Field(None, description="Dagen for den neste dialogen.")
    evaluering: Annotated[Evaluering, BeforeValidator(uten_tomme)] = Field(
        Evaluering(),
        description="Evalueringen av dialogen.",
        examples=[{"bra": "Åpen dialog", "bedre": "Mer tid til eksempelet"}],
    )
    annet: Annotated[tuple[Annet, ...], BeforeValidator(liste)] = Field(
        (),
        description="Det som sto i skjemaet uten å høre til et felt. Flytt det dit det hører til.",
        examples=[[{"sted": "under tabellen", "tekst": "En merknad"}]],
    )

    # What is said of a form and of a summary alike
    KAN_KJENNES_IGJEN: ClassVar[str] = (
        "Det er ikke krysset av for at ingen elever kan kjennes igjen i eksempelet."
    )
    NESTE_ER_IKKE_ETTER: ClassVar[str] = "Neste dialog, {neste}, er ikke etter dialogen, {denne}."
    RETT_NESTE: ClassVar[str] = "Rett datoen; er det neste år, så skriv året."


class Løpende(NamedTuple):
    """A goal with the round in which it was agreed, and the newest status that is known.

    ``mål`` always has its id here, and its words as they were last written.
    ``skole`` is the id of the school that agreed it, where another has taken over after it.
    ``rader`` are the rows of the summaries that tell of it, the newest last.
    """

    runde: int
    mål: Utviklingsmål
    status: Status | None
    kommentar: str | None = None
    skole: str = ""
    rader: tuple[Utviklingsmål | Avtale, ...] = ()

    @property
    def id(self) -> str:
        """What it is known by from round to round."""
        return self.mål.id or ""

    @property
    def ord(self) -> str:
        """The words by which it is known where a row has no id."""
        return ord_i(self.mål)

    @property
    def er_ferdig(self) -> bool:
        """Whether nobody needs to follow it up any more."""
        return self.status in FERDIG


class Arvet(NamedTuple):
    """What follows to a school from one that it has taken over after, from a round on."""

    fra: int
    avtaler: list[Løpende]


def løpende_avtaler(
    oppsummeringer: Iterable[Oppsummering], arvet: Iterable[Arvet] = ()
) -> list[Løpende]:
    """Every goal that a school's summaries hold, oldest first, with its newest status.

    A goal is known again by its id, or by its words where there is none. A status for one that
    no summary agreed (it is older than the files) makes it an agreement of that round. A goal
    that is agreed once more while it is still open goes on as the new one. Those that are
    ``arvet`` come first in the form of the round from which they are the school's.
    """
    avtaler: list[Løpende] = []
    ventende = sorted(arvet, key=lambda arv: arv.fra)
    forrige = 0  # the round before: what was agreed there is in the form, finished or not
    for summary in sorted(oppsummeringer, key=lambda summary: summary.runde):
        while ventende and ventende[0].fra <= summary.runde:
            arvede = ventende.pop(0).avtaler
            avtaler = _med_arvede(avtaler, arvede)
            forrige = max([forrige, *(item.runde for item in arvede)])
        nye = mål_med_id(summary)
        ledige = ledige_ider(summary, [rad.id for rad in (*nye, *summary.avtaler)])
        kjente = _kjente(summary.avtaler, avtaler, i_skjemaet(avtaler, forrige))
        for meldt, kjent in zip(summary.avtaler, kjente, strict=True):
            if kjent is None:
                mål = Utviklingsmål.model_construct(id=meldt.id, mål=meldt.mål)
                eldre = Løpende(summary.runde, _med_id(mål, ledige), None)
                avtaler.append(_meldt(eldre, meldt))
            else:
                avtaler[avtaler.index(kjent)] = _meldt(kjent, meldt)
        avtalte: list[Løpende] = []
        for rad, mål in zip(summary.mål, nye, strict=True):
            på_nytt = [item for item in avtaler if _er_avtalt_på_nytt(item, mål)]
            avtaler = [item for item in avtaler if item not in på_nytt]
            avtalte.append(_avtalt(summary.runde, rad, mål, på_nytt))
        avtaler += avtalte
        forrige = summary.runde
    for arv in ventende:
        avtaler = _med_arvede(avtaler, arv.avtaler)
    return avtaler


def _med_arvede(avtaler: Sequence[Løpende], arvede: Sequence[Løpende]) -> list[Løpende]:
    """A school's agreements with those that follow to it, each once.

    Where a school was split and joined again both have the same one; the one that is still open
    is to be followed up.
    """
    alle = {item.id: item for item in avtaler}
    for item in arvede:
        if item.id not in alle or alle[item.id].er_ferdig:
            alle[item.id] = item
    return list(alle.values())


def siste_runde(oppsummeringer: Iterable[Oppsummering], arvet: Iterable[Arvet] = ()) -> int:
    """The newest round that a school, or one that it took over after, has a summary of."""
    runder = [summary.runde for summary in oppsummeringer]
    for arv in arvet:
        runder += [item.runde for item in arv.avtaler]
    return max(runder, default=0)


def i_skjemaet(avtaler: Iterable[Løpende], forrige: int) -> list[Løpende]:
    """Those that the next form asks about: open ones, and those of the round before it."""
    return [item for item in avtaler if not item.er_ferdig or item.runde == forrige]


def mål_med_id(summary: Oppsummering) -> list[Utviklingsmål]:
    """Its agreed goals, each with an id: its own, or one by its place among those without."""
    ledige = ledige_ider(summary, [rad.id for rad in (*summary.mål, *summary.avtaler)])
    return [_med_id(mål, ledige) for mål in summary.mål]


def ledige_ider(summary: Oppsummering, brukte: Iterable[str | None]) -> Iterator[str]:
    """Ids for agreements of a summary's round, in order, those that are in use left out."""
    tatt = set(brukte)  # as they are from the start: what is given here comes in order
    for number in count(1):
        id_ = f"{summary.skole}-{summary.runde}-{number}"
        if id_ not in tatt:
            yield id_


def ord_i(entry: Utviklingsmål | Avtale) -> str:
    """The words by which an agreement is known again."""
    for name in ("mål", "tiltak", "ansvarlig", "frist"):
        value = getattr(entry, name, None)
        if value:
            return foldet(str(value))
    return ""


def _med_id(mål: Utviklingsmål, ledige: Iterator[str]) -> Utviklingsmål:
    return mål if mål.id else mål.model_copy(update={"id": next(ledige)})


def _kjente(
    meldte: Sequence[Avtale], avtaler: Iterable[Løpende], i_skjemaet: list[Løpende]
) -> list[Løpende | None]:
    """The agreement that each reported one is: by its id, else by its words; none of them twice."""
    med_id: dict[str | None, Løpende] = {item.id: item for item in avtaler}
    kjente = [med_id.get(meldt.id) for meldt in meldte]
    uten_treff = [item for item in i_skjemaet if item not in kjente]
    for number, meldt in enumerate(meldte):
        if kjente[number] is None:
            kjent = _første(uten_treff, ord_i(meldt))
            if kjent is not None:
                uten_treff.remove(kjent)
            kjente[number] = kjent
    return kjente


def _første(avtaler: Iterable[Løpende], ord_: str) -> Løpende | None:
    """The first of the agreements that are known by these words."""
    for item in avtaler:
        if item.ord == ord_:
            return item
    return None


def _er_avtalt_på_nytt(item: Løpende, mål: Utviklingsmål) -> bool:
    """Whether a new goal is this agreement once more."""
    return item.id == mål.id or (not item.er_ferdig and item.ord == ord_i(mål))


def _avtalt(
    runde: int, rad: Utviklingsmål, mål: Utviklingsmål, eldre: Sequence[Løpende]
) -> Løpende:
    """A goal as it is agreed, ``rad`` with its id; what isn't said anew of an older one holds."""
    ny = Løpende(runde, mål, mål.status, rader=(rad,))
    for item in reversed(eldre):
        mangler = {}
        for name in ("tiltak", "ansvarlig", "frist", "kjennetegn", "støtte"):
            if getattr(ny.mål, name) is None:
                mangler[name] = getattr(item.mål, name)
        ny = ny._replace(
            mål=ny.mål.model_copy(update=mangler),
            status=ny.status or (None if item.er_ferdig else item.status),
            kommentar=ny.kommentar or item.kommentar,
            rader=(*item.rader, *ny.rader),
        )
    return ny


def _meldt(kjent: Løpende, meldt: Avtale) -> Løpende:
    """An agreement with what a later summary says of it."""
    nytt: dict[str, Any] = {}
    for name in ("ansvarlig", "frist", "tiltak", "kjennetegn", "støtte"):
        if getattr(meldt, name) is not None:
            nytt[name] = getattr(meldt, name)
    if meldt.mål:
        bare_tiltak = kjent.mål.tiltak and not kjent.mål.mål  # the form shows those as the goal
        nytt["tiltak" if bare_tiltak else "mål"] = meldt.mål
    return kjent._replace(
        mål=kjent.mål.model_copy(update=nytt),
        status=meldt.status or kjent.status,
        kommentar=meldt.kommentar or kjent.kommentar,
        rader=(*kjent.rader, meldt),
    )
