"""``dialog plan``: the round by date, and what an adviser is told to look at."""

import json
import os
from pathlib import Path

import pytest
from hjelp import SKOLER, bytt, i_egen_prosess, les_csv, sett_dialog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dialoggrunnlag
from dialoggrunnlag.kontroller.kontroll import Data
from dialoggrunnlag.kontroller.register import advarsler
from dialoggrunnlag.reading.datafiler import Datafiler
from dialoggrunnlag.reading.project import Project
from dialoggrunnlag.runden.rundeplan import lag_plan

TIRSDAG, ONSDAG = "dato: 2015-11-03", "dato: 2015-11-04"
ROLLER = "fra_skoleeier: [kvalitetsrådgiver, seksjonsleder]"
INGEN = {id_: [] for id_ in SKOLER}
DAGER = ("2015-11-02", "2015-11-03", "2015-11-07", "2015-11-30", "2015-12-24", "")


@pytest.fixture
def rader(prosjekt, dialog):
    """The plan's rows as scripts get them."""

    def hent(*argv):
        ran = dialog("plan", "--format", "json", *argv)
        assert ran.kode == 0, ran.feil
        return json.loads(ran.ut)

    return hent


def merknader(rows):
    return {row["skole"]: row["merknader"] for row in rows}


def test_the_table_is_sorted_by_date_and_time_and_has_those_without_a_date_last(prosjekt, dialog):
    sett_dialog(prosjekt, "gol", ONSDAG, "sted: Biblioteket", ROLLER, "periode: sen")
    sett_dialog(prosjekt, "ål", TIRSDAG, "sted: Møterom 2", "fra_skoleeier: [seksjonsleder]")
    sett_dialog(prosjekt, "lier", TIRSDAG, "sted: Aulaen", "fra_skoleeier: [assisterende]")
    ran = dialog("plan")
    assert ran.kode == 0
    lines = ran.ut.splitlines()
    assert [line.split("  ")[0] for line in lines[:4]] == ["UKEDAG", "tirsdag", "tirsdag", "onsdag"]
    assert " ".join(lines[1].split()) == "tirsdag 3. november 2015 09:00–13:00 Lier vgs. Aulaen assisterende fylkesutdanningssjef – –"  # fmt: skip
    assert "10:00–14:00  Ål vgs." in lines[2]
    assert "kvalitetsrådgiver, seksjonsleder KPS  sen      –" in lines[3]
    assert len(lines) == 14
    assert all(line.split()[:3] == ["–", "ikke", "avtalt"] for line in lines[4:])
    assert ran.feil == "13 dialoger: 3 med dato og 10 uten dato.\n"


def test_names_stand_in_place_of_roles_where_they_are_known(prosjekt, rader):
    bytt(prosjekt / "data/skoleeier.yaml", "leiar KPS", "leiar KPS\n    navn: Ås, Kari")
    sett_dialog(prosjekt, "gol", TIRSDAG, ROLLER)
    assert rader()[0]["fra_skoleeier"] == ["kvalitetsrådgiver", "Ås, Kari"]


def test_a_whole_row_as_json(prosjekt, rader):
    sett_dialog(prosjekt, "ål", TIRSDAG, "sted: Rom 2", ROLLER, "endring: 2", "periode: tidlig")
    assert rader("--skole", "Ål vgs.") == [
        {
            "ukedag": "tirsdag",
            "dato": "2015-11-03",
            "start": "10:00",
            "slutt": "14:00",
            "skole": "ål",
            "navn": "Ål vgs.",
            "sted": "Rom 2",
            "fra_skoleeier": ["kvalitetsrådgiver", "seksjonsleder KPS"],
            "periode": "tidlig",
            "endring": 2,
            "avlyst": False,
            "merknader": ["endret 2 ganger"],
            "møtelenke": None,
        }
    ]


def test_csv_has_the_same_as_json_cell_by_cell(prosjekt, dialog, rader):
    sett_dialog(prosjekt, "ål", TIRSDAG, "sted: 'A, \"B\"; c'", ROLLER, "avlyst: ja")
    ran = dialog("plan", "--format", "csv")
    table = les_csv(ran.ut)
    assert len(table) == 13
    for cells, row in zip(table, rader(), strict=True):
        for key, value in row.items():
            text = "; ".join(value) if isinstance(value, list) else str(value)
            assert cells[key] == {"None": "", "True": "ja", "False": "nei"}.get(text, text)


