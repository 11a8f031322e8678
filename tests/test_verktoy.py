"""sjekk --format and --merk, felt, tekst: what a script or git reads."""

import json
import re
import shutil
import subprocess
import sys

import docx
import pytest
from hjelp import bytt, i_mappen

from dialoggrunnlag.innhold.grunnlag import describe_fields


@pytest.fixture
def feilmal(prosjekt):
    """A template with three problems: in the text, in a table, in the header."""
    path = prosjekt / "maler" / "dialoggrunnlag.docx"
    document = docx.Document(path)
    document.paragraphs[1].runs[0].text = "{{ skole.navm }}"
    document.tables[0].rows[2].cells[1].paragraphs[0].add_run("{{ tema.titel }}")
    document.sections[0].header.paragraphs[0].add_run("{{ runde.aar }}")
    document.save(path)
    return path


def test_sjekk_writes_its_findings_as_json(prosjekt, dialog, feilmal):
    bytt(prosjekt / "data/skoler.yaml", "kortnavn: Gol vgs.", "kortnavn:")
    ran = dialog("sjekk", "--format", "json")
    assert ran.kode == 1
    data, text, table, header = json.loads(ran.ut)
    assert data == {
        "fil": "data/skoler.yaml",
        "linje": 71,
        "kolonne": 5,
        "sti": "skoler.gol.kortnavn",
        "melding": "Verdien mangler.",
        "råd": "Skriv den etter kolonet.",
    }
    assert text == {
        "fil": "maler/dialoggrunnlag.docx",
        "sted": "avsnitt 2",
        "tagg": "{{ skole.navm }}",
        "melding": "Feltet «skole.navm» finnes ikke.",
        "råd": "Mente du «skole.navn»?",
    }
    assert table["sted"] == "tabell 1, rad 3, kolonne 2 (under «Temaer/organisering»)"
    assert header["sted"].startswith("topptekst, avsnitt")


def test_sjekk_as_json_is_an_empty_list_where_nothing_is_wrong(dialog):
    assert dialog("sjekk", "--format", "json")[:2] == (0, "[]\n")


def test_merk_writes_a_copy_with_a_comment_at_each_problem(prosjekt, dialog, feilmal):
    before = feilmal.read_bytes()
    ran = dialog("sjekk", "maler/dialoggrunnlag.docx", "--merk", "merket.docx")
    assert ran.kode == 1
    assert feilmal.read_bytes() == before
    copy = docx.Document(prosjekt / "merket.docx")
    comments = [comment.text for comment in copy.comments]
    assert len(comments) == 3
    assert "{{ skole.navm }}: Feltet «skole.navm» finnes ikke. Mente du «skole.navn»?" in comments
    assert any(text.startswith("topptekst") for text in comments)
    assert re.search("commentRangeStart.*commentReference", copy.paragraphs[1]._p.xml, re.DOTALL)
    assert "commentReference" in copy.tables[0].rows[2].cells[1]._tc.xml


@pytest.mark.parametrize(
    ("mal", "merk"),
    [
        ([], "ut.docx"),
        (["maler/dagsorden.txt.j2"], "ut.docx"),
        (["maler/dagsorden.docx"], "maler/dagsorden.docx"),
        (["maler/dagsorden.docx"], "maler/dialoggrunnlag.docx"),
    ],
    ids=["no template", "a text template", "over itself", "over another file"],
)
def test_merk_refuses_what_it_cannot_do_and_writes_nothing(prosjekt, dialog, mal, merk):
    before = i_mappen(prosjekt)
    ran = dialog("sjekk", *mal, "--merk", merk)
    assert (ran.kode, ran.ut) == (2, "")
    assert "--merk" in ran.feil or "finnes fra før" in ran.feil
    assert i_mappen(prosjekt) == before


def test_a_template_that_cannot_be_read_gets_no_copy(prosjekt, dialog):
    (prosjekt / "maler/ny.docx").write_bytes(b"ikke Word")
    ran = dialog("sjekk", "maler/ny.docx", "--merk", "ut.docx")
    assert ran.kode == 1
    assert ran.feil.startswith("maler/ny.docx: Dette er ikke en Word-fil")
    assert not (prosjekt / "ut.docx").exists()


def test_felt_prints_every_field_with_type_and_example(dialog):
    lines = dialog("felt").ut.splitlines()
    assert len(lines) == 1 + len(describe_fields()) > 40
    assert lines[0].split() == ["FELT", "TYPE", "BETYDNING", "EKSEMPEL"]
    [navn] = [line for line in lines if line.startswith("skole.navn ")]
    assert re.split(r"  +", navn) == [
        "skole.navn", "tekst", "skolens eget navn", "Ål vidaregåande skule"
    ]  # fmt: skip
    rows = json.loads(dialog("felt", "--format", "json").ut)
    assert [row["sti"] for row in rows] == [field.sti for field in describe_fields()]


def test_on_a_terminal_a_table_is_cut_to_its_width_in_the_last_column(dialog, monkeypatch):
    whole = dialog("felt").ut.splitlines()
    monkeypatch.setenv("COLUMNS", "150")
    assert dialog("felt").ut.splitlines() == whole
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    lines = dialog("felt").ut.splitlines()
    assert max(map(len, lines)) == 150 < max(map(len, whole))
    for line, all_of_it in zip(lines, whole, strict=True):
        assert line == all_of_it or (line[-1] == "…" and all_of_it.startswith(line[:-1].rstrip()))


def test_tekst_prints_a_template_with_its_tags(dialog):
    lines = dialog("tekst", "maler/dialoggrunnlag.docx").ut.splitlines()
    assert {
        "title: {{ runde.tittel }} – {{ skole.navn }}", "# Hensikt", "- {{ delmål }}",
        "| Tema | Tidspunkt | Tid-minutter |", "== Topptekst (header1.xml) ==",
    } <= set(lines)  # fmt: skip


def test_tekst_prints_a_finished_document(prosjekt, dialog):
    [path] = dialog("generer", "--skole", "ål").ut.splitlines()
    text = dialog("tekst", path).ut
    assert "Tid: 10:00–14:00" in text
    assert "{{" not in text


@pytest.mark.parametrize("name", ["finnes-ikke.docx", "README.md", "maler"])
def test_tekst_of_what_is_no_word_file_is_an_error(prosjekt, dialog, name):
    (prosjekt / "README.md").write_text("x", "utf-8")
    ran = dialog("tekst", name)
    assert (ran.kode, ran.ut, ran.feil.partition(": ")[0]) == (1, "", name)


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_git_diff_shows_what_changed_in_a_template(prosjekt):
    def git(*words):
        done = subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x@example.no", *words],
            cwd=prosjekt, check=True, capture_output=True, timeout=60,
        )  # fmt: skip
        return done.stdout.decode()

    git("init", "-q")
    (prosjekt / ".gitattributes").write_text("*.docx binary diff=word\n", "utf-8")
    git("config", "diff.word.textconv", f'"{sys.executable}" -m dialoggrunnlag tekst')
    git("add", ".")
    git("commit", "-qm", "x")
    path = prosjekt / "maler/dialoggrunnlag.docx"
    document = docx.Document(path)
    document.paragraphs[1].runs[0].text = "{{ skole.kortnavn }}"
    document.save(path)
    changed = [line for line in git("diff").splitlines() if line[:1] in "+-" and "{{" in line]
    assert changed == ["-{{ skole.navn }}", "+{{ skole.kortnavn }}"]
