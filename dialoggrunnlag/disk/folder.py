"""Documents on disk: which are new, which are unchanged, and which somebody has edited.

Some documents carry the fingerprint of their contents as made; for the others a hidden folder
keeps it. A file whose contents no longer match was edited by hand and is never overwritten
unasked.
"""

import hashlib
import os
import stat
from collections.abc import Callable
from datetime import date
from enum import Enum
from pathlib import Path
from typing import NamedTuple, Self

from ..errors import DialogError, Problem
from .writing import (
    Data,
    make_folder,
    open_elsewhere,
    sweep,
    unreadable,
    unusable_name,
    why_not,
    write_new,
    write_whole,
)

FINGERPRINTS = ".dialog"  # the hidden folder with the fingerprints that documents don't carry
_MARK = ".sha256"  # after a document's name, so that nobody takes its fingerprint for another one
_TRIES = 5


class Edited(Enum):
    """What to do with a document that was edited by hand when there is a newer version."""

    KEEP = "behold"
    BESIDE = "ved siden av"
    OVERWRITE = "overskriv"


class Outcome(Enum):
    """What became of a document."""

    NEW = "ny"
    RENEWED = "oppdatert"
    UNCHANGED = "uendret"
    EDITED = "redigert for hånd"


class Written(NamedTuple):
    """A document after a run: what became of it, and whether its newest contents are in place.

    ``path`` is where they are, or the document that was left alone; ``kept`` is where a
    hand-edited version is that they were written beside or over. ``foreign``: the document
    left alone isn't one that the program made.
    """

    path: Path
    outcome: Outcome
    current: bool = True
    kept: Path | None = None
    foreign: bool = False


class Found(NamedTuple):
    """A document as it lies, against its newest contents.

    ``made`` and ``now`` are the fingerprints it was made with ('' unknown) and has; ``newest``:
    it holds the newest contents; ``was_newest``: it did when it was made.
    """

    made: str
    now: str
    newest: bool
    was_newest: bool

    @property
    def edited(self) -> bool:
        """Whether somebody has changed it since it was made, or made it himself."""
        return self.made != self.now

    @property
    def foreign(self) -> bool:
        """Whether the program doesn't know it as one of its own."""
        return not self.made


class Carried(NamedTuple):
    """The fingerprint that a document carries in itself.

    ``read`` gives of a file's bytes the fingerprints it was made with ('' unknown) and has now.
    ``is_in`` tells of them, sooner than ``read``, that they are the document as it was made; where
    it says no, they may be so all the same.
    """

    mark: str
    read: Callable[[bytes], tuple[str, str]]
    is_in: Callable[[bytes], bool] = lambda _data: False


# A document, or what makes it where it isn't there already
Making = Data | Callable[[], bytes]


class _New(NamedTuple):
    """A document that is to be in place, its fingerprint, and how that is read if it carries it."""

    making: Making
    mark: str
    carried: Carried | None

    @classmethod
    def of(cls, making: Making, carried: Carried | None) -> Self:
        """A document; one that doesn't carry its fingerprint is made to know it."""
        if carried:
            return cls(making, carried.mark, carried)
        data = _made(making)
        return cls(data, fingerprint(data), None)

    @property
    def data(self) -> Data:
        """The document's bytes."""
        return _made(self.making)


def _made(making: Making) -> Data:
    return making() if callable(making) else making


