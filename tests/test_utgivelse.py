"""What a release says of itself, in one way everywhere (docs/utgivelse.md)."""

from __future__ import annotations

import re
import tomllib
from datetime import date

import pytest
from hjelp import REPO

from dialoggrunnlag import __version__

CHANGELOG = (REPO / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("page", "pattern"),
    [
        ("README.md", r"dialoggrunnlag-([0-9.]+)-py3-none-any\.whl"),
        ("docs/begynn.md", r"dialoggrunnlag-([0-9.]+)-py3-none-any\.whl"),
        ("docs/datoer.md", r"dialoggrunnlag-([0-9.]+)-py3-none-any\.whl"),
        ("docs/utgivelse.md", r"dialoggrunnlag-([0-9.]+)-py3-none-any\.whl"),
        ("docs/utgivelse.md", r"(?:tag -a v|Version )([0-9.]+)\b"),
        ("docs/kontroller.md", r"rev: v([0-9.]+)\b"),
    ],
)
def test_the_pages_name_the_version_that_there_is(page, pattern):
    assert set(re.findall(pattern, (REPO / page).read_text("utf-8"))) == {__version__}


def test_the_newest_version_of_the_changes_is_the_programs_and_has_its_day():
    unreleased, newest, *older = re.findall(r"^## (.*)$", CHANGELOG, re.MULTILINE)
    assert unreleased == "[Unreleased]"
    assert newest.startswith(f"[{__version__}] – ")
    days = [date.fromisoformat(heading.partition(" – ")[2]) for heading in (newest, *older)]
    assert days == sorted(days, reverse=True)


def test_the_kinds_of_changes_stand_in_one_order():
    order = ["Lagt til", "Endret", "Utgår", "Fjernet", "Rettet", "Sikkerhet"]  # Keep a Changelog's
    for version in re.split(r"^## ", CHANGELOG, flags=re.MULTILINE)[1:]:
        kinds = re.findall(r"^### (.*)$", version, re.MULTILINE)
        assert kinds == [kind for kind in order if kind in kinds]


def test_the_package_tells_the_pythons_that_it_is_for_and_no_address_that_is_not_there():
    project = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["project"]
    minors = [
        int(found[1])
        for line in project["classifiers"]
        if (found := re.fullmatch(r"Programming Language :: Python :: 3\.(\d+)", line))
    ]
    assert project["requires-python"] == f">=3.{minors[0]}"
    assert minors == list(range(minors[0], minors[-1] + 1))
    assert (project["license"], project["license-files"]) == ("MIT", ["LICENSE"])
    assert "urls" not in project
