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


def innkallinger(skoler: Sequence[str], valg: Sequence[str]) -> str:
    """The command that makes the invitations of some schools."""
    return _til_skallet(["dialog", "innkalling", *_skolene(skoler), *valg])


def kalendere(valg: Sequence[str]) -> str:
    """The command that makes the calendars of all schools and of the round."""
    return _til_skallet(["dialog", "plan", "--kalender", *valg])


def dokumentene(
    skoler: Sequence[str], navn: Sequence[str], valg: Sequence[str], *, pdf: bool
) -> str:
    """The command that makes the documents of those kinds anew: for some schools, or for all."""
    words = ["dialog", "generer", *(_skolene(skoler) or ["--alle"])]
    for ett in navn:
        words += ["--dokument", ett]
    if pdf:
        words.append("--pdf")
    return _til_skallet([*words, *valg])


def _skolene(skoler: Sequence[str]) -> list[str]:
    words = []
    for skole_id in skoler:
        words += ["--skole", skole_id]
    return words


def _til_skallet(words: Sequence[str]) -> str:
    quoted = []
    for word in words:
        # shlex alone would quote every «å», though none must be
        needs_none = re.fullmatch(r"[\w@%+=:,./-]+", word)
        quoted.append(word if needs_none else shlex.quote(word))
    return " ".join(quoted)
