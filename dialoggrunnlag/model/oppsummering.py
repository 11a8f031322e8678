"""The summary of a dialogue: what the form asks, and what is agreed from one round to the next.

A summary is a file, data/oppsummeringer/ÅR/SKOLE.yaml, that ``dialog oppsummering les`` writes
from a filled-in form. Its keys are the form's fields, in the form's order.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import BeforeValidator, Field, PlainValidator, ValidationInfo, model_validator

from ..errors import InvalidError
from .norsk import Dato, foldet
from .verdityper import Id, JaNei, Modell, Tekst, År, les_tekst, liste, rundens_år, uten_tomme

Status = Literal["nådd", "i gang", "ikke startet", "avsluttet"]
STATUS_PÅ_NYNORSK = {"ikke startet": "ikkje starta", "avsluttet": "avslutta"}
FERDIG = ("nådd", "avsluttet")


def les_fritekst(value: Any) -> str:
    """A text of any number of lines, with at most one empty line between two."""
    return re.sub(r"\n{3,}", "\n\n", unicodedata.normalize("NFC", les_tekst(value)))


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

    @model_validator(mode="after")
    def _minst_en(self) -> Self:
        if not any(getattr(self, key) for key in type(self).model_fields):
            raise InvalidError(
                "Det er ingenting fylt ut i punktet.", "Fyll det ut, eller ta det bort."
            )
        return self


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
        None, description="Målet, med de samme ordene som da det ble avtalt."
    )
    ansvarlig: Linje | None = Field(None, description="Den ansvarlige.")
    frist: Frist | None = Field(None, description="Fristen, helst en dato.")
    status: Status | None = Field(None, description="Hvor langt det er kommet.")
    kommentar: Fritekst | None = Field(None, description="Det som er å si om statusen.")


class Evaluering(Modell):
    """The evaluation of the dialogue: what was good and why, what can be better and how."""

    beskrivelse: ClassVar[str] = "Evalueringen av dialogen."
    bra: Fritekst | None = Field(None, description="Hva som var bra.")
    hvorfor: Fritekst | None = Field(None, description="Hvorfor det var bra.")
    bedre: Fritekst | None = Field(None, description="Hva som kan bli bedre.")
    hvordan: Fritekst | None = Field(None, description="Hvordan det kan bli bedre.")


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
    til_stede: Annotated[tuple[Linje, ...], BeforeValidator(liste)] = Field(
        (), description="De som var til stede, én i hvert punkt.", examples=[["Kari Nordmann"]]
    )
    oppnådd: Fritekst | None = Field(None, description="Hva skolen har oppnådd og er stolt av.")
    fremskritt: Fritekst | None = Field(
        None, description="Fremskritt som fylkesutdanningssjefen ser."
    )
    støtte: Fritekst | None = Field(
        None, description="I hvilken grad skolen har fått den nødvendige støtten fra skoleeier."
    )
    avtaler: Annotated[tuple[Avtale, ...], BeforeValidator(liste)] = Field(
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
    mål: Annotated[tuple[Utviklingsmål, ...], BeforeValidator(liste)] = Field(
        (),
        description="De avtalte utviklingsmålene.",
        examples=[[{"mål": "Flere fullfører Vg1", "ansvarlig": "rektor", "frist": "1. mars 2016"}]],
    )
    neste_kontakt: Fritekst | None = Field(
        None, description="Når og hvordan vi snakkes neste gang."
    )
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

    KAN_KJENNES_IGJEN: ClassVar[str] = (
        "Det er ikke krysset av for at ingen elever kan kjennes igjen i eksempelet."
    )


class Løpende(NamedTuple):
    """A goal with the round in which it was agreed, and the newest status that is known."""

    runde: int
    mål: Utviklingsmål
    status: Status | None
    kommentar: str | None = None

    @property
    def er_ferdig(self) -> bool:
        """Whether nobody needs to follow it up any more."""
        return self.status in FERDIG


def løpende_avtaler(oppsummeringer: Iterable[Oppsummering]) -> list[Løpende]:
    """Every goal that a school's summaries hold, oldest first, with its newest status.

    A goal is known again by its words. A status for one that no summary agreed (it is older
    than the files) makes it an agreement of that round. A goal that is agreed once more while
    it is still open goes on as the new one.
    """
    avtaler: list[Løpende] = []
    forrige = 0  # the round before: what was agreed there is in the form, finished or not
    for summary in sorted(oppsummeringer, key=lambda summary: summary.runde):
        i_skjemaet = [item for item in avtaler if not item.er_ferdig or item.runde == forrige]
        for meldt in summary.avtaler:
            kjent = _finn(i_skjemaet, _ord(meldt))
            if kjent is None:
                mål = Utviklingsmål.model_construct(mål=meldt.mål)
                avtaler.append(_meldt(Løpende(summary.runde, mål, None), meldt))
            else:
                i_skjemaet.remove(kjent)
                avtaler[avtaler.index(kjent)] = _meldt(kjent, meldt)
        nye = {_ord(mål) for mål in summary.mål}
        avtaler = [item for item in avtaler if item.er_ferdig or _ord(item.mål) not in nye]
        avtaler += [Løpende(summary.runde, mål, mål.status) for mål in summary.mål]
        forrige = summary.runde
    return avtaler


def _finn(avtaler: Iterable[Løpende], ord_: str) -> Løpende | None:
    """The first of the agreements that are known by these words."""
    for item in avtaler:
        if _ord(item.mål) == ord_:
            return item
    return None


def gjelder_samme(rad: Utviklingsmål | Avtale, annen: Utviklingsmål | Avtale) -> bool:
    """Whether two rows are of the same agreement."""
    return _ord(rad) == _ord(annen)


def _ord(entry: Utviklingsmål | Avtale) -> str:
    """The words by which an agreement is known again."""
    for name in ("mål", "tiltak", "ansvarlig", "frist"):
        value = getattr(entry, name, None)
        if value:
            return foldet(str(value))
    return ""


def _meldt(kjent: Løpende, meldt: Avtale) -> Løpende:
    """An agreement with what a later summary says of it."""
    nytt = {}
    for name in ("ansvarlig", "frist"):
        if getattr(meldt, name) is not None:
            nytt[name] = getattr(meldt, name)
    return kjent._replace(
        mål=kjent.mål.model_copy(update=nytt),
        status=meldt.status or kjent.status,
        kommentar=meldt.kommentar or kjent.kommentar,
    )
