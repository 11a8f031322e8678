"""Which figures may be shown: the rules of privacy, and somebody who tries to get round them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from angriper import UmuligError, er_bestemt, spenn
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from dialoggrunnlag.model.tall import Fravær, Nøkkeltall, Tallgrunnlag, Tallverdi
from dialoggrunnlag.model.tallvern import vern

SKOLER = ("a", "b", "c", "d")
ÅR = "2014-15"


def nøkkeltall(enhet="prosent", **mer):
    """A key figure as tall.yaml says it."""
    data = {"navn": "Tallet", "enhet": enhet, "fil": "tall/a.csv", "sammenlign": ["fylket"], **mer}
    return Nøkkeltall.model_validate(
        {key: value for key, value in data.items() if value is not None}
    )


def tall(text, antall=None):
    """A figure as a file has it: a number, «*» hidden, «–» missing."""
    if text == "*":
        return Tallverdi(None, Fravær.SKJULT, antall)
    if text == "–":
        return Tallverdi(None, Fravær.MANGLER, antall)
    return Tallverdi(float(text), None, antall)


def grunnlag(rader, egne=(), **nøkler):
    """Figures of one year: by key figure, then by unit, a value or a value and its people."""
    verdier = {}
    for id_, rad in rader.items():
        celler = {}
        for enhet, verdi in rad.items():
            par = verdi if isinstance(verdi, tuple) else (verdi,)
            celler[enhet] = {ÅR: tall(*par)}
        verdier[id_] = celler
    ider = {id_: nøkler.get(id_) or nøkkeltall() for id_ in rader}
    return Tallgrunnlag(ider, verdier, egne=frozenset(egne))


def vist(vernet, id_="k"):
    """What is shown of a key figure: by unit the value, or the name of the reason."""
    ut = {}
    for enhet, år in vernet.visninger[id_].items():
        visning = år[ÅR]
        ut[enhet] = visning.fravær.name if visning.fravær else visning.verdi
    return ut


# --- what is hidden by itself ------------------------------------------------------------------


def test_what_the_source_hides_stays_hidden_and_what_is_missing_is_told_from_it():
    vernet = vern(grunnlag({"k": {"a": "3.2", "b": "*", "c": "–"}}))
    assert vist(vernet) == {"a": 3.2, "b": "SKJULT", "c": "MANGLER"}


@pytest.mark.parametrize(
    ("antall", "minst", "synlig"),
    [(4, None, False), (5, None, True), (3, "3", True), (2, "3", False)],
)
def test_a_figure_with_fewer_people_than_minst_is_hidden_and_so_is_their_number(
    antall, minst, synlig
):
    ett = nøkkeltall(minst=minst, begrunnelse="Avtalt med skolene" if minst else None)
    vernet = vern(grunnlag({"k": {"a": ("3.2", antall), "b": ("4", 90)}}, k=ett))
    visning = vernet.visning("k", "a", ÅR)
    assert (visning.verdi, visning.antall) == ((3.2, antall) if synlig else (None, None))


def test_a_file_of_ones_own_that_does_not_say_how_many_people_shows_nothing_unless_told_to():
    rader = {"k": {"a": "3.2", "fylket": "4.1"}}
    assert vist(vern(grunnlag(rader, egne=["k"]))) == {"a": "UKJENT_ANTALL", "fylket": 4.1}
    assert vist(vern(grunnlag(rader))) == {"a": 3.2, "fylket": 4.1}
    uten_personer = nøkkeltall(minst="1", begrunnelse="Tallet gjelder bygg")
    assert vist(vern(grunnlag(rader, egne=["k"], k=uten_personer)))["a"] == 3.2


def test_a_number_of_people_is_hidden_where_it_is_small_itself():
    vernet = vern(grunnlag({"k": {"a": "4", "b": "0", "c": "12"}}, k=nøkkeltall("antall")))
    assert vist(vernet) == {"a": "FÅ_PERSONER", "b": "FÅ_PERSONER", "c": 12}


def test_after_the_rules_no_object_holds_what_is_hidden():
    vernet = vern(grunnlag({"k": {"a": ("37.31", 3), "fylket": ("41.07", 3000)}}))
    assert "37.31" not in repr(vernet)
    assert "37.3" not in repr(vernet.offentlig())


# --- a second figure ---------------------------------------------------------------------------


def test_the_county_is_hidden_where_it_would_give_away_its_only_hidden_school():
    rader = {"k": {"a": "40", "b": "*", "c": "25", "fylket": "78"}}
    vernet = vern(grunnlag(rader, k=nøkkeltall("antall")))
    assert vist(vernet) == {"a": 40, "b": "SKJULT", "c": 25, "fylket": "KAN_REGNES_UT"}
    (ekstra,) = vernet.tillegg
    assert (ekstra.enhet, ekstra.av_enhet) == ("fylket", "b")


def test_so_is_the_mean_of_the_county_where_the_number_of_people_is_known():
    rader = {"k": {"a": ("3.2", 40), "b": ("*", 10), "fylket": ("3.4", 50)}}
    assert vist(vern(grunnlag(rader)))["fylket"] == "KAN_REGNES_UT"
    rader = {"k": {"a": "3.2", "b": "*", "fylket": "3.4"}}
    assert vist(vern(grunnlag(rader)))["fylket"] == 3.4


def test_the_county_is_shown_where_other_schools_of_it_keep_the_hidden_one_unknown():
    rader = {"k": {"a": ("3.2", 400), "b": ("*", 200), "fylket": ("3.4", 9000)}}
    assert vist(vern(grunnlag(rader)))["fylket"] == 3.4


def test_low_percentages_have_room_enough_near_the_end_of_the_scale():
    """A school of 300 and 500 pupils elsewhere: it may have anything from 0 to twice the mean."""
    rader = {"k": {"a": ("2.1", 900), "b": ("*", 300), "fylket": ("2.0", 1700)}}
    assert vist(vern(grunnlag(rader)))["fylket"] == 2.0
    rader["k"]["fylket"] = ("2.0", 1201)  # one pupil elsewhere is too few
    assert vist(vern(grunnlag(rader)))["fylket"] == "KAN_REGNES_UT"


def test_two_hidden_schools_are_enough_unless_what_they_share_is_too_little():
    ett = nøkkeltall("antall")
    rader = {"k": {"a": "*", "b": "*", "c": "25", "fylket": "125"}}
    assert vist(vern(grunnlag(rader, k=ett)))["fylket"] == 125
    rader = {"k": {"a": "*", "b": "*", "c": "25", "fylket": "26"}}
    assert vist(vern(grunnlag(rader, k=ett)))["fylket"] == "KAN_REGNES_UT"


def test_the_other_part_of_a_whole_is_hidden_where_tall_yaml_says_that_it_is_one():
    rader = {"k": {"a": "*", "b": "3.2"}, "m": {"a": "95.9", "b": "96.8"}}
    vernet = vern(grunnlag(rader, k=nøkkeltall(sammen_med=["m"])))
    assert vist(vernet, "m") == {"a": "KAN_REGNES_UT", "b": 96.8}


def test_of_several_parts_the_one_that_stands_last_in_tall_yaml_is_hidden():
    rader = {"m": {"a": "45"}, "k": {"a": "*"}, "n": {"a": "35"}}
    vernet = vern(grunnlag(rader, k=nøkkeltall(sammen_med=["m", "n"])))
    assert (vist(vernet, "m")["a"], vist(vernet, "n")["a"]) == (45, "KAN_REGNES_UT")


def test_a_sum_of_parts_is_seen_where_tall_yaml_says_of_what_they_are_part():
    ett = {id_: nøkkeltall("antall", del_av="alle") for id_ in ("gutter", "jenter")}
    rader = {"gutter": {"a": "*"}, "jenter": {"a": "30"}, "alle": {"a": "33"}}
    vernet = vern(grunnlag(rader, **ett, alle=nøkkeltall("antall")))
    assert vist(vernet, "alle")["a"] == "KAN_REGNES_UT"
    assert vist(vernet, "jenter")["a"] == 30


def test_what_anybody_sees_who_holds_the_files_against_each_other_needs_not_be_said():
    rader = {
        "k": {"a": "*", "b": "3.2", "c": "4.1", "d": "5.5", "e": "2.0"},
        "m": {"a": "95.9", "b": "96.8", "c": "95.9", "d": "94.5", "e": "98.0"},
    }
    assert vist(vern(grunnlag(rader)), "m")["a"] == "KAN_REGNES_UT"
    rader["m"]["e"] = "97.0"  # they don't make a hundred after all
    assert vist(vern(grunnlag(rader)), "m")["a"] == 95.9


def test_a_percentage_is_seen_that_another_figure_counts():
    andel = {"a": ("*", 50), "b": ("10", 50), "c": ("20", 40), "d": ("25", 80), "e": ("50", 30)}
    rader = {"k": andel, "m": {"a": "7", "b": "5", "c": "8", "d": "20", "e": "15"}}
    vernet = vern(grunnlag(rader, m=nøkkeltall("antall")))
    assert vist(vernet, "m")["a"] == "KAN_REGNES_UT"


def test_the_number_of_people_behind_a_figure_is_hidden_where_it_gives_away_how_few_there_are():
    """Another key figure counts the same pupils, and is hidden since they are four."""
    antall = {"a": "4", "b": "30", "c": "41", "d": "25", "e": "50"}
    andel = {enhet: ("10", int(n)) for enhet, n in antall.items()}
    vernet = vern(
        grunnlag(
            {"k": andel, "m": antall},
            k=nøkkeltall(minst="3", begrunnelse="Avtalt"),
            m=nøkkeltall("antall"),
        )
    )
    assert vist(vernet, "m")["a"] == "FÅ_PERSONER"
    visning = vernet.visning("k", "a", ÅR)
    assert (visning.verdi, visning.antall) == (10, None)
    assert [ekstra.bare_antall for ekstra in vernet.tillegg] == [True]


def test_the_rules_go_on_until_nothing_follows_any_more():
    """The complement is hidden, and then the county of the complement would give it away."""
    rader = {
        "k": {"a": ("*", 20), "b": ("3", 30), "fylket": ("5", 50)},
        "m": {"a": ("92", 20), "b": ("97", 30), "fylket": ("95", 50)},
    }
    vernet = vern(grunnlag(rader, k=nøkkeltall(sammen_med=["m"])))
    assert vist(vernet, "k")["fylket"] == "KAN_REGNES_UT"
    assert vist(vernet, "m") == {"a": "KAN_REGNES_UT", "b": 97, "fylket": "KAN_REGNES_UT"}


def test_the_public_edition_shows_nothing_that_the_whole_one_hides():
    rader = {"k": {"a": "*", "b": "3.2"}, "m": {"a": "95.9", "b": "96.8"}}
    ider = {"k": nøkkeltall(sammen_med=["m"]), "m": nøkkeltall(offentlig="ja")}
    offentlig = vern(grunnlag(rader, **ider)).offentlig()
    assert list(offentlig.nøkkeltall) == ["m"]
    assert vist(offentlig, "m") == {"a": "KAN_REGNES_UT", "b": 96.8}


# --- the law -----------------------------------------------------------------------------------


@st.composite
def skoler(draw):
    """A county's pupils, and which of their figures the source hides."""
    enheter = SKOLER[: draw(st.integers(2, 4))]
    elever = {u: draw(st.integers(3, 60)) for u in enheter}
    if draw(st.booleans()):
        elever["#resten"] = draw(st.integers(1, 80))
    sluttet = {u: draw(st.integers(0, n)) for u, n in elever.items()}
    jenter = {u: draw(st.integers(0, n)) for u, n in elever.items()}
    skjulte = draw(
        st.sets(
            st.tuples(st.sampled_from(("sluttet", "fullført", "jenter")), st.sampled_from(enheter)),
            max_size=4,
        )
    )
    return (
        enheter,
        elever,
        sluttet,
        jenter,
        skjulte,
        draw(st.booleans()),
        draw(st.sampled_from([0, 1])),
    )


