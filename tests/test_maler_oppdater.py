"""``dialog maler oppdater``: what nobody has changed is renewed, and nothing is lost of the rest."""

from __future__ import annotations

import shutil
from zipfile import ZipFile

import pytest
import yaml
from hjelp import REPO, bytt, i_mappen

from dialoggrunnlag.oppstart import malkjenning, medfulgt
from dialoggrunnlag.word import TemplateError
from dialoggrunnlag.word.plain_text import plain_text

LISTE = REPO / "dialoggrunnlag/oppstart/kjente_maler.txt"
MALER_0_1_0 = REPO / "tests/maler_0.1.0.zip"


def omskrevet(path, del_, gammelt, nytt):
    """Change a part of a Word file, as somebody who edits it in Word."""
    with ZipFile(path) as pakke:
        deler = {navn: pakke.read(navn) for navn in pakke.namelist()}
    assert gammelt.encode() in deler[del_]
    deler[del_] = deler[del_].replace(gammelt.encode(), nytt.encode(), 1)
    with ZipFile(path, "w") as pakke:
        for navn, data in deler.items():
            pakke.writestr(navn, data)


def gammel_mal(navn):
    """A template as 0.1.0 had it."""
    with ZipFile(MALER_0_1_0) as pakke:
        return pakke.read(navn)


def test_every_template_of_the_program_is_in_the_list_of_those_that_are_known(pytestconfig):
    lines = LISTE.read_text("utf-8").splitlines()
    for navn, data in medfulgt.maler().items():
        lines.append(f"{malkjenning.avtrykk(navn, data)}  {navn}")
    fresh = sorted(dict.fromkeys(lines), key=lambda line: line.partition("  ")[2])
    if pytestconfig.getoption("--forny"):
        LISTE.write_text("".join(f"{line}\n" for line in fresh), "utf-8", newline="\n")
    assert LISTE.read_text("utf-8").splitlines() == fresh, "renew it: pytest --forny"


def test_the_packed_templates_are_those_of_the_repository():
    maler = medfulgt.maler()
    assert {"dialoggrunnlag.docx", "ordliste.yaml", "felles/status.html.j2"} <= maler.keys()
    assert maler["dagsorden.txt.j2"] == (REPO / "maler/dagsorden.txt.j2").read_bytes()
    assert "runder/2015.yaml" in medfulgt.eksempeldata()


def test_a_project_with_the_programs_templates_is_left_as_it_is(prosjekt, dialog):
    før = i_mappen(prosjekt)
    gjort = dialog("maler", "oppdater")
    assert gjort.kode == 0
    assert "Malene er som programmets." in gjort.feil
    assert len(gjort.ut.splitlines()) == len(medfulgt.maler())
    assert i_mappen(prosjekt) == før


def test_an_older_template_that_nobody_has_changed_is_renewed(prosjekt, dialog):
    mal = prosjekt / "maler/dialoggrunnlag.docx"
    ny = mal.read_bytes()
    mal.write_bytes(gammel_mal("dialoggrunnlag.docx"))
    gjort = dialog("maler", "oppdater")
    assert gjort.kode == 0
    assert "oppdatert         maler/dialoggrunnlag.docx\n" in gjort.feil
    assert mal.read_bytes() == ny
    assert not (prosjekt / "maler/nye").exists()
    assert dialog("sjekk", "--streng").kode == 0


def test_line_ends_that_git_has_changed_are_nobodys_change(prosjekt, dialog):
    for navn in ("dagsorden.txt.j2", "ordliste.yaml"):
        fil = prosjekt / "maler" / navn
        fil.write_bytes(fil.read_bytes().replace(b"\n", b"\r\n"))
    før = i_mappen(prosjekt)
    assert "Malene er som programmets." in dialog("maler", "oppdater").feil
    assert i_mappen(prosjekt) == før


