"""A template in another language than the one it is written in.

The template's own words stay in Word, where people read and change them; a word list says what
they are in the other language. They are exchanged before the template is compiled: texts between
the tags, strings that a tag writes, alternative texts, prompts, document properties, and the
language that Word proofreads by. A text that the list lacks is an error, never left as it is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import Environment
from jinja2.exceptions import TemplateSyntaxError
from lxml import etree

from .errors import Place, TemplateProblem
from .names import DC, OFFICE, PIC, WP, A, w
from .package import Member, Package, join, parse, to_xml
from .places import RUNS, TEXTS, P, paragraphs, pieces, text_of
from .structure import STORIES, apply_edits, place_of
from .tags import Tag, UnclosedTagError, find_tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Edit = tuple[int, int, str]
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# The attributes that somebody reads or hears; those of w: say which in «val»
_READ: Mapping[str, tuple[str, ...]] = {
    f"{{{WP}}}docPr": ("descr", "title"),
    f"{{{PIC}}}cNvPr": ("descr", "title"),
    w("tblCaption"): (w("val"),),
    w("tblDescription"): (w("val"),),
    w("alias"): (w("val"),),
    w("listItem"): (w("displayText"),),
    w("hyperlink"): (w("tooltip"),),
}
_LANGUAGES: Mapping[str, tuple[str, ...]] = {
    w("lang"): (w("val"), w("eastAsia"), w("bidi")),
    w("themeFontLang"): (w("val"), w("eastAsia"), w("bidi")),
    w("lid"): (w("val"),),
    **{f"{{{A}}}{name}": ("lang", "altLang") for name in ("rPr", "defRPr", "endParaRPr")},
}
_PROPERTIES = ("title", "subject", "description", "keywords", "category")


class Translation(NamedTuple):
    """What a template's words are in another language.

    ``words`` are the texts with what they become; ``languages`` the language tags, such as
    {'nb-NO': 'nn-NO'}; ``list_name`` is what messages call the list. In ``{% if %}`` blocks that
    ask for the field ``chosen_by`` the template says itself what each language is to have.
    """

    words: Mapping[str, str]
    languages: Mapping[str, str]
    list_name: str
    chosen_by: str

    def missing(self, text: str) -> tuple[str, str]:
        """What to say of a text that the list lacks: what is wrong, and what to do."""
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()} …"
        language = next(iter(self.languages.values()))
        remedy = f"Legg den til i {self.list_name}, på begge målformer."
        return f"Teksten «{shown}» finnes ikke på {_NAMES.get(language, language)}.", remedy


_SHOWN = 60
_NAMES = {"nb-NO": "bokmål", "nn-NO": "nynorsk"}


def folded(text: str) -> str:
    """A text as it is looked up: any white space is one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


# --- a text with tags -------------------------------------------------------------------------


class Reader:
    """Finds what is to be exchanged in one part's texts, read in order.

    It remembers the blocks that are open, to know which of them choose their language.
    """

    def __init__(self, translation: Translation) -> None:
        self._translation = translation
        self._chooses = re.compile(rf"\b{re.escape(translation.chosen_by)}\b")
        self._open: list[bool] = []
        self.missing: list[tuple[int, str]] = []

    def edits(self, text: str, opaque: Iterable[tuple[int, int]] = ()) -> Iterator[Edit]:
        """The spans to exchange, in order; what the list lacks is added to ``missing``.

        ``opaque`` spans are left alone; one of no width only parts two texts.
        """
        try:
            tags = list(find_tags(text))
        except UnclosedTagError:
            return  # said when the template is compiled
        between: list[tuple[int, int, Tag | None]] = [
            *((tag.start, tag.end, tag) for tag in tags),
            *((start, end, None) for start, end in opaque),
            (len(text), len(text), None),
        ]
        position = 0
        for start, end, tag in sorted(between, key=lambda span: span[:2]):
            if start < position:
                continue  # formatting that changes within a tag
            yield from self._words(text, position, start)
            if tag is not None:
                yield from self._tag(tag)
            position = end

    def _words(self, text: str, start: int, end: int) -> Iterator[Edit]:
        """The words between two tags, each line and tab stop by itself."""
        if any(self._open):
            return
        for match in re.finditer(r"[^\t\n]+", text[start:end]):
            written = match[0]
            if not any(letter.isalpha() for letter in written):
                continue
            for pattern in (_TRIMMED, _BARE):
                bit = pattern.search(written)
                new = self._translation.words.get(folded(bit[0])) if bit else None
                if bit and new is not None:
                    at = start + match.start()
                    yield at + bit.start(), at + bit.end(), new
                    break
            else:
                self.missing.append((start + match.start(), folded(written)))

    def _tag(self, tag: Tag) -> Iterator[Edit]:
        if tag.name in _OPENERS and not (tag.name == "set" and "=" in tag.code):
            self._open.append(tag.name == "if" and bool(self._chooses.search(tag.code)))
        elif tag.name.startswith("end") and self._open:
            self._open.pop()
        if tag.kind not in ("{{", "{%") or any(self._open):
            return
        code = tag.code
        for start, end, text in reversed(list(_spoken(code))):
            new = self._translation.words.get(folded(text))
            if new is None:
                self.missing.append((tag.start, folded(text)))
            else:
                code = code[:start] + _literal(new) + code[end:]
        if code != tag.code:
            yield tag.start, tag.end, _written(tag, code)


