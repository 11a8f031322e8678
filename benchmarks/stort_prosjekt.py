"""A project with many schools as a round has them, for the other benchmarks.

Most schools have everything set. Some are written to in nynorsk, have no date or are cancelled,
and some have agreements from the year before or have had this year's dialogue already.
"""

import shutil
from datetime import date, timedelta
from pathlib import Path

from dialoggrunnlag.model.norsk import Dato
from dialoggrunnlag.reading.project import Project

ROOT = Path(__file__).resolve().parent.parent
SCHOOL = """  skole-{n}:
    navn: Skole nummer {n}
    kortnavn: Skole {n}
    målform: {målform}
    kontakt:
      epost: kontakt-{n}@example.no
"""
DIALOGUE = """  skole-{n}:
    dato: {dato}
    sted: Møterom {n}
    periode: tidlig
    deltakere:
      - navn: Rektor Rektorsen {n}
        epost: rektor-{n}@example.no
      - rolle: elevrådsleder
    fra_skoleeier:
      - rolle: kvalitetsrådgiver
        navn: Rådgiver Rådgiversen {n}
    lenker:
      tilstandsrapport: https://example.no/{n}
"""
SUMMARY = """skole: skole-{n}
runde: {år}
dato: 3. november {år}
til_stede: [Rektor Rektorsen {n}]
oppnådd: Flere fullfører.
mål:
  - id: {år}-1
    mål: Flere fullfører Vg1
    tiltak: Tettere oppfølging av elevene
    ansvarlig: Rektor Rektorsen {n}
    frist: 1. mars {neste}
    status: i gang
  - id: {år}-2
    mål: Bedre vurdering
    ansvarlig: Rektor Rektorsen {n}
    støtte: Kurs for lærerne
    frist: 1. juni {neste}
"""
_FIRST_DAY = date(2015, 1, 12)
_WEEKS = 40


def make(folder, schools):
    """A copy of the project with ``schools`` schools instead of its own."""
    for name in ("data", "maler"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "vedlegg").mkdir()
    (folder / "vedlegg/kunnskapsgrunnlag.csv").write_text("år;fullført\n2014;81,5\n", "utf-8")
    owner = folder / "data/skoleeier.yaml"
    address = "kontor: Fylkesutdanningssjefens kontor\nepost: kontor@example.no\n"
    owner.write_text(owner.read_text("utf-8").replace("kontor:\n", address), "utf-8")
    entries = "".join(map(_school, range(schools)))
    (folder / "data/skoler.yaml").write_text(f"skoler:\n{entries}", "utf-8")
    round_file = folder / "data/runder/2015.yaml"
    head = round_file.read_text("utf-8").split("\ndialoger:\n")[0]
    basis = "  - id: kunnskapsgrunnlag\n"
    head = head.replace(basis, f"{basis}    fil: vedlegg/kunnskapsgrunnlag.csv\n")
    dialogues = "".join(map(_dialogue, range(schools)))
    round_file.write_text(f"{head}\ndialoger:\n{dialogues}", "utf-8")
    return Project(folder)


def add_summaries(project, schools):
    """What every tenth school agreed the year before, and every fiftieth in this year's round."""
    for år, step in ((2014, 10), (2015, 50)):
        project.summary_file(år, "skole-0").parent.mkdir(parents=True)
        for n in range(0, schools, step):
            text = SUMMARY.format(n=n, år=år, neste=år + 1)
            project.summary_file(år, f"skole-{n}").write_text(text, "utf-8")


def move_some(project):
    """Let every hundredth dialogue be held elsewhere: what was made of it is out of date."""
    path = project.round_file(2015)
    text = path.read_text("utf-8")
    path.write_text(text.replace("17\n    periode", "17 B\n    periode"), "utf-8")


def _school(n):
    return SCHOOL.format(n=n, målform="nynorsk" if n % 4 == 1 else "bokmål")


def _dialogue(n):
    """A dialogue on a weekday; every tenth school has no date, and some are cancelled."""
    week, weekday = divmod(n % (5 * _WEEKS), 5)
    dato = Dato(_FIRST_DAY + timedelta(weeks=week, days=weekday))
    entry = DIALOGUE.format(n=n, dato="" if n % 10 == 9 else dato)
    return f"{entry}    avlyst: ja\n" if n % 50 == 8 else entry
