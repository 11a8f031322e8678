"""The status page: what it says, and what a real browser makes of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import date
from functools import partial
from html.parser import HTMLParser
from itertools import pairwise, product
from pathlib import Path
from urllib.parse import unquote

import pytest
from hjelp import REPO, SKOLER, Kjøring, bytt, i_egen_prosess, i_mappen, sett_dialog
from hypothesis import given
from hypothesis import strategies as st
from nettleser import FINNES, nettleser
from status_hjelp import ALT, bred_runde, full_dialog, uten_nye_maler

from dialoggrunnlag.disk.folder import Edited, OutputFolder
from dialoggrunnlag.runden.statusside import lenke

uten_chromium = pytest.mark.skipif(
    not FINNES and not os.environ.get("CI"),
    reason="Chromium, chromedriver or tests/validatorer/node_modules is not there",
)
PER = ("--per", "29.10.2015")
HTML = ("status", "--format", "html", *PER)
SIDE = "ut/2015/status-2015.html"


def trenger_chromium(test):
    """A test that starts a browser, and so takes its time."""
    return pytest.mark.treg(uten_chromium(test))


class _Elementer(HTMLParser):
    """The page's elements with their attributes, and its text."""

    def __init__(self, source):
        super().__init__()
        self.elementer, self.tekst = [], ""
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.elementer.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.tekst += data

    def alle(self, tag):
        return [attributes for name, attributes in self.elementer if name == tag]


def lest(path):
    return _Elementer(path.read_text("utf-8"))


@pytest.fixture
def prosjekt(prosjekt):
    return uten_nye_maler(prosjekt)


@pytest.fixture
def side(prosjekt, dialog):
    """The page of a round, made anew: ``side()``."""

    def lag(*more):
        ran = dialog(*HTML, *more)
        assert ran.ut, ran.feil
        return lest(prosjekt / ran.ut.strip())

    return lag


# --- the file ----------------------------------------------------------------------------------


def test_the_page_lies_among_the_documents_and_its_path_is_on_standard_output(prosjekt, dialog):
    ran = dialog(*HTML)
    assert (ran.kode, ran.ut, ran.feil) == (0, f"{Path(SIDE)}\n", "")
    paths = [path for path in i_mappen(prosjekt / "ut") if "/.dialog/" not in path]
    assert paths == ["2015/status-2015.html"]


@pytest.mark.treg
def test_the_same_status_gives_the_same_bytes_and_is_not_written_again(prosjekt, dialog):
    bred_runde(prosjekt, dialog)
    dialog(*HTML)
    page = prosjekt / SIDE
    before, stamp = page.read_bytes(), page.stat().st_mtime_ns
    dialog(*HTML)
    assert (page.read_bytes(), page.stat().st_mtime_ns) == (before, stamp)
    page.unlink()
    i_egen_prosess(*HTML, cwd=prosjekt, env={"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"})
    assert page.read_bytes() == before
    assert b"\r" not in before


def test_a_page_that_somebody_changed_or_made_is_kept_as_a_copy(prosjekt, dialog):
    page = prosjekt / "min.html"
    page.write_text("<p>Min egen</p>", "utf-8")
    ran = dialog(*HTML, "--til", "min.html")
    assert ran.ut == "min.html\n"
    assert "Den ligger nå som min, redigert, kopi " in ran.feil
    (kept,) = prosjekt.glob("min, redigert, kopi *.html")
    assert kept.read_text("utf-8") == "<p>Min egen</p>"
    assert lest(page).alle("h1")


def test_a_page_elsewhere_carries_its_own_mark_and_has_no_folder_beside_it(prosjekt, dialog):
    words = (*HTML, "--til", "på veggen/min.html")
    assert dialog(*words).feil == ""
    page = prosjekt / "på veggen/min.html"
    assert list(page.parent.iterdir()) == [page]
    made = page.read_bytes()
    sett_dialog(prosjekt, "gol", "dato: 3. november 2015")
    assert dialog(*words).feil == ""
    assert page.read_bytes() != made
    page.write_bytes(page.read_bytes().replace(b"<h1", b"<h1 id='min'"))
    sett_dialog(prosjekt, "gol", "dato: 4. november 2015")
    assert "Den ligger nå som på veggen/min, redigert, kopi " in dialog(*words).feil
    assert len(list(page.parent.iterdir())) == 2


