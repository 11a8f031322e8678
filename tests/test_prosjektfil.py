"""data/prosjekt.yaml: optional, and what it says holds for the whole project."""

from __future__ import annotations

import shutil
import tomllib

import pytest
from hjelp import REPO, bytt, i_mappen, sett_dialog
from typer.main import get_command

from dialoggrunnlag import __version__
from dialoggrunnlag.cli.kommandolinje import app
from dialoggrunnlag.model.norsk import MØTEORD
from dialoggrunnlag.model.prosjektfil import Prosjektfil, bøyd, er_ny_nok
from dialoggrunnlag.oppstart.medfulgt import EKSEMPELFILER


@pytest.mark.parametrize(
    ("program", "krav", "ny_nok"),
    [("0.2.0", "0.2", True), ("0.1.9", "0.2", False), ("0.10.0", "0.9", True), ("1", "0.99", True),
     ("0.2.0.dev1", "0.2", True), ("0.2", "0.2.0.0", True), ("0.2.0", "0.2.1", False)],
)  # fmt: skip
def test_versions_are_compared_number_by_number(program, krav, ny_nok):
    assert er_ny_nok(program, krav) is ny_nok


def test_the_version_stands_in_one_place():
    project = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))
    assert "version" not in project["project"]
    assert project["tool"]["hatch"]["version"] == {"path": "dialoggrunnlag/__init__.py"}


# What each command needs to be given, and None for those that belong to no project
KOMMANDOER = {
    "avtaler": [], "datoer": [], "datoer flytt": ["ål"], "datoer hvorfor": ["ål", "uke 43"], "generer": ["--alle"], "innkalling": ["--alle"], "maler oppdater": [],
    "oppsummering les": ["ut/skjema.docx"], "plan": [], "runde ny": ["2016"], "se": [], "sjekk": [],
    "skjema": [], "skoler": [], "status": [], "tall": [], "tall les": ["data/tall/egne.csv"],
    "felt": None, "ny": None, "tekst": None,
}  # fmt: skip


def kommandoene(gruppe, navn=()):
    """The commands of the program by their names; a group that does something alone is one."""
    for ord_, kommando in gruppe.commands.items():
        if not hasattr(kommando, "commands"):
            yield " ".join([*navn, ord_])
            continue
        if kommando.invoke_without_command:
            yield " ".join([*navn, ord_])
        yield from kommandoene(kommando, [*navn, ord_])


def test_every_command_of_the_program_is_among_those_that_are_tried():
    assert sorted(kommandoene(get_command(app))) == sorted(KOMMANDOER)


@pytest.mark.parametrize(
    "kommando", [navn for navn, gitt in KOMMANDOER.items() if gitt is not None]
)
def test_an_older_program_stops_before_anything_is_written(prosjekt, dialog, kommando):
    (prosjekt / "data/prosjekt.yaml").write_text('program: ">=99"\nnoe_nytt: 1\n', "utf-8")
    (prosjekt / "data/tall").mkdir(exist_ok=True)
    (prosjekt / "data/tall/egne.csv").write_text("skole;fravær\nÅl;3\n", "utf-8")
    (prosjekt / "ut").mkdir(exist_ok=True)
    shutil.copy(prosjekt / "maler/oppsummering.docx", prosjekt / "ut/skjema.docx")
    før = i_mappen(prosjekt)
    gjort = dialog(*kommando.split(), *KOMMANDOER[kommando])
    assert (gjort.kode, gjort.ut) == (1, "")
    assert gjort.feil == (
        "data/prosjekt.yaml:1:10: program: Prosjektet trenger versjon 99 av programmet eller nyere. "
        f"Du har {__version__}. Installer en nyere, slik denne ble installert.\n"
        '    program: ">=99"\n'
        "             ^^^^^^\n"
    )
    assert i_mappen(prosjekt) == før


def test_a_program_that_is_new_enough_says_nothing(prosjekt, dialog):
    (prosjekt / "data/prosjekt.yaml").write_text(f'program: ">={__version__}"\n', "utf-8")
    assert dialog("sjekk", "--streng").kode == 0


