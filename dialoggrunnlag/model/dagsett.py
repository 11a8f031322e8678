"""A set of days in the words that somebody typed: «uke 43–45», «ikke fredager».

Most such words have no year. So a set is asked which it has of some days, and the words are of
those days' years: ``dagsettleser`` makes it of a text. Loaded where the data have such a set.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple, Protocol, Self

from .datoformer import MÅNEDER

FLEST_UKER = 53
SKUDDÅR = 2000  # has every date that there is
_DESEMBER, _UKEDAGER = 12, 7
_SISTE_UKE_HAR = 28  # the 28th of December is always in the year's last week


class Ramme(NamedTuple):
    """The first and the last of the days that are asked about."""

    første: date
    siste: date

    def avstand(self, spenn: Ramme) -> int:
        """How many days there are between this and another; 0 where they meet."""
        return max(0, (spenn.første - self.siste).days, (self.første - spenn.siste).days)


class Utvalg(Protocol):
    """What tells which days are in a set."""

    def har(self, dag: date, ramme: Ramme) -> bool:
        """Whether a day is in the set, asked about the days of ``ramme``."""


@dataclass(frozen=True)
class Dagsett:
    """A set of days. ``sier_ikke``: it has the word «ikke», and not only exceptions."""

    tekst: str
    utvalg: Utvalg = field(repr=False, compare=False)
    sier_ikke: bool = field(default=False, repr=False, compare=False)

    def dager(self, blant: Iterable[date]) -> frozenset[date]:
        """The days of ``blant`` that are in the set.

        ``blant`` are the days of a round. What has no year is in their years, also when they go
        on into the next; «etter 15. oktober» is after the one that is in them, or nearest.
        """
        dagene = tuple(blant)
        if not dagene:
            return frozenset()
        ramme = Ramme(min(dagene), max(dagene))
        return frozenset(dag for dag in dagene if self.utvalg.har(dag, ramme))

    def __str__(self) -> str:
        return self.tekst


def samlet(settene: Sequence[Dagsett]) -> Dagsett:
    """What is in one of several sets of days, which somebody listed."""
    tekst = ", ".join(dager.tekst for dager in settene)
    return Dagsett(tekst, forent([dager.utvalg for dager in settene]))


# --- a day, a week or a month, of a year where that is said ---------------------------------------


class Punkt(Protocol):
    """A day, a week or a month; its first day is after its last where a year has none such."""

    @property
    def år(self) -> int | None:
        """The year, where it is said."""

    def i(self, år: int) -> Ramme:
        """Its first and last day in a year."""

    def uten_år(self) -> float:
        """How far into a year it is, for what comes first; in days."""

    def i_året(self, år: int | None) -> Self:
        """The same of a year."""


@dataclass(frozen=True)
class Dag:
    """A day of a month."""

    måned: int
    dag: int
    år: int | None = None

    def i(self, år: int) -> Ramme:
        """The day, twice."""
        siste = siste_i_måneden(år, self.måned)
        if self.dag > siste.day:  # the 29th of February
            return Ramme(siste + timedelta(1), siste)
        dag = siste.replace(day=self.dag)
        return Ramme(dag, dag)

    def uten_år(self) -> float:
        """The days before it."""
        return 30.5 * (self.måned - 1) + self.dag

    def i_året(self, år: int | None) -> Dag:
        """The same day of a year."""
        return Dag(self.måned, self.dag, år)

    def __str__(self) -> str:
        return f"{self.dag}. {MÅNEDER[self.måned - 1]}"


@dataclass(frozen=True)
class Uke:
    """A week by its number (ISO 8601, as Norwegian calendars have it)."""

    nummer: int
    år: int | None = None

    def i(self, år: int) -> Ramme:
        """Monday and Sunday."""
        nummer = min(self.nummer, uker_i(år))
        mandag, søndag = date.fromisocalendar(år, nummer, 1), date.fromisocalendar(år, nummer, 7)
        if nummer < self.nummer:  # week 53
            mandag = søndag + timedelta(1)
        return Ramme(mandag, søndag)

    def uten_år(self) -> float:
        """The days before it."""
        return _UKEDAGER * (self.nummer - 1)

    def i_året(self, år: int | None) -> Uke:
        """The same week of a year."""
        return Uke(self.nummer, år)


@dataclass(frozen=True)
class Måned:
    """A month."""

    nummer: int
    år: int | None = None

    def i(self, år: int) -> Ramme:
        """Its first and last day."""
        return Ramme(date(år, self.nummer, 1), siste_i_måneden(år, self.nummer))

    def uten_år(self) -> float:
        """The days before it."""
        return 30.5 * (self.nummer - 1)

    def i_året(self, år: int | None) -> Måned:
        """The same month of a year."""
        return Måned(self.nummer, år)


def siste_i_måneden(år: int, måned: int) -> date:
    """The last day of a month."""
    if måned == _DESEMBER:
        return date(år, måned, 31)
    return date(år, måned + 1, 1) - timedelta(1)


def uker_i(år: int) -> int:
    """How many weeks a year has: 52 or 53."""
    return date(år, _DESEMBER, _SISTE_UKE_HAR).isocalendar().week


# --- sets -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Alle:
    """Every day."""

    def har(self, dag: date, ramme: Ramme) -> bool:  # noqa: ARG002 - any day
        """Always."""
        return True


@dataclass(frozen=True)
class Ukedager:
    """Some days of the week, from 0 for Monday."""

    numre: frozenset[int]

    def har(self, dag: date, ramme: Ramme) -> bool:  # noqa: ARG002 - in any year
        """Whether a day is one of them."""
        return dag.weekday() in self.numre


@dataclass(frozen=True)
class Annenhver:
    """The weeks with an even number (rest 0), or those with an odd one (1)."""

    rest: int

    def har(self, dag: date, ramme: Ramme) -> bool:  # noqa: ARG002 - in any year
        """Whether a day's week is one of them."""
        return dag.isocalendar().week % 2 == self.rest


