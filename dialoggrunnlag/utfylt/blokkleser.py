"""Reads a Word form's paragraphs and tables in order, each text with its content control.

Here it is decided what counts as text (insertions, the results of fields, smart tags), and what
doesn't (deletions, instructions of fields, prompts). What a text means is for others.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from lxml import etree

from ..model.norsk import foldet
from ..word.names import MC, W14, M, w
from .blokker import Block, Cell, Control, Paragraph, Piece, Row, Table
from .skjemafelt import felt_i, liste_i
from .stiler import Numbers, Style, heading_level, value_of
from .tegn import er_synlig, i_skrift, lesbar, symbol
from .verdier import ledetekst

_P, _RUN, _T, _TC, _TR, _TBL = (w(name) for name in ("p", "r", "t", "tc", "tr", "tbl"))
_SDT, _SDT_PR, _SDT_CONTENT = w("sdt"), w("sdtPr"), w("sdtContent")
_MATH_RUN, _MATH_TEXT = f"{{{M}}}r", f"{{{M}}}t"
_ALT_CHUNK = w("altChunk")
_VAL, _TEXT_BOX, _CHOICE = w("val"), w("txbxContent"), f"{{{MC}}}AlternateContent"
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
_OFF = ("0", "false", "off")
_LONG = 5  # words of a prompt
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
        # Nobody begins an answer with the words of a long one
        self.long_prompts = [prompt for prompt in prompts if len(prompt.split()) >= _LONG]
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
        for element, surroundings in self.walk(parent, around, (_P, _TBL, _ALT_CHUNK)):
            block: Block = Paragraph(pictures=1)
            if element.tag == _P:
                block = self._paragraph(element, surroundings)
            elif element.tag == _TBL:
                block = self._table(element, surroundings)
            if waiting and isinstance(block, Paragraph) and block.fields == waiting.fields:
                block.pieces[:0] = waiting.pieces
                block.boxes[:0] = waiting.boxes
                block.aside = waiting.aside | block.aside
            elif waiting:
                blocks.append(waiting)
            waiting = None
            if not (isinstance(block, Paragraph) and block.joins_next):
                blocks.append(block)
            elif er_synlig(block.text) or block.boxes or block.aside:
                waiting = block
        if waiting:
            blocks.append(waiting)
        return blocks

    def walk(
        self, parent: Iterable[etree._Element], around: Surroundings, tags: Sequence[str]
    ) -> Iterator[tuple[etree._Element, Surroundings]]:
        """The nearest elements of some tags in document order, with what each stands in.

        Where controls are asked for, each comes before what it holds.
        """
        for child in parent:
            if child.tag == _SDT:
                inner = self._inside(child, around)
                if _SDT in tags:
                    yield child, inner
                content = child.find(_SDT_CONTENT)
                if content is not None:
                    yield from self.walk(content, inner, tags)
            elif child.tag in tags:
                yield child, around
            elif child.tag == _CHOICE:
                yield from self.walk(_chosen(child), around, tags)
            elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:  # comments have no name
                yield from self.walk(child, around, tags)

    def _inside(self, sdt: etree._Element, around: Surroundings) -> Surroundings:
        properties = sdt.find(_SDT_PR)
        if properties is None:
            return around
        tag = value_of(properties, "tag")
        is_group = properties.find(w("group")) is not None
        if is_group or (not tag and next(sdt.iterdescendants(_SDT), None) is not None):
            return around  # it only locks what it holds: what is filled in has its own control
        felt = felt_i(tag, around.liste)
        if felt is None and around.control:
            felt = around.control.felt
        date = properties.find(w("date"))
        day = "" if date is None else str(date.get(w("fullDate"), ""))[:10]
        control = Control(felt, day, *_check_box(properties))
        hidden = around.hidden or self._shows_prompt(sdt, properties)
        return Surroundings(control, liste_i(tag) or around.liste, hidden)

    def _shows_prompt(self, sdt: etree._Element, properties: etree._Element) -> bool:
        if not _is_on(properties.find(w("showingPlcHdr"))):
            return False
        # LibreOffice leaves the mark where somebody has typed, and the style too
        text = ledetekst("".join(map(str, sdt.itertext(_T, with_tail=False))))
        if text:
            self.seen_prompts.add(text)
        return text in self.prompts

    def _paragraph(self, element: etree._Element, around: Surroundings) -> Paragraph:
        properties = element.find(w("pPr"))
        style = self.styles.get(value_of(properties, "pStyle"), Style())
        paragraph = Paragraph(level=heading_level(properties) or style.level, style=style.name)
        mark = None if properties is None else properties.find(w("rPr"))
        if mark is not None:
            paragraph.joins_next = any(mark.find(tag) is not None for tag in _DELETED)
        if around.control:
            paragraph.pieces.append(Piece("", around.control))
        _RunReader(self, paragraph).read(element, around)
        paragraph.pieces = list(self._without_prompts(paragraph.pieces))
        for why in [
            why for why, text in paragraph.aside.items() if ledetekst(text) in self.prompts
        ]:
            del paragraph.aside[why]
        if er_synlig(paragraph.text):
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
                    yield Piece(self._without_prompt("".join(p.text for p in bits)), control)

    def _without_prompt(self, text: str) -> str:
        """What somebody has typed before or after a long prompt, without the prompt."""
        folded = foldet(text)
        for prompt in self.long_prompts:
            if folded.startswith(prompt) or folded.rstrip(" .…").endswith(prompt):
                words = r"\s+".join(map(re.escape, prompt.split()))
                at_an_end = rf"^\s*{words}[\s.…:]*|\s*{words}[\s.…]*$"
                return re.sub(at_an_end, "", text, flags=re.IGNORECASE)
        return text

    def _is_prompt(self, pieces: list[Piece]) -> bool:
        return ledetekst("".join(piece.text for piece in pieces)) in self.prompts

    def _table(self, element: etree._Element, around: Surroundings) -> Table:
        number = 0
        if next(element.iterancestors(_TC), None) is None:  # it is in no other
            self.tables += 1
            number = self.tables
        rows: list[Row] = []
        bookmarks: list[tuple[str, ...]] = []
        has_header = False
        for row, row_around in self.walk(element, around, (_TR,)):
            properties = row.find(w("trPr"))
            if properties is not None:
                if properties.find(w("del")) is not None:
                    continue
                if not rows:
                    has_header = _is_on(properties.find(w("tblHeader")))
            rows.append(list(self._cells(row, row_around)))
            starts = row.iter(w("bookmarkStart"))
            bookmarks.append(tuple(str(start.get(w("name"), "")) for start in starts))
        return Table(number, rows, has_header, bookmarks)

    def _cells(self, row: etree._Element, around: Surroundings) -> Iterator[Cell]:
        column = _columns(row.find(w("trPr")), "gridBefore")
        for cell, cell_around in self.walk(row, around, (_TC,)):
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


class _RunReader:
    """Reads the runs of one paragraph into it."""

    def __init__(self, reader: BlockReader, paragraph: Paragraph) -> None:
        self.reader, self.paragraph = reader, paragraph
        self.fields: list[bool] = []  # of each open field, whether its result has begun

    def read(self, parent: Iterable[etree._Element], around: Surroundings) -> None:
        for element, inner in self.reader.walk(parent, around, (_SDT, _RUN, _MATH_RUN)):
            if element.tag == _SDT:
                self.paragraph.pieces.append(Piece("", inner.control))
            else:
                self._run(element, element, inner)

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
                properties = run.find(w("rPr"))
                text = lesbar(_in_fonts(_text(child), properties))
                if self.reader.is_libreoffice and _follows_text(child):
                    text = f"\n{text}"  # LibreOffice 7.4 leaves it out of a control
                aside = _aside(properties)
                if text and aside:
                    so_far = self.paragraph.aside.get(aside, "")
                    self.paragraph.aside[aside] = so_far + text
                elif text:
                    styled = value_of(properties, "rStyle") in self.reader.prompt_styles
                    self.paragraph.pieces.append(Piece(text, around.control, styled))

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
    if element.tag in (_T, _MATH_TEXT):
        return element.text or ""
    if element.tag == w("br"):
        return "" if element.get(w("type")) in ("page", "column") else "\n"
    if element.tag == w("sym"):
        return _coded(element, w("char"), w("font"))
    return _AS_TEXT.get(str(element.tag), "")


def _coded(element: etree._Element, char: str, font: str) -> str:
    """The sign that an element's attributes name by its code and font."""
    code = str(element.get(char, ""))
    is_code = re.fullmatch("[0-9A-Fa-f]{1,6}", code)
    return symbol(str(element.get(font, "")), int(code, 16)) if is_code else ""


