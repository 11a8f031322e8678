"""Corrections of one line of a YAML file, each for a slip that a person makes while typing.

A correction is a guess from how the line looks. ``skrivefeil`` tries it, and what makes the file
right is what the person is told: what is wrong, and the line as it was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from difflib import get_close_matches
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

# White space that isn't YAML's, and signs that nobody sees
HARDE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
USYNLIGE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_NAVN = {
    "\u00a0": "hardt mellomrom",
    "\u202f": "smalt, hardt mellomrom",
    "\u2007": "tallbredt mellomrom",
}
_PREKER = "–—−‐‑‒―•·●▪◦○∙*+»►➢"
_PUNKTTEGN = rf"(?:[{_PREKER}>-]+|[0-9]+[.)]|[a-z]\))"
_KOLON = "：﹕∶ː꞉︓:"
_TEGN_FOR_KOLON = rf"(?:[-=–—]+>|→|[{_KOLON}=;,.–—-]+)"
_ORD = r"[^\W_][\w-]*"
_STREKER = re.compile(r"^(?:-(?:\s+|$))+")
_NØKKEL = re.compile(r"(?P<nøkkel>[\w.-]+|'[^']*'|\"[^\"]*\")(?P<kolon>\s*:)(?:\s+(?P<verdi>.*))?")
_KOMMENTAR = re.compile(r"\s+#.*")
_BLOKK = re.compile(r"[|>][-+0-9]*")
_HEL = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[^\s'"\[\]{}#&*!|>%@`,?:-].*|-?\w.*""")
_IKKE_LUKKET = "Klammen som begynner her, er ikke lukket."
_VIST = 70  # characters of a line that a remedy shows
_TALL = {1: "ett", 2: "to", 3: "tre", 4: "fire"}
_KOMMENTARTEGN = re.compile(r"(?://+|;+|--+(?=[ \w])|<!--+|/\*+)\s*(?P<tekst>.*?)\s*(?:--+>|\*+/)?")


class Trinn(IntEnum):
    """How far a file is from being right."""

    TEKST = 0  # it is no YAML
    YAML = 1  # it is, but it has a key twice, or what YAML has and these files don't
    DATA = 2  # it has keys and values, which the model doesn't take


class Rettelse(NamedTuple):
    """What stands in some lines, what was meant, and what to say of it.

    ``nr`` is the first line, from 0, ``slutt`` the one after the last; ``pris`` is how far it
    is from what people usually mean.
    """

    pris: int
    nr: int
    slutt: int
    nye: tuple[str, ...]
    melding: str
    råd: str
    kolonne: int


class Linje:
    """A line as it was typed: its white space, the marks of list items, and the rest."""

    def __init__(self, nr: int, tekst: str) -> None:
        self.nr, self.tekst = nr, tekst
        rest = tekst.lstrip()
        self.innrykk = tekst[: len(tekst) - len(rest)]
        self.rest = _STREKER.sub("", rest, count=1).rstrip()
        self.streker = rest[: len(rest) - len(_STREKER.sub("", rest, count=1))]

    @property
    def kolonne(self) -> int:
        """Where the rest begins, from 0: where the line's own key stands."""
        return len(self.innrykk) + len(self.streker)

    @property
    def er_tom(self) -> bool:
        """Whether it says nothing: empty, or a comment."""
        return (not self.rest and not self.streker) or self.rest.startswith("#")

    @cached_property
    def nøkkel(self) -> re.Match[str] | None:
        """The key that the line begins with, and its value."""
        return _NØKKEL.fullmatch(self.rest)

    @property
    def verdi(self) -> str:
        """What stands after the key or the list mark, without a comment."""
        verdi = (self.nøkkel["verdi"] or "") if self.nøkkel else self.rest
        return "" if verdi.startswith("#") else _KOMMENTAR.sub("", verdi)

    @property
    def åpner_tekst(self) -> bool:
        """Whether a text follows on the lines below, by «|» or «>»."""
        return bool(_BLOKK.fullmatch(self.verdi))

    def rett(self, nøkler: Collection[str]) -> bool:
        """Whether it looks like what stands in these files: a known key, or an item's text."""
        if self.er_tom:
            return True
        if self.innrykk.strip(" ") or re.search(f"[{HARDE}{USYNLIGE}]", self.streker + self.rest):
            return False
        if not self.nøkkel:
            er_punkt = bool(self.streker) and not re.match(rf"(?:{_ORD})(?:\s|:)", self.rest)
            return er_punkt and self._verdi_er_rett()
        return self._verdi_er_rett() and (self.nøkkel["nøkkel"] in nøkler or not self.verdi)

    def _verdi_er_rett(self) -> bool:
        verdi = self.verdi
        if not verdi or self.åpner_tekst:
            return True
        if verdi[0] in "[{":
            return verdi.count("[") == verdi.count("]") and verdi.count("{") == verdi.count("}")
        return bool(_HEL.fullmatch(verdi)) and not re.search(r":(?:\s|$)", verdi)


