"""The YAML files of a project as a checked model; every problem with its file and line."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .. import __version__
from ..errors import DialogError, InvalidError, Problem
from ..model.arv import Arv
from ..model.norsk import MØTEORD, Målform, Møteord, oppramsing, stor_forbokstav
from ..model.over_arene import gjeldende
from ..model.runde import Datasett, Runde
from ..model.skole import Skole, Skoleeierfil, Skolefil
from ..model.verdityper import UtenforÅreneError
from . import yaml_reader
from .aarsfil import Årsfil, navn_over_årene
from .conflict_marks import conflicts
from .file_kind import FileKind
from .project import KUNNSKAPSGRUNNLAG, Mal, Project
from .regler import BY_SCHOOL, Kilder, feil_for_alle, feil_for_skoler
from .suspicion import is_suspicious
from .yaml_reader import Path_, YamlFile

if TYPE_CHECKING:
    from ..model.prosjektfil import Prosjektfil
    from ..model.tall import Tallgrunnlag
    from ..model.tallvern import Vernet
    from .faults import Fault

_Model = TypeVar("_Model", bound=BaseModel)
_FORMER = {"møtet": "bestemt form", "møter": "flertall"}


def read_checked(
    path: Path, name: str, model: type[_Model], år: int | None = None
) -> tuple[YamlFile, _Model]:
    """A file and its checked content; raises DialogError with everything wrong in it.

    ``år`` is the year of the round that the file belongs to.
    """
    file = _read_yaml(path, name, FileKind(model, år))
    return file, checked(file, model, år)


def checked(file: YamlFile, model: type[_Model], år: int | None = None) -> _Model:
    """The content of a file as the model has it; raises DialogError with all that is wrong."""
    file_kind = FileKind(model, år)
    if not isinstance(file.data, dict):
        raise DialogError([_faults().in_no_keys(file, file_kind)])
    content, found = _validated(file, file_kind)
    if content is None or found:
        problems = dict.fromkeys(one.problem for one in found)
        raise DialogError(sorted(problems, key=lambda p: (p.line, p.column)))
    checked_content: _Model = content
    return checked_content


class ForGammelError(DialogError):
    """The project needs a newer program: what else may be wrong in it, this one can't tell."""


def les_innstillinger(project: Project) -> tuple[YamlFile, Prosjektfil] | None:
    """data/prosjekt.yaml with its places; None where it isn't there.

    Raises DialogError with what is wrong in it: first of all that the program is too old for it.
    """
    path = project.settings_file
    if not path.exists():
        return None
    # most projects have none
    from ..model.prosjektfil import Prosjektfil  # noqa: PLC0415

    file = _read_yaml(path, project.display(path), FileKind(Prosjektfil))
    if file.data is None:  # nothing but comments
        return None
    _krev_program(file)
    innstillinger = checked(file, Prosjektfil)
    _krev_møteord(file, innstillinger)
    return file, innstillinger


def _krev_møteord(file: YamlFile, innstillinger: Prosjektfil) -> None:
    """Raise DialogError where the meetings' word is inflected in a way that nobody knows."""
    skrevne = [key for key in ("møtet", "møter") if getattr(innstillinger, key)]
    if skrevne and not innstillinger.møte:
        message = "Formen står her, men ikke hva møtene heter."
        raise DialogError([file.problem((skrevne[0],), message, "Skriv «møte: …» også.")])
    møte, ukjente = innstillinger.uten_form()
    if ukjente:
        former = oppramsing(_FORMER[key] for key in ukjente)
        message = f"{stor_forbokstav(former)} av «{møte}» følger ikke av ordet."
        verdi = "…"
        if innstillinger.møte and innstillinger.møte.bokmål != innstillinger.møte.nynorsk:
            verdi = "{bokmål: …, nynorsk: …}"  # one word would be both languages
        linjer = oppramsing(f"«{key}: {verdi}»" for key in ukjente)
        remedy = f"Skriv {linjer} på egen linje i filen."
        raise DialogError([file.problem(("møte",), message, remedy)])


def møteord(innstillinger: tuple[YamlFile, Prosjektfil] | None, målform: Målform) -> Møteord:
    """What the meetings are called; ``innstillinger`` as ``les_innstillinger`` gives them."""
    return innstillinger[1].møteord(målform) if innstillinger else MØTEORD[målform]


