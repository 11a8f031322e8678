"""Tables for people, and the same rows for scripts as CSV and JSON."""

import csv
import io
import json
import re
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ..errors import Problem
from .skjerm import put, visible

_BETWEEN = "  "
_BELOW = "    "  # before what stands below its row
_HELD = "\u00a0"  # a space that no line is broken at
_NOTHING = ("", "–")
_BOM = "\ufeff"  # by which Excel knows UTF-8
_FORMULA = "=+-@"
_UNSEEN = ("Cc", "Cf")  # Unicode's categories of control and format characters


class Kolonne(NamedTuple):
    """A column of a table, and what becomes of it where the terminal is too narrow.

    The columns of the lowest ``rang`` stay in the row, of each rank all or none; the others go
    below it, in the order of their ranks. One with ``minst`` may be as narrow as that, its words
    then on several lines; one without is as wide as what stands in it.
    """

    navn: str
    rang: int = 1
    minst: int = 0


def print_table(columns: Sequence[Kolonne], rows: Iterable[Sequence[str]]) -> None:
    """Print rows in columns: within a terminal's width, and for a pipe each row on one line."""
    headings = [column.navn.upper() for column in columns]
    cells = [[visible(" ".join(cell.split())) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(headings, *cells, strict=True)]
    room = sum(widths) + len(_BETWEEN) * len(widths)
    if sys.stdout.isatty():
        room = shutil.get_terminal_size().columns
        widths = _fitted(columns, widths, room)
    _print_row(headings, widths)
    for row in cells:
        _print_row(row, widths)
        for line in _wrapped(_below(columns, row, widths), room - len(_BELOW)):
            put(_BELOW + line.replace(_HELD, " "))


def _below(columns: Sequence[Kolonne], row: Sequence[str], widths: Sequence[int]) -> str:
    """What a row has in the columns of no width, those of the most weight first.

    Columns of one weight that have the same in them are told together.
    """
    names: dict[tuple[int, str], list[str]] = {}
    for column, cell, width in zip(columns, row, widths, strict=True):
        if not width and cell not in _NOTHING:
            names.setdefault((column.rang, cell), []).append(column.navn.replace(" ", _HELD))
    told = sorted(names.items(), key=lambda one: one[0][0])
    return f"{_HELD}· ".join(f"{', '.join(same)}: {cell}" for (_, cell), same in told)


def print_text(text: str) -> None:
    """Print a text on one line: in a terminal on as many as it takes."""
    text = visible(text)  # before it is broken into lines, since the codes take room
    if sys.stdout.isatty():
        text = f"\n{_BELOW}".join(_wrapped(text, shutil.get_terminal_size().columns - len(_BELOW)))
    put(text)


def _fitted(columns: Sequence[Kolonne], widths: Sequence[int], room: int) -> list[int]:
    """How wide each column is in a terminal; 0 for those that go below the row."""
    fitted = [0] * len(columns)
    for rang in sorted({column.rang for column in columns}):
        tried = list(fitted)
        for number, column in enumerate(columns):
            if column.rang == rang:
                tried[number] = _narrowest(column, widths[number])
        if _spare(tried, room) >= 0 or not any(fitted):
            fitted = tried
    for number, width in enumerate(fitted):
        if width:  # as wide as there is room for: narrower only where one rank is too much already
            fitted[number] = max(1, min(widths[number], width + _spare(fitted, room)))
    return fitted


def _narrowest(column: Kolonne, width: int) -> int:
    """How narrow a column may be where its cells are so wide."""
    if not column.minst:
        return width
    return min(width, max(column.minst, len(column.navn)))


def _spare(widths: Sequence[int], room: int) -> int:
    """How much room columns of these widths leave; below 0 where they are too wide."""
    shown = [width for width in widths if width]
    return room - sum(shown) - len(_BETWEEN) * (len(shown) - 1)


def _print_row(row: Sequence[str], widths: Sequence[int]) -> None:
    """Print the cells that have a width, each with its words on as many lines as they take."""
    shown = [(cell, width) for cell, width in zip(row, widths, strict=True) if width]
    lines = [_wrapped(cell, width) for cell, width in shown]
    for number in range(max(1, *map(len, lines))):
        pieces = []
        for (_, width), cell in zip(shown, lines, strict=True):
            piece = cell[number] if number < len(cell) else ""
            pieces.append(piece.ljust(width))
        put(_BETWEEN.join(pieces).rstrip())


def _wrapped(text: str, width: int) -> list[str]:
    """The lines of a text, none of an empty one."""
    if len(text) <= width:  # so is almost every cell, and looking for its words takes long
        return [text] if text else []
    return textwrap.wrap(text, max(1, width), break_on_hyphens=False)


def print_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Print rows as the CSV that Excel opens in Norwegian: semicolons, and UTF-8 with a mark.

    Yes and no are «ja» and «nei», what isn't known is nothing, and no text is a formula.
    """
    text = io.StringIO(_BOM, newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(map(_csv_cell, columns))
    for row in rows:
        writer.writerow([_csv_cell(row[name]) for name in columns])
    put(text.getvalue(), end="")


def _csv_cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, str):
        line_ends = re.sub("\r\n?", "\n", value)  # a lone CR would be the end of the row
        return f"'{line_ends}" if _is_formula(value) else line_ends
    return value


def _is_formula(text: str) -> bool:
    """Whether a spreadsheet might calculate a text rather than show it.

    That begins with a sign of calculation, full-width ones and those after white space and signs
    that nobody sees included; or with what some programs take away before they look.
    """
    for character in unicodedata.normalize("NFKC", text):
        if not character.isspace() and unicodedata.category(character) not in _UNSEEN:
            return character in _FORMULA or text.startswith(("\t", "\r"))
    return False


def print_json(data: Any) -> None:
    """Print data as JSON, Norwegian letters as they are."""
    put(json.dumps(data, ensure_ascii=False, indent=2))  # what it shows by its code is JSON too


def problem_rows(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """Problems for scripts, each once: what is known of it, with Norwegian keys."""
    rows = []
    for problem in dict.fromkeys(problems):
        row = {
            "fil": problem.file,
            "linje": problem.line,
            "kolonne": problem.column,
            "sti": problem.path,
            "sted": problem.place,
            "tagg": problem.tag,
            "melding": problem.message,
            "råd": problem.remedy,
            "eksempel": problem.example,
            "advarsel": problem.warning,
        }
        rows.append({key: value for key, value in row.items() if value})
    return rows
