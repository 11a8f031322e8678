"""The command that tells how far a round has come: ``dialog status``."""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .felles import (
    OK,
    WRONG,
    BareSkole,
    Prosjekt,
    Runde,
    as_json,
    print_table,
    show_problems,
    shown,
)

if TYPE_CHECKING:
    from ..reading.project import Project
    from ..runden.rundestatus import Rundestatus, Skolestatus

_NARROWEST = 12  # characters of the column that is cut to the terminal's width


class Statusform(StrEnum):
    """How the status is written."""

    TABELL = "tabell"
    CSV = "csv"
    JSON = "json"
    HTML = "html"


def status(
    skole: BareSkole = None,
    dokument: Annotated[
        list[str] | None,
        typer.Option(
            "--dokument",
            metavar="NAVN",
            help="Bare dokumentet med dette navnet (ellers alle). Kan gjentas.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        Statusform,
        typer.Option("--format", help="tabell, csv, json eller html.", show_default=False),
    ] = Statusform.TABELL,
    til: Annotated[
        Path | None,
        typer.Option(
            "--til",
            metavar="FIL",
            help="Hvor siden skal ligge med --format html (ellers status-ÅR.html blant "
            "dokumentene). Lenkene følger med.",
            show_default=False,
        ),
    ] = None,
    krev_fersk: Annotated[
        bool,
        typer.Option(
            "--krev-fersk",
            help="Gi avslutningskode 1 når et dokument mangler eller er utdatert. PDF-er og "
            "innkallinger kreves ikke, men de som er laget, må være ferske.",
            show_default=False,
        ),
    ] = False,
    runde: Runde = None,
    ut: Annotated[
        Path | None,
        typer.Option(
            "--ut",
            metavar="MAPPE",
            help="Mappen dokumentene ligger i (ellers ut/ i prosjektet).",
            show_default=False,
        ),
    ] = None,
    prosjekt: Prosjekt = None,
) -> int:
    """Vis hvor langt runden er kommet: dato, dokumenter og det som mangler."""
    from ..disk.folder import OutputFolder
    from ..dokumenter import kjede
    from ..errors import UsageError
    from ..reading.project import Project
    from ..runden.rundestatus import lag_status

    if til and form is not Statusform.HTML:
        raise UsageError("--til hører til --format html.", "Legg til --format html.")
    if form is Statusform.HTML and (skole or dokument) and not til:
        raise UsageError(
            "--format html med --skole eller --dokument trenger --til.",
            "Uten den ville siden for hele runden blitt skrevet over.",
        )
    project = Project.find(prosjekt)
    år = project.round(runde)
    slag = {mal.navn for mal in project.document_kinds(dokument or [])}
    maler = project.document_kinds(list(project.templates()))
    prepared = kjede.prepare(project, år, maler)
    folder = project.documents_folder(år, ut)
    output = OutputFolder(folder, shown(folder))
    found = lag_status(prepared, prepared.choose(skole or ()), output, slag)
    if form is Statusform.HTML:
        _write_page(project, found, til or folder / f"status-{år}.html")
    else:
        {Statusform.CSV: _as_csv, Statusform.JSON: _as_json}.get(form, _show)(found)
    errors = [problem for problem in found.funn if not problem.warning]
    show_problems(errors)
    return WRONG if errors or (krev_fersk and not found.ferdig) else OK


def _write_page(project: Project, found: Rundestatus, side: Path) -> None:
    """Put the page in its place, and print its path; one that others made is kept as a copy."""
    from datetime import datetime

    from ..disk.folder import Edited, OutputFolder
    from ..errors import UsageError
    from ..runden.statusside import lag_side

    if side.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"«{side}» er ingen nettside.", "Velg et navn som slutter på .html.")
    page = lag_side(project, found, side).encode()
    output = OutputFolder(side.parent, shown(side.parent))
    output.create()
    today = datetime.now().astimezone().date()
    written = output.write(side.name, page, edited=Edited.OVERWRITE, today=today)
    if written.kept:
        sys.stderr.write(f"Siden var endret for hånd. Den ligger nå som {shown(written.kept)}\n")
    sys.stderr.flush()
    print(shown(written.path))  # noqa: T201


# --- for people --------------------------------------------------------------------------------


def _show(found: Rundestatus) -> None:
    """A table for people; what is missing is cut where the terminal is too narrow for it."""
    kinds = [_heading(found, *kind).upper() for kind in found.slag]
    table = [
        ("SKOLE", "DATO", *kinds, "PDF", "INNKALLING", "OPPSUMMERT", "SJEKK", "MANGLER"),
        *(_line(row, len(kinds)) for row in found.skoler),
    ]
    if sys.stdout.isatty():
        used = sum(max(map(len, column)) + 2 for column in list(zip(*table, strict=True))[:-1])
        room = max(_NARROWEST, shutil.get_terminal_size().columns - used)
        table = [(*row[:-1], _cut(row[-1], room)) for row in table]
    print_table(table)
    for line in ("", *_totals(found)):
        print(line)  # noqa: T201


def _heading(found: Rundestatus, navn: str, suffix: str) -> str:
    """A document kind; with its suffix where it isn't Word, or is the only one of its name."""
    names = [name for name, _ in found.slag]
    return navn if suffix == "docx" or names.count(navn) == 1 else f"{navn}.{suffix}"


def _line(row: Skolestatus, kinds: int) -> tuple[str, ...]:
    return (
        row.kortnavn,
        _date(row),
        *_states(row, kinds),
        row.pdf.value,
        row.innkalling.tilstand.value,
        "ja" if row.oppsummering else "nei",
        _said(row),
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
    return "ukjent" if row.dokumenter is None else "dato avtales"


def _said(row: Skolestatus) -> str:
    """What ``dialog sjekk`` says, counted."""
    return _counted(len(set(row.feil)), len(set(row.advarsler))) or "i orden"


def _counted(errors: int, warnings: int) -> str:
    """«1 feil, 2 advarsler»; '' for none."""
    counts = [f"{errors} feil"] * bool(errors)
    counts += [f"{warnings} {'advarsel' if warnings == 1 else 'advarsler'}"] * bool(warnings)
    return ", ".join(counts)


def _totals(found: Rundestatus) -> tuple[str, ...]:
    """The round in a few lines."""
    from ..dokumenter.tilstand import Tilstand
    from ..model.norsk import oppramsing
    from ..runden.statusside import totaler

    total = totaler(found)
    schools = [f"{total.med_dato} med dato", f"{total.uten_dato} uten"]
    schools += [f"{total.avlyst} avlyst"] * bool(total.avlyst)
    schools += [f"{total.ukjent} ukjent"] * bool(total.ukjent)
    states = found.tilstander
    documents = ", ".join(f"{state.value}: {states[state]}" for state in Tilstand if states[state])
    said = _counted(total.feil, total.advarsler) or "i orden"
    return (
        f"Skoler: {total.skoler} ({oppramsing(schools)})",
        f"Dokumenter: {total.dokumenter} ({documents or 'ikke kjent'})",
        f"Innkallinger: {total.innkallinger}. Oppsummeringer lest: {total.oppsummeringer}.",
        f"dialog sjekk: {said}",
    )


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1]}…"


# --- for scripts -------------------------------------------------------------------------------


def _as_csv(found: Rundestatus) -> None:
    """A row for each school; a column for each document kind, called NAVN.SUFFIKS."""
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    kinds = [f"{navn}.{suffix}" for navn, suffix in found.slag]
    first = ("skole", "navn", "dato", "ukedag", "avlyst")
    last = ("pdf", "innkalling", "oppsummering", "mangler", "feil", "advarsler", "meldinger")
    writer.writerow((*first, *kinds, *last))
    for row in found.skoler:
        writer.writerow(
            (
                row.skole_id,
                row.navn,
                row.dato.dag.isoformat() if row.dato else "",
                row.dato.ukedag if row.dato else "",
                "ja" if row.avlyst else "nei",
                *_states(row, len(kinds)),
                row.pdf.value,
                row.innkalling.tilstand.value,
                "ja" if row.oppsummering else "nei",
                "; ".join(row.mangler),
                len(set(row.feil)),
                len(set(row.advarsler)),
                "; ".join(dict.fromkeys(problem.message for problem in row.funn)),
            )
        )


def _as_json(found: Rundestatus) -> None:
    import json
    from dataclasses import asdict

    from ..runden.statusside import totaler

    data = {
        "runde": found.år,
        "ferdig": found.ferdig,
        "totaler": asdict(totaler(found)),
        "skoler": [_as_mapping(row) for row in found.skoler],
        "felles": json.loads(as_json(found.felles)),
    }
    print(json.dumps(data, ensure_ascii=False, indent=2))  # noqa: T201


def _as_mapping(row: Skolestatus) -> dict[str, Any]:
    """A school for scripts: dates as 2015-11-03, paths as they can be used from here."""
    import json

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
        "mangler": row.mangler,
        "sjekk": json.loads(as_json(row.funn)),
    }
