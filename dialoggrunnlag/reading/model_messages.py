"""What pydantic says of a file that isn't as the model wants it, in Norwegian, with its place."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..errors import InvalidError, Problem, did_you_mean, likeliest
from ..model.runde import Runde
from ..model.skole import Skoleeierfil, Skolefil
from ..model.verdityper import UtenforÅreneError
from . import block_examples
from .file_kind import FileKind
from .model_places import Sted, belongs_at, entry_belongs_at, is_key, known_by
from .model_types import is_model, keys_at, plain, type_at
from .yaml_reader import Path_, YamlFile, describe

_WRONG_KIND = {"list_type", "tuple_type", "model_type", "dict_type", "model_attributes_type"}


def problems_of(
    file: YamlFile, file_kind: FileKind, error: ValidationError
) -> Iterator[tuple[int, ErrorDetails, Problem]]:
    """Pydantic's errors, each with its number and its problem in the file."""
    return _Oversetter(file, file_kind.model, file_kind.år).all_of(error)


def not_keys(file: YamlFile, model: type[BaseModel]) -> Problem:
    """The problem of a file that is empty, or that isn't keys with values."""
    what = "er tom" if file.data is None else "skal bestå av nøkler og verdier"
    keys = ", ".join(key for key, field in model.model_fields.items() if field.is_required())
    return Problem(f"Filen {what}.", f"Skriv nøklene: {keys}.", file.name, 1, 1)


def is_at_key(details: ErrorDetails) -> bool:
    """Whether it is the key that is wrong, which pydantic says with «[key]» after it."""
    if details["type"] in ("extra_forbidden", "missing"):  # there it is the key's own name
        return False
    return len(details["loc"]) > 1 and details["loc"][-1] == "[key]"


class _Oversetter(NamedTuple):
    """Puts what pydantic says of a file in Norwegian; ``år`` is the year of its round."""

    file: YamlFile
    model: type[BaseModel]
    år: int | None

    def all_of(self, error: ValidationError) -> Iterator[tuple[int, ErrorDetails, Problem]]:
        """Each error with its problem; a key that is only misspelt isn't missing as well."""
        all_details = error.errors(include_url=False)
        told: set[Path_] = set()  # keys that must be there, but are told as something else
        for details in all_details:
            if details["type"] == "extra_forbidden":
                above = details["loc"][:-1]
                told.add((*above, self._meant_by(details)))
                if self._is_text_with_colon(details):
                    told |= {(*above, missing) for missing in keys_at(self.model, above)}
        for number, details in enumerate(all_details):
            if details["type"] != "missing" or details["loc"] not in told:
                yield number, details, self._problem_of(details)

    def _problem_of(self, details: ErrorDetails) -> Problem:
        path, at_key = details["loc"], is_at_key(details)
        if at_key:
            path = path[:-1]
        message, remedy = self._words(path, details)
        if details["type"] == "missing":
            path = path[:-1]
        at_key = at_key or details["type"] == "extra_forbidden"
        problem = self.file.problem(path, message, remedy, at_key=at_key)
        if details["type"] == "value_error" and not isinstance(details["input"], list | dict):
            problem = _cut_short_by_comment(problem)
        if remedy.startswith("Skriv ["):  # it shows the list already
            return problem
        if not at_key and _is_of_wrong_kind(details, type_at(self.model, path)):
            return problem._replace(example=self._example(path, details["input"]))
        if self._is_text_with_colon(details):
            text = f"{path[-1]}, {details['input']}"
            return problem._replace(example=self._example(path[:-1], text))
        return problem

    def _words(self, path: Path_, details: ErrorDetails) -> tuple[str, str]:
        """The message and the remedy."""
        message, remedy = details["msg"], ""
        cause = details.get("ctx", {}).get("error")
        if isinstance(cause, InvalidError):  # of the model's own readers and rules
            message, remedy = cause.message, cause.remedy
        match details["type"]:
            case "list_type" | "tuple_type":
                message = "Her skal det stå en liste."
                remedy = "Skriv hvert punkt på sin egen linje, med «- » foran."
            case "too_short":
                message = "Her må det stå minst ett punkt."
                remedy = "Skriv det, eller hent filen tilbake med git."
            case "missing":
                message, remedy = f"Nøkkelen «{path[-1]}» mangler.", "Skriv den her."
            case "extra_forbidden":
                message = f"Ukjent nøkkel «{path[-1]}»."
                remedy = self._instead_of(details)
            case "model_type" | "dict_type" | "model_attributes_type":
                message = "Her skal det stå nøkler med verdier."
                remedy = _possible(keys_at(self.model, path))
            case "literal_error":
                message, remedy = _not_one_of(details)
        return message, remedy

    def _instead_of(self, details: ErrorDetails) -> str:
        """What to do with an unknown key: its right name, its right place, or all names."""
        *above, key = details["loc"]
        key, path = str(key), tuple(above)
        meant = self._meant_by(details)
        if meant:
            return f"Mente du «{meant}»?"
        place = entry_belongs_at(key, details["input"], self.model, path)
        if place:
            return f"Den hører hjemme under «{describe(place)}»; rett innrykket."
        sted = belongs_at(key, self.model, path)
        if sted:
            return self._hører_hjemme(key, sted)
        keys = keys_at(self.model, path)
        return did_you_mean(key, keys) or _possible(keys)

    def _is_text_with_colon(self, details: ErrorDetails) -> bool:
        """Whether an unknown key is all that an item of a list has: «- Lunsj: 45 min»."""
        *above, key = details["loc"]
        if details["type"] != "extra_forbidden" or not above or not isinstance(above[-1], int):
            return False
        item = self._value_at(above)
        return (
            isinstance(item, dict)
            and len(item) == 1
            and isinstance(details["input"], str)
            and not _meant_key(str(key), keys_at(self.model, above))
        )

    def _meant_by(self, details: ErrorDetails) -> str:
        """The key that was likely meant by an unknown one, of those that aren't there."""
        *above, key = details["loc"]
        possible = self._unused_keys(above)
        if isinstance(details["input"], str) and is_key(str(key)):  # «dato», not «datoer»
            possible = [one for one in possible if not self._wants_keys((*above, one))]
        return _meant_key(str(key), possible)

    def _wants_keys(self, path: Path_) -> bool:
        """Whether only keys with values may stand at a path."""
        wanted = type_at(self.model, path)
        return is_model(plain(wanted)) and not block_examples.takes_text(wanted)

    def _unused_keys(self, path: Iterable[str | int]) -> list[str]:
        """The keys that the model allows at a path and the file doesn't have there."""
        used = self._value_at(path)
        return [key for key in keys_at(self.model, path) if key not in used]

    def _value_at(self, path: Iterable[str | int]) -> Any:
        """What a file has at a path that it has."""
        value: Any = self.file.data
        for step in path:
            value = value[step]
        return value

    def _example(self, path: Path_, written: Any) -> str:
        """What should stand at a path, as far in as what stands there."""
        example = block_examples.shown(self.model, path, written, self.år)
        if not example:
            return ""
        at = self.file.problem(path, "", at_key=True)
        before = at.source[: at.column - 1]
        if isinstance(path[-1], int):
            before = before.removesuffix("- ")
        if before.strip(" -"):  # in the midst of a line, such as one with { and }
            before = before[: len(before) - len(before.lstrip())]
        indent = " " * len(before)
        return "\n".join(f"{indent}{line}" for line in example.splitlines())

    def _hører_hjemme(self, key: str, sted: Sted) -> str:
        *above, name = sted.path
        where = f"under «{describe(above)}»" if above else "ytterst, uten innrykk"
        if sted.model is not self.model:
            where = f"i {_file_name(sted.model, self.år)}, {where}"
        called = "Den" if name == key else f"Den heter «{name}», og"
        return f"{called} hører hjemme {where}."


