"""``dialog se``: make the documents anew as data and templates are saved."""

from __future__ import annotations

import gc
import os
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
    from ..disk.watching import Mode
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
    jevnlig: Annotated[
        bool,
        typer.Option(
            "--jevnlig",
            help="Se etter hvert sekund, der systemet ikke varsler om endringer.",
            show_default=False,
        ),
    ] = False,
    prosjekt: Prosjekt = None,
) -> int:
    """Følg med på data/ og maler/, og lag dokumentene på nytt etter hvert som noe lagres.

    Stiene til nye og oppdaterte dokumenter skrives til standard ut; meldinger til standard feil.
    Avslutt med Ctrl-C.
    """
    from ..disk.watching import Changes, choose_mode
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
        mode = choose_mode(folders, os.environ, poll=jevnlig)
        _say(_beginning(mode))
        follow(watched, Changes(folders, mode, own=lambda: watched.folder, untold=_say_untold))
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


def _beginning(mode: Mode) -> str:
    text = "Følger med på data/ og maler/. Avslutt med Ctrl-C."
    if mode.drive:
        return (
            f"{text}\nMappen er på en nettverksstasjon ({mode.drive}): filene sees etter jevnlig."
        )
    return f"{text}\nFilene sees etter jevnlig." if mode.poll else text


def _say_untold(error: Exception) -> None:
    from ..disk.watching import advice

    why = f"Systemet kan ikke varsle om endringer ({error}): filene sees etter jevnlig i stedet."
    _say(" ".join(filter(None, (why, advice(error)))))


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
