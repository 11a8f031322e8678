"""The rules of the domain: what a person may write, and what must add up."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from hjelp import REPO, SKOLER, bytt, sett_dialog
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from dialoggrunnlag.errors import DialogError, InvalidError, did_you_mean
from dialoggrunnlag.innhold.text_tags import TextError
from dialoggrunnlag.innhold.text_template import TextTemplates, read_template
from dialoggrunnlag.model.dagsorden import Klokkeslett, fordel, les_tidsrom, les_varighet
from dialoggrunnlag.model.datoformer import datoer_i
from dialoggrunnlag.model.norsk import Dato, les_organisasjonsnummer, stor_forbokstav, størrelse
from dialoggrunnlag.model.runde import Dialog, Tema
from dialoggrunnlag.model.verdityper import ADRESSE, Tidsramme
from dialoggrunnlag.reading.datafiler import Datafiler
from dialoggrunnlag.reading.project import Project

RUNDE = "data/runder/2015.yaml"


def feil(function, *args):
    """What a person is told is wrong, and what to do."""
    with pytest.raises(InvalidError) as caught:
        function(*args)
    assert caught.value.remedy.endswith((".", "…", "?")), "every refusal says what to do instead"
    return caught.value.message


def i_tide(function):
    """What a function gives that must not take long."""
    start = time.process_time()
    result = function()
    assert time.process_time() - start < 5
    return result


@pytest.fixture
def data(prosjekt):
    """Read the copied project's data anew: ``data().runde``."""
    return lambda: Datafiler(Project(prosjekt), 2015).datasett


@pytest.fixture
def data_feil(prosjekt):
    """The problems of the copied project's data, one text each."""

    def finn():
        try:
            files = Datafiler(Project(prosjekt), 2015)
            problems = [*files.shared, *files.faults()]
        except DialogError as error:
            problems = error.problems
        return list(map(str, problems))

    return finn


# --- times of day and time ranges ---------------------------------------------------------

FORMER = (
    *("{t:02}{m:02}", "{t:02}.{m:02}", "{t:02}:{m:02}", "{t}:{m:02}", "{t}.{m:02}", "{t}{m:02}"),
    *("kl. {t:02}.{m:02}", "kl {t}:{m:02}", "Kl. {t:02}{m:02}", "klokka {t}.{m:02}"),
    *("klokken {t:02}:{m:02}", " {t:02}:{m:02} ", "{t:02} : {m:02}"),
)


@pytest.mark.parametrize("form", FORMER)
@given(t=st.integers(0, 23), m=st.integers(0, 59))
def test_every_time_of_day_in_every_accepted_form_reads_back_the_same(form, t, m):
    klokkeslett = Klokkeslett.les(form.format(t=t, m=m))
    assert (klokkeslett.minutter, str(klokkeslett)) == (60 * t + m, f"{t:02}:{m:02}")
    assert Klokkeslett.les(str(klokkeslett)) == klokkeslett


@given(t=st.integers(0, 23))
def test_an_hour_alone_is_that_hour_sharp(t):
    assert str(Klokkeslett.les(f"{t}")) == str(Klokkeslett.les(f"kl. {t:02}")) == f"{t:02}:00"


@pytest.mark.parametrize(
    "dash", ["–", "-", "—", "−", "\u2010", "\u2011", " – ", " - ", " til ", " TIL ", " og "]
)
@given(start=st.integers(0, 1439), slutt=st.integers(0, 1439))
def test_a_time_range_has_its_start_and_its_end_whatever_stands_between(dash, start, slutt):
    fra, til = Klokkeslett(start), Klokkeslett(slutt)
    assert les_tidsrom(f"{fra}{dash}{til}") == (fra, til)
    assert les_tidsrom(f"kl. {fra}{dash}{til}".replace(":", ".")) == (fra, til)
    assert les_tidsrom(f"{fra}{dash}{til}".replace(":", "")) == (fra, til)
    assert les_tidsrom(f"fra {fra}{dash}kl. {til}") == (fra, til)
    assert les_tidsrom(f" Mellom kl {fra}{dash}{til} ") == (fra, til)


@pytest.mark.parametrize(
    "text",
    [
        *("kl. 10.00-14.00", "10-14", "kl 10 til 14", "1000–1400", "10:00 - 14:00", "10.00–14"),
        *("kl.10-14", "Kl. 10.00 – 14.00", "fra klokken 10 til klokken 14", "frå 10 til 14"),
    ],
)
def test_a_time_range_as_norwegians_write_it(text):
    assert tuple(map(str, les_tidsrom(text))) == ("10:00", "14:00")


