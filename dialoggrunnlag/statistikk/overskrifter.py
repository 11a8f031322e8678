"""The headings of a table: which column holds what, by the names that people and Udir give them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..errors import InvalidError
from .rutenett import Ulest, Verdi
from .tallord import Tid, les_tid, som_tekst

NAVN, ORGNR, FYLKEKODE, FYLKE = "navn", "organisasjonsnummer", "fylkekode", "fylke"
LAND, LANDKODE, KOMMUNE, NIVÅ = "land", "landkode", "kommune", "nivå"
ÅR, VERDI, ANTALL, TALLNAVN, FORELØPIG = "år", "verdi", "antall", "tallnavn", "foreløpig"
_UTELATT = "utelatt"
_ENHETER = (NAVN, ORGNR, FYLKEKODE, FYLKE)
# What the columns are called, without spaces and signs
_NAVN: Mapping[str, str] = {
    NAVN: "enhetnavn enhetsnavn enhet skole skolenavn skolensnavn skule skulenamn skulensnamn "
    "eining einingsnamn navn namn virksomhet institusjon",
    ORGNR: "organisasjonsnummer organisasjonsnr orgnr orgnummer organisasjonsnummeret",
    FYLKEKODE: "fylkekode avgiverfylkekode fylkenr fylkesnr fylkesnummer fylkenummer",
    FYLKE: "fylke fylkenavn fylkesnavn fylkesnamn avgiverfylke avgiverfylkenavn",
    LAND: "nasjonalt land",
    LANDKODE: "nasjonaltkode",
    KOMMUNE: "kommunekode kommune kommunenavn kommunenamn",
    NIVÅ: "enhetnivaa enhetnivå fylkenivaa fylkenivå enhetsnivå",
    ÅR: "skoleår skoleaar skoleaarnavn skoleårnavn skuleår år aar årstall årstal periode tid "
    "tidsperiode skoleåret",
    VERDI: "verdi tall tal resultat resultatet skår tallverdi",
    ANTALL: "antall antal n antallbesvart antallelever antalelevar antallsvar antallpersoner "
    "antallinvitert antalldeltakere",
    TALLNAVN: "nøkkeltall nøkkeltal nykeltal indikator indikatordelskår målepunkt tallnavn",
    FORELØPIG: "foreløpig foreløpigetall førebels førebelstal",
    _UTELATT: "sidenummer raderside radertotalt tidid enhetid",
}
_OGSÅ_TALL = ("", TALLNAVN, VERDI, ANTALL)  # a second one of the others says nothing new
_SIER_DET_SAMME = (ORGNR, ÅR)  # two columns of them are one, or a slip
_ROLLER = {navn: rolle for rolle, alle in _NAVN.items() for navn in alle.split()}
# A column that is a figure by its name: the Elevundersøkelsen's and their like
_MÅL = re.compile(r"score|standardavvik|(?:andel|antall|snitt|gjennomsnitt|median|prosent).*")
# Columns that say the same as another: TrinnNivaa, TrinnKode, Trinnnavn
_GJENTAR = re.compile(r"(.+?)(kode|nivaa|nivå|id|navn)")
_TIDEN = r"(?:(?:foreløpige|førebelse)\s+\w+\s+)?(?:19|20)[0-9]{2}(?:\s*[-/–]\s*(?:[0-9]{2}){1,2})?"
# «2025-26.Alle trinn.Antall elever», «2025-26 Trivsel», «Trivsel 2025-26»
_TID_FØRST = re.compile(rf"({_TIDEN})(?:(?:\.(?! )|:?\s+)(.+))?", re.IGNORECASE | re.DOTALL)
_TID_SIST = re.compile(rf"(.+?)[\s.:,]+\(?({_TIDEN})\)?", re.IGNORECASE | re.DOTALL)
_LENGSTE_OVERSKRIFT = 1000  # characters; longer ones take long to look through
_MELLOM_LEDD = re.compile(r"\.(?! )")  # «inkl. påbygg» is one part
_BRUDD = "Brudd"  # the last part of a column that says where a series is broken


@dataclass(frozen=True)
class Talkolonne:
    """A column of figures: its place, its year where the heading has it, and its name."""

    plass: int
    ledd: tuple[str, ...]
    tid: Tid | None = None


@dataclass(frozen=True)
class Overskrifter:
    """Which columns a table has. ``ledd`` are the columns that split the figures, in order.

    ``doble`` are the roles of more than one column that must say the same, with the later columns.
    """

    tekster: Sequence[str]
    roller: Mapping[str, int]
    tall: Sequence[Talkolonne]
    ledd: Sequence[int]
    doble: Sequence[tuple[str, int]] = ()

    @property
    def har_tid_i_kolonnene(self) -> bool:
        """Whether each year has a column of its own."""
        return any(kolonne.tid for kolonne in self.tall)

    @property
    def er_tabell(self) -> bool:
        """Whether it is the heading of figures at all."""
        har_enhet = any(rolle in self.roller for rolle in _ENHETER)
        har_tid = self.har_tid_i_kolonnene or ÅR in self.roller
        return har_enhet and har_tid and bool(self.tall)

    @property
    def mangler(self) -> list[str]:
        """What a heading of figures has, and this one hasn't."""
        mangler = []
        if not any(rolle in self.roller for rolle in _ENHETER):
            mangler.append("skole")
        if not self.har_tid_i_kolonnene and ÅR not in self.roller:
            mangler.append("skoleår")
        if not self.tall:
            mangler.append("verdi")
        return mangler


