"""The key figures all the way: from data/tall/ to documents, invitations, status and tables."""

from __future__ import annotations

import email
import io
import json
import os
import re
import shutil
import subprocess
import sys
from zipfile import BadZipFile, ZipFile

import pytest
from hjelp import REPO, bytt, les_csv, linjer, sett_dialog
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(REPO / "tests/word"))
from diagram_mal import akser, bok_til, diagram, diagrammer, mal, plott, serie, tall_i, tegnet
from lag import p, tabell

TALL = """\
nøkkeltall:
  frafall:
    navn: {bokmål: Sluttet i løpet av skoleåret, nynorsk: Slutta i løpet av skuleåret}
    enhet: prosent
    best: lavest
    mål: minimere frafall
    sammenlign: [fylket]
    kilde: {navn: Oppdiktet etat, tabell: T1, fylke: Fylket}
    fil: tall/tall.csv
    hentet: 1. oktober 2015
    offentlig: ja
  trivsel:
    navn: {bokmål: Trivsel, nynorsk: Trivsel}
    enhet: indeks
    desimaler: 2
    best: høyest
    mål: mestring for alle
    sammenlign: [fylket]
    kilde: {navn: PULS, fylke: Fylket}
    fil: tall/tall.csv
    hentet: 1. oktober 2015
"""
RADER = """\
gol;frafall;2013-14;5,5;308
gol;frafall;2014-15;4,4;304
ål;frafall;2013-14;3,3;3
ål;frafall;2014-15;2,2;208
Fylket;frafall;2013-14;4,8;9000
Fylket;frafall;2014-15;4,6;9100
gol;trivsel;2014-15;4,11;300
ål;trivsel;2014-15;3,97;200
Fylket;trivsel;2014-15;4,03;9100
"""
LØKKE = [
    p("{% for mål in tall.mål %}"),
    p("{{ mål.tittel }}"),
    p("{% for tall in mål.nøkkeltall %}"),
    p("{{ tall.navn }}: {{ tall.siste }} ({{ tall.skoleår }}), {{ tall.vurdering }}"),
    tabell(
        ["År", "Skolen", "Antall", "Fylket"],
        ["{% for rad in tall.rader %}", "", "", ""],
        ["{{ rad.skoleår }}", "{{ rad.skolen }}", "{{ rad.antall }}", "{{ rad.fylket }}"],
        ["{% endfor %}", "", "", ""],
    ),
    p("{% if tall.diagram %}"),
    p(tegnet("{{ tall.diagram }}")),
    p("{% endif %}"),
    p("{% endfor %}"),
    p("{% endfor %}"),
    p("{% for kilde in tall.kilder %}"),
    p("{{ kilde }}"),
    p("{% endfor %}"),
    p("{% for merknad in tall.merknader %}"),
    p("{{ merknad }}"),
    p("{% endfor %}"),
]


ORD = {"År": "År", "Skolen": "Skulen", "Antall": "Antal", "Fylket": "Fylket"}


@pytest.fixture
def med_tall(prosjekt):
    """The project with two key figures of two schools, and a template that shows them."""
    skriv(prosjekt, TALL, RADER)
    (prosjekt / "maler/kunnskapsgrunnlag.docx").write_bytes(en_mal())
    ordliste = prosjekt / "maler/ordliste.yaml"
    ord_ = "".join(f"  - bokmål: {b}\n    nynorsk: {n}\n" for b, n in ORD.items())
    ordliste.write_text(f"{ordliste.read_text('utf-8').rstrip()}\n{ord_}", "utf-8")
    return prosjekt


def skriv(prosjekt, tall, rader):
    (prosjekt / "data/tall").mkdir(exist_ok=True)
    (prosjekt / "data/tall.yaml").write_text(tall, "utf-8")
    csv = f"skole;nøkkeltall;skoleår;verdi;antall\n{rader}"
    (prosjekt / "data/tall/tall.csv").write_text(csv, "utf-8")


def en_mal():
    linje = plott("lineChart", serie(0), serie(1)) + akser()
    return mal(LØKKE, diagram(plott_xml=linje))


def lag(dialog, *argv, kode=0):
    svar = dialog("generer", "--dokument", "kunnskapsgrunnlag", *argv)
    assert svar.kode == kode, svar.feil
    return svar


def alt_i(folder):
    """Every text of every part of every file below a folder, workbooks within documents too."""
    funnet = {}
    for path in folder.rglob("*"):
        if path.is_file():
            funnet |= _deler(path.name, path.read_bytes())
    return funnet


