"""The dialoggrunnlag and the agenda as pages: what stands where, with nothing and with all set."""

from __future__ import annotations

import re
from zipfile import ZipFile

import pytest
from docx import Document
from hjelp import REPO, bytt, i_ett, linjer, sett_dialog, tekst
from lxml import etree

from dialoggrunnlag.model.faste_mellomrom import vanlige_mellomrom

RUNDE = "data/runder/2015.yaml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SENDER = (
    "saksnummer: 15/1234",
    "dokumentdato: 2015-09-01",
    "kontaktperson:",
    "  navn: Kari Moe",
    "  rolle: {bokmål: rådgiver, nynorsk: rådgivar}",
    "  telefon: 32 00 00 00",
    "  epost: kari.moe@example.no",
)
MALENE = ("dialoggrunnlag", "dagsorden")
AVTALT = """\
skole: gol
runde: {år}
til_stede: [Rektor]
mål:
"""
MÅL = """\
  - id: gol-{år}-{nummer}
    mål: Mål {nummer} fra {år}
    tiltak: Felles leseøkter
    kjennetegn: Flere består
    støtte: Kurs for lærerne
    ansvarlig: rektor
    frist: 1. mars 2016
"""


def i_runden(prosjekt, *lines):
    """Put keys into the round, below the year."""
    bytt(prosjekt / RUNDE, "\når: 2015\n", "\n".join(["", "år: 2015", *lines, ""]))


def avtal(prosjekt, år, antall=1, meldt=""):
    """Write a summary of Gol's with goals that were agreed."""
    folder = prosjekt / f"data/oppsummeringer/{år}"
    folder.mkdir(parents=True)
    rader = "".join(MÅL.format(år=år, nummer=nummer) for nummer in range(1, antall + 1))
    text = AVTALT.format(år=år) + rader + meldt
    (folder / "gol.yaml").write_text(text if antall else text.replace("mål:\n", ""), "utf-8")


@pytest.fixture
def lag(prosjekt, dialog):
    """Make a school's documents and return the path of one."""

    def lag_(dokument="dialoggrunnlag", skole="gol", endelse="docx"):
        ran = dialog("generer", "--skole", skole, "--dokument", dokument)
        assert ran.kode == 0, ran.feil
        return prosjekt / f"ut/2015/{dokument}-2015-{skole}.{endelse}"

    return lag_


def del_av(path, name):
    """The text of a part of a document, paragraph by paragraph."""
    with ZipFile(path) as package:
        root = etree.fromstring(package.read(name))
    for paragraph in root.iter(f"{W}p"):
        yield vanlige_mellomrom("".join(paragraph.itertext(f"{W}t")))


# --- who sends it -------------------------------------------------------------------------


def test_the_first_page_says_who_sends_and_whom_to_ask_when_that_is_set(prosjekt, lag):
    i_runden(prosjekt, *SENDER)
    bytt(prosjekt / "data/skoleeier.yaml", "\nkontor:\n", "\nkontor: Utdanningsavdelingen\n")
    path = lag()
    assert vanlige_mellomrom(linjer(path)[0]) == "1. september 2015 · Saksnummer 15/1234"
    kontakt = "Kontaktperson: Kari Moe, rådgiver, telefon 32 00 00 00, kari.moe@example.no Hensikt"
    assert kontakt in tekst(path)
    with ZipFile(path) as package:
        assert 'Target="mailto:kari.moe@example.no"' in package.read(
            "word/_rels/document.xml.rels"
        ).decode("utf-8")
    for number in (1, 2):
        [footer] = del_av(path, f"word/footer{number}.xml")
        assert footer.startswith("Utdanningsavdelingen · Saksnummer 15/1234")


@pytest.mark.parametrize(
    ("satt", "øverst", "kontakt"),
    [
        ((), "Dialoggrunnlag - Utviklingsdialoger 2015", None),
        (("saksnummer: 15/1234",), "Saksnummer 15/1234", None),
        (("dokumentdato: 1.9.2015",), "1. september 2015", None),
        (
            ("kontaktperson: {navn: Kari Moe}",),
            "Dialoggrunnlag - Utviklingsdialoger 2015",
            "Kontaktperson: Kari Moe",
        ),
        (
            ("kontaktperson: {navn: Kari Moe, epost: kari@example.no}",),
            "Dialoggrunnlag - Utviklingsdialoger 2015",
            "Kontaktperson: Kari Moe, kari@example.no",
        ),
        (("kontaktperson:", "saksnummer:"), "Dialoggrunnlag - Utviklingsdialoger 2015", None),
    ],
)
def test_what_is_not_set_leaves_nothing_behind(prosjekt, lag, satt, øverst, kontakt):
    i_runden(prosjekt, *satt)
    lines = [vanlige_mellomrom(line) for line in linjer(lag())]
    assert lines[0] == øverst
    assert [line for line in lines if line.startswith("Kontaktperson")] == [kontakt] * bool(kontakt)
    assert "" not in lines[:12]


