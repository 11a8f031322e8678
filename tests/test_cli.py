"""The command line: what scripts lean on, and what a person sees."""

import os
import re
import shutil
import subprocess
import sys
import unicodedata
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote

import pytest
from docx import Document
from hjelp import SKOLER, bytt, i_egen_prosess, i_mappen, lest_fra_terminal, sett_dialog, tekst

from dialoggrunnlag.cli import app as cli
from dialoggrunnlag.cli.kommandolinje import app
from dialoggrunnlag.cli.stier import filer

GOL = ("generer", "--skole", "gol")
ÅL = "dialoggrunnlag-2015-ål.docx"


def stier(ran):
    """The paths on standard output, as they stand."""
    assert ran.ut.endswith("\n")
    assert "\r" not in ran.ut
    return ran.ut.splitlines()


def navn(ran):
    """The names of the documents whose paths are on standard output; each of them is there."""
    assert all(Path(path).is_file() for path in stier(ran))
    return [Path(path).name for path in stier(ran)]


# --- standard output ----------------------------------------------------------------------


def test_standard_output_holds_the_paths_of_the_documents_and_nothing_else(prosjekt, dialog):
    ran = dialog("generer", "--alle")
    assert ran.kode == 0
    assert navn(ran) == [f"dialoggrunnlag-2015-{skole_id}.docx" for skole_id in SKOLER]
    assert {Path(path).parent for path in stier(ran)} == {Path("ut/2015")}
    assert len(list((prosjekt / "ut/2015").iterdir())) == 13


def test_every_document_kind_that_is_asked_for_is_on_standard_output(prosjekt, dialog):
    ran = dialog(*GOL, "--dokument", "dagsorden", "--dokument", "dialoggrunnlag")
    assert navn(ran) == [
        "dagsorden-2015-gol.docx",
        "dagsorden-2015-gol.txt",
        "dialoggrunnlag-2015-gol.docx",
    ]


def test_a_real_process_writes_the_same_paths_in_utf8_whatever_the_console_is(prosjekt):
    words = ("generer", "--skole", "ål", "--skole", "åssiden")
    for encoding in ("cp850", "ascii", "utf-8"):
        env = {"LC_ALL": "C", "PYTHONIOENCODING": encoding}
        ran = i_egen_prosess(*words, cwd=prosjekt, env=env)
        assert ran.kode == 0
        assert navn(ran) == [ÅL, "dialoggrunnlag-2015-åssiden.docx"]
        assert "Ål vgs." in ran.feil


def test_a_real_process_tells_its_exit_code(prosjekt):
    assert i_egen_prosess("sjekk", cwd=prosjekt).kode == 0
    assert i_egen_prosess("generer", cwd=prosjekt).kode == 2
    bytt(prosjekt / "data/skoler.yaml", "kortnavn: Gol vgs.", "kortnavn:")
    ran = i_egen_prosess("generer", "--skole", "gol", cwd=prosjekt)
    assert (ran.kode, ran.ut) == (1, "")
    assert "data/skoler.yaml" in ran.feil
    assert "Traceback" not in ran.feil


@pytest.mark.skipif(sys.platform == "win32", reason="SIGPIPE's world")
def test_a_reader_that_goes_away_is_no_traceback(prosjekt):
    read, write = os.pipe()
    os.close(read)
    words = [sys.executable, "-m", "dialoggrunnlag", "generer", "--alle"]
    with os.fdopen(write, "wb") as gone:
        done = subprocess.run(  # noqa: PLW1510 - the code is looked at
            words, cwd=prosjekt, stdout=gone, stderr=subprocess.PIPE, timeout=60
        )
    assert done.returncode == 1
    assert not re.search(b"Traceback|Exception", done.stderr)


# --- which schools, rounds, folders -------------------------------------------------------


