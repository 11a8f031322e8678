"""The schools' key figures: what data/tall.yaml says of each, and the values read from the files.

A figure that isn't there has a reason, and never becomes 0. What a school is shown of all this,
``tallvern`` decides.
"""

import enum
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    PlainValidator,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails

from ..errors import InvalidError, did_you_mean
from . import verdityper as verdi
from .datoformer import STREKER
from .verdityper import Betegnelse, Egennavn, Modell, liste, nøkkel

FYLKET, LANDET = "fylket", "landet"  # the units that are no schools
Enhet = Literal["prosent", "dager", "timer", "karakter", "indeks", "antall"]
Best = Literal["høyest", "lavest", "ingen"]
Sammenligning = Literal["fylket", "landet"]

# What figures of each unit lie between; what has no end has None
_SKALAER: Mapping[str, tuple[float, float | None]] = {
    "prosent": (0, 100),
    "karakter": (1, 6),
    "indeks": (1, 5),
    "dager": (0, None),
    "timer": (0, None),
    "antall": (0, None),
}
_PERSONVERNGRENSE = 5  # people behind a figure; fewer could be recognised
_FLESTE_DESIMALER = 3
_LENGSTE_KULL = 10  # years from when pupils begin until it is counted who has finished
_SKOLEÅR = re.compile(
    rf"(?P<år>(?:19|20)[0-9]{{2}})(?:\s*[{STREKER}/]\s*(?P<neste>(?:19|20)?[0-9]{{2}}))?"
)


class Fravær(enum.Enum):
    """Why there is no value to show; the words are those that ``dialog tall`` shows."""

    SKJULT = "skjult i kilden"
    MANGLER = "mangler"
    FOREKOMMER_IKKE = "kan ikke forekomme"
    FÅ_PERSONER = "for få personer"
    KAN_REGNES_UT = "skjult fordi et annet skjult tall kunne regnes ut"
    UKJENT_ANTALL = "ukjent hvor mange personer"
    IKKE_OFFENTLIG = "ikke offentlig"

    @property
    def er_skjult(self) -> bool:
        """Whether there is a figure that isn't shown, unlike one that is missing."""
        return self is not Fravær.MANGLER


class Sted(NamedTuple):
    """Where a value stands: the file as the user would write it, and a line, or sheet and cell.

    ``linje`` counts from 1; ``celle`` is «celle B7» of the sheet ``ark``, and in a JSON file the
    entry: «rad 17».
    """

    fil: str
    linje: int = 0
    ark: str = ""
    celle: str = ""

    @property
    def plass(self) -> str:
        """The place inside the file, where it has no lines: «arket «Ark1», celle B7»."""
        ark = f"arket «{self.ark}»" if self.ark else ""
        return ", ".join(bit for bit in (ark, self.celle) if bit)

    def __str__(self) -> str:
        where = f"{self.fil}:{self.linje}" if self.linje else self.fil
        return f"{where}, {self.plass}" if self.plass else where


_UKJENT_STED = Sted("")


@dataclass(frozen=True, slots=True)
class Tallverdi:
    """A figure of one unit and one school year: a value, or why there is none.

    ``antall`` is the number of people behind it, where the file tells; ``skjult_antall`` says that
    the file has one, but hides it.
    """

    verdi: float | None
    fravær: Fravær | None = None
    antall: int | None = None
    foreløpig: bool = False
    sted: Sted = _UKJENT_STED
    skjult_antall: bool = False

    def __post_init__(self) -> None:
        if (self.verdi is None) == (self.fravær is None):
            raise ValueError("a value, or why there is none")


def les_skoleår(text: str) -> str:
    """A school year as «2025-26», a calendar year as «2026», a cohort's years as «2019-2025».

    Raises InvalidError for what is none of them.
    """
    text = verdi.les_linje(text)
    match = _SKOLEÅR.fullmatch(text)
    if not match:
        raise InvalidError(f"«{text}» er ikke et skoleår.", "Skriv for eksempel 2025-26.")
    første, siste = match["år"], match["neste"]
    if not siste:
        return første
    neste = str(int(første) + 1)
    if neste.endswith(siste):
        return f"{første}-{neste[2:]}"
    if len(siste) == len(første) and 1 < int(siste) - int(første) <= _LENGSTE_KULL:
        return f"{første}-{siste}"
    remedy = f"Skriv for eksempel {første}-{neste[2:]}."
    raise InvalidError(f"«{text}» er ikke ett skoleår.", remedy)


def _les_desimaler(text: str) -> int:
    text = text.strip()
    if not re.fullmatch(rf"[0-{_FLESTE_DESIMALER}]", text):
        remedy = f"Skriv et helt tall fra 0 til {_FLESTE_DESIMALER}."
        raise InvalidError(f"«{text}» er ikke et antall desimaler.", remedy)
    return int(text)


