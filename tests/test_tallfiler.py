"""Statistics files of every format, and data/tall.yaml that names them. All figures are invented."""

import json
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
import tallfiler as lag
from hjelp import REPO, bytt
from hypothesis import given
from hypothesis import strategies as st

from dialoggrunnlag import statistikk
from dialoggrunnlag.errors import DialogError, InvalidError
from dialoggrunnlag.model.tall import Fravær, les_skoleår
from dialoggrunnlag.reading.project import Project
from dialoggrunnlag.reading.tallfiler import les_tall
from dialoggrunnlag.statistikk.statistikkfil import les_statistikk
from dialoggrunnlag.statistikk.tallord import er_skjult, les_antall, les_celle, les_tid
from dialoggrunnlag.statistikk.utvalg import korteste_navn, velg

ANDEL = "frafall: {navn: Sluttet, enhet: prosent, fil: tall/a.csv, kolonne: Andel sluttet"
FYLKET = 'kilde: {navn: Udir, fylke: "33"}'


def tall(data, kolonne=None, *, navn="a.csv"):
    """The figures of one column of a file: value, reason and number of people by unit and year."""
    lest = les_statistikk(data, navn)
    valgt = velg(lest, kolonne)
    rader = {}
    for celle in lest.celler:
        if celle.navn == valgt:
            verdi = lest.tall(celle)
            enhet = celle.enhet.organisasjonsnummer or celle.enhet.fylkekode or celle.enhet.navn
            rader[enhet, celle.skoleår] = (verdi.verdi, verdi.fravær, verdi.antall, verdi.foreløpig)
    return rader


def feil(data, navn="a.csv"):
    """What is wrong with a file."""
    with pytest.raises(DialogError) as caught:
        les_statistikk(data, navn)
    return caught.value.problems


def bok(*args, **kwargs):
    pytest.importorskip("openpyxl", reason="reads the workbooks")
    return lag.bok(*args, **kwargs)


# --- the formats ----------------------------------------------------------------------------------

# What a spreadsheet may be saved in hasn't every letter and space
ENKEL = [[celle.replace("\u202f", " ").replace("á", "a") for celle in rad] for rad in lag.UDIR]
LAGRET = {
    "som den kom": lag.udir(),
    "med en linje før overskriften": lag.udir(foran="Sluttet i løpet av året\r\n"),
    "UTF-16 uten BOM": lag.som_csv(lag.UDIR, "\t").encode("utf-16-le"),
    "UTF-16 den andre veien": b"\xfe\xff" + lag.som_csv(lag.UDIR, "\t").encode("utf-16-be"),
    "UTF-8 med BOM": ("\ufeff" + lag.som_csv(lag.UDIR)).encode(),
    "UTF-8": lag.som_csv(lag.UDIR, linjeskift="\n").encode(),
    "Windows-1252": lag.som_csv(ENKEL).encode("cp1252"),
    "med sep= i UTF-8": ("sep=;\r\n" + lag.som_csv(lag.UDIR)).encode(),
    "med tomme linjer": ("\r\n\r\n" + lag.som_csv(lag.UDIR) + "\r\n\r\n").encode(),
    "med komma": lag.som_csv(lag.UDIR, ",").encode(),
    "gamle linjeskift": lag.som_csv(lag.UDIR, linjeskift="\r").encode(),
}


@pytest.mark.parametrize("hvordan", LAGRET)
def test_a_table_of_statistikkbanken_is_the_same_however_it_was_saved(hvordan):
    assert tall(LAGRET[hvordan], "Andel sluttet") == tall(lag.udir(), "Andel sluttet")


def test_a_workbook_of_the_same_table_holds_the_same_figures():
    data = bok({"Forside": [["Oppdiktede tall"]], "Tall": lag.UDIR})
    assert tall(data, "Andel sluttet") == tall(lag.udir(), "Andel sluttet")
    delt = lag.med_delte_tekster(data)
    assert delt != data
    assert tall(delt, "Andel sluttet") == tall(lag.udir(), "Andel sluttet")


def test_what_statistikkbanken_writes_is_told_apart():
    rader = tall(lag.udir(), "Andel sluttet")
    assert rader["00", "2024-25"] == (3.1, None, None, False)
    assert rader["33", "2025-26"] == (3.2, None, None, True)
    assert rader[lag.ÅSSIDEN, "2025-26"] == (None, Fravær.SKJULT, None, True)
    assert rader[lag.RØYKEN, "2024-25"] == (-0.5, None, None, False)
    assert rader[lag.RØYKEN, "2025-26"] == (None, Fravær.MANGLER, None, True)
    assert rader["974500001", "2025-26"] == (0.0, None, None, True)
    gutter = tall(lag.udir(), "Gutt.Andel sluttet")
    assert gutter[lag.RØYKEN, "2024-25"] == (None, Fravær.FOREKOMMER_IKKE, None, False)
    assert gutter[lag.RØYKEN, "2025-26"] == (None, Fravær.MANGLER, None, True)


@pytest.mark.parametrize("data", [lag.eu_json(), lag.som_csv(lag.EU).encode()], ids=["JSON", "CSV"])
def test_elevundersøkelsen_is_read_in_both_of_its_forms(data):
    lest = les_statistikk(data, "eu")
    assert lest.format == "Elevundersøkelsen (Udir)"
    assert korteste_navn(lest) == ["Trivsel", "Motivasjon"]
    rader = tall(data, "Trivsel")
    assert rader["00", "2025-26"] == (4.2, None, 63187, False)
    assert rader[lag.ÅSSIDEN, "2025-26"] == (4.3, None, 412, False)
    assert rader[lag.RØYKEN, "2025-26"] == (None, Fravær.SKJULT, None, False)
    assert tall(data, "Trives du?")[lag.ÅSSIDEN, "2025-26"][0] == 4.8
    assert tall(data, "Gutt.Trivsel") == tall(data, "Trivsel.Gutt")


