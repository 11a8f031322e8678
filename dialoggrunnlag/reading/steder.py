"""Which keys the model knows at each place of a YAML file, and where it takes prose."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from ..model.verdityper import Målformer, les_fritekst, les_tekst

_PROSA = (les_tekst, les_fritekst)  # what reads texts of any number of lines


@dataclass(frozen=True, slots=True)
class Sted:
    """What may stand at a place: keys of their own, entries of one kind, or prose."""

    nøkler: dict[str, Sted] = field(default_factory=dict)
    hver: Sted | None = None  # each item of a list, each value of a mapping by id
    prosa: bool = False


@cache
def sted_for(model: type[BaseModel]) -> Sted:
    """What a file of this model may hold."""
    nøkler = {}
    for name, info in model.model_fields.items():
        nøkler[name] = _sted(info.annotation, info.metadata)
    return Sted(nøkler, prosa=issubclass(model, Målformer))


@cache
def alle_nøkler(model: type[BaseModel]) -> frozenset[str]:
    """The name of every key that the model knows, wherever it belongs."""
    names: set[str] = set()
    left = [sted_for(model)]
    while left:
        sted = left.pop()
        names |= sted.nøkler.keys()
        left += sted.nøkler.values()
        if sted.hver:
            left.append(sted.hver)
    return frozenset(names)


def _sted(annotation: Any, metadata: Any = ()) -> Sted:
    """What a key of this type may hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return sted_for(annotation)
    arguments = get_args(annotation)
    origin = get_origin(annotation)
    if origin is Annotated:
        return _sted(arguments[0], arguments[1:])
    if origin is tuple:
        return Sted(hver=_sted(arguments[0]))
    if origin is dict:
        return Sted(hver=_sted(arguments[1]))
    if type(None) in arguments:
        [inner] = [argument for argument in arguments if argument is not type(None)][:1]
        return _sted(inner, metadata)
    return Sted(prosa=any(getattr(item, "func", None) in _PROSA for item in metadata))
