"""When to look again: saved files, each save once however the editor does it.

The files themselves are looked at, now and then: that costs less than half a millisecond, and sees
what no system tells of (a file server, a folder shared with a virtual machine).
"""

import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

_INTERVAL = 0.5  # seconds between two looks
_LONGEST = 4  # looks at a save that never ends, after which it counts all the same
# Lock files of Word, LibreOffice and Emacs, and what editors (and we) write first and then rename
_PASSING = re.compile(
    r"~\$|\.~lock\.|\.#|\.dialog-|~WR[LD]|4913$|.*(?:\.(?:tmp|sw[a-z]|bak|part)|~)$"
)


def is_passing(name: str) -> bool:
    """Whether a file of this name is an editor's own, gone when the save is done."""
    return bool(_PASSING.match(name))


def pause() -> None:
    """Wait until it is time for another look."""
    time.sleep(_INTERVAL)


class Changes:
    """The changes below some folders; ``own`` is a folder that our own documents go to."""

    def __init__(self, folders: Sequence[Path], *, own: Callable[[], Path | None]) -> None:
        self._folders, self._own = folders, own

    def __iter__(self) -> Iterator[bool]:
        """True after a save, False now and then where nothing has happened since.

        A save is over when two looks see the same. The first is True: what was saved before the
        watch began is seen as well.
        """
        seen = self._look()
        changed_looks = 0
        yield True
        while True:
            pause()
            files = self._look()
            if files != seen and changed_looks < _LONGEST:
                seen = files
                changed_looks += 1
                continue
            is_saved = files != seen or changed_looks > 0
            seen = files
            changed_looks = 0
            yield is_saved

    def _look(self) -> dict[str, tuple[int, int, int]]:
        """Time, size and number of every file that counts."""
        own = self._own()
        visited = {os.path.realpath(own)} if own else set()
        files = {}
        for folder in self._folders:
            for path in _files(os.path.realpath(folder), visited):
                try:
                    status = os.stat(path)
                except OSError:  # gone since its folder was read
                    continue
                files[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
        return files


def _files(folder: str, visited: set[str]) -> Iterator[str]:
    """The files below a folder that count, those behind links too; each folder once."""
    if folder in visited:
        return
    visited.add(folder)
    try:
        entries = list(os.scandir(folder))
    except OSError:  # it isn't there, or isn't for us
        return
    for entry in entries:
        if os.path.isdir(entry.path):  # entry.is_dir() raises at a link to itself
            yield from _files(os.path.realpath(entry.path), visited)
        elif not is_passing(entry.name):
            yield entry.path