def test_ssb_says_why_a_value_is_not_there():
    rader = tall(lag.ssb(), "Elever (prosent)")
    assert rader["33", "2018-2024"] == (80.1, None, None, False)
    assert rader["33", "2019-2025"] == (None, Fravær.SKJULT, None, False)
    assert rader["46", "2019-2025"] == (None, Fravær.FOREKOMMER_IKKE, None, False)
    assert tall(lag.ssb(), "Elever")["33", "2019-2025"][1] is Fravær.MANGLER
    assert les_statistikk(lag.ssb(), "a").tabell == "12971"


def test_ssb_gives_only_the_values_there_are_where_they_are_few():
    alle, noen = lag.ssb(status=None), json.loads(lag.ssb(status=None))["value"]
    spredt = {str(n): verdi for n, verdi in enumerate(noen) if verdi is not None}
    assert tall(lag.ssb(value=spredt, status=None), "Elever") == tall(alle, "Elever")


PLANE = {
    "som i PULS": lag.PULS,
    "på nynorsk": lag.PULS.replace("Skole;Nøkkeltall;Skoleår", "Skule;Nøkkeltal;Skuleår"),
    "med andre ord": lag.PULS.replace("Skole;Nøkkeltall;Skoleår;Verdi;Antall",
                                      "Enhetsnavn;Indikator;Periode;Resultat;Antall svar"),
    "i en annen rekkefølge": "\n".join(
        ";".join(reversed(linje.split(";"))) for linje in lag.PULS.splitlines()
    ),
    "med en fotnote": lag.PULS + "\nKilde: PULS, utskrift av oppdiktede tall\n",
}  # fmt: skip


@pytest.mark.parametrize("hvordan", PLANE)
def test_the_plain_file_is_read_with_the_headings_that_people_write(hvordan):
    rader = tall(PLANE[hvordan].encode(), "Trivsel")
    assert rader == {
        ("Gol", "2024-25"): (4.1, None, 88, False),
        ("Ål vgs.", "2024-25"): (4.3, None, 60, False),
        ("Ål vgs.", "2025-26"): (None, Fravær.SKJULT, 4, False),
        ("Fylket", "2025-26"): (4.0, None, None, False),
    }


@pytest.mark.parametrize("hode", [
    "Skole;2024-25;Foreløpige tall 2025-26", "Skole;2024/2025;Foreløpige tall 2025/26",
    "Skole;Trivsel 2024-25;Trivsel Foreløpige tall 2025-26",
    "Skole;2024-25 Trivsel;Foreløpige tall 2025-26: Trivsel",
])  # fmt: skip
def test_a_year_may_have_a_column_of_its_own(hode):
    rader = tall(f"{hode}\nÅl;4,1;*\n".encode())
    assert rader["Ål", "2024-25"][0] == 4.1
    assert rader["Ål", "2025-26"] == (None, Fravær.SKJULT, None, True)


def test_a_column_that_only_marks_breaks_is_no_figure():
    hode = (*lag.NØKLER, "2020-21.Snittkarakter", "2020-21.Snittkarakter.Brudd")
    data = lag.udir([hode, (*lag.LANDET, "4,1", "Brudd i serien")])
    assert tall(data)["00", "2020-21"][0] == 4.1


def test_codes_and_levels_beside_a_name_split_nothing():
    assert les_statistikk(lag.eu_json(), "eu").ledd == (
        *("Trinnnavn", "Kjoenn", "Spoersmaalgruppe", "Spoersmaalnavn"),
        "mål",
    )


# --- splits ---------------------------------------------------------------------------------------


def test_of_a_split_the_total_is_taken_and_its_parts_are_never_added():
    data = lag.udir()
    assert velg(les_statistikk(data, "a"), "Andel sluttet")[:2] == ("Alle trinn", "Alle kjønn")


def test_a_split_without_a_total_is_told_and_one_of_its_parts_can_be_named():
    hode = (*lag.NØKLER, "2025-26.Vg1.Andel sluttet", "2025-26.Vg2.Andel sluttet")
    data = lag.udir([hode, (*lag.LANDET, "3,1", "4,1")])
    with pytest.raises(InvalidError) as caught:
        velg(les_statistikk(data, "a"), "Andel sluttet")
    assert "ingen rad for alle" in caught.value.message
    assert "«Vg1.Andel sluttet»" in caught.value.remedy
    assert tall(data, "Vg2.Andel sluttet")["00", "2025-26"][0] == 4.1


def test_an_unknown_column_is_told_with_those_there_are():
    with pytest.raises(InvalidError) as caught:
        velg(les_statistikk(lag.udir(), "a"), "Andel slutta")
    assert "Mente du «Andel sluttet»?" in caught.value.remedy
    assert "«Antall elever»" in caught.value.remedy


