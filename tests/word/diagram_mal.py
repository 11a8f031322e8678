"""A small builder of charts as Word draws them: kinds, series, and the parts that go with them.

diagram("barChart")                       a chart part with two series of three years
tegnet("{{ d }}")                         a paragraph with the chart, the tag in its alt text
mal(tegnet("{{ d }}"), diagram("…"))      a Word file with the parts
"""

import io
import zipfile

from lag import docx, medlem
from lxml import etree

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAKKE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument"
DIAGRAMTYPE = f"{_TYPE}.drawingml.chart+xml"
_STIL = "application/vnd.ms-office.chartstyle+xml"
_FARGER = "application/vnd.ms-office.chartcolorstyle+xml"
FLATE = ("barChart", "lineChart", "areaChart", "radarChart")
ROMLIG = ("bar3DChart", "line3DChart", "area3DChart")
SEKTORER = ("pieChart", "pie3DChart", "ofPieChart")
SLAG = (*FLATE, *ROMLIG, *SEKTORER, "doughnutChart")
_BEGYNNER = {
    "barChart": '<c:barDir val="col"/><c:grouping val="clustered"/>',
    "bar3DChart": '<c:barDir val="bar"/><c:grouping val="clustered"/>',
    "radarChart": '<c:radarStyle val="marker"/>',
    "ofPieChart": '<c:ofPieType val="pie"/>',
    **dict.fromkeys(("lineChart", "areaChart", "line3DChart", "area3DChart"),
                    '<c:grouping val="standard"/>'),
}  # fmt: skip
_SLUTTER = {"doughnutChart": '<c:firstSliceAng val="0"/><c:holeSize val="50"/>'}


def rik(text):
    return (
        f"<c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r><a:t>{text}</a:t></a:r></a:p>"
        '</c:rich></c:tx><c:overlay val="0"/>'
    )


def farge(name):
    kind = "schemeClr" if name.startswith("accent") else "srgbClr"
    return f'<c:spPr><a:solidFill><a:{kind} val="{name}"/></a:solidFill></c:spPr>'


def etiketter(form="0.0", enkelte="", kilde="0"):
    return (
        f'<c:dLbls>{enkelte}<c:numFmt formatCode="{form}" sourceLinked="{kilde}"/>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )


def serie(number, name="Serie", values=(1, 2, 3), *, utseende="", etter="", form="General"):
    """A series with its figures as Word has cached them."""
    letter = "BCDEF"[number]
    categories = "".join(
        f'<c:pt idx="{i}"><c:v>Kategori {i + 1}</c:v></c:pt>' for i, _ in enumerate(values)
    )
    points = "".join(f'<c:pt idx="{i}"><c:v>{v}</c:v></c:pt>' for i, v in enumerate(values))
    last = len(values) + 1
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:strRef>'
        f'<c:f>Sheet1!${letter}$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{name} '
        f"{number + 1}</c:v></c:pt></c:strCache></c:strRef></c:tx>{utseende}<c:cat><c:strRef>"
        f'<c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache><c:ptCount val="{len(values)}"/>{categories}'
        f"</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>Sheet1!${letter}$2:${letter}${last}"
        f"</c:f><c:numCache><c:formatCode>{form}</c:formatCode><c:ptCount "
        f'val="{len(values)}"/>{points}</c:numCache></c:numRef></c:val>{etter}</c:ser>'
    )


def plott(kind, *series, akser=(1, 2)):
    """A plot of one kind; pies have no axes."""
    axes = "" if kind in (*SEKTORER, "doughnutChart") else "".join(
        f'<c:axId val="{axis}"/>' for axis in akser
    )  # fmt: skip
    vary = "" if kind == "radarChart" and not series else '<c:varyColors val="0"/>'
    inside = f"{_BEGYNNER.get(kind, '')}{vary}{''.join(series)}{axes}{_SLUTTER.get(kind, '')}"
    return f"<c:{kind}>{inside}</c:{kind}>"


def akse(kind, number, crosses, *, tittel="", form="General", sted="b", mer=""):
    title = f"<c:title>{rik(tittel)}</c:title>" if tittel else ""
    return (
        f'<c:{kind}><c:axId val="{number}"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{sted}"/>{title}<c:numFmt formatCode="{form}" '
        f'sourceLinked="1"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/><c:crossAx val="{crosses}"/><c:crosses val="autoZero"/>{mer}'
        f"</c:{kind}>"
    )


def akser(*, tittel="", form="General"):
    return akse("catAx", 1, 2) + akse("valAx", 2, 1, tittel=tittel, form=form, sted="l")


def diagram(kind="barChart", *series, tittel="", aksetittel="", plott_xml="", slutt="", bok=True):
    """A chart part of one kind, or with the plots and axes of ``plott_xml``."""
    series = series or (serie(0),) if kind in SEKTORER else series or (serie(0), serie(1))
    inside = plott_xml or plott(kind, *series)
    if not plott_xml and kind not in (*SEKTORER, "doughnutChart"):
        inside += akser(tittel=aksetittel)
    title = f"<c:title>{rik(tittel)}</c:title>" if tittel else ""
    data = '<c:externalData r:id="rId1"><c:autoUpdate val="1"/></c:externalData>' if bok else ""
    return (
        f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{OFFICE}"><c:chart>{title}'
        f'<c:autoTitleDeleted val="{int(not tittel)}"/><c:plotArea><c:layout/>{inside}</c:plotArea>'
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/>'
        f"</c:chart>{data}{slutt}</c:chartSpace>"
    )


