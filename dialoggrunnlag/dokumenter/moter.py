"""A dialogue as the meeting in people's calendars: when and where, and what it is known by."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

from ..errors import Problem
from ..innhold.grunnlag import Grunnlag
from ..model.norsk import Dato, Målform
from ..reading.datafiler import Datafiler

PRODID = "-//dialoggrunnlag//"  # what that of all our calendars begins with
# What the meeting was before it was last changed stands in its calendar as the same properties by
# names of our own, which other programs pass over (RFC 5545, 3.8.8.2)
FORRIGE = "X-DIALOG-FORRIGE-"
FØRSTE_ÅR = 1997  # the first whole year of the time zone's rules in ical.py
PÅ_NETT = "Møte på nett"  # the place of a meeting that has no other, in both written languages
_NAVNEROM = UUID("7d3bcd54-52a6-5b0c-9a2e-0f6f2c1d7b15")  # once chosen, never changed
_STYRETEGN = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


class Person(NamedTuple):
    """Somebody with an address; the name may be empty."""

    navn: str
    epost: str


class Møte(NamedTuple):
    """What of a dialogue a calendar goes by; the times are Norwegian clocks'.

    ``sted`` and ``møtelenke`` are empty where there is none. ``forrige`` is the meeting as people
    were told of it last, under a lower ``endring``; its own ``forrige`` isn't kept.
    """

    start: datetime
    slutt: datetime
    sted: str
    møtelenke: str
    avlyst: bool
    endring: int
    forrige: "Møte | None" = None

    def tid(self, målform: Målform = "bokmål") -> str:
        """«tirsdag 3. november 2015 kl. 10:00–14:00»."""
        dato = Dato(self.start.date()).i(målform)
        return f"{dato} kl. {self.start:%H:%M}–{self.slutt:%H:%M}"


class Hendelse(NamedTuple):
    """All that a calendar says of a meeting, and who is asked to it by whom.

    ``varsler`` are how many minutes before it people are reminded. One that is ``foreløpig`` is
    proposed, and nobody has been told.
    """

    uid: str
    tidsstempel: datetime
    møte: Møte
    tittel: str
    beskrivelse: str
    fra: Person | None
    til: tuple[Person, ...] = ()
    varsler: tuple[int, ...] = ()
    foreløpig: bool = False


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


def hindringer(files: Datafiler, skole_id: str) -> list[Problem]:
    """Why a school's dialogue can't be put into a calendar."""
    dialog = files.datasett.runde.dialoger[skole_id]
    path = ("dialoger", skole_id)
    if dialog.avlyst and not dialog.dato:
        message = "En avlyst dialog må beholde datoen; ellers blir møtet stående i kalenderne."
        remedy = "Sett datoen tilbake, eller ta bort «avlyst»."
        return [files.runde.problem((*path, "avlyst"), message, remedy)]
    if dialog.dato and dialog.dato.dag.year < FØRSTE_ÅR:
        message = f"Kalenderen kjenner ikke sommertiden før {FØRSTE_ÅR}."
        return [files.runde.problem((*path, "dato"), message, "Rett året.")]
    return []


def møtet(
    files: Datafiler, skole_id: str, content: Grunnlag, sist: Møte | None = None
) -> Møte | None:
    """The meeting that a calendar gets, of a dialogue that has a date and no ``hindringer``.

    ``sist`` is the meeting as the last calendar has it.
    """
    dato = files.datasett.runde.dialoger[skole_id].dato
    if dato is None:
        return None
    sted, møtelenke = ren(content.dialog.sted or ""), content.dialog.møtelenke or ""
    if møtelenke and sted == PÅ_NETT:
        sted = ""  # as it is read back
    return Møte(
        start=datetime.combine(dato.dag, time.fromisoformat(content.tidsramme.start)),
        slutt=datetime.combine(dato.dag, time.fromisoformat(content.tidsramme.slutt)),
        sted=sted,
        møtelenke=møtelenke,
        avlyst=content.dialog.avlyst,
        endring=content.dialog.endring,
        forrige=_forrige(sist, content.dialog.endring),
    )


def _forrige(sist: Møte | None, endring: int) -> Møte | None:
    """The meeting as people were told of it before this ``endring``.

    The last calendar may have been made of the very same data: then it says what was before it,
    so that making it again gives the same one.
    """
    if sist is None or sist.endring > endring:
        return None
    return sist.forrige if sist.endring == endring else sist._replace(forrige=None)


def ren(text: str) -> str:
    """A text as a calendar can hold it: no control characters, and one sort of line end."""
    # «\N» is a line break to a calendar, which no library lets a text have otherwise
    return _STYRETEGN.sub("", re.sub(r"\\(?=[nN])", "/", "\n".join(text.splitlines())))


def på_linje(text: str) -> str:
    """A text as a calendar can hold it, on one line."""
    return " ".join(ren(text).split())
