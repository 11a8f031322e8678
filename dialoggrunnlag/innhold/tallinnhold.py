"""A school's key figures as fields: from what ``tallvern`` lets through, in its language."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from ..model.norsk import Målform, foldet, oppramsing, stor_forbokstav
from ..model.runde import Runde
from ..model.tall import Best, Fravær, Kilde, Nøkkeltall
from ..model.tallskrift import enhetsnavn, hvorfor_ikke, med_enhet, som_tall
from ..model.tallvern import Vernet, Visning
from ..model.tallvurdering import Skoletall, Årsrad, skoletall, utvikling, vurdering
from ..model.verdityper import Målformer
from ..word.chart import LONGEST_ALT, Chart
from .tallfelt import MålFelt, NøkkeltallFelt, TallFelt, ÅrsradFelt

_TEGN = str.maketrans("", "", "▲▼●")  # which a screen reader names by their shape


class _Ord(NamedTuple):
    """The words around the figures, in one of the written languages."""

    best: Mapping[Best, str | None]
    andre_tall: str
    tall: str
    fylket: str
    landet: str
    brudd: str
    fra: str
    foreløpige: str
    er_foreløpige: str
    bruddet: str
    ikke_vist: str
    eiere: tuple[str, str, str]  # the school, the county and the nation, as ``ikke_vist`` has them
    mangler: str
    om_ikke_vist: str
    om_mangler: str
    tabell: str
    hentet: str
    uten_kilde: str
    i_tabellen: str


_ORD: dict[Målform, _Ord] = {
    "bokmål": _Ord(
        best={"høyest": "Høyest er best", "lavest": "Lavest er best", "ingen": None},
        andre_tall="Andre nøkkeltall",
        tall="Nøkkeltall",
        fylket="Fylket",
        landet="Landet",
        brudd="brudd",
        fra="Fra {} til {}: {}.",
        foreløpige="Foreløpige tall",
        er_foreløpige="Tallene for {} er foreløpige.",
        bruddet="Brudd i tidsserien: Tallene fra {} er målt på en annen måte enn tallene før.",
        ikke_vist="{} tall for {} er ikke vist, av hensyn til personvernet.",
        eiere=("skolens", "fylkets", "landets"),
        mangler="Skolen har ikke tall for {}.",
        om_ikke_vist=(
            "«Ikke vist» betyr at tallet er skjult, fordi det gjelder så få at noen kunne kjennes "
            "igjen, eller fordi et slikt tall ellers kunne regnes ut."
        ),
        om_mangler="«Mangler» betyr at kilden ikke har noe tall.",
        tabell="tabell",
        hentet="hentet",
        uten_kilde="kilden er ikke oppgitt",
        i_tabellen="Alle tallene står i tabellen.",
    ),
    "nynorsk": _Ord(
        best={"høyest": "Høgast er best", "lavest": "Lågast er best", "ingen": None},
        andre_tall="Andre nøkkeltal",
        tall="Nøkkeltal",
        fylket="Fylket",
        landet="Landet",
        brudd="brot",
        fra="Frå {} til {}: {}.",
        foreløpige="Førebelse tal",
        er_foreløpige="Tala for {} er førebelse.",
        bruddet="Brot i tidsserien: Tala frå {} er målte på ein annan måte enn tala før.",
        ikke_vist="Tala til {} for {} er ikkje viste, av omsyn til personvernet.",
        eiere=("skulen", "fylket", "landet"),
        mangler="Skulen har ikkje tal for {}.",
        om_ikke_vist=(
            "«Ikkje vist» tyder at talet er skjult, fordi det gjeld så få at nokon kunne kjennast "
            "att, eller fordi eit slikt tal elles kunne reknast ut."
        ),
        om_mangler="«Manglar» tyder at kjelda ikkje har noko tal.",
        tabell="tabell",
        hentet="henta",
        uten_kilde="kjelda er ikkje oppgitt",
        i_tabellen="Alle tala står i tabellen.",
    ),
}


class Tallinnhold:
    """The fields of one school's key figures, of which ``skole`` is the id and the short name."""

    def __init__(
        self, vernet: Vernet, skole: tuple[str, str], målform: Målform, runde: Runde
    ) -> None:
        self._skole_id, self._kortnavn = skole
        self._vernet, self._målform, self._runde = vernet, målform, runde
        self._ord = _ORD[målform]

    @cached_property
    def _skoletall(self) -> dict[str, Skoletall]:
        return {
            id_: skoletall(self._vernet, id_, self._skole_id, self._runde.år)
            for id_ in self._vernet.nøkkeltall
        }

    @cached_property
    def nøkkeltall(self) -> dict[str, NøkkeltallFelt]:
        """nøkkeltall.ID; those that the edition leaves out tell nothing."""
        felter = {id_: self._felt(ett) for id_, ett in self._skoletall.items()}
        skjult = Visning(None, fravær=Fravær.IKKE_OFFENTLIG)
        for id_, nøkkeltall in self._vernet.utelatte.items():
            felter[id_] = self._felt(Skoletall(id_, nøkkeltall))
            felter[id_].siste = self._tekst(nøkkeltall, skjult)
        return felter

    def diagram(self) -> dict[str, Chart | None]:
        """diagram.ID."""
        return {id_: felt.diagram for id_, felt in self.nøkkeltall.items()}

    def tall(self) -> TallFelt:
        """All of them, under the goals that they stand under; nothing where none is shown."""
        viste = [ett for ett in self._skoletall.values() if _angår_skolen(ett)]
        if not any(ett.vist for ett in viste):
            viste = []
        under: dict[str, MålFelt] = {}
        for ett in viste:
            felt = self.nøkkeltall[ett.id]
            tittel = felt.mål or self._ord.andre_tall
            gruppe = under.setdefault(foldet(tittel), MålFelt(tittel=tittel, nøkkeltall=[]))
            gruppe.nøkkeltall.append(felt)
        grupper = list(under.values())
        if len(grupper) == 1 and grupper[0].tittel == self._ord.andre_tall:
            grupper[0].tittel = self._ord.tall
        return TallFelt(
            mål=grupper,
            kilder=self._kilder(viste),
            merknader=self._fellesmerknader(viste),
            foreløpige=any(_foreløpige(ett) for ett in viste),
        )

    # --- one key figure ---------------------------------------------------------------------

    def _felt(self, ett: Skoletall) -> NøkkeltallFelt:
        nøkkeltall, siste = ett.nøkkeltall, ett.siste
        visning = siste.skolen if siste else Visning(None, fravær=Fravær.MANGLER)
        første = ett.første
        return NøkkeltallFelt(
            id=ett.id,
            navn=self._form(nøkkeltall.navn),
            enhet=enhetsnavn(nøkkeltall.enhet, self._målform),
            best=self._ord.best[nøkkeltall.best],
            mål=self._mål(nøkkeltall.mål),
            siste=self._tekst(nøkkeltall, visning),
            skoleår=siste.skoleår if siste else None,
            antall=_antall(visning),
            fylket=self._andres(nøkkeltall, siste.fylket if siste else None),
            landet=self._andres(nøkkeltall, siste.landet if siste else None),
            endring=ett.endring(self._målform),
            endring_fra=første.skoleår if første else None,
            vurdering=vurdering(ett, self._målform),
            utvikling=utvikling(ett, self._målform),
            foreløpig=visning.foreløpig,
            vist=ett.vist,
            kilde=self._kilde(nøkkeltall.kilde),
            hentet=nøkkeltall.hentet.kort if nøkkeltall.hentet else None,
            merknader=self._merknader(ett),
            rader=[self._rad(nøkkeltall, rad) for rad in ett.rader],
            diagram=self._diagram(ett),
        )

    def _form(self, tekst: Målformer) -> str:
        return tekst.form(self._målform) or tekst.vist

    def _mål(self, mål: Målformer | None) -> str | None:
        """The goal as a heading; one of the round's own in the words that the round has for it."""
        if mål is None:
            return None
        skrevet = {foldet(tekst) for tekst in (mål.bokmål, mål.nynorsk) if tekst}
        for rundens in (self._runde.hovedmål, *self._runde.delmål):
            if skrevet & {foldet(tekst) for tekst in (rundens.bokmål, rundens.nynorsk) if tekst}:
                return stor_forbokstav(self._form(rundens))
        return stor_forbokstav(self._form(mål))

    def _tekst(self, nøkkeltall: Nøkkeltall, visning: Visning) -> str:
        if visning.verdi is None:
            return hvorfor_ikke(visning.fravær, self._målform)
        return med_enhet(visning.verdi, nøkkeltall.desimaler, nøkkeltall.enhet, self._målform)

    def _andres(self, nøkkeltall: Nøkkeltall, visning: Visning | None) -> str | None:
        return None if visning is None else self._tekst(nøkkeltall, visning)

    def _i_rad(self, nøkkeltall: Nøkkeltall, visning: Visning) -> str:
        """A figure among those of the other years, where a unit that is a word stands over them."""
        if visning.verdi is None or nøkkeltall.enhet == "prosent":
            return self._tekst(nøkkeltall, visning)
        return som_tall(visning.verdi, nøkkeltall.desimaler)

    def _rad(self, nøkkeltall: Nøkkeltall, rad: Årsrad) -> ÅrsradFelt:
        foreløpig = _er_foreløpig(rad)
        merknader = []
        if rad.brudd:
            merknader.append(stor_forbokstav(self._ord.brudd))
        if foreløpig:
            merknader.append(self._ord.foreløpige)
        return ÅrsradFelt(
            skoleår=rad.skoleår,
            skolen=self._i_rad(nøkkeltall, rad.skolen),
            antall=_antall(rad.skolen),
            fylket=self._i_rad(nøkkeltall, rad.fylket) if rad.fylket else None,
            landet=self._i_rad(nøkkeltall, rad.landet) if rad.landet else None,
            foreløpig=foreløpig,
            brudd=rad.brudd,
            merknad="; ".join(merknader) or None,
        )

    def _merknader(self, ett: Skoletall) -> list[str]:
        """What must be said of a key figure's years."""
        ord_ = self._ord
        foreløpige = _foreløpige(ett)
        brudd = [rad.skoleår for rad in ett.rader if rad.brudd]
        uten_tall = [rad for rad in ett.rader if rad.skolen.verdi is None]
        mangler = [rad.skoleår for rad in uten_tall if not _er_skjult(rad.skolen)]
        merknader = []
        if foreløpige:
            merknader.append(ord_.er_foreløpige.format(oppramsing(foreløpige)))
        if brudd:
            merknader.append(ord_.bruddet.format(oppramsing(brudd)))
        merknader += self._om_skjulte(ett)
        if mangler:
            merknader.append(ord_.mangler.format(oppramsing(mangler)))
        return merknader

    def _om_skjulte(self, ett: Skoletall) -> list[str]:
        """Whose figures aren't shown, and of which years; those of the same years together."""
        skolens, fylkets, landets = self._ord.eiere
        skjulte = {
            skolens: [rad.skoleår for rad in ett.rader if _er_skjult(rad.skolen)],
            fylkets: [rad.skoleår for rad in ett.rader if _er_skjult(rad.fylket)],
            landets: [rad.skoleår for rad in ett.rader if _er_skjult(rad.landet)],
        }
        hvem_i: dict[str, list[str]] = {}
        for eier, årene in skjulte.items():
            if årene:
                hvem_i.setdefault(oppramsing(årene), []).append(eier)
        return [
            stor_forbokstav(self._ord.ikke_vist.format(oppramsing(hvem), årene))
            for årene, hvem in hvem_i.items()
        ]

    # --- the chart --------------------------------------------------------------------------

    def _diagram(self, ett: Skoletall) -> Chart | None:
        """The figures of all years as a chart; None where none of the school's is shown.

        Before a break stands an empty place, so that no line goes over it.
        """
        if not ett.vist:
            return None
        kategorier: list[str] = []
        rader: list[Årsrad | None] = []
        for rad in ett.rader:
            if rad.brudd:
                kategorier.append(self._ord.brudd)
                rader.append(None)
            kategorier.append(rad.skoleår)
            rader.append(rad)
        serier = {self._kortnavn: [rad.skolen.verdi if rad else None for rad in rader]}
        andre = (
            (self._ord.fylket, [rad.fylket if rad else None for rad in rader]),
            (self._ord.landet, [rad.landet if rad else None for rad in rader]),
        )
        for navn, visninger in andre:
            verdier = [visning.verdi if visning else None for visning in visninger]
            if any(verdi is not None for verdi in verdier):
                serier[navn] = verdier
        alt, desimaler = self._alternativ_tekst(ett), ett.nøkkeltall.desimaler
        return Chart(kategorier, serier, alt=alt, decimals=desimaler)

    def _alternativ_tekst(self, ett: Skoletall) -> str:
        """What a chart shows, the main point first; as many sentences as there is room for."""
        navn, siste = self._form(ett.nøkkeltall.navn), ett.siste
        setninger = []
        if siste:
            tall = self._tekst(ett.nøkkeltall, siste.skolen)
            setning = f"{navn}: {self._kortnavn} {tall} i {siste.skoleår}"
            i_ord = vurdering(ett, self._målform)
            if i_ord:
                setning += f", {' '.join(i_ord.translate(_TEGN).split())}"
            andre = []
            for hvem, visning in (
                (self._ord.fylket, siste.fylket),
                (self._ord.landet, siste.landet),
            ):
                if visning and visning.verdi is not None:
                    andre.append(f"{hvem.lower()} {self._tekst(ett.nøkkeltall, visning)}")
            setninger.append(f"{setning} ({', '.join(andre)})." if andre else f"{setning}.")
            endring, første = ett.endring(self._målform), ett.første
            if endring and første:
                setninger.append(self._ord.fra.format(første.skoleår, siste.skoleår, endring))
        setninger += self._merknader(ett)
        setninger.append(self._ord.i_tabellen)
        return _så_mange_som_får_plass(setninger)

    # --- the end of the document ------------------------------------------------------------

    def _kilde(self, kilde: Kilde | None) -> str | None:
        if kilde is None:
            return None
        tekst = self._form(kilde.navn)
        return f"{tekst}, {self._ord.tabell} {kilde.tabell}" if kilde.tabell else tekst

    def _kilder(self, viste: Iterable[Skoletall]) -> list[str]:
        """Each source with the day of its files, after the key figures that come from there."""
        navn_fra: dict[str, list[str]] = {}
        for ett in viste:
            felt = self.nøkkeltall[ett.id]
            kilde = felt.kilde or self._ord.uten_kilde
            if felt.hentet:
                kilde += f", {self._ord.hentet} {felt.hentet}"
            navn_fra.setdefault(kilde, []).append(felt.navn)
        return [f"{oppramsing(navn)}: {kilde}." for kilde, navn in navn_fra.items()]

    def _fellesmerknader(self, viste: Sequence[Skoletall]) -> list[str]:
        """What the words mean, and what must be said of the key figures, after their names."""
        merknader = []
        visninger = [v for ett in viste for rad in ett.rader for v in _visninger(rad)]
        if any(_er_skjult(visning) for visning in visninger):
            merknader.append(self._ord.om_ikke_vist)
        if any(visning.fravær is Fravær.MANGLER for visning in visninger):
            merknader.append(self._ord.om_mangler)
        navn_med: dict[str, list[str]] = {}
        for ett in viste:
            felt = self.nøkkeltall[ett.id]
            for merknad in felt.merknader:
                navn_med.setdefault(merknad, []).append(felt.navn)
        merknader += [f"{oppramsing(navn)}: {merknad}" for merknad, navn in navn_med.items()]
        return merknader


