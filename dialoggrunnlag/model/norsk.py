"""Norwegian text in both written languages: dates, lists, what things are called, first letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, Self, get_args

from ..errors import InvalidError
from .datoformer import UKEDAGER, les_dag, skrevet

Målform = Literal["bokmål", "nynorsk"]
MÅLFORMER: tuple[Målform, ...] = get_args(Målform)
SPRÅKKODER: dict[str, str] = {"bokmål": "nb-NO", "nynorsk": "nn-NO"}


class Møteord(NamedTuple):
    """A meeting, the meeting and meetings, each as it stands within a sentence."""

    møte: str
    møtet: str
    møter: str


# What the meetings and skoleeier are called where a project says nothing
MØTEORD: dict[Målform, Møteord] = {
    "bokmål": Møteord("utviklingsdialog", "utviklingsdialogen", "utviklingsdialoger"),
    "nynorsk": Møteord("utviklingsdialog", "utviklingsdialogen", "utviklingsdialogar"),
}
SKOLEEIER: dict[Målform, str] = {"bokmål": "skoleeier", "nynorsk": "skuleeigar"}

# The days that have another name in nynorsk, where they are written.
_PÅ_NYNORSK = {"mandag": "måndag", "tirsdag": "tysdag", "lørdag": "laurdag"}
_VIST = 60  # characters of a text that a message shows
_KILOBYTE, _MEGABYTE = 1_000, 1_000_000
_VEKTER = (3, 2, 7, 6, 5, 4, 3, 2)


@dataclass(frozen=True, slots=True, order=True)
class Dato:
    """A date; written «tirsdag 3. november 2015»."""

    dag: date

    @classmethod
    def les(cls, text: str, rundens_år: int | None = None) -> Dato:
        """Read a date in any of the forms that Norwegians write; raises InvalidError.

        A year of two digits is read where it is ``rundens_år`` or one of its neighbours.
        """
        return cls(les_dag(text, rundens_år))

    @property
    def ukedag(self) -> str:
        """The day of the week: «tirsdag»."""
        return UKEDAGER[self.dag.weekday()]

    @property
    def kort(self) -> str:
        """The date without its weekday: «3. november 2015»."""
        return skrevet(self.dag)

    def i(self, målform: Målform) -> str:
        """The date as it is written in a målform: «tysdag 3. november 2015»."""
        if målform == "bokmål":
            return str(self)
        return f"{_PÅ_NYNORSK.get(self.ukedag, self.ukedag)} {self.kort}"

    def __str__(self) -> str:
        return f"{self.ukedag} {self.kort}"


def les_organisasjonsnummer(text: str) -> str:
    """Nine digits with a right check digit (modulo 11); raises InvalidError.

    Source: Brønnøysundregistrene, «Organisasjonsnummeret».
    """
    digits = re.sub(r"\s", "", text)
    if not re.fullmatch(r"[0-9]{9}", digits):
        raise InvalidError(f"«{text}» er ikke et organisasjonsnummer.", "Skriv ni sifre.")
    total = sum(weight * int(digit) for weight, digit in zip(_VEKTER, digits, strict=False))
    if (11 - total % 11) % 11 != int(digits[8]):
        raise InvalidError(
            f"Organisasjonsnummeret «{text}» har feil kontrollsiffer.",
            "Slå det opp i Enhetsregisteret.",
        )
    return digits


class Målformord(str):
    """A word in nynorsk that is equal to its bokmål as well, so that templates compare alike."""

    __slots__ = ("bokmål",)
    bokmål: str

    def __new__(cls, nynorsk: str, bokmål: str) -> Self:
        """The word as it is written, and as it is compared."""
        word = super().__new__(cls, nynorsk)
        word.bokmål = bokmål
        return word

    def __eq__(self, other: object) -> bool:
        return str.__eq__(self, other) is True or self.bokmål == other

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


def målform_av(språkkode: str) -> Målform:
    """The written language of a text by its language tag: bokmål, unless it says nynorsk."""
    return "nynorsk" if språkkode.casefold().split("-")[0] == "nn" else "bokmål"


def oppramsing(ledd: Iterable[str | None]) -> str:
    """«a, b og c»: the same in both written languages. What is empty is left out."""
    if isinstance(ledd, str):
        return str(ledd)
    tekster = [str(tekst) for tekst in ledd if tekst]
    if len(tekster) < 2:  # noqa: PLR2004 - «og» stands between two
        return "".join(tekster)
    return f"{', '.join(tekster[:-1])} og {tekster[-1]}"


def foldet(navn: str) -> str:
    """A name as it is compared: any case, composed or decomposed letters, any spaces."""
    return " ".join(unicodedata.normalize("NFC", navn).casefold().split())


def forkortet(text: str) -> str:
    """A text of any length as a message shows it, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= _VIST else f"{line[: _VIST - 1].rstrip()}…"


# What a text begins with that goes on from the sentence before it
_FORTSETTER = re.compile(
    r"(?:med unntak|unntak|unntatt|unnateke|unnatatt|men|fordi|siden|sidan|ettersom|da|så)\b"
)


def som_tillegg(text: str) -> str:
    """A text as it is put to a sentence that has no full stop yet, and gets one afterwards.

    «, med unntak av Ål vgs» goes on from it; «. Skolen har heldagsprøve» is a sentence by itself.
    """
    tillegg = text.strip().removesuffix(".")
    if not tillegg:
        return ""
    return f", {tillegg}" if _FORTSETTER.match(tillegg) else f". {stor_forbokstav(tillegg)}"


def størrelse(antall: int) -> str:
    """A number of bytes as mail programs show it: «34 kB», «1,5 MB», «20 MB»."""
    kilobyte = max(1, round(antall / _KILOBYTE))
    if kilobyte * _KILOBYTE >= _MEGABYTE:
        return f"{antall / _MEGABYTE:.1f} MB".replace(".0 ", " ").replace(".", ",")
    return f"{kilobyte} kB"


def stor_forbokstav(text: object) -> str:
    """The text with its first letter in upper case and the rest as it is (KPS stays KPS)."""
    text = str(text)
    return text[:1].upper() + text[1:]
