"""YAML as text with places: no type is guessed, what is ambiguous or harmful is refused.

To a YAML 1.1 reader 10:00 is 600, 0700 is 448, 09.00 is 9.0 and ``no`` is False. Here every
scalar is the text that stands in the file; the model decides what it means.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from ..disk.encoding import CONTROL, decode, line_of, lines_of, place_in
from ..disk.writing import unreadable
from ..errors import FETCH, DialogError, Problem, code_point
from .file_names import rename_remedy
from .yaml_messages import ESCAPE, syntax_problem

Value = str | None | list["Value"] | dict[str, "Value"]
Path_ = tuple[str | int, ...]
_Child = tuple[yaml.Node | None, yaml.Node | None]
_Children = dict[Any, _Child]

# The C parser is ten times faster; it isn't there where PyYAML was built without libyaml.
LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_MAX_BYTES = 10 * 2**20
_MAX_NODES = 500_000
_MAX_DEPTH = 60
_SUSPICIOUS = 200  # brackets; fewer can't nest deeply enough to hurt
# A list or mapping with no other in it, and nothing that could hide a bracket: a level, not two
_INNERMOST = re.compile(r"\[[^][{}\"'#!]*\]|\{[^][{}\"'#!]*\}")
_DEEP_BLOCKS = re.compile(rf"^(?: {{{_MAX_DEPTH}}}| *(?:[-?:] +){{20}})", re.MULTILINE)
_STANDARD_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map")}
_NO_CHILD: _Child = (None, None)
_NO_KEY = -1
_COLUMN_BITS = 24  # of a place: a file has fewer characters than that
NULL = {"", "~", "null", "Null", "NULL"}
_TOO_MUCH = "Filen er urimelig stor når henvisningene med «*» følges."
_TOO_DEEP = f"Filen har mer enn {_MAX_DEPTH} nivåer inni hverandre."
_SIMPLER = "Skriv dataene enklere, med færre innrykk, { og [."


class Place(NamedTuple):
    """Where the key of a value stands and the value itself (_packed), and what is in it."""

    key: int
    value: int
    inside: dict[str | int, Place] | list[Place] | None
    is_empty: bool


@dataclass(frozen=True, eq=False)
class YamlFile:
    """A YAML file: its ``data`` as text, lists and dicts, and where each of them stands.

    PyYAML's nodes aren't kept: they take more than three times the memory of the places.
    """

    name: str
    data: Value
    places: Place | None
    text: str = ""
    _children: dict[yaml.Node, _Children] = field(default_factory=dict, repr=False)

    @cached_property
    def root(self) -> yaml.Node | None:
        """The file as PyYAML's nodes, made anew for the few who ask for more than a place."""
        return _composed(self.text, self.name) if self.text else None

    def problem(
        self, path: Sequence[str | int], message: str, remedy: str = "", *, at_key: bool = False
    ) -> Problem:
        """A problem at ``path``, or at the nearest place above it that the file has.

        ``at_key`` points at the key instead of the value.
        """
        path = self.value_path(path, at_key=at_key)
        line, column = self._place(path, at_key=at_key)
        source = line_of(self.text, line)
        return Problem(message, remedy, self.name, line, column, describe(path), source=source)

    def problem_in_text(
        self, path: Sequence[str | int], letters: int, message: str, remedy: str = ""
    ) -> Problem:
        """A problem inside the text at ``path``, after so many of its letters and signs.

        White space isn't counted: folding changes nothing else. In a text of one line, or one
        whose quotes change letters too, the problem is at the text as a whole.
        """
        problem = self.problem(path, message, remedy)
        for number, line in self._text_lines(path):
            in_line = len("".join(line.split()))
            if letters < in_line:
                places = [place for place, sign in enumerate(line, 1) if not sign.isspace()]
                return problem._replace(line=number, column=places[letters], source=line)
            letters -= in_line
        return problem

    def value_path(self, path: Sequence[str | int], *, at_key: bool = False) -> Path_:  # noqa: ARG002 - for kinds of file that know better
        """The path of the value, or the key, that is meant by ``path``."""
        return tuple(path)

    def _text_lines(self, path: Sequence[str | int]) -> list[tuple[int, str]]:
        """The lines of a text of several, with their numbers; none of a text of one line."""
        node = self.root
        for step in self.value_path(path):
            _, node = self._child(node, step)
        if not isinstance(node, yaml.ScalarNode) or node.style == '"':
            return []
        start, end = node.start_mark, node.end_mark
        lines = list(enumerate(lines_of(self.text), 1))[start.line : end.line + 1]
        if node.style in ("|", ">"):
            return lines[1:]  # what stands beside the sign is no part of the text
        if end.line > start.line and not node.style:
            number, first = lines[0]
            lines[0] = (number, " " * start.column + first[start.column :])
            return lines
        return []

    def _place(self, path: Sequence[str | int], *, at_key: bool) -> tuple[int, int]:
        """Line and column, from 1, of the nearest place that the file has."""
        if self.places is None:
            return 1, 1
        found = self.places
        is_there = True
        for step in path:
            below = _below(found, step)
            is_there = below is not None
            if below is None:
                break
            found = below
        # An empty value has no place of its own worth pointing at: its key has.
        at_key = is_there and found.key != _NO_KEY and (at_key or found.is_empty)
        return _unpacked(found.key if at_key else found.value)

    def _child(self, node: yaml.Node | None, step: str | int) -> _Child:
        """Key node (of a mapping) and value node of one step; None where it isn't there."""
        if isinstance(node, yaml.MappingNode):
            if node not in self._children:  # a thousand problems look up a thousand schools
                self._children[node] = {key.value: (key, value) for key, value in node.value}
            return self._children[node].get(step, _NO_CHILD)
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            return None, node.value[step]
        return _NO_CHILD