@pytest.mark.parametrize("skole_id", SKOLER)
@pytest.mark.parametrize("form", ["id", "kortnavn", "navn"])
@pytest.mark.parametrize("case", [str, str.upper, str.lower, str.title])
def test_a_school_is_found_by_id_short_and_full_name_in_any_case(skole_id, form, case):
    from dialoggrunnlag.dokumenter.kjede import find_school

    skoler = {i: (s["kortnavn"], s["navn"]) for i, s in SKOLER.items()}
    wanted = skole_id if form == "id" else SKOLER[skole_id][form]
    for spelling in ("NFC", "NFD"):
        name = unicodedata.normalize(spelling, case(wanted))
        assert find_school(f" {name} ", skoler, 2015) == skole_id


def test_an_id_goes_before_what_another_school_is_called():
    from dialoggrunnlag.dokumenter.kjede import find_school

    skoler = {"nes": ("Gol", "Gol vidaregåande skule"), "gol": ("Gol vgs.",)}
    assert find_school("Gol", skoler, "runden 2015") == "gol"


@pytest.mark.parametrize(
    "name", ["ål", "ÅL", "Ål vgs.", "ål VGS.", "Ål vidaregåande skule", "a\u030al", "A\u030aL"]
)
def test_every_spelling_of_ål_makes_åls_document(prosjekt, dialog, name):
    ran = dialog("generer", "--skole", name)
    assert ran.kode == 0
    assert navn(ran) == [ÅL]
    assert "Ål vidaregåande skule" in tekst(prosjekt / "ut/2015" / ÅL)


def test_schools_come_in_the_order_they_are_asked_for_and_each_once(prosjekt, dialog):
    ran = dialog("generer", "--skole", "ål", "--skole", "gol", "--skole", "Ål vgs.")
    assert navn(ran) == [ÅL, "dialoggrunnlag-2015-gol.docx"]


def test_a_near_miss_is_refused_with_a_suggestion_and_makes_nothing(prosjekt, dialog):
    ran = dialog("generer", "--skole", "gol", "--skole", "kongsbreg")
    assert (ran.kode, ran.ut) == (2, "")
    assert "Mente du «kongsberg»?" in ran.feil
    assert not (prosjekt / "ut").exists()


def test_the_newest_round_is_made_unless_another_is_asked_for(prosjekt, dialog):
    source = (prosjekt / "data/runder/2015.yaml").read_text("utf-8")
    newer = source.replace("år: 2015", "år: 2016").replace("Utviklingsdialoger 2015", "Neste år")
    (prosjekt / "data/runder/2016.yaml").write_text(newer, "utf-8")
    (prosjekt / "data/runder/notater.yaml").write_text("ikke en runde", "utf-8")
    newest = prosjekt / "ut/2016/dialoggrunnlag-2016-gol.docx"
    assert dialog(*GOL).kode == 0
    assert i_mappen(prosjekt / "ut").keys() == {"2016/dialoggrunnlag-2016-gol.docx"}
    assert "Neste år" in tekst(newest)
    assert dialog(*GOL, "--runde", "2015").kode == 0
    assert (prosjekt / "ut/2015/dialoggrunnlag-2015-gol.docx").is_file()


def test_a_template_is_a_document_kind_by_being_there(prosjekt, dialog):
    document = Document()
    document.add_paragraph("Tid: {{ skole.navn }}")  # words that maler/ordliste.yaml has
    document.core_properties.comments = ""
    document.save(str(prosjekt / "maler/innkalling.docx"))
    (prosjekt / "maler/innkalling.html.j2").write_text("<p>{{ skole.navn }}</p>\n", "utf-8")
    for other in ("~$innkalling.docx", ".skjult.docx", "notat.txt", "felles/e-post.docx"):
        (prosjekt / "maler" / other).parent.mkdir(exist_ok=True)
        (prosjekt / "maler" / other).write_text("ikke en mal", "utf-8")
    ran = dialog(*GOL, "--dokument", "innkalling")
    assert navn(ran) == ["innkalling-2015-gol.docx", "innkalling-2015-gol.html"]
    assert tekst(prosjekt / "ut/2015/innkalling-2015-gol.docx") == "Tid: Gol vidaregåande skule"
    assert dialog("sjekk").kode == 0


def test_ut_is_another_folder_and_is_made(prosjekt, dialog, tmp_path):
    ran = dialog(*GOL, "--ut", tmp_path / "et sted" / "til")
    assert stier(ran) == [str(tmp_path / "et sted/til/2015/dialoggrunnlag-2015-gol.docx")]
    assert navn(ran)
    assert not (prosjekt / "ut").exists()


