"""Calendars written in a line or two, for the tests of who is busy when."""

import time
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hjelp import REPO

from dialoggrunnlag.datoer.kalenderlesing import les_kalender
from dialoggrunnlag.errors import InvalidError

OSLO = ZoneInfo("Europe/Oslo")
FRA, TIL = date(2026, 9, 1), date(2026, 11, 27)
KALENDERE = REPO / "tests/kalendere"


def kalender(*linjer, slutt="\r\n"):
    alle = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//NO", *linjer, "END:VCALENDAR", ""]
    return slutt.join(alle).encode()


def hendelse(*linjer):
    return ["BEGIN:VEVENT", "UID:1@x", "DTSTAMP:20260101T000000Z", *linjer, "END:VEVENT"]


def møte(dag="20261012", fra="09", til="12", *linjer):
    return hendelse(f"DTSTART:{dag}T{fra}0000", f"DTEND:{dag}T{til}0000", *linjer)


def lest(*linjer):
    """The times of a calendar with those lines, briefly: '12.10 09:00–12:00'."""
    return [kort(en) for en in les_kalender(kalender(*linjer), FRA, TIL)]


def kort(en):
    start, slutt = f"{en.start:%d.%m %H:%M}", f"{en.slutt:%d.%m %H:%M}"
    if en.start.date() == en.slutt.date():
        slutt = f"{en.slutt:%H:%M}"
    tegn = "?" if en.foreløpig else ""
    return f"{start}–{slutt}{' heldag' if en.heldag else ''}{tegn}"


def feil(data, fra=FRA, til=TIL):
    with pytest.raises(InvalidError) as caught:
        les_kalender(data, fra, til)
    return caught.value


def utfall(data):
    """The times of a calendar, or the error that it is."""
    try:
        return les_kalender(data, FRA, TIL)
    except InvalidError as error:
        return error


def brukt(kall):
    """The processor time that a call takes, in seconds."""
    begynte = time.process_time()
    kall()
    return time.process_time() - begynte
