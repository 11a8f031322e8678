"""Values that change over the years: the past stays as it was."""

from __future__ import annotations

import pytest
from hjelp import bytt, i_mappen, sett_dialog
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dialoggrunnlag.errors import DialogError
from dialoggrunnlag.model.over_arene import alle, gjeldende
from dialoggrunnlag.model.skole import Rolle, Skole
from dialoggrunnlag.reading.datafiler import Datafiler
from dialoggrunnlag.reading.project import Project

SKOLER, EIER, RUNDE = "data/skoler.yaml", "data/skoleeier.yaml", "data/runder/2015.yaml"
DIREKTØR = "  fylkesutdanningssjef:\n"


@pytest.fixture
def data(prosjekt):
    """Read the copied project's data for a round anew."""

    def les(år):
        file = prosjekt / f"data/runder/{år}.yaml"
        if not file.exists():
            text = (prosjekt / RUNDE).read_text("utf-8")
            file.write_text(text.replace("år: 2015\n", f"år: {år}\n"), "utf-8")
        files = Datafiler(Project(prosjekt), år)
        assert not [*files.shared, *files.faults()]
        return files.datasett

    return les


# --- which value holds ------------------------------------------------------------------------


@given(
    st.dictionaries(st.integers(1990, 2030), st.text("abc", min_size=1), min_size=1),
    st.integers(1989, 2031),
)
def test_a_value_holds_from_its_year_until_the_next(values, år):
    årvis = {str(key): value for key, value in values.items()}
    rolle = Rolle.model_validate({"rolle": "r", "navn": årvis}, context={"år": år})
    earlier = [key for key in values if key <= år]
    assert rolle.navn == (values[max(earlier)] if earlier else None)
    assert gjeldende(årvis, år) == rolle.navn
    assert alle(årvis)[0] == gjeldende(årvis, None) == values[max(values)]


@given(st.text("abc", min_size=1), st.none() | st.integers(1989, 2031))
def test_a_plain_value_holds_in_every_round(value, år):
    rolle = Rolle.model_validate({"rolle": "r", "navn": value}, context={"år": år})
    assert rolle.navn == gjeldende(value, år) == value


def test_every_key_that_may_change_takes_years(data, prosjekt):
    bytt(
        prosjekt / EIER,
        "kontor:\n",
        "kontor: {2015: {bokmål: Kontoret, nynorsk: Kontoret}, 2017: Avdelingen}\n"
        "epost: {2015: gammel@example.no, 2016: ny@example.no}\n",
    )
    bytt(
        prosjekt / EIER,
        f"{DIREKTØR}    rolle:\n",
        f"{DIREKTØR}    navn: {{2015: Kari Gran, 2017: Nina Ny}}\n"
        "    epost: {2015: kari@example.no, 2017: nina@example.no}\n    rolle:\n",
    )
    bytt(
        prosjekt / EIER,
        "      bokmål: kvalitetsrådgiver\n      nynorsk: kvalitetsrådgivar\n",
        "      2015: {bokmål: kvalitetsrådgiver, nynorsk: kvalitetsrådgivar}\n      2016: rådgiver\n",
    )
    bytt(
        prosjekt / SKOLER,
        "    navn: Gol vidaregåande skule\n    kortnavn: Gol vgs.\n    kommune: Gol\n",
        "    navn: {2015: Gol vidaregåande skule, 2017: Hallingdal vidaregåande skule}\n"
        "    kortnavn: {2015: Gol vgs., 2017: Hallingdal vgs.}\n"
        "    kommune: {2015: Gol, 2017: Hallingdal}\n"
        "    målform: {2016: nynorsk}\n"
        "    organisasjonsnummer: {2017: 974605937}\n"
        "    tidsramme: {2016: 10:00–14:00}\n"
        "    kontakt:\n      navn: {2015: Per, 2016: Pål}\n"
        "      epost: {2015: per@example.no, 2016: pål@example.no}\n".replace("pål@", "paal@"),
    )
    bytt(prosjekt / SKOLER, "    organisasjonsnummer: 974605937\n", "")
    gammel, ny = data(2015), data(2017)
    assert (gammel.epost, ny.epost) == ("gammel@example.no", "ny@example.no")
    assert (gammel.kontor.nynorsk, ny.kontor.vist) == ("Kontoret", "Avdelingen")
    direktører = [d.roller["fylkesutdanningssjef"] for d in (gammel, data(2016), ny)]
    assert [rolle.navn for rolle in direktører] == ["Kari Gran", "Kari Gran", "Nina Ny"]
    assert [rolle.epost[:4] for rolle in direktører] == ["kari", "kari", "nina"]
    rådgivere = [d.roller["kvalitetsrådgiver"].rolle for d in (gammel, ny)]
    assert [rolle.vist for rolle in rådgivere] == ["kvalitetsrådgiver", "rådgiver"]
    før, nå = gammel.skoler["gol"], ny.skoler["gol"]
    assert (før.kortnavn, nå.kortnavn) == ("Gol vgs.", "Hallingdal vgs.")
    assert (før.navn[:3], nå.navn[:3]) == ("Gol", "Hal")
    assert (før.kommune, nå.kommune) == ("Gol", "Hallingdal")
    assert (før.målform, nå.målform) == ("bokmål", "nynorsk")
    assert (før.tidsramme, str(nå.tidsramme)) == (None, "10:00–14:00")
    assert (før.organisasjonsnummer, nå.organisasjonsnummer) == (None, "974605937")
    assert (før.kontakt.navn, nå.kontakt.epost) == ("Per", "paal@example.no")


