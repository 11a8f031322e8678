"""A new round from an earlier one: the year moved on, the dates and participants cleared.

The text is edited where it stands, at the places that the parser gives, and is never written
anew from data: what a round keeps, it keeps to the character. (ruamel.yaml keeps comments and
order too, but comments that hang on a value go with it, texts over several lines are joined,
aligned values closed up, CRLF and indentation changed to its own, and it refuses some files
that ``yaml_reader`` reads.)
"""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

import yaml

from ..disk.encoding import LINE_BREAK
from ..errors import DialogError, Problem
from ..reading import yaml_reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..reading.yaml_reader import Path_, Value, YamlFile

_TØMMES_I_RUNDEN = ("tidlig_til", "første_dag", "siste_dag")
_TØMMES_I_DIALOGEN = ("dato", "sted", "periode", "deltakere", "fra_skoleeier", "lenker", "filer")
# Exceptions that held for that one time
_FJERNES_I_DIALOGEN = ("tidsramme", "stille", "endring", "avlyst")

_ENCODINGS = (
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (b"", "utf-8"),
)
_BREAKS = "\n\r\x85\u2028\u2029"  # what YAML 1.1 and str.splitlines() take for the end of a line
_COMMENT = re.compile(rf"(?:(?<=[ \t{_BREAKS}])|^)#[^{_BREAKS}]*")
_COMMENT_WITH_BLANKS = re.compile(rf"[ \t]+#[^{_BREAKS}]*")
_BLANKS = re.compile(r"[ \t]*")
_COMMA = re.compile(r"\s*,")
_EXPLICIT_KEY = re.compile(r"\?[ \t]+$")
_INDICATORS = re.compile(r"[!-/:-@\[-`{-~]")
_PROPERTIES = re.compile(rf"(?:[&!]\S*(?:[ \t{_BREAKS}]+|$))*")
_MONTHS = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"


class NyRunde(NamedTuple):
    """A new round: the file's bytes, and what a person should look at in it (warnings)."""

    innhold: bytes
    merknader: tuple[Problem, ...]


def ny_runde(source: bytes, fra: int, til: int, name: str) -> NyRunde:
    """The round of ``til`` from the file of the round of ``fra``, which the model has accepted.

    ``name`` is what the new file is called in the warnings: where the old year still stands in
    prose or a comment, and which checks are still silent. Raises DialogError for a file that
    can't be read, or whose aliases tie what is cleared to what is kept.
    """
    bom, encoding = next((bom, name) for bom, name in _ENCODINGS if source.startswith(bom))
    text = _composed(source[len(bom) :].decode(encoding))
    årstall = _Årstall(fra, til)
    before = yaml_reader.parse(text, name)
    changed = _apply(text, list(_Changes(text, before.data, årstall)))
    after = _checked(changed, _expected(before.data, årstall), fra, name)
    found = [*_old_year(changed, årstall, name), *_silent(after)]
    found.sort(key=lambda problem: (problem.line, problem.column))
    return NyRunde(bom + changed.encode(encoding), tuple(found))


def _composed(text: str) -> str:
    """The text as it stands, unless composing its letters, as the reader does, gives other YAML."""
    composed = unicodedata.normalize("NFC", text)
    same = _INDICATORS.findall(text) == _INDICATORS.findall(composed)
    return text if same else composed


# --- the year ------------------------------------------------------------------------------


class _Årstall:
    """The old year and the new one, and how they stand in a text."""

    def __init__(self, fra: int, til: int) -> None:
        self.fra, self.til = fra, til
        self.anywhere = re.compile(rf"(?<!\d){fra}(?!\d)")
        date = rf"\d\.\s*(?:\d\d?\.\s*|(?:{_MONTHS})\s+){fra}(?!\d)|(?<!\d){fra}-\d\d?-\d"
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
        return self._in_title.sub(
            lambda found: found[0] if found["date"] else re.sub(r"\d+", self._moved, found[0]),
            text,
        )

    def heading(self, comment: str) -> str:
        """A comment at the top with the year moved on where it names the round or its file."""

        def moved(found: re.Match[str]) -> str:
            names = (found["before"] or found["behind"]) and not found["source"]
            return self.anywhere.sub(str(self.til), found[0]) if names else found[0]

        return self._in_heading.sub(moved, comment)

    def _moved(self, digits: re.Match[str]) -> str:
        moved = int(digits[0]) + self.til - self.fra
        return str(moved) if len(digits[0]) > 2 else f"{moved % 100:02d}"  # noqa: PLR2004 - 2015/16


