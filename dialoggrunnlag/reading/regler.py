"""The files of a round, and the rules that join them: what one says must hold in the others."""

from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from ..errors import InvalidError, Problem, did_you_mean
from ..model.dagsorden import HarMinutter, krev_sum
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
    """The three files of a round, and the ``datasett`` that they make."""

    project: Project
    skoler: YamlFile
    skoleeier: YamlFile
    runde: YamlFile
    datasett: Datasett

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

    @cached_property
    def leste_oppsummeringer(self) -> dict[tuple[int, str], Any]:
        """Each summary that ``oppsummeringsfiler`` has read, or what is wrong in it."""
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
    yield from _like_id_er(kilder)
    for index, punkt in enumerate(runde.datagrunnlag):
        yield from _lenke(kilder, ("datagrunnlag", index, "lenke"), punkt.lenke)
    yield from _delene(kilder.runde, ("dagsorden",), runde.dagsorden)
    minutter, hva = runde.tidsramme.minutter, ("Temaene", f"tidsrammen {runde.tidsramme}")
    yield from _sum(kilder.runde, ("dagsorden",), runde.dagsorden, minutter, hva)


def feil_for_skoler(kilder: Kilder, feil_fra_før: Container[str]) -> Iterator[tuple[str, Problem]]:
    """What is wrong in the entries of one school, with its id.

    A school whose own entry is wrong, one of ``feil_fra_før``, isn't said to be missing as well.
    """
    data = kilder.datasett
    for skole_id, dialog in data.runde.dialoger.items():
        if skole_id in data.skoler:
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
            path = ("dialoger", skole_id)
            yield skole_id, kilder.runde.problem(path, message, remedy, at_key=True)


def _like_navn(kilder: Kilder) -> Iterator[Problem]:
    """Two schools can't be told apart by a name that they share."""
    eiere = {foldet(skole_id): skole_id for skole_id in kilder.datasett.skoler}
    for skole_id, skole in kilder.datasett.skoler.items():
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
    """The roles that a dialogue names must exist, and stand once."""
    roller = kilder.datasett.roller
    nevnte: set[str] = set()
    for index, fra in enumerate(dialog.fra_skoleeier):
        rolle = fra.rolle
        path: Path_ = ("dialoger", skole_id, "fra_skoleeier", index)
        if fra.navn:
            path = (*path, "rolle")
        if rolle in nevnte:
            message = f"Rollen «{rolle}» står to ganger."
            yield kilder.runde.problem(path, message, "Fjern den ene.")
        elif rolle not in roller:
            message = f"Rollen «{rolle}» finnes ikke i {kilder.skoleeier.name}."
            remedy = _rollen_som_er_ment(rolle, roller) or f"Rollene er: {', '.join(roller)}."
            yield kilder.runde.problem(path, message, remedy)
        nevnte.add(rolle)


def _rollen_som_er_ment(skrevet: str, roller: Mapping[str, Rolle]) -> str:
    """Ask whether a role is meant by what it is called, by who has it, or by a slip."""
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
    ider = {punkt.id: None for punkt in kilder.datasett.runde.datagrunnlag}
    for key, entries in (("lenker", dialog.lenker), ("filer", dialog.filer)):
        for item in entries:
            if item not in ider:
                message = f"Datagrunnlaget har ikke noe punkt som heter «{item}» (nøkkelen «id»)."
                remedy = did_you_mean(item, ider) or f"Id-ene er: {', '.join(ider)}."
                yield kilder.runde.problem((*path, key, item), message, remedy, at_key=True)


def _lenke(kilder: Kilder, path: Path_, lenke: str | None) -> Iterator[Problem]:
    """A link that is no address must be a file that exists."""
    if lenke and not ADRESSE.fullmatch(lenke) and not kilder.project.has_file(lenke):
        message = f"«{lenke}» er verken en adresse eller en fil som finnes."
        remedy = "Skriv hele adressen, for eksempel https://…, eller stien fra prosjektmappen."
        if lenke.startswith("www."):
            remedy = f"Skriv https://{lenke}"
        yield kilder.runde.problem(path, message, remedy)


def _tiden(kilder: Kilder, skole_id: str) -> Iterator[Problem]:
    """The agenda must fill the time frame, where one of the two isn't the round's."""
    runde = kilder.datasett.runde
    tidsramme, file, path = kilder.tidsramme_for(skole_id)
    hva = ("Temaene", f"{_HVEM_SIN[str(path[0])]} {tidsramme}")
    if runde.dialoger[skole_id].dagsorden:
        temaer, sted = kilder.dagsorden_for(skole_id)
        yield from _delene(kilder.runde, sted, temaer)
        yield from _sum(kilder.runde, sted, temaer, tidsramme.minutter, hva)
    elif tidsramme.minutter != runde.tidsramme.minutter:  # else feil_for_alle has looked at that
        yield from _sum(file, path, runde.dagsorden, tidsramme.minutter, hva)


def _delene(file: YamlFile, path: Path_, temaer: Sequence[Tema]) -> Iterator[Problem]:
    """The parts of each of an agenda's themes must fill it."""
    for index, tema in enumerate(temaer):
        if tema.deler:
            hva = ("Delene", "temaet")
            yield from _sum(file, (*path, index), tema.deler, tema.minutter, hva)


def _sum(
    file: YamlFile, path: Path_, poster: Sequence[HarMinutter], minutter: int, hva: tuple[str, str]
) -> Iterator[Problem]:
    """``poster`` must fill the minutes; ``hva`` are the message's words for the two."""
    try:
        krev_sum(poster, minutter, *hva)
    except InvalidError as error:
        yield file.problem(path, error.message, error.remedy)
