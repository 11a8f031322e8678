"""What being busy makes of a day, with a dialogue and the way to it."""

import re
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from kalendertekst import OSLO

from dialoggrunnlag.datoer.kalenderlesing import Opptatt, dager_borte, ulemper


def tider(*kortformer):
    """Times that are taken, from '12.10 09:00–12:00'."""
    for form in kortformer:
        dag, fra, til = re.fullmatch(r"(\S+) (\S+)–(\S+?)\??", form).groups()
        start, slutt = (
            datetime.strptime(f"2026 {dag} {en}", "%Y %d.%m %H:%M").replace(tzinfo=OSLO)
            for en in (fra, til)
        )
        yield Opptatt(start, slutt, heldag=False, foreløpig=form.endswith("?"))


def borte(*kortformer, start=9, slutt=13, reise=0):
    dager = [date(2026, 10, 12), date(2026, 10, 13)]
    funnet = dager_borte(
        tider(*kortformer), dager, time(start), time(slutt), timedelta(minutes=reise)
    )
    return sorted(dag.day for dag in funnet)


def ulempe(*kortformer, reise=0):
    dager = [date(2026, 10, 12), date(2026, 10, 13)]
    funnet = ulemper(tider(*kortformer), dager, time(9), time(13), timedelta(minutes=reise))
    return {dag.day: vekt for dag, vekt in funnet.items()}


def test_three_hours_that_meet_the_dialogue_or_the_way_there_rule_a_day_out():
    assert borte("12.10 09:00–12:00") == [12]
    assert borte("12.10 09:00–11:59") == []
    assert borte("12.10 06:00–09:00") == borte("12.10 13:00–16:00") == []
    assert borte("12.10 06:00–09:01") == borte("12.10 12:59–16:00") == [12]
    # With a way of an hour: from 8 to 14
    assert borte("12.10 05:00–08:00", reise=60) == borte("12.10 14:00–17:00", reise=60) == []
    assert borte("12.10 05:00–08:01", reise=60) == borte("12.10 13:59–17:00", reise=60) == [12]
    assert borte("13.10 14:00–20:00", reise=60) == []
    assert borte("12.10 08:00–23:59", "13.10 00:01–09:30") == [12, 13]
    assert borte() == []


def test_what_follows_upon_each_other_is_one_time():
    assert borte("12.10 09:00–10:00", "12.10 10:00–11:00", "12.10 11:00–12:00") == [12]
    assert borte("12.10 10:00–11:30", "12.10 09:00–12:00", "12.10 09:30–10:00") == [12]
    assert borte("12.10 09:00–10:00", "12.10 10:01–12:00") == []
    assert borte("12.10 08:00–10:30", "12.10 10:00–11:00") == [12]
    assert borte("12.10 12:30–14:00", "12.10 14:00–15:30") == [12]  # one of three hours


def test_what_may_be_moved_hinders_nothing_but_costs():
    assert borte("12.10 08:00–16:00?") == []
    assert ulempe("12.10 08:00–16:00?") == {12: 3}
    assert borte("12.10 09:00–10:30", "12.10 10:30–12:00?") == []
    assert ulempe("12.10 09:00–10:30", "12.10 10:30–12:00?") == {12: 3}


def test_shorter_meetings_cost_their_hours_where_they_meet_the_dialogue_or_the_way():
    assert ulempe("12.10 09:00–10:00") == {12: 1}
    assert ulempe("12.10 09:00–10:01") == {12: 2}
    assert ulempe("12.10 09:00–11:30") == {12: 3}
    assert ulempe("12.10 09:00–10:00", "12.10 11:00–12:00", "13.10 12:00–13:00") == {12: 2, 13: 1}
    assert ulempe("12.10 08:00–09:00", "12.10 13:00–14:00") == {}
    assert ulempe("12.10 08:00–09:00", "12.10 13:00–14:00", reise=30) == {12: 2}
    assert ulempe("12.10 09:00–12:00", "13.10 09:00–10:00") == {13: 1}  # the 12th is ruled out


@given(
    st.lists(
        st.tuples(st.integers(0, 200), st.integers(1, 60), st.booleans()), min_size=1, max_size=12
    ),
    st.integers(0, 20),
)
@settings(max_examples=60, deadline=None)
def test_a_days_answer_is_what_going_through_it_minute_by_minute_gives(biter, reise):
    """In quarters of an hour from the 12th: what is taken without a break, and where it meets."""
    begynner = datetime(2026, 10, 12, tzinfo=OSLO)
    kvarter = timedelta(minutes=15)
    opptatt = [
        Opptatt(
            begynner + fra * kvarter, begynner + (fra + lengde) * kvarter, heldag=False, foreløpig=f
        )
        for fra, lengde, f in biter
    ]
    dager = [date(2026, 10, 12), date(2026, 10, 13)]
    rammen = time(9), time(13), reise * kvarter
    ventet_borte, ventet_ulempe = set(), {}
    for nummer, dag in enumerate(dager):
        rammens = set(range(96 * nummer + 36 - reise, 96 * nummer + 52 + reise))
        if any(len(løp) >= 12 and løp & rammens for løp in _løp(biter, også_foreløpige=False)):
            ventet_borte.add(dag)
            continue
        møtte = [len(løp) for løp in _løp(biter, også_foreløpige=True) if løp & rammens]
        if møtte:
            ventet_ulempe[dag] = sum(min((lengde + 3) // 4, 3) for lengde in møtte)
    assert dager_borte(opptatt, dager, *rammen) == ventet_borte
    assert ulemper(opptatt, dager, *rammen) == ventet_ulempe


def _løp(biter, *, også_foreløpige):
    """The quarters that are taken, in runs without a break."""
    tatt = set()
    for fra, lengde, foreløpig in biter:
        if også_foreløpige or not foreløpig:
            tatt |= set(range(fra, fra + lengde))
    løp, forrige = [], None
    for kvarter in sorted(tatt):
        if kvarter - 1 == forrige:
            løp[-1].add(kvarter)
        else:
            løp.append({kvarter})
        forrige = kvarter
    return løp
