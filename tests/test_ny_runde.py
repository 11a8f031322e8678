"""A new round is the old one to the byte, apart from what must change."""

from __future__ import annotations

import codecs
import difflib
import unicodedata

import pytest
from hjelp import REPO, bytt, sett_dialog
from hypothesis import given
from hypothesis import strategies as st

from dialoggrunnlag.errors import DialogError
from dialoggrunnlag.model.arv import Arv
from dialoggrunnlag.model.runde import Dialog, Runde
from dialoggrunnlag.model.skole import Skole
from dialoggrunnlag.model.verdityper import Målformer
from dialoggrunnlag.reading import yaml_reader
from dialoggrunnlag.reading.datafiler import Datafiler
from dialoggrunnlag.reading.project import Project
from dialoggrunnlag.runden.ny_runde import ny_runde

RUNDE = "data/runder/2015.yaml"
NY = "data/runder/2016.yaml"
pytestmark = pytest.mark.usefixtures("hver_parser")
KILDEN = (REPO / RUNDE).read_text("utf-8")


def ny(text, fra=2015, til=2016, **valg):
    """The new round as text."""
    return ny_runde(text.encode(), fra, til, NY, **valg).innhold.decode()


def merknader(text):
    return [str(problem) for problem in ny_runde(text.encode(), 2015, 2016, NY).merknader]


def endringer(old, new):
    """The lines that a diff shows, without their places."""
    diff = difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), n=0)
    return [line for line in diff if not line.startswith(("---", "+++", "@@"))]


def runde(dialoger="  gol:\n", tittel="Utviklingsdialoger 2015", ekstra=""):
    """A small round that the model accepts."""
    return (
        f"år: 2015\ntittel: {tittel}\n{ekstra}"
        "hensikt: Å bidra\nhovedmål: Undersøke\ndelmål: [Å følge opp]\n"
        "datagrunnlag: [{id: oppsummering, tekst: Oppsummering}]\n"
        "deltakelse: {skolen: ledergruppa, fra_skoleeier: noen}\n"
        "tidsramme: 0900-1300\n"
        "dagsorden:\n- {tittel: Lunsj, minutter: 240}\n"
        f"dialoger:\n{dialoger}"
    )


def dialog(entry, **valg):
    """A school's entry in the new round, and nothing else changed below «dialoger»."""
    old = runde(entry)
    new = ny(old, **valg)
    head = old[: -len(entry)].replace("2015", "2016")
    assert new.startswith(head)
    return new[len(head) :]


# --- the project's own round ---------------------------------------------------------------


ÅRET = [
    "-# Runden 2015: tekstene, dagsordenen og dialogene.\n",
    "+# Runden 2016: tekstene, dagsordenen og dialogene.\n",
    "-år: 2015\n",
    "+år: 2016\n",
    "-  bokmål: Dialoggrunnlag - Utviklingsdialoger 2015\n",
    "-  nynorsk: Dialoggrunnlag – utviklingsdialogar 2015\n",
    "+  bokmål: Dialoggrunnlag - Utviklingsdialoger 2016\n",
    "+  nynorsk: Dialoggrunnlag – utviklingsdialogar 2016\n",
]
DIALOGEN = (
    "# holdt",
    "dato: tirsdag 3. november 2015",
    "sted: >-",
    "  Møterom 2,",
    "  Ål rådhus",
    "periode: tidlig          # eller sen",
    "tidsramme: 10:00–14:00   # flyet",
    "deltakere:",
    "  - rolle: rektor",
    "    navn: Åse Øby",
    "  - rolle: elevrådsleder",
    "fra_skoleeier: [kvalitetsrådgiver, seksjonsleder]",
    "stille:",
    "  helg: Etter ønske",
    "møtelenke: https://example.no/møte",
    "dagsorden:",
    "  - {tittel: Alt, minutter: 240}",
    "lenker:",
    "  tilstandsrapport: https://example.no/tilstandsrapport",
)


def test_only_the_year_changes_in_the_round_as_it_is():
    assert endringer(KILDEN, ny(KILDEN)) == ÅRET
    assert merknader(KILDEN) == []


def fylt_ut(prosjekt):
    """The round as it is when the year is over."""
    path = prosjekt / RUNDE
    bytt(path, "\ntidlig_til:\n", "\ntidlig_til: 2015-11-15\nstørste_gruppe: 12\n")
    bytt(path, "\når: 2015\n", "\når: 2015\nførste_dag: 2015-09-01 # fra\nsiste_dag: 2015-12-18\n")
    for id_ in ("gol", "ål"):
        sett_dialog(prosjekt, id_, *DIALOGEN)
    return path.read_text("utf-8")


