"""The YAML files of a project as a checked model; every problem with its file and line."""

import copy
import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..errors import DialogError, InvalidError, Problem, did_you_mean
from ..model.norsk import Målform
from ..model.runde import Datasett, Runde
from ..model.skole import Skoleeierfil, Skolefil
from . import yaml_reader
from .project import Project
from .regler import Kilder, feil_for_alle, feil_for_skoler
from .yaml_reader import Path_, YamlFile

_Model = TypeVar("_Model", bound=BaseModel)
_BY_SCHOOL = ("skoler", "dialoger")  # the keys below which each entry is one school's


def read_checked(path: Path, name: str, model: type[_Model]) -> tuple[YamlFile, _Model]:
    """A file and its checked content; raises DialogError with everything wrong in it."""
    file = yaml_reader.read(path, name)
    return file, checked(file, model)


def checked(file: YamlFile, model: type[_Model]) -> _Model:
    """The content of a file as the model has it; raises DialogError with all that is wrong."""
    if not isinstance(file.data, dict):
        raise DialogError([_not_keys(file, model)])
    try:
        return model.model_validate(file.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        problems = [_problem_of(file, model, item) for item in details]
        raise DialogError(sorted(problems, key=lambda p: (p.line, p.column))) from None


class Datafiler(Kilder):
    """The data of one round: the checked ``datasett``, and the files it was read from.

    What is wrong in a school's own entries is in ``faulty``, by the school's id; that school
    is then not in the ``datasett``. What breaks a rule for all schools is in ``shared``.
    Raises DialogError where what they share can't be read at all.
    """

    def __init__(self, project: Project, år: int) -> None:
        self.project = project
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
        """Problems in the order of the data files, then those in other files as they come."""
        places = {name: number for number, name in enumerate(self._names)}
        last = len(places)

        def place(problem: Problem) -> tuple[int, int, int]:
            number = places.get(problem.file, last)
            return (number, problem.line, problem.column) if number < last else (last, 0, 0)

        return sorted(dict.fromkeys(problems), key=place)

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
            self._fatal.append(_not_keys(file, model))
            return file, None
        try:
            return file, model.model_validate(file.data)
        except ValidationError as error:
            return file, self._without_faulty(file, model, error)

    def _without_faulty(
        self, file: YamlFile, model: type[_Model], error: ValidationError
    ) -> _Model | None:
        """The content without the schools' entries that are wrong, where the rest is right."""
        left_out: list[Path_] = []
        fatal: list[Problem] = []
        for details in error.errors(include_url=False):
            problem = _problem_of(file, model, details)
            path = details["loc"]
            if len(path) > 1 and path[0] in _BY_SCHOOL and not _is_at_key(details):
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
            return model.model_validate(data)
        except ValidationError:  # nothing is left: then what is wrong is wrong for all
            self._fatal += self.faults()
            self.faulty.clear()
            return None


def _remove(data: Any, path: Path_) -> None:
    """Take away what stands at a path, if it is still there."""
    *above, last = path
    for step in above:
        entries: Any = dict(enumerate(data)) if isinstance(data, list) else data
        data = entries.get(step)
        if data is None:
            return
    data.pop(last, None)


# --- pydantic's errors in Norwegian, each with its place ------------------------------------------


def _not_keys(file: YamlFile, model: type[BaseModel]) -> Problem:
    """The problem of a file that is empty, or that isn't keys with values."""
    what = "er tom" if file.data is None else "skal bestå av nøkler og verdier"
    keys = ", ".join(key for key, field in model.model_fields.items() if field.is_required())
    return Problem(f"Filen {what}.", f"Skriv nøklene: {keys}.", file.name, 1, 1)


def _problem_of(file: YamlFile, model: type[BaseModel], details: ErrorDetails) -> Problem:
    """One of pydantic's errors in Norwegian, with its place in the file."""
    path, at_key = details["loc"], _is_at_key(details)
    if at_key:
        path = path[:-1]
    message, remedy = _words(model, path, details)
    if details["type"] == "missing":
        path = path[:-1]
    at_key = at_key or details["type"] == "extra_forbidden"
    return file.problem(path, message, remedy, at_key=at_key)


def _is_at_key(details: ErrorDetails) -> bool:
    """Whether it is the key that is wrong, which pydantic says with «[key]» after it."""
    if details["type"] in ("extra_forbidden", "missing"):  # there it is the key's own name
        return False
    return len(details["loc"]) > 1 and details["loc"][-1] == "[key]"


def _words(model: type[BaseModel], path: Path_, details: ErrorDetails) -> tuple[str, str]:
    """The message and the remedy."""
    message, remedy = details["msg"], ""
    cause = details.get("ctx", {}).get("error")
    if isinstance(cause, InvalidError):  # of the model's own readers and rules
        message, remedy = cause.message, cause.remedy
    match details["type"]:
        case "list_type" | "tuple_type":
            message = "Her skal det stå en liste."
            remedy = "Skriv hvert punkt på sin egen linje, med «- » foran."
        case "too_short":
            message = "Her må det stå minst ett punkt."
            remedy = "Skriv det, eller hent filen tilbake med git."
        case "missing":
            message, remedy = f"Nøkkelen «{path[-1]}» mangler.", "Skriv den her."
        case "extra_forbidden":
            keys = _keys_at(model, path[:-1])
            message = f"Ukjent nøkkel «{path[-1]}»."
            remedy = did_you_mean(str(path[-1]), keys) or _possible(keys)
        case "model_type" | "dict_type" | "model_attributes_type":
            message = "Her skal det stå nøkler med verdier."
            remedy = _possible(_keys_at(model, path))
        case "literal_error":
            message, remedy = _not_one_of(details)
    return message, remedy


def _possible(keys: list[str]) -> str:
    return f"Mulige nøkler: {', '.join(keys)}." if keys else ""


def _not_one_of(details: ErrorDetails) -> tuple[str, str]:
    """A value that isn't one of the words that its key may have."""
    allowed = re.findall(r"'(.*?)'", details["ctx"]["expected"])
    choices = f"Skriv {allowed[-1]}."
    if len(allowed) > 1:
        choices = f"Skriv {', '.join(allowed[:-1])} eller {allowed[-1]}."
    written = details["input"]
    if not isinstance(written, str):
        return "Her skal det stå ett ord.", choices
    return f"«{written}» er ikke en mulig verdi.", did_you_mean(written, allowed) or choices


def _keys_at(model: type[BaseModel], path: Iterable[str | int]) -> list[str]:
    """The keys that the model allows at ``path``."""
    current: Any = model
    for step in path:
        if _is_model(current):
            field = current.model_fields.get(str(step))
            current = field.annotation if field else None
        else:  # an item of a list, or a value of a mapping
            current = _model_in(current)
    if not _is_model(current):
        current = _model_in(current)
    return list(current.model_fields) if current else []


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _model_in(annotation: Any) -> Any:
    """The model inside ``tuple[Tema, ...]``, ``dict[Id, Skole]`` or ``Tidsramme | None``."""
    for argument in get_args(annotation):
        inner = argument if _is_model(argument) else _model_in(argument)
        if inner is not None:
            return inner
    return None
