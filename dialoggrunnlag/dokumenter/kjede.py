"""The chain from data and templates to documents, for one school and for many."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from ..disk.folder import Edited, OutputFolder, Written
from ..disk.side_by_side import side_by_side
from ..errors import DialogError, Problem, UsageError, did_you_mean
from ..innhold.bygger import lag_grunnlag
from ..innhold.grunnlag import FILTERS, Grunnlag, shape, text_fields
from ..innhold.tekster import check_texts
from ..innhold.text_template import TextTemplates
from ..model.norsk import foldet, oppramsing
from ..reading.datafiler import Datafiler
from ..reading.ordliste import Ordliste
from ..reading.project import Mal, Project, file_name, viser_tall
from .dokumentmaler import Document, load

Stanset = dict[str, tuple[Problem, ...]]  # what stops the schools that are stopped, by id
Loader = Callable[[Mal, str, TextTemplates, Ordliste], Document]


@dataclass(frozen=True)
class Prepared:
    """All that schools share, read and checked: nothing has been written yet."""

    files: Datafiler
    texts: TextTemplates
    documents: list[tuple[Mal, Document]]
    ordliste: Ordliste

    @property
    def er_i_bruk(self) -> list[tuple[Mal, Document]]:
        """The documents that some school can have."""
        har_tall = self.files.vernet is not None
        return [pair for pair in self.documents if har_tall or not viser_tall(pair[0])]

    @cached_property  # read once a school: it must not be built as often
    def skoler(self) -> Mapping[str, tuple[str, ...]]:
        """The schools of the round by id, with what they may be called, the short name first.

        Those whose own entries are wrong are among them: making their documents says why.
        """
        return names(self.files)

    def choose(self, wanted: Iterable[str]) -> list[str]:
        """The ids of the schools that the user names, else of all; raises UsageError."""
        hvor = f"runden {self.files.datasett.runde.år}"
        wanted = list(wanted)
        if not wanted:
            return list(self.skoler)
        return list(dict.fromkeys(find_schools(wanted, self.skoler, hvor, self.files)))


def names(files: Datafiler) -> dict[str, tuple[str, ...]]:
    """What the schools of the round may be called, by id: the short name first."""
    navnene: dict[str, tuple[str, ...]] = {}
    for id_ in (*files.ids(), *files.faulty):
        navnene[id_] = (files.name_of(id_),)
        skole = files.datasett.skoler.get(id_)
        if skole:
            navnene[id_] = (skole.kortnavn, skole.navn)
    return navnene


class Result(NamedTuple):
    """One document of one school: written (or left alone), or the problems that stopped it.

    ``navn`` and ``suffix`` are those of the document kind, '' where all of the school's documents
    were stopped alike. The problems of a document that was written are warnings. What is made of
    the whole round (``hele``) is no school's. ``vedlegg`` is what an e-mail carries: each name,
    and the size in bytes. ``uten_tall``: it isn't made, since the school has no key figures.
    ``foreldet`` are the documents of the school (``skole_id``) that must be made anew before it can
    be made, where nothing else stopped it.
    """

    skole: str
    navn: str = ""
    suffix: str = ""
    written: Written | None = None
    problems: tuple[Problem, ...] = ()
    hele: bool = False
    vedlegg: tuple[tuple[str, int], ...] = ()
    uten_tall: bool = False
    skole_id: str = ""
    foreldet: tuple[str, ...] = ()

    @property
    def feilet(self) -> bool:
        """Whether the document should have been made, and wasn't."""
        return self.written is None and not self.uten_tall

    @property
    def dokument(self) -> str:
        """What is made: «dialoggrunnlag.docx» ('' for all of the school's documents)."""
        return f"{self.navn}.{self.suffix}" if self.navn else ""


def prepare(
    project: Project,
    år: int,
    maler: Iterable[Mal],
    loader: Loader = load,
    *,
    offentlig: bool = False,
) -> Prepared:
    """Read and check what all schools share; raises DialogError with every problem at once."""
    read = read_all(project, år, maler, loader, offentlig=offentlig)
    if read.prepared is None or read.problems:
        raise DialogError(read.in_order(read.prepared.files.faults() if read.prepared else ()))
    return read.prepared


