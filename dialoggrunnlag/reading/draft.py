"""The lines of a YAML file as a person typed them, and what a correction of one of them is."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

# White space that isn't YAML's, and signs that nobody sees
HARD_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
WORD = r"[^\W_][\w-]*"
_LIST_MARKS = re.compile(r"^(?:-(?:\s+|$))+")
_KEY = re.compile(r"(?P<key>[\w.-]+|'[^']*'|\"[^\"]*\")(?P<colon>\s*:)(?:\s+(?P<value>.*))?")
_COMMENT = re.compile(r"\s+#.*")
_BLOCK = re.compile(r"[|>][-+0-9]*")
_WHOLE = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[^\s'"\[\]{}#&*!|>%@`,?:-].*|-?\w.*""")
_SHOWN = 70  # characters of a line that a remedy shows
NUMBERS = (
    *("null", "ett", "to", "tre", "fire", "fem", "seks"),
    *("sju", "åtte", "ni", "ti", "elleve", "tolv"),
)


class Stage(IntEnum):
    """How far a file is from being right."""

    TEXT = 0  # it is no YAML
    YAML = 1  # it is, but it has a key twice, or what YAML has and these files don't
    DATA = 2  # it has keys and values, which the model doesn't take


class Correction(NamedTuple):
    """What stands in some lines, what was meant, and what to say of it.

    ``nr`` is the first line, from 0, ``end`` the one after the last; ``cost`` is how far it
    is from what people usually mean.
    """

    cost: int
    nr: int
    end: int
    new_lines: tuple[str, ...]
    message: str
    remedy: str
    column: int


class Line:
    """A line as it was typed: its white space, the marks of list items, and the rest.

    It never changes: what is worked out of it once, holds.
    """

    def __init__(self, nr: int, text: str) -> None:
        self.nr, self.text = nr, text
        rest = text.lstrip()
        self.indent = text[: len(text) - len(rest)]
        self.rest = _LIST_MARKS.sub("", rest, count=1).rstrip()
        self.marks = rest[: len(rest) - len(_LIST_MARKS.sub("", rest, count=1))]

    @cached_property
    def column(self) -> int:
        """Where the rest begins, from 0: where the line's own key stands."""
        return len(self.indent) + len(self.marks)

    @cached_property
    def is_empty(self) -> bool:
        """Whether it says nothing: empty, or a comment."""
        return (not self.rest and not self.marks) or self.rest.startswith("#")

    @cached_property
    def with_key(self) -> re.Match[str] | None:
        """The key that the line begins with, and its value."""
        return _KEY.fullmatch(self.rest)

    @cached_property
    def key(self) -> str:
        """The key that the line begins with, as it was typed; '' for none."""
        return self.with_key["key"] if self.with_key else ""

    @cached_property
    def value(self) -> str:
        """What stands after the key or the list mark, without a comment."""
        value = (self.with_key["value"] or "") if self.with_key else self.rest
        return "" if value.startswith("#") else _COMMENT.sub("", value)

    @property
    def value_column(self) -> int:
        """Where the value begins, from 0."""
        if not self.with_key:
            return self.column
        return self.column + max(0, self.with_key.start("value"))

    @cached_property
    def opens_text(self) -> bool:
        """Whether a text follows on the lines below, by «|» or «>»."""
        return bool(_BLOCK.fullmatch(self.value))

    def looks_right(self, keys: Collection[str]) -> bool:
        """Whether it looks like what stands in these files: a known key, or an item's text."""
        if self.is_empty:
            return True
        strange = f"[{HARD_SPACES}{INVISIBLE}]"
        if self.indent.strip(" ") or re.search(strange, self.marks + self.rest):
            return False
        if not self.key:
            is_item = bool(self.marks) and not re.match(rf"(?:{WORD})(?:\s|:)", self.rest)
            return is_item and self._value_looks_right()
        return self._value_looks_right() and (self.key in keys or not self.value)

    def _value_looks_right(self) -> bool:
        value = self.value
        if not value or self.opens_text:
            return True
        if value[0] in "[{":
            return value.count("[") == value.count("]") and value.count("{") == value.count("}")
        return bool(_WHOLE.fullmatch(value)) and not re.search(r":(?:\s|$)", value)


