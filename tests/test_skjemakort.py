"""The form in cards: what only they have, and what people do to them; test_utfylt.py has the rest."""

from copy import deepcopy

import pytest
from skjema_hjelp import (
    FRAVÆR,
    GAMMEL_MAL,
    LESE,
    MAL,
    NS,
    SPRÅK,
    endret,
    fra_xml,
    fylt_av_motoren,
    fylt_i,
    kontroll,
    kontroller,
    kortet,
    lest,
    løs_opp,
    p,
    rad,
    raden,
    sett_innhold,
    skrevet_i_word,
    som_felt,
    tomt,
    uten_egenskaper,
    uten_kontroller,
    utvidet,
    w,
)

from dialoggrunnlag.errors import DialogError
from dialoggrunnlag.model.oppsummering import Oppsummering
from dialoggrunnlag.utfylt.skjemaord import Skjema, _Lærer
from dialoggrunnlag.word import WordTemplate

EN = Oppsummering.model_validate(
    {
        "skole": "gol",
        "runde": "2015",
        "dato": "3. november 2015",
        "ledet_av": "Kari Nordmann",
        "referent": "Ola Nordmann",
        "lært": "Mye",
        "avtaler": [
            {**LESE, "status": "i gang", "kommentar": "Godt i gang"},
            {**FRAVÆR, "frist": "1. mai 2015"},
        ],
        "mål": [SPRÅK, {"mål": "Flere realfag", "ansvarlig": "rektor", "frist": "1. mai 2016"}],
        "neste_kontakt": "Telefon i uke 6",
        "neste_dialog": "1. november 2016",
    }
)
BEGGE = pytest.mark.parametrize("skade", [lambda data: data, uten_kontroller])


def kort(data=None):
    return data or fylt_av_motoren(EN, layout="kort")


def mål(data):
    return [row["mål"] for row in lest(data).data["mål"]]


def i_kort(root, liste, number=0):
    """The table of a card."""
    navn = "mål" if liste == "mål" else "avtale"
    return raden(kontroll(root, f"{navn}.mål", number)).getparent()


@BEGGE
@pytest.mark.parametrize("målform", ["bokmål", "nynorsk"])
def test_all_that_the_cards_ask_is_read_back(skade, målform):
    read = lest(skade(fylt_av_motoren(EN, målform=målform, layout="kort")))
    assert Oppsummering.model_validate(read.data) == EN
    assert read.warnings == ()


def test_a_form_of_the_older_layout_says_the_same_where_it_asks_the_same():
    nytt = lest(skrevet_i_word(EN, layout="kort")).data
    gammelt = lest(skrevet_i_word(EN, layout="rader")).data
    for key in ("ledet_av", "referent", "neste_dialog"):
        del nytt[key]
    for row in nytt["avtaler"]:
        for key in ("tiltak", "kjennetegn", "støtte"):
            row.pop(key, None)
    assert nytt == gammelt


@BEGGE
@pytest.mark.parametrize("mal", [None, MAL, GAMMEL_MAL])
def test_an_empty_form_says_nothing_whichever_template_it_is_read_by(skade, mal):
    for layout in ("kort", "rader"):
        if mal == GAMMEL_MAL and layout == "kort":
            continue  # a template knows what it shows, and what older ones had
        with pytest.raises(DialogError, match="Ingenting er fylt ut"):
            lest(skade(tomt(layout=layout)), mal and mal.read_bytes())


@BEGGE
def test_time_place_and_footer_are_only_shown(skade):
    read = lest(skade(uten_egenskaper(kort())))
    assert "annet" not in read.data
    assert read.warnings == ()


def test_a_footer_with_a_block_over_two_paragraphs_is_known_line_by_line():
    skjema = Skjema()
    lærer = _Lærer(skjema)
    for text in (
        "{% if runde.saksnummer %}Sak {{ runde.saksnummer }}",
        "hos {{ kontor }}{% endif %}",
    ):
        lærer.husk_bunntekst(text)
    assert skjema.er_bunntekst("Sak 15/1234")
    assert skjema.er_bunntekst("hos Opplæring")
    assert not skjema.er_bunntekst("Husk svaret")


