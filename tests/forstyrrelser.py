"""What happens to the files of a project while a command works: at a certain operation on them.

Python tells of each operation just before it is done (an audit hook), so nothing here depends on
how fast anything goes.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path

_LESER = {"os.listdir", "os.scandir"}
_SKRIVER = {"os.mkdir", "os.link", "os.rename"}
_lyttere = []
_hook_satt = []


def _hook(event, arguments):
    for lytter, alle in _lyttere:
        if alle or event == "open" or event in _LESER or event in _SKRIVER:
            lytter(event, arguments)


class Forstyrrelse:
    """Counts the operations on a folder's files, and does something before one of them.

    ``hva(path)`` is called before the operation of number ``nr`` (from 1), and before those
    after it as well where it is told to ``bli``. Only what reads, or only what writes, counts.
    """

    def __init__(self, folder, hva=None, nr=0, *, skriver, bli=False):
        self.folder, self.hva, self.nr = Path(folder), hva, nr
        self.skriver, self.bli = skriver, bli
        self.antall = 0
        self.gjelder = None

    def __call__(self, event, arguments):
        path, _, flags = (*arguments, None, None)[:3]
        if not isinstance(path, str | os.PathLike) or not self._teller(event, flags):
            return
        path = Path(path).absolute()
        if not path.is_relative_to(self.folder):
            return
        self.antall += 1
        is_time = self.antall == self.nr or (self.bli and self.antall > self.nr > 0)
        if self.hva and is_time:
            self.gjelder = path
            hva, self.hva = self.hva, None  # what it does to files is no operation of the program
            try:
                hva(path)
            finally:
                self.hva = hva

    def _teller(self, event, flags):
        if event == "open":
            writes = bool((flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
            return writes == self.skriver
        return event in (_SKRIVER if self.skriver else _LESER)


@contextmanager
def forstyrret(forstyrrelse, *, alle=False):
    """Let it happen meanwhile; ``alle``: it is told of whatever Python does."""
    if not _hook_satt:
        sys.addaudithook(_hook)  # which nobody can take away again
        _hook_satt.append(True)
    _lyttere.append((forstyrrelse, alle))
    try:
        yield
    finally:
        _lyttere.clear()


# --- what can happen --------------------------------------------------------------------------


def feiler(number):
    """The operation fails, as the system says it with this number."""

    def hva(path):
        raise OSError(number, os.strerror(number), str(path))

    hva.__name__ = errno.errorcode[number]
    return hva


def _bort(path):
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def borte(path):
    """Somebody removes it."""
    _bort(path)


def mappe(path):
    """Somebody puts a folder in its place."""
    _bort(path)
    path.mkdir(parents=True)


def fil(path):
    """Somebody puts a file in its place that is nothing."""
    _bort(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")


def søppel(path):
    """Somebody writes what no program reads."""
    if path.is_file():
        path.write_bytes(b"\x93\xff\x00" + path.read_bytes()[100:300])


def halv(path):
    """Somebody is saving it, and has come half-way."""
    if path.is_file():
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2])


def lenke_i_ring(path):
    """Somebody puts a link to itself in its place."""
    _bort(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(path)


def mappen_borte(path):
    """Somebody removes the folder that it lies in."""
    shutil.rmtree(path.parent)


HENDELSER = (borte, mappe, fil, søppel, halv, lenke_i_ring, mappen_borte)
FEIL = tuple(
    feiler(getattr(errno, name)) for name in ("ENOSPC", "EACCES", "ESTALE") if hasattr(errno, name)
)