def test_ut_is_taken_from_the_working_folder(prosjekt, dialog, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = dialog(*GOL, "--prosjekt", "prosjekt", "--ut", "her")
    assert navn(ran) == ["dialoggrunnlag-2015-gol.docx"]
    assert stier(ran) == [str(Path("her/2015/dialoggrunnlag-2015-gol.docx"))]


@pytest.mark.parametrize("below", ["data", "data/runder", "maler", "."])
def test_the_project_is_found_from_a_folder_in_it(prosjekt, dialog, monkeypatch, below):
    monkeypatch.chdir(prosjekt / below)
    [path] = stier(dialog(*GOL))
    assert Path(path).samefile(prosjekt / "ut/2015/dialoggrunnlag-2015-gol.docx")


def test_the_nearest_project_upwards_is_the_one(prosjekt, dialog, monkeypatch):
    inner = prosjekt / "arkiv/i fjor"
    shutil.copytree(prosjekt / "data", inner / "data")
    shutil.copytree(prosjekt / "maler", inner / "maler")
    monkeypatch.chdir(inner / "data")
    assert dialog(*GOL).kode == 0
    assert (inner / "ut/2015").is_dir()
    assert not (prosjekt / "ut").exists()


def test_dialog_prosjekt_names_the_project_and_the_option_goes_before_it(
    prosjekt, dialog, tmp_path, monkeypatch
):
    other = tmp_path / "et annet"
    shutil.copytree(prosjekt, other)
    bytt(other / "data/skoler.yaml", "navn: Gol vidaregåande skule", "navn: Den andre skulen")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DIALOG_PROSJEKT", str(other))
    assert "Den andre skulen" in dialog("skoler").ut
    assert "Den andre skulen" not in dialog("skoler", "--prosjekt", prosjekt).ut
    assert dialog(*GOL).kode == 0
    assert (other / "ut/2015/dialoggrunnlag-2015-gol.docx").is_file()
    monkeypatch.setenv("DIALOG_PROSJEKT", "")
    monkeypatch.chdir(prosjekt)
    assert "Den andre skulen" not in dialog("skoler").ut


def test_the_project_may_stand_before_the_command_and_before_its_group(
    prosjekt, dialog, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DIALOG_PROSJEKT", "finnes-ikke")
    assert dialog("--prosjekt", "prosjekt", "sjekk").kode == 0
    assert len(dialog("--prosjekt", prosjekt, "skoler").ut.splitlines()) == 14
    assert dialog("runde", "--prosjekt", "prosjekt", "ny", "2016").kode == 0
    assert dialog("--prosjekt", "prosjekt", "runde", "ny", "2017").kode == 0
    assert (prosjekt / "data/runder/2017.yaml").is_file()
    assert dialog("--prosjekt", "prosjekt", "felt").kode == 0  # which has no use of one
    for again in ("prosjekt", "prosjekt/", prosjekt):
        assert dialog("--prosjekt", "prosjekt", "skoler", "--prosjekt", again).kode == 0


def test_two_projects_are_one_too_many(prosjekt, dialog, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = dialog("--prosjekt", "prosjekt", "skoler", "--prosjekt", tmp_path)
    assert (ran.kode, ran.ut) == (2, "")
    assert f"«prosjekt» og «{tmp_path}»" in ran.feil


PATHS = {
    "--ut": [GOL, ("plan", "--kalender"), ("innkalling", "--alle"), ("status",), ("se",)],
    "--til": [("status", "--format", "html")],
    "--merk": [("sjekk", "maler/dagsorden.docx")],
    "--prosjekt": [(), ("sjekk",), ("skoler",), ("avtaler",), ("skjema",), ("runde", "ny", "2016"),
                   ("oppsummering", "les", "x.docx")],
    "MAL": [("sjekk",)],
    "FIL": [("tekst",), ("oppsummering", "les")],
    "MAPPE": [("ny",)],
    "--skoler": [("ny", "prøve")],
}  # fmt: skip


@pytest.mark.parametrize("text", ["", "  "])
@pytest.mark.parametrize("name", PATHS)
def test_an_empty_path_is_refused_by_every_command(prosjekt, dialog, name, text):
    before = i_mappen(prosjekt)
    for words in PATHS[name]:
        option = (name, text) if name.startswith("--") else (text,)
        ran = dialog(*words, *option)
        assert (ran.kode, ran.ut) == (2, ""), words
        assert ran.feil.startswith(f"{name} er tom. Skriv en sti der"), words
    assert i_mappen(prosjekt) == before


def test_every_option_that_takes_a_path_is_tried_with_an_empty_one():
    from typer.main import get_command

    groups, paths = [get_command(app)], set()
    while groups:
        group = groups.pop()
        for command in (group, *group.commands.values()):
            groups += [command] if hasattr(command, "commands") and command is not group else []
            for parameter in command.params:
                if (parameter.metavar or "").startswith(("MAPPE", "FIL", "UT", "MAL")):
                    paths.add(
                        parameter.opts[0] if parameter.opts[0][0] == "-" else parameter.metavar
                    )
    assert paths == set(PATHS)


# --- patterns, which PowerShell and cmd leave to the program ----------------------------------


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("maler/*.docx", ["dagsorden", "dialoggrunnlag", "kunnskapsgrunnlag", "oppsummering"]),
        ("maler/d*.docx", ["dagsorden", "dialoggrunnlag"]),
        ("maler/?agsorden.docx", ["dagsorden"]),
        ("maler/[do]*n.docx", ["dagsorden"]),
        ("*/dagsorden.docx", ["dagsorden"]),
        ("**/o*.docx", ["oppsummering"]),
        ("maler/dagsorden.docx maler/d*.docx", ["dagsorden", "dialoggrunnlag"]),
    ],
)
def test_a_pattern_stands_for_its_files_in_order_each_once(prosjekt, pattern, names):
    (prosjekt / "maler/~$dagsorden.docx").write_bytes(b"laast")  # Word has it open
    found = filer(map(Path, pattern.split()))
    assert found == [Path("maler", f"{name}.docx") for name in names]


def test_a_file_of_the_very_name_is_no_pattern_and_neither_is_its_folder(prosjekt):
    (prosjekt / "svar [1]").mkdir()
    for name in ("skjema [1].docx", "skjema 1.docx"):
        shutil.copy(prosjekt / "maler/oppsummering.docx", prosjekt / "svar [1]" / name)
    assert filer([Path("svar [1]/skjema [1].docx")]) == [Path("svar [1]/skjema [1].docx")]
    assert filer([Path("svar [1]/*1.docx")]) == [Path("svar [1]/skjema 1.docx")]
    assert len(filer([prosjekt / "svar [1]/*.docx"])) == 2


@pytest.mark.parametrize("words", [("sjekk",), ("tekst",), ("oppsummering", "les")])
def test_a_pattern_without_files_is_told_by_every_command(prosjekt, dialog, words):
    ran = dialog(*words, "svar/*.docx")
    assert (ran.kode, ran.ut) == (2, "")
    assert ran.feil == "Ingen filer passer til «svar/*.docx». Kontroller mappen og navnet.\n"


def test_commands_read_the_files_of_a_pattern(prosjekt, dialog, tmp_path):
    (tmp_path / "svar").mkdir()
    for skole_id in ("ål", "gol"):
        [path] = stier(dialog("generer", "--skole", skole_id, "--dokument", "oppsummering"))
        shutil.move(path, tmp_path / "svar")
    ran = dialog("oppsummering", "les", tmp_path / "svar/*.docx")
    read = re.findall(r"^ikke fylt ut +.*oppsummering-2015-(\w+)\.docx$", ran.feil, re.MULTILINE)
    assert read == ["gol", "ål"]  # and nothing is filled in
    assert dialog("sjekk", "maler/*.docx").feil == "Malene er i orden.\n"
    assert "{{ skole.navn }}" in dialog("tekst", "maler/dial*.docx").ut
    ran = dialog("tekst", "maler/d*.docx")
    assert (ran.kode, ran.feil) == (2, "«maler/d*.docx» passer til 2 filer. Oppgi én av dem.\n")


# --- errors of one school and of all ------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/skoler.yaml", "skoler:", "skolar:"),
        ("data/skoleeier.yaml", "bokmål: kvalitetsrådgiver", "bokmol: kvalitetsrådgiver"),
        ("data/runder/2015.yaml", "minutter: 105", "minutter: 104"),
        ("data/runder/2015.yaml", "elif dialog.sen %}(årets", "elif dialog.senn %}(årets"),
        ("maler/dagsorden.txt.j2", "{{ tema.start }}", "{{ tema.strat }}"),
    ],
)
def test_nothing_is_written_when_what_all_schools_share_is_wrong(prosjekt, dialog, file, old, new):
    bytt(prosjekt / file, old, new)
    before = i_mappen(prosjekt)
    ran = dialog("generer", "--alle", "--dokument", "dagsorden", "--dokument", "dialoggrunnlag")
    assert (ran.kode, ran.ut) == (1, "")
    assert file in ran.feil
    assert i_mappen(prosjekt) == before
    assert not (prosjekt / "ut").exists()