def test_a_page_from_before_it_carried_its_mark_is_known(prosjekt, dialog):
    dialog(*HTML)
    page = prosjekt / SIDE
    old = re.sub(r"<!-- dialog-fingeravtrykk: .*? -->\n", "", page.read_text("utf-8"))
    page.unlink()
    output = OutputFolder(page.parent, "ut/2015")
    output.write(page.name, old.encode(), edited=Edited.KEEP, today=date(2015, 11, 3))
    sett_dialog(prosjekt, "gol", "dato: 3. november 2015")
    assert dialog(*HTML).feil == ""
    assert not list(page.parent.glob("*kopi*"))


def test_the_page_asks_for_nothing_and_runs_nothing(prosjekt, dialog):
    bred_runde(prosjekt, dialog)
    dialog(*HTML)
    page = lest(prosjekt / SIDE)
    asking = [
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
        "image",
        "video",
    ]
    assert not {tag for tag, _ in page.elementer}.intersection(asking)
    for _, attributes in page.elementer:
        assert not [name for name in attributes if name.startswith("on") or name == "src"]
    source = (prosjekt / SIDE).read_text("utf-8")
    assert not re.search(r"@import|url\(|@font-face|javascript:|https?:", source)
    assert {a["href"][0] for a in page.alle("a")} == {"#", "."}
    assert {use["href"][0] for use in page.alle("use")} == {"#"}


# --- what it says -----------------------------------------------------------------------------


def test_what_the_data_say_is_text_and_never_markup(prosjekt, dialog, side):
    name = "<script>alert('x')</script> & \"søn\""
    quoted = f"kortnavn: {name!r}".replace("\\'", "''")
    bytt(prosjekt / "data/skoler.yaml", "kortnavn: Gol vgs.", quoted)
    full_dialog(prosjekt, "gol", "3. november 2015")
    place = "\n    sted: '<b onclick=x>Her</b>'"
    bytt(prosjekt / "data/runder/2015.yaml", "\n    sted: Møterom 2", place)
    page = side()
    assert name in page.tekst
    assert "<b onclick=x>Her</b>" in page.tekst
    assert not {tag for tag, _ in page.elementer} & {"script", "b"}


def test_a_template_of_the_countys_own_can_use_macros_and_can_not_switch_escaping_off(
    prosjekt, dialog, side
):
    (prosjekt / "maler/felles/status.html.j2").write_text(
        "{% macro rad(s) %}<li>{{ s.navn }}</li>{% endmacro %}"
        "{% for s in skoler %}{{ rad(s) }}{% endfor %}{{ '<i>' | safe }}{{ år }}",
        "utf-8",
    )
    bytt(prosjekt / "data/skoler.yaml", "navn: Gol vidaregåande skule", "navn: Gol & <Ål>")
    assert [tag for tag, _ in side().elementer] == ["li"] * 13
    source = (prosjekt / SIDE).read_text("utf-8")
    assert "<li>Gol &amp; &lt;Ål&gt;</li>" in source
    assert source.endswith("&lt;i&gt;2015")


def test_the_headings_skip_no_level_and_the_page_says_its_language(prosjekt, dialog, side):
    bred_runde(prosjekt, dialog)
    page = side()
    levels = [int(tag[1]) for tag, _ in page.elementer if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    assert page.alle("html") == [{"lang": "nb"}]
    assert page.alle("th")[0]["scope"] == "col"
    assert {th["scope"] for th in page.alle("th")} == {"col", "row"}
    assert page.alle("caption")


def test_the_time_line_is_in_order_and_tells_of_gaps_and_of_what_is_off(prosjekt, dialog, side):
    bred_runde(prosjekt, dialog)
    page = side()
    days = [time["datetime"] for time in page.alle("time")][-8:]
    assert days == sorted(days)
    assert days[0] == "2015-10-20"
    text = " ".join(page.tekst.split())
    assert "3 uker uten dialog" in text
    assert "Uke 45" not in text
    assert "26. oktober – 1. november 2015" in text
    assert "Eiker vgs. Avlyst" in text
    assert "Dato ikke avtalt: Hønefoss vgs. og Gol vgs. " in text


def test_the_page_says_which_day_it_is_of_and_what_comes_next(prosjekt, dialog):
    def tekst(per):
        ran = dialog("status", "--format", "html", "--per", per)
        return " ".join(lest(prosjekt / ran.ut.strip()).tekst.split())

    bred_runde(prosjekt, dialog)
    text = tekst("29.10.2015")
    assert "Per 29. oktober 2015: 9 av 13 skoler har fått dato" in text
    lørdag = "Neste dialog Lørdag 31. oktober om 2 dager Kongsberg videregående skole"
    assert f"{lørdag} Kl. 09:00–13:00, Møterom 2 Dokumentene er utdatert I helgen" in text
    # The cancelled one is no next dialogue
    assert "Neste dialog Onsdag 28. oktober i dag Røyken videregående skole Kl." in tekst(
        "28.10.2015"
    )
    assert "Neste dialog Tirsdag 20. oktober i morgen Drammen" in tekst("19. oktober 2015")
    assert "Neste dialog Det kommer ingen flere dialoger med dato." in tekst("2015-12-03")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("status", "--per", "1.9.2015"), "--per hører til --format html."),
        (("status", "--format", "html", "--per", "i fjor"), "«i fjor» er ikke en dato."),
    ],
)
def test_a_day_that_is_none_or_not_asked_for_is_wrong_use(dialog, words, message):
    ran = dialog(*words)
    assert (ran.kode, ran.ut) == (2, "")
    assert message in ran.feil


