"""What stands in a cell: a figure, or why there is none; and a school year as files write it."""

import math
import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from ..errors import InvalidError
from ..model.norsk import forkortet
from ..model.tall import Fravær, les_skoleår
from .rutenett import Ulest, Verdi

_SKJULT = {"*", "**", ":", "prikket", "skjult", "unntatt offentlighet"}
_FOREKOMMER_IKKE = {"."}
_MANGLER = {"", "..", "...", "…", "-", "--", "–", "—", "\u2212", "mangler"}
_UNDER = re.compile(r"(?:<|under)[0-9]+")  # fewer than so many people: hidden
_MELLOMROM = re.compile(r"\s+")  # no-break and narrow spaces included
_LENGST = 30  # characters of a figure
_TALL = re.compile(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:,[0-9]+)?")
_MED_PUNKTUM = re.compile(r"[-+]?[0-9]+\.[0-9]+")
# 1.234 is one thousand or one and a bit; 0.234 is the latter alone
_TVETYDIG = re.compile(r"[-+]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
# The same in a file that writes a point for its decimals, where "1,234" is one thousand to most
_TVETYDIG_KOMMA = re.compile(r"[-+]?[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_RÅD = "Skriv for eksempel 3,1. Et skjult tall skrives *, og et som mangler, står tomt."
_FORELØPIG = re.compile(r"(?:foreløpige|førebelse) tal(?:l|a|lene)?\s+", re.IGNORECASE)
_REGNEARKFEIL = re.compile(r"#(?:N/A|I/T|DIV/0!|REF!|VALUE!|VERDI!|NAME\?|NAVN\?|NUM!|NULL!).*")


def les_celle(celle: Verdi, *, desimalpunktum: bool = False) -> tuple[float | None, Fravær | None]:
    """A value or why there is none; raises InvalidError for what is neither.

    With ``desimalpunktum`` the file writes 1.234 for one and a bit.
    """
    if celle is None:
        return None, Fravær.MANGLER
    if isinstance(celle, Ulest):
        raise InvalidError(celle.melding, celle.råd)
    if isinstance(celle, float):
        return _endelig(celle, str(celle)), None
    tekst = _MELLOMROM.sub(" ", celle).strip()
    fravær = _fravær(tekst.casefold())
    if fravær:
        return None, fravær
    return _les_tall(tekst, desimalpunktum=desimalpunktum), None


def er_tom(celle: Verdi) -> bool:
    """Whether nothing at all stands in a cell."""
    return celle is None or (isinstance(celle, str) and not celle.strip())


def er_skjult(celle: Verdi) -> bool:
    """Whether the source has a figure here that it doesn't show."""
    tekst = _MELLOMROM.sub(" ", celle).strip() if isinstance(celle, str) else ""
    return _fravær(tekst.casefold()) is Fravær.SKJULT


def har_prosenttegn(celle: Verdi) -> bool:
    """Whether a figure is written with its percent sign."""
    return isinstance(celle, str) and celle.rstrip().endswith("%")


def _fravær(tekst: str) -> Fravær | None:
    if tekst in _SKJULT or _UNDER.fullmatch(tekst.replace(" ", "")):
        return Fravær.SKJULT
    if tekst in _FOREKOMMER_IKKE:
        return Fravær.FOREKOMMER_IKKE
    return Fravær.MANGLER if tekst in _MANGLER else None


def _les_tall(tekst: str, *, desimalpunktum: bool) -> float:
    if _REGNEARKFEIL.fullmatch(tekst):
        remedy = "Rett den i regnearket, og lagre på nytt."
        raise InvalidError(f"Regnearket har en feil her: «{forkortet(tekst)}».", remedy)
    siffer = tekst.replace("\u2212", "-").removesuffix("%").strip()
    siffer = re.sub(r"^([-+]) ", r"\1", siffer)
    if len(siffer) <= _LENGST:
        if desimalpunktum and _TVETYDIG_KOMMA.fullmatch(siffer):
            raise _tvetydig(siffer, ",", ".")
        if _TALL.fullmatch(siffer):
            return float(siffer.replace(" ", "").replace(",", "."))
        if _MED_PUNKTUM.fullmatch(siffer) and (desimalpunktum or not _TVETYDIG.fullmatch(siffer)):
            return float(siffer)
        if _TVETYDIG.fullmatch(siffer):
            raise _tvetydig(siffer, ".", ",")
    raise InvalidError(f"«{forkortet(tekst)}» er ikke et tall.", _RÅD)


def _tvetydig(siffer: str, skrevet: str, desimaltegn: str) -> InvalidError:
    """That a figure is a thousand or one and a bit; ``skrevet`` is the sign that may be either."""
    remedy = f"Skriv {siffer.replace(skrevet, '')}"
    if siffer.count(skrevet) == 1:
        remedy += f" eller {siffer.replace(skrevet, desimaltegn)}"
    return InvalidError(f"«{siffer}» kan leses på to måter.", f"{remedy}.")


def _endelig(tall: float, tekst: str) -> float:
    if not math.isfinite(tall):
        raise InvalidError(f"«{tekst}» er ikke et tall.", _RÅD)
    return tall


def les_antall(celle: Verdi, *, desimalpunktum: bool = False) -> int | None:
    """The number of people behind a figure; None where it isn't told. Raises InvalidError."""
    verdi, _ = les_celle(celle, desimalpunktum=desimalpunktum)
    if verdi is None:
        return None
    if verdi < 0 or verdi != int(verdi):
        raise InvalidError(
            f"«{som_tekst(celle)}» er ikke et antall personer.", "Skriv et helt tall."
        )
    return int(verdi)


def som_tekst(celle: Verdi) -> str:
    """What stands in a cell as a text in one line: a whole number without decimals."""
    if celle is None or isinstance(celle, Ulest):
        return ""
    if isinstance(celle, float):
        return str(int(celle)) if math.isfinite(celle) and celle == int(celle) else str(celle)
    return " ".join(celle.split())


class Tid(NamedTuple):
    """A school year, and whether its figures are provisional."""

    skoleår: str
    foreløpig: bool


def les_tid(celle: Verdi) -> Tid:
    """A school year as files write it: «Foreløpige tall 2025-26». Raises InvalidError."""
    if isinstance(celle, Ulest):
        if not celle.skoleår:
            raise InvalidError(celle.melding, celle.råd)
        return Tid(celle.skoleår, foreløpig=False)
    tekst = som_tekst(celle)
    match = _FORELØPIG.match(tekst)
    return Tid(les_skoleår(tekst[match.end() :] if match else tekst), foreløpig=bool(match))


def skoleår_av_dato(dato: date) -> str | None:
    """The school year that Excel has made a date of: 2011-12 is December 2011 to it."""
    if dato.day == 1 and dato.month == (dato.year + 1) % 100:
        return f"{dato.year}-{dato.month:02}"
    return None


JA: Mapping[str, bool] = {
    **dict.fromkeys(("ja", "j", "x", "true", "sann", "foreløpig", "foreløpige", "førebels"), True),
    **dict.fromkeys(("", "nei", "n", "false", "usann", "endelig", "endelige"), False),
}