@pytest.mark.parametrize(
    "entry",
    [["dato: 30. februar 2015"], ["periode: midt"], ["dtao: 3.11.2015"],
     ["tidsramme:", "  start: 0800", "  slutt: 1200", "  begrunnelse: '{{ 1 // 0 }}'"]],
)  # fmt: skip
def test_an_error_in_one_schools_entry_stops_that_school_only_and_is_said_again_at_the_end(
    prosjekt, dialog, entry
):
    sett_dialog(prosjekt, "gol", *entry)
    ran = dialog("generer", "--alle")
    assert ran.kode == 1
    assert len(navn(ran)) == 12
    assert not list((prosjekt / "ut/2015").glob("*gol*"))
    *_, heading, error = ran.feil.splitlines()
    assert heading == "Ikke alt ble laget for 1 skole:"
    assert error.startswith(f"Gol vgs.: data/runder/2015.yaml:{284 + len(entry)}:")


def test_a_name_that_is_another_schools_id_is_refused(prosjekt, dialog):
    bytt(prosjekt / "data/skoler.yaml", "kortnavn: Gol vgs.", "kortnavn: Ål")
    ran = dialog("sjekk")
    assert (ran.kode, ran.feil.split(":")[0]) == (1, "data/skoler.yaml")


def test_nesting_deeper_than_the_stack_ends_in_a_message_not_in_a_crash(prosjekt):
    (prosjekt / "data/skoler.yaml").write_text("a: " + "[" * 100_000 + "]" * 100_000)
    ran = i_egen_prosess("sjekk", cwd=prosjekt)
    assert ran.kode == 1
    assert "mer enn 60 nivåer inni hverandre" in ran.feil


