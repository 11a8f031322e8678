"""One school is not like the others: what a dialogue has of its own, this one time."""

from __future__ import annotations

import pytest
from hjelp import i_ett, linjer, sett_dialog, tekst
from test_malform import sett_målform

from dialoggrunnlag.reading.datafiler import Datafiler
from dialoggrunnlag.reading.project import Project

UT = "ut/2015"


@pytest.fixture
def laget(prosjekt, dialog):
    """A school's documents, made with those keys in its dialogue: by name, as a text each."""

    def lag(*lines, skole="gol", målform="bokmål"):
        sett_dialog(prosjekt, skole, *lines)
        if målform == "nynorsk":
            sett_målform(prosjekt, skole)
        ran = dialog("generer", "--skole", skole, "--alle-dokumenter")
        assert ran.kode == 0, ran.feil
        return {path.name: path for path in map((prosjekt / UT).joinpath, _navn(ran.ut))}

    return lag


def _navn(ut):
    return [path.rpartition("/")[2] for path in ut.split()]


def under(path, overskrift):
    """The paragraphs under a heading, up to the next one that a form or a document has."""
    lines = [i_ett(line) for line in linjer(path)]
    start = lines.index(overskrift) + 1
    return lines[start:]


# --- an agenda of its own -----------------------------------------------------------------

DAGSORDEN = (
    "dagsorden:",
    "  - tittel: Slik arbeider {{ skole.kortnavn }}",
    "    tekst: {bokmål: Kort om skolen, nynorsk: Kort om skulen}",
    "    minutter: 60",
    "    deler: [{tekst: Omvisning, varighet: 20 min}, {tekst: Samtale, varighet: 40 min}]",
    "  - tittel: Lunsj fra {{ tidsramme.start }}",
    "    minutter: 180",
)
PÅ_NYNORSK = (
    "dagsorden:",
    "  - tittel: {nynorsk: 'Slik arbeider {{ skole.kortnavn }}'}",
    "    minutter: 240",
    "    deler: [{tekst: {nynorsk: Omvising}, varighet: {nynorsk: 240 minutt}}]",
)


def test_an_agenda_of_its_own_takes_the_place_of_the_rounds_in_every_document(laget):
    ferdige = laget(*DAGSORDEN)
    for name in (
        "dialoggrunnlag-2015-gol.docx",
        "dagsorden-2015-gol.docx",
        "dagsorden-2015-gol.txt",
    ):
        text = tekst(ferdige[name])
        for ord_ in ("Slik arbeider Gol vgs.", "Kort om skolen", "Omvisning", "Lunsj fra 09:00"):
            assert ord_ in text, name
        assert "10:00" in text
        assert "Lunsj v/skolen" not in text
        assert "09:45" not in text


def test_the_other_schools_keep_the_rounds_agenda(prosjekt, dialog):
    sett_dialog(prosjekt, "gol", *DAGSORDEN)
    assert dialog("generer", "--alle", "--dokument", "dagsorden").kode == 0
    assert "Lunsj v/skolen" in tekst(prosjekt / UT / "dagsorden-2015-lier.txt")


def test_an_agenda_of_its_own_fills_a_time_frame_of_its_own(laget, prosjekt):
    ferdige = laget("tidsramme: 12:00–13:00", "dagsorden: [{tittel: Kort møte, minutter: 60}]")
    assert "12:00 1. Kort møte (60 min) 13:00 Slutt" in tekst(ferdige["dagsorden-2015-gol.txt"])
    assert Datafiler(Project(prosjekt), 2015).faults() == []


def test_an_agenda_left_empty_is_the_rounds(laget):
    assert "Lunsj v/skolen" in tekst(laget("dagsorden:")["dagsorden-2015-gol.txt"])


