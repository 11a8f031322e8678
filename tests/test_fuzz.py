"""Damaged projects and forms: no traceback, no hang, nothing half-written or stray.

A tenth of the cases; ``pytest tests/test_fuzz.py -n0 --ganger 10`` runs them all: 800 projects
through three commands each, and 300 forms (``--ganger 40``: 3,200 and 1,200). Of the errors in
files that can be read, 99 % must name file and line.
"""

import contextlib
import csv
import io
import json
import random
import re
import shutil
import signal
import sys
import zipfile
from collections import Counter
from email import message_from_bytes
from pathlib import Path

import pytest
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from fullt_prosjekt import KOMMANDOER, lag
from hjelp import husk
from lxml import etree
from skadde_prosjekt import skad
from skadde_skjema import REDIGERT, SLAG

from dialoggrunnlag.cli import skjerm
from dialoggrunnlag.cli.app import run
from dialoggrunnlag.reading import slips, yaml_reader

pytestmark = pytest.mark.treg
PROSESSORTID = 30  # seconds that one command may take of the processor, however many share it
# What a command may leave, beside what lay there
LAGET = {
    "generer": r"ut/20\d\d/.+",
    "sjekk": r"merket\.docx",
    "plan": r"ut/20\d\d/(kalender-.+\.ics|\.dialog/.+)",
    "innkalling": r"(ut|annet)/20\d\d/((kalender|innkalling)-.+\.(ics|eml)|\.dialog/.+)",
    "status": r"(ut/20\d\d/status-20\d\d|side/status)(, redigert, kopi .+)?\.html",
    "oppsummering": r"data/oppsummeringer/20\d\d/.+\.(yaml|txt)",
    "runde": r"data/runder/201[67]\.yaml",
}
_NAVNGITT = {"--skole", "--runde", "--fra", "--dokument", "oppsummering"}
_MED_STIER = ("generer", "innkalling", "oppsummering", "runde")


class HengerError(BaseException):
    """A command that goes on and on. Nothing may catch it."""


