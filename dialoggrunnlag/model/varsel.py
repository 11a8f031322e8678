"""How long before a meeting people are reminded of it: «1 dag», «1 uke», «2 timer og 30 min».

«1 uke og 1 dag» may be one reminder or two, so hours alone can have minutes with them.
"""

import re
from typing import Any

from ..errors import InvalidError

_ANTALL = r"[0-9]{1,4}|eit|ett|et|en|ei"
_TIMER, _MIN = r"timer?|timar|t", r"minutter|minutt|min"
_ENHET = rf"uker?|veker?|dager|dagar|dag|døgn|{_TIMER}|{_MIN}"
_OG_MINUTTER = rf"(?:{_ANTALL})\s*(?:{_TIMER})\.?(?:\s+og)?\s+(?:{_ANTALL})\s*(?:{_MIN})\.?"
VARSEL = rf"(?:{_OG_MINUTTER}|(?:{_ANTALL})\s*(?:{_ENHET})\.?)(?:\s+før)?"
_MINUTTER = {"uke": 10080, "veke": 10080, "dag": 1440, "døgn": 1440, "t": 60, "min": 1}
_LENGST = 366 * 1440  # minutes; more is a slip of the pen
_LENGSTE_TEKST = 100  # characters; more is no duration, and would keep the pattern busy
RÅD = "Skriv for eksempel 1 dag, 2 timer eller 1 uke; flere slik: [1 uke, 1 dag]."


def les_varsel(value: Any) -> int | None:
    """The minutes of one reminder, None for an empty one; raises InvalidError."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise InvalidError("Et varsel er en tekst.", RÅD)
    text = value.strip()
    if len(text) > _LENGSTE_TEKST or not re.fullmatch(VARSEL, text, re.IGNORECASE):
        kort = text if len(text) <= _LENGSTE_TEKST else f"{text[:40]} …"
        raise InvalidError(f"«{kort}» er ikke hvor lenge før møtet varselet kommer.", RÅD)
    minutter = 0
    for antall, enhet in re.findall(rf"({_ANTALL})\s*({_ENHET})", text.casefold()):
        minutter += (int(antall) if antall.isdecimal() else 1) * _minutter_i(enhet)
    if minutter > _LENGST:
        raise InvalidError(f"«{text}» er mer enn et år før møtet.", RÅD)
    return minutter


def _minutter_i(enhet: str) -> int:
    return next(tall for navn, tall in _MINUTTER.items() if enhet.startswith(navn))
