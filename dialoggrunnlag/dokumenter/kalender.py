"""The dialogues as calendars: what stands in them, and who is asked (RFC 5546).

A calendar program knows a meeting again by its UID and takes the file with the highest SEQUENCE.
So the UID follows from round and school alone, SEQUENCE is the dialogue's ``endring``, and a
meeting that moves under the same ``endring`` is refused (flyttinger.py): it would stay where it
was in people's calendars.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..errors import DialogError, Problem
from ..innhold.grunnlag import Grunnlag
from ..reading.datafiler import Datafiler
from .epost import Person
from .moter import Hendelse, Møte, møtet, på_linje, ren, tidsstempel, uid


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


def skolens_kalender(files: Datafiler, skole_id: str, content: Grunnlag) -> bytes:
    """One school's calendar; empty where the dialogue has no date.

    Where the office and somebody who takes part have addresses it is a meeting request (or its
    cancellation), which mail programs show with buttons for answering and which moves the
    meeting they have; else it is published, for whoever wants to put it into a calendar. Raises
    DialogError for a dialogue that can't be put into one.
    """
    møte = møtet(files, skole_id, content)
    if møte is None:
        return b""
    hendelse = _hendelse(content, møte)
    inviterte = tuple(_inviterte(content))
    if not (inviterte and hendelse.fra):
        return _som_ics("PUBLISH", [hendelse])  # which must not have attendees (RFC 5546, 3.2.1)
    method = "CANCEL" if møte.avlyst else "REQUEST"
    return _som_ics(method, [hendelse._replace(til=inviterte)])


def rundens_kalender(files: Datafiler, contents: Mapping[str, Grunnlag]) -> bytes:
    """The calendar of all the dialogues in ``contents``, for the office; empty without dates.

    Raises DialogError with every dialogue that can't be put into one.
    """
    møter: list[tuple[Møte, str]] = []
    problems: list[Problem] = []
    for skole_id, content in contents.items():
        try:
            møte = møtet(files, skole_id, content)
        except DialogError as error:
            problems += error.problems
        else:
            if møte:
                møter.append((møte, skole_id))
    if problems:
        raise DialogError(problems)
    if not møter:
        return b""
    hendelser = [_hendelse(contents[skole_id], møte) for møte, skole_id in sorted(møter)]
    return _som_ics("PUBLISH", hendelser, f"Utviklingsdialoger {files.datasett.runde.år}")


def _som_ics(method: str, hendelser: Iterable[Hendelse], navn: str = "") -> bytes:
    # a library that is loaded only where there is something to write with it
    from .ical import som_ics

    return som_ics(method, hendelser, navn)


def metode(data: bytes) -> str:
    """The METHOD of a calendar (RFC 5546)."""
    method = re.search(rb"^METHOD:([A-Z]+)\r$", data, re.MULTILINE)
    return method[1].decode() if method else "PUBLISH"


def _hendelse(content: Grunnlag, møte: Møte) -> Hendelse:
    """The meeting without those who are asked to come."""
    off = "Avlyst: " if møte.avlyst else ""
    kontor = content.skoleeier
    return Hendelse(
        uid=uid(content.runde.år, content.skole.id),
        tidsstempel=tidsstempel(content),
        møte=møte,
        tittel=på_linje(f"{off}Utviklingsdialog {content.runde.år} – {content.skole.kortnavn}"),
        beskrivelse=ren("\n".join(_beskrivelse(content))),
        fra=Person(på_linje(kontor.kontor), kontor.epost) if kontor.epost else None,
    )


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


def _inviterte(content: Grunnlag) -> Iterator[Person]:
    """Those who get the meeting, each address once, with the name where it is known."""
    kjente = {(content.skoleeier.epost or "").casefold(), ""}
    people = [*content.dialog.deltakere, *content.dialog.fra_skoleeier]
    people.sort(key=lambda person: not person.navn)
    adresser = [(person.epost, person.navn or person.rolle or "") for person in people]
    kontakt = content.skole.kontakt
    adresser.append((kontakt.epost, kontakt.navn or content.skole.kortnavn))
    for epost, navn in adresser:
        if epost and epost.casefold() not in kjente:
            kjente.add(epost.casefold())
            yield Person(på_linje(navn), epost)
