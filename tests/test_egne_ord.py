"""A municipality with its own words: nothing that is made for it speaks of anybody else's."""

from __future__ import annotations

import email
import email.policy
import io
import re
from datetime import date
from zipfile import ZipFile

import pytest
from docx import Document
from hjelp import bytt
from skjema_hjelp import fylt_i, tomt, uten_kontroller, w

from dialoggrunnlag.cli import nyttprosjekt

ANDRES = re.compile(
    r"utviklingsdialog|buskerud|fylke\w*|kvalitetsråd|seksjonsle|\bkps\b|kunnskapsskole",
    re.IGNORECASE,
)
# What documents call it; tables, keys and messages have the law's own word
EIER = re.compile(r"skoleeier|skuleeig", re.IGNORECASE)

SKOLER = """\
Navn;Kortnavn;Målform;Kontakt;E-post
Nordby skole;Nordby;bokmål;Åse Øby;nordby@example.no
Vestre skule;Vestre;nynorsk;Ola Vik;vestre@example.no
"""
SKOLEEIER = """\
navn: kommunen
leder: {bokmål: oppvekstsjefen, nynorsk: oppvekstsjefen}
epost: post@example.no
roller:
  sjef:
    rolle: {bokmål: oppvekstsjef, nynorsk: oppvekstsjef}
    navn: Kari Moe
    epost: kari@example.no
  veileder:
    rolle: {bokmål: veileder, nynorsk: rettleiar}
"""
TALL = """\
nøkkeltall:
  trivsel:
    navn: {bokmål: Trivsel, nynorsk: Trivsel}
    enhet: indeks
    desimaler: 2
    best: høyest
    mål: trygge barn
    sammenlign: [landet]
    kilde: {navn: Oppdiktet etat, tabell: T1}
    fil: tall/tall.csv
    hentet: 1. oktober 2026
    offentlig: ja
"""
RADER = """\
enhet;nøkkeltall;skoleår;verdi;antall
nordby;trivsel;2024-25;4,01;300
nordby;trivsel;2025-26;4,11;300
vestre;trivsel;2024-25;3,90;200
vestre;trivsel;2025-26;3,97;200
Landet;trivsel;2024-25;4,00;9000
Landet;trivsel;2025-26;4,03;9100
"""
DATO = "    dato: {}\n    sted: Møterom 2\n    fra_skoleeier: [sjef, veileder]\n    deltakere: [{{rolle: rektor}}]\n"


class Kommune:
    """A project of a municipality's, and all that is made and said in it."""

    def __init__(self, mappe, dialog):
        self.mappe, self._dialog = mappe, dialog
        self.sagt: list[tuple[str, str]] = []
        self.laget: list[tuple[str, str]] = []
        self._sett: set[tuple[str, bytes]] = set()

    def kjør(self, *argv, kode=0):
        ran = self._dialog(*argv)
        assert ran.kode == kode, f"{argv}: {ran.feil}"
        self.sagt.append((" ".join(map(str, argv)), ran.ut + ran.feil))
        for path in sorted((self.mappe / "ut").rglob("*")):
            if not path.is_file():
                continue
            navn, data = path.relative_to(self.mappe).as_posix(), path.read_bytes()
            if (navn, data) not in self._sett:
                self._sett.add((navn, data))
                self.laget += [(navn, navn), *tekster(navn, data)]
        return ran

    def dialog(self, år, *, skole, dato, **mer):
        """Set a school's dialogue in a round."""
        path = self.mappe / f"data/runder/{år}.yaml"
        ekstra = "".join(f"    {key}: {value}\n" for key, value in mer.items())
        path.write_text(
            re.sub(
                rf"^  {skole}:\n(?:    .*\n)+",
                lambda _: f"  {skole}:\n{DATO.format(dato)}{ekstra}",
                path.read_text("utf-8"),
                flags=re.MULTILINE,
            ),
            "utf-8",
        )