@pytest.fixture
def fra_0_1_0(prosjekt):
    """A project with the templates of 0.1.0, of which three were edited by hand."""
    shutil.rmtree(prosjekt / "maler")
    with ZipFile(MALER_0_1_0) as pakke:
        pakke.extractall(prosjekt / "maler")
    omskrevet(prosjekt / "maler/dagsorden.docx", "word/document.xml", ">Slutt<", ">Ferdig<")
    ordliste = prosjekt / "maler/ordliste.yaml"
    ordliste.write_text(
        f"{ordliste.read_text('utf-8')}  - bokmål: Ferdig\n    nynorsk: Ferdig\n", "utf-8"
    )
    innkalling = prosjekt / "maler/felles/innkalling.txt.j2"
    innkalling.write_text(f"{innkalling.read_text('utf-8')}\nHilsen oss\n", "utf-8")
    return prosjekt


ENDREDE = {"dagsorden.docx", "felles/innkalling.txt.j2"}


def test_all_of_0_1_0_is_known_but_what_was_edited(fra_0_1_0):
    urørte = [
        n for n, data in i_mappen(fra_0_1_0 / "maler").items() if malkjenning.er_urørt(n, data)
    ]
    assert len(urørte) == 5
    assert not {*urørte} & {*ENDREDE, "ordliste.yaml"}


def test_a_template_of_an_older_program_that_no_longer_works_is_told_as_that(fra_0_1_0, dialog):
    gjort = dialog("sjekk")
    assert gjort.kode == 1
    assert "status.html.j2 er fra en eldre versjon av programmet." in gjort.feil
    assert "«dialog maler oppdater» henter den nye.\n" in gjort.feil
    assert "innkalling.txt.j2 er fra en eldre" not in gjort.feil  # somebody has edited it


def test_a_project_of_0_1_0_is_brought_up_and_nothing_is_lost(fra_0_1_0, dialog):
    prosjekt = fra_0_1_0
    before = i_mappen(prosjekt / "maler")
    assert dialog("generer", "--skole", "ål", "--alle-dokumenter").kode == 0
    documents = i_mappen(prosjekt / "ut/2015")
    gjort = dialog("maler", "oppdater")
    assert gjort.kode == 0, gjort.feil
    after = i_mappen(prosjekt / "maler")
    for navn, programmets in medfulgt.maler().items():
        if navn in ENDREDE:
            assert after[navn] == before[navn]
            assert after[f"nye/{navn}"] == programmets
        elif navn == "ordliste.yaml":
            assert after[navn].startswith(before[navn])
        else:
            assert after[navn] == programmets
    assert after.keys() == medfulgt.maler().keys() | {f"nye/{navn}" for navn in ENDREDE}
    assert dialog("sjekk", "--streng").kode == 0
    assert dialog("generer", "--skole", "ål", "--alle-dokumenter").kode == 0
    # A document is another where its template is, and there it is what the new one makes
    renewed = i_mappen(prosjekt / "ut/2015")
    shutil.rmtree(prosjekt / "maler/nye")
    for navn in ("dialoggrunnlag.docx", "oppsummering.docx", "dagsorden.txt.j2"):
        assert renewed[som_dokument(navn)] != documents[som_dokument(navn)]
    assert renewed[som_dokument("dagsorden.docx")] == documents[som_dokument("dagsorden.docx")]
    for navn in ENDREDE:
        (prosjekt / "maler" / navn).write_bytes(medfulgt.maler()[navn])
    assert dialog("generer", "--skole", "ål", "--alle-dokumenter").kode == 0
    assert [
        n
        for n, d in i_mappen(prosjekt / "ut/2015").items()
        if renewed.get(n) != d and not n.startswith(".")
    ] == [som_dokument("dagsorden.docx")]


def som_dokument(mal):
    """The file that a template makes for Ål."""
    navn, _, suffix = mal.removesuffix(".j2").partition(".")
    return f"{navn}-2015-ål.{suffix}"


def test_a_template_that_is_missing_is_added(prosjekt, dialog):
    shutil.rmtree(prosjekt / "maler/felles")
    gjort = dialog("maler", "oppdater")
    assert "ny                maler/felles/status.html.j2\n" in gjort.feil
    assert i_mappen(prosjekt / "maler") == medfulgt.maler()


