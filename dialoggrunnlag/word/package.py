"""A Word file as a zip package: reading it with distrust, writing it the same way every time."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from copy import copy
from typing import NamedTuple
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from lxml import etree

from .names import OFFICE
from .problems import TemplateError, TemplateProblem

CONTENT_TYPES = "[Content_Types].xml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_READ_FIRST = (CONTENT_TYPES, "_rels/.rels")  # by whoever opens a package
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SAVE_AGAIN = (
    "Åpne og lagre filen i Word, hent den tilbake med git, eller spør den som satte opp prosjektet."
)
_SAVE_AS = "Lagre den i Word som «Word-dokument (*.docx)»."
_STORED, _DEFLATED, _ENCRYPTED = 0, 8, 1
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"
_MAX_MEMBERS = 5_000
_MAX_PART = 64 * 2**20  # bytes of one part, unpacked
_MAX_PACKAGE = 128 * 2**20  # bytes of all parts, unpacked
# What somebody has written, a template or a form, keeps well within these; what a template makes
# of long lists may be more, and is no less a Word file
_MAX_XML = 8 * 2**20  # bytes of one part that is XML
_MAX_RELATIONSHIPS = 2 * 2**20  # bytes of what one part refers to: some 15,000 links
_MAX_ELEMENTS = 200_000  # of all parts
_MAX_BRACES = 10_000  # of all parts: a template with 5,000 tags takes seconds to compile
_COMPRESSION = 4  # as small as Word's own files within a few per cent, in a third of level 6's time


def _refuse(message: str, remedy: str) -> TemplateError:
    return TemplateError([TemplateProblem(message, remedy)])


class Member(NamedTuple):
    """A file in the package, its bytes as they lie in the zip (``method`` 0 stored, 8 deflated)."""

    name: str
    method: int
    crc: int
    size: int
    data: bytes

    @classmethod
    def pack(cls, name: str, content: bytes) -> Member:
        """Compress ``content``; the same bytes wherever zlib is the same."""
        if isinstance(content, Packed):
            return content.member._replace(name=name)
        return cls.packed(name, content, zlib.compress(content, _COMPRESSION, -15))

    @classmethod
    def packed(cls, name: str, content: bytes, data: bytes) -> Member:
        """``content`` that has been compressed to ``data``."""
        return cls(name, _DEFLATED, zlib.crc32(content), len(content), data)

    def content(self) -> bytes:
        """The unpacked bytes; raises TemplateError where they don't keep what the zip promises."""
        content = self.data
        if self.method == _DEFLATED:
            content = inflated(self.data, self.size)
        if len(content) != self.size or zlib.crc32(content) != self.crc:
            raise _refuse(f"Delen «{self.name}» i Word-filen er skadet.", SAVE_AGAIN)
        return content


def inflated(data: bytes, size: int) -> bytes:
    """The contents of ``data``, up to a byte more than ``size``; b"" where it is damaged."""
    try:
        return zlib.decompressobj(-15).decompress(data, size + 1)
    except zlib.error:
        return b""


class Packed(bytes):
    """The contents of a part of which it is known what they are when packed."""

    member: Member

    @property
    def is_stored(self) -> bool:
        """Whether they lie in the package as they are, whatever the version of zlib."""
        return self.member.method == _STORED

    @classmethod
    def of(cls, member: Member) -> Packed:
        """The contents of a member, to be packed as they are in it."""
        packed = cls(member.content())
        packed.member = member
        return packed

    @classmethod
    def once(cls, content: bytes) -> Packed:
        """Contents that several documents will have, packed here for all of them."""
        packed = cls(content)
        packed.member = Member.pack("", content)
        return packed

    @classmethod
    def stored(cls, content: bytes) -> Packed:
        """Contents that are packed already, such as a zip file's."""
        packed = cls(content)
        packed.member = Member("", _STORED, zlib.crc32(content), len(content), content)
        return packed


