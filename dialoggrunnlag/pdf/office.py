"""LibreOffice from outside: where it is, and one process of it for many documents."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

VARIABLE = "DIALOG_LIBREOFFICE"
LIMIT = 120.0  # seconds without a new PDF after which the office process is ended
_POLL = 0.02  # seconds between two looks at what it has made
# PDF/A-2b with tags; form fields as they look, since a PDF is no form to fill in, and without
# people's comments. Relative links stay relative, so that a document and what it links to can be
# moved together.
_FILTER = (
    "pdf:writer_pdf_Export:{"
    '"SelectPdfVersion":{"type":"long","value":"2"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"PDFUACompliance":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"},'
    '"ExportFormFields":{"type":"boolean","value":"false"},'
    '"ExportNotes":{"type":"boolean","value":"false"},'
    '"ExportLinksRelativeFsys":{"type":"boolean","value":"true"}}'
)
# Deeper than any document is below what it links to: a «..» above the root would be lost.
_DEPTH = 12
_FRUITLESS = 2  # processes one after another that made nothing, before it is given up
_TEMPORARY = ("TMPDIR", "TMP", "TEMP")
_SAID = 300  # characters of what it says that are passed on
_PROGRESS = re.compile(r"convert .* using filter\b|Overwriting: ")  # what it says of every file
_SNAP, _FLATPAK = "snap", "flatpak"
# Below the home folder, where such a program may always read and write: /tmp it has for itself
_ITS_OWN = {
    _SNAP: ("snap", "libreoffice", "common"),
    _FLATPAK: (".var", "app", "org.libreoffice.LibreOffice", "cache"),
}


class Failure(NamedTuple):
    """A document that LibreOffice made no PDF of; ``hung`` where it had to be ended.

    ``said`` is what it said itself, '' for nothing.
    """

    hung: bool
    said: str = ""


class BrokenOfficeError(Exception):
    """LibreOffice is there, but can't be started, or makes nothing of anything.

    Its text is what LibreOffice said itself, '' for nothing.
    """


def find() -> Path | None:
    """LibreOffice's program, in the environment's words, on the path or in the usual places.

    Only one that may be run; its path is absolute, since it is started in another folder.
    """
    chosen = os.environ.get(VARIABLE)
    for name in (chosen,) if chosen else ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return Path(found).absolute()
    if chosen:
        return None
    places = usual_places(sys.platform, os.environ, Path.home())
    return next((place for place in places if place.is_file()), None)


def usual_places(platform: str, environ: Mapping[str, str], home: Path) -> Iterator[Path]:
    """Where installers put it on Windows, macOS and Linux."""
    if platform == "win32":
        for variable in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)", "LOCALAPPDATA"):
            if variable in environ:
                for root in (Path(environ[variable]), Path(environ[variable], "Programs")):
                    # soffice.com waits until it is done; soffice.exe does not
                    yield root / "LibreOffice" / "program" / "soffice.com"
    elif platform == "darwin":
        for applications in (Path("/Applications"), home / "Applications"):
            yield applications / "LibreOffice.app" / "Contents" / "MacOS" / "soffice"
    else:
        for folder in ("/usr/lib/libreoffice", "/usr/lib64/libreoffice", "/opt/libreoffice"):
            yield Path(folder, "program", "soffice")
        yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
        yield Path("/snap/bin/libreoffice")
        for share in (Path("/var/lib"), home / ".local" / "share"):
            yield share / "flatpak" / "exports" / "bin" / "org.libreoffice.LibreOffice"


def confinement(program: Path) -> str:
    """Whether a program is a snap or a flatpak, which see few folders; '' for any other."""
    for place in (program, Path(os.path.realpath(program))):
        if "snap" in place.parts or place.name == "snap":
            return _SNAP
        if "flatpak" in place.parts or place.name == "flatpak":
            return _FLATPAK
    return ""


def _temporary_folder(program: Path) -> str | None:
    """Where the program sees our files; None for the system's own temporary folder."""
    own = _ITS_OWN.get(confinement(program))
    if own is None:
        return None
    folder = Path.home().joinpath(*own)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # then it is tried all the same; that it makes nothing is told
        return None
    return str(folder)


