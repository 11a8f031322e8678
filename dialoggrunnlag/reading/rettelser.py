"""Corrections of one line of a YAML file, each for a slip that a person makes while typing.

A correction is a guess from how the line looks. ``skrivefeil`` tries it, and what makes the file
right is what the person is told: what is wrong, and the line as it was meant.
"""

from collections.abc import Callable, Iterator

from .linjer import Linje, Rettelse, Sak
from .rettet_innrykk import (
    barn_uten_innrykk,
    fremmed_linje,
    innrykk,
    kommentar,
    linje_mangler,
    strek_mangler,
    tekst_uten_innrykk,
    verdi_uten_innrykk,
)
from .rettet_kolon import kolon, nøkkelens_navn, på_ny_linje, to_nøkler, verdi_og_nøkler
from .rettet_tegn import dobbel_strek, mellomrom, punkter, punkttegn, strek_for_mye
from .rettet_verdi import (
    anførselstegn,
    hele_i_anførselstegn,
    klammer,
    linje_i_anførselstegn,
    skjeve_anførselstegn,
    uten_klammer,
)


def rettelser(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """What a line may have been meant as."""
    for gjett in _GJETT:
        yield from gjett(linje, sak)


_GJETT: tuple[Callable[[Linje, Sak], Iterator[Rettelse]], ...] = (
    mellomrom,
    punkttegn,
    dobbel_strek,
    strek_for_mye,
    punkter,
    kolon,
    to_nøkler,
    på_ny_linje,
    verdi_og_nøkler,
    nøkkelens_navn,
    anførselstegn,
    skjeve_anførselstegn,
    hele_i_anførselstegn,
    linje_i_anførselstegn,
    klammer,
    uten_klammer,
    tekst_uten_innrykk,
    innrykk,
    barn_uten_innrykk,
    strek_mangler,
    kommentar,
    fremmed_linje,
    verdi_uten_innrykk,
    linje_mangler,
)
