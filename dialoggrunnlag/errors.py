"""Errors that a person can act on: file, place, what is wrong, what to do."""

from __future__ import annotations

import re
from functools import lru_cache
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable


# What to do about a file of the project that is gone
FETCH = "Hent filen tilbake med git, eller spør den som satte opp prosjektet."

_LONGEST = 600  # characters of a message
_COMPARED = 20  # candidates that are compared letter by letter; it takes 20 µs each
_LONGEST_NAME = 200  # characters; nobody misspells more
_REMEMBERED = 20_000  # texts: a thousand misspelt names are compared with a thousand others
_LETTERS_A_SLIP = 4  # in which one slip is likely; more would make another word of it
_SHORTEST_NAME, _SHORTEST_COMPOUND = 3, 5  # letters of a part that tells the whole


class InvalidError(ValueError):
    """A value that isn't what its field wants: a sentence each for what and for the remedy."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class Problem(NamedTuple):
    """One thing that is wrong, and where.

    ``file`` is as the user would write it; ``line`` and ``column`` count from 1 (0: the
    whole file), and ``source`` is that line; ``path`` is the place among the YAML keys. In a
    Word document ``place`` says where, and ``tag`` is what stands there. A ``warning`` stops
    nothing. ``example`` are the lines that should stand there, as they should be indented.
    ``check`` is the name of the check that found it.
    """

    message: str
    remedy: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    path: str = ""
    place: str = ""
    tag: str = ""
    source: str = ""
    warning: bool = False
    example: str = ""
    check: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        where = ", ".join(bit for bit in (where, self.place) if bit)
        head = "".join(f"{bit}: " for bit in (where, self.path, self.tag) if bit)
        message = self.message
        if len(message) > _LONGEST:  # somebody's whole text stands in it
            message = f"{message[: _LONGEST // 2]} … {message[-_LONGEST // 4 :]}"
        return f"{head}{message}" + (f" {self.remedy}" if self.remedy else "")


class DialogError(Exception):
    """Something in data, templates or files was wrong; every problem at once."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class UsageError(DialogError):
    """The command was used wrongly: an unknown school, round or document kind."""

    exit_code = 2

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__([Problem(message, remedy)])


def code_point(character: str) -> str:
    """A character that nobody sees, as messages name it: «U+001B»."""
    return f"U+{ord(character):04X}"


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """Norwegian suggestion of the likeliest spelling, or an empty string."""
    meant = likeliest(name, list(candidates))
    return f"Mente du «{meant}»?" if meant else ""


def likeliest(name: str, candidates: Collection[str]) -> str:
    """The candidate that somebody who wrote ``name`` meant, where it is likely; else nothing.

    It is one that differs by case, æ, ø, å or what stands between the words alone; else by the
    fewest slips of a finger; else the only one that the name is a part of, or that is a part of
    the name.
    """
    if len(name) > _LONGEST_NAME:
        return ""
    folds: tuple[Callable[[str], str], ...] = (_folded, _with_pairs, _without_norwegian)
    folded: list[tuple[str, dict[str, str]]] = []
    for fold in folds:
        pair = fold(name), {fold(candidate): candidate for candidate in candidates}
        if pair not in folded:  # without æ, ø and å they are all the same
            folded.append(pair)
    for written, by_folded in folded:
        if written in by_folded:
            return by_folded[written]
    for written, by_folded in folded:
        near = _nearest(written, by_folded)
        if near:
            return by_folded[near]
    parts = [candidate for candidate in candidates if _is_part(name, candidate)]
    return parts[0] if len(parts) == 1 else ""


def _nearest(name: str, candidates: Collection[str]) -> str:
    """The candidate that is the fewest slips away, if they are few for so long a word."""
    nearest, fewest = "", _LONGEST_NAME
    as_long = [one for one in candidates if abs(len(name) - len(one)) <= _allowed(name, one)]
    for candidate in _most_in_common(name, as_long):
        slips = _slips(name, candidate)
        if slips <= _allowed(name, candidate) and slips < fewest:
            nearest, fewest = candidate, slips
    return nearest


def _allowed(name: str, candidate: str) -> int:
    """How many slips are likely in words of that length."""
    length = max(len(name), len(candidate))
    return max(1, length // _LETTERS_A_SLIP) if length >= _SHORTEST_NAME else 0


def _slips(name: str, candidate: str) -> int:
    """How many letters are left out, added, mistaken or swapped with the next one.

    (Optimal string alignment.) Hardly anybody mistakes the first letter: that counts as two.
    """
    before: list[int] = []
    above = list(range(len(candidate) + 1))
    for row, letter in enumerate(name, 1):
        current = [row]
        for column, other in enumerate(candidate, 1):
            mistaken = above[column - 1] + (letter != other)
            fewest = min(above[column] + 1, current[column - 1] + 1, mistaken)
            has_two = row > 1 and column > 1
            if has_two and letter == candidate[column - 2] and other == name[row - 2]:
                fewest = min(fewest, before[column - 2] + 1)  # swapped
            current.append(fewest)
        before, above = above, current
    return above[-1] + (name[:1] != candidate[:1])


def _is_part(name: str, candidate: str) -> bool:
    """Whether one is a word of the other, its beginning, or a compound's last word."""
    name, candidate = name.casefold(), candidate.casefold()
    if len(candidate) > 1 and candidate in _words(name):
        return True
    if len(name) >= _SHORTEST_NAME and name in _words(candidate):
        return True
    if len(name) >= _SHORTEST_NAME and candidate.startswith(name):  # tid for tidsramme
        return True
    if len(name) >= _SHORTEST_COMPOUND and candidate.endswith(name):  # rådgiver
        return True
    ending = len(name) - len(candidate)  # stedet, lenkene
    return len(candidate) >= _LETTERS_A_SLIP and ending in (1, 2, 3) and name.startswith(candidate)


@lru_cache(maxsize=_REMEMBERED)
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.split(r"[\W_]+", text))


def _most_in_common(name: str, candidates: Collection[str]) -> Collection[str]:
    """The candidates that have the most in common with the name, where there are many."""
    if len(candidates) <= _COMPARED:
        return candidates
    pairs = _pairs(name)

    def likeness(candidate: str) -> float:
        own = _pairs(candidate)
        return len(pairs & own) / (len(pairs) + len(own))

    return nlargest(_COMPARED, candidates, likeness)


@lru_cache(maxsize=_REMEMBERED)
def _pairs(text: str) -> frozenset[str]:
    """The pairs of letters in a text, its ends included, for a rough but cheap comparison."""
    text = f"\n{text[:_LONGEST_NAME]}\n"
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


@lru_cache(maxsize=_REMEMBERED)
def _folded(text: str) -> str:
    """The text in any case, whatever stands between its words."""
    return re.sub(r"[\s_-]+", " ", text.casefold()).strip()


@lru_cache(maxsize=_REMEMBERED)
def _with_pairs(text: str) -> str:
    """The text as addresses have it: ae, oe and aa."""
    return _folded(text).replace("å", "aa").replace("ø", "oe").replace("æ", "ae")


@lru_cache(maxsize=_REMEMBERED)
def _without_norwegian(text: str) -> str:
    """The text as somebody without æ, ø and å on the keyboard writes it."""
    return _folded(text).replace("å", "a").replace("ø", "o").replace("æ", "ae")
