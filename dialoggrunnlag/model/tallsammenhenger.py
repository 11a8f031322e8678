"""How key figures hang together, so that one that is hidden could be worked out from others.

What tall.yaml says (``sammen_med``, ``del_av``), what a county is (all of its schools), and what
anybody sees who holds the files against each other: figures that always make a hundred, that are
always equal, or of which one is always a sum, a mean or a share of others.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from .tall import FYLKET, LANDET, Nøkkeltall, Tallgrunnlag, Tallverdi
from .utledning import Celle, Relasjon, relasjon

ANTALL = "#antall"  # after a key figure's id: the number of people behind it
RESTEN = "#resten"  # the county's schools that the project doesn't show
_HELE = 100
_BEVIS = 4  # figures that must fit, and none that doesn't, before a pattern counts as one
_BEVIS_FOR_PERSONER = 2  # units and years in which the people of groups are all there are
_FLESTE = 15  # key figures that are held against each other; of more, it would take seconds

Årsceller = Mapping[Celle, Tallverdi]  # of one school year; also those that have no value


class Mønster(NamedTuple):
    """Key figures that make a sum in every unit and year: each of them times a number."""

    ledd: tuple[tuple[str, int], ...]
    sum: int = 0


class Andel(NamedTuple):
    """A key figure in percent, and the one that counts the same people."""

    prosent: str
    antall: str


class Blanding(NamedTuple):
    """A key figure, and those of the groups that its people are: boys and girls, the levels."""

    hele: str
    deler: tuple[str, ...]


class Sammenhenger:
    """The relations between the figures of a project."""

    def __init__(self, grunnlag: Tallgrunnlag, år: Mapping[str, Årsceller]) -> None:
        self._nøkkeltall = grunnlag.nøkkeltall
        self._mønstre = [*_oppgitte(grunnlag.nøkkeltall), *_de_samme(grunnlag)]
        self._andeler: list[Andel] = []
        self._blandinger: list[Blanding] = []
        self._ikke_fylket: set[str] = set()  # of which the county is no sum and no mean
        for id_ in grunnlag.nøkkeltall:
            holder = [self._fylket_holder(id_, celler) for celler in år.values()]
            if holder.count(False) > holder.count(True):  # not by one slip in the files
                self._ikke_fylket.add(id_)
        if len(grunnlag.nøkkeltall) <= _FLESTE:
            sett = _Sett(grunnlag.nøkkeltall, år)
            self._mønstre += sett.mønstre()
            self._andeler = list(sett.andeler())
            self._blandinger = list(sett.blandinger(grunnlag))

    def i_året(self, celler: Årsceller) -> list[Relasjon]:
        """The relations between the figures of one school year."""
        relasjoner = [*self._fylket(celler)]
        enheter = dict.fromkeys(enhet for _, enhet in celler)
        for mønster in self._mønstre:
            for enhet in enheter:
                ledd = [((id_, enhet), float(tall)) for id_, tall in mønster.ledd]
                if all(_er_til(celler, celle) for celle, _ in ledd):
                    relasjoner.append(relasjon(ledd, mønster.sum))
        for andel in self._andeler:
            for enhet in enheter:
                prosent, antall = (andel.prosent, enhet), (andel.antall, enhet)
                if _er_til(celler, prosent) and _er_til(celler, antall):
                    personer = celler[prosent].antall
                    if personer:
                        ledd = [(prosent, personer / _HELE), (antall, -1.0)]
                        relasjoner.append(relasjon(ledd))
        for blanding in self._blandinger:
            for enhet in enheter:
                relasjoner += _av_blandingen(blanding, celler, enhet)
        return relasjoner

    def _fylket(self, celler: Årsceller) -> Iterator[Relasjon]:
        """The county as the sum, or the mean by people, of its schools; a median is neither."""
        for id_ in self._nøkkeltall:
            if id_ not in self._ikke_fylket:
                yield from self._hele(celler, id_)

    def _hele(self, celler: Årsceller, id_: str) -> Iterator[Relasjon]:
        if self._nøkkeltall[id_].enhet == "antall":
            return _sum_av_skolene(celler, id_)
        return _snitt_av_skolene(celler, id_)

    def _fylket_holder(self, id_: str, celler: Årsceller) -> bool | None:
        """Whether the county is what its schools make it in a year; None where nobody can tell."""
        er_antall = self._nøkkeltall[id_].enhet == "antall"
        slingring = 0.5 if er_antall else steg(self._nøkkeltall[id_])  # each school's and its own
        for rad in self._hele(celler, id_):
            return _holder(rad, celler, slingring)
        return None


def _av_blandingen(blanding: Blanding, celler: Årsceller, enhet: str) -> Iterator[Relasjon]:
    """What one unit's groups say of each other: their mean by people, and how many they are."""
    hele = (blanding.hele, enhet)
    deler = [(del_, enhet) for del_ in blanding.deler]
    if not all(_er_til(celler, celle) for celle in (hele, *deler)):
        return
    i_alt = celler[hele].antall
    personer = _fordelt(i_alt, [celler[del_].antall for del_ in deler])
    if personer:
        ledd = [(del_, float(antall)) for del_, antall in zip(deler, personer, strict=True)]
        yield relasjon([*ledd, (hele, -float(sum(personer)))])
    antallene = [(id_ + ANTALL, enhet) for id_ in (*blanding.deler, blanding.hele)]
    if all(_er_til(celler, celle) for celle in antallene):
        yield relasjon([*((celle, 1.0) for celle in antallene[:-1]), (antallene[-1], -1.0)])


