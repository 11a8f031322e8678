"""The lines of a YAML file as a person typed them, and what a correction of one of them is."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

# White space that isn't YAML's, and signs that nobody sees
HARDE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
USYNLIGE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
ORD = r"[^\W_][\w-]*"
_STREKER = re.compile(r"^(?:-(?:\s+|$))+")
_NØKKEL = re.compile(r"(?P<nøkkel>[\w.-]+|'[^']*'|\"[^\"]*\")(?P<kolon>\s*:)(?:\s+(?P<verdi>.*))?")
_KOMMENTAR = re.compile(r"\s+#.*")
_BLOKK = re.compile(r"[|>][-+0-9]*")
_HEL = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[^\s'"\[\]{}#&*!|>%@`,?:-].*|-?\w.*""")
_VIST = 70  # characters of a line that a remedy shows
TALL = {1: "ett", 2: "to", 3: "tre", 4: "fire"}


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
    def verdi_sted(self) -> int:
        """Where the value begins, from 0."""
        return self.kolonne + (max(0, self.nøkkel.start("verdi")) if self.nøkkel else 0)

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
            er_punkt = bool(self.streker) and not re.match(rf"(?:{ORD})(?:\s|:)", self.rest)
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
    innrykk = 0  # of the text's lines: of its first one
    for linje in linjer:
        if åpner and not innrykk and linje.rest and len(linje.innrykk) > dybde(åpner):
            innrykk = len(linje.innrykk)
        if åpner and (not linje.rest or 0 < innrykk <= len(linje.innrykk)):
            prosa.add(linje.nr)
            continue
        åpner = linje if linje.åpner_tekst and not linje.er_tom else None
        innrykk = 0
    return frozenset(prosa)


def dybde(linje: Linje) -> int:
    """How far in the lines below must stand to belong to a line's value, less one."""
    if linje.nøkkel:
        return linje.kolonne
    return len((linje.innrykk + linje.streker).rstrip()) - 1


def byttet(linje: Linje, rest: str) -> str:
    """The line with another rest."""
    return linje.innrykk + linje.streker + rest


def skriv(rest: str) -> str:
    """The remedy that shows a line as it was meant."""
    vist = rest.strip()
    if len(vist) > _VIST:
        vist = vist[:_VIST].rstrip() + " …"
    return f"Skriv «{vist}»."


def en_linje(
    pris: int, linje: Linje, ny: str, melding: str, *, råd: str = "", sted: int | None = None
) -> Rettelse:
    """A correction of a line alone; ``sted`` is where in it, from 0."""
    kolonne = linje.kolonne if sted is None else sted
    return Rettelse(pris, linje.nr, linje.nr + 1, (ny,), melding, råd or skriv(ny), kolonne + 1)


def i_anførsel(verdi: str) -> str:
    """A value between the quotes that change nothing in it."""
    if "'" in verdi and '"' not in verdi and "\\" not in verdi:
        return f'"{verdi}"'
    return "'" + verdi.replace("'", "''") + "'"


def som_verdi(verdi: str) -> str:
    """A value as it can stand after a colon."""
    if re.search(r":(?:\s|$)", verdi) and verdi[:1] not in "'\"[{":
        return i_anførsel(verdi)
    return verdi


def med_verdi(linje: Linje, verdi: str) -> str:
    """The line with another value, its comment as it stood."""
    gammel = linje.verdi
    start = linje.verdi_sted
    return linje.tekst[:start] + verdi + linje.tekst[start + len(gammel) :]


def kolonner(linje: Linje, sak: Sak) -> list[int]:
    """The columns at which the lines around begin, the likeliest first."""
    funnet = {0}
    for nabo in sak.linjer[max(0, linje.nr - 25) : linje.nr + 12]:
        if nabo is linje or nabo.er_tom or nabo.nr in sak.prosa:
            continue
        funnet |= {len(nabo.innrykk), nabo.kolonne, len(nabo.innrykk) + 2, nabo.kolonne + 2}
    nå = len(linje.innrykk)
    return sorted(funnet, key=lambda kolonne: (abs(kolonne - nå), kolonne % 2, -kolonne))
