"""The fingerprint of a Word document's contents, carried by a custom property."""

from __future__ import annotations

from ..disk.folder import fingerprint
from ..word import TemplateError
from ..word.fingerprint import read_stamp

EGENSKAP = "dialog-fingeravtrykk"


def les_fingeravtrykk(data: bytes) -> tuple[str, str]:
    """The fingerprints that a file was made with ('' unknown) and has now, whatever it is."""
    try:
        return read_stamp(data, EGENSKAP)
    except TemplateError:
        return "", fingerprint(data)
