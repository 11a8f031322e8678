"""A tiny language for Word files: a case is a list of runs on a line.

p("Hei {{ na", "vn }}!")            a paragraph of two runs
p("Fet", b("skrift"))               a run in bold
tabell(["a", "b"], ["c", "d"])      a table; a cell is a text or a list of paragraphs
docx(p("…"), topptekst=p("…"))      the file's bytes
tekst(data)                         what comes out: paragraphs by line, cells by |
"""

import io
import re
import zipfile
from urllib.parse import unquote

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ALL = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SECTION = (
    '<w:sectPr>{}<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708" '
    'w:footer="708" w:gutter="0"/></w:sectPr>'
)


def _escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def run(text, properties=""):
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    if text.startswith("<"):
        return f"<w:r>{inside}{text}</w:r>"
    return f'<w:r>{inside}<w:t xml:space="preserve">{_escape(text)}</w:t></w:r>'


def b(text):
    return run(text, "<w:b/>")


def p(*runs, style="", properties=""):
    chosen = f'<w:pStyle w:val="{style}"/>' if style else ""
    inside = f"<w:pPr>{chosen}{properties}</w:pPr>" if chosen or properties else ""
    body = "".join(item if item.startswith("<w:") else run(item) for item in runs)
    return f"<w:p>{inside}{body}</w:p>"


def celle(content, properties=""):
    paragraphs = [content] if isinstance(content, str) else content
    body = "".join(item if item.startswith("<w:") else p(item) for item in paragraphs)
    return f"<w:tc><w:tcPr><w:tcW w:w='2000' w:type='dxa'/>{properties}</w:tcPr>{body}</w:tc>"


def tabell(*rows):
    width = max(len(row) for row in rows)
    grid = '<w:gridCol w:w="2000"/>' * width
    body = "".join(
        f"<w:tr>{''.join(c if str(c).startswith('<w:tc') else celle(c) for c in row)}</w:tr>"
        for row in rows
    )
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="nb-NO"/></w:rPr></w:rPrDefault>'
    "</w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Overskrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Sitat"><w:name w:val="Quote"/></w:style>'
    '<w:style w:type="character" w:styleId="Hyperkobling"><w:name w:val="Hyperlink"/></w:style>'
    '<w:style w:type="character" w:styleId="Sterk"><w:name w:val="Strong"/></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
)
NUMMERERT = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'


def docx(*blocks, topptekst="", bunntekst="", fotnote="", egenskaper="", deler=None, extra=None):
    """The bytes of a Word file with these blocks.

    ``deler`` are parts that the document is related to: their relationship's kind and content by
    name. ``extra`` adds or replaces members.
    """
    parts = {
        "word/styles.xml": ("styles", f'<w:styles xmlns:w="{W}">{STYLES}</w:styles>'),
        "word/numbering.xml": (
            "numbering",
            f'<w:numbering xmlns:w="{W}">{NUMBERING}</w:numbering>',
        ),
    }
    if topptekst:
        parts["word/header1.xml"] = ("header", f"<w:hdr {_ALL}>{topptekst}</w:hdr>")
    if bunntekst:
        parts["word/footer1.xml"] = ("footer", f"<w:ftr {_ALL}>{bunntekst}</w:ftr>")
    if fotnote:
        notes = (
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
            f'</w:footnote><w:footnote w:id="1">{fotnote}</w:footnote>'
        )
        parts["word/footnotes.xml"] = ("footnotes", f"<w:footnotes {_ALL}>{notes}</w:footnotes>")
    for name, (kind, content) in (deler or {}).items():
        parts[name] = (kind, f"<w:{kind} {_ALL}>{content}</w:{kind}>")
    ids = {name: f"rId{number}" for number, name in enumerate(parts, 1)}
    references = "".join(
        f'<w:{parts[name][0]}Reference w:type="default" r:id="{ids[name]}"/>'
        for name in ("word/header1.xml", "word/footer1.xml")
        if name in parts
    )
    members = {
        "[Content_Types].xml": _content_types(parts, core=bool(egenskaper)),
        "_rels/.rels": _relationships(
            ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
            *(
                [
                    (
                        "rId2",
                        f"{_PACKAGE}/relationships/metadata/core-properties",
                        "docProps/core.xml",
                    )
                ]
                if egenskaper
                else []
            ),
        ),
        "word/document.xml": (
            f"<w:document {_ALL}><w:body>{''.join(blocks)}{_SECTION.format(references)}</w:body>"
            "</w:document>"
        ),
        "word/_rels/document.xml.rels": _relationships(
            *((ids[name], f"{_OFFICE}/{kind}", name[5:]) for name, (kind, _) in parts.items())
        ),
        **{name: xml for name, (_, xml) in parts.items()},
    }
    if egenskaper:
        members["docProps/core.xml"] = (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/">{egenskaper}</cp:coreProperties>'
        )
    members.update(extra or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _content_types(parts, *, core):
    overrides = {"word/document.xml": f"{_WORD}.document.main+xml"}
    overrides |= {name: f"{_WORD}.{kind}+xml" for name, (kind, _) in parts.items()}
    if core:
        overrides["docProps/core.xml"] = (
            "application/vnd.openxmlformats-package.core-properties+xml"
        )
    entries = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{entries}</Types>'
    )


