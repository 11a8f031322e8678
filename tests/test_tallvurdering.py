"""A school's key figure in words and numbers, in both written languages."""

from __future__ import annotations

import pytest
from test_tallvern import grunnlag, nøkkeltall, tall

from dialoggrunnlag.model.tall import Tallgrunnlag
from dialoggrunnlag.model.tallskrift import hvorfor_ikke, med_enhet, som_endring, som_tall
from dialoggrunnlag.model.tallvern import vern
from dialoggrunnlag.model.tallvurdering import skoletall, utvikling, vurdering


@pytest.mark.parametrize(
    ("verdi", "desimaler", "tekst"),
    [
        (3.25, 1, "3,2"),
        (1234.5, 1, "1\u00a0234,5"),
        (-0.3, 1, "−0,3"),
        (-0.04, 1, "0,0"),
        (12, 0, "12"),
        (1234567, 0, "1\u00a0234\u00a0567"),
    ],
)
def test_figures_have_a_decimal_comma_a_hard_space_and_a_true_minus(verdi, desimaler, tekst):
    assert som_tall(verdi, desimaler) == tekst


@pytest.mark.parametrize(
    ("verdi", "desimaler", "enhet", "bokmål", "nynorsk"),
    [
        (3.2, 1, "prosent", "3,2 %", "3,2 %"),
        (4, 0, "dager", "4 dager", "4 dagar"),
        (1, 0, "dager", "1 dag", "1 dag"),
        (1, 1, "timer", "1,0 timer", "1,0 timar"),
        (3.9, 1, "karakter", "3,9", "3,9"),
        (412, 0, "antall", "412", "412"),
    ],
)
def test_the_unit_stands_after_a_hard_space_in_the_schools_language(
    verdi, desimaler, enhet, bokmål, nynorsk
):
    assert med_enhet(verdi, desimaler, enhet, "bokmål") == bokmål.replace(" ", "\u00a0")
    assert med_enhet(verdi, desimaler, enhet, "nynorsk") == nynorsk.replace(" ", "\u00a0")


def test_a_change_has_its_sign_and_between_percentages_it_is_percentage_points():
    assert som_endring(0.3, 1, "prosent", "bokmål") == "+0,3\u00a0prosentpoeng"
    assert som_endring(-0.3, 1, "dager", "nynorsk") == "−0,3\u00a0dagar"
    assert som_endring(0.0, 1, "indeks", "bokmål") == "0,0"


def ett(skolen, fylket=None, landet=None, *, årene=None, **nøkler):
    """A school's figures: a value, or one by school year."""
    verdier = {}
    for enhet, verdi in (("a", skolen), ("fylket", fylket), ("landet", landet)):
        if verdi is not None:
            rad = verdi if isinstance(verdi, dict) else {"2014-15": verdi}
            verdier[enhet] = {
                år: tall(*(v if isinstance(v, tuple) else (v,))) for år, v in rad.items()
            }
    sammenlign = [hvem for hvem in ("fylket", "landet") if hvem in verdier]
    model = nøkkeltall(nøkler.pop("enhet", "prosent"), sammenlign=sammenlign, **nøkler)
    return skoletall(vern(Tallgrunnlag({"k": model}, {"k": verdier})), "k", "a", årene or 2015)


@pytest.mark.parametrize(
    ("best", "skolen", "bokmål", "nynorsk"),
    [
        ("høyest", "5", "▲\u00a0bedre enn fylket", "▲\u00a0betre enn fylket"),
        ("høyest", "3", "▼\u00a0svakere enn fylket", "▼\u00a0svakare enn fylket"),
        ("lavest", "5", "▼\u00a0svakere enn fylket", "▼\u00a0svakare enn fylket"),
        ("lavest", "3", "▲\u00a0bedre enn fylket", "▲\u00a0betre enn fylket"),
        ("ingen", "5", "▲\u00a0høyere enn fylket", "▲\u00a0høgare enn fylket"),
        ("ingen", "3", "▼\u00a0lavere enn fylket", "▼\u00a0lågare enn fylket"),
        ("høyest", "4.04", "●\u00a0omtrent som fylket", "●\u00a0omtrent som fylket"),
        ("høyest", "4.1", "▲\u00a0bedre enn fylket", "▲\u00a0betre enn fylket"),
        ("høyest", "*", None, None),
        ("høyest", "–", None, None),
    ],
)
def test_better_and_worse_are_told_in_words_after_what_is_best(best, skolen, bokmål, nynorsk):
    skoletallet = ett(skolen, "4.0", best=best)
    assert (vurdering(skoletallet, "bokmål"), vurdering(skoletallet, "nynorsk")) == (
        bokmål,
        nynorsk,
    )


