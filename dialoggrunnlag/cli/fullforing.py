"""Completion with Tab, set up by Typer's own scripts; in PowerShell by one that keeps æ, ø and å.

Typer answers the shells from the command line's own description; ``forslag`` has the rest.
"""

import os
import sys
from pathlib import Path

import shellingham  # type: ignore[import-untyped]
from typer import completion

from ..errors import UsageError
from .skjerm import put, say

_VARIABLE = "_DIALOG_COMPLETE"
_POWERSHELL = ("powershell", "pwsh")
_SHELLS = ("bash", "zsh", "fish", *_POWERSHELL)
_PROFILE_LINE = "dialog --show-completion | Out-String | Invoke-Expression"


def prepare() -> None:
    """Where a shell asks what Tab can complete: answer as it likes, and fast."""
    if _VARIABLE not in os.environ:
        return
    completion.completion_init()  # type: ignore[attr-defined]
    sys.stdout.reconfigure(newline="\n")  # type: ignore[union-attr]  # bash, in Windows too
    # Typer looks for markup in the explanations if it finds rich, which takes 0.1 s to load.
    sys.modules["rich"] = None  # type: ignore[assignment]
    if not os.environ.get("DIALOG_FEILSOK"):
        # A Tab that gives nothing is better than a message in the middle of a command.
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


def install() -> None:
    """Put the script where the shell that runs us finds it."""
    shell = _shell()
    if shell in _POWERSHELL:
        # Typer would also let every script run on the machine (Set-ExecutionPolicy).
        say(f"Legg denne linjen i filen som $PROFILE viser:\n{_PROFILE_LINE}")
        return
    _, path = completion.install(shell, "dialog", _VARIABLE)  # type: ignore[attr-defined]
    say(f"Fullføring i {shell} er lagt i {path}. Den virker i neste vindu du åpner.")


def show() -> None:
    """Write the script of the shell that runs us to standard output."""
    shell = _shell()
    if shell in _POWERSHELL:
        script = Path(__file__).with_name("fullforing.ps1").read_text("ascii")
    else:
        script = completion.get_completion_script(  # type: ignore[attr-defined]
            prog_name="dialog", complete_var=_VARIABLE, shell=shell
        )
    put(script)


def _shell() -> str:
    try:
        shell = str(shellingham.detect_shell()[0])
    except shellingham.ShellDetectionFailure:
        shell = ""
    if shell not in _SHELLS:
        raise UsageError(
            f"Skallet {shell or 'du bruker'} kan ikke fullføre med Tab.",
            "Kjør kommandoen i bash, zsh, fish eller PowerShell.",
        )
    return shell
