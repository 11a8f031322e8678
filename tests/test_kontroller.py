"""What goes wrong by hand: each check with what it finds, and what it must leave alone."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from itertools import product

import pytest
from hjelp import REPO, SKOLER, bytt, sett_dialog

from dialoggrunnlag.errors import DialogError
from dialoggrunnlag.innhold.bygger import lag_grunnlag
from dialoggrunnlag.innhold.grunnlag import FILTERS
from dialoggrunnlag.innhold.text_template import TextTemplates
from dialoggrunnlag.kontroller.kontroll import Data
from dialoggrunnlag.kontroller.register import KONTROLLER, advarsler
from dialoggrunnlag.reading.datafiler import Datafiler
from dialoggrunnlag.reading.project import Project

RUNDE = "data/runder/2015.yaml"
# Tuesdays and a Wednesday without anything about them.
TIRSDAG, ONSDAG = "dato: 2015-11-03", "dato: 2015-11-04"


@pytest.fixture
def funn(prosjekt):
    """What the named checks find in the copied project; without names everything that is found.

    A test names the check that it is about, so that another one may be added.
    """

    def finn(*navn):
        files = Datafiler(Project(prosjekt), 2015)
        texts = TextTemplates(FILTERS)
        data = files.datasett
        ids = [id_ for id_ in data.runde.dialoger if id_ not in files.faulty]
        innhold = {id_: lag_grunnlag(files, id_, texts) for id_ in ids}
        found = files.in_order(a.problem for a in advarsler(Data(files, innhold)))
        ends = tuple(f"[{n}]" for n in navn) or ""
        return [problem for problem in found if problem.remedy.endswith(ends)]

    return finn


def i_runden(prosjekt, *lines):
    """Put keys into the round, below the year."""
    bytt(prosjekt / RUNDE, "\når: 2015\n", "\n".join(["", "år: 2015", *lines, ""]))


def i_skolen(prosjekt, skole_id, *lines):
    """Put keys into a school's entry."""
    entry = "".join(f"    {line}\n" for line in lines)
    bytt(prosjekt / "data/skoler.yaml", f"\n  {skole_id}:\n", f"\n  {skole_id}:\n{entry}")


def i_tide(function):
    """What a function gives that must not take long."""
    start = time.process_time()
    result = function()
    assert time.process_time() - start < 5
    return result


def linje(prosjekt, problem):
    """The line of the file that a problem points at, from its column on."""
    source = (prosjekt / problem.file).read_text("utf-8").splitlines()[problem.line - 1]
    return source[problem.column - 1 :]


def test_the_data_as_they_are_give_nothing(funn):
    assert funn() == []


def test_the_documentation_has_every_check_and_no_other():
    source = (REPO / "docs/kontroller.md").read_text("utf-8")
    assert re.findall(r"^\| `([\w-]+)`", source, re.MULTILINE) == list(KONTROLLER)
    assert all(check.beskrivelse for check in KONTROLLER.values())


# --- annen-skole ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "old", ["navn: Gol vidaregåande skule", "kortnavn: Gol vgs.", "kommune: Gol"]
)
def test_a_name_without_letters_is_found_nowhere(prosjekt, funn, old):
    bytt(prosjekt / "data/skoler.yaml", f"    {old}\n", f"    {old.split(':')[0]}: '–'\n")
    assert funn("annen-skole") == []


@pytest.mark.parametrize(
    "text",
    [
        *("Møterom 2 ved Gol vgs.", "GOL VGS", "Gol vidaregåande skule", "til Gol vgs., så"),
        *("Gol videregående skole", "Gol videregående", "gol vidaregåande skules hall"),
        *("St. Hallvard vgs.", "i Nord. Gol vgs. er vert", "lenger nord Gol vgs."),
        *(
            "Drammen, Gol vgs.",
            "ved Gol-vgs",
            "Gol v.g.s.",
            "GOL V. G. S",
            "Gol-videregående",
            "Gol–vgs.",
        ),
        "Aal vgs.",
    ],
)
def test_another_schools_name_in_a_schools_own_entry_is_found(prosjekt, funn, text):
    sett_dialog(prosjekt, "lier", f"sted: '{text}'")
    [problem] = funn("annen-skole")
    assert problem.warning
    assert problem.message.startswith("Lier vgs. får navnet på en annen skole: «")
    assert linje(prosjekt, problem) == f"'{text}'"


@pytest.mark.parametrize(
    "text",
    [
        *("Lier vgs.", "Lier videregående skole", "Gol", "Golsfjellet", "Gol kommune", "Golvgs."),
        *("Øvre Eiker vgs.", "Nedre Eiker vgs.", "Eikersletta", "Ål-Gol vgs.", "Hallvard vgs."),
        *("en videregående skole", "i Gol. Videregående opplæring", "Gol, vgs. og andre"),
        *("Gol v.g. skole", "Ål-Gol-vgs.", "Gol – videregående opplæring", "Golv.g.s.", "i Al"),
    ],
)
def test_its_own_name_a_place_and_a_municipality_are_no_other_school(prosjekt, funn, text):
    sett_dialog(prosjekt, "lier", f"sted: '{text}'")
    assert funn("annen-skole") == []


