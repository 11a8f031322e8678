"""Checks: another school's name in a school's texts, and one school that stands twice."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

from ..innhold.tekster import plassen
from ..model.norsk import foldet
from ..model.runde import Dialog
from ..model.skole import Skole
from ..reading.aarsfil import navn_over_årene
from ..reading.yaml_reader import Path_, YamlFile
from .kontroll import Data, Funn, kontroll

Tekst = tuple[YamlFile, Path_, str]
Navn = tuple[str, ...]  # the words of a name, each in its basic form

_VGS = r"v\. ?g\. ?s\b|vgs\b|vid(?:ere|are)gå(?:ende|ande)\b"
# A word may have hyphens in it, but what says that it is a school is a word of its own.
_ORD = re.compile(rf"\b(?:{_VGS}|\w+(?:-(?!{_VGS})\w+)*)", re.IGNORECASE)
_BOKMÅL = {"vidaregåande": "videregående", "skule": "skole", "skules": "skoles"}
_SKOLEORD = {"vgs", "skole", "videregående"}
_FULLT = ("videregående", "skole")
_FLEST_NAVN = 50  # different ones that are told of in one text
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


@kontroll("annen-skole", "navnet på en annen skole i en skoles tekster")
def _annen_skole(data: Data) -> Iterator[Funn]:
    skolenavn = Skolenavn(data.skoler, _andre_navn(data))
    for skole_id, skole, dialog in data.dialoger():
        for file, path, text in _tekster(data, skole_id, skole, dialog):
            for eiere, skrevet in skolenavn.i(text):
                if skole_id not in eiere:
                    hva = f"får navnet på en annen skole: «{skrevet}»."
                    remedy = "Rett teksten."
                    if file is data.files.runde and path[0] != "dialoger":
                        remedy = "Rett teksten, eller skriv {{ skole.kortnavn }} i stedet."
                    yield Funn((skole_id,), file, plassen(file, path, skole.målform), hva, remedy)


def _andre_navn(data: Data) -> Iterator[tuple[set[str], Sequence[str]]]:
    """The names that schools have in other rounds, and those of closed ones that are theirs too.

    A school that has taken over after another may be told of it by name.
    """
    files = data.files
    for skole_id, skole in data.skoler.items():
        navnene = navn_over_årene(files.skoler, files.id_i_dag(skole_id))
        if len(navnene) > len({skole.navn, skole.kortnavn}):
            yield {skole_id}, navnene
    for gammel, ider in files.arv.etter.items():
        if gammel in data.skoler:
            yield set(ider), navn_over_årene(files.skoler, gammel)


def _tekster(data: Data, skole_id: str, skole: Skole, dialog: Dialog) -> Iterator[Tekst]:
    """All that a school is told, each text with its place in the YAML."""
    if skole_id in data.innhold:
        yield from _rundens(data, skole_id)
        _, file, path = data.files.tidsramme_for(skole_id)
        begrunnelse = data.innhold[skole_id].tidsramme.begrunnelse
        yield file, (*path, "begrunnelse"), begrunnelse or ""
    yield data.files.skoler, ("skoler", skole_id, "kommune"), skole.kommune or ""
    yield from _dialogens(data, skole_id, dialog)


def _rundens(data: Data, skole_id: str) -> Iterator[Tekst]:
    file, innhold = data.files.runde, data.innhold[skole_id]
    for key in ("tittel", "hensikt", "hovedmål"):
        yield file, (key,), getattr(innhold.runde, key)
    for index, text in enumerate(innhold.runde.delmål):
        yield file, ("delmål", index), text
    for index, punkt in enumerate(innhold.datagrunnlag):
        yield file, ("datagrunnlag", index, "tekst"), punkt.tekst
    for key in ("skolen", "fra_skoleeier"):
        yield file, ("deltakelse", key), getattr(innhold.deltakelse, key)
    dagsorden = data.files.dagsorden_for(skole_id).path
    for index, tema in enumerate(innhold.dagsorden):
        path = (*dagsorden, index)
        yield file, (*path, "tittel"), tema.tittel
        yield file, (*path, "tekst"), tema.tekst or ""
        for number, part in enumerate(tema.deler):
            yield file, (*path, "deler", number, "tekst"), part.tekst


def _dialogens(data: Data, skole_id: str, dialog: Dialog) -> Iterator[Tekst]:
    """What stands in a school's dialogue, and the links that it gets."""
    file, path = data.files.runde, ("dialoger", skole_id)
    yield file, (*path, "sted"), dialog.sted or ""
    for index, person in enumerate(dialog.deltakere):
        yield file, (*path, "deltakere", index, "navn"), person.navn or ""
        yield file, (*path, "deltakere", index, "rolle"), person.rolle or ""
    yield file, (*path, "møtelenke"), _ordene(dialog.møtelenke)
    for id_, lenke in dialog.lenker.items():
        yield file, (*path, "lenker", id_), _ordene(lenke)
    for index, punkt in enumerate(data.runde.datagrunnlag):
        if punkt.lenke and not dialog.lenker.get(punkt.id):
            yield file, ("datagrunnlag", index, "lenke"), _ordene(punkt.lenke)


