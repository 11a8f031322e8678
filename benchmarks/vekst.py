"""How the time of ``dialog generer --alle`` grows with the number of schools.

    python benchmarks/vekst.py [--tidel] [--krev]

Whole processes, in projects of 1,000 and of 10,000 schools (``--tidel``: 100 and 1,000): all
documents new, and once more with nothing changed. With ``--krev`` the exit code is 1 where ten
times the schools take more than eleven times as long.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from stort_prosjekt import make

LIMIT = 11.0


def run(folder, project):
    """Seconds of one run, and the most memory that any child has had so far, in MB."""
    command = [sys.executable, "-m", "dialoggrunnlag", "generer", "--alle"]
    command += ["--prosjekt", str(project.folder), "--ut", str(folder)]
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    took = time.perf_counter() - start
    return took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main():
    few = 100 if "--tidel" in sys.argv else 1000
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    rows = []
    with tempfile.TemporaryDirectory() as work:
        for schools in (few, few * 10):
            project = make(Path(work) / f"prosjekt-{schools}", schools)
            out = Path(work) / f"ut-{schools}"
            new, _ = run(out, project)
            unchanged, memory = run(out, project)
            rows.append((schools, new, unchanged, memory))
    print("skoler      nye   uendret   mest minne")
    for schools, new, unchanged, memory in rows:
        print(f"{schools:6} {new:6.2f} s  {unchanged:6.2f} s   {memory:6.0f} MB")
    ratios = [rows[1][1] / rows[0][1], rows[1][2] / rows[0][2]]
    print(f"ti ganger så mange skoler: nye {ratios[0]:.1f} ganger så lang tid, ", end="")
    print(f"uendret {ratios[1]:.1f} (lovet: høyst {LIMIT:g})")
    return 0 if max(ratios) <= LIMIT or "--krev" not in sys.argv else 1


if __name__ == "__main__":
    sys.exit(main())
