"""A filled-in form is read back as it was filled in, whatever people and programs did to it."""

from __future__ import annotations

import io
import random
import re
from copy import deepcopy
from xml.sax.saxutils import escape
from zipfile import ZipFile

import pytest
from docx import Document
from docx.text.run import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from skadde_skjema import SLAG, prøv
from skjema_hjelp import (
    GAMMEL_MAL,
    LÆRT,
    MAL,
    NAVN,
    NS,
    SISTE,
    SKJEMA,
    UNDERSKRIFT,
    W14,
    avsnitt,
    celle,
    endret,
    etter,
    fra_xml,
    fylt_av_motoren,
    i_font,
    i_kontroll,
    i_stedet,
    ingen_ledetekst,
    kontroll,
    krysset,
    lagret,
    lest,
    løs_opp,
    med,
    med_del,
    oppsummeringer,
    p,
    r,
    rad,
    raden,
    sett_innhold,
    skrevet_i_word,
    som_felt,
    sym,
    tomt,
    tøm,
    uten_egenskaper,
    uten_kontroller,
    utvidet,
    w,
)

from dialoggrunnlag.errors import DialogError
from dialoggrunnlag.model.oppsummering import Oppsummering
from dialoggrunnlag.reading import yaml_reader
from dialoggrunnlag.reading.datafiler import checked
from dialoggrunnlag.reading.oppsummeringsfiler import som_yaml
from dialoggrunnlag.utfylt import Skjemafil, les
from dialoggrunnlag.utfylt.skjemafelt import KOLONNER
from dialoggrunnlag.utfylt.skjemaord import etikett
from dialoggrunnlag.utfylt.verdier import Notater
from dialoggrunnlag.word import WordTemplate

ETIKETTER = {*SKJEMA.overskrifter, *SKJEMA.linjer, *SKJEMA.avkryssing}
FYLLERE = pytest.mark.parametrize("fyll", [fylt_av_motoren, skrevet_i_word])
LAYOUTER = pytest.mark.parametrize("layout", ["rader", "kort"])


def ingen_etikett(text):
    """Nor the form's own words, which are all that is left where the controls are dropped."""
    lines = (text, *text.splitlines())
    own = (etikett(line) in ETIKETTER or SKJEMA.delt_linje(line) for line in lines)
    return ingen_ledetekst(text) and not any(own)


def krev_lik(oppsummering, data, mal=None):
    """The data read back are the summary; an empty one is refused."""
    if oppsummering == Oppsummering(skole=oppsummering.skole, runde=str(oppsummering.runde)):
        with pytest.raises(DialogError, match="Ingenting er fylt ut"):
            lest(data, mal)
        return
    read = lest(data, mal)
    assert (read.skole, read.runde) == (oppsummering.skole, oppsummering.runde)
    assert Oppsummering.model_validate(read.data) == oppsummering
    keys = list(Oppsummering.model_fields)
    assert list(read.data) == sorted(read.data, key=keys.index)


# --- filled and read back ---------------------------------------------------------------------


@FYLLERE
@LAYOUTER
@pytest.mark.treg
def test_what_is_filled_in_is_read_back(fyll, layout):
    @settings(max_examples=100)
    @given(oppsummeringer(ingen_ledetekst, layout), st.sampled_from([None, MAL.read_bytes()]))
    def likt(oppsummering, mal):
        krev_lik(oppsummering, fyll(oppsummering, layout=layout), mal)

    likt()


@FYLLERE
@LAYOUTER
@pytest.mark.treg
def test_it_is_read_back_where_every_control_and_property_is_dropped(fyll, layout):
    @settings(max_examples=100)
    @given(oppsummeringer(ingen_etikett, layout))
    def likt(oppsummering):
        data = fyll(oppsummering, layout=layout)
        krev_lik(oppsummering, uten_egenskaper(uten_kontroller(data)))

    likt()


def test_the_summaries_that_are_tried_have_something_in_every_field():
    seen = set()

    @settings(max_examples=100)
    @given(oppsummeringer(ingen_ledetekst, "kort"))
    def se(oppsummering):
        seen.update(key for key, value in som_felt(oppsummering).items() if value)
        seen.update(f"mål.{key}" for mål in oppsummering.mål for key, value in mål if value)
        seen.update(f"avtale.{key}" for a in oppsummering.avtaler for key, value in a if value)

    se()
    rows = {
        f"{name}.{key}"
        for name, keys in (("mål", KOLONNER["mål"]), ("avtale", KOLONNER["avtaler"]))
        for key in keys
    }
    assert seen >= {*som_felt(Oppsummering(skole="gol", runde="2015")), *rows} - {"mål.status"}


EN_DATA = {
    "skole": "ål",
    "runde": "2015",
    "dato": "3. november 2015",
    "til_stede": ["Rektor", "Elevrådsleder"],
    "oppnådd": "Flere fullfører.\n\n- ett\n- to",
    "avtaler": [{"mål": "Lese", "ansvarlig": "rektor", "status": "i gang"}],
    "uten_elevnavn": "ja",
    "mål": [
        {"mål": "Regne", "ansvarlig": "rektor", "frist": "1. juni 2016", "støtte": "Kurs"},
        {"mål": "Skrive", "tiltak": "Skriveuke", "ansvarlig": "Ada", "frist": "2. juni 2016"},
    ],
    "evaluering": {"hvordan": "Før"},
}
EN = Oppsummering.model_validate(EN_DATA)


def test_the_data_are_texts_in_the_models_order():
    read = lest(fylt_av_motoren(EN))
    assert read.data == EN_DATA
    assert list(read.data["mål"][0]) == ["mål", "ansvarlig", "frist", "støtte"]
    assert (read.warnings, read.kommentarer) == ((), 0)


def test_an_empty_form_is_refused_with_its_controls_and_without():
    for data in (tomt(), uten_kontroller(tomt())):
        for mal in (None, MAL.read_bytes()):
            with pytest.raises(DialogError, match="Ingenting er fylt ut i skjemaet") as error:
                lest(data, mal)
            assert [problem.file for problem in error.value.problems] == ["skjema.docx"]


# --- as Word writes it ------------------------------------------------------------------------

LEDETEKST = "Skriv hva vi har lært sammen, med skolens og skoleeiers arbeid i et 5-års perspektiv"


SLETTET_MERKE = '<w:rPr><w:del w:id="9" w:author="A"/></w:rPr>'
FELTKODE = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>'
    '<w:r><w:t>ikke tekst</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>3. mai</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
