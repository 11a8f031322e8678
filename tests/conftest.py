from __future__ import annotations

import gc
import shutil

import pytest
import yaml
from hjelp import REPO, Kjøring
from hypothesis import settings
from maler_en_gang import husk_maler

from dialoggrunnlag.cli.app import run
from dialoggrunnlag.reading import yaml_reader

# The same examples on every machine, and none that fails because the machine is slow.
settings.register_profile("likt", derandomize=True, deadline=None, database=None)
settings.load_profile("likt")


def pytest_addoption(parser):
    parser.addoption(
        "--forny", action="store_true", help="write the golden files of tests/feil/ anew"
    )
    parser.addoption(
        "--ganger", type=int, default=1, help="as many times the interruptions and mutated data"
    )


def pytest_collection_finish():
    """Look for garbage rarely: it took a fifth of the time, and the program itself never does.

    It isn't frozen: Hypothesis asks who refers to what it is given.
    """
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def _hver_mal_én_gang():
    with pytest.MonkeyPatch.context() as patch:
        husk_maler(patch)
        yield


PARSERE = {"C": yaml.CBaseLoader, "Python": yaml.BaseLoader}


@pytest.fixture(scope="module", params=PARSERE)
def hver_parser(request):
    """Every test of a module runs with libyaml's places and with PyYAML's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_reader, "LOADER", PARSERE[request.param])
        yield request.param


@pytest.fixture
def prosjekt(tmp_path, monkeypatch):
    """A copy of the project's data and templates; the working folder is its root."""
    folder = tmp_path / "prosjekt"
    for name in ("data", "maler"):
        shutil.copytree(REPO / name, folder / name)
    monkeypatch.delenv("DIALOG_PROSJEKT", raising=False)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def dialog(capsys, monkeypatch):
    """Run ``dialog`` in this process, 80 columns wide: ``dialog("skoler").ut``."""
    monkeypatch.setenv("COLUMNS", "80")

    def kjør(*argv):
        capsys.readouterr()
        code = run([str(word) for word in argv])
        out, err = capsys.readouterr()
        return Kjøring(code, out, err)

    return kjør
