"""The files of a round, and the rules that join them: what one says must hold in the others."""

import os
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from ..errors import InvalidError, Problem, did_you_mean
from ..model.arv import Arv
from ..model.dagsorden import HarMinutter, krev_sum
from ..model.datoregler import Datoregler
from ..model.norsk import foldet
from ..model.runde import Datasett, Dialog, Runde, Tema
from ..model.skole import Rolle
from ..model.verdityper import ADRESSE, Tidsramme
from .project import Project
from .yaml_reader import Path_, YamlFile

BY_SCHOOL = ("skoler", "dialoger")  # the keys below which each entry is one school's
# What a time frame is called in messages, by where it stands
_HVEM_SIN = {
    "dialoger": "dialogens tidsramme",
    "skoler": "skolens tidsramme",
    "tidsramme": "rundens tidsramme",
}
# Where the round's minutes are right for the others
_EGEN_DAGSORDEN = "rett tidsrammen, eller skriv en egen «dagsorden» i dialogen"


class StedfestetTidsramme(NamedTuple):
    """A time frame, and where it stands."""

    tidsramme: Tidsramme
    file: YamlFile
    path: Path_


class StedfestetDagsorden(NamedTuple):
    """An agenda, and where in the round's file it stands."""

    temaer: tuple[Tema, ...]
    path: Path_


class Kilder:
    """The three files of a round, and the ``datasett`` that they make.

    ``omdøpte`` are the schools that the round knows by an id that they had before, with today's.
    """

    project: Project
    år: int  # as the round's file is named
    skoler: YamlFile
    skoleeier: YamlFile
    runde: YamlFile
    datasett: Datasett
    arv: Arv
    omdøpte: Mapping[str, str]

    def tidsramme_for(self, skole_id: str) -> StedfestetTidsramme:
        """The time frame that holds: the dialogue's own, else the school's, else the round's."""
        runde, skole = self.datasett.runde, self.datasett.skoler[skole_id]
        dialog = runde.dialoger[skole_id]
        if dialog.tidsramme:
            path = ("dialoger", skole_id, "tidsramme")
            return StedfestetTidsramme(dialog.tidsramme, self.runde, path)
        if skole.tidsramme:
            path = ("skoler", skole_id, "tidsramme")
            return StedfestetTidsramme(skole.tidsramme, self.skoler, path)
        return StedfestetTidsramme(runde.tidsramme, self.runde, ("tidsramme",))

    def dagsorden_for(self, skole_id: str) -> StedfestetDagsorden:
        """The agenda that holds: the dialogue's own, else the round's."""
        runde = self.datasett.runde
        dialog = runde.dialoger[skole_id]
        if dialog.dagsorden:
            path = ("dialoger", skole_id, "dagsorden")
            return StedfestetDagsorden(dialog.dagsorden, path)
        return StedfestetDagsorden(runde.dagsorden, ("dagsorden",))

    @cached_property
    def oppsummeringer(self) -> list[tuple[int, str]]:
        """Round and school id of every summary there is, oldest first; looked for once."""
        return self.project.summaries()

    def id_i_dag(self, skole_id: str) -> str:
        """The id that a school of the round's has in data/skoler.yaml."""
        return self.omdøpte.get(skole_id, skole_id)

    def egne_id_er(self, skole_id: str) -> list[str]:
        """The ids under which a school's summaries lie, that of the round first."""
        dialoger = self.datasett.runde.dialoger
        egne = self.arv.egne_id_er(self.id_i_dag(skole_id), dialoger)
        return [skole_id, *(id_ for id_ in egne if id_ != skole_id and id_ not in dialoger)]

    def er_oppsummert(self, skole_id: str) -> bool:
        """Whether the round's summary of a school has been read back."""
        år_med = self.år_med_oppsummering
        return any(self.år in år_med.get(egen, ()) for egen in self.egne_id_er(skole_id))

    @cached_property
    def leste_oppsummeringer(self) -> dict[tuple[int, str], Any]:
        """Each summary that ``oppsummeringsfiler`` has read, or what is wrong in it."""
        return {}

    @cached_property
    def felles_innhold(self) -> dict[tuple[str | int, ...], Any]:
        """What ``innhold`` has built of the files that is the same for several schools."""
        return {}

    @cached_property
    def filproblemer(self) -> dict[Any, Problem | None]:
        """What keeps each file of the data basis from being sent, as ``mangler`` has seen it."""
        return {}

    @cached_property
    def andre_runder(self) -> dict[int, Runde | None]:
        """Other rounds that somebody has read; None for one that can't be."""
        return {}

    @cached_property
    def år_med_oppsummering(self) -> dict[str, list[int]]:
        """The rounds that a school has a summary of, oldest first, by school id."""
        years: dict[str, list[int]] = {}
        for år, skole_id in self.oppsummeringer:
            years.setdefault(skole_id, []).append(år)
        return years


