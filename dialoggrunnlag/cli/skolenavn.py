"""What the commands say of a school that the user names as it was, or will be, called."""

from collections.abc import Sequence

from ..dokumenter.kjede import names, navn_fra_andre_år
from ..reading.datafiler import Datafiler
from .skjerm import say


def say_other_names(files: Datafiler, wanted: Sequence[str] | None) -> None:
    """Say what a school is called in the round, where it is named as in another one."""
    if wanted:
        for name, kortnavn in navn_fra_andre_år(wanted, names(files), files):
            say(f"«{name}» heter {kortnavn} i runden {files.år}.")
