"""The template fields of the summary: this round's form, and what the earlier rounds agreed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .felt import felt
from .norsk import Dato

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from .oppsummering import Avtale, Løpende, Oppsummering, Utviklingsmål

_ROWS = 3  # rows for goals that a form has from the start


class Datotekst(str):
    """A date as it is written, which Word's date controls also know as a day."""

    __slots__ = ("dag",)
    dag: date

    @classmethod
    def av(cls, dato: Dato | str | None, *, kort: bool = False) -> str | None:
        """A date with its weekday, or without; a text that is no date stays one."""
        if not isinstance(dato, Dato):
            return dato
        text = cls(dato.kort if kort else str(dato))
        text.dag = dato.dag
        return text

    def isoformat(self) -> str:
        """The day as 2015-11-03."""
        return self.dag.isoformat()


@dataclass(repr=False, eq=False)
class AvtaleFelt:
    """An item of forrige.avtaler and oppsummering.avtaler."""

    runde: int | None = felt("runden målet ble avtalt i", "2014")
    mål: str | None = felt("målet", "Flere elever leser lange tekster")
    tiltak: str | None = felt("tiltakene", "Felles leseøkter")
    ansvarlig: str | None = felt("den ansvarlige", "rektor")
    frist: str | None = felt("fristen", "1. mars 2016")
    kjennetegn: str | None = felt("kjennetegn på måloppnåelse", "")
    støtte: str | None = felt("støtten fra skoleeier", "Kurs for lærerne")
    status: str | None = felt("«nådd», «i gang», «ikke startet» eller «avsluttet»", "i gang")
    kommentar: str | None = felt("kommentaren til statusen", "")
    eldre: bool = felt("sann når målet er eldre enn forrige dialog", "")


@dataclass(repr=False, eq=False)
class MålFelt:
    """An item of oppsummering.mål."""

    mål: str | None = felt("målet", "")
    tiltak: str | None = felt("tiltakene", "")
    ansvarlig: str | None = felt("den ansvarlige", "")
    frist: str | None = felt("fristen", "")
    kjennetegn: str | None = felt("kjennetegn på måloppnåelse", "")
    støtte: str | None = felt("støtten fra skoleeier", "")


@dataclass(repr=False, eq=False)
class EvalueringFelt:
    """oppsummering.evaluering.*."""

    bra: str | None = felt("hva som var bra", "")
    hvorfor: str | None = felt("hvorfor det var bra", "")
    bedre: str | None = felt("hva som kan bli bedre", "")
    hvordan: str | None = felt("hvordan det kan bli bedre", "")


@dataclass(repr=False, eq=False)
class OppsummeringFelt:
    """oppsummering.*: the round's form, filled beforehand with what is known."""

    dato: str | None = felt("datoen for dialogen", "tirsdag 3. november 2015")
    til_stede: str | None = felt("de som er til stede, én på hver linje", "")
    oppnådd: str | None = felt("hva skolen har oppnådd og er stolt av", "")
    fremskritt: str | None = felt("fremskritt fylkesutdanningssjefen ser", "")
    støtte: str | None = felt("støtten fra skoleeier siden sist", "")
    avtaler: list[AvtaleFelt] = felt("avtalene fra forrige dialog; minst én rad, som kan være tom")
    eksempel: str | None = felt("eksempelet fra skolehverdagen", "")
    uten_elevnavn: bool = felt("sann når ingen elever kan kjennes igjen", "")
    lært: str | None = felt("det vi har lært sammen", "")
    mål: list[MålFelt] = felt("de avtalte utviklingsmålene; minst tre rader, som kan være tomme")
    neste_kontakt: str | None = felt("neste kontakt", "")
    evaluering: EvalueringFelt = felt("evalueringen av dialogen")
    lest: bool = felt("sann når skjemaet er lest tilbake", "")


@dataclass(repr=False, eq=False)
class ForrigeFelt:
    """forrige.*: the newest earlier summary."""

    runde: int | None = felt("runden den er fra", "2014")
    avtaler: list[AvtaleFelt] = felt("målene som ble avtalt, og eldre mål som ikke er ferdige")


def forrige_felt(tidligere: Sequence[Oppsummering]) -> ForrigeFelt:
    """What the dialogue begins with: ``tidligere`` are the school's summaries before this round."""
    if not tidligere:
        return ForrigeFelt(None, [])
    from .oppsummering import løpende_avtaler  # only where there are any: it costs start-up time

    newest = max(summary.runde for summary in tidligere)
    running = løpende_avtaler(tidligere)
    kept = [item for item in running if item.runde == newest or not item.er_ferdig]
    return ForrigeFelt(newest, [_avtale(item, newest) for item in kept])


def nytt_skjema(
    forrige: ForrigeFelt, dato: Dato | None, deltakere: Iterable[str]
) -> OppsummeringFelt:
    """The form before the dialogue, with what is known beforehand."""
    return OppsummeringFelt(
        Datotekst.av(dato),
        "\n".join(deltakere) or None,
        None,
        None,
        None,
        [replace(avtale, mål=avtale.mål or avtale.tiltak) for avtale in forrige.avtaler]
        or [_TOM_AVTALE],
        None,
        uten_elevnavn=False,
        lært=None,
        mål=[_TOMT_MÅL] * _ROWS,
        neste_kontakt=None,
        evaluering=EvalueringFelt(None, None, None, None),
        lest=False,
    )


def utfylt_skjema(denne: Oppsummering) -> OppsummeringFelt:
    """The form as it was read back."""
    goals = [_mål(mål) for mål in denne.mål]
    evaluering = denne.evaluering
    return OppsummeringFelt(
        Datotekst.av(denne.dato),
        "\n".join(denne.til_stede) or None,
        denne.oppnådd,
        denne.fremskritt,
        denne.støtte,
        [_meldt(avtale) for avtale in denne.avtaler] or [_TOM_AVTALE],
        denne.eksempel,
        denne.uten_elevnavn,
        denne.lært,
        goals + [_TOMT_MÅL] * (_ROWS - len(goals)),
        denne.neste_kontakt,
        EvalueringFelt(evaluering.bra, evaluering.hvorfor, evaluering.bedre, evaluering.hvordan),
        lest=True,
    )


_TOM_AVTALE = AvtaleFelt(None, None, None, None, None, None, None, None, None, eldre=False)
_TOMT_MÅL = MålFelt(*[None] * 6)


def _avtale(item: Løpende, newest: int) -> AvtaleFelt:
    """A goal that goes on, with all that was agreed about it."""
    mål = item.mål
    return AvtaleFelt(
        item.runde,
        mål.mål,
        mål.tiltak,
        mål.ansvarlig,
        Datotekst.av(mål.frist, kort=True),
        mål.kjennetegn,
        mål.støtte,
        item.status,
        item.kommentar,
        eldre=item.runde < newest,
    )


def _meldt(avtale: Avtale) -> AvtaleFelt:
    """A row of the form's own, as it was filled in."""
    return AvtaleFelt(
        None,
        avtale.mål,
        None,
        avtale.ansvarlig,
        Datotekst.av(avtale.frist, kort=True),
        None,
        None,
        avtale.status,
        avtale.kommentar,
        eldre=False,
    )


def _mål(mål: Utviklingsmål) -> MålFelt:
    return MålFelt(
        mål.mål,
        mål.tiltak,
        mål.ansvarlig,
        Datotekst.av(mål.frist, kort=True),
        mål.kjennetegn,
        mål.støtte,
    )
