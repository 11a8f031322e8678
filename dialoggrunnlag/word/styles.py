"""What the engine asks of a template's styles: names, headings, and the lists they number."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from .attributes import first_in, value
from .names import OFFICE, w
from .package import Package, parse

_NUMBER = f"{w('pPr')}/{w('numPr')}/{w('numId')}"


class Styles:
    """The styles of a Word file by type and name."""

    def __init__(self, package: Package) -> None:
        self._ids: dict[tuple[str, str], str] = {}
        self._by_id: dict[str, etree._Element] = {}
        self.language = ""  # that text is in unless something else says another, as «nb-NO»
        for part in package.related(package.main, f"{OFFICE}/styles"):
            root = parse(package.members[part])
            for style in root.iter(w("style")):
                identity, name = value(style, "styleId"), style.find(w("name"))
                if identity:  # nothing can refer to one without
                    self._by_id[identity] = style
                if identity and name is not None:
                    self._ids[value(style, "type"), value(name).casefold()] = identity
            for language in root.iterfind(f"{w('docDefaults')}//{w('lang')}"):
                self.language = value(language)
        self.levels: dict[str, int] = {}  # of the heading styles, by their ids
        for (kind, style_name), style_id in self._ids.items():
            heading = re.fullmatch(r"heading (\d)", style_name)
            if kind == "paragraph" and heading:
                self.levels[style_id] = int(heading[1])
        self.headings = frozenset(self.levels)
        self.lists: dict[str, str] = {}  # the numId that a style gives its paragraphs
        for style_id in self._by_id:
            number = value(first_in(with_bases(self._by_id, style_id), _NUMBER))
            if number:
                self.lists[style_id] = number
        self.numbered = frozenset(_numbered(package))

    def find(self, kind: str, name: str) -> str:
        """The id of the style with that name, or with that id; '' where there is none."""
        by_id = name if value(self._by_id.get(name), "type") == kind else ""
        return self._ids.get((kind, name.casefold()), by_id)


def with_bases(styles: Mapping[str, etree._Element], style: str) -> list[etree._Element]:
    """A style and what it is based on, itself first, where ``styles`` are all of them by id."""
    chain: list[etree._Element] = []
    while style in styles and styles[style] not in chain:
        chain.append(styles[style])
        style = value(chain[-1].find(w("basedOn")))
    return chain


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