def test_the_place_of_the_logo_is_above_the_first_page_alone(lag):
    document = Document(str(lag()))
    section = document.sections[0]
    assert section.different_first_page_header_footer
    [logo] = section.first_page_header.paragraphs
    assert (logo.style.name, logo.text) == ("Logo", "")
    assert "Gol vidaregåande skule" in section.header.paragraphs[0].text


# --- the agenda ---------------------------------------------------------------------------


def test_the_agenda_as_text_says_who_can_be_asked(prosjekt, lag):
    i_runden(prosjekt, *SENDER)
    lines = lag("dagsorden", endelse="txt").read_text("utf-8").splitlines()
    assert lines[-3:] == [
        "Kontaktperson: Kari Moe, rådgiver",
        "Telefon: 32 00 00 00",
        "E-post: kari.moe@example.no",
    ]


def test_a_themes_questions_go_on_after_its_topic_in_another_weight(lag):
    table = Document(str(lag())).tables[0]
    tema = table.rows[1].cells[0].paragraphs[0]
    assert tema.style.name == "Tema"
    first, *rest = tema.runs
    assert first.text == "Om oppsummeringen/avtalen fra forrige utviklingsdialog,"
    assert {run.style.name for run in rest} == {"Temaspørsmål"}
    assert tema.text.endswith("utviklingsprosjekter?")
    assert " hva har skolen oppnådd" in tema.text


@pytest.mark.parametrize(
    ("tittel", "spørsmål", "står"),
    [
        ("Om målene,", "hva er nådd?", "Om målene, hva er nådd?"),
        ("Om målene:", "Hva er nådd?", "Om målene: Hva er nådd?"),
        ("Om målene", "Hva er nådd?", "Om målene Hva er nådd?"),
        ("Om målene:", "", "Om målene:"),  # as it is written, where nothing goes on
    ],
)
def test_the_sign_after_a_title_stands_where_its_sentence_goes_on(
    prosjekt, lag, tittel, spørsmål, står
):
    tema = f'tittel: "{tittel}", minutter: 240'
    if spørsmål:
        tema += f', tekst: "{spørsmål}"'
    sett_dialog(prosjekt, "gol", "dagsorden:", f"  - {{{tema}}}")
    celle = Document(str(lag())).tables[0].rows[1].cells[0]
    assert i_ett(" ".join(p.text for p in celle.paragraphs)) == står
    veggen = Document(str(lag("dagsorden"))).tables[0].rows[1].cells[1]
    assert veggen.text == ("Om målene" if spørsmål else tittel)


def test_a_theme_says_who_leads_it_when_that_is_set(prosjekt, lag):
    assert "Ansvarlig" not in tekst(lag())
    bytt(
        prosjekt / RUNDE,
        "    minutter: 105\n",
        "    minutter: 105\n    ansvarlig: {bokmål: skolen, nynorsk: skulen}\n",
    )
    table = Document(str(lag())).tables[0]
    assert table.rows[2].cells[0].paragraphs[-1].text == "Ansvarlig: skolen"
    assert "Kunnskapsskolen – skolen" in tekst(lag("dagsorden"))
    assert "\n       Ansvarlig: skolen\n" in lag("dagsorden", endelse="txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("antall", "med_leder", "stil"),
    [(4, 0, "Tema"), (4, 4, "Tema"), (6, 0, "Tema"), (6, 6, "Tema tett"), (7, 0, "Tema tett")],
)
def test_the_wall_is_in_large_letters_and_smaller_when_there_is_much(
    prosjekt, lag, antall, med_leder, stil
):
    temaer = []
    for nummer in range(antall):
        minutter = 240 - 30 * (antall - 1) if nummer == 0 else 30
        leder = ", ansvarlig: skolen" if nummer < med_leder else ""
        temaer.append(f"  - {{tittel: Tema {nummer}, minutter: {minutter}{leder}}}")
    sett_dialog(prosjekt, "gol", "dagsorden:", *temaer)
    document = Document(str(lag("dagsorden")))
    section = document.sections[0]
    assert section.page_width > section.page_height
    rows = document.tables[0].rows[1:]
    assert len(rows) == antall
    for tid, tema in (row.cells for row in rows):
        assert [p.style.name for p in tema.paragraphs] == [stil]
        assert [p.style.name for p in tid.paragraphs] == [stil.replace("Tema", "Klokkeslett")]
    størrelse = document.styles[stil].font.size.pt
    assert størrelse >= (28 if stil == "Tema" else 20)
    assert document.styles[stil.replace("Tema", "Klokkeslett")].font.size.pt > størrelse


