"""What interrupts a run: kill -9, a full disk, another run. Every file must be whole, old or new.

A seeded tenth; ``pytest tests/test_avbrudd.py --ganger 10`` makes them all.
"""

import os
import random
import shutil
import subprocess
import sys

import pytest
from hjelp import REPO

resource = pytest.importorskip("resource")  # kill -9 and resource limits are POSIX's
pytestmark = pytest.mark.treg
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
                shutil.copytree(REPO / name, project / name)
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


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return Folder(tmp_path_factory.mktemp("avbrudd"))


@pytest.mark.parametrize(
    ("what", "times"),
    [(killed, 30), (full_disk, 10), (two_at_once, 10)],
    ids=lambda case: getattr(case, "__name__", str(case)),  # a function's repr is another each time
)
def test_every_file_is_whole_whatever_interrupts(folder, what, times, pytestconfig):
    chance = random.Random(what.__name__)  # noqa: S311 - repeatable on purpose
    times *= pytestconfig.getoption("--ganger")
    outcomes = {what(folder, chance) for _ in range(times)}
    assert outcomes & {"drept", "full disk", "to samtidig"}
