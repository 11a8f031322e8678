"""The command line: commands, options, what the person sees, exit codes."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from ..disk.writing import unreadable
from ..errors import DialogError, Problem
from . import (
    innkalling as cli_innkalling,
)
from . import (
    oppfolging as cli_oppsummering,
)
from . import (
    plan as cli_plan,
)
from . import (
    se as cli_se,
)
from . import (
    status as cli_status,
)
from . import (
    tab as cli_fullforing,
)
from .felles import (
    DEFAULT_KIND,
    INTERRUPTED,
    OK,
    WRONG,
    Alle,
    AlleDokumenter,
    Dokument,
    Form,
    Overskriv,
    Prosjekt,
    Runde,
    Skole,
    Ut,
    as_json,
    krev_skole_eller_alle,
    print_table,
    report,
    show_problems,
    shown,
    summary,
)
from .typer_norsk import Gruppe, Kommando, norsk_feil

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..dokumenter.kjede import Result
    from ..reading.project import Mal

app = typer.Typer(
    cls=Gruppe,
    help="Lager dialoggrunnlag med dagsorden til skolenes utviklingsdialoger.\n\n"
    "Tekster, skoler og tider står i data/, utseendet i Word-malene i maler/.",
    epilog="Hjelp til en kommando: dialog KOMMANDO --help",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    options_metavar="[VALG]",
    subcommand_metavar="KOMMANDO …",
)


def main() -> NoReturn:
    """Run ``dialog`` and exit: the one place that decides the exit code."""
    # Start-up is most of what a run costs. No pydantic plugin is wanted, and looking for them
    # reads the metadata of every installed package; imports make no garbage worth collecting.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    gc.disable()
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if os.environ.get(cli_fullforing.SHELL):  # a shell asks what Tab can complete
        cli_fullforing.write(cli_fullforing.answer(app, os.environ))
        code = OK
    else:
        code = run(sys.argv[1:])
    # Taking the interpreter down in good order costs 25 ms and does nothing for us.
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    try:
        code = app(list(arguments), prog_name="dialog", standalone_mode=False)
    except DialogError as error:
        show_problems(error.problems)
        return error.exit_code
    except typer.TyperException as error:
        sys.stderr.write(norsk_feil(error))
        return error.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone; Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WRONG
    except Exception as error:
        if os.environ.get("DIALOG_FEILSOK"):
            raise
        _say_unexpected(error)
        return WRONG
    return code if isinstance(code, int) else OK


def _say_unexpected(error: Exception) -> None:
    """Say what no command has an answer to: a place that can't be used, or a fault of ours."""
    with contextlib.suppress(OSError):
        if isinstance(error, OSError):
            show_problems([unreadable(error, os.fsdecode(error.filename or "standard ut"))])
            return
        text = f"Uventet feil i programmet ({type(error).__name__}: {error})."
        remedy = "Kjør igjen med miljøvariabelen DIALOG_FEILSOK=1 og meld fra om det som vises."
        sys.stderr.write(f"{text} {remedy}\n")


def _command(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return app.command(name, cls=Kommando, options_metavar="[VALG]")


@app.callback(invoke_without_command=True)
def _top(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Vis versjonen.", is_eager=True, show_default=False)
    ] = False,
) -> None:
    if version:
        from importlib.metadata import version as installed

        print(f"dialog {installed('dialoggrunnlag')}")  # noqa: T201
        raise typer.Exit
    if context.invoked_subcommand is None:
        sys.stderr.write(context.get_help() + "\n")
        raise typer.Exit(2)


