"""What a person sees: messages, problems with the line that they are in, and short paths.

All that is printed goes through here. Names of files and texts from forms may hold characters that
steer a terminal, or turn the direction of what is read: those are shown by their code.
"""

import re
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from ..disk.encoding import DIRECTION
from ..errors import InvalidError, Problem, UsageError
from ..model.norsk import Dato

_SHOWN = 110  # characters of a source line
_TAG = r"\{\{.*?\}\}|\{%.*?%\}"
_KEY = r"[^\s:]+(?=:(?:\s|$))"
_REST = r".+?(?=\s+#|\s*$)"  # of the line, without a comment
_REST_IN_FLOW = r".+?(?=[,\]}]|$)"


# Control characters (C0, C1 and DEL), halves of characters, and what turns the direction of text
_HIDDEN = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{DIRECTION}]")


def visible(text: str) -> str:
    r"""A text with what steers a terminal shown by its code, as JSON writes it: «\u001b».

    Tabs and the ends of lines are left.
    """
    return _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def visible_line(text: str) -> str:
    """As ``visible``, of a text that must not become several lines."""
    return visible(text).replace("\n", "\\n")


def say(text: str) -> None:
    """Write a line to standard error, at once."""
    sys.stderr.write(f"{visible(text)}\n")
    sys.stderr.flush()


def put(text: str, end: str = "\n") -> None:
    """Write a text to standard output."""
    sys.stdout.write(f"{visible(text)}{end}")


def print_result(text: str) -> None:
    """Write a path to standard output, for whoever reads it, after what was said before it.

    A script gets it as it is, so that it can open the file; a person can read all of it.
    """
    sys.stderr.flush()
    line = visible_line(text) if sys.stdout.isatty() else text
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def shown(path: Path) -> str:
    """A path as short as it can be written from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):  # elsewhere, or the working folder is gone
        return str(path)


def today() -> date:
    """The date where the user is."""
    return datetime.now().astimezone().date()


def given_day(per: str | None) -> date:
    """The date that the user gives with ``--per``, or today's; raises UsageError."""
    if per is None:
        return today()
    try:
        return Dato.les(per, today().year).dag
    except InvalidError as error:
        raise UsageError(error.message, error.remedy) from None


def count(errors: int, warnings: int) -> list[str]:
    """Errors and warnings, counted in words; nothing for none."""
    counts = []
    if errors:
        counts.append(f"{errors} feil")
    if warnings:
        counts.append("1 advarsel" if warnings == 1 else f"{warnings} advarsler")
    return counts


def show_problems(problems: Sequence[Problem]) -> None:
    """Write problems to standard error: each on a line, with the line of the file under it."""
    unique = list(dict.fromkeys(problems))
    for problem in unique:
        label = "advarsel: " if problem.warning else ""
        told = visible_line(str(problem))
        sys.stderr.write(f"{label}{told}\n{_pointed_at(problem)}{example_of(problem)}")
    if len(unique) > 1:
        errors = sum(not problem.warning for problem in unique)
        sys.stderr.write(f"{' og '.join(count(errors, len(unique) - errors))}.\n")


def _pointed_at(problem: Problem) -> str:
    """The line that a problem is in, and a marker under what it concerns."""
    start = problem.column - 1
    source = problem.source.replace("\t", " ")[: start + 2 * _SHOWN].rstrip()
    source = _HIDDEN.sub("\ufffd", source)  # one for one: the marker stands under the culprit
    if not source.strip() or start > len(source):
        return ""
    begin = max(0, start - _SHOWN // 2)  # of a very long line, the part around the culprit
    line = source[begin : begin + _SHOWN]
    room = max(1, len(line) - start + begin)
    marker = "^" * min(_culprit_width(source, start), room)
    return f"    {line}\n    {' ' * (start - begin)}{marker}\n"


def example_of(problem: Problem) -> str:
    """The lines that should stand there, below the one that does."""
    if not problem.example:
        return ""
    lines = "".join(f"    {visible(line)}\n" for line in problem.example.splitlines())
    return f"  Skriv slik:\n{lines}"


def _culprit_width(source: str, start: int) -> int:
    """How many characters a problem concerns: a tag, a key, or the rest of the value."""
    rest = _REST_IN_FLOW if _in_brackets(source[:start]) else _REST
    for pattern in (_TAG, _KEY, rest):
        culprit = re.match(pattern, source[start:])
        if culprit and culprit[0]:
            return len(culprit[0])
    return 1


def _in_brackets(before: str) -> bool:
    """Whether what follows a text is one of several in a list, or among keys, on one line."""
    if re.search(r"[\[{,]\s*$", before):
        return True
    is_opened = re.search(r"(?:^|:|-)\s+[\[{]", before)
    open_, closed = len(re.findall(r"[\[{]", before)), len(re.findall(r"[\]}]", before))
    return bool(is_opened) and open_ > closed