class Draft(NamedTuple):
    """The lines of a file, the keys that the model knows, and the lines that are prose.

    ``ids`` are those that the file gives its items, ``above_ids`` the keys below which ids stand.
    """

    lines: list[Line]
    keys: frozenset[str]
    ids: frozenset[str]
    above_ids: frozenset[str]
    prose: frozenset[int]
    stage: Stage
    told: frozenset[int]  # the lines at which something is told

    @property
    def is_yaml(self) -> bool:
        """Whether the lines can be read."""
        return self.stage is not Stage.TEXT

    def above(self, nr: int) -> Line | None:
        """The nearest line above that says something."""
        for above in range(nr - 1, -1, -1):
            line = self.lines[above]
            if not line.is_empty and above not in self.prose:
                return line
        return None

    def below(self, nr: int) -> Line | None:
        """The nearest line below that says something."""
        for line in self.lines[nr + 1 :]:
            if not line.is_empty and line.nr not in self.prose:
                return line
        return None

    def block(self, line: Line) -> int:
        """The line after the last that belongs to a line because it stands further in."""
        end = line.nr + 1
        for below in self.lines[line.nr + 1 :]:
            if below.rest and len(below.indent) <= len(line.indent):
                break
            if below.rest:
                end = below.nr + 1
        return end


def prose_lines(lines: list[Line]) -> frozenset[int]:
    """The lines that are a text below «|» or «>», whatever stands in them."""
    prose = set()
    opener: Line | None = None
    indent = 0  # of the text's lines: of its first one
    for line in lines:
        if opener and not indent and line.rest and len(line.indent) > depth(opener):
            indent = len(line.indent)
        if opener and (not line.rest or 0 < indent <= len(line.indent)):
            prose.add(line.nr)
            continue
        opener = line if line.opens_text and not line.is_empty else None
        indent = 0
    return frozenset(prose)


def depth(line: Line) -> int:
    """How far in the lines below must stand to belong to a line's value, less one."""
    if line.key:
        return line.column
    return len((line.indent + line.marks).rstrip()) - 1


def with_rest(line: Line, rest: str) -> str:
    """The line with another rest."""
    return line.indent + line.marks + rest


def shown(rest: str) -> str:
    """The remedy that shows a line as it was meant."""
    text = rest.strip()
    if len(text) > _SHOWN:
        text = text[:_SHOWN].rstrip() + " …"
    return f"Skriv «{text}»."


def one_line(
    cost: int, line: Line, new: str, message: str, *, remedy: str = "", at: int | None = None
) -> Correction:
    """A correction of a line alone; ``at`` is where in it, from 0."""
    column = line.column if at is None else at
    return Correction(cost, line.nr, line.nr + 1, (new,), message, remedy or shown(new), column + 1)


def quoted(value: str) -> str:
    """A value between the quotes that change nothing in it."""
    if "'" in value and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def as_value(value: str) -> str:
    """A value as it can stand after a colon."""
    if re.search(r":(?:\s|$)", value) and value[:1] not in "'\"[{":
        return quoted(value)
    return value


def with_value(line: Line, value: str) -> str:
    """The line with another value, its comment as it stood."""
    old = line.value
    start = line.value_column
    return line.text[:start] + value + line.text[start + len(old) :]


def columns(line: Line, draft: Draft) -> list[int]:
    """The columns at which the lines around begin, the likeliest first."""
    found = {0}
    for neighbour in draft.lines[max(0, line.nr - 25) : line.nr + 12]:
        if neighbour is line or neighbour.is_empty or neighbour.nr in draft.prose:
            continue
        for start in (len(neighbour.indent), neighbour.column):
            found |= {start, start + 2}
    now = len(line.indent)
    return sorted(found, key=lambda column: (abs(column - now), column % 2, -column))
