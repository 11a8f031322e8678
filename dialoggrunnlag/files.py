"""Writing files whole or not at all, whatever happens: the one place that touches the disk."""

from __future__ import annotations

import contextlib
import errno
import os
import platform
import re
import time
from itertools import count
from typing import TYPE_CHECKING

from .errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TEMPORARY = re.compile(r"\.dialog-(?P<host>.+)-(?P<pid>\d+)-\d+\.tmp")
_STALE = 24 * 60 * 60  # seconds after which another machine's leftovers are swept
_numbers = count(1)
# What Windows can't hold in a name: characters, an ending, and the names of its devices
_BAD_CHARACTERS = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICES = {
    *("con", "prn", "aux", "nul"),
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
}
_GONE = {errno.EIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN, errno.ENODEV, errno.ENXIO}


def write_whole(path: Path, data: bytes, *, unless_changed: os.stat_result | None = None) -> bool:
    """Write a file so that it is there whole, old or new; raises OSError.

    With ``unless_changed`` the file is left alone, and False returned, where it isn't as it
    was when that was read: somebody saved it meanwhile.
    """
    with _temporary(path.parent, data) as temporary:
        if unless_changed is not None and not _same(path, unless_changed):
            return False
        temporary.replace(path)
    return True


def write_new(path: Path, data: bytes) -> bool:
    """Write a file that must not be there yet; False where it is. Raises OSError."""
    with _temporary(path.parent, data) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
        except (OSError, NotImplementedError, AttributeError):  # a file system without links
            if path.exists():
                return False
            temporary.replace(path)
    return True


def sweep(folder: Path) -> None:
    """Remove the temporary files of runs that were cut off."""
    for path in folder.glob(".dialog-*.tmp"):
        name = _TEMPORARY.fullmatch(path.name)
        with contextlib.suppress(OSError):
            if name and _is_left(path, name["host"], int(name["pid"])):
                path.unlink()


def why_not(error: OSError, file: str) -> Problem:
    """What kept a file from being written, and what to do."""
    number = error.errno
    if isinstance(error, IsADirectoryError):
        message, remedy = "Her ligger det en mappe med dokumentets navn.", "Flytt den."
    elif number == errno.ENAMETOOLONG or getattr(error, "winerror", None) == 206:  # noqa: PLR2004
        message, remedy = "Stien er for lang.", "Velg en mappe med kortere navn med --ut."
    elif isinstance(error, FileNotFoundError):
        message, remedy = "Mappen finnes ikke.", "Lag den, eller velg en annen."
    elif number == errno.EROFS:
        message, remedy = "Disken kan bare leses.", "Velg en annen mappe med --ut."
    elif isinstance(error, PermissionError):
        message = "Dokumentet kan ikke skrives hit."
        remedy = "Lukk det i Word, eller se etter at du har lov til å skrive i mappen."
    elif number in (errno.ENOSPC, errno.EDQUOT):
        message, remedy = "Disken er full.", "Frigjør plass, og prøv igjen."
    elif number == errno.EFBIG:
        message, remedy = "Dokumentet er større enn disken tillater.", "Frigjør plass."
    elif number in _GONE:
        message, remedy = "Mappen kan ikke nås.", "Se etter forbindelsen, og prøv igjen."
    else:
        message, remedy = f"Dokumentet kan ikke skrives ({error.strerror}).", "Prøv igjen."
    return Problem(message, remedy, file)


def unusable_name(name: str) -> str:
    """What keeps a file name from being used on every system ('' for nothing)."""
    bad = _BAD_CHARACTERS.search(name)
    if bad:
        return f"Tegnet «{bad[0]}» kan ikke stå i et filnavn i Windows."
    if name.split(".", 1)[0].strip().lower() in _DEVICES:
        return f"«{name}» er navnet på en enhet i Windows, ikke på en fil."
    if name.endswith((".", " ")) or name.rsplit(".", 1)[0].endswith((".", " ")):
        return "Et filnavn kan ikke slutte med punktum eller mellomrom i Windows."
    return ""


def open_elsewhere(path: Path) -> Path | None:
    """The lock file that says that Word or LibreOffice has the document open, if there is one."""
    name = path.name
    candidates = (f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~lock.{name}#")
    return next((lock for lock in map(path.with_name, candidates) if lock.exists()), None)


@contextlib.contextmanager
def _temporary(folder: Path, data: bytes) -> Iterator[Path]:
    """A file beside its place, written and flushed to the disk; gone afterwards in any case."""
    path = folder / f".dialog-{_host()}-{os.getpid()}-{next(_numbers)}.tmp"
    try:
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield path
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _host() -> str:
    return re.sub(r"[^\w.]", "_", platform.node())[:60] or "x"


def _same(path: Path, before: os.stat_result) -> bool:
    now = path.stat()
    return (now.st_mtime_ns, now.st_size) == (before.st_mtime_ns, before.st_size)


def _is_left(path: Path, host: str, pid: int) -> bool:
    """Tell a leftover from the file of a run that goes on."""
    if time.time() - path.stat().st_mtime > _STALE:
        return True
    if host != _host():
        return False
    if os.name == "nt":  # where a file that is being written can't be removed anyway
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
