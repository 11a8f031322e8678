"""A linear model in whole numbers, as any solver of such models takes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Ledd = Mapping[int, int]  # a column's number: what it is multiplied by


@dataclass(frozen=True)
class Rad:
    """The sum of ``ledd`` is at least ``nedre``."""

    ledd: Ledd
    nedre: int


@dataclass
class Heltallsmodell:
    """Columns of whole numbers from 0 to ``øvre``, and the rows that hold for them."""

    øvre: list[int] = field(default_factory=list)
    rader: list[Rad] = field(default_factory=list)

    def kolonne(self, øvre: int = 1) -> int:
        """A new column; its number."""
        self.øvre.append(øvre)
        return len(self.øvre) - 1

    def minst(self, ledd: Ledd, tall: int) -> int:
        """The sum is at least ``tall``; the row's number."""
        self.rader.append(Rad(ledd, tall))
        return len(self.rader) - 1

    def høyst(self, ledd: Ledd, tall: int) -> None:
        """The sum is at most ``tall``."""
        self.minst({kolonne: -faktor for kolonne, faktor in ledd.items()}, -tall)

    def lik(self, ledd: Ledd, tall: int) -> None:
        """The sum is ``tall``."""
        self.minst(ledd, tall)
        self.høyst(ledd, tall)
