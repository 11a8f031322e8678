"""What goes wrong by hand, found by small named checks.

What is found is a warning: the data can be used, but somebody should look. Each check is one
function below with its name; the round's YAML silences it with a reason, for all schools or
in one school's dialogue::

    stille:
      helg: Dialogen holdes på en lørdag etter ønske fra skolen
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from ..dokumenter.datagrunnlagsfiler import filer
from ..errors import did_you_mean
from ..innhold.tekster import plassen
from ..model.norsk import foldet, oppramsing
from ..reading.yaml_reader import YamlFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ..errors import Problem
    from ..innhold.grunnlag import Grunnlag
    from ..model.norsk import Dato
    from ..model.runde import Datagrunnlagspunkt, Dialog, Runde
    from ..model.skole import Skole
    from ..reading.datafiler import Datafiler
    from ..reading.yaml_reader import Path_


class Kontroll(NamedTuple):
    """A check: its name in ``stille``, what it finds, and the function that does.

    ``samlet``: the same finding in many dialogues is one line, so as not to drown the others.
    """

    navn: str
    beskrivelse: str
    finn: Callable[[Data], Iterator[Funn]]
    samlet: bool


class Funn(NamedTuple):
    """What a check found: which schools it concerns, where, and what to do.

    ``hva`` goes on from the schools' short names («Gol vgs. har dialog på en lørdag.»); with
    no schools it is the whole sentence. Findings with the same words at the same place become
    one; in a check that is ``samlet`` also those at different places, at the first of them.
    """

    skoler: tuple[str, ...]
    file: YamlFile
    path: Path_
    hva: str
    remedy: str
    at_key: bool = False


class Advarsel(NamedTuple):
    """What is said of one or more schools: in one line, and to each school by itself."""

    problem: Problem
    hver: tuple[tuple[str, Problem], ...]


class Data(NamedTuple):
    """What the checks look at."""

    files: Datafiler
    innhold: Mapping[str, Grunnlag]

    @property
    def runde(self) -> Runde:
        """The round."""
        return self.files.datasett.runde

    @property
    def skoler(self) -> dict[str, Skole]:
        """The schools by id."""
        return self.files.datasett.skoler

    def dialoger(self) -> Iterator[tuple[str, Skole, Dialog]]:
        """The dialogues of the schools that there are, in the file's order."""
        for skole_id, dialog in self.runde.dialoger.items():
            if skole_id in self.skoler:
                yield skole_id, self.skoler[skole_id], dialog

    def daterte(self) -> Iterator[tuple[str, Skole, Dialog, Dato]]:
        """The dialogues that have a date and aren't off; before that, what is missing isn't due."""
        for skole_id, skole, dialog in self.dialoger():
            if dialog.dato and not dialog.avlyst:
                yield skole_id, skole, dialog, dialog.dato

    def stille(self, skole_id: str, navn: str) -> bool:
        """Whether a school's dialogue has silenced a check."""
        dialog = self.runde.dialoger.get(skole_id)
        return dialog is not None and navn in dialog.stille

    def i_dialogen(self, skole_id: str, key: str, hva: str, remedy: str, *below: str | int) -> Funn:
        """A finding at one of the keys of a school's dialogue."""
        path = ("dialoger", skole_id, key, *below)
        return Funn((skole_id,), self.files.runde, path, hva, remedy)


KONTROLLER: dict[str, Kontroll] = {}


def beskrivelser() -> dict[str, str]:
    """The checks by name, each with what it finds."""
    return {navn: kontroll.beskrivelse for navn, kontroll in KONTROLLER.items()}


def kontroll(
    navn: str, beskrivelse: str, *, samlet: bool = False
) -> Callable[[Callable[[Data], Iterator[Funn]]], Callable[[Data], Iterator[Funn]]]:
    """Enter a function among the checks."""

    def enter(finn: Callable[[Data], Iterator[Funn]]) -> Callable[[Data], Iterator[Funn]]:
        KONTROLLER[navn] = Kontroll(navn, beskrivelse, finn, samlet)
        return finn

    return enter


def kontroller(files: Datafiler, *, innhold: Mapping[str, Grunnlag]) -> list[Problem]:
    """Run every check that isn't silenced; warnings, in the order of the files."""
    return files.in_order(found.problem for found in advarsler(files, innhold=innhold))


