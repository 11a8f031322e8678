"""The chain from data and templates to documents, for one school and for many."""

from __future__ import annotations

import unicodedata
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from .data_files import Datafiler
from .errors import DialogError, Problem, UsageError
from .fellesmal import er_felles, sjekk_fellesmal, sjekk_fellesmaler
from .files import read_file
from .grunnlag import (
    FILTERS,
    Grunnlag,
    dokumentegenskaper,
    lag_grunnlag,
    shape,
    text_fields,
    values,
)
from .norsk import MÅLFORMER, SPRÅKKODER, foldet, målform_av
from .ordliste import Ordliste
from .tekster import check_texts, missing_texts
from .text_template import TextError, TextTemplates, read_template, translated
from .word import TemplateError, TemplateProblem, WordTemplate
from .word.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from .kontroller import Advarsel
    from .output import Edited, OutputFolder, Written
    from .project import Mal, Project
    from .word.wording import Translation

    Loader = Callable[[Mal, str, TextTemplates, Ordliste], "Document"]


class Document(Protocol):
    """A compiled template of either sort."""

    def make(self, content: Grunnlag) -> bytes:
        """The finished document; raises DialogError."""

    def check(self) -> list[Problem]:
        """What is wrong with the template's fields."""

    def check_language(self, målform: str) -> list[Problem]:
        """The words of the template that a written language lacks."""

    def accessibility(self) -> list[Problem]:
        """What shuts readers out of the documents that it makes, as warnings."""

    def is_form(self) -> bool:
        """Whether people fill in what it makes."""


class WordDocument:
    """A document kind from maler/NAVN.docx, in the language it is written in and in others."""

    def __init__(self, data: bytes, name: str, ordliste: Ordliste) -> None:
        self._data, self._name, self._ordliste = data, name, ordliste
        with _as_dialog_error():
            self._template = _compiled(data, name)
        self._translated: dict[str, WordTemplate] = {}

    def make(self, content: Grunnlag) -> bytes:
        """Fill the template; raises DialogError."""
        template = self._in(content.skole.målform)
        with _as_dialog_error():
            return template.render(values(content))

    def check(self) -> list[Problem]:
        """The template's fields against those that are known."""
        return [_problem(problem) for problem in self._template.check(shape())]

    def check_language(self, målform: str) -> list[Problem]:
        """The words of the template that a written language lacks."""
        try:
            self._in(målform)
        except DialogError as error:
            return list(error.problems)
        return []

    def _in(self, målform: str) -> WordTemplate:
        """The template in a school's written language; raises DialogError where words lack."""
        own = målform_av(self._template.language)
        if own == målform:
            return self._template
        if målform not in self._translated:
            translation = self._ordliste.oversettelse(målform, self._template.language)
            with _as_dialog_error():
                self._translated[målform] = _compiled(self._data, self._name, translation)
        return self._translated[målform]

    def accessibility(self) -> list[Problem]:
        """What shuts readers out of the documents, as the template is written."""
        with _as_dialog_error():
            return [_problem(p) for p in self._template.accessibility(SPRÅKKODER.values())]

    def is_form(self) -> bool:
        """A form holds the summary's fields."""
        return "oppsummering" in self._template.fields()


def _compiled(data: bytes, name: str, translation: Translation | None = None) -> WordTemplate:
    return WordTemplate(data, name=name, filters=FILTERS, translation=translation)