def test_dates_places_and_participants_are_cleared_and_the_rest_is_kept(prosjekt):
    old = fylt_ut(prosjekt)
    new = ny(old)
    cleared = ("dato", "sted", "periode", "deltakere", "fra_skoleeier", "møtelenke", "lenker")
    of_a_school = [f"-    {line}\n" for line in DIALOGEN] + [f"+    {key}:\n" for key in cleared]
    assert [line for line in endringer(old, new) if line not in ÅRET] == [
        "-første_dag: 2015-09-01 # fra\n",
        "-siste_dag: 2015-12-18\n",
        "+første_dag: # fra\n",
        "+siste_dag:\n",
        "-tidlig_til: 2015-11-15\n",
        "+tidlig_til:\n",
        *of_a_school,
        *of_a_school,
    ]
    assert "\nstørste_gruppe: 12\n" in new


def test_who_can_be_asked_and_who_leads_last_and_the_letters_dates_do_not():
    ekstra = (
        "saksnummer: 15/1234 # arkivet\ndokumentdato: 1. september 2015\n"
        "svarfrist: 2015-09-25\nkontaktperson: {navn: Kari Moe, epost: kari@example.no}\n"
    )
    dialoger = "  gol:\n    svarfrist: 2015-09-28\n    sted: Rom 2\n"
    gammel = runde(dialoger, ekstra=ekstra).replace("minutter: 240", "minutter: 240, ansvarlig: Vi")
    endret = endringer(gammel, ny(gammel))
    assert [line for line in endret if "2016" not in line and "år: 2015" not in line] == [
        "-tittel: Utviklingsdialoger 2015\n",
        "-saksnummer: 15/1234 # arkivet\n",
        "-dokumentdato: 1. september 2015\n",
        "-svarfrist: 2015-09-25\n",
        "+saksnummer: # arkivet\n",
        "+dokumentdato:\n",
        "+svarfrist:\n",
        "-    svarfrist: 2015-09-28\n",
        "-    sted: Rom 2\n",
        "+    sted:\n",
    ]


def test_the_new_round_passes_the_programs_own_reading(prosjekt):
    old = fylt_ut(prosjekt)
    (prosjekt / NY).write_bytes(ny(old).encode())
    project = Project(prosjekt)
    before, after = Datafiler(project, 2015), Datafiler(project, 2016)
    assert after.faults() == []
    runde_før, runde_etter = before.datasett.runde, after.datasett.runde
    assert list(runde_etter.dialoger) == list(runde_før.dialoger)
    tom = runde_etter.dialoger["drammen"]
    assert set(map(repr, runde_etter.dialoger.values())) == {repr(tom)}
    cleared = {"tidlig_til": None, "første_dag": None, "siste_dag": None}
    tittel = Målformer(
        bokmål="Dialoggrunnlag - Utviklingsdialoger 2016",
        nynorsk="Dialoggrunnlag – utviklingsdialogar 2016",
    )
    moved = {"år": 2016, "tittel": tittel}
    assert runde_etter == runde_før.model_copy(
        update={**cleared, **moved, "dialoger": runde_etter.dialoger}
    )


def test_the_same_people_may_be_kept_without_their_dates(prosjekt):
    old = fylt_ut(prosjekt)
    (prosjekt / NY).write_bytes(ny(old, behold_deltakere=True).encode())
    before, after = (Datafiler(Project(prosjekt), år).datasett.runde for år in (2015, 2016))
    for id_, entry in after.dialoger.items():
        folk = before.dialoger[id_]
        assert entry == Dialog(deltakere=folk.deltakere, fra_skoleeier=folk.fra_skoleeier)
    assert [d.navn for d in after.dialoger["ål"].deltakere] == ["Åse Øby", None]


def test_the_new_rounds_own_round_is_made_the_same_way():
    after_next = ny(ny(KILDEN), 2016, 2018)
    assert after_next == ny(KILDEN, 2015, 2018)
    assert "\når: 2018\ntittel:\n  bokmål: Dialoggrunnlag - Utviklingsdialoger 2018\n" in after_next


# --- any round: what goes in and what must come out are written side by side ---------------


