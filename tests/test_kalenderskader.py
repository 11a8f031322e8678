"""What of a calendar can't be read: an error with its line, never a free day and never a hang."""

import random
import re

import pytest
from kalendertekst import KALENDERE, brukt, feil, hendelse, kalender, lest, møte, utfall

from dialoggrunnlag.errors import InvalidError


def test_what_is_no_calendar_says_what_it_is_and_what_to_do():
    for data, melding, råd in [
        (b"", "Kalenderfilen er tom.", "Eksporter kalenderen på nytt."),
        (b" \r\n\r\n", "Kalenderfilen er tom.", "Eksporter kalenderen på nytt."),
        (
            b"PK\3\4\x14\0\0\0\0\0kari@fylket.example.ics\r\nBEGIN:VEVENT\r\n",
            "Filen er en zip-fil, ikke en kalender.",
            "Pakk den ut, og bruk .ics-filen som ligger i den.",
        ),
        (
            b"<!DOCTYPE html>\n<html><body>Logg inn</body></html>",
            "Filen er en nettside, ikke en kalender.",
            "Logg inn, og last ned .ics-filen på nytt.",
        ),
        (
            b"%PDF-1.7\n",
            "Filen er ikke en kalender: «BEGIN:VCALENDAR» mangler.",
            "Eksporter kalenderen som en .ics-fil.",
        ),
    ]:
        funnet = feil(data)
        assert (funnet.message, funnet.remedy) == (melding, råd)
    avkuttet = feil(kalender(*møte())[:-30])
    assert avkuttet.message == "Kalenderen er ikke hel: den slutter før «END:VCALENDAR»."


