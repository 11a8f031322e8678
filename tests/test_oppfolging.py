"""From one dialogue to the next, as an adviser does it: forms, summaries, agreements, new rounds."""

from __future__ import annotations

import json
import os
import shutil

import pytest
from hjelp import REPO, bytt, i_mappen, les_csv, sett_dialog, tekst
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from libreoffice import Kontor
from skjema_hjelp import (
    endret,
    fylt_av_motoren,
    ingen_ledetekst,
    lest,
    oppsummeringer,
    som_felt,
    tomt,
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


def test_two_forms_for_the_same_dialogue_are_not_both_right(prosjekt, dialog):
    first, second = (fylt(prosjekt / f"{name}.docx", lært=name) for name in "ab")
    ran = dialog("oppsummering", "les", first, second)
    assert ran.kode == 1
    assert "er også oppsummeringen for gol i 2015" in ran.feil
    assert innhold(fil(prosjekt))["lært"] == "a"


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


ORD = st.sampled_from(
    ["Små grep", "«godt»", "95 % & mer", "<b>", "å lese", "Vg1", "1. mars", "– ja –", "på nytt"]
)
LINJE = st.lists(ORD, min_size=1, max_size=3).map(" ".join)
LINJER = st.lists(LINJE, min_size=1, max_size=3).map("\n".join)


def rader(**columns):
    return st.lists(
        st.fixed_dictionaries({"mål": LINJER}, optional=columns), min_size=1, max_size=4
    )


TASTEDE = st.fixed_dictionaries(
    {"lært": LINJER},
    optional={
        "dato": st.just("tirsdag 3. november 2015"),
        "til_stede": st.lists(LINJE, min_size=1, max_size=3),
        "oppnådd": LINJER,
        "støtte": LINJER,
        "eksempel": LINJER,
        "uten_elevnavn": st.just("ja"),
        "avtaler": rader(ansvarlig=LINJE, status=st.sampled_from(["nådd", "i gang"])),
        "mål": rader(tiltak=LINJER, ansvarlig=LINJE, frist=st.just("1. mars 2016"), støtte=LINJER),
        "evaluering": st.fixed_dictionaries({"bra": LINJER}),
    },
)


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


# --- three rounds ---------------------------------------------------------------------------------


@pytest.mark.treg
def test_three_rounds_in_a_row_with_nothing_typed_twice_and_nothing_lost(prosjekt, dialog):
    runder = prosjekt / "data/runder"
    shutil.move(runder / "2015.yaml", runder / "2014.yaml")
    bytt(runder / "2014.yaml", "\når: 2015", "\når: 2014")
    bytt(runder / "2014.yaml", "Utviklingsdialoger 2015", "Utviklingsdialoger 2014")

    # 2014: nothing is known; two goals are agreed.
    assert dialog("generer", *GOL, "--alle-dokumenter").kode == 0
    grunnlag = prosjekt / "ut/2014/dialoggrunnlag-2014-gol.docx"
    assert tekst(grunnlag).count("Oppsummering fra forrige dialog") == 1
    fyll_ut(prosjekt, 2014, mål=[LESE, FRAVÆR])
    assert dialog("oppsummering", "les", "ut/2014").kode == 0

    # 2015: both stand in the document and in the form; one is reached, a third is agreed.
    assert dialog("runde", "ny", "2015").kode == 0
    assert dialog("generer", "--alle", "--alle-dokumenter").kode == 0
    text = tekst(prosjekt / "ut/2015/dialoggrunnlag-2015-gol.docx")
    assert "avtalt i utviklingsdialogen 2014," in text
    for goal in (LESE, FRAVÆR):
        for value in goal.values():
            if value != goal.get("kjennetegn"):
                assert value in text
    avtaler = nytt_skjema(prosjekt)["avtaler"]
    assert avtaler == [
        {"mål": "Flere leser lange tekster", "ansvarlig": "rektor", "frist": "1. mars 2015"},
        {"mål": "Lavere fravær", "ansvarlig": "rådgiver", "frist": "før jul"},
    ]
    told = [
        {**avtaler[0], "status": "nådd", "kommentar": "Godt arbeid"},
        {**avtaler[1], "status": "i gang"},
    ]
    fyll_ut(prosjekt, 2015, avtaler=told, mål=[SPRÅK])
    assert dialog("oppsummering", "les", "ut/2015/oppsummering-2015-gol.docx").kode == 0

    # 2016: what is reached is over, what goes on and what is new stand there.
    assert dialog("runde", "ny", "2016").kode == 0
    assert dialog("generer", "--alle", "--alle-dokumenter").kode == 0
    text = tekst(prosjekt / "ut/2016/dialoggrunnlag-2016-gol.docx")
    assert "utviklingsdialogen 2015," in text
    assert "Lavere fravær (avtalt i 2014)" in text
    assert "Flere leser lange tekster" not in text
    for value in ("Lavere fravær", "i gang", "Samtale etter første dag", SPRÅK["mål"]):
        assert value in text
    assert "Utviklingsdialoger 2016" in text

    # Over all rounds nothing is lost.
    rows = json.loads(dialog("avtaler", "--format", "json").ut)
    assert [(row["runde"], row["mål"], row["status"]) for row in rows] == [
        (2014, "Flere leser lange tekster", "nådd"),
        (2014, "Lavere fravær", "i gang"),
        (2015, SPRÅK["mål"], None),
    ]
    assert rows[0]["kjennetegn"] == LESE["kjennetegn"]
    assert rows[1]["støtte"] == FRAVÆR["støtte"]


LESE = {
    "mål": "Flere leser lange tekster",
    "tiltak": "Felles leseøkter",
    "ansvarlig": "rektor",
    "frist": "1. mars 2015",
    "kjennetegn": "Elevene velger selv lengre tekster",
    "støtte": "Kurs for lærerne",
}
FRAVÆR = {
    "mål": "Lavere fravær",
    "tiltak": "Samtale etter første dag",
    "ansvarlig": "rådgiver",
    "frist": "før jul",
    "støtte": "Veiledning",
}
SPRÅK = {"mål": "Felles vurderingsspråk", "ansvarlig": "avdelingsleder", "frist": "1. juni 2016"}


def fyll_ut(prosjekt, runde, **more):
    """The school fills in the form of a round."""
    path = prosjekt / f"ut/{runde}/oppsummering-{runde}-gol.docx"
    assert path.is_file()
    path.write_bytes(fylt_av_motoren(oppsummering(runde, **more)))


def test_the_form_of_a_round_that_is_read_back_is_filled_with_it(prosjekt, dialog):
    dialog("oppsummering", "les", fylt(prosjekt / "a.docx", lært="Små grep", mål=[SPRÅK]))
    assert dialog("generer", *GOL, *SKJEMA).kode == 0
    assert nytt_skjema(prosjekt) == innhold(fil(prosjekt))


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
        ((), ["Lese", "Fravær", "Språk"]),
        (("--skole", "ÅL vgs."), ["Språk"]),
        (("--skole", "ål", "--skole", "gol"), ["Lese", "Fravær", "Språk"]),
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
    assert rows[1]["frist"] == "før jul"
    assert rows[0].keys() == json.loads(dialog("avtaler", "--format", "json").ut)[0].keys()


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
    assert f"{warned}4:5: mål[1]: Målet mangler «ansvarlig»." in ran.feil
    assert f"{warned}5:12: mål[1].frist: «31. februar 2016» er ikke en dato" in ran.feil


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_is_no_form(prosjekt, dialog):
    os.mkfifo(prosjekt / "a.docx")
    ran = dialog("oppsummering", "les", "a.docx")
    assert (ran.kode, ran.ut) == (1, "")
    assert "vanlig fil" in ran.feil


def test_a_document_as_text_shows_the_tags_of_its_controls(dialog):
    text = dialog("tekst", REPO / "maler/oppsummering.docx").ut
    assert "[{{ oppsummering.lært }}] Skriv hva vi har lært" in text
    assert "[{% for mål in oppsummering.mål %}] | [{{ mål.mål }}] Skriv målet |" in text