def test_the_commands_make_documents_of_the_same_round_in_the_same_folder(prosjekt, dialog):
    ran = dialog(*HTML, "--runde", "2015", "--ut", "en mappe")
    text = lest(prosjekt / ran.ut.strip()).tekst
    assert "dialog generer --skole gol --dokument dagsorden" in text
    assert "--runde 2015 --ut 'en mappe'" in text


def test_a_school_with_an_error_is_not_said_to_be_ready(prosjekt, dialog):
    full_dialog(prosjekt, "ål", "3. november 2015")
    dialog(*ALT)

    def neste():
        ran = dialog(*HTML)
        text = " ".join(lest(prosjekt / ran.ut.strip()).tekst.split())
        return text.partition("Møterom 2")[2]

    assert neste().startswith(" alt er klart Det som mangler")
    summary = prosjekt / "data/oppsummeringer/2016/ål.yaml"  # what is wrong in it is told with Ål
    summary.parent.mkdir(parents=True)
    summary.write_text("skole: ål\nrunde: 2016\nlært: [", "utf-8")
    assert neste().startswith(" 1 feil Det som mangler")


def test_the_schools_stand_by_date_and_those_in_order_are_folded(prosjekt, dialog, side):
    bred_runde(prosjekt, dialog)
    page = side()
    rows = [attributes["id"] for attributes in page.alle("tr") if "id" in attributes]
    med_feil = ["drammen", "røyken", "kongsberg", "numedal", "rosthaug", "hønefoss", "gol"]
    i_orden = ["åssiden", "lier", "st-hallvard", "eiker", "ringerike", "ål"]
    assert rows == [f"skole-{id_}" for id_ in (*med_feil, *i_orden)]
    source = (prosjekt / SIDE).read_text("utf-8")
    assert source.index('<details class="klare"') < source.index('id="skole-åssiden"')
    text = " ".join(page.tekst.split())
    assert (
        "Kjør: dialog generer --skole røyken --dokument dagsorden --dokument oppsummering" in text
    )
    assert "dialog generer --skole drammen --dokument oppsummering --pdf" in text


def test_a_round_without_dates_reads_well(side):
    text = " ".join(side().tekst.split())
    assert "Ingen dialoger har fått dato ennå: Drammen vgs., Åssiden vgs.," in text
    assert "0 av 13 skoler har fått dato" in text
    assert ".." not in text


def test_a_school_that_nobody_can_be_asked_at_is_told_wherever_the_status_is(
    prosjekt, dialog, side
):
    missing = "Gol vgs. har dato, men mangler «kontakt», så innkallingen får ingen mottaker."
    gol = ("status", "--skole", "gol")
    sett_dialog(prosjekt, "gol", "dato: 3. november 2015", "sted: Rom 2")
    assert " kontakt, lenke til «Ped" in dialog(*gol).ut
    assert missing in dialog(*gol, "--format", "json").ut
    text = " ".join(side(*gol[1:], "--til", "gol.html").tekst.split())
    pedagogisk = "lenke til «Pedagogisk grunnlag for Kunnskapsskolen i Buskerud»"
    assert f"Mangler kontakt, {pedagogisk} og" in text
    assert "Kontakt mangler 2 lenker mangler" in text
    assert f"Advarsel: {missing}" in text
    sett_dialog(prosjekt, "gol", "stille: {mangler-kontakt: Ringes}", "dato: 3. november 2015")
    assert "kontakt" not in dialog(*gol).ut
    assert "kontakt" not in dialog(*gol, "--format", "json").ut.replace("[mangler-kontakt]", "")