class _Read(NamedTuple):
    """What could be read: with the documents whose templates are right, and what is wrong for all.

    ``compiled`` are also those whose fields are wrong: there is more to be said of them.
    """

    prepared: Prepared | None
    compiled: list[Document]
    problems: list[Problem]

    def in_order(self, more: Iterable[Problem]) -> list[Problem]:
        """All the problems: in the data files' order, then those of the templates."""
        problems = [*more, *self.problems]
        if self.prepared:
            return self.prepared.files.in_order(problems)
        return list(dict.fromkeys(problems))


def read_all(
    project: Project,
    år: int,
    maler: Iterable[Mal],
    loader: Loader = load,
    *,
    offentlig: bool = False,
) -> _Read:
    """Read data and templates, whatever is wrong with either."""
    texts, ordliste = TextTemplates(FILTERS), wordlist(project)
    problems: list[Problem] = []
    files = None
    try:
        files = Datafiler(project, år)
        files.offentlig = offentlig
        problems += files.shared
        problems += _tallene(files)
        for skole_id, problem in check_texts(files, texts, text_fields(files.nøkkeltall)):
            if skole_id:
                files.faulty.setdefault(skole_id, []).append(problem)
            else:
                problems.append(problem)
    except DialogError as error:
        problems += error.problems
    documents, compiled = [], []
    for mal in maler:
        try:
            document = loader(mal, project.display(mal.path), texts, ordliste)
        except DialogError as error:
            problems += error.problems
            continue
        compiled.append(document)
        feil = document.check(shape(files.nøkkeltall if files else None))
        if not feil:
            documents.append((mal, document))
        problems += feil
    prepared = Prepared(files, texts, documents, ordliste) if files else None
    return _Read(prepared, compiled, problems)


def _tallene(files: Datafiler) -> list[Problem]:
    """Read the key figures, where there are any; returns what is wrong with them."""
    if not files.project.has_figures():
        return []
    # Most projects have none, and what reads them takes time to load
    from .skoletall import les_inn  # noqa: PLC0415

    return les_inn(files, offentlig=files.offentlig)


def innhold_eller_feil(
    prepared: Prepared, skoler: Iterable[str], folder: Path
) -> tuple[dict[str, Grunnlag], Stanset]:
    """The schools' contents, for documents in ``folder``, and what stopped the others, by id."""
    made: dict[str, Grunnlag] = {}
    stopped: Stanset = {}
    fillenke = partial(prepared.files.project.link, folder=folder)
    for skole_id in skoler:
        if skole_id in prepared.files.faulty:
            stopped[skole_id] = tuple(prepared.files.faulty[skole_id])
            continue
        try:
            made[skole_id] = lag_grunnlag(prepared.files, skole_id, prepared.texts, fillenke)
        except DialogError as error:
            stopped[skole_id] = error.problems
    return made, stopped


def generate(
    prepared: Prepared, skoler: Sequence[str], folder: OutputFolder, *, edited: Edited, today: date
) -> Iterator[Result]:
    """Make every document of ``skoler``; a school that fails doesn't stop the others."""
    return side_by_side(
        lambda batch: _generated(prepared, batch, folder, edited=edited, today=today), skoler
    )


def _generated(
    prepared: Prepared, skoler: Sequence[str], folder: OutputFolder, *, edited: Edited, today: date
) -> Iterator[Result]:
    år = prepared.files.datasett.runde.år
    for skole_id in skoler:
        name = prepared.skoler[skole_id][0]
        made, stopped = innhold_eller_feil(prepared, [skole_id], folder.folder)
        if stopped:
            yield Result(name, problems=stopped[skole_id])
            continue
        content = made[skole_id]
        for mal, document in prepared.documents:
            if not lages_av(mal, content):
                yield Result(name, mal.navn, mal.suffix, uten_tall=True)
                continue
            try:
                data, carried = document.make(content)
                file = file_name(mal, år, skole_id, offentlig=prepared.files.offentlig)
                written = folder.write(file, data, edited=edited, today=today, carried=carried)
                if not written.current and is_read_back(document, content):
                    written = written._replace(current=True)
                yield Result(name, mal.navn, mal.suffix, written)
            except DialogError as error:
                yield Result(name, mal.navn, mal.suffix, problems=error.problems)


def write_one(
    skole: str, name: str, data: bytes, folder: OutputFolder, *, edited: Edited, today: date
) -> Result:
    """Write a file of a school's, NAVN-….SUFFIX, that isn't made from a template in maler/."""
    result = Result(skole, name.partition("-")[0], name.rpartition(".")[2])
    try:
        written = folder.write(name, data, edited=edited, today=today)
    except DialogError as error:
        return result._replace(problems=error.problems)
    return result._replace(written=written)


