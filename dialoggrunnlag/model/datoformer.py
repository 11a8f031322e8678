"""Dates as Norwegians write them: every form that is read, and what is wrong with what is none.

``FORMER`` is the one description of the forms; the reader here and the editor's schema are both
made from it. They are compiled when the first date is read: most commands read none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from ..errors import InvalidError, did_you_mean

UKEDAGER = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MÅNEDER = (
    *("januar", "februar", "mars", "april", "mai", "juni", "juli"),
    *("august", "september", "oktober", "november", "desember"),
)
_UKEDAGER_PÅ_NYNORSK = {"måndag": 0, "tysdag": 1, "laurdag": 5, "sundag": 6}
_FORKORTEDE_UKEDAGER = (
    *("ma man må mån", "ti tir tirs ty tys", "on ons", "to tor tors"),
    *("fr fre", "lø lør la lau", "sø søn su sun"),
)
_FORKORTEDE_MÅNEDER = (
    *("jan", "feb febr", "mar", "apr", "", "jun", "jul", "aug", "sep sept", "okt", "nov", "des"),
)
_EKSEMPEL = "Skriv for eksempel 3. november 2015 eller 2015-11-03."
_MÅNEDER_I_ÅRET = 12


def _ord(navn: tuple[str, ...], forkortet: tuple[str, ...]) -> dict[str, int]:
    """The names and their abbreviations, each with its number from 0."""
    words = {}
    for number, (name, short) in enumerate(zip(navn, forkortet, strict=True)):
        for word in (name, *short.split()):
            words[word] = number
    return words


UKEDAGSORD: Mapping[str, int] = _ord(UKEDAGER, _FORKORTEDE_UKEDAGER) | _UKEDAGER_PÅ_NYNORSK
MÅNEDSORD: Mapping[str, int] = _ord(MÅNEDER, _FORKORTEDE_MÅNEDER)

# A hyphen as people and word processors write it, the longer dashes included.
STREKER = "-\u2010\u2011\u2012\u2013\u2212"
_S = rf"\s*[{STREKER}]\s*"
_UKEDAG = rf"(?:(?P<ukedag>{'|'.join(UKEDAGSORD)})(?:[.,]+\s*|\s+))?(?:den\s+)?"
_DAG, _MÅNED = r"(?P<dag>[0-9]{1,2})", r"(?P<måned>[0-9]{1,2})"
_MÅNEDSNAVN = rf"(?P<månedsnavn>{'|'.join(MÅNEDSORD)})"
_ÅR, _ÅR_ELLER_TO_SIFRE = r"(?P<år>[0-9]{4})", r"(?P<år>[0-9]{4}|[0-9]{2})"

FORMER = (
    # 3. november 2015, tirsdag den 3 nov. 2015, 3-nov-15
    rf"{_UKEDAG}{_DAG}(?:\.\s*|\s+|{_S}){_MÅNEDSNAVN}(?:[.,]\s*|\s+|{_S}){_ÅR_ELLER_TO_SIFRE}",
    # 2015-11-03
    rf"{_UKEDAG}{_ÅR}{_S}{_MÅNED}{_S}{_DAG}",
    # 3.11.2015, 3. 11. 15, 3/11-2015
    rf"{_UKEDAG}{_DAG}\s*[./]\s*{_MÅNED}(?:\s*\.\s*|{_S}){_ÅR_ELLER_TO_SIFRE}",
    # 3/11 2015
    rf"{_UKEDAG}{_DAG}\s*[./]\s*{_MÅNED}\s+{_ÅR}",
    # 3-11-2015; with two digits it could be 2003-11-15 as well
    rf"{_UKEDAG}{_DAG}{_S}{_MÅNED}{_S}{_ÅR}",
)
_UTEN_ÅR = (
    rf"{_UKEDAG}{_DAG}(?:\.\s*|\s+){_MÅNEDSNAVN}\.?",
    rf"{_UKEDAG}{_DAG}\s*[./]\s*{_MÅNED}\.?",
)
_SKRÅSTREKER = r"([0-9]{1,2})\s*/\s*([0-9]{1,2})\s*/\s*([0-9]{4}|[0-9]{2})"
# 2026/10/15, 20261015: no form that is read, but told what to write
ÅRET_FØRST = r"([0-9]{4})[./]?([0-9]{2})[./]?([0-9]{2})"
_KLOKKESLETT = r"\bkl\b|[0-9]{1,2}:[0-9]{2}"


class Årsspenn(NamedTuple):
    """The first and the last year of a school year, a calendar year or a cohort's years."""

    første: int
    siste: int

    @property
    def lengde(self) -> int:
        """How many years one is after the other: 0 in a calendar year, 1 in a school year."""
        return self.siste - self.første

    @property
    def målt(self) -> int:
        """The year that figures are of: in which a school year begins, or a cohort's years end."""
        return self.første if self.lengde <= 1 else self.siste


