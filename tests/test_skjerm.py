"""What others have written can't steer the terminal, wherever it is shown."""

from __future__ import annotations

import ast
import io
import json
import zipfile

import pytest
from docx import Document
from hjelp import REPO, bytt, les_csv, sett_dialog
from hypothesis import given
from hypothesis import strategies as st

from dialoggrunnlag.cli import skjerm
from dialoggrunnlag.cli.forslag import _passende
from dialoggrunnlag.errors import Problem

RØD, C1, SNU = "\x1b[31m", "\x9b31m", "\u202e"
STYRENDE = [
    *map(chr, (*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0))),
    *"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    "\ud800",
]


def styrer(text):
    """The characters of a text that steer a terminal."""
    return [character for character in STYRENDE if character in text]


def test_everything_is_printed_in_one_place():
    printing = set()
    for file in (REPO / "dialoggrunnlag").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called in ("print", "sys.stdout.write", "sys.stderr.write"):
                printing.add(file.name)
    assert printing == {"skjerm.py"}


@given(st.text(st.characters(codec="utf-8") | st.sampled_from(STYRENDE)))
def test_a_visible_text_holds_nothing_that_steers_and_is_the_same_in_json(text):
    assert not styrer(skjerm.visible(text))
    written = json.dumps({"a": text}, ensure_ascii=False)
    assert json.loads(skjerm.visible(written)) == {"a": text}


def test_a_problem_is_one_line_whatever_is_in_it(capsys):
    source = f"navn: a{RØD}b{SNU}c{C1}  # d"
    skjerm.show_problems(
        [Problem(f"a{RØD}\nadvarsel: b{SNU}", file=f"{C1}.zip", line=1, column=8, source=source)]
    )
    told = capsys.readouterr().err
    assert not styrer(told)
    message, line, marker = told.splitlines()
    assert message == r"\u009b31m.zip:1:8: a\u001b[31m\nadvarsel: b\u202e"
    assert len(line) == len(f"    {source}"), "one for one, so that the marker is in its place"
    assert marker.index("^") == line.index("\ufffd")


def test_a_name_in_a_package_is_told_by_its_codes(tmp_path, dialog, prosjekt):
    path = tmp_path / f"skjema{SNU}{RØD}.docx"
    Document().save(str(path))
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(f"../word/{C1}{RØD}evil.xml", "<a>")
    for command in (("oppsummering", "les", path), ("sjekk", path), ("tekst", path)):
        ran = dialog(*command)
        assert not styrer(ran.ut + ran.feil), command


def test_a_word_on_the_command_line_is_told_by_its_codes(dialog):
    for words in ((f"skol{RØD}er",), ("skoler", f"--{SNU}"), ("skoler", C1)):
        ran = dialog(*words)
        assert ran.kode == 2
        assert not styrer(ran.feil)


def skriv_mål(prosjekt, tekst):
    folder = prosjekt / "data/oppsummeringer/2015"
    folder.mkdir(parents=True)
    text = (
        "skole: gol\nrunde: 2015\nmål:\n  - mål: {}\n    ansvarlig: rektor\n    frist: 1.6.2016\n"
    )
    (folder / "gol.yaml").write_text(text.format(json.dumps(tekst, ensure_ascii=False)), "utf-8")


@pytest.mark.parametrize("form", ["tabell", "csv", "json"])
def test_a_goal_that_turns_what_is_read_is_shown_by_its_codes(prosjekt, dialog, form):
    skriv_mål(prosjekt, f"Lese{SNU}mer")
    words = () if form == "tabell" else ("--format", form)
    ran = dialog("avtaler", *words)
    assert not styrer(ran.ut.replace("\ufeff", ""))
    if form == "json":
        assert json.loads(ran.ut)[0]["mål"] == f"Lese{SNU}mer"
    else:
        assert r"Lese\u202emer" in ran.ut
    if form == "csv":
        assert les_csv(ran.ut)


def test_tab_suggests_nothing_that_steers_the_terminal():
    forslag = _passende([(f"a{SNU}", "b"), ("ab", f"b{RØD}")], "a")
    assert forslag == [("ab", r"b\u001b[31m")]


def test_a_path_is_as_it_is_for_a_script_and_by_its_codes_for_a_person(monkeypatch, capsys):
    skjerm.print_result(f"ut/{SNU}.docx")
    assert capsys.readouterr().out == f"ut/{SNU}.docx\n"

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    skjerm.print_result(f"ut/{SNU}.docx")
    assert terminal.getvalue() == "ut/\\u202e.docx\n"


@pytest.mark.parametrize("skrevet", [f"Rom {SNU}2", r"Rom \u202e2"], ids=["tegnet", "koden"])
def test_a_name_that_turns_what_is_read_is_a_warning_at_its_line(prosjekt, dialog, skrevet):
    sett_dialog(prosjekt, "gol", f'sted: "{skrevet}"')
    ran = dialog("sjekk")
    assert ran.kode == 0
    assert "dialoger.gol.sted: Teksten har tegnet U+202E, så den vises annerledes" in ran.feil
    assert "[skriveretning]" in ran.feil
    sett_dialog(prosjekt, "gol", f'sted: "{skrevet}"', "stille: {skriveretning: prøve}")
    assert "[skriveretning]" not in dialog("sjekk").feil


@pytest.mark.parametrize(
    ("fil", "før"),
    [("skoler", "    kortnavn: Gol vgs."), ("skoleeier", "      bokmål: seksjonsleder KPS")],
)
def test_so_is_one_in_the_other_files(prosjekt, dialog, fil, før):
    bytt(prosjekt / f"data/{fil}.yaml", f"{før}\n", f"{før}{SNU}\n")
    assert dialog("sjekk").feil.count("[skriveretning]") == 1


def test_so_is_one_that_a_form_has_brought(prosjekt, dialog):
    skriv_mål(prosjekt, f"Lese{SNU}mer")
    said = dialog("sjekk").feil
    assert "data/oppsummeringer/2015/gol.yaml:4:10: mål[1].mål: Teksten har tegnet U+202E" in said
    assert said.count("[skriveretning]") == 1


def test_so_is_one_in_the_name_of_a_template(prosjekt, dialog):
    mal = prosjekt / "maler/dagsorden.docx"
    mal.with_name(f"brev{SNU}xcod.docx").write_bytes(mal.read_bytes())
    assert "Navnet har tegnet U+202E" in dialog("sjekk").feil
