"""The dialogues as iCalendar files (RFC 5545, RFC 5546), and what has moved since the last ones.

A calendar program knows a meeting again by its UID and takes the file with the highest SEQUENCE.
So the UID follows from round and school alone, SEQUENCE is the dialogue's ``endring``, and a
meeting that moves under the same ``endring`` is refused: it would stay where it was in people's
calendars.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote
from uuid import UUID, uuid5

from ..disk.writing import read_file
from ..errors import DialogError
from ..model.norsk import Dato, oppramsing, stor_forbokstav

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from icalendar import Calendar, Component, Event, Timezone, vCalAddress

    from ..errors import Problem
    from ..innhold.grunnlag import DeltakerFelt, Grunnlag, TidsrammeFelt
    from ..reading.datafiler import Datafiler

PRODID = "-//dialoggrunnlag//Utviklingsdialoger//NO"
TZID = "Europe/Oslo"
_NAVNEROM = UUID("7d3bcd54-52a6-5b0c-9a2e-0f6f2c1d7b15")  # once chosen, never changed
_FØRSTE_ÅR = 1997  # the first whole year of the rules in ``_tidssone``
_STYRETEGN = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


class _Ord(NamedTuple):
    """The description's own words in one of the written languages."""

    avlyst: str
    dagsorden: str
    fra_skolen: str
    fra_skoleeier: str


_ORD: dict[str, _Ord] = {
    "bokmål": _Ord("Dialogen er avlyst.", "Dagsorden", "Fra skolen", "Fra skoleeier"),
    "nynorsk": _Ord("Dialogen er avlyst.", "Dagsorden", "Frå skulen", "Frå skuleeigar"),
}


class _Møte(NamedTuple):
    """What of a dialogue a calendar goes by; the times are Norwegian clocks'."""

    start: datetime
    slutt: datetime
    sted: str
    avlyst: bool
    endring: int

    def tid(self) -> str:
        """«tirsdag 3. november 2015 kl. 10:00–14:00»."""
        return f"{Dato(self.start.date())} kl. {self.start:%H:%M}–{self.slutt:%H:%M}"


def filnavn(år: int, skole_id: str = "") -> str:
    """The name of a school's calendar file, or of the whole round's."""
    return f"kalender-{år}-{skole_id}.ics" if skole_id else f"kalender-{år}.ics"


def uid(år: int, skole_id: str) -> str:
    """What a calendar program knows a meeting by, whatever else is changed in the data."""
    return str(uuid5(_NAVNEROM, f"{år}/{skole_id}"))


def tidsstempel(content: Grunnlag) -> datetime:
    """When an invitation counts as made, in UTC.

    The same input gives the same bytes, so no clock is asked. Of two calendars with the same
    SEQUENCE the one with the later DTSTAMP counts, so it grows with every change.
    """
    return datetime(content.runde.år, 1, 1, tzinfo=UTC) + timedelta(minutes=content.dialog.endring)


def metode(data: bytes) -> str:
    """The METHOD of a calendar (RFC 5546)."""
    found = re.search(rb"^METHOD:([A-Z]+)\r$", data, re.MULTILINE)
    return found[1].decode() if found else "PUBLISH"


# --- calendars -----------------------------------------------------------------------------


def skolens_kalender(files: Datafiler, skole_id: str, content: Grunnlag) -> bytes:
    """One school's calendar; empty where the dialogue has no date.

    Where the office and somebody who takes part have addresses it is a meeting request (or its
    cancellation), which mail programs show with buttons for answering and which moves the
    meeting they have; else it is published, for whoever wants to put it into a calendar. Raises
    DialogError for a dialogue that can't be put into one.
    """
    møte = _møte(files, skole_id, content)
    if møte is None:
        return b""
    event = _hendelse(content, møte)
    attendees = list(_deltakere(content))
    method = "PUBLISH"  # which must not have attendees (RFC 5546, 3.2.1)
    if attendees and content.skoleeier.epost:
        method = "CANCEL" if møte.avlyst else "REQUEST"
        for address, name, extra in attendees:
            event.add("attendee", _adresse(address, name, extra))
    return _kalender(method, [event])


