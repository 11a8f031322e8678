"""A plan of dates as rows: who meets where and when, who can come, and what a school had wished."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ..datoer.brytbare import hindre_for_dagen, minst_for, minst_regel, må_regel, regler_borte
from ..datoer.problem import Dialogbehov, Plan, Regel, Rolle, ukenavn
from ..model.norsk import Dato, oppramsing
from ..model.verdityper import Tidsramme
from .datooppgave import UTELATT, Datooppgave
from .datoord import Datoord

_BEDRE = "andre dager ga en bedre plan"
_FLESTE_GRUNNER = 3  # why a wish isn't met


class Borte(NamedTuple):
    """Somebody who can't come, and why."""

    navn: str
    hvorfor: str

    def __str__(self) -> str:
        return f"{self.navn} ({self.hvorfor})"


class Forslagsrad(NamedTuple):
    """One school's dialogue in a plan, in bokmål.

    ``roller`` are the ids of ``kommer``, and ``alle_kommer`` where there are no others. Of the
    wishes some may be met, and others not; why is only told where none is. ``gitt_opp`` are the
    rules of its own that the plan breaks. ``må_flytte`` are those of ``kommer`` who have something
    short in their calendars at that time, where the date isn't set yet.
    """

    skole_id: str
    navn: str
    dato: Dato
    tidsramme: Tidsramme
    kommer: tuple[str, ...]
    roller: tuple[str, ...]
    alle_kommer: bool
    kan_ikke: tuple[Borte, ...]
    oppfylt: tuple[str, ...]
    ikke_oppfylt: tuple[str, ...]
    hvorfor_ikke: tuple[str, ...]
    avtalt: bool
    gitt_opp: tuple[str, ...]
    må_flytte: tuple[str, ...]


def forslagsrader(oppgave: Datooppgave, plan: Plan) -> list[Forslagsrad]:
    """The dialogues of a plan by date and time."""
    forteller = _Forteller(oppgave, oppgave.hel(plan))
    rader = [forteller.rad(behov) for behov in oppgave.behov]
    return sorted(rader, key=lambda rad: (rad.dato, rad.tidsramme.start.minutter))


def de_som_kommer(oppgave: Datooppgave, plan: Plan, skole_id: str) -> tuple[str, ...]:
    """The ids of the roles that come to a dialogue: those who can, as far as there is room.

    Where the group would be larger than the round wants, those that count least stay at home, but
    never one that must come, nor so many that too few are left.
    """
    kan = oppgave.hel(plan).fra_skoleeier[skole_id]
    største = oppgave.files.datasett.runde.største_gruppe
    if not største:
        return oppgave.rollene(kan)
    (behov,) = (ett for ett in oppgave.behov if ett.id == skole_id)
    plass = max(største - len(oppgave.dialog(skole_id).deltakere), oppgave.problem.minst, 0)
    vekt = {rolle.id: rolle.vekt for rolle in oppgave.problem.roller}
    valgte: list[str] = []
    for person in sorted(kan, key=lambda id_: (id_ not in behov.må, -vekt[id_])):
        rollene = oppgave.rollene([*valgte, person])
        if person in behov.må or len(rollene) <= plass:
            valgte.append(person)
    return oppgave.rollene(valgte)


