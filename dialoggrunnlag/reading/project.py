"""Where things are: the project folder, its data, templates and output."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ..disk.writing import unreadable
from ..errors import FETCH, DialogError, Problem, UsageError, did_you_mean
from .file_names import composed, is_hidden, is_odd, meant, rename_remedy

KUNNSKAPSGRUNNLAG = "kunnskapsgrunnlag"  # the document that shows the key figures
_TEXT_TEMPLATE = re.compile(r"([^.]+)\.([^.]+)\.j2")


class Mal(NamedTuple):
    """A template file: the document kind it makes (``navn``) and the suffix of what it makes."""

    path: Path
    navn: str
    suffix: str


class Project(NamedTuple):
    """A folder that holds data/ and maler/."""

    folder: Path

    @classmethod
    def find(cls, given: Path | None) -> Project:
        """The folder given (or in DIALOG_PROSJEKT), else the nearest parent that is a project.

        Raises DialogError where there is none.
        """
        named = given or os.environ.get("DIALOG_PROSJEKT")
        return cls(_given_project(Path(named)) if named else _nearest_project())

    @property
    def schools_file(self) -> Path:
        """data/skoler.yaml."""
        return self.folder / "data" / "skoler.yaml"

    @property
    def owner_file(self) -> Path:
        """data/skoleeier.yaml."""
        return self.folder / "data" / "skoleeier.yaml"

    @property
    def figures_file(self) -> Path:
        """data/tall.yaml."""
        return self.folder / "data" / "tall.yaml"

    @property
    def settings_file(self) -> Path:
        """data/prosjekt.yaml, which a project may do without."""
        return self.folder / "data" / "prosjekt.yaml"

    def has_figures(self) -> bool:
        """Whether data/tall.yaml is there and says anything but comments and an empty key.

        One that can't be read counts: whoever reads it tells why.
        """
        try:
            lines = self.figures_file.read_bytes().splitlines()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:
            return True
        texts = (line.removeprefix(codecs.BOM_UTF8).strip() for line in lines)
        said = [text for text in texts if text and not text.startswith((b"#", b"---"))]
        return said not in ([], ["nøkkeltall:".encode()])

    @property
    def wordlist_file(self) -> Path:
        """maler/ordliste.yaml."""
        return self.folder / "maler" / "ordliste.yaml"

    def shared_template(self, name: str) -> Path:
        """maler/felles/NAVN: a template that isn't one per school."""
        return self.folder / "maler" / "felles" / name

    def round_file(self, år: int) -> Path:
        """data/runder/ÅR.yaml."""
        return self.folder / "data" / "runder" / f"{år}.yaml"

    def summary_file(self, år: int, skole_id: str) -> Path:
        """data/oppsummeringer/ÅR/SKOLE.yaml."""
        return self.folder / "data" / "oppsummeringer" / str(år) / f"{skole_id}.yaml"

    def summaries(self) -> list[tuple[int, str]]:
        """Round and school id of every summary, oldest first, then by school.

        Raises DialogError for a folder that can't be read: without its summaries the documents
        would say that nothing was agreed.
        """
        folder = self.folder / "data" / "oppsummeringer"
        if not os.path.isdir(folder):
            return []
        found: list[tuple[int, str]] = []
        for of_year in _listed(folder, self.display(folder)):
            if is_year(of_year.name) and os.path.isdir(of_year):
                files = _listed(of_year, self.display(of_year))
                names = [file.stem for file in files if file.suffix == ".yaml"]
                found += [(int(of_year.name), composed(name)) for name in names]
        return sorted(found)

    def documents_folder(self, år: int, ut: Path | None = None) -> Path:
        """ut/ÅR, where a round's documents lie; ``ut`` is what --ut says instead of ut/."""
        return (ut or self.folder / "ut") / str(år)

    def rounds(self) -> list[int]:
        """The years that have a round, oldest first."""
        folder = self.folder / "data" / "runder"
        if not os.path.isdir(folder):
            return []
        years = set()
        for file in _listed(folder, self.display(folder)):
            if is_year(file.stem) and file.suffix.lower() == ".yaml":
                years.add(int(file.stem))
        # To Windows and macOS, 2016.YAML is the file that is opened as 2016.yaml; not to Linux
        return sorted(år for år in years if os.path.lexists(self.round_file(år)))

    def round(self, år: str | None) -> int:
        """The round of that year, or the newest; raises UsageError for one that isn't there."""
        rounds = self.rounds()
        if not rounds:
            remedy = self._misnamed_rounds() or "Lag for eksempel 2015.yaml her."
            raise DialogError([Problem("Det finnes ingen runder.", remedy, "data/runder")])
        if år is None:
            return rounds[-1]
        if år not in map(str, rounds):
            remedy = f"Rundene er: {', '.join(map(str, rounds))}."
            if is_year(år):
                remedy = rename_remedy(self.round_file(int(år))) or remedy
            raise UsageError(f"Runden «{år}» finnes ikke.", remedy)
        return int(år)

    def _misnamed_rounds(self) -> str:
        """What to do with files that were meant to be rounds, where there is none; '' for none."""
        folder = self.folder / "data" / "runder"
        files = _listed(folder, self.display(folder)) if os.path.isdir(folder) else []
        stems = {meant(file.name, loosely=True).partition(".")[0] for file in files}
        years = sorted(int(stem) for stem in stems if is_year(stem))
        return rename_remedy(*map(self.round_file, years))

    def templates(self) -> dict[str, list[Mal]]:
        """Every document kind with its templates, Word first."""
        kinds: dict[str, list[Mal]] = {}
        folder = self.folder / "maler"
        files = _listed(folder, self.display(folder))
        for file in sorted(files, key=lambda file: (file.suffix != ".docx", file.name)):
            mal = as_template(file)
            # A copy that a program has made, or a slip, is told by a check (bruk.py)
            if mal and not is_hidden(file.name) and not is_odd(file.name):
                kinds.setdefault(mal.navn, []).append(mal)
        return dict(sorted(kinds.items()))

    def _misnamed_templates(self) -> dict[str, Path]:
        """What files that were meant to be templates should be called, by the document kind."""
        wanted = {}
        for file in _listed(self.folder / "maler", "maler"):
            mal = as_template(file.with_name(meant(file.name)))
            if mal and not is_hidden(file.name) and is_odd(file.name):
                wanted[mal.navn] = mal.path
        return wanted

    def document_kinds(self, names: list[str]) -> list[Mal]:
        """The templates of the document kinds; raises UsageError for an unknown name."""
        kinds = self.templates()
        if not kinds:
            remedy = rename_remedy(*self._misnamed_templates().values()) or FETCH
            raise DialogError([Problem("Mappen har ingen maler.", remedy, "maler")])
        names = [composed(name) for name in names]
        for name in names:
            if name not in kinds:
                riktige = self._misnamed_templates()
                remedy = rename_remedy(riktige[name]) if name in riktige else ""
                remedy = remedy or did_you_mean(name, kinds)
                remedy = remedy or f"Dokumentene er: {', '.join(kinds)}."
                raise UsageError(f"Dokumentet «{name}» finnes ikke i maler/.", remedy)
        return [mal for name in dict.fromkeys(names) for mal in kinds[name]]

    def link(self, path: str, folder: Path) -> str:
        """What a link in a document in ``folder`` leads to, for a file that the data name."""
        file = self.file(path)
        try:
            relative = os.path.relpath(file, folder)
        except ValueError:  # another drive: as from where the documents usually lie
            relative = os.path.relpath(file, self.documents_folder(0))
        address = relative.replace(os.sep, "/")
        return address if address.startswith("../") else f"./{address}"

    def file(self, path: str) -> Path:
        """A file that the data name, from the project folder, in Windows' writing or ours."""
        return self.folder / path.replace("\\", "/")

    def has_file(self, path: str) -> bool:
        """Whether a file that the data name is there."""
        return os.path.isfile(self.file(path))

    def place_outside(self, path: str, allowed: Iterable[str]) -> str:
        """Where a file that the data name lies, if that is in none of the folders it may be in.

        Those are the project's and the ``allowed`` ones; links are followed. '' where it is.
        """
        place = os.path.realpath(self.file(path))
        for folder in (self.folder, *map(self.file, allowed)):
            inside = os.path.join(os.path.realpath(folder), "")
            if os.path.normcase(place).startswith(os.path.normcase(inside)):
                return ""
        return place

    def display(self, path: Path) -> str:
        """A path as the user would write it: from the project folder where it lies there."""
        try:
            return path.relative_to(self.folder).as_posix()
        except ValueError:
            return str(path)