# --- the other commands -------------------------------------------------------------------


def test_skoler_is_a_table_of_id_name_short_name_and_the_dialogues_time_frame(prosjekt, dialog):
    sett_dialog(prosjekt, "gol", "tidsramme: 12:00–16:00")
    rammer = {"ål": "10:00–14:00", "gol": "12:00–16:00"}
    ran = dialog("skoler")
    assert (ran.kode, ran.feil) == (0, "")
    head, *rows = [re.split(r"  +", line) for line in ran.ut.splitlines()]
    assert head == ["ID", "NAVN", "KORTNAVN", "TIDSRAMME"]
    assert rows == [
        [i, s["navn"], s["kortnavn"], rammer.get(i, "09:00–13:00")] for i, s in SKOLER.items()
    ]


def test_sjekk_finds_the_data_and_templates_in_order_and_writes_nothing(prosjekt, dialog):
    before = i_mappen(prosjekt)
    ran = dialog("sjekk")
    assert (ran.kode, ran.ut) == (0, "")
    assert "i orden" in ran.feil
    assert i_mappen(prosjekt) == before


def test_sjekk_of_a_template_needs_no_project(prosjekt, dialog, tmp_path, monkeypatch):
    shutil.copy(prosjekt / "maler/dialoggrunnlag.docx", tmp_path / "ny.docx")
    (tmp_path / "gal.txt.j2").write_text("{{ skole.navnn }}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert dialog("sjekk", "ny.docx").kode == 0
    ran = dialog("sjekk", "ny.docx", "gal.txt.j2")
    assert (ran.kode, ran.ut) == (1, "")
    assert ran.feil.startswith("gal.txt.j2:1:1: Feltet «skole.navnn» finnes ikke.")


def test_version_is_the_installed_one(dialog):
    assert dialog("--version") == (0, f"dialog {version('dialoggrunnlag')}\n", "")


# --- help ---------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [[], ["generer"], ["sjekk"], ["skoler"]])
def test_help_is_norwegian_from_its_first_word(dialog, words):
    ran = dialog(*words, "--help")
    assert (ran.kode, ran.feil) == (0, "")
    assert ran.ut.startswith("Bruk: dialog")
    assert "Valg:" in ran.ut
    assert "Vis denne hjelpen." in ran.ut
    english = r"Usage|Options|Commands|Arguments|Show this message|default|required|\[OPTIONS\]"
    assert not re.search(english, ran.ut, re.IGNORECASE)


def test_help_shows_arguments_as_they_are_written_and_no_python_type(dialog):
    for words, usage in {
        ("sjekk",): "sjekk [VALG] [MAL …]",
        ("runde", "ny"): "runde ny [VALG] ÅR",
        ("tekst",): "tekst [VALG] FIL",
        ("oppsummering", "les"): "oppsummering les [VALG] FIL …",
    }.items():
        text = dialog(*words, "--help").ut
        assert text.startswith(f"Bruk: dialog {usage}\n")
        argument = usage.rpartition("[VALG] ")[2].strip("[]")
        assert re.search(rf"^  {argument}  \w", text, re.MULTILINE)
        assert not re.search(r"[<>]|\.\.\.|Path", text)


def test_no_help_shows_pythons_or_typers_way_of_writing(dialog):
    from typer.main import get_command

    groups = [((), get_command(app))]
    seen = 0
    while groups:
        path, group = groups.pop()
        groups += [((*path, name), inner) for name, inner in getattr(group, "commands", {}).items()]
        text = dialog(*path, "--help").ut
        assert not re.search(r"[<>{}]|\.\.\.|\b(?:str|Path|list|TEXT|PATH)\b", text), path
        seen += 1
    assert seen > 12


def test_help_names_every_command_and_every_option_of_the_contract(dialog):
    commands = set(re.findall(r"^  (\w+)  ", dialog("--help").ut, re.MULTILINE))
    assert commands >= {"generer", "sjekk", "skoler"}
    options = set(re.findall(r"^  (--\w+)", dialog("generer", "--help").ut, re.MULTILINE))
    assert options >= {
        *("--skole", "--alle", "--runde", "--dokument", "--ut", "--overskriv"),
        *("--prosjekt", "--help"),
    }


# --- progress -----------------------------------------------------------------------------


def test_without_a_terminal_there_is_no_progress_bar(prosjekt, dialog):
    feil = dialog("generer", "--alle").feil
    assert len(feil.splitlines()) == 13
    assert not re.search(r"Lager dokumenter|\r|\x1b", feil)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
@pytest.mark.parametrize(("words", "bar"), [(("generer", "--alle"), True), (GOL, False)])
def test_a_progress_bar_is_shown_on_a_terminal_for_all_schools_only(prosjekt, words, bar):
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "dialoggrunnlag", *words],
        cwd=prosjekt,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
    )
    seen = lest_fra_terminal(ours, theirs)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert (b"Lager dokumenter" in seen) is bar
    assert (b"100%" in seen) is bar
    assert len(out.splitlines()) == (13 if bar else 1)
    assert all((prosjekt / os.fsdecode(path)).is_file() for path in out.splitlines())


