"""Writing files whole or not at all, whatever happens: the one place that touches the disk."""

import contextlib
import errno
import os
import re
import stat
import time

from ..errors import DialogError, Problem

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
from collections.abc import Iterable, Iterator
from pathlib import Path

Data = bytes | bytearray  # what is written

_BINARY = getattr(os, "O_BINARY", 0)  # Windows would write \r\n
_STALE = 24 * 60 * 60  # seconds after which a leftover that can't be locked is swept
_MAX_NAME = 240  # bytes of a file name; most file systems hold 255
# What Windows can't hold in a name: characters, an ending, and the names of its devices
_BAD_CHARACTERS = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICE = re.compile(r"con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]", re.IGNORECASE)
# What a network drive answers that can't say when a file has reached its disk
_CANT_FLUSH = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
_unflushed: dict[str, None] = {}  # the folders on such drives that files were written to
_GONE = {errno.EIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN, errno.ENODEV, errno.ENXIO}


def write_whole(path: Path, data: Data, *, unless_changed: os.stat_result | None = None) -> bool:
    """Write a file so that it is there whole, old or new; raises OSError.

    With ``unless_changed`` the file is left alone, and False returned, where it isn't as it
    was when that was read: somebody saved it meanwhile.
    """
    with _temporary(path.parent, data) as temporary:
        if unless_changed is not None:
            before, now = unless_changed, path.stat()
            if (now.st_mtime_ns, now.st_size) != (before.st_mtime_ns, before.st_size):
                return False
        temporary.replace(path)
    return True


def write_new(path: Path, data: Data) -> bool:
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


def take_unflushed() -> list[str]:
    """The folders where nobody knows whether files have reached the disk; told of once."""
    folders = list(_unflushed)
    _unflushed.clear()
    return folders


def note_unflushed(folders: Iterable[str]) -> None:
    """Note such folders that another process has written to."""
    _unflushed.update(dict.fromkeys(folders))


def make_folder(folder: Path, display: str) -> None:
    """Make a folder, and sweep out what cut-off runs left there; raises DialogError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        in_the_way = next((f for f in (folder, *folder.parents) if os.path.lexists(f)), folder)
        if in_the_way.is_symlink():
            message = "Her ligger det en symbolsk lenke som ikke leder til noen mappe."
            remedy = "Slett den, eller velg en annen mappe."
        elif os.path.isfile(in_the_way):  # noqa: PTH113 - Path's own raises where it may not look
            message = "Her ligger det en fil, ikke en mappe."
            remedy = "Flytt den, eller velg en annen mappe."
        else:
            raise DialogError([why_not(error, f"{display}/")]) from error
        parts = display.replace("\\", "/").split("/")  # as the user wrote it
        steps = len(folder.parts) - len(in_the_way.parts)
        shown = "/".join(parts[: len(parts) - steps]) or str(in_the_way)
        raise DialogError([Problem(message, remedy, shown)]) from error
    sweep(folder)


def sweep(folder: Path) -> None:
    """Remove the temporary files of runs that were cut off."""
    with contextlib.suppress(OSError):
        for path in folder.glob(".dialog-*.tmp"):
            with contextlib.suppress(OSError):
                if _is_left(path):
                    path.unlink()


def why_not(error: OSError, file: str) -> Problem:
    """What kept a file from being written, and what to do."""
    number = error.errno
    if getattr(error, "winerror", None) == _WINDOWS_TOO_LONG:
        number = errno.ENAMETOOLONG
    if isinstance(error, PermissionError):
        folder = os.path.dirname(os.fspath(error.filename or ""))  # noqa: PTH120 - bytes or text
        message = "Du har ikke tilgang."
        remedy = "Lukk filen i andre programmer, eller få tilgang til den."
        if file.endswith(".docx"):
            remedy = "Lukk dokumentet i Word, eller få tilgang til det."
        if folder and not os.access(folder, os.W_OK | os.X_OK):
            message, remedy = (
                "Mappen kan bare leses.",
                "Få skrivetilgang til den, eller velg en annen.",
            )
    elif number in _GONE:
        message, remedy = "Mappen kan ikke nås.", "Kontroller forbindelsen, og prøv igjen."
    else:
        code = errno.errorcode.get(number or 0, "ukjent feil")  # its words are in English
        unknown = (f"Filen kan ikke skrives ({code}).", "Prøv igjen, eller velg en annen mappe.")
        message, remedy = _REASONS.get(number or 0, unknown)
    return Problem(message, remedy, file)


def read_file(path: Path, name: str) -> bytes:
    """A file that somebody names; raises DialogError, which calls it ``name``.

    A pipe or a device is refused: it would be read for ever.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise DialogError([Problem("Dette er en mappe, ikke en fil.", "", name)])
        if not stat.S_ISREG(mode):
            raise DialogError([unreadable(OSError(errno.EINVAL, ""), name)])
        return path.read_bytes()
    except FileNotFoundError:
        raise DialogError([Problem("Filen finnes ikke.", "Kontroller stien.", name)]) from None
    except OSError as error:
        raise DialogError([unreadable(error, name)]) from None


