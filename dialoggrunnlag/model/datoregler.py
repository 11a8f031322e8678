"""The rules that the dates of a round are found by: the block «datoer» of its YAML.

``dialog datoer`` alone uses them. What reads days as people type them is loaded where there are
any.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import (
    BeforeValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    ValidationInfo,
    field_validator,
)
from pydantic_core import core_schema

from ..errors import InvalidError
from . import verdityper as verdi
from .norsk import Dato
from .verdityper import Modell, nøkkel, uten_tomme

if TYPE_CHECKING:
    from .dagsett import Dagsett as _Dagsett
else:
    _Dagsett = Any  # loading it takes time, and few rounds have such days

_LØRDAG = 5  # as ``weekday`` counts
_HVERDAGENE = (0, 1, 2, 3, 4)
VEKT = "[1-9][0-9]?|100"
KALENDERENDELSE = ".ics"
# «, men ikke», and what may stand before it without saying more
_SIER_IKKE = r"(?i)\b(?:(?:men|kan|helst|aller)\s+)*ikkj?e\b"


@dataclass(frozen=True)
class Periode:
    """From when to when the dialogues are held; written «1. september 2026 – 27. november 2026».

    It has no keys: lines of prose begin with «fra» and «til».
    """

    fra: Dato
    til: Dato

    def hverdager(self) -> tuple[date, ...]:
        """Its days from Monday to Friday, public holidays among them."""
        antall = (self.til.dag - self.fra.dag).days + 1
        dagene = (self.fra.dag + timedelta(nummer) for nummer in range(antall))
        return tuple(dag for dag in dagene if dag.weekday() < _LØRDAG)

    def __str__(self) -> str:
        return f"{self.fra.kort} – {self.til.kort}"


def som_liste(value: Any) -> Any:
    """A list that is left empty, or that is one text."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else value


def _les_periode(text: str, info: ValidationInfo) -> Periode:
    from .dagsettleser import les_periode  # noqa: PLC0415 - as above

    dagene = les_periode(verdi.les_linje(text), verdi.rundens_år(info))
    return Periode(Dato(dagene.første), Dato(dagene.siste))


def _les_dager(value: Any, info: ValidationInfo) -> _Dagsett:
    """Days as they are typed; raises InvalidError."""
    from .dagsettleser import les_dagsett  # noqa: PLC0415 - as above

    return les_dagsett(verdi.les_linje(value), verdi.rundens_år(info))


def _les_borte(value: Any, info: ValidationInfo) -> _Dagsett:
    """Days that are out of the question; raises InvalidError where the words say so twice."""
    dager = _les_dager(value, info)
    if not dager.sier_ikke:
        return dager
    tekst = dager.tekst
    først, sist = (del_.strip(" ,;") for del_ in re.split(_SIER_IKKE, tekst, maxsplit=1))
    if not først:
        message = f"Her står det hvilke dager som ikke går, og «{tekst}» sier «ikke» en gang til."
        remedy = f"Skriv «{sist}» hvis de ikke går, eller «unntatt {sist}» hvis bare de går."
        raise InvalidError(message, remedy)
    message = f"«{tekst}» kan leses på to måter, for her står det hvilke dager som ikke går."
    remedy = (
        f"Skriv «{først} unntatt {sist}» hvis {sist} går, eller «{først} og {sist}» hvis ingen av "
        "dem går."
    )
    raise InvalidError(message, remedy)


def _les_fridager(value: Any, info: ValidationInfo) -> _Dagsett:
    """Days off under one name: one text, or a list of them; raises InvalidError."""
    if not isinstance(value, list) or not value:
        return _les_borte(value, info)
    from .dagsett import samlet  # noqa: PLC0415 - as above

    return samlet(verdi.les_hver(value, lambda ett: _les_borte(ett, info)))


def _les_ukedager(value: Any) -> tuple[int, ...]:
    """Days of the week, from 0 for Monday: a list, or «mandag–torsdag»; raises InvalidError.

    A key that is left empty says nothing: then they are as where it isn't there.
    """
    dager = som_liste(value)
    if not isinstance(dager, list):
        raise InvalidError("Her skal det stå en liste.", "Skriv den i klammer: [mandag, tirsdag].")
    numre: set[int] = set()
    for lest in verdi.les_hver(dager, _les_ukedag):
        numre |= lest
    return tuple(sorted(numre)) or _HVERDAGENE


def _les_ukedag(value: Any) -> frozenset[int]:
    from .dagsettleser import les_ukedager  # noqa: PLC0415 - as above

    text = verdi.les_linje(value)
    numre = les_ukedager(text)
    if max(numre) >= _LØRDAG:
        message = f"«{text}» er i helgen."
        raise InvalidError(message, "Skriv dager fra mandag til fredag.")
    return numre


def _tur(value: Any) -> Any:
    """Schools that are visited on one trip; a text is none."""
    if isinstance(value, str):
        remedy = "Skriv for eksempel [[gol, ål]], også når det bare er én tur."
        raise InvalidError("Hver tur skal stå i sine egne klammer.", remedy)
    return value