def test_a_name_in_the_genitive_is_shown_as_it_is_written(prosjekt, funn):
    sett_dialog(prosjekt, "lier", "sted: Gol vidaregåande skules hall")
    assert [p.message.split(": ")[1] for p in funn("annen-skole")] == ["«Gol vidaregåande skules»."]


def test_a_text_that_many_schools_get_is_one_line_where_it_stands(prosjekt, funn):
    bytt(prosjekt / RUNDE, "bokmål: Å bidra til", "bokmål: Å bidra ved Ål vgs. til")
    [problem] = funn("annen-skole")
    assert problem.message == (
        "Drammen vgs., Åssiden vgs., Lier vgs. og 9 til får navnet på en annen skole: «Ål vgs»."
    )
    assert linje(prosjekt, problem).startswith("Å bidra ved Ål vgs.")


@pytest.mark.parametrize("id_", ["ål", "gol"])
def test_a_filled_text_counts_for_the_schools_that_get_it(prosjekt, funn, id_):
    tag = "{% if skole.id == '" + id_ + "' %}Ål vgs.{% endif %}"
    bytt(prosjekt / RUNDE, "    minutter: 105", f'    tekst: "{tag}"\n    minutter: 105')
    found = [p.message.split(" får ")[0] for p in funn("annen-skole")]
    assert found == ["Gol vgs."] * (id_ == "gol")


def test_a_schools_own_time_frame_is_pointed_at_in_its_file(prosjekt, funn):
    bytt(prosjekt / "data/skoler.yaml", "unntak av Ål vgs., hvor", "unntak av Gol vgs., hvor")
    [problem] = funn("annen-skole")
    assert problem.file == "data/skoler.yaml"
    assert problem.path == "skoler.ål.tidsramme.begrunnelse.bokmål"


def test_a_link_that_was_copied_from_another_school_is_found(prosjekt, funn):
    sett_dialog(prosjekt, "lier", "lenker: {oppsummering: 'https://a.no/gol-vgs/%C3%A5l.pdf'}")
    assert [p.path for p in funn("annen-skole")] == ["dialoger.lier.lenker.oppsummering"]
    sett_dialog(prosjekt, "lier", "lenker: {oppsummering: 'https://a.no/gol/lier-vgs.pdf'}")
    assert funn("annen-skole") == []


@pytest.mark.parametrize(
    "address",
    [
        *("aal-vgs.no", "a.no/Al_vgs", "a.no/roeyken-vgs", "royken.vgs.no"),
        *("a.no/%C3%A5l%20vgs.pdf", "post@gol-vgs.no", "gol-vgs.no/a", "a.no/asssiden"),
        "a.no/aassiden-videregaaende-skole",
    ],
)
def test_a_name_in_an_address_is_found_without_norwegian_letters(prosjekt, funn, address):
    sett_dialog(prosjekt, "lier", f"lenker: {{oppsummering: 'https://{address}'}}")
    found = [p.path for p in funn("annen-skole")]
    assert found == ["dialoger.lier.lenker.oppsummering"] * ("asssiden" not in address)


def test_a_link_that_all_schools_get_belongs_to_no_school(prosjekt, funn):
    bytt(prosjekt / RUNDE, "i Buskerud\n    lenke:", "i Buskerud\n    lenke: https://gol-vgs.no")
    [problem] = funn("annen-skole")
    assert problem.message.startswith("Drammen vgs., Åssiden vgs., Lier vgs. og 9 til får navnet")
    assert linje(prosjekt, problem) == "https://gol-vgs.no"
    for id_ in SKOLER:
        sett_dialog(prosjekt, id_, "lenker: {pedagogisk-grunnlag: 'https://a.no'}")
    assert funn("annen-skole") == []


@pytest.mark.parametrize(("kommune", "count"), [("Gol vgs.", 1), ("Gol", 0), ("Lier vgs.", 0)])
def test_a_schools_name_for_a_municipality(prosjekt, funn, kommune, count):
    path = prosjekt / "data/skoler.yaml"
    bytt(path, "navn: Lier vgs.\n    kommune: Lier", f"navn: Lier vgs.\n    kommune: {kommune}")
    assert [p.path for p in funn("annen-skole")] == ["skoler.lier.kommune"] * count
    sett_dialog(prosjekt, "eiker", "sted: Gol vgs.")
    assert "dialoger.eiker.sted" in [p.path for p in funn("annen-skole")]


def test_a_long_name_is_looked_through_in_no_time(prosjekt, funn):
    bytt(prosjekt / "data/skoler.yaml", "navn: Gol vidaregåande skule", f"navn: {'x' * 200_000}")
    assert i_tide(lambda: funn("annen-skole")) == []


@pytest.mark.parametrize(
    ("navn", "sted", "count"),
    [("Rosthaug", "På rosthaug", 0), ("Rosthaug", "På Rosthaug", 1), ("Gol", "Gol", 0)],
)
def test_a_short_name_of_one_word_counts_with_a_capital_and_if_it_is_no_municipality(
    prosjekt, funn, navn, sted, count
):
    bytt(prosjekt / "data/skoler.yaml", f"kortnavn: {navn} vgs.", f"kortnavn: {navn}")
    sett_dialog(prosjekt, "lier", f"sted: {sted}")
    assert len(funn("annen-skole")) == count


