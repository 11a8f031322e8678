"""What follows of hidden figures from those that are shown: linear relations, and rounding.

A relation says that figures, each times a number, make a sum: schools make the county, parts make
a whole. What is shown is known to half of its last decimal. It is asked how near a reader who
knows all of that, and can reckon, comes to each figure that is hidden.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from math import inf
from typing import NamedTuple

Celle = tuple[str, str]  # a key figure, or the people behind it, and a unit: of one school year
_ROUNDS = 60  # of narrowing; it converges long before, or by ever smaller steps
_LEAST = 1e-9  # what counts as narrower


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
    """The bounds of each figure, as near as the relations bring them."""
    nærmere = dict(grenser)
    rader = [*relasjoner, *_løst(relasjoner, skjulte)]
    for _ in range(_ROUNDS):
        endret = False
        for rad in rader:
            endret = _snevre_inn(rad, nærmere) or endret
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


def _snevre_inn(rad: Relasjon, grenser: dict[Celle, Grenser]) -> bool:
    """Narrow each figure by what a relation leaves room for; returns whether any became so."""
    endret = False
    for celle, tall in rad.ledd.items():
        ny = _rom(rad, celle, float(tall), grenser)
        gammel = grenser[celle]
        if ny.lavest > gammel.lavest + _LEAST or ny.høyest < gammel.høyest - _LEAST:
            lavest, høyest = max(ny.lavest, gammel.lavest), min(ny.høyest, gammel.høyest)
            # Figures that contradict each other (a source's own slips) give one point, not none
            grenser[celle] = Grenser(min(lavest, høyest), max(lavest, høyest))
            endret = lavest <= høyest or endret
    return endret


def _rom(rad: Relasjon, celle: Celle, tall: float, grenser: Mapping[Celle, Grenser]) -> Grenser:
    """What one figure of a relation can be, by the bounds of the others."""
    lavest = høyest = float(rad.sum)
    for annen, ganger in rad.ledd.items():
        if annen == celle:
            continue
        ender = sorted(_ganger(float(ganger), ende) for ende in grenser[annen])
        lavest, høyest = lavest - ender[1], høyest - ender[0]
    ender = sorted((lavest / tall, høyest / tall))
    return Grenser(ender[0], ender[1])


def _ganger(tall: float, ende: float) -> float:
    """A product; what has no end has none when it is multiplied either."""
    if ende in (inf, -inf):
        return ende if tall > 0 else -ende
    return tall * ende
