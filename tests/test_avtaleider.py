"""An agreement is the same one from form to form, whatever becomes of its words and its row."""

from __future__ import annotations

from copy import deepcopy
from itertools import combinations

import libreoffice
import pytest
from hjelp import bytt, i_mappen, linjer, tekst
from hypothesis import given
from hypothesis import strategies as st
from skjema_hjelp import (
    endret,
    fylt_i,
    kontroll,
    kontroller,
    kortet,
    sett_innhold,
    uten_egenskaper,
    uten_kontroller,
    w,
)

from dialoggrunnlag.model.gjenkjenning import Rad, gjenkjenn, likhet
from dialoggrunnlag.model.oppsummering import Avtale, Oppsummering, løpende_avtaler
from dialoggrunnlag.reading import yaml_reader
from dialoggrunnlag.runden.avtaleider import Tidligere, finn_ider

LESE, FRAVÆR, SPRÅK = "Flere leser lange tekster", "Lavere fravær", "Felles vurderingsspråk"
LENGRE = "Flere leser lengre tekster"


def oppsummering(runde, *, mål=(), avtaler=()):
    data = {"skole": "gol", "runde": str(runde), "mål": list(mål), "avtaler": list(avtaler)}
    return Oppsummering.model_validate(data)


# --- known again ----------------------------------------------------------------------------------

RETTET = [
    (LESE, LENGRE),
    (FRAVÆR, "Lavere fravær på Vg1 og Vg2 yrkesfag gjennom hele skoleåret"),
    ("Flere elever fullfører", "Flere elever fullfører og består"),
    ("Bedre læringsmiljø", "Eit betre læringsmiljø"),
    ("Redusere fraværet til 5 %", "Redusere fraværet til 4 %"),
    ("Redusere frafallet", "Redusert frafall"),
    ("Elevene får bedre veiledning underveis", "Elevene skal få bedre underveisvurdering"),
    (
        "Øke andelen som fullfører og består på normert tid til 75 prosent",
        "75 % fullfører og består på normert tid",
    ),
]
ULIKE = [
    *(LESE, FRAVÆR, SPRÅK, "Flere elever fullfører og består", "Bedre læringsmiljø på Vg1"),
    *("Styrke samarbeidet med lokalt næringsliv", "Tettere oppfølging av lærlinger"),
    *("Alle lærere bruker digitale verktøy i undervisningen", "Økt bruk av elevmedvirkning"),
    *("Bedre overgang fra ungdomsskolen", "Redusere frafallet i yrkesfag"),
    *("Felles rutiner for fravær", "Kompetanseheving for lærerne i vurdering"),
]


@pytest.mark.parametrize(("før", "nå"), RETTET)
def test_a_corrected_goal_is_known_in_its_own_row_and_in_its_own_place(før, nå):
    avtaler = løpende_avtaler([oppsummering(2014, mål=[{"mål": før}, {"mål": SPRÅK}])])
    for id_ in ("gol-2014-1", ""):
        rader = [Rad(Avtale(mål=nå), id_)]
        [treff] = gjenkjenn(rader, avtaler, avtaler)
        assert treff.avtale == avtaler[0]
        assert (treff.er_rettet, treff.er_merket) == (True, bool(id_))


@pytest.mark.parametrize(("en", "annen"), [*combinations(ULIKE, 2)])
def test_goals_that_are_others_are_not_taken_for_corrections(en, annen):
    assert likhet(en, annen) < 0.75
    avtaler = løpende_avtaler([oppsummering(2014, mål=[{"mål": SPRÅK}, {"mål": en}])])
    assert gjenkjenn([Rad(Avtale(mål=annen))], [], [])[0].avtale is None
    treff = gjenkjenn([Rad(Avtale(mål=annen))], avtaler, avtaler)
    assert [one.avtale and one.avtale.mål.mål for one in treff] in ([None], [annen])


VED_SIDEN = {
    "the words count more than the row where two have changed places": (
        [(FRAVÆR, 1), (LESE, 2)],
        [2, 1],
    ),
    "a row that was moved brings its id": ([(FRAVÆR, 2), (LENGRE, 1)], [2, 1]),
    "of a row and its copy the likest is the agreement": ([("Noe helt annet", 1), (LENGRE, 1)], [0, 1]),
    "of two alike copies the one in its place": ([(LENGRE, 1), (LENGRE, 1)], [1, 0]),
    "a row of another goal is a new one": ([("Styrke samarbeidet med næringslivet", 1)], [0]),
    "a row inserted above takes nothing": ([("Økt elevmedvirkning", 0), (LENGRE, 1)], [0, 1]),
    "without ids, by likeness, wherever it stands": ([(FRAVÆR, 0), (LENGRE, 0)], [2, 1]),
    "an emptied goal cell leaves the row what it is": ([(None, 2)], [2]),
    "an id that nobody knows is none": ([(LENGRE, 7)], [1]),
}  # fmt: skip


@pytest.mark.parametrize("what", VED_SIDEN)
def test_which_agreement_a_row_is(what):
    rows, expected = VED_SIDEN[what]
    avtaler = løpende_avtaler([oppsummering(2014, mål=[{"mål": LESE}, {"mål": FRAVÆR}])])
    rader = [
        Rad(Avtale(mål=mål, status="i gang"), f"gol-2014-{number}" if number else "")
        for mål, number in rows
    ]
    treff = gjenkjenn(rader, avtaler, avtaler)
    assert [1 + avtaler.index(one.avtale) if one.avtale else 0 for one in treff] == expected


def test_one_that_was_over_before_the_form_is_known_by_its_id_alone():
    avtaler = løpende_avtaler([oppsummering(2014, mål=[{"mål": LESE, "status": "nådd"}])])
    assert gjenkjenn([Rad(Avtale(mål=LESE), "gol-2014-1")], avtaler, [])[0].avtale == avtaler[0]
    assert gjenkjenn([Rad(Avtale(mål=LESE))], avtaler, [])[0].avtale is None


# --- from year to year ------------------------------------------------------------------------------

_MÅL = st.sampled_from([mål for mål in ULIKE if mål != LESE])
_FLERE_MÅL = st.lists(_MÅL, min_size=1, max_size=5, unique=True)


@st.composite
def _skjema(draw):
    """Goals, and the rows of next year's form: their number (0: none) and words, in any order."""
    mål = draw(_FLERE_MÅL)
    rader = []
    for number in draw(st.permutations(range(len(mål)))):
        word = draw(st.sampled_from(mål[number].split()))
        changed = draw(
            st.sampled_from([word, word + "e", word[:-1], f"{word} {word}", "og " + word])
        )
        text = " ".join(mål[number].replace(word, changed, 1).split())
        rader.append((number + 1, text))
    if draw(st.booleans()):
        rader.insert(draw(st.integers(0, len(rader))), (0, LESE))
    return mål, rader, draw(st.booleans())


@given(_skjema())
def test_corrected_and_moved_each_agreement_is_there_once_next_year(skjema):
    mål, rader, keeps_ids = skjema
    første = oppsummering(2014, mål=[{"mål": one} for one in mål])
    neste = oppsummering(2015, avtaler=[{"mål": text, "status": "i gang"} for _, text in rader])
    noterte = [f"gol-2014-{number}" if number and keeps_ids else "" for number, _ in rader]
    ider = finn_ider(neste, noterte, Tidligere.av([første]), None, "skjema.docx")
    merkede = [
        row.model_copy(update={"id": id_})
        for row, id_ in zip(neste.avtaler, ider.avtaler, strict=True)
    ]
    neste = neste.model_copy(update={"avtaler": tuple(merkede)})
    videre = løpende_avtaler([første, neste])
    assert {item.mål.mål for item in videre} == {text for _, text in rader}
    assert len(videre) == len(rader)
    assert len({item.id for item in videre}) == len(rader)
    assert {item.runde for item in videre if item.mål.mål != LESE} == {2014}
    assert all(item.status == "i gang" for item in videre)