def test_a_contact_may_be_another_as_a_whole():
    kontakt = {"2015": {"epost": "a@example.no"}, "2017": {"navn": "B", "epost": "b@example.no"}}
    skole = {"navn": "N", "kortnavn": "K", "kontakt": kontakt}
    leste = [Skole.model_validate(skole, context={"år": år}).kontakt for år in (2014, 2016, 2017)]
    assert [one and one.epost for one in leste] == [None, "a@example.no", "b@example.no"]


def test_a_school_that_came_later_is_no_error_in_a_round_without_it(prosjekt, data):
    bytt(prosjekt / SKOLER, "skoler:\n", "skoler:\n  ny:\n    navn: {2017: Ny}\n    kortnavn: N\n")
    assert "ny" not in data(2015).skoler
    assert data(2017).skoler["ny"].navn == "Ny"


# --- a past round made again ------------------------------------------------------------------


def lag(dialog, *valg):
    kjøring = dialog("generer", "--alle", "--alle-dokumenter", *valg)
    assert kjøring.kode == 0, kjøring.feil
    return kjøring


def test_a_past_round_made_again_is_byte_for_byte_what_it_was(prosjekt, dialog):
    sett_dialog(prosjekt, "gol", "dato: 3. november 2015", "fra_skoleeier: [fylkesutdanningssjef]")
    bytt(prosjekt / EIER, "kontor:\n", "kontor: Utdanningsavdelinga\n")
    bytt(prosjekt / EIER, DIREKTØR, f"{DIREKTØR}    navn: Kari Gran\n")
    lag(dialog)
    før = i_mappen(prosjekt / "ut")
    bytt(prosjekt / EIER, "navn: Kari Gran", "navn: {2015: Kari Gran, 2017: Nina Ny}")
    bytt(prosjekt / EIER, "kontor: Utd", "kontor: {2017: Avdelingen, 2014: Utd")
    bytt(prosjekt / EIER, "danningsavdelinga", "danningsavdelinga}")
    bytt(prosjekt / SKOLER, "navn: Gol vgs.", "navn: {2010: Gol vgs., 2016: Hallingdal vgs.}")
    skule = " vidaregåande skule"
    bytt(prosjekt / SKOLER, f"navn: Gol{skule}", f"navn: {{2016: Hol{skule}, 1999: Gol{skule}}}")
    status = dialog("status", "--krev-fersk").ut
    assert "fersk" in status
    assert "utdatert" not in status
    kjøring = lag(dialog)
    assert "uendret" in kjøring.feil
    assert i_mappen(prosjekt / "ut") == før
    (prosjekt / "ut").rename(prosjekt / "gammel")
    lag(dialog)
    assert i_mappen(prosjekt / "ut") == før


