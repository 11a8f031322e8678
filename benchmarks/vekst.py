"""How the time and memory of the commands grow with the number of schools.

    python benchmarks/vekst.py [--tidel] [--krev]

Each command is a process of its own, in a project of 1,000 and in one of 10,000 schools
(``--tidel``: 100 and 1,000) where everything is set, and where documents, calendars and
invitations are made and some of them out of date. With ``--krev`` the exit code is 1 where ten
times the schools take more than eleven times as much of the processors, those of the command's
helpers included, or where a command takes more than 400 MB.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from stort_prosjekt import add_summaries, make, move_some

GROWTH, MEMORY = 11.0, 400
# The commands in the order in which a round is made; None for what is only made ready
COMMANDS = (
    ("generer --alle", "alle dokumenter nye"),
    ("generer --alle", "ingenting endret"),
    ("generer --alle --alle-dokumenter", None),
    ("sjekk", ""),
    ("plan --kalender", "alle nye"),
    ("innkalling --alle", "alle nye"),
    ("status", ""),
    ("status --format html", ""),
)


class Run(NamedTuple):
    """What one run of a command took."""

    seconds: float
    processor: float  # seconds, of all its processes together
    megabytes: float


def run(command, project):
    """One run of a command: its own memory, that of its helpers included where it is more."""
    words = [sys.executable, "-m", "dialoggrunnlag", *command.split()]
    start = time.perf_counter()
    process = subprocess.Popen(
        words, cwd=project.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    processor = usage.ru_utime + usage.ru_stime
    return Run(time.perf_counter() - start, processor, usage.ru_maxrss / 1024)


def measured(folder, schools):
    """A run of each command that is measured, in a new project."""
    project = make(folder, schools)
    add_summaries(project, schools)
    runs = []
    for command, what in COMMANDS:
        if command == "status":  # the first of those that tell what is out of date
            move_some(project)
        taken = run(command, project)
        if what is not None:
            runs.append(taken)
    return runs


def main():
    few = 100 if "--tidel" in sys.argv else 1000
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as work:
        small, large = (measured(Path(work) / str(n), n) for n in (few, few * 10))
    print(f"| kommando | | {few} skoler | {few * 10} skoler | prosessortid | minne |")
    print("|---|---|--:|--:|--:|--:|")
    broken = False
    named = [(command, what) for command, what in COMMANDS if what is not None]
    for (command, what), less, more in zip(named, small, large, strict=True):
        growth = more.processor / less.processor
        broken |= growth > GROWTH or more.megabytes > MEMORY
        numbers = f"{less.seconds:.1f} s | {more.seconds:.1f} s | × {growth:.1f}"
        row = f"| `{command}` | {what} | {numbers} | {more.megabytes:.0f} MB |"
        print(row.replace(".", ","))
    print(f"lovet: høyst {GROWTH:g} ganger så mye prosessortid, og høyst {MEMORY} MB")
    return 1 if broken and "--krev" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