# --- remarks -------------------------------------------------------------------------------


def test_what_is_missing_is_told_only_where_there_is_a_date(prosjekt, rader):
    sett_dialog(prosjekt, "gol", TIRSDAG)
    assert merknader(rader()) == {**INGEN, "gol": ["sted mangler", "ingen fra skoleeier"]}


def test_a_double_booking_is_told_at_all_of_its_schools_with_who_and_where_else(prosjekt, rader):
    bytt(prosjekt / "data/skoleeier.yaml", "leiar KPS", "leiar KPS\n    navn: Kari Ås")
    for id_ in ("lier", "gol", "ål"):
        sett_dialog(prosjekt, id_, TIRSDAG, "sted: A", ROLLER)
    sett_dialog(prosjekt, "eiker", TIRSDAG, "sted: A", "tidsramme: 14:00–18:00", ROLLER)
    sett_dialog(prosjekt, "numedal", ONSDAG, "sted: A", ROLLER)
    lier, gol, ål = (f"dobbeltbooket med {skole} vgs.: kvalitetsrådgiver og Kari Ås" for skole in ("Lier", "Gol", "Ål"))  # fmt: skip
    assert merknader(rader()) == {**INGEN, "lier": [gol, ål], "gol": [lier, ål], "ål": [lier, gol]}


def test_how_many_are_double_booked_is_told_with_the_totals(prosjekt, dialog):
    for id_ in ("lier", "gol"):
        sett_dialog(prosjekt, id_, TIRSDAG, "sted: A", ROLLER)
    sett_dialog(prosjekt, "ål", TIRSDAG, "avlyst: ja", ROLLER)
    ran = dialog("plan")
    assert ran.feil == "13 dialoger: 2 med dato, 1 avlyst og 10 uten dato. 2 er dobbeltbooket.\n"


@pytest.mark.parametrize("andre", [4, 5])
def test_of_very_many_collisions_the_first_are_told(prosjekt, rader, andre):
    """Else the plan of schools that all share somebody would grow as the square of them."""
    skoler = list(SKOLER)[: andre + 1]
    for skole_id in skoler:
        sett_dialog(prosjekt, skole_id, "dato: 2015-11-03", "deltakere: [{navn: Kari Ås}]")
    sagt = [m for m in merknader(rader())[skoler[0]] if m.startswith("dobbeltbooket")]
    navnene = [f"dobbeltbooket med {SKOLER[id_]['kortnavn']}: Kari Ås" for id_ in skoler[1:]]
    if andre > 4:
        navnene = [*navnene[:3], f"dobbeltbooket med {andre - 3} til"]
    assert sagt == navnene


def test_weekends_holidays_changes_and_cancellations_are_told(prosjekt, rader):
    full = ("sted: A", "fra_skoleeier: [assisterende]")
    sett_dialog(prosjekt, "lier", "dato: 2015-12-19", *full)
    sett_dialog(prosjekt, "gol", "dato: 2015-12-25", *full, "endring: 1")
    sett_dialog(prosjekt, "ål", "dato: 2015-12-20", "avlyst: ja", "endring: 3")
    assert merknader(rader()) == {
        **INGEN,
        "lier": ["i helgen"],
        "gol": ["helligdag: Første juledag", "endret én gang"],
        "ål": ["avlyst", "endret 3 ganger"],
    }


def test_a_date_against_the_rounds_own_days_is_told(prosjekt, rader):
    """What «dialog sjekk» says of when a dialogue is, the plan says too."""
    dager = "første_dag: 2015-11-02\nsiste_dag: 2015-11-13\nsvarfrist: 2015-11-04"
    bytt(prosjekt / "data/runder/2015.yaml", "\når: 2015\n", f"\når: 2015\n{dager}\n")
    bytt(prosjekt / "data/runder/2015.yaml", "\ntidlig_til:", "\ntidlig_til: 2015-11-09 #")
    full = ("sted: A", "fra_skoleeier: [assisterende]")
    sett_dialog(prosjekt, "lier", "dato: 2015-10-30", "svarfrist: 2015-10-20", *full)
    sett_dialog(prosjekt, "gol", "dato: 2015-11-16", *full)
    sett_dialog(prosjekt, "ål", "dato: 2015-11-04", "periode: sen", *full)
    sagt = merknader(rader())
    assert sagt["lier"] == ["før rundens første dag"]
    assert "etter rundens siste dag" in sagt["gol"]
    assert sagt["ål"] == ["ikke sen", "før svarfristen er ute"]


