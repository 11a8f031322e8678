"""Finds the forms that a user names, alone or in folders, and what else lies there."""

import os
import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ..disk.folder import made_here
from ..disk.writing import read_file, unreadable
from ..errors import DialogError, Problem, UsageError
from ..model.norsk import foldet, stor_forbokstav
from ..utfylt import Skjemafil

_DOCX = ".docx"
_SOM_DOCX = "lagre den som .docx og les den"
_HVORFOR = {
    ".doc": f"gammelt Word-format; {_SOM_DOCX}",
    ".docm": f"Word-fil med makroer; {_SOM_DOCX}",
    ".dotx": f"Word-mal; {_SOM_DOCX}",
    ".dotm": f"Word-mal; {_SOM_DOCX}",
    ".odt": f"LibreOffice-format; {_SOM_DOCX}",
    ".rtf": f"rik tekst; {_SOM_DOCX}",
    ".pages": f"Pages-format; {_SOM_DOCX}",
    ".pdf": "PDF kan ikke leses; be om Word-filen",
    ".zip": "pakk den ut og les skjemaene",
    ".eml": "e-post; lagre vedlegget og les det",
    ".msg": "e-post; lagre vedlegget og les det",
}
_BILDER = (".jpg", ".jpeg", ".png", ".heic", ".tif", ".tiff", ".gif", ".bmp")
_HVORFOR |= dict.fromkeys(_BILDER, "bilde; be om Word-filen")
_IN_WORD_FILES = b"[Content_Types].xml"  # the name of a member, which a zip has as it is
_LÅSEFIL = re.compile(r"~\$|\.~lock\.")  # Word's, LibreOffice's
_SYSTEMETS = {"thumbs.db", "desktop.ini"}  # which nobody has put there


class Forbigått(NamedTuple):
    """A file that isn't read, and why."""

    fil: str
    hvorfor: str


class Søk(NamedTuple):
    """The forms that were found, and what was passed over.

    ``egne`` are documents of other kinds that the program has made, ``tomme`` the folders
    without a form.
    """

    skjemaer: list[Skjemafil]
    forbigått: list[Forbigått]
    egne: list[str]
    tomme: list[Path]

    def krev_skjemaer(self) -> None:
        """Raise UsageError for a folder without a form."""
        for mappe in self.tomme:
            raise UsageError(f"Mappen «{mappe}» har ingen Word-filer.", "Oppgi skjemaene.")


def finn_skjemaer(paths: Iterable[Path]) -> Søk:
    """The forms that a user names, those in a folder by name; raises DialogError."""
    søk = Søk([], [], [], [])
    sett: set[str] = set()
    for path in paths:
        found: list[Skjemafil] = []
        if path.is_dir():
            found = list(_i_mappen(path, søk))
            if not found:
                søk.tomme.append(path)
        elif _LÅSEFIL.match(path.name):  # what the shell makes of *.docx while Word has one open
            søk.forbigått.append(Forbigått(str(path), _hvorfor_ikke(path)))
        else:
            found.append(Skjemafil(str(path), partial(_les_navngitt, path)))
        for skjema in found:
            place = os.path.realpath(skjema.navn)  # the same file, however it is named
            if place not in sett:
                sett.add(place)
                søk.skjemaer.append(skjema)
    return søk


def _i_mappen(mappe: Path, søk: Søk) -> Iterator[Skjemafil]:
    """The forms in a folder; what else lies there is noted."""
    try:
        files = sorted(mappe.iterdir(), key=lambda file: (foldet(file.name), file.name))
    except OSError as error:
        raise DialogError([unreadable(error, str(mappe))]) from error
    laget = made_here(mappe)
    laget |= {file.with_suffix(".pdf").name for file in files if file.suffix == _DOCX}
    for file in files:
        skjema = _skjemafil(file)
        hvorfor = _hvorfor_ikke(file)
        if hvorfor and file.name in laget:
            søk.egne.append(skjema.navn)
        elif hvorfor:
            søk.forbigått.append(Forbigått(skjema.navn, hvorfor))
        elif _er_synlig(file) and skjema.er_annet_dokument:
            søk.egne.append(skjema.navn)
        elif _er_synlig(file):
            yield skjema


def _hvorfor_ikke(file: Path) -> str:
    """Why a file is no form; an empty string for one that may be, and for one to keep quiet of."""
    if _LÅSEFIL.match(file.name):
        return "låsefil: noen har dokumentet åpent"
    if not _er_synlig(file):
        return ""
    if file.is_dir():
        return "mappe; oppgi den for å lese skjemaene i den"
    suffix = file.suffix.lower()
    return "" if suffix == _DOCX else _HVORFOR.get(suffix, "ikke en Word-fil")


def _er_synlig(file: Path) -> bool:
    """Whether somebody has put a file there, and the system hasn't."""
    return not file.name.startswith(".") and file.name.lower() not in _SYSTEMETS


def _les_navngitt(path: Path) -> bytes:
    """A file that is named by itself: its content decides, its name says what else it may be."""
    data = read_file(path, str(path))
    hvorfor = _HVORFOR.get(path.suffix.lower())
    if hvorfor and _IN_WORD_FILES not in data:
        raise DialogError([Problem(f"{stor_forbokstav(hvorfor)}.", "", str(path))])
    return data


def _skjemafil(path: Path) -> Skjemafil:
    return Skjemafil(str(path), partial(read_file, path, str(path)))