def advarsler(files: Datafiler, *, innhold: Mapping[str, Grunnlag]) -> list[Advarsel]:
    """As ``kontroller``, with the schools that each warning concerns; in the checks' order.

    ``innhold`` is the content of the schools whose texts could be filled, by id. A name in
    ``stille`` that no check has is an error, not a warning.
    """
    data = Data(files, innhold)
    found = list(_ukjente_navn(data))
    for check in KONTROLLER.values():
        if check.navn not in data.runde.stille:
            found += _advarsler(data, check)
    return found


def _advarsler(data: Data, check: Kontroll) -> Iterator[Advarsel]:
    """A check's findings as warnings, without the schools that have silenced it."""
    grouped: dict[object, list[Funn]] = {}
    for funn in check.finn(data):
        if not any(data.stille(skole_id, check.navn) for skole_id in funn.skoler):
            place = () if check.samlet else (funn.file.name, funn.path)
            grouped.setdefault((*place, funn.hva), []).append(funn)
    for group in grouped.values():
        ids = dict.fromkeys(skole_id for funn in group for skole_id in funn.skoler)
        alone = ((id_, _problem(data, check, f, f.skoler)) for f in group for id_ in f.skoler)
        yield Advarsel(_problem(data, check, group[0], ids), tuple(alone))


def _problem(data: Data, check: Kontroll, funn: Funn, ids: Iterable[str]) -> Problem:
    """A finding as a warning about the schools ``ids``."""
    names = _liste([data.files.name_of(skole_id) for skole_id in ids], most=3)
    message = f"{names} {funn.hva}" if names else funn.hva
    remedy = f"{funn.remedy} [{check.navn}]"
    problem = funn.file.problem(funn.path, message, remedy, at_key=funn.at_key)
    return problem._replace(warning=True)


def _ukjente_navn(data: Data) -> Iterator[Advarsel]:
    """Names in ``stille`` that no check has."""
    places: list[tuple[str, Path_, Iterable[str]]] = [("", ("stille",), data.runde.stille)]
    places += [
        (id_, ("dialoger", id_, "stille"), dialog.stille) for id_, _, dialog in data.dialoger()
    ]
    for skole_id, path, names in places:
        for name in names:
            if name not in KONTROLLER:
                message = f"Det finnes ingen kontroll «{name}»."
                known = f"Kontrollene er: {', '.join(KONTROLLER)}."
                remedy = did_you_mean(name, KONTROLLER) or known
                problem = data.files.runde.problem((*path, name), message, remedy, at_key=True)
                yield Advarsel(problem, ((skole_id, problem),) if skole_id else ())


def _liste(words: list[str], most: int = 0) -> str:
    """«a, b og c»; with more than ``most`` of them «a, b, c og 4 til»."""
    if most and len(words) > most + 1:
        words = [*words[:most], f"{len(words) - most} til"]
    return oppramsing(words)


# --- names ---------------------------------------------------------------------------------


@kontroll("annen-skole", "navnet på en annen skole i en skoles tekster")
def _annen_skole(data: Data) -> Iterator[Funn]:
    navn = _Skolenavn(data)
    for skole_id, skole, dialog in data.dialoger():
        texts = (*_fylte(data, skole_id), *_egne(data, skole_id, skole, dialog))
        for file, path, text in texts:
            for owners, written in navn.i(text):
                if skole_id not in owners:
                    hva = f"får navnet på en annen skole: «{written}»."
                    remedy = "Rett teksten."
                    if file is data.files.runde and path[0] != "dialoger":
                        remedy = "Rett teksten, eller skriv {{ skole.kortnavn }} i stedet."
                    yield Funn((skole_id,), file, plassen(file, path, skole.målform), hva, remedy)


def _fylte(data: Data, skole_id: str) -> Iterator[tuple[YamlFile, Path_, str]]:
    """A school's filled texts with the place of each in the YAML."""
    innhold = data.innhold.get(skole_id)
    if innhold is None:
        return
    file = data.files.runde
    for key in ("tittel", "hensikt", "hovedmål"):
        yield file, (key,), getattr(innhold.runde, key)
    for index, text in enumerate(innhold.runde.delmål):
        yield file, ("delmål", index), text
    for index, punkt in enumerate(innhold.datagrunnlag):
        yield file, ("datagrunnlag", index, "tekst"), punkt.tekst
    for key in ("skolen", "fra_skoleeier"):
        yield file, ("deltakelse", key), getattr(innhold.deltakelse, key)
    for index, tema in enumerate(innhold.dagsorden):
        yield file, ("dagsorden", index, "tittel"), tema.tittel
        yield file, ("dagsorden", index, "tekst"), tema.tekst or ""
        for number, part in enumerate(tema.deler):
            yield file, ("dagsorden", index, "deler", number, "tekst"), part.tekst
    _, file, path = data.files.tidsramme_for(skole_id)
    yield file, (*path, "begrunnelse"), innhold.tidsramme.begrunnelse or ""