@given(st.data())
def test_every_name_that_is_offered_finds_its_figures_and_those_are_the_totals(data):
    delinger = [["Alle trinn", "Vg1", "Vg2"], ["Begge kjønn", "Gutt", "Jente"], ["P1", "P2"]]
    valgte = data.draw(st.lists(st.sampled_from(delinger), max_size=3, unique_by=str))
    mål = data.draw(st.lists(st.sampled_from(["A", "B b", "C. c"]), min_size=1, unique=True))
    navn = [".".join(ledd) for ledd in product(*valgte, mål)]
    hode = (*lag.NØKLER, *(f"2025-26.{ett}" for ett in navn))
    lest = les_statistikk(lag.udir([hode, (*lag.LANDET, *map(str, range(len(navn))))]), "a")
    for ett in korteste_navn(lest):
        funnet = velg(lest, ett or None)
        assert all(part in ".".join(funnet) for part in ett.split("."))
        for deling, ledd in zip(valgte, funnet, strict=False):
            assert ledd == deling[0] or deling[0] == "P1"


# --- cells ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("celle", "verdi"), [
    ("81,8", 81.8), (" 1 116 ", 1116), ("193\u00a0809", 193809), ("194\u202f100", 194100),
    ("\u22122,5", -2.5), ("- 2,5", -2.5), ("+3", 3), ("3,1 %", 3.1), ("3,1%", 3.1), ("0", 0),
    ("3.1", 3.1), ("0.234", 0.234), (3.5, 3.5), ("1 234 567,5", 1234567.5),
])  # fmt: skip
def test_a_number_is_read_as_norwegians_write_it(celle, verdi):
    assert les_celle(celle) == (verdi, None)


@pytest.mark.parametrize(("celle", "fravær"), [
    *((tegn, Fravær.SKJULT) for tegn in ("*", "**", ":", " * ", "<5", "< 10", "Prikket")),
    *((tegn, Fravær.MANGLER) for tegn in ("", "  ", "-", "–", "\u2212", "..", "…", None)),
    (".", Fravær.FOREKOMMER_IKKE),
])  # fmt: skip
def test_hidden_missing_and_impossible_are_told_apart(celle, fravær):
    assert les_celle(celle) == (None, fravær)


@pytest.mark.parametrize("celle", [
    "1.234", "12.345.678", "tre", "1,2,3", "1 23", "11 16", "3,", ",3", "1e5", "NaN", "inf",
    "9" * 500, "#DIV/0!", "#I/T", "=1+1", "3 1", "--", "* *", "3*",
][:-3])  # fmt: skip
def test_what_is_no_number_is_never_guessed_at(celle):
    with pytest.raises(InvalidError):
        les_celle(celle)


@given(st.text(max_size=20))
def test_a_cell_is_a_number_a_reason_or_an_error_and_no_sign_becomes_nought(tekst):
    try:
        verdi, fravær = les_celle(tekst)
    except InvalidError:
        return
    assert (verdi is None) is not (fravær is None)
    if verdi is not None:
        assert any(tegn.isdigit() for tegn in tekst)


@given(st.integers(-(10**9), 10**9), st.integers(0, 3), st.sampled_from([" ", "\u00a0", "\u202f"]))
def test_a_number_that_is_written_in_norwegian_is_read_as_it_was(tall_, desimaler, mellomrom):
    verdi = tall_ / 10**desimaler
    skrevet = f"{verdi:,.{desimaler}f}".replace(",", mellomrom).replace(".", ",")
    assert les_celle(skrevet) == (verdi, None)
    assert les_celle(skrevet.replace("-", "\u2212")) == (verdi, None)


@pytest.mark.parametrize(("skrevet", "skoleår"), [
    ("2025-26", "2025-26"), ("2025/26", "2025-26"), ("2025–2026", "2025-26"), ("2026", "2026"),
    ("1999-00", "1999-00"), (" 2025 - 26 ", "2025-26"), ("2019-2025", "2019-2025"),
])  # fmt: skip
def test_a_school_year_is_read_as_people_write_it(skrevet, skoleår):
    assert les_skoleår(skrevet) == skoleår
    assert les_tid(f"Foreløpige tall {skrevet}") == (skoleår, True)


@pytest.mark.parametrize(
    "skrevet", ["25-26", "2025-27", "2025-24", "vår 2026", "2025-26-27", "", "20256"]
)
def test_what_is_no_school_year_is_refused(skrevet):
    with pytest.raises(InvalidError):
        les_skoleår(skrevet)


def test_the_number_of_people_is_whole():
    assert les_antall("1 116") == 1116
    assert les_antall("*") is None
    assert [er_skjult(celle) for celle in ("*", "< 5", "–", "", None, 12.0)] == [
        True,
        True,
        *[False] * 4,
    ]
    for celle in ("1,5", "-3"):
        with pytest.raises(InvalidError):
            les_antall(celle)


# --- workbooks ------------------------------------------------------------------------------------

HODE = ["skole", "nøkkeltall", "skoleår", "verdi", "antall"]


def test_a_hidden_sheet_is_not_read_and_that_is_told():
    data = bok({"Tall": [HODE, ["Ål", "x", "2025-26", 3.1, 60]], "Gammelt": [HODE]}, ("Gammelt",))
    assert tall(data) == {("Ål", "2025-26"): (3.1, None, 60, False)}
    assert les_statistikk(data, "a").utelatt == ("arket «Gammelt» er skjult",)


def test_a_formula_that_was_never_calculated_is_told_and_none_is_run():
    data = bok({"Tall": [HODE, ["Ål", "x", "2025-26", "=1+2", 60]]})
    with pytest.raises(DialogError) as caught:
        tall(data)
    (problem,) = caught.value.problems
    assert problem.place == "arket «Tall», celle D2"
    assert "Formelen" in problem.message


