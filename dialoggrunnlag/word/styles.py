"""What the engine asks of a template's styles: names, headings, and the lists they number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .attributes import value
from .names import OFFICE, w
from .package import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from .package import Package


class Styles:
    """The styles of a Word file by type and name."""

    def __init__(self, package: Package) -> None:
        self._ids: dict[tuple[str, str], str] = {}
        self._by_id: dict[str, etree._Element] = {}
        self.language = ""  # that text is in unless something else says another, as «nb-NO»
        for part in package.related(package.main, f"{OFFICE}/styles"):
            root = parse(package.members[part])
            for style in root.iter(w("style")):
                self._add(style)
            for language in root.iterfind(f"{w('docDefaults')}//{w('lang')}"):
                self.language = language.get(w("val"), "")
        self.levels = self._levels()
        self.headings = frozenset(self.levels)
        self.lists: dict[str, str] = {}
        for style_id in self._by_id:
            number = self._list_of(style_id)
            if number:
                self.lists[style_id] = number
        self.numbered = frozenset(_numbered(package))

    def _levels(self) -> dict[str, int]:
        """The level of each heading style, by its id."""
        levels = {}
        for (kind, name), style_id in self._ids.items():
            heading = re.fullmatch(r"heading (\d)", name)
            if kind == "paragraph" and heading:
                levels[style_id] = int(heading[1])
        return levels

    def _add(self, style: etree._Element) -> None:
        identity, name = style.get(w("styleId"), ""), style.find(w("name"))
        if not identity:
            return  # nothing can refer to it
        self._by_id[identity] = style
        if name is not None:
            key = value(style, "type"), value(name).casefold()
            self._ids[key] = identity

    def find(self, kind: str, name: str) -> str:
        """The id of the style with that name, or with that id; '' where there is none."""
        by_name = self._ids.get((kind, name.casefold()), "")
        if by_name:
            return by_name
        style = self._by_id.get(name)
        return name if value(style, "type") == kind else ""

    def _list_of(self, style: str) -> str:
        """The numId that a style gives its paragraphs, its own or its base's."""
        seen: set[str] = set()
        while style in self._by_id and style not in seen:
            seen.add(style)
            element = self._by_id[style]
            number = element.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
            if number is not None:
                return value(number)
            style = value(element.find(w("basedOn")))
        return ""


def _numbered(package: Package) -> Iterator[str]:
    """The lists (numId) that number their items, with more than bullets."""
    for part in package.related(package.main, f"{OFFICE}/numbering"):
        root = parse(package.members[part])
        numbering = set()
        for abstract in root.iter(w("abstractNum")):
            formats = set(map(value, abstract.iter(w("numFmt"))))
            if formats - {"bullet", "none"}:
                numbering.add(value(abstract, "abstractNumId"))
        for number in root.iter(w("num")):
            if value(number.find(w("abstractNumId"))) in numbering:
                yield value(number, "numId")