def standard(project: Project) -> Prosjektfil | None:
    """What the project has for what a command isn't told; None where it has nothing.

    Raises ForGammelError where it needs a newer program. What else is wrong isn't told here.
    """
    try:
        innstillinger = les_innstillinger(project)
    except ForGammelError:
        raise
    except DialogError:
        return None
    return innstillinger[1] if innstillinger else None


def krev_ny_nok(project: Project) -> None:
    """Raise ForGammelError where the project needs a newer program."""
    standard(project)


def _krev_program(file: YamlFile) -> None:
    """Raise DialogError where the program is older than the project asks for."""
    from ..model.prosjektfil import er_ny_nok, les_krav  # noqa: PLC0415 - as above

    skrevet: Any = file.data.get("program") if isinstance(file.data, dict) else None
    if not isinstance(skrevet, str):
        return
    with suppress(InvalidError):  # the model tells what is wrong with it
        krav = les_krav(skrevet)
        if not er_ny_nok(__version__, krav):
            message = f"Prosjektet trenger versjon {krav} av programmet eller nyere."
            remedy = f"Du har {__version__}. Installer en nyere, slik denne ble installert."
            raise ForGammelError([file.problem(("program",), message, remedy)])


def parsed(text: str, name: str, file_kind: FileKind) -> YamlFile:
    """A text as YAML; raises DialogError with what keeps it from being that."""
    problems = conflicts(text, name)
    if problems:
        raise DialogError(problems)
    try:
        return yaml_reader.parse(text, name)
    except DialogError as error:
        raise DialogError(_faults().in_unread(text, name, file_kind, error)) from None


def _read_yaml(path: Path, name: str, file_kind: FileKind) -> YamlFile:
    return parsed(yaml_reader.read_text(path, name), name, file_kind)


def _validated(file: YamlFile, file_kind: FileKind) -> tuple[Any, list[Fault]]:
    """The content of a file that has keys, None where it isn't right, and what is wrong in it."""
    try:
        content = file_kind.content_of(file)
    except ValidationError as error:
        return None, _faults().in_content(file, file_kind, error)
    if is_suspicious(file.text, file_kind.model):
        return content, _faults().in_content(file, file_kind, None)
    return content, []


def _faults() -> ModuleType:
    """What tells of errors, which takes time to load and is needed for nothing else."""
    from . import faults  # noqa: PLC0415

    return faults


def dialog_id_er(project: Project) -> set[str]:
    """The ids of the schools that have a dialogue in some round, as far as those can be read."""
    ider: set[str] = set()
    for år in project.rounds():
        path = project.round_file(år)
        with suppress(DialogError):
            data: Any = yaml_reader.read(path, project.display(path)).data
            ider.update(_ids_in(data))
    return ider


def _ids_in(data: Any) -> list[str]:
    """The ids of the schools that have a dialogue in a round, whatever is wrong with it."""
    entries = data.get("dialoger") if isinstance(data, dict) else None
    return list(entries) if isinstance(entries, dict) else []


def _roles_in(data: Any) -> set[str]:
    """The ids of the roles that a round's dialogues name, whatever is wrong with it."""
    roller: set[str] = set()
    dialoger = data.get("dialoger") if isinstance(data, dict) else None
    for dialog in dialoger.values() if isinstance(dialoger, dict) else ():
        fra_skoleeier = dialog.get("fra_skoleeier") if isinstance(dialog, dict) else None
        for rolle in fra_skoleeier if isinstance(fra_skoleeier, list) else ():
            navngitt = rolle.get("rolle") if isinstance(rolle, dict) else rolle
            if isinstance(navngitt, str):
                roller.add(navngitt)
    return roller


