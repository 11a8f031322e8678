"""What a project says of itself: the county, what its meetings are called, the program it needs."""

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, PlainValidator

from ..errors import InvalidError
from . import verdityper as verdi
from .norsk import MÅLFORMER, MØTEORD, Målform, Møteord, oppramsing
from .verdityper import Egennavn, Modell, nøkkel

# The nouns whose inflection follows from how they end, with what the end is in «møtet» and «møter»
_ENDELSER: Mapping[str, Mapping[Målform, tuple[str, str]]] = {
    "dialog": {"bokmål": ("dialogen", "dialoger"), "nynorsk": ("dialogen", "dialogar")},
    "samtale": {"bokmål": ("samtalen", "samtaler"), "nynorsk": ("samtalen", "samtalar")},
    "møte": {"bokmål": ("møtet", "møter"), "nynorsk": ("møtet", "møte")},
    "besøk": {"bokmål": ("besøket", "besøk"), "nynorsk": ("besøket", "besøk")},
}
KRAV = r"(?:>=)?\s*([0-9]{1,4}(?:\.[0-9]{1,4}){0,3})"


def les_krav(text: str) -> str:
    """The least version of the program that will do; raises InvalidError."""
    match = re.fullmatch(KRAV, text.strip())
    if not match:
        message = f"«{text.strip()}» er ikke en versjon av programmet."
        raise InvalidError(message, 'Skriv for eksempel ">=0.2", med anførselstegn.')
    return match[1]


def er_ny_nok(program: str, krav: str) -> bool:
    """Whether a version of the program is the least one that will do, or newer."""
    return _tallene(program) >= _tallene(krav)


def _tallene(versjon: str) -> tuple[int, ...]:
    """A version as it is compared: 0.2 is 0.2.0, and what stands after the numbers is nothing."""
    match = re.match(r"[0-9]+(?:\.[0-9]+)*", versjon)
    tall = [int(bit) for bit in match[0].split(".")] if match else []
    while tall and not tall[-1]:
        tall.pop()
    return tuple(tall)


def bøyd(møte: str, målform: Målform) -> Møteord:
    """A word in its forms; those are empty where they don't follow from how it ends.

    Of several words nobody can tell: in «årlig samtale» both are inflected.
    """
    for slutt, endelser in _ENDELSER.items():
        if møte.casefold().endswith(slutt) and len(møte.split()) == 1:
            bestemt, flertall = endelser[målform]
            stamme = møte[: -len(slutt)]
            return Møteord(møte, stamme + bestemt, stamme + flertall)
    return Møteord(møte, "", "")


Programkrav = Annotated[str, PlainValidator(les_krav), BeforeValidator(verdi.krev_tekst)]


class Prosjektfil(Modell):
    """data/prosjekt.yaml."""

    beskrivelse: ClassVar[str] = "Det som gjelder hele prosjektet (data/prosjekt.yaml)."
    program: Programkrav | None = nøkkel(
        "Den eldste versjonen av programmet som kan brukes; en eldre sier fra og stopper.",
        None,
        eksempel=">=0.2",
    )
    fylke: Egennavn | None = nøkkel(
        "Fylkets eller kommunens navn. Et navn alene gjelder begge målformer.", None
    )
    møte: Egennavn | None = nøkkel(
        f"Det møtene heter, med liten forbokstav; «{MØTEORD['bokmål'].møte}» når det ikke er satt. "
        "Et ord alene gjelder begge målformer.",
        None,
        eksempel="skolebesøk",
    )
    møtet: Egennavn | None = nøkkel(
        f"Det samme i bestemt form; trengs når ordet ikke slutter på {oppramsing(_ENDELSER)}.",
        None,
        eksempel="skolebesøket",
    )
    møter: Egennavn | None = nøkkel(
        "Det samme i flertall; trengs når «møtet» gjør det.", None, eksempel="skolebesøk"
    )
    pdf: verdi.JaNei = nøkkel(
        "Ja når «dialog generer» også skal lage PDF, som med --pdf.", verdi=False
    )
    alle_dokumenter: verdi.JaNei = nøkkel(
        "Ja når «dialog generer» og «dialog se» skal lage alle dokumentene, som med "
        "--alle-dokumenter. --dokument NAVN lager bare det.",
        verdi=False,
    )
    streng: verdi.JaNei = nøkkel(
        "Ja når advarsler fra «dialog sjekk» også skal gi avslutningskode 1, som med --streng.",
        verdi=False,
    )
    ut: verdi.Linje | None = nøkkel(
        "Mappen dokumentene skal ligge i, fra prosjektmappen; «ut» når det ikke er satt. "
        "--ut MAPPE gjelder foran.",
        None,
        eksempel="../dialoger",
    )
    uten_maler: Annotated[tuple[verdi.Linje, ...], BeforeValidator(verdi.liste)] = nøkkel(
        "Av programmets maler de som prosjektet ikke skal ha: «dialog maler oppdater» henter dem "
        "ikke.",
        (),
        eksempel=["dagsorden.txt.j2"],
    )

    def møteord(self, målform: Målform) -> Møteord:
        """What the meetings are called; in the other language where this one isn't written.

        A form that isn't known is empty; ``uten_form`` tells which.
        """
        if self.møte is None:
            return MØTEORD[målform]
        regelrett = bøyd(_skrevet(self.møte, målform), målform)
        return Møteord(
            regelrett.møte,
            _skrevet(self.møtet, målform) or regelrett.møtet,
            _skrevet(self.møter, målform) or regelrett.møter,
        )

    def uten_form(self) -> tuple[str, list[str]]:
        """A word of the meetings with the keys of its forms that nothing tells, if any."""
        for målform in MÅLFORMER:
            ord_ = self.møteord(målform)
            ukjente = [form for form in ("møtet", "møter") if not getattr(ord_, form)]
            if ukjente:
                return ord_.møte, ukjente
        return "", []


def _skrevet(navn: Egennavn | None, målform: Målform) -> str:
    """A name in a language, else in the other; '' for none."""
    return (navn.form(målform) or navn.vist) if navn else ""
