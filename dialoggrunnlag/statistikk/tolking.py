"""From the rows of a table to figures: the heading found, and each row's unit and year."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..errors import DialogError, InvalidError, Problem, did_you_mean
from ..model.norsk import forkortet, oppramsing
from . import overskrifter as hode
from .cellestrom import FLESTE_CELLER, Celle, Enhet, Navn
from .enheter import Enhetsceller, les_enhet
from .overskrifter import Overskrifter, Talkolonne, er_overskrift, les_overskrifter
from .rutenett import Rad, Rutenett, Verdi, for_stor
from .tallord import JA, Tid, er_tom, les_tid, som_tekst

_MÅ_HA = ("skole", "skoleår", "verdi")  # what a heading of figures has
_LETES = 20  # rows, in which the heading must be found
# What stands alone below a table
_FOTNOTE = re.compile(
    r"(?:kilder?|merknad(?:er)?|note?|fotnote|oppdatert|utskrift)(?:\W.*)?|[©*].+", re.IGNORECASE
)
FLESTE_PROBLEMER = 20  # of a file: nobody reads more, and they have most often one cause
_ALLE_AV = re.compile(r"(?:alle|begge)\s+(.+)", re.IGNORECASE)
_TITTEL = 200  # characters of a line that can be a table's title


class Tolket(NamedTuple):
    """A table that has been read: its figures, the parts of their names, its title."""

    celler: list[Celle]
    ledd: Navn
    overskrifter: Overskrifter
    tittel: str


class UtenTallError(DialogError):
    """A table has no heading of figures; ``nærhet`` is how much of one it has."""

    def __init__(self, problem: Problem, nærhet: int) -> None:
        super().__init__([problem])
        self.nærhet = nærhet


def tolk(nett: Rutenett, nummer: int) -> Tolket:
    """The figures of a file's table ``nummer``; raises DialogError with all that is wrong.

    A figure that can't be read is no fault as long as nobody asks for it.
    """
    plass, overskrifter = _finn_hodet(nett)
    leser = _Rader(nett, nummer, overskrifter)
    celler: list[Celle] = []
    for rad in nett.rader[plass + 1 :]:
        celler += leser.celler(rad)
        if len(celler) > FLESTE_CELLER:
            raise for_stor(nett.fil, f"mer enn {FLESTE_CELLER // 1_000_000} million tall")
        if len(leser.problemer) > FLESTE_PROBLEMER:
            break
    if leser.problemer:
        raise DialogError(noen(leser.problemer, nett.fil))
    if not celler:
        message = "Det står ingen tall under overskriften."
        problem = nett.problem(nett.rader[plass].nummer, 0, message, "Last ned filen på nytt.")
        raise UtenTallError(problem, len(_MÅ_HA))
    return Tolket(celler, leser.ledd, overskrifter, _tittel(nett.rader[:plass]))


def noen(problemer: Sequence[Problem], fil: str) -> list[Problem]:
    """The first of many problems of a file, and that there are more."""
    if len(problemer) <= FLESTE_PROBLEMER:
        return list(problemer)
    resten = Problem("Det er flere feil i filen enn disse.", "Rett dem først.", fil)
    return [*problemer[:FLESTE_PROBLEMER], resten]


def _finn_hodet(nett: Rutenett) -> tuple[int, Overskrifter]:
    """The row that has the headings; raises UtenTallError where there is none."""
    nærmest: tuple[int, Rad, Overskrifter] | None = None
    for plass, rad in enumerate(nett.rader[:_LETES]):
        overskrifter = les_overskrifter(rad.celler)
        if overskrifter.er_tabell:
            return plass, overskrifter
        nærhet = len(_MÅ_HA) - len(overskrifter.mangler)
        if nærmest is None or nærhet > nærmest[0]:
            nærmest = nærhet, rad, overskrifter
    if nærmest is None:
        raise UtenTallError(Problem("Filen er tom.", "Last den ned på nytt.", nett.fil), 0)
    raise _uten_hode(nett, *nærmest)


def _uten_hode(nett: Rutenett, nærhet: int, rad: Rad, overskrifter: Overskrifter) -> UtenTallError:
    """That a table has no heading, with what the likeliest row lacks."""
    mangler = overskrifter.mangler
    remedy = "Overskriften må ha skole, skoleår og verdi, for eksempel: skole;skoleår;verdi;antall."
    if nærhet:
        message = f"Overskriften mangler en kolonne for {oppramsing(mangler)}."
        remedy = f"{_feilskrevet(overskrifter)}{remedy}"
    else:
        message = "Fant ingen overskrift: filen har ikke kolonner for skole, skoleår og verdi."
    problem = nett.problem(rad.nummer, 0, message, remedy)
    return UtenTallError(problem, nærhet)


def _feilskrevet(overskrifter: Overskrifter) -> str:
    """What headings may be misspelt for, of those that are missing; '' for none."""
    forslag = ""
    for plass in overskrifter.ledd:
        tekst = overskrifter.tekster[plass]
        mente = did_you_mean(tekst, overskrifter.mangler)
        if mente:
            forslag += f"{mente} Det står «{forkortet(tekst)}». "
    return forslag


def _tittel(rader: Sequence[Rad]) -> str:
    """What stands above the heading, where it is a title."""
    for rad in rader:
        tekster = [som_tekst(celle) for celle in rad.celler if not er_tom(celle)]
        if len(tekster) == 1 and len(tekster[0]) <= _TITTEL:
            return tekster[0]
    return ""


class _Rader:
    """Reads the rows below a heading; notes what is wrong on the way."""

    def __init__(self, nett: Rutenett, nummer: int, hodet: Overskrifter) -> None:
        self.nett, self.nummer, self.hodet = nett, nummer, hodet
        self.problemer: list[Problem] = []
        tekster = hodet.tekster
        self.bredde = len(tekster)
        plassene = [kolonne.plass for kolonne in hodet.tall]
        self._siste = max(plassene)
        # Between columns of figures, one without a heading is a figure that nobody can name
        mellom = range(min(plassene), self._siste)
        self._uten_overskrift = [plass for plass in mellom if not tekster[plass]]
        # The last part says what is measured, those before it what it is split by
        self.ledd = (*(tekster[plass] for plass in hodet.ledd), *_leddnavn(hodet.tall))
        self._har_fylker = hode.FYLKEKODE in hodet.roller or hode.FYLKE in hodet.roller
        self._enheter: dict[Enhetsceller, Enhet] = {}
        self._tider: dict[Verdi, Tid | InvalidError] = {}
        self._navn: dict[Navn, Navn] = {}

    def celler(self, rad: Rad) -> Iterator[Celle]:
        """The figures of a row; none of one that is wrong."""
        if _er_fotnote(rad) or self._er_hodet_igjen(rad):
            return
        if not self._er_hel(rad) or not self._er_enig(rad):
            return
        enhet = self._enhet(rad)
        if enhet is None:
            return
        tid = None if self.hodet.har_tid_i_kolonnene else self._tid(rad)
        if tid is None and not self.hodet.har_tid_i_kolonnene:
            return
        delt = tuple(som_tekst(self._celle(rad, plass)) for plass in self.hodet.ledd)
        antall = self._rolle(rad, hode.ANTALL)
        foreløpig = self._er_foreløpig(rad)
        for kolonne in self.hodet.tall:
            kolonnens_tid = kolonne.tid or tid
            if kolonnens_tid is None:
                continue
            yield Celle(
                enhet,
                kolonnens_tid.skoleår,
                self._navnet(delt, kolonne),
                self._celle(rad, kolonne.plass),
                antall,
                kolonnens_tid.foreløpig or foreløpig,
                self.nummer,
                rad.nummer,
                kolonne.plass,
            )

    def _navnet(self, delt: Navn, kolonne: Talkolonne) -> Navn:
        """The name of a figure: the same object for the same name, of which there are few."""
        navn = (*delt, *kolonne.ledd)
        return self._navn.setdefault(navn, navn)

    def _er_hel(self, rad: Rad) -> bool:
        """Whether a row has the cells of its heading; notes it where it hasn't."""
        for plass in self._uten_overskrift:
            if not er_tom(self._celle(rad, plass)):
                remedy = "Gi kolonnen en overskrift, med skoleåret om det er et tall."
                self._note(rad, plass, "Cellen står i en kolonne uten overskrift.", remedy)
                return False
        for plass, celle in enumerate(rad.celler[self.bredde :], self.bredde):
            if not er_tom(celle):
                message = "Raden har flere celler enn overskriften."
                self._note(rad, plass, message, self._råd_om_bredde(celle))
                return False
        er_kuttet = self.hodet.har_tid_i_kolonnene and len(rad.celler) <= self._siste
        if self.nett.tekst and er_kuttet:
            antall = len(rad.celler)
            message = f"Raden har bare {antall} av {self.bredde} celler."
            remedy = "Er filen kuttet av, så last den ned på nytt; sett ellers inn det som mangler."
            self._note(rad, 0, message, remedy)
            return False
        return True

    def _er_hodet_igjen(self, rad: Rad) -> bool:
        """Whether a row is the heading of another table, or a second line of this one.

        What stands below it may be other years' figures, or other figures, so it is noted; not
        where it is the very same heading, as some print it on each page.
        """
        for rolle in (hode.NAVN, hode.ORGNR):
            tekst = som_tekst(self._rolle(rad, rolle))
            if er_overskrift(tekst, rolle):
                if [som_tekst(celle) for celle in rad.celler] != list(self.hodet.tekster):
                    remedy = "Legg hver tabell i en egen fil, med én linje med overskrifter."
                    self._note(rad, self.hodet.roller[rolle], "En overskrift til.", remedy)
                return True
        return False

    def _er_enig(self, rad: Rad) -> bool:
        """Whether columns that should say the same do; notes it where they don't."""
        for rolle, plass in self.hodet.doble:
            første = som_tekst(self._rolle(rad, rolle))
            andre = som_tekst(self._celle(rad, plass))
            if første and andre and første != andre:
                tekster = self.hodet.tekster
                message = (
                    f"«{tekster[self.hodet.roller[rolle]]}» er {forkortet(første)}, men "
                    f"«{tekster[plass]}» er {forkortet(andre)}."
                )
                self._note(rad, plass, message, "Ta bort den kolonnen som ikke gjelder tallet.")
                return False
        return True

    def _råd_om_bredde(self, celle: Verdi) -> str:
        if self.nett.skille == "," and re.fullmatch(r"[0-9]+", som_tekst(celle)):
            return "Komma skiller både celler og desimaler. Lagre med semikolon mellom cellene."
        return "Rett raden, så hver celle står under sin overskrift."

    def _celle(self, rad: Rad, plass: int) -> Verdi:
        return rad.celler[plass] if plass < len(rad.celler) else None

    def _rolle(self, rad: Rad, rolle: str) -> Verdi:
        plass = self.hodet.roller.get(rolle)
        return None if plass is None else self._celle(rad, plass)

    def _note(self, rad: Rad, plass: int, message: str, remedy: str = "") -> None:
        tekster = self.hodet.tekster
        overskrift = tekster[plass] if plass < len(tekster) else ""
        self.problemer.append(self.nett.problem(rad.nummer, plass, message, remedy, overskrift))

    def _tid(self, rad: Rad) -> Tid | None:
        """The year of a row; None where that can't be read, which is noted."""
        celle = self._rolle(rad, hode.ÅR)
        if celle not in self._tider:
            try:
                self._tider[celle] = les_tid(celle)
            except InvalidError as error:
                self._tider[celle] = error
        tid = self._tider[celle]
        if isinstance(tid, Tid):
            return tid
        if er_tom(celle):
            tid = InvalidError("Skoleåret mangler.", "Skriv for eksempel 2025-26.")
        self._note(rad, self.hodet.roller[hode.ÅR], tid.message, tid.remedy)
        return None

    def _er_foreløpig(self, rad: Rad) -> bool:
        celle = self._rolle(rad, hode.FORELØPIG)
        tekst = som_tekst(celle).casefold()
        if tekst in JA:
            return JA[tekst]
        message = f"«{forkortet(tekst)}» er verken ja eller nei."
        self._note(rad, self.hodet.roller[hode.FORELØPIG], message, "Skriv ja eller nei.")
        return False

    def _enhet(self, rad: Rad) -> Enhet | None:
        """The unit of a row; None where there is none, which is noted."""
        sagt = Enhetsceller(*(som_tekst(self._rolle(rad, rolle)) for rolle in Enhetsceller._fields))
        if sagt not in self._enheter:
            try:
                self._enheter[sagt] = les_enhet(sagt, i_fylker=self._har_fylker)
            except InvalidError as error:
                rolle = hode.ORGNR if sagt.organisasjonsnummer else hode.NAVN
                plass = self.hodet.roller.get(rolle, 0)
                self._note(rad, plass, error.message, error.remedy)
                return None
        return self._enheter[sagt]


def _er_fotnote(rad: Rad) -> bool:
    """Whether a row is no row of figures, but a note below them."""
    tekster = [som_tekst(celle) for celle in rad.celler if not er_tom(celle)]
    return len(tekster) == 1 and _FOTNOTE.fullmatch(tekster[0]) is not None


def _leddnavn(kolonner: Sequence[Talkolonne]) -> Navn:
    """What the parts of columns' names are called: «kjønn» where one of them is «Alle kjønn»."""
    lengst = max(len(kolonne.ledd) for kolonne in kolonner)
    navn = [f"del {nummer}" for nummer in range(1, lengst)]
    for kolonne in kolonner:
        for plass, ledd in enumerate(kolonne.ledd[:-1]):
            match = _ALLE_AV.fullmatch(ledd)
            if match:
                navn[plass] = match[1]
    return (*navn, *(["mål"] if lengst else []))
