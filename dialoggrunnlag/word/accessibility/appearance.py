"""How a text looks in the end: styles, table styles with their conditions, and the theme."""

import re
from collections.abc import Container, Iterable, Iterator
from itertools import product
from typing import NamedTuple

from lxml import etree

from ..attributes import first_in, found_in, is_on, style_of, value
from ..names import OFFICE, A, w
from ..package import Package, parse
from ..places import TBL, TC, TR, inner
from ..styles import with_bases

Chain = list[etree._Element]  # noqa: SLF001 - lxml has no other name for it
Setting = tuple["Cell", ...]  # the cells around a text, innermost first

WHITE, BLACK, AUTO = "FFFFFF", "000000", "auto"
_THEME_NAMES = {
    "background1": "lt1", "text1": "dk1", "background2": "lt2", "text2": "dk2",
    "light1": "lt1", "dark1": "dk1", "light2": "lt2", "dark2": "dk2",
    "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
_HIGHLIGHTS = {
    "black": BLACK, "white": WHITE, "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00",
    "magenta": "FF00FF", "red": "FF0000", "yellow": "FFFF00", "darkBlue": "00008B",
    "darkCyan": "008B8B", "darkGreen": "006400", "darkMagenta": "800080", "darkRed": "8B0000",
    "darkYellow": "808000", "darkGray": "A9A9A9", "lightGray": "D3D3D3",
}  # fmt: skip
_NUMBER = re.compile(r"\d+(\.\d+)?")
_USUAL_SIZE = 10.0  # points
_LINEAR = 0.04045  # of sRGB: darker shares are linear
_LOOK = 0x04A0  # what Word gives a new table: first row and first column, rows in bands
_FLAGS = {
    "firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100,
    "noHBand": 0x200, "noVBand": 0x400,
}  # fmt: skip


class Cell(NamedTuple):
    """A table cell, and what its table's style says: of this one in particular, and of all."""

    element: etree._Element
    conditions: Chain
    styles: Chain


class Appearance:
    """The styles and the theme of a package, and what they give a text."""

    def __init__(self, package: Package, headings: frozenset[str]) -> None:
        self.headings = headings
        self.styles: dict[str, etree._Element] = {}
        self.defaults: dict[str, str] = {}
        self.document: Chain = []  # the run properties that hold where nothing says otherwise
        self.theme: dict[str, str] = {}
        self._rows: dict[etree._Element, dict[etree._Element, int]] = {}
        for part in package.related(package.main, f"{OFFICE}/styles"):
            root = parse(package.members[part])
            self.document = found_in([root], f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
            for style in root.iter(w("style")):
                self.styles[value(style, "styleId")] = style
                if value(style, "default") in ("1", "true", "on"):
                    self.defaults[value(style, "type")] = value(style, "styleId")
        for part in package.related(package.main, f"{OFFICE}/theme"):
            for colour in parse(package.members[part]).iterfind(f".//{{{A}}}clrScheme/*"):
                for given in colour.iterchildren("{*}*"):
                    name = etree.QName(colour).localname
                    self.theme[name] = given.get("lastClr", given.get("val", ""))

    def chain(self, style: str) -> Chain:
        """A style and what it is based on, itself first."""
        return with_bases(self.styles, style)

    def of_paragraph(self, paragraph: etree._Element) -> Chain:
        """The chain of a paragraph's style."""
        return self.chain(style_of(paragraph) or self.defaults.get("paragraph", ""))

    def name(self, paragraph: etree._Element) -> str:
        """The name of a paragraph's style in lower case, as Word's files have it (English)."""
        chain = self.of_paragraph(paragraph)
        return value(chain[0].find(w("name"))).lower() if chain else ""

    def paragraph_property(self, paragraph: etree._Element, name: str) -> etree._Element | None:
        """A property of a paragraph: its own or its style's."""
        return first_in((paragraph, *self.of_paragraph(paragraph)), f"{w('pPr')}/{w(name)}")

    def level(self, paragraph: etree._Element) -> int:
        """The level of a heading, 0 for what is none."""
        for style in self.of_paragraph(paragraph):
            heading = re.fullmatch(r"heading (\d)", value(style.find(w("name"))).lower())
            if heading:
                return int(heading[1])
        outline = value(self.paragraph_property(paragraph, "outlineLvl"))
        return int(outline) + 1 if re.fullmatch("[0-8]", outline) else 0

    def is_listed(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph is an item of a real list."""
        number = self.paragraph_property(paragraph, "numPr")
        return number is not None and value(number.find(w("numId"))) != "0"

    def of_text(self, run: etree._Element, paragraph: etree._Element) -> Chain:
        """The run properties of a text outside tables, strongest first."""
        style = value(run.find(f"{w('rPr')}/{w('rStyle')}"))
        return found_in((run, *self.chain(style), *self.of_paragraph(paragraph)), w("rPr"))

    def is_set(self, name: str, run: etree._Element, paragraph: etree._Element) -> bool:
        """Whether an on/off property such as bold holds for a text."""
        return is_on(first_in(self.of_text(run, paragraph), w(name)))

    def underlined(self, run: etree._Element, paragraph: etree._Element) -> bool:
        """Whether a text has a line under it."""
        return value(first_in(self.of_text(run, paragraph), w("u"))) not in ("none", "")

    def size(self, run: etree._Element, paragraph: etree._Element) -> float:
        """The size of a text in points; Word's own is 10 where nothing says another."""
        for element in found_in(self.of_text(run, paragraph) + self.document, w("sz")):
            half_points = value(element)
            if half_points:
                return float(half_points) / 2 if _NUMBER.fullmatch(half_points) else _USUAL_SIZE
        return _USUAL_SIZE

    def settings(
        self, paragraph: etree._Element, dynamic: Container[etree._Element]
    ) -> Iterator[Setting]:
        """The cells around a paragraph, in every condition that their rows may come to be in.

        ``dynamic`` are the tables with rows that are repeated or left out.
        """
        choices = []
        for cell in paragraph.iterancestors(TC):
            row, table = next(cell.iterancestors(TR), None), next(cell.iterancestors(TBL), None)
            if row is None or table is None or next(row.iterancestors(TBL), None) is not table:
                continue  # Word makes no such thing
            own = value(table.find(f"{w('tblPr')}/{w('tblStyle')}"))
            styles = self.chain(own or self.defaults.get("table", ""))
            rows = self._rows_of(table)
            at = rows.get(row, 0)
            is_last = at == len(rows) - 1
            kinds = _conditions(cell, row, table, at, is_last=is_last, is_dynamic=table in dynamic)
            choices.append([Cell(cell, _conditional(styles, names), styles) for names in kinds])
        yield from product(*choices)

    def _rows_of(self, table: etree._Element) -> dict[etree._Element, int]:
        """The rows of a table with their numbers from 0, counted once: each of its texts asks."""
        if table not in self._rows:
            self._rows[table] = {row: at for at, row in enumerate(inner(table, TR))}
        return self._rows[table]

    def colour(self, run: etree._Element, paragraph: etree._Element, setting: Setting) -> str:
        """The colour of a text as six hexadecimal digits, or 'auto'."""
        sources = self.of_text(run, paragraph)
        if setting:
            cell = setting[0]
            sources += found_in((*cell.conditions, *cell.styles), w("rPr"))
        return self._colour(first_in(sources + self.document, w("color"))) or AUTO

    def background(self, run: etree._Element, paragraph: etree._Element, setting: Setting) -> str:
        """The colour behind a text, '' where nothing has one."""
        for source in self.of_text(run, paragraph):
            highlight = _HIGHLIGHTS.get(value(source.find(w("highlight"))), "")
            colour = highlight or self._fill(source.find(w("shd")))
            if colour:
                return colour
        # Of each layer the strongest shading counts; «no colour» is one as well.
        styles = self.of_paragraph(paragraph)
        shadings = [first_in((paragraph, *styles), f"{w('pPr')}/{w('shd')}")]
        for cell in setting:
            sources = (cell.element, *cell.conditions, *cell.styles)
            shadings.append(first_in(sources, f"{w('tcPr')}/{w('shd')}"))
            table = next(cell.element.iterancestors(TBL))
            shadings.append(first_in((table, *cell.styles), f"{w('tblPr')}/{w('shd')}"))
        return next(filter(None, map(self._fill, shadings)), "")

    def _fill(self, shading: etree._Element | None) -> str:
        if shading is None:
            return ""
        fill, pattern = self._colour(shading, "fill", "themeFill"), value(shading)
        ink = self._colour(shading, "color") or BLACK
        if pattern == "solid":
            return ink
        share = re.fullmatch(r"pct(\d+)", pattern)
        return mixed(ink, fill or WHITE, min(int(share[1]), 100) / 100) if share else fill

    def _colour(
        self, element: etree._Element | None, name: str = "val", theme: str = "themeColor"
    ) -> str:
        """The colour that an element gives, '' for none or an automatic one."""
        named = value(element, theme)
        colour = self.theme.get(_THEME_NAMES.get(named, named), "")
        if re.fullmatch("[0-9A-Fa-f]{6}", colour):
            prefix = theme.removesuffix("Color")
            for end, other in (("Shade", BLACK), ("Tint", WHITE)):
                amount = value(element, prefix + end)
                if re.fullmatch("[0-9A-Fa-f]{2}", amount):
                    colour = mixed(colour, other, int(amount, 16) / 255)
            return colour.upper()
        given = value(element, name)
        return given.upper() if re.fullmatch("[0-9A-Fa-f]{6}", given) else ""

    def style_colour(self, chain: Chain) -> str:
        """The colour that a style gives its text, '' where it leaves that to others."""
        return self._colour(first_in(chain, f"{w('rPr')}/{w('color')}"))

    def page(self, root: etree._Element) -> str:
        """The colour of the page."""
        return self._colour(root.find(w("background")), "color")


def _conditional(styles: Chain, kinds: Iterable[str]) -> Chain:
    """What a table's style says of cells of these kinds, the strongest kind first."""
    conditional: Chain = []
    for kind in kinds:
        for style in styles:
            conditional += style.findall(f"{w('tblStylePr')}[@{w('type')}='{kind}']")
    return conditional


def _conditions(
    cell: etree._Element,
    row: etree._Element,
    table: etree._Element,
    at: int,
    *,
    is_last: bool,
    is_dynamic: bool,
) -> Iterator[list[str]]:
    """The kinds of cell that a cell may be at once, the strongest kind first.

    ``at`` is the number of its row, ``is_last`` whether that is the last of the table.
    Where rows are repeated or left out, any but the first may be the last and in any band.
    """
    cells = list(inner(row, TC))
    column = cells.index(cell) if cell in cells else 0
    look = _look(table)
    columns = []
    if look["firstColumn"] and column == 0:
        columns.append("firstCol")
    if look["lastColumn"] and column == len(cells) - 1:
        columns.append("lastCol")
    upright = []
    if not look["noVBand"] and "firstCol" not in columns:
        upright.append(f"band{1 + (column - look['firstColumn']) % 2}Vert")
    if look["firstRow"] and at == 0:
        yield ["firstRow", *columns, *upright]
        return
    ends, bands = [is_last], [(at - look["firstRow"]) % 2]
    if is_dynamic:
        ends, bands = [True, False], [0, 1]
    for ends_table, band in product(ends, bands):
        kinds = columns
        if ends_table and look["lastRow"]:
            kinds = ["lastRow", *kinds]
        if not look["noHBand"]:
            kinds = [*kinds, f"band{1 + band}Horz"]
        yield [*kinds, *upright]


def _look(table: etree._Element) -> dict[str, bool]:
    """Which parts of its style a table uses."""
    look = table.find(f"{w('tblPr')}/{w('tblLook')}")
    bits = value(look)
    mask = int(bits, 16) if re.fullmatch("[0-9A-Fa-f]+", bits) else _LOOK
    uses = {}
    for name, bit in _FLAGS.items():
        flag = value(look, name)
        uses[name] = flag in ("1", "true", "on") if flag else bool(mask & bit)
    return uses


def mixed(colour: str, other: str, share: float) -> str:
    """``share`` of a colour in another."""
    pairs = zip(bytes.fromhex(colour), bytes.fromhex(other), strict=True)
    return "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def contrast(colour: str, other: str) -> float:
    """The contrast of two colours from 1 to 21, as WCAG 2.1 defines it."""
    darker, lighter = sorted(map(_luminance, (colour, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """The light of a colour as the eye adds it up."""
    shares = []
    for byte in bytes.fromhex(colour):
        share = byte / 255
        shares.append(share / 12.92 if share <= _LINEAR else ((share + 0.055) / 1.055) ** 2.4)
    red, green, blue = shares
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
