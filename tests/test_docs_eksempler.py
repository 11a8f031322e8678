"""What the docs show works: commands, options, YAML and Python, as they stand on the pages."""

from __future__ import annotations

import re
import sys
from contextlib import nullcontext
from itertools import chain, zip_longest

import pytest
import typer
from docx import Document
from hjelp import REPO
from jsonschema import Draft7Validator

from dialoggrunnlag.kontroller.register import beskrivelser
from dialoggrunnlag.reading.json_schema import FILER, skjema_av

sys.path.insert(0, str(REPO / "nettsted"))

import eksempler
from eksempler import Fortelling, Galt, blokker, filer, flett_inn, kommandolinjer, les_yaml
from referanse import alle_kommandoer

SIDER = [*sorted(REPO.glob("docs/*.md")), REPO / "README.md", REPO / "CONTRIBUTING.md"]
SPRÅK = {"sh", "powershell", "yaml", "python", "text", "csv"}
# YAML that is another program's, by a key that only it has, with where it is tried
ANDRES = {
    "repos": "pre-commit; tests/test_readme.py and .ci/run",
    "jobs": "GitHub Actions; tests/test_readme.py",
}
OPPDIKTET = {"dialog teller"}  # the command that CONTRIBUTING.md shows how to make
# Options that the docs name and that are other programs'
ANDRES_VALG = {"--krev": "benchmarks/"}


@pytest.fixture
def fortelling(prosjekt, monkeypatch):
    """A page to be followed in a copy of the project, 80 columns wide."""
    monkeypatch.setenv("COLUMNS", "80")
    brev = Document()
    brev.add_paragraph("Til {{ navn }}")
    brev.save(prosjekt / "brev.docx")  # what docs/arkitektur.md fills
    return Fortelling(prosjekt)


def test_the_pages_have_examples():
    alle = list(chain.from_iterable(blokker(side) for side in SIDER))
    assert {blokk.språk for blokk in alle} <= SPRÅK
    for språk, flest in (("sh", 10), ("yaml", 15), ("python", 5)):
        assert sum(blokk.språk == språk for blokk in alle) >= flest, språk


@pytest.mark.parametrize("side", SIDER, ids=lambda side: side.stem)
def test_whoever_follows_a_page_gets_what_it_says(fortelling, side):
    fortelling.følg(side)


SIDE = """
```yaml
# data/runder/2015.yaml
saksnummer: 15/1234
```

```yaml
# data/runder/2016.yaml
saksnummer: 16/1234
# data/skoler.yaml
skoler:
  ål: {kommune: Ål}
```

## Del

```sh
cd data && dialog skoler   # the way up is found
dialog status --krev-fersk || dialog generer --skole ål
```

```text
…
ut/2016/dialoggrunnlag-2016-ål.docx
```

```python
print(1 + 1)
```

```text
2
```
"""


@pytest.mark.parametrize(
    ("riktig", "galt"),
    [
        ("", ""),
        ("saksnummer: 15", "saksnumer: 15"),
        ("saksnummer: 16", "saksnumer: 16"),
        ("{kommune", "{komune"),
        ("skoler   #", "skolene   #"),
        ("|| dialog", "&& dialog"),
        ("--skole ål", "--skole øl"),
        ("ut/2016/dialoggrunnlag-2016-ål", "ut/2016/dialoggrunnlag-2016-gol"),
        ("dialog generer", "dialogen generer"),
        ("1 + 1", "1 + 2"),
    ],
)
def test_a_page_that_says_what_is_not_so_is_seen(fortelling, tmp_path, riktig, galt):
    side = tmp_path / "side.md"
    side.write_text(SIDE.replace(riktig, galt) if riktig else SIDE, "utf-8")
    with pytest.raises(Galt, match=r"side\.md") if riktig else nullcontext():
        fortelling.følg(side)


# --- commands and options ----------------------------------------------------------------------


def test_every_command_that_is_not_run_is_named_somewhere():
    alt = "\n".join(side.read_text("utf-8") for side in SIDER)
    assert [begynnelse for begynnelse in eksempler.KJØRES_IKKE if begynnelse not in alt] == []


