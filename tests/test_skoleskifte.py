"""Schools that close, merge, split or change their id: the past stays, the agreements follow."""

from __future__ import annotations

import json

import pytest
from hjelp import bytt, i_mappen, tekst
from hypothesis import given
from hypothesis import strategies as st
from skjema_hjelp import (
    endret,
    fylt_av_motoren,
    kontroll,
    kontroller,
    lest,
    med,
    p,
    sett_innhold,
    uten_egenskaper,
    w,
)

from dialoggrunnlag.dokumenter.kjede import prepare
from dialoggrunnlag.errors import DialogError
from dialoggrunnlag.kontroller.kontroll import Data
from dialoggrunnlag.kontroller.register import advarsler
from dialoggrunnlag.model.arv import Arv
from dialoggrunnlag.model.arvede_avtaler import arvede_avtaler
from dialoggrunnlag.model.oppsummering import Oppsummering, løpende_avtaler
from dialoggrunnlag.model.skole import Skole
from dialoggrunnlag.reading import yaml_reader
from dialoggrunnlag.reading.datafiler import Datafiler
from dialoggrunnlag.reading.project import Project
from dialoggrunnlag.runden.ny_runde import ny_runde
from dialoggrunnlag.runden.skoleskifte import Skifte

SKOLER, RUNDE = "data/skoler.yaml", "data/runder/2015.yaml"
LIER = "  lier:\n    navn: Lier videregående skole\n    kortnavn: Lier vgs.\n    kommune: Lier\n"


def skriv(prosjekt, skole, runde, *mål, avtaler=""):
    """A summary with goals, each with an owner and a deadline."""
    path = prosjekt / f"data/oppsummeringer/{runde}/{skole}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    rader = "".join(f"  - {{mål: {m}, ansvarlig: rektor, frist: 1. mars 2018}}\n" for m in mål)
    path.write_text(f"skole: {skole}\nrunde: {runde}\n{avtaler}mål:\n{rader}", "utf-8")


def skole(prosjekt, skole_id, *lines):
    """Add lines to a school's entry."""
    entry = "".join(f"    {line}\n" for line in lines)
    bytt(prosjekt / SKOLER, f"\n  {skole_id}:\n", f"\n  {skole_id}:\n{entry}")


def ny_skole(prosjekt, skole_id, *lines):
    """Add a school at the top of the file."""
    entry = "".join(f"    {line}\n" for line in lines)
    bytt(prosjekt / SKOLER, "\nskoler:\n", f"\nskoler:\n  {skole_id}:\n{entry}\n")


def navngitt(navn):
    return f"navn: {navn} videregående skole", f"kortnavn: {navn} vgs."


def feil(prosjekt, år=2015):
    try:
        files = Datafiler(Project(prosjekt), år)
    except DialogError as error:
        return list(map(str, error.problems))
    return list(map(str, [*files.shared, *files.faults()]))


def avtaler(dialog, *valg):
    kjøring = dialog("avtaler", "--format", "json", *valg)
    assert kjøring.kode == 0, kjøring.feil
    rader = json.loads(kjøring.ut)
    return [(rad["skole"], rad["mål"], rad["avtalt_ved"]) for rad in rader]


def dokument(prosjekt, dialog, skole_id, år):
    kjøring = dialog("generer", "--skole", skole_id, "--runde", år)
    assert kjøring.kode == 0, kjøring.feil
    return tekst(prosjekt / f"ut/{år}/dialoggrunnlag-{år}-{skole_id}.docx")


# --- a school that is closed, and one that takes over -----------------------------------------


@pytest.fixture
def slått_sammen(prosjekt, dialog):
    """Lier closes in 2016 and goes into Røyken; both have agreed something in 2015."""
    skriv(prosjekt, "lier", 2014, "Lese lange tekster")
    skriv(prosjekt, "lier", 2015, "Skrive korte tekster", "Regne mer")
    skriv(prosjekt, "røyken", 2015, "Regne mer")
    assert dialog("generer", "--alle", "--alle-dokumenter").kode == 0
    skole(prosjekt, "lier", "nedlagt: 2016")
    skole(prosjekt, "røyken", "tidligere: [lier]")
    return prosjekt


def test_the_past_is_as_it_was(slått_sammen, dialog):
    før = i_mappen(slått_sammen / "ut")
    assert dialog("runde", "ny", "2016").kode == 0
    status = dialog("status", "--runde", "2015", "--krev-fersk", "--dokument", "dialoggrunnlag")
    assert status.kode == 0
    kjøring = dialog("generer", "--alle", "--alle-dokumenter", "--runde", "2015")
    assert kjøring.kode == 0
    assert i_mappen(slått_sammen / "ut") == før
    assert dialog("sjekk", "--runde", "2015", "--streng").kode == 0