def test_an_interrupt_is_no_traceback(prosjekt, dialog, monkeypatch):
    from dialoggrunnlag.dokumenter import kjede

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(kjede, "lag_grunnlag", interrupted)
    ran = dialog(*GOL)
    assert (ran.kode, ran.ut) == (cli.INTERRUPTED, "")
    assert "Traceback" not in ran.feil


@pytest.mark.parametrize("ut", [None, "et annet sted/dypt nede"])
def test_a_link_to_a_file_of_the_project_leads_there_from_the_document(prosjekt, dialog, ut):
    (prosjekt / "vedlegg").mkdir()
    (prosjekt / "vedlegg/PULS på Gol.pdf").write_bytes(b"%PDF")
    sett_dialog(prosjekt, "gol", "lenker:", r"  tilstandsrapport: vedlegg\PULS på Gol.pdf")
    ran = dialog(*GOL, *(["--ut", ut] if ut else []))
    assert ran.kode == 0, ran.feil
    path = prosjekt / ran.ut.strip()
    [link] = [rel.target_ref for rel in Document(path).part.rels.values() if rel.is_external]
    assert (path.parent / unquote(link)).resolve() == prosjekt / "vedlegg/PULS på Gol.pdf"


def test_skjema_writes_the_schemas_that_the_data_files_name(prosjekt, dialog):
    ran = dialog("skjema")
    assert ran.kode == 0
    made = {prosjekt / line for line in ran.ut.splitlines()}
    assert made == set((prosjekt / "skjema").iterdir())
    for file in (prosjekt / "data").rglob("*.yaml"):
        first = file.read_text("utf-8").splitlines()[0]
        assert (file.parent / first.split("$schema=")[1]).resolve() in made