# --- where everything stands ---------------------------------------------------------------


class _Node(NamedTuple):
    """A node and its place in the text; a mapping's children are its keys and values in turn.

    Unlike PyYAML's composed nodes an alias is a node of its own, where it stands, and a block
    ends where its last value does, not where the next token begins.
    """

    event: yaml.NodeEvent
    start: int
    end: int
    children: tuple[_Node, ...] = ()

    @property
    def is_flow(self) -> bool:
        return bool(getattr(self.event, "flow_style", False))

    @property
    def is_block(self) -> bool:
        """Whether it takes the rest of its last line: a block mapping, list or text."""
        if isinstance(self.event, yaml.ScalarEvent):
            return self.event.style in ("|", ">")
        return isinstance(self.event, yaml.CollectionStartEvent) and not self.is_flow

    @property
    def is_empty(self) -> bool:
        if isinstance(self.event, yaml.ScalarEvent):
            return not self.event.style and self.event.value in yaml_reader.NULL
        return isinstance(self.event, yaml.CollectionStartEvent) and not self.children

    @property
    def pairs(self) -> list[tuple[str, _Node, _Node]]:
        """A mapping's keys as text, with the nodes of key and value; none for anything else."""
        if not isinstance(self.event, yaml.MappingStartEvent):
            return []
        keys, values = self.children[::2], self.children[1::2]
        names = (unicodedata.normalize("NFC", getattr(key.event, "value", "")) for key in keys)
        return list(zip(names, keys, values, strict=True))


def _tree(text: str) -> _Node:
    events = yaml.parse(text, Loader=yaml_reader.LOADER)
    return next(_node(event, events, text) for event in events if isinstance(event, yaml.NodeEvent))


def _node(event: yaml.NodeEvent, events: Iterator[yaml.Event], text: str) -> _Node:
    start, end = _place(event)
    if not isinstance(event, yaml.CollectionStartEvent):
        if start == end and text[start - 1 : start] not in (":", "-"):
            # neither «:» nor «-» stands for this empty value; its mark is the next token's
            return _Node(event, -1, -1)
        return _Node(event, start, start + len(text[start:end].rstrip(f" \t{_BREAKS}")))
    children = []
    for below in events:
        if isinstance(below, yaml.CollectionEndEvent):
            end = _place(below)[1]
            break
        if isinstance(below, yaml.NodeEvent):
            children.append(_node(below, events, text))
    if not event.flow_style:
        end = max(start, *(child.end for child in children))
    return _Node(event, start, end, tuple(children))


def _place(event: yaml.Event) -> tuple[int, int]:
    start, end = event.start_mark, event.end_mark
    return start.index if start else 0, end.index if end else 0


