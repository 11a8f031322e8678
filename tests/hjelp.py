"""Helpers of the tests: independent of the package's own readers, so that they can disagree."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import yaml
from docx import Document
from docx.table import Table

REPO = Path(__file__).resolve().parent.parent
SKOLER = yaml.load((REPO / "data/skoler.yaml").read_text("utf-8"), yaml.BaseLoader)["skoler"]  # noqa: S506 - makes text only


class Kjøring(NamedTuple):
    """What a run of ``dialog`` gave."""

    kode: int
    ut: str
    feil: str


def i_egen_prosess(*argv, cwd, env=None):
    """Run ``dialog`` as a person's shell does; output read as UTF-8."""
    clean = {k: v for k, v in os.environ.items() if k not in {"DIALOG_PROSJEKT", "PYTHONUTF8"}}
    done = subprocess.run(
        [sys.executable, "-m", "dialoggrunnlag", *map(str, argv)],
        cwd=cwd,
        env={**clean, **(env or {})},
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Kjøring(done.returncode, done.stdout.decode(), done.stderr.decode())


def lest_fra_terminal(ours, theirs):
    """What a process has written to a terminal of ours when it has closed it."""
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 4096):
            seen += piece
    except OSError:  # Linux says so when the other end has closed
        pass
    os.close(ours)
    return seen


def linjer(path):
    """A .docx's paragraphs in document order, those in table cells included."""
    return list(_avsnitt(Document(str(path))))


def _avsnitt(container):
    for block in container.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from _avsnitt(cell)
        else:
            yield block.text


def tekst(path):
    """A document's text with single spaces between the words; a .docx or a text file."""
    lines = linjer(path) if path.suffix == ".docx" else path.read_text("utf-8").splitlines()
    return i_ett(" ".join(lines))


def i_ett(text):
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def deler(path):
    """Every part of a .docx as a text: its characters without markup, then the markup too.

    A hard space is a space: what is looked for is words.
    """
    with ZipFile(path) as package:
        for name in package.namelist():
            raw = package.read(name).decode("utf-8").replace("\u00a0", " ")
            yield name, re.sub(r"<[^>]*>", "", raw) + "\n" + raw


def bytt(path, old, new):
    """Replace the only occurrence of a text in a file."""
    source = path.read_text("utf-8")
    assert source.count(old) == 1, f"«{old}» står {source.count(old)} ganger i {path.name}"
    path.write_text(source.replace(old, new), "utf-8", newline="\n")


def sett_dialog(prosjekt, skole_id, *lines):
    """Replace a school's entry in the round of 2015 by YAML lines."""
    path = prosjekt / "data/runder/2015.yaml"
    source = path.read_text("utf-8")
    entry = "".join(f"    {line}\n" for line in lines)
    changed, count = re.subn(
        rf"^  {skole_id}:\n(?:    .*\n)*",
        lambda _: f"  {skole_id}:\n{entry}",
        source,
        flags=re.MULTILINE,
    )
    assert count == 1, f"{skole_id} står {count} ganger i runden"
    path.write_text(changed, "utf-8", newline="\n")


def les_csv(text):
    """The rows of CSV as Norwegian Excel reads it: with the mark of UTF-8, and semicolons."""
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=";", strict=True))


def i_mappen(folder):
    """The files below a folder with their bytes; empty where it isn't there."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def husk(patch, owner, name, key):
    """Have a function remember what it gave, by the ``key`` of its arguments."""
    ekte, husket = getattr(owner, name), {}

    def husker(*arguments):
        kjent = key(*arguments)
        if kjent not in husket:
            husket[kjent] = ekte(*arguments)
        return husket[kjent]

    patch.setattr(owner, name, husker)