def join(members: Iterable[Member]) -> bytes:
    """A zip file of ``members`` in their order, with fixed dates and creator system."""
    out: list[bytes] = []
    directory: list[bytes] = []
    count, offset = 0, 0
    for member in members:
        name = member.name.encode()
        flags = 0 if name.isascii() else 0x800
        # version 2.0, flags, method, time 00:00, date 1980-01-01, crc, packed, unpacked, name
        sizes = member.crc, len(member.data), member.size, len(name), 0
        fields = struct.pack("<HHHHHLLLHH", 20, flags, member.method, 0, 0x21, *sizes)
        out += (b"PK\3\4", fields, name, member.data)
        directory += (b"PK\1\2\x14\0", fields, b"\0" * 10, struct.pack("<L", offset), name)
        offset += 30 + len(name) + len(member.data)
        count += 1
    central = b"".join(directory)
    end = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, count, count, len(central), offset, 0)
    return b"".join((*out, central, end))


PROPERTIES = "dokumentegenskaper"  # what messages call the core properties
COMMENTS_TYPE = f"{_WORD_TYPE}.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawingml"
APP_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
# The parts beside the main one that are read as the document is, and what a message calls them
_STORIES = {
    f"{_WORD_TYPE}.header+xml": "topptekst",
    f"{_WORD_TYPE}.footer+xml": "bunntekst",
    f"{_WORD_TYPE}.footnotes+xml": "fotnote",
    f"{_WORD_TYPE}.endnotes+xml": "sluttnote",
    CORE_TYPE: PROPERTIES,
}
# Others that somebody writes in
_OTHERS = {
    COMMENTS_TYPE: "merknad",
    f"{_WORD_TYPE}.document.glossary+xml": "byggeblokker",
    f"{_DRAWING_TYPE}.chart+xml": "diagram",
    "application/vnd.ms-office.chartex+xml": "diagram",
    f"{_DRAWING_TYPE}.chartshapes+xml": "tegning i diagram",
    f"{_DRAWING_TYPE}.diagramData+xml": "SmartArt",
    "application/vnd.ms-office.drawingml.diagramDrawing+xml": "SmartArt",
    "application/vnd.openxmlformats-officedocument.custom-properties+xml": PROPERTIES,
    APP_TYPE: PROPERTIES,
}
_IS_XML = re.compile(r"(?:[+/]xml|vmlDrawing)$")
# A member that would end up outside the folder that the package is unpacked in
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
# A brace that may begin or end a tag, however it is written: in an address percent-encoded
_BRACE = re.compile(rb"[{}]|%7[bB]|&#(?:0*12[35]|[xX]0*7[bBdD]);")