class _Lines:
    """The lines of a text as YAML counts them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(found.end() for found in LINE_BREAK.finditer(text))]

    def number(self, position: int) -> int:
        """The number of the line at a position, from 0."""
        return bisect_right(self._starts, position) - 1

    def start(self, position: int) -> int:
        return self._starts[self.number(position)]

    def end(self, position: int) -> int:
        """Where the line ends, without its line break."""
        found = LINE_BREAK.search(self.text, position)
        return found.start() if found else len(self.text)

    def next(self, position: int) -> int:
        """Where the next line starts."""
        found = LINE_BREAK.search(self.text, position)
        return found.end() if found else len(self.text)

    def line(self, number: int) -> str:
        """A line, empty where there is none."""
        if not 0 <= number < len(self._starts):
            return ""
        return self.text[self._starts[number] : self.end(self._starts[number])]

    def start_of(self, number: int) -> int:
        return self._starts[number] if number < len(self._starts) else len(self.text)


# --- what changes --------------------------------------------------------------------------


class _Change(NamedTuple):
    """What stands between two places is to be another text."""

    start: int
    end: int
    new: str = ""


def _apply(text: str, changes: list[_Change]) -> str:
    bits: list[str] = []
    done = 0
    for change in sorted(changes):
        bits += text[done : change.start], change.new
        done = max(done, change.end)
    return "".join([*bits, text[done:]])


class _Changes:
    """The changes that make a round's text the next round's."""

    def __init__(self, text: str, data: Value, årstall: _Årstall) -> None:
        self.text, self.data, self.årstall = text, data, årstall
        self.lines = _Lines(text)
        self.root = _tree(text)

    def __iter__(self) -> Iterator[_Change]:
        yield from self._heading()
        for name, key, value in self.root.pairs:
            if name == "år":
                yield self._year(value)
            elif name == "tittel":
                yield from self._titles(value)
            elif name in _TØMMES_I_RUNDEN:
                yield from self._clear(key, value, within=self.root)
            elif name == "dialoger":
                for _, _, dialog in value.pairs:
                    yield from self._dialog(dialog)

    def _heading(self) -> Iterator[_Change]:
        """The comments above the first key, where they name the round or its file."""
        first = self.root.children[0].start
        for comment in _COMMENT.finditer(self.text, 0, first):
            yield _Change(comment.start(), comment.end(), self.årstall.heading(comment[0]))

    def _year(self, value: _Node) -> _Change:
        start = self._content(value)
        at = self.text.rfind(str(self.årstall.fra), start, value.end)
        if isinstance(value.event, yaml.AliasEvent) or at < 0:
            return _Change(start, value.end, str(self.årstall.til))
        return _Change(at, at + len(str(self.årstall.fra)), str(self.årstall.til))

    def _titles(self, value: _Node) -> Iterator[_Change]:
        """The title, alone or in each of the written languages."""
        title = self.data["tittel"] if isinstance(self.data, dict) else ""
        if isinstance(title, dict) and value.pairs:
            for name, _, text in value.pairs:
                yield self._title(text, str(title[name]))
        elif not isinstance(title, dict):  # an alias to one is written where it stands
            yield self._title(value, str(title))

    def _title(self, value: _Node, old: str) -> _Change:
        start = self._content(value)
        written = self.text[start : value.end]
        new = self.årstall.title(old)
        if new == old:
            return _Change(start, value.end, written)
        if isinstance(value.event, yaml.AliasEvent) or (written[:1] == '"' and "\\" in written):
            # digits may be a part of an escape here («\u2015» is a dash)
            return _Change(start, value.end, json.dumps(new, ensure_ascii=False))
        return _Change(start, value.end, self.årstall.title(written))

    def _content(self, node: _Node) -> int:
        """Where a value begins behind its anchor and tag, if it has them."""
        found = _PROPERTIES.match(self.text, node.start, node.end)
        return found.end() if found else node.start

    def _dialog(self, dialog: _Node) -> Iterator[_Change]:
        for name, key, value in dialog.pairs:
            if name in _TØMMES_I_DIALOGEN:
                yield from self._clear(key, value, within=dialog)
        remove = self._remove_from_flow if dialog.is_flow else self._remove_from_block
        yield from remove(dialog)

    def _clear(self, key: _Node, value: _Node, *, within: _Node) -> Iterator[_Change]:
        """Make a value empty; the comments at its key stay, those within the value go with it."""
        if value.is_empty:
            return
        if within.is_flow:
            is_json = self.text[key.start : key.start + 1] == '"'  # which has no empty values
            yield _Change(value.start, value.end, "null" if is_json else "")
        elif not self._before(value.start).strip():
            yield self._clear_own_lines(value)
        else:
            yield self._clear_beside_key(value)

    def _clear_own_lines(self, value: _Node) -> _Change:
        """A value that begins on the line below its key."""
        comment = self._comment_behind(value)
        if comment:
            return _Change(value.start, comment.start())
        return _Change(self.lines.start(value.start), self.lines.next(value.end))

    def _clear_beside_key(self, value: _Node) -> _Change:
        before = self._before(value.start)
        start = value.start - len(before) + len(before.rstrip(" \t"))
        first_line = self.lines.end(value.start)
        if value.is_block:  # on its first line stands «>-», an anchor or a list's first item
            end = self.lines.end(value.end)
            has_header = isinstance(value.event, yaml.ScalarEvent) or bool(
                value.children[0].start > first_line
            )
            comment = _COMMENT_WITH_BLANKS.search(self.text, value.start, first_line)
            return _Change(start, end, comment[0] if comment and has_header else "")
        if not self._comment_behind(value):
            return _Change(start, self.lines.end(value.end))
        if value.end > first_line:
            return _Change(start, value.end)
        # the comment stays in its column, where it may be aligned with others
        return _Change(value.start, value.end, " " * (value.end - value.start))

    def _comment_behind(self, value: _Node) -> re.Match[str] | None:
        """The comment on a value's last line; in a block it belongs to the last item."""
        if value.is_block:
            return None
        rest = _BLANKS.match(self.text, value.end)
        return _COMMENT.match(self.text, rest.end()) if rest else None

    def _before(self, position: int) -> str:
        """What stands before a position on its line."""
        return self.text[self.lines.start(position) : position]

    def _spans(self, dialog: _Node) -> list[tuple[str, int, int]]:
        """The keys with where they begin, «?» included, and where their values end."""
        spans = []
        for name, key, value in dialog.pairs:
            explicit = _EXPLICIT_KEY.search(self._before(key.start))
            start = key.start - len(explicit[0]) if explicit else key.start
            end = max(key.end, value.end)
            if value.is_empty and dialog.is_flow:  # as far as the comma or bracket behind it
                behind = _BLANKS.match(self.text, max(end, _place(value.event)[1]))
                end = behind.end() if behind else end
            spans.append((name, start, end))
        return spans

    def _remove_from_block(self, dialog: _Node) -> Iterator[_Change]:
        spans = self._spans(dialog)
        for index, (name, start, end) in enumerate(spans):
            if name not in _FJERNES_I_DIALOGEN:
                continue
            indent = self._before(start)
            if not indent.strip():
                yield self._remove_lines(start, end, indent)
            elif index + 1 < len(spans):  # «: » of «? key» stands before it on the line
                yield _Change(start, spans[index + 1][1])
            else:
                yield _Change(start, end)

    def _remove_lines(self, start: int, end: int, indent: str) -> _Change:
        """Whole lines: with the comment lines right above that are about the key.

        The comment lines right below go where their indentation makes them the value's.
        """
        first, last = self.lines.number(start), self.lines.number(end)
        while self.lines.line(first - 1).startswith(f"{indent}#"):
            first -= 1
        deeper = re.compile(rf"{re.escape(indent)}[ \t]+#")
        while deeper.match(self.lines.line(last + 1)):
            last += 1
        return _Change(self.lines.start_of(first), self.lines.start_of(last + 1))

    def _remove_from_flow(self, dialog: _Node) -> Iterator[_Change]:
        spans = self._spans(dialog)
        keep = [index for index, span in enumerate(spans) if span[0] not in _FJERNES_I_DIALOGEN]
        for index, (name, start, _) in enumerate(spans):
            if name in _FJERNES_I_DIALOGEN and index + 1 < len(spans):
                yield _Change(start, spans[index + 1][1])
        if not spans or spans[-1][0] not in _FJERNES_I_DIALOGEN:
            return
        _, start, end = spans[-1]
        last_kept = spans[keep[-1]][2] if keep else None
        if last_kept is not None and "#" not in self.text[last_kept:start]:
            yield _Change(last_kept, end)
            return
        comma = _COMMA.match(self.text, end)
        end = comma.end() if comma else end
        if (self._before(start) + self.text[end : self.lines.end(end)]).strip():
            yield _Change(start, end)
        else:
            yield _Change(self.lines.start(start), self.lines.next(end))