def feil_for_alle(kilder: Kilder, år: int) -> Iterator[Problem]:
    """What is wrong for all schools alike."""
    runde = kilder.datasett.runde
    if runde.år != år:
        message = f"Filen heter {år}.yaml, men året er {runde.år}."
        yield kilder.runde.problem(("år",), message, "Rett det ene.")
    yield from _like_navn(kilder)
    yield from _overtakelser(kilder)
    yield from _like_id_er(kilder)
    for index, punkt in enumerate(runde.datagrunnlag):
        yield from _lenke(kilder, ("datagrunnlag", index, "lenke"), punkt.lenke)
        yield from _fil(kilder, ("datagrunnlag", index, "fil"), punkt.fil)
    yield from _delene(kilder.runde, ("dagsorden",), runde.dagsorden)
    minutter, hva = runde.tidsramme.minutter, ("Temaene", f"tidsrammen {runde.tidsramme}")
    yield from _sum(kilder.runde, ("dagsorden",), runde.dagsorden, minutter, *hva)
    if runde.datoer:
        yield from _datoreglene(kilder, runde.datoer)


def feil_for_skoler(kilder: Kilder, feil_fra_før: Container[str]) -> Iterator[tuple[str, Problem]]:
    """What is wrong in the entries of one school, with its id.

    A school whose own entry is wrong, one of ``feil_fra_før``, isn't said to be missing as well.
    """
    data = kilder.datasett
    for skole_id, dialog in data.runde.dialoger.items():
        if skole_id in data.skoler:
            if not data.skoler[skole_id].er_med(kilder.år):
                yield skole_id, _ikke_med(kilder, skole_id)
                continue
            for problem in (
                *_rollene(kilder, skole_id, dialog),
                *_lenkene(kilder, skole_id, dialog),
                *_tiden(kilder, skole_id),
            ):
                yield skole_id, problem
        elif skole_id not in feil_fra_før:
            message = f"Skolen «{skole_id}» finnes ikke i {kilder.skoler.name}."
            remedy = did_you_mean(skole_id, data.skoler)
            remedy = remedy or "Legg den til der, eller fjern dialogen."
            if skole_id in kilder.arv.etter:  # but not as one school's id before
                remedy = "Legg den til der, med «nedlagt»: flere skoler kommer etter den."
                if len(kilder.arv.etter[skole_id]) == 1:
                    remedy = (
                        "Legg den til der, med «nedlagt»: "
                        f"«{kilder.arv.etter[skole_id][0]}» er en annen skole i denne runden."
                    )
            path = ("dialoger", skole_id)
            yield skole_id, kilder.runde.problem(path, message, remedy, at_key=True)