def _deler(navn, data):
    try:
        with ZipFile(io.BytesIO(data)) as pakke:
            ut = {}
            for del_ in pakke.namelist():
                ut |= _deler(f"{navn}/{del_}", pakke.read(del_))
            return ut
    except BadZipFile:
        return {navn: data.decode("utf-8", "replace")}


# --- the document --------------------------------------------------------------------------------


def test_a_school_gets_its_figures_under_the_goals_with_a_chart_of_the_same(med_tall, dialog):
    svar = lag(dialog, "--skole", "gol")
    fil = med_tall / "ut/2015/kunnskapsgrunnlag-2015-gol.docx"
    assert svar.ut.split() == ["ut/2015/kunnskapsgrunnlag-2015-gol.docx"]
    avsnitt = linjer(fil)
    assert avsnitt[0] == "Minimere frafall"
    assert (
        avsnitt[1]
        == "Sluttet i løpet av skoleåret: 4,4\u00a0% (2014-15), ●\u00a0omtrent som fylket"
    )
    assert (
        "Sluttet i løpet av skoleåret: Oppdiktet etat, tabell T1, hentet 1.\u00a0oktober\u00a02015."
        in avsnitt
    )
    første, andre = diagrammer(fil.read_bytes()).items()
    assert tall_i(første[1]) == {
        "Gol vgs.": (["2013-14", "2014-15"], [5.5, 4.4]),
        "Fylket": (["2013-14", "2014-15"], [4.8, 4.6]),
    }
    assert tall_i(andre[1])["Gol vgs."] == (["2014-15"], [4.11])
    assert bok_til(fil.read_bytes(), første[0]) == tall_i(første[1])


def test_what_is_hidden_is_a_gap_in_the_chart_and_its_workbook_and_words_in_the_table(
    med_tall, dialog
):
    lag(dialog, "--skole", "ål")
    fil = med_tall / "ut/2015/kunnskapsgrunnlag-2015-ål.docx"
    (navn, første), _ = diagrammer(fil.read_bytes()).items()
    assert tall_i(første)["Ål vgs."] == (["2013-14", "2014-15"], [None, 2.2])
    assert bok_til(fil.read_bytes(), navn)["Ål vgs."] == (["2013-14", "2014-15"], [None, 2.2])
    assert "ikke vist" in linjer(fil) or "ikkje vist" in linjer(fil)
    for del_, text in alt_i(med_tall / "ut").items():
        assert not re.search(r"(?<![\d.,])3[.,]3(?!\d)", re.sub(r"<[^>]+>", "|", text)), del_


def test_the_alternative_text_says_the_main_point_first_in_the_schools_language(med_tall, dialog):
    bytt(
        med_tall / "data/skoler.yaml",
        "    kortnavn: Gol vgs.\n",
        "    kortnavn: Gol vgs.\n    målform: nynorsk\n",
    ) if "målform" not in (med_tall / "data/skoler.yaml").read_text("utf-8").split("gol:")[1].split(
        "ål:"
    )[0] else None
    lag(dialog, "--alle")
    for skole in ("gol", "ål"):
        with ZipFile(med_tall / f"ut/2015/kunnskapsgrunnlag-2015-{skole}.docx") as pakke:
            alle = re.findall(r'descr="([^"]*)"', pakke.read("word/document.xml").decode())
        assert len(alle) == 2
        assert all(len(alt) < 300 for alt in alle)
    assert alle[0].startswith(
        ("Sluttet i løpet av skoleåret: Ål vgs. 2,2", "Slutta i løpet av skuleåret: Ål vgs. 2,2")
    )


def test_a_school_without_figures_gets_no_such_document_and_is_told_so_in_one_line(
    med_tall, dialog
):
    svar = lag(dialog, "--skole", "gol", "--skole", "lier", "--skole", "eiker")
    assert svar.ut.split() == ["ut/2015/kunnskapsgrunnlag-2015-gol.docx"]
    assert (
        "Lier vgs. og Eiker vgs. har ingen tall som kan vises, så kunnskapsgrunnlag er ikke laget der.\n"
        in svar.feil
    )
    assert not list((med_tall / "ut/2015").glob("*lier*"))


