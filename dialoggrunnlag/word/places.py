"""A part's paragraphs: where each stands, as a person counts, and the text in it."""

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from .attributes import style_of, value, whole
from .names import MC, XML_SPACE, A, M, w
from .problems import Place
from .story import instruction, remove

STORIES = set(
    map(w, ("document", "hdr", "ftr", "footnotes", "endnotes", "comments", "glossaryDocument"))
)
P, R, T, TC, TR, TBL = map(w, ("p", "r", "t", "tc", "tr", "tbl"))
DRAWN = f"{{{A}}}p"  # a paragraph of a drawing, a chart or SmartArt
FALLBACK = f"{{{MC}}}Fallback"  # what programs show that can't show the choice beside it
RUNS = {R, f"{{{M}}}r", f"{{{A}}}r"}
RUN_TEXTS = {T, f"{{{M}}}t"}
TEXTS = {*RUN_TEXTS, f"{{{A}}}t"}
_AS_TEXT = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011"}
_NO_TEXT = {P, DRAWN, w("pPr"), w("rPr"), w("del"), w("moveFrom"), w("sdtPr"), FALLBACK}
# Elements of a paragraph that show nothing, and those of them that must outlive it
_INVISIBLE = set(
    map(w, ("proofErr", "lastRenderedPageBreak", "softHyphen", "commentReference", "annotationRef"))
)
RANGES = set(map(w, (
    "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd"
)))  # fmt: skip
_ONLY_TEXT = {w("rPr"), *TEXTS, *_INVISIBLE, *RANGES}
# Where in a text, and the text or the tag that comes instead
Edit = tuple[int, int, int | str]
_HEADING_LENGTH = 60
_WORDS = 30  # signs of a paragraph by which it is found


def paragraphs(
    root: etree._Element, part: str, headings: frozenset[str]
) -> Iterator[tuple[etree._Element, Place]]:
    """Every paragraph of a part in document order, with its place.

    ``part`` is what messages call the part, ``headings`` are the ids of its heading styles.
    """
    cells: dict[etree._Element, tuple[int, int, int]] = {}
    tables, count, heading = 0, 0, ""
    for element in root.iter(P, TBL):
        if element.tag == TBL:
            tables += 1
            cells.update(_cells(element, tables))
            continue
        cell = next(element.iterancestors(TC), None)
        if cell is not None:
            # A cell outside any row, which Word never writes, is somewhere in its table
            yield element, Place(part, heading, 0, *cells.get(cell, (tables, 0, 0)))
            continue
        count += not _is_rule(element.getparent())
        words = "".join(map(str, element.itertext(T))).strip()
        beginning = words
        if len(words) > _WORDS:
            beginning = f"{words[:_WORDS].rsplit(maxsplit=1)[0]} …"
        is_heading = style_of(element) in headings
        above = "" if is_heading else heading
        yield element, Place(part, above, paragraph=count, words=beginning)
        if is_heading:
            heading = words[:_HEADING_LENGTH].strip()


def _is_rule(parent: etree._Element | None) -> bool:
    """Whether a paragraph's parent is a rule above the notes, and no note that anybody counts."""
    is_note = parent is not None and parent.tag in (w("footnote"), w("endnote"))
    return is_note and value(parent, "type") not in ("", "normal")


def _cells(table: etree._Element, number: int) -> dict[etree._Element, tuple[int, int, int]]:
    """The cells of a table, each with the numbers of the table, its row and its column."""
    cells = {}
    for row_number, row in enumerate(inner(table, TR), 1):
        for column, cell in enumerate(inner(row, TC), 1):
            cells[cell] = number, row_number, column
    return cells


def place_of(element: etree._Element, places: dict[etree._Element, Place], part: str) -> Place:
    """Where an element stands: in a paragraph, or as a table or a control around some."""
    paragraph = next(element.iterancestors(P), None)
    if paragraph is None and element.tag == w("sdt"):
        paragraph = next(element.iter(P), None)
    if paragraph is None:
        table = next(element.iterancestors(TBL), None)
        first = next(table.iter(P), None) if table is not None else None
        if first is not None and first in places:
            return places[first]._replace(row=0, column=0)
        return Place(part)
    return places.get(paragraph, Place(part))


def inner(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Descendants with a tag, not looking into those found, nor into inner tables."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag != TBL and isinstance(child.tag, str):
            yield from inner(child, tag)


def span(cell: etree._Element) -> int:
    """How many columns of the grid a cell takes."""
    return max(1, whole(value(cell.find(f"{w('tcPr')}/{w('gridSpan')}"))))


def pieces(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The elements of a paragraph that hold or mean text, nested paragraphs left out."""
    for child in paragraph.iterchildren(etree.Element):
        if child.tag in TEXTS or text_of(child):
            yield child
        elif child.tag not in _NO_TEXT:
            yield from pieces(child)


def text_of(piece: etree._Element) -> str:
    """The text that a piece holds or means; nothing for page breaks."""
    if piece.tag in TEXTS:
        return piece.text or ""
    if piece.tag == w("br") and piece.get(w("type")) in ("page", "column"):
        return ""
    return _AS_TEXT.get(str(piece.tag), "")


_SHOWN = {
    w("drawing"): "Et bilde eller en tegning",
    w("pict"): "Et bilde eller en tegning",
    w("object"): "Et objekt",
    w("fldChar"): "Et felt",
    w("instrText"): "Et felt",
    w("footnoteReference"): "En fotnote",
    w("endnoteReference"): "En sluttnote",
    w("footnoteRef"): "Nummeret til noten",
    w("endnoteRef"): "Nummeret til noten",
}


def beside_text(paragraph: etree._Element) -> str:
    """What a paragraph holds beside text, which must not go away with the tags ('' for nothing)."""
    if paragraph.find(f"{w('pPr')}/{w('sectPr')}") is not None:
        return "Et inndelingsskift"
    for run in paragraph.iter(*RUNS):
        for child in run:
            if child.tag in _ONLY_TEXT or text_of(child):
                continue
            if child.tag == w("br"):
                return "Et sideskift" if child.get(w("type")) == "page" else "Et kolonneskift"
            return _SHOWN.get(str(child.tag), "Noe annet enn tekst")
    return ""


def apply_edits(found: Sequence[etree._Element], edits: Sequence[Edit]) -> None:
    """Replace spans of a paragraph's text, each in the piece where it begins."""
    offset, index = 0, 0
    for piece in found:
        text = text_of(piece)
        end, position = offset + len(text), offset
        kept: list[str | int] = []
        while position < end:
            start, stop, new = edits[index] if index < len(edits) else (end, end, "")
            if position < start:
                kept.append(text[position - offset : start - offset])
                position = min(start, end)
                continue
            if position == start:
                kept.append(new)
            position = max(position, min(stop, end))
            index += position >= stop
        if kept != [text]:
            if piece.tag in TEXTS:
                set_mixed(piece, kept)
            else:  # a tab or a line break inside a tag
                remove(piece)
        offset = end


def set_mixed(element: etree._Element, content: Iterable[str | int]) -> None:
    """Give an element a content of texts and tag numbers."""
    element.text = None
    last: etree._Element | None = None
    for item in content:
        if isinstance(item, int):
            last = instruction(item)
            element.append(last)
        elif last is None:
            element.text = (element.text or "") + item
        else:
            last.tail = (last.tail or "") + item
    if element.tag in RUN_TEXTS:
        element.set(XML_SPACE, "preserve")