def test_a_summary_from_before_there_were_ids_goes_on_by_its_words():
    summaries = [
        oppsummering(2014, mål=[{"mål": LESE}, {"mål": FRAVÆR}]),
        oppsummering(2015, avtaler=[{"mål": FRAVÆR, "status": "nådd"}], mål=[{"mål": SPRÅK}]),
    ]
    assert [(item.id, item.status) for item in løpende_avtaler(summaries)] == [
        ("gol-2014-1", None), ("gol-2014-2", "nådd"), ("gol-2015-1", None),
    ]  # fmt: skip


def test_what_is_not_said_anew_of_a_goal_agreed_once_more_still_holds():
    første = {"mål": LESE, "tiltak": "Økter", "støtte": "Kurs", "kjennetegn": "Lange bøker"}
    summaries = [
        oppsummering(2014, mål=[{**første, "ansvarlig": "rektor", "frist": "1. mars 2015"}]),
        oppsummering(
            2015,
            avtaler=[{"mål": LESE, "status": "i gang", "kommentar": "Godt i gang"}],
            mål=[{"mål": LESE, "frist": "1. mars 2016", "støtte": "Penger"}],
        ),
    ]
    [avtale] = løpende_avtaler(summaries)
    assert (avtale.runde, avtale.status, avtale.kommentar) == (2015, "i gang", "Godt i gang")
    mål = avtale.mål
    assert (mål.tiltak, mål.kjennetegn, mål.støtte) == ("Økter", "Lange bøker", "Penger")
    assert (mål.ansvarlig, mål.frist.kort) == ("rektor", "1. mars 2016")


def test_an_id_set_by_hand_says_which_agreement_it_is():
    summaries = [
        oppsummering(2014, mål=[{"mål": LESE}, {"id": "gol-2014-9", "mål": FRAVÆR}]),
        oppsummering(
            2015, avtaler=[{"id": "gol-2014-9", "mål": "Elevene møter", "status": "nådd"}]
        ),
        oppsummering(2016, mål=[{"id": "gol-2014-1", "mål": "Noe mer om lesing"}]),
    ]
    videre = løpende_avtaler(summaries)
    assert [(item.runde, item.id, item.mål.mål) for item in videre] == [
        (2014, "gol-2014-9", "Elevene møter"), (2016, "gol-2014-1", "Noe mer om lesing"),
    ]  # fmt: skip


def test_two_rows_of_a_file_can_not_be_one_agreement(prosjekt, dialog):
    skriv(prosjekt, 2014, "mål:\n  - id: gol-2014-1\n    mål: a\n  - id: gol-2014-1\n    mål: b\n")
    ran = dialog("avtaler")
    assert ran.kode == 1
    assert "gol.yaml:4:3: mål: Punkt 1 og 2 har samme id, «gol-2014-1»." in ran.feil


# --- the form ---------------------------------------------------------------------------------------


def skriv(prosjekt, runde, text):
    path = prosjekt / f"data/oppsummeringer/{runde}/gol.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"skole: gol\nrunde: {runde}\n{text}", "utf-8")


def lest(prosjekt):
    path = prosjekt / "data/oppsummeringer/2015/gol.yaml"
    return yaml_reader.parse(path.read_text("utf-8"), "").data


@pytest.fixture
def skjema(prosjekt, dialog):
    """The form of 2015 with two goals from 2014."""
    skriv(prosjekt, 2014, f"mål:\n  - mål: {LESE}\n  - mål: {FRAVÆR}\n")
    assert dialog("generer", "--skole", "gol", "--dokument", "oppsummering").kode == 0
    return prosjekt / "ut/2015/oppsummering-2015-gol.docx"