TEKSTBOKS = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>'
    f"{p('I boksen')}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
    f"<w:txbxContent>{p('I boksen')}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        pytest.param(p("Én linje"), "Én linje", id="paragraph"),
        pytest.param(p("a") + p("b"), "a\nb", id="two paragraphs"),
        pytest.param(p("a") + p("") + p("") + p("") + p("b"), "a\n\nb", id="empty paragraphs"),
        pytest.param(avsnitt("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t></w:r>"), "a\nb\nc", id="line breaks"),
        pytest.param(avsnitt('<w:r><w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t></w:r>'), "ab", id="page break"),
        pytest.param(avsnitt("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>"), "a b", id="tab"),
        pytest.param(avsnitt("<w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>post</w:t><w:softHyphen/></w:r>"), "e\u2011post", id="hyphens"),
        pytest.param(avsnitt(r("Fle") + '<w:proofErr w:type="spellStart"/>' + r("re ") + r("elever")), "Flere elever", id="split runs"),
        pytest.param(avsnitt(f"<w:r><w:rPr><w:b/></w:rPr><w:t>Fet</w:t></w:r>{r(' og ikke')}"), "Fet og ikke", id="bold"),
        pytest.param(avsnitt(f'<w:smartTag w:element="place"><w:smartTagPr/>{r("Ål")}</w:smartTag>{r("!")}'), "Ål!", id="smart tag"),
        pytest.param(avsnitt(f'<w:hyperlink r:id="x">{r("lenken")}</w:hyperlink>'), "lenken", id="hyperlink"),
        pytest.param(avsnitt(f'<w:fldSimple w:instr="DATE">{r("3. mai")}</w:fldSimple>'), "3. mai", id="simple field"),
        pytest.param(avsnitt(r("Den ") + FELTKODE + r(".")), "Den 3. mai.", id="complex field"),
        pytest.param(avsnitt(r("før ") + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + p("etter"), "før\netter", id="unended field"),
        pytest.param(avsnitt(f"<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>{r(' ja')}"), "x=1 ja", id="equation"),
        pytest.param(avsnitt('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + r(" ja")), "✓ ja", id="symbol"),
        pytest.param(avsnitt(f"{r('a')}<w:ins w:id='1' w:author='A'>{r('b')}</w:ins>"), "ab", id="insertion"),
        pytest.param(avsnitt(f"{r('a')}<w:del w:id='1' w:author='A'><w:r><w:delText>b</w:delText></w:r></w:del>"), "a", id="deletion"),
        pytest.param(avsnitt(f"{r('a')}<w:moveTo w:id='1' w:author='A'>{r('b')}</w:moveTo>"), "ab", id="moved here"),
        pytest.param(avsnitt(f"{r('a')}<w:moveFrom w:id='1' w:author='A'>{r('b')}</w:moveFrom>"), "a", id="moved away"),
        pytest.param(avsnitt(r("a"), SLETTET_MERKE) + p("b") + p("c"), "ab\nc", id="deleted paragraph mark"),
        pytest.param(p("a") + avsnitt("<w:del w:id='1' w:author='A'><w:r><w:delText>b</w:delText></w:r></w:del>", SLETTET_MERKE) + p("c"), "a\nc", id="deleted paragraph"),
        pytest.param(avsnitt(r("ny"), "<w:pPrChange w:id='1' w:author='A'><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:pPrChange>"), "ny", id="changed format"),
        pytest.param("".join(avsnitt(r(t), '<w:pStyle w:val="ListBullet"/>') for t in "ab"), "- a\n- b", id="bullets by style"),
        pytest.param("".join(avsnitt(r(t), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>') for t in "ab"), "- a\n- b", id="bullets"),
        pytest.param("".join(avsnitt(r(t), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>') for t in "ab"), "1. a\n2. b", id="numbers"),
        pytest.param(avsnitt(r("a"), '<w:pStyle w:val="ListBullet"/><w:numPr><w:numId w:val="0"/></w:numPr>'), "a", id="taken out of the list"),
        pytest.param("<w:tbl><w:tr><w:tc>" + p("a") + "</w:tc><w:tc>" + p("b") + "</w:tc></w:tr><w:tr><w:tc>" + p("c") + "</w:tc></w:tr></w:tbl>", "a | b\nc", id="a table in the field"),
        pytest.param(avsnitt(r("Til stede"), '<w:pStyle w:val="Heading1"/>'), "Til stede", id="a heading's words in the field"),
        pytest.param(f'<w:sdt><w:sdtPr><w:tag w:val="min.egen"/></w:sdtPr><w:sdtContent>{p("a")}</w:sdtContent></w:sdt>{p("b")}', "a\nb", id="somebody's own control"),
        pytest.param(f'<w:customXml w:element="x"><w:customXmlPr/>{p("a")}</w:customXml>', "a", id="custom XML"),
        pytest.param(p("cafe\u0301"), "café", id="decomposed"),
    ],
)  # fmt: skip
def test_what_stands_in_a_control_is_its_text(xml, expected):
    numbers = (
        '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>'
    )
    read = lest(med(LÆRT, xml, utvidet(tomt(), numbers, "word/numbering.xml")))
    assert read.data == {"skole": "gol", "runde": "2015", "lært": expected}
    assert read.warnings == ()


@pytest.mark.parametrize(
    ("level", "source"),
    [
        ("run", avsnitt(i_kontroll(LÆRT, r("a")))),
        ("paragraph", i_kontroll(LÆRT, p("a"))),
        ("cell", f"<w:tbl><w:tr>{i_kontroll(LÆRT, celle('a'))}</w:tr></w:tbl>"),
        ("row", f"<w:tbl>{i_kontroll(LÆRT, rad('a'))}</w:tbl>"),
    ],
)
def test_a_control_may_stand_at_any_level(level, source):
    data = i_stedet(LÆRT, p("Ny overskrift", "Heading2") + source)
    assert lest(data).data["lært"] == "a", level


@pytest.mark.parametrize(
    "prompt",
    [
        LEDETEKST,
        "Skriv kva vi har lært saman om arbeidet til skulen og skuleeigaren, sett over fem år",
        "Klikk eller trykk her for å skrive inn tekst.",
        "Click or tap here to enter text.",
        "",
    ],
)
def test_a_prompt_that_was_never_replaced_is_empty(prompt):
    data = med(LÆRT, p(prompt), fylt_av_motoren(EN))
    assert "lært" not in lest(data).data
    assert "lært" not in lest(uten_kontroller(data)).data


def test_a_prompt_marked_as_shown_is_text_where_somebody_has_typed_as_in_libreoffice():
    def typed(root):
        next(kontroll(root, LÆRT).iter(w("t"))).text = "Skrevet"

    assert lest(endret(tomt(), typed)).data["lært"] == "Skrevet"


def test_text_beside_a_prompt_is_kept_without_it():
    prompt = f'<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>{LEDETEKST}</w:t></w:r>'
    assert lest(med(LÆRT, avsnitt(prompt + r("Vi lærte")))).data["lært"] == "Vi lærte"


@pytest.mark.parametrize(
    "typed", [f"{LEDETEKST} Vi lærte", f"{LEDETEKST}: Vi lærte", f"Vi lærte {LEDETEKST}.", f"Vi lærte. {LEDETEKST}"]
)  # fmt: skip
def test_text_in_a_prompt_that_was_left_standing_is_kept_without_it(typed):
    expected = "Vi lærte." if "lærte. " in typed else "Vi lærte"
    for data in (med(LÆRT, avsnitt(r(typed))), uten_kontroller(med(LÆRT, p(typed)))):
        assert lest(data).data["lært"] == expected


def test_the_documents_own_prompts_are_known_from_its_glossary():
    data = endret(
        tomt(),
        lambda root: next(t for t in root.iter(w("t")) if t.text == LEDETEKST).__setattr__(
            "text", "Fylkets egen ledetekst"
        ),
        "word/glossary/document.xml",
    )
    data = med(LÆRT, p("Fylkets egen ledetekst"), med("oppsummering.støtte", p("s"), data))
    assert set(lest(data).data) == {"skole", "runde", "støtte"}


def test_a_prompt_of_two_paragraphs_is_learnt_from_the_template_and_known_as_one():
    prompt = p("Skriv kort.") + p("Gjerne i punkter.")

    def two(root, tag):
        control = kontroll(root, tag)
        sett_innhold(control, prompt)
        control[0].extend(fra_xml("<w:showingPlcHdr/>"))

    mal = endret(MAL.read_bytes(), lambda root: two(root, "{{ oppsummering.lært }}"))
    data = endret(med("oppsummering.støtte", p("s")), lambda root: two(root, LÆRT))
    assert set(lest(data, mal).data) == {"skole", "runde", "støtte"}
    assert lest(data).data["lært"] == "Skriv kort.\nGjerne i punkter."


def test_the_innermost_of_nested_controls_says_whose_its_text_is():
    inner = i_kontroll(LÆRT, p("b"))
    read = lest(med("oppsummering.støtte", p("a") + inner))
    assert (read.data["støtte"], read.data["lært"]) == ("a", "b")
    own = inner.replace(p("b"), f"<w:sdt><w:sdtPr/><w:sdtContent>{p('b')}</w:sdtContent></w:sdt>")
    assert own != inner
    assert lest(etter("oppsummering.neste_kontakt", own)).data["lært"] == "b"


def test_a_deleted_paragraph_mark_joins_nothing_to_what_stands_outside_its_field():
    deleted = avsnitt("", SLETTET_MERKE)
    assert lest(etter(LÆRT, p("b"), med(LÆRT, p("a") + deleted))).data["lært"] == "a\nb"
    goal = endret(RADER, lambda root: måltabell(root).extend(fra_xml(rad("x", *[""] * 5))))
    read = lest(med(LÆRT, avsnitt(r("a"), SLETTET_MERKE), goal))
    assert read.data == {**lest(goal).data, "lært": "a"}
    assert read.warnings == lest(goal).warnings


# --- typed over, typed beside -----------------------------------------------------------------


def test_text_that_goes_on_below_a_control_belongs_to_its_field():
    data = etter(LÆRT, p("Mer") + p("") + p("Enda mer"), med(LÆRT, p("Lært")))
    assert lest(data).data["lært"] == "Lært\nMer\n\nEnda mer"


def test_a_control_that_is_deleted_and_typed_over_is_known_by_its_heading():
    read = lest(i_stedet(LÆRT, p("Skrevet over"), fylt_av_motoren(EN)))
    assert read.data == {**lest(fylt_av_motoren(EN)).data, "lært": "Skrevet over"}
    assert read.warnings == ()


def test_text_beside_a_control_on_its_line_belongs_to_its_field():
    source = r("Først ") + i_kontroll(LÆRT, r("så")) + r(" sist")
    assert lest(i_stedet(LÆRT, avsnitt(source))).data["lært"] == "Først så sist"


@pytest.mark.parametrize("nothing", ["\u00ad", "\u200b"])
def test_signs_that_nobody_sees_hide_no_heading_no_column_and_no_prompt(nothing):
    def hide(root):
        for text in ("Avtalte utviklingsmål", "Neste kontakt", "Ansvarlig", "Dato:", "Velg dato"):
            sett_tekst(root, text, f"{text[:4]}{nothing}{text[4:]}{nothing}")

    made = med(
        "oppsummering.neste_kontakt",
        p("Telefon"),
        fylt_av_motoren(EN.model_copy(update={"dato": None})),
    )
    hidden = endret(made, hide) if nothing == "\u00ad" else endret(uten_kontroller(made), hide)
    assert lest(hidden).data == lest(made).data


def test_a_heading_is_known_by_its_outline_level_whatever_its_style_is_called():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Bolk"><w:name w:val="Bolk"/><w:pPr>'
        '<w:outlineLvl w:val="0"/></w:pPr></w:style><w:style w:type="paragraph" '
        'w:styleId="Underbolk"><w:name w:val="x"/><w:basedOn w:val="Bolk"/></w:style>'
    )
    below = p("Andre saker", "Underbolk") + p("Buss")
    data = etter("oppsummering.evaluering.hvordan", below)
    (annet,) = lest(utvidet(data, styles, "word/styles.xml")).data["annet"]
    assert annet == {"sted": "under «Andre saker»", "tekst": "Andre saker\nBuss"}


def test_a_heading_in_other_words_is_the_forms_own_where_its_field_follows():
    def reword(root):
        for text in ("Siden forrige dialog", "Det vi har lært sammen", "Avtalte utviklingsmål"):
            sett_tekst(root, text, f"Ny overskrift {len(text)}")

    read = lest(endret(RADER, reword))
    annet = read.data.pop("annet")
    assert read.data == lest(RADER).data
    assert [each["tekst"].split(" ")[0] for each in annet] == ["Ny"] * 3


@pytest.mark.parametrize(
    "line", ["Dato: i mai", "Til stede", "☒ Ingen elever kan kjennes igjen i eksempelet"]
)
def test_a_line_in_a_text_that_looks_like_the_forms_own_is_text(line):
    read = lest(etter(LÆRT, p(line), med(LÆRT, p("a"))))
    assert read.data == {"skole": "gol", "runde": "2015", "lært": f"a\n{line}"}


def test_a_table_of_somebodys_own_below_a_field_is_its_text():
    table = f"<w:tbl>{rad('a', 'b')}{rad('', 'c')}</w:tbl>"
    assert lest(etter(LÆRT, table, med(LÆRT, p("Se:")))).data["lært"] == "Se:\na | b\nc"


@pytest.mark.parametrize("style", ["Heading1", "Heading2"])
def test_what_is_typed_on_a_headings_line_belongs_to_its_field(style):
    def typed(root):
        paragraph = overskrift(root, "Neste kontakt")
        paragraph.find("w:pPr/w:pStyle", NS).set(w("val"), style)
        paragraph.extend(fra_xml(r(": telefon i uke 6")))

    assert lest(endret(tomt(), typed)).data["neste_kontakt"] == "telefon i uke 6"


GAMLE_MÅL = f"<w:tbl>{rad('Mål', 'Tiltak', 'Ansvarlig')}{rad('a', 'b', 'c')}</w:tbl>"


def test_a_table_of_other_goals_in_or_below_a_field_makes_no_agreement():
    text = "Mål | Tiltak | Ansvarlig\na | b | c"
    within = med(LÆRT, GAMLE_MÅL + p(""))
    below = etter(LÆRT, GAMLE_MÅL, med(LÆRT, p("Se:")))
    for data, expected in ((within, text), (below, f"Se:\n{text}")):
        read = lest(data)
        assert read.data == {"skole": "gol", "runde": "2015", "lært": expected}
    assert lest(uten_kontroller(below)).data["lært"] == f"Se:\n{text}"


def test_those_present_may_stand_in_a_table():
    table = f"<w:tbl>{rad('Kari', 'rektor')}{rad('Ola', '')}</w:tbl>"
    data = med("oppsummering.til_stede", table + p(""))
    assert lest(data).data["til_stede"] == ["Kari, rektor", "Ola"]


def test_those_present_are_names_also_where_they_stand_in_a_list():
    names = "".join(avsnitt(r(t), '<w:pStyle w:val="ListBullet"/>') for t in ("Ada", "Bo"))
    for data in (med("oppsummering.til_stede", names), i_stedet("oppsummering.til_stede", names)):
        assert lest(data).data["til_stede"] == ["Ada", "Bo"]


def test_a_subheading_of_somebodys_own_is_text_of_its_field():
    data = etter(LÆRT, p("Lesing", "Overskrift3") + p("Vi leser"))
    style = (
        '<w:style w:type="paragraph" w:styleId="Overskrift3"><w:name w:val="heading 3"/></w:style>'
    )
    assert lest(utvidet(data, style, "word/styles.xml")).data["lært"] == "Lesing\nVi leser"


STEDER = {
    "between fields": (
        lambda: etter("oppsummering.uten_elevnavn", "", etter("oppsummering.støtte", p("Avtaler:", "Heading2") + p("Løst"))),
        [("under «Avtaler»", "Avtaler:\nLøst")],
    ),
    "a section's heading": (
        lambda: endret(tomt(), lambda root: overskrift(root, "Siden forrige dialog").addnext(fra_xml(p("Løst"))[0])),
        [("under «Siden forrige dialog»", "Løst")],
    ),
    "above the first heading": (
        lambda: endret(tomt(), lambda root: overskrift(root, "Til stede").addprevious(fra_xml(p("Løst"))[0])),
        [("øverst i dokumentet", "Løst")],
    ),
    "below a table": (
        lambda: endret(tomt(), lambda root: list(root.iter(w("tbl")))[1].addnext(fra_xml(p("Løst", "Normal"))[0])),
        [("under «Avtalte utviklingsmål»", "Løst")],
    ),
    "a heading and text at the end": (
        lambda: etter("oppsummering.evaluering.hvordan", p("Andre saker", "Heading1") + p("Skolebytte") + p("Buss")),
        [("under «Andre saker»", "Andre saker\nSkolebytte\nBuss")],
    ),
    "a table of somebody's own": (
        lambda: etter("oppsummering.evaluering.hvordan", p("Andre saker", "Heading1") + f"<w:tbl>{rad('a', 'b')}</w:tbl>"),
        [("under «Andre saker»", "Andre saker"), ("under «Andre saker», tabell 3", "a | b")],
    ),
    "a text box": (
        lambda: etter(LÆRT, avsnitt(TEKSTBOKS)),
        [("tekstboks under «Det vi har lært sammen»", "I boksen")],
    ),
    "the header": (
        lambda: utvidet(tomt(), p("Utkast til Eva"), "word/header1.xml"),
        [("topptekst", "Utkast til Eva")],
    ),
    "the footer": (
        lambda: utvidet(tomt(), p("Utkast"), "word/footer1.xml"),
        [("bunntekst", "Utkast")],
    ),
    "after the check box": (
        lambda: endret(tomt(), lambda root: kontroll(root, "oppsummering.uten_elevnavn").getparent().append(fra_xml(r(", men læreren"))[0])),
        [("under «Eksempel fra skolehverdagen»", ", men læreren")],
    ),
    "after the date": (
        lambda: endret(med("oppsummering.dato", r("3.11.2015")), lambda root: kontroll(root, "oppsummering.dato").getparent().append(fra_xml(r(" kl. 10"))[0])),
        [("øverst i dokumentet", "kl. 10")],
    ),
}  # fmt: skip


def overskrift(root, text):
    return next(e for e in root.iter(w("p")) if "".join(e.itertext(w("t"))) == text)


@pytest.mark.parametrize("where", STEDER)
def test_what_cannot_be_placed_is_kept_with_its_place_and_a_warning(where):
    make, expected = STEDER[where]
    read = lest(make(), MAL.read_bytes())
    assert [(each["sted"], each["tekst"]) for each in read.data["annet"]] == expected
    assert [problem.place for problem in read.warnings] == [sted for sted, _ in expected]
    assert all(problem.warning and problem.file == "skjema.docx" for problem in read.warnings)
    Oppsummering.model_validate(read.data)


def farget(text, properties):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("properties", "hvordan"),
    [
        ("<w:strike/>", "gjennomstreket"),
        ("<w:dstrike/>", "gjennomstreket"),
        ("<w:vanish/>", "skjult"),
    ],
)
def test_text_that_is_struck_out_or_hidden_is_not_said_but_kept_beside(properties, hvordan):
    under = "under «Det vi har lært sammen»"
    for before, after in (("Galt", " Rett"), ("Galt", "")):
        data = med(LÆRT, avsnitt(farget(before, properties) + r(after)))
        read = lest(data)
        assert read.data.get("lært", "") == after.strip()
        assert read.data["annet"] == [{"sted": f"{hvordan} {under}", "tekst": "Galt"}]
        assert [problem.place for problem in read.warnings] == [f"{hvordan} {under}"]
    prompt = med(LÆRT, avsnitt(farget(LEDETEKST, properties) + r("Nytt")))
    assert lest(prompt).data == {"skole": "gol", "runde": "2015", "lært": "Nytt"}
    off = properties.replace("/>", ' w:val="0"/>')
    assert lest(med(LÆRT, avsnitt(farget("Rett", off)))).data["lært"] == "Rett"


def test_a_goal_that_is_struck_out_is_none():
    row = rad(*EN_RAD).replace("<w:r>", "<w:r><w:rPr><w:strike/></w:rPr>")
    read = lest(endret(RADER, lambda root: måltabell(root).extend(fra_xml(row))))
    assert read.data["mål"] == [REGNE, SKRIVE]
    [annet] = read.data["annet"]
    assert annet["sted"] == "gjennomstreket under «Avtalte utviklingsmål», tabell 2, rad 4"
    assert annet["tekst"].splitlines() == EN_RAD


def test_pictures_are_warned_about_where_they_stand():
    picture = '<w:r><w:pict><v:imagedata r:id="x"/></w:pict></w:r>'
    read = lest(etter(LÆRT, avsnitt(picture), med(LÆRT, p("a"))))
    assert [(w.place, w.message) for w in read.warnings] == [
        ("under «Det vi har lært sammen»", "Et bilde eller et innlimt objekt er ikke med.")
    ]


def test_a_field_that_stands_twice_is_joined_and_warned_about():
    copy = i_kontroll(LÆRT, p("b"))
    read = lest(etter("oppsummering.neste_kontakt", copy, med(LÆRT, p("a"))))
    assert read.data["lært"] == "a\nb"
    assert [problem.message for problem in read.warnings] == [
        "Feltet «Det vi har lært sammen» står flere steder."
    ]


def test_comments_are_left_out_and_counted():
    document = Document(io.BytesIO(med(LÆRT, p("Lært"))))
    for text in ("Er dette riktig?", "Ja"):
        document.add_comment(Run(next(document.element.iter(w("r"))), document), text)
    read = lest(lagret(document))
    assert read.kommentarer == 2
    assert read.data == {"skole": "gol", "runde": "2015", "lært": "Lært"}


# --- rows -------------------------------------------------------------------------------------

RADER = fylt_av_motoren(EN)
EN_RAD = ["Nytt", "T", "rektor", "3. mai 2016", "K", "S"]
SOM_RAD = dict(zip(("mål", "tiltak", "ansvarlig", "frist", "kjennetegn", "støtte"), EN_RAD, strict=True))  # fmt: skip


def måltabell(root):
    return list(root.iter(w("tbl")))[1]


def uten_header(root):
    for table in root.iter(w("tbl")):
        table.remove(table.find("w:tr", NS))


def mål_etter(change, data=RADER):
    return lest(endret(data, change)).data.get("mål", [])


REGNE, SKRIVE = lest(RADER).data["mål"]


def test_a_plain_row_that_is_added_is_a_goal():
    for data in (RADER, uten_kontroller(RADER)):
        found = mål_etter(lambda root: måltabell(root).extend(fra_xml(rad(*EN_RAD))), data)
        assert found == [REGNE, SKRIVE, SOM_RAD]


def test_rows_are_read_in_the_order_in_which_they_stand():
    def move(root):
        first, second = kontroll(root, "oppsummering.mål").find("w:sdtContent", NS)
        second.addnext(first)

    assert mål_etter(move) == [SKRIVE, REGNE]


def test_a_row_that_is_removed_or_deleted_while_changes_are_tracked_is_none():
    def remove(root):
        content = kontroll(root, "oppsummering.mål").find("w:sdtContent", NS)
        content.remove(content[0])

    def delete(root):
        row = raden(kontroll(root, "mål.mål", 1))
        row.find("w:trPr", NS).extend(fra_xml('<w:del w:id="1" w:author="A"/>'))

    assert mål_etter(remove) == [SKRIVE]
    assert mål_etter(delete) == [REGNE]


def test_an_inserted_row_counts_and_an_empty_one_does_not():
    inserted = rad(*EN_RAD).replace("<w:tr>", '<w:tr><w:trPr><w:ins w:id="1"/></w:trPr>')
    rows = rad(*[""] * 6) + inserted
    found = mål_etter(lambda root: måltabell(root).extend(fra_xml(rows)))
    assert found == [REGNE, SKRIVE, SOM_RAD]


def test_a_row_copied_with_its_tags_is_a_row_of_its_own():
    def copy(root):
        row = raden(kontroll(root, "mål.mål"))
        måltabell(root).append(deepcopy(row))

    assert mål_etter(copy) == [REGNE, SKRIVE, REGNE]


def test_columns_that_are_moved_keep_their_meaning():
    def move(root):
        for row in måltabell(root).iter(w("tr")):
            cells = row.findall("w:tc", NS)
            cells[-1].addnext(cells[0])

    assert mål_etter(move) == [REGNE, SKRIVE]
    assert mål_etter(move, uten_kontroller(RADER)) == [REGNE, SKRIVE]


def test_without_their_header_the_columns_are_known_by_their_controls_or_their_number():
    assert mål_etter(uten_header) == [REGNE, SKRIVE]
    assert mål_etter(uten_header, uten_kontroller(RADER)) == [REGNE, SKRIVE]


def test_columns_of_other_names_are_known_by_their_controls():
    def rename(root):
        for number, row in enumerate(måltabell(root).iter(w("tr"))):
            cells = row.findall("w:tc", NS)
            row.extend(fra_xml(celle("" if number else "Vedlegg")))
            for cell in cells if not number else ():
                next(cell.iter(w("t"))).text = "Ny kolonne"
            cells[-1].addnext(cells[0])
        måltabell(root).extend(fra_xml(rad(*EN_RAD[1:], EN_RAD[0])))

    read = lest(endret(RADER, rename))
    assert read.data["mål"] == [REGNE, SKRIVE, SOM_RAD]
    (annet,) = read.data["annet"]
    assert annet["sted"] == "under «Avtalte utviklingsmål», tabell 2, rad 1"
    assert annet["tekst"].splitlines() == [*["Ny kolonne"] * 6, "Vedlegg"]


def test_a_header_that_stands_once_more_is_no_row():
    def repeat(root):
        måltabell(root).append(deepcopy(måltabell(root).find("w:tr", NS)))

    for data in (RADER, uten_kontroller(RADER)):
        assert mål_etter(repeat, data) == [REGNE, SKRIVE]


def test_cells_that_are_merged_or_removed_are_known_by_their_controls():
    def merge(root):
        cells = raden(kontroll(root, "mål.mål")).findall("w:tc", NS)
        cells[0].extend(cells[2].findall("w:p", NS))
        cells[0].find("w:tcPr", NS).extend(fra_xml('<w:gridSpan w:val="3"/>'))
        for cell in cells[1:3]:
            cell.getparent().remove(cell)

    def remove(root):
        row = raden(kontroll(root, "mål.mål"))
        row.remove(row.findall("w:tc", NS)[1])

    assert mål_etter(merge) == [REGNE, SKRIVE]
    assert mål_etter(remove) == [REGNE, SKRIVE]


def test_a_table_that_is_split_goes_on_under_its_heading():
    split = p("") + f"<w:tbl>{rad(*EN_RAD)}</w:tbl>"
    found = mål_etter(lambda root: [måltabell(root).addnext(e) for e in reversed(fra_xml(split))])
    assert found == [REGNE, SKRIVE, SOM_RAD]


def test_cells_merged_downwards_hold_for_every_row():
    def merge(root):
        rows = [raden(kontroll(root, "mål.ansvarlig", n)) for n in (0, 1)]
        for row, value in zip(rows, ("restart", "continue"), strict=True):
            cell = row.findall("w:tc", NS)[2]
            cell.find("w:tcPr", NS).extend(fra_xml(f'<w:vMerge w:val="{value}"/>'))
        for text in rows[1].findall("w:tc", NS)[2].iter(w("t")):
            text.text = ""

    assert [mål["ansvarlig"] for mål in mål_etter(merge)] == ["rektor", "rektor"]


def test_an_extra_column_and_a_row_merged_across_are_kept_beside():
    def widen(root):
        for number, row in enumerate(måltabell(root).iter(w("tr"))):
            row.extend(fra_xml(celle("Kostnad" if not number else f"{number} kr")))
        source = celle("Gjelder alle").replace(
            "<w:tcPr/>", '<w:tcPr><w:gridSpan w:val="7"/></w:tcPr>'
        )
        måltabell(root).extend(fra_xml(f"<w:tr>{source}</w:tr>"))

    read = lest(endret(RADER, widen))
    under = "under «Avtalte utviklingsmål», tabell 2, rad"
    assert read.data["mål"] == [REGNE, SKRIVE]
    assert read.data["annet"] == [
        {"sted": f"{under} 2, kolonne «Kostnad»", "tekst": "1 kr"},
        {"sted": f"{under} 3, kolonne «Kostnad»", "tekst": "2 kr"},
        {"sted": f"{under} 4, kolonne «Mål»", "tekst": "Gjelder alle"},
    ]
    assert [problem.place for problem in read.warnings] == [e["sted"] for e in read.data["annet"]]


def test_a_goal_without_owner_or_deadline_is_warned_about_with_its_place():
    rows = rad("Uten begge", "", "", "", "", "") + rad("Uten frist", "", "Ada", "", "", "")
    read = lest(endret(RADER, lambda root: måltabell(root).extend(fra_xml(rows))))
    assert [(w.place, w.message) for w in read.warnings] == [
        ("under «Avtalte utviklingsmål», tabell 2, rad 4", "Målet «Uten begge» har ingen ansvarlig og ingen frist."),
        ("under «Avtalte utviklingsmål», tabell 2, rad 5", "Målet «Uten frist» har ingen frist."),
    ]  # fmt: skip


# --- dates, statuses, check box ---------------------------------------------------------------


def notert(tag, day, data):
    """A form in which Word has noted the day of a date control."""

    def note(root):
        date = kontroll(root, tag).find("w:sdtPr/w:date", NS)
        date.set(w("fullDate"), f"{day}T00:00:00Z")

    return endret(data, note) if day else data


@pytest.mark.parametrize(
    ("text", "noted", "expected"),
    [
        ("tirsdag 3. november 2015", "", "3. november 2015"),
        ("tysdag 3. november 2015", "", "3. november 2015"),
        ("2015-11-03", "", "3. november 2015"),
        ("den 3. november 2015", "", "3. november 2015"),
        ("Tirsdag 3.11.2015", "", "3. november 2015"),
        ("3 november 2015", "", "3. november 2015"),
        ("3. nov. 2015", "", "3. november 2015"),
        ("tirsdag 3. nov 2015", "", "3. november 2015"),
        ("03.11.15", "", "3. november 2015"),
        ("3.11.2015", "2014-01-01", "3. november 2015"),
        ("Tuesday, November 3, 2015", "2015-11-03", "3. november 2015"),
        ("3/11-15", "2015-11-03", "3. november 2015"),
        ("3. nov.", "2015-11-03", "3. november 2015"),
    ],
)
def test_a_date_is_read_in_either_language_and_as_word_has_noted_it(text, noted, expected):
    read = lest(notert("oppsummering.dato", noted, med("oppsummering.dato", r(text))))
    assert (read.data["dato"], read.warnings) == (expected, ())


def test_a_deadline_in_another_language_is_read_as_word_has_noted_it():
    read = lest(notert("avtale.frist", "2016-06-01", med("avtale.frist", r("June 1, 2016"))))
    assert (read.data["avtaler"], read.warnings) == ([{"frist": "1. juni 2016"}], ())


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("før jul", "2015-11-03"),
        ("3/12/15", "2015-11-03"),
        ("3/11/16", "2015-11-03"),
        ("5. des.", "2015-11-05"),
        ("mandag 3. november 2015", "2015-11-03"),
        ("31. november 2015", ""),
        ("uke 45", ""),
        ("30.2.16", ""),
        ("3.13.2015", ""),
        ("3. ju. 2015", ""),
        ("3.11.2015 og 4.11.2015", ""),
        ("onsdag 3.11.2015", ""),
    ],
)
def test_a_date_that_cannot_be_read_is_kept_as_it_stands_with_a_warning(text, noted):
    data = med("mål.ansvarlig", r("Ada"), med("mål.frist", r(text)))
    read = lest(notert("mål.frist", noted, data))
    assert read.data["mål"] == [{"ansvarlig": "Ada", "frist": text}]
    assert [problem.place for problem in read.warnings] == [
        "under «Avtalte utviklingsmål», tabell 2, rad 2"
    ]


def test_the_date_is_read_where_its_control_was_typed_over_or_typed_beside():
    typed_over = endret(uten_kontroller(tomt()), lambda root: dato_linje(root, "3. november 2015"))
    beside = endret(
        tomt(), lambda root: kontroll(root, "oppsummering.dato").addnext(fra_xml(r("3.11.2015"))[0])
    )
    for data in (typed_over, beside):
        assert lest(data).data == {"skole": "gol", "runde": "2015", "dato": "3. november 2015"}


def dato_linje(root, text):
    next(t for t in root.iter(w("t")) if t.text == "Velg dato").text = text


@pytest.mark.parametrize(
    ("written", "status"),
    [("nådd", "nådd"), ("Nådd!", "nådd"), ("I gang.", "i gang"), ("igang", "i gang"), ("ikke starta", "ikke startet"), ("ikkje starta", "ikke startet"), ("Avslutta", "avsluttet")],
)  # fmt: skip
def test_statuses_are_read_in_either_language(written, status):
    assert lest(med("avtale.status", r(written))).data["avtaler"] == [{"status": status}]


def test_an_unknown_status_goes_to_the_comment_with_a_warning():
    data = med("avtale.status", r("Nesten i mål"), med("avtale.kommentar", p("Fint")))
    read = lest(data)
    assert read.data["avtaler"] == [{"kommentar": "Fint\nStatus: Nesten i mål"}]
    assert [problem.message for problem in read.warnings] == ["«Nesten i mål» er ingen status."]


@pytest.mark.parametrize(
    ("tag", "text", "message"),
    [
        ("avtale.frist", "før jul", "Fristen for målet «Lese»: «før jul» er ikke en dato."),
        ("avtale.status", "halvveis", "Målet «Lese»: «halvveis» er ingen status."),
    ],
)
def test_what_is_said_of_a_row_names_its_goal(tag, text, message):
    read = lest(med(tag, r(text), med("avtale.mål", r("Lese"))))
    assert [problem.message for problem in read.warnings] == [message]


def test_a_county_may_have_a_column_for_the_status_of_goals():
    def widen(root):
        for number, row in enumerate(måltabell(root).iter(w("tr"))):
            row.extend(fra_xml(celle(("Status", "nådd", "tja")[number])))

    read = lest(endret(RADER, widen))
    assert read.data["mål"] == [{**REGNE, "status": "nådd"}, SKRIVE]
    assert [each["tekst"] for each in read.data["annet"]] == ["Status: tja"]


@pytest.mark.parametrize(
    ("line", "checked"),
    [
        ("☒ Ingen elever kan kjennes igjen i eksempelet", True),
        ("✓ Ingen elevar kan kjennast att i dømet", True),
        ("X Ingen elever kan kjennes igjen i eksempelet.", True),
        ("[x] Ingen elever kan kjennes igjen i eksempelet", True),
        ("Ingen elever kan kjennes igjen i eksempelet ja", True),
        ("☐ Ingen elever kan kjennes igjen i eksempelet", False),
        ("[ ] Ingen elever kan kjennes igjen i eksempelet", False),
        ("Ingen elever kan kjennes igjen i eksempelet", False),
    ],
)
def test_the_check_box_is_read_from_its_sign_where_the_control_is_dropped(line, checked):
    def typed(root):
        control = kontroll(root, "oppsummering.uten_elevnavn")
        control.getparent().addnext(fra_xml(p(line))[0])
        control.getparent().getparent().remove(control.getparent())

    read = lest(endret(med("oppsummering.eksempel", p("E")), typed))
    assert read.data.get("uten_elevnavn") == ("ja" if checked else None)
    assert read.data["eksempel"] == "E"
    assert [problem.message for problem in read.warnings] == ([] if checked else [IKKE_KRYSSET])


def test_text_after_the_label_of_a_dropped_check_box_is_kept_beside():
    def typed(root):
        sett_tekst(root, "☐", "☒")
        label = " Ingen elever kan kjennes igjen i eksempelet"
        sett_tekst(root, label, f"{label}, bortsett fra Ada")

    read = lest(endret(uten_kontroller(tomt()), typed))
    assert read.data["uten_elevnavn"] == "ja"
    assert [each["tekst"] for each in read.data["annet"]] == [", bortsett fra Ada"]


IKKE_KRYSSET = "Det er ikke krysset av for at ingen elever kan kjennes igjen i eksempelet."


@pytest.mark.parametrize("state", ["0", "1"])
@pytest.mark.parametrize(
    ("content", "checked"),
    [
        *((r(sign), True) for sign in ("☒", "☑", "X", "x ", "✓", "✔", "Ja", "☐X", "☐ x", "[x]", "✖", "v", "XX", "☑ Ja", "Ok!")),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', True),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', True),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr><w:t>þ</w:t></w:r>', True),
        *((r(sign), False) for sign in ("☐", " ☐ ", "nei", "[ ]", "☐ nei")),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', False),
    ],
)  # fmt: skip
def test_the_check_box_is_as_a_reader_sees_it_whatever_its_control_has_noted(
    content, state, checked
):
    read = lest(krysset(content, state))
    assert read.data.get("uten_elevnavn") == ("ja" if checked else None)
    assert "annet" not in read.data
    assert [problem.message for problem in read.warnings] == ([] if checked else [IKKE_KRYSSET])


@pytest.mark.parametrize("content", ["", r(" "), r("\u200b")])
def test_a_check_box_that_shows_nothing_is_as_its_control_has_noted(content):
    assert lest(krysset(content, "1")).data["uten_elevnavn"] == "ja"
    assert "uten_elevnavn" not in lest(krysset(content, "0")).data


def test_a_mark_beside_the_box_ticks_it():
    def beside(root):
        kontroll(root, "oppsummering.uten_elevnavn").addprevious(fra_xml(r("X "))[0])

    read = lest(endret(krysset(r("☐")), beside))
    assert (read.data["uten_elevnavn"], "annet" in read.data) == ("ja", False)


def test_a_check_box_may_have_signs_of_its_own():
    def own_signs(root):
        box = kontroll(root, "oppsummering.uten_elevnavn").find("w:sdtPr/w14:checkbox", NS)
        for name, code in (("checkedState", "25CF"), ("uncheckedState", "25CB")):
            box.find(f"w14:{name}", NS).set(f"{{{W14}}}val", code)

    assert lest(endret(krysset(r("●")), own_signs)).data["uten_elevnavn"] == "ja"
    assert "uten_elevnavn" not in lest(endret(krysset(r("○"), "1"), own_signs)).data


def test_an_example_in_which_pupils_may_be_known_is_warned_about():
    [problem] = lest(krysset(r("☐"))).warnings
    assert problem.place == "under «Eksempel fra skolehverdagen»"
    assert "Les det før filen legges i git." in problem.remedy
    assert "«uten_elevnavn: ja»" in problem.remedy
    assert lest(med(LÆRT, p("a"))).warnings == ()


LÆRT_2015 = med(LÆRT, p("a"))


# --- signs of symbol fonts, and signs that nobody sees ------------------------------------------


@pytest.mark.parametrize(
    ("code", "typed", "sign"),
    [
        ("F0E0", "--&gt;", "→"), ("F0DF", "&lt;--", "←"), ("F0E8", "==&gt;", "⇒"),
        ("F0E7", "&lt;==", "⇐"), ("F0F3", "&lt;=&gt;", "⇔"), ("F04A", ":)", "☺"),
        ("F04B", ":|", "😐"), ("F04C", ":(", "☹"), ("F0FC", "", "✓"), ("F0A7", "", "▪"),
        ("004A", "", "☺"), ("4a", "", "☺"),
    ],
)  # fmt: skip
def test_what_words_autocorrect_makes_is_read_as_the_plain_sign(code, typed, sign):
    private = chr(0xF000 + (int(code, 16) & 0xFF))
    latin = chr(int(code, 16) & 0xFF)
    for xml in (sym(code), i_font(private), i_font(latin), r(private)):
        read = lest(med(LÆRT, avsnitt(r("Mål ") + xml + r(" tiltak"))))
        assert read.data["lært"] == f"Mål {sign} tiltak", typed


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (sym("F0B7", "Symbol"), "•"), (sym("F061", "Symbol"), "α"), (sym("F0B3", "symbol"), "≥"),
        (sym("F075", "Wingdings 3"), "▶"), (sym("F061", "Webdings"), "✔"), (r("\uf0b7"), "•"),
        (sym("2192", "Calibri"), "→"), (sym("F0E0", "Calibri"), "→"), (sym("F0FF"), "\ufffd"),
        (i_font("å", "Calibri"), "å"), (i_font("æ\uf0e0", "Segoe UI Symbol"), "æ→"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>Jå</w:t></w:r>', "☺å"),
    ],
)  # fmt: skip
def test_signs_of_symbol_fonts_are_those_that_a_reader_sees(xml, expected):
    assert lest(med(LÆRT, avsnitt(r("a ") + xml))).data["lært"] == f"a {expected}"


@pytest.mark.parametrize("code", ["", "x", "D800", "110000", "FFFFFF", "-1", "F0E0F0E0"])
@pytest.mark.parametrize("font", ["", "Calibri"])
def test_a_sign_that_there_cannot_be_is_none(code, font):
    assert lest(med(LÆRT, avsnitt(r("a") + sym(code, font)))).data["lært"] == "a"


USYNLIG = (
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\u2060",
    "\u00ad",
    "\u200e",
    "\u2007 \u202f",
    "\u200b\u200b \t",
    "\u2800",
)


@pytest.mark.parametrize("nothing", USYNLIG)
def test_a_field_with_nothing_that_shows_is_empty(nothing):
    data = med("oppsummering.støtte", p(nothing) + p(nothing), med(LÆRT, p("a")))
    for tag in (
        "oppsummering.dato",
        "oppsummering.til_stede",
        "mål.mål",
        "mål.frist",
        "avtale.status",
    ):
        data = med(tag, r(nothing), data)
    data = etter("oppsummering.neste_kontakt", p(nothing), data)
    for each in (data, uten_kontroller(data)):
        read = lest(each)
        assert (read.data, read.warnings) == ({"skole": "gol", "runde": "2015", "lært": "a"}, ())
    with pytest.raises(DialogError, match="Ingenting er fylt ut"):
        lest(med(LÆRT, p(nothing)))


def test_signs_that_nobody_sees_hide_no_date_and_no_status():
    data = med("oppsummering.dato", r("\u200b3. november 2015\ufeff"))
    read = lest(med("avtale.status", r("nådd\u200b"), data))
    assert read.data["dato"] == "3. november 2015"
    assert read.data["avtaler"] == [{"status": "nådd"}]


# --- below the last field -----------------------------------------------------------------------


def nederst(read):
    return [
        each["tekst"]
        for each in read.data.get("annet", ())
        if each["sted"].startswith("nederst i dokumentet")
    ]


@pytest.mark.parametrize("blank", ["", p(""), p("", "Normal") * 3])
@pytest.mark.parametrize("what", UNDERSKRIFT)
def test_what_stands_below_the_last_field_is_kept_beside(what, blank):
    source = blank + "".join(UNDERSKRIFT[what])
    for answer in ({"hvordan": "Mer tid"}, {}):
        filled = med(SISTE, p("Mer tid"), LÆRT_2015) if answer else LÆRT_2015
        data = etter(SISTE, source, filled)
        for each in (data, som_libreoffice(data)):
            read = lest(each)
            assert read.data.get("evaluering", {}) == answer
            assert len(nederst(read)) == 1
            assert "Kari" in nederst(read)[0]
            assert len(read.warnings) == 1


def test_a_control_around_the_whole_form_is_no_part_of_its_last_field():
    def ungroup(root):  # as ONLYOFFICE saves it
        for group in root.iter(w("group")):
            group.getparent().remove(group)

    data = endret(etter(SISTE, p("") + p("Kari"), med(SISTE, p("Mer tid"))), ungroup)
    for each in (data, som_libreoffice(data)):
        read = lest(each)
        assert read.data["evaluering"] == {"hvordan": "Mer tid"}
        assert nederst(read) == ["Kari"]


def test_a_name_alone_below_the_last_field_is_no_answer():
    read = lest(
        etter(SISTE, p("Kari Nordmann, rektor"), med(SISTE, p("Mer tid") + p("") + p("Før")))
    )
    assert read.data["evaluering"] == {"hvordan": "Mer tid\n\nFør"}
    assert nederst(read) == ["Kari Nordmann, rektor"]


@pytest.mark.parametrize("what", [name for name in UNDERSKRIFT if "table" not in name])
def test_a_signature_is_no_answer_where_the_last_control_was_typed_over(what):
    source = "".join((p("Mer tid"), p(""), p("Og mer ro."), p(""), *UNDERSKRIFT[what]))
    read = lest(i_stedet(SISTE, source, LÆRT_2015))
    assert read.data["evaluering"] == {"hvordan": "Mer tid\n\nOg mer ro."}
    assert "Kari" in nederst(read)[0]


# --- both written languages, and a county's own words -----------------------------------------


def test_a_form_in_nynorsk_without_controls_is_read_by_its_labels():
    data = fylt_av_motoren(EN, målform="nynorsk")
    assert b"Sidan f\xc3\xb8rre dialog" in ZipFile(io.BytesIO(data)).read("word/document.xml")
    assert lest(uten_egenskaper(uten_kontroller(data))) == lest(RADER)


def egen_mal(tmp_path):
    """A county's own template: other words, other names, a column less."""

    def reword(root):
        for text in root.iter(w("t")):
            text.text = {
                "Det vi har lært sammen": "Læring i fellesskap",
                LEDETEKST: "Fortell om læringen",
                "Kjennetegn på måloppnåelse": "Slik ser vi det",
                "Avtalte utviklingsmål": "Veien videre",
                " Ingen elever kan kjennes igjen i eksempelet": " Alle er anonyme",
                "Dato:": "Når:",
            }.get(text.text, text.text)
        for tag in root.iter(w("tag")):
            value = tag.get(w("val")).replace("for mål in", "for m in")
            tag.set(w("val"), value.replace("{{ mål.", "{{ m."))
        overskrift(root, "Veien videre").addprevious(fra_xml(p("Fylkets egen hjelpetekst."))[0])

    path = tmp_path / "oppsummering.docx"
    data = endret(GAMMEL_MAL.read_bytes(), reword)
    head = p("Fylkeskommunen") + p("Utdanning – {{ skole.navn }}")
    path.write_bytes(utvidet(data, head, "word/header1.xml"))
    return path


def fra_egen_mal(mal):
    content = {
        "runde": {"år": 2015},
        "skole": {"navn": NAVN["ål"][1]},
        "dialog": {"avlyst": False},
        "oppsummering": som_felt(EN.model_copy(update={"lært": "Mye"})),
    }
    return WordTemplate(mal).render(content)


def test_a_reworded_template_teaches_its_words(tmp_path):
    mal = egen_mal(tmp_path)
    data = fra_egen_mal(mal)
    expected = Oppsummering.model_validate({**lest(RADER).data, "lært": "Mye"})
    for each in (data, uten_kontroller(data)):
        read = lest(each, mal.read_bytes())
        assert Oppsummering.model_validate(read.data) == expected
        assert read.warnings == ()
    assert Oppsummering.model_validate(lest(uten_kontroller(data)).data) != expected


def test_a_reworded_template_teaches_the_names_of_its_tables_and_columns(tmp_path):
    mal = egen_mal(tmp_path)
    data = uten_kontroller(fra_egen_mal(mal))

    def add_and_move(root):
        måltabell(root).extend(fra_xml(rad(*EN_RAD)))
        for row in måltabell(root).iter(w("tr")):
            cells = row.findall("w:tc", NS)
            cells[0].addprevious(cells[4])

    for change, expected in ((uten_header, []), (add_and_move, [SOM_RAD])):
        read = lest(endret(data, change), mal.read_bytes())
        assert read.data["mål"] == [REGNE, SKRIVE, *expected]


# --- whose form it is -------------------------------------------------------------------------


def sett_tekst(root, old, new):
    found = [text for text in root.iter(w("t")) if text.text == old]
    assert found, old
    for text in found:
        text.text = new


TITTEL, GOL = "Oppsummering av utviklingsdialogen 2015", NAVN["gol"][1]


def med_egenskap(name, value, data=LÆRT_2015):
    def change(root):
        entry = next(e for e in root if e.get("name") == name)
        entry[0].text = value

    return endret(data, change, "docProps/custom.xml")


@pytest.mark.parametrize("shown", [GOL, "Gol vidaregåande skule", "GOL VGS.", "Gol vgs"])
def test_school_and_round_are_read_from_title_and_name_where_the_properties_are_gone(shown):
    data = endret(uten_egenskaper(LÆRT_2015), lambda root: sett_tekst(root, GOL, shown))
    read = lest(data)
    assert (read.skole, read.runde) == ("gol", 2015)
    assert read.data == {"skole": "gol", "runde": "2015", "lært": "a"}


def test_school_and_round_are_read_from_the_header_where_the_title_is_gone():
    def behead(root):
        for text in (TITTEL, GOL):
            sett_tekst(root, text, "")

    for data in (LÆRT_2015, uten_kontroller(LÆRT_2015)):
        read = lest(endret(uten_egenskaper(data), behead))
        assert (read.skole, read.runde) == ("gol", 2015)
        assert read.data == {"skole": "gol", "runde": "2015", "lært": "a"}


def test_a_school_is_known_where_more_is_written_beside_its_name():
    shown = "Gol vgs., avdeling Hemsedal skole"
    data = endret(LÆRT_2015, lambda root: sett_tekst(root, GOL, shown))
    for each in (data, uten_egenskaper(data)):
        read = lest(each)
        assert read.skole == "gol"
        assert read.data["annet"] == [{"sted": "øverst i dokumentet", "tekst": shown}]


def test_a_form_is_known_by_its_controls_alone():
    def reword(root):
        sett_tekst(root, TITTEL, "Samtalen")
        for paragraph in root.iter(w("p")):
            style = paragraph.find("w:pPr/w:pStyle", NS)
            if style is not None and style.get(w("val")).startswith("Heading"):
                for text in paragraph.iter(w("t")):
                    text.text = "Ny overskrift"

    read = lest(endret(uten_egenskaper(LÆRT_2015), reword))
    assert (read.skole, read.runde, read.data["lært"]) == ("gol", 2015, "a")


def uten_navn(root):
    sett_tekst(root, GOL, "")


def uten_topptekst(data):
    return endret(data, tøm, "word/header1.xml")


FEIL = {
    "another year in the title": (
        lambda: endret(LÆRT_2015, lambda root: sett_tekst(root, TITTEL, TITTEL.replace("2015", "2016"))),
        "Skjemaet er laget for 2015, men i tittelen står det 2016.",
    ),
    "another school's name": (
        lambda: endret(LÆRT_2015, lambda root: sett_tekst(root, GOL, NAVN["ål"][1])),
        "Skjemaet er laget for «Gol vgs.», men i dokumentet står det «Ål vgs.».",
    ),
    "an unknown school in the properties": (
        lambda: med_egenskap("dialog-skole", "hemsedal"),
        "Skolen «hemsedal» er ikke kjent.",
    ),
    "an unknown school": (
        lambda: endret(uten_egenskaper(LÆRT_2015), lambda root: sett_tekst(root, GOL, "Hemsedal skole")),
        "Skolen «Hemsedal skole» er ikke kjent.",
    ),
    "no school": (
        lambda: endret(uten_topptekst(endret(uten_egenskaper(LÆRT_2015), uten_navn)), lambda root: root.clear(), "docProps/core.xml"),
        "Dokumentet sier ikke hvilken skole det gjelder.",
    ),
    "no round": (
        lambda: endret(uten_topptekst(endret(uten_egenskaper(LÆRT_2015), lambda root: sett_tekst(root, TITTEL, ""))), lambda root: root.clear(), "docProps/core.xml"),
        "Dokumentet sier ikke hvilken runde det gjelder.",
    ),
    "another kind of document": (
        lambda: med_egenskap("dialog-dokument", "dialoggrunnlag"),
        "Dette er dokumentet «dialoggrunnlag», ikke en oppsummering.",
    ),
    "the template itself": (MAL.read_bytes, "Dette er malen, ikke et utfylt skjema."),
    "any document": (lambda: tomt_dokument("Kjære rektor"), "Dette er ikke et oppsummeringsskjema."),
    "no Word file": (lambda: b"%PDF-1.7", "Dette er ikke en Word-fil: den er ikke en zip-pakke, eller den er avkortet."),
    "an old .doc": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "Filen er et gammelt .doc-dokument, eller den er beskyttet med passord."),
    "half a file": (lambda: LÆRT_2015[:4000], "Dette er ikke en Word-fil: den er ikke en zip-pakke, eller den er avkortet."),
    "macros": (lambda: med_del("word/vbaProject.bin", b"x", LÆRT_2015), "Word-filen inneholder makroer (.docm)."),
    "a broken document": (
        lambda: med_del("word/document.xml", b"<w:document>", LÆRT_2015),
        "Delen «word/document.xml» er ikke gyldig XML (linje 1, kolonne",
    ),
    "no body": (lambda: endret(tomt(), tøm), "Word-filen er skadet og kan ikke leses."),
    "broken XML": (lambda: med_del("word/styles.xml", b"<w:styles", LÆRT_2015), "Word-filen er skadet og kan ikke leses."),
    "far too big": (lambda: med_del("word/theme/theme1.xml", b" " * 9 * 2**20, LÆRT_2015), "Word-filen er urimelig stor når den pakkes ut."),
}  # fmt: skip


