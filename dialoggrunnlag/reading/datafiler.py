"""The YAML files of a project as a checked model; every problem with its file and line."""

import copy
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..errors import DialogError, Problem
from ..model.norsk import Målform
from ..model.runde import Datasett, Runde
from ..model.skole import Skoleeierfil, Skolefil
from . import yaml_reader
from .project import Project
from .regler import BY_SCHOOL, Kilder, feil_for_alle, feil_for_skoler
from .yaml_reader import Path_, YamlFile

_Model = TypeVar("_Model", bound=BaseModel)


def read_checked(
    path: Path, name: str, model: type[_Model], år: int | None = None
) -> tuple[YamlFile, _Model]:
    """A file and its checked content; raises DialogError with everything wrong in it.

    ``år`` is the year of the round that the file belongs to.
    """
    file = yaml_reader.read(path, name)
    return file, checked(file, model, år)


def checked(file: YamlFile, model: type[_Model], år: int | None = None) -> _Model:
    """The content of a file as the model has it; raises DialogError with all that is wrong."""
    if not isinstance(file.data, dict):
        raise DialogError([_messages().not_keys(file, model)])
    try:
        return model.model_validate(file.data, context={"år": år})
    except ValidationError as error:
        problems = [problem for _, problem in _messages().problems_of(file, model, error, år)]
        raise DialogError(sorted(problems, key=lambda p: (p.line, p.column))) from None


class Datafiler(Kilder):
    """The data of one round: the checked ``datasett``, and the files it was read from.

    What is wrong in a school's own entries is in ``faulty``, by the school's id; that school
    is then not in the ``datasett``. What breaks a rule for all schools is in ``shared``.
    Raises DialogError where what they share can't be read at all.
    """

    def __init__(self, project: Project, år: int) -> None:
        self.project = project
        self._år = år
        self.faulty: dict[str, list[Problem]] = {}
        self.shared: list[Problem] = []
        self._fatal: list[Problem] = []
        paths = (project.schools_file, project.owner_file, project.round_file(år))
        self._names = [project.display(path) for path in paths]
        self.skoler, skolefil = self._read(project.schools_file, Skolefil)
        self.skoleeier, skoleeierfil = self._read(project.owner_file, Skoleeierfil)
        self.runde, runde = self._read(project.round_file(år), Runde)
        if skolefil and skoleeierfil and runde:
            self.datasett = Datasett(
                skoler=skolefil.skoler,
                roller=skoleeierfil.roller,
                runde=runde,
                kontor=skoleeierfil.kontor,
                epost=skoleeierfil.epost,
            )
            self.shared += feil_for_alle(self, år)
            for skole_id, problem in feil_for_skoler(self, set(self.faulty)):
                self.faulty.setdefault(skole_id, []).append(problem)
        if self._fatal:
            raise DialogError(self.in_order([*self._fatal, *self.shared, *self.faults()]))

    def faults(self) -> list[Problem]:
        """Everything that is wrong in schools' own entries, in the order of the files."""
        problems = [problem for problems in self.faulty.values() for problem in problems]
        return self.in_order(problems)

    def in_order(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems by file, line and column: the data files first, then others as they come."""
        unique = list(dict.fromkeys(problems))
        names = dict.fromkeys([*self._names, *(problem.file for problem in unique)])
        places = {name: number for number, name in enumerate(names)}
        return sorted(unique, key=lambda p: (places[p.file], p.line, p.column))

    def ids(self) -> list[str]:
        """The ids of the schools that have a dialogue, faulty or not, in the file's order."""
        entries = self.runde.data.get("dialoger") if isinstance(self.runde.data, dict) else None
        return list(entries) if isinstance(entries, dict) else []

    def name_of(self, skole_id: str) -> str:
        """A school's short name, also where its entry is faulty; else its id."""
        return self._written(skole_id, "kortnavn") or skole_id

    @cached_property
    def målformer(self) -> frozenset[Målform]:
        """The written languages of the round's schools, those with faulty entries included."""
        målformer: set[Målform] = set()
        for skole_id in self.ids():
            skrevet = self._written(skole_id, "målform").casefold()
            målformer.add("nynorsk" if skrevet == "nynorsk" else "bokmål")
        return frozenset(målformer)

    def _written(self, skole_id: str, key: str) -> str:
        """What stands at a key of a school's entry, faulty or not; '' for nothing."""
        value: Any = self.skoler.data
        for step in ("skoler", skole_id, key):
            value = value.get(step) if isinstance(value, dict) else None
        return value if isinstance(value, str) else ""

    def _read(self, path: Path, model: type[_Model]) -> tuple[YamlFile, _Model | None]:
        """A file and its checked content; notes what is wrong, and for whom."""
        name = self.project.display(path)
        try:
            file = yaml_reader.read(path, name)
        except DialogError as error:
            self._fatal += error.problems
            return YamlFile(name, None, None), None
        if not isinstance(file.data, dict):
            self._fatal.append(_messages().not_keys(file, model))
            return file, None
        try:
            return file, model.model_validate(file.data, context={"år": self._år})
        except ValidationError as error:
            return file, self._without_faulty(file, model, error)

    def _without_faulty(
        self, file: YamlFile, model: type[_Model], error: ValidationError
    ) -> _Model | None:
        """The content without the schools' entries that are wrong, where the rest is right."""
        left_out: list[Path_] = []
        fatal: list[Problem] = []
        messages = _messages()
        for details, problem in messages.problems_of(file, model, error, self._år):
            path = details["loc"]
            if len(path) > 1 and path[0] in BY_SCHOOL and not messages.is_at_key(details):
                left_out.append(path[:2])
                self.faulty.setdefault(str(path[1]), []).append(problem)
            elif details["type"] == "extra_forbidden":
                left_out.append(path)
                self.shared.append(problem)
            else:
                fatal.append(problem)
        self._fatal += fatal
        if fatal:
            return None
        data: Any = copy.deepcopy(file.data)
        for path in left_out:
            _remove(data, path)
        try:
            return model.model_validate(data, context={"år": self._år})
        except ValidationError:  # what must be there isn't left: then it is wrong for all
            self._fatal += [*self.shared, *self.faults()]
            self.shared.clear()
            self.faulty.clear()
            return None


def _messages() -> ModuleType:
    """What tells of errors, which takes time to load and is needed for nothing else."""
    from . import model_messages  # noqa: PLC0415

    return model_messages


def _remove(data: Any, path: Path_) -> None:
    """Take away what stands at a path, if it is still there."""
    *above, last = path
    for step in above:
        entries: Any = dict(enumerate(data)) if isinstance(data, list) else data
        data = entries.get(step)
        if data is None:
            return
    data.pop(last, None)
