"""What the README and the docs promise is so."""

import re
from pathlib import Path

import pytest

from dialoggrunnlag.cli.app import app, run
from dialoggrunnlag.innhold.grunnlag import describe_fields

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def field_table():
    rows = ["| felt | type | betydning | eksempel |", "|---|---|---|---|"]
    rows += [
        f"| `{field.sti}` | {field.type} | {field.beskrivelse} | {field.eksempel} |"
        for field in describe_fields()
    ]
    return "\n".join(rows)


def test_the_table_of_fields_is_the_one_that_the_program_has(pytestconfig):
    page = ROOT / "docs/felt.md"
    text = page.read_text("utf-8")
    start, end = text.index("<!-- felt:"), text.index("<!-- felt slutt -->")
    written = text[start:end].split("-->\n", 1)[1].strip()
    if pytestconfig.getoption("--forny"):
        page.write_text(text.replace(written, field_table()), "utf-8", newline="\n")
        written = field_table()
    assert written == field_table()


def test_the_readme_has_the_two_commands_for_every_system():
    lines = README.splitlines()
    posix = [line for line in lines if line.startswith("python3 -m venv .venv && ")]
    windows = [line for line in lines if line.startswith("py -m venv .venv; ")]
    assert len(posix) == len(windows) == 2
    assert posix[0].endswith("dialog generer --skole ål")
    assert posix[1].endswith("python -m pytest")


def test_every_command_is_in_the_readme():
    commands = [command.name for command in app.registered_commands]
    assert len(commands) >= 5
    for name in commands:
        assert f"`dialog {name}" in README, name


@pytest.mark.parametrize(
    "page", ["README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]
)
def test_local_links_lead_somewhere(page):
    text = (ROOT / page).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert page != "README.md" or links
    for link in links:
        assert (ROOT / page).parent.joinpath(link).exists(), link


def test_the_error_that_the_readme_shows_is_the_one_that_is_given(prosjekt, monkeypatch, capsys):
    runde = prosjekt / "data/runder/2015.yaml"
    text = runde.read_text("utf-8")
    start = text.rindex("minutter: 45")
    runde.write_text(text[:start] + "minutter: førti" + text[start + 12 :], "utf-8")
    monkeypatch.chdir(prosjekt)
    assert run(["sjekk"]) == 1
    assert capsys.readouterr().err in README


def test_no_file_of_the_project_names_a_registry_or_this_workplace():
    words = ("pypi." + "org", "npmjs." + "com", "/wo" + "rk/", "debian." + "org")
    files = [p for p in ROOT.rglob("*") if p.suffix in {".md", ".py", ".toml", ".txt", ".yaml"}]
    files = [
        p for p in files if not {".venv", "node_modules", "ut"} & set(p.relative_to(ROOT).parts)
    ]
    assert len(files) > 40
    for path in files:
        assert not [word for word in words if word in path.read_text("utf-8")], path
