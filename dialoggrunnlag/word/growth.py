"""What may grow while a template is filled: counted at the few places all growth goes through.

Those are loops, calls, filters, operators, and lists that a template writes. One step makes at
most so much of what is allowed before it that the process's own bounds (bounds.py) catch it.
"""

from collections.abc import Iterator
from typing import Any

from .values import ValueProblemError

MAX_TEXT = 5_000_000  # characters of one value
_MAX_WEIGHT = 10_000_000  # characters and items of one value, with all that it holds
_MAX_WORK = 100_000_000  # of all that is made for one document
_MAX_BITS = 10_000  # of a whole number
_ITEM = 4  # characters that an item of a list counts as
_KEPT = 8  # lists whose weight is remembered: those that a template goes on adding to
_LISTS = (list, tuple, set, frozenset)
_LOOP = "Se etter en løkke som går for lenge."
_THOUSANDS = 10_000  # from here on digits are grouped


def too_long() -> ValueProblemError:
    """The error of a text or a list that is absurdly long."""
    return ValueProblemError("Verdien blir urimelig lang.", "Gjør uttrykket enklere.")


def too_much() -> ValueProblemError:
    """The error of a template that computes without end."""
    return ValueProblemError("Utregningen tar for lang tid.", f"Gjør den enklere. {_LOOP}")


def check_bits(bits: int) -> None:
    """Refuse whole numbers that nobody writes and that take long to compute with."""
    if bits > _MAX_BITS:
        raise ValueProblemError("Tallet blir urimelig stort.", "Gjør uttrykket enklere.")


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
        """Note turns of a loop, or what counts as such; raises ValueProblemError past the limit."""
        self.turns += turns
        if self.turns > self._most_turns:
            most = str(self._most_turns)
            if self._most_turns >= _THOUSANDS:
                most = f"{self._most_turns:,}".replace(",", " ")
            raise ValueProblemError(f"Løkkene går mer enn {most} ganger.", _LOOP)

    def work(self, units: int) -> None:
        """Note what is read or made; raises ValueProblemError past the limit."""
        self._work += units
        if self._work > self._most_work:
            raise too_much()

    def made(self, value: Any) -> Any:
        """Note a value that an expression has made, and return it.

        What comes item by item is noted as it comes. Raises ValueProblemError for a huge one.
        """
        if isinstance(value, Iterator):
            return self._drawn(value)
        if isinstance(value, (str, bytes, int, *_LISTS, dict)):
            self.work(self.weigh(value))
        return value

    def _drawn(self, items: Iterator[Any]) -> Iterator[Any]:
        for item in items:
            self.work(_ITEM)
            yield self.made(item)

    def added(self, left: Any, right: Any, total: Any) -> Any:
        """Note the sum of two values, of which the left is seldom weighed anew; returns it.

        A list that a loop adds to, item by item, would otherwise be weighed over and over.
        """
        if not isinstance(total, list | tuple):
            return self.made(total)
        weight = self._weight_of(left) + self._weight_of(right)
        if weight > _MAX_WEIGHT:
            raise too_long()
        self._weights[id(total)] = total, weight  # kept with its weight, so that the id is its own
        if len(self._weights) > _KEPT:
            del self._weights[next(iter(self._weights))]
        self.work(len(total))
        return total

    def _weight_of(self, value: Any) -> int:
        known = self._weights.get(id(value))
        return known[1] if known else self.weigh(value)

    def weigh(self, value: Any, times: int = 1) -> int:
        """The characters and items in a value, again for each list that a list is in.

        What a computer does with a value (writing, comparing, sorting it) takes as long. Raises
        ValueProblemError where ``times`` as much is huge.
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
            elif isinstance(value, _LISTS):
                weight += _ITEM * len(value)
                waiting += value
            elif isinstance(value, dict):
                weight += _ITEM * len(value)
                waiting += (*value, *value.values())
            if weight * times > _MAX_WEIGHT:
                raise too_long()
        return weight
