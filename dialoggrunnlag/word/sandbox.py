"""Jinja2's sandbox with Norwegian errors: unknown names are errors, all that grows is counted."""

import json
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Sized
from dataclasses import fields, is_dataclass
from functools import lru_cache, partial, wraps
from typing import Any, cast

from jinja2.exceptions import UndefinedError
from jinja2.filters import do_float, do_int, do_join, make_attrgetter
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing, pass_context, pass_eval_context

from ..errors import did_you_mean
from .growth import MAX_TEXT, Meter, check_bits, too_long
from .values import Block, ValueProblemError, block

# The names of a rendering's own state, and of what it has cost: no template can write them
STATE, METER = "<rendering>", "<meter>"
_CALL = 10  # turns that a call counts as
CONCATENATE = "_concatenate"  # what ``~`` is compiled to
MADE = "_made"  # what lists that a template writes, and what it slices, are sent through
_MAX_NUMBER = 10_000  # of an argument that sets a width, a count or an exponent
_PRINTING_METHODS = ("format", "format_map", "join", "replace")
# Filters of Jinja2's whose numbers are widths and counts; those of others may be years or sums
_MEASURING = ("center", "indent", "batch", "slice", "wordwrap", "truncate", "round", "tojson")
# Widths of five digits or more, or out of an argument, have no honest use
_WIDTHS = re.compile(
    r"%(?:\(\w*\))?[-#0 +]*(?:\d{5,}|\*|\d*\.(?:\d{5,}|\*))|\{[^{}]*(?:[:!.][^{}]*\d{5,}|:[^{}]*\{)"
)
_NO_NUMBER = object()
_SHOWN = 40  # characters of a value in a message
_COMPARISONS = 16  # of two signs, that cost as much as one sign that is made
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


