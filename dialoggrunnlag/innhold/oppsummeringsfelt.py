"""The template fields of the summary: this round's form, and what the earlier rounds agreed."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ..model.norsk import Dato, Målform, Målformord, foldet
from ..model.utfylling import merke
from .felt import Felter, felt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from ..model.oppsummering import Arvet, Oppsummering
    from ..model.verdityper import Modell

_Felt = TypeVar("_Felt")
_ROWS = 3  # rows for goals that a form has from the start
_valgfritt = partial(felt, default=None)


class Datotekst(str):
    """A date as it is written, which Word's date controls also know as a day."""

    __slots__ = ("dag",)
    dag: date

    @classmethod
    def av(
        cls, dato: Dato | str | None, målform: Målform = "bokmål", *, kort: bool = False
    ) -> str | None:
        """A date with its weekday, or without; a text that is no date stays one."""
        if not isinstance(dato, Dato):
            return dato
        text = cls(dato.kort if kort else dato.i(målform))
        text.dag = dato.dag
        return text

    def isoformat(self) -> str:
        """The day as 2015-11-03."""
        return self.dag.isoformat()


class AvtaleFelt(Felter):
    """An item of forrige.avtaler and oppsummering.avtaler."""

    runde: int | None = _valgfritt("runden målet ble avtalt i", "2014")
    mål: str | None = _valgfritt("målet", "Flere elever leser lange tekster")
    tiltak: str | None = _valgfritt("tiltakene", "Felles leseøkter")
    ansvarlig: str | None = _valgfritt("den ansvarlige", "rektor")
    frist: str | None = _valgfritt("fristen", "1. mars 2016")
    kjennetegn: str | None = _valgfritt("kjennetegn på måloppnåelse")
    støtte: str | None = _valgfritt("støtten fra skoleeier", "Kurs for lærerne")
    status: str | None = _valgfritt("«nådd», «i gang», «ikke startet» eller «avsluttet»", "i gang")
    kommentar: str | None = _valgfritt("kommentaren til statusen")
    eldre: bool = felt("ja når målet er eldre enn forrige dialog", default=False)
    id: str | None = _valgfritt("det avtalen kjennes igjen på fra år til år", "gol-2014-1")
    skole: str | None = _valgfritt("skolen som avtalte målet, når en annen har tatt over")


class MålFelt(Felter):
    """An item of oppsummering.mål."""

    mål: str | None = _valgfritt("målet")
    tiltak: str | None = _valgfritt("tiltakene")
    ansvarlig: str | None = _valgfritt("den ansvarlige")
    frist: str | None = _valgfritt("fristen")
    kjennetegn: str | None = _valgfritt("kjennetegn på måloppnåelse")
    støtte: str | None = _valgfritt("støtten fra skoleeier")


class EvalueringFelt(Felter):
    """oppsummering.evaluering.*."""

    bra: str | None = _valgfritt("hva som var bra")
    hvorfor: str | None = _valgfritt("hvorfor det var bra")
    bedre: str | None = _valgfritt("hva som kan bli bedre")
    hvordan: str | None = _valgfritt("hvordan det kan bli bedre")


class OppsummeringFelt(Felter):
    """oppsummering.*: the round's form, filled beforehand with what is known."""

    dato: str | None = _valgfritt("datoen for dialogen", "tirsdag 3. november 2015")
    ledet_av: str | None = _valgfritt("den som ledet dialogen", "skolesjefen")
    referent: str | None = _valgfritt("den som skrev oppsummeringen", "rådgiveren")
    til_stede: str | None = _valgfritt("de som er til stede, én på hver linje")
    oppnådd: str | None = _valgfritt("hva skolen har oppnådd og er stolt av")
    fremskritt: str | None = _valgfritt("fremskritt som den som leder dialogene, ser")
    støtte: str | None = _valgfritt("støtten fra skoleeier siden sist")
    avtaler: list[AvtaleFelt] = felt("avtalene fra forrige dialog; minst én rad, som kan være tom")
    eksempel: str | None = _valgfritt("eksempelet fra skolehverdagen")
    uten_elevnavn: bool = felt("ja når ingen elever kan kjennes igjen", default=False)
    lært: str | None = _valgfritt("det vi har lært sammen")
    mål: list[MålFelt] = felt("de avtalte utviklingsmålene; minst tre rader, som kan være tomme")
    neste_kontakt: str | None = _valgfritt("neste kontakt")
    neste_dialog: str | None = _valgfritt("dagen for den neste dialogen", "1. november 2016")
    evaluering: EvalueringFelt = felt("evalueringen av dialogen")
    lest: bool = felt("ja når skjemaet er lest tilbake", default=False)