def lages_av(mal: Mal, content: Grunnlag) -> bool:
    """Whether a school's content makes a document: without key figures no kunnskapsgrunnlag."""
    return not viser_tall(mal) or bool(content.tall)


def is_read_back(document: Document, content: Grunnlag) -> bool:
    """Whether a document is a form that is done: what is filled in is in the data already."""
    return content.oppsummering.lest and document.is_form()


def find_school(
    ønsket: str, skoler: Mapping[str, tuple[str, ...]], hvor: str, files: Datafiler | None = None
) -> str:
    """The id of the school with that id, short or full name; raises UsageError for a near miss.

    ``hvor`` is what the message says that the schools are part of. With the ``files`` of a round,
    a school is known by the names and the ids of its other years too.
    """
    return find_schools([ønsket], skoler, hvor, files)[0]


def find_schools(
    ønskede: Iterable[str],
    skoler: Mapping[str, tuple[str, ...]],
    hvor: str,
    files: Datafiler | None = None,
) -> list[str]:
    """The ids of several schools, each as ``find_school`` finds it."""
    ids = _ids_by_name(skoler, files)
    foldede: dict[str, str] = {}
    for navn, id_ in ids.items():
        foldede.setdefault(foldet(navn), id_)
    funnet: list[str] = []
    for ønsket in ønskede:
        if not ønsket.strip():
            raise UsageError("Skolen mangler.", "Oppgi den etter --skole, for eksempel --skole ål.")
        if foldet(ønsket) not in foldede:
            raise _finnes_ikke(ønsket, ids, hvor, files)
        funnet.append(foldede[foldet(ønsket)])
    return funnet


def _ids_by_name(
    skoler: Mapping[str, tuple[str, ...]], files: Datafiler | None
) -> Mapping[str, str]:
    """The schools' ids by what they may be called; an id goes before a name."""
    ids = {id_: id_ for id_ in skoler}
    for id_, navnene in skoler.items():
        for navn in navnene:
            ids.setdefault(navn, id_)
    if files:
        for id_ in skoler:
            for navn in files.navn_i_andre_år(id_):
                ids.setdefault(navn, id_)
    return ids


def _finnes_ikke(
    ønsket: str, ids: Mapping[str, str], hvor: str, files: Datafiler | None
) -> UsageError:
    """The error of a school that isn't there; raises that of one that is closed, or comes later."""
    if files:
        _si_om_nedlagt(files, ønsket)
    råd = did_you_mean(unicodedata.normalize("NFC", ønsket), ids)
    råd = råd or "Skriv «dialog skoler» for å se skolene."
    return UsageError(f"Skolen «{ønsket}» er ikke med i {hvor}.", råd)


def navn_fra_andre_år(
    ønskede: Iterable[str], skoler: Mapping[str, tuple[str, ...]], files: Datafiler
) -> Iterator[tuple[str, str]]:
    """The names that the user wrote which the schools have in other rounds, each with today's."""
    ønskede = list(ønskede)
    if not ønskede:
        return
    funnet = find_schools(ønskede, skoler, "", files)
    for ønsket, skole_id in zip(ønskede, funnet, strict=True):
        kjente = (skole_id, *skoler[skole_id])
        if foldet(ønsket) not in map(foldet, kjente):
            yield ønsket, skoler[skole_id][0]


def _si_om_nedlagt(files: Datafiler, ønsket: str) -> None:
    """Raise UsageError where the school isn't in the round because it is closed, or later."""
    for skole_id, skole in files.datasett.skoler.items():
        navnene = (skole_id, skole.kortnavn, skole.navn)
        if skole.er_med(files.år) or foldet(ønsket) not in map(foldet, navnene):
            continue
        etter = oppramsing([files.name_of(id_) for id_ in files.arv.etter.get(skole_id, ())])
        if skole.nedlagt and files.år >= skole.nedlagt:
            råd = f"{etter} har tatt over." if etter else "Velg en eldre runde med --runde."
            raise UsageError(f"{skole.kortnavn} er nedlagt fra runden {skole.nedlagt}.", råd)
        råd = "Velg en nyere runde med --runde."
        raise UsageError(f"{skole.kortnavn} er ikke med før runden {skole.opprettet}.", råd)


def wordlist(project: Project) -> Ordliste:
    """The project's word list."""
    return Ordliste(project.wordlist_file, project.display(project.wordlist_file))
