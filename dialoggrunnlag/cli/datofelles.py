"""What the commands of dates share: the data, the solver that may be missing, and the words."""

import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ..datoer.forklaring import Forklaring
from ..datoer.frist import SEKUNDER
from ..datoer.problem import MissingSolverError, Plan, TimeIsUpError
from ..dokumenter.kjede import find_school, names
from ..errors import DialogError, InvalidError, Problem, UsageError
from ..model.dagsett import Dagsett
from ..model.dagsettleser import les_dagsett
from ..model.norsk import oppramsing
from ..reading.datafiler import Datafiler
from ..reading.project import Project
from ..runden.datoforslag import Forslagsrad
from ..runden.datooppgave import Datooppgave
from ..runden.datoord import Datoord
from .skjerm import say
from .skolenavn import say_other_names

_PAKKE = "dialoggrunnlag[datoer]"


def åpnet(prosjekt: Path | None, runde: str | None) -> Datafiler:
    """The data of the round that is named; raises DialogError for what is wrong with them."""
    project = Project.find(prosjekt)
    files = Datafiler(project, project.round(runde))
    feil = [*files.shared, *files.faults()]
    if feil:
        raise DialogError(files.in_order(feil))
    return files


def skolen(files: Datafiler, navn: str) -> str:
    """The id of the school that the user names; raises UsageError."""
    if not navn.strip():
        raise UsageError("Skolen mangler.", "Oppgi den etter kommandoen, for eksempel ål.")
    skole_id = find_school(navn, names(files), f"runden {files.år}", files)
    say_other_names(files, [navn])
    return skole_id


def dagene(tekst: str, files: Datafiler) -> Dagsett:
    """The days that the user writes; raises UsageError."""
    try:
        return les_dagsett(" ".join(tekst.split()), files.år)
    except InvalidError as error:
        raise UsageError(error.message, error.remedy) from None


@contextmanager
def løser() -> Iterator[None]:
    """Where the solver is used; raises DialogError where it is missing or finds nothing in time."""
    try:
        yield
    except TimeIsUpError as error:
        message = (
            f"Ingen plan ble funnet i løpet av {error.sekunder} sekunder, men det kan finnes en."
        )
        remedy = "Sett datoen til noen av dialogene, eller ta bort regler, og kjør igjen."
        raise DialogError([Problem(message, remedy)]) from None
    except MissingSolverError:
        message = "Pakken highspy, som finner datoene, er ikke installert."
        raise DialogError([Problem(message, f"Kjør: {_installering()}")]) from None


def _installering() -> str:
    """The command that installs the solver where this program is installed."""
    her = Path(sys.prefix).parts
    if her[-3:-1] == ("uv", "tools"):
        return f'uv tool install "{_PAKKE}"'
    if her[-3:-1] == ("pipx", "venvs"):
        return f"pipx inject {her[-1]} highspy"
    return f'pip install "{_PAKKE}"'


def si(text: str, innrykk: str = "") -> None:
    """Write a sentence to standard error; in a terminal on as many lines as it takes."""
    if sys.stderr.isatty():
        bredde = shutil.get_terminal_size().columns
        linjer = textwrap.wrap(
            text, bredde, initial_indent=innrykk, subsequent_indent=" " * len(innrykk)
        )
        text = "\n".join(linjer)
    else:
        text = f"{innrykk}{text}"
    say(text)


def si_om_ikke_bevist(planer: Sequence[Plan]) -> None:
    """Say so where the time was up before it was sure that there is nothing better."""
    if all(plan.bevist for plan in planer):
        return
    hvilken = "Planen" if len(planer) == 1 else "Den siste planen"
    hittil = f"er den beste som ble funnet i løpet av {SEKUNDER} sekunder"
    si(f"{hvilken} {hittil}; det kan finnes en bedre.")


def si_hva_som_må_gis_opp(oppgave: Datooppgave, forklaring: Forklaring) -> None:
    """Say which rules must be given up for there to be a plan, and why each of them must."""
    ord_ = Datoord(oppgave)
    if forklaring.plan.bevist:
        say("Det minste som må gis opp:")
    else:
        say("Dette er nok å gi opp; det kan finnes noe som er mindre:")
    for nummer, konflikt in enumerate(forklaring.konflikter, 1):
        si(ord_.gitt_opp(konflikt.regel, forklaring.plan), f"  {nummer}. ")
        si(ord_.konflikt(konflikt), "     ")


def si_merknader(linjer: Sequence[str]) -> None:
    """Say each of some lines, set in: commands to be pasted into a shell aren't broken."""
    for linje in linjer:
        say(f"  {linje}")


def hvem_kommer(rad: Forslagsrad) -> str:
    """Who comes from skoleeier, as a cell of a table."""
    return "alle" if rad.alle_kommer else ", ".join(rad.kommer) or "–"


def ønsket(rad: Forslagsrad) -> str:
    """Whether a wish is met, as a cell of a table."""
    if rad.oppfylt:
        return f"ja: {', '.join(rad.oppfylt)}"
    return f"nei: {', '.join(rad.ikke_oppfylt)}" if rad.ikke_oppfylt else "–"


def det_som_må_flyttes(rad: Forslagsrad) -> list[str]:
    """What is said of those who come, but have something else at that time."""
    hvem = oppramsing(rad.må_flytte)
    return [f"{hvem} må flytte noe i kalenderen"] if hvem else []
