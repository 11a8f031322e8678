"""Which fields a summary's form has: those of the model, by the tags that the form gives them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..model.oppsummering import Avtale, Evaluering, Oppsummering, Utviklingsmål


class Felt(NamedTuple):
    """A field of a summary: ``navn`` as in the YAML, in a row of ``liste`` or on its own."""

    liste: str
    navn: str


DATO, TIL_STEDE, UTEN_ELEVNAVN, EKSEMPEL = "dato", "til_stede", "uten_elevnavn", "eksempel"
LEDET_AV, REFERENT, NESTE_DIALOG = "ledet_av", "referent", "neste_dialog"
FRIST, STATUS, KOMMENTAR, ANSVARLIG = "frist", "status", "kommentar", "ansvarlig"
AVTALER, MÅL, EVALUERING = "avtaler", "mål", "evaluering"
_UTENOM = {"skole", "runde", "annet", "id"}  # keys of a summary that nobody fills in
KOLONNER: dict[str, tuple[str, ...]] = {
    AVTALER: tuple(key for key in Avtale.model_fields if key not in _UTENOM),
    MÅL: tuple(key for key in Utviklingsmål.model_fields if key not in _UTENOM),
}
# The columns that the lists had, in order, when they were tables with a row for each goal
RADKOLONNER = {
    AVTALER: ("mål", "ansvarlig", "frist", "status", "kommentar"),
    MÅL: ("mål", "tiltak", "ansvarlig", "frist", "kjennetegn", "støtte"),
}
_RADNAVN = {"mål": MÅL, "avtale": AVTALER}  # what the form calls an item of each list

# The path in a tag, as the template has it («{{ mål.frist }}») or the form («mål.frist»)
_STI = re.compile(r"\s*(?:\{\{|\{%-?\s*for\s+\S+\s+in\s)?\s*([^\W\d]\w*(?:\.[^\W\d]\w*)+)")


def _feltnavn() -> Iterator[str]:
    for key in Oppsummering.model_fields:
        if key == EVALUERING:
            for del_ in Evaluering.model_fields:
                yield f"{EVALUERING}.{del_}"
        elif key not in _UTENOM and key not in KOLONNER:
            yield key


FELT = tuple(_feltnavn())  # those that aren't in a row, in the model's order


def liste_i(tag: str) -> str:
    """The list that a repeating section's tag names, or an empty string."""
    _, _, navn = _sti(tag).partition(".")
    return navn if navn in KOLONNER else ""


def felt_i(tag: str, liste: str) -> Felt | None:
    """The field that a control's tag names; ``liste`` is that of the section around it."""
    root, _, navn = _sti(tag).partition(".")
    if root == "oppsummering":
        return Felt("", navn) if navn in FELT else None
    radens_liste = liste or _RADNAVN.get(root, "")
    if navn in KOLONNER.get(radens_liste, ()):
        return Felt(radens_liste, navn)
    return None


def _sti(tag: str) -> str:
    match = _STI.match(tag)
    return match[1] if match else ""
