"""``dialog oppsummering les``: read filled-in forms back into data/."""

from ..reading.project import Project
from ..runden.skjemaer import Innlest, Utfall, finn_skjemaer, les_skjemaer
from .kommandolinje import Les
from .skjerm import print_result, say, show_problems, shown

_INDENT = 14  # the words for what happened stand before this column


def run(valg: Les) -> bool:
    """Read them one by one; what is wrong with one doesn't stop the others."""
    project = Project.find(valg.prosjekt)
    is_well = True
    for innlest in les_skjemaer(project, finn_skjemaer(valg.fil), overskriv=valg.overskriv):
        _report(innlest)
        if innlest.fil is None or innlest.utfall is Utfall.HOLDT_TILBAKE:
            is_well = False
    return is_well


def _report(innlest: Innlest) -> None:
    """Say what became of one form."""
    say(f"{innlest.utfall.value:{_INDENT}} {innlest.skjema}")
    for rettelse in innlest.rettelser:
        say(f"{'':{_INDENT}} {rettelse}")
    show_problems(innlest.problems)
    if innlest.kommentarer:
        noun = "merknad" if innlest.kommentarer == 1 else "merknader"
        say(f"{'':{_INDENT}} {innlest.kommentarer} {noun} i margen er ikke tatt med.")
    if innlest.forskjell:
        say(innlest.forskjell)
    if innlest.fil is None:
        return
    file = shown(innlest.fil)
    if innlest.utfall is Utfall.HOLDT_TILBAKE:
        text = f"{file} har et annet innhold og er ikke rørt. Bruk --overskriv for å erstatte den."
        say(f"{'':{_INDENT}} {text}")
    else:
        print_result(file)
