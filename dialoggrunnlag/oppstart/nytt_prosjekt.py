"""A whole project that works at once, in a folder that was empty: data, templates, schemas.

It is made under another name, and is there whole or not at all.
"""

import json
import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from .. import __version__
from ..disk.writing import why_not
from ..errors import DialogError, Problem
from ..kontroller.register import beskrivelser
from ..reading.datafiler import Datafiler
from ..reading.json_schema import skjemaer
from ..reading.project import Project
from . import medfulgt

_VERSJON = ".".join(
    __version__.split(".")[:2]
)  # that a project asks for: a third number only mends
_FILER = Path(__file__).with_name("filer")
# Names that begin with a dot would mean something where they lie here
_VED_SIDEN_AV = {
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
    "vscode-settings.json": ".vscode/settings.json",
    "vscode-extensions.json": ".vscode/extensions.json",
    "README.md": "README.md",
}
_EKSEMPELSKOLE: dict[str, dict[str, Any]] = {
    "eksempel": {"navn": "Eksempel videregående skole", "kortnavn": "Eksempel vgs."}
}
_ET_EKSEMPEL = "  # Et eksempel: skriv deres egne skoler i stedet, her og i runden.\n"
_UTEN_ANFØRSEL = re.compile(r"[^\W\d_][\w .()/-]*")
_EGNE_ORD = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}  # of YAML's
_ORD = re.compile(r"@([A-ZÅ]+)@")
_ER_TOM = {".git"}  # what a folder may hold that nothing has been put in yet


class Begynnelse(NamedTuple):
    """What a project begins with; ``skoler`` are as skoler.yaml has them, none for an example."""

    år: int
    fylke: str = ""
    skoler: Mapping[str, Mapping[str, Any]] = {}


def lag_prosjekt(mappe: Path, display: str, filer: Mapping[str, bytes], år: int) -> None:
    """Put files into a folder that is empty or isn't there; raises DialogError.

    ``display`` is what messages call the folder, ``år`` the round that must be right.
    """
    krev_tom(mappe, display)
    fantes = mappe.is_dir()
    bygges = (mappe if fantes else mappe.parent) / f".dialog-ny-{os.urandom(6).hex()}"
    try:
        for path, data in filer.items():
            file = bygges / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        _krev_riktig(bygges, år)
        if fantes:  # it may be the one that the user stands in
            _flytt_opp(bygges, mappe)
        else:
            bygges.rename(mappe)
    except OSError as error:
        raise DialogError([why_not(error, f"{display}/")]) from error
    finally:
        shutil.rmtree(bygges, ignore_errors=True)


def krev_tom(mappe: Path, display: str) -> None:
    """Raise an error where a folder isn't empty, or isn't one."""
    try:
        innhold = sorted(path.name for path in mappe.iterdir())
    except FileNotFoundError:
        return
    except NotADirectoryError:
        message = "Her ligger det en fil, ikke en mappe."
        raise DialogError([Problem(message, "Velg et annet navn.", display)]) from None
    except OSError as error:
        raise DialogError([why_not(error, f"{display}/")]) from error
    opptatt = [navn for navn in innhold if navn not in _ER_TOM]
    if opptatt:
        message = f"Mappen er ikke tom: den har blant annet «{opptatt[0]}». Ingenting er skrevet."
        raise DialogError([Problem(message, "Oppgi en ny eller tom mappe.", f"{display}/")])


def prosjektfiler(begynnelse: Begynnelse) -> dict[str, bytes]:
    """The files of a new project by their paths."""
    skoler = begynnelse.skoler or _EKSEMPELSKOLE
    ord_ = {
        "ÅR": str(begynnelse.år),
        "FYLKE": som_yaml(begynnelse.fylke),
        "VERSJON": _VERSJON,
        "SKOLER": ("" if begynnelse.skoler else _ET_EKSEMPEL) + _skolene(skoler),
        "DIALOGER": _dialogene(skoler),
    }
    filer = _felles()
    for navn in ("skoler.yaml", "skoleeier.yaml", "prosjekt.yaml"):
        filer[f"data/{navn}"] = _fylt(navn, ord_)
    filer[f"data/runder/{begynnelse.år}.yaml"] = _fylt("runde.yaml", ord_)
    filer["data/tall.yaml"] = medfulgt.eksempeldata()["tall.yaml"]
    return filer


