"""Checks: what is missing once a dialogue has a date, files for the invitation among it."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ..disk.writing import unusable_name
from ..errors import Problem, did_you_mean
from ..model.datoregler import KALENDERENDELSE
from ..model.norsk import foldet, oppramsing
from ..model.runde import Datagrunnlagspunkt, Dialog
from ..model.skole import Skole
from ..reading.datafiler import Datafiler
from ..reading.regler import fil_utenfor
from ..reading.yaml_reader import Path_
from .kontroll import Data, Funn, kontroll

_TITTEL = re.compile(r"[^{(.]*")


class Fil(NamedTuple):
    """A file of an item of the data basis, and where in the round's YAML it is named."""

    punkt: str
    sti: str
    path: Path_

    def problem(self, files: Datafiler) -> Problem | None:
        """What keeps the file from being sent; looked for once, since schools share files."""
        if self not in files.filproblemer:
            files.filproblemer[self] = self._problem(files)
        return files.filproblemer[self]

    def _problem(self, files: Datafiler) -> Problem | None:
        utenfor = fil_utenfor(files, self.path, self.sti)
        if utenfor:
            return utenfor
        file = files.project.file(self.sti)
        shown, remedy = f"«{self.sti}»", "Legg den der, eller rett stien fra prosjektmappen."
        if os.path.isdir(file):
            message = f"{shown} er en mappe, ikke en fil."
        elif not os.path.isfile(file):
            message = f"Filen {shown} finnes ikke."
        elif not os.access(file, os.R_OK):
            message, remedy = f"Filen {shown} kan ikke leses.", "Kontroller tilgangen til den."
        elif not os.path.getsize(file):
            message, remedy = f"Filen {shown} er tom.", "Legg den rette der."
        elif why := unusable_name(file.name):
            message, remedy = f"{shown}: {why}", "Gi filen et annet navn."
        else:
            return None
        return files.runde.problem(self.path, message, remedy)


def filer(data: Data, skole_id: str) -> Iterator[Fil]:
    """The files that a school's invitation brings."""
    egne = data.runde.dialoger[skole_id].filer
    for index, punkt in enumerate(data.innhold[skole_id].datagrunnlag):
        if punkt.fil:
            path: Path_ = ("datagrunnlag", index, "fil")
            if egne.get(punkt.id):
                path = ("dialoger", skole_id, "filer", punkt.id)
            yield Fil(punkt.id, punkt.fil, path)


@kontroll("mangler-sted", "tomt «sted» og ingen «møtelenke», når dialogen har dato", samlet=True)
def _mangler_sted(data: Data) -> Iterator[Funn]:
    for skole_id, dialog in data.forfalte():
        if not (dialog.sted or dialog.møtelenke):
            hva = "har dato, men mangler sted."
            remedy = "Skriv «sted» i dialogen, eller «møtelenke» når den holdes på nett."
            yield data.i_dialogen(skole_id, "sted", hva, remedy, ("sted mangler",))


@kontroll("mangler-kontakt", "skole uten «kontakt», når dialogen har dato", samlet=True)
def _mangler_kontakt(data: Data) -> Iterator[Funn]:
    for skole_id, _ in data.forfalte():
        skole = data.skoler.get(skole_id)
        if skole and not skole.kontakt:
            hva = "har dato, men mangler «kontakt», så innkallingen får ingen mottaker."
            remedy = "Skriv «kontakt» med «navn» og «epost» ved skolen."
            path: Path_ = ("skoler", skole_id)
            if "kontakt" in skole.model_fields_set:
                path = (*path, "kontakt")
            kort = ("kontakt",)
            yield Funn((skole_id,), data.files.skoler, path, hva, remedy, kort, at_key=True)


@kontroll(
    "mangler-epost",
    "deltaker uten «epost», når runden har «kopi: deltakere» og dialogen har dato",
    samlet=True,
)
def _mangler_epost(data: Data) -> Iterator[Funn]:
    if not data.runde.kopi:
        return
    for skole_id, dialog in data.forfalte():
        path: Path_ = ("dialoger", skole_id, "deltakere")
        uten = [index for index, person in enumerate(dialog.deltakere) if not person.epost]
        if uten:
            navn = [dialog.deltakere[index].navn or dialog.deltakere[index].rolle for index in uten]
            remedy = "Skriv den ved deltakeren, eller send kopien selv."
            sted = (*path, uten[0])
            hvem = oppramsing(navn)
            hva = _UTEN_EPOST.format(hvem)
            yield Funn((skole_id,), data.files.runde, sted, hva, remedy)
        yield from _skoleeier_uten_epost(data, skole_id, dialog)


