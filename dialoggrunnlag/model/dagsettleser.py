"""Reads a set of days as Norwegians type it, in both written languages; says what it can't read.

``les_dagsett``, ``les_spenn`` and ``les_ukedager`` are what others call. A text becomes signs,
each with what it means here, and ``_Leser`` makes sets of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ..errors import InvalidError
from .dagord import KLOKKEN, RÅD, SLUTT, Tegn, tegnene_i, ubestemt, ukjent
from .dagsett import (
    Alle,
    Annenhver,
    Dag,
    Dagsett,
    Forening,
    Mellom,
    Måned,
    Punkt,
    Ramme,
    Snitt,
    Spenn,
    Uke,
    Ukedager,
    Uten,
    Utvalg,
    Åpent,
    siste_i_måneden,
    uker_i,
)
from .datoformer import FORMER, MÅNEDER, UKEDAGER, les_dag

_RÅD_PERIODE = "Skriv første og siste dag, for eksempel 1. september 2026 – 27. november 2026."
_LENGST = 200  # characters of a text; nobody lists more days in one
_FLEST_UKER, _HALVT_ÅR, _ET_ÅR = 53, 183, 366
_SKUDDÅR = 2000  # has every date that there is
_ÅR = range(1900, 2100)
_KLOKKESLETT = r"[0-9]:[0-9]{2}|[0-9]\.00\b"
_ÅRETS_MÅNEDER, _LENGSTE_MÅNED = 12, 31
_LENGSTE_HELG = 4  # days, from Friday to Monday: what is longer is more likely turned round


def les_dagsett(text: str, rundens_år: int | None = None) -> Dagsett:
    """The set of days that a text says; raises InvalidError, with what to write."""
    leser = _Leser(text, rundens_år)
    return Dagsett(text, leser.utvalg(), leser.sier_ikke)


def les_spenn(text: str, rundens_år: int | None = None) -> Ramme:
    """The first and last day of a text such as «1. september 2026 – 27. november 2026».

    Raises InvalidError where it is anything else, or has no year.
    """
    utvalg = _Leser(text, rundens_år).utvalg()
    if not isinstance(utvalg, Spenn):
        raise InvalidError(f"«{text}» er ikke en periode.", _RÅD_PERIODE)
    dagene = utvalg.dagene()
    if dagene is None:
        raise InvalidError(f"Året mangler i perioden «{text}».", _råd_om_året(utvalg, rundens_år))
    if (dagene.siste - dagene.første).days > _ET_ÅR:
        raise InvalidError(f"Perioden «{text}» er på mer enn et år.", "Rett årstallene.")
    return dagene


def les_ukedager(text: str) -> frozenset[int]:
    """The days of the week that a text says, from 0 for Monday; raises InvalidError."""
    utvalg = _Leser(text, None).utvalg()
    deler = utvalg.deler if isinstance(utvalg, Forening) else (utvalg,)
    numre: set[int] = set()
    for del_ in deler:
        if not isinstance(del_, Ukedager):
            remedy = "Skriv for eksempel mandag, tirsdag eller mandag–torsdag."
            raise InvalidError(f"«{text}» er ikke en ukedag.", remedy)
        numre |= del_.numre
    return frozenset(numre)


def _råd_om_året(spenn: Spenn, rundens_år: int | None) -> str:
    """To write the year behind a period without one."""
    if not rundens_år or not isinstance(spenn.fra, Dag) or not isinstance(spenn.til, Dag):
        return _RÅD_PERIODE
    ender = [(spenn.fra, rundens_år), (spenn.til, rundens_år + spenn.over_nyttår)]
    return f"Skriv {' – '.join(f'{_skrevet(dag)} {år}' for dag, år in ender)}."


def _skrevet(dag: Dag) -> str:
    return f"{dag.dag}. {MÅNEDER[dag.måned - 1]}"


# --- sets -----------------------------------------------------------------------------------------


class _Ende(NamedTuple):
    """One end of a span as it is typed: what is left out, the other end or the next one says."""

    tegn: Tegn  # the first one, for messages
    punkt: Punkt | None  # None for a day without a month
    dag: int = 0
    år: int | None = None
    ukedag: Tegn | None = None


class _Leser:
    """One text being read, sign after sign."""

    def __init__(self, text: str, rundens_år: int | None) -> None:
        self.tekst = text
        self.rundens_år = rundens_år
        self.sier_ikke = False
        if len(text) > _LENGST:
            remedy = "Del den opp i flere, med hver sin linje."
            raise InvalidError("Teksten er for lang til å være dager.", remedy)
        self.tegnene = tegnene_i(text)
        self.plass = 0

    # --- where it is ---

    @property
    def her(self) -> Tegn:
        """The next sign."""
        return self._om(0)

    def _om(self, antall: int) -> Tegn:
        """A sign further on."""
        plass = self.plass + antall
        return self.tegnene[plass] if plass < len(self.tegnene) else SLUTT

    def _ta(self, *slag: str) -> Tegn | None:
        """The next sign, where it is of one of some kinds, and past it."""
        tegn = self.her
        if tegn.slag not in slag:
            return None
        self.plass += 1
        return tegn

    # --- the whole text ---

    def utvalg(self) -> Utvalg:
        """The set of the whole text; raises InvalidError."""
        if re.search(_KLOKKESLETT, self.tekst):
            raise self._ikke_hele_dager()
        for form in FORMER:  # first of all, for 3-nov-15 is nothing else
            if re.fullmatch(form, " ".join(self.tekst.split()).casefold()):
                return _ett(_dag_av(les_dag(self.tekst, self.rundens_år)))
        deler: list[Utvalg] = []
        bort: list[Utvalg] = []
        er_unntak = er_eller = False
        while self.her is not SLUTT:
            skille = self._ta("og")
            if skille:
                er_eller = skille.tekst == "eller"
                continue
            unntak = self._ta("ikke", "unntatt")
            if unntak:
                er_unntak = True
                self.sier_ikke = self.sier_ikke or unntak.slag == "ikke"
                continue
            ledd = self._ledd()
            _legg_til(bort if er_unntak else deler, ledd, er_eller=er_eller)
            if self.her.slag not in ("og", "ikke", "unntatt", "slutt"):
                raise self._uventet()
        if not (deler or bort):
            raise InvalidError(f"«{self.tekst}» sier ikke hvilke dager det er.", RÅD)
        av = _forent(deler) if deler else Alle()
        return Uten(av, _forent(bort)) if bort else av

    def _ledd(self) -> Utvalg:
        """Weeks, dates, months or days of the week, or those of them that are within others."""
        self._ta("i")
        if self._er_ukedag():
            ukedager = self._ukedager()
            self._ta("i")
            if self.her.slag in ("og", "ikke", "unntatt", "slutt"):
                return ukedager
            return Snitt(ukedager, self._omfang())
        omfang = self._omfang()
        if self._er_ukedag():
            return Snitt(omfang, self._ukedager())
        if self._ta("i"):  # «partallsuker i oktober»
            return Snitt(omfang, self._omfang())
        return omfang

    def _er_ukedag(self) -> bool:
        """Whether days of the week follow, and not one with its date."""
        if self.her.slag in ("fra", "mellom"):
            return self._om(1).slag == "ukedag" and not self._om(2).er_tall
        if self.her.slag != "ukedag":
            return False
        return self.her.er_flertall or not self._om(1).er_tall

    def _ukedager(self) -> Ukedager:
        """Days of the week in a row: «mandag og tirsdag», «mandag–onsdag»."""
        numre: set[int] = set()
        while True:
            er_mellom = self._ta("mellom")
            self._ta("fra")
            første = self._krev("ukedag")
            til = self._ta("og") if er_mellom else self._ta("strek", "til")
            siste = self._krev("ukedag") if til else første
            numre.update(_ukedagene(første, siste))
            neste_er_med = self.her.slag == "og" and self._om(1).slag == "ukedag"
            if not neste_er_med or (self._om(2).er_tall and not self._om(1).er_flertall):
                return Ukedager(frozenset(numre))
            self.plass += 1

    def _omfang(self) -> Utvalg:
        """Weeks, dates or months; what is before or after one of them."""
        tegn = self.her
        match tegn.slag:
            case "partall" | "oddetall":
                self.plass += 1
                self._ta("uke")  # «like uker»
                return Annenhver(int(tegn.slag == "oddetall"))
            case "etter" | "før" | "til":
                self.plass += 1
                punkt = self._punkt(tegn)
                return Åpent(punkt, er_etter=tegn.slag == "etter", med=tegn.slag == "til")
            case "fra":
                self.plass += 1
                spenn = self._ett_spenn(tegn)
                if spenn.fra == spenn.til:
                    return Åpent(spenn.fra, er_etter=True, med=True)
                return spenn
            case "mellom":
                self.plass += 1
                self._og_blir_til()
                return self._ett_spenn(tegn)
        return self._liste()

    def _liste(self) -> Utvalg:
        """Weeks, months or dates in a row, all of one kind."""
        if self._er_halvdel():
            return self._halvdel()
        match self.her.slag:
            case "uke" | "isouke":
                return self._uker()
            case "måned":
                return self._måneder()
            case "tall" | "ukedag":
                return self._datoer()
        raise self._uventet()

    def _punkt(self, etter: Tegn) -> Punkt:
        """What something is before or after."""
        spenn = self._ett_spenn(etter)
        return spenn.til if etter.slag == "etter" else spenn.fra

    def _ett_spenn(self, etter: Tegn) -> Spenn:
        """What follows a word such as «etter»: a week, date or month, or one to another."""
        match self.her.slag:
            case "uke" | "isouke":
                ender = self._ukespenn()
            case "måned":
                ender = self._månedsspenn()
            case "tall" | "ukedag":
                ender = self._datospenn()
            case "slutt":
                raise InvalidError(f"Det mangler noe etter «{etter.tekst}».", RÅD)
            case _:
                raise self._uventet()
        return self._spenn(*self._med_måned(ender, None))

    def _og_blir_til(self) -> None:
        """Let the next «og» join the ends of a span: «mellom 12. og 16. oktober»."""
        for plass in range(self.plass, len(self.tegnene)):
            if self.tegnene[plass].slag == "og":
                self.tegnene[plass] = self.tegnene[plass]._replace(slag="strek")
                return

    # --- weeks ---

    def _uker(self) -> Utvalg:
        """«uke 43, 44 og 46–48», «2026-W43»."""
        ender = [self._ukespenn()]
        while self.her.slag == "og" and self._er_uke(1):
            self.plass += 1
            ender.append(self._ukespenn())
        return self._forent(ender)

    def _er_uke(self, om: int) -> bool:
        """Whether a week follows: its number may stand alone, but a date's day may not."""
        tegn, neste = self._om(om), self._om(om + 1)
        if tegn.slag in ("uke", "isouke"):
            return True
        if not tegn.er_tall or neste.slag in ("måned", "skrå"):
            return False
        return not (tegn.har_punktum and (neste.er_tall or self._måned_følger(om + 1)))

    def _måned_følger(self, om: int) -> bool:
        """Whether a list of days goes on to its month: «12. og 13. oktober»."""
        while self._om(om).slag in ("og", "strek", "til") or self._om(om).er_tall:
            om += 1
        return self._om(om).slag == "måned"

    def _ukespenn(self) -> tuple[_Ende, _Ende]:
        første = self._ukenummer()
        if not self._ta("strek", "til"):
            return første, første
        return første, self._ukenummer()

    def _ukenummer(self) -> _Ende:
        uke = self._ta("uke", "isouke")
        if uke and uke.slag == "isouke":
            år, _, nummer = uke.tekst.replace("-", "").casefold().partition("w")
            return self._uken(uke, int(nummer), _krevd_år(int(år)))
        if self.her.slag != "tall" or self.her.er_år:
            raise self._uten_ukenummer(uke)
        tall = self._krev("tall")
        return self._uken(uke or tall, tall.verdi, self._år())

    def _uten_ukenummer(self, uke: Tegn | None) -> InvalidError:
        """That a week's number is missing, or that it isn't one."""
        if self.her.slag in ("ukjent", "annet"):
            return self._uventet()
        etter = f" etter «{uke.tekst}»" if uke else ""
        return InvalidError(f"Ukenummeret mangler{etter}.", "Skriv for eksempel uke 43.")

    def _uken(self, tegn: Tegn, nummer: int, år: int | None) -> _Ende:
        if not 1 <= nummer <= _FLEST_UKER:
            remedy = "Et år har 52 eller 53 uker."
            raise InvalidError(f"Uke {nummer} finnes ikke.", remedy)
        if år and nummer > uker_i(år):
            raise InvalidError(f"Uke {nummer} finnes ikke i {år}.", f"{år} har {uker_i(år)} uker.")
        return _Ende(tegn, Uke(nummer, år), år=år)

    # --- months ---

    def _måneder(self) -> Utvalg:
        """«oktober», «september–oktober 2026», «september og oktober»."""
        ender = [self._månedsspenn()]
        while self.her.slag == "og" and self._om(1).slag == "måned":
            self.plass += 1
            ender.append(self._månedsspenn())
        return self._forent(ender)

    def _månedsspenn(self) -> tuple[_Ende, _Ende]:
        første = self._månedsende()
        if not self._ta("strek", "til"):
            return første, første
        return første, self._månedsende()

    def _månedsende(self) -> _Ende:
        måned = self._krev("måned")
        år = self._år()
        return _Ende(måned, Måned(måned.verdi, år), år=år)

    def _er_halvdel(self) -> bool:
        return self._om(1).slag == "halvdel" and self.her.slag in ("første", "andre", "tall")

    def _halvdel(self) -> Utvalg:
        """«første halvdel av oktober», to the 15th."""
        hvilken = self.her
        self.plass += 2
        self._ta("i")
        måned = self._krev("måned")
        år = self._år()
        er_første = hvilken.slag == "første" or hvilken.tekst == "1"
        siste = siste_i_måneden(år or _SKUDDÅR, måned.verdi).day
        første_dag, siste_dag = (1, 15) if er_første else (16, siste)
        return Spenn(Dag(måned.verdi, første_dag, år), Dag(måned.verdi, siste_dag, år))

    # --- dates ---

    def _datoer(self) -> Utvalg:
        """«12. oktober», «12.–16. oktober», «12., 13. og 16. oktober 2026»."""
        ender = [self._datospenn()]
        while self.her.slag == "og" and self._er_dato(1):
            self.plass += 1
            ender.append(self._datospenn())
        følgende: _Ende | None = None  # whose month and year hold for those before it
        med_måned: list[tuple[_Ende, _Ende]] = []
        for par in reversed(ender):
            fra, til = self._med_måned(par, følgende)
            med_måned.append((fra, til))
            følgende = fra
        return self._forent(reversed(med_måned))

    def _er_dato(self, om: int) -> bool:
        tegn = self._om(om)
        if tegn.slag == "ukedag":
            return self._om(om + 1).er_tall and not tegn.er_flertall
        if tegn.er_år:  # 2026-10-12
            return self._er_strek_og_tall(om + 1) and self._om(om + 3).slag == "strek"
        return tegn.er_tall

    def _datospenn(self) -> tuple[_Ende, _Ende]:
        første = self._datoende()
        if not self._ta("strek", "til"):
            return første, første
        siste = self._datoende()
        if siste.punkt is None and første.punkt is not None:
            raise self._uten_måned(siste)
        return første, siste

    def _datoende(self) -> _Ende:
        """A date, or the day alone of one whose month is said further on."""
        ukedag = self._ta("ukedag")
        if ukedag and self.her is SLUTT:
            message = f"«{self.tekst}» sier ikke hvilken {UKEDAGER[ukedag.verdi]} det er."
            raise InvalidError(message, "Skriv datoen, for eksempel 16. oktober.")
        tall = self._krev("tall")
        if tall.er_år:
            return self._året_først(ukedag or tall, ukedag, tall)
        if not tall.er_tall:
            raise self._uventet(tall)
        måned = self._måned(tall)
        if self.her.slag == "ukjent":  # most often a month
            raise self._uventet()
        if not måned:
            return _Ende(ukedag or tall, None, tall.verdi, ukedag=ukedag)
        år, er_to_sifre = self._datoens_år(tall, måned)
        if er_to_sifre:
            dag = les_dag(f"{tall.verdi}.{måned.verdi}.{år:02d}", self.rundens_år)
            år = dag.year
        return self._dagen(ukedag or tall, ukedag, tall.verdi, måned.verdi, år)

    def _måned(self, dag: Tegn) -> Tegn | None:
        """The month behind a day: «12. oktober», «12.10», «12/10»."""
        måned = self._ta("måned")
        if måned:
            return måned
        skrå = self._ta("skrå")
        if skrå or (dag.har_punktum and self.her.er_tall):
            return self._krev("tall")
        if self._er_strek_og_tall(0) and self._om(2).slag == "strek" and self._om(3).er_år:
            self.plass += 1  # 12-10-2026
            return self._krev("tall")
        return None

    def _er_strek_og_tall(self, om: int) -> bool:
        """Whether what may be a month or a day follows a hyphen."""
        return self._om(om).slag == "strek" and self._om(om + 1).er_tall

    def _datoens_år(self, dag: Tegn, måned: Tegn) -> tuple[int | None, bool]:
        """The year behind a month, and whether it has two digits alone: «12.10.26»."""
        if måned.slag == "tall":
            if self.her.slag == "skrå" and self._om(1).slag == "tall":  # 3/11/2026, or 11/3
                les_dag(self.tekst[dag.start : self._om(1).slutt], self.rundens_år)
            if self.her.slag == "strek" and self._om(1).er_år and not self._er_dato(1):
                self.plass += 1  # 12/10-2026
            if måned.har_punktum and self.her.er_tall and self.her.start == måned.slutt:
                return self._krev("tall").verdi, True
        return self._år(), False

    def _året_først(self, tegn: Tegn, ukedag: Tegn | None, år: Tegn) -> _Ende:
        """«2026-10-12»."""
        tallene = []
        for _ in range(2):
            if not (self._ta("strek") and self.her.er_tall):
                message = f"«{self.tekst}» har et årstall uten måned og dag."
                raise InvalidError(message, RÅD)
            tallene.append(self._krev("tall").verdi)
        måned, dag = tallene
        return self._dagen(tegn, ukedag, dag, måned, _krevd_år(år.verdi))

    def _dagen(
        self, tegn: Tegn, ukedag: Tegn | None, dag: int, måned: int, år: int | None
    ) -> _Ende:
        """A day that is in the calendar; raises InvalidError for any other."""
        if not 1 <= måned <= _ÅRETS_MÅNEDER:
            message = f"Datoen «{self._skrevet_fra(tegn)}» finnes ikke."
            raise InvalidError(message, "Året har ikke mer enn 12 måneder.")
        siste = siste_i_måneden(år or _SKUDDÅR, måned).day
        if not 1 <= dag <= siste:
            navn = MÅNEDER[måned - 1].capitalize()
            remedy = f"{navn} {år} har {siste} dager." if år else f"{navn} har {siste} dager."
            raise InvalidError(f"Datoen «{self._skrevet_fra(tegn)}» finnes ikke.", remedy)
        if ukedag:
            self._krev_ukedag(ukedag, Dag(måned, dag, år))
        return _Ende(tegn, Dag(måned, dag, år), dag, år, ukedag)

    def _krev_ukedag(self, ukedag: Tegn, dag: Dag) -> None:
        """Raise InvalidError where a date is on another day of the week."""
        årene = [dag.år] if dag.år else _årene(self.rundens_år)
        dagene = [dag.i(år).første for år in årene]
        if dagene and ukedag.verdi not in {dagen.weekday() for dagen in dagene}:
            les_dag(f"{UKEDAGER[ukedag.verdi]} {_skrevet(dag)} {dagene[0].year}")

    def _skrevet_fra(self, tegn: Tegn) -> str:
        """The text from a sign to where the reading has come."""
        return self.tekst[tegn.start : self._om(-1).slutt].rstrip(".")

    def _med_måned(self, par: tuple[_Ende, _Ende], følgende: _Ende | None) -> tuple[_Ende, _Ende]:
        """A span whose ends have the month and the year of what comes after them."""
        fra, til = par
        er_ett = fra is til
        til = self._fylt(til, følgende)
        fra = til if er_ett else self._fylt(fra, til)
        return fra, til

    def _fylt(self, ende: _Ende, følgende: _Ende | None) -> _Ende:
        if ende.punkt is not None:
            return ende
        if følgende is None or not isinstance(følgende.punkt, Dag):
            raise self._uten_måned(ende)
        return self._dagen(
            ende.tegn, ende.ukedag, ende.dag, følgende.punkt.måned, følgende.punkt.år
        )

    def _uten_måned(self, ende: _Ende) -> InvalidError:
        """That a number stands alone, which may be a week as well."""
        tall = str(ende.dag)
        uke = f"uke {tall}" if 1 <= ende.dag <= _FLEST_UKER else ""
        dag = f"{tall}. oktober" if 1 <= ende.dag <= _LENGSTE_MÅNED else ""
        forslag = " eller ".join(f"«{ett}»" for ett in (uke, dag) if ett)
        message = f"«{tall}» er bare et tall: det er ikke sagt om det er en uke eller en dag."
        if self.tekst.strip(" .") != tall:
            message = f"Måneden mangler etter «{tall}»."
        return InvalidError(message, f"Skriv for eksempel {forslag}." if forslag else RÅD)

    # --- ends that belong together ---

    def _år(self) -> int | None:
        """The year that follows, if one does: «2026», «/2026», «i 2026», «, 2026»."""
        om = 1 if self.her.slag in ("skrå", "i", "og") else 0
        if not self._om(om).er_år or self._er_dato(om):
            return None
        år = self._om(om).verdi
        self.plass += om + 1
        return _krevd_år(år)

    def _forent(self, ender: Iterable[tuple[_Ende, _Ende]]) -> Utvalg:
        """The spans of several pairs of ends, as one set."""
        return _forent([self._med_ukedag(fra, til) for fra, til in ender])

    def _med_ukedag(self, fra: _Ende, til: _Ende) -> Utvalg:
        """A span; of one day with its weekday, that day alone."""
        spenn = self._spenn(fra, til)
        if fra.ukedag and spenn.fra == spenn.til and not fra.år:
            return Snitt(Ukedager(frozenset([fra.ukedag.verdi])), spenn)
        return spenn

    def _spenn(self, fra: _Ende, til: _Ende) -> Spenn:
        """From one end to the other; raises InvalidError where they are turned round."""
        første, siste = fra.punkt, til.punkt
        if første is None or siste is None:
            raise self._uventet()
        er_bakvendt = første.uten_år() > siste.uten_år()
        if er_bakvendt and not (første.år and siste.år):
            lengde = _ET_ÅR - første.uten_år() + siste.uten_år()
            if lengde > _HALVT_ÅR:
                raise self._bakvendt(fra, til)
        if siste.år and not første.år:
            første = første.i_året(siste.år - er_bakvendt)
        elif første.år and not siste.år:
            siste = siste.i_året(første.år + er_bakvendt)
        spenn = Spenn(første, siste, er_bakvendt and not første.år)
        dagene = spenn.dagene()
        if dagene and dagene.siste < dagene.første:
            raise self._bakvendt(fra, til)
        return spenn

    def _bakvendt(self, fra: _Ende, til: _Ende) -> InvalidError:
        """That the end of a span comes before its beginning."""
        message = f"«{self.tekst}» slutter før det begynner."
        første, siste = fra.punkt, til.punkt
        if isinstance(første, Uke) and isinstance(siste, Uke) and not (første.år or siste.år):
            return InvalidError(message, f"Mente du «uke {siste.nummer}–{første.nummer}»?")
        return InvalidError(message, "Bytt om på dem, eller rett årstallet.")

    # --- what isn't as it should be ---

    def _krev(self, slag: str) -> Tegn:
        """The next sign, which must be of a kind; raises InvalidError."""
        tegn = self._ta(slag)
        if tegn is None:
            raise self._uventet()
        return tegn

    def _uventet(self, tegn: Tegn | None = None) -> InvalidError:
        """What is wrong with a sign at its place."""
        tegn = tegn or self.her
        if tegn is SLUTT:
            return InvalidError(f"Det mangler noe til slutt i «{self.tekst}».", RÅD)
        if tegn.slag == "ukjent":
            if tegn.tekst.casefold() in KLOKKEN.split():
                return self._ikke_hele_dager()
            return ukjent(tegn.tekst)
        if tegn.slag in ("første", "andre"):
            return ubestemt(tegn.tekst)
        if tegn.er_år:
            return InvalidError(f"«{self.tekst}» er ikke dager: årstallet står for seg.", RÅD)
        message = f"«{self.tekst}» kan ikke leses: «{tegn.tekst}» kommer uventet."
        if self.tekst.casefold() == tegn.tekst:
            message = f"«{self.tekst}» er verken en dag, en uke eller en måned."
        return InvalidError(message, RÅD)

    def _ikke_hele_dager(self) -> InvalidError:
        remedy = f"Her kan det ikke stå klokkeslett. {RÅD}"
        return InvalidError(f"«{self.tekst}» er ikke hele dager.", remedy)


