"""What the commands say of files that a person may think are read, and that aren't.

``dialog sjekk`` tells them all; a command tells those that change what it makes.
"""

from pathlib import Path

from ..reading import strays
from ..reading.datafiler import Datafiler
from .skjerm import show_problems

_KONTROLLER = ("ukjent-fil", "mulig-kopi")


def say_unread(files: Datafiler, *, newest: bool, all_kinds: bool) -> None:
    """Say what seems to be a newer round, and which templates are, or may be, copies.

    ``newest``: the newest round is taken, since none was named. ``all_kinds``: documents are made
    of all the templates that there are.
    """
    project = files.project
    paths: list[Path] = []
    if newest:
        paths += [stray.file for stray in strays.newer_rounds(project, files.datasett.runde.år)]
    if all_kinds:
        paths += [stray.file for stray in strays.in_templates(project)]
        paths += [file for file, _ in strays.possible_copies(project)]
    if not paths:
        return
    from ..kontroller.kontroll import Data  # noqa: PLC0415 - most often there is nothing to tell
    from ..kontroller.register import advarsler_uten_skole  # noqa: PLC0415 - as above

    names = {project.display(path) for path in paths}
    problems = advarsler_uten_skole(Data(files), _KONTROLLER)
    show_problems([problem for problem in problems if problem.file in names])
