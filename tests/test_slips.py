"""Slips of the pen in the data files are told at their line, in words that name them."""

from __future__ import annotations

from collections import Counter

import pytest
import slips
import yaml
from hjelp import REPO, bytt, sett_dialog
from slips import SLAG, andel, filer, innhold, linjer, prøv, riktig, tilfeller

from dialoggrunnlag.errors import DialogError
from dialoggrunnlag.model.oppsummering import Oppsummering
from dialoggrunnlag.model.runde import Runde
from dialoggrunnlag.model.skole import Skolefil
from dialoggrunnlag.reading import yaml_reader
from dialoggrunnlag.reading.datafiler import Datafiler
from dialoggrunnlag.reading.project import Project

RUNDE = next(fil for fil in filer() if fil.navn == "full runde")
_LOVET = 0.95
_DELER = 6  # of the tenth of all slips, each of which keeps the promise


def problemer(text, modell):
    """What is told of a text, each problem as line, message and remedy."""
    with pytest.raises(DialogError) as caught:
        innhold(text, modell)
    return [(one.line, one.message, one.remedy) for one in caught.value.problems]


def med(gammel, ny, fil=RUNDE):
    """A valid file with one place changed, and the number of the first line that changed."""
    assert fil.tekst.count(gammel) == 1, gammel
    before, after = fil.tekst.split(gammel)
    return before + ny + after, before.count("\n") + 1


# --- the law --------------------------------------------------------------------------------------


def test_the_files_in_which_slips_are_made_are_valid_and_every_kind_can_be_made():
    assert all(riktig(fil) for fil in filer())
    assert {tilfelle.slag for tilfelle in tilfeller()} == set(SLAG)
    assert all(len(list(linjer(fil.tekst))) > 10 for fil in filer())


def følger_loven(utfall):
    """Whether enough of the slips are told at their line; says which aren't."""
    telt = Counter(hva for _, hva, _ in utfall)
    galt = [
        (t.slag, t.fil.navn, t.linje, hva) for t, hva, _ in utfall if hva not in ("sagt", "likt")
    ]
    assert andel(telt) >= _LOVET, galt


@pytest.mark.treg
def test_of_many_slips_as_good_as_all_are_told_at_their_line():
    følger_loven(list(prøv(150, frø=15)))


@pytest.mark.treg
@pytest.mark.parametrize("av", range(_DELER))
def test_of_a_tenth_of_all_slips_as_good_as_all_are_told_at_their_line(av):
    tidel = sum(1 for _ in tilfeller()) // 10
    følger_loven(list(prøv(tidel, frø=1, del_=slice(av, None, _DELER))))


