"""Jinja2 tags in plain text: where they begin and end, and what typography Word put into them.

Nothing here knows XML: a paragraph's text goes in, tags with positions come out.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

OPENER = re.compile(r"\{(?:[{%#])")
_CLOSER = {"{{": "}}", "{%": "%}", "{#": "#}"}
_PREFIX = re.compile(r"(p|tr|tc|r)\s+(?=\S)")
_WORD = re.compile(r"\w+")

# What Word's autocorrect makes of the quotation marks, and which mark then ends the string.
_CLOSING_QUOTES = dict.fromkeys("“”„‟", "”“") | {"«": "»", "»": "«»"} | dict.fromkeys("‘’‚‛", "’‘")
_STRAIGHT = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""", re.DOTALL)
# Nothing that a delimiter, a bracket or a string begins or ends with
_PLAIN = re.compile(rf"[^'\"{''.join(_CLOSING_QUOTES)}()\[\]{{}}%#]+")
_HEALED = str.maketrans(
    dict.fromkeys("–—−‐‑‒", "-")
    | dict.fromkeys("\u00a0\u202f\u2007\u2009\u200a\u2002\u2003\t\n\v\f\r", " ")
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", "")
)
# docxtpl's way of writing the delimiters themselves as text
_ESCAPED = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}
_ESCAPE = re.compile("|".join(map(re.escape, _ESCAPED)))
BLOCKS = ("for", "if", "set", "macro", "call", "filter", "with", "autoescape")


class Tag(NamedTuple):
    """A tag in a text: ``text[start:end]`` as written, and what it says when healed.

    ``kind`` is its opening delimiter, ``prefix`` docxtpl's p, tr, tc or r, ``code`` what stands
    between the delimiters; ``trim_before`` and ``trim_after`` are the dashes of ``{%- -%}``.
    """

    kind: str
    code: str
    prefix: str = ""
    trim_before: bool = False
    trim_after: bool = False
    start: int = 0
    end: int = 0
    source: str = ""

    @property
    def name(self) -> str:
        """The first word of a control tag: 'for', 'endif' … ; empty for other kinds."""
        word = _WORD.match(self.code)
        return word[0] if word and self.kind == "{%" else ""

    @property
    def opens_block(self) -> bool:
        """Whether a closing tag must follow; none does after ``{% set x = 1 %}``."""
        return self.name in BLOCKS and not (self.name == "set" and "=" in self.code)


class UnclosedTagError(ValueError):
    """A tag that is opened and never closed; ``source`` is what stands there."""

    def __init__(self, source: str, closer: str) -> None:
        super().__init__(source)
        self.source = source
        self.closer = closer


def find_tags(text: str) -> Iterator[Tag]:
    """Every tag of ``text`` in order; raises UnclosedTagError at the first that doesn't end."""
    opener = OPENER.search(text)
    while opener:
        tag = _tag_at(text, opener.start())
        if tag.name == "raw":
            tag = _raw(text, tag)
        yield tag
        opener = OPENER.search(text, tag.end)


def unescape(text: str) -> str:
    """Turn ``{_{``, ``}_}``, ``{_%`` and ``%_}`` into the delimiters they stand for."""
    return _ESCAPE.sub(lambda match: _ESCAPED[match[0]], text) if "_" in text else text


def find_escapes(text: str, tags: Iterable[Tag]) -> Iterator[tuple[int, int, str]]:
    """The spans outside ``tags`` that stand for delimiters, and the delimiters."""
    if "_" not in text:
        return
    spans = [(tag.start, tag.end) for tag in tags]
    for match in _ESCAPE.finditer(text):
        if not any(start <= match.start() < end for start, end in spans):
            yield match.start(), match.end(), _ESCAPED[match[0]]


def _tag_at(text: str, start: int) -> Tag:
    kind = text[start : start + 2]
    closer = _CLOSER[kind]
    if kind == "{#":
        end = text.find(closer, start + 2)
        code = text[start + 2 : end]
    else:
        end, code = _read_code(text, start + 2, closer)
    if end < 0:
        raise UnclosedTagError(text[start : start + 40], closer)
    trim_before, trim_after = code.startswith("-"), code.endswith("-")
    code = code[trim_before : len(code) - trim_after].lstrip("+").rstrip("+")
    prefix = ""
    if match := _PREFIX.match(code):
        prefix, code = match[1], code[match.end() :]
    code, source = unicodedata.normalize("NFC", code.strip()), text[start : end + 2]
    return Tag(kind, code, prefix, trim_before, trim_after, start, end + 2, source)


def _read_code(text: str, start: int, closer: str) -> tuple[int, str]:
    """Where the code from ``start`` ends (-1: nowhere), and the code with Word's typography healed.

    As in Jinja2's lexer, a delimiter within a string or within brackets ends nothing. Where
    that leaves the tag open, the first delimiter ends it all the same, so that Jinja2's
    parser can say what is wrong with the quotation marks or the brackets.
    """
    healed: list[str] = []
    depth, position = 0, start
    while position < len(text):
        if depth <= 0 and text.startswith(closer, position):
            return position, "".join(healed)
        plain = _PLAIN.match(text, position)
        if plain:
            position = plain.end()
            healed.append(plain[0].translate(_HEALED))
            continue
        char = text[position]
        string = _string_at(text, position)
        if string:
            position, content = string
            healed.append(content)
            continue
        depth += (char in "([{") - (char in ")]}")
        healed.append(char)
        position += 1
    end = text.find(closer, start)
    return end, text[start:end].translate(_HEALED)


def _string_at(text: str, start: int) -> tuple[int, str] | None:
    """The string literal that begins at ``start``: where it ends, and it in straight quotes.

    What stands inside the quotation marks is the author's text and is left as it is.
    """
    quote = text[start]
    if quote in "'\"":
        straight = _STRAIGHT.match(text, start)
        if straight:
            return straight.end(), straight[0]
        closers = "”“" if quote == '"' else "’‘"
    elif quote in _CLOSING_QUOTES:
        straight_quote = "'" if quote in "‘’‚‛" else '"'
        closers = _CLOSING_QUOTES[quote] + straight_quote
    else:
        return None
    for closer in closers:
        end = text.find(closer, start + 1)
        if end > 0:
            content = text[start + 1 : end].replace("\\", "\\\\")
            mark = "'" if '"' in content and "'" not in content else '"'
            return end + 1, mark + content.replace(mark, "\\" + mark) + mark
    return None


def _raw(text: str, opening: Tag) -> Tag:
    """``{% raw %}…{% endraw %}`` as one tag, whose code is the text between."""
    for opener in OPENER.finditer(text, opening.end):
        try:
            tag = _tag_at(text, opener.start())
        except UnclosedTagError:  # it only looks like a tag
            continue
        if tag.name == "endraw":
            code = text[opening.end : tag.start]
            return opening._replace(kind="raw", code=code, end=tag.end)
    raise UnclosedTagError(opening.source, "{% endraw %}")