class Sak(NamedTuple):
    """The lines of a file, the keys that the model knows, and the lines that are prose."""

    linjer: list[Linje]
    nøkler: frozenset[str]
    prosa: frozenset[int]
    trinn: Trinn
    steder: frozenset[int]  # the lines at which something is told

    @property
    def er_yaml(self) -> bool:
        """Whether the lines can be read."""
        return self.trinn is not Trinn.TEKST

    def over(self, nr: int) -> Linje | None:
        """The nearest line above that says something."""
        for linje in reversed(self.linjer[:nr]):
            if not linje.er_tom and linje.nr not in self.prosa:
                return linje
        return None

    def under(self, nr: int) -> Linje | None:
        """The nearest line below that says something."""
        for linje in self.linjer[nr + 1 :]:
            if not linje.er_tom and linje.nr not in self.prosa:
                return linje
        return None

    def blokk(self, linje: Linje) -> int:
        """The line after the last that belongs to a line because it stands further in."""
        slutt = linje.nr + 1
        for under in self.linjer[linje.nr + 1 :]:
            if under.rest and len(under.innrykk) <= len(linje.innrykk):
                break
            if under.rest:
                slutt = under.nr + 1
        return slutt


def prosalinjer(linjer: list[Linje]) -> frozenset[int]:
    """The lines that are a text below «|» or «>», whatever stands in them."""
    prosa = set()
    åpner: Linje | None = None
    for linje in linjer:
        if åpner and (not linje.rest or len(linje.innrykk) > _dybde(åpner)):
            prosa.add(linje.nr)
            continue
        åpner = linje if linje.åpner_tekst and not linje.er_tom else None
    return frozenset(prosa)


def _dybde(linje: Linje) -> int:
    """How far in the lines below must stand to belong to a line's value, less one."""
    if linje.nøkkel:
        return linje.kolonne
    return len((linje.innrykk + linje.streker).rstrip()) - 1


