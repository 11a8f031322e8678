"""What is wrong in a file of the project: slips of the pen where they explain it, else the rest.

Loading this takes time, and nothing that is right needs it: ``datafiler`` loads it when something
is wrong.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..errors import DialogError, Problem
from . import model_messages, slips
from .file_kind import FileKind
from .model_types import is_model, item_type, plain, type_at
from .swallowed import swallowed
from .yaml_reader import Path_, YamlFile


class Fault(NamedTuple):
    """One thing that is wrong, where the model has it, and what it is of pydantic's, if any."""

    path: Path_
    problem: Problem
    details: ErrorDetails | None = None

    @property
    def is_at_key(self) -> bool:
        """Whether it is the key that is wrong, not what stands there."""
        return self.details is not None and model_messages.is_at_key(self.details)

    @property
    def is_unknown_key(self) -> bool:
        """Whether the model knows no such key there."""
        return self.details is not None and self.details["type"] == "extra_forbidden"


def in_unread(text: str, name: str, file_kind: FileKind, error: DialogError) -> list[Problem]:
    """What keeps a text from being read as YAML."""
    return slips.of_unread(text, name, file_kind, error)


def in_no_keys(file: YamlFile, file_kind: FileKind) -> Problem:
    """What is wrong with a file that is empty, or that isn't keys with values."""
    return model_messages.not_keys(file, file_kind.model)


def in_content(file: YamlFile, file_kind: FileKind, error: ValidationError | None) -> list[Fault]:
    """What is wrong in a file that has keys; ``error`` is what pydantic says of it, if anything."""
    found = [Fault(*one) for one in swallowed(file, file_kind.model)]
    if error:
        told = {fault.problem.line for fault in found}
        found += _told_by_the_model(file, file_kind, error, told)
    return found


def _told_by_the_model(
    file: YamlFile, file_kind: FileKind, error: ValidationError, told: set[int]
) -> Iterator[Fault]:
    """Pydantic's errors, or the slips behind them; ``told`` are the lines that are told already."""
    explained = slips.of_content(file, file_kind, error)
    for number, details, problem in model_messages.problems_of(file, file_kind, error):
        slip = explained.get(number)
        has_no_value = details["input"] is None and problem.line in told  # «&Rom» is a name alone
        if has_no_value or (slip and slip.line in told):
            continue
        if slip is None or _breaks_a_rule(details, type_at(file_kind.model, details["loc"])):
            yield Fault(details["loc"], problem, details)
        else:
            example = _whole_example(problem, details["input"])
            yield Fault(details["loc"], slip._replace(example=example), details)


def _breaks_a_rule(details: ErrorDetails, wanted: Any) -> bool:
    """Whether a block has its keys, but not what the model wants of them together."""
    kind = plain(wanted)
    if not is_model(kind) and item_type(kind) is None:
        return False  # a block where a text is wanted
    return details["type"] == "value_error" and isinstance(details["input"], dict | list)


def _whole_example(problem: Problem, block: Any) -> str:
    """How a block should stand, where all that stands there is in it; '' where it isn't."""
    if not isinstance(block, dict | list):
        return ""
    words = re.findall(r"[^\s{}\[\]',]+", str(block))
    return problem.example if all(word in problem.example for word in words) else ""