def _tabell(sak):
    """The figures as the source would publish them, and the true relations between them."""
    enheter, elever, sluttet, jenter, skjulte, med_antall, desimaler = sak
    sum_av = {"elever": elever, "sluttet": sluttet, "jenter": jenter}
    for tallene in sum_av.values():
        tallene["fylket"] = sum(tallene.values())
    rader = {"sluttet": {}, "fullført": {}, "jenter": {}, "gutter": {}, "elever": {}}
    for u in (*enheter, "fylket"):
        n = elever[u]
        andel = round(100 * sluttet[u] / n, desimaler)
        verdier = {"sluttet": andel, "fullført": round(100 - 100 * sluttet[u] / n, desimaler)}
        verdier |= {"jenter": jenter[u], "gutter": n - jenter[u], "elever": n}
        for id_, verdi in verdier.items():
            antall = n if med_antall and id_ in ("sluttet", "fullført") else None
            rader[id_][u] = ("*" if (id_, u) in skjulte else str(verdi), antall)
    ligninger = []
    alle = [u for u in elever if u != "fylket"]
    for id_ in ("sluttet", "fullført"):
        if med_antall:
            ledd = {(id_, u): elever[u] for u in alle}
            ligninger.append(({**ledd, (id_, "fylket"): -elever["fylket"]}, 0))
    for id_ in ("jenter", "gutter", "elever"):
        if "#resten" not in alle:
            ledd = {(id_, u): 1 for u in alle}
            ligninger.append(({**ledd, (id_, "fylket"): -1}, 0))
    for u in (*enheter, "fylket"):
        ligninger.append(({("sluttet", u): 1, ("fullført", u): 1}, 100))
        ligninger.append(({("jenter", u): 1, ("gutter", u): 1, ("elever", u): -1}, 0))
    return rader, ligninger