# What a form has before anybody writes in it, which is only read
_INGEN_AVTALER, _INGEN_MÅL, _INGEN_EVALUERING = (
    [AvtaleFelt()],
    [MålFelt()] * _ROWS,
    EvalueringFelt(),
)

# Fields that hold an answer; the agreements from before are looked at row by row
_UTFYLLES = [each.name for each in fields(OppsummeringFelt) if each.name not in ("avtaler", "lest")]


class ForrigeFelt(Felter):
    """forrige.*: the newest earlier summary."""

    runde: int | None = _valgfritt("runden den er fra", "2014")
    avtaler: list[AvtaleFelt] = felt("målene som ble avtalt, og eldre mål som ikke er ferdige")
    støtte: str | None = _valgfritt("støtten fra skoleeier, slik den ble beskrevet")
    neste_kontakt: str | None = _valgfritt("kontakten som ble avtalt", "Telefon i uke 6")
    neste_dialog: str | None = _valgfritt(
        "dagen som ble avtalt for denne dialogen", "tirsdag 3. november 2015"
    )


class Overtatt(NamedTuple):
    """What follows from schools that one has taken over after, and what they are called, by id."""

    avtaler: Sequence[Arvet] = ()
    skolenavn: Mapping[str, str] = {}


_INGENTING = Overtatt()


def forrige_felt(
    tidligere: Sequence[Oppsummering], målform: Målform, overtatt: Overtatt = _INGENTING
) -> ForrigeFelt:
    """What the dialogue begins with: ``tidligere`` are the school's summaries before this round."""
    if not tidligere and not overtatt.avtaler:
        return ForrigeFelt(avtaler=[])
    # Only where there are summaries: the model behind them costs start-up time
    from ..model.oppsummering import i_skjemaet, løpende_avtaler, siste_runde  # noqa: PLC0415

    nyeste = siste_runde(tidligere, overtatt.avtaler)
    avtaler = []
    for item in i_skjemaet(løpende_avtaler(tidligere, overtatt.avtaler), nyeste):
        avtale = _av(
            AvtaleFelt,
            item.mål,
            runde=item.runde,
            status=_status(item.status, målform),
            kommentar=item.kommentar,
            eldre=item.runde < nyeste,
            skole=overtatt.skolenavn.get(item.skole),
        )
        avtaler.append(avtale)
    siste = max(tidligere, key=lambda summary: summary.runde, default=None)
    return ForrigeFelt(
        runde=nyeste,
        avtaler=avtaler,
        støtte=siste.støtte if siste else None,
        neste_kontakt=siste.neste_kontakt if siste else None,
        neste_dialog=Datotekst.av(siste.neste_dialog, målform) if siste else None,
    )


def nytt_skjema(
    forrige: ForrigeFelt, dato: str | None, deltakere: Iterable[str]
) -> OppsummeringFelt:
    """The form before the dialogue, with what is known beforehand."""
    rows = [
        replace(
            avtale,
            mål=avtale.mål or avtale.tiltak,
            tiltak=avtale.tiltak if avtale.mål else None,
            kommentar=_med_skole(avtale),
        )
        for avtale in forrige.avtaler
    ]
    return OppsummeringFelt(
        dato=dato,
        til_stede="\n".join(deltakere) or None,
        avtaler=rows or _INGEN_AVTALER,
        mål=_INGEN_MÅL,
        evaluering=_INGEN_EVALUERING,
    )


def _med_skole(avtale: AvtaleFelt) -> str | None:
    """The comment on an agreement, which says whose it was where another school has taken over."""
    if not avtale.skole:
        return avtale.kommentar
    merke = f"Avtalt ved {avtale.skole}"  # the same in both written languages
    kommentar = avtale.kommentar or ""
    return kommentar if merke in kommentar else f"{merke}\n{kommentar}".strip()


