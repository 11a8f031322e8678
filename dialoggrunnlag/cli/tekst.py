"""``dialog tekst``: a Word file, or one with key figures, as plain text."""

from ..dokumenter import malsjekk
from .kommandolinje import Tekst
from .skjerm import put

_TALLFILER = (".csv", ".tsv", ".json", ".xlsx")


def run(valg: Tekst) -> bool:
    """Write its text, with the tags where it has any, to standard output."""
    navn = str(valg.fil)
    if valg.fil.suffix.lower() in _TALLFILER:
        # what a Word file, of which git shows many more, has no use for
        from ..reading.tallfiler import les_bytes  # noqa: PLC0415
        from ..statistikk.tekstform import ren_tekst  # noqa: PLC0415

        put(ren_tekst(les_bytes(valg.fil, navn), navn), end="")
    else:
        put(malsjekk.plain_text(valg.fil, navn), end="")
    return True
