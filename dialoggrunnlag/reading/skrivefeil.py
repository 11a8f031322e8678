"""Slips of the pen in a YAML file, told at the line where they are.

A YAML reader says where it could go no further, which is most often the innocent next line. Here
the lines around are corrected, one guess at a time, until the file is one that the model takes:
then it is known which line was wrong, how, and what was meant. It costs nothing until something
is wrong.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..disk.encoding import lines_of, place_in
from ..errors import DialogError, Problem
from . import yaml_reader
from .konflikt import konflikter
from .rettelser import Linje, Rettelse, Sak, Trinn, kolon_mangler, prosalinjer, rettelser
from .steder import Sted, alle_nøkler, sted_for
from .yaml_reader import NotYamlError, Path_, YamlFile

_Details = tuple[str, Path_]
_MOST_GUESSES = 400
_MOST_WORK = 4_000_000  # characters that are read anew
_LIKELY = 5  # a correction that costs more must make the whole file right
_WORSE = 1  # how much likelier a correction is that leaves a value wrong than one that doesn't
_FURTHER = 3  # lines that the reader must come, where there is another slip
_SLIPS = 5  # in one file
_NEAR = 9  # lines above and below the place that the reader tells
_ODD = 20  # lines that look odd, further away
_BREAKS = re.compile("[\x85\u2028\u2029]")


def les(path: Path, name: str, model: type[BaseModel]) -> YamlFile:
    """Read a file that is to hold ``model``; raises DialogError with everything wrong in it."""
    return tolk(yaml_reader.read_text(path, name), name, model)


def tolk(text: str, name: str, model: type[BaseModel]) -> YamlFile:
    """Read a text that is to hold ``model``; raises DialogError with everything wrong in it."""
    problems = konflikter(text, name)
    if problems:
        raise DialogError(problems)
    try:
        return yaml_reader.parse(text, name)
    except DialogError as error:
        text = unicodedata.normalize("NFC", text)
        raise DialogError(_told(text, name, model, error)) from None


def _told(text: str, name: str, model: type[BaseModel], error: DialogError) -> list[Problem]:
    """What keeps a text from being read, with the slips behind it where they are found."""
    left = list(error.problems)
    told = []
    for slip in _slips(text, model):
        told.append(slip.problem(name))
        left = [problem for problem in left if (problem.message, ()) in slip.after.wrong]
    if not isinstance(error, NotYamlError) or not told:
        told += left
    return sorted(told, key=lambda problem: (problem.line, problem.column))


def forklart(file: YamlFile, model: type[BaseModel], error: ValidationError) -> dict[int, Problem]:
    """The slips behind pydantic's errors, by the errors' numbers."""
    left = dict(enumerate(map(_details, error.errors(include_url=False))))
    explained: dict[int, Problem] = {}
    for slip in _slips(file.text, model):
        gone = {n: path for n, (kind, path) in left.items() if (kind, path) not in slip.after.wrong}
        problem = slip.problem(file.name)
        for path in gone.values():
            if file.problem(path, "", at_key=True).line == problem.line:
                problem = problem._replace(path=yaml_reader.describe(path))
        for number in gone:
            del left[number]
            explained[number] = problem
    return explained


class _State(NamedTuple):
    """How far a text is from being right: what is wrong in it, and where.

    What isn't YAML at all has one error; how far down it is counts.
    """

    stage: Trinn
    wrong: tuple[_Details, ...]
    lines: tuple[int, ...]

    @property
    def distance(self) -> tuple[int, int]:
        """The less, the better."""
        if self.stage is not Trinn.TEKST:
            return 0, len(self.wrong)
        return 1, -self.lines[0]


class _Slip(NamedTuple):
    """What is wrong at a place of the text as it is, and how it stands with it put right."""

    line: int
    column: int
    message: str
    remedy: str
    source: str
    after: _State

    def problem(self, name: str) -> Problem:
        """The slip as what a person is told."""
        place = (name, self.line, self.column)
        return Problem(self.message, self.remedy, *place, source=self.source)


def _details(item: ErrorDetails) -> _Details:
    """One of pydantic's errors, so that it can be known again."""
    return item["type"], item["loc"]


def _lines(error: DialogError) -> tuple[int, ...]:
    return tuple(problem.line for problem in error.problems)


def _state(text: str, model: type[BaseModel]) -> _State:
    """What is wrong in a text."""
    try:
        file = yaml_reader.parse(text, "")
    except NotYamlError as error:
        return _State(Trinn.TEKST, (("yaml", ()),), _lines(error))
    except DialogError as error:
        wrong: list[_Details] = [(problem.message, ()) for problem in error.problems]
        return _State(Trinn.YAML, tuple(wrong), _lines(error))
    wrong, lines = [], []
    for path, problem in svelgede(file, model):
        wrong.append((problem.message, path))
        lines.append(problem.line)
    try:
        model.model_validate(file.data)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            wrong.append(_details(item))
            lines.append(file.problem(item["loc"], "").line)
    return _State(Trinn.DATA, tuple(wrong), tuple(lines))


# --- guessing -------------------------------------------------------------------------------------