FELT = {
    "dato": [
        "dato:",
        "dato:    2015-11-03  ",
        "dato: '2015-11-03' # avtalt",
        "dato: ~",
        "dato :  3.11.2015 #k",
    ],
    "sted": [
        "sted: Møterom 2",
        "sted:\n  Møterom 2",
        "sted: Ål\n  rådhus",
        'sted: "Ål #1:\n\n  rådhus"   # k',
        "sted: |  # hvor\n   a # ikke en kommentar\n\n    b",
        "sted: >+\n  a",
        "sted: !!str  Ål",
        "sted:   # hvor\n  # mer\n  Ål  # k",
    ],
    "periode": ["periode: tidlig", "'periode': \"sen\""],
    "deltakere": [
        "deltakere:\n- rolle: rektor\n  navn:",
        "deltakere:   # her\n  -   rolle: rektor # a\n  # b\n\n  - navn: Å",
        "deltakere: [{rolle: rektor}, # en\n  {navn: Å}]  # to",
        "deltakere:\n  [rolle: rektor]",
    ],
    "fra_skoleeier": [
        "fra_skoleeier:\n  - a\n  - b   # c",
        "fra_skoleeier: [a, b]",
        "fra_skoleeier:\n- a\n- rolle: b # k\n  navn: Å",
    ],
    "lenker": ["lenker:\n  a: https://example.no/a#b\n  b:", "lenker: {}"],
    "møtelenke": ["møtelenke: https://example.no/a#b  # k", "møtelenke: >-\n  https://example.no"],
    "tidsramme": ["tidsramme: 10:00–14:00", "tidsramme: {start: 1000,\n  slutt: 1400}  # k"],
    "dagsorden": [
        "dagsorden:\n  - tittel: >-\n      A\n\n      B\n    # k\n    minutter: 240  # k",
        "dagsorden:\n- tittel: A\n  minutter: 200\n\n- {tittel: B,\n  minutter: 40}",
        "dagsorden: [{tittel: A, minutter: 240}]",
    ],
    "stille": ["stille: {}", "stille:\n  helg: >-\n    fordi\n    det"],
    "endring": ["endring: 1"],
    "avlyst": ["avlyst: ja"],
}
FJERNES = {"tidsramme", "dagsorden", "stille", "endring", "avlyst"}
DELTAKERE = {"deltakere", "fra_skoleeier"}
MELLOM = ["", "\n", "\n# en kommentar", "\n# Møtt 3. november: {{ ål }}\n"]
linjeskift = st.sampled_from(["\n", "\r\n"])
innpakning = st.sampled_from(
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: unicodedata.normalize("NFD", text).encode(),
    ]
)
TITLER = [
    ("Utviklingsdialoger 2015", "Utviklingsdialoger 2016"),
    ("'Utviklingsdialoger 2015'   # k", "'Utviklingsdialoger 2016'   # k"),
    ('"Utviklingsdialoger \n  2015/2016"', '"Utviklingsdialoger 2016/2017"'),
    (">-  # k\n  Dialoger\n  2015", "Dialoger 2016  # k"),
    (">-\n  Dialoger i\n  fjor", ">-\n  Dialoger i\n  fjor"),
]


@st.composite
def dialoger(draw, beholdt):
    """The entries of some schools, and what they are to become."""
    old, new = "", ""
    for id_ in draw(st.lists(st.sampled_from(["gol", "ål", "røyken"]), min_size=1, unique=True)):
        above = draw(st.sampled_from(["", f"  # {id_}\n", "\n# her\n\n"]))
        old += f"{above}  {id_}:   # {id_}"
        new += f"{above}  {id_}:   # {id_}"
        indent = draw(st.sampled_from(["    ", "   ", "      "]))
        for key in draw(st.lists(st.sampled_from(sorted(FELT)), unique=True)):
            written = draw(st.sampled_from(MELLOM)) + "\n" + draw(st.sampled_from(FELT[key]))
            old += indented(written, indent)
            if key in beholdt:
                new += indented(written, indent)
            elif key not in FJERNES:
                new += f"\n{indent}{key}:"
        old += "\n"
        new += "\n"
    return old, new


def indented(text, indent):
    return "\n".join(f"{indent}{line}" if line.strip() else line for line in text.split("\n"))


