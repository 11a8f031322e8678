"""The examples of the docs, run as somebody who follows a page would: in order, in one project.

A page is a story. Its commands run in a folder that has a project, and each section begins there
anew, with what those before it have made. What stands in a YAML block under the name of a file
(``# data/skoler.yaml``) is put into that file, which must then be right; a round that isn't there
is made of the one before. A block with a title is written as it stands. What a command or a
Python block must print, stands in a ``text`` block right after it; a line there that is «…» alone
is whatever comes.
"""

import contextlib
import io
import os
import re
import shlex
import textwrap
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from dialoggrunnlag.cli.app import run

# Commands that are not run, by how they begin, each with the reason
KJØRES_IKKE = {
    "dialog datoer": "needs rules, calendars and a solver; tests/test_datoer.py runs it",
    "python3 -m venv": "sets up an environment; .ci/run does it with README's lines as they stand",
    "py -m venv": "Windows; the words are looked at",
    "pip install": "asks for packages",
    "winget install": "Windows, and asks for packages",
    "uv pip compile": "asks for packages",
    "uv build": "asks for packages; .ci/pakken does it",
    "uv tool update-shell": "changes the reader's shell",
    "bash .ci/": "is what runs this test",
    "git commit": "is the maker of a release's",
    "git tag": "is the maker of a release's",
    "uv tool install": "asks for packages; .ci/pakken installs the wheel",
    "pipx install": "asks for packages",
    "apt-get install": "asks for packages; .ci/run does it",
    "npm ci": "asks for packages; .ci/run does it",
    "git config": "is about the reader's own repository; tests/test_git.py does it",
    "pytest": "is the test run itself",
    "python -m pytest": "is the test run itself",
    "source": "is of the shell; tests/test_fullforing.py starts shells",
    "python benchmarks/": "takes minutes; .ci/run does it",
    "python nettsted/bilder.py": "needs LibreOffice and Chromium, and makes the docs' own pictures",
    "mkdocs": "builds the site; .ci/run does it",
    "dialog se": "goes on until it is stopped; tests/test_se.py does it",
    "dialog oppsummering les svar": "needs forms that somebody has filled in; test_oppsummering.py",
}


class Galt(Exception):  # noqa: N818 - what a reader would say
    """An example that doesn't do what its page says, with the place."""


class Blokk(NamedTuple):
    """A fenced block of a page; ``svar`` is the ``text`` block right after it."""

    side: str
    del_: str  # the heading that it stands under
    linje: int
    språk: str
    tittel: str
    tekst: str
    svar: str

    @property
    def sted(self) -> str:
        """The page and the line."""
        return f"{self.side}:{self.linje}"


_GJERDE = re.compile(
    r"^(?P<inn> *)```(?P<språk>\w*)(?: title=\"(?P<tittel>[^\"]*)\")?\n(?P<tekst>.*?)^(?P=inn)```$",
    re.MULTILINE | re.DOTALL,
)
_OVERSKRIFT = re.compile(r"^##+ .*", re.MULTILINE)


def blokker(side: Path) -> Iterator[Blokk]:
    """The fenced blocks of a page, in order."""
    markdown = side.read_text("utf-8")
    funnet = list(_GJERDE.finditer(markdown))
    for gjerde, neste in zip_longest(funnet, funnet[1:]):
        svar = ""
        if neste and neste["språk"] == "text":
            mellom = markdown[gjerde.end() : neste.start()]
            svar = "" if mellom.strip() else textwrap.dedent(neste["tekst"])
        over = markdown[: gjerde.start()]
        deler = _OVERSKRIFT.findall(over)
        linje = over.count("\n") + 1
        yield Blokk(
            side.name,
            deler[-1] if deler else "",
            linje,
            gjerde["språk"],
            gjerde["tittel"] or "",
            textwrap.dedent(gjerde["tekst"]),
            svar,
        )


class Kommando(NamedTuple):
    """One command of a line: what stands before it (``&&``, ``||`` or nothing), and its words."""

    skille: str
    ord: list[str]

    def trengs_ikke(self, kode: int) -> bool:
        """Whether it is left out after a command that gave an exit code."""
        if self.skille == "||":
            return kode == 0
        return self.skille == "&&" and kode != 0


# Programs of an environment are called by their names alone
_MILJØ = re.compile(r"(?<!\S)\.venv[/\\](?:bin|Scripts)[/\\](?!activate)", re.IGNORECASE)


def kommandolinjer(tekst: str) -> Iterator[list[Kommando]]:
    """The lines of a block for a shell, each as its commands; «;» ends one as well."""
    for linje in tekst.replace("\\\n", " ").splitlines():
        ordene = shlex.shlex(_MILJØ.sub("", linje), posix=True, punctuation_chars="&|;")
        ordene.whitespace_split, ordene.escape = True, ""
        kommandoer = [Kommando("", [])]
        for ordet in ordene:
            if ordet == ";":
                yield kommandoer
                kommandoer = [Kommando("", [])]
            elif set(ordet) <= set("&|"):
                kommandoer.append(Kommando(ordet, []))
            else:
                kommandoer[-1].ord.append(ordet)
        if kommandoer[0].ord:
            yield kommandoer


