"""Paths as a user writes them: never empty, patterns expanded, --prosjekt before or after."""

import glob
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from ..errors import UsageError

_MANGE = 20  # plans that anybody compares
_LOCK_FILE = "~$"  # what Word lays beside a document that is open begins with it


def utfylt_sti(navn: str) -> Callable[[str], Path]:
    """What makes a path of the text given for ``navn``; raises UsageError where it is empty.

    An empty path would be the working folder, which is what a script gets for a misspelt variable.
    """

    def sti(text: str) -> Path:
        if text.strip():
            return Path(text)
        remedy = "Skriv en sti der."
        if navn.startswith("--"):
            remedy = "Skriv en sti der, eller ta bort valget."
        raise UsageError(f"{navn} er tom.", remedy)

    return sti


def et_antall(navn: str) -> Callable[[str], int]:
    """What makes a number of the text given for ``navn``; raises UsageError for none."""

    def antall(text: str) -> int:
        if text.isdecimal() and 1 <= int(text) <= _MANGE:
            return int(text)
        raise UsageError(
            f"«{text}» kan ikke brukes etter {navn}.", f"Skriv et tall fra 1 til {_MANGE}."
        )

    return antall


def filer(paths: Iterable[Path] | None) -> list[Path]:
    """The files that paths and patterns stand for, each once; raises UsageError for none.

    PowerShell and cmd leave patterns to the program. One with a file of that very name is no
    pattern.
    """
    found: list[Path] = []
    for path in paths or ():
        if not glob.has_magic(str(path)) or os.path.lexists(path):
            found.append(path)
            continue
        # Not Path.glob, which takes no absolute pattern
        matching = sorted(map(Path, glob.glob(_pattern(path), recursive=True)))  # noqa: PTH207
        matching = [file for file in matching if not file.name.startswith(_LOCK_FILE)]
        if not matching:
            raise UsageError(f"Ingen filer passer til «{path}».", "Kontroller mappen og navnet.")
        found += matching
    return list(dict.fromkeys(found))


def én_fil(path: Path) -> Path:
    """The one file that a path or a pattern stands for; raises UsageError for several."""
    found = filer([path])
    if len(found) > 1:
        raise UsageError(f"«{path}» passer til {len(found)} filer.", "Oppgi én av dem.")
    return found[0]


def _pattern(path: Path) -> str:
    """The pattern, its folder taken as it is written where there is one of that name."""
    folder = path.parent
    return str(Path(glob.escape(str(folder)), path.name) if os.path.lexists(folder) else path)


def samme_dokumenter(runde: str | None, ut: Path | None, prosjekt: Path | None) -> list[str]:
    """The options that another command needs to work on the same documents."""
    words: list[str] = []
    for name, value in {"--runde": runde, "--ut": ut, "--prosjekt": prosjekt}.items():
        if value:
            words += [name, str(value)]
    return words


def arv_prosjekt(context: Any) -> None:
    """Let a command have the --prosjekt that stands before it; raises UsageError for another."""
    given: dict[str, Path] = {}  # by what they lead to, the nearest to the command last
    for folder in _prosjekter(context):
        given[os.path.realpath(folder)] = folder
    if len(given) > 1 and not context.resilient_parsing:
        folders = " og ".join(f"«{folder}»" for folder in given.values())
        raise UsageError(f"--prosjekt er oppgitt med ulike mapper: {folders}.", "Oppgi bare én.")
    if given and "prosjekt" in context.params:
        context.params["prosjekt"] = list(given.values())[-1]


def _prosjekter(context: Any) -> Iterator[Path]:
    """What --prosjekt says in the command's groups, the outermost first, and in the command."""
    if context.parent:
        yield from _prosjekter(context.parent)
    if context.params.get("prosjekt"):
        yield context.params["prosjekt"]
