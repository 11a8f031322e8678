"""How long the solver may look for something better before what it has is told as it is."""

import time
from collections.abc import Callable

# Far above what it takes, so that the same data give the same plan on slow machines too: 50
# schools take some seconds
SEKUNDER = 30


class Frist:
    """The time that all of a question's solves have between them, from when it is made."""

    def __init__(
        self, sekunder: int = SEKUNDER, klokke: Callable[[], float] = time.monotonic
    ) -> None:
        self.sekunder = sekunder
        self._klokke = klokke
        self._ute = klokke() + sekunder

    def forlenget(self) -> "Frist":
        """As much time once more, from now on."""
        return Frist(self.sekunder, self._klokke)

    def igjen(self) -> float:
        """The seconds that are left: never less than none."""
        return max(0.0, self._ute - self._klokke())