def unreadable(error: OSError, file: str) -> Problem:
    """What keeps a file or folder from being read, and what to do."""
    why, remedy = _UNREADABLE.get(error.errno or 0, ("", "Se etter filen og disken."))
    return Problem(f"Filen kan ikke leses{why}.", remedy, file)


_NO_ACCESS = (": du har ikke tilgang", "Kontroller tilgangen til filen og mappen.")
_UNREADABLE = {
    **dict.fromkeys((errno.EACCES, errno.EPERM), _NO_ACCESS),
    **dict.fromkeys((errno.ENOENT, errno.ENOTDIR), (": den finnes ikke", "Kontroller stien.")),
    errno.EISDIR: (": dette er en mappe", "Oppgi en fil."),
    errno.ENAMETOOLONG: (": navnet er for langt", "Gi filen eller mappen et kortere navn."),
    errno.ELOOP: (": lenken leder i ring", "Erstatt lenken med filen."),
    errno.EBUSY: (": et annet program bruker den", "Lukk den der, og prøv igjen."),
    errno.EIO: (": disken svarer ikke", "Prøv igjen, eller hent filen tilbake med git."),
    errno.EINVAL: (": dette er ikke en vanlig fil", "Oppgi en vanlig fil."),
}
_WINDOWS_TOO_LONG = 206
_IN_THE_WAY = ("Her ligger det en fil der det skal være en mappe.", "Flytt den.")
_FULL = ("Disken er full.", "Frigjør plass, og prøv igjen.")
_REASONS = {
    errno.EISDIR: ("Her ligger det en mappe med dokumentets navn.", "Flytt den."),
    errno.ENAMETOOLONG: ("Stien er for lang.", "Velg en mappe med kortere navn med --ut."),
    errno.ENOENT: ("Mappen finnes ikke.", "Lag den, eller velg en annen."),
    errno.EROFS: ("Disken kan bare leses.", "Gjør den skrivbar, eller velg en annen mappe."),
    **dict.fromkeys((errno.EEXIST, errno.ENOTDIR), _IN_THE_WAY),
    errno.ELOOP: ("Den symbolske lenken leder i ring.", "Slett den."),
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), _FULL),
    errno.EFBIG: ("Dokumentet er større enn disken tillater.", "Frigjør plass."),
}


def is_device(stem: str) -> bool:
    """Whether a name without its ending is that of a device in Windows."""
    return bool(_DEVICE.fullmatch(stem))


def unusable_name(name: str) -> str:
    """What keeps a file name from being used on every system ('' for nothing)."""
    bad = _BAD_CHARACTERS.search(name)
    if bad:
        return f"Tegnet «{bad[0]}» kan ikke stå i et filnavn i Windows."
    if is_device(name.split(".", 1)[0].strip()):
        return f"«{name}» er navnet på en enhet i Windows, ikke på en fil."
    if name.endswith((".", " ")) or name.rsplit(".", 1)[0].endswith((".", " ")):
        return "Et filnavn kan ikke slutte med punktum eller mellomrom i Windows."
    if len(name.encode()) > _MAX_NAME:
        return "Filnavnet er for langt."
    return ""


def open_elsewhere(path: Path) -> Path | None:
    """The lock file that says that Word or LibreOffice has the document open, if there is one."""
    name = path.name
    candidates = (f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~lock.{name}#")
    return next((lock for lock in map(path.with_name, candidates) if os.path.lexists(lock)), None)


@contextlib.contextmanager
def _temporary(folder: Path, data: Data) -> Iterator[Path]:
    """A file beside its place, written and flushed to the disk; gone afterwards in any case.

    It is locked as long as it is in use, so that ``sweep`` can tell it from a leftover, on
    whatever machine and in whatever container the other run is.
    """
    path, number = _opened(folder)
    try:
        with open(number, "wb") as file:  # noqa: PTH123 - of an open file there is no path
            file.write(data)
            file.flush()
            _flush_to_disk(file.fileno(), folder)
            if os.name == "nt":  # where an open file can't be renamed
                file.close()
            yield path
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _flush_to_disk(number: int, folder: Path) -> None:
    """Have the disk take what is written; a drive that can't be asked has it all the same."""
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in _CANT_FLUSH:
            raise
        _unflushed[str(folder)] = None


def _opened(folder: Path) -> tuple[Path, int]:
    """A new file of a name that nobody else has, open for writing and locked."""
    while True:
        path = folder / f".dialog-{os.urandom(8).hex()}.tmp"
        number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
        if fcntl is not None:
            with contextlib.suppress(OSError):  # a file system without locks
                fcntl.flock(number, fcntl.LOCK_EX)
        if os.fstat(number).st_nlink:
            return path, number
        os.close(number)  # swept before it was locked


def _is_left(path: Path) -> bool:
    """Tell a leftover from the file of a run that goes on."""
    if fcntl is None:  # in Windows a file that is in use can't be removed anyway
        return True
    number = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks: then only age tells
        return time.time() - path.stat().st_mtime > _STALE
    finally:
        os.close(number)
    return True