def test_what_cant_be_read_is_an_error_with_its_line_and_never_a_free_day():
    råd = (
        "Rett eller slett hendelsen i kalenderen, og eksporter den på nytt: "
        "ingen dager regnes som ledige så lenge noe ikke kan leses."
    )
    tid, lengde = "DTSTART:20261012T090000", "DURATION:PT1H"
    tidspunkt = "tidspunktet kan ikke leses."
    regel = "regelen for når hendelsen gjentas, kan ikke leses."
    ofte = "hendelsen gjentas flere ganger om dagen."
    for linjer, nummer, hva in [
        (["DTSTART:i morgen"], 7, tidspunkt),
        (["DTSTART:20261032"], 7, tidspunkt),
        (["DTSTART:20991332"], 7, tidspunkt),
        (["DTSTART:20151012", "DTEND:20151399"], 8, tidspunkt),
        (["DTSTART:00000101T000000"], 7, tidspunkt),
        (["DTSTART:20261012T250000"], 7, tidspunkt),
        (["DTSTART:"], 7, tidspunkt),
        ([tid, "DTEND:snart"], 8, tidspunkt),
        ([tid, "DURATION:PT"], 8, tidspunkt),
        ([tid, "DURATION:P"], 8, tidspunkt),
        ([tid, "DTEND:20261012T080000"], 8, "hendelsen slutter før den begynner."),
        ([tid, "DURATION:-PT1H"], 8, "hendelsen slutter før den begynner."),
        (["DURATION:PT1H"], 4, "hendelsen sier ikke når den begynner."),
        ([tid, tid], 8, "en slik linje står alt i den samme hendelsen."),
        (
            ["DTSTART;TZID=Atlantis:20261012T090000"],
            7,
            "tidssonen er ukjent, og kalenderen forklarer den ikke.",
        ),
        (
            ["DTSTART;TZID=../../etc/passwd:20261012T090000"],
            7,
            "tidssonen er ukjent, og kalenderen forklarer den ikke.",
        ),
        (
            ["DTSTART;TZID=Europe:20261012T090000"],
            7,
            "tidssonen er ukjent, og kalenderen forklarer den ikke.",
        ),
        ([tid, lengde, "EXDATE:i morgen"], 9, tidspunkt),
        ([tid, lengde, "RDATE:20261013T090000,tull"], 9, tidspunkt),
        ([tid, lengde, "RECURRENCE-ID:tull"], 9, tidspunkt),
        ([tid, lengde, "RRULE:"], 9, regel),
        ([tid, lengde, "RRULE:FREQ=FORTNIGHTLY"], 9, regel),
        ([tid, lengde, "RRULE:FREQ=WEEKLY;FREQ=DAILY"], 9, regel),
        ([tid, lengde, "RRULE:FREQ=WEEKLY;INTERVAL=0"], 9, regel),
        ([tid, lengde, "RRULE:FREQ=WEEKLY;INTERVAL=-1"], 9, regel),
        ([tid, lengde, "RRULE:FREQ=WEEKLY;COUNT=mange"], 9, regel),
        ([tid, lengde, f"RRULE:FREQ=WEEKLY;COUNT={'9' * 10_000}"], 9, regel),
        ([tid, lengde, "RRULE:FREQ=WEEKLY;UNTIL=jul"], 9, regel),
        ([tid, lengde, "RRULE:FREQ=WEEKLY;BYDAY=XX"], 9, regel),
        ([tid, lengde, "RRULE:FREQ=MONTHLY;BYDAY=0MO"], 9, regel),
        ([tid, lengde, "RRULE:FREQ=MONTHLY;BYDAY=6MO"], 9, regel),
        ([tid, lengde, "RRULE:FREQ=YEARLY;BYDAY=54MO"], 9, regel),
        ([tid, lengde, "RRULE:FREQ=MONTHLY;BYMONTHDAY=32"], 9, regel),
        ([tid, lengde, "RRULE:FREQ=YEARLY;BYMONTH=13"], 9, regel),
        ([tid, lengde, "RRULE:FREQ=WEEKLY;WKST=MANDAG"], 9, regel),
        ([tid, lengde, "RRULE:FREQ=WEEKLY;BYDAY"], 9, regel),
        ([tid, lengde, "RRULE:FREQ=YEARLY;BYMONTH=5L"], 9, regel),
        ([tid, lengde, "RRULE:RSCALE=CHINESE;FREQ=YEARLY"], 9, regel),
        ([tid, lengde, "RRULE:FREQ=SECONDLY"], 9, ofte),
        ([tid, lengde, "RRULE:FREQ=MINUTELY;INTERVAL=5"], 9, ofte),
        ([tid, lengde, f"RRULE:FREQ=DAILY;BYMINUTE={','.join(map(str, range(60)))}"], 9, ofte),
        (["BEGIN:VEVENT"], 7, "kalenderen er skadet: hendelsen foran er ikke avsluttet."),
        (["END:VALARM"], 7, "kalenderen er skadet: noe avsluttes som ikke er begynt."),
        (
            [f"BEGIN:{en}" for en in "ABCDEFGHI"],
            15,
            "kalenderen er skadet: for mange deler ligger i hverandre.",
        ),
    ]:
        funnet = feil(kalender(*hendelse(*linjer)))
        assert (funnet.message, funnet.remedy) == (f"Linje {nummer} i kalenderen: {hva}", råd), (
            linjer
        )


def test_a_time_zone_that_is_described_wrongly_is_an_error_with_its_line_where_it_is_used():
    sone = [
        *("BEGIN:VTIMEZONE", "TZID:Egen", "BEGIN:STANDARD", "DTSTART:19701025T030000"),
        *("RDATE:19711025T030000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200"),
        *("END:STANDARD", "END:VTIMEZONE"),
    ]
    egen = hendelse("DTSTART;TZID=Egen:20261012T090000", "DURATION:PT1H")
    assert lest(*sone, *egen) == ["12.10 09:00–10:00"]
    for nummer, linje in [
        *((7, "DTSTART:tull"), (8, "RDATE:19711025T030000,tull"), (9, "TZOFFSETFROM:9")),
        *((10, "TZOFFSETTO:+2400"), (10, "TZOFFSETTO:ett")),
    ]:
        skadet = [*sone[: nummer - 4], linje, *sone[nummer - 3 :]]
        hva = "tidssonen er forklart på en måte som ikke kan leses."
        assert feil(kalender(*skadet, *egen)).message == f"Linje {nummer} i kalenderen: {hva}"
        assert lest(*skadet, *møte()) == ["12.10 09:00–12:00"]
    uten = [linje for linje in sone if not linje.startswith("TZOFFSETTO")]
    assert feil(kalender(*uten, *egen)).message.startswith("Linje 6 ")


