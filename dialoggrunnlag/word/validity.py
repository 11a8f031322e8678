"""What keeps the output valid Word whatever the data: list numbers, merged cells, fences.

What may come out empty is fenced when compiled, so that it can be mended after rendering.
"""

import re
from collections.abc import Iterable, Mapping

from lxml import etree

from .attributes import style_of, value, whole
from .names import DGM, A, C, w
from .places import TBL, TC, TR, P, inner, span
from .repeating import keep_identities
from .standing import Spot, Standing, Stood
from .story import Level, Story, TaggedParagraph, number_of
from .styles import Styles

REGION_OPEN, REGION_CLOSE = "\ufdd2", "\ufdd3"
NEW_LIST, MERGED, TURN = "_new_list", "_merged", "_turn"
_BLOCKS, _CONTENT, _INLINE, _ROW, _TABLE, _GRID, _DRAWN = "bcrtugd"
_KEEPS_PARAGRAPH = {TC, *map(w, ("hdr", "ftr", "footnote", "endnote", "txbxContent"))}
_KEEPS_DRAWN = {f"{{{A}}}txBody", f"{{{C}}}rich", f"{{{DGM}}}t"}


def secure(story: Story, tagged: list[TaggedParagraph], styles: Styles) -> None:
    """Fence what may come out empty; keep apart what loops repeat; restart their lists.

    ``styles`` tell which list a paragraph style belongs to, and which lists only have bullets.
    """
    standing = keep_identities(story)
    if story.problems:
        return
    _keep_merges(story, standing)
    _restart_lists(story, tagged, styles, standing)
    _fence(story)


# --- numbered lists -----------------------------------------------------------------------


def _restart_lists(
    story: Story, tagged: list[TaggedParagraph], styles: Styles, standing: Standing
) -> None:
    """Give a list that starts anew in a loop's body a number series of its own each turn.

    A list starts anew there if none of its paragraphs stand outside the loop, and the body
    begins with something else. A body that begins with the list's own item goes on with it,
    and so do table rows with an item each: in rows, only a list within a cell starts anew.
    """
    lists: dict[str, list[etree._Element]] = {}  # the paragraphs of those that number their items
    for paragraph in tagged:
        element = paragraph.element
        number = _list_of(element, styles.lists)
        if number in styles.numbered and element.getroottree().getroot() is story.root:
            lists.setdefault(number, []).append(element)
    if not lists:
        return
    bodies = _bodies(story, standing)
    for opening, body in bodies.items():
        inside = [element for element in body if element.tag == P]
        in_rows = story.tags[number_of(opening)].level in (Level.ROW, Level.CELL)
        for number, items in list(lists.items()):
            if not set(items) <= set(inside):
                continue
            if in_rows:
                begins_anew = _is_list_in_cell(items, body, bodies.values())
            else:
                begins_anew = _list_of(inside[0], styles.lists) != number
            if begins_anew:
                _number_anew(story, opening, number, items)
                del lists[number]


def _is_list_in_cell(
    items: list[etree._Element], rows: list[etree._Element], bodies: Iterable[list[etree._Element]]
) -> bool:
    """Tell whether a loop over rows has the whole list in a cell: repeated there, or of several."""
    for body in bodies:
        if body is not rows and body and body[0] in rows and items[0] in body:
            return True
    cells = {next(item.iterancestors(TC), None) for item in items}
    return len(items) > len(cells)


def _list_of(paragraph: etree._Element, numbering: Mapping[str, str]) -> str:
    """The numId of a paragraph's list; '' for none."""
    own = paragraph.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
    if own is not None:
        return value(own) if value(own) != "0" else ""
    return numbering.get(style_of(paragraph), "")


def _bodies(story: Story, standing: Standing) -> dict[etree._Element, list[etree._Element]]:
    """The elements that each ``for`` of a part repeats, by the loop's node; outer loops first."""
    bodies = {}
    for opening in standing.loops:
        if story.tags[number_of(opening)].tag.name == "for":
            body = [element for element, spot in standing.repeated if opening in spot.loops]
            bodies[opening] = body
    return bodies


