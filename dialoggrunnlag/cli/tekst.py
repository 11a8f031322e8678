"""``dialog tekst``: a Word file as plain text."""

import sys

from ..dokumenter import dokumentmaler
from .kommandolinje import Tekst


def run(valg: Tekst) -> bool:
    """Write its text with the tags to standard output."""
    sys.stdout.write(dokumentmaler.plain_text(valg.fil, str(valg.fil)))
    return True
