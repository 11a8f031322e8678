"""``dialog skoler``: the schools of the round."""

from ..reading.datafiler import Datafiler
from ..reading.project import Project
from .kommandolinje import Skoler
from .skjerm import show_problems
from .tabeller import Kolonne, print_table
from .ulest import say_unread

_TABLE = (Kolonne("id"), Kolonne("navn", 2, 24), Kolonne("kortnavn", 4), Kolonne("tidsramme", 3))


def run(valg: Skoler) -> bool:
    """Show each school's id, names and time frame."""
    project = Project.find(valg.prosjekt)
    files = Datafiler(project, project.round(valg.runde))
    rows = []
    for id_ in files.datasett.runde.dialoger:
        if id_ not in files.faulty:
            skole = files.datasett.skoler[id_]
            tidsramme = files.tidsramme_for(id_).tidsramme
            rows.append((id_, skole.navn, skole.kortnavn, str(tidsramme)))
    print_table(_TABLE, rows)
    say_unread(files, newest=not valg.runde, all_kinds=False)
    show_problems(files.faults())
    return not files.faulty
