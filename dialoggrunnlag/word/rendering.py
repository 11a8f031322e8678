"""One document's rendering: values into XML, loops counted, errors placed, gaps mended."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from jinja2.runtime import Context, LoopContext, Undefined
from jinja2.utils import pass_context
from lxml import etree

from .chart_tags import CHART, PLACED
from .compiler import EMIT, TURNS, CompiledPart
from .explain import label, runtime_error, template_lines
from .growth import LOOP, GrowthError, Meter, check_text
from .names import w
from .problems import TemplateProblem
from .repeating import ANCHOR, ANEW, FOLLOWS, NAMED, PART
from .sandbox import METER, STATE, fields_of
from .story import Level, PlacedTag
from .styles import Styles
from .validity import DECLARATION, MERGED, NEW_LIST, REGION_OPEN, TURN, mend
from .values import (
    TEXT_OPEN,
    Block,
    ValueProblemError,
    attribute_xml,
    is_plain,
    plain_xml,
    several_fields,
    text_xml,
)

if TYPE_CHECKING:
    from .chart import Chart
    from .chart_parts import DocumentCharts, TemplateCharts

_LONGEST_NAME = 40  # characters of a bookmark's name; Word refuses longer ones
_TOO_LARGE = ("Dokumentet blir urimelig stort.", LOOP)
_BATCH = 256  # pieces of output between two looks at the size


class Limits(NamedTuple):
    """How much one document may cost: characters of XML in a part, and turns of all loops."""

    characters: int = 64_000_000
    turns: int = 2_000_000


class Program(NamedTuple):
    """What every rendering of a template shares.

    ``first_id`` is the highest number of anything in the package, ``numbered_names`` are the
    names in it that end in a number, in lower case; ``companions`` the parts with notes and
    comments (notes.companions); ``watched_bookmarks`` those that a block may leave out and that
    something points at; ``charts`` the charts that tags fill; ``typography`` what every text of
    the document itself goes through.
    """

    tags: list[PlacedTag]
    styles: Styles
    limits: Limits
    first_id: int
    numbered_names: frozenset[str]
    companions: Mapping[str, str]
    watched_bookmarks: set[str]
    charts: TemplateCharts | None
    typography: Callable[[str], str]


@dataclass(eq=False, repr=False)
class _Turn:
    """A loop that is going on: its tag, and the item it is at, counted from 1."""

    placed: PlacedTag
    number: int = 0
    item: object = None


class Relationship(NamedTuple):
    """What a part refers to: the last word of the relationship's type, and its target."""

    kind: str
    target: str
    external: bool