def _packed(mark: yaml.Mark) -> int:
    """A line and a column, from 0, in one number: in a file of 10,000 schools there are many."""
    return int(mark.line) << _COLUMN_BITS | int(mark.column)


def _unpacked(place: int) -> tuple[int, int]:
    """Line and column, from 1."""
    return (place >> _COLUMN_BITS) + 1, place % (1 << _COLUMN_BITS) + 1


def _below(place: Place, step: str | int) -> Place | None:
    """The place of what is at one step from another; None where nothing is."""
    inside = place.inside
    if inside is None:
        return None
    if isinstance(inside, dict):
        return inside.get(step)
    return inside[step] if isinstance(step, int) and step < len(inside) else None


def describe(path: Sequence[str | int]) -> str:
    """A path as a person reads it, list items counted from 1: ``dagsorden[2].deler[1].tekst``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step + 1}]"
        elif text:
            text += f".{step}"
        else:
            text = step
    return text


class NotYamlError(DialogError):
    """A text isn't YAML: the reader could go no further."""


def read(path: Path, name: str) -> YamlFile:
    """Read a file; raises DialogError, which calls it ``name``, with everything wrong in it."""
    return parse(read_text(path, name), name)


def read_text(path: Path, name: str) -> str:
    """What stands in a file, whatever it is; raises DialogError where it can't be read."""
    try:
        status = path.stat()
        problem = _unreadable(status.st_mode, status.st_size, name)
        if problem:
            raise DialogError([problem])
        return decode(path.read_bytes(), name)
    except (FileNotFoundError, NotADirectoryError):
        remedy = rename_remedy(path) or FETCH
        problem = Problem("Filen finnes ikke.", remedy, name)
    except OSError as error:
        problem = unreadable(error, name)
    raise DialogError([problem])


