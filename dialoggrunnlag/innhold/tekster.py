"""The texts in the YAML files that documents are filled from: where they are, what is wrong."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel

from ..errors import Problem
from ..model.norsk import MÅLFORMER, Målform, oppramsing
from ..model.runde import Datagrunnlagspunkt, Runde
from ..model.verdityper import Egennavn, Målformer, Varigheter
from ..reading.datafiler import Datafiler
from ..reading.regler import BY_SCHOOL
from ..reading.yaml_reader import Path_, YamlFile
from .text_tags import TextError
from .text_template import TextTemplates

# The fields that texts may use: what is known before they are filled
TEXT_FIELDS = ("skole", "dialog", "tidsramme", "skoleeier", "prosjekt")
SKRIV_I_BEGGE = "Skriv den i begge: «bokmål: …» og «nynorsk: …» på hver sin linje under nøkkelen."


class Stedfestet(NamedTuple):
    """A text, and where it stands."""

    file: YamlFile
    path: Path_
    forms: Målformer

    @property
    def skole_id(self) -> str:
        """The school whose own text it is; '' where all share it."""
        return str(self.path[1]) if self.path[0] in BY_SCHOOL else ""

    def mangler(self, målform: Målform) -> Problem:
        """That it isn't there in one of the languages."""
        return self.file.problem(self.path, f"Teksten mangler på {målform}.", SKRIV_I_BEGGE)


def check_texts(
    files: Datafiler, texts: TextTemplates, fields: Mapping[str, Any]
) -> list[tuple[str, Problem]]:
    """What is wrong with the YAML files' texts, found without filling them.

    Each with the id of the school that it concerns, or '' where it concerns all. ``fields`` are
    those that a text may use, shaped like their values.
    """
    problems = []
    for text in _texts(files):
        for målform in MÅLFORMER:
            for error in texts.check(text.forms.form(målform) or "", fields):
                place = plassen(text.file, text.path, målform)
                problems.append((text.skole_id, text_problem(text.file, place, error)))
    return [*problems, *_missing_for_schools(files)]


def tekster_uten(files: Datafiler, målform: Målform) -> list[Stedfestet]:
    """The shared texts that one of the written languages lacks, where others have it.

    Where none has it, the round is in the other language alone.
    """
    texts = list(_shared_texts(files))
    skrevne = [text for text in texts if not isinstance(text.forms, Egennavn)]
    if not any(text.forms.form(målform) for text in skrevne):
        return []
    return [text for text in texts if not text.forms.form(målform)]


def _missing_for_schools(files: Datafiler) -> Iterator[tuple[str, Problem]]:
    """The texts that a school lacks in its own written language, with the school's id."""
    data = files.datasett
    målformer = {id_: data.skoler[id_].målform for id_ in data.runde.dialoger if id_ in data.skoler}
    texts = list(_shared_texts(files))
    shared = {}
    for målform in MÅLFORMER:
        without = [text for text in texts if not text.forms.form(målform)]
        shared[målform] = [(text.path[0], text.mangler(målform)) for text in without]
    for skole_id, målform in målformer.items():
        egen_dagsorden = bool(data.runde.dialoger[skole_id].dagsorden)
        for key, problem in shared[målform]:
            if not (egen_dagsorden and key == "dagsorden"):
                yield skole_id, problem
    for text in _of_schools(files):
        målform_of = målformer.get(text.skole_id)
        if målform_of and not text.forms.form(målform_of):
            yield text.skole_id, text.mangler(målform_of)


def plassen(file: YamlFile, path: Path_, målform: Målform) -> Path_:
    """Where one of a text's languages stands: a text alone has no key for it."""
    path = file.value_path(path)
    node: Any = file.data
    for step in path:
        node = node[step]
    return (*path, målform) if isinstance(node, dict) else path


def i_begge(text: str) -> Målformer:
    """A text that is the same in both languages, such as a path."""
    return Målformer.model_construct(bokmål=text, nynorsk=text)


def _texts(files: Datafiler) -> Iterator[Stedfestet]:
    """Every text that may hold tags, with its place."""
    for texts in (_of_the_round(files), _of_schools(files)):
        for text in texts:
            if not isinstance(text.forms, Varigheter):
                yield text


def _shared_texts(files: Datafiler) -> Iterator[Stedfestet]:
    """Every text that all schools' documents have, also those without tags."""
    # what holds no tags comes last
    yield from sorted(_of_the_round(files), key=lambda text: isinstance(text.forms, Varigheter))
    if files.innstillinger:
        fil, innstillinger = files.innstillinger
        for key in ("fylke", "møte", "møtet", "møter"):
            navn = getattr(innstillinger, key)
            if navn:
                yield Stedfestet(fil, (key,), navn)
    data = files.datasett
    for key, navn in (("kontor", data.kontor), ("navn", data.skoleeiernavn), ("leder", data.leder)):
        if navn:
            yield Stedfestet(files.skoleeier, (key,), navn)
    for id_, rolle in files.datasett.roller.items():
        yield Stedfestet(files.skoleeier, ("roller", id_, "rolle"), rolle.rolle)


def _of_the_round(files: Datafiler) -> Iterator[Stedfestet]:
    runde = files.datasett.runde
    for key in _keys_with_texts(Runde):
        if key != "dialoger":
            yield from _inside(getattr(runde, key), files.runde, (key,))


def _of_schools(files: Datafiler) -> Iterator[Stedfestet]:
    """Every text that one school alone has."""
    yield from _inside(files.datasett.skoler, files.skoler, ("skoler",))
    yield from _inside(files.datasett.runde.dialoger, files.runde, ("dialoger",))


def _inside(value: Any, file: YamlFile, path: Path_) -> Iterator[Stedfestet]:
    """Every text in a value of the model: a new key of the model needs no line here."""
    if value is None:
        return
    entries: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        entries = value.items()
    elif isinstance(value, tuple):
        entries = enumerate(value)
    elif isinstance(value, Målformer):
        yield Stedfestet(file, path, value)
    else:
        entries = [(key, getattr(value, key)) for key in _keys_with_texts(value.__class__)]
    for key, item in entries:
        yield from _inside(item, file, (*path, key))
    if isinstance(value, Datagrunnlagspunkt) and value.fil:
        yield Stedfestet(file, (*path, "fil"), i_begge(value.fil))


@cache
def _keys_with_texts(kind: type[BaseModel]) -> list[str]:
    """The keys of a model that hold a text, or something that does."""
    return [key for key, field in kind.model_fields.items() if _may_hold_text(field.annotation)]


def _may_hold_text(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return issubclass(annotation, Målformer) or bool(_keys_with_texts(annotation))
    return any(_may_hold_text(argument) for argument in get_args(annotation))


def text_problem(file: YamlFile, path: Path_, error: TextError) -> Problem:
    """What is wrong in a text, at the tag."""
    remedy = error.remedy
    if error.message.startswith("Feltet «nøkkeltall"):
        remedy = remedy or "Nøkkeltallene står i data/tall.yaml."
    elif not remedy and error.message.startswith("Feltet"):
        remedy = f"Tekstene i data/ kan bruke feltene i {oppramsing(TEXT_FIELDS)}."
    return file.problem_in_text(path, error.letters, error.message, remedy)
