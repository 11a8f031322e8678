"""The round's calendars as files: one per school, and one for the whole round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import DialogError, Problem
from ..model.norsk import oppramsing
from . import kalender
from .flyttinger import Flyttinger
from .kjede import Result, innhold_eller_feil, write_one
from .moter import filnavn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ..disk.folder import Edited, OutputFolder
    from ..innhold.grunnlag import Grunnlag
    from .kjede import Prepared

_HELE = "hele runden"


def lag_kalender(prepared: Prepared, skoler: Sequence[str], folder: OutputFolder) -> bytes:
    """The calendar of those schools, as it would be written into ``folder``.

    One school alone gets its own; empty where no dialogue has a date. Raises DialogError with
    everything that stops any of them: a calendar with a meeting missing looks like a whole one.
    """
    klare, stanset = _klare(prepared, skoler, folder)
    if stanset:
        raise DialogError(problem for problems in stanset.values() for problem in problems)
    if len(skoler) == 1:
        return kalender.skolens_kalender(prepared.files, skoler[0], klare[skoler[0]])
    return kalender.rundens_kalender(prepared.files, klare)


def skriv_kalendere(
    prepared: Prepared,
    skoler: Sequence[str],
    folder: OutputFolder,
    *,
    hele: bool,
    edited: Edited,
    today: date,
) -> Iterator[Result]:
    """Write the calendars of the schools that have a date, and with ``hele`` the round's too.

    A school that is stopped doesn't stop the others, but the round's calendar.
    """
    klare, stanset = _klare(prepared, skoler, folder)
    files = prepared.files
    år = files.datasett.runde.år
    filer: list[tuple[str, str, bytes]] = []
    for skole_id in skoler:
        navn = prepared.skoler[skole_id][0]
        if skole_id in stanset:
            yield Result(navn, "kalender", "ics", problems=stanset[skole_id])
        else:
            data = kalender.skolens_kalender(files, skole_id, klare[skole_id])
            filer.append((navn, filnavn(år, skole_id), data))
    if hele and stanset:
        names = oppramsing([prepared.skoler[skole_id][0] for skole_id in stanset])
        file = f"{folder.display}/{filnavn(år)}"
        problem = Problem(f"Skrives ikke før {names} er rettet.", "", file)
        yield Result(_HELE, "kalender", "ics", problems=(problem,))
    elif hele:
        filer.append((_HELE, filnavn(år), kalender.rundens_kalender(files, klare)))
    for navn, name, data in filer:
        if data:  # else there is no date yet
            yield write_one(navn, name, data, folder, edited=edited, today=today)


def _klare(
    prepared: Prepared, skoler: Sequence[str], folder: OutputFolder
) -> tuple[dict[str, Grunnlag], dict[str, tuple[Problem, ...]]]:
    """The contents of the schools whose calendars can be made, and what stops the others."""
    alle, stanset = innhold_eller_feil(prepared, skoler, folder.folder)
    flyttinger = Flyttinger(prepared.files, folder.folder, folder.display)
    klare = {}
    for skole_id, content in alle.items():
        problems = flyttinger.hindringer(skole_id, content)
        if problems:
            stanset[skole_id] = tuple(problems)
        else:
            klare[skole_id] = content
    return klare, stanset