def _unreadable(mode: int, size: int, name: str) -> Problem | None:
    """What keeps a file from being read that is there."""
    if stat.S_ISDIR(mode):
        remedy = f"Flytt mappen. {FETCH}"
        return Problem("Dette er en mappe, ikke en fil.", remedy, name)
    if not stat.S_ISREG(mode):  # reading it could wait for ever
        remedy = f"Flytt den. {FETCH}"
        return Problem("Dette er ikke en vanlig fil.", remedy, name)
    if size > _MAX_BYTES:
        message = f"Filen er urimelig stor: {size // 2**20} MB."
        return Problem(message, "Ta bort det som ikke hører hjemme i den.", name)
    return None


def parse(text: str, name: str) -> YamlFile:
    """Read YAML from a text; raises DialogError with everything wrong in it."""
    text = unicodedata.normalize("NFC", text)
    try:
        return _parse(text, name)
    except DialogError as error:
        problems = []
        for problem in error.problems:
            source = problem.source or line_of(text, problem.line)
            problems.append(problem._replace(source=source))
        raise type(error)(problems) from None


def _parse(text: str, name: str) -> YamlFile:
    control = CONTROL.search(text)
    if control:
        place = place_in(text, control.start())
        message = f"Filen inneholder kontrolltegnet {code_point(control[0])}."
        raise DialogError([Problem(message, "Fjern det.", name, *place)])
    root = _composed(text, name)
    builder = _Builder(name, escaped="\\" in text, aliased="*" in text)
    value, places = None, None
    if root is not None:
        value, below = builder.value(root, ())
        places = _place_of(root, below)
    if builder.problems:
        raise DialogError(sorted(builder.problems, key=lambda p: (p.line, p.column)))
    return YamlFile(name, value, places, text)


def _composed(text: str, name: str) -> yaml.Node | None:
    """The text as PyYAML's nodes; raises DialogError."""
    try:
        _refuse_depth(text, name)
        loader = LOADER(text)
        try:
            root: yaml.Node | None = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise NotYamlError([syntax_problem(error, name, text)]) from None
    except (ValueError, OverflowError) as error:  # PyYAML's own parser, of «\UFFFFFFFF»
        escape = re.search(r"\\U(?!00(?:0|10))", text)
        place = place_in(text, escape.start() if escape else 0)
        message, remedy = ESCAPE
        raise DialogError([Problem(message, remedy, name, *place)]) from error
    except RecursionError:
        raise DialogError([Problem(_TOO_DEEP, _SIMPLER, name)]) from None
    return root


def _refuse_depth(text: str, name: str) -> None:
    """Refuse absurd nesting before libyaml's composer overflows the stack on it."""
    brackets = text.count("[") + text.count("{")
    if brackets >= _SUSPICIOUS:  # a thousand schools may well have a list each
        brackets -= sum(1 for _ in _INNERMOST.finditer(text))
    if brackets < _SUSPICIOUS and not _DEEP_BLOCKS.search(text):
        return
    try:
        mark = _first_too_deep(LOADER(text))
    except yaml.YAMLError as error:
        if "nesting depth" not in str(error):
            raise
        # Newer versions of libyaml have a limit of their own, which they reach while they look
        # ahead, before they tell of a single level. PyYAML's own parser has none.
        mark = _first_too_deep(yaml.BaseLoader(text))
    if mark:
        place = mark.line + 1, mark.column + 1
        raise DialogError([Problem(_TOO_DEEP, _SIMPLER, name, *place)])


def _first_too_deep(loader: Any) -> yaml.Mark | None:
    """Where a text gets too deep; None where it doesn't."""
    depth = 0
    try:
        while loader.check_event():
            event = loader.get_event()
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > _MAX_DEPTH:
                mark: yaml.Mark = event.start_mark
                return mark
    finally:
        loader.dispose()
    return None


_Inside = dict[str | int, Place] | list[Place] | None


def _place_of(node: yaml.Node, below: _Inside, key: yaml.Node | None = None) -> Place:
    is_empty = isinstance(node, yaml.ScalarNode) and not node.value
    at_key = _packed(key.start_mark) if key else _NO_KEY
    return Place(at_key, _packed(node.start_mark), below, is_empty)