@_command("generer")
def generer(
    skole: Skole = None,
    alle: Alle = False,
    runde: Runde = None,
    dokument: Dokument = None,
    alle_dokumenter: AlleDokumenter = False,
    ut: Ut = None,
    overskriv: Overskriv = False,
    ved_siden_av: Annotated[
        bool,
        typer.Option(
            "--ved-siden-av",
            help="Skriv den nye versjonen ved siden av et dokument som er redigert for hånd.",
            show_default=False,
        ),
    ] = False,
    pdf: Annotated[
        bool,
        typer.Option(
            "--pdf",
            help="Lag også PDF av Word-dokumentene (PDF/A og PDF/UA), med LibreOffice.",
            show_default=False,
        ),
    ] = False,
    prosjekt: Prosjekt = None,
) -> int:
    """Lag dokumentene til én, flere eller alle skoler.

    Stiene til dokumentene skrives til standard ut, én på hver linje; meldinger til standard feil.
    """
    from datetime import datetime

    from ..disk.folder import Edited, OutputFolder
    from ..dokumenter import kjede
    from ..errors import UsageError
    from ..reading.project import Project

    krev_skole_eller_alle(skole, "generer", alle=alle)
    if overskriv and ved_siden_av:
        raise UsageError("Oppgi --overskriv eller --ved-siden-av, ikke begge.")
    if alle_dokumenter and dokument:
        raise UsageError("Oppgi --dokument eller --alle-dokumenter, ikke begge.")
    chosen = {overskriv: Edited.OVERWRITE, ved_siden_av: Edited.BESIDE}
    edited = chosen.get(True, Edited.KEEP)
    project = Project.find(prosjekt)
    år = project.round(runde)
    if alle_dokumenter:
        dokument = list(project.templates())
    maler = project.document_kinds(dokument or [DEFAULT_KIND])
    prepared = kjede.prepare(project, år, maler)
    ids = prepared.choose(skole or ())
    folder = project.documents_folder(år, ut)
    output = OutputFolder(folder, shown(folder))
    output.create()
    today = datetime.now().astimezone().date()
    kinds = len(maler) + sum(mal.suffix == "docx" for mal in maler) * pdf
    no_pdfs: DialogError | None = None
    with _progress(len(ids) * kinds, wanted=alle) as step:
        results = kjede.generate(prepared, ids, output, edited=edited, today=today, done=step)
        if pdf:
            from ..dokumenter.pdffiler import lag_pdfer

            _end_in_good_order()
            try:
                results += lag_pdfer(results, output, edited=edited, today=today, done=step)
            except DialogError as error:
                no_pdfs = error
    if no_pdfs:
        show_problems(no_pdfs.problems)
    return max(summary(results), no_pdfs.exit_code if no_pdfs else OK)


def _end_in_good_order() -> None:
    """Let a run that is asked to end, end what it has started, as it does for Ctrl-C."""
    import signal

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)


