"""What follows of hidden figures from those that are shown: linear relations, and rounding.

A relation says that figures, each times a number, make a sum: schools make the county, parts make
a whole. What is shown is known to half of its last decimal. It is asked how near a reader who
knows all of that, and can reckon, comes to each figure that is hidden.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from math import inf, isinf
from typing import NamedTuple

Celle = tuple[str, str]  # a key figure, or the people behind it, and a unit: of one school year
_ROUNDS = 40  # of narrowing; it ends long before, or goes on by ever smaller steps
_LEAST = 1e-6  # what counts as narrower


class Grenser(NamedTuple):
    """What a figure can be, at the least and at the most."""

    lavest: float
    høyest: float

    @property
    def bredde(self) -> float:
        """How much room there is between them."""
        return self.høyest - self.lavest


class Relasjon(NamedTuple):
    """Figures, each times a number, that together make a sum."""

    ledd: Mapping[Celle, Fraction]
    sum: Fraction = Fraction(0)


def relasjon(ledd: Iterable[tuple[Celle, float]], sum_: float = 0) -> Relasjon:
    """A relation of ordinary numbers."""
    return Relasjon({celle: Fraction(tall) for celle, tall in ledd if tall}, Fraction(sum_))


def entydige(relasjoner: Sequence[Relasjon], skjulte: Collection[Celle]) -> set[Celle]:
    """The hidden figures that the relations alone give exactly, were nothing rounded."""
    funnet = set()
    for rad in _løst(relasjoner, skjulte):
        ukjente = [celle for celle in rad.ledd if celle in skjulte]
        if len(ukjente) == 1:
            funnet.add(ukjente[0])
    return funnet


def innsnevret(
    relasjoner: Sequence[Relasjon], grenser: Mapping[Celle, Grenser], skjulte: Collection[Celle]
) -> dict[Celle, Grenser]:
    """The bounds of each figure, with the hidden ones as near as the relations bring them."""
    nærmere = dict(grenser)
    rader = [_Rad(rad, skjulte) for rad in (*relasjoner, *_løst(relasjoner, skjulte))]
    for _ in range(_ROUNDS):
        endret = False
        for rad in rader:
            endret = rad.snevre_inn(nærmere) or endret
        if not endret:
            break
    return nærmere


def _løst(relasjoner: Sequence[Relasjon], skjulte: Collection[Celle]) -> list[Relasjon]:
    """The relations solved for the hidden figures, as far as they can be (Gauss and Jordan)."""
    rader = list(relasjoner)
    løste: list[Relasjon] = []
    for ukjent in sorted(skjulte):
        dreiepunkt = None
        for nummer, rad in enumerate(rader):
            if ukjent in rad.ledd:
                dreiepunkt = rader.pop(nummer)
                break
        if dreiepunkt is None:
            continue
        rader = [_uten(rad, ukjent, dreiepunkt) for rad in rader]
        løste = [_uten(rad, ukjent, dreiepunkt) for rad in løste]
        løste.append(dreiepunkt)
    return løste


def _uten(rad: Relasjon, ukjent: Celle, dreiepunkt: Relasjon) -> Relasjon:
    """A relation in which one figure has been replaced by what another relation says of it."""
    if ukjent not in rad.ledd:
        return rad
    ganger = rad.ledd[ukjent] / dreiepunkt.ledd[ukjent]
    ledd = dict(rad.ledd)
    for celle, tall in dreiepunkt.ledd.items():
        nytt = ledd.get(celle, Fraction(0)) - ganger * tall
        if nytt:
            ledd[celle] = nytt
        else:
            ledd.pop(celle, None)
    return Relasjon(ledd, rad.sum - ganger * dreiepunkt.sum)


class _Rad:
    """A relation in ordinary numbers, which narrows what its hidden figures can be."""

    def __init__(self, rad: Relasjon, skjulte: Collection[Celle]) -> None:
        self._sum = float(rad.sum)
        self._ledd = [(celle, float(tall)) for celle, tall in rad.ledd.items()]
        self._skjulte = [(celle, tall) for celle, tall in self._ledd if celle in skjulte]

    def snevre_inn(self, grenser: dict[Celle, Grenser]) -> bool:
        """Narrow each hidden figure by what the others leave; returns whether any became so."""
        if not self._skjulte:
            return False
        endret = False
        lave, høye = self._ender(grenser)
        for celle, tall in self._skjulte:
            gammel = grenser[celle]
            eget = _ganget(tall, gammel)
            rom = Grenser(self._sum - høye.uten(eget.høyest), self._sum - lave.uten(eget.lavest))
            ny = _ganget(1 / tall, rom)
            if ny.lavest > gammel.lavest + _LEAST or ny.høyest < gammel.høyest - _LEAST:
                lavest, høyest = max(ny.lavest, gammel.lavest), min(ny.høyest, gammel.høyest)
                if lavest > høyest:  # a source's own slips: what contradicts itself is one point
                    lavest = høyest = (lavest + høyest) / 2
                grenser[celle] = Grenser(lavest, høyest)
                lave, høye = self._ender(grenser)
                endret = True
        return endret

    def _ender(self, grenser: Mapping[Celle, Grenser]) -> tuple[_Ende, _Ende]:
        """The least and the most that all of it together can be."""
        spenn = [_ganget(tall, grenser[celle]) for celle, tall in self._ledd]
        return _Ende.av(ett.lavest for ett in spenn), _Ende.av(ett.høyest for ett in spenn)


class _Ende(NamedTuple):
    """A sum in which some have no end."""

    sum: float
    uendelige: int
    uendelig: float

    @classmethod
    def av(cls, tallene: Iterable[float]) -> _Ende:
        """The sum of numbers that have no end on the same side."""
        sum_, uendelige, uendelig = 0.0, 0, inf
        for tall in tallene:
            if isinf(tall):
                uendelige, uendelig = uendelige + 1, tall
            else:
                sum_ += tall
        return cls(sum_, uendelige, uendelig)

    def uten(self, tall: float) -> float:
        """The sum without one of them."""
        if isinf(tall):
            return self.uendelig if self.uendelige > 1 else self.sum
        return self.uendelig if self.uendelige else self.sum - tall


def _ganget(tall: float, grenser: Grenser) -> Grenser:
    """The bounds of a figure times a number that isn't 0."""
    if tall > 0:
        return Grenser(tall * grenser.lavest, tall * grenser.høyest)
    return Grenser(tall * grenser.høyest, tall * grenser.lavest)