_OPENERS = {"if", "for", "set", "macro", "call", "filter", "with", "block", "autoescape"}
_TRIMMED = re.compile(r"\S.*\S|\S", re.DOTALL)
_BARE = re.compile(r"[^\W_].*[^\W_]|[^\W_]", re.DOTALL)  # without signs around it
_CLOSERS = {"{{": "}}", "{%": "%}"}


def _written(tag: Tag, code: str) -> str:
    before, after = "-" * tag.trim_before, "-" * tag.trim_after
    prefix = f"{tag.prefix} " if tag.prefix else ""
    return f"{tag.kind}{before}{prefix} {code} {after}{_CLOSERS[tag.kind]}"


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


@lru_cache
def _lexer() -> Environment:
    return Environment(autoescape=True)  # its lexer alone is used


_COMPARISONS = {"==", "!=", "<", ">", "<=", ">=", "in", "is", "not"}
_WRITING_CALLS = {"default", "d"}  # filters whose arguments are written
_NO_CALLEES = {"if", "else", "elif", "and", "or", "not", "in", "is", "set", "for"}


def _spoken(code: str) -> Iterator[tuple[int, int, str]]:
    """The strings that a tag writes, with their spans: none that it compares or looks up by."""
    try:
        tokens = list(_lexer().lex(f"{{{{{code}}}}}"))[1:-1]
    except TemplateSyntaxError:
        return
    spans, position = [], 0
    for _, kind, value in tokens:
        if kind != "whitespace":
            spans.append((kind, value, position))
        position += len(value)
    called: list[bool] = []  # for each open bracket whether what stands in it is read, not written
    values = ["", *(value for _, value, _ in spans), ""]
    for index, (kind, value, start) in enumerate(spans, 1):
        before, after = values[index - 1], values[index + 1]
        if value in "([{" and kind == "operator":
            is_name = bool(re.fullmatch(r"\w+|[\])]", before)) and before not in _NO_CALLEES
            called.append(is_name and before not in _WRITING_CALLS)
        elif value in ")]}" and kind == "operator" and called:
            called.pop()
        elif (
            kind == "string"
            and not any(called)
            and not {before, after} & _COMPARISONS
            and after != ":"
            and any(letter.isalpha() for letter in value)
        ):
            yield start, start + len(value), _unquoted(value)


def _unquoted(literal: str) -> str:
    return re.sub(r"\\(.)", r"\1", literal[1:-1])


def in_string(text: str, edits: Iterable[Edit]) -> str:
    """A text with its edits made."""
    for start, end, new in reversed(list(edits)):
        text = text[:start] + new + text[end:]
    return text


# --- a Word package ---------------------------------------------------------------------------


