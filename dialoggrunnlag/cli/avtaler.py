"""``dialog avtaler``: the goals agreed on, with owner, deadline and status."""

from datetime import date
from typing import Any

from ..errors import InvalidError, UsageError
from ..model.norsk import Dato, foldet
from ..model.oppsummering import Utviklingsmål
from ..reading.project import Project
from ..runden.avtaleliste import Avtalerad, alle_avtaler
from .kommandolinje import Avtaler, Tabellform
from .skjerm import say, show_problems, today
from .tabeller import Kolonne, print_csv, print_json, print_table

_TABLE = (
    *(Kolonne("skole"), Kolonne("runde", 6), Kolonne("ansvarlig", 5, 16), Kolonne("frist", 2)),
    *(Kolonne("status", 3), Kolonne("mål", 4, 32)),
)
_COLUMNS = ("skole", "navn", "runde", *Utviklingsmål.model_fields, "kommentar", "forfalt")


def run(valg: Avtaler) -> bool:
    """Show the agreements that the options choose."""
    rows, problems = alle_avtaler(Project.find(valg.prosjekt), _day(valg.per), valg.skole or ())
    rows = [row for row in rows if _is_chosen(row, valg)]
    if valg.form is Tabellform.TABELL:
        print_table(_TABLE, map(_cells, rows))
        if not rows:
            say("Ingen avtaler.")
    elif valg.form is Tabellform.CSV:
        print_csv(_COLUMNS, map(_row, rows))
    else:
        print_json(list(map(_row, rows)))
    show_problems(problems)
    return not problems


def _day(per: str | None) -> date:
    """The date that the user gives, or today's; raises UsageError."""
    if per is None:
        return today()
    try:
        return Dato.les(per, today().year).dag
    except InvalidError as error:
        raise UsageError(error.message, error.remedy) from None


def _is_chosen(row: Avtalerad, valg: Avtaler) -> bool:
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
    return cells | {"kommentar": avtale.kommentar, "forfalt": row.forfalt}


def _cells(row: Avtalerad) -> tuple[str, ...]:
    avtale, mål = row.avtale, row.avtale.mål
    frist = mål.frist.kort if isinstance(mål.frist, Dato) else mål.frist or "–"
    if row.forfalt:
        frist += " (forfalt)"
    text = " ".join((mål.mål or mål.tiltak or "–").split())
    ansvarlig, status = mål.ansvarlig or "–", avtale.status or "–"
    return row.skole, str(avtale.runde), ansvarlig, frist, status, text
