"""dialog status: what lies on the disk against the data, told without writing anything."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hjelp import SKOLER, bytt, i_mappen, les_csv, sett_dialog
from hypothesis import given
from hypothesis import strategies as st
from status_hjelp import (
    ALT,
    I_DAG,
    SLAG,
    bred_runde,
    fil,
    full_dialog,
    lag_pdf,
    rediger,
    uten_nye_maler,
)
from test_oppfolging import fylt

from dialoggrunnlag.disk.folder import Edited, Outcome, OutputFolder
from dialoggrunnlag.dokumenter.tilstand import Tilstand, samlet, tilstand_av

GULL = Path(__file__).parent / "status"


@pytest.fixture
def prosjekt(prosjekt):
    return uten_nye_maler(prosjekt)


@pytest.fixture
def status(dialog):
    """The rows of ``dialog status --format json`` by school."""

    def rows(*more):
        ran = dialog("status", "--format", "json", *more)
        return {row["skole"]: row for row in json.loads(ran.ut)["skoler"]}

    return rows


def tilstander(row):
    """A row's states by NAVN.SUFFIKS."""
    return {f"{d['navn']}.{d['suffiks']}": d["tilstand"] for d in row["dokumenter"]}


def alle(state, **but):
    """Every document of a school in one state, those in ``but`` (a_b for a.b) apart."""
    return dict.fromkeys(SLAG, state) | {k.replace("_", "."): v for k, v in but.items()}


def uten_pdf(row):
    return {kind: state for kind, state in tilstander(row).items() if not kind.endswith(".pdf")}


# --- the one test that does it all -----------------------------------------------------------


@pytest.mark.treg
def test_status_is_right_after_each_change(prosjekt, dialog, status):
    def gol():
        return uten_pdf(status("--skole", "gol")["gol"])

    # nothing is made, then everything
    assert gol() == alle("mangler")
    assert dialog(*ALT).kode == 0
    assert gol() == alle("fersk")

    # a date: all four kinds have it in them; the others' documents stay fresh
    full_dialog(prosjekt, "gol", "10. november 2015")
    assert gol() == alle("utdatert")
    rows = status()
    assert all(uten_pdf(rows[id_]) == alle("fersk") for id_ in SKOLER if id_ != "gol")
    assert rows["gol"]["ukedag"] == "tirsdag"
    dialog(*ALT)
    assert gol() == alle("fersk")

    # moved, and moved back: the same contents are the same documents
    bytt(prosjekt / "data/runder/2015.yaml", "dato: 10. november 2015", "dato: 14. november 2015")
    assert gol() == alle("utdatert")
    assert status()["gol"]["dato"] == "2015-11-14"
    bytt(prosjekt / "data/runder/2015.yaml", "dato: 14. november 2015", "dato: 10. november 2015")
    assert gol() == alle("fersk")

    # a changed template: that kind only, of all schools
    bytt(prosjekt / "maler/dagsorden.txt.j2", "\nDAGSORDEN\n", "\nDAGSORDENEN\n")
    assert {json.dumps(uten_pdf(row)) for row in status().values()} == {
        json.dumps(alle("fersk", dagsorden_txt="utdatert"))
    }
    dialog(*ALT)
    assert gol() == alle("fersk")

    # edited by hand; then the data change too; then they change back
    rediger(fil(prosjekt, "dialoggrunnlag-2015-gol.docx"))
    fil(prosjekt, "dagsorden-2015-gol.txt").write_text("Skrevet for hånd.\n", "utf-8")
    by_hand = "redigert for hånd"
    edited = alle("fersk", dialoggrunnlag_docx=by_hand, dagsorden_txt=by_hand)
    assert gol() == edited
    bytt(prosjekt / "data/runder/2015.yaml", "dato: 10. november 2015", "dato: 15. november 2015")
    both = "redigert for hånd, utdatert"
    assert gol() == alle("utdatert", dialoggrunnlag_docx=both, dagsorden_txt=both)
    bytt(prosjekt / "data/runder/2015.yaml", "dato: 15. november 2015", "dato: 10. november 2015")
    assert gol() == edited

    # a file that the program has never made
    fil(prosjekt, "dagsorden-2015-gol.docx").write_bytes(b"ingen Word-fil")
    assert gol() == edited | {"dagsorden.docx": both}

    # deleted files, and made again
    for name in ("dagsorden-2015-gol.docx", "dialoggrunnlag-2015-gol.docx"):
        fil(prosjekt, name).unlink()
    gone = {"dagsorden.docx": "mangler", "dialoggrunnlag.docx": "mangler"}
    assert gol() == edited | gone
    dialog(*ALT)
    assert gol() == alle("fersk", dagsorden_txt=by_hand)
    dialog(*ALT, "--overskriv")
    assert gol() == alle("fersk")


