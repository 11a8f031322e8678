"""``dialog`` against docxtpl, bare Typer and its own libraries, all in one run, as ratios.

    python benchmarks/mot_docxtpl.py [--krev]

Whole processes (each command in turn, the median of several rounds): a bare Typer program,
``dialog --help``, ``dialog generer --alle`` for 13 schools (all new, and then nothing changed),
the bare imports of the five libraries that it is made with, the same put to use once, and a bare
docxtpl script for 14 documents from the same template. Warm: one document, filled again and again
in one process. With ``--krev`` the exit code is 1 where a promise of the README isn't kept.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, is_dataclass
from pathlib import Path

from docxtpl_peer import as_docxtpl_template

from dialoggrunnlag.innhold.bygger import lag_grunnlag
from dialoggrunnlag.innhold.grunnlag import FILTERS, IngenTall, values
from dialoggrunnlag.innhold.text_template import TextTemplates
from dialoggrunnlag.reading.datafiler import Datafiler
from dialoggrunnlag.reading.project import Project
from dialoggrunnlag.word import WordTemplate

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ROUNDS, WARM = 21, 60
# Installed programs have their bytecode; a machine that forbids writing it must not hide that.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
LIMITS = {"prosess": 0.75, "varm": 0.10, "oppstart": 2.3}
BARE_TYPER = "import typer\napp = typer.Typer()\n@app.command()\ndef main() -> None: ...\napp()\n"
BARE_IMPORTS = "import typer, pydantic, jinja2, lxml.etree, yaml\n"
# What no program that uses them can do without: most of pydantic is loaded by the first model
IN_USE = f"""{BARE_IMPORTS}
from jinja2.sandbox import SandboxedEnvironment
class Skole(pydantic.BaseModel):
    navn: str
app = typer.Typer()
@app.command()
def main(skole: str = "navn: Gol") -> None:
    lest = Skole.model_validate(yaml.load(skole, yaml.CSafeLoader))
    SandboxedEnvironment().from_string("{{{{ navn }}}}").render(lest.model_dump())
    lxml.etree.fromstring("<p/>")
app()
"""


def plain(value):
    """A template value as JSON data, as the peer's script reads it."""
    if type(value).__name__ == "TidsrammeFelt":
        return str(value)
    if isinstance(value, IngenTall):
        return None
    if is_dataclass(value):
        return {key: plain(getattr(value, key)) for key in asdict(value)}
    return [plain(item) for item in value] if isinstance(value, list) else value


def seconds(command):
    start = time.perf_counter()
    subprocess.run(
        command, check=True, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return time.perf_counter() - start


def processes(commands):
    """Median wall time of each command, the commands taken in turn."""
    times = {name: [] for name in commands}
    for round_number in range(ROUNDS + 1):
        for name, command in commands.items():
            for folder in (Path(arg) for arg in command if arg.endswith("-ut")):
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
            took = seconds(command)
            if round_number:  # the first round warms the disk cache
                times[name].append(took)
    return {name: statistics.median(took) for name, took in times.items()}


def warm(make):
    make()
    times = []
    for _ in range(WARM):
        start = time.perf_counter()
        make()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> int:
    project = Project(ROOT)
    files = Datafiler(project, 2015)
    texts = TextTemplates(FILTERS)
    contents = [values(lag_grunnlag(files, id_, texts)) for id_ in files.datasett.skoler]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        peer = work / "docxtpl.docx"
        as_docxtpl_template(ROOT / "maler" / "dialoggrunnlag.docx", peer)
        data = [{key: plain(value) for key, value in content.items()} for content in contents]
        (work / "values.json").write_text(json.dumps([*data, data[0]]), "utf-8")
        (work / "bare.py").write_text(BARE_TYPER)
        (work / "in_use.py").write_text(IN_USE)
        dialog = [sys.executable, "-m", "dialoggrunnlag"]
        generer = [*dialog, "generer", "--alle", "--prosjekt", str(ROOT), "--ut"]
        took = processes(
            {
                "bart Typer-program": [sys.executable, str(work / "bare.py")],
                "dialog --help": [*dialog, "--help"],
                "bare importer": [sys.executable, "-c", BARE_IMPORTS],
                "bibliotekene i bruk": [sys.executable, str(work / "in_use.py")],
                "dialog generer --alle (13)": [*generer, str(work / "dialog-ut")],
                "det samme, uendret": [*generer, str(work / "uendret")],
                "docxtpl-skript (14)": [
                    *(sys.executable, str(HERE / "docxtpl_peer.py"), str(peer)),
                    *(str(work / "values.json"), str(work / "docxtpl-ut")),
                ],
            }
        )
        from docxtpl import DocxTemplate

        def with_docxtpl():
            document = DocxTemplate(peer)
            document.render(data[0], autoescape=True)
            document.save(work / "varm.docx")

        template = WordTemplate(ROOT / "maler" / "dialoggrunnlag.docx", filters=FILTERS)
        ours, theirs = warm(lambda: template.render(contents[0])), warm(with_docxtpl)
    for name, value in took.items():
        print(f"{name:28} {value * 1000:7.0f} ms")
    print(f"{'varm, ett dokument: dialog':28} {ours * 1000:7.2f} ms")
    print(f"{'varm, ett dokument: docxtpl':28} {theirs * 1000:7.2f} ms")
    ratios = {
        "prosess": took["dialog generer --alle (13)"] / took["docxtpl-skript (14)"],
        "varm": ours / theirs,
        "oppstart": took["dialog generer --alle (13)"] / took["bare importer"],
    }
    for name, ratio in ratios.items():
        print(f"forhold, {name}: {ratio:.3f} (lovet: høyst {LIMITS[name]})")
    kept = all(ratios[name] <= LIMITS[name] for name in LIMITS)
    return 0 if kept or "--krev" not in sys.argv else 1


if __name__ == "__main__":
    sys.exit(main())
