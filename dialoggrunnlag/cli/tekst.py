"""``dialog tekst``: a Word file as plain text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ..dokumenter import dokumentmaler

if TYPE_CHECKING:
    from .kommandolinje import Tekst


def run(valg: Tekst) -> bool:
    """Write its text with the tags to standard output."""
    sys.stdout.write(dokumentmaler.plain_text(valg.fil, str(valg.fil)))
    return True
