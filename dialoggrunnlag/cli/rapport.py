"""What happened to each document, said as it happens and summed up at the end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ..disk.folder import Outcome
from ..errors import UsageError
from .skjerm import print_result, show_problems, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..disk.folder import Written
    from ..dokumenter.kjede import Result

_BY_HAND = "Bruk --overskriv for å erstatte den (en kopi beholdes), eller --ved-siden-av."
BARE_OVERSKRIV = "Bruk --overskriv for å erstatte den (en kopi beholdes)."  # no --ved-siden-av
_INDENT = 17  # the words for what happened stand before this column


def report(result: Result, *, by_hand: str = _BY_HAND) -> None:
    """Say what happened to one document, and give its path to whoever reads standard output.

    ``by_hand`` is what can be done about one that was edited by hand.
    """
    name = ": ".join(filter(None, (result.skole, result.dokument)))
    written = result.written
    if written is None:
        sys.stderr.write(f"{'feil':{_INDENT}} {name}\n")
        show_problems(result.problems)
        return
    sys.stderr.write(f"{written.outcome.value:{_INDENT}} {name}\n")
    if written.kept:
        sys.stderr.write(f"{'':{_INDENT}} Den redigerte utgaven: {shown(written.kept)}\n")
    if written.outcome is Outcome.EDITED:
        sys.stderr.write(f"{'':{_INDENT}} {_left_alone(written)} {by_hand}\n")
        return
    show_problems(result.problems)
    print_result(shown(written.path))


def _left_alone(written: Written) -> str:
    """Which file wasn't touched, and why that matters."""
    untouched = f"{shown(written.path)} er ikke rørt."
    if written.current:
        return untouched
    if written.foreign:
        return f"{untouched} Det er ikke laget av programmet, eller er skadet."
    source = "Word-filen" if written.path.suffix == ".pdf" else "Dataene"
    return f"{untouched} {source} er endret siden, så en nyere versjon ble ikke skrevet."


def summary(results: Sequence[Result]) -> bool:
    """Say the failures again at the end; returns whether every document is up to date."""
    failed = [result for result in results if result.written is None]
    withheld = [result for result in results if result.written and not result.written.current]
    if failed and len(results) > 1:
        schools = {result.skole for result in failed}
        noun = "skole" if len(schools) == 1 else "skoler"
        sys.stderr.write(f"\nIkke alt ble laget for {len(schools)} {noun}:\n")
        for result in failed:
            for problem in dict.fromkeys(result.problems):
                sys.stderr.write(f"{result.skole}: {problem}\n")
    return not (failed or withheld)


def krev_skole_eller_alle(skole: Sequence[str] | None, kommando: str, *, alle: bool) -> None:
    """Refuse neither and both of --skole and --alle; raises UsageError."""
    example = f"For eksempel: dialog {kommando} --skole ål"
    if alle and skole:
        raise UsageError("Oppgi --skole eller --alle, ikke begge.", example)
    if not alle and not skole:
        raise UsageError("Oppgi enten --skole eller --alle.", example)
