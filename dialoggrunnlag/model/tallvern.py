"""Which figures may be shown: the rules of privacy, and all that is shown after them.

1. What the source hides stays hidden.
2. A figure with fewer people behind it than ``minst`` is hidden, and so is one from a file of
   one's own that doesn't say how many there are, and one of which the source hides how many.
3. Where a reader could work out a hidden figure from those that are shown, a second one is hidden,
   until none follows. It is the one that tells least: the county's or the nation's before a
   school's, what stands later in tall.yaml before what stands earlier, few people before many.

All schools are seen at once, since all their documents are public records, and so are all years
and all key figures, whether a document shows them or not: an edition that leaves some out shows
nothing that the whole one hides.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from math import inf
from typing import NamedTuple

from .tall import FYLKET, LANDET, Fravær, Nøkkeltall, Tallgrunnlag, Tallverdi
from .tallsammenhenger import ANTALL, Sammenhenger, er_skjult, steg
from .utledning import Celle, Grenser, Relasjon, entydige, innsnevret

_SPILLEROM = 0.1  # of the scale, or of the figure: what a reader may know of a hidden one
_TIL_ENDEN = 0.5  # of the way to the end of the scale
_HELE = 100
_FÆRREST_SVAR = 5  # values, at its last decimal, that a hidden figure must be able to have


@dataclass(frozen=True, slots=True)
class Visning:
    """A figure as it is shown, or why it isn't.

    ``verdi`` has the decimals that are shown, and no more; ``nøyaktig`` is the file's own, to
    compare by. Neither is there where the figure is hidden, nor is ``antall``.
    """

    verdi: float | None
    nøyaktig: float | None = None
    fravær: Fravær | None = None
    antall: int | None = None
    foreløpig: bool = False


MANGLER = Visning(None, fravær=Fravær.MANGLER)


class Tilleggsskjult(NamedTuple):
    """A figure that is hidden lest another one is worked out.

    ``bare_antall``: it is only the number of people behind it.
    """

    nøkkeltall: str
    enhet: str
    skoleår: str
    av_nøkkeltall: str
    av_enhet: str
    bare_antall: bool = False


@dataclass(frozen=True)
class Vernet:
    """All that may be shown: by key figure, unit and school year, the oldest year first.

    ``utelatte`` are the key figures that the edition doesn't have.
    """

    nøkkeltall: Mapping[str, Nøkkeltall]
    visninger: Mapping[str, Mapping[str, Mapping[str, Visning]]]
    tillegg: Sequence[Tilleggsskjult] = ()
    utelatte: Mapping[str, Nøkkeltall] = field(default_factory=dict)

    def visning(self, id_: str, enhet: str, skoleår: str) -> Visning:
        """A figure; one that no file has is missing."""
        return self.visninger[id_].get(enhet, {}).get(skoleår, MANGLER)

    def offentlig(self) -> "Vernet":
        """The same without what isn't public."""
        nøkkeltall: dict[str, Nøkkeltall] = {}
        utelatte: dict[str, Nøkkeltall] = {}
        for id_, ett in self.nøkkeltall.items():
            (nøkkeltall if ett.offentlig else utelatte)[id_] = ett
        visninger = {id_: self.visninger[id_] for id_ in nøkkeltall}
        berørte = [{ekstra.nøkkeltall, ekstra.av_nøkkeltall} for ekstra in self.tillegg]
        par = zip(self.tillegg, berørte, strict=True)
        tillegg = [ekstra for ekstra, ider in par if ider <= nøkkeltall.keys()]
        return Vernet(nøkkeltall, visninger, tillegg, utelatte)