def test_an_old_document_of_a_school_whose_figures_are_all_hidden_now_is_pointed_out(
    med_tall, dialog
):
    lag(dialog, "--skole", "gol")
    få = re.sub(r"(?m)^(gol;.*;)\d+$", r"\g<1>2", RADER)
    skriv(med_tall, TALL, få)
    svar = lag(dialog, "--skole", "gol")
    assert (
        "kunnskapsgrunnlag-2015-gol.docx er fra før, og viser tall som ikke gjelder lenger. Slett den."
        in svar.feil
    )
    status = json.loads(dialog("status", "--skole", "gol", "--format", "json").ut)
    (ett,) = [d for d in status["skoler"][0]["dokumenter"] if d["navn"] == "kunnskapsgrunnlag"]
    assert ett["tilstand"] == "utdatert"


def test_without_figures_in_the_project_nothing_is_made_and_who_asks_is_told(prosjekt, dialog):
    (prosjekt / "maler/kunnskapsgrunnlag.docx").write_bytes(en_mal())
    svar = lag(dialog, "--skole", "gol")
    assert (svar.ut, svar.feil) == (
        "",
        "data/tall.yaml har ingen nøkkeltall, så kunnskapsgrunnlag er ikke laget.\n",
    )
    assert "kunnskapsgrunnlag" not in dialog("generer", "--skole", "gol", "--alle-dokumenter").feil
    assert "kunnskapsgrunnlag" not in dialog("status").ut.casefold()


# --- fields in texts and templates ---------------------------------------------------------------


def test_a_figure_can_stand_in_any_text_and_an_unknown_one_is_told_with_a_likely_name(
    med_tall, dialog
):
    runde = med_tall / "data/runder/2015.yaml"
    bytt(
        runde,
        "bokmål: Å bidra til utvikling av virksomheten i et 5-års perspektiv.",
        'bokmål: "Frafallet er {{ nøkkeltall.frafall.siste }}, {{ nøkkeltall.frafall.vurdering }}."',
    )
    assert dialog("generer", "--skole", "gol").kode == 0
    assert "Frafallet er 4,4\u00a0%, ●\u00a0omtrent som fylket." in "\n".join(
        linjer(med_tall / "ut/2015/dialoggrunnlag-2015-gol.docx")
    )
    bytt(runde, "nøkkeltall.frafall.siste", "nøkkeltall.frafal.siste")
    svar = dialog("generer", "--skole", "gol")
    assert svar.kode == 1
    assert "Feltet «nøkkeltall.frafal» finnes ikke. Mente du «nøkkeltall.frafall»?" in svar.feil


def test_a_field_of_a_figure_that_is_misspelt_is_told_too_and_one_of_no_project_is_known_by_any_id(
    med_tall, dialog
):
    (med_tall / "maler/notat.txt.j2").write_text(
        "{{ nøkkeltall.frafall.siste }} {{ nøkkeltall.frafall.fylkt }}\n", "utf-8"
    )
    svar = dialog("sjekk", "maler/notat.txt.j2")
    assert (
        "Feltet «nøkkeltall.frafall.fylkt» finnes ikke. Mente du «nøkkeltall.frafall.fylket»?"
        in svar.feil
    )
    (med_tall / "maler/notat.txt.j2").write_text(
        "{{ nøkkeltall.annet.siste }} {{ diagram.annet }}\n", "utf-8"
    )
    assert dialog("sjekk", "maler/notat.txt.j2").kode == 0
    assert (
        "Feltet «nøkkeltall.annet» finnes ikke."
        in dialog("generer", "--skole", "gol", "--dokument", "notat").feil
    )


def test_without_tall_yaml_a_figure_in_a_text_is_unknown_and_loops_over_them_are_empty(
    prosjekt, dialog
):
    (prosjekt / "maler/notat.txt.j2").write_text(
        "{% for mål in tall.mål %}{{ mål.tittel }}{% endfor %}Ferdig\n", "utf-8"
    )
    assert dialog("generer", "--skole", "gol", "--dokument", "notat").kode == 0
    assert (prosjekt / "ut/2015/notat-2015-gol.txt").read_text("utf-8") == "Ferdig\n"
    bytt(
        prosjekt / "data/runder/2015.yaml",
        "bokmål: Å bidra til utvikling av virksomheten i et 5-års perspektiv.",
        'bokmål: "{{ nøkkeltall.frafall.siste }}"',
    )
    assert (
        "Feltet «nøkkeltall.frafall» finnes ikke. Nøkkeltallene står i data/tall.yaml."
        in dialog("generer", "--skole", "gol").feil
    )