def test_a_new_round_leaves_the_closed_school_out_and_says_so(slått_sammen, dialog):
    kjøring = dialog("runde", "ny", "2016")
    assert "Lier vgs. er nedlagt fra 2016 og er ikke tatt med." in kjøring.feil
    assert "Røyken vgs. får avtalene derfra." in kjøring.feil
    runde = (slått_sammen / "data/runder/2016.yaml").read_text("utf-8")
    assert "\n  lier:" not in runde
    assert "\n  røyken:" in runde
    assert dialog("sjekk", "--streng").kode == 0
    assert dialog("generer", "--alle").kode == 0
    assert not (slått_sammen / "ut/2016/dialoggrunnlag-2016-lier.docx").exists()


def test_its_agreements_follow_to_who_takes_over_and_are_marked(slått_sammen, dialog):
    assert dialog("runde", "ny", "2016").kode == 0
    text = dokument(slått_sammen, dialog, "røyken", 2016)
    assert "Skrive korte tekster (avtalt ved Lier vgs.)" in text
    assert "Lese lange tekster (avtalt i 2014) (avtalt ved Lier vgs.)" in text
    assert text.count("Regne mer") == 2
    assert text.count("Regne mer (avtalt ved Lier vgs.)") == 1
    assert "Lier" not in dokument(slått_sammen, dialog, "røyken", 2015)
    dialog("generer", "--skole", "røyken", "--dokument", "oppsummering")
    skjema = lest((slått_sammen / "ut/2016/oppsummering-2016-røyken.docx").read_bytes()).data
    rader = [(rad["mål"], rad.get("kommentar")) for rad in skjema["avtaler"]]
    assert sorted(rader, key=str) == [
        ("Lese lange tekster", "Avtalt ved Lier vgs."),
        ("Regne mer", "Avtalt ved Lier vgs."),
        ("Regne mer", None),
        ("Skrive korte tekster", "Avtalt ved Lier vgs."),
    ]


def test_dialog_avtaler_lists_them_once_with_whose_they_were(slått_sammen, dialog):
    skole_og_mål = [
        ("røyken", "Lese lange tekster", "lier"),
        ("røyken", "Skrive korte tekster", "lier"),
        ("røyken", "Regne mer", "lier"),
        ("røyken", "Regne mer", None),
    ]
    alle = avtaler(dialog)  # the newest round is 2015: the school is not closed yet
    assert [rad[0] for rad in alle] == ["lier", "lier", "lier", "røyken"]
    dialog("runde", "ny", "2016")
    assert sorted(avtaler(dialog), key=str) == sorted(skole_og_mål, key=str)
    assert sorted(avtaler(dialog, "--skole", "lier"), key=str) == sorted(skole_og_mål[:3], key=str)
    assert len(avtaler(dialog, "--skole", "Røyken vgs.")) == 4
    tabell = dialog("avtaler").ut
    assert "Skrive korte tekster (avtalt ved Lier vgs.)" in tabell


def test_what_becomes_of_them_is_told_in_the_new_schools_summary(slått_sammen, dialog):
    dialog("runde", "ny", "2016")
    meldt = (
        "avtaler:\n"
        "  - {mål: Skrive korte tekster, status: nådd, kommentar: Avtalt ved Lier vgs.}\n"
        "  - {mål: Regne mer, status: i gang}\n"
    )
    skriv(slått_sammen, "røyken", 2016, "Lytte", avtaler=meldt)
    rader = json.loads(dialog("avtaler", "--format", "json").ut)
    assert len(rader) == 5
    status = {(rad["mål"], rad["avtalt_ved"]): rad["status"] for rad in rader}
    assert status["Skrive korte tekster", "lier"] == "nådd"
    assert status["Lese lange tekster", "lier"] is None
    assert sorted(str(s) for key, s in status.items() if key[0] == "Regne mer") == [
        "None",
        "i gang",
    ]


def test_an_agreement_that_has_followed_is_the_same_with_other_words(slått_sammen, dialog):
    dialog("runde", "ny", "2016")
    dialog("generer", "--skole", "røyken", "--dokument", "oppsummering")
    skjema = slått_sammen / "ut/2016/oppsummering-2016-røyken.docx"

    def rett(root):
        for t in root.iter(w("t")):
            if t.text == "Skrive korte tekster":
                t.text = "Skrive kortere tekster"

    (slått_sammen / "fylt.docx").write_bytes(
        endret(med("oppsummering.lært", p("Små grep virker."), skjema.read_bytes()), rett)
    )
    kjøring = dialog("oppsummering", "les", "fylt.docx")
    assert (kjøring.kode, kjøring.ut) == (0, "data/oppsummeringer/2016/røyken.yaml\n")
    mål = [(rad[0], rad[1], rad[2]) for rad in avtaler(dialog)]
    assert len(mål) == 4
    assert ("røyken", "Skrive kortere tekster", "lier") in mål
    assert "Skrive korte tekster" not in [rad[1] for rad in mål]