def _cut_short_by_comment(problem: Problem) -> Problem:
    """The problem of a value, with the comment that has taken something of it, if one has."""
    match = re.match(r"[^'\"].*?[ \t](#\w.*)", problem.source[problem.column - 1 :])
    if not match:
        return problem
    remedy = f"«{match[1]}» blir lest som en kommentar; sett hele verdien i anførselstegn."
    return problem._replace(remedy=f"{problem.remedy} {remedy}")


def _is_of_wrong_kind(details: ErrorDetails, wanted: Any) -> bool:
    """Whether a text, a list or keys stand where another of these is wanted."""
    if isinstance(details.get("ctx", {}).get("error"), UtenforÅreneError):
        return False  # years are, but not the round's
    if details["type"] in _WRONG_KIND:
        return True
    if details["type"] != "value_error":
        return False
    if isinstance(details["input"], dict):  # what has keys has broken a rule
        return not is_model(plain(wanted)) or block_examples.takes_text(wanted)
    return isinstance(details["input"], list)


def _possible(keys: list[str]) -> str:
    return f"Mulige nøkler: {', '.join(keys)}." if keys else "Skriv hver nøkkel på sin egen linje."


def _meant_key(key: str, keys: list[str]) -> str:
    """The one of the keys that was likely meant by one that isn't there; else nothing."""
    return known_by(key, keys) or likeliest(key, keys)


def _file_name(model: type[BaseModel], år: int | None) -> str:
    names: dict[Any, str] = {Skolefil: "data/skoler.yaml", Skoleeierfil: "data/skoleeier.yaml"}
    names[Runde] = f"data/runder/{år}.yaml" if år else "rundens fil"
    return names[model]


def _not_one_of(details: ErrorDetails) -> tuple[str, str]:
    """A value that isn't one of the words that its key may have."""
    allowed = re.findall(r"'(.*?)'", details["ctx"]["expected"])
    choices = f"Skriv {allowed[-1]}, eller ta bort nøkkelen."
    if len(allowed) > 1:
        choices = f"Skriv {', '.join(allowed[:-1])} eller {allowed[-1]}."
    written = details["input"]
    if not isinstance(written, str):
        return "Her skal det stå ett ord.", choices
    return f"«{written}» er ikke en mulig verdi.", did_you_mean(written, allowed) or choices