def test_the_line_is_that_of_the_file_where_lines_before_it_go_on():
    brettet = ["DESCRIPTION:a", " b", "\tc", "SUMMARY:d", " e", "DTSTART:tu", " ll"]
    for slutt in ("\r\n", "\n"):
        assert "Linje 12 i" in feil(kalender(*hendelse(*brettet), slutt=slutt)).message


def test_what_is_wrong_far_from_the_days_or_takes_no_time_stops_nothing():
    borte_for_lenge_siden = hendelse(
        "DTSTART;TZID=Atlantis:20150101T090000", "DTEND:20150101T080000Z"
    )
    om_lenge = hendelse("DTSTART;TZID=Atlantis:99991231T235959")
    ledig = hendelse("DTSTART:tull", "TRANSP:TRANSPARENT")
    avlyst = hendelse("DTSTART:tull", "STATUS:CANCELLED", "RRULE:tull")
    assert lest(*borte_for_lenge_siden, *om_lenge, *ledig, *avlyst) == []


def test_the_ends_of_the_calendar_are_no_trouble():
    for start, slutt, ventet in [
        ("00010101T000000", "99991231T235959Z", 1),
        ("00010101T000000Z", "00010102T000000Z", 0),
        ("20261012T090000", "99991231T235959", 1),
        ("99991231T000000", "99991231T235959", 0),
    ]:
        assert len(lest(*hendelse(f"DTSTART:{start}", f"DTEND:{slutt}"))) == ventet
    for regel in ("FREQ=YEARLY", "FREQ=WEEKLY", "FREQ=YEARLY;COUNT=5000"):
        assert lest(
            *hendelse("DTSTART:00010103T090000", "DURATION:PT1H", f"RRULE:{regel}")
        ) or regel.startswith("FREQ=YEARLY")
    evig = hendelse("DTSTART:20260101T090000", "DURATION:P9999999D", "RRULE:FREQ=DAILY")
    assert lest(*evig)


def test_a_rule_that_has_ended_before_it_began_has_no_times():
    assert lest(*møte("20261012", "09", "12", "RRULE:FREQ=WEEKLY;UNTIL=20261005T090000Z")) == []


def test_a_rule_that_is_never_met_is_done_at_once():
    """By itself dateutil would look for 30 February until the year 9999."""
    aldri = [
        *("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"),
        *("FREQ=WEEKLY;BYMONTH=2;BYSETPOS=9", "FREQ=YEARLY;BYDAY=5MO;BYMONTHDAY=1"),
        *("FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29", "FREQ=DAILY;INTERVAL=999999999"),
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;BYDAY=MO;COUNT=5",
    ]
    alle = []
    for nummer, regel in enumerate(aldri * 100):
        en = møte("20250303", "09", "12", f"RRULE:{regel}")
        alle += [linje.replace("UID:1@x", f"UID:{nummer}@x") for linje in en]
    assert brukt(lambda: lest(*alle)) < 3


@pytest.mark.parametrize(
    "linjer",
    [
        [
            "DTSTART:20261012T090000",
            "DURATION:PT1H",
            "RDATE:" + ",".join(["20261013T090000"] * 3_100_000),
        ],
        [
            "DTSTART:20261012T090000",
            "DURATION:PT1H",
            "EXDATE:" + ",".join(["20261013T090000"] * 3_100_000),
        ],
        [
            "DTSTART:00020101T090000",
            "DURATION:PT1H",
            *["RRULE:FREQ=DAILY;COUNT=9999999;BYHOUR=1,2,3,4"] * 50,
        ],
    ],
    ids=["rdate", "exdate", "count"],
)
@pytest.mark.treg
def test_more_than_anybody_has_meetings_is_an_error_after_some_seconds(linjer):
    data = kalender(*hendelse(*linjer))
    funnet = []
    assert brukt(lambda: funnet.append(feil(data))) < 15
    assert funnet[0].message == "Kalenderen har flere gjentakelser enn programmet kan regne ut."