def _egne(
    data: Data, skole_id: str, skole: Skole, dialog: Dialog
) -> Iterator[tuple[YamlFile, Path_, str]]:
    """What stands in a school's own entries, and the links that it gets."""
    yield data.files.skoler, ("skoler", skole_id, "kommune"), skole.kommune or ""
    file, path = data.files.runde, ("dialoger", skole_id)
    yield file, (*path, "sted"), dialog.sted or ""
    for index, person in enumerate(dialog.deltakere):
        yield file, (*path, "deltakere", index, "navn"), person.navn or ""
        yield file, (*path, "deltakere", index, "rolle"), person.rolle or ""
    for id_, lenke in dialog.lenker.items():
        yield file, (*path, "lenker", id_), _ordene(lenke)
    for index, punkt in enumerate(data.runde.datagrunnlag):
        if punkt.lenke and not dialog.lenker.get(punkt.id):
            yield file, ("datagrunnlag", index, "lenke"), _ordene(punkt.lenke)


def _ordene(lenke: str | None) -> str:
    """The words of an address."""
    return re.sub(r"[-_/+.?&=@]", " ", unquote(lenke or ""))


_VGS = r"v\. ?g\. ?s\b|vgs\b|vid(?:ere|are)gå(?:ende|ande)\b"
# A word may have hyphens in it, but what says that it is a school is a word of its own.
_ORD = re.compile(rf"\b(?:{_VGS}|\w+(?:-(?!{_VGS})\w+)*)", re.IGNORECASE)
_BOKMÅL = {"vidaregåande": "videregående", "skule": "skole"}
_SKOLEORD = {"vgs", "skole", "videregående"}
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


class _Skolenavn:
    """Finds the schools' names in a text, the longest where several begin.

    Municipalities are looked for too, so that «Øvre Eiker» isn't taken for Eiker, but are
    nobody's name. Each text is looked through once: most are the same for all schools.
    """

    def __init__(self, data: Data) -> None:
        self._eiere: dict[tuple[str, ...], set[str]] = {}
        self._forkortet = {  # «St.» in «St. Hallvard»
            foldet(word)
            for skole in data.skoler.values()
            for name in (skole.navn, skole.kortnavn)
            for word in re.findall(r"\b(\w+)\. ", name)
        }
        for skole_id, skole in data.skoler.items():
            for name in _former(skole):
                self._eiere.setdefault(name, set()).add(skole_id)
        for skole in data.skoler.values():
            kommune = _nøkkel(skole.kommune or "")
            if kommune and kommune[-1] not in _SKOLEORD:  # else somebody has mistaken the field
                self._eiere[kommune] = set()
        self._eiere.pop((), None)  # a name of nothing but signs is found nowhere
        self._lengder: dict[str, list[int]] = {}
        for name in sorted(self._eiere, key=len, reverse=True):
            lengths = self._lengder.setdefault(name[0], [])
            if len(name) not in lengths:
                lengths.append(len(name))
        self._funnet: dict[str, list[tuple[set[str], str]]] = {}

    def i(self, text: str) -> list[tuple[set[str], str]]:
        """The names in a text: the ids of the schools that have it, and how it is written."""
        if text not in self._funnet:
            self._funnet[text] = list(self._finn(text))
        return self._funnet[text]

    def _finn(self, text: str) -> Iterator[tuple[set[str], str]]:
        matches = list(_ORD.finditer(text))
        words = [_grunnform(match[0]) for match in matches]
        ends = [
            self._slutter(text[one.end() : two.start()], word)
            for one, two, word in zip(matches, matches[1:], words, strict=False)
        ]
        at = 0
        while at < len(words):
            length, owners = self._lengste(words, ends, at)
            first = matches[at]
            # A name of one word may be a common word too: then only a capital tells it apart.
            proper = length > 1 or first[0][0].isupper()
            part_of_other = (
                at > 0
                and not ends[at - 1]
                and words[at - 1] in _DEL_AV_STEDSNAVN
                and matches[at - 1][0][0].isupper()
            )
            if owners and proper and not part_of_other:
                end = matches[at + length - 1].end()
                yield owners, " ".join(text[first.start() : end].split())
            at += length or 1

    def _slutter(self, between: str, word: str) -> bool:
        """Whether no name goes on from ``word`` over what stands after it: «Gol. Skolen …»."""
        goes_on = between.isspace() or between in _BINDESTREKER
        return not (goes_on or (between.strip() == "." and word in self._forkortet))

    def _lengste(self, words: list[str], ends: list[bool], at: int) -> tuple[int, set[str]]:
        """The longest name that begins with the word at ``at``: its length, and who has it."""
        for length in self._lengder.get(words[at], ()):
            if at + length > len(words) or any(ends[at : at + length - 1]):
                continue
            name = tuple(words[at : at + length])
            for form in (name, (*name[:-1], name[-1].removesuffix("s"))):  # Gol … skoles
                if form in self._eiere and (form == name or length > 1):
                    return length, self._eiere[form]
        return 0, set()