def test_what_excel_has_made_a_date_of_is_a_school_year_or_told():
    from datetime import date

    rader = [HODE, ["Ål", "x", date(2011, 12, 1), 3.1, 60]]
    assert tall(bok({"Tall": rader})) == {("Ål", "2011-12"): (3.1, None, 60, False)}
    rader = [HODE, ["Ål", "x", "2025-26", date(2026, 1, 3), 60]]
    with pytest.raises(DialogError) as caught:
        tall(bok({"Tall": rader}))
    assert "om til en dato: 3. januar 2026" in str(caught.value)


def test_a_percentage_is_what_excel_shows():
    rad = ["Ål", "x", "2026", 0.031, 9]
    assert tall(bok({"T": [HODE, rad]}, formater={"D2": "0.0%"}))["Ål", "2026"][0] == 3.1


@pytest.mark.parametrize(("format_", "leses"), [
    ("0.0,", False), ("#,##0,,", False), ("#,##0", True), ('_-* #,##0.00_-;-* "-"??_-', True),
])  # fmt: skip
def test_a_number_that_excel_shows_in_thousands_is_told(format_, leses):
    data = bok({"T": [HODE, ["Ål", "x", "2026", 3100, 9]]}, formater={"D2": format_})
    if leses:
        assert tall(data)["Ål", "2026"][0] == 3100
    else:
        with pytest.raises(DialogError, match="i tusen"):
            tall(data)


def test_without_the_reader_of_workbooks_the_message_says_how_to_get_it(monkeypatch):
    data = lag.som_csv(lag.UDIR).encode()
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    monkeypatch.delitem(sys.modules, "dialoggrunnlag.statistikk.arbeidsbok", raising=False)
    monkeypatch.delattr(statistikk, "arbeidsbok", raising=False)  # where another test has read one
    (problem,) = feil(b"PK\3\4", "bok.xlsx")
    assert "med «[tall]» bak filen" in problem.remedy
    assert tall(data, "Andel sluttet")


# --- what is wrong in a file ----------------------------------------------------------------------


def test_each_problem_has_its_line_and_the_heading_of_its_column():
    data = lag.PULS.replace("2024/25", "i fjor").replace("Ål vgs.;Trivsel;2024-2025", "Ål;Trivsel;")
    problemer = feil(data.encode())
    assert [(problem.line, problem.column) for problem in problemer] == [(2, 13), (3, 12)]
    assert {problem.path for problem in problemer} == {"Skoleår"}


@pytest.mark.parametrize("tekst", ["Skole;Skoleår;Verdi\n", "Skole;2024-25\n\n", "\nSkole;År;Tall"])
def test_a_heading_without_rows_is_told(tekst, prosjekt, dialog):
    (problem,) = feil(tekst.encode())
    assert problem.message == "Det står ingen tall under overskriften."
    Path("fil.csv").write_text(tekst, "utf-8")
    assert dialog("tall", "les", "fil.csv").kode == 1


def test_a_folder_is_no_file(prosjekt, dialog):
    ran = dialog("tall", "les", "data")
    assert (ran.kode, "ikke er en vanlig fil" in ran.feil) == (1, True)


@pytest.mark.parametrize(
    "hode", ["Skole;Navn;År;Verdi", "Enhet;Skole;År;Tall", "Skole;Verdi;År;Kommune"]
)
def test_a_second_column_of_the_same_splits_nothing(hode):
    rad = {
        "Skole": "Ål",
        "Enhet": "Ål",
        "Navn": "x",
        "År": "2026",
        "Verdi": "1",
        "Tall": "1",
        "Kommune": "y",
    }
    rader = [";".join(rad[navn] for navn in hode.split(";"))]
    assert list(tall("\n".join([hode, *rader]).encode()).values()) == [(1, None, None, False)]


def test_a_row_that_is_cut_off_is_no_row_without_figures():
    data = lag.som_csv(lag.UDIR).encode()[:-90]
    (problem,) = feil(data)
    assert "celler" in problem.message
    assert problem.line == len(lag.UDIR) - 1


def test_decimal_commas_between_commas_are_told():
    (problem,) = feil("Skole,Skoleår,Verdi\nÅl,2025-26,3,1\n".encode())
    assert "semikolon" in problem.remedy


def test_a_quote_that_is_never_closed_swallows_no_schools():
    (problem,) = feil('Skole;Skoleår;Verdi\n"Ål;2025-26;3,1\nGol;2025-26;3,2\n'.encode())
    assert problem.line == 2


# --- tall.yaml ------------------------------------------------------------------------------------


TO_TABELLER = "skole;2023-24;2024-25\ngol;1;2\n{}\nål;3;4\n"


@pytest.mark.parametrize("andre", ["skole;2021-22;2022-23", "Skole;Andel;Antall"])
def test_a_second_heading_is_no_school_and_what_stands_below_it_is_not_guessed(andre):
    (problem,) = feil(TO_TABELLER.format(andre).encode())
    assert (problem.line, problem.message) == (3, "En overskrift til.")


def test_the_same_heading_on_each_page_says_nothing_new():
    assert len(tall(TO_TABELLER.format("skole;2023-24;2024-25").encode())) == 4


def test_a_figure_below_no_heading_is_told():
    (problem,) = feil(b"skole;2023-24;;2024-25\ngol;80;3,1;81\n")
    assert (problem.line, problem.column) == (2, 8)
    assert "uten overskrift" in problem.message
    assert len(tall(b"nr;skole;;2023-24;;2024-25;\n1;gol;x;80;;81;merk\n".replace(b"nr", b""))) == 2


