"""The templates in maler/felles/: what isn't made once per school, such as the status page."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple

from ..disk.writing import read_file
from ..errors import DialogError, Problem
from ..innhold.felt import shape_of
from ..innhold.grunnlag import InnkallingFelt
from ..innhold.statusfelt import StatusFelt
from ..innhold.text_tags import TextError
from ..innhold.text_template import TextTemplates, read_template
from ..model.norsk import oppramsing, stor_forbokstav
from ..reading.project import Project

STATUS = "status.html.j2"
INNKALLING = "innkalling.txt.j2"
_FILTERS: Mapping[str, Callable[..., Any]] = {
    "stor_forbokstav": stor_forbokstav,
    "oppramsing": oppramsing,
}
_KINDS: Mapping[str, type] = {STATUS: StatusFelt, INNKALLING: InnkallingFelt}


class Fellesmal(NamedTuple):
    """A template as read: its name in messages, its text, the fields it may use, its compiler."""

    name: str
    source: str
    felt: type
    texts: TextTemplates

    @classmethod
    def read(cls, path: Path, name: str) -> Fellesmal:
        """The template that lies at ``path``; raises DialogError, which calls it ``name``."""
        if not os.path.lexists(path):
            raise DialogError([_missing(name)])
        source = read_template(read_file(path, name), name)
        texts = TextTemplates(_FILTERS, markup=path.name.endswith(".html.j2"))
        return cls(name, source, _KINDS[path.name], texts)

    def check(self) -> list[Problem]:
        """What is wrong with the template, found without filling it."""
        shape = dict(shape_of(self.felt))
        return [self._problem(error) for error in self.texts.check(self.source, shape)]

    def render(self, content: Any) -> str:
        """Fill the template; raises DialogError."""
        values = {item.name: getattr(content, item.name) for item in fields(content)}
        try:
            return self.texts.render(self.source, values)
        except TextError as error:
            raise DialogError([self._problem(error)]) from error

    def _problem(self, error: TextError) -> Problem:
        return Problem(
            error.message, error.remedy, self.name, error.line, error.column, source=error.source
        )


def er_felles(path: Path) -> bool:
    """Whether a file is one of the templates that are known in maler/felles/."""
    return path.parent.name == "felles" and path.name in _KINDS


def sjekk_fellesmal(path: Path, name: str) -> list[Problem]:
    """What is wrong with a template in maler/felles/."""
    try:
        return Fellesmal.read(path, name).check()
    except DialogError as error:
        return list(error.problems)


def sjekk_fellesmaler(project: Project) -> list[Problem]:
    """What is wrong with them all; one that isn't there is missed only by those who ask for it."""
    problems: list[Problem] = []
    for kind in _KINDS:
        path = project.shared_template(kind)
        name = project.display(path)
        if os.path.lexists(path):
            problems += sjekk_fellesmal(path, name)
        else:
            problems.append(_missing(name)._replace(warning=True))
    return problems


def _missing(name: str) -> Problem:
    return Problem("Malen finnes ikke.", "Hent den fra git.", name)
