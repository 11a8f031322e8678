"""The calendars: what stands in them, that they follow the standard, and that meetings move.

They are read back here by hand, so that the library that wrote them can't agree with itself.
"""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from hjelp import REPO, SKOLER, bytt, i_mappen, sett_dialog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from dialoggrunnlag.disk.folder import OutputFolder
from dialoggrunnlag.dokumenter import kalender, moter, sendte_moter
from dialoggrunnlag.dokumenter.flyttinger import flytting
from dialoggrunnlag.dokumenter.kjede import prepare
from dialoggrunnlag.innhold.bygger import lag_grunnlag
from dialoggrunnlag.innhold.grunnlag import FILTERS
from dialoggrunnlag.innhold.text_template import TextTemplates
from dialoggrunnlag.model.norsk import foldet
from dialoggrunnlag.model.varsel import les_varsel
from dialoggrunnlag.model.verdityper import les_linje
from dialoggrunnlag.reading.datafiler import Datafiler
from dialoggrunnlag.reading.project import Project

DATO, ROM = "dato: 2015-11-03", "sted: Rom 2"
ÅL = "ut/2015/kalender-2015-ål.ics"
RUNDEN = "ut/2015/kalender-2015.ics"
KONTOR = "post@example.no"
PERSONER = (
    "deltakere:",
    "  - {navn: 'Nordmann, Kari \"Kaia\"; Ås', rolle: rektor, epost: kari@example.no}",
    "  - {rolle: elevrådsleder}",
    "  - {navn: Ola Ø, epost: ola+al@example.no}",
    "fra_skoleeier: [kvalitetsrådgiver, seksjonsleder]",
)


# --- reading back --------------------------------------------------------------------------


def linjer(data):
    """The content lines: unfolded, with every rule of octets on the way."""
    assert data.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    folded = data.removesuffix(b"\r\n").split(b"\r\n")
    for line in folded:
        assert 0 < len(line) <= 75
        line.decode("utf-8")  # no character is cut in two
        assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line)
    return re.sub(rb"\r\n[ \t]", b"", b"\r\n".join(folded)).decode("utf-8").split("\r\n")


def les(data):
    """The calendar's own properties, and each event's: name → list of (parameters, value)."""
    own, events, inside = {}, [], []
    for line in linjer(data):
        head, value = re.fullmatch(r'((?:[^":]|"[^"]*")*):(.*)', line).groups()
        name, *parameters = re.findall(r'(?:[^";]|"[^"]*")+', head)
        if name == "BEGIN":
            inside.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert inside.pop() == value
        else:
            target = {"VEVENT": events[-1] if events else {}, "VCALENDAR": own}.get(inside[-1], {})
            pairs = dict(parameter.split("=", 1) for parameter in parameters)
            target.setdefault(name, []).append((pairs, value))
    assert not inside
    return own, events


def verdi(properties, name):
    """The only value of a property, as a person reads it."""
    [(_, value)] = properties[name]
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value) or name in {"DTSTART", "DTEND"}
    signs = {"n": "\n", "N": "\n"}
    return re.sub(r"\\(.)", lambda m: signs.get(m[1], m[1]), value)


def når(event):
    """When a meeting is, by Norwegian clocks."""
    found = []
    for name in ("DTSTART", "DTEND"):
        [(parameters, value)] = event[name]
        assert parameters == {"TZID": "Europe/Oslo"}
        found.append(datetime.strptime(value, "%Y%m%dT%H%M%S"))  # noqa: DTZ007 - a clock
    return tuple(found)


def adresser(event, name="ATTENDEE"):
    return [(value, parameters["CN"].strip('"')) for parameters, value in event.get(name, [])]


@pytest.fixture
def lag(prosjekt):
    """A school's calendar, or the round's without one, straight from the functions."""

    def lage(skole_id=""):
        if skole_id:
            files, contents = innhold(prosjekt)
            return skolens_kalender(files, skole_id, contents[skole_id])
        prepared = prepare(Project(prosjekt), 2015, [])
        folder = OutputFolder(prosjekt / "ut/2015", "ut/2015")
        return kalender.lag_kalender(prepared, list(prepared.skoler), folder)

    return lage


def skolens_kalender(files, skole_id, content):
    """A school's calendar, as the first that is made; empty where the dialogue has no date."""
    møte = moter.møtet(files, skole_id, content)
    return kalender.møtets_kalender(content, møte, files.datasett.runde.varsel) if møte else b""


def innhold(prosjekt, *ids):
    """The data and what those schools get, or all that can get something."""
    files = Datafiler(Project(prosjekt), 2015)
    texts = TextTemplates(FILTERS)
    ids = ids or [id_ for id_ in files.ids() if id_ not in files.faulty]
    return files, {id_: lag_grunnlag(files, id_, texts) for id_ in ids}