@pytest.mark.treg
def test_status_writes_nothing(prosjekt, dialog):
    def lagret():
        stamps = {path: path.stat().st_mtime_ns for path in (prosjekt / "ut").rglob("*")}
        return i_mappen(prosjekt), stamps

    for prepare in (lambda *_: None, bred_runde):
        prepare(prosjekt, dialog)
        before = lagret()
        for form in ("tabell", "csv", "json"):
            assert dialog("status", "--format", form).kode == (prepare is bred_runde)
        assert lagret() == before
        assert (prosjekt / "ut").exists() == (prepare is bred_runde)


# --- status and write can't disagree -----------------------------------------------------------

TEKSTER = st.sampled_from([b"en\n", b"to\n", b"tre\n"])
STEG = st.one_of(
    st.tuples(st.just("skriv"), TEKSTER),
    st.tuples(st.just("for hånd"), TEKSTER),
    st.tuples(st.just("slett"), st.just(b"")),
    st.tuples(st.just("glem"), st.just(b"")),
)
UTFALL = {
    Tilstand.MANGLER: (Outcome.NEW, True),
    Tilstand.FERSK: (Outcome.UNCHANGED, True),
    Tilstand.UTDATERT: (Outcome.RENEWED, True),
    Tilstand.REDIGERT: (Outcome.EDITED, True),
    Tilstand.REDIGERT_UTDATERT: (Outcome.EDITED, False),
}


@given(steps=st.lists(STEG, max_size=6), newest=TEKSTER)
def test_a_state_tells_what_write_will_do(tmp_path_factory, steps, newest):
    folder = OutputFolder(tmp_path_factory.mktemp("ut"), "ut")
    path = folder.folder / "a.txt"
    for what, data in steps:
        if what == "skriv":
            folder.write("a.txt", data, edited=Edited.KEEP, today=I_DAG)
        elif what == "for hånd":
            path.write_bytes(data)
        elif what == "slett":
            path.unlink(missing_ok=True)
        else:
            (folder.folder / ".dialog/a.txt").unlink(missing_ok=True)
    before = i_mappen(folder.folder)
    state = tilstand_av(folder.state("a.txt", newest)[0])
    assert i_mappen(folder.folder) == before
    written = folder.write("a.txt", newest, edited=Edited.KEEP, today=I_DAG)
    assert (written.outcome, written.current) == UTFALL[state]
    assert state.holder == (state in {Tilstand.FERSK, Tilstand.REDIGERT})


@given(st.lists(st.sampled_from(list(UTFALL)), max_size=5))
def test_one_word_for_several_documents_hides_nothing_that_is_out_of_date(states):
    word = samlet(states)
    old = [s for s in states if s in {Tilstand.UTDATERT, Tilstand.REDIGERT_UTDATERT}]
    assert (word is Tilstand.UTDATERT) == bool(old)
    assert (word is Tilstand.MANGLER) == all(s is Tilstand.MANGLER for s in states)
    if word.holder:
        assert all(s.holder for s in states)
    assert samlet(list(reversed(states))) is word


# --- forms and PDFs ----------------------------------------------------------------------------


def test_a_form_that_is_filled_in_and_read_back_holds(prosjekt, dialog, status):
    dialog(*ALT)
    form = fylt(fil(prosjekt, "oppsummering-2015-gol.docx"), lært="Små grep virker.")
    rediger(form)
    kind = "oppsummering.docx"
    assert tilstander(status()["gol"])[kind] == "redigert for hånd, utdatert"
    assert status()["gol"]["oppsummering"] is False
    assert dialog("oppsummering", "les", form).kode == 0
    row = status()["gol"]
    assert (tilstander(row)[kind], row["oppsummering"]) == ("redigert for hånd", True)
    assert [row["oppsummering"] for row in status().values()].count(True) == 1