def convert(documents: Sequence[bytes], office: Path) -> Iterator[tuple[int, bytes | Failure]]:
    """The PDF of each Word file as LibreOffice writes it, with the file's number, as they come.

    The process has a profile and a folder of its own: an open LibreOffice isn't disturbed, nor
    are the documents' own folders. What it chokes on fails alone; another process takes the rest.
    Raises BrokenOfficeError where nothing comes of anything.
    """
    with tempfile.TemporaryDirectory(
        prefix="dialog-pdf-", dir=_temporary_folder(office), ignore_cleanup_errors=True
    ) as name:
        folder = Path(name, *map(str, range(_DEPTH)))
        folder.mkdir(parents=True)
        for number, data in enumerate(documents):
            (folder / f"{number}.docx").write_bytes(data)
        waiting = list(range(len(documents)))
        fruitless = 0  # processes one after another that made nothing
        while waiting:
            # After two of those it is asked of the last document alone whether anything works.
            numbers = waiting if fruitless < _FRUITLESS else waiting[-1:]
            run = _Run(office, Path(name), folder, numbers)
            made = 0
            for number in run.finished():
                waiting.remove(number)
                made += 1
                yield number, (folder / f"{number}.pdf").read_bytes()
            left = [number for number in numbers if number in waiting]
            if not made and fruitless == _FRUITLESS:
                raise BrokenOfficeError(run.said())
            fruitless = 0 if made else fruitless + 1
            for number in left if run.ended_well else left[:1]:
                waiting.remove(number)
                yield number, Failure(run.hung, run.said())


class _Run:
    """One process, for the documents ``numbers`` in ``folder``."""

    def __init__(self, office: Path, own: Path, folder: Path, numbers: Sequence[int]) -> None:
        self._numbers, self._folder = list(numbers), folder
        self._log = own / "melding.txt"
        for number in numbers:
            self._pdf(number).unlink(missing_ok=True)  # half of one, from a process that ended
        self.hung = self.ended_well = False
        # The same on any machine; what it leaves behind is swept with the rest
        settings = {"LC_ALL": "C.UTF-8", "TZ": "UTC", **dict.fromkeys(_TEMPORARY, str(own))}
        command = [
            *(str(office), f"-env:UserInstallation={(own / 'profil').as_uri()}"),
            *("--headless", "--norestore", "--nolockcheck", "--nologo", "--nodefault"),
            *("--convert-to", _FILTER, "--outdir", "."),
            *(f"{number}.docx" for number in numbers),
        ]
        try:
            with self._log.open("wb") as log:  # a pipe would have to be emptied meanwhile
                self._process = subprocess.Popen(  # noqa: S603 - our own arguments
                    command,
                    cwd=folder,
                    env={**os.environ, **settings},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=os.name != "nt",  # a group of its own, to be ended whole
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
        except OSError as error:  # no program after all, or one for another machine
            raise BrokenOfficeError from error

    def said(self) -> str:
        """What the program has said on one line, its end where that is long; '' for nothing."""
        try:
            text = self._log.read_text("utf-8", errors="replace")
        except OSError:
            return ""
        lines = [line.strip() for line in text.splitlines() if not _PROGRESS.match(line)]
        said = " ".join(dict.fromkeys(filter(None, lines)))
        return said if len(said) <= _SAID else f"… {said[-_SAID:]}"

    def finished(self) -> Iterator[int]:
        """The numbers of the documents whose PDFs are there whole, until the process has ended."""
        waiting, since = list(self._numbers), time.monotonic()
        try:
            while True:
                over = self._process.poll() is not None  # asked first: then all it made is there
                made = [number for number in waiting if self._pdf(number).exists()]
                for number in made if over else made[:-1]:  # it may still write the last one
                    waiting.remove(number)
                    since = time.monotonic()
                    yield number
                if over:
                    self.ended_well = self._process.returncode == 0
                    return
                if time.monotonic() - since > LIMIT:
                    self.hung = True
                    return
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(_POLL)
        finally:
            self._end()

    def _pdf(self, number: int) -> Path:
        return self._folder / f"{number}.pdf"

    def _end(self) -> None:
        """End the process and all that it started; soffice is a script that starts the office."""
        if os.name == "nt":
            if self._process.poll() is None:
                command = ["taskkill", "/T", "/F", "/PID", str(self._process.pid)]
                subprocess.run(command, check=False, capture_output=True)  # noqa: S603
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