def _les_år(text: str) -> int:
    text = text.strip()
    if not re.fullmatch(r"[1-9]|10", text):
        remedy = "Skriv et helt tall fra 1 til 10: flere er det ikke plass til på en side."
        raise InvalidError(f"«{text}» er ikke et antall år som kan vises.", remedy)
    return int(text)


_ER_TEKST = BeforeValidator(verdi.krev_tekst)
Skoleår = Annotated[str, PlainValidator(les_skoleår), _ER_TEKST]
Desimaler = Annotated[int, PlainValidator(_les_desimaler), _ER_TEKST]
Årene = Annotated[int, PlainValidator(_les_år), _ER_TEKST]


class Kilde(Modell):
    """Where the figures come from, as it stands beside them; a text alone is the name."""

    beskrivelse: ClassVar[str] = "Hvor tallene kommer fra; et navn alene er kilden."
    navn: Egennavn = nøkkel("Den som har laget statistikken, slik dokumentet skriver det.")
    tabell: verdi.Linje | None = nøkkel("Tabellen hos kilden.", None)
    fylke: verdi.Linje | None = nøkkel(
        "Fylkets nummer i filen, når den har flere fylker.", None, eksempel="33"
    )

    @model_validator(mode="before")
    @classmethod
    def _les(cls, value: Any) -> Any:
        return {"navn": value} if isinstance(value, str) else value


class Nøkkeltall(Modell):
    """A key figure: what it is called, how it is shown, and where its values are."""

    beskrivelse: ClassVar[str] = "Et nøkkeltall: hva det heter, hvordan det vises, og hvor det er."
    navn: Betegnelse = nøkkel("Navnet, slik dokumentet skriver det.")
    enhet: Enhet = nøkkel("Hva tallene måles i.")
    desimaler: Desimaler = nøkkel(
        "Hvor mange desimaler som vises: 1 når det ikke er satt, og ingen for antall.", 1
    )
    best: Best = nøkkel(
        "Om et høyt eller et lavt tall er best; «ingen» når det ikke kan sies.", "ingen"
    )
    mål: Betegnelse | None = nøkkel("Målet for dialogene som tallet står under.", None)
    år: Årene = nøkkel("Hvor mange år som vises, det siste medregnet: 5 når det ikke er satt.", 5)
    sammenlign: Annotated[tuple[Sammenligning, ...], BeforeValidator(liste)] = nøkkel(
        "Hva skolens tall sammenlignes med: fylket, landet eller begge.",
        (),
        eksempel=["fylket", "landet"],
    )
    minst: verdi.Antall = nøkkel(
        "De færreste personene bak et tall som vises: 5 når det ikke er satt. "
        "Et lavere tall trenger «begrunnelse».",
        _PERSONVERNGRENSE,
    )
    begrunnelse: verdi.Tekst | None = nøkkel("Hvorfor «minst» er lavere enn 5.", None)
    kilde: Kilde | None = nøkkel(
        "Hvor tallene kommer fra.",
        None,
        eksempel={"navn": "Utdanningsdirektoratet, Statistikkbanken", "tabell": "VGO_slutta"},
    )
    fil: verdi.Tekst = nøkkel("Filen med tallene: stien fra mappen data/.", eksempel="tall/a.csv")
    kolonne: verdi.Linje | None = nøkkel(
        "Den siste delen av kolonnens navn, eller flere deler med punktum mellom. "
        "Trengs ikke når filen bare har ett tall.",
        None,
        eksempel="Andel sluttet",
    )
    antall: verdi.Linje | None = nøkkel(
        "Kolonnen med hvor mange personer som står bak tallet, når den har et annet navn "
        "enn filens slag sier.",
        None,
        eksempel="Antall elever",
    )
    hentet: verdi.Dag | None = nøkkel("Dagen filen ble hentet.", None)
    sammen_med: Annotated[tuple[verdi.Id, ...], BeforeValidator(liste)] = nøkkel(
        "Nøkkeltallene som sammen med dette er 100 prosent. Er ett av dem skjult, blir enda "
        "ett det, så det første ikke kan regnes ut.",
        (),
        eksempel=["fullført"],
    )
    del_av: verdi.Id | None = nøkkel(
        "Nøkkeltallet som dette er en del av: summen av alle delene.", None, eksempel="elever"
    )
    brudd: Annotated[tuple[Skoleår, ...], BeforeValidator(liste)] = nøkkel(
        "Skoleår da noe ble målt på en ny måte. Linjen brytes før dem, og dokumentet sier det.",
        (),
        eksempel=["2016-17"],
    )
    offentlig: verdi.JaNei = nøkkel(
        "Ja når tallet kan stå i dokumenter som alle kan lese.", verdi=False
    )

    @property
    def skala(self) -> tuple[float, float | None]:
        """The least and the most that a figure can be; None for no end."""
        return _SKALAER[self.enhet]

    @model_validator(mode="before")
    @classmethod
    def _antall_er_helt(cls, value: Any) -> Any:
        if isinstance(value, dict) and value.get("enhet") == "antall":
            return {"desimaler": "0", **value}
        return value

    @model_validator(mode="after")
    def _begrunnet(self) -> Self:
        if self.minst < _PERSONVERNGRENSE and not self.begrunnelse:
            message = f"«minst» er {self.minst}, lavere enn {_PERSONVERNGRENSE}."
            remedy = "Skriv hvorfor etter «begrunnelse:», eller ta bort «minst»."
            raise ValidationError.from_exception_data(
                "nøkkeltall", [_feil_i(("minst",), self.minst, InvalidError(message, remedy))]
            )
        return self


