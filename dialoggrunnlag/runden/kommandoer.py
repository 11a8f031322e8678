"""The commands that messages and the status page propose, to be pasted into a shell."""

import re
import shlex
from collections.abc import Sequence

from ..dokumenter.tilstand import Dokument


def generer(skole_id: str, dokumenter: Sequence[Dokument], valg: Sequence[str]) -> str:
    """The command that makes a school's documents anew.

    ``valg`` are the options that it needs to make them in the same folder.
    """
    words = ["dialog", "generer", "--skole", skole_id]
    for navn in dict.fromkeys(dokument.navn for dokument in dokumenter):
        words += ["--dokument", navn]
    if any(dokument.suffix == "pdf" for dokument in dokumenter):
        words.append("--pdf")
    return _til_skallet([*words, *valg])


def innkalling(skole_id: str, valg: Sequence[str]) -> str:
    """The command that makes a school's invitation."""
    return _til_skallet(["dialog", "innkalling", "--skole", skole_id, *valg])


def _til_skallet(words: Sequence[str]) -> str:
    quoted = []
    for word in words:
        # shlex alone would quote every «å», though none must be
        needs_none = re.fullmatch(r"[\w@%+=:,./-]+", word)
        quoted.append(word if needs_none else shlex.quote(word))
    return " ".join(quoted)
