"""A YAML file in which values may hold from a year on, read for one round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..model.over_arene import er_årvis, gjeldende_nøkkel
from .yaml_reader import Path_, YamlFile


@dataclass(frozen=True, eq=False)
class Årsfil(YamlFile):
    """A file of what lasts: problems are at the value that holds in the round ``år``."""

    år: int = 0

    @classmethod
    def av(cls, file: YamlFile, år: int) -> Årsfil:
        """A file that has been read, for a round."""
        return cls(file.name, file.data, file.root, file.text, år=år)

    def value_path(self, path: Sequence[str | int]) -> Path_:
        """Where a value stands that holds in the round: with its year, if it has one."""
        sted: list[str | int] = []
        value: Any = self.data
        for step in path:
            if er_årvis(value) and step not in value:
                value = self._gjeldende(value, sted)
            sted.append(step)
            value = _below(value, step)
        self._gjeldende(value, sted)
        return tuple(sted)

    def _gjeldende(self, value: Any, sted: list[str | int]) -> Any:
        """What holds of a value in the round; its year, if it has one, goes on to ``sted``."""
        key = gjeldende_nøkkel(value, self.år)
        if key is None:
            return value
        sted.append(key)
        return value[key]


def _below(value: Any, step: str | int) -> Any:
    """What stands at one step of a path; None where nothing does."""
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None
