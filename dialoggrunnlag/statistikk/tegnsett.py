"""The encodings that statistics come in, and are saved in: UTF-16, UTF-8, Windows-1252."""

import codecs
import re
from typing import NamedTuple

from ..disk.encoding import CONTROL, line_of, place_in
from ..errors import DialogError, Problem, code_point

_LAST_NED = "Last ned filen på nytt, og legg den i prosjektet uten å åpne den først."
# What becomes of æ, ø and å where UTF-8 is taken for Windows-1252 and saved so
_ØDELAGT = re.compile("\ufffd|\u00c3[\u00a5\u00a6\u00b8\u2026\u02dc\u2020]")


class Tekst(NamedTuple):
    """What stands in a text file, and the encoding it is in."""

    tekst: str
    koding: str


def dekod(data: bytes, navn: str) -> Tekst:
    """The text of a file in the encoding that it is in; raises DialogError for what is none."""
    lest = _dekodet(data, navn)
    control = CONTROL.search(lest.tekst)
    if control:
        message = f"Filen inneholder kontrolltegnet {code_point(control[0])}."
        place = place_in(lest.tekst, control.start())
        raise DialogError([Problem(message, _LAST_NED, navn, *place)])
    ødelagt = _ØDELAGT.search(lest.tekst)
    if ødelagt:
        line, column = place_in(lest.tekst, ødelagt.start())
        message = "Æ, ø og å er ødelagt i filen."
        source = line_of(lest.tekst, line)
        raise DialogError([Problem(message, _LAST_NED, navn, line, column, source=source)])
    return lest


def _dekodet(data: bytes, navn: str) -> Tekst:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        message = "Filen er lagret som UTF-32, som ingen statistikk kommer i."
        raise DialogError([Problem(message, _LAST_NED, navn)])
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Tekst(_som("utf-16", data, navn, "UTF-16"), "UTF-16")
    for utf_16, zero in (("utf-16-le", 1), ("utf-16-be", 0)):
        if data[zero : zero + 1] == b"\0" and data[1 - zero : 2 - zero] != b"\0":
            return Tekst(_som(utf_16, data, navn, "UTF-16"), "UTF-16 uten BOM")
    try:
        return Tekst(data.decode("utf-8-sig"), "UTF-8")
    except UnicodeDecodeError:
        return Tekst(_som("cp1252", data, navn, "Windows-1252"), "Windows-1252")


def _som(koding: str, data: bytes, navn: str, vist: str) -> str:
    try:
        return data.decode(koding)
    except UnicodeDecodeError as error:
        message = f"Filen ser ut til å være lagret som {vist}, men er skadet eller noe annet."
        before = data[: error.start].decode(koding, "ignore")
        line, column = place_in(before, len(before))
        raise DialogError([Problem(message, _LAST_NED, navn, line, column)]) from None
