"""The summaries in data/oppsummeringer/: one YAML file for a round and a school."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from ..errors import DialogError, InvalidError, Problem
from ..model.arv import Arv
from ..model.norsk import Dato
from ..model.oppsummering import Oppsummering
from ..model.skole import Skolefil
from .aarsfil import navn_over_årene
from .datafiler import read_checked
from .project import Project
from .yaml_dumper import IndentedDumper, as_yaml
from .yaml_reader import YamlFile

_SCHEMA = "# yaml-language-server: $schema=../../../skjema/oppsummering.schema.json\n"
_SKRIV_DATO = "Skriv for eksempel 1. mars 2016."


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
    file, skolefil = read_checked(path, project.display(path), Skolefil)
    return Skoler(file, Arv(skolefil.skoler))


def skolenavn(project: Project) -> dict[str, tuple[str, ...]]:
    """What each school may be called, or was, the short name first, by id; raises DialogError."""
    return les_skoler(project).navn_på_alle()


def les_oppsummering(project: Project, år: int, skole_id: str) -> Oppsummering:
    """One summary; raises DialogError with all that is wrong in it."""
    return _les(project, år, skole_id)[1]


def sjekk_oppsummering(project: Project, år: int, skole_id: str) -> list[Problem]:
    """What is wrong in a summary, or what its goals lack, as warnings."""
    try:
        file, summary = _les(project, år, skole_id)
    except DialogError as error:
        return list(error.problems)
    return [problem._replace(warning=True) for problem in _mangler(file, summary)]


def _mangler(file: YamlFile, summary: Oppsummering) -> Iterator[Problem]:
    """Goals that nobody can follow up: no owner, no deadline, or one that can't be past."""
    for number, mål in enumerate(summary.mål):
        lacks = [f"«{key}»" for key in ("ansvarlig", "frist") if not getattr(mål, key)]
        if lacks:
            remedy = "Avtal det med skolen, og skriv det her."
            yield file.problem(("mål", number), f"Målet mangler {' og '.join(lacks)}.", remedy)
    if isinstance(summary.dato, str):
        message = f"{_hva_er_galt(summary.dato)}."
        yield file.problem(("dato",), message, _SKRIV_DATO)
    for number, mål in enumerate(summary.mål):
        if isinstance(mål.frist, str):
            message = f"{_hva_er_galt(mål.frist)}, så den kan ikke forfalle."
            yield file.problem(("mål", number, "frist"), message, _SKRIV_DATO)


def _hva_er_galt(text: str) -> str:
    """Why a text isn't the date that it could be, as a sentence without its full stop."""
    try:
        Dato.les(text)
    except InvalidError as error:
        return error.message.rstrip(".")
    return f"«{text}» er ikke en dato"


def _les(project: Project, år: int, skole_id: str) -> tuple[YamlFile, Oppsummering]:
    path = project.summary_file(år, skole_id)
    file, summary = read_checked(path, project.display(path), Oppsummering, år)
    problems = []
    for key, value in (("skole", skole_id), ("runde", år)):
        said = getattr(summary, key)
        if said != value:
            message = f"Filen ligger som {file.name}, men her står det «{said}»."
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


def som_yaml(data: Mapping[str, Any]) -> str:
    """A summary as the YAML that a person reviews in git: ordered, a line for each thing."""
    return _SCHEMA + as_yaml(dict(data), _Dumper)
