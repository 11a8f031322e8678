"""A new round from an earlier one: the year moved on, the dates and participants cleared.

Every key of a dialogue is cleared, so the entries below ``dialoger`` are written anew. The rest of
the file is kept to the character.
"""

import codecs
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..disk.encoding import decode
from ..disk.writing import read_file, sweep, why_not, write_new
from ..errors import DialogError, InvalidError, Problem
from ..model.arv import Arv
from ..model.norsk import oppramsing
from ..model.runde import Runde
from ..reading import strays, yaml_editor, yaml_reader
from ..reading.datafiler import read_checked
from ..reading.oppsummeringsfiler import les_skoler
from ..reading.project import Project
from ..reading.yaml_editor import Node, line_end, set_value, tree
from ..reading.yaml_reader import Path_, YamlFile
from .arstall import Årstall, gamle_årstall
from .skoleskifte import Skifte, skift, skiftemerknader

_TØMMES_I_RUNDEN = (
    *("tidlig_til", "første_dag", "siste_dag"),
    *("saksnummer", "dokumentdato", "svarfrist"),
)
# Exceptions that held for that one time
_FJERNES_I_DIALOGEN = (
    *("tidsramme", "dagsorden", "stille", "endring", "avlyst", "svarfrist"),
    *("kan_ikke", "ønsker", "må"),
)
_DELTAKERE = ("deltakere", "fra_skoleeier")

_ENCODINGS = (
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (b"", "utf-8"),
)
_INDICATORS = re.compile(r"[!-/:-@\[-`{-~]")


class NyRunde(NamedTuple):
    """A new round: the file's bytes, and what a person should look at in it (warnings)."""

    innhold: bytes
    merknader: tuple[Problem, ...]


def lag_runde(
    project: Project, år: int, fra: int | None, *, behold_deltakere: bool = False
) -> tuple[Path, tuple[Problem, ...]]:
    """Make the file of a new round from an earlier one; returns it, and what to look at in it.

    Raises DialogError where the round is there already, where there is no earlier one, or where
    that is wrong.
    """
    if fra is None:
        fra = _forrige(project, år)
    file = project.round_file(år)
    name = project.display(file)
    old = _lest(project, fra)
    arv = les_skoler(project).arv
    uleste = list(_uleste(project, fra))  # before one of them may seem to be the new round
    new = ny_runde(old, fra, år, name, arv, behold_deltakere=behold_deltakere)
    sweep(file.parent)
    try:
        is_new = write_new(file, new.innhold)
    except OSError as error:
        raise DialogError([why_not(error, name)]) from error
    if not is_new:
        raise _finnes(name, år)
    return file, (*uleste, *new.merknader)


def _lest(project: Project, fra: int) -> bytes:
    """The file of a round that is right; raises DialogError."""
    source = project.round_file(fra)
    name = project.display(source)
    checked_file, _ = read_checked(source, name, Runde, fra)
    data = read_file(source, name)
    if unicodedata.normalize("NFC", decode(data, name)) != checked_file.text:
        message = "Filen ble endret mens den ble lest."
        raise DialogError([Problem(message, "Kjør igjen når den er lagret.", name)])
    return data


def _uleste(project: Project, fra: int) -> Iterator[Problem]:
    """The files that a person may have thought the new round is made of, or that it is there as."""
    for stray in strays.newer_rounds(project, fra):
        message, remedy = stray.words(project)
        yield Problem(message, remedy, project.display(stray.file), warning=True)


def _forrige(project: Project, år: int) -> int:
    """The round before, or the newest where none is earlier; raises DialogError for none."""
    andre = [runde for runde in project.rounds() if runde != år]
    tidligere = [runde for runde in andre if runde < år]
    if andre:
        return max(tidligere or andre)
    name = project.display(project.round_file(år))
    if project.round_file(år).exists():
        raise _finnes(name, år)
    nøkler = [key for key, field in Runde.model_fields.items() if field.is_required()]
    message = f"Det finnes ingen runde å lage {år} av."
    remedy = (
        f"Hent en fra git, eller skriv den første selv: {name}, med nøklene {oppramsing(nøkler)}."
    )
    raise DialogError([Problem(message, remedy, "data/runder")])