def test_the_scripts_that_are_not_run_are_there_with_their_options():
    sett = 0
    for blokk in chain.from_iterable(blokker(side) for side in SIDER):
        if blokk.språk != "sh":
            continue
        for program, *resten in (k.ord for linje in kommandolinjer(blokk.tekst) for k in linje):
            if program in {"python", "bash"} and "/" in resten[0]:
                skript = (REPO / resten[0]).read_text("utf-8")
                assert all(valg in skript for valg in resten if valg.startswith("--")), blokk.sted
                sett += 1
    assert sett > 3


def test_options_of_other_programs_are_named_somewhere():
    alt = "".join(side.read_text("utf-8") for side in SIDER)
    assert [valg for valg in ANDRES_VALG if f"`{valg}" not in alt] == []


KOMMANDOER = {context.command_path: context.command for context in alle_kommandoer()}
VALG = {valg for kommando in KOMMANDOER.values() for p in kommando.params for valg in p.opts}
VALG |= {"--help"}
# Where a command begins: at the start of a line or of code, after another one, or in a message
BEGYNNER = re.compile(r"(?:^|[`«\"/\\;&|]\s*|Kjør: |run )dialog ([^`»\"&;\n]+)", re.MULTILINE)


def galt_i_kommandoen(tekst):
    """What in the words after «dialog» the program doesn't know; «» when it knows them all."""
    ordene = [ordet.strip(".,:()") for ordet in re.split(r"[|#]", tekst)[0].split()]
    sti = "dialog"
    while ordene and f"{sti} {ordene[0]}" in KOMMANDOER:
        sti = f"{sti} {ordene.pop(0)}"
    kommando = KOMMANDOER[sti]
    if ordene and getattr(kommando, "commands", None) and re.match("[a-zæøå]", ordene[0]):
        return f"{sti} {ordene[0]}"
    valgene = {"--help", *(navn for parameter in kommando.params for navn in parameter.opts)}
    for valg, verdi in zip_longest(ordene, ordene[1:], fillvalue=""):
        if not valg.startswith("--"):
            continue
        if valg not in valgene or er_avvist(kommando, valg, verdi):
            return f"{sti} {valg} {verdi}"
    return ""


def er_avvist(kommando, valg, verdi):
    """Whether a value isn't one of the few that an option can have."""
    if not re.match("[a-zæøå]", verdi):
        return False
    try:
        kommando.make_context("dialog", [valg, verdi])
    except typer.TyperException as error:
        return "is not one of" in error.format_message()
    return False


@pytest.mark.parametrize("side", SIDER, ids=lambda side: side.stem)
def test_every_command_that_a_page_names_is_one_with_those_options(side):
    markdown = side.read_text("utf-8")
    assert set(map(galt_i_kommandoen, BEGYNNER.findall(markdown))) - OPPDIKTET <= {""}
    nevnt = set(re.findall(r"`(--[a-zæøå-]+)", markdown))
    assert nevnt <= VALG | ANDRES_VALG.keys()


def test_the_pages_name_commands():
    sider = [side.read_text("utf-8") for side in SIDER]
    assert sum(len(BEGYNNER.findall(side)) for side in sider) > 150


@pytest.mark.parametrize(
    "kommando",
    ["genrer --alle", "generer --ale", "status --format pdf", "runde gammel", "sjekk --pdf"],
)
def test_a_command_that_is_wrong_is_seen(kommando):
    assert galt_i_kommandoen(kommando)


# --- YAML --------------------------------------------------------------------------------------


FILNAVN = {
    "skoler.schema.json": "data/skoler.yaml",
    "skoleeier.schema.json": "data/skoleeier.yaml",
    "runde.schema.json": "data/runder/2015.yaml",
    "oppsummering.schema.json": "data/oppsummeringer/2015/ål.yaml",
    "tall.schema.json": "data/tall.yaml",
    "prosjekt.schema.json": "data/prosjekt.yaml",
    "ordliste.schema.json": "maler/ordliste.yaml",
}
SKJEMAER = {FILNAVN[navn]: skjema_av(fil, beskrivelser()) for navn, fil in FILER.items()}
UTELATT = re.compile(r"^\s*…\n", re.MULTILINE)


def spalter(tekst):
    """What stands in a block: one file's keys, or two files side by side, each under its name."""
    første, *resten = tekst.splitlines()
    skille = første.find("# data/", 1)
    if skille < 0 or not første.startswith("# data/"):
        return [tekst]
    deler = ([linje[:skille] for linje in resten], [linje[skille:] for linje in resten])
    return ["\n".join([*linjer, ""]) for linjer in deler]


