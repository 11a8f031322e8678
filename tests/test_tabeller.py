"""Tables on a terminal and in a pipe, and the CSV that a Norwegian Excel opens."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hjelp import bytt, i_egen_prosess, les_csv, lest_fra_terminal, sett_dialog
from hypothesis import given
from hypothesis import strategies as st
from libreoffice import SOFFICE, _miljø, har_calc
from lxml import etree
from status_hjelp import bred_runde, full_dialog, uten_nye_maler

from dialoggrunnlag.cli.skjerm import visible
from dialoggrunnlag.cli.tabeller import Kolonne, print_csv, print_table

GULL = Path(__file__).parent / "tabeller"
TABELLER = {
    "plan": ("plan",),
    "status": ("status",),
    "avtaler": ("avtaler", "--per", "2015-10-01"),
    "skoler": ("skoler",),
    "felt": ("felt",),
}
NORDFJELL = "Møterom Nordfjell i tredje etasje, inngang fra gårdsplassen"
MÅL = [
    ("Alle elevene får tilbakemelding som hjelper dem videre, minst to ganger hvert halvår, i "
     "alle fag, og skriver selv hva de vil bli bedre til.", "rektor og avdelingslederne",
     "1. mars 2015", "i gang"),
    ("Fraværet skal ned.", "kontaktlærerne", "før jul", "nådd"),
]  # fmt: skip


@pytest.fixture
def runde(prosjekt, dialog):
    """A round under way: long names and places, moved, cancelled, faulty; and agreements."""
    uten_nye_maler(prosjekt)
    bred_runde(prosjekt, dialog)
    bytt(prosjekt / "data/skoler.yaml", "kortnamn: Rosthaug vgs.", "kortnavn: Rosthaug vgs.")
    bytt(prosjekt / "data/skoler.yaml", "navn: Hønefoss videregående skole",
         "navn: Hønefoss videregående skole for yrkesfag og studiespesialisering")  # fmt: skip
    sett_dialog(prosjekt, "ringerike", "dato: 25. november 2015", f"sted: {NORDFJELL}", "endring: 2",
                "fra_skoleeier: [fylkesutdanningssjef, assisterende, kvalitetsrådgiver]")  # fmt: skip
    full_dialog(prosjekt, "ål", "25. november 2015", "endring: 1")
    agreed = prosjekt / "data/oppsummeringer/2014"
    agreed.mkdir()
    for skole_id in ("st-hallvard", "gol"):
        lines = [f"skole: {skole_id}", "runde: 2014", "mål:"]
        for mål, ansvarlig, frist, status in MÅL:
            lines += [
                f"- mål: {mål}",
                f"  ansvarlig: {ansvarlig}",
                f"  frist: {frist}",
                f"  status: {status}",
            ]
        (agreed / f"{skole_id}.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    return prosjekt


@pytest.fixture
def terminal(monkeypatch):
    """Standard output is a terminal of so many columns."""

    def sett(columns):
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        monkeypatch.setenv("COLUMNS", str(columns))

    return sett


@pytest.mark.parametrize("columns", [80, 120])
def test_a_table_fits_the_terminal_as_in_the_golden_file(
    runde, dialog, terminal, pytestconfig, columns
):
    terminal(columns)
    for name, words in TABELLER.items():
        shown = dialog(*words).ut
        golden = GULL / f"{name}-{columns}.txt"
        if pytestconfig.getoption("--forny"):
            golden.parent.mkdir(exist_ok=True)
            golden.write_text(shown, "utf-8", newline="\n")
        assert shown == golden.read_text("utf-8"), name
        assert max(map(len, shown.splitlines())) <= columns, name


def test_in_a_pipe_each_row_is_a_line_however_wide_and_whatever_columns_says(runde, dialog):
    lines = dialog("plan").ut.splitlines()
    assert len(lines) == 14
    [ringerike] = [line for line in lines if "  Ringerike vgs.  " in line]
    assert NORDFJELL in ringerike
    assert "assisterende fylkesutdanningssjef" in ringerike


ORD = st.text(st.sampled_from("abcæøåÅ. –«»"), max_size=60)
TABELL = st.integers(1, 6).flatmap(
    lambda n: st.tuples(
        st.lists(
            st.tuples(st.integers(1, 4), st.sampled_from([0, 0, 8, 20])), min_size=n, max_size=n
        ),
        st.lists(st.lists(ORD, min_size=n, max_size=n), max_size=4),
    )
)


@given(table=TABELL, room=st.integers(30, 140))
def test_no_line_is_wider_than_the_terminal_and_no_letter_is_lost(table, room):
    kinds, rows = table
    columns = [Kolonne(f"felt{i}", rang, minst) for i, (rang, minst) in enumerate(kinds)]
    shown = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", shown)
        patch.setattr(shown, "isatty", lambda: True, raising=False)
        patch.setenv("COLUMNS", str(room))
        print_table(columns, rows)
    lines = shown.getvalue().splitlines()
    # Several columns of the lowest rank stay, wide enough for their gaps
    first = sum(column.rang == min(c.rang for c in columns) for column in columns)
    assert all(len(line) <= max(room, 3 * first) for line in lines)
    # What two columns of one weight have in common is told once
    cells = [cell for row in rows for cell in {" ".join(cell.split()) for cell in row}]
    written = Counter("".join(cells))
    del written[" "], written["–"]  # alone it says that there is nothing, and isn't told below
    assert written <= Counter(shown.getvalue())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
def test_a_real_terminal_tells_its_own_width(prosjekt):
    import fcntl
    import pty
    import struct
    import termios

    sett_dialog(prosjekt, "gol", "dato: 3. november 2015", f"sted: {NORDFJELL}")
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environ = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    with subprocess.Popen(
        [sys.executable, "-m", "dialoggrunnlag", "plan"],
        cwd=prosjekt, stdout=theirs, stderr=subprocess.DEVNULL, env=environ,
    ) as process:  # fmt: skip
        seen = lest_fra_terminal(ours, theirs)
    assert process.returncode == 0
    lines = seen.decode().splitlines()
    assert lines[0].split()[:4] == ["UKEDAG", "DATO", "TID", "SKOLE"]
    assert all(word in seen.decode() for word in NORDFJELL.split())
    assert 60 < max(map(len, lines)) <= 80


# --- CSV ----------------------------------------------------------------------------------


def som_csv(*values):
    """The cells of one row as they stand in the CSV."""
    names = [f"k{number}" for number in range(len(values))]
    out = io.StringIO(newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        print_csv(names, [dict(zip(names, values, strict=True))])
    [row] = les_csv(out.getvalue())
    return list(row.values())


FORMLER = [
    "=1+1", "+47 32 00 00 00", "-cmd|'/C calc'!A0", "@SUM(A1)", "\t=1+1", "\rtekst", "\ttekst",
    "  =1+1", "\n=1+1", "\u00a0=1+1", "\u200b=1+1", "\ufeff@x", "＝1+1", "＋1", "－1", "＠SUM(A1)",
    " ＝1+1", '=HYPERLINK("https://example.no";"Åpne")', "-", "- et punkt i en liste",
]  # fmt: skip
TEKSTER = [
    "Ål vgs.", "a=b", "1+1", "(-1)", "'=1+1", "– et punkt", "«=»", "", " ", "rom 2; kl. 10",
    'sagt: "nei"', "to\nlinjer", "æøå ÆØÅ",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMLER)
def test_a_text_that_a_spreadsheet_might_calculate_gets_an_apostrophe(text):
    assert som_csv(text) == ["'" + text.replace("\r", "\n")]


@pytest.mark.parametrize("text", TEKSTER)
def test_any_other_text_is_as_it_was(text):
    assert som_csv(text) == [text]


def test_the_texts_of_a_list_are_one_text_and_a_number_is_a_number():
    assert som_csv(["=1", "b"], ["a", "=1"]) == ["'=1; b", "a; =1"]
    assert som_csv(*[-3, 0, True, False, None]) == ["-3", "0", "ja", "nei", ""]


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_no_cell_of_any_text_begins_as_a_formula_and_each_reads_back(values):
    for text, cell in zip(values, som_csv(*values), strict=True):
        shown = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
        assert cell.removeprefix("'") == shown.removeprefix("'")
        assert not cell.strip().startswith(("=", "+", "-", "@"))


def test_a_real_process_writes_the_mark_and_utf8_whatever_the_console_is(prosjekt):
    env = {"LC_ALL": "C", "PYTHONIOENCODING": "cp850"}
    [*_, ål] = les_csv(i_egen_prosess("plan", "--format", "csv", cwd=prosjekt, env=env).ut)
    assert ål["navn"] == "Ål vgs."


def test_a_heading_is_a_text_too(prosjekt, dialog):
    shutil.copy(prosjekt / "maler/dagsorden.docx", prosjekt / "maler/=1+1.docx")
    assert "'=1+1.docx" in les_csv(dialog("status", "--format", "csv").ut)[0]


def test_json_has_the_text_as_it_is(prosjekt, dialog):
    sett_dialog(prosjekt, "gol", "dato: 3. november 2015", "sted: '=1+1'")
    [gol] = json.loads(dialog("plan", "--skole", "gol", "--format", "json").ut)
    assert gol["sted"] == "=1+1"
    [gol] = les_csv(dialog("plan", "--skole", "gol", "--format", "csv").ut)
    assert gol["sted"] == "'=1+1"


NORSK = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>nb-NO</value></prop></item></oor:items>
"""
# What Norwegian Excel takes for granted, and Calc's import dialogue proposes: semicolon, quotation
# marks, UTF-8 (by the mark); «1044» is bokmål, «true» at the end: recognise numbers and dates.
FILTER = "CSV:59,34,76,1,,1044,false,true"


