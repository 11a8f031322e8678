"""What an exported calendar says about when its owner is busy."""

import json
import random
from datetime import date, time, timedelta

import pytest
from kalendertekst import FRA, KALENDERE, TIL, brukt, hendelse, kalender, kort, lest, møte

from dialoggrunnlag.datoer.kalenderlesing import dager_borte, les_kalender, ulemper


def test_a_time_is_read_in_every_form_that_calendars_give_it_in():
    assert lest(*møte()) == ["12.10 09:00–12:00"]
    for start, slutt in [
        ("DTSTART:20261012T070000Z", "DTEND:20261012T100000Z"),
        ("DTSTART;TZID=Europe/Oslo:20261012T090000", "DURATION:PT3H"),
        ("DTSTART;TZID=W. Europe Standard Time:20261012T090000", "DTEND:20261012T100000Z"),
        ('DTSTART;TZID="W. Europe Standard Time":20261012T090000', "DURATION:P0DT3H0M0S"),
        (
            "DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Oslo:20261012T090000",
            "DURATION:PT180M",
        ),
        ("DTSTART;VALUE=DATE-TIME;TZID=America/New_York:20261012T030000", "DURATION:PT3H"),
        ("DTSTART;VALUE=:20261012T0900", "DTEND;VALUE=:20261012T1200"),
        ("dtstart:20261012t090000", "Dtend:20261012T115960"),
    ]:
        [en] = lest(*hendelse(start, slutt))
        assert en in {"12.10 09:00–12:00", "12.10 09:00–11:59"}, start


def test_whole_days_are_as_long_as_they_say_and_at_least_one():
    def heldag(*linjer):
        return lest(*hendelse("DTSTART;VALUE=DATE:20261012", *linjer))

    assert heldag() == ["12.10 00:00–13.10 00:00 heldag"]
    assert heldag("DTEND;VALUE=DATE:20261012") == ["12.10 00:00–13.10 00:00 heldag"]
    assert heldag("DTEND;VALUE=DATE:20261015") == ["12.10 00:00–15.10 00:00 heldag"]
    assert heldag("DURATION:P3D") == ["12.10 00:00–15.10 00:00 heldag"]
    assert heldag("DURATION:P1W") == ["12.10 00:00–19.10 00:00 heldag"]
    outlook = ("DTSTART:20261011T220000Z", "DTEND:20261012T220000Z")
    assert lest(*hendelse(*outlook, "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE")) == heldag()


def test_summer_time_ends_on_25_october_for_what_is_repeated_by_the_clock():
    uke = "RRULE:FREQ=WEEKLY;COUNT=2"
    klokken_ni = ["22.10 09:00–12:00", "29.10 09:00–12:00"]
    assert lest(*møte("20261022", "09", "12", uke)) == klokken_ni
    for sone in ("Europe/Oslo", "W. Europe Standard Time", "Romance Standard Time"):
        start = f"DTSTART;TZID={sone}:20261022T090000"
        assert lest(*hendelse(start, "DURATION:PT3H", uke)) == klokken_ni
    utc = lest(*hendelse("DTSTART:20261022T070000Z", "DURATION:PT3H", uke))
    assert utc == ["22.10 09:00–12:00", "29.10 08:00–11:00"]
    new_york = hendelse("DTSTART;TZID=America/New_York:20261022T030000", "DURATION:PT3H", uke)
    assert lest(*new_york) == ["22.10 09:00–12:00", "29.10 08:00–11:00"]


EGEN_SONE = """\
BEGIN:VTIMEZONE
TZID:{navn}
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE"""


@pytest.mark.parametrize(
    ("navn", "som"),
    [
        ("Customized Time Zone", "Customized Time Zone"),
        (r"Amsterdam\, Berlin\, Bern\, Rome", '"Amsterdam, Berlin, Bern, Rome"'),
        ("(UTC+01:00) Oslo", '"(UTC+01:00) Oslo"'),
        ("tzone://Microsoft/Custom", "tzone://Microsoft/Custom"),
        ("/min.kalender.example/Sone", "/min.kalender.example/Sone"),
    ],
)
def test_a_time_zone_that_the_calendar_describes_itself_is_as_described(navn, som):
    sone = EGEN_SONE.format(navn=navn).splitlines()
    for dag in ("20261023", "20261024", "20261025", "20261026", "20260328"):
        egen = hendelse(f"DTSTART;TZID={som}:{dag}T090000", f"DTEND;TZID={som}:{dag}T120000")
        assert lest(*sone, *egen) == lest(*møte(dag))
    gjentatt = hendelse(f"DTSTART;TZID={som}:20150101T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY")
    assert all(en.endswith("09:00–10:00") for en in lest(*sone, *gjentatt))