INGEN = {
    "et klokkeslett": (Klokkeslett.les, [
        *("", "kl.", "24:00", "2400", "24", "09:60", "960", "9:5", "9 00", "-1", "09:00:00"),
        *("halv ti", "9.", "12345", "09:00 til", "ni", "10:00–14:00", "1e3"),
    ]),
    "et tidsrom": (les_tidsrom, ["10:00", "", "10-12-14", "10:00, 14:00"]),
    "en varighet": (les_varighet, [
        *("", "0", "0 min", "-5", "ca.", "min", "24 timer", "1440", "1,5 time", "halv time"),
    ]),
    "en dato": (Dato.les, [
        *("13/11/2015", "2015/11/03", "20151103", "i morgen", "uke 45", "3.–4. november 2015"),
        *("3-11-15", "3", "mandag", "3. november 2015 kl. 9", ""),
    ]),
    "et organisasjonsnummer": (les_organisasjonsnummer, [
        *("97460593", "9746059371", "NO974605937", "97460593x", ""),
    ]),
}  # fmt: skip


@pytest.mark.parametrize(
    ("hva", "text"), [(hva, text) for hva, (_, texts) in INGEN.items() for text in texts]
)
def test_what_cannot_be_read_is_refused_as_it_was_written(hva, text):
    read, _ = INGEN[hva]
    assert feil(read, text) == f"«{text}» er ikke {hva}."


def test_an_end_of_a_range_that_is_no_time_is_named():
    assert feil(les_tidsrom, "10:00–25:00") == "«25:00» er ikke et klokkeslett."


@pytest.mark.parametrize("text", ["14:00–10:00", "10:00–10:00"])
def test_a_time_frame_must_end_after_it_begins(text):
    with pytest.raises(ValueError, match=r"Tidsrammen slutter 10:00, men begynner 1\d:00\."):
        Tidsramme.model_validate(text)


VARIGHETER = {
    20: ["ca. 20 minutter", "ca 20", "om lag 20 min"],
    40: ["Inntil 40 min", "opptil 40 min", "maks. 40 min"],
    45: ["45", "45 min", "45min.", "45 minutt", " 45 "],
    60: ["1 t", "1 time"],
    105: ["1 time 45 min", "1 time og 45 minutter", "1t45"],
    120: ["2 timer"],
    1439: ["23 timer 59 min"],
}


@pytest.mark.parametrize(
    ("text", "minutes"), [(text, minutes) for minutes in VARIGHETER for text in VARIGHETER[minutes]]
)
def test_a_duration_is_so_many_minutes(text, minutes):
    assert les_varighet(text) == minutes


# --- dates and organisation numbers -------------------------------------------------------


# Each form with what stands for the day, the month and its name, the year and its two digits.
DATOFORMER = (
    *("{år}-{m:02}-{d:02}", "{år}-{m}-{d}", "{d}-{m}-{år}", "{d:02}-{m:02}-{år}"),
    *("{d}.{m}.{år}", "{d:02}.{m:02}.{år}", "{d}. {m}. {år}", "{d}.{m}.{kort_år}"),
    *("{d}/{m}-{år}", "{d}/{m} {år}", "{d}/{m}-{kort_år}", "{d}/{m} - {år}", "{d}.{m} {år}"),
    *("{d}. {måned} {år}", "{d} {måned} {år}", "{d}.{måned} {år}", "{d:02}. {måned} {år}"),
    *("{d}. {mnd}. {år}", "{d} {mnd} {år}", "{d}. {mnd} {år}", "{d}. {måned}, {år}"),
    *("{d}. {mnd}. {kort_år}", "{d}. {måned} {kort_år}", "{d}-{mnd}-{kort_år}", "{d}.{mnd}.{år}"),
)
MED_UKEDAG = (
    *("{}", "{ukedag} {}", "{ukedag}, {}", "{ukedag} den {}", "den {}", "{kort_ukedag}. {}"),
    *("{kort_ukedag} {}", "{nynorsk} {}", "{to_bokstaver} {}", "{kort_ukedag}., {}"),
)
NYNORSK = {"mandag": "måndag", "tirsdag": "tysdag", "lørdag": "laurdag", "søndag": "sundag"}


