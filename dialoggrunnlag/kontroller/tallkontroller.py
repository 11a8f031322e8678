"""Checks: the key figures in data/tall.yaml, and what privacy keeps from being shown.

They find nothing in a project without key figures, and load nothing for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..errors import did_you_mean
from ..model.datoformer import årsspenn
from ..model.norsk import oppramsing, stor_forbokstav
from ..reading.yaml_reader import Path_
from .kontroll import Data, Funn, HeleFilen, kontroll

if TYPE_CHECKING:  # only projects with key figures have a use for them
    from ..model.tall import Nøkkeltall, Sted, Tallverdi, UkjentEnhet

_NEVNES = 3  # that a message names before it counts the rest
_ETTERSLEP = 1  # years after which figures of the last school year should be there
_FÆRREST = 3  # figures, before it is said that they look wrong
_FYLKET, _LANDET = "fylket", "landet"
_EIERE = {_FYLKET: "fylkets", _LANDET: "landets"}


class _Celle(NamedTuple):
    """A figure as the files have it, and its key figure."""

    id: str
    nøkkeltall: Nøkkeltall
    enhet: str
    skoleår: str
    tall: Tallverdi

    @property
    def navn(self) -> str:
        """The key figure's name, as messages quote it."""
        return f"«{self.nøkkeltall.navn.vist}»"


@kontroll("tall-mangler", "en skole uten det nyeste tallet i et nøkkeltall", samlet=True)
def _tall_mangler(data: Data) -> Iterator[Funn]:
    for id_, nøkkeltall in _nøkkeltallene(data):
        år = _nyeste(data, id_)
        navn = f"«{nøkkeltall.navn.vist}»"
        sted: Path_ = ("nøkkeltall", id_)
        if år is None:
            hva = f"Ingen av skolene har tall for {navn} i filen."
            remedy = f"Se hva filen inneholder: dialog tall les data/{nøkkeltall.fil}"
            senere = _skolenes_år(data, id_)
            if senere:
                hva = f"Skolenes tall for {navn} begynner i {min(senere)}, etter runden."
                remedy = "Last ned en fil med eldre tall, eller lag en ny runde: dialog runde ny"
            yield Funn((), data.files.tallfil, sted, hva, remedy, at_key=True)
            continue
        for skole_id in data.runde.dialoger:
            if skole_id in data.skoler and _mangler(data, id_, skole_id, år):
                hva = f"mangler tall for {navn} i {år}."
                remedy = "Se om skolen heter det samme i filen som i skoler.yaml."
                yield Funn((skole_id,), data.files.tallfil, sted, hva, remedy, at_key=True)


def _mangler(data: Data, id_: str, skole_id: str, skoleår: str) -> bool:
    """Whether nobody has a figure, shown or hidden."""
    if data.files.tall is None:
        return False
    rad = data.files.tall.verdier[id_].get(data.files.id_i_dag(skole_id), {})
    tall = rad.get(skoleår)
    return tall is None or (tall.fravær is not None and not tall.fravær.er_skjult)


@kontroll("gamle-tall", "tall som er eldre enn de som bør være kommet til runden")
def _gamle_tall(data: Data) -> Iterator[Funn]:
    for id_, nøkkeltall in _nøkkeltallene(data):
        år, hentet = _nyeste(data, id_), nøkkeltall.hentet
        navn = f"«{nøkkeltall.navn.vist}»"
        if år is not None and årsspenn(år).siste < data.runde.år - _ETTERSLEP:
            hva = f"De nyeste tallene for {navn} er fra {år}."
            remedy = "Last ned filen på nytt, og rett «hentet»."
            yield Funn((), data.files.tallfil, ("nøkkeltall", id_, "fil"), hva, remedy)
        elif hentet is not None and hentet.dag.year < data.runde.år:
            hva = f"Tallene for {navn} ble hentet {hentet.kort}, året før runden eller tidligere."
            remedy = "Last ned filen på nytt, og rett datoen."
            yield Funn((), data.files.tallfil, ("nøkkeltall", id_, "hentet"), hva, remedy)


