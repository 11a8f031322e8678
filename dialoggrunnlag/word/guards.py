"""Limits on what an expression may cost: a template from elsewhere must not fill the memory."""

import re
from collections.abc import Callable, Iterable, Sequence, Sized
from functools import wraps
from typing import Any

from jinja2.environment import Environment
from jinja2.filters import do_join, make_attrgetter
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.utils import pass_eval_context

from .values import ValueProblemError

MAX_TEXT = 5_000_000  # characters of one value
_MAX_NUMBER = 10_000  # of an argument that sets a width, a count or an exponent
_MAX_BITS = 10_000  # of a whole number
_REPLACE = 3  # a text, what is replaced and what with
_WIDTHS = re.compile(r"\d{5,}")
_GROWING_METHODS = {
    *("center", "ljust", "rjust", "zfill", "expandtabs", "format", "format_map", "join"),
    *("replace", "translate"),
}
_PRINTING_METHODS = ("format", "format_map", "join", "replace")
_PRINTING = ("format", "replace")  # filters whose other arguments are printed too
GROWING_FILTERS = ("center", "indent", "batch", "slice", "wordwrap", "format", "replace", "join")


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


def guarded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a filter of GROWING_FILTERS so that it refuses to make something huge."""

    @wraps(function)
    def guard(*arguments: Any, **named: Any) -> Any:
        values = [a for a in arguments if not isinstance(a, Environment | EvalContext | Context)]
        _check_arguments(name, (*values, *named.values()))
        if name == "format":
            text, printed = printing(str(arguments[0]), named or arguments[1:])
            return function(text, **printed) if named else function(text, *printed)
        if name in _PRINTING:
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
    kept = [item for item in items if item is not None]
    joined: str = do_join(context, kept, without_none(between))
    return joined


def check_text(text: str) -> str:
    """Return a text, or refuse it where it is huge."""
    if len(text) > MAX_TEXT:
        raise _refuse()
    return text


def concatenate(parts: Iterable[Any]) -> str:
    """Join as Jinja2's ``~`` does, within the limit."""
    return check_text("".join("" if part is None else str(part) for part in parts))


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
    if size > MAX_TEXT:
        raise _refuse()


def _check_bits(bits: int) -> None:
    if bits > _MAX_BITS:
        raise ValueProblemError("Tallet blir urimelig stort.", "Gjør uttrykket enklere.")


def _check_format(text: str) -> None:
    """A format's width of five digits or more, or out of an argument, has no honest use."""
    if ("%" in text and "*" in text) or (("%" in text or "{" in text) and _WIDTHS.search(text)):
        raise _refuse()
