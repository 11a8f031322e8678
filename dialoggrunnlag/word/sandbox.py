"""Jinja2's sandbox with Norwegian errors: unknown names are errors, nothing runs away."""

import json
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import is_dataclass
from functools import lru_cache, partial
from typing import Any, cast

from jinja2.exceptions import UndefinedError
from jinja2.runtime import Context, Macro, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from ..errors import did_you_mean
from .blocks import block
from .guards import (
    GROWING_FILTERS,
    check_binary,
    check_call,
    concatenate,
    guarded,
    join_filter,
    nothing_is_nothing,
    printing,
    without_none,
)

STATE = "<rendering>"  # the name of a rendering's own state, which no template can write
_CALL = 10  # turns that a call counts as
CONCATENATE = "_concatenate"  # what ``~`` is compiled to
_GLOBALS = ("range", "dict", "namespace", "cycler", "joiner")


class MissingFieldError(UndefinedError):
    """A field that isn't there was used; ``name`` and the object it was sought in say which."""

    def __init__(self, name: object, owner: object, message: str) -> None:
        super().__init__(message)
        self.name = str(name)
        self.owner = owner

    def suggestion(self, top_level: Iterable[str]) -> str:
        """The likeliest spelling among the owner's fields, or among ``top_level`` names."""
        return did_you_mean(
            self.name, top_level if self.owner is missing else fields_of(self.owner)
        )


class MissingField(StrictUndefined):
    """What an unknown name evaluates to: an error as soon as anything is done with it."""

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[Exception] = UndefinedError,
    ) -> None:
        if exc is UndefinedError:
            exc = cast("type[Exception]", partial(MissingFieldError, name, obj))
        super().__init__(hint, obj, name, cast("Any", exc))

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        return f"Feltet «{self._undefined_name}» finnes ikke."


def fields_of(value: object) -> list[str]:
    """The names a template may write after the dot of ``value``."""
    names = value if isinstance(value, Mapping) else dir(value)
    return [name for name in map(str, names) if not name.startswith("_")]


def plain(value: object) -> str:
    """Do as docxtpl's ``|e`` and ``|safe``: values are always escaped here, exactly once."""
    return "" if value is None else str(value)


def to_json(value: object) -> str:
    """JSON with its letters as they are; HTML's escapes have no business in Word."""
    return json.dumps(value, ensure_ascii=False, default=str)


@lru_cache(maxsize=256)
def _is_record(kind: Hashable) -> bool:
    return is_dataclass(kind)


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment that templates run in, whatever their delimiters are."""

    intercepted_binops = frozenset(("*", "**", "%", "+"))

    def __init__(self, filters: Mapping[str, Callable[..., Any]], **options: Any) -> None:
        super().__init__(undefined=MissingField, keep_trailing_newline=True, **options)
        for name in ("urlize", "xmlattr", "pprint"):  # make HTML or Python, neither for a reader
            self.filters.pop(name, None)
        self.filters["join"] = join_filter
        self.filters.update({name: guarded(name, self.filters[name]) for name in GROWING_FILTERS})
        self.filters.update(dict.fromkeys(("e", "escape", "forceescape", "safe"), plain))
        self.filters.update({"tojson": to_json, CONCATENATE: concatenate, **filters})
        for name, function in self.filters.items():
            if function is not plain and name not in ("default", "d") and name[0] != "_":
                self.filters[name] = nothing_is_nothing(function)
        self.globals = {name: self.globals[name] for name in _GLOBALS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Read a field; the sandbox's own checks are left out where they can say nothing.

        A key of a plain dict, or a field of a dataclass that isn't a function, is data.
        """
        if attribute[:1] != "_":
            if type(obj) is dict:
                if attribute in obj and not hasattr(dict, attribute):
                    return obj[attribute]
            elif _is_record(obj.__class__):
                value = getattr(obj, attribute, missing)
                if value is not missing and not callable(value):
                    return value
        return super().getattr(obj, attribute)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Evaluate an operator that could make something huge, if it doesn't."""
        check_binary(operator, left, right)
        if operator == "%" and isinstance(left, str):
            left, right = printing(left, right)
        return super().call_binop(context, operator, left, right)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls, if it makes nothing huge.

        A call counts as turns: a macro can go on calling itself without being a loop.
        """
        rendering = context.parent.get(STATE)
        if rendering is not None:
            rendering.count_turn(_CALL)
        if check_call(obj, (*args, *kwargs.values())):
            args, kwargs = without_none(args), without_none(kwargs)
        result = super().call(context, obj, *args, **kwargs)
        if self.autoescape and isinstance(obj, Macro) and "caller" not in kwargs:
            return self.of_macro(result)  # ``{% call %}`` writes its result as it is
        return result

    def of_macro(self, markup: str) -> Any:
        """What a macro's output is as a value."""
        return block(markup)