@pytest.mark.parametrize(
    "innhold", ["skole: gol\nrunde: 2015\nlært: [\n", "skole: lier\nrunde: 2015\n"]
)
def test_a_summary_that_cannot_be_read_is_none(prosjekt, status, innhold):
    oppsummering = prosjekt / "data/oppsummeringer/2015/gol.yaml"
    oppsummering.parent.mkdir(parents=True)
    oppsummering.write_text(innhold, "utf-8")
    assert status()["gol"]["oppsummering"] is False


@pytest.mark.treg
def test_a_pdf_is_held_against_the_word_file_that_lies_there(prosjekt, dialog, status):
    full_dialog(prosjekt, "gol", "10. november 2015")
    dialog("generer", "--skole", "gol")
    word = fil(prosjekt, "dialoggrunnlag-2015-gol.docx")

    def pdf():
        return tilstander(status("--dokument", "dialoggrunnlag")["gol"])["dialoggrunnlag.pdf"]

    assert pdf() == "mangler"
    path = lag_pdf(prosjekt, word.name)
    assert pdf() == "fersk"
    rediger(word)
    assert pdf() == "utdatert"
    lag_pdf(prosjekt, word.name)
    assert pdf() == "fersk"  # of an edited Word file that holds
    path.write_bytes(path.read_bytes() + b"% et stempel\n")
    assert pdf() == "redigert for hånd"
    bytt(prosjekt / "data/runder/2015.yaml", "dato: 10. november 2015", "dato: 14. november 2015")
    assert pdf() == "redigert for hånd, utdatert"
    dialog("generer", "--skole", "gol", "--overskriv")
    lag_pdf(prosjekt, word.name)
    assert pdf() == "fersk"
    word.unlink()
    assert pdf() == "fersk"  # what the Word file would be made into again
    bytt(prosjekt / "data/runder/2015.yaml", "dato: 14. november 2015", "dato: 15. november 2015")
    assert pdf() == "utdatert"