# --- the edition that everybody may read -------------------------------------------------------


def test_the_public_edition_leaves_out_what_is_not_public_everywhere(med_tall, dialog):
    lag(dialog, "--alle", "--offentlig")
    assert {fil.name for fil in (med_tall / "ut/2015/offentlig").iterdir()} == {
        "kunnskapsgrunnlag-2015-gol-offentlig.docx",
        "kunnskapsgrunnlag-2015-ål-offentlig.docx",
    }
    alt = alt_i(med_tall / "ut/2015/offentlig")
    assert any("4,6" in text for text in alt.values())
    for del_, text in alt.items():
        synlig = re.sub(r"<[^>]+>", "|", text)
        assert not re.search(r"Trivsel|PULS|4[.,]11|3[.,]97|4[.,]03", synlig), del_
    egenskaper = next(
        t for d, t in alt.items() if d.endswith("gol-offentlig.docx/docProps/core.xml")
    )
    assert "(offentlig utgave)" in egenskaper or "(offentleg utgåve)" in egenskaper


def test_the_two_editions_are_told_apart_and_neither_makes_the_other_stale(med_tall, dialog):
    lag(dialog, "--skole", "gol")
    lag(dialog, "--skole", "gol", "--offentlig")
    assert "uendret" in lag(dialog, "--skole", "gol").feil
    assert "uendret" in lag(dialog, "--skole", "gol", "--offentlig").feil
    offentlig = med_tall / "ut/2015/offentlig/kunnskapsgrunnlag-2015-gol-offentlig.docx"
    intern = med_tall / "ut/2015/kunnskapsgrunnlag-2015-gol.docx"
    intern.write_bytes(offentlig.read_bytes())  # somebody copies it to the other's place
    status = json.loads(dialog("status", "--skole", "gol", "--format", "json").ut)
    ett = next(d for d in status["skoler"][0]["dokumenter"] if d["navn"] == "kunnskapsgrunnlag")
    assert ett["tilstand"] == "utdatert"


def test_a_figure_that_is_not_public_is_not_shown_in_a_text_of_the_public_edition(med_tall, dialog):
    (med_tall / "maler/notat.txt.j2").write_text(
        "{{ nøkkeltall.trivsel.siste }} {{ nøkkeltall.trivsel.fylket }}{{ offentlig }}\n", "utf-8"
    )
    dialog("generer", "--skole", "gol", "--dokument", "notat", "--offentlig")
    text = (med_tall / "ut/2015/offentlig/notat-2015-gol-offentlig.txt").read_text("utf-8")
    assert text in ("ikke vist True\n", "ikkje vist True\n")


# --- beside the other documents ------------------------------------------------------------------


def test_the_item_of_the_data_basis_links_to_it_and_keeps_its_words(med_tall, dialog):
    assert dialog("generer", "--skole", "gol", "--skole", "lier").kode == 0
    for skole, lenket in (("gol", True), ("lier", False)):
        fil = med_tall / f"ut/2015/dialoggrunnlag-2015-{skole}.docx"
        assert "Oversendt kunnskapsgrunnlag/prosess fra PULS tilpasset den enkelte skole" in linjer(
            fil
        ) or any("unnskapsgrunnlag/prosess frå PULS" in linje for linje in linjer(fil))
        with ZipFile(fil) as pakke:
            koblinger = pakke.read("word/_rels/document.xml.rels").decode()
        assert (f"./kunnskapsgrunnlag-2015-{skole}.docx" in koblinger) is lenket


def test_the_documents_are_as_before_where_there_are_no_figures(prosjekt, dialog):
    dialog("generer", "--skole", "gol")
    før = (prosjekt / "ut/2015/dialoggrunnlag-2015-gol.docx").read_bytes()
    (prosjekt / "maler/kunnskapsgrunnlag.docx").write_bytes(en_mal())
    (prosjekt / "data/tall.yaml").write_text("# ingen\nnøkkeltall:\n", "utf-8")
    assert "uendret" in dialog("generer", "--skole", "gol").feil
    assert (prosjekt / "ut/2015/dialoggrunnlag-2015-gol.docx").read_bytes() == før


