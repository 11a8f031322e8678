"""Charts with a tag in their alternative text: found in a part, and made blocks of its template.

Such a drawing is written only where its tag gives a chart. Ahead of it stands the chart's own part
as a block within the text's template, so that the tags in its titles know the loops around it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from .names import A, C, R
from .problems import Place
from .story import MARK_CLOSE, MARK_OPEN, Level, Story, instruction
from .tags import Tag, UnclosedTagError, find_tags

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
CHART, PLACED = "_chart", "_placed"  # the filters that take a value, and that make its parts
_DRAWN = f"{{{C}}}chart"
_DRAWN_EX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart"
_GRAPHIC = f"{{{A}}}graphic"
_TAG = re.compile(rf"<\?tag (\d+)\?>|{MARK_OPEN}(\d+){MARK_CLOSE}")


class UnfitChartError(Exception):
    """A chart that can't be filled; ``message`` and ``remedy`` say why."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


def unfit_kind(kind: str) -> UnfitChartError:
    """The error of a kind of chart that has no categories and series."""
    remedy = (
        "Velg stolper, linjer, flater, sektorer, ringer eller radar (Diagramutforming > Endre "
        "diagramtype). Er taggen den alternative teksten, skriv noen ord foran den."
    )
    return UnfitChartError(f"Et {kind} kan ikke fylles med tall.", remedy)


class Drawn(NamedTuple):
    """A chart in a text: what goes away with it, and where its alternative text and tag stand."""

    chart: etree._Element
    frame: etree._Element
    properties: etree._Element
    attribute: str
    tag: Tag | None

    @property
    def identity(self) -> str:
        """The id of the relationship to the chart's part."""
        return self.chart.get(f"{{{R}}}id", "")


def drawn_charts(root: etree._Element) -> Iterator[Drawn]:
    """The charts of a part, those without a tag too."""
    for chart in root.iter(_DRAWN, _DRAWN_EX):
        graphic = next(chart.iterancestors(_GRAPHIC), None)
        frame = graphic.getparent() if graphic is not None else None
        properties = frame.find("{*}docPr") if frame is not None else None
        if frame is not None and properties is not None:
            frame = frame.getparent()
        elif frame is not None:  # in a group
            properties = frame.find("{*}cNvPr")
        if frame is None or properties is None:
            continue
        attribute, tag = _tag_of(properties)
        yield Drawn(chart, frame, properties, attribute, tag)


def _tag_of(properties: etree._Element) -> tuple[str, Tag | None]:
    """The alternative text, or the title, that is a tag and nothing else."""
    for attribute in ("descr", "title"):
        text = properties.get(attribute, "").strip()
        try:
            tags = list(find_tags(text))
        except UnclosedTagError:  # said when the text is read
            continue
        if len(tags) == 1 and tags[0].source == text and tags[0].kind == "{{":
            return attribute, tags[0]
    return "", None


def bind_charts(
    story: Story,
    charts: Mapping[str, int | UnfitChartError],
    place_of: Callable[[etree._Element], Place],
) -> None:
    """Have every chart with a tag filled; reports those that can't be.

    ``charts`` are by the ids of their relationships: the number of the chart, or why not.
    """
    for drawn in list(drawn_charts(story.root)):
        number = charts.get(drawn.identity)
        if drawn.tag is None or (number is None and drawn.chart.tag == _DRAWN):
            continue
        place = place_of(drawn.chart)._replace(within="alternativ tekst")
        if drawn.chart.tag == _DRAWN_EX:
            number = unfit_kind("diagram av denne typen")
        if isinstance(number, int):
            _bind(story, drawn, drawn.tag, number, place)
        elif number is not None:
            drawn.properties.set(drawn.attribute, "")
            story.report(place, drawn.tag.source, number.message, number.remedy)


def _bind(story: Story, drawn: Drawn, tag: Tag, number: int, place: Place) -> None:
    story.changed = True
    value, part = f"_chart{len(story.tags)}", f"_part{len(story.tags)}"

    def own(code: str) -> etree._Element:
        written = Tag("{%", code, source=tag.source)
        return instruction(story.add(written, place, Level.RUN, own=True))

    before = [own(f"set {value} = ({tag.code})|{CHART}"), own(f"if {value}")]
    before.append(own(f"set {part}|{PLACED}({value}, {number})"))
    story.charts[len(story.tags) - 1] = number
    before.append(own("endset"))
    for node in before:
        drawn.frame.addprevious(node)
    drawn.frame.addnext(own("endif"))
    _describe(story, drawn, f"{value}.alt", place)
    drawn.chart.set(f"{{{R}}}id", story.own_mark(part, place))


def _describe(story: Story, drawn: Drawn, code: str, place: Place) -> None:
    """Give the drawing the value's description; one of the author's own beside the tag stays."""
    properties = drawn.properties
    del properties.attrib[drawn.attribute]
    if drawn.attribute == "descr" or not properties.get("descr", "").strip():
        properties.set("descr", story.own_mark(code, place))


def inline_charts(story: Story, parts: list[Story]) -> None:
    """Have the story's template write the charts' own parts; ``parts`` are by their numbers."""
    for opener, number in story.charts.items():
        part, first = parts[number], len(story.tags)
        story.tags += part.tags

        def renumbered(match: re.Match[str], first: int = first) -> str:
            if match[1]:
                return f"<?tag {first + int(match[1])}?>"
            return f"{MARK_OPEN}{first + int(match[2])}{MARK_CLOSE}"

        xml = etree.tostring(part.root, encoding="unicode")
        story.inlined[opener] = _TAG.sub(renumbered, xml)