def alle_skrivemåter(dag):
    """A day in every form in which it may be written."""
    dato = Dato(dag)
    måned = dato.kort.split()[1]
    ukedag = {
        "ukedag": dato.ukedag,
        "kort_ukedag": dato.ukedag[:3],
        "to_bokstaver": dato.ukedag[:2],
        "nynorsk": NYNORSK.get(dato.ukedag, dato.ukedag),
    }
    for form in DATOFORMER:
        text = form.format(
            år=f"{dag.year:04}",
            kort_år=f"{dag.year % 100:02}",
            m=dag.month,
            d=dag.day,
            måned=måned,
            mnd=måned[:3],
        )
        for foran in MED_UKEDAG:
            yield foran.format(text, **ukedag)


@pytest.mark.parametrize("skriv", [str, str.upper, str.capitalize], ids=lambda f: f.__name__)
@given(day=st.dates(min_value=date(1000, 1, 1)), ved_siden=st.sampled_from([-1, 0, 1]))
@settings(max_examples=30)
def test_every_date_in_every_form_that_norwegians_write_is_that_day(skriv, day, ved_siden):
    for text in alle_skrivemåter(day):
        skrevet = f" {skriv(text).replace(' ', '  ')} "
        assert Dato.les(skrevet, day.year + ved_siden).dag == day, skrevet


@pytest.mark.parametrize(
    "text",
    [
        *("2015–11–03", "3\u201111\u20112015", "3 / 11 – 2015", "tirs. 3. november 2015"),
        *("ty 3. nov. 2015", "3. sept. 2015".replace("sept", "nov"), "tirsdag\xa03. november 2015"),
    ],
)
def test_a_date_with_what_word_processors_make_of_it_is_the_same_day(text):
    assert Dato.les(text).dag == date(2015, 11, 3)


def test_a_date_in_any_form_is_found_in_a_text_by_its_year():
    pattern = re.compile(datoer_i(2015), re.IGNORECASE)
    for text in alle_skrivemåter(date(2015, 11, 3)):
        if "2015" in text:
            found = pattern.search(f"Møtet er {text}, kl. 9.")
            assert found, text
            assert found[0] in text
            assert "2015" in found[0]
    for text in ("2015", "2015/16", "2014-2015", "3. november 2014", "13.11.20153", "1 av 2015"):
        assert not pattern.search(text), text


def test_every_form_of_a_date_that_the_docs_list_is_read():
    docs = (REPO / "docs/data.md").read_text("utf-8")
    table = docs.split("Datoer kan skrives")[1].split("\n\n")[1]
    forms = re.findall("`(.*?)`", table)
    assert len(forms) > 15
    for text in forms:
        assert Dato.les(text, 2015).dag == date(2015, 11, 3), text


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("3. november", "Året mangler i datoen «3. november».",
            "Skriv for eksempel 3. november 2015."),
        ("tirsdag 3/11", "Året mangler i datoen «tirsdag 3/11».",
            "Skriv for eksempel 3. november 2015."),
        ("torsdag 3. nov.", "Året mangler i datoen «torsdag 3. nov.».",
            "Skriv for eksempel 3. november 2016."),
        ("3.11.12", "Årstallet i «3.11.12» har bare to sifre.",
            "Skriv alle fire, for eksempel 3. november 2012."),
        ("11/3/2015", "«11/3/2015» kan leses på to måter.",
            "Skriv 11. mars 2015 eller 3. november 2015."),
        ("11/3/15", "«11/3/15» kan leses på to måter.",
            "Skriv 11. mars 2015 eller 3. november 2015."),
        ("11/13/2015", "«11/13/2015» er ikke en dato.", "Skriv 13. november 2015."),
        ("3/3/2015", "«3/3/2015» er ikke en dato.", "Skriv 3. mars 2015."),
        ("20151103", "«20151103» er ikke en dato.", "Skriv 3. november 2015."),
        ("2015-13-01", "Datoen «2015-13-01» finnes ikke.",
            "Året har ikke mer enn 12 måneder. Mente du 13. januar 2015?"),
        ("31.11.2015", "Datoen «31.11.2015» finnes ikke.", "November 2015 har 30 dager."),
        ("32.12.9999", "Datoen «32.12.9999» finnes ikke.", "Desember 9999 har 31 dager."),
        ("0.0.2015", "Datoen «0.0.2015» finnes ikke.", "Se i kalenderen."),
        ("1.1.0000", "Datoen «1.1.0000» finnes ikke.", "Se i kalenderen."),
        ("3. nobember 2015", "«3. nobember 2015» er ikke en dato.", "Mente du «november»?"),
        ("trisdag 3. november 2015", "«trisdag 3. november 2015» er ikke en dato.",
            "Mente du «tirsdag»?"),
        ("3. november 2015 kl. 9", "«3. november 2015 kl. 9» er ikke en dato.",
            "Skriv for eksempel 3. november 2015 eller 2015-11-03. "
            "Klokkeslettet hører hjemme i «tidsramme»."),
        ("onsd. 3/11-2015", "«onsd. 3/11-2015» er ikke en dato.", "Mente du «onsdag»?"),
        ("ons. 3/11-2015", "3. november 2015 er en tirsdag, ikke en onsdag.",
            "Rett ukedagen eller datoen."),
    ],
)  # fmt: skip
def test_a_text_that_is_nearly_a_date_is_told_what_it_lacks(text, message, remedy):
    with pytest.raises(InvalidError) as caught:
        Dato.les(text, 2015)
    assert (caught.value.message, caught.value.remedy) == (message, remedy)


