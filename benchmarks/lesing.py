"""Reading and checking 1,000 schools against libyaml's bare CSafeLoader, in one run.

    python benchmarks/lesing.py [--krev]

Times, in turn, yaml.load of the three files with CSafeLoader, and what ``dialog`` does with
them: text with places, the checked model, the rules across the files, every school's content
and the named checks of ``dialog sjekk`` (the holiday library's import not counted). With
``--krev`` the exit code is 1 above 6 times the bare reader.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import yaml
from stort_prosjekt import make

from dialoggrunnlag.innhold.bygger import lag_grunnlag
from dialoggrunnlag.innhold.grunnlag import FILTERS, text_fields
from dialoggrunnlag.innhold.tekster import check_texts
from dialoggrunnlag.innhold.text_template import TextTemplates
from dialoggrunnlag.kontroller.kontroll import Data
from dialoggrunnlag.kontroller.register import advarsler
from dialoggrunnlag.reading.datafiler import Datafiler

SCHOOLS, ROUNDS, LIMIT = 1000, 11, 6.0


def timed(function):
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def main():
    with tempfile.TemporaryDirectory() as work:
        project = make(Path(work) / "prosjekt", SCHOOLS)
        paths = (project.schools_file, project.owner_file, project.round_file(2015))

        def bare():
            for path in paths:
                yaml.load(path.read_bytes(), yaml.CSafeLoader)

        def ours():
            files = Datafiler(project, 2015)
            assert len(files.datasett.skoler) == SCHOOLS
            assert not files.faulty
            texts = TextTemplates(FILTERS)
            assert not check_texts(files, texts, text_fields(files.nøkkeltall))
            contents = {id_: lag_grunnlag(files, id_, texts) for id_ in files.ids()}
            assert advarsler(Data(files, contents))

        bare()
        ours()
        times = [(timed(bare), timed(ours)) for _ in range(ROUNDS)]
    theirs, own = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"CSafeLoader alene   {theirs * 1000:7.1f} ms")
    print(f"lest og sjekket     {own * 1000:7.1f} ms")
    print(f"forhold: {own / theirs:.2f} (lovet: høyst {LIMIT:g})")
    return 0 if own / theirs <= LIMIT or "--krev" not in sys.argv else 1


if __name__ == "__main__":
    sys.exit(main())
