"""``dialog sjekk``: look through data and templates, or the given templates alone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..disk.folder import save
from ..dokumenter import dokumentmaler
from ..errors import DialogError, UsageError
from ..innhold.grunnlag import FILTERS
from ..innhold.text_template import TextTemplates
from ..kontroller import gjennomsyn
from ..reading.project import Project, as_template
from .kommandolinje import DEFAULT_KIND, Form
from .skjerm import say, show_problems, shown
from .tabeller import print_json, problem_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..errors import Problem
    from ..reading.project import Mal
    from .kommandolinje import Sjekk


def run(valg: Sjekk) -> bool:
    """Tell every problem at once."""
    as_json = valg.form is Form.JSON
    try:
        checked, problems = _check(valg)
    except UsageError:
        raise
    except DialogError as error:
        if not as_json:
            raise
        checked, problems = "", error.problems
    is_well = not any(valg.streng or not problem.warning for problem in problems)
    if as_json:
        print_json(problem_rows(problems))
        return is_well
    show_problems(problems)
    if is_well:
        say(f"{checked} er i orden.")
    return is_well


def _check(valg: Sjekk) -> tuple[str, Sequence[Problem]]:
    """Check the templates, or everything; returns what was checked, and what is wrong."""
    paths = valg.mal or []
    if valg.merk:
        _review(paths, valg.merk)
    if paths:
        return "Malen" if len(paths) == 1 else "Malene", _check_alone(paths)
    project = Project.find(valg.prosjekt)
    år = project.round(valg.runde)
    kinds = dict.fromkeys((DEFAULT_KIND, *project.templates()))
    count, problems = gjennomsyn.look_through(project, år, project.document_kinds(list(kinds)))
    return f"Data og maler for runden {år}, {count} skoler,", problems


def _check_alone(paths: list[Path]) -> list[Problem]:
    texts = TextTemplates(FILTERS)
    templates = [_template(path) for path in paths]  # all of the names before any file
    problems: list[Problem] = []
    for path, template in zip(paths, templates, strict=True):
        problems += dokumentmaler.check_alone(template, str(path), texts)
    return problems


def _template(path: Path) -> Mal:
    template = as_template(path)
    if not template:
        raise UsageError(f"«{path}» er ingen mal.", "Maler heter NAVN.docx eller NAVN.SUFFIKS.j2.")
    return template


def _review(mal: list[Path], merk: Path) -> None:
    """Write a copy of the one template with its problems as comments."""
    if len(mal) != 1 or mal[0].suffix != ".docx":
        raise UsageError(
            "--merk trenger én Word-mal.", "For eksempel: dialog sjekk MAL.docx --merk UT.docx"
        )
    if os.path.realpath(merk) == os.path.realpath(mal[0]):
        raise UsageError("--merk kan ikke skrive over malen selv.", "Velg et annet navn.")
    if os.path.lexists(merk):
        raise UsageError(f"«{merk}» finnes fra før.", "Velg et annet navn, eller slett den.")
    save(merk, dokumentmaler.review(mal[0], str(mal[0])), str(merk))
    say(f"Merknadene står i {shown(merk)}")
