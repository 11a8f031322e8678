"""Completion with Tab: what the program answers, and what the shells themselves make of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import typer
from hjelp import SKOLER, i_egen_prosess

from dialoggrunnlag.cli import tab as cli_fullforing
from dialoggrunnlag.cli.app import app

LENGE = 60
SKALL = {"bash": "bash", "zsh": "zsh", "fish": "fish", "powershell": "ps1"}


def svar(line, i="zsh"):
    """The answer to a command line's words up to the cursor: its kind, and the suggestions."""
    kind, _, rest = cli_fullforing.answer(
        app, {cli_fullforing.SHELL: i, cli_fullforing.WORDS: "\x1f".join(line)}
    ).partition("\n")
    return kind, dict(row.split("\t") for row in rest.splitlines())


def forslag(*line, i="zsh"):
    kind, found = svar(line, i)
    assert kind == "forslag"
    return found


# --- what the program answers ------------------------------------------------------------


def kommandoer(group=None, path=()):
    """Every command with its options' names."""
    group = group or typer.main.get_command(app)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from kommandoer(command, (*path, name))
        else:
            options = [p for p in command.params if p.param_type_name == "option"]
            yield (*path, name), options


@pytest.mark.parametrize(
    ("option", "known"),
    [("--skole", "ål"), ("--runde", "2015"), ("--fra", "2015"), ("--dokument", "dagsorden"),
     ("--format", "json")],
)  # fmt: skip
def test_schools_rounds_documents_and_formats_in_every_command_that_has_them(
    prosjekt, option, known
):
    having = [path for path, options in kommandoer() if option in {o.opts[0] for o in options}]
    assert having
    for path in having:
        assert known in forslag(*path, option, "")


def test_schools_have_their_full_names_as_help(prosjekt):
    assert forslag("generer", "--skole", "") == {
        id_: school["navn"] for id_, school in SKOLER.items()
    }


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("å", ["åssiden", "ål"]),
        ("Å", ["åssiden", "ål"]),
        (unicodedata.normalize("NFD", "Ål"), ["ål"]),
        ("NUM", ["numedal"]),
        ("ål v", ["ål"]),
        ('"St. H', ["st-hallvard"]),
        ("St.\\ H", ["st-hallvard"]),
        ("'Hønefoss vid", ["hønefoss"]),
        ("x", []),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_school_is_found_by_id_and_names_in_any_writing(prosjekt, written, found, shell):
    assert list(forslag("generer", "--skole", written, i=shell)) == found


def test_in_fish_a_suggestion_begins_as_what_is_written(prosjekt):
    assert forslag("generer", "--skole", "St. H", i="fish") == {
        "St. Hallvard videregående skole": "st-hallvard",
        "St. Hallvard vgs.": "st-hallvard",
    }
    decomposed = unicodedata.normalize("NFD", "å")
    found = forslag("generer", "--skole", decomposed, i="fish")
    assert len(found) == 2
    assert all(value.startswith(decomposed) for value in found)


@pytest.mark.parametrize(
    ("shell", "words", "found"),
    [
        ("zsh", ["--skole=Å"], ["--skole=åssiden", "--skole=ål"]),
        ("fish", ["--skole=å"], ["--skole=åssiden", "--skole=ål"]),
        ("powershell", ["--skole=å"], ["--skole=åssiden", "--skole=ål"]),
        ("bash", ["--skole", "=", "å"], ["åssiden", "ål"]),  # bash splits at =
        ("bash", ["--dokument", "="], ["dagsorden", "dialoggrunnlag", "oppsummering"]),
    ],
)
def test_a_value_after_an_equals_sign(prosjekt, shell, words, found):
    assert list(forslag("generer", *words, i=shell)) == found


def test_a_school_that_is_there_already_is_not_suggested_again(prosjekt):
    assert list(forslag("generer", "--skole", "ål", "--skole", "å")) == ["åssiden"]
    assert list(forslag("generer", "--skole=ål", "--skole", "å")) == ["åssiden"]


