"""From one dialogue to the next, as an adviser does it: forms, summaries, agreements, new rounds."""

from __future__ import annotations

import json
import os
import re
import shutil
from datetime import UTC, datetime

import pytest
from hjelp import REPO, bytt, i_mappen, les_csv, sett_dialog, tekst
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from libreoffice import Kontor
from skjema_hjelp import (
    FRAVÆR,
    LESE,
    SOM_FOLK_FYLLER_UT,
    SPRÅK,
    TASTEDE,
    endret,
    etter,
    fra_xml,
    fylt_av_motoren,
    ingen_ledetekst,
    lest,
    med,
    oppsummeringer,
    p,
    som_felt,
    tomt,
    utvidet,
    w,
)

from dialoggrunnlag.model.oppsummering import Oppsummering
from dialoggrunnlag.reading import yaml_reader
from dialoggrunnlag.utfylt import skjemafil
from dialoggrunnlag.word.package import Package

GOL = ("--skole", "gol")
SKJEMA = ("--dokument", "oppsummering")


def oppsummering(runde=2015, **more):
    data = {"skole": "gol", "runde": str(runde), **more}
    return Oppsummering.model_validate(data)


def fylt(path, **more):
    path.write_bytes(fylt_av_motoren(oppsummering(**more)))
    return path


def fil(prosjekt, runde=2015, skole="gol"):
    return prosjekt / f"data/oppsummeringer/{runde}/{skole}.yaml"


def skriv(prosjekt, text, runde=2014, skole="gol"):
    """Write a summary as a person does."""
    path = fil(prosjekt, runde, skole)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"skole: {skole}\nrunde: {runde}\n{text}", "utf-8")


def nytt_skjema(prosjekt):
    """What the form that was made says from the start."""
    return lest((prosjekt / "ut/2015/oppsummering-2015-gol.docx").read_bytes()).data


def innhold(path):
    return yaml_reader.parse(path.read_text("utf-8"), "").data


# --- forms read back -----------------------------------------------------------------------------


def test_a_form_is_read_whatever_it_is_called_and_read_again_it_is_unchanged(prosjekt, dialog):
    skjema = fylt(prosjekt / "fra rektor (2).docx", lært="Små grep virker.", til_stede=["Kari"])
    ran = dialog("oppsummering", "les", skjema)
    assert (ran.kode, ran.ut) == (0, "data/oppsummeringer/2015/gol.yaml\n")
    assert ran.feil.startswith("ny ")
    assert innhold(fil(prosjekt)) == {
        "skole": "gol", "runde": "2015", "til_stede": ["Kari"], "lært": "Små grep virker.",
    }  # fmt: skip
    before = fil(prosjekt).read_bytes()
    ran = dialog("oppsummering", "les", skjema)
    assert (ran.kode, ran.ut) == (0, "data/oppsummeringer/2015/gol.yaml\n")
    assert ran.feil.startswith("uendret ")
    assert fil(prosjekt).read_bytes() == before


def test_a_summary_that_differs_is_shown_and_left_until_overskriv(prosjekt, dialog):
    dialog("oppsummering", "les", fylt(prosjekt / "a.docx", lært="Først"))
    before = fil(prosjekt).read_bytes()
    skjema = fylt(prosjekt / "b.docx", lært="Siden")
    ran = dialog("oppsummering", "les", skjema)
    assert (ran.kode, ran.ut) == (1, "")
    assert "-lært: Først\n+lært: Siden\n" in ran.feil
    assert "--overskriv" in ran.feil
    assert fil(prosjekt).read_bytes() == before
    ran = dialog("oppsummering", "les", skjema, "--overskriv")
    assert (ran.kode, innhold(fil(prosjekt))["lært"]) == (0, "Siden")
    assert ran.feil.startswith("erstattet ")


def test_a_summary_that_says_the_same_in_other_words_of_yaml_is_left_as_it_is(prosjekt, dialog):
    skjema = fylt(prosjekt / "a.docx", lært="Først")
    dialog("oppsummering", "les", skjema)
    fil(prosjekt).write_text("# sett over\nrunde: '2015'\nskole: gol\nlært: >-\n  Først\n", "utf-8")
    before = fil(prosjekt).read_bytes()
    assert dialog("oppsummering", "les", skjema).kode == 0
    assert fil(prosjekt).read_bytes() == before


def test_a_folder_is_one_command_and_a_form_that_fails_stops_only_itself(prosjekt, dialog):
    mappe = prosjekt / "svar"
    mappe.mkdir()
    for skole in ("gol", "ål", "lier"):
        made = Oppsummering.model_validate({"skole": skole, "runde": "2015", "lært": skole})
        (mappe / f"{skole}.docx").write_bytes(fylt_av_motoren(made))
    (mappe / "ål.docx").write_bytes((mappe / "ål.docx").read_bytes()[:999])
    (mappe / "~$gol.docx").write_bytes(b"lock")
    ran = dialog("oppsummering", "les", mappe)
    assert ran.kode == 1
    assert len(ran.ut.splitlines()) == 2
    assert "svar/ål.docx" in ran.feil
    assert set(i_mappen(prosjekt / "data/oppsummeringer")) == {"2015/gol.yaml", "2015/lier.yaml"}


def test_a_form_in_a_folder_is_opened_once(prosjekt, dialog, monkeypatch):
    opened = []

    class Talt(Package):
        def __init__(self, data):
            opened.append(data)
            super().__init__(data)

    monkeypatch.setattr(skjemafil, "Package", Talt)
    skjema = fylt(prosjekt / "a.docx", lært="Først")
    assert dialog("oppsummering", "les", prosjekt).kode == 0
    assert opened == [skjema.read_bytes()]


# --- forms that nobody has filled in ----------------------------------------------------------

MED_DATO = (
    "dato: 3.11.2015",
    "deltakere:",
    "  - rolle: rektor",
    "fra_skoleeier: [kvalitetsrådgiver]",
)
GOLS_SKJEMA = "ut/2015/oppsummering-2015-gol.docx"
TO_MÅL = "mål:\n  - {mål: Lese, ansvarlig: rektor, frist: 1. mars 2016, status: i gang}\n  - {tiltak: Økter}\n"


@pytest.fixture
def laget(prosjekt, dialog):
    """All the forms of a round in which a date, names and agreements are known for gol."""
    sett_dialog(prosjekt, "gol", *MED_DATO)
    skriv(prosjekt, TO_MÅL)
    assert dialog("generer", "--alle", "--alle-dokumenter").kode == 0
    return prosjekt


