"""The Word engine against docxtpl and docxtemplater: the same templates and data, one run.

    python benchmarks/motor.py [--krev] [--tidel]

What is timed is the way from a template that is ready to the finished .docx as bytes in memory,
each engine reused as its documentation has it, none touching the disk. Each has a warm process of
its own, they take turns, and the figures are medians. First the documents' texts are compared:
nothing is measured before the three say the same. The peers' dialects are rewritten from ours by
the script (docxtpl_peer.py, docxtemplater_peer.py).

With ``--krev`` the exit code is 1 where a promise of docs/ytelse.md isn't kept; with ``--tidel``
tables and documents are a tenth and the rounds few, for CI.
"""

import contextlib
import io
import multiprocessing
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

import docx
import jinja2
from docx.oxml.ns import qn
from docxtemplater_peer import Docxtemplater, NotInstalledError, install
from docxtpl_peer import as_docxtpl_template
from motor_maler import tabelldata, tabellmal, vanlig_mal

from dialoggrunnlag.innhold.bygger import lag_grunnlag
from dialoggrunnlag.innhold.grunnlag import FILTERS, values
from dialoggrunnlag.innhold.text_template import TextTemplates
from dialoggrunnlag.reading.datafiler import Datafiler
from dialoggrunnlag.reading.project import Project
from dialoggrunnlag.word import WordTemplate

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
TENTH = "--tidel" in sys.argv
OURS, DOCXTPL, DOCXTEMPLATER = "dialoggrunnlag", "docxtpl", "docxtemplater"
LIMITS = {DOCXTPL: 1 / 30, DOCXTEMPLATER: 1 / 4}
ROUNDS = 3 if TENTH else 20  # turns that each engine gets
SIZES = (10, 100, 1_000) if TENTH else (10, 100, 1_000, 10_000)
GROWTH = 1.5  # at most so much more time per row in the largest table than in the one of 100
DOCUMENTS = (100, 1_000 if TENTH else 10_000)
MEMORY = 3.0  # MB that the two may differ
MEMORY_ROUNDS = 1 if TENTH else 3
WARM = {OURS: 20, DOCXTPL: 3, DOCXTEMPLATER: 60 if TENTH else 300}  # V8 needs long to get going
A_TURN = {OURS: 50, DOCXTPL: 5, DOCXTEMPLATER: 20}  # small documents made in one turn


class Job(NamedTuple):
    name: str
    template: Path
    values: dict[str, object]


Prepare = Callable[[Job, Path], Callable[[], bytes]]


class Engine(Protocol):
    """Makes documents in a warm process of its own."""

    def make(self, job: str, count: int, save: Path | None = None) -> list[float]: ...

    def close(self) -> None: ...


Engines = dict[str, Engine]


def ål() -> dict[str, object]:
    files = Datafiler(Project(ROOT), 2015)
    return values(lag_grunnlag(files, "ål", TextTemplates(FILTERS)))


def with_dialoggrunnlag(job: Job, _work: Path) -> Callable[[], bytes]:
    template = WordTemplate(job.template, filters=FILTERS)
    return lambda: template.render(job.values)


def with_docxtpl(job: Job, work: Path) -> Callable[[], bytes]:
    """One DocxTemplate and one environment for all documents; render reloads the template."""
    from docxtpl import DocxTemplate

    rewritten = work / f"{job.name}-docxtpl.docx"
    as_docxtpl_template(job.template, rewritten)
    peer = DocxTemplate(io.BytesIO(rewritten.read_bytes()))
    environment = jinja2.Environment(autoescape=True)

    def make() -> bytes:
        peer.render(job.values, environment, autoescape=True)
        out = io.BytesIO()
        peer.save(out)
        return out.getvalue()

    return make