@_command("sjekk")
def sjekk(
    mal: Annotated[
        list[Path] | None,
        typer.Argument(metavar="MAL", help="Maler som skal sjekkes alene.", show_default=False),
    ] = None,
    merk: Annotated[
        Path | None,
        typer.Option(
            "--merk",
            metavar="UT.docx",
            help="Skriv en kopi av malen med en Word-merknad ved hver feil.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        Form, typer.Option("--format", help="tekst eller json.", show_default=False)
    ] = Form.TEKST,
    streng: Annotated[
        bool,
        typer.Option(
            "--streng", help="La også advarsler gi avslutningskode 1.", show_default=False
        ),
    ] = False,
    runde: Runde = None,
    prosjekt: Prosjekt = None,
) -> int:
    """Sjekk data og maler uten å skrive noe; alle feil vises på én gang."""
    try:
        what, problems = _check(mal or [], merk, runde, prosjekt)
    except DialogError as error:
        if form is not Form.JSON or error.exit_code != WRONG:
            raise
        what, problems = "", error.problems
    wrong = (streng and problems) or [problem for problem in problems if not problem.warning]
    if form is Form.JSON:
        print(as_json(problems))  # noqa: T201
        return WRONG if wrong else OK
    show_problems(problems)
    if not wrong:
        sys.stderr.write(f"{what} er i orden.\n")
    return WRONG if wrong else OK


def _check(
    mal: list[Path], merk: Path | None, runde: str | None, prosjekt: Path | None
) -> tuple[str, Sequence[Problem]]:
    """Check the templates, or everything; returns what was checked, and what is wrong."""
    from ..dokumenter import dokumentmaler
    from ..innhold.grunnlag import FILTERS
    from ..innhold.text_template import TextTemplates
    from ..kontroller import gjennomsyn
    from ..reading.project import Project

    if merk:
        _review(mal, merk)
    if mal:
        texts = TextTemplates(FILTERS)
        problems: list[Problem] = []
        for path, template in [(path, _template(path)) for path in mal]:
            problems += dokumentmaler.check_alone(template, str(path), texts)
        return "Malen" if len(mal) == 1 else "Malene", problems
    project = Project.find(prosjekt)
    år = project.round(runde)
    kinds = dict.fromkeys((DEFAULT_KIND, *project.templates()))
    count, found = gjennomsyn.look_through(project, år, project.document_kinds(list(kinds)))
    return f"Data og maler for runden {år}, {count} skoler,", found


def _review(mal: list[Path], merk: Path) -> None:
    """Write a copy of the one template with its problems as comments."""
    from ..disk.folder import save
    from ..dokumenter import dokumentmaler
    from ..errors import UsageError

    if len(mal) != 1 or mal[0].suffix != ".docx":
        raise UsageError(
            "--merk trenger én Word-mal.", "For eksempel: dialog sjekk MAL.docx --merk UT.docx"
        )
    if os.path.realpath(merk) == os.path.realpath(mal[0]):
        raise UsageError("--merk kan ikke skrive over malen selv.", "Velg et annet navn.")
    if os.path.lexists(merk):
        raise UsageError(f"«{merk}» finnes fra før.", "Velg et annet navn, eller slett den.")
    save(merk, dokumentmaler.review(mal[0], str(mal[0])), str(merk))
    sys.stderr.write(f"Merknadene står i {shown(merk)}\n")


@_command("felt")
def felt(
    form: Annotated[
        Form, typer.Option("--format", help="tekst eller json.", show_default=False)
    ] = Form.TEKST,
) -> int:
    """Vis feltene en mal kan bruke, med type og eksempel."""
    from ..innhold.grunnlag import describe_fields

    described = describe_fields()
    if form is Form.JSON:
        import json

        rows = [field._asdict() for field in described]
        print(json.dumps(rows, ensure_ascii=False, indent=2))  # noqa: T201
        return OK
    print_table([("FELT", "TYPE", "BETYDNING", "EKSEMPEL"), *described])
    return OK


app.add_typer(cli_oppsummering.oppsummering, name="oppsummering")
app.add_typer(cli_oppsummering.runde, name="runde")
_command("avtaler")(cli_oppsummering.avtaler)
_command("plan")(cli_plan.plan)
_command("innkalling")(cli_innkalling.innkalling)
_command("status")(cli_status.status)
_command("se")(cli_se.se)
_command("tab")(cli_fullforing.tab)


@_command("skjema")
def skjema(prosjekt: Prosjekt = None) -> int:
    """Lag JSON-skjemaene i skjema/, som gir fullføring og forklaringer i VS Code."""
    from ..disk.folder import OutputFolder, save
    from ..kontroller.register import beskrivelser
    from ..reading.json_schema import skjemaer
    from ..reading.project import Project

    folder = Project.find(prosjekt).folder / "skjema"
    OutputFolder(folder, shown(folder)).create()
    for name, text in skjemaer(beskrivelser()).items():
        save(folder / name, text.encode(), shown(folder / name))
        print(shown(folder / name))  # noqa: T201
    return OK


@_command("tekst")
def tekst(
    fil: Annotated[Path, typer.Argument(metavar="FIL", help="En Word-fil.", show_default=False)],
) -> int:
    """Skriv en Word-fil som ren tekst med taggene, for eksempel til git diff."""
    from ..dokumenter import dokumentmaler

    sys.stdout.write(dokumentmaler.plain_text(fil, str(fil)))
    return OK


@_command("skoler")
def skoler(runde: Runde = None, prosjekt: Prosjekt = None) -> int:
    """Vis skolene i runden: id, navn, kortnavn og tidsramme."""
    from ..reading.datafiler import Datafiler
    from ..reading.project import Project

    project = Project.find(prosjekt)
    files = Datafiler(project, project.round(runde))
    data = files.datasett
    rows = [("ID", "NAVN", "KORTNAVN", "TIDSRAMME")]
    for id_ in data.runde.dialoger:
        if id_ in files.faulty:
            continue
        school = data.skoler[id_]
        tidsramme = files.tidsramme_for(id_).tidsramme
        rows.append((id_, school.navn, school.kortnavn, str(tidsramme)))
    print_table(rows)
    show_problems(files.faults())
    return WRONG if files.faulty else OK


def _template(path: Path) -> Mal:
    from ..errors import UsageError
    from ..reading.project import as_template

    found = as_template(path)
    if not found:
        raise UsageError(f"«{path}» er ingen mal.", "Maler heter NAVN.docx eller NAVN.SUFFIKS.j2.")
    return found


@contextlib.contextmanager
def _progress(total: int, *, wanted: bool) -> Iterator[Callable[[Result], None]]:
    """What to call after each document: a bar on a terminal where many are made."""
    if not (wanted and sys.stderr.isatty()):
        yield report
        return
    results: list[Result] = []
    with typer.progressbar(length=total, label="Lager dokumenter", file=sys.stderr) as bar:

        def step(result: Result) -> None:
            results.append(result)
            bar.update(1)

        yield step
    for result in results:
        report(result)
