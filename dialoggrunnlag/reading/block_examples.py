"""What stands as a text, a list or keys where another of these is wanted, shown as it should be.

The example is the model's own; what somebody has written is put into it where that is plain.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from ..model.verdityper import ID
from .model_places import is_key
from .model_types import example_at, is_model, item_type, plain, type_at, whole_type
from .yaml_dumper import PlainDumper, as_yaml
from .yaml_reader import Path_

_LONGEST = 80  # characters of a text that is put into an example
_WIDTH = 1000  # characters of its lines: none is folded
_SOMETHING_ELSE = "Noe annet."  # a text that only keys for any text take
_BETWEEN_ITEMS = re.compile(r"\s*[,;]\s*|\s+og\s+")
_BETWEEN_PARTS = re.compile(r"\s*[,;()]\s*|\s+[-–]\s+")
_ROLE_AND_NAME = re.compile(r"([^\W\d_A-ZÆØÅ]+(?: [^\W\d_A-ZÆØÅ]+)*) ([A-ZÆØÅ].*)")


def shown(model: type[BaseModel], path: Path_, written: Any, år: int | None) -> str:
    """What should stand at a path, as YAML; an empty string where there is nothing to show."""
    wanted = type_at(model, path)
    example = example_at(model, path)
    meant = _Tolk(år).meant(wanted, example, written)
    if meant is None and _is_block(plain(wanted)):
        meant = example
    if meant is None or not path:
        return ""
    block = [meant] if isinstance(path[-1], int) else {path[-1]: meant}
    return as_yaml(block, PlainDumper, _WIDTH).rstrip("\n")


def _is_block(kind: Any) -> bool:
    return is_model(kind) or get_origin(kind) in (tuple, dict)


class _Tolk:
    """Finds what somebody meant who wrote something of another kind than is wanted.

    ``år`` is the round's year, which dates are read by.
    """

    def __init__(self, år: int | None) -> None:
        self.år = år

    def meant(self, wanted: Any, example: Any, written: Any) -> Any:
        """What somebody meant who wrote something of another kind; None where that isn't plain."""
        if isinstance(written, str) and len(written) > _LONGEST:
            return None
        if isinstance(written, list) and len(written) == 1 and isinstance(written[0], str):
            [written] = written
        kind = plain(wanted)
        meant: Any
        if get_origin(kind) is tuple:
            meant = self._as_list(kind, example, written)
        elif get_origin(kind) is dict:
            meant = _as_mapping(example, written)
        elif is_model(kind) and not takes_text(wanted):
            meant = self._as_entry(kind, example, written)
        else:
            meant = _as_text(written)
        if _is_id(example) and not _is_id(meant):  # any text is let through there
            return None
        return meant if meant is not None and self._takes(wanted, meant) else None

    def _as_list(self, kind: Any, example: Any, written: Any) -> list[Any] | None:
        """The items of a list: a text that lists them, or the keys of the only one."""
        item = item_type(kind)
        if isinstance(written, dict) and plain(item) is str:
            return list(written)
        if isinstance(written, dict):
            return [written]
        if not isinstance(written, str):
            return None
        if not is_model(plain(item)) or _is_id(example):
            return _BETWEEN_ITEMS.split(written)
        if takes_text(item):  # a text with commas in it
            return [written]
        return self._entries(plain(item), example[0] if example else {}, written)

    def _entries(
        self, kind: type[BaseModel], example: dict[str, Any], written: str
    ) -> list[Any] | None:
        """The entries that a text lists.

        Each begins with a name, or with what no key is left for in the one before.
        """
        has_names = "navn" in kind.model_fields
        entries: list[dict[str, Any]] = []
        for part in _parts_of_all(written):
            key = ""
            if entries and not (has_names and part[:1].isupper()):
                key = self._key_for(kind, entries[-1], part)
            if not key:
                entries.append({})
                key = self._key_for(kind, entries[-1], part)
            if not key:
                return None
            entries[-1][key] = part
        return [_completed(kind, example, entry) for entry in entries]

    def _as_entry(
        self, kind: type[BaseModel], example: dict[str, Any] | None, written: Any
    ) -> dict[str, Any] | None:
        """The keys of an entry: the parts of a text, each at the key that takes it."""
        if isinstance(written, list):
            return _merged(written)
        if not isinstance(written, str):
            return None
        entry: dict[str, Any] = {}
        for part in _parts(written):
            if part in kind.model_fields and self._is_yes_or_no(kind, part):
                entry[part] = "ja"
                continue
            key = self._key_for(kind, entry, part)
            if not key:
                return None
            entry[key] = part
        return _completed(kind, example or {}, entry)

    def _key_for(self, kind: type[BaseModel], entry: dict[str, Any], part: str) -> str:
        """The key of an entry that a part of a text belongs at: first those that take few texts."""
        for_any_text = []
        for key, field in kind.model_fields.items():
            if key in entry or not self._takes(whole_type(field), part):
                continue
            if not self._takes(whole_type(field), _SOMETHING_ELSE):
                return key
            for_any_text.append(key)
        if "navn" in for_any_text and len(for_any_text) > 1:
            if part[:1].isupper() and not entry:
                return "navn"
            if part[:1].islower():  # a name has a capital
                for_any_text.remove("navn")
        return for_any_text[0] if for_any_text else ""

    def _is_yes_or_no(self, kind: type[BaseModel], key: str) -> bool:
        wanted = whole_type(kind.model_fields[key])
        return self._takes(wanted, "ja") and not self._takes(wanted, _SOMETHING_ELSE)

    def _takes(self, wanted: Any, value: Any) -> bool:
        """Whether a value is right for a type."""
        return _is_right(wanted, value, self.år)


