"""The values in a calendar that say when: times and lengths; and how much work one may cost."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from icalendar import vDuration, vUTCOffset

from ..errors import InvalidError
from .kalenderlinjer import OSLO

DAG = timedelta(days=1)

_TIDSPUNKT = re.compile(rb"\d{8}(T\d{4}(\d\d)?Z?)?")
_SIFFER = re.compile(rb"\d")
# What can be moved between time zones without falling off the calendar's end
_FØRSTE, _SISTE = datetime(2, 1, 1), datetime(9998, 12, 31)  # noqa: DTZ001 - clocks
_LENGST = _SISTE - _FØRSTE


class Arbeid:
    """What is left of the work that one calendar may cost.

    Anybody can write a calendar of a hundred characters that has more meetings than there are
    seconds left. A unit is about a microsecond; ten years of a busy person take a quarter of a
    million.
    """

    def __init__(self, mengde: int = 1_500_000) -> None:
        self._igjen = mengde

    def bruk(self, mengde: int) -> None:
        """Take from what is left; raises InvalidError when there is nothing."""
        self._igjen -= mengde
        if self._igjen < 0:
            message = "Kalenderen har flere gjentakelser enn programmet kan regne ut."
            raise InvalidError(message, "Eksporter bare den tiden runden gjelder.")


class Tid(NamedTuple):
    """A time as clocks showed it where it was written; a whole day begins at midnight."""

    klokke: datetime
    sone: tzinfo
    er_dag: bool = False

    @property
    def i_oslo(self) -> datetime:
        """The time by Norwegian clocks."""
        return min(max(self.klokke, _FØRSTE), _SISTE).replace(tzinfo=self.sone).astimezone(OSLO)

    @property
    def øyeblikk(self) -> datetime:
        """The moment, whatever clocks show: two are the same where these are."""
        return self.i_oslo.astimezone(UTC)

    def etter(self, lengde: timedelta) -> "Tid":
        """The time so long after this one, as clocks show it; at most the end of the calendar."""
        return self._replace(klokke=flyttet(self.klokke, lengde))


def flyttet(klokke: datetime, lengde: timedelta) -> datetime:
    """The clock so much later or earlier, within what a calendar holds."""
    if lengde > _SISTE - klokke:
        return max(klokke, _SISTE)
    if lengde < _FØRSTE - klokke:
        return min(klokke, _FØRSTE)
    return klokke + lengde


def les_tid(verdi: bytes, sone: tzinfo = OSLO) -> Tid | None:
    """The time, in that zone where it doesn't say that it is UTC; None where it is none.

    icalendar doesn't read what some programs write: times without seconds, leap seconds
    (RFC 5545, 3.3.12, here the second before), and small letters.
    """
    verdi = verdi.upper()
    if not _TIDSPUNKT.fullmatch(verdi):
        return None
    if verdi[13:15] == b"60":
        verdi = verdi[:13] + b"59" + verdi[15:]
    try:
        lest = datetime.fromisoformat(verdi.decode())
    except ValueError:
        return None
    return Tid(lest.replace(tzinfo=None), lest.tzinfo or sone, b"T" not in verdi)


def les_lengde(verdi: bytes) -> timedelta | None:
    """How long something lasts, at most as long as calendars go; None where it can't be read."""
    if not _SIFFER.search(verdi):  # to icalendar P and PT are no time
        return None
    tekst = verdi.decode("ascii", "replace").upper()
    try:
        lengde: timedelta = vDuration.from_ical(tekst)  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError):
        return None
    return max(-_LENGST, min(lengde, _LENGST))


def les_avstand(verdi: bytes) -> timedelta | None:
    """How far clocks are from UTC (+0200); None where it can't be read."""
    tekst = verdi.decode("ascii", "replace")
    try:
        avstand: timedelta = vUTCOffset.from_ical(tekst)  # type: ignore[no-untyped-call]
    except ValueError:
        return None
    return avstand
