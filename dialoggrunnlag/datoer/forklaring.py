"""Why there are no dates: the fewest rules to give up, and what each of them can't stand with."""

import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from .brytbare import (
    hindre_for_dagen,
    minst_for,
    minst_regel,
    må_regel,
    prisen,
    reglene,
    regler_borte,
    uten_antall,
)
from .delprove import Delprøve
from .frist import Frist
from .highs import Løser
from .losning import beste_plan, finn
from .problem import PRISER, Dialogbehov, Plan, Problem, Regel, Slag, TimeIsUpError
from .regelmodell import Regelmodell, Spillerom, gitt_opp, kan_brytes

T = TypeVar("T")

# Of rules that say the same, those that come first are told: what holds for all before what holds
# for one school, and that before somebody's calendar
_FORTELLES_FØRST: Sequence[Slag] = (
    "høyst_i_uken",
    "fri",
    "avtalt",
    "ukedager",
    "høyst_på_dagen",
    "periode",
    "kan_ikke",
    "samme_tur",
    "må",
    "rolle_borte",
    "minst",
)
# What the cheap rules cost at most that are broken first: caps and trips, then somebody's absence
_BILLIGE = (PRISER["minst"], PRISER["rolle_borte"])
_TELLER: set[Slag] = {"høyst_i_uken", "høyst_på_dagen"}


@dataclass(frozen=True)
class Konflikt:
    """Rules that can't all be kept, though any of them less would do.

    ``dialoger`` are those that can't all have a date then. Where it is a matter of counting, they
    have ``plasser`` places between them, one less than they are. Of ``sammen_med`` those that the
    plan breaks as well hold as far as it keeps them. It isn't ``funnet`` where the time
    was up first.
    """

    regel: Regel
    sammen_med: tuple[Regel, ...] = ()
    dialoger: tuple[str, ...] = ()
    plasser: int | None = None
    funnet: bool = True


@dataclass(frozen=True)
class Forklaring:
    """The rules to give up, the best plan that breaks no other, and why each must go."""

    brutt: tuple[Regel, ...]
    plan: Plan
    konflikter: tuple[Konflikt, ...]


@dataclass(frozen=True)
class Hinder:
    """What keeps a dialogue from a day.

    ``regler`` do so by themselves. Where there are none, ``plan`` is the best plan with the
    dialogue on the day, or ``konflikt`` tells why there is none; its ``regel`` is that this
    dialogue is on this day (``avtalt``). A day that isn't one of the problem's has nothing of it,
    and one that there was no time for is ``uvisst``.
    """

    dag: date
    regler: tuple[Regel, ...]
    plan: Plan | None = None
    konflikt: Konflikt | None = None
    uvisst: bool = False


def forklar(problem: Problem, frist: Frist | None = None) -> Forklaring:
    """The rules to give up so that all dialogues have a date; none where all can be kept.

    Their prices' sum is the smallest there is, so that none of them is superfluous. More on a day
    than there should be is the last resort: those who come would have to be at two places. Where
    the time is up, a plan may not be ``bevist``, and conflicts may not be found. Raises ValueError
    for a problem without days.
    """
    frist = frist or Frist()
    plan = _minst_brutt(problem, frist)
    søk = _Konfliktsøk(problem, plan.brutt, frist.forlenget())
    return Forklaring(plan.brutt, plan, tuple(map(søk.hvorfor_brutt, plan.brutt)))


def _minst_brutt(problem: Problem, frist: Frist) -> Plan:
    """The plan that breaks as little as can be, and then is worth most.

    A plan that breaks cheap rules alone is found soon. It tells which others are too expensive to
    be looked at, and it is at hand where the time isn't enough to look at all of them.
    """
    hittil: Plan | None = None
    for pris in (*_BILLIGE, sys.maxsize):
        høyst = pris if hittil is None else min(pris, _pris(hittil))
        try:
            plan = _billigst(problem, _ikke_to_på_en_dag(høyst), frist)
        except TimeIsUpError:
            if hittil is None:
                continue
            return replace(hittil, bevist=False)
        hittil = _den_beste(plan, hittil)
    if hittil is not None:
        return hittil
    plan = _billigst(problem, kan_brytes, frist)
    if plan is None:
        raise ValueError("a problem without days")
    return plan


def _billigst(problem: Problem, spillerom: Spillerom, frist: Frist) -> Plan | None:
    modell = Regelmodell(problem, spillerom)
    return beste_plan(modell, Løser(modell.modell, frist), (modell.pris(),))


def _den_beste(plan: Plan | None, hittil: Plan | None) -> Plan | None:
    """The later one, that had more to choose among: but not one that the time was up for."""
    if plan is None or hittil is None:
        return plan or hittil
    if plan.bevist or (_pris(plan), -plan.verdi) < (_pris(hittil), -hittil.verdi):
        return plan
    return replace(hittil, bevist=False)


def _pris(plan: Plan) -> int:
    return sum(prisen(regel) for regel in plan.brutt)


def _ikke_to_på_en_dag(høyst: int) -> Spillerom:
    """Any rule that costs no more may be broken, but a dialogue has its place on a day."""

    def spillerom(regel: Regel) -> int:
        if regel.slag == "høyst_på_dagen" or regel.pris > høyst:
            return 0
        return kan_brytes(regel)

    return spillerom


