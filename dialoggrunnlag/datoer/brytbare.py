"""The rules that hold for a dialogue on a day, and what they are called when they are given up."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from .problem import PRISER, Dialogbehov, Problem, Regel, Rolle, Slag, Sperre, ukenavn


def reglene(problem: Problem) -> list[Regel]:
    """Every rule of a problem, each once."""
    dager = {*problem.dager, *(dialog.avtalt for dialog in problem.dialoger if dialog.avtalt)}
    regler = [høyst_regel("høyst_på_dagen", str(dag)) for dag in sorted(dager)]
    if problem.høyst_i_uken is not None:
        regler += [høyst_regel("høyst_i_uken", ukenavn(dag)) for dag in sorted(dager)]
    regler += [samme_tur_regel(gruppe) for gruppe in problem.samme_tur]
    sperrer = list(problem.sperrer)
    for dialog in problem.dialoger:
        sperrer += dialog.sperrer
        for rolle in problem.roller:
            sperrer += rolle.borte.get(dialog.id, ())
        regler += [må_regel(dialog.id, rolle_id) for rolle_id in dialog.må]
        regler.append(minst_regel(dialog.id))
        if dialog.avtalt:
            regler.append(avtalt_regel(dialog))
    regler += [uten_antall(sperre.regel) for sperre in sperrer]
    return list(dict.fromkeys(regler))


def felles_regler(problem: Problem) -> list[Regel]:
    """The rules that close days to all dialogues: each that is there anyway breaks them once."""
    sperrer = list(problem.sperrer)
    for dialog in problem.dialoger:
        sperrer += dialog.sperrer
    regler = [uten_antall(sperre.regel) for sperre in sperrer if sperre.regel.dialog is None]
    return list(dict.fromkeys(regler))


def hindre_for_dagen(problem: Problem, dialog: Dialogbehov, dag: date) -> list[Regel]:
    """The rules that keep a dialogue from a day, whoever comes."""
    regler = _som_gjelder([*problem.sperrer, *dialog.sperrer], dag)
    if dialog.avtalt not in {None, dag}:
        regler.append(avtalt_regel(dialog))
    return regler


def regler_borte(rolle: Rolle, dialog_id: str, dag: date) -> list[Regel]:
    """The rules that keep a role from a dialogue on a day."""
    return _som_gjelder(rolle.borte.get(dialog_id, ()), dag)


def _som_gjelder(sperrer: Iterable[Sperre], dag: date) -> list[Regel]:
    regler = [uten_antall(sperre.regel) for sperre in sperrer if dag in sperre.dager]
    return list(dict.fromkeys(regler))


def verdi_av_rolle(rolle: Rolle, dialog_id: str, dag: date) -> int:
    """What it is worth that a role is at a dialogue on a day: never less than nothing."""
    ulempe = rolle.ulempe.get(dialog_id, {}).get(dag, 0)
    return max(rolle.vekt - ulempe, 0)


def verdi_av_dag(dialog: Dialogbehov, dag: date) -> int:
    """What the wishes for a dialogue are worth on a day."""
    return sum(ønske.vekt for ønske in dialog.ønsker if dag in ønske.dager)


def minst_for(problem: Problem, dialog: Dialogbehov) -> int:
    """How many roles must be at a dialogue."""
    return problem.minst if dialog.minst is None else dialog.minst


def avtalt_regel(dialog: Dialogbehov) -> Regel:
    """That the date of a dialogue is set."""
    return Regel("avtalt", dialog.id, hva=str(dialog.avtalt), pris=PRISER["avtalt"])


def må_regel(dialog_id: str, rolle_id: str) -> Regel:
    """That a role must be at a dialogue."""
    return Regel("må", dialog_id, rolle_id, pris=PRISER["må"])


def minst_regel(dialog_id: str) -> Regel:
    """How many roles must be at a dialogue."""
    return Regel("minst", dialog_id, pris=PRISER["minst"])


def samme_tur_regel(gruppe: Sequence[str]) -> Regel:
    """That dialogues are on successive days."""
    return Regel("samme_tur", pris=PRISER["samme_tur"], gruppe=tuple(gruppe))


def høyst_regel(slag: Slag, hva: str) -> Regel:
    """How many dialogues there may be in a week, or on a day."""
    return Regel(slag, hva=hva, pris=PRISER[slag])


def prisen(regel: Regel) -> int:
    """What it costs that a rule is broken by its ``antall``: each step more than the one before."""
    return regel.pris * regel.antall + regel.antall * (regel.antall - 1) // 2


def uten_antall(regel: Regel) -> Regel:
    """The rule itself, by however much it is given up."""
    return replace(regel, antall=1) if regel.antall != 1 else regel
