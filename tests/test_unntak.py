"""One school is not like the others: what a dialogue has of its own, this one time."""

from __future__ import annotations

import json
from email import message_from_bytes, policy

import icalendar
import pytest
from docx import Document
from hjelp import deler, i_ett, linjer, sett_dialog, tekst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from skjema_hjelp import fylt_av_motoren, lest, w
from test_malform import sett_målform

from dialoggrunnlag.model.norsk import som_tillegg
from dialoggrunnlag.model.oppsummering import Oppsummering
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


def avsnitt(path):
    """The paragraphs that have text, those in a form's controls too; a text file's lines."""
    if path.suffix != ".docx":
        return [line for line in path.read_text("utf-8").splitlines() if line]
    body = Document(str(path)).element.body
    texts = ["".join(t.text for t in p.iter(w("t"))) for p in body.iter(w("p"))]
    return [text for text in texts if text]


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
        på_veggen = ("Slik arbeider Gol vgs.", "Lunsj fra 09:00")
        ellers = ("Kort om skolen", "Omvisning", "09:20 Samtale")
        assert all(ord_ in text for ord_ in på_veggen), name
        assert [ord_ in text for ord_ in ellers] == [name != "dagsorden-2015-gol.docx"] * 3, name
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
            ":7: dialoger.gol.dagsorden: Temaene varer 60 minutter, men rundens tidsramme "
            "09:00–13:00 er på 240. Det er 180 minutter for lite",
        ),
        (
            ("tidsramme: 10:00–12:00", "dagsorden:", "  - {tittel: A, minutter: 240}"),
            ":7: dialoger.gol.dagsorden: Temaene varer 240 minutter, men dialogens "
            "tidsramme 10:00–12:00 er på 120. Det er 120 minutter for mye",
        ),
        (
            ("dagsorden: [{tittel: A, minutter: 240, deler: [{tekst: B, varighet: 10 min}]}]",),
            "dialoger.gol.dagsorden[1]: Delene varer 10 minutter, men temaet er på 240.",
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
    assert "rundens tidsramme 09:00–13:00 er på 240" in ran.feil


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


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.integers(1, 240), min_size=1, max_size=4),
    st.sampled_from(["", "tidsramme: 08:00–09:00", "tidsramme: 10:00–14:00"]),
    st.booleans(),
)
def test_an_agenda_holds_exactly_where_it_fills_the_time_frame(prosjekt, minutter, ramme, passer):
    lengde = 60 if "08" in ramme else 240
    if passer and sum(minutter) < lengde:
        minutter = [*minutter, lengde - sum(minutter)]
    temaer = ", ".join(f"{{tittel: T, minutter: {antall}}}" for antall in minutter)
    sett_dialog(prosjekt, "ål", f"dagsorden: [{temaer}]", *filter(None, [ramme]))
    files = Datafiler(Project(prosjekt), 2015)
    assert ("ål" in files.faulty) == (sum(minutter) != lengde)
    assert not files.shared


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


# --- a meeting online ---------------------------------------------------------------------

ADRESSEN = "https://teams.example.no/l/19%3ameeting_x@thread.v2/0?context=%7b%22Tid%22%3a1%7d"
PÅ_NETT = ("dato: 3.11.2015", f"møtelenke: {ADRESSEN}")
WORD = ("dialoggrunnlag-2015-gol.docx", "dagsorden-2015-gol.docx")


@pytest.mark.parametrize("målform", ["bokmål", "nynorsk"])
@pytest.mark.parametrize(
    ("sted", "vist"),
    [((), "Møt på nett"), (("sted: Møterom 2",), "Møterom 2 – Møt på nett")],
    ids=["online alone", "in a room too"],
)
def test_the_link_to_a_meeting_has_words_in_a_word_document(laget, sted, vist, målform):
    ferdige = laget(*PÅ_NETT, *sted, målform=målform)
    etikett = "Sted:" if målform == "bokmål" else "Stad:"
    for name in WORD:
        [linje] = [line for line in linjer(ferdige[name]) if line.startswith(etikett)]
        assert linje == f"{etikett} {vist}"
        parts = dict(deler(ferdige[name]))
        assert parts["word/_rels/document.xml.rels"].count(ADRESSEN) == 1
        for part, content in parts.items():
            assert "teams" not in content or part.endswith(".rels")


