"""Whether some of a round's dialogues can have dates that keep some of its rules."""

import sys
from collections.abc import Collection, Iterable, Mapping

from .frist import Frist
from .highs import Løser
from .problem import Problem, Regel
from .regelmodell import Regelmodell


class Delprøve:
    """A round of which dialogues and rules can be left out, asked many times.

    ``brutt`` are the rules that may be broken, and by how much. Of the rules that can be left out
    a trip is one always, since it needs all its dialogues; the others are, if ``alle_regler``.
    """

    def __init__(
        self, problem: Problem, brutt: Mapping[Regel, int], frist: Frist, *, alle_regler: bool
    ) -> None:
        def spillerom(regel: Regel) -> int:
            if alle_regler or regel.slag == "samme_tur":
                return sys.maxsize
            return brutt.get(regel, 0)

        self._brutt = brutt
        self._modell = Regelmodell(problem, spillerom)
        self._løser = Løser(self._modell.modell, frist)

    def umulig(self, dialoger: Iterable[str], regler: Collection[Regel]) -> bool:
        """Whether there are no dates for some dialogues that keep some of the rules."""
        med = frozenset(dialoger)
        grenser = {}
        for regel, trinn in self._modell.trinn.items():
            gjelder = regel in regler and med.issuperset(regel.gruppe)
            antall = self._brutt.get(regel, 0) if gjelder else len(trinn)
            for nummer, kolonne in enumerate(trinn):
                bryter = int(nummer < antall)  # not less either: what may be broken is
                grenser[kolonne] = (bryter, bryter)
        uten = {rad for id_, rad in self._modell.har_dato.items() if id_ not in med}
        return not self._løser.mulig(grenser, uten)