_BINDESTREKER = {"-", "\N{NON-BREAKING HYPHEN}", "–"}


def _grunnform(word: str) -> str:
    word = foldet(word)
    if word.startswith("v."):
        return "vgs"
    return _BOKMÅL.get(word, "skoles" if word == "skules" else word)


def _nøkkel(name: str) -> tuple[str, ...]:
    return tuple(_grunnform(word) for word in _ORD.findall(name))


def _former(skole: Skole) -> set[tuple[str, ...]]:
    """The ways in which a school's name is written, in either form of Norwegian."""
    former = {_nøkkel(skole.navn), _nøkkel(skole.kortnavn)}
    for name in list(former):
        for end in (("vgs",), ("videregående", "skole")):
            if len(name) > len(end) and name[-len(end) :] == end:
                stem = name[: -len(end)]
                former |= {(*stem, "vgs"), (*stem, "videregående"), (*stem, *_FULLT)}
    for name in list(former):
        if len(name) > 1:  # «al» alone could be anything
            former |= {tuple(word.translate(table) for word in name) for table in _UTEN_NORSK}
    return former


_FULLT = ("videregående", "skole")


@kontroll("samme-skole", "to skoler med samme organisasjonsnummer eller samme navn")
def _samme_skole(data: Data) -> Iterator[Funn]:
    first: dict[object, str] = {}
    for skole_id, skole in data.skoler.items():
        if data.stille(skole_id, "samme-skole"):
            continue  # or it would hide that two others are the same
        for key in ("organisasjonsnummer", "navn"):
            value = getattr(skole, key)
            if not value:
                continue
            other = first.setdefault((key, _nøkkel(value)), skole_id)
            if other != skole_id:
                what = "samme navn på bokmål og nynorsk" if key == "navn" else f"samme {key}"
                yield Funn(
                    (other, skole_id),
                    data.files.skoler,
                    ("skoler", skole_id, key),
                    f"har {what}.",
                    "Er de samme skole, så fjern den ene; rett det ellers.",
                )


# --- dates and times -----------------------------------------------------------------------


class Møte(NamedTuple):
    """When somebody is in a school's dialogue, and where that stands."""

    start: int
    slutt: int
    skole_id: str
    path: Path_

    def overlapper(self, other: Møte) -> bool:
        """Whether nobody can be in both."""
        return (
            self.skole_id != other.skole_id
            and self.start < other.slutt
            and other.start < self.slutt
        )