def test_a_template_that_is_not_wanted_is_left_out_where_the_project_says_so(prosjekt, dialog):
    (prosjekt / "maler/dagsorden.txt.j2").unlink()
    kom_igjen = dialog("maler", "oppdater")
    assert "uten_maler: [dagsorden.txt.j2]" in kom_igjen.feil
    (prosjekt / "maler/dagsorden.txt.j2").unlink()
    (prosjekt / "data/prosjekt.yaml").write_text(
        "uten_maler:\n  - dagsorden.txt.j2\n  - dagsordn.docx\n", "utf-8"
    )
    før = i_mappen(prosjekt)
    for valg in ((), ("--vis",)):
        gjort = dialog("maler", "oppdater", *valg)
        assert gjort.kode == 0
        assert "uten_maler[2]: Programmet har ingen mal som heter «dagsordn.docx»." in gjort.feil
        assert "dagsorden.txt.j2" not in gjort.feil + gjort.ut
    assert i_mappen(prosjekt) == før


def test_a_changed_template_is_left_alone_and_gets_the_new_version_beside_it(prosjekt, dialog):
    mal = prosjekt / "maler/dagsorden.docx"
    omskrevet(mal, "word/document.xml", ">Slutt<", ">Ferdig<")
    omskrevet(mal, "word/styles.xml", "<w:b/>", "<w:i/>")
    vår = mal.read_bytes()
    gjort = dialog("maler", "oppdater")
    assert gjort.kode == 0
    assert "endret av dere    maler/dagsorden.docx\n" in gjort.feil
    assert "Ferdig" in gjort.feil
    assert "Stiler som er forskjellige: Title" in gjort.feil
    assert "maler/nye/dagsorden.docx" in gjort.ut.replace("\\", "/")
    assert mal.read_bytes() == vår
    assert (prosjekt / "maler/nye/dagsorden.docx").read_bytes() == medfulgt.maler()[
        "dagsorden.docx"
    ]


def test_the_new_version_beside_is_no_document_and_nothing_that_sjekk_minds(prosjekt, dialog):
    omskrevet(prosjekt / "maler/dagsorden.docx", "word/styles.xml", "<w:b/>", "<w:i/>")
    kinds = dialog("generer", "--skole", "ål", "--alle-dokumenter").ut
    dialog("maler", "oppdater")
    assert dialog("generer", "--skole", "ål", "--alle-dokumenter").ut == kinds
    assert "maler/" not in dialog("sjekk").feil


def test_done_twice_nothing_more_is_written_and_an_adopted_version_is_cleared_away(
    prosjekt, dialog
):
    mal = prosjekt / "maler/dagsorden.docx"
    omskrevet(mal, "word/styles.xml", "<w:b/>", "<w:i/>")
    dialog("maler", "oppdater")
    før = i_mappen(prosjekt)
    dialog("maler", "oppdater")
    assert i_mappen(prosjekt) == før
    mal.write_bytes((prosjekt / "maler/nye/dagsorden.docx").read_bytes())
    dialog("maler", "oppdater")
    assert not (prosjekt / "maler/nye").exists()


def test_a_new_version_that_somebody_works_on_is_never_overwritten(prosjekt, dialog):
    mal, ny = prosjekt / "maler/dagsorden.docx", prosjekt / "maler/nye/dagsorden.docx"
    omskrevet(mal, "word/styles.xml", "<w:b/>", "<w:i/>")
    dialog("maler", "oppdater")
    omskrevet(ny, "word/document.xml", ">Slutt<", ">Ferdig<")
    under_arbeid = ny.read_bytes()
    dialog("maler", "oppdater")
    assert ny.read_bytes() == under_arbeid
    assert ny.with_name("2-dagsorden.docx").read_bytes() == medfulgt.maler()["dagsorden.docx"]