def test_a_comment_says_once_whose_an_agreement_was(slått_sammen, dialog):
    dialog("runde", "ny", "2016")
    meldt = "avtaler:\n  - {mål: Skrive korte tekster, kommentar: Avtalt ved Lier vgs. Går bra.}\n"
    skriv(slått_sammen, "røyken", 2016, "Lytte", avtaler=meldt)
    dialog("runde", "ny", "2017")
    dialog("generer", "--skole", "røyken", "--dokument", "oppsummering")
    skjema = lest((slått_sammen / "ut/2017/oppsummering-2017-røyken.docx").read_bytes()).data
    [rad] = [rad for rad in skjema["avtaler"] if rad["mål"] == "Skrive korte tekster"]
    assert rad["kommentar"] == "Avtalt ved Lier vgs. Går bra."


def test_nobody_is_advised_to_delete_a_signed_summary_or_to_add_a_school_out_of_its_time(
    slått_sammen, dialog
):
    dialog("runde", "ny", "2017")
    for år in ("2015", "2017"):
        kjøring = dialog("sjekk", "--runde", år)
        assert "slett" not in kjøring.feil
        assert "[ubrukt]" not in kjøring.feil
        assert "[ukjent-fil]" not in kjøring.feil


def test_a_summary_of_a_school_that_is_gone_is_never_to_be_deleted(slått_sammen, dialog):
    skriv(slått_sammen, "sande", 2012, "Lese")
    kjøring = dialog("sjekk")
    [linje] = [linje for linje in kjøring.feil.splitlines() if "[ukjent-fil]" in linje]
    assert linje.startswith("advarsel: data/oppsummeringer/2012/sande.yaml:")
    assert "slett" not in linje
    assert "«nedlagt»" in linje
    assert "«tidligere»" in linje


def test_what_a_goal_lacks_is_asked_until_it_is_finished_wherever_that_is_told(
    slått_sammen, dialog
):
    path = slått_sammen / "data/oppsummeringer/2015/lier.yaml"
    bytt(
        path, "{mål: Skrive korte tekster, ansvarlig: rektor, frist: 1. mars 2018}", "{mål: Tegne}"
    )
    dialog("runde", "ny", "2016")
    assert dialog("sjekk").feil.count("«Tegne»") == 1
    skriv(slått_sammen, "røyken", 2016, "Lytte", avtaler="avtaler: [{mål: Tegne, status: nådd}]\n")
    assert "Tegne" not in dialog("sjekk").feil


def test_a_closed_school_that_nobody_takes_over_after_keeps_its_agreements(prosjekt, dialog):
    skriv(prosjekt, "lier", 2015, "Regne mer")
    skole(prosjekt, "lier", "nedlagt: 2016")
    kjøring = dialog("runde", "ny", "2016")
    assert "Har en annen tatt over, så skriv id-en under «tidligere» ved den." in kjøring.feil
    assert avtaler(dialog) == [("lier", "Regne mer", None)]
    assert "Lier vgs. (nedlagt)" in dialog("avtaler").ut


def test_two_schools_become_a_new_one(prosjekt, dialog):
    skriv(prosjekt, "lier", 2015, "Lese")
    skriv(prosjekt, "røyken", 2015, "Regne")
    skole(prosjekt, "lier", "nedlagt: 2016")
    skole(prosjekt, "røyken", "nedlagt: 2016")
    ny_skole(
        prosjekt, "fjorden", *navngitt("Fjorden"), "opprettet: 2016", "tidligere: [lier, røyken]"
    )
    assert dialog("sjekk", "--streng").kode == 0  # 2015 has no dialogue with it, and needs none
    kjøring = dialog("runde", "ny", "2016")
    assert "Fjorden vgs. var ikke med i 2015, og er lagt til." in kjøring.feil
    assert avtaler(dialog) == [("fjorden", "Lese", "lier"), ("fjorden", "Regne", "røyken")]
    text = dokument(prosjekt, dialog, "fjorden", 2016)
    assert "Mål som ble avtalt i utviklingsdialogen 2015" in text
    assert "Lese (avtalt ved Lier vgs.)" in text
    assert "Regne (avtalt ved Røyken vgs.)" in text
    assert dialog("sjekk", "--streng").kode == 0