def møter(data: Data) -> list[tuple[Dato, str, list[Møte]]]:
    """Each day, who takes part in which dialogues; the name is as it is written first.

    Without the dialogues that have silenced «dobbeltbooket»: they would hide that two others
    collide.
    """
    funnet: dict[tuple[Dato, str], list[Møte]] = {}
    ord_for: dict[str, str] = {}
    roller = {
        foldet(word): id_
        for id_, rolle in data.files.datasett.roller.items()
        for word in (rolle.rolle.bokmål, rolle.rolle.nynorsk)
        if word
    }
    for skole_id, _, dialog, dato in data.daterte():
        if data.stille(skole_id, "dobbeltbooket"):
            continue
        tidsramme = data.files.tidsramme_for(skole_id).tidsramme
        for who, name, path in _hvem(data, roller, dialog):
            ord_for.setdefault(who, name)
            whole = ("dialoger", skole_id, *path)
            møte = Møte(tidsramme.start.minutter, tidsramme.slutt.minutter, skole_id, whole)
            funnet.setdefault((dato, who), []).append(møte)
    return [(dato, ord_for[who], all_) for (dato, who), all_ in funnet.items()]


@kontroll("dobbeltbooket", "samme person eller rolle i to dialoger samtidig")
def _dobbeltbooket(data: Data) -> Iterator[Funn]:
    kolliderer: dict[tuple[Dato, str, str], list[tuple[str, Path_]]] = {}
    for dato, name, all_ in møter(data):
        for one, other in _overlapper(all_):
            key = (dato, one.skole_id, other.skole_id)
            kolliderer.setdefault(key, []).append((name, other.path))
    for (dato, one_id, other_id), found in kolliderer.items():
        names = _liste(list(dict.fromkeys(name for name, _ in found)))
        yield Funn(
            (one_id, other_id),
            data.files.runde,
            found[0][1],
            f"har {names} i dialoger som overlapper {dato}.",
            "Flytt den ene dialogen, eller la noen andre delta.",
        )


def _hvem(
    data: Data, roller: Mapping[str, str], dialog: Dialog
) -> Iterator[tuple[str, str, Path_]]:
    """Who takes part, as what tells them apart, what they are called, and the place.

    ``roller``: the ids of skoleeier's roles by their words. Any other role without a name is
    the school's own, and another person at each school.
    """
    from_owner: list[tuple[str, Path_]] = [
        (id_, ("fra_skoleeier", index)) for index, id_ in enumerate(dialog.fra_skoleeier)
    ]
    for index, person in enumerate(dialog.deltakere):
        if person.navn:
            yield f"navn {foldet(person.navn)}", person.navn, ("deltakere", index)
        elif foldet(person.rolle or "") in roller:
            from_owner.append((roller[foldet(person.rolle or "")], ("deltakere", index)))
    for id_, path in from_owner:
        rolle = data.files.datasett.roller.get(id_)
        if rolle:
            who = f"navn {foldet(rolle.navn)}" if rolle.navn else f"rolle {id_}"
            yield who, rolle.navn or rolle.rolle.vist, path


def _overlapper(møter: list[Møte]) -> Iterator[tuple[Møte, Møte]]:
    """Those that begin before an earlier one is over, each with one that it collides with."""
    lengst: Møte | None = None
    for møte in sorted(møter, key=lambda m: m.start):
        if lengst and lengst.overlapper(møte):
            yield lengst, møte
        if lengst is None or møte.slutt > lengst.slutt:
            lengst = møte


def er_helg(dato: Dato) -> bool:
    """Whether a date is a Saturday or a Sunday."""
    saturday = 5
    return dato.dag.weekday() >= saturday


@kontroll("helg", "dato på en lørdag eller søndag")
def _helg(data: Data) -> Iterator[Funn]:
    for skole_id, _, _, dato in data.daterte():
        if er_helg(dato):
            hva = f"har dialog i helgen: {dato}."
            yield data.i_dialogen(skole_id, "dato", hva, "Velg en hverdag.")


def helligdager(data: Data) -> Iterator[tuple[str, Dato, str]]:
    """The dialogues on a holiday: the school's id, the date, and the holiday's name."""
    daterte = list(data.daterte())
    if not daterte:
        return  # the library takes as long to load as the rest of the checks together
    from holidays import country_holidays

    years = {dato.dag.year for *_, dato in daterte}
    days = country_holidays("NO", years=years, expand=False, language="no")
    for skole_id, _, _, dato in daterte:
        if dato.dag in days:
            yield skole_id, dato, days[dato.dag]


@kontroll("helligdag", "dato på en norsk helligdag eller høytidsdag")
def _helligdag(data: Data) -> Iterator[Funn]:
    for skole_id, dato, navn in helligdager(data):
        hva = f"har dialog på en helligdag: {dato} ({navn})."
        yield data.i_dialogen(skole_id, "dato", hva, "Velg en annen dag.")


