"""A round as a problem of dates: who is bound to what, and what has been is no matter of choice."""

from __future__ import annotations

from datetime import date

import pytest
from datorunde import REGLER, lag_datorunde
from hjelp import bytt

from dialoggrunnlag.reading.datafiler import Datafiler
from dialoggrunnlag.reading.project import Project
from dialoggrunnlag.runden.datooppgave import kan_komme, les_flytting, les_oppgave

TO_PÅ_DAGEN = REGLER.replace("høyst_i_uken: 2", "høyst_på_dagen: 2")
SEKSJONSLEDER = "rolle seksjonsleder"


@pytest.fixture
def data(prosjekt):
    """The data of a round with these rules, and these lines in the dialogues."""

    def lag(ønsker, regler=REGLER):
        lag_datorunde(prosjekt, regler, ønsker)
        files = Datafiler(Project(prosjekt), 2026)
        assert not [*files.shared, *files.faults()]
        return files

    return lag


def flytting(files, skole_id, fra=date(2026, 9, 1)):
    return les_flytting(files, skole_id, (), frozenset(), fra)


def etter_id(sekvens):
    return {ett.id: ett for ett in sekvens}


def test_what_has_been_summed_up_is_not_moved_whatever_its_day(prosjekt, data):
    oppsummering = prosjekt / "data/oppsummeringer/2026/gol.yaml"
    oppsummering.parent.mkdir(parents=True)
    oppsummering.write_text("skole: gol\nrunde: 2026\nlært: Mye\n", "utf-8")
    files = data({"gol": ["dato: 7. oktober 2026"], "lier": ["dato: 6. oktober 2026"]})
    behov = etter_id(flytting(files, "lier").problem.dialoger)
    assert (behov["gol"].avtalt, behov["lier"].avtalt) == (date(2026, 10, 7), None)


def test_the_day_of_which_nobody_is_left_is_not_one_to_move_to(data):
    files = data({"lier": ["dato: 6. oktober 2026"]})
    assert min(flytting(files, "lier", date(2026, 10, 5)).problem.dager) == date(2026, 10, 5)


def test_who_is_written_into_a_dialogue_can_come_on_its_day_whatever_the_rules_say(data):
    dagen = date(2026, 10, 6)
    regler = REGLER.replace(
        "seksjonsleder: {vekt: 3,", "seksjonsleder: {kan_ikke: [6. oktober 2026],"
    )
    listet = ["dato: 6. oktober 2026", "fra_skoleeier: [seksjonsleder]"]
    files = data({"lier": listet, "gol": ["dato: 7. oktober 2026"]}, regler)
    rolle = etter_id(flytting(files, "lier").problem.roller)[SEKSJONSLEDER]
    assert kan_komme(rolle, "lier", dagen)
    assert not kan_komme(rolle, "gol", dagen)


@pytest.mark.parametrize(("tid", "kan"), [("09:00–13:00", False), ("14:00–18:00", True)])
def test_who_is_written_into_another_dialogue_that_day_is_there(data, tid, kan):
    dagen = date(2026, 10, 7)
    regler = TO_PÅ_DAGEN.replace(", kalender: kalendere/seksjonsleder.ics", "")
    den_andre = ["dato: 7. oktober 2026", "fra_skoleeier: [seksjonsleder]", f"tidsramme: {tid}"]
    files = data({"eiker": ["dato: 6. oktober 2026"], "lier": den_andre}, regler)
    rolle = etter_id(flytting(files, "eiker").problem.roller)[SEKSJONSLEDER]
    assert kan_komme(rolle, "eiker", dagen) == kan
    # of the one that is to be moved, its own list binds nobody: it gets another day
    assert kan_komme(
        etter_id(flytting(files, "lier").problem.roller)[SEKSJONSLEDER], "eiker", dagen
    )


def test_others_who_are_at_several_dialogues_come_beside_those_of_skoleeier(data):
    med = ["deltakere: [{navn: Kari Ås}]"]
    files = data({"lier": med, "eiker": med}, TO_PÅ_DAGEN)
    behov = etter_id(les_oppgave(files).problem.dialoger)
    assert [behov[id_].minst for id_ in ("lier", "eiker", "gol")] == [4, 4, None]
    assert "navn kari ås" in behov["lier"].må
    assert "navn kari ås" not in behov["gol"].må


@pytest.mark.parametrize(("start", "går"), [("16:00–20:00", False), ("16:15–20:15", True)])
def test_nobody_is_at_two_schools_without_the_way_by_the_office_between(data, start, går):
    files = data({"kongsberg": [], "ål": [f"tidsramme: {start}"]}, TO_PÅ_DAGEN)
    overlapper = les_oppgave(files).problem.overlapper  # 45 minutes and 2 hours 30
    assert (("kongsberg", "ål") not in overlapper) == går
    assert (("ål", "kongsberg") not in overlapper) == går


def test_what_is_wrong_whatever_the_date_takes_no_day_away(prosjekt, data):
    uten = les_oppgave(data({})).problem
    svarfrist = "dokumentdato: 1. september 2026\nsvarfrist: 25. august 2026"
    bytt(prosjekt / "data/runder/2026.yaml", "\når: 2026\n", f"\når: 2026\n{svarfrist}\n")
    oppgave = les_oppgave(Datafiler(Project(prosjekt), 2026))
    assert (oppgave.problem.dager, oppgave.problem.dialoger) == (uten.dager, uten.dialoger)
