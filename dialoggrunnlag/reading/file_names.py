"""File names that a slip or a program has made: what the files were meant to be called.

Notepad saves 2016.yaml as 2016.yaml.txt, Windows copies it to «2016 - Kopi.yaml», a browser to
«2016 (1).yaml», and OneDrive puts the name of a computer behind it where two have changed it.
"""

import re
import unicodedata
from contextlib import suppress
from pathlib import Path

# What programs alone put into a name, in any case; compiled when a name is looked at
_COPY = (
    r"(?:kopi|copy)(?: \(\d+\))? (?:av|of) (?P<of>.+)"
    r"|(?P<name>.+?)(?:"
    r"\s*\(\d+\)"
    r"|\s+[-–]\s*(?:kopi|copy)(?:\s*\(?\d+\)?)?"
    r"|\s*\([^()]*\b(?:conflict\w*|konflikt\w*|motstridende)\b[^()]*\)"
    r")"
)
# What a person may have put there as well: «-PC01», « kopi»
_COMPUTER = r"(?P<name>.+?)-(?-i:(?=[0-9-]*[A-Z])(?=.{3})[A-Z0-9]+(?:-[A-Z0-9]+)*)"
_PERHAPS = r"(?P<name>.+?)[ _-]+(?:kopi|copy)(?: ?\d+)?"

_OURS = {"yaml": "yaml", "yml": "yaml", "docx": "docx", "j2": "j2"}
_HIDDEN_PREFIXES = ("~$", ".")


def is_hidden(name: str) -> bool:
    """Whether a file isn't a person's: what Word has open, what a system keeps."""
    return name.startswith(_HIDDEN_PREFIXES)


def meant(name: str, *, loosely: bool = False) -> str:
    """The name that a file was meant to have; the same one (in NFC) where nothing is odd about it.

    ``loosely``: also without what a person may have put there by intent.
    """
    stem, *rest = (_uncopied(bit, loosely=loosely) for bit in composed(name).split("."))
    endings = [""]
    for written in rest:
        ending = _OURS.get(written.lower(), written)
        is_twice = ending in _OURS and ending == endings[-1]
        is_notepads = ending.lower() == "txt" and endings[-1] in _OURS
        if not (is_twice or is_notepads):
            endings.append(ending)
    return stem + ".".join(endings)


def is_odd(name: str) -> bool:
    """Whether a program or a slip has made the name what it is."""
    return meant(name) != composed(name)


def composed(name: str) -> str:
    """A name as it is compared: a macOS disk gives å as a with a ring after it."""
    return unicodedata.normalize("NFC", name)


def _uncopied(text: str, *, loosely: bool) -> str:
    """A part of a name without the marks of a copy, and of a copy's copy."""
    if text.isalnum():  # nothing sets the marks of a copy apart
        return text
    patterns = (_COPY, _COMPUTER, _PERHAPS) if loosely else (_COPY,)
    before = None
    while before != text:
        before, text = text, text.rstrip()
        for pattern in patterns:
            match = re.fullmatch(pattern, text, re.IGNORECASE)
            if match:
                text = match[match.lastgroup or 0]
    return text


def lookalikes(wanted: Path) -> list[str]:
    """What lies where ``wanted`` should, and was meant to be it; nothing where that can't be seen.

    Since ``wanted`` isn't there, a text file of the name is taken for it too.
    """
    names = {wanted.name}
    if wanted.suffix == ".yaml":
        names.add(f"{wanted.stem}.txt")
    found = []
    with suppress(OSError):
        for file in sorted(wanted.parent.iterdir()):
            is_one = any(is_meant_as(file.name, name) for name in names)
            if is_one and not is_hidden(file.name) and file.is_file():
                found.append(file.name)
    return found


def is_meant_as(name: str, wanted: str) -> bool:
    """Whether a file of that name was meant to be called ``wanted``."""
    return meant(name, loosely=True).casefold() == wanted.casefold()


def rename_remedy(*wanted: Path) -> str:
    """What to do where files aren't there but some that were meant to be them are; '' for none."""
    sentences: list[str] = []
    all_names: list[str] = []
    for path in wanted:
        names = lookalikes(path)
        if names:
            which = " eller ".join(f"«{name}»" for name in names)
            sentences.append(f"Gi {which} navnet {path.name}.")
            all_names += names
    return " ".join(sentences) + hint(all_names)


def hint(names: list[str]) -> str:
    """How to see the whole of names that Windows shows as if they were right."""
    ends = r"\.txt|\.(\w+)\.\1"
    if any(re.search(rf"(?:{ends})$", name, re.IGNORECASE) for name in names):
        return " Hele navnet vises når «Filetternavn» er slått på under «Vis» i Filutforsker."
    return ""