@kontroll("utenfor-runden", "dato før «første_dag» eller etter «siste_dag», ellers utenfor året")
def _utenfor_runden(data: Data) -> Iterator[Funn]:
    runde = data.runde
    first, last = runde.første_dag, runde.siste_dag
    if first and last and last < first:
        hva = f"Runden slutter {last}, men begynner {first}."
        yield Funn((), data.files.runde, ("siste_dag",), hva, "Bytt dem om.")
        return
    for skole_id, _, _, dato in data.daterte():
        if first and dato < first:
            hva = f"har dialog {dato}, men runden begynner {first}."
        elif last and dato > last:
            hva = f"har dialog {dato}, men runden slutter {last}."
        elif _utenfor_året(runde, dato):
            hva = f"har dialog {dato}, men runden er {runde.år}."
        else:
            continue
        keys = "rundens «første_dag» og «siste_dag»"
        yield data.i_dialogen(skole_id, "dato", hva, f"Rett datoen, eller sett {keys}.")


def _utenfor_året(runde: Runde, dato: Dato) -> bool:
    """Whether a date is in another year, on the side where the round has set no limit."""
    first, last = runde.første_dag, runde.siste_dag
    too_early = not first and dato.dag.year < min(runde.år, last.dag.year if last else runde.år)
    too_late = not last and dato.dag.year > max(runde.år, first.dag.year if first else runde.år)
    return too_early or too_late


@kontroll("tidlig-sen", "«periode» som sier noe annet enn datoen og «tidlig_til»")
def _tidlig_sen(data: Data) -> Iterator[Funn]:
    limit = data.runde.tidlig_til
    for skole_id, _, dialog, dato in data.daterte():
        by_date = "tidlig" if limit and dato <= limit else "sen"
        if limit and dialog.periode and dialog.periode != by_date:
            hva = (
                f"har «periode: {dialog.periode}», men {dato} er en {by_date} dialog "
                f"når «tidlig_til» er {limit}."
            )
            yield data.i_dialogen(skole_id, "periode", hva, "Ta bort «periode», eller rett datoen.")


# --- what is missing once there is a date ----------------------------------------------------


@kontroll("mangler-lenke", "tom «lenke» i datagrunnlaget, når dialogen har dato", samlet=True)
def _mangler_lenke(data: Data) -> Iterator[Funn]:
    for skole_id, _, dialog, _ in data.daterte():
        missing = mangler_lenke(data.runde, dialog)
        if missing:
            names = _liste([f"«{id_}»" for id_ in missing])
            hva = f"har dato, men mangler lenke til {names}."
            remedy = "Skriv den under «lenker» i dialogen, eller etter «lenke» i datagrunnlaget."
            yield data.i_dialogen(skole_id, "lenker", hva, remedy)


@kontroll(
    "mangler-bidrag", "skolens bidrag uten lenke eller år, når dialogen har dato", samlet=True
)
def _mangler_bidrag(data: Data) -> Iterator[Funn]:
    items = list(filter(_er_bidrag, data.runde.datagrunnlag))
    for skole_id, _, dialog, _ in data.daterte():
        for punkt in items:
            if data.runde.er_tidlig(dialog) is None:
                hva = (
                    "har dato, men verken «periode» eller «tidlig_til», så "
                    f"«{punkt.id}» ikke sier hvilket års bidrag som gjelder."
                )
                remedy = "Sett «periode» i dialogen, eller «tidlig_til» i runden."
                yield data.i_dialogen(skole_id, "periode", hva, remedy)
        for id_ in mangler_bidrag(data.runde, dialog):
            hva = f"har dato, men mangler skolens bidrag: lenken til «{id_}»."
            remedy = "Skriv den under «lenker» i dialogen."
            yield data.i_dialogen(skole_id, "lenker", hva, remedy)


def er_stille(runde: Runde, dialog: Dialog, navn: str) -> bool:
    """Whether the round or the dialogue has silenced a check."""
    return navn in runde.stille or navn in dialog.stille


def mangler_lenke(runde: Runde, dialog: Dialog) -> list[str]:
    """The ids of the items that want a link and have none, the school's own ones apart."""
    items = runde.datagrunnlag
    return [p.id for p in items if not _er_bidrag(p) and _uten_lenke(dialog, p)]


