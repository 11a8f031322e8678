"""What a school lacks, in words for a wall, and the commands that put it right."""

from collections.abc import Callable, Iterator

from ..dokumenter.tilstand import Dokument, Tilstand
from ..model.norsk import oppramsing, stor_forbokstav
from .rundestatus import MANGLER, Skolestatus

_GAMMEL = (Tilstand.UTDATERT, Tilstand.REDIGERT_UTDATERT)


def mangelord(rad: Skolestatus, navn_på: Callable[[Dokument], str]) -> Iterator[str]:
    """What somebody should do about a dialogue, a few words each; nothing where all is done.

    ``navn_på`` is what a document is called.
    """
    if rad.dokumenter is None:
        yield "Feil i dataene gjør resten ukjent"
    elif not rad.avlyst:
        if rad.dato is None:
            yield "Datoen er ikke avtalt"
        yield from _om_dokumentene(rad, navn_på)
    for ord_ in rad.mangler:
        yield f"{stor_forbokstav(ord_)} mangler"
    for problem in dict.fromkeys(rad.funn):
        if problem.check not in MANGLER or not rad.mangler:
            yield problem.message.removesuffix(".")


def _om_dokumentene(rad: Skolestatus, navn_på: Callable[[Dokument], str]) -> Iterator[str]:
    borte = [one for one in rad.egne if one.tilstand is Tilstand.MANGLER]
    gamle = [one for one in rad.egne if one.tilstand in _GAMMEL]
    if borte:
        hvilke = _hvilke(rad, borte, navn_på)
        yield f"{hvilke} er ikke laget"
    if gamle:
        hvilke = _hvilke(rad, gamle, navn_på)
        yield f"{hvilke} er utdatert"
    if any(one.tilstand in _GAMMEL for one in rad.pdfer):
        yield "PDF er utdatert"
    if rad.innkalling.tilstand is Tilstand.UTDATERT:
        yield "Innkallingen er utdatert"


def _hvilke(
    rad: Skolestatus, dokumenter: list[Dokument], navn_på: Callable[[Dokument], str]
) -> str:
    if len(dokumenter) == len(rad.egne) > 1:
        return "Dokumentene"
    return stor_forbokstav(oppramsing([navn_på(one) for one in dokumenter]))


def kommandoer(rad: Skolestatus) -> Iterator[str]:
    """The commands that make what is missing or out of date; none where the data are wrong."""
    if rad.avlyst or rad.dokumenter is None:
        return
    nye = [one.navn for one in rad.egne if one.tilstand in (Tilstand.MANGLER, *_GAMMEL)]
    gamle_pdfer = [one.navn for one in rad.pdfer if one.tilstand in _GAMMEL]
    if nye or gamle_pdfer:
        words = ["dialog generer --skole", rad.skole_id]
        for navn in dict.fromkeys([*nye, *gamle_pdfer]):
            words += ["--dokument", navn]
        if gamle_pdfer:
            words.append("--pdf")
        yield " ".join(words)
    if rad.innkalling.tilstand is Tilstand.UTDATERT:
        yield f"dialog innkalling --skole {rad.skole_id}"
