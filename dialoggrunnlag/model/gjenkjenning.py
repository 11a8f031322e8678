"""Which earlier agreement a row of a filled-in form is, where its words may have been corrected.

A row may carry the agreement's id out of sight. Words that are the same count more than that,
since texts are moved from row to row; the row's id counts more than likeness, since it goes with
the row wherever that is moved.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from .norsk import foldet
from .oppsummering import Avtale, Løpende, Utviklingsmål, ord_i

# How alike two texts are at least, from 0 to 1. Goals that only begin alike («Flere elever leser»
# and «Flere elever velger realfag») are 0.71; a corrected one is seldom below 0.65
_LIK_I_SIN_RAD, _LIK_ELLERS = 0.62, 0.75
_SAMMENLIGNES = 400  # characters: what a goal is stands first, and longer texts take long


class Rad(NamedTuple):
    """What a row of the form says, and the id that it carries ('' for none)."""

    innhold: Avtale | Utviklingsmål
    id: str = ""


class Treff(NamedTuple):
    """What a row was found to be.

    ``avtale`` is None for one that is no earlier agreement; ``i_raden_til`` is then the one in
    whose row it stands. ``er_rettet``: its words are others than before. ``er_merket``: the
    row carries the agreement's id.
    """

    avtale: Løpende | None = None
    er_rettet: bool = False
    er_merket: bool = False
    i_raden_til: Løpende | None = None


def gjenkjenn(
    rader: Sequence[Rad], avtaler: Sequence[Løpende], i_skjemaet: Sequence[Løpende]
) -> list[Treff]:
    """Which agreement each row is, no agreement twice.

    ``avtaler`` are all the school's earlier ones, ``i_skjemaet`` those that the form was made
    with, in its order.
    """
    return _Gjenkjenning(rader, avtaler, i_skjemaet).treff()


def likhet(en: str, annen: str) -> float:
    """How alike two texts are, from 0 to 1: by their letters, or by the words of the shorter."""
    en, annen = foldet(en[:_SAMMENLIGNES]), foldet(annen[:_SAMMENLIGNES])
    etter_tegn = SequenceMatcher(None, en, annen, autojunk=False).ratio()
    ordene, de_andre = re.findall(r"\w+", en), re.findall(r"\w+", annen)
    korteste = min(len(ordene), len(de_andre))
    if korteste <= 1:  # a single word is in many texts
        return etter_tegn
    blocks = SequenceMatcher(None, ordene, de_andre, autojunk=False).get_matching_blocks()
    return max(etter_tegn, sum(block.size for block in blocks) / korteste)


class _Par(NamedTuple):
    """A row and an agreement that it may be, by their numbers, with how alike they are."""

    likhet: float
    rad: int
    avtale: int

    @property
    def rekkefølge(self) -> tuple[float, int, int]:
        """The likest first; of those the ones nearest to their old place."""
        return -self.likhet, abs(self.rad - self.avtale), self.rad


class _Gjenkjenning:
    """One form's rows being known again, the surest first."""

    def __init__(
        self, rader: Sequence[Rad], avtaler: Sequence[Løpende], i_skjemaet: Sequence[Løpende]
    ) -> None:
        self.rader = rader
        # An agreement's number is its place in the form, if it was there
        self.avtaler = [*i_skjemaet, *(item for item in avtaler if item not in i_skjemaet)]
        self.antall_i_skjemaet = len(i_skjemaet)
        numre = {item.id: number for number, item in enumerate(self.avtaler)}
        self.merket = [numre.get(rad.id) for rad in rader]  # the agreement whose id a row has
        self.funnet: dict[int, int] = {}  # a row's agreement

    def treff(self) -> list[Treff]:
        """What each row was found to be."""
        self._ta(self._har_merke_og_ord)
        self._ta(self._har_ord)
        self._ta(self._har_merke_og_ligner)
        self._ta(self._har_plass_og_ligner)
        self._ta(self._ligner)
        return [self._treff(number) for number in range(len(self.rader))]

    def _ta(self, likhet_av: Callable[[int, int], float]) -> None:
        """Take the pairs of which something holds, the likest first; 0 is for none."""
        par = [_Par(likhet_av(rad, avtale), rad, avtale) for rad, avtale in self._ledige()]
        for one in sorted(par, key=lambda one: one.rekkefølge):
            is_free = one.rad not in self.funnet and one.avtale not in self.funnet.values()
            if one.likhet and is_free:
                self.funnet[one.rad] = one.avtale

    def _ledige(self) -> Iterator[tuple[int, int]]:
        """The rows and agreements that are left; those that weren't in the form by id alone."""
        tatt = set(self.funnet.values())
        for rad, merket in enumerate(self.merket):
            for avtale in range(len(self.avtaler)):
                er_mulig = avtale < self.antall_i_skjemaet or avtale == merket
                if rad not in self.funnet and avtale not in tatt and er_mulig:
                    yield rad, avtale

    def _har_merke_og_ord(self, rad: int, avtale: int) -> float:
        return self._har_ord(rad, avtale) if self.merket[rad] == avtale else 0

    def _har_ord(self, rad: int, avtale: int) -> float:
        return float(ord_i(self.rader[rad].innhold) == self.avtaler[avtale].ord)

    def _har_merke_og_ligner(self, rad: int, avtale: int) -> float:
        if self.merket[rad] != avtale:
            return 0
        if not self.rader[rad].innhold.mål:  # nothing says that it is another
            return 1
        return self._likhet(rad, avtale, _LIK_I_SIN_RAD)

    def _har_plass_og_ligner(self, rad: int, avtale: int) -> float:
        return self._likhet(rad, avtale, _LIK_I_SIN_RAD) if rad == avtale else 0

    def _ligner(self, rad: int, avtale: int) -> float:
        return self._likhet(rad, avtale, _LIK_ELLERS)

    def _likhet(self, rad: int, avtale: int, minst: float) -> float:
        grad = likhet(self.rader[rad].innhold.mål or "", self.avtaler[avtale].ord)
        return grad if grad >= minst else 0

    def _treff(self, rad: int) -> Treff:
        merket, funnet = self.merket[rad], self.funnet.get(rad)
        if funnet is not None:
            avtale = self.avtaler[funnet]
            mål = self.rader[rad].innhold.mål
            er_rettet = bool(mål) and foldet(mål or "") != avtale.ord
            return Treff(avtale, er_rettet, er_merket=merket == funnet)
        if merket is None or merket in self.funnet.values():
            return Treff()
        return Treff(i_raden_til=self.avtaler[merket])