def test_where_no_round_is_known_two_digits_are_no_year_and_no_year_is_suggested():
    assert feil(Dato.les, "3.11.15") == "Årstallet i «3.11.15» har bare to sifre."
    assert feil(Dato.les, "3. november") == "Året mangler i datoen «3. november»."


def test_the_rounds_year_is_what_two_digits_are_read_by(prosjekt, data, data_feil):
    sett_dialog(prosjekt, "gol", "dato: 3.11.15")
    assert str(data().runde.dialoger["gol"].dato) == "tirsdag 3. november 2015"
    sett_dialog(prosjekt, "gol", "dato: 3.11.18")
    assert "Årstallet i «3.11.18» har bare to sifre." in data_feil()[0]


@given(day=st.dates(min_value=date(1000, 1, 1)))
def test_every_date_reads_back_from_what_the_document_says(day):
    assert Dato.les(str(Dato(day))).dag == Dato.les(day.isoformat()).dag == day


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mandag 3. november 2015", "3. november 2015 er en tirsdag, ikke en mandag."),
        ("30. februar 2015", "Datoen «30. februar 2015» finnes ikke."),
        ("29.2.2015", "Datoen «29.2.2015» finnes ikke."),
        ("2015-13-01", "Datoen «2015-13-01» finnes ikke."),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_the_reason(text, message):
    assert feil(Dato.les, text) == message


def test_a_leap_day_is_a_date():
    assert str(Dato.les("29.2.2016")) == "mandag 29. februar 2016"


@pytest.mark.parametrize("text", ["974605937", "974 605 937", " 974605953", "974606208"])
def test_a_known_organisation_number_is_read_as_nine_digits(text):
    assert les_organisasjonsnummer(text) == text.replace(" ", "")


@pytest.mark.parametrize("digit", [d for d in range(10) if d != 7])
def test_an_organisation_number_with_another_check_digit_is_refused(digit):
    text = f"97460593{digit}"
    assert feil(les_organisasjonsnummer, text) == (
        f"Organisasjonsnummeret «{text}» har feil kontrollsiffer."
    )


@pytest.mark.parametrize("place", range(8))
def test_an_organisation_number_with_one_digit_changed_is_refused(place):
    digits = list("974605937")
    digits[place] = str((int(digits[place]) + 1) % 10)
    assert feil(les_organisasjonsnummer, "".join(digits)).endswith("har feil kontrollsiffer.")


def test_a_capital_is_set_and_the_rest_left():
    assert stor_forbokstav("seksjonsleder KPS") == "Seksjonsleder KPS"
    assert stor_forbokstav("ål") == "Ål"
    assert stor_forbokstav("") == ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3. auguſt 2015", 3),
        ("TORSDAG 6. AUGUST 2015", 6),
        ("3. aprİl 2015", 0),
        ("3. aprıl 2015", 0),
    ],
)
def test_letters_that_look_like_others_make_no_traceback(text, day):
    if day:
        assert Dato.les(text).dag == date(2015, 8, day)
    else:
        assert feil(Dato.les, text) == f"«{text}» er ikke en dato."