def flyttet(files, skole_id, content, data):
    """What has moved since a calendar."""
    hendelse = sendte_moter.hendelser_i(data).get(moter.uid(2015, skole_id))
    sist = sendte_moter.møtet_i(hendelse) if hendelse else None
    return flytting(files, skole_id, content, sist, "kalender.ics") if sist else []


def med_kontor(prosjekt):
    path = prosjekt / "data/skoleeier.yaml"
    bytt(path, "\nkontor:\n", f"\nkontor: Opplæring, «Ø»\nepost: {KONTOR}\n")
    bytt(path, "rådgivar\n", "rådgivar\n    navn: Åse Bø\n    epost: ase@example.no\n")


def i_skolen(prosjekt, skole_id, line):
    bytt(prosjekt / "data/skoler.yaml", f"  {skole_id}:\n", f"  {skole_id}:\n    {line}\n")


def nynorsk(prosjekt, skole_id):
    i_skolen(prosjekt, skole_id, "målform: nynorsk")


# --- what stands in it ---------------------------------------------------------------------


def test_a_meeting_in_the_calendar(prosjekt, lag):
    sett_dialog(prosjekt, "ål", DATO, "sted: 'Rom 2, 1. etg.; «A» \\ b'", "endring: 2", *PERSONER)
    own, [event] = les(lag("ål"))
    says = {
        "VERSION": "2.0",
        "PRODID": f"{moter.PRODID}Utviklingsdialoger//NO",
        "CALSCALE": "GREGORIAN",
        "METHOD": "PUBLISH",
    }
    assert {name: verdi(own, name) for name in own} == says
    assert når(event) == (datetime(2015, 11, 3, 10), datetime(2015, 11, 3, 14))  # noqa: DTZ001
    assert verdi(event, "SUMMARY") == "Utviklingsdialog 2015 – Ål vgs."
    assert verdi(event, "LOCATION") == "Rom 2, 1. etg.; «A» \\ b"
    assert verdi(event, "SEQUENCE") == "2"
    assert verdi(event, "STATUS") == "CONFIRMED"
    assert verdi(event, "DTSTAMP") == "20150101T000200Z"
    text = verdi(event, "DESCRIPTION").splitlines()
    assert text[0] == "Dagsorden"
    assert "Kl. 10:45–12:30: Om tiltak og resultater opp mot målene i Kunnskapsskolen" in text
    assert "Kl. 12:30–13:15: Lunsj v/skolen" in text
    assert text[-9:] == [
        *("", "Fra skolen", '- Nordmann, Kari "Kaia"; Ås, rektor', "- Elevrådsleder", "- Ola Ø"),
        *("", "Fra skoleeier", "- Kvalitetsrådgiver", "- Seksjonsleder KPS"),
    ]


def test_the_description_is_in_the_schools_own_language(prosjekt, lag):
    nynorsk(prosjekt, "gol")
    sett_dialog(prosjekt, "gol", DATO, *PERSONER)
    _, [event] = les(lag("gol"))
    text = verdi(event, "DESCRIPTION")
    assert "Kl. 11:30–12:15: Lunsj v/skulen" in text
    assert "\nFrå skulen\n- Nordmann" in text
    assert text.endswith("\nFrå skuleeigar\n- Kvalitetsrådgivar\n- Seksjonsleiar KPS")
    assert not re.search(r"\b(?:skolen|skoleeier|ikke|Fra)\b", text)


def test_what_is_not_known_is_not_there(prosjekt, lag):
    sett_dialog(prosjekt, "ål", DATO)
    _, [event] = les(lag("ål"))
    assert not {"LOCATION", "ATTENDEE", "ORGANIZER"} & set(event)
    assert "Fra " not in verdi(event, "DESCRIPTION")


def test_without_a_date_there_is_no_meeting(prosjekt, lag, dialog):
    assert lag("ål") == lag() == b""
    ran = dialog("plan", "--format", "ics")
    assert (ran.kode, ran.ut) == (0, "")
    assert ran.feil == "Ingen av dialogene har dato, så kalenderen er tom.\n"
    ran = dialog("plan", "--kalender")
    assert (ran.kode, ran.ut) == (0, "")
    assert "ingen kalendere" in ran.feil


def test_a_cancelled_meeting(prosjekt, lag):
    sett_dialog(prosjekt, "ål", DATO, "avlyst: ja", "endring: 1")
    _, [event] = les(lag("ål"))
    assert verdi(event, "STATUS") == "CANCELLED"
    assert verdi(event, "SUMMARY") == "Avlyst: Utviklingsdialog 2015 – Ål vgs."
    assert verdi(event, "DESCRIPTION").startswith("Dialogen er avlyst.\n\nDagsorden\n")
    assert verdi(event, "TRANSP") == "TRANSPARENT"


