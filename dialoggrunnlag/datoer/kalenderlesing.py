"""When somebody is busy, out of a calendar they have exported (.ics), and what it means for a day.

What is read of a calendar is when it says that its owner is busy, and nothing else: no title, no
place, no description and no attendee gets into what is given from here, nor into what is said
when something can't be read; that names the line in the file.

What counts: events, repeated ones with their exceptions, and the times of a free/busy answer.
Free, cancelled and declined ones don't, nor does working elsewhere. Declined is what the owner
has declined, where it can be known which of the attendees that is: Google calls a person's
calendar by their address, and Outlook's says whose it is; only the line with that address is
looked at. In other calendars a declined meeting is one like any other: better busy than free by
mistake. What is tentative, or hasn't been answered, can be moved: it costs, but hinders nothing.

A calendar that can't be read in all that may touch the days is an error, never a free day.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .kalenderlinjer import OSLO

LANG = timedelta(hours=3)  # from which being away at a dialogue's time rules the day out
_TIME = timedelta(hours=1)
_DYREST = 3  # what a meeting costs at most, however long it is


@dataclass(frozen=True, order=True)
class Opptatt:
    """A time that is taken, by Norwegian clocks; ``foreløpig`` is what may still be moved."""

    start: datetime
    slutt: datetime
    heldag: bool
    foreløpig: bool = False


def les_kalender(data: bytes, fra: date, til: date) -> tuple[Opptatt, ...]:
    """When the owner is busy from the one day to the other, both included, in order of time.

    A time that began before, or ends after, is given as it is. Raises InvalidError, which never
    says what stands in the calendar but that line which can't be read.
    """
    # icalendar and dateutil, where there is a calendar to read
    from .kalenderfil import les_spenn  # noqa: PLC0415

    opptatt = {Opptatt(*spenn) for spenn in les_spenn(data, fra, til)}
    return tuple(sorted(opptatt))


def dager_borte(
    opptatt: Iterable[Opptatt], dager: Iterable[date], start: time, slutt: time, reise: timedelta
) -> frozenset[date]:
    """The days on which somebody who is busy then can't be at a dialogue, with the way there.

    It is what is long enough, three hours or a whole day, and meets the dialogue or the travel
    before and after it. What follows right upon each other is one: three meetings of an hour
    each. A long meeting that begins when somebody is back, or ends before they leave, hinders
    nothing; neither does what may still be moved.
    """
    sikre = _sammenhengende(en for en in opptatt if not en.foreløpig)
    borte = set()
    for dag in dager:
        møtte = _møter(sikre, dag, start, slutt, reise)
        if any(til - fra >= LANG for fra, til in møtte):
            borte.add(dag)
    return frozenset(borte)


def ulemper(
    opptatt: Iterable[Opptatt], dager: Iterable[date], start: time, slutt: time, reise: timedelta
) -> dict[date, int]:
    """What being at a dialogue costs on the days it is possible: meetings that must be moved.

    Each costs its hours, those begun included, at most three; also what may be moved anyway and
    is longer. A day without such meetings isn't there.
    """
    opptatt, dager = tuple(opptatt), tuple(dager)
    borte = dager_borte(opptatt, dager, start, slutt, reise)
    alle = _sammenhengende(opptatt)
    ulempe = {}
    for dag in dager:
        møtte = _møter(alle, dag, start, slutt, reise)
        if møtte and dag not in borte:
            ulempe[dag] = sum(min(-((fra - til) // _TIME), _DYREST) for fra, til in møtte)
    return ulempe


def _sammenhengende(opptatt: Iterable[Opptatt]) -> list[tuple[datetime, datetime]]:
    """The times that are taken, those that overlap or follow right upon each other as one."""
    perioder: list[tuple[datetime, datetime]] = []
    for en in sorted(opptatt):
        if perioder and en.start <= perioder[-1][1]:
            perioder[-1] = perioder[-1][0], max(perioder[-1][1], en.slutt)
        else:
            perioder.append((en.start, en.slutt))
    return perioder


def _møter(
    perioder: list[tuple[datetime, datetime]], dag: date, start: time, slutt: time, reise: timedelta
) -> list[tuple[datetime, datetime]]:
    """The times that meet a dialogue on that day with its travel; they are in order, and apart."""
    drar = datetime.combine(dag, start, OSLO) - reise
    hjemme = datetime.combine(dag, slutt, OSLO) + reise
    første = bisect_right(perioder, drar, key=_slutten)
    siste = bisect_right(perioder, hjemme, lo=første, key=_begynnelsen)
    return [periode for periode in perioder[første:siste] if periode[0] < hjemme]


def _begynnelsen(periode: tuple[datetime, datetime]) -> datetime:
    return periode[0]


def _slutten(periode: tuple[datetime, datetime]) -> datetime:
    return periode[1]
