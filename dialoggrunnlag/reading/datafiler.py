"""The YAML files of a project as a checked model; every problem with its file and line."""

from __future__ import annotations

import copy
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from ..errors import DialogError, InvalidError, Problem, did_you_mean
from ..model.dagsorden import krev_sum
from ..model.norsk import foldet
from ..model.runde import Datasett, Runde
from ..model.skole import Skoleeierfil, Skolefil
from ..model.verdityper import ADRESSE
from . import yaml_reader
from .yaml_reader import Path_, YamlFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from ..model.runde import Dialog
    from .project import Project

_Model = TypeVar("_Model", bound=BaseModel)


def read_checked(path: Path, name: str, model: type[_Model]) -> tuple[YamlFile, _Model]:
    """A file and its checked content; raises DialogError with everything wrong in it."""
    file = yaml_reader.read(path, name)
    if not isinstance(file.data, dict):
        raise DialogError([not_keys(file, model)])
    try:
        return file, model.model_validate(file.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        found = [problem_of(file, model, item) for item in details]
        raise DialogError(sorted(found, key=lambda p: (p.line, p.column))) from None


def not_keys(file: YamlFile, model: type[BaseModel]) -> Problem:
    """The problem of a file that is empty, or that isn't keys with values."""
    what = "er tom" if file.data is None else "skal bestå av nøkler og verdier"
    keys = ", ".join(key for key, f in model.model_fields.items() if f.is_required())
    return Problem(f"Filen {what}.", f"Skriv nøklene: {keys}.", file.name, 1, 1)


class Datafiler:
    """The data of one round: the checked ``datasett``, and the files it was read from.

    What is wrong in a school's own entries is in ``faulty``, by the school's id; that school
    is then not in the ``datasett``. What breaks a rule for all schools is in ``shared``.
    Raises DialogError where what they share can't be read at all.
    """

    def __init__(self, project: Project, år: int) -> None:
        self.project = project
        self.faulty: dict[str, list[Problem]] = {}
        self.shared: list[Problem] = []
        paths = (project.schools_file, project.owner_file, project.round_file(år))
        self._names = [project.display(path) for path in paths]
        found: list[Problem] = []
        self.skoler, skolefil = self._read(project, project.schools_file, Skolefil, found)
        self.skoleeier, skoleeierfil = self._read(project, project.owner_file, Skoleeierfil, found)
        self.runde, runde = self._read(project, project.round_file(år), Runde, found)
        if skolefil and skoleeierfil and runde:
            self.datasett = Datasett(
                skolefil.skoler,
                skoleeierfil.roller,
                runde,
                skoleeierfil.kontor,
                skoleeierfil.epost,
            )
            self.shared += _shared(self, år)
            for skole_id, problem in _own(self):
                self.faulty.setdefault(skole_id, []).append(problem)
        if found:
            raise DialogError(self.in_order([*found, *self.shared, *self.faults()]))

    @cached_property
    def oppsummeringer(self) -> list[tuple[int, str]]:
        """Round and school id of every summary there is, oldest first; looked for once."""
        return self.project.summaries()

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
        entry = _entry(self.skoler.data, "skoler", skole_id)
        name = entry.get("kortnavn") if isinstance(entry, dict) else None
        return name if isinstance(name, str) else skole_id

    def _read(
        self, project: Project, path: Path, model: type[_Model], found: list[Problem]
    ) -> tuple[YamlFile, _Model | None]:
        """A file and its checked content; adds what is wrong to ``found`` or ``faulty``."""
        name = project.display(path)
        try:
            file = yaml_reader.read(path, name)
        except DialogError as error:
            found += error.problems
            return YamlFile(name, None, None), None
        if not isinstance(file.data, dict):
            found.append(not_keys(file, model))
            return file, None
        try:
            return file, model.model_validate(file.data)
        except ValidationError as error:
            return file, self._without_faulty(file, model, error, found)

    def _without_faulty(
        self, file: YamlFile, model: type[_Model], error: ValidationError, found: list[Problem]
    ) -> _Model | None:
        """The content without the schools' entries that are wrong, where the rest is right."""
        left_out: list[Path_] = []
        fatal: list[Problem] = []
        for details in error.errors(include_url=False):
            problem = problem_of(file, model, details)
            path = details["loc"]
            if len(path) > 1 and path[0] in _BY_SCHOOL and not _is_at_key(details):
                left_out.append(path[:2])
                self.faulty.setdefault(str(path[1]), []).append(problem)
            elif details["type"] == "extra_forbidden":
                left_out.append(path)
                self.shared.append(problem)
            else:
                fatal.append(problem)
        found += fatal
        if fatal:
            return None
        data = copy.deepcopy(file.data)
        for path in left_out:
            _remove(data, path)
        try:
            return model.model_validate(data)
        except ValidationError:  # nothing is left: then what is wrong is wrong for all
            found += self.faults()
            self.faulty.clear()
            return None


_BY_SCHOOL = ("skoler", "dialoger")


def _remove(data: Any, path: Path_) -> None:
    """Take away what stands at a path, if it is still there."""
    *above, last = path
    for step in above:
        found: Any = dict(enumerate(data)) if isinstance(data, list) else data
        data = found.get(step)
        if data is None:
            return
    data.pop(last, None)


def _entry(data: Any, key: str, skole_id: str) -> Any:
    entries = data.get(key) if isinstance(data, dict) else None
    return entries.get(skole_id) if isinstance(entries, dict) else None


def problem_of(file: YamlFile, model: type[BaseModel], details: ErrorDetails) -> Problem:
    """One of pydantic's errors in Norwegian, with its place in the file."""
    at_key = _is_at_key(details)
    path = details["loc"][:-1] if at_key else details["loc"]
    match details["type"]:
        case "missing":
            message, remedy = f"Nøkkelen «{path[-1]}» mangler.", "Skriv den her."
            path = path[:-1]
        case "extra_forbidden":
            known = _keys_at(model, path[:-1])
            message = f"Ukjent nøkkel «{path[-1]}»."
            remedy = did_you_mean(str(path[-1]), known) or f"Mulige nøkler: {', '.join(known)}."
            at_key = True
        case "model_type" | "dict_type" | "model_attributes_type":
            message, remedy = "Her skal det stå nøkler med verdier.", _keys_hint(model, path)
        case "list_type" | "tuple_type":
            message = "Her skal det stå en liste."
            remedy = "Skriv hvert punkt på sin egen linje, med «- » foran."
        case "too_short":
            message, remedy = (
                "Her må det stå minst ett punkt.",
                "Skriv det, eller hent filen fra git.",
            )
        case "literal_error":
            allowed = re.findall(r"'(.*?)'", details["ctx"]["expected"])
            choices = f"Skriv {', '.join(allowed[:-1])} eller {allowed[-1]}."
            written = details["input"]
            message, remedy = "Her skal det stå ett ord.", choices
            if isinstance(written, str):
                message = f"«{written}» er ikke en mulig verdi."
                remedy = did_you_mean(written, allowed) or choices
        case _:
            cause = details.get("ctx", {}).get("error")
            message = cause.message if isinstance(cause, InvalidError) else details["msg"]
            remedy = cause.remedy if isinstance(cause, InvalidError) else ""
    return file.problem(path, message, remedy, at_key=at_key)


def _is_at_key(details: ErrorDetails) -> bool:
    """Whether it is the key that is wrong, which pydantic says with «[key]» after it."""
    return len(details["loc"]) > 1 and details["loc"][-1] == "[key]" and details["type"] not in (
        "extra_forbidden", "missing"
    )  # fmt: skip


def _keys_hint(model: type[BaseModel], path: tuple[str | int, ...]) -> str:
    keys = _keys_at(model, path)
    return f"Mulige nøkler: {', '.join(keys)}." if keys else ""


def _keys_at(model: type[BaseModel], path: Iterable[str | int]) -> list[str]:
    """The keys that the model allows at ``path``."""
    current: Any = model
    for step in path:
        if _is_model(current):
            field = current.model_fields.get(str(step))
            current = field.annotation if field else None
        else:  # an item of a list, or a value of a mapping
            current = _model_in(current)
    found = current if _is_model(current) else _model_in(current)
    return list(found.model_fields) if found else []


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _model_in(annotation: Any) -> Any:
    """The model inside ``tuple[Tema, ...]``, ``dict[Id, Skole]`` or ``Tidsramme | None``."""
    for argument in get_args(annotation):
        found = argument if _is_model(argument) else _model_in(argument)
        if found is not None:
            return found
    return None


# --- rules that join files ---------------------------------------------------------------


def _shared(files: Datafiler, år: int) -> Iterator[Problem]:
    """What is wrong for all schools alike."""
    runde = files.datasett.runde
    if runde.år != år:
        message = f"Filen heter {år}.yaml, men året er {runde.år}."
        yield files.runde.problem(("år",), message, "Rett det ene.")
    yield from _same_names(files)
    for index, punkt in enumerate(runde.datagrunnlag):
        yield from _link(files, ("datagrunnlag", index, "lenke"), punkt.lenke)
    sums: list[tuple[Path_, Sequence[Any], int, str, str]] = [
        (("dagsorden", index), tema.deler, tema.minutter, "Delene", "temaet")
        for index, tema in enumerate(runde.dagsorden)
        if tema.deler
    ]
    frame = runde.tidsramme
    named = f"tidsrammen {frame}"
    for path, parts, whole, what, of in (
        *sums, (("dagsorden",), runde.dagsorden, frame.minutter, "Temaene", named),
    ):  # fmt: skip
        try:
            krev_sum(parts, whole, what, of)
        except InvalidError as error:
            yield files.runde.problem(path, error.message, error.remedy)


def _own(files: Datafiler) -> Iterator[tuple[str, Problem]]:
    """What is wrong in the entries of one school, with its id."""
    data = files.datasett
    for skole_id, dialog in data.runde.dialoger.items():
        if skole_id not in data.skoler:
            if skole_id not in files.faulty:
                message = f"Skolen «{skole_id}» finnes ikke i {files.skoler.name}."
                remedy = (
                    did_you_mean(skole_id, data.skoler) or "Legg den til der, eller fjern dialogen."
                )
                path = ("dialoger", skole_id)
                yield skole_id, files.runde.problem(path, message, remedy, at_key=True)
            continue
        for problem in (*_references(files, skole_id, dialog), *_time(files, skole_id, dialog)):
            yield skole_id, problem


def _same_names(files: Datafiler) -> Iterator[Problem]:
    """Two schools can't be told apart by a name that they share."""
    ids = list(files.datasett.skoler)
    seen = {foldet(skole_id): skole_id for skole_id in ids}
    for skole_id, skole in files.datasett.skoler.items():
        for key in ("navn", "kortnavn"):
            name = foldet(getattr(skole, key))
            if seen.setdefault(name, skole_id) != skole_id:
                message = f"Skolen «{seen[name]}» har det samme navnet."
                path = ("skoler", skole_id, key)
                yield files.skoler.problem(path, message, "Gi skolene hvert sitt.")
    used: set[str] = set()
    for index, punkt in enumerate(files.datasett.runde.datagrunnlag):
        if punkt.id in used:
            place = ("datagrunnlag", index, "id")
            yield files.runde.problem(place, f"Id-en «{punkt.id}» er brukt før.", "Velg en annen.")
        used.add(punkt.id)


def _references(files: Datafiler, skole_id: str, dialog: Dialog) -> Iterator[Problem]:
    """The roles and data basis items that a dialogue names must exist."""
    data = files.datasett
    path = ("dialoger", skole_id)
    seen: set[str] = set()
    for index, rolle in enumerate(dialog.fra_skoleeier):
        if rolle in seen:
            place = (*path, "fra_skoleeier", index)
            yield files.runde.problem(place, f"Rollen «{rolle}» står to ganger.", "Fjern den ene.")
        elif rolle not in data.roller:
            yield files.runde.problem(
                (*path, "fra_skoleeier", index),
                f"Rollen «{rolle}» finnes ikke i {files.skoleeier.name}.",
                did_you_mean(rolle, data.roller) or f"Rollene er: {', '.join(data.roller)}.",
            )
        seen.add(rolle)
    items = {punkt.id: None for punkt in data.runde.datagrunnlag}
    for item, lenke in dialog.lenker.items():
        yield from _link(files, (*path, "lenker", item), lenke)
    for key, entries in (("lenker", dialog.lenker), ("filer", dialog.filer)):
        for item in entries:
            if item not in items:
                yield files.runde.problem(
                    (*path, key, item),
                    f"Datagrunnlaget har ikke noe punkt med id «{item}».",
                    did_you_mean(item, items) or f"Id-ene er: {', '.join(items)}.",
                    at_key=True,
                )


def _link(files: Datafiler, path: tuple[str | int, ...], lenke: str | None) -> Iterator[Problem]:
    """A link that is no address must be a file that exists."""
    if lenke and not ADRESSE.fullmatch(lenke) and not files.project.has_file(lenke):
        message = f"«{lenke}» er verken en adresse eller en fil som finnes."
        remedy = "Skriv hele adressen, for eksempel https://…, eller stien fra prosjektmappen."
        yield files.runde.problem(path, message, remedy)


def _time(files: Datafiler, skole_id: str, dialog: Dialog) -> Iterator[Problem]:
    """The agenda must fill a time frame of the dialogue's or the school's own."""
    skole = files.datasett.skoler[skole_id]
    path: tuple[str, ...]
    if dialog.tidsramme:
        file, path, whose = files.runde, ("dialoger", skole_id, "tidsramme"), "dialogens"
        frame = dialog.tidsramme
    elif skole.tidsramme:
        file, path, whose = files.skoler, ("skoler", skole_id, "tidsramme"), "skolens"
        frame = skole.tidsramme
    else:
        return
    runde = files.datasett.runde
    if frame.minutter == runde.tidsramme.minutter:
        return  # as long as the round's own, which _shared has looked at
    try:
        krev_sum(runde.dagsorden, frame.minutter, "Temaene", f"{whose} tidsramme {frame}")
    except InvalidError as error:
        yield file.problem(path, error.message, error.remedy)
