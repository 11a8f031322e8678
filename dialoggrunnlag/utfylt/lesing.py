"""From a filled-in form's bytes to a summary's data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import DialogError, InvalidError, Problem
from ..word.problems import TemplateError
from .kjennetegn import Kjennetegn
from .skjemafil import les_innhold
from .skjemamal import lær
from .skjemaord import Skjema
from .svar import Svar
from .verdier import Notater

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_EN_GANG_TIL = "Åpne filen i Word og lagre den som «Word-dokument (*.docx)»."


class Lest(NamedTuple):
    """A form that is read: whose it is, the YAML file's content, and what to look at.

    ``kommentarer`` is how many Word comments were left out.
    """

    skole: str
    runde: int
    data: dict[str, Any]
    warnings: tuple[Problem, ...]
    kommentarer: int


def les(
    data: bytes, name: str, skoler: Mapping[str, Sequence[str]], maler: Iterable[bytes] = ()
) -> Lest:
    """Read a filled-in form; raises DialogError.

    ``name`` is what messages call the file, ``skoler`` are the schools' names by id. ``maler``
    are the template the forms are made from, in each language: its words are known as the
    form's own.
    """
    try:
        return _les(data, name, skoler, maler)
    except InvalidError as error:
        raise DialogError([Problem(error.message, error.remedy, name)]) from error
    except TemplateError as error:
        raise DialogError(
            Problem(problem.message, _remedy(problem.remedy), name) for problem in error.problems
        ) from error


def _remedy(remedy: str) -> str:
    """What helps with a form; of templates it is said that they can be made anew."""
    return _EN_GANG_TIL if "malen" in remedy or "git" in remedy else remedy


def _les(
    data: bytes, name: str, skoler: Mapping[str, Sequence[str]], maler: Iterable[bytes]
) -> Lest:
    skjema = Skjema.norsk()
    for mal in maler:
        lær(skjema, mal)
    innhold = les_innhold(data, skjema)
    tegn = Kjennetegn(innhold, skjema, skoler)
    tegn.krev_oppsummering()
    runde, skole = tegn.runde(), tegn.skole()
    notater = Notater(name)
    svar = Svar(skjema, notater, tegn.er_topp)
    svar.les(innhold.blocks)
    for place, blocks in innhold.beside:
        svar.les_ved_siden(place, blocks)
    found = svar.data()
    if not found:
        raise InvalidError(
            "Ingenting er fylt ut i skjemaet.", "Fyll det ut og lagre det før det leses inn."
        )
    ordered = {"skole": skole, "runde": str(runde), **found}
    return Lest(skole, runde, ordered, notater.warnings(), innhold.kommentarer)