@pytest.mark.parametrize("beholdt", [set(), DELTAKERE], ids=["tømt", "behold deltakere"])
def test_every_byte_is_kept_but_those_that_must_go(beholdt):
    @given(dialoger(beholdt), st.sampled_from(TITLER), linjeskift, innpakning)
    def alle(entries, titler, linjeskift, innpakning):
        def skrevet(text):
            return innpakning(text.replace("\n", linjeskift))

        old = runde(entries[0], titler[0], "\n# Å\nsiste_dag: 2015-12-01\n\n")
        new = runde(entries[1], titler[1], "\n# Å\nsiste_dag:\n\n").replace("år: 2015", "år: 2016")
        made = ny_runde(skrevet(old), 2015, 2016, NY, behold_deltakere=bool(beholdt))
        assert made.innhold == skrevet(new)

    alle()


def test_entries_between_brackets_are_written_anew_in_brackets():
    new = dialog(
        "  gol: {dato: 3.11.2015,   # d\n    tidsramme: 10–14, sted}   # etter\n"
        "  # Ål\n  ål: {stille: {a: b}}\n  lier: {}\n"
    )
    assert new == '  gol: {"dato": null, "sted": null}   # etter\n  # Ål\n  ål: null\n  lier: {}\n'
    entry = "  gol: {dato: 3.11.2015, fra_skoleeier: [a]}\n"
    assert dialog(entry, behold_deltakere=True) == (
        '  gol: {"dato": null, "fra_skoleeier": ["a"]}\n'
    )


# --- values as they stand ------------------------------------------------------------------


def test_values_are_not_given_another_type_or_form():
    ekstra = (
        "største_gruppe: 0x1F\n# en tabell\t \nstille:   {helg:  no,  ubrukt: 0900}\n"
        'skjult: [1_000, 1e3, +1, 0o17, 012, True, NULL, ~, "\\u00e5", 2014-11-03 10:00:00]\n'
    )
    old = runde(ekstra=ekstra)
    assert ny(old) == old.replace("2015", "2016")


@pytest.mark.parametrize("slutt", ["\n", "", "\n\n\n", "\n# slutt", "\n...\n", "\n \n"])
def test_how_the_file_ends_is_kept(slutt):
    old = "---\n" + runde("  gol:\n    dato:").rstrip("\n") + slutt
    assert ny(old) == old.replace("2015", "2016")


def test_a_round_in_json_stays_json():
    old = '{"år": 2015, "tittel": "D 2015", "dialoger": {"ål": {"dato":"2015-11-03","stille":{}}}}'
    new = '{"år": 2016, "tittel": "D 2016", "dialoger": {"ål": {"dato": null}}}'
    assert ny(old) == new


@pytest.mark.parametrize("entry", ["  gol:\n", "  gol: {}\n", "  gol: ~\n", "  gol: # k\n\n"])
def test_an_empty_entry_is_left_alone(entry):
    assert dialog(entry) == entry


def test_an_entry_that_only_held_an_exception_becomes_empty():
    assert dialog("  gol:\n    stille: {helg: fordi}\n  ål:\n") == "  gol:\n  ål:\n"


def test_comments_within_an_entry_go_with_what_they_are_about():
    entry = (
        "  gol:  # vert\n    # om sted\n    sted: her\n    # om folk\n    deltakere: [navn: Å]  # to\n"
        "    # om dato\n    dato: 2015-11-03\n  # om Ål\n  ål:\n"
    )
    assert dialog(entry) == (
        "  gol:  # vert\n    sted:\n    deltakere:\n    dato:\n  # om Ål\n  ål:\n"
    )
    assert dialog(entry, behold_deltakere=True) == (
        "  gol:  # vert\n    sted:\n    # om folk\n    deltakere: [navn: Å]  # to\n"
        "    dato:\n  # om Ål\n  ål:\n"
    )


# --- the year ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Dialoger 2015", "Dialoger 2016"),
        ("2015-runden, 2015.", "2016-runden, 2016."),
        ("Dialoger 2015/16", "Dialoger 2016/17"),
        ("Dialoger 2015–2016", "Dialoger 2016–2017"),
        ("Dialoger 2014 - 2015", "Dialoger 2015 - 2016"),
        ("Dialoger 2014/15", "Dialoger 2015/16"),
        ("Høsten 2015", "Høsten 2016"),
        ("Nr. 12015 og 20150", "Nr. 12015 og 20150"),
        ("3. november 2015", "3. november 2015"),
        ("3.11.2015 og 2015-11-03", "3.11.2015 og 2015-11-03"),
        ("Planen 2013–2015", "Planen 2013–2015"),
        ("Planen 2015 – 2019", "Planen 2015 – 2019"),
        ("Planen 2011 – 2015", "Planen 2011 – 2015"),
        ("{{ runde.år }}", "{{ runde.år }}"),
    ],
)
def test_the_year_moves_on_in_the_title_where_it_is_the_rounds(old, new):
    assert ny(runde(tittel=f"'{old}'")) == runde(tittel=f"'{new}'").replace("år: 2015", "år: 2016")