class Package:
    """The members of a Word file by name, in the order of the zip, and how they hang together.

    Raises TemplateError (without a file name) for what is not a sound, unencrypted .docx or
    .dotx without macros.
    """

    def __init__(self, data: bytes) -> None:
        self.members = {member.name: member for member in _members(data)}
        if CONTENT_TYPES not in self.members:
            raise _not_word("zip-filen har ikke Words innholdsfortegnelse")
        # The content types by part («/word/document.xml») and by extension («xml»)
        self.types: dict[str, str] = {}
        types = parse(self.members[CONTENT_TYPES])
        for entry in types.iter(f"{{{TYPES}}}Default", f"{{{TYPES}}}Override"):
            key = entry.get("PartName") or entry.get("Extension") or ""
            self.types[key.lower()] = entry.get("ContentType") or ""
        self.main = self._main_part()

    def copy(self) -> Package:
        """The same package once more, to be given other members."""
        twin = copy(self)
        twin.members = dict(self.members)
        return twin

    def verify(self) -> set[str]:
        """Unpack every member and parse what is XML; raises TemplateError at the first bad one.

        What is copied into documents as it lies is as sound as what is written anew, and what
        would take too long to read is refused before it is. Returns the members that have braces,
        percent-encoded in addresses, and so may hold tags.
        """
        self.refuse_huge()
        braced, elements, braces = set(), 0, 0
        for member in self.members.values():
            content = member.content()
            if self._is_xml(member.name):
                elements += _count_elements(content)
                if elements > _MAX_ELEMENTS:
                    raise _huge()
                braces += content.count(b"{")
                if braces > _MAX_BRACES:
                    message = "Word-filen har urimelig mange tagger."
                    raise _refuse(message, "Bruk en løkke i stedet for å gjenta dem.")
            if member.name.endswith(".rels"):
                _refuse_external(parse_content(member.name, content))
            elif member.name.endswith(".xml"):
                parse_content(member.name, content)
            if _BRACE.search(content):
                braced.add(member.name)
        return braced

    def refuse_huge(self) -> None:
        """Raise TemplateError for XML that would take too long to read, before it is parsed."""
        for member in self.members.values():
            most = _MAX_RELATIONSHIPS if member.name.endswith(".rels") else _MAX_XML
            if member.size > most and self._is_xml(member.name):
                raise _huge()
        if _count_elements(self.members[self.main].content()) > _MAX_ELEMENTS:
            raise _huge()

    def _is_xml(self, part: str) -> bool:
        return part.endswith((".xml", ".rels")) or bool(_IS_XML.search(self.content_type(part)))

    def _main_part(self) -> str:
        if any(name.lower().endswith("vbaproject.bin") for name in self.members):
            raise _refuse("Word-filen inneholder makroer (.docm).", _SAVE_AS)
        if self.related("", f"{_STRICT_OFFICE}/officeDocument"):
            raise _refuse("Word-filen er lagret som «Strict Open XML».", _SAVE_AS)
        for target in self.related("", f"{OFFICE}/officeDocument"):
            content_type = self.content_type(target)
            if "macroEnabled" in content_type:
                raise _refuse("Word-filen inneholder makroer (.docm).", _SAVE_AS)
            if content_type == f"{_WORD_TYPE}.template.main+xml":
                raise _refuse("Filen er en Word-mal av typen .dotx.", _SAVE_AS)
            if content_type == f"{_WORD_TYPE}.document.main+xml":
                return target
        raise _not_word("pakken har ingen dokumentdel")

    def content_type(self, part: str) -> str:
        """The content type that [Content_Types].xml gives a part, or an empty string."""
        by_extension = self.types.get(part.rsplit(".", 1)[-1].lower(), "")
        return self.types.get(f"/{part}".lower(), by_extension)

    def of_type(self, content_type: str) -> list[str]:
        """The names of the parts with a content type, in the order of the zip."""
        return [name for name in self.members if self.content_type(name) == content_type]

    def relationships(self, part: str) -> Iterator[etree._Element]:
        """The Relationship elements of a part ('' is the package itself)."""
        member = self.members.get(relationships_name(part))
        return parse(member).iter(f"{{{RELATIONSHIPS}}}Relationship") if member else iter(())

    def stories(self) -> Iterator[tuple[str, str]]:
        """The parts that a reader sees as text, and what a message calls them."""
        yield self.main, ""
        for content_type, label in _STORIES.items():
            names = self.of_type(content_type)
            for name in names:
                yield name, label if len(names) == 1 else part_label(label, name)

    def other_parts(self) -> Iterator[tuple[str, str]]:
        """Every other part that is XML, and what a message calls it."""
        for name in self.members:
            content_type = self.content_type(name)
            is_own = name.endswith(".rels") or name in (self.main, CONTENT_TYPES)
            if is_own or content_type in _STORIES or not _IS_XML.search(content_type):
                continue
            label = _OTHERS.get(content_type)
            yield name, part_label(label, name) if label else f"delen «{name}»"

    def refuse_inserted(self) -> None:
        """Raise TemplateError for tags in documents that Word inserts when it opens the file."""
        for name in self.related(self.main, f"{OFFICE}/aFChunk"):
            if _has_tags(self.members[name].content()):
                raise _refuse(
                    f"Delen «{name}» er et dokument som Word setter inn når filen åpnes, og "
                    "taggene i det fylles ikke ut.",
                    "Åpne malen i Word og lagre den, så blir teksten malens egen.",
                )

    def related(self, part: str, kind: str) -> list[str]:
        """The names of the parts that ``part`` has a relationship of type ``kind`` to."""
        names = []
        for entry in self.relationships(part):
            is_inside = entry.get("TargetMode") != "External"
            name = self._target(part, entry)
            if is_inside and name in self.members and entry.get("Type") == kind:
                names.append(name)
        return names

    def targets_by_id(self, part: str) -> dict[str, str]:
        """The names of the parts that ``part`` is related to, by the relationships' ids."""
        names = {}
        for entry in self.relationships(part):
            name = self._target(part, entry)
            if entry.get("TargetMode") != "External" and name in self.members:
                names[entry.get("Id", "")] = name
        return names

    def has_target(self, relationships: str, entry: etree._Element) -> bool:
        """Whether an entry of that part of relationships leads to a part, or out of the package."""
        folder, name = posixpath.split(relationships)
        part = posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
        return entry.get("TargetMode") == "External" or self._target(part, entry) in self.members

    def _target(self, part: str, entry: etree._Element) -> str:
        folder = posixpath.join("/", posixpath.dirname(part))
        path = posixpath.join(folder, unquote(entry.get("Target", "")))
        return posixpath.normpath(path).removeprefix("/")


