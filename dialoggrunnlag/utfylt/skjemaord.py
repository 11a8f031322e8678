"""The words that a summary's form is recognised by where it has lost its content controls.

They are the template's own, in each language that it comes in; ``skjemamal`` learns them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from ..model.norsk import foldet

_WORDS_EGNE = (  # the prompts of Word's own that a new control has
    "Klikk eller trykk her for å skrive inn tekst.",
    "Klikk her for å skrive inn tekst.",
    "Klikk eller trykk for å skrive inn en dato.",
    "Klikk eller trykk her for å skrive inn en dato.",
    "Klikk her for å skrive inn en dato.",
    "Klikk eller trykk for å skrive inn ein dato.",
    "Klikk her for å skrive inn ein dato.",
    "Velg et element.",
    "Vel eit element.",
    "Click or tap here to enter text.",
    "Click here to enter text.",
    "Click or tap to enter a date.",
    "Click here to enter a date.",
    "Choose an item.",
)
_LENGSTE_TEGN = 3  # a check mark, as in «[x]»
_NUMMER = re.compile(r"\d+(?:\.\d+)*[.)]?\s+")


def etikett(text: str) -> str:
    """A label as it is compared: any case and spaces, without a number before and sign after."""
    return _NUMMER.sub("", foldet(text), count=1).rstrip(" :?.")


def ledetekst(text: str) -> str:
    """A prompt as it is compared."""
    return foldet(text).rstrip(" .…")


class Overskrift(NamedTuple):
    """What follows a heading: the text of ``felt``, the table of ``liste``, or headings only."""

    felt: str = ""
    liste: str = ""


@dataclass
class Skjema:
    """The words of a form, to be learnt; those of Word's own prompts it has from the start."""

    overskrifter: dict[str, Overskrift] = field(default_factory=dict)
    linjer: dict[str, str] = field(default_factory=dict)  # label of a field on its line: «Dato: …»
    avkryssing: set[str] = field(default_factory=set)
    kolonner: dict[str, dict[str, str]] = field(default_factory=dict)  # of a list, by their label
    standard: dict[str, dict[int, str]] = field(default_factory=dict)  # a list's columns in order
    ledetekster: set[str] = field(default_factory=lambda: set(map(ledetekst, _WORDS_EGNE)))
    titler: dict[str, str] = field(default_factory=dict)  # what messages call a field
    faste: set[str] = field(default_factory=set)  # paragraphs of the form's own
    faste_biter: set[str] = field(default_factory=set)  # bits of those that hold tags as well

    def er_ledetekst(self, text: str) -> bool:
        """Whether a text is a prompt that nobody has replaced."""
        return ledetekst(text) in self.ledetekster

    def er_fast(self, text: str) -> bool:
        """Whether a text is a paragraph of the form's own."""
        return foldet(text) in self.faste

    def delt_linje(self, text: str) -> tuple[str, str] | None:
        """The field and the rest of a line such as «Dato: 3. november 2015»."""
        label, colon, rest = text.partition(":")
        if not colon:
            return None
        navn = self.linjer.get(etikett(label))
        return (navn, rest) if navn else None

    def delt_avkryssing(self, text: str) -> tuple[str, str] | None:
        """What stands before and after the label of the check box."""
        for label in self.avkryssing:
            words = r"\s+".join(map(re.escape, label.split()))
            match = re.search(words + r"\.?", text, re.IGNORECASE)
            if not match:
                continue
            before, after = text[: match.start()].strip(), text[match.end() :].strip()
            if len(before) <= _LENGSTE_TEGN:
                return before, after
        return None

    def uten_etikett(self, text: str) -> str:
        """What is left of a text beside a control without the form's own words."""
        label = etikett(text)
        if label in self.overskrifter or label in self.linjer or label in self.avkryssing:
            return ""
        if self.er_fast(text):
            return ""
        line = self.delt_linje(text)
        if line:
            return line[1]
        box = self.delt_avkryssing(text)
        if box:
            return " ".join(box)
        return text