def test_two_columns_of_years_that_differ_are_told():
    hode = "skole;år;skoleår;verdi\n"
    (problem,) = feil(f"{hode}gol;2026;2024-25;3\n".encode())
    assert problem.message == "«år» er 2026, men «skoleår» er 2024-25."
    assert len(tall(f"{hode}gol;2024-25;2024-25;3\n".encode())) == 1


@pytest.mark.parametrize("celle", ["1,234", "12,345,678"])
def test_in_a_file_with_decimal_points_a_comma_may_part_thousands(celle):
    with pytest.raises(InvalidError, match="to måter"):
        les_celle(celle, desimalpunktum=True)
    assert les_celle("3,1", desimalpunktum=True) == (3.1, None)


def test_a_key_twice_in_an_entry_is_told():
    (problem,) = feil(b'[{"skole": "gol", "skole\xc3\xa5r": "2024-25", "verdi": 3, "verdi": 9}]')
    assert "«verdi» står to ganger" in problem.message


@pytest.mark.parametrize("fil", [
    "skole;kjønn;skoleår;verdi\ngol;Gutt;2024-25;1\n",
    "skole;trinn;skoleår;verdi\ngol;Vg1;2024-25;1\n",
    "skole;2024-25.Jente.Andel\ngol;1\n",
    "skole;2024-25.Videregående trinn 1.Andel\ngol;1\n",
])  # fmt: skip
def test_a_part_alone_is_not_taken_for_the_whole(fil):
    lest = les_statistikk(fil.encode(), "a.csv")
    with pytest.raises(InvalidError, match="bare tall for"):
        velg(lest, None)
    (navnet,) = korteste_navn(lest)
    assert velg(lest, navnet)


@pytest.fixture
def skriv(prosjekt):
    """Write data/tall.yaml and the files that it names; gives what is read of them."""

    def les(*nøkkeltall, **filer):
        mappe = prosjekt / "data" / "tall"
        mappe.mkdir(exist_ok=True)
        for navn, data in ({"a": lag.udir()} | filer).items():
            (mappe / f"{navn}.csv").write_bytes(data)
        linjer = "".join(f"  {linje}\n" for linje in nøkkeltall)
        (prosjekt / "data" / "tall.yaml").write_text(f"nøkkeltall:\n{linjer}", "utf-8")
        return les_tall(Project(prosjekt))

    return les


def rader(grunnlag, id_="frafall"):
    return {(enhet, år): verdi.verdi for enhet, år, verdi in grunnlag.celler(id_)}


def galt(skriv, *args, **kwargs):
    with pytest.raises(DialogError) as caught:
        skriv(*args, **kwargs)
    return [str(problem) for problem in caught.value.problems]


def test_the_schools_are_found_by_number_and_else_by_name(skriv):
    grunnlag = skriv(f"{ANDEL}, antall: Antall elever, sammenlign: [fylket, landet], {FYLKET}}}")
    assert rader(grunnlag) == {
        ("landet", "2024-25"): 3.1, ("landet", "2025-26"): 2.9,
        ("fylket", "2024-25"): 3.4, ("fylket", "2025-26"): 3.2,
        ("åssiden", "2024-25"): 2.2, ("åssiden", "2025-26"): None,
        ("røyken", "2024-25"): -0.5, ("røyken", "2025-26"): None,
        ("ål", "2024-25"): 1.5, ("ål", "2025-26"): 0.0,
    }  # fmt: skip
    assert grunnlag.verdier["frafall"]["åssiden"]["2025-26"].antall == 1120
    assert str(grunnlag.verdier["frafall"]["ål"]["2024-25"].sted) == "data/tall/a.csv:8"
    assert [ukjent.navn for ukjent in grunnlag.ukjente["frafall"]] == ["Annen skole"]
    assert grunnlag.skoleår("frafall") == ["2024-25", "2025-26"]


def test_the_plain_file_names_its_figures_by_id_or_name(skriv):
    grunnlag = skriv(
        "trivsel: {navn: Trivselen, enhet: indeks, fil: tall/puls.csv}",
        "mobb: {navn: Mobbing, enhet: prosent, fil: tall/puls.csv, kilde: PULS}",
        puls=lag.PULS.encode(),
    )
    assert rader(grunnlag, "mobb") == {("ål", "2025-26"): 3}
    assert rader(grunnlag, "trivsel")["gol", "2024-25"] == 4.1
    assert rader(grunnlag, "trivsel")["fylket", "2025-26"] == 4.0


def test_a_school_is_known_by_the_names_it_has_had(skriv, prosjekt):
    bytt(
        prosjekt / "data/skoler.yaml",
        "kortnavn: Gol vgs.",
        "kortnavn: {2000: Gol yrkesskole, 2010: Gol vgs.}",
    )
    data = lag.PULS.replace("Gol;", "gol  yrkesskole ;").encode()
    grunnlag = skriv("t: {navn: T, enhet: indeks, fil: tall/p.csv, kolonne: Trivsel}", p=data)
    assert ("gol", "2024-25") in rader(grunnlag, "t")


def test_a_school_with_a_number_is_never_another_one_of_its_name(skriv):
    navnebror = (
        *lag.skole("974500009", "Åssiden videregående skole", "46", "Vestland"),
        *["7"] * 8,
    )
    grunnlag = skriv(f"{ANDEL}}}", a=lag.udir([*lag.UDIR, navnebror]))
    assert rader(grunnlag)["åssiden", "2024-25"] == 2.2


