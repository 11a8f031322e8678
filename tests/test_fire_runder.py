"""Four rounds on end, as an adviser lives them: nothing typed twice, nothing lost or doubled.

2014 is the first round. Lier closes in 2016 and goes into Røyken; in 2017 Numedal closes, a school
is new, and the director is another. Gol's form of 2016 corrects the words of what was agreed.
"""

from __future__ import annotations

import json

import pytest
from hjelp import bytt, i_mappen, tekst
from libreoffice import Kontor, finnes
from skjema_hjelp import FRAVÆR, LESE, SPRÅK, fylt_i, lest

SKOLER, EIER = "data/skoler.yaml", "data/skoleeier.yaml"
REGNE = {"mål": "Flere består matematikk", "ansvarlig": "rektor", "frist": "1. mai 2016"}
PRAKSIS = {"mål": "Flere praksisplasser", "ansvarlig": "rektor", "frist": "1. mai 2017"}
RETTET = {
    ("avtale.mål", 0): "Lavere fravær på Vg1",
    ("avtale.mål", 1): "Et felles språk om vurdering",
    ("avtale.status", 1): "i gang",
    ("mål.mål", 0): "Styrke samarbeidet med næringslivet",
    ("oppsummering.neste_kontakt", 0): "Telefon i uke 6",
}


def i_word(skjema, felt):
    """As Word writes what is typed into a form's fields."""
    skjema.write_bytes(fylt_i(felt, skjema.read_bytes()))


def i_libreoffice(skjema, felt):
    """Typed over whole cells: LibreOffice then drops the controls, and says no more what they are."""
    if not finnes():
        pytest.skip("LibreOffice or a Python with uno is missing")
    avtalte, nye = "Avtalene fra forrige dialog", "Avtalte utviklingsmål"
    steder = {
        ("avtale.mål", 0): (avtalte, 1, "Mål"),
        ("avtale.mål", 1): (avtalte, 2, "Mål"),
        ("avtale.status", 1): (avtalte, 2, "Status"),
        ("mål.mål", 0): (nye, 1, "Mål"),
        ("oppsummering.neste_kontakt", 0): "Neste kontakt",
    }
    with Kontor() as kontor:
        kontor.fyll(skjema, skjema, {steder[key]: text for key, text in felt.items()})


@pytest.fixture(params=[i_word, pytest.param(i_libreoffice, marks=pytest.mark.treg)])
def rett_i_skjemaet(request):
    """Fill in a form with corrections, as each program saves it."""
    return request.param


@pytest.fixture
def år_for_år(prosjekt, dialog):
    return _ÅrForÅr(prosjekt, dialog)


class _ÅrForÅr:
    """What an adviser does from one year to the next."""

    def __init__(self, prosjekt, dialog):
        self.prosjekt, self.dialog = prosjekt, dialog

    def kjør(self, *argv):
        """Run a command that must go well."""
        kjøring = self.dialog(*argv)
        assert kjøring.kode == 0, kjøring.feil
        return kjøring

    def lag(self, år):
        """Make all that there is in a round; returns the files."""
        self.kjør("generer", "--alle", "--alle-dokumenter", "--runde", år)
        return i_mappen(self.prosjekt / f"ut/{år}")

    def ny_runde(self, år):
        self.kjør("runde", "ny", år, "--behold-deltakere")
        self.lag(år)

    def fil(self, slag, år, skole):
        return self.prosjekt / f"ut/{år}/{slag}-{år}-{skole}.docx"

    def dokument(self, år, skole):
        """What a dialoggrunnlag says."""
        return tekst(self.fil("dialoggrunnlag", år, skole))

    def i_nytt_skjema(self, år, skole):
        """The earlier agreements as the untouched form has them."""
        return lest(self.fil("oppsummering", år, skole).read_bytes()).data.get("avtaler", [])

    def svar(self, år, skole, avtaler=(), mål=()):
        """A school fills in its form, and that is read."""
        felt = {}
        for navn, rader in (("avtale", avtaler), ("mål", mål)):
            for number, rad in enumerate(rader):
                felt |= {(f"{navn}.{key}", number): text for key, text in rad.items()}
        i_word(self.fil("oppsummering", år, skole), felt)
        self.kjør("oppsummering", "les", self.fil("oppsummering", år, skole))

    def skole(self, skole_id, *lines):
        """Add lines to a school's entry."""
        entry = "".join(f"    {line}\n" for line in lines)
        bytt(self.prosjekt / SKOLER, f"\n  {skole_id}:\n", f"\n  {skole_id}:\n{entry}")

    def avtaler(self):
        """Every agreement by its words: where it is, who agreed it, when, and how it goes."""
        rader = json.loads(self.kjør("avtaler", "--format", "json").ut)
        avtaler = {}
        for rad in rader:
            hvor = (rad["skole"], rad["avtalt_ved"])
            avtaler[rad["mål"]] = (*hvor, rad["runde"], rad["status"], rad["kjennetegn"])
        assert len(avtaler) == len(rader) == len({rad["id"] for rad in rader}), "one is doubled"
        return avtaler


