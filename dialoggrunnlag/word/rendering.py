"""One document's rendering: values into XML, loops counted, errors placed, gaps mended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sized
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2.runtime import Context, LoopContext, Undefined
from jinja2.utils import pass_context
from lxml import etree
from markupsafe import Markup

from .errors import TemplateError, TemplateProblem
from .explain import label, runtime_error
from .structure import REGION_CLOSE, REGION_OPEN, Level, PlacedTag
from .values import TEXT_OPEN, WRITERS, ValueProblemError, is_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .compiler import CompiledPart

STATE = "_rendering"
_NAMESPACE_DECLARATION = re.compile(r' xmlns(?::\w+)?="[^"]*"')
_REGION = re.compile(f"([{REGION_OPEN}{REGION_CLOSE}])")
_BATCH = 256  # pieces of output between two looks at the size


class Limits(NamedTuple):
    """How much one document may cost: characters of XML in a part, and turns of all loops."""

    characters: int = 200_000_000
    turns: int = 2_000_000


class Program(NamedTuple):
    """What every rendering of a template shares."""

    tags: list[PlacedTag]
    character_styles: Mapping[str, str]
    limits: Limits


@dataclass(eq=False, repr=False)
class _Turn:
    """A loop that is going on: its tag, and the item it is at, counted from 1."""

    placed: PlacedTag
    number: int = 0
    item: object = None


@dataclass(eq=False, repr=False)
class Rendering:
    """The state of one document's rendering.

    ``links`` are the external relationships that values asked for, by part: id → kind, target.
    """

    program: Program
    values: Mapping[str, Any]
    part: str = ""
    turns: int = 0
    loops: list[_Turn] = field(default_factory=list)
    links: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)

    def write(self, part: CompiledPart) -> bytes:
        """The XML of a part; raises TemplateError with the place of what went wrong."""
        self.part = part.name
        self.loops.clear()
        context = part.template.new_context({**self.values, STATE: self})
        pieces: list[str] = []
        size = 0
        try:
            output = part.template.root_render_func(context)
            while batch := list(islice(output, _BATCH)):
                size += sum(map(len, batch))
                self._limit_size(size)
                pieces += batch
        except Exception as error:
            raise TemplateError([self._problem(part, error)]) from error
        xml = "".join(pieces)
        return (_mend(xml) if part.regions else xml).encode()

    def _limit_size(self, size: int) -> None:
        if size > self.program.limits.characters:
            raise ValueProblemError(
                "Dokumentet blir urimelig stort.", "Se etter en løkke som går for lenge."
            )

    def count_turn(self) -> None:
        """Note a turn of a loop; raises ValueProblemError past the limit."""
        self.turns += 1
        if self.turns > self.program.limits.turns:
            raise ValueProblemError(
                f"Løkkene går mer enn {self.program.limits.turns} ganger.",
                "Se etter en løkke som går for lenge.",
            )

    def _problem(self, part: CompiledPart, error: Exception) -> TemplateProblem:
        placed, contexts = _tag_of(part, error)
        message, remedy = runtime_error(error, self.values)
        turns = tuple(
            f"runde {number} av {turn.placed.tag.source}" + (f" («{name}»)" if name else "")
            for turn, number, item in _actual_turns(self.loops, contexts)
            for name in [label(item)]
        )
        placed = placed or self.program.tags[0]
        return TemplateProblem(message, remedy, "", placed.place, placed.tag.source, turns)


class _Around(NamedTuple):
    """The surroundings of one tag in one rendering (values.Surroundings)."""

    rendering: Rendering
    placed: PlacedTag

    @property
    def run_properties(self) -> str:
        return _xml(self.placed.run_properties)

    @property
    def in_link(self) -> bool:
        return self.placed.in_link

    def style(self, name: str) -> str:
        return self.rendering.program.character_styles.get(name.casefold(), "")

    def relationship(self, kind: str, target: str) -> str:
        links = self.rendering.links.setdefault(self.rendering.part, {})
        for relation, link in links.items():
            if link == (kind, target):
                return relation
        links[f"rIdLenke{len(links) + 1}"] = (kind, target)
        return f"rIdLenke{len(links)}"


def _xml(element: etree._Element | None) -> str:
    """An element as XML, without the namespace declarations its root already has."""
    if element is None:
        return ""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    return _NAMESPACE_DECLARATION.sub("", text)


def _trusted(xml: str) -> Markup:
    """Mark XML that this engine wrote itself, so that it is not escaped once more."""
    return Markup(xml)  # noqa: S704 - values reach it escaped by values.WRITERS only


@pass_context
def emit(context: Context, value: Any, number: int) -> Markup:
    """Write a value as the XML of its place; every ``{{ }}`` is compiled to a call of this."""
    rendering: Rendering = context.parent[STATE]
    placed = rendering.program.tags[number]
    if type(value) is str and placed.level is Level.TEXT and is_plain(value):
        return _trusted(value)
    if isinstance(value, Undefined):
        str(value)  # raises
    if isinstance(value, Markup):  # from a macro or a block of this template: already XML
        runs = value if value.lstrip().startswith("<w:r") else ""
        return _between_runs(runs, placed) if runs and placed.level is Level.TEXT else value
    if placed.level in (Level.TEXT, Level.RUN) and hasattr(value, "runs"):
        runs = value.runs(_Around(rendering, placed))
        return _trusted(runs) if placed.level is Level.RUN else _between_runs(runs, placed)
    text = "" if value is None else str(value)
    if placed.level in WRITERS:
        return _trusted(WRITERS[placed.level](text))
    run = f"<w:r>{_xml(placed.run_properties)}{TEXT_OPEN}{WRITERS[Level.TEXT](text)}</w:t></w:r>"
    return _trusted(run if placed.level is Level.RUN else f"<w:p>{run}</w:p>")


def _between_runs(runs: str, placed: PlacedTag) -> Markup:
    """Close the run that a text-level tag stands in, and open one like it after ``runs``."""
    return _trusted(f"</w:t></w:r>{runs}<w:r>{_xml(placed.run_properties)}{TEXT_OPEN}")


class _Turns(Sized):
    """A loop's items, counted as they are taken."""

    def __init__(self, rendering: Rendering, items: Iterable[Any], number: int) -> None:
        self.rendering, self.items, self.number = rendering, items, number

    def __len__(self) -> int:
        return len(self.items)  # type: ignore[arg-type]  # TypeError is what Jinja2 expects

    def __iter__(self) -> Iterator[Any]:
        rendering = self.rendering
        turn = _Turn(rendering.program.tags[self.number])
        rendering.loops.append(turn)
        for turn.number, turn.item in enumerate(self.items, 1):
            rendering.count_turn()
            yield turn.item
        rendering.loops.remove(turn)


