"""The chart parts of a template that a tag fills, and those that a document has in their place.

A chart with a tag leaves the package with all that goes with it (workbook, style, colours), so
that nothing of its example figures can follow along. Each time that the tag gives a value, the
document gets parts of its own.
"""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from lxml import etree

from .chart import NO_CHART_REMEDY, Chart
from .chart_look import ChartLook, drop_example_words, link_workbook, take_look
from .chart_tags import CHART_TYPE, Drawn, UnfitChartError, drawn_charts
from .explain import label
from .growth import Meter, check_text
from .names import OFFICE, XML_DECLARATION
from .package import (
    CONTENT_TYPES,
    RELATIONSHIPS,
    TYPES,
    Member,
    Package,
    Packed,
    parse,
    relationships_name,
    to_xml,
)
from .places import STORIES
from .story import remove
from .values import ValueProblemError, attribute_xml
from .workbook import WORKBOOK_TYPE, workbook

_DATA = ("package", "oleObject")  # kinds of relationships that lead to a chart's workbook
_SHARED = ("image", "hyperlink")  # of what all copies of a chart may have in common
_COPY, _POINT = 10_000, 100  # what a copied chart, and a point of a filled one, count as
_RELATIONSHIPS = f'{XML_DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">{{}}</Relationships>'
_NUMBERED = re.compile(r"\d*(?=\.[^.]*\Z)")  # where a part's name has its number
_TWICE = UnfitChartError(
    "Det samme diagrammet står også et annet sted, der det ikke har noen tagg.",
    "Slett det ene, og lim inn en kopi av diagrammet på nytt.",
)


class Part(NamedTuple):
    """A part of a document: its name, bytes and content type ('' where its extension tells)."""

    name: str
    content: bytes
    type: str


class _Related(NamedTuple):
    """What a chart part is related to; ``copied`` is the part that each chart has of its own."""

    identity: str
    type: str
    target: str
    external: bool
    copied: Part | None = None


_BOOK = Part("word/embeddings/Microsoft_Excel_Worksheet.xlsx", b"", WORKBOOK_TYPE)


class ChartSource(NamedTuple):
    """A chart of the template: the part's name, its look, and what else belongs to it.

    The first that it is related to is its workbook, which each document gets with its own figures.
    """

    name: str
    look: ChartLook
    related: tuple[_Related, ...]

    def make(self, name: str, xml: str, chart: Chart) -> Iterator[Part]:
        """The parts of one chart in a document, of which ``name`` is the chart itself."""
        filled = XML_DECLARATION + self.look.fill(xml, chart)
        yield Part(name, filled.encode(), CHART_TYPE)
        relationships, book, *others = _with_copies(name, self.related)
        yield relationships
        yield book._replace(content=Packed.stored(workbook(chart)))
        yield from others


@lru_cache(maxsize=64)  # the same in every document that has as many charts
def _with_copies(name: str, related: tuple[_Related, ...]) -> tuple[Part, ...]:
    """The relationships of a chart, and copies of the parts that it has of its own."""
    number = name.removeprefix("word/charts/chart").removesuffix(".xml")
    entries, copies = [], dict[str, Part]()
    for each in related:
        target = each.target
        if each.copied is not None:
            copy = _numbered(each.copied, number, copies)
            copies[copy.name] = copy
            target = f"/{copy.name}"
        mode = ' TargetMode="External"' if each.external else ""
        entries.append(
            f'<Relationship Id="{each.identity}" Type="{each.type}" '
            f'Target="{attribute_xml(target)}"{mode}/>'
        )
    relationships = Packed.once(_RELATIONSHIPS.format("".join(entries)).encode())
    return (Part(relationships_name(name), relationships, ""), *copies.values())


def _numbered(part: Part, number: str, taken: Collection[str]) -> Part:
    name = _NUMBERED.sub(number, part.name, count=1)
    while name in taken:  # a chart with two parts of a kind
        name = _NUMBERED.sub(lambda digits: f"_{digits[0]}", name, count=1)
    return part._replace(name=name)