def test_an_escape_in_the_title_is_no_year():
    old = runde(tittel='"\\u2015 2015 \\""')
    assert ny(old) == runde(tittel='"― 2016 \\""').replace("år: 2015", "år: 2016")
    assert ny(runde(tittel='"\\u2015"')) == runde(tittel='"\\u2015"').replace(
        "år: 2015", "år: 2016"
    )


def test_a_school_year_passes_the_turn_of_the_century():
    old = "år: 2098\ntittel: Dialoger 2098/99\ndialoger: {gol: }\n"
    assert ny(old, 2098, 2099) == "år: 2099\ntittel: Dialoger 2099/00\ndialoger: {gol: }\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# Runden 2015: tekstene", "# Runden 2016: tekstene"),
        ("# data/runder/2015.yaml, 2015-runden", "# data/runder/2016.yaml, 2016-runden"),
        ("# Laget fra runden 2015", "# Laget fra runden 2015"),
        ("# Innført i 2015", "# Innført i 2015"),
        ("# Runde 12015, runde 2014", "# Runde 12015, runde 2014"),
    ],
)
def test_comments_at_the_top_that_name_the_round_follow_it(old, new):
    assert ny(f"{old}\n{runde()}").splitlines()[0] == new
    assert f"\n{old}\nhensikt" in ny(runde(ekstra=f"{old}\n"))


# --- what a person should look at ----------------------------------------------------------


def test_the_old_year_in_prose_and_comments_is_told_where_it_stands_in_the_new_file():
    old = runde(
        "  gol:   # var vert i 2015\n    tidsramme: 10–14\n    dato: 2015-11-03\n",
        ekstra="# Fra 2015, som i 2015\n",
    )
    old = old.replace("Å bidra", ">- # k\n  Å bidra\n  ut 2015 og 2015/16").replace(
        "Undersøke", "20151"
    )
    assert merknader(old) == [
        f"{NY}:3:7: Årstallet 2015 står fortsatt i en kommentar. Se om det skal være 2016.",
        f"{NY}:6:6: hensikt: Årstallet 2015 står fortsatt i teksten. Se om det skal være 2016.",
        f"{NY}:15:23: Årstallet 2015 står fortsatt i en kommentar. Se om det skal være 2016.",
    ]
    problems = ny_runde(old.encode(), 2015, 2016, NY).merknader
    assert all(problem.warning for problem in problems)
    assert problems[1].source == "  ut 2015 og 2015/16"


def test_a_date_counts_in_a_text_but_not_in_a_comment():
    tekst = "3. november 2015, 3.11.2015 eller 2015-11-03"
    assert merknader(runde(ekstra=f"# dato: {tekst}\n")) == []
    [merknad] = merknader(runde(tittel=tekst))
    assert merknad.startswith(f"{NY}:2:21: tittel: Årstallet 2015")


def test_a_hash_in_a_text_is_no_comment():
    assert [m.split(": ")[1] for m in merknader(runde(tittel='"a # 3.11.2015"'))] == ["tittel"]


def test_a_check_that_stays_silent_is_told():
    assert merknader(runde(ekstra="stille:\n  helg: Etter ønske\n  # 2015\n")) == [
        f"{NY}:4:3: stille.helg: Kontrollen «helg» er slått av også i den nye runden. "
        "Ta den bort hvis begrunnelsen ikke gjelder lenger.",
        f"{NY}:5:5: Årstallet 2015 står fortsatt i en kommentar. Se om det skal være 2016.",
    ]


# --- anchors and aliases -------------------------------------------------------------------


def test_aliases_are_cleared_where_they_stand():
    entry = "  gol: &g\n    dato: &d 2015-11-03\n    lenker: &l {a: b}\n"
    assert dialog(f"{entry}  ål: *g\n  lier:\n    dato: *d # k\n    lenker: *l\n") == (
        '  gol: &g\n    dato:\n    lenker:\n  ål: {"dato": null, "lenker": null}\n'
        "  lier:\n    dato:\n    lenker:\n"
    )


