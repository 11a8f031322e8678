"""``dialog generer``: make the documents."""

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator, Sequence

import typer

from ..disk.folder import Edited, Outcome
from ..dokumenter import kjede
from ..dokumenter.arbeid import ALLE, Arbeid, åpne
from ..errors import DialogError, UsageError
from ..reading.project import Project
from .kommandolinje import Generer
from .rapport import krev_skole_eller_alle, report, say_without_figures, summary, valgte_dokumenter
from .skjerm import say, show_problems, shown, today
from .skolenavn import say_other_names
from .ulest import say_unread


def run(valg: Generer) -> bool:
    """Make the documents of the schools, and their PDFs where those are asked for."""
    krev_skole_eller_alle(valg)
    if valg.pdf and valg.uten_pdf:
        raise UsageError("Oppgi --pdf eller --uten-pdf, ikke begge.")
    edited = _edited(valg)
    dokumenter = valgte_dokumenter(valg)
    project = Project.find(valg.prosjekt)
    arbeid = åpne(
        project,
        valg.runde,
        valg.skole,
        valg.ut,
        shown,
        dokumenter=dokumenter,
        offentlig=valg.offentlig,
    )
    say_other_names(arbeid.prepared.files, valg.skole)
    arbeid.output.create()
    day = today()
    med_pdf = _med_pdf(valg, arbeid)
    without_pdfs: DialogError | None = None
    with _progress(_count(arbeid, med_pdf=med_pdf), on_terminal=valg.alle) as step:
        results = []
        for result in kjede.generate(
            arbeid.prepared, arbeid.skoler, arbeid.output, edited=edited, today=day
        ):
            results.append(result)
            step(result)
        if med_pdf:
            from ..dokumenter.pdffiler import lag_pdfer  # noqa: PLC0415 - pikepdf is for PDFs only

            _end_in_good_order()
            try:
                documents = tuple(results)
                for result in lag_pdfer(documents, arbeid.output, edited=edited, today=day):
                    results.append(result)
                    step(result)
            except DialogError as error:
                without_pdfs = error
    say_without_figures(arbeid, results, asked=dokumenter is not ALLE)
    say_unread(arbeid.prepared.files, newest=not valg.runde, all_kinds=dokumenter is ALLE)
    if without_pdfs:
        show_problems(without_pdfs.problems)
    _say_if_past(project, arbeid.prepared.files.datasett.runde.år, results)
    return summary(results) and not without_pdfs


def _say_if_past(project: Project, år: int, results: Sequence[kjede.Result]) -> None:
    """Say how the past stays as it was, where documents of an earlier round became others."""
    endrede = [r for r in results if r.written and r.written.outcome is Outcome.RENEWED]
    if not endrede:
        return
    nyeste = max(project.rounds(), default=år)  # the folder may be gone since the run began
    if år < nyeste:
        hva = "1 dokument er" if len(endrede) == 1 else f"{len(endrede)} dokumenter er"
        say(f"\n{hva} endret i runden {år}, som ikke er den nyeste.")
        filer = f"{project.display(project.schools_file)} og {project.display(project.owner_file)}"
        say(f"Gjelder det nye i {filer} først fra {nyeste}, så skriv")
        say(f"begge: «navn: {{{år}: …, {nyeste}: …}}».")


def _edited(valg: Generer) -> Edited:
    """What to do with documents edited by hand."""
    if valg.overskriv and valg.ved_siden_av:
        raise UsageError("Oppgi --overskriv eller --ved-siden-av, ikke begge.")
    if valg.overskriv:
        return Edited.OVERWRITE
    return Edited.BESIDE if valg.ved_siden_av else Edited.KEEP


def _med_pdf(valg: Generer, arbeid: Arbeid) -> bool:
    """Whether PDFs are made too: as is asked for, else as the project has it."""
    if valg.pdf or valg.uten_pdf:
        return valg.pdf
    innstillinger = arbeid.prepared.files.innstillinger
    return bool(innstillinger and innstillinger[1].pdf)


def _count(arbeid: Arbeid, *, med_pdf: bool) -> int:
    """How many files will be made."""
    suffixes = [mal.suffix for mal, _ in arbeid.prepared.documents]
    pdfs = suffixes.count("docx") if med_pdf else 0
    return len(arbeid.skoler) * (len(suffixes) + pdfs)


def _end_in_good_order() -> None:
    """Let a run that is asked to end, end what it has started, as it does for Ctrl-C."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # What somebody (nohup) has told us to ignore, stays ignored
        if number and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)


@contextlib.contextmanager
def _progress(total: int, *, on_terminal: bool) -> Iterator[Callable[[kjede.Result], None]]:
    """What to call after each document: a bar on a terminal where many are made."""
    if not (on_terminal and sys.stderr.isatty()):
        yield report
        return
    results: list[kjede.Result] = []
    with typer.progressbar(length=total, label="Lager dokumenter", file=sys.stderr) as bar:

        def step(result: kjede.Result) -> None:
            results.append(result)
            bar.update(1)

        yield step
    for result in results:
        report(result)