def test_a_text_document_shows_the_address_itself(laget):
    text = tekst(laget(*PÅ_NETT)["dagsorden-2015-gol.txt"])
    assert f"Kl. 09:00–13:00 Møt på nett: {ADRESSEN} DAGSORDEN" in text
    assert "ikke avtalt" not in text
    text = tekst(laget("sted: Møterom 2", *PÅ_NETT)["dagsorden-2015-gol.txt"])
    assert f"Kl. 09:00–13:00 Møterom 2 Møt på nett: {ADRESSEN} DAGSORDEN" in text


def test_without_a_link_there_is_no_trace_of_one(laget):
    for name, path in laget("dato: 3.11.2015", "møtelenke:").items():
        assert "på nett" not in tekst(path), name
        if name in WORD:
            assert "Sted: ikke avtalt" in tekst(path)
            assert "hyperlink" not in dict(deler(path))["word/_rels/document.xml.rels"]


def test_a_meeting_online_lacks_no_place(prosjekt, dialog):
    sett_dialog(prosjekt, "gol", "dato: 3.11.2015")
    assert "[mangler-sted]" in dialog("sjekk").feil
    sett_dialog(prosjekt, "gol", *PÅ_NETT)
    ran = dialog("sjekk")
    assert ran.kode == 0
    assert "[mangler-sted]" not in ran.feil
    assert "sted mangler" not in dialog("plan").ut


@pytest.mark.parametrize(
    ("sted", "vist"), [((), "på nett"), (("sted: Møterom 2",), "Møterom 2 og på nett")]
)
def test_the_plan_and_the_status_page_say_where_it_is_held(prosjekt, dialog, sted, vist):
    sett_dialog(prosjekt, "gol", *PÅ_NETT, *sted)
    [row] = [line for line in dialog("plan").ut.splitlines() if "Gol vgs." in line]
    assert f"  {vist}  " in row
    [row] = json.loads(dialog("plan", "--skole", "gol", "--format", "json").ut)
    assert (row["sted"], row["møtelenke"]) == ("Møterom 2" if sted else None, ADRESSEN)
    assert dialog("status", "--format", "html", "--til", "status.html").kode == 0
    side = (prosjekt / "status.html").read_text("utf-8")
    assert f">{vist}</span>" in side
    assert ADRESSEN not in side


def invitasjon(prosjekt, dialog, skole="gol"):
    """The text of a school's invitation, as it is read."""
    assert dialog("generer", "--skole", skole, "--alle-dokumenter").kode == 0
    ran = dialog("innkalling", "--skole", skole)
    assert ran.kode == 0, ran.feil
    file = prosjekt / UT / f"innkalling-2015-{skole}.eml"
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


@pytest.mark.parametrize("målform", ["bokmål", "nynorsk"])
def test_an_invitation_tells_where_to_meet_online(prosjekt, dialog, målform):
    if målform == "nynorsk":
        sett_målform(prosjekt, "gol")
    etikett = "Sted:" if målform == "bokmål" else "Stad:"
    sett_dialog(prosjekt, "gol", *PÅ_NETT)
    text = invitasjon(prosjekt, dialog)
    assert f"\nTid: kl. 09:00–13:00\nMøt på nett: {ADRESSEN}\n" in text
    assert etikett not in text
    sett_dialog(prosjekt, "gol", *PÅ_NETT, "sted: Møterom 2", "endring: 1")
    assert f"\n{etikett} Møterom 2\nMøt på nett: {ADRESSEN}\n" in invitasjon(prosjekt, dialog)


def kalenderen(dialog, skole="gol"):
    """The meeting of a school's calendar, as the library reads it."""
    ran = dialog("plan", "--skole", skole, "--format", "ics")
    assert ran.kode == 0, ran.feil
    [event] = icalendar.Calendar.from_ical(ran.ut).walk("VEVENT")
    return event


