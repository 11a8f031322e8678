"""Completion with Tab: what the program answers, and what the shells themselves make of it."""

import os
import re
import shutil
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
import shellingham
import typer
from hjelp import REPO, SKOLER, i_egen_prosess
from typer.completion import completion_init

from dialoggrunnlag.cli.app import run
from dialoggrunnlag.cli.kommandolinje import app

LENGE = 60
RUNDER = {"2015": "Dialoggrunnlag - Utviklingsdialoger 2015"}
DAGSORDEN = "Word-dokument fra maler/dagsorden.docx, Tekst fra maler/dagsorden.txt.j2"
posix = pytest.mark.skipif(sys.platform == "win32", reason="the shells of POSIX")


@pytest.fixture
def forslag(prosjekt, monkeypatch, capsys):
    """What Tab suggests after the words of a command line, with their explanations."""
    completion_init()
    monkeypatch.setitem(sys.modules, "rich", None)
    monkeypatch.setenv("DIALOG_FEILSOK", "1")  # so that a fault is seen here
    monkeypatch.setenv("_DIALOG_COMPLETE", "complete_fish")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")

    def svar(line):
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", f"dialog {line}")
        run([])
        out, err = capsys.readouterr()
        assert err == ""
        return dict(row.partition("\t")[::2] for row in out.splitlines() if row)

    return svar


def kommandoer(group=None, path=()):
    """Every command with its options' names."""
    group = group or typer.main.get_command(app)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from kommandoer(command, (*path, name))
        else:
            yield " ".join((*path, name)), {option for p in command.params for option in p.opts}


# --- what the program answers ------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "known"),
    [("--skole", "ål"), ("--runde", "2015"), ("--fra", "2015"), ("--dokument", "dagsorden"),
     ("--format", "json")],
)  # fmt: skip
def test_schools_rounds_documents_and_formats_in_every_command_that_has_them(
    forslag, option, known
):
    having = [name for name, options in kommandoer() if option in options]
    assert having
    for name in having:
        assert known in forslag(f"{name} {option} ")


def test_suggestions_are_explained(forslag):
    assert forslag("generer --skole ") == {id_: school["navn"] for id_, school in SKOLER.items()}
    assert forslag("generer --dokument da") == {"dagsorden": DAGSORDEN}
    assert forslag("skoler --runde ") == RUNDER
    assert forslag("sj") == {
        "sjekk": "Sjekk data og maler uten å skrive noe; alle feil vises på én gang."
    }
    assert set(forslag("oppsummering ")) == {"les"}
    assert set(forslag("generer --alle --al")) == {"--alle-dokumenter"}


NFD = unicodedata.normalize("NFD", "Å")


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        ("å", ["åssiden", "ål"]),
        ("Å", ["Åssiden", "Ål"]),
        (NFD, [f"{NFD}ssiden", f"{NFD}l"]),
        ("NUM", ["NUMedal"]),
        ('"ål vi', ["ål vidaregåande skule"]),
        ("St.\\ H", ["St. Hallvard videregående skole", "St. Hallvard vgs."]),
        ("x", []),
    ],
)
def test_a_school_is_found_by_id_and_names_and_goes_on_as_it_is_written(
    forslag, dialog, written, suggested
):
    assert list(forslag(f"generer --skole {written}")) == suggested
    if suggested:
        assert dialog("generer", "--skole", suggested[0]).kode == 0


def test_a_school_is_suggested_where_it_stands_by_itself(forslag):
    assert list(forslag("datoer flytt å")) == ["åssiden", "ål"]
    assert list(forslag("datoer hvorfor go")) == ["gol"]
    assert {"flytt", "hvorfor"} <= set(forslag("datoer "))


def test_a_school_that_is_there_already_is_not_suggested_again(forslag):
    assert list(forslag("generer --skole ål --skole å")) == ["åssiden"]


def test_the_schools_are_those_of_the_round_where_the_command_has_one(prosjekt, forslag):
    text = (prosjekt / "data/runder/2015.yaml").read_text("utf-8")
    start = text.index("dialoger:")
    new = text[:start].replace("år: 2015", "år: 2016") + "dialoger:\n  gol: {}\n"
    (prosjekt / "data/runder/2016.yaml").write_text(new, "utf-8")
    assert list(forslag("generer --skole ")) == ["gol"]
    assert len(forslag("generer --runde 2015 --skole ")) == 13
    assert len(forslag("avtaler --skole ")) == 13
    assert list(forslag("generer --runde ")) == ["2016", "2015"]


