"""A statistics file as plain text, so that git can show what changed in it."""

from .rutenett import Rutenett
from .statistikkfil import arbeidsbok
from .tallord import som_tekst
from .tegnsett import dekod


def ren_tekst(data: bytes, fil: str) -> str:
    """What stands in a file, whatever its encoding; raises DialogError where it can't be read."""
    if data.startswith(b"PK"):
        bok = arbeidsbok(fil).les_arbeidsbok(data, fil)
        return "\n".join(map(_ark, bok.nett))
    tekst = dekod(data, fil).tekst
    return tekst.replace("\r\n", "\n")


def _ark(nett: Rutenett) -> str:
    """A sheet, with its name above it and tabs between its cells."""
    linjer = [f"[{nett.ark}]"]
    linjer += ["\t".join(map(som_tekst, rad.celler)).rstrip() for rad in nett.rader]
    return "".join(f"{linje}\n" for linje in linjer)