def test_one_school_becomes_two_and_both_get_the_agreements_which_is_told(prosjekt, dialog):
    skriv(prosjekt, "lier", 2015, "Lese")
    skole(prosjekt, "lier", "nedlagt: 2016")
    ny_skole(prosjekt, "nord", *navngitt("Nordre Lier"), "opprettet: 2016", "tidligere: [lier]")
    ny_skole(prosjekt, "sør", *navngitt("Søndre Lier"), "opprettet: 2016", "tidligere: [lier]")
    dialog("runde", "ny", "2016")
    assert avtaler(dialog) == [("sør", "Lese", "lier"), ("nord", "Lese", "lier")]
    kjøring = dialog("avtaler")
    assert kjøring.kode == 0
    melding = "Søndre Lier vgs. og Nordre Lier vgs. får hver for seg avtalene som Lier vgs. hadde."
    assert f"advarsel: data/skoler.yaml:21:5: skoler.nord.tidligere: {melding}" in kjøring.feil
    assert "hver for seg" not in dialog("avtaler", "--skole", "gol").feil


def test_a_school_that_was_split_and_joined_again_has_each_agreement_once(prosjekt, dialog):
    skriv(prosjekt, "lier", 2015, "Lese", "Regne", "Skrive")
    skole(prosjekt, "lier", "nedlagt: 2016")
    nord = (*navngitt("Nordre Lier"), "opprettet: 2016")
    ny_skole(prosjekt, "nord", *nord, "tidligere: [lier, sør]")
    sør = (*navngitt("Søndre Lier"), "opprettet: 2016", "nedlagt: 2017")
    ny_skole(prosjekt, "sør", *sør, "tidligere: [lier]")
    nådd = "avtaler: [{mål: Lese, status: nådd}, {mål: Regne, status: nådd}]\n"
    skriv(prosjekt, "nord", 2016, "Lytte", avtaler=nådd)
    skriv(prosjekt, "sør", 2016, "Se", avtaler="avtaler: [{mål: Lese, status: nådd}]\n")
    assert dialog("runde", "ny", "2017").kode == 0
    kjøring = dialog("avtaler", "--format", "json")
    assert "hver for seg" not in kjøring.feil
    status = {rad["mål"]: (rad["skole"], rad["status"]) for rad in json.loads(kjøring.ut)}
    assert status == {
        "Lese": ("nord", "nådd"), "Regne": ("nord", None), "Skrive": ("nord", None),
        "Lytte": ("nord", None), "Se": ("nord", None),
    }  # fmt: skip
    assert len(json.loads(kjøring.ut)) == len(status)
    kjøring = dialog("generer", "--skole", "nord", "--dokument", "oppsummering")
    skjema = prosjekt / kjøring.ut.strip()
    skjema.write_bytes(med("avtale.status", p("nådd"), skjema.read_bytes()))
    assert dialog("oppsummering", "les", skjema).kode == 0


def test_what_follows_goes_on_when_the_school_that_took_over_is_taken_over_itself():
    navn = {"navn": "N", "kortnavn": "K"}
    arv = Arv({
        "a": Skole.model_validate({**navn, "nedlagt": "2016"}),
        "b": Skole.model_validate({**navn, "nedlagt": "2018", "tidligere": ["a", "gammel"]}),
        "c": Skole.model_validate({**navn, "tidligere": ["b"]}),
    })  # fmt: skip
    oppsummeringer = {"a": [2015], "gammel": [2013], "b": [2015, 2017]}

    def les(id_):
        return [
            Oppsummering.model_validate(
                {"skole": id_, "runde": str(år), "mål": [{"mål": f"{id_} {år}"}]}
            )
            for år in oppsummeringer.get(id_, ())
        ]

    def arvet(år):
        avtaler = løpende_avtaler(les("c"), arvede_avtaler(arv, "c", år, les))
        return [(item.mål.mål, item.skole) for item in avtaler]

    assert arvet(2017) == []
    assert arvet(2018) == [("gammel 2013", "b"), ("b 2015", "b"), ("a 2015", "a"), ("b 2017", "b")]


# --- an id that changes -----------------------------------------------------------------------


@pytest.fixture
def ny_id(prosjekt, dialog):
    """The id lier becomes lierbyen after the round of 2015; so does the name, from 2016."""
    skriv(prosjekt, "lier", 2014, "Lese")
    skriv(prosjekt, "lier", 2015, "Skrive")
    assert dialog("generer", "--alle", "--alle-dokumenter").kode == 0
    bytt(
        prosjekt / SKOLER,
        LIER,
        "  lierbyen:\n    tidligere: [lier]\n"
        "    navn: {2000: Lier videregående skole, 2016: Lierbyen videregående skole}\n"
        "    kortnavn: {2000: Lier vgs., 2016: Lierbyen vgs.}\n    kommune: Lier\n",
    )
    return prosjekt


