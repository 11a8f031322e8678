"""What the program itself fills a form with, as marks that the form carries out of sight.

A field or a row that still has its mark says nothing, whatever the data have become since.
"""

from collections.abc import Mapping
from hashlib import sha256

from .norsk import foldet

_LENGDE = 6  # hexadecimal digits: a few marks in one form must differ


def merke(felt: str, verdier: Mapping[str, str]) -> str:
    """The mark of a field's value, or of a row's by their names.

    Spaces don't count: LibreOffice 7.4 joins the lines of a field.
    """
    ordene = [felt]
    for navn, verdi in sorted(verdier.items()):
        if verdi:
            ordene += [navn, foldet(verdi).replace(" ", "")]
    return sha256("\0".join(ordene).encode()).hexdigest()[:_LENGDE]