def _slips(text: str, model: type[BaseModel]) -> Iterator[_Slip]:
    """The slips of a text, each found with those before it put right."""
    state = _state(text, model)
    lines = list(lines_of(text))
    for _ in range(_SLIPS):
        if not state.wrong:
            return
        if _BREAKS.search(text):
            slip = _strange_break(text, model, state)
            if slip:
                yield slip
                return
        found = _best(lines, model, state)
        if not found:
            return
        rettelse, after = found
        source = lines[rettelse.nr]
        yield _Slip(
            rettelse.nr + 1, rettelse.kolonne, rettelse.melding, rettelse.råd, source, after
        )
        if len(rettelse.nye) != rettelse.slutt - rettelse.nr:
            return  # the lines below have other numbers now
        lines[rettelse.nr : rettelse.slutt] = rettelse.nye
        state = after


def _strange_break(text: str, model: type[BaseModel], state: _State) -> _Slip | None:
    """A line break that came along with a pasted text and breaks it where nobody sees it."""
    match = _BREAKS.search(text)
    after = _state(_BREAKS.sub(" ", text), model)
    if not match or after.distance >= state.distance:
        return None
    line, column = place_in(text, match.start())
    code = f"U+{ord(match[0]):04X}"
    message = f"Teksten har et linjeskift som ikke er et vanlig linjeskift ({code})."
    remedy = "Bytt det ut med et mellomrom."
    source = lines_of(text)[line - 1]
    return _Slip(line, max(1, column - 1), message, remedy, source, after)


