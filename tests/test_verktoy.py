"""sjekk --format and --merk, felt, tekst: what a script or git reads."""

import json
import re

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
    assert header["sted"].startswith("topptekst (header1.xml), avsnitt")


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


def test_merk_of_a_template_without_problems_writes_nothing_and_says_so(prosjekt, dialog):
    before = i_mappen(prosjekt)
    ran = dialog("sjekk", "maler/dagsorden.docx", "--merk", "merket.docx")
    assert (ran.kode, ran.ut) == (0, "")
    assert (
        ran.feil == "Det er ingenting å merke, så merket.docx er ikke laget.\nMalen er i orden.\n"
    )
    assert i_mappen(prosjekt) == before


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


@pytest.mark.parametrize("name", ["finnes-ikke.docx", "maler", "finnes-ikke/ny.docx"])
def test_tekst_of_what_cannot_be_read_is_an_error(prosjekt, dialog, name):
    ran = dialog("tekst", name)
    assert (ran.kode, ran.ut, ran.feil.partition(": ")[0]) == (1, "", name)


LFS = (
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0\nsize 12345\n"
)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("tom.docx", b"", "filen er tom"),
        ("tekst.docx", b"Hei", "ikke en zip-pakke"),
        ("~$tekst.docx", b"\x06Kari N" + bytes(150), "ikke en zip-pakke"),
        ("passord.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "beskyttet med passord"),
        ("lfs.docx", LFS.encode(), "peker fra Git LFS"),
        ("README.md", b"# Hei\n", "ikke en Word-fil"),
    ],
)
def test_tekst_of_what_is_no_word_file_is_a_line_and_no_error(dialog, tmp_path, name, data, says):
    (tmp_path / name).write_bytes(data)
    ran = dialog("tekst", tmp_path / name)
    assert (ran.kode, ran.feil, ran.ut.count("\n")) == (0, "", 1)
    assert says in ran.ut


def test_tekst_of_a_damaged_word_file_is_a_line_that_tells_one_version_from_another(
    prosjekt, dialog
):
    whole = (prosjekt / "maler/dagsorden.docx").read_bytes()
    lines = []
    for data in (whole[:-100], whole[:-200], whole[:-200]):
        (prosjekt / "maler/dagsorden.docx").write_bytes(data)
        ran = dialog("tekst", "maler/dagsorden.docx")
        assert (ran.kode, ran.ut.count("\n")) == (0, 1)
        lines.append(ran.ut)
    assert lines[0] != lines[1] == lines[2]