def svar(path, tag, text):
    """Write in one of a form's fields."""
    path.write_bytes(med(tag, p(text), path.read_bytes()))


def test_forms_that_nobody_has_filled_in_are_told_in_few_lines_and_not_written(laget, dialog):
    ran = dialog("oppsummering", "les", "ut/2015")
    assert (ran.kode, ran.ut) == (1, "")
    assert ran.feil.splitlines() == [
        "hoppet over    39 andre dokumenter som programmet har laget",
        "ikke fylt ut   13 skjemaer: Drammen vgs., Eiker vgs., Gol vgs., Hønefoss vgs., Kongsberg "
        "vgs., Lier vgs., Numedal vgs., Ringerike vgs., Rosthaug vgs., Røyken vgs., St. Hallvard "
        "vgs., Ål vgs., Åssiden vgs.",
        "Ingenting er lest inn. Fyll ut skjemaene og lagre dem før de leses inn.",
    ]
    assert not (laget / "data/oppsummeringer/2015").exists()


def test_a_form_that_nobody_has_filled_in_is_no_fault_among_others(laget, dialog):
    svar(laget / "ut/2015/oppsummering-2015-lier.docx", "oppsummering.lært", "Små grep virker.")
    ran = dialog("oppsummering", "les", "ut/2015")
    assert (ran.kode, ran.ut) == (0, "data/oppsummeringer/2015/lier.yaml\n")
    assert "ikke fylt ut   12 skjemaer: Drammen vgs., " in ran.feil
    assert "Ingenting er lest inn" not in ran.feil
    ran = dialog("oppsummering", "les", GOLS_SKJEMA, "ut/2015/oppsummering-2015-lier.docx")
    assert (ran.kode, ran.feil.splitlines()[-1]) == (0, f"ikke fylt ut   {GOLS_SKJEMA}")


def test_a_form_alone_that_nobody_has_filled_in_is_not_what_was_asked_for(laget, dialog):
    ran = dialog("oppsummering", "les", GOLS_SKJEMA)
    assert (ran.kode, ran.ut) == (1, "")
    assert ran.feil == (
        f"ikke fylt ut   {GOLS_SKJEMA}\n{GOLS_SKJEMA}: Ingenting er fylt ut i skjemaet utover dato, "
        "deltakere og det som var avtalt fra før. Fyll det ut og lagre det før det leses inn.\n"
    )


@pytest.mark.parametrize(
    "siden",
    [
        ("dato: 5.11.2015", "deltakere:", "  - rolle: elevrådsleder", "fra_skoleeier: [kvalitetsrådgiver]"),
        (*MED_DATO, "avlyst: ja"),
        ("dato:", "deltakere:", "fra_skoleeier:"),
    ],
)  # fmt: skip
def test_a_dialogue_that_is_moved_or_cancelled_makes_no_summary_of_an_old_form(
    laget, dialog, siden
):
    sett_dialog(laget, "gol", *siden)
    assert dialog("oppsummering", "les", GOLS_SKJEMA).kode == 1
    assert not (laget / "data/oppsummeringer/2015").exists()


@pytest.mark.parametrize(
    "siden",
    [
        "mål:\n  - {mål: Lese mer, ansvarlig: rektor, frist: 1. mars 2016, status: i gang}\n"
        "  - {tiltak: Økter}\n",
        "mål:\n  - {mål: Lese, ansvarlig: Kari, frist: 1. mai 2016, status: nådd}\n"
        "  - {tiltak: Økter, ansvarlig: Kari}\n",
        "mål:\n  - {mål: Regne}\n",
        "lært: Små grep\n",
    ],
)
def test_an_agreement_that_is_corrected_in_the_data_makes_no_summary_of_an_old_form(
    laget, dialog, siden
):
    skriv(laget, siden)
    ran = dialog("oppsummering", "les", GOLS_SKJEMA)
    assert (ran.kode, ran.ut) == (1, ""), ran.feil
    assert ran.feil.startswith("ikke fylt ut ")
    svar(laget / GOLS_SKJEMA, "avtale.status", "ikke startet")
    assert dialog("oppsummering", "les", GOLS_SKJEMA).kode == 0


def test_a_row_that_nobody_has_touched_does_not_undo_what_is_corrected_in_the_data(laget, dialog):
    svar(laget / GOLS_SKJEMA, "oppsummering.lært", "Små grep")
    rettet = "mål: Lese mer, ansvarlig: Kari, frist: 1. mai 2016, status: nådd"
    skriv(laget, f"mål:\n  - {{{rettet}}}\n  - {{tiltak: Mange økter}}\n")
    ran = dialog("oppsummering", "les", GOLS_SKJEMA)
    assert (ran.kode, "rettelse" in ran.feil) == (0, False)
    assert innhold(fil(laget))["avtaler"] == [
        {"id": "gol-2014-1", "mål": "Lese mer", "ansvarlig": "Kari", "frist": "1. mai 2016",
         "status": "nådd"},
        {"id": "gol-2014-2", "mål": "Mange økter"},
    ]  # fmt: skip
    assert dialog("oppsummering", "les", GOLS_SKJEMA).feil.startswith("uendret ")


def test_a_round_whose_data_cannot_be_read_makes_no_summary_of_a_day_and_names(laget, dialog):
    fil(laget, 2014).unlink()
    dialog("generer", *GOL, *SKJEMA)
    (laget / "data/runder/2015.yaml").write_text("år: 2015\n", "utf-8")
    assert dialog("oppsummering", "les", GOLS_SKJEMA).kode == 1
    svar(laget / GOLS_SKJEMA, "oppsummering.lært", "Små grep virker.")
    assert dialog("oppsummering", "les", GOLS_SKJEMA).kode == 0


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("oppsummering.lært", "Små grep"),
        ("mål.tiltak", "Økter"),
        ("avtale.status", "nådd"),
        ("avtale.kommentar", "Godt arbeid"),
        ("avtale.frist", "1. juni 2016"),
        ("oppsummering.evaluering.bra", "Tida"),
    ],
)
def test_one_field_that_is_filled_in_makes_a_summary(laget, dialog, tag, text):
    svar(laget / GOLS_SKJEMA, tag, text)
    assert dialog("oppsummering", "les", GOLS_SKJEMA).kode == 0
    assert text in fil(laget).read_text("utf-8")


def test_who_was_there_is_a_summary_where_the_program_knew_nobody(prosjekt, dialog):
    skjema = fylt(prosjekt / "a.docx", til_stede=["Kari"])
    assert dialog("oppsummering", "les", skjema).kode == 0


