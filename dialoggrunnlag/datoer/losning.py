"""The best dates for a round, others that are nearly as good, and a dialogue moved."""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from .frist import Frist
from .heltallsmodell import Ledd
from .highs import Løser
from .problem import Plan, Problem, Regel, TimeIsUpError
from .regelmodell import Regelmodell, gitt_opp, kan_brytes

_UKE = 7


def finn(problem: Problem, frist: Frist | None = None) -> Plan | None:
    """The best plan, the same on every machine; None where no plan keeps all rules.

    It is proven that no other is worth more, if the time is enough for that. Among equally good
    ones a lot decides that is drawn by the names and the days alone. Raises TimeIsUpError, as
    everything here.
    """
    modell = Regelmodell(problem)
    return beste_plan(modell, Løser(modell.modell, frist or Frist()))


def alternativer(problem: Problem, antall: int, frist: Frist | None = None) -> list[Plan]:
    """The best plan and then others, the best of those that really differ; fewer if there aren't.

    A plan really differs where at least half of the dialogues whose date isn't set have another
    day than in each of the plans before it. There are fewer too where the time is up.
    """
    frist = frist or Frist()
    modell = Regelmodell(problem)
    planer: list[Plan] = []
    while len(planer) < antall:
        try:
            plan = beste_plan(modell, Løser(modell.modell, frist))
        except TimeIsUpError:
            if not planer:
                raise
            break
        if plan is None:
            break
        planer.append(plan)
        frie = [dialog.id for dialog in problem.dialoger if dialog.avtalt is None]
        samme_dag = {modell.på_dag[id_, plan.datoer[id_]]: 1 for id_ in frie}
        if not samme_dag:
            break
        modell.modell.høyst(samme_dag, len(frie) // 2)
    return planer


def flytt(problem: Problem, dialog_id: str, frist: Frist | None = None) -> Plan | None:
    """The plan with that dialogue on another day than ``før``; None where there is none.

    It moves as few others as there can be, of those as few as can be that have been invited to.
    Then it is worth most, where each week away from ``før`` that is begun takes one from the
    worth: somebody more who can come is worth waiting some weeks for, but not any number of them.
    Of those that are worth the same, the one with the fewest days between is taken.

    A rule that the dates break as they are may stay as broken, save those of the dialogue itself.
    """
    frist = frist or Frist()
    datoer = {dialog.id: dialog.før for dialog in problem.dialoger if dialog.før is not None}
    brutt = [regel for regel in brutt_av(problem, datoer, frist) if regel.dialog != dialog_id]
    dialoger = [
        replace(dialog, avtalt=None) if dialog.id == dialog_id else dialog
        for dialog in problem.dialoger
    ]
    problem = replace(problem, dialoger=tuple(dialoger))
    modell = Regelmodell(problem, gitt_opp(brutt), datoer)
    blir, grenser = {}, {}
    for dialog in problem.dialoger:
        plass = None if dialog.før is None else modell.på_dag.get((dialog.id, dialog.før))
        if plass is None:
            continue
        if dialog.id == dialog_id:
            grenser[plass] = (0, 0)
        else:
            blir[plass] = len(problem.dialoger) + 1 + dialog.varslet
    mål = (blir, modell.pris(), *_nærmest(modell, datoer))
    return beste_plan(modell, Løser(modell.modell, frist), mål, grenser)


def _nærmest(modell: Regelmodell, datoer: Mapping[str, date]) -> tuple[Ledd, Ledd]:
    """Two aims for the dialogues that move: worth a lot and few weeks away, and few days away."""
    verdt, nær = dict(modell.verdi), {}
    for (id_, dag), kolonne in modell.på_dag.items():
        if id_ not in datoer:
            continue
        dager = abs((dag - datoer[id_]).days)
        verdt[kolonne] -= math.ceil(dager / _UKE)
        nær[kolonne] = -dager
    return verdt, nær


def brutt_av(
    problem: Problem, datoer: Mapping[str, date], frist: Frist | None = None
) -> tuple[Regel, ...]:
    """The rules that dates break; the cheapest of them where there is a choice."""
    modell = Regelmodell(problem, kan_brytes, datoer)
    grenser = {modell.på_dag[id_, dag]: (1, 1) for id_, dag in datoer.items()}
    plan = beste_plan(modell, Løser(modell.modell, frist or Frist()), (modell.pris(),), grenser)
    return () if plan is None else plan.brutt


def beste_plan(
    modell: Regelmodell,
    løser: Løser,
    først: tuple[Mapping[int, int], ...] = (),
    grenser: Mapping[int, tuple[int, int]] | None = None,
) -> Plan | None:
    """The plan that reaches the aims in ``først``, and then is worth most; None where none does."""
    svar = løser.løs([*først, modell.verdi, modell.lodd()], grenser or {})
    return None if svar is None else modell.plan(svar.verdier, bevist=svar.bevist)
