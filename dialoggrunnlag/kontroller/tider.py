"""Checks: dates and times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..model.norsk import Dato, foldet, oppramsing
from ..model.runde import Dialog, Skoleeierdeltaker
from ..reading.yaml_reader import Path_
from .kontroll import Data, Funn, kontroll

_LØRDAG = 5  # as ``weekday`` counts
# By school: the others, and who has to be in both
Dobbeltbooket = dict[str, dict[str, list[str]]]


class _Opptatt(NamedTuple):
    """When somebody is in a school's dialogue, and where that stands."""

    start: int
    slutt: int
    skole_id: str
    path: Path_

    def overlapper(self, annen: _Opptatt) -> bool:
        """Whether nobody can be in both."""
        if self.skole_id == annen.skole_id:
            return False
        return self.start < annen.slutt and annen.start < self.slutt


@kontroll("dobbeltbooket", "samme person eller rolle i to dialoger samtidig")
def _dobbeltbooket(data: Data) -> Iterator[Funn]:
    samtidige: dict[tuple[Dato, str, str], list[tuple[str, Path_]]] = {}
    for dato, navn, dagen in _opptatte(data):
        for første, annen in _overlapper(dagen):
            key = (dato, første.skole_id, annen.skole_id)
            samtidige.setdefault(key, []).append((navn, annen.path))
    for (dato, første_id, annen_id), hvem in samtidige.items():
        navnene = oppramsing(list(dict.fromkeys(navn for navn, _ in hvem)))
        hva = f"har {navnene} i dialoger som overlapper hverandre {dato}."
        remedy = "Flytt den ene dialogen, eller la noen andre delta."
        yield Funn((første_id, annen_id), data.files.runde, hvem[0][1], hva, remedy)


def _overlapper(dagen: list[_Opptatt]) -> Iterator[tuple[_Opptatt, _Opptatt]]:
    """Those that begin before an earlier one is over, each with one that it collides with."""
    lengst: _Opptatt | None = None
    for opptatt in sorted(dagen, key=lambda o: o.start):
        if lengst and lengst.overlapper(opptatt):
            yield lengst, opptatt
        if lengst is None or opptatt.slutt > lengst.slutt:
            lengst = opptatt


def kollisjoner(data: Data) -> Dobbeltbooket:
    """What «dobbeltbooket» finds at each school, with all that it collides with."""
    ved_skolen: Dobbeltbooket = {}
    for _, navn, dagen in _opptatte(data):
        for opptatt in dagen:
            for annen in filter(opptatt.overlapper, dagen):
                andre = ved_skolen.setdefault(opptatt.skole_id, {})
                navnene = andre.setdefault(annen.skole_id, [])
                if navn not in navnene:
                    navnene.append(navn)
    return ved_skolen


def _opptatte(data: Data) -> list[tuple[Dato, str, list[_Opptatt]]]:
    """Each day, who takes part in which dialogues; the name is as it is written first.

    Without the dialogues that have silenced «dobbeltbooket»: they would hide that two others
    collide.
    """
    dagene: dict[tuple[Dato, str], list[_Opptatt]] = {}
    navnet: dict[str, str] = {}
    roller = _roller_ved_navn(data)
    for skole_id, _, dialog, dato in data.daterte():
        if data.er_stille("dobbeltbooket", skole_id):
            continue
        tidsramme = data.files.tidsramme_for(skole_id).tidsramme
        for hvem, navn, path in _hvem(data, roller, dialog):
            navnet.setdefault(hvem, navn)
            place = ("dialoger", skole_id, *path)
            opptatt = _Opptatt(tidsramme.start.minutter, tidsramme.slutt.minutter, skole_id, place)
            dagene.setdefault((dato, hvem), []).append(opptatt)
    return [(dato, navnet[hvem], dagen) for (dato, hvem), dagen in dagene.items()]


def _roller_ved_navn(data: Data) -> dict[str, str]:
    """The ids of skoleeier's roles by what they are called."""
    roller = {}
    for id_, rolle in data.files.datasett.roller.items():
        for ord_ in (rolle.rolle.bokmål, rolle.rolle.nynorsk):
            if ord_:
                roller[foldet(ord_)] = id_
    return roller


def hvem_deltar(data: Data) -> dict[str, dict[str, str]]:
    """Who takes part in each dialogue, with a date or without one, as «dobbeltbooket» counts them.

    By what tells a person from others, as ``personen`` has it, with the key where that stands.
    """
    roller = _roller_ved_navn(data)
    deltar: dict[str, dict[str, str]] = {}
    for skole_id, _, dialog in data.dialoger():
        deltar[skole_id] = {hvem: str(path[0]) for hvem, _, path in _hvem(data, roller, dialog)}
    return deltar


def personen(rolle_id: str, navn: str | None) -> str:
    """What tells who has a role from others: the name, where it is known."""
    return f"navn {foldet(navn)}" if navn else f"rolle {rolle_id}"


