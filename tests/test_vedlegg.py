"""Files that go out: none from outside the project, and what each draft carries is said."""

from __future__ import annotations

import re

import pytest
from hjelp import bytt, sett_dialog
from test_innkalling import DATERT, sett_kontakt

GOL = ("--skole", "gol")
BAK_PROSJEKTET = "hemmelig"


@pytest.fixture
def utenfor(prosjekt):
    """A folder beside the project, with a file in it."""
    folder = prosjekt.parent / "utenfor"
    folder.mkdir()
    (folder / "h.txt").write_text(BAK_PROSJEKTET, "utf-8")
    return folder


def lenke_til(path, target):
    try:
        path.symlink_to(target)
    except OSError:
        pytest.skip("ingen symbolske lenker her")


VEIER = [
    "../utenfor/h.txt",
    "{utenfor}/h.txt",
    "vedlegg/lenke.txt",
    "mappe/h.txt",
    r"..\utenfor\h.txt",
]
STEDER = {
    "filer": "filer: {{kunnskapsgrunnlag: '{}'}}",
    "lenker": "lenker: {{kunnskapsgrunnlag: '{}'}}",
}


def lag_veier(prosjekt, utenfor):
    (prosjekt / "vedlegg").mkdir()
    lenke_til(prosjekt / "vedlegg/lenke.txt", utenfor / "h.txt")
    lenke_til(prosjekt / "mappe", utenfor)


@pytest.mark.parametrize("nøkkel", STEDER)
@pytest.mark.parametrize("vei", VEIER)
def test_a_file_outside_the_project_is_refused_at_its_line(prosjekt, dialog, utenfor, vei, nøkkel):
    lag_veier(prosjekt, utenfor)
    sti = vei.format(utenfor=utenfor)
    sett_dialog(prosjekt, "gol", *DATERT, STEDER[nøkkel].format(sti))
    ran = dialog("sjekk")
    assert ran.kode == 1
    assert re.search(
        rf"^data/runder/2015.yaml:\d+:\d+: dialoger.gol.{nøkkel}.kunnskapsgrunnlag: «.*» "
        r"(ligger utenfor|leder ut av) prosjektmappen.* Legg en kopi i prosjektet, eller skriv "
        r"mappen .*«vedlegg_fra» i data/skoleeier.yaml\.$", ran.feil, re.MULTILINE,
    )  # fmt: skip
    assert dialog("innkalling", *GOL).kode == 1
    assert not list((prosjekt / "ut").rglob("*.eml"))


@pytest.mark.parametrize("nøkkel", ["fil", "lenke"])
def test_so_is_one_that_all_schools_get(prosjekt, dialog, utenfor, nøkkel):
    path = prosjekt / "data/runder/2015.yaml"
    bytt(
        path,
        "  - id: kunnskapsgrunnlag\n",
        f"  - id: kunnskapsgrunnlag\n    {nøkkel}: ../utenfor/h.txt\n",
    )
    ran = dialog("sjekk")
    assert ran.kode == 1
    assert "«../utenfor/h.txt» ligger utenfor prosjektmappen." in ran.feil


def test_one_whose_path_has_tags_is_refused_when_it_is_to_be_sent(prosjekt, dialog, utenfor):
    (utenfor / "gol.txt").write_text(BAK_PROSJEKTET, "utf-8")
    path = prosjekt / "data/runder/2015.yaml"
    fil = '    fil: "../utenfor/{{ skole.id }}.txt"\n'
    bytt(path, "  - id: kunnskapsgrunnlag\n", f"  - id: kunnskapsgrunnlag\n{fil}")
    sett_dialog(prosjekt, "gol", *DATERT)
    sett_kontakt(prosjekt, "gol")
    dialog("generer", *GOL, "--alle-dokumenter")
    ran = dialog("innkalling", *GOL)
    assert ran.kode == 1
    assert "«../utenfor/gol.txt» ligger utenfor prosjektmappen." in ran.feil
    assert "ligger utenfor prosjektmappen." in dialog("sjekk").feil


@pytest.mark.parametrize("vei", VEIER)
def test_a_folder_that_skoleeier_names_may_be_sent_from(prosjekt, dialog, utenfor, vei):
    lag_veier(prosjekt, utenfor)
    eier = prosjekt / "data/skoleeier.yaml"
    bytt(eier, "\nkontor:\n", "\nvedlegg_fra: [../utenfor]\nkontor:\n")
    sti = vei.format(utenfor=utenfor)
    sett_dialog(prosjekt, "gol", *DATERT, STEDER["filer"].format(sti))
    sett_kontakt(prosjekt, "gol")
    assert dialog("generer", *GOL, "--alle-dokumenter").kode == 0
    ran = dialog("innkalling", *GOL)
    assert ran.kode == 0
    assert re.search(r"^ {18}Vedlegg: Dialoggrunnlag 2015 - Gol vgs\.docx \(\d+ kB\), .*(h|lenke)\.txt \(1 kB\)"
                     r" og Utviklingsdialog 2015 - Gol vgs\.ics \(\d kB\); \d+ kB til sammen$", ran.feil, re.MULTILINE)  # fmt: skip


def test_its_neighbour_of_nearly_the_same_name_may_not(prosjekt, dialog, utenfor):
    (prosjekt.parent / "utenforbi").mkdir()
    (prosjekt.parent / "utenforbi/h.txt").write_text(BAK_PROSJEKTET, "utf-8")
    bytt(prosjekt / "data/skoleeier.yaml", "\nkontor:\n", "\nvedlegg_fra: [../utenfor]\nkontor:\n")
    sett_dialog(prosjekt, "gol", "filer: {kunnskapsgrunnlag: ../utenforbi/h.txt}")
    assert "ligger utenfor prosjektmappen" in dialog("sjekk").feil


def test_a_folder_that_is_not_there_is_a_warning(prosjekt, dialog):
    bytt(prosjekt / "data/skoleeier.yaml", "\nkontor:\n", "\nvedlegg_fra: [../borte]\nkontor:\n")
    ran = dialog("sjekk")
    assert ran.kode == 0
    assert "data/skoleeier.yaml:8:15: vedlegg_fra[1]: Mappen «../borte» finnes ikke" in ran.feil
    assert "[vedleggsmappe]" in ran.feil
