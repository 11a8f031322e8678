"""``dialog se``: what it sees, makes and says, one look at a time.

Nothing here sleeps or looks at the clock: a test is what happens between the looks. Once, the real
loop runs in a process of its own, and a test waits until the line that it wants has come.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
from functools import partial

import pytest
from hjelp import bytt, sett_dialog, tekst

from dialoggrunnlag.disk import watching
from dialoggrunnlag.disk.watching import Changes, is_passing
from dialoggrunnlag.dokumenter.arbeid import åpne
from dialoggrunnlag.reading.project import Project
from dialoggrunnlag.runden.gjenlaging import Se, follow

pytestmark = pytest.mark.treg
LENGE = 60  # seconds after which a line that hasn't come never will
TIL_DET_ER_STILLE = 3  # looks: one that sees a save, one that sees it is over, a quiet one


@pytest.fixture
def se(dialog, monkeypatch):
    """Run ``dialog se`` while something happens: a generator, which yields to be looked at.

    It yields how many looks (None: until all is quiet). At its end comes Ctrl-C.
    """

    def kjør(hendelser, *argv):
        left = 0

        def pause():
            nonlocal left
            if not left:
                try:
                    left = next(hendelser) or TIL_DET_ER_STILLE
                except StopIteration:
                    raise KeyboardInterrupt from None
            left -= 1

        monkeypatch.setattr(watching, "pause", pause)
        ran = dialog("se", *argv)
        assert ran.feil.endswith("\nAvsluttet.\n")
        return ran

    return kjør


def linjer(ran, *words):
    """The lines on standard error that begin with one of some words."""
    return [line for line in ran.feil.splitlines() if line.startswith(words)]


def lagret(ran):
    """The documents that were made again, by standard error."""
    return [line.split(maxsplit=1)[1] for line in linjer(ran, "oppdatert ")]


def dokument(prosjekt, skole="ål", kind="dialoggrunnlag"):
    return prosjekt / f"ut/2015/{kind}-2015-{skole}.docx"


# --- the whole command -------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_the_real_loop_sees_a_save_and_ctrl_c_ends_it_with_0(prosjekt):
    with subprocess.Popen(
        [sys.executable, "-m", "dialoggrunnlag", "se", "--skole", "gol"],
        cwd=prosjekt,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    ) as process:
        guard = threading.Timer(LENGE, process.kill)
        guard.start()
        begun = next(line for line in process.stderr if line.startswith("Følger med".encode()))
        sett_dialog(prosjekt, "gol", "sted: Rom 17")
        # first what was made at the start, then what the save made anew
        paths = [process.stdout.readline().decode() for _ in range(2)]
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read().decode()
        guard.cancel()
        assert process.wait() == 0
    assert begun.decode() == "Følger med på data/ og maler/. Avslutt med Ctrl-C.\n"
    assert paths == ["ut/2015/dialoggrunnlag-2015-gol.docx\n"] * 2
    assert rest == "oppdatert         Gol vgs.: dialoggrunnlag.docx\n\nAvsluttet.\n"
    assert "Rom 17" in tekst(dokument(prosjekt, "gol"))


def test_a_change_of_one_school_renews_only_its_document(se, prosjekt):
    def hendelser():
        before = {p: p.stat().st_mtime_ns for p in (prosjekt / "ut/2015").glob("*.docx")}
        sett_dialog(prosjekt, "gol", "sted: Rom 17")
        yield
        changed = {p.name for p, time in before.items() if p.stat().st_mtime_ns != time}
        assert changed == {"dialoggrunnlag-2015-gol.docx"}

    ran = se(hendelser())
    assert ran.kode == 0
    assert lagret(ran) == ["Gol vgs.: dialoggrunnlag.docx"]
    assert len(ran.ut.splitlines()) == 14
    assert ran.ut.splitlines()[13:] == ["ut/2015/dialoggrunnlag-2015-gol.docx"]


def test_a_shared_text_renews_every_chosen_school_and_a_template_only_its_kind(se, prosjekt):
    def hendelser():
        mal = prosjekt / "maler/dagsorden.txt.j2"
        mal.write_text(mal.read_text("utf-8") + "\nLagt til.\n", "utf-8")
        yield
        runde = prosjekt / "data/runder/2015.yaml"
        bytt(runde, "  bokmål: Å bidra til utvikling av", "  bokmål: Å hjelpe til utvikling av")
        yield

    kinds = ("--dokument", "dialoggrunnlag", "--dokument", "dagsorden")
    ran = se(hendelser(), *kinds, "--skole", "ÅL", "--skole", "Gol vgs.")
    assert lagret(ran) == [
        "Ål vgs.: dagsorden.txt",
        "Gol vgs.: dagsorden.txt",
        "Ål vgs.: dialoggrunnlag.docx",
        "Gol vgs.: dialoggrunnlag.docx",
    ]
    assert len(list((prosjekt / "ut/2015").glob("*-2015-*"))) == 6


def test_broken_yaml_is_told_as_generer_tells_it_and_then_that_all_is_well(se, prosjekt, dialog):
    runde = prosjekt / "data/runder/2015.yaml"
    right = runde.read_text("utf-8")
    broken = right.replace("år: 2015", "år: [2015")

    def hendelser():
        runde.write_text(broken, "utf-8")
        yield
        runde.write_text(right + "\n", "utf-8")
        yield

    ran = se(hendelser(), "--skole", "ål")
    runde.write_text(broken, "utf-8")
    told = dialog("generer", "--skole", "ål").feil
    assert f"{told}Venter på at det rettes.\nAlt er i orden igjen.\n" in ran.feil
    assert ran.kode == 0


def test_the_same_error_after_another_save_is_one_line_and_ctrl_c_then_gives_1(se, prosjekt):
    def hendelser():
        sett_dialog(prosjekt, "gol", "stde: Rom 17")
        yield
        sett_dialog(prosjekt, "ål", "sted: Rom 18")
        yield

    ran = se(hendelser(), "--skole", "ål", "--skole", "gol")
    assert ran.kode == 1
    assert ran.feil.count("Ukjent nøkkel «stde»") == 1
    assert lagret(ran) == ["Ål vgs.: dialoggrunnlag.docx"]
    assert ran.feil.endswith("Feilen over står fortsatt.\n\nAvsluttet.\n")


def test_an_error_at_the_start_is_told_and_waited_for(se, prosjekt):
    def hendelser():
        sett_dialog(prosjekt, "gol", "sted: Rom 17")
        yield

    sett_dialog(prosjekt, "gol", "stde: Rom 17")
    ran = se(hendelser(), "--skole", "gol")
    assert "Ukjent nøkkel «stde»" in ran.feil
    told = ["ny                Gol vgs.: dialoggrunnlag.docx", "Alt er i orden igjen."]
    assert linjer(ran, "ny ", "Alt er") == told


@pytest.mark.parametrize("name", ["maler/dialoggrunnlag.docx", "maler", "data"])
def test_what_goes_away_and_comes_back_is_waited_for(se, prosjekt, name):
    def hendelser():
        (prosjekt / name).rename(prosjekt / "borte")
        yield
        (prosjekt / "borte").rename(prosjekt / name)
        yield
        sett_dialog(prosjekt, "ål", "sted: Rom 17")
        yield

    ran = se(hendelser(), "--skole", "ål")
    assert ran.kode == 0
    assert linjer(ran, "Venter", "Alt er", "oppdatert") == [
        "Venter på at det rettes.",
        "Alt er i orden igjen.",
        "oppdatert         Ål vgs.: dialoggrunnlag.docx",
    ]


def test_a_document_edited_by_hand_is_left_alone_and_told_once(se, prosjekt, dialog):
    def hendelser():
        for sted in ("Rom 17", "Rom 118"):
            sett_dialog(prosjekt, "gol", f"sted: {sted}")
            yield

    assert dialog("generer", "--skole", "ål").kode == 0
    fil = dokument(prosjekt)
    shutil.copy(prosjekt / "maler/dagsorden.docx", fil)
    mine = fil.read_bytes()
    ran = se(hendelser(), "--skole", "ål", "--skole", "gol")
    assert fil.read_bytes() == mine
    assert len(lagret(ran)) == 2
    assert len(linjer(ran, "redigert for hånd")) == 1
    assert "«dialog generer» med --overskriv" in ran.feil


def test_a_save_by_rename_with_lock_files_is_seen_once(se, prosjekt):
    def hendelser():
        folder = prosjekt / "data/runder"
        for sted in ("Rom 17", "Rom 118"):
            (folder / "~$2015.yaml").write_text("lås", "utf-8")
            yield 1
            shutil.copy(folder / "2015.yaml", folder / "2015.yaml.tmp")
            (folder / "2015.yaml").rename(folder / "2015.yaml~")
            yield 1
            (folder / "2015.yaml.tmp").replace(folder / "2015.yaml")
            yield 1
            sett_dialog(prosjekt, "gol", f"sted: {sted}")
            (folder / "~$2015.yaml").unlink()
            yield
            assert sted in tekst(dokument(prosjekt, "gol"))

    ran = se(hendelser(), "--skole", "gol")
    assert ran.kode == 0
    assert len(lagret(ran)) == 2
    assert "Venter på at det rettes." not in ran.feil


def test_a_new_template_is_a_new_kind_where_all_are_made(se, prosjekt):
    def hendelser():
        shutil.copy(prosjekt / "maler/dagsorden.docx", prosjekt / "maler/plan.docx")
        yield

    ran = se(hendelser(), "--alle-dokumenter", "--skole", "ål")
    assert linjer(ran, "ny")[-1] == "ny                Ål vgs.: plan.docx"


# --- what is told, step by step -----------------------------------------------------------


class Hørt:
    """A listener that keeps what it is told."""

    def __init__(self):
        self.linjer = []

    def document(self, result):
        self.linjer.append((result.written.outcome.value, result.skole))

    def wrong(self, faults):
        self.linjer.append(("feil", len(faults.what())))

    def still_wrong(self, count):
        self.linjer.append(("fortsatt", count))

    def well_again(self):
        self.linjer.append(("i orden",))

    def nytt(self):
        new, self.linjer = self.linjer, []
        return new


@pytest.fixture
def hørt():
    return Hørt()


@pytest.fixture
def ser(prosjekt, hørt):
    """``Se`` for Gol, after its first look."""
    project = Project(prosjekt)
    gol = partial(åpne, project, None, ["gol"], None, str, dokumenter=["dialoggrunnlag"])
    ser = Se(project, gol, hørt)
    ser.start()
    assert hørt.nytt() == [("ny", "Gol vgs.")]
    return ser


def test_what_is_wrong_only_between_two_saves_is_never_said(ser, hørt, prosjekt):
    runde = prosjekt / "data/runder/2015.yaml"
    whole = runde.read_text("utf-8")
    for half in ("", whole[:700], "år: ["):
        runde.write_text(half, "utf-8")
        follow(ser, [True])
        assert not ser.is_well
    runde.write_text(whole, "utf-8")
    follow(ser, [True, False, False])
    assert hørt.nytt() == []
    assert ser.is_well


def test_what_is_still_wrong_when_it_is_quiet_is_said_once(ser, hørt, prosjekt):
    sett_dialog(prosjekt, "gol", "stde: Rom 17")
    follow(ser, [True, False, False, False])
    assert hørt.nytt() == [("feil", 1)]
    follow(ser, [True, True, False])
    assert hørt.nytt() == [("fortsatt", 1)]
    sett_dialog(prosjekt, "gol", "stde: Rom 17", "stad: Rom 18")
    follow(ser, [True, False])
    assert hørt.nytt() == [("feil", 2)]
    sett_dialog(prosjekt, "gol", "sted: Rom 17")
    follow(ser, [True, False])
    assert hørt.nytt() == [("oppdatert", "Gol vgs."), ("i orden",)]


def test_a_document_that_is_open_in_word_is_made_when_it_is_closed(ser, hørt, prosjekt):
    lock = dokument(prosjekt, "gol").with_name("~$" + dokument(prosjekt, "gol").name[2:])
    lock.write_text("x", "utf-8")
    sett_dialog(prosjekt, "gol", "sted: Rom 17")
    follow(ser, [True, False, *[False] * 20])
    assert hørt.nytt() == [("feil", 1)]
    lock.unlink()  # nothing in data/ or maler/ changes
    follow(ser, [False] * 20)
    assert hørt.nytt() == [("oppdatert", "Gol vgs."), ("i orden",)]


def test_templates_are_compiled_again_only_when_they_or_the_words_have_changed(
    ser, prosjekt, monkeypatch
):
    from dialoggrunnlag.dokumenter import dokumentmaler

    compiled, real = [], dokumentmaler.compiled

    def counted(data, mal, *more):
        compiled.append(mal.navn)
        return real(data, mal, *more)

    monkeypatch.setattr(dokumentmaler, "compiled", counted)
    sett_dialog(prosjekt, "gol", "sted: Rom 17")
    ser.look()
    assert compiled == []
    words = prosjekt / "maler/ordliste.yaml"
    words.write_text(words.read_text("utf-8") + "\n", "utf-8")
    ser.look()
    ser.look()
    assert compiled == ["dialoggrunnlag"]
    shutil.copy(prosjekt / "maler/dagsorden.docx", prosjekt / "maler/dialoggrunnlag.docx")
    ser.look()
    assert compiled == ["dialoggrunnlag"] * 2


def test_editors_own_files_are_passing_but_data_and_templates_are_not():
    theirs = "~$aler.docx .#2015.yaml .2015.yaml.swp 2015.yaml.tmp 2015.yaml~ 4913 .dialog-00ff.tmp"
    theirs += " .~lock.dagsorden.docx# ~WRL0001.tmp ~WRD0001.docx"
    ours = "2015.yaml dagsorden.txt.j2 ål.docx 2016 49130"
    names = [*theirs.split(), *ours.split()]
    assert [name for name in names if is_passing(name)] == theirs.split()


# --- what counts as a save -----------------------------------------------------------------


def sett(folder, monkeypatch, *hendelser, own=None):
    """What ``Changes`` tells of a folder as things happen, one between two looks each."""
    left = list(hendelser)
    told = []

    def pause():
        if not left:
            raise KeyboardInterrupt
        left.pop(0)()

    monkeypatch.setattr(watching, "pause", pause)
    with pytest.raises(KeyboardInterrupt):
        told.extend(Changes([folder], own=lambda: own))
    return told


def ingenting():
    """Nothing happens between two looks."""


def test_a_save_counts_when_two_looks_see_the_same_and_then_once(tmp_path, monkeypatch):
    fil = tmp_path / "a.yaml"

    def skriv():
        fil.write_text(fil.read_text("utf-8") + "x", "utf-8")

    fil.write_text("", "utf-8")
    told = sett(tmp_path, monkeypatch, ingenting, skriv, skriv, ingenting, ingenting)
    assert told == [True, False, True, False]
    # What is written to without end counts all the same.
    assert sett(tmp_path, monkeypatch, *[skriv] * 10) == [True, True, True]


@pytest.mark.parametrize("how", ["new", "gone", "renamed", "same size and time", "in a new folder"])
def test_a_file_that_is_new_gone_or_another_is_seen(tmp_path, monkeypatch, how):
    fil, new = tmp_path / "data/a.yaml", tmp_path / "data/b.yaml"
    fil.parent.mkdir()
    fil.write_text("a", "utf-8")

    def skjer():
        if how == "new":
            new.write_text("b", "utf-8")
        elif how == "gone":
            fil.unlink()
        elif how == "renamed":
            fil.rename(new)
        elif how == "same size and time":
            status = fil.stat()
            new.write_text("b", "utf-8")
            os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
            new.replace(fil)
        else:
            (fil.parent / "2016").mkdir()
            (fil.parent / "2016/ål.yaml").write_text("å", "utf-8")

    assert sett(fil.parent, monkeypatch, skjer, ingenting, ingenting) == [True, True, False]


def test_editors_own_files_and_our_own_documents_are_no_changes(tmp_path, monkeypatch):
    own = tmp_path / "ut/2015"

    def skriv(name):
        return lambda: (tmp_path / name).write_text("x", "utf-8")

    own.mkdir(parents=True)
    hendelser = [skriv("ut/2015/a.docx"), skriv("~$a.docx"), skriv("ut/2015b.yaml"), ingenting]
    assert sett(tmp_path, monkeypatch, *hendelser, own=own) == [True, False, False, True]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_folder_behind_a_link_is_looked_at_and_a_ring_of_links_once(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "tall").mkdir()
    (tmp_path / "data/tall").symlink_to(tmp_path / "tall")
    (tmp_path / "tall/ring").symlink_to(tmp_path / "data")
    (tmp_path / "data/seg-selv").symlink_to("seg-selv")

    def skriv():
        (tmp_path / "tall/a.csv").write_text("x", "utf-8")

    assert sett(tmp_path / "data", monkeypatch, skriv, ingenting) == [True, True]
