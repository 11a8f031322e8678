"""What interrupts a run: signals, a full disk, another run. Every file must be whole, old or new.

A seeded tenth; ``pytest tests/test_avbrudd.py --ganger 10`` makes them all.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest
from docx import Document
from fullt_prosjekt import KOMMANDOER, lag
from hjelp import REPO, bytt, i_mappen

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


# --- every command that writes, at every write -----------------------------------------------


class Svar(NamedTuple):
    """What came of a run: a negative code is the signal that ended it."""

    kode: int
    operasjoner: int
    ut: str
    feil: str


class Tjener:
    """The process that runs the commands, and projects that they find at different times."""

    def __init__(self, work):
        self.work = work
        svar = work / "svar"
        svar.mkdir()
        env = {**os.environ, "DIALOG_FEILSOK": "", "PYTHONPATH": str(REPO), "COLUMNS": "80"}
        env.pop("DIALOG_PROSJEKT", None)
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("avbrutt.py")), str(svar)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=env,
            text=True,
        )
        self.prosjekter = {"nytt": lag(work / "nytt")}
        for name, make, of in (
            ("laget", self._lag_alt, "nytt"),
            ("endret", self._endre, "laget"),
            ("uten utkast", self._fjern_utkast, "laget"),
            ("feil i malen", self._skriv_feil_i_malen, "nytt"),
        ):
            self.prosjekter[name] = shutil.copytree(self.prosjekter[of], work / name)
            make(self.prosjekter[name])

    def dialog(self, words, folder, **more):
        """Run a command in a folder."""
        self._process.stdin.write(json.dumps({"ord": words, "i": str(folder), **more}) + "\n")
        self._process.stdin.flush()
        svar = Svar(*json.loads(self._process.stdout.readline()))
        assert "Traceback" not in svar.feil, svar.feil
        assert "Uventet" not in svar.feil, svar.feil
        return svar

    def slutt(self):
        self._process.stdin.close()
        assert self._process.wait(timeout=60) == 0
        self._process.stdout.close()

    def nytt(self, name, above=None):
        """A fresh copy of a project."""
        folder = (above or self.work) / "prosjekt"
        shutil.rmtree(folder, ignore_errors=True)
        return shutil.copytree(self.prosjekter[name], folder)

    def _lag_alt(self, folder):
        for words in (
            ("generer", "--alle", "--alle-dokumenter"),
            ("plan", "--kalender"),
            ("innkalling", "--alle"),
            ("status", "--format", "html"),
        ):
            assert self.dialog(words, folder, selv=True).kode == 0

    def _endre(self, folder):
        """Something in every document, and by hand in what is written over."""
        runde = folder / "data/runder/2015.yaml"
        bytt(runde, "Lunsj v/skolen", "Middag v/skolen")
        bytt(runde, "Lunsj v/skulen", "Middag v/skulen")
        bytt(runde, "    sted: Rom 2\n", "    sted: Rom 3\n    endring: 1\n")
        bytt(runde, '    sted: "Møterom 3"\n', "    sted: Møterom 4\n    endring: 1\n")
        side = folder / "ut/2015/status-2015.html"
        side.write_bytes(side.read_bytes() + b"<!-- mitt -->")

    def _fjern_utkast(self, folder):
        for draft in (folder / "ut/2015").glob("*.eml"):
            draft.unlink()

    def _skriv_feil_i_malen(self, folder):
        path = str(folder / "maler/dagsorden.docx")
        document = Document(path)
        document.add_paragraph("{{ skole.navm }}")
        document.save(path)


SKRIVER = (
    ("nytt", ("generer", "--alle", "--alle-dokumenter")),
    ("endret", ("generer", "--alle", "--alle-dokumenter")),
    ("nytt", ("plan", "--kalender")),
    ("endret", ("plan", "--kalender")),
    ("uten utkast", ("innkalling", "--alle")),
    ("nytt", ("status", "--format", "html")),
    ("endret", ("status", "--format", "html")),
    ("laget", ("status", "--format", "html", "--til", "side/status.html")),
    ("laget", ("oppsummering", "les", "skjemaer")),
    ("nytt", ("runde", "ny", "2016")),
    ("feil i malen", ("sjekk", "maler/dagsorden.docx", "--merk", "merket.docx")),
)
hver_som_skriver = pytest.mark.parametrize(
    ("navn", "words"), SKRIVER, ids=[f"{' '.join(words)} ({navn})" for navn, words in SKRIVER]
)


@pytest.fixture(scope="module")
def tjener(tmp_path_factory):
    tjener = Tjener(tmp_path_factory.mktemp("tjener"))
    yield tjener
    tjener.slutt()


class Utgang:
    """How a command changes a project's files when nothing disturbs it."""

    def __init__(self, tjener, navn, words, above=None):
        self.tjener, self.navn, self.words, self.above = tjener, navn, words, above
        folder = tjener.nytt(navn, above)
        self.før = i_mappen(folder)
        self.svar = tjener.dialog(words, folder)
        self.etter = i_mappen(folder)
        assert self.før != self.etter

    def sjekk_hele(self, folder):
        """Every file is as it was, or as it is to be; returns what else lies there."""
        nå = i_mappen(folder)
        assert self.før.keys() <= nå.keys()
        rest = []
        for name, data in nå.items():
            if ".dialog-" in name:
                rest.append(name)
            elif name == "merket.docx":  # the time of day stands in it
                assert ZipFile(folder / name).testzip() is None
            elif "/.dialog/" not in name:  # where two fingerprints may be noted for a while
                assert data in (self.før.get(name), self.etter.get(name)), name
        return rest

    def sjekk_neste(self, folder):
        """The next run comes to the same as one that nothing disturbed, and sweeps."""
        er_ferdig = i_mappen(folder).keys() == self.etter.keys()
        again = self.tjener.dialog(self.words, folder)
        if not er_ferdig or self.words[0] not in ("runde", "sjekk"):  # which write over nothing
            assert again.kode == self.svar.kode, again.feil
        assert self.sjekk_hele(folder) == []
        assert i_mappen(folder).keys() == self.etter.keys()


