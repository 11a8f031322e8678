"""The kinds of value that the YAML files have, each read from the text that stands there.

Readers raise InvalidError with a Norwegian message; which file and line it concerns is for
``reading`` to say.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Annotated, Any, ClassVar, Self, TypeVar
from urllib.parse import quote

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import InitErrorDetails

from ..disk.writing import is_device
from ..errors import InvalidError
from .dagsorden import Klokkeslett, les_tidsrom, les_varighet
from .norsk import MÅLFORMER, Dato, Målform, forkortet, les_organisasjonsnummer
from .over_arene import er_årvis, gjeldende_år

_Verdi = TypeVar("_Verdi")
ID = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# What mail programs take: ASCII, no quoted local parts, dots and hyphens within words alone
EPOST = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*(?:\.[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*)+"
)
ADRESSE = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@[^\s@])\S*", re.IGNORECASE)
MØTELENKE = re.compile(r"https://[^\s/]\S*", re.IGNORECASE)
_SENEST_OM_NATTEN = 6 * 60  # minutes after midnight; nobody ends a dialogue before
PROTOKOLL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")

_TAGG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{[{%].*")
_ADRESSETEGN = "%/:=&?~#+!$,;'@()*[]-._"  # what stands for itself in an address (RFC 3986)


def krev_tekst(value: Any) -> str:
    """A value that must be a text; raises InvalidError."""
    if value is None:
        raise InvalidError("Verdien mangler.", "Skriv den etter kolonet.")
    if isinstance(value, list):
        raise InvalidError(
            "Her skal det stå en tekst, ikke en liste.",
            "Begynner teksten med [ eller «- », så sett den i anførselstegn.",
        )
    if not isinstance(value, str):
        raise InvalidError(
            "Her skal det stå en tekst, ikke nøkler med verdier.",
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


def les_fritekst(value: Any) -> str:
    """A text of any number of lines, with at most one empty line between two."""
    return re.sub(r"\n{3,}", "\n\n", unicodedata.normalize("NFC", les_tekst(value)))


def les_linje(value: Any) -> str:
    """A text of one line; a name that is written over several has become one."""
    return krev_uten_tagger(" ".join(les_tekst(value).split()))


def krev_uten_tagger(text: str) -> str:
    """A text that is shown as it stands; raises InvalidError where a tag would stand in it."""
    tagg = _TAGG.search(text) if "{" in text else None
    if tagg:
        message = (
            f"«{forkortet(tagg[0])}» blir ikke fylt ut her, og ville stått slik i dokumentene."
        )
        raise InvalidError(message, "Skriv det som skal stå.")
    return text


def _les_id(text: str) -> str:
    if not ID.fullmatch(text) or text != text.lower():
        likest = "-".join(re.findall(r"[^\W_]+", text.lower())) or "st-hallvard"
        raise InvalidError(
            f"«{text}» kan ikke være en id (et kort navn i filer og kommandoer).",
            f"Bruk små bokstaver, tall og bindestrek: {likest}.",
        )
    if is_device(text):  # on every system: the folder may be shared with one that can't have it
        raise InvalidError(
            f"«{text}» kan ikke være en id: i Windows er det navnet på en enhet, ikke på en fil.",
            "Velg et annet, for eksempel et lengre.",
        )
    return text


def _les_år(text: str) -> int:
    if not re.fullmatch(r"(?:19|20)[0-9]{2}", text):
        raise InvalidError(f"«{text}» er ikke et årstall.", "Skriv fire sifre, for eksempel 2015.")
    return int(text)


def _les_lenke(text: str) -> str:
    text = krev_uten_tagger(text.strip())
    # what has no scheme is the path of a file; ``reading`` sees whether it is there
    if not ADRESSE.fullmatch(text) and (not text or PROTOKOLL.match(text)):
        raise InvalidError(
            f"«{text}» er ikke en lenke.", "Skriv hele adressen, for eksempel https://…"
        )
    return text


def _les_møtelenke(text: str) -> str:
    text = text.strip()
    if not MØTELENKE.fullmatch(text):
        remedy = "Skriv hele adressen til møtet: https://…"
        raise InvalidError(f"«{text}» er ikke en lenke til et møte på nett.", remedy)
    return quote(text, safe=_ADRESSETEGN)


def rundens_år(info: ValidationInfo) -> int | None:
    """The year of the round that is read, as whoever reads the file has told it."""
    return info.context["år"] if info.context else None


def _les_dag(text: str, info: ValidationInfo) -> Dato:
    return Dato.les(text, rundens_år(info))


def _les_varighet(value: Any) -> str:
    text = les_tekst(value)
    les_varighet(text)
    return text


def _les_antall(text: str) -> int:
    text = text.strip()
    if not re.fullmatch(r"[1-9][0-9]{0,2}", text):
        raise InvalidError(f"«{text}» er ikke et antall.", "Skriv et helt tall, for eksempel 12.")
    return int(text)


def _les_ja(value: Any) -> bool:
    text = "" if value is None else krev_tekst(value).strip()
    if text.casefold() in ("ja", "true", "nei", "false", ""):
        return text.casefold() in ("ja", "true")
    raise InvalidError(f"«{text}» er verken ja eller nei.", "Skriv ja eller nei.")


def _les_endring(value: Any) -> int:
    text = "0" if value is None else krev_tekst(value).strip()
    if not re.fullmatch(r"[0-9]{1,3}", text):
        remedy = "Skriv hvor mange ganger møtet er endret: 1, 2 …"
        raise InvalidError(f"«{text}» er ikke et antall.", remedy)
    return int(text)


def les_hver(items: list[Any], les: Callable[[Any], Any]) -> list[Any]:
    """What each item of a list is read as; raises ValidationError with the places of all faults."""
    lest = []
    feil: list[InitErrorDetails] = []
    for index, item in enumerate(items):
        try:
            lest.append(les(item))
        except InvalidError as error:
            ctx = {"error": error}
            feil.append({"type": "value_error", "loc": (index,), "input": item, "ctx": ctx})
    if feil:
        raise ValidationError.from_exception_data("liste", feil)
    return lest


def _les_varsler(value: Any) -> tuple[int, ...]:
    """The minutes of one reminder or of a list of them, each once."""
    # the program starts without it, for few rounds have any
    from .varsel import les_varsel  # noqa: PLC0415

    lest = les_hver(value, les_varsel) if isinstance(value, list) else [les_varsel(value)]
    return tuple(dict.fromkeys(minutter for minutter in lest if minutter is not None))


def _les_epost(text: str) -> str:
    text = text.strip()
    if not EPOST.fullmatch(text):
        remedy = "Skriv for eksempel postmottak@example.no."
        if re.fullmatch(r"[+0-9 ()]+", text):
            remedy = "Her skal det ikke stå et telefonnummer."
        elif "@" not in text:
            remedy = f"Tegnet @ mangler. {remedy}"
        raise InvalidError(f"«{text}» er ikke en e-postadresse.", remedy)
    return text


def _les_begrunnelse(value: Any) -> str:
    if value is None or value == "":
        remedy = "Skriv etter kolonet hvorfor kontrollen er slått av."
        raise InvalidError("Begrunnelsen mangler.", remedy)
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


_ER_TEKST = BeforeValidator(krev_tekst)
Tekst = Annotated[str, PlainValidator(les_tekst)]
Linje = Annotated[str, PlainValidator(les_linje)]
Id = Annotated[str, PlainValidator(_les_id), _ER_TEKST]
År = Annotated[int, PlainValidator(_les_år), _ER_TEKST]
Lenke = Annotated[str, PlainValidator(_les_lenke), _ER_TEKST]
Møtelenke = Annotated[str, PlainValidator(_les_møtelenke), _ER_TEKST]
Varighet = Annotated[str, PlainValidator(_les_varighet)]
Minutter = Annotated[int, PlainValidator(les_varighet), _ER_TEKST]
Tidspunkt = Annotated[Klokkeslett, PlainValidator(Klokkeslett.les), _ER_TEKST]
Dag = Annotated[Dato, PlainValidator(_les_dag), _ER_TEKST]
Antall = Annotated[int, PlainValidator(_les_antall), _ER_TEKST]
JaNei = Annotated[bool, PlainValidator(_les_ja)]
Endring = Annotated[int, PlainValidator(_les_endring)]
Epost = Annotated[str, PlainValidator(_les_epost), _ER_TEKST]
Varsler = Annotated[tuple[int, ...], PlainValidator(_les_varsler)]
Begrunnelse = Annotated[str, PlainValidator(_les_begrunnelse)]
# The names of checks, each with the reason why it is silent; register.py knows them.
Stille = Annotated[dict[str, Begrunnelse], BeforeValidator(uten_tomme)]
Organisasjonsnummer = Annotated[str, PlainValidator(les_organisasjonsnummer), _ER_TEKST]


class UtenforÅreneError(InvalidError):
    """A value that must be there, and that holds in other rounds alone."""


def les_årvis(value: Any, les: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    """The value that holds in the round; those of the other years must be right too.

    A year whose value is left empty says that from then on there is none.
    """
    if not er_årvis(value):
        return les(value)
    feil: list[InitErrorDetails] = []
    verdier: dict[str, Any] = {}
    for key, item in value.items():
        try:
            _les_år(key)
        except InvalidError as error:
            feil.append(_feil((key, "[key]"), key, error))
            continue
        try:
            verdier[key] = None if item is None else les(item, key)
        except ValidationError as error:
            feil += _feilene(error)
    if feil:
        raise ValidationError.from_exception_data("årvis", feil)
    år = rundens_år(info)
    gjeldende = gjeldende_år(verdier, år)
    if gjeldende is not None and verdier[gjeldende] is not None:
        return verdier[gjeldende]
    try:
        return les(None)  # what a key that is left empty means
    except ValidationError:
        raise _utenfor(verdier, gjeldende, år) from None


def _utenfor(verdier: dict[str, Any], gjeldende: str | None, år: int | None) -> InvalidError:
    """That a value which must be there holds before the round alone, or after it."""
    if gjeldende is not None:
        message = f"Fra {gjeldende} står det ingenting her."
        return UtenforÅreneError(message, f"Skriv verdien etter «{gjeldende}:».")
    message = f"Her står det hva som gjelder fra {min(verdier)}, men ikke hva som gjaldt i {år}."
    return UtenforÅreneError(message, f"Skriv «{år}:» med verdien den gangen også.")


def _feil(loc: tuple[str, ...], value: Any, error: InvalidError) -> InitErrorDetails:
    return {"type": "value_error", "loc": loc, "input": value, "ctx": {"error": error}}


def _feilene(error: ValidationError) -> Iterator[InitErrorDetails]:
    """What is wrong in a value, as pydantic takes it in a new error."""
    for details in error.errors(include_url=False):
        yield {
            "type": details["type"],
            "loc": details["loc"],
            "input": details["input"],
            "ctx": details.get("ctx", {}),
        }


# A value that may be another one from a year on
Årvis = Annotated[_Verdi, WrapValidator(les_årvis)]


def nøkkel(beskrivelse: str, verdi: Any = ..., *, eksempel: Any = None, **krav: Any) -> Any:
    """A key with what editors say of it; it must be there unless ``verdi`` holds without it.

    ``eksempel`` is shown where something of another kind stands, and offered by editors.
    """
    if eksempel is not None:
        krav["examples"] = [eksempel]
    return Field(verdi, description=beskrivelse, **krav)


class Modell(BaseModel):
    """What all entries of the YAML files have in common: known keys only, and no changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    beskrivelse: ClassVar[str]  # what an editor says of the entry; of its keys, each field says


