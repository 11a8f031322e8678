"""What stands in a calendar is read by nobody: no title, no attendee, in no message."""

import subprocess
import sys
import traceback

import pytest
from hjelp import REPO
from kalendertekst import KALENDERE, hendelse, kalender, utfall

from dialoggrunnlag.errors import InvalidError

HEMMELIG = "Xk7-hemmelig"
TEKSTER = [
    *("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT", "CATEGORIES", "URL", "RESOURCES"),
    *("X-ALT-DESC;FMTTYPE=text/html", "X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE=" + HEMMELIG),
    *("ORGANIZER;CN=" + HEMMELIG, "ATTENDEE;PARTSTAT=DECLINED;CN=" + HEMMELIG, "X-WR-CALDESC"),
    *("ATTACH", "CONFERENCE", "STYLED-DESCRIPTION", "REQUEST-STATUS", "RELATED-TO", "GEO", "CLASS"),
    *("X-MICROSOFT-LOCATIONS", "X-GOOGLE-CONFERENCE", "PRIORITY", "X-WR-CALNAME", "NAME", "UID"),
]


def hemmeligheter():
    return [f"{navn}:{HEMMELIG} mailto:{HEMMELIG}@x.example" for navn in TEKSTER]


@pytest.mark.parametrize(
    "skadet",
    [
        *("DTSTART:tull", f"DTSTART;TZID={HEMMELIG}:20261012T090000", f"DTSTART:{HEMMELIG}"),
        *("RRULE:FREQ=HOURLY", f"RRULE:FREQ={HEMMELIG}", f"EXDATE:{HEMMELIG}", f"RDATE:{HEMMELIG}"),
        *(f"RECURRENCE-ID;TZID={HEMMELIG}:20261012T090000", f"BEGIN:{HEMMELIG}", f"END:{HEMMELIG}"),
        *(
            f"DURATION:{HEMMELIG}",
            "DTEND:20261012T080000",
            "X-MICROSOFT-CDO-BUSYSTATUS:" + HEMMELIG,
        ),
        *(f"SEQUENCE:{HEMMELIG}", f"STATUS:{HEMMELIG}", f"TRANSP:{HEMMELIG}"),
    ],
)
def test_nothing_of_what_stands_in_a_calendar_is_in_what_is_given_or_said(skadet, capfd):
    start = [] if skadet.startswith("DTSTART") else ["DTSTART:20261012T090000"]
    data = kalender(*hemmeligheter(), *hendelse(*hemmeligheter(), *start, skadet))
    gitt = utfall(data)
    if isinstance(gitt, InvalidError):
        assert gitt.__cause__ is None
        assert gitt.__context__ is None
        gitt = f"{gitt.args} {vars(gitt)}" + "".join(traceback.format_exception(gitt))
    gitt = repr(gitt)
    assert gitt
    assert HEMMELIG not in gitt
    assert HEMMELIG not in "".join(capfd.readouterr())


LETER_I_MINNET = """\
import gc, sys
from datetime import date
from dialoggrunnlag.datoer.kalenderlesing import les_kalender

sett = set()

def holder(en, dybde):
    if isinstance(en, (str, bytes)):
        av_slaget = [hemmelig for hemmelig in hemmelige if isinstance(en, type(hemmelig))]
        if en not in kjente and any(hemmelig in en for hemmelig in av_slaget):
            print("funnet", repr(en)[:200])
    elif isinstance(en, (dict, list, tuple, set, frozenset)) and dybde < 4 and id(en) not in sett:
        sett.add(id(en))
        for del_ in [*en.keys(), *en.values()] if isinstance(en, dict) else list(en):
            holder(del_, dybde + 1)

hemmelige = [en[::-1] for en in sys.argv[2:]]
hemmelige += [en.encode() for en in hemmelige]
kjente = [*hemmelige, *sys.argv]
with open(sys.argv[1], "rb") as fil:
    opptatt = les_kalender(fil.read(), date(2026, 9, 1), date(2026, 11, 27))
gc.collect()
print(len(opptatt))
{holdt}
for en in gc.get_objects():
    holder(en, 0)
"""


@pytest.mark.parametrize(("navn", "antall"), [("outlook", 5), ("google", 4)])
def test_nothing_of_a_calendar_stays_in_the_program_when_it_is_read(navn, antall):
    """In a process of its own: the calendar is let go, and memory is looked through for it."""
    assert let_i_minnet(navn) == [str(antall)]
    assert len(let_i_minnet(navn, "holdt = {'her': ('x', open(sys.argv[1], 'rb').read())}")) > 1


def let_i_minnet(navn, holdt=""):
    fil = KALENDERE / f"{navn}.ics"
    hemmelige = ["Hemmelig", "oppdiktet@fylket"]
    assert all(en.encode() in fil.read_bytes() for en in hemmelige)
    done = subprocess.run(
        [
            *(sys.executable, "-c", LETER_I_MINNET.replace("{holdt}", holdt), str(fil)),
            *(en[::-1] for en in hemmelige),
        ],
        capture_output=True,
        check=True,
        timeout=60,
        cwd=REPO,
    )
    return done.stdout.decode().splitlines()


def test_asking_about_days_loads_no_library_before_there_is_a_calendar():
    script = (
        "import sys\nimport dialoggrunnlag.datoer.kalenderlesing\n"
        "print({'icalendar', 'dateutil', 'dateutil.rrule'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=REPO)
    assert done.stdout.split() == [b"set()"]
