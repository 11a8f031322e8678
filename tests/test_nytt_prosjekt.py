"""``dialog ny``: a whole project that works at once, whatever list the schools come in."""

from __future__ import annotations

import io
import json
import shutil
import unicodedata
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import yaml
from hjelp import REPO, i_mappen
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from dialoggrunnlag import __version__
from dialoggrunnlag.cli import nyttprosjekt
from dialoggrunnlag.errors import DialogError
from dialoggrunnlag.model.verdityper import ID
from dialoggrunnlag.oppstart import nytt_prosjekt, skoleliste
from dialoggrunnlag.reading import yaml_reader
from dialoggrunnlag.reading.json_schema import FILER


@pytest.fixture
def mappe(tmp_path, monkeypatch):
    """An empty folder that the user stands in, in 2026."""
    monkeypatch.delenv("DIALOG_PROSJEKT", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(nyttprosjekt, "today", lambda: date(2026, 11, 27))
    return tmp_path


def skolene(mappe):
    return yaml.load((mappe / "data/skoler.yaml").read_text("utf-8"), yaml.BaseLoader)["skoler"]  # noqa: S506


# --- the project ----------------------------------------------------------------------------------


def test_two_commands_from_nothing_to_documents(mappe, dialog, monkeypatch):
    laget = dialog("ny", "prøve")
    assert (laget.kode, laget.ut) == (0, "prøve\n")
    assert "  cd prøve\n  dialog generer --alle\n  dialog sjekk\n" in laget.feil
    monkeypatch.chdir(mappe / "prøve")
    assert dialog("generer", "--alle", "--alle-dokumenter").kode == 0
    assert (mappe / "prøve/ut/2026/dialoggrunnlag-2026-eksempel.docx").is_file()
    assert dialog("sjekk", "--streng").kode == 0
    assert dialog("status").kode == 0
    assert dialog("runde", "ny", "2027").kode == 0
    assert "Malene er som programmets." in dialog("maler", "oppdater").feil


def test_the_school_of_a_project_without_a_list_is_plainly_an_example(mappe, dialog):
    assert "en skole som er et eksempel" in dialog("ny", "prøve").feil
    assert skolene(mappe / "prøve") == {
        "eksempel": {"navn": "Eksempel videregående skole", "kortnavn": "Eksempel vgs."}
    }
    assert "# Et eksempel" in (mappe / "prøve/data/skoler.yaml").read_text("utf-8")


def test_every_key_that_can_be_set_is_told_of_in_the_files(mappe, dialog):
    dialog("ny", "prøve")
    for schema, path in (
        ("skoler.schema.json", "skoler.yaml"), ("prosjekt.schema.json", "prosjekt.yaml"),
        ("skoleeier.schema.json", "skoleeier.yaml"), ("runde.schema.json", "runder/2026.yaml"),
    ):  # fmt: skip
        text = (mappe / "prøve/data" / path).read_text("utf-8")
        model = FILER[schema]
        keys = set(model.model_fields)
        if path == "skoler.yaml":
            from dialoggrunnlag.model.skole import Skole

            keys = set(Skole.model_fields)
        assert not [key for key in keys if f"{key}" not in text], path


def test_what_an_editor_is_told_of_the_files_leads_to_schemas_that_take_them(mappe, dialog):
    dialog("ny", "prøve", "--fylke", "Møre og Romsdal: nord")
    prosjekt = mappe / "prøve"
    settings = json.loads((prosjekt / ".vscode/settings.json").read_text("utf-8"))
    schemas = settings["yaml.schemas"]
    assert {path.removeprefix("skjema/") for path in schemas} == set(FILER)
    looked_at = 0
    for schema, pattern in schemas.items():
        for file in prosjekt.glob(pattern):
            data = yaml_reader.parse(file.read_text("utf-8"), file.name).data
            if data is not None:
                looked_at += 1
                taken = Draft7Validator(json.loads((prosjekt / schema).read_text("utf-8")))
                assert not list(taken.iter_errors(data)), file
    assert looked_at == 5
    assert yaml_reader.parse((prosjekt / "data/prosjekt.yaml").read_text("utf-8"), "p").data[
        "fylke"
    ] == ("Møre og Romsdal: nord")


@pytest.mark.parametrize("valg", [[], ["--eksempel", "buskerud"]])
def test_a_new_project_asks_for_the_program_that_made_it_whatever_it_mends_later(
    mappe, dialog, valg
):
    dialog("ny", "prøve", *valg)
    tekst = (mappe / "prøve/data/prosjekt.yaml").read_text("utf-8")
    krav = yaml_reader.parse(tekst, "prosjekt.yaml").data["program"]
    assert krav == ">=" + ".".join(__version__.split(".")[:2])


def test_the_project_of_2015_is_an_example(mappe, dialog, monkeypatch):
    laget = dialog("ny", "b", "--eksempel", "buskerud")
    assert laget.kode == 0
    assert (mappe / "b/data/skoler.yaml").read_bytes() == (REPO / "data/skoler.yaml").read_bytes()
    monkeypatch.chdir(mappe / "b")
    assert len(dialog("generer", "--alle").ut.splitlines()) == 13
    assert dialog("sjekk", "--streng").kode == 0


def test_the_files_for_git_are_those_of_this_project(mappe, dialog):
    dialog("ny", "prøve")
    assert (mappe / "prøve/.gitattributes").read_bytes() == (REPO / ".gitattributes").read_bytes()
    assert "/ut/" in (mappe / "prøve/.gitignore").read_text("utf-8")
    hook = yaml.safe_load((mappe / "prøve/.pre-commit-config.yaml").read_text("utf-8"))
    assert hook["repos"][0]["hooks"][0]["entry"] == "dialog sjekk"


# --- the folder -----------------------------------------------------------------------------------


def test_a_folder_that_is_not_empty_is_left_as_it_is(mappe, dialog):
    dialog("ny", "prøve")
    før = i_mappen(mappe)
    igjen = dialog("ny", "prøve", "--eksempel", "buskerud")
    assert (igjen.kode, igjen.ut) == (1, "")
    assert "Mappen er ikke tom" in igjen.feil
    assert i_mappen(mappe) == før


@pytest.mark.parametrize("navn", [".", "tom", "ny/under/denne"])
def test_the_folder_may_be_this_one_an_empty_one_or_one_that_is_not_there(mappe, dialog, navn):
    (mappe / "tom").mkdir()
    if navn == ".":
        (mappe / "tom").rmdir()
        (mappe / ".git").mkdir()  # a repository without anything in it
    assert dialog("ny", navn).kode == 0
    assert (mappe / navn / "data/skoler.yaml").is_file()
    assert not list(mappe.rglob(".dialog-ny-*"))


def test_a_file_in_the_way_is_told_of(mappe, dialog):
    (mappe / "prøve").write_text("hei", "utf-8")
    gjort = dialog("ny", "prøve")
    assert gjort.kode == 1
    assert "prøve: Her ligger det en fil" in gjort.feil


@pytest.mark.parametrize("fantes", [False, True])
def test_cut_off_at_any_file_nothing_is_left(mappe, dialog, monkeypatch, fantes):
    if fantes:
        (mappe / "prøve").mkdir()
    ekte, flytt = nytt_prosjekt._krev_riktig, nytt_prosjekt._flytt_opp

    def full(*_):
        raise OSError(28, "full")

    monkeypatch.setattr(nytt_prosjekt, "_krev_riktig", full)
    gjort = dialog("ny", "prøve")
    assert gjort.kode == 1
    assert "Disken er full." in gjort.feil
    assert [path.name for path in mappe.rglob("*")] == (["prøve"] if fantes else [])
    monkeypatch.setattr(nytt_prosjekt, "_krev_riktig", ekte)
    assert nytt_prosjekt._flytt_opp is flytt
    assert dialog("ny", "prøve").kode == 0


def test_a_folder_that_was_there_is_as_it_was_where_not_all_can_be_moved_into_it(
    mappe, dialog, monkeypatch
):
    (mappe / "prøve").mkdir()
    flytt = Path.rename

    def full(path, til):
        if til == mappe / "prøve/data":  # the last
            raise OSError(28, "full")
        return flytt(path, til)

    monkeypatch.setattr(Path, "rename", full)
    gjort = dialog("ny", "prøve")
    assert (gjort.kode, "Disken er full." in gjort.feil) == (1, True)
    assert [path.name for path in mappe.rglob("*")] == ["prøve"]


def test_an_example_has_its_own_schools(mappe, dialog):
    (mappe / "s.csv").write_text("navn\nA skole\n", "utf-8")
    for valg in (("--fylke", "Viken"), ("--skoler", "s.csv")):
        assert dialog("ny", "prøve", "--eksempel", "buskerud", *valg).kode == 2
    assert dialog("ny", "prøve", "--eksempel", "viken").kode == 2
    assert dialog("ny").kode == 2
    assert not (mappe / "prøve").exists()


# --- the list of schools --------------------------------------------------------------------------

RADER = [
    ["Skole", "Kortnavn", "Kommune", "Org.nr.", "Målform", "Kontaktperson", "E-post"],
    ["Ål vidaregåande skule", "Ål vgs.", "Ål", "974 605 937", "Nynorsk", "Kari Ås", "kari@example.no"],
    ["St. Hallvard videregående skole", "", "Lier", "", "bokmål", "", ""],
]  # fmt: skip
VENTET = {
    "ål": {"navn": "Ål vidaregåande skule", "kortnavn": "Ål vgs.", "målform": "nynorsk",
           "kommune": "Ål", "organisasjonsnummer": "974 605 937",
           "kontakt": {"navn": "Kari Ås", "epost": "kari@example.no"}},
    "st-hallvard": {"navn": "St. Hallvard videregående skole", "kortnavn": "St. Hallvard vgs.",
                    "målform": "bokmål", "kommune": "Lier"},
}  # fmt: skip


def som_csv(skille, koding):
    return "".join(f"{skille.join(rad)}\r\n" for rad in RADER).encode(koding)


def som_bok(*over):
    bok = openpyxl.Workbook()
    for rad in (*over, *RADER):
        bok.active.append(rad)
    bok.active["D4" if over else "D2"] = 974605937
    with io.BytesIO() as file:
        bok.save(file)
        return file.getvalue()


FORMER = {
    "semikolon fra Excel": som_csv(";", "cp1252"),
    "semikolon med BOM": som_csv(";", "utf-8-sig"),
    "komma": som_csv(",", "utf-8"),
    "tabulator, UTF-16": som_csv("\t", "utf-16"),
    "Excel": som_bok(),
    "Excel, overskriften i rad 3": som_bok(["Skolene i fylket"], ["per 1. august"]),
}


@pytest.mark.parametrize("data", FORMER.values(), ids=FORMER)
def test_lists_as_people_have_them_give_the_same_schools(mappe, dialog, monkeypatch, data):
    (mappe / "skoler.dat").write_bytes(data)
    laget = dialog("ny", "prøve", "--skoler", "skoler.dat", "--fylke", "Viken")
    assert laget.kode == 0, laget.feil
    assert "med 2 skoler og runden 2026" in laget.feil
    lest = skolene(mappe / "prøve")
    lest["ål"]["organisasjonsnummer"] = "974 605 937"  # a number has no spaces
    assert lest == VENTET
    monkeypatch.chdir(mappe / "prøve")
    assert len(dialog("generer", "--alle").ut.splitlines()) == 2
    assert dialog("sjekk").kode == 0


def test_a_list_of_names_alone(mappe, dialog, monkeypatch):
    (mappe / "skoler.txt").write_text(
        "Gol vidaregåande skule\nLier videregående skole\nKuben\n", "utf-8"
    )
    assert dialog("ny", "prøve", "--skoler", "skoler.txt").kode == 0
    lest = skolene(mappe / "prøve")
    assert {id_: skole["kortnavn"] for id_, skole in lest.items()} == {
        "gol": "Gol vgs.", "lier": "Lier vgs.", "kuben": "Kuben",
    }  # fmt: skip
    monkeypatch.chdir(mappe / "prøve")
    assert dialog("sjekk", "--streng").kode == 0


def test_each_row_that_is_wrong_is_told_of_and_nothing_is_made(mappe, dialog):
    (mappe / "s.csv").write_text(
        "navn;orgnr;målform;kontakt;e-post\n"
        "Ål vgs;974605938;;;\n"
        "Gol vgs;;svensk;;\n"
        ";974605937;;;\n"
        "ål  vgs;;;;\n"
        "Lier vgs;;;Kari;kari(at)example.no\n",
        "utf-8",
    )
    gjort = dialog("ny", "prøve", "--skoler", "s.csv")
    assert (gjort.kode, gjort.ut) == (1, "")
    for words in (
        "s.csv:2:8: organisasjonsnummer: Organisasjonsnummeret «974605938» har feil kontrollsiffer.",
        "s.csv:3:10: målform: «svensk» er ingen målform. Skriv bokmål eller nynorsk.",
        "s.csv:4:1: navn: Skolen har ikke noe navn.",
        "s.csv:5:1: navn: «ål vgs» står også i rad 2. Slett den ene.",
        "s.csv:6:17: kontakt.epost: «kari(at)example.no» er ikke en e-postadresse.",
    ):
        assert words in gjort.feil
    assert not (mappe / "prøve").exists()


def bok(**ark):
    """A workbook with those sheets."""
    arbeidsbok = openpyxl.Workbook()
    arbeidsbok.remove(arbeidsbok.active)
    for navn, rader in ark.items():
        arket = arbeidsbok.create_sheet(navn)
        for rad in rader:
            arket.append(rad)
    with io.BytesIO() as file:
        arbeidsbok.save(file)
        return file.getvalue()


ÅL, GOL = "Ål vidaregåande skule", "Gol vgs"
# A list, the names that are read of it, and what is told
RARE = {
    "sum til slutt": (f"Skole;Elever\n{ÅL};300\nSum;300\n", [ÅL], "s.csv:3:1: navn: «Sum» er ikke tatt med"),
    "antall og kilde": (f"navn\n{ÅL}\nAntall skoler: 1\nKilde: fylket\n", [ÅL], "«Kilde: fylket» er ikke tatt med"),
    "i alt": (f"{ÅL}\n{GOL}\nI alt 2 skoler\n", [ÅL, GOL], "«I alt 2 skoler» er ikke tatt med"),
    "tomme rader": (f"\n\nnavn;kommune\n\n{ÅL};Ål\n;;\n \n{GOL};Gol\n\n", [ÅL, GOL], ""),
    "linjeskift i ruten": (f'"Skolens\nnavn";"Org.-\nnr."\n"Ål\nvidaregåande skule";974605937\n"{GOL}";\n', [ÅL, GOL], f"{GOL} står uten organisasjonsnummer."),
    "sep-linje": (f"sep=;\nnavn;kommune\n{ÅL};Ål\n", [ÅL], ""),
    "UTF-16 uten BOM": (f"navn\tkommune\n{ÅL}\tÅl\n".encode("utf-16-le"), [ÅL], ""),
    "UTF-16 BE": (f"\ufeffnavn;kommune\n{ÅL};Ål\n".encode("utf-16-be"), [ÅL], ""),
    "komma i navnet": (f'navn,kommune\n"{ÅL}, avd. Torpo",Ål\n', [f"{ÅL}, avd. Torpo"], ""),
    "nummererte navn": (f"1. {ÅL}\n2. {GOL}\n", [ÅL, GOL], ""),
    "punkter": (f"- {ÅL}\n• {GOL}\n", [ÅL, GOL], ""),
    "tittel over navnene": (f"Skolene i fylket\n{ÅL}\n{GOL}\n", [ÅL, GOL], "s.csv:1:1: «Skolene i fylket» er lest som en overskrift"),
    "nummerkolonne": (f"Nr;Skole\n1;{ÅL}\n2;{GOL}\n", [ÅL, GOL], "«Nr», er ikke tatt med"),
    "målform i noen rader": (f"navn;Målform (bm/nn)\n{ÅL};nn\n{GOL};\n", [ÅL, GOL], f"{GOL} står uten målform, og får bokmål."),
    "to ark med skoler": (bok(a=[["Skole"], [ÅL]], b=[["Skole"], [GOL]]), [ÅL], "Bare arket «a» er lest, ikke «b»."),
    "et ark om boken": (bok(om=[["Laget av", "Kari"]], skoler=[["Skole"], [ÅL]]), [ÅL], ""),
    "bare navn i Excel": (bok(a=[["Skolene våre"], [], [ÅL], [GOL]]), [ÅL, GOL], "arket «a», celle A1: «Skolene våre» er lest"),
}  # fmt: skip


@pytest.mark.parametrize("rar", RARE)
def test_odd_lists_give_the_schools_and_a_message_for_what_is_left_out(mappe, dialog, rar):
    data, navnene, words = RARE[rar]
    (mappe / "s.csv").write_bytes(data.encode() if isinstance(data, str) else data)
    gjort = dialog("ny", "prøve", "--skoler", "s.csv")
    assert gjort.kode == 0, gjort.feil
    assert [skole["navn"] for skole in skolene(mappe / "prøve").values()] == navnene
    assert words in " ".join(gjort.feil.split())
    assert bool(words) is ("advarsel" in gjort.feil)


def test_what_programs_put_around_numbers_and_addresses_goes_away(mappe, dialog):
    (mappe / "s.csv").write_text(
        "navn;org.nr.;kontakt;rektors e-post\n"
        "A skole;NO 974 605 937 MVA;;mailto:a@example.no\n"
        'B skole;"\'974605945";;"""Kari Ås"" <b@example.no>"\n',
        "utf-8",
    )
    gjort = dialog("ny", "prøve", "--skoler", "s.csv")
    assert (gjort.kode, "advarsel" in gjort.feil) == (0, False), gjort.feil
    a, b = skolene(mappe / "prøve").values()
    assert (a["organisasjonsnummer"], a["kontakt"]) == ("974 605 937", {"epost": "a@example.no"})
    assert b["organisasjonsnummer"] == "974605945"
    assert b["kontakt"] == {"navn": "Kari Ås", "epost": "b@example.no"}


def test_what_two_schools_have_the_same_is_told_at_the_second(mappe, dialog):
    (mappe / "s.csv").write_text(
        "navn;orgnr\nGol vidaregåande skule;974605937\nGol videregående skole;\nÅl vgs;974605937\n",
        "utf-8",
    )
    gjort = dialog("ny", "prøve", "--skoler", "s.csv")
    assert gjort.kode == 1
    feil = " ".join(gjort.feil.split())
    assert "s.csv:3:1: kortnavn: Kortnavnet «Gol vgs.» har også skolen i rad 2." in feil
    assert "s.csv:4:8: organisasjonsnummer: «974605937» står også i rad 2. Rett det ene." in feil


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b'[{"navn": "A"}]', b"<table>", "navn\nÅl skule\n".encode("mac_roman")]
)
def test_a_file_of_another_kind_is_answered_with_advice_for_lists(mappe, dialog, data):
    (mappe / "s.csv").write_bytes(data)
    gjort = dialog("ny", "prøve", "--skoler", "s.csv")
    assert gjort.kode == 1
    assert "Lagre listen i Excel som «CSV UTF-8»" in gjort.feil
    assert "tallene" not in gjort.feil


