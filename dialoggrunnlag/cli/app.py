"""The program ``dialog``: it runs one command, and is the one place that decides exit codes."""

import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import typer

from ..disk.writing import take_unflushed, unreadable, why_not
from ..errors import DialogError, Problem
from . import fullforing
from .kommandolinje import app
from .skjerm import say, show_problems, shown, visible_line
from .typer_norsk import norsk_feil, with_the_command_of

OK, WRONG, INTERRUPTED = 0, 1, 130


def main() -> NoReturn:
    """Run ``dialog`` and exit."""
    # Start-up is most of what a run costs. No pydantic plugin is wanted, and looking for them
    # reads the metadata of every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    # The process is ours: what a template may take of it is bounded (word/bounds.py)
    os.environ.setdefault("DIALOG_GRENSER", "1")
    fullforing.prepare()
    code = run(sys.argv[1:])
    # Taking the interpreter down in good order costs 25 ms and does nothing for us.
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; what it has printed has then been written."""
    code = _answered(arguments)
    try:
        _say_unflushed()
        sys.stdout.flush()
    except BrokenPipeError:
        return _without_reader()
    except OSError as error:
        with contextlib.suppress(OSError):
            _say_unexpected(error)
        return WRONG
    return code


def _answered(arguments: Sequence[str]) -> int:
    """Run one command; whatever it ends with is told, and becomes its exit code."""
    try:
        return _outcome(list(arguments))
    except DialogError as error:
        show_problems(error.problems)
        return error.exit_code
    except typer.TyperException as error:
        say(norsk_feil(error).removesuffix("\n"))
        return error.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        return _without_reader()
    except Exception as error:
        if os.environ.get("DIALOG_FEILSOK"):
            raise
        with contextlib.suppress(OSError):
            _say_unexpected(error)
        return WRONG


def _without_reader() -> int:
    """The reader of our output has gone; Python would complain once more when it flushes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return WRONG


def _say_unflushed() -> None:
    """Say, once a run, that a drive can't tell whether it has what was written."""
    folders = take_unflushed()
    if not folders:
        return
    folder = shown(Path(min(folders, key=len)))  # not the hidden one within it
    message = "Filene er skrevet, men disken kan ikke bekrefte at de er lagret for godt."
    remedy = "Faller strømmen eller nettet ut nå, så kjør igjen."
    show_problems([Problem(message, remedy, f"{folder}/", warning=True)])


def _outcome(arguments: list[str]) -> int:
    """The exit code of a command that tells whether all is well, or of Typer where none has run."""
    try:
        program = with_the_command_of(arguments, app)
        outcome = program(arguments, prog_name="dialog", standalone_mode=False)
    except SystemExit as left:  # Typer has answered a shell, or nobody reads its output any more
        outcome = left.code
    if isinstance(outcome, bool):
        return OK if outcome else WRONG
    return int(outcome or OK)


def _unusable(error: OSError) -> Problem:
    """A place that can't be used. What is written to has been opened: it has no name any more."""
    if error.filename is None:
        return why_not(error, "utdata (stdout)")
    return unreadable(error, os.fsdecode(error.filename))


def _say_unexpected(error: Exception) -> None:
    """Say what no command has an answer to: a place that can't be used, or a fault of ours."""
    if isinstance(error, OSError):
        show_problems([_unusable(error)])
        return
    text = f"Uventet feil i programmet ({type(error).__name__}: {error})."
    remedy = "Kjør igjen med miljøvariabelen DIALOG_FEILSOK=1 og meld fra om det som vises."
    say(visible_line(f"{text} {remedy}"))
