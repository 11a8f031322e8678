"""Why a school has no dialogue on a day, or what would have to move for it: in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..datoer.forklaring import Hinder
from ..datoer.problem import Plan
from ..kontroller.datoprove import FOR_ALLE
from ..model.datoformer import LØRDAG
from ..model.norsk import Dato, oppramsing
from .datoforslag import forskjeller
from .datooppgave import Datooppgave
from .datoord import Datoord, dato

_NEVNES = 3  # schools that would move, before the rest is counted


class Dagsvar(NamedTuple):
    """What is said of a day: whether the dialogue can be on it, and what keeps it, or follows."""

    dato: Dato
    går: bool
    svar: str


def uten_dager(oppgave: Datooppgave, tekst: str) -> str:
    """What is said where none of the days is in the period that dates are looked for in."""
    return f"Ingen dager i «{tekst}» er i perioden {oppgave.periode}."


def svar_på(
    oppgave: Datooppgave,
    skole_id: str,
    dager: Sequence[date],
    hindre: Mapping[date, Hinder],
    beste: Plan | None,
) -> list[Dagsvar]:
    """What there is to say of each day.

    ``hindre`` are those of the days that could be used at all; ``beste`` is the plan that
    «dialog datoer» proposes.
    """
    forteller = _Forteller(oppgave, skole_id, beste)
    return [forteller.svar(dag, hindre.get(dag)) for dag in dager]


class _Forteller:
    def __init__(self, oppgave: Datooppgave, skole_id: str, beste: Plan | None) -> None:
        self._oppgave, self._skole_id, self._beste = oppgave, skole_id, beste
        self._ord = Datoord(oppgave, skole_id)

    def svar(self, dag: date, hinder: Hinder | None) -> Dagsvar:
        """What there is to say of a day."""
        if hinder is None:
            return Dagsvar(Dato(dag), går=False, svar=self._stengt(dag))
        if hinder.regler:
            return Dagsvar(Dato(dag), går=False, svar=self._ord.regler(hinder.regler))
        if hinder.plan:
            return Dagsvar(Dato(dag), går=True, svar=self._med_dagen(dag, hinder.plan))
        if hinder.uvisst:
            return Dagsvar(Dato(dag), går=False, svar="ble det ikke tid til å finne ut")
        svar = "går ikke sammen med de andre datoene"
        if hinder.konflikt:
            svar = self._ord.umulig(hinder.konflikt)
        return Dagsvar(Dato(dag), går=False, svar=svar)

    def _stengt(self, dag: date) -> str:
        """Why no dialogue can be on a day."""
        if dag.weekday() >= LØRDAG:
            return "helg"
        for innvendinger in self._oppgave.innvendinger.get(dag, {}).values():
            for en in innvendinger:
                if en.kontroll in FOR_ALLE:
                    return en.kort or en.kontroll
        return "utenfor perioden"

    def _med_dagen(self, dag: date, plan: Plan) -> str:
        """What comes of having the dialogue on a day that is possible."""
        if self._beste is None:
            return "går, når reglene som «dialog datoer» nevner, gis opp"
        if self._beste.datoer[self._skole_id] == dag:
            return "er datoen i forslaget"
        andre = [id_ for id_ in forskjeller(plan, self._beste) if id_ != self._skole_id]
        dårligere = self._beste.verdi - plan.verdi
        hvor_god = "like god plan" if not dårligere else f"{self._tap(plan)}"
        if not andre:
            return f"går, og de andre blir som i forslaget; {hvor_god}"
        if len(andre) > _NEVNES:
            return f"går, men {len(andre)} andre får en annen dato enn i forslaget; {hvor_god}"
        får = [f"{self._ord.skole(id_)} {dato(plan.datoer[id_])}" for id_ in andre]
        return f"går, men da får {oppramsing(får)}; {hvor_god}"

    def _tap(self, plan: Plan) -> str:
        """How a plan is worse than the best: who can't come, and which wishes aren't met."""
        if self._beste is None:
            return ""
        tap = []
        færre = _antall_som_kommer(self._beste) - _antall_som_kommer(plan)
        if færre > 0:
            tap.append(f"{færre} færre kan komme")
        ønsker = self._ønsker(self._beste) - self._ønsker(plan)
        if ønsker > 0:
            tap.append(
                f"{ønsker} ønske mindre oppfylt" if ønsker == 1 else f"{ønsker} færre ønsker"
            )
        return oppramsing(tap) or "en litt dårligere plan"

    def _ønsker(self, plan: Plan) -> int:
        """How many wishes a plan meets."""
        oppfylt = 0
        for behov in self._oppgave.problem.dialoger:
            oppfylt += sum(plan.datoer[behov.id] in ønske.dager for ønske in behov.ønsker)
        return oppfylt


def _antall_som_kommer(plan: Plan) -> int:
    return sum(map(len, plan.fra_skoleeier.values()))