def navnefunn(prosjekt, text):
    """How much the check finds before the same words are made one warning."""
    path = prosjekt / RUNDE
    bytt(path, "bokmål: Å bidra til utvikling av virksomheten i et", f"bokmål: {text} et")
    files, texts = Datafiler(Project(prosjekt), 2015), TextTemplates(FILTERS)
    innhold = {id_: lag_grunnlag(files, id_, texts) for id_ in files.datasett.runde.dialoger}
    antall = len(list(KONTROLLER["annen-skole"].finn(Data(files, innhold))))
    bytt(path, f"bokmål: {text} et", "bokmål: Å bidra til utvikling av virksomheten i et")
    return antall


def test_a_name_that_a_text_has_a_thousand_times_is_found_as_often_as_once(prosjekt):
    assert navnefunn(prosjekt, "Lier vgs. " * 1000) == navnefunn(prosjekt, "Lier vgs.") > 0


def test_of_a_text_with_very_many_names_the_first_are_told(prosjekt):
    spellings = ["".join(letters) for letters in product("lL", "iI", "eE", "rR", [" "], "vV", "gG")]
    names = [f"{name}s" for name in spellings]
    some, many = (navnefunn(prosjekt, ", ".join(names[:n])) for n in (50, 64))
    assert many == some > 0


# --- samme-skole ---------------------------------------------------------------------------


def test_the_same_organisation_number_twice(prosjekt, funn):
    i_skolen(prosjekt, "gol", "organisasjonsnummer: 974760673")  # another one, of another school
    i_skolen(prosjekt, "lier", "organisasjonsnummer: 974 605 937")
    [problem] = funn("samme-skole")
    assert problem.message == "Åssiden vgs. og Lier vgs. har samme organisasjonsnummer."
    assert linje(prosjekt, problem) == "974 605 937"


def test_a_school_that_has_silenced_it_hides_no_other_two(prosjekt, funn):
    i_skolen(prosjekt, "lier", "organisasjonsnummer: 974605937")
    i_skolen(prosjekt, "gol", "organisasjonsnummer: 974605937")
    sett_dialog(prosjekt, "åssiden", "stille: {samme-skole: Under ett}")
    [problem] = funn("samme-skole")
    assert problem.message == "Lier vgs. og Gol vgs. har samme organisasjonsnummer."


def test_the_same_name_in_the_other_form_of_norwegian(prosjekt, funn):
    bytt(prosjekt / "data/skoler.yaml", "Lier videregående skole", "Gol videregående skole")
    assert [p.path for p in funn("samme-skole")] == ["skoler.gol.navn"]


# --- samme-epost ---------------------------------------------------------------------------


def test_two_people_with_one_address(prosjekt, funn):
    folk = (
        "deltakere: [{navn: Kari Ås, epost: post@gol.example}, "
        "{navn: Ola Nes, rolle: lærer, epost: Post@gol.example}]"
    )
    sett_dialog(prosjekt, "gol", TIRSDAG, folk)
    [problem] = funn("samme-epost")
    assert problem.message == (
        "Gol vgs. har samme «epost» for Kari Ås og Ola Nes: bare Kari Ås blir innkalt."
    )
    assert "Ola Nes" in linje(prosjekt, problem)


def test_one_person_in_several_places_has_one_address(prosjekt, funn):
    i_skolen(prosjekt, "gol", "kontakt: {navn: Kari Ås, epost: kari@gol.example}")
    folk = "deltakere: [{navn: kari ås, rolle: rektor, epost: kari@gol.example}]"
    sett_dialog(prosjekt, "gol", TIRSDAG, folk)
    assert funn("samme-epost") == []


# --- dobbeltbooket -------------------------------------------------------------------------

ROLLE = "fra_skoleeier: [seksjonsleder, kvalitetsrådgiver]"


def test_a_role_in_two_dialogues_at_once(prosjekt, funn):
    sett_dialog(prosjekt, "gol", TIRSDAG, "fra_skoleeier: [fylkesutdanningssjef, seksjonsleder]")
    sett_dialog(prosjekt, "ål", TIRSDAG, ROLLE)
    [problem] = funn("dobbeltbooket")
    assert problem.message == (
        "Gol vgs. og Ål vgs. har seksjonsleder KPS "
        "i dialoger som overlapper hverandre tirsdag 3. november 2015."
    )
    assert linje(prosjekt, problem).startswith("seksjonsleder")


@pytest.mark.parametrize(
    "other",
    [
        (ONSDAG, ROLLE),
        (TIRSDAG, "tidsramme: 13:00–17:00", ROLLE),
        (TIRSDAG, "fra_skoleeier: [assisterende]"),
        ("dato:", ROLLE),
    ],
)
def test_another_day_hour_or_role_is_no_collision(prosjekt, funn, other):
    sett_dialog(prosjekt, "lier", TIRSDAG, ROLLE)
    sett_dialog(prosjekt, "gol", *other)
    assert funn("dobbeltbooket") == []


