"""Reads a set of days as Norwegians type it, in both written languages; says what it can't read.

``les_dagsett``, ``les_periode`` and ``les_ukedager`` are what others call. A text becomes signs,
each with what it means here (``dagord``); ``spennleser`` reads the weeks, months and dates among
them, and here they become sets.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from ..errors import InvalidError
from .dagord import RÅD, SLUTT, Tegn
from .dagsett import (
    Alle,
    Annenhver,
    Dag,
    Dagsett,
    Forening,
    Mellom,
    Ramme,
    Snitt,
    Spenn,
    Ukedager,
    Uten,
    Utvalg,
    Åpent,
    forent,
)
from .datoformer import FORMER, UKEDAGER, ÅRET_FØRST, les_dag
from .spennleser import les_liste, les_spenn
from .tegnrekke import Tegnrekke, krevd_år

_RÅD_PERIODE = "Skriv første og siste dag, for eksempel 1. september 2026 – 27. november 2026."
_RÅD_UKEDAG = "Skriv for eksempel mandag, tirsdag eller mandag–torsdag."
_LENGST = 200  # characters of a text; nobody lists more days in one
_ET_ÅR = 366
_KLOKKESLETT = r"[0-9]:[0-9]{2}|[0-9]\.00\b"
_LENGSTE_HELG = 4  # days, from Friday to Monday: what is longer is more likely turned round
_KOMMA = (",", ";")
_LEDDET_SLUTTER = ("og", "ikke", "unntatt", "slutt")


def les_dagsett(text: str, rundens_år: int | None = None) -> Dagsett:
    """The set of days that a text says; raises InvalidError, with what to write."""
    utvalg, sier_ikke = _les(text, rundens_år)
    return Dagsett(text, utvalg, sier_ikke)


def les_periode(text: str, rundens_år: int | None = None) -> Ramme:
    """The first and last day of a text such as «1. september 2026 – 27. november 2026».

    Raises InvalidError where it is anything else, or has no year.
    """
    utvalg, _ = _les(text, rundens_år)
    if not isinstance(utvalg, Spenn):
        raise InvalidError(f"«{text}» er ikke en periode.", _RÅD_PERIODE)
    dagene = utvalg.dagene()
    if dagene is None:
        raise InvalidError(f"Året mangler i perioden «{text}».", _råd_om_året(utvalg, rundens_år))
    if (dagene.siste - dagene.første).days > _ET_ÅR:
        raise InvalidError(f"Perioden «{text}» er på mer enn et år.", "Rett årstallene.")
    return dagene


def les_ukedager(text: str) -> frozenset[int]:
    """The days of the week that a text says, from 0 for Monday; raises InvalidError."""
    utvalg, _ = _les(text, None)
    deler = utvalg.deler if isinstance(utvalg, Forening) else (utvalg,)
    numre: set[int] = set()
    for del_ in deler:
        if not isinstance(del_, Ukedager):
            raise InvalidError(f"«{text}» er ikke en ukedag.", _RÅD_UKEDAG)
        numre |= del_.numre
    return frozenset(numre)


def _råd_om_året(spenn: Spenn, rundens_år: int | None) -> str:
    """To write the year behind a period without one."""
    fra, til = spenn.fra, spenn.til
    if not rundens_år or not isinstance(fra, Dag) or not isinstance(til, Dag):
        return _RÅD_PERIODE
    return f"Skriv {fra} {rundens_år} – {til} {rundens_år + spenn.over_nyttår}."


# --- the whole text -------------------------------------------------------------------------------


def _les(text: str, rundens_år: int | None) -> tuple[Utvalg, bool]:
    """The set of a whole text, and whether it says «ikke»; raises InvalidError."""
    if len(text) > _LENGST:
        remedy = "Del den opp i flere, med hver sin linje."
        raise InvalidError("Teksten er for lang til å være dager.", remedy)
    rekke = Tegnrekke(text, rundens_år)
    if re.search(_KLOKKESLETT, text):
        raise rekke.ikke_hele_dager()
    dag = _ene_dagen(text, rundens_år)  # first of all, for 3-nov-15 is nothing else
    if dag:
        return Spenn(dag, dag), False
    return _leddene(rekke)


def _ene_dagen(text: str, rundens_år: int | None) -> Dag | None:
    """The day of a text that is one date with its year."""
    foldet = " ".join(text.split()).casefold()
    if not any(re.fullmatch(form, foldet) for form in (*FORMER, ÅRET_FØRST)):
        return None
    dag: date = les_dag(text, rundens_år)
    return Dag(dag.month, dag.day, krevd_år(dag.year))


class _Ledd(NamedTuple):
    """What stands between two commas: a set, and how it is typed."""

    utvalg: Utvalg
    tekst: str
    er_entall: bool  # «fredag», and not «fredager»


def _leddene(rekke: Tegnrekke) -> tuple[Utvalg, bool]:
    """What is one after the other in a text, and what is taken away with «ikke» or «unntatt»."""
    deler: list[Utvalg] = []
    bort: list[Utvalg] = []
    forrige: _Ledd | None = None
    skille: Tegn | None = None
    er_unntak = sier_ikke = False
    while rekke.her is not SLUTT:
        tegn = rekke.ta("og")
        if tegn:
            skille = tegn
            continue
        unntak = rekke.ta("ikke", "unntatt")
        if unntak:
            er_unntak, forrige = True, None
            sier_ikke = sier_ikke or unntak.slag == "ikke"
            continue
        ledd = _skrevet_ledd(rekke)
        if er_unntak and deler:
            _krev_overlapp(rekke, deler, ledd)
        elif forrige and skille and skille.tekst in _KOMMA:
            _krev_entydig(rekke, forrige, ledd)
        er_eller = skille is not None and skille.tekst in ("eller", "el")
        _legg_til(bort if er_unntak else deler, ledd.utvalg, er_eller=er_eller)
        forrige, skille = ledd, None
        if rekke.her.slag not in _LEDDET_SLUTTER:
            raise rekke.uventet()
    return _uten(rekke, deler, bort), sier_ikke


def _uten(rekke: Tegnrekke, deler: list[Utvalg], bort: list[Utvalg]) -> Utvalg:
    if not (deler or bort):
        raise InvalidError(f"«{rekke.tekst}» sier ikke hvilke dager det er.", RÅD)
    av = forent(deler) if deler else Alle()
    return Uten(av, forent(bort)) if bort else av


def _skrevet_ledd(rekke: Tegnrekke) -> _Ledd:
    første = rekke.her
    utvalg = _ledd(rekke)
    tekst = rekke.skrevet_fra(første)
    er_entall = isinstance(utvalg, Ukedager) and første.slag == "ukedag" and not første.er_flertall
    return _Ledd(utvalg, tekst, er_entall)


def _krev_entydig(rekke: Tegnrekke, forrige: _Ledd, ledd: _Ledd) -> None:
    """Raise InvalidError for «uke 43, fredag»: that Friday, or the week and every Friday."""
    if forrige.er_entall == ledd.er_entall:
        return
    ukedag, dager = (forrige, ledd) if forrige.er_entall else (ledd, forrige)
    if isinstance(dager.utvalg, Ukedager | Snitt):
        return
    message = f"«{rekke.tekst}» kan leses på to måter."
    remedy = (
        f"Ta bort kommaet hvis «{ukedag.tekst}» er i «{dager.tekst}», eller skriv «og» i stedet "
        "hvis det er begge deler."
    )
    raise InvalidError(message, remedy)


def _krev_overlapp(rekke: Tegnrekke, deler: list[Utvalg], unntak: _Ledd) -> None:
    """Raise InvalidError for an exception from nothing: «uke 43 unntatt fredag, uke 44»."""
    år = rekke.rundens_år
    if år is None:
        return
    ramme = Ramme(date(år - 1, 1, 1), date(år + 1, 12, 31))
    av = forent(deler)
    for nummer in range((ramme.siste - ramme.første).days + 1):
        dag = ramme.første + timedelta(nummer)
        if av.har(dag, ramme) and unntak.utvalg.har(dag, ramme):
            return
    message = f"«{unntak.tekst}» står som unntak, men er ikke blant de andre dagene."
    raise InvalidError(message, "Skriv unntakene til slutt, eller rett dem.")


def _legg_til(deler: list[Utvalg], ledd: Utvalg, *, er_eller: bool) -> None:
    """Add a set to others; «etter uke 40 og før uke 45» is one."""
    forrige = deler[-1] if deler else None
    if er_eller or not isinstance(forrige, Åpent) or not isinstance(ledd, Åpent):
        deler.append(ledd)
        return
    match forrige.er_etter, ledd.er_etter:
        case True, False:
            deler[-1] = Mellom(forrige, ledd)
        case False, True:
            deler[-1] = Mellom(ledd, forrige)
        case _:
            deler.append(ledd)


def _ledd(rekke: Tegnrekke) -> Utvalg:
    """Weeks, dates, months or days of the week, or those of them that are within others."""
    rekke.ta("i")
    if _er_ukedager(rekke):
        ukedager = _ukedager(rekke)
        rekke.ta("i")
        if rekke.her.slag in _LEDDET_SLUTTER:
            return ukedager
        return Snitt(ukedager, _omfang(rekke))
    omfang = _omfang(rekke)
    if _er_ukedager(rekke):
        return Snitt(omfang, _ukedager(rekke))
    if rekke.ta("i"):  # «partallsuker i oktober»
        return Snitt(omfang, _omfang(rekke))
    return omfang


def _omfang(rekke: Tegnrekke) -> Utvalg:
    """Weeks, dates or months; what is before, after or between some of them."""
    tegn = rekke.ta("partall", "oddetall")
    if tegn:
        rekke.ta("uke")  # «like uker»
        return Annenhver(int(tegn.slag == "oddetall"))
    tegn = rekke.ta("etter", "før", "til")
    if tegn:
        return _åpent(tegn, les_spenn(rekke, tegn))
    tegn = rekke.ta("fra")
    if tegn:
        spenn = les_spenn(rekke, tegn)
        er_uten_slutt = spenn.fra == spenn.til
        return Åpent(spenn.fra, er_etter=True, med=True) if er_uten_slutt else spenn
    tegn = rekke.ta("mellom")
    if tegn:
        rekke.blir("og", "strek")
        return les_spenn(rekke, tegn)
    return les_liste(rekke)


def _åpent(tegn: Tegn, spenn: Spenn) -> Åpent:
    """What is after the end of a span, or before its beginning."""
    if tegn.slag == "etter":
        return Åpent(spenn.til, er_etter=True, med=False)
    return Åpent(spenn.fra, er_etter=False, med=tegn.slag == "til")


# --- days of the week -----------------------------------------------------------------------------


def _er_ukedager(rekke: Tegnrekke) -> bool:
    """Whether days of the week follow, and not one with its date."""
    if rekke.her.slag in ("fra", "mellom"):
        return rekke.om(1).slag == "ukedag" and not rekke.om(2).er_tall
    if rekke.her.slag != "ukedag":
        return False
    return rekke.her.er_flertall or not rekke.om(1).er_tall


def _ukedager(rekke: Tegnrekke) -> Ukedager:
    """Days of the week in a row: «mandag og tirsdag», «mandag–onsdag»."""
    numre: set[int] = set()
    while True:
        er_mellom = rekke.ta("mellom")
        rekke.ta("fra")
        første = rekke.krev("ukedag")
        til = rekke.ta("og") if er_mellom else rekke.ta("strek", "til")
        siste = rekke.krev("ukedag") if til else første
        numre.update(_ukedagene(første, siste))
        neste_er_med = rekke.her.slag == "og" and rekke.om(1).slag == "ukedag"
        if not neste_er_med or (rekke.om(2).er_tall and not rekke.om(1).er_flertall):
            return Ukedager(frozenset(numre))
        rekke.gå(1)


def _ukedagene(første: Tegn, siste: Tegn) -> list[int]:
    """The days of the week from one to another, over the weekend where it is short."""
    antall = (siste.verdi - første.verdi) % len(UKEDAGER) + 1
    if siste.verdi < første.verdi and antall > _LENGSTE_HELG:
        message = f"«{første.tekst}–{siste.tekst}» slutter før det begynner."
        remedy = f"Mente du «{siste.tekst}–{første.tekst}»?"
        raise InvalidError(message, remedy)
    return [(første.verdi + dag) % len(UKEDAGER) for dag in range(antall)]
