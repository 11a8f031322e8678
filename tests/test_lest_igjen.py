"""A summary that somebody has worked on isn't lost when its form is read again."""

from __future__ import annotations

import re

import pytest
from hjelp import bytt, i_mappen
from skjema_hjelp import fylt_av_motoren, med, p

from dialoggrunnlag.model.oppsummering import Oppsummering
from dialoggrunnlag.reading.oppsummeringsfiler import er_redigert, som_fil, som_yaml, uten_merke

FIL = "data/oppsummeringer/2015/gol.yaml"
KOPI = re.compile(r"gol, redigert, kopi \d{4}-\d\d-\d\d( \(2\))?\.txt")


def skjema(prosjekt, lært, runde=2015):
    mål = [{"mål": "Lese mer", "ansvarlig": "rektor", "frist": "1. mars 2016"}]
    data = {"skole": "gol", "runde": str(runde), "lært": lært, "mål": mål}
    path = prosjekt / "gol.docx"
    path.write_bytes(fylt_av_motoren(Oppsummering.model_validate(data)))
    return path


@pytest.fixture
def lest(prosjekt, dialog):
    assert dialog("oppsummering", "les", skjema(prosjekt, "Små grep.")).kode == 0
    return prosjekt


def kopier(prosjekt):
    return sorted(f.name for f in (prosjekt / FIL).parent.iterdir() if f.name != "gol.yaml")


def test_one_that_nobody_has_edited_is_replaced_without_a_copy(lest, dialog):
    ran = dialog("oppsummering", "les", "--overskriv", skjema(lest, "Store grep."))
    assert ran.kode == 0
    assert "Store grep." in (lest / FIL).read_text("utf-8")
    assert kopier(lest) == []
    assert "fingeravtrykk" not in ran.feil, "forskjellen er det folk har skrevet"


HÅND = {
    "status": ("    ansvarlig: rektor\n", "    ansvarlig: rektor\n    status: nådd\n", "-  status: nådd"),
    "merknad": ("lært: Små grep.\n", "# husk: ring rektor\nlært: Små grep.\n", "-# husk: ring rektor"),
}  # fmt: skip


@pytest.mark.parametrize("hva", HÅND)
def test_what_is_set_by_hand_is_shown_and_kept_in_a_dated_copy(lest, dialog, hva):
    before, after, shown = HÅND[hva]
    text = (lest / FIL).read_text("utf-8")
    before, after = (re.sub("^    ", "  ", part, flags=re.MULTILINE) for part in (before, after))
    assert before in text, text
    bytt(lest / FIL, before, after)
    edited = (lest / FIL).read_bytes()
    new = skjema(lest, "Store grep.")
    ran = dialog("oppsummering", "les", new)
    assert ran.kode == 1
    assert shown in ran.feil
    assert i_mappen(lest / "data/oppsummeringer") == {"2015/gol.yaml": edited}
    ran = dialog("oppsummering", "les", "--overskriv", new)
    assert ran.kode == 0
    [copy] = kopier(lest)
    assert KOPI.fullmatch(copy)
    assert copy in ran.feil
    assert (lest / FIL).with_name(copy).read_bytes() == edited
    assert "Store grep." in (lest / FIL).read_text("utf-8")
    assert dialog("sjekk").feil.count("[ukjent-fil]") == 0, "kopien blir ikke tatt for data"
    bytt(lest / FIL, "Store grep.", "Egne grep.")
    assert dialog("oppsummering", "les", "--overskriv", new).kode == 0
    assert len(kopier(lest)) == 2


def test_one_from_before_there_was_a_mark_is_kept_too(lest, dialog):
    (lest / FIL).write_text(uten_merke((lest / FIL).read_text("utf-8")), "utf-8")
    dialog("oppsummering", "les", "--overskriv", skjema(lest, "Store grep."))
    assert len(kopier(lest)) == 1


@pytest.mark.parametrize("slutt", ["\n", "\r\n"])
def test_gits_line_ends_are_no_edit(slutt):
    text = som_fil(som_yaml({"skole": "gol", "runde": 2015}))
    assert not er_redigert(text.replace(b"\n", slutt.encode()))
    assert er_redigert(text.replace(b"gol", b"lier"))


def test_one_that_changes_while_it_is_replaced_is_left(lest, dialog, monkeypatch):
    monkeypatch.setattr("dialoggrunnlag.runden.skjemaer.write_whole", lambda *_, **__: False)
    before = (lest / FIL).read_bytes()
    ran = dialog("oppsummering", "les", "--overskriv", skjema(lest, "Store grep."))
    assert ran.kode == 1
    assert "ble endret mens den skulle erstattes" in ran.feil
    assert (lest / FIL).read_bytes() == before


def test_a_form_of_a_round_that_there_is_not_is_told(prosjekt, dialog):
    ran = dialog("oppsummering", "les", skjema(prosjekt, "Små grep.", 2098))
    assert ran.kode == 0
    assert (
        "gol.docx: Skjemaet gjelder runden 2098, men data/runder/2098.yaml finnes ikke." in ran.feil
    )


def test_what_is_left_over_from_windows_reaches_the_file_as_it_was_meant(prosjekt, dialog):
    path = prosjekt / "gol.docx"
    path.write_bytes(med("oppsummering.lært", p("Elevene\x92s \x93grep\x94 \ufdd0")))
    ran = dialog("oppsummering", "les", path)
    assert ran.kode == 0
    assert "lært: Elevene’s “grep” �" in (prosjekt / FIL).read_text("utf-8")
    assert "gol.docx, under «" in ran.feil
    assert dialog("generer", "--skole", "gol", "--alle-dokumenter").kode == 0
