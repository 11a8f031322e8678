"""From one round to the next: forms read back, agreements over all schools, a new round."""

from __future__ import annotations

import difflib
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ..disk.writing import read_file, sweep, why_not, write_new, write_whole
from ..dokumenter.kjede import find_school
from ..errors import DialogError, InvalidError, Problem, UsageError
from ..model.norsk import MÅLFORMER, Dato
from ..model.oppsummering import Løpende, Oppsummering, løpende_avtaler
from ..model.runde import Runde
from ..reading import yaml_reader
from ..reading.datafiler import checked, read_checked
from ..reading.oppsummeringsfiler import les_oppsummering, les_skoler, som_yaml
from ..reading.ordliste import Ordliste
from ..utfylt import Skjemafil, les, lær_skjema
from ..word import TemplateError
from ..word.translation import translated_file
from .ny_runde import ny_runde

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from ..reading.project import Project
    from ..utfylt import Lest, Skjema


# --- forms read back ---------------------------------------------------------------------------


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


def finn_skjemaer(paths: Iterable[Path]) -> list[Skjemafil]:
    """The forms that a user names, those in a folder by name; raises UsageError."""
    skjemaer: dict[Path, Skjemafil] = {}
    for path in paths:
        if not path.is_dir():
            skjemaer.setdefault(path, _skjemafil(path))
            continue
        i_mappen = list(_skjemaer_i(path))
        if not i_mappen:
            raise UsageError(f"Mappen «{path}» har ingen Word-filer.", "Oppgi skjemaene.")
        for file, skjema in i_mappen:
            skjemaer.setdefault(file, skjema)
    return list(skjemaer.values())


def _skjemaer_i(mappe: Path) -> Iterator[tuple[Path, Skjemafil]]:
    """A folder's forms, without what Word has open and what says that it is something else."""
    for path in sorted(mappe.glob("*.docx")):
        skjema = _skjemafil(path)
        if not path.name.startswith(("~$", ".")) and not skjema.er_annet_dokument:
            yield path, skjema


def _skjemafil(path: Path) -> Skjemafil:
    return Skjemafil(str(path), partial(read_file, path, str(path)))


def les_skjemaer(
    project: Project, skjemaer: Sequence[Skjemafil], *, overskriv: bool
) -> Iterator[Innlest]:
    """Read forms and write a summary for each; a form that fails doesn't stop the others."""
    schools = _names(project)
    skjema = _les_skjemamal(project)
    taken: dict[Path, str] = {}
    for fil in skjemaer:
        try:
            lest = les(fil, schools, skjema)
            file = project.summary_file(lest.runde, lest.skole)
            _refuse_second(taken.setdefault(file, fil.navn), fil.navn, lest)
            yield _skriv(project, lest, fil.navn, file, overskriv=overskriv)
        except DialogError as error:
            yield Innlest(fil.navn, Utfall.FEIL, problems=error.problems)


def _refuse_second(first: str, name: str, lest: Lest) -> None:
    """Two forms for the same dialogue can't both be right."""
    if first != name:
        message = f"«{first}» er også oppsummeringen for {lest.skole} i {lest.runde}."
        raise DialogError([Problem(message, "Les bare det skjemaet som gjelder.", name)])


def _names(project: Project) -> dict[str, tuple[str, ...]]:
    """What each school may be called, the short name first, by id."""
    return {id_: (s.kortnavn, s.navn) for id_, s in les_skoler(project).items()}


def _les_skjemamal(project: Project) -> Skjema:
    """The words of the forms, from their template; raises DialogError where it can't be read."""
    path = project.folder / "maler" / "oppsummering.docx"
    name = project.display(path)
    mal = read_file(path, name)
    try:
        return lær_skjema([mal, *_i_begge_målformer(project, mal)])
    except InvalidError as error:
        raise DialogError([Problem(error.message, error.remedy, name)]) from error
    except TemplateError as error:
        raise DialogError(Problem(p.message, p.remedy, name) for p in error.problems) from error


