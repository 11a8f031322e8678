"""The figures of a file, each with the unit, the year and what it measures, as it stands there."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..errors import DialogError, InvalidError, Problem
from ..model.tall import Sted, Tallverdi
from .rutenett import Rutenett, Verdi
from .tallord import er_skjult, les_antall, les_celle

FLESTE_CELLER = 1_000_000
_ETATENES = {"enhetnivaa", "nasjonaltkode", "skoleaarnavn"}  # headings of Udir's files alone
Navn = tuple[str, ...]  # of a figure: its splits, and last what it measures


class Nivå(enum.Enum):
    """What a unit is."""

    LANDET = "landet"
    FYLKET = "fylket"
    SKOLE = "skole"
    ANNET = "annet"  # a municipality, an owner


class Enhet(NamedTuple):
    """A unit that has figures, as the file tells of it."""

    nivå: Nivå
    navn: str = ""
    organisasjonsnummer: str = ""
    fylkekode: str = ""
    fylke: str = ""


class Celle(NamedTuple):
    """A figure as it stands in the file; ``rutenett``, ``rad`` and ``kolonne`` are its place."""

    enhet: Enhet
    skoleår: str
    navn: Navn
    verdi: Verdi
    antall: Verdi
    foreløpig: bool
    rutenett: int
    rad: int
    kolonne: int


@dataclass(frozen=True)
class Statistikk:
    """What one file holds. ``ledd`` are the names of the parts of each figure's name.

    ``antallskolonne`` is the heading of the column with the number of people of each row, and
    ``kilde`` who has made the figures, where the file tells. ``utelatt`` says what isn't read, and
    why: hidden sheets, and sheets without figures.
    """

    fil: str
    koding: str
    format: str
    tabell: str
    rutenett: Sequence[Rutenett]
    celler: Sequence[Celle]
    ledd: Navn
    overskrifter: Mapping[tuple[int, int], str]
    utelatt: Sequence[str] = ()
    desimalpunktum: bool = False
    antallskolonne: str = ""
    kilde: str = ""

    @property
    def er_egen(self) -> bool:
        """Whether somebody has made the file himself, so that nobody has hidden anything in it.

        It has none of the headings by which the agencies' own files are known.
        """
        overskrifter = {tekst.casefold() for tekst in self.overskrifter.values()}
        return bool(overskrifter) and not overskrifter & _ETATENES

    def navnene(self) -> list[Navn]:
        """The names of the figures, each once, in the order of the file."""
        return list(dict.fromkeys(celle.navn for celle in self.celler))

    def sted(self, celle: Celle) -> Sted:
        """Where a figure stands."""
        return self.rutenett[celle.rutenett].sted(celle.rad, celle.kolonne)

    def problem(self, celle: Celle, message: str, remedy: str = "") -> Problem:
        """A problem with a figure."""
        overskrift = self.overskrifter.get((celle.rutenett, celle.kolonne), "")
        nett = self.rutenett[celle.rutenett]
        return nett.problem(celle.rad, celle.kolonne, message, remedy, overskrift)

    def tall(self, celle: Celle, antall: Celle | None = None) -> Tallverdi:
        """A figure that is read; ``antall`` has the number of people where it is another one.

        Raises DialogError where it can't be read.
        """
        punktum = self.desimalpunktum
        try:
            verdi, fravær = les_celle(celle.verdi, desimalpunktum=punktum)
        except InvalidError as error:
            raise self._feil(celle, error) from None
        rute = celle.antall if antall is None else antall.verdi
        try:
            personer = les_antall(rute, desimalpunktum=punktum)
        except InvalidError as error:
            raise self._feil(antall or self._antallscelle(celle), error) from None
        skjult = personer is None and er_skjult(rute)
        return Tallverdi(verdi, fravær, personer, celle.foreløpig, self.sted(celle), skjult)

    def _antallscelle(self, celle: Celle) -> Celle:
        """The place of the number of people in the row of a figure."""
        for (nett, plass), overskrift in self.overskrifter.items():
            if nett == celle.rutenett and overskrift == self.antallskolonne:
                return celle._replace(kolonne=plass)
        return celle

    def _feil(self, celle: Celle, error: InvalidError) -> DialogError:
        return DialogError([self.problem(celle, error.message, error.remedy)])


def skoleårene(celler: Iterable[Celle]) -> list[str]:
    """The school years of some figures, oldest first."""
    return sorted({celle.skoleår for celle in celler})