def _hvem(
    data: Data, roller: Mapping[str, str], dialog: Dialog
) -> Iterator[tuple[str, str, Path_]]:
    """Who takes part, as what tells them apart, what they are called, and the place.

    A role that isn't one of skoleeier's (``roller``) and has no name is the school's own, and
    another person at each school.
    """
    fra_skoleeier: list[tuple[Skoleeierdeltaker, Path_]] = []
    for index, fra in enumerate(dialog.fra_skoleeier):
        fra_skoleeier.append((fra, ("fra_skoleeier", index)))
    for index, person in enumerate(dialog.deltakere):
        rolle_id = roller.get(foldet(person.rolle or ""))
        if person.navn:
            yield personen("", person.navn), person.navn, ("deltakere", index)
        elif rolle_id:
            fra_skoleeier.append((Skoleeierdeltaker(rolle=rolle_id), ("deltakere", index)))
    for fra, path in fra_skoleeier:
        rolle = data.files.datasett.den_som_kommer(fra)
        if rolle:
            yield personen(fra.rolle, rolle.navn), rolle.navn or rolle.rolle.vist, path


@kontroll("helg", "dato på en lørdag eller søndag")
def _helg(data: Data) -> Iterator[Funn]:
    for skole_id, _, _, dato in data.daterte():
        if dato.dag.weekday() >= _LØRDAG:
            hva = f"har dialog i helgen: {dato}."
            yield data.i_dialogen(skole_id, "dato", hva, "Velg en hverdag.", ("i helgen",))


@kontroll("helligdag", "dato på en norsk helligdag eller høytidsdag")
def _helligdag(data: Data) -> Iterator[Funn]:
    daterte = list(data.daterte())
    if not daterte:
        return
    # takes as long to load as the rest of the checks together
    from holidays import country_holidays  # noqa: PLC0415

    years = {dato.dag.year for *_, dato in daterte}
    days = country_holidays("NO", years=years, expand=False, language="no")
    for skole_id, _, _, dato in daterte:
        if dato.dag in days:
            navn = days[dato.dag]
            hva = f"har dialog på en helligdag: {dato} ({navn})."
            kort = (f"helligdag: {navn}",)
            yield data.i_dialogen(skole_id, "dato", hva, "Velg en annen dag.", kort)


@kontroll("utenfor-runden", "dato før «første_dag» eller etter «siste_dag», ellers utenfor året")
def _utenfor_runden(data: Data) -> Iterator[Funn]:
    runde = data.runde
    first, last = runde.første_dag, runde.siste_dag
    if first and last and last < first:
        hva = f"Runden slutter {last}, men begynner {first}."
        yield Funn((), data.files.runde, ("siste_dag",), hva, "Bytt dem om.")
        return
    if not data.files.har_rett_år:
        return  # one of the two years is wrong, which is said once: not which dates are
    years = {runde.år}  # where there is no limit, the round's year is one, or that of the other
    for limit in (first, last):
        if limit:
            years.add(limit.dag.year)
    for skole_id, _, _, dato in data.daterte():
        if first and dato < first:
            hva, kort = f"har dialog {dato}, men runden begynner {first}.", "før rundens første dag"
        elif last and dato > last:
            hva, kort = f"har dialog {dato}, men runden slutter {last}.", "etter rundens siste dag"
        elif not min(years) <= dato.dag.year <= max(years):
            hva, kort = f"har dialog {dato}, men runden er {runde.år}.", f"ikke i {runde.år}"
        else:
            continue
        remedy = "Rett datoen, eller sett rundens «første_dag» og «siste_dag»."
        yield data.i_dialogen(skole_id, "dato", hva, remedy, (kort,))


@kontroll("tidlig-sen", "«periode» som sier noe annet enn datoen og «tidlig_til»")
def _tidlig_sen(data: Data) -> Iterator[Funn]:
    grense = data.runde.tidlig_til
    if not grense:
        return
    for skole_id, _, dialog, dato in data.daterte():
        etter_datoen = "tidlig" if dato <= grense else "sen"
        if dialog.periode and dialog.periode != etter_datoen:
            hva = (
                f"har «periode: {dialog.periode}», men {dato} er en {etter_datoen} dialog "
                f"når «tidlig_til» er {grense}."
            )
            remedy, kort = "Ta bort «periode», eller rett datoen.", (f"ikke {dialog.periode}",)
            yield data.i_dialogen(skole_id, "periode", hva, remedy, kort)


@kontroll("svarfrist", "svarfrist som ikke er før dialogen, eller som er før «dokumentdato»")
def _svarfrist(data: Data) -> Iterator[Funn]:
    dokumentdato = data.runde.dokumentdato
    for skole_id, _, dialog in data.dialoger():
        frist = data.runde.svarfrist_for(dialog)
        if frist is None or dialog.avlyst:
            continue
        path: Path_ = ("dialoger", skole_id, "svarfrist") if dialog.svarfrist else ("svarfrist",)
        if dialog.dato and dialog.dato <= frist:
            hva = f"har dialog før svarfristen er ute ({frist})."
            remedy, kort = "Sett en tidligere svarfrist.", ("før svarfristen er ute",)
            yield Funn((skole_id,), data.files.runde, path, hva, remedy, kort)
        if dokumentdato and frist < dokumentdato:
            hva = f"har svarfrist {frist}, men dokumentet er datert {dokumentdato}."
            remedy, kort = "Rett den ene datoen.", ("svarfrist før dokumentdatoen",)
            yield Funn((skole_id,), data.files.runde, path, hva, remedy, kort)
