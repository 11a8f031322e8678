"""A template by itself: what `dialog sjekk MAL`, `--merk` and `dialog tekst` say of it."""

import hashlib
from collections.abc import Collection, Iterable
from pathlib import Path

from ..disk.writing import read_file
from ..errors import DialogError, Problem
from ..innhold.grunnlag import shape
from ..innhold.text_template import TextTemplates
from ..model.norsk import MÅLFORMER, SPRÅKKODER, Målform, målform_av
from ..reading.ordliste import Ordliste
from ..reading.project import Mal
from ..word import TemplateError, TemplateProblem, WordTemplate
from ..word.plain_text import plain_text as text_of
from .dokumentmaler import Document, as_dialog_error, load, word_template
from .fellesmal import er_felles, sjekk_fellesmal


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
        template = word_template(data, name)
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
        word_template(data, name, ordliste.oversettelse(other, template.language))
    except TemplateError as error:
        return list(error.problems)
    return []


def plain_text(path: Path, name: str) -> str:
    """A Word file as plain text with its tags; of another file, a line that says what it is.

    Raises DialogError only where there is nothing to read: git diff stops at an error, and shows
    none of the other files either.
    """
    data = read_file(path, name)
    try:
        return text_of(data)
    except TemplateError as error:
        message = " ".join(error.problems[0].message.split())
        # With what tells one version from another, since a diff shows nothing of equal texts
        digest = hashlib.sha256(data).hexdigest()[:12]
        return f"{message} ({len(data)} byte, SHA-256 {digest})\n"
