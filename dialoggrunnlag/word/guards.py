"""Limits on what an expression may cost: a template from elsewhere must not fill the memory."""

from __future__ import annotations

import re
from functools import wraps
from typing import TYPE_CHECKING, Any

from .values import ValueProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MAX_TEXT = 5_000_000  # characters of one value
_MAX_NUMBER = 10_000  # of an argument that sets a width, a count or an exponent
_WIDTHS = re.compile(r"\d{5,}")
_GROWING_METHODS = {
    *("center", "ljust", "rjust", "zfill", "expandtabs", "format", "format_map", "join"),
    *("replace", "translate"),
}
GROWING_FILTERS = ("center", "indent", "batch", "slice", "wordwrap", "format", "replace", "join")


def _refuse() -> ValueProblemError:
    return ValueProblemError("Verdien blir urimelig lang.", "Gjør uttrykket enklere.")


def check_binary(operator: str, left: Any, right: Any) -> None:
    """Refuse ``'a' * 10**9``, ``10**10**10`` and ``'%999999999d' % 1`` before they are done."""
    if operator == "*":
        size = max((len(v) for v in (left, right) if isinstance(v, str | list | tuple)), default=0)
        number = max((v for v in (left, right) if isinstance(v, int)), default=1)
        if size * number > MAX_TEXT:
            raise _refuse()
    elif operator == "**":
        if abs(left) > 1 and abs(right) > _MAX_NUMBER:
            raise _refuse()
    elif operator == "%" and isinstance(left, str):
        check_text(left)
        _check_widths(left)
    elif operator == "+" and isinstance(left, str) and isinstance(right, str):
        check_text(left)
        check_text(right)


def check_call(function: Any, arguments: Iterable[Any]) -> None:
    """Refuse a text's own methods where they would make something huge."""
    function = getattr(function, "__wrapped__", function)  # the sandbox's own wrapping
    owner = getattr(function, "__self__", None)
    if isinstance(owner, str) and getattr(function, "__name__", "") in _GROWING_METHODS:
        _check_arguments((owner, *arguments))


def guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a filter of GROWING_FILTERS so that it refuses to make something huge."""

    @wraps(function)
    def guard(*arguments: Any, **named: Any) -> Any:
        _check_arguments((*arguments, *named.values()))
        return function(*arguments, **named)

    return guard


def check_text(text: str) -> str:
    """Return a text, or refuse it where it is huge."""
    if len(text) > MAX_TEXT:
        raise _refuse()
    return text


def concatenate(parts: Iterable[Any]) -> str:
    """Join as Jinja2's ``~`` does, within the limit."""
    return check_text("".join("" if part is None else str(part) for part in parts))


def _check_arguments(arguments: Iterable[Any]) -> None:
    product = 1
    for argument in arguments:
        if isinstance(argument, str):
            product *= max(1, len(argument))
            _check_widths(argument)
        elif isinstance(argument, int) and abs(argument) > _MAX_NUMBER:
            raise _refuse()
    if product > MAX_TEXT**2:
        raise _refuse()


def _check_widths(text: str) -> None:
    """A format's width of five digits or more has no honest use."""
    if ("%" in text or "{" in text) and _WIDTHS.search(text):
        raise _refuse()
