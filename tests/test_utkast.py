"""The drafts as a rector reads them, against golden files, and as mail programs take them.

tests/utkast/NAVN.txt is a draft's header, text and HTML. ``pytest --forny`` writes them anew:
read them in the diff as the rector who gets the mail.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hjelp import bytt, sett_dialog
from test_innkalling import GOL, KONTAKT, tekst, utkast, vedlegg
from test_malform import sett_målform

from dialoggrunnlag.dokumenter.innkallingsmal import avsnitt
from dialoggrunnlag.runden import innkallinger

FASIT = Path(__file__).parent / "utkast"
LENKE = "https://example.no/møte?rom=2&kode=a"
BARE_DATO = ("dato: 3. november 2015",)
ALT = (
    "dato: 3. november 2015",
    "sted: Møterom 2",
    "deltakere: [{rolle: rektor, navn: Åse Øby, epost: rektor@example.no}]",
    "fra_skoleeier: [kvalitetsrådgiver, seksjonsleder]",
    f"møtelenke: {LENKE}",
)
FLYTTET = ("dato: 4. november 2015", "sted: Møterom <3>", *ALT[2:4], "endring: 1")
RUNDEN = (
    "kopi: deltakere",
    "svarfrist: 25. september 2015",
    "varsel: [1 uke, 1 dag]",
    "kontaktperson: {navn: Kari Moe, rolle: {bokmål: kvalitetsrådgiver, "
    "nynorsk: kvalitetsrådgivar}, telefon: 32 00 00 00, epost: kari@example.no}",
)


@pytest.fixture
def runden(prosjekt):
    """The project with all that a round and a school can say in an invitation."""
    linjer = "\n".join(RUNDEN)
    bytt(prosjekt / "data/runder/2015.yaml", "\når: 2015\n", f"\når: 2015\n{linjer}\n")
    bytt(prosjekt / "data/skoler.yaml", "  gol:\n", f"  gol:\n{KONTAKT}")
    kontor = "bokmål: Utdanningsavdelingen\n  nynorsk: Utdanningsavdelinga"
    eier = prosjekt / "data/skoleeier.yaml"
    bytt(eier, "\nkontor:\n", f"\nkontor:\n  {kontor}\nepost: utd@example.no\n")
    return prosjekt


@pytest.fixture
def lag(prosjekt, dialog):
    """Make the draft of a dialogue with those lines, after those before it."""

    def lage(*dialoger):
        for linjer in dialoger:
            sett_dialog(prosjekt, "gol", *linjer)
            assert dialog("generer", *GOL, "--alle-dokumenter").kode == 0
            ran = dialog("innkalling", *GOL)
            assert ran.kode == 0, ran.feil
        return utkast(prosjekt)

    return lage


TILFELLER = {
    "ny": (ALT,),
    "flyttet": (ALT, FLYTTET),
    "endret": (ALT, (*ALT, "endring: 1")),
    "avlyst": (ALT, (*ALT, "endring: 1", "avlyst: ja")),
    "likevel": (ALT, (*ALT, "endring: 1", "avlyst: ja"), (*ALT, "endring: 2")),
}
NAKNE = {
    "bare-dato": (BARE_DATO,),
    "bare-dato-flyttet": (BARE_DATO, (*FLYTTET[:1], "endring: 1")),
    "bare-dato-avlyst": (BARE_DATO, (*BARE_DATO, "endring: 1", "avlyst: ja")),
}


def html(message):
    return message.get_body(("html",)).get_content().replace("\r\n", "\n")


def vist(message):
    """A draft as text: what the mail program shows of its header, then both its bodies."""
    hode = [f"{navn}: {message[navn]}" for navn in ("From", "To", "Cc", "Subject")]
    return "\n".join([*hode, "", tekst(message), *vedlegg(message), "", html(message)])


def holdt_mot_fasit(request, name, text):
    file = FASIT / f"{name}.txt"
    if request.config.getoption("forny"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")
    assert text == file.read_text("utf-8")


@pytest.mark.parametrize("målform", ["bokmål", "nynorsk"])
@pytest.mark.parametrize("navn", TILFELLER)
def test_the_drafts_of_a_round_that_says_everything(request, runden, lag, navn, målform):
    if målform == "nynorsk":
        sett_målform(runden, "gol")
    holdt_mot_fasit(request, f"{navn}-{målform}", vist(lag(*TILFELLER[navn])))


@pytest.mark.parametrize("målform", ["bokmål", "nynorsk"])
@pytest.mark.parametrize("navn", NAKNE)
def test_the_drafts_of_a_round_that_says_little(request, prosjekt, lag, navn, målform):
    if målform == "nynorsk":
        sett_målform(prosjekt, "gol")
    path = prosjekt / "data/runder/2015.yaml"
    source = re.sub(r"(?m)^forberedelser:\n(?:  .*\n)*", "", path.read_text("utf-8"))
    path.write_text(source, "utf-8", newline="\n")
    holdt_mot_fasit(request, f"{navn}-{målform}", vist(lag(*NAKNE[navn])))


# --- from what to what ----------------------------------------------------------------------------


def test_a_moved_meeting_says_the_same_however_often_it_is_made(runden, lag, dialog):
    lag(ALT, FLYTTET)
    files = {path: path.read_bytes() for path in (runden / "ut/2015").glob("*2015-gol.[ei]*")}
    assert len(files) == 2
    for path in files:
        if path.suffix == ".eml":
            path.unlink()
    assert dialog("innkalling", *GOL).kode == 0
    assert dialog("plan", "--kalender").kode == 0
    assert {path: path.read_bytes() for path in files} == files
    assert dialog("status", *GOL, "--krev-fersk").kode == 0


def test_a_meeting_that_moves_twice_says_from_where_it_was_last(runden, lag):
    message = lag(ALT, FLYTTET, ("dato: 5. november 2015", *FLYTTET[1:4], "endring: 2"))
    sier = tekst(message)
    assert "flyttet fra onsdag 4. november 2015 kl. 09:00–13:00 til torsdag 5. november" in sier
    assert "Stedet er endret" not in sier
    assert "møtelenken" not in sier


def test_the_rounds_calendar_alone_knows_from_what_it_moved(runden, lag, dialog):
    lag(ALT, FLYTTET)
    first = (runden / "ut/2015/innkalling-2015-gol.eml").read_bytes()
    assert dialog("plan", "--kalender").kode == 0
    for suffix in ("kalender-2015-gol.ics", "innkalling-2015-gol.eml"):
        (runden / "ut/2015" / suffix).unlink()
    assert dialog("innkalling", *GOL).kode == 0
    assert (runden / "ut/2015/innkalling-2015-gol.eml").read_bytes() == first


def test_without_the_last_calendar_nothing_is_said_of_what_was(runden, lag):
    sier = tekst(lag(FLYTTET))
    assert "Utviklingsdialogen med Gol vidaregåande skule er endret.\n\nNå gjelder dette:" in sier
    assert "fra" not in sier.split("Nå gjelder")[0]


# --- HTML -----------------------------------------------------------------------------------------


class _Synlig(HTMLParser):
    """What of a page is read, and the addresses it leads to."""

    def __init__(self):
        super().__init__()
        self.text, self.lenker, self.hentes = "", [], []

    def handle_starttag(self, tag, attrs):
        egenskaper = dict(attrs)
        if tag == "a":
            self.lenker.append(egenskaper["href"])
        self.hentes += [value for name, value in attrs if name in ("src", "background")]
        self.hentes += [tag] if tag in ("link", "script", "img", "style") else []

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("navn", TILFELLER)
def test_the_html_says_what_the_text_says_and_fetches_nothing(runden, lag, navn):
    message = lag(*TILFELLER[navn])
    side = _Synlig()
    side.feed(html(message).partition("</head>")[2])
    uten_punkt = re.sub(r"(?m)^- ", "", tekst(message))
    assert side.text.split() == uten_punkt.split()
    assert side.hentes == []
    assert "mailto:kari@example.no" in side.lenker
    [alternative] = [p for p in message.walk() if p.get_content_type() == "multipart/alternative"]
    kinds = [part.get_content_type() for part in alternative.iter_parts()]
    assert kinds == ["text/plain", "text/html"]  # programs show the last that they know


def test_without_its_template_the_mail_is_text_alone_and_nothing_is_said(runden, lag, dialog):
    (runden / "maler/felles/innkalling.html.j2").unlink()
    message = lag(ALT)
    assert message.get_body(("html",)) is None
    assert "multipart/alternative" not in str(message)
    assert "innkalling.html" not in dialog("sjekk").feil


def test_a_template_of_html_that_is_wrong_is_told_with_its_place(runden, lag, dialog):
    lag(ALT)
    (runden / "maler/felles/innkalling.html.j2").write_text("<p>{{ avsnit }}</p>", "utf-8")
    for words in (("innkalling", *GOL), ("sjekk",)):
        ran = dialog(*words)
        assert ran.kode == 1
        assert "innkalling.html.j2:1:4: Feltet «avsnit» finnes ikke." in ran.feil


def blokker(text):
    def linjen(linje):
        biter = [(bit.tekst, bit.lenke) if bit.lenke else bit.tekst for bit in linje.biter]
        return {linje.ledetekst: biter} if linje.ledetekst else biter

    return [([linjen(x) for x in a.linjer], [linjen(x) for x in a.punkter]) for a in avsnitt(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hei\n\nHilsen\nKontoret\n", [([["Hei"]], []), ([["Hilsen"], ["Kontoret"]], [])]),
        ("Med:\n- a\n  og mer\n- b", [([["Med:"]], [["a og mer"], ["b"]])]),
        ("- a\nb", [([], [["a"]]), ([["b"]], [])]),
        ("Dato: i dag\nTid: kl. 9", [([{"Dato": ["i dag"]}, {"Tid": ["kl. 9"]}], [])]),
        ("Spørsmål: ring meg", [([["Spørsmål: ring meg"]], [])]),
        ("Se (https://a.no/b).", [([["Se (", ("https://a.no/b", "https://a.no/b"), ")."]], [])]),
        ("Til a@b.no.", [([["Til ", ("a@b.no", "mailto:a@b.no"), "."]], [])]),
    ],
)
def test_a_text_in_paragraphs_and_lists(text, expected):
    assert blokker(text) == expected


# --- too big --------------------------------------------------------------------------------------


def test_a_draft_that_is_too_big_says_so_and_what_to_do(runden, lag, dialog, monkeypatch):
    lag(ALT)
    assert "tar ikke imot" not in dialog("innkalling", *GOL).feil
    monkeypatch.setattr(innkallinger, "STØRSTE_UTKAST", 20_000)
    ran = dialog("innkalling", *GOL)
    assert ran.kode == 0
    assert re.search(
        r"advarsel: ut/2015/innkalling-2015-gol\.eml: Utkastet er på \d+ kB, og mange mottakere "
        r"tar ikke imot mer enn 20 kB\. Størst: «\S+ 2015 - Gol vgs\.docx» \(\d+ kB\), .* Gjør "
        r"filene mindre, eller skriv «lenke»",
        ran.feil,
    )


def test_the_limit_is_what_many_mail_systems_take():
    assert innkallinger.STØRSTE_UTKAST == 20_000_000
