"""The template of the kunnskapsgrunnlag, with invented figures: what a school gets to see."""

from __future__ import annotations

import re
import sys
from zipfile import ZipFile

import pytest
from docx import Document
from hjelp import REPO, SKOLER, linjer
from lxml import etree
from test_sider import pages
from test_validatorer import trenger_kontor
from validatorer import feil_i_pdf, feil_i_word, trenger_sdk, trenger_verapdf

sys.path.insert(0, str(REPO / "tests/word"))
from diagram_mal import A, C, bok_til, diagrammer, tall_i
from lag import medlem, tagger_i

from dialoggrunnlag.model.faste_mellomrom import vanlige_mellomrom

MAL = REPO / "maler/kunnskapsgrunnlag.docx"
ÅR = ["2010-11", "2011-12", "2012-13", "2013-14", "2014-15"]
# Oppdiktede tall: nøkkeltall, enhet, desimaler, best, mål, tallene for skolen, fylket og landet
NØKKELTALL = {
    "mestring": ("indeks", 1, "høyest", "mestring", "4,1 3,8 4,1 3,5 3,9"),
    "karakter": ("karakter", 2, "høyest", "læring", "3,79 4,06 4,01 3,78 3,98"),
    "frafall": ("prosent", 1, "lavest", "minimere frafall", "3,3 4,9 4,4 5,1 4,5"),
}
NAVN = {
    "mestring": "Mestring",
    "karakter": "Standpunktkarakter, snitt",
    "frafall": "Sluttet i løpet av skoleåret",
}


@pytest.fixture(params=["bokmål", "nynorsk"])
def målform(request):
    return request.param


def skriv_tall(prosjekt, målform, skoler, *, skjult):
    """Three invented key figures of some schools, one cell of the last hidden if ``skjult``."""
    fil = prosjekt / "data/skoler.yaml"
    text = re.sub(r"\n    målform: \w+", "", fil.read_text("utf-8"))
    text = re.sub(r"(?m)^    navn: ", rf"    målform: {målform}\n\g<0>", text)
    fil.write_text(text, "utf-8")
    oppføringer = ["nøkkeltall:\n"]
    rader = ["skole;nøkkeltall;skoleår;verdi;antall\n"]
    for id_, (enhet, desimaler, best, mål, tall) in NØKKELTALL.items():
        oppføringer.append(
            f"  {id_}:\n    navn: {NAVN[id_]}\n    enhet: {enhet}\n    desimaler: {desimaler}\n"
            f"    best: {best}\n    mål: {mål}\n    sammenlign: [fylket, landet]\n"
            "    kilde: {navn: Oppdiktet etat}\n    fil: tall/tall.csv\n"
            "    hentet: 1. oktober 2015\n"
        )
        for skoleår, verdi in zip(ÅR, tall.split(), strict=True):
            er_skjult = skjult and id_ == "frafall" and skoleår == "2012-13"
            for skole in skoler:
                vist = "*;" if er_skjult and skole == skoler[-1] else f"{verdi};300"
                rader.append(f"{skole};{id_};{skoleår};{vist}\n")
            rader.append(f"Fylket;{id_};{skoleår};4,0;9000\nLandet;{id_};{skoleår};4,2;190000\n")
    (prosjekt / "data/tall").mkdir()
    (prosjekt / "data/tall.yaml").write_text("".join(oppføringer), "utf-8")
    (prosjekt / "data/tall/tall.csv").write_text("".join(rader), "utf-8")


@pytest.fixture
def med_tall(prosjekt, målform):
    skriv_tall(prosjekt, målform, ["gol"], skjult=True)
    return prosjekt


@pytest.fixture
def dokument(med_tall, dialog):
    svar = dialog("generer", "--skole", "gol", "--dokument", "kunnskapsgrunnlag")
    assert svar.kode == 0, svar.feil
    return med_tall / "ut/2015/kunnskapsgrunnlag-2015-gol.docx"


def tabeller(fil):
    return [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in Document(str(fil)).tables
    ]


def overskrifter(fil):
    paragraphs = Document(str(fil)).paragraphs
    return [p.text for p in paragraphs if p.style.name.startswith("Heading")]


def som_vist(figure, desimaler, enhet):
    """A figure of a chart as the table has it."""
    text = f"{figure:.{desimaler}f}".replace(".", ",")
    return f"{text}\u00a0%" if enhet == "prosent" else text


