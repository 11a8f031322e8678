"""Opens a filled-in Word form with distrust, and hands on what it holds."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from ..errors import InvalidError
from ..word.fingerprint import read_properties
from ..word.names import R, w
from ..word.package import Package, parse
from .blokker import Frame, Reader
from .skjemaord import ledetekst
from .stiler import Numbers, read_styles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from .blokker import Block
    from .skjemaord import Skjema

_MAX_XML, _MAX_FILE = 8 * 2**20, 128 * 2**20  # bytes, unpacked: one XML part, and all parts
_MAX_ELEMENTS = 200_000  # of the document part; a filled-in form has a few thousand
_MEDIA = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".heic")
_DAMAGED = "Åpne filen i Word og lagre den på nytt, eller be om den en gang til."


class Innhold(NamedTuple):
    """A document's blocks, and what stands beside them: headers, footers and notes by name."""

    blocks: list[Block]
    beside: list[tuple[str, list[Block]]]
    properties: dict[str, str]
    title: str
    kommentarer: int
    ledetekster: frozenset[str]


class _Parts(NamedTuple):
    """What python-docx knows of a document."""

    body: etree._Element
    styles: dict[str, etree._Element]
    numbering: etree._Element | None
    title: str
    comments: int


def les_innhold(data: bytes, skjema: Skjema) -> Innhold:
    """A Word file's content; raises TemplateError or InvalidError for what can't be read."""
    package = Package(data)
    _check_size(package)
    parse(package.members[package.main])
    parts = _open(data)
    if sum(1 for _ in parts.body.iter()) > _MAX_ELEMENTS:
        raise InvalidError("Word-filen er urimelig stor.", _DAMAGED)
    prompts = skjema.ledetekster | _glossary(package)
    reader = Reader(
        prompts,
        read_styles(parts.styles),
        Numbers(parts.numbering),
        is_libreoffice=_is_libreoffice(package),
    )
    blocks = list(reader.blocks(parts.body, Frame()))
    return Innhold(
        blocks,
        list(_beside(package, reader)),
        read_properties(data),
        parts.title,
        parts.comments,
        frozenset(reader.seen_prompts),
    )


def _check_size(package: Package) -> None:
    """Refuse what would take python-docx too long, before it gets to see it."""
    members = package.members.values()
    too_big = sum(member.size for member in members) > _MAX_FILE
    for member in members:
        too_big |= not member.name.lower().endswith(_MEDIA) and member.size > _MAX_XML
    if too_big:
        raise InvalidError("Word-filen er urimelig stor når den pakkes ut.", _DAMAGED)


def _is_libreoffice(package: Package) -> bool:
    app = package.members.get("docProps/app.xml")
    return app is not None and b"LibreOffice" in app.content()


def _open(data: bytes) -> _Parts:
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        list(document.element.body)  # there may be none
        related = document.part.rels.values()
        numbering = [rel.target_part for rel in related if rel.reltype == f"{R}/numbering"]
        return _Parts(
            document.element.body,
            {style.style_id: style.element for style in document.styles},
            numbering[0].element if numbering else None,
            document.core_properties.title,
            len(document.comments),
        )
    except Exception as error:  # whatever python-docx stumbles over in a damaged file
        raise InvalidError("Word-filen er skadet og kan ikke leses.", _DAMAGED) from error


def _related(package: Package, kind: str) -> Iterator[etree._Element]:
    for name in package.related(package.main, f"{R}/{kind}"):
        yield parse(package.members[name])


def _glossary(package: Package) -> set[str]:
    """The prompts that the document itself keeps for its controls."""
    parts = [
        "".join(map(str, body.itertext(w("t"))))
        for root in _related(package, "glossaryDocument")
        for body in root.iter(w("docPartBody"))
    ]
    return {ledetekst(text) for text in parts if text.strip()}


def _beside(package: Package, reader: Reader) -> Iterator[tuple[str, list[Block]]]:
    for kind, name in (("header", "topptekst"), ("footer", "bunntekst")):
        for root in _related(package, kind):
            yield name, list(reader.blocks(root, Frame()))
    for kind, name in (("footnote", "fotnote"), ("endnote", "sluttnote")):
        for root in _related(package, f"{kind}s"):
            notes = [note for note in root.iter(w(kind)) if note.get(w("type")) is None]
            for number, note in enumerate(notes, 1):
                yield f"{name} {number}", list(reader.blocks(note, Frame()))
