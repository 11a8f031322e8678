"""The files in data/ and maler/ that the program never reads, most often for their names' sake."""

import os
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from . import file_names
from .project import Project, as_template, is_year


class Stray(NamedTuple):
    """A file that nobody reads, and what it seems to be meant as, where that can be told."""

    file: Path
    wanted: Path | None = None

    def words(self, project: Project) -> tuple[str, str]:
        """What to say of it: what is wrong, and what to do."""
        if self.wanted is None:
            return "Ingen bruker denne filen.", self._remedy(project)
        wanted = project.display(self.wanted)
        if os.path.lexists(self.wanted):
            message = f"Filen ser ut til å være en annen utgave av {wanted}, og blir ikke lest."
            return message, f"Flytt det du vil beholde, til {self.wanted.name}, og slett filen."
        same_folder = self.file.parent == self.wanted.parent
        name = self.wanted.name if same_folder else wanted
        message = f"Filen ser ut til å være {_what(self.wanted)}, men blir ikke lest."
        return message, f"Gi den navnet {name}.{file_names.hint([self.file.name])}"

    def _remedy(self, project: Project) -> str:
        """What to do with a file that doesn't seem to be meant as anything."""
        folder = self.file.parent
        if is_year(folder.name) and folder.parent == project.summary_file(0, "").parent.parent:
            return (  # perhaps signed, of a school that is no more
                "Skal filen hete noe annet, så rett det. Er skolen nedlagt, skal den stå i "
                f"{project.display(project.schools_file)} med «nedlagt»; har den fått ny id, skal "
                "den gamle stå under «tidligere»."
            )
        return "Gi filen det navnet den skal ha, eller slett den."


def _what(wanted: Path) -> str:
    """What a file is, by the name that it should have."""
    if wanted.parent.name == "runder":
        return f"runden {wanted.stem}"
    if wanted.parent.parent.name == "oppsummeringer":
        return f"en oppsummering fra runden {wanted.parent.name}"
    if wanted.name == "ordliste.yaml":
        return "ordlisten"
    if as_template(wanted):
        return f"malen {wanted.name}"
    return wanted.name


def in_data(project: Project, skoler: Iterable[str], *, unknown: bool) -> Iterator[Stray]:
    """The strays in data/; ``skoler`` are the ids whose summaries count.

    ``unknown``: also the YAML files that don't seem to be meant as anything.
    """
    ids = set(skoler)
    read = [*_own(project)]
    read += map(project.round_file, project.rounds())
    read += [project.summary_file(år, id_) for år, id_ in project.summaries() if id_ in ids]
    known = _identities(read)
    for file in sorted((project.folder / "data").rglob("*.*")):
        identity = _identity(file)
        if file_names.is_hidden(file.name) or identity is None or identity in known:
            continue
        wanted = _wanted_in_data(project, file, ids)
        if wanted and wanted != file.with_name(file_names.composed(file.name)):
            yield Stray(file, wanted)
        elif unknown and file.suffix in (".yaml", ".yml"):
            yield Stray(file)


def _own(project: Project) -> tuple[Path, ...]:
    """The files that lie in data/ itself."""
    return (project.schools_file, project.owner_file, project.figures_file, project.settings_file)


def newer_rounds(project: Project, år: int) -> Iterator[Stray]:
    """The files that seem to be rounds later than the one that is taken for the newest."""
    data = project.folder / "data"
    for file in [*_files(data), *_files(data / "runder")]:
        if file.parent != data and is_year(file.stem) and file.suffix == ".yaml":
            continue  # a round: nearly all of them are
        wanted = _wanted_in_data(project, file, ())
        if wanted is None or not is_year(wanted.stem):
            continue
        if int(wanted.stem) > år and not os.path.lexists(wanted):
            yield Stray(file, wanted)


def in_templates(project: Project) -> Iterator[Stray]:
    """The strays in maler/ that would be document kinds, or the word list."""
    for file in _files(project.folder / "maler"):
        wanted = _wanted_template(file, project.wordlist_file.name)
        if wanted:
            yield from _unless_the_same(file, wanted)


def in_shared_templates(project: Project, names: Collection[str]) -> Iterator[Stray]:
    """The strays in maler/felles/, of which those ``names`` are read."""
    for file in _files(project.folder / "maler" / "felles"):
        for name in names:
            if file.name != name and file_names.is_meant_as(file.name, name):
                yield from _unless_the_same(file, file.with_name(name))


def possible_copies(project: Project) -> Iterator[tuple[Path, Path]]:
    """The templates whose names may be those of copies, each with that of which it may be one."""
    files: dict[str, Path] = {}
    for maler in project.templates().values():
        files |= {file_names.composed(mal.path.name): mal.path for mal in maler}
    for name, file in files.items():
        original = file_names.meant(name, loosely=True)
        if original != name and original in files:
            yield file, files[original]


def _files(folder: Path) -> list[Path]:
    """The files in a folder that are a person's; none where it isn't there."""
    if not folder.is_dir():
        return []
    files = [file for file in folder.iterdir() if not file_names.is_hidden(file.name)]
    return sorted(file for file in files if _identity(file))


def _unless_the_same(file: Path, wanted: Path) -> Iterator[Stray]:
    """A stray, but where the file system takes the two names for one."""
    if _identity(file) not in _identities([wanted]):
        yield Stray(file, wanted)


def _identities(files: Iterable[Path]) -> set[tuple[int, int]]:
    """Which files those are on the disk: what is read is what the system opens by a name."""
    return {identity for file in files if (identity := _identity(file))}


def _identity(file: Path) -> tuple[int, int] | None:
    """What tells a file from every other; None where it isn't one that can be read."""
    try:
        status = file.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


def _wanted_in_data(project: Project, file: Path, ids: Collection[str]) -> Path | None:
    """What a file in data/ was meant to be, by its name and folder."""
    stem, _, ending = file_names.meant(file.name, loosely=True).casefold().rpartition(".")
    if ending not in ("yaml", "txt"):
        return None
    wanted = _in_folder(project, file.parent, stem, ids)
    if wanted and ending == "txt" and os.path.lexists(wanted):
        return None  # somebody's notes
    return wanted


def _in_folder(project: Project, folder: Path, stem: str, ids: Collection[str]) -> Path | None:
    """The file that the program would read, of a file of that stem in a folder."""
    data = project.folder / "data"
    if folder in (data, data / "runder") and is_year(stem):
        return project.round_file(int(stem))
    if folder == data:
        for own in _own(project):
            if own.stem == stem:
                return own
    if folder.parent == data / "oppsummeringer" and is_year(folder.name) and stem in ids:
        return project.summary_file(int(folder.name), stem)
    return None


def _wanted_template(file: Path, wordlist: str) -> Path | None:
    """What a file in maler/ was meant to be, where its name keeps it from being that."""
    if file_names.is_meant_as(file.name, wordlist):
        return file.with_name(wordlist) if file.name != wordlist else None
    wanted = file.with_name(file_names.meant(file.name))
    return wanted if file_names.is_odd(file.name) and as_template(wanted) else None