def test_figures_stand_under_their_goals_and_each_chart_says_what_its_table_says(dokument, målform):
    skjult = "ikke vist" if målform == "bokmål" else "ikkje vist"
    samlet, *hver = tabeller(dokument)
    assert len(samlet) == 1 + len(NØKKELTALL)
    assert [row[0].split("\n")[0] for row in samlet[1:]] == list(NAVN.values())
    data = dokument.read_bytes()
    charts = diagrammer(data)
    assert len(charts) == len(hver) == len(NØKKELTALL)
    for (name, root), table, (enhet, desimaler, *_) in zip(
        charts.items(), hver, NØKKELTALL.values(), strict=True
    ):
        (_, *år), *rader = table
        assert år == ÅR
        vist = {vanlige_mellomrom(row[0]): row[1:] for row in rader}
        for series, (categories, figures) in tall_i(root).items():
            assert categories == ÅR
            assert vist[series] == [
                skjult if figure is None else som_vist(figure, desimaler, enhet)
                for figure in figures
            ]
        assert bok_til(data, name) == tall_i(root)
    titler = overskrifter(dokument)
    assert [t for t in titler if t in ("Mestring", "Læring", "Minimere frafall")][:1] == [
        "Mestring"
    ]
    assert titler.index("Læring") < titler.index("Minimere frafall")


def test_the_hidden_cell_is_a_gap_and_nothing_of_the_templates_examples_is_left(dokument):
    *_, frafall = diagrammer(dokument.read_bytes()).values()
    assert tall_i(frafall)["Gol vgs."][1] == [3.3, 4.9, None, 5.1, 4.5]
    for root in diagrammer(dokument.read_bytes()).values():
        assert b"\xc3\x85r 1" not in etree.tostring(root, encoding="utf-8")
    assert tagger_i(dokument.read_bytes()) == []


def test_the_documents_own_words_are_in_the_schools_language(dokument, målform):
    titler = overskrifter(dokument)
    ventet = {
        "bokmål": ("Spørsmål å forberede", "Kilder og merknader"),
        "nynorsk": ("Spørsmål å førebu", "Kjelder og merknader"),
    }
    assert tuple(titler[-2:]) == ventet[målform]
    assert "Oppdiktet etat" in "\n".join(linjer(dokument))
    koder = {"bokmål": b"nb-NO", "nynorsk": b"nn-NO"}
    with ZipFile(dokument) as pakke:
        deler = {navn: pakke.read(navn) for navn in pakke.namelist()}
    andre = koder.pop("nynorsk" if målform == "bokmål" else "bokmål")
    assert [navn for navn, del_ in deler.items() if andre in del_] == []
    (egen,) = koder.values()
    assert all(
        egen in del_ for navn, del_ in deler.items() if "/chart" in navn and "rels" not in navn
    )


@pytest.mark.parametrize("sammenlign", ["", "fylket", "landet", "fylket, landet"])
@pytest.mark.parametrize("antall", ["300", ""], ids=["number of people", "no number"])
def test_a_table_stays_on_one_page_and_lets_go_of_what_follows_it(
    prosjekt, dialog, sammenlign, antall
):
    skriv_tall(prosjekt, "bokmål", ["gol"], skjult=False)
    endringer = {
        "data/tall.yaml": (
            "[fylket, landet]",
            f"[{sammenlign}]\n    minst: 1\n    begrunnelse: Prøve",
        ),
        "data/tall/tall.csv": (";300\n", f";{antall}\n"),
    }
    for navn, (gammelt, nytt) in endringer.items():
        fil = prosjekt / navn
        fil.write_text(fil.read_text("utf-8").replace(gammelt, nytt), "utf-8")
    svar = dialog("generer", "--skole", "gol", "--dokument", "kunnskapsgrunnlag")
    assert svar.kode == 0, svar.feil
    fil = prosjekt / "ut/2015/kunnskapsgrunnlag-2015-gol.docx"
    for table in Document(str(fil)).tables[1:]:
        holdt = [[holder(p) for cell in row.cells for p in cell.paragraphs] for row in table.rows]
        assert all(map(all, holdt[:-1]))
        assert not any(holdt[-1])


def holder(paragraph):
    """Whether a paragraph stays on the page of the next one, by itself or by its style."""
    if paragraph.paragraph_format.keep_with_next is not None:
        return paragraph.paragraph_format.keep_with_next
    style = paragraph.style
    while style is not None:
        if style.paragraph_format.keep_with_next is not None:
            return style.paragraph_format.keep_with_next
        style = style.base_style
    return False


