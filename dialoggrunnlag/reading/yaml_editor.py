"""Sets values in a YAML file, and leaves the rest of the file as it is, to the character.

The text is edited where it stands, at the places that the parser gives. (ruamel.yaml keeps comments
and order too, but comments that hang on a value go with it, texts over several lines are joined,
CRLF and indentation changed to its own, and it refuses some files that ``yaml_reader`` reads.)
"""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import yaml

from ..disk.encoding import LINE_BREAK
from ..errors import DialogError, InvalidError
from . import yaml_reader
from .yaml_reader import Path_, Value

BREAKS = "\n\r\x85\u2028\u2029"  # what YAML 1.1 takes for the end of a line
COMMENT = re.compile(rf"(?:(?<=[ \t{BREAKS}])|^)#[^{BREAKS}]*")
_COMMENT_WITH_BLANKS = re.compile(rf"[ \t]+#[^{BREAKS}]*")
_COLON = re.compile(r"\s*:")
_NUMBER = re.compile(r"[1-9][0-9]*")
# Words and dates, as people write them without quotes, between brackets too
_PLAIN = re.compile(r"[^\W_][\w.-]*(?: [\w.-]+)*")
_INDICATORS = re.compile(r"[!-/:-@\[-`{-~]")
_STEP = 2  # how far a block is set in, where no other shows it
_ENCODINGS = (
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (b"", "utf-8"),
)


class Saved(NamedTuple):
    """A file's text as it stands there, with how it is saved."""

    text: str
    bom: bytes
    encoding: str

    @classmethod
    def of(cls, data: bytes) -> Saved:
        """The text of a file that ``yaml_reader`` reads."""
        bom, encoding = next((bom, name) for bom, name in _ENCODINGS if data.startswith(bom))
        text = data[len(bom) :].decode(encoding)
        composed = unicodedata.normalize("NFC", text)  # as the reader reads it
        if _INDICATORS.findall(text) != _INDICATORS.findall(composed):
            text = composed  # the letters as they stand would be other YAML
        return cls(text, bom, encoding)

    def with_text(self, text: str) -> bytes:
        """Another text, saved in the same way."""
        return self.bom + text.encode(self.encoding)


def set_value(text: str, path: Path_, value: Value) -> str:
    """The text with another value at a path, which ends with a key; None empties it.

    A key that isn't there comes last in its mapping. Comments stay, but for those inside a value
    that goes.
    Raises InvalidError where that would change something else as well (an anchor's aliases), or
    where the place isn't in the text itself but behind an alias; KeyError for a path through
    something that has no keys.
    """
    return set_values(text, {path: value})


def set_values(text: str, values: Mapping[Path_, Value]) -> str:
    """As ``set_value``, of several at once: in each mapping no more than one.

    It takes as long as one alone.
    """
    data = yaml_reader.parse(text, "").data
    wanted, changes = data, []
    root = tree(text) if data else None
    for path, value in values.items():
        # as it is read
        read = unicodedata.normalize("NFC", value) if isinstance(value, str) else value
        change = _change(text, root, path, read) if root else None
        if change is None:
            raise _tied(path)
        changes.append(change)
        wanted = _with(wanted, path, read)
    edited = text
    for change in sorted(changes, reverse=True):
        edited = edited[: change.start] + change.new + edited[change.end :]
    if not reads_as(edited, wanted):
        raise _tied(next(iter(values)))
    return edited


def _tied(path: Path_) -> InvalidError:
    """What is told where a value can't be set by itself."""
    return InvalidError(
        f"«{yaml_reader.describe(path)}» kan ikke endres uten at noe annet i filen blir et annet.",
        "Skriv verdier i stedet for henvisninger («&» og «*»).",
    )


def reads_as(text: str, data: Value) -> bool:
    """Whether ``yaml_reader`` reads a text as some data."""
    try:
        return yaml_reader.parse(text, "").data == data
    except DialogError:
        return False