@pass_context
def turns(context: Context, items: Any, number: int) -> _Turns:
    """Count the items of a ``{% for %}``; every loop is compiled to a call of this."""
    if isinstance(items, Undefined):
        iter(items)  # raises
    if not isinstance(items, Iterable):
        if items is None:
            raise ValueProblemError(
                "Løkken skal gå over en liste, men feltet er tomt.", "Skriv «or []» etter feltet."
            )
        raise ValueProblemError(
            f"Løkken skal gå over en liste, men verdien er «{items}».", "Bruk feltet som er listen."
        )
    return _Turns(context.parent[STATE], items, number)


# --- where it went wrong ------------------------------------------------------------------


def _tag_of(part: CompiledPart, error: Exception) -> tuple[PlacedTag | None, list[LoopContext]]:
    """The tag that was being evaluated, and the loops that know their own turn."""
    placed, loops = None, []
    trace = error.__traceback__
    while trace:
        frame = trace.tb_frame
        if frame.f_code.co_filename == part.name:
            line = part.template.get_corresponding_lineno(trace.tb_lineno)
            placed = part.lines.get(line, placed)
            loops += [v for v in frame.f_locals.values() if isinstance(v, LoopContext)]
        trace = trace.tb_next
    return placed, loops


def _actual_turns(
    open_loops: Iterable[_Turn], contexts: list[LoopContext]
) -> Iterator[tuple[_Turn, int, object]]:
    """Turn number and item of every open loop.

    Where a template asks for ``loop.last``, Jinja2 has fetched one item too many; the loop
    itself then knows better.
    """
    indexes = {context.index for context in contexts}
    for turn in open_loops:
        if turn.number not in indexes and turn.number - 1 in indexes:
            yield turn, turn.number - 1, None
        else:
            yield turn, turn.number, turn.item


# --- mending ------------------------------------------------------------------------------


def _mend(xml: str) -> str:
    """Give emptied cells a paragraph, and take away rows without cells and tables without rows."""
    stack: list[list[str]] = [[]]
    for piece in _REGION.split(xml):
        if piece == REGION_OPEN:
            stack.append([])
        elif piece == REGION_CLOSE:
            element = "".join(stack.pop())
            stack[-1].append(_mended(element))
        else:
            stack[-1].append(piece)
    return "".join(stack[0])


def _mended(element: str) -> str:
    if element.startswith(("<w:tbl>", "<w:tbl ")):
        return element if re.search("<w:tr[ >]", element) else ""
    if element.startswith(("<w:tr>", "<w:tr ")):
        return element if re.search("<w:tc[ >]", element) else ""
    close = element.rindex("</")
    last_paragraph = max(element.rfind(end) for end in ("</w:p>", "<w:p/>", "<w:p "))
    if last_paragraph > element.rfind("</w:tbl>"):
        return element
    return f"{element[:close]}<w:p/>{element[close:]}"
