"""Why there are no dates: the rules to give up are few, needed, and told with what they can't stand with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import networkx as nx
import pytest
from datofasit import antallene, av_plan, borte, innenfor, pris_av, utfall
from datorunder import hverdager, runde, små_runder, sperre
from hypothesis import given, settings

from dialoggrunnlag.datoer.brytbare import (
    høyst_regel,
    minst_regel,
    må_regel,
    reglene,
    samme_tur_regel,
)
from dialoggrunnlag.datoer.forklaring import forklar, hvorfor
from dialoggrunnlag.datoer.losning import finn
from dialoggrunnlag.datoer.problem import PRISER, Dialogbehov, Problem, Regel, Rolle, ukenavn

UMULIGE = 20


def kjør_mange(request, prøve, antall=60):
    settings(max_examples=antall * request.config.getoption("--ganger"))(prøve)()


def aktuelle(problem):
    """The outcomes that an explanation chooses among: two a day only where it must be."""
    alle = list(utfall(problem))
    alene = [u for u in alle if not any(r.slag == "høyst_på_dagen" for r in u.brutt)]
    return alene or alle


def test_the_rules_given_up_are_the_cheapest_that_do_and_none_of_them_is_superfluous(request):
    @given(små_runder())
    def prøve(problem):
        mulige = aktuelle(problem)
        forklaring = forklar(problem)
        antall = antallene(forklaring.brutt)
        billigst = min(u.pris for u in mulige)
        assert pris_av(antall) == billigst
        assert forklaring.plan.verdi == max(u.verdi for u in mulige if u.pris == billigst)
        assert av_plan(problem, forklaring.plan).brutt == antall
        assert forklaring.plan.brutt == forklaring.brutt
        assert bool(forklaring.brutt) == (finn(problem) is None)
        for regel, n in antall.items():
            assert not any(innenfor(u.brutt, {**antall, regel: n - 1}) for u in mulige)

    kjør_mange(request, prøve)


def test_a_conflict_is_one_and_without_any_of_its_rules_or_dialogues_it_is_none(request):
    @given(små_runder())
    def prøve(problem):
        forklaring = forklar(problem)
        antall = antallene(forklaring.brutt)
        flere = any(regel.slag == "høyst_på_dagen" for regel in antall)
        if problem.høyst_på_dagen == 1 and not flere:
            problem = replace(problem, overlapper=frozenset())
        for konflikt in forklaring.konflikter:
            en = replace(konflikt.regel, antall=1)
            rom = {**antall, en: antall[en] - 1}
            assert not går(problem, konflikt.dialoger, {en, *konflikt.sammen_med}, rom)
            for uten in konflikt.sammen_med:
                noen = {en, *konflikt.sammen_med} - {uten}
                assert går(problem, konflikt.dialoger, noen, rom)
            for uten in konflikt.dialoger:
                noen = set(konflikt.dialoger) - {uten}
                assert går(problem, noen, {en, *konflikt.sammen_med}, rom)

    kjør_mange(request, prøve)


def går(problem, dialoger, regler, rom):
    """Whether there are dates for some dialogues that keep some rules, or break them as allowed."""
    noen = tuple(dialog for dialog in problem.dialoger if dialog.id in dialoger)
    for u in utfall(replace(problem, dialoger=noen)):
        if innenfor({r: n for r, n in u.brutt.items() if r in regler}, rom):
            return True
    return False


def test_why_a_dialogue_is_not_on_a_day_is_its_own_rules_or_what_the_others_have_to_say(request):
    @given(små_runder())
    def prøve(problem):
        den = problem.dialoger[0]
        antall = {} if finn(problem) else antallene(forklar(problem).brutt)
        alle = list(utfall(problem))
        alene = replace(problem, dialoger=(den,), samme_tur=())
        for hinder in hvorfor(problem, den.id, problem.dager):
            på_dagen = [u for u in utfall(alene) if u.datoer[den.id] == hinder.dag]
            assert bool(hinder.regler) == (not any(not u.brutt for u in på_dagen))
            assert set(hinder.regler) <= set(reglene(problem))
            mulige = [
                u for u in alle if u.datoer[den.id] == hinder.dag and innenfor(u.brutt, antall)
            ]
            if hinder.regler:
                assert hinder.plan is hinder.konflikt is None
            elif mulige:
                beste = min((u.pris, -u.verdi) for u in mulige)
                fasit = av_plan(problem, hinder.plan)
                assert (fasit.pris, -hinder.plan.verdi) == beste
                assert hinder.plan.datoer[den.id] == hinder.dag
            else:
                assert hinder.plan is None
                assert hinder.konflikt.regel.hva == str(hinder.dag)
                assert den.id in hinder.konflikt.dialoger

    kjør_mange(request, prøve, 30)


def umulige(antall):
    """Rounds of many kinds that no plan keeps all rules of."""
    frø = funnet = 0
    while funnet < antall:
        frø += 1
        størrelse, i_uken, trangt = 3 + frø % 5, 1 + frø % 2, 0.7 + 0.2 * (frø % 4)
        problem = runde(størrelse, i_uken, frø, trangt)
        første = 20 + frø % 15
        problem = replace(problem, dager=problem.dager[første : første + 8 + frø % 9])
        if finn(problem) is None:
            funnet += 1
            yield problem


@pytest.mark.treg
def test_what_is_given_up_makes_impossible_rounds_possible_and_none_of_it_is_superfluous(request):
    for problem in umulige(UMULIGE * request.config.getoption("--ganger")):
        forklaring = forklar(problem)
        assert forklaring.brutt
        assert av_plan(problem, forklaring.plan).brutt == antallene(forklaring.brutt)
        if any(regel.slag == "høyst_på_dagen" for regel in forklaring.brutt):
            continue  # who then comes where is beyond a flow; the small rounds have it
        assert går_med(problem, antallene(forklaring.brutt))
        for regel, n in antallene(forklaring.brutt).items():
            assert not går_med(problem, {**antallene(forklaring.brutt), regel: n - 1})


def går_med(problem, antall):
    """Whether there are dates where these rules are broken by no more: nobody else's model.

    One dialogue a day, so that each has its days and the trips are tried one after another.
    """
    tur = problem.samme_tur[0]
    mulig = {dialog.id: set(dagene(problem, dialog, antall)) for dialog in problem.dialoger}
    if antall.get(samme_tur_regel(tur)):
        return har_flyt(problem, mulig, antall)
    for a, b in (tur, reversed(tur)):
        for dag in mulig[a]:
            neste = dag + timedelta(days=1)
            if neste in mulig[b] and har_flyt(problem, mulig | {a: {dag}, b: {neste}}, antall):
                return True
    return False


def dagene(problem, dialog, antall):
    """The days that a dialogue by itself can have."""
    for dag in problem.dager:
        if any(dag in s.dager and not antall.get(s.regel) for s in dialog.sperrer):
            continue
        kommer = set()
        for rolle in problem.roller:
            if all(antall.get(regel) for regel in borte(rolle, dialog.id, dag)):
                kommer.add(rolle.id)
        savnes = [
            r for r in dialog.må if r not in kommer and not antall.get(må_regel(dialog.id, r))
        ]
        færre = antall.get(minst_regel(dialog.id), 0)
        if not savnes and len(kommer) + færre >= problem.minst:
            yield dag


def har_flyt(problem, mulig, antall):
    graf = nx.DiGraph()
    for id_, dager in mulig.items():
        graf.add_edge("fra", id_, capacity=1)
        for dag in dager:
            uke = ukenavn(dag)
            graf.add_edge(id_, dag, capacity=1)
            graf.add_edge(
                dag, uke, capacity=1 + antall.get(høyst_regel("høyst_på_dagen", str(dag)), 0)
            )
            høyst = problem.høyst_i_uken + antall.get(høyst_regel("høyst_i_uken", uke), 0)
            graf.add_edge(uke, "til", capacity=høyst)
    return "til" in graf and nx.maximum_flow_value(graf, "fra", "til") == len(mulig)


def test_thirteen_schools_have_twelve_places():
    dager = [dag for dag in hverdager(date(2026, 8, 31), 65) if dag.isocalendar().week != 40]
    dialoger = tuple(Dialogbehov(f"skole{nummer:02}") for nummer in range(13))
    problem = Problem(tuple(dager), dialoger, (), høyst_i_uken=1)
    forklaring = forklar(problem)
    (konflikt,) = forklaring.konflikter
    assert [(r.slag, r.antall) for r in forklaring.brutt] == [("høyst_i_uken", 1)]
    assert (len(konflikt.dialoger), konflikt.plasser) == (13, 12)
    uker = {r.hva for r in (konflikt.regel, *konflikt.sammen_med)}
    assert uker == {f"2026-W{uke}" for uke in (*range(36, 40), *range(41, 49))}


def test_a_trip_does_not_go_with_one_dialogue_a_week():
    dialoger = (Dialogbehov("ål"), Dialogbehov("gol"), Dialogbehov("eiker"))
    dager = hverdager(date(2026, 10, 12), 15)
    turer = (("gol", "ål"),)
    (konflikt,) = forklar(Problem(dager, dialoger, (), (), 1, samme_tur=turer)).konflikter
    assert konflikt.dialoger == ("ål", "gol")
    assert konflikt.plasser is None
    slag = {r.slag for r in (konflikt.regel, *konflikt.sammen_med)}
    assert slag == {"høyst_i_uken", "samme_tur"}


def test_a_dialogue_alone_is_told_with_its_own_rules():
    dager = hverdager(date(2026, 10, 12), 5)
    ikke = sperre("kan_ikke", dager[:3], "12.–14. oktober", "ål")
    borte = sperre("rolle_borte", dager[3:], "kurs", rolle="sjef")
    ål = Dialogbehov("ål", (ikke,), må=("sjef",))
    problem = Problem(dager, (ål, Dialogbehov("gol")), (Rolle("sjef", 4, {"ål": (borte,)}),))
    forklaring = forklar(problem)
    assert forklaring.brutt == (borte.regel,)
    (konflikt,) = forklaring.konflikter
    assert konflikt.dialoger == ("ål",)
    må = Regel("må", "ål", "sjef", pris=PRISER["må"])
    assert set(konflikt.sammen_med) == {ikke.regel, må}
    (hinder,) = hvorfor(problem, "ål", dager[4:])
    assert hinder.regler == (må, borte.regel)


def test_one_more_in_a_week_is_preferred_to_many_more_in_one():
    dialoger = tuple(Dialogbehov(f"skole{nummer}") for nummer in range(6))
    dager = hverdager(date(2026, 10, 12), 15)
    forklaring = forklar(Problem(dager, dialoger, (), (), 1))
    assert [r.antall for r in forklaring.brutt] == [1, 1, 1]


def test_a_round_that_the_solver_itself_stumbles_on_is_explained():
    """HiGHS 1.16 makes nothing of it at first, and finds that what it then has breaks a row."""
    dager, lørdag = hverdager(date(2026, 10, 15), 2), date(2026, 10, 17)
    ukedager = sperre("ukedager", dager, "mandag")
    må = ("sjef", "assisterende")
    eiker = (sperre("kan_ikke", dager[1:], "sitt", "eiker"), ukedager)
    dialoger = (
        Dialogbehov("ål", avtalt=lørdag),
        Dialogbehov("gol", (ukedager,), må=må, avtalt=lørdag),
        Dialogbehov("eiker", eiker, må=må),
    )
    kurs = sperre("rolle_borte", dager, "kurs", rolle="assisterende")
    borte = [sperre("rolle_borte", dager, "fra gol", "gol", rolle) for rolle in må]
    sjef = Rolle("sjef", 0, {"gol": (borte[0],)})
    assisterende = Rolle(
        "assisterende", 1, {"ål": (kurs,), "gol": (borte[1], kurs), "eiker": (kurs,)}
    )
    fri = sperre("fri", dager[:1], "fri")
    problem = Problem(dager, dialoger, (sjef, assisterende), (fri,))
    antall = antallene(forklar(problem).brutt)
    assert pris_av(antall) == min(u.pris for u in aktuelle(problem))


def test_many_in_a_week_are_preferred_to_as_many_in_the_holiday():
    """A holiday counts for each dialogue in it: once broken, it isn't open to the rest."""
    dager = hverdager(date(2026, 9, 28), 10)
    ferie = sperre("fri", dager[:5], "høstferie")
    dialoger = tuple(Dialogbehov(f"skole{nummer}", (ferie,)) for nummer in range(5))
    forklaring = forklar(Problem(dager, dialoger, (), (), 2))
    assert [(r.slag, r.hva, r.antall) for r in forklaring.brutt] == [
        ("høyst_i_uken", "2026-W41", 3)
    ]