_INSERTED_TAG = re.compile(rb"\{[{%]|\\\{\\\{")  # in RTF a brace of the text has a backslash


def _has_tags(document: bytes) -> bool:
    """Whether a document that Word itself will insert has tags, whatever its format is."""
    if document.startswith(b"PK"):
        contents = [member.content() for member in _members(document)]
    else:
        contents = [document]
    for content in contents:
        text = re.sub(rb"<[^>]*>|\0", b"", content)
        if text.startswith(b"{\\rtf"):
            text = text.replace(b"{{", b"")  # groups
        if _INSERTED_TAG.search(text):
            return True
    return False


def part_label(label: str, part: str) -> str:
    """What messages call one of several parts of a kind."""
    return f"{label} ({part.rsplit('/', 1)[-1]})"


def relationships_name(part: str) -> str:
    """The member that holds the relationships of ``part``: word/x.xml → word/_rels/x.xml.rels."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def parse(member: Member) -> etree._Element:
    """The XML tree of a part; raises TemplateError for broken XML, entities and absurd nesting."""
    return parse_content(member.name, member.content())


def parse_content(part: str, content: bytes) -> etree._Element:
    """As ``parse``, of the unpacked bytes of ``part``."""
    # As lxml has it anyway, nothing is fetched, and no DTD or huge tree is read
    parser = etree.XMLParser(resolve_entities=False, remove_pis=True, remove_comments=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if "Excessive depth" in str(error):
            raise _refuse(
                f"Delen «{part}» har mer enn 256 lag av elementer i hverandre.",
                "Se etter tabeller eller innholdskontroller i hverandre, eller lag malen på nytt.",
            ) from error
        line, column = error.position
        message = f"Delen «{part}» er ikke gyldig XML (linje {line}, kolonne {column})."
        raise _refuse(message, SAVE_AGAIN) from error
    if root.getroottree().docinfo.doctype:
        message = f"Delen «{part}» henter regler utenfra (en DOCTYPE); det gjør aldri Word."
        raise _refuse(message, "Bruk ikke filen; lag malen på nytt i Word.")
    return root


def to_xml(root: etree._Element) -> bytes:
    """A part's bytes, with the declaration that Word writes."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


_FETCHED = {
    "attachedTemplate": (
        "er knyttet til Word-malen",
        "Velg «Normal» i Utvikler > Dokumentmal; formateringen blir stående.",
    ),
    "mailMergeSource": (
        "er knyttet til fletting med datakilden",
        "Velg Masseutsendelser > Start utskriftsfletting > Vanlig Word-dokument.",
    ),
    "subDocument": (
        "henter underdokumentet",
        "Velg Visning > Disposisjon > Vis dokument > Koble fra, så teksten blir dokumentets egen.",
    ),
    "image": ("henter bildet", "Sett det inn med Sett inn > Bilder i stedet for en kobling."),
    "frame": ("henter rammen", "Fjern rammen; en mal kan ikke vise andre sider."),
    "oleObject": (
        "henter objektet",
        "Velg Fil > Informasjon > Rediger koblinger til filer > Bryt kobling.",
    ),
    "aFChunk": ("henter dokumentet", "Sett inn teksten selv."),
}
_FETCHED |= dict.fromkeys(("mailMergeHeaderSource", "recipientData"), _FETCHED["mailMergeSource"])
_FETCHED_ELSE = ("henter", "Sett inn innholdet i dokumentet i stedet for en kobling til det.")


