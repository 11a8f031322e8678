# ruff: noqa: T201
"""Slips of the pen in valid data files: each is told at its line, in words that name it.

``python tests/slips.py [ANTALL] [FRØ]`` makes that many and says what became of them;
``alle`` makes every slip at every place.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from hjelp import REPO

from dialoggrunnlag.errors import DialogError
from dialoggrunnlag.model.oppsummering import Oppsummering
from dialoggrunnlag.model.runde import Runde
from dialoggrunnlag.model.skole import Skoleeierfil, Skolefil
from dialoggrunnlag.reading.datafiler import checked, parsed
from dialoggrunnlag.reading.file_kind import FileKind
from dialoggrunnlag.reading.model_types import all_keys
from dialoggrunnlag.reading.ordliste import Ordlistefil

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
    tidsramme: 10:00–14:00
  st-hallvard:
    navn: "St. Hallvard videregående skole"
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
    reisetid: 2 t 30 min
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
    rolle: seksjonsleder KPS
    navn: Berit Lie
"""
_DIALOGER = """\
dialoger:
  gol:
    dato: tirsdag 3. november 2015
    sted: Rom 2
    periode: sen
    tidsramme: 10:00–14:00
    deltakere:
      - rolle: rektor
      - navn: Kari Nordmann
        rolle: elevrådsleder
        epost: kari@example.no
      - navn: Ola Hansen
    fra_skoleeier: [kvalitetsrådgiver, seksjonsleder]
    lenker:
      tilstandsrapport: https://example.no/tilstand
      kunnskapsgrunnlag: https://example.no/puls
    filer:
      tilstandsrapport: vedlegg/bidrag.docx
    endring: 1
    stille:
      helg: skolen ønsket en lørdag
  st-hallvard:
    dato: 2015-11-05
    sted: "Møterom 3"
    deltakere:
      - {navn: Ole, rolle: rektor}
    fra_skoleeier:
      - kvalitetsrådgiver
      - fylkesutdanningssjef

  ål:
    dato: 5.11.2015
    avlyst: ja
    tidsramme:
      start: 10:00
      slutt: 14:00
"""
_DATOER = """\
datoer:
  periode: 1. september 2015 – 27. november 2015
  ukedager: [mandag, tirsdag, torsdag]
  fri:
    høstferie: uke 40
    planleggingsdager: 2.–3. november
  høyst_i_uken: 2
  høyst_på_dagen: 1
  minst_fra_skoleeier: 1
  roller:
    kvalitetsrådgiver:
      må: ja
      kalender: kalendere/k.ics
    fylkesutdanningssjef:
      vekt: 4
      kan_ikke:
        - uke 43
        - 12. oktober
    seksjonsleder: {vekt: 3, kan_ikke: [uke 43, 12. oktober]}
  samme_tur: [[gol, ål]]
dialoger:
  gol:
    kan_ikke: [uke 43]
    ønsker: uke 44
    må: [fylkesutdanningssjef]
  ål:
    dato: 5.11.2015
    ønsker:
      - ikke fredager
    sted: Rom 2
"""
_OPPSUMMERING = """\
skole: ål
runde: 2015
dato: 3. november 2015
til_stede:
  - Rektor
  - Elevrådsleder
oppnådd: |
  Flere fullfører.

  - bedre rutiner
  - flere voksne
støtte: God støtte
  hele året.
avtaler:
  - mål: Færre avbrudd
    ansvarlig: rektor
    status: i gang
mål:
  - mål: Flere fullfører
    tiltak: Oppfølging i vg1
    ansvarlig: rektor
    frist: 1. mars 2016
  - mål: >-
      Bedre vurdering
      i alle fag
    tiltak: Kurs
    status: ikke startet
neste_kontakt: I januar
evaluering:
  bra: Tida
  bedre: Plassen
"""


class Fil(NamedTuple):
    """A valid file."""

    navn: str
    modell: type
    tekst: str


@cache
def filer():
    """The valid files in which slips are made: those that are shipped, and fuller ones."""
    runde = (REPO / "data/runder/2015.yaml").read_text("utf-8")
    tekster = runde[: runde.index("dialoger:\n")]
    return (
        Fil("skoler.yaml", Skolefil, (REPO / "data/skoler.yaml").read_text("utf-8")),
        Fil("skoleeier.yaml", Skoleeierfil, (REPO / "data/skoleeier.yaml").read_text("utf-8")),
        Fil("2015.yaml", Runde, runde),
        Fil("ordliste.yaml", Ordlistefil, (REPO / "maler/ordliste.yaml").read_text("utf-8")),
        Fil("fulle skoler", Skolefil, _SKOLER),
        Fil("full skoleeier", Skoleeierfil, _SKOLEEIER),
        Fil("full runde", Runde, tekster + _DIALOGER),
        Fil("runde med datoer", Runde, tekster + _DATOER),
        Fil("oppsummering", Oppsummering, _OPPSUMMERING),
    )


