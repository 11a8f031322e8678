"""The events of a calendar → when its owner is busy, with repetitions, exceptions and moves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, auto
from itertools import chain
from typing import NamedTuple

from .gjentakelser import les_gjentakelse
from .kalenderlinjer import OSLO, Del, Linje, Uleselig
from .kalenderverdier import DAG, Arbeid, Tid, flyttet, les_lengde, les_tid
from .tidssoner import Tidssoner

_EN_VERDI = 20  # units of work that reading one takes, or moving it to Norwegian clocks
_ET_ÅR = 366 * DAG  # a series' later times may be moved to the days
_MARGIN = 2 * DAG  # clocks around the world are a day apart, and summer time an hour


class Tilstand(Enum):
    """What an event makes its owner."""

    LEDIG = auto()
    FORELØPIG = auto()
    OPPTATT = auto()


# Somebody who works elsewhere works, and can travel from there
_OUTLOOKS_ORD = {
    b"FREE": Tilstand.LEDIG,
    b"WORKINGELSEWHERE": Tilstand.LEDIG,
    b"TENTATIVE": Tilstand.FORELØPIG,
}


class Spenn(NamedTuple):
    """A time that is taken, by Norwegian clocks."""

    start: datetime
    slutt: datetime
    heldag: bool
    foreløpig: bool


class _Forekomst(NamedTuple):
    """One time of a repeated event."""

    tid: Tid
    lengde: timedelta


@dataclass
class _Hendelse:
    """An event; as an exception from a series, the time it is one from (``gjelder``)."""

    deler: Del
    tilstand: Tilstand
    gjelder: Tid | None = None
    også_senere: bool = False

    @property
    def uid(self) -> bytes:
        """What tells a series' exceptions from others'."""
        linjer = self.deler.alle(b"UID")
        return linjer[0].hode + linjer[0].verdi if linjer else b""

    @property
    def utgave(self) -> int:
        """The number of the edition; of two with one UID the later one holds."""
        siffer = self.deler.ord(b"SEQUENCE")
        return int(siffer[:9]) if siffer.isdigit() else 0

    @property
    def gjentas(self) -> bool:
        """Whether it has more times than one."""
        return bool(self.deler.alle(b"RRULE") or self.deler.alle(b"RDATE"))


class Kalender:
    """One calendar of a file, asked about the days from one to another."""

    def __init__(self, kalender: Del, fra: date, til: date, arbeid: Arbeid) -> None:
        self._kalender = kalender
        self._fra = datetime.combine(fra, time())
        self._til = flyttet(datetime.combine(til, time()), DAG)
        self._før, self._etter = flyttet(self._fra, -_MARGIN), flyttet(self._til, _MARGIN)
        self._soner = Tidssoner(kalender, flyttet(self._etter, _ET_ÅR), arbeid)
        self._arbeid = arbeid

    def opptatt(self) -> Iterator[Spenn]:
        """When the owner is busy in those days."""
        serier, unntak = self._hendelser()
        for serie in serier:
            yield from self._av_serie(serie, unntak.get(serie.uid, []) if serie.uid else [])
        for egne in unntak.values():
            for eget in egne:
                yield from self._alene(eget)
        for svar in self._kalender.deler_med_navn(b"VFREEBUSY"):
            yield from self._av_svar(svar)

    def _hendelser(self) -> tuple[list[_Hendelse], dict[bytes, list[_Hendelse]]]:
        """Events and series, and exceptions by their series' UID; the latest edition of each."""
        alle: dict[object, list[_Hendelse]] = {}
        for nummer, deler in enumerate(self._kalender.deler_med_navn(b"VEVENT")):
            self._arbeid.bruk(1)
            hendelse = self._hendelse(deler)
            gjelder = hendelse.gjelder.øyeblikk if hendelse.gjelder else None
            alle.setdefault((hendelse.uid or nummer, gjelder), []).append(hendelse)
        serier: list[_Hendelse] = []
        unntak: dict[bytes, list[_Hendelse]] = {}
        for hendelse in chain.from_iterable(map(_siste_utgave, alle.values())):
            if hendelse.gjelder:
                unntak.setdefault(hendelse.uid, []).append(hendelse)
            else:
                serier.append(hendelse)
        return serier, unntak

    def _hendelse(self, deler: Del) -> _Hendelse:
        hendelse = _Hendelse(deler, _tilstand(deler))
        linje = deler.eneste(b"RECURRENCE-ID")
        if linje:
            hendelse.gjelder = self._tid(linje)
            hendelse.også_senere = linje.parameter(b"RANGE").upper() == b"THISANDFUTURE"
        return hendelse

    def _alene(self, hendelse: _Hendelse) -> Iterator[Spenn]:
        """When an exception is, by itself; a new series from then on has a rule of its own."""
        if hendelse.også_senere and hendelse.gjentas:
            yield from self._av_serie(hendelse, [])
        elif hendelse.tilstand != Tilstand.LEDIG and not self._er_utenfor(hendelse.deler):
            yield from self._spenn(self._første(hendelse.deler), hendelse)

    def _av_serie(self, serie: _Hendelse, unntak: list[_Hendelse]) -> Iterator[Spenn]:
        """When an event or series is, where its exceptions don't say otherwise."""
        senere = [(eget, eget.gjelder) for eget in unntak if eget.gjelder and eget.også_senere]
        if serie.tilstand == Tilstand.LEDIG and not senere:
            return
        if not serie.gjentas and self._er_utenfor(serie.deler):
            return
        hele_dager = self._første(serie.deler).tid.er_dag
        erstattet = set()
        for eget in unntak:
            if eget.gjelder and not eget.også_senere:
                erstattet.add(_merke(eget.gjelder, hele_dager=hele_dager))
        endringer = sorted((self._endring(eget, fra) for eget, fra in senere), key=_gjelder_fra)
        for forekomst in self._forekomster(serie, endringer):
            if not _er_blant(forekomst.tid, erstattet):
                yield from self._spenn(*_endret(forekomst, serie, endringer))

    def _forekomster(self, serie: _Hendelse, endringer: list["_Endring"]) -> list[_Forekomst]:
        """The times of a series that may touch the days, also when they are moved."""
        deler = serie.deler
        første = self._første(deler)
        flytting = max((abs(endring.flyttet) for endring in endringer), default=timedelta())
        lengst = max([første.lengde, *(endring.lengde for endring in endringer)])
        fra = flyttet(self._fra, -(lengst + flytting + _MARGIN))
        til = flyttet(self._til, flytting + _MARGIN)
        regler = [les_gjentakelse(linje, første.tid) for linje in deler.alle(b"RRULE")]
        klokker = {første.tid.klokke}
        if regler and all(regel.er_over(første.tid.klokke) for regel in regler):
            klokker.clear()  # what Google leaves of a series that has been ended before it began
        for regel in regler:
            klokker.update(regel.tider(fra, til, self._arbeid))
        forekomster = [første._replace(tid=første.tid._replace(klokke=en)) for en in klokker]
        forekomster += self._datoer(deler, første)
        utelatt = set()
        for linje in deler.alle(b"EXDATE"):
            for verdi in self._verdier(linje):
                utelatt.add(_merke(self._tid(verdi), hele_dager=første.tid.er_dag))
        return [en for en in forekomster if not _er_blant(en.tid, utelatt)]

    def _datoer(self, deler: Del, første: _Forekomst) -> Iterator[_Forekomst]:
        """The times that a series lists one by one, some with lengths of their own."""
        for linje in deler.alle(b"RDATE"):
            for verdi in self._verdier(linje):
                begynnelse, slutt = _delt(verdi)
                tid = self._tid(begynnelse)
                if tid.er_dag and not første.tid.er_dag:
                    klokke = datetime.combine(tid.klokke, første.tid.klokke.time())
                    tid = første.tid._replace(klokke=klokke)
                lengde = self._lengde_til(tid, slutt) if slutt else første.lengde
                yield _Forekomst(tid, lengde)

    def _endring(self, hendelse: _Hendelse, fra: Tid) -> "_Endring":
        """What an exception changes from its time on."""
        hva = self._første(hendelse.deler)
        return _Endring(fra, hva.tid.øyeblikk - fra.øyeblikk, hva.lengde, hendelse)

    def _spenn(self, forekomst: _Forekomst, hendelse: _Hendelse) -> Iterator[Spenn]:
        """When the event takes time within the days; not at all where it lasts no time."""
        self._arbeid.bruk(_EN_VERDI)
        if hendelse.tilstand == Tilstand.LEDIG:
            return
        start = forekomst.tid.etter(-_reise(hendelse.deler)).i_oslo
        slutt = forekomst.tid.etter(forekomst.lengde).i_oslo
        heldag = forekomst.tid.er_dag or _er_heldag(hendelse.deler)
        foreløpig = hendelse.tilstand == Tilstand.FORELØPIG
        yield from self._i_dagene(Spenn(start, slutt, heldag, foreløpig))

    def _i_dagene(self, spenn: Spenn) -> Iterator[Spenn]:
        fra, til = self._fra.replace(tzinfo=OSLO), self._til.replace(tzinfo=OSLO)
        if spenn.start < spenn.slutt and spenn.start < til and spenn.slutt > fra:
            yield spenn

    def _av_svar(self, svar: Del) -> Iterator[Spenn]:
        """What somebody has answered about when they are busy, without saying why."""
        for linje in svar.alle(b"FREEBUSY"):
            slag = linje.parameter(b"FBTYPE").upper()
            if slag == b"FREE":
                continue
            for verdi in self._verdier(linje):
                begynnelse, slutt = _delt(verdi)
                if slutt is None:
                    raise Uleselig("tidspunktet kan ikke leses.", linje.sted)
                tid = self._tid(begynnelse)
                slutter = tid.etter(self._lengde_til(tid, slutt))
                foreløpig = slag == b"BUSY-TENTATIVE"
                yield from self._i_dagene(
                    Spenn(tid.i_oslo, slutter.i_oslo, heldag=False, foreløpig=foreløpig)
                )

    def _verdier(self, linje: Linje) -> Iterator[Linje]:
        """The values of a line that may have many, each as a line of its own."""
        verdier = linje.verdi.split(b",")
        self._arbeid.bruk(_EN_VERDI * len(verdier))
        for verdi in verdier:
            yield Linje(linje.hode, verdi, linje.sted)

    def _er_utenfor(self, deler: Del) -> bool:
        """Whether an event that isn't repeated is far from the days, as its dates alone tell.

        Most of a calendar of ten years is. What else is wrong with them, such as a time zone that
        nobody knows, takes no time on the days.
        """
        if b"DURATION" in deler.linjer:
            return False
        begynner = les_tid(deler.ord(b"DTSTART"))
        slutter = les_tid(deler.ord(b"DTEND")) if b"DTEND" in deler.linjer else begynner
        if not (begynner and slutter):
            return False
        siste = max(begynner.klokke, slutter.klokke)
        return begynner.klokke > self._etter or siste < self._før

    def _første(self, deler: Del) -> _Forekomst:
        """The time that an event's own lines say."""
        linje = deler.eneste(b"DTSTART")
        if linje is None:
            raise Uleselig("hendelsen sier ikke når den begynner.", deler.sted)
        tid = self._tid(linje)
        slutter = deler.eneste(b"DTEND") or deler.eneste(b"DURATION")
        lengde = self._lengde_til(tid, slutter) if slutter else timedelta()
        if not lengde and (tid.er_dag or _er_heldag(deler)):
            lengde = DAG  # some programs let a whole day end on the day itself
        return _Forekomst(tid, lengde)

    def _lengde_til(self, tid: Tid, slutter: Linje) -> timedelta:
        """How long it is until a time, or as long as the line says."""
        lengde = les_lengde(slutter.verdi)
        if lengde is None:
            til = self._tid(slutter)
            if til.sone == tid.sone:  # as clocks show it, also in the night when they are set
                lengde = til.klokke - tid.klokke
            else:
                lengde = til.øyeblikk - tid.øyeblikk
        if lengde < timedelta():
            raise Uleselig("hendelsen slutter før den begynner.", slutter.sted)
        return lengde

    def _tid(self, linje: Linje) -> Tid:
        """The time in a line; without a time zone it is where the owner is."""
        tid = les_tid(linje.verdi.strip())
        if tid is None:
            raise Uleselig("tidspunktet kan ikke leses.", linje.sted)
        navn = linje.parameter(b"TZID")
        if tid.er_dag or tid.sone == UTC or not navn:
            return tid
        return tid._replace(sone=self._soner.sone(navn, linje.sted))


