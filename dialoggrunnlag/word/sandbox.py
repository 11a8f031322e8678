"""Jinja2's sandbox with Norwegian errors: unknown names are errors, nothing runs away."""

import json
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Sized
from dataclasses import is_dataclass
from functools import lru_cache, partial, wraps
from typing import Any, cast

from jinja2.environment import Environment
from jinja2.exceptions import UndefinedError
from jinja2.filters import do_join, make_attrgetter
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing, pass_eval_context

from ..errors import did_you_mean
from .values import ValueProblemError, block

STATE = "<rendering>"  # the name of a rendering's own state, which no template can write
_CALL = 10  # turns that a call counts as
CONCATENATE = "_concatenate"  # what ``~`` is compiled to
_MAX_TEXT = 5_000_000  # characters of one value
_MAX_NUMBER = 10_000  # of an argument that sets a width, a count or an exponent
_MAX_BITS = 10_000  # of a whole number
_REPLACE = 3  # a text, what is replaced and what with
_WIDTHS = re.compile(r"\d{5,}")
_GROWING_METHODS = {
    *("center", "ljust", "rjust", "zfill", "expandtabs", "format", "format_map", "join"),
    *("replace", "translate"),
}
_PRINTING_METHODS = ("format", "format_map", "join", "replace")
_GROWING_FILTERS = ("center", "indent", "batch", "slice", "wordwrap", "format", "replace", "join")
_GLOBALS = ("range", "dict", "namespace", "cycler", "joiner")


class MissingFieldError(UndefinedError):
    """A field that isn't there was used; ``name`` and the object it was sought in say which."""

    def __init__(self, name: object, owner: object, message: str) -> None:
        super().__init__(message)
        self.name = str(name)
        self.owner = owner

    def suggestion(self, top_level: Iterable[str]) -> str:
        """The likeliest spelling among the owner's fields, or among ``top_level`` names."""
        names = top_level if self.owner is missing else fields_of(self.owner)
        return did_you_mean(self.name, names)


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


# --- filters ------------------------------------------------------------------------------


def plain(value: object) -> str:
    """Do as docxtpl's ``|e`` and ``|safe``: values are always escaped here, exactly once."""
    return "" if value is None else str(value)


def to_json(value: object) -> str:
    """JSON with its letters as they are; HTML's escapes have no business in Word."""
    return json.dumps(value, ensure_ascii=False, default=str)


def guarded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a filter of _GROWING_FILTERS so that it refuses to make something huge."""

    @wraps(function)
    def guard(*arguments: Any, **named: Any) -> Any:
        values = [a for a in arguments if not isinstance(a, Environment | EvalContext | Context)]
        _check_arguments(name, (*values, *named.values()))
        if name == "format":
            text, printed = printing(str(arguments[0]), named or arguments[1:])
            return function(text, **printed) if named else function(text, *printed)
        if name == "replace":  # its other arguments are printed too
            return function(*without_none(arguments), **without_none(named))
        return function(*arguments, **named)

    return guard


def nothing_is_nothing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a filter so that it makes nothing of None."""

    @wraps(function)
    def filtered(value: Any, *arguments: Any, **named: Any) -> Any:
        return None if value is None else function(value, *arguments, **named)

    @wraps(function)
    def filtered_within(context: Any, value: Any, *arguments: Any, **named: Any) -> Any:
        return None if value is None else function(context, value, *arguments, **named)

    # Jinja2 gives some of its filters an argument of its own before the value
    return filtered_within if hasattr(function, "jinja_pass_arg") else filtered


