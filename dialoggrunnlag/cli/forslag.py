"""What Tab suggests after an option: schools, rounds and document kinds, each with its explanation.

They are read as lightly as can be, since this runs at every Tab: no model, no template; and what
can't be read has nothing to suggest.
"""

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typer

from ..errors import DialogError
from ..model.over_arene import gjeldende
from ..reading.project import Project
from .skjerm import visible_line

_WHAT = {"docx": "Word-dokument", "ics": "Kalenderfil", "txt": "Tekst", "html": "Nettside"}


def skoler(context: typer.Context, skrevet: str) -> list[tuple[str, str]]:
    """The ids of the round's schools with their names; a name where no id goes on like that."""
    project = _project(context)
    if not project:
        return []
    skoler = _mapping(_read(project, project.schools_file), "skoler")
    ids, navn = [], []
    for id_ in _ids(project, context) or skoler:
        if id_ not in (context.params.get("skole") or ()):
            navnet, kortnavn = _text(skoler.get(id_), "navn"), _text(skoler.get(id_), "kortnavn")
            ids.append((id_, navnet or kortnavn))
            navn += [(navnet, id_), (kortnavn, id_)]
    return _passende(ids, skrevet) or _passende(navn, skrevet)


def runder(context: typer.Context, skrevet: str) -> list[tuple[str, str]]:
    """The rounds, the newest first, with their titles."""
    project = _project(context)
    if not project:
        return []
    runder = {str(år): _read(project, project.round_file(år)) for år in reversed(project.rounds())}
    return _passende([(år, _text(runde, "tittel")) for år, runde in runder.items()], skrevet)


def dokumenter(context: typer.Context, skrevet: str) -> list[tuple[str, str]]:
    """The document kinds, with the template files that make them."""
    project = _project(context)
    if not project:
        return []
    forslag = []
    for navn, maler in project.templates().items():
        if navn not in (context.params.get("dokument") or ()):
            kilder = []
            for mal in maler:
                what = _WHAT.get(mal.suffix, f"{mal.suffix}-fil")
                kilder.append(f"{what} fra {project.display(mal.path)}")
            forslag.append((navn, ", ".join(kilder)))
    return _passende(forslag, skrevet)


def _passende(forslag: Iterable[tuple[str, str]], skrevet: str) -> list[tuple[str, str]]:
    """The suggestions that go on from what is written, in any case, composed or decomposed.

    They begin as it is written, letter by letter: the shells take no others. One that would steer
    the terminal is left out.
    """
    composed = unicodedata.normalize("NFC", skrevet)
    passende = []
    for verdi, hjelp in forslag:
        if verdi.lower().startswith(composed.lower()) and verdi == visible_line(verdi):
            rest = verdi[len(composed) :]
            if composed != skrevet:
                rest = unicodedata.normalize("NFD", rest)
            passende.append((skrevet + rest, visible_line(hjelp)))
    return passende


def _project(context: typer.Context) -> Project | None:
    given = context.params.get("prosjekt")
    folder = Path(given).expanduser() if given else None  # the shell has expanded nothing yet
    try:
        return Project.find(folder)
    except DialogError:
        return None


def _ids(project: Project, context: typer.Context) -> dict[str, Any]:
    """The schools of the round, for a command that works on one."""
    if "runde" not in context.params:
        return {}
    try:
        år = project.round(context.params["runde"])
    except DialogError:
        return {}
    return _mapping(_read(project, project.round_file(år)), "dialoger")


def _read(project: Project, path: Path) -> Any:
    """What a file holds; None where it can't be read."""
    from ..reading.yaml_reader import read  # noqa: PLC0415 - --help has no need of it

    try:
        return read(path, project.display(path)).data
    except DialogError:
        return None


def _mapping(data: Any, key: str) -> dict[str, Any]:
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, dict) else {}


def _text(data: Any, key: str) -> str:
    """The text at a key on one line, the newest; where both languages stand, the first."""
    value = gjeldende(data.get(key), None) if isinstance(data, dict) else None
    if isinstance(value, dict):
        value = next(iter(value.values()), None)
    return " ".join(value.split()) if isinstance(value, str) else ""
