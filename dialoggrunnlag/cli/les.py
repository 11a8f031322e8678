"""``dialog oppsummering les``: read filled-in forms back into data/."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ..reading.project import Project
from ..runden.skjemaer import Utfall, finn_skjemaer, les_skjemaer
from .skjerm import print_result, show_problems, shown

if TYPE_CHECKING:
    from ..runden.skjemaer import Innlest
    from .kommandolinje import Les

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
    sys.stderr.write(f"{innlest.utfall.value:{_INDENT}} {innlest.skjema}\n")
    show_problems(innlest.problems)
    if innlest.kommentarer:
        noun = "merknad" if innlest.kommentarer == 1 else "merknader"
        text = f"{innlest.kommentarer} {noun} i margen er ikke tatt med."
        sys.stderr.write(f"{'':{_INDENT}} {text}\n")
    if innlest.forskjell:
        sys.stderr.write(f"{innlest.forskjell}\n")
    if innlest.fil is None:
        return
    if innlest.utfall is Utfall.HOLDT_TILBAKE:
        file = shown(innlest.fil)
        text = f"{file} har et annet innhold og er ikke rørt. Bruk --overskriv for å erstatte den."
        sys.stderr.write(f"{'':{_INDENT}} {text}\n")
    else:
        print_result(shown(innlest.fil))
