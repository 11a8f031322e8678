from __future__ import annotations

import shutil

import pytest
from hjelp import REPO, Kjøring
from hypothesis import settings

from dialoggrunnlag.cli.app import run

# The same examples on every machine, and none that fails because the machine is slow.
settings.register_profile("likt", derandomize=True, deadline=None, database=None)
settings.load_profile("likt")


def pytest_addoption(parser):
    parser.addoption(
        "--forny", action="store_true", help="write the golden files of tests/feil/ anew"
    )


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
