"""Errors that a person can act on: file, place, what is wrong, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


_LONGEST = 600  # characters of a message


class InvalidError(ValueError):
    """A value that isn't what its field wants: a sentence each for what and for the remedy."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class Problem(NamedTuple):
    """One thing that is wrong, and where.

    ``file`` is as the user would write it; ``line`` and ``column`` count from 1 (0: the
    whole file), and ``source`` is that line; ``path`` is the place among the YAML keys. In a
    Word document ``place`` says where, and ``tag`` is what stands there. A ``warning`` stops
    nothing.
    """

    message: str
    remedy: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    path: str = ""
    place: str = ""
    tag: str = ""
    source: str = ""
    warning: bool = False

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        where = ", ".join(bit for bit in (where, self.place) if bit)
        head = "".join(f"{bit}: " for bit in (where, self.path, self.tag) if bit)
        message = self.message
        if len(message) > _LONGEST:  # somebody's whole text stands in it
            message = f"{message[: _LONGEST // 2]} … {message[-_LONGEST // 4 :]}"
        return f"{head}{message}" + (f" {self.remedy}" if self.remedy else "")


class DialogError(Exception):
    """Something in data, templates or files was wrong; every problem at once."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class UsageError(DialogError):
    """The command was used wrongly: an unknown school, round or document kind."""

    exit_code = 2

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__([Problem(message, remedy)])
