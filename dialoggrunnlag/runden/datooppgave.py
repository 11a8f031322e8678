"""A round of the project as a problem of dates: what may be, what is wished, and who can come."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from functools import cached_property

from ..datoer.brytbare import høyst_regel, minst_regel, må_regel
from ..datoer.kalenderlesing import Opptatt, dager_borte, les_kalender, ulemper
from ..datoer.problem import (
    PRISER,
    Dialogbehov,
    Plan,
    Problem,
    Regel,
    Rolle,
    Slag,
    Sperre,
    Ønske,
    ukenavn,
)
from ..disk.writing import read_file
from ..errors import DialogError, InvalidError
from ..errors import Problem as Feil
from ..kontroller.datoprove import FOR_ALLE, Innvending, innvendinger
from ..kontroller.kontroll import Data
from ..kontroller.tider import hvem_deltar, personen
from ..model.dagsett import Dagsett
from ..model.datoformer import UKEDAGER
from ..model.datoregler import Datoregler, Datorolle, Periode
from ..model.norsk import Dato, oppramsing
from ..model.runde import Dialog
from ..reading.datafiler import Datafiler

KALENDER = "kalender"  # what an absence is for which a role's calendar says
UTELATT = "utelatt"  # and one that is the list of who comes, which is written already
SVARFRIST = "svarfrist"
FLYTTES = "flyttes"  # what keeps a dialogue from the day that it is to be moved from
_EN_DAG = timedelta(days=1)
_HVERDAGER = 5
_PÅ_RAD = 3  # days that are written as «mandag–onsdag»
# A short meeting counts in hours, at most three: it never weighs as much as being away
_TIMER_I_VEKTEN = 4
_ØNSKE = 3  # what a wish weighs
_UMULIG = 1_000  # the price of a rule that nobody gives up: days that have no meaning


@dataclass(frozen=True)
class Datooppgave:
    """The problem, with what it takes to tell of it and to write what was found.

    ``roller`` are the ids of skoleeier's roles by the ids of the problem's: one person may have
    several. ``listet`` are the dialogues that say themselves who comes from skoleeier.
    ``innvendinger`` is what the checks say of days that no dialogue can have, by day. ``utenom``
    are dialogues with a date that there was no place for: they are no part of the problem.
    ``brutt_av_avtalte`` are the rules that dates break that are set, by school.
    """

    files: Datafiler
    regler: Datoregler
    periode: Periode
    problem: Problem
    roller: Mapping[str, tuple[str, ...]]
    listet: frozenset[str]
    innvendinger: Mapping[date, Mapping[str, tuple[Innvending, ...]]]
    utenom: tuple[Dialogbehov, ...] = ()
    brutt_av_avtalte: Mapping[str, tuple[Regel, ...]] = field(default_factory=dict)
    merknader: tuple[Feil, ...] = ()

    @property
    def behov(self) -> tuple[Dialogbehov, ...]:
        """All dialogues, in the round's order."""
        alle = {ett.id: ett for ett in (*self.problem.dialoger, *self.utenom)}
        return tuple(alle[id_] for id_ in self.files.datasett.runde.dialoger if id_ in alle)

    def hel(self, plan: Plan) -> Plan:
        """A plan with the dialogues that are no part of the problem; nobody is in two of them.

        Who is written into a dialogue goes there, and else to the one that is in the plan.
        """
        datoer, fra_skoleeier = dict(plan.datoer), dict(plan.fra_skoleeier)
        for ett in sorted(self.utenom, key=lambda ett: ett.id not in self.listet):
            if ett.avtalt is None:
                continue
            kan = [r.id for r in self.problem.roller if kan_komme(r, ett.id, ett.avtalt)]
            for annen in self._samtidige(ett.id, ett.avtalt, datoer):
                if ett.id not in self.listet:
                    kan = [person for person in kan if person not in fra_skoleeier[annen]]
                elif annen not in self.listet:
                    igjen = (person for person in fra_skoleeier[annen] if person not in kan)
                    fra_skoleeier[annen] = tuple(igjen)
            datoer[ett.id], fra_skoleeier[ett.id] = ett.avtalt, tuple(kan)
        return replace(plan, datoer=datoer, fra_skoleeier=fra_skoleeier)

    def _samtidige(self, skole_id: str, dag: date, datoer: Mapping[str, date]) -> list[str]:
        """The dialogues of a day that nobody can be at who is at the school's."""
        par = self.problem.overlapper
        return [id_ for id_, dagen in datoer.items() if dagen == dag and (id_, skole_id) in par]

    def dialog(self, skole_id: str) -> Dialog:
        """A dialogue as the round has it."""
        return self.files.datasett.runde.dialoger[skole_id]

    def spurt_om(self, dagsett: Dagsett) -> list[date]:
        """The days of a set that are in the period; a weekend's only where there are no others."""
        dager = sorted(dagsett.dager(dagene_i(self.periode)))
        hverdager = [dag for dag in dager if dag.weekday() < _HVERDAGER]
        return hverdager or dager

    def rollene(self, fra_problemet: Sequence[str]) -> tuple[str, ...]:
        """The ids of skoleeier's roles, in skoleeier's order."""
        valgte = {id_ for rolle in fra_problemet for id_ in self.roller.get(rolle, ())}
        return tuple(id_ for id_ in self.files.datasett.roller if id_ in valgte)