def test_a_new_round_has_the_new_people(prosjekt, dialog):
    sett_dialog(prosjekt, "gol", "fra_skoleeier: [fylkesutdanningssjef]")
    bytt(prosjekt / EIER, DIREKTØR, f"{DIREKTØR}    navn: {{2015: Kari Gran, 2016: Nina Ny}}\n")
    kjøring = dialog("runde", "ny", "2016", "--behold-deltakere")
    assert kjøring.kode == 0
    for år, navn in ((2015, "Kari Gran"), (2016, "Nina Ny")):
        dialog("generer", "--skole", "gol", "--runde", år)
        tekst = dialog("tekst", f"ut/{år}/dialoggrunnlag-{år}-gol.docx").ut
        assert navn in tekst


def test_a_change_that_reaches_the_past_is_told(prosjekt, dialog):
    lag(dialog)
    assert dialog("runde", "ny", "2016").kode == 0
    bytt(prosjekt / SKOLER, "navn: Gol vidareg", "navn: Hallingdal vidareg")
    kjøring = dialog("generer", "--skole", "gol", "--runde", "2015")
    assert "1 dokument er endret i runden 2015, som ikke er den nyeste." in kjøring.feil
    assert "«navn: {2015: …, 2016: …}»" in kjøring.feil
    assert "ikke den nyeste" not in dialog("generer", "--skole", "gol", "--runde", "2015").feil
    dialog("generer", "--skole", "gol")
    bytt(prosjekt / SKOLER, "navn: Hallingdal vidareg", "navn: Gol vidareg")
    assert "ikke den nyeste" not in dialog("generer", "--skole", "gol").feil


def test_a_new_round_says_how_what_is_new_is_written(prosjekt, dialog):
    assert "«navn: {…: …, 2016: …}»" in dialog("runde", "ny", "2016").feil


def test_a_role_that_came_later_or_is_no_more_is_not_in_the_round(prosjekt, data):
    bytt(
        prosjekt / EIER,
        "      bokmål: kvalitetsrådgiver\n      nynorsk: kvalitetsrådgivar\n",
        "      2010: kvalitetsrådgiver\n      2016:\n  nestleder:\n    rolle: {2016: nestleder}\n",
    )
    før, nå = list(data(2015).roller), list(data(2016).roller)
    assert før == ["fylkesutdanningssjef", "assisterende", "seksjonsleder", "kvalitetsrådgiver"]
    assert nå == ["fylkesutdanningssjef", "assisterende", "seksjonsleder", "nestleder"]


def test_what_only_other_rounds_have_is_an_error_when_nothing_is_left(prosjekt):
    (prosjekt / EIER).write_text("roller: {leder: {rolle: {2016: leder}}}\n", "utf-8")
    with pytest.raises(DialogError, match="men ikke hva som gjaldt i 2015"):
        Datafiler(Project(prosjekt), 2015)


def test_an_empty_year_says_that_there_is_none_from_then_on(prosjekt):
    skole = {
        "navn": {"2015": "N", "2017": None},
        "kortnavn": "K",
        "kommune": {"2015": "Gol", "2016": None},
    }
    assert Skole.model_validate(skole, context={"år": 2015}).kommune == "Gol"
    assert Skole.model_validate(skole, context={"år": 2016}).kommune is None
    with pytest.raises(ValidationError, match="Fra 2017 står det ingenting her"):
        Skole.model_validate(skole, context={"år": 2018})