def sett(root, number, text):
    sett_innhold(kontroll(root, "avtale.mål", number), f"<w:r><w:t>{text}</w:t></w:r>")


def rett(root):
    sett(root, 0, LENGRE)


def flytt_og_rett(root):
    rett(root)
    cards = [kortet(sdt) for sdt in kontroller(root, "avtale.mål")]
    cards[1].addnext(cards[0])


def kopier_og_rett(root):
    """The plus sign at the last card, or a card copied and pasted: with its bookmarks."""
    item = kortet(kontroll(root, "avtale.mål"))
    item.addnext(deepcopy(item))
    rett(root)
    sett(root, 1, SPRÅK)


def kopier_i_libreoffice(root):
    """A card copied and pasted in LibreOffice, as 7.4 names its bookmarks."""
    kopier_og_rett(root)
    copy = kortet(kontroll(root, "avtale.mål", 1))
    for mark in copy.iter(w("bookmarkStart")):
        mark.set(w("name"), f"{mark.get(w('name'))}_Copy_1")


def slett_bokmerkene(root):
    rett(root)
    for tag in ("bookmarkStart", "bookmarkEnd"):
        for mark in list(root.iter(w(tag))):
            mark.getparent().remove(mark)


MED_ID = [
    (rett, [("gol-2014-1", LENGRE), ("gol-2014-2", FRAVÆR)]),
    (flytt_og_rett, [("gol-2014-2", FRAVÆR), ("gol-2014-1", LENGRE)]),
    (kopier_og_rett, [("gol-2014-1", LENGRE), ("gol-2015-1", SPRÅK), ("gol-2014-2", FRAVÆR)]),
]
MED_ID.append((kopier_i_libreoffice, MED_ID[-1][1]))


@pytest.mark.parametrize(("change", "expected"), MED_ID)
def test_a_form_carries_its_agreements_ids(skjema, prosjekt, dialog, change, expected):
    for damage in (lambda data: data, uten_kontroller):
        skjema.write_bytes(damage(endret(skjema.read_bytes(), change)))
        ran = dialog("oppsummering", "les", skjema, "--overskriv")
        assert ran.kode == 0
        assert [(row["id"], row["mål"]) for row in lest(prosjekt)["avtaler"]] == expected
        assert f"Målet «{LENGRE}» er en rettelse av «{LESE}» fra 2014." in ran.feil
        assert "advarsel" not in ran.feil
        (prosjekt / "data/oppsummeringer/2015/gol.yaml").unlink()
        change = tøm_ikke  # the form is changed already


def tøm_ikke(root):
    """Nothing more."""


UTEN_ID = [
    lambda data: endret(data, slett_bokmerkene),
    lambda data: uten_egenskaper(endret(data, rett)),
]


@pytest.mark.parametrize("damage", UTEN_ID)
def test_without_them_a_corrected_goal_is_known_by_likeness_and_that_is_told(
    skjema, prosjekt, dialog, damage
):
    skjema.write_bytes(damage(skjema.read_bytes()))
    ran = dialog("oppsummering", "les", skjema)
    assert ran.kode == 0
    assert [row["id"] for row in lest(prosjekt)["avtaler"]] == ["gol-2014-1", "gol-2014-2"]
    told = " ".join(ran.feil.split())
    assert f"Målet «{LENGRE}» er lest som en rettelse av «{LESE}» fra 2014. Er det et annet" in told
    # What the reader of the message then does holds, also when the form is read again.
    path = prosjekt / "data/oppsummeringer/2015/gol.yaml"
    bytt(path, "  - id: gol-2014-1\n    mål", "  - mål")
    before = path.read_bytes()
    ran = dialog("oppsummering", "les", skjema)
    assert (ran.kode, path.read_bytes(), "rettelse" in ran.feil) == (0, before, False)
    rows = dialog("avtaler", "--format", "json").ut
    assert f'"mål": "{LESE}"' in rows
    assert f'"mål": "{LENGRE}"' in rows


