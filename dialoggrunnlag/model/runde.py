"""A round and its dialogues, with what the documents say. Field names are YAML keys."""

from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import BeforeValidator, ValidationInfo, field_validator, model_validator

from ..errors import InvalidError
from . import verdityper as verdi
from .datoregler import Borte, Dager, Datoregler, NårDeStårDer, Periode, Roller, som_liste
from .norsk import Dato
from .skole import Rolle, Skole
from .verdityper import Modell, Målformer, Tidsramme, liste, nøkkel, uten_tomme

_ROLLER = {  # which nobody is called
    *("rektor", "assisterende rektor", "avdelingsleder", "avdelingsleiar", "inspektør"),
    *("elevrådsleder", "elevrådsleiar", "tillitsvalgt", "tillitsvald", "verneombud"),
    *("rådgiver", "rådgivar", "lærer", "lærar", "elev"),
}


class Deltaker(Modell):
    """One of a school's own participants: a name, a role or both."""

    beskrivelse: ClassVar[str] = "En deltaker fra skolen: navn, rolle eller begge deler."
    navn: verdi.Linje | None = nøkkel("Deltakerens navn.", None)
    rolle: verdi.Linje | None = nøkkel("Deltakerens rolle, for eksempel rektor.", None)
    epost: verdi.Epost | None = nøkkel("E-postadressen, for innkallingen og kalenderen.", None)

    @model_validator(mode="after")
    def _minst_en(self) -> Self:
        if not (self.navn or self.rolle):
            raise InvalidError("Deltakeren har verken navn eller rolle.", "Skriv minst ett av dem.")
        if self.navn and self.rolle and self.navn.casefold() in _ROLLER:
            raise InvalidError("Navnet og rollen har byttet plass.", "Bytt dem om.")
        return self


class Datagrunnlagspunkt(Modell):
    """An item of the data basis; a dialogue may give a link and a file of its own under its id.

    ``fil`` is sent with the invitation: a path from the project folder, which may hold tags.
    """

    beskrivelse: ClassVar[str] = "Et punkt i datagrunnlaget."
    id: verdi.Id = nøkkel("Punktets id, som en dialog bruker under «lenker».")
    tekst: Målformer = nøkkel("Punktet, slik dokumentet skriver det.")
    lenke: verdi.Lenke | None = nøkkel(
        "Gjelder alle skoler; en skoles egen lenke står under «lenker» i dialogen.", None
    )
    fil: verdi.Tekst | None = nøkkel(
        "Filen som følger innkallingen: stien fra prosjektmappen. Den kan ha felter, "
        "for eksempel vedlegg/puls-{{ skole.id }}.pdf. En skoles egen står under "
        "«filer» i dialogen.",
        None,
    )


class Deltakelse(Modell):
    """Who takes part, in prose."""

    beskrivelse: ClassVar[str] = "Hvem som deltar, som løpende tekst."
    skolen: Målformer = nøkkel("Hvem som deltar fra skolen.")
    fra_skoleeier: Målformer = nøkkel("Hvem som deltar fra skoleeier.")


class Kontaktperson(Modell):
    """Whom the schools can ask about the round."""

    beskrivelse: ClassVar[str] = "Den skolene kan spørre om runden."
    navn: verdi.Linje = nøkkel("Kontaktpersonens navn.")
    rolle: Målformer | None = nøkkel("Rollen, slik dokumentet skriver den.", None)
    telefon: verdi.Linje | None = nøkkel("Telefonnummeret.", None)
    epost: verdi.Epost | None = nøkkel("E-postadressen.", None)


class Temadel(Modell):
    """A part of a theme; ``varighet`` is the duration as the document writes it."""

    beskrivelse: ClassVar[str] = "En del av et tema."
    tekst: Målformer = nøkkel("Hva delen handler om.")
    varighet: verdi.Varigheter = nøkkel(
        "Hvor lenge delen varer, med de ordene dokumentet skal ha.", eksempel="45 min"
    )

    @property
    def minutter(self) -> int:
        """The duration in minutes."""
        return self.varighet.minutter


