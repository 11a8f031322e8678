"""Charts: the engine against docx (npm) and its ChartDataPatch, on the same template, in one run.

    python benchmarks/diagram.py [--krev]

The template has four charts, drawn as Word draws them, with five school years and three series
each. What is timed is the way from the template to the finished .docx as bytes in memory, both
engines warm, each reused as its documentation has it. First the documents' charts are compared,
figure by figure: nothing is measured before they say the same. What one chart costs is told by a
document with four of them and one with none.

Then the whole program: `dialog generer --alle` for the kunnskapsgrunnlag of 13 schools with four
charts each, and the same with a template that leaves them out. The figures are invented. It is
processor time, the two in turn, for the machine may have other things to do.

With ``--krev`` the exit code is 1 where a promise of docs/ytelse.md isn't kept.
"""

import io
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import yaml
from docxtemplater_peer import NotInstalledError, install
from lxml import etree

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.append(str(ROOT / "tests" / "word"))

from diagram_mal import C, diagram, etiketter, farge, mal, serie, tegnet  # noqa: E402
from lag import p  # noqa: E402

from dialoggrunnlag.word import Chart, WordTemplate  # noqa: E402

MOST_A_CHART = 0.5e-3  # seconds
MOST_OF_DOCX = 1 / 20
MOST_OF_WITHOUT = 1.3  # times the whole program's time without charts
ROUNDS, A_TURN = 20, 10
RUNS = 9
WARM = 300  # V8 needs long to get going
ÅR = [f"{year}–{year - 1999}" for year in range(2021, 2026)]
SERIES = {
    "Skolen": [5.1, 4.8, None, 4.2, 3.9],
    "Fylket": [4.4, 4.5, 4.3, 4.4, 4.1],
    "Landet": [3.8, 3.7, 3.9, 3.6, 3.5],
}
SKOLEÅR = [f"{year}-{year - 1999}" for year in range(2010, 2015)]
NØKKELTALL = """\
  {id}:
    navn: {id}
    enhet: prosent
    sammenlign: [fylket, landet]
    kilde: Oppdiktede tall
    fil: tall/oppdiktet.csv
"""
# A program that forbids writing bytecode must not hide that an installed one has it
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
KINDS = ("barChart", "lineChart", "barChart", "lineChart")


def template() -> bytes:
    """A template with four charts of three series, each with labels and a colour of its own."""
    series = [
        serie(number, utseende=farge(f"accent{number + 1}") + etiketter()) for number in range(3)
    ]
    charts = [diagram(kind, *series, tittel="Tittel") for kind in KINDS]
    blocks = [p(tegnet(f"{{{{ d{n} }}}}", nummer=n)) for n in range(1, len(KINDS) + 1)]
    return mal([p("Diagrammer"), *blocks], *charts)


class DocxPeer:
    """A warm node process that makes documents when asked."""

    def __init__(self, source: Path, work: Path) -> None:
        series = [{"name": name, "values": values} for name, values in SERIES.items()]
        charts = {f"d{n}": {"categories": ÅR, "series": series} for n in range(1, len(KINDS) + 1)}
        (work / "data.json").write_text(json.dumps(charts), "utf-8")
        command = (shutil.which("node"), HERE / "docx_peer.mjs", source, work / "data.json")
        self._process = subprocess.Popen(
            list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def make(self, count: int, save: Path | None = None) -> list[float]:
        """Seconds that each of ``count`` documents took, as node's own clock has it."""
        question = {"count": count, "save": str(save) if save else None}
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("docx sluttet uten svar")
        return [milliseconds / 1000 for milliseconds in json.loads(answer)]

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=10)


class Ours:
    """The engine, filling four charts, or leaving all of them out."""

    def __init__(self, data: bytes, *, filled: bool) -> None:
        self._template = WordTemplate(data)
        chart = Chart(ÅR, SERIES, alt="Skolen ligger over fylket og landet.") if filled else None
        self._values = {f"d{n}": chart for n in range(1, len(KINDS) + 1)}

    def make(self, count: int, save: Path | None = None) -> list[float]:
        """Seconds that each of ``count`` documents took."""
        times, document = [], b""
        for _ in range(count):
            start = time.perf_counter()
            document = self._template.render(self._values)
            times.append(time.perf_counter() - start)
        if save:
            save.write_bytes(document)
        return times