def test_two_schools_of_one_name_are_told_apart_by_the_county_or_not_at_all(skriv):
    navnebror = (*lag.skole("974500009", "Ål vidaregåande skule", "46", "Vestland"), *["7"] * 8)
    data = lag.udir([*lag.UDIR, navnebror])
    assert rader(skriv(f"{ANDEL}, {FYLKET}}}", a=data))["ål", "2024-25"] == 1.5
    grunnlag = skriv(f"{ANDEL}}}", a=data)
    assert ("ål", "2024-25") not in rader(grunnlag)
    assert len(grunnlag.ukjente["frafall"]) == 3


def test_a_school_that_has_moved_to_another_county_stands_once_for_each(skriv):
    før = (*lag.skole(lag.ÅSSIDEN, "Åssiden videregående skole", "30", "Viken"), "9,9", *[""] * 7)
    etter = [*lag.UDIR]
    etter[4] = (*lag.UDIR[4][:7], "", *lag.UDIR[4][8:])
    grunnlag = skriv(f"{ANDEL}}}", a=lag.udir([*etter, før]))
    assert rader(grunnlag)["åssiden", "2024-25"] == 9.9


def test_two_values_in_one_place_are_told_with_both_places(skriv):
    (melding,) = galt(
        skriv, f"{ANDEL}}}", a=lag.udir([*lag.UDIR, (*lag.UDIR[4][:7], "5", *[""] * 7)])
    )
    assert "data/tall/a.csv:10:" in melding
    assert "har to tall for 2024-25 (også i data/tall/a.csv:6)" in melding


def test_the_county_of_a_file_of_ones_own_is_the_county_whatever_its_number(skriv):
    linje = "t: {navn: T, enhet: indeks, fil: tall/p.csv, kolonne: Trivsel, sammenlign: [fylket]"
    grunnlag = skriv(f"{linje}, {FYLKET}}}", p=lag.PULS.encode())
    assert rader(grunnlag, "t")["fylket", "2025-26"] == 4.0


def test_a_school_that_has_taken_over_a_name_is_the_one_that_has_it_today(skriv, prosjekt):
    bytt(prosjekt / "data/skoler.yaml", "\n  ål:\n", (
        "\n  ål-gammel:\n    navn: Ål vidaregåande skule\n    kortnavn: Ål vgs. før\n"
        "    nedlagt: 2012\n\n  ål:\n"
    ))  # fmt: skip
    assert rader(skriv(f"{ANDEL}}}"))["ål", "2024-25"] == 1.5


def test_the_county_is_found_by_its_number_or_any_of_its_names(skriv):
    for fylke in ("18", "Nordland - Nordlánnda", "Nordlánnda", "nordland"):
        grunnlag = skriv(f"{ANDEL}, kilde: {{navn: U, fylke: '{fylke}'}}}}")
        assert rader(grunnlag)["fylket", "2024-25"] == 4.4


def test_of_several_counties_none_is_guessed(skriv):
    (melding,) = galt(skriv, f"{ANDEL}, sammenlign: [fylket]}}")
    assert "har 2 fylker. Skriv fylkets nummer etter «fylke:»" in melding
    assert ("fylket", "2024-25") not in rader(skriv(f"{ANDEL}}}"))


def test_a_comparison_that_the_file_has_not_is_told(skriv):
    (melding,) = galt(
        skriv, "t: {navn: T, enhet: indeks, fil: tall/p.csv, kolonne: Trivsel, sammenlign: [landet]}",
        p=lag.PULS.encode(),
    )  # fmt: skip
    assert "har ingen tall for landet" in melding


def test_only_what_is_asked_for_must_be_right(skriv):
    data = lag.PULS.replace("Mobbing;2025-26;3", "Mobbing;2025-26;tre").encode()
    trivsel = "trivsel: {navn: T, enhet: indeks, fil: tall/p.csv}"
    assert rader(skriv(trivsel, p=data), "trivsel")
    (melding,) = galt(skriv, "mobbing: {navn: M, enhet: prosent, fil: tall/p.csv}", p=data)
    assert melding.startswith("data/tall/p.csv:6:25: Verdi: «tre» er ikke et tall.")


FEIL = {
    "kolonne: Andel slutta": "Mente du «Andel sluttet»?",
    "kolonne: Andel sluttet, minst: 3": "Skriv hvorfor etter «begrunnelse:»",
    "kolonne: Andel sluttet, antall: Antal": "Ingen kolonne heter «Antal»",
    "kolonne: Andel sluttet, best: lav": "best",
    "kolonne: Andel sluttet, brudd: [2016]": None,
    "kolonne: Andel sluttet, brudd: [2016-18]": "Skriv for eksempel 2016-17.",
    "kolonne: Andel sluttet, desimaler: 7": "Skriv et helt tall fra 0 til 3.",
    "kolonne: Andel sluttet, år: 11": "Skriv et helt tall fra 1 til 10",
    "kolonne: Andel sluttet, år: 10": None,
    "kolonne: Andel sluttet, hentet: i går": "er ikke en dato",
    "kolonne: Andel sluttet, minst: 3, begrunnelse: avtalt": None,
    "kolonne: Andel sluttet, fra: Udir": "fra",
}


@pytest.mark.parametrize("nøkler", FEIL)
def test_what_is_wrong_in_tall_yaml_is_told_at_its_place(skriv, nøkler):
    linje = f"x: {{navn: N, enhet: prosent, fil: tall/a.csv, {nøkler}}}"
    if FEIL[nøkler] is None:
        assert skriv(linje)
        return
    (melding,) = galt(skriv, linje)
    assert melding.startswith("data/tall.yaml:2:")
    assert FEIL[nøkler] in melding


