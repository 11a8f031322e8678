"""Filled-in forms, read back to data/oppsummeringer/: each told what became of it."""

from __future__ import annotations

import difflib
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from ..disk.writing import read_file, sweep, why_not, write_new, write_whole
from ..errors import DialogError, Problem, UsageError
from ..model.norsk import MÅLFORMER
from ..model.oppsummering import Oppsummering
from ..reading import yaml_reader
from ..reading.oppsummeringsfiler import les_oppsummering, skolenavn, som_yaml
from ..reading.ordliste import Ordliste
from ..utfylt import les
from ..word import TemplateError
from ..word.fingerprint import read_properties
from ..word.translation import translated_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ..reading.project import Project
    from ..utfylt import Lest


class Utfall(Enum):
    """What became of a form that was read."""

    NY = "ny"
    UENDRET = "uendret"
    ERSTATTET = "erstattet"
    HOLDT_TILBAKE = "holdt tilbake"
    FEIL = "feil"


class Innlest(NamedTuple):
    """A form, and what it became: its YAML file, or what stopped it.

    ``forskjell`` is what would change in a file that is there already; ``kommentarer`` is how
    many Word comments were left out.
    """

    skjema: str
    utfall: Utfall
    fil: Path | None = None
    forskjell: str = ""
    problems: tuple[Problem, ...] = ()
    kommentarer: int = 0


def finn_skjemaer(paths: Iterable[Path]) -> list[Path]:
    """The forms that a user names, those in a folder by name; raises UsageError."""
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        files = sorted(path.glob("*.docx"))
        inside = [f for f in files if not (f.name.startswith(("~$", ".")) or _is_another(f))]
        if not inside:
            raise UsageError(f"Mappen «{path}» har ingen Word-filer.", "Oppgi skjemaene.")
        found += inside
    return list(dict.fromkeys(found))


def _is_another(path: Path) -> bool:
    """Whether a document says itself that it is of another kind: nobody means that as a form."""
    try:
        kind = read_properties(read_file(path, str(path))).get("dialog-dokument")
    except (DialogError, TemplateError):
        return False  # what is wrong with it is said when it is read
    return kind not in (None, "oppsummering")


def les_skjemaer(project: Project, paths: Sequence[Path], *, overskriv: bool) -> Iterator[Innlest]:
    """Read forms and write a summary for each; a form that fails doesn't stop the others."""
    schools = skolenavn(project)
    maler = _maler(project)
    taken: dict[Path, str] = {}
    for path in paths:
        name = str(path)
        try:
            lest = les(read_file(path, name), name, schools, maler)
            file = project.summary_file(lest.runde, lest.skole)
            _refuse_second(taken.setdefault(file, name), name, lest)
            yield _skriv(project, lest, name, file, overskriv=overskriv)
        except DialogError as error:
            yield Innlest(name, Utfall.FEIL, problems=error.problems)


def _refuse_second(first: str, name: str, lest: Lest) -> None:
    """Two forms for the same dialogue can't both be right."""
    if first != name:
        message = f"«{first}» er også oppsummeringen for {lest.skole} i {lest.runde}."
        raise DialogError([Problem(message, "Les bare det skjemaet som gjelder.", name)])


def _maler(project: Project) -> list[bytes]:
    """The template of the forms, as it is and in both languages; none where it can't be read."""
    try:
        mal = (project.folder / "maler" / "oppsummering.docx").read_bytes()
    except OSError:
        return []
    name = project.display(project.wordlist_file)
    try:
        ordliste = Ordliste(project.wordlist_file, name)
        return [mal, *(translated_file(mal, ordliste.oversettelse(m)) for m in MÅLFORMER)]
    except (DialogError, TemplateError):  # what is wrong with them is said by «dialog sjekk»
        return [mal]


def _skriv(project: Project, lest: Lest, name: str, file: Path, *, overskriv: bool) -> Innlest:
    """Put a summary in place, unless another one is there; raises DialogError."""
    new = som_yaml({**lest.data, "runde": lest.runde})
    done = Innlest(name, Utfall.NY, file, "", lest.warnings, lest.kommentarer)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        sweep(file.parent)
        if write_new(file, new.encode()):
            return done
        if _is_same(project, lest, new):
            return done._replace(utfall=Utfall.UENDRET)
        shown = project.display(file)
        old = file.read_text("utf-8", errors="replace")
        done = done._replace(forskjell=_difference(old, new, shown, name))
        if not overskriv:
            return done._replace(utfall=Utfall.HOLDT_TILBAKE)
        write_whole(file, new.encode())
    except OSError as error:
        raise DialogError([why_not(error, project.display(file))]) from error
    return done._replace(utfall=Utfall.ERSTATTET)


def _is_same(project: Project, lest: Lest, new: str) -> bool:
    """Whether the summary that is there already says the same, however it is written."""
    try:
        old = les_oppsummering(project, lest.runde, lest.skole)
    except DialogError:
        return False
    return old == Oppsummering.model_validate(yaml_reader.parse(new, "").data)


def _difference(old: str, new: str, file: str, form: str) -> str:
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), file, form, n=1, lineterm="")
    return "\n".join(lines)