class TextDocument:
    """A document kind from maler/NAVN.SUFFIX.j2."""

    def __init__(self, data: bytes, name: str, texts: TextTemplates, ordliste: Ordliste) -> None:
        self._name, self._texts, self._ordliste = name, texts, ordliste
        self._source = read_template(data, name)
        self._markup = name.endswith((".html.j2", ".htm.j2", ".xml.j2"))

    def make(self, content: Grunnlag) -> bytes:
        """Fill the template; raises DialogError."""
        source = self._in(content.skole.målform)
        try:
            return self._texts.render(source, values(content)).encode()
        except TextError as error:
            raise DialogError([self._problem(error)]) from error

    def check(self) -> list[Problem]:
        """The template's syntax and fields."""
        return [self._problem(error) for error in self._texts.check(self._source, shape())]

    def check_language(self, målform: str) -> list[Problem]:
        """The words of the template that a written language lacks."""
        try:
            self._in(målform)
        except DialogError as error:
            return list(error.problems)
        return []

    def _in(self, målform: str) -> str:
        """The template in a school's written language; raises DialogError where words lack."""
        if målform == "bokmål":  # what a text is written in
            return self._source
        translation = self._ordliste.oversettelse(målform)
        source, missing = translated(self._source, translation, markup=self._markup)
        if missing:
            raise DialogError(map(self._problem, missing))
        return source

    def accessibility(self) -> list[Problem]:
        """A plain text is open to everybody."""
        return []

    def is_form(self) -> bool:
        """Nobody fills in a text."""
        return False

    def _problem(self, error: TextError) -> Problem:
        line, column = error.line, error.column
        message, remedy = error.message, error.remedy
        return Problem(message, remedy, self._name, line, column, source=error.source)


