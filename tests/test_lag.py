"""Data flows one way: the imports of every module, and what a module may never do."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest
from hjelp import REPO

PAKKE = REPO / "dialoggrunnlag"

# The house, from the top down: a folder may import from those below it, never from one above.
# A folder named for the domain has a Norwegian name, one named for a technique an English one.
HUSET = {
    "__main__": set(),
    "cli": {"yaml", "jinja2", "lxml", "docx", "pydantic", "icalendar", "pikepdf"},
    "oppstart": {"yaml", "jinja2", "docx", "icalendar", "pikepdf"},
    "runden": {"jinja2", "lxml", "docx", "pikepdf"},
    "kontroller": {"jinja2", "lxml", "docx", "pikepdf"},
    "dokumenter": {"yaml", "docx", "lxml"},
    "innhold": {"yaml", "lxml", "docx", "pathlib", "os"},
    "reading": {"jinja2", "lxml", "docx"},
    "statistikk": {"yaml", "jinja2", "lxml", "docx", "pydantic", "pathlib", "os"},
    "datoer": {"yaml", "jinja2", "lxml", "docx", "pydantic", "pathlib", "os"},
    "utfylt": {"yaml", "jinja2", "pydantic"},
    "model": {"yaml", "jinja2", "lxml", "docx", "pathlib", "os"},
    "pdf": {"yaml", "jinja2", "pydantic"},
    "disk": {"yaml", "jinja2", "lxml", "docx", "pydantic"},
    "word": {"yaml", "pydantic"},
    "errors": {"yaml", "jinja2", "lxml", "docx", "pydantic"},
}  # each with the libraries that it does without
HØYDE = {room: -number for number, room in enumerate(HUSET)}
# What a module may never know, beside what its folder does without
ALDRI = {
    "model": {"word"},
    "cli": {"word"},
    "pdf": {"model"},
    "disk": {"word"},
    "dokumenter.epost": {"model", "reading", "innhold", "pydantic", "pathlib", "os"},
    "dokumenter.kjede": {"typer"},
    "statistikk": {"utfylt"},
    "reading.project": {"yaml", "model", "pydantic"},
    "reading.yaml_reader": {"model", "pydantic"},
    "reading.json_schema": {"yaml", "pathlib", "os"},
    "reading.schema_values": {"yaml", "pathlib", "os"},
    "runden.rundeplan": {"pathlib", "os", "icalendar"},
    "runden.statusside": {"dokumenter.kjede"},
}
TREDJEPART_I_WORD = {"jinja2", "lxml", "markupsafe", "docx"}  # docx only measures images


def moduler():
    """Every module of the package by dotted name, with its syntax tree."""
    found = {}
    for file in sorted(PAKKE.rglob("*.py")):
        name = file.relative_to(PAKKE).with_suffix("").as_posix().replace("/", ".")
        found[name.removesuffix("__init__").removesuffix(".")] = ast.parse(file.read_text("utf-8"))
    return found


MODULER = moduler()


def rom(name):
    """The room of the package that a module belongs to: word, model …"""
    return name.split(".")[0]


def er_pakke(name):
    return (PAKKE / name.replace(".", "/")).is_dir()


def importer(name):
    """What a module imports, as dotted names inside the package and as names outside it.

    What stands under ``if TYPE_CHECKING`` counts inside the package: it is an arrow as well.
    """
    package = name.split(".") if er_pakke(name) else name.split(".")[:-1]
    inside, outside = set(), set()
    for node in ast.walk(MODULER[name]):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1]
            base += node.module.split(".") if node.module else []
            inside |= {".".join([*base, alias.name]) for alias in node.names}
            continue
        else:
            continue
        for full in names:
            first, _, rest = full.partition(".")
            (inside if first == "dialoggrunnlag" else outside).add(
                rest if first == "dialoggrunnlag" else first
            )
    return inside, outside


def naboer(name):
    """The modules that a module imports, itself left out."""
    inside, _ = importer(name)
    found = set()
    for full in inside:
        parts = full.split(".")
        while parts and ".".join(parts) not in MODULER:
            parts.pop()
        found.add(".".join(parts))
    return found - {name, ""}


def test_the_modules_are_found_and_every_one_of_them_lives_in_a_room_of_the_house():
    assert {"cli.app", "dokumenter.kjede", "reading.yaml_reader", "word.template"} <= set(MODULER)
    assert {rom(name) for name in MODULER} - {""} == set(HUSET)


@pytest.mark.parametrize("name", [n for n in MODULER if n])
def test_a_module_imports_only_from_its_own_room_and_from_those_below(name):
    back = {other for other in naboer(name) if HØYDE[rom(other)] > HØYDE[rom(name)]}
    assert not back, f"{name} imports {back}"


def test_the_modules_of_a_room_never_import_each_other_in_a_ring():
    left = {name: naboer(name) for name in MODULER if not er_pakke(name)}
    while True:
        free = {name for name, others in left.items() if not others & left.keys()}
        if not free:
            break
        left = {name: others for name, others in left.items() if name not in free}
    assert not left, f"a ring of imports among {sorted(left)}"


def test_no_two_modules_have_one_name():
    names = [name.split(".")[-1] for name in MODULER]
    assert len(names) == len(set(names)), sorted(n for n in names if names.count(n) > 1)


@pytest.mark.parametrize("name", [n for n in MODULER if n])
def test_a_module_does_without_what_its_room_is_kept_from(name):
    inside, outside = importer(name)
    assert not outside & HUSET[rom(name)]
    for owner, never in ALDRI.items():
        if name == owner or name.startswith(f"{owner}."):
            assert not never & {*outside, *inside, *map(rom, inside)}


@pytest.mark.parametrize("name", [n for n in MODULER if rom(n) == "word"])
def test_the_word_engine_knows_nothing_but_itself_and_how_errors_help(name):
    inside, outside = importer(name)
    assert set(map(rom, inside)) <= {"word", "errors"}
    assert outside - set(sys.stdlib_module_names) <= TREDJEPART_I_WORD


def test_the_word_engine_is_seen_to_import_something():
    found = [importer(name) for name in MODULER if rom(name) == "word"]
    assert any("word.problems.TemplateError" in inside for inside, _ in found)
    assert {"jinja2", "lxml"} <= set().union(*(outside for _, outside in found))


@pytest.mark.parametrize("name", [n for n in MODULER if rom(n) not in {"cli", "__main__"}])
def test_nothing_below_the_command_line_prints_asks_or_exits(name):
    _, outside = importer(name)
    assert not outside & {"typer", "click", "rich", "getpass", "logging"}
    for node in ast.walk(MODULER[name]):
        if isinstance(node, ast.Name):
            assert node.id not in {"print", "input", "exit", "quit", "SystemExit", "breakpoint"}
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"stdout", "stderr", "stdin", "_exit", "exit", "abort"}


def test_one_module_alone_knows_which_solver_finds_the_dates():
    assert {name for name in MODULER if "highspy" in importer(name)[1]} == {"datoer.highs"}


def test_help_in_a_fresh_process_loads_none_of_the_heavy_libraries():
    loaded, output = lastet("--help")
    assert "Bruk: dialog" in output
    assert "typer" in loaded
    assert not loaded & {"yaml", "jinja2", "lxml", "docx", "pydantic"}


# Start-up is most of a run, and no single module is to blame: each one more costs 0.2 % of it
FLEST_MODULER = 95


def test_a_run_without_errors_loads_nothing_but_what_makes_documents(tmp_path):
    loaded, output = lastet("generer", "--alle", "--prosjekt", str(REPO), "--ut", str(tmp_path))
    assert output.count(".docx") == len(list(tmp_path.glob("*/*.docx")))
    own = {name.partition(".")[2] for name in loaded if name.startswith("dialoggrunnlag.")}
    assert {"cli.generer", "word.compiler"} <= own
    assert not {rom(name) for name in own} & {"kontroller", "runden", "utfylt", "pdf"}
    assert not own & {"reading.faults", "reading.slips", "dokumenter.malsjekk", "word.review"}
    assert not own & {"dokumenter.fellesmal", "innhold.text_translation"}
    assert not loaded & {"html", "docx", "PIL", "icalendar", "holidays", "pikepdf", "rich"}
    assert len(own) <= FLEST_MODULER, sorted(own)


def lastet(*arguments):
    """The modules that a run of ``dialog`` has loaded when it is done, and what it has printed."""
    script = (
        "import sys\n"
        "from dialoggrunnlag.cli.app import run\n"
        "code = run(sys.argv[1:])\n"
        "sys.stdout.write('\\0' + ' '.join(sys.modules))\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        check=True,
        timeout=60,
        env={"PYTHONIOENCODING": "utf-8"},
    )
    output, _, modules = done.stdout.decode().rpartition("\0")
    return set(modules.split()), output
