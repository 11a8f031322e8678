"""What every file is looked through for: signs that something in it was not meant as it is read.

Only a file that has such signs is worth looking through with care, and nearly no file has.
"""

import re
from collections.abc import Collection

from pydantic import BaseModel

from ..disk.encoding import lines_of, place_in
from .model_types import all_keys

# A value that begins with «&»
_ANCHOR = r"(?m)(?:[:,\[{?-]\s+|^\s*|[\[{])&\S"
# The other written language, no further out than the lines of the text above it
_IN_TEXT = re.compile(
    r"\n( +)(?!(?:- +)?[\w-]+:(?:\s|$))[^\s#][^\n]*\n\1 *(?:nynorsk|bokmål):(?=\s|$)"
)
# An item of a list further in than the text of the one above it
_DEEPER_ITEM = re.compile(r"\n( *)- (?![^\n]*:(?: |\n))[^\n]*\n\1 +- ")
# A line that begins with a word, and no colon and space after it
_WORD_ALONE = re.compile(r"\n[ \t\u00a0]*([\w-]+)(?=[^\w:-]|:[^\s]|$)(?! *:(?:\s|$))")
# Keys that lines of prose begin with as well: only what may stand for a colon, or a list, is a sign
_IN_PROSE = {"må", "fri"}
_LIKE_A_VALUE = re.compile(r" *[\[{=:;→-]")


def is_suspicious(text: str, model: type[BaseModel]) -> bool:
    """Whether a text that can be read may say something else than was meant."""
    return has_anchors(text) or bool(suspicious_lines(text, model))


def has_anchors(text: str) -> bool:
    """Whether a value may begin with «&», which YAML takes for a name."""
    return "&" in text and bool(re.search(_ANCHOR, text))


def suspicious_lines(text: str, model: type[BaseModel]) -> list[int]:
    """The numbers, from 0, of the lines that may have gone into the value above them."""
    keys = all_keys(model)
    in_two = [*_IN_TEXT.finditer(text), *_DEEPER_ITEM.finditer(text)]
    if not in_two and not any(_is_key(word, keys) for word in _WORD_ALONE.finditer(text)):
        return []
    numbers = [nr for nr, line in enumerate(lines_of(text)) if _is_key_alone(line, keys)]
    numbers += [place_in(text, match.end())[0] - 1 for match in in_two]
    return sorted(numbers)


def _is_key_alone(line: str, keys: Collection[str]) -> bool:
    """Whether a line begins with one of the keys, and no colon and space after it."""
    word = _WORD_ALONE.match(f"\n{line}")
    return word is not None and _is_key(word, keys)


def _is_key(word: re.Match[str], keys: Collection[str]) -> bool:
    """Whether a word at the beginning of a line may have been meant as a key."""
    if word[1] not in keys:
        return False
    return word[1] not in _IN_PROSE or bool(_LIKE_A_VALUE.match(word.string, word.end()))