class Linje(NamedTuple):
    """A line of a valid file that isn't a comment or a text below «>-»."""

    nr: int
    tekst: str
    innrykk: int
    strek: str
    nøkkel: str
    verdi: str

    def med(self, rest, *, innrykk=None, strek=None):
        """The line with another rest, indent or list mark."""
        innrykk = self.innrykk if innrykk is None else innrykk
        return " " * innrykk + (self.strek if strek is None else strek) + rest

    @property
    def rest(self):
        return self.tekst[self.innrykk + len(self.strek) :]


def linjer(tekst):
    """The lines in which slips can be made."""
    i_tekst = None
    for nr, line in enumerate(tekst.split("\n")):
        match = re.fullmatch(r"( *)((?:- )?)(?:([\w-]+):(?: (.*))?|(.*))", line)
        innrykk, strek, nøkkel, verdi, punkt = match.groups()
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if i_tekst is not None and len(innrykk) > i_tekst:
            continue
        i_tekst = len(innrykk + strek) if verdi in ("|", ">-", ">") else None
        if nøkkel or strek:
            verdi = (verdi or "") if nøkkel else punkt
            yield Linje(nr, line, len(innrykk), strek, nøkkel or "", verdi)


def vanlig(verdi):
    """Whether a value is a plain text."""
    return bool(verdi) and verdi[0] not in "|>'\"[{"


def søsken(linje, neste):
    """Whether two lines are two keys of one entry, each with a plain value."""
    if not neste or not neste.nøkkel or neste.strek or neste.nr != linje.nr + 1:
        return False
    er_på_nivå = neste.innrykk == linje.innrykk + len(linje.strek)
    return er_på_nivå and vanlig(linje.verdi) and vanlig(neste.verdi)


# --- the kinds: each gives the lines that stand instead of one, and which of them is the slip -----

SLAG = {}
_NØKLER = frozenset().union(
    *map(all_keys, (Skolefil, Skoleeierfil, Runde, Oppsummering, Ordlistefil))
)


def slag(navn, ord_):
    """Register a kind of slip, with what the message must say."""

    def registrer(function):
        SLAG[navn] = (function, re.compile(ord_, re.IGNORECASE))
        return function

    return registrer


def _for_verdi(navn, ord_, lag):
    """A kind that is made of a key and a plain value."""

    @slag(navn, ord_)
    def lages(linje, _neste):
        if linje.nøkkel and vanlig(linje.verdi):
            yield [linje.med(rest) for rest in lag(linje.nøkkel, linje.verdi)]


def _for_navn(navn, ord_, lag):
    """A kind that is made of a key's name, which must be one of the model's."""

    @slag(navn, ord_)
    def lages(linje, _neste):
        galt = lag(linje.nøkkel)
        if linje.nøkkel in _NØKLER and galt not in _NØKLER:
            yield [linje.med(f"{galt}: {linje.verdi}".rstrip())]


def _for_nøkkel(navn, ord_, lag):
    """A kind that is made of a key, whatever its value."""

    @slag(navn, ord_)
    def lages(linje, _neste):
        if linje.nøkkel:
            yield [linje.med(lag(linje.nøkkel, linje.verdi))]


