"""The time zones of a calendar: the world's by their names, and those that it describes itself."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from .gjentakelser import Gjentakelse, les_gjentakelse
from .kalenderlinjer import Del, Linje, Uleselig
from .kalenderverdier import DAG, Arbeid, Tid, flyttet, les_avstand, les_klokke

_FORKLART_GALT = "tidssonen er forklart på en måte som ikke kan leses."
_TRE_ÅR = 1100 * DAG


class Tidssoner:
    """The time zones that a calendar's times may name."""

    def __init__(self, kalender: Del, arbeid: Arbeid) -> None:
        self._arbeid = arbeid
        self._forklarte: dict[bytes, Del] = {}
        self._soner: dict[bytes, tzinfo] = {}
        for forklart in kalender.deler_med_navn(b"VTIMEZONE"):
            for linje in forklart.alle(b"TZID"):
                self._forklarte[_uten_skråstreker(linje.verdi)] = forklart

    def sone(self, navn: bytes, sted: int) -> tzinfo:
        """The time zone with that name; what the world knows by it goes before the calendar's.

        (Programs write names that the world knows with rules that held in one year alone.)
        """
        if navn not in self._soner:
            self._soner[navn] = _kjent_sone(navn) or self._forklart_sone(navn, sted)
        return self._soner[navn]

    def _forklart_sone(self, navn: bytes, sted: int) -> tzinfo:
        forklart = self._forklarte.get(_uten_skråstreker(navn))
        if forklart is None:
            raise Uleselig("tidssonen er ukjent, og kalenderen forklarer den ikke.", sted)
        return _EgenSone(_tidene(forklart), self._arbeid)


class _Tidstype(NamedTuple):
    """Summer or winter time: from when, how often again, and clocks' distance to UTC."""

    begynner: Tid
    også: tuple[datetime, ...]
    regler: tuple[Gjentakelse, ...]
    før: timedelta
    etter: timedelta


class _EgenSone(tzinfo):
    """A time zone as a calendar describes it."""

    def __init__(self, tidstyper: list[_Tidstype], arbeid: Arbeid) -> None:
        self._tidstyper = tidstyper
        self._arbeid = arbeid
        self._skifter: dict[int, list[tuple[datetime, timedelta]]] = {}

    def utcoffset(self, dt: datetime | None) -> timedelta:
        """How far clocks are from UTC then."""
        if dt is None:
            return timedelta()
        klokke = dt.replace(tzinfo=None, fold=0)
        if klokke.year not in self._skifter:
            self._skifter[klokke.year] = self._skifter_i(klokke.year)
        skifter = self._skifter[klokke.year]
        nummer = bisect_right([skiftet for skiftet, _ in skifter], klokke)
        if nummer:
            return skifter[nummer - 1][1]
        return min(self._tidstyper, key=lambda en: en.begynner.klokke).før

    def dst(self, dt: datetime | None) -> timedelta:
        """Nobody asks how much of the distance is summer time."""
        del dt
        return timedelta()

    def tzname(self, dt: datetime | None) -> str:
        """Nobody asks for the name, which the calendar's writer chose."""
        del dt
        return "egen"

    def _skifter_i(self, år: int) -> list[tuple[datetime, timedelta]]:
        """When clocks were last set before the year, and when they are in it."""
        til = datetime(år, 12, 31, 23, 59, 59)  # noqa: DTZ001 - as clocks show it there
        skifter = []
        for tidstype in self._tidstyper:
            tider = [tidstype.begynner.klokke, *tidstype.også]
            for regel in tidstype.regler:
                siste = min(til, flyttet(regel.til.klokke, DAG)) if regel.til else til
                tider += regel.tider(flyttet(siste, -_TRE_ÅR), til, self._arbeid)
            skifter += [(tid, tidstype.etter) for tid in tider if tid <= til]
        return sorted(skifter)


def _kjent_sone(navn: bytes) -> tzinfo | None:
    """A time zone by its name in the world, or in Windows; None where nobody knows it.

    Some programs write whose list a name is from before it: /freeassociation…/Europe/Oslo.
    """
    tekst = _uten_skråstreker(navn).decode("utf-8", "replace")
    tekst = WINDOWS_TO_OLSON.get(tekst, tekst)
    deler = tekst.split("/")
    kandidater = [tekst]
    if navn.startswith(b"/"):
        kandidater += ["/".join(deler[nummer:]) for nummer in range(1, min(len(deler), 5))]
    for kandidat in kandidater:
        try:
            return ZoneInfo(kandidat)
        except (LookupError, ValueError, OSError):  # no such file, a folder, no name for a file
            continue
    return None


def _uten_skråstreker(navn: bytes) -> bytes:
    r"""A name without what stands before commas in a value (Paris\, Madrid), but not in a head."""
    return navn.replace(b"\\", b"").strip(b"/")


def _tidene(forklart: Del) -> list[_Tidstype]:
    tidene = [_tidstype(en) for en in forklart.deler if en.navn in {b"STANDARD", b"DAYLIGHT"}]
    if not tidene:
        raise Uleselig(_FORKLART_GALT, forklart.sted)
    return tidene


def _tidstype(en: Del) -> _Tidstype:
    begynner = Tid(_klokke(en.eneste(b"DTSTART"), en), UTC)
    også = []
    for linje in en.alle(b"RDATE"):
        også += [_klokke(linje._replace(verdi=verdi), en) for verdi in linje.verdi.split(b",")]
    regler = tuple(les_gjentakelse(linje, begynner) for linje in en.alle(b"RRULE"))
    før, etter = (_avstand(en.eneste(navn), en) for navn in (b"TZOFFSETFROM", b"TZOFFSETTO"))
    return _Tidstype(begynner, tuple(også), regler, før, etter)


def _klokke(linje: Linje | None, en: Del) -> datetime:
    lest = les_klokke(linje.verdi) if linje else None
    if lest is None:
        raise Uleselig(_FORKLART_GALT, linje.sted if linje else en.sted)
    return lest[0]


def _avstand(linje: Linje | None, en: Del) -> timedelta:
    avstand = les_avstand(linje.verdi) if linje else None
    if avstand is None:
        raise Uleselig(_FORKLART_GALT, linje.sted if linje else en.sted)
    return avstand