@pytest.mark.treg
@settings(max_examples=40, phases=[Phase.generate])  # to make it smaller takes minutes
@given(skoler())
def test_an_attacker_with_linear_programming_finds_no_figure_that_is_hidden(sak):
    rader, ligninger = _tabell(sak)
    desimaler = str(sak[-1])
    ider = {
        "sluttet": nøkkeltall(desimaler=desimaler, sammen_med=["fullført"]),
        "fullført": nøkkeltall(desimaler=desimaler),
        "jenter": nøkkeltall("antall", del_av="elever"),
        "gutter": nøkkeltall("antall", del_av="elever"),
        "elever": nøkkeltall("antall"),
    }
    vernet = vern(grunnlag(rader, **ider))
    halve = Fraction(1, 2 * 10 ** sak[-1])
    grenser, skjulte, ukjente = {}, [], []
    for celle in {celle for ledd, _ in ligninger for celle in ledd}:
        id_, enhet = celle
        er_prosent = id_ in ("sluttet", "fullført")
        visning = vernet.visning(id_, enhet, ÅR)
        if enhet != "#resten" and visning.verdi is not None:
            verdi, slingring = Fraction(str(visning.verdi)), halve if er_prosent else 0
            grenser[celle] = (verdi - slingring, verdi + slingring)
            continue
        ukjente.append(celle)
        grenser[celle] = (0, 100 if er_prosent else None)
        if enhet != "#resten" and visning.fravær in (Fravær.SKJULT, Fravær.FÅ_PERSONER):
            skjulte.append(celle)
            if visning.fravær is Fravær.FÅ_PERSONER and not er_prosent:
                grenser[celle] = (0, 4)
    assume(skjulte)
    for celle in skjulte:
        assert not er_bestemt(celle, ligninger, ukjente), (celle, rader)
        try:
            lavest, høyest = spenn(celle, ligninger, grenser)
        except UmuligError:
            continue  # the attacker's own rounding
        steg = float(2 * halve) if celle[0] in ("sluttet", "fullført") else 1
        assert høyest - lavest > steg - 1e-9, (celle, lavest, høyest, rader)
        if celle[0] in ("sluttet", "fullført"):  # a share is of a whole number of people
            n = sak[1][celle[1]]
            mulige = [k for k in range(n + 1) if lavest - 1e-9 <= 100 * k / n <= høyest + 1e-9]
            assert len(mulige) > 1, (celle, mulige, rader)


