"""Peak memory of a fresh process that fills one template COUNT times.

    python benchmarks/motor_minne.py COUNT

Prints ru_maxrss in kilobytes (bytes on macOS). motor.py starts it through a shell: Linux
hands the peak of the process that calls exec on to the program it becomes, and a shell's is small.
"""

import resource
import sys
from pathlib import Path

from dialoggrunnlag.innhold.bygger import lag_grunnlag
from dialoggrunnlag.innhold.grunnlag import FILTERS, values
from dialoggrunnlag.innhold.text_template import TextTemplates
from dialoggrunnlag.reading.datafiler import Datafiler
from dialoggrunnlag.reading.project import Project
from dialoggrunnlag.word import WordTemplate

ROOT = Path(__file__).resolve().parent.parent


def main(count: int) -> None:
    files = Datafiler(Project(ROOT), 2015)
    texts = TextTemplates(FILTERS)
    contents = [values(lag_grunnlag(files, id_, texts)) for id_ in files.datasett.skoler]
    template = WordTemplate(ROOT / "maler" / "dialoggrunnlag.docx", filters=FILTERS)
    for number in range(count):
        template.render(contents[number % len(contents)])
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    main(int(sys.argv[1]))