def tegnet(alt="{{ d }}", *, nummer=1, felt="descr", mer=""):
    """The run that a chart is drawn in."""
    text = alt.replace('"', "&quot;")
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent '
        f'cx="5000000" cy="2500000"/><wp:docPr id="{nummer}" name="Diagram {nummer}" '
        f'{felt}="{text}"{mer}/><wp:cNvGraphicFramePr/><a:graphic xmlns:a="{A}"><a:graphicData '
        f'uri="{C}"><c:chart xmlns:c="{C}" r:id="rIdDiagram{nummer}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def mal(blocks, *charts, del_="word/document.xml", **more):
    """A Word file with charts, each with a workbook, a style and colours, as Word has them."""
    blocks = [blocks] if isinstance(blocks, str) else blocks
    charts = charts or (diagram(),)
    new = {}
    for number, xml in enumerate(charts, 1):
        new[f"word/charts/chart{number}.xml"] = (xml, DIAGRAMTYPE)
        entries = (
            ("rId1", f"{OFFICE}/package", f"../embeddings/bok{number}.xlsx"),
            ("rId2", f"{OFFICE}/chartStyle", f"style{number}.xml"),
            ("rId3", f"{OFFICE}/chartColorStyle", f"colors{number}.xml"),
        )
        new[f"word/charts/_rels/chart{number}.xml.rels"] = (koblinger(*entries), "")
        new[f"word/charts/style{number}.xml"] = (f"<s n='{number}'/>", _STIL)
        new[f"word/charts/colors{number}.xml"] = (f"<f n='{number}'/>", _FARGER)
        new[f"word/embeddings/bok{number}.xlsx"] = ("gammel bok", f"{_TYPE}.spreadsheetml.sheet")
    data = docx(*blocks, **more)
    relations = f"word/_rels/{del_.removeprefix('word/')}.rels"
    here = [
        (f"rIdDiagram{n}", f"{OFFICE}/chart", f"charts/chart{n}.xml")
        for n, _ in enumerate(charts, 1)
    ]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    own = members.get(relations, koblinger())
    members[relations] = own.replace("</Relationships>", koblinger(*here, bare=True))
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (_, kind) in new.items()
        if kind
    )  # fmt: skip
    types = members["[Content_Types].xml"]
    members["[Content_Types].xml"] = types.replace("</Types>", f"{overrides}</Types>")
    members |= {name: content for name, (content, _) in new.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def koblinger(*entries, bare=False):
    body = "".join(
        f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"/>'
        for identity, kind, target in entries
    )
    opening = "" if bare else f'<Relationships xmlns="{_PAKKE}/relationships">'
    return f"{opening}{body}</Relationships>"


# --- what a document shows ------------------------------------------------------------------


def navn(data):
    """The names of the members."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def diagrammer(data):
    """The chart parts of a document that its text draws, in order, by their own names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [n for n in archive.namelist() if n.startswith("word/charts/chart")]
    return {name: etree.fromstring(medlem(data, name)) for name in names}


def tall_i(root):
    """What the caches of a chart say: name → (categories, figures)."""
    found = {}
    for series in root.iter(f"{{{C}}}ser"):
        name = series.findtext(f"{{{C}}}tx//{{{C}}}v")
        found[name] = (_punkter(series, "cat"), list(map(_tall, _punkter(series, "val"))))
    return found


def _punkter(series, what):
    cache = series.find(f"{{{C}}}{what}")
    count = int(next(cache.iter(f"{{{C}}}ptCount")).get("val"))
    points = {int(p.get("idx")): p.findtext(f"{{{C}}}v") for p in cache.iter(f"{{{C}}}pt")}
    return [points.get(index) for index in range(count)]


def _tall(text):
    return None if text is None else float(text)


def bok_til(data, name):
    """The figures in the workbook behind a chart, read by the cells that the chart names."""
    folder, part = name.rsplit("/", 1)
    relations = etree.fromstring(medlem(data, f"{folder}/_rels/{part}.rels"))
    (target,) = [e.get("Target") for e in relations if e.get("Type").endswith("/package")]
    root = etree.fromstring(medlem(data, name))
    cells = ark(medlem(data, target.removeprefix("/")))
    found = {}
    for series in root.iter(f"{{{C}}}ser"):
        where = {
            what: series.find(f"{{{C}}}{what}").findtext(f".//{{{C}}}f")
            for what in ("tx", "cat", "val")
        }
        figures = [cells.get(cell) for cell in celler(where["val"])]
        (name_cell,) = celler(where["tx"])
        found[cells[name_cell]] = ([cells.get(c) for c in celler(where["cat"])], figures)
    return found


def celler(reference):
    """The cells of a reference: Ark1!$A$2:$A$4 → A2, A3, A4."""
    sheet, _, cells = reference.partition("!")
    assert sheet == "Ark1"
    first, _, last = cells.replace("$", "").partition(":")
    letters = first.rstrip("0123456789")
    numbers = [int(cell.removeprefix(letters)) for cell in (first, last or first)]
    return [f"{letters}{number}" for number in range(numbers[0], numbers[1] + 1)]


def ark(workbook):
    """The cells of a workbook that say anything."""
    root = etree.fromstring(medlem(workbook, "xl/worksheets/sheet1.xml"))
    found = {}
    for cell in root.iter("{*}c"):
        text = "".join(cell.itertext())
        found[cell.get("r")] = text if cell.get("t") == "inlineStr" else float(text)
    return found