def test_a_tick_or_text_beside_the_fields_is_filled_in(laget, dialog):
    data = (laget / GOLS_SKJEMA).read_bytes()

    def sign(root):
        list(root.iter(w("p")))[-1].addnext(fra_xml(p("Kari"))[0])

    (laget / "a.docx").write_bytes(endret(data, sign))
    assert dialog("oppsummering", "les", "a.docx").kode == 0
    assert innhold(fil(laget))["annet"] == [{"sted": "under «For skoleeier»", "tekst": "Kari"}]


def oppsummert(dialog):
    """What ``status`` says of gol, and how many summaries it counts."""
    status = json.loads(dialog("status", "--format", "json").ut)
    [row] = [row for row in status["skoler"] if row["skole"] == "gol"]
    return row["oppsummering"], status["totaler"]["oppsummeringer"]


@pytest.mark.parametrize("avlyst", [(), ("avlyst: ja",)])
def test_a_summary_that_says_nothing_is_none(laget, dialog, avlyst):
    sett_dialog(laget, "gol", *MED_DATO, *avlyst)
    empty = (
        "dato: 3. november 2015\ntil_stede: [rektor]\n"
        "avtaler:\n  - {mål: Lese, ansvarlig: rektor, frist: 1. mars 2016, status: i gang}\n"
    )
    skriv(laget, empty, 2015)
    assert oppsummert(dialog) == (False, 0)
    assert dialog("generer", *GOL, *SKJEMA, "--overskriv").kode == 0
    assert dialog("oppsummering", "les", GOLS_SKJEMA).kode == 1
    skriv(laget, f"{empty}lært: Små grep\n", 2015)
    assert oppsummert(dialog) == (True, 1)


def test_a_summary_that_says_nothing_is_not_the_dialogue_before(prosjekt, dialog):
    skriv(prosjekt, "mål:\n  - {mål: Lese, ansvarlig: rektor, frist: 1. mars 2015}\n", 2013)
    skriv(
        prosjekt,
        "dato: 3. november 2014\ntil_stede: [rektor]\n"
        "avtaler:\n  - {mål: Lese, ansvarlig: rektor, frist: 1. mars 2015}\n",
        2014,
    )
    assert dialog("generer", *GOL).kode == 0
    grunnlag = prosjekt / "ut/2015/dialoggrunnlag-2015-gol.docx"
    assert "utviklingsdialogen 2013:" in tekst(grunnlag)
    assert "2014" not in tekst(grunnlag).partition("forrige dialog")[2].partition("Lese")[0]
    skriv(prosjekt, "avtaler:\n  - {mål: Lese, status: i gang}\n", 2014)
    assert dialog("generer", *GOL).kode == 0
    assert "Mål fra tidligere dialoger som ikke er ferdige: Lese (avtalt i 2013)" in tekst(grunnlag)


def test_what_is_found_in_a_summary_is_told_from_its_top(prosjekt, dialog):
    skriv(prosjekt, "mål:\n  - {mål: Lese, ansvarlig: rektor, frist: før jul}\n  - mål: Skrive\n")
    lines = re.findall(r"oppsummeringer/2014/gol.yaml:(\d+)", dialog("sjekk").feil)
    assert len(lines) == 2
    assert lines == sorted(lines, key=int)


# --- folders, and two forms for one school ----------------------------------------------------


def test_what_lies_in_a_folder_and_is_not_read_is_named(prosjekt, dialog):
    mappe = prosjekt / "svar"
    (mappe / "fra ål").mkdir(parents=True)
    fylt(mappe / "GOL.DOCX", lært="Små grep")
    for name in (
        "a.pdf", "b.doc", "c.odt", "d.docm", "e.rtf", "f.msg", "g.jpg", "h.xlsx", "~$GOL.DOCX",
        ".~lock.GOL.DOCX#", ".DS_Store", "Thumbs.db",
    ):  # fmt: skip
        (mappe / name).write_bytes(b"x")
    ran = dialog("oppsummering", "les", "svar")
    assert (ran.kode, ran.ut) == (0, "data/oppsummeringer/2015/gol.yaml\n")
    assert ran.feil.splitlines() == [
        "hoppet over    svar/.~lock.GOL.DOCX#: låsefil: noen har dokumentet åpent",
        "hoppet over    svar/a.pdf: PDF kan ikke leses; be om Word-filen",
        "hoppet over    svar/b.doc: gammelt Word-format; lagre den som .docx og les den",
        "hoppet over    svar/c.odt: LibreOffice-format; lagre den som .docx og les den",
        "hoppet over    svar/d.docm: Word-fil med makroer; lagre den som .docx og les den",
        "hoppet over    svar/e.rtf: rik tekst; lagre den som .docx og les den",
        "hoppet over    svar/f.msg: e-post; lagre vedlegget og les det",
        "hoppet over    svar/fra ål: mappe; oppgi den for å lese skjemaene i den",
        "hoppet over    svar/g.jpg: bilde; be om Word-filen",
        "hoppet over    svar/h.xlsx: ikke en Word-fil",
        "hoppet over    svar/~$GOL.DOCX: låsefil: noen har dokumentet åpent",
        "ny             svar/GOL.DOCX",
    ]


def test_a_folder_without_forms_says_what_lies_there(prosjekt, dialog):
    (prosjekt / "svar").mkdir()
    (prosjekt / "svar/gol.pdf").write_bytes(b"%PDF")
    ran = dialog("oppsummering", "les", "svar")
    assert ran.kode == 2
    assert ran.feil.splitlines() == [
        "hoppet over    svar/gol.pdf: PDF kan ikke leses; be om Word-filen",
        "Mappen «svar» har ingen Word-filer. Oppgi skjemaene.",
    ]


def test_what_the_shell_names_and_is_no_form_is_told_as_in_a_folder(prosjekt, dialog):
    fylt(prosjekt / "gol.docx", lært="Små grep")
    for name in ("a.pdf", "b.doc", "c.odt", "d.msg", "~$gol.docx"):
        (prosjekt / name).write_bytes(b"x")
    ran = dialog("oppsummering", "les", "~$gol.docx", "gol.docx")  # as bash makes it of *.docx
    assert (ran.kode, ran.ut) == (0, "data/oppsummeringer/2015/gol.yaml\n")
    assert ran.feil.splitlines() == [
        "hoppet over    ~$gol.docx: låsefil: noen har dokumentet åpent",
        "ny             gol.docx",
    ]
    ran = dialog("oppsummering", "les", "a.pdf", "b.doc", "c.odt", "d.msg", "gol.docx")
    assert (ran.kode, ran.ut) == (1, "data/oppsummeringer/2015/gol.yaml\n")
    assert [line for line in ran.feil.splitlines() if not line.startswith("feil ")] == [
        "a.pdf: PDF kan ikke leses; be om Word-filen.",
        "b.doc: Gammelt Word-format; lagre den som .docx og les den.",
        "c.odt: LibreOffice-format; lagre den som .docx og les den.",
        "d.msg: E-post; lagre vedlegget og les det.",
        "uendret        gol.docx",
    ]