@pytest.mark.parametrize(
    ("ny", "sagt"),
    [
        (("dato: 2015-11-04", ROLLER), ["flyttet uten ny «endring»"]),
        (("dato: 2015-11-04", ROLLER, "endring: 1"), ["endret én gang"]),
        (("dato: 2015-11-03", ROLLER, "tidsramme: 10:00–14:00"), ["flyttet uten ny «endring»"]),
        (("dato: 2015-11-03", "fra_skoleeier: [assisterende]"), []),
        ((), ["står i kalenderen fra før"]),
        (("dato: 2015-11-03", "avlyst: ja"), ["avlyst", "avlyst uten ny «endring»"]),
        (("dato: 2015-11-03", "avlyst: ja", "endring: 1"), ["avlyst", "endret én gang"]),
    ],
    ids=["flyttet", "sagt", "senere", "andre", "borte", "avlyst", "avlyst-sagt"],
)
def test_a_move_that_no_calendar_would_tell_of_is_told(prosjekt, dialog, rader, ny, sagt):
    sett_dialog(prosjekt, "gol", TIRSDAG, "sted: A", ROLLER)
    assert dialog("plan", "--kalender").kode == 0
    sett_dialog(prosjekt, "gol", "sted: A", *ny)
    assert merknader(rader("--skole", "gol"))["gol"] == sagt


def test_a_calendar_that_cannot_be_read_stops_no_plan(prosjekt, rader):
    sett_dialog(prosjekt, "gol", TIRSDAG, "sted: A", ROLLER)
    (prosjekt / "ut/2015/kalender-2015-gol.ics").mkdir(parents=True)
    (prosjekt / "ut/2015/kalender-2015.ics").write_bytes(b"\xff\x00")
    assert merknader(rader())["gol"] == []


@pytest.mark.parametrize("where", ["runden", "dialogen"])
def test_a_check_that_is_silenced_with_a_reason_is_silent_here_too(prosjekt, rader, where):
    names = ("helg", "helligdag", "dobbeltbooket", "mangler-sted", "mangler-deltakere")
    reasons = f"stille: {{{', '.join(f'{name}: avtalt' for name in names)}}}"
    own = (reasons,) if where == "dialogen" else ()
    if where == "runden":
        bytt(prosjekt / "data/runder/2015.yaml", "\når: 2015\n", f"\når: 2015\n{reasons}\n")
    for id_ in ("gol", "ål"):
        sett_dialog(prosjekt, id_, "dato: 2015-12-26", "sted: A", ROLLER, *own)
    sett_dialog(prosjekt, "lier", "dato: 2015-12-25", "sted: A", *own)
    assert merknader(rader()) == INGEN


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("2015-11-03", "2015-11-13", []),  # the week after
        ("2015-11-06", "2015-11-16", ["uke 46 uten dialog før denne"]),
        ("2015-11-02", "2015-12-04", ["uke 46–48 uten dialog før denne"]),
        ("2015-12-15", "2016-01-11", ["uke 52–1 uten dialog før denne"]),
    ],
)
def test_whole_weeks_without_a_dialogue_are_told_at_the_next_one(
    prosjekt, rader, before, after, told
):
    full = ("sted: A", ROLLER, "stille: {utenfor-runden: x}")
    sett_dialog(prosjekt, "gol", f"dato: {after}", *full)
    sett_dialog(prosjekt, "lier", f"dato: {before}", *full)
    sett_dialog(prosjekt, "ål", "dato: 2015-11-11", "avlyst: ja")  # nobody meets then
    assert merknader(rader()) == {**INGEN, "gol": told, "ål": ["avlyst"]}


# --- the command ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "message"),
    [("dato: i går", "«i går» er ikke en dato."), ("fra_skoleeier: [sjefen]", "Rollen «sjefen»")],
)
def test_a_faulty_school_is_told_and_the_others_are_shown(prosjekt, dialog, wrong, message):
    sett_dialog(prosjekt, "gol", wrong)
    for form in ("tabell", "csv", "json"):
        ran = dialog("plan", "--format", form)
        assert ran.kode == 1
        assert message in ran.feil
        assert "Lier vgs." in ran.ut
        assert "Gol vgs." not in ran.ut