def _ikke_med(kilder: Kilder, skole_id: str) -> Problem:
    """That a school with a dialogue isn't there yet, or no longer."""
    skole = kilder.datasett.skoler[skole_id]
    if skole.nedlagt and kilder.år >= skole.nedlagt:
        key, hva = "nedlagt", f"er nedlagt, og er ikke med fra runden {skole.nedlagt}."
    else:
        key, hva = "opprettet", f"er ikke med før runden {skole.opprettet}."
    remedy = f"Ta bort dialogen, eller rett «{key}» i {kilder.skoler.name}."
    path = ("dialoger", skole_id)
    return kilder.runde.problem(path, f"Skolen «{skole_id}» {hva}", remedy, at_key=True)


def _overtakelser(kilder: Kilder) -> Iterator[Problem]:
    """A school can take over only after one that is closed, and never after itself."""
    arv = kilder.arv
    for skole_id, skole in arv.skoler.items():
        for index, gammel in enumerate(skole.tidligere):
            path = ("skoler", skole_id, "tidligere", index)
            forgjenger = arv.skoler.get(gammel)
            if gammel in skole.tidligere[:index]:
                yield kilder.skoler.problem(path, f"«{gammel}» står to ganger.", "Fjern den ene.")
            elif gammel == skole_id or (forgjenger and skole_id in arv.alle_før(skole_id)):
                message = f"«{skole_id}» kan ikke komme etter seg selv."
                yield kilder.skoler.problem(path, message, "Ta bort id-en her.")
            elif forgjenger and not forgjenger.nedlagt:
                message = f"Skolen «{gammel}» er ikke nedlagt, så ingen kan ta over etter den."
                remedy = "Skriv «nedlagt» med årstallet ved den, eller ta bort id-en her."
                yield kilder.skoler.problem(path, message, remedy)


def _like_navn(kilder: Kilder) -> Iterator[Problem]:
    """Two schools can't be told apart by a name that they share."""
    alle = kilder.datasett.skoler
    skoler = {id_: skole for id_, skole in alle.items() if skole.er_med(kilder.år)}
    eiere = {foldet(skole_id): skole_id for skole_id in skoler}
    for skole_id, skole in skoler.items():
        for key, navn in (("navn", skole.navn), ("kortnavn", skole.kortnavn)):
            eier = eiere.setdefault(foldet(navn), skole_id)
            if eier != skole_id:
                message = f"Skolen «{eier}» har det samme navnet."
                path = ("skoler", skole_id, key)
                yield kilder.skoler.problem(path, message, "Gi skolene hvert sitt.")


def _like_id_er(kilder: Kilder) -> Iterator[Problem]:
    """Two items of the data basis can't be told apart by an id that they share."""
    brukte: set[str] = set()
    for index, punkt in enumerate(kilder.datasett.runde.datagrunnlag):
        if punkt.id in brukte:
            message = f"Id-en «{punkt.id}» er brukt før."
            yield kilder.runde.problem(("datagrunnlag", index, "id"), message, "Velg en annen.")
        brukte.add(punkt.id)


def _rollene(kilder: Kilder, skole_id: str, dialog: Dialog) -> Iterator[Problem]:
    """The roles that a dialogue names must exist, and those who come stand once."""
    nevnte: set[str] = set()
    for index, fra in enumerate(dialog.fra_skoleeier):
        rolle = fra.rolle
        path: Path_ = ("dialoger", skole_id, "fra_skoleeier", index)
        if fra.navn:
            path = (*path, "rolle")
        if rolle in nevnte:
            message = f"Rollen «{rolle}» står to ganger."
            yield kilder.runde.problem(path, message, "Fjern den ene.")
        else:
            yield from _rollen(kilder, path, rolle)
        nevnte.add(rolle)
    for index, rolle in enumerate(dialog.må):
        yield from _rollen(kilder, ("dialoger", skole_id, "må", index), rolle)


