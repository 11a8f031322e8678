"""The workbook behind a chart, which Word opens for «Rediger data»: the same bytes each time."""

from functools import lru_cache

from .chart import Chart, figure_text
from .names import OFFICE, XML_DECLARATION
from .package import CONTENT_TYPES, RELATIONSHIPS, TYPES, Member, join
from .values import plain_xml

SHEET = "Ark1"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
WORKBOOK_TYPE = f"{_TYPE}.sheet"
_RELATIONSHIP = f'<Relationship Id="{{}}" Type="{OFFICE}/{{}}" Target="{{}}"/>'
_OVERRIDE = '<Override PartName="/xl/{}.xml" ContentType="' + _TYPE + '.{}+xml"/>'
_STYLES = (
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
)
_PARTS = {
    CONTENT_TYPES: f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/'
    'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/xml"/>'
    + _OVERRIDE.format("workbook", "sheet.main")
    + _OVERRIDE.format("worksheets/sheet1", "worksheet")
    + _OVERRIDE.format("styles", "styles")
    + "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{RELATIONSHIPS}">'
    + _RELATIONSHIP.format("rId1", "officeDocument", "xl/workbook.xml")
    + "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE}"><sheets>'
    f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONSHIPS}">'
    + _RELATIONSHIP.format("rId1", "worksheet", "worksheets/sheet1.xml")
    + _RELATIONSHIP.format("rId2", "styles", "styles.xml")
    + "</Relationships>",
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{_STYLES}</styleSheet>',
}
# Everything but the sheet, packed once
_FIXED = [Member.pack(name, (XML_DECLARATION + xml).encode()) for name, xml in _PARTS.items()]


@lru_cache(maxsize=256)
def column(number: int) -> str:
    """What a sheet calls its column: 0 is A, 26 is AA."""
    letters = ""
    while number >= 0:
        number, letter = divmod(number, 26)
        letters = chr(ord("A") + letter) + letters
        number -= 1
    return letters


def workbook(chart: Chart) -> bytes:
    """An .xlsx with a chart's figures: a row for each category, a column for each series."""
    columns = [column(number + 1) for number in range(len(chart.series))]
    rows = [_first_row(tuple(chart.series))]
    openings = _openings(tuple(chart.categories))
    for row, figures in enumerate(zip(*chart.series.values(), strict=True), 2):
        cells = [openings[row - 2]]
        for letters, figure in zip(columns, figures, strict=True):
            if figure is not None:
                cells.append(f'<c r="{letters}{row}"><v>{figure_text(figure)}</v></c>')
        cells.append("</row>")
        rows += cells
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    content = (XML_DECLARATION + sheet).encode()
    return join([*_FIXED, Member.pack("xl/worksheets/sheet1.xml", content)])


# A document's charts mostly have the same series and categories
@lru_cache(maxsize=16)
def _first_row(names: tuple[str, ...]) -> str:
    cells = [_text_cell(f"{column(number)}1", name) for number, name in enumerate(names, 1)]
    return f'<row r="1">{"".join(cells)}</row>'


@lru_cache(maxsize=16)
def _openings(categories: tuple[str, ...]) -> tuple[str, ...]:
    """How each row after the first begins: with its category."""
    cells = [_text_cell(f"A{row}", category) for row, category in enumerate(categories, 2)]
    return tuple(f'<row r="{row}">{cell}' for row, cell in enumerate(cells, 2))


def _text_cell(place: str, text: str) -> str:
    inside = f'<t xml:space="preserve">{plain_xml(text)}</t>'
    return f'<c r="{place}" t="inlineStr"><is>{inside}</is></c>'