def _with(data: Value, path: Path_, value: Value) -> Value:
    """Data with another value at a path."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(data, list) and isinstance(step, int):
        return [*data[:step], _with(data[step], rest, value), *data[step + 1 :]]
    if isinstance(data, str | list):
        raise KeyError(step)
    pairs = data or {}
    return {**pairs, str(step): _with(pairs.get(str(step)), rest, value)}


class Node(NamedTuple):
    """A node and its place in the text; a mapping's children are its keys and values in turn.

    Unlike PyYAML's composed nodes an alias is a node of its own, where it stands, and a block
    ends where its last value does, not where the next token begins.
    """

    event: yaml.NodeEvent
    start: int
    end: int
    children: tuple[Node, ...] = ()

    @property
    def is_flow(self) -> bool:
        """Whether it stands in brackets."""
        return bool(getattr(self.event, "flow_style", False))

    @property
    def is_block(self) -> bool:
        """Whether it takes the rest of its last line: a block mapping, list or text."""
        if isinstance(self.event, yaml.ScalarEvent):
            return self.event.style in ("|", ">")
        return isinstance(self.event, yaml.CollectionStartEvent) and not self.is_flow

    @property
    def pairs(self) -> dict[str, tuple[Node, Node]]:
        """A mapping's keys as text, with the nodes of key and value; none for anything else."""
        if not isinstance(self.event, yaml.MappingStartEvent):
            return {}
        keys, values = self.children[::2], self.children[1::2]
        names = (unicodedata.normalize("NFC", getattr(key.event, "value", "")) for key in keys)
        return dict(zip(names, zip(keys, values, strict=True), strict=True))


def tree(text: str) -> Node:
    """The nodes of a text that ``yaml_reader`` reads."""
    events = yaml.parse(text, Loader=yaml_reader.LOADER)
    return next(_node(event, events, text) for event in events if isinstance(event, yaml.NodeEvent))


def _node(event: yaml.NodeEvent, events: Iterator[yaml.Event], text: str) -> Node:
    start, end = _place(event)
    if not isinstance(event, yaml.CollectionStartEvent):
        if start == end and text[start - 1 : start] not in (":", "-"):
            # neither «:» nor «-» stands for this empty value; its mark is the next token's
            return Node(event, -1, -1)
        return Node(event, start, start + len(text[start:end].rstrip(f" \t{BREAKS}")))
    children = []
    for below in events:
        if isinstance(below, yaml.CollectionEndEvent):
            end = _place(below)[1]
            break
        if isinstance(below, yaml.NodeEvent):
            children.append(_node(below, events, text))
    if not event.flow_style:
        end = max(start, *(child.end for child in children))
    return Node(event, start, end, tuple(children))


def _place(event: yaml.Event) -> tuple[int, int]:
    start, end = event.start_mark, event.end_mark
    return start.index if start else 0, end.index if end else 0


def line_start(text: str, position: int) -> int:
    """Where the line at a position begins."""
    return max(text.rfind(sign, 0, position) for sign in BREAKS) + 1


def line_end(text: str, position: int) -> int:
    """Where the line at a position ends, without its line break."""
    found = LINE_BREAK.search(text, position)
    return found.start() if found else len(text)


def line_break(text: str) -> str:
    """How the lines of a text end."""
    found = LINE_BREAK.search(text)
    return found[0] if found else "\n"


class _Change(NamedTuple):
    """What stands between two places is to be another text."""

    start: int
    end: int
    new: str


def _change(text: str, root: Node, path: Path_, value: Value) -> _Change | None:
    """What is to be another text; None where the path leads nowhere."""
    above = _find(root, path[:-1])
    if above is None:
        return None
    name = str(path[-1])
    if name in above.pairs:
        change = _changed_in_flow if above.is_flow else _changed_in_block
        return change(text, *above.pairs[name], value)
    if above.is_flow:
        return _added_in_flow(text, above, name, value)
    if above.pairs:
        # A line below the block's last; its first key may stand behind «- »
        return _added_line(text, above.end, _indent(text, above), name, value)
    outer = _find(root, path[:-2]) if len(path) > 1 else None
    if outer and outer.pairs and not outer.is_flow:
        key, nothing = outer.pairs[str(path[-2])]
        beside = text[key.end : line_end(text, key.end)].lstrip()
        if nothing.start >= nothing.end and beside.startswith(":"):  # not «? ål» with «:» below
            return _added_line(text, key.end, _indent_below(text, outer), name, value)
    return _change(text, root, path[:-1], {name: value})