def feil(dialog):
    ran = dialog("sjekk")
    assert ran.kode == 1
    return [line for line in ran.feil.splitlines() if line.startswith("data/")]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            ("dagsorden:", "  - {tittel: A, minutter: 60}"),
            ":7: dialoger.gol.dagsorden: Temaene varer 60 = 60 minutter, men rundens tidsramme "
            "09:00–13:00 er på 240. Det er 180 minutter for lite",
        ),
        (
            ("tidsramme: 10:00–12:00", "dagsorden:", "  - {tittel: A, minutter: 240}"),
            ":7: dialoger.gol.dagsorden: Temaene varer 240 = 240 minutter, men dialogens "
            "tidsramme 10:00–12:00 er på 120. Det er 120 minutter for mye",
        ),
        (
            ("dagsorden: [{tittel: A, minutter: 240, deler: [{tekst: B, varighet: 10 min}]}]",),
            "dialoger.gol.dagsorden[1]: Delene varer 10 = 10 minutter, men temaet er på 240.",
        ),
        (
            ("dagsorden: [{tittel: A, minuter: 240}]",),
            "dialoger.gol.dagsorden[1].minuter: Ukjent nøkkel «minuter». Mente du «minutter»?",
        ),
        (
            ("dagsorden: [{tittel: '{{ skole.navm }}', minutter: 240}]",),
            "dialoger.gol.dagsorden[1].tittel: Feltet «skole.navm» finnes ikke.",
        ),
        (
            ("dagsorden: [{tittel: Hos Ål vgs., minutter: 240}]",),
            "dialoger.gol.dagsorden[1].tittel: Gol vgs. får navnet på en annen skole: «Ål vgs»",
        ),
    ],
)
def test_the_same_rules_hold_for_it_as_for_the_rounds(prosjekt, dialog, lines, message):
    sett_dialog(prosjekt, "gol", *lines)
    assert message in dialog("sjekk").feil


def test_an_agenda_of_its_own_that_is_wrong_stops_that_school_alone(prosjekt, dialog):
    sett_dialog(prosjekt, "gol", "dagsorden: [{tittel: A, minutter: 60}]")
    ran = dialog("generer", "--alle")
    assert (ran.kode, len(ran.ut.split())) == (1, 12)


def test_a_time_frame_in_which_the_rounds_agenda_does_not_fit_needs_one_of_its_own(
    prosjekt, dialog
):
    sett_dialog(prosjekt, "ål", "dagsorden: [{tittel: A, minutter: 240}]")
    assert dialog("generer", "--skole", "ål").kode == 0
    skoler = prosjekt / "data/skoler.yaml"
    text = skoler.read_text("utf-8").replace("slutt: 14:00", "slutt: 12:00")
    skoler.write_text(text, "utf-8")
    [message] = feil(dialog)
    assert "skolens tidsramme 10:00–12:00 er på 120" in message
    assert message.startswith("data/runder/2015.yaml:")


def test_it_must_be_in_the_schools_own_language(prosjekt, dialog, laget):
    text = tekst(laget(*PÅ_NYNORSK, målform="nynorsk")["dagsorden-2015-gol.txt"])
    assert "Slik arbeider Gol vgs." in text
    assert "(240 minutt)" in text
    sett_dialog(prosjekt, "gol", *DAGSORDEN)
    messages = feil(dialog)
    assert len(messages) == 6
    assert all("Teksten mangler på nynorsk." in message for message in messages)
    assert any(".deler[2].varighet: " in message for message in messages)


def test_the_rounds_own_may_then_lack_that_language(prosjekt, dialog):
    runde = prosjekt / "data/runder/2015.yaml"
    text = runde.read_text("utf-8").replace("\n      nynorsk: Lunsj v/skulen", "")
    runde.write_text(text, "utf-8")
    sett_målform(prosjekt, "gol")
    assert dialog("generer", "--skole", "gol").kode == 1
    sett_dialog(prosjekt, "gol", *PÅ_NYNORSK)
    assert dialog("generer", "--skole", "gol").kode == 0