@pytest.mark.parametrize(("fil", "sagt"), [
    ("tall/b.csv", "Filen data/tall/b.csv finnes ikke"),
    ("tall/A.csv", "finnes ikke"),
    ("../../x.csv", "utenfor prosjektmappen"),
    ("/etc/passwd", "utenfor prosjektmappen"),
    ("C:/tall/x.csv", "utenfor prosjektmappen"),
    ("tall", "er en mappe"),
])  # fmt: skip
def test_a_file_that_is_not_there_is_told_at_its_key(skriv, fil, sagt):
    (melding,) = galt(skriv, f"x: {{navn: N, enhet: prosent, fil: {fil}}}")
    assert melding.startswith("data/tall.yaml:2:")
    assert sagt in melding


def test_every_problem_of_every_figure_is_told_at_once(skriv):
    problemer = galt(
        skriv,
        "a: {navn: N, enhet: prosent, fil: tall/a.csv, kolonne: X}",
        "b: {navn: N, enhet: prosent, fil: tall/borte.csv}",
        "c: {navn: N, enhet: prosent, fil: tall/tom.csv}",
        tom=b"",
    )
    assert len(problemer) == 3


def test_a_path_may_begin_with_data(skriv):
    assert skriv("x: {navn: N, enhet: prosent, fil: data/tall/a.csv, kolonne: Andel sluttet}")


@pytest.mark.parametrize("tekst", ["", "# bare kommentarer\n", "\ufeff# nøkkeltall:\n\n---\n"])
def test_a_file_of_comments_alone_is_no_file(prosjekt, tekst):
    (prosjekt / "data/tall.yaml").write_text(tekst, "utf-8")
    assert not Project(prosjekt).has_figures()
    assert not les_tall(Project(prosjekt)).nøkkeltall


def test_the_projects_own_tall_yaml_has_no_figures_and_its_lines_are_right(skriv):
    assert not Project(REPO).has_figures()
    kommentarer = (REPO / "data/tall.yaml").read_text("utf-8").splitlines()
    eksempel = [linje.removeprefix("# ") for linje in kommentarer]
    eksempel = eksempel[eksempel.index("nøkkeltall:") + 1 :]
    grunnlag = skriv(*eksempel, sluttet=lag.udir())
    assert grunnlag.nøkkeltall["frafall"].best == "lavest"
    assert list(grunnlag.nøkkeltall) == ["frafall"]


def test_generer_loads_none_of_it_where_there_are_no_figures():
    script = (
        "import sys, tempfile\n"
        "from dialoggrunnlag.cli.app import run\n"
        "code = run(['generer', '--skole', 'ål', '--ut', tempfile.mkdtemp()])\n"
        "print([n for n in sys.modules if 'tall' in n.split('.')[-1] or 'statistikk' in n], code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=REPO, capture_output=True, check=True, timeout=60
    )
    lastet = done.stdout.decode().splitlines()[-1]
    assert "dialoggrunnlag.statistikk" not in lastet
    assert "dialoggrunnlag.model.tall" not in lastet
    assert lastet.endswith(" 0")


# --- dialog tall les ------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [lag.udir(), lag.eu_json(), lag.ssb(), lag.PULS.encode()])
def test_what_is_offered_can_be_pasted_and_is_right(prosjekt, dialog, data):
    (prosjekt / "data/tall").mkdir()
    (prosjekt / "data/tall/a.csv").write_bytes(data)
    ran = dialog("tall", "les", "data/tall/a.csv")
    assert ran.kode == 0
    fylt = ran.ut.replace("enhet:\n", "enhet: antall\n").replace("fylke:\n", "fylke: '33'\n")
    (prosjekt / "data/tall.yaml").write_text(fylt, "utf-8")
    grunnlag = les_tall(Project(prosjekt))
    assert all(grunnlag.verdier.values())
    flere = dialog("tall", "les", "data/tall/a.csv")
    assert (
        flere.ut.replace("enhet:\n", "enhet: antall\n").replace("fylke:\n", "fylke: '33'\n") in fylt
    )
    assert not flere.ut.startswith("nøkkeltall:")
    assert "under «nøkkeltall:» i data/tall.yaml" in flere.feil


def test_what_a_file_holds_is_told(prosjekt, dialog):
    Path("fil.csv").write_bytes(lag.udir())
    ran = dialog("tall", "les", "fil.csv")
    assert ran.kode == 0
    assert max(map(len, ran.feil.splitlines())) <= 80
    assert [linje.split("  ")[0] for linje in ran.feil.splitlines() if linje[:1] > " "] == [
        *("fil", "format", "skoleår", "tall", "delt etter", "enheter", "skoler", "uten tall"),
        *("ukjente", "Legg filen i data/tall/.", "Lim dette inn i data/tall.yaml."),
        "Fyll ut det som er tomt, og se om «best» og «offentlig» stemmer:",
    ]  # fmt: skip
    assert "2024-25 til 2025-26 (2); foreløpige tall for 2025-26" in ran.feil
    assert "landet, 2 fylker, 3 av prosjektets 13 skoler" in ran.feil
    Path("ssb.json").write_bytes(lag.ssb())
    uten_skoler = dialog("tall", "les", "ssb.json").feil
    assert "landet, 2 fylker, ingen av prosjektets 13 skoler\n" in uten_skoler
    assert "uten tall" not in uten_skoler


