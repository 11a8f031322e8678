"""Document kinds: the templates in maler/, compiled, checked, and filled for a school."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from ..disk.folder import Carried, fingerprint
from ..disk.writing import read_file
from ..errors import DialogError, Problem
from ..innhold.grunnlag import FILTERS, Grunnlag, dokumentegenskaper, shape, values
from ..innhold.text_tags import TextError
from ..innhold.text_template import TextTemplates, read_template, translated
from ..model.norsk import MÅLFORMER, SPRÅKKODER, Målform, målform_av
from ..reading.ordliste import Ordliste
from ..reading.project import Mal
from ..word import TemplateError, TemplateProblem, WordTemplate
from ..word.fingerprint import read_stamp
from ..word.wording import Translation
from .fellesmal import er_felles, sjekk_fellesmal, tekstfeil

EGENSKAP = "dialog-fingeravtrykk"  # the property that carries the fingerprint


class Laget(NamedTuple):
    """A finished document, and the fingerprint that it carries if it is a Word file."""

    data: bytes
    carried: Carried | None = None


class WordDocument:
    """A document kind from maler/NAVN.docx, in the language it is written in and in others."""

    def __init__(self, data: bytes, kind: str, name: str, ordliste: Ordliste) -> None:
        self._data, self._kind, self._name, self._ordliste = data, kind, name, ordliste
        with as_dialog_error():
            self._template = _compiled(data, name)
        self._translated: dict[str, WordTemplate] = {}

    def make(self, content: Grunnlag) -> Laget:
        """Fill the template; raises DialogError."""
        template = self.in_language(content.skole.målform)
        properties = dokumentegenskaper(self._kind, content)
        with as_dialog_error():
            data, mark = template.document(values(content), properties, EGENSKAP)
        return Laget(data, Carried(mark, les_fingeravtrykk))

    def check(self, felter: Mapping[str, Any]) -> list[Problem]:
        """What is wrong with the template's fields, of those that there are."""
        return [_problem(problem) for problem in self._template.check(felter)]

    def in_language(self, målform: str) -> WordTemplate:
        """The template in a school's written language; raises DialogError where words lack."""
        if målform_av(self._template.language) == målform:
            return self._template
        if målform not in self._translated:
            translation = self._ordliste.oversettelse(målform, self._template.language)
            with as_dialog_error():
                self._translated[målform] = _compiled(self._data, self._name, translation)
        return self._translated[målform]

    def accessibility(self) -> list[Problem]:
        """What shuts readers out of the documents, as the template is written."""
        with as_dialog_error():
            return [_problem(p) for p in self._template.accessibility(SPRÅKKODER.values())]

    def is_form(self) -> bool:
        """A form holds the summary's fields."""
        return "oppsummering" in self._template.fields()


def les_fingeravtrykk(data: bytes) -> tuple[str, str]:
    """The fingerprints that a file was made with ('' unknown) and has now, whatever it is."""
    try:
        return read_stamp(data, EGENSKAP)
    except TemplateError:
        return "", fingerprint(data)


def _compiled(data: bytes, name: str, translation: Translation | None = None) -> WordTemplate:
    return WordTemplate(data, name=name, filters=FILTERS, translation=translation)


class TextDocument:
    """A document kind from maler/NAVN.SUFFIX.j2."""

    def __init__(self, data: bytes, name: str, texts: TextTemplates, ordliste: Ordliste) -> None:
        self._name, self._texts, self._ordliste = name, texts, ordliste
        self._source = read_template(data, name)
        self._markup = name.endswith((".html.j2", ".htm.j2", ".xml.j2"))

    def make(self, content: Grunnlag) -> Laget:
        """Fill the template; raises DialogError."""
        source = self.in_language(content.skole.målform)
        try:
            return Laget(self._texts.render(source, values(content)).encode())
        except TextError as error:
            raise DialogError([tekstfeil(error, self._name)]) from error

    def check(self, felter: Mapping[str, Any]) -> list[Problem]:
        """The template's syntax and fields, of those that there are."""
        errors = self._texts.check(self._source, felter)
        return [tekstfeil(error, self._name) for error in errors]

    def in_language(self, målform: str) -> str:
        """The template in a school's written language; raises DialogError where words lack."""
        if målform == "bokmål":  # what a text is written in
            return self._source
        translation = self._ordliste.oversettelse(målform)
        source, missing = translated(self._source, translation, markup=self._markup)
        if missing:
            raise DialogError(tekstfeil(error, self._name) for error in missing)
        return source

    def accessibility(self) -> list[Problem]:
        """A plain text is open to everybody."""
        return []

    def is_form(self) -> bool:
        """Nobody fills in a text."""
        return False