_UTEN_EPOST = "har dato, men {} mangler «epost» og får ikke kopi av innkallingen."


def _skoleeier_uten_epost(data: Data, skole_id: str, dialog: Dialog) -> Iterator[Funn]:
    """Who comes from skoleeier without an address: a stand-in's would be in the dialogue."""
    for index, fra in enumerate(dialog.fra_skoleeier):
        rolle = data.files.datasett.den_som_kommer(fra)
        if rolle is None or rolle.epost:
            continue
        if fra.navn:
            sted: Path_ = ("dialoger", skole_id, "fra_skoleeier", index)
            hva, remedy = _UTEN_EPOST.format(fra.navn), "Skriv den der, eller send kopien selv."
            yield Funn((skole_id,), data.files.runde, sted, hva, remedy)
        else:
            hva = _UTEN_EPOST.format(f"rollen «{fra.rolle}»")
            remedy = "Skriv den ved rollen, eller send kopien selv."
            sted = ("roller", fra.rolle)
            yield Funn((skole_id,), data.files.skoleeier, sted, hva, remedy, at_key=True)


@kontroll("samme-epost", "to personer med ulike navn og samme «epost», når dialogen har dato")
def _samme_epost(data: Data) -> Iterator[Funn]:
    for skole_id, skole, dialog, _ in data.daterte():
        navnet: dict[str, str] = {}
        for navn, epost, path in _adresser(data, skole, dialog):
            første = navnet.setdefault(epost.casefold(), navn)
            if foldet(første) != foldet(navn):
                hva = f"har samme «epost» for {første} og {navn}: bare {første} blir innkalt."
                remedy = "Skriv hver sin adresse, eller ta bort den ene."
                sted = ("dialoger", skole_id, *path)
                yield Funn((skole_id,), data.files.runde, sted, hva, remedy)


def _adresser(data: Data, skole: Skole, dialog: Dialog) -> Iterator[tuple[str, str, Path_]]:
    """Who has a name and an address, the contact first, and where in the dialogue they stand."""
    if skole.kontakt and skole.kontakt.navn:
        yield skole.kontakt.navn, skole.kontakt.epost, ()
    for index, person in enumerate(dialog.deltakere):
        if person.navn and person.epost:
            yield person.navn, person.epost, ("deltakere", index)
    for index, fra in enumerate(dialog.fra_skoleeier):
        rolle = data.files.datasett.den_som_kommer(fra)
        if rolle and rolle.navn and rolle.epost:
            yield rolle.navn, rolle.epost, ("fra_skoleeier", index)


@kontroll("mangler-lenke", "tom «lenke» i datagrunnlaget, når dialogen har dato", samlet=True)
def _mangler_lenke(data: Data) -> Iterator[Funn]:
    punkter = [punkt for punkt in data.runde.datagrunnlag if not _er_bidrag(punkt)]
    for skole_id, dialog in data.forfalte():
        lenkede = _lenkede(data, skole_id)
        uten = [punkt for punkt in punkter if _uten_lenke(dialog, punkt)]
        uten = [punkt for punkt in uten if punkt.id not in lenkede]
        if uten:
            ids = [f"«{punkt.id}»" for punkt in uten]
            hva = f"har dato, men mangler lenke til {oppramsing(ids)}."
            remedy = "Skriv den under «lenker» i dialogen, eller etter «lenke» i datagrunnlaget."
            kort = tuple(f"lenke til «{_tittel(punkt)}»" for punkt in uten)
            yield data.i_dialogen(skole_id, "lenker", hva, remedy, kort)


@kontroll(
    "mangler-bidrag", "skolens bidrag uten lenke eller år, når dialogen har dato", samlet=True
)
def _mangler_bidrag(data: Data) -> Iterator[Funn]:
    punkter = [punkt for punkt in data.runde.datagrunnlag if _er_bidrag(punkt)]
    for skole_id, dialog in data.forfalte():
        if data.runde.er_tidlig(dialog) is None:
            for punkt in punkter:
                hva = (
                    "har dato, men verken «periode» eller «tidlig_til», så "
                    f"«{punkt.id}» ikke sier hvilket års bidrag som gjelder."
                )
                remedy = "Sett «periode» i dialogen, eller «tidlig_til» i runden."
                yield data.i_dialogen(skole_id, "periode", hva, remedy)
        for punkt in punkter:
            if _uten_lenke(dialog, punkt):
                hva = f"har dato, men mangler skolens bidrag: lenken til «{punkt.id}»."
                remedy = "Skriv den under «lenker» i dialogen."
                kort = (f"lenke til «{_tittel(punkt)}»",)
                yield data.i_dialogen(skole_id, "lenker", hva, remedy, kort)