def utfyllingsmerker(skjema: OppsummeringFelt) -> list[str]:
    """The marks of what was known beforehand; none for a form that has been read back."""
    if skjema.lest:
        return []
    merker = []
    if isinstance(skjema.dato, Datotekst):
        merker.append(merke("dato", {"dato": Dato(skjema.dato.dag).kort}))
    if skjema.til_stede:
        merker.append(merke("til_stede", {"til_stede": skjema.til_stede}))
    rader = [avtale for avtale in skjema.avtaler if avtale.id]
    if rader:
        from ..model.oppsummering import Avtale  # noqa: PLC0415 - as above
    for rad in rader:
        verdier = {}
        for navn in Avtale.model_fields.keys() - {"id"}:
            verdi = getattr(rad, navn)
            verdier[navn] = verdi.bokmål if isinstance(verdi, Målformord) else verdi or ""
        merker.append(merke("avtaler", verdier))
    return merker


def sier_noe(denne: Oppsummering, målform: Målform, nytt: OppsummeringFelt) -> bool:
    """Whether a summary says more than the program itself fills its form with.

    A field that ``nytt``, the form before the dialogue, has already says nothing, also where
    the data have changed since: another day and other people are no summary. Of an agreement
    from before, only what wasn't known counts.
    """
    if denne.annet:
        return True
    skjema = utfylt_skjema(denne, målform)
    for navn in _UTFYLLES:
        if _er_tom(getattr(nytt, navn)) and not _er_tom(getattr(skjema, navn)):
            return True
    return not all(_er_kjent(avtale, nytt.avtaler) for avtale in skjema.avtaler)


def _er_tom(value: Any) -> bool:
    """Whether nothing stands in a field, or in any row or part of it."""
    if isinstance(value, list):
        return all(map(_er_tom, value))
    if isinstance(value, Felter):
        return all(_er_tom(getattr(value, name)) for name in value.__dataclass_fields__)
    return not value


def _er_kjent(avtale: AvtaleFelt, kjente: Iterable[AvtaleFelt]) -> bool:
    """Whether all that a row says stood in a row that the program had filled in."""
    sagt = {}
    for name in avtale.__dataclass_fields__:
        value = getattr(avtale, name)
        if value:
            sagt[name] = foldet(str(value))
    for kjent in kjente:
        if all(foldet(str(getattr(kjent, name) or "")) == text for name, text in sagt.items()):
            return True
    return not sagt


def utfylt_skjema(
    denne: Oppsummering, målform: Målform, kjente: Iterable[AvtaleFelt] = ()
) -> OppsummeringFelt:
    """The form as it was read back; ``kjente`` are the agreements that it began with.

    What a summary doesn't repeat of them is shown as it was.
    """
    mål = [_av(MålFelt, entry) for entry in denne.mål]
    kjent = {avtale.id: avtale for avtale in kjente}
    avtaler = []
    for entry in denne.avtaler:
        avtale = _av(AvtaleFelt, entry, status=_status(entry.status, målform))
        avtaler.append(_med_det_kjente(avtale, kjent.get(entry.id)))
    return _av(
        OppsummeringFelt,
        denne,
        dato=Datotekst.av(denne.dato, målform),
        neste_dialog=Datotekst.av(denne.neste_dialog, målform),
        til_stede="\n".join(denne.til_stede) or None,
        avtaler=avtaler or [AvtaleFelt()],
        mål=mål + [MålFelt()] * (_ROWS - len(mål)),
        evaluering=_av(EvalueringFelt, denne.evaluering),
        lest=True,
    )


def _med_det_kjente(avtale: AvtaleFelt, kjent: AvtaleFelt | None) -> AvtaleFelt:
    """An agreement with what is known of it and isn't said anew."""
    if kjent is None:
        return avtale
    return replace(
        avtale,
        runde=kjent.runde,
        tiltak=avtale.tiltak or kjent.tiltak,
        kjennetegn=avtale.kjennetegn or kjent.kjennetegn,
        støtte=avtale.støtte or kjent.støtte,
    )


def _status(status: str | None, målform: Målform) -> str | None:
    """A status as the document writes it."""
    from ..model.oppsummering import STATUS_PÅ_NYNORSK  # noqa: PLC0415 - as above

    if status is None or målform == "bokmål" or status not in STATUS_PÅ_NYNORSK:
        return status
    return Målformord(STATUS_PÅ_NYNORSK[status], status)


def _av(kind: type[_Felt], entry: Modell, **egne: Any) -> _Felt:
    """A class's fields from the model's of the same names; ``egne`` are those that differ."""
    values = {}
    for item in fields(kind):  # type: ignore[arg-type]
        if item.name in type(entry).model_fields:
            values[item.name] = getattr(entry, item.name)
    if "frist" in values:
        values["frist"] = Datotekst.av(values["frist"], kort=True)
    return kind(**{**values, **egne})