def _finnes(name: str, år: int) -> DialogError:
    message, remedy = f"Runden {år} finnes fra før.", "Rediger den, eller slett filen først."
    return DialogError([Problem(message, remedy, name)])


def ny_runde(
    source: bytes,
    fra: int,
    til: int,
    name: str,
    arv: Arv | None = None,
    *,
    behold_deltakere: bool = False,
) -> NyRunde:
    """The round of ``til`` from the file of the round of ``fra``, which the model has accepted.

    ``name`` is what the new file is called in the warnings: where the old year still stands in
    prose or a comment, which checks are still silent, and which schools are other ones by ``arv``,
    who takes over after whom. Raises DialogError for a file that
    can't be read, or whose aliases tie what is cleared to what is kept.
    """
    bom, encoding = next((bom, name) for bom, name in _ENCODINGS if source.startswith(bom))
    text = source[len(bom) :].decode(encoding)
    composed = unicodedata.normalize("NFC", text)  # as the reader reads it
    if _INDICATORS.findall(text) != _INDICATORS.findall(composed):
        text = composed  # the letters as they stand would be other YAML
    årstall = Årstall(fra, til)
    beholdt = _DELTAKERE if behold_deltakere else ()
    try:
        text = _tømt(text, beholdt, name)
        text = _flyttet(text, årstall, name)
        skiftet: list[Problem] = []
        if arv:
            text, skiftet = _med_skolene(text, arv, årstall, name)
    except InvalidError:
        message = f"Runden {fra} kan ikke føres videre uten at innholdet blir et annet."
        remedy = "Skriv verdier i stedet for henvisninger («&» og «*») i den."
        raise DialogError([Problem(message, remedy, name)]) from None
    merknader = [*gamle_årstall(text, årstall, name), *_silent(yaml_reader.parse(text, name))]
    merknader.sort(key=lambda problem: (problem.line, problem.column))
    return NyRunde(bom + text.encode(encoding), (*skiftet, *merknader))


def _med_skolene(text: str, arv: Arv, årstall: Årstall, name: str) -> tuple[str, list[Problem]]:
    """The text of a round with the schools that are there, and which are other ones."""
    data: Any = yaml_reader.parse(text, name).data
    skifte = Skifte.mellom(list(data["dialoger"]), arv, årstall.til)
    if "ubrukt" in (data.get("stille") or ()):  # then some are left out for a reason
        nye = [id_ for id_ in skifte.inn if (arv.skoler[id_].opprettet or 0) > årstall.fra]
        skifte = skifte._replace(inn=nye)
    text = _med_turene(skift(text, skifte, name), skifte, name)
    return text, list(skiftemerknader(text, skifte, arv, årstall.fra, name))


def _med_turene(text: str, skifte: Skifte, name: str) -> str:
    """The text of a round whose trips are to the schools that are in it, by their new ids."""
    data: Any = yaml_reader.parse(text, name).data
    turer = (data.get("datoer") or {}).get("samme_tur") or []
    nye: list[Any] = []
    for tur in turer:
        skoler = [skifte.omdøpte.get(id_, id_) for id_ in tur if id_ not in skifte.ut]
        if len(skoler) > 1:
            nye.append(skoler)
    if nye == turer:
        return text
    return set_value(text, ("datoer", "samme_tur"), nye or None)


