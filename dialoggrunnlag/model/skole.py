"""The schools and the school owner: what lasts from year to year. Field names are YAML keys."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from .norsk import Målform
from .verdityper import (
    Epost,
    Id,
    Linje,
    Modell,
    Målformer,
    Organisasjonsnummer,
    Tidsramme,
    bokmål_ellers,
)


class Kontakt(Modell):
    """Whom a school's invitation goes to."""

    beskrivelse: ClassVar[str] = "Den ved skolen som får innkallingen."
    navn: Linje | None = Field(None, description="Navnet på vedkommende.")
    epost: Epost = Field(description="E-postadressen.")


class Skole(Modell):
    """A school: what lasts from year to year."""

    beskrivelse: ClassVar[str] = "En skole: det som varer fra år til år."
    navn: Linje = Field(
        description="Skolens eget navn, slik skolen skriver det. Det oversettes aldri."
    )
    kortnavn: Linje = Field(description="Navnet i løpende tekst.")
    målform: Annotated[Målform, BeforeValidator(bokmål_ellers)] = Field(
        "bokmål", description="Målformen i skolens dokumenter; bokmål når den ikke er satt."
    )
    kommune: Linje | None = Field(None, description="Kommunen skolen ligger i.")
    organisasjonsnummer: Organisasjonsnummer | None = Field(
        None, description="Skolens nummer i Enhetsregisteret."
    )
    kontakt: Kontakt | None = Field(None, description="Den ved skolen som får innkallingen.")
    tidsramme: Tidsramme | None = Field(
        None, description="Bare for en skole som avviker fra rundens tidsramme."
    )


class Skolefil(Modell):
    """data/skoler.yaml."""

    beskrivelse: ClassVar[str] = "Skolene: det som varer fra år til år (data/skoler.yaml)."
    skoler: dict[Id, Skole] = Field(
        min_length=1,
        description="Skolene. Nøkkelen er skolens id, som står i filnavnene og kan brukes i "
        "«dialog generer --skole ål»: små bokstaver, tall og bindestrek.",
    )


class Rolle(Modell):
    """One of skoleeier's participants: a role, with a name where that is wanted."""

    beskrivelse: ClassVar[str] = "En rolle hos skoleeier."
    rolle: Målformer = Field(description="Rollen, slik dokumentet skriver den.")
    navn: Linje | None = Field(None, description="Navnet, der det skal stå i dokumentet.")
    epost: Epost | None = Field(None, description="E-postadressen, for innkallingen i kalenderen.")


class Skoleeierfil(Modell):
    """data/skoleeier.yaml."""

    beskrivelse: ClassVar[str] = "Skoleeiers deltakere (data/skoleeier.yaml)."
    kontor: Målformer | None = Field(
        None,
        description="Kontoret som er forfatter i dokumentenes egenskaper; «Skoleeier» når det ikke "
        "er satt.",
    )
    epost: Epost | None = Field(
        None, description="Kontorets e-postadresse, som innkallingene kommer fra."
    )
    roller: dict[Id, Rolle] = Field(
        min_length=1,
        description="Rollene, i den rekkefølgen dokumentet nevner dem. Nøkkelen er rollens id, som "
        "brukes i «fra_skoleeier» i rundens dialoger.",
    )
