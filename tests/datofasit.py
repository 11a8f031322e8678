"""The rules of a round's dates said once more, for small rounds: every plan there is, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations, pairwise, product

from dialoggrunnlag.datoer.brytbare import (
    avtalt_regel,
    høyst_regel,
    minst_regel,
    må_regel,
    samme_tur_regel,
)
from dialoggrunnlag.datoer.problem import ukenavn


class Utfall:
    """A date for every dialogue and who comes to it: the rules that this breaks, and its worth."""

    def __init__(self, problem, datoer, oppmøte):
        self.datoer, self.oppmøte = datoer, oppmøte
        self.brutt = brutt_av(problem, datoer, oppmøte)
        self.verdi = verdi_av(problem, datoer, oppmøte)
        self.pris = pris_av(self.brutt)


def utfall(problem):
    """All of them."""
    ider = [d.id for d in problem.dialoger]
    dager = [sorted({*problem.dager, *([d.avtalt] if d.avtalt else [])}) for d in problem.dialoger]
    for valgte in product(*dager):
        datoer = dict(zip(ider, valgte, strict=True))
        for oppmøte in product(*(oppmøter(problem, rolle, datoer) for rolle in problem.roller)):
            roller = [rolle.id for rolle in problem.roller]
            yield Utfall(problem, datoer, dict(zip(roller, oppmøte, strict=True)))


def oppmøter(problem, rolle, datoer):
    """The dialogues that a role can be at: all it can, where it needn't choose or break a rule."""
    kolliderer = {
        frozenset(par)
        for par in combinations(datoer, 2)
        if datoer[par[0]] == datoer[par[1]] and par in problem.overlapper
    }
    valg = []
    for id_ in datoer:
        fri = not borte(rolle, id_, datoer[id_]) and not any(id_ in par for par in kolliderer)
        valg.append([True] if fri else [True, False])
    for svar in product(*valg):
        på = {id_ for id_, kommer in zip(datoer, svar, strict=True) if kommer}
        if not any(par <= på for par in kolliderer):
            yield på


def borte(rolle, id_, dag):
    return [s.regel for s in rolle.borte.get(id_, ()) if dag in s.dager]


def brutt_av(problem, datoer, oppmøte):
    """The rules broken, each with by how much."""
    brutt = brutte_tak(problem, datoer) | brutte_turer(problem, datoer)
    for dialog in problem.dialoger:
        dag = datoer[dialog.id]
        for regel in {s.regel for s in (*problem.sperrer, *dialog.sperrer) if dag in s.dager}:
            brutt[regel] = brutt.get(regel, 0) + 1
        if dialog.avtalt not in (None, dag):
            brutt[avtalt_regel(dialog)] = 1
        kommer = [rolle for rolle in problem.roller if dialog.id in oppmøte[rolle.id]]
        for rolle in kommer:
            brutt |= dict.fromkeys(borte(rolle, dialog.id, dag), 1)
        savnes = {*dialog.må} - {rolle.id for rolle in kommer}
        brutt |= {må_regel(dialog.id, rolle): 1 for rolle in savnes}
        if len(kommer) < problem.minst:
            brutt[minst_regel(dialog.id)] = problem.minst - len(kommer)
    return brutt


def brutte_tak(problem, datoer):
    brutt = {}
    tak = [("høyst_på_dagen", problem.høyst_på_dagen, str)]
    if problem.høyst_i_uken is not None:
        tak.append(("høyst_i_uken", problem.høyst_i_uken, ukenavn))
    for slag, tall, navn in tak:
        navnene = [navn(dag) for dag in datoer.values()]
        for hva in set(navnene):
            if navnene.count(hva) > tall:
                brutt[høyst_regel(slag, hva)] = navnene.count(hva) - tall
    return brutt


def brutte_turer(problem, datoer):
    brutt = {}
    for gruppe in problem.samme_tur:
        if not {*gruppe} <= {*datoer}:
            continue
        dager = sorted(datoer[id_] for id_ in gruppe)
        if any(b - a != timedelta(days=1) for a, b in pairwise(dager)):
            brutt[samme_tur_regel(gruppe)] = 1
    return brutt


def verdi_av(problem, datoer, oppmøte):
    verdi = 0
    for dialog in problem.dialoger:
        dag = datoer[dialog.id]
        verdi += sum(ønske.vekt for ønske in dialog.ønsker if dag in ønske.dager)
        for rolle in problem.roller:
            if dialog.id in oppmøte[rolle.id] and not borte(rolle, dialog.id, dag):
                verdi += max(0, rolle.vekt - rolle.ulempe.get(dialog.id, {}).get(dag, 0))
    return verdi


def pris_av(brutt):
    return sum(regel.pris * n + n * (n - 1) // 2 for regel, n in brutt.items())


def antallene(regler):
    """Rules that are given up, each with by how much."""
    return {replace(regel, antall=1): regel.antall for regel in regler}


def innenfor(brutt, antall):
    """Whether nothing is broken by more than it may."""
    return all(n <= antall.get(regel, 0) for regel, n in brutt.items())


def av_plan(problem, plan):
    """A plan as its outcome."""
    oppmøte = {
        rolle.id: {id_ for id_, kommer in plan.fra_skoleeier.items() if rolle.id in kommer}
        for rolle in problem.roller
    }
    return Utfall(problem, dict(plan.datoer), oppmøte)