def test_it_follows_the_invitation_by_itself(med_tall, dialog):
    for skole in ("gol", "lier"):
        sett_dialog(med_tall, skole, "dato: 3. november 2015", "sted: Møterom 2")
    dialog("generer", "--skole", "gol", "--skole", "lier", "--alle-dokumenter")
    svar = dialog("innkalling", "--skole", "gol", "--skole", "lier")
    assert svar.kode == 0, svar.feil
    gol, lier = (
        (med_tall / f"ut/2015/innkalling-2015-{s}.eml").read_text("utf-8") for s in ("gol", "lier")
    )
    assert "Kunnskapsgrunnlag 2015 - Gol vgs.docx" in gol
    assert "Kunnskapsgrunnlag 2015" not in lier
    (med_tall / "ut/2015/kunnskapsgrunnlag-2015-gol.docx").unlink()
    svar = dialog("innkalling", "--skole", "gol")
    assert "Kjør: dialog generer --skole gol --dokument kunnskapsgrunnlag" in svar.feil


def test_a_figure_can_stand_in_the_invitation_itself(med_tall, dialog):
    sett_dialog(med_tall, "gol", "dato: 3. november 2015", "sted: Møterom 2")
    mal_ = med_tall / "maler/felles/innkalling.txt.j2"
    mal_.write_text(
        f"{mal_.read_text('utf-8')}Frafall {{{{ nøkkeltall.frafall.siste }}}}\n", "utf-8"
    )
    dialog("generer", "--skole", "gol", "--alle-dokumenter")
    assert dialog("innkalling", "--skole", "gol").kode == 0
    lest = email.message_from_bytes((med_tall / "ut/2015/innkalling-2015-gol.eml").read_bytes())
    text = next(d for d in lest.walk() if d.get_content_type() == "text/plain")
    assert "Frafall 4,4\u00a0%" in text.get_payload(decode=True).decode()


def test_status_says_which_schools_have_no_figures_and_finds_nothing_missing_there(
    med_tall, dialog
):
    dialog("generer", "--alle", "--alle-dokumenter")
    svar = dialog("status", "--krev-fersk")
    assert svar.kode == 0, svar.feil + svar.ut
    rader = json.loads(dialog("status", "--format", "json").ut)["skoler"]
    tilstander = {
        r["skole"]: [d["tilstand"] for d in r["dokumenter"] if d["navn"] == "kunnskapsgrunnlag"]
        for r in rader
    }
    assert tilstander["lier"] == ["ingen tall"]
    assert tilstander["gol"] == ["fersk", "mangler"]  # the PDF hasn't been made
    assert "ingen tall" in dialog("status", "--format", "html", "--til", "s.html").feil + (
        med_tall / "s.html"
    ).read_text("utf-8")


# --- dialog tall -----------------------------------------------------------------------------


def test_dialog_tall_shows_what_each_school_gets_and_why_not_the_rest(med_tall, dialog):
    svar = dialog("tall", "--skole", "ål", "--format", "json")
    rader = {(r["nøkkeltall"], r["skoleår"]): r for r in json.loads(svar.ut)}
    hidden, shown = rader["frafall", "2013-14"], rader["frafall", "2014-15"]
    assert (hidden["verdi"], hidden["antall"], hidden["ikke_vist"]) == (
        None,
        None,
        ["skolen: færre enn 5 personer"],
    )
    assert (shown["verdi"], shown["antall"], shown["fylket"], shown["ikke_vist"]) == (
        2.2,
        208,
        4.6,
        [],
    )
    (rad,) = [
        r
        for r in les_csv(dialog("tall", "--skole", "ål", "--format", "csv").ut)
        if r["nøkkeltall"] == "trivsel"
    ]
    assert (rad["verdi"], rad["fylket"], rad["offentlig"]) == ("3,97", "4,03", "nei")
    assert "færre enn 5 personer" in dialog("tall", "--skole", "Ål vgs.").ut
    assert dialog("tall", "--skole", "al").kode == 2
    assert "3,3" not in dialog("tall").ut


def test_an_option_before_tall_s_own_command_is_refused_and_not_left_out(dialog):
    svar = dialog("tall", "--format", "json", "les", "fil.csv")
    assert svar.kode == 2
    assert svar.feil == (
        "--format kan ikke stå foran «les». Skriv det etter «les», om det kan brukes der.\n"
    )


def test_dialog_tall_says_which_hidden_figure_a_second_one_would_have_given_away(med_tall, dialog):
    skriv(
        med_tall,
        TALL,
        "gol;frafall;2014-15;4,4;304\nål;frafall;2014-15;2,2;4\nFylket;frafall;2014-15;4,3;308\ngol;trivsel;2014-15;4,11;300\nFylket;trivsel;2014-15;4,0;300\n",
    )
    (rad,) = json.loads(dialog("tall", "--skole", "gol", "--format", "json").ut)[:1]
    assert rad["ikke_vist"] == ["fylket: ellers kunne tallet til Ål vgs. regnes ut"]


