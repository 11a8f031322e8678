"""Where a project may lie, and what may lie in it: odd names, links, folders that can't be used.

A seeded tenth; ``pytest tests/test_steder.py --ganger 10`` makes them all.
"""

import os
import random
import shutil
import sys
from itertools import product

import pytest
from fullt_prosjekt import KOMMANDOER
from hjelp import i_mappen
from test_avbrudd import Tjener

pytestmark = [
    pytest.mark.treg,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="uten fork er det ingen tjener"),
]
SKRIVER = ("data", "data/runder", "data/oppsummeringer", "ut", "ut/2015", "ut/2015/.dialog", ".")
LESER = (
    *("data", "data/runder", "data/oppsummeringer", "data/oppsummeringer/2014", "maler"),
    *("maler/felles", "skjemaer", "vedlegg", "ut", "ut/2015", "ut/2015/.dialog"),
    *("data/skoler.yaml", "data/skoleeier.yaml", "data/runder/2015.yaml", "data/runder/2014.yaml"),
    *("data/oppsummeringer/2014/gol.yaml", "maler/ordliste.yaml", "maler/dialoggrunnlag.docx"),
    *("maler/dagsorden.txt.j2", "maler/felles/innkalling.txt.j2", "maler/felles/status.html.j2"),
    *("skjemaer/gol.docx", "vedlegg/puls.txt", "ut/2015/dialoggrunnlag-2015-gol.docx"),
    *("ut/2015/kalender-2015-gol.ics", "ut/2015/innkalling-2015-gol.eml"),
    "ut/2015/status-2015.html",
)
NAVN = (
    "med mellomrom", "æøå", "a\u030a", "ny\nlinje", "100%", "[x]", "$(x)", "`x`", "-strek", "'x'",
    '"x"', "#x", "{{ x }}", "a;b", "\u202ex", "x" * 200, "tab\tx", "\x1b[31m", "🎓", "x.docx", "~$x",
    "\udc93",
)  # fmt: skip


@pytest.fixture(scope="module")
def tjener(tmp_path_factory):
    tjener = Tjener(tmp_path_factory.mktemp("tjener"))
    yield tjener
    tjener.slutt()


@pytest.fixture
def ganger(pytestconfig):
    return pytestconfig.getoption("--ganger")


def utvalg(chance, antall, *more):
    """So many of the commands, each with one of each of the other lists."""
    alle = [words for words_of_one in KOMMANDOER.values() for words in words_of_one]
    cases = list(product(alle, *more))
    return chance.sample(cases, min(len(cases), antall))


def er_sagt(svar, before, now, case):
    """A run ended as it must: it told what it couldn't do, and left nothing lying."""
    assert svar.kode in (0, 1, 2), (case, svar)
    assert svar.kode == 0 or svar.feil or svar.ut, case
    assert "Errno" not in svar.feil, (case, svar.feil)
    assert before.keys() <= now.keys(), case
    assert [name for name in now if ".dialog-" in name] == [], case


@pytest.mark.skipif(
    sys.platform != "linux", reason="bare i Linux kan root gi avkall på rettigheter"
)
@pytest.mark.parametrize("rett", ["skrive", "lese"])
def test_what_a_user_may_not_write_or_read_is_told(tjener, rett, ganger):
    chance = random.Random(rett)  # noqa: S311 - repeatable on purpose
    steder = SKRIVER if rett == "skrive" else LESER
    for words, sted in utvalg(chance, 10 * ganger, steder):
        folder = tjener.nytt("laget")
        before = i_mappen(folder)
        place = folder / sted
        place.chmod((0o555 if place.is_dir() else 0o444) if rett == "skrive" else 0)
        svar = tjener.dialog(words, folder, avkall=True)
        place.chmod(0o755)
        er_sagt(svar, before, i_mappen(folder), (words, sted))


@pytest.mark.parametrize("navn", NAVN, ids=ascii)
def test_a_project_may_be_called_anything(tjener, navn, ganger, tmp_path):
    chance = random.Random(ascii(navn))  # noqa: S311 - repeatable on purpose
    for (words,) in utvalg(chance, ganger):
        plain = tjener.nytt("laget")
        expected = tjener.dialog(words, plain)
        folder = tmp_path / navn
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(tjener.prosjekter["laget"], folder)
        svar = tjener.dialog(words, folder)
        assert (svar.kode, svar.ut) == (expected.kode, expected.ut), (words, svar.feil)
        assert i_mappen(folder).keys() == i_mappen(plain).keys()


LENKER = ("til samme", "ut", "i ring", "til intet", "til en mappe", "kø", "mappe", "/dev/zero")


@pytest.mark.parametrize("slag", LENKER)
def test_what_lies_in_a_files_place_is_followed_or_told(tjener, slag, ganger, tmp_path):
    chance = random.Random(slag)  # noqa: S311 - repeatable on purpose
    for words, sted in utvalg(chance, 3 * ganger, LESER[1:]):
        folder = tjener.nytt("laget")
        legg(folder / sted, slag, tmp_path)
        before = {name: data for name, data in _uten_kø(folder).items() if name != sted}
        svar = tjener.dialog(words, folder)
        er_sagt(svar, before, _uten_kø(folder), (words, sted))


def _uten_kø(folder):
    """The files that can be read without end."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def legg(path, slag, beside):
    """Put something else in a file's or folder's place."""
    moved = beside / "flyttet"
    if moved.is_dir():
        shutil.rmtree(moved)
    moved.unlink(missing_ok=True)
    path.rename(moved)
    targets = {"i ring": path, "til intet": "finnes-ikke", "til en mappe": beside, "ut": moved}
    if slag == "til samme":
        copy = path.with_name(f".{path.name}.ekte")
        (shutil.copytree if moved.is_dir() else shutil.copyfile)(moved, copy)
        path.symlink_to(copy.name)
    elif slag == "kø":
        os.mkfifo(path)
    elif slag == "mappe":
        path.mkdir()
    else:
        path.symlink_to(targets.get(slag, slag))