def translate(
    package: Package, headings: frozenset[str], translation: Translation
) -> list[TemplateProblem]:
    """Exchange the words of a package in place; returns what the list lacks, with its place.

    ``headings`` are the ids of its heading styles.
    """
    problems: list[TemplateProblem] = []
    labels = dict(package.stories())
    glossaries = package.related(package.main, f"{OFFICE}/glossaryDocument")
    labels |= dict.fromkeys(glossaries, "ledetekster")
    codes = [code.encode() for code in translation.languages]
    for name, member in list(package.members.items()):
        content = member.content() if name.endswith(".xml") else b""
        if name not in labels and not any(code in content for code in codes):
            continue
        root = parse(member)
        if name in labels:
            part = _Part(root, labels[name], translation)
            part.translate(headings)
            problems += part.problems
        _relabel(root, translation.languages)
        package.members[name] = Member.pack(name, to_xml(root))
    return problems


def translated_file(data: bytes, translation: Translation) -> bytes:
    """A Word file in another language; what the list lacks stays as it is.

    Raises TemplateError where ``data`` isn't a Word file.
    """
    package = Package(data)
    translate(package, frozenset(), translation)
    return join(package.members.values())


def _relabel(root: etree._Element, languages: Mapping[str, str]) -> None:
    """Have the text proofread and read aloud in the other language."""
    for element in root.iter(etree.Element):
        for attribute in (*_LANGUAGES.get(str(element.tag), ()), _XML_LANG):
            code = str(element.get(attribute, ""))
            if code in languages:
                element.set(attribute, languages[code])
        if element.tag == f"{{{DC}}}language" and (element.text or "") in languages:
            element.text = languages[element.text or ""]


class _Part:
    """One part being translated."""

    def __init__(self, root: etree._Element, label: str, translation: Translation) -> None:
        self.root, self.label, self._translation = root, label, translation
        self._reader = Reader(translation)
        self.problems: list[TemplateProblem] = []

    def translate(self, headings: frozenset[str]) -> None:
        if self.root.tag not in STORIES:
            self._properties()
            return
        places = dict(paragraphs(self.root, self.label, headings))
        results = _field_results(self.root)
        for element in list(self.root.iter(etree.Element)):
            if element.tag == P:
                self._paragraph(element, places[element], results)
            for attribute in _READ.get(str(element.tag), ()):
                text = str(element.get(attribute, ""))
                edits = list(self._reader.edits(text))
                if edits:
                    element.set(attribute, in_string(text, edits))
                self._report(place_of(element, places, self.label))

    def _paragraph(
        self, element: etree._Element, place: Place, results: set[etree._Element]
    ) -> None:
        found = list(pieces(element))
        text = "".join(map(text_of, found))
        edits = list(self._reader.edits(text, _partings(found, results)))
        self._report(place)
        if edits:
            apply_edits(found, edits)

    def _properties(self) -> None:
        for element in self.root:
            text = element.text or ""
            if etree.QName(element).localname in _PROPERTIES and text:
                element.text = in_string(text, self._reader.edits(text))
                self._report(Place(self.label))

    def _report(self, place: Place) -> None:
        """Note what the list lacked in the text that was read last."""
        for _, text in self._reader.missing:
            self.problems.append(TemplateProblem(*self._translation.missing(text), place=place))
        self._reader.missing.clear()


def _partings(
    found: Sequence[etree._Element], results: set[etree._Element]
) -> Iterator[tuple[int, int]]:
    """Where the formatting changes between two texts, and the results of fields."""
    offset, before = 0, b""
    for piece in found:
        run = next(piece.iterancestors(*RUNS), None)
        properties = run.find(w("rPr")) if run is not None else None
        formatting = b"" if properties is None else etree.tostring(properties, method="c14n")
        if offset and formatting != before:
            yield offset, offset
        end = offset + len(text_of(piece))
        if piece in results:
            yield offset, end
        offset, before = end, formatting


def _field_results(root: etree._Element) -> set[etree._Element]:
    """The texts that fields have computed, such as page numbers and tables of contents."""
    found: set[etree._Element] = set()
    shown: list[bool] = []  # for each open field whether its result has begun
    for element in root.iter(w("fldChar"), w("fldSimple"), *TEXTS):
        if element.tag == w("fldSimple"):
            found.update(element.iter(*TEXTS))
        elif element.tag == w("fldChar"):
            kind = element.get(w("fldCharType"))
            if kind == "begin":
                shown.append(False)
            elif kind == "separate" and shown:
                shown[-1] = True
            elif kind == "end" and shown:
                shown.pop()
        elif any(shown):
            found.add(element)
    return found