def test_a_median_of_the_county_tells_nothing_of_a_school_where_the_files_show_that_it_is_no_mean():
    """A year in which all is known shows it."""
    år = {
        "2013-14": {"a": ("3", 40), "b": ("9", 10), "fylket": ("3", 50)},
        ÅR: {"a": ("3", 40), "b": ("*", 10), "fylket": ("3", 50)},
    }
    verdier = {}
    for skoleår, rad in år.items():
        for enhet, par in rad.items():
            verdier.setdefault(enhet, {})[skoleår] = tall(*par)
    vernet = vern(Tallgrunnlag({"k": nøkkeltall("dager")}, {"k": verdier}))
    assert vernet.visning("k", "fylket", ÅR).verdi == 3


def test_what_the_files_hold_of_other_years_is_hidden_alike_whatever_a_document_shows():
    """A round shows some years, the next one others; both are public."""
    rader = {"a": "40", "b": "*", "fylket": "78"}
    verdier = {enhet: {"2004-05": tall(text)} for enhet, text in rader.items()}
    vernet = vern(Tallgrunnlag({"k": nøkkeltall("antall", år="1")}, {"k": verdier}))
    assert vernet.visning("k", "fylket", "2004-05").fravær is Fravær.KAN_REGNES_UT


# --- groups, and the same column twice --------------------------------------------------------