def _fordelt(i_alt: int | None, personer: list[int | None]) -> list[int]:
    """How many people are in each group, of which one may be the rest; [] where it isn't known."""
    kjente = [antall for antall in personer if antall is not None]
    if len(kjente) == len(personer):
        return kjente
    resten = (i_alt or 0) - sum(kjente)
    if len(kjente) < len(personer) - 1 or resten <= 0:
        return []
    return [resten if antall is None else antall for antall in personer]


def _er_til(celler: Årsceller, celle: Celle) -> bool:
    """Whether there is a figure to show or to hide; what is missing is neither."""
    return celle in celler and (celler[celle].verdi is not None or er_skjult(celler[celle]))


def er_skjult(tall: Tallverdi) -> bool:
    """Whether a figure is there, but not to be shown."""
    return tall.fravær is not None and tall.fravær.er_skjult


def _holder(rad: Relasjon, celler: Årsceller, slingring: float) -> bool | None:
    """Whether a relation holds; None where not all of it is known."""
    i_alt, vekt = -float(rad.sum), 0.0
    for celle, tall in rad.ledd.items():
        verdi = celler[celle].verdi if celle in celler else None
        if verdi is None:
            return None
        i_alt += float(tall) * verdi
        vekt = max(vekt, abs(float(tall)))
    return abs(i_alt) <= slingring * vekt + 1e-9


def _skolene(celler: Årsceller, id_: str) -> list[Celle]:
    """The schools that have a key figure, or that hide it."""
    egne = [celle for celle in celler if celle[0] == id_ and celle[1] not in (FYLKET, LANDET)]
    return [celle for celle in egne if _er_til(celler, celle)]


def _sum_av_skolene(celler: Årsceller, id_: str) -> Iterator[Relasjon]:
    """The county's number as the sum of its schools'.

    Where what is known of the schools is less than the county's, though none hides its own, there
    are others in the county that the project doesn't show.
    """
    fylket, skoler = (id_, FYLKET), _skolene(celler, id_)
    if not skoler or not _er_til(celler, fylket):
        return
    ledd = [(celle, 1.0) for celle in skoler]
    verdier = [celler[celle].verdi for celle in skoler]
    i_alt = celler[fylket].verdi
    if i_alt is not None and None not in verdier and sum(v or 0 for v in verdier) < i_alt:
        ledd.append(((id_, RESTEN), 1.0))
    yield relasjon([*ledd, (fylket, -1.0)])


def _snitt_av_skolene(celler: Årsceller, id_: str) -> Iterator[Relasjon]:
    """The county's figure as the mean of its schools', each weighted by its people.

    Without any number of people nobody can work that out.
    """
    fylket, skoler = (id_, FYLKET), _skolene(celler, id_)
    if not skoler or not _er_til(celler, fylket):
        return
    personer = [celler[celle].antall for celle in skoler]
    kjente = [antall for antall in personer if antall is not None]
    if not kjente:
        return
    i_alt = celler[fylket].antall
    vekter = _vekter(personer, i_alt)
    ledd = list(zip(skoler, vekter, strict=True))
    resten = (i_alt or 0) - sum(vekter)
    if resten > 0:
        ledd.append(((id_, RESTEN), resten))
    yield relasjon([*ledd, (fylket, -sum(tall for _, tall in ledd))])