class _Nothing(str):
    """An empty text, of which every format makes nothing."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        try:
            return super().__format__(form)
        except ValueError:  # it is a number's
            return ""

    def __repr__(self) -> str:
        return ""


_NOTHING = _Nothing()
_FORM = re.compile(r"%(\(\w+\))?[-#0 +]*\d*(?:\.\d+)?([a-zA-Z%])")


def printing(text: str, values: Any) -> tuple[str, Any]:
    """A text with %-forms and what is put into it, where None is printed as nothing."""
    by_name = values if isinstance(values, dict) else {}
    in_turn = iter(values if isinstance(values, tuple) else (values,))

    def form(match: re.Match[str]) -> str:
        name, kind = match.groups()
        if kind == "%":
            return match[0]
        value = by_name.get(name[1:-1], name) if name else next(in_turn, match)
        return f"%{name or ''}s" if value is None else match[0]

    return _FORM.sub(form, text), without_none(values)


def without_none(value: Any) -> Any:
    """What is printed into a text: None as an empty text, or, in a list to be joined, left out."""
    if value is None:
        return _NOTHING
    if type(value) is list:
        return [item for item in value if item is not None]
    if type(value) is tuple:
        return tuple(map(without_none, value))
    if type(value) is dict:
        return {key: without_none(item) for key, item in value.items()}
    return value


@pass_eval_context
def join_filter(
    context: EvalContext, items: Iterable[Any], between: str = "", attribute: Any = None
) -> str:
    """Join as Jinja2 does, without the items that are None."""
    if attribute is not None:
        items = map(make_attrgetter(context.environment, attribute), items)
    joined: str = do_join(context, without_none(list(items)), without_none(between))
    return joined


def concatenate(parts: Iterable[Any]) -> str:
    """Join as Jinja2's ``~`` does, within the limit."""
    return check_text("".join("" if part is None else str(part) for part in parts))


# --- limits on what an expression may cost ------------------------------------------------


def _refuse() -> ValueProblemError:
    return ValueProblemError("Verdien blir urimelig lang.", "Gjør uttrykket enklere.")


def check_binary(operator: str, left: Any, right: Any) -> None:
    """Refuse ``'a' * 10**9``, ``10**10**10`` and ``'%999999999d' % 1`` before they are done."""
    numbers = isinstance(left, int) and isinstance(right, int)
    if operator == "*" and numbers:
        _check_bits(left.bit_length() + right.bit_length())
    elif operator == "*":
        for repeated, times in ((left, right), (right, left)):
            if isinstance(repeated, str | list | tuple) and isinstance(times, int):
                _check_size(len(repeated) * times)
    elif operator == "**" and numbers:
        _check_bits(left.bit_length() * max(0, right))
    elif operator == "%" and isinstance(left, str):
        _check_format(left)
    elif operator == "+" and isinstance(left, str | list | tuple):
        _check_size(len(left))
        if isinstance(right, Sized):
            _check_size(len(left) + len(right))


def check_call(function: Any, arguments: Iterable[Any]) -> bool:
    """Refuse a text's own methods where they would make something huge.

    Returns whether the call is one that prints its arguments into a text.
    """
    function = getattr(function, "__wrapped__", function)  # the sandbox's own wrapping
    owner = getattr(function, "__self__", None)
    if not isinstance(owner, str) or function.__name__ not in _GROWING_METHODS:
        return False
    _check_arguments(function.__name__, (owner, *arguments))
    return function.__name__ in _PRINTING_METHODS


def check_text(text: str) -> str:
    """Return a text, or refuse it where it is huge."""
    _check_size(len(text))
    return text


def _check_arguments(name: str, arguments: Sequence[Any]) -> None:
    """Refuse arguments of a growing method or filter whose result would be huge.

    The first argument is the text (for ``join`` as a filter, the list).
    """
    for argument in arguments:
        if isinstance(argument, str):
            _check_format(argument)
        elif isinstance(argument, int) and abs(argument) > _MAX_NUMBER:
            raise _refuse()
    sizes = [len(argument) for argument in arguments if isinstance(argument, Sized)]
    if name == "replace" and len(sizes) >= _REPLACE:
        _check_size(sizes[0] + sizes[0] // max(1, sizes[1]) * sizes[2])
    elif name == "join" and len(sizes) > 1:
        _check_size(sizes[0] * sizes[1])


def _check_size(size: int) -> None:
    if size > _MAX_TEXT:
        raise _refuse()


def _check_bits(bits: int) -> None:
    if bits > _MAX_BITS:
        raise ValueProblemError("Tallet blir urimelig stort.", "Gjør uttrykket enklere.")


def _check_format(text: str) -> None:
    """A format's width of five digits or more, or out of an argument, has no honest use."""
    if ("%" in text and "*" in text) or (("%" in text or "{" in text) and _WIDTHS.search(text)):
        raise _refuse()


# --- the environment ----------------------------------------------------------------------


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
        self.filters.update({name: guarded(name, self.filters[name]) for name in _GROWING_FILTERS})
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
