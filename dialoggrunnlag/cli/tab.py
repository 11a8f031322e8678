"""Completion with Tab: the scripts for the shells, and what the program answers them.

Typer's own scripts are not used: in bash they show no help, in zsh they evaluate the program's
answer, fish runs the program twice a Tab, and in Windows the Norwegian letters are lost.
"""

from __future__ import annotations

import os
import sys
from enum import Enum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from .felles import OK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..reading.project import Project
    from .forslag import Forslag

SHELL, WORDS = "_DIALOG_COMPLETE", "_DIALOG_WORDS"
_SEPARATOR = "\x1f"
_WIDEST = 70  # characters of an explanation


class Skall(StrEnum):
    """The shells that there is a script for."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


_SUFFIX = {Skall.POWERSHELL: "ps1"}


def tab(
    skall: Annotated[
        Skall, typer.Argument(metavar="SKALL", help="bash, zsh, fish eller powershell.")
    ],
) -> int:
    """Skriv skriptet som lar Tab fullføre kommandoer, skoler, runder og dokumenter.

    Hvor det skal ligge, står i docs/forslag.md.
    """
    file = Path(__file__).with_name("skall") / f"dialog.{_SUFFIX.get(skall, skall)}"
    write(file.read_text("utf-8"))
    return OK


def write(text: str) -> None:
    """Write with the line ends as they are: bash takes no others, in Windows too."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(newline="\n")
    sys.stdout.write(text)


def answer(app: typer.Typer, environment: Mapping[str, str]) -> str:
    """What the program writes when a shell asks; '' where there is nothing to say.

    The first line is «forslag», «filer» or «mapper»; a line a suggestion follows, with its
    explanation after a tab.
    """
    shell = environment.get(SHELL, "")
    words = _as_typed(environment.get(WORDS, "").split(_SEPARATOR), shell)
    try:
        return "".join(f"{line}\n" for line in _lines(typer.main.get_command(app), words, shell))
    except Exception:  # whatever is wrong: a Tab that gives nothing is better than a traceback
        if os.environ.get("DIALOG_FEILSOK"):
            raise
        return ""


def _as_typed(words: list[str], shell: str) -> list[str]:
    """The words without the shell's quotes; bash also splits at «=»."""
    if shell == Skall.POWERSHELL:
        return [*words[:-1], words[-1].strip("\"'")]
    unquoted = [_unquoted(word) for word in words]
    if shell != Skall.BASH:
        return unquoted
    *before, current = unquoted
    return [*(word for word in before if word != "="), "" if current == "=" else current]


def _unquoted(word: str) -> str:
    """A word as the program gets it, also where its quote isn't closed yet."""
    quote, text = "", ""
    letters = iter(word)
    for letter in letters:
        if letter == "\\" and quote != "'":
            text += next(letters, "")
        elif letter == quote:
            quote = ""
        elif letter in "\"'" and not quote:
            quote = letter
        else:
            text += letter
    return text


# --- where on the command line -----------------------------------------------------------


class _Place(NamedTuple):
    """The command, the values given to its options, and the option that waits for one."""

    command: Any
    given: dict[str, list[str]]
    waiting: Any
    arguments: int


def _place(command: Any, words: Iterable[str]) -> _Place:
    """Follow the words that are whole."""
    given: dict[str, list[str]] = {}
    waiting, arguments = None, 0
    for word in words:
        if waiting is not None:
            given[waiting.opts[0]].append(word)
            waiting = None
        elif word.startswith("-"):
            name, joined, value = word.partition("=")
            option = _option(command, name)
            if option is None:
                continue
            values = given.setdefault(option.opts[0], [])
            if joined:
                values.append(value)
            elif _takes_value(option):
                waiting = option
        elif word in getattr(command, "commands", {}):
            command = command.commands[word]
        else:
            arguments += 1
    return _Place(command, given, waiting, arguments)


def _option(command: Any, name: str) -> Any:
    return next((option for option in _options(command) if name in option.opts), None)