def _is_id(value: Any) -> bool:
    """Whether a value is an id, or a list of ids."""
    if isinstance(value, list):
        return bool(value) and all(map(_is_id, value))
    return isinstance(value, str) and bool(ID.fullmatch(value)) and value == value.lower()


def _as_text(written: Any) -> str | None:
    """The text that a list stands for, or a key with a value: a text with a colon."""
    if isinstance(written, str):
        return written
    if isinstance(written, list) and all(isinstance(item, str) for item in written):
        return ", ".join(written)
    if isinstance(written, dict) and len(written) == 1:
        [(key, value)] = written.items()
        if isinstance(value, str):
            return value if is_key(key) else f"{key}: {value}"
    return None


def _as_mapping(example: dict[str, Any], written: Any) -> dict[str, Any] | None:
    """Keys with values: a text is the first value, or the first key where it may be one."""
    if isinstance(written, list):
        return _merged(written)
    if not isinstance(written, str):
        return None
    key, value = next(iter(example.items()))
    if _is_id(written):
        return {written: value}
    return {key: written}


def _merged(items: list[Any]) -> dict[str, Any] | None:
    """The keys of a list's items together, where no two are the same."""
    merged: dict[str, Any] = {}
    for item in items:
        if not isinstance(item, dict) or merged.keys() & item.keys():
            return None
        merged |= item
    return merged


def _parts(text: str) -> list[str]:
    """The parts of a text that tells of one thing: «rektor Kari Drammensen» are two."""
    match = _ROLE_AND_NAME.fullmatch(text)
    if match:
        return [match[2], match[1]]
    return [part for part in _BETWEEN_PARTS.split(text) if part]


def _parts_of_all(text: str) -> Iterator[str]:
    """The parts of a text that lists several things, all in a row."""
    for listed in _BETWEEN_ITEMS.split(text):
        yield from _parts(listed)


def _completed(
    kind: type[BaseModel], example: dict[str, Any], entry: dict[str, Any]
) -> dict[str, Any]:
    """An entry with the keys that it must have, in the model's order."""
    completed = {}
    for key, field in kind.model_fields.items():
        if key in entry:
            completed[key] = entry[key]
        elif field.is_required() and key in example:
            completed[key] = example[key]
    return completed


def takes_text(wanted: Any) -> bool:
    """Whether any text is right for a type."""
    return _is_right(wanted, _SOMETHING_ELSE, None)


def _is_right(wanted: Any, value: Any, år: int | None) -> bool:
    """Whether a value is right for a type."""
    try:
        _adapter(wanted).validate_python(value, context={"år": år})
    except ValidationError:
        return False
    return True


@lru_cache(maxsize=200)
def _adapter(wanted: Any) -> TypeAdapter[Any]:
    return TypeAdapter(wanted)