def _number_anew(
    story: Story, opening: etree._Element, number: str, elements: list[etree._Element]
) -> None:
    """Set a variable to a new list at the loop's start, and have its paragraphs use it."""
    variable, key = f"_list{number}", f"{story.part} {number_of(opening)}"
    story.set_each_turn(opening, variable, f"{number!r}|{NEW_LIST}({key!r})")
    for element in elements:
        properties = element.find(w("pPr"))
        if properties is None:
            continue
        own = properties.find(w("numPr"))
        if own is None:
            own = etree.Element(w("numPr"))
            properties.insert(len(list(properties.iterchildren(*_BEFORE_NUMBERING))), own)
        identity = own.find(w("numId"))
        if identity is None:
            identity = etree.SubElement(own, w("numId"))
        identity.set(w("val"), story.own_mark(variable))


_BEFORE_NUMBERING = tuple(
    map(w, ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl"))
)


# --- merged cells -------------------------------------------------------------------------


def _keep_merges(story: Story, standing: Standing) -> None:
    """Have the merged cells of a table with blocks over rows say for themselves what they join.

    Where a block takes the first of them, the rest must not join the row that then comes above:
    whether a cell goes on with the one over it is told when both are written.
    """
    if next(story.root.iter(w("vMerge")), None) is None:
        return
    tables: dict[etree._Element, list[Stood]] = {}
    for row, spot in standing.of(TR):
        tables.setdefault(next(row.iterancestors(TBL)), []).append((row, spot))
    turns: dict[etree._Element, str] = {}
    for number, rows in enumerate(tables.values()):
        ranges = _ranges(rows)
        if any(len({spot.branch for _, spot in cells}) > 1 for _, cells in ranges):
            for index, (column, cells) in enumerate(ranges):
                turn = _turn(story, turns, [spot for _, spot in cells])
                for merge, _ in cells:
                    starts = value(merge) == "restart"
                    place = f"{story.part} {number} {column}"
                    code = f"{index}|{MERGED}({place!r}, {turn}, starts={starts})"
                    merge.set(w("val"), story.own_mark(code))


def _ranges(rows: list[Stood]) -> list[tuple[int, list[Stood]]]:
    """The merged cells of a table, with the column that they stand in."""
    ranges: list[tuple[int, list[Stood]]] = []
    open_ranges: dict[int, list[Stood]] = {}
    for row, spot in rows:
        column = 0
        for cell in inner(row, TC):
            merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
            if merge is None:
                open_ranges.pop(column, None)
            elif value(merge) == "restart" or column not in open_ranges:
                open_ranges[column] = [(merge, spot)]
                ranges.append((column, open_ranges[column]))
            else:
                open_ranges[column].append((merge, spot))
            column += span(cell)
    return ranges


def _turn(story: Story, turns: dict[etree._Element, str], spots: list[Spot]) -> str:
    """The variable that tells one turn from another in the innermost loop around all the spots."""
    first, *others = (spot.loops for spot in spots)
    for loop in reversed(first):
        if all(loop in loops for loops in others):
            if loop not in turns:
                turns[loop] = f"_turn{len(turns)}"
                story.set_each_turn(loop, turns[loop], f"0|{TURN}")
            return turns[loop]
    return "0"


# --- fences -------------------------------------------------------------------------------


def _fence(story: Story) -> None:
    kinds = {element: _fence_kind(story, element) for element in story.root.iter(etree.Element)}
    for element, kind in kinds.items():
        if element is story.root:
            story.root_fence = kind
        elif kind:
            element.addprevious(etree.ProcessingInstruction("region", kind))
            closing = etree.ProcessingInstruction("region", "end")
            closing.tail, element.tail = element.tail, None
            element.addnext(closing)


def _fence_kind(story: Story, element: etree._Element) -> str:
    """How an element that its tags may empty is mended, '' for one that they can't."""
    if element.tag == TBL:
        within = _levels(story, element.iter(etree.ProcessingInstruction))
        if Level.CELL in within:
            return _GRID
    levels = _levels(story, element.iterchildren(etree.ProcessingInstruction))
    if element.tag in _KEEPS_PARAGRAPH:
        return _BLOCKS if levels or element.find(P) is None else ""
    if not levels:
        return ""
    if element.tag in _KEEPS_DRAWN:
        return _DRAWN
    if element.tag == w("sdtContent"):
        return _INLINE if levels[0] is Level.RUN else _CONTENT
    return {TR: _ROW, TBL: _TABLE}.get(str(element.tag), "")


def _levels(story: Story, nodes: Iterable[etree._Element]) -> list[Level]:
    """The levels of the tags that nodes stand for."""
    return [story.tags[number].level for number in map(number_of, nodes) if number >= 0]


DECLARATION = re.compile(r' xmlns(?::\w+)?="[^"]*"')
_ROOT = re.compile(r"<[A-Za-z][^>]*>")
_HAS_ROW, _HAS_CELL = re.compile("<w:tr[ >]"), re.compile("<w:tc[ >]")
_HAS_DRAWN = re.compile(r"<\w+:p[ />]")
_EMPTY = re.compile(r"<[^<>]*/>|<[^<>]*></[^<>]*>")


def mend(xml: str) -> str:
    """Give emptied cells a paragraph; take away rows without cells and tables without rows."""
    root = _ROOT.search(xml)
    outside, *regions = xml.split(REGION_OPEN)
    stack, kinds = [[outside]], list[str]()
    for region in regions:
        content, *outer = region[1:].split(REGION_CLOSE)
        kinds.append(region[0])
        stack.append([content])
        for piece in outer:
            element, kind = "".join(stack.pop()), kinds.pop()
            if kind == _GRID and root and _HAS_ROW.search(element):
                element = _with_grid(element, root[0])
            stack[-1] += (_mended(kind, element), piece)
    return "".join(stack[0])


def _mended(kind: str, element: str) -> str:
    if kind == _ROW:
        return element if _HAS_CELL.search(element) else ""
    if kind in (_TABLE, _GRID):
        return element if _HAS_ROW.search(element) else ""
    close = len(element) - 2 if element.endswith("/>") else element.rindex("</")
    if kind == _INLINE:
        return _filled(element, close, "<w:r/>") if _EMPTY.fullmatch(element) else element
    if kind == _DRAWN:
        is_left = _HAS_DRAWN.search(element)
        return element if is_left else _filled(element, close, f'<a:p xmlns:a="{A}"/>')
    # Nearly all end in a paragraph, which is seen sooner than where the last one is
    ends_in_paragraph = element.endswith("</w:p>", 0, close) or _has_paragraph_last(element)
    may_end_in_table = kind == _CONTENT and _HAS_ROW.search(element)  # unlike a cell
    if ends_in_paragraph or may_end_in_table:
        return element
    return _filled(element, close, "<w:p/>")


def _has_paragraph_last(element: str) -> bool:
    """Whether the last paragraph comes after the last table."""
    last_paragraph = max(element.rfind(end) for end in ("</w:p>", "<w:p/>", "<w:p "))
    return last_paragraph > element.rfind("</w:tbl>")


def _filled(element: str, close: int, content: str) -> str:
    if element.endswith("/>"):
        name = re.match(r"<([\w:]+)", element)
        return f"{element[:close]}>{content}</{name[1] if name else ''}>"
    return f"{element[:close]}{content}{element[close:]}"


def _with_grid(table: str, root: str) -> str:
    """The table with as many grid columns as its widest row, the whole width kept.

    ``root`` is the part's opening tag, which declares the prefixes.
    """
    name = re.split(r"[ >]", root[1:], maxsplit=1)[0]
    tree = etree.fromstring(f"{root}{table}</{name}>")[0]
    grid = tree.find(w("tblGrid"))
    columns = max(sum(map(span, row.iterchildren(TC))) for row in tree.iterchildren(TR))
    if grid is None or len(grid) in (0, columns):
        return table
    widths = [whole(value(column, "w")) for column in grid]
    total = sum(widths)
    missing = max(0, columns - len(widths))
    widths = widths[:columns] + [total // len(widths)] * missing
    for column in list(grid):
        grid.remove(column)
    for width in widths:
        scaled = max(1, width * total // max(1, sum(widths)))
        etree.SubElement(grid, w("gridCol"), {w("w"): str(scaled)})
    return DECLARATION.sub("", etree.tostring(tree, encoding="unicode"))
