"""The PDFs beside the round's Word documents: which are up to date, and making the others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ..disk.folder import Edited, Outcome
from ..disk.writing import read_file
from ..errors import DialogError, Problem
from ..pdf import Job, made_from, make
from ..word import TemplateError
from ..word.fingerprint import read_stamp
from .fingeravtrykk import EGENSKAP
from .kjede import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from ..disk.folder import OutputFolder
    from ..pdf import Made


class _Task(NamedTuple):
    """A PDF to be made for one school, from the Word file as it lies."""

    result: Result
    job: Job
    edited: Edited


def lag_pdfer(
    results: Sequence[Result],
    folder: OutputFolder,
    *,
    edited: Edited,
    today: date,
    done: Callable[[Result], None],
) -> list[Result]:
    """Make a PDF beside each Word document in ``results``, where the one there isn't up to date.

    A document edited by hand becomes a PDF as it is. ``done`` is called after each one. Raises
    DialogError where there is something to make and LibreOffice isn't there.
    """
    made = []
    for result in _results(results, folder, edited=edited, today=today):
        made.append(result)
        done(result)
    return made


def _results(
    results: Sequence[Result], folder: OutputFolder, *, edited: Edited, today: date
) -> Iterator[Result]:
    tasks: list[_Task] = []
    for result in filter(_is_word, results):
        for path in _word_files(result):
            # Beside a hand-edited Word file lies a newer one, whose PDF has that name already.
            own = Edited.KEEP if result.written and path == result.written.kept else edited
            found = _standing(result, path, folder, own)
            if isinstance(found, _Task):
                tasks.append(found)
            else:
                yield found
    if tasks:
        for number, made in make([task.job for task in tasks]):
            yield _written(tasks[number], made, folder, today)


def _standing(result: Result, path: Path, folder: OutputFolder, edited: Edited) -> Result | _Task:
    """What there is to say of the PDF of a Word file, or that it has to be made."""
    try:
        job = _job(path, folder, f"{path.stem}.pdf")
        current = partial(made_from, mark=job.mark)
        standing = folder.standing(_file(job), current, edited=edited)
    except DialogError as error:
        return _result(result, error.problems)
    if standing:
        return _result(result)._replace(written=standing)
    return _Task(result, job, edited)


def _written(task: _Task, made: Made, folder: OutputFolder, today: date) -> Result:
    """Put a PDF in place that has been made, or say why it hasn't."""
    if not made.pdf:
        return _result(task.result, made.problems)
    try:
        written = folder.write(_file(task.job), made.pdf, edited=task.edited, today=today)
    except DialogError as error:
        return _result(task.result, error.problems)
    if written.outcome is Outcome.EDITED and not _is_whole(written.path):
        written = written._replace(current=False, foreign=True)
    return _result(task.result, made.problems)._replace(written=written)


def _is_word(result: Result) -> bool:
    return bool(result.written and result.mal and result.mal.suffix == "docx")


def _word_files(result: Result) -> Iterator[Path]:
    """The Word files a result stands for: beside a hand-edited one there may be a newer version."""
    written = result.written
    if written is None:
        return
    yield written.path
    if written.kept and written.path.stem.startswith(f"{written.kept.stem}, "):
        yield written.kept


def _job(path: Path, folder: OutputFolder, name: str) -> Job:
    shown = f"{folder.display}/{path.name}"
    data = read_file(path, shown)
    try:
        mark = read_stamp(data, EGENSKAP)[1]
    except TemplateError as error:
        raise DialogError(Problem(p.message, p.remedy, shown) for p in error.problems) from error
    return Job(data, mark, f"{folder.display}/{name}")


def _is_whole(path: Path) -> bool:
    """Whether a PDF that somebody has had a hand in is one from its first bytes to its last."""
    data = path.read_bytes()
    return data.startswith(b"%PDF-") and b"%%EOF" in data[-1024:]


def _file(job: Job) -> str:
    return job.name.rsplit("/", 1)[-1]


def _result(result: Result, problems: Sequence[Problem] = ()) -> Result:
    mal = result.mal._replace(suffix="pdf") if result.mal else None
    return Result(result.skole, mal, None, tuple(problems))
