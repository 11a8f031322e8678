"""Tables of contents and references of a filled document, which its template had tags in.

Word computes them anew when it opens the document, and is asked to. LibreOffice, which makes
the PDF, computes neither: so the headings are put in here; the page numbers are left to Word.
"""

import re
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from .attributes import put_before, style_of, value
from .fields import fields_in
from .names import OFFICE, XML_SPACE, w
from .package import Member, Package, parse, parse_content, to_xml
from .places import P, R, T
from .styles import Styles

_LEVELS = r'\\o\s+"?(\d)-(\d)'
_OTHER_SOURCES = r"(?i)\\[abcdfst]\s"  # captions, bookmarks, own styles
# A reference to a text: not to its number, nor to where it is
_REFERENCE = r"(?i)\s*REF\s+\"?([^\s\"\\]+)(?!.*\\[fnprw]\b)"
# What stands after w:updateFields in a document's settings
_AFTER_UPDATE = (
    *("hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids"),
    *("attachedSchema", "themeFontLang", "clrSchemeMapping", "doNotIncludeSubdocsInStats"),
    *("shapeDefaults", "decimalSymbol", "listSeparator"),
)


def ask_for_update(package: Package) -> None:
    """Have Word compute the fields of the documents when it opens them."""
    for name in package.related(package.main, f"{OFFICE}/settings"):
        root = parse(package.members[name])
        if root.find(w("updateFields")) is None:
            update = etree.Element(w("updateFields"), {w("val"): "true"})
            put_before(root, update, _AFTER_UPDATE)
            package.members[name] = Member.pack(name, to_xml(root))


def compute(part: str, content: bytes, styles: Styles, body: bytes) -> bytes:
    """The part with the headings in its emptied tables of contents, and texts in references.

    ``body`` is the document's own part, to which those in headers and notes refer.
    """
    root = parse_content(part, content)
    contents = _Contents(root, styles)
    for field in fields_in(root):
        start = field.separate.getparent() if field.separate is not None else None
        if not value(field.begin, "dirty") or field.shown or start is None:
            continue
        levels = re.search(_LEVELS, field.code)
        if levels and not re.search(_OTHER_SOURCES, field.code):
            contents.fill(start, range(int(levels[1]), int(levels[2]) + 1))
        elif reference := re.match(_REFERENCE, field.code):
            _fill_reference(start, _referred(root, reference[1], body))
    for simple in root.iter(w("fldSimple")):
        reference = re.match(_REFERENCE, value(simple, "instr"))
        first = next(simple.iter(T), None)
        if reference and first is not None and value(simple, "dirty"):
            first.text = _referred(root, reference[1], body)
    return to_xml(root)


class _Contents:
    """The headings of a part, which tables of contents list."""

    def __init__(self, root: etree._Element, styles: Styles) -> None:
        self._root, self._styles = root, styles
        bookmarks = list(root.iter(w("bookmarkStart")))
        self._names = {value(bookmark, "name") for bookmark in bookmarks}
        numbers = [value(bookmark, "id") for bookmark in bookmarks]
        self._last = max((int(number) for number in numbers if number.isdecimal()), default=0)

    def fill(self, start: etree._Element, levels: range) -> None:
        """Write a paragraph for each heading of the levels into a table that is empty.

        ``start`` is the run after which its result begins.
        """
        first = start.getparent()
        if first is None or first.tag != P:
            return
        entries = [self._entry(*heading, first) for heading in self._headings(levels)]
        if not entries:
            return
        rest = list(start.itersiblings())  # the field's end, where it is in the same paragraph
        properties, link = entries[0]
        for old in first.findall(w("pPr")):
            first.remove(old)
        first.insert(0, properties)
        start.addnext(link)
        last = first
        for entry in entries[1:]:
            last.addnext(entry)
            last = entry
        last.extend(rest)

    def _headings(self, levels: range) -> Iterator[tuple[int, etree._Element]]:
        """The headings with their levels: in a heading's style, or listed by Word before."""
        for paragraph in self._root.iter(P):
            level = self._styles.levels.get(style_of(paragraph), 0)
            if not level and _listed_as(paragraph):
                level = levels[0]
            if level in levels and _text(paragraph):
                yield level, paragraph

    def _entry(self, level: int, heading: etree._Element, first: etree._Element) -> etree._Element:
        """A heading as a link, formatted as ``first``; the page number is for Word to fill in."""
        entry = etree.Element(P)
        own = first.find(w("pPr"))
        properties = etree.Element(w("pPr")) if own is None else deepcopy(own)
        entry.append(properties)
        style = self._styles.find("paragraph", f"toc {level}")
        if style:
            for old in properties.findall(w("pStyle")):
                properties.remove(old)
            properties.insert(0, etree.Element(w("pStyle"), {w("val"): style}))
        name = _listed_as(heading) or self._mark(heading)
        link = etree.SubElement(entry, w("hyperlink"), {w("anchor"): name, w("history"): "1"})
        shown = etree.SubElement(etree.SubElement(link, R), T, {XML_SPACE: "preserve"})
        shown.text = _text(heading)
        etree.SubElement(etree.SubElement(link, R), w("tab"))
        _add_mark(link, "begin")
        code = etree.SubElement(etree.SubElement(link, R), w("instrText"), {XML_SPACE: "preserve"})
        code.text = f" PAGEREF {name} \\h "
        _add_mark(link, "separate")
        _add_mark(link, "end")
        return entry

    def _mark(self, heading: etree._Element) -> str:
        """Set a bookmark around a heading; returns its name."""
        self._last += 1
        while f"_Toc{self._last}" in self._names:
            self._last += 1
        identity, name = str(self._last), f"_Toc{self._last}"
        start = etree.Element(w("bookmarkStart"), {w("id"): identity, w("name"): name})
        properties = heading.find(w("pPr"))
        heading.insert(0 if properties is None else heading.index(properties) + 1, start)
        etree.SubElement(heading, w("bookmarkEnd"), {w("id"): identity})
        return name


def _add_mark(link: etree._Element, kind: str) -> None:
    """Add a run with one of the three marks of a field."""
    etree.SubElement(etree.SubElement(link, R), w("fldChar"), {w("fldCharType"): kind})


def _listed_as(heading: etree._Element) -> str:
    """The name of the bookmark by which a table of contents points at a heading."""
    for start in heading.iter(w("bookmarkStart")):
        if value(start, "name").startswith("_Toc"):
            return value(start, "name")
    return ""


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext(T))).split())


def _referred(root: etree._Element, name: str, body: bytes) -> str:
    """The text of a bookmark in a part, or else in the document."""
    return _bookmarked(root, name) or _bookmarked(parse_content("", body), name)


def _bookmarked(root: etree._Element, name: str) -> str:
    text, inside = "", ""
    for element in root.iter(w("bookmarkStart"), w("bookmarkEnd"), T):
        if element.tag == w("bookmarkStart") and value(element, "name") == name:
            inside = value(element, "id")
        elif element.tag == w("bookmarkEnd") and inside and value(element, "id") == inside:
            break
        elif element.tag == T and inside:
            text += element.text or ""
    return text


def _fill_reference(start: etree._Element, text: str) -> None:
    """Show a text in a reference to it, after the run ``start``."""
    if not text:
        return
    shown = etree.Element(R)
    shown.extend(deepcopy(start.findall(w("rPr"))[:1]))
    etree.SubElement(shown, T, {XML_SPACE: "preserve"}).text = text
    start.addnext(shown)
