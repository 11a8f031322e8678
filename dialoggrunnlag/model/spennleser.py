"""Weeks, months and dates, from one to another or in a row: «uke 43–45 og 48», «12., 13. oktober».

``les_liste`` and ``les_spenn`` are what others call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..errors import InvalidError
from .dagord import RÅD, Tegn
from .dagsett import (
    FLEST_UKER,
    SKUDDÅR,
    Dag,
    Måned,
    Snitt,
    Spenn,
    Uke,
    Ukedager,
    Utvalg,
    forent,
    siste_i_måneden,
    uker_i,
)
from .datoender import les_dato, med_måned, uten_måned
from .spennender import Ende, spenn_av
from .tegnrekke import Tegnrekke, krevd_år

_Par = tuple[Ende, Ende]  # one end twice, where it is no span


def les_liste(rekke: Tegnrekke) -> Utvalg:
    """Weeks, months or dates in a row, all of one kind; raises InvalidError."""
    if _er_halvdel(rekke):
        return _halvdel(rekke)
    match rekke.her.slag:
        case "uke" | "isouke":
            return _forent(rekke, _ramset_opp(rekke, _uke, _er_uke))
        case "måned":
            return _forent(rekke, _ramset_opp(rekke, _måned, _er_måned))
        case "tall" | "ukedag":
            return _forent(rekke, _med_måneder(rekke, _ramset_opp(rekke, les_dato, _er_dato)))
    raise rekke.uventet()


def les_spenn(rekke: Tegnrekke, etter: Tegn) -> Spenn:
    """What follows a word such as «etter»: a week, date or month, or one to another."""
    match rekke.her.slag:
        case "uke" | "isouke":
            par = _par(rekke, _uke)
        case "måned":
            par = _par(rekke, _måned)
        case "tall" | "ukedag":
            par = _par(rekke, les_dato)
        case "slutt":
            raise InvalidError(f"Det mangler noe etter «{etter.tekst}».", RÅD)
        case _:
            raise rekke.uventet()
    [(fra, til)] = _med_måneder(rekke, [par])
    return _spenn(rekke, fra, til)


# --- rows of spans --------------------------------------------------------------------------------


def _ramset_opp(
    rekke: Tegnrekke,
    les_ende: Callable[[Tegnrekke], Ende],
    er_neste: Callable[[Tegnrekke, int], bool],
) -> list[_Par]:
    """Spans in a row, for as long as what follows is of the same kind."""
    parene = [_par(rekke, les_ende)]
    while rekke.her.slag == "og" and er_neste(rekke, 1):
        rekke.gå(1)
        parene.append(_par(rekke, les_ende))
    return parene


def _par(rekke: Tegnrekke, les_ende: Callable[[Tegnrekke], Ende]) -> _Par:
    """An end, and the other one, where there is one: «uke 43», «12. oktober – uke 45»."""
    fra = les_ende(rekke)
    if not rekke.ta("strek", "til"):
        return fra, fra
    til = _siste_ende(rekke, les_ende)
    if til.punkt is None and fra.punkt is not None:
        raise uten_måned(rekke, til)
    return fra, til


def _siste_ende(rekke: Tegnrekke, les_ende: Callable[[Tegnrekke], Ende]) -> Ende:
    """The end after the hyphen, which may be of another kind than the first one."""
    if rekke.her.slag in ("uke", "isouke"):
        return _uke(rekke)
    if rekke.her.slag == "måned":
        return _måned(rekke)
    if les_ende is _uke and _er_uke(rekke, 0):  # «uke 43–45»
        return _uke(rekke)
    if rekke.er_dato(0):
        return les_dato(rekke)
    return les_ende(rekke)


def _med_måneder(rekke: Tegnrekke, parene: list[_Par]) -> list[_Par]:
    """Spans whose ends have the month and the year of what comes after them."""
    følgende: Ende | None = None
    med: list[_Par] = []
    for fra, til in reversed(parene):
        siste = med_måned(rekke, til, følgende)
        første = siste if fra is til else med_måned(rekke, fra, siste)
        med.append((første, siste))
        følgende = første
    return med[::-1]


def _forent(rekke: Tegnrekke, parene: Iterable[_Par]) -> Utvalg:
    return forent([_med_ukedag(rekke, fra, til) for fra, til in parene])


def _med_ukedag(rekke: Tegnrekke, fra: Ende, til: Ende) -> Utvalg:
    """A span; of one day with its weekday, that day alone."""
    spenn = _spenn(rekke, fra, til)
    if fra.ukedag and spenn.fra == spenn.til and not fra.år:
        return Snitt(Ukedager(frozenset([fra.ukedag.verdi])), spenn)
    return spenn


def _spenn(rekke: Tegnrekke, fra: Ende, til: Ende) -> Spenn:
    if fra.punkt is None or til.punkt is None:
        raise rekke.uventet()
    return spenn_av(fra.punkt, til.punkt, rekke.tekst, rekke.rundens_år)


# --- weeks ----------------------------------------------------------------------------------------


def _er_uke(rekke: Tegnrekke, om: int) -> bool:
    """Whether a week follows: its number may stand alone, but a date's day may not."""
    tegn, neste = rekke.om(om), rekke.om(om + 1)
    if tegn.slag in ("uke", "isouke"):
        return True
    if not tegn.er_tall or neste.slag == "måned":
        return False
    if neste.slag == "skrå":  # 45/2026, and not 12/11
        return rekke.om(om + 2).er_år
    return not (tegn.har_punktum and (neste.er_tall or _måned_følger(rekke, om + 1)))


