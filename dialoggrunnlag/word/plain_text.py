"""A Word file as plain text with its tags, for reading and for comparing two versions."""

from collections.abc import Iterable, Iterator

from lxml import etree

from .attributes import style_of, value
from .controls import SDT
from .names import OFFICE, w
from .package import CORE_TYPE, Package, parse
from .places import TBL, TC, TR, P, inner, pieces, text_of
from .styles import Styles

_OTHERS = {
    "header": "Topptekst", "footer": "Bunntekst", "footnotes": "Fotnoter", "endnotes": "Sluttnoter",
}  # fmt: skip
_CONTAINERS = set(map(w, ("sdt", "sdtContent", "customXml", "ins", "footnote", "endnote")))


def plain_text(data: bytes) -> str:
    """The text of a Word file: properties, body, headers, footers and notes.

    Headings begin with #, list items with -, table cells stand between |. Raises
    TemplateError for what is not a Word file, or a huge one.
    """
    package = Package(data)
    package.refuse_huge()
    styles = Styles(package)
    lines = _section("Egenskaper", _properties(package))
    body = parse(package.members[package.main]).find(w("body"))
    if body is not None:
        lines += _section("", _blocks(body, styles))
    for kind, title in _OTHERS.items():
        for name in dict.fromkeys(package.related(package.main, f"{OFFICE}/{kind}")):
            blocks = _blocks(parse(package.members[name]), styles)
            lines += _section(f"{title} ({name.rsplit('/', 1)[-1]})", blocks)
    return "\n".join(lines)


def _section(title: str, content: Iterable[str]) -> list[str]:
    """The lines of a section, none where there is nothing in it to read."""
    lines = list(content)
    if not any(lines):
        return []
    if title:
        lines.insert(0, f"== {title} ==")
    return [*lines, ""]


def _properties(package: Package) -> Iterator[str]:
    for name in package.of_type(CORE_TYPE):
        for element in parse(package.members[name]).iterchildren(etree.Element):
            if element.text and element.text.strip():
                yield f"{etree.QName(element).localname}: {element.text.strip()}"


def _blocks(container: etree._Element, styles: Styles) -> Iterator[str]:
    """A line for each paragraph and table row."""
    for child in container.iterchildren(etree.Element):
        if child.tag == P:
            yield _paragraph(child, styles)
        elif child.tag == TBL:
            yield from _rows(child, styles)
        elif child.tag in _CONTAINERS:
            if tags := _tags([child]):
                yield tags.rstrip()
            yield from _blocks(child, styles)


def _rows(table: etree._Element, styles: Styles) -> Iterator[str]:
    for row in inner(table, TR):
        cells = [" ¶ ".join(_blocks(cell, styles)) for cell in inner(row, TC)]
        around_row = (c for c in row.iterancestors(SDT) if table in c.iterancestors())
        yield f"{_tags(around_row)}| {' | '.join(cells)} |"


def _tags(controls: Iterable[etree._Element]) -> str:
    """The tags that fill content controls, which stand in the controls' own properties."""
    tags = ""
    for control in controls:
        tag = value(control.find(f"{w('sdtPr')}/{w('tag')}"))
        if "{" in tag:
            tags += f"[{tag}] "
    return tags


def _paragraph(paragraph: etree._Element, styles: Styles) -> str:
    text = "".join(map(text_of, pieces(paragraph))).replace("\n", "⏎")
    text = _tags(paragraph.iter(SDT)) + text
    style = style_of(paragraph)
    if style in styles.headings:
        return f"# {text}"
    if style in styles.lists or paragraph.find(f"{w('pPr')}/{w('numPr')}") is not None:
        return f"- {text}"
    return text
