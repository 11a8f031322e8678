"""The block «datoer» and the keys beside it: what they become, and what the checks say of them."""

from __future__ import annotations

import pytest
from hjelp import bytt, sett_dialog

from dialoggrunnlag.errors import DialogError
from dialoggrunnlag.kontroller.kontroll import Data
from dialoggrunnlag.kontroller.register import advarsler
from dialoggrunnlag.reading.datafiler import Datafiler
from dialoggrunnlag.reading.project import Project

RUNDE = "data/runder/2015.yaml"


@pytest.fixture
def med(prosjekt):
    """The copied project's files, with a block «datoer»."""

    def les(*linjer):
        blokk = "".join(f"  {linje}\n" for linje in linjer)
        bytt(prosjekt / RUNDE, "\ntidlig_til:\n", f"\ntidlig_til:\ndatoer:\n{blokk}")
        return Datafiler(Project(prosjekt), 2015)

    return les


def funn(files):
    """What the two checks of the dates find."""
    alle = [advarsel.problem for advarsel in advarsler(Data(files))]
    navn = ("[datoer]", "[mangler-kalender]")
    return [f"{p.message} {p.remedy}" for p in alle if p.remedy.endswith(navn)]


PERIODE = "periode: 1. september 2015 – 27. november 2015"


def test_the_block_is_read(med, prosjekt):
    sett_dialog(prosjekt, "gol", "kan_ikke: uke 43", "ønsker: [uke 44]", "må: kvalitetsrådgiver")
    bytt(prosjekt / "data/skoler.yaml", "\n  gol:\n", "\n  gol:\n    reisetid: 2 t 30 min\n")
    files = med(
        PERIODE,
        "ukedager: mandag–onsdag",
        "fri: {Skolens dag: [2. november, 3. november]}",
        "roller: {seksjonsleder: {vekt: 4}, kvalitetsrådgiver: }",
        "samme_tur: [[gol, ål]]",
    )
    regler = files.datasett.runde.datoer
    assert str(regler.periode) == "1. september 2015 – 27. november 2015"
    assert len(regler.periode.hverdager()) == 64
    assert (regler.ukedager, regler.samme_tur) == ((0, 1, 2), (("gol", "ål"),))
    assert (regler.høyst_i_uken, regler.høyst_på_dagen) == (None, 1)
    fri = regler.fri["Skolens dag"].dager(regler.periode.hverdager())
    assert sorted(dag.day for dag in fri) == [2, 3]
    vekter = {id_: (rolle.vekt, rolle.må) for id_, rolle in regler.roller.items()}
    assert vekter == {"seksjonsleder": (4, False), "kvalitetsrådgiver": (1, False)}
    gol = files.datasett.runde.dialoger["gol"]
    assert [str(dager) for dager in (*gol.kan_ikke, *gol.ønsker)] == ["uke 43", "uke 44"]
    assert gol.må == ("kvalitetsrådgiver",)
    assert files.datasett.skoler["gol"].reisetid == 150
    assert funn(files) == []


def test_each_item_of_days_off_has_exceptions_of_its_own(med):
    files = med(PERIODE, "fri: {eksamen: [uke 43 unntatt fredag, uke 44, mandag i uke 46]}")
    regler = files.datasett.runde.datoer
    fri = sorted(regler.fri["eksamen"].dager(regler.periode.hverdager()))
    assert [dag.isocalendar()[1:] for dag in fri] == [
        *((43, ukedag) for ukedag in (1, 2, 3, 4)),
        *((44, ukedag) for ukedag in (1, 2, 3, 4, 5)),
        (46, 1),
    ]


@pytest.mark.parametrize(
    ("kan_ikke", "sier"),
    [
        ("ikke fredager", "Skriv «fredager» hvis de ikke går, eller «unntatt fredager»"),
        ("kan ikkje fredag", "Skriv «fredag» hvis de ikke går, eller «unntatt fredag»"),
        (
            "uke 43, men ikke fredag",
            "Skriv «uke 43 unntatt fredag» hvis fredag går, eller «uke 43 og fredag» hvis ingen av "
            "dem går.",
        ),
    ],
)
def test_what_says_not_where_nothing_goes_is_told_what_to_write(med, prosjekt, kan_ikke, sier):
    sett_dialog(prosjekt, "gol", f"kan_ikke: ['{kan_ikke}']")
    [feil] = med(PERIODE).faults()
    assert sier in feil.remedy


def test_a_school_with_a_day_that_cannot_be_read_is_faulty_alone(med, prosjekt):
    sett_dialog(prosjekt, "gol", "kan_ikke: [uke 54]")
    files = med(PERIODE, "samme_tur: [[gol, ål]]")
    assert (list(files.faulty), files.shared) == (["gol"], [])


def test_without_a_period_that_of_the_round_holds(prosjekt):
    bytt(prosjekt / RUNDE, "\ntidlig_til:\n", "\nførste_dag: 1.9.2015\nsiste_dag: 27.11.2015\n")
    sett_dialog(prosjekt, "gol", "ønsker: [uke 50]")
    [en] = funn(Datafiler(Project(prosjekt), 2015))
    assert "«uke 50» under «ønsker», men det er ingen hverdag fra 1. september 2015" in en


@pytest.mark.parametrize(
    ("dialogen", "ventet"),
    [
        ("ønsker: [fredager]", "men ingen av de dagene kan brukes."),
        ("ønsker: [uke 40]", "men ingen av de dagene kan brukes."),
        ("kan_ikke: [lørdager]", "men det er ingen hverdag"),
        ("ønsker: [ikke fredager]", None),
        ("kan_ikke: [fredager]", None),
    ],
)
def test_a_wish_that_the_rules_shut_out_is_told(med, prosjekt, dialogen, ventet):
    sett_dialog(prosjekt, "gol", dialogen)
    funnet = funn(med(PERIODE, "ukedager: mandag–torsdag", "fri: {høstferie: uke 40}"))
    assert len(funnet) == bool(ventet)
    assert all(ventet in en for en in funnet)


def test_a_dialogue_that_is_off_and_one_that_wishes_what_it_cannot(med, prosjekt):
    sett_dialog(prosjekt, "gol", "avlyst: ja", "ønsker: [uke 50]")
    sett_dialog(prosjekt, "ål", "kan_ikke: [uke 43]", "ønsker: [uke 43]")
    [en] = funn(med(PERIODE))
    assert en.startswith("Ål vgs. har «uke 43» under «ønsker», men ingen")


@pytest.mark.parametrize(
    ("periode", "ventet"),
    [
        ("1. september 2016 – 27. november 2016", "men runden er 2015."),
        ("1. september 2015 – 10. januar 2016", ""),
    ],
)
def test_a_period_of_another_year_is_told(med, periode, ventet):
    funnet = funn(med(f"periode: {periode}"))
    assert len(funnet) == bool(ventet)
    assert all(ventet in en for en in funnet)


def test_a_calendar_is_missed_only_where_its_folder_is(med, prosjekt):
    files = med(PERIODE, "roller: {kvalitetsrådgiver: {kalender: kalendere/k.ics}}")
    assert funn(files) == []
    (prosjekt / "kalendere").mkdir()
    (prosjekt / "kalendere/kk.ics").write_text("", "utf-8")
    [en] = funn(files)
    assert "Kalenderen «kalendere/k.ics» finnes ikke. Mente du «kk.ics»?" in en
    (prosjekt / "kalendere/k.ics").write_text("", "utf-8")
    assert funn(files) == []


def test_what_is_wrong_in_the_block_stops_the_round(med):
    with pytest.raises(DialogError, match="Året mangler"):
        med("periode: 1. september – 27. november")
