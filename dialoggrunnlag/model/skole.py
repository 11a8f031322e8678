"""The schools and the school owner: what lasts from year to year. Field names are YAML keys."""

from typing import Annotated, ClassVar, Self

from pydantic import BeforeValidator, model_validator

from ..errors import InvalidError
from . import verdityper as verdi
from .norsk import Målform
from .verdityper import Betegnelse, Egennavn, Modell, Tidsramme, Årvis, nøkkel


class Kontakt(Modell):
    """Whom a school's invitation goes to."""

    beskrivelse: ClassVar[str] = "Den ved skolen som får innkallingen."
    navn: Årvis[verdi.Linje | None] = nøkkel("Navnet på vedkommende.", None)
    epost: Årvis[verdi.Epost] = nøkkel("E-postadressen.")


class Skole(Modell):
    """A school: what lasts from year to year."""

    beskrivelse: ClassVar[str] = "En skole: det som varer fra år til år."
    navn: Årvis[verdi.Linje] = nøkkel(
        "Skolens eget navn, slik skolen skriver det. Det oversettes aldri."
    )
    kortnavn: Årvis[verdi.Linje] = nøkkel("Navnet i løpende tekst.")
    målform: Årvis[Annotated[Målform, BeforeValidator(verdi.bokmål_ellers)]] = nøkkel(
        "Målformen i skolens dokumenter; bokmål når den ikke er satt.", "bokmål"
    )
    kommune: Årvis[verdi.Linje | None] = nøkkel("Kommunen skolen ligger i.", None)
    organisasjonsnummer: Årvis[verdi.Organisasjonsnummer | None] = nøkkel(
        "Skolens nummer i Enhetsregisteret.", None
    )
    kontakt: Årvis[Kontakt | None] = nøkkel(
        "Den ved skolen som får innkallingen.",
        None,
        eksempel={"navn": "Kari Nordmann", "epost": "kari@example.no"},
    )
    tidsramme: Årvis[Tidsramme | None] = nøkkel(
        "Bare for en skole som avviker fra rundens tidsramme.", None, eksempel="10:00–14:00"
    )
    reisetid: Årvis[verdi.Minutter | None] = nøkkel(
        "Reisetiden fra kontoret til skolen, én vei; «dialog datoer» regner den med.",
        None,
        eksempel="2 t 30 min",
    )
    opprettet: verdi.År | None = nøkkel(
        "Den første runden skolen er med i; trengs bare når det er eldre runder uten den.", None
    )
    nedlagt: verdi.År | None = nøkkel(
        "Den første runden skolen ikke er med i. La den stå her: de eldre rundene trenger den.",
        None,
    )
    tidligere: Annotated[tuple[verdi.Id, ...], BeforeValidator(verdi.liste)] = nøkkel(
        "Id-ene til nedlagte skoler som denne har tatt over etter, eller id-en den selv hadde før. "
        "Avtalene derfra følger med.",
        (),
        eksempel=["gol"],
    )

    @model_validator(mode="after")
    def _i_rekkefølge(self) -> Self:
        if self.opprettet and self.nedlagt and self.nedlagt <= self.opprettet:
            message = f"Skolen er nedlagt i {self.nedlagt}, men opprettet i {self.opprettet}."
            raise InvalidError(message, "Rett det ene årstallet.")
        return self

    def er_med(self, år: int) -> bool:
        """Whether the school is there in a round."""
        if self.opprettet and år < self.opprettet:
            return False
        return not self.nedlagt or år < self.nedlagt


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
    rolle: Årvis[Betegnelse] = nøkkel("Rollen, slik dokumentet skriver den.")
    navn: Årvis[verdi.Linje | None] = nøkkel("Navnet, der det skal stå i dokumentet.", None)
    epost: Årvis[verdi.Epost | None] = nøkkel(
        "E-postadressen, for innkallingen og kalenderen.", None
    )


class Skoleeierfil(Modell):
    """data/skoleeier.yaml."""

    beskrivelse: ClassVar[str] = "Skoleeiers deltakere (data/skoleeier.yaml)."
    kontor: Årvis[Egennavn | None] = nøkkel(
        "Kontoret som er forfatter i dokumentenes egenskaper; «Skoleeier» når det ikke er satt. "
        "Et navn alene gjelder begge målformer.",
        None,
    )
    navn: Årvis[Egennavn | None] = nøkkel(
        "Det skoleeier heter i dokumentene, slik det står etter «fra»; «skoleeier» når det ikke "
        "er satt. Et ord alene gjelder begge målformer.",
        None,
        eksempel="kommunen",
    )
    leder: Årvis[Egennavn | None] = nøkkel(
        "Den hos skoleeier som leder dialogene, i bestemt form; ellers det skoleeier heter. "
        "Et ord alene gjelder begge målformer.",
        None,
        eksempel="skolesjefen",
    )
    epost: Årvis[verdi.Epost | None] = nøkkel(
        "Kontorets e-postadresse, som innkallingene kommer fra.", None
    )
    roller: dict[verdi.Id, Rolle] = nøkkel(
        "Rollene, i den rekkefølgen dokumentet nevner dem. Nøkkelen er rollens id, som "
        "brukes i «fra_skoleeier» i rundens dialoger.",
        min_length=1,
        eksempel={"rådgiver": {"rolle": "rådgiver"}},
    )
    vedlegg_fra: Annotated[tuple[verdi.Tekst, ...], BeforeValidator(verdi.liste)] = nøkkel(
        "Mapper utenfor prosjektet som «fil», «filer» og «lenke» kan hente filer fra.",
        (),
        eksempel=["../felles/vedlegg"],
    )
