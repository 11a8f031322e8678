"""The values in a calendar that say when: dates, times, lengths; and how much work one may cost."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ..errors import InvalidError

OSLO = ZoneInfo("Europe/Oslo")
DAG = timedelta(days=1)

_TIDSPUNKT = re.compile(rb"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?))?", re.IGNORECASE)
_LENGDE = re.compile(
    rb"([+-]?)P(?:(\d{1,7})W)?(?:(\d{1,7})D)?"
    rb"(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?",
    re.IGNORECASE,
)
_AVSTAND = re.compile(rb"([+-])(\d\d):?(\d\d)(?::?(\d\d))?")
# What can be moved between time zones without falling off the calendar's end
_FØRSTE, _SISTE = datetime(2, 1, 1), datetime(9998, 12, 31)  # noqa: DTZ001 - clocks
_SKUDDSEKUND = 60


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


def les_klokke(verdi: bytes) -> tuple[datetime, bool, bool] | None:
    """What clocks show, whether it is a day alone, and whether it is UTC; None where it is none."""
    funnet = _TIDSPUNKT.fullmatch(verdi)
    if not funnet:
        return None
    år, måned, dag, time, minutt, sekund = (int(tall or 0) for tall in funnet.groups()[:6])
    try:
        # A leap second (RFC 5545, 3.3.12) is the second before
        klokke = datetime(år, måned, dag, time, minutt, min(sekund, _SKUDDSEKUND - 1))  # noqa: DTZ001
    except ValueError:
        return None
    return klokke, funnet[4] is None, bool(funnet[7])


def les_lengde(verdi: bytes) -> timedelta | None:
    """How long something lasts; None where it can't be read."""
    funnet = _LENGDE.fullmatch(verdi)
    if not funnet or len(verdi.lstrip(b"+-")) < len(b"P1D"):
        return None
    uker, dager, timer, minutter, sekunder = (int(tall or 0) for tall in funnet.groups()[1:])
    lengde = timedelta(weeks=uker, days=dager, hours=timer, minutes=minutter, seconds=sekunder)
    return -lengde if funnet[1] == b"-" else lengde


def les_avstand(verdi: bytes) -> timedelta | None:
    """How far clocks are from UTC (+0200); None where it can't be read."""
    funnet = _AVSTAND.fullmatch(verdi)
    if not funnet:
        return None
    timer, minutter, sekunder = (int(tall or 0) for tall in funnet.groups()[1:])
    avstand = timedelta(hours=timer, minutes=minutter, seconds=sekunder)
    if avstand >= DAG:  # no time zone is a day off, and Python has none that is
        return None
    return -avstand if funnet[1] == b"-" else avstand
