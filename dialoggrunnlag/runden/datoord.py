"""The rules of a round's dates in words, with the names of schools and roles."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from ..datoer.forklaring import Konflikt
from ..datoer.problem import Plan, Regel
from ..model.norsk import Dato, oppramsing, stor_forbokstav
from .datooppgave import KALENDER, SVARFRIST, UTELATT, Datooppgave

_NEVNES = 4  # schools or rules that are named before the rest is counted


class Datoord:
    """Tells of the rules of one problem."""

    def __init__(self, oppgave: Datooppgave) -> None:
        self._oppgave = oppgave

    def skole(self, skole_id: str | None) -> str:
        """A school's short name."""
        return self._oppgave.files.name_of(skole_id or "")

    def person(self, rolle: str | None) -> str:
        """Who has one of the problem's roles: by name where it is known, else by role."""
        roller = self._oppgave.files.datasett.roller
        for rolle_id in self._oppgave.roller.get(rolle or "", ()):
            return roller[rolle_id].navn or roller[rolle_id].rolle.vist
        return (rolle or "").removeprefix("navn ")  # one who takes part in several dialogues

    def regel(self, regel: Regel) -> str:
        """A rule as a clause: «Ål vgs. kan ikke uke 43»."""
        skole = self.skole(regel.dialog)
        match regel.slag:
            case "kan_ikke":
                return f"{skole} kan ikke {regel.hva}"
            case "periode":
                return self._periode(regel, skole)
            case "ukedager":
                return f"bare {regel.hva}"
            case "fri":
                return f"{regel.hva} (fri)"
            case "må":
                return f"{self.person(regel.rolle)} må være med ved {skole}"
            case "minst":
                return f"minst {self._minst()} fra skoleeier ved {skole}"
            case "rolle_borte":
                return self._borte(regel, skole)
            case "høyst_i_uken":
                return f"høyst {self._oppgave.problem.høyst_i_uken} i {ukene([regel.hva])}"
            case "høyst_på_dagen":
                dag = dato(date.fromisoformat(regel.hva))
                return f"høyst {self._oppgave.problem.høyst_på_dagen} {dag}"
            case "samme_tur":
                return f"{oppramsing(map(self.skole, regel.gruppe))} på samme tur"
            case "avtalt":
                return f"{skole} er avtalt {dato(date.fromisoformat(regel.hva))}"

    def borte(self, regel: Regel) -> str:
        """Why somebody can't come, in a few words."""
        if regel.hva == KALENDER:
            return "opptatt i kalenderen"
        if regel.hva.startswith(f"{UTELATT} "):
            return f"er ved {self.skole(regel.hva.removeprefix(f'{UTELATT} '))}"
        return regel.hva

    def gitt_opp(self, regel: Regel, plan: Plan) -> str:
        """What becomes of a rule that a plan gives up: a sentence."""
        skole, dag = self.skole(regel.dialog), plan.datoer.get(regel.dialog or "")
        problem = self._oppgave.problem
        der = f"{skole} får {dato(dag)}" if dag else skole
        match regel.slag:
            case "kan_ikke":
                return f"{der}, selv om skolen ikke kan {regel.hva}."
            case "periode":
                return f"{der}, selv om {self._periode(regel, 'den')}."
            case "ukedager" | "fri":
                hva = f"bare {regel.hva} skal brukes" if regel.slag == "ukedager" else (
                    f"det er {regel.hva}"
                )
                return f"{stor_forbokstav(self._på(regel, plan))}, selv om {hva}."
            case "må":
                return f"{der}, uten {self.person(regel.rolle)}, som må være med."
            case "minst":
                har = self._minst() - regel.antall
                return f"{der}, med {har} fra skoleeier i stedet for minst {self._minst()}."
            case "rolle_borte":
                hvem = stor_forbokstav(self.person(regel.rolle))
                return f"{hvem} må til {skole} {dato(dag)}, men {self._hvorfor_borte(regel)}."
            case "høyst_i_uken":
                antall = (problem.høyst_i_uken or 0) + regel.antall
                return f"{stor_forbokstav(ukene([regel.hva]))} får {antall} dialoger."
            case "høyst_på_dagen":
                antall = problem.høyst_på_dagen + regel.antall
                dagen = stor_forbokstav(dato(date.fromisoformat(regel.hva)))
                return f"{dagen} får {antall} dialoger."
            case "samme_tur":
                skolene = oppramsing(map(self.skole, regel.gruppe))
                return f"{skolene} får ikke dager etter hverandre."
            case "avtalt":
                fra = dato(date.fromisoformat(regel.hva))
                return f"{skole} flyttes fra {fra}, som er avtalt, til {dato(dag)}."

    def konflikt(self, konflikt: Konflikt) -> str:
        """What a rule can't stand with: a sentence."""
        høyst = [
            regel
            for regel in (konflikt.regel, *konflikt.sammen_med)
            if regel.slag in ("høyst_i_uken", "høyst_på_dagen")
        ]
        andre = [regel for regel in konflikt.sammen_med if regel not in høyst]
        if konflikt.plasser is not None and høyst:
            setning = self._plasser(konflikt, høyst)
            return f"{setning} {self._også(andre)}".rstrip()
        sammen = self.regler(konflikt.sammen_med)
        if not sammen:
            return "Det går ikke, hvilke andre regler som enn gis opp."
        return f"Det går ikke sammen med dette: {sammen}."

    def regler(self, regler: Iterable[Regel]) -> str:
        """Rules as clauses one after the other; the caps of weeks and days as one."""
        ledd: dict[str, None] = {}
        uker = [regel.hva for regel in regler if regel.slag == "høyst_i_uken"]
        for regel in regler:
            if regel.slag == "høyst_i_uken":
                ledd[f"høyst {self._oppgave.problem.høyst_i_uken} i uken i {ukene(uker)}"] = None
            elif regel.slag == "høyst_på_dagen":
                ledd[f"høyst {self._oppgave.problem.høyst_på_dagen} på dagen"] = None
            else:
                ledd[self.regel(regel)] = None
        return "; ".join(_noen(list(ledd)))

    def _plasser(self, konflikt: Konflikt, høyst: Sequence[Regel]) -> str:
        """«13 skoler har bare 12 plasser: ukene 36–38 og 41–48, høyst 1 i uken.»."""
        plasser = f"{konflikt.plasser} plass" + ("er" if konflikt.plasser != 1 else "")
        hvor = []
        uker = [regel.hva for regel in høyst if regel.slag == "høyst_i_uken"]
        dager = [regel.hva for regel in høyst if regel.slag == "høyst_på_dagen"]
        if uker:
            hvor.append(f"{ukene(uker)}, høyst {self._oppgave.problem.høyst_i_uken} i uken")
        if dager:
            dagene = [dato(date.fromisoformat(dag)) for dag in dager]
            høyst_på_dagen = self._oppgave.problem.høyst_på_dagen
            hvor.append(f"{oppramsing(_noen(dagene))}, høyst {høyst_på_dagen} på dagen")
        skoler = self.skoler(konflikt.dialoger)
        return f"{stor_forbokstav(skoler)} har bare {plasser}: {'; '.join(hvor)}."

    def skoler(self, ider: Sequence[str]) -> str:
        """A few schools by name, many by their number."""
        if len(ider) > _NEVNES:
            return f"{len(ider)} skoler"
        return oppramsing(map(self.skole, ider))

    def _også(self, regler: Sequence[Regel]) -> str:
        return f"Det er når dette gjelder: {self.regler(regler)}." if regler else ""

    def _på(self, regel: Regel, plan: Plan) -> str:
        """Which dialogues a plan has on the days that a rule takes from everybody."""
        for sperre in self._oppgave.problem.sperrer:
            if sperre.regel.slag == regel.slag and sperre.regel.hva == regel.hva:
                på = [(dag, id_) for id_, dag in plan.datoer.items() if dag in sperre.dager]
                return oppramsing(f"{self.skole(id_)} får {dato(dag)}" for dag, id_ in sorted(på))
        return ""

    def _periode(self, regel: Regel, skole: str) -> str:
        dialog = self._oppgave.dialog(regel.dialog or "")
        runde = self._oppgave.files.datasett.runde
        if regel.hva == SVARFRIST:
            frist = runde.svarfrist_for(dialog)
            return f"{skole} har svarfrist {frist.kort if frist else ''}"
        grense = runde.tidlig_til.kort if runde.tidlig_til else ""
        ord_ = "til og med" if regel.hva == "tidlig" else "etter"
        return f"{skole} skal ha {regel.hva} dialog, {ord_} {grense}"

    def _borte(self, regel: Regel, skole: str) -> str:
        hvem = self.person(regel.rolle)
        return f"{hvem} {self._hvorfor_borte(regel)} ({skole})"

    def _hvorfor_borte(self, regel: Regel) -> str:
        if regel.hva == KALENDER:
            return "er opptatt i kalenderen"
        if regel.hva.startswith(f"{UTELATT} "):
            return self.borte(regel)
        if regel.hva == UTELATT:
            return "står ikke i «fra_skoleeier»"
        return f"kan ikke {regel.hva}"

    def _minst(self) -> int:
        return self._oppgave.problem.minst


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
    årene = {år for år, _ in numre}
    spennene = []
    for år in sorted(årene):
        av_året = [uke for ett, uke in numre if ett == år]
        spenn = []
        for _, rad in groupby(enumerate(av_året), lambda par: par[1] - par[0]):
            på_rad = [uke for _, uke in rad]
            siste = f"–{på_rad[-1]}" if len(på_rad) > 1 else ""
            spenn.append(f"{på_rad[0]}{siste}")
        spennene.append(oppramsing(spenn) + (f" i {år}" if len(årene) > 1 else ""))
    return f"{'ukene' if len(numre) > 1 else 'uke'} {oppramsing(spennene)}"
