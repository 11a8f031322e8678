"""Hard spaces: where they come, that nothing else changes, and that a form is read without them."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest
from hjelp import linjer, sett_dialog
from hypothesis import given
from hypothesis import strategies as st
from skjema_hjelp import fylt_av_motoren, lest

from dialoggrunnlag.model.faste_mellomrom import FAST, faste_mellomrom, vanlige_mellomrom
from dialoggrunnlag.model.oppsummering import Oppsummering

# A tilde for each hard space
STEDER = (
    "tirsdag 3.~november~2015",
    "12.~des.~2015 eller mars~2016",
    "45~min",
    "Inntil 40~min.",
    "ca.~20~minutter",
    "1~time 45 elever",
    "(1~time~45~min)",
    "1~t~45~min",
    "10~t og 3~timar",
    "kl.~09:00",
    "Kl~9",
    "73,5~% av 412 elever",
    "kr~150~000, 1~234~567~kroner og 5~mill. til",
    "Ål~vgs., Gol~vgs og St.~Hallvard~vgs.",
    "§~5 og §§~5–7",
    "s.~12, side~3 og nr.~3",
    "uke~45",
    "tlf.~32~00~00~00",
    "+47~900~00~000.",
    "f.~eks. to",
)
UTEN = (
    "i 2015 200 elever",
    "3 elever og 4 lærere",
    "Møterom 2",
    "09:00 – 13:00",
    "Skolen har 12. Den er stor.",
    "mai møtes vi 2 ganger",
    "30 t-skjorter",
    "vg1 i år",
    "",
)
_ORD = st.sampled_from(
    [*" ".join((*STEDER, *UTEN)).replace("~", " ").split(), FAST, "\n", "\t", "", "00", "900", "32"]
)
TEKSTER = st.one_of(
    st.text(),
    st.lists(_ORD, max_size=12).map(" ".join),
    st.lists(st.one_of(_ORD, st.sampled_from([" ", FAST])), max_size=20).map("".join),
)


@pytest.mark.parametrize("expected", [*STEDER, *UTEN])
def test_hard_spaces_come_where_norwegian_wants_them_and_nowhere_else(expected):
    assert faste_mellomrom(expected.replace("~", " ")) == expected.replace("~", FAST)


@given(TEKSTER)
def test_nothing_but_ordinary_spaces_is_changed(text):
    changed = faste_mellomrom(text)
    assert len(changed) == len(text)
    assert all(
        new == old or (old, new) == (" ", FAST) for old, new in zip(text, changed, strict=True)
    )


@given(TEKSTER)
def test_twice_is_as_once(text):
    once = faste_mellomrom(text)
    assert faste_mellomrom(once) == once


@given(TEKSTER)
def test_what_was_made_hard_is_made_ordinary_again_and_a_persons_own_is_kept(text):
    vanlig = vanlige_mellomrom(text)
    assert vanlige_mellomrom(faste_mellomrom(text)) == vanlig
    assert vanlig.replace(FAST, " ") == text.replace(FAST, " ")
    if FAST not in text:
        assert vanlig == text


def test_word_documents_have_them_without_asking_and_texts_by_the_filter(prosjekt, dialog):
    lines = ["dato: 3. november 2015", "sted: Rom 2 hos Gol vgs., kl. 09:00"]
    sett_dialog(prosjekt, "gol", *lines)
    (prosjekt / "maler/prøve.txt.j2").write_text(
        "{{ dialog.dato }}\n{{ dialog.dato | faste_mellomrom }}\n", "utf-8"
    )
    documents = [word for kind in ("dialoggrunnlag", "prøve") for word in ("--dokument", kind)]
    ran = dialog("generer", "--skole", "gol", *documents)
    assert ran.kode == 0, ran.feil
    grunnlag, prøve = (prosjekt / path for path in ran.ut.splitlines())
    hele = "\n".join(linjer(grunnlag))
    for text in ("3. november 2015", "Gol vgs., kl. 09:00"):
        assert text not in hele
        assert faste_mellomrom(text) in hele
    dato = "tirsdag 3. november 2015"
    assert prøve.read_text("utf-8").splitlines() == [dato, faste_mellomrom(dato)]


def test_a_form_with_hard_spaces_is_read_with_ordinary_ones_and_its_words_stay_a_persons_own():
    tekst = f"Ferdig ca. 3. november 2015\nGol vgs. bruker 45 min, a{FAST}b"
    skjema = Oppsummering.model_validate(
        {
            "skole": "gol",
            "runde": "2015",
            "lært": tekst,
            "mål": [{"mål": tekst, "frist": "1.3.2016"}],
        }
    )
    data = fylt_av_motoren(skjema)
    assert (
        faste_mellomrom("1. mars 2016")
        in ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    )
    read = lest(data).data
    assert read["lært"] == read["mål"][0]["mål"] == tekst
    assert read["mål"][0]["frist"] == "1. mars 2016"
