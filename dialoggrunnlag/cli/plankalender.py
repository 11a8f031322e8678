"""``dialog plan`` with --kalender or --format ics: the round as calendars."""

import sys

from ..disk.folder import Edited
from ..dokumenter.arbeid import Arbeid, åpne
from ..dokumenter.kalender import lag_kalender, skriv_kalendere, udaterte
from ..reading.project import Project
from .kommandolinje import Plan
from .rapport import BARE_OVERSKRIV, report, say_undated, summary
from .skjerm import say, shown, today
from .ulest import say_unread


def run(valg: Plan) -> bool:
    """Write the calendar files, or print one calendar."""
    project = Project.find(valg.prosjekt)
    arbeid = åpne(project, valg.runde, valg.skole, valg.ut, shown, dokumenter=())
    is_well = _write(valg, arbeid) if valg.kalender else _print(arbeid)
    say_unread(arbeid.prepared.files, newest=not valg.runde, all_kinds=False)
    return is_well


def _print(arbeid: Arbeid) -> bool:
    data = lag_kalender(arbeid.prepared, arbeid.skoler, arbeid.output)
    sys.stdout.flush()
    sys.stdout.buffer.write(data)  # as bytes: a text stream may change the line ends
    sys.stdout.buffer.flush()
    if not data:
        say("Ingen av dialogene har dato, så kalenderen er tom.")
    return True


def _write(valg: Plan, arbeid: Arbeid) -> bool:
    """Write the calendar files; their paths go to whoever reads standard output."""
    arbeid.output.create()
    results = []
    for result in skriv_kalendere(
        arbeid.prepared,
        arbeid.skoler,
        arbeid.output,
        hele=not valg.skole,
        edited=Edited.OVERWRITE if valg.overskriv else Edited.KEEP,
        today=today(),
    ):
        report(result, by_hand=BARE_OVERSKRIV)
        results.append(result)
    if results:
        undated = udaterte(arbeid.prepared, arbeid.skoler, arbeid.output)
        say_undated(arbeid, undated, "de får ingen kalender")
    else:
        say("Ingen av dialogene har dato, så det er ingen kalendere å skrive.")
    return summary(results)