def test_a_named_person_in_two_dialogues_at_once(prosjekt, funn):
    bytt(prosjekt / "data/skoleeier.yaml", "leiar KPS", "leiar KPS\n    navn: Kari Ås")
    sett_dialog(prosjekt, "gol", TIRSDAG, "fra_skoleeier: [seksjonsleder]")
    sett_dialog(prosjekt, "lier", TIRSDAG, "deltakere: [{navn: KARI  Ås}, {rolle: rektor}]")
    sett_dialog(prosjekt, "eiker", TIRSDAG, "deltakere: [{rolle: rektor}, {navn: Kari Åse}]")
    [problem] = funn("dobbeltbooket")
    assert "Gol vgs." in problem.message
    assert "Lier vgs." in problem.message


@pytest.mark.parametrize(
    ("gol", "eiker", "pair"),
    [
        ("11:00–15:00", "12:00–16:00", "Gol vgs. og Eiker vgs."),
        ("08:30–09:00", "11:00–15:00", "Lier vgs. og Eiker vgs."),  # Gol's is a short one between
    ],
)
def test_each_collides_with_what_is_not_over_when_it_begins(prosjekt, funn, gol, eiker, pair):
    for id_, frame in (("lier", "08:00–12:00"), ("gol", gol), ("eiker", eiker)):
        sett_dialog(prosjekt, id_, TIRSDAG, f"tidsramme: {frame}", ROLLE)
    pairs = [p.message.split(" har ")[0] for p in funn("dobbeltbooket")]
    assert sorted(pairs) == sorted([pair, "Lier vgs. og Gol vgs."])


def test_a_dialogue_that_has_silenced_it_hides_no_collision_of_others(prosjekt, funn):
    sett_dialog(
        prosjekt, "lier", TIRSDAG, "tidsramme: 08:00–16:00", ROLLE, "stille: {dobbeltbooket: x}"
    )
    sett_dialog(prosjekt, "gol", TIRSDAG, "tidsramme: 09:00–13:00", ROLLE)
    sett_dialog(prosjekt, "eiker", TIRSDAG, "tidsramme: 12:00–16:00", ROLLE)
    [problem] = funn("dobbeltbooket")
    assert problem.message.startswith("Gol vgs. og Eiker vgs. har ")


@pytest.mark.parametrize(
    ("deltaker", "count"),
    [
        ("{rolle: Seksjonsleder  KPS}", 1),
        ("{rolle: rektor}", 0),
        ("{navn: Kari Ås, rolle: seksjonsleder KPS}", 0),
    ],
)
def test_a_role_of_skoleeiers_among_the_schools_own_participants(prosjekt, funn, deltaker, count):
    sett_dialog(prosjekt, "gol", TIRSDAG, f"deltakere: [{{rolle: elev}}, {deltaker}]")
    sett_dialog(prosjekt, "eiker", TIRSDAG, f"deltakere: [{{rolle: elev}}, {deltaker}]")
    sett_dialog(prosjekt, "lier", ONSDAG, ROLLE)
    assert len(funn("dobbeltbooket")) == (1 if count or "navn" in deltaker else 0)
    sett_dialog(prosjekt, "eiker", TIRSDAG, ROLLE)
    assert [p.message.split(" i dialoger")[0] for p in funn("dobbeltbooket")] == [
        "Eiker vgs. og Gol vgs. har seksjonsleder KPS"
    ] * count


def test_a_named_role_is_the_same_person_wherever_it_is_written(prosjekt, funn):
    bytt(prosjekt / "data/skoleeier.yaml", "leiar KPS", "leiar KPS\n    navn: Kari Ås")
    sett_dialog(prosjekt, "gol", TIRSDAG, "deltakere: [{rolle: seksjonsleder KPS}]")
    sett_dialog(prosjekt, "lier", TIRSDAG, "deltakere: [{navn: Kari Ås}]")
    [problem] = funn("dobbeltbooket")
    assert "har Kari Ås i dialoger" in problem.message


# --- dates ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dato", "navn"),
    [
        ("2015-11-07", ["helg"]),
        ("2015-11-08", ["helg"]),
        ("2015-11-06", []),
        ("2015-11-09", []),
        ("2015-05-14", ["helligdag"]),  # Kristi himmelfartsdag
        ("2015-05-25", ["helligdag"]),  # 2. pinsedag
        ("2015-05-17", ["helg", "helligdag"]),
        ("2015-05-15", []),
        ("2015-12-24", []),
        ("2016-11-03", ["utenfor-runden"]),
    ],
)
def test_a_day_on_which_no_dialogue_should_be(prosjekt, funn, dato, navn):
    sett_dialog(prosjekt, "gol", f"dato: {dato}")
    found = funn("helg", "helligdag", "utenfor-runden")
    assert sorted(re.findall(r"\[([\w-]+)\]", " ".join(p.remedy for p in found))) == navn
    assert all(linje(prosjekt, p) == dato for p in found)


def test_a_holiday_is_named_in_norwegian(prosjekt, funn):
    sett_dialog(prosjekt, "gol", "dato: 2015-05-01")
    assert [p.message for p in funn("helligdag")] == [
        "Gol vgs. har dialog på en helligdag: fredag 1. mai 2015 (Arbeidernes dag)."
    ]


