"""Dates put into the round's YAML; the rest of the file stays as it is, to the character."""

import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ..disk.encoding import decode
from ..disk.writing import read_file, sweep, why_not, write_whole
from ..errors import DialogError, InvalidError, Problem
from ..model.norsk import Dato
from ..reading.datafiler import Datafiler
from ..reading.yaml_editor import Saved, set_values
from ..reading.yaml_reader import Path_, Value

_ENDRET = "Filen ble endret imens, så ingenting er skrevet."


class NyDato(NamedTuple):
    """What is to be written into a dialogue; None leaves what stands there."""

    dato: Dato | None = None
    fra_skoleeier: tuple[str, ...] | None = None
    endring: int | None = None


def skriv_datoer(files: Datafiler, nye: Mapping[str, NyDato]) -> None:
    """Write dates into the round, by school; raises DialogError, and then nothing is written.

    That it does where the file isn't as it was when ``files`` were read.
    """
    name = files.runde.name
    path = Path(os.path.realpath(files.project.round_file(files.år)))  # a link stays one
    try:
        before = path.stat()
    except OSError as error:
        raise DialogError([why_not(error, name)]) from error
    saved = Saved.of(_lest(files, path, name))
    try:
        text = med_datoer(saved.text, nye)
    except InvalidError as error:
        raise DialogError([Problem(error.message, error.remedy, name)]) from None
    sweep(path.parent)
    try:
        is_written = write_whole(path, saved.with_text(text), unless_changed=before)
    except OSError as error:
        raise DialogError([why_not(error, name)]) from error
    if not is_written:
        raise DialogError([Problem(_ENDRET, "Kjør igjen når den er lagret.", name)])


def _lest(files: Datafiler, path: Path, name: str) -> bytes:
    """The bytes of the round's file, as ``files`` have it."""
    data = read_file(path, name)
    if unicodedata.normalize("NFC", decode(data, name)) != files.runde.text:
        raise DialogError([Problem(_ENDRET, "Kjør igjen når den er lagret.", name)])
    return data


def med_datoer(text: str, nye: Mapping[str, NyDato]) -> str:
    """The text of a round with dates; raises InvalidError where something else would change."""
    verdier: dict[str, dict[Path_, Value]] = {"dato": {}, "fra_skoleeier": {}, "endring": {}}
    for skole_id, ny in nye.items():
        path = ("dialoger", skole_id)
        if ny.dato:
            verdier["dato"][*path, "dato"] = ny.dato.kort
        if ny.fra_skoleeier is not None:
            verdier["fra_skoleeier"][*path, "fra_skoleeier"] = list(ny.fra_skoleeier) or None
        if ny.endring is not None:
            verdier["endring"][*path, "endring"] = str(ny.endring)
    for samtidig in verdier.values():
        if samtidig:
            text = set_values(text, samtidig)
    return text
