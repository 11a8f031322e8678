"""Opens a filled-in Word form once, with distrust, and hands on what it holds."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from ..errors import DialogError, InvalidError
from ..word.names import R, w
from ..word.package import Package, parse
from ..word.problems import TemplateError
from ..word.properties import read_core, read_custom
from .blokker import Block
from .blokkleser import BlockReader
from .stiler import Numbers, read_styles
from .verdier import ledetekst

DOKUMENT, OPPSUMMERING = "dialog-dokument", "oppsummering"

_LAGRE_PÅ_NYTT = "Åpne filen i Word og lagre den på nytt, eller be om den en gang til."
# The root element of a part, where it isn't called what the part is
_ROOTS = {"header": "hdr", "footer": "ftr"}
_BESIDE = (("header", "topptekst"), ("footer", "bunntekst"))
_NOTES = (("footnote", "fotnote"), ("endnote", "sluttnote"))


class Skjemafil:
    """A file that may be a form: fetched and opened when it is first asked about, and once."""

    def __init__(self, navn: str, hent: Callable[[], bytes]) -> None:
        self.navn, self._hent = navn, hent

    @cached_property
    def pakke(self) -> Package:
        """Its parts; raises DialogError or TemplateError where it can't be read."""
        return Package(self._hent())

    @cached_property
    def egenskaper(self) -> dict[str, str]:
        """What it says of itself; raises like ``pakke``."""
        return read_custom(self.pakke)

    @property
    def lagret(self) -> str:
        """When a program has noted that it was last saved, as W3CDTF; '' where none has."""
        return read_core(self.pakke).get("modified", "")

    @property
    def er_annet_dokument(self) -> bool:
        """Whether it says itself that it is of another kind: nobody means that as a form."""
        try:
            return self.egenskaper.get(DOKUMENT, OPPSUMMERING) != OPPSUMMERING
        except (DialogError, TemplateError):
            return False  # what is wrong with it is said when it is read


class Innhold(NamedTuple):
    """A document's blocks, and what stands beside them: headers, footers and notes by name."""

    blocks: list[Block]
    beside: list[tuple[str, list[Block]]]
    title: str
    kommentarer: int
    ledetekster: set[str]


def les_innhold(package: Package, prompts: set[str]) -> Innhold:
    """A Word file's content; raises TemplateError or InvalidError for what can't be read.

    ``prompts`` are the texts of empty controls; those that the file keeps itself are known too.
    """
    package.refuse_huge()
    body = parse(package.members[package.main]).find(w("body"))
    if body is None:
        raise _damaged()
    try:
        styles = read_styles(_related(package, "styles"))
        numbers = Numbers(next(_related(package, "numbering"), None))
        beside = [(name, root) for kind, name in _BESIDE for root in _related(package, kind)]
        comments = [len(root.findall(w("comment"))) for root in _related(package, "comments")]
        title = read_core(package).get("title", "")
        app = package.members.get("docProps/app.xml")
        is_libreoffice = app is not None and b"LibreOffice" in app.content()
    except TemplateError as error:
        raise _damaged() from error
    reader = BlockReader(
        prompts | _glossary(package), styles, numbers, is_libreoffice=is_libreoffice
    )
    blocks = reader.read(body)
    beside += _notes(package)
    blocks_beside = [(name, reader.read(root)) for name, root in beside]
    return Innhold(blocks, blocks_beside, title, sum(comments), reader.seen_prompts)


def _damaged() -> InvalidError:
    return InvalidError("Word-filen er skadet og kan ikke leses.", _LAGRE_PÅ_NYTT)


def _related(package: Package, kind: str) -> Iterator[etree._Element]:
    """The parts of a kind that belong to the document; one that is gone has taken text with it."""
    parts = package.related(package.main, f"{R}/{kind}")
    announced = [
        relationship
        for relationship in package.relationships(package.main)
        if relationship.get("Type") == f"{R}/{kind}" and not relationship.get("TargetMode")
    ]
    if len(announced) > len(parts):
        raise _damaged()
    for name in parts:
        root = parse(package.members[name])
        if root.tag != w(_ROOTS.get(kind, kind)):
            raise _damaged()
        yield root


def _glossary(package: Package) -> set[str]:
    """The prompts that the document itself keeps for its controls."""
    prompts = set()
    for root in _related(package, "glossaryDocument"):
        for body in root.iter(w("docPartBody")):
            text = "".join(map(str, body.itertext(w("t"), with_tail=False)))
            if text.strip():
                prompts.add(ledetekst(text))
    return prompts


def _notes(package: Package) -> Iterator[tuple[str, etree._Element]]:
    """The notes that somebody has written, by kind and number; separators have a type."""
    for kind, name in _NOTES:
        for root in _related(package, f"{kind}s"):
            notes = [note for note in root.iter(w(kind)) if note.get(w("type")) is None]
            for number, note in enumerate(notes, 1):
                yield f"{name} {number}", note