def _les_vekt(text: str) -> int:
    text = text.strip()
    if not re.fullmatch(VEKT, text):
        remedy = "Skriv et helt tall fra 1 til 100; uten «vekt» er det 1."
        raise InvalidError(f"«{text}» er ikke en vekt.", remedy)
    return int(text)


def _les_kalendersti(text: str) -> str:
    sti = verdi.les_linje(text)
    if not sti.casefold().endswith(KALENDERENDELSE):
        message = f"«{sti}» er ikke en kalenderfil."
        raise InvalidError(message, f"Skriv stien til en fil som slutter på {KALENDERENDELSE}.")
    return sti


_ER_TEKST = BeforeValidator(verdi.krev_tekst)
Dager = Annotated[_Dagsett, PlainValidator(_les_dager)]
Borte = Annotated[_Dagsett, PlainValidator(_les_borte)]
Fridager = Annotated[_Dagsett, PlainValidator(_les_fridager)]
Tidsrom = Annotated[Periode, PlainValidator(_les_periode), _ER_TEKST]
Hverdager = Annotated[tuple[int, ...], PlainValidator(_les_ukedager)]
Vekt = Annotated[int, PlainValidator(_les_vekt), _ER_TEKST]
Kalendersti = Annotated[str, PlainValidator(_les_kalendersti), _ER_TEKST]


class Datorolle(Modell):
    """What holds for one of skoleeier's roles when dates are found."""

    beskrivelse: ClassVar[str] = "Det som gjelder for en rolle når datoene skal finnes."
    må: verdi.JaNei = nøkkel("Ja når rollen må være med i alle dialogene.", verdi=False)
    vekt: Vekt = nøkkel("Hvor mye det teller at rollen kan komme.", 1)
    kan_ikke: Annotated[tuple[Borte, ...], BeforeValidator(som_liste)] = nøkkel(
        "Dagene rollen ikke kan.", (), eksempel=["uke 43", "12. oktober"]
    )
    kalender: Kalendersti | None = nøkkel(
        "Rollens kalender, eksportert som .ics: stien fra prosjektmappen. Bare når den som har "
        "rollen er opptatt, blir lest.",
        None,
        eksempel="kalendere/kvalitetsrådgiver.ics",
    )


class Datoregler(Modell):
    """The rules that the dates of a round are found by."""

    beskrivelse: ClassVar[str] = (
        "Reglene for datoene; bare «dialog datoer» bruker dem (docs/data.md)."
    )
    periode: Tidsrom | None = nøkkel(
        "Den første og den siste dagen en dialog kan ha.",
        None,
        eksempel="1. september 2026 – 27. november 2026",
    )
    ukedager: Hverdager = nøkkel(
        "Ukedagene en dialog kan ha; uten dem mandag til fredag.",
        _HVERDAGENE,
        eksempel=["mandag", "tirsdag", "onsdag", "torsdag"],
    )
    fri: Annotated[dict[verdi.Linje, Fridager], BeforeValidator(uten_tomme)] = nøkkel(
        "Dager ingen dialog kan ha, hver med et navn. Helligdagene er kjent fra før.",
        {},
        eksempel={"høstferie": "uke 40"},
    )
    høyst_i_uken: verdi.Antall | None = nøkkel("Flest dialoger i én uke.", None)
    høyst_på_dagen: verdi.Antall = nøkkel("Flest dialoger på én dag.", 1)
    minst_fra_skoleeier: verdi.Antall | None = nøkkel(
        "Hvor mange av skoleeiers roller som minst må kunne komme til hver dialog.", None
    )
    roller: Annotated[
        dict[verdi.Id, Annotated[Datorolle, BeforeValidator(uten_tomme)]],
        BeforeValidator(uten_tomme),
    ] = nøkkel(
        "Det som gjelder for rollene. Nøkkelen er rollens id i skoleeier.yaml; en rolle som ikke "
        "står her, kan alltid, og teller 1.",
        {},
        eksempel={"kvalitetsrådgiver": {"må": "ja"}},
    )
    samme_tur: Annotated[
        tuple[Annotated[tuple[verdi.Id, ...], BeforeValidator(_tur)], ...],
        BeforeValidator(verdi.liste),
    ] = nøkkel(
        "Skoler som skal ha dialog dagene etter hverandre, hver tur i sine egne klammer.",
        (),
        eksempel=[["gol", "ål"]],
    )

    @field_validator("samme_tur")
    @classmethod
    def _minst_to(cls, turer: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        for tur in turer:
            if len(tur) == 1:
                message = f"En tur må ha minst to skoler; her er det bare «{tur[0]}»."
                raise InvalidError(message, "Legg til den andre, eller ta bort turen.")
        return turer


class NårDeStårDer:
    """Rules of a round are made ready when a round has them: most have none, and all would pay."""

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Pydantic's own of the rules is worked out in ``_les``, with the places of its errors."""
        return core_schema.with_info_plain_validator_function(self._les)

    def _les(self, value: Any, info: core_schema.ValidationInfo) -> Datoregler | None:
        return None if value is None else Datoregler.model_validate(value, context=info.context)

    def __get_pydantic_json_schema__(
        self, _schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The JSON Schema as if the rules had been made ready."""
        Datoregler.model_rebuild()
        return handler(core_schema.nullable_schema(Datoregler.__pydantic_core_schema__))