def _relationships(*entries):
    body = "".join(
        f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"/>'
        for identity, kind, target in entries
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{body}</Relationships>'


def med(data, **deler):
    """The file with other or new members: a text, and the content type of a new part.

    ``med(data, **{"word/charts/chart1.xml": (xml, "…drawingml.chart+xml")})``
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        members = {name: old.read(name) for name in old.namelist()}
        for name, part in deler.items():
            content, kind = part if isinstance(part, tuple) else (part, "")
            members[name] = content.encode() if isinstance(content, str) else content
            if kind:
                entry = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
                types = members["[Content_Types].xml"]
                members["[Content_Types].xml"] = types.replace(b"</Types>", entry)
        for name, content in members.items():
            new.writestr(name, content)
    return out.getvalue()


_OPENER = re.compile(r"\{[{%#]")


def tagger_i(data):
    """What looks like tags anywhere in a Word file: the part, and the text or attribute."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith((".xml", ".rels")) and (b"{" in content or b"%7" in content):
                root = etree.fromstring(content)
                texts = map(str, root.xpath("//text() | //@*"))
                paragraphs = ("".join(e.itertext()) for e in root.iter(f"{{{W}}}p"))
                tags = filter(_OPENER.search, map(unquote, (*texts, *paragraphs)))
                found += [(name, tag) for tag in tags]
    return found


def medlem(data, name="word/document.xml"):
    """A member of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def tre(data, name="word/document.xml"):
    """The XML tree of a member."""
    return etree.fromstring(medlem(data, name))


def tekst(data, name="word/document.xml"):
    """What a reader sees: a line a paragraph, tables as rows with | between cells."""
    root = tre(data, name)
    body = root.find(f"{{{W}}}body")
    return "\n".join(_blocks(root if body is None else body))


def _blocks(container):
    for child in container:
        if child.tag == f"{{{W}}}p":
            yield _paragraph(child)
        elif child.tag == f"{{{W}}}tbl":
            for row in child.iter(f"{{{W}}}tr"):
                cells = row.findall(f"{{{W}}}tc")
                yield "|".join("¶".join(_blocks(cell)) for cell in cells)
        elif child.tag in (f"{{{W}}}sdt", f"{{{W}}}sdtContent", f"{{{W}}}footnote"):
            yield from _blocks(child)


_SIGNS = {"tab": "\t", "br": "\n", "noBreakHyphen": "\u2011"}


def _paragraph(paragraph):
    out = []
    for node in paragraph.iter():
        name = etree.QName(node).localname if isinstance(node.tag, str) else ""
        if name == "t":
            out.append(node.text or "")
        elif name in _SIGNS and etree.QName(node.getparent()).localname == "r":
            is_page = node.get(f"{{{W}}}type") == "page"
            out.append("\f" if is_page else _SIGNS[name])
    return "".join(out)