def test_dialog_tall_in_a_project_without_figures_says_so(prosjekt, dialog):
    assert dialog("tall") == (0, "", "data/tall.yaml har ingen nøkkeltall.\n")
    assert json.loads(dialog("tall", "--format", "json").ut) == []


# --- the checks --------------------------------------------------------------------------------


def funn(dialog, navn):
    rader = json.loads(dialog("sjekk", "--format", "json").ut)
    rader = rader["problemer"] if isinstance(rader, dict) else rader
    return [r for r in rader if r["råd"].endswith(f"[{navn}]")]


@pytest.mark.parametrize(
    ("navn", "tall", "rader", "fil", "linje", "melding"),
    [
        (
            "tall-mangler",
            TALL,
            RADER,
            "data/tall.yaml",
            2,
            "mangler tall for «Sluttet i løpet av skoleåret» i 2014-15.",
        ),
        (
            "gamle-tall",
            TALL,
            re.sub("2014-15", "2011-12", RADER.replace("2013-14", "2010-11")),
            "data/tall.yaml",
            9,
            "De nyeste tallene for «Sluttet i løpet av skoleåret» er fra 2011-12.",
        ),
        (
            "gamle-tall",
            TALL.replace("1. oktober 2015", "1. oktober 2014"),
            RADER,
            "data/tall.yaml",
            10,
            "ble hentet 1. oktober 2014",
        ),
        (
            "ukjent-skole-i-tall",
            TALL,
            RADER + "Hallingdal vgs.;frafall;2014-15;4,4;300\n",
            "data/tall/tall.csv",
            11,
            "«Hallingdal vgs.» er ikke en skole i data/skoler.yaml.",
        ),
        (
            "små-tall",
            TALL,
            RADER,
            "data/tall/tall.csv",
            4,
            "Ål vgs. har færre enn 5 personer bak «Sluttet i løpet av skoleåret» i 2013-14.",
        ),
        (
            "små-tall",
            TALL,
            re.sub(r"(?m)(trivsel.*;)\d+$", r"\1", RADER),
            "data/tall/tall.csv",
            8,
            "Filen sier ikke hvor mange personer som står bak «Trivsel», så det er skjult.",
        ),
        (
            "uten-kilde",
            TALL.replace("    hentet: 1. oktober 2015\n", "", 1),
            RADER,
            "data/tall.yaml",
            2,
            "«Sluttet i løpet av skoleåret» mangler «hentet».",
        ),
        (
            "utenfor-skalaen",
            TALL,
            RADER.replace("4,11", "41,1"),
            "data/tall/tall.csv",
            8,
            "«Trivsel» har et tall utenfor skalaen fra 1 til 5 i 2014-15.",
        ),
        (
            "utenfor-skalaen",
            TALL,
            re.sub(r"(?m)frafall;(.*);(\d),(\d);", r"frafall;\1;0,0\2\3;", RADER),
            "data/tall/tall.csv",
            6,
            "Ingen av tallene for «Sluttet i løpet av skoleåret» er så mye som 1 prosent.",
        ),
        (
            "skjult-kan-regnes-ut",
            TALL,
            "gol;frafall;2014-15;4,4;304\nål;frafall;2014-15;2,2;4\nFylket;frafall;2014-15;4,3;308\ngol;trivsel;2014-15;4,11;300\nFylket;trivsel;2014-15;4,0;300\n",
            "data/tall/tall.csv",
            4,
            "Fylkets tall for «Sluttet i løpet av skoleåret» i 2014-15 vises ikke: ellers kunne Ål vgs. sine tall, som er skjult, regnes ut.",
        ),
    ],
)
def test_each_check_says_file_line_and_what_to_do(
    med_tall, dialog, navn, tall, rader, fil, linje, melding
):
    skriv(med_tall, tall, rader)
    funnet = [f for f in funn(dialog, navn) if melding in f["melding"]]
    assert funnet, funn(dialog, navn)
    assert (funnet[0]["fil"], funnet[0]["linje"], funnet[0]["advarsel"]) == (fil, linje, True)
    assert len(funnet[0]["råd"]) > len(navn) + 10


