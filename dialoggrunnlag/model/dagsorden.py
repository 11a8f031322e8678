"""The agenda: clock times follow from the start and the minutes, which must add up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from ..errors import InvalidError
from .datoformer import STREKER

# As people write them, in capitals or not
CLOCK = (
    r"(?:kl(?:okka|okken)?\.?\s*)?"
    r"(?:(?P<time_uten_skille>[0-9]{1,2})(?P<minutt_uten_skille>[0-9]{2})"
    r"|(?P<time>[0-9]{1,2})(?:\s*[.:]\s*(?P<minutt>[0-9]{2}))?)"
)
FROM = r"(?:fra|frå|mellom)\s+"
BETWEEN = rf"\s*(?:[{STREKER}—]|\btil\b|\bog\b)\s*"
DURATION = (
    r"(?:(?:inntil|opptil|maks\.?|ca\.?|cirka|omtrent|om lag)\s+)?"
    r"(?:(?P<timer>[0-9]{1,2})\s*(?:t|timer?|timar)\.?(?:\s+og)?)?\s*"
    r"(?:(?P<minutter>[0-9]{1,3})\s*(?:min|minutt|minutter)?\.?)?"
)
_HOURS, _MINUTES = 24, 60
_LONGEST = 100  # characters; more is no time, and would keep the patterns busy
_SHOWN = 40  # characters of what is too long
_DAY = _HOURS * _MINUTES


@dataclass(frozen=True, slots=True, order=True)
class Klokkeslett:
    """A time of day, in minutes after midnight; written 09:00."""

    minutter: int

    @classmethod
    def les(cls, text: str) -> Klokkeslett:
        """Read 0900, 09.00, 09:00, 9 or kl. 09.00; raises InvalidError."""
        match = _match(CLOCK, text)
        if match:
            hour = int(match["time"] or match["time_uten_skille"])
            minute = int(match["minutt"] or match["minutt_uten_skille"] or 0)
            if hour < _HOURS and minute < _MINUTES:
                return cls(60 * hour + minute)
        message = f"«{_kort(text)}» er ikke et klokkeslett."
        raise InvalidError(message, "Skriv for eksempel 09:00.")

    def __add__(self, minutter: int) -> Klokkeslett:
        return Klokkeslett((self.minutter + minutter) % _DAY)

    def __str__(self) -> str:
        return f"{self.minutter // 60:02d}:{self.minutter % 60:02d}"


def les_tidsrom(text: str) -> tuple[Klokkeslett, Klokkeslett]:
    """Read 10:00–14:00, 1000-1400, fra kl. 10.00 til 14.00; raises InvalidError."""
    ends: list[str] = []
    if len(text) <= _LONGEST:
        prefix = re.match(FROM, text.strip(), re.IGNORECASE)
        without = text.strip()[prefix.end() if prefix else 0 :]
        ends = re.split(BETWEEN, without, flags=re.IGNORECASE)
    if len(ends) != 2:  # noqa: PLR2004 - a start and an end
        raise InvalidError(
            f"«{_kort(text)}» er ikke et tidsrom.",
            "Skriv start og slutt, for eksempel 09:00–13:00.",
        )
    return Klokkeslett.les(ends[0]), Klokkeslett.les(ends[1])


def les_varighet(text: str) -> int:
    """Minutes in 45, 45 min, ca. 20 minutter, Inntil 40 min, 1 time 45 min; raises InvalidError."""
    match = _match(DURATION, text)
    if match:
        minutes = 60 * int(match["timer"] or 0) + int(match["minutter"] or 0)
        if 0 < minutes < _DAY:
            return minutes
    message = f"«{_kort(text)}» er ikke en varighet."
    raise InvalidError(message, "Skriv minutter, for eksempel 45 min.")


def _match(pattern: str, text: str) -> re.Match[str] | None:
    if len(text) > _LONGEST:
        return None
    return re.fullmatch(pattern, text.strip(), re.IGNORECASE)


def _kort(text: str) -> str:
    """What of a text a message shows."""
    return text if len(text) <= _LONGEST else f"{text[:_SHOWN].rstrip()} …"


class HarMinutter(Protocol):
    """What takes time: a theme of the agenda, or a part of a theme."""

    @property
    def minutter(self) -> int:
        """How long, in minutes."""


_Post = TypeVar("_Post", bound=HarMinutter)


def fordel(
    start: Klokkeslett, poster: Sequence[_Post]
) -> Iterator[tuple[_Post, Klokkeslett, Klokkeslett]]:
    """Each of ``poster`` with its start and end, one after the other from ``start``."""
    for post in poster:
        slutt = start + post.minutter
        yield post, start, slutt
        start = slutt


RETT_MINUTTENE = "endre minuttene slik at summen stemmer"


def krev_sum(
    poster: Sequence[HarMinutter], minutter: int, hva: str, helhet: str, råd: str = RETT_MINUTTENE
) -> None:
    """Raise InvalidError, which shows the sum, unless ``poster`` fill ``minutter`` exactly."""
    total = sum(post.minutter for post in poster)
    if total == minutter:
        return
    summen = _antall(total)
    if len(poster) > 1:
        terms = " + ".join(str(post.minutter) for post in poster)
        summen = f"{terms} = {summen}"
    difference = abs(total - minutter)
    verb = "for mye" if total > minutter else "for lite"
    raise InvalidError(
        f"{hva} varer {summen}, men {helhet} er på {minutter}.",
        f"Det er {_antall(difference)} {verb}; {råd}.",
    )


def _antall(minutter: int) -> str:
    return f"{minutter} minutt" if minutter == 1 else f"{minutter} minutter"