class _Forteller:
    """Makes rows of one plan."""

    def __init__(self, oppgave: Datooppgave, plan: Plan) -> None:
        self._oppgave, self._plan = oppgave, plan
        self._ord = Datoord(oppgave)

    def rad(self, behov: Dialogbehov) -> Forslagsrad:
        skole_id, dag = behov.id, self._plan.datoer[behov.id]
        oppfylt: list[str] = []
        ikke_oppfylt: list[str] = []
        for ønske in behov.ønsker:
            (oppfylt if dag in ønske.dager else ikke_oppfylt).append(ønske.hva)
        hvorfor_ikke: tuple[str, ...] = ()
        if ikke_oppfylt and not oppfylt and behov.avtalt is None:
            hvorfor_ikke = tuple(self._hvorfor_ikke(behov))
        brutt = [regel for regel in self._plan.brutt if regel.dialog == skole_id]
        brutt += self._oppgave.brutt_av_avtalte.get(skole_id, ())
        brutt += self._brutt_av_andre(behov)
        listet = skole_id in self._oppgave.listet
        kommer, roller = self._fra_listen(skole_id) if listet else self._fra_planen(skole_id)
        return Forslagsrad(
            skole_id=skole_id,
            navn=self._ord.skole(skole_id),
            dato=Dato(dag),
            tidsramme=self._oppgave.files.tidsramme_for(skole_id).tidsramme,
            kommer=kommer,
            roller=roller,
            alle_kommer=set(roller) == set(self._oppgave.files.datasett.roller),
            kan_ikke=() if listet else tuple(self._kan_ikke(skole_id, roller, dag)),
            oppfylt=tuple(oppfylt),
            ikke_oppfylt=tuple(ikke_oppfylt),
            hvorfor_ikke=hvorfor_ikke,
            avtalt=behov.avtalt is not None,
            gitt_opp=tuple(map(Datoord(self._oppgave, skole_id).regel, brutt)),
            må_flytte=() if behov.avtalt else tuple(self._må_flytte(skole_id, roller, dag)),
        )

    def _brutt_av_andre(self, behov: Dialogbehov) -> Iterator[Regel]:
        """The rules that a set date breaks since those who could come are at another one."""
        kommer = self._plan.fra_skoleeier[behov.id]
        if behov.avtalt is None:
            return
        for person in behov.må:
            if person not in kommer:
                yield må_regel(behov.id, person)
        minst = minst_for(self._oppgave.problem, behov)
        if len(kommer) < minst:
            yield replace(minst_regel(behov.id), antall=minst - len(kommer))

    def _fra_listen(self, skole_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who comes by what is written in the dialogue already."""
        datasett = self._oppgave.files.datasett
        listen = self._oppgave.dialog(skole_id).fra_skoleeier
        navn = []
        for fra in listen:
            rolle = datasett.den_som_kommer(fra)
            if rolle:
                navn.append(rolle.navn or rolle.rolle.vist)
        return tuple(navn), tuple(fra.rolle for fra in listen)

    def _fra_planen(self, skole_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        ider = de_som_kommer(self._oppgave, self._plan, skole_id)
        roller = self._oppgave.files.datasett.roller
        return tuple(roller[id_].navn or roller[id_].rolle.vist for id_ in ider), ider

    def _kan_ikke(self, skole_id: str, kommer: Sequence[str], dag: date) -> Iterator[Borte]:
        """Who of skoleeier's doesn't come, and why."""
        for rolle in self._oppgave.problem.roller:
            rollens = self._oppgave.roller.get(rolle.id, ())
            if not rollens or set(rollens) & set(kommer):
                continue
            hvorfor = self._hvorfor_borte(rolle, skole_id, dag)
            if hvorfor:
                yield Borte(self._ord.person(rolle.id), hvorfor)

    def _må_flytte(self, skole_id: str, kommer: Sequence[str], dag: date) -> Iterator[str]:
        """Those who come, though it costs them something in their calendars."""
        for rolle in self._oppgave.problem.roller:
            rollens = self._oppgave.roller.get(rolle.id, ())
            if set(rollens) & set(kommer) and rolle.ulempe.get(skole_id, {}).get(dag):
                yield self._ord.person(rolle.id)

    def _hvorfor_borte(self, rolle: Rolle, skole_id: str, dag: date) -> str:
        regler = regler_borte(rolle, skole_id, dag)
        if any(regel.hva == UTELATT for regel in regler):
            return ""
        if regler:
            return oppramsing(dict.fromkeys(self._ord.borte(regel) for regel in regler))
        if rolle.id in self._plan.fra_skoleeier[skole_id]:
            return "gruppen ville blitt for stor"
        andre = [
            self._ord.skole(annen)
            for annen, annen_dag in self._plan.datoer.items()
            if annen_dag == dag and rolle.id in self._plan.fra_skoleeier[annen]
        ]
        return f"er ved {oppramsing(andre)}" if andre else "trengs ikke"

    # --- why a wish isn't met ---------------------------------------------------------------------

    def _hvorfor_ikke(self, behov: Dialogbehov) -> Iterator[str]:
        """What keeps a dialogue from the days that were wished, the first few reasons."""
        ønskede = sorted({dag for ønske in behov.ønsker for dag in ønske.dager})
        kandidater = [dag for dag in ønskede if dag in self._oppgave.problem.dager]
        if not kandidater:
            yield "ingen av dagene kan brukes"
            return
        grunner: dict[str, None] = {}
        for dag in kandidater:
            for grunn in self._hindre(behov, dag):
                grunner[grunn] = None
        if len(grunner) > 1:
            grunner.pop(_BEDRE, None)
        yield from list(grunner)[:_FLESTE_GRUNNER]

    def _hindre(self, behov: Dialogbehov, dag: date) -> list[str]:
        """What keeps a dialogue from a day in this plan: the first thing that does."""
        problem = self._oppgave.problem
        regler = hindre_for_dagen(problem, behov, dag)
        if regler:
            return [self._ord.regel(regel) for regel in regler]
        borte = [rolle for rolle in problem.roller if regler_borte(rolle, behov.id, dag)]
        må = [f"{self._ord.person(rolle.id)} er borte" for rolle in borte if rolle.id in behov.må]
        if må:
            return må
        minst = minst_for(problem, behov)
        if len(problem.roller) - len(borte) < minst:
            return [f"færre enn {minst} fra skoleeier kan"]
        andre = {id_: d for id_, d in self._plan.datoer.items() if id_ != behov.id}
        samme_dag = [self._ord.skole(id_) for id_, annen in andre.items() if annen == dag]
        if len(samme_dag) >= problem.høyst_på_dagen:
            return [f"{oppramsing(samme_dag)} har dagen"]
        samme_uke = [id_ for id_, annen in andre.items() if ukenavn(annen) == ukenavn(dag)]
        if problem.høyst_i_uken and len(samme_uke) >= problem.høyst_i_uken:
            return [f"uke {dag.isocalendar().week} er full"]
        return [_BEDRE]


def sammendrag(rader: Sequence[Forslagsrad]) -> str:
    """«13 dialoger: 11 forslag og 2 avtalt. 8 av 10 ønsker er oppfylt.»."""
    avtalt = sum(rad.avtalt for rad in rader)
    antall = []
    if len(rader) - avtalt:
        antall.append(f"{len(rader) - avtalt} forslag")
    if avtalt:
        antall.append(f"{avtalt} avtalt")
    dialoger = "dialog" if len(rader) == 1 else "dialoger"
    setning = f"{len(rader)} {dialoger}: {oppramsing(antall)}."
    med_ønske = [rad for rad in rader if rad.oppfylt or rad.ikke_oppfylt]
    if not med_ønske:
        return setning
    fikk = sum(bool(rad.oppfylt) for rad in med_ønske)
    skoler = "skole" if len(med_ønske) == 1 else "skoler"
    return f"{setning} {fikk} av {len(med_ønske)} {skoler} med ønsker fikk et av dem."


class Endring(NamedTuple):
    """A dialogue that a plan has on another day than it is.

    ``tapt`` are the wishes that were met there, and aren't any more. ``blir`` is «tidlig» or «sen»
    where it was the other one: its documents then say other things.
    """

    skole_id: str
    navn: str
    fra: Dato
    ny: Forslagsrad
    tapt: tuple[str, ...]
    blir: str

    @property
    def til(self) -> Dato:
        """The day that it is moved to."""
        return self.ny.dato


def endringer(oppgave: Datooppgave, plan: Plan, først: str) -> list[Endring]:
    """What a plan moves, from and to: the school that was named, then the others by date."""
    rader = {rad.skole_id: rad for rad in forslagsrader(oppgave, plan)}
    flyttet = []
    for behov in oppgave.behov:
        rad = rader[behov.id]
        if behov.før and behov.før != rad.dato.dag:
            fra = Dato(behov.før)
            blir = _tidlig_eller_sen(oppgave, behov.id, fra, rad.dato)
            tapt = [en.hva for en in behov.ønsker if behov.før in en.dager]
            tapt = [ønske for ønske in tapt if ønske in rad.ikke_oppfylt]
            flyttet.append(Endring(rad.skole_id, rad.navn, fra, rad, tuple(tapt), blir))
    return sorted(flyttet, key=lambda endring: (endring.skole_id != først, endring.til))


def _tidlig_eller_sen(oppgave: Datooppgave, skole_id: str, fra: Dato, til: Dato) -> str:
    """What a dialogue becomes when it passes the limit; '' where it doesn't, or says it itself."""
    grense = oppgave.files.datasett.runde.tidlig_til
    if oppgave.dialog(skole_id).periode or not grense or (fra <= grense) == (til <= grense):
        return ""
    return "tidlig" if til <= grense else "sen"


def forskjeller(plan: Plan, fra: Plan) -> list[str]:
    """The schools that have another date in a plan than in another one, in the plan's order."""
    return [id_ for id_, dag in plan.datoer.items() if fra.datoer.get(id_) != dag]
