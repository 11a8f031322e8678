"""The commands that follow up: forms read back, agreements, a new round."""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from .felles import OK, WRONG, BareSkole, Prosjekt, print_table, show_problems, shown
from .typer_norsk import Gruppe, Kommando

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ..runden.avtaleliste import Avtalerad, Innlest

_NARROWEST = 12  # characters of a column that is cut to the terminal's width
_COLUMNS = (
    *("skole", "navn", "runde", "mål", "tiltak", "ansvarlig", "frist", "kjennetegn", "støtte"),
    *("status", "kommentar", "forfalt"),
)


class Tabellform(StrEnum):
    """How a table is written."""

    TABELL = "tabell"
    CSV = "csv"
    JSON = "json"


def _group(help_: str) -> typer.Typer:
    return typer.Typer(
        cls=Gruppe,
        help=help_,
        rich_markup_mode=None,
        options_metavar="[VALG]",
        subcommand_metavar="KOMMANDO …",
        no_args_is_help=False,
    )


oppsummering = _group("Les utfylte oppsummeringsskjemaer.")
runde = _group("Lag en ny runde.")


@oppsummering.command("les", cls=Kommando, options_metavar="[VALG]")
def les(
    fil: Annotated[
        list[Path],
        typer.Argument(metavar="FIL", help="Utfylte skjemaer, eller mapper med dem."),
    ],
    overskriv: Annotated[
        bool,
        typer.Option(
            "--overskriv",
            help="Erstatt en oppsummering som har et annet innhold.",
            show_default=False,
        ),
    ] = False,
    prosjekt: Prosjekt = None,
) -> int:
    """Les utfylte skjemaer tilbake til data/oppsummeringer/ÅR/SKOLE.yaml.

    Stiene til oppsummeringene som er på plass, skrives til standard ut; meldinger til standard
    feil.
    """
    from ..reading.project import Project
    from ..runden.avtaleliste import finn_skjemaer, les_skjemaer

    project = Project.find(prosjekt)
    code = OK
    for innlest in les_skjemaer(project, finn_skjemaer(fil), overskriv=overskriv):
        code = max(code, _report(innlest))
    return code


def _report(innlest: Innlest) -> int:
    """Say what became of one form; returns its exit code."""
    from ..runden.avtaleliste import Utfall

    sys.stderr.write(f"{innlest.utfall.value:14} {innlest.skjema}\n")
    show_problems(innlest.problems)
    if innlest.kommentarer:
        noun = "merknad" if innlest.kommentarer == 1 else "merknader"
        sys.stderr.write(f"{'':14} {innlest.kommentarer} {noun} i margen er ikke tatt med.\n")
    if innlest.forskjell:
        sys.stderr.write(f"{innlest.forskjell}\n")
    if innlest.fil is None:
        return WRONG
    if innlest.utfall is Utfall.HOLDT_TILBAKE:
        file = shown(innlest.fil)
        text = f"{file} har et annet innhold og er ikke rørt. Bruk --overskriv for å erstatte den."
        sys.stderr.write(f"{'':14} {text}\n")
        return WRONG
    sys.stderr.flush()
    print(shown(innlest.fil), flush=True)  # noqa: T201
    return OK


@runde.command("ny", cls=Kommando, options_metavar="[VALG]")
def ny(
    år: Annotated[str, typer.Argument(metavar="ÅR", help="Året den nye runden gjelder.")],
    fra: Annotated[
        str | None,
        typer.Option(
            "--fra",
            metavar="ÅR",
            help="Runden den lages av (ellers den forrige).",
            show_default=False,
        ),
    ] = None,
    prosjekt: Prosjekt = None,
) -> int:
    """Lag en ny runde av den forrige: tekster og dagsorden beholdes, datoer og navn tømmes."""
    from ..errors import UsageError
    from ..reading.project import Project, is_year
    from ..runden.avtaleliste import lag_runde

    project = Project.find(prosjekt)
    if not is_year(år):
        raise UsageError(f"«{år}» er ikke et årstall.", "Skriv fire sifre, for eksempel 2016.")
    file, notes = lag_runde(project, int(år), project.round(fra) if fra else None)
    show_problems(notes)
    sys.stderr.write(f"Runden {år} er laget. Fyll ut datoer og deltakere i {shown(file)}\n")
    sys.stderr.flush()
    print(shown(file))  # noqa: T201
    return OK


