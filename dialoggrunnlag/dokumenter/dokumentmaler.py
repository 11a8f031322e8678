"""Document kinds: the templates in maler/, compiled, checked, and filled for a school."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any, NamedTuple

from ..disk.folder import Carried, Making, fingerprint
from ..disk.writing import read_file
from ..errors import DialogError, Problem
from ..innhold.grunnlag import FILTERS, Grunnlag, dokumentegenskaper, values
from ..innhold.text_tags import TextError
from ..innhold.text_template import TextTemplates, read_template
from ..model.faste_mellomrom import faste_mellomrom
from ..model.norsk import SPRÅKKODER, målform_av
from ..reading.ordliste import Ordliste
from ..reading.project import Mal
from ..word import TemplateError, TemplateProblem, WordTemplate
from ..word.fingerprint import read_stamp
from ..word.wording import Translation

EGENSKAP = "dialog-fingeravtrykk"  # the property that carries the fingerprint


class Laget(NamedTuple):
    """A finished document, and the fingerprint that it carries if it is a Word file.

    That is packed only where it isn't there already.
    """

    data: Making
    carried: Carried | None = None


class WordDocument:
    """A document kind from maler/NAVN.docx, in the language it is written in and in others."""

    def __init__(self, data: bytes, kind: str, name: str, ordliste: Ordliste) -> None:
        self._data, self._kind, self._name, self._ordliste = data, kind, name, ordliste
        with as_dialog_error():
            self._template = word_template(data, name)
        self._translated: dict[str, WordTemplate] = {}

    def make(self, content: Grunnlag) -> Laget:
        """Fill the template; raises DialogError."""
        template = self.in_language(content.skole.målform)
        properties = dokumentegenskaper(self._kind, content)
        with as_dialog_error():
            filled = template.filled(values(content), properties, EGENSKAP)
        carried = Carried(filled.fingerprint, les_fingeravtrykk, filled.is_in)
        return Laget(filled.pack, carried)

    def try_out(self, content: Grunnlag) -> None:
        """Raise DialogError where ``make`` does, and make nothing."""
        template = self.in_language(content.skole.målform)
        with as_dialog_error():
            template.try_out(values(content))

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
                self._translated[målform] = word_template(self._data, self._name, translation)
        return self._translated[målform]

    def accessibility(self) -> list[Problem]:
        """What shuts readers out of the documents, as the template is written."""
        with as_dialog_error():
            return [_problem(p) for p in self._template.accessibility(SPRÅKKODER.values())]

    def is_form(self) -> bool:
        """A form holds the summary's fields."""
        return self._is_form

    @cached_property  # asked for each school, and looked for in all of the template
    def _is_form(self) -> bool:
        return "oppsummering" in self._template.fields()


def les_fingeravtrykk(data: bytes) -> tuple[str, str]:
    """The fingerprints that a file was made with ('' unknown) and has now, whatever it is."""
    try:
        return read_stamp(data, EGENSKAP)
    except TemplateError:
        return "", fingerprint(data)


def word_template(data: bytes, name: str, translation: Translation | None = None) -> WordTemplate:
    """Compile a Word template; raises TemplateError."""
    return WordTemplate(
        data, name=name, filters=FILTERS, translation=translation, typography=faste_mellomrom
    )


class TextDocument:
    """A document kind from maler/NAVN.SUFFIX.j2."""

    def __init__(self, data: bytes, name: str, texts: TextTemplates, ordliste: Ordliste) -> None:
        self._name, self._texts, self._ordliste = name, texts, ordliste
        self._source = read_template(data, name)
        self._markup = name.endswith((".html.j2", ".htm.j2", ".xml.j2"))
        self._translated: dict[str, str] = {}

    def make(self, content: Grunnlag) -> Laget:
        """Fill the template; raises DialogError."""
        return Laget(self._filled(content).encode())

    def try_out(self, content: Grunnlag) -> None:
        """Raise DialogError where ``make`` does, and make nothing."""
        self._filled(content)

    def _filled(self, content: Grunnlag) -> str:
        source = self.in_language(content.skole.målform)
        try:
            return self._texts.render(source, values(content))
        except TextError as error:
            raise DialogError([error.problem(self._name)]) from error

    def check(self, felter: Mapping[str, Any]) -> list[Problem]:
        """The template's syntax and fields, of those that there are."""
        errors = self._texts.check(self._source, felter)
        return [error.problem(self._name) for error in errors]

    def in_language(self, målform: str) -> str:
        """The template in a school's written language; raises DialogError where words lack."""
        if målform == "bokmål":  # what a text is written in
            return self._source
        from ..innhold.text_translation import translated  # noqa: PLC0415 - for nynorsk alone

        if målform not in self._translated:
            translation = self._ordliste.oversettelse(målform)
            source, missing = translated(self._source, translation, markup=self._markup)
            if missing:
                raise DialogError(error.problem(self._name) for error in missing)
            self._translated[målform] = source
        return self._translated[målform]

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
