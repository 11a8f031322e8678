"""``dialog sjekk``: look through data and templates, or the given templates alone."""

import contextlib
import os
from collections.abc import Collection, Sequence
from pathlib import Path

from ..disk.folder import save
from ..dokumenter import malsjekk
from ..errors import DialogError, Problem, UsageError
from ..innhold.grunnlag import FILTERS
from ..innhold.text_template import TextTemplates
from ..kontroller import gjennomsyn
from ..model.norsk import MÅLFORMER, Målform
from ..reading.datafiler import Datafiler, standard
from ..reading.project import Project, as_template
from .annotering import print_annotations
from .kommandolinje import DEFAULT_KIND, Sjekk, Sjekkform
from .skjerm import say, show_problems, shown
from .tabeller import print_json, problem_rows


def run(valg: Sjekk) -> bool:
    """Tell every problem at once."""
    if valg.streng and valg.ikke_streng:
        raise UsageError("Oppgi --streng eller --ikke-streng, ikke begge.")
    try:
        checked, problems = _check(valg)
    except DialogError as error:
        if valg.form is Sjekkform.TEKST or isinstance(error, UsageError):
            raise
        checked, problems = "", error.problems
    is_well = not any(not problem.warning for problem in problems)
    if is_well and problems:  # nothing but warnings
        is_well = not _er_streng(valg)
    if valg.form is Sjekkform.JSON:
        print_json(problem_rows(problems))
        return is_well
    if valg.form is Sjekkform.GITHUB:
        print_annotations(problems, _folder(valg))
    else:
        show_problems(problems)
        _si_om_eldre_maler(valg, problems)
    if is_well:
        say(f"{checked} er i orden.")
    return is_well


def _er_streng(valg: Sjekk) -> bool:
    """Whether no warning may pass: as is asked for, else as the project has it.

    Templates alone belong to none.
    """
    if valg.streng or valg.ikke_streng or valg.mal:
        return valg.streng
    ellers = standard(Project.find(valg.prosjekt))
    return bool(ellers and ellers.streng)


def _si_om_eldre_maler(valg: Sjekk, problems: Sequence[Problem]) -> None:
    """Say which of the templates with faults there is a newer version of."""
    feil_i = {problem.file for problem in problems if not problem.warning}
    if valg.mal or not any("maler" in file for file in feil_i):
        return
    # Only a program that is newer than its project's templates needs it
    from ..oppstart.malfornying import eldre  # noqa: PLC0415

    with contextlib.suppress(DialogError):
        for mal in eldre(Project.find(valg.prosjekt), feil_i):
            say(f"{mal} er fra en eldre versjon av programmet.")
            say("«dialog maler oppdater» henter den nye.")


def _folder(valg: Sjekk) -> Path:
    """What the files of the problems are named from."""
    if not valg.mal:
        with contextlib.suppress(DialogError):
            return Project.find(valg.prosjekt).folder
    return Path.cwd()


def _check(valg: Sjekk) -> tuple[str, Sequence[Problem]]:
    """Check the templates, or everything; returns what was checked, and what is wrong."""
    paths = valg.mal or []
    if valg.merk:
        _review(paths, valg.merk)
    if paths:
        return "Malen" if len(paths) == 1 else "Malene", _check_alone(valg, paths)
    project = Project.find(valg.prosjekt)
    år = project.round(valg.runde)
    kinds = dict.fromkeys((DEFAULT_KIND, *project.templates()))
    count, problems = gjennomsyn.look_through(project, år, project.document_kinds(list(kinds)))
    skoler = "1 skole" if count == 1 else f"{count} skoler"
    return f"Data og maler for runden {år}, {skoler},", problems


def _check_alone(valg: Sjekk, paths: list[Path]) -> list[Problem]:
    templates = []
    for path in paths:  # all of the names before any file
        template = as_template(path)
        if not template:
            remedy = "Maler heter NAVN.docx eller NAVN.SUFFIKS.j2."
            if path.suffix.lower() in (".yaml", ".yml"):
                remedy = "«dialog sjekk» uten filnavn sjekker alle dataene."
            raise UsageError(f"«{path}» er ingen mal.", remedy)
        templates.append(template)
    texts = TextTemplates(FILTERS)
    problems: list[Problem] = []
    for template in templates:
        målformer = _målformer(valg, template.path)
        problems += malsjekk.check_alone(template, str(template.path), texts, målformer)
    return problems


def _målformer(valg: Sjekk, mal: Path) -> Collection[Målform]:
    """The languages of the schools that a template is for: both where nobody knows them."""
    try:
        project = Project.find(valg.prosjekt or mal.absolute().parent.parent)
        return Datafiler(project, project.round(valg.runde)).målformer
    except DialogError:
        return MÅLFORMER


def _review(mal: list[Path], merk: Path) -> None:
    """Write a copy of the one template with its problems as comments."""
    if len(mal) != 1 or mal[0].suffix != ".docx":
        remedy = "For eksempel: dialog sjekk MAL.docx --merk UT.docx"
        raise UsageError("--merk trenger én Word-mal.", remedy)
    if os.path.realpath(merk) == os.path.realpath(mal[0]):
        raise UsageError("--merk kan ikke skrive over malen selv.", "Velg et annet navn.")
    if os.path.lexists(merk):
        raise UsageError(f"«{merk}» finnes fra før.", "Velg et annet navn, eller slett den.")
    copy = malsjekk.review(mal[0], str(mal[0]))
    if copy is None:
        say(f"Det er ingenting å merke, så {shown(merk)} er ikke laget.")
        return
    save(merk, copy, str(merk))
    say(f"Merknadene står i {shown(merk)}")