def test_more_dialogues_than_days_share_them_as_a_last_resort():
    dialoger = tuple(Dialogbehov(id_, må=("sjef",)) for id_ in ("ål", "gol"))
    par = frozenset({("ål", "gol"), ("gol", "ål")})
    dager = hverdager(date(2026, 10, 12), 1)
    problem = Problem(dager, dialoger, (Rolle("sjef", 4),), overlapper=par)
    assert {r.slag for r in forklar(problem).brutt} == {"høyst_på_dagen", "må"}


def test_a_dialogue_alone_without_anybody_to_come_is_a_conflict_of_its_own():
    dager = hverdager(date(2026, 10, 15), 2)
    forklaring = forklar(Problem(dager, (Dialogbehov("ål"),), (), minst=1))
    (konflikt,) = forklaring.konflikter
    assert (konflikt.dialoger, konflikt.sammen_med) == (("ål",), ())


def test_of_plans_that_break_as_little_the_one_that_most_can_come_to_is_taken():
    """A round that HiGHS called a worse plan the best of, when it began with an earlier answer."""
    dager = hverdager(date(2026, 10, 15), 2)
    borte = sperre("rolle_borte", dager, "ferie", rolle="sjef")
    fra_gol = sperre("rolle_borte", dager[:1], "kurs", "gol", "sjef")
    opptatt = sperre("rolle_borte", dager[1:], "møte", "gol", "leder")
    dialoger = (
        Dialogbehov("ål", avtalt=dager[0]),
        Dialogbehov("gol", må=("sjef", "leder")),
        Dialogbehov("eiker"),
    )
    sjef = Rolle("sjef", 0, {"ål": (borte,), "gol": (fra_gol, borte), "eiker": (borte,)})
    leder = Rolle("leder", 1, {"gol": (opptatt,)})
    par = frozenset({("eiker", "ål"), ("gol", "ål"), ("ål", "eiker"), ("ål", "gol")})
    problem = Problem(dager, dialoger, (sjef, leder), høyst_på_dagen=2, overlapper=par)
    assert forklar(problem).plan.verdi == 2


def test_a_round_without_days_has_nothing_to_explain():
    with pytest.raises(ValueError, match="without days"):
        forklar(Problem((), (Dialogbehov("ål"),), ()))