def _vekter(personer: list[int | None], i_alt: int | None) -> list[float]:
    """How many people are behind each school's figure: what isn't told is the rest, parted."""
    kjente = [antall for antall in personer if antall is not None]
    ukjente = len(personer) - len(kjente)
    anslag = 0.0
    if ukjente:
        anslag = sum(kjente) / len(kjente)
        if i_alt is not None and i_alt >= sum(kjente):
            anslag = (i_alt - sum(kjente)) / ukjente
    return [anslag if antall is None else float(antall) for antall in personer]


def _oppgitte(nøkkeltall: Mapping[str, Nøkkeltall]) -> Iterator[Mønster]:
    """What tall.yaml says."""
    deler: dict[str, list[str]] = {}
    for id_, ett in nøkkeltall.items():
        if ett.sammen_med:
            yield Mønster(tuple((del_, 1) for del_ in (id_, *ett.sammen_med)), _HELE)
        if ett.del_av:
            deler.setdefault(ett.del_av, []).append(id_)
    for hele, delene in deler.items():
        yield Mønster((*((del_, 1) for del_ in delene), (hele, -1)))


def _de_samme(grunnlag: Tallgrunnlag) -> Iterator[Mønster]:
    """The key figures that are read from one column, by what stands there, not by its name."""
    innhold = {id_: (ett.fil, _verdiene(grunnlag, id_)) for id_, ett in grunnlag.nøkkeltall.items()}
    for en, annen in combinations(innhold, 2):
        if innhold[en] == innhold[annen]:
            yield Mønster(((en, 1), (annen, -1)))
            yield Mønster(((en + ANTALL, 1), (annen + ANTALL, -1)))


def _verdiene(grunnlag: Tallgrunnlag, id_: str) -> dict[tuple[str, str], float]:
    """The schools' figures, before any of them is hidden."""
    verdier = {}
    for enhet, skoleår, tall in grunnlag.celler(id_):
        if tall.verdi is not None and enhet not in (FYLKET, LANDET):
            verdier[enhet, skoleår] = tall.verdi
    return verdier


