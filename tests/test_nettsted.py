"""The site of the docs: its reference is the program's own, and nothing in it needs the network."""

from __future__ import annotations

import re
import sys
from collections import Counter
from types import SimpleNamespace

import pytest
import yaml
from hjelp import REPO, i_ett
from lxml import html
from markdown_it import MarkdownIt
from nettleser import FINNES, nettleser

sys.path.insert(0, str(REPO / "nettsted"))

from hentes import fra_nettet
from referanse import LAGES, kommandoene, nøklene, sett_inn

from dialoggrunnlag.cli.kommandolinje import app
from dialoggrunnlag.innhold.grunnlag import describe_fields

SIDER = sorted(REPO.glob("docs/*.md"))


def test_each_table_of_the_reference_stands_on_a_page_once():
    merker = [
        m for side in SIDER for m in re.findall(r"<!-- laget: (\S+) -->", side.read_text("utf-8"))
    ]
    assert sorted(merker) == sorted(LAGES)
    for side in SIDER:
        assert "<!-- laget" not in sett_inn(side.read_text("utf-8"))


def test_the_reference_has_every_field_command_and_key():
    felt = sett_inn("<!-- laget: felt -->")
    stier = re.findall(r"^\| <code>(\S+)</code> \|", felt.replace("<wbr>", ""), re.MULTILINE)
    assert stier == [f.sti for f in describe_fields()]
    for kommando in app.registered_commands:
        assert f"## dialog {kommando.name}\n" in kommandoene()
    assert {"## dialog tall les", "## dialog runde ny"} <= set(kommandoene().splitlines())
    for nøkkel in ("skoler.ID.navn", "dialoger.ID.fra_skoleeier[].rolle", "nøkkeltall.ID.minst"):
        assert f"| <code>{nøkkel}</code> |" in nøklene().replace("<wbr>", "")


def test_every_row_of_the_reference_has_the_cells_of_its_heading():
    rader = 0
    for lag in LAGES.values():
        for tabell in re.findall(r"(?:^\|.*\|$\n?)+", lag(), re.MULTILINE):
            bredder = {len(re.findall(r"(?<!\\)\|", rad)) for rad in tabell.splitlines()}
            assert len(bredder) == 1, tabell
            rader += tabell.count("\n")
    assert rader > 400


def test_every_page_has_a_place_on_the_site():
    nav = re.search(r"^nav:\n(?:[ #].*\n)+", (REPO / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    sider = re.findall(r"[\w-]+\.md", str(yaml.safe_load(nav[0])))
    assert sorted(sider) == sorted([*(side.name for side in SIDER), "bidra.md", "endringer.md"])


@pytest.mark.parametrize(
    "side",
    [
        '<script src="https://example.org/a.js"></script>',
        "<link rel=stylesheet href=//example.org/a.css>",
        '<p>a<img alt="" src="http://example.org/a.png">',
        "<style>@import 'https://example.org/a.css';</style>",
        "<style>p { background: url(https://example.org/a.png) }</style>",
        '<svg><use href="https://example.org/a.svg#a"/></svg>',
    ],
)
def test_what_would_be_fetched_is_seen(tmp_path, side):
    (tmp_path / "side.html").write_text(side, "utf-8")
    assert [funn.startswith("side.html: ") for funn in fra_nettet(tmp_path)] == [True]


@pytest.mark.parametrize(
    "side",
    [
        '<a href="https://example.org">en lenke</a>',
        '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        '<link rel="canonical" href="https://example.org/side">',
        '<script src="assets/a.js"></script><img src="data:image/png;base64,AAAA">',
    ],
)
def test_what_is_not_fetched_is_let_be(tmp_path, side):
    (tmp_path / "side.html").write_text(side, "utf-8")
    assert list(fra_nettet(tmp_path)) == []


# --- what MkDocs makes of the pages; .ci/run has it where it runs this -------------------------


@pytest.fixture(scope="module")
def config():
    """MkDocs' configuration as mkdocs.yml gives it, and the hook."""
    pytest.importorskip("mkdocs")
    from mkdocs.config import load_config

    return load_config(str(REPO / "mkdocs.yml"))


def på_nettstedet(side, config):
    """A page as MkDocs turns it into HTML."""
    import krok
    from markdown import Markdown

    page = SimpleNamespace(file=SimpleNamespace(abs_src_path=str(side)))
    markdown = krok.on_page_markdown(side.read_text("utf-8"), page, config)
    til_html = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
    return html.fromstring(f"<div>{til_html.convert(markdown)}</div>")


def bygd_opp_av(side):
    """How many there are of each kind of element, and all code."""
    lenker = side.xpath(".//a[not(@class='headerlink')]")
    slag = Counter(e.tag for e in side.iter("h1", "h2", "h3", "ul", "ol", "li", "td", "img"))
    return slag, len(lenker), [i_ett(code.text_content()) for code in side.iter("code")]


@pytest.mark.parametrize(
    "side", [*SIDER, REPO / "CONTRIBUTING.md", REPO / "CHANGELOG.md"], ids=lambda side: side.stem
)
def test_a_page_is_the_same_on_the_site_as_to_gits_readers(config, side):
    leser = MarkdownIt("commonmark").enable("table")
    i_git = html.fromstring(f"<div>{leser.render(sett_inn(side.read_text('utf-8')))}</div>")
    assert bygd_opp_av(på_nettstedet(side, config)) == bygd_opp_av(i_git)


def test_links_lead_to_the_sites_own_pages_by_their_names(config):
    side = på_nettstedet(REPO / "CONTRIBUTING.md", config)
    assert ("arkitektur.md", "Huset") in [(a.get("href"), a.text) for a in side.iter("a")]
    side = på_nettstedet(REPO / "docs/ytelse.md", config)
    assert "maler/dialoggrunnlag.docx" in [a.get("href") for a in side.iter("a")]
    assert "word-maler.md#grensene" in [a.get("href") for a in side.iter("a")]


SØK = """
const [ord, ferdig] = arguments;
const felt = document.querySelector("input[name=query]");
const treff = () => [...document.querySelectorAll(".md-search-result__item h1")];
felt.focus();
felt.value = ord;
felt.dispatchEvent(new KeyboardEvent("keyup"));
new MutationObserver(() => treff().length && ferdig(treff().map(e => e.textContent)))
  .observe(document.querySelector(".md-search-result__list"), {childList: true});
"""


@pytest.mark.treg
@pytest.mark.skipif(not FINNES, reason="krever Chromium og axe-core")
def test_the_site_is_searched_in_norwegian_from_the_disk_and_asks_the_network_for_nothing(
    config, tmp_path
):
    from mkdocs.commands.build import build

    config.site_dir = str(tmp_path / "nettsted")
    build(config)
    with nettleser(tmp_path / "profil") as den:
        for ordet, side in (
            ("åpner", "Word-maler"),
            ("avtalen", "Fra én dialog til den neste"),
            ("helligdagens", "Kontrollene"),
            ("--krev-fersk", "Hvor langt runden er kommet"),
            ("rendering", "The Word engine"),
        ):
            den.åpne(tmp_path / "nettsted/index.html")
            assert side in den.driver.execute_async_script(SØK, ordet), ordet
        hentet = den.hentet()
        assert len(hentet) > 5
        assert [url for url in hentet if not url.startswith(("file:", "data:", "blob:"))] == []
