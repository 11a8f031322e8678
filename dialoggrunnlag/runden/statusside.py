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
        år=status.år,
        totaler=totaler(status),
        uker=list(_uker(dated)),
        helg=any(row.dato.dag.isoweekday() > _FRIDAY for row in dated if row.dato),
        uten_dato=[row.kortnavn for row in status.skoler if row.når == UTEN_DATO],
        slag=[SlagFelt(navn=navn, type=type_av(suffix)) for navn, suffix in status.slag],
        skoler=[_skole(row, folder) for row in status.skoler],
        i_orden=[row.kortnavn for row in status.skoler if _i_orden(row)],
        felles=[_funn(problem) for problem in status.felles],
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
        id=row.skole_id,
        navn=row.navn,
        kortnavn=row.kortnavn,
        anker=_anker(row),
        ukedag=row.dato.ukedag if row.dato else None,
        dato=row.dato.kort if row.dato else None,
        dag=row.dato.dag.isoformat() if row.dato else None,
        avlyst=row.avlyst,
        feil=row.dokumenter is None,
        dokumenter=[_fil(one, folder) for one in row.egne],
        pdf=PdfFelt(
            tilstand=row.pdf, merke=_merke(row.pdf), filer=[_fil(one, folder) for one in row.pdfer]
        ),
        innkalling=FilFelt(
            navn="innkalling",
            type=type_av("eml"),
            tilstand=invitation.tilstand,
            merke=_merke(invitation.tilstand),
            lenke=lenke(invitation.path, folder) if made else None,
        ),
        oppsummering=row.oppsummering,
        mangler=row.mangler,
        funn=[_funn(problem) for problem in dict.fromkeys(row.funn)],
        i_orden=_i_orden(row),
        antall_feil=len(set(row.feil)),
        antall_advarsler=len(set(row.advarsler)),
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
    return FilFelt(
        navn=one.navn, type=type_av(one.suffix), tilstand=state, merke=_merke(state), lenke=address
    )


def _merke(tilstand: str) -> str:
    """A state as the class that styles it; «mangler» and «delvis» are their own."""
    return _MERKER.get(tilstand, tilstand)


def _funn(problem: Problem) -> FunnFelt:
    place = ":".join(str(bit) for bit in (problem.file, problem.line, problem.column) if bit)
    text = " ".join(filter(None, (problem.message, problem.remedy)))
    return FunnFelt(tekst=text, sted=place, advarsel=problem.warning)


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
            nummer=monday.isocalendar().week,
            tekst=_fra_til(monday, monday + timedelta(days=6)),
            opphold=gap,
            dager=[_dag(dato, rows) for dato, rows in found.items()],
        )
        before = monday if held else before  # a week of cancelled dialogues is an empty one


def _dag(dato: Dato, rows: Iterable[Skolestatus]) -> DagFelt:
    return DagFelt(
        dato=f"{dato.ukedag} {_uten_år(dato)}",
        dag=dato.dag.isoformat(),
        kolonne=dato.dag.isoweekday(),
        dialoger=[_dialogtid(row) for row in rows],
    )


def _dialogtid(row: Skolestatus) -> DialogtidFelt:
    return DialogtidFelt(
        skole=row.kortnavn, anker=_anker(row), tid=_tid(row), sted=row.sted, avlyst=row.avlyst
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