class _Sett:
    """What anybody sees who holds the files against each other."""

    def __init__(self, nøkkeltall: Mapping[str, Nøkkeltall], år: Mapping[str, Årsceller]) -> None:
        self._nøkkeltall = nøkkeltall
        self._verdier: dict[str, dict[tuple[str, str], float]] = {}
        for skoleår, celler in år.items():
            for (id_, enhet), tall in celler.items():
                if tall.verdi is not None:
                    self._verdier.setdefault(id_, {})[enhet, skoleår] = tall.verdi
        self._personer: dict[str, dict[tuple[str, str], float]] = {}
        for id_ in nøkkeltall:
            if id_ + ANTALL in self._verdier:
                self._personer[id_] = self._verdier[id_ + ANTALL]

    def mønstre(self) -> Iterator[Mønster]:
        """Figures that are always equal, that always make a hundred, or that always add up."""
        antall = [id_ for id_ in self._verdier if self._enhet(id_) == "antall"]
        prosent = [id_ for id_ in self._verdier if self._enhet(id_) == "prosent"]
        for ider in self._etter_enhet():
            for en, annen in combinations(ider, 2):
                yield from self._hvis_det_holder(Mønster(((en, 1), (annen, -1))))
        for størrelse in (2, 3):
            for delene in combinations(prosent, størrelse):
                yield from self._hvis_det_holder(Mønster(tuple((d, 1) for d in delene), _HELE))
        for ider in (prosent, [id_ for id_ in antall if not id_.endswith(ANTALL)]):
            for hele in ider:
                andre = [id_ for id_ in ider if id_ != hele]
                for delene in (*combinations(andre, 2), *combinations(andre, 3)):
                    ledd = (*((del_, 1) for del_ in delene), (hele, -1))
                    yield from self._hvis_det_holder(Mønster(ledd))

    def andeler(self) -> Iterator[Andel]:
        """Percentages of which another figure counts the people."""
        for prosent, personer in self._personer.items():
            if self._enhet(prosent) != "prosent":
                continue
            for antall in self._verdier:
                if self._enhet(antall) == "antall" and self._teller(prosent, antall, personer):
                    yield Andel(prosent, antall)

    def blandinger(self, grunnlag: Tallgrunnlag) -> Iterator[Blanding]:
        """Figures that are the mean of others', each weighted by its people, who add up to all."""
        etter_enhet: dict[str, list[str]] = {}
        for id_, ett in self._nøkkeltall.items():
            if ett.enhet != "antall":
                etter_enhet.setdefault(ett.enhet, []).append(id_)
        for ider in etter_enhet.values():
            for hele in ider:
                andre = [id_ for id_ in ider if id_ != hele]
                for deler in (*combinations(andre, 2), *combinations(andre, 3)):
                    if self._er_blanding(grunnlag, hele, deler):
                        yield Blanding(hele, deler)

    def _er_blanding(self, grunnlag: Tallgrunnlag, hele: str, deler: tuple[str, ...]) -> bool:
        """Whether people add up, and figures too, wherever all of them are known.

        That numbers of people add up proves more than that rounded figures do. Where a group is
        hidden at every school, only its name tells what it is a part of.
        """
        passer = 0
        for enhet, skoleår, tall in grunnlag.celler(hele):
            rader = [grunnlag.verdier[del_].get(enhet, {}).get(skoleår) for del_ in deler]
            personer = [rad.antall for rad in rader if rad and rad.antall is not None]
            if tall.antall is None or len(personer) < len(deler):
                continue
            if sum(personer) != tall.antall:
                return False
            passer += 1
        if passer < _BEVIS_FOR_PERSONER:
            return False
        holder = list(self._snittene_holder(hele, deler))
        return all(holder) if holder else self._er_samme_mål(hele, deler)

    def _snittene_holder(self, hele: str, deler: tuple[str, ...]) -> Iterator[bool]:
        """Of each unit and year of which all is known: whether the mean is the whole's figure."""
        for sted, verdi in self._verdier.get(hele, {}).items():
            if not all(sted in self._verdier.get(del_, {}) for del_ in deler):
                continue
            if not all(sted in self._personer.get(id_, {}) for id_ in (hele, *deler)):
                continue
            i_alt = self._personer[hele][sted]
            sum_ = sum(self._verdier[del_][sted] * self._personer[del_][sted] for del_ in deler)
            yield abs(verdi * i_alt - sum_) <= self._steg(hele) * i_alt + 1e-9

    def _er_samme_mål(self, hele: str, deler: tuple[str, ...]) -> bool:
        """Whether key figures are of one file, and their columns' names have a part in common."""
        alle = [self._nøkkeltall[id_] for id_ in (hele, *deler)]
        felles = set.intersection(*(set((ett.kolonne or "").split(".")) for ett in alle)) - {""}
        return len({ett.fil for ett in alle}) == 1 and bool(felles)

    def _enhet(self, id_: str) -> str:
        return "antall" if id_.endswith(ANTALL) else self._nøkkeltall[id_].enhet

    def _etter_enhet(self) -> list[list[str]]:
        grupper: dict[str, list[str]] = {}
        for id_ in self._verdier:
            grupper.setdefault(self._enhet(id_), []).append(id_)
        return list(grupper.values())

    def _steg(self, id_: str) -> float:
        return 0.0 if id_.endswith(ANTALL) else steg(self._nøkkeltall[id_])

    def _hvis_det_holder(self, mønster: Mønster) -> Iterator[Mønster]:
        """The pattern, where it fits wherever all of it is known, and not by zeros alone."""
        ider = [id_ for id_, _ in mønster.ledd]
        slingring = sum(self._steg(id_) for id_ in ider) / 2 + 1e-9
        første, *andre = (self._verdier[id_] for id_ in ider)
        passer, ulike = 0, set()
        for sted, verdi in første.items():
            if not all(sted in verdier for verdier in andre):
                continue
            i_alt = sum(tall * self._verdier[id_][sted] for id_, tall in mønster.ledd)
            if abs(i_alt - mønster.sum) > slingring:
                return
            passer += 1
            ulike.add(verdi)
        if passer >= _BEVIS and len(ulike) > 1:
            yield mønster

    def _teller(self, prosent: str, antall: str, personer: Mapping[tuple[str, str], float]) -> bool:
        """Whether a figure is the number of people that another gives in percent."""
        passer, ulike = 0, set()
        for sted, andel in self._verdier[prosent].items():
            if sted in personer and sted in self._verdier[antall]:
                slingring = self._steg(prosent) * personer[sted] / (2 * _HELE) + 0.5
                talt = self._verdier[antall][sted]
                if abs(talt - andel * personer[sted] / _HELE) > slingring:
                    return False
                passer += 1
                ulike.add(talt)
        return passer >= _BEVIS and len(ulike) > 1


def steg(nøkkeltall: Nøkkeltall) -> float:
    """The last decimal that a key figure is shown with."""
    return float(Fraction(1, 10**nøkkeltall.desimaler))
