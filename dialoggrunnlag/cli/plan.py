"""The round by date: as a table, for scripts, and as calendars."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .felles import (
    BARE_OVERSKRIV,
    OK,
    WRONG,
    BareSkole,
    Prosjekt,
    Runde,
    print_table,
    report,
    show_problems,
    shown,
    summary,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..reading.project import Project
    from ..runden.rundeplan import Planrad

_COLUMNS = (
    *("ukedag", "dato", "start", "slutt", "skole", "navn", "sted", "fra_skoleeier"),
    *("periode", "endring", "avlyst", "merknader"),
)


class Planform(StrEnum):
    """How the plan is written."""

    TABELL = "tabell"
    CSV = "csv"
    JSON = "json"
    ICS = "ics"


def plan(
    skole: BareSkole = None,
    form: Annotated[
        Planform | None,
        typer.Option("--format", help="tabell, csv, json eller ics.", show_default=False),
    ] = None,
    kalender: Annotated[
        bool,
        typer.Option(
            "--kalender",
            help="Skriv kalendere (.ics): én til hver skole og én for hele runden.",
            show_default=False,
        ),
    ] = False,
    runde: Runde = None,
    ut: Annotated[
        Path | None,
        typer.Option(
            "--ut",
            metavar="MAPPE",
            help="Mappen kalenderne ligger i (ellers ut/ i prosjektet).",
            show_default=False,
        ),
    ] = None,
    overskriv: Annotated[
        bool,
        typer.Option(
            "--overskriv",
            help="Erstatt også kalendere som er redigert for hånd; en kopi beholdes.",
            show_default=False,
        ),
    ] = False,
    prosjekt: Prosjekt = None,
) -> int:
    """Vis runden etter dato, med det som bør ses på, eller lag kalendere av den.

    En dialog som er flyttet eller avlyst uten at «endring» er økt siden forrige kalender, er en
    feil: da ville møtet blitt stående i kalenderne.
    """
    from ..errors import UsageError
    from ..reading.project import Project

    if kalender and form:
        raise UsageError(
            "Oppgi --kalender eller --format, ikke begge.",
            "--format ics skriver kalenderen til standard ut.",
        )
    if overskriv and not kalender:
        raise UsageError("--overskriv hører sammen med --kalender.")
    if ut and not (kalender or form is Planform.ICS):
        raise UsageError("--ut hører sammen med --kalender eller --format ics.")
    project = Project.find(prosjekt)
    år = project.round(runde)
    if not kalender and form is not Planform.ICS:
        return _show(project, år, skole or [], form or Planform.TABELL)
    folder = project.documents_folder(år, ut)
    if kalender:
        return _write(project, år, skole or [], folder, overskriv=overskriv)
    return _print_calendar(project, år, skole or [], folder)


# --- for people and scripts ----------------------------------------------------------------


def _show(project: Project, år: int, skole: Sequence[str], form: Planform) -> int:
    from ..reading.datafiler import Datafiler
    from ..runden.rundeplan import lag_plan, sammendrag

    files = Datafiler(project, år)
    rows = lag_plan(files)
    if skole:
        from ..dokumenter.kjede import find_school, names

        known = names(files)
        wanted = {find_school(name, known, f"runden {år}") for name in skole}
        rows = [row for row in rows if row.skole_id in wanted]
    if form is Planform.TABELL:
        print_table([_HEADINGS, *map(_cells, rows)])
    elif form is Planform.CSV:
        _as_csv(rows)
    else:
        import json

        print(json.dumps([_row(row) for row in rows], ensure_ascii=False, indent=2))  # noqa: T201
    sys.stdout.flush()
    sys.stderr.write(f"{sammendrag(rows)}\n")
    wrong = files.in_order([*files.shared, *files.faults()])
    show_problems(wrong)
    return WRONG if wrong else OK


_HEADINGS = ("UKEDAG", "DATO", "TID", "SKOLE", "STED", "FRA SKOLEEIER", "PERIODE", "MERKNAD")


def _cells(row: Planrad) -> tuple[str, ...]:
    cells = (
        row.dato.ukedag if row.dato else "",
        row.dato.kort if row.dato else "dato avtales",
        str(row.tidsramme),
        row.navn,
        row.sted or "",
        ", ".join(row.fra_skoleeier),
        row.periode or "",
        "; ".join(row.merknader),
    )
    return tuple(" ".join(cell.split()) or "–" for cell in cells)


def _row(row: Planrad) -> dict[str, Any]:
    """A dialogue for scripts: its date as 2015-11-03."""
    return {
        "ukedag": row.dato.ukedag if row.dato else None,
        "dato": row.dato.dag.isoformat() if row.dato else None,
        "start": str(row.tidsramme.start),
        "slutt": str(row.tidsramme.slutt),
        "skole": row.skole_id,
        "navn": row.navn,
        "sted": row.sted,
        "fra_skoleeier": list(row.fra_skoleeier),
        "periode": row.periode,
        "endring": row.endring,
        "avlyst": row.avlyst,
        "merknader": list(row.merknader),
    }


def _as_csv(rows: Sequence[Planrad]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        cells = _row(row)
        cells["avlyst"] = "ja" if row.avlyst else "nei"
        for name in ("fra_skoleeier", "merknader"):
            cells[name] = "; ".join(cells[name])
        writer.writerow("" if cells[name] is None else cells[name] for name in _COLUMNS)


# --- calendars -----------------------------------------------------------------------------


def _print_calendar(project: Project, år: int, skole: Sequence[str], folder: Path) -> int:
    from ..disk.folder import OutputFolder
    from ..dokumenter import kjede
    from ..dokumenter.kalenderfiler import lag_kalender

    prepared = kjede.prepare(project, år, ())
    ids = prepared.choose(skole)
    data = lag_kalender(prepared, ids, OutputFolder(folder, shown(folder)))
    sys.stdout.flush()
    sys.stdout.buffer.write(data)  # as bytes: a text stream may change the line ends
    sys.stdout.buffer.flush()
    if not data:
        sys.stderr.write("Ingen av dialogene har dato, så kalenderen er tom.\n")
    return OK


def _write(
    project: Project, år: int, skole: Sequence[str], folder: Path, *, overskriv: bool
) -> int:
    """Write the calendar files; their paths go to whoever reads standard output."""
    from datetime import datetime

    from ..disk.folder import Edited, OutputFolder
    from ..dokumenter import kjede
    from ..dokumenter.kalenderfiler import skriv_kalendere

    prepared = kjede.prepare(project, år, ())
    ids = prepared.choose(skole)
    output = OutputFolder(folder, shown(folder))
    output.create()
    edited = Edited.OVERWRITE if overskriv else Edited.KEEP
    today = datetime.now().astimezone().date()
    results = []
    for result in skriv_kalendere(
        prepared, ids, output, hele=not skole, edited=edited, today=today
    ):
        report(result, by_hand=BARE_OVERSKRIV)
        results.append(result)
    if not results:
        sys.stderr.write("Ingen av dialogene har dato, så det er ingen kalendere å skrive.\n")
    return summary(results)