class _Builder:
    """From YAML's nodes to text, lists and dicts with their places; notes what is wrong.

    ``escaped``: the file has a backslash, by which a value may hold what the file may not.
    ``aliased``: some of the nodes may be in several places.
    """

    def __init__(self, name: str, *, escaped: bool, aliased: bool) -> None:
        self.name, self.escaped, self.aliased = name, escaped, aliased
        self.problems: list[Problem] = []
        self.left = _MAX_NODES

    def value(self, node: yaml.Node, path: Path_) -> tuple[Value, _Inside]:
        """A value, and the places of what is in it."""
        self.left -= 1
        if self.left < 0:
            self._note(node, (), _TOO_MUCH, "Skriv dataene uten «&» og «*».")
            raise DialogError(self.problems[-1:])
        if len(path) > _MAX_DEPTH:
            self._note(node, (), _TOO_DEEP, _SIMPLER)
            raise DialogError(self.problems[-1:])
        if node.tag not in _STANDARD_TAGS:
            self._refuse_tag(node, path, "verdien")
            return None, None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return self._sequence(node, path)
        if self.escaped:
            self._refuse_control(node, path)
        if node.value in NULL and isinstance(node, yaml.ScalarNode) and not node.style:
            return None, None
        return str(node.value), None

    def _sequence(self, node: yaml.SequenceNode, path: Path_) -> tuple[Value, _Inside]:
        result: list[Value] = []
        places: list[Place] = []
        for index, item in enumerate(self._taken(node)):
            value, below = self.value(item, (*path, index))
            result.append(value)
            places.append(_place_of(item, below))
        return result, places

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> tuple[Value, _Inside]:
        result: dict[str, Value] = {}
        places: dict[str | int, Place] = {}
        first: dict[str, int] = {}
        for key, item in self._taken(node):
            if not self._is_key(key, path):
                continue
            name = key.value
            if name in first:
                message = f"Nøkkelen «{name}» står to ganger (også på linje {first[name]})."
                self._note(key, (*path, name), message, "Behold den ene.")
            else:
                first[name] = key.start_mark.line + 1
                result[name], below = self.value(item, (*path, name))
                places[name] = _place_of(item, below, key)
        return result, places

    def _taken(self, node: yaml.CollectionNode) -> list[Any]:
        """What is in a node, which lets go of it: the memory is soon wanted for what is made."""
        children: list[Any] = node.value
        if not self.aliased:
            node.value = []
        return children

    def _is_key(self, key: yaml.Node, path: Path_) -> bool:
        """Whether a key can be one; notes what is wrong with it."""
        if not isinstance(key, yaml.ScalarNode):
            message = "En nøkkel må være en enkel tekst."
            remedy = "Begynner verdien med {, så sett den i anførselstegn; fjern ellers «?»."
            self._note(key, path, message, remedy)
            return False
        if key.tag not in _STANDARD_TAGS:
            self._refuse_tag(key, path, "nøkkelen")
        return not (self.escaped and self._refuse_control(key, path))

    def _refuse_tag(self, node: yaml.Node, path: Path_, what: str) -> None:
        tag = CONTROL.sub("\ufffd", node.tag.replace("tag:yaml.org,2002:", "!!"))
        message = f"«{tag}» foran {what} kan ikke brukes."
        self._note(node, path, message, f"Fjern det, eller sett hele {what} i anførselstegn.")

    def _refuse_control(self, node: yaml.Node, path: Path_) -> bool:
        """Note a control character that an escape has made; whether there is one."""
        control = CONTROL.search(node.value)
        if not control:
            return False
        message = f"Teksten inneholder kontrolltegnet {code_point(control[0])}."
        remedy = "Fjern det. Skal «\\» stå der selv, så bruk enkle anførselstegn: '…'."
        self._note(node, path, message, remedy)
        return True

    def _note(self, node: yaml.Node, path: Path_, message: str, remedy: str) -> None:
        place = node.start_mark.line + 1, node.start_mark.column + 1
        self.problems.append(Problem(message, remedy, self.name, *place, describe(path)))
