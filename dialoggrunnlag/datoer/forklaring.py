"""Why there are no dates: the fewest rules to give up, and what each of them can't stand with."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from .brytbare import (
    hindre_for_dagen,
    minst_for,
    minst_regel,
    må_regel,
    reglene,
    regler_borte,
    uten_antall,
)
from .highs import Løser
from .losning import beste_plan, finn
from .problem import PRISER, Dialogbehov, Plan, Problem, Regel, Slag
from .regelmodell import Regelmodell, gitt_opp, kan_brytes

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
_TELLER: set[Slag] = {"høyst_i_uken", "høyst_på_dagen"}


@dataclass(frozen=True)
class Konflikt:
    """Rules that can't all be kept, though any of them less would do.

    ``dialoger`` are those that can't all have a date then. Where it is a matter of counting, they
    have ``plasser`` places between them, one less than they are. Of ``sammen_med`` those that the
    plan breaks as well hold as far as it keeps them.
    """

    regel: Regel
    sammen_med: tuple[Regel, ...]
    dialoger: tuple[str, ...]
    plasser: int | None = None


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
    dialogue is on this day (``avtalt``). A day that isn't one of the problem's has nothing of it.
    """

    dag: date
    regler: tuple[Regel, ...]
    plan: Plan | None = None
    konflikt: Konflikt | None = None


def forklar(problem: Problem) -> Forklaring:
    """The rules to give up so that all dialogues have a date; none where all can be kept.

    Their prices' sum is the smallest there is, so that none of them is superfluous. More on a day
    than there should be is the last resort: those who come would have to be at two places.
    Raises ValueError for a problem without days.
    """
    for spillerom in (_ikke_to_på_en_dag, kan_brytes):
        modell = Regelmodell(problem, spillerom)
        plan = beste_plan(modell, Løser(modell.modell), (modell.pris(),))
        if plan is not None:
            søk = _Konfliktsøk(problem, plan.brutt)
            return Forklaring(plan.brutt, plan, tuple(map(søk.hvorfor_brutt, plan.brutt)))
    raise ValueError("a problem without days")


def _ikke_to_på_en_dag(regel: Regel) -> int:
    return 0 if regel.slag == "høyst_på_dagen" else kan_brytes(regel)


def hvorfor(problem: Problem, dialog_id: str, dager: Sequence[date]) -> list[Hinder]:
    """What keeps a dialogue from each of some days.

    Where no plan keeps all rules, those that ``forklar`` gives up are given up here as well.
    """
    (dialog,) = (dialog for dialog in problem.dialoger if dialog.id == dialog_id)
    brutt = () if finn(problem) else forklar(problem).brutt
    modell = Regelmodell(problem, gitt_opp(brutt))
    løser = Løser(modell.modell)
    hindre = []
    for dag in dager:
        regler = _egne_hindre(problem, dialog, dag)
        plass = modell.på_dag.get((dialog_id, dag))
        if regler or plass is None:
            hindre.append(Hinder(dag, regler))
            continue
        plan = beste_plan(modell, løser, (modell.pris(),), {plass: (1, 1)})
        konflikt = None if plan else _Konfliktsøk(problem, brutt).hvorfor_ikke(dialog_id, dag)
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

    def __init__(self, problem: Problem, brutt: Collection[Regel]) -> None:
        # One dialogue on a day: there is nothing to be at the same time, and less to look through
        alene = problem.høyst_på_dagen == 1 and not any(r.slag == "høyst_på_dagen" for r in brutt)
        self._problem = replace(problem, overlapper=frozenset()) if alene else problem
        self._brutt = {uten_antall(regel): regel.antall for regel in brutt}

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
        bare = uten_antall(regel)

        def umulig(dialoger: Collection[Dialogbehov], regler: Collection[Regel]) -> bool:
            def spillerom(en: Regel) -> int | None:
                return brutt.get(en, 0) if en == bare or en in regler else None

            del_ = replace(problem, dialoger=tuple(dialoger))
            modell = Regelmodell(del_, spillerom)
            return Løser(modell.modell).løs(({},)) is None

        alle = set(reglene(problem))
        dialoger = _uunnværlige(problem.dialoger, lambda noen: umulig(noen, alle))
        regler = reglene(replace(problem, dialoger=tuple(dialoger)))
        regler = [en for en in regler if en != bare]
        regler.sort(key=lambda en: _FORTELLES_FØRST.index(en.slag))
        sammen_med = _uunnværlige(regler, lambda noen: umulig(dialoger, {*noen}))
        return _fortalt(regel, sammen_med, [dialog.id for dialog in dialoger])


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
