"""``dialog se``: make the documents anew as data and templates are saved."""

import gc
import sys
from contextlib import suppress
from functools import partial

from ..disk.watching import Changes
from ..dokumenter.arbeid import åpne
from ..dokumenter.kjede import Result
from ..errors import DialogError
from ..reading.datafiler import Datafiler, krev_ny_nok
from ..reading.project import Project
from ..runden import gjenlaging
from .kommandolinje import Se
from .rapport import report, valgte_dokumenter
from .skjerm import say, show_problems, shown
from .ulest import say_unread

_BY_HAND = "Bruk «dialog generer» med --overskriv for å erstatte den (en kopi beholdes)."


def run(valg: Se) -> bool:
    """Make them, and make them again until the user ends it; returns whether all is well then."""
    dokumenter = valgte_dokumenter(valg)
    gc.enable()  # main() has it off for the short commands; this one may run all day
    project = Project.find(valg.prosjekt)
    krev_ny_nok(project)  # which nothing that is saved can mend
    åpnes = partial(åpne, project, valg.runde, valg.skole, valg.ut, shown, dokumenter=dokumenter)
    watched = gjenlaging.Se(project, åpnes, _Screen())
    folders = [project.folder / "data", project.folder / "maler"]
    try:
        watched.start()
        _say_unread(project, valg)
        say("Følger med på data/ og maler/. Avslutt med Ctrl-C.")
        gjenlaging.follow(watched, Changes(folders, own=lambda: watched.folder))
    except KeyboardInterrupt:
        say("\nAvsluttet.")
    return watched.is_well


def _say_unread(project: Project, valg: Se) -> None:
    """Say it of the files as they lie now; where they can't be read, that has been said."""
    with suppress(DialogError):
        files = Datafiler(project, project.round(valg.runde))
        say_unread(files, newest=not valg.runde, all_kinds=valg.alle_dokumenter)


class _Screen:
    """What the person sees of it."""

    def document(self, result: Result) -> None:
        report(result, by_hand=_BY_HAND)
        sys.stderr.flush()

    def wrong(self, faults: gjenlaging.Faults) -> None:
        show_problems(faults.shared)
        for result in faults.results:
            report(result)
        say("Venter på at det rettes.")

    def still_wrong(self, count: int) -> None:
        say("Feilen over står fortsatt." if count == 1 else f"De {count} feilene står fortsatt.")

    def well_again(self) -> None:
        say("Alt er i orden igjen.")
