"""What happens to files while a command works on them: an operation fails, a file changes or goes.

A seeded tenth; ``pytest tests/test_forstyrret.py --ganger 10`` makes them all.
"""

import errno
import os
import random
import re
import shutil
from datetime import date

import pytest
from forstyrrelser import FEIL, HENDELSER, Forstyrrelse, feiler, forstyrret, halv
from fullt_prosjekt import KOMMANDOER, lag
from hjelp import i_mappen
from test_fuzz import LAGET, command, er_hel

from dialoggrunnlag.disk.folder import keep_copy

pytestmark = pytest.mark.treg
hver_kommando = pytest.mark.parametrize("kommando", KOMMANDOER)


@pytest.fixture(scope="module")
def prosjekter(tmp_path_factory):
    """A project as it is before anything is made of it, and one where all is made."""
    work = tmp_path_factory.mktemp("prosjekter")
    nytt, laget = lag(work / "nytt"), lag(work / "laget")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(laget)
        for words in (
            ("generer", "--alle", "--alle-dokumenter"),
            ("plan", "--kalender"),
            ("innkalling", "--alle"),
        ):
            code, _, errors = command(*words)
            assert code == 0, errors
    return nytt, laget


class Sted:
    """A place for fresh copies of a project."""

    def __init__(self, folder, monkeypatch):
        self.folder, self.monkeypatch = folder, monkeypatch

    def nytt(self, prosjekt):
        """A fresh copy, to stand in."""
        self.monkeypatch.chdir(self.folder.parent)
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(prosjekt, self.folder)
        self.monkeypatch.chdir(self.folder)
        return self.folder


@pytest.fixture
def sted(tmp_path, monkeypatch):
    return Sted(tmp_path / "prosjekt", monkeypatch)


def utvalg(sted, prosjekt, words, hva, chance, antall, *, skriver):
    """So many of the disturbances that a command can meet, and how it goes without one."""
    folder = sted.nytt(prosjekt)
    før = i_mappen(folder)
    teller = Forstyrrelse(folder, skriver=skriver)
    with forstyrret(teller):
        code, _, _ = command(*words)
    alle = [(nr, one) for nr in range(1, teller.antall + 1) for one in hva]
    return før, code, i_mappen(folder), chance.sample(alle, min(len(alle), antall))


@pytest.mark.parametrize("mappe", ["data/oppsummeringer", "data/oppsummeringer/2014"])
def test_no_document_is_made_without_the_summaries_that_cant_be_read(prosjekter, sted, mappe):
    folder = sted.nytt(prosjekter[1])
    before = i_mappen(folder)

    def hva(path):
        if path == folder / mappe:
            feiler(errno.EACCES)(path)

    with forstyrret(Forstyrrelse(folder, hva, 1, skriver=False, bli=True)):
        code, out, errors = command("generer", "--alle")
    assert (code, out) == (1, "")
    assert f"{mappe}/: Filen kan ikke leses: du har ikke tilgang." in errors
    assert i_mappen(folder) == before


def test_a_round_that_is_saved_while_the_new_one_is_made_of_it_is_told(prosjekter, sted):
    folder = sted.nytt(prosjekter[0])
    runde = folder / "data/runder/2015.yaml"
    lest = []

    def hva(path):
        lest.append(path)
        if lest.count(runde) == 2:
            halv(path)

    with forstyrret(Forstyrrelse(folder, hva, 1, skriver=False, bli=True)):
        code, _, errors = command("runde", "ny", "2016")
    assert code == 1
    assert errors.startswith("data/runder/2015.yaml: Filen ble endret mens den ble lest.")
    assert not (folder / "data/runder/2016.yaml").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows")
def test_a_pipe_in_a_summarys_place_is_told_by_sjekk(prosjekter, sted):
    oppsummering = sted.nytt(prosjekter[0]) / "data/oppsummeringer/2014/gol.yaml"
    oppsummering.unlink()
    os.mkfifo(oppsummering)
    code, _, errors = command("sjekk")
    assert code == 1
    assert "data/oppsummeringer/2014/gol.yaml: Dette er ikke en vanlig fil." in errors


def test_a_copy_that_a_run_has_kept_before_it_was_cut_off_is_the_copy(tmp_path):
    side, day = tmp_path / "side.html", date(2015, 11, 3)
    first = keep_copy(side, b"mitt", day)
    assert keep_copy(side, b"mitt", day) == first
    assert keep_copy(side, b"ditt", day).name == "side, redigert, kopi 2015-11-03 (2).html"


@hver_kommando
@pytest.mark.parametrize("skriver", [False, True], ids=["leser", "skriver"])
def test_an_operation_that_fails_is_told_and_leaves_every_file_whole(
    prosjekter, sted, kommando, skriver, pytestconfig
):
    chance = random.Random(f"{kommando} {skriver}")  # noqa: S311 - repeatable on purpose
    hva = [(feil, bli) for feil in FEIL for bli in ((False, True) if skriver else (False,))]
    ganger = pytestconfig.getoption("--ganger")
    for words in KOMMANDOER[kommando]:
        prosjekt = chance.choice(prosjekter)
        før, code, etter, valgte = utvalg(
            sted, prosjekt, words, hva, chance, ganger, skriver=skriver
        )
        for nr, (feil, bli) in valgte:
            folder = sted.nytt(prosjekt)
            hendelse = Forstyrrelse(folder, feil, nr, skriver=skriver, bli=bli)
            with forstyrret(hendelse):
                got, out, errors = command(*words)
            case = (words, feil.__name__, bli, str(hendelse.gjelder.relative_to(folder)))
            assert got in (code, 1), (case, errors)
            assert got == 0 or errors or out, case
            nå = i_mappen(folder)
            assert før.keys() <= nå.keys(), case
            for name, data in nå.items():
                assert ".dialog-" not in name, case
                is_own = "/.dialog/" in name or name.endswith((".html", "merket.docx"))
                assert is_own or data in (før.get(name), etter.get(name)), (case, name)
            if got != code and words[0] != "runde":
                again, _, errors = command(*words)
                assert again == code, (case, errors)
                assert i_mappen(folder).keys() == etter.keys(), case


@hver_kommando
def test_a_file_that_another_program_changes_or_removes_meanwhile(
    prosjekter, sted, kommando, pytestconfig
):
    chance = random.Random(kommando)  # noqa: S311 - repeatable on purpose
    ganger = pytestconfig.getoption("--ganger")
    for words in KOMMANDOER[kommando]:
        prosjekt = prosjekter[1]
        _, _, _, valgte = utvalg(
            sted, prosjekt, words, HENDELSER, chance, 3 * ganger, skriver=False
        )
        for nr, hva in valgte:
            folder = sted.nytt(prosjekt)
            before = i_mappen(folder)
            hendelse = Forstyrrelse(folder, hva, nr, skriver=False)
            with forstyrret(hendelse):
                code, out, errors = command(*words)
            theirs = str(hendelse.gjelder.relative_to(folder))
            case = (words, hva.__name__, theirs)
            assert code in (0, 1, 2), (case, errors)
            assert code == 0 or errors or out, case
            for name, data in i_mappen(folder).items():
                if before.get(name) != data and name != theirs and "kopi" not in name:
                    assert re.fullmatch(LAGET[words[0]], name), (case, name)
                    assert er_hel(name, data), (case, name)
