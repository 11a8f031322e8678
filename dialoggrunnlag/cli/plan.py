"""``dialog plan``: the round by date, as a table and for scripts."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from ..errors import DialogError, UsageError
from ..reading.datafiler import Datafiler
from ..reading.project import Project
from ..runden.rundeplan import Planrad, lag_plan, sammendrag
from .kommandolinje import Plan, Planform
from .skjerm import say, show_problems, shown
from .tabeller import Kolonne, print_csv, print_json, print_table
from .ulest import say_unread

_TABLE = (
    Kolonne("ukedag", 3),
    Kolonne("dato", 2),
    Kolonne("tid", 2),
    Kolonne("skole"),
    Kolonne("sted", 5, 16),
    Kolonne("fra skoleeier", 7, 24),
    Kolonne("periode", 6),
    Kolonne("merknad", 4, 24),
)
_COLUMNS = (
    *("ukedag", "dato", "start", "slutt", "skole", "navn", "sted", "fra_skoleeier"),
    *("periode", "endring", "avlyst", "merknader", "møtelenke"),
)


def run(valg: Plan) -> bool:
    """Show the plan, or make its calendars."""
    as_calendar = valg.kalender or valg.form is Planform.ICS
    if valg.kalender and valg.form:
        raise UsageError(
            "Oppgi --kalender eller --format, ikke begge.",
            "--format ics skriver kalenderen til stdout.",
        )
    if valg.overskriv and not valg.kalender:
        raise UsageError("--overskriv hører sammen med --kalender.")
    if valg.ut and not as_calendar:
        raise UsageError("--ut hører sammen med --kalender eller --format ics.")
    if as_calendar:
        from . import plankalender  # noqa: PLC0415 - takes 0.1 s, and most often a table is wanted

        return plankalender.run(valg)
    return _show(valg)


def _show(valg: Plan) -> bool:
    project = Project.find(valg.prosjekt)
    år = project.round(valg.runde)
    files = Datafiler(project, år)
    rows = lag_plan(files, _usagte(files))
    if valg.skole:
        from ..dokumenter.kjede import find_schools, names  # noqa: PLC0415 - as above
        from .skolenavn import say_other_names  # noqa: PLC0415 - as above

        skoler = names(files)
        ids = find_schools(valg.skole, skoler, f"runden {år}", files)
        rows = [row for row in rows if row.skole_id in ids]
        say_other_names(files, valg.skole)
    if valg.form is Planform.CSV:
        print_csv(_COLUMNS, map(_row, rows))
    elif valg.form is Planform.JSON:
        print_json(list(map(_row, rows)))
    else:
        print_table(_TABLE, map(_cells, rows))
    sys.stdout.flush()
    problems = files.in_order([*files.shared, *files.faults()])
    if rows or not problems:  # a dialogue that can't be read is one all the same
        say(sammendrag(rows))
    say_unread(files, newest=not valg.runde, all_kinds=False)
    show_problems(problems)
    return not problems


def _usagte(files: Datafiler) -> Mapping[str, str]:
    """What has changed since the calendars in the project without their telling it, by school.

    Of a calendar that can't be read «dialog sjekk» tells.
    """
    folder = files.documents_folder()
    if not any(folder.glob(f"kalender-{files.år}*.ics")):
        return {}
    # what a plan has no use for where nobody has been told of it
    from ..runden.datovarsler import Datovarsler  # noqa: PLC0415

    with suppress(DialogError):
        return Datovarsler(files, folder, shown(folder)).usagte()
    return {}


def _cells(row: Planrad) -> tuple[str, ...]:
    cells = (
        row.dato.ukedag if row.dato else "",
        row.dato.kort if row.dato else "ikke avtalt",
        str(row.tidsramme),
        row.navn,
        row.hvor or "",
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
        "møtelenke": row.møtelenke,
    }
