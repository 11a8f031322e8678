"""What all commands share: their options, and how problems, tables and paths are shown."""

from __future__ import annotations

import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..dokumenter.kjede import Result
    from ..errors import Problem

OK, WRONG, INTERRUPTED = 0, 1, 130
DEFAULT_KIND = "dialoggrunnlag"
_SHOWN = 110  # characters of a source line


class Form(StrEnum):
    """How a result is written."""

    TEKST = "tekst"
    JSON = "json"


Prosjekt = Annotated[
    Path | None,
    typer.Option(
        "--prosjekt",
        metavar="MAPPE",
        help="Mappen med data/ og maler/ (ellers DIALOG_PROSJEKT, ellers nærmeste mappe oppover).",
        show_default=False,
    ),
]
Runde = Annotated[
    str | None,
    typer.Option(
        "--runde", metavar="ÅR", help="En annen runde enn den nyeste.", show_default=False
    ),
]
Skole = Annotated[
    list[str] | None,
    typer.Option(
        "--skole",
        metavar="SKOLE",
        help="Skolens id, kortnavn eller navn. Kan gjentas.",
        show_default=False,
    ),
]
BareSkole = Annotated[
    list[str] | None,
    typer.Option(
        "--skole", metavar="SKOLE", help="Bare denne skolen. Kan gjentas.", show_default=False
    ),
]
Alle = Annotated[bool, typer.Option("--alle", help="Alle skolene i runden.", show_default=False)]
Overskriv = Annotated[
    bool,
    typer.Option(
        "--overskriv",
        help="Erstatt også dokumenter som er redigert for hånd; en kopi beholdes.",
        show_default=False,
    ),
]
Dokument = Annotated[
    list[str] | None,
    typer.Option(
        "--dokument",
        metavar="NAVN",
        help="Malen i maler/ som skal fylles ut (ellers dialoggrunnlag). Kan gjentas.",
        show_default=False,
    ),
]
AlleDokumenter = Annotated[
    bool,
    typer.Option(
        "--alle-dokumenter", help="Alle dokumentene det er maler for.", show_default=False
    ),
]
Ut = Annotated[
    Path | None,
    typer.Option(
        "--ut",
        metavar="MAPPE",
        help="Mappen dokumentene skal ligge i (ellers ut/ i prosjektet).",
        show_default=False,
    ),
]


def shown(path: Path) -> str:
    """A path as short as it can be written from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):  # elsewhere, or the working folder is gone
        return str(path)


def print_table(rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows in columns, the first row being the headings."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())  # noqa: T201


def as_json(problems: Sequence[Problem]) -> str:
    """Problems as a JSON list with Norwegian keys."""
    import json

    keys = {
        "file": "fil",
        "line": "linje",
        "column": "kolonne",
        "path": "sti",
        "place": "sted",
        "tag": "tagg",
        "message": "melding",
        "remedy": "råd",
        "warning": "advarsel",
    }
    rows = [
        {norsk: value for key, norsk in keys.items() if (value := getattr(problem, key))}
        for problem in dict.fromkeys(problems)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def show_problems(problems: Sequence[Problem]) -> None:
    """Write problems to standard error: each on a line, with the line of the file under it."""
    unique = list(dict.fromkeys(problems))
    for problem in unique:
        label = "advarsel: " if problem.warning else ""
        sys.stderr.write(f"{label}{problem}\n{_pointed_at(problem)}")
    errors = sum(not problem.warning for problem in unique)
    if len(unique) > 1:
        warnings = len(unique) - errors
        counts = [f"{errors} feil"] * bool(errors)
        counts += [f"{warnings} advarsler" if warnings > 1 else "1 advarsel"] * bool(warnings)
        sys.stderr.write(f"{' og '.join(counts)}.\n")


def _pointed_at(problem: Problem) -> str:
    """The line that a problem is in, and a marker under what it concerns."""
    start = problem.column - 1
    source = problem.source.replace("\t", " ")[: start + 2 * _SHOWN].rstrip()
    if not source.strip() or start > len(source):
        return ""
    rest = source[start:]
    in_flow = re.search(r"[\[{,]\s*$", source[:start])
    stop = r"(?=[,\]}]|$)" if in_flow else r"(?=\s+#|\s*$)"
    patterns = (r"\{\{.*?\}\}|\{%.*?%\}", r"[^\s:]+(?=:(?:\s|$))", rf".+?{stop}")
    culprit = next(filter(None, (re.match(pattern, rest) for pattern in patterns)), None)
    width = max(1, len(culprit[0]) if culprit else 1)
    begin = max(0, start - _SHOWN // 2)  # of a very long line, the part around the culprit
    shown = source[begin : begin + _SHOWN]
    marker = "^" * min(width, max(1, len(shown) - start + begin))
    return f"    {shown}\n    {' ' * (start - begin)}{marker}\n"


_BY_HAND = "Bruk --overskriv for å erstatte den (en kopi beholdes), eller --ved-siden-av."
BARE_OVERSKRIV = "Bruk --overskriv for å erstatte den (en kopi beholdes)."  # no --ved-siden-av


def report(result: Result, *, by_hand: str = _BY_HAND) -> None:
    """Say what happened to one document, and give its path to whoever reads standard output.

    ``by_hand`` is what can be done about one that was edited by hand.
    """
    from ..disk.folder import Outcome  # no help text has to wait for it

    name = ": ".join(filter(None, (result.skole, result.dokument)))
    if result.written is None:
        sys.stderr.write(f"{'feil':17} {name}\n")
        show_problems(result.problems)
        return
    written = result.written
    sys.stderr.write(f"{written.outcome.value:17} {name}\n")
    if written.kept:
        sys.stderr.write(f"{'':17} Den redigerte utgaven: {shown(written.kept)}\n")
    if written.outcome is Outcome.EDITED:
        source = "Word-filen" if written.path.suffix == ".pdf" else "Dataene"
        newer = f" {source} er endret siden, så en nyere versjon ble ikke skrevet."
        if written.foreign:
            newer = " Det er ikke laget av programmet, eller er skadet."
        sys.stderr.write(
            f"{'':17} {shown(written.path)} er ikke rørt."
            f"{'' if written.current else newer}"
            f" {by_hand}\n"
        )
        return
    show_problems(result.problems)
    sys.stderr.flush()
    print(shown(written.path), flush=True)  # noqa: T201


def krev_skole_eller_alle(skole: Sequence[str] | None, kommando: str, *, alle: bool) -> None:
    """Refuse neither and both of --skole and --alle; raises UsageError."""
    from ..errors import UsageError

    if alle == bool(skole):
        raise UsageError(
            "Oppgi enten --skole eller --alle."
            if not alle
            else "Oppgi --skole eller --alle, ikke begge.",
            f"For eksempel: dialog {kommando} --skole ål",
        )


def summary(results: Sequence[Result]) -> int:
    """Say the failures again at the end; returns the exit code."""
    failed = [result for result in results if result.written is None]
    withheld = [result for result in results if result.written and not result.written.current]
    if failed and len(results) > 1:
        schools = {result.skole for result in failed}
        noun = "skole" if len(schools) == 1 else "skoler"
        sys.stderr.write(f"\nIkke alt ble laget for {len(schools)} {noun}:\n")
        for result in failed:
            for problem in dict.fromkeys(result.problems):
                sys.stderr.write(f"{result.skole}: {problem}\n")
    return WRONG if failed or withheld else OK