def i_grupper(jenter, desimaler=2):
    """Figures of boys, girls and all at three schools, of which the first has ``jenter`` girls."""
    rader = {"alle": {}, "gutt": {}, "jente": {}}
    for skole, g, j, gutter, antall in (
        ("a", 2.1, 9.7, 296, jenter), ("b", 3.0, 5.0, 197, 108), ("c", 6.2, 7.3, 157, 160),
    ):  # fmt: skip
        i_alt = gutter + antall
        snitt = round((g * gutter + j * antall) / i_alt, desimaler)
        rader["gutt"][skole] = (str(g), gutter)
        rader["jente"][skole] = (str(j), antall)
        rader["alle"][skole] = (str(snitt), i_alt)
    ett = nøkkeltall(desimaler=str(desimaler), sammenlign=None)
    return grunnlag(rader, alle=ett, gutt=ett, jente=ett)


def test_a_group_of_few_does_not_follow_from_the_whole_and_the_other_group():
    vernet = vern(i_grupper(4))
    assert vist(vernet, "jente")["a"] == "FÅ_PERSONER"
    assert vist(vernet, "gutt")["a"] == "KAN_REGNES_UT"
    assert vist(vernet, "alle") == {"a": 2.2, "b": 3.71, "c": 6.76}
    assert vernet.visning("gutt", "a", ÅR).antall is None
    assert vist(vernet, "gutt")["b"] == 3.0


def test_the_number_of_people_in_a_group_of_few_does_not_follow_either():
    data = i_grupper(4)
    data.verdier["gutt"]["a"][ÅR] = tall("*", 296)  # the source has hidden the other one too
    vernet = vern(data)
    antall = [vernet.visning(id_, "a", ÅR).antall for id_ in ("alle", "gutt")]
    assert None in antall


@pytest.mark.parametrize("jenter", [2, 90])
@pytest.mark.parametrize("verdi", ["9.7", "*"])
def test_a_number_of_people_that_the_source_hides_follows_from_no_other_groups(jenter, verdi):
    data = i_grupper(jenter)
    sant = data.verdier["alle"]["a"][ÅR].antall
    lest = tall(verdi)
    data.verdier["jente"]["a"][ÅR] = replace(lest, skjult_antall=True)
    vernet = vern(data)
    assert vernet.visning("jente", "a", ÅR).verdi is None
    assert vernet.visning("jente", "a", ÅR).antall is None
    ligninger = [({("jente", "a"): 1, ("gutt", "a"): 1, ("alle", "a"): -1}, 0)]
    grenser = {}
    for id_ in ("alle", "gutt", "jente"):
        antall = vernet.visning(id_, "a", ÅR).antall
        grenser[id_, "a"] = (0, None) if antall is None else (antall, antall)
    lavest, høyest = spenn(("jente", "a"), ligninger, grenser)
    assert lavest == 0
    assert høyest >= min(sant, 296)


def test_groups_of_many_hide_nothing():
    assert vern(i_grupper(90)).tillegg == []


@pytest.mark.parametrize("felles", [True, False])
def test_a_group_that_is_hidden_everywhere_is_known_by_its_columns_name(felles):
    rader = {"alle": {}, "gutt": {}, "jente": {}}
    for skole, jenter in (("a", 2), ("b", 3), ("c", 4)):
        rader["gutt"][skole], rader["jente"][skole] = ("5", 200), ("3", jenter)
        rader["alle"][skole] = ("5", 200 + jenter)
    kolonner = {"alle": "Andel", "gutt": "Gutt.Andel", "jente": "Jente.Andel"}
    if not felles:
        kolonner["jente"] = "Noe annet"
    nøkler = {id_: nøkkeltall(kolonne=navn, sammenlign=None) for id_, navn in kolonner.items()}
    skjulte = {ekstra.enhet for ekstra in vern(grunnlag(rader, **nøkler)).tillegg}
    assert skjulte == ({"a", "b", "c"} if felles else set())


def test_a_column_that_is_shown_twice_is_hidden_in_both():
    rad = {"a": ("3.1", 4), "b": ("4", 90)}
    uten_antall = {"a": "3.1", "b": "4"}
    raus = nøkkeltall(minst="2", begrunnelse="Avtalt med skolene")
    assert vist(vern(grunnlag({"k": rad, "l": rad}, l=raus)), "l")["a"] == "KAN_REGNES_UT"
    assert vist(vern(grunnlag({"k": rad, "l": uten_antall})), "l")["a"] == "KAN_REGNES_UT"
    annen_fil = nøkkeltall(fil="tall/b.csv")
    assert vern(grunnlag({"k": rad, "l": uten_antall}, l=annen_fil)).tillegg == []