def test_the_schools_are_those_of_the_round_where_the_command_has_one(prosjekt):
    text = (prosjekt / "data/runder/2015.yaml").read_text("utf-8")
    start = text.index("dialoger:")
    new = text[:start].replace("år: 2015", "år: 2016") + "dialoger:\n  gol: {}\n"
    (prosjekt / "data/runder/2016.yaml").write_text(new, "utf-8")
    assert list(forslag("generer", "--skole", "")) == ["gol"]
    assert len(forslag("generer", "--runde", "2015", "--skole", "")) == 13
    assert len(forslag("avtaler", "--skole", "")) == 13
    assert forslag("generer", "--runde", "") == {
        "2016": "Dialoggrunnlag - Utviklingsdialoger 2015",
        "2015": "Dialoggrunnlag - Utviklingsdialoger 2015",
    }


def test_document_kinds_tell_what_they_make_and_of_what(prosjekt):
    assert forslag("generer", "--dokument", "da") == {
        "dagsorden": "Word-dokument fra maler/dagsorden.docx, Tekst fra maler/dagsorden.txt.j2"
    }


def test_commands_options_files_and_folders(prosjekt):
    assert "Sjekk data og maler" in forslag("sj")["sjekk"]
    assert set(forslag("oppsummering", "")) == {"les"}
    assert set(forslag("generer", "--alle", "--al")) == {"--alle-dokumenter"}
    assert set(forslag("tab", "")) == set(SKALL)
    assert svar(["sjekk", ""]) == ("filer", {})
    assert svar(["oppsummering", "les", "a.docx", ""]) == ("filer", {})
    assert svar(["generer", "--ut", ""]) == ("mapper", {})
    assert svar(["avtaler", "--ansvarlig", ""]) == ("forslag", {})


