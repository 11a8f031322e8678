"""The meetings out of calendars, read without the library that wrote them."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from dialoggrunnlag.dokumenter import ical, moter, sendte_moter
from dialoggrunnlag.dokumenter.moter import Hendelse, Møte

UID = moter.uid(2015, "ål")
_TEGN = st.sampled_from("abnNæø—😀 \t\n\\,;:\"'^%&/")
TEKSTER = st.text(_TEGN, max_size=200).map(moter.ren).filter(lambda text: text != moter.PÅ_NETT)
LENKER = st.sampled_from(["", "https://møte.no/", f"https://teams.example.no/{'l/19%3ax' * 20}"])
KLOKKER = st.datetimes(datetime(1997, 1, 1), datetime(2037, 12, 31)).map(  # noqa: DTZ001 - clocks
    lambda tid: tid.replace(microsecond=0)
)
STEDER = TEKSTER.map(moter.på_linje)


def møter(steder):
    annet = (LENKER, st.booleans(), st.integers(0, 99), st.none())
    return st.builds(Møte, KLOKKER, KLOKKER, steder, *annet)


FORRIGE = st.none() | møter(STEDER.filter(lambda sted: "\\" not in sted))
MØTER = st.builds(lambda møte, forrige: møte._replace(forrige=forrige), møter(TEKSTER), FORRIGE)


def kalender(møte, tittel="Møte", varsler=()):
    hendelse = Hendelse(UID, datetime(2015, 1, 1), møte, tittel, tittel, None, (), varsler)  # noqa: DTZ001
    return ical.som_ics("PUBLISH", [ical.som_hendelse(hendelse)], "Møter")


def lest(data):
    hendelse = sendte_moter.hendelser_i(data).get(UID)
    return sendte_moter.møtet_i(hendelse) if hendelse else None


@settings(max_examples=60)
@given(MØTER, TEKSTER, st.sampled_from([(), (15, 60)]))
def test_a_meeting_is_read_as_it_was_written(møte, tittel, varsler):
    data = kalender(møte, moter.på_linje(tittel), varsler)
    assert lest(data) == møte
    assert lest(data.replace(b"\r\n", b"\n")) == møte  # as git may write it
    assert lest(Calendar.from_ical(data).to_ical()) == møte  # as another program does
    assert lest(data.replace(b"LOCATION", b"LOC\r\n\tATION")) == møte


def test_a_place_that_was_edited_into_two_lines_can_be_what_a_meeting_was_before():
    edited = lest(kalender(MØTE._replace(sted="Rom 2\nBygg B")))
    moved = MØTE._replace(endring=1, forrige=edited)
    assert lest(kalender(moved)).forrige.sted == "Rom 2 Bygg B"


MØTE = Møte(datetime(2015, 11, 3, 10), datetime(2015, 11, 3, 14), "Rom 2", "", False, 0)  # noqa: DTZ001, FBT003


@pytest.mark.parametrize(
    ("fra", "til"),
    [
        (b"DTSTART;TZID=Europe/Oslo:20151103T", b"DTSTART;VALUE=DATE:20151103\r\nX-A:"),
        (b"LOCATION:", b"LOCATION;X="),
        (b"LOCATION:", b'LOCATION;X=":'),
        (b"LOCATION:", b"LOCATION:Rom 1\r\nLOCATION:"),
        (b"SEQUENCE:0", b"SEQUENCE:-1"),
        (b"SEQUENCE:0", b"SEQUENCE:" + b"9" * 5000),
        (b"END:VEVENT", b"BEGIN:VALARM\r\nEND:VEVENT"),
        (b"TRANSP", b"END:VALARM\r\nTRANSP"),
    ],
)
def test_a_meeting_that_was_edited_into_nonsense_says_nothing(fra, til):
    data = kalender(MØTE)
    assert data.count(fra) == 1
    assert lest(data.replace(fra, til)) is None


@pytest.mark.parametrize(
    ("fra", "til"),
    [
        (b"LOCATION:", b'LOCATION;ALTREP="http://a.no/b:c";X=d:'),
        (b"DTSTART;TZID=Europe/Oslo", b'DTSTART;TZID="(UTC+01:00) Oslo"'),
        (b"END:VEVENT", b"BEGIN:VALARM\r\nUID:b\r\nURL:c\r\nEND:VALARM\r\nEND:VEVENT"),
        (b"SUMMARY:", b"COMMENT:LOCATION:\r\n LOCATION:\r\nSUMMARY:"),
    ],
)
def test_what_other_programs_add_to_a_meeting_is_not_the_meetings(fra, til):
    assert lest(kalender(MØTE).replace(fra, til)) == MØTE
