"""Charts: the engine against docx (npm) and its ChartDataPatch, on the same template, in one run.

    python benchmarks/diagram.py [--krev]

The template has four charts, drawn as Word draws them, with five school years and three series
each. What is timed is the way from the template to the finished .docx as bytes in memory, both
engines warm, each reused as its documentation has it. First the documents' charts are compared,
figure by figure: nothing is measured before they say the same. What one chart costs is told by a
document with four of them and one with none.

With ``--krev`` the exit code is 1 where a promise of docs/ytelse.md isn't kept.
"""

import io
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from docxtemplater_peer import NotInstalledError, install
from lxml import etree

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "tests" / "word"))

from diagram_mal import C, diagram, etiketter, farge, mal, serie, tegnet  # noqa: E402
from lag import p  # noqa: E402

from dialoggrunnlag.word import Chart, WordTemplate  # noqa: E402

MOST_A_CHART = 0.5e-3  # seconds
MOST_OF_DOCX = 1 / 20
ROUNDS, A_TURN = 20, 10
WARM = 300  # V8 needs long to get going
ÅR = [f"{year}–{year - 1999}" for year in range(2021, 2026)]
SERIES = {
    "Skolen": [5.1, 4.8, None, 4.2, 3.9],
    "Fylket": [4.4, 4.5, 4.3, 4.4, 4.1],
    "Landet": [3.8, 3.7, 3.9, 3.6, 3.5],
}
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


def report(took: dict[str, float]) -> int:
    """Print what was measured; returns the exit code."""
    a_chart = (took["fylt"] - took["uten"]) / len(KINDS)
    share = took["fylt"] / took["docx"]
    print("| fire diagrammer, varmt | dialoggrunnlag | docx (npm) | andel (lovet) |")
    print("|---|--:|--:|--:|")
    print(f"| ett dokument | {took['fylt'] * 1000:.2f} ms | {took['docx'] * 1000:.2f} ms |", end="")
    print(f" 1/{1 / share:.1f} (1/{1 / MOST_OF_DOCX:.0f}) |")
    print(f"\nEtt diagram koster {a_chart * 1000:.2f} ms (lovet: høyst {MOST_A_CHART * 1000} ms)")
    broken = []
    if a_chart > MOST_A_CHART:
        broken.append(f"ett diagram koster {a_chart * 1000:.2f} ms")
    if share > MOST_OF_DOCX:
        broken.append(f"{share:.3f} av tiden til docx")
    for promise in broken:
        print(f"BRUTT LØFTE: {promise}")
    return 1 if broken and "--krev" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