def test_the_name_of_the_county_and_of_the_meetings_are_fields(prosjekt, dialog):
    (prosjekt / "data/prosjekt.yaml").write_text(
        "fylke: Viken\nmøte: {bokmål: skolebesøk, nynorsk: skulebesøk}\n", "utf-8"
    )
    bytt(
        prosjekt / "data/skoler.yaml",
        "kortnavn: Gol vgs.",
        "kortnavn: Gol vgs.\n    målform: nynorsk",
    )
    (prosjekt / "maler/brev.txt.j2").write_text(
        "{{ prosjekt.møte }} {{ prosjekt.fylke }}\n", "utf-8"
    )
    assert dialog("generer", "--skole", "gol", "--skole", "ål", "--dokument", "brev").kode == 0
    assert "skulebesøk Viken" in (prosjekt / "ut/2015/brev-2015-gol.txt").read_text("utf-8")
    assert "skolebesøk Viken" in (prosjekt / "ut/2015/brev-2015-ål.txt").read_text("utf-8")


def test_without_the_file_the_meetings_are_called_as_always(prosjekt, dialog):
    (prosjekt / "maler/brev.txt.j2").write_text(
        "{{ prosjekt.møte }}{{ prosjekt.fylke }}!\n", "utf-8"
    )
    assert dialog("generer", "--skole", "ål", "--dokument", "brev").kode == 0
    assert "utviklingsdialog!" in (prosjekt / "ut/2015/brev-2015-ål.txt").read_text("utf-8")


def test_a_name_that_a_school_lacks_in_its_language_is_told_at_its_place(prosjekt, dialog):
    (prosjekt / "data/prosjekt.yaml").write_text("møte: {bokmål: skolebesøk}\n", "utf-8")
    bytt(
        prosjekt / "data/skoler.yaml",
        "kortnavn: Gol vgs.",
        "kortnavn: Gol vgs.\n    målform: nynorsk",
    )
    gjort = dialog("generer", "--skole", "gol")
    assert gjort.kode == 1
    assert "data/prosjekt.yaml:1" in gjort.feil


def test_pdf_is_made_where_the_project_says_so_and_not_where_the_command_says_no(
    prosjekt, dialog, monkeypatch
):
    (prosjekt / "data/prosjekt.yaml").write_text("pdf: ja\n", "utf-8")
    bedt = []
    from dialoggrunnlag.dokumenter import pdffiler

    monkeypatch.setattr(pdffiler, "lag_pdfer", lambda *_, **__: bedt.append(1) or ())
    dialog("generer", "--skole", "ål", "--uten-pdf")
    assert not bedt
    dialog("generer", "--skole", "ål")
    assert bedt
    assert dialog("generer", "--skole", "ål", "--pdf", "--uten-pdf").kode == 2


def test_a_file_of_nothing_but_comments_is_as_none(prosjekt, dialog):
    (prosjekt / "data/prosjekt.yaml").write_text("# fylke: …\n", "utf-8")
    assert dialog("sjekk", "--streng").kode == 0


# --- what holds where the command says nothing ----------------------------------------------------


def innstilt(prosjekt, text):
    (prosjekt / "data/prosjekt.yaml").write_text(text, "utf-8")


def test_all_documents_are_made_where_the_project_says_so_and_one_where_the_command_names_it(
    prosjekt, dialog
):
    innstilt(prosjekt, "alle_dokumenter: ja\n")
    alle = dialog("generer", "--skole", "ål").ut.splitlines()
    assert alle == dialog("generer", "--skole", "ål", "--alle-dokumenter").ut.splitlines()
    assert len(alle) > 3
    ett = dialog("generer", "--skole", "ål", "--dokument", "dialoggrunnlag").ut
    assert ett.replace("\\", "/") == "ut/2015/dialoggrunnlag-2015-ål.docx\n"


def test_warnings_fail_the_check_where_the_project_is_strict_but_not_that_of_a_template_alone(
    prosjekt, dialog
):
    sett_dialog(prosjekt, "ål", "dato: 3. november 2015")  # and no place
    slapp = dialog("sjekk")
    assert (slapp.kode, "advarsel" in slapp.feil) == (0, True)
    innstilt(prosjekt, "streng: ja\n")
    streng = dialog("sjekk")
    assert streng.kode == 1
    assert "i orden" not in streng.feil
    assert dialog("sjekk", "--format", "json").kode == 1
    assert dialog("sjekk", "maler/dialoggrunnlag.docx").kode == 0
    denne_gangen = dialog("sjekk", "--ikke-streng")
    assert (denne_gangen.kode, denne_gangen.feil) == (0, slapp.feil)
    assert dialog("sjekk", "--streng", "--ikke-streng").kode == 2