def tekster(navn, data):
    """All the texts of a file by where they stand: parts, headers, attachments, in each other."""
    if navn.endswith((".docx", ".xlsx")):
        with ZipFile(io.BytesIO(data)) as package:
            for del_ in package.namelist():
                yield from tekster(f"{navn}/{del_}", package.read(del_))
    elif navn.endswith(".eml"):
        message = email.message_from_bytes(data, policy=email.policy.default)
        yield navn, "\n".join(f"{key}: {value}" for key, value in message.items())
        for part in message.walk():
            if not part.is_multipart():
                inni = part.get_filename() or f"{part.get_content_subtype()}.txt"
                yield f"{navn}/{inni}", inni
                yield from tekster(f"{navn}/{inni}", part.get_payload(decode=True))
    else:
        text = data.decode("utf-8").replace("\r\n ", "").replace("\u00a0", " ")
        if (
            "kunnskapsgrunnlag" in navn.lower()
        ):  # which has a column for what a school may be held against
            text = text.replace(">Fylket<", "><")
        yield navn, re.sub(r"<[^>]*>", "", text)
        yield navn, text


@pytest.fixture
def kommune(tmp_path, monkeypatch, dialog):
    """What ``dialog ny`` made, with the municipality's own words in it."""
    monkeypatch.delenv("DIALOG_PROSJEKT", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(nyttprosjekt, "today", lambda: date(2026, 11, 27))
    (tmp_path / "skoler.csv").write_text(SKOLER, "utf-8")
    laget = dialog("ny", "k", "--fylke", "Ås kommune", "--skoler", "skoler.csv")
    assert laget.kode == 0, laget.feil
    mappe = tmp_path / "k"
    monkeypatch.chdir(mappe)
    ord_ = "møte: {bokmål: skolebesøk, nynorsk: skulebesøk}"
    bytt(mappe / "data/prosjekt.yaml", "\nmøte: utviklingsdialog\n", f"\n{ord_}\n")
    (mappe / "data/skoleeier.yaml").write_text(SKOLEEIER, "utf-8")
    (mappe / "data/tall.yaml").write_text(TALL, "utf-8")
    (mappe / "data/tall").mkdir()
    (mappe / "data/tall/tall.csv").write_text(RADER, "utf-8")
    return Kommune(mappe, dialog)


def fyll_ut(mappe, skole):
    """A form as the municipality and the school have filled it in together."""
    path = mappe / f"ut/2026/oppsummering-2026-{skole}.docx"
    felt = {
        ("oppsummering.fremskritt", 0): "Flere leser",
        ("oppsummering.støtte", 0): "Kurset kom",
        ("mål.mål", 0): "Flere leser mer",
        ("mål.støtte", 0): "Kurs til alle",
        ("mål.ansvarlig", 0): "rektor",
    }
    return fylt_i(felt, path.read_bytes())


def test_nothing_of_another_county_is_in_what_a_municipality_gets(kommune, tmp_path):
    kjør, mappe = kommune.kjør, kommune.mappe
    kommune.dialog(2026, skole="nordby", dato="2. november 2026")
    kommune.dialog(2026, skole="vestre", dato="3. november 2026")
    kjør("sjekk")
    kjør("generer", "--alle", "--alle-dokumenter")
    kjør("generer", "--alle", "--dokument", "kunnskapsgrunnlag", "--offentlig")
    kjør("plan", "--kalender")
    kjør("innkalling", "--alle")
    kommune.dialog(2026, skole="nordby", dato="4. november 2026", endring=1)
    kommune.dialog(2026, skole="vestre", dato="3. november 2026", endring=1, avlyst="ja")
    kjør("generer", "--alle", "--alle-dokumenter")
    kjør("innkalling", "--alle")
    kommune.dialog(2026, skole="vestre", dato="3. november 2026", endring=2)
    kjør("generer", "--alle", "--alle-dokumenter")
    kjør("innkalling", "--alle")
    for form in ("tabell", "csv", "json", "ics"):
        kjør("plan", "--format", form)
    for form in ("tabell", "csv", "json", "html"):
        kjør("status", "--format", form)
    kjør("tall")
    for form in ("csv", "json"):  # in which «fylket» is a key
        kjør("tall", "--format", form)
    kjør("skoler")

    # Of the two forms one has lost what it could be known by
    med = tmp_path / "nordby.docx"
    med.write_bytes(fyll_ut(mappe, "nordby"))
    uten = tmp_path / "vestre.docx"
    uten.write_bytes(uten_egenskaper(uten_kontroller(fyll_ut(mappe, "vestre"))))
    kjør("oppsummering", "les", med, uten)
    for skole in ("nordby", "vestre"):
        lest_ = (mappe / f"data/oppsummeringer/2026/{skole}.yaml").read_text("utf-8")
        assert "fremskritt: Flere leser" in lest_
        assert "støtte: Kurset kom" in lest_
        assert "støtte: Kurs til alle" in lest_
    kjør("avtaler")
    kjør("avtaler", "--skoleeier", "--format", "csv")
    kjør("runde", "ny", "2027")
    for skole in ("nordby", "vestre"):
        kommune.dialog(2027, skole=skole, dato="3. november 2027")
    kjør("generer", "--alle", "--alle-dokumenter", "--runde", "2027")
    kjør("sjekk", "--runde", "2027")
    _ingen_andres_ord(kommune)
    _heter_det_kommunen_kaller_det(mappe)


def _ingen_andres_ord(kommune):
    for hva, text in kommune.sagt:
        if not hva.startswith("tall --format"):
            assert not ANDRES.findall(text), hva
    assert len(kommune.laget) > 500
    for hva, text in kommune.laget:
        assert not ANDRES.findall(text), hva
        if "innkalling-" in hva or hva.endswith((".ics", ".txt")) or ".docx/" in hva:
            assert not EIER.findall(text), hva
    ny_runde = kommune.mappe / "data/runder/2027.yaml"
    assert not ANDRES.findall(ny_runde.read_text("utf-8"))


def _heter_det_kommunen_kaller_det(mappe):
    ut = mappe / "ut/2026"
    bokmål = avsnittene(ut / "oppsummering-2026-nordby.docx")
    assert bokmål[0] == "Oppsummering av skolebesøket 2026"
    assert {"Fremskritt som oppvekstsjefen ser", "Støtten fra kommunen"} <= {*bokmål}
    nynorsk = avsnittene(ut / "oppsummering-2026-vestre.docx")
    assert nynorsk[0] == "Oppsummering av skulebesøket 2026"
    assert {"Framsteg som oppvekstsjefen ser", "Støtta frå kommunen", "For kommunen"} <= {*nynorsk}
    om = Document(str(ut / "dialoggrunnlag-2026-vestre.docx")).core_properties
    assert (om.subject, om.author) == ("Skulebesøk 2026", "Kommunen")
    assert om.title == "Dialoggrunnlag – skulebesøk 2026 – Vestre skule"
    assert "<h1>Skolebesøk 2026</h1>" in (ut / "status-2026.html").read_text("utf-8")
    kalender = (ut / "kalender-2026.ics").read_bytes().decode()
    assert "X-WR-CALNAME:Skolebesøk 2026" in kalender
    assert "PRODID:-//dialoggrunnlag//Skolebesøk//NO" in kalender
    assert "SUMMARY:Skulebesøk 2026 – Vestre" in kalender
    assert "Frå kommunen" in kalender
    i_2027 = " ".join(avsnittene(mappe / "ut/2027/dialoggrunnlag-2027-nordby.docx"))
    assert "Mål som ble avtalt i skolebesøket 2026" in i_2027
    assert "Støtte fra kommunen: Kurs til alle" in i_2027


def avsnittene(path):
    """The text of every paragraph of a document, those in controls included."""
    body = Document(str(path)).element.body
    tekst = ("".join(p.itertext(w("t"))).replace("\u00a0", " ") for p in body.iter(w("p")))
    return [text for text in tekst if text]


def uten_egenskaper(data):
    """A form whose own properties some program has left out."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "docProps/custom.xml":
                content = re.sub(rb"(<(?:\w+:)?lpwstr>)[^<]*", rb"\1", content)
            new.writestr(info, content)
    return out.getvalue()


def test_a_form_from_before_the_words_were_the_project_s_own_is_read(prosjekt, dialog, tmp_path):
    (prosjekt / "data/prosjekt.yaml").write_text("møte: skolebesøk\n", "utf-8")
    bytt(prosjekt / "data/skoleeier.yaml", "leder: fylkesutdanningssjefen", "navn: kommunen")
    felt = {("oppsummering.fremskritt", 0): "Flere leser", ("oppsummering.støtte", 0): "Kurset kom"}
    skjema = tmp_path / "gammelt.docx"  # made by a template of before, and its controls are gone
    skjema.write_bytes(uten_egenskaper(uten_kontroller(fylt_i(felt, tomt()))))
    ran = dialog("oppsummering", "les", skjema)
    assert ran.kode == 0, ran.feil
    lest = (prosjekt / "data/oppsummeringer/2015/gol.yaml").read_text("utf-8")
    assert "fremskritt: Flere leser\nstøtte: Kurset kom\n" in lest
    assert "lært" not in lest  # whose prompt has been another since
    assert "annet" not in lest  # its title and headings are known