class Målformer(Modell):
    """A text in one or both of the written languages; a text alone is bokmål."""

    beskrivelse: ClassVar[str] = "En tekst på bokmål og nynorsk; en tekst alene er bokmål."
    _les_form: ClassVar[Callable[[Any], str]] = staticmethod(les_tekst)
    _alene: ClassVar[tuple[Målform, ...]] = ("bokmål",)  # what a text alone is
    bokmål: Tekst | None = nøkkel("Teksten på bokmål.", None)
    nynorsk: Tekst | None = nøkkel("Teksten på nynorsk.", None)

    @model_validator(mode="before")
    @classmethod
    def _les(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            # refused at its own place: it has no key
            return dict.fromkeys(cls._alene, cls._les_form(value))
        if not value.keys() & cls.model_fields.keys():  # most often a colon in a text
            raise InvalidError(
                "Her skal det stå en tekst, eller «bokmål:» og «nynorsk:» med hver sin.",
                "Inneholder teksten kolon, så sett den i anførselstegn.",
            )
        return value

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


class Betegnelse(Målformer):
    """What something is called, on one line: it is shown as it stands, and holds no tags."""

    beskrivelse: ClassVar[str] = "Det noe heter på bokmål og nynorsk; en tekst alene er bokmål."
    _les_form: ClassVar[Callable[[Any], str]] = staticmethod(les_linje)
    bokmål: Linje | None = nøkkel("Teksten på bokmål.", None)
    nynorsk: Linje | None = nøkkel("Teksten på nynorsk.", None)


class Egennavn(Betegnelse):
    """A proper name, which most often is the same in both languages: then it stands alone."""

    beskrivelse: ClassVar[str] = "Et egennavn; et navn alene er det samme på bokmål og nynorsk."
    _alene: ClassVar[tuple[Målform, ...]] = MÅLFORMER


class Varigheter(Målformer):
    """A duration as the document writes it: the same number of minutes in both."""

    beskrivelse: ClassVar[str] = "En varighet på bokmål og nynorsk; en varighet alene er bokmål."
    _les_form: ClassVar[Callable[[Any], str]] = staticmethod(_les_varighet)
    bokmål: Varighet | None = nøkkel("Varigheten på bokmål.", None)
    nynorsk: Varighet | None = nøkkel("Varigheten på nynorsk.", None)

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

    beskrivelse: ClassVar[str] = "Når dialogen begynner og slutter."
    start: Tidspunkt = nøkkel("Når dialogen begynner.")
    slutt: Tidspunkt = nøkkel("Når dialogen slutter.")
    begrunnelse: Målformer | None = nøkkel(
        "Hvorfor tidsrammen avviker fra rundens; står i dokumentet etter den vanlige tiden. "
        "Skriv for eksempel «med unntak av …», «men …» eller en setning for seg.",
        None,
    )

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
            remedy = "Bytt dem om."
            if self.slutt.minutter <= _SENEST_OM_NATTEN:  # 9-1 is 9 to 13
                remedy = f"Skriv {self.slutt + 12 * 60} når den slutter om ettermiddagen."
            message = f"Tidsrammen slutter {self.slutt}, men begynner {self.start}."
            raise InvalidError(message, remedy)
        return self

    @property
    def minutter(self) -> int:
        """How long it lasts."""
        return self.slutt.minutter - self.start.minutter

    def __str__(self) -> str:
        return f"{self.start}–{self.slutt}"
