"""The YAML files of a project as a checked model; every problem with its file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from . import yaml_reader
from .dagsorden import krev_sum
from .errors import DialogError, InvalidError, Problem
from .model import Datasett, Runde, Skoleeierfil, Skolefil
from .word.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic_core import ErrorDetails

    from .model import Tidsramme
    from .project import Project
    from .yaml_reader import YamlFile

_Model = TypeVar("_Model", bound=BaseModel)


class Datafiler:
    """The data of one round: the checked ``datasett``, and the files it was read from."""

    def __init__(self, project: Project, år: int) -> None:
        self.skoler, skolefil, found = _read(project, project.schools_file, Skolefil)
        self.skoleeier, skoleeierfil, problems = _read(project, project.owner_file, Skoleeierfil)
        found += problems
        self.runde, runde, problems = _read(project, project.round_file(år), Runde)
        found += problems
        if skolefil and skoleeierfil and runde:
            self.datasett = Datasett(skolefil.skoler, skoleeierfil.roller, runde)
            found += _across(self, år)
        if found:
            raise DialogError(found)


def _read(
    project: Project, path: Any, model: type[_Model]
) -> tuple[YamlFile, _Model | None, list[Problem]]:
    """A file, its checked content, and what is wrong with it."""
    name = project.display(path)
    try:
        file = yaml_reader.read(path, name)
    except DialogError as error:
        return yaml_reader.YamlFile(name, None, None), None, list(error.problems)
    if not isinstance(file.data, dict):
        what = "Filen er tom." if file.data is None else "Filen skal bestå av nøkler og verdier."
        keys = ", ".join(model.model_fields)
        return file, None, [Problem(what, f"Øverste nivå er: {keys}.", name, 1, 1)]
    try:
        return file, model.model_validate(file.data), []
    except ValidationError as error:
        problems = [_problem(file, model, details) for details in error.errors(include_url=False)]
        return file, None, sorted(problems, key=lambda p: (p.line, p.column))


def _problem(file: YamlFile, model: type[BaseModel], details: ErrorDetails) -> Problem:
    """One of pydantic's errors in Norwegian, with its place in the file."""
    path = tuple(step for step in details["loc"] if step != "[key]")
    at_key = "[key]" in details["loc"]
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
            message, remedy = "Her må det stå minst ett punkt.", ""
        case "literal_error":
            allowed = [word.strip("' ") for word in details["ctx"]["expected"].split(" or ")]
            message = f"«{details['input']}» er ikke en mulig verdi."
            remedy = (
                did_you_mean(str(details["input"]), allowed) or f"Skriv {' eller '.join(allowed)}."
            )
        case _:
            cause = details.get("ctx", {}).get("error")
            message = cause.message if isinstance(cause, InvalidError) else details["msg"]
            remedy = cause.remedy if isinstance(cause, InvalidError) else ""
    return file.problem(path, message, remedy, at_key=at_key)


def _keys_hint(model: type[BaseModel], path: tuple[str | int, ...]) -> str:
    keys = _keys_at(model, path)
    return f"Mulige nøkler: {', '.join(keys)}." if keys else ""


def _keys_at(model: type[BaseModel], path: Iterable[str | int]) -> list[str]:
    """The keys that the model allows at ``path``."""
    current: Any = model
    for step in path:
        if isinstance(current, type) and issubclass(current, BaseModel):
            field = current.model_fields.get(str(step))
            current = field.annotation if field else None
        current = _item_model(current) if not _is_model(current) else current
    return list(current.model_fields) if _is_model(current) else []


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _item_model(annotation: Any) -> Any:
    """The model inside ``tuple[Tema, ...]``, ``dict[Id, Skole]`` or ``Tidsramme | None``."""
    for argument in get_args(annotation):
        found = argument if _is_model(argument) else _item_model(argument)
        if found is not None:
            return found
    return None


# --- rules that join files ---------------------------------------------------------------


def _across(files: Datafiler, år: int) -> Iterator[Problem]:
    runde = files.datasett.runde
    if runde.år != år:
        yield files.runde.problem(
            ("år",), f"Filen heter {år}.yaml, men året er {runde.år}.", "Rett det ene."
        )
    yield from _same_names(files)
    yield from _dialogues(files)
    yield from _times(files)


def _same_names(files: Datafiler) -> Iterator[Problem]:
    """Two schools can't be told apart by a name that they share."""
    seen: dict[str, str] = {}
    for skole_id, skole in files.datasett.skoler.items():
        for key in ("navn", "kortnavn"):
            name = getattr(skole, key).casefold()
            if seen.setdefault(name, skole_id) != skole_id:
                yield files.skoler.problem(
                    ("skoler", skole_id, key),
                    f"Skolen «{seen[name]}» har det samme navnet.",
                    "Gi skolene hvert sitt.",
                )
    ids = [punkt.id for punkt in files.datasett.runde.datagrunnlag]
    for index, punkt_id in enumerate(ids):
        if punkt_id in ids[:index]:
            yield files.runde.problem(
                ("datagrunnlag", index, "id"), f"Id-en «{punkt_id}» er brukt før.", "Velg en annen."
            )


def _dialogues(files: Datafiler) -> Iterator[Problem]:
    """The schools, roles and data basis items that dialogues name must exist."""
    data = files.datasett
    items = [punkt.id for punkt in data.runde.datagrunnlag]
    for skole_id, dialog in data.runde.dialoger.items():
        path = ("dialoger", skole_id)
        if skole_id not in data.skoler:
            yield files.runde.problem(
                path,
                f"Skolen «{skole_id}» finnes ikke i {files.skoler.name}.",
                did_you_mean(skole_id, data.skoler),
                at_key=True,
            )
        for index, rolle in enumerate(dialog.fra_skoleeier):
            if rolle not in data.roller:
                yield files.runde.problem(
                    (*path, "fra_skoleeier", index),
                    f"Rollen «{rolle}» finnes ikke i {files.skoleeier.name}.",
                    did_you_mean(rolle, data.roller) or f"Rollene er: {', '.join(data.roller)}.",
                )
        for item in dialog.lenker:
            if item not in items:
                yield files.runde.problem(
                    (*path, "lenker", item),
                    f"Datagrunnlaget har ikke noe punkt med id «{item}».",
                    did_you_mean(item, items) or f"Id-ene er: {', '.join(items)}.",
                    at_key=True,
                )


def _times(files: Datafiler) -> Iterator[Problem]:
    """The agenda must fill every time frame that is used, the round's own first."""
    data = files.datasett
    runde = data.runde
    frames: list[tuple[YamlFile, tuple[str, ...], str, Tidsramme]] = [
        (files.runde, ("dagsorden",), "tidsrammen", runde.tidsramme)
    ]
    path: tuple[str, ...]
    for skole_id, dialog in runde.dialoger.items():
        skole = data.skoler.get(skole_id)
        if dialog.tidsramme:
            path = ("dialoger", skole_id, "tidsramme")
            frames.append((files.runde, path, "dialogens tidsramme", dialog.tidsramme))
        elif skole and skole.tidsramme:
            path = ("skoler", skole_id, "tidsramme")
            frames.append((files.skoler, path, "skolens tidsramme", skole.tidsramme))
    for file, path, what, frame in frames:
        try:
            krev_sum(runde.dagsorden, frame.minutter, "Temaene", f"{what} {frame}")
        except InvalidError as error:
            yield file.problem(path, error.message, error.remedy)
            if frame is runde.tidsramme:
                return