class Datafiler(Kilder):
    """The data of one round: the checked ``datasett``, and the files it was read from.

    What is wrong in a school's own entries is in ``faulty``, by the school's id; that school
    is then not in the ``datasett``. What breaks a rule for all schools is in ``shared``.
    Raises DialogError where what they share can't be read at all.
    """

    def __init__(self, project: Project, år: int) -> None:
        self.project = project
        self.år = år
        self.faulty: dict[str, list[Problem]] = {}
        self.shared: list[Problem] = []
        self.omdøpte: dict[str, str] = {}
        self.tall: Tallgrunnlag | None = None  # where data/tall.yaml says anything
        self.vernet: Vernet | None = None  # what of it may be shown
        self.offentlig = False
        self._fatal: list[Problem] = []
        self.innstillinger = self._innstillinger()
        paths = (project.schools_file, project.owner_file, project.round_file(år))
        self._names = [project.display(path) for path in paths]
        self.runde, runde = self._read(project.round_file(år), Runde)
        self.skoler, skolefil = self._read(project.schools_file, Skolefil, år)
        self.skoleeier, skoleeierfil = self._read(project.owner_file, Skoleeierfil, år)
        if skolefil and skoleeierfil and runde:
            self.arv = Arv(skolefil.skoler)
            self.datasett = Datasett(
                skoler=self._som_i_runden(skolefil.skoler),
                roller=skoleeierfil.roller,
                runde=runde,
                kontor=skoleeierfil.kontor,
                skoleeiernavn=skoleeierfil.navn,
                leder=skoleeierfil.leder,
                epost=skoleeierfil.epost,
                vedlegg_fra=skoleeierfil.vedlegg_fra,
            )
            self.shared += feil_for_alle(self, år)
            for skole_id, problem in feil_for_skoler(self, set(self.faulty)):
                self.faulty.setdefault(skole_id, []).append(problem)
        if self._fatal:
            raise DialogError(self.in_order([*self._fatal, *self.shared, *self.faults()]))

    def _innstillinger(self) -> tuple[YamlFile, Prosjektfil] | None:
        """What the project says of itself, with its places; None where it says nothing.

        Raises DialogError where the program is too old, and notes what else is wrong.
        """
        try:
            return les_innstillinger(self.project)
        except ForGammelError:
            raise
        except DialogError as error:
            self._fatal += error.problems
            return None

    def documents_folder(self, ut: Path | None = None) -> Path:
        """Where the documents lie: as --ut says (``ut``), else as the project has it."""
        if ut is None and self.innstillinger and self.innstillinger[1].ut:
            ut = self.project.file(self.innstillinger[1].ut)
        return self.project.documents_folder(self.år, ut)

    @cached_property
    def kunnskapsgrunnlag(self) -> Mal | None:
        """The Word template of the document that shows the key figures, where it is there."""
        for mal in self.project.templates().get(KUNNSKAPSGRUNNLAG, ()):
            if mal.suffix == "docx":
                return mal
        return None

    @cached_property
    def tallfil(self) -> YamlFile:
        """data/tall.yaml with its places, for what is told of it; raises DialogError."""
        path = self.project.figures_file
        return yaml_reader.read(path, self.project.display(path))

    @property
    def nøkkeltall(self) -> tuple[str, ...] | None:
        """The ids of the key figures that texts and templates may name; None: not known."""
        if self.tall is None and self.project.has_figures():
            return None  # something is wrong with them
        return tuple(self.tall.nøkkeltall) if self.tall else ()

    def _som_i_runden(self, skoler: dict[str, Skole]) -> dict[str, Skole]:
        """The schools by the ids that the round knows them by."""
        if not self.omdøpte:
            return skoler
        gamle = {ny: gammel for gammel, ny in self.omdøpte.items()}
        return {gamle.get(id_, id_): skole for id_, skole in skoler.items()}

    def kjente_id_er(self) -> set[str]:
        """The ids that schools have or had: a summary of one of them is somebody's."""
        ider = {*self.ids(), *self.arv.etter}
        data: Any = self.skoler.data
        for skole_id, skole in data["skoler"].items():  # also those that are faulty, or came later
            ider.add(skole_id)
            tidligere = skole.get("tidligere") if isinstance(skole, dict) else None
            ider.update(tidligere if isinstance(tidligere, list) else ())
        return ider

    @property
    def har_rett_år(self) -> bool:
        """Whether the round is of the year that its file is named for."""
        return self.datasett.runde.år == self.år

    def faults(self) -> list[Problem]:
        """Everything that is wrong in schools' own entries, in the order of the files."""
        problems = [problem for problems in self.faulty.values() for problem in problems]
        return self.in_order(problems)

    def in_order(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems by file, line and column: the data files first, then others as they come."""
        unique = list(dict.fromkeys(problems))
        names = dict.fromkeys([*self._names, *(problem.file for problem in unique)])
        places = {name: number for number, name in enumerate(names)}
        return sorted(unique, key=lambda p: (places[p.file], p.line, p.column))

    def ids(self) -> list[str]:
        """The ids of the schools that have a dialogue, faulty or not, in the file's order."""
        return _ids_in(self.runde.data)

    def name_of(self, skole_id: str) -> str:
        """A school's short name, also where its entry is faulty; else its id."""
        return self._written(skole_id, "kortnavn") or skole_id

    @cached_property
    def målformer(self) -> frozenset[Målform]:
        """The written languages of the round's schools, those with faulty entries included."""
        målformer: set[Målform] = set()
        for skole_id in self.ids():
            skrevet = self._written(skole_id, "målform").casefold()
            målformer.add("nynorsk" if skrevet == "nynorsk" else "bokmål")
        return frozenset(målformer)

    def _written(self, skole_id: str, key: str) -> str:
        """What stands at a key of a school's entry, faulty or not; '' for nothing."""
        value: Any = self.skoler.data
        for step in ("skoler", self.id_i_dag(skole_id), key):
            value = value.get(step) if isinstance(value, dict) else None
        value = gjeldende(value, self.år)
        return value if isinstance(value, str) else ""

    def navn_i_andre_år(self, skole_id: str) -> list[str]:
        """What a school of the round is called or known by in other rounds."""
        i_dag = self.id_i_dag(skole_id)
        return [*navn_over_årene(self.skoler, i_dag), i_dag, *self.egne_id_er(skole_id)]

    def _read(
        self, path: Path, model: type[_Model], år: int | None = None
    ) -> tuple[YamlFile, _Model | None]:
        """A file and its checked content; notes what is wrong, and for whom.

        ``år`` is the round where the file's values may hold from a year on.
        """
        name = self.project.display(path)
        try:
            file = _read_yaml(path, name, FileKind(model, self.år))
            if år is not None:
                file = Årsfil.av(file, år, self.ids())
                self.omdøpte |= file.omdøpte
        except DialogError as error:
            self._fatal += error.problems
            return YamlFile(name, None, None), None
        if not isinstance(file.data, dict):
            self._fatal.append(_faults().in_no_keys(file, FileKind(model, self.år)))
            return file, None
        content, found = _validated(file, FileKind(model, self.år))
        if found:
            content = self._without_faulty(file, model, found)
        return file, content

    def _er_utenfor(self, details: ErrorDetails) -> bool:
        """Whether an error is but that the round has no use for what other rounds have."""
        path, cause = details["loc"], details.get("ctx", {}).get("error")
        if not isinstance(cause, UtenforÅreneError):
            return False
        if path[0] == "skoler":
            return self._i_runden(str(path[1])) not in self.ids()
        return path[0] == "roller" and path[1] not in _roles_in(self.runde.data)

    def _i_runden(self, skole_id: str) -> str:
        """The id by which the round knows a school."""
        for gammel, ny in self.omdøpte.items():
            if ny == skole_id:
                return gammel
        return skole_id

    def _without_faulty(
        self, file: YamlFile, model: type[_Model], found: list[Fault]
    ) -> _Model | None:
        """The content without the schools' entries that are wrong, where the rest is right."""
        left_out: list[Path_] = []
        fatal: list[Problem] = []
        utenfor: list[Problem] = []
        for fault in found:
            path, problem, details = fault
            if details and self._er_utenfor(details):
                left_out.append(path[:2])
                utenfor.append(problem)
            elif len(path) > 1 and path[0] in BY_SCHOOL and not fault.is_at_key:
                left_out.append(path[:2])
                self.faulty.setdefault(self._i_runden(str(path[1])), []).append(problem)
            elif fault.is_unknown_key:
                left_out.append(path)
                self.shared.append(problem)
            else:
                fatal.append(problem)
        self._fatal += fatal
        if fatal:
            return None
        data: Any = copy.deepcopy(file.data)
        for path in left_out:
            _remove(data, path)
        try:
            return model.model_validate(data, context={"år": self.år})
        except ValidationError:  # what must be there isn't left: then it is wrong for all
            self._fatal += [*self.shared, *self.faults(), *utenfor]
            self.shared.clear()
            self.faulty.clear()
            return None


def _remove(data: Any, path: Path_) -> None:
    """Take away what stands at a path, if it is still there."""
    *above, last = path
    for step in above:
        entries: Any = dict(enumerate(data)) if isinstance(data, list) else data
        data = entries.get(step)
        if data is None:
            return
    data.pop(last, None)
