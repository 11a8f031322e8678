"""Corrections of white space, invisible signs and list marks."""

import re
from collections.abc import Iterator

from ..errors import code_point
from .draft import (
    HARD_SPACES,
    INVISIBLE,
    Correction,
    Draft,
    Line,
    columns,
    one_line,
    shown,
    with_rest,
)

_NAMES = {
    "\u00a0": "hardt mellomrom",
    "\u202f": "smalt, hardt mellomrom",
    "\u2007": "tallbredt mellomrom",
}
_BULLETS = "–—−‐‑‒―•·●▪◦○∙*+»►➢"
_LIST_MARK = rf"(?:[{_BULLETS}>-]+|[0-9]+[.)]|[a-z]\))"


def white_space(line: Line, draft: Draft) -> Iterator[Correction]:
    """Hard spaces and invisible signs, which come along from Word, Teams and the web."""
    invisible = re.search(f"[{INVISIBLE}]", line.text)
    if invisible:
        new = re.sub(f"[{HARD_SPACES}]", " ", re.sub(f"[{INVISIBLE}]", "", line.text))
        message = f"Linjen har et usynlig tegn ({code_point(invisible[0])})."
        remedy = f"Fjern det: {shown(new)[0].lower()}{shown(new)[1:]}"
        for mended in (new, *_with_neighbours_indent(line, draft, new)):
            yield one_line(0, line, mended, message, remedy=remedy, at=invisible.start())
    hard = re.search(f"[{HARD_SPACES}]", line.text)
    if hard:
        new = re.sub(f"[{HARD_SPACES}]", " ", line.text)
        name = _NAMES.get(hard[0], "fremmed mellomrom")
        in_indent = hard.start() < len(line.indent)
        where = "Innrykket" if in_indent else "Linjen"
        message = f"{where} har et {name} ({code_point(hard[0])})."
        remedy = "Bytt det ut med et vanlig mellomrom."
        for mended in (new, *_with_neighbours_indent(line, draft, new)):
            yield one_line(0, line, mended, message, remedy=remedy, at=hard.start())
    if "\t" in line.indent + line.marks:
        new = line.indent.replace("\t", "  ") + "- " * line.marks.count("-") + line.rest
        message, remedy = "Her står det en tabulator.", "Bruk mellomrom til innrykk."
        at = line.text.index("\t")
        for mended in (new, *_with_neighbours_indent(line, draft, new)):
            yield one_line(0, line, mended, message, remedy=remedy, at=at)


def list_mark(line: Line, _draft: Draft) -> Iterator[Correction]:
    """A list mark that isn't a hyphen and a space."""
    mark = re.fullmatch(rf"(?P<sign>-+|{_LIST_MARK}|o)(?P<space>\s*)(?P<rest>.*)", line.rest)
    if not mark or (not mark["rest"] and mark["sign"] in "-o"):
        return
    sign, space = mark.group("sign", "space")
    if sign == "o" and not space:
        return
    if sign == "-":
        message = "Mellomrommet etter bindestreken mangler."
    elif set(sign) == {"-"}:
        message = f"Punktet begynner med «{sign}», ikke med én bindestrek og et mellomrom."
    else:
        message = f"Punktet begynner med «{sign}», ikke med bindestrek og mellomrom."
    cost = 4 if sign[-1] in ".)" else 1
    yield one_line(cost, line, with_rest(line, f"- {mark['rest']}"), message)


def items(line: Line, draft: Draft) -> Iterator[Correction]:
    """A list below its key, with another mark than «- » or none before each of its items."""
    above = draft.above(line.nr)
    if line.is_empty or not above or not above.key or above.value or line.marks or line.key:
        return
    new_lines = []
    for item in draft.lines[line.nr :]:
        if item.is_empty or item.key or item.marks or item.indent != line.indent:
            break
        text = re.sub(rf"^{_LIST_MARK}\s*", "", item.rest)
        new_lines.append(f"{item.indent}- {text}")
    end = line.nr + len(new_lines)
    for first in list_mark(line, draft):
        yield first._replace(cost=2, end=end, new_lines=tuple(new_lines))
    message = "«- » mangler foran punktet."
    remedy = shown(new_lines[0])
    yield Correction(6, line.nr, end, tuple(new_lines), message, remedy, line.column + 1)


def needless_mark(line: Line, _draft: Draft) -> Iterator[Correction]:
    """A list mark before a key that is no list's, or with more than one space after it."""
    if len(line.marks) > len("- ") and line.marks.count("-") == 1:
        message = "Etter bindestreken skal det stå ett mellomrom."
        yield one_line(2, line, f"{line.indent}- {line.rest}", message)
    if line.marks and line.key:
        message = f"Foran «{line.key}» skal det ikke stå en bindestrek."
        for indent in dict.fromkeys((len(line.indent), line.column)):
            yield one_line(5, line, " " * indent + line.rest, message, at=len(line.indent))


def double_mark(line: Line, _draft: Draft) -> Iterator[Correction]:
    """A list mark twice."""
    if line.marks.count("-") > 1:
        new = f"{line.indent}- {line.rest}"
        message = "Punktet begynner med to bindestreker."
        yield one_line(1, line, new, message, at=len(line.indent))


def _with_neighbours_indent(line: Line, draft: Draft, new: str) -> Iterator[str]:
    """The line with the columns of those around it."""
    for column in columns(line, draft):
        yield " " * column + new.lstrip()
