"""The summary's model: what it takes, how it is written, and how agreements go on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dialoggrunnlag.model.norsk import Dato
from dialoggrunnlag.model.oppsummering import Oppsummering, løpende_avtaler
from dialoggrunnlag.reading import yaml_reader
from dialoggrunnlag.reading.oppsummeringsfiler import som_yaml


def oppsummering(runde, *, avtaler=(), mål=(), **more):
    return Oppsummering.model_validate(
        {"skole": "ål", "runde": str(runde), "avtaler": list(avtaler), "mål": list(mål), **more}
    )


def meldt(*summaries):
    """What goes on, as «round: goal: status»."""
    return [f"{i.runde}: {i.mål.mål}: {i.status}" for i in løpende_avtaler(summaries)]


# --- the model ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1. mars 2016", "3"),
        ("tirsdag 1. mars 2016", "3"),
        ("2016-03-01", "3"),
        ("før jul", None),
        ("uke 10", None),
        ("30. februar 2016", None),
    ],
)
def test_a_deadline_is_a_date_where_it_can_be_one(written, read):
    frist = oppsummering(2015, mål=[{"frist": written}]).mål[0].frist
    assert isinstance(frist, Dato) is bool(read)
    assert str(frist if read is None else frist.dag.month) == (read or written)


@pytest.mark.parametrize("key", ["mål", "avtaler"])
def test_a_row_must_say_something(key):
    with pytest.raises(ValidationError, match="ingenting fylt ut"):
        oppsummering(2015, **{key: [{}]})


def test_a_status_is_one_of_four():
    with pytest.raises(ValidationError):
        oppsummering(2015, mål=[{"mål": "a", "status": "ferdig"}])


# --- the file ---------------------------------------------------------------------------------

TEKST = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp")), min_size=1, max_size=40
).filter(str.strip)
LINJER = st.lists(TEKST, min_size=1, max_size=4).map("\n".join)
RAD = st.fixed_dictionaries(
    {"mål": LINJER}, optional={"ansvarlig": TEKST, "frist": TEKST, "status": st.just("i gang")}
)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "dato": TEKST,
            "til_stede": st.lists(TEKST, max_size=3),
            "oppnådd": LINJER,
            "avtaler": st.lists(RAD, max_size=2),
            "mål": st.lists(RAD, max_size=3),
            "evaluering": st.fixed_dictionaries({"bra": LINJER}),
        },
    )
)
def test_what_is_written_to_a_file_is_read_from_it_again(data):
    data = {"skole": "ål", "runde": 2015, **data}
    first = Oppsummering.model_validate({**data, "runde": "2015"})
    text = som_yaml(data)
    assert text.startswith("# yaml-language-server: $schema=")
    assert Oppsummering.model_validate(yaml_reader.parse(text, "").data) == first


def test_a_file_is_ordered_and_readable():
    data = {
        "skole": "ål",
        "runde": 2015,
        "til_stede": ["Kari: rektor", "no"],
        "oppnådd": "Først\n- så",
        "uten_elevnavn": True,
        "mål": [{"mål": "Lese mer", "frist": "1. mars 2016"}],
    }
    assert som_yaml(data).splitlines()[1:] == [
        "skole: ål",
        "runde: 2015",
        "til_stede:",
        "  - 'Kari: rektor'",
        "  - 'no'",
        "oppnådd: |-",
        "  Først",
        "  - så",
        "uten_elevnavn: ja",
        "mål:",
        "  - mål: Lese mer",
        "    frist: 1. mars 2016",
    ]


# --- from one round to the next -----------------------------------------------------------------


def test_a_goal_keeps_all_that_was_agreed_and_takes_the_newest_status():
    first = oppsummering(
        2014, mål=[{"mål": "Lese mer", "tiltak": "Økter", "støtte": "Kurs", "ansvarlig": "rektor"}]
    )
    later = oppsummering(
        2015,
        avtaler=[{"mål": "lese  MER", "status": "i gang", "frist": "før jul", "kommentar": "bra"}],
    )
    [item] = løpende_avtaler([later, first])
    assert (item.runde, item.status, item.kommentar) == (2014, "i gang", "bra")
    assert (item.mål.tiltak, item.mål.støtte, item.mål.ansvarlig) == ("Økter", "Kurs", "rektor")
    assert item.mål.frist == "før jul"


def test_a_later_report_without_a_status_leaves_the_known_one():
    first = oppsummering(2014, mål=[{"mål": "a", "status": "i gang"}])
    assert meldt(first, oppsummering(2015, avtaler=[{"mål": "a"}])) == ["2014: a: i gang"]


def test_an_agreement_older_than_the_files_belongs_to_the_round_that_reports_it():
    assert meldt(oppsummering(2015, avtaler=[{"mål": "gammelt", "status": "nådd"}])) == [
        "2015: gammelt: nådd"
    ]


def test_a_goal_agreed_anew_while_it_is_open_goes_on_as_the_new_one():
    first = oppsummering(2014, mål=[{"mål": "a"}, {"mål": "b", "status": "nådd"}])
    second = oppsummering(2015, mål=[{"mål": "A"}, {"mål": "b"}])
    assert meldt(first, second) == ["2014: b: nådd", "2015: A: None", "2015: b: None"]


def test_two_goals_in_the_same_words_get_their_statuses_in_order():
    first = oppsummering(2014, mål=[{"mål": "a"}, {"mål": "a"}])
    second = oppsummering(
        2015, avtaler=[{"mål": "a", "status": "nådd"}, {"mål": "a", "status": "i gang"}]
    )
    assert meldt(first, second) == ["2014: a: nådd", "2014: a: i gang"]


@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=4, unique=True), max_size=4))
def test_no_goal_is_ever_lost(rounds):
    summaries = [
        oppsummering(2012 + number, mål=[{"mål": word} for word in words])
        for number, words in enumerate(rounds)
    ]
    assert {item.mål.mål for item in løpende_avtaler(summaries)} == set().union(*rounds)


def test_a_goal_reached_by_hand_is_the_same_in_the_next_form():
    first = oppsummering(2015, mål=[{"mål": "a", "tiltak": "t", "status": "nådd"}, {"mål": "b"}])
    told = [{"mål": "a", "status": "nådd"}, {"mål": "b", "status": "i gang"}]
    second = oppsummering(2016, avtaler=told)
    third = oppsummering(2017, avtaler=[{"mål": "b", "status": "nådd"}])
    assert meldt(first, second) == ["2015: a: nådd", "2015: b: i gang"]
    assert meldt(first, second, third) == ["2015: a: nådd", "2015: b: nådd"]


def test_a_goal_of_nothing_but_measures_is_known_by_them():
    first = oppsummering(2015, mål=[{"tiltak": "bare tiltak"}])
    second = oppsummering(2016, avtaler=[{"mål": "bare tiltak", "status": "i gang"}])
    [item] = løpende_avtaler([first, second])
    assert (item.mål.mål, item.mål.tiltak, item.status) == (None, "bare tiltak", "i gang")
