"""What an invitation says: its subject and its text, from maler/felles/innkalling.txt.j2."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..errors import DialogError, Problem
from ..innhold.grunnlag import Grunnlag, InnkallingFelt, values
from ..reading.project import Project
from .fellesmal import INNKALLING, Fellesmal

_EMNE = "Emne:"


class Innkallingstekst(NamedTuple):
    """The template, which gives each school's subject and text."""

    mal: Fellesmal

    @classmethod
    def read(cls, project: Project) -> Innkallingstekst:
        """The project's template; raises DialogError where it isn't there or is wrong."""
        path = project.shared_template(INNKALLING)
        mal = Fellesmal.read(path, project.display(path))
        problems = mal.check()
        if problems:
            raise DialogError(problems)
        return cls(mal)

    def fyll(self, content: Grunnlag, vedlegg: Sequence[str]) -> tuple[str, str]:
        """The subject, of one line, and the text; ``vedlegg`` are the attached files' names.

        Raises DialogError.
        """
        felt = InnkallingFelt(**values(content), vedlegg=list(vedlegg))
        first, _, text = self.mal.render(felt).lstrip().partition("\n")
        subject = " ".join(first.removeprefix(_EMNE).split())
        if not first.startswith(_EMNE) or not subject:
            message = f"Teksten begynner ikke med «{_EMNE}» og emnet."
            remedy = f"Skriv «{_EMNE} …» på første linje, og teksten fra tredje."
            raise DialogError([Problem(message, remedy, self.mal.name, 1, 1)])
        return subject, f"{text.strip()}\n"