@pytest.mark.parametrize(
    ("read", "text", "shown"),
    [
        (les_tidsrom, f"9{' ' * 50_000}x", "«9 …» er ikke et tidsrom."),
        (les_tidsrom, f"{'9' * 50_000}–10", f"«{'9' * 40} …» er ikke et tidsrom."),
        (les_varighet, f"inntil{' ' * 50_000}x", "«inntil …» er ikke en varighet."),
        (Klokkeslett.les, f"kl.{' ' * 50_000}x", "«kl. …» er ikke et klokkeslett."),
    ],
)
def test_a_text_that_is_much_too_long_is_refused_at_once_and_shown_in_part(read, text, shown):
    assert i_tide(lambda: feil(read, text)) == shown


@pytest.mark.parametrize("start", ["https://", "mailto:a@", "mailto:"])
def test_a_long_address_is_read_in_no_time(start):
    address = start + "a" * 100_000
    assert not i_tide(lambda: ADRESSE.fullmatch(f"{address} b"))
    assert bool(i_tide(lambda: ADRESSE.fullmatch(address))) == (start != "mailto:")


SKOLEIDER = tuple(SKOLER)
KOMMANDOER = ("generer", "sjekk", "skoler", "plan", "status", "innkalling", "felt", "skjema", "se")
ROLLER = ("fylkesutdanningssjef", "assisterende", "seksjonsleder", "kvalitetsrådgiver")
NØKLER = tuple(Dialog.model_fields)
FEILSKREVET = {
    SKOLEIDER: {
        "drammen": ["drammn", "Drammen", "dramen", "drammmen", "drmamen", "rammen", "drammen-vgs"],
        "åssiden": ["assiden", "aassiden", "åsiden", "åssidn"],
        "lier": ["leir", "lire", "liier", "lir"],
        "st-hallvard": ["st hallvard", "St. Hallvard", "sthallvard", "st-halvard", "hallvard"],
        "røyken": ["royken", "roeyken", "øyken", "røken"],
        "ringerike": ["ringrike", "ringerrike"],
        "hønefoss": ["honefoss", "hoenefoss", "hønefos", "honefos"],
        "gol": ["gool", "gl", "glo", "gol vgs"],
        "ål": ["al", "aal", "Ål", "ål-vgs"],
    },
    ROLLER: {
        "kvalitetsrådgiver": ["kvalitetsradgiver", "Kvalitetsrådgiver", "rådgiver",
            "kvalitetsrådgivere", "kvalitetsrådgivar", "kvalitetrådgiver"],
        "seksjonsleder": ["seksjonsleiar", "seksjonsledere", "seksjonslder"],
        "assisterende": ["assisterande", "assistrende", "assisterende-sjef"],
    },
    NØKLER: {
        "dato": ["Dato", "dtao", "datoen", "date", "datoer"],
        "sted": ["stad", "stedet", "sed"],
        "fra_skoleeier": ["fra skoleeier", "fra-skoleeier", "Fra_skoleeier", "fra_skuleeigar"],
        "tidsramme": ["tidsrame", "tid", "Tidsramme"],
        "deltakere": ["deltaker", "deltagere", "deltakre"],
        "lenker": ["lenke", "lenkjer"],
    },
    KOMMANDOER: {"generer": ["generere", "genrer"], "sjekk": ["skjekk", "sjek"], "se": ["Se"]},
}  # fmt: skip
ANDRE_ORD = {
    SKOLEIDER: ["oslo", "modum", "hokksund", "buskerud", "x", "", "vgs", "skole", "ski", "bø"],
    ROLLER: ["per-olsen", "rektor", "elevrådsleder", "lærer", "inspektør"],
    NØKLER: ["kontakt", "navn", "rom", "tema", "participants", "måned", "start", "slutt"],
    KOMMANDOER: ["slett", "import", "list", "hjelp", "send"],
}


@pytest.mark.parametrize(
    ("kjente", "rett", "skrevet"),
    [
        (kjente, rett, feil_)
        for kjente, rettelser in FEILSKREVET.items()
        for rett, feilene in rettelser.items()
        for feil_ in feilene
    ],
)
def test_a_likely_slip_is_told_as_what_was_meant(kjente, rett, skrevet):
    assert did_you_mean(skrevet, kjente) == f"Mente du «{rett}»?"


@pytest.mark.parametrize(
    ("kjente", "skrevet"),
    [(kjente, ord_) for kjente, ordene in ANDRE_ORD.items() for ord_ in ordene],
)
def test_another_word_is_no_slip(kjente, skrevet):
    assert did_you_mean(skrevet, kjente) == ""