def les_overskrifter(celler: Sequence[Verdi]) -> Overskrifter:
    """A row as headings, whatever it is."""
    tekster = [_tekst(celle) for celle in celler]
    brede = [_bred(plass, tekst) for plass, tekst in enumerate(tekster)]
    brede_kolonner = _uten_brudd([kolonne for kolonne in brede if kolonne])
    er_bred = {kolonne.plass for kolonne in brede if kolonne}
    roller: dict[str, int] = {}
    resten: list[int] = []
    doble: list[tuple[str, int]] = []
    for plass, tekst in enumerate(tekster):
        rolle = _ROLLER.get(_brettet(tekst), "")
        if plass in er_bred or not tekst or rolle == _UTELATT:
            continue
        if rolle and rolle not in roller and rolle != TALLNAVN:
            roller[rolle] = plass
        elif rolle in _OGSÅ_TALL:
            resten.append(plass)
        elif rolle in _SIER_DET_SAMME:
            doble.append((rolle, plass))
    if brede_kolonner:
        tall = brede_kolonner
        ledd = resten
    else:
        tall, ledd = _lange(tekster, roller, resten)
    ledd = _uten_gjentakelser(tekster, ledd)
    return Overskrifter(tekster, roller, tall, ledd, doble)


@lru_cache(maxsize=4096)  # it is asked of each row, and a file has few schools
def er_overskrift(tekst: str, rolle: str) -> bool:
    """Whether a text is the heading of a column of a role."""
    return bool(tekst) and _ROLLER.get(_brettet(tekst)) == rolle


def _lange(
    tekster: Sequence[str], roller: dict[str, int], resten: Iterable[int]
) -> tuple[list[Talkolonne], list[int]]:
    """The columns of figures and those that split them, where the year has a column."""
    tall, ledd = [], []
    for plass in resten:
        brettet = _brettet(tekster[plass])
        if _MÅL.fullmatch(brettet) or _ROLLER.get(brettet) == VERDI:
            tall.append(Talkolonne(plass, (tekster[plass],)))
        else:
            ledd.append(plass)
    if VERDI in roller:
        plass = roller[VERDI]
        tall.insert(0, Talkolonne(plass, (tekster[plass],) if tall else ()))
    if not tall and ANTALL in roller:  # what is counted is the figure itself
        plass = roller.pop(ANTALL)
        tall.append(Talkolonne(plass, (tekster[plass],)))
    navngitt = [plass for plass in ledd if _ROLLER.get(_brettet(tekster[plass])) == TALLNAVN]
    return tall, [plass for plass in ledd if plass not in navngitt] + navngitt


def _bred(plass: int, tekst: str) -> Talkolonne | None:
    """A column of one year's figures; None for any other."""
    if len(tekst) > _LENGSTE_OVERSKRIFT:
        return None
    først, sist = _TID_FØRST.fullmatch(tekst), _TID_SIST.fullmatch(tekst)
    if først:
        tiden, navn = først[1], først[2] or ""
    elif sist:
        tiden, navn = sist[2], sist[1]
    else:
        return None
    try:
        tid = les_tid(tiden)
    except InvalidError:
        return None
    ledd = [" ".join(del_.split()) for del_ in _MELLOM_LEDD.split(navn) if del_.strip()]
    return Talkolonne(plass, tuple(ledd), tid)


def _uten_brudd(kolonner: list[Talkolonne]) -> list[Talkolonne]:
    """The columns but those that only say of another one where its series is broken."""
    navn = {(kolonne.tid, kolonne.ledd) for kolonne in kolonner}
    beholdt = []
    for kolonne in kolonner:
        er_brudd = kolonne.ledd[-1:] == (_BRUDD,)
        if not er_brudd or (kolonne.tid, kolonne.ledd[:-1]) not in navn:
            beholdt.append(kolonne)
    return beholdt


def _uten_gjentakelser(tekster: Sequence[str], ledd: Sequence[int]) -> list[int]:
    """The columns that split, without the codes and levels of those that are there by name."""
    grupper: dict[str, list[int]] = {}
    for plass in ledd:
        brettet = _brettet(tekster[plass])
        match = _GJENTAR.fullmatch(brettet)
        grupper.setdefault(match[1] if match else brettet, []).append(plass)
    beholdt = [
        min(plasser, key=lambda plass: _kodethet(tekster[plass])) for plasser in grupper.values()
    ]
    return sorted(beholdt, key=ledd.index)


def _kodethet(tekst: str) -> int:
    """How little a column that repeats another says to a person."""
    match = _GJENTAR.fullmatch(_brettet(tekst))
    ending = match[2] if match else ""
    return 0 if ending in ("", "navn") else 1


def _tekst(celle: Verdi) -> str:
    if isinstance(celle, Ulest):
        return celle.skoleår
    return som_tekst(celle)


def _brettet(tekst: str) -> str:
    """A heading as it is compared: any case, without spaces and signs."""
    normal = unicodedata.normalize("NFC", tekst).casefold()
    return re.sub(r"[\W_]+", "", normal)
