"""``python avbrutt.py MAPPE``: runs ``dialog`` again and again, and has a signal stop it on its way.

One process, which has loaded all that the commands need, makes a new one (fork) for each run. It
reads a line of JSON for each, and answers with one:

- ``ord``, ``i``: the words after ``dialog``, and the folder to stand in
- ``nr``, ``signal``, ``hvor``: before which operation the signal comes (0: never), of those that
  write in the folder («skriver») or of all that Python tells of («alle»)
- ``avkall``: whether it is without what root may do beyond others, with files that aren't for it
- ``stdout``, ``stderr``: «fil», «rør» (that nobody reads from), «lukket», or the path of a device

- ``selv``: whether the process itself runs them, which then remembers the templates for the others

The answer: the exit code (negative: the signal that ended it), how many operations there were, and
what was written to stdout and stderr.
"""

import contextlib
import ctypes
import gc
import io
import json
import os
import resource
import signal
import sys
from pathlib import Path

import pytest
from forstyrrelser import Forstyrrelse, forstyrret
from maler_en_gang import husk_maler

from dialoggrunnlag.cli import generer, innkalling, les, ny, plan, plankalender, sjekk, status
from dialoggrunnlag.cli.app import main as dialog
from dialoggrunnlag.cli.app import run

MINNE = 3 * 2**30  # bytes; a file without end would take all that the machine has
VENTER = 300  # seconds after which a command that waits for something is ended, as a failure
LASTET = (generer, innkalling, les, ny, plan, plankalender, sjekk, status)


class Alle(Forstyrrelse):
    """Counts every operation."""

    def __call__(self, _event, _arguments):
        self.antall += 1
        if self.antall == self.nr:
            self.hva(None)


def led(number, hvor, file):
    """Have what is written to a stream end up somewhere."""
    if hvor == "lukket":
        os.close(number)
        return
    if hvor == "rør":
        reader, writer = os.pipe()
        os.close(reader)
    else:
        path = file if hvor == "fil" else hvor
        writer = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(writer, number)


def gi_avkall():
    """Have no more rights to files than their permissions say, also as root (Linux)."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # version 3 of what the system asks for; us
    none = (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None).capset(header, none):
        raise OSError("capset")


def kjør(ønske, mappe):
    """In the new process: the command, up to its end or the signal."""
    signal.alarm(VENTER)
    os.chdir(ønske["i"])
    led(1, ønske.get("stdout", "fil"), mappe / "stdout")
    led(2, ønske.get("stderr", "fil"), mappe / "stderr")

    if ønske.get("avkall"):
        gi_avkall()

    def stopp(_path):
        os.kill(os.getpid(), getattr(signal, ønske["signal"]))

    kind = Alle if ønske.get("hvor") == "alle" else Forstyrrelse
    forstyrrelse = kind(ønske["i"], stopp, ønske.get("nr", 0), skriver=True)
    leave = os._exit

    def slutt(code):
        (mappe / "antall").write_text(str(forstyrrelse.antall), "ascii")
        leave(code)

    os._exit = slutt
    sys.argv = ["dialog", *ønske["ord"]]
    with forstyrret(forstyrrelse, alle=kind is Alle):
        dialog()


def kjør_selv(ønske):
    """In this process: the command, undisturbed; what it told, as the answer has it."""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(ønske["i"]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = run(ønske["ord"])
    return [code, 0, out.getvalue(), err.getvalue()]


def i_ny_prosess(ønske, mappe):
    """The command in a process of its own, and its answer."""
    for name in ("antall", "stdout", "stderr"):
        (mappe / name).write_bytes(b"0" if name == "antall" else b"")
    child = os.fork()
    if child == 0:
        kjør(ønske, mappe)
    _, state = os.waitpid(child, 0)
    told = [(mappe / name).read_text("utf-8") for name in ("antall", "stdout", "stderr")]
    return [os.waitstatus_to_exitcode(state), int(told[0]), *told[1:]]


def main():
    mappe = Path(sys.argv[1])
    gc.disable()  # as python -m dialoggrunnlag has it
    resource.setrlimit(resource.RLIMIT_AS, (MINNE, MINNE))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background has it ignored
    svar = os.fdopen(os.dup(1), "w", encoding="utf-8")
    husk_maler(pytest.MonkeyPatch())
    for line in sys.stdin:
        ønske = json.loads(line)
        answer = kjør_selv(ønske) if ønske.get("selv") else i_ny_prosess(ønske, mappe)
        svar.write(f"{json.dumps(answer)}\n")
        svar.flush()


if __name__ == "__main__":
    main()