# --- participants and agreements ----------------------------------------------------------


@pytest.mark.parametrize(("antall", "spalter"), [(0, []), (6, []), (7, [2]), (12, [2])])
def test_many_participants_stand_in_two_columns(prosjekt, lag, antall, spalter):
    navn = [f"Deltaker {nummer:02}" for nummer in range(antall)]
    sett_dialog(prosjekt, "gol", "deltakere:", *(f"  - navn: {n}" for n in navn))
    path = lag()
    document = Document(str(path))
    assert [line for line in linjer(path) if line in navn] == navn
    columns = [cols.get(f"{W}num") for cols in document.element.iter(f"{W}cols")]
    assert [int(number) for number in columns if number] == spalter
    # The page, its header and its footer go on as they were
    assert {section.page_width for section in document.sections} == {7560310}
    assert len({section.left_margin for section in document.sections}) == 1
    assert document.sections[-1].different_first_page_header_footer


def overgang(path):
    """The sentence above the agreements."""
    lines = linjer(path)
    return lines[lines.index("Oppsummering fra forrige dialog", 20) + 1]


def test_older_goals_are_mentioned_only_where_there_are_any(prosjekt, lag):
    avtal(prosjekt, 2014)
    assert overgang(lag()) == "Mål som ble avtalt i utviklingsdialogen 2014:"
    avtal(prosjekt, 2013)
    begge = "Mål som ble avtalt i utviklingsdialogen 2014, og eldre mål som ikke er ferdige:"
    assert overgang(lag()) == begge
    (prosjekt / "data/oppsummeringer/2014/gol.yaml").write_text(
        "skole: gol\nrunde: 2014\ntil_stede: [Rektor]\noppnådd: Mye\n", "utf-8"
    )
    assert overgang(lag()) == "Mål fra tidligere dialoger som ikke er ferdige:"


def test_an_agreement_is_a_card_across_the_page(prosjekt, lag):
    avtal(prosjekt, 2014, antall=2)
    path = lag()
    document = Document(str(path))
    assert len(document.tables) == 1  # the agenda
    kort = [p for p in document.paragraphs if p.style.name.startswith("Avtale")]
    assert [(p.style.name, p.text.replace("\u00a0", " ")) for p in kort[:5]] == [
        ("Avtalemål", "Mål 1 fra 2014"),
        ("Avtalefakta", "Ansvarlig: rektor · Frist: 1. mars 2016 · Status: ikke meldt"),
        ("Avtaletekst", "Tiltak: Felles leseøkter"),
        ("Avtaletekst", "Kjennetegn på måloppnåelse: Flere består"),
        ("Avtaletekst", "Støtte fra skoleeier: Kurs for lærerne"),
    ]
    assert len(kort) == 10
    with ZipFile(path) as package:
        styles = package.read("word/styles.xml").decode("utf-8")
    [stil] = re.findall(r'w:styleId="Avtalemal">.*?</w:style>', styles)
    assert '<w:outlineLvl w:val="1"/>' in stil  # a screen reader goes from goal to goal


# --- the templates themselves -------------------------------------------------------------


@pytest.mark.parametrize("navn", MALENE)
def test_the_look_is_in_the_styles_alone(navn):
    with ZipFile(REPO / f"maler/{navn}.docx") as package:
        parts = [n for n in package.namelist() if re.match(r"word/(document|header|footer)", n)]
        roots = [etree.fromstring(package.read(name)) for name in parts]
    for root in roots:
        for properties in root.iter(f"{W}pPr"):
            assert {etree.QName(child).localname for child in properties} <= {"pStyle", "sectPr"}
        for properties in root.iter(f"{W}rPr"):
            assert [etree.QName(child).localname for child in properties] == ["rStyle"]


@pytest.mark.parametrize("navn", MALENE)
def test_words_are_divided_in_narrow_places_alone(navn):
    with ZipFile(REPO / f"maler/{navn}.docx") as package:
        settings = package.read("word/settings.xml").decode("utf-8")
        root = etree.fromstring(package.read("word/styles.xml"))
    assert "<w:autoHyphenation/>" in settings
    stilene = {}
    for style in root.iter(f"{W}style"):
        off = style.find(f"{W}pPr/{W}suppressAutoHyphens")
        if off is not None:
            stilene[style.get(f"{W}styleId")] = off.get(f"{W}val") != "0"
    smale = {"dialoggrunnlag": "ListBullet2", "dagsorden": "Tema"}
    assert stilene == {"Normal": True, smale[navn]: False}
