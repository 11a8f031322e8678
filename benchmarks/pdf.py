"""26 PDFs in one batch: ``dialog generer --pdf`` against a bare ``soffice --convert-to pdf``.

    python benchmarks/pdf.py [--krev]

The same 26 Word files, which lie there before the clock starts; whole processes, in turn, each
with a fresh profile; the median of several rounds. Ours are PDF/A-2b and PDF/UA-1, the bare ones
plain PDF. With ``--krev`` the exit code is 1 where the promise isn't kept, and what nothing is
promised of, the Word files made as well, is not measured.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dialoggrunnlag.pdf import office

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, LIMIT = 5, 1.3
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
KINDS = ("--dokument", "dialoggrunnlag", "--dokument", "dagsorden")


def seconds(command):
    start = time.perf_counter()
    subprocess.run(
        command, check=True, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return time.perf_counter() - start


def main() -> int:
    program = office.find()
    if program is None:
        sys.exit("LibreOffice is needed for this one.")
    krev = "--krev" in sys.argv
    times = {"bart": [], "dialog": []} | ({} if krev else {"med Word-filene": []})
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        dialog = [
            *(sys.executable, "-m", "dialoggrunnlag", "generer", "--alle", *KINDS),
            *("--prosjekt", str(ROOT), "--ut", str(work / "ut")),
        ]
        seconds(dialog)
        words = sorted((work / "ut/2015").glob("*.docx"))
        assert len(words) == 26
        for number in range(ROUNDS + 1):
            profile = f"-env:UserInstallation={(work / f'profil{number}').as_uri()}"
            bare = [str(program), profile, "--headless", "--convert-to", "pdf"]
            took = {"bart": seconds([*bare, "--outdir", str(work / "bare"), *map(str, words)])}
            for pdf in (work / "ut/2015").glob("*.pdf"):
                pdf.unlink()
            took["dialog"] = seconds([*dialog, "--pdf"])
            assert len(list((work / "ut/2015").glob("*.pdf"))) == 26
            if not krev:
                for path in (work / "ut/2015").glob("*-2015-*"):
                    path.unlink()
                took["med Word-filene"] = seconds([*dialog, "--pdf"])
            if number:  # the first round warms the disk cache
                for key, value in took.items():
                    times[key].append(value)
    medians = {key: statistics.median(values) for key, values in times.items()}
    print(f"soffice --convert-to pdf, 26 filer      {medians['bart']:5.2f} s")
    print(f"dialog generer --pdf, de samme 26       {medians['dialog']:5.2f} s")
    if not krev:
        print(f"dialog generer --pdf, Word-filene med   {medians['med Word-filene']:5.2f} s")
    ratio = medians["dialog"] / medians["bart"]
    print(f"forhold: {ratio:.2f} (lovet: høyst {LIMIT})")
    return 0 if ratio <= LIMIT or not krev else 1


if __name__ == "__main__":
    sys.exit(main())
