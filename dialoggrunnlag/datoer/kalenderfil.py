"""A calendar file for some days: what its owner is busy with, or in which line it can't be read."""

from datetime import UTC, date, datetime, timedelta

from ..errors import InvalidError
from ..model.datoformer import skrevet
from .kalenderhendelser import Kalender, Spenn
from .kalenderlinjer import EKSPORTER, Del, Uleselig, brettet_ut, les_deler, linjenummer
from .kalenderverdier import OSLO, Arbeid, Tid, les_klokke

_RETT = (
    "Rett eller slett hendelsen i kalenderen, og eksporter den på nytt: "
    "ingen dager regnes som ledige så lenge noe ikke kan leses."
)


def les_spenn(data: bytes, fra: date, til: date) -> list[Spenn]:
    """The times that are taken from the one day to the other; raises InvalidError."""
    tekst = brettet_ut(data)
    try:
        return _spenn(tekst, fra, til)
    except Uleselig as error:
        uleselig = error
    # Outside of «except», so that the error has none before it that somebody could look into
    linje = linjenummer(data, tekst, uleselig.sted)
    raise InvalidError(f"Linje {linje} i kalenderen: {uleselig.hva}", _RETT)


def _spenn(tekst: bytes, fra: date, til: date) -> list[Spenn]:
    spenn: list[Spenn] = []
    arbeid = Arbeid()
    for deler in les_deler(tekst):
        _se_at_dagene_er_med(deler, fra, til)
        spenn += Kalender(deler, fra, til, arbeid).opptatt()
    return spenn


def _se_at_dagene_er_med(kalender: Del, fra: date, til: date) -> None:
    """Outlook exports the next month where nothing else is chosen, and says from when to when."""
    første = _grense(kalender, b"X-CLIPSTART")
    siste = _grense(kalender, b"X-CLIPEND")
    if første and første.date() > fra:
        message = f"Kalenderen er bare eksportert fra {skrevet(første.date())}."
    elif siste and (siste - timedelta(seconds=1)).date() < til:
        sist = (siste - timedelta(seconds=1)).date()
        message = f"Kalenderen er bare eksportert til og med {skrevet(sist)}."
    else:
        return
    raise InvalidError(message, f"{EKSPORTER[:-1]} for {skrevet(fra)} til {skrevet(til)}.")


def _grense(kalender: Del, navn: bytes) -> datetime | None:
    """The beginning or the end of what was exported, where the calendar says it."""
    lest = les_klokke(kalender.ord(navn))
    return Tid(lest[0], UTC if lest[2] else OSLO).i_oslo if lest else None
