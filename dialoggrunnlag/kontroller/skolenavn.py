"""Finding the schools' names in a text, however they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..model.norsk import foldet
from ..model.skole import Skole

Navn = tuple[str, ...]  # the words of a name, each in its basic form

_VGS = r"v\. ?g\. ?s\b|vgs\b|vid(?:ere|are)gå(?:ende|ande)\b"
# A word may have hyphens in it, but what says that it is a school is a word of its own.
_ORD = re.compile(rf"\b(?:{_VGS}|\w+(?:-(?!{_VGS})\w+)*)", re.IGNORECASE)
_BOKMÅL = {"vidaregåande": "videregående", "skule": "skole", "skules": "skoles"}
_SKOLEORD = {"vgs", "skole", "videregående"}
_FULLT = ("videregående", "skole")
_BINDESTREKER = {"-", "\N{NON-BREAKING HYPHEN}", "–"}
# How a name is written where there is no æ, ø or å, as in an address.
_UTEN_NORSK = (
    str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"}),
    str.maketrans({"æ": "ae", "ø": "o", "å": "a"}),
)
# «Nedre Eiker» is a place of its own, not Eiker.
_DEL_AV_STEDSNAVN = {
    *("øvre", "nedre", "indre", "ytre", "midtre", "store", "lille"),
    *("nordre", "søndre", "søre", "østre", "austre", "vestre", "nord", "sør", "øst", "vest"),
}


class Skolenavn:
    """Finds the schools' names in a text, the longest where several begin.

    Municipalities are looked for too, so that «Øvre Eiker» isn't taken for Eiker, but are
    nobody's name. Each text is looked through once: most are the same for all schools.
    """

    def __init__(self, skoler: Mapping[str, Skole]) -> None:
        self._forkortet: set[str] = set()  # «St.» in «St. Hallvard»
        self._eiere: dict[Navn, set[str]] = {}
        for skole_id, skole in skoler.items():
            for name in (skole.navn, skole.kortnavn):
                self._forkortet.update(foldet(word) for word in re.findall(r"\b(\w+)\. ", name))
            for form in _former(skole):
                self._eiere.setdefault(form, set()).add(skole_id)
        for skole in skoler.values():
            kommune = nøkkel(skole.kommune or "")
            if kommune and kommune[-1] not in _SKOLEORD:  # else somebody has mistaken the field
                self._eiere[kommune] = set()
        self._eiere.pop((), None)  # a name of nothing but signs is found nowhere
        self._lengder: dict[str, list[int]] = {}  # of the names by their first word, longest first
        for form in sorted(self._eiere, key=len, reverse=True):
            lengder = self._lengder.setdefault(form[0], [])
            if len(form) not in lengder:
                lengder.append(len(form))
        self._funnet: dict[str, list[tuple[set[str], str]]] = {}

    def i(self, text: str) -> list[tuple[set[str], str]]:
        """The names in a text: the ids of the schools that have it, and how it is written."""
        if text not in self._funnet:
            self._funnet[text] = list(self._finn(text))
        return self._funnet[text]

    def _finn(self, text: str) -> Iterator[tuple[set[str], str]]:
        matches = list(_ORD.finditer(text))
        words = [_grunnform(match[0]) for match in matches]
        ends = []  # whether no name goes on from each word to the next
        for number, word in enumerate(words[:-1]):
            between = text[matches[number].end() : matches[number + 1].start()]
            ends.append(self._slutter(between, word))
        at = 0
        while at < len(words):
            length, eiere = self._lengste(words, ends, at)
            first = matches[at]
            # A name of one word may be a common word too: then only a capital tells it apart.
            proper = length > 1 or first[0][0].isupper()
            part_of_other = (
                at > 0
                and not ends[at - 1]
                and words[at - 1] in _DEL_AV_STEDSNAVN
                and matches[at - 1][0][0].isupper()
            )
            if eiere and proper and not part_of_other:
                end = matches[at + length - 1].end()
                yield eiere, " ".join(text[first.start() : end].split())
            at += length or 1

    def _slutter(self, between: str, word: str) -> bool:
        """Whether no name goes on from ``word`` over what stands after it: «Gol. Skolen …»."""
        if between.isspace() or between in _BINDESTREKER:
            return False
        return not (between.strip() == "." and word in self._forkortet)

    def _lengste(self, words: list[str], ends: list[bool], at: int) -> tuple[int, set[str]]:
        """The longest name that begins with the word at ``at``: its length, and who has it."""
        for length in self._lengder.get(words[at], ()):
            if at + length > len(words) or any(ends[at : at + length - 1]):
                continue
            name = tuple(words[at : at + length])
            if name in self._eiere:
                return length, self._eiere[name]
            uten_genitiv = (*name[:-1], name[-1].removesuffix("s"))  # Gol … skoles
            if length > 1 and uten_genitiv in self._eiere:
                return length, self._eiere[uten_genitiv]
        return 0, set()


def nøkkel(name: str) -> Navn:
    """What a name is known by, in either form of Norwegian and whatever its case."""
    return tuple(_grunnform(word) for word in _ORD.findall(name))


def _grunnform(word: str) -> str:
    word = foldet(word)
    if word.startswith("v."):
        return "vgs"
    return _BOKMÅL.get(word, word)


def _former(skole: Skole) -> set[Navn]:
    """The ways in which a school's name is written, in either form of Norwegian."""
    navn = {nøkkel(skole.navn), nøkkel(skole.kortnavn)}
    former = set(navn)
    for name in navn:
        for end in (("vgs",), _FULLT):
            if len(name) > len(end) and name[-len(end) :] == end:
                stem = name[: -len(end)]
                former |= {(*stem, "vgs"), (*stem, "videregående"), (*stem, *_FULLT)}
    for name in list(former):
        if len(name) > 1:  # «al» alone could be anything
            for table in _UTEN_NORSK:
                former.add(tuple(word.translate(table) for word in name))
    return former