@pytest.mark.parametrize(
    ("sted", "vist"), [((), "Møte på nett"), (("sted: Møterom 2",), "Møterom 2")]
)
def test_a_calendar_has_the_address_for_programs_and_for_people(prosjekt, dialog, sted, vist):
    sett_dialog(prosjekt, "gol", *PÅ_NETT, *sted)
    event = kalenderen(dialog)
    assert event["LOCATION"] == vist
    assert event["URL"] == event["CONFERENCE"] == ADRESSEN
    params = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Møt på nett"}
    assert dict(event["CONFERENCE"].params) == params
    assert event["DESCRIPTION"].startswith(f"Møt på nett: {ADRESSEN}\n\nDagsorden\n")


def test_a_cancelled_meeting_asks_nobody_to_meet(prosjekt, dialog):
    sett_dialog(prosjekt, "gol", *PÅ_NETT, "avlyst: ja")
    assert kalenderen(dialog)["DESCRIPTION"].startswith("Dialogen er avlyst.\n\nDagsorden\n")


@pytest.mark.parametrize(
    ("før", "nå", "melding"),
    [
        ((), PÅ_NETT[1:], "Møtet har fått en møtelenke, men"),
        (PÅ_NETT[1:], (), "Møtelenken er borte, men"),
        (PÅ_NETT[1:], ("møtelenke: https://example.no/b",), "Møtelenken er endret, men"),
        (
            PÅ_NETT[1:],
            ("sted: Rom 3",),
            "Stedet er endret fra ingenting til «Rom 3» og møtelenken er borte, men",
        ),
    ],
    ids=["new", "gone", "another", "a room instead"],
)
def test_another_link_is_another_meeting(prosjekt, dialog, før, nå, melding):
    sett_dialog(prosjekt, "gol", PÅ_NETT[0], *før)
    assert dialog("plan", "--kalender").kode == 0
    sett_dialog(prosjekt, "gol", PÅ_NETT[0], *nå)
    for command in (("plan", "--kalender"), ("sjekk",)):
        ran = dialog(*command)
        assert ran.kode == 1
        assert f"{melding} «endring» er 0" in ran.feil
    sett_dialog(prosjekt, "gol", PÅ_NETT[0], *nå, "endring: 1")
    assert dialog("plan", "--kalender").kode == 0


def test_the_same_link_is_the_same_meeting(prosjekt, dialog):
    for sted in ((), ("sted: Møte på nett",)):
        sett_dialog(
            prosjekt, "gol", 'møtelenke: "https://example.no/møte?a={1}"', PÅ_NETT[0], *sted
        )
        words = ("plan", "--kalender", "--ut", f"ut-{len(sted)}")
        assert dialog(*words).kode == 0
        assert "uendret" in dialog(*words).feil


# --- a stand-in ---------------------------------------------------------------------------

VIKAR = "fra_skoleeier: [seksjonsleder, {rolle: kvalitetsrådgiver, navn: Nina Vik%s}]"


def gi_navn(prosjekt, rolle="kvalitetsrådgivar", navn="Kari Fast", epost="kari@example.no"):
    """Give a role of skoleeier's a name and an address, and the office one."""
    path = prosjekt / "data/skoleeier.yaml"
    text = path.read_text("utf-8")
    key = f"nynorsk: {rolle}\n"
    assert text.count(key) == 1
    text = text.replace(key, f"{key}    navn: {navn}\n    epost: {epost}\n")
    path.write_text(f"{text}\nepost: post@example.no\n", "utf-8")


def test_a_stand_in_takes_the_place_of_the_roles_own_in_that_dialogue_alone(
    prosjekt, dialog, laget
):
    gi_navn(prosjekt)
    sett_dialog(prosjekt, "lier", "fra_skoleeier: [kvalitetsrådgiver]")
    ferdige = laget("dato: 3.11.2015", VIKAR % "")
    for name in ("dialoggrunnlag-2015-gol.docx", "oppsummering-2015-gol.docx"):
        paragraphs = avsnitt(ferdige[name])
        assert any("Nina Vik, kvalitetsrådgiver" in text for text in paragraphs)
        assert not [text for text in paragraphs if "Kari Fast" in text]
    assert dialog("generer", "--skole", "lier").kode == 0
    text = tekst(prosjekt / UT / "dialoggrunnlag-2015-lier.docx")
    assert "Kari Fast, kvalitetsrådgiver" in text
    plan = {row["skole"]: row for row in json.loads(dialog("plan", "--format", "json").ut)}
    assert plan["gol"]["fra_skoleeier"] == ["seksjonsleder KPS", "Nina Vik"]
    assert plan["lier"]["fra_skoleeier"] == ["Kari Fast"]