def _flyttet(text: str, årstall: Årstall, name: str) -> str:
    """The text of a round with the year moved on, in its title and in the comments at the top."""
    text = set_value(text, ("år",), str(årstall.til))
    data: Any = yaml_reader.parse(text, name).data
    titler: dict[Path_, str] = {("tittel",): data["tittel"]}
    if isinstance(data["tittel"], dict):  # in each of the written languages
        titler = {("tittel", målform): tittel for målform, tittel in data["tittel"].items()}
    for path, tittel in titler.items():
        if årstall.title(tittel) != tittel:
            text = set_value(text, path, årstall.title(tittel))
    top = tree(text).children[0].start
    head = yaml_editor.COMMENT.sub(lambda comment: årstall.heading(comment[0]), text[:top])
    return head + text[top:]


def _tømt(text: str, beholdt: Sequence[str], name: str) -> str:
    """The text of a round without what belonged to its year; raises InvalidError.

    Its dialogues are written anew; what stands between them is kept.
    """
    data: Any = yaml_reader.parse(text, name).data  # the model has accepted it
    tømte: Any = {id_: _tømt_dialog(dialog, beholdt) for id_, dialog in data["dialoger"].items()}
    new = ""
    done = 0
    for id_, (key, dialog) in tree(text).pairs["dialoger"][1].pairs.items():
        if not data["dialoger"][id_]:
            continue
        if dialog.is_block:
            start, end = line_end(text, key.end), line_end(text, dialog.end)
            written = _tømt_blokk(text, start, dialog, beholdt)
        else:  # between brackets, as in JSON, or an alias
            start, end = dialog.start, dialog.end
            written = json.dumps(tømte[id_], ensure_ascii=False)
        new += text[done:start] + written
        done = end
    new += text[done:]
    if not yaml_editor.reads_as(new, {**data, "dialoger": tømte}):
        raise InvalidError("Dialogene kan ikke tømmes.")
    for dag in _TØMMES_I_RUNDEN:
        if data.get(dag) is not None:
            new = set_value(new, (dag,), None)
    return _uten_årets_dager(new, data.get("datoer") or {})


def _uten_årets_dager(text: str, datoer: dict[str, Any]) -> str:
    """The text of a round whose rules for the dates name no days; what holds every year goes on."""
    for key in ("periode", "fri"):
        if datoer.get(key) is not None:
            text = set_value(text, ("datoer", key), None)
    for id_, rolle in (datoer.get("roller") or {}).items():
        if rolle and rolle.get("kan_ikke"):
            text = set_value(text, ("datoer", "roller", id_, "kan_ikke"), [])
    return text


def _tømt_dialog(dialog: Any, beholdt: Sequence[str]) -> dict[str, Any] | None:
    """A dialogue with the keys that it had, but those of exceptions; None where none is left."""
    if not dialog:
        return {} if dialog == {} else None
    tømt = {}
    for key, value in dialog.items():
        if key not in _FJERNES_I_DIALOGEN:
            tømt[key] = value if key in beholdt else None
    return tømt or None


def _tømt_blokk(text: str, start: int, dialog: Node, beholdt: Sequence[str]) -> str:
    """A line for each key of a dialogue; what is kept stands as it stood, with its comments."""
    first = dialog.children[0].start
    indent = " " * (first - yaml_editor.line_start(text, first))
    new = ""
    for name, (key, value) in dialog.pairs.items():
        end = line_end(text, max(key.end, value.end))
        if name in beholdt:
            new += text[start:end]
        elif name not in _FJERNES_I_DIALOGEN:
            new += f"{yaml_editor.line_break(text)}{indent}{name}:"
        start = end
    return new


def _silent(file: YamlFile) -> Iterator[Problem]:
    """The checks that the round keeps silent, for reasons that may have been last year's."""
    data: Any = file.data
    for check in data.get("stille") or ():
        message = f"Kontrollen «{check}» er slått av også i den nye runden."
        remedy = "Ta den bort hvis begrunnelsen ikke gjelder lenger."
        path = ("stille", check)
        yield file.problem(path, message, remedy, at_key=True)._replace(warning=True)
