"""A date in a set of days, as people type it: «fredag 16. oktober», «12/10-2026», «12.»."""

from __future__ import annotations

import re

from ..errors import InvalidError
from .dagord import RÅD, SLUTT, Tegn, ubestemt
from .dagsett import FLEST_UKER, SKUDDÅR, Dag, siste_i_måneden
from .datoformer import MÅNEDER, STREKER, UKEDAGER, les_dag
from .spennender import Ende
from .tegnrekke import Tegnrekke, krevd_år

_ÅRETS_MÅNEDER, _SKOLESTART, _LENGSTE_MÅNED = 12, 8, 31
_UKER_I_MÅNEDEN = 5
_BARE_TALL = rf"[{STREKER}—0-9., ]+"


def les_dato(rekke: Tegnrekke) -> Ende:
    """A date, or the day alone of one whose month is said further on; raises InvalidError."""
    ukedag = rekke.ta("ukedag")
    if ukedag and rekke.her is SLUTT:
        message = f"«{rekke.tekst}» sier ikke hvilken {UKEDAGER[ukedag.verdi]} det er."
        raise InvalidError(message, "Skriv datoen, for eksempel 16. oktober.")
    tall = rekke.krev("tall")
    if tall.er_år:
        return _året_først(rekke, ukedag, tall)
    if not tall.er_tall:
        raise rekke.uventet(tall)
    if tall.har_punktum and tall.verdi <= _UKER_I_MÅNEDEN and rekke.her.slag in ("uke", "ukedag"):
        raise ubestemt(f"{tall.tekst}. {rekke.her.tekst}")  # «1. uke i oktober», «3. mandag»
    måned = _måned(rekke, tall)
    if rekke.her.slag == "ukjent":  # most often a month
        raise rekke.uventet()
    if not måned:
        return Ende(ukedag or tall, None, tall.verdi, ukedag=ukedag)
    år, er_to_sifre = _året(rekke, tall, måned)
    if er_to_sifre:
        år = les_dag(f"{tall.verdi}.{måned.verdi}.{år:02d}", rekke.rundens_år).year
    return _dagen(rekke, ukedag or tall, ukedag, Dag(måned.verdi, tall.verdi, år))


def med_måned(rekke: Tegnrekke, ende: Ende, følgende: Ende | None) -> Ende:
    """An end that has the month and the year of what comes after it; raises InvalidError."""
    if ende.punkt is not None:
        return ende
    if følgende is None or not isinstance(følgende.punkt, Dag):
        raise uten_måned(rekke, ende)
    dag = Dag(følgende.punkt.måned, ende.dag, følgende.punkt.år)
    return _dagen(rekke, ende.tegn, ende.ukedag, dag)


def uten_måned(rekke: Tegnrekke, ende: Ende) -> InvalidError:
    """That a number stands alone, which may be a week as well."""
    skrevet = str(ende.dag)
    message = f"Måneden mangler etter «{skrevet}»."
    if re.fullmatch(_BARE_TALL, rekke.tekst):
        skrevet = rekke.tekst.strip(" .")
        message = f"«{skrevet}» er bare tall: det er ikke sagt om det er uker eller dager."
    if skrevet.isdecimal() and rekke.tekst.strip(" .") == skrevet:
        message = f"«{skrevet}» er bare et tall: det er ikke sagt om det er en uke eller en dag."
    forslag = []
    if 1 <= ende.dag <= FLEST_UKER:
        forslag.append(f"«uke {skrevet}»")
    if 1 <= ende.dag <= _LENGSTE_MÅNED:
        forslag.append(f"«{skrevet}. oktober»")
    remedy = f"Skriv for eksempel {' eller '.join(forslag)}." if forslag else RÅD
    return InvalidError(message, remedy)


def _måned(rekke: Tegnrekke, dag: Tegn) -> Tegn | None:
    """The month behind a day: «12. oktober», «12.10», «12/10»."""
    if rekke.her.slag == "i" and rekke.om(1).slag == "måned":  # «15. i oktober»
        rekke.gå(1)
    måned = rekke.ta("måned")
    if måned:
        return måned
    skrå = rekke.ta("skrå")
    if skrå or (dag.har_punktum and rekke.her.er_tall):
        return rekke.krev("tall")
    if rekke.er_strek_og_tall(0) and rekke.om(2).slag == "strek" and rekke.om(3).er_år:
        rekke.gå(1)  # 12-10-2026
        return rekke.krev("tall")
    return None


def _året(rekke: Tegnrekke, dag: Tegn, måned: Tegn) -> tuple[int | None, bool]:
    """The year behind a month, and whether it has two digits alone: «12.10.26»."""
    if måned.slag == "tall":
        if rekke.her.slag == "skrå" and rekke.om(1).slag == "tall":  # 3/11/2026, or 11/3
            les_dag(rekke.tekst[dag.start : rekke.om(1).slutt], rekke.rundens_år)
        if rekke.her.slag == "strek" and rekke.om(1).er_år and not rekke.er_dato(1):
            rekke.gå(1)  # 12/10-2026
        if måned.har_punktum and rekke.her.er_tall and rekke.her.start == måned.slutt:
            return rekke.krev("tall").verdi, True
    return rekke.år(), False


def _året_først(rekke: Tegnrekke, ukedag: Tegn | None, år: Tegn) -> Ende:
    """«2026-10-12»."""
    tallene = []
    for _ in range(2):
        if not (rekke.ta("strek") and rekke.her.er_tall):
            message = f"«{rekke.tekst}» har et årstall uten måned og dag."
            raise InvalidError(message, RÅD)
        tallene.append(rekke.krev("tall").verdi)
    måned, dag = tallene
    return _dagen(rekke, ukedag or år, ukedag, Dag(måned, dag, krevd_år(år.verdi)))


def _dagen(rekke: Tegnrekke, tegn: Tegn, ukedag: Tegn | None, dag: Dag) -> Ende:
    """A day that is in the calendar; raises InvalidError for any other."""
    finnes_ikke = f"Datoen «{rekke.skrevet_fra(tegn)}» finnes ikke."
    if not 1 <= dag.måned <= _ÅRETS_MÅNEDER:
        remedy = "Året har ikke mer enn 12 måneder."
        if 1 <= dag.dag <= _ÅRETS_MÅNEDER and 1 <= dag.måned <= _LENGSTE_MÅNED:
            remedy += f" Mente du {Dag(dag.dag, dag.måned)}?"
        raise InvalidError(finnes_ikke, remedy)
    siste = siste_i_måneden(dag.år or SKUDDÅR, dag.måned).day
    if not 1 <= dag.dag <= siste:
        måneden = MÅNEDER[dag.måned - 1].capitalize()
        if dag.år:
            måneden += f" {dag.år}"
        raise InvalidError(finnes_ikke, f"{måneden} har {siste} dager.")
    if ukedag:
        _krev_ukedag(ukedag, dag, rekke.rundens_år)
    return Ende(tegn, dag, dag.dag, dag.år, ukedag)


def _krev_ukedag(ukedag: Tegn, dag: Dag, rundens_år: int | None) -> None:
    """Raise InvalidError where a date is on another day of the week."""
    årene: list[int] = []
    if dag.år:
        årene = [dag.år]
    elif rundens_år:
        årene = [rundens_år]
        if dag.måned < _SKOLESTART:  # a school year goes on into the next
            årene.append(rundens_år + 1)
    dagene = [dag.i(år).første for år in årene]
    if dagene and ukedag.verdi not in {dagen.weekday() for dagen in dagene}:
        les_dag(f"{UKEDAGER[ukedag.verdi]} {dag} {dagene[0].year}")