def _legg_til(deler: list[Utvalg], ledd: Utvalg, *, er_eller: bool) -> None:
    """Add a set to others; «etter uke 40 og før uke 45» is one."""
    forrige = deler[-1] if deler else None
    if er_eller or not isinstance(forrige, Åpent) or not isinstance(ledd, Åpent):
        deler.append(ledd)
        return
    match forrige.er_etter, ledd.er_etter:
        case True, False:
            deler[-1] = Mellom(forrige, ledd)
        case False, True:
            deler[-1] = Mellom(ledd, forrige)
        case _:
            deler.append(ledd)


def _forent(deler: list[Utvalg]) -> Utvalg:
    return deler[0] if len(deler) == 1 else Forening(tuple(deler))


def _ett(punkt: Punkt) -> Spenn:
    return Spenn(punkt, punkt)


def _dag_av(dag: date) -> Dag:
    return Dag(dag.month, dag.day, _krevd_år(dag.year))


def _krevd_år(år: int) -> int:
    """A year that a round may be in; raises InvalidError for any other."""
    if år not in _ÅR:
        raise InvalidError(f"«{år:04d}» er ikke et årstall.", "Skriv for eksempel 2026.")
    return år


def _årene(rundens_år: int | None) -> list[int]:
    """The years that a date of the round is in: a school year goes on into the next."""
    return [rundens_år, rundens_år + 1] if rundens_år else []


def _ukedagene(første: Tegn, siste: Tegn) -> list[int]:
    """The days of the week from one to another, over the weekend where it is short."""
    antall = (siste.verdi - første.verdi) % len(UKEDAGER) + 1
    if siste.verdi < første.verdi and antall > _LENGSTE_HELG:
        message = f"«{første.tekst}–{siste.tekst}» slutter før det begynner."
        remedy = f"Mente du «{siste.tekst}–{første.tekst}»?"
        raise InvalidError(message, remedy)
    return [(første.verdi + dag) % len(UKEDAGER) for dag in range(antall)]
