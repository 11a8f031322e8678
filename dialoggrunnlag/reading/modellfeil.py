"""A file held against its model: pydantic's errors in Norwegian, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from ..errors import InvalidError, Problem, did_you_mean
from .yaml_reader import Path_, YamlFile


def not_keys(file: YamlFile, model: type[BaseModel]) -> Problem:
    """The problem of a file that is empty, or that isn't keys with values."""
    what = "er tom" if file.data is None else "skal bestå av nøkler og verdier"
    keys = ", ".join(key for key, field in model.model_fields.items() if field.is_required())
    return Problem(f"Filen {what}.", f"Skriv nøklene: {keys}.", file.name, 1, 1)


def problem_of(file: YamlFile, model: type[BaseModel], details: ErrorDetails) -> Problem:
    """One of pydantic's errors in Norwegian, with its place in the file."""
    path, at_key = details["loc"], is_at_key(details)
    if at_key:
        path = path[:-1]
    message, remedy = _words(model, path, details)
    if details["type"] == "missing":
        path = path[:-1]
    at_key = at_key or details["type"] == "extra_forbidden"
    return file.problem(path, message, remedy, at_key=at_key)


def is_at_key(details: ErrorDetails) -> bool:
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
            remedy = "Skriv det, eller hent filen fra git."
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
