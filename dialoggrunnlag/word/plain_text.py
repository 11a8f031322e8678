"""A Word file as plain text with its tags, for reading and for comparing two versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from .controls import SDT
from .names import CORE, OFFICE, w
from .package import Package, parse
from .places import TBL, TC, TR, P, inner, pieces, text_of
from .styles import Styles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OTHERS = (
    ("header", "Topptekst"),
    ("footer", "Bunntekst"),
    ("footnotes", "Fotnoter"),
    ("endnotes", "Sluttnoter"),
)


def plain_text(data: bytes) -> str:
    """The text of a Word file: properties, body, headers, footers and notes.

    Headings begin with #, list items with -, table cells stand between |. Raises
    TemplateError for what is not a Word file.
    """
    package = Package(data)
    styles = Styles(package)
    sections = [("Egenskaper", list(_properties(package)))]
    body = parse(package.members[package.main]).find(w("body"))
    sections.append(("", list(_blocks(body, styles)) if body is not None else []))
    for kind, title in _OTHERS:
        for name in dict.fromkeys(package.related(package.main, f"{OFFICE}/{kind}")):
            root = parse(package.members[name])
            file = name.rsplit("/", 1)[-1]
            sections.append((f"{title} ({file})", list(_blocks(root, styles))))
    lines: list[str] = []
    for title, content in sections:
        if any(content):
            lines += [f"== {title} ==", *content, ""] if title else [*content, ""]
    return "\n".join(lines)


def _properties(package: Package) -> Iterator[str]:
    for name in package.related("", CORE):
        for element in parse(package.members[name]).iterchildren(etree.Element):
            if element.text and element.text.strip():
                yield f"{etree.QName(element).localname}: {element.text.strip()}"


def _blocks(container: etree._Element, styles: Styles) -> Iterator[str]:
    """A line for each paragraph and table row."""
    for child in container.iterchildren(etree.Element):
        if child.tag == P:
            yield _paragraph(child, styles)
        elif child.tag == TBL:
            for row in inner(child, TR):
                cells = (" ¶ ".join(_blocks(cell, styles)) for cell in row.iter(TC))
                around = [c for c in row.iterancestors(SDT) if child in c.iterancestors()]
                yield f"{_tags(around)}| {' | '.join(cells)} |"
        elif child.tag in _CONTAINERS:
            if tags := _tags([child]):
                yield tags.rstrip()
            yield from _blocks(child, styles)


def _tags(controls: Iterable[etree._Element]) -> str:
    """The tags that fill content controls, which stand in the controls' own properties."""
    named = (control.find(f"{w('sdtPr')}/{w('tag')}") for control in controls)
    tags = (tag.get(w("val"), "") for tag in named if tag is not None)
    return "".join(f"[{tag}] " for tag in tags if "{" in tag)


_CONTAINERS = {
    *(w(name) for name in ("sdt", "sdtContent", "customXml", "ins")),
    *(w(name) for name in ("footnote", "endnote")),
}


def _paragraph(paragraph: etree._Element, styles: Styles) -> str:
    text = "".join(map(text_of, pieces(paragraph))).replace("\n", "⏎")
    text = _tags(paragraph.iter(SDT)) + text
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    name = style.get(w("val"), "") if style is not None else ""
    if name in styles.headings:
        return f"# {text}"
    own = paragraph.find(f"{w('pPr')}/{w('numPr')}")
    return f"- {text}" if own is not None or name in styles.lists else text
