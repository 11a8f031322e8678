"""JSON-stat2, as Statistics Norway (SSB) gives it: all combinations of categories, in order."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..errors import DialogError, InvalidError, Problem
from ..model.norsk import foldet, forkortet, oppramsing
from .cellestrom import FLESTE_CELLER, Celle, Enhet, Navn, Nivå
from .rutenett import Rutenett, for_stor
from .tallord import Tid, les_tid

_RÅD = "Last ned tabellen på nytt, som JSON-stat2."
_STEDER = ("region", "fylke", "fylker", "skole", "skoler", "enhet")  # dimensions that are units
_TID = ("tid", "år", "skoleår", "periode")
_MÅL = ("contentscode", "statistikkvariabel")
_LANDET = ("0", "00", "i", "total", "tot")
_TABELL = re.compile(r"([0-9]{5}): ")
_FLESTE_DIMENSJONER = 20


class Dimensjon(NamedTuple):
    """One of the ways that the figures are split: its label and categories, code and label."""

    id: str
    navn: str
    kategorier: Sequence[tuple[str, str]]


class Datasett(NamedTuple):
    """A data set: its figures, the parts of their names, its label and source."""

    celler: list[Celle]
    ledd: Navn
    tittel: str
    kilde: str


def er_jsonstat(data: object) -> bool:
    """Whether data are a JSON-stat data set, of whatever version."""
    return isinstance(data, dict) and (
        data.get("class") == "dataset" or ("dimension" in data and "value" in data)
    )


def les_jsonstat(data: dict[str, Any], nett: Rutenett) -> Datasett:
    """The figures of a data set; raises DialogError for one that isn't whole."""
    dimensjoner = _dimensjoner(data, nett.fil)
    antall = math.prod(len(dimensjon.kategorier) for dimensjon in dimensjoner)
    if antall > FLESTE_CELLER:
        raise for_stor(nett.fil, f"mer enn {FLESTE_CELLER // 1_000_000} million tall")
    verdier = _verdier(data.get("value"), antall, nett.fil)
    status = _status(data.get("status"), antall, nett.fil)
    sted = _med_rolle(data, "geo", dimensjoner, _STEDER)
    tid = _med_rolle(data, "time", dimensjoner, _TID)
    mål = _med_rolle(data, "metric", dimensjoner, _MÅL)
    if tid is None or sted is None:
        hva = "år" if sted is not None else "steder (region)"
        navnene = oppramsing(f"«{dimensjon.navn}»" for dimensjon in dimensjoner)
        raise _feil(f"Tabellen er ikke delt etter {hva}, bare etter {navnene}.", nett.fil)
    tider = [_les_tid(*kategori, nett.fil) for kategori in dimensjoner[tid].kategorier]
    enheter = [_enhet(*kategori) for kategori in dimensjoner[sted].kategorier]
    resten = [n for n in range(len(dimensjoner)) if n not in (sted, tid, mål)]
    if mål is not None:
        resten.append(mål)
    celler = []
    navnene_av: dict[Navn, Navn] = {}
    for nummer, plasser in enumerate(_kombinasjoner(dimensjoner)):
        navn = tuple(dimensjoner[n].kategorier[plasser[n]][1] for n in resten)
        navn = navnene_av.setdefault(navn, navn)
        verdi = verdier.get(nummer)
        celler.append(
            Celle(
                enheter[plasser[sted]],
                tider[plasser[tid]].skoleår,
                navn,
                status.get(nummer, "..") if verdi is None else verdi,
                None,
                tider[plasser[tid]].foreløpig,
                0,
                nummer + 1,
                0,
            )
        )
    ledd = tuple(dimensjoner[n].navn for n in resten)
    return Datasett(celler, ledd, _tekst(data.get("label")), _tekst(data.get("source")))


def tabellnummer(tittel: str) -> str:
    """The number of SSB's table: «12971: Gjennomføring …»."""
    match = _TABELL.match(tittel)
    return match[1] if match else ""


def _feil(message: str, fil: str, sted: str = "") -> DialogError:
    return DialogError([Problem(message, _RÅD, fil, place=sted)])


def _dimensjoner(data: dict[str, Any], fil: str) -> list[Dimensjon]:
    if str(data.get("version", "")).split(".", 1)[0] != "2":
        raise _feil("Filen er JSON-stat i en eldre utgave enn 2.", fil)
    ider: Any = data.get("id")
    størrelser: Any = data.get("size")
    alle: Any = data.get("dimension")
    er_hel = isinstance(ider, list) and isinstance(størrelser, list) and isinstance(alle, dict)
    if not er_hel or len(ider) != len(størrelser) or not 1 <= len(ider) <= _FLESTE_DIMENSJONER:
        raise _feil("Filen er ikke hel: «id», «size» og «dimension» passer ikke sammen.", fil)
    dimensjoner = []
    for id_, størrelse in zip(ider, størrelser, strict=True):
        dimensjon = _dimensjon(str(id_), alle.get(id_) if isinstance(id_, str) else None)
        if dimensjon is None or størrelse != len(dimensjon.kategorier):
            navn = forkortet(str(id_))
            raise _feil(f"Filen er ikke hel: «{navn}» har ikke så mange verdier som «size».", fil)
        dimensjoner.append(dimensjon)
    return dimensjoner


