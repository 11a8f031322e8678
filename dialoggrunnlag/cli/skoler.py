"""``dialog skoler``: the schools of the round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..reading.datafiler import Datafiler
from ..reading.project import Project
from .skjerm import show_problems
from .tabeller import print_table

if TYPE_CHECKING:
    from .kommandolinje import Skoler


def run(valg: Skoler) -> bool:
    """Show each school's id, names and time frame."""
    project = Project.find(valg.prosjekt)
    files = Datafiler(project, project.round(valg.runde))
    data = files.datasett
    rows = []
    for id_ in data.runde.dialoger:
        if id_ in files.faulty:
            continue
        skole = data.skoler[id_]
        tidsramme = files.tidsramme_for(id_).tidsramme
        rows.append((id_, skole.navn, skole.kortnavn, str(tidsramme)))
    print_table(("ID", "NAVN", "KORTNAVN", "TIDSRAMME"), rows)
    show_problems(files.faults())
    return not files.faulty