def årsspenn(skoleår: str) -> Årsspenn:
    """The years of «2025-26», «2026» or «2019-2025», as tall.les_skoleår writes them."""
    første, strek, siste = skoleår.partition("-")
    if len(siste) == len(første):
        return Årsspenn(int(første), int(siste))
    return Årsspenn(int(første), int(første) + len(strek))


def les_dag(text: str, rundens_år: int | None = None) -> date:
    """The day that a text says; raises InvalidError, with what to write.

    A year of two digits is read where it is the round's or one of its neighbours.
    """
    text = " ".join(text.split())
    folded = text.casefold()
    for form in FORMER:
        match = re.fullmatch(form, folded)
        if match:
            return _dag(text, match, rundens_år)
    raise _ingen_dato(text, folded, rundens_år)


def datoer_i(år: int) -> str:
    """A pattern for the dates of a year, in any case, wherever they stand in a text."""
    former = [re.sub(r"\(\?P<år>.*?\)", str(år), form) for form in FORMER]
    return rf"(?<!\d)(?:{re.sub(r'[?]P<[^>]*>', '?:', '|'.join(former))})(?!\d)"


def skrevet(dag: date) -> str:
    """A day as the program writes it: «3. november 2015»."""
    return f"{dag.day}. {MÅNEDER[dag.month - 1]} {dag.year}"


def _dag(text: str, match: re.Match[str], rundens_år: int | None) -> date:
    """The day of a match of one of the forms; raises InvalidError where there is no such day."""
    måned, dagen = _måned(match), int(match["dag"])
    år = _år(text, match, rundens_år)
    dag = _finnes(år, måned, dagen)
    if dag is None:
        raise InvalidError(f"Datoen «{text}» finnes ikke.", _hvorfor_ikke(år, måned, dagen))
    ukedag = match["ukedag"]
    if ukedag and UKEDAGSORD[ukedag] != dag.weekday():
        rett, skrevet_ukedag = UKEDAGER[dag.weekday()], UKEDAGER[UKEDAGSORD[ukedag]]
        message = f"{skrevet(dag)} er en {rett}, ikke en {skrevet_ukedag}."
        raise InvalidError(message, "Rett ukedagen eller datoen.")
    return dag


