"""``dialog se``: make the documents anew as data and templates are saved."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from .felles import (
    DEFAULT_KIND,
    OK,
    WRONG,
    AlleDokumenter,
    Dokument,
    Prosjekt,
    Runde,
    Ut,
    report,
    show_problems,
    shown,
)

if TYPE_CHECKING:
    from ..dokumenter.kjede import Result
    from ..runden.gjenlaging import Faults

_BY_HAND = "Bruk «dialog generer» med --overskriv for å erstatte den (en kopi beholdes)."


def se(
    skole: Annotated[
        list[str] | None,
        typer.Option(
            "--skole",
            metavar="SKOLE",
            help="Bare denne skolen: id, kortnavn eller navn. Kan gjentas.",
            show_default=False,
        ),
    ] = None,
    runde: Runde = None,
    dokument: Dokument = None,
    alle_dokumenter: AlleDokumenter = False,
    ut: Ut = None,
    prosjekt: Prosjekt = None,
) -> int:
    """Følg med på data/ og maler/, og lag dokumentene på nytt etter hvert som noe lagres.

    Stiene til nye og oppdaterte dokumenter skrives til standard ut; meldinger til standard feil.
    Avslutt med Ctrl-C.
    """
    from ..disk.watching import Changes
    from ..errors import UsageError
    from ..reading.project import Project
    from ..runden.gjenlaging import Se, Utvalg, follow

    if alle_dokumenter and dokument:
        raise UsageError("Oppgi --dokument eller --alle-dokumenter, ikke begge.")
    kinds = () if alle_dokumenter else tuple(dokument or [DEFAULT_KIND])
    gc.enable()  # main() has it off for the short commands; this one may run all day
    project = Project.find(prosjekt)
    watched = Se(project, Utvalg(tuple(skole or ()), kinds, runde, ut), shown, _Screen())
    folders = [project.folder / "data", project.folder / "maler"]
    try:
        watched.start()
        _say("Følger med på data/ og maler/. Avslutt med Ctrl-C.")
        follow(watched, Changes(folders, own=lambda: watched.folder))
    except KeyboardInterrupt:
        _say("\nAvsluttet.")
    return OK if watched.is_well else WRONG


class _Screen:
    """What the person sees of it."""

    def document(self, result: Result) -> None:
        report(result, by_hand=_BY_HAND)
        sys.stderr.flush()

    def wrong(self, faults: Faults) -> None:
        show_problems(faults.shared)
        for result in faults.results:
            report(result)
        _say("Venter på at det rettes.")

    def still_wrong(self, count: int) -> None:
        _say("Feilen over står fortsatt." if count == 1 else f"De {count} feilene står fortsatt.")

    def well_again(self) -> None:
        _say("Alt er i orden igjen.")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
