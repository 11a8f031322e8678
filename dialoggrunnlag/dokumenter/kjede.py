"""The chain from data and templates to documents, for one school and for many."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from ..errors import DialogError, Problem, UsageError, did_you_mean
from ..innhold.bygger import lag_grunnlag
from ..innhold.grunnlag import FILTERS, Grunnlag, text_fields
from ..innhold.tekster import check_texts
from ..innhold.text_template import TextTemplates
from ..model.norsk import foldet
from ..reading.datafiler import Datafiler
from ..reading.ordliste import Ordliste
from .dokumentmaler import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from ..disk.folder import Edited, OutputFolder, Written
    from ..reading.project import Mal, Project
    from .dokumentmaler import Document

    Loader = Callable[[Mal, str, TextTemplates, Ordliste], "Document"]


@dataclass(frozen=True)
class Prepared:
    """All that schools share, read and checked: nothing has been written yet."""

    files: Datafiler
    texts: TextTemplates
    documents: list[tuple[Mal, Document]]

    @cached_property  # read once a school: it must not be built as often
    def skoler(self) -> Mapping[str, tuple[str, ...]]:
        """The schools of the round by id, with what they may be called, the short name first.

        Those whose own entries are wrong are among them: making their documents says why.
        """
        return names(self.files)

    def choose(self, wanted: Iterable[str]) -> list[str]:
        """The ids of the schools that the user names, else of all in the round.

        Raises UsageError for one that isn't there.
        """
        hvor = f"runden {self.files.datasett.runde.år}"
        found = [find_school(name, self.skoler, hvor) for name in wanted]
        return list(dict.fromkeys(found)) or list(self.skoler)


def names(files: Datafiler) -> dict[str, tuple[str, ...]]:
    """What the schools of the round may be called, by id: the short name first."""
    schools = files.datasett.skoler
    ids = dict.fromkeys((*files.ids(), *files.faulty))
    return {
        id_: (schools[id_].kortnavn, schools[id_].navn) if id_ in schools else (files.name_of(id_),)
        for id_ in ids
    }


class Result(NamedTuple):
    """One document of one school: written (or left alone), or the problems that stopped it.

    ``navn`` and ``suffix`` are those of the document kind, '' where all of the school's documents
    were stopped alike. The problems of a document that was written are warnings.
    """

    skole: str
    navn: str = ""
    suffix: str = ""
    written: Written | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def dokument(self) -> str:
        """What is made: «dialoggrunnlag.docx» ('' for all of the school's documents)."""
        return f"{self.navn}.{self.suffix}" if self.navn else ""


def prepare(
    project: Project, år: int, maler: Iterable[Mal], loader: Loader | None = None
) -> Prepared:
    """Read and check what all schools share; raises DialogError with every problem at once.

    ``loader`` gives the compiled templates, where it isn't to be ``load``.
    """
    read = read_all(project, år, maler, loader or load)
    if read.files is None or read.problems:
        raise DialogError(read.in_order(read.files.faults() if read.files else ()))
    return Prepared(read.files, read.texts, read.documents)


class _Read(NamedTuple):
    """What could be read: the documents whose templates are right, and what is wrong for all.

    ``compiled`` are also those whose fields are wrong: there is more to be said of them.
    """

    files: Datafiler | None
    texts: TextTemplates
    documents: list[tuple[Mal, Document]]
    compiled: list[Document]
    problems: list[Problem]

    def in_order(self, more: Iterable[Problem]) -> list[Problem]:
        """All the problems: in the data files' order, then those of the templates."""
        found = [*more, *self.problems]
        return self.files.in_order(found) if self.files else list(dict.fromkeys(found))


def read_all(project: Project, år: int, maler: Iterable[Mal], loader: Loader) -> _Read:
    """Read data and templates, whatever is wrong with either."""
    texts = TextTemplates(FILTERS)
    problems: list[Problem] = []
    files = None
    ordliste = wordlist(project)
    try:
        files = Datafiler(project, år)
        problems += files.shared
        for skole_id, problem in check_texts(files, texts, text_fields()):
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
            wrong = document.check()
        except DialogError as error:
            wrong = list(error.problems)
        else:
            compiled.append(document)
            documents += [(mal, document)] * (not wrong)
        problems += wrong
    return _Read(files, texts, documents, compiled, problems)


def innhold_eller_feil(
    prepared: Prepared, skoler: Iterable[str], folder: Path
) -> tuple[dict[str, Grunnlag], dict[str, tuple[Problem, ...]]]:
    """The schools' contents, for documents in ``folder``, and what stopped the others, by id."""
    made: dict[str, Grunnlag] = {}
    stopped: dict[str, tuple[Problem, ...]] = {}
    for skole_id in skoler:
        if skole_id in prepared.files.faulty:
            stopped[skole_id] = tuple(prepared.files.faulty[skole_id])
            continue
        try:
            made[skole_id] = innhold(prepared, skole_id, folder)
        except DialogError as error:
            stopped[skole_id] = error.problems
    return made, stopped


def innhold(prepared: Prepared, skole_id: str, folder: Path) -> Grunnlag:
    """A school's content, for documents that lie in ``folder``."""
    fillenke = partial(prepared.files.project.link, folder=folder)
    return lag_grunnlag(prepared.files, skole_id, prepared.texts, fillenke)


def generate(
    prepared: Prepared,
    skoler: Iterable[str],
    folder: OutputFolder,
    *,
    edited: Edited,
    today: date,
    done: Callable[[Result], None],
) -> list[Result]:
    """Make every document of ``skoler``; a school that fails doesn't stop the others.

    ``done`` is called after each document. Returns the results in order.
    """
    results = []
    for result in _results(prepared, skoler, folder, edited=edited, today=today):
        results.append(result)
        done(result)
    return results


def _results(
    prepared: Prepared, skoler: Iterable[str], folder: OutputFolder, *, edited: Edited, today: date
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
            try:
                laget = document.make(content)
                written = folder.write(
                    file_name(mal, år, skole_id),
                    laget.data,
                    edited=edited,
                    today=today,
                    carried=laget.carried,
                )
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


def file_name(mal: Mal, år: int, skole_id: str) -> str:
    """What a school's document is called."""
    return f"{mal.navn}-{år}-{skole_id}.{mal.suffix}"


def is_read_back(document: Document, content: Grunnlag) -> bool:
    """Whether a document is a form that is done: what is filled in is in the data already."""
    return content.oppsummering.lest and document.is_form()


def find_school(wanted: str, skoler: Mapping[str, tuple[str, ...]], hvor: str) -> str:
    """The id of the school with that id, short or full name; raises UsageError for a near miss.

    ``hvor`` is what the message says that the schools are part of.
    """
    if not wanted.strip():
        raise UsageError("Skolen mangler.", "Oppgi den etter --skole, for eksempel --skole ål.")
    ids = {foldet(id_): id_ for id_ in skoler}
    for id_, names in skoler.items():
        for name in names:
            ids.setdefault(foldet(name), id_)
    found = ids.get(foldet(wanted))
    if found:
        return found
    known = (*skoler, *(name for names in skoler.values() for name in names))
    raise UsageError(
        f"Skolen «{wanted}» er ikke med i {hvor}.",
        did_you_mean(unicodedata.normalize("NFC", wanted), known)
        or "Skriv «dialog skoler» for å se skolene.",
    )


def wordlist(project: Project) -> Ordliste:
    """The project's word list."""
    return Ordliste(project.wordlist_file, project.display(project.wordlist_file))
