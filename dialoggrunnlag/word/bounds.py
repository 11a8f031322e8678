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
from contextlib import contextmanager, suppress

from .growth import too_much

if sys.platform != "win32":
    import resource

# A document of 10,000 table rows takes a tenth of these
MEMORY = 512 * 2**20  # bytes more than the process has when it begins on a template
SECONDS = 5.0  # of processor time for one part of one document, or one text
_AFTERWARDS = 0.5  # of each after one that was stopped: the same template, for the next school
_AGAIN = 0.25  # seconds more, where a template's code took the first stop for an error of its own
_OWN = 1024 * 2**20  # bytes of the whole process, where only that can be limited (Windows)


VARIABLE = "DIALOG_GRENSER"  # 1: the program is bounded; 0: whoever runs it wants no bounds


class _Bounds:
    """Whether this process is bounded, and whether a template is being filled just now."""

    def __init__(self) -> None:
        self.asked = self.enforced = self.filling = False
        self.seconds = SECONDS
        self.statm = -1  # a file that tells how much memory the process has (Linux)


_bounds = _Bounds()


def enforce() -> None:
    """Bound what every template takes from now on, in this process; for programs only."""
    _bounds.asked = _bounds.enforced = True
    if sys.platform == "win32":
        from .windows_job import limit_memory  # noqa: PLC0415 - ctypes, for Windows alone

        limit_memory(_OWN)
        return
    signal.signal(signal.SIGPROF, _stop)
    _open_statm()
    os.register_at_fork(after_in_child=_open_statm)  # else it would tell of the other process


def _open_statm() -> None:
    with suppress(OSError):  # not on macOS, which doesn't keep to limits of memory either
        _bounds.statm = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)


@contextmanager
def bounded(size: int = 1) -> Iterator[None]:
    """Hold the bounds while a template is filled: it ends in MemoryError or ValueProblemError.

    ``size`` is how many times as much of the processor's time as other templates it may take.
    They hold no longer, so that what the program starts meanwhile (LibreOffice) has none.
    """
    if not _bounds.asked:
        _bounds.asked = True
        if os.environ.get(VARIABLE) == "1":
            enforce()
    is_bounded = _bounds.enforced and not _bounds.filling and sys.platform != "win32"
    # Only the main thread is told of signals
    if not is_bounded or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = _limit_memory()
    _bounds.filling = True
    signal.setitimer(signal.ITIMER_PROF, _bounds.seconds * size, _AGAIN)
    try:
        yield
    finally:
        _bounds.filling = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        if before is not None:
            resource.setrlimit(resource.RLIMIT_AS, before)


def _stop(_number: int, _frame: object) -> None:
    if _bounds.filling:
        _bounds.seconds = _AFTERWARDS
        raise too_much()


def _limit_memory() -> tuple[int, int] | None:
    """Lower the limit of the process's memory, and return what it was (None: left alone)."""
    if _bounds.statm < 0:
        return None
    pages = int(os.pread(_bounds.statm, 64, 0).split()[0])
    most = pages * resource.getpagesize() + MEMORY
    before = resource.getrlimit(resource.RLIMIT_AS)
    for limit in before:
        if limit != resource.RLIM_INFINITY and limit < most:
            return None  # somebody else has set a narrower one
    resource.setrlimit(resource.RLIMIT_AS, (most, before[1]))
    return before
