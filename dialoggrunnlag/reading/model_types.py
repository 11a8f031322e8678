"""What the model has at each place of a YAML file: its type, its keys, an example."""

import types
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ..model.over_arene import er_årvis
from ..model.verdityper import les_årvis

_NOTHING: Any = None


def plain(annotation: Any) -> Any:
    """A type without what is said of its values, and without that it may be left out."""
    if get_origin(annotation) is Annotated:
        return plain(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        kinds = [kind for kind in get_args(annotation) if kind is not types.NoneType]
        return plain(kinds[0]) if len(kinds) == 1 else annotation
    return annotation


def is_model(annotation: Any) -> bool:
    """Whether a type is one of the model's entries with keys."""
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def whole_type(field: FieldInfo) -> Any:
    """The type of a field with what is said of its values."""
    if not field.metadata:
        return field.annotation
    return Annotated[(field.annotation, *field.metadata)]


def item_type(kind: Any) -> Any:
    """What an item of a list, or a value of a mapping, is; None for what has none."""
    arguments = get_args(kind)
    if get_origin(kind) is dict:
        return arguments[1]
    return arguments[0] if get_origin(kind) is tuple else None


def is_year(annotation: Any, step: str | int) -> bool:
    """Whether a step is a year, below which stands what may stand without it."""
    if not isinstance(step, str) or not er_årvis({step: None}):
        return False
    return les_årvis in readers(annotation)


def readers(annotation: Any) -> Iterator[Callable[..., Any]]:
    """The model's functions that read a value of a type."""
    if get_origin(annotation) is Annotated:
        inner, *metadata = get_args(annotation)
        for each in metadata:
            if hasattr(each, "func"):
                yield each.func
        yield from readers(inner)
    elif get_origin(annotation) in (Union, types.UnionType):
        for kind in get_args(annotation):
            yield from readers(kind)


# --- at a path -----------------------------------------------------------------------------------


def type_below(annotation: Any, step: str | int) -> Any:
    """The type of what the model wants one step below a place; None where it has no such place."""
    if is_year(annotation, step):
        return annotation
    kind = plain(annotation)
    if is_model(kind):
        field = kind.model_fields.get(str(step))
        return whole_type(field) if field else None
    return item_type(kind)


def type_at(model: type[BaseModel], path: Iterable[str | int]) -> Any:
    """The type of what the model wants at a path; None where it has no such place."""
    annotation: Any = model
    for step in path:
        annotation = type_below(annotation, step)
    return annotation


def own_keys(annotation: Any) -> list[str]:
    """The keys that may stand at a place of that type."""
    kind = plain(annotation)
    return list(kind.model_fields) if is_model(kind) else []


def keys_at(model: type[BaseModel], path: Iterable[str | int]) -> list[str]:
    """The keys that the model allows at a path, or in the items of a list there."""
    annotation = type_at(model, path)
    return own_keys(annotation) or own_keys(item_type(plain(annotation)))


def example_at(model: type[BaseModel], path: Iterable[str | int]) -> Any:
    """What the model gives as an example at a path, or as a part of the one above; None if none."""
    annotation: Any = model
    example: Any = _NOTHING
    for step in path:
        if is_year(annotation, step):
            continue
        kind = plain(annotation)
        field = kind.model_fields.get(str(step)) if is_model(kind) else None
        example = field.examples[0] if field and field.examples else _part(example, step)
        annotation = type_below(annotation, step)
    return example


def _part(example: Any, step: str | int) -> Any:
    """A part of an example: that of a key, else the first there is."""
    if isinstance(example, dict) and example:
        return example.get(step, next(iter(example.values())))
    return example[0] if isinstance(example, list) and example else _NOTHING


# --- wherever ------------------------------------------------------------------------------------


@cache
def all_keys(model: type[BaseModel]) -> frozenset[str]:
    """The name of every key that the model knows, wherever it belongs."""
    names = set(model.model_fields)
    for field in model.model_fields.values():
        kind = plain(field.annotation)
        while item_type(kind) is not None:
            kind = plain(item_type(kind))
        if is_model(kind):
            names |= all_keys(kind)
    return frozenset(names)


@cache
def keys_of_ids(model: type[BaseModel]) -> frozenset[str]:
    """The keys below which the keys are ids, or checks: «skoler», «lenker», «stille»."""
    names: set[str] = set()
    for name, field in model.model_fields.items():
        kind = plain(field.annotation)
        if get_origin(kind) is dict:
            names.add(name)
        while item_type(kind) is not None:
            kind = plain(item_type(kind))
        if is_model(kind):
            names |= keys_of_ids(kind)
    return frozenset(names)
