"""Calendars as bytes (RFC 5545), written and read; alone in knowing the library for them."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import quote

import icalendar

from .moter import PÅ_NETT, Hendelse, Møte, Person

PRODID = "-//dialoggrunnlag//"  # what that of all our calendars begins with
TZID = "Europe/Oslo"
_SPURT = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}

# What programs that know it show as a button for joining (RFC 7986, 5.11)
_MØT_PÅ_NETT = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Møt på nett"}


# What of a calendar is read, begins and ends of all that it holds included; the library takes
# long over each line, and most of them are the agenda
_READ = re.compile(
    rb"(?:BEGIN|END|UID|(?:X-DIALOG-FORRIGE-)?(?:DTSTART|DTEND|SEQUENCE|LOCATION|URL|STATUS))[:;]"
)
# What the meeting was before it was last changed: the same properties by names of our own, which
# other programs pass over (RFC 5545, 3.8.8.2)
_FORRIGE = "X-DIALOG-FORRIGE-"
_FORRIGE_LINJER = re.compile(rb"^X-DIALOG-FORRIGE-(.*\r\n(?:[ \t].*\r\n)*)", re.MULTILINE)
_OURS = f"PRODID:{PRODID}".encode()
_LINE_END = re.compile(rb"\r?\n(?![ \t])")  # a line goes on where the next begins with white space
_UID = re.compile(rb"^UID[^:]*:(.*)\r$", re.MULTILINE)
_BEGIN, _END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"


def som_ics(method: str, hendelser: Iterable[bytes], møter: str, navn: str = "") -> bytes:
    """A calendar with those meetings, each as ``som_hendelse``; ``method`` is that of RFC 5546.

    ``møter`` is what such meetings are called, ``navn`` what the calendar is.
    """
    start, slutt = _rundt(method, møter, navn)
    return b"".join((start, *hendelser, slutt))


def som_hendelse(hendelse: Hendelse) -> bytes:
    """A meeting as it stands in a calendar."""
    data: bytes = _event(hendelse).to_ical()
    return data


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
        event.add(f"{_FORRIGE}{navn}", icalendar.vDatetime(value))
    event.add(f"{_FORRIGE}SEQUENCE", str(forrige.endring))
    if forrige.sted:
        event.add(f"{_FORRIGE}LOCATION", forrige.sted)
    if forrige.møtelenke:
        event.add(f"{_FORRIGE}URL", icalendar.vUri(forrige.møtelenke))
    event.add(f"{_FORRIGE}STATUS", "CANCELLED" if forrige.avlyst else "CONFIRMED")


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


def hendelser_i(data: bytes) -> dict[str, bytes]:
    """The meetings of a calendar that this program has made, by UID; none of any other.

    They are as ``møtet_i`` reads them.
    """
    lines = _LINE_END.split(data)
    is_ours = any(line.startswith(_OURS) for line in lines)
    if not is_ours or b"END:VCALENDAR" not in lines:  # another's, or cut off
        return {}
    read = b"".join(line + b"\r\n" for line in lines if _READ.match(line))
    hendelser: dict[str, bytes] = {}
    for text in read.split(_BEGIN)[1:]:
        uid = _UID.search(text)
        if uid:
            hendelser[uid[1].decode(errors="replace")] = _BEGIN + text.partition(_END)[0] + _END
    return hendelser


@lru_cache(maxsize=1)  # a school's own calendar and the round's mostly say the same
def møtet_i(hendelse: bytes) -> Møte | None:
    """A meeting out of a calendar; one that somebody has edited may say nothing any more."""
    return _møtet_i(hendelse)


def _møtet_i(hendelse: bytes) -> Møte | None:
    event = _lest_hendelse(hendelse)
    if event is None:
        return None
    start, slutt = _tidspunkt(event, "dtstart"), _tidspunkt(event, "dtend")
    endring = str(event.get("sequence", "0"))
    if not (start and slutt and endring.isdecimal()):
        return None
    sted, møtelenke = str(event.get("location", "")), str(event.get("url", ""))
    if møtelenke and sted == PÅ_NETT:
        sted = ""
    avlyst = str(event.get("status", "")) == "CANCELLED"
    forrige = _forrige_i(hendelse)
    return Møte(start, slutt, sted, møtelenke, avlyst, int(endring), forrige)


def _forrige_i(hendelse: bytes) -> Møte | None:
    """What a meeting was before it was last changed, where its calendar says so."""
    linjer = _FORRIGE_LINJER.findall(hendelse)
    return _møtet_i(_BEGIN + b"".join(linjer) + _END) if linjer else None


def _lest_hendelse(text: bytes) -> icalendar.Component | None:
    """An event as the library reads it; None where it doesn't understand it."""
    try:
        return icalendar.Event.from_ical(text)
    except (ValueError, LookupError, AttributeError, TypeError, ArithmeticError):
        return None  # the library's many ways of not understanding what somebody has damaged


def _tidspunkt(event: icalendar.Component, key: str) -> datetime | None:
    """When a meeting begins or ends, by Norwegian clocks."""
    value = event.get(key)
    when = value.dt if isinstance(value, icalendar.vDDDTypes) else None  # else it couldn't be read
    return when.replace(tzinfo=None) if isinstance(when, datetime) else None