@contextlib.contextmanager
def grense():
    """End what takes more of the processor than it may."""
    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return

    def stopp(_number, _frame):
        raise HengerError

    before = signal.signal(signal.SIGVTALRM, stopp)
    signal.setitimer(signal.ITIMER_VIRTUAL, PROSESSORTID)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def command(*words):
    """Exit code, standard output and standard error of a command."""
    out, errors = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with grense(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        code = run(words)
    assert "Uventet feil" not in errors.getvalue(), errors.getvalue()[-300:]
    out.flush()
    return code, out.buffer.getvalue().decode(), errors.getvalue()


def snapshot(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def er_hel(name, data):
    """Whether a file that the program has made is all there."""
    suffix = Path(name).suffix
    if suffix == ".docx":
        return zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    if suffix == ".ics":
        return data.startswith(b"BEGIN:VCALENDAR") and data.endswith(b"END:VCALENDAR\r\n")
    if suffix == ".eml":
        return not message_from_bytes(data).defects
    if suffix == ".yaml":
        yaml_reader.parse(data.decode(), name)
    return bool(data) or suffix == ".txt"  # a text template may come to nothing


def sjekk_stdout(words, code, out):
    """Standard output is paths of files that are there, or a table, or nothing."""
    is_page = words[0] == "status" and "html" in words
    if words[0] in _MED_STIER or "--kalender" in words or is_page:
        assert all(Path(line).is_file() for line in out.splitlines()), out
    elif "json" in words and out:
        json.loads(out)
    elif "csv" in words and out:
        assert len({len(row) for row in csv.reader(io.StringIO(out), delimiter=";")}) == 1
    elif words[0] == "sjekk" and "github" not in words:
        assert not out
    elif "ics" in words and out:
        assert er_hel("x.ics", out.encode()), out
    assert code == 0 or "\n" in out or not out


def kan_leses(name):
    """Whether a source of the project (not a document in ut/) can be read as what it is."""
    path = Path(name)
    if path.parts[:1] == ("ut",):
        return False
    try:
        if path.suffix == ".docx":
            return er_word(path)
        return path.suffix in (".yaml", ".j2") and bool(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError):
        return False


def er_word(path):
    """Whether a file is a Word document whose parts are all XML."""
    try:
        Document(str(path))
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(package.read(name))
    except (OSError, ValueError, LookupError, AttributeError, etree.XMLSyntaxError,
            zipfile.BadZipFile, PackageNotFoundError):  # fmt: skip
        return False
    return True


class Meldinger:
    """The errors that were shown, and how many of those in readable files name the place."""

    def __init__(self):
        self.antall = Counter()
        self.uten_sted = []

    def vist(self, problems):
        for problem in problems:
            if problem.warning or not kan_leses(problem.file):
                continue
            has_place = bool(problem.line or problem.place)
            self.antall[has_place] += 1
            if not has_place:
                self.uten_sted.append(str(problem))

    def andel(self):
        return self.antall[True] / self.antall.total()


def tilfelle(prosjekt, seed):
    """A damaged project and some commands: what became of them."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    skad(prosjekt, chance)
    outcomes = []
    for name in chance.sample(sorted(KOMMANDOER), 3):
        words = chance.choice(KOMMANDOER[name])
        before = snapshot(prosjekt)
        code, out, errors = command(*words)
        # The school, the round or the template that is asked for may be gone
        assert code in (0, 1) or (code == 2 and set(words) & _NAVNGITT), (words, errors)
        assert code == 0 or errors or out, words
        sjekk_stdout(words, code, out)
        after = snapshot(prosjekt)
        assert before.keys() <= after.keys(), before.keys() - after.keys()
        for file, data in after.items():
            if before.get(file) != data:
                assert re.fullmatch(LAGET[words[0]], file), (words, file)
                assert er_hel(file, data), (words, file)
        outcomes.append((name, code))
    return outcomes


@pytest.fixture(autouse=True, scope="module")
def _hver_skrivefeil_én_gang():
    """Look for the slips in a file once, not in each command that reads it."""
    with pytest.MonkeyPatch.context() as patch:
        husk(patch, slips, "_best", lambda lines, kind, state: ("\n".join(lines), kind, state))
        yield


@pytest.fixture(scope="module")
def hele(tmp_path_factory):
    """A whole project, without and with all that can be made of it."""
    work = tmp_path_factory.mktemp("hele")
    uten, med = lag(work / "uten"), lag(work / "med")
    with contextlib.chdir(med):
        for words in (
            ("generer", "--alle", "--alle-dokumenter"),
            ("plan", "--kalender"),
            ("innkalling", "--alle"),
            ("status", "--format", "html"),
            ("oppsummering", "les", "skjemaer"),
        ):
            code, _, errors = command(*words)
            assert code == 0, errors
    return uten, med


@pytest.fixture
def meldinger(monkeypatch):
    """What the commands show from now on."""
    meldinger = Meldinger()
    show = skjerm.show_problems

    def show_problems(problems):
        meldinger.vist(problems)
        show(problems)

    for module in list(sys.modules.values()):
        if getattr(module, "show_problems", None) is show:
            monkeypatch.setattr(module, "show_problems", show_problems)
    return meldinger


@pytest.fixture
def frø(pytestconfig):
    """A tenth of so many seeds, or as many more as are asked for."""
    return lambda count: range(count * pytestconfig.getoption("--ganger") // 10)


def test_damaged_projects_give_placed_errors_and_whole_files(
    hele, meldinger, frø, tmp_path, monkeypatch
):
    outcomes = Counter()
    for seed in frø(800):
        prosjekt = tmp_path / "prosjekt"
        shutil.rmtree(prosjekt, ignore_errors=True)
        shutil.copytree(hele[seed % 2], prosjekt)
        monkeypatch.chdir(prosjekt)
        try:
            outcomes.update(tilfelle(prosjekt, seed))
        except BaseException as error:
            error.add_note(f"frø {seed}")
            raise
    for name in KOMMANDOER:
        assert outcomes[name, 0], name
        assert outcomes[name, 1], name
    assert meldinger.andel() >= 0.99, meldinger.uten_sted


def dokumenttilfelle(prosjekt, seed):
    """A document damaged or edited by hand: it is left alone, and the run says so."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    words = ("generer", "--skole", "ål")
    shutil.rmtree(prosjekt / "ut", ignore_errors=True)
    command(*words)
    [path] = (prosjekt / "ut").rglob("*.docx")
    data = bytearray(path.read_bytes())
    match chance.randrange(4):
        case 0:
            del data[chance.randrange(len(data)) :]
        case 1:
            for _ in range(chance.randint(1, 9)):
                data[chance.randrange(len(data))] = chance.randrange(256)
        case 2:
            data = bytearray(chance.randbytes(chance.randint(0, 400)))
        case _:
            data += b"\n"
    if bytes(data) == path.read_bytes():
        return "uendret"
    path.write_bytes(data)
    code, _, _ = command(*words)
    assert code in (0, 1)
    kept = path.read_bytes()
    assert kept == bytes(data) or er_hel(path.name, kept)
    return "latt være" if kept == bytes(data) else "laget på nytt"


def test_a_damaged_document_is_somebodys_work(hele, frø, tmp_path, monkeypatch):
    prosjekt = shutil.copytree(hele[0], tmp_path / "prosjekt")
    monkeypatch.chdir(prosjekt)
    outcomes = Counter(dokumenttilfelle(prosjekt, seed) for seed in frø(200))
    assert outcomes["latt være"] > 10


@pytest.fixture
def neste_runde(tmp_path, monkeypatch):
    """A project that has come to its next round, for which last year's forms are read."""
    prosjekt = lag(tmp_path / "prosjekt")
    monkeypatch.chdir(prosjekt)
    code, _, errors = command("runde", "ny", "2016")
    assert code == 0, errors
    return prosjekt


def skjematilfelle(prosjekt, seed):
    """A damaged or odd form: what is read of it is what every command can use."""
    chance = random.Random(f"skjema {seed}")  # noqa: S311 - repeatable on purpose
    slag = chance.choice(REDIGERT if chance.random() < 0.7 else SLAG)
    skjema = prosjekt / "skjemaer/gol.docx"
    skjema.write_bytes(slag(chance))
    shutil.rmtree(prosjekt / "data/oppsummeringer/2015", ignore_errors=True)
    code, out, errors = command("oppsummering", "les", str(skjema))
    assert code in (0, 1), slag
    if code:
        assert not out
        assert errors
        return "ikke lest"
    _, found, _ = command("sjekk", "--format", "json")
    assert [funn for funn in json.loads(found) if not funn.get("advarsel")] == [], slag
    code, _, errors = command("generer", "--skole", "gol", "--alle-dokumenter", "--overskriv")
    assert code == 0, (slag, errors)
    code, _, errors = command("oppsummering", "les", str(skjema))
    assert code == 0, (slag, errors)
    assert "uendret" in errors, (slag, errors)
    return "lest"


def test_what_is_read_of_a_damaged_form_is_data_that_every_command_reads(neste_runde, frø):
    outcomes = Counter()
    for seed in frø(300):
        try:
            outcomes[skjematilfelle(neste_runde, seed)] += 1
        except BaseException as error:
            error.add_note(f"frø {seed}")
            raise
    assert outcomes["lest"] > outcomes["ikke lest"] > 0
