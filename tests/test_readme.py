"""What the README and the docs promise is so."""

import re
import tomllib
from importlib import import_module
from itertools import chain
from pathlib import Path

import pytest
import yaml

from dialoggrunnlag.cli.app import app, run

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_readme_has_the_two_commands_for_every_system():
    lines = README.splitlines()
    for start in ("python3 -m venv .venv && ", "py -m venv .venv; "):
        first, second = (line for line in lines if line.startswith(start))
        assert "pip install -c constraints.txt -e ." in first
        assert first.endswith("dialog generer --skole ål")
        assert "pip install -c constraints.txt -e '.[test]'" in second
        assert second.endswith("python -m pytest")


def test_the_readme_is_read_in_a_few_minutes():
    assert len(README.splitlines()) <= 150


def test_every_page_is_within_reach_of_the_readme():
    reached = {ROOT / "README.md"}
    unread = [*reached]
    while unread:
        page = unread.pop()
        for link in re.findall(r"\]\(([^)#:]+\.md)[)#]", page.read_text("utf-8")):
            target = (page.parent / link).resolve()
            if target not in reached:
                reached.add(target)
                unread.append(target)
    assert set((ROOT / "docs").glob("*.md")) <= reached


def test_the_constraints_have_a_version_of_all_that_is_asked_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    versions = (ROOT / "constraints.txt").read_text("utf-8").lower()
    assert len(asked) > 15
    for name in {re.match(r"[\w-]+", line)[0] for line in asked} - {"dialoggrunnlag"}:
        assert re.search(rf"^{name}==", versions, re.MULTILINE), name


@pytest.mark.parametrize("page", ["docs/arkitektur.md", "CONTRIBUTING.md"])
def test_what_is_named_of_the_code_is_there(page):
    text = (ROOT / page).read_text("utf-8")
    named = re.findall(
        r"`(?:dialoggrunnlag/)?(?!tests/|nettsted/)(\w+/\w+)\.py(?:::([\w.]+))?`", text
    )
    assert len(named) >= 5
    for module, name in named:
        found = import_module(f"dialoggrunnlag.{module.replace('/', '.')}")
        for part in name.split(".") if name else ():
            found = getattr(found, part)


def test_the_hook_that_the_docs_show_is_the_one_that_the_project_has():
    page = (ROOT / "docs/kontroller.md").read_text("utf-8")
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)]
    elsewhere, local = (block["repos"][0] for block in blocks if "repos" in block)
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert elsewhere["hooks"][0]["id"] == hook["id"]
    own = local["hooks"][0]
    assert own["entry"].endswith(hook["entry"])
    assert {own[key] == hook[key] for key in ("id", "name", "files", "pass_filenames")} == {True}
    [workflow] = [block for block in blocks if "jobs" in block]
    assert "dialog sjekk --format github" in str(workflow)


def test_every_command_is_in_the_readme():
    commands = [command.name for command in app.registered_commands]
    assert len(commands) >= 5
    for name in commands:
        assert f"`dialog {name}" in README, name


def test_local_links_lead_somewhere():
    checked = 0
    for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")):
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
            if "://" not in link:
                assert page.parent.joinpath(link).exists(), f"{page.name}: {link}"
                checked += 1
    assert checked > 20


def test_the_error_that_the_documentation_shows_is_the_one_that_is_given(
    prosjekt, monkeypatch, capsys
):
    runde = prosjekt / "data/runder/2015.yaml"
    text = runde.read_text("utf-8")
    start = text.rindex("minutter: 45")
    runde.write_text(text[:start] + "minutter: førti" + text[start + 12 :], "utf-8")
    monkeypatch.chdir(prosjekt)
    assert run(["sjekk"]) == 1
    assert capsys.readouterr().err in (ROOT / "docs/data.md").read_text("utf-8")


def test_no_file_of_the_project_names_a_registry_or_this_workplace():
    words = ("pypi." + "org", "npmjs." + "com", "/wo" + "rk/", "debian." + "org")
    looked_at = 0
    for path in ROOT.rglob("*"):
        made = {".venv", "node_modules", "ut", "site"} & set(path.relative_to(ROOT).parts)
        if path.suffix in {".md", ".py", ".toml", ".txt", ".yaml"} and not made:
            looked_at += 1
            assert not [word for word in words if word in path.read_text("utf-8")], path
    assert looked_at > 40