def test_a_form_that_git_has_not_fetched_is_fetched(prosjekt, dialog):
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 3\n"
    (prosjekt / "gol.docx").write_bytes(pointer)
    ran = dialog("oppsummering", "les", "gol.docx")
    assert ran.kode == 1
    assert ran.feil.endswith("Word-filen selv er ikke hentet. Kjør «git lfs pull».\n")


def test_a_form_may_have_any_ending(prosjekt, dialog):
    fylt(prosjekt / "gol.docx", lært="Små grep").rename(prosjekt / "gol.doc")
    ran = dialog("oppsummering", "les", "gol.doc")
    assert (ran.kode, ran.ut) == (0, "data/oppsummeringer/2015/gol.yaml\n")


def test_a_lock_file_alone_is_nothing_to_read(prosjekt, dialog):
    (prosjekt / "~$gol.docx").write_bytes(b"x")
    ran = dialog("oppsummering", "les", "~$gol.docx")
    assert (ran.kode, ran.ut) == (1, "")
    assert ran.feil == (
        "hoppet over    ~$gol.docx: låsefil: noen har dokumentet åpent\nIngenting er lest inn.\n"
    )


def test_another_document_of_the_programs_is_named_where_somebody_has_sent_it(laget, dialog):
    mappe = laget / "svar"
    mappe.mkdir()
    shutil.copy(laget / "ut/2015/dialoggrunnlag-2015-gol.docx", mappe)
    fylt(mappe / "gol.docx", lært="Små grep")
    ran = dialog("oppsummering", "les", "svar")
    assert ran.kode == 0
    assert ran.feil.splitlines()[0] == (
        "hoppet over    svar/dialoggrunnlag-2015-gol.docx: et annet dokument som programmet har laget"
    )


def test_a_form_that_is_named_twice_is_read_once(prosjekt, dialog):
    skjema = fylt(prosjekt / "a.docx", lært="Små grep")
    ran = dialog("oppsummering", "les", "a.docx", "./a.docx", skjema)
    assert (ran.kode, ran.feil) == (0, "ny             a.docx\n")


def lagret_da(path, when):
    """A form in which Word has noted when it was saved."""
    path.write_bytes(
        utvidet(
            path.read_bytes(),
            '<dcterms:modified xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            f'xsi:type="dcterms:W3CDTF">{when}</dcterms:modified>',
            "docProps/core.xml",
        )
    )


def test_of_two_forms_for_one_school_neither_is_written(prosjekt, dialog):
    da = datetime(2015, 11, 5, 9, 5, tzinfo=UTC).astimezone()
    for name in "ab":
        fylt(prosjekt / f"{name}.docx", lært=name, til_stede=["Kari"], mål=[{"mål": name}])
    lagret_da(prosjekt / "b.docx", "2015-11-05T09:05:00Z")
    fylt(prosjekt / "tomt.docx")
    made = Oppsummering.model_validate({"skole": "ål", "runde": "2015", "lært": "x"})
    (prosjekt / "c.docx").write_bytes(fylt_av_motoren(made))
    ran = dialog("oppsummering", "les", "a.docx", "b.docx", "c.docx", "tomt.docx")
    assert (ran.kode, ran.ut) == (1, "data/oppsummeringer/2015/ål.yaml\n")
    assert ran.feil.splitlines() == [
        "flere utgaver  a.docx",
        f"flere utgaver  b.docx (lagret {da.day}. november 2015 kl. {da:%H.%M})",
        "«a.docx» og «b.docx» er oppsummeringer for Gol vgs. i 2015, med ulikt innhold i «lært» "
        "og «mål». Ingen av dem er lest inn. Les bare den som gjelder.",
        "ny             c.docx",
        "ikke fylt ut   tomt.docx",
    ]
    assert not fil(prosjekt).exists()
    assert dialog("oppsummering", "les", "b.docx").kode == 0
    assert innhold(fil(prosjekt))["lært"] == "b"


def test_of_two_forms_with_the_same_content_one_is_read(prosjekt, dialog):
    for name in "ab":
        fylt(prosjekt / f"{name}.docx", lært="Små grep")
    lagret_da(prosjekt / "b.docx", "2015-11-05T09:05:00Z")
    ran = dialog("oppsummering", "les", "a.docx", "b.docx")
    assert (ran.kode, ran.ut) == (0, "data/oppsummeringer/2015/gol.yaml\n")
    assert ran.feil.splitlines()[1] == "lik            b.docx (samme innhold som a.docx)"


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("tom", "har ingen Word-filer."),
        ("finnes-ikke.docx", "finnes-ikke.docx"),
        ("maler", "maler"),
        ("tomt.docx", "Ingenting er fylt ut i skjemaet."),
    ],
)
def test_what_is_no_filled_in_form_is_told_and_nothing_is_written(prosjekt, dialog, word, message):
    (prosjekt / "tom").mkdir()
    (prosjekt / "tomt.docx").write_bytes(tomt())
    ran = dialog("oppsummering", "les", word)
    assert ran.kode in (1, 2)
    assert ran.ut == ""
    assert message in ran.feil
    assert not (prosjekt / "data/oppsummeringer").exists()


def test_the_words_of_the_forms_come_from_their_template_which_must_be_readable(prosjekt, dialog):
    skjema = fylt(prosjekt / "a.docx", lært="Først")
    mal = prosjekt / "maler/oppsummering.docx"
    for damage in (lambda: mal.write_bytes(b"ikke Word"), mal.unlink):
        damage()
        ran = dialog("oppsummering", "les", skjema)
        assert (ran.kode, ran.ut) == (1, "")
        assert "maler/oppsummering.docx: " in ran.feil


# --- filled in, read, filled in again ---------------------------------------------------------------