@pytest.mark.parametrize(
    ("epost", "innkalt"), [("", []), (", epost: nina@example.no", ["MAILTO:nina@example.no"])]
)
def test_the_stand_in_is_asked_and_not_the_roles_own(prosjekt, dialog, epost, innkalt):
    gi_navn(prosjekt)
    sett_dialog(prosjekt, "gol", "dato: 3.11.2015", VIKAR % epost)
    event = kalenderen(dialog)
    attendees = event.get("ATTENDEE", [])
    attendees = attendees if isinstance(attendees, list) else [attendees]
    assert [str(one).replace("mailto", "MAILTO") for one in attendees] == innkalt
    assert event["DESCRIPTION"].endswith("- Seksjonsleder KPS\n- Nina Vik, kvalitetsrådgiver")
    text = invitasjon(prosjekt, dialog)
    assert "- Seksjonsleder KPS\n- Nina Vik, kvalitetsrådgiver\n" in text


def test_a_stand_in_without_an_address_is_told_in_the_dialogue(prosjekt, dialog):
    gi_navn(prosjekt)
    runde = prosjekt / "data/runder/2015.yaml"
    text = runde.read_text("utf-8")
    runde.write_text(text.replace("\når: 2015\n", "\når: 2015\nkopi: deltakere\n"), "utf-8")
    sett_dialog(prosjekt, "gol", "dato: 3.11.2015", VIKAR % "")
    [message] = [line for line in dialog("sjekk").feil.splitlines() if "Nina Vik mangler" in line]
    assert "dialoger.gol.fra_skoleeier[2]: Gol vgs. har dato, men Nina Vik mangler «ep" in message
    sett_dialog(prosjekt, "gol", "dato: 3.11.2015", VIKAR % ", epost: n@example.no")
    assert "Nina Vik mangler" not in dialog("sjekk").feil


def dobbeltbooket(dialog):
    ran = dialog("sjekk")
    assert ran.kode == 0, ran.feil
    return [line for line in ran.feil.splitlines() if "[dobbeltbooket]" in line]


@pytest.mark.parametrize("med_navn", [False, True])
def test_a_role_with_a_stand_in_can_be_in_two_dialogues_at_once(prosjekt, dialog, med_navn):
    if med_navn:
        gi_navn(prosjekt)
    for skole in ("gol", "lier"):
        sett_dialog(prosjekt, skole, "dato: 3.11.2015", "fra_skoleeier: [kvalitetsrådgiver]")
    assert len(dobbeltbooket(dialog)) == 1
    sett_dialog(prosjekt, "gol", "dato: 3.11.2015", VIKAR % "")
    assert dobbeltbooket(dialog) == []


def test_a_stand_in_can_not_be_in_two_dialogues_at_once(prosjekt, dialog):
    gi_navn(prosjekt, "fylkesutdanningssjef", "Nina  vik")
    for skole, hvem in (
        ("gol", VIKAR % ""),
        ("lier", "fra_skoleeier: [fylkesutdanningssjef]"),
        ("ål", "fra_skoleeier: [{rolle: assisterende, navn: NINA VIK}]"),
    ):
        sett_dialog(prosjekt, skole, "dato: 3.11.2015", hvem)
    assert len(dobbeltbooket(dialog)) == 2
    assert "har Nina" in dobbeltbooket(dialog)[0]


def test_a_role_that_has_a_stand_in_is_in_use(prosjekt, dialog):
    alle = "fra_skoleeier: [fylkesutdanningssjef, assisterende, seksjonsleder, {rolle: kvalitetsrådgiver, navn: A}]"
    sett_dialog(prosjekt, "gol", alle)
    ran = dialog("sjekk")
    assert ran.kode == 0
    assert "[ubrukt]" not in ran.feil


# --- a dialogue that is off ---------------------------------------------------------------

