"""The meetings as the program's own calendars have them, which people may have been sent.

Only what tells that a meeting has moved is read. The library for calendars takes a tenth of a run
to load, and as long over each meeting as it takes to fill a Word document.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from .moter import FORRIGE, PRODID, PÅ_NETT, Møte

_LEST = re.compile(
    rb"(?:BEGIN|END|UID|(?:%s)?(?:DTSTART|DTEND|SEQUENCE|LOCATION|URL|STATUS))[:;]"
    % FORRIGE.encode()
)
# A name, what is said of the value (in which a colon stands in quotation marks), and the value
_LINJE = re.compile(rb'([A-Z-]+)(?:;(?:[^":]|"[^"]*")*)?:(.*)')
_UID = re.compile(rb"^UID[^:\n]*:(.*)$", re.MULTILINE)
_VÅRE = f"PRODID:{PRODID}".encode()
_BEGYNNER, _SLUTTER = b"BEGIN:VEVENT\n", b"END:VEVENT\n"
_ENDRING = re.compile("[0-9]{1,9}")  # Python itself reads no number of any length
_TEGN = re.compile(r"\\([\\,;:nN])")  # RFC 5545, 3.3.11


def hendelser_i(data: bytes) -> dict[str, bytes]:
    """The meetings of a calendar that this program has made, by UID; none of any other.

    They are as ``møtet_i`` reads them.
    """
    linjer = _brettet_ut(data).split(b"\n")
    er_vår = any(linje.startswith(_VÅRE) for linje in linjer)
    if not er_vår or b"END:VCALENDAR" not in linjer:  # another's, or cut off
        return {}
    lest = b"".join(linje + b"\n" for linje in linjer if _LEST.match(linje))
    hendelser: dict[str, bytes] = {}
    for tekst in lest.split(_BEGYNNER)[1:]:
        uid = _UID.search(tekst)
        if uid:
            hendelser[uid[1].decode(errors="replace")] = tekst.partition(_SLUTTER)[0]
    return hendelser


def _brettet_ut(data: bytes) -> bytes:
    """A calendar with each of its lines on one: it goes on where the next begins with space."""
    tekst = data.replace(b"\r\n", b"\n")
    return tekst.replace(b"\n ", b"").replace(b"\n\t", b"")


@lru_cache(maxsize=1)  # a school's own calendar and the round's mostly say the same
def møtet_i(hendelse: bytes) -> Møte | None:
    """A meeting out of a calendar; one that somebody has edited may say nothing any more."""
    egenskaper = _egenskaper(hendelse)
    forrige: dict[str, str] = {}
    for navn, verdi in egenskaper.items():
        if navn.startswith(FORRIGE):
            forrige[navn.removeprefix(FORRIGE)] = verdi
    møte = _som_møte(egenskaper)
    return møte._replace(forrige=_som_møte(forrige)) if møte else None


def _egenskaper(hendelse: bytes) -> dict[str, str]:
    """What an event says, by name, without its alarms; nothing where a line can't be understood."""
    egenskaper: dict[str, str] = {}
    åpne = 0  # parts of the event that have begun
    for linje in filter(None, hendelse.split(b"\n")):
        lest = _LINJE.fullmatch(linje)
        if lest is None:
            return {}
        navn, verdi = lest[1].decode(), lest[2].decode(errors="replace")
        if navn == "BEGIN":
            åpne += 1
        elif navn == "END":
            åpne -= 1
        elif navn in egenskaper and not åpne:
            return {}
        elif not åpne:
            egenskaper[navn] = verdi
    return {} if åpne else egenskaper


def _som_møte(egenskaper: Mapping[str, str]) -> Møte | None:
    """The meeting that properties tell of; None where they don't."""
    start = _tidspunkt(egenskaper.get("DTSTART", ""))
    slutt = _tidspunkt(egenskaper.get("DTEND", ""))
    endring = egenskaper.get("SEQUENCE", "0")
    if not (start and slutt and _ENDRING.fullmatch(endring)):
        return None
    sted, møtelenke = _tekst(egenskaper.get("LOCATION", "")), _tekst(egenskaper.get("URL", ""))
    if møtelenke and sted == PÅ_NETT:
        sted = ""
    avlyst = egenskaper.get("STATUS") == "CANCELLED"
    return Møte(start, slutt, sted, møtelenke, avlyst, int(endring))


def _tidspunkt(verdi: str) -> datetime | None:
    """When a meeting begins or ends, by Norwegian clocks; None for a day, or what is no time."""
    try:
        return datetime.fromisoformat(verdi).replace(tzinfo=None) if "T" in verdi else None
    except ValueError:
        return None


def _tekst(verdi: str) -> str:
    """A text as it was before it was written into a calendar."""
    return _TEGN.sub(lambda tegn: "\n" if tegn[1] in "nN" else tegn[1], verdi)