Document = WordDocument | TextDocument


def load(mal: Mal, name: str, texts: TextTemplates, ordliste: Ordliste) -> Document:
    """Compile a template; raises DialogError."""
    return compiled(read_file(mal.path, name), mal, name, texts, ordliste)


def compiled(
    data: bytes, mal: Mal, name: str, texts: TextTemplates, ordliste: Ordliste
) -> Document:
    """Compile a template from its bytes; raises DialogError."""
    if mal.suffix == "docx":
        return WordDocument(data, mal.navn, name, ordliste)
    return TextDocument(data, name, texts, ordliste)


def check_alone(
    mal: Mal, name: str, texts: TextTemplates, målformer: Collection[Målform]
) -> list[Problem]:
    """What is wrong with a template by itself, and with the word list beside it.

    ``målformer`` are those that schools write; words that another lacks are warnings.
    """
    if er_felles(mal.path):
        return sjekk_fellesmal(mal.path, name)
    ordliste = _ordliste_ved(mal.path)
    try:
        document = load(mal, name, texts, ordliste)
    except DialogError as error:
        return list(error.problems)
    wrong = document.check(shape()) or ordliste.feil()
    if ordliste.finnes and not wrong:
        for målform in MÅLFORMER:
            is_warning = målform not in målformer
            lacking = check_languages(document, [målform])
            wrong += [problem._replace(warning=is_warning) for problem in lacking]
    return [*wrong, *document.accessibility()]


def _ordliste_ved(mal: Path) -> Ordliste:
    wordlist = mal.with_name("ordliste.yaml")
    return Ordliste(wordlist, str(wordlist))


def check_languages(document: Document, målformer: Iterable[Målform]) -> list[Problem]:
    """The words of a template that one of those written languages lacks."""
    problems: list[Problem] = []
    for målform in målformer:
        try:
            document.in_language(målform)
        except DialogError as error:
            problems += error.problems
    return problems


def review(path: Path, name: str) -> bytes | None:
    """A copy of a Word template with a comment at each problem, None where there is none.

    Raises DialogError.
    """
    from ..word.review import with_comments  # noqa: PLC0415 - python-docx, for this alone

    data, ordliste = read_file(path, name), _ordliste_ved(path)
    try:
        template = _compiled(data, name)
        problems = template.check(shape())
        if ordliste.finnes and not problems:
            problems = _lacking(data, name, template, ordliste)
        problems += template.accessibility(SPRÅKKODER.values())
    except TemplateError as error:
        problems = list(error.problems)
    if not problems:
        return None
    with as_dialog_error(name):
        return with_comments(data, problems)


def _lacking(
    data: bytes, name: str, template: WordTemplate, ordliste: Ordliste
) -> list[TemplateProblem]:
    other = next(m for m in MÅLFORMER if m != målform_av(template.language))
    try:
        _compiled(data, name, ordliste.oversettelse(other, template.language))
    except TemplateError as error:
        return list(error.problems)
    return []


def plain_text(path: Path, name: str) -> str:
    """A Word file as plain text with its tags; of another file, a line that says what it is.

    Raises DialogError only where there is nothing to read: git diff stops at an error, and shows
    none of the other files either.
    """
    from ..word.plain_text import plain_text  # noqa: PLC0415 - for `dialog tekst` alone

    data = read_file(path, name)
    try:
        return plain_text(data)
    except TemplateError as error:
        message = " ".join(error.problems[0].message.split())
        # With what tells one version from another, since a diff shows nothing of equal texts
        digest = hashlib.sha256(data).hexdigest()[:12]
        return f"{message} ({len(data)} byte, SHA-256 {digest})\n"


@contextmanager
def as_dialog_error(name: str = "") -> Iterator[None]:
    """A template's problems as the rest of the program shows them; ``name`` is for the nameless."""
    try:
        yield
    except TemplateError as error:
        problems = [p._replace(template=name or p.template) for p in error.problems]
        raise DialogError(map(_problem, problems)) from error


def _problem(problem: TemplateProblem) -> Problem:
    message, remedy, name = problem.message, problem.remedy, problem.template
    place = problem._replace(template="").where
    return Problem(message, remedy, name, place=place, tag=problem.tag, warning=problem.warning)
