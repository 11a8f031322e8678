"""``dialog avtaler``: the goals agreed on, with owner, deadline and status."""

from typing import Any

from ..model.norsk import Dato, foldet
from ..model.oppsummering import Utviklingsmål
from ..reading.project import Project
from ..runden.avtaleliste import Avtalerad, alle_avtaler
from .kommandolinje import Avtaler, Tabellform
from .skjerm import given_day, say, show_problems
from .tabeller import Kolonne, print_csv, print_json, print_table

_TABLE = (
    *(Kolonne("skole"), Kolonne("runde", 6), Kolonne("ansvarlig", 5, 16), Kolonne("frist", 2)),
    *(Kolonne("status", 3), Kolonne("mål", 4, 32)),
)
_TABLE_FOR_OWNER = (
    *(Kolonne("skole"), Kolonne("runde", 6), Kolonne("frist", 2), Kolonne("status", 3)),
    Kolonne("støtte fra skoleeier", 4, 32),
)
_COLUMNS = (
    *("skole", "navn", "runde", *Utviklingsmål.model_fields),
    *("kommentar", "forfalt", "avtalt_ved"),
)


def run(valg: Avtaler) -> bool:
    """Show the agreements that the options choose."""
    rows, problems = alle_avtaler(
        Project.find(valg.prosjekt), given_day(valg.per), valg.skole or ()
    )
    rows = [row for row in rows if _is_chosen(row, valg)]
    if valg.form is Tabellform.TABELL:
        _show(rows, for_owner=valg.skoleeier)
    elif valg.form is Tabellform.CSV:
        print_csv(_COLUMNS, map(_row, rows))
    else:
        print_json(list(map(_row, rows)))
    show_problems(problems)
    return all(problem.warning for problem in problems)


def _show(rows: list[Avtalerad], *, for_owner: bool) -> None:
    """The table for people: the schools' goals, or what the school owner has promised them."""
    if for_owner:
        print_table(_TABLE_FOR_OWNER, map(_promise, rows))
    else:
        print_table(_TABLE, map(_cells, rows))
    if not rows:
        say("Ingen avtalt støtte." if for_owner else "Ingen avtaler.")


def _is_chosen(row: Avtalerad, valg: Avtaler) -> bool:
    if valg.skoleeier and not row.avtale.mål.støtte:
        return False
    if valg.forfalt and not row.forfalt:
        return False
    return foldet(valg.ansvarlig or "") in foldet(row.avtale.mål.ansvarlig or "")


def _row(row: Avtalerad) -> dict[str, Any]:
    """An agreement for scripts: a deadline that is a date as 2016-03-01."""
    avtale = row.avtale
    cells = {"skole": row.skole_id, "navn": row.skole, "runde": avtale.runde, **dict(avtale.mål)}
    if isinstance(avtale.mål.frist, Dato):
        cells["frist"] = avtale.mål.frist.dag.isoformat()
    cells["status"] = avtale.status  # as the newest dialogue tells it
    cells |= {"kommentar": avtale.kommentar, "forfalt": row.forfalt}
    return cells | {"avtalt_ved": avtale.skole or None}


def _cells(row: Avtalerad) -> tuple[str, ...]:
    avtale, mål = row.avtale, row.avtale.mål
    text = _one_line(mål.mål or mål.tiltak)
    ansvarlig, status = mål.ansvarlig or "–", avtale.status or "–"
    if row.avtalt_ved:
        text += f" (avtalt ved {row.avtalt_ved})"
    return _school(row), str(avtale.runde), ansvarlig, _deadline(row), status, text


def _promise(row: Avtalerad) -> tuple[str, ...]:
    """What the school owner has promised: the goal's deadline and status are the promise's too."""
    avtale = row.avtale
    støtte = _one_line(avtale.mål.støtte)
    if row.avtalt_ved:
        støtte += f" (avtalt ved {row.avtalt_ved})"
    return _school(row), str(avtale.runde), _deadline(row), avtale.status or "–", støtte


def _school(row: Avtalerad) -> str:
    return f"{row.skole} (nedlagt)" if row.nedlagt else row.skole


def _deadline(row: Avtalerad) -> str:
    frist = row.avtale.mål.frist
    text = frist.kort if isinstance(frist, Dato) else frist or "–"
    return f"{text} (forfalt)" if row.forfalt else text


def _one_line(text: str | None) -> str:
    return " ".join((text or "–").split())
