"""A calendar file for some days: what its owner is busy with, or in which line it can't be read."""

from datetime import date, datetime, timedelta

from ..errors import InvalidError
from ..model.datoformer import skrevet
from .kalenderhendelser import Kalender, Spenn
from .kalenderlinjer import EKSPORTER, Del, Uleselig, brettet_ut, les_deler, linjenummer
from .kalenderverdier import Arbeid, les_tid

_ET_SEKUND = timedelta(seconds=1)
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
    """Outlook exports a few days where nothing else is chosen; after them nobody is free."""
    første, siste = _grenser(kalender)
    if første and første.date() > fra:
        message = f"Kalenderen er bare eksportert fra {skrevet(første.date())}."
    elif siste and (siste - _ET_SEKUND).date() < til:
        message = (
            f"Kalenderen er bare eksportert til og med {skrevet((siste - _ET_SEKUND).date())}."
        )
    else:
        return
    raise InvalidError(message, f"{EKSPORTER[:-1]}, fra {skrevet(fra)} til {skrevet(til)}.")


def _grenser(kalender: Del) -> tuple[datetime | None, datetime | None]:
    """The beginning and the end of what was exported, or answered, where the calendar says it."""
    svar = kalender.deler_med_navn(b"VFREEBUSY")
    if not svar or kalender.deler_med_navn(b"VEVENT"):
        return _grense(kalender, b"X-CLIPSTART"), _grense(kalender, b"X-CLIPEND")
    begynner = [_grense(en, b"DTSTART") for en in svar]
    slutter = [_grense(en, b"DTEND") for en in svar]
    return min(filter(None, begynner), default=None), max(filter(None, slutter), default=None)


def _grense(deler: Del, navn: bytes) -> datetime | None:
    tid = les_tid(deler.ord(navn))
    return tid.i_oslo if tid else None