def test_figures_that_are_all_newer_than_the_round_are_said_to_be(med_tall, dialog):
    nyere = RADER.replace("2014-15", "2017-18").replace("2013-14", "2016-17")
    skriv(med_tall, TALL, nyere)
    (første, andre) = funn(dialog, "tall-mangler")
    assert første["melding"] == (
        "Skolenes tall for «Sluttet i løpet av skoleåret» begynner i 2016-17, etter runden."
    )
    assert andre["melding"] == "Skolenes tall for «Trivsel» begynner i 2017-18, etter runden."
    assert dialog("tall").feil == (
        "Det er ingen tall til og med runden 2015 å vise. Se etter med «dialog sjekk».\n"
    )


def test_hidden_figures_of_the_same_years_are_told_of_together(med_tall, dialog):
    skriv(med_tall, TALL, re.sub(r"(?m)^((ål|Fylket);.*;)[\d,]+;", r"\1*;", RADER))
    lag(dialog, "--skole", "gol")
    avsnitt = linjer(med_tall / "ut/2015/kunnskapsgrunnlag-2015-gol.docx")
    assert (
        "Sluttet i løpet av skoleåret: Fylkets tall for 2013-14 og 2014-15 er ikke vist, av hensyn "
        "til personvernet." in avsnitt
    )
    skriv(med_tall, TALL, re.sub(r"(?m)^(.*;2014-15;)[\d,]+;", r"\1*;", RADER))
    lag(dialog, "--skole", "gol")
    avsnitt = linjer(med_tall / "ut/2015/kunnskapsgrunnlag-2015-gol.docx")
    assert (
        "Sluttet i løpet av skoleåret og Trivsel: Skolens og fylkets tall for 2014-15 er ikke vist, "
        "av hensyn til personvernet." in avsnitt
    )


def test_a_check_of_the_figures_can_be_silenced_like_the_others(med_tall, dialog):
    assert funn(dialog, "tall-mangler")
    runde = med_tall / "data/runder/2015.yaml"
    runde.write_text(
        "stille:\n  tall-mangler: Bare to skoler er med\n" + runde.read_text("utf-8"), "utf-8"
    )
    assert not funn(dialog, "tall-mangler")


@pytest.mark.parametrize(
    ("nøkkel", "melding"),
    [
        ("del_av: frafal", "Nøkkeltallet «frafal» finnes ikke. Mente du «frafall»?"),
        ("sammen_med: [trivsel]", "«trivsel» er dette nøkkeltallet selv."),
        ("del_av: frafall", "«frafall» er i prosent, ikke i indeks."),
    ],
)
def test_key_figures_hang_together_with_others_that_there_are_and_of_the_same_unit(
    med_tall, dialog, nøkkel, melding
):
    skriv(med_tall, f"{TALL}    {nøkkel}\n", RADER)
    svar = dialog("sjekk")
    assert svar.kode == 1
    assert melding in svar.feil
    assert "data/tall.yaml:22:" in svar.feil


# --- the law -----------------------------------------------------------------------------------


HEMMELIG = st.integers(1000, 9999)


@settings(
    max_examples=6,
    phases=[Phase.generate],  # a smaller example takes minutes to find, and says no more
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.sampled_from(["gol", "ål"]), HEMMELIG, st.booleans(), st.booleans())
def test_what_is_hidden_stands_in_no_part_of_any_file_and_in_no_table(
    med_tall, dialog, liten, sifre, rest, er_kilden
):
    """A school of three, and a county without others: neither of the two figures may be found."""
    shutil.copy(REPO / "maler/kunnskapsgrunnlag.docx", med_tall / "maler")  # the real one
    hemmelig = f"{sifre // 100},{sifre % 100:02}"
    fylkets = f"{(sifre + 313) % 9000 // 100 + 5},{sifre % 97:02}"
    annen = "ål" if liten == "gol" else "gol"
    antall = "200" if er_kilden else "3"
    verdi = "*" if er_kilden else hemmelig
    i_alt = 2203 if rest else 203 if antall == "3" else 400
    rader = f"{liten};frafall;2014-15;{verdi};{antall}\n{annen};frafall;2014-15;7,77;200\nFylket;frafall;2014-15;{fylkets};{i_alt}\n"
    rader += "gol;trivsel;2014-15;4,11;300\nål;trivsel;2014-15;3,97;200\nFylket;trivsel;2014-15;4,03;9100\n"
    skriv(
        med_tall, TALL.replace("    best: lavest\n", "    best: lavest\n    desimaler: 2\n"), rader
    )
    rad = json.loads(dialog("tall", "--skole", annen, "--format", "json").ut)[0]
    dialog("generer", "--alle", "--alle-dokumenter", "--overskriv")
    dialog("generer", "--alle", "--dokument", "kunnskapsgrunnlag", "--offentlig", "--overskriv")
    dialog("status", "--format", "html", "--til", "ut/status.html")
    alt = alt_i(med_tall / "ut")
    for form in ("tabell", "csv", "json"):
        alt[form] = dialog("tall", "--format", form).ut
    alt["sjekk"] = dialog("sjekk", "--format", "json").ut
    alt["status"] = dialog("status", "--format", "json").ut
    skjulte = [hemmelig] if rad["fylket"] is not None else [hemmelig, fylkets]
    for tall in skjulte:
        funnet = re.compile(rf"(?<![\d.,]){tall.replace(',', '[.,]').rstrip('0')}0*(?!\d)")
        for del_, text in alt.items():
            assert not funnet.search(re.sub(r"<[^>]+>", "|", text)), (tall, del_)


