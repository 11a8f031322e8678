"""The status of a round as one self-contained page, from maler/felles/status.html.j2."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..dokumenter.fellesmal import STATUS, Fellesmal
from ..dokumenter.tilstand import Tilstand
from ..errors import DialogError
from ..innhold.statusfelt import (
    DagFelt,
    DialogtidFelt,
    FilFelt,
    FunnFelt,
    PdfFelt,
    SkolestatusFelt,
    SlagFelt,
    StatusFelt,
    TotalFelt,
    UkeFelt,
)
from ..model.norsk import Dato
from .rundestatus import AVLYST, LAGET, MED_DATO, UKJENT, UTEN_DATO, Skolestatus, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ..dokumenter.tilstand import Dokument
    from ..errors import Problem
    from ..reading.project import Project

_MERKER = {
    Tilstand.FERSK.value: "fersk",
    LAGET: "fersk",
    Tilstand.REDIGERT.value: "redigert",
    Tilstand.UTDATERT.value: "utdatert",
    Tilstand.REDIGERT_UTDATERT.value: "utdatert",
    UKJENT: "feil",
}
_TYPER = {"docx": "Word", "txt": "tekst", "pdf": "PDF", "html": "nettside", "eml": "e-post"}
_FRIDAY = 5


def lag_side(project: Project, status: Status, side: Path) -> str:
    """The page, whose links lead from where ``side`` lies; raises DialogError.

    The same status gives the same page.
    """
    path = project.shared_template(STATUS)
    mal = Fellesmal.read(path, project.display(path))
    problems = mal.check()  # also of what this round doesn't reach
    if problems:
        raise DialogError(problems)
    return mal.render(som_felt(status, side.parent))


def som_felt(status: Status, folder: Path) -> StatusFelt:
    """What the template may use, for a page in ``folder``."""
    dated = sorted((row for row in status.skoler if row.dato), key=_når)
    return StatusFelt(
        status.år,
        totaler(status),
        list(_uker(dated)),
        any(row.dato.dag.isoweekday() > _FRIDAY for row in dated if row.dato),
        [row.kortnavn for row in status.skoler if row.når == UTEN_DATO],
        [SlagFelt(navn, type_av(suffix)) for navn, suffix in status.slag],
        [_skole(row, folder) for row in status.skoler],
        [row.kortnavn for row in status.skoler if _i_orden(row)],
        [_funn(problem) for problem in status.felles],
    )


def _når(row: Skolestatus) -> tuple[date, int]:
    """When a dialogue that has a date begins."""
    start = row.tidsramme.start.minutter if row.tidsramme else 0
    return (row.dato.dag if row.dato else date.max), start


def type_av(suffix: str) -> str:
    """What a kind of file is called."""
    return _TYPER.get(suffix, suffix)


def totaler(status: Status) -> TotalFelt:
    """The numbers of the whole round."""
    rows, states, found = status.skoler, status.tilstander, status.funn
    dates = Counter(row.når for row in rows)
    errors = sum(not problem.warning for problem in found)
    return TotalFelt(
        skoler=len(rows),
        med_dato=dates[MED_DATO],
        uten_dato=dates[UTEN_DATO],
        avlyst=dates[AVLYST],
        ukjent=dates[UKJENT],
        dokumenter=states.total(),
        i_orden=sum(count for state, count in states.items() if state.holder),
        mangler=states[Tilstand.MANGLER],
        utdatert=states[Tilstand.UTDATERT] + states[Tilstand.REDIGERT_UTDATERT],
        redigert=states[Tilstand.REDIGERT] + states[Tilstand.REDIGERT_UTDATERT],
        innkallinger=sum(row.innkalling.tilstand == LAGET for row in rows),
        oppsummeringer=sum(row.oppsummering for row in rows),
        feil=errors,
        advarsler=len(found) - errors,
    )


# --- the schools -------------------------------------------------------------------------------


def _skole(row: Skolestatus, folder: Path) -> SkolestatusFelt:
    invitation = row.innkalling
    made = invitation.tilstand != Tilstand.MANGLER.value
    return SkolestatusFelt(
        row.skole_id,
        row.navn,
        row.kortnavn,
        _anker(row),
        row.dato.ukedag if row.dato else None,
        row.dato.kort if row.dato else None,
        row.dato.dag.isoformat() if row.dato else None,
        row.avlyst,
        row.dokumenter is None,
        [_fil(one, folder) for one in row.egne],
        PdfFelt(row.pdf, _merke(row.pdf), [_fil(one, folder) for one in row.pdfer]),
        FilFelt(
            "innkalling",
            type_av("eml"),
            invitation.tilstand,
            _merke(invitation.tilstand),
            lenke(invitation.path, folder) if made else None,
        ),
        row.oppsummering,
        row.mangler,
        [_funn(problem) for problem in dict.fromkeys(row.funn)],
        _i_orden(row),
        len(set(row.feil)),
        len(set(row.advarsler)),
    )


def _i_orden(row: Skolestatus) -> bool:
    """Whether there is nothing to say of a school under what is missing."""
    settled = row.dato is not None or row.avlyst
    return settled and row.ferdig and not row.mangler and not row.funn


def _anker(row: Skolestatus) -> str:
    return f"skole-{row.skole_id}"


def _fil(one: Dokument, folder: Path) -> FilFelt:
    there = one.tilstand is not Tilstand.MANGLER
    state = one.tilstand.value
    address = lenke(one.path, folder) if there else None
    return FilFelt(one.navn, type_av(one.suffix), state, _merke(state), address)


def _merke(tilstand: str) -> str:
    """A state as the class that styles it; «mangler» and «delvis» are their own."""
    return _MERKER.get(tilstand, tilstand)


def _funn(problem: Problem) -> FunnFelt:
    place = ":".join(str(bit) for bit in (problem.file, problem.line, problem.column) if bit)
    text = " ".join(filter(None, (problem.message, problem.remedy)))
    return FunnFelt(text, place, problem.warning)


def lenke(path: Path, folder: Path) -> str:
    """The address of a file, seen from ``folder``: letters such as å and spaces encoded."""
    try:
        relative = os.path.relpath(path, folder)
    except ValueError:  # another drive
        return path.absolute().as_uri()
    steps = (quote(step, safe="") for step in PurePath(relative).parts)
    found = "/".join(steps)
    return found if found.startswith("../") else f"./{found}"


# --- the time line -----------------------------------------------------------------------------


def _uker(dated: Sequence[Skolestatus]) -> Iterator[UkeFelt]:
    """The weeks that have dialogues, each with how many weeks lie between it and the one before."""
    days: dict[date, dict[Dato, list[Skolestatus]]] = {}
    for row in dated:
        if row.dato:
            monday = row.dato.dag - timedelta(days=row.dato.dag.weekday())
            days.setdefault(monday, {}).setdefault(row.dato, []).append(row)
    before: date | None = None
    for monday, found in days.items():
        held = any(not row.avlyst for rows in found.values() for row in rows)
        gap = (monday - before).days // 7 - 1 if before and held else 0
        yield UkeFelt(
            monday.isocalendar().week,
            _fra_til(monday, monday + timedelta(days=6)),
            gap,
            [_dag(dato, rows) for dato, rows in found.items()],
        )
        before = monday if held else before  # a week of cancelled dialogues is an empty one


def _dag(dato: Dato, rows: Iterable[Skolestatus]) -> DagFelt:
    return DagFelt(
        f"{dato.ukedag} {_uten_år(dato)}",
        dato.dag.isoformat(),
        dato.dag.isoweekday(),
        [DialogtidFelt(row.kortnavn, _anker(row), _tid(row), row.sted, row.avlyst) for row in rows],
    )


def _tid(row: Skolestatus) -> str | None:
    return str(row.tidsramme) if row.tidsramme else None


def _fra_til(first: date, last: date) -> str:
    """«2.–8. november 2015», «28. desember 2015 – 3. januar 2016»."""
    start, end = Dato(first), Dato(last)
    if first.year != last.year:
        return f"{start.kort} – {end.kort}"
    if first.month != last.month:
        return f"{_uten_år(start)} – {end.kort}"
    return f"{first.day}.–{end.kort}"


def _uten_år(dato: Dato) -> str:
    return dato.kort.removesuffix(f" {dato.dag.year}")