# --- is it right, and what is left ---------------------------------------------------------


def _expected(data: Value, årstall: _Årstall) -> Value:
    """What the new round must read as."""
    if not isinstance(data, dict):
        return data
    runde = {key: None if key in _TØMMES_I_RUNDEN else value for key, value in data.items()}
    title, dialoger = data.get("tittel"), data.get("dialoger")
    runde["år"] = str(årstall.til)
    if isinstance(title, str):
        runde["tittel"] = årstall.title(title)
    elif isinstance(title, dict):
        runde["tittel"] = {name: årstall.title(str(text)) for name, text in title.items()}
    if isinstance(dialoger, dict):
        runde["dialoger"] = {id_: _expected_dialog(entry) for id_, entry in dialoger.items()}
    return runde


def _expected_dialog(entry: Value) -> Value:
    if not isinstance(entry, dict):
        return entry
    return {
        key: None if key in _TØMMES_I_DIALOGEN else value
        for key, value in entry.items()
        if key not in _FJERNES_I_DIALOGEN
    }


def _checked(text: str, expected: Value, fra: int, name: str) -> YamlFile:
    """The new round as it reads; raises DialogError where that isn't what it should be."""
    try:
        file = yaml_reader.parse(text, name)
    except DialogError:
        file = None
    if file is None or _without_empty(file.data) != _without_empty(expected):
        message = f"Runden {fra} kan ikke føres videre uten at innholdet blir et annet."
        remedy = "Skriv verdier i stedet for henvisninger («&» og «*») i den."
        raise DialogError([Problem(message, remedy, name)])
    return file


