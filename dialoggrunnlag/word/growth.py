"""What may grow while a template is filled: counted at the few places all growth goes through.

Those are loops, calls, filters, operators, and lists that a template writes. A single step that
makes too much of values within these limits is stopped by the process's own bounds (bounds.py).
"""

from collections.abc import ItemsView, Iterator, KeysView, ValuesView
from typing import Any

from jinja2.utils import Namespace

from .values import ValueProblemError

MAX_TEXT = 5_000_000  # characters of one value
_MAX_WEIGHT = 10_000_000  # characters and items of one value, with all that it holds
_MAX_WORK = 100_000_000  # of all that is made for one document
MAX_BITS = 10_000  # of a whole number
_ITEM = 4  # characters that an item of a list counts as
_KEPT = 8  # lists whose weight is remembered: those that a template goes on building with
_LISTS = (list, tuple, set, frozenset)
_VIEWS = (KeysView, ValuesView, ItemsView)  # of a dict
_HOLDERS = (*_LISTS, *_VIEWS, dict, Namespace)
LOOP = "Se etter en løkke som går for lenge."
_THOUSANDS = 10_000  # from here on digits are grouped


class GrowthError(ValueProblemError):
    """What a template makes is without end: as a rule it is so for every school."""


def too_long() -> GrowthError:
    """The error of a text or a list that is absurdly long."""
    return GrowthError("Verdien blir urimelig lang.", "Gjør uttrykket enklere.")


def too_much() -> GrowthError:
    """The error of a template that computes without end."""
    return GrowthError("Utregningen tar for lang tid.", f"Gjør den enklere. {LOOP}")


def check_bits(bits: int) -> None:
    """Refuse whole numbers that nobody writes and that take long to compute with."""
    if bits > MAX_BITS:
        raise GrowthError("Tallet blir urimelig stort.", "Gjør uttrykket enklere.")


def check_text(text: str) -> str:
    """Return a text, or refuse it where it is huge."""
    if len(text) > MAX_TEXT:
        raise too_long()
    return text


class Meter:
    """How much the filling of one template has cost: the turns of its loops, and what it made.

    ``size`` is how many times as much as other templates' may be made.
    """

    def __init__(self, most_turns: int, size: int = 1) -> None:
        self.turns = 0
        self._most_turns = most_turns
        self._most_work = _MAX_WORK * size
        self._work = 0
        self._weights: dict[int, tuple[object, int]] = {}

    def count_turn(self, turns: int = 1) -> None:
        """Note turns of a loop, or what counts as such; raises GrowthError past the limit."""
        self.turns += turns
        if self.turns > self._most_turns:
            most = str(self._most_turns)
            if self._most_turns >= _THOUSANDS:
                most = f"{self._most_turns:,}".replace(",", " ")
            raise GrowthError(f"Løkkene går mer enn {most} ganger.", LOOP)

    def work(self, units: int) -> None:
        """Note what is read or made; raises GrowthError past the limit."""
        self._work += units
        if self._work > self._most_work:
            raise too_much()

    def made(self, value: Any) -> Any:
        """Note a value that an expression has made, and return it.

        What comes item by item becomes a list: iterators within iterators within iterators would
        crash Python itself. Raises GrowthError for a huge value.
        """
        if isinstance(value, str | bytes | int):  # first: nearly all are, and it is soonest seen
            self.work(self.weigh(value))
        elif isinstance(value, Iterator):
            return self._drawn(value)
        elif isinstance(value, _HOLDERS):
            self.work(self._remember(value, self.weigh(value)))
        return value

    def _drawn(self, items: Iterator[Any]) -> list[Any]:
        drawn, weight = list[Any](), 0
        for item in items:
            more = _ITEM + self.weigh(item)
            self.work(more)
            weight += more
            if weight > _MAX_WEIGHT:
                raise too_long()
            drawn.append(item)
        self._remember(drawn, weight)
        return drawn

    def added(self, left: Any, right: Any, total: Any) -> Any:
        """Note the sum of two values and return it.

        A list that a loop adds to, item by item, would take longer to weigh anew for each.
        """
        if not isinstance(total, list | tuple):
            return self.made(total)
        weight = self.weigh(left) + self.weigh(right)
        if weight > _MAX_WEIGHT:
            raise too_long()
        self._remember(total, weight)
        self.work(len(total))
        return total

    def _remember(self, value: Any, weight: int) -> int:
        self._weights[id(value)] = value, weight  # kept with its weight, so that the id is its own
        if len(self._weights) > _KEPT:
            del self._weights[next(iter(self._weights))]
        return weight

    def weigh(self, value: Any, times: int = 1) -> int:
        """The characters and items in a value, again for each list that a list is in.

        What a computer does with a value (writing, comparing, sorting it) takes as long. Raises
        GrowthError where ``times`` as much is huge.
        """
        weight, waiting = 0, [value]
        while waiting:
            value = waiting.pop()
            if isinstance(value, str | bytes):
                weight += len(value)
                if len(value) * times > MAX_TEXT:
                    raise too_long()
            elif isinstance(value, int):
                check_bits(value.bit_length())
                weight += 1
            elif id(value) in self._weights:
                weight += self._weights[id(value)][1]
            elif isinstance(value, (*_LISTS, *_VIEWS)):
                weight += _ITEM * len(value)
                waiting += value
            elif isinstance(value, Namespace):
                fields = object.__getattribute__(value, "_Namespace__attrs")
                weight += _ITEM * len(fields)  # also of one that holds itself
                waiting += fields.values()
            elif isinstance(value, dict):
                weight += _ITEM * len(value)
                waiting += (*value, *value.values())
            if weight * times > _MAX_WEIGHT:
                raise too_long()
        return weight
