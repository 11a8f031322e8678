"""A project's templates brought up to the program's, with nothing lost that somebody has changed.

A template that is as some version of the program had it is renewed. One that somebody has changed
is left alone, and the new version is laid in maler/nye/, where no template is a document kind. To
a word list that somebody has changed, the words that it lacks are added at its end.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from ..disk.writing import make_folder, open_elsewhere, read_file, why_not, write_new, write_whole
from ..errors import DialogError, Problem
from ..reading.datafiler import checked, parsed
from ..reading.file_kind import FileKind
from ..reading.ordliste import Ordlistefil
from ..reading.project import Project
from ..word.wording import folded
from . import medfulgt
from .malforskjeller import forskjeller
from .malkjenning import er_urørt

NYE = "nye"  # the folder in maler/ for new versions of what somebody has changed
_PUNKT = re.compile(r"^( *)- ", re.MULTILINE)
_ORDLISTE = "ordliste.yaml"


class Hva(Enum):
    """What is to be done with a template."""

    NY = "ny"
    FORNYES = "oppdatert"
    FERSK = "uendret"
    ENDRET = "endret av dere"
    FÅR_ORD = "nye ord"


class Malfornying(NamedTuple):
    """One template: ``navn`` is its path from maler/, and ``innhold`` what is to be written.

    ``forskjeller`` tell what the program's version has another way, where it isn't just written.
    """

    navn: str
    hva: Hva
    innhold: bytes
    forskjeller: Sequence[str] = ()


class Fornyet(NamedTuple):
    """What came of one: where the program's version is now, or what kept it from being written."""

    mal: Malfornying
    path: Path
    problems: tuple[Problem, ...] = ()


def planlegg(project: Project, uten: Collection[str] = ()) -> list[Malfornying]:
    """What is to be done with each of the program's templates; raises DialogError.

    ``uten`` are those that the project does without: they aren't brought back.
    """
    plan = []
    for navn, programmets in medfulgt.maler().items():
        path = project.folder / "maler" / navn
        if path.exists():
            prosjektets = read_file(path, project.display(path))
            plan.append(_vurdert(project, navn, prosjektets, programmets))
        elif navn not in uten:
            plan.append(Malfornying(navn, Hva.NY, programmets))
    return plan


def eldre(project: Project, filer: Collection[str]) -> list[str]:
    """Of files, as messages call them, the templates that are as an earlier program had them."""
    funnet = []
    for navn, programmets in medfulgt.maler().items():
        path = project.folder / "maler" / navn
        if project.display(path) in filer:
            prosjektets = read_file(path, project.display(path))
            if not _like(navn, prosjektets, programmets) and er_urørt(navn, prosjektets):
                funnet.append(project.display(path))
    return funnet


def ukjente(navnene: Iterable[str]) -> list[str]:
    """The names that none of the program's templates has."""
    programmets = medfulgt.maler()
    return [navn for navn in navnene if navn not in programmets]


def gjennomfør(project: Project, plan: list[Malfornying]) -> Iterator[Fornyet]:
    """Write what the plan says, each file whole or not at all."""
    for mal in plan:
        path = project.folder / "maler" / mal.navn
        try:
            if mal.hva is Hva.ENDRET:
                path = _ved_siden_av(project, mal)
            elif mal.hva is not Hva.FERSK:
                _skriv(project, path, mal.innhold)
            if mal.hva in (Hva.FERSK, Hva.FORNYES):
                _rydd(project, mal.navn)
        except DialogError as error:
            yield Fornyet(mal, path, error.problems)
        else:
            yield Fornyet(mal, path)


def _vurdert(project: Project, navn: str, prosjektets: bytes, programmets: bytes) -> Malfornying:
    """A template that the project has, against the program's."""
    if _like(navn, prosjektets, programmets):
        return Malfornying(navn, Hva.FERSK, prosjektets)
    if er_urørt(navn, prosjektets):
        return Malfornying(navn, Hva.FORNYES, programmets)
    if navn == _ORDLISTE:
        return _ordlisten(project, prosjektets, programmets)
    return Malfornying(navn, Hva.ENDRET, programmets, forskjeller(navn, prosjektets, programmets))


def _like(navn: str, prosjektets: bytes, programmets: bytes) -> bool:
    if navn.endswith(".docx"):
        return prosjektets == programmets
    return prosjektets.replace(b"\r\n", b"\n") == programmets.replace(b"\r\n", b"\n")