def _rollen(kilder: Kilder, path: Path_, rolle: str, *, at_key: bool = False) -> Iterator[Problem]:
    """A role that is named must exist."""
    roller = kilder.datasett.roller
    if rolle not in roller:
        message = f"Rollen «{rolle}» finnes ikke i {kilder.skoleeier.name}."
        remedy = _rollen_som_er_ment(rolle, roller) or f"Rollene er: {', '.join(roller)}."
        yield kilder.runde.problem(path, message, remedy, at_key=at_key)


def _rollen_som_er_ment(skrevet: str, roller: Mapping[str, Rolle]) -> str:
    """Ask whether a role is meant by what it is called, by who has it, or by a slip."""
    flere = re.findall(r"[^\s;,]+", skrevet)
    if len(flere) > 1 and all(rolle in roller for rolle in flere):
        return f"Skriv komma mellom dem: [{', '.join(flere)}]."
    for id_, rolle in roller.items():
        for kalt in (rolle.rolle.bokmål, rolle.rolle.nynorsk, rolle.navn):
            if kalt and foldet(kalt) == foldet(skrevet):
                return f"Mente du «{id_}»?"
    return did_you_mean(skrevet, roller)


def _lenkene(kilder: Kilder, skole_id: str, dialog: Dialog) -> Iterator[Problem]:
    """A dialogue's links and files must be to items that the data basis has."""
    path = ("dialoger", skole_id)
    for item, lenke in dialog.lenker.items():
        yield from _lenke(kilder, (*path, "lenker", item), lenke)
    for item, fil in dialog.filer.items():
        yield from _fil(kilder, (*path, "filer", item), fil)
    ider = {punkt.id: None for punkt in kilder.datasett.runde.datagrunnlag}
    for key, entries in (("lenker", dialog.lenker), ("filer", dialog.filer)):
        for item in entries:
            if item not in ider:
                message = f"Datagrunnlaget har ikke noe punkt som heter «{item}» (nøkkelen «id»)."
                remedy = did_you_mean(item, ider) or f"Id-ene er: {', '.join(ider)}."
                yield kilder.runde.problem((*path, key, item), message, remedy, at_key=True)


def _lenke(kilder: Kilder, path: Path_, lenke: str | None) -> Iterator[Problem]:
    """A link that is no address must be a file that exists."""
    if not lenke or ADRESSE.fullmatch(lenke):
        return
    utenfor = fil_utenfor(kilder, path, lenke)
    if utenfor:
        yield utenfor
    elif not kilder.project.has_file(lenke):
        message = f"«{lenke}» er verken en adresse eller en fil som finnes."
        remedy = "Skriv hele adressen, for eksempel https://…, eller stien fra prosjektmappen."
        if lenke.startswith("www."):
            remedy = f"Skriv https://{lenke}"
        yield kilder.runde.problem(path, message, remedy)


def _fil(kilder: Kilder, path: Path_, sti: str | None) -> Iterator[Problem]:
    """A file that goes out must lie where it may; with tags in its path, that is seen later."""
    if sti and "{" not in sti:
        utenfor = fil_utenfor(kilder, path, sti)
        if utenfor:
            yield utenfor


def fil_utenfor(kilder: Kilder, path: Path_, sti: str) -> Problem | None:
    """That a file lies outside the folders that files may go out from, links followed."""
    project = kilder.project
    plass = project.place_outside(sti, kilder.datasett.vedlegg_fra)
    if not plass:
        return None
    message = f"«{sti}» ligger utenfor prosjektmappen."
    if plass != os.path.abspath(project.file(sti)):  # noqa: PTH100 - without following links
        message = f"«{sti}» leder ut av prosjektmappen, til {plass}."
    remedy = (
        "Legg en kopi i prosjektet, eller skriv mappen den ligger i, under «vedlegg_fra» i "
        f"{kilder.skoleeier.name}."
    )
    return kilder.runde.problem(path, message, remedy)