class PythonEngine:
    """An engine in a warm process of its own, where nobody else's garbage is collected."""

    def __init__(self, prepare: Prepare, jobs: list[Job], work: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._jobs = {job.name: job for job in jobs}
        self._process = context.Process(target=_serve, args=(theirs, prepare, work))
        self._process.start()
        theirs.close()

    def make(self, job: str, count: int, save: Path | None = None) -> list[float]:
        """Seconds that each of ``count`` documents took."""
        self._ours.send((self._jobs.pop(job, None), count, save))
        return self._ours.recv()

    def close(self) -> None:
        self._ours.close()
        self._process.join(timeout=10)


def _serve(connection, prepare: Prepare, work: Path) -> None:
    """Answer for one job at a time; the process holds no other job's data."""
    make = None
    with contextlib.suppress(EOFError):
        while True:
            job, count, save = connection.recv()
            make = prepare(job, work) if job else make
            times, document = [], b""
            for _ in range(count):
                start = time.perf_counter()
                document = make()
                times.append(time.perf_counter() - start)
            if save:
                save.write_bytes(document)
            connection.send(times)


def check_same(job: Job, engines: Engines, work: Path) -> None:
    """See that the engines' documents say the same; nothing is measured before they do."""
    said = {}
    for name, engine in engines.items():
        engine.make(job.name, 1, work / "ut.docx")
        said[name] = texts((work / "ut.docx").read_bytes())
    for name, found in said.items():
        if found != said[OURS]:
            pairs = zip(said[OURS], found, strict=False)
            differing = [pair for pair in pairs if pair[0] != pair[1]]
            raise SystemExit(f"{job.name}: {name} sier noe annet: {differing[:3]}")


def texts(data: bytes) -> list[str]:
    """The texts of the paragraphs that have any, header, footer and the document's title too."""
    document = docx.Document(io.BytesIO(data))
    section = document.sections[0]
    stories = (document.element.body, section.header._element, section.footer._element)
    found = (
        "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for story in stories
        for paragraph in story.iter(qn("w:p"))
    )
    return [document.core_properties.title, *(text for text in found if text.strip())]


def in_turn(job: Job, engines: Engines, rounds: int, a_turn: dict[str, int]) -> dict[str, float]:
    """Median seconds a document, the engines taking turns.

    A turn's first document isn't counted: for all of them it costs more, after the wait.
    """
    times: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(rounds):
        for name, engine in engines.items():
            times[name] += engine.make(job.name, 1 + a_turn[name])[1:]
    return {name: statistics.median(took) for name, took in times.items()}


def one_document(jobs: list[Job], engines: Engines, work: Path) -> list[str]:
    """Measure and print single documents; gives the broken promises."""
    broken, names = [], list(engines)
    print("| ett dokument, varmt |", *(f"{name} |" for name in names), end="")
    print("", *(f"andel av {name} (lovet) |" for name in names[1:]))
    print("|---|" + "--:|" * (2 * len(names) - 1))
    for job in jobs:
        check_same(job, engines, work)
        in_turn(job, engines, 1, WARM)
        took = in_turn(job, engines, ROUNDS, A_TURN)
        ratios = {name: took[OURS] / took[name] for name in names[1:]}
        print(f"| {job.name} |", *(f"{took[name] * 1000:.2f} ms |" for name in names), end="")
        print("", *(f"1/{1 / r:.1f} (1/{1 / LIMITS[name]:.0f}) |" for name, r in ratios.items()))
        broken += [
            f"{job.name}: {ratio:.3f} av tiden til {name}, lovet {LIMITS[name]}"
            for name, ratio in ratios.items()
            if ratio > LIMITS[name]
        ]
    return broken


def tables(jobs: dict[int, Job], engines: Engines, work: Path) -> list[str]:
    """Measure and print tables of growing length; gives the broken promises."""
    broken, per_row = [], {}
    print("\n| rader |", *(f"{name} | per rad |" for name in engines))
    print("|--:|" + "--:|" * (2 * len(engines)))
    for rows, job in jobs.items():
        check_same(job, engines, work)
        many = max(1, min(20, 1_000 // rows))  # no turn much longer than for a thousand rows
        a_turn = {OURS: max(4, many), DOCXTPL: max(1, many // 10), DOCXTEMPLATER: many}
        in_turn(job, engines, 1 if rows > 1_000 else 2, a_turn)
        took = in_turn(job, engines, 3 if TENTH else 5 if rows > 1_000 else 10, a_turn)
        # How time grows is the engine's own: the fastest of many, which nothing else held up.
        per_row[rows] = min(engines[OURS].make(job.name, 1 + 2 * a_turn[OURS])[1:]) / rows
        print(f"| {rows} |", end="")
        print("", *(f"{t * 1000:.2f} ms | {t / rows * 1e6:.1f} µs |" for t in took.values()))
        if took[OURS] > took[DOCXTPL]:
            broken.append(f"{rows} rader: tregere enn docxtpl")
    growth = per_row[SIZES[-1]] / per_row[100]
    print(f"\nTid per rad, {SIZES[-1]} mot 100 rader: {growth:.2f} (lovet: høyst {GROWTH})")
    if growth > GROWTH:
        broken.append(f"tid per rad vokser {growth:.2f} ganger, lovet {GROWTH}")
    return broken


def memory() -> list[str]:
    """Measure and print peak memory, each figure in a fresh process; gives the broken promises."""
    unit = 1 if sys.platform == "darwin" else 1024
    peaks: dict[int, list[float]] = {count: [] for count in DOCUMENTS}
    for _ in range(MEMORY_ROUNDS):
        for count, found in peaks.items():
            command = (sys.executable, str(HERE / "motor_minne.py"), str(count))
            shell = ("/bin/sh", "-c", '"$@"; exit $?', "sh")  # see motor_minne.py
            done = subprocess.run([*shell, *command], check=True, capture_output=True, text=True)
            found.append(int(done.stdout) * unit / 2**20)
    few, many = (statistics.median(found) for found in peaks.values())
    print("\n| dokumenter fra samme mal | høyeste minnebruk |\n|--:|--:|")
    print(f"| {DOCUMENTS[0]} | {few:.1f} MB |\n| {DOCUMENTS[1]} | {many:.1f} MB |")
    print(f"\nForskjell i minne: {many - few:+.1f} MB (lovet: høyst {MEMORY:.0f} MB)")
    kept = abs(many - few) <= MEMORY
    return [] if kept else [f"minnet er {many - few:+.1f} MB etter {DOCUMENTS[1]} dokumenter"]


def main() -> int:
    broken = []
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        work = Path(folder)
        ordinary, table = work / "vanlig.docx", work / "tabell.docx"
        documents = [
            Job("dialoggrunnlag for Ål", ROOT / "maler" / "dialoggrunnlag.docx", ål()),
            Job("vanlig, tre sider", ordinary, vanlig_mal(ordinary)),
        ]
        tabellmal(table)
        grown = {rows: Job(f"{rows} rader", table, tabelldata(rows)) for rows in SIZES}
        jobs = [*documents, *grown.values()]
        engines: Engines = {
            OURS: PythonEngine(with_dialoggrunnlag, jobs, work),
            DOCXTPL: PythonEngine(with_docxtpl, jobs, work),
        }
        for engine in engines.values():
            stack.callback(engine.close)
        version = "ikke målt"
        try:
            version = install()
            node_jobs = {job.name: (job.template, job.values) for job in jobs}
            engines[DOCXTEMPLATER] = Docxtemplater(node_jobs, work)
            stack.callback(engines[DOCXTEMPLATER].close)
        except NotInstalledError as error:
            print(f"docxtemplater lot seg ikke installere og er ikke med: {error}\n")
            broken.append("docxtemplater er ikke målt")
        print(f"Python {platform.python_version()}, docxtpl {_version('docxtpl')},", end=" ")
        print(f"docxtemplater {version}, {os.cpu_count()} kjerner\n")
        broken += one_document(documents, engines, work)
        broken += tables(grown, engines, work)
    broken += memory()
    for promise in broken:
        print(f"BRUTT LØFTE: {promise}")
    return 1 if broken and "--krev" in sys.argv else 0


def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)


if __name__ == "__main__":
    sys.exit(main())
