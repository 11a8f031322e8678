"""Calendars as bytes (RFC 5545), written; alone in knowing the library for them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import quote

import icalendar

from .moter import FORRIGE, PRODID, PÅ_NETT, Hendelse, Møte, Person

TZID = "Europe/Oslo"
_LENGST = 74  # bytes of a line, beside the space that it may begin with
_INNI_ET_TEGN = range(0x80, 0xC0)  # the bytes after the first of a sign in UTF-8
_SPURT = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}

# What programs that know it show as a button for joining (RFC 7986, 5.11)
_MØT_PÅ_NETT = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Møt på nett"}


def som_ics(method: str, hendelser: Iterable[bytes], møter: str, navn: str = "") -> bytes:
    """A calendar with those meetings, each as ``som_hendelse``; ``method`` is that of RFC 5546.

    ``møter`` is what such meetings are called, ``navn`` what the calendar is.
    """
    start, slutt = _rundt(method, møter, navn)
    return b"".join((start, *hendelser, slutt))


def som_hendelse(hendelse: Hendelse) -> bytes:
    """A meeting as it stands in a calendar."""
    linjer = [_brettet(linje) + b"\r\n" for linje in _event(hendelse).content_lines() if linje]
    return b"".join(linjer)


def _brettet(linje: str) -> bytes:
    """A line that goes on after a line end and a space before it is too long (RFC 5545, 3.1).

    As the library does it, sign by sign, which takes half of the time of making a calendar.
    """
    data = linje.encode()
    stykker = []
    begynner = 0
    while len(data) - begynner > _LENGST:
        slutter = begynner + _LENGST
        while data[slutter] in _INNI_ET_TEGN:
            slutter -= 1
        if data[slutter - 1 : slutter] in (b"\\", b"^"):  # it belongs to the sign after it
            slutter -= 1
        stykker.append(data[begynner:slutter])
        begynner = slutter
    stykker.append(data[begynner:])
    return b"\r\n ".join(stykker)


@lru_cache
def _rundt(method: str, møter: str, navn: str) -> tuple[bytes, bytes]:
    """What stands before the meetings of a calendar and after them: the same for all schools."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"{PRODID}{møter}//NO")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if navn:
        calendar.add("x-wr-calname", navn)
    calendar.add_component(_tidssone())
    start, slutt, rest = calendar.to_ical().partition(b"END:VCALENDAR")
    return start, slutt + rest


def _event(hendelse: Hendelse) -> icalendar.Event:
    møte = hendelse.møte
    event = icalendar.Event()
    event.add("uid", hendelse.uid)
    event.add("dtstamp", hendelse.tidsstempel)
    event.add("sequence", møte.endring)
    event.add("dtstart", møte.start, parameters={"TZID": TZID})
    event.add("dtend", møte.slutt, parameters={"TZID": TZID})
    event.add("summary", hendelse.tittel)
    event.add("description", hendelse.beskrivelse)
    if møte.sted or møte.møtelenke:
        event.add("location", møte.sted or PÅ_NETT)
    if møte.møtelenke:
        event.add("url", møte.møtelenke)
        event.add("conference", icalendar.vUri(møte.møtelenke), parameters=_MØT_PÅ_NETT)
    event.add("status", _status(hendelse))
    event.add("transp", "TRANSPARENT" if møte.avlyst else "OPAQUE")
    if hendelse.fra:
        event.add("organizer", _adresse(hendelse.fra))
    for person in hendelse.til:
        event.add("attendee", _adresse(person, _SPURT))
    if møte.forrige:
        _legg_til_forrige(event, møte.forrige)
    for minutter in hendelse.varsler:
        event.add_component(_varsel(minutter, hendelse.tittel))
    return event


def _status(hendelse: Hendelse) -> str:
    if hendelse.møte.avlyst:
        return "CANCELLED"
    return "TENTATIVE" if hendelse.foreløpig else "CONFIRMED"


def _legg_til_forrige(event: icalendar.Event, forrige: Møte) -> None:
    """What the meeting was before, for ``møtet_i``; an invitation says from what it has moved."""
    for navn, value in (("DTSTART", forrige.start), ("DTEND", forrige.slutt)):
        event.add(f"{FORRIGE}{navn}", icalendar.vDatetime(value))
    event.add(f"{FORRIGE}SEQUENCE", str(forrige.endring))
    if forrige.sted:
        # On one line, also where somebody has edited the calendar: this is written as it is
        event.add(f"{FORRIGE}LOCATION", " ".join(forrige.sted.split("\n")))
    if forrige.møtelenke:
        event.add(f"{FORRIGE}URL", icalendar.vUri(forrige.møtelenke))
    event.add(f"{FORRIGE}STATUS", "CANCELLED" if forrige.avlyst else "CONFIRMED")


def _varsel(minutter: int, tittel: str) -> icalendar.Alarm:
    """What people are reminded by so many minutes before the meeting (RFC 5545, 3.6.6)."""
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", tittel)
    alarm.add("trigger", timedelta(minutes=-minutter))
    return alarm


def _adresse(person: Person, params: Mapping[str, str] | None = None) -> icalendar.vCalAddress:
    """An address with its name.

    A name can't hold quotation marks; the signs that would stand for them (RFC 6868) are shown
    as they are by the programs that don't know them.
    """
    value = icalendar.vCalAddress("mailto:" + quote(person.epost, safe="@!$&'*+=~"))
    for key, text in {"CN": person.navn.replace('"', "'"), **(params or {})}.items():
        value.params[key] = icalendar.vText(text)
    return value


def _tidssone() -> icalendar.Timezone:
    """Norway's time zone since 1996 (EU's rules), whatever the machine knows of time zones."""
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    zone = icalendar.Timezone()
    zone.add("tzid", TZID)
    for part, name, since, before, after in (
        (icalendar.TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), winter, summer),  # noqa: DTZ001 - a clock
        (icalendar.TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), summer, winter),  # noqa: DTZ001
    ):
        part.add("dtstart", since)
        part.add("rrule", {"freq": "yearly", "bymonth": since.month, "byday": "-1su"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        zone.add_component(part)
    return zone
