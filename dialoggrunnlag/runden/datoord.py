"""The rules of a round's dates in words, with the names of schools and roles."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from itertools import groupby

from ..datoer.forklaring import Konflikt
from ..datoer.problem import Plan, Regel
from ..model.norsk import Dato, oppramsing, stor_forbokstav
from .datooppgave import FLYTTES, KALENDER, SVARFRIST, UTELATT, Datooppgave

_NEVNES = 4  # schools or rules that are named before the rest is counted
_HØYST = ("høyst_i_uken", "høyst_på_dagen")
# A rule as a clause, after the name of the school that it holds for where it is one school's
_LEDD = {
    "kan_ikke": "kan ikke {hva}",
    "periode": "{periode}",
    "ukedager": "bare {hva} skal brukes",
    "fri": "{hva} er fri",
    "må": "{hvem} må være med",
    "minst": "minst {minst} fra skoleeier må kunne komme",
    "rolle_borte": "{hvem} {borte}",
    "høyst_i_uken": "høyst {høyst_i_uken} i {uken}",
    "høyst_på_dagen": "høyst {høyst_på_dagen} {dagen}",
    "samme_tur": "{gruppen} skal ha dager etter hverandre",
    "avtalt": "er avtalt {dagen}",
}
_OM_SKOLEN = (
    "kan ikke",
    "skal ha",
    "har svarfrist",
    "er avtalt",
    "skal flyttes",
)  # goes on from a school's name
# What becomes of a rule that is given up
_GITT_OPP = {
    "kan_ikke": "{skolen} får {dato}, selv om skolen ikke kan {hva}.",
    "periode": "{skolen} får {dato}, selv om skolen {periode}.",
    "ukedager": "{på_dagene}, selv om bare {hva} skal brukes.",
    "fri": "{på_dagene}, selv om det er {hva}.",
    "må": "{skolen} får {dato} uten {hvem}, som må være med.",
    "minst": "{skolen} får {dato} med {færre} fra skoleeier, ikke minst {minst}.",
    "rolle_borte": "{Hvem} må til {skolen} {dato}, men {borte}.",
    "høyst_i_uken": "{Uken} får {flere_i_uken} dialoger, ikke høyst {høyst_i_uken}.",
    "høyst_på_dagen": "{Dagen} får {flere_på_dagen} dialoger, ikke høyst {høyst_på_dagen}.",
    "samme_tur": "{gruppen} får ikke dager etter hverandre.",
    "avtalt": "{skolen} får {dato}, ikke {dagen}, som er avtalt.",
}


class Datoord:
    """Tells of the rules of one problem; to somebody who has asked of one school, without it."""

    def __init__(self, oppgave: Datooppgave, spurt_om: str = "") -> None:
        self._oppgave, self._spurt_om = oppgave, spurt_om

    def skole(self, skole_id: str | None) -> str:
        """A school's short name."""
        return self._oppgave.files.name_of(skole_id) if skole_id else ""

    def person(self, rolle: str | None) -> str:
        """Who has one of the problem's roles: by name where it is known, else by role."""
        roller = self._oppgave.files.datasett.roller
        for rolle_id in self._oppgave.roller.get(rolle or "", ()):
            return roller[rolle_id].navn or roller[rolle_id].rolle.vist
        return (rolle or "").removeprefix("navn ")  # one who takes part in several dialogues

    def skoler(self, ider: Sequence[str]) -> str:
        """A few schools by name, many by their number."""
        if len(ider) > _NEVNES:
            return f"{len(ider)} skoler"
        return oppramsing(map(self.skole, ider))

    def borte(self, regel: Regel) -> str:
        """Why somebody can't come, in a few words."""
        if regel.hva == KALENDER:
            return "opptatt i kalenderen"
        if regel.hva.startswith(f"{UTELATT} "):
            return f"er ved {self.skole(regel.hva.removeprefix(f'{UTELATT} '))}"
        return regel.hva

    # --- rules as clauses -------------------------------------------------------------------------

    def regler(self, regler: Sequence[Regel]) -> str:
        """Rules as clauses one after the other: what holds for several schools is told once."""
        skoler: dict[str, list[str]] = {}  # by the clause; none where it holds for all
        borte = [regel for regel in regler if regel.slag == "rolle_borte"]
        fortalt: list[Regel] = []
        for regel in regler:
            deres = [en for en in borte if _hører_til(en, regel, regler) and en not in fortalt]
            er_fortalt = regel.slag == "minst" and not deres and bool(fortalt)
            if regel.slag == "rolle_borte" or er_fortalt:
                continue
            if regel.slag == "må":
                fortalt += deres
            ledd = self._ledd(regel, deres, regler)
            ved = skoler.setdefault(ledd, [])
            if regel.dialog and regel.dialog not in ved:
                ved.append(regel.dialog)
        if not any(regel.slag == "minst" for regel in regler):
            for en in borte:
                if en not in fortalt:
                    skoler.setdefault(self._hvem_er_borte([en]), []).append(en.dialog or "")
        return "; ".join(_noen([self._med_skoler(*par) for par in skoler.items()]))

    def _ledd(self, regel: Regel, borte: Sequence[Regel], regler: Sequence[Regel]) -> str:
        """A clause about a rule, without the school."""
        if regel.slag in _HØYST:
            return self._høyst([en for en in regler if en.slag == regel.slag])
        if regel.hva == FLYTTES:
            return "skal flyttes"
        if regel.slag == "kan_ikke":
            hva = [en.hva for en in regler if (en.slag, en.dialog) == (regel.slag, regel.dialog)]
            return f"kan ikke {oppramsing(dict.fromkeys(hva))}"
        ledd = _LEDD[regel.slag].format_map(self._ord(regel))
        if not borte:
            return ledd
        if regel.slag == "må":
            grunner = dict.fromkeys(str(self._ord(en)["borte"]) for en in borte)
            return f"{ledd}, men {oppramsing(grunner)}"
        return f"{ledd}, men {self._hvem_er_borte(borte)}"

    def _med_skoler(self, ledd: str, ider: Sequence[str]) -> str:
        """A clause with the schools that it holds for."""
        if not ider:
            return ledd
        om_skolen = any(ledd.startswith(ord_) for ord_ in _OM_SKOLEN)
        if list(ider) == [self._spurt_om]:
            return f"skolen {ledd}" if om_skolen else ledd
        return f"{self.skoler(ider)}{'' if om_skolen else ':'} {ledd}"

    def regel(self, regel: Regel) -> str:
        """A rule as a clause: «Ål vgs. kan ikke uke 43»."""
        return self.regler([regel])

    def _hvem_er_borte(self, borte: Sequence[Regel]) -> str:
        """«a og b er opptatt i kalenderen, og c kan ikke uke 43»."""
        hvem: dict[str, list[str]] = {}
        for en in borte:
            navnene = hvem.setdefault(str(self._ord(en)["borte"]), [])
            if self.person(en.rolle) not in navnene:
                navnene.append(self.person(en.rolle))
        return ", og ".join(f"{oppramsing(navn)} {grunn}" for grunn, navn in hvem.items())

    def _høyst(self, regler: Sequence[Regel]) -> str:
        """Caps of several weeks, or days, as one."""
        problem = self._oppgave.problem
        if regler[0].slag == "høyst_i_uken":
            uker = ukene(regel.hva for regel in regler)
            return f"høyst {problem.høyst_i_uken} i uken i {uker}"
        if len(regler) == 1:
            return _LEDD[regler[0].slag].format_map(self._ord(regler[0]))
        return f"høyst {problem.høyst_på_dagen} på dagen"

    # --- what is given up, and why ----------------------------------------------------------------

    def gitt_opp(self, regel: Regel, plan: Plan) -> str:
        """What becomes of a rule that a plan gives up: a sentence."""
        ord_ = self._ord(regel) | {
            "dato": dato(plan.datoer.get(regel.dialog or "")),
            "på_dagene": self._på_dagene(regel, plan),
        }
        return stor_forbokstav(_GITT_OPP[regel.slag].format_map(ord_))

    def konflikt(self, konflikt: Konflikt) -> str:
        """What a rule can't stand with: a sentence."""
        if not konflikt.funnet:
            return "Hvorfor, ble det ikke tid til å finne ut."
        alle = (konflikt.regel, *konflikt.sammen_med)
        høyst = [regel for regel in alle if regel.slag in _HØYST]
        if konflikt.plasser is not None and høyst:
            return self._for_få_plasser(konflikt, høyst)
        if not konflikt.sammen_med:
            return "Det må gis opp hvilke andre regler som enn gjelder."
        return f"Det går ikke sammen med dette: {self.regler(konflikt.sammen_med)}."

    def umulig(self, konflikt: Konflikt) -> str:
        """Why no plan has a dialogue on a day, though nothing keeps it from that by itself."""
        if not konflikt.funnet:
            return "går ikke sammen med de andre datoene"
        andre = [id_ for id_ in konflikt.dialoger if id_ != konflikt.regel.dialog]
        reglene = self.regler(konflikt.sammen_med)
        if not andre:
            return reglene
        hvem = f"{len(andre)} andre" if len(andre) > _NEVNES else oppramsing(map(self.skole, andre))
        return f"da får ikke {hvem} plass: {reglene}"

    def _for_få_plasser(self, konflikt: Konflikt, høyst: Sequence[Regel]) -> str:
        """«13 skoler har bare 12 plasser: ukene 36–38 og 41–48, høyst 1 i uken.»."""
        plasser = "1 plass" if konflikt.plasser == 1 else f"{konflikt.plasser} plasser"
        har_bare = f"{self.skoler(konflikt.dialoger)} har bare {plasser}"
        andre = [regel for regel in konflikt.sammen_med if regel.slag not in _HØYST]
        plassene = self._plassene(høyst, konflikt.plasser or 0)
        if not plassene:  # other rules take days too: they are told as they come
            return f"{har_bare} når dette gjelder: {self.regler(konflikt.sammen_med)}."
        setning = f"{har_bare}: {plassene}."
        return f"{setning} Da gjelder også: {self.regler(andre)}." if andre else setning

    def _plassene(self, høyst: Sequence[Regel], plasser: int) -> str:
        """The places that caps leave, where that is all of them: else ''."""
        i_uken, på_dagen = self._oppgave.problem.høyst_i_uken, self._oppgave.problem.høyst_på_dagen
        uker = [regel.hva for regel in høyst if regel.slag == "høyst_i_uken"]
        dager = [regel.hva for regel in høyst if regel.slag == "høyst_på_dagen"]
        if len(uker) * (i_uken or 0) + len(dager) * på_dagen != plasser:
            return ""
        hvor = []
        if uker:
            hvor.append(f"{ukene(uker)}, høyst {i_uken} i uken")
        if dager:
            dagene = oppramsing(_noen([dato(date.fromisoformat(dag)) for dag in dager]))
            hvor.append(f"{dagene}, høyst {på_dagen} på dagen")
        return "; ".join(hvor)

    def _på_dagene(self, regel: Regel, plan: Plan) -> str:
        """Which dialogues a plan has on the days that a rule takes from everybody."""
        på = []
        for ett in self._oppgave.problem.dialoger:
            dag = plan.datoer[ett.id]
            if any(sperre.regel == regel and dag in sperre.dager for sperre in ett.sperrer):
                på.append((dag, self.skole(ett.id)))
        return oppramsing(_noen([f"{skole} får {dato(dag)}" for dag, skole in sorted(på)]))

    def _ord(self, regel: Regel) -> dict[str, object]:
        """What the clauses and sentences about a rule are filled with."""
        problem = self._oppgave.problem
        dagen = uken = ""
        with suppress(ValueError):  # it is only of some rules that it says a day or a week
            dagen = dato(date.fromisoformat(regel.hva))
        if regel.slag == "høyst_i_uken":
            uken = ukene([regel.hva])
        return {
            "skolen": self.skole(regel.dialog),
            "hva": regel.hva,
            "hvem": self.person(regel.rolle),
            "Hvem": stor_forbokstav(self.person(regel.rolle)),
            "borte": self._hvorfor_borte(regel),
            "periode": self._periode(regel) if regel.slag == "periode" else "",
            "gruppen": oppramsing(map(self.skole, regel.gruppe)),
            "minst": problem.minst,
            "færre": problem.minst - regel.antall,
            "høyst_i_uken": problem.høyst_i_uken,
            "flere_i_uken": (problem.høyst_i_uken or 0) + regel.antall,
            "høyst_på_dagen": problem.høyst_på_dagen,
            "flere_på_dagen": problem.høyst_på_dagen + regel.antall,
            "uken": uken,
            "Uken": stor_forbokstav(uken),
            "dagen": dagen,
            "Dagen": stor_forbokstav(dagen),
        }

    def _periode(self, regel: Regel) -> str:
        runde = self._oppgave.files.datasett.runde
        if regel.hva == SVARFRIST:
            frist = runde.svarfrist_for(self._oppgave.dialog(regel.dialog or ""))
            return f"har svarfrist {frist.kort}" if frist else ""
        grense = runde.tidlig_til.kort if runde.tidlig_til else ""
        ord_ = "til og med" if regel.hva == "tidlig" else "etter"
        return f"skal ha {regel.hva} dialog ({ord_} {grense})"

    def _hvorfor_borte(self, regel: Regel) -> str:
        if regel.hva == KALENDER:
            return "er opptatt i kalenderen"
        if regel.hva == UTELATT:
            return "står ikke i «fra_skoleeier»"
        if regel.hva.startswith(f"{UTELATT} "):
            return self.borte(regel)
        return f"kan ikke {regel.hva}"


