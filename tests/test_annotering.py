"""dialog sjekk --format github: what GitHub makes of it, at the right line of the right file."""

import os
import re
import shutil
from textwrap import indent

import pytest
from hjelp import bytt, sett_dialog
from hypothesis import given
from hypothesis import strategies as st

from dialoggrunnlag.cli.annotering import print_annotations
from dialoggrunnlag.cli.skjerm import visible
from dialoggrunnlag.errors import Problem

# As actions/runner reads a line of the log (ActionCommand.cs): what to put back, «%» last
TILBAKE = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


def annotasjoner(text):
    """The annotations that GitHub makes of an output: kind, properties and message."""
    found = []
    for line in text.rstrip("\n").split("\n") if text else ():
        parts = re.fullmatch(r"::(error|warning) (.*?)::(.*)", line, re.DOTALL)
        kind, properties, message = parts.groups()
        pairs = (pair.partition("=")[::2] for pair in properties.split(","))
        found.append((kind, {key: tilbake(value) for key, value in pairs}, tilbake(message)))
    return found


def tilbake(text):
    for code, character in TILBAKE:
        text = text.replace(code, character)
    return text


@pytest.fixture
def feil(prosjekt, monkeypatch):
    """A project in a folder of a git repository: a fault in the data, in a template, a warning."""
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    bytt(prosjekt / "data/skoler.yaml", "kortnavn: Gol vgs.", "kortnavn:")
    (prosjekt / "maler/ny.docx").write_bytes(b"ikke Word")
    sett_dialog(prosjekt, "lier", "dato: 7. november 2015", "sted: 'A, b: 100 %'")
    (prosjekt.parent / ".git").mkdir()
    return prosjekt


@pytest.mark.parametrize("there", [".", "data", ".."])
def test_each_problem_is_an_annotation_with_its_path_from_the_root_of_the_repository(
    feil, dialog, monkeypatch, there
):
    monkeypatch.chdir(feil / there)
    ran = dialog("sjekk", "--format", "github", "--prosjekt", feil)
    assert ran.kode == 1
    found = annotasjoner(ran.ut)
    [data] = [one for one in found if one[0] == "error" and "line" in one[1]]
    assert data[1] == {
        "title": "dialog sjekk", "file": "prosjekt/data/skoler.yaml", "line": "71", "col": "5"
    }  # fmt: skip
    assert data[2].startswith("data/skoler.yaml:71:5: skoler.gol.kortnavn: Verdien mangler.")
    [template] = [one for one in found if one[0] == "error" and "line" not in one[1]]
    assert template[1] == {"title": "dialog sjekk", "file": "prosjekt/maler/ny.docx"}
    assert any(kind == "warning" and "[helg]" in message for kind, _, message in found)


def test_a_warning_is_a_warning_and_the_exit_codes_are_those_of_the_text(prosjekt, dialog):
    sett_dialog(prosjekt, "lier", "dato: 7. november 2015", "sted: Aulaen")
    for more in ([], ["--streng"]):
        text, github = dialog("sjekk", *more), dialog("sjekk", "--format", "github", *more)
        assert github.kode == text.kode == len(more)
        assert {kind for kind, _, _ in annotasjoner(github.ut)} == {"warning"}
        assert any("[helg]" in message for _, _, message in annotasjoner(github.ut))
        assert github.feil.splitlines()[0] == text.feil.splitlines()[-1 - (not more)]  # the count
    assert dialog("sjekk", "--format", "github", "--runde", "1999").kode == 2


def test_what_should_stand_there_is_shown_as_in_the_text(prosjekt, dialog):
    sett_dialog(prosjekt, "lier", "deltakere: Kari, Ola")
    [(_, _, message)] = annotasjoner(dialog("sjekk", "--format", "github").ut)
    lines = message.splitlines()
    assert lines[1:] == [
        "  Skriv slik:",
        "        deltakere:",
        "          - navn: Kari",
        "          - navn: Ola",
    ]
    assert "\n".join(lines[1:]) in dialog("sjekk").feil


def test_nothing_wrong_is_no_annotation(prosjekt, dialog):
    ran = dialog("sjekk", "--format", "github")
    assert (ran.kode, ran.ut) == (0, "")
    assert "i orden" in ran.feil


def test_templates_given_by_name_are_found_from_the_working_folder(feil, dialog, monkeypatch):
    monkeypatch.chdir(feil / "maler")
    shutil.copy("ny.docx", "../data/rar.docx")
    ran = dialog("sjekk", "ny.docx", "../data/rar.docx", "--format", "github")
    files = [properties["file"] for _, properties, _ in annotasjoner(ran.ut)]
    assert files == ["prosjekt/maler/ny.docx", "prosjekt/data/rar.docx"]


def test_without_git_the_paths_are_from_the_folder_that_the_workflow_has(
    feil, dialog, monkeypatch, tmp_path
):
    (tmp_path / ".git").rmdir()
    (tmp_path / "utenfor").mkdir()
    places = {
        tmp_path: "prosjekt/data/skoler.yaml",
        feil: "data/skoler.yaml",
        "": "data/skoler.yaml",
        tmp_path / "utenfor": (feil / "data/skoler.yaml").as_posix(),
    }
    for workspace, expected in places.items():
        monkeypatch.setenv("GITHUB_WORKSPACE", str(workspace))
        ran = dialog("sjekk", "--format", "github")
        assert expected in {properties["file"] for _, properties, _ in annotasjoner(ran.ut)}


def test_a_folder_that_is_no_project_is_an_annotation_too(tmp_path, dialog, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DIALOG_PROSJEKT", raising=False)
    ran = dialog("sjekk", "--format", "github")
    assert ran.kode == 1
    [(kind, _, message)] = annotasjoner(ran.ut)
    assert kind == "error"
    assert "har data/ og maler/" in message


ORD = st.text(st.sampled_from("aå%:,\n\r0ADC2 53=;"), max_size=12)


@given(
    st.lists(
        st.builds(
            Problem,
            ORD.filter(bool),
            file=ORD,
            line=st.integers(0, 3),
            column=st.integers(0, 3),
            warning=st.booleans(),
            example=st.sampled_from(["", "a: 100 %", "a:\n  - b: c"]),
        )
    )
)
def test_whatever_a_problem_says_github_reads_it_as_people_see_it(tmp_path_factory, problems):
    import io
    from contextlib import redirect_stderr, redirect_stdout

    folder = tmp_path_factory.getbasetemp()
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()):
        print_annotations(problems, folder)
    lines = out.getvalue().split("\n")[:-1]
    unique = list(dict.fromkeys(problems))
    assert len(lines) == len(unique)
    for line, problem in zip(lines, unique, strict=True):
        [(kind, properties, message)] = annotasjoner(line)
        expected = str(problem)
        if problem.example:
            expected += f"\n  Skriv slik:\n{indent(problem.example, ' ' * 4)}"
        assert (kind == "warning", message) == (problem.warning, visible(expected))
        assert properties.get("line", "0") == str(problem.line)
        assert properties.get("col", "0") == str(problem.column)
        if problem.file:
            file = os.path.relpath(folder / problem.file, folder)
            assert properties["file"] == visible(file)