def _without_empty(data: Value) -> Value:
    """Data where a list or a mapping without anything in it is the same as no value."""
    if isinstance(data, dict):
        return {key: _without_empty(value) for key, value in data.items()} or None
    if isinstance(data, list):
        return [_without_empty(item) for item in data] or None
    return data


def _old_year(text: str, årstall: _Årstall, name: str) -> Iterator[Problem]:
    """Where the old year still stands, in prose or in a comment."""
    lines = _Lines(text)
    spans = list(_scalars(_tree(text), ()))
    comments = _comments(text, [(node.start, node.end) for _, node in spans])
    seen = set()
    for found in årstall.anywhere.finditer(text):
        at = found.start()
        path = next((path for path, node in spans if node.start <= at < node.end), None)
        comment = next((c for c in comments if c.start() <= at < c.end()), None)
        if path is None and comment is None:
            continue  # the name of an anchor
        if comment and _in_date(årstall, comment, at):
            continue  # how a date is written, or a note of when; neither gets old
        number = lines.number(at)
        if (path, number) not in seen:
            seen.add((path, number))
            where = "en kommentar" if path is None else "teksten"
            yield Problem(
                f"Årstallet {årstall.fra} står fortsatt i {where}.",
                f"Se om det skal være {årstall.til}.",
                name,
                number + 1,
                at - lines.start(at) + 1,
                yaml_reader.describe(path or ()),
                source=lines.line(number),
                warning=True,
            )


def _scalars(node: _Node, path: Path_) -> Iterator[tuple[Path_, _Node]]:
    """The texts of a tree with their paths, keys with their values' paths."""
    if isinstance(node.event, yaml.ScalarEvent):
        yield path, node
    elif isinstance(node.event, yaml.MappingStartEvent):
        for name, key, value in node.pairs:
            yield from _scalars(key, (*path, name))
            yield from _scalars(value, (*path, name))
    else:
        for index, item in enumerate(node.children):
            yield from _scalars(item, (*path, index))


def _comments(text: str, taken: list[tuple[int, int]]) -> list[re.Match[str]]:
    """The comments: what begins with # outside every text."""
    found: list[re.Match[str]] = []
    position = 0
    for start, end in [*sorted(taken), (len(text), len(text))]:
        found += _COMMENT.finditer(text, position, max(position, start))
        position = max(position, end)
    return found


def _in_date(årstall: _Årstall, comment: re.Match[str], at: int) -> bool:
    dates = årstall.date.finditer(comment.string, comment.start(), comment.end())
    return any(date.start() <= at < date.end() for date in dates)


def _silent(file: YamlFile) -> Iterator[Problem]:
    """The checks that the round keeps silent, for reasons that may have been last year's."""
    stille = file.data.get("stille") if isinstance(file.data, dict) else None
    for check in stille if isinstance(stille, dict) else ():
        message = f"Kontrollen «{check}» er stille også i den nye runden."
        remedy = "Ta den bort hvis begrunnelsen ikke gjelder lenger."
        path = ("stille", check)
        yield file.problem(path, message, remedy, at_key=True)._replace(warning=True)
