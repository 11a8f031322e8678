"""What goes wrong by hand, found by small named checks.

What is found is a warning: the data can be used, but somebody should look. Each check is one
function with its name, in the module of its subject; the round's YAML silences it with a
reason, for all schools or in one school's dialogue::

    stille:
      helg: Dialogen holdes på en lørdag etter ønske fra skolen
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from ..errors import Problem, did_you_mean
from ..model.norsk import oppramsing
from ..reading.yaml_reader import Path_
from . import (
    bruk,
    datodager,
    kommentarer,
    malform,
    mangler,
    navn,
    oppsummeringer,
    tallkontroller,
    tider,
)
from .kontroll import Data, Funn, Kontroll

_NEVNES = 3  # schools that a warning names before it counts the rest


KONTROLLER: dict[str, Kontroll] = {}  # by name, in the order in which they stand there
for _emne in (
    *(navn, tider, datodager, mangler, malform, oppsummeringer, tallkontroller, bruk, kommentarer),
):
    for _verdi in vars(_emne).values():
        if isinstance(_verdi, Kontroll):
            KONTROLLER[_verdi.navn] = _verdi


class Advarsel(NamedTuple):
    """What is said of one or more schools: in one line, and to each school by itself."""

    problem: Problem
    hver: tuple[tuple[str, Problem], ...]

    @property
    def er_felles(self) -> bool:
        """Whether it is the same place for several schools: put right once, it is for all."""
        plasser = {(en.file, en.line, en.column) for _, en in self.hver}
        return len(self.hver) > 1 and len(plasser) == 1


def beskrivelser() -> dict[str, str]:
    """The checks by name, each with what it finds."""
    return {navn: kontroll.beskrivelse for navn, kontroll in KONTROLLER.items()}


def advarsler(data: Data) -> list[Advarsel]:
    """What every check that isn't silenced finds, in the checks' order.

    A name in ``stille`` that no check has is an error, not a warning.
    """
    alle = list(_ukjente_navn(data))
    for kontroll in KONTROLLER.values():
        alle += _advarsler(data, kontroll)
    return alle


def advarsler_om(
    data: Data, hvilke: Collection[str], skoler: Collection[str]
) -> Iterator[Advarsel]:
    """The warnings of the checks with those names that concern some schools, of those alone."""
    for kontrollnavn in hvilke:
        yield from _advarsler(data, KONTROLLER[kontrollnavn], bare=frozenset(skoler))


def advarsler_uten_skole(data: Data, hvilke: Collection[str]) -> list[Problem]:
    """The warnings of the checks with those names that concern no school by itself."""
    felles: list[Problem] = []
    for kontrollnavn in hvilke:
        funnet = _advarsler(data, KONTROLLER[kontrollnavn])
        felles += [advarsel.problem for advarsel in funnet if not advarsel.hver]
    return felles


def i_korte_ord(data: Data, hvilke: Collection[str]) -> dict[str, list[str]]:
    """What the checks with those names find, in a few words, by the school that it concerns."""
    om_skolen: dict[str, list[str]] = {}
    for kontrollnavn in hvilke:
        for funn in _funn(data, KONTROLLER[kontrollnavn]):
            for skole_id in funn.skoler:
                om_skolen.setdefault(skole_id, []).extend(funn.kort)
    return om_skolen


def _funn(data: Data, kontroll: Kontroll) -> Iterator[Funn]:
    """What a check finds, without what the round or one of the schools has silenced."""
    if kontroll.navn in data.runde.stille:
        return
    for funn in kontroll.finn(data):
        if not any(data.er_stille(kontroll.navn, skole_id) for skole_id in funn.skoler):
            yield funn


def _advarsler(
    data: Data, kontroll: Kontroll, bare: Collection[str] | None = None
) -> Iterator[Advarsel]:
    """A check's findings as warnings: the same words are one, about many schools.

    ``bare`` are the schools that it is asked about, where it isn't all.
    """
    like: dict[object, list[Funn]] = {}
    for funn in _funn(data, kontroll):
        if bare is not None and not any(skole_id in bare for skole_id in funn.skoler):
            continue
        place = () if kontroll.samlet else (funn.file.name, funn.path)
        like.setdefault((place, funn.hva), []).append(funn)
    for gruppe in like.values():
        skoler: dict[str, None] = {}
        hver: list[tuple[str, Problem]] = []
        for funn in gruppe:
            skoler |= dict.fromkeys(funn.skoler)
            hver += [(id_, _problem(data, kontroll, funn, funn.skoler)) for id_ in funn.skoler]
        yield Advarsel(_problem(data, kontroll, gruppe[0], skoler), tuple(hver))


def _problem(data: Data, kontroll: Kontroll, funn: Funn, skoler: Iterable[str]) -> Problem:
    """A finding as a warning about ``skoler``: «a, b, c og 4 til»."""
    names = [data.files.name_of(skole_id) for skole_id in skoler]
    if len(names) > _NEVNES + 1:
        names = [*names[:_NEVNES], f"{len(names) - _NEVNES} til"]
    message = funn.hva
    if names and not funn.hel_setning:
        message = f"{oppramsing(names)} {funn.hva}"
    remedy = f"{funn.remedy} [{kontroll.navn}]"
    problem = funn.file.problem(funn.path, message, remedy, at_key=funn.at_key)
    return problem._replace(warning=True, check=kontroll.navn)


def _ukjente_navn(data: Data) -> Iterator[Advarsel]:
    """Names in ``stille`` that no check has."""
    steder: list[tuple[Path_, Iterable[str], tuple[str, ...]]] = []
    steder.append((("stille",), data.runde.stille, ()))
    for skole_id, _, dialog in data.dialoger():
        steder.append((("dialoger", skole_id, "stille"), dialog.stille, (skole_id,)))
    for path, stille, skoler in steder:
        for name in stille:
            if name not in KONTROLLER:
                message = f"Det finnes ingen kontroll «{name}»."
                remedy = did_you_mean(name, KONTROLLER)
                remedy = remedy or f"Kontrollene er: {', '.join(KONTROLLER)}."
                problem = data.files.runde.problem((*path, name), message, remedy, at_key=True)
                yield Advarsel(problem, tuple((skole_id, problem) for skole_id in skoler))