@pytest.mark.parametrize("skole_id", SKOLEIDER)
def test_no_school_is_taken_for_a_slip_of_another(skole_id):
    assert did_you_mean(skole_id, [id_ for id_ in SKOLEIDER if id_ != skole_id]) == ""


@given(kjente=st.sampled_from([SKOLEIDER, ROLLER, NØKLER]), data=st.data())
def test_one_letter_that_is_left_out_doubled_or_swapped_is_always_told(kjente, data):
    rett = data.draw(st.sampled_from([ord_ for ord_ in kjente if len(ord_) > 3]))
    at = data.draw(st.integers(1, len(rett) - 2))
    utelatt, dobbel = rett[:at] + rett[at + 1 :], rett[:at] + rett[at] + rett[at:]
    byttet = rett[:at] + rett[at + 1] + rett[at] + rett[at + 2 :]
    for skrevet in (utelatt, dobbel, byttet):
        assert did_you_mean(skrevet, kjente) == f"Mente du «{rett}»?"


def test_a_likely_spelling_among_very_many_is_found_in_no_time():
    ids = [f"skole-{n}" for n in range(1000)]
    hints = i_tide(lambda: [did_you_mean(f"skoel-{n}", ids) for n in range(1000)])
    assert hints[17] == "Mente du «skole-17»?"
    assert not any(i_tide(lambda: [did_you_mean(f"{n}xyz{n}qwe", ids) for n in range(300)]))
    assert did_you_mean("x" * 100_000, ids) == ""


# --- texts with tags ----------------------------------------------------------------------


def tekstfeil(text, **values):
    """The errors of a text: those found without filling it, else the one of filling it."""
    templates = TextTemplates({})
    found = i_tide(lambda: templates.check(text, values))
    if not found:
        with pytest.raises(TextError) as caught:
            i_tide(lambda: templates.render(text, values))
        found = [caught.value]
    return [(f"{error.line}:{error.column}", error.message) for error in found]


DYPT = "Blokkene eller parentesene ligger for dypt inne i hverandre."


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("{% for i in [1] %}" * 25 + "{% endfor %}" * 25, "1:1", DYPT),
        ("\n" + "{% if 1 %}" * 200 + "{% endif %}" * 200, "2:1", DYPT),
        ("{{ 1 }} {{ " + "(" * 200 + "1" + ")" * 200 + " }}", "1:9", DYPT),
        ("{{ " + "[" * 5000 + "]" * 5000 + " }}", "1:1", DYPT),
        ("{{ " + "not " * 3000 + "1 }}", "1:1", DYPT),
        ("{{ 1" + " + 1" * 3000 + " }}", "1:1", DYPT),
        ("{{ x" + ".x" * 3000 + " }}", "1:1", DYPT),
        ("a\n {{ " + "1" * 5000 + " }}", "2:2", "Et tall i taggen har for mange sifre."),
        ('a {{ "\\ud800" }}', "1:7", "Taggen gir et tegn som ikke finnes: U+D800."),
    ],
)  # fmt: skip
def test_what_python_cannot_compile_or_write_is_said_of_the_text(text, place, message):
    assert tekstfeil(text, x=1) == [(place, message)]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("{% for x in range(99999) %}{% for x in range(99999) %}{% endfor %}{% endfor %}", 28),
        ("{% for x in a %}{% for x in a|select %}{% endfor %}{% endfor %}", 17),
        (
            "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
            27,
        ),
        ("{% for x in [1, 2] recursive %}{{ loop([1, 2]) if loop.depth < 40 }}{% endfor %}", 32),
    ],
)
def test_turns_are_counted_wherever_they_come_from(text, column):
    found = tekstfeil(text, a=list(range(9999)))
    assert [place for place, _ in found] == [f"1:{column}"]
    assert found[0][1] == "Løkkene går mer enn 1 000 000 ganger."