def test_the_project_is_the_one_on_the_command_line(prosjekt, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert svar(["generer", "--skole", ""]) == ("", {})
    assert len(forslag("generer", "--prosjekt", str(prosjekt), "--skole", "")) == 13


@pytest.mark.parametrize("text", ["skoler: [", "", "skoler: nei", "\x00", "skoler:\n\tål: x"])
def test_broken_data_give_no_suggestions_and_no_message(prosjekt, text):
    (prosjekt / "data/skoler.yaml").write_text(text, "utf-8")
    (prosjekt / "data/runder/2015.yaml").write_text(text, "utf-8")
    env = {"_DIALOG_COMPLETE": "bash", "_DIALOG_WORDS": "generer\x1f--skole\x1f"}
    assert i_egen_prosess(cwd=prosjekt, env=env) == (0, "forslag\n", "")


@pytest.mark.parametrize(
    "words",
    ["", "\x1f\x1f", "finnes-ikke\x1f", "generer\x1f--nei\x1f", "generer\x1f--nei=\x1f--x=y", "--",
     'generer\x1f"', "generer\x1f\\", "runde\x1f", "runde\x1fny\x1f2016\x1f"],
)  # fmt: skip
@pytest.mark.parametrize("shell", [*SKALL, "tcsh"])
def test_nothing_that_can_be_typed_gives_a_message(prosjekt, words, shell, monkeypatch, capsys):
    monkeypatch.setenv("DIALOG_FEILSOK", "1")  # so that a fault is seen here
    svar(words.split("\x1f"), shell)
    assert capsys.readouterr() == ("", "")


def test_outside_a_project_there_are_no_schools(tmp_path):
    env = {"_DIALOG_COMPLETE": "zsh", "_DIALOG_WORDS": "generer\x1f--skole\x1f"}
    assert i_egen_prosess(cwd=tmp_path, env=env) == (0, "", "")


def test_a_tab_loads_none_of_the_heavy_libraries(prosjekt):
    script = (
        "import sys\n"
        "from dialoggrunnlag import cli, cli_fullforing\n"
        "for words in ('generer\\x1f--skole\\x1f', 'generer\\x1f--dokument\\x1f', 'skoler\\x1f--runde\\x1f'):\n"
        "    sys.stdout.write(cli_fullforing.answer(cli.app, {'_DIALOG_COMPLETE': 'zsh', '_DIALOG_WORDS': words}))\n"
        "sys.stderr.write(' '.join(sorted({name.split('.')[0] for name in sys.modules})))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=prosjekt,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
        timeout=LENGE,
    )
    assert "Åssiden videregående skole" in done.stdout.decode()
    loaded = set(done.stderr.decode().split())
    assert "yaml" in loaded
    assert not loaded & {"jinja2", "lxml", "docx", "pydantic", "rich"}


# --- the scripts -------------------------------------------------------------------------


@pytest.mark.parametrize("shell", SKALL)
def test_the_scripts_are_ascii_and_none_runs_the_program_with_half_written_words(dialog, shell):
    ran = dialog("tab", shell)
    assert (ran.kode, ran.feil) == (0, "")
    assert ran.ut.isascii()  # Windows PowerShell reads a file of no mark as its code page
    assert "_DIALOG_WORDS" in ran.ut
    assert f"_DIALOG_COMPLETE={shell}" in ran.ut or f"_DIALOG_COMPLETE = '{shell}'" in ran.ut


def test_what_powershell_sets_is_answered_with_value_tab_help(prosjekt):
    words = ["generer", "--skole", "'Ål v"]  # as the script joins them
    env = {"_DIALOG_COMPLETE": "powershell", "_DIALOG_WORDS": chr(31).join(words)}
    assert i_egen_prosess(cwd=prosjekt, env=env) == (0, "forslag\nål\tÅl vidaregåande skule\n", "")


def i_skallet(name):
    """The shell, or a skip where it isn't installed; CI has it."""
    program = shutil.which(name)
    if not program and not os.environ.get("CI"):
        pytest.skip(f"{name} is not installed")
    assert program, f"CI must install {name}"
    return program


@pytest.fixture
def skall(prosjekt, tmp_path):
    """Run a script in a shell that has ``dialog``, and its completion file; returns what it says."""
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "dialog"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dialoggrunnlag "$@"\n', "utf-8")
    program.chmod(0o755)
    package = str(Path(cli_fullforing.__file__).parents[1])
    env = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("LC_", "ZDOTDIR"))},
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": package,
        "HOME": str(tmp_path / "hjem"),
        "XDG_DATA_HOME": str(tmp_path / "hjem/.local/share"),
        "XDG_CONFIG_HOME": str(tmp_path / "hjem/.config"),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm",
    }
    (tmp_path / "hjem").mkdir()

    def run(name, script, *, installed):
        target = tmp_path / "hjem" / installed
        target.parent.mkdir(parents=True)
        target.write_bytes(
            subprocess.run(
                [program, "tab", name], env=env, cwd=prosjekt, check=True, capture_output=True
            ).stdout
        )
        flags = {"bash": ["--norc"], "zsh": ["-f"], "fish": []}[name]
        done = subprocess.run(
            [i_skallet(name), *flags, "-c", script],
            env=env,
            cwd=prosjekt,
            capture_output=True,
            check=False,
            timeout=LENGE,
        )
        assert done.stderr.decode() == ""
        return done.stdout.decode()

    return run


BASH = """
if [ -r /usr/share/bash-completion/bash_completion ]; then
    # As an interactive shell does at the first Tab; the older dialog has a completion there too.
    source /usr/share/bash-completion/bash_completion
    _completion_loader dialog 2>/dev/null || __load_completion dialog
else
    source ~/.local/share/bash-completion/completions/dialog
fi
complete -p dialog
tab() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _dialog_tab dialog "${@: -1}"; printf '<%s>\\n' "${COMPREPLY[@]}"; }
COMP_TYPE=63
"""


def i_bash(skall, script):
    place = ".local/share/bash-completion/completions/dialog"
    return skall("bash", BASH + script, installed=place).splitlines()


def test_bash_shows_schools_with_names_and_completes_one(skall):
    lines = i_bash(skall, "tab dialog generer --skole å; tab dialog generer --skole Å'l'")
    assert lines[-4:] == [
        "complete -F _dialog_tab dialog",
        "<åssiden  (Åssiden videregående skole)>",
        "<ål       (Ål vidaregåande skule)>",
        "<ål>",
    ]