def rettelser(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """What a line may have been meant as."""
    for gjett in _GJETT:
        yield from gjett(linje, sak)


def _byttet(linje: Linje, rest: str) -> str:
    """The line with another rest."""
    return linje.innrykk + linje.streker + rest


def _skriv(rest: str) -> str:
    """The remedy that shows a line as it was meant."""
    vist = rest.strip()
    if len(vist) > _VIST:
        vist = vist[:_VIST].rstrip() + " …"
    return f"Skriv «{vist}»."


def _en_linje(
    pris: int, linje: Linje, ny: str, melding: str, *, råd: str = "", sted: int | None = None
) -> Rettelse:
    """A correction of a line alone; ``sted`` is where in it, from 0."""
    kolonne = linje.kolonne if sted is None else sted
    return Rettelse(pris, linje.nr, linje.nr + 1, (ny,), melding, råd or _skriv(ny), kolonne + 1)


# --- white space and signs that aren't what they look like ----------------------------------------


def _mellomrom(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """Hard spaces and invisible signs, which come along from Word, Teams and the web."""
    usynlig = re.search(f"[{USYNLIGE}]", linje.tekst)
    if usynlig:
        ny = re.sub(f"[{HARDE}]", " ", re.sub(f"[{USYNLIGE}]", "", linje.tekst))
        melding = f"Linjen har et usynlig tegn ({_kode(usynlig[0])})."
        råd = f"Fjern det: {_skriv(ny)[0].lower()}{_skriv(ny)[1:]}"
        yield _en_linje(0, linje, ny, melding, råd=råd, sted=usynlig.start())
    hardt = re.search(f"[{HARDE}]", linje.tekst)
    if hardt:
        ny = re.sub(f"[{HARDE}]", " ", linje.tekst)
        navn = _NAVN.get(hardt[0], "fremmed mellomrom")
        i_innrykket = hardt.start() < len(linje.innrykk)
        hvor = "Innrykket" if i_innrykket else "Linjen"
        melding = f"{hvor} har et {navn} ({_kode(hardt[0])})."
        råd = "Bytt det ut med et vanlig mellomrom."
        for rettet in (ny, *_med_nabos_innrykk(linje, sak, ny)):
            yield _en_linje(0, linje, rettet, melding, råd=råd, sted=hardt.start())
    if "\t" in linje.innrykk + linje.streker:
        ny = linje.innrykk.replace("\t", "  ") + "- " * linje.streker.count("-") + linje.rest
        melding, råd = "Her står det en tabulator.", "Bruk mellomrom til innrykk."
        sted = linje.tekst.index("\t")
        for rettet in (ny, *_med_nabos_innrykk(linje, sak, ny)):
            yield _en_linje(0, linje, rettet, melding, råd=råd, sted=sted)


def _kode(tegn: str) -> str:
    return f"U+{ord(tegn):04X}"


def _med_nabos_innrykk(linje: Linje, sak: Sak, ny: str) -> Iterator[str]:
    """The line with the columns of those around it."""
    for kolonne in _kolonner(linje, sak):
        yield " " * kolonne + ny.lstrip()


def _punkttegn(linje: Linje, _sak: Sak) -> Iterator[Rettelse]:
    """A list mark that isn't a hyphen and a space."""
    strek = re.fullmatch(rf"(?P<tegn>-+|{_PUNKTTEGN}|o)(?P<luft>\s*)(?P<rest>.*)", linje.rest)
    if not strek or (not strek["rest"] and strek["tegn"] in "-o"):
        return
    tegn, luft = strek.group("tegn", "luft")
    if tegn == "o" and not luft:
        return
    if tegn == "-":
        melding = "Mellomrommet etter bindestreken mangler."
    elif set(tegn) == {"-"}:
        melding = f"Punktet begynner med «{tegn}», ikke med én bindestrek og et mellomrom."
    else:
        melding = f"Punktet begynner med «{tegn}», ikke med bindestrek og mellomrom."
    pris = 4 if tegn[-1] in ".)" else 1
    yield _en_linje(pris, linje, _byttet(linje, f"- {strek['rest']}"), melding)


def _punkter(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A list below its key, with another mark than «- » or none before each of its items."""
    over = sak.over(linje.nr)
    if linje.er_tom or not over or not over.nøkkel or over.verdi or linje.streker or linje.nøkkel:
        return
    nye = []
    for punkt in sak.linjer[linje.nr :]:
        if punkt.er_tom or punkt.nøkkel or punkt.streker or punkt.innrykk != linje.innrykk:
            break
        tekst = re.sub(rf"^{_PUNKTTEGN}\s*", "", punkt.rest)
        nye.append(f"{punkt.innrykk}- {tekst}")
    slutt = linje.nr + len(nye)
    for første in _punkttegn(linje, sak):
        yield første._replace(pris=2, slutt=slutt, nye=tuple(nye))
    melding = "«- » mangler foran punktet."
    råd = _skriv(nye[0])
    yield Rettelse(4, linje.nr, slutt, tuple(nye), melding, råd, linje.kolonne + 1)


def _strek_for_mye(linje: Linje, _sak: Sak) -> Iterator[Rettelse]:
    """A list mark before a key that is no list's, or with more than one space after it."""
    if len(linje.streker) > len("- ") and linje.streker.count("-") == 1:
        melding = "Etter bindestreken skal det stå ett mellomrom."
        yield _en_linje(2, linje, f"{linje.innrykk}- {linje.rest}", melding)
    if linje.streker and linje.nøkkel:
        melding = f"Foran «{linje.nøkkel['nøkkel']}» skal det ikke stå en bindestrek."
        for innrykk in dict.fromkeys((len(linje.innrykk), linje.kolonne)):
            yield _en_linje(5, linje, " " * innrykk + linje.rest, melding, sted=len(linje.innrykk))


def _dobbel_strek(linje: Linje, _sak: Sak) -> Iterator[Rettelse]:
    if linje.streker.count("-") > 1:
        ny = f"{linje.innrykk}- {linje.rest}"
        melding = "Punktet begynner med to bindestreker."
        yield _en_linje(1, linje, ny, melding, sted=len(linje.innrykk))


# --- the colon ------------------------------------------------------------------------------------


def kolon_mangler(rest: str, nøkler: Collection[str]) -> tuple[str, str, str] | None:
    """A known key without its colon and a space: the key, what is wrong, and what was meant."""
    match = re.fullmatch(
        rf"(?P<sitat>['\"]?)(?P<nøkkel>{_ORD})(?P=sitat)"
        rf"(?P<tegn>\s*{_TEGN_FOR_KOLON}(?:\s*[:=])*|\s+|$)(?P<luft>\s*)(?P<verdi>.*)",
        rest,
    )
    if not match or match["nøkkel"] not in nøkler:
        return None
    tegn = " ".join(match["tegn"].split())
    verdi = match["verdi"]
    if tegn == ":" and (not verdi or match["luft"]):
        return None
    nøkkel = match["nøkkel"]
    if not tegn:
        melding = f"Kolonet etter «{nøkkel}» mangler."
    elif tegn == ":":
        melding = f"Mellomrommet etter kolonet mangler i «{nøkkel}:»."
    elif set(tegn) <= {":", " "}:
        melding = f"Etter «{nøkkel}» står det flere kolon, ikke ett."
    else:
        melding = f"Etter «{nøkkel}» står det «{tegn}», ikke kolon og mellomrom."
    return nøkkel, melding, f"{nøkkel}: {_som_verdi(verdi)}".rstrip()


def _kolon(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    funnet = kolon_mangler(linje.rest, sak.nøkler)
    if funnet:
        nøkkel, melding, ny = funnet
        sted = linje.kolonne + len(nøkkel)
        over = sak.over(linje.nr)
        if over and not linje.streker and over.kolonne != linje.kolonne:
            yield _en_linje(3, linje, " " * over.kolonne + ny, melding)
        yield _en_linje(
            1, linje, _byttet(linje, ny), melding, sted=sted if sted < len(linje.tekst) else None
        )
    else:
        yield from _feilskrevet_uten_kolon(linje, sak)
    yield from _kolon_for_langt_ute(linje, sak)
    yield from _ukjent_nøkkels_kolon(linje, sak)


def _feilskrevet_uten_kolon(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A misspelt key, and no colon either."""
    match = re.match(rf"{_ORD}", linje.rest)
    if not match or linje.nøkkel:
        return
    for nøkkel in _lignende(match[0], sak.nøkler, likhet=0.7):
        funnet = kolon_mangler(nøkkel + linje.rest[match.end() :], sak.nøkler)
        if funnet:
            melding = f"Nøkkelen heter «{nøkkel}», og kolonet etter den mangler."
            yield _en_linje(4, linje, _byttet(linje, funnet[2]), melding)


def _kolon_for_langt_ute(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """The colon after the first words of the value."""
    match = re.fullmatch(rf"(?P<nøkkel>{_ORD})\s+(?P<ord>[^:]*):(?:\s+(?P<verdi>.*))?", linje.rest)
    if match and match["nøkkel"] in sak.nøkler:
        verdi = f"{match['ord']} {match['verdi'] or ''}".strip()
        melding = f"Kolonet står ikke rett etter «{match['nøkkel']}»."
        yield _en_linje(4, linje, _byttet(linje, f"{match['nøkkel']}: {verdi}"), melding)


def _ukjent_nøkkels_kolon(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A school's, a role's or a link's id without its colon."""
    match = re.fullmatch(
        rf"(?P<nøkkel>{_ORD})(?P<tegn>\s*{_TEGN_FOR_KOLON}|\s+|)\s*(?P<verdi>.*)", linje.rest
    )
    if not match or linje.nøkkel:
        return
    nøkkel, tegn, verdi = match["nøkkel"], match["tegn"].strip(), match["verdi"]
    ny = f"{nøkkel}: {_som_verdi(verdi)}".rstrip()
    melding = f"Kolonet etter «{nøkkel}» mangler."
    if tegn == ":":
        melding = f"Mellomrommet etter kolonet mangler i «{nøkkel}:»."
    elif tegn:
        melding = f"Etter «{nøkkel}» står det «{tegn}», ikke kolon."
    under = sak.under(linje.nr)
    åpner = not verdi and under and under.kolonne > linje.kolonne
    yield _en_linje(2 if åpner else 6, linje, _byttet(linje, ny), melding)


def _to_nøkler(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """Two keys on one line."""
    for match in re.finditer(rf"[\s,;]+(?P<neste>(?P<nøkkel>{_ORD}):(?:\s.*|$))", linje.rest):
        if match["nøkkel"] not in sak.nøkler or not linje.nøkkel:
            continue
        første = _byttet(linje, linje.rest[: match.start()])
        neste = " " * linje.kolonne + match["neste"]
        sted = linje.kolonne + match.start("neste") + 1
        råd = f"Skriv «{match['neste']}» på sin egen linje."
        melding = "To nøkler står på den samme linjen."
        yield Rettelse(2, linje.nr, linje.nr + 1, (første, neste), melding, råd, sted)


def _på_ny_linje(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A list or a block that begins beside its key."""
    match = re.match(rf"(?P<strek>- )?(?:(?P<nøkkel>{_ORD}):)?", linje.verdi)
    if not linje.nøkkel or not match or not match[0]:
        return
    hva = "Listen" if match["strek"] else f"Nøkkelen «{match['nøkkel']}»"
    melding = f"{hva} må begynne på en ny linje under «{linje.nøkkel['nøkkel']}:»."
    råd = f"Skriv «{linje.verdi}» på linjen under, med {linje.kolonne + 2} mellomrom foran."
    nye = (_byttet(linje, f"{linje.nøkkel['nøkkel']}:"), " " * (linje.kolonne + 2) + linje.verdi)
    er_kjent = match["nøkkel"] in sak.nøkler if match["nøkkel"] else bool(match["strek"])
    sted = linje.tekst.rindex(linje.verdi) + 1
    pris = 3 if er_kjent else 8
    yield Rettelse(pris, linje.nr, linje.nr + 1, nye, melding, råd, sted)


def _verdi_og_nøkler(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A key with a value, and a block below it."""
    under = sak.under(linje.nr)
    if linje.nøkkel and linje.verdi and under and under.kolonne > linje.kolonne:
        nøkkel = linje.nøkkel["nøkkel"]
        melding = f"«{nøkkel}» har både en verdi på linjen og noe under seg."
        råd = f"Skriv «{nøkkel}:» alene på linjen, eller ta bort det som står under."
        sted = linje.tekst.rindex(linje.verdi)
        yield _en_linje(4, linje, _byttet(linje, f"{nøkkel}:"), melding, råd=råd, sted=sted)


def _nøkkelens_navn(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A key that is misspelt."""
    if not linje.nøkkel or linje.nøkkel["nøkkel"] in sak.nøkler or sak.trinn is Trinn.YAML:
        return
    skrevet = linje.nøkkel["nøkkel"].strip("'\"")
    for nøkkel in _lignende(skrevet, sak.nøkler):
        ny = _byttet(linje, nøkkel + linje.rest[linje.nøkkel.end("nøkkel") :])
        melding, råd = f"Ukjent nøkkel «{skrevet}».", f"Mente du «{nøkkel}»?"
        yield _en_linje(3, linje, ny, melding, råd=råd)


def _lignende(skrevet: str, nøkler: Collection[str], *, likhet: float = 0.6) -> list[str]:
    """The keys that are spelt much like this, the likeliest first."""
    foldet = {nøkkel.casefold(): nøkkel for nøkkel in sorted(nøkler)}
    like = get_close_matches(skrevet.casefold(), foldet, n=3, cutoff=likhet)
    return [foldet[likt] for likt in like]


# --- quotes, and what else a value can't be -------------------------------------------------------


def _i_anførsel(verdi: str) -> str:
    """A value between the quotes that change nothing in it."""
    if "'" in verdi and '"' not in verdi and "\\" not in verdi:
        return f'"{verdi}"'
    return "'" + verdi.replace("'", "''") + "'"


def _som_verdi(verdi: str) -> str:
    """A value as it can stand after a colon."""
    if re.search(r":(?:\s|$)", verdi) and verdi[:1] not in "'\"[{":
        return _i_anførsel(verdi)
    return verdi


def _med_verdi(linje: Linje, verdi: str) -> str:
    """The line with another value, its comment as it stood."""
    gammel = linje.verdi
    start = linje.tekst.rindex(gammel)
    return linje.tekst[:start] + verdi + linje.tekst[start + len(gammel) :]


def _anførselstegn(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """Quotes that aren't closed, or are closed too early."""
    verdi = linje.verdi
    tegn = verdi[:1]
    if tegn not in ("'", '"') or len(verdi) < 2:  # noqa: PLR2004 - a quote and a letter
        return
    sted = linje.tekst.rindex(verdi)
    inni = verdi[1:-1] if verdi.endswith(tegn) else verdi[1:]
    if verdi.rstrip(",;").endswith(tegn) and verdi[-1] in ",;":
        navn = "Kommaet" if verdi[-1] == "," else "Semikolonet"
        melding = f"{navn} etter anførselstegnet hører ikke hjemme her."
        yield _en_linje(1, linje, _med_verdi(linje, verdi.rstrip(",;")), melding)
    if verdi.endswith(tegn) and tegn in inni:
        hva = "Apostrofen" if tegn == "'" else "Anførselstegnet"
        melding = f"{hva} inne i teksten avslutter den."
        ny = _med_verdi(linje, _i_anførsel(inni))
        yield _en_linje(2, linje, ny, melding, sted=sted + 1 + inni.index(tegn))
    if tegn in inni and not verdi.endswith(tegn):
        melding = "Teksten fortsetter etter anførselstegnet som lukker den."
        ny = _med_verdi(linje, _i_anførsel(verdi))
        yield _en_linje(2, linje, ny, melding, sted=sted + 2 + inni.index(tegn))
    if not verdi.endswith(tegn) and verdi[-1] in "'\"’”´`":
        melding = f"Teksten begynner med {tegn} og slutter med {verdi[-1]}."
        yield _en_linje(1, linje, _med_verdi(linje, _lukket(tegn, verdi[1:-1])), melding, sted=sted)
    if not verdi.endswith(tegn):
        hel = linje.tekst[sted:].rstrip()  # what looks like a comment may be part of the text
        for lukket in (verdi, hel):
            melding = "Anførselstegnet som begynner her, er ikke lukket."
            ny = linje.tekst[:sted] + _lukket(tegn, lukket[1:]) + linje.tekst[sted + len(lukket) :]
            yield _en_linje(2, linje, ny, melding, sted=sted)
        slutt = sak.blokk(linje)
        if slutt > linje.nr + 1:
            nye = [under.tekst for under in sak.linjer[linje.nr : slutt]]
            nye[-1] += tegn
            råd = f"Lukk det på slutten av linje {slutt}."
            yield Rettelse(2, linje.nr, slutt, tuple(nye), melding, råd, sted + 1)


def _lukket(tegn: str, tekst: str) -> str:
    """The text between quotes, of this kind where that is possible."""
    return _i_anførsel(tekst) if tegn in tekst else tegn + tekst + tegn


def _skjeve_anførselstegn(linje: Linje, _sak: Sak) -> Iterator[Rettelse]:
    """Word's quotes, which YAML takes for letters."""
    match = re.fullmatch("[“”„‟‘’‚«»](?P<tekst>.*?)[“”„‟‘’»«\"']", linje.verdi)
    if match:
        melding = f"«{linje.verdi[0]}» er ikke et anførselstegn i YAML."
        ny = _med_verdi(linje, _i_anførsel(match["tekst"]))
        yield _en_linje(2, linje, ny, melding, sted=linje.tekst.rindex(linje.verdi))


def _hele_i_anførselstegn(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A value that YAML takes for something else than a text."""
    verdi = linje.verdi
    if not verdi or not (linje.nøkkel or linje.streker) or (sak.er_yaml and verdi[0] in "[!"):
        return
    sted = linje.tekst.rindex(verdi)
    ny = _med_verdi(linje, _i_anførsel(verdi))
    kolon = re.search(r":(?:\s|$)", verdi)
    if kolon and not (linje.rest == verdi and linje.nøkkel):
        melding = "Et kolon inne i verdien blir lest som en ny nøkkel."
        yield _en_linje(5, linje, ny, melding, sted=sted + kolon.start())
        yield from _flere_linjer(linje, sak, melding, sted + kolon.start())
    if verdi[0] in "|>":
        melding = "«|» eller «>» foran en tekst betyr noe eget i YAML."
        yield _en_linje(4, linje, ny, melding, sted=sted)
    elif verdi[0] in "@`%&*!{[,?" or verdi.startswith("- "):
        melding = f"«{verdi[0]}» i begynnelsen av en verdi betyr noe eget i YAML."
        yield _en_linje(4, linje, ny, melding, sted=sted)


def _flere_linjer(linje: Linje, sak: Sak, melding: str, sted: int) -> Iterator[Rettelse]:
    """A value of several lines between quotes."""
    slutt = sak.blokk(linje)
    if slutt == linje.nr + 1:
        return
    tekster = [linje.verdi, *(under.tekst for under in sak.linjer[linje.nr + 1 : slutt])]
    første, *resten = _i_anførsel("\n".join(tekster)).split("\n")
    råd = "Sett hele verdien i anførselstegn, eller på linjene under «>-»."
    nye = (_med_verdi(linje, første), *resten)
    yield Rettelse(5, linje.nr, slutt, nye, melding, råd, sted + 1)


def _linje_i_anførselstegn(linje: Linje, _sak: Sak) -> Iterator[Rettelse]:
    """Quotes around the key and its value together."""
    match = re.fullmatch(
        rf"(?P<tegn>['\"])(?P<inni>(?P<nøkkel>{_ORD}):\s[^'\"]*)(?P=tegn)?,?", linje.rest
    )
    if match:
        melding = f"Anførselstegnene står rundt både «{match['nøkkel']}» og verdien."
        yield _en_linje(2, linje, _byttet(linje, match["inni"]), melding)


# --- lists on one line ----------------------------------------------------------------------------


def _klammer(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """What is wrong in «[a, b]» and in «{a: b}»."""
    verdi = linje.verdi
    if verdi[:1] in ("[", "(", "{") or verdi.rstrip(",;.")[-1:] in ("]", ")", "}"):
        sted = linje.tekst.rindex(verdi)
        for pris, sted_i_verdien, melding, rettet in _lister(verdi):
            ny = _med_verdi(linje, rettet)
            yield _en_linje(pris, linje, ny, melding, sted=sted + sted_i_verdien)
    if verdi[:1] == "{":
        yield from _nøkler_i_klammer(linje, sak)


def _lister(verdi: str) -> Iterator[tuple[int, int, str, str]]:
    """What a list on one line was meant as: the price, the place, what is wrong, and the list."""
    inni = verdi.strip("[](){},;. ")
    punkter = [bit.strip() for bit in re.split(r"[;,]", inni) if bit.strip()]
    liste = f"[{', '.join(punkter)}]"
    if ";" in verdi:
        yield 1, verdi.index(";"), "Mellom punktene står det semikolon, ikke komma.", liste
    if verdi[0] == "[" and "]" not in verdi:
        yield 2, 0, _IKKE_LUKKET, liste
    if verdi[0] != "[" and verdi[-1] == "]":
        yield 2, 0, "Klammen foran listen mangler.", liste
    if verdi[0] in "({" and ":" not in verdi:
        yield 2, 0, "Listen står ikke mellom [ og ].", liste
    if re.search(r",\s*,|\[\s*,", verdi):
        yield 2, 0, "Et komma for mye står i listen.", liste
    if "]" in verdi[:-1]:
        etter = verdi.index("]") + 1
        yield 2, etter, "Teksten fortsetter etter klammen som lukker listen.", liste
    if verdi[0] == "[" and " " in inni:
        ord_ = re.split(r"[;,.\s]+(?:og\s+)?", inni)
        yield 4, 0, "Kommaet mellom punktene i listen mangler.", f"[{', '.join(ord_)}]"


def _nøkler_i_klammer(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """What is wrong in «{a: b}»: it isn't closed, or a key is without its colon."""
    if "}" not in linje.verdi:
        ny = _med_verdi(linje, linje.verdi + "}")
        yield _en_linje(3, linje, ny, _IKKE_LUKKET, sted=linje.tekst.rindex(linje.verdi))
        return
    biter = [bit.strip() for bit in re.split("[;,]", linje.verdi[1:-1])]
    for nummer, bit in enumerate(biter):
        funnet = kolon_mangler(bit, sak.nøkler)
        if funnet:
            rettet = ", ".join([*biter[:nummer], funnet[2], *biter[nummer + 1 :]])
            sted = linje.tekst.rindex(bit)
            yield _en_linje(2, linje, _med_verdi(linje, f"{{{rettet}}}"), funnet[1], sted=sted)


def _uten_klammer(linje: Linje, _sak: Sak) -> Iterator[Rettelse]:
    """A comma after a value, as in JSON."""
    if (linje.nøkkel or linje.streker) and linje.verdi[-1:] in (",", ";") and len(linje.verdi) > 1:
        navn = "Kommaet" if linje.verdi[-1] == "," else "Semikolonet"
        melding = f"{navn} på slutten av linjen hører ikke hjemme her."
        yield _en_linje(3, linje, _med_verdi(linje, linje.verdi[:-1]), melding)


# --- where the line stands ------------------------------------------------------------------------


def _kolonner(linje: Linje, sak: Sak) -> list[int]:
    """The columns at which the lines around begin, the likeliest first."""
    kolonner = {0}
    for nabo in sak.linjer[max(0, linje.nr - 25) : linje.nr + 12]:
        if nabo is linje or nabo.er_tom or nabo.nr in sak.prosa:
            continue
        kolonner |= {len(nabo.innrykk), nabo.kolonne, len(nabo.innrykk) + 2, nabo.kolonne + 2}
    nå = len(linje.innrykk)
    return sorted(kolonner, key=lambda kolonne: (abs(kolonne - nå), kolonne % 2, -kolonne))


def _innrykk(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A line, or a line with what belongs to it, too far in or out."""
    nå = len(linje.innrykk)
    if linje.er_tom:
        return
    blokk = sak.blokk(linje)
    er_ukjent = linje.nøkkel and linje.nøkkel["nøkkel"] not in sak.nøkler
    if sak.trinn is Trinn.DATA and er_ukjent and blokk == linje.nr + 1:
        return  # an unknown key is an unknown key, also where some other place would take it
    over = sak.over(linje.nr)
    if sak.trinn is Trinn.YAML and over and over.verdi and linje.verdi:
        return  # a key that stands twice does so, also where a text above could take it
    for kolonne in _kolonner(linje, sak):
        if kolonne == nå or abs(kolonne - nå) > max(_TALL):
            continue
        pris = 3 + abs(kolonne - nå) + _uvanlig(kolonne, linje, sak)
        yield _flyttet(pris, linje, sak, kolonne, linje.nr + 1)
        if blokk > linje.nr + 1:
            yield _flyttet(pris + 1, linje, sak, kolonne, blokk)


def _uvanlig(kolonne: int, linje: Linje, sak: Sak) -> int:
    """How unlikely it is that a line begins at this column."""
    if not linje.nøkkel and not linje.streker:
        return 20  # most often it is no data at all
    uvanlig = 2 * (kolonne % 2)
    over = forrige = sak.over(linje.nr)
    while over and over.kolonne >= kolonne and not (over.streker and over.kolonne == kolonne):
        over = sak.over(over.nr)
    if over and kolonne - over.kolonne not in (0, 2):
        uvanlig += 2
    if forrige and forrige.åpner_tekst and kolonne > _dybde(forrige):
        uvanlig += 3  # it would go into the text above
    if forrige and not _passer(kolonne, forrige, sak.under(linje.nr)):
        uvanlig += 1
    return uvanlig


def _passer(kolonne: int, forrige: Linje, neste: Linje | None) -> bool:
    """Whether a line at this column goes on from the one before, or into the one after."""
    if neste and neste.kolonne == kolonne:
        return True
    if forrige.nøkkel and not forrige.verdi and kolonne == forrige.kolonne + 2:
        return True
    return kolonne in (forrige.kolonne, len(forrige.innrykk))


def _barn_uten_innrykk(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """Lines that stand below their key, and no further in."""
    over = sak.over(linje.nr)
    if not over or not over.nøkkel or over.verdi or over.kolonne != linje.kolonne or linje.er_tom:
        return
    for slutt in range(linje.nr + 2, min(linje.nr + 6, len(sak.linjer))):
        rettet = _flyttet(6, linje, sak, linje.kolonne + 2, slutt)
        melding = f"Linjene under «{over.nøkkel['nøkkel']}:» har for lite innrykk."
        råd = f"Gi dem som hører til den, {linje.kolonne + 2} mellomrom foran."
        yield rettet._replace(melding=melding, råd=råd)


def _flyttet(pris: int, linje: Linje, sak: Sak, kolonne: int, slutt: int) -> Rettelse:
    nå = len(linje.innrykk)
    nye = [
        " " * max(0, len(flyttet.innrykk) + kolonne - nå) + flyttet.tekst.lstrip()
        for flyttet in sak.linjer[linje.nr : slutt]
    ]
    hva = "Linjen" if slutt == linje.nr + 1 else "Linjen, med dem som hører til den,"
    retning = "for mye" if nå > kolonne else "for lite"
    melding = f"{hva} har {_TALL[abs(kolonne - nå)]} mellomrom {retning} foran seg."
    råd = f"Gi den {kolonne} mellomrom{_som(linje, sak, kolonne)}."
    if not kolonne:
        råd = "Begynn den helt til venstre."
    return Rettelse(pris, linje.nr, slutt, tuple(nye), melding, råd, linje.kolonne + 1)


def _som(linje: Linje, sak: Sak, kolonne: int) -> str:
    """A neighbour that stands where the line should."""
    for nabo in (*reversed(sak.linjer[: linje.nr]), *sak.linjer[linje.nr + 1 :]):
        if nabo.nr in sak.prosa or nabo.er_tom or abs(nabo.nr - linje.nr) > 25:  # noqa: PLR2004
            continue
        if len(nabo.innrykk) == kolonne and bool(nabo.streker) == bool(linje.streker):
            return f", som linje {nabo.nr + 1}"
    return ""


def _strek_mangler(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """An item of a list without «- »."""
    over = sak.over(linje.nr)
    if linje.er_tom or linje.streker:
        return
    if not linje.nøkkel and not (over and over.streker and not over.nøkkel):
        return  # a text is an item below another one
    melding, råd = "«- » mangler foran punktet.", ""
    nå = len(linje.innrykk)
    for innrykk in dict.fromkeys((max(0, nå - 2), nå, nå + 2, *_kolonner(linje, sak))):
        if abs(innrykk - nå) <= max(_TALL):
            pris = 5 if innrykk in (nå, nå - 2) and linje.nøkkel else 8
            if over and not linje.nøkkel and innrykk == len(over.innrykk):
                pris = 4
            if linje.nøkkel and _står_over(linje, sak):
                melding = f"Nøkkelen «{linje.nøkkel['nøkkel']}» står to ganger i det samme punktet."
                råd = f"Er dette et nytt punkt, så skriv «- {linje.rest}»; ellers behold den ene."
            yield _en_linje(pris, linje, f"{' ' * innrykk}- {linje.rest}", melding, råd=råd)


def _står_over(linje: Linje, sak: Sak) -> bool:
    """Whether the line's key stands above it in the same item of a list."""
    for over in reversed(sak.linjer[: linje.nr]):
        if over.er_tom or over.nr in sak.prosa or over.kolonne > linje.kolonne:
            continue
        if over.kolonne < linje.kolonne or not over.nøkkel or not linje.nøkkel:
            return False
        if over.nøkkel["nøkkel"] == linje.nøkkel["nøkkel"]:
            return True
        if over.streker:
            return False
    return False


def _tekst_uten_innrykk(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """The first line of a text below «>-» that stands no further in than its key."""
    over = sak.over(linje.nr)
    if not over or not over.åpner_tekst or not linje.rest or linje.streker:
        return
    if linje.nøkkel and linje.nøkkel["nøkkel"] in sak.nøkler:
        return
    innrykk = _dybde(over) + 2
    slutt = linje.nr + 1
    for under in sak.linjer[linje.nr + 1 :]:
        if under.er_tom or under.rett(sak.nøkler):
            break
        slutt = under.nr + 1
    for ende in sorted({slutt, linje.nr + 1}, reverse=True):
        nye = tuple(" " * innrykk + tekst.tekst.lstrip() for tekst in sak.linjer[linje.nr : ende])
        melding = f"Teksten under «{over.verdi}» har for lite innrykk."
        råd = f"Gi hver linje i teksten {innrykk} mellomrom foran."
        pris = 4 if linje.nøkkel else 2
        yield Rettelse(pris, linje.nr, ende, nye, melding, råd, linje.kolonne + 1)


# --- what may be no data at all -------------------------------------------------------------------


def _kommentar(linje: Linje, _sak: Sak) -> Iterator[Rettelse]:
    """A comment with the sign of another language."""
    match = _KOMMENTARTEGN.fullmatch(linje.rest)
    if match and not linje.streker:
        ny = f"{linje.innrykk}# {match['tekst']}"
        yield _en_linje(3, linje, ny, "En kommentar begynner med «#» i YAML.")


def _fremmed_linje(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A line without which, or as a part of the text above, the file is right."""
    if linje.er_tom or linje.nøkkel or sak.er_yaml or linje.tekst.startswith(("---", "...", "%")):
        return
    melding = "Linjen er verken en nøkkel med kolon eller en del av teksten over."
    råd = "Hører den til teksten over, så gi den mer innrykk; er den en kommentar, så sett # foran."
    over = sak.over(linje.nr)
    if over and over.nøkkel:
        hel = " " * (over.kolonne + 2) + linje.rest
        yield _en_linje(21, linje, hel, melding, råd=råd)
    yield _en_linje(20, linje, "", melding, råd=råd)


def _verdi_uten_innrykk(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A value on the line below its key, and no further in."""
    over = sak.over(linje.nr)
    if linje.er_tom or linje.nøkkel or linje.streker or not over or not over.nøkkel or over.verdi:
        return
    melding = f"Verdien til «{over.nøkkel['nøkkel']}» har for lite innrykk."
    hel = " " * (over.kolonne + 2) + linje.rest
    yield _en_linje(5, linje, hel, melding, råd=_skriv(f"{over.rest} {linje.rest}"))


def _linje_mangler(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A key whose line is gone: what belongs to it has nothing to belong to."""
    if linje.nr not in sak.steder:
        return
    innrykk = len(linje.innrykk) - 2
    if sak.trinn is Trinn.YAML:
        yield from _ny_oppføring(linje, innrykk)
        return
    for linjen_over in [f"{nøkkel}:" for nøkkel in sorted(sak.nøkler)]:
        yield _med_linje_over(linje, innrykk, linjen_over)
        if not linje.streker:
            yield _med_linje_over(linje, innrykk - 2, f"- {linjen_over}")


def _ny_oppføring(linje: Linje, innrykk: int) -> Iterator[Rettelse]:
    """The line with a school's id is gone, so that its keys stand twice in the one above."""
    if linje.nøkkel:
        melding = f"Fra «{linje.nøkkel['nøkkel']}» og nedover står nøklene to ganger."
        råd = "Linjen over mangler; skriv den, for eksempel «ål:»."
        rettet = _med_linje_over(linje, innrykk, "en-ny:")
        yield rettet._replace(melding=melding, råd=råd)


def _med_linje_over(linje: Linje, innrykk: int, tekst: str) -> Rettelse:
    nye = (" " * max(0, innrykk) + tekst, linje.tekst)
    melding = f"Linjen «{tekst}» mangler over denne."
    råd = "Skriv den, eller rett innrykket."
    pris = 7 if innrykk >= 0 else 30
    return Rettelse(pris, linje.nr, linje.nr + 1, nye, melding, råd, linje.kolonne + 1)


_GJETT: tuple[Callable[[Linje, Sak], Iterator[Rettelse]], ...] = (
    _mellomrom,
    _punkttegn,
    _dobbel_strek,
    _strek_for_mye,
    _punkter,
    _kolon,
    _to_nøkler,
    _på_ny_linje,
    _verdi_og_nøkler,
    _nøkkelens_navn,
    _anførselstegn,
    _skjeve_anførselstegn,
    _hele_i_anførselstegn,
    _linje_i_anførselstegn,
    _klammer,
    _uten_klammer,
    _tekst_uten_innrykk,
    _innrykk,
    _barn_uten_innrykk,
    _strek_mangler,
    _kommentar,
    _fremmed_linje,
    _verdi_uten_innrykk,
    _linje_mangler,
)
