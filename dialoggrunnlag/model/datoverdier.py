"""Reads the values of the rules for dates, and says what is wrong with one that can't be read.

``datoregler`` has them as types, and calls these readers by name.
"""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError, ValidationInfo
from pydantic_core import InitErrorDetails

from ..errors import InvalidError
from . import verdityper as verdi
from .dagsett import Dagsett, Ramme, samlet
from .dagsettleser import les_dagsett, les_ukedager
from .dagsettleser import les_periode as les_ramme
from .datoformer import LØRDAG

_JA_ELLER_NEI = ("ja", "nei", "true", "false")
_KLAMMER = "()[]{} "
_MINST_TO = 2  # schools of a trip
# «, men ikke», and what may stand before it without saying more
_SIER_IKKE = r"(?i)\b(?:(?:men|kan|helst|aller)\s+)*ikkj?e\b"
_SKILLER = r"[\s;,/()]+(?:og\s+)?"
_DAGENE = r"(?P<navn>[^\d:=]*?[^\d\s:=])\s*[:=]?\s*(?P<dager>(?:uke|veke)\b.*|\d.*)"


# --- days -----------------------------------------------------------------------------------------


def les_dager(value: Any, info: ValidationInfo) -> Dagsett:
    """Days as they are typed; raises InvalidError."""
    if isinstance(value, dict) and len(value) == 1:
        [(dager, grunn)] = value.items()
        raise _med_kolon(str(dager), str(grunn or ""), info)
    return les_dagsett(verdi.les_linje(value), verdi.rundens_år(info))


def _med_kolon(før: str, etter: str, info: ValidationInfo) -> InvalidError:
    """That «uke: 43» and «uke 47: eksamen» are keys with values, and what to write."""
    message = f"Kolonet i «{før}: {etter}» hører ikke hjemme her."
    if _er_dager(f"{før} {etter}", info):
        return InvalidError(message, f"Skriv «{før} {etter}».")
    if _er_dager(før, info):
        return InvalidError(message, f"Skriv «{før}»; grunnen kan stå etter #, som kommentar.")
    return InvalidError(message, "Skriv for eksempel uke 43.")


def _er_dager(text: str, info: ValidationInfo) -> bool:
    try:
        les_dagsett(text, verdi.rundens_år(info))
    except InvalidError:
        return False
    return True


def les_borte(value: Any, info: ValidationInfo) -> Dagsett:
    """Days that are out of the question; raises InvalidError where the words say so twice."""
    dager = les_dager(value, info)
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


def les_fridager(value: Any, info: ValidationInfo) -> Dagsett:
    """Days off under one name: one text, or a list of them; raises InvalidError."""
    if not isinstance(value, list) or not value:
        return les_borte(value, info)
    return samlet(verdi.les_hver(value, lambda ett: les_borte(ett, info)))


def fri(value: Any, info: ValidationInfo) -> Any:
    """Days off by their names; raises ValidationError for days without a name, or its colon."""
    if not isinstance(value, Mapping):
        return value
    feil: list[InitErrorDetails] = []
    for navn, dager in value.items():
        if dager is None:
            feil += _uten_navn(str(navn), info)
    if feil:
        raise ValidationError.from_exception_data("fri", feil)
    return value


def _uten_navn(text: str, info: ValidationInfo) -> list[InitErrorDetails]:
    """That «uke 40» has no name, and «høstferie uke 40» no colon; nothing for a name alone."""
    match = re.fullmatch(_DAGENE, text)
    if _er_dager(text, info):
        error = InvalidError("Dagene mangler et navn.", f"Skriv for eksempel høstferie: {text}.")
    elif match and _er_dager(match["dager"], info):
        remedy = f"Skriv «{match['navn']}: {match['dager']}»."
        error = InvalidError(f"Kolonet etter «{match['navn']}» mangler.", remedy)
    else:
        return []
    return [_feil((text,), text, error)]


# --- days of the week, and periods ----------------------------------------------------------------


def les_hverdager(value: Any, _info: ValidationInfo) -> tuple[int, ...]:
    """Days of the week, from 0 for Monday: a list, or «mandag–torsdag»; raises InvalidError."""
    if isinstance(value, Mapping):
        raise InvalidError("Her skal det stå en liste.", "Skriv den i klammer: [mandag, tirsdag].")
    numre: set[int] = set()
    for lest in verdi.les_hver(value if isinstance(value, list) else [value], _les_ukedag):
        numre |= lest
    return tuple(sorted(numre))


