"""Mutated data folders and hand-edited documents: no traceback, no hang, nothing half-written.

A tenth of the cases; ``pytest tests/test_fuzz.py --ganger 10`` runs them all. At least 95 % of
the errors must name file and line.
"""

import contextlib
import io
import random
import re
import shutil
import zipfile
from collections import Counter

import pytest
from hjelp import REPO

from dialoggrunnlag.cli.app import run

pytestmark = pytest.mark.treg
FILES = ("data/skoler.yaml", "data/skoleeier.yaml", "data/runder/2015.yaml")
BITS = (
    "\t", ":", ": ", "- ", "\n", "  ", "[", "]", "{", "}", '"', "'", "#", "&a ", "*a", "!!x ",
    "|", ">", "@", "`", "%", "\\", "\x00", "\x07", "\ufeff", "\u2028", "æ", "a\u030a", "{{ x }}",
    "{% if x %}", "{{ skole.navm }}", "0900", "25:00", "null", "~", "- - - -", "? ", "<<: *a",
    "...", "---", "../../x", "con", "🎓", "x" * 5000, "30. februar 2015", "{{ 1 // 0 }}",
    "{{ [1] * 10**9 }}", "%YAML 3.0\n",
)  # fmt: skip
LOCATED = re.compile(r"^[^\s:]+(?::\d+:\d+|\.docx, .+?|\.\w+):? ")


def mutate_text(text, chance):
    """One to four random changes to a YAML file: characters, lines, indentation, bytes."""
    for _ in range(chance.randint(1, 4)):
        lines = text.splitlines(keepends=True)
        at = chance.randrange(len(text) + 1)
        match chance.randrange(7):
            case 0:
                text = text[:at] + chance.choice(BITS) + text[at:]
            case 1:
                text = text[:at] + text[at + chance.randint(1, 12) :]
            case 2 if lines:
                lines.insert(chance.randrange(len(lines)), chance.choice(lines))
                text = "".join(lines)
            case 3 if lines:
                del lines[chance.randrange(len(lines))]
                text = "".join(lines)
            case 4 if lines:
                number = chance.randrange(len(lines))
                lines[number] = " " * chance.randint(0, 7) + lines[number].lstrip()
                text = "".join(lines)
            case 5 if lines:
                number = chance.randrange(len(lines))
                key = lines[number].split(":")[0]
                lines[number] = f"{key}: {chance.choice(BITS)}\n"
                text = "".join(lines)
            case _:
                text = text.replace(
                    chance.choice(("o", "e", ":", "-", "0")), chance.choice("eo:1-"), 1
                )
    return text


def mutate_folder(project, chance):
    """Spoil one or two of a project's data files."""
    for name in chance.sample(FILES, chance.randint(1, 2)):
        path = project / name
        data = mutate_text((REPO / name).read_text("utf-8"), chance).encode("utf-8", "replace")
        kind = chance.random()
        if kind < 0.03:
            data = data.decode().encode("cp1252", "replace")
        elif kind < 0.05:
            data = data.decode().encode("utf-16")
        elif kind < 0.07:
            data = data[: chance.randrange(len(data) + 1)]
        elif kind < 0.08:
            path.unlink()
            continue
        path.write_bytes(data)


def command(*words):
    """Exit code, standard output and standard error of a command."""
    out, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        code = run(words)
    assert "Uventet feil" not in errors.getvalue(), errors.getvalue()[-300:]
    return code, out.getvalue(), errors.getvalue()


def snapshot(folder):
    return {path for path in folder.rglob("*") if path.is_file()}


def data_case(work, seed, located):
    """A mutated data folder: what became of it. ``located`` counts errors with and without place."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    project, out = work / "prosjekt", work / "ut"
    for name in FILES:
        shutil.copy(REPO / name, project / name)
    shutil.rmtree(out, ignore_errors=True)
    mutate_folder(project, chance)
    before = snapshot(work)
    words = ("--prosjekt", str(project))
    code, _, errors = command("sjekk", *words)
    assert code in (0, 1), code
    for line in errors.splitlines():
        if (
            code
            and line
            and not line.startswith(" ")
            and not re.match(r"[\d]+ (feil|advarsel)", line)
        ):
            text = line.removeprefix("advarsel: ")
            located[bool(LOCATED.match(text))] += 1
    made, stdout, _ = command("generer", "--alle", "--ut", str(out), *words)
    assert made in (0, 1), made
    new = snapshot(work) - before
    assert all(path.is_relative_to(out) for path in new), new
    documents = [path for path in new if path.suffix == ".docx"]
    assert len(documents) == len(stdout.splitlines())
    assert all(zipfile.ZipFile(path).testzip() is None for path in documents)
    return {(0, 0): "i orden", (1, 1): "feil", (1, 0): "bare sjekk sier fra"}.get(
        (code, made), "delvis"
    )


def document_case(work, seed):
    """A document damaged or edited by hand: it is left alone, and the run says so."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    out = work / "dokumenter"
    words = ("generer", "--skole", "ål", "--ut", str(out), "--prosjekt", str(work / "hel"))
    shutil.rmtree(out, ignore_errors=True)
    command(*words)
    [path] = out.rglob("*.docx")
    data = bytearray(path.read_bytes())
    match chance.randrange(4):
        case 0:
            del data[chance.randrange(len(data)) :]
        case 1:
            for _ in range(chance.randint(1, 9)):
                data[chance.randrange(len(data))] = chance.randrange(256)
        case 2:
            data = bytearray(chance.randbytes(chance.randint(0, 400)))
        case _:
            data += b"\n"
    if bytes(data) == path.read_bytes():
        return "uendret"
    path.write_bytes(data)
    code, _, _ = command(*words)
    assert code in (0, 1)
    kept = path.read_bytes()
    assert kept == bytes(data) or ("docx" in path.name and zipfile.ZipFile(path).testzip() is None)
    return "latt være" if kept == bytes(data) else "laget på nytt"


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    """The folders that the cases use."""
    work = tmp_path_factory.mktemp("fuzz")
    for name in ("prosjekt", "hel"):
        shutil.copytree(REPO / "data", work / name / "data")
        shutil.copytree(REPO / "maler", work / name / "maler")
    return work


@pytest.fixture
def frø(pytestconfig):
    """Every tenth seed below a number, or as many more as are asked for."""
    return lambda count: range(0, count, max(1, 10 // pytestconfig.getoption("--ganger")))


def test_mutated_data_gives_placed_errors_and_whole_documents(work, frø):
    located = Counter()
    outcomes = Counter(data_case(work, seed, located) for seed in frø(2000))
    assert outcomes["feil"] > 100
    assert located[True] / sum(located.values()) >= 0.95


def test_a_damaged_document_is_somebodys_work(work, frø):
    outcomes = Counter(document_case(work, seed) for seed in frø(200))
    assert outcomes["latt være"] > 10