def _angår_skolen(ett: Skoletall) -> bool:
    """Whether a school has a key figure, shown or hidden."""
    return any(rad.skolen.fravær is not Fravær.MANGLER for rad in ett.rader)


def _visninger(rad: Årsrad) -> list[Visning]:
    return [visning for visning in (rad.skolen, rad.fylket, rad.landet) if visning is not None]


def _er_skjult(visning: Visning | None) -> bool:
    return visning is not None and visning.fravær is not None and visning.fravær.er_skjult


def _er_foreløpig(rad: Årsrad) -> bool:
    return any(visning.foreløpig for visning in _visninger(rad))


def _foreløpige(ett: Skoletall) -> list[str]:
    """The years of which a figure that is shown is provisional."""
    return [rad.skoleår for rad in ett.rader if _er_foreløpig(rad)]


def _antall(visning: Visning) -> str | None:
    return None if visning.antall is None else som_tall(visning.antall, 0)


def _så_mange_som_får_plass(setninger: Sequence[str]) -> str:
    """The first sentences, as many as an alternative text has room for; of one, its beginning."""
    tekst = ""
    for setning in setninger:
        lengre = f"{tekst} {setning}".strip()
        if len(lengre) >= LONGEST_ALT:
            break
        tekst = lengre
    if not tekst:
        tekst = f"{setninger[0][: LONGEST_ALT - 2].rstrip()}…"
    return tekst
