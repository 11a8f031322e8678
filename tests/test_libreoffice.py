"""The harness itself: LibreOffice really opens the form, is typed into, and saves it."""

import os
import re
import signal
from zipfile import ZipFile

import pytest
from docx import Document
from hjelp import REPO, tekst
from libreoffice import Kontor, KontorFeil, finnes

from dialoggrunnlag.word import WordTemplate
from dialoggrunnlag.word.properties import Properties

pytestmark = [
    pytest.mark.treg,
    pytest.mark.skipif(
        not finnes() and not os.environ.get("CI"),
        reason="LibreOffice or its python3-uno is missing",
    ),
]
MÅL = "Avtalte utviklingsmål"
RADER = 4  # of that table in the empty form: column headings and three goals


@pytest.fixture(scope="module")
def kontor():
    with Kontor() as running:
        yield running


@pytest.fixture(scope="module")
def skjema(tmp_path_factory):
    """An empty form by the engine alone: the harness isn't to fail for what others do to data."""
    goal = dict.fromkeys(("mål", "tiltak", "ansvarlig", "frist", "kjennetegn", "støtte"))
    agreed = dict.fromkeys(("mål", "ansvarlig", "frist", "status", "kommentar"))
    texts = ("dato", "oppnådd", "fremskritt", "støtte", "eksempel", "lært", "neste_kontakt")
    summary = {
        **dict.fromkeys(texts),
        "til_stede": "",
        "avtaler": [agreed],
        "uten_elevnavn": False,
        "mål": [goal] * 3,
        "evaluering": dict.fromkeys(("bra", "hvorfor", "bedre", "hvordan")),
    }
    data = {
        "runde": {"år": 2015},
        "skole": {"navn": "Ål vgs"},
        "dialog": {"avlyst": False},
        "oppsummering": summary,
    }
    mal = WordTemplate(REPO / "tests/skjemaer/mal-med-rader.docx")
    egenskaper = Properties({"dialog-skole": "ål"})
    path = tmp_path_factory.mktemp("skjema") / "skjema.docx"
    path.write_bytes(mal.document(data, egenskaper, "dialog-fingeravtrykk")[0])
    return path


def egenskaper(path):
    with ZipFile(path) as package:
        custom = package.read("docProps/custom.xml").decode("utf-8")
    return dict(re.findall(r'name="([^"]*)"><vt:lpwstr>([^<]*)<', custom))


def krysset(path):
    with ZipFile(path) as package:
        return re.findall(r'<w14:checked w14:val="(.)"', package.read("word/document.xml").decode())


def avsnitt_under(path, heading):
    """The paragraphs below a heading with the texts of their controls, and whether it is a list."""
    found = None
    for paragraph in Document(str(path)).paragraphs:
        if paragraph.style.name.startswith("Heading"):
            if found is not None:
                return found
            found = [] if paragraph.text == heading else None
        elif found is not None:
            text = "".join(t.text or "⏎" for t in paragraph._p.xpath(".//w:t | .//w:br"))
            found.append(("•" if paragraph._p.xpath("./w:pPr/w:numPr") else "") + text)
    return found


def rader(path):
    return [[cell.text for cell in row.cells] for row in Document(str(path)).tables[1].rows]


def test_what_is_typed_is_in_the_saved_file_and_the_custom_properties_are_too(
    kontor, skjema, tmp_path
):
    ut = tmp_path / "ut.docx"
    before = egenskaper(skjema)
    felt = {
        "Dato:": "3. november 2015",
        "Til stede": "Åse Berg\nOla Nes",
        (MÅL, 1, "Mål"): "Flere består",
        (MÅL, 1, 4): "1. juni 2016",
        (MÅL, RADER + 1, "Ansvarlig"): "i en ny rad",
        "Ingen elever kan kjennes igjen": True,
        "Hva var bra?": "Første linje\vandre – «linje»\n\nto avsnitt  til ",
        "Hvorfor var det bra?": ["ett", "to"],
    }
    kontor.fyll(skjema, ut, felt)
    assert "Dato: 3. november 2015 Til stede Åse Berg Ola Nes" in tekst(ut)
    assert avsnitt_under(ut, "Hva var bra?") == [
        *("Første linje⏎andre – «linje»", "", "to avsnitt  til ")
    ]
    assert avsnitt_under(ut, "Hvorfor var det bra?") == ["•ett", "•to"]
    after = rader(ut)
    assert len(after) == RADER + 2
    assert (after[1][0], after[1][3]) == ("Flere består", "1. juni 2016")
    assert after[RADER] == [""] * 6
    assert after[RADER + 1] == ["", "", "i en ny rad", "", "", ""]
    assert (krysset(skjema), krysset(ut)) == (["0"], ["1"])
    assert before["dialog-skole"] == "ål"
    assert egenskaper(ut) == before


