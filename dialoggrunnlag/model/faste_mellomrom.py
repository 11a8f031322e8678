"""Hard spaces, where Norwegian wants two words on one line: «3. november 2015», «45 min», «§ 5».

Only an ordinary space ever becomes a hard one, beside a number or a word of those listed here. One
that somebody has made hard stays so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from .datoformer import MÅNEDSORD

FAST = "\u00a0"
_KJENTE_TEKSTER = 2048  # the same texts stand in every school's documents
_ENHETER = {  # what a number counts or measures
    *("%", "‰", "°C", "t", "min", "kr", "km", "m", "cm", "mm", "kg", "MB", "GB"),
    *("mill", "mrd", "stk", "kroner", "prosent", "prosentpoeng", "poeng"),
    *("minutt", "minutter", "time", "timer", "timar", "dag", "dager", "dagar"),
    *("uke", "uker", "veke", "veker", "måned", "måneder", "månad", "månader", "år", "årsverk"),
}
_FORAN_TALL = {  # with a full stop or without
    *("ca", "kl", "nr", "tlf", "kap", "pkt", "fig", "tab", "kr", "§", "§§", "uke", "veke"),
    *("side", "kapittel", "punkt", "tabell", "figur", "klokken", "klokka"),
}
_TIMER = {"t", "time", "timer", "timar"}
_TEGN_FORAN, _TEGN_ETTER = "(«[", ".,;:!?)»]"
_TELEFON = r"\b[0-9]{2}(?: [0-9]{2}){3}\b"


def faste_mellomrom(text: object) -> str:
    """The text with hard spaces; nothing else of it is changed."""
    return _med_faste(str(text))


def vanlige_mellomrom(text: str) -> str:
    """A text as it was before ``faste_mellomrom``; other hard spaces are somebody's own."""
    if FAST not in text:
        return text
    vanlig = text.replace(FAST, " ")
    tegn = []
    for eget, vanlige, fast in zip(text, vanlig, faste_mellomrom(vanlig), strict=True):
        tegn.append(vanlige if fast == FAST else eget)
    return "".join(tegn)


@lru_cache(_KJENTE_TEKSTER)
def _med_faste(text: str) -> str:
    biter = re.split(r"(\s)", text)  # a word, what stands after it, the next word …
    ordene = biter[::2]
    for nummer in range(len(ordene) - 1):
        if biter[2 * nummer + 1] == " " and _hører_sammen(ordene, nummer):
            biter[2 * nummer + 1] = FAST
    return "".join(biter)


def _hører_sammen(ordene: Sequence[str], nummer: int) -> bool:
    """Whether a word and the next one belong on the same line."""
    foran = ordene[nummer].lstrip(_TEGN_FORAN)
    etter = ordene[nummer + 1].rstrip(_TEGN_ETTER)
    if etter[:1].isdecimal():
        return _foran_tall(foran, etter) or _i_samme_tall(ordene, nummer, foran, etter)
    if foran[-1:].isdecimal():
        return etter in _ENHETER or etter == "vgs"
    if foran[:-1].isdecimal() and foran.endswith("."):
        return etter.lower() in MÅNEDSORD  # 3. november
    if etter in ("vgs", "eks"):
        return foran == "f." if etter == "eks" else foran[-1:].isalpha()
    return foran == "St." and etter[:1].isupper()


def _foran_tall(foran: str, tall: str) -> bool:
    """Whether a word before a number is one that says what the number is."""
    ordet = foran.lower().removesuffix(".")
    if len(tall) == 4 and tall.isdecimal() and ordet in MÅNEDSORD:  # noqa: PLR2004 - a year
        return True
    return ordet in _FORAN_TALL or foran == "s."


def _i_samme_tall(ordene: Sequence[str], nummer: int, foran: str, etter: str) -> bool:
    """Whether digits go on: «150 000», «32 00 00 00», «900 00 000», «+47 32», «1 time 45 min»."""
    neste = "".join(ordene[nummer + 2 : nummer + 3]).rstrip(_TEGN_ETTER)
    if foran in _TIMER:
        return neste.startswith("min")
    if not foran.removeprefix("+").isdecimal():
        return False
    lengder = len(foran), len(etter), len(neste)
    if foran.startswith("+") or lengder == (3, 2, 3):
        return True
    if lengder[:2] == (2, 2):
        return re.search(_TELEFON, " ".join(ordene[max(0, nummer - 2) : nummer + 4])) is not None
    return etter.isdecimal() and lengder[0] <= 3 and lengder[1] == 3  # noqa: PLR2004 - thousands