def test_the_rounds_calendar_has_every_dated_dialogue_once_by_time(prosjekt, lag):
    sett_dialog(prosjekt, "ål", DATO)
    sett_dialog(prosjekt, "gol", DATO)
    sett_dialog(prosjekt, "lier", "dato: 2015-10-01", "avlyst: ja")
    own, events = les(lag())
    assert [verdi(event, "SUMMARY").split(" – ")[1] for event in events] == ["Lier vgs.", "Gol vgs.", "Ål vgs."]  # fmt: skip
    assert verdi(own, "X-WR-CALNAME") == "Utviklingsdialoger 2015"
    assert len({verdi(event, "UID") for event in events}) == 3


# --- who is asked --------------------------------------------------------------------------


def test_with_addresses_a_school_gets_a_request_with_everybody_once(prosjekt, lag):
    med_kontor(prosjekt)
    i_skolen(prosjekt, "ål", "kontakt: {epost: KARI@example.no}")
    sett_dialog(prosjekt, "ål", DATO, *PERSONER)
    own, [event] = les(lag("ål"))
    assert verdi(own, "METHOD") == "REQUEST"
    assert adresser(event, "ORGANIZER") == [(f"mailto:{KONTOR}", "Opplæring, «Ø»")]
    assert adresser(event) == [
        ("mailto:kari@example.no", "Nordmann, Kari 'Kaia'; Ås"),
        ("mailto:ola+al@example.no", "Ola Ø"),
        ("mailto:ase@example.no", "Åse Bø"),
    ]
    assert {p["PARTSTAT"] for p, _ in event["ATTENDEE"]} == {"NEEDS-ACTION"}


def test_a_cancelled_request_is_a_cancellation_to_the_same_people(prosjekt, lag):
    med_kontor(prosjekt)
    sett_dialog(prosjekt, "ål", DATO, *PERSONER)
    _, [before] = les(lag("ål"))
    sett_dialog(prosjekt, "ål", DATO, "avlyst: ja", "endring: 1", *PERSONER)
    own, [event] = les(lag("ål"))
    assert verdi(own, "METHOD") == "CANCEL"
    assert event["ATTENDEE"] == before["ATTENDEE"]


def test_the_schools_contact_is_asked_under_the_schools_name(prosjekt, lag):
    med_kontor(prosjekt)
    i_skolen(prosjekt, "ål", "kontakt: {epost: '50%&?@example.no'}")
    sett_dialog(prosjekt, "ål", DATO)
    own, [event] = les(lag("ål"))
    assert verdi(own, "METHOD") == "REQUEST"
    assert adresser(event) == [("mailto:50%25&%3F@example.no", "Ål vgs.")]


def test_an_address_that_stands_twice_has_the_name_that_is_known(prosjekt, lag):
    med_kontor(prosjekt)
    people = "[{rolle: rektor, epost: a@example.no}, {navn: Kari, epost: A@example.no}]"
    sett_dialog(prosjekt, "ål", DATO, f"deltakere: {people}")
    _, [event] = les(lag("ål"))
    assert adresser(event) == [("mailto:A@example.no", "Kari")]


@pytest.mark.parametrize(
    ("kontakt", "people", "asked"),
    [
        (  # the contact's address is the one that the mail goes to
            "{navn: Åse Bø, epost: skole@example.no}",
            "[{navn: ÅSE  Bø, rolle: rektor, epost: ase@example.no}]",
            ["skole@example.no"],
        ),
        (  # the same address in another case
            "{navn: Åse Bø, epost: Skole@example.no}",
            "[{navn: Åse Bø, epost: skole@example.no}]",
            ["skole@example.no"],
        ),
        (  # the school's participant fills a role of skoleeier's as well
            "{epost: skole@example.no}",
            "[{navn: Per Li, epost: per@example.no}, {navn: Per Li, epost: li@example.no}]",
            ["per@example.no", "skole@example.no"],
        ),
        (  # one word tells nobody from others, and neither does a role
            "{navn: Åse, epost: skole@example.no}",
            "[{navn: Åse, epost: a@example.no}, {rolle: rektor, epost: b@example.no}]",
            ["a@example.no", "b@example.no", "skole@example.no"],
        ),
    ],
)
def test_nobody_is_asked_twice_under_two_addresses(prosjekt, lag, kontakt, people, asked):
    med_kontor(prosjekt)
    i_skolen(prosjekt, "ål", f"kontakt: {kontakt}")
    sett_dialog(prosjekt, "ål", DATO, f"deltakere: {people}")
    _, [event] = les(lag("ål"))
    assert [address.removeprefix("mailto:") for address, _ in adresser(event)] == asked


def test_one_who_takes_part_for_the_school_and_in_a_role_is_asked_once(prosjekt, lag):
    med_kontor(prosjekt)
    people = "deltakere: [{navn: Per Li, epost: per@example.no}]"
    role = "fra_skoleeier: [{rolle: seksjonsleder, navn: per li, epost: li@example.no}]"
    sett_dialog(prosjekt, "ål", DATO, people, role)
    _, [event] = les(lag("ål"))
    assert adresser(event) == [("mailto:per@example.no", "Per Li")]