def rundens_kalender(files: Datafiler, contents: Mapping[str, Grunnlag]) -> bytes:
    """The calendar of all the dialogues in ``contents``, for the office; empty without dates.

    Raises DialogError with every dialogue that can't be put into one.
    """
    found: list[tuple[_Møte, str]] = []
    problems: list[Problem] = []
    for skole_id, content in contents.items():
        try:
            møte = _møte(files, skole_id, content)
        except DialogError as error:
            problems += error.problems
        else:
            found += [(møte, skole_id)] if møte else []
    if problems:
        raise DialogError(problems)
    events = [_hendelse(contents[skole_id], møte) for møte, skole_id in sorted(found)]
    navn = f"Utviklingsdialoger {files.datasett.runde.år}"
    return _kalender("PUBLISH", events, navn) if events else b""


def hindringer(files: Datafiler, skole_id: str) -> list[Problem]:
    """Why a school's dialogue can't be put into a calendar."""
    dialog = files.datasett.runde.dialoger[skole_id]
    path = ("dialoger", skole_id)
    if dialog.avlyst and not dialog.dato:
        message = "En avlyst dialog må beholde datoen; ellers blir møtet stående i kalenderne."
        remedy = "Sett datoen tilbake, eller ta bort «avlyst»."
        return [files.runde.problem((*path, "avlyst"), message, remedy)]
    if dialog.dato and dialog.dato.dag.year < _FØRSTE_ÅR:
        message = f"Kalenderen kjenner ikke sommertiden før {_FØRSTE_ÅR}."
        remedy = "Rett året."
        return [files.runde.problem((*path, "dato"), message, remedy)]
    return []


def _møte(files: Datafiler, skole_id: str, content: Grunnlag) -> _Møte | None:
    """The meeting that a calendar gets; raises DialogError for one that it can't have."""
    problems = hindringer(files, skole_id)
    if problems:
        raise DialogError(problems)
    dato = files.datasett.runde.dialoger[skole_id].dato
    if dato is None:
        return None
    start, slutt = _klokken(content.tidsramme)
    return _Møte(
        datetime.combine(dato.dag, start),
        datetime.combine(dato.dag, slutt),
        _ren(content.dialog.sted or ""),
        content.dialog.avlyst,
        content.dialog.endring,
    )


def _klokken(ramme: TidsrammeFelt) -> tuple[time, time]:
    return time.fromisoformat(ramme.start), time.fromisoformat(ramme.slutt)


def _hendelse(content: Grunnlag, møte: _Møte) -> Event:
    """The meeting without those who are asked to come."""
    from icalendar import Event

    event = Event()
    event.add("uid", uid(content.runde.år, content.skole.id))
    event.add("dtstamp", tidsstempel(content))
    event.add("sequence", møte.endring)
    event.add("dtstart", møte.start, parameters={"TZID": TZID})
    event.add("dtend", møte.slutt, parameters={"TZID": TZID})
    off = "Avlyst: " if møte.avlyst else ""
    title = f"{off}Utviklingsdialog {content.runde.år} – {content.skole.kortnavn}"
    event.add("summary", _på_linje(title))
    event.add("description", _ren("\n".join(_beskrivelse(content))))
    if møte.sted:
        event.add("location", møte.sted)
    event.add("status", "CANCELLED" if møte.avlyst else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if møte.avlyst else "OPAQUE")
    if content.skoleeier.epost:
        event.add("organizer", _adresse(content.skoleeier.epost, content.skoleeier.kontor))
    return event


def _beskrivelse(content: Grunnlag) -> Iterator[str]:
    """The agenda with clock times and who takes part, line by line, in the school's målform."""
    words = _ORD[content.skole.målform]
    if content.dialog.avlyst:
        yield f"{words.avlyst}\n"
    yield words.dagsorden
    for tema in content.dagsorden:
        yield f"{tema.start}–{tema.slutt} {tema.tittel}"
        if tema.tekst:
            yield tema.tekst
        for part in tema.deler:
            yield f"- {part.tekst} ({part.varighet})"
    for heading, people in (
        (words.fra_skolen, content.dialog.deltakere),
        (words.fra_skoleeier, content.dialog.fra_skoleeier),
    ):
        if people:
            yield f"\n{heading}"
        for person in people:
            yield f"- {', '.join(filter(None, (person.navn, person.rolle)))}"


