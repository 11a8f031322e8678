"""Errors that a person can act on: file, place, what is wrong, what to do."""

from __future__ import annotations

from difflib import get_close_matches
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
    nothing.
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


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """Norwegian suggestion of the likeliest spelling, or an empty string.

    Case is ignored; a candidate that differs only by it always counts as near.
    """
    if len(name) > _LONGEST_NAME:
        return ""
    listed = list(candidates)
    folds: tuple[Callable[[str], str], ...] = (str.casefold, _without_norwegian)
    for fold in folds:
        by_folded = {fold(candidate): candidate for candidate in listed}
        near = get_close_matches(fold(name), _likeliest(fold(name), by_folded), n=1, cutoff=0.6)
        if near:
            return f"Mente du «{by_folded[near[0]]}»?"
    return ""


def _likeliest(name: str, candidates: Collection[str]) -> Collection[str]:
    """The candidates that have the most in common with the name, where there are many."""
    if len(candidates) <= _COMPARED:
        return candidates
    pairs = _pairs(name)

    def likeness(candidate: str) -> float:
        own = _pairs(candidate)
        return len(pairs & own) / (len(pairs) + len(own))

    return nlargest(_COMPARED, candidates, likeness)


@lru_cache(maxsize=20_000)
def _pairs(text: str) -> frozenset[str]:
    """The pairs of letters in a text, its ends included, for a rough but cheap comparison."""
    text = f"\n{text[:_LONGEST_NAME]}\n"
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def _without_norwegian(text: str) -> str:
    """The text as somebody without æ, ø and å on the keyboard writes it."""
    return text.casefold().replace("å", "a").replace("ø", "o").replace("æ", "ae")
