"""Problems as GitHub's annotations, which a pull request shows at the line that they are in."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..errors import Problem
from .skjerm import count, example_of, put, say, visible

_TITLE = "dialog sjekk"
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def print_annotations(problems: Sequence[Problem], folder: Path) -> None:
    """Print a workflow command for each problem; ``folder`` is what their files are taken from."""
    unique = list(dict.fromkeys(problems))
    root = _repository(folder)
    for problem in unique:
        properties = [("title", _TITLE)]
        if problem.file:
            properties.append(("file", _from_root(folder / problem.file, root)))
        for name, number in (("line", problem.line), ("col", problem.column)):
            if number:
                properties.append((name, str(number)))
        kind = "warning" if problem.warning else "error"
        message = str(problem)
        if problem.example:
            message += f"\n{example_of(problem).rstrip()}"
        put(_command(kind, properties, message))
    if unique:
        errors = sum(not problem.warning for problem in unique)
        say(f"{' og '.join(count(errors, len(unique) - errors))}.")


def _command(name: str, properties: Iterable[tuple[str, str]], message: str) -> str:
    written = [f"{key}={visible(value).translate(_IN_PROPERTY)}" for key, value in properties]
    return f"::{name} {','.join(written)}::{visible(message).translate(_IN_MESSAGE)}"


def _repository(folder: Path) -> Path:
    """The root of the git repository, which GitHub takes the paths from.

    Where the files were fetched without git, that is the folder that the workflow has.
    """
    for parent in (folder, *folder.parents):
        if os.path.lexists(parent / ".git"):
            return parent
    return Path(os.environ.get("GITHUB_WORKSPACE") or folder)


def _from_root(file: Path, root: Path) -> str:
    """The path as GitHub knows it; as it is where it lies outside the repository."""
    try:
        path = os.path.relpath(file, root)
    except ValueError:  # another drive
        path = os.pardir
    if path.split(os.sep, 1)[0] == os.pardir:
        path = str(file)
    return path.replace(os.sep, "/")