def test_a_round_where_all_is_done_reads_well(prosjekt, dialog, side):
    for skole_id in SKOLER:
        full_dialog(prosjekt, skole_id, "3. november 2015")
    dialog(*ALT)
    text = " ".join(side("--skole", "gol", "--til", "gol.html").tekst.split())
    assert "1 av 1 skole har fått dato, og 4 av 4 dokumenter er klare." in text


# --- links -------------------------------------------------------------------------------------

NAVN = st.text(
    st.characters(codec="utf-8", exclude_characters="/\\\x00", exclude_categories=["Cc", "Cs"]),
    min_size=1, max_size=12,
).filter(lambda name: name.strip(". "))  # fmt: skip
MAPPER = st.lists(NAVN, max_size=3)


@given(shared=MAPPER, page=MAPPER, file=MAPPER, name=NAVN)
def test_a_link_leads_from_the_page_to_the_file_whatever_the_names(shared, page, file, name):
    root = Path("/rot", *shared)
    target, folder = root.joinpath(*file, name), root.joinpath(*page)
    address = lenke(target, folder)
    assert address.isascii()
    assert re.fullmatch(r"[A-Za-z0-9._~%/-]+", address)
    assert address.startswith(("./", "../"))
    steps = [unquote(step) for step in address.split("/")]
    assert os.path.normpath(folder.joinpath(*steps)) == str(target)


def test_links_lead_to_the_files_also_from_another_folder(prosjekt, dialog, tmp_path):
    bred_runde(prosjekt, dialog)
    place = tmp_path / "et annet sted" / "på veggen.html"
    for page in (prosjekt / SIDE, place):
        assert dialog(*HTML, "--til", page).ut.strip()
        files = [a["href"] for a in lest(page).alle("a") if not a["href"].startswith("#")]
        assert len(files) == 48 - 6 + 4 + 1  # documents that are there, PDFs, an invitation
        assert all((page.parent / unquote(address)).is_file() for address in files)


# --- a real browser ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    with nettleser(tmp_path_factory.mktemp("profil")) as opened:
        yield opened


@pytest.fixture(scope="module")
def sider(tmp_path_factory):
    """The page of a round under way, of one without dates, and of one with 100 schools."""
    paths = {}
    for name, prepare in (
        ("underveis", bred_runde),
        ("uten dato", None),
        ("seksti", partial(_mange, antall=60)),
        ("hundre", _mange),
    ):
        folder = tmp_path_factory.mktemp("på veggen") / "runde 1 #2?"
        for part in ("data", "maler"):
            shutil.copytree(REPO / part, folder / part)
        run = partial(i_egen_prosess, cwd=folder)
        if prepare:
            prepare(folder, run)
        ran: Kjøring = run(*HTML)
        assert ran.ut, ran.feil
        paths[name] = folder / ran.ut.strip()
    return paths


def _mange(folder, run, antall=100):
    """A round with so many schools, four a day, of 100 the last with a date that there isn't."""
    schools = [f"skole-{number}" for number in range(1, antall + 1)]
    skoler, runde = folder / "data/skoler.yaml", folder / "data/runder/2015.yaml"
    entries, source = "skoler:\n", runde.read_text("utf-8").partition("\ndialoger:\n")[0]
    source += "\ndialoger:\n"
    for number, id_ in enumerate(schools):
        name = id_.title()
        entries += f"  {id_}:\n    navn: {name} videregående skole\n    kortnavn: {name} vgs.\n"
        source += f"  {id_}:\n    dato: {2 + number // 4 + number // 20 * 2}. oktober 2015\n"
    skoler.write_text(entries, "utf-8")
    runde.write_text(source, "utf-8")
    run("generer", "--alle")


