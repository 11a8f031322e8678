"""A project looked through without writing anything: what is wrong, and what may be forgotten."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ..dokumenter.dokumentmaler import check_languages, load
from ..dokumenter.fellesmal import sjekk_fellesmaler
from ..dokumenter.innkallingstekst import Innkallingstekst
from ..dokumenter.kjede import Prepared, innhold, read_all, wordlist
from ..errors import DialogError
from ..innhold.tekster import missing_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from ..errors import Problem
    from ..innhold.grunnlag import Grunnlag
    from ..reading.datafiler import Datafiler
    from ..reading.project import Mal, Project
    from .register import Advarsel


def look_through(project: Project, år: int, maler: Iterable[Mal]) -> tuple[int, list[Problem]]:
    """Make every document of every school in memory, and run the checks.

    Returns how many schools there are, and all that is wrong, the checks' warnings with it.
    """
    read = read_all(project, år, maler, load)
    shut_out = [problem for document in read.compiled for problem in document.accessibility()]
    if read.files is None:
        return 0, [*read.in_order(()), *shut_out, *sjekk_fellesmaler(project)]
    prepared = Prepared(read.files, read.texts, read.documents)
    found = shared_findings(prepared)
    wrong_for_all = any(problem.file == read.files.runde.name for problem in read.problems)
    ids = () if wrong_for_all else prepared.skoler
    folder = project.documents_folder(år)
    seen = look_at(prepared, ids, folder, partial(_make_all, prepared))
    if wrong_for_all:
        found += read.files.faults()
    found += [problem for problems in seen.skoler.values() for problem in problems]
    found += [warning.problem for warning in seen.advarsler]
    found += _summaries(read.files)
    return len(prepared.skoler), [*read.in_order(found), *shut_out]


def shared_findings(prepared: Prepared) -> list[Problem]:
    """What is wrong in what schools share but can do without: texts, words, common templates."""
    project = prepared.files.project
    found = [*missing_texts(prepared.files), *sjekk_fellesmaler(project)]
    if wordlist(project).finnes:  # else the first school that needs it says that it isn't there
        for _, document in prepared.documents:
            found += check_languages(document)
    return found


def barriers(prepared: Prepared) -> list[Problem]:
    """What in the templates shuts readers out, as warnings."""
    return [p for _, document in prepared.documents for p in document.accessibility()]


class Seen(NamedTuple):
    """What was found in looking at schools: what is wrong in each, and the checks' warnings."""

    skoler: dict[str, list[Problem]]
    advarsler: list[Advarsel]


def look_at(
    prepared: Prepared, skoler: Iterable[str], folder: Path, look: Callable[[str, Grunnlag], None]
) -> Seen:
    """Build the content of each of ``skoler``, hand it to ``look``, and run the checks.

    ``look`` may raise DialogError, which then is that school's. A school whose entries are wrong
    isn't looked at; its problems are its own.
    """
    from .register import advarsler

    found: dict[str, list[Problem]] = {}
    contents: dict[str, Grunnlag] = {}
    for skole_id in skoler:
        found[skole_id] = list(prepared.files.faulty.get(skole_id, ()))
        if found[skole_id]:
            continue
        try:
            contents[skole_id] = innhold(prepared, skole_id, folder)
            look(skole_id, contents[skole_id])
        except DialogError as error:
            found[skole_id] += error.problems
    for skole_id, problem in (
        *_calendars(prepared.files, contents, folder),
        *_invitations(prepared, contents),
    ):
        found[skole_id].append(problem)
    return Seen(found, advarsler(prepared.files, innhold=contents))


def _make_all(prepared: Prepared, _skole_id: str, content: Grunnlag) -> None:
    """Make a school's documents in memory; raises DialogError with what is wrong in any."""
    problems: list[Problem] = []
    for _, document in prepared.documents:
        try:
            document.make(content)
        except DialogError as error:
            problems += error.problems
    if problems:
        raise DialogError(problems)


def _summaries(files: Datafiler) -> list[Problem]:
    """What is wrong in the summaries, of whatever round and school, and what may be forgotten."""
    return [p for id_ in files.år_med_oppsummering for p in summary_findings(files, id_)]


def summary_findings(files: Datafiler, skole_id: str) -> list[Problem]:
    """What is wrong in a school's summaries of all rounds, and what may be forgotten."""
    years = files.år_med_oppsummering.get(skole_id)
    if not years:
        return []
    from ..reading.oppsummeringsfiler import sjekk_oppsummering  # costs start-up time

    return [p for år in years for p in sjekk_oppsummering(files.project, år, skole_id)]


def _invitations(
    prepared: Prepared, contents: Mapping[str, Grunnlag]
) -> Iterator[tuple[str, Problem]]:
    """What would keep the texts of the invitations from being made."""
    try:
        tekst = Innkallingstekst.read(prepared.files.project)
    except DialogError:
        return  # told with the other templates of its sort
    for skole_id, content in contents.items():
        if content.dialog.dato:
            try:
                tekst.fyll(content, ["vedlegg.pdf"])
            except DialogError as error:
                yield from ((skole_id, problem) for problem in error.problems)


def _calendars(
    files: Datafiler, contents: Mapping[str, Grunnlag], folder: Path
) -> Iterator[tuple[str, Problem]]:
    """Dialogues that no calendar can hold, or that have moved since the last ones were made."""
    from ..dokumenter import (
        kalender,  # loads its library only where there is a calendar to compare with
    )

    try:
        moved = kalender.flyttinger(files, contents, folder, files.project.display(folder))
    except DialogError as error:
        yield from ((skole_id, problem) for skole_id in contents for problem in error.problems)
        return
    for skole_id in contents:
        for problem in moved.get(skole_id) or kalender.hindringer(files, skole_id):
            yield skole_id, problem
