"""Walking a part's paragraphs: where each stands, as a person counts, and what text it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .attributes import value, whole
from .names import MC, M, w
from .problems import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

P, R, T, TC, TR, TBL = map(w, ("p", "r", "t", "tc", "tr", "tbl"))
RUNS = {R, f"{{{M}}}r"}
TEXTS = {T, f"{{{M}}}t"}
_AS_TEXT = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011"}
_NO_TEXT = {P, w("pPr"), w("rPr"), w("del"), w("moveFrom"), w("sdtPr"), f"{{{MC}}}Fallback"}
# Elements of a paragraph that show nothing, and those of them that must outlive it
_INVISIBLE = set(
    map(w, ("proofErr", "lastRenderedPageBreak", "softHyphen", "commentReference", "annotationRef"))
)
RANGES = {
    *map(w, ("bookmarkStart", "commentRangeStart", "permStart")),
    *map(w, ("bookmarkEnd", "commentRangeEnd", "permEnd")),
}
_ONLY_TEXT = {w("rPr"), *TEXTS, *_INVISIBLE, *RANGES}
_HEADING_LENGTH = 60


def paragraphs(
    root: etree._Element, part: str, headings: frozenset[str]
) -> Iterator[tuple[etree._Element, Place]]:
    """Every paragraph of a part in document order, with its place.

    ``part`` is what messages call the part, ``headings`` are the ids of its heading styles.
    """
    rows = _Rows()
    count, heading = 0, ""
    for element in root.iter(P, TBL):
        if element.tag == TBL:
            rows.add_table(element)
            continue
        cell = next(element.iterancestors(TC), None)
        if cell is not None:
            yield element, rows.place(cell, part, heading)
            continue
        count += 1
        if value(element.find(f"{w('pPr')}/{w('pStyle')}")) in headings:
            heading = "".join(map(str, element.itertext(T)))[:_HEADING_LENGTH].strip()
            yield element, Place(part, paragraph=count)
        else:
            yield element, Place(part, heading, paragraph=count)


class _Rows:
    """Tables, rows and cells by number; each table is counted through once."""

    def __init__(self) -> None:
        self._tables: dict[etree._Element, int] = {}
        self._cells: dict[etree._Element, tuple[int, int]] = {}

    def add_table(self, table: etree._Element) -> None:
        self._tables[table] = len(self._tables) + 1
        for number, row in enumerate(inner(table, TR), 1):
            for column, cell in enumerate(inner(row, TC), 1):
                self._cells[cell] = number, column

    def place(self, cell: etree._Element, part: str, heading: str) -> Place:
        table = next(cell.iterancestors(TBL), None)
        row, column = self._cells.get(cell, (0, 0))
        number = self._tables.get(table, 0) if table is not None else 0
        return Place(part, heading, 0, number, row, column)


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
    for child in paragraph:
        if child.tag in _NO_TEXT or not isinstance(child.tag, str):
            continue
        if child.tag in RUNS:
            for piece in child:
                if piece.tag in TEXTS or text_of(piece):
                    yield piece
        else:
            yield from pieces(child)


def text_of(piece: etree._Element) -> str:
    """The text that a piece holds or means; nothing for page breaks."""
    if piece.tag in TEXTS:
        return piece.text or ""
    if piece.tag == w("br") and piece.get(w("type")) in ("page", "column"):
        return ""
    return _AS_TEXT.get(str(piece.tag), "")


def shows_more_than_text(paragraph: etree._Element) -> bool:
    """Tell drawings, fields, page breaks, section ends: what must not go away with the tags."""
    if paragraph.find(f"{w('pPr')}/{w('sectPr')}") is not None:
        return True
    for run in paragraph.iter(*RUNS):
        for child in run:
            if child.tag not in _ONLY_TEXT and not text_of(child):
                return True
    return False
