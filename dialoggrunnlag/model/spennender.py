"""The ends of a span of days, and the span between two of them, whose years fit together."""

from __future__ import annotations

from typing import NamedTuple

from ..errors import InvalidError
from .dagord import Tegn
from .dagsett import SKUDDÅR, Punkt, Spenn, Uke

_HALVT_ÅR, _ET_ÅR = 183, 366


class Ende(NamedTuple):
    """One end of a span as it is typed: what is left out, the other end or the next one says."""

    tegn: Tegn  # the first one, for messages
    punkt: Punkt | None  # None for a day without a month
    dag: int = 0
    år: int | None = None
    ukedag: Tegn | None = None


def spenn_av(fra: Punkt, til: Punkt, tekst: str, rundens_år: int | None) -> Spenn:
    """From one point to another; raises InvalidError where they are turned round."""
    er_bakvendt = _er_bakvendt(fra, til, rundens_år)
    if er_bakvendt and not (fra.år and til.år):
        lengde = _ET_ÅR - fra.uten_år() + til.uten_år()
        if lengde > _HALVT_ÅR:
            raise _slutter_først(fra, til, tekst)
    if til.år and not fra.år:
        fra = fra.i_året(til.år - er_bakvendt)
    elif fra.år and not til.år:
        til = til.i_året(fra.år + er_bakvendt)
    spenn = Spenn(fra, til, er_bakvendt and not fra.år)
    dagene = spenn.dagene()
    if dagene and dagene.siste < dagene.første:
        raise _slutter_først(fra, til, tekst)
    return spenn


def _er_bakvendt(fra: Punkt, til: Punkt, rundens_år: int | None) -> bool:
    """Whether the end comes first within a year: an error, or the span goes on into the next."""
    if type(fra) is type(til):
        return fra.uten_år() > til.uten_år()
    år = fra.år or til.år or rundens_år or SKUDDÅR  # which dates a week has is another every year
    return fra.i(år).første > til.i(år).siste


def _slutter_først(fra: Punkt, til: Punkt, tekst: str) -> InvalidError:
    message = f"«{tekst}» slutter før det begynner."
    if isinstance(fra, Uke) and isinstance(til, Uke) and not (fra.år or til.år):
        return InvalidError(message, f"Mente du «uke {til.nummer}–{fra.nummer}»?")
    return InvalidError(message, "Bytt om på dem, eller rett årstallet.")