def _feil_i(sted: tuple[str | int, ...], verdi: object, error: InvalidError) -> InitErrorDetails:
    """A problem as pydantic has it, at a place below what is being read."""
    return {"type": "value_error", "loc": sted, "input": verdi, "ctx": {"error": error}}


def _med_kjente_sammenhenger(nøkkeltall: dict[str, Nøkkeltall]) -> dict[str, Nøkkeltall]:
    """The key figures, where those that each is said to hang together with are among them."""
    feil: list[InitErrorDetails] = []
    for id_, ett in nøkkeltall.items():
        steder: list[tuple[tuple[str | int, ...], str]] = []
        for nummer, annen in enumerate(ett.sammen_med):
            steder.append(((id_, "sammen_med", nummer), annen))
        if ett.del_av:
            steder.append(((id_, "del_av"), ett.del_av))
        for sted, annen in steder:
            error = _ukjent_sammenheng(nøkkeltall, id_, annen)
            if error:
                feil.append(_feil_i(sted, annen, error))
    if feil:
        raise ValidationError.from_exception_data("nøkkeltall", feil)
    return nøkkeltall


def _ukjent_sammenheng(
    nøkkeltall: Mapping[str, Nøkkeltall], id_: str, annen: str
) -> InvalidError | None:
    """What is wrong with a key figure that another one is said to hang together with."""
    if annen == id_:
        return InvalidError(f"«{annen}» er dette nøkkeltallet selv.", "Skriv id-en til et annet.")
    if annen not in nøkkeltall:
        råd = did_you_mean(annen, nøkkeltall) or "Skriv id-en til et av de andre nøkkeltallene."
        return InvalidError(f"Nøkkeltallet «{annen}» finnes ikke.", råd)
    if nøkkeltall[annen].enhet != nøkkeltall[id_].enhet:
        message = f"«{annen}» er i {nøkkeltall[annen].enhet}, ikke i {nøkkeltall[id_].enhet}."
        return InvalidError(message, "Det som hører sammen, må måles i det samme.")
    return None


class Tallfil(Modell):
    """data/tall.yaml."""

    beskrivelse: ClassVar[str] = "Nøkkeltallene som skolene får se (data/tall.yaml)."
    nøkkeltall: Annotated[
        dict[verdi.Id, Nøkkeltall],
        BeforeValidator(verdi.uten_tomme),
        AfterValidator(_med_kjente_sammenhenger),
    ] = nøkkel(
        "Nøkkeltallene, i den rekkefølgen dokumentet viser dem. Nøkkelen er tallets id, som "
        "malene bruker: {{ nøkkeltall.frafall.siste }}.",
        {},
        eksempel={"trivsel": {"navn": "Trivsel", "enhet": "indeks", "fil": "tall/trivsel.csv"}},
    )


class UkjentEnhet(NamedTuple):
    """A school that a file has and the project hasn't; ``fylke`` is the county's number there."""

    navn: str
    organisasjonsnummer: str
    fylke: str
    sted: Sted


Verdier = Mapping[str, Mapping[str, Tallverdi]]  # by unit, then by school year, oldest first


@dataclass(frozen=True)
class Tallgrunnlag:
    """All that the files say of the schools, before any rule of privacy.

    A unit is a school's id, «fylket» or «landet». ``verdier`` has every year of the file, oldest
    first; ``ukjente`` are the schools in each key figure's file that the project doesn't know.
    ``egne`` are the key figures from files of one's own: no statistics agency has looked through
    them for what must not be shown.
    """

    nøkkeltall: Mapping[str, Nøkkeltall] = field(default_factory=dict)
    verdier: Mapping[str, Verdier] = field(default_factory=dict)
    ukjente: Mapping[str, tuple[UkjentEnhet, ...]] = field(default_factory=dict)
    egne: frozenset[str] = frozenset()

    def skoleår(self, nøkkeltall_id: str) -> list[str]:
        """The school years that a key figure has values for, oldest first."""
        return sorted({år for rad in self.verdier[nøkkeltall_id].values() for år in rad})

    def celler(self, nøkkeltall_id: str) -> Iterator[tuple[str, str, Tallverdi]]:
        """Every value of a key figure, with its unit and its school year."""
        for enhet, rad in self.verdier[nøkkeltall_id].items():
            for år, tall in rad.items():
                yield enhet, år, tall
