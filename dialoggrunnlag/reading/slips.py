"""Slips of the pen in a YAML file, told at the line where they are.

A YAML reader says where it could go no further, which is most often the innocent next line. Here
the lines around are corrected, one guess at a time, until the file is one that the model takes:
then it is known which line was wrong, how, and what was meant.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..disk.encoding import lines_of, place_in
from ..errors import DialogError, Problem, code_point
from ..model.verdityper import UtenforÅreneError
from . import yaml_reader
from .corrections import corrections
from .draft import Correction, Draft, Line, Stage, prose_lines
from .file_kind import FileKind
from .model_types import all_keys, keys_of_ids
from .swallowed import swallowed
from .yaml_reader import NotYamlError, Path_, YamlFile

_Details = tuple[str, Path_]
_MOST_GUESSES = 400
_MOST_WORK = 4_000_000  # characters that are read anew
_LIKELY = 5  # a correction that costs more must make the whole file right
_FURTHER = 3  # lines that the reader must come, where there is another slip
_LAST_RESORT = 19  # a correction that costs more is tried where there is no other
_MOST = 99  # more than any costs
_SLIPS = 5  # in one file
_NEAR = 9  # lines above and below the place that the reader tells
_ODD = 20  # lines that look odd, further away
_TOO_MANY = 50  # things that are wrong: no slip does that
_LARGE = 30_000  # characters of a file that is worth shortening
_MANY = 50  # entries below a key, of which most may be left out
_KEPT = 60  # lines around the places that aren't
_BREAKS = re.compile("[\x85\u2028\u2029]")


def of_unread(text: str, name: str, file_kind: FileKind, error: DialogError) -> list[Problem]:
    """What keeps a text from being read, with the slips behind it where they are found."""
    text = unicodedata.normalize("NFC", text)
    left = list(error.problems)
    told = []
    for slip in _slips(text, file_kind):
        told.append(slip.problem(name))
        left = [problem for problem in left if (problem.message, ()) in slip.after.wrong]
    if not isinstance(error, NotYamlError) or not told:
        told += left
    return sorted(told, key=lambda problem: (problem.line, problem.column))


def of_content(file: YamlFile, file_kind: FileKind, error: ValidationError) -> dict[int, Problem]:
    """The slips behind pydantic's errors, by the errors' numbers."""
    left = {number: _details(item) for number, item in _errors(error).items()}
    if not left:
        return {}
    by_number: dict[int, Problem] = {}
    for slip in _slips(file.text, file_kind):
        gone = {n: path for n, (kind, path) in left.items() if (kind, path) not in slip.after.wrong}
        problem = slip.problem(file.name)
        for path in gone.values():
            if file.problem(path, "", at_key=True).line == problem.line:
                problem = problem._replace(path=yaml_reader.describe(path))
        for number in gone:
            del left[number]
            by_number[number] = problem
    return by_number


def _errors(error: ValidationError) -> dict[int, ErrorDetails]:
    """Pydantic's errors by number, without those that only say that a value is another round's."""
    return {
        number: item
        for number, item in enumerate(error.errors(include_url=False))
        if not isinstance(item.get("ctx", {}).get("error"), UtenforÅreneError)
    }


class _State(NamedTuple):
    """How far a text is from being right: what is wrong in it, and where.

    What isn't YAML at all has one error; how far down it is counts.
    """

    stage: Stage
    wrong: tuple[_Details, ...]
    lines: tuple[int, ...]

    @property
    def distance(self) -> tuple[int, int]:
        """The less, the better."""
        if self.stage is not Stage.TEXT:
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

    @classmethod
    def of(cls, correction: Correction, source: str, after: _State) -> "_Slip":
        """The slip that a correction puts right."""
        place = (correction.nr + 1, correction.column)
        return cls(*place, correction.message, correction.remedy, source, after)

    def problem(self, name: str) -> Problem:
        """The slip as what a person is told."""
        place = (name, self.line, self.column)
        return Problem(self.message, self.remedy, *place, source=self.source)


def _details(item: ErrorDetails) -> _Details:
    """One of pydantic's errors, so that it can be known again."""
    return item["type"], item["loc"]


