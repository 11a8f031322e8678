"""Ctrl-C while dates are looked for ends the program at once, as everywhere else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from hjelp import REPO

# The program, with a model that the solver takes minutes for in place of the project's
PROGRAM = """
import sys; sys.path.insert(0, "tests")
from datorunder import runde
from dialoggrunnlag.cli import app, finndatoer
from dialoggrunnlag.datoer import forklaring, highs
from dialoggrunnlag.datoer.frist import Frist
kjør = highs._kjør
def løst(solver):
    print("begynner", flush=True)
    kjør(solver)
highs._kjør = løst
spillerom = forklaring._ikke_to_på_en_dag(99)
finndatoer.åpnet = lambda *_: forklaring._billigst(runde(50, 8, 1, 0.5, 2), spillerom, Frist(300))
sys.argv = ["dialog", "datoer"]
app.main()
"""


@pytest.mark.treg
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send to another process")
def test_ctrl_c_while_the_solver_runs():
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=REPO, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert program.stdout.readline() == b"begynner\n"
    program.send_signal(signal.SIGINT)
    ut, feil = program.communicate(timeout=20)
    assert (program.returncode, ut, feil) == (130, b"", b"")
