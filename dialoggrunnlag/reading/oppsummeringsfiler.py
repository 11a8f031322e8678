"""The summaries in data/oppsummeringer/: one YAML file for a round and a school."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

from ..disk.marks import MARK, marked, marks
from ..errors import DialogError
from ..model.arv import Arv
from ..model.oppsummering import Oppsummering
from ..model.skole import Skolefil
from .aarsfil import navn_over_årene
from .datafiler import Datafiler, les_innstillinger, read_checked
from .project import Project
from .yaml_dumper import IndentedDumper, as_yaml
from .yaml_reader import YamlFile

_MERKE = f"# Skrevet av programmet. {MARK}"
_SCHEMA = "# yaml-language-server: $schema=../../../skjema/oppsummering.schema.json\n"
LestFil = tuple[YamlFile, Oppsummering]  # a summary, with the file for its places


class Skoler(NamedTuple):
    """The schools of all rounds: who takes over after whom, and where they stand."""

    file: YamlFile
    arv: Arv

    def navn(self) -> dict[str, tuple[str, ...]]:
        """What each school may be called, today's short name first, and then its older ones."""
        return {id_: navn_over_årene(self.file, id_) for id_ in self.arv.skoler}

    def navn_på_alle(self) -> dict[str, tuple[str, ...]]:
        """The same, after the ids that schools had before, under which older forms are made."""
        navnene = self.navn()
        gamle: dict[str, tuple[str, ...]] = {}
        for skole_id in navnene:
            for gammel in self.arv.egne_id_er(skole_id)[1:]:
                gamle.setdefault(gammel, navnene[skole_id])
        return gamle | navnene


def les_skoler(project: Project) -> Skoler:
    """The schools, whatever the round; raises DialogError."""
    path = project.schools_file
    les_innstillinger(project)  # first whether the program is new enough
    file, skolefil = read_checked(path, project.display(path), Skolefil)
    return Skoler(file, Arv(skolefil.skoler))


def les_oppsummering(project: Project, år: int, skole_id: str) -> Oppsummering:
    """One summary; raises DialogError with all that is wrong in it."""
    return _les(project, år, skole_id)[1]


def lest_oppsummering(files: Datafiler, år: int, skole_id: str) -> LestFil:
    """One summary with its file, read once of a round's data; raises DialogError."""
    lest = files.leste_oppsummeringer.get((år, skole_id))
    if lest is None:
        try:
            lest = _les(files.project, år, skole_id)
        except DialogError as error:
            lest = error
        files.leste_oppsummeringer[år, skole_id] = lest
    if isinstance(lest, DialogError):
        raise lest
    return lest


def _les(project: Project, år: int, skole_id: str) -> LestFil:
    path = project.summary_file(år, skole_id)
    file, summary = read_checked(path, project.display(path), Oppsummering, år)
    problems = []
    for key, value in (("skole", skole_id), ("runde", år)):
        said = getattr(summary, key)
        if said != value:
            message = f"Filen ligger som {file.name}, men i den står det «{said}»."
            problems.append(file.problem((key,), message, "Rett det ene."))
    if problems:
        raise DialogError(problems)
    return file, summary


# --- writing -----------------------------------------------------------------------------------


class _Dumper(IndentedDumper):
    """With texts of several lines as they are read."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _yes(dumper: yaml.SafeDumper, value: bool) -> yaml.ScalarNode:  # noqa: FBT001 - PyYAML calls it
    return dumper.represent_scalar("tag:yaml.org,2002:str", "ja" if value else "nei")


_Dumper.add_representer(str, _text)
_Dumper.add_representer(bool, _yes)


def som_fil(yaml: str) -> bytes:
    """A summary's file: the YAML with its fingerprint in a comment above the first key."""
    return marked(f"{_SCHEMA}{_MERKE}\n{yaml.removeprefix(_SCHEMA)}")


def uten_merke(text: str) -> str:
    """A summary's text without the fingerprint, which nobody has written."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(_MERKE))


def er_redigert(data: bytes) -> bool:
    """Whether somebody has changed a summary since it was written, or has written it himself."""
    made, now = marks(data)
    return made != now


def som_yaml(data: Mapping[str, Any]) -> str:
    """A summary as the YAML that a person reviews in git: ordered, a line for each thing."""
    return _SCHEMA + as_yaml(dict(data), _Dumper)
