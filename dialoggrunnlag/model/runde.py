"""A round and its dialogues, with what the documents say. Field names are YAML keys."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, NamedTuple, Self

from pydantic import BeforeValidator, Field, model_validator

from ..errors import InvalidError
from .skole import Rolle, Skole
from .verdityper import (
    Antall,
    Dag,
    Endring,
    Epost,
    Id,
    JaNei,
    Lenke,
    Linje,
    Minutter,
    Modell,
    Målformer,
    Stille,
    Tekst,
    Tidsramme,
    Varigheter,
    År,
    liste,
    uten_tomme,
)


class Deltaker(Modell):
    """One of a school's own participants: a name, a role or both."""

    beskrivelse: ClassVar[str] = "En deltaker fra skolen: navn, rolle eller begge deler."
    navn: Linje | None = Field(None, description="Deltakerens navn.")
    rolle: Linje | None = Field(None, description="Deltakerens rolle, for eksempel rektor.")
    epost: Epost | None = Field(None, description="E-postadressen, for innkallingen i kalenderen.")

    @model_validator(mode="after")
    def _minst_en(self) -> Self:
        if not (self.navn or self.rolle):
            raise InvalidError("Deltakeren har verken navn eller rolle.", "Skriv minst ett av dem.")
        return self


class Datagrunnlagspunkt(Modell):
    """An item of the data basis; a dialogue may give a link and a file of its own under its id.

    ``fil`` is sent with the invitation: a path from the project folder, which may hold tags.
    """

    beskrivelse: ClassVar[str] = "Et punkt i datagrunnlaget."
    id: Id = Field(description="Punktets id, som en dialog bruker under «lenker».")
    tekst: Målformer = Field(description="Punktet, slik dokumentet skriver det.")
    lenke: Lenke | None = Field(
        None,
        description="Gjelder alle skoler; en skoles egen lenke står under «lenker» i dialogen.",
    )
    fil: Tekst | None = Field(
        None,
        description="Filen som følger innkallingen: stien fra prosjektmappen. Den kan ha felter, "
        "for eksempel vedlegg/puls-{{ skole.id }}.pdf. En skoles egen står under "
        "«filer» i dialogen.",
    )


class Deltakelse(Modell):
    """Who takes part, in prose."""

    beskrivelse: ClassVar[str] = "Hvem som deltar, som løpende tekst."
    skolen: Målformer = Field(description="Hvem som deltar fra skolen.")
    fra_skoleeier: Målformer = Field(description="Hvem som deltar fra skoleeier.")


class Temadel(Modell):
    """A part of a theme; ``varighet`` is the duration as the document writes it."""

    beskrivelse: ClassVar[str] = "En del av et tema."
    tekst: Målformer = Field(description="Hva delen handler om.")
    varighet: Varigheter = Field(
        description="Hvor lenge delen varer, med de ordene dokumentet skal ha."
    )

    @property
    def minutter(self) -> int:
        """The duration in minutes."""
        return self.varighet.minutter


class Tema(Modell):
    """A theme of the agenda."""

    beskrivelse: ClassVar[str] = "Et tema på dagsordenen."
    tittel: Målformer = Field(description="Temaets overskrift.")
    tekst: Målformer | None = Field(None, description="Tekst under overskriften.")
    minutter: Minutter = Field(description="Hvor lenge temaet varer.")
    deler: Annotated[tuple[Temadel, ...], BeforeValidator(liste)] = Field(
        (), description="Temaets deler, hvis det har noen. De må fylle temaets minutter nøyaktig."
    )


