"""What a school lacks, in words for a wall, and the commands that put it right."""

from collections.abc import Callable, Iterator, Sequence

from ..dokumenter.tilstand import Dokument, Tilstand
from ..model.norsk import stor_forbokstav
from .kommandoer import generer, innkalling
from .rundeplan import I_PLANEN
from .rundestatus import MANGLER, Skolestatus

_SAGT = (*MANGLER, *I_PLANEN)  # what these checks find is told in words of its own
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
    mange = len(rad.lenker) > 1  # whose names would fill the wall
    for ord_ in rad.mangler:
        if not (mange and ord_ in rad.lenker):
            yield f"{stor_forbokstav(ord_)} mangler"
    if mange:
        yield f"{len(rad.lenker)} lenker mangler"
    for ord_ in rad.merknader:
        yield stor_forbokstav(ord_)
    if rad.feil and rad.dokumenter is not None:
        yield f"{len(set(rad.feil))} feil"
    andre = {one for one in rad.advarsler if one.check not in _SAGT}
    if andre:
        antall = "1 advarsel" if len(andre) == 1 else f"{len(andre)} advarsler"
        yield f"{antall} til" if len(andre) < len(set(rad.advarsler)) else antall


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
    if len(dokumenter) == 1:
        return stor_forbokstav(navn_på(dokumenter[0]))
    if len(dokumenter) == len(rad.egne):
        return "Dokumentene"
    return f"{len(dokumenter)} dokumenter"


def kommandoer(rad: Skolestatus, valg: Sequence[str]) -> Iterator[str]:
    """The commands that make what is missing or out of date; none where the data are wrong.

    What is edited by hand is for a person to choose about. ``valg`` are the options that a command
    needs to make documents in the same folder.
    """
    if rad.avlyst or rad.dokumenter is None:
        return
    nye = [one for one in rad.egne if one.tilstand in (Tilstand.MANGLER, Tilstand.UTDATERT)]
    nye += [one for one in rad.pdfer if one.tilstand is Tilstand.UTDATERT]
    if nye:
        yield generer(rad.skole_id, nye, valg)
    if rad.innkalling.tilstand is Tilstand.UTDATERT:
        yield innkalling(rad.skole_id, valg)
