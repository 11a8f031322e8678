"""What the engine asks of a template's styles: names, headings, and the lists they number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
        self.headings = frozenset(
            style
            for (kind, name), style in self._ids.items()
            if kind == "paragraph" and re.fullmatch(r"heading \d", name)
        )
        lists = ((style, self._list_of(style)) for style in self._by_id)
        self.lists = {style: number for style, number in lists if number}
        self.numbered = frozenset(_numbered(package))

    def _add(self, style: etree._Element) -> None:
        identity, name = style.get(w("styleId"), ""), style.find(w("name"))
        self._by_id[identity] = style
        if name is not None:
            key = style.get(w("type"), ""), name.get(w("val"), "").casefold()
            self._ids[key] = identity

    def find(self, kind: str, name: str) -> str:
        """The id of the style with that name, or with that id; '' where there is none."""
        found = self._ids.get((kind, name.casefold()), "")
        style = self._by_id.get(name)
        return found or (name if style is not None and style.get(w("type")) == kind else "")

    def _list_of(self, style: str) -> str:
        """The numId that a style gives its paragraphs, its own or its base's."""
        seen: set[str] = set()
        while style in self._by_id and style not in seen:
            seen.add(style)
            element = self._by_id[style]
            number = element.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
            if number is not None:
                return number.get(w("val"), "")
            base = element.find(w("basedOn"))
            style = base.get(w("val"), "") if base is not None else ""
        return ""


def _numbered(package: Package) -> Iterator[str]:
    """The lists (numId) that number their items, with more than bullets."""
    for part in package.related(package.main, f"{OFFICE}/numbering"):
        root = parse(package.members[part])
        numbering = {
            abstract.get(w("abstractNumId"))
            for abstract in root.iter(w("abstractNum"))
            if any(f.get(w("val")) not in ("bullet", "none") for f in abstract.iter(w("numFmt")))
        }
        for number in root.iter(w("num")):
            reference = number.find(w("abstractNumId"))
            if reference is not None and reference.get(w("val")) in numbering:
                yield number.get(w("numId"), "")
