"""An exported calendar's bytes → its parts with the lines that say when; all other lines are left.

Titles, places, descriptions, notes and other people's addresses are never cut out of the bytes:
the expression below passes over every line that it doesn't name. Nothing is decoded either, so
that it is the same in which encoding the text stands.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import merge
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ..errors import InvalidError

OSLO = ZoneInfo("Europe/Oslo")  # where a time is that doesn't say where

# What is read of a calendar; the owner's own answer comes beside it, see _eierens_svar
_NAVN = (
    *(b"BEGIN", b"END", b"UID", b"SEQUENCE", b"DTSTART", b"DTEND", b"DURATION"),
    *(b"RRULE", b"RDATE", b"EXDATE", b"RECURRENCE-ID", b"TRANSP", b"STATUS", b"FREEBUSY"),
    *(b"X-MICROSOFT-CDO-BUSYSTATUS", b"X-MICROSOFT-CDO-ALLDAYEVENT"),
    b"X-APPLE-TRAVEL-DURATION",
    *(b"X-CLIPSTART", b"X-CLIPEND", b"TZID", b"TZOFFSETFROM", b"TZOFFSETTO"),
)
_FORBOKSTAVER = bytes(sorted({navn[0] for navn in _NAVN}))  # most lines have others
_LEST = re.compile(
    rb"^(?=[" + _FORBOKSTAVER + rb"])(" + b"|".join(_NAVN) + rb")(;[^\n]*)?:([^\n]*)",
    re.MULTILINE | re.IGNORECASE,
)
_ADRESSE = rb"[^\s<>\"@:;,]+@[^\s<>\"@:;,]+"
_EIER = re.compile(
    rb"^(?:X-OWNER\b[^\n]*:mailto:|X-WR-CALNAME:(?:mailto:)?)(" + _ADRESSE + rb")[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)

_STØRST = 100_000_000  # bytes; ten years with all their descriptions are a tenth of it
_FLEST_LINJER = 500_000  # that are read; a busy person's ten years have less than a tenth
_DYPEST = 10  # parts within parts; calendars have three

EKSPORTER = "Eksporter kalenderen på nytt."
_EKSPORTER_MINDRE = "Eksporter bare den tiden runden gjelder, og uten vedlegg."


class Uleselig(Exception):  # noqa: N818 - it tells of a line
    """Something that can't be read, and its place among the unfolded lines; never what it says."""

    def __init__(self, hva: str, sted: int) -> None:
        super().__init__(hva)
        self.hva = hva
        self.sted = sted


class Linje(NamedTuple):
    """A line: what stands between its name and its value, its value, and where it begins."""

    hode: bytes
    verdi: bytes
    sted: int

    def parameter(self, navn: bytes) -> bytes:
        """What the line says about its value, such as its time zone; nothing where it doesn't."""
        funnet = re.search(rb';%s=(?:"([^"]*)"|([^;]*))' % navn, self.hode, re.IGNORECASE)
        return (funnet[1] or funnet[2] or b"").strip() if funnet else b""


@dataclass
class Del:
    """A part of a calendar: an event, a time zone … with its lines by name."""

    navn: bytes
    sted: int
    linjer: dict[bytes, list[Linje]] = field(default_factory=dict)
    deler: list["Del"] = field(default_factory=list)

    def alle(self, navn: bytes) -> list[Linje]:
        """The lines with that name."""
        return self.linjer.get(navn, [])

    def eneste(self, navn: bytes) -> Linje | None:
        """The line with that name; two of them contradict each other."""
        linjer = self.alle(navn)
        if len(linjer) > 1:
            raise Uleselig("en slik linje står alt i den samme hendelsen.", linjer[1].sted)
        return linjer[0] if linjer else None

    def ord(self, navn: bytes) -> bytes:
        """The word in the line with that name, in capitals; nothing where there is none."""
        linjer = self.alle(navn)
        return linjer[0].verdi.upper() if linjer else b""

    def deler_med_navn(self, navn: bytes) -> list["Del"]:
        """The parts of this one with that name."""
        return [en for en in self.deler if en.navn == navn]


def brettet_ut(data: bytes) -> bytes:
    """The file with each of its lines on one line: places in a calendar are counted in this."""
    if len(data) > _STØRST:
        message = f"Kalenderfilen er på mer enn {_STØRST // 1_000_000} MB."
        raise InvalidError(message, _EKSPORTER_MINDRE)
    tekst = _med_linjeskift(data)
    for fortsettelse in (b"\n ", b"\n\t"):  # a line goes on where the next begins with white space
        tekst = tekst.replace(fortsettelse, b"")
    return tekst


