"""What a PDF says of itself: XMP, and the older Info dictionary with the same (docs/arkiv.md)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pikepdf

NAMESPACE = "urn:dialoggrunnlag:arkiv#"
_OWN: Mapping[str, str] = {
    "dokument": "Dokumentslaget: malens navn",
    "runde": "Runden: et årstall",
    "skole": "Skolens id",
    "kilde": "SHA-256 av innholdet i Word-filen som PDF-en er laget av",
}
_UA = {"part": "Delen av ISO 14289 som filen følger"}
_MARK = re.compile(rb"<dialog:kilde>([0-9a-f]{64})</dialog:kilde>")


class Description(NamedTuple):
    """What the file is.

    ``own`` are the program's own properties by name; ``created`` and ``modified`` are W3CDTF
    ('2015-11-03T10:00:00Z') and empty where nobody knows; ``accessible``: whether it may say that
    it is PDF/UA-1.
    """

    title: str
    language: str
    author: str
    subject: str
    keywords: str
    own: Mapping[str, str]
    created: str
    modified: str
    producer: str
    accessible: bool


def source_mark(pdf: bytes) -> str:
    """The fingerprint of the Word file that a PDF says it was made from ('' for none)."""
    found = _MARK.search(pdf)
    return found[1].decode() if found else ""


def describe(pdf: pikepdf.Pdf, about: Description) -> None:
    """Write the metadata anew, in both places."""
    import pikepdf  # costs start-up time, and who only asks for a mark needs none of it

    stream = pikepdf.Stream(pdf, _xmp(about).encode())
    stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root.Metadata = pdf.make_indirect(stream)
    info = {
        "Title": about.title,
        "Author": about.author,
        "Subject": about.subject,
        "Keywords": about.keywords,
        "Creator": _CREATOR,
        "Producer": about.producer,
        "CreationDate": _pdf_date(about.created),
        "ModDate": _pdf_date(about.modified),
    }
    pdf.trailer.Info = pdf.make_indirect(
        pikepdf.Dictionary({f"/{key}": pikepdf.String(text) for key, text in info.items() if text})
    )
    pdf.Root.Lang = pikepdf.String(about.language)
    preferences = pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary())
    preferences.DisplayDocTitle = True  # which LibreOffice leaves out where Word has no title
    pdf.Root.ViewerPreferences = preferences


_CREATOR = "dialog (dialoggrunnlag)"


def _pdf_date(text: str) -> str:
    """A W3CDTF date as PDF writes it; both have at least the year."""
    match = re.fullmatch(r"([0-9T:-]{4,19})(?:\.\d+)?(Z|[+-]\d\d:\d\d)?", text)
    if not match:
        return ""
    zone = (match[2] or "Z").replace(":", "'")
    if zone != "Z":
        zone += "'"
    digits = re.sub(r"\D", "", match[1])
    return f"D:{digits}{zone}" if len(digits) > _DAY else ""


_DAY = 8  # digits up to the day; a zone may only follow a time


def _xmp(about: Description) -> str:
    """The XMP packet; lines in a fixed order, nothing left to chance."""
    return "\n".join(
        (
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
            '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
            '<rdf:Description rdf:about=""',
            ' xmlns:dc="http://purl.org/dc/elements/1.1/"',
            ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/"',
            ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
            ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"',
            ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"',
            f' xmlns:dialog="{NAMESPACE}">',
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>B</pdfaid:conformance>",
            *_properties(about),
            "</rdf:Description>",
            *_extensions(),
            "</rdf:RDF>",
            "</x:xmpmeta>",
            '<?xpacket end="r"?>',
        )
    )


def _properties(about: Description) -> Iterator[str]:
    if about.accessible:
        yield "<pdfuaid:part>1</pdfuaid:part>"
    yield _alternatives("title", about.title)
    if about.subject:
        yield _alternatives("description", about.subject)
    if about.author:
        yield _listed("creator", "Seq", [about.author])
    if about.language:
        yield _listed("language", "Bag", [about.language])
    words = list(filter(None, map(str.strip, about.keywords.split(","))))
    if words:
        yield _listed("subject", "Bag", words)
        yield f"<pdf:Keywords>{escape(about.keywords)}</pdf:Keywords>"
    yield f"<pdf:Producer>{escape(about.producer)}</pdf:Producer>"
    yield f"<xmp:CreatorTool>{_CREATOR}</xmp:CreatorTool>"
    for name, text in (("CreateDate", about.created), ("ModifyDate", about.modified)):
        if _pdf_date(text):
            yield f"<xmp:{name}>{escape(text)}</xmp:{name}>"
    for name in _OWN:
        if about.own.get(name):
            yield f"<dialog:{name}>{escape(about.own[name])}</dialog:{name}>"


def _alternatives(name: str, text: str) -> str:
    item = f"<rdf:li xml:lang='x-default'>{escape(text)}</rdf:li>"
    return f"<dc:{name}><rdf:Alt>{item}</rdf:Alt></dc:{name}>"


def _listed(name: str, kind: str, texts: Iterable[str]) -> str:
    items = "".join(f"<rdf:li>{escape(text)}</rdf:li>" for text in texts)
    return f"<dc:{name}><rdf:{kind}>{items}</rdf:{kind}></dc:{name}>"


def _extensions() -> Iterator[str]:
    """The schemas that PDF/A doesn't know, described as ISO 19005-2, 6.6.2.3 asks for."""
    yield '<rdf:Description rdf:about=""'
    yield ' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    yield ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    yield ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    yield "<pdfaExtension:schemas><rdf:Bag>"
    yield from _schema("PDF/UA", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid", "Integer", _UA)
    yield from _schema("Utviklingsdialog", NAMESPACE, "dialog", "Text", _OWN)
    yield "</rdf:Bag></pdfaExtension:schemas>"
    yield "</rdf:Description>"


def _schema(
    name: str, uri: str, prefix: str, kind: str, properties: Mapping[str, str]
) -> Iterator[str]:
    yield "<rdf:li rdf:parseType='Resource'>"
    yield f"<pdfaSchema:schema>{name}</pdfaSchema:schema>"
    yield f"<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI>"
    yield f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
    yield "<pdfaSchema:property><rdf:Seq>"
    for key, description in properties.items():
        yield (
            "<rdf:li rdf:parseType='Resource'>"
            f"<pdfaProperty:name>{key}</pdfaProperty:name>"
            f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
            "<pdfaProperty:category>internal</pdfaProperty:category>"
            f"<pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>"
        )
    yield "</rdf:Seq></pdfaSchema:property></rdf:li>"
