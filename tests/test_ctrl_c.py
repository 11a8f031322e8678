"""Ctrl-C while the program is loaded ends it without a traceback, as later."""

import subprocess
import sys

_LOADING = """
import builtins
real = builtins.__import__
def interrupted(name, *rest):
    if name.endswith("cli.app"):
        raise KeyboardInterrupt
    return real(name, *rest)
builtins.__import__ = interrupted
import dialoggrunnlag.__main__
"""


def test_ctrl_c_while_modules_are_loaded_shows_no_traceback():
    words = [sys.executable, "-c", _LOADING]
    done = subprocess.run(words, check=False, capture_output=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