def _i_begge_målformer(project: Project, mal: bytes) -> list[bytes]:
    """The template in both languages; a county that writes one has no word list."""
    ordliste = Ordliste(project.wordlist_file, project.display(project.wordlist_file))
    try:
        return [translated_file(mal, ordliste.oversettelse(målform)) for målform in MÅLFORMER]
    except DialogError:  # what is wrong with the word list is said by «dialog sjekk»
        return []


def _skriv(project: Project, lest: Lest, name: str, file: Path, *, overskriv: bool) -> Innlest:
    """Put a summary in place, unless another one is there; raises DialogError.

    What is written is first read as it will be: by the YAML reader and the model.
    """
    shown = project.display(file)
    new = som_yaml({**lest.data, "runde": lest.runde})
    oppsummering = checked(yaml_reader.parse(new, shown), Oppsummering)
    done = Innlest(name, Utfall.NY, file, "", lest.warnings, lest.kommentarer)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        sweep(file.parent)
        if write_new(file, new.encode()):
            return done
        if _står_fra_før(project, lest) == oppsummering:
            return done._replace(utfall=Utfall.UENDRET)
        old = file.read_text("utf-8", errors="replace")
        done = done._replace(forskjell=_difference(old, new, shown, name))
        if not overskriv:
            return done._replace(utfall=Utfall.HOLDT_TILBAKE)
        write_whole(file, new.encode())
    except OSError as error:
        raise DialogError([why_not(error, shown)]) from error
    return done._replace(utfall=Utfall.ERSTATTET)


def _står_fra_før(project: Project, lest: Lest) -> Oppsummering | None:
    """The summary that is there already, however it is written; None for a faulty one."""
    try:
        return les_oppsummering(project, lest.runde, lest.skole)
    except DialogError:
        return None


def _difference(old: str, new: str, file: str, form: str) -> str:
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), file, form, n=1, lineterm="")
    return "\n".join(lines)


# --- agreements over all schools ---------------------------------------------------------------


class Avtalerad(NamedTuple):
    """An agreed goal with its school; ``forfalt``: past its deadline and not finished."""

    skole_id: str
    skole: str
    avtale: Løpende
    forfalt: bool


def alle_avtaler(
    project: Project, per: date, skoler: Sequence[str] = ()
) -> tuple[list[Avtalerad], list[Problem]]:
    """The agreements of all schools, or of some, in the file's order; and what can't be read.

    ``per`` is the day on which a deadline counts as past. Raises UsageError for a school that
    isn't there.
    """
    names = _names(project)
    wanted = {find_school(name, names, project.display(project.schools_file)) for name in skoler}
    found: dict[str, list[Oppsummering]] = {id_: [] for id_ in names}
    problems: list[Problem] = []
    for år, skole_id in project.summaries():
        if wanted and skole_id not in wanted:
            continue
        try:
            found.setdefault(skole_id, []).append(les_oppsummering(project, år, skole_id))
        except DialogError as error:
            problems += error.problems
    rows = [
        Avtalerad(skole_id, names.get(skole_id, (skole_id,))[0], item, _er_forfalt(item, per))
        for skole_id, summaries in found.items()
        for item in løpende_avtaler(summaries)
    ]
    return rows, problems


def _er_forfalt(item: Løpende, per: date) -> bool:
    frist = item.mål.frist
    return isinstance(frist, Dato) and frist.dag < per and not item.er_ferdig


# --- a new round -------------------------------------------------------------------------------


def lag_runde(project: Project, år: int, fra: int | None) -> tuple[Path, tuple[Problem, ...]]:
    """Make the file of a new round from an earlier one; returns it, and what to look at in it.

    Raises DialogError where the round is there already, or the earlier one is wrong.
    """
    rounds = [year for year in project.rounds() if year != år]
    if fra is None:
        fra = max([year for year in rounds if year < år] or rounds, default=år)
    source, file = project.round_file(fra), project.round_file(år)
    read_checked(source, project.display(source), Runde)
    new = ny_runde(source.read_bytes(), fra, år, project.display(file))
    try:
        if not write_new(file, new.innhold):
            raise DialogError(
                [
                    Problem(
                        f"Runden {år} finnes fra før.",
                        "Rediger den, eller slett filen først.",
                        project.display(file),
                    )
                ]
            )
    except OSError as error:
        raise DialogError([why_not(error, project.display(file))]) from error
    return file, new.merknader
