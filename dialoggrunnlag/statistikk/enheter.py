"""Which unit a row is of: the nation, a county, a school, by what its cells say."""

import re
from typing import NamedTuple

from ..errors import InvalidError
from ..model.norsk import foldet, forkortet
from .cellestrom import Enhet, Nivå

_LANDET = {"landet", "hele landet", "heile landet", "nasjonalt", "norge", "noreg", "alle fylker"}
_FYLKET = {"fylket", "fylkesnivå", "hele fylket", "heile fylket"}
_LANDSKODER = {"i", "0", "00"}
_ORGNR, _FYLKESNR = re.compile(r"[0-9]{9}"), re.compile(r"[0-9]{2}")


class Enhetsceller(NamedTuple):
    """What a row says of its unit; '' where it has no such column."""

    organisasjonsnummer: str = ""
    navn: str = ""
    fylkekode: str = ""
    fylke: str = ""
    land: str = ""
    kommune: str = ""


def les_enhet(sagt: Enhetsceller, *, i_fylker: bool) -> Enhet:
    """The unit of a row; raises InvalidError where its cells name none.

    ``i_fylker``: the table says of each unit which county it is in.
    """
    kode = sagt.fylkekode.zfill(2) if sagt.fylkekode.isdecimal() else sagt.fylkekode
    siffer = re.sub(r"\s", "", sagt.organisasjonsnummer)
    enhet = Enhet(Nivå.SKOLE, sagt.navn, "", kode, sagt.fylke)
    if _ORGNR.fullmatch(siffer):
        return enhet._replace(organisasjonsnummer=siffer)
    if i_fylker:
        return enhet._replace(nivå=_nivå_i_fylke(sagt, kode))
    if siffer:
        return _etter_kode(enhet, siffer)
    return enhet._replace(nivå=_nivå_av_navn(sagt.navn or sagt.land))


def _etter_kode(enhet: Enhet, kode: str) -> Enhet:
    """A unit by what stands where a school has its number."""
    if foldet(kode) in _LANDSKODER:
        return enhet._replace(nivå=Nivå.LANDET)
    if _FYLKESNR.fullmatch(kode):
        return enhet._replace(nivå=Nivå.FYLKET, fylkekode=kode)
    message = f"«{forkortet(kode)}» er ikke et organisasjonsnummer."
    raise InvalidError(message, "Skriv ni sifre, eller la cellen stå tom.")


def _nivå_av_navn(navn: str) -> Nivå:
    """What a unit is by its name alone."""
    if not navn:
        raise InvalidError("Skolen mangler.", "Skriv navnet eller organisasjonsnummeret.")
    if foldet(navn) in _LANDET:
        return Nivå.LANDET
    return Nivå.FYLKET if foldet(navn) in _FYLKET else Nivå.SKOLE


def _nivå_i_fylke(sagt: Enhetsceller, fylkekode: str) -> Nivå:
    """What a unit is that has no organisation number, in a table with counties."""
    navn, fylke, kommune = foldet(sagt.navn), foldet(sagt.fylke), foldet(sagt.kommune)
    if navn and not navn.startswith("alle ") and navn != fylke:
        return Nivå.SKOLE
    hele_fylket = ("", foldet(fylkekode), *_LANDSKODER)
    if kommune not in hele_fylket and not kommune.startswith("alle "):
        return Nivå.ANNET
    if foldet(fylkekode) in _LANDSKODER or fylke in _LANDET:
        return Nivå.LANDET
    return Nivå.FYLKET
