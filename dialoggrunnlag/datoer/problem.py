"""What needs dates, and the dates found, as plain data that knows no files and no solver."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Slag = Literal[
    "kan_ikke",
    "periode",
    "ukedager",
    "fri",
    "må",
    "minst",
    "rolle_borte",
    "høyst_i_uken",
    "høyst_på_dagen",
    "samme_tur",
    "avtalt",
]

# What giving up a rule costs, where nothing else is said. Where dates can't be found, the rules
# with the smallest sum are given up: one more in a week before a school's holiday.
PRISER: Mapping[Slag, int] = {
    "høyst_i_uken": 4,
    "samme_tur": 5,
    "minst": 5,
    "høyst_på_dagen": 6,
    "ukedager": 6,
    "periode": 6,
    "rolle_borte": 7,
    "kan_ikke": 8,
    "må": 9,
    "fri": 10,
    "avtalt": 12,
}


class MissingSolverError(Exception):
    """The package with the solver isn't installed."""


class TimeIsUpError(Exception):
    """There is neither a plan yet, nor a proof that there is none, after so many seconds."""

    def __init__(self, sekunder: int) -> None:
        super().__init__(f"no plan in {sekunder} s")
        self.sekunder = sekunder


@dataclass(frozen=True)
class Regel:
    """A rule that may be given up when nothing else helps; equal ones are one rule.

    ``dialog`` and ``rolle`` are ids, and ``gruppe`` the dialogues of a trip. ``hva`` is the user's
    own words («uke 43»); of a cap its week («2026-W43») or day («2026-10-21»), of ``avtalt`` the
    date. ``antall`` is by how many a given-up cap is exceeded, how many roles fall short of
    ``minst``, or how many dialogues are on days that are closed to all.
    """

    slag: Slag
    dialog: str | None = None
    rolle: str | None = None
    hva: str = ""
    pris: int = 1
    gruppe: tuple[str, ...] = ()
    antall: int = 1


@dataclass(frozen=True)
class Sperre:
    """Days that a rule takes away: from everybody, from a dialogue, or from a role at one."""

    regel: Regel
    dager: frozenset[date]


@dataclass(frozen=True)
class Ønske:
    """A wish: worth ``vekt`` where the day is one of these."""

    hva: str
    dager: frozenset[date]
    vekt: int = 3


@dataclass(frozen=True)
class Dialogbehov:
    """A dialogue that needs a date.

    ``må`` are the roles that must be there. A date that is ``avtalt`` is fixed, also where it is
    none of the problem's days. ``minst`` is how many roles must be there, where that is another
    number than the problem's. ``før`` is where it was, when a plan is being changed, and
    ``varslet`` that an invitation has gone out.
    """

    id: str
    sperrer: tuple[Sperre, ...] = ()
    ønsker: tuple[Ønske, ...] = ()
    må: tuple[str, ...] = ()
    avtalt: date | None = None
    minst: int | None = None
    før: date | None = None
    varslet: bool = False


@dataclass(frozen=True)
class Rolle:
    """A role of the school owner's; ``vekt`` is what it is worth that it is there.

    ``borte`` and ``ulempe`` are by dialogue, since the travel differs: the days on which the role
    can't be there, and what being there costs (of ``vekt``, never more than all of it).
    """

    id: str
    vekt: int
    borte: Mapping[str, tuple[Sperre, ...]] = field(default_factory=dict)
    ulempe: Mapping[str, Mapping[date, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """A round that needs dates; ``dager`` are all days that could be used at all.

    ``sperrer`` hold for everybody. ``minst`` is how many roles must be at each dialogue. The
    dialogues of a trip in ``samme_tur`` are on successive calendar days, in any order.
    ``overlapper`` has the pairs (both orders) that nobody can be at on the same day.
    """

    dager: tuple[date, ...]
    dialoger: tuple[Dialogbehov, ...]
    roller: tuple[Rolle, ...]
    sperrer: tuple[Sperre, ...] = ()
    høyst_i_uken: int | None = None
    høyst_på_dagen: int = 1
    minst: int = 0
    samme_tur: tuple[tuple[str, ...], ...] = ()
    overlapper: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Plan:
    """A date for every dialogue, in the problem's order, and the roles that can come to it.

    ``brutt`` are the rules that had to be given up; none where the plan keeps all of them. A plan
    that isn't ``bevist`` is the best that was found in the time there was: there may be a better.
    """

    datoer: Mapping[str, date]
    fra_skoleeier: Mapping[str, tuple[str, ...]]
    verdi: int
    brutt: tuple[Regel, ...] = ()
    bevist: bool = True


def ukenavn(dag: date) -> str:
    """The ISO week of a day: «2026-W43»."""
    år, uke, _ = dag.isocalendar()
    return f"{år}-W{uke:02d}"