def _deltakere(content: Grunnlag) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Address, name and parameters of those who get the meeting: each address once."""
    seen = {(content.skoleeier.epost or "").casefold(), ""}
    for address, name in _adresser(content):
        if address.casefold() not in seen:
            seen.add(address.casefold())
            asked = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
            yield address, name, asked


def _adresser(content: Grunnlag) -> Iterator[tuple[str, str]]:
    """Everybody's address ('' where it isn't known) and name: the named come first."""
    people: Iterable[DeltakerFelt] = (*content.dialog.deltakere, *content.dialog.fra_skoleeier)
    for person in sorted(people, key=lambda person: not person.navn):
        yield person.epost or "", person.navn or person.rolle or ""
    kontakt = content.skole.kontakt
    yield kontakt.epost or "", kontakt.navn or content.skole.kortnavn


def _adresse(address: str, name: str, extra: Mapping[str, str] | None = None) -> vCalAddress:
    """An address with its name.

    A name can't hold quotation marks; the signs that would stand for them (RFC 6868) are shown
    as they are by the programs that don't know them.
    """
    from icalendar import vCalAddress, vText

    found = vCalAddress("mailto:" + quote(address, safe="@!$&'*+=~"))
    for key, value in {"CN": _på_linje(name).replace('"', "'"), **(extra or {})}.items():
        found.params[key] = vText(value)
    return found


def _kalender(method: str, events: Iterable[Event], navn: str = "") -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if navn:
        calendar.add("x-wr-calname", navn)
    calendar.add_component(_tidssone())
    for event in events:
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data


def _tidssone() -> Timezone:
    """Norway's time zone since 1996 (EU's rules), whatever the machine knows of time zones."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    winter, summer = timedelta(hours=1), timedelta(hours=2)
    zone = Timezone()
    zone.add("tzid", TZID)
    for part, name, since, before, after in (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), winter, summer),  # noqa: DTZ001 - a clock
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), summer, winter),  # noqa: DTZ001
    ):
        part.add("dtstart", since)
        part.add("rrule", {"freq": "yearly", "bymonth": since.month, "byday": "-1su"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        zone.add_component(part)
    return zone


def _ren(text: str) -> str:
    """A text as a calendar can hold it: no control characters, and one sort of line end."""
    # «\N» is a line break to a calendar, which no library lets a text have otherwise
    return _STYRETEGN.sub("", re.sub(r"\\(?=[nN])", "/", "\n".join(text.splitlines())))


def _på_linje(text: str) -> str:
    return " ".join(_ren(text).split())


# --- what has moved ------------------------------------------------------------------------


def flytting(
    files: Datafiler, skole_id: str, content: Grunnlag, forrige: bytes, *, navn: str = ""
) -> list[Problem]:
    """What of a school's dialogue differs from the last calendar, though «endring» is the same.

    ``forrige`` is the school's own last file or the round's, and ``navn`` what messages call it.
    One that can't be read, or that another program has written, says nothing of what was sent:
    then nothing is found.
    """
    navn = navn or filnavn(content.runde.år, skole_id)
    before = _les(forrige).get(uid(content.runde.år, skole_id))
    return _flytting(files, skole_id, content, before, navn) if before else []


def flyttinger(
    files: Datafiler, contents: Mapping[str, Grunnlag], folder: Path, display: str
) -> dict[str, list[Problem]]:
    """What ``flytting`` finds against the calendars that lie in a folder, by school.

    Raises DialogError where one of them can't be read from the disk.
    """
    år = files.datasett.runde.år
    whole = _i_mappen(folder, display, filnavn(år))
    found = {}
    for skole_id, content in contents.items():
        name, uid_ = filnavn(år, skole_id), uid(år, skole_id)
        # The school's own file is what was sent, but either may be the newer.
        last = [
            (before, f"{display}/{file}")
            for meetings, file in ((_i_mappen(folder, display, name), name), (whole, filnavn(år)))
            if (before := meetings.get(uid_))
        ]
        if last:
            before, shown = max(last, key=lambda item: item[0].endring)
            found[skole_id] = _flytting(files, skole_id, content, before, shown)
    return {skole_id: problems for skole_id, problems in found.items() if problems}


def _i_mappen(folder: Path, display: str, name: str) -> dict[str, _Møte]:
    """The meetings of a calendar in a folder; none where it isn't there."""
    path = folder / name
    return _les(read_file(path, f"{display}/{name}")) if path.is_file() else {}


def _les(data: bytes) -> dict[str, _Møte]:
    """The meetings of a calendar that this program has made, by UID."""
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(data)
    except (ValueError, LookupError, AttributeError, TypeError, ArithmeticError):
        return {}  # the library's many ways of not understanding what somebody has damaged
    if str(calendar.get("prodid", "")) != PRODID:
        return {}
    return dict(_hendelser(calendar))


def _hendelser(calendar: Calendar) -> Iterator[tuple[str, _Møte]]:
    for event in calendar.walk("VEVENT"):
        start, slutt = (_tidspunkt(event, key) for key in ("dtstart", "dtend"))
        endring = str(event.get("sequence", "0"))
        if start and slutt and endring.isdecimal():  # else edited: it says nothing any more
            sted, off = str(event.get("location", "")), str(event.get("status", "")) == "CANCELLED"
            yield str(event.get("uid", "")), _Møte(start, slutt, sted, off, int(endring))


def _tidspunkt(event: Component, key: str) -> datetime | None:
    """When a meeting begins or ends, by Norwegian clocks."""
    from icalendar import vDDDTypes

    found = event.get(key)
    when = found.dt if isinstance(found, vDDDTypes) else None  # else it couldn't be read
    return when.replace(tzinfo=None) if isinstance(when, datetime) else None


def _flytting(
    files: Datafiler, skole_id: str, content: Grunnlag, before: _Møte, navn: str
) -> list[Problem]:
    dialog = files.datasett.runde.dialoger[skole_id]
    path = ("dialoger", skole_id)
    higher = max(before.endring, dialog.endring) + 1
    own, whole = filnavn(content.runde.år, skole_id), filnavn(content.runde.år)
    unsent = f"Er kalenderen aldri sendt til noen, så slett heller {own} og {whole}."
    if dialog.dato is None:
        message = f"Dialogen har ingen dato lenger, men er {before.tid()} i {navn}."
        more = [] if dialog.avlyst else ["avlyst: ja"]
        more += [f"endring: {higher}"] if dialog.endring <= before.endring else []
        off = f"Er den avlyst eller utsatt, så skriv også {oppramsing(more)}. " if more else ""
        remedy = f"Sett datoen tilbake. {off}{unsent}"
        key = "avlyst" if dialog.avlyst else "dato"
        return [files.runde.problem((*path, key), message, remedy)]
    if hindringer(files, skole_id):
        return []  # there is no calendar to compare with, and something else to be put right
    now = _møte(files, skole_id, content)
    changes = dict(_endringer(before, now)) if now else {}
    same = dialog.endring == before.endring
    if dialog.endring > before.endring or (same and not changes):
        return []
    count = f"«endring» er {dialog.endring}"
    count += f", som i {navn}." if same else f" og var {before.endring} i {navn}."
    if changes:
        what = stor_forbokstav(oppramsing(list(changes.values())))
        message = f"{what}, men {count}"
        remedy = f"Skriv endring: {higher}, ellers blir møtet stående som før i kalenderne."
    else:
        message = count
        remedy = f"Skriv endring: {before.endring}; kalenderne bryr seg ikke om et lavere tall."
    key = next(iter(changes), "endring")
    return [files.runde.problem((*path, key), message, f"{remedy} {unsent}")]


def _endringer(before: _Møte, now: _Møte) -> Iterator[tuple[str, str]]:
    """What has changed in a meeting: the key where it stands, and in words."""
    if before[:2] != now[:2]:
        key = "dato" if before.start.date() != now.start.date() else "tidsramme"
        yield key, f"møtet er flyttet fra {before.tid()} til {now.tid()}"
    if before.sted != now.sted:
        old, new = (f"«{_på_linje(m.sted)}»" if m.sted else "ingenting" for m in (before, now))
        yield "sted", f"stedet er endret fra {old} til {new}"
    if before.avlyst != now.avlyst:
        yield "avlyst", "møtet er avlyst" if now.avlyst else "møtet er ikke lenger avlyst"