class Prepared(NamedTuple):
    """All that schools share, read and checked: nothing has been written yet."""

    files: Datafiler
    texts: TextTemplates
    documents: list[tuple[Mal, Document]]

    @property
    def skoler(self) -> Mapping[str, tuple[str, ...]]:
        """The schools of the round by id, with what they may be called, the short name first.

        Those whose own entries are wrong are among them: making their documents says why.
        """
        return names(self.files)


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

    ``mal`` is None where all of the school's documents were stopped alike. The problems of a
    document that was written are warnings.
    """

    skole: str
    mal: Mal | None
    written: Written | None
    problems: tuple[Problem, ...] = ()

    @property
    def dokument(self) -> str:
        """What is made: «dialoggrunnlag.docx» ('' for all of the school's documents)."""
        return f"{self.mal.navn}.{self.mal.suffix}" if self.mal else ""


def prepare(
    project: Project, år: int, maler: Iterable[Mal], loader: Loader | None = None
) -> Prepared:
    """Read and check what all schools share; raises DialogError with every problem at once.

    ``loader`` gives the compiled templates, where it isn't to be ``load``.
    """
    read = _read(project, år, maler, loader or load)
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


def _read(project: Project, år: int, maler: Iterable[Mal], loader: Loader) -> _Read:
    """Read data and templates, whatever is wrong with either."""
    texts = TextTemplates(FILTERS)
    problems: list[Problem] = []
    files = None
    ordliste = _wordlist(project)
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


def load(mal: Mal, name: str, texts: TextTemplates, ordliste: Ordliste) -> Document:
    """Compile a template; raises DialogError."""
    return compiled(read_file(mal.path, name), mal, name, texts, ordliste)


def compiled(
    data: bytes, mal: Mal, name: str, texts: TextTemplates, ordliste: Ordliste
) -> Document:
    """Compile a template from its bytes; raises DialogError."""
    if mal.suffix == "docx":
        return WordDocument(data, name, ordliste)
    return TextDocument(data, name, texts, ordliste)


def check_alone(mal: Mal, name: str, texts: TextTemplates) -> list[Problem]:
    """What is wrong with a template by itself, and with the word list beside it."""
    if er_felles(mal.path):
        return sjekk_fellesmal(mal.path, name)
    ordliste = _ordliste_ved(mal.path)
    try:
        document = load(mal, name, texts, ordliste)
    except DialogError as error:
        return list(error.problems)
    wrong = document.check() or (_check_languages(document) if ordliste.finnes else [])
    return [*wrong, *document.accessibility()]


def _ordliste_ved(mal: Path) -> Ordliste:
    """The word list beside a template."""
    wordlist = mal.with_name("ordliste.yaml")
    return Ordliste(wordlist, str(wordlist))


def _check_languages(document: Document) -> list[Problem]:
    """The words of a template that one of the written languages lacks."""
    return [p for målform in MÅLFORMER for p in document.check_language(målform)]


def review(path: Path, name: str) -> bytes:
    """A copy of a Word template with a comment at each problem; raises DialogError."""
    from .word.review import with_comments

    data, ordliste = read_file(path, name), _ordliste_ved(path)
    try:
        template = _compiled(data, name)
        problems = template.check(shape())
        if ordliste.finnes and not problems:
            problems = _lacking(data, name, template, ordliste)
        problems += template.accessibility(SPRÅKKODER.values())
    except TemplateError as error:
        problems = list(error.problems)
    try:
        return with_comments(data, problems)
    except TemplateError as error:
        raise DialogError(_problem(p._replace(template=name)) for p in error.problems) from error


def _lacking(
    data: bytes, name: str, template: WordTemplate, ordliste: Ordliste
) -> list[TemplateProblem]:
    """The words of a template that the word list lacks."""
    other = next(m for m in MÅLFORMER if m != målform_av(template.language))
    try:
        _compiled(data, name, ordliste.oversettelse(other, template.language))
    except TemplateError as error:
        return list(error.problems)
    return []


def plain_text(path: Path, name: str) -> str:
    """A Word file as plain text with its tags; raises DialogError."""
    from .word.plain_text import plain_text

    data = read_file(path, name)
    try:
        return plain_text(data)
    except TemplateError as error:
        raise DialogError(_problem(p._replace(template=name)) for p in error.problems) from error


def look_through(project: Project, år: int, maler: Iterable[Mal]) -> tuple[int, list[Problem]]:
    """Make every document of every school in memory, and run the checks.

    Returns how many schools there are, and all that is wrong, the checks' warnings with it.
    """
    read = _read(project, år, maler, load)
    shut_out = [problem for document in read.compiled for problem in document.accessibility()]
    if read.files is None:
        return 0, [*read.in_order(()), *shut_out, *sjekk_fellesmaler(project)]
    prepared = Prepared(read.files, read.texts, read.documents)
    found = shared_findings(prepared)
    wrong_for_all = any(problem.file == read.files.runde.name for problem in read.problems)
    ids = () if wrong_for_all else prepared.skoler
    folder = project.documents_folder(år)
    seen = look_at(prepared, ids, folder, partial(_make_all, prepared))
    if wrong_for_all:
        found += read.files.faults()
    found += [problem for problems in seen.skoler.values() for problem in problems]
    found += [warning.problem for warning in seen.advarsler]
    found += _summaries(read.files)
    return len(prepared.skoler), [*read.in_order(found), *shut_out]


def shared_findings(prepared: Prepared) -> list[Problem]:
    """What is wrong in what schools share but can do without: texts, words, common templates."""
    project = prepared.files.project
    found = [*missing_texts(prepared.files), *sjekk_fellesmaler(project)]
    if _wordlist(project).finnes:  # else the first school that needs it says that it isn't there
        for _, document in prepared.documents:
            found += _check_languages(document)
    return found


def barriers(prepared: Prepared) -> list[Problem]:
    """What in the templates shuts readers out, as warnings."""
    return [p for _, document in prepared.documents for p in document.accessibility()]


def _wordlist(project: Project) -> Ordliste:
    return Ordliste(project.wordlist_file, project.display(project.wordlist_file))


class Seen(NamedTuple):
    """What was found in looking at schools: what is wrong in each, and the checks' warnings."""

    skoler: dict[str, list[Problem]]
    advarsler: list[Advarsel]


def look_at(
    prepared: Prepared,
    skoler: Iterable[str],
    folder: Path,
    look: Callable[[str, Grunnlag], None],
) -> Seen:
    """Build the content of each of ``skoler``, hand it to ``look``, and run the checks.

    ``look`` may raise DialogError, which then is that school's. A school whose entries are wrong
    isn't looked at; its problems are its own.
    """
    from .kontroller import advarsler

    found: dict[str, list[Problem]] = {}
    contents: dict[str, Grunnlag] = {}
    for skole_id in skoler:
        found[skole_id] = list(prepared.files.faulty.get(skole_id, ()))
        if found[skole_id]:
            continue
        try:
            contents[skole_id] = _content(prepared, skole_id, folder)
            look(skole_id, contents[skole_id])
        except DialogError as error:
            found[skole_id] += error.problems
    for skole_id, problem in _calendars(prepared.files, contents, folder):
        found[skole_id].append(problem)
    return Seen(found, advarsler(prepared.files, innhold=contents))


def _make_all(prepared: Prepared, _skole_id: str, content: Grunnlag) -> None:
    """Make a school's documents in memory; raises DialogError with what is wrong in any."""
    problems: list[Problem] = []
    for _, document in prepared.documents:
        try:
            document.make(content)
        except DialogError as error:
            problems += error.problems
    if problems:
        raise DialogError(problems)


def _summaries(files: Datafiler) -> list[Problem]:
    """What is wrong in the summaries, of whatever round and school, and what may be forgotten."""
    return [p for _, id_ in files.oppsummeringer for p in summary_findings(files, id_)]


def summary_findings(files: Datafiler, skole_id: str) -> list[Problem]:
    """What is wrong in a school's summaries of all rounds, and what may be forgotten."""
    years = [år for år, id_ in files.oppsummeringer if id_ == skole_id]
    if not years:
        return []
    from .oppsummeringsfiler import sjekk_oppsummering  # costs start-up time

    return [p for år in years for p in sjekk_oppsummering(files.project, år, skole_id)]


def _calendars(
    files: Datafiler, contents: Mapping[str, Grunnlag], folder: Path
) -> Iterator[tuple[str, Problem]]:
    """Dialogues that no calendar can hold, or that have moved since the last ones were made."""
    from . import kalender  # loads its library only where there is a calendar to compare with

    try:
        moved = kalender.flyttinger(files, contents, folder, files.project.display(folder))
    except DialogError as error:
        yield from ((skole_id, problem) for skole_id in contents for problem in error.problems)
        return
    for skole_id in contents:
        for problem in moved.get(skole_id) or kalender.hindringer(files, skole_id):
            yield skole_id, problem


def contents(
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
            made[skole_id] = _content(prepared, skole_id, folder)
        except DialogError as error:
            stopped[skole_id] = error.problems
    return made, stopped


def _content(prepared: Prepared, skole_id: str, folder: Path) -> Grunnlag:
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
        problems = tuple(prepared.files.faulty.get(skole_id, ()))
        if not problems:
            try:
                content = _content(prepared, skole_id, folder.folder)
            except DialogError as error:
                problems = error.problems
        if problems:
            yield Result(name, None, None, problems)
            continue
        for mal, document in prepared.documents:
            try:
                data = document.make(content)
                written = folder.write(
                    file_name(mal, år, skole_id),
                    data,
                    edited=edited,
                    today=today,
                    properties=dokumentegenskaper(mal.navn, content),
                )
                if not written.current and is_read_back(document, content):
                    written = written._replace(current=True)
                yield Result(name, mal, written)
            except DialogError as error:
                yield Result(name, mal, None, error.problems)


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


@contextmanager
def _as_dialog_error() -> Iterator[None]:
    """A template's problems as the rest of the program shows them."""
    try:
        yield
    except TemplateError as error:
        raise DialogError(map(_problem, error.problems)) from error


def _problem(problem: TemplateProblem) -> Problem:
    """A template's problem as the rest of the program shows it."""
    place = ", ".join(bit for bit in (str(problem.place), *problem.turns) if bit)
    return Problem(
        problem.message,
        problem.remedy,
        problem.template,
        place=place,
        tag=problem.tag,
        warning=problem.warning,
    )
