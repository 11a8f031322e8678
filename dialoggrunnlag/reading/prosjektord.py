"""What a project's forms call the meetings and skoleeier, and may have called them before."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from ..errors import DialogError
from ..model.norsk import MÅLFORMER, MØTEORD, SKOLEEIER, Målform, Møteord
from ..model.skole import Skoleeierfil
from .datafiler import les_innstillinger, møteord, read_checked
from .project import Project


class Prosjektord(NamedTuple):
    """The words in one language: of the meeting, of skoleeier, and of who leads the dialogues."""

    målform: Målform
    møte: Møteord
    skoleeier: str
    leder: str

    @property
    def felt(self) -> dict[str, str]:
        """The words by the fields that templates have them as."""
        møteord = {f"prosjekt.{form}": ord_ for form, ord_ in self.møte._asdict().items()}
        return {**møteord, "skoleeier.navn": self.skoleeier, "skoleeier.leder": self.leder}


def prosjektord(project: Project) -> list[Prosjektord]:
    """The project's own words, then those of a project that says nothing; raises DialogError.

    A form may have been sent out before the project called things what it calls them now.
    """
    innstillinger = les_innstillinger(project)
    filer = list(_skoleeierfiler(project))
    ordene: list[Prosjektord] = []
    for målform in MÅLFORMER:
        vanlig = SKOLEEIER[målform]
        for møte in (møteord(innstillinger, målform), MØTEORD[målform]):
            for fil in filer:
                navn = (fil.navn and fil.navn.form(målform)) or vanlig
                leder = (fil.leder and fil.leder.form(målform)) or navn
                ordene.append(Prosjektord(målform, møte, navn, leder))
            ordene.append(Prosjektord(målform, møte, vanlig, vanlig))
    return list(dict.fromkeys(ordene))


def møtenavn(ordene: Sequence[Prosjektord]) -> list[str]:
    """What a meeting may be called in a title, the project's own first."""
    navn: list[str] = []
    for ord_ in ordene:
        navn += (ord_.møte.møtet, ord_.møte.møte)
    return list(dict.fromkeys(navn))


def _skoleeierfiler(project: Project) -> Iterator[Skoleeierfil]:
    """data/skoleeier.yaml as it is for each round, the newest first; none where it is wrong."""
    path = project.owner_file
    for år in sorted(project.rounds(), reverse=True):
        with suppress(DialogError):  # which «dialog sjekk» tells
            yield read_checked(path, project.display(path), Skoleeierfil, år)[1]
