"""The round's calendars as files: one per school, and one for the whole round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import DialogError, Problem
from ..model.norsk import oppramsing
from ..reading.project import Mal
from . import kalender
from .kjede import Result, contents, write_one

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ..disk.folder import Edited, OutputFolder
    from ..innhold.grunnlag import Grunnlag
    from .kjede import Prepared


def lag_kalender(prepared: Prepared, skoler: Sequence[str], folder: OutputFolder) -> bytes:
    """The calendar of those schools, as it would be written into ``folder``.

    One school alone gets its own; empty where no dialogue has a date. Raises DialogError with
    everything that stops any of them: a calendar with a meeting missing looks like a whole one.
    """
    innhold, stopped = _klare(prepared, skoler, folder)
    if stopped:
        raise DialogError(problem for problems in stopped.values() for problem in problems)
    if len(skoler) == 1:
        return kalender.skolens_kalender(prepared.files, skoler[0], innhold[skoler[0]])
    return kalender.rundens_kalender(prepared.files, innhold)


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
    innhold, stopped = _klare(prepared, skoler, folder)
    files = prepared.files
    år = files.datasett.runde.år
    made: dict[str, tuple[str, bytes]] = {}
    for skole_id in skoler:
        navn = prepared.skoler[skole_id][0]
        if skole_id in stopped:
            yield Result(
                navn, _mal(folder, kalender.filnavn(år, skole_id)), None, stopped[skole_id]
            )
            continue
        data = kalender.skolens_kalender(files, skole_id, innhold[skole_id])
        made[kalender.filnavn(år, skole_id)] = (navn, data)
    if hele and stopped:
        names = oppramsing([prepared.skoler[skole_id][0] for skole_id in stopped])
        file = f"{folder.display}/{kalender.filnavn(år)}"
        problem = Problem(f"Skrives ikke før {names} er rettet.", "", file)
        yield Result(_HELE, _mal(folder, kalender.filnavn(år)), None, (problem,))
    elif hele:
        data = kalender.rundens_kalender(files, innhold)
        made[kalender.filnavn(år)] = (_HELE, data)
    for name, (navn, data) in made.items():
        if not data:  # no date yet
            continue
        yield write_one(navn, _mal(folder, name), data, folder, edited=edited, today=today)


_HELE = "hele runden"


def _mal(folder: OutputFolder, name: str) -> Mal:
    """A calendar as the kind of document that it is."""
    return Mal(folder.folder / name, "kalender", "ics")


def _klare(
    prepared: Prepared, skoler: Sequence[str], folder: OutputFolder
) -> tuple[Mapping[str, Grunnlag], Mapping[str, tuple[Problem, ...]]]:
    """The contents of the schools whose calendars can be made, and what stops the others."""
    files = prepared.files
    made, found = contents(prepared, skoler, folder.folder)
    moved = kalender.flyttinger(files, made, folder.folder, folder.display)
    for skole_id in made:
        problems = moved.get(skole_id) or kalender.hindringer(files, skole_id)
        if problems:
            found[skole_id] = tuple(problems)
    return {id_: content for id_, content in made.items() if id_ not in found}, found
