"""Forms that ONLYOFFICE's engine has filled in and saved are read back as they were filled in."""

from __future__ import annotations

import onlyoffice
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skjema_hjelp import (
    AVTALE,
    EVALUERING,
    MÅL,
    SOM_FOLK_FYLLER_UT,
    TASTEDE,
    TEKSTER,
    fylt_av_motoren,
    lest,
    som_felt,
    tomt,
)

from dialoggrunnlag.model.norsk import Dato
from dialoggrunnlag.model.oppsummering import Oppsummering

pytestmark = [
    pytest.mark.treg,
    pytest.mark.skipif(not onlyoffice.finnes(), reason="document-builder is not installed"),
]

TABELLER = {"avtaler": (0, "avtale", AVTALE, 1), "mål": (1, "mål", MÅL, 3)}  # rows from the start


def oppsummering(**data):
    return Oppsummering.model_validate({"skole": "gol", "runde": "2015", **data})


def lest_uten_vannmerke(path):
    """The form's data, without what an engine that has no licence adds."""
    read = lest(path.read_bytes())
    data = {**read.data, "annet": []}
    for entry in read.data.get("annet", []):
        if entry["tekst"] != onlyoffice.VANNMERKE:
            data["annet"].append(entry)
    return data, read.ider


def steg(made, how):
    """What a person does in the empty form: «felt» fills the controls, «celle» the tables' cells."""
    felt = som_felt(made)
    verdier = {f"oppsummering.{key}": felt[key] for key in ("dato", "til_stede", *TEKSTER)}
    verdier |= {f"oppsummering.evaluering.{key}": felt["evaluering"][key] for key in EVALUERING}
    verdier["oppsummering.uten_elevnavn"] = felt["uten_elevnavn"]
    for tag, value in verdier.items():
        if value:
            yield _i_feltet(tag, 0, value)
    for liste in TABELLER:
        yield from _i_tabellen(liste, felt[liste], how)


def _i_tabellen(liste, rader, how):
    tabell, navn, kolonner, antall = TABELLER[liste]
    for number, rad in enumerate(rader):
        is_new = number >= antall  # and has no controls
        if is_new:
            yield "rad", tabell
        for kolonne, key in enumerate(kolonner):
            if rad[key] and (is_new or how == "celle"):
                yield "celle", tabell, number + 1, kolonne, str(rad[key])
            elif rad[key]:
                yield _i_feltet(f"{navn}.{key}", number, rad[key])


def _i_feltet(tag, number, value):
    if value is True:
        return "kryss", tag, number
    if isinstance(value, Dato):
        return "dato", tag, number, value.dag.year, value.dag.month, value.dag.day
    return "velg" if tag.endswith(".status") else "skriv", tag, number, value


def test_a_form_filled_in_by_onlyoffice_is_read_back_as_it_was_filled_in(tmp_path):
    (tmp_path / "tomt.docx").write_bytes(tomt())

    @settings(max_examples=8)
    @given(TASTEDE, st.sampled_from(["felt", "celle"]))
    def likt(data, how):
        made = oppsummering(**data)
        onlyoffice.fyll(tmp_path / "tomt.docx", tmp_path / "ut.docx", steg(made, how))
        assert Oppsummering.model_validate(lest_uten_vannmerke(tmp_path / "ut.docx")[0]) == made

    likt()


def test_a_form_filled_beforehand_survives_being_saved_by_onlyoffice(tmp_path):
    @settings(max_examples=4)
    @given(TASTEDE)
    def likt(data):
        made = oppsummering(**data)
        (tmp_path / "fylt.docx").write_bytes(fylt_av_motoren(made))
        onlyoffice.fyll(tmp_path / "fylt.docx", tmp_path / "ut.docx")
        assert Oppsummering.model_validate(lest_uten_vannmerke(tmp_path / "ut.docx")[0]) == made

    likt()


@pytest.mark.parametrize("what", SOM_FOLK_FYLLER_UT)
def test_what_people_write_is_read_as_before_when_onlyoffice_has_saved_it(tmp_path, what):
    (tmp_path / "inn.docx").write_bytes(SOM_FOLK_FYLLER_UT[what])
    onlyoffice.fyll(tmp_path / "inn.docx", tmp_path / "ut.docx")
    written = lest(SOM_FOLK_FYLLER_UT[what]).data
    assert lest_uten_vannmerke(tmp_path / "ut.docx")[0] == {"annet": [], **written}


LENGRE = "Flere leser lengre tekster"
RETTET = {
    "in the field": [("skriv", "avtale.mål", 0, LENGRE)],
    "over all of the cell": [("celle", 0, 1, 0, LENGRE)],
    "below a row of its own": [("rad", 0), ("celle", 0, 4, 0, "Nytt"), ("skriv", "avtale.mål", 0, LENGRE)],
    "with the row below it deleted": [("slett", 0, 2), ("skriv", "avtale.mål", 0, LENGRE)],
}  # fmt: skip


@pytest.mark.parametrize("how", RETTET)
def test_the_rows_of_a_form_saved_by_onlyoffice_are_the_agreements_that_they_were(tmp_path, how):
    mål = ["Flere leser lange tekster", "Lavere fravær", "Felles vurderingsspråk"]
    ider = [f"gol-2014-{number}" for number in (1, 2, 3)]
    avtaler = [{"mål": one} for one in mål]
    skjema = fylt_av_motoren(oppsummering(avtaler=avtaler), ider=ider)
    (tmp_path / "inn.docx").write_bytes(skjema)
    onlyoffice.fyll(tmp_path / "inn.docx", tmp_path / "ut.docx", RETTET[how])
    data, read = lest_uten_vannmerke(tmp_path / "ut.docx")
    rows = dict(zip([row["mål"] for row in data["avtaler"]], read, strict=True))
    expected = {LENGRE: ider[0], mål[1]: ider[1], mål[2]: ider[2]}
    if "row of its own" in how:
        expected["Nytt"] = ""
    if "deleted" in how:
        del expected[mål[1]]
    assert rows == expected


def test_a_step_that_can_not_be_taken_is_an_error(tmp_path):
    (tmp_path / "tomt.docx").write_bytes(tomt())
    with pytest.raises(AssertionError, match="ONLYOFFICE: TypeError"):
        onlyoffice.fyll(
            tmp_path / "tomt.docx", tmp_path / "ut.docx", [("skriv", "finnes.ikke", 0, "a")]
        )
    assert not (tmp_path / "ut.docx").exists()
