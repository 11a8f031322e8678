"""What a command that works on documents begins with: all of it found, read and chosen."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from ..disk.folder import OutputFolder
from ..reading.project import Project
from .dokumentmaler import load
from .kjede import Loader, Prepared, prepare

ALLE: Sequence[str] | None = None  # every document kind that the project has a template for


class Arbeid(NamedTuple):
    """A round's data and templates, read and checked; the chosen schools; where to write."""

    prepared: Prepared
    skoler: list[str]
    output: OutputFolder


def åpne(
    project: Project,
    runde: str | None,
    skole: Sequence[str] | None,
    ut: Path | None,
    shown: Callable[[Path], str],
    *,
    dokumenter: Sequence[str] | None = ALLE,
    kjente: Sequence[str] = (),
    loader: Loader = load,
    offentlig: bool = False,
) -> Arbeid:
    """Find the round and the kinds, read them, and choose the schools; nothing is written.

    ``dokumenter`` are the kinds that are made; ``kjente`` are others that the user names.
    The ``offentlig`` edition leaves out the key figures that aren't public.
    ``shown`` is how messages write a path, ``loader`` as ``prepare`` has it. Raises DialogError:
    for the wrong use of a name before anything is read, but for a school's, which takes the data
    to know.
    """
    år = project.round(runde)
    if kjente:
        project.document_kinds(list(kjente))
    if dokumenter is ALLE:
        dokumenter = list(project.templates())
        maler = project.document_kinds(dokumenter)
    elif dokumenter:
        maler = project.document_kinds(list(dokumenter))
    else:
        maler = []  # calendars need no template
    prepared = prepare(project, år, maler, loader, offentlig=offentlig)
    folder = prepared.files.documents_folder(ut)
    if offentlig:  # by itself, so that no command takes them for the others
        folder /= "offentlig"
    output = OutputFolder(folder, shown(folder))
    return Arbeid(prepared, prepared.choose(skole or ()), output)
