"""A Word form's paragraphs and tables in order, each text with its content control.

Here it is decided what counts as text (insertions, the results of fields, smart tags), and what
doesn't (deletions, instructions of fields, prompts). What a text means is for others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ..word.names import MC, W14, M, w
from .skjemaord import felt_i, ledetekst, liste_i
from .stiler import Style, heading_level, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from .skjemaord import Felt
    from .stiler import Numbers

_P, _RUN, _T, _TC, _TR, _TBL = (w(name) for name in ("p", "r", "t", "tc", "tr", "tbl"))
_SDT, _SDT_PR, _SDT_CONTENT = w("sdt"), w("sdtPr"), w("sdtContent")
_VAL, _TEXT_BOX, _CHOICE = w("val"), w("txbxContent"), f"{{{MC}}}AlternateContent"
_CHECKBOX = f"{{{W14}}}checkbox"
_DELETED = (w("del"), w("moveFrom"))
_LEFT_OUT = {
    *_DELETED,
    *(w(f"{name}Pr") for name in ("p", "r", "sdt", "sdtEnd", "tc", "tr", "tbl", "tblPrEx", "sect")),
    *(w(f"{name}Pr") for name in ("customXml", "smartTag")),
    *(w(name) for name in ("tblGrid", "rt", "fldData")),
}
_AS_TEXT = {w("tab"): "\t", w("ptab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "\u2011"}
_PICTURES = {w("drawing"), w("pict"), w("object")}
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_OBJECTS = (_BLIP, "{urn:schemas-microsoft-com:vml}imagedata", w("object"))
# Check marks that people insert as symbols of these fonts
_SYMBOLS = {
    "wingdings": {0x6F: "☐", 0xA8: "☐", 0xFD: "☒", 0xFE: "☑", 0xFB: "✗", 0xFC: "✓"},
    "wingdings 2": {0xA3: "☐", 0x51: "☒", 0x52: "☑", 0x50: "✓", 0x4F: "✗"},
}
_OFF = ("0", "false", "off")


class Control(NamedTuple):
    """A content control: the field it is for, the day of a date, the state of a check box."""

    felt: Felt | None
    day: str
    checked: bool | None


class Piece(NamedTuple):
    """Text of a paragraph with the control that it stands in."""

    text: str
    control: Control | None
    styled: bool = False  # in the character style of prompts


@dataclass(eq=False)
class Paragraph:
    """A paragraph: its pieces, its list's «- » or «1. », and the level of a heading (0: none)."""

    pieces: list[Piece] = field(default_factory=list)
    marker: str = ""
    level: int = 0
    style: str = ""
    boxes: list[list[Block]] = field(default_factory=list)
    pictures: int = 0
    joins_next: bool = False  # its mark is deleted

    @property
    def text(self) -> str:
        """All of its text, line breaks as they are."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def fields(self) -> set[Felt]:
        """The fields whose controls have a part in it."""
        return {p.control.felt for p in self.pieces if p.control and p.control.felt}


class Cell(NamedTuple):
    """A table's cell; ``continues`` the one above where they are merged."""

    column: int
    span: int
    continues: bool
    blocks: list[Block]


class Table(NamedTuple):
    """A table with a number, counted from 1 and not inside another; its rows' cells.

    ``has_header`` tells whether its first row is repeated on every page.
    """

    number: int
    rows: list[list[Cell]]
    has_header: bool = False


Block = Paragraph | Table