def _måned_følger(rekke: Tegnrekke, om: int) -> bool:
    """Whether a list of days goes on to its month: «12. og 13. oktober»."""
    while rekke.om(om).slag in ("og", "strek", "til") or rekke.om(om).er_tall:
        om += 1
    return rekke.om(om).slag == "måned"


def _uke(rekke: Tegnrekke) -> Ende:
    """«uke 43», «43», «2026-W43»."""
    ukeord = rekke.ta("uke", "isouke")
    if ukeord and ukeord.slag == "isouke":
        år, _, nummer = ukeord.tekst.replace("-", "").casefold().partition("w")
        return _uken(rekke, ukeord, int(nummer), krevd_år(int(år)))
    if rekke.her.slag != "tall" or rekke.her.er_år:
        raise _uten_ukenummer(rekke, ukeord)
    tall = rekke.krev("tall")
    if rekke.her.slag == "skrå" and rekke.om(1).er_tall:
        _krev_to_uker(rekke, tall, rekke.om(1))
        rekke.blir("skrå", "og")
    return _uken(rekke, ukeord or tall, tall.verdi, rekke.år())


def _krev_to_uker(rekke: Tegnrekke, uke: Tegn, neste: Tegn) -> None:
    """Raise InvalidError where «uke 43/26» may be of a year as well."""
    if neste.verdi <= uke.verdi:
        message = f"«{rekke.tekst}» kan leses på to måter."
        remedy = f"Skriv «uke {neste.verdi} og {uke.verdi}», eller hele årstallet."
        raise InvalidError(message, remedy)


def _uten_ukenummer(rekke: Tegnrekke, ukeord: Tegn | None) -> InvalidError:
    """That a week's number is missing, or that it isn't one."""
    if rekke.her.slag in ("ukjent", "annet"):
        return rekke.uventet()
    if ukeord is None and rekke.her.slag == "ukedag":  # «tirsdag uke 43 – torsdag uke 44»
        return InvalidError(f"«{rekke.tekst}» kan ikke leses.", "Skriv datoene i stedet.")
    etter = f" etter «{ukeord.tekst}»" if ukeord else ""
    return InvalidError(f"Ukenummeret mangler{etter}.", "Skriv for eksempel uke 43.")


def _uken(rekke: Tegnrekke, tegn: Tegn, nummer: int, år: int | None) -> Ende:
    if not 1 <= nummer <= FLEST_UKER:
        raise InvalidError(f"Uke {nummer} finnes ikke.", "Et år har 52 eller 53 uker.")
    ukens_år = år or rekke.rundens_år
    if ukens_år and nummer > uker_i(ukens_år):
        remedy = f"{ukens_år} har {uker_i(ukens_år)} uker."
        raise InvalidError(f"Uke {nummer} finnes ikke i {ukens_år}.", remedy)
    return Ende(tegn, Uke(nummer, år), år=år)


# --- months and dates -----------------------------------------------------------------------------


def _er_måned(rekke: Tegnrekke, om: int) -> bool:
    return rekke.om(om).slag == "måned"


def _måned(rekke: Tegnrekke) -> Ende:
    måned = rekke.krev("måned")
    år = rekke.år()
    if rekke.her.er_tall:  # «oktober 15»
        message = f"«{rekke.tekst}» kan ikke leses: dagen står etter måneden."
        remedy = f"Skriv {Dag(måned.verdi, rekke.her.verdi)}."
        if rekke.rundens_år and rekke.rundens_år % 100 == rekke.her.verdi:
            remedy = f"Skriv {Dag(måned.verdi, rekke.her.verdi)}, eller hele årstallet."
        raise InvalidError(message, remedy)
    return Ende(måned, Måned(måned.verdi, år), år=år)


def _er_dato(rekke: Tegnrekke, om: int) -> bool:
    return rekke.er_dato(om)


def _er_halvdel(rekke: Tegnrekke) -> bool:
    return rekke.om(1).slag == "halvdel" and rekke.her.slag in ("første", "andre", "tall")


def _halvdel(rekke: Tegnrekke) -> Utvalg:
    """«første halvdel av oktober», to the 15th."""
    hvilken = rekke.her
    rekke.gå(2)
    rekke.ta("i")
    måned = rekke.krev("måned")
    år = rekke.år()
    første, siste = 16, siste_i_måneden(år or SKUDDÅR, måned.verdi).day
    if hvilken.slag == "første" or hvilken.tekst == "1":
        første, siste = 1, 15
    return Spenn(Dag(måned.verdi, første, år), Dag(måned.verdi, siste, år))