@dataclass(frozen=True)
class Spenn:
    """From one point to another, both included; either both have a year, or none.

    ``over_nyttår``: without years, and the end is in the year after that of the beginning.
    """

    fra: Punkt
    til: Punkt
    over_nyttår: bool = False

    def dagene(self) -> Ramme | None:
        """The first and the last day, where the years are said."""
        if not (self.fra.år and self.til.år):
            return None
        return Ramme(self.fra.i(self.fra.år).første, self.til.i(self.til.år).siste)

    def har(self, dag: date, ramme: Ramme) -> bool:  # noqa: ARG002 - in any year
        """Whether a day is within it, in whatever year where none is said."""
        dagene = self.dagene()
        if dagene:
            return dagene.første <= dag <= dagene.siste
        for år in (dag.year - 1, dag.year, dag.year + 1):
            slutt = self.til.i(år + self.over_nyttår).siste
            if self.fra.i(år).første <= dag <= slutt:
                return True
        return False


@dataclass(frozen=True)
class Åpent:
    """What comes before or after a point; ``med``: and the point itself."""

    punkt: Punkt
    er_etter: bool
    med: bool

    def grense(self, ramme: Ramme) -> date:
        """The first day that is in it, where it is after a point, else the last."""
        dagene = _nærmeste(self.punkt, ramme)
        if self.er_etter:
            return dagene.første if self.med else dagene.siste + timedelta(1)
        return dagene.siste if self.med else dagene.første - timedelta(1)

    def har(self, dag: date, ramme: Ramme) -> bool:
        """Whether a day comes after the point, or before it."""
        if self.er_etter:
            return dag >= self.grense(ramme)
        return dag <= self.grense(ramme)


def _nærmeste(punkt: Punkt, ramme: Ramme) -> Ramme:
    """The days of a point: in its year, else where it is in some days, or nearest to them."""
    if punkt.år:
        return punkt.i(punkt.år)
    årene = range(ramme.første.year - 1, ramme.siste.year + 2)
    mulige = [punkt.i(år) for år in årene]
    mulige = [spenn for spenn in mulige if spenn.første <= spenn.siste] or mulige
    return min(mulige, key=ramme.avstand)


@dataclass(frozen=True)
class Mellom:
    """«etter uke 40 og før uke 45»; with the later one first it is what is outside."""

    etter: Åpent
    før: Åpent

    def har(self, dag: date, ramme: Ramme) -> bool:
        """Whether a day is between the two, or outside them."""
        etter, før = self.etter.har(dag, ramme), self.før.har(dag, ramme)
        if self.etter.grense(ramme) <= self.før.grense(ramme):
            return etter and før
        return etter or før


@dataclass(frozen=True)
class Forening:
    """What is in one of several sets."""

    deler: tuple[Utvalg, ...]

    def har(self, dag: date, ramme: Ramme) -> bool:
        """Whether a day is in one of them."""
        return any(del_.har(dag, ramme) for del_ in self.deler)


def forent(deler: list[Utvalg]) -> Utvalg:
    """Some sets as one."""
    return deler[0] if len(deler) == 1 else Forening(tuple(deler))


@dataclass(frozen=True)
class Snitt:
    """What is in both of two sets: «fredager i oktober»."""

    ett: Utvalg
    annet: Utvalg

    def har(self, dag: date, ramme: Ramme) -> bool:
        """Whether a day is in both."""
        return self.ett.har(dag, ramme) and self.annet.har(dag, ramme)


@dataclass(frozen=True)
class Uten:
    """What is in a set and not in another: «uke 43, ikke fredag»."""

    av: Utvalg
    bort: Utvalg

    def har(self, dag: date, ramme: Ramme) -> bool:
        """Whether a day is left."""
        return self.av.har(dag, ramme) and not self.bort.har(dag, ramme)