@pytest.mark.parametrize(
    ("varsel", "triggers"),
    [
        ("1 dag", ["-P1D"]),
        ("[eit døgn, eit minutt, ei veke]", ["-P1D", "-PT1M", "-P7D"]),
        ("[1 uke, 2 timer og 30 min, 7 dager]", ["-P7D", "-PT2H30M"]),
        ("[]", []),
        ("", []),
    ],
)
def test_a_calendar_reminds_people_as_the_round_says(prosjekt, lag, varsel, triggers):
    bytt(prosjekt / "data/runder/2015.yaml", "\når: 2015\n", f"\når: 2015\nvarsel: {varsel}\n")
    for skole_id in ("ål", ""):
        sett_dialog(prosjekt, "ål", DATO)
        [event] = Calendar.from_ical(lag(skole_id)).walk("VEVENT")
        alarms = event.walk("VALARM")
        assert [alarm["TRIGGER"].to_ical().decode() for alarm in alarms] == triggers
        for alarm in alarms:
            assert (alarm["ACTION"], alarm["DESCRIPTION"]) == ("DISPLAY", event["SUMMARY"])
    sett_dialog(prosjekt, "ål", DATO, "avlyst: ja")
    assert b"VALARM" not in lag("ål")


def test_a_calendar_with_reminders_is_read_back(prosjekt, dialog):
    runde = prosjekt / "data/runder/2015.yaml"
    bytt(runde, "\når: 2015\n", "\når: 2015\nvarsel: [1 uke, 1 dag]\n")
    sett_dialog(prosjekt, "ål", DATO)
    assert dialog("plan", "--kalender").kode == 0
    sett_dialog(prosjekt, "ål", "dato: 4. november 2015")
    assert "Møtet er flyttet fra tirsdag 3. november 2015" in dialog("plan", "--kalender").feil


@pytest.mark.parametrize(
    "varsel", ["60", "1 måne", "1 uke og 1 dag", "400 dager", "[1 dag, snart]"]
)
def test_a_reminder_that_says_nothing_is_told_at_its_line(prosjekt, dialog, varsel):
    bytt(prosjekt / "data/runder/2015.yaml", "\når: 2015\n", f"\når: 2015\nvarsel: {varsel}\n")
    ran = dialog("sjekk")
    assert ran.kode == 1
    assert re.search(
        r"2015\.yaml:\d+:\d+: varsel(\[2\])?: «.*» er (ikke hvor lenge|mer enn)", ran.feil
    )
    assert "Skriv for eksempel 1 dag, 2 timer eller 1 uke; flere slik: [1 uke, 1 dag]." in ran.feil


@given(st.integers(1, 366), st.sampled_from(["dag", "dager", "dagar", "døgn"]))
def test_days_are_read_as_people_write_them(antall, enhet):
    assert les_varsel(f" {antall} {enhet} ") == antall * 1440


@pytest.mark.parametrize("what", ["no office", "nobody with an address", "only the office itself"])
def test_without_somebody_to_ask_or_to_answer_it_is_only_published(prosjekt, lag, what):
    people = () if what == "nobody with an address" else PERSONER
    if what != "no office":
        med_kontor(prosjekt)
    if what == "only the office itself":
        people = (f"deltakere: [{{navn: Kari, epost: {KONTOR.upper()}}}]",)
    sett_dialog(prosjekt, "ål", DATO, *people)
    own, [event] = les(lag("ål"))
    assert verdi(own, "METHOD") == "PUBLISH"
    assert "ATTENDEE" not in event
    assert ("ORGANIZER" in event) == (what != "no office")


def test_the_rounds_calendar_asks_nobody(prosjekt, lag):
    med_kontor(prosjekt)
    sett_dialog(prosjekt, "ål", DATO, *PERSONER)
    own, [event] = les(lag())
    assert verdi(own, "METHOD") == "PUBLISH"
    assert "ATTENDEE" not in event
    assert "- Ola Ø" in verdi(event, "DESCRIPTION")


# --- time zone -----------------------------------------------------------------------------


def test_the_files_own_time_zone_is_norways_in_every_year_there_is_a_calendar_for(prosjekt, lag):
    sett_dialog(prosjekt, "ål", DATO)
    zone = "\n".join(linjer(lag("ål"))).split("BEGIN:VTIMEZONE\n")[1].split("END:VTIMEZONE")[0]
    changes = re.findall(
        r"DTSTART:(\d{8}T\d{6})\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=(\d+)\n(?:TZNAME:\w+\n)?"
        r"TZOFFSETFROM:\+0(\d)00\nTZOFFSETTO:\+0(\d)00",
        zone,
    )
    assert len(changes) == 2
    oslo = ZoneInfo("Europe/Oslo")
    for year in range(1997, 2038):
        for since, month, before, after in changes:
            assert int(since[:4]) < 1997
            first_of_next = datetime(year, int(month) + 1, 1, int(since[9:11]), tzinfo=UTC)
            day = next(d for n in range(1, 8) if (d := first_of_next - timedelta(n)).weekday() == 6)
            at = day - timedelta(hours=int(before))
            for at_time, hours in ((at - timedelta(seconds=1), before), (at, after)):
                assert at_time.astimezone(oslo).utcoffset() == timedelta(hours=int(hours))