DOKUMENTER = (
    "dialoggrunnlag-2015-gol.docx",
    "dagsorden-2015-gol.docx",
    "dagsorden-2015-gol.txt",
    "oppsummering-2015-gol.docx",
)


@pytest.mark.parametrize("målform", ["bokmål", "nynorsk"])
def test_every_document_of_a_cancelled_dialogue_says_so_below_its_title(laget, målform):
    for avlyst in ("ja", "nei"):
        ferdige = laget("dato: 3.11.2015", f"avlyst: {avlyst}", målform=målform)
        målform = "bokmål"  # it is set now
        assert set(ferdige) == set(DOKUMENTER)
        for path in ferdige.values():
            er_avlyst = ["Dialogen er avlyst." in text for text in avsnitt(path)]
            assert any(er_avlyst[:3]) == (avlyst == "ja"), path.name
            assert sum(er_avlyst) == (avlyst == "ja")


def test_it_has_a_style_of_its_own(laget):
    for name, path in laget("dato: 3.11.2015", "avlyst: ja").items():
        if name.endswith(".docx"):
            body = Document(str(path)).element.body
            styles = {"".join(t.text for t in p.iter(w("t"))): p.style for p in body.iter(w("p"))}
            assert styles["Dialogen er avlyst."] == "Avlyst"


def test_the_form_of_a_cancelled_dialogue_is_read_as_any_other():
    summary = Oppsummering(skole="gol", runde="2015", oppnådd="Mye", neste_kontakt="Til våren")
    for målform in ("bokmål", "nynorsk"):
        avlyst, holdt = (
            lest(fylt_av_motoren(summary, målform=målform, avlyst=a)) for a in (True, False)
        )
        assert avlyst == holdt
        assert avlyst.data["oppnådd"] == "Mye"


# --- who comes ----------------------------------------------------------------------------

ROLLENE = (
    "Fra skoleeier: Fylkesutdanningssjef, assisterende fylkesutdanningssjef, seksjonsleder KPS, "
    "kvalitetsrådgiver. Av praktiske hensyn kan ikke alle være til stede på alle møter Tidsramme"
)
SKOLENS = "Skolen: ledergruppa + de skolen vil inkludere. Det må tas hensyn til at gruppen ikke blir større enn at alle aktiviseres og har et meningsfullt utbytte."
KOMMER = "Til denne dialogen kommer:"


def test_where_nobody_is_named_the_sentences_of_the_source_stand_alone(laget):
    text = tekst(laget("dato: 3.11.2015")["dialoggrunnlag-2015-gol.docx"])
    assert f"{SKOLENS} {ROLLENE}" in text
    assert KOMMER not in text


def test_those_who_come_from_the_school_are_introduced(laget):
    folk = "deltakere: [{rolle: rektor}, {navn: Kari Ås, rolle: lærer}, {navn: ola}]"
    text = tekst(laget(folk)["dialoggrunnlag-2015-gol.docx"])
    assert f"{SKOLENS} {KOMMER} Rektor Kari Ås, lærer ola {ROLLENE}" in text


def test_those_who_come_from_skoleeier_take_the_place_of_the_roles(laget):
    text = tekst(laget("fra_skoleeier: [seksjonsleder]")["dialoggrunnlag-2015-gol.docx"])
    assert f"{SKOLENS} Fra skoleeier: Seksjonsleder KPS Tidsramme" in text


def test_those_who_come_are_introduced_in_nynorsk(laget):
    folk = ("deltakere: [{rolle: rektor}]", "fra_skoleeier: [kvalitetsrådgiver]")
    text = tekst(laget(*folk, målform="nynorsk")["dialoggrunnlag-2015-gol.docx"])
    assert "utbyte. Til denne dialogen kjem: Rektor" in text
    assert "Frå skuleeigar: Kvalitetsrådgivar Tidsramme" in text


def test_a_school_text_without_a_full_stop_gets_one_before_the_names(prosjekt, laget):
    runde = prosjekt / "data/runder/2015.yaml"
    text = runde.read_text("utf-8").replace("meningsfullt utbytte.", "meningsfullt utbytte")
    runde.write_text(text, "utf-8")
    text = tekst(laget("deltakere: [{rolle: rektor}]")["dialoggrunnlag-2015-gol.docx"])
    assert f"meningsfullt utbytte. {KOMMER} Rektor" in text


