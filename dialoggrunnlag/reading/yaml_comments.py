"""What a comment has taken of a value that wasn't meant to end there: ``sted: Rom #2`` is «Rom»."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from ..disk.encoding import lines_of
from .yaml_reader import Path_, YamlFile

# Whoever means a comment writes a space after #, or has set it apart with several before it.
_SUSPICIOUS = re.compile(r"[ \t]#(?:\w|[ \t]*$)", re.MULTILINE)
_COMMENT = re.compile(r"[ \t]+#.*")
_ONE_SPACE = re.compile(r"[ \t]#(?:\w.*)?")
_A_NUMBER = re.compile(r"[ \t]+#[0-9].*")


class Tapt(NamedTuple):
    """A value with what a comment took of it, and its place among the keys."""

    path: Path_
    verdi: str
    tapt: str

    @property
    def hel(self) -> str:
        """The whole value, in the quotes that keep it so."""
        text = f"{self.verdi} {self.tapt}".strip()
        return "'{}'".format(text.replace("'", "''"))


def is_suspicious(text: str) -> bool:
    """Whether a file's text may have lost something to a comment; nearly every file has not."""
    return bool(_SUSPICIOUS.search(text))


def tapte_verdier(file: YamlFile) -> Iterator[Tapt]:
    """The values of a file that a comment has taken something of, in the file's order."""
    if not is_suspicious(file.text) or file.root is None:
        return
    lines = lines_of(file.text)
    for path, node in _plain_values(file.root, (), set()):
        end = node.end_mark
        after = lines[end.line][end.column :] if end.line < len(lines) else ""
        if _COMMENT.fullmatch(after) and _is_taken(node.value, after.rstrip()):
            yield Tapt(path, " ".join(node.value.split()), after.strip())


def _is_taken(value: str, after: str) -> bool:
    """Whether what stands after a value is more of it, and no comment that was meant."""
    if _A_NUMBER.fullmatch(after):
        return True
    if after.endswith("#"):  # C #
        return bool(value)
    return bool(_ONE_SPACE.fullmatch(after))


def _plain_values(
    node: yaml.Node, path: Path_, seen: set[int]
) -> Iterator[tuple[Path_, yaml.ScalarNode]]:
    """Every value without quotes with its place, each once where aliases lead to it again."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _plain_values(value, (*path, key.value), seen)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _plain_values(item, (*path, index), seen)
    elif isinstance(node, yaml.ScalarNode) and not node.style:
        yield path, node
