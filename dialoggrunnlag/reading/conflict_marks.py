"""The marks that git leaves in a file where two people have changed the same lines."""

import re
from collections.abc import Iterator

from ..disk.encoding import lines_of
from ..errors import Problem

_MARK = r"(?P<sign><{7}|>{7}|\|{7}|={7})(?: (?P<name>.*?))?\s*"
_REMEDY = "Behold det som er riktig, og fjern linjene med <<<<<<<, ======= og >>>>>>>."
_REMEDY_DIFF3 = _REMEDY.replace("=======", "|||||||, =======")


def conflicts(text: str, name: str) -> list[Problem]:
    """What git has left in a text for people to settle."""
    if not any(sign in text for sign in ("<<<<<<<", "\n=======", ">>>>>>>")):
        return []
    return list(_conflicts(lines_of(text), name))


def _conflicts(lines: list[str], name: str) -> Iterator[Problem]:
    marks: list[tuple[int, re.Match[str]]] = []
    for nr, line in enumerate(lines):
        match = re.fullmatch(_MARK, line)
        if not match:
            continue
        if match["sign"][0] == "<" and marks:
            yield _left_over(marks, lines, name)
            marks = []
        marks.append((nr, match))
        if match["sign"][0] == ">":
            yield _problem(marks, lines, name)
            marks = []
    if marks:
        yield _left_over(marks, lines, name)


def _problem(marks: list[tuple[int, re.Match[str]]], lines: list[str], name: str) -> Problem:
    """One place that two have changed, or what somebody has left of its marks."""
    sign = "".join(match["sign"][0] for _, match in marks)
    if sign not in ("<=>", "<|=>"):
        return _left_over(marks, lines, name)
    (start, first), *_, (middle, _), (end, last) = marks
    stop = marks[1][0]  # where the first version ends
    message = (
        "To har endret det samme, og git har tatt med begge. "
        f"Versjonen {_from(first, start, stop)}, versjonen {_from(last, middle, end)}."
    )
    remedy = _REMEDY
    if "|" in sign:
        message += f" Slik det var før, {_where(stop, middle)}."
        remedy = _REMEDY_DIFF3
    return Problem(message, remedy, name, start + 1, 1, source=lines[start])


def _from(mark: re.Match[str], start: int, end: int) -> str:
    name = mark["name"] or "uten navn"
    return f"fra «{name}» {_where(start, end)}"


def _where(start: int, end: int) -> str:
    """Where the lines between two marks are."""
    if end - start <= 1:
        return f"er tom (mellom linje {start + 1} og {end + 1})"
    if end - start == 2:  # noqa: PLR2004 - one line between them
        return f"står på linje {start + 2}"
    return f"står på linje {start + 2}–{end}"


def _left_over(marks: list[tuple[int, re.Match[str]]], lines: list[str], name: str) -> Problem:
    """A mark without those that belong with it."""
    nr, match = marks[0]
    message = f"«{match['sign']}» er et merke fra git, der to har endret det samme."
    remedy = "Se over linjene rundt, behold det som er riktig, og fjern merket."
    return Problem(message, remedy, name, nr + 1, 1, source=lines[nr])