def flat(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Every paragraph, those of tables included."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from flat(cell.blocks)


# --- reading ----------------------------------------------------------------------------------


class Frame(NamedTuple):
    """What surrounds an element: its control, the list it is in, whether a prompt is shown."""

    control: Control | None = None
    liste: str = ""
    hidden: bool = False


class Reader:
    """Reads the parts of one document; tables and lists are counted through all of them."""

    def __init__(
        self,
        prompts: set[str],
        styles: dict[str, Style],
        numbers: Numbers,
        *,
        is_libreoffice: bool,
    ) -> None:
        self.prompts, self.styles, self.numbers = prompts, styles, numbers
        self.is_libreoffice = is_libreoffice
        self.prompt_styles = {
            style_id for style_id, style in styles.items() if style.name == "placeholder text"
        }
        self.seen_prompts: set[str] = set()
        self.tables = 0

    def blocks(self, parent: etree._Element, frame: Frame) -> Iterator[Block]:
        """The paragraphs and tables of a body, header, cell or note.

        A paragraph whose mark is deleted goes on in the next; one of which nothing is left
        is none.
        """
        waiting: Paragraph | None = None
        for block in self._blocks(parent, frame):
            if waiting and isinstance(block, Paragraph) and block.fields == waiting.fields:
                block.pieces[:0] = waiting.pieces
                block.boxes[:0] = waiting.boxes
            elif waiting:
                yield waiting
            waiting = None
            if isinstance(block, Paragraph) and block.joins_next:
                waiting = block if block.text.strip() or block.boxes else None
            else:
                yield block
        if waiting:
            yield waiting

    def _blocks(self, parent: etree._Element, frame: Frame) -> Iterator[Block]:
        for child in parent:
            if child.tag == _P:
                yield self._paragraph(child, frame)
            elif child.tag == _TBL:
                yield self._table(child, frame)
            elif child.tag == _SDT:
                inner = self._inside(child, frame)
                content = child.find(_SDT_CONTENT)
                if content is not None:
                    yield from self._blocks(content, inner)
            elif child.tag == w("altChunk"):
                yield Paragraph(pictures=1)
            elif child.tag == _CHOICE:
                yield from self._blocks(_chosen(child), frame)
            elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
                yield from self._blocks(child, frame)

    def _inside(self, sdt: etree._Element, frame: Frame) -> Frame:
        """The surroundings of what stands in a control."""
        properties = sdt.find(_SDT_PR)
        if properties is None:
            return frame
        tag = value_of(properties, "tag")
        outer = frame.control.felt if frame.control else None
        date, box = properties.find(w("date")), properties.find(_CHECKBOX)
        control = Control(
            felt_i(tag, frame.liste) or outer,
            str(date.get(w("fullDate"), ""))[:10] if date is not None else "",
            _checked(box) if box is not None else None,
        )
        hidden = frame.hidden or self._shows_prompt(sdt, properties)
        return Frame(control, liste_i(tag) or frame.liste, hidden)

    def _shows_prompt(self, sdt: etree._Element, properties: etree._Element) -> bool:
        """Whether a control shows its prompt.

        LibreOffice leaves the mark where somebody has typed, and the style too, so only a
        known prompt is one; the document itself brings its own.
        """
        showing = properties.find(w("showingPlcHdr"))
        if showing is None or showing.get(_VAL) in _OFF:
            return False
        text = ledetekst("".join(map(str, sdt.itertext(_T))))
        self.seen_prompts |= {text} - {""}
        return text in self.prompts

    def _styled(self, run: etree._Element) -> bool:
        return value_of(run.find(w("rPr")), "rStyle") in self.prompt_styles

    def _paragraph(self, element: etree._Element, frame: Frame) -> Paragraph:
        properties = element.find(w("pPr"))
        style = self.styles.get(value_of(properties, "pStyle"), Style())
        found = Paragraph(level=style.level, style=style.name)
        if properties is not None:
            found.level = heading_level(properties) or style.level
            mark = properties.find(w("rPr"))
            found.joins_next = mark is not None and any(mark.find(d) is not None for d in _DELETED)
        if frame.control:
            found.pieces.append(Piece("", frame.control))
        _Runs(self, found).read(element, frame)
        found.pieces = list(self._without_prompts(found.pieces))
        if found.text.strip():
            found.marker = self.numbers.marker(properties, style)
        return found

    def _without_prompts(self, pieces: list[Piece]) -> Iterator[Piece]:
        """Pieces in which prompts that nobody has replaced are empty.

        A prompt is known by its words, all there is in a control or outside of one, and by
        its style where somebody has typed beside it.
        """
        for control, group in groupby(pieces, lambda piece: piece.control):
            listed = list(group)
            if ledetekst("".join(piece.text for piece in listed)) in self.prompts:
                yield Piece("", control)
                continue
            for styled, same in groupby(listed, lambda piece: piece.styled):
                text = "".join(piece.text for piece in same)
                is_prompt = styled and ledetekst(text) in self.prompts
                yield Piece("" if is_prompt else text, control)

    def _table(self, element: etree._Element, frame: Frame) -> Table:
        inner = next(element.iterancestors(_TC), None) is not None
        self.tables += not inner
        rows: list[list[Cell]] = []
        has_header = False
        for row, around in self._inner(element, _TR, frame):
            properties = row.find(w("trPr"))
            if properties is None or properties.find(w("del")) is None:
                mark = properties.find(w("tblHeader")) if properties is not None else None
                has_header |= not rows and mark is not None and mark.get(_VAL) not in _OFF
                rows.append(list(self._cells(row, around)))
        return Table(0 if inner else self.tables, rows, has_header)

    def _cells(self, row: etree._Element, frame: Frame) -> Iterator[Cell]:
        before = value_of(row.find(w("trPr")), "gridBefore")
        column = int(before) if before.isdecimal() and len(before) < len("1000") else 0
        for cell, around in self._inner(row, _TC, frame):
            properties = cell.find(w("tcPr"))
            merged = properties.find(w("vMerge")) if properties is not None else None
            value = value_of(properties, "gridSpan")
            span = max(1, int(value)) if value.isdecimal() and len(value) < len("1000") else 1
            if properties is None or properties.find(w("cellDel")) is None:
                continues = merged is not None and merged.get(_VAL) != "restart"
                yield Cell(column, span, continues, list(self.blocks(cell, around)))
                column += span

    def _inner(
        self, parent: etree._Element, tag: str, frame: Frame
    ) -> Iterator[tuple[etree._Element, Frame]]:
        """A table's rows or a row's cells, also those in controls."""
        for child in parent:
            if child.tag == tag:
                yield child, frame
            elif child.tag == _SDT:
                inner = self._inside(child, frame)
                content = child.find(_SDT_CONTENT)
                if content is not None:
                    yield from self._inner(content, tag, inner)
            elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
                yield from self._inner(child, tag, frame)


class _Runs:
    """Reads the runs of one paragraph into it."""

    def __init__(self, reader: Reader, paragraph: Paragraph) -> None:
        self.reader, self.paragraph = reader, paragraph
        self.fields: list[bool] = []  # of each open field, whether its result has begun

    def read(self, parent: etree._Element, frame: Frame) -> None:
        for child in parent:
            if child.tag == _SDT:
                inner = self.reader._inside(child, frame)  # noqa: SLF001 - two halves of one reader
                self.paragraph.pieces.append(Piece("", inner.control))
                content = child.find(_SDT_CONTENT)
                if content is not None:
                    self.read(content, inner)
            elif child.tag == _CHOICE:
                self.read(_chosen(child), frame)
            elif child.tag in (_RUN, f"{{{M}}}r"):
                self._run(child, child, frame)
            elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
                self.read(child, frame)

    def _run(self, run: etree._Element, parent: etree._Element, frame: Frame) -> None:
        for child in parent:
            if child.tag == _CHOICE:
                self._run(run, _chosen(child), frame)
            elif child.tag in _PICTURES:
                self._picture(child)
            elif child.tag == w("fldChar"):
                self._field(str(child.get(w("fldCharType"), "")))
            elif child.tag == w("ruby"):
                self.read(child, frame)
            elif not frame.hidden and all(self.fields):
                text = self._break_before(child) + _text(child)
                if text:
                    styled = self.reader._styled(run)  # noqa: SLF001 - as above
                    self.paragraph.pieces.append(Piece(text, frame.control, styled))

    def _break_before(self, element: etree._Element) -> str:
        """The line break that LibreOffice 7.4 leaves out of a control between two texts."""
        before = element.getprevious()
        lost = before is not None and before.tag == element.tag == _T
        return "\n" if lost and self.reader.is_libreoffice else ""

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(False)
        elif kind == "separate" and self.fields:
            self.fields[-1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _picture(self, element: etree._Element) -> None:
        """Text boxes are read on their own; pictures and objects are only counted."""
        boxes = list(element.iter(_TEXT_BOX))
        for box in boxes:
            if not any(other in boxes for other in box.iterancestors(_TEXT_BOX)):
                self.paragraph.boxes.append(list(self.reader.blocks(box, Frame())))
        if element.tag == w("object") or next(element.iter(*_OBJECTS), None) is not None:
            self.paragraph.pictures += 1


def _text(element: etree._Element) -> str:
    """The text that an element of a run stands for."""
    if element.tag in (_T, f"{{{M}}}t"):
        return element.text or ""
    if element.tag == w("br"):
        return "" if element.get(w("type")) in ("page", "column") else "\n"
    if element.tag == w("sym"):
        return _symbol(str(element.get(w("font"), "")), str(element.get(w("char"), "")))
    return _AS_TEXT.get(str(element.tag), "")


def _symbol(font: str, char: str) -> str:
    try:
        code = int(char, 16)
        known = _SYMBOLS.get(font.casefold(), {}).get(code & 0xFF)
        return known or chr(code).encode("utf-8").decode()
    except (ValueError, OverflowError):
        return ""


def _chosen(alternatives: etree._Element) -> etree._Element:
    """The first of several ways to show the same, all of which hold its text."""
    return next((c for c in alternatives if isinstance(c.tag, str)), alternatives)


def _checked(box: etree._Element) -> bool:
    state = box.find(f"{{{W14}}}checked")
    return state is not None and state.get(f"{{{W14}}}val", "1") not in _OFF