def test_the_same_document_twice(dokument, dialog):
    svar = dialog("generer", "--skole", "gol", "--dokument", "kunnskapsgrunnlag")
    assert "uendret" in svar.feil


# --- how the template's chart looks ---------------------------------------------------------


def diagrammet():
    return etree.fromstring(medlem(MAL.read_bytes(), "word/charts/chart1.xml"))


def temafarger():
    theme = etree.fromstring(medlem(MAL.read_bytes(), "word/theme/theme1.xml"))
    (scheme,) = theme.iter(f"{{{A}}}clrScheme")
    return {etree.QName(e).localname: e[0].get("val") for e in scheme}


def kontrast(colour):
    """The contrast of a colour against white, as WCAG counts it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_lines_differ_by_more_than_colour_and_are_seen_against_white():
    series = diagrammet().findall(f".//{{{C}}}ser")
    assert len(series) == 3
    streker, markører = set(), set()
    for one in series:
        streker.add(one.find(f"{{{C}}}spPr//{{{A}}}prstDash").get("val"))
        markører.add(one.find(f"{{{C}}}marker/{{{C}}}symbol").get("val"))
        colour = one.find(f"{{{C}}}spPr//{{{A}}}schemeClr").get("val")
        assert kontrast(temafarger()[colour]) >= 3
    assert len(streker) == len(markører) == 3


def test_the_schools_newest_figure_stands_at_its_point(dokument):
    for root in diagrammer(dokument.read_bytes()).values():
        (label,) = root.iter(f"{{{C}}}dLbl")
        assert label.find(f"{{{C}}}idx").get("val") == "4"
        assert label.find(f"{{{C}}}showVal").get("val") == "1"
        assert label.getparent().getparent().findtext(f"{{{C}}}tx//{{{C}}}v") == "Gol vgs."


def test_the_template_is_in_order(dialog, prosjekt):
    svar = dialog("sjekk", "maler/kunnskapsgrunnlag.docx")
    assert (svar.kode, svar.feil) == (0, "Malen er i orden.\n")


# --- every school, as others see it -----------------------------------------------------------


@pytest.mark.treg
@trenger_sdk
@pytest.mark.parametrize("skjult", [False, True], ids=["all shown", "one hidden"])
def test_every_document_is_what_word_expects(prosjekt, dialog, målform, skjult):
    skriv_tall(prosjekt, målform, list(SKOLER), skjult=skjult)
    svar = dialog("generer", "--alle", "--dokument", "kunnskapsgrunnlag")
    assert svar.kode == 0, svar.feil
    filer = sorted(prosjekt.glob("ut/2015/*.docx"))
    assert len(filer) == len(SKOLER)
    assert feil_i_word([MAL, *filer]) == []


@pytest.mark.treg
@trenger_kontor
def test_four_figures_take_two_pages_also_when_all_are_provisional(
    prosjekt, dialog, tmp_path, målform, monkeypatch
):
    monkeypatch.setitem(NØKKELTALL, "fravær", ("dager", 1, "lavest", "læring", "14 12 13 19 15,5"))
    monkeypatch.setitem(NAVN, "fravær", "Dager borte, median for alle elevene")
    skriv_tall(prosjekt, målform, ["gol"], skjult=True)
    tall = prosjekt / "data/tall/tall.csv"
    tall.write_text(tall.read_text("utf-8").replace("2014-15", "Foreløpige tall 2014-15"), "utf-8")
    svar = dialog("generer", "--skole", "gol", "--dokument", "kunnskapsgrunnlag")
    assert svar.kode == 0, svar.feil
    (sidene,) = pages([prosjekt / svar.ut.strip()], tmp_path)
    assert len(sidene) == 2
    brudd = {"bokmål": "Dager. Lavest er best", "nynorsk": "Dagar. Lågast er best"}[målform]
    assert brudd in " ".join(sidene)


@pytest.mark.treg
@trenger_kontor
@trenger_verapdf
@pytest.mark.parametrize("skjult", [False, True], ids=["all shown", "one hidden"])
def test_every_pdf_is_for_the_archive_and_for_everybody(prosjekt, dialog, målform, skjult):
    skriv_tall(prosjekt, målform, list(SKOLER), skjult=skjult)
    svar = dialog("generer", "--alle", "--dokument", "kunnskapsgrunnlag", "--pdf")
    assert svar.kode == 0, svar.feil
    filer = sorted(prosjekt.glob("ut/2015/*.pdf"))
    assert len(filer) == len(SKOLER)
    assert feil_i_pdf(filer, "2b", "ua1") == []