@pytest.mark.parametrize(
    ("limits", "dato", "sier"),
    [
        ("første_dag: 3.11.2015\nsiste_dag: 15.1.2016", "2015-11-02", "men runden begynner "),
        ("første_dag: 3.11.2015\nsiste_dag: 15.1.2016", "2015-11-03", ""),
        ("første_dag: 3.11.2015\nsiste_dag: 15.1.2016", "2016-01-15", ""),
        ("første_dag: 3.11.2015\nsiste_dag: 15.1.2016", "2016-01-16", "men runden slutter "),
        ("første_dag: 2015-11-03", "2031-11-04", "men runden er 2015."),
        ("første_dag: 2015-11-03", "2015-12-31", ""),
        ("første_dag: 2015-11-03", "2015-11-02", "men runden begynner"),
        ("første_dag: 2016-01-11", "2016-12-30", ""),
        ("første_dag: 2016-01-11", "2017-01-02", "men runden er 2015."),
        ("siste_dag: 2015-11-03", "1999-11-03", "men runden er 2015."),
        ("siste_dag: 2015-11-03", "2015-01-02", ""),
        ("siste_dag: 2016-01-15", "2016-01-15", ""),
        ("siste_dag: 2014-12-19", "2014-01-06", ""),
    ],
)
def test_the_limits_are_in_the_round_and_the_year_is_one_where_one_is_missing(
    prosjekt, funn, limits, dato, sier
):
    i_runden(prosjekt, limits)
    sett_dialog(prosjekt, "gol", f"dato: {dato}")
    assert [sier in p.message for p in funn("utenfor-runden")] == [True] * bool(sier)


def test_a_round_that_ends_before_it_begins_is_said_once(prosjekt, funn):
    i_runden(prosjekt, "første_dag: 3.11.2015", "siste_dag: 2.11.2015")
    sett_dialog(prosjekt, "gol", TIRSDAG)
    [problem] = funn("utenfor-runden")
    assert (problem.path, linje(prosjekt, problem)) == ("siste_dag", "2.11.2015")


@pytest.mark.parametrize(
    ("dato", "periode", "count"),
    [
        ("2015-11-03", "tidlig", 0),
        ("2015-11-03", "sen", 1),
        ("2015-11-04", "tidlig", 1),
        ("2015-11-04", "sen", 0),
        ("2015-11-04", "", 0),
        ("", "tidlig", 0),
    ],
)
def test_early_and_late_go_by_the_cut_off(prosjekt, funn, dato, periode, count):
    sett_dialog(prosjekt, "gol", f"dato: {dato}", f"periode: {periode}")
    assert funn("tidlig-sen") == []  # without a cut-off it is nobody's contradiction
    bytt(prosjekt / RUNDE, "\ntidlig_til:\n", "\ntidlig_til: 3.11.2015\n")
    assert [p.path for p in funn("tidlig-sen")] == ["dialoger.gol.periode"] * count


@pytest.mark.parametrize(
    ("rundens", "dialogens", "sted", "sier"),
    [
        ("2015-11-02", "", None, ""),
        ("2015-11-03", "", "svarfrist", "har dialog før svarfristen er ute (tirsdag 3. november"),
        ("2015-11-04", "", "svarfrist", "har dialog før svarfristen er ute"),
        ("2015-11-04", "2015-11-02", None, ""),
        ("2015-11-02", "2015-11-04", "dialoger.gol.svarfrist", "har dialog før svarfristen er ute"),
        ("", "2015-11-04", "dialoger.gol.svarfrist", "har dialog før svarfristen er ute"),
        ("2015-08-31", "", "svarfrist", "men dokumentet er datert tirsdag 1. september 2015."),
        ("", "2015-08-31", "dialoger.gol.svarfrist", "har svarfrist mandag 31. august 2015, men"),
        ("2015-09-01", "", None, ""),
    ],
)
def test_a_school_can_answer_between_the_letter_and_the_dialogue(
    prosjekt, funn, rundens, dialogens, sted, sier
):
    i_runden(prosjekt, "dokumentdato: 1. september 2015", f"svarfrist: {rundens}")
    sett_dialog(prosjekt, "gol", TIRSDAG, f"svarfrist: {dialogens}")
    funnet = [(p.path, sier in p.message) for p in funn("svarfrist")]
    assert funnet == [(sted, True)] * bool(sted)


def test_schools_with_the_same_deadline_are_one_finding(prosjekt, funn):
    i_runden(prosjekt, "svarfrist: 4. november 2015")
    for skole in ("gol", "lier"):
        sett_dialog(prosjekt, skole, TIRSDAG)
    sett_dialog(prosjekt, "ål", TIRSDAG, "avlyst: ja")
    assert [p.message for p in funn("svarfrist")] == [
        "Lier vgs. og Gol vgs. har dialog før svarfristen er ute (onsdag 4. november 2015)."
    ]


def test_the_holiday_library_is_loaded_only_when_there_is_a_date(prosjekt):
    code = (
        "import sys; from pathlib import Path; from dialoggrunnlag.reading.project import Project;"
        "from dialoggrunnlag.reading.datafiler import Datafiler;"
        "from dialoggrunnlag.kontroller.kontroll import Data;"
        "from dialoggrunnlag.kontroller.register import advarsler;"
        "advarsler(Data(Datafiler(Project(Path('.')), 2015)));"
        "print('holidays' in sys.modules)"
    )

    def loaded():
        command, env = [sys.executable, "-c", code], {"PYTHONPATH": str(REPO)}
        return subprocess.check_output(command, cwd=prosjekt, env=env, text=True).strip()

    assert loaded() == "False"
    sett_dialog(prosjekt, "gol", TIRSDAG)
    assert loaded() == "True"


