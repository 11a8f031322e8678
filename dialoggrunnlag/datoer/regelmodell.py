"""The rules of a round as a linear model: one formulation, for finding, explaining and moving.

A rule that may be broken has columns for it, its steps: 1 where it is. The others have none, and
what they rule out isn't in the model at all.
"""

import hashlib
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from .brytbare import (
    felles_regler,
    hindre_for_dagen,
    høyst_regel,
    minst_for,
    minst_regel,
    må_regel,
    regler_borte,
    samme_tur_regel,
    uten_antall,
    verdi_av_dag,
    verdi_av_rolle,
)
from .heltallsmodell import Heltallsmodell
from .problem import Dialogbehov, Plan, Problem, Regel, Slag, ukenavn

_EN_DAG = timedelta(days=1)
_LODD = 2**20  # so many that two plans hardly ever have the same sum


# By how much a rule may be broken: 0 where it is kept, None where it isn't asked about at all
Spillerom = Callable[[Regel], int | None]


def holdes(_: Regel) -> int:
    """All rules are kept."""
    return 0


def kan_brytes(_: Regel) -> int:
    """Any rule may be broken."""
    return sys.maxsize


def gitt_opp(regler: Iterable[Regel]) -> Spillerom:
    """The rules that are given up may be broken as much as they are, and no other."""
    antall = {uten_antall(regel): regel.antall for regel in regler}
    return lambda regel: antall.get(regel, 0)


