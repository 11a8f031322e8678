"""A JSON file: a data set of JSON-stat, or a list of entries as Elevundersøkelsen is exported."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from ..disk.encoding import line_of
from ..errors import DialogError, Problem
from ..model.norsk import forkortet
from .rutenett import (
    FLESTE_KOLONNER,
    FLESTE_RADER,
    FLESTE_RUTER,
    Rad,
    Rutenett,
    Verdi,
    for_stor,
    med_mellomrom,
)
from .tallord import som_tekst

_LAST_NED = "Last ned filen på nytt."
_FLESTE_DELER = 1_500_000  # lists and objects; each takes far more memory than text
_FLESTE_KOMMA = 8_000_000


def les_json(tekst: str, fil: str) -> Any:
    """The data of a JSON file; raises DialogError for what is none, or too much."""
    if tekst.count("{") + tekst.count("[") > _FLESTE_DELER or tekst.count(",") > _FLESTE_KOMMA:
        raise for_stor(fil, f"{len(tekst) // 2**20} millioner tegn JSON")
    try:
        return json.loads(
            tekst, parse_constant=_ingen_tall, parse_int=_heltall, object_pairs_hook=_unike
        )
    except json.JSONDecodeError as error:
        message = "Filen er ikke hel: JSON-en slutter eller er skadet her."
        source = line_of(tekst, error.lineno)
        problem = Problem(message, _LAST_NED, fil, error.lineno, error.colno, source=source)
    except _IkkeTallError as error:
        problem = Problem(f"«{error}» er ikke et tall.", _LAST_NED, fil)
    except _DobbelNøkkelError as error:
        message = f"Nøkkelen «{forkortet(str(error))}» står to ganger i samme rad."
        problem = Problem(message, _LAST_NED, fil)
    except RecursionError:
        message = "Filen har for mange nivåer inni hverandre til å være statistikk."
        problem = Problem(message, _LAST_NED, fil)
    raise DialogError([problem])


class _IkkeTallError(Exception):
    """NaN and Infinity, which JSON hasn't."""


def _ingen_tall(tegn: str) -> NoReturn:
    raise _IkkeTallError(tegn)


class _DobbelNøkkelError(Exception):
    """A key twice in one object: JSON's reader would keep the last and say nothing."""


def _unike(par: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(par)
    if len(data) == len(par):
        return data
    sette: set[str] = set()
    for nøkkel, _ in par:
        if nøkkel in sette:
            raise _DobbelNøkkelError(nøkkel)
        sette.add(nøkkel)
    return data


def _heltall(siffer: str) -> float:
    return float(
        siffer
    )  # thousands of digits are infinite to it, which is refused where it is read


def poster(data: Any, fil: str) -> Rutenett:
    """A list of entries as a table; raises DialogError for data that aren't one."""
    liste = _listen(data)
    if liste is None:
        message = "Filen er JSON, men verken JSON-stat2 eller en liste av rader."
        remedy = "Last ned tallene som CSV, eller som JSON-stat2 fra SSB."
        raise DialogError([Problem(message, remedy, fil)])
    if len(liste) > FLESTE_RADER:
        raise for_stor(fil, f"mer enn {med_mellomrom(FLESTE_RADER)} rader")
    nøkler: dict[str, int] = {}
    for post in liste:
        for nøkkel in post:
            nøkler.setdefault(nøkkel, len(nøkler))
        if len(nøkler) > FLESTE_KOLONNER:
            raise for_stor(fil, f"mer enn {med_mellomrom(FLESTE_KOLONNER)} kolonner")
    if len(nøkler) * len(liste) > FLESTE_RUTER:
        raise for_stor(fil, f"mer enn {FLESTE_RUTER // 1_000_000} millioner ruter")
    rader = [Rad(0, list(nøkler))]
    for nummer, post in enumerate(liste, 1):
        rader.append(Rad(nummer, [_verdi(post.get(nøkkel), nummer, fil) for nøkkel in nøkler]))
    return Rutenett(fil, rader)


def _listen(data: Any) -> list[Mapping[str, Any]] | None:
    """The entries of a JSON file: it is a list, or has one under one of its keys."""
    if isinstance(data, dict):
        lister = [verdi for verdi in data.values() if isinstance(verdi, list)]
        data = lister[0] if len(lister) == 1 else None
    if isinstance(data, list) and data and all(isinstance(post, dict) for post in data):
        return data
    return None


def _verdi(verdi: Any, nummer: int, fil: str) -> Verdi:
    if verdi is None or isinstance(verdi, str):
        return verdi
    if isinstance(verdi, bool):
        return "ja" if verdi else "nei"
    if isinstance(verdi, float):
        return verdi
    message = f"«{forkortet(som_tekst(str(verdi)[:200]))}» er verken en tekst eller et tall."
    raise DialogError([Problem(message, _LAST_NED, fil, place=f"rad {nummer}")])
