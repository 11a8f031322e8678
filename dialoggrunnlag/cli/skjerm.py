"""What a person sees: messages, problems with the line that they are in, and short paths."""

import re
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from ..errors import Problem

_SHOWN = 110  # characters of a source line
_TAG = r"\{\{.*?\}\}|\{%.*?%\}"
_KEY = r"[^\s:]+(?=:(?:\s|$))"
_REST = r".+?(?=\s+#|\s*$)"  # of the line, without a comment
_REST_IN_FLOW = r".+?(?=[,\]}]|$)"


def say(text: str) -> None:
    """Write a line to standard error, at once."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def print_result(text: str) -> None:
    """Write a line to standard output, for whoever reads it, after what was said before it."""
    sys.stderr.flush()
    print(text, flush=True)  # noqa: T201


def shown(path: Path) -> str:
    """A path as short as it can be written from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):  # elsewhere, or the working folder is gone
        return str(path)


def today() -> date:
    """The date where the user is."""
    return datetime.now().astimezone().date()


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
        sys.stderr.write(f"{label}{problem}\n{_pointed_at(problem)}{example_of(problem)}")
    if len(unique) > 1:
        errors = sum(not problem.warning for problem in unique)
        sys.stderr.write(f"{' og '.join(count(errors, len(unique) - errors))}.\n")


def _pointed_at(problem: Problem) -> str:
    """The line that a problem is in, and a marker under what it concerns."""
    start = problem.column - 1
    source = problem.source.replace("\t", " ")[: start + 2 * _SHOWN].rstrip()
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
    lines = "".join(f"    {line}\n" for line in problem.example.splitlines())
    return f"  Skriv slik:\n{lines}"


def _culprit_width(source: str, start: int) -> int:
    """How many characters a problem concerns: a tag, a key, or the rest of the value."""
    in_flow = re.search(r"[\[{,]\s*$", source[:start])
    for pattern in (_TAG, _KEY, _REST_IN_FLOW if in_flow else _REST):
        culprit = re.match(pattern, source[start:])
        if culprit and culprit[0]:
            return len(culprit[0])
    return 1
