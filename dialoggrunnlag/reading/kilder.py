"""The files that a round's data come from, with what they say: so that a fact has its place."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.runde import Datasett
    from ..model.verdityper import Tidsramme
    from .project import Project
    from .yaml_reader import Path_, YamlFile


class StedfestetTidsramme(NamedTuple):
    """A time frame, and where it stands."""

    tidsramme: Tidsramme
    file: YamlFile
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
        return (
            self._dialogens_tidsramme(skole_id)
            or self._skolens_tidsramme(skole_id)
            or self._rundens_tidsramme
        )

    def tidsrammer(self) -> Iterator[StedfestetTidsramme]:
        """Every time frame that is written, whether it holds for anybody or not."""
        yield self._rundens_tidsramme
        for skole_id in self.datasett.skoler:
            if skolens := self._skolens_tidsramme(skole_id):
                yield skolens
        for skole_id in self.datasett.runde.dialoger:
            if dialogens := self._dialogens_tidsramme(skole_id):
                yield dialogens

    @cached_property
    def _rundens_tidsramme(self) -> StedfestetTidsramme:
        return StedfestetTidsramme(self.datasett.runde.tidsramme, self.runde, ("tidsramme",))

    def _skolens_tidsramme(self, skole_id: str) -> StedfestetTidsramme | None:
        tidsramme = self.datasett.skoler[skole_id].tidsramme
        if not tidsramme:
            return None
        return StedfestetTidsramme(tidsramme, self.skoler, ("skoler", skole_id, "tidsramme"))

    def _dialogens_tidsramme(self, skole_id: str) -> StedfestetTidsramme | None:
        tidsramme = self.datasett.runde.dialoger[skole_id].tidsramme
        if not tidsramme:
            return None
        return StedfestetTidsramme(tidsramme, self.runde, ("dialoger", skole_id, "tidsramme"))

    @cached_property
    def oppsummeringer(self) -> list[tuple[int, str]]:
        """Round and school id of every summary there is, oldest first; looked for once."""
        return self.project.summaries()

    @cached_property
    def år_med_oppsummering(self) -> dict[str, list[int]]:
        """The rounds that a school has a summary of, oldest first, by school id."""
        years: dict[str, list[int]] = {}
        for år, skole_id in self.oppsummeringer:
            years.setdefault(skole_id, []).append(år)
        return years