@settings(max_examples=40)
@given(oppsummeringer(ingen_ledetekst))
def test_what_is_read_fills_the_same_form_again(made):
    assume(any(som_felt(made)[key] for key in ("lært", "oppnådd", "til_stede", "mål")))
    data = fylt_av_motoren(made)
    read = lest(data)
    again = Oppsummering.model_validate(read.data)
    assert som_felt(again) == som_felt(made)
    assert lest(fylt_av_motoren(again)).data == read.data


@pytest.fixture(scope="module")
def kontor():
    with Kontor() as office:
        yield office


OVERSKRIFTER = {
    "oppnådd": "Hva skolen har oppnådd og er stolt av",
    "fremskritt": "Fremskritt fylkesutdanningssjefen ser",
    "støtte": "Støtten fra skoleeier",
    "eksempel": "Eksempel fra skolehverdagen",
    "lært": "Det vi har lært sammen",
    "neste_kontakt": "Neste kontakt",
}
KOLONNER = {
    "mål": "Mål",
    "tiltak": "Tiltak",
    "ansvarlig": "Ansvarlig",
    "frist": "Frist",
    "kjennetegn": "Kjennetegn på måloppnåelse",
    "støtte": "Støtte fra skoleeier",
    "status": "Status",
    "kommentar": "Kommentar",
}


def tastet(made):
    """What a person types where, for a summary."""
    found = {"Dato:": str(made.dato)} if made.dato else {}
    if made.til_stede:
        found["Til stede"] = "\n".join(made.til_stede)
    found |= {OVERSKRIFTER[key]: value for key in OVERSKRIFTER if (value := getattr(made, key))}
    tabeller = {"Avtalene fra forrige dialog": made.avtaler, "Avtalte utviklingsmål": made.mål}
    for heading, rows in tabeller.items():
        for number, row in enumerate(rows, 1):
            for key, label in KOLONNER.items():
                if value := getattr(row, key, None):
                    found[heading, number, label] = str(value)
    if made.uten_elevnavn:
        found["Ingen elever kan kjennes igjen"] = True
    headings = ("Hva var bra?", "Hvorfor var det bra?", "Hva kan bli bedre?")
    evaluering = made.evaluering
    answers = (evaluering.bra, evaluering.hvorfor, evaluering.bedre)
    return found | {h: a for h, a in zip(headings, answers, strict=True) if a}


@pytest.mark.treg
def test_a_form_typed_into_in_libreoffice_is_read_back_as_it_was_typed(kontor, tmp_path):
    (tmp_path / "tomt.docx").write_bytes(tomt())

    @settings(max_examples=12)
    @given(TASTEDE, st.sampled_from(["alt", "ledetekst", "i feltet"]))
    def likt(data, how):
        made = oppsummering(**data)
        kontor.fyll(tmp_path / "tomt.docx", tmp_path / "ut.docx", tastet(made), måte=how)
        read = Oppsummering.model_validate(lest((tmp_path / "ut.docx").read_bytes()).data)
        assert read == made

    likt()


@pytest.mark.treg
@pytest.mark.parametrize("what", SOM_FOLK_FYLLER_UT)
def test_what_people_write_is_read_as_before_when_libreoffice_has_saved_it(kontor, tmp_path, what):
    (tmp_path / "inn.docx").write_bytes(SOM_FOLK_FYLLER_UT[what])
    kontor.lagre_om(tmp_path / "inn.docx", tmp_path / "ut.docx")
    read = lest((tmp_path / "ut.docx").read_bytes()).data
    assert read == lest(SOM_FOLK_FYLLER_UT[what]).data


@pytest.mark.treg
def test_a_form_filled_beforehand_survives_being_saved_in_libreoffice(kontor, tmp_path):
    @settings(max_examples=8)
    @given(TASTEDE)
    def likt(data):
        made = oppsummering(**data)
        (tmp_path / "fylt.docx").write_bytes(fylt_av_motoren(made))
        kontor.lagre_om(tmp_path / "fylt.docx", tmp_path / "ut.docx")
        read = Oppsummering.model_validate(lest((tmp_path / "ut.docx").read_bytes()).data)
        assert read == made

    likt()


@pytest.mark.treg
def test_a_form_that_is_only_opened_and_saved_in_libreoffice_is_not_filled_in(
    kontor, laget, dialog
):
    kontor.lagre_om(laget / GOLS_SKJEMA, laget / "ut.docx")
    skriv(laget, TO_MÅL.replace("Lese", "Lese mer"))
    ran = dialog("oppsummering", "les", "ut.docx")
    assert (ran.kode, ran.ut) == (1, "")
    assert ran.feil.startswith("ikke fylt ut   ut.docx\n")


@pytest.mark.treg
def test_odd_fillings_saved_in_libreoffice_are_read_as_they_were(kontor, tmp_path):
    private, hvordan = "\uf04a", "oppsummering.evaluering.hvordan"
    wingdings = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
    symbols = (
        '<w:p><w:r><w:t xml:space="preserve">Mål </w:t></w:r>'
        '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>'
        f"<w:r>{wingdings}<w:t>{private}</w:t></w:r></w:p>"
    )
    data = med("oppsummering.lært", symbols, med("oppsummering.støtte", p("\u200b\u00a0")))
    data = med("oppsummering.eksempel", p("E"), med(hvordan, p("Mer tid"), data))
    data = etter(hvordan, p("") + p("Gol, 3. november 2015") + p("Kari"), data)

    def typed(root):
        next(t for t in root.iter(w("t")) if t.text == "☐").text = "X"

    (tmp_path / "inn.docx").write_bytes(endret(data, typed))
    kontor.lagre_om(tmp_path / "inn.docx", tmp_path / "ut.docx")
    read = lest((tmp_path / "ut.docx").read_bytes())
    assert read.data == {
        "skole": "gol",
        "runde": "2015",
        "eksempel": "E",
        "uten_elevnavn": "ja",
        "lært": "Mål →☺",
        "evaluering": {"hvordan": "Mer tid"},
        "annet": [{"sted": "nederst i dokumentet", "tekst": "Gol, 3. november 2015\nKari"}],
    }


# --- the form of a round ------------------------------------------------------------------------


def test_the_form_of_a_round_that_is_read_back_is_filled_with_it(prosjekt, dialog):
    dialog("oppsummering", "les", fylt(prosjekt / "a.docx", lært="Små grep", mål=[SPRÅK]))
    assert dialog("generer", *GOL, *SKJEMA).kode == 0
    read = innhold(fil(prosjekt))
    assert read["mål"] == [{"id": "gol-2015-1", **SPRÅK}]
    assert nytt_skjema(prosjekt) == {**read, "mål": [SPRÅK]}
    assert dialog("oppsummering", "les", "ut/2015").feil.startswith("uendret ")


