"""Which school takes over after which: closed, merged, split, or known by another id."""

from collections.abc import Container, Iterator, Mapping
from functools import cached_property

from .skole import Skole


class Arv:
    """Who takes over after whom among the schools of data/skoler.yaml.

    A school that is closed stands there still, with ``nedlagt``. An id that stands only under
    another school's ``tidligere`` is what that school itself was called before.
    """

    def __init__(self, skoler: Mapping[str, Skole]) -> None:
        self.skoler = skoler

    @cached_property
    def etter(self) -> dict[str, list[str]]:
        """The schools that name an id under ``tidligere``, by that id."""
        etter: dict[str, list[str]] = {}
        for skole_id, skole in self.skoler.items():
            for gammel in skole.tidligere:
                etter.setdefault(gammel, []).append(skole_id)
        return etter

    @cached_property
    def siste_nedleggelse(self) -> int:
        """The last round from which a school is closed; 0 where none is."""
        return max((skole.nedlagt or 0 for skole in self.skoler.values()), default=0)

    def egne_id_er(self, skole_id: str, andres: Container[str] = ()) -> list[str]:
        """The ids of one and the same school, today's first; ``andres`` are in use as others'."""
        skole = self.skoler.get(skole_id)
        tidligere = skole.tidligere if skole else ()
        gamle = [id_ for id_ in tidligere if id_ not in self.skoler and id_ not in andres]
        return [skole_id, *gamle]

    def forgjengere(self, skole_id: str, år: int) -> Iterator[tuple[str, int]]:
        """The schools that one has taken over after in a round, and since which round."""
        if skole_id in self.skoler:
            for id_ in self.skoler[skole_id].tidligere:
                nedlagt = self.skoler[id_].nedlagt if id_ in self.skoler else None
                if nedlagt and nedlagt <= år:
                    yield id_, nedlagt

    def alle_før(self, skole_id: str) -> set[str]:
        """The ids that a school has come after, in one or more steps; its own only in a ring."""
        før: set[str] = set()
        ventende = [skole_id]
        while ventende:
            skole = self.skoler.get(ventende.pop())
            nye = set(skole.tidligere if skole else ()) - før
            før |= nye
            ventende += nye
        return før
