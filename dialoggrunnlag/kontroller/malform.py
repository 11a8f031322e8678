"""Checks: what is written in one language alone, while no school of the round writes the other.

Where a school does, it is an error of that school's, or of the templates that all share.
"""

from collections.abc import Iterator

from ..errors import DialogError, Problem
from ..innhold.tekster import SKRIV_I_BEGGE, tekster_uten
from ..model.norsk import MÅLFORMER, Målform
from .kontroll import Data, Funn, HeleFilen, kontroll

_INGEN_NÅ = "som ingen skole i runden skriver nå."


@kontroll(
    "målform", "en tekst, eller ord i en mal, uten målformen som ingen skole i runden skriver nå"
)
def _målform(data: Data) -> Iterator[Funn]:
    for målform in MÅLFORMER:
        if målform not in data.files.målformer:
            yield from _tekster(data, målform)
            yield from _malenes_ord(data, målform)


def _tekster(data: Data, målform: Målform) -> Iterator[Funn]:
    for tekst in tekster_uten(data.files, målform):
        hva = f"Teksten mangler på {målform}, {_INGEN_NÅ}"
        yield Funn((), tekst.file, tekst.path, hva, SKRIV_I_BEGGE)


def _malenes_ord(data: Data, målform: Målform) -> Iterator[Funn]:
    """One finding a template: all the words of a new one would drown the rest."""
    for document in data.documents:
        problems: tuple[Problem, ...] = ()
        try:
            document.in_language(målform)
        except DialogError as error:
            problems = error.problems
        if problems:
            først = problems[0]
            hva = f"{først.message.removesuffix('.')}, {_INGEN_NÅ}"
            remedy = først.remedy
            if len(problems) > 1:
                remedy += f" «dialog sjekk {først.file}» viser alle de {len(problems)} som mangler."
            yield Funn((), HeleFilen(først.file, først.place), (), hva, remedy)
