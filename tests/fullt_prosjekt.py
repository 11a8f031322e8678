"""A small project with everything in it: dates, contacts, two rounds, summaries, filled-in forms.

The commands, each with options that people use, that are tried on it when it is damaged, cut off
and short of space.
"""

from __future__ import annotations

import shutil
from functools import cache

from hjelp import REPO
from skjema_hjelp import fylt_av_motoren

from dialoggrunnlag.model.oppsummering import Oppsummering

SKOLER = ("gol", "st-hallvard", "ål")
_SKOLER = """\
# Skolene
skoler:
  gol:
    navn: Gol vidaregåande skule
    kortnavn: Gol vgs.
    målform: nynorsk
    kommune: Gol
    organisasjonsnummer: 974605937
    kontakt:
      navn: Kari Nordmann
      epost: kari@example.no
  st-hallvard:
    navn: {2014: "St. Hallvard skole", 2015: "St. Hallvard videregående skole"}
    kortnavn: 'St. Hallvard vgs.'
    kontakt:
      epost: post@example.no
    tidsramme:
      start: 09.00
      slutt: 13.00
      begrunnelse:
        bokmål: unntak for denne skolen
        nynorsk: unntak for denne skulen
  ål:
    navn: Ål vidaregåande skule
    kortnavn: Ål vgs.
    kontakt: {navn: Ola, epost: ola@example.no}
    tidsramme: 10:00–14:00
"""
_SKOLEEIER = """\
kontor:
  bokmål: Utdanningsavdelingen
  nynorsk: Utdanningsavdelinga
epost: utdanning@example.no
roller:
  fylkesutdanningssjef:
    rolle:
      bokmål: fylkesutdanningssjef
      nynorsk: fylkesutdanningssjef
    navn: Per Olsen
    epost: per@example.no
  seksjonsleder:
    rolle: {bokmål: seksjonsleder KPS, nynorsk: seksjonsleiar KPS}
    navn: {2014: Berit Lie, 2015: Anne Dal}
  kvalitetsrådgiver:
    rolle:
      bokmål: kvalitetsrådgiver
      nynorsk: kvalitetsrådgivar
"""
_DIALOGER = """\
dialoger:
  gol:
    dato: 3. november 2015
    sted: Rom 2
    periode: sen
    deltakere:
      - rolle: rektor
      - navn: Kari Nordmann
        rolle: elevrådsleder
        epost: kari@example.no
      - navn: Ola Hansen
    fra_skoleeier: [kvalitetsrådgiver, seksjonsleder]
    lenker:
      tilstandsrapport: https://example.no/tilstand
    filer:
      kunnskapsgrunnlag: vedlegg/puls.txt
    stille:
      helg: skolen ønsket en lørdag

  st-hallvard:
    dato: 2015-11-05
    møtelenke: https://example.no/møte
    endring: 1
    deltakere:
      - {navn: Ole, rolle: rektor}
    fra_skoleeier:
      - fylkesutdanningssjef

  ål:
    dato: 6.11.2015
    sted: "Møterom 3"
    tidsramme:
      start: 10:00
      slutt: 14:00
"""
_OPPSUMMERING = """\
skole: {skole}
runde: 2014
dato: 3. november 2014
til_stede:
  - Rektor
oppnådd: |
  Flere fullfører.

  - bedre rutiner
  - flere voksne
mål:
  - id: 2014-1
    mål: Flere fullfører
    tiltak: Oppfølging i vg1
    ansvarlig: rektor
    frist: 1. mars 2015
  - mål: >-
      Bedre vurdering
      i alle fag
    tiltak: Kurs
    status: ikke startet
evaluering:
  bra: Tida
"""
# The commands of the program, each with options that people use
KOMMANDOER = {
    "generer": (
        ("generer", "--alle"),
        ("generer", "--skole", "ål", "--overskriv"),
        ("generer", "--alle", "--alle-dokumenter"),
        ("generer", "--alle", "--dokument", "dagsorden", "--ved-siden-av"),
        ("generer", "--alle", "--runde", "2014"),
    ),
    "sjekk": (
        ("sjekk",),
        ("sjekk", "--streng", "--runde", "2014"),
        ("sjekk", "--format", "json"),
        ("sjekk", "--format", "github"),
        ("sjekk", "maler/dialoggrunnlag.docx", "maler/dagsorden.txt.j2"),
        ("sjekk", "maler/dagsorden.docx", "--merk", "merket.docx"),
    ),
    "plan": (
        ("plan", "--kalender"),
        ("plan", "--kalender", "--overskriv", "--skole", "gol"),
        ("plan", "--format", "ics"),
        ("plan",),
        ("plan", "--format", "csv"),
        ("plan", "--format", "json", "--runde", "2014"),
    ),
    "innkalling": (
        ("innkalling", "--alle"),
        ("innkalling", "--skole", "gol", "--overskriv"),
        ("innkalling", "--alle", "--ut", "annet"),
    ),
    "status": (
        ("status",),
        ("status", "--format", "html"),
        ("status", "--format", "html", "--til", "side/status.html"),
        ("status", "--format", "json"),
        ("status", "--format", "csv", "--krev-fersk"),
        ("status", "--skole", "gol", "--dokument", "dagsorden"),
    ),
    "oppsummering les": (
        ("oppsummering", "les", "skjemaer"),
        ("oppsummering", "les", "skjemaer", "--overskriv"),
        ("oppsummering", "les", "skjemaer/gol.docx", "skjemaer/ål.docx"),
    ),
    "runde ny": (
        ("runde", "ny", "2016"),
        ("runde", "ny", "2016", "--behold-deltakere"),
        ("runde", "ny", "2017", "--fra", "2014"),
    ),
}


@cache
def skjema(skole, oppnådd="Mye\n\n- og mer"):
    """A school's form of 2015 with something in every field."""
    rows = [{"mål": f"Mål {n}", "ansvarlig": "rektor", "frist": "1.6.2016"} for n in range(2)]
    data = {
        "skole": skole,
        "runde": "2015",
        "dato": "3.11.2015",
        "til_stede": ["Rektor", "Elevrådsleder"],
        "oppnådd": oppnådd,
        "avtaler": [{**rows[0], "status": "i gang"}],
        "mål": rows,
        "lært": "Alt",
        "evaluering": {"bra": "Tida"},
    }
    return fylt_av_motoren(Oppsummering.model_validate(data))


def lag(folder):
    """Make the project; every command has something to do in it, and none finds an error."""
    shutil.copytree(REPO / "maler", folder / "maler")
    runde = (REPO / "data/runder/2015.yaml").read_text("utf-8")
    tekster = runde[: runde.index("dialoger:\n")]
    files = {
        "data/skoler.yaml": _SKOLER,
        "data/skoleeier.yaml": _SKOLEEIER,
        "data/runder/2014.yaml": (tekster + _DIALOGER).replace("2015", "2014"),
        "data/runder/2015.yaml": tekster + _DIALOGER,
        "data/oppsummeringer/2014/gol.yaml": _OPPSUMMERING.format(skole="gol"),
        "data/oppsummeringer/2014/ål.yaml": _OPPSUMMERING.format(skole="ål"),
        "vedlegg/puls.txt": "Tall\n",
    }
    files = {name: text.encode() for name, text in files.items()}
    files |= {f"skjemaer/{skole}.docx": skjema(skole) for skole in SKOLER}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder
