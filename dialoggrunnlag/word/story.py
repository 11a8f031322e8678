"""A part's tree with its tags: what the steps of compiling hand on to each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from lxml import etree

from .problems import Place, TemplateProblem
from .tags import Tag

MARK_OPEN, MARK_CLOSE = "\ufdd0", "\ufdd1"
_NOWHERE = Place()


class Level(Enum):
    """What a tag governs, or, for ``{{ }}``, stands among."""

    TEXT = "tekst"
    ATTRIBUTE = "egenskap"
    PLAIN = "ren tekst"
    CODE = "feltkode"
    RUN = "tekstbit"
    PARAGRAPH = "avsnitt"
    CELL = "celle"
    ROW = "tabellrad"


@dataclass(eq=False, repr=False)
class PlacedTag:
    """A tag, where a person finds it, and the tree around what stands for it.

    ``scope`` is what its block must be closed in. ``run_properties`` and
    ``paragraph_properties`` are the elements with the formatting around a tag in text.
    ``own`` marks a tag that the engine added itself.
    """

    tag: Tag
    place: Place
    level: Level
    scope: object = None
    run_properties: etree._Element | None = None
    paragraph_properties: etree._Element | None = None
    in_link: bool = False
    direct: bool = False  # its run is the paragraph's own child
    own: bool = False


@dataclass(eq=False, repr=False)
class TaggedParagraph:
    """A paragraph, the numbers of the tags in it, and what it holds beside them."""

    element: etree._Element
    place: Place
    numbers: list[int]
    text: str = ""  # outside the tags
    prefix: str = ""
    bare: bool = False  # holds nothing a reader would see, but for control tags
    joins_previous: bool = False
    joins_next: bool = False


@dataclass(eq=False, repr=False)
class Story:
    """A part's tree with its tags placed; ``problems`` is what is wrong with them.

    ``anchors`` are the bookmarks that the part's relationships lead to, by their ids;
    ``uncertain`` the bookmarks that a block may leave out, ``pointed`` those that something
    points at, in lower case; ``charts`` the numbers of the charts that tags fill, and ``inlined``
    the XML of other parts that the template writes, by the tags that they stand after.
    """

    root: etree._Element
    tags: list[PlacedTag] = field(default_factory=list)
    problems: list[TemplateProblem] = field(default_factory=list)
    changed: bool = False
    root_fence: str = ""  # validity's fence around the whole part
    part: str = ""
    anchors: Mapping[str, str] = field(default_factory=dict)
    uncertain: set[str] = field(default_factory=set)
    pointed: set[str] = field(default_factory=set)
    charts: dict[int, int] = field(default_factory=dict)
    inlined: dict[int, str] = field(default_factory=dict)

    def report(self, place: Place, source: str, message: str, remedy: str = "") -> None:
        """Note one problem."""
        self.problems.append(TemplateProblem(message, remedy, place=place, tag=source))

    def add(self, tag: Tag, place: Place, level: Level, *, own: bool = False) -> int:
        """Register a tag and return its number."""
        self.tags.append(PlacedTag(tag, place, level, own=own))
        return len(self.tags) - 1

    def set_each_turn(self, loop: etree._Element, variable: str, code: str) -> None:
        """Have a loop begin each turn with giving a variable of the engine's own a value."""
        opening = self.tags[number_of(loop)]
        tag = Tag("{%", f"set {variable} = {code}", source=opening.tag.source)
        loop.addnext(instruction(self.add(tag, opening.place, opening.level, own=True)))

    def own_mark(self, code: str, place: Place = _NOWHERE) -> str:
        """Register an expression of the engine's own and return the mark for an attribute."""
        number = self.add(Tag("{{", code, source=code), place, Level.ATTRIBUTE, own=True)
        return f"{MARK_OPEN}{number}{MARK_CLOSE}"


def instruction(number: int) -> etree._Element:
    """The node that stands for a tag."""
    return etree.ProcessingInstruction("tag", str(number))


def number_of(node: etree._Element) -> int:
    """The number of the tag that a node stands for; -1 for other instructions."""
    return int(node.text or 0) if getattr(node, "target", "") == "tag" else -1


def remove(element: etree._Element) -> None:
    """Take an element out of its tree, without any text after it."""
    parent = element.getparent()
    if parent is not None:
        element.tail = None
        parent.remove(element)
