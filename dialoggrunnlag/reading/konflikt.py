"""The marks that git leaves in a file where two people have changed the same lines."""

import re
from collections.abc import Iterator

from ..disk.encoding import lines_of
from ..errors import Problem

_MERKE = re.compile(r"(?P<tegn><{7}|>{7}|\|{7}|={7})(?: (?P<navn>.*?))?\s*")
_RÅD = "Behold det som er riktig, og fjern linjene med <<<<<<<, ======= og >>>>>>>."
_RÅD_DIFF3 = "Behold det som er riktig, og fjern linjene med <<<<<<<, |||||||, ======= og >>>>>>>."


def konflikter(text: str, name: str) -> list[Problem]:
    """What git has left in a text for people to settle."""
    if not any(tegn in text for tegn in ("<<<<<<<", "\n=======", ">>>>>>>")):
        return []
    return list(_konflikter(lines_of(text), name))


def _konflikter(lines: list[str], name: str) -> Iterator[Problem]:
    merker: list[tuple[int, re.Match[str]]] = []
    for nr, line in enumerate(lines):
        match = _MERKE.fullmatch(line)
        if not match:
            continue
        if match["tegn"][0] == "<" and merker:
            yield _rest(merker, lines, name)
            merker = []
        merker.append((nr, match))
        if match["tegn"][0] == ">":
            yield _problem(merker, lines, name)
            merker = []
    if merker:
        yield _rest(merker, lines, name)


def _problem(merker: list[tuple[int, re.Match[str]]], lines: list[str], name: str) -> Problem:
    """One place that two have changed, or what somebody has left of its marks."""
    tegn = "".join(match["tegn"][0] for _, match in merker)
    if tegn not in ("<=>", "<|=>"):
        return _rest(merker, lines, name)
    (start, første), *_, (skille, _), (slutt, siste) = merker
    ende = merker[1][0]  # where the first version ends
    message = (
        "To har endret det samme, og git har tatt med begge. "
        f"Versjonen {_fra(første, start, ende)}, versjonen {_fra(siste, skille, slutt)}."
    )
    råd = _RÅD
    if "|" in tegn:
        message += f" Slik det var før, {_hvor(ende, skille)}."
        råd = _RÅD_DIFF3
    return Problem(message, råd, name, start + 1, 1, source=lines[start])


def _fra(merke: re.Match[str], fra: int, til: int) -> str:
    navn = merke["navn"] or "uten navn"
    return f"fra «{navn}» {_hvor(fra, til)}"


def _hvor(fra: int, til: int) -> str:
    """Where the lines between two marks are."""
    if til - fra <= 1:
        return f"er tom (mellom linje {fra + 1} og {til + 1})"
    if til - fra == 2:  # noqa: PLR2004 - one line between them
        return f"står i linje {fra + 2}"
    return f"står i linje {fra + 2}–{til}"


def _rest(merker: list[tuple[int, re.Match[str]]], lines: list[str], name: str) -> Problem:
    """A mark without those that belong with it."""
    nr, match = merker[0]
    message = f"«{match['tegn']}» er et merke fra git, der to har endret det samme."
    råd = "Se over linjene rundt, behold det som er riktig, og fjern merket."
    return Problem(message, råd, name, nr + 1, 1, source=lines[nr])