def tomt_dokument(text):
    document = Document()
    document.add_paragraph(text)
    return lagret(document)


@pytest.mark.parametrize("what", FEIL)
def test_what_is_not_a_known_schools_form_is_refused_with_a_remedy(what):
    make, message = FEIL[what]
    with pytest.raises(DialogError) as error:
        lest(make())
    (problem,) = error.value.problems
    assert problem.file == "skjema.docx"
    assert problem.message.startswith(message)
    assert problem.remedy
    assert "malen" not in problem.remedy
    assert "git" not in problem.remedy


def test_last_years_form_is_last_years_summary():
    read = lest(med(LÆRT, p("a"), tomt("lier", 2014)))
    assert (read.skole, read.runde, read.data["runde"]) == ("lier", 2014, "2014")


def test_the_schools_that_are_known_are_those_that_are_given():
    with pytest.raises(DialogError, match="Skolen «gol» er ikke kjent"):
        les(Skjemafil("skjema.docx", lambda: LÆRT_2015), {"ål": ("Ål vgs.",)}, SKJEMA)


# --- LibreOffice ------------------------------------------------------------------------------


def som_libreoffice(data):
    """As LibreOffice 7.4 saves it: no tags, but some titles, on controls where they don't belong."""

    def drop(root):
        for sdt in list(root.iter(w("sdt"))):
            properties = sdt.find("w:sdtPr", NS)
            for name in ("tag", "lock"):
                for element in properties.findall(f"w:{name}", NS):
                    properties.remove(element)
            if (
                sdt.find("w:sdtContent/w:tr", NS) is not None
                or properties.find("w:group", NS) is not None
            ) or any(each.tag.endswith("repeatingSection") for each in properties):
                løs_opp(sdt)

    return endret(data, drop)