def _er_bidrag(punkt: Datagrunnlagspunkt) -> bool:
    """Whether an item is the school's own contribution: its text goes by early and late."""
    return bool(re.search(r"\bdialog\.(?:tidlig|sen|periode)\b", punkt.tekst.vist))


def _tittel(punkt: Datagrunnlagspunkt) -> str:
    """What an item is called where there is little room: its text up to a tag or a sentence's end.

    The id, which only the data's authors know, where the text begins with a tag.
    """
    return _TITTEL.match(punkt.tekst.vist)[0].strip() or punkt.id  # type: ignore[index]


def _lenkede(data: Data, skole_id: str) -> set[str]:
    """The items that the document links by itself: to a document beside it."""
    innhold = data.innhold.get(skole_id)
    return {punkt.id for punkt in innhold.datagrunnlag if punkt.lenke} if innhold else set()


def _uten_lenke(dialog: Dialog, punkt: Datagrunnlagspunkt) -> bool:
    """Whether an item wants a link (the key stands there, left empty) and has none."""
    vil_ha_lenke = "lenke" in punkt.model_fields_set or punkt.id in dialog.lenker
    return vil_ha_lenke and not (punkt.lenke or dialog.lenker.get(punkt.id))


@kontroll("mangler-fil", "fil til innkallingen som ikke kan sendes, når dialogen har dato")
def _mangler_fil(data: Data) -> Iterator[Funn]:
    for skole_id, _ in data.forfalte():
        if skole_id not in data.innhold:
            continue
        for fil in filer(data, skole_id):
            problem = fil.problem(data.files)
            if problem:
                hva = f"har en fil til innkallingen som ikke kan sendes. {problem.message}"
                kort = (f"filen {fil.sti}",)
                yield Funn((skole_id,), data.files.runde, fil.path, hva, problem.remedy, kort)


@kontroll(
    "mangler-kalender",
    "kalender i rundens «datoer» som ikke er der, når mappen den skal ligge i er det",
)
def _mangler_kalender(data: Data) -> Iterator[Funn]:
    regler = data.runde.datoer
    for id_, rolle in regler.roller.items() if regler else ():
        path = ("datoer", "roller", id_, "kalender")
        if not rolle.kalender or fil_utenfor(data.files, path, rolle.kalender):
            continue
        file = data.files.project.file(rolle.kalender)
        # git ignores calendars: where the folder isn't there, they are on somebody else's machine
        if not os.path.isdir(file.parent) or os.path.isfile(file):
            continue
        hva = f"Kalenderen «{rolle.kalender}» finnes ikke."
        if os.path.isdir(file):
            hva = f"Kalenderen «{rolle.kalender}» er en mappe, ikke en fil."
        mappe = rolle.kalender.removesuffix(file.name)
        remedy = did_you_mean(rolle.kalender, [mappe + navn for navn in _kalendere(file.parent)])
        remedy = remedy or "Legg den der, eller rett stien fra prosjektmappen."
        yield Funn((), data.files.runde, path, hva, remedy)


def _kalendere(folder: Path) -> list[str]:
    """The names of the calendars in a folder; none where nobody may look into it."""
    navnene: list[str] = []
    with suppress(OSError):
        navnene += sorted(os.listdir(folder))
    kalendere = [navn for navn in navnene if navn.casefold().endswith(KALENDERENDELSE)]
    return [navn for navn in kalendere if os.path.isfile(folder / navn)]


@kontroll("mangler-deltakere", "ingen navngitte deltakere, når dialogen har dato", samlet=True)
def _mangler_deltakere(data: Data) -> Iterator[Funn]:
    for skole_id, dialog in data.forfalte():
        tomme = []
        if not dialog.deltakere:
            tomme.append("deltakere")
        kort: tuple[str, ...] = ()
        if not dialog.fra_skoleeier:
            tomme.append("fra_skoleeier")
            kort = ("ingen fra skoleeier",)
        if tomme:
            hva = f"har dato, men ingen under {oppramsing([f'«{key}»' for key in tomme])}."
            yield data.i_dialogen(skole_id, tomme[0], hva, "Skriv hvem som deltar.", kort)