def test_the_same_is_told_to_scripts(prosjekt, dialog):
    Path("fil.csv").write_bytes(lag.udir())
    lest = json.loads(dialog("tall", "les", "fil.csv", "--format", "json").ut)
    assert lest["skoler"] == ["åssiden", "røyken", "ål"]
    assert lest["tall"] == ["Andel sluttet", "Antall elever"]
    assert lest["ukjente"] == [
        {"navn": "Annen skole", "organisasjonsnummer": "974500002", "fylke": "18"}
    ]
    assert lest["problemer"] == []
    assert lest["yaml"].startswith("nøkkeltall:\n  andel-sluttet:\n")


def test_a_figure_that_cannot_be_read_is_told_and_gives_code_1(prosjekt, dialog):
    Path("p.csv").write_text(lag.PULS.replace("4,1", "bra"), "utf-8")
    ran = dialog("tall", "les", "p.csv")
    assert ran.kode == 1
    assert "p.csv:2:21: Verdi: «bra» er ikke et tall." in ran.feil


def test_git_is_shown_what_stands_in_a_file_whatever_its_encoding(prosjekt, dialog):
    Path("a.csv").write_bytes(lag.udir())
    assert dialog("tekst", "a.csv").ut == "sep=\t\n" + lag.som_csv(lag.UDIR, "\t", "\n")
    Path("b.xlsx").write_bytes(bok({"Tall": [HODE, ["Ål", "x", "2025-26", 3.5, 60]]}))
    assert dialog("tekst", "b.xlsx").ut == (
        "[Tall]\nskole\tnøkkeltall\tskoleår\tverdi\tantall\nÅl\tx\t2025-26\t3.5\t60\n"
    )
    Path("c.csv").write_bytes(b"\0\0")
    assert dialog("tekst", "c.csv").kode == 1


def test_git_leaves_the_files_as_they_came():
    regler = (REPO / ".gitattributes").read_text("utf-8").splitlines()
    assert "data/tall/** -text diff=tall" in regler


# --- figures that would be wrong without a word ---------------------------------------------------


def test_years_of_two_kinds_are_told_since_one_of_them_would_not_be_shown(skriv):
    fil = "skole;skoleår;verdi\ngol;2024-25;3,1\ngol;2023;3,2\n".encode()
    (sagt,) = galt(skriv, "frafall: {navn: F, enhet: prosent, fil: tall/a.csv}", a=fil)
    assert sagt.startswith("data/tall/a.csv:3:10: ")
    assert "«2023» er ikke samme slags år" in sagt


def test_a_share_among_percentages_is_told(skriv):
    fil = "skole;skoleår;verdi\ngol;2024-25;3,1 %\nål;2024-25;0,05\nlier;2024-25;0\n".encode()
    (sagt,) = galt(skriv, "frafall: {navn: F, enhet: prosent, fil: tall/a.csv}", a=fil)
    assert sagt.startswith("data/tall/a.csv:3:12: ")
    assert "uten prosenttegn" in sagt


def test_a_share_among_percentages_of_a_workbook_is_told(skriv):
    fil = bok({"Ark": [["Skole", "Skoleår", "Verdi"], ["gol", "2024-25", 0.031],
                       ["ål", "2024-25", 0.05]]}, formater={"C2": "0.0%"})  # fmt: skip
    (sagt,) = galt(skriv, "frafall: {navn: F, enhet: prosent, fil: tall/a.csv}", a=fil)
    assert "arket «Ark», celle C3" in sagt
    assert "uten prosenttegn" in sagt


def test_a_namesake_in_another_county_is_not_the_school(skriv):
    bror = (*lag.skole("974500009", "Gol vidaregåande skule", "46", "Vestland"), *["7"] * 8)
    grunnlag = skriv(f"{ANDEL}, {FYLKET}}}", a=lag.udir([*lag.UDIR, bror]))
    assert ("gol", "2024-25") not in rader(grunnlag)
    uten_nummer = (*bror[:3], "", *bror[4:])
    grunnlag = skriv(f"{ANDEL}, {FYLKET}}}", a=lag.udir([*lag.UDIR, uten_nummer]))
    assert ("gol", "2024-25") not in rader(grunnlag)


def test_a_file_with_another_key_figure_alone_is_told(skriv):
    fil = "skole;nøkkeltall;skoleår;verdi\ngol;Trivsel;2024-25;3\n".encode()
    felles = "enhet: indeks, fil: tall/a.csv"
    to = f"fravær: {{navn: Fravær, {felles}}}\n  trivsel: {{navn: Trivsel, {felles}}}"
    (sagt,) = galt(skriv, to, a=fil)
    assert "data/tall/a.csv har bare «Trivsel»." in sagt
    ett = f"fravær: {{navn: Fravær, {felles}, kolonne: Trivsel}}"
    assert rader(skriv(ett, a=fil), "fravær")["gol", "2024-25"] == 3


def test_a_column_of_people_that_is_not_there_is_told_by_its_own_key(skriv):
    fil = "skole;skoleår;verdi\ngol;2024-25;3,1\n".encode()
    (sagt,) = galt(skriv, "f: {navn: F, enhet: prosent, fil: tall/a.csv, antall: Elever}", a=fil)
    assert "Ta bort «antall»" in sagt


def test_a_minst_without_a_reason_is_told_at_its_own_line(skriv):
    (sagt,) = galt(skriv, "f:", "  navn: F", "  enhet: prosent", "  minst: 3", "  fil: tall/a.csv")
    assert sagt.startswith("data/tall.yaml:5:")
    assert "«minst» er 3, lavere enn 5." in sagt