def test_controls_without_tags_are_read_by_their_place():
    assert lest(som_libreoffice(RADER)) == lest(RADER)


def test_a_control_that_libreoffice_has_put_around_a_heading_is_no_field():
    def wrap(root):
        heading = overskrift(root, "Det vi har lært sammen")
        control = fra_xml(
            '<w:sdt><w:sdtPr><w:alias w:val="Ingen elever"/></w:sdtPr><w:sdtContent/></w:sdt>'
        )[0]
        heading.addprevious(control)
        following = heading.getnext()
        control[1].extend([heading, following])

    data = som_libreoffice(med(LÆRT, p("a"), med("oppsummering.eksempel", p("E"))))
    assert lest(endret(data, wrap)).data == {
        "skole": "gol",
        "runde": "2015",
        "eksempel": "E",
        "lært": "a",
    }


def test_lines_that_libreoffice_has_joined_are_told_apart_or_warned_about():
    app = b'<Properties xmlns="x"><Application>LibreOffice/7.4</Application></Properties>'
    typed = avsnitt("<w:r><w:t>a</w:t><w:t>b</w:t></w:r>")
    data = med_del("docProps/app.xml", app, LÆRT_2015)
    assert lest(med(LÆRT, typed, data)).data["lært"] == "a\nb"
    assert lest(med(LÆRT, typed)).data["lært"] == "ab"
    moved = avsnitt("<w:r><w:br/></w:r>" + r("ab"))
    assert [problem.message for problem in lest(med(LÆRT, moved, data)).warnings] == [
        "LibreOffice kan ha slått sammen linjene i denne teksten."
    ]