def _best(
    lines: list[str], model: type[BaseModel], state: _State
) -> tuple[Rettelse, _State] | None:
    """The correction that leaves least wrong, the likeliest of several; None where none helps."""
    length = sum(map(len, lines))
    tries = min(_MOST_GUESSES, max(10, _MOST_WORK // (length + 1)))
    best: tuple[Rettelse, _State] | None = None
    for rettelse in _guesses(lines, model, state)[:tries]:
        if best and rettelse.pris > best[0].pris + _WORSE and _only_in_it(*best):
            return best
        mended = [*lines[: rettelse.nr], *rettelse.nye, *lines[rettelse.slutt :]]
        after = _state("\n".join(mended), model)
        if not after.wrong:
            return rettelse, after
        if _is_nearer(rettelse, state, after) and (not best or after.distance < best[1].distance):
            best = rettelse, after
    return best


def _only_in_it(rettelse: Rettelse, after: _State) -> bool:
    """Whether what is still wrong with a correction made is in the lines that it made."""
    lines = range(rettelse.nr + 1, rettelse.slutt + 1)
    return after.stage is Trinn.DATA and set(after.lines) <= {*lines}


def _is_nearer(rettelse: Rettelse, before: _State, after: _State) -> bool:
    """Whether a correction is one, though there is more that is wrong."""
    if rettelse.pris > _LIKELY:
        return False
    if before.stage is not Trinn.TEKST and not set(after.wrong) < set(before.wrong):
        return False  # it only makes another fault of it
    if after.stage is Trinn.TEKST:
        return after.lines[0] > before.lines[0] + _FURTHER
    return after.distance < before.distance


def _guesses(lines: list[str], model: type[BaseModel], state: _State) -> list[Rettelse]:
    """What the lines around what is wrong may have been meant as, the likeliest first."""
    linjer = [Linje(nr, tekst) for nr, tekst in enumerate(lines)]
    ids = re.findall(r"\bid: *([\w-]+)", "\n".join(lines))
    places = [line - 1 for line in state.lines[:_SLIPS]]
    told = frozenset(places[:1])
    sak = Sak(linjer, alle_nøkler(model) | {*ids}, prosalinjer(linjer), state.stage, told)
    guesses: list[tuple[int, int, int, Rettelse]] = []
    for linje in _suspects(sak, places):
        distance = min(abs(linje.nr - place) for place in places)
        for rettelse in rettelser(linje, sak):
            guesses.append((rettelse.pris, distance, len(guesses), rettelse))
    return [rettelse for *_, rettelse in sorted(guesses)]


def _suspects(sak: Sak, places: list[int]) -> list[Linje]:
    """The lines near the places, and those that look odd."""
    candidates = [line for line in sak.linjer if line.nr not in sak.prosa and not line.er_tom]
    numbers = [linje.nr for linje in candidates]
    near: set[int] = set()
    for place in places:
        index = bisect_left(numbers, place)
        near.update(numbers[max(0, index - _NEAR) : index + _NEAR])
    odd = [line for line in candidates if line.nr not in near and _is_odd(line, sak)]
    odd.sort(key=lambda linje: min(abs(linje.nr - place) for place in places))
    return [line for line in candidates if line.nr in near] + odd[:_ODD]


def _is_odd(linje: Linje, sak: Sak) -> bool:
    """Whether a line looks like none in these files."""
    return bool(len(linje.innrykk) % 2) or not linje.rett(sak.nøkler)


# --- what passes in silence -----------------------------------------------------------------------


def svelgede(file: YamlFile, model: type[BaseModel]) -> Iterator[tuple[Path_, Problem]]:
    """Lines with a key that has no colon, so that they went into the value above.

    To YAML they are the rest of that value. They are told where they can't be one: where the
    value is no prose, or the key is followed by the sign that somebody takes for a colon.
    """
    pattern = _suspicious(model)
    if not pattern.search(file.text) and not _IN_TEXT.search(file.text):
        return
    lines = lines_of(file.text)
    hits = [nr for nr, line in enumerate(lines) if pattern.match(f"\n{line}")]
    hits += [place_in(file.text, m.end())[0] - 1 for m in _IN_TEXT.finditer(file.text)]
    if file.root is not None:
        yield from _Walk(file, sorted(hits)).below(file.root, sted_for(model), (), ())


@cache
def _suspicious(model: type[BaseModel]) -> re.Pattern[str]:
    """A line that begins with a key of the model's, and no colon and space after it."""
    keys = "|".join(sorted(alle_nøkler(model), key=len, reverse=True))
    return re.compile(rf"\n[ \t\u00a0]*(?:{keys})(?=[^\w:-]|:[^\s]|$)(?! *:(?:\s|$))")


# The other written language, no further out than the lines of the text above it
_IN_TEXT = re.compile(
    r"\n( +)(?!(?:- +)?[\w-]+:(?:\s|$))[^\s#][^\n]*\n\1 *(?:nynorsk|bokmål):(?=\s|$)"
)
_Level = tuple[yaml.MappingNode, Sted]


class _Walk:
    """Through a file's nodes, along those that have some of the lines."""

    def __init__(self, file: YamlFile, hits: list[int]) -> None:
        self.file, self.hits = file, hits
        self.lines = lines_of(file.text)

    def _lines_in(self, start: int, end: int) -> list[int]:
        return [nr for nr in self.hits if start <= nr <= end]

    def below(
        self, node: yaml.Node, sted: Sted, path: Path_, levels: tuple[_Level, ...]
    ) -> Iterator[tuple[Path_, Problem]]:
        """What a node and those below it have swallowed."""
        if not self._lines_in(node.start_mark.line, node.end_mark.line):
            return
        if isinstance(node, yaml.MappingNode):
            levels = (*levels, (node, sted))
            for key, value in node.value:
                inner = sted.nøkler.get(key.value) or sted.hver or Sted()
                step = (*path, str(key.value))
                yield from self._value(value, inner, step, levels, key.start_mark.line)
        elif isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value):
                inner = sted.hver or Sted()
                line = value.start_mark.line
                yield from self._value(value, inner, (*path, number), levels, line)

    def _value(
        self, node: yaml.Node, sted: Sted, path: Path_, levels: tuple[_Level, ...], above: int
    ) -> Iterator[tuple[Path_, Problem]]:
        if not isinstance(node, yaml.ScalarNode):
            yield from self.below(node, sted, path, levels)
        elif node.style in ("|", ">"):
            for nr in self._lines_in(above + 1, node.end_mark.line):
                problem = self._in_text(nr, path, levels)
                if problem:
                    yield path, problem
        elif not node.style:
            for nr in self._lines_in(above + 1, node.end_mark.line):
                problem = self._swallowed(nr, sted, path, levels)
                if problem:
                    yield path, problem

    def _swallowed(
        self, nr: int, sted: Sted, path: Path_, levels: tuple[_Level, ...]
    ) -> Problem | None:
        """What is wrong with a line of a value, if it must be a key."""
        linje = Linje(nr, self.lines[nr])
        for number, (node, level) in enumerate(reversed(levels)):
            funnet = kolon_mangler(linje.rest, level.nøkler)
            if not funnet:
                continue
            key, message, meant = funnet
            is_glued = re.match(rf"{key}\s*[:=：﹕∶]", linje.rest)
            is_there = key in {other.value for other, _ in node.value}
            if not is_glued and (sted.prosa or is_there or number):
                continue
            above = f" Linjen blir lest som en del av «{_name(path)}» over."
            remedy = f"Skriv «{meant}», med {node.start_mark.column} mellomrom foran."
            problem = self.file.problem(path, message + above, remedy)
            return problem._replace(line=nr + 1, column=linje.kolonne + 1, source=self.lines[nr])
        return None

    def _in_text(self, nr: int, path: Path_, levels: tuple[_Level, ...]) -> Problem | None:
        """What is wrong with a line below «>-», if it must be the other written language."""
        linje = Linje(nr, self.lines[nr])
        node, level = levels[-1]
        key = linje.nøkkel["nøkkel"] if linje.nøkkel else ""
        if not level.prosa or key not in level.nøkler:
            return None
        if key in {other.value for other, _ in node.value}:
            return None
        message = (
            f"«{key}» har for mye innrykk, så linjen blir en del av teksten i «{_name(path)}»."
        )
        remedy = f"Gi den {node.start_mark.column} mellomrom foran."
        problem = self.file.problem(path, message, remedy)
        return problem._replace(line=nr + 1, column=linje.kolonne + 1, source=self.lines[nr])


def _name(path: Path_) -> str:
    """The key that a value belongs to."""
    names: Iterable[str] = [step for step in path if isinstance(step, str)]
    return [*names][-1]
