"""A project with many schools that have everything set, for the other benchmarks."""

import shutil
from pathlib import Path

from dialoggrunnlag.reading.project import Project

ROOT = Path(__file__).resolve().parent.parent
SCHOOL = "  skole-{n}:\n    navn: Skole nummer {n}\n    kortnavn: Skole {n}\n    kommune: Gol\n"
DIALOGUE = """  skole-{n}:
    dato: {day}. november 2015
    sted: Møterom {n}
    periode: tidlig
    deltakere:
      - rolle: rektor
      - navn: Navn Navnesen {n}
        rolle: elevrådsleder
    fra_skoleeier: [kvalitetsrådgiver, seksjonsleder]
    lenker:
      tilstandsrapport: https://example.no/{n}
"""


def make(folder, schools):
    """A copy of the project with ``schools`` schools instead of its own."""
    for name in ("data", "maler"):
        shutil.copytree(ROOT / name, folder / name)
    entries = "".join(SCHOOL.format(n=n) for n in range(schools))
    (folder / "data/skoler.yaml").write_text(f"skoler:\n{entries}", "utf-8")
    round_file = folder / "data/runder/2015.yaml"
    head = round_file.read_text("utf-8").split("\ndialoger:\n")[0]
    dialogues = "".join(DIALOGUE.format(n=n, day=1 + n % 28) for n in range(schools))
    round_file.write_text(f"{head}\ndialoger:\n{dialogues}", "utf-8")
    return Project(folder)
