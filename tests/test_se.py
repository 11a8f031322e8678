"""``dialog se``: the real loop in a process of its own, and what it decides, step by step.

Nothing here sleeps or looks at the clock: a test waits until the line that it wants has come. That
something is *not* said is shown by what comes after it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hjelp import bytt, sett_dialog, tekst

from dialoggrunnlag.cli import se as cli_se
from dialoggrunnlag.disk import network, watching
from dialoggrunnlag.disk.network import Mount, linux_mounts, mac_mounts, type_at, windows_type
from dialoggrunnlag.disk.watching import Changes, Mode, choose_mode, is_passing
from dialoggrunnlag.reading.project import Project
from dialoggrunnlag.runden.gjenlaging import Se, Utvalg, follow

pytestmark = pytest.mark.treg
LENGE = 60  # seconds after which a line that hasn't come never will
KLAR = "Følger med på data/ og maler/."
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")


class Løp:
    """A running ``dialog se``, whose lines can be waited for."""

    def __init__(self, *argv, cwd, env=None):
        clean = {k: v for k, v in os.environ.items() if not k.startswith("WATCHFILES_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "dialoggrunnlag", "se", *argv],
            cwd=cwd,
            env={**clean, **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
        )
        self._news = threading.Condition()
        self.ut, self.feil, self._begun = [], [], 0
        self._threads = [
            threading.Thread(target=self._read, args=pair, daemon=True)
            for pair in ((self._process.stdout, self.ut), (self._process.stderr, self.feil))
        ]
        for thread in self._threads:
            thread.start()

    def _read(self, stream, lines):
        for line in stream:
            with self._news:
                lines.append(line.decode().rstrip("\n"))
                self._news.notify_all()
        with self._news:
            self._news.notify_all()

    def vent(self, text):
        """Wait for a line on standard error, after those that were waited for before."""

        def found():
            for number in range(self._begun, len(self.feil)):
                if text in self.feil[number]:
                    self._begun = number + 1
                    return True
            return self._process.poll() is not None

        with self._news:
            came = self._news.wait_for(found, LENGE)
        assert came, f"«{text}» kom ikke:\n" + "\n".join(self.feil)
        assert self._begun, self.feil
        assert text in self.feil[self._begun - 1], "\n".join(self.feil)

    def vent_stier(self, antall):
        """Wait for so many paths on standard output: each comes after its line of the other."""
        with self._news:
            came = self._news.wait_for(lambda: len(self.ut) >= antall, LENGE)
        assert came, self.ut

    def stopp(self, how=signal.SIGINT):
        """End it as Ctrl-C does; returns the exit code when all that it said has been read."""
        self._process.send_signal(how)
        return self.slutt()

    def slutt(self):
        code = self._process.wait(LENGE)
        for thread in self._threads:
            thread.join(LENGE)
        return code

    def drep(self):
        self._process.kill()
        self.slutt()
        for stream in (self._process.stdout, self._process.stderr):
            stream.close()


@pytest.fixture
def se(prosjekt):
    """Start ``dialog se`` in the project, and have it watch; ended whatever happens."""
    started = []

    def start(*argv, klar=KLAR, env=None):
        started.append(Løp(*argv, cwd=prosjekt, env=env))
        if klar:
            started[-1].vent(klar)
        return started[-1]

    yield start
    for løp in started:
        løp.drep()


def lagret(løp):
    """The documents that were made again, by standard error."""
    return [line.split(maxsplit=1)[1] for line in løp.feil if line.startswith("oppdatert ")]


def dokument(prosjekt, skole="ål", kind="dialoggrunnlag"):
    return prosjekt / f"ut/2015/{kind}-2015-{skole}.docx"


# --- the real loop -----------------------------------------------------------------------


@posix
def test_a_change_of_one_school_renews_only_its_document_and_ctrl_c_ends_with_0(se, prosjekt):
    løp = se()
    before = {p: p.stat().st_mtime_ns for p in (prosjekt / "ut/2015").glob("*.docx")}
    sett_dialog(prosjekt, "gol", "sted: Rom 17")
    løp.vent("oppdatert         Gol vgs.: dialoggrunnlag.docx")
    assert "Rom 17" in tekst(dokument(prosjekt, "gol"))
    changed = {p.name for p, time in before.items() if p.stat().st_mtime_ns != time}
    assert changed == {"dialoggrunnlag-2015-gol.docx"}
    løp.vent_stier(14)
    assert løp.stopp() == 0
    assert lagret(løp) == ["Gol vgs.: dialoggrunnlag.docx"]
    assert løp.ut[13:] == ["ut/2015/dialoggrunnlag-2015-gol.docx"]
    assert len(løp.ut) == 14
    assert not [line for line in løp.feil if "Traceback" in line or "KeyboardInterrupt" in line]


@posix
def test_skole_makes_that_school_only(se, prosjekt):
    løp = se("--skole", "ÅL", "--skole", "Gol vgs.")
    runde = prosjekt / "data/runder/2015.yaml"
    bytt(runde, "  bokmål: Å bidra til utvikling av", "  bokmål: Å hjelpe til utvikling av")
    løp.vent("oppdatert         Ål vgs.: dialoggrunnlag.docx")
    løp.vent("oppdatert         Gol vgs.: dialoggrunnlag.docx")
    assert løp.stopp() == 0
    assert sorted(p.name for p in (prosjekt / "ut/2015").glob("*.docx")) == [
        "dialoggrunnlag-2015-gol.docx",
        "dialoggrunnlag-2015-ål.docx",
    ]


@posix
def test_a_shared_text_renews_every_school_and_a_template_only_its_kind(se, prosjekt):
    løp = se("--dokument", "dialoggrunnlag", "--dokument", "dagsorden")
    mal = prosjekt / "maler/dagsorden.txt.j2"
    mal.write_text(mal.read_text("utf-8") + "\nLagt til.\n", "utf-8")
    for _ in range(13):
        løp.vent(": dagsorden.txt")
    assert {line.split(": ")[1] for line in lagret(løp)} == {"dagsorden.txt"}
    runde = prosjekt / "data/runder/2015.yaml"
    bytt(runde, "  bokmål: Å bidra til utvikling av", "  bokmål: Å hjelpe til utvikling av")
    for _ in range(13):
        løp.vent(": dialoggrunnlag.docx")
    assert løp.stopp() == 0
    assert len(lagret(løp)) == 13 + 13


@posix
def test_broken_yaml_is_told_as_generer_tells_it_and_then_that_all_is_well(se, prosjekt, dialog):
    løp = se("--skole", "ål")
    runde = prosjekt / "data/runder/2015.yaml"
    right = runde.read_text("utf-8")
    runde.write_text(right.replace("år: 2015", "år: [2015"), "utf-8")
    løp.vent("Venter på at det rettes.")
    generer = dialog("generer", "--skole", "ål").feil.splitlines()
    start = løp.feil.index(generer[0])
    assert løp.feil[start : start + len(generer)] == generer
    runde.write_text(right + "\n", "utf-8")
    løp.vent("Alt er i orden igjen.")
    sett_dialog(prosjekt, "ål", "sted: Rom 17")
    løp.vent("oppdatert         Ål vgs.")
    assert løp.stopp() == 0


@posix
def test_the_same_error_after_another_save_is_one_line_and_ctrl_c_then_gives_1(se, prosjekt):
    løp = se("--skole", "ål", "--skole", "gol")
    sett_dialog(prosjekt, "gol", "stde: Rom 17")
    løp.vent("Ukjent nøkkel «stde»")
    løp.vent("Venter på at det rettes.")
    sett_dialog(prosjekt, "ål", "sted: Rom 18")
    løp.vent("oppdatert         Ål vgs.")
    løp.vent("Feilen over står fortsatt.")
    assert løp.stopp() == 1
    assert sum("Ukjent nøkkel" in line for line in løp.feil) == 1


@posix
@pytest.mark.parametrize("poll", [False, True], ids=["told by the system", "polling"])
def test_a_template_that_goes_away_and_comes_back(se, prosjekt, poll):
    env = {"WATCHFILES_POLL_DELAY_MS": "50"}
    løp = se("--skole", "ål", *["--jevnlig"] * poll, env=env)
    mal = prosjekt / "maler/dialoggrunnlag.docx"
    mal.rename(prosjekt / "maler/dialoggrunnlag-gammel.docx")
    løp.vent("Dokumentet «dialoggrunnlag» finnes ikke i maler/.")
    (prosjekt / "maler/dialoggrunnlag-gammel.docx").rename(mal)
    løp.vent("Alt er i orden igjen.")
    sett_dialog(prosjekt, "ål", "sted: Rom 17")
    løp.vent("oppdatert         Ål vgs.")
    assert løp.stopp() == 0


@posix
@pytest.mark.parametrize("poll", [False, True], ids=["told by the system", "polling"])
def test_the_data_folder_replaced_by_another(se, prosjekt, poll):
    løp = se(
        "--skole", "ål", *["--jevnlig"] * poll, env={"WATCHFILES_POLL_DELAY_MS": "50"}
    )  # fmt: skip
    (prosjekt / "data").rename(prosjekt / "borte")
    løp.vent("Venter på at det rettes.")
    shutil.copytree(prosjekt / "borte", prosjekt / "data")
    løp.vent("Alt er i orden igjen.")
    sett_dialog(prosjekt, "ål", "sted: Rom 17")
    løp.vent("oppdatert         Ål vgs.")
    assert løp.stopp() == 0


@posix
def test_a_document_edited_by_hand_is_left_alone_and_told_once(se, prosjekt, dialog):
    assert dialog("generer", "--skole", "ål").kode == 0
    fil = dokument(prosjekt)
    shutil.copy(prosjekt / "maler/dagsorden.docx", fil)
    mine = fil.read_bytes()
    løp = se("--skole", "ål", "--skole", "gol")
    sett_dialog(prosjekt, "gol", "sted: Rom 17")
    løp.vent("oppdatert         Gol vgs.")
    sett_dialog(prosjekt, "gol", "sted: Rom 18")
    løp.vent("oppdatert         Gol vgs.")
    løp.stopp()
    assert fil.read_bytes() == mine
    assert sum(line.startswith("redigert for hånd") for line in løp.feil) == 1
    assert [line for line in løp.feil if "«dialog generer» med --overskriv" in line]


@posix
def test_a_save_by_rename_with_lock_files_is_seen_once(se, prosjekt):
    løp = se("--skole", "gol")
    folder = prosjekt / "data/runder"
    for sted in ("Rom 17", "Rom 18"):
        (folder / "~$2015.yaml").write_text("lås", "utf-8")
        new = (prosjekt / "data/runder/2015.yaml").read_text("utf-8")
        (folder / ".2015.yaml.swp").write_text(new, "utf-8")
        (folder / "2015.yaml").rename(folder / "2015.yaml~")
        shutil.copy(folder / "2015.yaml~", folder / "2015.yaml.tmp")
        (folder / "2015.yaml.tmp").replace(folder / "2015.yaml")
        sett_dialog(prosjekt, "gol", f"sted: {sted}")
        (folder / "~$2015.yaml").unlink()
        løp.vent("oppdatert         Gol vgs.")
        assert sted in tekst(dokument(prosjekt, "gol"))
    assert løp.stopp() == 0
    assert len(lagret(løp)) == 2
    assert "Venter på at det rettes." not in løp.feil


@posix
def test_a_new_template_is_a_new_kind_where_all_are_made(se, prosjekt):
    løp = se("--alle-dokumenter", "--skole", "ål")
    shutil.copy(prosjekt / "maler/dagsorden.docx", prosjekt / "maler/plan.docx")
    løp.vent("ny                Ål vgs.: plan.docx")
    assert løp.stopp() == 0


@posix
def test_documents_among_the_data_are_no_changes_of_them(se, prosjekt):
    løp = se("--skole", "gol", "--ut", "data/ut")
    sett_dialog(prosjekt, "gol", "sted: Rom 17")
    løp.vent("oppdatert         Gol vgs.")
    sett_dialog(prosjekt, "gol", "sted: Rom 18")
    løp.vent("oppdatert         Gol vgs.")
    løp.vent_stier(3)
    assert løp.stopp() == 0
    assert løp.ut == ["data/ut/2015/dialoggrunnlag-2015-gol.docx"] * 3


@posix
def test_polling_says_so_and_sees_two_saves_in_the_same_second(se, prosjekt):
    løp = se("--skole", "gol", "--jevnlig", env={"WATCHFILES_POLL_DELAY_MS": "20"})
    løp.vent("Filene sees etter jevnlig.")
    for sted in ("Rom 17", "Rom 18", "Rom 19"):
        sett_dialog(prosjekt, "gol", f"sted: {sted}")
        løp.vent("oppdatert         Gol vgs.")
        assert sted in tekst(dokument(prosjekt, "gol"))
    assert løp.stopp() == 0


@posix
def test_an_error_at_the_start_is_told_and_waited_for(se, prosjekt):
    sett_dialog(prosjekt, "gol", "stde: Rom 17")
    løp = se("--skole", "gol")
    assert any("Ukjent nøkkel «stde»" in line for line in løp.feil)
    sett_dialog(prosjekt, "gol", "sted: Rom 17")
    løp.vent("ny                Gol vgs.")
    løp.vent("Alt er i orden igjen.")
    assert løp.stopp() == 0


def test_an_unknown_school_ends_at_once_with_2(se):
    løp = se("--skole", "go", klar="")
    assert løp.slutt() == 2
    assert løp.feil == ["Skolen «go» er ikke med i runden 2015. Mente du «gol»?"]


# --- step by step ------------------------------------------------------------------------


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
    ser = Se(Project(prosjekt), Utvalg(("gol",), ("dialoggrunnlag",)), str, hørt)
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

    compiled = []
    real = dokumentmaler.compiled
    monkeypatch.setattr(
        dokumentmaler,
        "compiled",
        lambda data, mal, *a: compiled.append(mal.navn) or real(data, mal, *a),
    )
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


@pytest.mark.parametrize(
    "name",
    ["~$aler.docx", ".#2015.yaml", ".2015.yaml.swp", "2015.yaml.tmp", "2015.yaml~", "4913",
     ".dialog-00ff.tmp", ".~lock.dagsorden.docx#", "~WRL0001.tmp", "~WRD0001.docx"],
)  # fmt: skip
def test_editors_own_files_are_passing(name):
    assert is_passing(name)


@pytest.mark.parametrize("name", ["2015.yaml", "dagsorden.txt.j2", "ål.docx", "2016", "49130"])
def test_data_and_templates_are_not_passing(name):
    assert not is_passing(name)


def test_where_the_system_cannot_tell_the_files_are_looked_at_instead(prosjekt, monkeypatch):
    def full(*folders, **options):
        raise RuntimeError("Error creating recommended watcher: Too many open files (os error 24)")

    monkeypatch.setattr("watchfiles.watch", full)
    monkeypatch.setenv("WATCHFILES_POLL_DELAY_MS", "1")
    said = []
    changes = iter(
        Changes([prosjekt / "data"], Mode(poll=False), own=lambda: None, untold=said.append)
    )
    assert next(changes) is True
    assert "os error 24" in str(said[0])
    assert next(changes) is False
    sett_dialog(prosjekt, "gol", "sted: Rom 17")
    assert any(next(changes) for _ in range(1000))
    if sys.platform == "linux":
        assert "fs.inotify.max_user_instances" in watching.advice(said[0])


def test_the_documents_own_folder_does_not_count_and_its_neighbours_do(prosjekt):
    own = prosjekt / "data/ut/2015"
    changes = Changes([prosjekt / "data"], Mode(poll=True), own=lambda: own, untold=print)
    assert not changes._counts(None, str(own / "dialoggrunnlag-2015-ål.docx"))
    assert changes._counts(None, str(prosjekt / "data/ut/2015b/x.yaml"))
    assert changes._counts(None, str(prosjekt / "data/skoler.yaml"))


def test_what_the_screen_says_where_the_system_cannot_tell(capsys):
    cli_se._say_untold(RuntimeError("no"))
    assert "Systemet kan ikke varsle om endringer (no)" in capsys.readouterr().err
    assert "nettverksstasjon (nfs4)" in cli_se._beginning(Mode(poll=True, drive="nfs4"))


# --- network drives ----------------------------------------------------------------------

PROC = r"""/dev/vda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
systemd-1 /mnt/felles autofs rw,fd=50 0 0
filer:/eksport /mnt/felles nfs4 rw,vers=4.2 0 0
//server/Skole\040og\040plan /mnt/Skole\040og\040plan cifs rw 0 0
meg@maskin:/hjem /home/meg/fjern fuse.sshfs rw 0 0
portal /run/user/1000/doc fuse.portal rw 0 0
C:\134 /mnt/c 9p rw,aname=drvfs 0 0
/dev/vdb1 /mnt/felles/lokalt xfs rw 0 0
"""
MAC = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//meg@server/Skole%20og%20plan on /Volumes/Skole og plan (smbfs, nodev, nosuid, mounted by meg)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
"""


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        ("/home/meg/dialog/data", ""),
        ("/mnt/felles", "nfs4"),
        ("/mnt/felles/dialog/data", "nfs4"),
        ("/mnt/fellesskap/data", ""),
        ("/mnt/felles/lokalt/data", ""),
        ("/mnt/Skole og plan/dialog", "cifs"),
        ("/home/meg/fjern/data", "fuse.sshfs"),
        ("/run/user/1000/doc/data", ""),
        ("/mnt/c/Users/meg/dialog", "9p"),
    ],
)
def test_network_drives_by_the_mounts_of_linux(path, type_):
    assert type_at(path, linux_mounts(PROC)) == type_


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        ("/Users/meg/dialog", ""),
        ("/Volumes/Skole og plan/dialog", "smbfs"),
        ("/System/Volumes/Data/home/x", ""),
    ],
)
def test_network_drives_by_the_mounts_of_macos(path, type_):
    assert type_at(path, mac_mounts(MAC)) == type_


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (r"C:\dialog\data", False),
        (r"\\?\C:\dialog\data", False),
        (r"G:\dialog\data", True),
        ("G:/dialog/data", True),
        (r"\\server\felles\dialog", True),
        ("//server/felles/dialog", True),
        (r"\\?\UNC\server\felles", True),
    ],
)
def test_network_drives_of_windows(path, found):
    assert bool(windows_type(path, lambda root: 4 if root == "G:\\" else 3)) is found


def test_no_mounts_at_all_are_no_network_drive():
    assert type_at("/data", []) == ""
    assert type_at("/data", [Mount("/", "nfs")]) == "nfs"


@pytest.mark.parametrize(
    ("env", "poll", "drive", "expected"),
    [
        ({}, False, "", Mode(poll=False)),
        ({}, True, "", Mode(poll=True)),
        ({}, False, "nfs4", Mode(poll=True, drive="nfs4")),
        ({"WATCHFILES_FORCE_POLLING": "1"}, False, "", Mode(poll=True)),
        ({"WATCHFILES_FORCE_POLLING": "false"}, False, "nfs4", Mode(poll=False)),
        ({"WATCHFILES_FORCE_POLLING": "false"}, True, "", Mode(poll=True)),
    ],
)
def test_how_changes_are_seen(env, poll, drive, expected, monkeypatch):
    monkeypatch.setattr(watching, "network_type", lambda folder: drive)
    assert choose_mode([Path("data")], env, poll=poll) == expected


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/mounts")
def test_this_machines_own_mounts_can_be_read(tmp_path):
    assert list(linux_mounts(network._proc_mounts()))
    assert isinstance(network.network_type(tmp_path), str)
