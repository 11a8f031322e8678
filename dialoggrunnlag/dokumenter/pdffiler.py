"""The PDFs beside the round's Word documents: which are up to date, and making the others."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ..disk.folder import Edited, Outcome, OutputFolder, Written
from ..disk.writing import read_file
from ..errors import DialogError
from ..pdf import Job, Made, made_from, make
from ..word.fingerprint import read_stamp
from .dokumentmaler import EGENSKAP, as_dialog_error
from .kjede import Result


class _Task(NamedTuple):
    """A PDF to be made from a Word file as it lies: what is told of it, and what it is called."""

    result: Result
    name: str
    job: Job
    edited: Edited


def lag_pdfer(
    documents: Iterable[Result], folder: OutputFolder, *, edited: Edited, today: date
) -> Iterator[Result]:
    """Make a PDF beside each Word document, where the one there isn't up to date.

    A document edited by hand becomes a PDF as it is. Raises DialogError where there is something
    to make and LibreOffice isn't there.
    """
    tasks: list[_Task] = []
    for document in documents:
        if document.written is None or document.suffix != "docx":
            continue
        result = Result(document.skole, document.navn, "pdf")
        for path in _word_files(document.written):
            # Beside a hand-edited Word file lies a newer one, whose PDF has that name already.
            own = Edited.KEEP if path == document.written.kept else edited
            try:
                task = _Task(result, f"{path.stem}.pdf", _job(path, folder), own)
                current = partial(made_from, mark=task.job.mark)
                standing = folder.standing(task.name, current, edited=own)
            except DialogError as error:
                yield result._replace(problems=error.problems)
                continue
            if standing:
                yield result._replace(written=standing)
            else:
                tasks.append(task)
    if tasks:
        for number, made in make([task.job for task in tasks]):
            yield _written(tasks[number], made, folder, today)


def _word_files(written: Written) -> list[Path]:
    """The Word files in a document's place: beside a hand-edited one there may be a newer."""
    if written.kept and written.path.stem.startswith(f"{written.kept.stem}, "):
        return [written.path, written.kept]
    return [written.path]


def _job(path: Path, folder: OutputFolder) -> Job:
    """What to make a PDF of; raises DialogError where the Word file can't be read."""
    shown = f"{folder.display}/{path.name}"
    data = read_file(path, shown)
    with as_dialog_error(shown):
        mark = read_stamp(data, EGENSKAP)[1]
    return Job(data, mark, f"{folder.display}/{path.stem}.pdf")


def _written(task: _Task, made: Made, folder: OutputFolder, today: date) -> Result:
    """Put a PDF in place that has been made, or say why it hasn't."""
    result = task.result._replace(problems=tuple(made.problems))
    if not made.pdf:
        return result
    try:
        written = folder.write(task.name, made.pdf, edited=task.edited, today=today)
    except DialogError as error:
        return result._replace(problems=error.problems)
    if written.outcome is Outcome.EDITED:
        data = written.path.read_bytes()
        if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-1024:]:  # no whole PDF
            written = written._replace(current=False, foreign=True)
    return result._replace(written=written)