def _ordene(lenke: str | None) -> str:
    return re.sub(r"[-_/+.?&=@]", " ", unquote(lenke or ""))


@kontroll("samme-skole", "to skoler med samme organisasjonsnummer eller samme navn")
def _samme_skole(data: Data) -> Iterator[Funn]:
    første: dict[object, str] = {}
    for skole_id, skole in data.skoler.items():
        if data.er_stille("samme-skole", skole_id) or not skole.er_med(data.files.år):
            continue  # or it would hide that two others are the same
        for key, value, hva in (
            ("organisasjonsnummer", skole.organisasjonsnummer, "samme organisasjonsnummer"),
            ("navn", skole.navn, "samme navn på bokmål og nynorsk"),
        ):
            if not value:
                continue
            annen = første.setdefault((key, nøkkel(value)), skole_id)
            if annen != skole_id:
                path = ("skoler", skole_id, key)
                remedy = (
                    "Er det samme skole, så fjern den ene; hvis ikke, rett nummeret eller navnet."
                )
                yield Funn((annen, skole_id), data.files.skoler, path, f"har {hva}.", remedy)


class Skolenavn:
    """Finds the schools' names in a text, the longest where several begin.

    Municipalities are looked for too, so that «Øvre Eiker» isn't taken for Eiker, but are
    nobody's name. Each text is looked through once: most are the same for all schools. ``andre``
    are names besides those of the round, with the ids of the schools that may be called so.
    """

    def __init__(
        self, skoler: Mapping[str, Skole], andre: Iterable[tuple[set[str], Sequence[str]]] = ()
    ) -> None:
        self._forkortet: set[str] = set()  # «St.» in «St. Hallvard»
        self._eiere: dict[Navn, set[str]] = {}
        for skole_id, skole in skoler.items():
            self._kjenn({skole_id}, (skole.navn, skole.kortnavn))
        for eiere, navnene in andre:
            self._kjenn(eiere, navnene)
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

    def _kjenn(self, eiere: set[str], navnene: Sequence[str]) -> None:
        """Know the names of a school, in all their forms."""
        for name in navnene:
            self._forkortet.update(foldet(word) for word in re.findall(r"\b(\w+)\. ", name))
        for form in _former(navnene):
            self._eiere.setdefault(form, set()).update(eiere)

    def i(self, text: str) -> list[tuple[set[str], str]]:
        """The names in a text: the ids of the schools that have it, and how it is written.

        Each is told once, however often it stands there, and of very many the first: every school
        that gets the text is told of every name in it.
        """
        if text not in self._funnet:
            self._funnet[text] = self._de_ulike(text)
        return self._funnet[text]

    def _de_ulike(self, text: str) -> list[tuple[set[str], str]]:
        ulike: dict[str, set[str]] = {}
        for eiere, skrevet in self._finn(text):
            ulike[skrevet] = eiere
            if len(ulike) == _FLEST_NAVN:
                break
        return [(eiere, skrevet) for skrevet, eiere in ulike.items()]

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


def _former(navnene: Iterable[str]) -> set[Navn]:
    """The ways in which a school's names are written, in either form of Norwegian."""
    navn = set(map(nøkkel, navnene))
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
