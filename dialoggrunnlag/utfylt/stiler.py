"""A Word document's styles and lists: what is a heading, and what sign a list's item has."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lxml import etree

from ..word.attributes import value
from ..word.names import w

_MAX_BASES = 20  # styles that a style is based on
_LEVELS = tuple("012345678")


class Style(NamedTuple):
    """What a style says of its paragraphs; ``name`` in lower case."""

    name: str = ""
    level: int = 0
    number: str = ""
    depth: int = 0


def read_styles(parts: Iterable[etree._Element]) -> dict[str, Style]:
    """The styles by id, each with what it has from the styles that it is based on."""
    elements = {
        str(style.get(w("styleId"), "")): style for part in parts for style in part.iter(w("style"))
    }
    return {style_id: _style(element, elements) for style_id, element in elements.items()}


def _style(element: etree._Element, styles: Mapping[str, etree._Element]) -> Style:
    name = value_of(element, "name").casefold()
    level, number, depth = 0, "", 0
    base: etree._Element | None = element
    for _ in range(_MAX_BASES):  # they may go in a ring
        if base is None:
            break
        properties = base.find(w("pPr"))
        level = level or heading_level(properties)
        if not number:
            number, depth = _numbering(properties)
        base = styles.get(value_of(base, "basedOn"))
    if not number and name.startswith("list ") and "bullet" in name:
        number = "-"
    word, _, digits = name.partition(" ")
    if not level and word in ("heading", "overskrift") and digits.isdecimal():
        level = int(digits)
    return Style(name, level, number, depth)


def heading_level(properties: etree._Element | None) -> int:
    """The level of a heading, from 1; 0 for text."""
    level = value_of(properties, "outlineLvl")
    return int(level) + 1 if level in _LEVELS else 0


def _numbering(properties: etree._Element | None) -> tuple[str, int]:
    """The list that a paragraph is in, and how deep; «0» takes it out of its style's list."""
    numbering = None if properties is None else properties.find(w("numPr"))
    depth = value_of(numbering, "ilvl")
    return value_of(numbering, "numId"), int(depth) if depth in _LEVELS else 0


def value_of(parent: etree._Element | None, name: str) -> str:
    """The value of a child element, or an empty string."""
    return "" if parent is None else value(parent.find(w(name)))


class Numbers:
    """The document's lists: which are numbered, and how far each has come."""

    def __init__(self, root: etree._Element | None) -> None:
        self._formats: dict[tuple[str, int], tuple[str, int]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        if root is None:
            return
        abstract = {each.get(w("abstractNumId")): each for each in root.iter(w("abstractNum"))}
        for number in root.iter(w("num")):
            number_id = str(number.get(w("numId"), ""))
            self._read_levels(number_id, abstract.get(value_of(number, "abstractNumId")))
            for override in number.iter(w("lvlOverride")):
                self._read_levels(number_id, override)

    def _read_levels(self, number_id: str, parent: etree._Element | None) -> None:
        if parent is None:
            return
        for level in parent.iter(w("lvl")):
            depth, start = str(level.get(w("ilvl"), "0")), value_of(level, "start")
            if depth.isdecimal():
                first = int(start) if start.isdecimal() else 1
                self._formats[number_id, int(depth)] = value_of(level, "numFmt"), first

    def marker(self, properties: etree._Element | None, style: Style) -> str:
        """«- » or «1. » for a paragraph in a list; counts on."""
        number, depth = _numbering(properties)
        if not number:
            number, depth = style.number, depth or style.depth
        if number in ("", "0"):
            return ""
        kind, start = self._formats.get((number, depth), ("bullet", 1))
        if kind in ("bullet", ""):
            return "- "
        if kind == "none":
            return ""
        count = self._counts.get((number, depth), start - 1) + 1
        self._counts[number, depth] = count
        for deeper in range(depth + 1, 9):
            self._counts.pop((number, deeper), None)
        return f"{count}. "
