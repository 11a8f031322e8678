"""The agreements that follow to a school from those that it has taken over after."""

from collections.abc import Callable, Iterator

from .arv import Arv
from .oppsummering import Arvet, Oppsummering, løpende_avtaler

# The summaries that lie under an id
Les = Callable[[str], list[Oppsummering]]


def arvede_avtaler(arv: Arv, skole_id: str, år: int, les: Les) -> Iterator[Arvet]:
    """What a school has from others in a round; each goal with the id of who agreed it."""
    for id_, nedlagt in arv.forgjengere(skole_id, år):
        oppsummeringer: list[Oppsummering] = []
        for egen in arv.egne_id_er(id_):
            oppsummeringer += les(egen)
        avtaler = løpende_avtaler(oppsummeringer, arvede_avtaler(arv, id_, nedlagt, les))
        yield Arvet(nedlagt, [item._replace(skole=item.skole or id_) for item in avtaler])