def test_a_new_form_knows_the_date_and_who_takes_part(prosjekt, dialog):
    sett_dialog(
        prosjekt, "gol", "dato: 3.11.2015", "deltakere:", "  - rolle: rektor",
        "fra_skoleeier: [kvalitetsrådgiver]",
    )  # fmt: skip
    assert dialog("generer", *GOL, *SKJEMA).kode == 0
    made = nytt_skjema(prosjekt)
    assert made["dato"] == "3. november 2015"
    assert made["til_stede"] == ["Rektor", "Kvalitetsrådgiver"]


def test_a_filled_in_form_does_not_fail_the_nightly_run(prosjekt, dialog):
    dialog("generer", *GOL, *SKJEMA)
    path = prosjekt / "ut/2015/oppsummering-2015-gol.docx"

    def svar(root):
        [prompt] = [t for t in root.iter(w("t")) if t.text == "Skriv når og hvordan"]
        prompt.text = "Telefon i uke 6"

    path.write_bytes(endret(path.read_bytes(), svar))
    kept = path.read_bytes()
    ran = dialog("generer", "--alle", *SKJEMA)
    assert (ran.kode, path.read_bytes()) == (0, kept)
    assert "redigert for hånd" in ran.feil
    # Read back, the data are newer than the form that was made, but they come from it.
    assert dialog("oppsummering", "les", path).kode == 0
    ran = dialog("generer", "--alle", *SKJEMA)
    assert (ran.kode, path.read_bytes()) == (0, kept)
    # Data that are newer and don't come from it are withheld until somebody decides.
    fil(prosjekt).unlink()
    bytt(prosjekt / "data/skoler.yaml", "navn: Gol vidaregåande skule", "navn: Gol nye skule")
    assert dialog("generer", *GOL, *SKJEMA).kode == 1


def test_a_faulty_summary_stops_only_its_school(prosjekt, dialog):
    skriv(prosjekt, "mål:\n  - maal: x\n")
    ran = dialog("generer", "--alle")
    assert ran.kode == 1
    assert len(ran.ut.splitlines()) == 12
    assert "data/oppsummeringer/2014/gol.yaml:4:5: mål[1].maal: Ukjent nøkkel" in ran.feil
    assert dialog("sjekk").kode == 1


def test_a_summary_in_the_wrong_place_is_told(prosjekt, dialog):
    fil(prosjekt, 2014).parent.mkdir(parents=True)
    fil(prosjekt, 2014).write_text("skole: ål\nrunde: 2014\n", "utf-8")
    ran = dialog("generer", *GOL)
    assert "data/oppsummeringer/2014/gol.yaml:1:8: skole: " in ran.feil


# --- agreements over all schools ---------------------------------------------------------------


@pytest.fixture
def avtaler(prosjekt):
    for skole, mål in (("gol", [LESE, FRAVÆR]), ("ål", [SPRÅK])):
        skriv(prosjekt, f"mål: {json.dumps(mål, ensure_ascii=False)}\n", skole=skole)
    return prosjekt


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), ["Lese", "Språk", "Fravær"]),
        (("--skoleeier",), ["Lese", "Fravær"]),
        (("--skoleeier", "--ansvarlig", "rådgiver"), ["Fravær"]),
        (("--skole", "ÅL vgs."), ["Språk"]),
        (("--skole", "ål", "--skole", "gol"), ["Lese", "Språk", "Fravær"]),
        (("--ansvarlig", "Rektor"), ["Lese"]),
        (("--forfalt", "--per", "2. mars 2015"), ["Lese"]),
        (("--forfalt", "--per", "2015-03-01"), []),
        (("--forfalt", "--per", "2016-06-02"), ["Lese", "Språk"]),
    ],
)
def test_agreements_are_chosen_by_school_owner_and_deadline(avtaler, dialog, words, expected):
    goals = {"Lese": LESE, "Fravær": FRAVÆR, "Språk": SPRÅK}
    rows = json.loads(dialog("avtaler", "--format", "json", *words).ut)
    assert [row["mål"] for row in rows] == [goals[name]["mål"] for name in expected]


def test_agreements_as_a_table_and_for_scripts(avtaler, dialog):
    table = dialog("avtaler", "--per", "2015-04-01").ut.splitlines()
    assert table[0].split() == ["SKOLE", "RUNDE", "ANSVARLIG", "FRIST", "STATUS", "MÅL"]
    assert table[1].startswith("Gol vgs.  2014   rektor ")
    assert "1. mars 2015 (forfalt)" in table[1]
    rows = les_csv(dialog("avtaler", "--format", "csv").ut)
    assert rows[0]["frist"] == "2015-03-01"
    assert rows[2]["frist"] == "før jul"
    assert rows[0].keys() == json.loads(dialog("avtaler", "--format", "json").ut)[0].keys()


def test_agreements_stand_by_deadline_dates_first_then_texts_then_none(prosjekt, dialog):
    frister = ("før jul", "1. juni 2016", "", "2. mars 2016", "uke 10", "")
    for skole, mine in (("ål", frister[:3]), ("gol", frister[3:])):
        mål = [{"mål": skole + frist, **({"frist": frist} if frist else {})} for frist in mine]
        skriv(prosjekt, f"mål: {json.dumps(mål, ensure_ascii=False)}\n", skole=skole)
    rows = json.loads(dialog("avtaler", "--format", "json").ut)
    assert [row["mål"] for row in rows] == [
        "gol2. mars 2016", "ål1. juni 2016", "goluke 10", "ålfør jul", "gol", "ål",
    ]  # fmt: skip


def test_what_the_school_owner_has_promised_is_a_list_of_its_own(avtaler, dialog):
    table = dialog("avtaler", "--skoleeier", "--per", "2015-04-01").ut.splitlines()
    assert table[0].split() == ["SKOLE", "RUNDE", "FRIST", "STATUS", "STØTTE", "FRA", "SKOLEEIER"]
    assert [" ".join(line.split()) for line in table[1:]] == [
        "Gol vgs. 2014 1. mars 2015 (forfalt) – Kurs for lærerne",
        "Gol vgs. 2014 før jul – Veiledning",
    ]
    csv_rows = les_csv(dialog("avtaler", "--skoleeier", "--format", "csv").ut)
    json_rows = json.loads(dialog("avtaler", "--skoleeier", "--format", "json").ut)
    assert [row["støtte"] for row in csv_rows] == ["Kurs for lærerne", "Veiledning"]
    assert [row["støtte"] for row in json_rows] == ["Kurs for lærerne", "Veiledning"]
    assert csv_rows[0].keys() == json_rows[0].keys()
    assert csv_rows[0]["id"] == "gol-2014-1"
    ran = dialog("avtaler", "--skoleeier", "--skole", "ål")
    assert (ran.kode, ran.feil) == (0, "Ingen avtalt støtte.\n")


