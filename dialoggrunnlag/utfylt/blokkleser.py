"""Reads a Word form's paragraphs and tables in order, each text with its content control.

Here it is decided what counts as text (insertions, the results of fields, smart tags), and what
doesn't (deletions, instructions of fields, prompts). What a text means is for others.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ..word.names import MC, W14, M, w
from .blokker import Cell, Control, Paragraph, Piece, Table
from .skjemafelt import felt_i, liste_i
from .skjemaord import ledetekst
from .stiler import Style, heading_level, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from .blokker import Block, Row
    from .stiler import Numbers

_P, _RUN, _T, _TC, _TR, _TBL = (w(name) for name in ("p", "r", "t", "tc", "tr", "tbl"))
_SDT, _SDT_PR, _SDT_CONTENT = w("sdt"), w("sdtPr"), w("sdtContent")
_MATH_RUN, _MATH_TEXT = f"{{{M}}}r", f"{{{M}}}t"
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
_MAX_DIGITS = 3  # of a number of columns


class Surroundings(NamedTuple):
    """What an element stands in: its control, the list it is in, whether a prompt is shown."""

    control: Control | None = None
    liste: str = ""
    hidden: bool = False


_NONE = Surroundings()


class BlockReader:
    """Reads the parts of one document; tables and lists are counted through all of them.

    LibreOffice writes some things its own way (``is_libreoffice``).
    """

    def __init__(
        self, prompts: set[str], styles: dict[str, Style], numbers: Numbers, *, is_libreoffice: bool
    ) -> None:
        self.prompts, self.styles, self.numbers = prompts, styles, numbers
        self.is_libreoffice = is_libreoffice
        self.prompt_styles = {
            style_id for style_id, style in styles.items() if style.name == "placeholder text"
        }
        self.seen_prompts: set[str] = set()
        self.tables = 0

    def read(self, parent: Iterable[etree._Element], around: Surroundings = _NONE) -> list[Block]:
        """The paragraphs and tables of a body, header, cell or note.

        A paragraph whose mark is deleted goes on in the next; one of which nothing is left
        is none.
        """
        blocks: list[Block] = []
        waiting: Paragraph | None = None
        for block in self._blocks(parent, around):
            if waiting and isinstance(block, Paragraph) and block.fields == waiting.fields:
                block.pieces[:0] = waiting.pieces
                block.boxes[:0] = waiting.boxes
            elif waiting:
                blocks.append(waiting)
            waiting = None
            if not (isinstance(block, Paragraph) and block.joins_next):
                blocks.append(block)
            elif block.text.strip() or block.boxes:
                waiting = block
        if waiting:
            blocks.append(waiting)
        return blocks

    def inside(self, sdt: etree._Element, around: Surroundings) -> Surroundings:
        """The surroundings of what stands in a control."""
        properties = sdt.find(_SDT_PR)
        if properties is None:
            return around
        tag = value_of(properties, "tag")
        felt = felt_i(tag, around.liste)
        if felt is None and around.control:
            felt = around.control.felt
        control = Control(felt, _noted_day(properties), _checked(properties))
        hidden = around.hidden or self._shows_prompt(sdt, properties)
        return Surroundings(control, liste_i(tag) or around.liste, hidden)

    def is_styled_as_prompt(self, run: etree._Element) -> bool:
        """Whether a run is in the character style of prompts."""
        return value_of(run.find(w("rPr")), "rStyle") in self.prompt_styles

    def _blocks(self, parent: Iterable[etree._Element], around: Surroundings) -> Iterator[Block]:
        for child in parent:
            if child.tag == _P:
                yield self._paragraph(child, around)
            elif child.tag == _TBL:
                yield self._table(child, around)
            elif child.tag == _SDT:
                inner = self.inside(child, around)
                yield from self._blocks(_content_of(child), inner)
            elif child.tag == w("altChunk"):
                yield Paragraph(pictures=1)
            elif child.tag == _CHOICE:
                yield from self._blocks(_chosen(child), around)
            elif _may_hold_text(child):
                yield from self._blocks(child, around)

    def _shows_prompt(self, sdt: etree._Element, properties: etree._Element) -> bool:
        """Whether a control shows its prompt.

        LibreOffice leaves the mark where somebody has typed, and the style too, so only a
        known prompt is one; the document itself brings its own.
        """
        if not _is_on(properties.find(w("showingPlcHdr"))):
            return False
        text = ledetekst("".join(map(str, sdt.itertext(_T, with_tail=False))))
        if text:
            self.seen_prompts.add(text)
        return text in self.prompts

    def _paragraph(self, element: etree._Element, around: Surroundings) -> Paragraph:
        properties = element.find(w("pPr"))
        style = self.styles.get(value_of(properties, "pStyle"), Style())
        paragraph = Paragraph(level=style.level, style=style.name)
        if properties is not None:
            paragraph.level = heading_level(properties) or style.level
            paragraph.joins_next = _is_deleted(properties.find(w("rPr")))
        if around.control:
            paragraph.pieces.append(Piece("", around.control))
        _RunReader(self, paragraph).read(element, around)
        paragraph.pieces = list(self._without_prompts(paragraph.pieces))
        if paragraph.text.strip():
            paragraph.marker = self.numbers.marker(properties, style)
        return paragraph

    def _without_prompts(self, pieces: list[Piece]) -> Iterator[Piece]:
        """Pieces in which prompts that nobody has replaced are empty.

        A prompt is known by its words, all there is in a control or outside of one, and by
        its style where somebody has typed beside it.
        """
        for control, group in groupby(pieces, lambda piece: piece.control):
            of_control = list(group)
            if self._is_prompt(of_control):
                yield Piece("", control)
                continue
            for styled, same_style in groupby(of_control, lambda piece: piece.styled):
                bits = list(same_style)
                if styled and self._is_prompt(bits):
                    yield Piece("", control)
                else:
                    yield Piece("".join(piece.text for piece in bits), control)

    def _is_prompt(self, pieces: list[Piece]) -> bool:
        return ledetekst("".join(piece.text for piece in pieces)) in self.prompts

    # --- tables -------------------------------------------------------------------------------

    def _table(self, element: etree._Element, around: Surroundings) -> Table:
        is_inner = next(element.iterancestors(_TC), None) is not None
        if not is_inner:
            self.tables += 1
        number = 0 if is_inner else self.tables
        rows: list[Row] = []
        has_header = False
        for row, row_around in self._inner(element, _TR, around):
            properties = row.find(w("trPr"))
            if properties is not None:
                if properties.find(w("del")) is not None:
                    continue
                if not rows:
                    has_header = _is_on(properties.find(w("tblHeader")))
            rows.append(list(self._cells(row, row_around)))
        return Table(number, rows, has_header)

    def _cells(self, row: etree._Element, around: Surroundings) -> Iterator[Cell]:
        column = _columns(row.find(w("trPr")), "gridBefore")
        for cell, cell_around in self._inner(row, _TC, around):
            properties = cell.find(w("tcPr"))
            span = max(1, _columns(properties, "gridSpan"))
            continues = False
            if properties is not None:
                if properties.find(w("cellDel")) is not None:
                    continue
                merged = properties.find(w("vMerge"))
                continues = merged is not None and merged.get(_VAL) != "restart"
            yield Cell(column, span, continues, self.read(cell, cell_around))
            column += span

    def _inner(
        self, parent: Iterable[etree._Element], tag: str, around: Surroundings
    ) -> Iterator[tuple[etree._Element, Surroundings]]:
        """A table's rows or a row's cells, also those in controls."""
        for child in parent:
            if child.tag == tag:
                yield child, around
            elif child.tag == _SDT:
                inner = self.inside(child, around)
                yield from self._inner(_content_of(child), tag, inner)
            elif _may_hold_text(child):
                yield from self._inner(child, tag, around)


class _RunReader:
    """Reads the runs of one paragraph into it."""

    def __init__(self, reader: BlockReader, paragraph: Paragraph) -> None:
        self.reader, self.paragraph = reader, paragraph
        self.fields: list[bool] = []  # of each open field, whether its result has begun

    def read(self, parent: Iterable[etree._Element], around: Surroundings) -> None:
        for child in parent:
            if child.tag == _SDT:
                inner = self.reader.inside(child, around)
                self.paragraph.pieces.append(Piece("", inner.control))
                self.read(_content_of(child), inner)
            elif child.tag == _CHOICE:
                self.read(_chosen(child), around)
            elif child.tag in (_RUN, _MATH_RUN):
                self._run(child, child, around)
            elif _may_hold_text(child):
                self.read(child, around)

    def _run(
        self, run: etree._Element, parent: Iterable[etree._Element], around: Surroundings
    ) -> None:
        for child in parent:
            if child.tag == _CHOICE:
                self._run(run, _chosen(child), around)
            elif child.tag in _PICTURES:
                self._picture(child)
            elif child.tag == w("fldChar"):
                self._field(str(child.get(w("fldCharType"), "")))
            elif child.tag == w("ruby"):
                self.read(child, around)
            elif not around.hidden and all(self.fields):
                text = self._break_before(child) + _text(child)
                if text:
                    styled = self.reader.is_styled_as_prompt(run)
                    self.paragraph.pieces.append(Piece(text, around.control, styled))

    def _break_before(self, element: etree._Element) -> str:
        """The line break that LibreOffice 7.4 leaves out of a control between two texts."""
        before = element.getprevious()
        follows_text = before is not None and before.tag == element.tag == _T
        return "\n" if follows_text and self.reader.is_libreoffice else ""

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
            if not any(outer in boxes for outer in box.iterancestors(_TEXT_BOX)):
                self.paragraph.boxes.append(self.reader.read(box))
        if element.tag == w("object") or next(element.iter(*_OBJECTS), None) is not None:
            self.paragraph.pictures += 1


def _text(element: etree._Element) -> str:
    """The text that an element of a run stands for."""
    if element.tag in (_T, _MATH_TEXT):
        return element.text or ""
    if element.tag == w("br"):
        return "" if element.get(w("type")) in ("page", "column") else "\n"
    if element.tag == w("sym"):
        return _symbol(str(element.get(w("font"), "")), str(element.get(w("char"), "")))
    return _AS_TEXT.get(str(element.tag), "")


def _symbol(font: str, char: str) -> str:
    try:
        code = int(char, 16)
        mark = _SYMBOLS.get(font.casefold(), {}).get(code & 0xFF)
        return mark or chr(code).encode("utf-8").decode()
    except (ValueError, OverflowError):
        return ""


def _content_of(sdt: etree._Element) -> Iterable[etree._Element]:
    """What stands in a control."""
    content = sdt.find(_SDT_CONTENT)
    return () if content is None else content


def _may_hold_text(element: etree._Element) -> bool:
    """Whether to look into an element that means nothing itself; comments have no name."""
    return isinstance(element.tag, str) and element.tag not in _LEFT_OUT


def _chosen(alternatives: etree._Element) -> etree._Element:
    """The first of several ways to show the same, all of which hold its text."""
    return next((c for c in alternatives if isinstance(c.tag, str)), alternatives)


def _is_on(switch: etree._Element | None) -> bool:
    """Whether a switch of the format is there and not turned off."""
    return switch is not None and switch.get(_VAL) not in _OFF


def _is_deleted(mark: etree._Element | None) -> bool:
    """Whether the mark that ends a paragraph is deleted while changes are tracked."""
    return mark is not None and any(mark.find(tag) is not None for tag in _DELETED)


def _columns(properties: etree._Element | None, name: str) -> int:
    """A number of columns; 0 where there is none, or an absurd one."""
    value = value_of(properties, name)
    return int(value) if value.isdecimal() and len(value) <= _MAX_DIGITS else 0


def _noted_day(properties: etree._Element) -> str:
    """The day that Word has noted of a date control, as 2015-11-03."""
    date = properties.find(w("date"))
    return "" if date is None else str(date.get(w("fullDate"), ""))[:10]


def _checked(properties: etree._Element) -> bool | None:
    """Whether a check box is checked; None for a control that is none."""
    box = properties.find(_CHECKBOX)
    if box is None:
        return None
    state = box.find(f"{{{W14}}}checked")
    return state is not None and state.get(f"{{{W14}}}val", "1") not in _OFF