class OutputFolder:
    """The folder that a round's documents are written to; ``display`` is what messages call it."""

    def __init__(self, folder: Path, display: str) -> None:
        self.folder, self.display = folder, display

    def create(self) -> None:
        """Make the folder and sweep out what cut-off runs left; raises DialogError."""
        make_folder(self.folder, self.display)
        sweep(self.folder / FINGERPRINTS)

    def write(
        self,
        name: str,
        data: Making,
        *,
        edited: Edited,
        today: date,
        carried: Carried | None = None,
    ) -> Written:
        """Put a document in place; raises DialogError where the folder or file doesn't allow it.

        ``today``'s date is in the name of a hand-edited version that is overwritten.
        """
        path = self.folder / name
        self._refuse_unsafe(path)
        new = _New.of(data, carried)
        try:
            for _ in range(_TRIES):  # again where somebody saves the file while we look at it
                written = self._try(path, new, edited, today)
                if written is not None:
                    return written
        except OSError as error:
            raise DialogError([why_not(error, self._shown(path))]) from error
        message = "Dokumentet endres mens det skal skrives."
        raise self._refusal(path, message, "Prøv igjen om litt.")

    def state(
        self, name: str, data: Making, *, carried: Carried | None = None
    ) -> tuple[Found | None, str]:
        """What lies in a document's place (None for nothing), and the newest fingerprint.

        ``write`` goes by the same. Raises DialogError where it can't be read.
        """
        path = self.folder / name
        new = _New.of(data, carried)
        old = self._old(path)
        return (None if old is None else self._found(path, old, new)), new.mark

    def state_of_derived(self, name: str, is_current: Callable[[bytes], bool]) -> Found | None:
        """As ``state``, of a document that is made from another one.

        ``is_current`` tells whether its bytes are those of the newest contents.
        """
        path = self.folder / name
        old = self._old(path)
        if old is None:
            return None
        made, now = self._marks(path, old)
        current = is_current(old)
        return Found(made, now, newest=current and made == now, was_newest=current)

    def _old(self, path: Path) -> bytes | None:
        """A document's bytes, None where it isn't there; raises DialogError."""
        self._refuse_unsafe(path)
        try:
            self._refuse_special(path, path.stat())
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DialogError([unreadable(error, self._shown(path))]) from error

    def standing(
        self, name: str, is_current: Callable[[bytes], bool], *, edited: Edited
    ) -> Written | None:
        """A document made from another one, where it needn't be made anew; else None.

        ``is_current`` tells whether its bytes are those of the newest contents. Raises DialogError
        where the folder doesn't let it be read.
        """
        path = self.folder / name
        found = self.state_of_derived(name, is_current)
        if found is None or not found.was_newest:
            return None
        if found.newest:
            return Written(path, Outcome.UNCHANGED)
        keep = not found.foreign and edited is Edited.KEEP
        return Written(path, Outcome.EDITED) if keep else None

    def _try(self, path: Path, new: _New, edited: Edited, today: date) -> Written | None:
        """One attempt; None where the file changed under our hands."""
        try:
            before = path.stat()
            self._refuse_special(path, before)
            old = path.read_bytes()
        except FileNotFoundError:
            return self._first(path, new)
        found = self._found(path, old, new)
        if found.newest:
            if found.edited:
                self._remember(path, new)
            return Written(path, Outcome.UNCHANGED)
        if found.edited and edited is Edited.BESIDE and not found.was_newest:
            return self._beside(path, new, today)
        if found.edited and edited is not Edited.OVERWRITE:
            return Written(path, Outcome.EDITED, current=found.was_newest, foreign=found.foreign)
        self._refuse_open(path)
        kept = keep_copy(path, old, today) if found.edited else None
        self._remember(path, new, found.now)
        if not write_whole(path, new.data, unless_changed=before):
            return None
        self._remember(path, new)
        return Written(path, Outcome.RENEWED, kept=kept)

    def _first(self, path: Path, new: _New) -> Written | None:
        self._refuse_open(path)
        self._remember(path, new)
        if not write_new(path, new.data):
            return None
        if not new.carried and self._remembered(path)[:1] != [new.mark]:
            self._remember(path, new)  # another run has noted its own meanwhile
        return Written(path, Outcome.NEW)

    def _beside(self, path: Path, new: _New, today: date) -> Written | None:
        """The new version under a name of its own, itself a document like any other."""
        beside = path.with_name(f"{path.stem}, ny versjon{path.suffix}")
        self._refuse_unsafe(beside)
        written = self._try(beside, new, Edited.KEEP, today)
        if written is None or written.outcome is Outcome.EDITED:
            return written
        return written._replace(kept=path)

    def _found(self, path: Path, old: bytes, new: _New) -> Found:
        """What lies there, where ``new`` are the newest contents."""
        if new.carried is None:
            made, now = self._marks(path, old)
        elif new.carried.is_in(old):
            made = now = new.mark
        else:
            made, now = new.carried.read(old)
            if not made:  # from before such files carried it themselves
                made, _ = self._marks(path, old)
        return Found(made, now, newest=now == new.mark, was_newest=made == new.mark)

    def _marks(self, path: Path, old: bytes) -> tuple[str, str]:
        """The fingerprint that a file was made with ('' unknown), and the one it has now."""
        remembered, now = self._remembered(path), fingerprint(old)
        if now in remembered:
            return now, now
        return (remembered[0] if remembered else ""), now

    def _remembered(self, path: Path) -> list[str]:
        """The fingerprints of a document that doesn't carry its own, the newest first."""
        for name in (f"{path.name}{_MARK}", path.name):  # as it is called now, and as it was
            try:
                return (self.folder / FINGERPRINTS / name).read_text("ascii").split()
            except (OSError, UnicodeDecodeError):
                continue
        return []

    def _remember(self, path: Path, new: _New, *before: str) -> None:
        """Note the fingerprint of a document that doesn't carry it.

        Before it is written, with the one that it has: cut off between the two, the program
        still knows either as its own.
        """
        if new.carried:
            return
        folder = self.folder / FINGERPRINTS
        if folder.is_symlink():
            message = "Her ligger det en symbolsk lenke der programmet har sin egen mappe."
            raise DialogError([Problem(message, "Slett den.", f"{self.display}/{FINGERPRINTS}")])
        folder.mkdir(exist_ok=True)
        lines = "\n".join((new.mark, *before, ""))
        write_whole(folder / f"{path.name}{_MARK}", lines.encode())

    def _refuse_unsafe(self, path: Path) -> None:
        """Refuse names that some system can't hold, and links that lead out of the folder."""
        why = unusable_name(path.name)
        if why:
            raise self._refusal(path, why, "Gi malen eller skolen et annet og kortere navn.")
        if not path.is_symlink():
            return
        leads_to = os.path.realpath(path)
        if os.path.dirname(leads_to) != os.path.realpath(self.folder):  # noqa: PTH120
            message = "Her ligger det en symbolsk lenke som leder ut av mappen."
        elif not os.path.exists(leads_to):  # noqa: PTH110 - Path's own raises for rings
            message = "Her ligger det en symbolsk lenke som ikke leder til noe."
        else:
            return
        raise self._refusal(path, message, "Slett eller flytt den.")

    def _refuse_special(self, path: Path, found: os.stat_result) -> None:
        """A pipe or a device would be read for ever; a folder says so itself."""
        if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
            message = "Her ligger det noe annet enn en vanlig fil."
            raise self._refusal(path, message, "Flytt det.")

    def _refuse_open(self, path: Path) -> None:
        lock = open_elsewhere(path)
        if lock is not None:
            message = "Dokumentet er åpent i Word eller LibreOffice."
            remedy = f"Lukk det, og kjør igjen. Er det ikke åpent, så slett «{lock.name}»."
            raise self._refusal(path, message, remedy)

    def _refusal(self, path: Path, message: str, remedy: str) -> DialogError:
        return DialogError([Problem(message, remedy, self._shown(path))])

    def _shown(self, path: Path) -> str:
        return f"{self.display}/{path.name}"


def made_here(folder: Path) -> set[str]:
    """The names of the files in a folder that the program has noted as its own.

    Word files carry that themselves.
    """
    return {mark.name.removesuffix(_MARK) for mark in (folder / FINGERPRINTS).glob("*")}


def save(path: Path, data: bytes, display: str) -> None:
    """Write a file of the user's own choosing; raises DialogError, which calls it ``display``."""
    sweep(path.parent)
    try:
        write_whole(path, data)
    except OSError as error:
        raise DialogError([why_not(error, display)]) from error


def fingerprint(data: Data) -> str:
    """The fingerprint of bytes."""
    return hashlib.sha256(data).hexdigest()


def keep_copy(path: Path, old: bytes, today: date) -> Path:
    """Keep a hand-edited version under a name that nothing has yet; returns it.

    One with those contents, from a run that was cut off before it wrote the document, is enough.
    """
    number, stem = 1, f"{path.stem}, redigert, kopi {today}"
    kept = path.with_name(f"{stem}{path.suffix}")
    while not write_new(kept, old):
        if kept.read_bytes() == old:
            return kept
        number += 1
        kept = path.with_name(f"{stem} ({number}){path.suffix}")
    return kept