# --- what is missing -----------------------------------------------------------------------

HEL = (
    TIRSDAG,
    "sted: Møterom 2",
    "periode: sen",
    "deltakere: [{rolle: rektor}]",
    "fra_skoleeier: [fylkesutdanningssjef, assisterende, seksjonsleder, kvalitetsrådgiver]",
    "lenker: {pedagogisk-grunnlag: 'https://a.no/p', tilstandsrapport: 'https://a.no/t'}",
)


MANGLER = ("mangler-sted", "mangler-lenke", "mangler-bidrag", "mangler-deltakere")


def test_a_dialogue_with_everything_lacks_nothing(prosjekt, funn):
    sett_dialog(prosjekt, "gol", *HEL)
    assert funn(*MANGLER) == []


@pytest.mark.parametrize(
    ("bytte", "navn", "sier"),
    [
        (("sted: Møterom 2", "sted:"), "mangler-sted", "har dato, men mangler sted."),
        (("periode: sen", "periode:"), "mangler-bidrag", "verken «periode» eller «tidlig_til»"),
        (("tilstandsrapport: 'https://a.no/t'", ""), "mangler-bidrag", "«tilstandsrapport»"),
        (("'https://a.no/p'", ""), "mangler-lenke", "«pedagogisk-grunnlag»"),
        (("pedagogisk-grunnlag:", "oppsummering:"), "mangler-lenke", "«pedagogisk-grunnlag»"),
        (("{rolle: rektor}", ""), "mangler-deltakere", "«deltakere»"),
    ],
)
def test_what_a_dialogue_lacks_is_said_when_it_has_a_date(prosjekt, funn, bytte, navn, sier):
    lines = [line.replace(*bytte) for line in HEL]
    assert lines != list(HEL)
    sett_dialog(prosjekt, "gol", *lines)
    [problem] = funn(*MANGLER)
    assert problem.remedy.endswith(f"[{navn}]")
    assert sier in problem.message
    sett_dialog(prosjekt, "gol", *lines, "avlyst: ja")
    assert funn(*MANGLER) == []
    sett_dialog(prosjekt, "gol", *lines[1:])
    assert funn(*MANGLER) == []


def test_the_rounds_own_link_is_enough(prosjekt, funn):
    sett_dialog(prosjekt, "gol", TIRSDAG)
    assert len(funn("mangler-lenke")) == 1
    bytt(prosjekt / RUNDE, "i Buskerud\n    lenke:", "i Buskerud\n    lenke: https://a.no/p")
    assert funn("mangler-lenke") == []


def test_very_many_items_are_looked_through_in_no_time(prosjekt, funn):
    items = "".join(f"  - {{id: punkt-{n}, tekst: Punkt, lenke: }}\n" for n in range(5000))
    bytt(prosjekt / RUNDE, "\ndatagrunnlag:\n", f"\ndatagrunnlag:\n{items}")
    for id_ in SKOLER:
        sett_dialog(prosjekt, id_, TIRSDAG)
    files = Datafiler(Project(prosjekt), 2015)
    assert i_tide(lambda: list(KONTROLLER["mangler-lenke"].finn(Data(files, {}))))


def test_the_cut_off_says_which_years_contribution(prosjekt, funn):
    sett_dialog(prosjekt, "gol", *(line for line in HEL if "periode" not in line))
    assert len(funn("mangler-bidrag")) == 1
    bytt(prosjekt / RUNDE, "\ntidlig_til:\n", "\ntidlig_til: 3.11.2015\n")
    assert funn("mangler-bidrag") == []


def test_what_all_dialogues_lack_is_one_line_each(prosjekt, funn):
    for id_ in SKOLER:
        sett_dialog(prosjekt, id_, TIRSDAG)
    assert [p.message.split(", men ")[0] for p in funn(*MANGLER)] == [
        "Drammen vgs., Åssiden vgs., Lier vgs. og 10 til har dato"
    ] * 5


# --- the group, and what nobody uses -------------------------------------------------------


@pytest.mark.parametrize(("limit", "count"), [("4", 1), ("5", 0), ("", 0)])
def test_a_group_larger_than_the_rounds_limit(prosjekt, funn, limit, count):
    i_runden(prosjekt, *([f"største_gruppe: {limit}"] if limit else []))
    sett_dialog(prosjekt, "gol", "deltakere: [{rolle: a}, {rolle: b}, {rolle: c}]", ROLLE)
    assert [p.message for p in funn("for-stor-gruppe")] == [
        "Gol vgs. har 5 deltakere, men «største_gruppe» er 4."
    ] * count


@pytest.mark.parametrize("value", ["0", "mange", "-1", "1,5", "1000"])
def test_the_limit_is_a_number(prosjekt, funn, value):
    i_runden(prosjekt, f"største_gruppe: {value}")
    with pytest.raises(DialogError, match="er ikke et antall"):
        funn()