def hvorfor(
    problem: Problem, dialog_id: str, dager: Sequence[date], frist: Frist | None = None
) -> list[Hinder]:
    """What keeps a dialogue from each of some days.

    Where no plan keeps all rules, those that ``forklar`` gives up are given up here as well.
    """
    frist = frist or Frist()
    (dialog,) = (dialog for dialog in problem.dialoger if dialog.id == dialog_id)
    brutt = () if finn(problem, frist) else _minst_brutt(problem, frist).brutt
    modell = Regelmodell(problem, gitt_opp(brutt))
    løser = Løser(modell.modell, frist)
    søk = _Konfliktsøk(problem, brutt, frist)
    hindre = []
    for dag in dager:
        regler = _egne_hindre(problem, dialog, dag)
        plass = modell.på_dag.get((dialog_id, dag))
        if regler or plass is None:
            hindre.append(Hinder(dag, regler))
            continue
        try:
            plan = beste_plan(modell, løser, (modell.pris(),), {plass: (1, 1)})
        except TimeIsUpError:
            hindre.append(Hinder(dag, (), uvisst=True))
            continue
        konflikt = None if plan else søk.hvorfor_ikke(dialog_id, dag)
        hindre.append(Hinder(dag, (), plan, konflikt))
    return hindre


def _egne_hindre(problem: Problem, dialog: Dialogbehov, dag: date) -> tuple[Regel, ...]:
    """The rules that keep a dialogue from a day, whatever becomes of the others."""
    regler = hindre_for_dagen(problem, dialog, dag)
    borte = {rolle.id: regler_borte(rolle, dialog.id, dag) for rolle in problem.roller}
    for rolle_id in dialog.må:
        grunner = borte.get(rolle_id)
        if grunner or grunner is None:
            regler += [må_regel(dialog.id, rolle_id), *(grunner or ())]
    kan_komme = [rolle_id for rolle_id, grunner in borte.items() if not grunner]
    if len(kan_komme) < minst_for(problem, dialog):
        regler.append(minst_regel(dialog.id))
        for grunner in borte.values():
            regler += grunner
    return tuple(dict.fromkeys(regler))


class _Konfliktsøk:
    """Looks for the fewest rules that can't stand together, where ``brutt`` are given up."""

    def __init__(self, problem: Problem, brutt: Collection[Regel], frist: Frist) -> None:
        # One dialogue on a day: there is nothing to be at the same time, and less to look through
        alene = problem.høyst_på_dagen == 1 and not any(r.slag == "høyst_på_dagen" for r in brutt)
        self._problem = replace(problem, overlapper=frozenset()) if alene else problem
        self._brutt = {uten_antall(regel): regel.antall for regel in brutt}
        self._frist = frist

    def hvorfor_brutt(self, regel: Regel) -> Konflikt:
        """What a rule that is given up can't stand with: it may be broken by one less here."""
        bare = uten_antall(regel)
        return self._konflikt(self._problem, regel, {**self._brutt, bare: regel.antall - 1})

    def hvorfor_ikke(self, dialog_id: str, dag: date) -> Konflikt:
        """What it can't stand with that a dialogue is on a day."""
        dialoger = [
            replace(dialog, avtalt=dag) if dialog.id == dialog_id else dialog
            for dialog in self._problem.dialoger
        ]
        problem = replace(self._problem, dialoger=tuple(dialoger))
        regel = Regel("avtalt", dialog_id, hva=str(dag), pris=PRISER["avtalt"])
        return self._konflikt(problem, regel, self._brutt)

    def _konflikt(self, problem: Problem, regel: Regel, brutt: Mapping[Regel, int]) -> Konflikt:
        try:
            return self._funnet(problem, regel, brutt)
        except TimeIsUpError:
            return Konflikt(regel, funnet=False)

    def _funnet(self, problem: Problem, regel: Regel, brutt: Mapping[Regel, int]) -> Konflikt:
        bare = uten_antall(regel)
        alle = set(reglene(problem))
        prøve = Delprøve(problem, brutt, self._frist, alle_regler=False)
        ider = [dialog.id for dialog in problem.dialoger]
        ider = _uunnværlige(ider, lambda noen: prøve.umulig(noen, alle))

        dialoger = tuple(dialog for dialog in problem.dialoger if dialog.id in ider)
        problem = replace(problem, dialoger=dialoger)
        regler = [en for en in reglene(problem) if en != bare]
        regler.sort(key=lambda en: _FORTELLES_FØRST.index(en.slag))
        prøve = Delprøve(problem, brutt, self._frist, alle_regler=True)
        sammen_med = _uunnværlige(regler, lambda noen: prøve.umulig(ider, {bare, *noen}))
        return _fortalt(regel, sammen_med, ider)


def _fortalt(regel: Regel, sammen_med: Sequence[Regel], dialoger: Sequence[str]) -> Konflikt:
    slag: set[Slag] = {regel.slag, *(annen.slag for annen in sammen_med)}
    plasser = None
    if slag & _TELLER and "samme_tur" not in slag and len(dialoger) > 1:
        plasser = len(dialoger) - 1  # with one dialogue less there was room for all
    return Konflikt(regel, tuple(sammen_med), tuple(dialoger), plasser)


def _uunnværlige(kandidater: Sequence[T], umulig: Callable[[list[T]], bool]) -> list[T]:
    """The fewest of the candidates with which it is still impossible, the first ones preferred.

    That is what is left when one after another is taken away where it stays impossible; here in
    halves (QuickXplain), since most of them have nothing to do with it.
    """

    def let(bakgrunn: list[T], noen: list[T], *, prøvd: bool) -> list[T]:
        if not prøvd and umulig(bakgrunn):
            return []
        if len(noen) <= 1:
            return noen
        midten = len(noen) // 2
        første, siste = noen[:midten], noen[midten:]
        av_siste = let(bakgrunn + første, siste, prøvd=False)
        av_første = let(bakgrunn + av_siste, første, prøvd=not av_siste)
        return av_første + av_siste

    return let([], list(kandidater), prøvd=False)