# --- laws ----------------------------------------------------------------------------------

TEGN = st.characters(
    exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff\ufeff\u2028\u2029{"
)
TEKSTER = st.text(TEGN, min_size=1, max_size=120).filter(str.strip)
NORSK = st.sampled_from(["Åse, Bø; «Ø»\\n", 'Kari "Kaia"', "æøå" * 40, "a\\,b", ":;,=", "Ål:\tRom"])
LENKER = st.text(TEGN, max_size=120).map(lambda text: f"https://møte.no/{''.join(text.split())}")
DIALOG = st.fixed_dictionaries(
    {
        "dato": st.dates(datetime(1997, 1, 1).date(), datetime(2037, 12, 31).date()).map(str),  # noqa: DTZ001
        "endring": st.integers(0, 99).map(str),
        "avlyst": st.sampled_from(["ja", "nei"]),
    },
    optional={
        "sted": TEKSTER | NORSK | st.just(moter.PÅ_NETT),
        "møtelenke": LENKER | st.just("https://teams.example.no/l/19%3ax@v2/0?a=%7b%22T%22%7d;,"),
        "deltakere": st.lists(
            st.fixed_dictionaries(
                {"navn": TEKSTER | NORSK},
                optional={"epost": st.sampled_from(["a@b.no", "c+d@e.no", "f%g?h@i.no"])},
            ),
            max_size=3,
        ),
    },
)
runs = partial(
    settings, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def sett(prosjekt, skole_id, entry):
    sett_dialog(prosjekt, skole_id, *(f"{key}: {i_yaml(value)}" for key, value in entry.items()))


def i_yaml(value):
    """A value on one line; between single quotes nothing but these has a meaning of its own."""
    if isinstance(value, list):
        return f"[{', '.join(map(i_yaml, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {i_yaml(item)}' for key, item in value.items())}}}"
    return "'{}'".format(value.replace("'", "''"))


def i_kalender(text):
    """A text as a calendar holds it, to which «\\N» would be a line break."""
    return re.sub(r"\\(?=[nN])", "/", les_linje(text))


def antall_innbudte(people):
    """How many persons those are: one address is one, and so is one name of several words."""
    addresses, names = set(), set()
    for person in people:
        name = foldet(person["navn"])
        known = " " in name and name in names
        if person["epost"] not in addresses and not known:
            addresses.add(person["epost"])
            names.add(name)
    return len(addresses)


@runs()
@given(DIALOG, st.sampled_from(["bokmål", "nynorsk"]))
def test_the_calendar_says_what_the_data_say(prosjekt, entry, målform):
    path = prosjekt / "data/skoler.yaml"
    new = f"  ål:\n    målform: {målform}\n"
    source = re.sub(r"  ål:\n(?:    målform: \w+\n)?", new, path.read_text("utf-8"))
    path.write_text(source, "utf-8")
    if "epost: post@" not in (prosjekt / "data/skoleeier.yaml").read_text("utf-8"):
        med_kontor(prosjekt)
    sett(prosjekt, "ål", entry)
    files, contents = innhold(prosjekt, "ål")
    assert not files.faulty
    data = skolens_kalender(files, "ål", contents["ål"])
    assert data == skolens_kalender(files, "ål", contents["ål"])
    own, [event] = les(data)
    day = datetime.fromisoformat(entry["dato"])
    assert når(event) == (day.replace(hour=10), day.replace(hour=14))
    assert verdi(event, "SEQUENCE") == entry["endring"]
    assert (verdi(event, "STATUS") == "CANCELLED") == (entry["avlyst"] == "ja")
    wanted = moter.PÅ_NETT if "møtelenke" in entry else None
    if "sted" in entry:
        wanted = i_kalender(entry["sted"])
    assert (verdi(event, "LOCATION") if "LOCATION" in event else None) == wanted
    lenker = {name: event[name][0][1] for name in ("URL", "CONFERENCE") if name in event}
    assert len(lenker) == 2 * ("møtelenke" in entry)
    for lenke in lenker.values():
        assert lenke.isascii()
        assert unquote(lenke) == unquote(entry["møtelenke"])
    for person in entry.get("deltakere", []):
        assert i_kalender(person["navn"]) in verdi(event, "DESCRIPTION")
    known = [person for person in entry.get("deltakere", []) if "epost" in person]
    assert len(adresser(event)) == antall_innbudte(known)
    assert (verdi(own, "METHOD") == "PUBLISH") == (not known)
    # the calendar just made never differs from the data that it was made from
    assert flyttet(files, "ål", contents["ål"], data) == []


@runs()
@given(DIALOG, DIALOG)
def test_a_meeting_is_moved_exactly_where_what_calendars_go_by_differs(prosjekt, one, other):
    sett(prosjekt, "gol", one)
    files, contents = innhold(prosjekt, "gol")
    before = skolens_kalender(files, "gol", contents["gol"])
    sett(prosjekt, "gol", other)
    files, contents = innhold(prosjekt, "gol")
    after = skolens_kalender(files, "gol", contents["gol"])
    (_, [a]), (_, [b]) = les(before), les(after)
    assert a["UID"] == b["UID"]
    names = ("DTSTART", "DTEND", "LOCATION", "URL", "STATUS")
    differs = any(a.get(name) != b.get(name) for name in names)
    old, new = int(one["endring"]), int(other["endring"])
    found = flyttet(files, "gol", contents["gol"], before)
    assert len(found) == (new < old or (new == old and differs))
    assert not any(problem.warning for problem in found)
    if new > old:
        assert verdi(a, "DTSTAMP") < verdi(b, "DTSTAMP")


def test_the_uid_follows_from_round_and_school_alone():
    made = {moter.uid(år, id_) for år, id_ in itertools.product((2015, 2016), SKOLER)}
    assert len(made) == 26
    assert all(re.fullmatch(r"[0-9a-f-]{36}", uid) for uid in made)
    # Written into people's calendars: never to be changed.
    assert moter.uid(2015, "ål") == "c7363a71-79fc-5fa3-8a11-7285b7ea82b9"


def test_the_same_bytes_in_another_process_and_another_time_zone(prosjekt, lag):
    sett_dialog(prosjekt, "ål", DATO, ROM, *PERSONER)
    command = [sys.executable, "-m", "dialoggrunnlag", "plan", "--format", "ics"]
    for zone, seed in (("Asia/Tokyo", "1"), ("America/New_York", "2")):
        env = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed}
        assert subprocess.check_output(command, cwd=prosjekt, env=env, timeout=60) == lag()


# --- files -------------------------------------------------------------------------------


@pytest.fixture
def to_dialoger(prosjekt):
    sett_dialog(prosjekt, "ål", DATO, ROM)
    sett_dialog(prosjekt, "gol", "dato: 2015-11-04")
    return prosjekt


def test_the_files_of_a_round(to_dialoger, dialog, lag):
    ran = dialog("plan", "--kalender")
    assert ran.kode == 0
    assert ran.ut.splitlines() == ["ut/2015/kalender-2015-gol.ics", ÅL, RUNDEN]
    said = "ny Gol vgs.: kalender.ics ny Ål vgs.: kalender.ics ny hele runden: kalender.ics"
    *files, passed_over = ran.feil.splitlines()
    assert " ".join(files).split() == said.split()
    assert passed_over.startswith("Dialogene ved Drammen vgs., Åssiden vgs., ")
    assert passed_over.endswith(" og Hønefoss vgs. har ingen dato, så de får ingen kalender.")
    assert (to_dialoger / ÅL).read_bytes() == lag("ål")
    assert (to_dialoger / RUNDEN).read_bytes() == lag()
    before = i_mappen(to_dialoger)
    assert dialog("plan", "--kalender").feil.count("uendret") == 3
    assert i_mappen(to_dialoger) == before


def test_what_is_printed_is_what_is_written(to_dialoger, dialog, lag):
    assert dialog("plan", "--format", "ics").ut.encode() == lag()
    assert dialog("plan", "--format", "ics", "--skole", "ål").ut.encode() == lag("ål")
    both = dialog("plan", "--format", "ics", "--skole", "ål", "--skole", "gol").ut.encode()
    assert both == lag()
    assert not (to_dialoger / "ut").exists()


def test_only_the_schools_asked_for_and_another_folder(to_dialoger, dialog):
    ran = dialog("plan", "--kalender", "--skole", "ål", "--ut", "annet")
    assert ran.ut == f"annet{ÅL.removeprefix('ut')}\n"


def test_a_calendar_edited_by_hand_is_left_alone(to_dialoger, dialog):
    dialog("plan", "--kalender")
    path = to_dialoger / ÅL
    edited = path.read_bytes().replace(b"LOCATION:Rom 2", b"LOCATION:Rom 2\r\nCOMMENT:min")
    path.write_bytes(edited)
    bytt(to_dialoger / "data/runder/2015.yaml", "bokmål: Lunsj v/skolen", "bokmål: Lunsj")
    ran = dialog("plan", "--kalender")
    assert ran.kode == 1
    assert "en nyere versjon ble ikke skrevet. Bruk --overskriv" in ran.feil
    assert path.read_bytes() == edited
    assert dialog("plan", "--kalender", "--overskriv").kode == 0
    assert b"COMMENT" not in path.read_bytes()
    assert len(list(path.parent.glob("*redigert, kopi*.ics"))) == 1


def test_a_faulty_school_stops_its_own_calendar_and_the_rounds(to_dialoger, dialog):
    sett_dialog(to_dialoger, "gol", "dato: i går")
    ran = dialog("plan", "--kalender")
    assert (ran.kode, ran.ut) == (1, f"{ÅL}\n")
    assert "«i går» er ikke en dato." in ran.feil
    assert f"{RUNDEN}: Skrives ikke før Gol vgs. er rettet." in ran.feil
    ran = dialog("plan", "--format", "ics")
    assert (ran.kode, ran.ut) == (1, "")


# --- moved since the last calendar -----------------------------------------------------------


@pytest.fixture
def sendt(to_dialoger, dialog):
    """The project with the calendars as they were sent."""
    assert dialog("plan", "--kalender").kode == 0
    return to_dialoger


FRA = "flyttet fra tirsdag 3. november 2015 kl. 10:00–14:00 til"
FLYTTET = [
    ("dato", "dato: 2015-11-05", ROM, f"{FRA} torsdag 5. november 2015 kl. 10:00–14:00"),
    (
        "tidsramme",
        DATO,
        f"{ROM}\n    tidsramme: 09:00–13:00",
        f"{FRA} tirsdag 3. november 2015 kl. 09:00–13:00",
    ),
    ("sted", DATO, "sted: Rom 3", "Stedet er endret fra «Rom 2» til «Rom 3»"),
    ("sted", DATO, "sted:", "Stedet er endret fra «Rom 2» til ingenting"),
    ("avlyst", DATO, f"{ROM}\n    avlyst: ja", "Møtet er avlyst, men «endring» er 0"),
    ("dato", "dato:", ROM, "Dialogen har ingen dato lenger, men er tirsdag 3. november"),
]


@pytest.mark.parametrize(("key", "dato", "resten", "message"), FLYTTET)
def test_a_meeting_that_moves_under_the_same_number_is_refused_everywhere(
    sendt, dialog, key, dato, resten, message
):
    before = i_mappen(sendt / "ut")
    sett_dialog(sendt, "ål", dato, *resten.split("\n    "))
    for words, paths in (
        (("plan", "--format", "ics"), ""),
        (("plan", "--format", "ics", "--skole", "ål"), ""),
        (("plan", "--kalender", "--skole", "ål"), ""),
        (("plan", "--kalender"), "ut/2015/kalender-2015-gol.ics\n"),
        (("sjekk",), ""),
    ):
        ran = dialog(*words)
        assert (ran.kode, ran.ut) == (1, paths)
        assert f"dialoger.ål.{key}: " in ran.feil
        assert message in ran.feil
        assert "endring: 1" in ran.feil
    assert i_mappen(sendt / "ut") == before
    assert dialog("plan").kode == 0


@pytest.mark.parametrize(("key", "dato", "resten", "message"), FLYTTET[:-1])
def test_with_a_higher_number_it_moves(sendt, dialog, key, dato, resten, message):
    _, [before] = les((sendt / ÅL).read_bytes())
    sett_dialog(sendt, "ål", dato, *resten.split("\n    "), "endring: 1")
    assert dialog("sjekk").kode == 0
    ran = dialog("plan", "--kalender")
    assert (ran.kode, ran.feil.count("oppdatert"), ran.feil.count("uendret")) == (0, 2, 1)
    _, [event] = les((sendt / ÅL).read_bytes())
    assert event["UID"] == before["UID"]
    assert (verdi(before, "SEQUENCE"), verdi(event, "SEQUENCE")) == ("0", "1")
    assert verdi(before, "DTSTAMP") < verdi(event, "DTSTAMP")
    # and back again needs a number of its own
    sett_dialog(sendt, "ål", DATO, ROM, "endring: 1")
    assert dialog("plan", "--kalender").kode == 1
    sett_dialog(sendt, "ål", DATO, ROM)
    ran = dialog("plan", "--kalender")
    assert ran.kode == 1
    assert "«endring» er 0 og var 1 i" in ran.feil
    assert "Skriv endring: 2" in ran.feil


def test_a_number_that_falls_with_nothing_moved_is_told(sendt, dialog):
    sett_dialog(sendt, "ål", DATO, ROM, "endring: 2")
    assert dialog("plan", "--kalender").kode == 0
    sett_dialog(sendt, "ål", DATO, ROM, "endring: 1")
    ran = dialog("sjekk")
    assert ran.kode == 1
    assert f"dialoger.ål.endring: «endring» er 1 og var 2 i {ÅL}. Skriv endring: 2" in ran.feil


def test_a_cancelled_meeting_that_has_lost_its_date_is_told_once(sendt, dialog):
    sett_dialog(sendt, "ål", "avlyst: ja", "endring: 1")
    for words in (("sjekk",), ("plan", "--format", "ics")):
        ran = dialog(*words)
        assert ran.kode == 1
        assert ran.feil.count("dialoger.ål.avlyst") == 1
        assert "men er tirsdag 3. november 2015 kl. 10:00–14:00 i" in ran.feil


def test_what_calendars_do_not_go_by_may_change_freely(sendt, dialog):
    sett_dialog(sendt, "ål", DATO, ROM, *PERSONER)
    assert dialog("sjekk").kode == 0
    assert dialog("plan", "--kalender").kode == 0


def test_a_meeting_that_only_ends_at_another_time_has_moved(prosjekt):
    sett_dialog(prosjekt, "ål", DATO, ROM)
    files, contents = innhold(prosjekt, "ål")
    data = skolens_kalender(files, "ål", contents["ål"])
    longer = re.sub(rb"(DTEND[^:]*:20151103T)14", rb"\g<1>15", data)
    [problem] = flyttet(files, "ål", contents["ål"], longer)
    assert "kl. 10:00–15:00 til tirsdag 3. november 2015 kl. 10:00–14:00" in problem.message


def test_of_two_calendars_the_newer_is_what_was_sent(sendt, dialog):
    sett_dialog(sendt, "ål", "dato: 2015-11-05", ROM, "endring: 1")
    assert dialog("plan", "--kalender", "--skole", "ål").kode == 0  # the round's is still the old
    sett_dialog(sendt, "ål", DATO, ROM, "endring: 1")
    ran = dialog("sjekk")
    assert ran.kode == 1
    assert f"«endring» er 1, som i {ÅL}." in ran.feil


@pytest.mark.parametrize("left", [ÅL, RUNDEN])
def test_either_of_the_two_calendars_is_enough_to_know_what_was_sent(sendt, dialog, left):
    (sendt / {ÅL: RUNDEN, RUNDEN: ÅL}[left]).unlink()
    sett_dialog(sendt, "ål", "dato: 2015-11-05", ROM)
    ran = dialog("sjekk")
    assert ran.kode == 1
    assert f"som i {left}." in ran.feil


def test_a_calendar_that_was_never_sent_can_be_deleted(sendt, dialog):
    for path in (ÅL, RUNDEN):
        (sendt / path).unlink()
    sett_dialog(sendt, "ål", "dato: 2015-11-05", ROM)
    assert dialog("sjekk").kode == 0
    assert dialog("plan", "--kalender").kode == 0


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"\xff\xfe\x00",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(moter.PRODID.encode(), b"-//Outlook//"),
        lambda data: data.replace(b"DTSTART;", b"DTSTAR;"),
        lambda data: data.replace(b"20151103T1", b"20151399T9"),
        lambda data: data.replace(b"SEQUENCE:0", b"SEQUENCE:x"),
        lambda data: data.replace(b"TZID:Europe/Oslo\r\n", b""),
    ],
)
def test_a_last_calendar_that_says_nothing_stops_nobody(prosjekt, damage):
    sett_dialog(prosjekt, "ål", DATO, ROM)
    files, contents = innhold(prosjekt)
    data = skolens_kalender(files, "ål", contents["ål"])
    sett_dialog(prosjekt, "ål", "dato: 2015-11-05")
    files, contents = innhold(prosjekt)
    assert len(flyttet(files, "ål", contents["ål"], data)) == 1
    found = flyttet(files, "ål", contents["ål"], damage(data))
    assert len(found) == (b"TZID:" not in damage(data) and b"Europe/Oslo" in damage(data))
    assert flyttet(files, "gol", contents["gol"], data) == []