def _hører_til(borte: Regel, regel: Regel, regler: Sequence[Regel]) -> bool:
    """Whether an absence is why somebody can't be there, or too few can."""
    if regel.slag == "må":
        return (borte.dialog, borte.rolle) == (regel.dialog, regel.rolle)
    if regel.slag != "minst":
        return False
    deres = {en.dialog for en in regler if en.slag == "minst"}  # told of all of them at once
    return borte.dialog in deres


def _noen(ledd: Sequence[str]) -> list[str]:
    """The first of many, and how many more there are."""
    if len(ledd) <= _NEVNES + 1:
        return list(ledd)
    return [*ledd[:_NEVNES], f"{len(ledd) - _NEVNES} til"]


def dato(dag: date | None) -> str:
    """«onsdag 21. oktober 2026»."""
    return str(Dato(dag)) if dag else ""


def ukene(uker: Iterable[str]) -> str:
    """Weeks («2026-W43») in words: «ukene 36–38 og 41–48», with their year where it isn't one."""
    numre = sorted({(int(uke[:4]), int(uke[-2:])) for uke in uker})
    årene = sorted({år for år, _ in numre})
    i_årene = []
    for år in årene:
        spenn = oppramsing(_spenn([uke for av_år, uke in numre if av_år == år]))
        i_årene.append(f"{spenn} i {år}" if len(årene) > 1 else spenn)
    return f"{'ukene' if len(numre) > 1 else 'uke'} {oppramsing(i_årene)}"


def _spenn(numre: Sequence[int]) -> list[str]:
    """Numbers that follow upon each other as «36–38»."""
    spenn = []
    for _, rad in groupby(enumerate(numre), lambda par: par[1] - par[0]):
        på_rad = [nummer for _, nummer in rad]
        siste = f"–{på_rad[-1]}" if len(på_rad) > 1 else ""
        spenn.append(f"{på_rad[0]}{siste}")
    return spenn
