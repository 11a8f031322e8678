"""Values that change over the years: which of them holds in a round.

``navn: {2015: Kari Gran, 2017: Nina Ny}`` is Kari in the rounds 2015 and 2016, and Nina from 2017
on. A plain value holds in every round.
"""

import re
from typing import Any

_ÅRSTALL = re.compile(r"(?:19|20)[0-9]{2}")


def er_årvis(value: Any) -> bool:
    """Whether a value says from which years it holds; a misspelt year counts as one."""
    return isinstance(value, dict) and any(key[:1].isdigit() for key in value)


def gjeldende_år(årvis: dict[str, Any], år: int | None) -> str | None:
    """The key of the value that holds in a round, the newest for no round; None before the first.

    ``årvis`` has years alone as its keys.
    """
    gjeldende = [key for key in årvis if år is None or int(key) <= år]
    return max(gjeldende, default=None)


def gjeldende_nøkkel(value: Any, år: int | None) -> str | None:
    """The year of the value that holds in a round; None where there is none, or no years."""
    if not er_årvis(value):
        return None
    årstall = {key: verdi for key, verdi in value.items() if _ÅRSTALL.fullmatch(key)}
    return gjeldende_år(årstall, år)


def gjeldende(value: Any, år: int | None) -> Any:
    """The value that holds in a round; None before the first year. A plain value is itself."""
    if not er_årvis(value):
        return value
    key = gjeldende_nøkkel(value, år)
    return None if key is None else value[key]


def alle(value: Any) -> list[Any]:
    """Every value that holds in some round, the newest first."""
    if not er_årvis(value):
        return [value]
    return [value[key] for key in sorted(value, reverse=True)]