_KOLON = r"kolon"
_for_verdi("kolon borte", _KOLON, lambda n, v: [f"{n} {v}"])
_for_verdi("kolon uten mellomrom", rf"{_KOLON}|mellomrom", lambda n, v: [f"{n}:{v}"])
_for_verdi("to kolon", _KOLON, lambda n, v: [f"{n}:: {v}"])
_for_verdi("= for kolon", _KOLON, lambda n, v: [f"{n}={v}"])
_for_verdi("= med luft", _KOLON, lambda n, v: [f"{n} = {v}"])
_for_verdi("semikolon", _KOLON, lambda n, v: [f"{n}; {v}"])
_for_verdi("bredt kolon", _KOLON, lambda n, v: [f"{n}：{v}"])
_for_verdi("bredt kolon og luft", _KOLON, lambda n, v: [f"{n}： {v}"])
_for_verdi("strek for kolon", _KOLON, lambda n, v: [f"{n} - {v}"])
_for_verdi("tankestrek for kolon", _KOLON, lambda n, v: [f"{n} – {v}"])
_for_verdi("komma for kolon", _KOLON, lambda n, v: [f"{n}, {v}"])
_for_verdi("punktum for kolon", _KOLON, lambda n, v: [f"{n}. {v}"])
_for_verdi("pil for kolon", _KOLON, lambda n, v: [f"{n} -> {v}"])
_for_verdi("mellomrom før kolon", _KOLON + "|mellomrom", lambda n, v: [f"{n} :{v}"])
_for_verdi("hardt mellomrom etter kolon", "mellomrom", lambda n, v: [f"{n}:\u00a0{v}"])
_for_verdi("smalt mellomrom etter kolon", "mellomrom", lambda n, v: [f"{n}:\u202f{v}"])
_for_verdi("tallbredt mellomrom etter kolon", "mellomrom", lambda n, v: [f"{n}:\u2007{v}"])
_for_verdi("linje i anførselstegn", "anførsels|kolon", lambda n, v: [f'"{n}: {v}"'])
_for_verdi("kolon i verdien", "kolon", lambda n, v: [f"{n}: Viktig: {v}"])
_for_verdi("ulukket dobbelt", "anførsels", lambda n, v: [f'{n}: "{v}'])
_for_verdi("ulukket enkelt", "anførsels|apostrof", lambda n, v: [f"{n}: '{v}"])
_for_verdi("apostrof i apostrofer", "apostrof", lambda n, v: [f"{n}: 'Ole's {v}'"])
_for_verdi("sitat i sitat", "anførsels", lambda n, v: [f'{n}: "Kari "{v}" her"'])
_for_verdi("tekst etter sitat", "anførsels", lambda n, v: [f'{n}: "Kari" {v}'])
_for_verdi("komma etter sitat", "komma", lambda n, v: [f'{n}: "{v}",'])
_for_verdi("Words anførselstegn", "anførsels|kolon", lambda n, v: [f"{n}: “Viktig: {v}”"])
for _tegn in "@%`*&!":
    _for_verdi(
        f"{_tegn} først", "«.» i begynnelsen|anførsels", lambda n, v, t=_tegn: [f"{n}: {t}{v}"]
    )
_for_verdi("JSON", "komma|anførsels", lambda n, v: [f'"{n}": "{v}",'])
for _kode in ("2028", "2029", "0085"):
    _for_verdi(
        f"U+{_kode}", "linjeskift", lambda n, v, k=_kode: [f"{n}: {v}{chr(int(k, 16))}og {n} mer"]
    )
_for_verdi("kolon på slutten", _KOLON, lambda n, v: [f"{n}: {v}:"])
_for_verdi("skråstrek for kolon", _KOLON, lambda n, v: [f"{n}/ {v}"])
_for_verdi("nøkkelen to ganger på linjen", "to ganger", lambda n, v: [f"{n}: {n}: {v}"])
_for_verdi("omvendt skråstrek", r"«\\» betyr", lambda n, v: [f'{n}: "C:\\mappe {v}"'])
_for_verdi("ulukket hakeklamme", "klamme|begynnelsen", lambda n, v: [f"{n}: [{v}"])
_for_verdi("ulukket krøllklamme", "klamme|begynnelsen", lambda n, v: [f"{n}: {{{v}"])
_for_nøkkel("kolon borte på nøkkel", _KOLON, lambda n, v: f"{n} {v}".rstrip())
_for_nøkkel("usynlig tegn foran", "usynlig", lambda n, v: f"\u200b{n}: {v}".rstrip())
_for_nøkkel("usynlig tegn etter", "usynlig", lambda n, v: f"{n}\ufeff: {v}".rstrip())
_for_navn("to bokstaver byttet", "mente du", lambda n: n[:1] + n[2:3] + n[1:2] + n[3:])
_for_navn("bokstav mangler", "mente du", lambda n: n[:2] + n[3:])
_for_navn("bokstav dobbel", "mente du", lambda n: n + n[-1:])
_for_navn("stor forbokstav", "mente du|små bokstaver", str.capitalize)


@slag("innrykk for mye", r"mellomrom for mye|innrykk|kolon")
def _mer(linje, _neste):
    for mer in (1, 2):
        yield [" " * mer + linje.tekst]