def test_a_footer_in_several_paragraphs_says_nothing_by_itself():
    """A block that begins in one paragraph and ends in another, and a tag that stands alone."""
    skjema = Skjema()
    lærer = _Lærer(skjema)
    for text in (
        "{% if runde.saksnummer %}",
        "Sak {{ runde.saksnummer }}",
        "{%endif%}",
        "{{ kontor }}",
    ):
        lærer.husk_bunntekst(text)
    assert skjema.er_bunntekst("Sak 15/1234")
    assert not skjema.er_bunntekst("Husk at rektor vil ha svar om budsjettet før jul")


def test_what_is_typed_in_the_footer_is_kept_beside():
    data = utvidet(kort(), p("Husk å ringe rektor"), "word/footer1.xml")
    assert lest(data).data["annet"] == [{"sted": "bunntekst", "tekst": "Husk å ringe rektor"}]


def test_a_logo_on_the_first_page_is_no_picture_of_anybodys():
    blip = '<w:p><w:pPr><w:pStyle w:val="Logo"/></w:pPr><w:r><w:object/></w:r></w:p>'
    assert lest(utvidet(kort(), blip, "word/header2.xml")).warnings == ()


@BEGGE
def test_a_card_that_is_added_with_the_plus_sign_is_a_goal(skade):
    def add(root):
        item = kortet(kontroll(root, "mål.mål", 1))
        copy = deepcopy(item)
        item.addnext(copy)
        sett_innhold(kontroll(copy, "mål.mål"), "<w:r><w:t>Enda et</w:t></w:r>")

    read = lest(skade(endret(kort(), add)))
    assert [row["mål"] for row in read.data["mål"]] == [SPRÅK["mål"], "Flere realfag", "Enda et"]
    assert read.warnings == ()


@BEGGE
def test_cards_that_are_joined_to_one_table_are_still_one_goal_each(skade):
    def join(root):
        first, second = (i_kort(root, "mål", number) for number in (0, 1))
        first.extend(second.findall("w:tr", NS))
        item = kortet(kontroll(root, "mål.mål", 1))
        assert item is not None
        title = second.getprevious()
        title.getparent().remove(title)
        second.getparent().remove(second)

    assert mål(skade(endret(kort(), join))) == [SPRÅK["mål"], "Flere realfag"]


@BEGGE
def test_rows_and_columns_of_a_card_may_be_moved(skade):
    def move(root):
        table = i_kort(root, "mål")
        rows = table.findall("w:tr", NS)
        table.append(rows[0])
        for row in table.findall("w:tr", NS):
            cells = row.findall("w:tc", NS)
            cells[0].addprevious(cells[1])

    assert Oppsummering.model_validate(lest(skade(endret(kort(), move))).data) == EN


@BEGGE
def test_a_row_that_is_removed_says_nothing_and_one_that_is_added_is_kept_beside(skade):
    def change(root):
        table = i_kort(root, "avtaler")
        table.remove(raden(kontroll(root, "avtale.kjennetegn")))
        table.extend(fra_xml(rad("Kostnad", "20 000 kroner")))

    read = lest(skade(endret(kort(), change)))
    assert "kjennetegn" not in read.data["avtaler"][0]
    assert [entry["tekst"] for entry in read.data["annet"]] == ["Kostnad", "20 000 kroner"]
    assert {entry["sted"].rpartition(",")[0] for entry in read.data["annet"]} == {
        "under «Avtalene fra forrige dialog», kort 1"
    }


@BEGGE
@pytest.mark.parametrize("ordet", ["Mål", "Status", "Utviklingsmål", "Støtte fra skoleeier"])
def test_a_text_with_the_words_of_a_label_is_text(skade, ordet):
    data = fylt_i({("mål.tiltak", 0): ordet}, kort())
    assert lest(skade(data)).data["mål"][0]["tiltak"] == ordet


def test_a_goal_without_owner_or_deadline_is_told_with_its_card():
    data = fylt_i({("mål.mål", 1): "Uten noen"}, tomt(layout="kort"))
    assert [str(warning) for warning in lest(data).warnings] == [
        "skjema.docx, under «Avtalte utviklingsmål», kort 2: Målet «Uten noen» har ingen ansvarlig "
        "og ingen frist. Avtal det med skolen."
    ]


