"""A chart's data as a value: what a template's chart is filled with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Series:
    """A line or the bars of one colour: a value for each category, None for a gap."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """Categories, one or more series over them, and what is said of it to who can't see it.

    ``number_format`` is Excel's; ``description`` is the alternative text.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    description: str
    number_format: str = "General"
    unit: str = ""

    def __str__(self) -> str:
        return self.description