@slag("innrykk for lite", r"mellomrom for lite|innrykk")
def _mindre(linje, _neste):
    if linje.innrykk:
        yield [linje.tekst[1:]]


@slag("hardt mellomrom i innrykket", r"mellomrom")
def _hardt(linje, _neste):
    for tegn in "\u00a0\u2007\u202f":
        if linje.innrykk:
            yield [tegn * linje.innrykk + linje.tekst.lstrip()]
            yield [" " * (linje.innrykk - 1) + tegn + linje.tekst.lstrip()]


@slag("tabulator", r"tabulator")
def _tabulator(linje, _neste):
    if linje.innrykk:
        yield ["\t" + linje.tekst.lstrip()]


@slag("punkttegn", r"punktet begynner|bindestrek|kolon")
def _punkttegn(linje, _neste):
    if linje.strek:
        for tegn in ("– ", "— ", "• ", "* ", "–", "•", "-- ", "- - ", "·\u00a0"):
            yield [linje.med(linje.rest, strek=tegn)]


@slag("bindestrek uten mellomrom", r"mellomrom")
def _uten_luft(linje, _neste):
    if linje.strek:
        yield [linje.med(linje.rest, strek="-")]
        yield [linje.med(linje.rest, strek="-\u00a0")]


@slag("bindestrek borte", r"«- ")
def _uten_strek(linje, _neste):
    if linje.strek and linje.nøkkel:
        yield [linje.med(linje.rest, strek="")]
        yield [linje.med(linje.rest, strek="  ")]


@slag("limt inn ytterst", r"mellomrom for lite|innrykk|hjemme")
def _ytterst(linje, _neste):
    if linje.nøkkel and linje.innrykk:
        yield [linje.tekst.lstrip()]


@slag("delt i to", r"delt i to")
def _delt(linje, _neste):
    if linje.nøkkel in _NØKLER and linje.verdi not in (">-", "|"):
        yield [linje.med(linje.nøkkel), " " * linje.innrykk + f": {linje.verdi}"]


@slag("klammer", r"klamme|komma|listen")
def _klammer(linje, _neste):
    if linje.verdi.startswith("[") and "," in linje.verdi:
        verdi = linje.verdi
        # «;», or nothing, between two roles makes one that is in no file: see feil/yaml-semikolon-i-liste
        for galt in (
            verdi[:-1],
            verdi[1:],
            verdi.replace(",", ",,"),
            f"({verdi[1:-1]})",
            verdi[:-1] + ")",
            verdi[:-1] + "}",
            verdi + "]",
        ):
            yield [linje.med(f"{linje.nøkkel}: {galt}")]


@slag("klammer i hverandre", r"klamme")
def _i_hverandre(linje, _neste):
    """In lists and keys in each other: each bracket that closes one, left out or of another kind."""
    if len(re.findall(r"[\[{]", linje.verdi)) > 1:
        for klamme in re.finditer(r"[\]}]", linje.verdi):
            før, etter = linje.verdi[: klamme.start()], linje.verdi[klamme.end() :]
            for galt in ("", "}" if klamme[0] == "]" else "]"):
                yield [linje.med(f"{linje.nøkkel}: {før}{galt}{etter}")]


@slag("linjen to ganger", r"to ganger|brukt før|mellomrom|innrykk")
def _to_ganger(linje, _neste):
    if linje.nøkkel and linje.verdi and not linje.strek and linje.verdi not in (">-", "|"):
        yield [linje.tekst, linje.tekst], 1


@slag("to på én linje", r"samme linje|kolon")
def _to_på_linjen(linje, neste):
    if linje.nøkkel and søsken(linje, neste):
        for tegn in (" ", ", ", "; "):
            yield [linje.tekst + tegn + neste.tekst.lstrip()], 0, 1


@slag("svelget av linjen over", r"kolon")
def _svelget(linje, neste):
    """The next line, without its colon and further in: the rest of the value to YAML."""
    if linje.nøkkel and søsken(linje, neste):
        galt = f"{neste.nøkkel}:{neste.verdi}"
        yield [linje.tekst, "  " + neste.med(galt)], 1, 1


@slag("tekst uten innrykk", r"innrykk|mellomrom")
def _tekst(linje, _neste):
    if linje.verdi in (">-", "|"):
        innrykk = linje.innrykk + len(linje.strek)
        yield [linje.tekst, " " * innrykk + "En linje med lite innrykk"], 1


