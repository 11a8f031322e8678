"""The value of a chart: the figures that a template's own chart is filled with."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from .values import ValueProblemError

LONGEST_ALT = 300  # characters of an alternative text; screen readers read it in one breath
_MAX_POINTS = 10_000
_MAX_SERIES = 255  # what Word draws
_MAX_NAME = 255  # characters of a category's or a series' name
_MAX_DECIMALS = 15
# What to say of a chart where there is none to be filled, and of another value where there is one
CHART_AS_TEXT = (
    "Verdien er et diagram, og taggen står ikke på et diagram som kan fylles.",
    "Sett inn et diagram i Word, og skriv taggen alene i den alternative teksten.",
)
NO_CHART_REMEDY = (
    "Bruk feltet som gir diagrammet. Er taggen den alternative teksten, skriv noen ord foran den."
)


@dataclass(frozen=True)
class Chart:
    """Figures for a chart that is drawn in the template, with a tag in its alternative text.

    ``series`` gives for each name as many figures as there are ``categories``; None is a gap.
    ``alt`` says what the chart shows to those who can't see it; it is cut at 300 characters.
    With ``decimals`` figures and their labels have so many, in caches and workbook too. Raises
    ValueError for what no chart can show.
    """

    fills_charts: ClassVar[bool] = True  # what the engine knows it by, without importing it

    categories: Sequence[str]
    series: Mapping[str, Sequence[float | None]]
    alt: str = field(kw_only=True)
    decimals: int | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("Diagrammet mangler en alternativ tekst (alt).")
        if self.decimals is not None and not 0 <= self.decimals <= _MAX_DECIMALS:
            raise ValueError(f"Diagrammet kan ikke ha {self.decimals} desimaler; bruk 0 til 15.")
        _check_size(len(self.categories), len(self.series))
        categories = tuple(map(_name, self.categories))
        series = {_name(name): self._figures(name, values) for name, values in self.series.items()}
        # Set once more as what can't be changed, whatever the caller does with its own lists
        object.__setattr__(self, "alt", _shortened(self.alt.strip()))
        object.__setattr__(self, "categories", categories)
        object.__setattr__(self, "series", series)

    def _figures(self, name: str, values: Sequence[float | None]) -> tuple[float | None, ...]:
        if len(values) != len(self.categories):
            numbers = f"{len(values)} tall, men diagrammet har {len(self.categories)} kategorier"
            raise ValueError(f"Serien «{name}» har {numbers}.")
        return tuple(None if value is None else self._figure(value) for value in values)

    def _figure(self, value: float) -> float:
        if isinstance(value, bool | str) or not math.isfinite(value):
            raise ValueError(f"«{value}» er ikke et tall som kan stå i et diagram.")
        if isinstance(value, int):
            return value
        figure = float(value)
        return figure if self.decimals is None else round(figure, self.decimals)

    @property
    def points(self) -> int:
        """How many figures there is room for."""
        return len(self.categories) * len(self.series)

    def __str__(self) -> str:
        """Raise ValueProblemError: a chart is no text, Word draws it."""
        raise ValueProblemError(*CHART_AS_TEXT)


def figure_text(value: float) -> str:
    """A figure as XML has it: 5.1, 12."""
    return repr(value).removesuffix(".0")


def _check_size(categories: int, series: int) -> None:
    if not categories or not series:
        raise ValueError("Diagrammet har ingen tall; bruk None for et som ikke skal vises.")
    if series > _MAX_SERIES or categories * series > _MAX_POINTS:
        size = f"{categories} kategorier og {series} serier"
        raise ValueError(f"Diagrammet har {size}; høyst {_MAX_POINTS} punkter kan vises.")


def _name(name: str) -> str:
    if len(name) > _MAX_NAME:
        raise ValueError(f"Navnet «{name[:40]} …» er på {len(name)} tegn; høyst {_MAX_NAME}.")
    return name


def _shortened(text: str) -> str:
    """A text of at most 300 characters, cut between two words."""
    if len(text) <= LONGEST_ALT:
        return text
    return f"{text[: LONGEST_ALT - 1].rsplit(maxsplit=1)[0]} …"[:LONGEST_ALT]
