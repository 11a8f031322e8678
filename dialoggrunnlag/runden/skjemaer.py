"""Filled-in forms, read back to data/oppsummeringer/: each told what became of it."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from ..disk.writing import read_file, sweep, why_not, write_new, write_whole
from ..dokumenter.dokumentmaler import as_dialog_error
from ..dokumenter.kjede import wordlist
from ..errors import DialogError, InvalidError, Problem, UsageError
from ..model.norsk import MÅLFORMER
from ..model.oppsummering import Oppsummering
from ..reading import yaml_reader
from ..reading.datafiler import checked
from ..reading.oppsummeringsfiler import les_oppsummering, skolenavn, som_yaml
from ..reading.project import Project
from ..utfylt import Lest, Skjema, Skjemafil, les, lær_skjema
from ..word.translation import translated_file
from .avtaleider import Ider, Tidligere, finn_ider


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
    many Word comments were left out; ``rettelser`` are the agreements with corrected words.
    """

    skjema: str
    utfall: Utfall
    fil: Path | None = None
    forskjell: str = ""
    problems: tuple[Problem, ...] = ()
    kommentarer: int = 0
    rettelser: tuple[str, ...] = ()


def finn_skjemaer(paths: Iterable[Path]) -> list[Skjemafil]:
    """The forms that a user names, those in a folder by name; raises UsageError."""
    skjemaer: dict[Path, Skjemafil] = {}
    for path in paths:
        if not path.is_dir():
            skjemaer.setdefault(path, _skjemafil(path))
            continue
        is_empty = True
        for file in sorted(path.glob("*.docx")):
            skjema = _skjemafil(file)
            # Neither what Word has open nor what says that it is something else
            if not file.name.startswith(("~$", ".")) and not skjema.er_annet_dokument:
                skjemaer.setdefault(file, skjema)
                is_empty = False
        if is_empty:
            raise UsageError(f"Mappen «{path}» har ingen Word-filer.", "Oppgi skjemaene.")
    return list(skjemaer.values())


def _skjemafil(path: Path) -> Skjemafil:
    return Skjemafil(str(path), partial(read_file, path, str(path)))


def les_skjemaer(
    project: Project, skjemaer: Sequence[Skjemafil], *, overskriv: bool
) -> Iterator[Innlest]:
    """Read forms and write a summary for each; a form that fails doesn't stop the others."""
    schools = skolenavn(project)
    skjema = _les_skjemamal(project)
    taken: dict[Path, str] = {}
    for fil in skjemaer:
        try:
            lest = les(fil, schools, skjema)
            file = project.summary_file(lest.runde, lest.skole)
            first = taken.setdefault(file, fil.navn)
            if first != fil.navn:
                message = f"«{first}» er også oppsummeringen for {lest.skole} i {lest.runde}."
                problem = Problem(message, "Les bare det skjemaet som gjelder.", fil.navn)
                yield Innlest(fil.navn, Utfall.FEIL, problems=(problem,))
                continue
            yield _skriv(project, lest, fil.navn, file, overskriv=overskriv)
        except DialogError as error:
            yield Innlest(fil.navn, Utfall.FEIL, problems=error.problems)


def _les_skjemamal(project: Project) -> Skjema:
    """The words of the forms, from their template; raises DialogError where it can't be read."""
    path = project.folder / "maler" / "oppsummering.docx"
    name = project.display(path)
    mal = read_file(path, name)
    try:
        with as_dialog_error(name):
            return lær_skjema([mal, *_i_begge_målformer(project, mal)])
    except InvalidError as error:
        raise DialogError([Problem(error.message, error.remedy, name)]) from error


def _i_begge_målformer(project: Project, mal: bytes) -> list[bytes]:
    """The template in both languages; a county that writes one has no word list."""
    ordliste = wordlist(project)
    try:
        return [translated_file(mal, ordliste.oversettelse(målform)) for målform in MÅLFORMER]
    except DialogError:  # what is wrong with the word list is said by «dialog sjekk»
        return []


def _skriv(project: Project, lest: Lest, name: str, file: Path, *, overskriv: bool) -> Innlest:
    """Put a summary in place, unless another one is there; raises DialogError.

    What is written is first read as it will be: by the YAML reader and the model.
    """
    shown = project.display(file)
    data = {**lest.data, "runde": lest.runde}
    uten_ider = checked(yaml_reader.parse(som_yaml(data), shown), Oppsummering)
    existing = _innlest(project, lest, file)
    ider = finn_ider(uten_ider, lest.ider, _tidligere(project, lest), existing, name)
    new = som_yaml(_med_ider(data, ider))
    oppsummering = checked(yaml_reader.parse(new, shown), Oppsummering)
    warnings = (*ider.warnings, *lest.warnings)
    done = Innlest(name, Utfall.NY, file, "", warnings, lest.kommentarer, ider.rettelser)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        sweep(file.parent)
        if write_new(file, new.encode()):
            return done
        # One from before there were ids says the same without them
        if existing == oppsummering or (existing == uten_ider and not ider.er_rettet):
            return done._replace(utfall=Utfall.UENDRET)
        old = file.read_text("utf-8", errors="replace").splitlines()
        lines = difflib.unified_diff(old, new.splitlines(), shown, name, n=1, lineterm="")
        done = done._replace(forskjell="\n".join(lines))
        if not overskriv:
            return done._replace(utfall=Utfall.HOLDT_TILBAKE)
        write_whole(file, new.encode())
    except OSError as error:
        raise DialogError([why_not(error, shown)]) from error
    return done._replace(utfall=Utfall.ERSTATTET)


def _innlest(project: Project, lest: Lest, file: Path) -> Oppsummering | None:
    """The same summary as it stands in the data; a faulty one is never the same."""
    if file.exists():
        with suppress(DialogError):
            return les_oppsummering(project, lest.runde, lest.skole)
    return None


def _tidligere(project: Project, lest: Lest) -> Tidligere:
    """The school's agreements before the form's round; raises DialogError."""
    summaries = [
        les_oppsummering(project, år, skole_id)
        for år, skole_id in project.summaries()
        if skole_id == lest.skole and år < lest.runde
    ]
    return Tidligere.av(summaries)


def _med_ider(data: Mapping[str, Any], ider: Ider) -> dict[str, Any]:
    """A summary's data with an id first in each row that is to have one."""
    med_ider = dict(data)
    for liste, radenes in (("avtaler", ider.avtaler), ("mål", ider.mål)):
        if radenes:
            rader = zip(radenes, data[liste], strict=True)
            med_ider[liste] = [{"id": id_, **rad} if id_ else rad for id_, rad in rader]
    return med_ider
