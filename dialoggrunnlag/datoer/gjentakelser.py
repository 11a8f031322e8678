"""The rule of a repeated event → its times, with work that is bounded by the days asked for.

dateutil knows which days of a year fit a rule, the weeks and the last Tuesday included. By itself
it looks for the next one until the year 9999, which takes minutes where there is none (30
February), so here it is asked about one year at a time. Which of the days count (every third
week, the first ten, the last of each month) is reckoned here.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import groupby, product
from typing import Any

from dateutil.rrule import YEARLY, rrule, weekday

from .kalenderlinjer import Linje, Uleselig
from .kalenderverdier import DAG, Arbeid, Tid, flyttet, les_klokke

ÅRLIG, MÅNEDLIG, UKENTLIG, DAGLIG = b"YEARLY", b"MONTHLY", b"WEEKLY", b"DAILY"
_OFTERE = (b"HOURLY", b"MINUTELY", b"SECONDLY")
_UKEDAGER = {b"MO": 0, b"TU": 1, b"WE": 2, b"TH": 3, b"FR": 4, b"SA": 5, b"SU": 6}
_UKEDAG = re.compile(rb"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_HELTALL = re.compile(rb"[+-]?\d{1,9}")


def _begge_veier(størst: int) -> frozenset[int]:
    """Numbers that count from the beginning, or with a minus from the end."""
    return frozenset(range(-størst, størst + 1)) - {0}


# What the parts of a rule may be that are numbers (RFC 5545, 3.3.10)
_LOVLIGE = {
    b"BYMONTH": frozenset(range(1, 13)),
    b"BYMONTHDAY": _begge_veier(31),
    b"BYYEARDAY": _begge_veier(366),
    b"BYWEEKNO": _begge_veier(53),
    b"BYSETPOS": _begge_veier(366),
    b"BYHOUR": frozenset(range(24)),
    b"BYMINUTE": frozenset(range(60)),
    b"BYSECOND": frozenset(range(61)),
}
_UKE = timedelta(days=7)
_FLEST_I_DØGNET = 24
_FLEST_UKER_I_MÅNEDEN, _FLEST_UKER_I_ÅRET = 5, 53  # dateutil falls off the year by more
# Units of work that dateutil takes to look through a year, and a time takes to be told from others
_ET_ÅR, _EN_TID = 200, 3
_KAN_IKKE_LESES = "regelen for når hendelsen gjentas, kan ikke leses."


@dataclass(frozen=True)
class Gjentakelse:
    """A rule as it stands: which days fit, and which of those count.

    ``dager`` are what dateutil asks about a day, by its own names, and what ``begynner`` says
    where the rule doesn't.
    """

    begynner: Tid
    frekvens: bytes
    hver: int
    dager: tuple[tuple[str, tuple[int | weekday, ...]], ...]
    uken_begynner: int
    klokkeslett: tuple[time, ...]
    plasser: tuple[int, ...]
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
            dager = _dager_i_året(år, self.dager, self.uken_begynner)
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
def _dager_i_året(
    år: int, dager: tuple[tuple[str, tuple[int | weekday, ...]], ...], uken_begynner: int
) -> tuple[date, ...]:
    """The days of a year that fit; the next year that is asked about is after the last one."""
    første = datetime(år, 1, 1)  # noqa: DTZ001 - a day of the calendar
    spørsmål: dict[str, Any] = dict(dager)
    regel = rrule(YEARLY, dtstart=første, interval=MAXYEAR, wkst=uken_begynner, **spørsmål)
    return tuple(funnet.date() for funnet in regel)


def les_gjentakelse(linje: Linje, begynner: Tid) -> Gjentakelse:
    """The rule in a line, of an event that begins then."""
    deler = _deler(linje)
    frekvens = deler.get(b"FREQ", b"")
    if frekvens in _OFTERE:
        raise Uleselig("hendelsen gjentas flere ganger om dagen.", linje.sted)
    if frekvens not in {ÅRLIG, MÅNEDLIG, UKENTLIG, DAGLIG}:
        raise Uleselig(_KAN_IKKE_LESES, linje.sted)
    tall = {navn: _heltall(deler.get(navn), lovlige, linje) for navn, lovlige in _LOVLIGE.items()}
    return Gjentakelse(
        begynner,
        frekvens,
        _antall(deler, b"INTERVAL", linje) or 1,
        _dager(frekvens, tall, _ukedager(deler, frekvens, linje), begynner.klokke),
        _uken_begynner(deler, linje),
        _klokkeslett(tall, begynner, linje),
        tall[b"BYSETPOS"],
        _antall(deler, b"COUNT", linje),
        _til(deler, begynner.sone, linje),
    )


def _deler(linje: Linje) -> dict[bytes, bytes]:
    """The parts of a rule by name: FREQ=WEEKLY;BYDAY=MO."""
    deler = {}
    for en in linje.verdi.upper().split(b";"):
        navn, skille, verdi = en.strip().partition(b"=")
        if navn in deler or (navn and not (skille and verdi)):
            raise Uleselig(_KAN_IKKE_LESES, linje.sted)
        deler[navn] = verdi
    return deler


def _heltall(verdi: bytes | None, lovlige: frozenset[int], linje: Linje) -> tuple[int, ...]:
    if verdi is None:
        return ()
    tall = set()
    for en in verdi.split(b","):
        if not _HELTALL.fullmatch(en) or int(en) not in lovlige:
            raise Uleselig(_KAN_IKKE_LESES, linje.sted)
        tall.add(int(en))
    return tuple(sorted(tall))


def _antall(deler: Mapping[bytes, bytes], navn: bytes, linje: Linje) -> int | None:
    """A count from 1; None where the rule has none."""
    verdi = deler.get(navn)
    if verdi is None:
        return None
    if not _HELTALL.fullmatch(verdi) or int(verdi) < 1:
        raise Uleselig(_KAN_IKKE_LESES, linje.sted)
    return int(verdi)


def _ukedager(
    deler: Mapping[bytes, bytes], frekvens: bytes, linje: Linje
) -> tuple[int | weekday, ...]:
    """The days of the week, «the second Tuesday» included where a rule can mean that."""
    if b"BYDAY" not in deler:
        return ()
    i_måneder = frekvens == MÅNEDLIG or b"BYMONTH" in deler
    flest = _FLEST_UKER_I_MÅNEDEN if i_måneder else _FLEST_UKER_I_ÅRET
    dager: set[int | weekday] = set()
    for en in deler[b"BYDAY"].split(b","):
        funnet = _UKEDAG.fullmatch(en.strip())
        nummer = int(funnet[1] or 1) if funnet else 0
        if not funnet or not 1 <= abs(nummer) <= flest:
            raise Uleselig(_KAN_IKKE_LESES, linje.sted)
        ukedag = _UKEDAGER[funnet[2]]
        if funnet[1] and frekvens in {ÅRLIG, MÅNEDLIG}:
            dager.add(weekday(ukedag, nummer))
        else:
            dager.add(ukedag)
    return tuple(sorted(dager, key=str))


def _dager(
    frekvens: bytes,
    tall: Mapping[bytes, tuple[int, ...]],
    ukedager: tuple[int | weekday, ...],
    begynner: datetime,
) -> tuple[tuple[str, tuple[int | weekday, ...]], ...]:
    """What dateutil is asked about a day of the year.

    What a rule doesn't say is as the first time has it (RFC 5545, 3.3.10): «every month» of
    something that began on the 12th is on the 12th. Days are counted within months where the rule
    is monthly, or names months.
    """
    måneder, månedsdager = tall[b"BYMONTH"], tall[b"BYMONTHDAY"]
    årsdager, uker = tall[b"BYYEARDAY"], tall[b"BYWEEKNO"]
    sier_dag = ukedager or månedsdager or årsdager
    if frekvens == DAGLIG and not ukedager:
        ukedager = tuple(range(7))
    elif not sier_dag and (frekvens == UKENTLIG or uker):
        ukedager = (begynner.weekday(),)
    elif not sier_dag:
        månedsdager = (begynner.day,)
        if frekvens == ÅRLIG and not måneder:
            måneder = (begynner.month,)
    if frekvens == MÅNEDLIG and not måneder:
        måneder = tuple(range(1, 13))
    spørsmål = {
        "bymonth": måneder,
        "bymonthday": månedsdager,
        "byyearday": årsdager,
        "byweekno": uker,
        "byweekday": ukedager,
    }
    return tuple((navn, verdier) for navn, verdier in spørsmål.items() if verdier)


def _uken_begynner(deler: Mapping[bytes, bytes], linje: Linje) -> int:
    verdi = deler.get(b"WKST", b"MO")
    if verdi not in _UKEDAGER:
        raise Uleselig(_KAN_IKKE_LESES, linje.sted)
    return _UKEDAGER[verdi]


def _klokkeslett(
    tall: Mapping[bytes, tuple[int, ...]], begynner: Tid, linje: Linje
) -> tuple[time, ...]:
    """The times of a day; what the rule doesn't say is as the first time has it."""
    if begynner.er_dag:
        return (time(),)
    timer = tall[b"BYHOUR"] or (begynner.klokke.hour,)
    minutter = tall[b"BYMINUTE"] or (begynner.klokke.minute,)
    sekunder = tall[b"BYSECOND"] or (begynner.klokke.second,)
    if len(timer) * len(minutter) * len(sekunder) > _FLEST_I_DØGNET:
        raise Uleselig("hendelsen gjentas flere ganger om dagen.", linje.sted)
    slett = {time(t, m, min(s, 59)) for t, m, s in product(timer, minutter, sekunder)}
    return tuple(sorted(slett))


def _til(deler: Mapping[bytes, bytes], sone: tzinfo, linje: Linje) -> Tid | None:
    """The last time; one without a time zone is where the event is."""
    verdi = deler.get(b"UNTIL")
    if verdi is None:
        return None
    lest = les_klokke(verdi)
    if lest is None:
        raise Uleselig(_KAN_IKKE_LESES, linje.sted)
    klokke, er_dag, er_utc = lest
    return Tid(klokke, UTC if er_utc else sone, er_dag)
