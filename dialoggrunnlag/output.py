"""Safe files: whole or not at all, and never over somebody's work.

A Word document carries the fingerprint of its contents as made; for text documents, which
can't, the folder keeps a list. A file whose contents no longer match was edited by hand.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from .errors import DialogError, Problem
from .word.errors import TemplateError
from .word.fingerprint import read_stamp, stamp

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

PROPERTY = "dialog-fingeravtrykk"
LIST_NAME = ".dialog-fingeravtrykk.json"


class Outcome(Enum):
    """What became of a document."""

    NEW = "ny"
    RENEWED = "oppdatert"
    UNCHANGED = "uendret"
    EDITED = "redigert for hånd"


class Written(NamedTuple):
    """A document after a run: what became of it, and whether it holds the newest contents.

    ``kept`` is where the hand-edited version went when it was overwritten.
    """

    path: Path
    outcome: Outcome
    current: bool = True
    kept: Path | None = None


class OutputFolder:
    """The folder that a round's documents are written to."""

    def __init__(self, folder: Path, display: str) -> None:
        self.folder, self.display = folder, display

    def create(self) -> None:
        """Make the folder; raises DialogError, which names what is in the way."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            blocking = (f for f in (self.folder, *self.folder.parents) if f.exists())
            nearest = next(blocking, self.folder)
            if nearest.is_dir():
                raise DialogError([_explain(error, f"{self.display}/")]) from error
            message = "Her ligger det en fil, ikke en mappe."
            problem = Problem(message, "Velg en annen mappe med --ut.", _shown_as(nearest, self))
            raise DialogError([problem]) from error

    def write(self, name: str, data: bytes, *, overwrite: bool, today: date) -> Written:
        """Put a document in place; raises DialogError where the folder or file doesn't allow it.

        A file edited by hand is left alone, unless ``overwrite``: then it is kept under a name
        with ``today``'s date.
        """
        path = self.folder / name
        is_word = path.suffix == ".docx"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            old = path.read_bytes() if path.exists() else None
            data, new_mark = stamp(data, PROPERTY) if is_word else (data, _digest(data))
            kept = None
            if old is not None:
                made, now = self._marks(name, old, is_word=is_word)
                if now == new_mark:
                    if made != now and not is_word:
                        self._remember(name, now)
                    return Written(path, Outcome.UNCHANGED)
                if made != now and not overwrite:
                    return Written(path, Outcome.EDITED, current=made == new_mark)
                if made != now:
                    kept = _free_name(path, today)
                    _replace(kept, old)
            _replace(path, data)
            if not is_word:
                self._remember(name, new_mark)
        except OSError as error:
            raise DialogError([_explain(error, f"{self.display}/{name}")]) from error
        return Written(path, Outcome.NEW if old is None else Outcome.RENEWED, kept=kept)

    def _marks(self, name: str, old: bytes, *, is_word: bool) -> tuple[str, str]:
        """The fingerprint that a file was made with ('' unknown), and the one it has now."""
        if not is_word:
            return self._remembered().get(name, ""), _digest(old)
        try:
            return read_stamp(old, PROPERTY)
        except TemplateError:
            return "", _digest(old)

    def _remembered(self) -> dict[str, str]:
        import json

        try:
            content = json.loads((self.folder / LIST_NAME).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def _remember(self, name: str, mark: str) -> None:
        import json

        marks = {**self._remembered(), name: mark}
        text = json.dumps(marks, ensure_ascii=False, indent=1, sort_keys=True)
        _replace(self.folder / LIST_NAME, (text + "\n").encode())


def save(path: Path, data: bytes, display: str) -> None:
    """Write a file of the user's own choosing; raises DialogError, which calls it ``display``."""
    try:
        _replace(path, data)
    except OSError as error:
        raise DialogError([_explain(error, display)]) from error


def _explain(error: OSError, file: str) -> Problem:
    """What kept a document from being written, and what to do."""
    if isinstance(error, IsADirectoryError):
        return Problem("Her ligger det en mappe med dokumentets navn.", "Flytt den.", file)
    if isinstance(error, PermissionError):
        return Problem(
            "Dokumentet kan ikke skrives hit.",
            "Lukk det i Word, eller se etter at du har lov til å skrive i mappen.",
            file,
        )
    if error.errno == errno.ENOSPC:
        return Problem("Disken er full.", "Frigjør plass, og prøv igjen.", file)
    return Problem(f"Dokumentet kan ikke skrives ({error.strerror}).", "Prøv igjen.", file)


def _shown_as(path: Path, output: OutputFolder) -> str:
    """A folder above the output folder, as the user wrote the latter."""
    above = len(output.folder.parts) - len(path.parts)
    parts = output.display.replace("\\", "/").split("/")
    return "/".join(parts[: len(parts) - above]) or str(path)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _free_name(path: Path, today: date) -> Path:
    """A name for the hand-edited version that nothing has yet."""
    number = 1
    while True:
        suffix = f" ({number})" if number > 1 else ""
        candidate = path.with_name(f"{path.stem}, redigert, kopi {today}{suffix}{path.suffix}")
        if not candidate.exists():
            return candidate
        number += 1


def _replace(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole, old or new, whatever happens."""
    temporary = path.with_name(f".dialog-{os.getpid()}-{path.name}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
