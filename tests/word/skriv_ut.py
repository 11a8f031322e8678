"""Write every document of the dialect's cases to a folder, for a validator to look at.

python tests/word/skriv_ut.py MAPPE
"""

import sys
from pathlib import Path

from lag import docx
from test_dialekt import CASES

from dialoggrunnlag.word import WordTemplate


def main(folder):
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    for number, (blocks, values, _) in enumerate(CASES.values(), 1):
        (out / f"{number:02}.docx").write_bytes(WordTemplate(docx(*blocks)).render(values))
    print(f"{len(CASES)} dokumenter i {out}")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