def _options(command: Any) -> list[Any]:
    return [p for p in command.params if p.param_type_name == "option" and not p.hidden]


def _takes_value(option: Any) -> bool:
    return not (option.is_flag or option.count)


# --- what can stand there ----------------------------------------------------------------


def _lines(group: Any, words: list[str], shell: str) -> Iterator[str]:
    *before, current = words
    place = _place(group, before)
    option, prefix = place.waiting, ""
    if option is None and current.startswith("-") and "=" in current:
        name, _, current = current.partition("=")
        option, prefix = _option(place.command, name), f"{name}="
    if option is not None:
        kind, found = _values(option, place)
    elif prefix:
        return
    else:
        kind, found = _next_word(place, current)
    yield kind
    yield from _shown(found, current, prefix, shell)


def _next_word(place: _Place, current: str) -> tuple[str, list[Forslag]]:
    """A command, an argument, or an option where none of them fits."""
    from .forslag import Forslag

    commands = getattr(place.command, "commands", {})
    if commands and not current.startswith("-"):
        return "forslag", [
            Forslag(name, command.get_short_help_str(200)) for name, command in commands.items()
        ]
    takes = [p for p in place.command.params if p.param_type_name == "argument"]
    index = min(place.arguments, len(takes) - 1)
    if (
        takes
        and not current.startswith("-")
        and (takes[index].nargs < 0 or place.arguments == index)
    ):
        return _values(takes[index], place)
    options = [
        Forslag(option.opts[0], option.help or "")
        for option in _options(place.command)
        if option.multiple or option.opts[0] not in place.given
    ]
    return "forslag", [*options, Forslag("--help", "Vis denne hjelpen.")]


def _values(parameter: Any, place: _Place) -> tuple[str, list[Forslag]]:
    """What an option or argument takes: suggestions, or the kind of files."""
    from .forslag import Forslag

    annotation = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    if annotation in (Path, list[Path]):
        return ("mapper" if parameter.metavar == "MAPPE" else "filer"), []
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return "forslag", [Forslag(str(choice.value)) for choice in annotation]
    name = parameter.opts[0]
    already = set(place.given.get(name, ()))
    return "forslag", [item for item in _from_project(name, place) if item.verdi not in already]


def _from_project(name: str, place: _Place) -> list[Forslag]:
    """What the project has to suggest for an option by its name."""
    from . import forslag

    if name not in ("--skole", "--runde", "--fra", "--dokument"):
        return []
    project = _project(place)
    if name == "--skole":
        by_round = _option(place.command, "--runde") is not None
        runde = _last(place, "--runde")
        return forslag.skoler(project, runde, alle=not by_round)
    return forslag.dokumenter(project) if name == "--dokument" else forslag.runder(project)


def _project(place: _Place) -> Project:
    from ..reading.project import Project

    given = _last(place, "--prosjekt")
    return Project.find(Path(given).expanduser() if given else None)


def _last(place: _Place, name: str) -> str | None:
    return place.given.get(name, [None])[-1]


# --- as the shell wants it ---------------------------------------------------------------


def _shown(found: Iterable[Forslag], current: str, prefix: str, shell: str) -> Iterator[str]:
    """A line a suggestion; bash gets the value with its explanation as the second column."""
    from .forslag import passende

    rows: dict[str, str] = {}
    for text, item in passende(found, current):
        # fish takes only what begins as what is written, so there a name goes on as a name
        value = text if shell == Skall.FISH else item.verdi
        help_ = item.verdi if value in item.navn else item.hjelp
        rows[prefix + value] = " ".join(help_.split())
    width = max(map(len, rows), default=0)
    for value, help_ in rows.items():
        yield f"{value}\t{_beside(value.ljust(width), help_) if shell == Skall.BASH else help_}"


def _beside(value: str, help_: str) -> str:
    """The value with its explanation, on a line of the terminal."""
    if not help_:
        return value.rstrip()
    return f"{value}  ({help_ if len(help_) <= _WIDEST else help_[: _WIDEST - 1] + '…'})"
