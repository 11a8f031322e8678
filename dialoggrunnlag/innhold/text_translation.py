"""A text template in another language than its own: the words exchanged, the tags left alone."""

import re
from collections.abc import Iterator
from html import unescape

from ..word.wording import Reader, Translation, in_string
from .text_tags import TAG, TextError

# In HTML and XML: comments, styles and scripts, entities, and tags but for what a tag says aloud
_MARKUP = re.compile(
    r"<!--.*?-->|<(style|script)\b.*?</\1\s*>|</?[a-zA-Z][^>]*>|<[!?][^>]*>|&#?\w+;",
    re.DOTALL | re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:alt|title|aria-label|placeholder|label|summary|content)\s*=\s*([\"'])(.*?)\1",
    re.DOTALL | re.IGNORECASE,
)
_TECHNICAL = re.compile(r"<meta\b(?![^>]*(?:description|title))", re.IGNORECASE)
_LANG = re.compile(r"(\b(?:xml:)?lang\s*=\s*[\"'])([\w-]+)")
_LETTER = re.compile(r"&(\w+);")


def translated(
    source: str, translation: Translation, *, markup: bool
) -> tuple[str, list[TextError]]:
    """A template's text with its own words in another language, and those that the list lacks."""
    if markup:
        source = _LETTER.sub(_letter, source)
    reader = Reader(translation)
    new = in_string(source, reader.edits(source, _silent(source) if markup else ()))
    if markup:
        languages = translation.languages
        new = _LANG.sub(lambda m: m[1] + languages.get(m[2].casefold(), m[2]), new)
    return new, [
        TextError(*translation.missing(text), source, position) for position, text in reader.missing
    ]


def _letter(match: re.Match[str]) -> str:
    """A letter that is written as an entity, as itself; other entities as they are."""
    letter = unescape(match[0])
    return letter if letter.isalpha() else match[0]


def _silent(source: str) -> Iterator[tuple[int, int]]:
    """The spans of HTML or XML that nobody reads."""
    # What Jinja compares by is no markup: «{% if a < b %}»
    outside = TAG.sub(lambda tag: "\0" * len(tag[0]), source)
    for match in _MARKUP.finditer(outside):
        start = match.start()
        read = () if match[1] or _TECHNICAL.match(match[0]) else _SAID.finditer(match[0])
        for said in read:
            yield start, match.start() + said.start(2)
            start = match.start() + said.end(2)
        yield start, match.end()