@hver_som_skriver
def test_every_file_is_whole_wherever_a_signal_stops_a_command(tjener, navn, words, pytestconfig):
    utgang = Utgang(tjener, navn, words)
    chance = random.Random(f"{navn} {words}")  # noqa: S311 - repeatable on purpose
    points = range(1, utgang.svar.operasjoner + 1)
    assert points
    ganger = pytestconfig.getoption("--ganger")
    for nr in chance.sample(points, min(len(points), 2 * ganger)):
        stopp(utgang, nr, chance.choice(("SIGKILL", "SIGTERM", "SIGINT")), "skriver")
    every = tjener.dialog(words, tjener.nytt(navn), hvor="alle").operasjoner
    for nr in chance.sample(range(1, every + 1), ganger):
        stopp(utgang, nr, chance.choice(("SIGKILL", "SIGTERM", "SIGINT")), "alle")


def stopp(utgang, nr, name, hvor):
    """Stop a command at an operation, and look at what it leaves."""
    folder = utgang.tjener.nytt(utgang.navn)
    more = {"nr": nr, "signal": name, "hvor": hvor}
    svar = utgang.tjener.dialog(utgang.words, folder, **more)
    if name == "SIGINT":
        assert svar.kode == 130, (nr, svar)
    else:
        assert svar.kode < 0, (nr, svar)
    rest = utgang.sjekk_hele(folder)
    assert len(rest) <= (name != "SIGINT"), rest  # one is being written at a time
    utgang.sjekk_neste(folder)


# --- no room -----------------------------------------------------------------------------------

SIDE = 4096  # bytes that a file on it takes at least


@contextmanager
def liten_disk(folder):
    """A disk of a few megabytes."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "none", str(folder)]
    if not shutil.which("mount") or subprocess.call(mount, stderr=subprocess.DEVNULL):
        pytest.skip("her kan ingen lage en liten disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@hver_som_skriver
def test_a_full_disk_is_told_and_leaves_every_file_whole(
    tjener, navn, words, tmp_path, pytestconfig
):
    chance = random.Random(f"disk {navn} {words}")  # noqa: S311 - repeatable on purpose
    levels = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55)
    ganger = pytestconfig.getoption("--ganger")
    outcomes = set()
    with liten_disk(tmp_path / "disk") as disk:
        utgang = Utgang(tjener, navn, words, disk)
        for pages in {0, *chance.sample(levels, min(len(levels), ganger))}:
            folder = tjener.nytt(navn, disk)
            ballast = disk / "ballast"
            ballast.write_bytes(bytes(SIDE * max(0, os.statvfs(disk).f_bavail - pages)))
            svar = tjener.dialog(words, folder)
            rest = utgang.sjekk_hele(folder)
            ballast.unlink()
            assert rest == []
            assert svar.kode in (1, utgang.svar.kode)
            if i_mappen(folder).keys() != utgang.etter.keys():
                assert svar.kode == 1
                assert "Disken er full. Frigjør plass, og prøv igjen." in svar.feil
            outcomes.add("full" if svar.kode else "plass nok")
            utgang.sjekk_neste(folder)
    assert "full" in outcomes


@pytest.mark.parametrize("hvor", ["/dev/full", "rør", "lukket"])
@pytest.mark.parametrize("strøm", ["stdout", "stderr"])
def test_nobody_who_reads_the_output(tjener, strøm, hvor, pytestconfig):
    chance = random.Random(f"{strøm} {hvor}")  # noqa: S311 - repeatable on purpose
    ganger = pytestconfig.getoption("--ganger")
    for alle in KOMMANDOER.values():
        for words in chance.sample(alle, min(len(alle), ganger)):
            folder = tjener.nytt("laget")
            før = i_mappen(folder)
            svar = tjener.dialog(words, folder, **{strøm: hvor})
            assert svar.kode in (0, 1), (words, svar)
            nå = i_mappen(folder)
            assert før.keys() <= nå.keys()
            assert [name for name, data in nå.items() if ".dialog-" in name or not data] == []
            writes = words[0] != "sjekk" and "annet" not in words  # where no documents lie
            if writes and strøm == "stdout" and hvor == "/dev/full":
                assert svar.kode == 1
                assert "utdata (stdout): Disken er full." in svar.feil, words