@dataclass(eq=False, repr=False)
class Rendering:
    """The state of one document's rendering, and what its values ask of the package.

    ``relationships`` are by part, with their ids, ``media`` by member name; ``lists`` gives for
    each new list (in order) the one whose look it takes; ``merges`` the last merged cells of a
    column with their turn; ``numbers`` what each identity got last;
    ``given`` the names that bookmarks and the like got, in lower case with their space.
    """

    program: Program
    values: Mapping[str, Any]
    part: str = ""
    loops: list[_Turn] = field(default_factory=list)
    relationships: dict[str, dict[Relationship, str]] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    charts: DocumentCharts | None = None
    lists: list[str] = field(default_factory=list)
    first_list: int = 0
    numbers: dict[str, str] = field(default_factory=dict)
    given: set[tuple[str, str]] = field(default_factory=set)
    merges: dict[str, tuple[int, int]] = field(default_factory=dict)
    started: dict[str, int] = field(default_factory=dict)
    new_ids: int = 0
    meter: Meter = field(init=False)

    def __post_init__(self) -> None:
        self.meter = Meter(self.program.limits.turns)

    def unique_id(self) -> int:
        """A number that nothing in the document has yet."""
        self.new_ids += 1
        return self.program.first_id + self.new_ids

    def number(self, key: str, form: str) -> str:
        """Give an identity a new number after ``form``; those that follow it take the same."""
        self.numbers[key] = f"{form}{self.unique_id()}"
        return self.numbers[key]

    def followed(self, key: str, own: str) -> str:
        """The number of what something belongs to; its own where that got no new one."""
        return self.numbers.get(key, own)

    def name(self, name: str, space: str) -> str:
        """A name's form in this turn: itself the first time, then with a number of its own."""
        key = f"{space} {name}"
        turn = self.started.get(key, 0) + 1
        new = name
        while turn > 1:
            suffix = f"_{turn}"
            new = name[: _LONGEST_NAME - len(suffix)] + suffix
            is_taken = (space, new.lower()) in self.given
            if not is_taken and new.lower() not in self.program.numbered_names:
                break
            turn += 1
        self.started[key] = turn
        self.given.add((space, new.lower()))
        return new

    def take(self, name: str, space: str) -> None:
        """Note that a name is there once already."""
        self.started.setdefault(f"{space} {name}", 1)

    def new_list(self, number: str, key: str) -> str:
        """The number of a list that begins anew each turn: its own the first time."""
        self.started[key] = self.started.get(key, 0) + 1
        if self.started[key] == 1:
            return number
        self.lists.append(number)
        return str(self.first_list + len(self.lists) - 1)

    def merged(self, cells: int, column: str, turn: int, *, starts: bool) -> str:
        """Whether a merged cell begins, or goes on with the last in its column: of its own turn."""
        goes_on = not starts and self.merges.get(column) == (cells, turn)
        self.merges[column] = cells, turn
        return "continue" if goes_on else "restart"

    def turn(self, _nothing: int) -> int:
        """A number that no other turn of any loop has."""
        return self.meter.turns

    def anchor(self, bookmark: str) -> str:
        """The relationship of a link to a bookmark that a loop repeats."""
        return self.relate("hyperlink", f"#{bookmark}", external=True)

    def relate(self, kind: str, target: str, *, external: bool) -> str:
        """The id of a relationship of the part that is being written."""
        of_part = self.relationships.setdefault(self.part, {})
        new = Relationship(kind, target, external)
        return of_part.setdefault(new, f"rIdDialog{len(of_part) + 1}")

    def chart(self, value: Any) -> Chart | None:
        """The value of a chart's tag, None for one that is left out."""
        if isinstance(value, Undefined):
            str(value)  # raises, but for ``{{ a if x }}``, which may say nothing
            return None
        return self._document_charts().chart_of(value)

    def place_chart(self, xml: str, chart: Chart, number: int) -> str:
        """The id of the relationship to a chart, which is put into the package.

        ``xml`` is the part of the template's chart of that number, with its titles filled.
        """
        xml = mend(xml) if REGION_OPEN in xml else xml
        name = self._document_charts().place(xml, chart, number)
        return self.relate("chart", f"/{name}", external=False)

    def own_part(self, relationship: str) -> str:
        """The id of the relationship to a chart that a loop repeats: a copy but the first time."""
        key = f"{self.part} {relationship}"
        self.started[key] = self.started.get(key, 0) + 1
        if self.started[key] == 1 or self.program.charts is None:
            return relationship
        name = self._document_charts().copy(self.part, relationship)
        return self.relate("chart", f"/{name}", external=False) if name else relationship

    def _document_charts(self) -> DocumentCharts:
        if self.charts is None:
            from .chart_parts import DocumentCharts  # noqa: PLC0415 - where a template has charts

            self.charts = DocumentCharts(cast("TemplateCharts", self.program.charts), self.meter)
        return self.charts

    def write(self, part: CompiledPart) -> bytes:
        """The XML of a part; raises whatever its tags do, which ``problem`` then places."""
        self.part = part.name
        self.loops.clear()
        pieces: list[str] = []
        try:
            self._fill(part, pieces)
            xml = "".join(pieces)
            return (mend(xml) if part.fenced else xml).encode()
        except Exception:
            pieces.clear()  # what fills the memory goes first
            raise

    def _fill(self, part: CompiledPart, pieces: list[str]) -> None:
        """Add the pieces of a part's XML to ``pieces``."""
        known = {**self.values, STATE: self, METER: self.meter}
        output = part.template.root_render_func(part.template.new_context(known))
        size = 0
        while batch := list(islice(output, _BATCH)):
            size += sum(map(len, batch))
            self._limit_size(size)
            pieces += batch

    def _limit_size(self, size: int) -> None:
        if size > self.program.limits.characters:
            raise GrowthError(*_TOO_LARGE)

    def too_large(self) -> TemplateProblem:
        """The problem of a document that has been filled, but that is too large to complete."""
        placed = self.program.tags[0]
        return TemplateProblem(*_TOO_LARGE, "", placed.place, placed.tag.source)

    def problem(self, part: CompiledPart, error: Exception) -> TemplateProblem:
        """What went wrong in writing a part, with its place."""
        placed, contexts = _tag_of(part, error)
        message, remedy = runtime_error(error, self.values)
        indexes = {context.index for context in contexts}
        turns = []
        for turn in self.loops:
            number, item = turn.number, turn.item
            # Where a template asks for ``loop.last``, Jinja2 has fetched one item too many
            if number not in indexes and number - 1 in indexes:
                number, item = number - 1, None
            name = label(item)
            which = f"runde {number} av {turn.placed.tag.source}"
            turns.append(f"{which} («{name}»)" if name else which)
        placed = placed or self.program.tags[0]
        return TemplateProblem(message, remedy, "", placed.place, placed.tag.source, tuple(turns))