def uten_utelatt(tekst):
    """What stands in a piece, without the lines that say that more may stand there."""
    return les_yaml(UTELATT.sub("", tekst))


def yaml_biter():
    """The YAML of the pages that says no file, as it is: that which does is part of the story."""
    biter = []
    for blokk in chain.from_iterable(blokker(side) for side in SIDER):
        if blokk.språk == "yaml" and not filer(blokk):
            biter += (pytest.param(tekst, id=blokk.sted) for tekst in spalter(blokk.tekst))
    return [bit for bit in biter if not ANDRES.keys() & uten_utelatt(bit.values[0]).keys()]


def steder(tekst):
    """Where the keys of a piece can stand: the files, each with the piece as it is put in there."""
    bit = uten_utelatt(tekst)
    øverst = [
        (fil, bit) for fil, skjema in SKJEMAER.items() if bit.keys() <= skjema["properties"].keys()
    ]
    if øverst:
        return øverst
    under = []
    for fil, skjema in SKJEMAER.items():  # ids alone: schools, roles, dialogues
        for nøkkel, verdi in skjema["properties"].items():
            if "patternProperties" in verdi and verdi["type"] == "object":
                under.append((fil, {nøkkel: bit}))
    return under


def galt_i(prosjekt, dialog, tekst, fil, bit):
    """What the program says of a file that a piece is put into; empty when it is right."""
    flett_inn(prosjekt / fil, bit)
    if UTELATT.search(tekst):  # the rest isn't there, so only keys and values can be looked at
        innhold = les_yaml((prosjekt / fil).read_text("utf-8"))
        return "\n".join(e.message for e in Draft7Validator(SKJEMAER[fil]).iter_errors(innhold))
    gikk = dialog("sjekk")
    return gikk.feil if gikk.kode else ""


# What a key figure needs beside what a page is about, and a file with it
NØKKELTALL = {"navn": "Et tall", "enhet": "prosent", "fil": "tall/tall.csv", "kolonne": "Andel"}
TALLRAD = "Ål vgs.;{0};2014-15;31;99\nFylket;{0};2014-15;31;990\nLandet;{0};2014-15;31;9900\n"


def med_resten(prosjekt, bit):
    """Key figures with the rest of what they need, those that they name among them."""
    nøkkeltall = bit.get("nøkkeltall", {})
    nevnt = [*nøkkeltall]
    for ett in nøkkeltall.values():
        nevnt += [*ett.get("sammen_med", []), *filter(None, [ett.get("del_av")])]
    (prosjekt / "data/tall").mkdir(exist_ok=True)
    for id_ in nevnt:
        nøkkeltall[id_] = NØKKELTALL | nøkkeltall.get(id_, {})
        ett = nøkkeltall[id_]
        rader = [
            TALLRAD.format(ett[kolonne]) for kolonne in ("kolonne", "antall") if kolonne in ett
        ]
        fil = "".join(["skole;nøkkeltall;skoleår;verdi;antall\n", *rader])
        (prosjekt / "data" / ett["fil"]).write_text(fil, "utf-8")
    return bit


@pytest.mark.parametrize("tekst", yaml_biter())
def test_a_piece_of_yaml_is_right_where_its_keys_can_stand(prosjekt, dialog, tekst):
    galt = []
    for fil, bit in steder(tekst):
        før = (prosjekt / fil).read_bytes() if (prosjekt / fil).exists() else None
        galt.append(galt_i(prosjekt, dialog, tekst, fil, med_resten(prosjekt, bit)))
        (prosjekt / fil).unlink() if før is None else (prosjekt / fil).write_bytes(før)
    assert "" in galt, "\n".join(galt) or f"ingen fil har nøklene i\n{tekst}"


@pytest.mark.parametrize(
    "tekst",
    [
        *("svarfirst: 1. mai 2015\n", "svarfrist: i mai\n", "kopi: alle\n"),
        *("ål:\n  kortnvn: Ål vgs.\n", "ål:\n  tidsramme:\n    …\n    strat: 10:00\n"),
        "nøkkeltall:\n  frafall:\n    enhet: kilo\n",
    ],
)
def test_a_piece_of_yaml_that_is_wrong_is_seen(prosjekt, dialog, tekst):
    galt = [
        galt_i(prosjekt, dialog, tekst, fil, med_resten(prosjekt, bit))
        for fil, bit in steder(tekst)
    ]
    assert all(galt)
