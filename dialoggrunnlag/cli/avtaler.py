"""``dialog avtaler``: the goals agreed on, with owner, deadline and status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InvalidError, UsageError
from ..model.norsk import Dato, foldet
from ..reading.project import Project
from ..runden.avtaleliste import alle_avtaler
from .kommandolinje import Tabellform
from .skjerm import say, show_problems, today
from .tabeller import print_csv, print_json, print_table

if TYPE_CHECKING:
    from datetime import date

    from ..runden.avtaleliste import Avtalerad
    from .kommandolinje import Avtaler

_HEADINGS = ("SKOLE", "RUNDE", "ANSVARLIG", "FRIST", "STATUS", "MÅL")
_COLUMNS = (
    *("skole", "navn", "runde", "mål", "tiltak", "ansvarlig", "frist", "kjennetegn", "støtte"),
    *("status", "kommentar", "forfalt"),
)


def run(valg: Avtaler) -> bool:
    """Show the agreements that the options choose."""
    rows, problems = alle_avtaler(Project.find(valg.prosjekt), _day(valg.per), valg.skole or ())
    rows = [row for row in rows if _is_chosen(row, valg)]
    if valg.form is Tabellform.TABELL:
        print_table(_HEADINGS, [_cells(row) for row in rows])
        if not rows:
            say("Ingen avtaler.")
    elif valg.form is Tabellform.CSV:
        print_csv(_COLUMNS, [_row(row) for row in rows])
    else:
        print_json([_row(row) for row in rows])
    show_problems(problems)
    return not problems


def _day(per: str | None) -> date:
    """The date that the user gives, or today's; raises UsageError."""
    if per is None:
        return today()
    try:
        return Dato.les(per).dag
    except InvalidError as error:
        raise UsageError(error.message, error.remedy) from None


def _is_chosen(row: Avtalerad, valg: Avtaler) -> bool:
    if valg.forfalt and not row.forfalt:
        return False
    return foldet(valg.ansvarlig or "") in foldet(row.avtale.mål.ansvarlig or "")


def _row(row: Avtalerad) -> dict[str, str | int | bool | None]:
    """An agreement for scripts: a deadline that is a date as 2016-03-01."""
    mål, frist = row.avtale.mål, row.avtale.mål.frist
    return {
        "skole": row.skole_id,
        "navn": row.skole,
        "runde": row.avtale.runde,
        "mål": mål.mål,
        "tiltak": mål.tiltak,
        "ansvarlig": mål.ansvarlig,
        "frist": frist.dag.isoformat() if isinstance(frist, Dato) else frist,
        "kjennetegn": mål.kjennetegn,
        "støtte": mål.støtte,
        "status": row.avtale.status,
        "kommentar": row.avtale.kommentar,
        "forfalt": row.forfalt,
    }


def _cells(row: Avtalerad) -> tuple[str, ...]:
    mål = row.avtale.mål
    return (
        row.skole,
        str(row.avtale.runde),
        mål.ansvarlig or "–",
        _deadline(row),
        row.avtale.status or "–",
        " ".join((mål.mål or mål.tiltak or "–").split()),
    )


def _deadline(row: Avtalerad) -> str:
    frist = row.avtale.mål.frist
    text = frist.kort if isinstance(frist, Dato) else frist or "–"
    return f"{text} (forfalt)" if row.forfalt else text