def _refuse_external(relationships: etree._Element) -> None:
    """Refuse what Word would fetch from elsewhere: linked pictures, objects and templates.

    Links that a reader follows are no such thing, nor is the path of the template on
    somebody's own disk that Word notes.
    """
    for relationship in relationships.iter(f"{{{RELATIONSHIPS}}}Relationship"):
        kind = relationship.get("Type", "").rsplit("/", 1)[-1]
        target = relationship.get("Target", "")
        is_own_disk = kind == "attachedTemplate" and re.match(r"file:///[A-Za-z]:", target)
        if relationship.get("TargetMode") == "External" and kind != "hyperlink" and not is_own_disk:
            what, remedy = _FETCHED.get(kind, _FETCHED_ELSE)
            raise _refuse(f"Malen {what} «{target[:80]}», som ligger utenfor filen.", remedy)


def _not_word(why: str) -> TemplateError:
    return _refuse(f"Dette er ikke en Word-fil: {why}.", _SAVE_AS)


def _count_elements(content: bytes) -> int:
    """How many elements XML has, about, without parsing it."""
    return content.count(b"<") - content.count(b"</")


def _huge() -> TemplateError:
    return _refuse(
        "Word-filen er urimelig stor når den pakkes ut.",
        "Kopier det som skal være med, over i et nytt dokument i Word.",
    )


def _refuse_known(data: bytes) -> None:
    """Raise TemplateError for what is something else by its first bytes."""
    if not data:
        raise _not_word("filen er tom")
    if data.startswith(_LFS_POINTER):
        message = "Dette er en peker fra Git LFS; Word-filen selv er ikke hentet."
        raise _refuse(message, "Kjør «git lfs pull».")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        message = "Filen er et gammelt .doc-dokument, eller den er beskyttet med passord."
        raise _refuse(message, f"Fjern passordet. {_SAVE_AS}")


def _members(data: bytes) -> Iterator[Member]:
    """Every member, checked against the limits before anything is unpacked."""
    _refuse_known(data)
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
    except (BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise _not_word("den er ikke en zip-pakke, eller den er avkortet") from error
    if len(infos) > _MAX_MEMBERS or sum(info.file_size for info in infos) > _MAX_PACKAGE:
        raise _huge()
    seen: set[str] = set()
    for info in infos:
        name, start = info.filename, info.header_offset
        header = data[start : start + 30]
        if info.flag_bits & _ENCRYPTED:
            raise _refuse("Word-filen er kryptert.", "Fjern passordet i Word og lagre på nytt.")
        if info.compress_type not in (_STORED, _DEFLATED) or header[:4] != b"PK\3\4":
            raise _not_word(f"delen «{name}» kan ikke pakkes ut")
        if info.file_size > (_MAX_XML if name in _READ_FIRST else _MAX_PART):
            message = f"Delen «{name}» er urimelig stor: {info.file_size // 2**20} MB."
            raise _refuse(message, "Lag malen på nytt i Word, eller gjør bildene i den mindre.")
        if _OUTSIDE.search(name):
            raise _not_word(f"delen «{name}» peker ut av pakken")
        if name.lower() in seen:
            raise _not_word(f"delen «{name}» finnes to ganger")
        seen.add(name.lower())
        start += 30 + sum(struct.unpack("<HH", header[26:30]))
        content = data[start : start + info.compress_size]
        yield Member(name, info.compress_type, info.CRC, info.file_size, content)