@pytest.mark.treg
@pytest.mark.parametrize("slag", SLAG)
def test_each_kind_of_slip_is_told_at_its_line_at_most_places(slag):
    alle = list(tilfeller([slag]))
    utfall = [(tilfelle, *slips.dom(tilfelle)) for tilfelle in alle[:: max(1, len(alle) // 10)]]
    telt = Counter(hva for _, hva, _ in utfall)
    assert telt["sagt"] + telt["likt"] >= 0.8 * telt.total(), [
        (t.fil.navn, t.linje) for t, *_ in utfall
    ]


@pytest.mark.treg
@pytest.mark.parametrize("parser", [yaml.CBaseLoader, yaml.BaseLoader])
def test_slips_are_told_whichever_parser_there_is(monkeypatch, parser):
    monkeypatch.setattr(yaml_reader, "LOADER", parser)
    følger_loven(list(prøv(30, frø=3)))


# --- valid files stay valid ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gammel", "ny"),
    [
        ("    sted: Rom 2\n", "    sted: Rom 2,\n      rektors kontor\n"),
        ("    sted: Rom 2\n", "    sted: Rom 2\n      datoen er avtalt\n"),
        ("    sted: Rom 2\n", "    sted:\n      Rom 2\n"),
        ("    sted: Rom 2\n", "    sted: >-\n      rolle rektor\n      navn = x\n"),
        ("    sted: Rom 2\n", "    sted: 'Rom 2\n      avlyst ja'\n"),
        (
            "  bokmål: Å bidra til utvikling av virksomheten i et 5-års perspektiv.\n",
            "  bokmål: Å bidra til bokmål og\n    nynorsk i et 5-års\n    tekst om mål\n",
        ),
        ("      helg: skolen ønsket en lørdag\n", "      helg: skolen ønsket\n        dato og sted\n"),
    ],
)  # fmt: skip
def test_a_value_that_goes_on_on_the_next_line_is_no_slip(gammel, ny):
    text, _ = med(gammel, ny)
    assert innhold(text, Runde)


@pytest.mark.parametrize(
    ("gammel", "ny"),
    [
        ("    sted: Rom 2\n", "    sted: Rom 2 😀 🎉 – «rolle rektor»\n"),
        ("    sted: Rom 2\n", "    sted: 'Rom: 2, dato: 3'  # i gangen, dato:3\n"),
        ("    sted: Rom 2\n", "\n\n    # rolle rektor\n    #sted Rom 3\n    sted: Rom 2\n\n"),
        ("    sted: Rom 2\n", "    sted: |\n      dato:3\n      - punkt\n        rolle = x\n"),
        ("    sted: Rom 2\n", "    sted: >\n\n      sted Rom 2\n      <<<<<< ikke git\n\n"),
        ("    sted: Rom 2\n", '    sted: "Rom\\t2"\n'),
        ("    sted: Rom 2\n", "    sted: Rom\t2\n"),
        ("    sted: Rom 2\n", "    'sted' : Rom 2\n"),
        ("    sted: Rom 2\n", f"    sted: {'Rom 2 og dato '  * 300}\n"),
        ("    periode: sen\n", "    periode:   sen   # senere: desember\n"),
        ("      - rolle: rektor\n", "      -   rolle: rektor\n"),
        ("      - rolle: rektor\n", "      - { rolle: rektor }  # - navn: Kari\n"),
        ("      - rolle: rektor\n", "      -\n        rolle: rektor\n"),
        ("    deltakere:\n      - rolle: rektor\n", "    deltakere:\n    # dem som kommer\n\n      - rolle: rektor\n"),
        ("    fra_skoleeier: [kvalitetsrådgiver, seksjonsleder]\n", "    fra_skoleeier: [\n      kvalitetsrådgiver,  # leder\n      seksjonsleder,\n    ]\n"),
    ],
)  # fmt: skip
def test_what_is_odd_but_valid_is_no_slip(gammel, ny):
    text, _ = med(gammel, ny)
    assert innhold(text, Runde)
    assert innhold(text.replace("\n", "\r\n"), Runde)


def test_a_summary_in_prose_is_no_slip():
    text = (
        "skole: ål\nrunde: 2015\noppnådd: Vi har nådd\n  mål og tiltak fra sist\n"
        "fremskritt: |\n  Dette gikk bra:\n  - mål: flere fullfører\n  status: i gang\n"
        "til_stede:\n  - Kari Nordmann,\n    rektor\n"
    )
    assert innhold(text, Oppsummering).til_stede == ("Kari Nordmann, rektor",)


# --- what passes in silence ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gammel", "ny", "linje", "sier"),
    [
        ("    sted: Rom 2\n    periode: sen\n", "    sted: Rom 2\n      periode sen\n", 1, "Kolonet etter «periode» mangler."),
        ("    sted: Rom 2\n    periode: sen\n", "    sted: Rom 2\n      periode:sen\n", 1, "Mellomrommet etter kolonet mangler"),
        ("    sted: Rom 2\n    periode: sen\n", "    sted:\n      periode = sen\n", 1, "står det «=»"),
        ("      - navn: Ola Hansen\n", "      - navn: Ola Hansen\n          rolle lærer\n", 1, "Kolonet etter «rolle» mangler."),
        ("      - navn: Ola Hansen\n", "      - navn: Ola Hansen\n          periode:sen\n", 1, "Mellomrommet etter kolonet"),
    ],
)  # fmt: skip
def test_a_key_without_its_colon_that_goes_into_the_value_above_is_told(gammel, ny, linje, sier):
    text, nr = med(gammel, ny)
    [(told, message, remedy)] = problemer(text, Runde)
    assert told == nr + linje
    assert sier in message
    assert "blir lest som en del av" in message
    assert "mellomrom foran" in remedy


def test_the_other_written_language_that_goes_into_the_text_above_is_told():
    text, nr = med("      nynorsk: Lunsj v/skulen\n", "          nynorsk: Lunsj v/skulen\n")
    text = text.replace(
        "      bokmål: Lunsj v/skolen\n", "      bokmål: >-\n        Lunsj v/skolen\n"
    )
    [(told, message, _)] = problemer(text, Runde)
    assert told == nr + 1
    assert message.startswith("«nynorsk» har for mye innrykk")


def test_an_item_of_a_list_that_goes_into_the_one_above_is_told():
    text = "skole: ål\nrunde: 2015\ntil_stede:\n  - Rektor\n    - Elevrådsleder\n"
    [(told, message, _)] = problemer(text, Oppsummering)
    assert (told, message[:31]) == (5, "Punktet har for mye innrykk, så")


def test_a_value_that_begins_with_an_ampersand_is_told_as_half_of_it_would_be_lost():
    text, nr = med("    sted: Rom 2\n", "    sted: &Rom 2\n")
    assert problemer(text, Runde) == [
        (nr, "«&» i begynnelsen av en verdi betyr noe eget i YAML.", "Skriv «sted: '&Rom 2'».")
    ]


# --- what is pasted, and where the reader is late ------------------------------------------------


def test_a_block_that_is_pasted_twice_is_told_as_standing_twice():
    text, nr = med("    sted: Rom 2\n", "    sted:\n\n    sted:\n")
    [(told, message, remedy)] = problemer(text, Runde)
    assert told == nr + 2
    assert message.startswith("Nøkkelen «sted» står to ganger")
    assert remedy == "Behold den ene."


def test_a_line_that_is_pasted_at_the_left_is_told_how_far_in_it_belongs():
    text, nr = med("        rolle: elevrådsleder\n", "rolle: elevrådsleder\n")
    assert problemer(text, Runde) == [
        (
            nr,
            "Linjen har åtte mellomrom for lite foran seg.",
            f"Gi den 8 mellomrom, som linje {nr + 1}.",
        )
    ]


def test_an_id_too_far_in_is_told_where_it_stands_not_where_its_entry_ends():
    text, nr = med("  gol:\n    dato: tirsdag", "    gol:\n    dato: tirsdag")
    assert problemer(text, Runde)[0][:2] == (nr, "Linjen har to mellomrom for mye foran seg.")


def test_a_line_that_is_broken_in_two_is_told_as_one():
    text, nr = med("    sted: Rom 2\n", "    st\n    ed: Rom 2\n")
    assert problemer(text, Runde) == [
        (nr, "Linjen er delt i to etter «st».", "Skriv «sted: Rom 2».")
    ]


def test_keys_below_a_key_that_wants_a_text_are_told_as_the_indent_that_made_them():
    text, nr = med("    dato: 2015-11-05\n", "   dato:\n")
    assert problemer(text, Runde)[0][:2] == (nr, "Linjen har ett mellomrom for lite foran seg.")


# --- several, and for whom -----------------------------------------------------------------------


def test_two_slips_in_a_file_are_both_told():
    text, _ = med("    sted: Rom 2\n", "    sted Rom 2\n")
    text = text.replace(
        "      - {navn: Ole, rolle: rektor}\n", "      -{navn: Ole, rolle: rektor}\n"
    )
    assert [message for _, message, _ in problemer(text, Runde)] == [
        "Kolonet etter «sted» mangler.",
        "Mellomrommet etter bindestreken mangler.",
    ]


def test_a_slip_and_a_wrong_value_are_both_told():
    text, nr = med("    sted: Rom 2\n", "    seted: Rom 2\n")
    text = text.replace("    dato: 2015-11-05\n", "    dato: 2015-13-05\n")
    told = problemer(text, Runde)
    assert told[0] == (nr, "Ukjent nøkkel «seted».", "Mente du «sted»?")
    assert len(told) == 2


def test_a_slip_in_one_schools_entry_stops_that_school_only(prosjekt):
    sett_dialog(prosjekt, "gol", "deltakere:", "  - rolle rektor")
    sett_dialog(prosjekt, "lier", "sted: Rom 2", "  periode sen")
    files = Datafiler(Project(prosjekt), 2015)
    assert {
        school: [one.message[:12] for one in told] for school, told in files.faulty.items()
    } == {"lier": ["Kolonet ette"], "gol": ["Kolonet ette"]}
    assert len(files.datasett.runde.dialoger) == 11


def test_a_slip_in_a_file_of_a_thousand_schools_is_found_among_those_around_it():
    entry = "  skole-{n}:\n    navn: Skole nummer {n}\n    kortnavn: Skole {n}\n"
    lines = ("skoler:\n" + "".join(entry.format(n=n) for n in range(1000))).split("\n")
    lines[2001] = lines[2001].replace(":", "", 1)
    [(told, message, _)] = problemer("\n".join(lines), Skolefil)
    assert (told, message[:17]) == (2002, "Kolonet etter «ko")


def test_what_no_correction_explains_is_told_as_the_reader_has_it():
    [(told, message, _)] = problemer("skoler:\n  a: [\n  - : }\n b ? {\n", Skolefil)
    assert told
    assert message


# --- git ------------------------------------------------------------------------------------------

KONFLIKT = """\
skoler:
  gol:
    navn: Gol vidaregåande skule
<<<<<<< HEAD
    kortnavn: Gol vgs.
    kommune: Gol
=======
    kortnavn: Gol
>>>>>>> kari/navn
  ål:
    navn: Ål vidaregåande skule
"""


def test_the_marks_of_a_conflict_say_what_stands_between_them_and_what_to_do():
    assert problemer(KONFLIKT, Skolefil) == [
        (
            4,
            "To har endret det samme, og git har tatt med begge. Versjonen fra «HEAD» står på linje "
            "5–6, versjonen fra «kari/navn» står på linje 8.",
            "Behold det som er riktig, og fjern linjene med <<<<<<<, ======= og >>>>>>>.",
        )
    ]


def test_a_conflict_that_shows_what_was_before_says_where_that_is():
    text = KONFLIKT.replace("=======\n", "||||||| 1a2b3c\n    kortnavn: Gol skule\n=======\n")
    [(told, message, remedy)] = problemer(text, Skolefil)
    assert told == 4
    assert message.endswith("«kari/navn» står på linje 10. Slik det var før, står på linje 8.")
    assert "|||||||" in remedy


def test_every_conflict_is_told_and_one_side_may_be_empty():
    text = KONFLIKT.replace("    kortnavn: Gol\n", "") + KONFLIKT.split("skoler:\n")[1]
    told = problemer(text, Skolefil)
    assert [line for line, *_ in told] == [4, 13]
    assert "versjonen fra «kari/navn» er tom" in told[0][1]


@pytest.mark.parametrize("merke", ["<<<<<<< HEAD", "=======", ">>>>>>> kari/navn"])
def test_a_mark_that_is_left_over_is_told(merke):
    lines = [
        line for line in KONFLIKT.splitlines() if line[:7] not in ("<<<<<<<", "=======", ">>>>>>>")
    ]
    text = "\n".join([*lines[:3], merke, *lines[3:]])
    text = text.replace("    kortnavn: Gol\n", "").replace("skule\n", "skule\n    kortnavn: x\n", 2)
    told = problemer(text, Skolefil)
    assert f"«{merke[:7]}» er et merke fra git" in told[0][1]


def test_a_conflict_inside_a_text_in_quotes_is_told_too(prosjekt, dialog):
    path = prosjekt / "data/skoler.yaml"
    bytt(
        path,
        "navn: Gol vidaregåande skule",
        'navn: "Gol\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\nskule"',
    )
    ran = dialog("sjekk")
    assert ran.kode == 1
    assert "To har endret det samme" in ran.feil


def test_the_command_says_how_many_are_told(capsys):
    slips.hovedsak(["20", "7"])
    assert "er sagt på riktig linje" in capsys.readouterr().out
    assert (REPO / "tests/slips.py").is_file()
