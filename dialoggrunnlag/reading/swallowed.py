"""Slips that are valid YAML and pass in silence: a line that goes into the value above it."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import yaml
from pydantic import BaseModel

from ..disk.encoding import lines_of
from ..errors import Problem
from ..model.verdityper import Målformer, les_fritekst, les_tekst
from . import yaml_reader
from .draft import Line, quoted, shown, with_value
from .mended_keys import colon_missing
from .model_types import is_model, own_keys, plain, readers, type_below
from .suspicion import has_anchors, suspicious_lines
from .yaml_reader import Path_, YamlFile


def swallowed(file: YamlFile, model: type[BaseModel]) -> Iterator[tuple[Path_, Problem]]:
    """Lines with a key that has no colon, so that they went into the value above.

    To YAML they are the rest of that value. They are told where they can't be one: where the
    value is no prose, or the key is followed by the sign that somebody takes for a colon.
    """
    if has_anchors(file.text):
        yield from _unused_anchors(file)
    hits = suspicious_lines(file.text, model)
    if hits and file.root is not None:
        yield from _Walk(file, hits).below(file.root, model, (), ())


def _unused_anchors(file: YamlFile) -> Iterator[tuple[Path_, Problem]]:
    """Values that begin with «&»: their first word is a name to YAML, which nothing uses."""
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


_PROSE = {les_tekst, les_fritekst}  # what reads texts of any number of lines
_Level = tuple[yaml.MappingNode, Any]


class _Walk:
    """Through a file's nodes, along those that have some of the lines."""

    def __init__(self, file: YamlFile, hits: list[int]) -> None:
        self.file, self.hits = file, hits
        self.lines = lines_of(file.text)

    def _lines_in(self, start: int, end: int) -> list[int]:
        return [nr for nr in self.hits if start <= nr <= end]

    def below(
        self, node: yaml.Node, kind: Any, path: Path_, levels: tuple[_Level, ...]
    ) -> Iterator[tuple[Path_, Problem]]:
        """What a node and those below it have swallowed."""
        if not self._lines_in(node.start_mark.line, node.end_mark.line):
            return
        if isinstance(node, yaml.MappingNode):
            levels = (*levels, (node, kind))
            for key, value in node.value:
                inner = type_below(kind, str(key.value))
                below = (*path, str(key.value))
                yield from self._value(value, inner, below, levels, key.start_mark.line)
        elif isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value):
                inner = type_below(kind, number)
                line = value.start_mark.line
                yield from self._value(value, inner, (*path, number), levels, line)

    def _value(
        self, node: yaml.Node, kind: Any, path: Path_, levels: tuple[_Level, ...], above: int
    ) -> Iterator[tuple[Path_, Problem]]:
        if not isinstance(node, yaml.ScalarNode):
            yield from self.below(node, kind, path, levels)
        elif node.style in ("|", ">"):
            for nr in self._lines_in(above + 1, node.end_mark.line):
                problem = self._in_text(nr, path, levels)
                if problem:
                    yield path, problem
        elif not node.style:
            for nr in self._lines_in(above + 1, node.end_mark.line):
                problem = self._swallowed(nr, kind, path, levels)
                if problem:
                    yield path, problem

    def _swallowed(
        self, nr: int, kind: Any, path: Path_, levels: tuple[_Level, ...]
    ) -> Problem | None:
        """What is wrong with a line of a value, if it must be a key."""
        line = Line(nr, self.lines[nr])
        if line.marks and isinstance(path[-1], int) and not _takes_prose(kind):
            message = (
                f"Punktet har for mye innrykk, så det blir en del av punktet i «{_name(path)}»."
            )
            return self._at(line, path, message, "Gi alle punktene («- …») samme innrykk.")
        for number, (node, level) in enumerate(reversed(levels)):
            found = colon_missing(line.rest, own_keys(level))
            if not found:
                continue
            key, message, meant = found
            is_glued = re.match(rf"{key}\s*[:=：﹕∶]", line.rest)
            is_there = key in {other.value for other, _ in node.value}
            if not is_glued and (_takes_prose(kind) or is_there or number):
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
        if not _takes_prose(level) or key not in own_keys(level):
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


def _takes_prose(annotation: Any) -> bool:
    """Whether a text of any number of lines may stand there."""
    kind = plain(annotation)
    if is_model(kind) and issubclass(kind, Målformer):
        return True
    return not _PROSE.isdisjoint(readers(annotation))