SKJERMER = list(product((320, 1100, 1440), ("light", "dark")))  # 320: also 1280 at 400 %
BRETT_UT = "document.querySelectorAll('details').forEach(one => { one.open = true; })"
VISNINGER = [
    *({"bredde": bredde, "skjema": skjema} for bredde, skjema in SKJERMER),
    {"bredde": 1030, "media": "print"},
    {"bredde": 1600, "kontrast": "active"},
    {"bredde": 390, "skjema": "light"},
    {"bredde": 768, "skjema": "dark"},
    {"bredde": 3840, "skjema": "light"},
]
SIDENE = [
    pytest.param(name, view, id=f"{name}-{'-'.join(map(str, view.values()))}")
    for name, views in (
        ("underveis", VISNINGER),
        ("uten dato", VISNINGER[::3]),
        ("hundre", VISNINGER[:5:4]),  # axe takes its time where there is much
    )
    for view in views
]
UTENFOR = """
return [...document.querySelectorAll('body *')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width && box.height && (box.right > innerWidth + 0.5 || box.left < -0.5)
    && !e.closest('.rull') && !e.closest('svg') && getComputedStyle(e).clipPath === 'none';
}).map(e => e.outerHTML.slice(0, 120));
"""


@trenger_chromium
@pytest.mark.parametrize(("name", "view"), SIDENE)
def test_axe_finds_nothing_and_nothing_is_cut_off_or_asked_for(chromium, sider, name, view):
    page = sider[name]
    chromium.åpne(page, **view)
    for script in ("", BRETT_UT):  # folded and not
        chromium.kjør(script)
        assert chromium.kjør("return document.documentElement.scrollWidth <= innerWidth")
        assert chromium.kjør(UTENFOR) == []
    assert chromium.kjør("return document.fonts.size") == 0
    assert chromium.hentet() == [page.as_uri()]
    assert chromium.axe() == []
    assert chromium.konsoll() == []


@trenger_chromium
@pytest.mark.parametrize("bredde", [1408, 1440, 1600, 1920, 2560, 3840])
def test_the_table_of_todays_kinds_needs_no_scrolling_where_it_is_a_table(chromium, sider, bredde):
    chromium.åpne(sider["underveis"], bredde=bredde)
    script = "return getComputedStyle(document.querySelector('td')).display"
    assert chromium.kjør(script) == "table-cell"
    script = "const r = document.querySelector('.rull'); return r.scrollWidth <= r.clientWidth"
    assert chromium.kjør(script)


@trenger_chromium
def test_every_link_opens(chromium, sider):
    page = sider["underveis"]
    chromium.åpne(page)
    links = chromium.kjør(
        "return [...document.links].map(a => [a.getAttribute('href'), a.href, a.textContent])"
    )
    assert len({href for href, *_ in links if href[0] != "#"}) == 47
    assert (
        len([href for href, *_ in links if href[0] == "#"]) == 3 + 1 + 10
    )  # nav, the next one, the time line
    for href, whole, words in links:
        assert words.strip()
        if href.startswith("#"):
            script = "return !!document.getElementById(decodeURIComponent(arguments[0]))"
            assert chromium.kjør(script, href[1:]), href
            continue
        status, size = chromium.driver.execute_async_script(HENT, whole)
        file = page.parent / unquote(href)
        assert (status, size) == (200, file.stat().st_size), href


HENT = """
const [address, done] = arguments, request = new XMLHttpRequest();
request.responseType = 'arraybuffer';
request.onload = () => done([request.status, request.response.byteLength]);
request.onerror = () => done(['feil', 0]);
request.open('GET', address); request.send();
"""


@trenger_chromium
def test_a_click_on_a_link_opens_the_document(chromium, sider):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    chromium.åpne(sider["underveis"])
    chromium.driver.find_element(By.CSS_SELECTOR, ".klare > summary").click()
    link = chromium.driver.find_element(By.CSS_SELECTOR, '[id="skole-ål"] a[href$=".txt"]')
    link.click()
    WebDriverWait(chromium.driver, 20).until(lambda d: d.current_url.endswith(".txt"))
    assert "DAGSORDEN" in chromium.driver.find_element(By.TAG_NAME, "body").text
    assert unquote(chromium.driver.current_url).endswith("/dagsorden-2015-ål.txt")


@trenger_chromium
def test_a_link_of_the_time_line_leads_to_the_schools_row(chromium, sider):
    from selenium.webdriver.common.by import By

    chromium.åpne(sider["underveis"])
    chromium.driver.find_element(By.LINK_TEXT, "Ål vgs.").click()
    assert chromium.kjør("return document.querySelector(':target').id") == "skole-ål"