@pytest.mark.treg
@pytest.mark.skipif(not har_calc(), reason="LibreOffice Calc is not installed")
@pytest.mark.parametrize("words", [("plan",), ("avtaler",), ("status",)], ids=" ".join)
def test_calc_in_norwegian_opens_the_csv_with_its_columns_letters_and_no_formula(
    runde, dialog, tmp_path, words
):
    sett_dialog(
        runde, "gol", "dato: 3. november 2015", "sted: '=1+1'", "fra_skoleeier: [kvalitetsrådgiver]"
    )
    bytt(
        runde / "data/oppsummeringer/2014/gol.yaml",
        "mål: Fraværet skal ned.",
        "mål: '=SUM(1;2) æøå'",
    )
    text = dialog(*words, "--format", "csv").ut
    cells = i_calc(text, tmp_path)
    rows = les_csv(text)
    assert len(rows) > 2
    assert [cell for cell, _ in cells[0]] == list(rows[0])
    assert len(cells) == 1 + len(rows)
    for row, seen in zip(rows, cells[1:], strict=True):
        assert [formula for _, formula in seen if formula] == []
        for (name, value), (cell, _) in zip(row.items(), seen, strict=True):
            if (
                not value or value[0].isalpha() or value[0] == "'"
            ):  # dates and times are shown as such
                assert cell == " ".join(value.split()), name


def i_calc(text, folder):
    """Text and formula of each cell, by row, as Calc has them after it opened a CSV file."""
    source = folder / "ark.csv"
    source.write_text(text, "utf-8", newline="")
    profile = folder / "profil"
    (profile / "user").mkdir(parents=True)
    (profile / "user/registrymodifications.xcu").write_text(NORSK, "utf-8")
    done = subprocess.run(
        [SOFFICE, "--headless", f"-env:UserInstallation={profile.as_uri()}",
         f"--infilter={FILTER}", "--convert-to", "fods", "--outdir", folder, source],
        env=_miljø(), capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert (folder / "ark.fods").exists(), done
    tree = etree.parse(folder / "ark.fods")
    names = tree.getroot().nsmap
    table = f"{{{names['table']}}}"
    rows = []
    for row in tree.iter(f"{table}table-row"):
        cells = []
        for cell in row.iter(f"{table}table-cell"):
            lines = [
                " ".join("".join(p.itertext()).split()) for p in cell.iterfind("text:p", names)
            ]
            again = int(cell.get(f"{table}number-columns-repeated", "1"))
            cells += [(" ".join(filter(None, lines)), cell.get(f"{table}formula"))] * again
        rows.append(cells)
    return rows