def les_deler(tekst: bytes) -> list[Del]:
    """The calendars of a file, whose lines are as ``brettet_ut`` gives them.

    Raises InvalidError for what is no calendar or not all of one, Uleselig for a damaged place.
    """
    _se_at_det_er_tekst(tekst)
    kalendere: list[Del] = []
    åpne: list[Del] = []
    for navn, linje in _linjer(tekst):
        if navn == b"BEGIN":
            _begynn(linje, åpne, kalendere)
        elif navn == b"END":
            _avslutt(linje, åpne)
        elif åpne:
            åpne[-1].linjer.setdefault(navn, []).append(linje)
    if not kalendere:
        message = "Filen er ikke en kalender: «BEGIN:VCALENDAR» mangler."
        raise InvalidError(message, "Eksporter kalenderen som en .ics-fil.")
    if åpne:
        message = "Kalenderen er ikke hel: den slutter før «END:VCALENDAR»."
        raise InvalidError(message, EKSPORTER)
    return kalendere


def linjenummer(data: bytes, tekst: bytes, sted: int) -> int:
    """The number in the file of the line that is at a place among the unfolded ones."""
    foran = tekst.count(b"\n", 0, sted)
    nummer = 0
    for linje in _med_linjeskift(data).split(b"\n"):
        nummer += 1
        if nummer > 1 and linje.startswith((b" ", b"\t")):
            continue
        if foran == 0:
            break
        foran -= 1
    return nummer


def _med_linjeskift(data: bytes) -> bytes:
    """The bytes as one byte a letter, without a mark in front, and with lines that end."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    data = data.removeprefix(codecs.BOM_UTF8)
    return data.replace(b"\r\n", b"\n") if b"\n" in data else data.replace(b"\r", b"\n")


def _linjer(tekst: bytes) -> Iterator[tuple[bytes, Linje]]:
    """The lines that are read with their names, in the calendar's order."""
    lest = merge(_navngitte(tekst), _eierens_svar(tekst), key=_sted)
    for antall, (navn, linje) in enumerate(lest):
        if antall == _FLEST_LINJER:
            raise InvalidError("Kalenderen har for mange hendelser til å leses.", _EKSPORTER_MINDRE)
        yield navn, linje


def _navngitte(tekst: bytes) -> Iterator[tuple[bytes, Linje]]:
    """The lines that are called for by name.

    A head reaches to the last colon: a time zone's name may hold one (tzone://Microsoft/Utc),
    and no value after a head that is read does.
    """
    for match in _LEST.finditer(tekst):
        yield match[1].upper(), Linje(match[2] or b"", match[3].strip(), match.start())


def _eierens_svar(tekst: bytes) -> Iterator[tuple[bytes, Linje]]:
    """The owner's own lines among the events' attendees, where it can be known who that is.

    A calendar of Google's is called by its owner's address, and Outlook's says whose it is. Lines
    that don't end with this address are not looked at. (Found by hand: an expression with the
    address in it would stay among those that Python remembers.)
    """
    eiere: set[bytes] = {eier.lower() for eier in _EIER.findall(tekst)}
    if len(eiere) != 1:
        return
    tekst_i_små = tekst.lower()
    adressen = b":mailto:" + eiere.pop() + b"\n"
    slutter = tekst_i_små.find(adressen)
    while slutter >= 0:
        begynner = tekst_i_små.rfind(b"\n", 0, slutter) + 1
        if tekst_i_små.startswith(b"attendee;", begynner):
            hode = tekst[begynner + len(b"attendee") : slutter]
            yield b"ATTENDEE", Linje(hode, b"", begynner)
        slutter = tekst_i_små.find(adressen, slutter + 1)


def _sted(funnet: tuple[bytes, Linje]) -> int:
    return funnet[1].sted


def _begynn(linje: Linje, åpne: list[Del], kalendere: list[Del]) -> None:
    ny = Del(linje.verdi.upper(), linje.sted)
    if len(åpne) == _DYPEST:
        raise Uleselig("kalenderen er skadet: for mange deler ligger i hverandre.", linje.sted)
    if not åpne and ny.navn != b"VCALENDAR":
        raise Uleselig("kalenderen er skadet: en del av den begynner utenfor den.", linje.sted)
    if len(åpne) > 1 and ny.navn in {b"VEVENT", b"VFREEBUSY", b"VCALENDAR"}:
        raise Uleselig("kalenderen er skadet: hendelsen foran er ikke avsluttet.", linje.sted)
    (åpne[-1].deler if åpne else kalendere).append(ny)
    åpne.append(ny)


def _avslutt(linje: Linje, åpne: list[Del]) -> None:
    if not åpne or åpne[-1].navn != linje.verdi.upper():
        raise Uleselig("kalenderen er skadet: noe avsluttes som ikke er begynt.", linje.sted)
    åpne.pop()


def _se_at_det_er_tekst(tekst: bytes) -> None:
    """Refuse what is no calendar, before any line that looks like one is told of."""
    begynnelse = tekst[:1000].lstrip().lower()
    if not begynnelse:
        raise InvalidError("Kalenderfilen er tom.", EKSPORTER)
    if begynnelse.startswith(b"pk\3\4"):
        message = "Filen er en zip-fil, ikke en kalender."
        raise InvalidError(message, "Pakk den ut, og bruk .ics-filen som ligger i den.")
    if begynnelse.startswith((b"<!doctype", b"<html")):
        message = "Filen er en nettside, ikke en kalender."
        raise InvalidError(message, "Logg inn, og last ned .ics-filen på nytt.")
