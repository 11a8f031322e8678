"""The domain: schools, school owner, rounds and dialogues, and the rules they must keep.

Field names are the YAML keys. Validators raise InvalidError with a Norwegian message; which
file and line it concerns is for ``data_files`` to say.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, model_validator

from ..errors import InvalidError
from .dagsorden import Klokkeslett, les_tidsrom, les_varighet
from .norsk import Dato, Målform, les_organisasjonsnummer

_ID = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# What mail programs take: ASCII, no quoted local parts, dots and hyphens within words alone
_EPOST = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*(?:\.[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*)+"
)
ADRESSE = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@[^\s@])\S*", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


def krev_tekst(value: Any) -> str:
    """A value that must be a text; raises InvalidError."""
    if value is None:
        raise InvalidError("Verdien mangler.", "Skriv den etter kolonet.")
    if not isinstance(value, str):
        raise InvalidError(
            "Her skal det stå en tekst, ikke en liste eller nøkler.",
            "Inneholder teksten kolon, så sett den i anførselstegn.",
        )
    return value


def les_tekst(value: Any) -> str:
    """A text without space at the ends of its lines; raises InvalidError for an empty one."""
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in krev_tekst(value).splitlines())
    text = "\n".join(lines).strip()
    if not text:
        raise InvalidError("Teksten er tom.", "Skriv den, eller ta bort nøkkelen.")
    return text


def les_linje(value: Any) -> str:
    """A text of one line; a name that is written over several has become one."""
    return " ".join(les_tekst(value).split())


def _les_id(value: Any) -> str:
    text = krev_tekst(value)
    if not _ID.fullmatch(text) or text != text.lower():
        raise InvalidError(
            f"«{text}» kan ikke være en id.", "Bruk små bokstaver, tall og bindestrek: st-hallvard."
        )
    return text


def _les_år(value: Any) -> int:
    text = krev_tekst(value)
    if not re.fullmatch(r"(?:19|20)[0-9]{2}", text):
        raise InvalidError(f"«{text}» er ikke et årstall.", "Skriv fire sifre, for eksempel 2015.")
    return int(text)


def _les_lenke(value: Any) -> str:
    text = krev_tekst(value).strip()
    # what has no scheme is the path of a file; data_files.py sees whether it is there
    if not ADRESSE.fullmatch(text) and (not text or _SCHEME.match(text)):
        raise InvalidError(
            f"«{text}» er ikke en lenke.", "Skriv hele adressen, for eksempel https://…"
        )
    return text


def _les_minutter(value: Any) -> int:
    return les_varighet(krev_tekst(value))


def _les_varighet(value: Any) -> str:
    text = les_tekst(value)
    les_varighet(text)
    return text


def _les_antall(value: Any) -> int:
    text = krev_tekst(value).strip()
    if not re.fullmatch(r"[1-9][0-9]{0,2}", text):
        raise InvalidError(f"«{text}» er ikke et antall.", "Skriv et helt tall, for eksempel 12.")
    return int(text)


def _les_ja(value: Any) -> bool:
    text = "" if value is None else krev_tekst(value).strip().casefold()
    if text in ("ja", "true", "nei", "false", ""):
        return text in ("ja", "true")
    raise InvalidError(f"«{text}» er verken ja eller nei.", "Skriv ja eller nei.")


def _les_endring(value: Any) -> int:
    text = "0" if value is None else krev_tekst(value).strip()
    if not re.fullmatch(r"[0-9]{1,3}", text):
        remedy = "Skriv hvor mange ganger møtet er endret: 1, 2 …"
        raise InvalidError(f"«{text}» er ikke et antall.", remedy)
    return int(text)


def _les_epost(value: Any) -> str:
    text = krev_tekst(value).strip()
    if not _EPOST.fullmatch(text):
        remedy = "Skriv for eksempel postmottak@example.no."
        raise InvalidError(f"«{text}» er ikke en e-postadresse.", remedy)
    return text


def _les_begrunnelse(value: Any) -> str:
    if value is None or value == "":
        raise InvalidError(
            "Begrunnelsen mangler.",
            "Skriv etter kolonet hvorfor kontrollen skal være stille.",
        )
    return les_tekst(value)


def uten_tomme(value: Any) -> Any:
    """An entry whose value is left empty counts as one without keys."""
    return {} if value is None else value


def bokmål_ellers(value: Any) -> Any:
    """A målform that is left empty counts as bokmål."""
    return "bokmål" if value is None else value


def liste(value: Any) -> Any:
    """A list that is left empty counts as an empty list."""
    return [] if value is None else value


Tekst = Annotated[str, PlainValidator(les_tekst)]
Linje = Annotated[str, PlainValidator(les_linje)]
Id = Annotated[str, PlainValidator(_les_id)]
År = Annotated[int, PlainValidator(_les_år)]
Lenke = Annotated[str, PlainValidator(_les_lenke)]
Varighet = Annotated[str, PlainValidator(_les_varighet)]
Minutter = Annotated[int, PlainValidator(_les_minutter)]
Tidspunkt = Annotated[Klokkeslett, PlainValidator(lambda v: Klokkeslett.les(krev_tekst(v)))]
Dag = Annotated[Dato, PlainValidator(lambda v: Dato.les(krev_tekst(v)))]
Antall = Annotated[int, PlainValidator(_les_antall)]
JaNei = Annotated[bool, PlainValidator(_les_ja)]
Endring = Annotated[int, PlainValidator(_les_endring)]
Epost = Annotated[str, PlainValidator(_les_epost)]
Begrunnelse = Annotated[str, PlainValidator(_les_begrunnelse)]
# The names of checks, each with the reason why it is silent; kontroller.py knows the names.
Stille = Annotated[dict[str, Begrunnelse], BeforeValidator(uten_tomme)]
Organisasjonsnummer = Annotated[
    str, PlainValidator(lambda v: les_organisasjonsnummer(krev_tekst(v)))
]


class Modell(BaseModel):
    """What all entries of the YAML files have in common: known keys only, and no changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Målformer(Modell):
    """A text in one or both of the written languages; a text alone is bokmål."""

    bokmål: Tekst | None = None
    nynorsk: Tekst | None = None

    @model_validator(mode="before")
    @classmethod
    def _les(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return {"bokmål": cls._alene(value)}
        if not value.keys() & cls.model_fields.keys():  # most often a colon in a text
            raise InvalidError(
                "Her skal det stå en tekst, eller «bokmål:» og «nynorsk:» med hver sin.",
                "Inneholder teksten kolon, så sett den i anførselstegn.",
            )
        return value

    @staticmethod
    def _alene(value: Any) -> str:
        """A text alone, refused at its own place: it has no key of a language."""
        return les_tekst(value)

    @model_validator(mode="after")
    def _minst_en(self) -> Self:
        if not (self.bokmål or self.nynorsk):
            raise InvalidError("Teksten er tom.", "Skriv den etter «bokmål:» og «nynorsk:».")
        return self

    def form(self, målform: Målform) -> str | None:
        """The text in one of the written languages."""
        return self.bokmål if målform == "bokmål" else self.nynorsk

    @property
    def vist(self) -> str:
        """The text as messages show it, which are in bokmål."""
        return self.bokmål or self.nynorsk or ""


class Varigheter(Målformer):
    """A duration as the document writes it: the same number of minutes in both."""

    bokmål: Varighet | None = None
    nynorsk: Varighet | None = None

    @staticmethod
    def _alene(value: Any) -> str:
        return _les_varighet(value)

    @model_validator(mode="after")
    def _like(self) -> Self:
        if len({les_varighet(text) for text in (self.bokmål, self.nynorsk) if text}) > 1:
            message = f"«{self.bokmål}» og «{self.nynorsk}» er ikke like lenge."
            raise InvalidError(message, "Skriv de samme minuttene.")
        return self

    @property
    def minutter(self) -> int:
        """The duration in minutes."""
        return les_varighet(self.vist)


class Tidsramme(Modell):
    """From when to when a dialogue lasts, and why where it differs from the round's."""

    start: Tidspunkt
    slutt: Tidspunkt
    begrunnelse: Målformer | None = None

    @model_validator(mode="before")
    @classmethod
    def _les(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        start, slutt = les_tidsrom(value)
        return {"start": str(start), "slutt": str(slutt)}

    @model_validator(mode="after")
    def _i_rekkefølge(self) -> Self:
        if self.slutt <= self.start:
            raise InvalidError(
                f"Tidsrammen slutter {self.slutt}, men begynner {self.start}.", "Bytt dem om."
            )
        return self

    @property
    def minutter(self) -> int:
        """How long it lasts."""
        return self.slutt.minutter - self.start.minutter

    def __str__(self) -> str:
        return f"{self.start}–{self.slutt}"


class Kontakt(Modell):
    """Whom a school's invitation goes to."""

    navn: Linje | None = None
    epost: Epost


class Skole(Modell):
    """A school: what lasts from year to year."""

    navn: Linje
    kortnavn: Linje
    målform: Annotated[Målform, BeforeValidator(bokmål_ellers)] = "bokmål"
    kommune: Linje | None = None
    organisasjonsnummer: Organisasjonsnummer | None = None
    kontakt: Kontakt | None = None
    tidsramme: Tidsramme | None = None


class Skolefil(Modell):
    """data/skoler.yaml."""

    skoler: dict[Id, Skole] = Field(min_length=1)


class Rolle(Modell):
    """One of skoleeier's participants: a role, with a name where that is wanted."""

    rolle: Målformer
    navn: Linje | None = None
    epost: Epost | None = None


class Skoleeierfil(Modell):
    """data/skoleeier.yaml."""

    kontor: Målformer | None = None
    epost: Epost | None = None
    roller: dict[Id, Rolle] = Field(min_length=1)


class Deltaker(Modell):
    """One of a school's own participants: a name, a role or both."""

    navn: Linje | None = None
    rolle: Linje | None = None
    epost: Epost | None = None

    @model_validator(mode="after")
    def _minst_en(self) -> Self:
        if not (self.navn or self.rolle):
            raise InvalidError("Deltakeren har verken navn eller rolle.", "Skriv minst ett av dem.")
        return self


class Datagrunnlagspunkt(Modell):
    """An item of the data basis; a dialogue may give a link and a file of its own under its id.

    ``fil`` is sent with the invitation: a path from the project folder, which may hold tags.
    """

    id: Id
    tekst: Målformer
    lenke: Lenke | None = None
    fil: Tekst | None = None


class Deltakelse(Modell):
    """Who takes part, in prose."""

    skolen: Målformer
    fra_skoleeier: Målformer


class Temadel(Modell):
    """A part of a theme; ``varighet`` is the duration as the document writes it."""

    tekst: Målformer
    varighet: Varigheter

    @property
    def minutter(self) -> int:
        """The duration in minutes."""
        return self.varighet.minutter


class Tema(Modell):
    """A theme of the agenda."""

    tittel: Målformer
    tekst: Målformer | None = None
    minutter: Minutter
    deler: Annotated[tuple[Temadel, ...], BeforeValidator(liste)] = ()


class Dialog(Modell):
    """One school's dialogue in a round; what isn't settled yet is None.

    ``endring`` counts how often the meeting has been moved after the invitation was made.
    """

    dato: Dag | None = None
    sted: Linje | None = None
    periode: Literal["tidlig", "sen"] | None = None
    tidsramme: Tidsramme | None = None
    deltakere: Annotated[tuple[Deltaker, ...], BeforeValidator(liste)] = ()
    fra_skoleeier: Annotated[tuple[Id, ...], BeforeValidator(liste)] = ()
    lenker: Annotated[dict[Id, Lenke | None], BeforeValidator(uten_tomme)] = {}
    filer: Annotated[dict[Id, Tekst | None], BeforeValidator(uten_tomme)] = {}
    endring: Endring = 0
    avlyst: JaNei = False
    stille: Stille = {}


class Runde(Modell):
    """data/runder/ÅR.yaml: a year's texts, agenda and dialogues."""

    år: År
    tittel: Målformer
    hensikt: Målformer
    hovedmål: Målformer
    delmål: tuple[Målformer, ...] = Field(min_length=1)
    datagrunnlag: tuple[Datagrunnlagspunkt, ...] = Field(min_length=1)
    deltakelse: Deltakelse
    tidsramme: Tidsramme
    tidlig_til: Dag | None = None
    første_dag: Dag | None = None
    siste_dag: Dag | None = None
    største_gruppe: Antall | None = None
    stille: Stille = {}
    dagsorden: tuple[Tema, ...] = Field(min_length=1)
    dialoger: dict[Id, Annotated[Dialog, BeforeValidator(uten_tomme)]] = Field(min_length=1)

    def er_tidlig(self, dialog: Dialog) -> bool | None:
        """Whether a dialogue counts as early; None where neither field nor date says so."""
        if dialog.periode:
            return dialog.periode == "tidlig"
        if dialog.dato and self.tidlig_til:
            return dialog.dato <= self.tidlig_til
        return None

    def tidsramme_for(self, skole: Skole, dialog: Dialog) -> Tidsramme:
        """The dialogue's own time frame, else the school's, else the round's."""
        return dialog.tidsramme or skole.tidsramme or self.tidsramme


class Datasett(NamedTuple):
    """Everything a round's documents are made from, checked across the files."""

    skoler: dict[str, Skole]
    roller: dict[str, Rolle]
    runde: Runde
    kontor: Målformer | None = None
    epost: str | None = None