def test_a_text_that_grows_is_stopped():
    long = "{% for x in range(99999) %}" + "x" * 1000 + "{% endfor %}"
    assert tekstfeil(long) == [("1:1", "Teksten blir urimelig stor.")]
    double = "{% set n = namespace(x='x') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}"
    assert tekstfeil(double) == [("1:55", "Verdien blir urimelig lang.")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("{{ a }} og {{ 1 // 0 }} og {{ a }}", "1:12"),
        ("{{ a }}\n og {{\na }} og {{ a.b }}", "3:9"),
        ("{{ a }} {{ a. }} {{ a }}", "1:9"),
        ("{% if a %}\n {% for x in [1] %}{{ x }}{% endfor %}\n", "1:1"),
        ("{{ a }} {# en\nkommentar", "1:9"),
        (
            "{% raw %}{{ x }}{% endraw %} {{ '{{' }} {{- '}}' }}{% set b %}{% endset %}\n{{ y }}",
            "2:1",
        ),
        ("{% for x in a %}{% endfor %}", "1:1"),
        ("{{ a }}\n og {{ a ", "2:5"),
    ],
)
def test_an_error_in_a_text_is_at_the_tag_that_is_wrong(text, place):
    assert [found for found, _ in tekstfeil(text, a=1)] == [place]


@pytest.mark.parametrize(
    "text",
    [
        "a {{ x }}\n  {%- if x %}\n  b\n  {% endif %}\n  {{- x -}}  \n c\n",
        "{% for i in [1, 2] %}\n  {{ loop.index }} av {{ loop.length }}{{ loop.last }}\n{% else %}{% endfor %}",
        "{% raw %} {{ x }} {% endraw %}{{ '{{ x' ~ \"}}\" }}{# {{ y }} #}\n{%+ if x %}z{% endif %}",
        "{{+ x }}{{ 'a\n  b' }}{% set y %}\n b{% endset %}{{ y }}{% filter upper %}æ{% endfilter %}",
    ],
)
def test_a_text_says_what_jinja2_says(text):
    plain = Environment(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)  # noqa: S701
    assert TextTemplates({}).render(text, {"x": 1}) == plain.from_string(text).render(x=1)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("på\r\nen\rto\n".encode(), "på\nen\nto\n"),
        ("på".encode("utf-8-sig"), "\ufeffpå"),
        ("på".encode("utf-16"), "på"),
    ],
)
def test_a_text_template_is_read_in_the_encodings_of_every_editor(data, text):
    assert read_template(data, "mal.txt.j2") == text


def test_a_text_template_in_windows_1252_is_refused_with_its_line():
    with pytest.raises(DialogError) as caught:
        read_template("en\nto på\n".encode("cp1252"), "mal.txt.j2")
    [problem] = caught.value.problems
    assert (problem.file, problem.line, problem.column) == ("mal.txt.j2", 2, 5)
    assert problem.source == "to på"


# --- the agenda ---------------------------------------------------------------------------


@pytest.mark.parametrize("skole_id", SKOLER)
def test_each_schools_agenda_runs_from_its_own_start_to_its_own_end(prosjekt, skole_id):
    files = Datafiler(Project(prosjekt), 2015)
    ramme = files.tidsramme_for(skole_id).tidsramme
    times = list(fordel(ramme.start, files.datasett.runde.dagsorden))
    starts = [str(start) for _, start, _ in times]
    if skole_id == "ål":
        assert starts == ["10:00", "10:45", "12:30", "13:15"]
        assert str(times[-1][2]) == str(ramme.slutt) == "14:00"
    else:
        assert starts == ["09:00", "09:45", "11:30", "12:15"]
        assert str(times[-1][2]) == str(ramme.slutt) == "13:00"


def test_the_data_hold_thirteen_schools_and_each_has_a_dialogue(data):
    datasett = data()
    assert list(datasett.skoler) == list(datasett.runde.dialoger) == list(SKOLER)
    assert len(SKOLER) == 13


@given(start=st.integers(0, 1439), minutes=st.lists(st.integers(1, 300), min_size=1, max_size=8))
def test_each_item_begins_where_the_one_before_it_ends(start, minutes):
    poster = [Tema(tittel="x", minutter=str(each)) for each in minutes]
    times = list(fordel(Klokkeslett(start), poster))
    assert times[0][1] == Klokkeslett(start)
    assert [slutt for _, _, slutt in times[:-1]] == [start for _, start, _ in times[1:]]
    assert times[-1][2] == Klokkeslett(start) + sum(minutes)


