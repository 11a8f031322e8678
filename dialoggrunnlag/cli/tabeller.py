"""Tables for people, and the same rows for scripts as CSV and JSON."""

import csv
import json
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..errors import Problem

_BETWEEN = "  "
_NARROWEST = 12  # characters of the column that is cut to the terminal's width


def print_table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Print rows in columns; on a terminal too narrow for them, the last column is cut."""
    table = [headings, *rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    if sys.stdout.isatty():
        used = sum(width + len(_BETWEEN) for width in widths[:-1])
        widths[-1] = max(_NARROWEST, shutil.get_terminal_size().columns - used)
    for row in table:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths[:-1], strict=True)]
        last, room = row[-1], widths[-1]
        cells.append(last if len(last) <= room else f"{last[: room - 1]}…")
        print(_BETWEEN.join(cells).rstrip())  # noqa: T201


def print_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Print rows as CSV: yes and no as «ja» and «nei», what isn't known as nothing."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_csv_cell(row[name]) for name in columns])


def _csv_cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, list):
        return "; ".join(value)
    return value


def print_json(data: Any) -> None:
    """Print data as JSON, Norwegian letters as they are."""
    print(json.dumps(data, ensure_ascii=False, indent=2))  # noqa: T201


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