def test_schools_without_a_dialogue_are_one_line(prosjekt, funn):
    path = prosjekt / RUNDE
    source = path.read_text("utf-8")
    path.write_text(re.sub(r"(?m)^  (lier|gol):\n(?:    .*\n)*", "", source), "utf-8")
    [problem] = funn("ubrukt")
    assert problem.message == "Lier vgs. og Gol vgs. har ingen dialog i runden 2015."
    assert linje(prosjekt, problem) == "lier:"


def test_a_role_that_no_dialogue_names_when_some_do(prosjekt, funn):
    sett_dialog(prosjekt, "gol", ROLLE)
    [problem] = funn("ubrukt")
    place = (problem.file, linje(prosjekt, problem))
    assert place == ("data/skoleeier.yaml", "fylkesutdanningssjef:")
    assert "«fylkesutdanningssjef» og «assisterende»" in problem.message
    assert problem.remedy == "Før dem opp der de deltar, eller fjern dem. [ubrukt]"
    sett_dialog(prosjekt, "gol", ROLLE, "dato: i morgen")  # a faulty dialogue may name them
    assert funn("ubrukt") == []
    sett_dialog(prosjekt, "gol", ROLLE)
    sett_dialog(prosjekt, "lier", "fra_skoleeier: [fylkesutdanningssjef]")
    [problem] = funn("ubrukt")
    assert "Ingen dialog har «assisterende» i" in problem.message
    assert problem.remedy == "Før rollen opp der den deltar, eller fjern den. [ubrukt]"
    sett_dialog(prosjekt, "lier", "fra_skoleeier: [fylkesutdanningssjef, assisterende]")
    assert funn("ubrukt") == []


def test_a_role_that_is_not_there_is_no_traceback(prosjekt, funn):
    sett_dialog(prosjekt, "gol", TIRSDAG, "fra_skoleeier: [rektor]")
    assert all(problem.warning for problem in funn())


# --- silence -------------------------------------------------------------------------------


def test_a_check_is_silenced_for_the_round_with_a_reason(prosjekt, funn):
    sett_dialog(prosjekt, "gol", "dato: 2015-11-07")
    sett_dialog(prosjekt, "lier", "dato: 2015-11-08")
    others = [p.message for p in funn() if "[helg]" not in p.remedy]
    assert len(funn("helg")) == 2
    i_runden(prosjekt, "stille: {helg: Etter ønske}")
    assert [p.message for p in funn()] == others


def test_a_check_is_silenced_for_one_school(prosjekt, funn):
    sett_dialog(prosjekt, "gol", "dato: 2015-11-07", "stille: {helg: x, mangler-lenke: x}")
    sett_dialog(prosjekt, "lier", "dato: 2015-11-08")
    sett_dialog(prosjekt, "eiker", "dato: 2015-11-09")
    assert [p.path for p in funn("helg")] == ["dialoger.lier.dato"]
    assert [p.message.split(" har ")[0] for p in funn("mangler-lenke")] == [
        "Lier vgs. og Eiker vgs."
    ]


def test_a_collision_is_silenced_in_either_dialogue(prosjekt, funn):
    sett_dialog(prosjekt, "gol", TIRSDAG, ROLLE, "stille: {dobbeltbooket: Deler dagen}")
    sett_dialog(prosjekt, "ål", TIRSDAG, ROLLE)
    assert funn("dobbeltbooket") == []


@pytest.mark.parametrize(
    ("navn", "remedy"),
    [("helgg", "Mente du «helg»?"), ("Helg", "Mente du «helg»?"), ("xyz", "Kontrollene er: ")],
)
def test_an_unknown_name_is_an_error(prosjekt, funn, navn, remedy):
    i_runden(prosjekt, f"stille: {{{navn}: Etter ønske}}")
    sett_dialog(prosjekt, "gol", f"stille: {{{navn}: Etter ønske}}")
    found = [problem for problem in funn() if not problem.warning]
    assert [p.path for p in found] == [f"stille.{navn}", f"dialoger.gol.stille.{navn}"]
    assert all(p.remedy.startswith(remedy) for p in found)
    assert all(linje(prosjekt, p).startswith(f"{navn}: Etter") for p in found)


@pytest.mark.parametrize("reason", ["", "''", "' '", "[x]"])
def test_a_reason_is_required(prosjekt, funn, reason):
    i_runden(prosjekt, "stille:", f"  helg: {reason}")
    with pytest.raises(DialogError, match=r"stille\.helg: "):
        funn()


def test_an_empty_silence_silences_nothing(prosjekt, funn):
    i_runden(prosjekt, "stille:")
    sett_dialog(prosjekt, "gol", "dato: 2015-11-07", "stille:")
    assert len(funn("helg")) == 1


def test_what_is_found_is_in_file_order(prosjekt, funn):
    i_skolen(prosjekt, "lier", "organisasjonsnummer: 974605937")
    sett_dialog(prosjekt, "ål", "dato: 2015-11-07", ROLLE)
    sett_dialog(prosjekt, "drammen", "dato: 2015-11-07")
    order = ["data/skoler.yaml", "data/skoleeier.yaml", RUNDE]
    places = [(order.index(p.file), p.line, p.column) for p in funn()]
    assert places == sorted(places)
    assert {place[0] for place in places} == {0, 1, 2}


# --- ukjent-fil ------------------------------------------------------------------------------


