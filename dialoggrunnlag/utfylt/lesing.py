"""From a filled-in form to a summary's data."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ..errors import DialogError, InvalidError, Problem
from ..model.utfylling import merke
from ..word.problems import TemplateError
from .kjennetegn import Kjennetegn, Toppord
from .skjemafelt import AVTALER, DATO, TIL_STEDE
from .skjemafil import Skjemafil, les_innhold
from .skjemaord import Skjema
from .svar import Svar
from .verdier import Notater

_EN_GANG_TIL = "Åpne filen i Word og lagre den som «Word-dokument (*.docx)»."

_AVTALER = "dialog-avtaler"  # the property with the ids of the agreements
_UTFYLT = "dialog-utfylt"  # the one with the marks of what the program filled in itself


class IkkeFyltUtError(DialogError):
    """A form of ``skole`` in which nobody has filled in anything, or nothing but ``unntatt``."""

    def __init__(self, file: str, skole: str, unntatt: str = "") -> None:
        message = f"Ingenting er fylt ut i skjemaet{unntatt}."
        super().__init__([Problem(message, "Fyll det ut og lagre det før det leses inn.", file)])
        self.skole = skole


class Lest(NamedTuple):
    """A form that is read: whose it is, the YAML file's content, and what to look at.

    ``kommentarer`` is how many Word comments were left out; ``ider`` are what the form
    itself says that each of «avtaler» is ('' for nothing); ``nytt`` is the content without what
    the program had filled in itself and nobody has changed; ``urørte`` tells which of «avtaler»
    are such.
    """

    skole: str
    runde: int
    data: dict[str, Any]
    warnings: tuple[Problem, ...]
    kommentarer: int
    ider: tuple[str, ...]
    nytt: dict[str, Any]
    urørte: tuple[bool, ...]


def les(fil: Skjemafil, skoler: Mapping[str, Sequence[str]], skjema: Skjema) -> Lest:
    """Read a filled-in form; raises DialogError, for an empty one IkkeFyltUtError.

    ``skoler`` are the schools' names by id, ``skjema`` the words of the template that the
    forms are made from.
    """
    try:
        return _les(fil, skoler, skjema)
    except InvalidError as error:
        raise DialogError([Problem(error.message, error.remedy, fil.navn)]) from error
    except TemplateError as error:
        problems = []
        for problem in error.problems:
            remedy = problem.remedy
            if "malen" in remedy or "med git" in remedy:  # where a template is made anew
                remedy = _EN_GANG_TIL
            problems.append(Problem(problem.message, remedy, fil.navn))
        raise DialogError(problems) from error


def _les(fil: Skjemafil, skoler: Mapping[str, Sequence[str]], skjema: Skjema) -> Lest:
    innhold = les_innhold(fil.pakke, skjema.ledetekster)
    tegn = Kjennetegn(fil, innhold, skjema, skoler)
    tegn.krev_oppsummering()
    runde, skole = tegn.runde(), tegn.skole()
    notater = Notater(fil.navn, runde)
    svar = Svar(skjema, notater, Toppord(skoler[skole], skjema))
    svar.les(innhold.blocks)
    for place, blocks in innhold.beside:
        svar.les_ved_siden(place, blocks)
    utfylt = svar.data()
    if not utfylt:
        raise IkkeFyltUtError(fil.navn, skole)
    data = {"skole": skole, "runde": str(runde), **utfylt}
    ider = _ider(fil.egenskaper.get(_AVTALER, ""), svar.opprinnelige)
    merker = fil.egenskaper.get(_UTFYLT, "").split()
    urørte = tuple(merke(AVTALER, rad) in merker for rad in data.get(AVTALER, ()))
    nytt = _uten_merkede(data, merker)
    return Lest(skole, runde, data, notater.warnings(), innhold.kommentarer, ider, nytt, urørte)


def _ider(notert: str, opprinnelige: Iterable[int]) -> tuple[str, ...]:
    """The agreement of each row, as the form has noted them in the order that it was made in."""
    numre = dict(enumerate(notert.split(), 1))
    return tuple(numre.get(number, "") for number in opprinnelige)


def _uten_merkede(data: Mapping[str, Any], merker: Sequence[str]) -> dict[str, Any]:
    """A form's content without the fields and rows that still have one of its marks."""
    nytt = dict(data)
    if merke(DATO, {DATO: data.get(DATO, "")}) in merker:
        del nytt[DATO]
    if merke(TIL_STEDE, {TIL_STEDE: "\n".join(data.get(TIL_STEDE, ()))}) in merker:
        del nytt[TIL_STEDE]
    rader = [rad for rad in data.get(AVTALER, ()) if merke(AVTALER, rad) not in merker]
    return {**nytt, AVTALER: rader}