def vern(grunnlag: Tallgrunnlag) -> Vernet:
    """What may be shown of all that the files say."""
    år = _etter_år(grunnlag)
    tillegg: list[Tilleggsskjult] = []
    if any(er_skjult(tall) for celler in år.values() for tall in celler.values()):
        sammenhenger = Sammenhenger(grunnlag, år)
        for skoleår, celler in år.items():
            if any(er_skjult(tall) for tall in celler.values()):
                relasjoner = sammenhenger.i_året(celler)
                tillegg += _Årsvern(grunnlag, skoleår, celler, relasjoner).skjul()
    return Vernet(grunnlag.nøkkeltall, _visninger(grunnlag, år), tillegg)


def avrundet(verdi: float, desimaler: int) -> float:
    """A figure with as many decimals as are shown, the half rounded up."""
    trinn = Decimal(1).scaleb(-desimaler)
    return float(Decimal(repr(verdi)).quantize(trinn, ROUND_HALF_UP))


def skalaen(nøkkeltall: Nøkkeltall, verdier: Iterable[float] = ()) -> Grenser:
    """What a figure can be; wider than its scale where the files have ``verdier`` outside of it."""
    lavest, høyest = nøkkeltall.skala
    øvre = inf if høyest is None else høyest
    return Grenser(min((lavest, *verdier)), max((øvre, *verdier)))


def _etter_år(grunnlag: Tallgrunnlag) -> dict[str, dict[Celle, Tallverdi]]:
    """The figures that documents may come to show, by school year; those with few people hidden.

    Beside each stands the number of people, as a figure of its own.
    """
    år: dict[str, dict[Celle, Tallverdi]] = {}
    for id_, nøkkeltall in grunnlag.nøkkeltall.items():
        usett = {FYLKET, LANDET} - set(nøkkeltall.sammenlign)
        for enhet, skoleår, lest in grunnlag.celler(id_):
            if enhet in usett:
                continue
            tall = _uten_få(nøkkeltall, enhet, lest, egen=id_ in grunnlag.egne)
            celler = år.setdefault(skoleår, {})
            celler[id_, enhet] = tall
            if enhet not in (FYLKET, LANDET):
                personer = _personene(nøkkeltall, lest, vises=tall.verdi is not None)
                if personer is not None:
                    celler[id_ + ANTALL, enhet] = personer
    return dict(sorted(år.items()))


def _personene(nøkkeltall: Nøkkeltall, tall: Tallverdi, *, vises: bool) -> Tallverdi | None:
    """The number of people behind a figure; None where there is none to show or to hide."""
    if tall.skjult_antall:
        return Tallverdi(None, Fravær.SKJULT)
    if tall.antall is None:
        return None
    if tall.antall < nøkkeltall.minst:
        return Tallverdi(None, Fravær.FÅ_PERSONER)
    return Tallverdi(float(tall.antall)) if vises else None


def _uten_få(nøkkeltall: Nøkkeltall, enhet: str, tall: Tallverdi, *, egen: bool) -> Tallverdi:
    """A figure, hidden where too few people are behind it, or nobody says how many."""
    if tall.verdi is None:
        return tall
    antall: float | None = tall.verdi if nøkkeltall.enhet == "antall" else tall.antall
    if tall.antall is not None and antall is not None:
        antall = min(antall, tall.antall)
    # Where the source hides how many there are, they may be few; and a group's figure beside the
    # mean of all would tell how many
    er_ukjent = egen or tall.skjult_antall
    fravær = None
    if antall is not None and antall < nøkkeltall.minst:
        fravær = Fravær.FÅ_PERSONER
    elif antall is None and er_ukjent and enhet not in (FYLKET, LANDET) and nøkkeltall.minst > 1:
        fravær = Fravær.UKJENT_ANTALL
    if fravær is None:
        return tall
    return Tallverdi(None, fravær, tall.antall, tall.foreløpig, tall.sted)


def _skjult(tall: Tallverdi) -> Tallverdi:
    """A figure that is hidden lest another one is worked out."""
    return Tallverdi(None, Fravær.KAN_REGNES_UT, tall.antall, tall.foreløpig, tall.sted)


