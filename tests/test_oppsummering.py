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


@pytest.mark.parametrize(
    ("rader", "message"),
    [
        ({"mål": [{}]}, "ingenting fylt ut"),
        ({"avtaler": [{}]}, "ingenting fylt ut"),
        ({"mål": [{"mål": "a", "status": "ferdig"}]}, "status"),
    ],
)
def test_a_row_says_something_and_its_status_is_one_of_four(rader, message):
    with pytest.raises(ValidationError, match=message):
        oppsummering(2015, **rader)


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


A, A_I_GANG, A_NÅDD = {"mål": "a"}, {"mål": "a", "status": "i gang"}, {"mål": "a", "status": "nådd"}
B, B_NÅDD, B_I_GANG = {"mål": "b"}, {"mål": "b", "status": "nådd"}, {"mål": "b", "status": "i gang"}


VIDERE = {
    "a report without a status leaves the known one": (
        [{"mål": [A_I_GANG]}, {"avtaler": [A]}],
        ["2014: a: i gang"],
    ),
    "older than the files, it belongs to the round that reports it": (
        [{"avtaler": [A_NÅDD]}],
        ["2014: a: nådd"],
    ),
    "agreed anew while it is open, it goes on as the new one": (
        [{"mål": [A, B_NÅDD]}, {"mål": [{"mål": "A"}, B]}],
        ["2014: b: nådd", "2015: A: None", "2015: b: None"],
    ),
    "two in the same words get their statuses in order": (
        [{"mål": [A, A]}, {"avtaler": [A_NÅDD, A_I_GANG]}],
        ["2014: a: nådd", "2014: a: i gang"],
    ),
    "reached by hand, it is the same in the next form, and in the one after that": (
        [{"mål": [{**A_NÅDD, "tiltak": "t"}, B]}, {"avtaler": [A_NÅDD, B_I_GANG]}, {"avtaler": [B_NÅDD]}],
        ["2014: a: nådd", "2014: b: nådd"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", VIDERE)
def test_how_goals_go_on_from_round_to_round(what):
    runder, expected = VIDERE[what]
    summaries = [oppsummering(2014 + number, **runde) for number, runde in enumerate(runder)]
    assert [f"{i.runde}: {i.mål.mål}: {i.status}" for i in løpende_avtaler(summaries)] == expected


@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=4, unique=True), max_size=4))
def test_no_goal_is_ever_lost(rounds):
    summaries = [
        oppsummering(2012 + number, mål=[{"mål": word} for word in words])
        for number, words in enumerate(rounds)
    ]
    assert {item.mål.mål for item in løpende_avtaler(summaries)} == set().union(*rounds)


def test_a_goal_of_nothing_but_measures_is_known_by_them():
    first = oppsummering(2015, mål=[{"tiltak": "bare tiltak"}])
    second = oppsummering(2016, avtaler=[{"mål": "bare tiltak", "status": "i gang"}])
    [item] = løpende_avtaler([first, second])
    assert (item.mål.mål, item.mål.tiltak, item.status) == (None, "bare tiltak", "i gang")