def test_the_project_is_the_one_on_the_command_line(prosjekt, forslag, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert forslag("generer --skole ") == {}
    assert len(forslag(f"generer --prosjekt {prosjekt} --skole ")) == 13
    assert len(forslag(f"--prosjekt {prosjekt} generer --skole ")) == 13
    assert set(forslag(f"runde --prosjekt {prosjekt} ny 2016 --fra ")) == {"2015"}
    assert "--prosjekt" in forslag("--pro")
    monkeypatch.setenv("HOME", str(prosjekt.parent))
    assert len(forslag("generer --prosjekt ~/prosjekt --skole ")) == 13


@pytest.mark.parametrize("text", ["skoler: [", "", "skoler: nei", "\x01", "skoler:\n\tål: x"])
def test_broken_data_give_no_suggestions_and_no_message(prosjekt, forslag, text):
    (prosjekt / "data/skoler.yaml").write_text(text, "utf-8")
    (prosjekt / "data/runder/2015.yaml").write_text(text, "utf-8")
    assert forslag("generer --skole ") == {}


@pytest.mark.parametrize(
    "line",
    ["", "  ", "finnes-ikke ", "generer --nei ", "generer --nei= --x=y", "--", 'generer "',
     "generer \\", "runde ", "runde ny 2016 ", "plan --format tull --skole "],
)  # fmt: skip
def test_nothing_that_can_be_typed_gives_a_message(forslag, line):
    forslag(line)


def test_a_tab_loads_none_of_the_heavy_libraries(prosjekt):
    script = (
        "import atexit, os, sys\n"
        "os._exit = sys.exit\n"
        "def loaded():\n"
        "    sys.__stderr__.write(' '.join(sorted({name.split('.')[0] for name in sys.modules})))\n"
        "atexit.register(loaded)\n"
        "from dialoggrunnlag.cli.app import main\n"
        "main()\n"
    )
    env = {"_DIALOG_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "dialog generer --skole "}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=prosjekt, env={**os.environ, **env},
        capture_output=True, check=True, timeout=LENGE,
    )  # fmt: skip
    assert "Åssiden videregående skole" in done.stdout.decode()
    loaded = set(done.stderr.decode().split())
    assert "yaml" in loaded
    # (pydantic is what Typer itself reads the options with)
    assert not loaded & {"jinja2", "lxml", "docx", "holidays"}
    assert "markdown_it" not in loaded  # what rich brings


# --- PowerShell ----------------------------------------------------------------------------


def test_powershell_gets_a_script_of_its_own_that_keeps_the_letters(dialog, monkeypatch):
    monkeypatch.setattr(shellingham, "detect_shell", lambda: ("powershell", "powershell.exe"))
    ran = dialog("--show-completion")
    assert (ran.kode, ran.feil) == (0, "")
    assert ran.ut.isascii()  # Windows PowerShell reads a file of no mark as its code page
    assert "OutputEncoding = [System.Text.UTF8Encoding]" in ran.ut
    ran = dialog("--install-completion")
    assert (ran.kode, ran.ut) == (0, "")
    assert "dialog --show-completion | Out-String | Invoke-Expression" in ran.feil


def test_powershell_is_answered_with_value_and_help_in_utf8(prosjekt):
    script = (REPO / "dialoggrunnlag/cli/fullforing.ps1").read_text("ascii")
    env = {
        "_DIALOG_COMPLETE": "complete_powershell",
        "_TYPER_COMPLETE_ARGS": "dialog generer --skole Ål",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": "Ål",
    }
    assert all(f"$env:{name} =" in script for name in env)
    assert i_egen_prosess(cwd=prosjekt, env=env) == (0, "Ål:::Ål vidaregåande skule\n", "")


def test_a_shell_that_cannot_complete_is_told_so(dialog, monkeypatch):
    monkeypatch.setattr(shellingham, "detect_shell", lambda: ("tcsh", "/bin/tcsh"))
    for option in ("--install-completion", "--show-completion"):
        ran = dialog(option)
        assert (ran.kode, ran.ut) == (2, "")
        assert ran.feil.startswith("Skallet tcsh kan ikke fullføre med Tab.")


# --- the shells themselves -----------------------------------------------------------------


def i_skallet(name):
    """The shell, or a skip where it isn't installed; CI has it."""
    program = shutil.which(name)
    if not program and not os.environ.get("CI"):
        pytest.skip(f"{name} is not installed")
    assert program, f"CI must install {name}"
    return program


@pytest.fixture
def hjem(tmp_path):
    """The environment of a person whose home is empty, and who has ``dialog`` in PATH."""
    program = tmp_path / "bin/dialog"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dialoggrunnlag "$@"\n', "utf-8")
    program.chmod(0o755)
    home = tmp_path / "hjem"
    home.mkdir()
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "ZDOT", "DIALOG_"))}
    return {
        **clean,
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(REPO),
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm",
    }


