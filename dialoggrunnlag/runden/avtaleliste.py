"""The agreed goals of all schools, with who does what by when."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ..dokumenter.kjede import find_schools
from ..errors import DialogError, Problem
from ..model.arvede_avtaler import skolens_avtaler
from ..model.norsk import Dato, oppramsing
from ..model.oppsummering import Løpende, Oppsummering
from ..reading.oppsummeringsfiler import Skoler, les_oppsummering, les_skoler
from ..reading.project import Project


class Avtalerad(NamedTuple):
    """An agreed goal with its school; ``forfalt``: past its deadline and not finished.

    ``avtalt_ved`` is the school that agreed it, '' where that is ``skole``. ``nedlagt``: nobody
    has taken over after the school.
    """

    skole_id: str
    skole: str
    avtale: Løpende
    forfalt: bool
    avtalt_ved: str = ""
    nedlagt: bool = False


def alle_avtaler(
    project: Project, per: date, valgte: Sequence[str] = ()
) -> tuple[list[Avtalerad], list[Problem]]:
    """The agreements of all schools, or of some, by deadline; and what is to be said.

    ``per`` is the day on which a deadline counts as past. What can't be read is an error; a
    closed school that two have taken over after is a warning. Raises UsageError for a school that
    isn't there.
    """
    liste = _Liste(project, per)
    navnene = liste.skoler.navn_på_alle()
    hvor = project.display(project.schools_file)
    ider = set(find_schools(valgte, navnene, hvor))
    rader = sorted(liste.rader(ider), key=_etter_frist)
    nevnte = {rad.avtale.skole for rad in rader}
    return rader, [*liste.problems, *_delte(liste.skoler, nevnte, liste.år)]


class _Liste:
    """The agreements as they stand in the newest round."""

    def __init__(self, project: Project, per: date) -> None:
        self.project, self.per = project, per
        self.skoler = les_skoler(project)
        self.år = max(project.rounds(), default=per.year)
        self.problems: list[Problem] = []
        self._årene: dict[str, list[int]] = {}  # with a summary, by the id that it lies under
        for år, skole_id in project.summaries():
            self._årene.setdefault(skole_id, []).append(år)
        self._leste: dict[str, list[Oppsummering]] = {}

    def _les(self, skole_id: str) -> list[Oppsummering]:
        """The summaries that lie under an id, read once; notes what is wrong in them."""
        if skole_id not in self._leste:
            self._leste[skole_id] = []
            for år in self._årene.get(skole_id, ()):
                try:
                    lest = les_oppsummering(self.project, år, skole_id)
                    self._leste[skole_id].append(lest)
                except DialogError as error:
                    self.problems += error.problems
        return self._leste[skole_id]

    def rader(self, valgte: set[str]) -> list[Avtalerad]:
        """The agreements of the chosen schools, else all; those of a closed one at who follows."""
        arv = self.skoler.arv
        rader: list[Avtalerad] = []
        for skole_id in self._med_egne_avtaler():
            if not valgte or valgte & set(arv.egne_id_er(skole_id)):
                rader += self._skolens(skole_id)
            elif valgte & arv.alle_før(skole_id):  # those alone that come from a chosen one
                rader += [rad for rad in self._skolens(skole_id) if rad.avtale.skole in valgte]
        return rader

    def _med_egne_avtaler(self) -> list[str]:
        """The schools that nobody has taken over after, and the ids that are nobody's."""
        arv = self.skoler.arv
        ider = [id_ for id_ in arv.skoler if not self._er_overtatt(id_)]
        ider += [id_ for id_ in self._årene if id_ not in arv.skoler and id_ not in arv.etter]
        return ider

    def _er_overtatt(self, skole_id: str) -> bool:
        """Whether a school is closed, and another has taken over after it."""
        arv = self.skoler.arv
        etter = arv.etter.get(skole_id, ())
        return any(skole_id in dict(arv.forgjengere(id_, self.år)) for id_ in etter)

    def _skolens(self, skole_id: str) -> Iterator[Avtalerad]:
        arv = self.skoler.arv
        skole = arv.skoler.get(skole_id)
        nedlagt = skole is not None and not skole.er_med(self.år) and bool(skole.nedlagt)
        for avtale in skolens_avtaler(arv, skole_id, self.år, self._les):
            frist = avtale.mål.frist
            forfalt = isinstance(frist, Dato) and frist.dag < self.per and not avtale.er_ferdig
            avtalt_ved = _kortnavn(self.skoler, avtale.skole) if avtale.skole else ""
            kortnavn = _kortnavn(self.skoler, skole_id)
            yield Avtalerad(skole_id, kortnavn, avtale, forfalt, avtalt_ved, nedlagt)


def _etter_frist(rad: Avtalerad) -> tuple[int, date]:
    """Dates in their order, then other deadlines, then none; those alike in the schools' order."""
    frist = rad.avtale.mål.frist
    if isinstance(frist, Dato):
        return 0, frist.dag
    return (1 if frist else 2), date.max


def _kortnavn(skoler: Skoler, skole_id: str) -> str:
    """A school's short name; there may be summaries of one that nobody knows."""
    skole = skoler.arv.skoler.get(skole_id)
    return skole.kortnavn if skole else skole_id


def _delte(skoler: Skoler, nevnte: set[str], år: int) -> Iterator[Problem]:
    """The closed schools whose agreements are at several: either may be the one to follow up."""
    for gammel, etter in skoler.arv.etter.items():
        ider = [id_ for id_ in etter if skoler.arv.skoler[id_].er_med(år)]
        if gammel in nevnte and len(ider) > 1:
            navnene = oppramsing([_kortnavn(skoler, id_) for id_ in ider])
            hadde = f"avtalene som {_kortnavn(skoler, gammel)} hadde"
            message = f"{navnene} får hver for seg {hadde}."
            remedy = "Er det bare én som skal ha dem, så rett «tidligere» ved de andre."
            path = ("skoler", ider[-1], "tidligere")
            yield skoler.file.problem(path, message, remedy, at_key=True)._replace(warning=True)
