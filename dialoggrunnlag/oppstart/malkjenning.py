"""Which templates are the program's own, as some version of it had them.

``kjente_maler.txt`` has a line for each version of each template that has ever been in maler/, its
fingerprint first. A template with one of those has been edited by nobody.
"""

import hashlib
from functools import cache
from pathlib import Path

_LIST = Path(__file__).with_name("kjente_maler.txt")
_TEXTS = (".j2", ".yaml")


def avtrykk(navn: str, data: bytes) -> str:
    """The fingerprint of a template; of a text whatever its lines end in, as git may change that.

    ``navn`` is its path from maler/.
    """
    if navn.endswith(_TEXTS):
        data = data.replace(b"\r\n", b"\n")
    return hashlib.sha256(data).hexdigest()


def er_urørt(navn: str, data: bytes) -> bool:
    """Whether a template is as some version of the program had it."""
    return avtrykk(navn, data) in _kjente().get(navn, ())


@cache
def _kjente() -> dict[str, set[str]]:
    """The fingerprints of all versions of the program's templates, by path."""
    kjente: dict[str, set[str]] = {}
    for line in _LIST.read_text("utf-8").splitlines():
        mark, _, navn = line.partition("  ")
        kjente.setdefault(navn, set()).add(mark)
    return kjente
