"""Where the elements of a part stand: in which branches of its blocks, and in which loops."""

from typing import NamedTuple, TypeAlias

from lxml import etree

from .identities import RANGES, SHAPES
from .names import MC, V, w
from .places import TR
from .story import Story, number_of

_REPEATING = ("for", "macro", "call")
FALLBACK, SHAPE_TYPE, SECTION = f"{{{MC}}}Fallback", f"{{{V}}}shapetype", w("sectPr")
FIELD_MARKS = (w("fldChar"), w("instrText"))
RANGE, FIELD, SHAPE = "range", "field", "shape"
# What somebody asks for wherever it stands, and the name that it is asked for by
_WATCHED = {
    **{element: element for element in (FALLBACK, SHAPE_TYPE, SECTION, TR)},
    **dict.fromkeys(RANGES, RANGE),
    **dict.fromkeys(SHAPES, SHAPE),
    **dict.fromkeys(FIELD_MARKS, FIELD),
}


class Spot(NamedTuple):
    """The tags whose branches an element is in, and those that open its loops; outermost first."""

    branch: tuple[int, ...] = ()
    loops: tuple[etree._Element, ...] = ()


Stood: TypeAlias = "tuple[etree._Element, Spot]"  # noqa: SLF001 - it has no other name


class Standing:
    """One walk through a part: the loops, what they repeat, and the elements that are watched."""

    def __init__(self, story: Story) -> None:
        self.loops: list[etree._Element] = []
        self.repeated: list[Stood] = []
        self._watched: dict[str, list[Stood]] = {}
        self._outer: list[Spot] = []
        spot = Spot()
        for node in story.root.iter():
            if node.tag is etree.ProcessingInstruction:  # type: ignore[comparison-overlap]
                spot = self._past(story, node, spot)
                continue
            if spot.loops:
                self.repeated.append((node, spot))
            topic = _WATCHED.get(str(node.tag))
            if topic:
                self._watched.setdefault(topic, []).append((node, spot))

    def of(self, topic: str) -> list[Stood]:
        """The watched elements of a kind in document order."""
        return self._watched.get(topic, [])

    def _past(self, story: Story, node: etree._Element, spot: Spot) -> Spot:
        """Where the elements after a tag stand."""
        number = number_of(node)
        tag = story.tags[number].tag
        if tag.name.startswith("end"):
            return self._outer.pop()
        if tag.name in ("else", "elif"):  # what a loop says of an empty list isn't repeated
            around = self._outer[-1]
            return Spot((*around.branch, number), around.loops)
        if not tag.opens_block:
            return spot
        self._outer.append(spot)
        if tag.name not in _REPEATING:
            return Spot((*spot.branch, number), spot.loops)
        self.loops.append(node)
        return Spot((*spot.branch, number), (*spot.loops, node))
