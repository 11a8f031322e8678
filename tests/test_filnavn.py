"""File names that a slip or a program has made: what they are told to be, and what is made."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata

import pytest
from hjelp import bytt, sett_dialog
from hypothesis import given
from hypothesis import strategies as st

from dialoggrunnlag.reading import file_names
from dialoggrunnlag.reading.file_names import is_odd, meant
from dialoggrunnlag.reading.project import Project

RUNDER = "data/runder"
# What programs make of NAVN.ENDING
MERKER = {
    "Notepad": "{navn}.{ending}.txt",
    "twice": "{navn}.{ending}.{ending}",
    "capitals": "{navn}.{STORE}",
    "a browser": "{navn} (1).{ending}",
    "a browser without a space": "{navn}(12).{ending}",
    "Windows": "{navn} - Kopi.{ending}",
    "Windows 11": "{navn} – Kopi (2).{ending}",
    "Windows in English": "{navn} - Copy.{ending}",
    "Word": "Kopi av {navn}.{ending}",
    "a copy's copy": "Kopi av {navn} - Kopi (3) (1).{ending}",
    "Dropbox": "{navn} (Karis conflicted copy 2016-01-02).{ending}",
    "Dropbox in Norwegian": "{navn} (motstridende kopi fra PC01 2016-01-02).{ending}",
    "a copy in Notepad": "{navn}.{ending} - Kopi.txt",
    "a space": "{navn} .{ending}",
}
KANSKJE = {
    "OneDrive": "{navn}-PC01.{ending}",
    "OneDrive again": "{navn}-DESKTOP-AB12CD3-2.{ending}",
    "macOS": "{navn} kopi.{ending}",
    "macOS again": "{navn} kopi 2.{ending}",
    "a person": "{navn}-kopi.{ending}",
}


def merket(mark, name):
    navn, _, ending = name.rpartition(".")
    return mark.format(navn=navn, ending=ending, STORE=ending.upper())


# --- what a name was meant to be ------------------------------------------------------------------


@pytest.mark.parametrize("mark", MERKER.values(), ids=MERKER)
@pytest.mark.parametrize(
    "name", ["2016.yaml", "st-hallvard.yaml", "dialoggrunnlag.docx", "brev.txt.j2", "ål.yaml"]
)
def test_a_name_is_known_again_under_what_a_program_made_of_it(name, mark):
    assert meant(merket(mark, name)) == name


@pytest.mark.parametrize("mark", KANSKJE.values(), ids=KANSKJE)
@pytest.mark.parametrize("name", ["2016.yaml", "st-hallvard.yaml", "dialoggrunnlag.docx"])
def test_what_a_person_may_have_meant_is_told_apart(name, mark):
    assert not is_odd(merket(mark, name))
    assert meant(merket(mark, name), loosely=True) == name


@pytest.mark.parametrize(
    "name",
    [
        *(
            "brev.docx",
            "brev-til-rektor.docx",
            "brev (nynorsk).docx",
            "kopi.docx",
            "2016-2017.yaml",
        ),
        *("brev.txt.j2", "brev.TXT.j2", "brev.html.j2", "Dialoggrunnlag.docx", "notater.txt"),
        *("kopiliste.docx", "kopi av.docx", "fotokopi.docx", "St. Hallvard 1.1.docx"),
    ],
)
def test_a_name_of_a_persons_own_is_left_alone(name):
    assert meant(name, loosely=True) == name


BIT = st.text(st.sampled_from("abå1 -–()KopiPC.~"), min_size=1, max_size=12)


@given(name=BIT, ending=st.sampled_from(["yaml", "docx", "txt.j2", "yml", "txt", "docx.docx"]))
def test_what_a_name_was_meant_to_be_is_meant_to_be_that(name, ending):
    for loosely in (False, True):
        once = meant(f"{name}.{ending}", loosely=loosely)
        assert meant(once, loosely=loosely) == once


# --- data -----------------------------------------------------------------------------------------

DATAFILER = {
    "data/runder/2016.yaml": "runden 2016",
    "data/skoler.yaml": "skoler.yaml",
    "data/skoleeier.yaml": "skoleeier.yaml",
}
ALLE = {**MERKER, **KANSKJE, "another ending": "{navn}.yml", "Notepad again": "{navn}.yml.txt"}


@pytest.mark.parametrize("mark", ALLE.values(), ids=ALLE)
def test_a_round_beside_the_others_is_told_by_name_with_the_name_it_should_have(
    prosjekt, dialog, mark
):
    name = merket(mark, "2016.yaml")
    shutil.copy(prosjekt / RUNDER / "2015.yaml", prosjekt / RUNDER / name)
    ran = dialog("sjekk")
    said = f"{RUNDER}/{name}: Filen ser ut til å være runden 2016, men blir ikke lest. Gi den navnet 2016.yaml."
    assert f"advarsel: {said}" in ran.feil
    assert (ran.kode, ran.feil.count("[ukjent-fil]")) == (0, 1)
    ran = dialog("generer", "--alle", "--runde", "2016")
    assert ran.kode == 2
    assert f"Runden «2016» finnes ikke. Gi «{name}» navnet 2016.yaml." in ran.feil


@pytest.mark.parametrize("name", DATAFILER)
@pytest.mark.parametrize("mark", ALLE.values(), ids=ALLE)
def test_a_data_file_that_is_there_under_another_name_alone_is_told(prosjekt, dialog, name, mark):
    file = prosjekt / name
    if "runder" in name:
        (prosjekt / RUNDER / "2015.yaml").rename(file)
    other = file.with_name(merket(mark, file.name))
    file.rename(other)
    for command in (("sjekk",), ("generer", "--alle"), ("skoler",), ("plan",), ("status",)):
        ran = dialog(*command)
        assert ran.kode == 1
        assert f"Gi «{other.name}» navnet {file.name}." in ran.feil, command
        assert "git" not in ran.feil


@pytest.mark.parametrize("mark", ALLE.values(), ids=ALLE)
def test_another_version_of_a_file_is_told_with_what_to_do(prosjekt, dialog, mark):
    for name in ("data/skoler.yaml", "data/runder/2015.yaml"):
        file = prosjekt / name
        other = file.with_name(merket(mark, file.name))
        shutil.copy(file, other)
        ran = dialog("sjekk")
        shown = other.relative_to(prosjekt).as_posix()
        assert (
            f"{shown}: Filen ser ut til å være en annen utgave av {name}, og blir ikke" in ran.feil
        )
        assert ran.kode == 0
        other.unlink()


def test_several_files_that_may_be_the_round_are_all_named(prosjekt, dialog):
    for name in ("2016.yml", "2016.yaml.txt", "2017.txt"):
        shutil.copy(prosjekt / RUNDER / "2015.yaml", prosjekt / RUNDER / name)
    (prosjekt / RUNDER / "2015.yaml").unlink()
    said = "Gi «2016.yaml.txt» eller «2016.yml» navnet 2016.yaml."
    assert said in dialog("generer", "--alle").feil
    assert "Gi «2017.txt» navnet 2017.yaml." in dialog("generer", "--alle").feil


def test_a_round_in_another_folder_and_a_summary_are_told(prosjekt, dialog):
    (prosjekt / "data/oppsummeringer/2014").mkdir(parents=True)
    for name in ("data/2016.yaml", "data/oppsummeringer/2014/gol.yml"):
        (prosjekt / name).write_text("skole: gol\nrunde: 2014\n", "utf-8")
    ran = dialog("sjekk")
    assert "data/2016.yaml: Filen ser ut til å være runden 2016" in ran.feil
    assert "Gi den navnet data/runder/2016.yaml." in ran.feil
    assert (
        "en oppsummering fra runden 2014, men blir ikke lest. Gi den navnet gol.yaml." in ran.feil
    )


def test_a_newer_round_in_another_folder_is_told_by_the_commands_that_would_use_it(
    prosjekt, dialog
):
    shutil.copy(prosjekt / RUNDER / "2015.yaml", prosjekt / "data/2016.yaml")
    shutil.copy(prosjekt / "data/skoler.yaml", prosjekt / "data/skoler (1).yaml")
    for words in (["plan"], ["skoler"], ["generer", "--skole", "gol"], ["runde", "ny", "2017"]):
        ran = dialog(*words)
        assert ran.kode == 0
        assert "data/2016.yaml: Filen ser ut til å være runden 2016" in ran.feil
        assert "Gi den navnet data/runder/2016.yaml." in ran.feil
        assert "skoler (1)" not in ran.feil


def test_notes_and_what_systems_keep_are_nobodys_business(prosjekt, dialog):
    names = ["2015.txt", "notater.txt", "~$2015.yaml", ".2015.yaml.swp", "._2015.yaml", "2015.docx"]
    for name in names:
        (prosjekt / RUNDER / name).write_text("x", "utf-8")
    (prosjekt / RUNDER / "2016").mkdir()
    ran = dialog("sjekk")
    assert (ran.kode, ran.feil) == (0, "Data og maler for runden 2015, 13 skoler, er i orden.\n")


def test_a_misnamed_round_is_told_though_a_schools_entry_is_faulty(prosjekt, dialog):
    shutil.copy(prosjekt / RUNDER / "2015.yaml", prosjekt / RUNDER / "2016.yml")
    (prosjekt / "data/oppsummeringer/2014").mkdir(parents=True)
    (prosjekt / "data/oppsummeringer/2014/gol.yaml").write_text(
        "skole: gol\nrunde: 2014\n", "utf-8"
    )
    bytt(prosjekt / "data/skoler.yaml", "kortnavn: Gol vgs.", "kortnamn: Gol vgs.")
    ran = dialog("sjekk")
    assert ran.kode == 1
    assert ran.feil.count("[ukjent-fil]") == 1


def test_a_copy_of_a_summary_is_not_read_and_so_not_found_faulty(prosjekt, dialog):
    folder = prosjekt / "data/oppsummeringer/2014"
    folder.mkdir(parents=True)
    for name in ("gol.yaml", "gol (1).yaml", "goll.yaml"):
        (folder / name).write_text("skole: gol\nrunde: 2014\n", "utf-8")
    ran = dialog("sjekk")
    assert ran.kode == 0
    warnings = [line for line in ran.feil.splitlines() if "oppsummeringer/2014" in line]
    assert len(warnings) == 2
    assert all(line.endswith("[ukjent-fil]") for line in warnings)


def test_a_template_with_a_name_from_a_mac_is_called_as_it_is_read(prosjekt, dialog):
    name = unicodedata.normalize("NFD", "møteplan på ål")
    shutil.copy(prosjekt / "maler/dagsorden.docx", prosjekt / f"maler/{name}.docx")
    shutil.copy(prosjekt / "maler/dagsorden.txt.j2", prosjekt / f"maler/{name}.txt.j2")
    expected = "ut/2015/møteplan på ål-2015-gol.docx\nut/2015/møteplan på ål-2015-gol.txt\n"
    for written in ("møteplan på ål", name):
        ran = dialog("generer", "--skole", "gol", "--dokument", written)
        assert (ran.kode, ran.ut) == (0, expected)
        assert "(fersk: 2)" in dialog("status", "--skole", "gol", "--dokument", written).ut


def test_how_to_see_a_whole_name_is_said_once(prosjekt, dialog):
    for file in (prosjekt / "maler").glob("*.docx"):
        file.rename(f"{file}.docx")
    (prosjekt / "maler/dagsorden.txt.j2").unlink()
    ran = dialog("generer", "--alle")
    assert ran.kode == 1
    assert ran.feil.count("Gi «") == 4
    assert ran.feil.count("Filutforsker") == 1


# --- one file under two names, as on Windows and macOS -------------------------------------------


def test_a_file_that_is_opened_by_the_right_name_is_not_told(prosjekt, dialog):
    """Hard links stand in for a file system that takes 2015.YAML for 2015.yaml."""
    for name in (f"{RUNDER}/2015.yaml", "data/skoler.yaml", "maler/ordliste.yaml"):
        file = prosjekt / name
        os.link(file, file.with_suffix(".YAML"))
    ran = dialog("sjekk")
    assert (ran.kode, ran.feil) == (0, "Data og maler for runden 2015, 13 skoler, er i orden.\n")


def test_a_round_is_one_where_the_system_opens_it_by_the_right_name(prosjekt, monkeypatch):
    os.link(prosjekt / RUNDER / "2015.yaml", prosjekt / RUNDER / "2015.YAML")
    listed = "dialoggrunnlag.reading.project._listed"
    monkeypatch.setattr(listed, lambda folder, _: [folder / "2015.YAML"])
    assert Project(prosjekt).rounds() == [2015]
    (prosjekt / RUNDER / "2015.yaml").unlink()
    assert Project(prosjekt).rounds() == []


# --- templates ------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", MERKER.values(), ids=MERKER)
def test_a_copy_of_a_template_is_no_document_kind_and_is_told(prosjekt, dialog, mark):
    name = merket(mark, "dagsorden.docx")
    before = dialog("generer", "--skole", "gol", "--alle-dokumenter").ut
    shutil.copy(prosjekt / "maler/dagsorden.docx", prosjekt / "maler" / name)
    said = f"maler/{name}: Filen ser ut til å være en annen utgave av maler/dagsorden.docx"
    ran = dialog("generer", "--skole", "gol", "--alle-dokumenter")
    assert (ran.kode, ran.ut) == (0, before)
    assert said in ran.feil
    ran = dialog("sjekk")
    assert said in ran.feil
    assert (ran.kode, ran.feil.count("[ukjent-fil]")) == (0, 1)
    assert "dagsorden.docx" not in dialog("generer", "--skole", "gol").feil


@pytest.mark.parametrize("mark", KANSKJE.values(), ids=KANSKJE)
def test_what_may_be_a_copy_is_a_document_kind_that_is_told(prosjekt, dialog, mark):
    name = merket(mark, "dagsorden.docx")
    shutil.copy(prosjekt / "maler/dagsorden.docx", prosjekt / "maler" / name)
    said = (
        f"maler/{name}: Malen kan være en kopi av dagsorden.docx, og det lages dokumenter av begge."
    )
    for words in (("generer", "--skole", "gol", "--alle-dokumenter"), ("sjekk",)):
        ran = dialog(*words)
        assert ran.kode == 0
        assert said in ran.feil
        assert ran.feil.count("[mulig-kopi]") == 1
    made = f"{name.removesuffix('.docx')}-2015-gol.docx"
    assert (prosjekt / "ut/2015" / made).exists()
    year = "\når: 2015\n"
    bytt(prosjekt / RUNDER / "2015.yaml", year, f"{year}stille: {{mulig-kopi: KPS har sin egen}}\n")
    for words in (("generer", "--skole", "gol", "--alle-dokumenter"), ("sjekk",)):
        assert "mulig-kopi" not in dialog(*words).feil


def test_a_name_like_a_copys_with_no_original_is_a_persons_own(prosjekt, dialog):
    (prosjekt / "maler/brev-KPS.txt.j2").write_text("{{ skole.navn }}\n", "utf-8")
    ran = dialog("sjekk")
    assert "mulig-kopi" not in ran.feil
    assert dialog("generer", "--skole", "gol", "--dokument", "brev-KPS").kode == 0


@pytest.mark.parametrize("mark", MERKER.values(), ids=MERKER)
def test_a_template_that_is_there_under_another_name_alone_is_told(prosjekt, dialog, mark):
    file = prosjekt / "maler/dialoggrunnlag.docx"
    other = file.with_name(merket(mark, file.name))
    file.rename(other)
    for words in (("sjekk",), ("generer", "--alle")):
        ran = dialog(*words)
        assert ran.kode == 2
        said = "Dokumentet «dialoggrunnlag» finnes ikke i maler/. "
        assert f"{said}Gi «{other.name}» navnet dialoggrunnlag.docx." in ran.feil
    for path in (prosjekt / "maler").glob("*.*"):
        if path != other:
            path.unlink()
    ran = dialog("generer", "--alle")
    assert f"Mappen har ingen maler. Gi «{other.name}» navnet dialoggrunnlag.docx." in ran.feil


@pytest.mark.parametrize("mark", ALLE.values(), ids=ALLE)
def test_a_word_list_under_another_name_is_told(prosjekt, dialog, mark):
    file = prosjekt / "maler/ordliste.yaml"
    other = file.with_name(merket(mark, file.name))
    file.rename(other)
    assert f"maler/{other.name}: Filen ser ut til å være ordlisten, men" in dialog("sjekk").feil
    bytt(prosjekt / "data/skoler.yaml", "\n  gol:\n", "\n  gol:\n    målform: nynorsk\n")
    ran = dialog("generer", "--skole", "gol")
    assert ran.kode == 1
    assert f"ordlisten finnes ikke. Gi «{other.name}» navnet ordliste.yaml." in ran.feil


@pytest.mark.parametrize("mark", [*MERKER.values(), *KANSKJE.values()], ids=[*MERKER, *KANSKJE])
def test_the_shared_templates_too(prosjekt, dialog, mark):
    file = prosjekt / "maler/felles/innkalling.txt.j2"
    other = file.with_name(merket(mark, file.name))
    shutil.copy(file, other)
    said = f"maler/felles/{other.name}: Filen ser ut til å være en annen utgave av maler/felles/"
    assert said in dialog("sjekk").feil
    file.unlink()
    ran = dialog("sjekk")
    assert f"Malen finnes ikke. Gi «{other.name}» navnet innkalling.txt.j2." in ran.feil


def test_what_word_has_open_is_told_by_nobody(prosjekt, dialog):
    """A template is most often checked while it is open in Word."""
    for name in ("~$alogggrunnlag.docx", ".~lock.dialoggrunnlag.docx#", "~$gsorden.docx"):
        (prosjekt / "maler" / name).write_bytes(b"Kari")
    ran = dialog("sjekk")
    assert (ran.kode, ran.feil) == (0, "Data og maler for runden 2015, 13 skoler, er i orden.\n")
    assert "~$" not in dialog("generer", "--skole", "gol", "--alle-dokumenter").feil


# --- who tells ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("generer", "--skole", "gol"),
        ("innkalling", "--alle"),
        ("plan",),
        ("plan", "--kalender"),
        ("plan", "--format", "json"),
        ("skoler",),
        ("status",),
        ("status", "--format", "csv"),
    ],
)
def test_a_newer_round_that_isnt_read_is_told_where_the_newest_is_taken(prosjekt, dialog, words):
    shutil.copy(prosjekt / RUNDER / "2015.yaml", prosjekt / RUNDER / "2016.yaml.txt")
    shutil.copy(prosjekt / RUNDER / "2015.yaml", prosjekt / RUNDER / "2014.yml")
    sett_dialog(prosjekt, "gol", "dato: 3. november 2015")
    ran = dialog(*words)
    assert f"{RUNDER}/2016.yaml.txt: Filen ser ut til å være runden 2016" in ran.feil
    assert ran.feil.count("ser ut til å være") == 1
    assert "2016.yaml.txt" not in ran.ut
    assert "2016.yaml.txt" not in dialog(*words, "--runde", "2015").feil


def test_a_new_round_says_of_which_it_may_have_been_meant_to_be_made(prosjekt, dialog):
    shutil.copy(prosjekt / RUNDER / "2015.yaml", prosjekt / RUNDER / "2016.yml")
    for year in ("2016", "2017"):
        ran = dialog("runde", "ny", year)
        assert ran.kode == 0
        assert (f"{RUNDER}/2016.yml: Filen ser ut til å være runden 2016" in ran.feil) == (
            year == "2016"
        )
    assert "en annen utgave av data/runder/2016.yaml" in dialog("sjekk", "--runde", "2015").feil


def test_se_says_it_when_it_begins(prosjekt, dialog, monkeypatch):
    def follow(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("dialoggrunnlag.runden.gjenlaging.follow", follow)
    shutil.copy(prosjekt / RUNDER / "2015.yaml", prosjekt / RUNDER / "2016.yml")
    shutil.copy(prosjekt / "maler/dagsorden.docx", prosjekt / "maler/dagsorden (1).docx")
    said = dialog("se", "--skole", "gol", "--alle-dokumenter").feil
    assert said.count("[ukjent-fil]") == 2
    assert said.count("ny  ") == 4
    assert dialog("se", "--skole", "gol", "--runde", "2015").feil.count("[ukjent-fil]") == 0


def test_status_says_what_sjekk_says(prosjekt, dialog):
    shutil.copy(prosjekt / RUNDER / "2015.yaml", prosjekt / RUNDER / "2016.yml")
    shutil.copy(prosjekt / "maler/dagsorden.docx", prosjekt / "maler/dagsorden (1).docx")
    ran = dialog("status", "--format", "json")
    assert ran.ut.count("[ukjent-fil]") == 2
    assert "dagsorden (1)" not in re.sub(r'"fil": "maler.*', "", ran.ut)
    assert "dialog sjekk: 2 advarsler" in dialog("status").ut


def test_nothing_is_looked_for_where_nothing_is_missing(prosjekt, dialog, monkeypatch):
    def look(_):
        raise AssertionError

    monkeypatch.setattr(file_names, "lookalikes", look)
    assert dialog("generer", "--alle").kode == 0