@pytest.mark.treg
@pytest.mark.parametrize(
    "innhold",
    [
        b"ATTACH;ENCODING=BASE64:" + b"QUJD\r\n " * 3_000_000 + b"\r\n",
        b"DTSTART;" * 3_000_000 + b"\r\n",
        b"\r\n" * 12_000_000,
        b"BEGIN:VEVENT\r\nDTSTART:20261012T090000\r\nEND:VEVENT\r\n" * 500_000,
        b"X-OWNER:mailto:" * 1_500_000 + b"\r\n",
    ],
    ids=["vedlegg", "hode", "tomme", "hendelser", "eiere"],
)
def test_large_files_are_read_or_refused_within_seconds(innhold):
    """A quarter of the most that is looked at; the whole took at most 6 s when it was made."""
    data = b"BEGIN:VCALENDAR\r\n" + innhold + b"END:VCALENDAR\r\n"
    assert brukt(lambda: utfall(data)) < 10


def test_a_file_that_is_too_large_is_refused():
    funnet = feil(b"x" * 100_000_001)
    assert funnet.message == "Kalenderfilen er på mer enn 100 MB."
    assert funnet.remedy == "Eksporter bare den tiden runden gjelder, og uten vedlegg."


def test_a_calendar_that_was_exported_for_other_days_frees_nobody():
    utdrag = ["X-CLIPSTART:20260831T220000Z", "X-CLIPEND:20261130T230000Z"]
    assert lest(*utdrag, *møte()) == ["12.10 09:00–12:00"]
    sent = feil(kalender("X-CLIPSTART:20260901T220000Z"))
    assert sent.message == "Kalenderen er bare eksportert fra 2. september 2026."
    svar = feil(kalender("BEGIN:VFREEBUSY", "DTEND:20261031T230000Z", "END:VFREEBUSY"))
    assert svar.message == "Kalenderen er bare eksportert til og med 31. oktober 2026."
    tidlig = feil(kalender("X-CLIPEND:20261126T230000Z"))
    assert tidlig.message == "Kalenderen er bare eksportert til og med 26. november 2026."
    assert (
        tidlig.remedy
        == "Eksporter kalenderen på nytt, fra 1. september 2026 til 27. november 2026."
    )


def test_damaged_calendars_are_read_or_refused_and_never_anything_else(pytestconfig):
    chance = random.Random(2026)  # noqa: S311 - repeatable on purpose
    alle = [fil.read_bytes() for fil in sorted(KALENDERE.glob("*.ics"))]
    lest = 0
    for _ in range(20 * pytestconfig.getoption("--ganger")):
        gitt = utfall(skadet(chance.choice(alle), chance))
        if isinstance(gitt, InvalidError):
            assert gitt.remedy
            assert gitt.__context__ is None
        else:
            lest += 1
            assert all(en.start < en.slutt for en in gitt)
    assert lest


def test_any_rule_in_any_time_zone_is_reckoned_or_refused_with_little_work(pytestconfig):
    chance = random.Random(21)  # noqa: S311 - repeatable on purpose
    lest = 0
    for _ in range(40 * pytestconfig.getoption("--ganger")):
        gitt = utfall(kalender(*tilfeldig_sone(chance), *tilfeldig_hendelse(chance)))
        if not isinstance(gitt, InvalidError):
            lest += 1
            assert all(en.start < en.slutt for en in gitt)
    assert lest


def tilfeldig_hendelse(chance):
    år = chance.choice([1, 2, 1601, 1970, 2015, 2026, 2026, 9998, 9999])
    dag = f"{år:04d}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}"
    start = chance.choice(
        ["DTSTART;TZID=Egen:{}T090000", "DTSTART:{}T230000Z", "DTSTART;VALUE=DATE:{}"]
    )
    lengde = chance.choice(["PT1H", "P1D", "P9999999D", "P9999999W", "PT0S"])
    regler = [f"RRULE:{tilfeldig_regel(chance)}" for _ in range(chance.randrange(3))]
    return hendelse(start.format(dag), f"DURATION:{lengde}", *regler)