def avtaler(
    skole: BareSkole = None,
    ansvarlig: Annotated[
        str | None,
        typer.Option(
            "--ansvarlig",
            metavar="NAVN",
            help="Bare mål som denne har ansvar for.",
            show_default=False,
        ),
    ] = None,
    forfalt: Annotated[
        bool,
        typer.Option(
            "--forfalt", help="Bare mål som er over fristen og ikke ferdige.", show_default=False
        ),
    ] = False,
    per: Annotated[
        str | None,
        typer.Option(
            "--per",
            metavar="DATO",
            help="Datoen fristene sammenlignes med (ellers i dag).",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        Tabellform, typer.Option("--format", help="tabell, csv eller json.", show_default=False)
    ] = Tabellform.TABELL,
    prosjekt: Prosjekt = None,
) -> int:
    """Vis de avtalte utviklingsmålene ved skolene, med ansvarlig, frist og status."""
    from ..model.norsk import foldet
    from ..reading.project import Project
    from ..runden.avtaleliste import alle_avtaler

    rows, problems = alle_avtaler(Project.find(prosjekt), _day(per), skole or ())
    owner = foldet(ansvarlig or "")
    rows = [
        row
        for row in rows
        if owner in foldet(row.avtale.mål.ansvarlig or "") and (row.forfalt or not forfalt)
    ]
    if form is Tabellform.TABELL:
        _show(rows)
    elif form is Tabellform.CSV:
        _as_csv(rows)
    else:
        import json

        print(json.dumps([_row(row) for row in rows], ensure_ascii=False, indent=2))  # noqa: T201
    show_problems(problems)
    return WRONG if problems else OK


def _day(per: str | None) -> date:
    """The date that the user gives, or today's; raises UsageError."""
    from datetime import datetime

    from ..errors import InvalidError, UsageError
    from ..model.norsk import Dato

    if per is None:
        return datetime.now().astimezone().date()
    try:
        return Dato.les(per).dag
    except InvalidError as error:
        raise UsageError(error.message, error.remedy) from None


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
        "frist": frist if isinstance(frist, str | None) else frist.dag.isoformat(),
        "kjennetegn": mål.kjennetegn,
        "støtte": mål.støtte,
        "status": row.avtale.status,
        "kommentar": row.avtale.kommentar,
        "forfalt": row.forfalt,
    }


def _as_csv(rows: Sequence[Avtalerad]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        cells = _row(row)
        cells["forfalt"] = "ja" if row.forfalt else "nei"
        writer.writerow("" if cells[name] is None else cells[name] for name in _COLUMNS)


def _show(rows: Sequence[Avtalerad]) -> None:
    """A table for people; the goal is cut where the terminal is too narrow for it."""
    table = [("SKOLE", "RUNDE", "ANSVARLIG", "FRIST", "STATUS", "MÅL")]
    for row in rows:
        mål, frist = row.avtale.mål, row.avtale.mål.frist
        late = " (forfalt)" if row.forfalt else ""
        table.append(
            (
                row.skole,
                str(row.avtale.runde),
                mål.ansvarlig or "–",
                (frist if isinstance(frist, str) else frist.kort if frist else "–") + late,
                row.avtale.status or "–",
                " ".join((mål.mål or mål.tiltak or "–").split()),
            )
        )
    if sys.stdout.isatty():
        used = sum(max(map(len, column)) + 2 for column in list(zip(*table, strict=True))[:-1])
        room = max(_NARROWEST, shutil.get_terminal_size().columns - used)
        table = [(*row[:-1], _cut(row[-1], room)) for row in table]
    print_table(table)
    if not rows:
        sys.stderr.write("Ingen avtaler.\n")


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1]}…"