def fil_i_data(prosjekt, name):
    path = prosjekt / "data" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("skole: gol\nrunde: 2014\n", "utf-8")


@pytest.mark.parametrize(
    "name", ["ekstra.yaml", "runder/2016.yml", "runder/host.yaml", "oppsummeringer/2014/xyz.yaml"]
)
def test_a_yaml_file_that_nobody_reads_is_found(prosjekt, funn, name):
    fil_i_data(prosjekt, name)
    [problem] = funn("ukjent-fil")
    assert problem.file == f"data/{name}"
    i_runden(prosjekt, "stille:", "  ukjent-fil: Tas bort siden")
    assert funn("ukjent-fil") == []


def test_earlier_rounds_and_summaries_of_known_schools_are_read(prosjekt, funn):
    for name in ("runder/2014.yaml", "oppsummeringer/2014/gol.yaml"):
        fil_i_data(prosjekt, name)
    assert funn("ukjent-fil") == []


# --- what a comment takes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("skrevet", "har", "tapt", "hel"),
    [
        ("sted: Rom #2", "bare «Rom»", "#2", "'Rom #2'"),
        ("sted: Rom  #2", "bare «Rom»", "#2", "'Rom #2'"),
        ("sted: #2", "ingen verdi", "#2", "'#2'"),
        ("sted: Kafé #Hjørnet", "bare «Kafé»", "#Hjørnet", "'Kafé #Hjørnet'"),
        ("sted: Musikk, C #", "bare «Musikk, C»", "#", "'Musikk, C #'"),
        ("sted: Kari's #2", "bare «Kari's»", "#2", "'Kari''s #2'"),
        ("sted: Rom\n      nummer #2", "bare «Rom nummer»", "#2", "'Rom nummer #2'"),
        ("deltakere:\n      - navn: Elev #2", "bare «Elev»", "#2", "'Elev #2'"),
        ("fra_skoleeier:\n      - seksjonsleder #1", "bare «seksjonsleder»", "#1",
            "'seksjonsleder #1'"),
        ("lenker:\n      tilstandsrapport: https://example.no/a #2",
            "bare «https://example.no/a»", "#2", "'https://example.no/a #2'"),
    ],
)  # fmt: skip
def test_what_a_comment_has_taken_of_a_value_is_told(prosjekt, funn, skrevet, har, tapt, hel):
    sett_dialog(prosjekt, "gol", skrevet)
    [problem] = funn("kommentar")
    assert problem.message == f"Gol vgs. har {har} her: «{tapt}» blir lest som en kommentar."
    assert problem.remedy.startswith(f"Skriv {hel}, eller ")
    assert "nummer" in hel or tapt in problem.source


@pytest.mark.parametrize(
    "skrevet",
    [
        *("sted: Rom 2 # bestilt", "sted: 'Rom #2'", 'sted: "Rom #2"', "sted: Rom#2", "sted: # 2"),
        *("sted: Rom 2   #bestilt", "sted: #", "#sted: Rom 2", "sted: >-\n      Rom #2"),
        *("dato: 3. november 2015 # avtalt #2", "fra_skoleeier: [seksjonsleder] #2"),
        *("lenker: #2\n      tilstandsrapport: https://example.no/a#b", "sted: 'Rom' #2"),
    ],
)
def test_a_comment_that_is_meant_is_let_be(prosjekt, funn, skrevet):
    sett_dialog(prosjekt, "gol", skrevet)
    assert funn("kommentar") == []


def test_an_error_at_the_same_place_says_it_alone(prosjekt, funn):
    sett_dialog(prosjekt, "gol", "dato: 3 #11")
    assert funn("kommentar") == []


def test_what_a_comment_has_taken_is_told_in_every_data_file_and_can_be_silenced(prosjekt, funn):
    bytt(prosjekt / RUNDE, "- id: oppsummering\n    tekst:\n      bokmål: Oppsummering fra forrige",
        "- id: oppsummering\n    tekst:\n      bokmål: Oppsummering #1 fra forrige")  # fmt: skip
    bytt(prosjekt / "data/skoler.yaml", "kommune: Modum\n", "kommune: Modum #1\n")
    bytt(prosjekt / "data/skoleeier.yaml", "kontor:\n", "kontor: Fylket #1\n")
    oppsummering = prosjekt / "data/oppsummeringer/2015/gol.yaml"
    oppsummering.parent.mkdir(parents=True)
    oppsummering.write_text(
        "skole: gol\nrunde: 2015\ntil_stede:\n  - Elev #2\nmål:\n  - mål: Nå #1\n"
    )
    found = {(problem.file, problem.path) for problem in funn("kommentar")}
    assert found == {
        ("data/runder/2015.yaml", "datagrunnlag[2].tekst.bokmål"),
        ("data/skoler.yaml", "skoler.rosthaug.kommune"),
        ("data/skoleeier.yaml", "kontor"),
        ("data/oppsummeringer/2015/gol.yaml", "til_stede[1]"),
        ("data/oppsummeringer/2015/gol.yaml", "mål[1].mål"),
    }
    sett_dialog(prosjekt, "gol", "stille: {kommentar: Slik skal det være}")
    assert len(funn("kommentar")) == 3
    i_runden(prosjekt, "stille: {kommentar: Slik skal det være}")
    assert funn("kommentar") == []
