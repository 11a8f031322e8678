"""Walking a part's paragraphs: where each stands, as a person counts, and what text it holds."""

from collections.abc import Iterator

from lxml import etree

from .attributes import value, whole
from .names import MC, A, M, w
from .problems import Place

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
RANGES = {
    *map(w, ("bookmarkStart", "commentRangeStart", "permStart")),
    *map(w, ("bookmarkEnd", "commentRangeEnd", "permEnd")),
}
_ONLY_TEXT = {w("rPr"), *TEXTS, *_INVISIBLE, *RANGES}
_HEADING_LENGTH = 60
_WORDS = 30  # signs of a paragraph by which it is found


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
        count += not _is_rule(element.getparent())
        words = "".join(map(str, element.itertext(T))).strip()
        if value(element.find(f"{w('pPr')}/{w('pStyle')}")) in headings:
            heading = words[:_HEADING_LENGTH].strip()
            yield element, Place(part, paragraph=count, words=_beginning(words))
        else:
            yield element, Place(part, heading, paragraph=count, words=_beginning(words))


def _is_rule(parent: etree._Element | None) -> bool:
    """Whether a paragraph's parent is a rule above the notes, and no note that anybody counts."""
    is_note = parent is not None and parent.tag in (w("footnote"), w("endnote"))
    return is_note and value(parent, "type") not in ("", "normal")


def _beginning(words: str) -> str:
    """What a paragraph begins with, whole words where there are any."""
    if len(words) <= _WORDS:
        return words
    return f"{words[:_WORDS].rsplit(maxsplit=1)[0]} …"


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
        if child.tag in TEXTS or text_of(child):
            yield child
        elif len(child):
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