def _les_ukedag(value: Any) -> frozenset[int]:
    text = verdi.les_linje(value)
    numre = les_ukedager(text)
    if not numre:
        raise InvalidError(f"«{text}» er ingen dag.", "Skriv dager fra mandag til fredag.")
    if max(numre) >= LØRDAG:
        message = f"«{text}» er i helgen."
        raise InvalidError(message, "Skriv dager fra mandag til fredag.")
    return numre


def les_periode(value: Any, info: ValidationInfo) -> Ramme:
    """The first and last day of «1. september 2026 – 27. november 2026»; raises InvalidError."""
    if isinstance(value, list | Mapping):
        raise _ikke_en_linje(value, info)
    return les_ramme(verdi.les_linje(value), verdi.rundens_år(info))


def _ikke_en_linje(value: Any, info: ValidationInfo) -> InvalidError:
    """That «{fra: …, til: …}» is a period in two."""
    ender = value.values() if isinstance(value, Mapping) else value
    text = " – ".join(str(ende) for ende in ender)
    try:
        les_ramme(text, verdi.rundens_år(info))
    except InvalidError:
        text = "1. september 2026 – 27. november 2026"
    return InvalidError("Perioden skal stå på én linje.", f"Skriv «{text}».")


# --- schools and roles ----------------------------------------------------------------------------


def turer(value: Any, _info: ValidationInfo) -> Any:
    """Trips; raises InvalidError where the schools of one aren't in brackets of their own."""
    if isinstance(value, str | Mapping):
        skolene = _navnene(value)
        raise InvalidError("Her skal det stå en liste av turer.", f"Skriv [[{skolene}]].")
    if isinstance(value, list) and value and all(isinstance(tur, str) for tur in value):
        skolene = "], [".join(map(_navnene, value))
        if not any(re.search(_SKILLER, tur.strip(_KLAMMER)) for tur in value):  # each is one school
            skolene = ", ".join(map(_navnene, value))
        remedy = f"Skriv [[{skolene}]], også når det bare er én tur."
        raise InvalidError("Hver tur skal stå i sine egne klammer.", remedy)
    return value


def tur(value: Any, _info: ValidationInfo) -> Any:
    """The schools of one trip; raises InvalidError where it is no list of at least two."""
    if isinstance(value, str | Mapping):
        remedy = f"Skriv [{_navnene(value)}]."
        raise InvalidError("Hver tur skal stå i sine egne klammer.", remedy)
    if not isinstance(value, list):
        return value
    if len(value) == 1 and isinstance(value[0], str):
        skolene = _navnene(value[0])
        if skolene != value[0]:
            message = f"Kommaet mellom skolene mangler i «{value[0]}»."
            raise InvalidError(message, f"Skriv [{skolene}].")
    if len(value) < _MINST_TO:
        hvem = f"; her er det bare «{value[0]}»" if value else ""
        message = f"En tur må ha minst to skoler{hvem}."
        raise InvalidError(message, "Legg til den andre, eller ta bort turen.")
    return value


def roller(value: Any, _info: ValidationInfo) -> Any:
    """Roles that must come to a dialogue; raises InvalidError for «ja», which says none."""
    if isinstance(value, Mapping):
        remedy = f"Skriv [{', '.join(map(str, value))}]."
        raise InvalidError("Her skal det bare stå hvilke roller som må være med.", remedy)
    ettord = value[0] if isinstance(value, list) and len(value) == 1 else value
    if isinstance(ettord, str) and ettord.strip().casefold() in (*_JA_ELLER_NEI, "alle"):
        message = f"Her skal det stå hvilke roller som må være med i dialogen, ikke «{ettord}»."
        remedy = (
            "Skriv rollenes id i klammer, eller ta bort linjen. Skal en rolle være med i alle "
            "dialogene, hører «må: ja» hjemme under rollen, i «datoer»."
        )
        raise InvalidError(message, remedy)
    return value


def _navnene(value: str | Mapping[Any, Any]) -> str:
    """The ids that somebody has typed one after the other, with commas between them."""
    if isinstance(value, Mapping):
        alle = [str(del_) for par in value.items() for del_ in par if del_ is not None]
    else:
        alle = re.split(_SKILLER, value.strip(_KLAMMER))
    return ", ".join(alle)


def _feil(loc: tuple[int | str, ...], value: Any, error: InvalidError) -> InitErrorDetails:
    return {"type": "value_error", "loc": loc, "input": value, "ctx": {"error": error}}