def test_bash_completes_after_quotes_and_equals_and_gives_values_alone_to_menu_complete(skall):
    lines = i_bash(
        skall,
        "tab dialog generer --skole '\"Ål v'; tab dialog generer --dokument = dag\n"
        "COMP_TYPE=37; tab dialog generer --skole å",
    )
    assert lines[-4:] == ["<ål>", "<dagsorden>", "<åssiden>", "<ål>"]


def test_bash_runs_a_program_that_is_not_ours_without_arguments(skall, tmp_path):
    other = tmp_path / "annet"
    other.mkdir()
    (other / "dialog").write_text('#!/bin/sh\necho "forslag $#" >>"$HOME/kjort"\n', "utf-8")
    (other / "dialog").chmod(0o755)
    lines = i_bash(skall, f"PATH={other}:$PATH; tab dialog --msgbox hei 1")
    assert lines[-1] == "<>"
    assert (tmp_path / "hjem/kjort").read_text("utf-8") == "forslag 0\n"


def test_fish_shows_schools_with_names(skall):
    script = "\n".join(
        f"complete -C {line}"
        for line in ("'dialog generer --skole å'", "'dialog generer --skole=Å'",
                     "'dialog generer --skole \"St. Ha'", "'dialog generer --skole Hønefoss\\ vi'",
                     "'dialog generer --dokument dag'", "'dialog skoler --runde '",
                     "'dialog sjekk maler/dialogg'", "'dialog generer --ut mal'")
    )  # fmt: skip
    assert skall("fish", script, installed=".config/fish/completions/dialog.fish").splitlines() == [
        "åssiden\tÅssiden videregående skole",
        "ål\tÅl vidaregåande skule",
        "--skole=åssiden\tÅssiden videregående skole",
        "--skole=ål\tÅl vidaregåande skule",
        "St. Hallvard videregående skole\tst-hallvard",
        "St. Hallvard vgs.\tst-hallvard",
        "Hønefoss videregående skole\thønefoss",
        "dagsorden\tWord-dokument fra maler/dagsorden.docx, Tekst fra maler/dagsorden.txt.j2",
        "2015\tDialoggrunnlag - Utviklingsdialoger 2015",
        "maler/dialoggrunnlag.docx",
        "maler/",
    ]


# An interactive zsh on a terminal of its own: the keys go in, and what it draws comes out.
ZSH = """
zmodload zsh/zpty
zpty terminal zsh -f -i
zpty -w terminal $'PROMPT=; stty cols 200; fpath=(~/.zfunc $fpath); autoload -Uz compinit; compinit -u -D; print KL""AR'
zpty -r terminal drawn '*KLAR*'
tab() {
    zpty -w -n terminal $'\\C-u'"$1"$'\\t'
    zpty -r terminal drawn "*$2*" && print -r -- "fant $2"
}
"""


def test_zsh_shows_schools_with_names_and_completes_one(skall):
    script = (
        f"{ZSH}\n"
        "tab 'dialog generer --skole å' 'ssiden  -- Åssiden videregående skole*l       -- Ål vidaregåande skule'\n"
        "tab 'dialog generer --skole num' edal\n"
        "tab 'dialog generer --skole=Hø' nefoss\n"
        "tab 'dialog generer --skole \"St. Ha' t-hallvard\n"
        "tab 'dialog skoler --ru' nde\n"
        "tab 'dialog sjekk maler/dialogg' runnlag.docx\n"
        "zpty -d terminal\n"
    )
    lines = skall("zsh", script, installed=".zfunc/_dialog").splitlines()
    assert [line for line in lines if line.startswith("fant ")] == [
        "fant ssiden  -- Åssiden videregående skole*l       -- Ål vidaregåande skule",
        "fant edal",
        "fant nefoss",
        "fant t-hallvard",
        "fant nde",
        "fant runnlag.docx",
    ]