def test_skjema_keeps_what_somebody_has_changed_as_a_copy_and_says_so(prosjekt, dialog):
    assert dialog("skjema").feil == ""
    runde, skoler = (prosjekt / f"skjema/{name}.schema.json" for name in ("runde", "skoler"))
    skoler.write_bytes(skoler.read_bytes().replace(b"\n", b"\r\n"))  # as git may do
    bytt(runde, "Skal ikke redigeres.", "Redigert.")
    edited = runde.read_bytes()
    ran = dialog("skjema")
    assert ran.kode == 0
    assert ran.feil.startswith("skjema/runde.schema.json var redigert for hånd, og er nå ")
    assert len(ran.feil.splitlines()) == 1
    (copy,) = (prosjekt / "skjema").glob("*redigert, kopi*")
    assert copy.read_bytes() == edited
    assert b"Redigert." not in runde.read_bytes()
    assert not (prosjekt / "skjema/.dialog").exists()
    assert dialog("skjema").feil == ""


def test_a_message_with_somebodys_whole_text_in_it_is_cut(prosjekt, dialog):
    sett_dialog(prosjekt, "gol", f"dato: {'x' * 100_000}")
    ran = dialog("sjekk")
    assert ran.kode == 1
    assert max(map(len, ran.feil.splitlines())) < 1000
    assert "x … x" in ran.feil
    assert "er ikke en dato." in ran.feil


@pytest.mark.parametrize(
    ("skrevet", "svar"),
    [
        (["sjek"], "Kommandoen «sjek» finnes ikke. Mente du «sjekk»?"),
        (["send"], "Kommandoen «send» finnes ikke."),
        (["generer", "--skoel", "gol"], "Valget --skoel finnes ikke. Mente du --skole?"),
        (["generer", "--ale"], "Valget --ale finnes ikke. Mente du --alle?"),
        (["generer", "--finn"], "Valget --finn finnes ikke."),
    ],
)
def test_a_command_or_an_option_that_is_none_is_answered_with_a_likely_one_alone(
    dialog, skrevet, svar
):
    ran = dialog(*skrevet)
    assert (ran.kode, ran.feil.splitlines()[0]) == (2, svar)


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="the system has no full disk to write on"
)
@pytest.mark.parametrize("words", [("plan",), ("sjekk", "--format", "json"), ("skoler",)])
def test_a_disk_that_is_full_is_told_as_that_when_the_output_is_sent_to_a_file(prosjekt, words):
    command = [sys.executable, "-m", "dialoggrunnlag", *words]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            command, cwd=prosjekt, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert ran.returncode == 1
    last = ran.stderr.decode().splitlines()[-1]
    assert last == "utdata (stdout): Disken er full. Frigjør plass, og prøv igjen."
