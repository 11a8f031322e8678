"""The year of an earlier round: where it moves on with the new round, and where it still stands."""

import re
from collections.abc import Iterator

import yaml

from ..disk.encoding import line_of, place_in
from ..errors import Problem
from ..model.datoformer import datoer_i
from ..reading import yaml_reader
from ..reading.yaml_editor import COMMENT, Node, tree
from ..reading.yaml_reader import Path_


class Årstall:
    """The old year and the new one, and how they stand in a text."""

    def __init__(self, fra: int, til: int) -> None:
        self.fra, self.til = fra, til
        self.anywhere = re.compile(rf"(?<!\d){fra}(?!\d)")
        date = datoer_i(fra)
        self.date = re.compile(date, re.IGNORECASE)
        # alone, or as one of a school year's two; not as a part of a date or of another number
        pairs = "|".join(
            rf"{first}\s?[/–-]\s?(?:{first + 1}|{(first + 1) % 100:02d})"
            for first in (fra, fra - 1)
        )
        self._in_title = re.compile(
            rf"(?P<date>{date})"
            rf"|(?<!\d)(?<!\d[.,/–-])(?<!\d{{4}} [/–-] )(?:{pairs}|{fra})"
            r"(?!\d|[.,/–-]\d|\s[/–-]\s\d{4})",
            re.IGNORECASE,
        )
        self._in_heading = re.compile(
            rf"(?P<source>\bfra )?(?P<before>\brunden? )?{self.anywhere.pattern}"
            r"(?P<behind>\.yaml\b|-runden\b)?(?![.,/–-]\d)",
            re.IGNORECASE,
        )

    def title(self, text: str) -> str:
        """The text with the year moved on, and a school year (2015/16) with both its years."""

        def moved_number(digits: re.Match[str]) -> str:
            year = int(digits[0]) + self.til - self.fra
            return f"{year % 10 ** len(digits[0]):0{len(digits[0])}}"

        def moved(found: re.Match[str]) -> str:
            return found[0] if found["date"] else re.sub(r"\d+", moved_number, found[0])

        return self._in_title.sub(moved, text)

    def heading(self, comment: str) -> str:
        """A comment at the top with the year moved on where it names the round or its file."""

        def moved(found: re.Match[str]) -> str:
            names = (found["before"] or found["behind"]) and not found["source"]
            return self.anywhere.sub(str(self.til), found[0]) if names else found[0]

        return self._in_heading.sub(moved, comment)


def gamle_årstall(text: str, årstall: Årstall, name: str) -> Iterator[Problem]:
    """Where the old year still stands, in prose or in a comment: once a line."""
    scalars = list(_scalars(tree(text), ()))
    steder: dict[tuple[int, Path_], int] = {}  # by line and path; a comment has none
    for path, node in scalars:
        for found in årstall.anywhere.finditer(text, node.start, node.end):
            steder.setdefault((place_in(text, found.start())[0], path), found.start())
    for comment in _comments(text, [(node.start, node.end) for _, node in scalars]):
        # That is how a date is written, or a note of when: neither gets old
        without_dates = årstall.date.sub(lambda date: " " * len(date[0]), comment[0])
        for found in årstall.anywhere.finditer(without_dates):
            at = comment.start() + found.start()
            steder.setdefault((place_in(text, at)[0], ()), at)
    for (line, path), at in steder.items():
        yield Problem(
            f"Årstallet {årstall.fra} står fortsatt i {'teksten' if path else 'en kommentar'}.",
            f"Se om det skal være {årstall.til}.",
            name,
            *place_in(text, at),
            yaml_reader.describe(path),
            source=line_of(text, line),
            warning=True,
        )


def _scalars(node: Node, path: Path_) -> Iterator[tuple[Path_, Node]]:
    """The texts of a tree with their paths, keys with their values' paths."""
    if isinstance(node.event, yaml.ScalarEvent):
        yield path, node
    elif isinstance(node.event, yaml.MappingStartEvent):
        for name, (key, value) in node.pairs.items():
            yield from _scalars(key, (*path, name))
            yield from _scalars(value, (*path, name))
    else:
        for index, item in enumerate(node.children):
            yield from _scalars(item, (*path, index))


def _comments(text: str, scalars: list[tuple[int, int]]) -> list[re.Match[str]]:
    """The comments: what begins with # outside every text."""
    comments: list[re.Match[str]] = []
    position = 0
    for start, end in [*sorted(scalars), (len(text), len(text))]:
        comments += COMMENT.finditer(text, position, max(position, start))
        position = max(position, end)
    return comments