def test_the_year_and_the_title_may_be_aliases():
    old = "tittel: &t2015 '2015'\når: *t2015\ndialoger: {gol: }\n"
    assert ny(old) == "tittel: 2016\når: 2016\ndialoger: {gol: }\n"
    old = "hensikt: &t I 2015\når: &y !!str 2015\ntittel: *t\ndialoger: {gol: }\n"
    assert ny(old) == "hensikt: &t I 2015\når: 2016\ntittel: I 2016\ndialoger: {gol: }\n"


@pytest.mark.parametrize(
    "text",
    [
        "år: 2015\ntittel: a\nsiste_dag: &d 1.1.2015\nhensikt: *d\ndialoger: {gol: }\n",
        "år: 2015\ntittel: &t Dialoger 2015\nhensikt: *t\ndialoger: {gol: }\n",
        "år: 2015\ntittel: a\ndialoger:\n  gol:\n    sted: &s her\nhensikt: *s\n",
    ],
)
def test_what_is_kept_may_not_hang_on_what_changes(text):
    with pytest.raises(DialogError) as caught:
        ny(text)
    assert str(caught.value) == (
        f"{NY}: Runden 2015 kan ikke føres videre uten at innholdet blir et annet. "
        "Skriv verdier i stedet for henvisninger («&» og «*») i den."
    )


def test_letters_that_compose_to_a_sign_of_yaml_are_read_as_the_reader_reads_them():
    old = runde("  gol:\n    sted: a\u037e b\n", ekstra="# \u1fef\n")  # a Greek «;» and «`»
    assert ny(old) == unicodedata.normalize("NFC", old).replace("2015", "2016").replace(" a; b", "")


# --- the rules for the dates ------------------------------------------------------------------


DATOER = (
    "datoer:\n"
    "  periode: 1. september 2015 – 27. november 2015\n"
    "  ukedager: [mandag, tirsdag]   # som i fjor\n"
    "  fri: {høstferie: uke 40}\n"
    "  høyst_i_uken: 2\n"
    "  roller:\n"
    "    kvalitetsrådgiver: {må: ja, kalender: kalendere/k.ics}\n"
    "    seksjonsleder: {vekt: 4, kan_ikke: [12. oktober 2015]}\n"
    "    assisterende:\n"
    "      kan_ikke:\n"
    "        - uke 43   # kurs\n"
    "      vekt: 2\n"
    "  samme_tur: [[gol, ål], [drammen, lier]]\n"
)


def test_the_days_of_a_year_go_out_of_the_rules_and_what_holds_every_year_goes_on():
    old = runde("  gol:\n", ekstra=DATOER)
    assert [line for line in endringer(old, ny(old)) if "201" not in line] == [
        "+  periode:\n",
        "-  fri: {høstferie: uke 40}\n",
        "+  fri:\n",
        "+    seksjonsleder: {vekt: 4, kan_ikke: []}\n",
        "-      kan_ikke:\n",
        "-        - uke 43   # kurs\n",
        "+      kan_ikke: []\n",
    ]
    Runde.model_validate(yaml_reader.parse(ny(old), NY).data, context={"år": 2016})


def test_what_a_school_wished_and_could_not_goes_out():
    entry = "  gol:\n    dato:\n    kan_ikke: [uke 43]\n    ønsker:\n      - uke 44\n    må: [k]\n"
    assert dialog(entry) == "  gol:\n    dato:\n"
    assert dialog("  gol: {kan_ikke: [uke 43], må: [k]}\n") == "  gol: null\n"


def test_a_trip_goes_on_to_the_schools_that_are_in_the_new_round():
    skoler = {
        id_: Skole.model_validate({"navn": id_, "kortnavn": id_, **annet})
        for id_, annet in {
            "gol": {},
            "ål": {"nedlagt": "2016"},
            "drammen": {},
            "nye-lier": {"tidligere": ["lier"]},
        }.items()
    }
    dialoger = "".join(f"  {id_}:\n" for id_ in ("gol", "ål", "drammen", "lier"))
    new = ny(runde(dialoger, ekstra=DATOER), arv=Arv(skoler))
    assert yaml_reader.parse(new, NY).data["datoer"]["samme_tur"] == [["drammen", "nye-lier"]]