def test_another_goal_in_an_agreements_row_is_a_new_one_and_that_is_told(skjema, prosjekt, dialog):
    skjema.write_bytes(endret(skjema.read_bytes(), lambda root: sett(root, 0, SPRÅK)))
    ran = dialog("oppsummering", "les", skjema)
    assert [row["id"] for row in lest(prosjekt)["avtaler"]] == ["gol-2015-1", "gol-2014-2"]
    told = " ".join(ran.feil.split())
    assert f"«{SPRÅK}» står i raden til «{LESE}» fra 2014, men ligner ikke på det." in told
    assert "skriv «id: gol-2014-1» ved det" in told
    # What the reader of the message then does holds, also when the form is read again.
    path = prosjekt / "data/oppsummeringer/2015/gol.yaml"
    path.write_text(path.read_text("utf-8").replace("id: gol-2015-1", "id: gol-2014-1"), "utf-8")
    before = i_mappen(prosjekt / "data/oppsummeringer")
    ran = dialog("oppsummering", "les", skjema)
    assert (ran.kode, i_mappen(prosjekt / "data/oppsummeringer")) == (0, before)
    assert "men ligner ikke" not in ran.feil


def _lært(root):
    sett_innhold(kontroll(root, "oppsummering.lært"), "<w:r><w:t>Små grep</w:t></w:r>")


def test_a_form_read_before_there_were_ids_is_unchanged_by_them(skjema, prosjekt, dialog):
    lært = "lært: Små grep\n"
    skjema.write_bytes(endret(skjema.read_bytes(), _lært))
    skriv(prosjekt, 2015, f"avtaler:\n  - mål: {LESE}\n  - mål: {FRAVÆR}\n{lært}")
    before = i_mappen(prosjekt / "data/oppsummeringer")
    ran = dialog("oppsummering", "les", skjema)
    assert (ran.kode, i_mappen(prosjekt / "data/oppsummeringer")) == (0, before)
    assert ran.feil.startswith("uendret ")
    # A correction that was read as a goal of its own is something else.
    skriv(prosjekt, 2015, f"avtaler:\n  - mål: {LENGRE}\n  - mål: {FRAVÆR}\n{lært}")
    skjema.write_bytes(endret(skjema.read_bytes(), rett))
    assert dialog("oppsummering", "les", skjema).kode == 1


def _mål(*texts):
    def change(root):
        for number, text in enumerate(texts):
            sett_innhold(kontroll(root, "mål.mål", number), f"<w:r><w:t>{text}</w:t></w:r>")

    return change


def test_goals_keep_their_ids_when_the_form_is_read_once_more(skjema, prosjekt, dialog):
    tomt = skjema.read_bytes()
    skjema.write_bytes(endret(tomt, _mål("Styrke lesing", "Flere praksisplasser")))
    assert dialog("oppsummering", "les", skjema).kode == 0
    skjema.write_bytes(endret(tomt, _mål(SPRÅK, "Flere gode praksisplasser", "Styrke lesing")))
    assert dialog("oppsummering", "les", skjema, "--overskriv").kode == 0
    assert [row["id"] for row in lest(prosjekt)["mål"]] == [
        "gol-2015-3",
        "gol-2015-2",
        "gol-2015-1",
    ]


def test_no_two_goals_of_a_form_that_is_read_again_get_one_id(skjema, prosjekt, dialog):
    tomt = skjema.read_bytes()
    for goals in ([LESE], [LENGRE, LESE]):
        skjema.write_bytes(endret(tomt, _mål(*goals)))
        assert dialog("oppsummering", "les", skjema, "--overskriv").kode == 0
    assert [row["id"] for row in lest(prosjekt)["mål"]] == ["gol-2015-1", "gol-2014-1"]