def test_a_faulty_dialogue_alone_is_not_told_as_none(prosjekt, dialog):
    sett_dialog(prosjekt, "gol", "dato: i morgen")
    ran = dialog("plan", "--skole", "gol")
    assert ran.kode == 1
    assert "er ikke en dato" in ran.feil
    assert "Ingen dialoger" not in ran.feil


def test_only_the_schools_asked_for_are_shown_with_what_the_others_cause(prosjekt, rader):
    for id_ in ("lier", "gol"):
        sett_dialog(prosjekt, id_, TIRSDAG, "sted: A", "fra_skoleeier: [seksjonsleder]")
    [row] = rader("--skole", "GOL")
    assert row["merknader"] == ["dobbeltbooket med Lier vgs.: seksjonsleder KPS"]


def test_the_plan_is_in_bokmål_whatever_the_schools_are(prosjekt, dialog):
    for id_ in ("gol", "ål"):
        sett_dialog(prosjekt, id_, TIRSDAG, "sted: A", ROLLER)
    before = dialog("plan").ut
    bytt(prosjekt / "data/skoler.yaml", "  gol:\n", "  gol:\n    målform: nynorsk\n")
    assert dialog("plan").ut == before
    assert "seksjonsleder" in before


def test_the_table_needs_no_templates_and_loads_no_calendar_library(prosjekt):
    sett_dialog(prosjekt, "gol", TIRSDAG, "sted: Møterom på Åsen", ROLLER)
    (prosjekt / "maler/dagsorden.docx").write_bytes(b"")
    (prosjekt / "stengt").mkdir()
    (prosjekt / "stengt/icalendar.py").write_text("raise SystemExit(9)", "utf-8")
    package = Path(dialoggrunnlag.__file__).parent.parent
    blocked = {"PYTHONPATH": os.pathsep.join((str(prosjekt / "stengt"), str(package)))}
    ran = i_egen_prosess("plan", cwd=prosjekt, env=blocked)
    assert ran.kode == 0, ran.feil
    assert "Møterom på Åsen" in ran.ut
    assert i_egen_prosess("generer", "--skole", "gol", cwd=prosjekt, env=blocked).kode == 0
    assert i_egen_prosess("plan", "--format", "ics", cwd=prosjekt, env=blocked).kode == 9


# --- laws ----------------------------------------------------------------------------------

DIALOGER = st.dictionaries(
    st.sampled_from(sorted(SKOLER)),
    st.tuples(
        st.sampled_from(DAGER),
        st.sampled_from(["08:00–12:00", "09:00–13:00", "12:00–16:00"]),
        st.sets(st.sampled_from(["assisterende", "seksjonsleder", "kvalitetsrådgiver"])),
        st.booleans(),
    ),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DIALOGER)
def test_every_dialogue_is_once_in_the_plan_in_order_and_collides_as_the_check_says(
    prosjekt, entries
):
    for id_ in SKOLER:
        dag, ramme, roller, off = entries.get(id_, ("", "09:00–13:00", set(), False))
        lines = [f"dato: {dag}", f"fra_skoleeier: [{', '.join(sorted(roller))}]"]
        sett_dialog(prosjekt, id_, *lines, f"tidsramme: {ramme}", f"avlyst: {'ja' * off}")
    files = Datafiler(Project(prosjekt), 2015)
    assert not files.faulty
    rows = lag_plan(files)
    assert sorted(row.skole_id for row in rows) == sorted(SKOLER)
    keys = [(row.dato is None, row.dato and row.dato.dag.isoformat(), row.tidsramme.start) for row in rows]  # fmt: skip
    dated = [key for key in keys if not key[0]]
    assert keys[: len(dated)] == sorted(dated)
    problems = [advarsel.problem for advarsel in advarsler(Data(files))]
    warned = [p.message for p in problems if "[dobbeltbooket]" in p.remedy]
    for row in rows:
        assert row.dobbeltbooket == any(row.navn in message for message in warned)
        assert row.dobbeltbooket == any("dobbeltbooket" in m for m in row.merknader)
