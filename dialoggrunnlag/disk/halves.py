"""Work on many things alike, the half of it in a process of its own where that is worth while."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_FEWEST = 500  # items for which a process of its own costs more than it saves


def in_halves(work: Callable[[Sequence[_Item]], _Result], items: Sequence[_Item]) -> list[_Result]:
    """What ``work`` gives of the first half of ``items`` and of the second, or of all at once.

    It must change nothing that is looked at afterwards: what the other process does to its memory
    is lost with it. What goes wrong there is left to this process, which then does that half too
    and fails as it would have done alone.
    """
    if len(items) < _FEWEST or not _is_worth_it():
        return [work(items)]
    # for large projects alone
    from multiprocessing import get_context  # noqa: PLC0415

    middle = len(items) // 2
    context = get_context("fork")
    reader, writer = context.Pipe(duplex=False)
    other = context.Process(target=_answer, args=(writer, work, items[middle:]))
    other.start()
    writer.close()
    try:
        first = work(items[:middle])
        try:
            second = reader.recv()
        except (EOFError, OSError):  # it has ended without an answer
            second = work(items[middle:])
    finally:
        other.kill()  # it is done, or nobody wants its answer any more
        other.join()
        reader.close()
    return [first, second]


def _is_worth_it() -> bool:
    """Whether there are two processors, and nothing but this thread that a copy would lack.

    Other systems than Linux can't copy a process, or not safely.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    return len(os.sched_getaffinity(0)) > 1


def _answer(
    writer: Connection, work: Callable[[Sequence[_Item]], Any], items: Sequence[_Item]
) -> None:
    """Do the work in the other process; it says nothing of what goes wrong."""
    with suppress(BaseException):
        writer.send(work(items))
