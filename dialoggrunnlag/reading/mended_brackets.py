"""Corrections of brackets that don't fit together, in lists and keys on one line, in each other."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .draft import Correction, Draft, Line, one_line, with_value

NOT_CLOSED = "Klammen som begynner her, er ikke lukket."
_TOO_MANY = "Det står en klamme for mye etter listen."
_NOT_OPENED = "Klammen foran listen mangler."
_CLOSES = {"[": "]", "{": "}"}
_OPENS = {closing: opening for opening, closing in _CLOSES.items()}
_SIGNS = r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[\[\]{}]"""  # brackets, and quotes they may be in


class _Bracket(NamedTuple):
    """A bracket that is open, and its place in the value."""

    sign: str
    at: int


def unfitting_brackets(line: Line, _draft: Draft) -> Iterator[Correction]:
    """A bracket of the other kind, and one too few or too many: «[[a, b]}», «{a: [b}»."""
    value = line.value
    if value[:1] not in _CLOSES or value.startswith("{{"):
        return
    for at_in_value, message, mended in _mended(value):
        at = line.value_column + at_in_value
        yield one_line(2, line, with_value(line, mended), message, at=at)


def _mended(value: str) -> Iterator[tuple[int, str, str]]:
    """What a value was meant as: the place of what is wrong, what is wrong, and the value."""
    open_: list[_Bracket] = []
    unclosed: list[int] = []
    mended, end = "", 0
    for match in re.finditer(_SIGNS, value):
        sign, at = match[0], match.start()
        if sign in _CLOSES:
            open_.append(_Bracket(sign, at))
        elif sign in _OPENS and not open_:
            yield from _too_many(mended + value[end:at], value[at:], at)
            return
        elif sign in _OPENS:
            closed = _closed_by(sign, open_)
            unclosed += [bracket.at for bracket in closed if _CLOSES[bracket.sign] != sign]
            mended += value[end:at] + "".join(_CLOSES[bracket.sign] for bracket in closed)
            end = match.end()
    mended += value[end:] + "".join(_CLOSES[bracket.sign] for bracket in reversed(open_))
    unclosed += [bracket.at for bracket in open_]
    if unclosed:
        yield unclosed[0], NOT_CLOSED, mended


def _closed_by(sign: str, open_: list[_Bracket]) -> list[_Bracket]:
    """The brackets that a closing one closes, the inmost first; they are open no longer.

    One of the other kind was meant for the inmost, unless it is the one around that it fits.
    """
    closed = [open_.pop()]
    if _CLOSES[closed[0].sign] != sign and open_ and _CLOSES[open_[-1].sign] == sign:
        closed.append(open_.pop())
    return closed


def _too_many(before: str, rest: str, at: int) -> Iterator[tuple[int, str, str]]:
    """A bracket after all are closed: one too many, or one too few at the beginning."""
    if len(rest) == 1:
        yield at, _TOO_MANY, before
        yield 0, _NOT_OPENED, _OPENS[rest] + before + rest