def as_template(file: Path) -> Mal | None:
    """The template that a file is by its name: NAVN.docx or NAVN.SUFFIX.j2."""
    if file.suffix == ".docx":
        return Mal(file, composed(file.stem), "docx")
    match = _TEXT_TEMPLATE.fullmatch(composed(file.name))
    return Mal(file, match[1], match[2]) if match else None


def viser_tall(mal: Mal) -> bool:
    """Whether a document is there for the key figures."""
    return mal.navn == KUNNSKAPSGRUNNLAG


def file_name(mal: Mal, år: int, skole_id: str, *, offentlig: bool = False) -> str:
    """What a school's document is called; a public one says so wherever it is sent."""
    utgave = "-offentlig" if offentlig else ""
    return f"{mal.navn}-{år}-{skole_id}{utgave}.{mal.suffix}"


def is_year(text: str) -> bool:
    """Whether a text can be a round."""
    return re.fullmatch(r"(?:19|20)[0-9]{2}", text) is not None


def _given_project(folder: Path) -> Path:
    """The folder that the user names; raises DialogError where it isn't a project."""
    if _is_project(folder):
        return Path(os.path.realpath(folder))
    message = "Mappen finnes ikke."
    if os.path.isdir(folder):
        message = "Mappen har ikke mappene data/ og maler/."
    raise DialogError([Problem(message, "Oppgi prosjektmappen etter --prosjekt.", str(folder))])


def _nearest_project() -> Path:
    """The project that the user stands in; raises DialogError where there is none."""
    try:
        here = Path.cwd()
    except OSError:
        message = "Mappen du står i, finnes ikke lenger."
        raise DialogError([Problem(message, "Gå til en annen, og prøv igjen.")]) from None
    for folder in (here, *here.parents):
        if _is_project(folder):
            return folder
    message = "Verken denne mappen eller noen over den har data/ og maler/."
    remedy = "Gå til prosjektmappen, eller oppgi den med --prosjekt MAPPE."
    raise DialogError([Problem(message, remedy, str(here))])


def _is_project(folder: Path) -> bool:
    return os.path.isdir(folder / "data") and os.path.isdir(folder / "maler")


def _listed(folder: Path, name: str) -> list[Path]:
    """What is in a folder; raises DialogError where that can't be seen."""
    try:
        return list(folder.iterdir())
    except OSError as error:
        raise DialogError([unreadable(error, f"{name}/")]) from None
