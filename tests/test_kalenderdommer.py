"""Generated calendars, read here and by recurring-ical-events: the same times, to the minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialoggrunnlag.datoer.kalenderlesing import les_kalender

OSLO = ZoneInfo("Europe/Oslo")
FRA, TIL = date(2026, 9, 1), date(2026, 11, 27)
SONER = ["", "Z", "Europe/Oslo", "W. Europe Standard Time", "America/New_York", "Asia/Kolkata"]
UKEDAGER = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def eksempler(config):
    return settings(
        max_examples=60 * config.getoption("--ganger"),
        deadline=None,
        derandomize=config.getoption("--ganger") == 1,
        suppress_health_check=list(HealthCheck),
    )


def skrevet(navn, klokke, sone, heldag):
    if heldag:
        return f"{navn};VALUE=DATE:{klokke:%Y%m%d}"
    if sone == "Z":
        return f"{navn}:{klokke:%Y%m%dT%H%M%S}Z"
    return f"{navn}{f';TZID={sone}' if sone else ''}:{klokke:%Y%m%dT%H%M%S}"


def noen(verdier, antall=3):
    return st.lists(st.sampled_from(verdier), min_size=1, max_size=antall, unique=True)


@st.composite
def regler(draw, begynner, heldag, sone):
    """A rule as RFC 5545 allows it, whose first time is the event's own."""
    frekvens = draw(st.sampled_from(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY"]))
    deler = [f"FREQ={frekvens}"]
    if draw(st.booleans()):
        deler.append(f"INTERVAL={draw(st.integers(1, 5))}")
    if frekvens != "YEARLY" and draw(st.booleans()):
        deler.append(f"WKST={draw(st.sampled_from(['MO', 'SU']))}")
    deler += draw(_utvalg(frekvens, begynner))
    slutt = draw(st.sampled_from(["", "", "COUNT", "UNTIL"]))
    if slutt == "COUNT":
        deler.append(f"COUNT={draw(st.integers(1, 60))}")
    if slutt == "UNTIL":
        til = datetime.combine(date(2026, 8, 1), time(12)) + timedelta(draw(st.integers(0, 150)))
        form = "%Y%m%d" if heldag else "%Y%m%dT%H%M%S" + ("Z" if sone else "")
        deler.append(f"UNTIL={til:{form}}")
    return "RRULE:" + ";".join(deler)


@st.composite
def _utvalg(draw, frekvens, begynner):
    """Which days, so that the first one is among them; often nothing but the frequency."""
    dag, ukedag = begynner.day, UKEDAGER[begynner.weekday()]
    nummer = (dag - 1) // 7 + 1
    ukedager = ",".join({ukedag, *draw(noen(UKEDAGER))})
    måneder = ",".join(map(str, {begynner.month, *draw(noen(range(1, 13)))}))
    månedsdager = ",".join(map(str, {dag, *draw(noen([1, 15, 31, -1, -2]))}))
    siste = f"-1{draw(st.sampled_from(UKEDAGER))}"
    valg = {
        "DAILY": [f"BYDAY={ukedager}", f"BYMONTH={måneder}"],
        "WEEKLY": [f"BYDAY={ukedager}"],
        "MONTHLY": [
            f"BYMONTHDAY={månedsdager}",
            f"BYDAY={nummer}{ukedag}",
            f"BYDAY={ukedag};BYSETPOS={nummer}",
            f"BYDAY={nummer}{ukedag},{siste}",
        ],
        "YEARLY": [
            f"BYMONTH={begynner.month};BYDAY={nummer}{ukedag}",
            f"BYMONTH={måneder};BYMONTHDAY={dag}",
            f"BYWEEKNO={begynner.isocalendar().week},41;BYDAY={ukedag}",
            f"BYYEARDAY={begynner.timetuple().tm_yday},-60",
        ],
    }
    return draw(st.sampled_from([[], *([en] for en in valg[frekvens])]))


@st.composite
def serier(draw, uid):
    """An event or a series, with what is left out of it and what is moved."""
    heldag, sone = draw(st.booleans()), draw(st.sampled_from(SONER))
    dag = date(2026, 11, 27) - timedelta(days=draw(st.integers(0, 900)))
    klokke = datetime.combine(dag, time(draw(st.integers(0, 23)), draw(st.sampled_from([0, 30]))))
    lengde = draw(st.sampled_from([30, 60, 180, 480, 1440, 4000]))
    if heldag:
        klokke = datetime.combine(dag, time())
        lengde = draw(st.sampled_from([1, 2, 5])) * 1440
    linjer = [skrevet("DTSTART", klokke, sone, heldag)]
    linjer.append(skrevet("DTEND", klokke + timedelta(minutes=lengde), sone, heldag))
    regel = draw(st.none() | regler(klokke, heldag, sone))
    if regel is None:
        return hendelse(uid, *linjer)
    linjer.append(regel)
    tider = sorted(_tider(hendelse(uid, *linjer), klokke, heldag))
    vekk = draw(st.lists(st.sampled_from(tider), max_size=3, unique=True)) if tider else []
    linjer += [skrevet("EXDATE", en, sone, heldag) for en in vekk]
    alle = [hendelse(uid, *linjer)]
    igjen = [en for en in tider if en not in vekk]
    for en in draw(st.lists(st.sampled_from(igjen), max_size=2, unique=True)) if igjen else []:
        ny = en + timedelta(minutes=draw(st.sampled_from([0, 90, 1440, -2880, 20160])))
        if heldag:
            ny = datetime.combine(ny, time())
        alle.append(
            hendelse(
                uid,
                skrevet("RECURRENCE-ID", en, sone, heldag),
                skrevet("DTSTART", ny, sone, heldag),
                skrevet("DTEND", ny + timedelta(minutes=lengde), sone, heldag),
            )
        )
    return "".join(alle)


def _tider(serie, begynner, heldag):
    """When a series is, by its own clocks, as the judge has it."""
    for en in recurring_ical_events.of(lest(kalender(serie))).between(FRA, TIL):
        tid = en["DTSTART"].dt
        yield datetime.combine(tid, time()) if heldag else tid.replace(tzinfo=None)


def hendelse(uid, *linjer):
    hele = ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *linjer, "END:VEVENT", ""]
    return "\r\n".join(hele)


def kalender(*hendelser):
    hode = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//NO\r\n"
    return (hode + "".join(hendelser) + "END:VCALENDAR\r\n").encode()


def lest(data):
    return icalendar.Calendar.from_ical(data)


def etter_dommeren(data):
    """The times in the days, as recurring-ical-events has them."""
    spenn = set()
    begynner = datetime.combine(FRA, time(), OSLO)
    slutter = datetime.combine(TIL + timedelta(days=1), time(), OSLO)
    for en in recurring_ical_events.of(lest(data)).between(
        FRA - timedelta(days=8), TIL + timedelta(days=3)
    ):
        start, slutt = i_oslo(en.start), i_oslo(en.end)
        if start < slutter and slutt > begynner and start < slutt:
            spenn.add((start.astimezone(UTC), slutt.astimezone(UTC)))
    return spenn


def i_oslo(tid):
    if not isinstance(tid, datetime):
        return datetime.combine(tid, time(), OSLO)
    return tid.replace(tzinfo=OSLO) if tid.tzinfo is None else tid.astimezone(OSLO)


def test_generated_calendars_have_the_times_that_another_reader_finds(pytestconfig):
    @eksempler(pytestconfig)
    @given(
        st.lists(st.integers(0, 9), min_size=1, max_size=4, unique=True).flatmap(
            lambda numre: st.tuples(*(serier(f"{nummer}@x") for nummer in numre))
        )
    )
    def sammenlign(hendelser):
        data = kalender(*hendelser)
        våre = {
            (en.start.astimezone(UTC), en.slutt.astimezone(UTC))
            for en in les_kalender(data, FRA, TIL)
        }
        assert våre == etter_dommeren(data)

    sammenlign()