class Tema(Modell):
    """A theme of the agenda."""

    beskrivelse: ClassVar[str] = "Et tema på dagsordenen."
    tittel: Målformer = nøkkel("Temaets overskrift.")
    tekst: Målformer | None = nøkkel("Tekst under overskriften.", None)
    ansvarlig: Målformer | None = nøkkel("Den eller de som leder temaet.", None)
    minutter: verdi.Minutter = nøkkel("Hvor lenge temaet varer.")
    deler: Annotated[tuple[Temadel, ...], BeforeValidator(liste)] = nøkkel(
        "Temaets deler, hvis det har noen. De må fylle temaets minutter nøyaktig.",
        (),
        eksempel=[{"tekst": "Skolen presenterer et eksempel", "varighet": "45 min"}],
    )


class Skoleeierdeltaker(Modell):
    """A role of skoleeier's that takes part, and who stands in for it this one time."""

    beskrivelse: ClassVar[str] = (
        "En som kommer fra skoleeier: rollens id, eller rollen og den som kommer i stedet."
    )
    rolle: verdi.Linje = nøkkel("Rollens id i skoleeier.yaml.", eksempel="rådgiver")
    navn: verdi.Linje | None = nøkkel("Den som kommer i stedet, bare til denne dialogen.", None)
    epost: verdi.Epost | None = nøkkel("E-postadressen til den som kommer i stedet.", None)

    @model_validator(mode="before")
    @classmethod
    def _les(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return value
        if isinstance(value, list):
            remedy = "Skriv rollens id, eller nøklene «rolle» og «navn»."
            raise InvalidError("Her skal det stå en rolle, ikke en liste.", remedy)
        return {"rolle": verdi.les_linje(value)}  # refused here: it has no key

    @field_validator("epost")
    @classmethod
    def _ikke_uten_navn(cls, epost: str | None, info: ValidationInfo) -> str | None:
        if epost and not info.data.get("navn"):
            remedy = "Skriv «navn», eller ta bort «epost»."
            raise InvalidError("Navnet på den som kommer i stedet, mangler.", remedy)
        return epost


class Dialog(Modell):
    """One school's dialogue in a round; what isn't settled yet is None.

    ``endring`` counts how often the meeting has been moved after the invitation was made.
    """

    beskrivelse: ClassVar[str] = "Dialogen med én skole. Det som ikke er avtalt, kan stå tomt."
    dato: verdi.Dag | None = nøkkel("Dagen for dialogen.", None)
    sted: verdi.Linje | None = nøkkel("Hvor dialogen holdes.", None)
    møtelenke: verdi.Møtelenke | None = nøkkel(
        "Adressen til møtet når dialogen holdes på nett, helt eller delvis.",
        None,
        eksempel="https://teams.microsoft.com/…",
    )
    periode: Literal["tidlig", "sen"] | None = nøkkel(
        "Tidlig eller sen dialog: «tidlig» får forrige års bidrag til "
        "Tilstandsrapport, «sen» årets. Går foran «tidlig_til».",
        None,
    )
    svarfrist: verdi.Dag | None = nøkkel(
        "Når skolen senest svarer på innkallingen, bare når det er en annen dag enn rundens.", None
    )
    tidsramme: Tidsramme | None = nøkkel(
        "Bare når dialogen denne gangen avviker fra skolens og rundens.",
        None,
        eksempel="10:00–14:00",
    )
    dagsorden: Annotated[tuple[Tema, ...], BeforeValidator(liste)] = nøkkel(
        "Hele dagsordenen, bare når den denne gangen er en annen enn rundens. Minuttene må "
        "fylle dialogens tidsramme nøyaktig.",
        (),
        eksempel=[{"tittel": "Kort møte", "minutter": "60"}],
    )
    deltakere: Annotated[tuple[Deltaker, ...], BeforeValidator(liste)] = nøkkel(
        "Skolens egne deltakere, med navn, rolle eller begge deler.",
        (),
        eksempel=[{"navn": "Kari Nordmann", "rolle": "rektor"}],
    )
    fra_skoleeier: Annotated[tuple[Skoleeierdeltaker, ...], BeforeValidator(liste)] = nøkkel(
        "Hvem som kommer fra skoleeier: rollenes id i skoleeier.yaml. Kommer en annen enn "
        "den som ellers har rollen: {rolle: …, navn: …}.",
        (),
        eksempel=["rådgiver"],
    )
    lenker: Annotated[dict[verdi.Id, verdi.Lenke | None], BeforeValidator(uten_tomme)] = nøkkel(
        "Skolens egne lenker. Nøkkelen er id-en til punktet i datagrunnlaget.",
        {},
        eksempel={"tilstandsrapport": "https://…"},
    )
    filer: Annotated[dict[verdi.Id, verdi.Tekst | None], BeforeValidator(uten_tomme)] = nøkkel(
        "Skolens egne filer til innkallingen. Nøkkelen er id-en til punktet i datagrunnlaget.",
        {},
        eksempel={"tilstandsrapport": "vedlegg/rapport.pdf"},
    )
    kan_ikke: Annotated[tuple[Borte, ...], BeforeValidator(som_liste)] = nøkkel(
        "Dagene skolen ikke kan; «dialog datoer» legger ikke dialogen der.",
        (),
        eksempel=["uke 43", "fredager"],
    )
    ønsker: Annotated[tuple[Dager, ...], BeforeValidator(som_liste)] = nøkkel(
        "Dagene skolen helst vil ha; «dialog datoer» prøver å finne en av dem.",
        (),
        eksempel=["uke 44", "ikke fredager"],
    )
    må: Roller = nøkkel(
        "Rollene som må kunne komme til denne dialogen: id-ene i skoleeier.yaml.",
        (),
        eksempel=["rådgiver"],
    )
    endring: verdi.Endring = nøkkel(
        "Hvor mange ganger møtet er flyttet etter at innkallingen ble laget: 1, 2 … Da "
        "flytter det seg også i kalenderen.",
        0,
    )
    avlyst: verdi.JaNei = nøkkel("Ja når dialogen er avlyst; la datoen stå.", verdi=False)
    stille: verdi.Stille = nøkkel(
        "Kontroller som ikke skal si fra for denne skolen, hver med begrunnelse.",
        {},
        eksempel={"helg": "Etter ønske fra skolen"},
    )

    @property
    def hvor(self) -> str | None:
        """Where it is held, as tables show it, which are in bokmål."""
        if self.sted and self.møtelenke:
            return f"{self.sted} og på nett"
        return self.sted or ("på nett" if self.møtelenke else None)


class Runde(Modell):
    """data/runder/ÅR.yaml: a year's texts, agenda and dialogues."""

    beskrivelse: ClassVar[str] = (
        "En runde: tekstene, dagsordenen og dialogene (data/runder/ÅR.yaml)."
    )
    år: verdi.År = nøkkel("Rundens år, det samme som i filnavnet.")
    tittel: Målformer = nøkkel("Dokumentets tittel.")
    saksnummer: verdi.Linje | None = nøkkel("Rundens saksnummer i arkivet.", None)
    dokumentdato: verdi.Dag | None = nøkkel("Datoen som står på dokumentene.", None)
    kontaktperson: Kontaktperson | None = nøkkel(
        "Den skolene kan spørre om runden.",
        None,
        eksempel={"navn": "Kari Nordmann", "telefon": "32 00 00 00", "epost": "kari@example.no"},
    )
    svarfrist: verdi.Dag | None = nøkkel(
        "Når skolene senest svarer på innkallingen; en dialogs egen «svarfrist» går foran.", None
    )
    hensikt: Målformer = nøkkel("Hensikten med dialogene.")
    hovedmål: Målformer = nøkkel("Hovedmålet for dialogene.")
    delmål: tuple[Målformer, ...] = nøkkel(
        "Delmålene, ett på hver linje.", min_length=1, eksempel=["Å bli kjent med skolens arbeid"]
    )
    datagrunnlag: tuple[Datagrunnlagspunkt, ...] = nøkkel(
        "Det dialogene bygger på, ett punkt for hver kilde.",
        min_length=1,
        eksempel=[{"id": "tilstandsrapport", "tekst": "Bidraget til Tilstandsrapport"}],
    )
    deltakelse: Deltakelse = nøkkel(
        "Hvem som deltar, som løpende tekst.",
        eksempel={"skolen": "ledergruppa", "fra_skoleeier": "rådgiver"},
    )
    tidsramme: Tidsramme = nøkkel(
        "Gjelder alle skoler som ikke har sin egen, i skoler.yaml eller i dialogen.",
        eksempel="09:00–13:00",
    )
    tidlig_til: verdi.Dag | None = nøkkel("Siste dato som regnes som tidlig dialog.", None)
    første_dag: verdi.Dag | None = nøkkel(
        "Første dato en dialog kan ha; uten den gjelder kalenderåret.", None
    )
    siste_dag: verdi.Dag | None = nøkkel(
        "Siste dato en dialog kan ha; uten den gjelder kalenderåret.", None
    )
    største_gruppe: verdi.Antall | None = nøkkel(
        "Flest deltakere når alle skal kunne være aktive.", None
    )
    kopi: Literal["deltakere"] | None = nøkkel(
        "«deltakere» når alle deltakerne som har «epost», skal ha kopi av innkallingen.", None
    )
    forberedelser: Annotated[tuple[Målformer, ...], BeforeValidator(liste)] = nøkkel(
        "Det skolen skal forberede til dialogen, ett punkt på hver linje; står i innkallingen.",
        (),
        eksempel=["Velg et eksempel fra skolehverdagen"],
    )
    varsel: verdi.Varsler = nøkkel(
        "Hvor lenge før møtet kalenderen minner om det; ett eller flere.", (), eksempel="1 dag"
    )
    stille: verdi.Stille = nøkkel(
        "Kontroller som ikke skal si fra for noen skole, hver med begrunnelse.",
        {},
        eksempel={"helg": "Skolene ønsket lørdager"},
    )
    dagsorden: tuple[Tema, ...] = nøkkel(
        "Temaene i rekkefølge. Klokkeslettene regnes ut; minuttene må fylle tidsrammen nøyaktig.",
        min_length=1,
        eksempel=[{"tittel": "Avrunding og oppsummering", "minutter": "45"}],
    )
    datoer: Annotated[Datoregler | None, NårDeStårDer()] = nøkkel(
        "Reglene som «dialog datoer» finner datoer etter.",
        None,
        eksempel={"periode": "1. september 2026 – 27. november 2026", "høyst_i_uken": "2"},
    )
    dialoger: dict[verdi.Id, Annotated[Dialog, BeforeValidator(uten_tomme)]] = nøkkel(
        "Én dialog for hver skole. Nøkkelen er skolens id i skoler.yaml. Feltene kan "
        "stå tomme; da skriver dokumentet «Dato: ikke avtalt».",
        min_length=1,
        eksempel={"ål": {"dato": "3. november 2015", "sted": "Møterom 2"}},
    )

    def svarfrist_for(self, dialog: Dialog) -> Dato | None:
        """By when a school answers the invitation to its dialogue."""
        return dialog.svarfrist or self.svarfrist

    @property
    def datoperiode(self) -> Periode | None:
        """The days that dates are looked for in: the rules', else those of the round."""
        if self.datoer and self.datoer.periode:
            return self.datoer.periode
        første, siste = self.første_dag, self.siste_dag
        if første and siste and første <= siste:
            return Periode(første, siste)
        return None

    def er_tidlig(self, dialog: Dialog) -> bool | None:
        """Whether a dialogue counts as early; None where neither field nor date says so."""
        if dialog.periode:
            return dialog.periode == "tidlig"
        if dialog.dato and self.tidlig_til:
            return dialog.dato <= self.tidlig_til
        return None


class Datasett(NamedTuple):
    """Everything a round's documents are made from, checked across the files."""

    skoler: dict[str, Skole]
    roller: dict[str, Rolle]
    runde: Runde
    kontor: Målformer | None = None
    epost: str | None = None
    vedlegg_fra: tuple[str, ...] = ()
    skoleeiernavn: Målformer | None = None
    leder: Målformer | None = None

    def den_som_kommer(self, fra: Skoleeierdeltaker) -> Rolle | None:
        """A role with who fills it in one dialogue; None where there is no such role."""
        rolle = self.roller.get(fra.rolle)
        if rolle is None or not fra.navn:
            return rolle
        return rolle.model_copy(update={"navn": fra.navn, "epost": fra.epost})
