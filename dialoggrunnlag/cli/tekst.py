"""``dialog tekst``: a Word file as plain text."""

from ..dokumenter import dokumentmaler
from .kommandolinje import Tekst
from .skjerm import put


def run(valg: Tekst) -> bool:
    """Write its text with the tags to standard output."""
    put(dokumentmaler.plain_text(valg.fil, str(valg.fil)), end="")
    return True
