"""The time zones of a calendar: the world's by their names, and those that it describes itself."""

from bisect import bisect_right
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from .gjentakelser import les_gjentakelse
from .kalenderlinjer import Del, Linje, Uleselig
from .kalenderverdier import DAG, Arbeid, flyttet, les_avstand, les_tid

_FORKLART_GALT = "tidssonen er forklart på en måte som ikke kan leses."
_TJUE_ÅR = 7305 * DAG  # of a rule: how clocks were set before that, no meeting depends on
_T = TypeVar("_T")


class Tidssoner:
    """The time zones that a calendar's times may name, as they are until a time."""

    def __init__(self, kalender: Del, til: datetime, arbeid: Arbeid) -> None:
        self._til = til
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
        skifter: list[_Skifte] = []
        for en in forklart.deler:
            if en.navn in {b"STANDARD", b"DAYLIGHT"}:
                skifter += self._skifter(en)
        if not skifter:
            raise Uleselig(_FORKLART_GALT, forklart.sted)
        return _EgenSone(skifter)

    def _skifter(self, en: Del) -> list["_Skifte"]:
        """When clocks are set to summer time, or to winter time."""
        begynner = _lest(en.eneste(b"DTSTART"), en, les_tid)
        tider = [begynner.klokke]
        for linje in en.alle(b"RDATE"):
            verdier = [linje._replace(verdi=verdi) for verdi in linje.verdi.split(b",")]
            tider += [_lest(verdi, en, les_tid).klokke for verdi in verdier]
        før = _lest(en.eneste(b"TZOFFSETFROM"), en, les_avstand)
        etter = _lest(en.eneste(b"TZOFFSETTO"), en, les_avstand)
        for linje in en.alle(b"RRULE"):
            regel = les_gjentakelse(linje, begynner._replace(sone=UTC))
            siste = min(self._til, flyttet(regel.til.klokke, DAG)) if regel.til else self._til
            tider += regel.tider(flyttet(siste, -_TJUE_ÅR), siste, self._arbeid)
        return [_Skifte(tid, etter, før) for tid in tider]


class _Skifte(NamedTuple):
    """When clocks are set, and how far from UTC they are after and before it."""

    klokke: datetime
    etter: timedelta
    før: timedelta


class _EgenSone(tzinfo):
    """A time zone as a calendar describes it.

    dateutil's (tzical) looks until the year 9999 where a rule is never met, and takes winter time
    to be before the first time that clocks are set; many calendars begin with this autumn's.
    """

    def __init__(self, skifter: list[_Skifte]) -> None:
        self._skifter = sorted(skifter, key=_klokken)

    def utcoffset(self, dt: datetime | None) -> timedelta:
        """How far clocks are from UTC then."""
        if dt is None:
            return timedelta()
        nummer = bisect_right(self._skifter, dt.replace(tzinfo=None), key=_klokken)
        return self._skifter[nummer - 1].etter if nummer else self._skifter[0].før

    def dst(self, dt: datetime | None) -> timedelta:
        """Nobody asks how much of the distance is summer time."""
        del dt
        return timedelta()

    def tzname(self, dt: datetime | None) -> str:
        """Nobody asks for the name, which the calendar's writer chose."""
        del dt
        return "egen"


def _klokken(skifte: _Skifte) -> datetime:
    return skifte.klokke


def _kjent_sone(navn: bytes) -> tzinfo | None:
    """A time zone by its name in the world, or in Windows; None where nobody knows it.

    Some programs write whose list a name is from before it: /freeassociation…/Europe/Oslo.
    (icalendar's own search knows this from 7.1 on alone, fails where a name is a folder, and
    warns with the name.)
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


def _lest(linje: Linje | None, en: Del, les: Callable[[bytes], _T | None]) -> _T:
    """What a line of a time zone's part says, which it has to."""
    lest = les(linje.verdi) if linje else None
    if lest is None:
        raise Uleselig(_FORKLART_GALT, linje.sted if linje else en.sted)
    return lest