def mangler_bidrag(runde: Runde, dialog: Dialog) -> list[str]:
    """The ids of the school's own contributions that want a link and have none."""
    items = runde.datagrunnlag
    return [p.id for p in items if _er_bidrag(p) and _uten_lenke(dialog, p)]


@kontroll("mangler-fil", "fil til innkallingen som ikke kan sendes, når dialogen har dato")
def _mangler_fil(data: Data) -> Iterator[Funn]:
    for skole_id, _, _, _ in data.daterte():
        content = data.innhold.get(skole_id)
        for fil in filer(data.files, skole_id, content) if content else ():
            problem = fil.problem(data.files)
            if problem:
                hva = f"har en fil til innkallingen som ikke kan sendes. {problem.message}"
                yield Funn((skole_id,), data.files.runde, fil.path, hva, problem.remedy)


def _er_bidrag(punkt: Datagrunnlagspunkt) -> bool:
    """Whether an item is the school's own contribution: its text goes by early and late."""
    return bool(re.search(r"\bdialog\.(?:tidlig|sen|periode)\b", punkt.tekst.vist))


def _uten_lenke(dialog: Dialog, punkt: Datagrunnlagspunkt) -> bool:
    """Whether an item wants a link (the key stands there, left empty) and has none."""
    wanted = "lenke" in punkt.model_fields_set or punkt.id in dialog.lenker
    return wanted and not (punkt.lenke or dialog.lenker.get(punkt.id))


@kontroll("mangler-deltakere", "ingen navngitte deltakere, når dialogen har dato", samlet=True)
def _mangler_deltakere(data: Data) -> Iterator[Funn]:
    for skole_id, _, dialog, _ in data.daterte():
        keys = [key for key in ("deltakere", "fra_skoleeier") if not getattr(dialog, key)]
        if keys:
            named = _liste([f"«{key}»" for key in keys])
            hva = f"har dato, men ingen under {named}."
            yield data.i_dialogen(skole_id, keys[0], hva, "Skriv hvem som deltar.")


# --- the group, and what nobody uses ---------------------------------------------------------


@kontroll("for-stor-gruppe", "flere deltakere enn rundens «største_gruppe»")
def _for_stor_gruppe(data: Data) -> Iterator[Funn]:
    limit = data.runde.største_gruppe
    for skole_id, _, dialog in data.dialoger():
        count = len(dialog.deltakere) + len(dialog.fra_skoleeier)
        if limit and count > limit:
            hva = f"har {count} deltakere, men «største_gruppe» er {limit}."
            remedy = "Ta bort noen, så alle kan være aktive."
            key = "deltakere" if dialog.deltakere else "fra_skoleeier"
            yield data.i_dialogen(skole_id, key, hva, remedy)


@kontroll("ubrukt", "en skole uten dialog, eller en rolle som ingen dialog nevner", samlet=True)
def _ubrukt(data: Data) -> Iterator[Funn]:
    if data.files.faulty:
        return  # what is misspelt there may be what seems unused here
    with_dialogue = set(data.files.ids())
    for skole_id in data.skoler:
        if skole_id not in with_dialogue:
            hva = f"har ingen dialog i runden {data.runde.år}."
            remedy = f"Legg den til i {data.files.runde.name}, eller fjern skolen."
            yield Funn(
                (skole_id,), data.files.skoler, ("skoler", skole_id), hva, remedy, at_key=True
            )
    named = {id_ for dialog in data.runde.dialoger.values() for id_ in dialog.fra_skoleeier}
    unused = [id_ for id_ in data.files.datasett.roller if id_ not in named]
    if named and unused:
        hva = f"Ingen dialog har {_liste([f'«{id_}»' for id_ in unused])} i «fra_skoleeier»."
        remedy = "Før dem opp der de deltar, eller fjern dem."
        yield Funn((), data.files.skoleeier, ("roller", unused[0]), hva, remedy, at_key=True)


@kontroll("ukjent-fil", "en YAML-fil i data/ som programmet aldri leser")
def _ukjent_fil(data: Data) -> Iterator[Funn]:
    if data.files.faulty:
        return  # a summary may belong to a school whose entry can't be read
    for name in data.files.project.strays(data.skoler):
        remedy = "Gi filen det navnet den skal ha, eller slett den."
        yield Funn((), YamlFile(name, None, None), (), "Ingen bruker denne filen.", remedy)
