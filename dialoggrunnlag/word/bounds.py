"""What filling one template may take of the process: memory, and processor time.

growth.py keeps values small. What a single step can make of small values is without end
(a format, a replacement, a table of translations), so that guarding each would never be done:
there the operating system says stop, and the template's error is told at its tag like any other.

A library has no business with the limits and signals of the process that it is used in: a program
asks for it, with ``enforce`` or, before it has imported any of this, in its environment.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .growth import GrowthError, too_much

if sys.platform != "win32":
    import resource

# A document of 10,000 table rows takes a tenth of these
MEMORY = 768 * 2**20  # bytes more than the process has when it fills its first template
SECONDS = 5.0  # of processor time for one document or text
ALL = 60.0  # of it for all of them in a run
_LEAST = 0.2  # what each may take in any case, which isn't counted
_AGAIN = 0.1  # seconds more, where a template's code took the first stop for an error of its own
_OWN = 1024 * 2**20  # bytes of the whole process, where only that can be limited (Windows)

VARIABLE = "DIALOG_GRENSER"  # 1: the program is bounded; 0: whoever runs it wants no bounds


class _Bounds:
    """Whether this process is bounded, and whether a template is being filled just now."""

    def __init__(self) -> None:
        self.asked = self.enforced = self.filling = False
        self.each, self.all = SECONDS, ALL  # seconds that are left for one, and for all together
        # The limit of the process's memory as it is, and while a template is filled
        self.memory: tuple[tuple[int, int], tuple[int, int]] | None = None

    def spend(self, seconds: float, *, in_vain: bool) -> None:
        """Note the processor time that a document or text has taken.

        A template that grows without end for one school does so for all: what has been taken in
        vain is taken off what each may take, so that nobody waits as long for all the others.
        """
        counted = max(0.0, seconds - _LEAST)
        self.all = max(0.0, self.all - counted)
        if in_vain:
            self.each = max(_LEAST, self.each - counted)


_bounds = _Bounds()


def enforce() -> None:
    """Bound what every template takes from now on, in this process; for programs only.

    Like ``signal.signal``, it is called in the main thread. Only templates that are filled there
    are bounded in time.
    """
    _bounds.asked = _bounds.enforced = True
    if sys.platform == "win32":
        from .windows_job import limit_memory  # noqa: PLC0415 - ctypes, for Windows alone

        limit_memory(_OWN)
        return
    signal.signal(signal.SIGPROF, _stop)
    _bounds.memory = _limits_of_memory()


@contextmanager
def bounded(size: int = 1) -> Iterator[None]:
    """Hold the bounds while a template is filled: past them it ends in MemoryError or GrowthError.

    ``size`` is how many times as much of the processor's time as other templates it may take.
    They hold no longer, so that what the program starts meanwhile (LibreOffice) has none.
    """
    if not _is_to_be_bounded():
        yield
        return
    most = min(_bounds.each * size, _bounds.all + _LEAST)
    in_vain = False
    try:
        try:
            _bounds.filling = True
            if _bounds.memory:
                resource.setrlimit(resource.RLIMIT_AS, _bounds.memory[1])
            signal.setitimer(signal.ITIMER_PROF, most, _AGAIN)
            yield
        except (GrowthError, MemoryError):
            in_vain = True
            raise
        finally:
            _bounds.filling = False
    finally:  # also where the time was up just before the line above
        _bounds.filling = False
        unused, _ = signal.setitimer(signal.ITIMER_PROF, 0)
        _bounds.spend(most - unused, in_vain=in_vain)
        if _bounds.memory:
            resource.setrlimit(resource.RLIMIT_AS, _bounds.memory[0])


def _is_to_be_bounded() -> bool:
    """Whether a template that is filled now gets bounds, and isn't filled within another."""
    if threading.current_thread() is not threading.main_thread():
        return False  # only the main thread is told of signals
    if not _bounds.asked:
        _bounds.asked = True
        if os.environ.get(VARIABLE) == "1":
            enforce()
    return _bounds.enforced and not _bounds.filling and sys.platform != "win32"


def _stop(_number: int, _frame: object) -> None:
    if _bounds.filling:
        raise too_much()


def _limits_of_memory() -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The limit of the process's memory, and the lower one (None: it is left alone)."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    except OSError:  # macOS, which doesn't keep to limits of memory either
        return None
    most = pages * resource.getpagesize() + MEMORY
    before = resource.getrlimit(resource.RLIMIT_AS)
    for limit in before:
        if limit != resource.RLIM_INFINITY and limit < most:
            return None  # somebody else has set a narrower one
    return before, (most, before[1])