class _Around:
    """The surroundings of one tag in one rendering (values.Surroundings)."""

    def __init__(self, rendering: Rendering, placed: PlacedTag) -> None:
        self.rendering = rendering
        self.run_properties, self.in_link = _xml(placed.run_properties), placed.in_link

    def text(self, text: str) -> str:
        return text_xml(self.rendering.program.typography(text))

    def style(self, kind: str, name: str) -> str:
        return self.rendering.program.styles.find(kind, name)

    def relationship(self, kind: str, target: str) -> str:
        return self.rendering.relate(kind, target, external=True)

    def image(self, data: bytes, extension: str) -> str:
        name = f"word/media/{hashlib.sha256(data).hexdigest()[:16]}.{extension}"
        self.rendering.media[name] = data
        return self.rendering.relate("image", f"/{name}", external=False)

    def unique_id(self) -> int:
        return self.rendering.unique_id()


def _xml(element: etree._Element | None) -> str:
    """An element as XML, without the namespace declarations its root already has."""
    if element is None:
        return ""
    return DECLARATION.sub("", etree.tostring(element, encoding="unicode", with_tail=False))


_ONLY_TEXT = (Level.ATTRIBUTE, Level.PLAIN, Level.CODE)


@pass_context
def emit(context: Context, value: Any, number: int) -> str:  # noqa: PLR0911 - one for each kind
    """Write a value as the XML of its place; every ``{{ }}`` is compiled to a call of this.

    Nothing escapes it once more (compiler.EmittingGenerator).
    """
    rendering: Rendering = context.parent[STATE]
    placed = rendering.program.tags[number]
    level = placed.level
    # What the engine itself writes must be what it says: an item of a list, to the letter
    typography = str if placed.own else rendering.program.typography
    if type(value) is str and level is Level.TEXT and is_plain(value):
        return typography(value)
    if level in _ONLY_TEXT:
        return _text(_as_text(value), placed)
    if type(value) is Block and value.holds_paragraphs:
        return _paragraphs(value.xml, placed)
    if type(value) is Block and value.holds_runs:
        return _runs(value.xml, placed)
    if hasattr(type(value), "paragraphs"):
        return _paragraphs(value.paragraphs(_Around(rendering, placed)), placed)
    if hasattr(type(value), "runs") and level not in (Level.CELL, Level.ROW):
        return _runs(value.runs(_Around(rendering, placed)), placed)
    return _text(typography(_as_text(value)), placed)


def _as_text(value: Any) -> str:
    """What a value says; refuses what says nothing to a reader."""
    if type(value) is str:
        return check_text(value)
    if value is None:
        return ""
    if isinstance(value, Undefined):
        return str(value)  # raises, but for ``{{ 'a' if x }}``, which may say nothing
    if callable(value):
        raise ValueProblemError("Verdien er en funksjon, ikke en tekst.", "Skriv () etter den.")
    kind: Any = type(value)
    if kind.__str__ is object.__str__ and kind.__repr__ is object.__repr__:
        raise several_fields(fields_of(value)[:12])
    return check_text(str(value))


