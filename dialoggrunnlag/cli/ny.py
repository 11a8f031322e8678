"""``dialog runde ny``: a new round made of the one before it."""

from ..errors import UsageError
from ..reading.datafiler import les_innstillinger
from ..reading.project import Project, is_year
from ..runden.ny_runde import lag_runde
from .kommandolinje import Ny
from .skjerm import print_result, say, show_problems, shown


def run(valg: Ny) -> bool:
    """Write data/runder/ÅR.yaml."""
    project = Project.find(valg.prosjekt)
    if not is_year(valg.år):
        raise UsageError(f"«{valg.år}» er ikke et årstall.", "Skriv fire sifre, for eksempel 2016.")
    les_innstillinger(project)
    fra = project.round(valg.fra) if valg.fra else None
    file, notes = lag_runde(project, int(valg.år), fra, behold_deltakere=valg.behold_deltakere)
    show_problems(notes)
    what = "datoer og deltakere"
    if valg.behold_deltakere:
        what = "datoer, og se over deltakerne,"
    say(f"Runden {valg.år} er laget. Fyll ut {what} i {shown(file)}")
    filer = f"{project.display(project.schools_file)} og {project.display(project.owner_file)}"
    say(f"Det som er nytt i {filer}, skrives med årstall,")
    say(f"så de eldre rundene står som de var: «navn: {{…: …, {valg.år}: …}}».")
    print_result(shown(file))
    return True