def test_the_form_has_the_roles_with_a_capital_too(laget):
    paragraphs = avsnitt(laget("deltakere: [{rolle: rektor}]")["oppsummering-2015-gol.docx"])
    assert "Rektor" in paragraphs
    assert "rektor" not in paragraphs


# --- a time frame of its own --------------------------------------------------------------


def rammen(path):
    """What stands under the heading Tidsramme."""
    lines = [i_ett(line) for line in linjer(path)]
    return lines[lines.index("Tidsramme") + 1]


@pytest.mark.parametrize(
    ("begrunnelse", "setning"),
    [
        ("", "."),
        ("med unntak av Gol vgs.", ", med unntak av Gol vgs."),
        (
            "unntak for Gol vgs., hvor bussen går sent.",
            ", unntak for Gol vgs., hvor bussen går sent.",
        ),
        ("men skolen har prøve", ", men skolen har prøve."),
        ("fordi bussen går {{ tidsramme.start }}", ", fordi bussen går 10:00."),
        ("Skolen har heldagsprøve om morgenen.", ". Skolen har heldagsprøve om morgenen."),
        ("heldagsprøve om morgenen", ". Heldagsprøve om morgenen."),
        ("mennene er på jakt", ". Mennene er på jakt."),
    ],
)
def test_a_dialogues_own_time_frame_is_told_with_the_usual_one(laget, begrunnelse, setning):
    lines = ("tidsramme:", "  start: 10:00", "  slutt: 14:00", f"  begrunnelse: '{begrunnelse}'")
    path = laget(*lines[: 4 if begrunnelse else 3])["dialoggrunnlag-2015-gol.docx"]
    assert rammen(path) == f"10:00–14:00. Vanlig tid er 09:00–13:00{setning}"


@given(st.text("aMm .,…\n", max_size=8) | st.sampled_from(["men.", "med unntak av Ål vgs."]))
def test_a_reason_ends_its_sentence_once(begrunnelse):
    setning = f"Vanlig tid er 09:00–13:00{som_tillegg(begrunnelse)}."
    if begrunnelse.strip(". \n"):
        assert begrunnelse.strip().removesuffix(".").casefold() in setning.casefold()
        assert setning.removeprefix("Vanlig tid er 09:00–13:00")[:2] in (", ", ". ")
    if not begrunnelse.rstrip().endswith(".."):
        assert not setning.endswith("..")


def test_åls_exception_reads_in_nynorsk_too(laget):
    path = laget("dato: 3.11.2015", skole="ål", målform="nynorsk")["dialoggrunnlag-2015-ål.docx"]
    assert rammen(path) == (
        "10:00–14:00. Vanleg tid er 09:00–13:00, med unntak av Ål vgs., "
        "der dialogane av praktiske grunnar går mellom 10:00 og 14:00."
    )


def test_there_is_no_exception_where_the_round_has_the_same_times(prosjekt, laget):
    runde = prosjekt / "data/runder/2015.yaml"
    text = runde.read_text("utf-8").replace("tidsramme: 09:00–13:00", "tidsramme: 10:00–14:00")
    runde.write_text(text, "utf-8")
    assert (
        rammen(laget("dato: 3.11.2015", skole="ål")["dialoggrunnlag-2015-ål.docx"])
        == "10:00–14:00."
    )


def test_there_is_no_exception_where_the_dialogue_is_as_the_round_this_once(laget):
    path = laget("tidsramme: 09:00–13:00", skole="ål")["dialoggrunnlag-2015-ål.docx"]
    assert rammen(path) == "09:00–13:00."


def test_the_rounds_own_reason_still_stands(prosjekt, laget):
    runde = prosjekt / "data/runder/2015.yaml"
    ramme = "tidsramme: {start: 09:00, slutt: 13:00, begrunnelse: Skolene ønsket det}"
    runde.write_text(runde.read_text("utf-8").replace("tidsramme: 09:00–13:00", ramme), "utf-8")
    assert (
        rammen(laget("dato:")["dialoggrunnlag-2015-gol.docx"]) == "09:00–13:00. Skolene ønsket det."
    )