def _text(text: str, placed: PlacedTag) -> str:
    """A text as the XML of its place."""
    level = placed.level
    if level is Level.ATTRIBUTE:
        return attribute_xml(text)
    if level is Level.CODE:  # where a quotation mark would end what stands in such
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    if level in (Level.PLAIN, Level.CODE):
        return plain_xml(text)
    content = text_xml(text, _paragraph_break(placed) if "\a" in text else "")
    if level is Level.TEXT:
        return content
    if level in (Level.CELL, Level.ROW):
        message = f"«{text[:40]}» kan ikke stå i stedet for en {level.value}."
        raise ValueProblemError(message, "Skriv taggen uten «tr» og «tc».")
    if level is Level.PARAGRAPH and not text:
        return ""
    return _runs(f"<w:r>{_xml(placed.run_properties)}{TEXT_OPEN}{content}</w:t></w:r>", placed)


def _runs(runs: str, placed: PlacedTag) -> str:
    """Runs in the place of a tag: among others, in a paragraph, or in the middle of one's text."""
    if placed.level is Level.RUN:
        return runs
    if placed.level is Level.TEXT:  # close the run that the tag stands in, and open one like it
        properties = _xml(placed.run_properties)
        return f"</w:t></w:r>{runs}<w:r>{properties}{TEXT_OPEN}"
    return f"<w:p>{runs}</w:p>"


def _paragraphs(xml: str, placed: PlacedTag) -> str:
    """Whole paragraphs, which only a ``{{p }}`` tag has room for."""
    if placed.level is not Level.PARAGRAPH:
        message = "Verdien er hele avsnitt og kan ikke stå inne i et avsnitt."
        raise ValueProblemError(message, "Skriv {{p … }} i et eget avsnitt.")
    return xml


def _paragraph_break(placed: PlacedTag) -> str:
    """What ends the paragraph and run of a tag and begins others like them ('' for: can't)."""
    if not placed.direct:
        return ""
    properties = ""
    if placed.paragraph_properties is not None:
        copy = deepcopy(placed.paragraph_properties)
        for section in copy.findall(w("sectPr")):
            copy.remove(section)
        properties = _xml(copy)
    run = f"<w:r>{_xml(placed.run_properties)}{TEXT_OPEN}"
    return f"</w:t></w:r></w:p><w:p>{properties}{run}"


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
            rendering.meter.count_turn()
            yield turn.item
        rendering.loops.remove(turn)


@pass_context
def turns(context: Context, items: Any, number: int) -> _Turns:
    """Count the items of a ``{% for %}``; every loop is compiled to a call of this."""
    if isinstance(items, Undefined):
        iter(items)  # raises
    if not isinstance(items, Iterable):
        message = f"Løkken skal gå over en liste, men verdien er «{items}»."
        remedy = "Bruk feltet som er listen."
        if items is None:
            message = "Løkken skal gå over en liste, men feltet er tomt."
            remedy = "Skriv «or []» etter feltet."
        raise ValueProblemError(message, remedy)
    return _Turns(context.parent[STATE], items, number)


# --- where it went wrong ------------------------------------------------------------------


def _tag_of(part: CompiledPart, error: Exception) -> tuple[PlacedTag | None, list[LoopContext]]:
    """The tag that was being evaluated, and the loops that know their own turn."""
    placed, loops = None, []
    for frame, line in template_lines(error, part.template, part.name):
        placed = part.lines.get(line, placed)
        loops += [v for v in frame.f_locals.values() if isinstance(v, LoopContext)]
    return placed, loops


def _asking(method: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that asks the rendering; its input is the method's first argument."""

    @pass_context
    def ask(context: Context, *arguments: Any, **named: Any) -> Any:
        return method(context.parent[STATE], *arguments, **named)

    return ask


FILTERS: dict[str, Callable[..., Any]] = {
    EMIT: emit,
    TURNS: turns,
    ANEW: _asking(Rendering.number),
    FOLLOWS: _asking(Rendering.followed),
    NAMED: _asking(Rendering.name),
    ANCHOR: _asking(Rendering.anchor),
    TURN: _asking(Rendering.turn),
    MERGED: _asking(Rendering.merged),
    NEW_LIST: _asking(Rendering.new_list),
    PART: _asking(Rendering.own_part),
    CHART: _asking(Rendering.chart),
    PLACED: _asking(Rendering.place_chart),
}