def _strict(filter_: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse what is no number: Jinja2's own filter makes 0 of it, also of a hidden figure."""

    @wraps(filter_)
    def number(value: Any, default: Any = _NO_NUMBER, *arguments: Any, **named: Any) -> Any:
        result = filter_(value, default, *arguments, **named)
        if result is _NO_NUMBER:
            message = f"«{str(value)[:_SHOWN]}» er ikke et tall."
            remedy = f"Skriv hva det skal være da, for eksempel «{filter_.__name__[3:]}(0)»."
            raise ValueProblemError(message, remedy)
        return result

    return number


def to_json(value: object) -> str:
    """JSON with its letters as they are; HTML's escapes have no business in Word."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _metered(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a filter so that what it makes is counted, and that it makes nothing of None."""
    passed = {
        "context": lambda context: (context,),
        "eval_context": lambda context: (context.eval_ctx,),
        "environment": lambda context: (context.environment,),
    }.get(getattr(getattr(function, "jinja_pass_arg", None), "name", ""), lambda _: ())
    keeps_none = function is plain

    @wraps(function)
    def metered(context: Context, value: Any, *arguments: Any, **named: Any) -> Any:
        if value is None and not keeps_none:
            return None
        meter = meter_of(context)
        if isinstance(value, str | bytes):
            meter.work(len(value) + _comparisons(value, arguments))
        _check_growth(name, (value, *arguments))
        if name in _MEASURING:
            _check_measures((*arguments, *named.values()))
        if name == "format":
            value, printed = printing(str(value), named or arguments)
            arguments, named = ((), printed) if named else (printed, named)
        elif name == "replace":  # its other arguments are printed too
            arguments, named = without_none(arguments), without_none(named)
        return meter.made(function(*passed(context), value, *arguments, **named))

    return pass_context(metered)


def meter_of(context: Context) -> Meter:
    """What the filling of a template has cost so far."""
    meter: Meter = context.parent[METER]
    return meter


@pass_context
def made_block(context: Context, xml: str) -> Block:
    """What stands in a block, as a value."""
    meter_of(context).work(len(xml))
    return block(xml)


@pass_context
def made(context: Context, value: Any) -> Any:
    """Count a list that a template writes, or what it takes a part of."""
    return meter_of(context).made(value)


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


@pass_context
def sum_filter(
    context: Context, items: Iterable[Any], attribute: Any = None, start: Any = 0
) -> Any:
    """Add as Jinja2 does, each sum counted: lists are copied every time."""
    if attribute is not None:
        items = map(make_attrgetter(context.environment, attribute), items)
    total = start
    for item in items:
        total = meter_of(context).added(total, item, total + item)
    return total


@pass_context
def concatenate(context: Context, parts: Iterable[Any]) -> str:
    """Join as Jinja2's ``~`` does, within the limit."""
    texts = ["" if part is None else str(part) for part in parts]
    text: str = meter_of(context).made("".join(texts))
    return text


# --- what is refused before it is done -----------------------------------------------------------
# Nothing can stop Python in the middle of a power, a rounding or a search. The rest is what people
# write by mistake: it is refused by its size where nobody bounds the process, too (bounds.py: all
# other programs than ours; memory in macOS, time in Windows).


def check_binary(operator: str, left: Any, right: Any, meter: Meter) -> None:
    """Refuse ``'a' * 10**9``, ``10**10**10`` and ``'%999999999d' % 1`` before they are done."""
    numbers = isinstance(left, int) and isinstance(right, int)
    if operator == "*" and numbers:
        check_bits(left.bit_length() + right.bit_length())
    elif operator == "*":
        for repeated, times in ((left, right), (right, left)):
            if isinstance(times, int) and not isinstance(repeated, int | float):
                meter.weigh(repeated, max(1, times))
    elif operator == "**" and numbers:
        check_bits(left.bit_length() * max(0, right))
    elif operator == "%" and isinstance(left, str):
        _check_format(left)


def check_call(
    function: Any, arguments: Sequence[Any], named: Mapping[str, Any], meter: Meter
) -> bool:
    """Refuse a value's own methods where they would make something huge.

    Returns whether the call is one that prints its arguments into a text.
    """
    function = getattr(function, "__wrapped__", function)  # the sandbox's own wrapping
    owner = getattr(function, "__self__", None)
    if not isinstance(owner, str | bytes | int):
        return False
    is_printing = isinstance(owner, str) and function.__name__ in _PRINTING_METHODS
    if isinstance(owner, str | bytes):
        meter.work(_comparisons(owner, arguments))
    _check_growth(function.__name__, (owner, *arguments))
    if not is_printing:
        _check_measures((*arguments, *named.values()))
    return is_printing


def _check_growth(name: str, arguments: Sequence[Any]) -> None:
    """Refuse what a method or a filter of that name would make something huge of.

    The first argument is the method's owner, or what goes into the filter.
    """
    match name, *arguments:
        case ("format" | "format_map", text, *_):
            _check_format(str(text))
        case ("replace", text, old, new, *_):
            length = len(str(text))
            _check_size(length + length // max(1, len(str(old))) * len(str(new)))
        case ("join", Sized() as one, Sized() as other, *_):
            _check_size(len(one) * len(other))


def _comparisons(text: str | bytes, arguments: Iterable[Any]) -> int:
    """What it may cost to look for texts in another one, such as by ``strip`` and ``rfind``.

    Some compare each sign of the one with each of the other, and can't be stopped meanwhile.
    """
    lengths = [len(one) for one in arguments if isinstance(one, str | bytes)]
    return len(text) * max(lengths, default=0) // _COMPARISONS


def _check_measures(arguments: Iterable[Any]) -> None:
    """Refuse absurd widths, counts and precisions."""
    for argument in arguments:
        if isinstance(argument, int) and abs(argument) > _MAX_NUMBER:
            raise too_long()


def _check_size(size: int) -> None:
    if size > MAX_TEXT:
        raise too_long()


def _check_format(text: str) -> None:
    if _WIDTHS.search(text):
        raise too_long()


# --- the environment ----------------------------------------------------------------------


@lru_cache(maxsize=256)
def _fields_of_record(kind: Hashable) -> frozenset[str]:
    """The fields of a dataclass that a template may read; none of any other class."""
    if not is_dataclass(kind):
        return frozenset()
    return frozenset(field.name for field in fields(kind) if not field.name.startswith("_"))


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment that templates run in, whatever their delimiters are."""

    intercepted_binops = frozenset(("*", "**", "%", "+"))

    def __init__(self, filters: Mapping[str, Callable[..., Any]], **options: Any) -> None:
        super().__init__(undefined=MissingField, keep_trailing_newline=True, **options)
        for name in ("urlize", "xmlattr", "pprint"):  # make HTML or Python, neither for a reader
            self.filters.pop(name, None)
        self.filters.update(dict.fromkeys(("e", "escape", "forceescape", "safe"), plain))
        self.filters.update({"int": _strict(do_int), "float": _strict(do_float)})
        self.filters.update({"join": join_filter, "sum": sum_filter, "tojson": to_json, **filters})
        for name, function in self.filters.items():
            if name not in ("default", "d") and name[0] != "_":
                self.filters[name] = _metered(name, function)
        self.filters.update({CONCATENATE: concatenate, MADE: made})
        self.globals = {name: self.globals[name] for name in _GLOBALS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Read a field; the sandbox's own checks are left out where they can say nothing.

        A key of a plain dict, or a field of a dataclass that isn't a function, is data.
        """
        if type(obj) is dict:
            if attribute in obj and attribute[:1] != "_" and not hasattr(dict, attribute):
                return obj[attribute]
        elif attribute in _fields_of_record(obj.__class__):
            value = getattr(obj, attribute, missing)
            if value is not missing and not callable(value):
                return value
        return super().getattr(obj, attribute)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Evaluate an operator that could make something huge, if it doesn't."""
        meter = meter_of(context)
        check_binary(operator, left, right, meter)
        if operator == "%" and isinstance(left, str):
            left, right = printing(left, right)
        result = super().call_binop(context, operator, left, right)
        return meter.added(left, right, result) if operator == "+" else meter.made(result)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls, if it makes nothing huge.

        A call counts as turns: a macro can go on calling itself without being a loop.
        """
        meter = meter_of(context)
        meter.count_turn(_CALL)
        if args or kwargs:  # they may be kept: as a macro's ``varargs``, as a cycler's ``items``
            meter.work(meter.weigh((args, kwargs)))
        if check_call(obj, args, kwargs, meter):
            args, kwargs = without_none(args), without_none(kwargs)
        result = super().call(context, obj, *args, **kwargs)
        if not isinstance(obj, Macro):
            return meter.made(result)
        meter.work(len(result))  # it may be a whole table, as XML
        if self.autoescape and "caller" not in kwargs:
            return self.of_macro(result)  # ``{% call %}`` writes its result as it is
        return result

    def of_macro(self, markup: str) -> Any:
        """What a macro's output is as a value."""
        return block(markup)
