"""``dialog tekst``: a Word file as plain text."""

from ..dokumenter import malsjekk
from .kommandolinje import Tekst
from .skjerm import put


def run(valg: Tekst) -> bool:
    """Write its text with the tags to standard output."""
    put(malsjekk.plain_text(valg.fil, str(valg.fil)), end="")
    return True
