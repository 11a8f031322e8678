"""The files that a round's data come from, with what they say: so that a fact has its place."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

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
        runde, skole = self.datasett.runde, self.datasett.skoler[skole_id]
        dialog = runde.dialoger[skole_id]
        if dialog.tidsramme:
            path = ("dialoger", skole_id, "tidsramme")
            return StedfestetTidsramme(dialog.tidsramme, self.runde, path)
        if skole.tidsramme:
            path = ("skoler", skole_id, "tidsramme")
            return StedfestetTidsramme(skole.tidsramme, self.skoler, path)
        return StedfestetTidsramme(runde.tidsramme, self.runde, ("tidsramme",))

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