def _datoreglene(kilder: Kilder, regler: Datoregler) -> Iterator[Problem]:
    """The rules for the dates must be about roles and schools that there are."""
    for id_, rolle in regler.roller.items():
        path: Path_ = ("datoer", "roller", id_)
        yield from _rollen(kilder, path, id_, at_key=True)
        yield from _må(kilder, path)
        yield from _fil(kilder, (*path, "kalender"), rolle.kalender)
    antall, minst = len(kilder.datasett.roller), regler.minst_fra_skoleeier
    if minst and minst > antall:
        message = (
            f"«minst_fra_skoleeier» er {minst}, men {kilder.skoleeier.name} har {antall} roller."
        )
        remedy = "Skriv et lavere tall, eller legg til rollene der."
        yield kilder.runde.problem(("datoer", "minst_fra_skoleeier"), message, remedy)
    yield from _turene(kilder, regler.samme_tur)


def _må(kilder: Kilder, path: Path_) -> Iterator[Problem]:
    """«{må}» looks like a role that must come, but says nothing."""
    rollen: Any = kilder.runde.data
    for nøkkel in path:
        rollen = rollen[nøkkel]
    if rollen and "må" in rollen and rollen["må"] is None:
        message = "«må» sier verken ja eller nei."
        remedy = "Skriv «må: ja» eller «må: nei»."
        yield kilder.runde.problem((*path, "må"), message, remedy, at_key=True)


def _turene(kilder: Kilder, turer: Sequence[Sequence[str]]) -> Iterator[Problem]:
    """The schools of a trip must be in the round, also those that are faulty, and in one alone."""
    runden: Any = kilder.runde.data
    reist_til: set[str] = set()
    for number, tur in enumerate(turer):
        for index, skole_id in enumerate(tur):
            path = ("datoer", "samme_tur", number, index)
            if skole_id not in runden["dialoger"]:
                message = f"Skolen «{skole_id}» har ingen dialog i runden."
                remedy = did_you_mean(skole_id, runden["dialoger"])
                remedy = remedy or "Legg den til under «dialoger», eller ta den bort her."
                yield kilder.runde.problem(path, message, remedy)
            elif skole_id in reist_til:
                message = f"Skolen «{skole_id}» står to ganger under «samme_tur»."
                yield kilder.runde.problem(path, message, "Fjern den ene.")
            reist_til.add(skole_id)


def _tiden(kilder: Kilder, skole_id: str) -> Iterator[Problem]:
    """The agenda must fill the time frame, where one of the two isn't the round's."""
    runde = kilder.datasett.runde
    tidsramme, file, path = kilder.tidsramme_for(skole_id)
    hva = ("Temaene", f"{_HVEM_SIN[str(path[0])]} {tidsramme}")
    if runde.dialoger[skole_id].dagsorden:
        temaer, sted = kilder.dagsorden_for(skole_id)
        yield from _delene(kilder.runde, sted, temaer)
        yield from _sum(kilder.runde, sted, temaer, tidsramme.minutter, *hva)
    elif tidsramme.minutter != runde.tidsramme.minutter:  # else feil_for_alle has looked at that
        yield from _sum(file, path, runde.dagsorden, tidsramme.minutter, *hva, _EGEN_DAGSORDEN)


def _delene(file: YamlFile, path: Path_, temaer: Sequence[Tema]) -> Iterator[Problem]:
    """The parts of each of an agenda's themes must fill it."""
    for index, tema in enumerate(temaer):
        if tema.deler:
            hva = ("Delene", "temaet")
            yield from _sum(file, (*path, index), tema.deler, tema.minutter, *hva)


def _sum(
    file: YamlFile, path: Path_, poster: Sequence[HarMinutter], minutter: int, *ordene: str
) -> Iterator[Problem]:
    """``poster`` must fill the minutes; ``ordene`` are what the message calls things by."""
    try:
        krev_sum(poster, minutter, *ordene)
    except InvalidError as error:
        yield file.problem(path, error.message, error.remedy)