def test_a_round_knows_the_school_by_the_id_that_it_had_then(ny_id, dialog):
    før = i_mappen(ny_id / "ut")
    kjøring = dialog("generer", "--alle", "--alle-dokumenter")
    assert kjøring.kode == 0
    assert i_mappen(ny_id / "ut") == før
    assert dialog("sjekk", "--streng").kode == 0
    assert "lier " in dialog("skoler").ut
    assert [rad["skole"] for rad in json.loads(dialog("plan", "--format", "json").ut)].count(
        "lier"
    ) == 1


def test_the_new_round_has_the_new_id_and_finds_the_summaries_under_the_old(ny_id, dialog):
    kjøring = dialog("runde", "ny", "2016")
    assert "dialoger.lierbyen: «lier» heter nå «lierbyen»." in kjøring.feil
    text = dokument(ny_id, dialog, "lierbyen", 2016)
    assert "Skrive" in text
    assert "Lese (avtalt i 2014)" in text
    assert "avtalt ved" not in text, "it is the same school"
    assert avtaler(dialog) == [("lierbyen", "Lese", None), ("lierbyen", "Skrive", None)]
    assert avtaler(dialog, "--skole", "lier") == avtaler(dialog, "--skole", "lierbyen")
    assert dialog("sjekk", "--streng").kode == 0


@pytest.mark.parametrize("name", ["lierbyen", "Lierbyen vgs.", "lier", "Lier videregående skole"])
def test_skole_finds_it_by_the_names_and_ids_of_all_years(ny_id, dialog, name):
    dialog("runde", "ny", "2016")
    for år, id_ in (("2015", "lier"), ("2016", "lierbyen")):
        kjøring = dialog("generer", "--skole", name, "--runde", år)
        assert kjøring.ut == f"ut/{år}/dialoggrunnlag-{år}-{id_}.docx\n"
        kortnavn = {"lier": "Lier vgs.", "lierbyen": "Lierbyen vgs."}[id_]
        heter = f"«{name}» heter {kortnavn} i runden {år}.\n"
        is_of_then = name in (id_, kortnavn, kortnavn.replace("vgs.", "videregående skole"))
        for ran in (
            kjøring,
            dialog("plan", "--skole", name, "--runde", år),
            dialog("status", "--skole", name, "--runde", år),
        ):
            assert ran.kode == 0
            assert (heter in ran.feil) is not is_of_then
    assert len(avtaler(dialog, "--skole", name)) == 2


def utfylt(prosjekt, **egne):
    data = {"skole": "lier", "runde": "2015", "lært": "Små grep virker.", **egne}
    return fylt_av_motoren(Oppsummering.model_validate(data))


def test_a_form_filled_in_under_the_old_id_is_read_as_that_rounds(ny_id, dialog):
    (ny_id / "skjema.docx").write_bytes(utfylt(ny_id))
    kjøring = dialog("oppsummering", "les", "skjema.docx", "--overskriv")
    assert (kjøring.kode, kjøring.ut) == (0, "data/oppsummeringer/2015/lier.yaml\n")


def test_a_form_of_then_may_lie_under_todays_id(ny_id, dialog):
    (ny_id / "data/oppsummeringer/2015/lier.yaml").unlink()
    (ny_id / "skjema.docx").write_bytes(uten_egenskaper(utfylt(ny_id)))
    kjøring = dialog("oppsummering", "les", "skjema.docx")
    assert (kjøring.kode, kjøring.ut) == (0, "data/oppsummeringer/2015/lierbyen.yaml\n")
    rader = json.loads(dialog("status", "--format", "json").ut)["skoler"]
    assert [rad["oppsummering"] for rad in rader if rad["skole"] == "lier"] == [True]
    assert dialog("sjekk").feil.count("[ukjent-fil]") == 0


def test_a_form_without_its_properties_is_known_by_the_name_of_then(prosjekt, dialog):
    (prosjekt / "skjema.docx").write_bytes(uten_egenskaper(utfylt(prosjekt)))
    gammelt, nytt = "navn: Lier videregående skole", "navn: {1990: Lier videregående skole, "
    bytt(prosjekt / SKOLER, gammelt, f"{nytt}2016: Nye skole}}")
    bytt(prosjekt / SKOLER, "kortnavn: Lier vgs.", "kortnavn: {1990: Lier vgs., 2016: Nye vgs.}")
    kjøring = dialog("oppsummering", "les", "skjema.docx")
    assert (kjøring.kode, kjøring.ut) == (0, "data/oppsummeringer/2015/lier.yaml\n")