def eksempelfiler(fylke: str) -> dict[str, bytes]:
    """The files of the project of 2015 by their paths."""
    filer = _felles()
    ord_ = {"FYLKE": som_yaml(fylke), "VERSJON": _VERSJON}
    filer["data/prosjekt.yaml"] = _fylt("prosjekt.yaml", ord_)
    for path, data in medfulgt.eksempeldata().items():
        filer[f"data/{path}"] = data
    return filer


def som_yaml(text: str) -> str:
    """A text as it stands after a key: in quotes where YAML would read it another way."""
    er_bar = _UTEN_ANFØRSEL.fullmatch(text) and text == text.strip()
    if not text or (er_bar and text.lower() not in _EGNE_ORD):
        return text
    return json.dumps(text, ensure_ascii=False)


def _felles() -> dict[str, bytes]:
    """What every new project has: templates, schemas, and what git and editors go by."""
    filer = {navn: (_FILER / kilde).read_bytes() for kilde, navn in _VED_SIDEN_AV.items()}
    for path, data in medfulgt.maler().items():
        filer[f"maler/{path}"] = data
    for name, data in skjemaer(beskrivelser()).items():
        filer[f"skjema/{name}"] = data
    return filer


def _fylt(navn: str, ord_: Mapping[str, str]) -> bytes:
    """A file with the words that differ from project to project in place."""
    tekst = (_FILER / navn).read_text("utf-8")
    tekst = _ORD.sub(lambda match: ord_[match[1]], tekst)
    linjer = (linje.rstrip() for linje in tekst.splitlines())
    return "".join(f"{linje}\n" for linje in linjer).encode()


def _skolene(skoler: Mapping[str, Mapping[str, Any]]) -> str:
    blokker = []
    for skole_id, skole in skoler.items():
        linjer = [f"  {skole_id}:"]
        for nøkkel, verdi in skole.items():
            if isinstance(verdi, Mapping):
                linjer.append(f"    {nøkkel}:")
                linjer += [f"      {under}: {som_yaml(ett)}" for under, ett in verdi.items()]
            else:
                linjer.append(f"    {nøkkel}: {som_yaml(verdi)}")
        blokker.append("\n".join(linjer))
    return "\n\n".join(blokker)


def _dialogene(skoler: Mapping[str, Any]) -> str:
    nøkler = ("dato", "sted", "periode", "deltakere", "fra_skoleeier", "lenker")
    tomme = "\n".join(f"    {nøkkel}:" for nøkkel in nøkler)
    return "\n\n".join(f"  {skole_id}:\n{tomme}" for skole_id in skoler)


def _krev_riktig(mappe: Path, år: int) -> None:
    """Raise DialogError where what is made of a list of schools isn't right as a whole."""
    files = Datafiler(Project(mappe), år)
    problems = [*files.shared, *files.faults()]
    if problems:
        raise DialogError(
            [problem._replace(file="", line=0, column=0, source="") for problem in problems]
        )


def _flytt_opp(bygges: Path, mappe: Path) -> None:
    """Move what was made into the folder that it is in; data/ last, without which it is none."""
    flyttet: list[Path] = []
    try:
        for path in sorted(bygges.iterdir(), key=lambda path: path.name == "data"):
            ferdig = mappe / path.name
            path.rename(ferdig)
            flyttet.append(ferdig)
    except OSError:
        for ferdig in flyttet:
            with suppress(OSError):
                ferdig.rename(bygges / ferdig.name)
        raise