class _Årsvern:
    """The figures of one school year, of which a second one is hidden where one follows."""

    def __init__(
        self,
        grunnlag: Tallgrunnlag,
        skoleår: str,
        celler: dict[Celle, Tallverdi],
        relasjoner: Sequence[Relasjon],
    ) -> None:
        self._relasjoner = relasjoner
        self._nøkkeltall, self._skoleår, self._celler = grunnlag.nøkkeltall, skoleår, celler
        self._plass = {id_: nummer for nummer, id_ in enumerate(grunnlag.nøkkeltall)}
        self._skalaer: dict[str, Grenser] = {}
        for id_, nøkkeltall in grunnlag.nøkkeltall.items():
            verdier = [tall.verdi for _, _, tall in grunnlag.celler(id_) if tall.verdi is not None]
            self._skalaer[id_] = skalaen(nøkkeltall, verdier)
        self._vernede = {celle for celle, tall in celler.items() if er_skjult(tall)}

    def skjul(self) -> Iterator[Tilleggsskjult]:
        """Hide a figure more until none that must be hidden follows; those that it took.

        What has become needless by those that came after it is shown again.
        """
        valgte: dict[Celle, Celle] = {}  # each with the one that would follow
        gamle: dict[Celle, Tallverdi] = {}
        valgt = self._neste()
        while valgt is not None:
            celle, valgte[celle] = valgt
            gamle[celle] = self._celler[celle]
            self._celler[celle] = _skjult(gamle[celle])
            valgt = self._neste()
        for celle in list(valgte):
            self._celler[celle] = gamle[celle]
            if self._neste() is None:
                del valgte[celle]
            else:
                self._celler[celle] = _skjult(gamle[celle])
        for celle, vernet in valgte.items():
            id_, av = celle[0].removesuffix(ANTALL), vernet[0].removesuffix(ANTALL)
            bare_antall = id_ != celle[0]
            yield Tilleggsskjult(id_, celle[1], self._skoleår, av, vernet[1], bare_antall)

    def _neste(self) -> tuple[Celle, Celle] | None:
        """The next figure to hide, and the one that would follow from it; None when none does."""
        relasjoner = self._relasjoner
        skjulte = {c for r in relasjoner for c in r.ledd if self._er_ukjent(c)}
        aktuelle = [r for r in relasjoner if any(celle in skjulte for celle in r.ledd)]
        if not aktuelle or not skjulte & self._vernede:
            return None
        grenser = {celle: self._grenser(celle) for rad in aktuelle for celle in rad.ledd}
        følger = entydige(aktuelle, skjulte)
        nærmere = innsnevret(aktuelle, grenser, skjulte)
        for celle in sorted(skjulte & self._vernede):
            if celle in følger or self._er_for_nær(celle, grenser[celle], nærmere[celle]):
                valgt = self._velg(celle, aktuelle, grenser, skjulte)
                if valgt is not None:
                    return valgt, celle
        return None

    def _er_ukjent(self, celle: Celle) -> bool:
        """Whether a reader isn't shown a figure: it is hidden, or of schools that aren't here."""
        return celle not in self._celler or er_skjult(self._celler[celle])

    def _grenser(self, celle: Celle) -> Grenser:
        """What a reader knows of a figure to begin with."""
        id_ = celle[0].removesuffix(ANTALL)
        nøkkeltall = self._nøkkeltall[id_]
        er_antall = celle[0] != id_ or nøkkeltall.enhet == "antall"
        tall = self._celler.get(celle)
        if tall is not None and tall.verdi is not None:
            vist = avrundet(tall.verdi, nøkkeltall.desimaler)
            halve = 0.0 if er_antall and vist == tall.verdi else steg(nøkkeltall) / 2
            return Grenser(vist - halve, vist + halve)
        if er_antall and tall is not None and tall.fravær is Fravær.FÅ_PERSONER:
            return Grenser(0, nøkkeltall.minst - 1)
        return Grenser(0, inf) if celle[0] != id_ else self._skalaer[id_]

    def _er_for_nær(self, celle: Celle, før: Grenser, nå: Grenser) -> bool:
        """Whether a reader comes too near to a hidden figure, though he can't tell it exactly."""
        nøkkeltall = self._nøkkeltall[celle[0].removesuffix(ANTALL)]
        minste = _FÆRREST_SVAR * steg(nøkkeltall)
        if før.høyest < inf:
            # Near an end of the scale, where many percentages are, less is much
            til_enden = min(nå.høyest - før.lavest, før.høyest - nå.lavest)
            minste = max(minste, min(_SPILLEROM * før.bredde, _TIL_ENDEN * til_enden))
        elif nå.høyest < inf:
            minste = max(minste, _SPILLEROM * nå.høyest)
        tall = self._celler[celle]
        if nøkkeltall.enhet == "prosent" and celle[0] in self._nøkkeltall and tall.antall:
            # A share of few people can be no more than a few figures: one for each number of them
            minste = max(minste, _HELE * nøkkeltall.minst / tall.antall)
        if tall.fravær is Fravær.FÅ_PERSONER and før.høyest < nøkkeltall.minst:
            minste = før.bredde  # that there are few is known: no number of them may be ruled out
        return nå.bredde < min(minste, før.bredde) - 1e-6

    def _velg(
        self,
        vernet: Celle,
        relasjoner: Sequence[Relasjon],
        grenser: Mapping[Celle, Grenser],
        skjulte: set[Celle],
    ) -> Celle | None:
        """The figure that tells least of those by which one follows; None if all are hidden."""
        egne = [rad for rad in relasjoner if vernet in rad.ledd]
        skyldige = []
        for rad in egne:
            alene = innsnevret([rad], grenser, skjulte)[vernet]
            if entydige([rad], skjulte) or self._er_for_nær(vernet, grenser[vernet], alene):
                skyldige.append(rad)
        for rader in (skyldige, egne, relasjoner):
            viste = {celle for rad in rader for celle in rad.ledd if not self._er_ukjent(celle)}
            if viste:
                return min(viste, key=self._sier)
        return None

    def _sier(self, celle: Celle) -> tuple[object, ...]:
        """How much a figure tells: the least comes first."""
        id_, enhet = celle
        nøkkel = id_.removesuffix(ANTALL)
        antall = self._celler[celle].antall
        return (
            id_ == nøkkel,  # the number of people before the figure itself
            enhet != FYLKET,
            enhet != LANDET,
            -self._plass[nøkkel],
            inf if antall is None else antall,
            enhet,
        )


