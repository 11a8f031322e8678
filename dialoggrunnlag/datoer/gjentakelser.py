"""The rule of a repeated event → its times, with work that is bounded by the days asked for.

icalendar reads the rule, and dateutil knows which days of a year fit it, the weeks and the last
Tuesday included. By itself dateutil gives all the times since the first one, and looks for the
next until the year 9999: seconds for each rule that is never met (30 February). So it is asked
about one year at a time; which of the days count (every third week, the first ten, the last of
each month) is reckoned here.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time, tzinfo
from functools import lru_cache
from itertools import groupby, product
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import vRecur

from .kalenderlinjer import Linje, Uleselig
from .kalenderverdier import DAG, Arbeid, Tid, flyttet, les_tid

ÅRLIG, MÅNEDLIG, UKENTLIG, DAGLIG = "YEARLY", "MONTHLY", "WEEKLY", "DAILY"
_OFTERE = ("HOURLY", "MINUTELY", "SECONDLY")
_UKEDAGER = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _begge_veier(størst: int) -> frozenset[int]:
    """Numbers that count from the beginning, or with a minus from the end."""
    return frozenset(range(-størst, størst + 1)) - {0}


# What the numbers of a rule may be (RFC 5545, 3.3.10); icalendar takes any, and dateutil some
_LOVLIGE = {
    "BYMONTH": frozenset(range(1, 13)),
    "BYMONTHDAY": _begge_veier(31),
    "BYYEARDAY": _begge_veier(366),
    "BYWEEKNO": _begge_veier(53),
    "BYSETPOS": _begge_veier(366),
    "BYHOUR": frozenset(range(24)),
    "BYMINUTE": frozenset(range(60)),
    "BYSECOND": frozenset(range(61)),
}
_UKE = 7 * DAG
_FLEST_I_DØGNET = 24
_FLEST_UKER_I_MÅNEDEN, _FLEST_UKER_I_ÅRET = 5, 53  # dateutil falls off the year by more
# Units of work that dateutil takes to look through a year, and a time takes to be told from others
_ET_ÅR, _EN_TID = 200, 3


@dataclass(frozen=True)
class Gjentakelse:
    """A rule: which days fit (``dager``, as a rule's text), and which of those count."""

    begynner: Tid
    frekvens: str
    hver: int
    dager: str
    uken_begynner: int
    klokkeslett: tuple[time, ...]
    plasser: list[int]
    antall: int | None
    til: Tid | None

    def tider(self, fra: datetime, til: datetime, arbeid: Arbeid) -> Iterator[datetime]:
        """The times from the one to the other, as the clocks show them where the rule is from."""
        if self.til and flyttet(self.til.klokke, 2 * DAG) < fra:
            return
        for nummer, klokke in enumerate(self._alle(fra, til, arbeid)):
            arbeid.bruk(_EN_TID)
            if klokke > til or nummer == self.antall or self.er_over(klokke):
                return
            if klokke >= fra:
                yield klokke

    def er_over(self, klokke: datetime) -> bool:
        """Whether the time is after the rule's last; a last day counts to its end."""
        if self.til is None:
            return False
        if self.til.er_dag:
            return klokke.date() > self.til.klokke.date()
        return Tid(klokke, self.begynner.sone).øyeblikk > self.til.øyeblikk

    def _alle(self, fra: datetime, til: datetime, arbeid: Arbeid) -> Iterator[datetime]:
        """The times until the other; from the rule's beginning where they are counted."""
        første = self.begynner.klokke
        if self.antall is None:
            første = max(første, fra)
        dager = self._dager_som_passer(første, til, arbeid)
        for periode, i_perioden in groupby(dager, self._periode):
            if (periode - self._periode(self.begynner.klokke)) % self.hver:
                continue
            for klokke in self._på_plassene(i_perioden):
                if klokke >= self.begynner.klokke:
                    yield klokke

    def _dager_som_passer(self, fra: datetime, til: datetime, arbeid: Arbeid) -> Iterator[date]:
        """Days that fit, whole weeks, months and years around the first and the last time."""
        første, siste = flyttet(fra, -_UKE).year, flyttet(til, _UKE).year
        for år in range(max(første, 2), siste + 1):  # dateutil looks at the year before as well
            arbeid.bruk(_ET_ÅR)
            dager = _dager_i_året(år, self.dager)
            if self.frekvens in {UKENTLIG, DAGLIG}:  # those have begun after the year's first day
                dager = dager[bisect_left(dager, flyttet(fra, -_UKE).date()) :]
            yield from dager

    def _periode(self, dag: date) -> int:
        """The number of the year, month, week or day that ``hver`` counts."""
        if self.frekvens == ÅRLIG:
            return dag.year
        if self.frekvens == MÅNEDLIG:
            return dag.year * 12 + dag.month
        if self.frekvens == UKENTLIG:
            return (dag.toordinal() - 1 - self.uken_begynner) // 7  # day 1 was a Monday
        return dag.toordinal()

    def _på_plassene(self, dager: Iterable[date]) -> list[datetime]:
        """A period's times; where places are given («the last weekday»), those in them alone."""
        alle = [datetime.combine(dag, slett) for dag in dager for slett in self.klokkeslett]
        if not self.plasser:
            return alle
        valgte = set()
        for plass in self.plasser:
            indeks = plass - 1 if plass > 0 else plass
            if -len(alle) <= indeks < len(alle):
                valgte.add(alle[indeks])
        return sorted(valgte)


@lru_cache(maxsize=512)  # many meetings are each Tuesday; it holds days of the calendar alone
def _dager_i_året(år: int, dager: str) -> tuple[date, ...]:
    """The days of a year that fit; the next year that is asked about is after the last one."""
    regel = f"FREQ=YEARLY;INTERVAL={MAXYEAR};{dager}"
    første = datetime(år, 1, 1)  # noqa: DTZ001 - a day of the calendar
    return tuple(funnet.date() for funnet in rrulestr(regel, dtstart=første))


def les_gjentakelse(linje: Linje, begynner: Tid) -> Gjentakelse:
    """The rule in a line, of an event that begins then."""
    try:
        gjentakelse = _gjentakelse(linje.verdi, begynner)
    except ValueError:
        gjentakelse = None
    # Outside of «except», so that the error has none before it: icalendar's tell what they read
    if gjentakelse is None:
        raise Uleselig("regelen for når hendelsen gjentas, kan ikke leses.", linje.sted)
    if gjentakelse.frekvens in _OFTERE or len(gjentakelse.klokkeslett) > _FLEST_I_DØGNET:
        raise Uleselig("hendelsen gjentas flere ganger om dagen.", linje.sted)
    return gjentakelse


def _gjentakelse(verdi: bytes, begynner: Tid) -> Gjentakelse:
    """The rule; like all below it raises ValueError for what can't be read."""
    regel, til = _delt(b"".join(verdi.upper().split()), begynner.sone)
    frekvens = str(_eneste(regel, "FREQ", ""))
    uken_begynner = str(_eneste(regel, "WKST", "MO"))
    if _eneste(regel, "RSCALE", "GREGORIAN") != "GREGORIAN":  # the Chinese New Year
        raise ValueError
    hver, antall = _eneste(regel, "INTERVAL", 1), _eneste(regel, "COUNT", None)
    if not frekvens or hver < 1 or (antall is not None and antall < 1):
        raise ValueError
    return Gjentakelse(
        begynner,
        frekvens,
        hver,
        f"{_dager(regel, frekvens, begynner.klokke)};WKST={uken_begynner}",
        _UKEDAGER.index(uken_begynner),
        _klokkeslett(regel, begynner),
        _tall(regel, "BYSETPOS"),
        antall,
        til,
    )


def _delt(verdi: bytes, sone: tzinfo) -> tuple[vRecur, Tid | None]:
    """A rule as icalendar reads it, but for its last time, which is read like an event's."""
    deler = [en for en in verdi.split(b";") if en]
    slutter = [en for en in deler if en.startswith(b"UNTIL=")]
    resten = [en for en in deler if en not in slutter]
    regel = vRecur.from_ical(b";".join(resten).decode("ascii", "replace"))
    # icalendar leaves out parts that have no value, and the first of two with one name
    if len(regel) != len(resten) or len(slutter) > 1:
        raise ValueError
    til = les_tid(slutter[0].removeprefix(b"UNTIL="), sone) if slutter else None
    if slutter and til is None:
        raise ValueError
    return regel, til


def _eneste(regel: vRecur, navn: str, ellers: object) -> Any:
    """The value of a part that has one."""
    [verdi] = regel.get(navn, [ellers])
    return verdi


def _tall(regel: vRecur, navn: str) -> list[int]:
    """The numbers of a part, where all of them are possible."""
    tall = sorted({int(str(en)) for en in regel.get(navn, ())})  # not 5L, a Hebrew leap month
    if not _LOVLIGE[navn].issuperset(tall):
        raise ValueError
    return tall


def _ukedager(regel: vRecur, frekvens: str) -> list[str]:
    """The days of the week, «the second Tuesday» included where a rule can mean that."""
    i_måneder = frekvens == MÅNEDLIG or "BYMONTH" in regel
    flest = _FLEST_UKER_I_MÅNEDEN if i_måneder else _FLEST_UKER_I_ÅRET
    dager = set()
    for en in regel.get("BYDAY", ()):
        if en != en.weekday and not 1 <= abs(en.relative or 0) <= flest:
            raise ValueError
        dager.add(str(en if frekvens in {ÅRLIG, MÅNEDLIG} else en.weekday))
    return sorted(dager)


def _dager(regel: vRecur, frekvens: str, begynner: datetime) -> str:
    """What dateutil is asked about a day of the year.

    What a rule doesn't say is as the first time has it (RFC 5545, 3.3.10): «every month» of
    something that began on the 12th is on the 12th. Days are counted within months where the rule
    is monthly, or names months.
    """
    deler: dict[str, list[Any]] = {"BYDAY": _ukedager(regel, frekvens)}
    for navn in ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"):
        deler[navn] = _tall(regel, navn)
    sier_dag = deler["BYDAY"] or deler["BYMONTHDAY"] or deler["BYYEARDAY"]
    if frekvens == DAGLIG and not deler["BYDAY"]:
        deler["BYDAY"] = list(_UKEDAGER)
    elif not sier_dag and (frekvens == UKENTLIG or deler["BYWEEKNO"]):
        deler["BYDAY"] = [_UKEDAGER[begynner.weekday()]]
    elif not sier_dag:
        deler["BYMONTHDAY"] = [begynner.day]
        if frekvens == ÅRLIG and not deler["BYMONTH"]:
            deler["BYMONTH"] = [begynner.month]
    if frekvens == MÅNEDLIG and not deler["BYMONTH"]:
        deler["BYMONTH"] = list(range(1, 13))
    return ";".join(f"{navn}={','.join(map(str, alle))}" for navn, alle in deler.items() if alle)


def _klokkeslett(regel: vRecur, begynner: Tid) -> tuple[time, ...]:
    """The times of a day; what the rule doesn't say is as the first time has it."""
    timer, minutter, sekunder = (_tall(regel, en) for en in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if begynner.er_dag:
        return (time(),)
    slett = product(
        timer or [begynner.klokke.hour],
        minutter or [begynner.klokke.minute],
        sekunder or [begynner.klokke.second],
    )
    return tuple(sorted({time(t, m, min(s, 59)) for t, m, s in slett}))