def test_one_control_that_was_typed_over_is_read_by_its_label():
    def drop(root):
        løs_opp(kontroll(root, "mål.ansvarlig"))

    assert lest(endret(kort(), drop)).data["mål"][0]["ansvarlig"] == SPRÅK["ansvarlig"]


# --- the lines at the top, and the next dialogue --------------------------------------------------


@pytest.mark.parametrize(
    ("dato", "advarsel"),
    [
        ("1. november 2016", ""),
        ("3. november 2015", "Neste dialog, 3. november 2015, er ikke etter dialogen"),
        ("3.11.", "Året mangler i datoen «3.11.»."),
        ("31. februar 2016", "Datoen «31. februar 2016» finnes ikke."),
        ("neste høst", "«neste høst» er ikke en dato"),
    ],
)
def test_a_next_dialogue_that_cannot_be_is_told(dato, advarsel):
    data = fylt_i({("oppsummering.neste_dialog", 0): dato}, kort())
    told = [str(warning) for warning in lest(data).warnings]
    assert len(told) == bool(advarsel)
    for line in told:
        assert line.startswith("skjema.docx, feltet «Neste dialog»: ")
        assert advarsel in line


def test_who_led_is_read_where_the_control_was_typed_over_or_typed_beside():
    def drop(root):
        løs_opp(kontroll(root, "oppsummering.ledet_av"))
        sett_innhold(kontroll(root, "oppsummering.referent"), "")
        line = next(kontroll(root, "oppsummering.referent").iterancestors(w("p")))
        line.extend(fra_xml("<w:r><w:t>Per Hansen</w:t></w:r>"))

    read = lest(endret(kort(), drop))
    assert (read.data["ledet_av"], read.data["referent"]) == ("Kari Nordmann", "Per Hansen")
    assert "annet" not in read.data


# --- signatures -----------------------------------------------------------------------------------


@BEGGE
def test_the_lines_to_sign_on_are_no_answer_and_what_is_typed_on_them_is_kept_beside(skade):
    def sign(root):
        line = next(t for t in root.iter(w("t")) if t.text == "Navn: ")
        line.text = "Navn: Kari Nordmann "

    read = lest(skade(endret(kort(), sign)))
    (entry,) = read.data["annet"]
    assert entry["sted"] == "under «For skolen»"
    assert entry["tekst"].startswith("Navn: Kari Nordmann")


# --- the look -------------------------------------------------------------------------------------


def test_every_title_of_a_card_stays_with_its_card_and_no_row_is_cut():
    def look(root):
        for control in kontroller(root, "mål.mål") + kontroller(root, "avtale.mål"):
            table = raden(control).getparent()
            title = table.getprevious().find("w:pPr/w:pStyle", NS).get(w("val"))
            assert title in ("Avtaletittel", "Maaltittel")
            assert all(
                row.find("w:trPr/w:cantSplit", NS) is not None for row in table.iter(w("tr"))
            )

    endret(kort(), look)


def test_a_card_tells_the_year_in_which_its_goal_was_made():
    felt = som_felt(EN)
    felt["avtaler"][0]["runde"] = 2013
    data = fylt_av_motoren(EN, felt, layout="kort")
    with_year = []

    def look(root):
        with_year.extend(
            "".join(p.itertext(w("t")))
            for p in root.iter(w("p"))
            if p.find("w:pPr/w:pStyle[@w:val='Avtaletittel']", NS) is not None
        )

    endret(data, look)
    assert with_year == ["Mål avtalt i 2013", "Mål"]
    assert lest(uten_kontroller(data)).warnings == ()


def test_the_template_uses_fields_that_there_are():
    assert {"oppsummering.ledet_av", "oppsummering.referent", "oppsummering.neste_dialog"} <= (
        WordTemplate(MAL).fields()
    )


def test_no_empty_paragraph_stands_below_the_last_card():
    def look(root):
        for paragraph in root.iter(w("p")):
            assert "".join(paragraph.itertext()).strip()

    endret(kort(), look)
