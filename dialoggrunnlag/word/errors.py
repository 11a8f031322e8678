"""What can be wrong with a Word template, and where in the document it is."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

_COMPARED = 20  # candidates that are compared letter by letter; it takes 20 µs each
_LONGEST = 200  # characters; nobody misspells more


class Place(NamedTuple):
    """Where in a Word document something stands, as a person would look for it.

    Numbers count from 1; 0 means that the number does not apply. ``part`` is empty in the
    body and otherwise the Norwegian name of the part ('topptekst', 'bunntekst' …).
    """

    part: str = ""
    heading: str = ""
    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        bits = [self.part] if self.part else []
        if self.table:
            bits += [f"tabell {self.table}", *[f"rad {self.row}"] * bool(self.row)]
            bits += [f"kolonne {self.column}"] if self.column else []
        elif self.paragraph:
            bits.append(f"avsnitt {self.paragraph}")
        where = ", ".join(bits)
        return f"{where} (under «{self.heading}»)" if self.heading else where


class TemplateProblem(NamedTuple):
    """One thing that is wrong in a template: a sentence each for what and for the remedy.

    A ``warning`` stops nothing.
    """

    message: str
    remedy: str = ""
    template: str = ""
    place: Place = Place()
    tag: str = ""
    turns: tuple[str, ...] = ()
    warning: bool = False

    @property
    def where(self) -> str:
        """File and place, joined as a person reads them."""
        return ", ".join(bit for bit in (self.template, str(self.place), *self.turns) if bit)

    def __str__(self) -> str:
        head = self.where + ": " if self.where else ""
        tag = self.tag + ": " if self.tag else ""
        return f"{head}{tag}{self.message}" + (f" {self.remedy}" if self.remedy else "")


class TemplateError(Exception):
    """A template that can't be used, or values it can't be filled with; every problem at once."""

    def __init__(self, problems: Iterable[TemplateProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """Norwegian suggestion of the likeliest spelling, or an empty string.

    Case is ignored; a candidate that differs only by it always counts as near.
    """
    if len(name) > _LONGEST:
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
    text = f"\n{text[:_LONGEST]}\n"
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def _without_norwegian(text: str) -> str:
    """The text as somebody without æ, ø and å on the keyboard writes it."""
    return text.casefold().replace("å", "a").replace("ø", "o").replace("æ", "ae")