def _lines(error: DialogError) -> tuple[int, ...]:
    return tuple(problem.line for problem in error.problems)


def _state(text: str, file_kind: FileKind) -> _State:
    """What is wrong in a text."""
    try:
        file = yaml_reader.parse(text, "")
    except NotYamlError as error:
        return _State(Stage.TEXT, (("yaml", ()),), _lines(error))
    except DialogError as error:
        wrong: list[_Details] = [(problem.message, ()) for problem in error.problems]
        return _State(Stage.YAML, tuple(wrong), _lines(error))
    wrong, lines = [], []
    for path, problem in swallowed(file, file_kind.model):
        wrong.append((problem.message, path))
        lines.append(problem.line)
    try:
        file_kind.content_of(file)
    except ValidationError as error:
        for item in _errors(error).values():
            wrong.append(_details(item))
            lines.append(file.problem(item["loc"], "").line)
    return _State(Stage.DATA, tuple(wrong), tuple(lines))


# --- guessing -------------------------------------------------------------------------------------


def _slips(text: str, file_kind: FileKind) -> Iterator[_Slip]:
    """The slips of a text, each found with those before it put right."""
    state = _state(text, file_kind)
    lines = list(lines_of(text))
    if len(text) > _LARGE:
        shorter = _near_only(lines, state.lines)
        if _state("\n".join(shorter), file_kind) == state:
            lines = shorter
    told: set[int] = set()
    for _ in range(_SLIPS):
        if not state.wrong or len(state.wrong) > _TOO_MANY:
            return
        if _BREAKS.search(text):
            slip = _strange_break(text, file_kind, state)
            if slip:
                yield slip
                return
        found = _best(lines, file_kind, state)
        if not found:
            return
        correction, after = found
        if correction.nr in told:
            return  # what is wrong with a line that has just been put right is for the model to say
        told.add(correction.nr)
        source = lines[correction.nr]
        yield _Slip.of(correction, source, after)
        if len(correction.new_lines) != correction.end - correction.nr:
            return  # the lines below have other numbers now
        lines[correction.nr : correction.end] = correction.new_lines
        state = after


def _near_only(lines: list[str], places: tuple[int, ...]) -> list[str]:
    """The lines of a large file with what is far from the places left empty.

    That is whole schools, or other entries of which there are many.
    """
    starts: dict[int, list[int]] = {}  # of the entries, by the line of the key that they belong to
    section = 0
    for nr, line in enumerate(lines):
        if line[:1] not in ("", " ", "#"):
            section = nr
        elif re.match(r"  [^\s#-]", line):
            starts.setdefault(section, []).append(nr)
    near = {line - 1 for line in places}
    shorter = list(lines)
    for entries in starts.values():
        for start, end in pairwise(entries if len(entries) > _MANY else []):
            if not near.intersection(range(start - _KEPT, end + _KEPT)):
                shorter[start:end] = [""] * (end - start)
    return shorter


def _strange_break(text: str, file_kind: FileKind, state: _State) -> _Slip | None:
    """A line break that came along with a pasted text and breaks it where nobody sees it."""
    match = _BREAKS.search(text)
    after = _state(_BREAKS.sub(" ", text), file_kind)
    if not match or after.distance >= state.distance:
        return None
    line, column = place_in(text, match.start())
    code = code_point(match[0])
    message = f"Teksten har et linjeskift som ikke er et vanlig linjeskift ({code})."
    remedy = "Bytt det ut med et mellomrom."
    source = lines_of(text)[line - 1]
    return _Slip(line, max(1, column - 1), message, remedy, source, after)


