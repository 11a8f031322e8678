"""What a Word form is read as: paragraphs and tables in order, each text with its control."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from .skjemafelt import Felt
from .tegn import er_synlig
from .verdier import linje


class Control(NamedTuple):
    """A content control: the field it is for, the day of a date, the state of a check box.

    ``signs`` are what a check box shows when it is empty and when it is checked.
    """

    felt: Felt | None
    day: str
    checked: bool | None
    signs: tuple[str, str] = ("", "")


class Piece(NamedTuple):
    """Text of a paragraph with the control that it stands in."""

    text: str
    control: Control | None
    styled: bool = False  # in the character style of prompts

    @property
    def felt(self) -> Felt | None:
        """The field whose control it stands in."""
        return self.control.felt if self.control else None

    def field_name(self, *, in_row: bool) -> str:
        """The name of its field where that is in a row, or where it is in none."""
        return self.felt.navn if self.felt and bool(self.felt.liste) == in_row else ""


@dataclass(eq=False)
class Paragraph:
    """A paragraph: its pieces, its list's «- » or «1. », and the level of a heading (0: none).

    ``aside`` is text that a reader doesn't take as said: struck out, or hidden.
    """

    pieces: list[Piece] = field(default_factory=list)
    marker: str = ""
    level: int = 0
    style: str = ""
    boxes: list[list[Block]] = field(default_factory=list)
    aside: dict[str, str] = field(default_factory=dict)
    pictures: int = 0
    joins_next: bool = False  # its mark is deleted

    @property
    def text(self) -> str:
        """All of its text, line breaks as they are."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def line(self) -> str:
        """Its text with the sign of its list."""
        return self.marker + self.text

    @property
    def fields(self) -> set[Felt]:
        """The fields whose controls have a part in it."""
        return {piece.felt for piece in self.pieces if piece.felt}

    @property
    def in_control(self) -> bool:
        """Whether a control, of a field's or of anybody's, has a part in it."""
        return any(piece.control for piece in self.pieces)

    @property
    def check_box(self) -> Control | None:
        """The first check box in it."""
        for piece in self.pieces:
            if piece.control and piece.control.checked is not None:
                return piece.control
        return None

    @property
    def day(self) -> str:
        """The day that a date control in it has noted, or an empty string."""
        for piece in self.pieces:
            if piece.control and piece.control.day:
                return piece.control.day
        return ""


class Cell(NamedTuple):
    """A table's cell; ``continues`` the one above where they are merged."""

    column: int
    span: int
    continues: bool
    blocks: list[Block]

    @property
    def text(self) -> str:
        """All of its text; empty where nothing is to be seen."""
        text = "\n".join(lines_of(self.blocks)).strip()
        return text if er_synlig(text) else ""

    @property
    def row_fields(self) -> set[Felt]:
        """The fields of a row whose controls stand in it."""
        fields: set[Felt] = set()
        for paragraph in flat(self.blocks):
            fields |= {felt for felt in paragraph.fields if felt.liste}
        return fields


Row = list[Cell]


class Table(NamedTuple):
    """A table with a number, counted from 1 and not inside another; its rows' cells.

    ``has_header`` tells whether its first row is repeated on every page.
    """

    number: int
    rows: list[Row]
    has_header: bool = False

    @property
    def width(self) -> int:
        """How many columns its widest row has."""
        return max(map(width_of, self.rows), default=0)

    def header_texts(self, row: int | None) -> dict[int, str]:
        """The texts of a row by column; none where there is no such row."""
        if row is None or row >= len(self.rows):
            return {}
        return {cell.column: cell.text for cell in self.rows[row]}


Block = Paragraph | Table


def width_of(row: Row) -> int:
    """How many columns a row has."""
    return max((cell.column + cell.span for cell in row), default=0)


def flat(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Every paragraph, those of tables included."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from flat(cell.blocks)


def lines_of(blocks: Iterable[Block], between: str = " | ") -> Iterator[str]:
    """The lines of paragraphs; of a table, a line for each row, with a sign between its cells."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.line
        else:
            for row in block.rows:
                texts = [linje(cell.text) for cell in row]
                yield between.join(text for text in texts if text)
