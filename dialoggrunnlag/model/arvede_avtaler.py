"""A school's agreements, with those that follow from schools that it has taken over after."""

from collections.abc import Callable, Iterator

from .arv import Arv
from .oppsummering import Arvet, Løpende, Oppsummering, løpende_avtaler

# The summaries that lie under an id
Les = Callable[[str], list[Oppsummering]]


def skolens_avtaler(arv: Arv, skole_id: str, år: int, les: Les) -> list[Løpende]:
    """A school's agreements in a round: its own, under all its ids, and those that follow to it."""
    egne: list[Oppsummering] = []
    for id_ in arv.egne_id_er(skole_id):
        egne += les(id_)
    return løpende_avtaler(egne, arvede_avtaler(arv, skole_id, år, les))


def arvede_avtaler(arv: Arv, skole_id: str, år: int, les: Les) -> Iterator[Arvet]:
    """What a school has from others in a round; each goal with the id of who agreed it."""
    for id_, nedlagt in arv.forgjengere(skole_id, år):
        avtaler = skolens_avtaler(arv, id_, nedlagt, les)
        yield Arvet(nedlagt, [item._replace(skole=item.skole or id_) for item in avtaler])