def i_skall(name, script, env):
    done = subprocess.run(
        [i_skallet(name), "-c", script], env=env, capture_output=True, check=False, timeout=LENGE
    )
    return done.stdout.decode(), done.stderr.decode()


def slå_på(name, env):
    out, err = i_skall(name, "dialog --install-completion; true", env)
    assert out == ""
    assert err.startswith(f"Fullføring i {name} er lagt i ")


class Terminal:
    """A shell on a terminal: keys go in, and what it draws comes out."""

    def __init__(self, name, env):
        import pty

        self._ours, theirs = pty.openpty()
        self._process = subprocess.Popen(
            [i_skallet(name), "-i"],
            env={**env, "COLUMNS": "200"},
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        os.set_blocking(self._ours, False)

    def skriv(self, keys, pattern):
        """Write a line from the beginning, and wait for what is drawn."""
        os.write(self._ours, f"\x15{keys}".encode())
        drawn, until = "", time.monotonic() + LENGE
        while not re.search(pattern, drawn, re.DOTALL):
            assert time.monotonic() < until, drawn
            try:
                drawn += os.read(self._ours, 65536).decode("utf-8", "replace")
            except BlockingIOError:
                time.sleep(0.02)

    def lukk(self):
        self._process.kill()
        self._process.wait()
        os.close(self._ours)


@pytest.fixture
def terminal(prosjekt, hjem):
    opened = []

    def åpne(name):
        slå_på(name, hjem)
        opened.append(Terminal(name, hjem))
        opened[0].skriv("echo KL''AR\r", "KLAR")
        return opened[0]

    yield åpne
    for one in opened:
        one.lukk()


@posix
def test_bash_completes_norwegian_letters(terminal):
    bash = terminal("bash")
    bash.skriv("dialog generer --skole å\t\t", r"\n.*ål +åssiden")
    bash.skriv("dialog generer --skole Ås\t", "--skole Åssiden ")
    bash.skriv("dialog generer --skole ål\t", "--skole ål ")
    bash.skriv('dialog generer --skole "St. H\t', "allvard v")
    bash.skriv("dialog skoler --ru\t", "--runde ")
    bash.skriv("dialog tekst maler/dialogg\t", "runnlag.docx ")


@pytest.mark.treg
@posix
def test_zsh_completes_norwegian_letters_with_names(terminal):
    zsh = terminal("zsh")
    zsh.skriv("dialog \t\t", "Sjekk data og maler")  # the first Tab only reads the script
    zsh.skriv("dialog generer --skole å\t", "-- Ål vidaregåande.*-- Åssiden videregående skole")
    zsh.skriv("dialog generer --skole Åss\t", "Åssiden")
    zsh.skriv('dialog generer --skole "St. H\t', "allvard v")
    zsh.skriv("dialog skoler --ru\t", "--runde")
    zsh.skriv("dialog tekst maler/dialogg\t", "runnlag.docx")


@pytest.mark.treg
@posix
def test_fish_completes_norwegian_letters_with_names(prosjekt, hjem):
    slå_på("fish", hjem)
    lines = [
        "dialog generer --skole å", "dialog generer --skole Ås", 'dialog generer --skole "St. Ha',
        "dialog generer --dokument dag", "dialog skoler --runde ", "dialog sjekk maler/dialogg",
    ]  # fmt: skip
    out, err = i_skall("fish", "\n".join(f"complete -C '{line}'" for line in lines), hjem)
    assert err == ""
    assert set(out.splitlines()) == {
        "ål\tÅl vidaregåande skule",
        "åssiden\tÅssiden videregående skole",
        "Åssiden\tÅssiden videregående skole",
        "St. Hallvard vgs.\tst-hallvard",
        "St. Hallvard videregående skole\tst-hallvard",
        f"dagsorden\t{DAGSORDEN}",
        "2015\tDialoggrunnlag - Utviklingsdialoger 2015",
        "maler/dialoggrunnlag.docx",
    }


@posix
def test_a_program_of_the_same_name_is_run_without_half_written_words(prosjekt, hjem):
    slå_på("bash", hjem)
    other = Path(hjem["HOME"]).parent / "bin/dialog"
    other.write_text('#!/bin/sh\necho "$#" >>"$HOME/kjort"\n', "utf-8")
    script = (
        "source ~/.bash_completions/dialog.sh\nCOMP_WORDS=(dialog --msgbox hei 1); COMP_CWORD=3\n"
        "_dialog_completion dialog 1\n"
    )
    i_skall("bash", script, hjem)
    assert (Path(hjem["HOME"]) / "kjort").read_text("utf-8") == "0\n"
