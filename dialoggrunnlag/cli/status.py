"""``dialog status``: how far a round has come."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from ..disk.folder import Carried, Edited, OutputFolder
from ..disk.marks import marks
from ..dokumenter.arbeid import åpne
from ..dokumenter.tilstand import Tilstand
from ..errors import UsageError
from ..model.norsk import oppramsing
from ..reading.file_names import composed
from ..reading.project import Project
from ..runden.rundestatus import Rundestatus, Skolestatus, lag_status
from ..runden.statusside import lag_side, totaler
from .kommandolinje import Status, Statusform
from .skjerm import count, given_day, print_result, put, say, show_problems, shown, today
from .skolenavn import say_other_names
from .stier import samme_dokumenter
from .tabeller import Kolonne, print_csv, print_json, print_table, print_text, problem_rows
from .ulest import say_unread

_FIRST_COLUMNS = ("skole", "navn", "dato", "ukedag", "avlyst")
_LAST_COLUMNS = ("pdf", "innkalling", "oppsummering", "mangler", "feil", "advarsler", "meldinger")


def run(valg: Status) -> bool:
    """Tell it in the form that is asked for."""
    if valg.til and valg.form is not Statusform.HTML:
        raise UsageError("--til hører til --format html.", "Legg til --format html.")
    if valg.form is Statusform.HTML and (valg.skole or valg.dokument) and not valg.til:
        raise UsageError(
            "--format html med --skole eller --dokument trenger --til.",
            "Uten den ville siden for hele runden blitt skrevet over.",
        )
    if valg.per is not None and valg.form is not Statusform.HTML:
        raise UsageError("--per hører til --format html.", "Legg til --format html.")
    per = given_day(valg.per)
    slag = [composed(navn) for navn in valg.dokument or ()]
    project = Project.find(valg.prosjekt)
    arbeid = åpne(project, valg.runde, valg.skole, valg.ut, shown, kjente=slag)
    say_other_names(arbeid.prepared.files, valg.skole)
    status = lag_status(arbeid.prepared, arbeid.skoler, arbeid.output, slag)
    if valg.form is Statusform.HTML:
        samme = samme_dokumenter(valg.runde, valg.ut, valg.prosjekt)
        side = valg.til or arbeid.output.folder / f"status-{status.år}.html"
        _write_page(project, status, per, side, samme)
    elif valg.form is Statusform.CSV:
        _print_csv(status)
    elif valg.form is Statusform.JSON:
        _print_json(status)
    else:
        _print_table(status)
    say_unread(arbeid.prepared.files, newest=not valg.runde, all_kinds=not slag)
    errors = [problem for problem in status.funn if not problem.warning]
    show_problems(errors)
    return not errors and (status.ferdig or not valg.krev_fersk)


def _write_page(
    project: Project, status: Rundestatus, per: date, side: Path, samme: Sequence[str]
) -> None:
    """Put the page in its place, and print its path; one that others made is kept as a copy."""
    if side.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"«{side}» er ingen nettside.", "Velg et navn som slutter på .html.")
    page = lag_side(project, status, per, side, samme)
    output = OutputFolder(side.parent, shown(side.parent))
    output.create()
    carried = Carried(marks(page)[1], marks)
    written = output.write(side.name, page, edited=Edited.OVERWRITE, today=today(), carried=carried)
    if written.kept:
        say(f"Siden var endret for hånd. Den ligger nå som {shown(written.kept)}")
    print_result(shown(written.path))


# --- for people --------------------------------------------------------------------------------

# The columns of the table; the document kinds stand between them
_BEFORE = (Kolonne("skole"), Kolonne("dato", 2, 24))
_STATE = 10  # characters that a state needs: the longest are a few words
_AFTER = (
    Kolonne("PDF", 5),
    Kolonne("innkalling", 6),
    Kolonne("oppsummert", 7),
    Kolonne("sjekk", 4),
    Kolonne("mangler", 8, 32),
)


def _print_table(status: Rundestatus) -> None:
    names = [navn for navn, _ in status.slag]
    kinds = []
    for navn, suffix in status.slag:  # with the suffix where others than Word have the name
        plain = suffix == "docx" or names.count(navn) == 1
        kinds.append(Kolonne(navn if plain else f"{navn}.{suffix}", 3, _STATE))
    print_table((*_BEFORE, *kinds, *_AFTER), [_cells(row, len(kinds)) for row in status.skoler])
    put("")
    for line in _totals(status):
        print_text(line)


def _cells(row: Skolestatus, kinds: int) -> tuple[str, ...]:
    return (
        row.kortnavn,
        _date(row),
        *_states(row, kinds),
        row.pdf.value,
        row.innkalling.tilstand.value,
        "ja" if row.oppsummering else "nei",
        ", ".join(count(len(set(row.feil)), len(set(row.advarsler)))) or "i orden",
        ", ".join(row.mangler) or "–",
    )


def _states(row: Skolestatus, kinds: int) -> list[str]:
    """The state of each kind in a word; faulty data keep it from being told."""
    return [one.tilstand.value for one in row.egne] or ["ukjent"] * kinds


def _date(row: Skolestatus) -> str:
    """The date in words, and whether the dialogue is off."""
    if row.avlyst:
        return f"avlyst ({row.dato})" if row.dato else "avlyst"
    if row.dato:
        return str(row.dato)
    return "ukjent" if row.dokumenter is None else "ikke avtalt"


def _totals(status: Rundestatus) -> tuple[str, ...]:
    """The round in a few lines."""
    total = totaler(status)
    schools = [f"{total.med_dato} med dato", f"{total.uten_dato} uten"]
    if total.avlyst:
        schools.append(f"{total.avlyst} avlyst")
    if total.ukjent:
        schools.append(f"{total.ukjent} ukjent")
    states = status.tilstander
    documents = ", ".join(f"{state.value}: {states[state]}" for state in Tilstand if states[state])
    return (
        f"Skoler: {total.skoler} ({oppramsing(schools)})",
        f"Dokumenter: {total.dokumenter} ({documents or 'ikke kjent'})",
        f"Innkallinger: {total.innkallinger}. Oppsummert: {total.oppsummeringer}.",
        f"dialog sjekk: {', '.join(count(total.feil, total.advarsler)) or 'i orden'}",
    )


# --- for scripts -------------------------------------------------------------------------------


def _print_csv(status: Rundestatus) -> None:
    """A row for each school; a column for each document kind, called NAVN.SUFFIKS."""
    kinds = [f"{navn}.{suffix}" for navn, suffix in status.slag]
    rows = []
    for row in status.skoler:
        cells = _row(row)
        cells |= zip(kinds, _states(row, len(kinds)), strict=True)
        cells["innkalling"] = row.innkalling.tilstand.value
        cells["feil"] = len(set(row.feil))
        cells["advarsler"] = len(set(row.advarsler))
        cells["meldinger"] = list(dict.fromkeys(problem.message for problem in row.funn))
        rows.append(cells)
    print_csv((*_FIRST_COLUMNS, *kinds, *_LAST_COLUMNS), rows)


def _print_json(status: Rundestatus) -> None:
    print_json(
        {
            "runde": status.år,
            "ferdig": status.ferdig,
            "totaler": asdict(totaler(status)),
            "skoler": [_row(row) for row in status.skoler],
            "felles": problem_rows(status.felles),
        }
    )


def _row(row: Skolestatus) -> dict[str, Any]:
    """A school for scripts: dates as 2015-11-03, paths as they can be used from here."""
    documents = [
        {
            "navn": one.navn,
            "suffiks": one.suffix,
            "fil": shown(one.path),
            "tilstand": one.tilstand.value,
        }
        for one in row.dokumenter or ()
    ]
    invitation = row.innkalling
    return {
        "skole": row.skole_id,
        "navn": row.navn,
        "dato": row.dato.dag.isoformat() if row.dato else None,
        "ukedag": row.dato.ukedag if row.dato else None,
        "avlyst": row.avlyst,
        "ferdig": row.ferdig,
        "dokumenter": None if row.dokumenter is None else documents,
        "pdf": row.pdf.value,
        "innkalling": {"fil": shown(invitation.path), "tilstand": invitation.tilstand.value},
        "oppsummering": row.oppsummering,
        "mangler": list(row.mangler),
        "sjekk": problem_rows(row.funn),
    }