def kan_komme(rolle: Rolle, skole_id: str, dag: date) -> bool:
    """Whether nothing keeps a role from a school's dialogue on a day."""
    return not any(dag in sperre.dager for sperre in rolle.borte.get(skole_id, ()))


def les_oppgave(files: Datafiler, untatt: str = "") -> Datooppgave:
    """The dates to be found: those that are set stay, but that of the school ``untatt``.

    ``files`` have no faults. Raises DialogError for rules or calendars that are missing or wrong.
    """
    return _Bygger(files, frie=frozenset({untatt})).oppgave()


def les_flytting(
    files: Datafiler,
    skole_id: str,
    kan_ikke: Sequence[Dagsett],
    varslede: frozenset[str],
    fra: date | None,
) -> Datooppgave:
    """The dates that a dialogue can be moved among: all that aren't held may move with it.

    ``varslede`` are the schools that have been told of their dates. From ``fra`` on there is
    something to move; what was before has been. Raises DialogError.
    """
    return _Bygger(files, varslede).flytting(skole_id, kan_ikke, fra)


@dataclass
class _Bygger:
    """What the parts of a problem are made from; each is made once."""

    files: Datafiler
    varslede: frozenset[str] = frozenset()
    merknader: list[Feil] = field(default_factory=list)
    flyttes: str = ""  # the dialogue that is to be moved, where one is
    frie: frozenset[str] = frozenset()  # those that have a date, and may get another

    def __post_init__(self) -> None:
        self.runde = self.files.datasett.runde
        self.regler, self.periode = _reglene(self.files)
        self.data = Data(self.files)
        self.dialoger: dict[str, Dialog] = {}
        for skole_id, _, dialog in self.data.dialoger():
            if not dialog.avlyst:  # its day is free for others: nobody meets on it
                self.dialoger[skole_id] = dialog

    def oppgave(self) -> Datooppgave:
        """The dates to be found; those that are set are fixed."""
        behov = []
        for skole_id, dialog in self.dialoger.items():
            if dialog.dato and skole_id not in self.frie:
                behov.append(self._avtalt(skole_id, dialog.dato.dag))
            else:
                behov.append(self._uten_dato(skole_id))
        return self._samlet(behov, self.dager)

    def flytting(self, skole_id: str, kan_ikke: Sequence[Dagsett], fra: date | None) -> Datooppgave:
        """One dialogue is to be moved, and the others may; those that are held are fixed."""
        self.flyttes = skole_id
        dagene = {id_: ett.dato.dag for id_, ett in self.dialoger.items() if ett.dato}
        holdt = {id_ for id_, dag in dagene.items() if self._er_holdt(id_, dag, fra)}
        self.frie = frozenset(dagene.keys() - holdt | {skole_id})
        behov = []
        for id_, dag in dagene.items():
            if id_ not in self.frie:
                behov.append(self._avtalt(id_, dag))
                continue
            ett = replace(self._uten_dato(id_), før=dag, varslet=id_ in self.varslede)
            if id_ == skole_id:
                der_den_er = Sperre(
                    Regel("avtalt", id_, hva=FLYTTES, pris=_UMULIG), frozenset({dag})
                )
                sperrer = (*ett.sperrer, *self._sperrer(id_, kan_ikke), der_den_er)
                ett = replace(ett, sperrer=sperrer)
            behov.append(ett)
        dager = self.dager
        if fra is not None:
            dager = tuple(dag for dag in dager if dag >= fra)
        if not dager:
            raise self._ingen_dager()
        return self._samlet(behov, dager)

    def _er_holdt(self, skole_id: str, dag: date, fra: date | None) -> bool:
        """Whether a dialogue has been held, so that nobody moves it any more."""
        return self.files.er_oppsummert(skole_id) or (fra is not None and dag < fra)

    def _følger_listen(self, skole_id: str) -> bool:
        """Whether who comes is as the dialogue says; where the date changes, it follows that."""
        return bool(self.dialoger[skole_id].fra_skoleeier) and skole_id not in self.frie

    def _samlet(self, behov: Sequence[Dialogbehov], dager: tuple[date, ...]) -> Datooppgave:
        ider = [ett.id for ett in behov]
        roller = tuple(self._roller(behov))
        brutt = {}
        avtalte = [ett.avtalt for ett in behov if ett.avtalt]
        for ett in behov:
            if ett.avtalt:
                egne = self._brutt_av_avtalt(ett, ett.avtalt, roller)
                brutt[ett.id] = (*egne, *self._for_mange(ett.avtalt, avtalte))
        behov = [self._som_kan_holdes(ett, roller) for ett in behov]
        turer = tuple(self._turer(behov))
        utenom = self._utenom(behov, turer)
        problem = Problem(
            dager=dager,
            dialoger=tuple(ett for ett in behov if ett not in utenom),
            roller=roller,
            høyst_i_uken=self.regler.høyst_i_uken,
            høyst_på_dagen=self.regler.høyst_på_dagen,
            minst=self.regler.minst_fra_skoleeier or 0,
            samme_tur=turer,
            overlapper=frozenset(self._overlapper(ider)),
        )
        return Datooppgave(
            self.files,
            self.regler,
            self.periode,
            problem,
            self.personer,
            frozenset(filter(self._følger_listen, ider)),
            self.innvendinger,
            tuple(utenom),
            {id_: regler for id_, regler in brutt.items() if regler},
            tuple(self.merknader),
        )

    # --- what is set, whatever the rules say ----------------------------------------------------

    def _brutt_av_avtalt(
        self, ett: Dialogbehov, dag: date, roller: Sequence[Rolle]
    ) -> Iterator[Regel]:
        """The rules of its own that a date breaks which is set."""
        for sperre in self._egne_sperrer(ett.id):
            if dag in sperre.dager:
                yield sperre.regel
        kan = {rolle.id for rolle in roller if kan_komme(rolle, ett.id, dag)}
        for person in ett.må:
            if person not in kan:
                yield må_regel(ett.id, person)
        minst = (self.regler.minst_fra_skoleeier or 0) if ett.minst is None else ett.minst
        if len(kan) < minst:
            yield replace(minst_regel(ett.id), antall=minst - len(kan))

    def _for_mange(self, dag: date, avtalte: Sequence[date]) -> Iterator[Regel]:
        """The caps that the dates break which are set: told at each of them."""
        uken, høyst_i_uken = ukenavn(dag), self.regler.høyst_i_uken
        if avtalte.count(dag) > self.regler.høyst_på_dagen:
            yield høyst_regel("høyst_på_dagen", str(dag))
        if høyst_i_uken and [*map(ukenavn, avtalte)].count(uken) > høyst_i_uken:
            yield høyst_regel("høyst_i_uken", uken)

    def _som_kan_holdes(self, ett: Dialogbehov, roller: Sequence[Rolle]) -> Dialogbehov:
        """A dialogue that asks no more of a date that is set than it has."""
        if ett.avtalt is None:
            return ett
        kan = {rolle.id for rolle in roller if kan_komme(rolle, ett.id, ett.avtalt)}
        minst = (self.regler.minst_fra_skoleeier or 0) if ett.minst is None else ett.minst
        må = tuple(person for person in ett.må if person in kan)
        return replace(ett, må=må, minst=min(minst, len(kan)))

    def _turer(self, behov: Sequence[Dialogbehov]) -> Iterator[tuple[str, ...]]:
        """The trips that there is something to find for: of several, and not all of them set."""
        avtalt = {ett.id: ett.avtalt is not None for ett in behov}
        for tur in self.regler.samme_tur:
            med = tuple(id_ for id_ in tur if id_ in avtalt)
            if len(med) > 1 and not all(avtalt[id_] for id_ in med):
                yield med

    def _utenom(
        self, behov: Sequence[Dialogbehov], turer: Sequence[tuple[str, ...]]
    ) -> list[Dialogbehov]:
        """The dates that are set where there is no place: more in a week or on a day than may be.

        The week, or the day, is full without them too: what is left finds the same dates.
        """
        på_tur = {id_ for tur in turer for id_ in tur}
        utenom = []
        i_uken: dict[str, int] = {}
        på_dagen: dict[date, int] = {}
        for ett in sorted(behov, key=lambda ett: ett.id not in på_tur):
            if ett.avtalt is None:
                continue
            uke, i_uken_høyst = ukenavn(ett.avtalt), self.regler.høyst_i_uken or len(behov)
            full_uke = i_uken.get(uke, 0) >= i_uken_høyst
            full_dag = på_dagen.get(ett.avtalt, 0) >= self.regler.høyst_på_dagen
            if ett.id not in på_tur and (full_uke or full_dag):
                utenom.append(ett)
                continue
            i_uken[uke] = i_uken.get(uke, 0) + 1
            på_dagen[ett.avtalt] = på_dagen.get(ett.avtalt, 0) + 1
        return utenom

    def _egne_sperrer(self, skole_id: str) -> tuple[Sperre, ...]:
        """All that takes days from a school's dialogue."""
        return (
            *self._felles_sperrer,
            *self._sperrer(skole_id, self.dialoger[skole_id].kan_ikke),
            *self._sperrer_av_kontroller(skole_id),
        )

    # --- days -----------------------------------------------------------------------------------

    @cached_property
    def innvendinger(self) -> dict[date, dict[str, tuple[Innvending, ...]]]:
        """What the checks would say of each school on each weekday of the period."""
        hverdager = [Dato(dag) for dag in self.periode.hverdager()]
        funnet = innvendinger(self.files, hverdager)
        return {dato.dag: av_skole for dato, av_skole in funnet.items()}

    @cached_property
    def dager(self) -> tuple[date, ...]:
        """The days that are out of the question for no school."""
        dager = []
        for dag, av_skole in self.innvendinger.items():
            sagt = [en.kontroll for funnet in av_skole.values() for en in funnet]
            if not set(sagt) & set(FOR_ALLE):
                dager.append(dag)
        if not dager:
            raise self._ingen_dager()
        return tuple(dager)

    def _ingen_dager(self) -> DialogError:
        message = (
            f"Ingen hverdag fra {self.periode.fra.kort} til {self.periode.til.kort} kan brukes."
        )
        remedy = "Kontroller «periode» under «datoer», og rundens «første_dag» og «siste_dag»."
        return DialogError([self.files.runde.problem(("datoer", "periode"), message, remedy)])

    @cached_property
    def _alle_dager(self) -> tuple[date, ...]:
        """Every day of the period, which words without a year are about."""
        return dagene_i(self.periode)

    @cached_property
    def _felles_sperrer(self) -> tuple[Sperre, ...]:
        """The days that the rules take from everybody but those whose date is set."""
        sperrer = []
        brukes = set(self.regler.ukedager)
        andre = frozenset(dag for dag in self._alle_dager if dag.weekday() not in brukes)
        if len(brukes) < _HVERDAGER:
            regel = _regel("ukedager", hva=_ukedagene(self.regler.ukedager))
            sperrer.append(Sperre(regel, andre))
        for navn, dagsett in self.regler.fri.items():
            sperrer.append(Sperre(_regel("fri", hva=navn), dagsett.dager(self._alle_dager)))
        return tuple(sperrer)

    def _sperrer(self, skole_id: str, kan_ikke: Sequence[Dagsett]) -> Iterator[Sperre]:
        """The days that a school can't."""
        for dagsett in kan_ikke:
            regel = _regel("kan_ikke", skole_id, hva=dagsett.tekst)
            yield Sperre(regel, dagsett.dager(self._alle_dager))

    def _sperrer_av_kontroller(self, skole_id: str) -> Iterator[Sperre]:
        """The days on which a check would say that the school's date is wrong."""
        dager: dict[str, set[date]] = {}
        for dag, av_skole in self.innvendinger.items():
            for en in av_skole.get(skole_id, ()):
                dager.setdefault(en.kontroll, set()).add(dag)
        dialog = self.dialoger[skole_id]
        if "tidlig-sen" in dager:
            regel = _regel("periode", skole_id, hva=str(dialog.periode))
            yield Sperre(regel, frozenset(dager["tidlig-sen"]))
        if "svarfrist" in dager:
            regel = Regel("periode", skole_id, hva=SVARFRIST, pris=_UMULIG)
            yield Sperre(regel, frozenset(dager["svarfrist"]))

    # --- dialogues ------------------------------------------------------------------------------

    def _avtalt(self, skole_id: str, dag: date) -> Dialogbehov:
        """A dialogue whose date is set: what the school can't, and wishes, has been settled."""
        dialog = self.dialoger[skole_id]
        må, minst = self._må(skole_id)
        ønsker = tuple(self._ønsker(dialog))
        return Dialogbehov(skole_id, ønsker=ønsker, må=må, avtalt=dag, minst=minst)

    def _uten_dato(self, skole_id: str) -> Dialogbehov:
        dialog = self.dialoger[skole_id]
        if dialog.periode and not self.runde.tidlig_til:
            self._si_at_grensen_mangler(dialog.periode, skole_id)
        må, minst = self._må(skole_id)
        sperrer = self._egne_sperrer(skole_id)
        return Dialogbehov(skole_id, sperrer, tuple(self._ønsker(dialog)), må, minst=minst)

    def _si_at_grensen_mangler(self, periode: str, skole_id: str) -> None:
        if not self.merknader:  # once is enough
            message = f"«periode: {periode}» sier ikke hvilke dager det er, uten «tidlig_til»."
            remedy = "Skriv «tidlig_til» i runden, så legges dialogen på riktig side av den."
            problem = self.files.runde.problem(("dialoger", skole_id, "periode"), message, remedy)
            self.merknader.append(problem._replace(warning=True))

    def _ønsker(self, dialog: Dialog) -> Iterator[Ønske]:
        for dagsett in dialog.ønsker:
            dager = dagsett.dager(self._alle_dager)
            yield Ønske(dagsett.tekst, dager, _ØNSKE * _TIMER_I_VEKTEN)

    def _må(self, skole_id: str) -> tuple[tuple[str, ...], int | None]:
        """Who must be at a dialogue, and how many, where that is another number than for others.

        A dialogue that says itself who comes from skoleeier has them, however few they are.
        """
        dialog = self.dialoger[skole_id]
        følger_listen = self._følger_listen(skole_id)
        må = []
        if not følger_listen:
            må += [self._person_med[id_] for id_, rolle in self.regler.roller.items() if rolle.må]
            må += [self._person_med[id_] for id_ in dialog.må]
        for person, key in self._deltar[skole_id].items():
            if person in self.personer and (følger_listen or key == "deltakere"):
                må.append(person)
        minst = 0 if følger_listen else None
        andre = [id_ for id_ in self._andre if id_ in self._deltar[skole_id]]
        if andre and not følger_listen:
            minst = (self.regler.minst_fra_skoleeier or 0) + len(andre)
        return tuple(dict.fromkeys([*må, *andre])), minst

    def _overlapper(self, ider: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The pairs that nobody can be at on the same day, with the way by the office between."""
        for den_ene in ider:
            for den_andre in ider:
                if den_ene != den_andre and self._kolliderer(den_ene, den_andre):
                    yield den_ene, den_andre

    def _kolliderer(self, den_ene: str, den_andre: str) -> bool:
        reise = (self._reise(den_ene) + self._reise(den_andre)) // timedelta(minutes=1)
        ene = self.files.tidsramme_for(den_ene).tidsramme
        andre = self.files.tidsramme_for(den_andre).tidsramme
        først = ene.slutt.minutter + reise <= andre.start.minutter
        sist = andre.slutt.minutter + reise <= ene.start.minutter
        return not (først or sist)

    # --- skoleeier's people ---------------------------------------------------------------------

    @cached_property
    def _person_med(self) -> dict[str, str]:
        """Who has each of skoleeier's roles."""
        roller = self.files.datasett.roller
        return {id_: personen(id_, rolle.navn) for id_, rolle in roller.items()}

    @cached_property
    def personer(self) -> dict[str, tuple[str, ...]]:
        """The roles that each person has; by whom the problem's roles are known."""
        personer: dict[str, tuple[str, ...]] = {}
        for rolle_id, person in self._person_med.items():
            personer[person] = (*personer.get(person, ()), rolle_id)
        return personer

    @cached_property
    def _deltar(self) -> dict[str, dict[str, str]]:
        """Who takes part in each dialogue by what is written there, with the key."""
        return hvem_deltar(self.data)

    @cached_property
    def _andre(self) -> tuple[str, ...]:
        """Others who take part in several dialogues, where those can be on the same day."""
        if self.regler.høyst_på_dagen == 1:
            return ()
        ganger: dict[str, int] = {}
        for skole_id in self.dialoger:
            for person in self._deltar[skole_id]:
                ganger[person] = ganger.get(person, 0) + 1
        return tuple(p for p, antall in ganger.items() if antall > 1 and p not in self.personer)

    def _roller(self, behov: Sequence[Dialogbehov]) -> Iterator[Rolle]:
        for person, rolle_id_er in self.personer.items():
            reglene = [self.regler.roller.get(id_) or Datorolle() for id_ in rolle_id_er]
            borte = {ett.id: tuple(self._borte(person, ett)) for ett in behov}
            ulempe = {ett.id: self._ulempe(person, ett) for ett in behov}
            vekt = sum(regel.vekt for regel in reglene) * _TIMER_I_VEKTEN
            yield Rolle(person, vekt, borte, ulempe)
        for person in self._andre:  # who counts for nothing, but can't be in two places
            borte = {}
            for ett in behov:
                borte[ett.id] = () if person in ett.må else (self._utelatt(person, ett.id),)
            yield Rolle(person, 0, borte)

    def _utelatt(self, person: str, skole_id: str) -> Sperre:
        alle = frozenset([*self._alle_dager, *self._satte])
        return Sperre(Regel("rolle_borte", skole_id, person, UTELATT, _UMULIG), alle)

    @cached_property
    def _satte(self) -> frozenset[date]:
        """The dates that are set, within the period or not."""
        return frozenset(dialog.dato.dag for dialog in self.dialoger.values() if dialog.dato)

    def _borte(self, person: str, ett: Dialogbehov) -> Iterator[Sperre]:
        """When a person can't be at a dialogue.

        Who is written into it comes, on its date; and on that day to no other that is then.
        """
        satt = self._satt_for(person)
        egen_dag = satt.get(ett.id)
        if ett.avtalt and egen_dag:
            return
        if self._følger_listen(ett.id) and person not in ett.må:
            yield self._utelatt(person, ett.id)
            return
        for rolle_id in self.personer[person]:
            for hva, dager in self._fravær(rolle_id, ett.id):
                regel = Regel("rolle_borte", ett.id, person, hva, PRISER["rolle_borte"])
                yield Sperre(regel, dager - {egen_dag})
        if not self.flyttes or self.regler.høyst_på_dagen == 1:
            return
        for annen, dag in satt.items():
            opptatt = annen not in (ett.id, self.flyttes) and dag != egen_dag
            if opptatt and self._kolliderer(annen, ett.id):
                regel = Regel("rolle_borte", ett.id, person, f"{UTELATT} {annen}", _UMULIG)
                yield Sperre(regel, frozenset({dag}))

    def _satt_for(self, person: str) -> dict[str, date]:
        """The days on which a person is written into a dialogue, by school."""
        dager = {}
        for skole_id, dialog in self.dialoger.items():
            if dialog.dato and person in self._deltar[skole_id]:
                dager[skole_id] = dialog.dato.dag
        return dager

    def _fravær(self, rolle_id: str, skole_id: str) -> Iterator[tuple[str, frozenset[date]]]:
        """The days that a role can't, each set with what says so."""
        regler = self.regler.roller.get(rolle_id) or Datorolle()
        for dagsett in regler.kan_ikke:
            yield dagsett.tekst, dagsett.dager(self._alle_dager)
        if regler.kalender:
            opptatt, når = self._opptatt(regler.kalender, rolle_id), self._når(skole_id)
            dager = dager_borte(opptatt, self._dager_med_satte, *når)
            yield KALENDER, dager

    def _ulempe(self, person: str, ett: Dialogbehov) -> dict[date, int]:
        """What it costs that somebody is at a dialogue: the meetings that must be moved."""
        ulempe: dict[date, int] = {}
        for rolle_id in self.personer[person]:
            regler = self.regler.roller.get(rolle_id)
            if regler and regler.kalender:
                opptatt, når = self._opptatt(regler.kalender, rolle_id), self._når(ett.id)
                for dag, koster in ulemper(opptatt, self._dager_med_satte, *når).items():
                    ulempe[dag] = ulempe.get(dag, 0) + koster
        return ulempe

    @cached_property
    def _dager_med_satte(self) -> tuple[date, ...]:
        return tuple(sorted({*self.dager, *self._satte}))

    def _når(self, skole_id: str) -> tuple[time, time, timedelta]:
        """When a school's dialogue begins and ends, and the way there."""
        tidsramme = self.files.tidsramme_for(skole_id).tidsramme
        start, slutt = tidsramme.start.minutter, tidsramme.slutt.minutter
        return _klokken(start), _klokken(slutt), self._reise(skole_id)

    def _reise(self, skole_id: str) -> timedelta:
        return timedelta(minutes=self.files.datasett.skoler[skole_id].reisetid or 0)

    def _opptatt(self, sti: str, rolle_id: str) -> tuple[Opptatt, ...]:
        """When a calendar's owner is busy; raises DialogError where it can't be read."""
        if sti not in self._kalendere:
            path = self.files.project.file(sti)
            name = self.files.project.display(path)
            if not path.exists():
                raise self._ingen_kalender(sti, rolle_id)
            dager = self._dager_med_satte
            try:
                opptatt = les_kalender(read_file(path, name), dager[0], dager[-1])
            except InvalidError as error:
                raise DialogError([Feil(error.message, error.remedy, name)]) from None
            self._kalendere[sti] = opptatt
        return self._kalendere[sti]

    def _ingen_kalender(self, sti: str, rolle_id: str) -> DialogError:
        """A calendar isn't there: without it somebody would seem to be free."""
        message = f"Kalenderen «{sti}» er ikke her."
        remedy = "Eksporter den og legg den der, eller ta bort «kalender» ved rollen."
        path = ("datoer", "roller", rolle_id, "kalender")
        return DialogError([self.files.runde.problem(path, message, remedy)])

    @cached_property
    def _kalendere(self) -> dict[str, tuple[Opptatt, ...]]:
        """The calendars that have been read."""
        return {}


def _reglene(files: Datafiler) -> tuple[Datoregler, Periode]:
    """The round's rules and the days they are about; raises DialogError where they are missing."""
    runde, år = files.datasett.runde, files.år
    if runde.datoer is None:
        message = "Runden har ingen regler å finne datoer etter."
        remedy = "Legg dem til ytterst i filen, for eksempel over «dialoger»."
        eksempel = f"datoer:\n  periode: 1. september {år} – 27. november {år}\n  høyst_i_uken: 2"
        raise DialogError([Feil(message, remedy, files.runde.name, example=eksempel)])
    if runde.datoperiode is None:
        message = "Perioden som datoene skal ligge i, mangler."
        remedy = "Skriv «periode», for eksempel slik, eller rundens «første_dag» og «siste_dag»."
        problem = files.runde.problem(("datoer",), message, remedy, at_key=True)
        eksempel = f"  periode: 1. september {år} – 27. november {år}"
        raise DialogError([problem._replace(example=eksempel)])
    return runde.datoer, runde.datoperiode


def dagene_i(periode: Periode) -> tuple[date, ...]:
    """Every day of a period."""
    fra, til = periode.fra.dag, periode.til.dag
    return tuple(fra + nummer * _EN_DAG for nummer in range((til - fra).days + 1))


def _regel(slag: Slag, dialog: str | None = None, *, hva: str = "") -> Regel:
    return Regel(slag, dialog, hva=hva, pris=PRISER[slag])


def _ukedagene(numre: Sequence[int]) -> str:
    """«mandag–torsdag», or «mandag og onsdag»."""
    navn = [UKEDAGER[nummer] for nummer in numre]
    på_rad = numre[-1] - numre[0] == len(numre) - 1
    if på_rad and len(numre) >= _PÅ_RAD:
        return f"{navn[0]}–{navn[-1]}"
    return oppramsing(navn)


def _klokken(minutter: int) -> time:
    return time(*divmod(minutter, 60))
