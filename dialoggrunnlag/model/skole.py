"""The schools and the school owner: what lasts from year to year. Field names are YAML keys."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from . import verdityper as verdi
from .norsk import Målform
from .verdityper import Egennavn, Modell, Målformer, Tidsramme, nøkkel


class Kontakt(Modell):
    """Whom a school's invitation goes to."""

    beskrivelse: ClassVar[str] = "Den ved skolen som får innkallingen."
    navn: verdi.Linje | None = nøkkel("Navnet på vedkommende.", None)
    epost: verdi.Epost = nøkkel("E-postadressen.")


class Skole(Modell):
    """A school: what lasts from year to year."""

    beskrivelse: ClassVar[str] = "En skole: det som varer fra år til år."
    navn: verdi.Linje = nøkkel("Skolens eget navn, slik skolen skriver det. Det oversettes aldri.")
    kortnavn: verdi.Linje = nøkkel("Navnet i løpende tekst.")
    målform: Annotated[Målform, BeforeValidator(verdi.bokmål_ellers)] = nøkkel(
        "Målformen i skolens dokumenter; bokmål når den ikke er satt.", "bokmål"
    )
    kommune: verdi.Linje | None = nøkkel("Kommunen skolen ligger i.", None)
    organisasjonsnummer: verdi.Organisasjonsnummer | None = nøkkel(
        "Skolens nummer i Enhetsregisteret.", None
    )
    kontakt: Kontakt | None = nøkkel(
        "Den ved skolen som får innkallingen.",
        None,
        eksempel={"navn": "Kari Nordmann", "epost": "kari@example.no"},
    )
    tidsramme: Tidsramme | None = nøkkel(
        "Bare for en skole som avviker fra rundens tidsramme.", None, eksempel="10:00–14:00"
    )


class Skolefil(Modell):
    """data/skoler.yaml."""

    beskrivelse: ClassVar[str] = "Skolene: det som varer fra år til år (data/skoler.yaml)."
    skoler: dict[verdi.Id, Skole] = nøkkel(
        "Skolene. Nøkkelen er skolens id, som står i filnavnene og kan brukes i "
        "«dialog generer --skole ål»: små bokstaver, tall og bindestrek.",
        min_length=1,
        eksempel={"ny-skole": {"navn": "Ny videregående skole", "kortnavn": "Ny vgs."}},
    )


class Rolle(Modell):
    """One of skoleeier's participants: a role, with a name where that is wanted."""

    beskrivelse: ClassVar[str] = "En rolle hos skoleeier."
    rolle: Målformer = nøkkel("Rollen, slik dokumentet skriver den.")
    navn: verdi.Linje | None = nøkkel("Navnet, der det skal stå i dokumentet.", None)
    epost: verdi.Epost | None = nøkkel("E-postadressen, for innkallingen og kalenderen.", None)


class Skoleeierfil(Modell):
    """data/skoleeier.yaml."""

    beskrivelse: ClassVar[str] = "Skoleeiers deltakere (data/skoleeier.yaml)."
    kontor: Egennavn | None = nøkkel(
        "Kontoret som er forfatter i dokumentenes egenskaper; «Skoleeier» når det ikke er satt. "
        "Et navn alene gjelder begge målformer.",
        None,
    )
    epost: verdi.Epost | None = nøkkel(
        "Kontorets e-postadresse, som innkallingene kommer fra.", None
    )
    roller: dict[verdi.Id, Rolle] = nøkkel(
        "Rollene, i den rekkefølgen dokumentet nevner dem. Nøkkelen er rollens id, som "
        "brukes i «fra_skoleeier» i rundens dialoger.",
        min_length=1,
        eksempel={"kvalitetsrådgiver": {"rolle": "kvalitetsrådgiver"}},
    )