def _related(package: Package, name: str, written: Mapping[str, bytes]) -> Iterator[_Related]:
    """What a chart is related to, with what it must have a copy of."""
    targets = package.targets_by_id(name)
    for entry in package.relationships(name):
        identity, kind = entry.get("Id", ""), entry.get("Type", "")
        target, copied = entry.get("Target", ""), None
        is_external = entry.get("TargetMode") == "External"
        if not is_external:
            part = targets.get(identity, "")
            target = f"/{part}"
            is_own = relationships_name(part) not in package.members
            if part and is_own and kind.rsplit("/", 1)[-1] not in _SHARED:
                content = written.get(part) or Packed.of(package.members[part])
                copied = Part(part, content, package.content_type(part))
        yield _Related(identity, kind, target, is_external, copied)


class TemplateCharts:
    """The charts of a package that tags fill; finding them takes their example words away.

    ``by_story`` tells, for each part with text, what the ids of its charts' relationships lead
    to: the number of a source in ``sources``, or why that chart can't be filled.
    """

    def __init__(self, package: Package) -> None:
        self.sources: list[ChartSource] = []
        self.by_story: dict[str, dict[str, int | UnfitChartError]] = {}
        self.targets: dict[str, dict[str, str]] = {}  # of the charts that stay, by part and id
        self.first = 1  # the number of the first chart that a document gets
        self._tagged: list[tuple[str, str, str]] = []  # a story, a relationship's id, a chart
        for story, name, drawn in _drawn_in(package):
            if drawn.tag is None:
                self.targets.setdefault(story, {})[drawn.identity] = name
            else:
                self._tagged.append((story, drawn.identity, name))
        for name in {name for _, _, name in self._tagged}:
            root = parse(package.members[name])
            drop_example_words(root)
            package.members[name] = Member.pack(name, to_xml(root))

    def take_out(self, package: Package) -> list[tuple[str, bytes]]:
        """Take the charts, and what belongs to them alone, out of the package.

        Returns the names and bytes of the charts' own parts, in the order of ``sources``.
        """
        contents: list[tuple[str, bytes]] = []
        untagged = {name for charts in self.targets.values() for name in charts.values()}
        numbers: dict[str, int | UnfitChartError] = dict.fromkeys(untagged, _TWICE)
        for story, identity, name in self._tagged:
            if name not in numbers:
                root = parse(package.members[name])
                try:
                    source = _source(package, name, root)
                except UnfitChartError as error:
                    numbers[name] = error
                else:
                    numbers[name] = len(self.sources)
                    self.sources.append(source)
                    contents.append((name, to_xml(root)))
            self.by_story.setdefault(story, {})[identity] = numbers[name]
        self._leave(package)
        return contents

    def _leave(self, package: Package) -> None:
        """Take the parts of the charts out of the package, with what leads to them."""
        for story, numbers in self.by_story.items():
            taken = {identity for identity, number in numbers.items() if isinstance(number, int)}
            name = relationships_name(story)
            relationships = parse(package.members[name])
            for entry in list(relationships):
                if entry.get("Id") in taken:
                    remove(entry)
            package.members[name] = Member.pack(name, to_xml(relationships))
        gone = set[str]()
        for source in self.sources:
            gone.add(source.name)
            gone.update(package.targets_by_id(source.name).values())
            package.members.pop(relationships_name(source.name), None)
        if gone:
            _drop(package, gone)
        self.first = 1 + _highest_number(package)