def test_a_round_whose_themes_are_too_long_is_refused_with_the_sum(prosjekt, data_feil):
    bytt(prosjekt / RUNDE, "Lunsj v/skulen\n    minutter: 45", "Lunsj v/skulen\n    minutter: 60")
    found = data_feil()
    assert all("45 + 105 + 60 + 45 = 255 minutter" in problem for problem in found)
    assert any("09:00–13:00 er på 240" in problem for problem in found)
    assert all("15 minutter for mye" in problem for problem in found)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (RUNDE, "tidsramme: 09:00–13:00", "tidsramme: 09:00–13:30", "Temaene varer "
            "45 + 105 + 45 + 45 = 240 minutter, men tidsrammen 09:00–13:30 er på 270. "
            "Det er 30 minutter for lite;"),
        (RUNDE, "tidsramme: 09:00–13:00", "tidsramme: 09:00–12:59", "Det er 1 minutt for mye;"),
        ("data/skoler.yaml", "slutt: 14:00", "slutt: 14:15", "data/skoler.yaml:79:7: skoler.ål."
            "tidsramme: Temaene varer 45 + 105 + 45 + 45 = 240 minutter, men skolens tidsramme "
            "10:00–14:15 er på 255"),
        (RUNDE, "  gol:\n", "  gol:\n    tidsramme: 08:00–11:59\n", "dialoger.gol.tidsramme: "
            "Temaene varer 45 + 105 + 45 + 45 = 240 minutter, men dialogens tidsramme "
            "08:00–11:59 er på 239"),
    ],
)  # fmt: skip
def test_a_time_frame_must_be_filled_exactly(prosjekt, data_feil, file, old, new, said):
    bytt(prosjekt / file, old, new)
    [problem] = data_feil()
    assert said in problem


def test_the_parts_of_a_theme_must_fill_it(prosjekt, data_feil):
    bytt(prosjekt / RUNDE, "ca. 20 minutter", "ca. 25 minutter")
    bytt(prosjekt / RUNDE, "ca. 20 minutt\n", "ca. 25 minutt\n")
    [problem] = data_feil()
    assert "dagsorden[2]" in problem
    assert "Delene varer 40 + 45 + 25 = 110 minutter, men temaet er på 105" in problem
    assert "5 minutter for mye" in problem


def test_a_dialogues_own_time_frame_goes_before_the_schools_and_the_schools_before_the_rounds(
    prosjekt,
):
    def gjelder(skole_id):
        files = Datafiler(Project(prosjekt), 2015)
        tidsramme, file, path = files.tidsramme_for(skole_id)
        return str(tidsramme), file.name, path

    runden = ("09:00–13:00", "data/runder/2015.yaml", ("tidsramme",))
    skolen = ("10:00–14:00", "data/skoler.yaml", ("skoler", "ål", "tidsramme"))
    dialogen = ("08:00–12:00", "data/runder/2015.yaml", ("dialoger", "ål", "tidsramme"))
    assert gjelder("gol") == runden
    assert gjelder("ål") == skolen
    sett_dialog(prosjekt, "ål", "tidsramme: 08:00–12:00")
    assert gjelder("ål") == dialogen
    assert gjelder("gol") == runden


# --- early or late ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dialog", "tidlig_til", "tidlig"),
    [
        ([], "", None),
        (["periode: tidlig"], "", True),
        (["periode: sen"], "", False),
        (["dato: 3. november 2015"], "", None),
        ([], "1. november 2015", None),
        (["dato: 31. oktober 2015"], "1. november 2015", True),
        (["dato: 1.11.2015"], "1. november 2015", True),
        (["dato: 2015-11-02"], "1. november 2015", False),
        (["dato: 2015-11-02", "periode: tidlig"], "1. november 2015", True),
        (["dato: 2015-10-02", "periode: sen"], "1. november 2015", False),
    ],
)
def test_early_or_late_follows_from_the_period_else_from_date_and_cut_off(
    prosjekt, data, dialog, tidlig_til, tidlig
):
    sett_dialog(prosjekt, "gol", *dialog, "sted:")
    bytt(prosjekt / RUNDE, "\ntidlig_til:\n", f"\ntidlig_til: {tidlig_til}\n")
    runde = data().runde
    assert runde.er_tidlig(runde.dialoger["gol"]) is tidlig


@pytest.mark.parametrize(
    ("antall", "skrevet"),
    [
        (0, "1 kB"),
        (34_400, "34 kB"),
        (999_499, "999 kB"),
        (999_500, "1 MB"),
        (1_450_000, "1,4 MB"),
        (20_000_000, "20 MB"),
    ],
)
def test_a_size_is_written_as_mail_programs_show_it(antall, skrevet):
    assert størrelse(antall) == skrevet