class _Endring(NamedTuple):
    """What holds for a series from a time on."""

    fra: Tid
    flyttet: timedelta
    lengde: timedelta
    hendelse: _Hendelse


def _gjelder_fra(endring: _Endring) -> datetime:
    return endring.fra.øyeblikk


def _merke(tid: Tid, *, hele_dager: bool) -> date:
    """What tells a series' time that it doesn't have: its moment, or the day alone."""
    return tid.i_oslo.date() if tid.er_dag or hele_dager else tid.øyeblikk


def _er_blant(tid: Tid, merker: set[date]) -> bool:
    return bool(merker) and (tid.klokke.date() in merker or tid.øyeblikk in merker)


def _delt(verdi: Linje) -> tuple[Linje, Linje | None]:
    """The beginning of a period and its end, which a time alone has none of."""
    begynnelse, skille, slutt = verdi.verdi.partition(b"/")
    return verdi._replace(verdi=begynnelse), verdi._replace(verdi=slutt) if skille else None


def _endret(
    forekomst: _Forekomst, serie: _Hendelse, endringer: list[_Endring]
) -> tuple[_Forekomst, _Hendelse]:
    """A time of a series as the last change before it has it, and whose it is then."""
    gjeldende = [en for en in endringer if en.fra.øyeblikk <= forekomst.tid.øyeblikk]
    if not gjeldende:
        return forekomst, serie
    siste = gjeldende[-1]
    if siste.hendelse.gjentas:  # it has times of its own instead
        return forekomst, _Hendelse(siste.hendelse.deler, Tilstand.LEDIG)
    return _Forekomst(forekomst.tid.etter(siste.flyttet), siste.lengde), siste.hendelse