def _dimensjon(id_: str, data: Any) -> Dimensjon | None:
    """A dimension; None for one that isn't whole."""
    kategorier = _kategorier(data.get("category")) if isinstance(data, dict) else []
    if not kategorier:
        return None
    return Dimensjon(id_, _tekst(data.get("label")) or id_, kategorier)


def _kategorier(kategori: Any) -> list[tuple[str, str]]:
    """The categories of a dimension, code and label, in order; none of one that isn't whole."""
    if not isinstance(kategori, dict):
        return []
    etiketter = kategori.get("label", {})
    if not isinstance(etiketter, dict):
        return []
    indeks = kategori.get("index", list(etiketter))  # a dimension of one category needs none
    if isinstance(indeks, dict):
        indeks = _ordnet(indeks)
    if not isinstance(indeks, list) or not all(isinstance(kode, str) for kode in indeks):
        return []
    return [(kode, _tekst(etiketter.get(kode)) or kode) for kode in indeks]


def _ordnet(indeks: dict[str, Any]) -> list[str]:
    """The codes by their numbers; none where those don't count from 0."""
    koder = {plass: kode for kode, plass in indeks.items() if isinstance(plass, int | float)}
    if set(koder) != set(range(len(indeks))):
        return []
    return [koder[plass] for plass in range(len(indeks))]


def _verdier(verdier: Any, antall: int, fil: str) -> Mapping[int, float | str]:
    """The values by number; what is null has none."""
    if isinstance(verdier, list):
        if len(verdier) != antall:
            message = f"Filen er ikke hel: den har {len(verdier)} verdier, men skal ha {antall}."
            raise _feil(message, fil)
        par: Iterator[tuple[Any, Any]] = enumerate(verdier)
    elif isinstance(verdier, dict):
        par = iter(verdier.items())
    else:
        raise _feil("Filen har ingen verdier.", fil)
    lest: dict[int, float | str] = {}
    for nøkkel, verdi in par:
        nummer = _nummer(nøkkel, antall, fil)
        if verdi is None:
            continue
        if isinstance(verdi, bool) or not isinstance(verdi, int | float | str):
            raise _feil(f"Verdi {nummer + 1} er ikke et tall.", fil)
        lest[nummer] = verdi if isinstance(verdi, str) else _flyttall(verdi)
    return lest


def _flyttall(verdi: float) -> float:
    try:
        return float(verdi)
    except OverflowError:  # a whole number of hundreds of digits
        return math.inf


def _status(status: Any, antall: int, fil: str) -> Mapping[int, str]:
    """The signs that say why a value is null."""
    if isinstance(status, str):
        return dict.fromkeys(range(antall), status)
    if isinstance(status, list):
        return {n: tegn for n, tegn in enumerate(status) if isinstance(tegn, str) and tegn}
    if isinstance(status, dict):
        par = status.items()
        return {_nummer(n, antall, fil): tegn for n, tegn in par if isinstance(tegn, str)}
    return {}


def _nummer(nøkkel: Any, antall: int, fil: str) -> int:
    if isinstance(nøkkel, int):
        return nøkkel
    if re.fullmatch(r"[0-9]{1,9}", nøkkel) and int(nøkkel) < antall:
        return int(nøkkel)
    raise _feil(f"Filen er ikke hel: verdien «{forkortet(nøkkel)}» hører ikke til noe.", fil)


def _med_rolle(
    data: dict[str, Any], rolle: str, dimensjoner: Sequence[Dimensjon], kjente: Sequence[str]
) -> int | None:
    """The dimension that has a role: as the file says, else by what it is called."""
    roller = data.get("role")
    navngitt = roller.get(rolle) if isinstance(roller, dict) else None
    for nummer, dimensjon in enumerate(dimensjoner):
        if isinstance(navngitt, list) and dimensjon.id in navngitt:
            return nummer
    for nummer, dimensjon in enumerate(dimensjoner):
        if foldet(dimensjon.id) in kjente or foldet(dimensjon.navn) in kjente:
            return nummer
    return None


def _kombinasjoner(dimensjoner: Sequence[Dimensjon]) -> Iterator[tuple[int, ...]]:
    """Every combination of categories in JSON-stat's order: the last dimension changes first."""
    størrelser = [len(dimensjon.kategorier) for dimensjon in dimensjoner]
    plasser = [0] * len(størrelser)
    for _ in range(math.prod(størrelser)):
        yield tuple(plasser)
        for n in reversed(range(len(størrelser))):
            plasser[n] += 1
            if plasser[n] < størrelser[n]:
                break
            plasser[n] = 0


def _les_tid(kode: str, etikett: str, fil: str) -> Tid:
    for tekst in (kode, etikett):
        try:
            return les_tid(tekst)
        except InvalidError:
            continue
    raise _feil(f"«{forkortet(etikett)}» er ikke et år: tabellen må ha tall for hele år.", fil)


def _enhet(kode: str, etikett: str) -> Enhet:
    if re.fullmatch(r"[0-9]{9}", kode):
        return Enhet(Nivå.SKOLE, etikett, kode)
    if foldet(kode) in _LANDET or foldet(etikett) in ("hele landet", "heile landet"):
        return Enhet(Nivå.LANDET, etikett)
    if re.fullmatch(r"[0-9]{2}", kode):
        return Enhet(Nivå.FYLKET, etikett, "", kode, etikett)
    return Enhet(Nivå.ANNET, etikett)


def _tekst(verdi: Any) -> str:
    return " ".join(verdi.split()) if isinstance(verdi, str) else ""