def test_a_word_list_with_words_of_its_own_gets_those_that_it_lacks(prosjekt, dialog):
    fil = prosjekt / "maler/ordliste.yaml"
    bytt(
        fil,
        "  - bokmål: Hensikt\n    nynorsk: Føremål\n",
        "  - bokmål: Vedlegg\n    nynorsk: Vedlegg\n",
    )
    bytt(fil, "nynorsk: Deltaking", "nynorsk: Deltakinga")
    før = fil.read_text("utf-8")
    gjort = dialog("maler", "oppdater")
    assert "nye ord           maler/ordliste.yaml\n" in gjort.feil
    assert "+ Hensikt / Føremål" in gjort.feil
    assert fil.read_text("utf-8").startswith(før)
    ordene = {
        par["bokmål"]: par["nynorsk"] for par in yaml.safe_load(fil.read_text("utf-8"))["ord"]
    }
    assert (ordene["Hensikt"], ordene["Vedlegg"]) == ("Føremål", "Vedlegg")
    assert ordene["Deltakelse"] == "Deltakinga"
    assert dialog("sjekk").kode == 0
    assert "nye ord" not in dialog("maler", "oppdater").feil


def test_a_word_list_that_is_not_in_order_gets_the_new_one_beside_it(prosjekt, dialog):
    fil = prosjekt / "maler/ordliste.yaml"
    fil.write_text("ord: [", "utf-8")
    assert dialog("maler", "oppdater").kode == 0
    assert fil.read_text("utf-8") == "ord: ["
    assert (prosjekt / "maler/nye/ordliste.yaml").read_bytes() == medfulgt.maler()["ordliste.yaml"]


def test_a_template_that_is_no_word_file_is_kept_too(prosjekt, dialog):
    mal = prosjekt / "maler/dagsorden.docx"
    mal.write_bytes(b"not a Word file")
    with pytest.raises(TemplateError):
        plain_text(mal.read_bytes())
    assert dialog("maler", "oppdater").kode == 0
    assert mal.read_bytes() == b"not a Word file"


def test_a_line_that_begins_like_the_head_of_a_difference_is_told(prosjekt, dialog):
    mal = prosjekt / "maler/felles/innkalling.txt.j2"
    før = mal.read_text("utf-8")
    mal.write_text(f"{før}-- \n-- strek\n", "utf-8")
    assert f"− {len(før.splitlines()) + 2}: -- strek\n" in dialog("maler", "oppdater", "--vis").feil


def test_a_difference_is_told_with_its_line_in_each_of_the_two(prosjekt, dialog):
    mal = prosjekt / "maler/dagsorden.txt.j2"
    linjer = mal.read_text("utf-8").splitlines()
    nummer = next(n for n, linje in enumerate(linjer, 1) if linje.startswith("Kl. "))
    linjer[nummer - 1 : nummer] = ["", "Klokken {{ tidsramme }}"]
    mal.write_text("\n".join([*linjer, ""]), "utf-8")
    ran = dialog("maler", "oppdater")
    assert f"− {nummer + 1}: Klokken {{{{ tidsramme }}}}\n" in ran.feil
    assert f"+ {nummer}: Kl. {{{{ tidsramme }}}}\n" in ran.feil
    assert "Tallet foran er linjen i malen.\n" in ran.feil


def test_vis_writes_nothing_and_prints_no_path(prosjekt, dialog):
    omskrevet(prosjekt / "maler/dagsorden.docx", "word/styles.xml", "<w:b/>", "<w:i/>")
    (prosjekt / "maler/oppsummering.docx").unlink()
    før = i_mappen(prosjekt)
    vist = dialog("maler", "oppdater", "--vis")
    assert (vist.kode, vist.ut) == (0, "")
    assert "blir lagt til     maler/oppsummering.docx\n" in vist.feil
    assert "Ingenting er skrevet." in vist.feil
    assert i_mappen(prosjekt) == før


def test_a_template_that_word_has_open_is_an_error_of_its_own(prosjekt, dialog):
    mal = prosjekt / "maler/dialoggrunnlag.docx"
    mal.write_bytes(gammel_mal("dialoggrunnlag.docx"))
    (prosjekt / "maler/~$aloggrunnlag.docx").write_bytes(b"")
    (prosjekt / "maler/oppsummering.docx").unlink()
    gjort = dialog("maler", "oppdater")
    assert gjort.kode == 1
    assert "Malen er åpen i Word" in gjort.feil
    assert (prosjekt / "maler/oppsummering.docx").exists()
    assert mal.read_bytes() == gammel_mal("dialoggrunnlag.docx")
