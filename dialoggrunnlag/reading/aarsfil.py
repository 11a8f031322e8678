"""A YAML file in which values may hold from a year on, read for one round."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from ..model.over_arene import alle, er_årvis, gjeldende_nøkkel
from .yaml_reader import Path_, YamlFile


@dataclass(frozen=True, eq=False)
class Årsfil(YamlFile):
    """A file of what lasts, read for the round ``år``: problems are at the value that holds there.

    ``omdøpte`` are the schools that the round knows by an id that they had before, with today's.
    """

    år: int = 0
    omdøpte: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def av(cls, file: YamlFile, år: int, i_runden: Collection[str]) -> Årsfil:
        """A file that has been read, for a round with dialogues with those ids."""
        omdøpte = _omdøpte(file.data, i_runden)
        return cls(file.name, file.data, file.places, file.text, år=år, omdøpte=omdøpte)

    def value_path(self, path: Sequence[str | int], *, at_key: bool = False) -> Path_:
        """Where a value stands that holds in the round: with its year, if it has one."""
        if len(path) > 1 and path[0] == "skoler":
            path = ("skoler", self.omdøpte.get(str(path[1]), path[1]), *path[2:])
        sted: list[str | int] = []
        value: Any = self.data
        for step in path:
            # Where the step can be taken, no year stands between: to look for one would take
            # going through all the schools
            if _below(value, step) is None and er_årvis(value) and step not in value:
                value = self._gjeldende(value, sted)
            sted.append(step)
            value = _below(value, step)
        if not at_key:
            self._gjeldende(value, sted)
        return tuple(sted)

    def _gjeldende(self, value: Any, sted: list[str | int]) -> Any:
        """What holds of a value in the round; its year, if it has one, goes on to ``sted``."""
        key = gjeldende_nøkkel(value, self.år)
        if key is None:
            return value
        sted.append(key)
        return value[key]


def navn_over_årene(file: YamlFile, skole_id: str) -> tuple[str, ...]:
    """What a school is or was called, the newest names first, and the short one of each pair.

    ``file`` is data/skoler.yaml, which the model has accepted.
    """
    skole = _below(_below(file.data, "skoler"), skole_id)
    navn: list[str] = []
    for pair in zip_longest(alle(_below(skole, "kortnavn")), alle(_below(skole, "navn"))):
        navn += [" ".join(name.split()) for name in pair if isinstance(name, str)]
    return tuple(dict.fromkeys(navn))


def _below(value: Any, step: str | int) -> Any:
    """What stands at one step of a path; None where nothing does."""
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def _omdøpte(data: Any, i_runden: Collection[str]) -> dict[str, str]:
    """The ids of the round's that one school alone had before, with its id of today.

    It is read from what stands in the file, since a school whose entry is wrong is known by it too.
    """
    skoler = _below(data, "skoler")
    if not isinstance(skoler, dict):
        return {}
    ukjente = {id_ for id_ in i_runden if id_ not in skoler}
    eiere: dict[str, list[str]] = {}
    for skole_id, skole in skoler.items() if ukjente else ():
        tidligere = _below(skole, "tidligere")
        for gammel in tidligere if isinstance(tidligere, list) else ():
            if isinstance(gammel, str) and gammel in ukjente:
                eiere.setdefault(gammel, []).append(skole_id)
    omdøpte: dict[str, str] = {}
    for gammel, skole_ider in eiere.items():
        er_en = len(skole_ider) == 1 and skole_ider[0] not in i_runden
        if er_en and skole_ider[0] not in omdøpte.values():
            omdøpte[gammel] = skole_ider[0]
    return omdøpte
