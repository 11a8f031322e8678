"""The texts in the YAML files that documents are filled from: where they are, what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..model.norsk import MÅLFORMER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..errors import Problem
    from ..model.norsk import Målform
    from ..model.verdityper import Målformer, Tidsramme
    from ..reading.datafiler import Datafiler
    from ..reading.yaml_reader import YamlFile
    from .text_template import TextError, TextTemplates

# The fields that texts may use: what is known before they are filled
TEXT_FIELDS = ("skole", "dialog", "tidsramme", "skoleeier")
FELTENE = "skole, dialog, tidsramme og skoleeier"


def check_texts(
    files: Datafiler, texts: TextTemplates, known: Mapping[str, Any]
) -> list[tuple[str, Problem]]:
    """What is wrong with the YAML files' texts, found without filling them.

    Each with the id of the school that it concerns, or '' where it concerns all. ``known`` are
    the fields that a text may use, shaped like their values.
    """
    wrong_tags = [
        (str(path[1]) if path[0] in ("skoler", "dialoger") else "", problem)
        for file, path, forms in _texts(files)
        for målform in MÅLFORMER
        for error in texts.check(forms.form(målform) or "", known)
        for problem in [text_problem(file, plassen(file, path, målform), error)]
    ]
    return [*wrong_tags, *_missing_for_schools(files)]


def missing_texts(files: Datafiler) -> list[Problem]:
    """The shared texts that one of the written languages lacks, in a round that has both."""
    texts = list(_shared_texts(files))
    used = [m for m in MÅLFORMER if any(forms.form(m) for _, _, forms in texts)]
    return [
        _missing(file, path, målform)
        for file, path, forms in texts
        for målform in used
        if not forms.form(målform)
    ]


def _missing_for_schools(files: Datafiler) -> Iterator[tuple[str, Problem]]:
    """The texts that a school lacks in its own written language, with the school's id."""
    data = files.datasett
    målformer = {id_: data.skoler[id_].målform for id_ in data.runde.dialoger if id_ in data.skoler}
    texts = list(_shared_texts(files))
    shared = {
        målform: [_missing(file, path, målform) for file, path, t in texts if not t.form(målform)]
        for målform in MÅLFORMER
    }
    for skole_id, målform in målformer.items():
        yield from ((skole_id, problem) for problem in shared[målform])
    for file, path, forms in _texts(files):
        if path[0] not in _BY_SCHOOL or path[1] not in målformer:
            continue
        skole_id = str(path[1])
        if not forms.form(målformer[skole_id]):
            yield skole_id, _missing(file, path, målformer[skole_id])


def _missing(file: YamlFile, path: tuple[str | int, ...], målform: Målform) -> Problem:
    remedy = "Skriv den i begge: «bokmål: …» og «nynorsk: …» på hver sin linje under nøkkelen."
    return file.problem(path, f"Teksten mangler på {målform}.", remedy)


def plassen(file: YamlFile, path: tuple[str | int, ...], målform: Målform) -> tuple[str | int, ...]:
    """Where one of a text's languages stands: a text alone has no key for it."""
    node: Any = file.data
    for step in path:
        node = node[step]
    return (*path, målform) if isinstance(node, dict) else path


_BY_SCHOOL = ("skoler", "dialoger")


def i_begge(text: str) -> Målformer:
    """A text that is the same in both languages, such as a path."""
    from ..model.verdityper import Målformer

    return Målformer.model_construct(bokmål=text, nynorsk=text)


def _texts(files: Datafiler) -> Iterator[tuple[YamlFile, tuple[str | int, ...], Målformer]]:
    """Every text that may hold tags, with its place."""
    runde = files.datasett.runde
    for key in ("tittel", "hensikt", "hovedmål"):
        yield files.runde, (key,), getattr(runde, key)
    for index, text in enumerate(runde.delmål):
        yield files.runde, ("delmål", index), text
    for index, punkt in enumerate(runde.datagrunnlag):
        yield files.runde, ("datagrunnlag", index, "tekst"), punkt.tekst
        if punkt.fil:
            yield files.runde, ("datagrunnlag", index, "fil"), i_begge(punkt.fil)
    for key in ("skolen", "fra_skoleeier"):
        yield files.runde, ("deltakelse", key), getattr(runde.deltakelse, key)
    yield from _agenda_texts(files)
    for file, path, frame in frames(files):
        if frame and frame.begrunnelse:
            yield file, (*path, "begrunnelse"), frame.begrunnelse


def _agenda_texts(
    files: Datafiler,
) -> Iterator[tuple[YamlFile, tuple[str | int, ...], Målformer]]:
    for index, tema in enumerate(files.datasett.runde.dagsorden):
        yield files.runde, ("dagsorden", index, "tittel"), tema.tittel
        if tema.tekst:
            yield files.runde, ("dagsorden", index, "tekst"), tema.tekst
        for number, part in enumerate(tema.deler):
            yield files.runde, ("dagsorden", index, "deler", number, "tekst"), part.tekst


def _shared_texts(
    files: Datafiler,
) -> Iterator[tuple[YamlFile, tuple[str | int, ...], Målformer]]:
    """Every text that all schools' documents have, also those without tags."""
    for file, path, forms in _texts(files):
        if path[0] not in _BY_SCHOOL:
            yield file, path, forms
    for index, tema in enumerate(files.datasett.runde.dagsorden):
        for number, part in enumerate(tema.deler):
            place = ("dagsorden", index, "deler", number, "varighet")
            yield files.runde, place, part.varighet
    if files.datasett.kontor:
        yield files.skoleeier, ("kontor",), files.datasett.kontor
    for id_, rolle in files.datasett.roller.items():
        yield files.skoleeier, ("roller", id_, "rolle"), rolle.rolle


def frames(
    files: Datafiler,
) -> Iterator[tuple[YamlFile, tuple[str | int, ...], Tidsramme | None]]:
    """Every time frame with its place."""
    yield files.runde, ("tidsramme",), files.datasett.runde.tidsramme
    for skole_id, skole in files.datasett.skoler.items():
        yield files.skoler, ("skoler", skole_id, "tidsramme"), skole.tidsramme
    for skole_id, dialog in files.datasett.runde.dialoger.items():
        yield files.runde, ("dialoger", skole_id, "tidsramme"), dialog.tidsramme


def text_problem(file: YamlFile, path: tuple[str | int, ...], error: TextError) -> Problem:
    """What is wrong in a text, at the tag."""
    remedy = error.remedy
    if not remedy and error.message.startswith("Feltet"):
        remedy = f"Tekstene i data/ kan bruke feltene i {FELTENE}."
    return file.problem_in_text(path, error.letters, error.message, remedy)