_FIL = re.compile(r"^# ((?:data|maler)/\S+\.yaml)\n", re.MULTILINE)


def filer(blokk: Blokk) -> list[tuple[Path, str]]:
    """The files that a YAML block names, each in a line over its keys; none when it names none."""
    foran, *deler = _FIL.split(blokk.tekst)
    return [] if foran else list(zip(map(Path, deler[::2]), deler[1::2], strict=True))


class _Leser(yaml.BaseLoader):
    """Every value as the text that stands there, as the program reads it, and nothing as None."""

    def construct_scalar(self, node: yaml.ScalarNode) -> Any:
        return node.value if node.value or node.style else None


class _Skriver(yaml.SafeDumper):
    """None as nothing."""


_Skriver.add_representer(
    type(None), lambda skriver, _: skriver.represent_scalar("tag:yaml.org,2002:null", "")
)


def les_yaml(tekst: str) -> Any:
    """What stands in a YAML text."""
    return yaml.load(tekst, _Leser)  # noqa: S506 - makes text only


def flettet(gammelt: Any, nytt: Any) -> Any:
    """Keys put among those that are there; anything else takes the place of what was."""
    if not (isinstance(gammelt, dict) and isinstance(nytt, dict)):
        return nytt
    sammen = dict(gammelt)
    for nøkkel, verdi in nytt.items():
        sammen[nøkkel] = flettet(gammelt.get(nøkkel), verdi)
    return sammen


def flett_inn(fil: Path, nytt: Any) -> None:
    """Put keys into a YAML file."""
    gammelt = les_yaml(fil.read_text("utf-8")) if fil.exists() else None
    fil.parent.mkdir(parents=True, exist_ok=True)
    sammen = flettet(gammelt, nytt)
    fil.write_text(yaml.dump(sammen, Dumper=_Skriver, allow_unicode=True, sort_keys=False), "utf-8")


class Fortelling:
    """A page that is followed from the top, in a folder with a project."""

    def __init__(self, mappe: Path) -> None:
        self.mappe = self._begynnelse = mappe
        self._del = ""
        self._navn: dict[str, Any] = {}

    def følg(self, side: Path) -> None:
        """Do all that the blocks of a page say; raises Galt."""
        for blokk in blokker(side):
            self.gjør(blokk)

    def gjør(self, blokk: Blokk) -> None:
        """Do what one block says."""
        if blokk.del_ != self._del:
            self._del, self.mappe = blokk.del_, self._begynnelse
        with contextlib.chdir(self.mappe):
            if blokk.tittel:
                Path(blokk.tittel).write_text(blokk.tekst, "utf-8")
            elif blokk.språk == "sh":
                self._kjør_alle(blokk)
            elif blokk.språk == "python":
                self._kjør_python(blokk)
            elif blokk.språk == "yaml" and filer(blokk):
                self._flett(blokk)

    def _flett(self, blokk: Blokk) -> None:
        for fil, nøkler in filer(blokk):
            if fil.parent.name == "runder" and not fil.exists():
                self._kjør_alle(blokk._replace(tekst=f"dialog runde ny {fil.stem}", svar=""))
            flett_inn(fil, les_yaml(nøkler))
        self._kjør_alle(blokk._replace(tekst="dialog sjekk", svar=""))

    def _kjør_alle(self, blokk: Blokk) -> None:
        skrevet = io.StringIO()
        for linje in kommandolinjer(blokk.tekst):
            kode = 0
            for kommando in linje:
                if not kommando.trengs_ikke(kode):
                    kode = self._kjør(blokk, kommando, skrevet)
            if kode:
                raise Galt(f"{blokk.sted}: avslutningskode {kode}\n{skrevet.getvalue()}")
        _sammenlign(blokk, skrevet.getvalue())

    def _kjør(self, blokk: Blokk, kommando: Kommando, skrevet: io.StringIO) -> int:
        if any(" ".join(kommando.ord).startswith(begynnelse) for begynnelse in KJØRES_IKKE):
            return 0
        program, *argumenter = kommando.ord
        if program == "cd":
            self.mappe = (self.mappe / argumenter[0]).resolve(strict=True)
            os.chdir(self.mappe)
            return 0
        if program != "dialog":
            raise Galt(f"{blokk.sted}: «{program}» er ikke et eksempel som kan kjøres")
        with contextlib.redirect_stdout(skrevet), contextlib.redirect_stderr(skrevet):
            return run(argumenter)

    def _kjør_python(self, blokk: Blokk) -> None:
        skrevet = io.StringIO()
        kode = compile(blokk.tekst, blokk.sted, "exec")
        with contextlib.redirect_stdout(skrevet):
            exec(kode, self._navn)  # noqa: S102 - the docs' own example
        _sammenlign(blokk, skrevet.getvalue())


def _sammenlign(blokk: Blokk, skrevet: str) -> None:
    """See that what stands after an example is what it writes."""
    if not blokk.svar:
        return
    mønster = ".*".join(re.escape(bit) for bit in re.split(r"^…\n", blokk.svar, flags=re.MULTILINE))
    if not re.fullmatch(mønster, skrevet, re.DOTALL):
        raise Galt(f"{blokk.sted}: skrev ikke det som står etter eksempelet, men\n{skrevet}")