def _siste_utgave(utgaver: list[_Hendelse]) -> list[_Hendelse]:
    """Of events with one UID the latest; all of them, where nothing says which that is."""
    siste = max(en.utgave for en in utgaver)
    return [en for en in utgaver if en.utgave == siste]


def _er_heldag(deler: Del) -> bool:
    """Whether Outlook calls it a whole day, though it gives its hours."""
    return deler.ord(b"X-MICROSOFT-CDO-ALLDAYEVENT") == b"TRUE"


def _reise(deler: Del) -> timedelta:
    """The way to a meeting, which Apple's calendar lets take time before it."""
    lengde = les_lengde(deler.ord(b"X-APPLE-TRAVEL-DURATION"))
    return max(lengde, timedelta()) if lengde else timedelta()


def _tilstand(deler: Del) -> Tilstand:
    """What an event makes its owner: what the calendar shows the time as.

    Outlook's own word holds where it stands: it is what the owner sees, and finer than the
    standard's. Otherwise what is marked as free is, and the owner's answer holds where it can be
    known which of the attendees that is. Who hasn't answered yet may be there or not.
    """
    if deler.ord(b"STATUS") == b"CANCELLED":
        return Tilstand.LEDIG
    if deler.ord(b"X-MICROSOFT-CDO-BUSYSTATUS"):
        return _OUTLOOKS_ORD.get(deler.ord(b"X-MICROSOFT-CDO-BUSYSTATUS"), Tilstand.OPPTATT)
    svar = {linje.parameter(b"PARTSTAT").upper() for linje in deler.alle(b"ATTENDEE")}
    if deler.ord(b"TRANSP") == b"TRANSPARENT" or svar == {b"DECLINED"}:
        return Tilstand.LEDIG
    if deler.ord(b"STATUS") == b"TENTATIVE" or svar & {b"TENTATIVE", b"NEEDS-ACTION"}:
        return Tilstand.FORELØPIG
    return Tilstand.OPPTATT
