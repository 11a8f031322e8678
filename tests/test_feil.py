"""Every message a person can get, against a golden file.

tests/feil/NAVN/tilfelle.toml says what is done to a copy of the project and which command is
run; melding.txt is standard error, to the letter. ``pytest --forny`` writes the messages anew:
read them in the diff as the adviser who gets them. ``mangler`` marks a case that is known to be
wrong, and why; the day it is right, the test says that the mark must go.
"""

import codecs
import os
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from docx import Document
from hjelp import i_mappen

from dialoggrunnlag.reading import datafiler

FEIL = Path(__file__).parent / "feil"
TILFELLER = sorted(path.parent.name for path in FEIL.glob("*/tilfelle.toml"))
GRUNN = {
    **dict.fromkeys(("hva", "fra", "mangler"), str),
    **dict.fromkeys(("kode", "skrevet"), int),
    **dict.fromkeys(("kommando", "erstatt", "skriv", "slett", "mappe", "mal", "inneholder"), list),
}
# English words of the libraries beneath us, a list that came out empty, Python's own names
FREMMED = re.compile(
    r"\b(?:expected|unexpected|found|did not|argument\(s\)|directory|incompatible|got|line)\b"
    r"|: \.|object at 0x|pydantic|<class |lxml|\bNone\b|Error\b|Traceback",
    re.IGNORECASE,
)


def les(name):
    case = tomllib.loads((FEIL / name / "tilfelle.toml").read_text("utf-8"))
    assert set(case) <= set(GRUNN), "a key that nothing reads"
    assert {"hva", "kommando", "kode"} <= set(case)
    assert all(isinstance(value, GRUNN[key]) for key, value in case.items())
    return case


def endre(prosjekt, case):
    """Break the copied project as the case says."""
    for path in case.get("slett", []):
        target = prosjekt / path
        for inner in sorted(target.rglob("*"), reverse=True):
            inner.rmdir() if inner.is_dir() else inner.unlink()
        target.rmdir() if target.is_dir() else target.unlink()
    for path in case.get("mappe", []):
        (prosjekt / path).mkdir(parents=True)
    for step in case.get("skriv", []):
        target = prosjekt / step["fil"]
        target.parent.mkdir(parents=True, exist_ok=True)
        text = step["tekst"] * step.get("ganger", 1)
        target.write_bytes(codecs.encode(text, step.get("koding", "utf-8")))
    for step in case.get("mal", []):
        document = Document()
        for paragraph in step["avsnitt"]:
            document.add_paragraph(paragraph)
        document.save(str(prosjekt / step["fil"]))
    for step in case.get("erstatt", []):
        target = prosjekt / step["fil"]
        source = target.read_text("utf-8")
        assert step["av"] in source, f"«{step['av']}» står ikke i {step['fil']}"
        target.write_text(source.replace(step["av"], step["med"], 1), "utf-8", newline="\n")


def tilfelle(name):
    """A case as a parameter, marked where it is known to be wrong."""
    reason = les(name).get("mangler")
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    if name.startswith("yaml-") and not yaml.__with_libyaml__:
        marks.append(pytest.mark.skip("the places are libyaml's"))
    return pytest.param(name, marks=marks)


@pytest.fixture
def kjørt(request, prosjekt, dialog, monkeypatch):
    """The case, what running it gave, and the folder with everything that was written."""
    name = request.param
    case = les(name)
    endre(prosjekt, case)
    before = i_mappen(prosjekt)
    monkeypatch.chdir(prosjekt / case.get("fra", "."))
    monkeypatch.setattr(datafiler, "__version__", "0.1.0")  # the messages are the same in the next
    ran = dialog(*case["kommando"])
    after = i_mappen(prosjekt)
    written = {path for path, data in after.items() if before.get(path) != data}
    return name, case, ran, written


def synlig(text, prosjekt):
    """The message without what differs from machine to machine."""
    text = text.replace(str(prosjekt), "PROSJEKT").replace(str(prosjekt.parent), "MAPPE")
    return text.replace(os.sep, "/")


def test_there_are_cases_and_each_is_one_folder_with_two_files():
    assert len(TILFELLER) > 100
    assert sorted(path.name for path in FEIL.iterdir()) == TILFELLER
    for name in TILFELLER:
        files = sorted(path.name for path in (FEIL / name).iterdir())
        assert files == ["melding.txt", "tilfelle.toml"], name


@pytest.mark.parametrize("kjørt", [tilfelle(name) for name in TILFELLER], indirect=True)
def test_the_message_is_the_golden_one(kjørt, prosjekt, pytestconfig):
    name, case, ran, written = kjørt
    message = synlig(ran.feil, prosjekt)
    golden = FEIL / name / "melding.txt"
    if pytestconfig.getoption("--forny"):
        golden.write_text(message, "utf-8", newline="\n")
    assert message == golden.read_text("utf-8")
    assert message.endswith("\n")
    assert ran.kode == case["kode"]
    assert not FREMMED.search(ran.feil + ran.ut)
    assert all(words in message for words in case.get("inneholder", []))
    # What was written: the documents that the case expects and the list of fingerprints.
    documents = {path for path in written if "/.dialog" not in path}
    assert len(documents) == len(ran.ut.splitlines()) == case.get("skrevet", 0)
    assert not [path for path in written if path.endswith(".tmp")]


STEDFESTET = [n for n in TILFELLER if les(n)["kode"] == 1 and "mangler" not in les(n)]


@pytest.mark.parametrize("name", STEDFESTET)
def test_a_golden_message_names_the_file_that_is_to_be_put_right(name):
    lines = (FEIL / name / "melding.txt").read_text("utf-8").splitlines()
    place = r"[^ :]+(?:, [^:]+)?(?::\d+:\d+)?: [^ ]| +[^ ]+ er ikke rørt\."
    assert any(re.match(place, line) for line in lines)


def test_the_wrong_use_of_a_command_is_told_with_exit_code_2_and_nothing_on_standard_output(
    prosjekt, dialog
):
    for name in TILFELLER:
        if name.startswith("bruk-") and les(name)["kode"]:
            ran = dialog(*les(name)["kommando"])
            assert (ran.kode, ran.ut) == (2, ""), name
