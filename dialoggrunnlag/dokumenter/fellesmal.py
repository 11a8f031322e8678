"""The templates in maler/felles/: what isn't made once per school, such as the status page."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..disk.writing import read_file
from ..errors import FETCH, DialogError, Problem
from ..innhold.felt import shape_of
from ..innhold.grunnlag import FILTERS, values
from ..innhold.innkallingsfelt import InnkallingFelt, InnkallingHtmlFelt
from ..innhold.statusfelt import StatusFelt
from ..innhold.text_tags import TextError
from ..innhold.text_template import TextTemplates, read_template
from ..reading.file_names import rename_remedy
from ..reading.project import Project

STATUS = "status.html.j2"
INNKALLING = "innkalling.txt.j2"
INNKALLING_HTML = "innkalling.html.j2"
_KINDS: Mapping[str, type] = {
    STATUS: StatusFelt,
    INNKALLING: InnkallingFelt,
    INNKALLING_HTML: InnkallingHtmlFelt,
}
_VALGFRIE = (INNKALLING_HTML,)  # a project does without as well
_SIZES = {STATUS: 10}  # a page with all the schools, of which there may be ten thousand
FELLES = tuple(_KINDS)  # the names that are read; whatever else lies there is nobody's


class Fellesmal:
    """One of them, checked also where the data at hand don't reach; raises DialogError."""

    def __init__(self, path: Path, name: str) -> None:
        if not os.path.lexists(path):
            remedy = rename_remedy(path) or FETCH
            raise DialogError([Problem("Malen finnes ikke.", remedy, name)])
        self.name = name
        self._source = read_template(read_file(path, name), name)
        markup = path.name.endswith(".html.j2")
        self._texts = TextTemplates(FILTERS, markup=markup, size=_SIZES.get(path.name, 1))
        errors = self._texts.check(self._source, dict(shape_of(_KINDS[path.name])))
        if errors:
            raise DialogError(error.problem(name) for error in errors)

    def render(self, content: Any) -> str:
        """Fill the template; raises DialogError."""
        try:
            return self._texts.render(self._source, values(content))
        except TextError as error:
            raise DialogError([error.problem(self.name)]) from error

    def page(self, content: Any) -> bytearray:
        """As ``render``, in UTF-8, for what is very long."""
        try:
            return self._texts.page(self._source, values(content))
        except TextError as error:
            raise DialogError([error.problem(self.name)]) from error


def les_fellesmal(project: Project, kind: str) -> Fellesmal:
    """The project's template; raises DialogError where it isn't there or is wrong."""
    path = project.shared_template(kind)
    return Fellesmal(path, project.display(path))


def er_felles(path: Path) -> bool:
    """Whether a file is one of the templates that are known in maler/felles/."""
    return path.parent.name == "felles" and path.name in _KINDS


def sjekk_fellesmal(path: Path, name: str) -> list[Problem]:
    """What is wrong with a template in maler/felles/."""
    try:
        Fellesmal(path, name)
    except DialogError as error:
        return list(error.problems)
    return []


def sjekk_fellesmaler(project: Project) -> list[Problem]:
    """What is wrong with them all; one that isn't there is missed only by those who ask for it."""
    problems: list[Problem] = []
    for kind in _KINDS:
        path = project.shared_template(kind)
        is_missing = not os.path.lexists(path)
        if is_missing and kind in _VALGFRIE:
            continue
        wrong = sjekk_fellesmal(path, project.display(path))
        problems += [problem._replace(warning=is_missing) for problem in wrong]
    return problems
