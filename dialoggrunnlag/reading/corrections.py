"""Corrections of one line of a YAML file, each for a slip that a person makes while typing.

A correction is a guess from how the line looks. ``slips`` tries it, and what makes the file
right is what the person is told: what is wrong, and the line as it was meant.
"""

from collections.abc import Callable, Iterator

from .draft import Correction, Draft, Line
from .mended_brackets import unfitting_brackets
from .mended_indents import (
    children_without_indent,
    comment,
    foreign_line,
    line_missing,
    mark_missing,
    text_without_indent,
    value_without_indent,
    wrong_indent,
)
from .mended_keys import (
    colon,
    colon_at_the_end,
    key_name,
    line_in_two,
    on_a_new_line,
    two_keys,
    value_and_keys,
)
from .mended_marks import double_mark, items, list_mark, needless_mark, white_space
from .mended_values import (
    brackets,
    line_in_quotes,
    quotes,
    whole_in_quotes,
    without_brackets,
    words_quotes,
)


def corrections(line: Line, draft: Draft) -> Iterator[Correction]:
    """What a line may have been meant as."""
    for guess in _GUESSERS:
        yield from guess(line, draft)


_GUESSERS: tuple[Callable[[Line, Draft], Iterator[Correction]], ...] = (
    white_space,
    list_mark,
    double_mark,
    needless_mark,
    items,
    colon,
    line_in_two,
    colon_at_the_end,
    two_keys,
    on_a_new_line,
    value_and_keys,
    key_name,
    quotes,
    words_quotes,
    whole_in_quotes,
    line_in_quotes,
    unfitting_brackets,
    brackets,
    without_brackets,
    text_without_indent,
    wrong_indent,
    children_without_indent,
    mark_missing,
    comment,
    foreign_line,
    value_without_indent,
    line_missing,
)
