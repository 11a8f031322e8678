"""What comes with the program: the templates, and the data of the project of 2015.

They stand once, at the top of the repository; pyproject.toml has the wheel pack them beside this
module. Who works on the program has them in their place.
"""

from collections.abc import Iterator
from pathlib import Path

from ..reading.file_names import is_hidden

# By name, here as in pyproject.toml: who works in the repository may have data of his own there
EKSEMPELFILER = ("runder/2015.yaml", "skoleeier.yaml", "skoler.yaml", "tall.yaml")
_PACKED = Path(__file__).parent / "pakket"
_REPOSITORY = Path(__file__).parent.parent.parent


def maler() -> dict[str, bytes]:
    """The templates by their paths from maler/, the word list and the common ones included."""
    return dict(_files(_folder("maler")))


def eksempeldata() -> dict[str, bytes]:
    """The data of the project of 2015 by their paths from data/."""
    folder = _folder("data")
    return {path: (folder / path).read_bytes() for path in EKSEMPELFILER}


def _folder(name: str) -> Path:
    packed = _PACKED / name
    return packed if packed.is_dir() else _REPOSITORY / name


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not is_hidden(path.name):
            yield path.relative_to(folder).as_posix(), path.read_bytes()
