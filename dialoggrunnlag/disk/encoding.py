"""The encodings that people save text files in, and places in a text as editors count them."""

import codecs
import re
from functools import lru_cache

from ..errors import DialogError, Problem

# What no data file may hold: control characters, halves of characters, and none at all
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
# Characters that nobody sees and that turn the direction of what is read, for a set of them
DIRECTION = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")

_SAVE = (
    "Velg «Lagre som» og koding «UTF-8» i Notisblokk, "
    "eller «Save with Encoding» → «UTF-8» i VS Code."
)
_WINDOWS = "dialoggrunnlag.windows-1252"


def decode(data: bytes, name: str) -> str:
    """The text of a file that is called ``name``; raises DialogError for what isn't UTF-8."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise DialogError([_wide_problem("UTF-32", name)])
    utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    first = tuple(map(bool, data[:4]))  # where the zeros are tells the encoding
    if not utf_16 and first in ((True, False, False, False), (False, False, False, True)):
        raise DialogError([_wide_problem("UTF-32", name)])
    if not utf_16 and first[:2] in ((True, False), (False, True)):
        raise DialogError([_wide_problem("UTF-16 uten BOM", name)])
    encoding = "utf-16" if utf_16 else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message, remedy = "Filen er ikke lagret som UTF-8, så æ, ø og å kan ikke leses.", _SAVE
        if utf_16:
            message = "Filen er lagret som UTF-16, men er skadet her."
            remedy = f"Hent den tilbake med git, eller rett den. {_SAVE}"
        before = data[: error.start].decode(encoding, "ignore")
        whole = data.decode(encoding, "replace" if utf_16 else _WINDOWS)
        line, column = place_in(before, len(before))
        source = line_of(whole, line)
        raise DialogError([Problem(message, remedy, name, line, column, source=source)]) from None


def _wide_problem(encoding: str, name: str) -> Problem:
    message = f"Filen er ikke lagret som UTF-8; den ser ut til å være {encoding}."
    return Problem(message, _SAVE, name, 1, 1)


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """What was meant by bytes that aren't UTF-8."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_WINDOWS, _as_windows_1252)


def line_of(text: str, number: int) -> str:
    """A line of a text, counted from 1; empty where there is none."""
    lines = lines_of(text)
    # what is shown of it must not steer the terminal
    return CONTROL.sub("\ufffd", lines[number - 1]) if 0 < number <= len(lines) else ""


@lru_cache(maxsize=4)  # a thousand problems in a file are not a thousand times its lines
def lines_of(text: str) -> list[str]:
    """A text's lines without their ends, as an editor counts them."""
    return LINE_BREAK.split(text)


def place_in(text: str, position: int) -> tuple[int, int]:
    """Line and column, from 1, of a position in a text."""
    before = lines_of(text[:position])
    return len(before), len(before[-1]) + 1
