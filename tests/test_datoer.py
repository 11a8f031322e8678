"""``dialog datoer``: dates that are proposed, written, moved, and told why they can't be."""

from __future__ import annotations

import errno
import json
import os
import re
from datetime import date
from pathlib import Path

import icalendar
import pytest
from datorunde import REGLER, lag_datorunde
from hjelp import SKOLER, bytt, i_mappen, les_csv

from dialoggrunnlag.cli import datofelles, flyttdato
from dialoggrunnlag.datoer import highs
from dialoggrunnlag.datoer.frist import Frist
from dialoggrunnlag.datoer.problem import MissingSolverError
from dialoggrunnlag.runden import datoskriving

FASIT = Path(__file__).parent / "datoer"
DATOKONTROLLER = ("dobbeltbooket", "helg", "helligdag", "utenfor-runden", "tidlig-sen", "svarfrist")


@pytest.fixture
def runde(prosjekt):
    """The round's file, in a project with calendars."""
    return lag_datorunde(prosjekt)


@pytest.fixture
def fasit(request):
    """Hold what a run said against a golden file: what it printed, then what it told."""

    def sammenlign(navn, ran):
        text = f"kode {ran.kode}\n--- ut\n{ran.ut}--- feil\n{ran.feil}"
        path = FASIT / f"{navn}.txt"
        if request.config.getoption("--forny"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        assert text == path.read_text("utf-8")

    return sammenlign


def rader(dialog, *argv):
    ran = dialog("datoer", *argv, "--format", "json")
    assert ran.kode == 0, ran.feil
    return {row["skole"]: row for row in json.loads(ran.ut)}


def sett(runde, skole, *linjer):
    """Put lines into a school's dialogue, in place of the empty ones."""
    text = runde.read_text("utf-8")
    entry = re.search(rf"\n  {skole}:\n(?:    .*\n)*", text)
    new = entry[0]
    for linje in linjer:
        key = linje.partition(":")[0]
        new = re.sub(rf"    {key}:.*\n", "", new) + f"    {linje}\n"
    runde.write_text(text.replace(entry[0], new), "utf-8", newline="\n")


# --- the proposal ---------------------------------------------------------------------------------


def test_a_proposal_is_a_table_by_date_and_writes_nothing(runde, dialog, fasit, prosjekt):
    før = i_mappen(prosjekt)
    fasit("forslag", dialog("datoer"))
    assert i_mappen(prosjekt) == før


def test_what_stands_in_calendars_is_told_by_nobody(runde, dialog):
    for argv in (["datoer"], ["datoer", "--format", "json"], ["datoer", "hvorfor", "ål", "uke 44"]):
        ran = dialog(*argv)
        assert "emmelig" not in ran.ut + ran.feil


def test_the_rules_are_kept(runde, dialog):
    plan = rader(dialog)
    assert len(plan) == 13
    datoer = sorted(row["dato"] for row in plan.values())
    assert len(set(datoer)) == 13
    assert datoer[0] >= "2026-09-01"
    assert datoer[-1] <= "2026-11-27"
    assert "fredag" not in {row["ukedag"] for row in plan.values()}
    assert not [dato for dato in datoer if "2026-09-28" <= dato <= "2026-10-02"]
    for row in plan.values():
        assert "kvalitetsrådgiver" in row["fra_skoleeier"]
        assert len(row["fra_skoleeier"]) >= 3
        assert row["gitt_opp"] == []
    assert "fylkesutdanningssjef" in plan["ål"]["fra_skoleeier"]
    assert {plan["ål"]["dato"] > "2026-10-16", plan["drammen"]["dato"] <= "2026-10-16"} == {True}
    gol, ål = int(plan["gol"]["dato"][-2:]), int(plan["ål"]["dato"][-2:])
    assert abs(gol - ål) == 1


def test_a_wish_is_met_or_it_is_told_why_not(runde, dialog):
    plan = rader(dialog)
    assert plan["lier"]["ønsker_oppfylt"] == ["uke 38"]
    ikke = [
        row for row in plan.values() if row["ønsker_ikke_oppfylt"] and not row["ønsker_oppfylt"]
    ]
    assert ikke
    assert all(row["hvorfor_ikke"] for row in ikke)


def test_csv_and_json_have_the_same_rows(runde, dialog):
    ran = dialog("datoer", "--format", "csv")
    as_csv = les_csv(ran.ut)
    as_json = list(rader(dialog).values())
    assert [row["dato"] for row in as_csv] == [row["dato"] for row in as_json]
    assert list(as_csv[0]) == list(as_json[0])
    assert as_csv[0]["avtalt"] == "nei"


def test_the_calendar_of_a_proposal_is_tentative(runde, dialog, prosjekt):
    vikar = "fra_skoleeier: [{rolle: seksjonsleder, navn: Kari Ås, epost: kari@example.no}]"
    sett(runde, "lier", "dato: 15. september 2026", vikar)
    før = i_mappen(prosjekt)
    ran = dialog("datoer", "--format", "ics")
    assert ran.kode == 0, ran.feil
    assert "Kari Ås" in ran.ut.replace("\r\n ", "")  # who is written there is who comes
    kalender = icalendar.Calendar.from_ical(ran.ut)
    assert kalender["X-WR-CALNAME"] == "Forslag til utviklingsdialoger 2026"
    assert kalender["PRODID"] == "-//dialoggrunnlag//Utviklingsdialoger//NO"
    events = kalender.walk("VEVENT")
    status = {str(event["summary"]): str(event["status"]) for event in events}
    assert len(status) == 13
    assert status["Utviklingsdialog 2026 – Lier vgs."] == "CONFIRMED"
    assert status["Forslag: Utviklingsdialog 2026 – Ål vgs."] == "TENTATIVE"
    assert i_mappen(prosjekt) == før


def test_the_calendar_of_a_proposal_calls_the_meetings_what_the_project_does(
    runde, dialog, prosjekt
):
    (prosjekt / "data/prosjekt.yaml").write_text("møte: skolebesøk\n", "utf-8")
    ran = dialog("datoer", "--format", "ics")
    assert "X-WR-CALNAME:Forslag til skolebesøk 2026" in ran.ut
    assert "PRODID:-//dialoggrunnlag//Skolebesøk//NO" in ran.ut
    assert "SUMMARY:Forslag: Skolebesøk 2026 – Ål vgs." in ran.ut


def test_the_settled_meeting_takes_the_place_of_the_proposed_one(runde, dialog):
    foreslått = icalendar.Calendar.from_ical(dialog("datoer", "--format", "ics").ut).walk("VEVENT")
    assert dialog("datoer", "--skriv").kode == 0
    avtalt = icalendar.Calendar.from_ical(dialog("plan", "--format", "ics").ut).walk("VEVENT")
    stempler = {str(event["uid"]): event["dtstamp"].dt for event in avtalt}
    assert {str(event["uid"]) for event in foreslått} == set(stempler)
    assert all(event["dtstamp"].dt < stempler[str(event["uid"])] for event in foreslått)


def test_alternatives_really_differ_and_one_of_them_can_be_written(runde, dialog):
    ran = dialog("datoer", "--alternativer", "3", "--format", "json")
    planer = {}
    for row in json.loads(ran.ut):
        planer.setdefault(row["plan"], {})[row["skole"]] = row["dato"]
    assert sorted(planer) == [1, 2, 3]
    for første, annen in ((1, 2), (1, 3), (2, 3)):
        ulike = [id_ for id_, dato in planer[første].items() if planer[annen][id_] != dato]
        assert len(ulike) >= 6
    valgt = json.loads(dialog("datoer", "--velg", "2", "--format", "json").ut)
    assert {row["plan"] for row in valgt} == {2}
    assert {row["skole"]: row["dato"] for row in valgt} == planer[2]
    assert dialog("datoer", "--velg", "2", "--skriv").kode == 0
    skrevet = {
        row["skole"]: row["dato"] for row in json.loads(dialog("plan", "--format", "json").ut)
    }
    assert skrevet == planer[2]


def test_alternatives_have_headings_that_tell_them_apart(runde, dialog):
    ran = dialog("datoer", "--alternativer", "2")
    assert "Plan 1, den beste\n" in ran.ut
    assert re.search(r"\nPlan 2: \d+ dialoger har en annen dato enn i plan 1\n", ran.ut)


def test_each_of_several_plans_is_summed_up_under_its_number(runde, dialog):
    ran = dialog("datoer", "--alternativer", "2")
    sagt = [linje for linje in ran.feil.splitlines() if linje.startswith("Plan ")]
    assert [linje[:8] for linje in sagt] == ["Plan 1. ", "Plan 2. "]
    assert all(re.search(r"Alle fra skoleeier kan komme til \d+ av 13\.$", en) for en in sagt)


def test_a_plan_that_is_not_there_cannot_be_chosen(prosjekt, runde, dialog):
    alle = {skole: [f"dato: {dag}. september 2026"] for dag, skole in enumerate(SKOLER, 1)}
    lag_datorunde(prosjekt, "datoer: {periode: 1. september 2026 – 30. september 2026}", alle)
    ran = dialog("datoer", "--velg", "2")
    assert ran.kode == 2
    assert ran.feil == "Det er bare én plan å velge mellom. Velg et lavere tall.\n"
    ran = dialog("datoer")
    assert ran.feil.endswith("Alle dialogene har dato. Flytt en med «dialog datoer flytt SKOLE».\n")
    assert dialog("datoer", "--skriv").kode == 0


def test_who_comes_can_be_all_that_is_written(prosjekt, runde, dialog):
    alle = {skole: [f"dato: {dag}. september 2026"] for dag, skole in enumerate(SKOLER, 1)}
    lag_datorunde(prosjekt, "datoer: {periode: 1. september 2026 – 30. september 2026}", alle)
    ran = dialog("datoer")
    settes = "Med --skriv settes hvem som kommer fra skoleeier, i data/runder/2026.yaml.\n"
    assert settes in ran.feil
    ran = dialog("datoer", "--skriv")
    assert ran.feil.endswith("data/runder/2026.yaml: hvem som kommer fra skoleeier.\n")
    assert "Med --skriv" not in dialog("datoer").feil
    assert "ingenting å skrive" in dialog("datoer", "--skriv").feil


@pytest.mark.parametrize("verdi", ["", " []", " [ ]"])
def test_days_of_the_week_that_are_left_empty_are_all_of_them(prosjekt, runde, dialog, verdi):
    lag_datorunde(prosjekt, re.sub(r"ukedager:.*", f"ukedager:{verdi}", REGLER))
    assert len(rader(dialog)) == 13


def test_of_many_schools_on_days_off_the_first_are_named(prosjekt, runde, dialog):
    hele = "fri: {sommer: 1. september 2026 – 27. november 2026}"
    lag_datorunde(prosjekt, re.sub(r"fri:.*", hele, REGLER))
    ran = dialog("datoer")
    gitt_opp = next(linje for linje in ran.feil.splitlines() if linje.startswith("  1. "))
    assert gitt_opp.count(" får ") == 4
    assert gitt_opp.endswith(" og 9 til, selv om det er sommer.")


@pytest.mark.parametrize(("størst", "kommer"), [(8, 4), (5, 3), (4, 3), (2, 3)])
def test_of_too_many_for_the_group_those_of_the_least_weight_stay_at_home(
    runde, dialog, størst, kommer
):
    """The school's own two count; but never are fewer left than must come, nor one that must."""
    bytt(runde, "\når: 2026\n", f"\når: 2026\nstørste_gruppe: {størst}\n")
    sett(runde, "gol", "deltakere: [{rolle: rektor}, {rolle: elevrådsleder}]")
    bytt(runde, "kalender: kalendere/assisterende.ics", "må: nei")  # who now always can
    rad = rader(dialog)["gol"]
    assert len(rad["fra_skoleeier"]) == kommer
    assert "kvalitetsrådgiver" in rad["fra_skoleeier"]  # weighs least, and must
    for_stor = [hvem for hvem in rad["kan_ikke"] if "gruppen ville blitt for stor" in hvem]
    assert bool(for_stor) == (kommer == 3)


# --- what stands already --------------------------------------------------------------------------


def test_a_date_that_is_set_stays_even_where_the_rules_would_not_have_it(runde, dialog):
    sett(runde, "lier", "dato: 25. september 2026", "fra_skoleeier: [seksjonsleder]")
    rad = rader(dialog)["lier"]
    assert (rad["dato"], rad["avtalt"]) == ("2026-09-25", True)  # a Friday
    assert rad["fra_skoleeier"] == ["seksjonsleder"]
    assert dialog("datoer", "--skriv").kode == 0
    text = runde.read_text("utf-8")
    assert "    dato: 25. september 2026\n    fra_skoleeier: [seksjonsleder]\n" in text


def test_the_day_of_a_dialogue_that_is_off_is_free(prosjekt, runde, dialog):
    tolv_dager = "datoer: {periode: 1. september 2026 – 16. september 2026}"
    lag_datorunde(prosjekt, tolv_dager, {"drammen": ["dato: 15. september 2026", "avlyst: ja"]})
    plan = rader(dialog)
    assert "drammen" not in plan
    assert "2026-09-15" in {row["dato"] for row in plan.values()}
    assert len(plan) == 12


def test_dates_that_are_set_against_the_rules_are_told_of_and_stop_nothing(runde, dialog, fasit):
    sett(runde, "eiker", "dato: 5. oktober 2026", "kan_ikke: [mandager]")
    sett(runde, "lier", "dato: 6. oktober 2026")
    sett(runde, "røyken", "dato: 6. oktober 2026")
    sett(runde, "gol", "dato: 7. oktober 2026")
    sett(runde, "ål", "dato: 30. oktober 2026")
    fasit("mot-reglene", dialog("datoer"))


def test_nobody_is_in_two_places_where_dates_are_set_on_one_day(runde, dialog):
    """Of two schools that have agreed on the same morning, one has those whom the other hasn't."""
    sett(runde, "lier", "dato: 15. september 2026")
    sett(runde, "røyken", "dato: 15. september 2026")
    plan = rader(dialog)
    lier, røyken = plan["lier"], plan["røyken"]
    assert lier["fra_skoleeier"]
    assert not set(lier["fra_skoleeier"]) & set(røyken["fra_skoleeier"])
    assert "kvalitetsrådgiver (er ved Lier vgs.)" in røyken["kan_ikke"]
    for rad in (lier, røyken):
        assert "høyst 1 tirsdag 15. september 2026" in rad["gitt_opp"]
    assert "kvalitetsrådgiver må være med" in røyken["gitt_opp"]
    assert "minst 3 fra skoleeier må kunne komme" in røyken["gitt_opp"]
    assert "minst 3 fra skoleeier må kunne komme" not in lier["gitt_opp"]
    dialog("datoer", "--skriv")
    assert "[dobbeltbooket]" not in dialog("sjekk").feil


@pytest.mark.parametrize("listet", ["lier", "røyken"])
def test_who_is_written_into_one_of_two_dialogues_at_the_same_time_is_there(runde, dialog, listet):
    for skole in ("lier", "røyken"):
        linjer = ["fra_skoleeier: [kvalitetsrådgiver]"] if skole == listet else []
        sett(runde, skole, "dato: 15. september 2026", *linjer)
    plan = rader(dialog)
    (annen,) = {"lier", "røyken"} - {listet}
    assert plan[listet]["fra_skoleeier"] == ["kvalitetsrådgiver"]
    assert "kvalitetsrådgiver" not in plan[annen]["fra_skoleeier"]
    assert plan[annen]["fra_skoleeier"]


def test_a_week_that_has_more_set_dates_than_it_may_is_told_of(runde, dialog):
    for skole, dag in {"lier": 14, "røyken": 15, "eiker": 16}.items():
        sett(runde, skole, f"dato: {dag}. september 2026")
    plan = rader(dialog)
    for skole in ("lier", "røyken", "eiker"):
        assert "høyst 2 i uken i uke 38" in plan[skole]["gitt_opp"]


def test_those_who_are_listed_must_come_and_no_others_do(runde, dialog):
    sett(runde, "eiker", "fra_skoleeier: [assisterende, {rolle: seksjonsleder, navn: Kari Ås}]")
    rad = rader(dialog)["eiker"]
    assert rad["fra_skoleeier"] == ["assisterende", "seksjonsleder"]
    assert not any("assisterende" in borte for borte in rad["kan_ikke"])
    før = runde.read_text("utf-8")
    assert dialog("datoer", "--skriv").kode == 0
    assert "{rolle: seksjonsleder, navn: Kari Ås}" in runde.read_text("utf-8")
    assert "{rolle: seksjonsleder, navn: Kari Ås}" in før


# --- afterwards sjekk and plan have nothing to say ------------------------------------------------


def funn(dialog):
    """The names of the checks that find something."""
    ran = dialog("sjekk", "--format", "json")
    return {row.get("kontroll") or row["melding"] for row in json.loads(ran.ut)["advarsler"]}


STRENGE = [
    [],
    ["største_gruppe: 12"],
    ["første_dag: 7. september 2026", "siste_dag: 25. november 2026"],
    ["svarfrist: 15. september 2026", "dokumentdato: 1. august 2026"],
]


@pytest.mark.parametrize("linjer", STRENGE, ids=" ".join)
def test_a_plan_gives_no_finding_that_the_rules_could_have_kept_away(
    runde, dialog, prosjekt, linjer
):
    for linje in linjer:
        text = runde.read_text("utf-8")
        text = re.sub(rf"^{linje.partition(':')[0]}:.*\n", "", text, flags=re.MULTILINE)
        runde.write_text(text.replace("\ndatoer:", f"\n{linje}\ndatoer:"), "utf-8")
    sett(runde, "lier", "deltakere: [{navn: A B}, {navn: C D}, {navn: E F}, {navn: G H}, {navn: I J}, {navn: K L}, {navn: M N}, {navn: O P}, {navn: Q R}]")  # fmt: skip
    ran = dialog("datoer", "--skriv")
    assert ran.kode == 0, ran.feil
    sagt = dialog("sjekk")
    assert sagt.kode == 0
    for navn in (*DATOKONTROLLER, "for-stor-gruppe"):
        assert f"[{navn}]" not in sagt.feil, sagt.feil
    merknader = [row["merknader"] for row in json.loads(dialog("plan", "--format", "json").ut)]
    assert all("dobbeltbooket" not in " ".join(ett) for ett in merknader)


def test_nobody_is_in_two_places_where_several_dialogues_are_on_a_day(runde, dialog, prosjekt):
    regler = REGLER.replace("høyst_i_uken: 2", "høyst_i_uken: 9\n  høyst_på_dagen: 3")
    regler = regler.replace("27. november", "17. september").replace("samme_tur: [[gol, ål]]", "")
    regler = re.sub("  minst_fra_skoleeier: 3\n|, kalender: [^}]*|  fri: .*\n", "", regler)
    regler = regler.replace("må: ja, ", "")
    lag_datorunde(prosjekt, regler, {})
    bytt(prosjekt / "data/skoleeier.yaml", "rådgivar\n", "rådgivar\n    navn: Per Li\n")
    for skole in ("lier", "eiker", "gol"):
        sett(runde, skole, "deltakere: [{navn: Kari Ås}, {navn: Per Li}]")
    ran = dialog("datoer", "--skriv")
    assert ran.kode == 0, ran.feil
    assert "[dobbeltbooket]" not in dialog("sjekk").feil
    datoer = {
        row["skole"]: row["dato"] for row in json.loads(dialog("plan", "--format", "json").ut)
    }
    assert len({datoer[skole] for skole in ("lier", "eiker", "gol")}) == 3
    assert len(set(datoer.values())) < 13


# --- moving ---------------------------------------------------------------------------------------


@pytest.fixture
def skrevet(runde, dialog):
    """A round whose dates have been found and written."""
    assert dialog("datoer", "--skriv").kode == 0
    return runde


FLYTT = ("datoer", "flytt", "kongsberg", "--per", "1. august 2026")


def test_a_dialogue_is_moved_alone_where_it_can_be(skrevet, dialog, fasit):
    før = skrevet.read_bytes()
    fasit("flytt", dialog(*FLYTT, "--kan-ikke", "15.10.2026"))
    assert skrevet.read_bytes() == før


def test_the_move_is_written_and_nothing_else(skrevet, dialog):
    før = skrevet.read_text("utf-8").splitlines()
    ran = dialog(*FLYTT, "--skriv")
    assert ran.kode == 0, ran.feil
    nå = skrevet.read_text("utf-8").splitlines()
    endret = [linje for linje in nå if linje not in før]
    assert len(nå) == len(før)
    assert len(endret) <= 2
    assert "endring" not in ran.feil
    assert dialog("plan").kode == 0


def test_a_dialogue_that_has_been_summed_up_is_not_moved(runde, dialog, prosjekt):
    sett(runde, "lier", "dato: 6. oktober 2026")
    oppsummering = prosjekt / "data/oppsummeringer/2026/lier.yaml"
    oppsummering.parent.mkdir(parents=True)
    oppsummering.write_text("skole: lier\nrunde: 2026\nlært: Mye\n", "utf-8")
    ran = dialog("datoer", "flytt", "lier", "--per", "1. august 2026")
    assert ran.kode == 1
    assert "Dialogen med Lier vgs. er holdt: oppsummeringen er lest." in ran.feil


@pytest.mark.parametrize(
    "lier", ["25. september 2026", "6. oktober 2026"], ids=["fredag", "tirsdag"]
)
def test_a_date_against_the_rules_is_no_leave_to_break_them_again(runde, dialog, lier):
    """That one dialogue is on a Friday lets it stay there, and no other come there."""
    sett(runde, "drammen", "dato: 9. oktober 2026")  # Fridays aren't used
    sett(runde, "lier", f"dato: {lier}")
    bytt(runde, "uke 38", "fredager")
    ran = dialog("datoer", "flytt", "lier", "--per", "1. august 2026", "--format", "json")
    [flyttet] = json.loads(ran.ut)
    assert flyttet["skole"] == "lier"
    assert date.fromisoformat(flyttet["til"]).weekday() < 4


def test_a_round_that_is_over_is_looked_at_as_it_was(runde, dialog, monkeypatch):
    sett(runde, "lier", "dato: 6. oktober 2026")
    monkeypatch.setattr(flyttdato, "today", lambda: date(2026, 10, 5))
    [i_tide] = json.loads(dialog("datoer", "flytt", "lier", "--format", "json").ut)
    monkeypatch.setattr(flyttdato, "today", lambda: date(2027, 1, 1))
    [etterpå] = json.loads(dialog("datoer", "flytt", "lier", "--format", "json").ut)
    assert etterpå["til"] < "2026-10-05" <= i_tide["til"]


def test_a_change_that_is_counted_already_is_not_counted_again(runde, dialog):
    """Somebody has raised «endring» before the new date was looked for."""
    sett(runde, "lier", "dato: 6. oktober 2026")
    assert dialog("plan", "--kalender").kode == 0
    lier = ("datoer", "flytt", "lier", "--per", "1. august 2026")
    assert "så «endring» økes også" in dialog(*lier).feil
    sett(runde, "lier", "dato: 6. oktober 2026", "endring: 1")
    ran = dialog(*lier, "--format", "json")
    assert json.loads(ran.ut)[0]["endring"] is None
    assert "økes" not in ran.feil
    ran = dialog(*lier, "--skriv")
    assert ran.feil.endswith("Kjør:\n  dialog plan --kalender\n")  # no invitation, no document


def test_where_an_invitation_has_gone_out_it_is_told_what_to_run(skrevet, dialog, fasit, prosjekt):
    assert dialog("generer", "--skole", "kongsberg", "--alle-dokumenter").kode == 0
    assert dialog("plan", "--kalender").kode == 0
    assert dialog("innkalling", "--skole", "kongsberg").kode == 0
    fasit("flytt-varslet", dialog(*FLYTT))
    ran = dialog(*FLYTT, "--skriv")
    fasit("flytt-skrevet", ran)
    assert "endring: 1" in skrevet.read_text("utf-8")
    kommandoer = [line.split()[1:] for line in ran.feil.splitlines() if line.startswith("  dialog")]
    assert len(kommandoer) == 3
    for kommando in kommandoer:  # as they stand there, one after the other
        kjørt = dialog(*kommando)
        assert kjørt.kode == 0, kjørt.feil
    ics = (prosjekt / "ut/2026/kalender-2026-kongsberg.ics").read_text("utf-8")
    assert "SEQUENCE:1" in ics
    igjen = dialog(*FLYTT, "--skriv")
    assert igjen.kode == 0
    assert "endring: 2" in skrevet.read_text("utf-8")


@pytest.mark.parametrize("skriv", [[], ["--skriv"]], ids=["vist", "skrevet"])
def test_it_is_told_who_is_taken_out_with_a_day_that_they_were_named_for(runde, dialog, skriv):
    sett(runde, "lier", "dato: 6. oktober 2026")
    sett(runde, "lier", "fra_skoleeier: [kvalitetsrådgiver, {rolle: seksjonsleder, navn: Kari Ås}]")
    ran = dialog("datoer", "flytt", "lier", "--per", "1. september 2026", *skriv)
    assert ran.kode == 0, ran.feil
    borte = "Kari Ås var satt opp 6. oktober 2026 ved Lier vgs., og tas ut av «fra_skoleeier».\n"
    assert borte in ran.feil
    assert ("Kari Ås" in runde.read_text("utf-8")) == (not skriv)


@pytest.mark.parametrize(
    ("andre", "sagt"),
    [
        ({}, "Bare Lier vgs. flyttes.\n"),
        ({"gol": ["dato: 7. oktober 2026"]}, "Bare Lier vgs. flyttes; den andre blir stående.\n"),
    ],
    ids=["ingen", "én"],
)
def test_the_others_are_counted_where_there_are_any(prosjekt, runde, dialog, andre, sagt):
    lag_datorunde(prosjekt, REGLER, {"lier": ["dato: 6. oktober 2026"], **andre})
    assert sagt in dialog("datoer", "flytt", "lier", "--per", "1. september 2026").feil


def test_others_are_moved_where_they_must(skrevet, dialog):
    ran = dialog("datoer", "flytt", "ål", "--kan-ikke", "uke 44", "--per", "1. august 2026")
    assert ran.kode == 0, ran.feil
    assert "Ål vgs. kan ikke flyttes alene: Gol vgs. må også flyttes." in ran.feil


def test_the_rounds_own_dialogues_in_a_calendar_keep_nothing_from_their_days(
    skrevet, dialog, prosjekt
):
    """Whoever exports the calendar after having answered the invitations gets the same plan."""
    argv = ("datoer", "flytt", "ål", "--kan-ikke", "uke 44", "--per", "1. august 2026")
    før, hvorfor = dialog(*argv), dialog("datoer", "hvorfor", "lier", "uke 37–48")
    assert dialog("plan", "--kalender").kode == 0
    runden = (prosjekt / "ut/2026/kalender-2026.ics").read_bytes()
    møter = b"".join(re.findall(rb"BEGIN:VEVENT.*?END:VEVENT\r\n", runden, re.DOTALL))
    assert møter.count(b"BEGIN:VEVENT") == 13
    kommer = rader(dialog)
    for path in (prosjekt / "kalendere").iterdir():
        slutt = b"END:VCALENDAR"
        path.write_bytes(path.read_bytes().replace(slutt, møter + slutt))
    for ics in (prosjekt / "ut/2026").glob("*.ics"):
        ics.unlink()
    assert rader(dialog) == kommer
    etter = dialog(*argv)
    assert (etter.kode, etter.ut, etter.feil) == (før.kode, før.ut, før.feil)
    assert dialog("datoer", "hvorfor", "lier", "uke 37–48").ut == hvorfor.ut


def test_it_is_told_what_a_school_loses_by_being_moved(runde, dialog):
    """Its wish, and what it was told of the contribution that early dialogues are about."""
    sett(runde, "lier", "dato: 15. september 2026", "kan_ikke:", "periode:")
    assert dialog("datoer", "--skriv").kode == 0
    flytt = ("datoer", "flytt", "lier", "--kan-ikke", "september–oktober", "--per", "1.8.2026")
    ran = dialog(*flytt)
    assert ran.kode == 0, ran.feil
    assert "får ikke lenger ønsket: uke 38; blir sen dialog" in ran.ut
    (rad, *_) = json.loads(dialog(*flytt, "--format", "json").ut)
    assert (rad["ønsker_tapt"], rad["blir"]) == (["uke 38"], "sen")


def test_who_comes_though_the_calendar_has_something_short_is_told(runde, dialog, prosjekt):
    """«alle» would hide that somebody must move a meeting first."""
    for rolle in ("assisterende", "seksjonsleder", "fylkesutdanningssjef", "kvalitetsrådgiver"):
        tom = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//NO\r\n"
        if rolle == "seksjonsleder":  # an hour at ten, every day
            tom += "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Europe/Oslo:20260901T100000\r\n"
            tom += "DTEND;TZID=Europe/Oslo:20260901T110000\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n"
        path = prosjekt / f"kalendere/{rolle}.ics"
        path.write_text(f"{tom}END:VCALENDAR\r\n", "utf-8", newline="")
    sett(runde, "lier", "dato: 15. september 2026")
    plan = rader(dialog)
    for skole, rad in plan.items():
        assert len(rad["fra_skoleeier"]) == 4
        venter = [] if skole == "lier" else ["seksjonsleder KPS"]  # what is set has been settled
        assert rad["må_flytte"] == venter
    assert "seksjonsleder KPS må flytte noe i kalenderen" in dialog("datoer").ut


def test_what_has_been_held_stays_and_nothing_is_moved_to_a_day_that_has_been(skrevet, dialog):
    argv = ("datoer", "flytt", "ål", "--per", "20. oktober 2026", "--format", "json")
    ran = dialog(*argv)
    assert ran.kode == 0, ran.feil
    for row in json.loads(ran.ut):
        assert row["fra"] >= "2026-10-20"
        assert row["til"] >= "2026-10-20"


@pytest.mark.parametrize(
    ("linjer", "sagt"),
    [
        (["dato:"], "har ingen dato å flytte. Finn en med «dialog datoer»."),
        (["avlyst: ja"], "er avlyst, så det er ingenting å flytte."),
    ],
)
def test_a_dialogue_that_cannot_be_moved(skrevet, dialog, linjer, sagt):
    sett(skrevet, "kongsberg", *linjer)
    ran = dialog(*FLYTT)
    assert ran.kode == 1
    assert sagt in ran.feil


def test_a_move_that_no_plan_allows_is_explained(skrevet, dialog, fasit):
    ran = dialog(*FLYTT, "--kan-ikke", "september", "--kan-ikke", "oktober", "--kan-ikke", "november")  # fmt: skip
    fasit("flytt-umulig", ran)


# --- why not --------------------------------------------------------------------------------------


def test_too_few_places_are_counted_and_the_plan_breaks_no_more(runde, dialog, fasit, prosjekt):
    regler = REGLER.replace("høyst_i_uken: 2", "høyst_i_uken: 1").replace("  samme_tur: [[gol, ål]]\n", "")  # fmt: skip
    lag_datorunde(prosjekt, regler, {})
    ran = dialog("datoer")
    fasit("for-få-uker", ran)
    assert "13 skoler har bare 12 plasser: ukene 36–39 og 41–48, høyst 1 i uken." in ran.feil


def test_nothing_is_written_where_no_plan_keeps_the_rules(runde, dialog, prosjekt):
    lag_datorunde(prosjekt, REGLER.replace("høyst_i_uken: 2", "høyst_i_uken: 1"), {})
    før = runde.read_bytes()
    ran = dialog("datoer", "--skriv")
    assert ran.kode == 1
    assert "Ingenting er skrevet. Endre reglene i data/runder/2026.yaml, og kjør igjen." in ran.feil
    assert runde.read_bytes() == før


UMULIG = {
    "må": {"ål": ["må: [fylkesutdanningssjef]", "kan_ikke: [ 1. september – 11. oktober, 13. oktober – 30. november]"]},
    "samme-tur": {"ål": ["kan_ikke: [oktober, november]"], "gol": ["kan_ikke: [september]"]},
    "periode": {"lier": ["periode: tidlig", "kan_ikke: [september, uke 41–42]"]},
    "avtalt": {"gol": ["dato: 6. oktober 2026"], "ål": ["kan_ikke: [uke 41]"]},
}  # fmt: skip


@pytest.mark.parametrize("navn", UMULIG)
def test_rules_that_cannot_stand_together_are_told_with_names(runde, dialog, fasit, prosjekt, navn):
    regler = re.sub(", kalender: [^}]*", "", REGLER)
    lag_datorunde(prosjekt, regler, UMULIG[navn])
    fasit(f"umulig-{navn}", dialog("datoer"))


def test_what_keeps_a_school_from_a_week(runde, dialog, fasit):
    fasit("hvorfor-gol", dialog("datoer", "hvorfor", "gol", "uke", "43"))
    fasit("hvorfor-ål", dialog("datoer", "hvorfor", "Ål vgs.", "uke 44"))


def test_of_the_day_that_is_proposed_it_is_told_that_it_is(runde, dialog):
    ran = dialog("datoer", "hvorfor", "gol", "2. november", "--format", "json")
    (svar,) = json.loads(ran.ut)
    assert (svar["går"], svar["svar"]) == (True, "er datoen i forslaget")


def test_of_a_date_that_is_set_it_is_told_as_if_it_were_not(skrevet, dialog, fasit):
    fasit("hvorfor-avtalt", dialog("datoer", "hvorfor", "gol", "uke 43"))


def test_where_all_others_have_dates_it_is_told_what_does_not_go_with_them(skrevet, dialog):
    """They keep their places: it would be untrue that one of them gets none."""
    ran = dialog("datoer", "hvorfor", "gol", "uke 46")
    assert ran.kode == 0, ran.feil
    assert "går ikke sammen med dette: Ål vgs. er avtalt" in ran.ut
    assert "plass" not in ran.ut


def test_a_rule_that_no_plan_can_keep_is_told_to_be_given_up_whatever_else_holds(prosjekt, dialog):
    regler = REGLER.replace("27. november", "15. oktober").replace("høyst_i_uken: 2\n  ", "")
    lag_datorunde(prosjekt, regler, {"eiker": ["periode: sen"]})
    ran = dialog("datoer")
    assert "Det må gis opp, uansett hvilke andre regler som gjelder." in ran.feil


@pytest.mark.parametrize(
    ("dager", "sagt"),
    [
        ("uke 20", "Ingen dager i «uke 20» er i perioden"),
        ("10. oktober", "helg"),
        ("fredag 4. september", "bare mandag–torsdag skal brukes"),
        ("29. september", "høstferie er fri"),
    ],
)
def test_days_that_nobody_can_have(runde, dialog, dager, sagt):
    ran = dialog("datoer", "hvorfor", "eiker", dager)
    assert ran.kode == 0
    assert sagt in ran.ut + ran.feil


def test_a_public_holiday_is_told_by_its_name(runde, dialog, prosjekt):
    regler = REGLER.replace("27. november", "31. desember").replace("ukedager: [mandag, tirsdag, onsdag, torsdag]", "høyst_på_dagen: 1")  # fmt: skip
    lag_datorunde(prosjekt, regler)
    ran = dialog("datoer", "hvorfor", "eiker", "25. desember")
    assert "helligdag: Første juledag" in ran.ut


def test_a_round_that_cannot_be_written_is_told_with_what_helps(runde, dialog, monkeypatch):
    """Neither --ut nor Word has anything to do with it."""
    for code, ventet in (
        (errno.EROFS, "Disken kan bare leses. Gjør den skrivbar, eller velg en annen mappe."),
        (errno.EACCES, "Du har ikke tilgang. Lukk filen i andre programmer, eller få tilgang til den."),
    ):  # fmt: skip

        def full(*_, code=code, **__):
            raise OSError(code, os.strerror(code), str(runde))

        monkeypatch.setattr(datoskriving, "write_whole", full)
        ran = dialog("datoer", "--skriv")
        assert ran.kode == 1
        assert ran.feil.endswith(f"data/runder/2026.yaml: {ventet}\n")


# --- what is wrong --------------------------------------------------------------------------------


def test_a_missing_solver_is_told_with_the_command_that_installs_it(runde, dialog, monkeypatch):
    def uten(*_):
        raise MissingSolverError("highspy")

    monkeypatch.setattr(highs, "_highspy", uten)
    for argv in (["datoer"], ["datoer", "hvorfor", "gol", "uke 43"]):
        ran = dialog(*argv)
        assert (ran.kode, ran.ut) == (1, "")
        assert ran.feil == (
            "Pakken highspy, som finner datoene, er ikke installert. Kjør: pip install highspy\n"
        )


@pytest.mark.parametrize(
    ("prefix", "excel", "råd"),
    [
        (".local/share/uv/tools/dialoggrunnlag", False, "Installer programmet på nytt, med «[datoer]» bak filen."),
        (".local/share/uv/tools/dialoggrunnlag", True, "Installer programmet på nytt, med «[tall,datoer]» bak filen."),
        (".local/pipx/venvs/dialoggrunnlag", True, "Kjør: pipx inject dialoggrunnlag highspy"),
        ("prosjekt/.venv", True, "Kjør: pip install highspy"),
    ],
)  # fmt: skip
def test_the_advice_is_that_of_the_installation(monkeypatch, prefix, excel, råd):
    """With uv the reader of Excel would be gone, had it been there and not been named."""
    monkeypatch.setattr(datofelles.sys, "prefix", f"/home/kari/{prefix}")
    monkeypatch.setattr(datofelles, "find_spec", lambda _: object() if excel else None)
    with pytest.raises(Exception, match="highspy") as caught, datofelles.løser():
        raise MissingSolverError("highspy")
    assert caught.value.problems[0].remedy == råd


FEIL_BRUK = {
    "skole": ["flytt", "kongsbergg"],
    "dager": ["flytt", "kongsberg", "--kan-ikke", "uke 99"],
    "hvorfor": ["hvorfor", "gol", "etter hvert"],
    "alternativer": ["--alternativer", "mange"],
    "to-valg": ["--alternativer", "2", "--velg", "2"],
    "skriv-flere": ["--alternativer", "2", "--skriv"],
    "ics-flere": ["--alternativer", "2", "--format", "ics"],
    "velg": ["--velg", "0"],
    "foran": ["--skriv", "flytt", "gol"],
}


@pytest.mark.parametrize("navn", FEIL_BRUK)
def test_wrong_use_is_told_with_what_to_do(runde, dialog, fasit, navn):
    if navn != "hvorfor":
        sett(runde, "kongsberg", "dato: 14. oktober 2026")
    ran = dialog("datoer", *FEIL_BRUK[navn])
    assert (ran.kode, ran.ut) == (2, "")
    fasit(f"bruk-{navn}", ran)


def test_rules_that_are_missing_are_shown_as_they_should_stand(prosjekt, runde, dialog, fasit):
    lag_datorunde(prosjekt, "", {})
    ran = dialog("datoer")
    fasit("uten-datoer", ran)
    eksempel = ran.feil.partition("Skriv slik:\n")[2]
    lines = [line.removeprefix("    ") for line in eksempel.splitlines()]
    lag_datorunde(prosjekt, "\n".join(lines), {})
    assert dialog("datoer").kode == 0
    lag_datorunde(prosjekt, "datoer:\n  høyst_i_uken: 2", {})
    fasit("uten-periode", dialog("datoer"))


def test_a_period_without_usable_days(prosjekt, runde, dialog, fasit):
    regler = "datoer: {periode: 25. desember 2026 – 26. desember 2026}"
    lag_datorunde(prosjekt, regler, {})
    fasit("uten-dager", dialog("datoer"))


def test_early_and_late_without_a_limit_is_warned_of(prosjekt, runde, dialog, fasit):
    bytt(runde, "\ntidlig_til: 16. oktober 2026\n", "\ntidlig_til:\n")
    ran = dialog("datoer")
    assert ran.kode == 0
    assert ran.feil.startswith("advarsel: data/runder/2026.yaml:")
    assert ran.feil.count("«tidlig_til»") == 2


def test_a_calendar_that_cannot_be_read_is_told_with_its_file(prosjekt, runde, dialog):
    (prosjekt / "kalendere/assisterende.ics").write_bytes(b"Hemmelig")
    ran = dialog("datoer")
    assert ran.kode == 1
    assert ran.feil.startswith("kalendere/assisterende.ics")
    assert "Hemmelig" not in ran.feil


def test_a_calendar_that_is_not_there_is_no_free_time(prosjekt, runde, dialog, fasit):
    (prosjekt / "kalendere/assisterende.ics").unlink()
    fasit("uten-kalender", dialog("datoer"))


# --- when the time is up --------------------------------------------------------------------------


@pytest.fixture
def tiden_er_ute(monkeypatch):
    """After so many of the solver's answers there is no time left."""

    def etter(svar):
        igjen = [*[60.0] * svar, *[0.0] * 10_000]
        monkeypatch.setattr(Frist, "igjen", lambda _: igjen.pop(0))

    return etter


def test_without_time_there_is_no_plan_and_it_is_not_said_that_there_is_none(
    runde, dialog, fasit, tiden_er_ute
):
    tiden_er_ute(0)
    fasit("uten-tid", dialog("datoer"))


def test_the_best_plan_so_far_is_told_as_such(runde, dialog, tiden_er_ute):
    tiden_er_ute(1)
    ran = dialog("datoer")
    assert ran.kode == 0
    assert len(ran.ut.splitlines()) == 1 + len(SKOLER)  # which plan it is hangs on the solver
    assert ran.feil.splitlines()[-2] == (
        "Planen er den beste som ble funnet i løpet av 30 sekunder; det kan finnes en bedre."
    )


def test_what_must_be_given_up_is_told_also_where_there_is_no_time_to_find_out_why(
    prosjekt, dialog, fasit, tiden_er_ute
):
    regler = REGLER.replace("høyst_i_uken: 2", "høyst_i_uken: 1")
    lag_datorunde(prosjekt, regler, {})
    tiden_er_ute(6)
    fasit("for-få-uker-uten-tid", dialog("datoer"))


def test_a_day_that_there_was_no_time_for_is_not_said_to_be_closed(runde, dialog, tiden_er_ute):
    tiden_er_ute(4)
    ran = dialog("datoer", "hvorfor", "ål", "uke 44")
    assert "ble det ikke tid til å finne ut" in ran.ut
