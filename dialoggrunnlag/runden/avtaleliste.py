"""The agreed goals of all schools, with who does what by when."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ..dokumenter.kjede import find_school
from ..errors import DialogError, Problem
from ..model.norsk import Dato
from ..model.oppsummering import Løpende, Oppsummering, løpende_avtaler
from ..reading.oppsummeringsfiler import les_oppsummering, skolenavn
from ..reading.project import Project


class Avtalerad(NamedTuple):
    """An agreed goal with its school; ``forfalt``: past its deadline and not finished."""

    skole_id: str
    skole: str
    avtale: Løpende
    forfalt: bool


def alle_avtaler(
    project: Project, per: date, skoler: Sequence[str] = ()
) -> tuple[list[Avtalerad], list[Problem]]:
    """The agreements of all schools, or of some, by deadline; and what can't be read.

    ``per`` is the day on which a deadline counts as past. Raises UsageError for a school that
    isn't there.
    """
    names = skolenavn(project)
    valgte = {find_school(name, names, project.display(project.schools_file)) for name in skoler}
    oppsummeringer: dict[str, list[Oppsummering]] = {id_: [] for id_ in names}
    problems: list[Problem] = []
    for år, skole_id in project.summaries():
        if valgte and skole_id not in valgte:
            continue
        try:
            oppsummering = les_oppsummering(project, år, skole_id)
        except DialogError as error:
            problems += error.problems
        else:
            oppsummeringer.setdefault(skole_id, []).append(oppsummering)
    rader = []
    for skole_id, skolens in oppsummeringer.items():
        kortnavn = names.get(skole_id, (skole_id,))[0]  # there may be one of a school that is gone
        for avtale in løpende_avtaler(skolens):
            frist = avtale.mål.frist
            forfalt = isinstance(frist, Dato) and frist.dag < per and not avtale.er_ferdig
            rader.append(Avtalerad(skole_id, kortnavn, avtale, forfalt))
    return sorted(rader, key=_etter_frist), problems


def _etter_frist(rad: Avtalerad) -> tuple[int, date]:
    """Dates in their order, then other deadlines, then none; those alike in the schools' order."""
    frist = rad.avtale.mål.frist
    if isinstance(frist, Dato):
        return 0, frist.dag
    return (1 if frist else 2), date.max
