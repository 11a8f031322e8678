"""Every document in every variant: no broken word, the same pages in two engines, nothing invalid."""

from __future__ import annotations

import os
import shutil
from itertools import product
from typing import NamedTuple

import onlyoffice
import pytest
from hjelp import REPO
from sidevarianter import (
    LANG,
    SOFFICE,
    VARIANTER,
    antall_sider,
    delte_ord,
    i_libreoffice,
    i_onlyoffice,
    legg_inn,
    ord_i,
)
from test_kunnskapsgrunnlagmal import skriv_tall
from validatorer import feil_i_word, trenger_sdk

from dialoggrunnlag.cli.app import run

pytestmark = [
    pytest.mark.treg,
    pytest.mark.skipif(
        not SOFFICE and not os.environ.get("CI"), reason="LibreOffice is not installed"
    ),
]
SLAG = ("dialoggrunnlag", "dagsorden", "oppsummering", "kunnskapsgrunnlag")
MÅLFORMER = ("bokmål", "nynorsk")


class Laget(NamedTuple):
    """The documents of all variants by their names, and LibreOffice's PDF of each."""

    filer: dict
    pdfer: dict


@pytest.fixture(scope="module")
def laget(tmp_path_factory):
    """Every document kind in every variant and both languages, made once, by one office."""
    folder = tmp_path_factory.mktemp("varianter")
    filer = {}
    for variant, målform in product(VARIANTER, MÅLFORMER):
        prosjekt = folder / f"{variant}-{målform}"
        for name in ("data", "maler"):
            shutil.copytree(REPO / name, prosjekt / name)
        legg_inn(prosjekt, variant, målform)
        skriv_tall(prosjekt, målform, ["gol"], skjult=True)
        valg = [word for slag in SLAG for word in ("--dokument", slag)]
        assert run(["generer", "--skole", "gol", *valg, "--prosjekt", str(prosjekt)]) == 0
        for slag in SLAG:
            fil = folder / f"{slag}-{variant}-{målform}.docx"
            shutil.copy(prosjekt / f"ut/2015/{slag}-2015-gol.docx", fil)
            filer[fil.stem] = fil
    pdfer = i_libreoffice(list(filer.values()), folder)
    return Laget(filer, dict(zip(filer, pdfer, strict=True)))


def er(navn, slag):
    return navn.startswith(f"{slag}-")


@pytest.mark.parametrize("slag", SLAG)
def test_no_line_of_any_page_ends_inside_a_word_without_a_hyphen(laget, slag):
    delte = {}
    for navn, fil in laget.filer.items():
        if er(navn, slag):
            ordene = ord_i(fil)
            assert len(ordene) > 20, navn
            delte[navn] = delte_ord(laget.pdfer[navn], ordene)
    assert len(delte) == len(VARIANTER) * len(MÅLFORMER)
    assert not any(delte.values()), {navn: found for navn, found in delte.items() if found}


def test_the_full_variant_holds_the_long_words(laget):
    lange = {word.strip(",").casefold() for word in LANG.split()}
    for slag in ("dialoggrunnlag", "oppsummering"):
        assert lange <= ord_i(laget.filer[f"{slag}-full-bokmål"]), slag


@pytest.mark.skipif(not onlyoffice.finnes(), reason="document-builder is not installed")
def test_every_document_has_the_same_pages_in_onlyoffice(laget, tmp_path):
    pdfer = i_onlyoffice(list(laget.filer.values()), tmp_path / "onlyoffice")
    her = {navn: antall_sider(pdf) for navn, pdf in laget.pdfer.items()}
    der = dict(zip(laget.filer, map(antall_sider, pdfer), strict=True))
    ulike = {navn: (her[navn], der[navn]) for navn in her if her[navn] != der[navn]}
    assert not ulike, f"(LibreOffice, ONLYOFFICE): {ulike}"


@trenger_sdk
def test_every_full_document_is_what_word_expects(laget):
    filer = [fil for navn, fil in laget.filer.items() if "-full-" in navn]
    assert len(filer) == len(SLAG) * len(MÅLFORMER)
    assert feil_i_word(filer) == []


SMAL = """\
<page><flow><block><line><word xMin="1">Kvalitetsrådgive</word></line>
<line><word xMin="1">ren</word> <word xMin="9">og</word></line></block></flow></page>
"""


def test_a_broken_word_is_seen(monkeypatch):
    import sidevarianter

    ordene = {"kvalitetsrådgiveren", "og"}
    assert list(sidevarianter._delte(SMAL, ordene)) == ["kvalitetsrådgive|ren"]
    assert not list(sidevarianter._delte(SMAL.replace("give<", "give-<"), ordene))