# --- what it costs -----------------------------------------------------------------------------


def test_generer_loads_nothing_for_figures_where_there_are_none(prosjekt):
    script = (
        "import sys\n"
        "from dialoggrunnlag.cli.app import run\n"
        "code = run(['generer', '--skole', 'gol'])\n"
        "sys.stderr.write('LASTET ' + ' '.join(n for n in sys.modules if 'dialoggrunnlag' in n))\n"
        "sys.exit(code)\n"
    )
    for innhold in ("# bare kommentarer\n", "nøkkeltall:\n", None):
        if innhold is None:
            (prosjekt / "data/tall.yaml").unlink()
        else:
            (prosjekt / "data/tall.yaml").write_text(innhold, "utf-8")
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            timeout=60,
            cwd=prosjekt,
        )
        lastet = done.stderr.decode().partition("LASTET ")[2].split()
        assert lastet
        assert not [
            n
            for n in lastet
            if re.search(r"tall|statistikk|utledning|\.chart$|chart_look|chart_parts", n)
        ], innhold


@pytest.mark.treg
@pytest.mark.skipif(
    not shutil.which("soffice") and not os.environ.get("CI"), reason="LibreOffice is not installed"
)
def test_what_is_hidden_stands_in_no_pdf_either(med_tall, dialog):
    shutil.copy(REPO / "maler/kunnskapsgrunnlag.docx", med_tall / "maler")
    assert lag(dialog, "--skole", "ål", "--pdf").kode == 0
    pdf = med_tall / "ut/2015/kunnskapsgrunnlag-2015-ål.pdf"
    done = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, timeout=60)
    text = done.stdout.decode()
    assert "2,2" in text
    assert not re.search(r"(?<![\d.,])3[.,]3(?!\d)", text)


@pytest.mark.parametrize(
    ("uttrykk", "sagt"),
    [
        ("nøkkeltall.frafall.siste|float * 2", "«4,4\u00a0%» er ikke et tall."),
        ("nøkkeltall.frafall.rader|map(attribute='skolen')|map('float')|sum", "er ikke et tall."),
        ("nøkkeltall", "har flere felt."),
        ("nøkkeltall.frafall.rader", "har flere felt."),
        ("nøkkeltall.frafall|tojson", "har flere felt."),
        ("skole ~ ''", "har flere felt."),
    ],
)
def test_a_template_makes_no_number_of_a_text_and_no_text_of_several_fields(
    med_tall, dialog, uttrykk, sagt
):
    (med_tall / "maler/prøve.txt.j2").write_text("{{ " + uttrykk + " }}\n", "utf-8")
    kode, _, err = dialog("generer", "--skole", "gol", "--dokument", "prøve")
    assert kode == 1
    assert sagt in err


def test_a_number_filter_says_what_a_hidden_figure_is_where_the_template_says_it(med_tall, dialog):
    skriv(med_tall, TALL, RADER.replace("4,4;304", "*;304"))
    mal = med_tall / "maler/prøve.txt.j2"
    mal.write_text(
        "{{ nøkkeltall.frafall.siste|float(none) or '–' }}{{ '3.1'|float + 1 }}\n", "utf-8"
    )
    kode, ut, _ = dialog("generer", "--skole", "gol", "--dokument", "prøve")
    assert kode == 0
    assert (med_tall / ut.strip()).read_text("utf-8").strip() == "–4.1"
