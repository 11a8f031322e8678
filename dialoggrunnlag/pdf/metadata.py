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
    "utgave": "Utgaven, når den ikke er den interne: offentlig",
    "kilde": "SHA-256 av innholdet i Word-filen som PDF-en er laget av",
}
_UA = {"part": "Delen av ISO 14289 som filen følger"}
_CREATOR = "dialog (dialoggrunnlag)"
_DAY = 8  # digits up to the day; a zone may only follow a time
_MARK = re.compile(rb"<dialog:kilde>([0-9a-f]{64})</dialog:kilde>")


class Description(NamedTuple):
    """What the file is.

    ``core`` are the Word file's core properties by name, a title and a language in any case, dates
    as W3CDTF ('2015-11-03T10:00:00Z'); ``own`` the program's own properties by name, '' for those
    that nobody knows; ``accessible``: whether it may say that it is PDF/UA-1.
    """

    core: Mapping[str, str]
    own: Mapping[str, str]
    producer: str
    accessible: bool


def source_mark(pdf: bytes) -> str:
    """The fingerprint of the Word file that a PDF says it was made from ('' for none)."""
    found = _MARK.search(pdf)
    return found[1].decode() if found else ""


def describe(pdf: pikepdf.Pdf, about: Description) -> None:
    """Write the metadata anew, in both places."""
    import pikepdf  # noqa: PLC0415 - who only asks for a mark needs none of it

    stream = pikepdf.Stream(pdf, _xmp(about).encode())
    stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root.Metadata = pdf.make_indirect(stream)
    core = about.core
    info = {
        "Title": core["title"],
        "Author": core.get("creator"),
        "Subject": core.get("subject"),
        "Keywords": core.get("keywords"),
        "Creator": _CREATOR,
        "Producer": about.producer,
        "CreationDate": _pdf_date(core.get("created", "")),
        "ModDate": _pdf_date(core.get("modified", "")),
    }
    entries = {f"/{key}": pikepdf.String(text) for key, text in info.items() if text}
    pdf.trailer.Info = pdf.make_indirect(pikepdf.Dictionary(entries))
    pdf.Root.Lang = pikepdf.String(core["language"])
    preferences = pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary())
    preferences.DisplayDocTitle = True  # which LibreOffice leaves out where Word has no title
    pdf.Root.ViewerPreferences = preferences


def _pdf_date(text: str) -> str:
    """A W3CDTF date as PDF writes it; both have at least the year."""
    match = re.fullmatch(r"([0-9T:-]{4,19})(?:\.\d+)?(Z|[+-]\d\d:\d\d)?", text)
    if not match:
        return ""
    zone = match[2].replace(":", "'") + "'" if match[2] not in (None, "Z") else "Z"
    digits = re.sub(r"\D", "", match[1])
    return f"D:{digits}{zone}" if len(digits) > _DAY else ""


def _xmp(about: Description) -> str:
    """The XMP packet; lines in a fixed order, nothing left to chance.

    The schemas that PDF/A doesn't know are described as ISO 19005-2, 6.6.2.3 asks for.
    """
    properties = "\n".join(_properties(about))
    ua = _schema("PDF/UA", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid", "Integer", _UA)
    own = _schema("Dialoggrunnlag", NAMESPACE, "dialog", "Text", _OWN)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:dialog="{NAMESPACE}">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
{properties}
</rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>
{ua}
{own}
</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def _properties(about: Description) -> Iterator[str]:
    core = about.core
    if about.accessible:
        yield "<pdfuaid:part>1</pdfuaid:part>"
    yield _listed("title", "Alt", [core["title"]], " xml:lang='x-default'")
    if "subject" in core:
        yield _listed("description", "Alt", [core["subject"]], " xml:lang='x-default'")
    if "creator" in core:
        yield _listed("creator", "Seq", [core["creator"]])
    if core["language"]:
        yield _listed("language", "Bag", [core["language"]])
    words = list(filter(None, map(str.strip, core.get("keywords", "").split(","))))
    if words:
        yield _listed("subject", "Bag", words)
        yield f"<pdf:Keywords>{escape(core['keywords'])}</pdf:Keywords>"
    yield f"<pdf:Producer>{escape(about.producer)}</pdf:Producer>"
    yield f"<xmp:CreatorTool>{_CREATOR}</xmp:CreatorTool>"
    for name, key in (("CreateDate", "created"), ("ModifyDate", "modified")):
        if _pdf_date(core.get(key, "")):
            yield f"<xmp:{name}>{escape(core[key])}</xmp:{name}>"
    for name in _OWN:
        if about.own.get(name):
            yield f"<dialog:{name}>{escape(about.own[name])}</dialog:{name}>"


def _listed(name: str, kind: str, texts: Iterable[str], attribute: str = "") -> str:
    items = "".join(f"<rdf:li{attribute}>{escape(text)}</rdf:li>" for text in texts)
    return f"<dc:{name}><rdf:{kind}>{items}</rdf:{kind}></dc:{name}>"


def _schema(name: str, uri: str, prefix: str, kind: str, properties: Mapping[str, str]) -> str:
    lines = [
        "<rdf:li rdf:parseType='Resource'>",
        f"<pdfaSchema:schema>{name}</pdfaSchema:schema>",
        f"<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI>",
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>",
        "<pdfaSchema:property><rdf:Seq>",
    ]
    for key, description in properties.items():
        lines.append(
            "<rdf:li rdf:parseType='Resource'>"
            f"<pdfaProperty:name>{key}</pdfaProperty:name>"
            f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
            "<pdfaProperty:category>internal</pdfaProperty:category>"
            f"<pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>"
        )
    return "\n".join((*lines, "</rdf:Seq></pdfaSchema:property></rdf:li>"))