# --- damaged and foreign documents ------------------------------------------------------------


@pytest.mark.parametrize("slag", SLAG)
def test_damaged_and_foreign_documents_are_read_or_refused_with_a_remedy(slag):
    for seed in range(max(3, 100 // len(SLAG))):
        prøv(slag, random.Random(f"{slag.__name__} {seed}"))  # noqa: S311 - no secret


# --- what a review found ----------------------------------------------------------------------


@pytest.mark.parametrize("style", ["Heading1", "Heading2"])
def test_a_heading_that_the_form_does_not_have_is_kept_beside(style):
    data = med("oppsummering.lært", p("a"))
    before = etter("oppsummering.lært", p("Viktig egen tekst", style=style), data)
    read = lest(before, MAL.read_bytes())
    assert "Viktig egen tekst" in str(read.data["annet"])
    assert any("Viktig egen tekst" in str(warning) for warning in read.warnings)


@pytest.mark.parametrize(
    "text",
    [
        *("1. mars 2016 (utsatt til høsten)", "etter 1. mars 2016", "før 1.3.2016"),
        *("ikke 1. mars 2016", "1.–3. mars 2016", "3. mars til 1. mars 2016", "1.1.3.2016"),
    ],
)
def test_words_beside_a_picked_date_are_never_dropped(text):
    notater = Notater("x")
    assert notater.dato(text, "2016-03-01", "her") == text
    assert len(notater.warnings()) == 1


@pytest.mark.parametrize("text", ["3/12-15", "3. des. 2015", "torsdag den 3.12.15", "03.12.2015"])
def test_a_date_that_is_typed_over_the_picked_one_counts(text):
    assert Notater("x", 2015).dato(text, "2016-03-01", "her") == "3. desember 2015"


@pytest.mark.parametrize("text", ["Tuesday, 1 Mar 16", "1/3-2016", "tir. 1 mars", "03/01/2016"])
def test_a_picked_date_in_other_words_is_the_date(text):
    assert Notater("x").dato(text, "2016-03-01", "her") == "1. mars 2016"


# --- characters that no file can hold --------------------------------------------------------


@pytest.mark.parametrize(
    ("skrevet", "lest_som"),
    [
        ("elevane\x92s", "elevane’s"), ("\x93lese\x94", "“lese”"), ("a \x96 b \x97 c", "a – b — c"),
        ("vent\x85", "vent…"), ("\x80 100", "€ 100"), ("a\x7fb", "a�b"), ("a\x81b", "a�b"),
        ("a\ufdd0b", "a�b"), ("a\U0001ffffb", "a�b"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("felt", ["lært", "evaluering.bra"])
def test_what_windows_has_left_over_is_read_as_what_it_was(skrevet, lest_som, felt):
    form = lest(med(f"oppsummering.{felt}", p(f"{skrevet} og mer")))
    gruppe, _, key = felt.partition(".")
    assert (form.data[gruppe][key] if key else form.data[gruppe]) == f"{lest_som} og mer"
    told = [str(problem) for problem in form.warnings if "kan ikke leses" in problem.message]
    assert bool(told) == ("�" in lest_som), "bare det som ingen kan vite, sies det fra om"
    for problem in told:
        assert re.match(r"skjema.docx, under «.+»: Et tegn i «.* og mer» kan ikke leses\.", problem)


def test_a_sign_in_a_row_that_cannot_be_read_is_told_with_the_row():
    form = lest(med("mål.mål", "<w:r><w:t>Lese\ufdd0</w:t></w:r>"))
    assert form.data["mål"][0]["mål"] == "Lese�"
    [told] = [problem for problem in form.warnings if "kan ikke leses" in problem.message]
    assert told.place.endswith("tabell 2, rad 2")


_HVA_SOM_HELST = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=[*map(chr, range(32)), "\ufffe", "\uffff"])
    | st.sampled_from("\t\n\x7f\x85\x92\x9f\ufdd0\u2028\u202e#:-'\"&*!%@`\U0001fffe"),
    min_size=1,
)  # fmt: skip


@settings(max_examples=150)
@given(_HVA_SOM_HELST, _HVA_SOM_HELST, _HVA_SOM_HELST)
def test_what_is_written_of_any_form_is_read_back_as_it_was_and_can_stand_in_a_document(a, b, c):
    data = med("oppsummering.lært", p(escape(f"x{a}")))
    data = med("mål.mål", f"<w:r><w:t>{escape(f'x{b}')}</w:t></w:r>", data)
    data = med("mål.frist", f"<w:r><w:t>{escape(c)}</w:t></w:r>", data)
    form = lest(data)
    file = yaml_reader.parse(som_yaml({**form.data, "runde": form.runde}), "ål.yaml")
    summary = checked(file, Oppsummering, form.runde)
    assert summary.lært == form.data["lært"]
    assert summary.mål[0].mål == form.data["mål"][0]["mål"]
    again = lest(fylt_av_motoren(summary))
    assert again.data["mål"][0]["mål"]
