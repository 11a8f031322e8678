"""Judge PDFs by an independent validator: ``python tests/sjekk_pdf.py FOLDER …``.

Every PDF in the folders must be PDF/A-2b and PDF/UA-1. Prints what is wrong; exit code 1 where
something is, or where there was nothing to judge.
"""

import sys
from pathlib import Path

import page

PROFILER = ("2b", "ua1")


def main() -> int:
    files = sorted(file for folder in sys.argv[1:] for file in Path(folder).rglob("*.pdf"))
    wrong = [
        f"{file.name}: {profile} {failure.rule_id}: {failure.message}"
        for file in files
        for profile in PROFILER
        for failure in page.validate_pdf(str(file), profile=profile).failures
    ]
    sys.stdout.write("\n".join([*wrong, f"{len(files)} PDF-er, {len(wrong)} feil\n"]))
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main())
