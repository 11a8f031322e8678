"""The tags of a text, and what is wrong at one of them."""

import re
from bisect import bisect_right

from ..errors import InvalidError, Problem

# {% raw %} and all in it, a comment, or a tag, whose start and name are told; open at the end too
TAG = re.compile(
    r"\{%[-+]?\s*raw\b.*?(?:\{%[-+]?\s*endraw\b|\Z)|\{#.*?(?:#\}|\Z)"
    r"|(?P<start>\{(?:%[-+]?(?=\s*(?P<name>\w*))|\{[-+]?)).*?(?:[}%]\}|\Z)",
    re.DOTALL,
)
_BLOCKS = {"if", "for", "macro", "call", "filter", "with", "block", "autoescape"}


class TextError(InvalidError):
    """What is wrong in a text with tags, and where: at ``position`` in ``text``."""

    def __init__(self, message: str, remedy: str, text: str, position: int) -> None:
        super().__init__(message, remedy)
        self.text, self.position = text, position

    @property
    def line(self) -> int:
        """The line within the text, from 1."""
        return self.text.count("\n", 0, self.position) + 1

    @property
    def column(self) -> int:
        """The column of that line, from 1."""
        return self.position - self.text.rfind("\n", 0, self.position)

    @property
    def source(self) -> str:
        """That line itself."""
        return self.text.split("\n")[self.line - 1]

    @property
    def letters(self) -> int:
        """How many letters and signs stand before it: the same where lines are folded."""
        return len("".join(self.text[: self.position].split()))

    def problem(self, name: str) -> Problem:
        """The error as the rest of the program shows it, in a file that is the text itself."""
        line, column = self.line, self.column
        return Problem(self.message, self.remedy, name, line, column, source=self.source)


class Tags:
    """The tags of a text, so that each error can be placed at one of them.

    Jinja2 tells lines only. A line break goes unnoticed inside a tag, so the text is compiled
    with one in each, which makes the line tell the tag: ``one_a_line``.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._all = list(TAG.finditer(source))
        self._tags = [tag for tag in self._all if tag["start"]]
        self._lines: list[int] = []
        pieces, at, line = [], 0, 1
        for tag in self._tags:
            opened = tag.end("start")
            line += source.count("\n", at, opened) + 1
            pieces.append(source[at:opened])
            self._lines.append(line)
            at = opened
        self.one_a_line = "\n".join([*pieces, source[at:]])

    def error(self, message: str, remedy: str, line: int, position: int | None = None) -> TextError:
        """An error at the tag that is in ``line`` of what was compiled, or at ``position``."""
        if position is None:
            index = bisect_right(self._lines, line) - 1
            position = self._tags[index].start() if index >= 0 else 0
        return TextError(message, remedy, self._source, position)

    def longest(self, message: str, remedy: str) -> TextError:
        """An error at the longest tag (the first of them), where Python doesn't say which."""
        opening = (tag for tag in self._tags if not (tag["name"] or "").startswith("end"))
        tag = max(opening, key=lambda tag: len(tag[0]), default=None)
        return TextError(message, remedy, self._source, tag.start() if tag else 0)

    def unclosed(self, message: str) -> int | None:
        """Where that begins which Jinja2 says isn't closed; None for its other messages."""
        if message.startswith("Missing end of "):  # a comment, or {% raw %}
            return self._all[-1].start() if self._all else None
        open_: list[re.Match[str]] = []
        if message.startswith("Unexpected end of template"):
            for tag in self._tags:
                if tag["name"] in _BLOCKS or (tag["name"] == "set" and "=" not in tag[0]):
                    open_.append(tag)
                elif (tag["name"] or "").startswith("end"):
                    del open_[-1:]
        return open_[-1].start() if open_ else None