def test_four_rounds_with_nothing_typed_twice_nothing_lost_and_the_past_as_it_was(
    år_for_år, rett_i_skjemaet
):
    _begynn_i_2014(år_for_år.prosjekt)
    _i_2014(år_for_år)
    _i_2015(år_for_år)
    fortid = {runde: år_for_år.lag(runde) for runde in (2014, 2015)}  # the forms as they were read
    _i_2016(år_for_år, rett_i_skjemaet)
    fortid[2016] = år_for_år.lag(2016)
    _i_2017(år_for_år)

    assert år_for_år.avtaler() == {
        LESE["mål"]: ("gol", None, 2014, "nådd", LESE["kjennetegn"]),
        "Lavere fravær på Vg1": ("gol", None, 2014, "i gang", None),
        "Et felles språk om vurdering": ("gol", None, 2015, "i gang", None),
        "Styrke samarbeidet med næringslivet": ("gol", None, 2016, None, None),
        REGNE["mål"]: ("røyken", "lier", 2014, "nådd", None),
        "Flere gode praksisplasser": ("røyken", "lier", 2015, None, None),
        "Færre slutter": ("numedal", None, 2016, None, None),
    }
    for runde, filer in fortid.items():
        assert år_for_år.lag(runde) == filer
    for runde in (*fortid, 2017):
        kjøring = år_for_år.kjør("sjekk", "--runde", runde)
        for uønsket in ("har ingen dialog", "[ukjent-fil]", "slett"):
            assert uønsket not in kjøring.feil


def _begynn_i_2014(prosjekt):
    """Make the project's round that of 2014, with the director in every dialogue."""
    direktør = "  fylkesutdanningssjef:\n"
    bytt(prosjekt / EIER, direktør, f"{direktør}    navn: Kari Gran\n")
    runden, ny = prosjekt / "data/runder/2015.yaml", prosjekt / "data/runder/2014.yaml"
    text = runden.read_text("utf-8").replace("\når: 2015", "\når: 2014")
    text = text.replace("dialoger 2015", "dialoger 2014")
    text = text.replace("    fra_skoleeier:\n", "    fra_skoleeier: [fylkesutdanningssjef]\n")
    ny.write_text(text, "utf-8")
    runden.unlink()


def _i_2014(år):
    """Nothing is known; goals are agreed."""
    år.lag(2014)
    assert år.dokument(2014, "gol").count("Oppsummering fra forrige dialog") == 1
    år.svar(2014, "gol", mål=[LESE, FRAVÆR])
    år.svar(2014, "lier", mål=[REGNE])


def _i_2015(år):
    """They stand in the document and in the form; one is reached, others are agreed."""
    år.ny_runde(2015)
    gol = år.dokument(2015, "gol")
    assert "avtalt i utviklingsdialogen 2014:" in gol
    assert [value for value in (*LESE.values(), *FRAVÆR.values()) if value not in gol] == []
    assert år.i_nytt_skjema(2015, "gol") == [
        {"mål": "Flere leser lange tekster", "ansvarlig": "rektor", "frist": "1. mars 2015"},
        {"mål": "Lavere fravær", "ansvarlig": "rådgiver", "frist": "før jul"},
    ]
    nådd = {"status": "nådd", "kommentar": "Godt arbeid"}
    år.svar(2015, "gol", avtaler=[nådd, {"status": "i gang"}], mål=[SPRÅK])
    år.svar(2015, "lier", avtaler=[{"status": "i gang"}], mål=[PRAKSIS])


def _i_2016(år, rett_i_skjemaet):
    """What is reached is over; Lier's agreements are Røyken's; words are corrected."""
    år.skole("lier", "nedlagt: 2016")
    år.skole("røyken", "tidligere: [lier]")
    år.ny_runde(2016)
    assert not år.fil("dialoggrunnlag", 2016, "lier").exists()
    gol = år.dokument(2016, "gol")
    assert "Lavere fravær (avtalt i 2014)" in gol
    assert "Flere leser lange tekster" not in gol
    assert "Flere praksisplasser (avtalt ved Lier vgs.)" in år.dokument(2016, "røyken")
    skjema = år.fil("oppsummering", 2016, "gol")
    rett_i_skjemaet(skjema, RETTET)
    kjøring = år.kjør("oppsummering", "les", skjema)
    assert "«Lavere fravær på Vg1» er en rettelse av «Lavere fravær» fra 2014." in kjøring.feil
    år.svar(2016, "røyken", avtaler=[{"status": "nådd"}, {"mål": "Flere gode praksisplasser"}])
    år.svar(2016, "numedal", mål=[{"mål": "Færre slutter"}])


def _i_2017(år):
    """A school is closed, one is new, the director is another."""
    år.skole("numedal", "nedlagt: 2017")
    ny = "navn: Helt ny videregående skole\n    kortnavn: Helt ny vgs.\n    opprettet: 2017\n"
    bytt(år.prosjekt / SKOLER, "\nskoler:\n", f"\nskoler:\n  ny:\n    {ny}\n")
    bytt(år.prosjekt / EIER, "navn: Kari Gran", "navn: {2014: Kari Gran, 2017: Nina Ny}")
    år.ny_runde(2017)
    skolene = {path.stem.split("-2017-")[1] for path in år.prosjekt.glob("ut/2017/*.docx")}
    assert {"ny", "røyken"} <= skolene
    assert not {"lier", "numedal"} & skolene
    gol = år.dokument(2017, "gol")
    assert "Nina Ny" in gol
    assert "Kari Gran" not in gol
    assert gol.count("Lavere fravær") == gol.count("Lavere fravær på Vg1 (avtalt i 2014)") == 1
    assert gol.count("vurdering (avtalt i 2015)") == 1
    for value in ("Styrke samarbeidet med næringslivet", "Telefon i uke 6", "Veiledning"):
        assert value in gol
    røyken = år.dokument(2017, "røyken")
    assert "Flere gode praksisplasser (avtalt i 2015) (avtalt ved Lier vgs.)" in røyken
    assert røyken.count("praksisplasser") == 1