def test_a_described_time_zone_that_was_last_set_long_ago_is_still_as_it_was_set():
    sone = [
        *("BEGIN:VTIMEZONE", "TZID:Fast", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
        *("TZOFFSETFROM:+0000", "TZOFFSETTO:+0530", "END:STANDARD", "BEGIN:DAYLIGHT"),
        *("DTSTART:19800101T000000", "RDATE:19810101T000000,19820101T000000"),
        *("TZOFFSETFROM:+0530", "TZOFFSETTO:-0300", "END:DAYLIGHT", "BEGIN:STANDARD"),
        *(
            "DTSTART:19830101T000000",
            "RRULE:FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;UNTIL=19900101T000000Z",
        ),
        *("TZOFFSETFROM:-0300", "TZOFFSETTO:+0400", "END:STANDARD", "END:VTIMEZONE"),
    ]
    assert lest(*sone, *hendelse("DTSTART;TZID=Fast:20261012T110000", "DURATION:PT1H")) == [
        "12.10 09:00–10:00"
    ]


def test_before_the_first_time_that_clocks_are_set_they_are_as_it_says_they_were():
    """Some programs describe a time zone from this autumn on; dateutil has winter time before it."""
    sone = [
        *("BEGIN:VTIMEZONE", "TZID:Høst", "BEGIN:STANDARD", "DTSTART:20261025T030000"),
        *("TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD", "END:VTIMEZONE"),
    ]
    møter = hendelse("DTSTART;TZID=Høst:20261019T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY")
    assert lest(*sone, *møter)[:2] == ["19.10 09:00–10:00", "26.10 09:00–10:00"]


@pytest.mark.parametrize(
    ("linjer", "ventet"),
    [
        (["TRANSP:TRANSPARENT"], []),
        (["TRANSP:OPAQUE"], ["12.10 09:00–12:00"]),
        (["STATUS:CANCELLED"], []),
        (["STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY"], []),
        (["STATUS:CONFIRMED"], ["12.10 09:00–12:00"]),
        (["STATUS:TENTATIVE"], ["12.10 09:00–12:00?"]),
        (["X-MICROSOFT-CDO-BUSYSTATUS:FREE"], []),
        (["X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", "TRANSP:OPAQUE"], []),
        (["X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", "TRANSP:OPAQUE"], ["12.10 09:00–12:00?"]),
        (["X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "STATUS:TENTATIVE"], ["12.10 09:00–12:00"]),
        (["X-MICROSOFT-CDO-BUSYSTATUS:OOF"], ["12.10 09:00–12:00"]),
        (["x-microsoft-cdo-busystatus: oof"], ["12.10 09:00–12:00"]),
        (["X-MICROSOFT-CDO-BUSYSTATUS:noe nytt"], ["12.10 09:00–12:00"]),
        (["X-MICROSOFT-CDO-INTENDEDSTATUS:FREE"], ["12.10 09:00–12:00"]),
    ],
)
def test_what_the_calendar_shows_the_time_as_decides(linjer, ventet):
    assert lest(*møte("20261012", "09", "12", *linjer)) == ventet


def test_what_the_owner_has_answered_counts_where_the_calendar_says_whose_it_is():
    def svar(partstat, eier="kari@fylket.example", linje="X-WR-CALNAME:kari@fylket.example"):
        deltaker = f"ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT={partstat};CN=Kari;X-NUM-GUESTS=0:mailto:"
        andre = f"ATTENDEE;PARTSTAT=DECLINED;CN={eier}:mailto:ola@fylket.example"
        return lest(linje, *møte("20261012", "09", "12", andre, deltaker + eier))

    for linje in (
        "X-WR-CALNAME:kari@fylket.example",
        'X-OWNER;CN="Kari":mailto:Kari@fylket.example',
    ):
        assert svar("DECLINED", linje=linje) == []
        assert svar("NEEDS-ACTION", linje=linje) == ["12.10 09:00–12:00?"]
        assert svar("TENTATIVE", linje=linje) == ["12.10 09:00–12:00?"]
        assert svar("ACCEPTED", linje=linje) == ["12.10 09:00–12:00"]
    # Nobody can know who has declined: better busy than free by mistake
    assert svar("DECLINED", linje="X-WR-CALNAME:Arbeid") == ["12.10 09:00–12:00"]
    assert svar("DECLINED", eier="ikke.kari@fylket.example") == ["12.10 09:00–12:00"]
    to = "X-WR-CALNAME:kari@fylket.example\r\nX-OWNER:mailto:ola@fylket.example"
    assert svar("DECLINED", linje=to) == ["12.10 09:00–12:00"]


def test_a_series_leaves_out_what_is_cancelled_and_moves_what_is_moved():
    serie = møte("20261005", "09", "12", "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20261012T090000")
    flyttet = møte("20261020", "10", "11", "RECURRENCE-ID:20261019T090000")
    avlyst = hendelse(
        "DTSTART:20261026T090000", "RECURRENCE-ID:20261026T090000", "STATUS:CANCELLED"
    )
    assert lest(*serie, *flyttet, *avlyst) == ["05.10 09:00–12:00", "20.10 10:00–11:00"]
    assert lest(*avlyst, *flyttet, *serie) == ["05.10 09:00–12:00", "20.10 10:00–11:00"]


def test_an_exception_is_found_by_its_moment_or_its_day_in_whatever_form():
    def uten(unntak, start="DTSTART;TZID=Europe/Oslo:20261005T090000"):
        return lest(*hendelse(start, "DURATION:PT3H", "RRULE:FREQ=WEEKLY;COUNT=2", unntak))

    for unntak in (
        "EXDATE;TZID=W. Europe Standard Time:20261005T090000",
        "EXDATE:20261005T070000Z",
        "EXDATE;VALUE=DATE:20261005",
        "EXDATE:20261001T070000Z,20261005T070000Z",
    ):
        assert uten(unntak) == ["12.10 09:00–12:00"], unntak
    assert len(uten("EXDATE:20261005T090000Z")) == 2
    heldager = "DTSTART;VALUE=DATE:20261005"
    for unntak in (
        "EXDATE;VALUE=DATE:20261005",
        "EXDATE:20261004T220000Z",
        "EXDATE:20261005T000000",
    ):
        assert [en[:5] for en in uten(unntak, heldager)] == ["12.10"], unntak


def test_a_change_of_this_and_all_later_ones_moves_them_all():
    serie = møte("20261005", "09", "12", "RRULE:FREQ=WEEKLY;COUNT=4")
    fra_da_av = "RECURRENCE-ID;RANGE=THISANDFUTURE:20261019T090000"
    før = ["05.10 09:00–12:00", "12.10 09:00–12:00"]
    senere = møte("20261020", "13", "14", fra_da_av)
    assert lest(*serie, *senere) == [*før, "20.10 13:00–14:00", "27.10 13:00–14:00"]
    avlyst = møte("20261019", "09", "12", fra_da_av, "STATUS:CANCELLED")
    assert lest(*serie, *avlyst) == før
    egen_regel = møte("20261019", "13", "14", fra_da_av, "RRULE:FREQ=DAILY;COUNT=2")
    assert lest(*serie, *egen_regel) == [*før, "19.10 13:00–14:00", "20.10 13:00–14:00"]
    igjen = møte("20261026", "08", "09", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261026T090000")
    assert lest(*serie, *senere, *igjen) == [*før, "20.10 13:00–14:00", "26.10 08:00–09:00"]


def test_a_rule_is_read_in_every_form_that_calendars_write_it_in():
    to = ["12.10 09:00–12:00", "19.10 09:00–12:00"]
    for regel in (
        *("FREQ=WEEKLY;COUNT=2;", "freq=weekly;count=2", "COUNT=2; FREQ=WEEKLY;BYDAY=MO, MO"),
        *(
            "FREQ=WEEKLY;UNTIL=20261019",
            "FREQ=WEEKLY;UNTIL=20261019T0700Z",
            "FREQ=DAILY;INTERVAL=7",
        ),
        *("RSCALE=GREGORIAN;FREQ=WEEKLY;SKIP=FORWARD", "FREQ=MONTHLY;BYDAY=+2MO,3MO"),
        "FREQ=YEARLY;BYMONTH=10;BYDAY=2MO,3MO;BYHOUR=9;BYMINUTE=0;BYSECOND=0",
    ):
        assert lest(*møte("20261012", "09", "12", f"RRULE:{regel}"))[:2] == to, regel


def test_an_exception_whose_series_is_free_or_not_there_is_a_time_of_its_own():
    alene = møte("20261020", "10", "11", "RECURRENCE-ID:20261019T090000")
    ledig = møte("20261005", "09", "12", "RRULE:FREQ=WEEKLY", "TRANSP:TRANSPARENT")
    assert lest(*alene) == ["20.10 10:00–11:00"]
    assert lest(*ledig, *alene) == ["20.10 10:00–11:00"]


def test_times_that_are_listed_one_by_one_are_read():
    serie = møte("20261005", "09", "10", "RDATE:20261007T090000,20261008T090000")
    assert lest(*serie) == ["05.10 09:00–10:00", "07.10 09:00–10:00", "08.10 09:00–10:00"]
    perioder = "RDATE;VALUE=PERIOD:20261007T070000Z/PT4H,20261008T070000Z/20261008T080000Z"
    assert lest(*møte("20261005", "09", "10", perioder))[1:] == [
        "07.10 09:00–13:00",
        "08.10 09:00–10:00",
    ]
    assert lest(*møte("20261005", "09", "10", "RDATE;VALUE=DATE:20261007"))[1:] == [
        "07.10 09:00–10:00"
    ]


def test_only_the_latest_edition_of_an_event_holds():
    gammel, ny = møte("20261012", "09", "12"), møte("20261013", "09", "12", "SEQUENCE:2")
    assert lest(*gammel, *ny) == lest(*ny, *gammel) == ["13.10 09:00–12:00"]
    uten_nummer = møte("20261013", "09", "12")
    assert lest(*gammel, *uten_nummer) == ["12.10 09:00–12:00", "13.10 09:00–12:00"]


def test_an_exception_is_one_from_every_series_with_its_uid_and_from_no_other():
    to = [*møte("20261005", "09", "12", "RRULE:FREQ=WEEKLY;COUNT=2")] * 2
    flyttet = møte("20261013", "10", "11", "RECURRENCE-ID:20261012T090000")
    assert lest(*to, *flyttet) == ["05.10 09:00–12:00", "13.10 10:00–11:00"]
    uten_uid = [linje for linje in [*to, *flyttet] if not linje.startswith("UID")]
    assert lest(*uten_uid) == ["05.10 09:00–12:00", "12.10 09:00–12:00", "13.10 10:00–11:00"]
    nyere = møte("20261014", "10", "11", "RECURRENCE-ID:20261012T090000", "SEQUENCE:1")
    assert lest(*to, *nyere, *flyttet) == ["05.10 09:00–12:00", "14.10 10:00–11:00"]


def test_the_way_there_that_apple_knows_of_takes_time_before_the_meeting():
    reise = "X-APPLE-TRAVEL-DURATION;VALUE=DURATION:PT45M"
    assert lest(*møte("20261012", "09", "12", reise)) == ["12.10 08:15–12:00"]
    gjentatt = møte(
        "20261012", "09", "12", reise, "RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20261012T090000"
    )
    assert lest(*gjentatt)[0] == "13.10 08:15–12:00"
    for tull in ("PT-5M", "-PT45M", "lenge"):
        assert lest(*møte("20261012", "09", "12", f"X-APPLE-TRAVEL-DURATION:{tull}")) == [
            "12.10 09:00–12:00"
        ]


def test_free_busy_answers_are_read():
    svar = [
        *("BEGIN:VFREEBUSY", "DTSTART:20260901T000000Z", "DTEND:20261130T000000Z"),
        "FREEBUSY;FBTYPE=BUSY:20261012T070000Z/PT3H,20261013T070000Z/20261013T080000Z",
        "FREEBUSY;FBTYPE=FREE:20261014T070000Z/PT3H",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261015T070000Z/PT3H",
        "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261016T070000Z/PT3H",
        "FREEBUSY:20261019T070000Z/PT3H",
        "END:VFREEBUSY",
    ]
    assert lest(*svar) == [
        *("12.10 09:00–12:00", "13.10 09:00–10:00", "15.10 09:00–12:00?"),
        *("16.10 09:00–12:00", "19.10 09:00–12:00"),
    ]


def test_reminders_tasks_and_journals_take_no_time():
    varsel = ["BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:PT5H", "DTSTART:tull", "END:VALARM"]
    assert lest(*møte("20261012", "09", "12", *varsel)) == ["12.10 09:00–12:00"]
    oppgave = ["BEGIN:VTODO", "DTSTART:20261013T090000", "DURATION:PT5H", "END:VTODO"]
    journal = ["BEGIN:VJOURNAL", "DTSTART;VALUE=DATE:20261014", "END:VJOURNAL"]
    assert lest(*oppgave, *journal, *møte()) == ["12.10 09:00–12:00"]
    assert lest(*hendelse("DTSTART:20261012T090000")) == []
    assert lest(*hendelse("DTSTART:20261012T090000", "DTEND:20261012T090000")) == []


def test_what_touches_the_days_is_given_whole_and_the_rest_isnt():
    assert lest(*hendelse("DTSTART:20260820T120000", "DTEND:20260901T080000")) == [
        "20.08 12:00–01.09 08:00"
    ]
    assert lest(*hendelse("DTSTART:20260820T120000", "DTEND:20260901T000000")) == []
    assert lest(*hendelse("DTSTART:20261127T230000", "DTEND:20261129T000000")) == [
        "27.11 23:00–29.11 00:00"
    ]
    assert lest(*hendelse("DTSTART:20261128T000000", "DURATION:PT3H")) == []
    lang = hendelse("DTSTART:20260701T000000", "DURATION:P70D", "RRULE:FREQ=YEARLY")
    assert lest(*lang) == ["01.07 00:00–09.09 00:00"]


def test_two_calendars_in_a_file_lines_with_another_end_and_other_letters_are_read():
    assert [
        kort(en) for en in les_kalender(kalender(*møte()) + kalender(*møte("20261013")), FRA, TIL)
    ] == [*("12.10 09:00–12:00", "13.10 09:00–12:00")]
    for slutt in ("\n", "\r", "\r\n"):
        assert les_kalender(kalender(*møte(), slutt=slutt), FRA, TIL)
    data = kalender(*møte("20261012", "09", "12", "SUMMARY:Måte på Ål"))
    for koding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert les_kalender(data.decode().encode(koding), FRA, TIL)
    brettet = data.replace(b"DTSTART", b"DTST\r\n ART").replace(b"T120000", b"T1\r\n\t20000")
    assert les_kalender(brettet, FRA, TIL) == les_kalender(data, FRA, TIL)


@pytest.mark.parametrize("fil", sorted(KALENDERE.glob("*.ics")), ids=lambda fil: fil.stem)
def test_calendars_as_programs_export_them_give_the_days_that_their_owner_would_say(fil):
    """Made by hand after how the programs write; the people and what they do are invented."""
    ventet = json.loads(fil.with_suffix(".json").read_text("utf-8"))
    opptatt = les_kalender(fil.read_bytes(), FRA, TIL)
    assert [kort(en) for en in opptatt] == ventet["opptatt"]
    dager = [FRA + timedelta(en) for en in range(88)]
    rammen = time(9), time(13), timedelta(minutes=30)
    borte = sorted(f"{dag:%d.%m}" for dag in dager_borte(opptatt, dager, *rammen))
    assert borte == sorted(ventet["borte"])
    ulempe = {f"{dag:%d.%m}": vekt for dag, vekt in ulemper(opptatt, dager, *rammen).items()}
    assert ulempe == ventet["ulemper"]


def test_there_are_calendars_of_the_programs_that_people_use():
    assert {fil.stem for fil in KALENDERE.glob("*.ics")} >= {
        "apple",
        "exchange",
        "google",
        "outlook",
    }


def ti_år():
    """Five thousand events of ten years, three hundred of them repeated."""
    chance = random.Random(21)  # noqa: S311 - repeatable on purpose
    for nummer in range(5000):
        dag = date(2017, 1, 1) + timedelta(chance.randrange(3650))
        time_ = chance.randrange(8, 15)
        yield from ("BEGIN:VEVENT", f"UID:{nummer}@x", "DTSTAMP:20260101T000000Z")
        yield f"DTSTART;TZID=W. Europe Standard Time:{dag:%Y%m%d}T{time_:02d}0000"
        yield f"DTEND;TZID=W. Europe Standard Time:{dag:%Y%m%d}T{time_ + 1:02d}0000"
        yield from ("SUMMARY:x", "DESCRIPTION:" + "x" * 60, " " + "y" * 70, "TRANSP:OPAQUE")
        if nummer % 17 == 0:
            yield "RRULE:" + chance.choice(
                [
                    "FREQ=WEEKLY;INTERVAL=2",
                    "FREQ=DAILY",
                    "FREQ=MONTHLY;BYDAY=2TU",
                    "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=50",
                ]
            )
        yield from ("X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "END:VEVENT")


def test_ten_years_of_a_busy_person_are_read_in_a_moment():
    """Measured beforehand: 0.3 s, of which a third is the bytes."""
    data = kalender(*ti_år())
    assert brukt(lambda: les_kalender(data, FRA, TIL)) < 1.5
