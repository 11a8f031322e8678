"""A text in another language than the one it is written in: which of its words are exchanged.

A word list says what they are in the other language. Texts between the tags are exchanged, and
strings that a tag writes; not those that it compares or looks up by.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from jinja2 import Environment
from jinja2.exceptions import TemplateSyntaxError

from .tags import Tag, UnclosedTagError, find_tags

Edit = tuple[int, int, str]


class Translation(NamedTuple):
    """What a template's words are in another language.

    ``words`` are the texts with what they become; ``languages`` the language tags in small
    letters with what they become, such as {'nb-no': 'nn-NO'}; ``list_name`` is what messages call
    the list. In blocks that ask what the field ``chosen_by`` is, and nothing else, the template
    says itself what each language is to have.
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


def has_letters(text: str) -> bool:
    """Whether a text holds a word, not figures and signs alone."""
    return any(map(str.isalpha, text))


class Reader:
    """Finds what is to be exchanged in one part's texts, read in order.

    It remembers the blocks that are open, to know which of them choose their language.
    """

    def __init__(self, translation: Translation) -> None:
        self._translation = translation
        field, string = re.escape(translation.chosen_by), r"""(?:'[^']*'|"[^"]*")"""
        compared = rf"(?:{field}\s*[!=]=\s*{string}|{string}\s*[!=]=\s*{field})"
        self._chooses = re.compile(rf"\s*(?:el)?if\s+{compared}\s*")
        self._chooses_inline = re.compile(rf"\bif\s+{compared}\s+else\b")
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
        between: list[tuple[int, int, Tag | None]] = [(tag.start, tag.end, tag) for tag in tags]
        between += [(start, end, None) for start, end in (*opaque, (len(text), len(text)))]
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
            if not has_letters(written):
                continue
            at, found = start + match.start(), self._exchange(written)
            if found is None:
                self.missing.append((at, folded(written)))
            else:
                yield at + found[0], at + found[1], found[2]

    def _exchange(self, written: str) -> Edit | None:
        """What becomes of a text, in the span without the space, or the signs, around its words."""
        for pattern in (_TRIMMED, _BARE):
            bit = re.search(pattern, written)
            new = self._translation.words.get(folded(bit[0])) if bit else None
            if bit and new is not None:
                return bit.start(), bit.end(), new
        return None

    def _tag(self, tag: Tag) -> Iterator[Edit]:
        chooses = bool(self._chooses.fullmatch(tag.code))
        if tag.opens_block or tag.name == "block":
            self._open.append(chooses)
        elif tag.name == "elif" and self._open:  # what stands before it is any school's
            self._open[-1] |= chooses
        elif tag.name.startswith("end") and self._open:
            self._open.pop()
        chosen = any(self._open) or self._chooses_inline.search(tag.code)
        if tag.kind not in ("{{", "{%") or chosen:
            return
        code = tag.code
        for start, end, text in reversed(list(_spoken(code))):
            found = self._exchange(text)
            if found is None:
                self.missing.append((tag.start, folded(text)))
            else:
                new = in_string(text, [found]).replace("\\", "\\\\").replace("'", "\\'")
                code = f"{code[:start]}'{new}'{code[end:]}"
        if code != tag.code:
            yield tag.start, tag.end, _written(tag, code)


_TRIMMED = r"(?s)\S.*\S|\S"
_BARE = r"(?s)[^\W_].*[^\W_]|[^\W_]"  # without signs around it
_CLOSERS = {"{{": "}}", "{%": "%}"}


def _written(tag: Tag, code: str) -> str:
    before, after = "-" * tag.trim_before, "-" * tag.trim_after
    prefix = f"{tag.prefix} " if tag.prefix else ""
    return f"{tag.kind}{before}{prefix} {code} {after}{_CLOSERS[tag.kind]}"


_LEXER = Environment(autoescape=True)  # its lexer alone is used
_COMPARISONS = {"==", "!=", "<", ">", "<=", ">=", "in", "is", "not"}
_WORDS_BEFORE_BRACKETS = {"if", "else", "elif", "and", "or", "not", "in", "is", "set", "for"}
# What is called with the names of fields or with something to compare, not with what is written
_LOOK_UP = {
    *("map", "select", "reject", "selectattr", "rejectattr", "groupby", "sort", "dictsort"),
    *("unique", "min", "max", "sum", "attr", "tojson", "indent", "wordwrap"),
    *("round", "int", "float"),
}


def _is_read(values: Sequence[str], index: int) -> bool:
    """Whether what stands in the bracket at ``index`` is looked up or compared, not written."""
    callee, before = values[index - 1], values[index - 2] if index > 1 else ""
    if not re.fullmatch(r"\w+|[\])]", callee) or callee in _WORDS_BEFORE_BRACKETS:
        return False  # a tuple, a list or a mapping
    if values[index] == "[":
        return True
    is_method = before == "." and callee != "cycle"  # loop.cycle gives what it is called with
    return is_method or before in {"is", "not"} or callee in _LOOK_UP


def _spoken(code: str) -> Iterator[tuple[int, int, str]]:
    """The strings that a tag writes, with their spans: none that it compares or looks up by."""
    try:
        tokens = list(_LEXER.lex(f"{{{{{code}}}}}"))[1:-1]
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
            called.append(_is_read(values, index))
        elif value in ")]}" and kind == "operator" and called:
            called.pop()
        elif kind != "string" or any(called) or after == ":":
            continue
        elif has_letters(value) and not {before, after} & _COMPARISONS:
            yield start, start + len(value), re.sub(r"\\(.)", r"\1", value[1:-1])


def in_string(text: str, edits: Iterable[Edit]) -> str:
    """A text with its edits made."""
    for start, end, new in reversed(list(edits)):
        text = text[:start] + new + text[end:]
    return text
