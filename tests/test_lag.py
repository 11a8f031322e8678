"""Data flows one way: the imports of every module, and what a module may never do."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest
from hjelp import REPO

PAKKE = REPO / "dialoggrunnlag"

# Lowest first; a module may import from the lines above its own. A new module needs a place here.
LAG = (
    {"word", "errors", ""},
    {"files", "epost", "network"},
    {"watching"},
    {"norsk", "dagsorden", "yaml_reader", "project", "felt"},
    {"model", "text_template", "output", "statusfelt", "fullforing"},
    {"oppsummering", "ny_runde"},
    {"data_files", "oppsummeringsfelt"},
    {"oppsummeringsfiler", "utfylt", "ordliste", "tekster"},
    {"grunnlag"},
    {"vedlegg"},
    {"kontroller", "kalender", "fellesmal"},
    {"documents", "skjema", "pdf", "plan", "innkallingstekst"},
    {"pipeline"},
    {"oppfolging", "gjennomsyn", "pdfdokumenter", "kalenderfiler", "tilstand", "se"},
    {"innkalling"},
    {"status"},
    {"statusside"},
    {"cli_norsk", "cli_felles"},
    {"cli_oppsummering", "cli_plan", "cli_status", "cli_fullforing", "cli_se", "cli_innkalling"},
    {"cli"},
    {"__main__"},
)
HØYDE = {name: height for height, names in enumerate(LAG) for name in names}

ALDRI = {
    "cli": {"yaml", "jinja2", "lxml", "docx", "pydantic", "word"},
    "cli_felles": {"yaml", "jinja2", "lxml", "docx", "pydantic", "word"},
    "cli_oppsummering": {"yaml", "jinja2", "lxml", "docx", "pydantic", "word", "ruamel"},
    "cli_plan": {"yaml", "jinja2", "lxml", "docx", "pydantic", "word", "icalendar"},
    "plan": {"yaml", "jinja2", "lxml", "docx", "pathlib", "os", "icalendar", "kalender"},
    "cli_innkalling": {"yaml", "jinja2", "lxml", "docx", "pydantic", "word", "icalendar"},
    "epost": {"model", "data_files", "grunnlag", "yaml", "pydantic", "pathlib", "os"},
    "cli_status": {"yaml", "jinja2", "lxml", "docx", "pydantic", "word", "pikepdf"},
    "cli_fullforing": {"yaml", "jinja2", "lxml", "docx", "pydantic", "word"},
    "cli_se": {"yaml", "jinja2", "lxml", "docx", "pydantic", "word", "watchfiles"},
    "cli_norsk": {"yaml", "jinja2", "lxml", "docx", "pydantic", "word"},
    "fullforing": {"pydantic", "jinja2", "lxml", "docx", "model", "data_files"},
    "watching": {"model", "data_files", "pipeline", "yaml", "pydantic"},
    "pipeline": {"typer", "click", "rich", "yaml", "lxml", "docx"},
    "project": {"yaml", "yaml_reader", "model", "data_files", "pydantic"},
    "yaml_reader": {"model", "data_files", "pydantic"},
    "model": {"yaml", "jinja2", "lxml", "docx", "word", "yaml_reader", "pathlib", "os"},
    "dagsorden": {"yaml", "jinja2", "lxml", "docx", "word", "yaml_reader", "pathlib", "os"},
    "norsk": {"yaml", "jinja2", "lxml", "docx", "word", "yaml_reader", "pathlib", "os"},
    "skjema": {"yaml", "typer", "pathlib", "os"},
    "grunnlag": {"yaml", "lxml", "docx", "pathlib", "os"},
    "output": {"model", "data_files", "grunnlag", "yaml", "pydantic"},
    "tilstand": {"pikepdf", "yaml", "lxml", "docx"},
    "status": {"yaml", "jinja2", "lxml", "docx", "word", "pikepdf"},
    "statusside": {"yaml", "jinja2", "lxml", "docx", "word", "pipeline"},
    "files": {"model", "data_files", "grunnlag", "word", "yaml", "lxml", "pydantic"},
    "errors": {"yaml", "jinja2", "lxml", "docx", "pydantic", "typer"},
}
TREDJEPART_I_WORD = {"jinja2", "lxml", "markupsafe", "docx"}  # docx only measures images
KOMMANDOLINJEN = {
    *("cli", "cli_felles", "cli_norsk", "cli_oppsummering", "cli_plan", "cli_status"),
    *("cli_fullforing", "cli_se", "cli_innkalling", "__main__"),
}


def moduler():
    """Every module of the package by dotted name, with its syntax tree."""
    found = {}
    for file in sorted(PAKKE.rglob("*.py")):
        name = file.relative_to(PAKKE).with_suffix("").as_posix().replace("/", ".")
        found[name.removesuffix("__init__").removesuffix(".")] = ast.parse(file.read_text("utf-8"))
    return found


MODULER = moduler()


def innenfor(name):
    """The part of the package that a module belongs to: word, model …"""
    return name.split(".")[0]


def importer(name):
    """What a module imports, as dotted names inside the package and as names outside it.

    What stands under ``if TYPE_CHECKING`` counts inside the package: it is an arrow as well.
    """
    package = name.split(".") if (PAKKE / name.replace(".", "/")).is_dir() else name.split(".")[:-1]
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


def test_every_module_of_the_package_is_found_and_has_its_place():
    assert {"cli", "pipeline", "model", "yaml_reader", "word.template"} <= set(MODULER)
    assert {innenfor(name) for name in MODULER} == set(HØYDE)


@pytest.mark.parametrize("name", [n for n in MODULER if innenfor(n) != "word"])
def test_a_module_imports_only_from_the_layers_below_its_own(name):
    inside, _ = importer(name)
    own = innenfor(name)
    others = set(map(innenfor, inside)) - ({own} if (PAKKE / own).is_dir() else set())
    back = {other for other in others if HØYDE[other] >= HØYDE[own]}
    assert not back, f"{name} imports {back}"


@pytest.mark.parametrize("name", ALDRI)
def test_a_module_never_knows_what_the_design_keeps_from_it(name):
    inside, outside = importer(name)
    assert not (outside | set(map(innenfor, inside))) & ALDRI[name]


@pytest.mark.parametrize("name", [n for n in MODULER if innenfor(n) == "word"])
def test_the_word_engine_imports_nothing_from_the_rest_of_the_package(name):
    inside, outside = importer(name)
    assert set(map(innenfor, inside)) <= {"word"}
    assert outside - set(sys.stdlib_module_names) <= TREDJEPART_I_WORD


def test_the_word_engine_is_seen_to_import_something():
    found = [importer(name) for name in MODULER if innenfor(name) == "word"]
    assert any("word.errors.TemplateError" in inside for inside, _ in found)
    assert {"jinja2", "lxml"} <= set().union(*(outside for _, outside in found))


@pytest.mark.parametrize("name", [n for n in MODULER if n not in KOMMANDOLINJEN])
def test_nothing_below_the_command_line_prints_asks_or_exits(name):
    _, outside = importer(name)
    assert not outside & {"typer", "click", "rich", "getpass", "logging"}
    for node in ast.walk(MODULER[name]):
        if isinstance(node, ast.Name):
            assert node.id not in {"print", "input", "exit", "quit", "SystemExit", "breakpoint"}
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"stdout", "stderr", "stdin", "_exit", "exit", "abort"}


def test_help_in_a_fresh_process_loads_none_of_the_heavy_libraries():
    script = (
        "import sys\n"
        "from dialoggrunnlag.cli import run\n"
        "code = run(['--help'])\n"
        "sys.stderr.write(' '.join(sorted({name.split('.')[0] for name in sys.modules})))\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=False,
        timeout=60,
        env={"PYTHONIOENCODING": "utf-8"},
    )
    loaded = set(done.stderr.decode().split())
    assert done.returncode == 0
    assert "Bruk: dialog" in done.stdout.decode()
    assert "typer" in loaded
    assert not loaded & {"yaml", "jinja2", "lxml", "docx", "pydantic", "watchfiles"}