def test_status_knows_that_the_round_is_summed_up_under_either_id(ny_id, dialog):
    rader = json.loads(dialog("status", "--format", "json").ut)["skoler"]
    assert [rad["oppsummering"] for rad in rader if rad["skole"] == "lier"] == [True]


def test_an_error_in_the_entry_is_the_old_ids(ny_id, dialog):
    bytt(ny_id / SKOLER, "2000: Lier vgs.", "2016: Lier vgs.")
    bytt(ny_id / SKOLER, ", 2016: Lierbyen vgs.", ", 2017: Lierbyen vgs.")
    [problem] = feil(ny_id)
    assert "skoler.lierbyen.kortnavn: Her står det hva som gjelder fra 2016" in problem
    assert "Lier" not in dialog("generer", "--skole", "gol").feil


# --- what can't be --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lier", "røyken", "sier"),
    [
        (["nedlagt: 2015"], [], "dialoger.lier: Skolen «lier» er nedlagt, og er ikke med fra "
            "runden 2015. Ta bort dialogen, eller rett «nedlagt» i data/skoler.yaml."),
        (["opprettet: 2016"], [], "dialoger.lier: Skolen «lier» er ikke med før runden 2016. "
            "Ta bort dialogen, eller rett «opprettet» i data/skoler.yaml."),
        (["nedlagt: 2014", "opprettet: 2014"], [], "Skolen er nedlagt i 2014, men opprettet i 2014."),
        ([], ["tidligere: [lier]"], "skoler.røyken.tidligere[1]: Skolen «lier» er ikke nedlagt, så "
            "ingen kan ta over etter den. Skriv «nedlagt» med årstallet ved den, eller ta bort"),
        (["nedlagt: 2016"], ["tidligere: [lier, lier]"], "tidligere[2]: «lier» står to ganger."),
        ([], ["tidligere: [røyken]"], "tidligere[1]: «røyken» kan ikke komme etter seg selv."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_an_error_where_it_stands(prosjekt, lier, røyken, sier):
    for skole_id, lines in (("lier", lier), ("røyken", røyken)):
        if lines:
            skole(prosjekt, skole_id, *lines)
    [problem] = feil(prosjekt)
    assert sier in problem


def test_schools_cannot_come_after_each_other(prosjekt):
    skole(prosjekt, "lier", "nedlagt: 2017", "tidligere: [røyken]")
    skole(prosjekt, "røyken", "nedlagt: 2016", "tidligere: [lier]")
    assert [problem.split(": ")[2][:6] for problem in feil(prosjekt)] == ["«lier»", "«røyke"]


def test_a_closed_school_and_the_one_after_it_may_have_the_same_name(prosjekt):
    skole(prosjekt, "lier", "nedlagt: 2016")
    ny_skole(prosjekt, "lier-ny", *navngitt("Lier"), "opprettet: 2016", "tidligere: [lier]")
    assert feil(prosjekt) == []


@pytest.mark.parametrize("eiere", [["røyken", "gol"], ["røyken"]])
def test_an_old_id_of_no_one_school_must_stand_in_the_file_itself(prosjekt, eiere):
    bytt(prosjekt / SKOLER, LIER, "")
    for id_ in eiere:
        skole(prosjekt, id_, "tidligere: [lier]")
    [problem] = feil(prosjekt)
    melding = "dialoger.lier: Skolen «lier» finnes ikke i data/skoler.yaml."
    assert f"{melding} Legg den til der, med «nedlagt»: " in problem


def funn(prosjekt, navn, år=2015):
    prepared = prepare(Project(prosjekt), år, [])
    alle = [str(advarsel.problem) for advarsel in advarsler(Data(prepared.files))]
    return [text for text in alle if text.endswith(f"[{navn}]")]


def test_an_old_id_that_nobody_had_is_told_with_a_likely_one(prosjekt):
    skole(prosjekt, "lier", "tidligere: [røykn]")
    [melding] = funn(prosjekt, "ubrukt")
    assert (
        "Lier vgs. har «røykn» under «tidligere», men ingen skole heter eller het det." in melding
    )
    assert "Mente du «røyken»?" in melding


def test_an_old_id_that_only_an_earlier_round_has_is_known(prosjekt):
    text = (prosjekt / RUNDE).read_text("utf-8").replace("år: 2015", "år: 2014")
    (prosjekt / "data/runder/2014.yaml").write_text(text.replace("\n  lier:", "\n  lie:"), "utf-8")
    skole(prosjekt, "lier", "tidligere: [lie]")
    assert funn(prosjekt, "ubrukt") == []


@pytest.mark.parametrize(
    ("lines", "år", "sier"),
    [
        (
            ["nedlagt: 2016"],
            2016,
            "Lier vgs. er nedlagt fra runden 2016. Røyken vgs. har tatt over.",
        ),
        (["opprettet: 2016"], 2015, "Lier vgs. er ikke med før runden 2016. Velg en nyere runde"),
    ],
)
def test_skole_that_is_not_in_the_round_says_why(prosjekt, dialog, lines, år, sier):
    skole(prosjekt, "lier", *lines)
    if lines[0].startswith("nedlagt"):
        skole(prosjekt, "røyken", "tidligere: [lier]")
        dialog("runde", "ny", "2016")
    else:
        text = (prosjekt / RUNDE).read_text("utf-8")
        (prosjekt / RUNDE).write_text(text.replace("\n  lier:\n", "\n  borte:\n", 1), "utf-8")
        bytt(prosjekt / SKOLER, "skoler:\n", "skoler:\n  borte: {navn: Borte, kortnavn: B}\n")
    kjøring = dialog("generer", "--skole", "Lier vgs.", "--runde", år)
    assert kjøring.kode == 2
    assert sier in kjøring.feil


# --- names of all years in texts --------------------------------------------------------------


@pytest.mark.parametrize(
    ("skole_id", "sted", "count"),
    [("gol", "Lier vgs.", 1), ("gol", "Lierbyen vgs.", 1), ("lier", "Lierbyen vgs.", 0)],
)
def test_another_schools_older_and_newer_names_are_found_too(prosjekt, skole_id, sted, count):
    bytt(
        prosjekt / SKOLER, "kortnavn: Lier vgs.", "kortnavn: {2000: Lier vgs., 2016: Lierbyen vgs.}"
    )
    text = (prosjekt / RUNDE).read_text("utf-8")
    old = f"\n  {skole_id}:\n    dato:\n    sted:\n"
    assert old in text
    new = text.replace(old, f"\n  {skole_id}:\n    dato:\n    sted: {sted}\n")
    (prosjekt / RUNDE).write_text(new, "utf-8")
    assert len(funn(prosjekt, "annen-skole")) == count


def test_a_school_may_be_told_of_the_one_that_it_took_over_after(prosjekt, dialog):
    skole(prosjekt, "lier", "nedlagt: 2016")
    skole(prosjekt, "røyken", "tidligere: [lier]")
    dialog("runde", "ny", "2016")
    path = prosjekt / "data/runder/2016.yaml"
    for skole_id in ("røyken", "gol"):
        bytt(
            path,
            f"\n  {skole_id}:\n    dato:\n    sted:\n",
            f"\n  {skole_id}:\n    sted: Lier vgs.\n",
        )
    [melding] = funn(prosjekt, "annen-skole", 2016)
    assert "Gol vgs." in melding


# --- the file of a new round ------------------------------------------------------------------

IDER = ["a", "b", "c", "d", "e"]


@st.composite
def skiftende(draw):
    """The dialogues of a round as text, and schools of which some are other ones."""
    i_runden = draw(st.lists(st.sampled_from(IDER), min_size=1, unique=True))
    stil = draw(st.sampled_from(["blokk", "json"]))
    if stil == "json":
        text = f"  {json.dumps(dict.fromkeys(i_runden))}\n"
    else:
        text = ""
        for id_ in i_runden:
            text += f"  # om {id_}\n  {id_}:\n"
            if draw(st.booleans()):
                text += "    dato: 3. november 2015\n    sted: >-\n      her\n"
        text += draw(st.sampled_from(["", "# slutt\n", "\n\n# slutt"]))
    skoler = {}
    for id_ in IDER:
        extra = draw(st.sampled_from([{}, {"nedlagt": "2016"}, {"opprettet": "2016"}]))
        navn = f"{id_}2" if draw(st.booleans()) and id_ in i_runden else id_
        tidligere = {"tidligere": [id_]} if navn != id_ else {}
        skoler[navn] = Skole.model_validate({"navn": navn, "kortnavn": navn, **extra, **tidligere})
    return text, i_runden, Arv(skoler)


@given(skiftende())
def test_a_new_round_has_the_schools_that_there_are_and_the_rest_of_the_file(skifter):
    dialoger, i_runden, arv = skifter
    text = (
        "år: 2015\ntittel: Tittel\nhensikt: Å bidra\nhovedmål: Undersøke\ndelmål: [Å følge opp]\n"
        "datagrunnlag: [{id: oppsummering, tekst: Oppsummering}]\n"
        "deltakelse: {skolen: ledergruppa, fra_skoleeier: noen}\ntidsramme: 0900-1300\n"
        f"dagsorden: [{{tittel: Lunsj, minutter: 240}}]\ndialoger:\n{dialoger}"
    )
    med = {id_ for id_, skole in arv.skoler.items() if skole.er_med(2016)}
    if not med:
        with pytest.raises(DialogError, match="Ingen av skolene"):
            ny_runde(text.encode(), 2015, 2016, "2016.yaml", arv)
        return
    ny = ny_runde(text.encode(), 2015, 2016, "2016.yaml", arv)
    data = yaml_reader.parse(ny.innhold.decode(), "").data
    assert set(data["dialoger"]) == med
    skifte = Skifte.mellom(i_runden, arv, 2016)
    assert len(ny.merknader) == len(skifte.ut) + len(skifte.omdøpte) + len(skifte.inn)
    for line in text.splitlines():
        if line.startswith(("  # om", "# slutt", "hensikt", "dagsorden")):
            assert line in ny.innhold.decode().splitlines()


def test_a_round_that_leaves_schools_out_on_purpose_goes_on_doing_so(prosjekt, dialog):
    bytt(prosjekt / RUNDE, "\nhensikt:\n", "\nstille: {ubrukt: Bare noen i år}\nhensikt:\n")
    ny_skole(prosjekt, "gammel", *navngitt("Gammel"))
    ny_skole(prosjekt, "ny", *navngitt("Helt ny"), "opprettet: 2016")
    dialog("runde", "ny", "2016")
    files = Datafiler(Project(prosjekt), 2016)
    assert "ny" in files.ids()
    assert "gammel" not in files.ids()


def test_where_a_school_has_gone_one_empty_line_is_left(slått_sammen, dialog):
    skole(slått_sammen, "numedal", "nedlagt: 2016")
    skole(slått_sammen, "ål", "nedlagt: 2016")
    assert dialog("runde", "ny", "2016").kode == 0
    text = (slått_sammen / "data/runder/2016.yaml").read_text("utf-8")
    assert "    lenker:\n\n  st-hallvard:\n" in text
    assert "\n\n\n" not in text


def test_a_new_school_stands_as_the_others_do(prosjekt, dialog):
    ny_skole(prosjekt, "ny", *navngitt("Helt ny"), "opprettet: 2016")
    dialog("runde", "ny", "2016")
    text = (prosjekt / "data/runder/2016.yaml").read_text("utf-8")
    assert "    lenker:\n\n  ny:\n    dato:\n    sted:\n    periode:\n" in text


# --- known by their ids ------------------------------------------------------------------------


def test_agreements_in_the_same_words_from_two_schools_are_known_by_their_ids(slått_sammen, dialog):
    assert dialog("runde", "ny", "2016").kode == 0
    kjøring = dialog("generer", "--skole", "røyken", "--dokument", "oppsummering")
    skjema = slått_sammen / kjøring.ut.strip()
    nådd = "<w:r><w:t>nådd</w:t></w:r>"
    rettet = "<w:r><w:t>Skrive korte, gode tekster</w:t></w:r>"

    def fyll(root):
        mål = ["".join(sdt.itertext()).strip() for sdt in kontroller(root, "avtale.mål")]
        siste = max(number for number, text in enumerate(mål) if text == "Regne mer")
        sett_innhold(kontroll(root, "avtale.status", siste), nådd)
        sett_innhold(kontroll(root, "avtale.mål", mål.index("Skrive korte tekster")), rettet)

    skjema.write_bytes(endret(skjema.read_bytes(), fyll))
    kjøring = dialog("oppsummering", "les", skjema)
    assert kjøring.kode == 0
    assert "er en rettelse av «Skrive korte tekster» fra 2015." in kjøring.feil
    path = slått_sammen / "data/oppsummeringer/2016/røyken.yaml"
    rader = yaml_reader.parse(path.read_text("utf-8"), "").data["avtaler"]
    assert sorted(rad["id"] for rad in rader) == [
        "lier-2014-1", "lier-2015-1", "lier-2015-2", "røyken-2015-1",
    ]  # fmt: skip
    [ferdig] = [rad["id"] for rad in rader if rad.get("status")]
    status = {rad["id"]: rad for rad in json.loads(dialog("avtaler", "--format", "json").ut)}
    assert [id_ for id_, rad in status.items() if rad["status"] == "nådd"] == [ferdig]
    assert status["lier-2015-1"]["mål"] == "Skrive korte, gode tekster"