@trenger_chromium
def test_focus_is_seen_on_everything_that_takes_it(chromium, sider):
    from selenium.webdriver.common.keys import Keys

    chromium.åpne(sider["underveis"], bredde=1100)
    for _ in range(12):
        chromium.driver.switch_to.active_element.send_keys(Keys.TAB)
        style, width = chromium.kjør(
            "const s = getComputedStyle(document.activeElement);"
            "return [s.outlineStyle, parseFloat(s.outlineWidth)]"
        )
        assert (style, width >= 2) == ("solid", True)


@trenger_chromium
@pytest.mark.parametrize(("bredde", "skjema"), SKJERMER)
def test_the_two_schemes_differ_and_each_state_has_a_shape_and_a_word(
    chromium, sider, bredde, skjema
):
    chromium.åpne(sider["underveis"], bredde=bredde, skjema=skjema).kjør(BRETT_UT)
    red = chromium.kjør("return getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]")
    assert (int(red) < 128) == (skjema == "dark")
    marks = chromium.kjør(
        "return [...document.querySelectorAll('.merke')].map(e => [e.className, e.textContent.trim(),"
        " e.querySelector('use').getAttribute('href'), e.querySelector('svg').getBoundingClientRect().width])"
    )
    shapes = {}
    for klass, word, shape, width in marks:
        assert word
        assert width > 5
        shapes.setdefault(klass, set()).add(shape)
    assert len(shapes) == 6
    assert len(set().union(*shapes.values())) == 6  # a shape of its own for each


@trenger_chromium
def test_the_table_is_still_a_table_on_a_narrow_screen(chromium, sider):
    chromium.åpne(sider["underveis"], bredde=320).kjør(BRETT_UT)
    tree = chromium._cdp("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in tree if not node.get("ignored")]
    assert roles.count("table") == 2  # the schools that lack something, and those that don't
    assert roles.count("row") == 13 + 2
    assert roles.count("rowheader") == 13
    assert roles.count("columnheader") == 10 + 9
    assert roles.count("cell") == 7 * 9 + 6 * 8


@trenger_chromium
def test_sixty_schools_on_a_telephone_are_read_in_a_dozen_screens(chromium, sider):
    chromium.åpne(sider["seksti"], bredde=390)
    assert chromium.kjør("return document.documentElement.scrollHeight") <= 49_000 / 4


@trenger_chromium
def test_a_saturday_has_a_row_of_its_own_and_the_weeks_have_five_columns(chromium, sider):
    chromium.åpne(sider["underveis"], bredde=1440)
    script = "return getComputedStyle(document.querySelector('.dager')).gridTemplateColumns"
    assert len(chromium.kjør(script).split()) == 5
    friday, saturday = chromium.kjør(
        "return ['.dag-3', '.dag-6'].map(one => document.querySelector('.uke:nth-child(2) ' + one)"
        ".getBoundingClientRect().bottom)"
    )
    assert saturday > friday


@trenger_chromium
@pytest.mark.parametrize("name", ["underveis", "uten dato", "seksti", "hundre"])
def test_no_printed_page_but_the_last_is_mostly_empty(chromium, sider, tmp_path, name):
    chromium.åpne(sider[name])
    (tmp_path / "side.pdf").write_bytes(chromium.papir())
    boxes = ["pdftotext", "-bbox", tmp_path / "side.pdf", "-"]
    source = subprocess.run(boxes, check=True, capture_output=True, timeout=60).stdout.decode()
    pages = source.split("<page ")[1:]
    for page in pages[:-1]:
        height = float(re.search(r'height="([\d.]+)"', page)[1])
        lowest = max(map(float, re.findall(r'yMax="([\d.]+)"', page)))
        assert lowest > height / 2
    assert len(pages) <= {"underveis": 4, "uten dato": 3, "seksti": 16, "hundre": 30}[name]


@trenger_chromium
def test_printed_nothing_is_lost(chromium, sider, tmp_path):
    for name, most in (("underveis", 4), ("uten dato", 3)):
        chromium.åpne(sider[name])
        (tmp_path / "side.pdf").write_bytes(chromium.papir())
        pdf = ["pdftotext", "-layout", tmp_path / "side.pdf", "-"]
        text = subprocess.run(pdf, check=True, capture_output=True, timeout=60).stdout.decode()
        assert text.count("\f") <= most
        words = " ".join(text.split())
        for school in SKOLER.values():
            if school["kortnavn"] != "Rosthaug vgs." or name == "uten dato":
                assert words.count(school["kortnavn"]) >= 2
        assert "Hva ordene betyr" in words
        assert "På denne siden" not in words