def test_a_goal_agreed_once_more_when_it_was_reached_is_a_new_one(skjema, prosjekt, dialog):
    def change(root):
        status = kontroll(root, "avtale.status")
        sett_innhold(status, "<w:r><w:t>nådd</w:t></w:r>")
        sett_innhold(kontroll(root, "mål.mål"), f"<w:r><w:t>{LESE}</w:t></w:r>")

    skjema.write_bytes(endret(skjema.read_bytes(), change))
    assert dialog("oppsummering", "les", skjema).kode == 0
    assert lest(prosjekt)["mål"] == [{"id": "gol-2015-1", "mål": LESE}]


def test_a_goal_agreed_once_more_while_it_is_open_is_the_same_agreement(skjema, prosjekt, dialog):
    def change(root):
        rett(root)
        sett_innhold(kontroll(root, "mål.mål"), f"<w:r><w:t>{LENGRE}</w:t></w:r>")

    skjema.write_bytes(endret(skjema.read_bytes(), change))
    assert dialog("oppsummering", "les", skjema).kode == 0
    assert lest(prosjekt)["mål"] == [{"id": "gol-2014-1", "mål": LENGRE}]


@pytest.mark.treg
@pytest.mark.parametrize("how", libreoffice.MÅTER)
def test_a_form_filled_in_in_libreoffice_carries_its_agreements_ids(skjema, prosjekt, dialog, how):
    if not libreoffice.finnes():
        pytest.skip("LibreOffice or a Python with uno is missing")
    with libreoffice.Kontor() as kontor:
        rows = {(1, 0, 2): LENGRE, (3, 0, 2): SPRÅK}  # a table for each goal, its text in column 2
        kontor.fyll(skjema, prosjekt / "ut.docx", rows, måte=how)
    ran = dialog("oppsummering", "les", "ut.docx")
    assert [(row["id"], row["mål"]) for row in lest(prosjekt)["avtaler"]] == [
        ("gol-2014-1", LENGRE), ("gol-2014-2", FRAVÆR),
    ]  # fmt: skip
    assert lest(prosjekt)["mål"] == [{"id": "gol-2015-1", "mål": SPRÅK}]
    assert f"Målet «{LENGRE}» er en rettelse av «{LESE}» fra 2014." in ran.feil


# --- what comes along into the next dialoggrunnlag -------------------------------------------------

STØTTE = (
    "støtte: |-\n  Kurs for lærerne.\n  Vi savnet veiledning.\nneste_kontakt: Telefon i uke 6\n"
)
FULLT_MÅL = f"mål:\n  - mål: {LESE}\n    tiltak: Økter\n    kjennetegn: Lengre bøker velges\n"


@pytest.mark.parametrize(
    ("skole", "told"),
    [
        (
            "rosthaug",
            ["Kjennetegn på måloppnåelse: Lengre bøker velges",
             "Støtten skolen hadde fått fra skoleeier: Kurs for lærerne.",
             "Avtalt kontakt etter dialogen: Telefon i uke 6"],
        ),
        (
            "gol",
            ["Kjenneteikn på at målet er nådd: Lengre bøker velges",
             "Støtta skulen hadde fått frå skuleeigar: Kurs for lærerne.",
             "Avtalt kontakt etter dialogen: Telefon i uke 6"],
        ),
    ],
)  # fmt: skip
def test_the_next_dialogue_is_told_what_shows_success_the_support_and_the_contact(
    prosjekt, dialog, skole, told
):
    if skole == "gol":
        bytt(
            prosjekt / "data/skoler.yaml",
            "    navn: Gol vidaregåande skule\n",
            "    navn: Gol vidaregåande skule\n    målform: nynorsk\n",
        )
    path = prosjekt / f"data/oppsummeringer/2014/{skole}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(f"skole: {skole}\nrunde: 2014\n{STØTTE}{FULLT_MÅL}", "utf-8")
    assert dialog("generer", "--skole", skole).kode == 0
    text = tekst(prosjekt / f"ut/2015/dialoggrunnlag-2015-{skole}.docx")
    assert [line for line in told if line not in text] == []
    assert "Vi savnet veiledning." in text
    # Without goals there is no table, and without all of it no section.
    for content, count in ((STØTTE, 2), ("oppnådd: mye\n", 1)):
        path.write_text(f"skole: {skole}\nrunde: 2014\n{content}", "utf-8")
        assert dialog("generer", "--skole", skole).kode == 0
        lines = linjer(prosjekt / f"ut/2015/dialoggrunnlag-2015-{skole}.docx")
        assert sum(line.startswith("Oppsummering fr") for line in lines) == count
        assert not any("eldre mål som" in line for line in lines)