def test_documents_lie_where_the_project_says_for_every_command_and_where_the_command_says(
    prosjekt, dialog, monkeypatch
):
    innstilt(prosjekt, "ut: ../dialoger\n")
    (prosjekt / "data/oppsummeringer").mkdir(exist_ok=True)
    monkeypatch.chdir(prosjekt / "data/oppsummeringer")  # it is the project that it is told from
    laget = dialog("generer", "--skole", "ål")
    assert laget.kode == 0
    fil = prosjekt.parent / "dialoger/2015/dialoggrunnlag-2015-ål.docx"
    assert (fil.parent.parent.parent / "prosjekt").is_dir()
    assert fil.is_file()
    assert not (prosjekt / "ut").exists()
    side = dialog("status", "--format", "html")
    assert (fil.parent / "status-2015.html").is_file(), side.feil
    rad = [line for line in dialog("status", "--format", "csv").ut.splitlines() if "Ål" in line]
    assert "fersk" in rad[0], rad
    dialog("generer", "--skole", "ål", "--ut", prosjekt / "annet")
    assert (prosjekt / "annet/2015/dialoggrunnlag-2015-ål.docx").is_file()


def test_what_is_wrong_in_the_file_is_told_once_with_the_rest(prosjekt, dialog):
    innstilt(prosjekt, "alle_dokumenter: kanskje\n")
    for command in (["generer", "--alle"], ["sjekk"]):
        gjort = dialog(*command)
        assert gjort.kode == 1
        assert gjort.feil.count("data/prosjekt.yaml:1:18: alle_dokumenter:") == 1


# --- what the meetings are called -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("møte", "bokmål", "nynorsk"),
    [("utviklingsdialog", ("utviklingsdialogen", "utviklingsdialoger"), ("utviklingsdialogen", "utviklingsdialogar")),
     ("elevsamtale", ("elevsamtalen", "elevsamtaler"), ("elevsamtalen", "elevsamtalar")),
     ("dialogmøte", ("dialogmøtet", "dialogmøter"), ("dialogmøtet", "dialogmøte")),
     ("Skolebesøk", ("Skolebesøket", "Skolebesøk"), ("Skolebesøket", "Skolebesøk")),
     ("fagdag", ("", ""), ("", "")), ("årlig samtale", ("", ""), ("", ""))],
)  # fmt: skip
def test_a_word_is_inflected_where_its_end_tells_how_and_else_not(møte, bokmål, nynorsk):
    assert bøyd(møte, "bokmål") == (møte, *bokmål)
    assert bøyd(møte, "nynorsk") == (møte, *nynorsk)


def test_the_word_without_a_project_file_is_inflected_as_any_other():
    for målform, ord_ in MØTEORD.items():
        assert bøyd(ord_.møte, målform) == ord_
        assert Prosjektfil.model_validate({}).møteord(målform) == ord_


def test_forms_that_are_written_go_before_those_that_follow_from_the_word():
    fil = Prosjektfil.model_validate(
        {"møte": "fagsamling", "møtet": {"bokmål": "fagsamlingen", "nynorsk": "fagsamlinga"},
         "møter": {"bokmål": "fagsamlinger", "nynorsk": "fagsamlingar"}}
    )  # fmt: skip
    assert fil.møteord("bokmål") == ("fagsamling", "fagsamlingen", "fagsamlinger")
    assert fil.møteord("nynorsk") == ("fagsamling", "fagsamlinga", "fagsamlingar")
    assert fil.uten_form() == ("", [])


def test_a_wheel_packs_the_files_of_the_example_and_no_other_data():
    bygg = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    pakket = bygg["targets"]["wheel"]["force-include"]
    data = {fra.removeprefix("data/") for fra in pakket if fra.startswith("data")}
    assert data == {*EKSEMPELFILER}
    assert all((REPO / "data" / fil).is_file() for fil in EKSEMPELFILER)
    unntak = {
        rad.removeprefix("!/data/") for rad in bygg["targets"]["sdist"]["exclude"] if rad[0] == "!"
    }
    assert unntak - {"runder/"} == {*EKSEMPELFILER}