@slag("fremmed linje", r"kommentar|kolon|innrykk")
def _fremmed(linje, _neste):
    if linje.nøkkel and not linje.strek:
        for fremmed in ("husk å ringe dem", "// husk", "TODO", "<!-- husk -->"):
            yield [linje.med(fremmed), linje.tekst]


@slag("git", r"to har endret")
def _git(linje, _neste):
    if linje.nøkkel and vanlig(linje.verdi):
        min_, din = ["<<<<<<< HEAD", linje.tekst], ["=======", linje.tekst + "x", ">>>>>>> kari"]
        yield [*min_, *din]
        yield [*min_, "||||||| 1a2b3c", linje.tekst + "y", *din]


class Tilfelle(NamedTuple):
    """A slip in a file: some lines in the place of others."""

    slag: str
    fil: Fil
    linje: int
    fra: int
    til: int
    nye: tuple[str, ...]

    @property
    def tekst(self):
        """The file with the slip in it, made when it is read: all at once take a gigabyte."""
        lines = self.fil.tekst.split("\n")
        return "\n".join([*lines[: self.fra], *self.nye, *lines[self.til :]])


def tilfeller(av=SLAG):
    """Every slip of some kinds at every place."""
    for fil in filer():
        steder = list(linjer(fil.tekst))
        for sted, neste in zip(steder, [*steder[1:], None], strict=True):
            for navn in av:
                for laget in SLAG[navn][0](sted, neste):
                    nye, feil, flere = laget, 0, 0
                    if isinstance(laget, tuple):
                        nye, feil, flere = (*laget, 0)[:3]
                    til = sted.nr + 1 + flere
                    yield Tilfelle(navn, fil, sted.nr + feil + 1, sted.nr, til, tuple(nye))


def innhold(tekst, modell):
    """What a text says to the model."""
    return checked(parsed(tekst, "fil.yaml", FileKind(modell, 2015)), modell, 2015)


@cache
def riktig(fil):
    """What a valid file says."""
    return innhold(fil.tekst, fil.modell)


def dom(tilfelle):
    """What became of a slip, and the first problem that was told."""
    try:
        lest = innhold(tilfelle.tekst, tilfelle.fil.modell)
    except DialogError as error:
        problem = error.problems[0]
        if problem.line != tilfelle.linje:
            return "feil linje", problem
        if not SLAG[tilfelle.slag][1].search(f"{problem.message} {problem.remedy}"):
            return "feil ord", problem
        return ("sagt" if len(error.problems) == 1 else "flere", problem)
    return ("likt" if lest == riktig(tilfelle.fil) else "taus"), None


def prøv(antall=None, frø=1, del_=slice(None)):
    """Make so many slips, all of them for None, and give each with what became of it.

    Or only a part (a slice) of so many.
    """
    alle = list(tilfeller())
    random.Random(frø).shuffle(alle)  # noqa: S311 - no secret
    for tilfelle in alle[:antall][del_]:
        yield tilfelle, *dom(tilfelle)


RADER = ("sagt", "flere", "feil linje", "feil ord", "taus", "likt")


def hovedsak(argv):
    """Make slips and report what became of them."""
    antall = None if argv[:1] == ["alle"] else int(argv[0]) if argv else 2000
    telt = Counter()
    for tilfelle, hva, problem in prøv(antall, int(argv[1]) if len(argv) > 1 else 1):
        telt[tilfelle.slag, hva] += 1
        if hva not in ("sagt", "likt") and telt[tilfelle.slag, hva] <= 3:
            source = tilfelle.tekst.split("\n")[tilfelle.linje - 1]
            print(f"{hva}: {tilfelle.slag}: {tilfelle.fil.navn}:{tilfelle.linje}: {source!r}")
            print(f"    {problem}")
    print(f"\n{'':32}" + "".join(f"{rad:>11}" for rad in RADER))
    for navn in SLAG:
        print(f"{navn:32}" + "".join(f"{telt[navn, rad]:11}" for rad in RADER))
    i_alt = Counter({rad: sum(telt[navn, rad] for navn in SLAG) for rad in RADER})
    print(f"{'i alt':32}" + "".join(f"{i_alt[rad]:11}" for rad in RADER))
    print(f"\n{andel(i_alt):.1%} av {i_alt.total() - i_alt['likt']} er sagt på riktig linje")


def andel(telt):
    """The part of the slips that were told at their line; those that change nothing don't count."""
    return (telt["sagt"] + telt["flere"]) / (telt.total() - telt["likt"])


if __name__ == "__main__":
    hovedsak(sys.argv[1:])