class DocumentCharts:
    """The charts of one document, as they are drawn."""

    def __init__(self, template: TemplateCharts, meter: Meter) -> None:
        self._template, self._meter = template, meter
        self._parts: list[Part] = []
        self._copies: dict[str, str] = {}  # charts without a tag, and what they are copies of
        self._count = 0

    def chart_of(self, value: Any) -> Chart | None:
        """The value of a chart's tag; raises ValueProblemError for one that is no chart."""
        if value is None or isinstance(value, Chart):
            return value
        shown = label(value) or check_text(str(value))
        message = f"Verdien er ikke et diagram, men «{shown[:40]}»."
        raise ValueProblemError(message, NO_CHART_REMEDY)

    def place(self, xml: str, chart: Chart, number: int) -> str:
        """Make the parts of a chart from the source of that number; returns its own name."""
        self._meter.work(len(xml) + _POINT * chart.points)
        name = self._next()
        self._parts += self._template.sources[number].make(name, xml, chart)
        return name

    def copy(self, story: str, relationship: str) -> str:
        """Have a chart without a tag copied; returns the copy's name, '' where there is none."""
        original = self._template.targets.get(story, {}).get(relationship)
        if original is None:
            return ""
        self._meter.work(_COPY)
        name = self._next()
        self._copies[name] = original
        return name

    def _next(self) -> str:
        self._count += 1
        return f"word/charts/chart{self._template.first + self._count - 1}.xml"

    def parts(self, package: Package, written: Mapping[str, bytes]) -> list[Part]:
        """Every part that the charts add to the document; ``written`` are those with tags."""
        parts = list(self._parts)
        for name, original in self._copies.items():
            content = written.get(original) or package.members[original].content()
            parts.append(Part(name, content, CHART_TYPE))
            parts += _with_copies(name, tuple(_related(package, original, written)))
        return parts


def _drawn_in(package: Package) -> Iterator[tuple[str, str, Drawn]]:
    """Every chart in a text: the part that it stands in, and its own part."""
    for story, _ in (*package.stories(), *package.other_parts()):
        targets = package.targets_by_id(story)
        if not any(package.content_type(name) == CHART_TYPE for name in targets.values()):
            continue
        root = parse(package.members[story])
        if root.tag not in STORIES:
            continue
        for drawn in drawn_charts(root):
            name = targets.get(drawn.identity, "")
            if package.content_type(name) == CHART_TYPE:
                yield story, name, drawn


def _source(package: Package, name: str, root: etree._Element) -> ChartSource:
    others, identity = [], "rIdDialog"
    for each in _related(package, name, {}):
        if each.type.rsplit("/", 1)[-1] in _DATA:
            identity = each.identity
        else:
            others.append(each)
            _refuse_drawing(package, each)
    look = take_look(root)
    link_workbook(root, identity)
    book = _Related(identity, f"{OFFICE}/package", "", external=False, copied=_BOOK)
    return ChartSource(name, look, (book, *others))


def _refuse_drawing(package: Package, related: _Related) -> None:
    """Refuse what is drawn on top of a chart, where it has tags or pictures of its own."""
    name = related.target.removeprefix("/")
    is_shared = related.external or related.type.rsplit("/", 1)[-1] in _SHARED
    if is_shared or not name:  # or it leads to nothing
        return
    if related.copied is None or b"{{" in package.members[name].content():
        message = "Det er tegnet noe oppå diagrammet, som ikke kan følge med når det fylles."
        raise UnfitChartError(message, "Flytt tegningen ut av diagrammet.")


def _drop(package: Package, gone: set[str]) -> None:
    """Take parts out of a package, but for those that something still leads to."""
    for name in list(package.members):
        gone -= set(package.targets_by_id(name).values())
    gone |= set(map(relationships_name, gone))
    for name in gone:
        package.members.pop(name, None)
    types = parse(package.members[CONTENT_TYPES])
    for entry in list(types.iter(f"{{{TYPES}}}Override")):
        if entry.get("PartName", "").removeprefix("/") in gone:
            package.types.pop(entry.get("PartName", "").lower(), None)
            remove(entry)
    package.members[CONTENT_TYPES] = Member.pack(CONTENT_TYPES, to_xml(types))


def _highest_number(package: Package) -> int:
    """The highest number in the name of a part in the folders that charts are put in."""
    highest = 0
    for name in package.members:
        if posixpath.dirname(name) in ("word/charts", "word/embeddings", "word/theme"):
            highest = max(highest, *map(int, re.findall(r"\d{1,8}", name)), 0)
    return highest
