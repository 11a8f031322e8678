"""When to look again: saved files, each save once however the editor does it."""

from __future__ import annotations

import os
import re
import sys
import threading
from typing import TYPE_CHECKING, NamedTuple

from .network import network_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from watchfiles import Change

_FINISHED = 150  # ms without another event, after which a save is over
_LONGEST = 1_600  # ms after which is looked anyway, where events never end
_TICK = 500  # ms between two quiet ticks
_POLL = 1_000  # ms between two looks at the files
# Lock files of Word, LibreOffice and Emacs, and what editors (and we) write first and then rename
_PASSING = re.compile(
    r"~\$|\.~lock\.|\.#|\.dialog-|~WR[LD]|4913$|.*(?:\.(?:tmp|sw[a-z]|bak|part)|~)$"
)


class Mode(NamedTuple):
    """How changes are seen: told by the system, or by looking at the files now and then.

    ``drive`` is the network drive's type, where that is why.
    """

    poll: bool
    drive: str = ""


def choose_mode(folders: Sequence[Path], env: Mapping[str, str], *, poll: bool) -> Mode:
    """How to see changes; WATCHFILES_FORCE_POLLING means what it means to watchfiles."""
    forced = env.get("WATCHFILES_FORCE_POLLING", "").lower()
    if poll or forced:
        return Mode(poll or forced not in ("false", "disable", "disabled"))
    drive = next(filter(None, map(network_type, folders)), "")
    return Mode(bool(drive), drive)


def is_passing(name: str) -> bool:
    """Whether a file of this name is an editor's own, gone when the save is done."""
    return bool(_PASSING.match(name))


class Changes:
    """The changes below some folders; ``own`` is a folder that our own documents go to.

    ``untold`` is called with what the system said where it can't tell of changes.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        mode: Mode,
        *,
        own: Callable[[], Path | None],
        untold: Callable[[Exception], None],
        stop: threading.Event | None = None,
    ) -> None:
        self.folders, self._own = folders, own
        self._untold, self._poll = untold, mode.poll
        self._stop = stop or threading.Event()
        delay = os.environ.get("WATCHFILES_POLL_DELAY_MS", "")
        self._delay = (int(delay) if delay.isdecimal() else _POLL) / 1000

    def __iter__(self) -> Iterator[bool]:
        """True after a save, False now and then where nothing has happened since.

        The first is True: what was saved before the watch began is seen as well.
        """
        while not self._stop.is_set():
            if self._poll or not all(map(os.path.isdir, self.folders)):
                yield from self._by_polling()
                continue
            try:
                yield from self._from_system()
            except (OSError, RuntimeError) as error:  # watchfiles' own is a RuntimeError
                if all(map(os.path.isdir, self.folders)):
                    self._poll = True
                    self._untold(error)

    def _from_system(self) -> Iterator[bool]:
        """What watchfiles tells, as long as the folders are the ones it began with."""
        from watchfiles import watch  # costs start-up time

        before = self._identities()
        first = True
        for changes in watch(
            *self.folders,
            watch_filter=self._counts,
            debounce=_LONGEST,
            step=_FINISHED,
            rust_timeout=_TICK,
            yield_on_timeout=True,
            force_polling=False,
            ignore_permission_denied=True,
            stop_event=self._stop,
        ):
            if self._identities() != before:  # a folder was replaced: nothing tells of the new one
                return
            yield bool(changes) or first
            first = False

    def _by_polling(self) -> Iterator[bool]:
        """What the files themselves tell; returns when the system can tell of them again.

        notify's own polling compares whole seconds, and misses the second of two quick saves.
        """
        seen, changed = self._snapshot(), False
        yield True
        while not self._stop.wait(self._delay):
            now = self._snapshot()
            if now != seen:  # perhaps in the middle of a save
                seen, changed = now, True
                continue
            yield changed
            changed = False
            if not self._poll and all(map(os.path.isdir, self.folders)):
                return

    def _counts(self, _: Change, path: str) -> bool:
        if is_passing(os.path.basename(path)):
            return False
        own = self._own()
        return own is None or not f"{path}{os.sep}".startswith(f"{os.path.realpath(own)}{os.sep}")

    def _identities(self) -> list[tuple[int, int] | None]:
        return [_identity(folder) for folder in self.folders]

    def _snapshot(self) -> dict[str, tuple[int, int, int]]:
        """Time, size and number of every file that counts."""
        found = {}
        for folder in self.folders:
            for path in _files(os.path.realpath(folder)):
                if self._counts(None, path):  # type: ignore[arg-type]
                    try:
                        status = os.stat(path)
                    except OSError:  # gone between the two looks
                        continue
                    found[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
        return found


def advice(error: Exception) -> str:
    """What to do about a system that can't tell of changes ('' where nobody knows)."""
    if sys.platform == "linux" and re.search(r"os error (?:24|28)|limit", str(error)):
        return "Øk fs.inotify.max_user_instances og fs.inotify.max_user_watches med sysctl."
    return ""


def _files(folder: str) -> Iterator[str]:
    for where, _, names in os.walk(folder):
        yield from (os.path.join(where, name) for name in names)


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return status.st_dev, status.st_ino
