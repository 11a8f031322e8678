"""A limit to this process's memory in Windows: a job object of its own."""

import ctypes
from contextlib import suppress
from typing import Any

_EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
_PROCESS_MEMORY, _CHILDREN_GO_FREE = 0x100, 0x1000  # JOB_OBJECT_LIMIT_…


class Limits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION, with names for what is used here."""

    _fields_ = (
        ("times", ctypes.c_int64 * 2),
        ("flags", ctypes.c_uint32),
        ("working_set", ctypes.c_size_t * 2),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("classes", ctypes.c_uint32 * 2),
        ("io", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("others", ctypes.c_size_t * 3),
    )


def limit_memory(most: int) -> None:
    """Have Windows refuse this process more than ``most`` bytes; what it starts is left free.

    Where Windows won't, the process is as unbounded as any other program.
    """
    with suppress(OSError, AttributeError):
        kernel: Any = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]
        for name in ("CreateJobObjectW", "GetCurrentProcess"):
            getattr(kernel, name).restype = ctypes.c_void_p
        job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
        limits = Limits(flags=_PROCESS_MEMORY | _CHILDREN_GO_FREE, process_memory=most)
        size = ctypes.sizeof(limits)
        if kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), size):
            kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))