def test_county_and_nation_are_told_together_where_they_come_out_alike():
    assert (
        vurdering(ett("5", "4", "3", best="høyest"), "bokmål")
        == "▲\u00a0bedre enn fylket og landet"
    )
    assert (
        vurdering(ett("5", "4", "6", best="høyest"), "bokmål")
        == "▲\u00a0bedre enn fylket, ▼\u00a0svakere enn landet"
    )


@pytest.mark.parametrize(
    ("skolen", "fylket", "enhet", "omtrent"),
    [
        (("5.0", 9), ("3.0", 9000), "indeks", True),  # fewer than twice minst
        (("5.0", 10), ("3.0", 9000), "indeks", False),
        (("5.0", 200), ("3.0", 9000), "prosent", True),  # two in a hundred of 200 are 4 people
        (("5.0", 250), ("3.0", 9000), "prosent", False),
    ],
)
def test_a_difference_that_few_people_make_is_none(skolen, fylket, enhet, omtrent):
    tekst = vurdering(ett(skolen, fylket, enhet=enhet, best="høyest"), "bokmål")
    assert tekst == ("●\u00a0omtrent som fylket" if omtrent else "▲\u00a0bedre enn fylket")


def test_a_schools_number_of_something_is_not_held_against_a_whole_countys():
    assert vurdering(ett("50", "4000", enhet="antall"), "bokmål") is None


def test_the_change_is_counted_from_the_first_year_that_is_shown():
    skoletallet = ett({"2010-11": "*", "2011-12": "4.4", "2014-15": "3.2"}, best="lavest")
    assert skoletallet.endring("bokmål") == "−1,2\u00a0prosentpoeng"
    assert utvikling(skoletallet, "bokmål") == "▲\u00a0bedre enn i 2011-12"
    assert [rad.skoleår for rad in skoletallet.rader] == [
        "2010-11",
        "2011-12",
        "2012-13",
        "2013-14",
        "2014-15",
    ]


def test_nothing_is_compared_across_a_break_in_the_series():
    tallene = {"2011-12": "4.4", "2013-14": "5.0", "2014-15": "3.2"}
    skoletallet = ett(tallene, brudd=["2012-13"])
    assert skoletallet.endring("bokmål") == "−1,8\u00a0prosentpoeng"
    assert [rad.brudd for rad in skoletallet.rader] == [False, True, False, False]
    assert ett(tallene, brudd=["2014-15"]).endring("bokmål") is None


def test_there_is_no_change_from_or_to_a_figure_that_is_not_shown():
    assert ett({"2013-14": "4.0", "2014-15": "*"}).endring("bokmål") is None
    assert ett({"2013-14": "*", "2014-15": "4.0"}).endring("bokmål") is None


def test_an_earlier_round_shows_nothing_of_later_years():
    skoletallet = ett({"2013-14": "4.0", "2015-16": "3.0", "2016-17": "2.0"}, årene=2015)
    assert [rad.skoleår for rad in skoletallet.rader] == ["2013-14", "2014-15", "2015-16"]


@pytest.mark.parametrize(
    ("årene", "vist"),
    [
        ({"2013": "1", "2015": "2"}, ["2013", "2014", "2015"]),
        (
            {"2007-2013": "1", "2009-2015": "2", "2010-2016": "3"},
            ["2007-2013", "2008-2014", "2009-2015"],
        ),
        ({"1999-00": "1", "2000-01": "2"}, ["1999-00", "2000-01"]),
    ],
)
def test_calendar_years_and_cohorts_are_years_too(årene, vist):
    assert [rad.skoleår for rad in ett(årene).rader] == vist


def test_as_many_years_are_shown_as_tall_yaml_says():
    årene = {f"20{år:02}-{år + 1:02}": "3" for år in range(5, 15)}
    assert len(ett(årene, år="3").rader) == 3


def test_hidden_and_missing_have_words_of_their_own():
    rad = vern(grunnlag({"k": {"a": "*", "b": "–"}})).visninger["k"]
    skjult, mangler = (rad[enhet]["2014-15"].fravær for enhet in "ab")
    assert (hvorfor_ikke(skjult, "bokmål"), hvorfor_ikke(mangler, "bokmål")) == (
        "ikke vist",
        "mangler",
    )
    assert (hvorfor_ikke(skjult, "nynorsk"), hvorfor_ikke(mangler, "nynorsk")) == (
        "ikkje vist",
        "manglar",
    )