def _skriv(project: Project, path: Path, innhold: bytes) -> None:
    """Write a template; raises DialogError, also where Word has it open."""
    name = project.display(path)
    lock = open_elsewhere(path)
    if lock is not None:
        message = "Malen er åpen i Word eller LibreOffice."
        remedy = f"Lukk den, og kjør igjen. Er den ikke åpen, så slett «{lock.name}»."
        raise DialogError([Problem(message, remedy, name)])
    make_folder(path.parent, project.display(path.parent))
    try:
        write_whole(path, innhold)
    except OSError as error:
        raise DialogError([why_not(error, name)]) from error


# --- new versions beside those that somebody has changed -----------------------------------------


def _ved_siden_av(project: Project, mal: Malfornying) -> Path:
    """Lay the program's version in maler/nye/, over nothing but an earlier one; returns where."""
    første = project.folder / "maler" / NYE / mal.navn
    make_folder(første.parent, project.display(første.parent))
    path, nummer = første, 1
    try:
        while not write_new(path, mal.innhold):
            er_der = read_file(path, project.display(path))
            if er_der == mal.innhold:
                break
            if er_urørt(mal.navn, er_der):
                write_whole(path, mal.innhold)
                break
            nummer += 1
            path = første.with_name(f"{nummer}-{første.name}")
    except OSError as error:
        raise DialogError([why_not(error, project.display(path))]) from error
    return path


def _rydd(project: Project, navn: str) -> None:
    """Take away an earlier new version of a template that nobody's changes keep back any more."""
    path = project.folder / "maler" / NYE / navn
    with suppress(OSError):
        if path.is_file() and er_urørt(navn, path.read_bytes()):
            path.unlink()
            for folder in (path.parent, project.folder / "maler" / NYE):
                folder.rmdir()  # raises where it isn't empty


# --- the word list --------------------------------------------------------------------------------


def _ordlisten(project: Project, prosjektets: bytes, programmets: bytes) -> Malfornying:
    """A word list that somebody has changed, with the words that it lacks at its end."""
    name = project.display(project.wordlist_file)
    beside = Malfornying(
        _ORDLISTE, Hva.ENDRET, programmets, forskjeller(_ORDLISTE, prosjektets, programmets)
    )
    try:
        har, programmets_ord = _ordene(prosjektets, name), _ordene(programmets, _ORDLISTE)
        mangler = {ord_: par for ord_, par in programmets_ord.items() if ord_ not in har}
        if not mangler:
            return Malfornying(_ORDLISTE, Hva.FERSK, prosjektets)
        utvidet = _med_ord(prosjektets, list(mangler.values()))
        if _ordene(utvidet, name) != har | mangler:
            return beside
    except (DialogError, UnicodeDecodeError):  # it isn't in order; sjekk tells what is wrong
        return beside
    linjer = [f"+ {bokmål} / {nynorsk}" for bokmål, nynorsk in mangler.values()]
    return Malfornying(_ORDLISTE, Hva.FÅR_ORD, utvidet, linjer)


def _ordene(data: bytes, name: str) -> dict[str, tuple[str, str]]:
    """The pairs of a word list by what templates are compared with; raises DialogError."""
    file = parsed(data.decode("utf-8-sig"), name, FileKind(Ordlistefil))
    ordene = {}
    for par in checked(file, Ordlistefil).ord:
        ordene[folded(par.bokmål)] = (par.bokmål, par.nynorsk)
    return ordene


def _med_ord(data: bytes, par: list[tuple[str, str]]) -> bytes:
    """A word list with more pairs at its end, written as those that are there."""
    tekst = data.decode("utf-8")
    linjeskift = "\r\n" if "\r\n" in tekst else "\n"
    punkter = _PUNKT.findall(tekst)
    innrykk = punkter[-1] if punkter else "  "
    linjer = [] if tekst.endswith("\n") else [""]
    linjer.append(f"{innrykk}# --- fra en nyere versjon av programmet ---")
    for bokmål, nynorsk in par:
        linjer.append(f"{innrykk}- bokmål: {json.dumps(bokmål, ensure_ascii=False)}")
        linjer.append(f"{innrykk}  nynorsk: {json.dumps(nynorsk, ensure_ascii=False)}")
    return (tekst + linjeskift.join([*linjer, ""])).encode()