def _best(lines: list[str], file_kind: FileKind, state: _State) -> tuple[Correction, _State] | None:
    """The correction that leaves least wrong, the likeliest of several; None where none helps."""
    length = sum(map(len, lines))
    tries = min(_MOST_GUESSES, max(10, _MOST_WORK // (length + 1)))
    best: tuple[Correction, _State] | None = None
    for correction in _guesses(lines, file_kind, state)[:tries]:
        if best and correction.cost > _enough(*best):
            return best
        mended = [*lines[: correction.nr], *correction.new_lines, *lines[correction.end :]]
        after = _state("\n".join(mended), file_kind)
        if not after.wrong:
            return correction, after
        if _is_nearer(correction, state, after) and (not best or after.distance < best[1].distance):
            best = correction, after
    return best


def _enough(correction: Correction, after: _State) -> int:
    """The cost above which nothing is tried, where a correction leaves something wrong."""
    lines = range(correction.nr + 1, correction.end + 1)
    are_values = {kind for kind, _ in after.wrong} <= {"value_error"}
    if after.stage is not Stage.DATA or not are_values or not set(after.lines) <= {*lines}:
        return _MOST
    if "[" in "".join(correction.new_lines):  # where a list is wrong, a text may be wanted
        return _LAST_RESORT
    return correction.cost


def _is_nearer(correction: Correction, before: _State, after: _State) -> bool:
    """Whether a correction is one, though there is more that is wrong."""
    if correction.cost > _LIKELY:
        return False
    if after.stage is Stage.YAML and min(abs(line - correction.nr) for line in after.lines) < _NEAR:
        return False  # it makes the same key stand twice
    if before.stage is not Stage.TEXT and not set(after.wrong) < set(before.wrong):
        return False  # it only makes another fault of it
    if after.stage is Stage.TEXT:
        return after.lines[0] > before.lines[0] + _FURTHER
    return after.distance < before.distance


def _guesses(lines: list[str], file_kind: FileKind, state: _State) -> list[Correction]:
    """What the lines around what is wrong may have been meant as, the likeliest first."""
    typed = [Line(nr, text) for nr, text in enumerate(lines)]
    ids = frozenset(re.findall(r"\bid: *([\w-]+)", "\n".join(lines)))
    keys, above_ids = all_keys(file_kind.model), keys_of_ids(file_kind.model)
    places = [line - 1 for line in state.lines[:_SLIPS]]
    told = frozenset(places if state.stage is Stage.YAML else places[:1])
    draft = Draft(typed, keys | ids, ids, above_ids, prose_lines(typed), state.stage, told)
    guesses: list[tuple[int, int, int, Correction]] = []
    for line in _suspects(draft, places):
        distance = min(abs(line.nr - place) for place in places)
        for correction in corrections(line, draft):
            guesses.append((correction.cost, distance, len(guesses), correction))
    return [correction for *_, correction in sorted(guesses)]


def _suspects(draft: Draft, places: list[int]) -> list[Line]:
    """The lines near the places, and those that look odd."""
    candidates = [line for line in draft.lines if line.nr not in draft.prose and not line.is_empty]
    numbers = [line.nr for line in candidates]
    near: set[int] = set()
    for place in places:
        index = bisect_left(numbers, place)
        near.update(numbers[max(0, index - _NEAR) : index + _NEAR])
        near.update(_where_the_block_begins(candidates[: index + 1]))
    odd = [line for line in candidates if line.nr not in near and _is_odd(line, draft)]
    odd.sort(key=lambda line: min(abs(line.nr - place) for place in places))
    return [line for line in candidates if line.nr in near] + odd[:_ODD]


def _where_the_block_begins(lines: list[Line]) -> Iterator[int]:
    """The first line of what stands further in than the last one, and the line that it is below.

    The reader finds out that it is too far in only where it ends.
    """
    if not lines:
        return
    *above, last = lines
    first = last
    for line in reversed(above):
        if line.column <= last.column:
            yield from (first.nr, line.nr)
            return
        first = line


def _is_odd(line: Line, draft: Draft) -> bool:
    """Whether a line looks like none in these files."""
    return bool(len(line.indent) % 2) or not line.looks_right(draft.keys)