def test_a_faulty_summary_is_told_and_the_others_are_listed(avtaler, dialog):
    fil(avtaler, 2014, "ål").write_text("skole: ål\n", "utf-8")
    ran = dialog("avtaler")
    assert ran.kode == 1
    assert "data/oppsummeringer/2014/ål.yaml" in ran.feil
    assert len(ran.ut.splitlines()) == 3


@pytest.mark.parametrize("words", [("--skole", "gool"), ("--per", "i fjor")])
def test_a_wrong_school_or_date_is_a_wrong_use(avtaler, dialog, words):
    assert dialog("avtaler", *words).kode == 2


def test_no_agreements_are_said(prosjekt, dialog):
    ran = dialog("avtaler")
    assert (ran.kode, ran.feil) == (0, "Ingen avtaler.\n")


# --- a new round ------------------------------------------------------------------------------------


def test_a_new_round_works_at_once_and_overwrites_nothing(prosjekt, dialog):
    ran = dialog("runde", "ny", "2016")
    assert (ran.kode, ran.ut) == (0, "data/runder/2016.yaml\n")
    before = (prosjekt / "data/runder/2016.yaml").read_bytes()
    assert dialog("generer", "--alle").kode == 0
    assert len(list((prosjekt / "ut/2016").glob("*.docx"))) == 13
    ran = dialog("runde", "ny", "2016")
    assert (ran.kode, ran.ut) == (1, "")
    assert "Runden 2016 finnes fra før." in ran.feil
    assert (prosjekt / "data/runder/2016.yaml").read_bytes() == before


def test_a_new_round_may_keep_the_same_people(prosjekt, dialog):
    folk = ("deltakere:", "  - rolle: rektor  # Åse", "fra_skoleeier: [kvalitetsrådgiver]")
    sett_dialog(prosjekt, "gol", "dato: 3.11.2015", *folk)
    ran = dialog("runde", "ny", "2016", "--behold-deltakere")
    assert ran.kode == 0
    assert "Fyll ut datoer, og se over deltakerne, i data/runder/2016.yaml" in ran.feil
    new = (prosjekt / "data/runder/2016.yaml").read_text("utf-8")
    assert "\n    ".join(("  gol:", "dato:", *folk)) in new
    assert dialog("generer", *GOL).kode == 0
    assert "Rektor" in tekst(prosjekt / "ut/2016/dialoggrunnlag-2016-gol.docx")


@pytest.mark.parametrize("words", [("20 16",), ("2016", "--fra", "1999"), ("1",)])
def test_a_year_that_is_none_is_a_wrong_use(prosjekt, dialog, words):
    ran = dialog("runde", "ny", *words)
    assert ran.kode == 2
    assert not (prosjekt / "data/runder/2016.yaml").exists()


def test_a_round_that_is_wrong_is_not_carried_on(prosjekt, dialog):
    bytt(prosjekt / "data/runder/2015.yaml", "minutter: 105", "minuter: 105")
    ran = dialog("runde", "ny", "2016")
    assert ran.kode == 1
    assert "data/runder/2015.yaml:" in ran.feil
    assert not (prosjekt / "data/runder/2016.yaml").exists()


# --- what a review found ----------------------------------------------------------------------


def test_a_goal_of_nothing_but_measures_stands_in_the_next_form(prosjekt, dialog):
    skriv(prosjekt, "mål:\n  - tiltak: Økter\n")
    assert dialog("generer", *GOL, "--alle-dokumenter").kode == 0
    assert nytt_skjema(prosjekt)["avtaler"] == [{"mål": "Økter"}]


def test_sjekk_reads_every_summary_and_warns_of_what_nobody_can_follow_up(prosjekt, dialog):
    skriv(prosjekt, "mål:\n  - mål: a\n    frist: 31. februar 2016\n", 2014)
    skriv(prosjekt, "mål:\n  - mål: a\n    status: tull\n", 2016)
    ran = dialog("sjekk")
    assert ran.kode == 1
    assert "oppsummeringer/2016/gol.yaml:5:13: mål[1].status: «tull»" in ran.feil
    warned = "advarsel: data/oppsummeringer/2014/gol.yaml:"
    assert f"{warned}4:5: mål[1]: Målet «a» mangler ansvarlig." in ran.feil
    late = "Fristen for målet «a» kan ikke forfalle: datoen «31. februar 2016» finnes ikke."
    assert f"{warned}5:12: mål[1].frist: {late}" in ran.feil


def advarsler(dialog, *words):
    """The warnings that ``sjekk`` gives: file and line, message, and the check's name."""
    found = []
    for line in dialog("sjekk", *words).feil.splitlines():
        warning = re.fullmatch(r"advarsel: ([^:]+:\d+):\d+: (?:[^:]+: )?(.*) \[(.+)\]", line)
        if warning:
            found.append(warning.groups())
    return found


