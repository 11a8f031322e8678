"""``dialog se``: make the documents anew as data and templates are saved."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from ..disk.watching import Changes
from ..errors import UsageError
from ..reading.project import Project
from ..runden import gjenlaging
from ..runden.gjenlaging import Utvalg, follow
from .kommandolinje import DEFAULT_KIND
from .rapport import report
from .skjerm import say, show_problems, shown

if TYPE_CHECKING:
    from ..dokumenter.kjede import Result
    from ..runden.gjenlaging import Faults
    from .kommandolinje import Se

_BY_HAND = "Bruk «dialog generer» med --overskriv for å erstatte den (en kopi beholdes)."


def run(valg: Se) -> bool:
    """Make them, and make them again until the user ends it; returns whether all is well then."""
    if valg.alle_dokumenter and valg.dokument:
        raise UsageError("Oppgi --dokument eller --alle-dokumenter, ikke begge.")
    kinds = () if valg.alle_dokumenter else tuple(valg.dokument or [DEFAULT_KIND])
    gc.enable()  # main() has it off for the short commands; this one may run all day
    project = Project.find(valg.prosjekt)
    utvalg = Utvalg(tuple(valg.skole or ()), kinds, valg.runde, valg.ut)
    watched = gjenlaging.Se(project, utvalg, shown, _Screen())
    folders = [project.folder / "data", project.folder / "maler"]
    try:
        watched.start()
        say("Følger med på data/ og maler/. Avslutt med Ctrl-C.")
        follow(watched, Changes(folders, own=lambda: watched.folder))
    except KeyboardInterrupt:
        say("\nAvsluttet.")
    return watched.is_well


class _Screen:
    """What the person sees of it."""

    def document(self, result: Result) -> None:
        report(result, by_hand=_BY_HAND)
        sys.stderr.flush()

    def wrong(self, faults: Faults) -> None:
        show_problems(faults.shared)
        for result in faults.results:
            report(result)
        say("Venter på at det rettes.")

    def still_wrong(self, count: int) -> None:
        say("Feilen over står fortsatt." if count == 1 else f"De {count} feilene står fortsatt.")

    def well_again(self) -> None:
        say("Alt er i orden igjen.")
