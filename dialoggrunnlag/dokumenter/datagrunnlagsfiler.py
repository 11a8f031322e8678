"""The files that a round's data basis names, to be sent with the invitation."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from ..disk.writing import unusable_name
from ..errors import Problem
from ..innhold.grunnlag import Grunnlag
from ..reading.datafiler import Datafiler


class Fil(NamedTuple):
    """A file of an item of the data basis, and where in the round's YAML it is named."""

    punkt: str
    sti: str
    path: tuple[str | int, ...]

    def problem(self, files: Datafiler) -> Problem | None:
        """What keeps the file from being sent."""
        file = files.project.file(self.sti)
        shown, remedy = f"«{self.sti}»", "Legg den der, eller rett stien fra prosjektmappen."
        if os.path.isdir(file):
            message = f"{shown} er en mappe, ikke en fil."
        elif not os.path.isfile(file):
            message = f"Filen {shown} finnes ikke."
        elif not os.access(file, os.R_OK):
            message, remedy = f"Filen {shown} kan ikke leses.", "Se etter tilgangen til den."
        elif not os.path.getsize(file):
            message, remedy = f"Filen {shown} er tom.", "Legg den rette der."
        elif why := unusable_name(file.name):
            message, remedy = f"{shown}: {why}", "Gi filen et annet navn."
        else:
            return None
        return files.runde.problem(self.path, message, remedy)


def filer(files: Datafiler, skole_id: str, content: Grunnlag) -> Iterator[Fil]:
    """The files that a school's invitation brings."""
    own = files.datasett.runde.dialoger[skole_id].filer
    for index, punkt in enumerate(content.datagrunnlag):
        if punkt.fil:
            path: tuple[str | int, ...] = ("datagrunnlag", index, "fil")
            if own.get(punkt.id):
                path = ("dialoger", skole_id, "filer", punkt.id)
            yield Fil(punkt.id, punkt.fil, path)