@pytest.mark.parametrize("måte", ["ledetekst", "i feltet"])
def test_what_is_typed_inside_a_control_replaces_its_prompt(kontor, skjema, tmp_path, måte):
    ut = tmp_path / "ut.docx"
    kontor.fyll(skjema, ut, {"Hva var bra?": "God tid", "Dato:": "3. mai 2015"}, måte=måte)
    assert avsnitt_under(ut, "Hva var bra?") == ["God tid"]
    assert "Velg dato" not in ZipFile(ut).read("word/document.xml").decode()


def test_nothing_in_the_form_is_read_only_for_real_key_presses(kontor, skjema, tmp_path):
    ut = tmp_path / "ut.docx"
    felt = {
        "Dato:": "3. mai 2015",
        "Neste kontakt": "uke 6\nringes",
        (MÅL, 1, "Frist"): "1.6.2016",
        (MÅL, RADER, "Mål"): "ny rad",
        "Ingen elever kan kjennes igjen": True,
    }
    kontor.fyll(skjema, ut, felt, taster=True)
    assert "Dato: 3. mai 2015" in tekst(ut)
    assert avsnitt_under(ut, "Neste kontakt") == ["uke 6", "ringes"]
    assert (rader(ut)[1][3], rader(ut)[RADER][0]) == ("1.6.2016", "ny rad")
    assert krysset(ut) == ["1"]


def test_rows_can_be_deleted(kontor, skjema, tmp_path):
    felt = {(MÅL, 1, "Mål"): "første", (MÅL, 2, "Mål"): "andre", (MÅL, 1): None}
    kontor.fyll(skjema, tmp_path / "ut.docx", felt)
    after = rader(tmp_path / "ut.docx")
    assert (after[1][0], len(after)) == ("andre", RADER - 1)


def test_a_place_that_is_not_there_is_told_and_the_next_document_still_works(
    kontor, skjema, tmp_path
):
    for key in ("Finnes ikke", "Finnes ikke:", ("Finnes ikke", 1, 1), (MÅL, 1, "Finnes ikke")):
        with pytest.raises(KontorFeil, match="Finnes ikke"):
            kontor.fyll(skjema, tmp_path / "ut.docx", {key: "x"})
    broken = tmp_path / "ødelagt.docx"
    broken.write_bytes(skjema.read_bytes()[:4000])
    with pytest.raises(KontorFeil, match="ødelagt"):
        kontor.lagre_om(broken, tmp_path / "ut.docx")
    assert not (tmp_path / "ut.docx").exists()
    kontor.lagre_om(skjema, tmp_path / "ut.docx")
    assert egenskaper(tmp_path / "ut.docx") == egenskaper(skjema)


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs a signal that stops a process")
def test_an_office_that_hangs_is_killed_and_the_next_document_gets_a_new_one(skjema, tmp_path):
    with Kontor(frist=2) as kontor:
        first = kontor.prosess.pid
        os.killpg(first, signal.SIGSTOP)
        with pytest.raises(KontorFeil, match="took more than 2 s"):
            kontor.lagre_om(skjema, tmp_path / "ut.docx")
        kontor.frist = 60
        kontor.lagre_om(skjema, tmp_path / "ut.docx")
        second = kontor.prosess.pid
    for group in (first, second):
        with pytest.raises(ProcessLookupError):
            os.killpg(group, 0)