def test_the_state_of_pdfs_is_told_without_the_library_that_makes_them(prosjekt, dialog):
    bred_runde(prosjekt, dialog)
    script = (
        "import sys\nfrom dialoggrunnlag.cli.app import run\nrun(['status'])\n"
        "assert 'dialoggrunnlag.dokumenter.tilstand' in sys.modules\n"
        "sys.exit('pikepdf' in sys.modules)\n"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    assert "delvis" in done.stdout.decode()


# --- what is missing ---------------------------------------------------------------------------


def test_what_lacks_in_the_data_basis_is_told_with_and_without_a_date(prosjekt, status):
    missing = [
        "kontakt",
        "lenke til «Pedagogisk grunnlag for Kunnskapsskolen i Buskerud»",
        "lenke til «Bidraget fra egen skole til Tilstandsrapport»",
    ]
    assert status()["gol"]["mangler"] == missing
    sett_dialog(prosjekt, "gol", "dato: 3. november 2015", "lenker:",
                "  tilstandsrapport: https://example.no/r")  # fmt: skip
    assert status()["gol"]["mangler"] == missing[:2]
    sett_dialog(prosjekt, "gol", "dato: 3. november 2015", "avlyst: ja")
    assert status()["gol"]["mangler"] == []
    sett_dialog(prosjekt, "gol", "stille:", "  mangler-lenke: Finnes på papir")
    assert status()["gol"]["mangler"] == [missing[0], missing[2]]


def test_a_file_that_is_to_be_sent_and_is_not_there_is_missing(prosjekt, status):
    full_dialog(prosjekt, "gol", "3. november 2015", "filer:", "  eksempel: vedlegg/gol og ål.pdf")
    assert status()["gol"]["mangler"] == ["filen vedlegg/gol og ål.pdf"]
    full_dialog(prosjekt, "gol", "3. november 2015", "filer:", "  eksempel: vedlegg/gol og ål.pdf",
                "stille:", "  mangler-fil: Kommer i posten")  # fmt: skip
    assert status()["gol"]["mangler"] == []
    full_dialog(prosjekt, "gol", "3. november 2015", "filer:", "  eksempel: vedlegg/gol og ål.pdf")
    (prosjekt / "vedlegg").mkdir()
    (prosjekt / "vedlegg/gol og ål.pdf").write_bytes(b"%PDF")
    assert status()["gol"]["mangler"] == []


def test_each_school_gets_what_sjekk_says_of_it_and_nothing_of_others(prosjekt, dialog, status):
    for skole_id in ("gol", "ål"):
        full_dialog(prosjekt, skole_id, "7. november 2015")  # both on a Saturday, the same people
    full_dialog(prosjekt, "lier", "3. november 2015")
    rows = status()
    said = {id_: {p["melding"] for p in row["sjekk"]} for id_, row in rows.items() if row["sjekk"]}
    day = "lørdag 7. november 2015."
    both = f"Gol vgs. og Ål vgs. har kvalitetsrådgiver i dialoger som overlapper hverandre {day}"
    assert said == {
        "gol": {f"Gol vgs. har dialog i helgen: {day}", both},
        "ål": {f"Ål vgs. har dialog i helgen: {day}", both},
    }
    found = json.loads(dialog("sjekk", "--format", "json").ut)
    shared = {p["melding"] for p in json.loads(dialog("status", "--format", "json").ut)["felles"]}
    assert len(shared) == 1
    assert {p["melding"] for p in found} == shared.union(*said.values())


def test_everything_that_sjekk_finds_is_in_the_status(prosjekt, dialog):
    bred_runde(prosjekt, dialog)
    for skole_id in ("gol", "hønefoss"):  # the same is missing: one line in sjekk
        sett_dialog(prosjekt, skole_id, "dato: 5. november 2015")
    title = "  nynorsk: Dialoggrunnlag – utviklingsdialogar 2015\n"
    bytt(prosjekt / "data/runder/2015.yaml", title, "")
    (prosjekt / "data/runder/2016.yml").write_text("", "utf-8")
    data = json.loads(dialog("status", "--format", "json").ut)
    said = [*data["felles"], *(p for row in data["skoler"] for p in row["sjekk"])]
    found = json.loads(dialog("sjekk", "--format", "json").ut)
    assert {"advarsel", "melding"} <= {key for problem in found for key in problem}
    places = {(p["fil"], p.get("linje"), p["råd"]) for p in said}
    assert {(p["fil"], p.get("linje"), p["råd"]) for p in found} <= places


# --- exit codes --------------------------------------------------------------------------------


@pytest.mark.treg
def test_krev_fersk_wants_every_kind_and_pdfs_only_where_they_are(prosjekt, dialog):
    wanted = ("status", "--krev-fersk", "--skole", "gol")
    assert dialog("status").kode == 0
    assert dialog(*wanted).kode == 1
    dialog("generer", "--skole", "gol")
    assert dialog(*wanted).kode == 1
    assert dialog(*wanted, "--dokument", "dialoggrunnlag").kode == 0
    dialog("generer", "--skole", "gol", "--alle-dokumenter")
    assert dialog(*wanted).kode == 0
    assert dialog("status", "--krev-fersk").kode == 1  # the other schools
    lag_pdf(prosjekt, "dagsorden-2015-gol.docx")
    assert dialog(*wanted).kode == 0
    rediger(fil(prosjekt, "dagsorden-2015-gol.docx"))
    assert dialog(*wanted).kode == 1  # the PDF is of the Word file as it was
    lag_pdf(prosjekt, "dagsorden-2015-gol.docx")
    assert dialog(*wanted).kode == 0
    full_dialog(prosjekt, "gol", "3. november 2015")
    assert dialog(*wanted).kode == 1
    fil(prosjekt, "oppsummering-2015-gol.docx").unlink()
    sett_dialog(prosjekt, "gol", "dato: 3. november 2015", "avlyst: ja")
    assert dialog(*wanted).kode == 0


def test_a_faulty_school_has_a_row_that_says_so_and_the_others_are_told(prosjekt, dialog, status):
    dialog(*ALT)
    bytt(prosjekt / "data/skoler.yaml", "kortnavn: Gol vgs.", "kortnavn:")
    ran = dialog("status")
    assert ran.kode == 1
    assert "data/skoler.yaml:71:5" in ran.feil
    row = next(line for line in ran.ut.splitlines() if line.startswith("gol "))
    assert row.split()[1:7] == ["ukjent"] * 6
    rows = status()
    assert rows["gol"]["dokumenter"] is None
    assert rows["gol"]["ferdig"] is False
    assert uten_pdf(rows["ål"]) == alle("fersk")


def test_an_error_that_all_share_stops_status(prosjekt, dialog):
    bytt(prosjekt / "data/runder/2015.yaml", "minutter: 105", "minutter: 104")
    ran = dialog("status")
    assert (ran.kode, ran.ut) == (1, "")
    assert "data/runder/2015.yaml" in ran.feil


def test_a_folder_in_a_documents_place_is_that_schools_error(prosjekt, dialog, status):
    fil(prosjekt, "dialoggrunnlag-2015-gol.docx").mkdir(parents=True)
    ran = dialog("status")
    assert ran.kode == 1
    assert "ut/2015/dialoggrunnlag-2015-gol.docx: Filen kan ikke leses" in ran.feil
    assert status()["gol"]["dokumenter"] is None
    assert uten_pdf(status()["ål"]) == alle("mangler")


# --- which schools, rounds, folders -------------------------------------------------------------


def test_schools_kinds_and_folder_can_be_chosen(prosjekt, dialog, status, tmp_path):
    other = tmp_path / "et annet sted"
    dialog("generer", "--skole", "ål", "--ut", other)
    schools = ("--skole", "Ål vgs.", "--skole", "gol")
    rows = status(*schools, "--dokument", "dialoggrunnlag", "--ut", other)
    assert list(rows) == ["ål", "gol"]
    docx, pdf = "dialoggrunnlag.docx", "dialoggrunnlag.pdf"
    assert tilstander(rows["ål"]) == {docx: "fersk", pdf: "mangler"}
    assert tilstander(rows["gol"])[docx] == tilstander(status()["ål"])[docx] == "mangler"


def test_another_round_is_told_of(prosjekt, dialog):
    assert dialog("runde", "ny", "2016").kode == 0
    dialog("generer", "--alle", "--runde", "2015", "--alle-dokumenter")
    assert json.loads(dialog("status", "--format", "json").ut)["runde"] == 2016
    old = json.loads(dialog("status", "--format", "json", "--runde", "2015").ut)
    assert (old["runde"], old["ferdig"]) == (2015, True)


# --- golden output -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["tabell", "csv", "json"])
def test_a_round_under_way_is_told_as_in_the_golden_file(prosjekt, dialog, pytestconfig, form):
    bred_runde(prosjekt, dialog)
    ran = dialog("status", "--format", form)
    golden = GULL / f"runde.{'txt' if form == 'tabell' else form}"
    if pytestconfig.getoption("--forny"):
        golden.write_text(ran.ut, "utf-8", newline="\n")
    assert ran.ut == golden.read_text("utf-8")
    assert ran.kode == 1  # a school's entry is wrong


@pytest.mark.treg
def test_the_three_forms_say_the_same(prosjekt, dialog):
    bred_runde(prosjekt, dialog)
    rows = les_csv(dialog("status", "--format", "csv").ut)
    data = json.loads(dialog("status", "--format", "json").ut)
    lines = dialog("status").ut.splitlines()[1:14]
    for row, other, line in zip(rows, data["skoler"], lines, strict=True):
        states = [row[kind] for kind in SLAG]
        assert row["skole"] == other["skole"]
        if other["dokumenter"] is not None:
            assert states == [uten_pdf(other)[kind] for kind in SLAG]
        assert all(state in line for state in (*states, row["pdf"], row["innkalling"]))
    total = data["totaler"]
    states = ("i_orden", "mangler", "utdatert", "ukjente_dokumenter")
    assert sum(total[key] for key in states) == total["dokumenter"]
    assert sum(total[key] for key in ("med_dato", "uten_dato", "avlyst", "ukjent")) == 13