def tilfeldig_regel(chance):
    deler = [f"FREQ={chance.choice(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'])}"]
    for navn, verdier in {
        "INTERVAL": [1, 2, 3, 999999999],
        "COUNT": [1, 5, 999999999],
        "UNTIL": ["00010101", "20261101", "20261101T000000Z", "99991231T235959Z"],
        "BYMONTH": range(1, 13),
        "BYMONTHDAY": [*range(-31, 0), *range(1, 32)],
        "BYYEARDAY": [-366, -1, 1, 60, 300, 366],
        "BYWEEKNO": [-53, -1, 1, 41, 53],
        "BYDAY": ["MO", "1TU", "-1FR", "53SU", "-53WE", "5TH"],
        "BYHOUR": range(24),
        "BYSETPOS": [-366, -1, 1, 2, 366],
        "WKST": ["MO", "SU"],
    }.items():
        if chance.random() < 0.25:
            noen = chance.choices(
                list(verdier), k=1 if navn in {"INTERVAL", "COUNT", "UNTIL", "WKST"} else 2
            )
            deler.append(f"{navn}={','.join(map(str, noen))}")
    return ";".join(deler)


def tilfeldig_sone(chance):
    yield from ("BEGIN:VTIMEZONE", "TZID:Egen")
    for slag in ("STANDARD", "DAYLIGHT"):
        yield from (
            f"BEGIN:{slag}",
            f"DTSTART:{chance.choice(['0001', '1601', '2026', '9999'])}1028T030000",
        )
        if chance.random() < 0.8:
            yield f"RRULE:{tilfeldig_regel(chance)}"
        yield from (f"TZOFFSETFROM:{chance.choice(['+0200', '-2359', '+235959'])}",)
        yield from (f"TZOFFSETTO:{chance.choice(['+0100', '+2359', '-0000'])}", f"END:{slag}")
    yield "END:VTIMEZONE"


def skadet(data, chance):
    """A calendar as bad programs, bad disks and bad people leave it."""
    for _ in range(chance.randrange(1, 4)):
        linjer = data.split(b"\n")
        hvor = chance.randrange(len(linjer))
        data = b"\n".join(chance.choice(SKADER)(linjer, hvor, chance))
    return data


def uten_linjen(linjer, hvor, chance):
    return linjer[:hvor] + linjer[hvor + 1 :]


def med_en_til(linjer, hvor, chance):
    return [*linjer[:hvor], chance.choice(linjer), *linjer[hvor:]]


def avbrutt(linjer, hvor, chance):
    return linjer[:hvor]


def ombyttet(linjer, hvor, chance):
    annen = chance.randrange(len(linjer))
    linjer[hvor], linjer[annen] = linjer[annen], linjer[hvor]
    return linjer


def forkortet(linjer, hvor, chance):
    return byttet(linjer, hvor, linjer[hvor][: chance.randrange(len(linjer[hvor]) + 1)])


def med_en_annen_byte(linjer, hvor, chance):
    linje = bytearray(linjer[hvor] or b" ")
    linje[chance.randrange(len(linje))] = chance.randrange(256)
    return byttet(linjer, hvor, bytes(linje))


def med_andre_tall(linjer, hvor, chance):
    return byttet(
        linjer, hvor, re.sub(rb"\d", lambda _: b"%d" % chance.randrange(10), linjer[hvor])
    )


def med_annet_skille(linjer, hvor, chance):
    return byttet(
        linjer, hvor, linjer[hvor].replace(b":", chance.choice([b"::", b"", b";", b":-"]), 1)
    )


def byttet(linjer, hvor, linje):
    return [*linjer[:hvor], linje, *linjer[hvor + 1 :]]


SKADER = [
    *(uten_linjen, med_en_til, avbrutt, ombyttet, forkortet),
    *(med_en_annen_byte, med_andre_tall, med_annet_skille),
]