def _visninger(
    grunnlag: Tallgrunnlag, år: Mapping[str, Mapping[Celle, Tallverdi]]
) -> dict[str, dict[str, dict[str, Visning]]]:
    """The figures as they are shown; the only way from the files to a document."""
    visninger: dict[str, dict[str, dict[str, Visning]]] = {}
    for id_, nøkkeltall in grunnlag.nøkkeltall.items():
        enheter: dict[str, dict[str, Visning]] = {}
        for skoleår, celler in år.items():
            for celle, tall in celler.items():
                if celle[0] == id_:
                    antall = celler.get((id_ + ANTALL, celle[1]))
                    enheter.setdefault(celle[1], {})[skoleår] = _vist(nøkkeltall, tall, antall)
        visninger[id_] = enheter
    return visninger


def _vist(nøkkeltall: Nøkkeltall, tall: Tallverdi, antall: Tallverdi | None) -> Visning:
    """A figure as it is shown: of one that is hidden, only why."""
    if tall.verdi is None:
        return Visning(None, fravær=tall.fravær)
    personer = None
    if antall is not None and antall.verdi is not None:
        personer = int(antall.verdi)
    verdi = avrundet(tall.verdi, nøkkeltall.desimaler)
    return Visning(verdi, tall.verdi, antall=personer, foreløpig=tall.foreløpig)