# --- what a card shows, and what the next round is told ------------------------------------------


KORT = f"mål:\n  - mål: {LESE}\n    tiltak: Leseøkter\n    støtte: Kurs\n  - mål: {FRAVÆR}\n"


def les_kortet(prosjekt, dialog, felt):
    """The agreements of 2015 after a form with all that 2014 agreed is filled in and read."""
    skriv(prosjekt, 2014, KORT)
    assert dialog("generer", "--skole", "gol", "--dokument", "oppsummering").kode == 0
    skjema = prosjekt / "ut/2015/oppsummering-2015-gol.docx"
    skjema.write_bytes(fylt_i(felt, skjema.read_bytes()))
    assert dialog("oppsummering", "les", skjema).kode == 0
    return lest(prosjekt)


def test_what_a_card_only_shows_is_not_written_again(prosjekt, dialog):
    read = les_kortet(prosjekt, dialog, {("avtale.status", 0): "i gang"})
    assert read["avtaler"] == [
        {"id": "gol-2014-1", "mål": LESE, "status": "i gang"},
        {"id": "gol-2014-2", "mål": FRAVÆR},
    ]


def test_what_is_corrected_on_a_card_holds_from_then_on_and_the_rest_as_before(prosjekt, dialog):
    felt = {
        ("avtale.tiltak", 0): "Leseøkter i alle fag",
        ("oppsummering.neste_dialog", 0): "1.11.2016",
    }
    read = les_kortet(prosjekt, dialog, felt)
    assert read["avtaler"][0] == {
        "id": "gol-2014-1", "mål": LESE, "tiltak": "Leseøkter i alle fag",
    }  # fmt: skip
    assert read["neste_dialog"] == "1. november 2016"
    # the form as it was read shows what it began with
    assert (
        dialog("generer", "--skole", "gol", "--dokument", "oppsummering", "--overskriv").kode == 0
    )
    shown = []
    data = (prosjekt / "ut/2015/oppsummering-2015-gol.docx").read_bytes()
    endret(data, lambda root: shown.extend(root.itertext(w("t"))))
    text = "".join(shown).replace("\u00a0", " ")
    assert "Mål avtalt i 2014" in text
    assert "Leseøkter i alle fag" in text
    assert "Kurs" in text
    assert "tirsdag 1. november 2016" in text


@pytest.mark.parametrize(
    ("neste", "sagt"),
    [
        ("1. november 2016", ""),
        ("3. november 2015", "Neste dialog, 3. november 2015, er ikke etter dialogen"),
        ("til høsten", "Datoen for neste dialog er ikke kjent: «til høsten» er ikke en dato."),
        (
            "31. februar 2016",
            "ikke kjent: datoen «31. februar 2016» finnes ikke. Februar 2016 har 29",
        ),
    ],
)
def test_a_next_dialogue_that_cannot_be_is_told_by_its_place(prosjekt, dialog, neste, sagt):
    skriv(prosjekt, 2015, f"dato: 3. november 2015\nlært: Mye\nneste_dialog: {neste}\n")
    told = [line for line in dialog("sjekk").feil.splitlines() if "[neste-dialog]" in line]
    assert len(told) == bool(sagt)
    for line in told:
        assert line.startswith("advarsel: data/oppsummeringer/2015/gol.yaml:5:15: ")
        assert sagt in line