def test_the_message_that_the_documentation_shows_is_the_one_that_is_given():
    shown = re.search(r"```text\n(.*)\n```", (REPO / "docs/kalender.md").read_text("utf-8"))[1]
    golden = REPO / "tests/feil/kalender-flyttet-og-sted/melding.txt"
    assert shown in golden.read_text("utf-8").splitlines()


def test_a_cancelled_dialogue_without_a_date_is_told(prosjekt, dialog):
    sett_dialog(prosjekt, "ål", "avlyst: ja")
    for words in (("sjekk",), ("plan", "--kalender"), ("plan", "--format", "ics")):
        ran = dialog(*words)
        assert ran.kode == 1
        assert "dialoger.ål.avlyst: En avlyst dialog må beholde datoen" in ran.feil


def test_checking_loads_no_library_for_calendars(to_dialoger, dialog):
    script = (
        "import sys\n"
        "from dialoggrunnlag.cli.app import run\n"
        "code = run(sys.argv[1:])\n"
        "print('icalendar' in sys.modules)\n"
        "sys.exit(code)\n"
    )

    def lastet():
        command = [sys.executable, "-c", script, "sjekk"]
        done = subprocess.run(command, cwd=to_dialoger, capture_output=True, check=False)
        return done.stdout.decode().split()[-1]

    assert lastet() == "False"
    assert dialog("plan", "--kalender").kode == 0
    assert lastet() == "False"