@kontroll("ukjent-skole-i-tall", "en skole i filene som ikke står i skoler.yaml")
def _ukjent_skole(data: Data) -> Iterator[Funn]:
    etter_fil: dict[str, dict[str, UkjentEnhet]] = {}
    for id_, nøkkeltall in _nøkkeltallene(data):
        kilde = nøkkeltall.kilde
        fylke = kilde.fylke if kilde else None
        for ukjent in data.files.tall.ukjente.get(id_, ()) if data.files.tall else ():
            if not ukjent.fylke or ukjent.fylke == fylke:  # others' schools are no slip
                navn = ukjent.navn or ukjent.organisasjonsnummer
                etter_fil.setdefault(ukjent.sted.fil, {}).setdefault(navn, ukjent)
    kjente: list[str] = []
    for skole_id, skole in data.skoler.items():
        kjente += (skole.navn, skole.kortnavn, skole_id)
    for ukjente in etter_fil.values():
        navnene = list(ukjente)
        forslag = did_you_mean(navnene[0], kjente) if len(navnene) == 1 else ""
        er = "er ikke en skole" if len(navnene) == 1 else "er ikke skoler"
        hva = f"{_noen([f'«{navn}»' for navn in navnene])} {er} i data/skoler.yaml."
        remedy = forslag or "Rett navnet eller organisasjonsnummeret, så de to er like."
        yield Funn((), _plass(ukjente[navnene[0]].sted), (), hva, remedy)


@kontroll("små-tall", "et tall som er skjult fordi det står for få, eller ukjent mange, bak")
def _små_tall(data: Data) -> Iterator[Funn]:
    ukjent_antall: dict[str, _Celle] = {}
    for celle in _rundens_celler(data):
        fravær = _vist_fravær(data, celle)
        if fravær == "UKJENT_ANTALL":
            ukjent_antall.setdefault(celle.id, celle)
        elif fravær == "FÅ_PERSONER":
            minst = celle.nøkkeltall.minst
            hva = f"har færre enn {minst} personer bak {celle.navn} i {celle.skoleår}."
            remedy = "Tallet vises ikke. Slå av kontrollen når du har sett det."
            skole_id = _rundens_id_er(data)[celle.enhet]
            yield Funn((skole_id,), _plass(celle.tall.sted), (), hva, remedy)
    for celle in ukjent_antall.values():
        hva = f"Filen sier ikke hvor mange personer som står bak {celle.navn}, så det er skjult."
        remedy = (
            "Skriv antallet i filen; gjelder ikke tallet personer, så skriv «minst: 1» og "
            "«begrunnelse»."
        )
        yield Funn((), _plass(celle.tall.sted), (), hva, remedy)


@kontroll("uten-kilde", "et nøkkeltall uten «kilde» eller «hentet»")
def _uten_kilde(data: Data) -> Iterator[Funn]:
    for id_, nøkkeltall in _nøkkeltallene(data):
        mangler, skriv = [], []
        if nøkkeltall.kilde is None:
            mangler.append("«kilde»")
            skriv.append("hvor tallene kommer fra")
        if nøkkeltall.hentet is None:
            mangler.append("«hentet»")
            skriv.append("dagen filen ble lastet ned")
        if mangler:
            hva = f"«{nøkkeltall.navn.vist}» mangler {oppramsing(mangler)}."
            remedy = f"Skriv {oppramsing(skriv)}."
            yield Funn((), data.files.tallfil, ("nøkkeltall", id_), hva, remedy, at_key=True)


@kontroll("utenfor-skalaen", "et tall som ikke kan være riktig, for eksempel karakteren 39")
def _utenfor_skalaen(data: Data) -> Iterator[Funn]:
    for id_, nøkkeltall in _nøkkeltallene(data):
        celler = [celle for celle in _celler(data, id_) if celle.tall.verdi]
        if nøkkeltall.enhet == "prosent" and _er_andeler(celler):
            hva = f"Ingen av tallene for {celler[0].navn} er så mye som 1 prosent."
            remedy = "Er de andeler av 1, så gang dem med 100; slå ellers av kontrollen."
            yield Funn((), _plass(celler[0].tall.sted), (), hva, remedy)
        utenfor = [celle for celle in celler if _er_utenfor(celle)]
        if not utenfor:
            continue
        første = utenfor[0]
        til = f" Det gjelder {len(utenfor)} tall i filen." if len(utenfor) > 1 else ""
        # The figure itself isn't told: it may be one that must not be shown
        skala = _skala(nøkkeltall)
        hva = f"{første.navn} har et tall utenfor skalaen {skala} i {første.skoleår}.{til}"
        remedy = "Rett tallet, eller «enhet» i tall.yaml."
        yield Funn((), _plass(første.tall.sted), (), hva, remedy)