LANGT = "Elevrådet deltar i planleggingen av skolens aktivitetsdager hvert eneste år"
KORT = "Elevrådet deltar i planleggingen av skolens aktivitetsdager…"
IKKE_KRYSSET = (
    "Det er ikke krysset av for at ingen elever kan kjennes igjen i eksempelet. "
    "Les det, og skriv «uten_elevnavn: ja» når det stemmer."
)
AVTAL = "Avtal det med skolen, og skriv det i oppsummeringen."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"mål:\n  - {{mål: {LANGT}}}", [("4", f"Målet «{KORT}» mangler ansvarlig og frist. {AVTAL}", "ufullstendig-mål")]),
        ("mål:\n  - {tiltak: Økter, ansvarlig: Kari}", [("4", f"Målet «Økter» mangler frist. {AVTAL}", "ufullstendig-mål")]),
        (
            "mål:\n  - {mål: Lese, ansvarlig: Kari, frist: før jul}",
            [("4", "Fristen for målet «Lese» kan ikke forfalle: «før jul» er ikke en dato. Skriv for eksempel 3. november 2015 eller 2015-11-03.", "frist-uten-dato")],
        ),
        ("dato: i høst", [("3", "Datoen for dialogen er ikke kjent: «i høst» er ikke en dato. Skriv for eksempel 3. november 2015 eller 2015-11-03.", "ukjent-dag")]),
        ("eksempel: Ada på Vg1", [("1", IKKE_KRYSSET, "elevnavn")]),
        ("eksempel: Ada på Vg1\nuten_elevnavn: nei", [("4", IKKE_KRYSSET, "elevnavn")]),
        ("eksempel: En elev\nuten_elevnavn: ja", []),
        ("mål:\n  - {mål: Lese, status: nådd}\n  - {mål: Regne, frist: før jul, status: avsluttet}", []),
    ],
)  # fmt: skip
def test_what_should_be_looked_at_in_a_summary_is_a_named_check(prosjekt, dialog, text, expected):
    skriv(prosjekt, f"{text}\n")
    name = "data/oppsummeringer/2014/gol.yaml"
    found = advarsler(dialog)
    assert found == [(f"{name}:{line}", message, check) for line, message, check in expected]
    assert "Ada" not in dialog("sjekk").feil
    assert not any(" her" in message for _, message, _ in found)
    assert dialog("sjekk", "--streng").kode == (1 if expected else 0)


def test_an_agreement_is_asked_about_until_it_is_over_or_has_got_what_it_lacked(prosjekt, dialog):
    skriv(prosjekt, "mål:\n  - {mål: Lese, frist: før jul}\n  - {mål: Regne, frist: uke 45}\n")
    assert len(advarsler(dialog)) == 4
    skriv(
        prosjekt,
        "avtaler:\n  - {mål: Lese, ansvarlig: Kari, frist: 1. mars 2016}\n"
        "  - {mål: Regne, status: avsluttet}\n",
        2015,
    )
    assert advarsler(dialog) == []


def test_what_a_goal_lacks_is_asked_also_when_a_later_form_has_corrected_its_words(
    prosjekt, dialog
):
    skriv(prosjekt, "mål: [{mål: Lese}, {mål: Skrive, ansvarlig: rektor, frist: før jul}]\n")
    rettet = "[{id: gol-2014-1, mål: Lese mer}, {id: gol-2014-2, mål: Skrive mer}]"
    skriv(prosjekt, f"lært: x\navtaler: {rettet}\n", 2015)
    told = dialog("sjekk").feil
    assert "2014/gol.yaml:3:7: mål[1]: Målet «Lese mer» mangler ansvarlig og frist." in told
    assert "Fristen for målet «Skrive mer» kan ikke forfalle: «før jul» er ikke" in told


def test_a_deadline_that_a_later_form_made_a_text_is_found_there(prosjekt, dialog):
    skriv(prosjekt, "mål:\n  - {mål: Lese, ansvarlig: Kari, frist: 1. mars 2015}\n")
    skriv(prosjekt, "avtaler:\n  - {mål: Lese, frist: etter jul, status: i gang}\n", 2015)
    [(place, message, check)] = advarsler(dialog)
    assert (place, check) == ("data/oppsummeringer/2015/gol.yaml:4", "frist-uten-dato")
    assert "«etter jul»" in message


NAVNGITTE = "mål:\n  - {mål: Lese, frist: før jul}\neksempel: Ada\ndato: i høst\n"
STILLE = "{ufullstendig-mål: x, frist-uten-dato: x, elevnavn: x, ukjent-dag: x}"


def test_what_a_summary_is_warned_about_can_be_silenced_in_the_round_that_is_looked_at(
    prosjekt, dialog
):
    skriv(prosjekt, NAVNGITTE)
    assert len(advarsler(dialog)) == 4
    bytt(prosjekt / "data/runder/2015.yaml", "  gol:\n", f"  gol:\n    stille: {STILLE}\n")
    assert advarsler(dialog) == []
    assert dialog("sjekk", "--streng").kode == 0


@pytest.mark.parametrize("where", ["\når: 2014\n", "\n  gol:\n"])
def test_what_a_summarys_own_round_has_silenced_stays_so_in_later_rounds(prosjekt, dialog, where):
    skriv(prosjekt, NAVNGITTE)
    shutil.copy(prosjekt / "data/runder/2015.yaml", prosjekt / "data/runder/2014.yaml")
    bytt(prosjekt / "data/runder/2014.yaml", "\når: 2015", "\når: 2014")
    indent = "    " if "gol" in where else ""
    bytt(prosjekt / "data/runder/2014.yaml", where, f"{where}{indent}stille: {STILLE}\n")
    assert advarsler(dialog) == []
    (prosjekt / "data/runder/2014.yaml").write_text("år: [", "utf-8")
    assert len(advarsler(dialog)) == 4


def test_status_tells_a_schools_summary_in_words_that_stand_alone(prosjekt, dialog):
    skriv(prosjekt, NAVNGITTE)
    [row] = json.loads(dialog("status", "--skole", "gol", "--format", "json").ut)["skoler"]
    messages = [each["melding"] for each in row["sjekk"]]
    assert "Målet «Lese» mangler ansvarlig." in messages
    assert not any(" her" in message for message in messages)


def test_a_summary_in_which_nothing_is_filled_in_is_a_named_check(laget, dialog):
    skriv(laget, "dato: 3. november 2015\ntil_stede: [rektor]\n", 2015)
    expected = "Oppsummeringen for 2015 sier ikke mer enn det programmet selv fyller ut. Fyll den ut, eller slett filen."
    found = [f for f in advarsler(dialog) if f[2] == "tom-oppsummering"]
    assert found == [("data/oppsummeringer/2015/gol.yaml:1", expected, "tom-oppsummering")]
    skriv(laget, "lært: Små grep\n", 2015)
    assert not [f for f in advarsler(dialog) if f[2] == "tom-oppsummering"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_is_no_form(prosjekt, dialog):
    os.mkfifo(prosjekt / "a.docx")
    ran = dialog("oppsummering", "les", "a.docx")
    assert (ran.kode, ran.ut) == (1, "")
    assert "vanlig fil" in ran.feil


def test_a_document_as_text_shows_the_tags_of_its_controls(dialog):
    text = dialog("tekst", REPO / "maler/oppsummering.docx").ut
    assert "[{{ oppsummering.lært }}] Skriv hva vi har lært" in text
    assert "[{% for mål in oppsummering.mål %}]\n- Utviklingsmål\n" in text
    assert "| Mål | [{{ mål.mål }}] Skriv målet |" in text