def _måned(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if groups.get("månedsnavn"):
        return MÅNEDSORD[groups["månedsnavn"]] + 1
    return int(groups["måned"])


def _år(text: str, match: re.Match[str], rundens_år: int | None) -> int:
    """The year of a match; raises InvalidError for two digits that may be any century's."""
    år = match["år"]
    if len(år) > 2:  # noqa: PLR2004 - the digits of 15
        return int(år)
    for nabo in _naboår(rundens_år):
        if nabo % 100 == int(år):
            return nabo
    helt_år = (rundens_år or 2000) // 100 * 100 + int(år)
    dag = _finnes(helt_år, _måned(match), int(match["dag"]))
    remedy = f"Skriv alle fire, for eksempel {skrevet(dag)}." if dag else "Skriv alle fire."
    raise InvalidError(f"Årstallet i «{text}» har bare to sifre.", remedy)


def _naboår(rundens_år: int | None) -> tuple[int, ...]:
    """The years that a date of the round is likely in, the likeliest first."""
    return (rundens_år, rundens_år + 1, rundens_år - 1) if rundens_år else ()


def _finnes(år: int, måned: int, dag: int) -> date | None:
    try:
        return date(år, måned, dag)
    except ValueError:
        return None


def _hvorfor_ikke(år: int, måned: int, dagen: int) -> str:
    """What to do with a date that isn't in the calendar."""
    if måned > _MÅNEDER_I_ÅRET:
        byttet = _finnes(år, dagen, måned)
        spørsmål = f" Mente du {skrevet(byttet)}?" if byttet else ""
        return f"Året har ikke mer enn 12 måneder.{spørsmål}"
    if not (måned and dagen and år):
        return "Se i kalenderen."
    siste = 31
    while not _finnes(år, måned, siste):
        siste -= 1
    return f"{MÅNEDER[måned - 1].capitalize()} {år} har {siste} dager."


# --- what is none of the forms --------------------------------------------------------------------


def _ingen_dato(text: str, folded: str, rundens_år: int | None) -> InvalidError:
    """Why a text is no date, and what to write instead."""
    for form in _UTEN_ÅR:
        match = re.fullmatch(form, folded)
        if match:
            return _uten_år(text, match, rundens_år)
    message = f"«{text}» er ikke en dato."
    mulige = list(_mulige_dager(folded, rundens_år))
    if len(mulige) > 1:
        message = f"«{text}» kan leses på to måter."
    if mulige:
        return InvalidError(message, f"Skriv {' eller '.join(map(skrevet, mulige))}.")
    return InvalidError(message, _råd(folded))


def _uten_år(text: str, match: re.Match[str], rundens_år: int | None) -> InvalidError:
    """A date without its year, with the year in which it is likeliest."""
    message = f"Året mangler i datoen «{text}»."
    ukedag = match["ukedag"]
    dager = []
    for år in _naboår(rundens_år):
        dag = _finnes(år, _måned(match), int(match["dag"]))
        if dag and (not ukedag or UKEDAGSORD[ukedag] == dag.weekday()):
            dager.append(dag)
    if dager:
        return InvalidError(message, f"Skriv for eksempel {skrevet(dager[0])}.")
    return InvalidError(message, _EKSEMPEL)


def _mulige_dager(folded: str, rundens_år: int | None) -> Iterator[date]:
    """The days that digits may mean which are in no order that Norwegians write."""
    if match := re.fullmatch(ÅRET_FØRST, folded):
        dag = _finnes(int(match[1]), int(match[2]), int(match[3]))
        if dag:
            yield dag
    if match := re.fullmatch(_SKRÅSTREKER, folded):
        first, second, år = map(int, match.groups())
        if år < 100:  # noqa: PLR2004 - 15 for 2015
            år += (rundens_år or 2000) // 100 * 100
        dager = (_finnes(år, second, first), _finnes(år, first, second))
        yield from dict.fromkeys(dag for dag in dager if dag)


def _råd(folded: str) -> str:
    """What to do with a text that looks like a date, but is none."""
    for word in re.findall(r"[^\W\d_]{3,}", folded):
        if word not in UKEDAGSORD and word not in MÅNEDSORD:
            spørsmål = did_you_mean(word, (*UKEDAGER, *_UKEDAGER_PÅ_NYNORSK, *MÅNEDER))
            if spørsmål:
                return spørsmål
    if re.search(_KLOKKESLETT, folded):
        return f"{_EKSEMPEL} Klokkeslettet hører hjemme i «tidsramme»."
    return _EKSEMPEL
