"""Slips that are valid YAML and pass in silence: a line that goes into the value above it."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import yaml
from pydantic import BaseModel

from ..disk.encoding import lines_of, place_in
from ..errors import Problem
from . import yaml_reader
from .draft import Line, quoted, shown, with_value
from .key_places import Place, all_keys, place_of
from .mended_keys import colon_missing
from .yaml_reader import Path_, YamlFile


def swallowed(file: YamlFile, model: type[BaseModel]) -> Iterator[tuple[Path_, Problem]]:
    """Lines with a key that has no colon, so that they went into the value above.

    To YAML they are the rest of that value. They are told where they can't be one: where the
    value is no prose, or the key is followed by the sign that somebody takes for a colon.
    """
    if "&" in file.text:
        yield from _unused_anchors(file)
    pattern = _suspicious(model)
    in_two = [*_IN_TEXT.finditer(file.text), *_DEEPER_ITEM.finditer(file.text)]
    if not in_two and not pattern.search(file.text):
        return
    lines = lines_of(file.text)
    hits = [nr for nr, line in enumerate(lines) if pattern.match(f"\n{line}")]
    hits += [place_in(file.text, match.end())[0] - 1 for match in in_two]
    if file.root is not None:
        yield from _Walk(file, sorted(hits)).below(file.root, place_of(model), (), ())


_ANCHOR = re.compile(r"(?:[:,\[{?-]\s+|^\s*|[\[{])&\S", re.MULTILINE)


def _unused_anchors(file: YamlFile) -> Iterator[tuple[Path_, Problem]]:
    """Values that begin with «&»: their first word is a name to YAML, which nothing uses."""
    if not _ANCHOR.search(file.text):
        return
    anchors: dict[str, Any] = {}
    for event in yaml.parse(file.text, Loader=yaml_reader.LOADER):
        anchor = getattr(event, "anchor", None)
        if anchor and isinstance(event, yaml.AliasEvent):
            anchors.pop(anchor, None)
        elif anchor:
            anchors[anchor] = event.start_mark
    for mark in anchors.values():
        line = Line(mark.line, lines_of(file.text)[mark.line])
        meant = line.rest
        if line.value.startswith("&"):
            meant = with_value(line, quoted(line.value))
        message = "«&» i begynnelsen av en verdi betyr noe eget i YAML."
        problem = file.problem((), message, shown(meant))
        place = {"line": mark.line + 1, "column": mark.column + 1}
        yield (), problem._replace(**place, source=line.text)


@cache
def _suspicious(model: type[BaseModel]) -> re.Pattern[str]:
    """A line that begins with a key of the model's, and no colon and space after it."""
    keys = "|".join(sorted(all_keys(model), key=len, reverse=True))
    return re.compile(rf"\n[ \t\u00a0]*(?:{keys})(?=[^\w:-]|:[^\s]|$)(?! *:(?:\s|$))")


# The other written language, no further out than the lines of the text above it
_IN_TEXT = re.compile(
    r"\n( +)(?!(?:- +)?[\w-]+:(?:\s|$))[^\s#][^\n]*\n\1 *(?:nynorsk|bokmål):(?=\s|$)"
)
# An item of a list further in than the text of the one above it
_DEEPER_ITEM = re.compile(r"\n( *)- (?![^\n]*:(?: |\n))[^\n]*\n\1 +- ")
_Level = tuple[yaml.MappingNode, Place]


class _Walk:
    """Through a file's nodes, along those that have some of the lines."""

    def __init__(self, file: YamlFile, hits: list[int]) -> None:
        self.file, self.hits = file, hits
        self.lines = lines_of(file.text)

    def _lines_in(self, start: int, end: int) -> list[int]:
        return [nr for nr in self.hits if start <= nr <= end]

    def below(
        self, node: yaml.Node, place: Place, path: Path_, levels: tuple[_Level, ...]
    ) -> Iterator[tuple[Path_, Problem]]:
        """What a node and those below it have swallowed."""
        if not self._lines_in(node.start_mark.line, node.end_mark.line):
            return
        if isinstance(node, yaml.MappingNode):
            levels = (*levels, (node, place))
            for key, value in node.value:
                inner = place.keys.get(key.value) or place.each or Place()
                step = (*path, str(key.value))
                yield from self._value(value, inner, step, levels, key.start_mark.line)
        elif isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value):
                inner = place.each or Place()
                line = value.start_mark.line
                yield from self._value(value, inner, (*path, number), levels, line)

    def _value(
        self, node: yaml.Node, place: Place, path: Path_, levels: tuple[_Level, ...], above: int
    ) -> Iterator[tuple[Path_, Problem]]:
        if not isinstance(node, yaml.ScalarNode):
            yield from self.below(node, place, path, levels)
        elif node.style in ("|", ">"):
            for nr in self._lines_in(above + 1, node.end_mark.line):
                problem = self._in_text(nr, path, levels)
                if problem:
                    yield path, problem
        elif not node.style:
            for nr in self._lines_in(above + 1, node.end_mark.line):
                problem = self._swallowed(nr, place, path, levels)
                if problem:
                    yield path, problem

    def _swallowed(
        self, nr: int, place: Place, path: Path_, levels: tuple[_Level, ...]
    ) -> Problem | None:
        """What is wrong with a line of a value, if it must be a key."""
        line = Line(nr, self.lines[nr])
        if line.marks and isinstance(path[-1], int) and not place.prose:
            message = (
                f"Punktet har for mye innrykk, så det blir en del av punktet i «{_name(path)}»."
            )
            return self._at(line, path, message, "Gi alle punktene («- …») samme innrykk.")
        for number, (node, level) in enumerate(reversed(levels)):
            found = colon_missing(line.rest, level.keys)
            if not found:
                continue
            key, message, meant = found
            is_glued = re.match(rf"{key}\s*[:=：﹕∶]", line.rest)
            is_there = key in {other.value for other, _ in node.value}
            if not is_glued and (place.prose or is_there or number):
                continue
            above = f" Linjen blir lest som en del av «{_name(path)}» over."
            remedy = f"Skriv «{meant}», med {node.start_mark.column} mellomrom foran."
            return self._at(line, path, message + above, remedy)
        return None

    def _at(self, line: Line, path: Path_, message: str, remedy: str) -> Problem:
        """A problem at a line."""
        problem = self.file.problem(path, message, remedy)
        return problem._replace(line=line.nr + 1, column=line.column + 1, source=line.text)

    def _in_text(self, nr: int, path: Path_, levels: tuple[_Level, ...]) -> Problem | None:
        """What is wrong with a line below «>-», if it must be the other written language."""
        line = Line(nr, self.lines[nr])
        node, level = levels[-1]
        key = line.key or ""
        if not level.prose or key not in level.keys:
            return None
        if key in {other.value for other, _ in node.value}:
            return None
        message = (
            f"«{key}» har for mye innrykk, så linjen blir en del av teksten i «{_name(path)}»."
        )
        remedy = f"Gi den {node.start_mark.column} mellomrom foran."
        return self._at(line, path, message, remedy)


def _name(path: Path_) -> str:
    """The key that a value belongs to."""
    names: Iterable[str] = [step for step in path if isinstance(step, str)]
    return [*names][-1]