@kontroll("skjult-kan-regnes-ut", "et tall som er skjult så et annet skjult ikke kan regnes ut")
def _skjult_kan_regnes_ut(data: Data) -> Iterator[Funn]:
    """What a reader could have worked out; each is hidden already, and it is told why."""
    if data.files.vernet is None or data.files.tall is None:
        return
    nøkkeltall = data.files.vernet.nøkkeltall
    for ekstra in data.files.vernet.tillegg:
        if årsspenn(ekstra.skoleår).første > data.runde.år:
            continue
        tall = f"tall for «{nøkkeltall[ekstra.nøkkeltall].navn.vist}»"
        av = "tall"
        if ekstra.av_nøkkeltall != ekstra.nøkkeltall:
            av = f"tall for «{nøkkeltall[ekstra.av_nøkkeltall].navn.vist}»"
        hvilket = f"{_eier(data, ekstra.enhet)} {tall}"
        if ekstra.bare_antall:
            hvilket = f"antallet bak {hvilket}"
        hva = (
            f"{stor_forbokstav(hvilket)} i {ekstra.skoleår} vises ikke: ellers kunne "
            f"{_eier(data, ekstra.av_enhet)} {av}, som er skjult, regnes ut."
        )
        remedy = "Slik skal det være. Slå av kontrollen når du har sett det."
        sted = data.files.tall.verdier[ekstra.nøkkeltall][ekstra.enhet][ekstra.skoleår].sted
        rundens = _rundens_id_er(data).get(ekstra.enhet)
        skoler = (rundens,) if rundens else ()
        yield Funn(skoler, _plass(sted), (), hva, remedy, hel_setning=True)


# --- the figures ---------------------------------------------------------------------------


def _nøkkeltallene(data: Data) -> Iterable[tuple[str, Nøkkeltall]]:
    return data.files.tall.nøkkeltall.items() if data.files.tall else ()


def _celler(data: Data, id_: str) -> Iterator[_Celle]:
    """The figures of a key figure, as the files have them."""
    if data.files.tall is not None:
        nøkkeltall = data.files.tall.nøkkeltall[id_]
        for enhet, skoleår, tall in data.files.tall.celler(id_):
            yield _Celle(id_, nøkkeltall, enhet, skoleår, tall)


def _rundens_celler(data: Data) -> Iterator[_Celle]:
    """The figures that the round's schools have in the years that they are shown."""
    for id_, nøkkeltall in _nøkkeltallene(data):
        nyeste, skoler = _nyeste(data, id_), _rundens_id_er(data)
        if nyeste is None:
            continue
        eldste = årsspenn(nyeste).første - nøkkeltall.år + 1
        for celle in _celler(data, id_):
            er_vist_år = eldste <= årsspenn(celle.skoleår).første and celle.skoleår <= nyeste
            if celle.enhet in skoler and er_vist_år:
                yield celle


def _rundens_id_er(data: Data) -> dict[str, str]:
    """The ids by which the round knows its schools, by those that they have today."""
    return {data.files.id_i_dag(skole_id): skole_id for skole_id in data.runde.dialoger}


def _nyeste(data: Data, id_: str) -> str | None:
    """The newest school year that a school has a figure for, of those before the round's end."""
    til_og_med = [år for år in _skolenes_år(data, id_) if årsspenn(år).første <= data.runde.år]
    return max(til_og_med, default=None)


def _skolenes_år(data: Data, id_: str) -> set[str]:
    """The school years that a school has a figure for."""
    celler = _celler(data, id_)
    return {celle.skoleår for celle in celler if celle.enhet not in (_FYLKET, _LANDET)}


def _vist_fravær(data: Data, celle: _Celle) -> str:
    """Why a figure isn't shown, by the name of the reason; '' where it is."""
    if data.files.vernet is None:
        return ""
    fravær = data.files.vernet.visning(celle.id, celle.enhet, celle.skoleår).fravær
    return fravær.name if fravær else ""


def _er_utenfor(celle: _Celle) -> bool:
    lavest, høyest = celle.nøkkeltall.skala
    verdi = celle.tall.verdi
    return verdi is not None and (verdi < lavest or (høyest is not None and verdi > høyest))


def _er_andeler(celler: list[_Celle]) -> bool:
    """Whether so many figures are below 1 that they are likely shares of it: 0,031 for 3,1 %."""
    return len(celler) >= _FÆRREST and all(abs(c.tall.verdi or 0) < 1 for c in celler)


def _skala(nøkkeltall: Nøkkeltall) -> str:
    lavest, høyest = nøkkeltall.skala
    return f"fra {_tall(lavest)}" + ("" if høyest is None else f" til {_tall(høyest)}")


def _tall(verdi: float | None) -> str:
    return f"{verdi:g}".replace(".", ",")


def _plass(sted: Sted) -> HeleFilen:
    return HeleFilen(sted.fil, sted.plass, sted.linje)


def _eier(data: Data, enhet: str) -> str:
    """Whose figure it is: «fylkets», «Gol vgs. sine»."""
    rundens = _rundens_id_er(data).get(enhet, enhet)
    return _EIERE.get(enhet) or f"{data.files.name_of(rundens)} sine"


def _noen(navnene: list[str]) -> str:
    """The first names, and how many more there are."""
    if len(navnene) > _NEVNES + 1:
        navnene = [*navnene[:_NEVNES], f"{len(navnene) - _NEVNES} til"]
    return oppramsing(navnene)