def said(data: bytes) -> list[list[str]]:
    """What the charts of a document say, chart by chart: names, categories and figures."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.startswith("word/charts/chart")]
        roots = [etree.fromstring(archive.read(name)) for name in sorted(names)]
    return [
        [point.text for series in root.iter(f"{{{C}}}ser") for point in series.iter(f"{{{C}}}v")]
        for root in roots
    ]


def main() -> int:
    try:
        install()
    except NotInstalledError as error:
        print(f"docx lot seg ikke installere: {error}")
        return 1 if "--krev" in sys.argv else 0
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        data = template()
        (work / "mal.docx").write_bytes(data)
        peer = DocxPeer(work / "mal.docx", work)
        engines = {"fylt": Ours(data, filled=True), "uten": Ours(data, filled=False), "docx": peer}
        try:
            took = measure(engines, work)
        finally:
            peer.close()
        took |= measure_program(work)
    return report(took)


def measure(engines: dict[str, Ours | DocxPeer], work: Path) -> dict[str, float]:
    """Median seconds a document, the engines taking turns."""
    for name in ("fylt", "docx"):
        engines[name].make(WARM, work / f"{name}.docx")
    ours, theirs = (said((work / f"{name}.docx").read_bytes()) for name in ("fylt", "docx"))
    if ours != theirs:
        raise SystemExit(f"diagrammene sier ikke det samme: {ours[0]} {theirs[0]}")
    times: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(ROUNDS):
        for name, engine in engines.items():
            times[name] += engine.make(1 + A_TURN)[1:]  # the first one costs more, after the wait
    return {name: statistics.median(found) for name, found in times.items()}


def measure_program(work: Path) -> dict[str, float]:
    """Median processor seconds of `dialog generer --alle`, with four charts each and without."""
    projects = {"alle": work / "med", "alle uten": work / "uten"}
    for project in projects.values():
        make_project(project)
    leave_charts_out(projects["alle uten"] / "maler" / "kunnskapsgrunnlag.docx")
    times: dict[str, list[float]] = {name: [] for name in projects}
    for run in range(1 + RUNS):
        for name, project in projects.items():
            shutil.rmtree(project / "ut", ignore_errors=True)
            seconds = processor_seconds(project)
            if run:  # the first one writes the bytecode
                times[name].append(seconds)
    return {name: statistics.median(found) for name, found in times.items()}


def make_project(project: Path) -> None:
    """This project's data and templates, with four invented key figures of every school."""
    for folder in ("data", "maler"):
        shutil.copytree(ROOT / folder, project / folder)
    ids = [f"tall{number}" for number in range(1, len(KINDS) + 1)]
    entries = "".join(NØKKELTALL.format(id=id_) for id_ in ids)
    (project / "data" / "tall.yaml").write_text(f"nøkkeltall:\n{entries}", "utf-8")
    schools = yaml.safe_load((ROOT / "data" / "skoler.yaml").read_text("utf-8"))["skoler"]
    rows = ["skole;nøkkeltall;skoleår;verdi;antall"]
    for place, unit in enumerate([*schools, "Fylket", "Landet"]):
        for id_ in ids:
            for number, skoleår in enumerate(SKOLEÅR):
                rows.append(f"{unit};{id_};{skoleår};{40 + (7 * place + 3 * number) % 20},5;300")
    (project / "data" / "tall").mkdir()
    (project / "data" / "tall" / "oppdiktet.csv").write_text("\n".join(rows), "utf-8")


def leave_charts_out(path: Path) -> None:
    """The template with a condition around its chart that never holds."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    if body.count("{% if nt.diagram %}") != 1:
        raise SystemExit(f"{path.name} har ikke lenger «if nt.diagram» rundt diagrammet")
    parts["word/document.xml"] = body.replace("{% if nt.diagram %}", "{% if false %}").encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


def processor_seconds(project: Path) -> float:
    """What a process of the program takes to make all schools' documents."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [
            *(sys.executable, "-m", "dialoggrunnlag", "generer", "--alle"),
            *("--dokument", "kunnskapsgrunnlag", "--prosjekt", str(project)),
        ],
        check=True,
        env=ENVIRONMENT,
        capture_output=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def report(took: dict[str, float]) -> int:
    """Print what was measured; returns the exit code."""
    a_chart = (took["fylt"] - took["uten"]) / len(KINDS)
    share = took["fylt"] / took["docx"]
    print("| fire diagrammer, varmt | dialoggrunnlag | docx (npm) | andel (lovet) |")
    print("|---|--:|--:|--:|")
    print(f"| ett dokument | {took['fylt'] * 1000:.2f} ms | {took['docx'] * 1000:.2f} ms |", end="")
    print(f" 1/{1 / share:.1f} (1/{1 / MOST_OF_DOCX:.0f}) |")
    print(f"\nEtt diagram koster {a_chart * 1000:.2f} ms (lovet: høyst {MOST_A_CHART * 1000} ms)")
    of_without = took["alle"] / took["alle uten"]
    print(
        f"\n`generer --alle`, 13 skoler med fire diagrammer hver: {took['alle'] * 1000:.0f} ms, "
        f"uten diagrammene {took['alle uten'] * 1000:.0f} ms, {of_without:.2f} ganger "
        f"(lovet: høyst {MOST_OF_WITHOUT})"
    )
    broken = []
    if of_without > MOST_OF_WITHOUT:
        broken.append(f"fire diagrammer tar {of_without:.2f} ganger tiden uten")
    if a_chart > MOST_A_CHART:
        broken.append(f"ett diagram koster {a_chart * 1000:.2f} ms")
    if share > MOST_OF_DOCX:
        broken.append(f"{share:.3f} av tiden til docx")
    for promise in broken:
        print(f"BRUTT LØFTE: {promise}")
    return 1 if broken and "--krev" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