class Dialog(Modell):
    """One school's dialogue in a round; what isn't settled yet is None.

    ``endring`` counts how often the meeting has been moved after the invitation was made.
    """

    beskrivelse: ClassVar[str] = "Dialogen med én skole. Det som ikke er avtalt, kan stå tomt."
    dato: Dag | None = Field(None, description="Dagen for dialogen.")
    sted: Linje | None = Field(None, description="Hvor dialogen holdes.")
    periode: Literal["tidlig", "sen"] | None = Field(
        None,
        description="Tidlig eller sen dialog: «tidlig» får forrige års bidrag til "
        "Tilstandsrapport, «sen» årets. Går foran «tidlig_til».",
    )
    tidsramme: Tidsramme | None = Field(
        None, description="Bare når dialogen denne gangen avviker fra skolens og rundens."
    )
    deltakere: Annotated[tuple[Deltaker, ...], BeforeValidator(liste)] = Field(
        (), description="Skolens egne deltakere, med navn, rolle eller begge deler."
    )
    fra_skoleeier: Annotated[tuple[Id, ...], BeforeValidator(liste)] = Field(
        (), description="Hvem som kommer fra skoleeier: rollenes id i skoleeier.yaml."
    )
    lenker: Annotated[dict[Id, Lenke | None], BeforeValidator(uten_tomme)] = Field(
        {}, description="Skolens egne lenker. Nøkkelen er id-en til punktet i datagrunnlaget."
    )
    filer: Annotated[dict[Id, Tekst | None], BeforeValidator(uten_tomme)] = Field(
        {},
        description="Skolens egne filer til innkallingen. Nøkkelen er id-en til punktet i "
        "datagrunnlaget.",
    )
    endring: Endring = Field(
        0,
        description="Hvor mange ganger møtet er flyttet etter at innkallingen ble laget: 1, 2 … Da "
        "flytter det seg også i kalenderen.",
    )
    avlyst: JaNei = Field(default=False, description="Ja når dialogen er avlyst; la datoen stå.")
    stille: Stille = Field(
        {}, description="Kontroller som ikke skal si fra for denne skolen, hver med begrunnelse."
    )


class Runde(Modell):
    """data/runder/ÅR.yaml: a year's texts, agenda and dialogues."""

    beskrivelse: ClassVar[str] = (
        "En runde: tekstene, dagsordenen og dialogene (data/runder/ÅR.yaml)."
    )
    år: År = Field(description="Rundens år, det samme som i filnavnet.")
    tittel: Målformer = Field(description="Dokumentets tittel.")
    hensikt: Målformer = Field(description="Hensikten med dialogene.")
    hovedmål: Målformer = Field(description="Hovedmålet for dialogene.")
    delmål: tuple[Målformer, ...] = Field(min_length=1, description="Delmålene, ett på hver linje.")
    datagrunnlag: tuple[Datagrunnlagspunkt, ...] = Field(
        min_length=1, description="Det dialogene bygger på, ett punkt for hver kilde."
    )
    deltakelse: Deltakelse = Field(description="Hvem som deltar, som løpende tekst.")
    tidsramme: Tidsramme = Field(
        description="Gjelder alle skoler som ikke har sin egen, i skoler.yaml eller i dialogen."
    )
    tidlig_til: Dag | None = Field(None, description="Siste dato som regnes som tidlig dialog.")
    første_dag: Dag | None = Field(
        None, description="Første dato en dialog kan ha; uten den gjelder kalenderåret."
    )
    siste_dag: Dag | None = Field(
        None, description="Siste dato en dialog kan ha; uten den gjelder kalenderåret."
    )
    største_gruppe: Antall | None = Field(
        None, description="Flest deltakere når alle skal kunne være aktive."
    )
    stille: Stille = Field(
        {}, description="Kontroller som ikke skal si fra for noen skole, hver med begrunnelse."
    )
    dagsorden: tuple[Tema, ...] = Field(
        min_length=1,
        description="Temaene i rekkefølge. Klokkeslettene regnes ut; minuttene må fylle tidsrammen "
        "nøyaktig.",
    )
    dialoger: dict[Id, Annotated[Dialog, BeforeValidator(uten_tomme)]] = Field(
        min_length=1,
        description="Én dialog for hver skole. Nøkkelen er skolens id i skoler.yaml. Feltene kan "
        "stå tomme; da skriver dokumentet «Dato avtales».",
    )

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
