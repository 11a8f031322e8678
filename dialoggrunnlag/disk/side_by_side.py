"""Work on the files of very many schools, on all the machine's cores, in the schools' order."""

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from .writing import note_unflushed, take_unflushed

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

_Given = TypeVar("_Given")
_Work = Callable[[Sequence[str]], Iterator[_Given]]

MANY = 500  # items; fewer are done before other processes could help
BATCH = 50  # items that a process takes at a time
_ROOM = 2**20  # bytes that a process may give before we ask for them
_MOST = 8  # processes: each has a part of the memory of its own


def side_by_side(
    work: _Work[_Given], items: Sequence[str], meanwhile: Callable[[], None] | None = None
) -> Iterator[_Given]:
    """What ``work`` gives of ``items``, in their order.

    ``meanwhile`` is what this process does first: while the others work, where there are any.
    Of many, one process for each core takes its share of the batches, in turn. The processes are
    copies of this one (fork), with all that it has read; what they change in memory is lost, but
    not what they give. All have ended when this does, whether or not everything was asked for.
    """
    meanwhile = meanwhile or _nothing
    if len(items) < MANY or _cores() == 1:
        meanwhile()
        yield from work(items)
        return
    batches = [items[at : at + BATCH] for at in range(0, len(items), BATCH)]
    count = min(_cores(), _MOST)
    helpers: list[_Helper] = []
    try:
        for number in range(count):
            helpers.append(_started(work, batches[number::count], helpers))
        meanwhile()
        for number, batch in enumerate(batches):
            given: list[_Given] | None = _received(helpers[number % count].pipe)
            # A process may have been ended, or never begun, or run out of memory: the batch is ours
            yield from work(batch) if given is None else given
    finally:
        for helper in helpers:
            helper.pipe.close()
        for helper in helpers:  # it ends not later than when it has done its batch
            if helper.process.pid:
                helper.process.join()


def _nothing() -> None:
    """What this process does while the others work, where nothing is said."""


def _cores() -> int:
    """How many processes can work at once; 1 where they can't be made of this one.

    Of the systems that have fork, macOS has libraries that don't bear it.
    """
    if not hasattr(os, "sched_getaffinity") or sys.platform == "darwin":
        return 1
    if threading.active_count() > 1:  # another thread may hold what nobody would release
        return 1
    return len(os.sched_getaffinity(0))


class _Helper(NamedTuple):
    """A process that works for this one, and the pipe that what it gives comes through."""

    process: "ForkProcess"
    pipe: "Connection"


def _started(
    work: _Work[_Given], batches: Sequence[Sequence[str]], others: Sequence[_Helper]
) -> _Helper:
    """One more process, which works on those batches; ``others`` are those that there are."""
    from fcntl import F_SETPIPE_SZ, fcntl  # noqa: PLC0415 - Linux alone
    from multiprocessing import get_context  # noqa: PLC0415 - for very many schools alone

    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    with suppress(OSError):  # the work needn't wait for what we do meanwhile
        fcntl(theirs.fileno(), F_SETPIPE_SZ, _ROOM)
    # What it inherits of pipes to read from would keep the other processes alive
    inherited = [ours, *(helper.pipe for helper in others)]
    process = context.Process(target=_help, args=(work, batches, theirs, inherited), daemon=True)
    with suppress(OSError):  # no more processes, or no more memory, to be had
        process.start()
    theirs.close()
    return _Helper(process, ours)


def _help(
    work: _Work[_Given],
    batches: Sequence[Sequence[str]],
    pipe: "Connection",
    inherited: Sequence["Connection"],
) -> None:
    """Work as one of the processes: it ends when nobody reads what it gives any more."""
    with suppress(BaseException):  # whoever started us does the batch, and tells of what is wrong
        for other in inherited:
            other.close()
        for batch in batches:
            pipe.send((list(work(batch)), take_unflushed()))


def _received(pipe: "Connection") -> list[_Given] | None:
    """What a process gives of its next batch; None where it is no more."""
    try:
        given, unflushed = pipe.recv()
    except (EOFError, OSError):
        return None
    note_unflushed(unflushed)
    return list(given)
