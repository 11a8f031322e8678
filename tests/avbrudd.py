"""What interrupts a run: kill -9, a full disk, another run. Every file must be whole, old or new.

    python tests/avbrudd.py [ANTALL] [FRØ]

kills ANTALL runs (300) at random moments, has ANTALL/3 meet a full disk and ANTALL/3 pairs run
at once in one folder; prints the counts, exit code 1 where a file was broken or lost. pytest
runs a seeded tenth.
"""

import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("--dokument", "dialoggrunnlag", "--dokument", "dagsorden")
FULL_RUN = 0.35  # seconds; a run is killed somewhere in its course
MANY = 39


class Folder:
    """An output folder, and two projects whose documents all differ."""

    def __init__(self, work):
        self.out = work / "ut"
        self.projects = [work / "a", work / "b"]
        for number, project in enumerate(self.projects):
            for name in ("data", "maler"):
                shutil.copytree(ROOT / name, project / name)
            round_file = project / "data" / "runder" / "2015.yaml"
            text = round_file.read_text("utf-8")
            changed = text.replace("Å bidra til", f"Versjon {number} – å bidra til")
            changed = changed.replace("Lunsj v/skolen", f"Lunsj v/skolen {number}")
            assert changed != text
            round_file.write_text(changed, "utf-8")
        self.versions = [self._finished(project, work / f"fasit{n}")
                         for n, project in enumerate(self.projects)]  # fmt: skip

    def _finished(self, project, out):
        self.start(project, out).communicate(timeout=60)
        made = {path.name: path.read_bytes() for path in (out / "2015").glob("*.*x*")}
        assert len(made) == MANY
        return made

    def start(self, project, out=None, **options):
        words = ("generer", "--alle", *DOCUMENTS, "--prosjekt", project, "--ut", out or self.out)
        return subprocess.Popen(
            [sys.executable, "-m", "dialoggrunnlag", *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, "DIALOG_FEILSOK": ""},
            **options,
        )

    def check_whole(self):
        """Every document is one of the two versions to the byte; returns how many there are."""
        found = list((self.out / "2015").glob("*.*x*"))
        for path in found:
            content = path.read_bytes()
            assert content in [version[path.name] for version in self.versions], path.name
        return len(found)

    def finish(self, project):
        """An undisturbed run mends everything and leaves nothing behind."""
        run = self.start(project)
        _, errors = run.communicate(timeout=60)
        assert run.returncode == 0, errors.decode()
        assert self.check_whole() == MANY
        assert not list((self.out / "2015").glob(".dialog-*"))


def killed(folder, chance):
    """Kill a run somewhere in its course."""
    run = folder.start(chance.choice(folder.projects))
    try:
        run.wait(timeout=chance.uniform(0.05, FULL_RUN))
    except subprocess.TimeoutExpired:
        run.kill()
    run.communicate()
    folder.check_whole()
    folder.finish(chance.choice(folder.projects))
    return "drept" if run.returncode < 0 else "rakk å bli ferdig"


def full_disk(folder, chance):
    """Have the disk take no more than a few kilobytes of a file."""
    size = chance.randint(0, 9000)
    run = folder.start(
        chance.choice(folder.projects),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )
    _, errors = run.communicate(timeout=60)
    assert b"Traceback" not in errors
    assert run.returncode in (0, 1), errors.decode()
    folder.check_whole()
    assert not list((folder.out / "2015").glob(".dialog-*"))
    folder.finish(chance.choice(folder.projects))
    return "full disk" if run.returncode else "plass nok"


def two_at_once(folder, chance):
    """Two runs with different data in the same folder."""
    runs = [folder.start(project) for project in chance.sample(folder.projects, 2)]
    for run in runs:
        _, errors = run.communicate(timeout=60)
        assert b"Traceback" not in errors
        assert b"Uventet" not in errors, errors.decode()
    assert folder.check_whole() == MANY
    folder.finish(chance.choice(folder.projects))
    return "to samtidig"


def main(count=300, seed=0):
    """Interrupt runs and print what happened; returns the exit code."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    outcomes, bad = Counter(), []
    with tempfile.TemporaryDirectory() as work:
        folder = Folder(Path(work))
        for what, times in ((killed, count), (full_disk, count // 3), (two_at_once, count // 3)):
            for number in range(times):
                try:
                    outcomes[what(folder, chance)] += 1
                except AssertionError as error:
                    bad.append(f"{what.__name__} {number}: {error}")
                    shutil.rmtree(folder.out, ignore_errors=True)
    print(dict(outcomes), f"galt: {len(bad)}")  # noqa: T201
    for line in bad[:20]:
        print(" ", line[:300])  # noqa: T201
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
