"""Which keys the model knows at each place of a YAML file, and where it takes prose."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from ..model.oppsummering import les_fritekst
from ..model.verdityper import Målformer, les_tekst

_PROSE = (les_tekst, les_fritekst)  # what reads texts of any number of lines


@dataclass(frozen=True, slots=True)
class Place:
    """What may stand at a place: keys of their own, entries of one kind, or prose."""

    keys: dict[str, Place] = field(default_factory=dict)
    each: Place | None = None  # each item of a list, each value of a mapping by id
    prose: bool = False


@cache
def place_of(model: type[BaseModel]) -> Place:
    """What a file of this model may hold."""
    keys = {}
    for name, info in model.model_fields.items():
        keys[name] = _place(info.annotation, info.metadata)
    return Place(keys, prose=issubclass(model, Målformer))


@cache
def all_keys(model: type[BaseModel]) -> frozenset[str]:
    """The name of every key that the model knows, wherever it belongs."""
    names: set[str] = set()
    left = [place_of(model)]
    while left:
        place = left.pop()
        names |= place.keys.keys()
        left += place.keys.values()
        if place.each:
            left.append(place.each)
    return frozenset(names)


def _place(annotation: Any, metadata: Any = ()) -> Place:
    """What a key of this type may hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return place_of(annotation)
    arguments = get_args(annotation)
    origin = get_origin(annotation)
    if origin is Annotated:
        return _place(arguments[0], arguments[1:])
    if origin is tuple:
        return Place(each=_place(arguments[0]))
    if origin is dict:
        return Place(each=_place(arguments[1]))
    if type(None) in arguments:
        [inner] = [argument for argument in arguments if argument is not type(None)][:1]
        return _place(inner, metadata)
    return Place(prose=any(getattr(item, "func", None) in _PROSE for item in metadata))
