"""Template fields as the attributes of dataclasses, each with what the documentation says of it."""

from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields, is_dataclass
from typing import (
    Any,
    ClassVar,
    NamedTuple,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from ..word import Link
from ..word.sandbox import fields_of
from ..word.values import several_fields

_VISES = 12  # fields in a message


def felt(beskrivelse: str, eksempel: str = "", **valg: Any) -> Any:
    """A dataclass field with what the documentation says of it; ``valg`` go to the dataclass."""
    return field(metadata={"beskrivelse": beskrivelse, "eksempel": eksempel}, **valg)


@dataclass_transform(kw_only_default=True, eq_default=False, field_specifiers=(felt,))
class Felter:
    """Fields that belong together: what is derived from it is a dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __init_subclass__(cls) -> None:
        # Content is built once and only read; methods of each class's own cost start-up time.
        dataclass(init=False, repr=False, eq=False)(cls)

    def __init__(self, **verdier: Any) -> None:
        self.__dict__.update(verdier)

    def __repr__(self) -> str:
        """Refuse to be text, alone or in a list: no reader has any use for what Python would say.

        That has a place in memory in it, so a document would be another one each time.
        """
        raise several_fields(fields_of(self)[:_VISES])

    @classmethod
    def _former(cls) -> Mapping[str, Any]:
        """The shapes of fields whose types don't tell them, as ``shape_of`` gives the others."""
        return {}


class Feltbeskrivelse(NamedTuple):
    """A template field: its dotted path, type, a description and an example."""

    sti: str
    type: str
    beskrivelse: str
    eksempel: str


def shape_of(annotation: Any) -> Any:
    """A type's fields as nested mappings, a list with one item for each list."""
    if _has_fields(annotation):
        hints = get_type_hints(annotation)
        shape = {item.name: shape_of(hints[item.name]) for item in fields(annotation)}
        return shape | dict(annotation._former())  # noqa: SLF001 - hidden from templates alone
    if is_dataclass(annotation) or annotation is Any:
        return _example_of(annotation)
    if get_origin(annotation) is list:
        return [shape_of(get_args(annotation)[0])]
    if get_args(annotation):  # a value that may be None
        return shape_of(get_args(annotation)[0])
    return annotation()


def described(cls: Any, prefix: str = "") -> Iterator[Feltbeskrivelse]:
    """Every field of a class in order, a list's items after the list itself."""
    hints = get_type_hints(cls)
    for item in fields(cls):
        path = f"{prefix}{item.name}"
        description, example = item.metadata["beskrivelse"], item.metadata["eksempel"]
        yield Feltbeskrivelse(path, _type_name(hints[item.name]), description, example)
        for inner in (hints[item.name], *get_args(hints[item.name])):
            if _has_fields(inner):
                yield from described(inner, f"{path}.")


def _example_of(value: Any) -> Any:
    """A value of the engine's own, by its class."""
    if value is Link:
        return Link("", "")
    if value is Any:
        return object()
    return value((" ",), {" ": (None,)}, alt="…")  # a chart


def _has_fields(annotation: Any) -> bool:
    """Whether a type is one of fields, unlike the engine's own values."""
    return isinstance(annotation, type) and issubclass(annotation, Felter)


# By name: a chart is loaded in projects that have figures alone
_TYPE_NAMES = {"str": "tekst", "int": "tall", "bool": "ja/nei", "Link": "lenke", "Chart": "diagram"}


def _type_name(annotation: Any) -> str:
    """What a field holds, in Norwegian."""
    if get_origin(annotation) is list:
        return "liste"
    if get_origin(annotation) is Mapping:
        return "felt"
    options = get_args(annotation) or (annotation,)
    name = _TYPE_NAMES.get(options[0].__name__, "felt")
    return f"{name} eller tom" if type(None) in options else name