class Regelmodell:
    """The model of a problem. ``ekstra`` are days that dialogues may have beside the problem's."""

    def __init__(
        self,
        problem: Problem,
        spillerom: Spillerom = holdes,
        ekstra: Mapping[str, date] | None = None,
    ) -> None:
        self.problem = problem
        self.modell = Heltallsmodell()
        self.på_dag: dict[tuple[str, date], int] = {}  # the dialogue is on the day
        self.trinn: dict[Regel, list[int]] = {}  # by how much a rule is broken
        self.verdi: dict[int, int] = {}
        self.har_dato: dict[str, int] = {}  # the row that says that a dialogue has a day
        self._kommer: dict[tuple[str, date, str], int] = {}  # the role is there, if it's a choice
        self._kommer_alltid: dict[tuple[str, date], list[str]] = {}
        self._bryter: dict[int, Sequence[Regel]] = {}  # a column, and the rules that it breaks
        self._spillerom = spillerom
        self._ekstra = ekstra or {}
        self._felles = felles_regler(problem)
        self._alene_på_dagen = self._er_alene_på_dagen()
        self._bygg()

    def pris(self) -> dict[int, int]:
        """What the steps cost, as an aim: to be as little as possible."""
        mål = {}
        for regel, trinn in self.trinn.items():
            for nummer, kolonne in enumerate(trinn):
                mål[kolonne] = -regel.pris - nummer
        return mål

    def lodd(self) -> dict[int, int]:
        """An aim that hardly two plans reach alike: what decides between equally good ones.

        It hangs on the dialogue, the day and the role alone, so that a plan doesn't turn over
        when another school is added.
        """
        mål = {kolonne: _lodd(id_, str(dag)) for (id_, dag), kolonne in self.på_dag.items()}
        for (id_, dag, rolle), kolonne in self._kommer.items():
            mål[kolonne] = _lodd(id_, str(dag), rolle)
        return mål

    def plan(self, verdier: Sequence[int], *, bevist: bool = True) -> Plan:
        """The plan that the columns' values stand for."""
        dag_for = {id_: dag for (id_, dag), kolonne in self.på_dag.items() if verdier[kolonne]}
        datoer = {dialog.id: dag_for[dialog.id] for dialog in self.problem.dialoger}
        roller = {id_: self._til_stede(id_, dag, verdier) for id_, dag in datoer.items()}
        verdi = sum(vekt * verdier[kolonne] for kolonne, vekt in self.verdi.items())
        return Plan(datoer, roller, verdi, self._brutt(verdier), bevist)

    def _til_stede(self, id_: str, dag: date, verdier: Sequence[int]) -> tuple[str, ...]:
        til_stede = set(self._kommer_alltid[id_, dag])
        for rolle in self.problem.roller:
            kolonne = self._kommer.get((id_, dag, rolle.id))
            if kolonne is not None and verdier[kolonne]:
                til_stede.add(rolle.id)
        return tuple(rolle.id for rolle in self.problem.roller if rolle.id in til_stede)

    def _brutt(self, verdier: Sequence[int]) -> tuple[Regel, ...]:
        brutt = []
        for regel, trinn in self.trinn.items():
            antall = sum(verdier[kolonne] for kolonne in trinn)
            if antall:
                brutt.append(replace(regel, antall=antall))
        return tuple(brutt)

    def _bygg(self) -> None:
        for regel in self._felles:
            self._trinn(regel, len(self.problem.dialoger))
        for dialog in self.problem.dialoger:
            for dag in self._dagene(dialog):
                self._legg_til_dag(dialog, dag)
        for dialog in self.problem.dialoger:
            self._har_én_dato(dialog)
            self._kommer_mot_kalenderen(dialog)
            self._må_være_der(dialog)
            self._minst_så_mange(dialog)
        self._felles_sperrer()
        self._høyst("høyst_i_uken", self.problem.høyst_i_uken, ukenavn)
        self._høyst("høyst_på_dagen", self.problem.høyst_på_dagen, date.isoformat)
        self._én_om_gangen()
        for gruppe in self.problem.samme_tur:
            self._samme_tur(gruppe)

    def _dagene(self, dialog: Dialogbehov) -> list[date]:
        dager = {*self.problem.dager}
        if dialog.avtalt:
            dager.add(dialog.avtalt)
        if dialog.id in self._ekstra:
            dager.add(self._ekstra[dialog.id])
        return sorted(dager)

    # A dialogue on a day

    def _legg_til_dag(self, dialog: Dialogbehov, dag: date) -> None:
        """A column for a dialogue on a day, unless rules that are kept rule it out."""
        hindre = self._spurt_om(hindre_for_dagen(self.problem, dialog, dag))
        if not all(map(self._trinn, hindre)):
            return
        kan_komme = {}
        for rolle in self.problem.roller:
            borte = self._spurt_om(regler_borte(rolle, dialog.id, dag))
            if all(map(self._trinn, borte)):
                kan_komme[rolle.id] = borte
        if not self._nok_kan_komme(dialog, kan_komme):
            return
        kolonne = self.på_dag[dialog.id, dag] = self.modell.kolonne()
        self.verdi[kolonne] = verdi_av_dag(dialog, dag)
        self._bryter[kolonne] = hindre
        self._legg_til_roller(dialog, dag, kan_komme)

    def _nok_kan_komme(self, dialog: Dialogbehov, kan_komme: Collection[str]) -> bool:
        for rolle_id in self._må(dialog):
            if rolle_id not in kan_komme and not self._trinn(må_regel(dialog.id, rolle_id)):
                return False
        færre = self._trinn(minst_regel(dialog.id), self._minst(dialog))
        return len(kan_komme) + len(færre) >= self._minst(dialog)

    def _legg_til_roller(
        self, dialog: Dialogbehov, dag: date, kan_komme: Mapping[str, Sequence[Regel]]
    ) -> None:
        """Who comes: a column where a role must choose, or can come against its calendar.

        A role that comes against its calendar is there, but is worth nothing.
        """
        dialogen = self.på_dag[dialog.id, dag]
        alltid = self._kommer_alltid[dialog.id, dag] = []
        velger = self._må_velge(dialog.id)
        for rolle in self.problem.roller:
            borte = kan_komme.get(rolle.id)
            if borte is None:
                continue
            verdi = 0 if borte else verdi_av_rolle(rolle, dialog.id, dag)
            if not borte and not velger:
                alltid.append(rolle.id)
                self.verdi[dialogen] += verdi
                continue
            kolonne = self._kommer[dialog.id, dag, rolle.id] = self.modell.kolonne()
            self.verdi[kolonne] = verdi
            self.modell.minst({dialogen: 1, kolonne: -1}, 0)
            self._bryter[kolonne] = borte

    def _må(self, dialog: Dialogbehov) -> list[str]:
        return [r for r in dialog.må if self._spillerom(må_regel(dialog.id, r)) is not None]

    def _minst(self, dialog: Dialogbehov) -> int:
        spurt_om = self._spillerom(minst_regel(dialog.id)) is not None
        return minst_for(self.problem, dialog) if spurt_om else 0

    def _er_alene_på_dagen(self) -> bool:
        if self.problem.høyst_på_dagen > 1:
            return False
        dager = {dag for dialog in self.problem.dialoger for dag in self._dagene(dialog)}
        return all(self._spillerom(høyst_regel("høyst_på_dagen", str(dag))) == 0 for dag in dager)

    def _må_velge(self, dialog_id: str) -> bool:
        """Whether a role may have to choose between the dialogue and another one that day."""
        if self._alene_på_dagen:
            return False
        return any(den_ene == dialog_id for den_ene, _ in self.problem.overlapper)

    # Of a dialogue's days one is chosen, and so a row is about all of them, as in _bare_om_brutt

    def _dager_med_kolonne(self, dialog: Dialogbehov) -> list[date]:
        return [dag for dag in self._dagene(dialog) if (dialog.id, dag) in self.på_dag]

    def _har_én_dato(self, dialog: Dialogbehov) -> None:
        dager = [self.på_dag[dialog.id, dag] for dag in self._dager_med_kolonne(dialog)]
        self.har_dato[dialog.id] = self.modell.minst(dict.fromkeys(dager, 1), 1)
        self.modell.høyst(dict.fromkeys(dager, 1), 1)
        self._bare_om_brutt(dager)

    def _kommer_mot_kalenderen(self, dialog: Dialogbehov) -> None:
        for rolle in self.problem.roller:
            dager = self._dager_med_kolonne(dialog)
            kolonner = [self._kommer.get((dialog.id, dag, rolle.id)) for dag in dager]
            self._bare_om_brutt(kolonne for kolonne in kolonner if kolonne is not None)

    def _må_være_der(self, dialog: Dialogbehov) -> None:
        for rolle in self._må(dialog):
            ledd = dict.fromkeys(self._trinn(må_regel(dialog.id, rolle)), 1)
            for dag in self._dager_med_kolonne(dialog):
                if rolle in self._kommer_alltid[dialog.id, dag]:
                    continue
                ledd[self.på_dag[dialog.id, dag]] = -1
                if (dialog.id, dag, rolle) in self._kommer:
                    ledd[self._kommer[dialog.id, dag, rolle]] = 1
            self.modell.minst(ledd, 0)

    def _minst_så_mange(self, dialog: Dialogbehov) -> None:
        ledd = dict.fromkeys(self._trinn(minst_regel(dialog.id), self._minst(dialog)), 1)
        for dag in self._dager_med_kolonne(dialog):
            mangler = self._minst(dialog) - len(self._kommer_alltid[dialog.id, dag])
            if mangler <= 0:
                continue
            ledd[self.på_dag[dialog.id, dag]] = -mangler
            for rolle in self.problem.roller:
                if (dialog.id, dag, rolle.id) in self._kommer:
                    ledd[self._kommer[dialog.id, dag, rolle.id]] = 1
        self.modell.minst(ledd, 0)

    # Across the dialogues

    def _felles_sperrer(self) -> None:
        """What is closed to all is broken by each dialogue that is there."""
        for regel in self._felles:
            kolonner = [en for en in self.på_dag.values() if regel in self._bryter[en]]
            self._høyst_om_brutt(kolonner, 0, self._trinn(regel))

    def _høyst(self, slag: Slag, tall: int | None, periode: Callable[[date], str]) -> None:
        """No more than ``tall`` dialogues in each week, or on each day."""
        if tall is None:
            return
        samlet: dict[str, dict[str, list[int]]] = {}
        for (id_, dag), kolonne in sorted(self.på_dag.items(), key=lambda plass: plass[0][1]):
            samlet.setdefault(periode(dag), {}).setdefault(id_, []).append(kolonne)
        for hva, dialogene in samlet.items():
            regel = høyst_regel(slag, hva)
            for_mange = len(dialogene) - tall
            if for_mange > 0 and self._spillerom(regel) is not None:
                kolonner = [kolonne for sine in dialogene.values() for kolonne in sine]
                self._høyst_om_brutt(kolonner, tall, self._trinn(regel, for_mange))

    def _én_om_gangen(self) -> None:
        """Nobody is at two dialogues that overlap on the same day."""
        på_dagen: dict[tuple[date, str], list[str]] = {}
        for id_, dag, rolle in self._kommer:
            på_dagen.setdefault((dag, rolle), []).append(id_)
        for (dag, rolle), ids in på_dagen.items():
            for klikk in self._klikker(ids):
                kolonner = [self._kommer[id_, dag, rolle] for id_ in klikk]
                self._bare_om_brutt(kolonner)
                self.modell.høyst(dict.fromkeys(kolonner, 1), 1)

    def _klikker(self, ids: Sequence[str]) -> list[list[str]]:
        """The groups of which only one can be held on a day, or attended by one person."""
        if self._alene_på_dagen:
            return [list(ids)]
        return _klikker(ids, self.problem.overlapper)

    def _samme_tur(self, gruppe: Sequence[str]) -> None:
        """The dialogues of a trip have a day each of a row of calendar days.

        As many days as dialogues, and at least one dialogue on each of them: so it is exactly one.
        """
        regel = samme_tur_regel(gruppe)
        alle_er_med = {*gruppe} <= {dialog.id for dialog in self.problem.dialoger}
        if not alle_er_med or self._spillerom(regel) is None:
            return
        valg = dict.fromkeys(self._trinn(regel), 1)
        dager = sorted({dag for (id_, dag) in self.på_dag if id_ in gruppe})
        turer: dict[date, dict[int, int]] = {}
        for første in dager:
            turens = [første + nummer * _EN_DAG for nummer in range(len(gruppe))]
            if not set(turens) <= set(dager):
                continue
            tur = self.modell.kolonne()
            valg[tur] = 1
            for dag in turens:
                turer.setdefault(dag, {})[tur] = -1
        self.modell.lik(valg, 1)
        for dag, ledd in turer.items():
            med = [self.på_dag[id_, dag] for id_ in gruppe if (id_, dag) in self.på_dag]
            self.modell.minst({**ledd, **dict.fromkeys(med, 1)}, 0)

    # Rules that may be broken

    def _spurt_om(self, regler: Iterable[Regel]) -> list[Regel]:
        return [regel for regel in regler if self._spillerom(regel) is not None]

    def _trinn(self, regel: Regel, høyst: int = 1) -> list[int]:
        """The columns by which a rule may be broken, ``høyst`` as many; none where it is kept."""
        if regel not in self.trinn:
            antall = min(høyst, self._spillerom(regel) or 0)
            if not antall:
                return []
            self.trinn[regel] = [self.modell.kolonne() for _ in range(antall)]
        return self.trinn[regel]

    def _bare_om_brutt(self, kolonner: Iterable[int]) -> None:
        """Of these columns, one at most is 1, and only where the rules that it breaks are broken.

        A row for all of them: one for each would let the solver break a rule a little for many.
        """
        brytere: dict[Regel, list[int]] = {}
        for kolonne in kolonner:
            for regel in self._bryter.get(kolonne, ()):
                if regel not in self._felles:
                    brytere.setdefault(regel, []).append(kolonne)
        for regel, bryterne in brytere.items():
            self._høyst_om_brutt(bryterne, 0, self._trinn(regel))

    def _høyst_om_brutt(self, kolonner: Iterable[int], tall: int, trinn: Iterable[int]) -> None:
        """At most ``tall`` of the columns, and one more for each step."""
        self.modell.høyst(dict.fromkeys(kolonner, 1) | dict.fromkeys(trinn, -1), tall)


def _klikker(ids: Sequence[str], overlapper: Collection[tuple[str, str]]) -> list[list[str]]:
    """Groups in which all overlap each other, so that every pair that overlaps is in one of them.

    A row for a group says more than one for each of its pairs.
    """
    klikker = []
    dekket: set[tuple[str, str]] = set()
    for plass, den_ene in enumerate(ids):
        for den_andre in ids[plass + 1 :]:
            if (den_ene, den_andre) in dekket or (den_ene, den_andre) not in overlapper:
                continue
            klikk = [den_ene, den_andre]
            for id_ in ids:
                if all((id_, annen) in overlapper for annen in klikk):
                    klikk.append(id_)
            dekket |= {(a, b) for a in klikk for b in klikk}
            klikker.append(klikk)
    return klikker


def _lodd(*av: str) -> int:
    """A whole number drawn by a hash of names, the same on every machine."""
    sum_ = hashlib.blake2b("|".join(av).encode(), digest_size=8).digest()
    return 1 + int.from_bytes(sum_, "big") % _LODD