def _in_fonts(text: str, properties: etree._Element | None) -> str:
    """A run's text as it is seen: a symbol font shows other signs than those that stand there."""
    fonts = None if properties is None else properties.find(w("rFonts"))
    if fonts is None:
        return i_skrift(text, "", "")
    return i_skrift(text, str(fonts.get(w("ascii"), "")), str(fonts.get(w("hAnsi"), "")))


def _aside(properties: etree._Element | None) -> str:
    """Why a run's text isn't meant as it stands; an empty string for what is."""
    if properties is None:
        return ""
    if any(_is_on(properties.find(w(name))) for name in ("strike", "dstrike")):
        return "gjennomstreket"
    return "skjult" if _is_on(properties.find(w("vanish"))) else ""


def _follows_text(element: etree._Element) -> bool:
    before = element.getprevious()
    return before is not None and before.tag == element.tag == _T


def _chosen(alternatives: etree._Element) -> etree._Element:
    """The first of several ways to show the same, all of which hold its text."""
    return next((c for c in alternatives if isinstance(c.tag, str)), alternatives)


def _is_on(switch: etree._Element | None) -> bool:
    """Whether a switch of the format is there and not turned off."""
    return switch is not None and switch.get(_VAL) not in _OFF


def _columns(properties: etree._Element | None, name: str) -> int:
    """A number of columns; 0 where there is none, or an absurd one."""
    value = value_of(properties, name)
    return int(value) if value.isdecimal() and len(value) <= _MAX_DIGITS else 0


def _check_box(properties: etree._Element) -> tuple[bool | None, tuple[str, str]]:
    """Whether a check box is checked, and its two signs; None for a control that is none."""
    box = properties.find(f"{{{W14}}}checkbox")
    if box is None:
        return None, ("", "")
    state = box.find(f"{{{W14}}}checked")
    is_checked = state is not None and state.get(f"{{{W14}}}val", "1") not in _OFF
    return is_checked, (_sign(box, "unchecked"), _sign(box, "checked"))


def _sign(box: etree._Element, state: str) -> str:
    """What a check box shows in a state; an empty string where it doesn't say."""
    sign = box.find(f"{{{W14}}}{state}State")
    return "" if sign is None else _coded(sign, f"{{{W14}}}val", f"{{{W14}}}font")