def test_what_is_left_out_of_a_list_is_told(mappe, dialog):
    (mappe / "s.csv").write_text("navn;Telefon;kontakt\nÅl vgs;12345678;Kari\n", "utf-8")
    gjort = dialog("ny", "prøve", "--skoler", "s.csv")
    assert gjort.kode == 0
    assert "Det som står under «Telefon», er ikke tatt med." in gjort.feil
    assert "Kontakten Kari er ikke tatt med: e-postadressen mangler." in gjort.feil


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Filen er tom."),
        (b"navn;kommune\n", "Filen har ingen skoler."),
        ("Ål;Gol\nLier;Drammen\n".encode(), "ingen kolonne med skolenes navn"),
        (b"%PDF-1.7", "Filen er en PDF."),
        ("navn\nA skole\nA  skole (avd. Ål)\nA skule\n".encode(), ""),
    ],
)
def test_lists_that_cannot_be_read_say_why(mappe, dialog, data, words):
    (mappe / "s.csv").write_bytes(data)
    gjort = dialog("ny", "prøve", "--skoler", "s.csv")
    assert words in gjort.feil
    assert gjort.kode == (1 if words else 0)
    assert (mappe / "prøve").exists() is (not words)


def test_a_list_that_is_not_there_is_told_of(mappe, dialog):
    gjort = dialog("ny", "prøve", "--skoler", "finnes-ikke.csv")
    assert gjort.kode == 1
    assert "finnes-ikke.csv: Filen finnes ikke." in gjort.feil


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_the_names_are_they_come_back_with_ids_of_their_own(navn):
    data = ("navn\n" + "".join(f'"{ett.replace(chr(34), chr(34) * 2)}"\n' for ett in navn)).encode()
    try:
        skoler = skoleliste.les_skoleliste(data, "s.csv").skoler
    except DialogError:
        return
    assert all(ID.fullmatch(id_) and id_ == id_.lower() for id_ in skoler)
    text = f"skoler:\n{nytt_prosjekt._skolene(skoler)}\n"
    lest = yaml_reader.parse(text, "skoler.yaml").data["skoler"]
    assert {id_: skole["navn"] for id_, skole in lest.items()} == {
        id_: unicodedata.normalize("NFC", skole["navn"]) for id_, skole in skoler.items()
    }


def test_the_example_project_can_be_found_without_the_repository(tmp_path, monkeypatch):
    from dialoggrunnlag.oppstart import medfulgt

    for navn in ("maler", "data"):
        shutil.copytree(REPO / navn, tmp_path / "pakket" / navn)
    monkeypatch.setattr(medfulgt, "_PACKED", tmp_path / "pakket")
    monkeypatch.setattr(medfulgt, "_REPOSITORY", tmp_path / "nowhere")
    assert "dialoggrunnlag.docx" in medfulgt.maler()
    assert "skoler.yaml" in medfulgt.eksempeldata()
