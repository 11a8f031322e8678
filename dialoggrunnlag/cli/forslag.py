"""What can stand after an option: schools, rounds and document kinds, read as lightly as can be.

This runs at every Tab: no model, no template is read, and what can't be read gives nothing.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from ..errors import DialogError
from ..model.norsk import foldet, stor_forbokstav
from ..reading.yaml_reader import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ..reading.project import Mal, Project
    from ..reading.yaml_reader import Value

_WHAT = {"docx": "Word-dokument", "ics": "kalenderfil", "txt": "tekst", "html": "nettside"}


class Forslag(NamedTuple):
    """Something that can be written, what explains it, and other ways to write it."""

    verdi: str
    hjelp: str = ""
    navn: tuple[str, ...] = ()


def skoler(project: Project, runde: str | None, *, alle: bool = False) -> list[Forslag]:
    """The schools of a round (the newest), or ``alle`` there are: the id, and its names."""
    entries = _mapping(_read(project, project.schools_file), "skoler")
    ids = list(entries)
    if not alle:
        with_dialogue = _mapping(_read(project, _round_file(project, runde)), "dialoger")
        ids = list(with_dialogue) or ids
    return [_skole(id_, entries.get(id_)) for id_ in ids]


def runder(project: Project) -> list[Forslag]:
    """The rounds, the newest first, with their titles."""
    return [
        Forslag(str(år), _text(_read(project, project.round_file(år)), "tittel"))
        for år in reversed(project.rounds())
    ]


def dokumenter(project: Project) -> list[Forslag]:
    """The document kinds, with the template files that make them."""
    return [
        Forslag(navn, ", ".join(_what(project, mal) for mal in maler))
        for navn, maler in project.templates().items()
    ]


def passende(forslag: Iterable[Forslag], skrevet: str) -> Iterator[tuple[str, Forslag]]:
    """The suggestions that go on from what is written, with the writing that it begins.

    Any case, composed or decomposed letters; names count where no value does. The shells that
    hold suggestions against what is written get them in the same composition.
    """
    known = list(forslag)
    start = _beginning(skrevet)
    found = [(item.verdi, item) for item in known if _beginning(item.verdi).startswith(start)]
    if not found:
        found = [
            (name, item)
            for item in known
            for name in item.navn
            if _beginning(name).startswith(start)
        ]
    composed = unicodedata.is_normalized("NFC", skrevet)
    for text, item in found:
        yield (text if composed else unicodedata.normalize("NFD", text)), item


def _beginning(text: str) -> str:
    """As ``foldet``, but a space at the end counts: «Ål » doesn't begin «Ålesund»."""
    return foldet(text) + " " * text[-1:].isspace()


def _skole(id_: str, entry: Value) -> Forslag:
    navn, kortnavn = _text(entry, "navn"), _text(entry, "kortnavn")
    return Forslag(id_, navn or kortnavn, tuple(filter(None, (navn, kortnavn))))


def _what(project: Project, mal: Mal) -> str:
    what = _WHAT.get(mal.suffix, f"{mal.suffix}-fil")
    return f"{stor_forbokstav(what)} fra {project.display(mal.path)}"


def _round_file(project: Project, runde: str | None) -> Path:
    return project.round_file(project.round(runde))


def _read(project: Project, path: Path) -> Value:
    """What a file holds; None where it can't be read: then it has nothing to suggest."""
    try:
        return read(path, project.display(path)).data
    except DialogError:
        return None


def _mapping(data: Value, key: str) -> dict[str, Value]:
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, dict) else {}


def _text(data: Value, key: str) -> str:
    """The text at a key on one line; where both written languages stand, the first."""
    found = data.get(key) if isinstance(data, dict) else None
    if isinstance(found, dict):
        found = next(iter(found.values()), None)
    return " ".join(found.split()) if isinstance(found, str) else ""