def _added_line(text: str, after: int, indent: int, name: str, value: Value) -> _Change:
    """A key on a line of its own, below the line that has the place ``after``."""
    end = line_end(text, after)
    line = f"{line_break(text)}{' ' * indent}{name}:{_beside_key(value, '')}"
    return _Change(end, end, line)


def _indent(text: str, block: Node) -> int:
    """How far the keys of a block mapping are set in."""
    return block.start - line_start(text, block.start)


def _indent_below(text: str, block: Node) -> int:
    """How far the keys of a mapping in a block mapping are set in: as in the first there is."""
    for _, value in block.pairs.values():
        if value.pairs and not value.is_flow:
            return _indent(text, value)
    return _indent(text, block) + _STEP


def _find(root: Node, path: Path_) -> Node | None:
    node = root
    for step in path:
        if isinstance(step, str) and step in node.pairs:
            node = node.pairs[step][1]
        elif isinstance(step, int) and not node.pairs and step < len(node.children):
            node = node.children[step]
        else:
            return None
    return node


def _changed_in_flow(text: str, key: Node, old: Node, value: Value) -> _Change:
    is_json = text[key.start] == '"'
    written = _written_in_flow(value) if is_json else _in_brackets(value)
    if old.start < old.end:
        return _Change(old.start, old.end, written)
    colon = _COLON.match(text, key.end)
    if not colon:
        return _Change(key.end, key.end, f": {written}")
    return _Change(colon.end(), colon.end(), f" {written}")


def _changed_in_block(text: str, key: Node, old: Node, value: Value) -> _Change:
    """A value of a block: it comes to stand beside its key, with the comments behind it."""
    colon = text.find(":", key.end) + 1
    if old.start >= old.end:
        return _Change(colon, colon, _beside_key(value, ""))
    between = text[colon : old.start]
    gap = "" if LINE_BREAK.search(between) else between
    new = _beside_key(value, text[old.start : old.end], gap) + between.rstrip()
    if isinstance(old.event, yaml.ScalarEvent) and old.is_block:
        comment = _COMMENT_WITH_BLANKS.search(text, old.start, line_end(text, old.start))
        return _Change(colon, line_end(text, old.end), new + (comment[0] if comment else ""))
    if old.is_block or not text[old.end : line_end(text, old.end)].strip():
        return _Change(colon, line_end(text, old.end), new)
    return _Change(colon, old.end, new)


def _added_in_flow(text: str, above: Node, name: str, value: Value) -> _Change:
    is_json = any(text[key.start] == '"' for key, _ in above.pairs.values())
    pair = f"{name}: {_in_brackets(value)}"
    if is_json:
        pair = f"{json.dumps(name, ensure_ascii=False)}: {_written_in_flow(value)}"
    if not above.children:
        return _Change(above.start + 1, above.start + 1, pair)
    last = max(child.end for child in above.children)
    return _Change(last, last, f", {pair}")


def _beside_key(value: Value, old: str, gap: str = "") -> str:
    """A value as it stands behind its colon, in the quotes of the old one where they will do."""
    if value is None:
        return ""
    styles = [_in_brackets(value), _written_in_flow(value)]
    if isinstance(value, str):
        styles = [value, "'" + value.replace("'", "''") + "'", _quoted(value)]
    if old[:1] in ("'", '"'):
        styles.sort(key=lambda style: style[:1] != old[:1])
    for style in styles[:-1]:
        if reads_as(f"a: {style}", {"a": value}):
            return f"{gap or ' '}{style}"
    return f"{gap or ' '}{styles[-1]}"


def _in_brackets(value: Value) -> str:
    """A value between brackets as people write it: a list of words has no quotes."""
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return value
    if isinstance(value, list):
        return f"[{', '.join(map(_in_brackets, value))}]"
    return _written_in_flow(value)


def _written_in_flow(value: Value) -> str:
    """A value between brackets, where everything but a number stands in quotes: also in JSON."""
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return value
    return _quoted(value)


def _quoted(value: Value) -> str:
    """A value as JSON, which is YAML as well but for what ends a line there alone."""
    text = json.dumps(value, ensure_ascii=False)
    return re.sub("[\x85\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", text)
