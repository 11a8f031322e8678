"""What keeps the output valid Word whatever the data: fences, unique ids, list numbers.

At compile time what may come out empty is fenced, so that it can be mended after rendering,
and what must be unique gets an expression where a loop repeats it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from .attributes import value
from .names import DGM, MC, W14, WP, A, C, w
from .places import TBL, TC, TR, P
from .problems import Place
from .story import Level, Story, TaggedParagraph, instruction, number_of, remove
from .tags import Tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .styles import Styles

REGION_OPEN, REGION_CLOSE = "\ufdd2", "\ufdd3"
UNIQUE, NEW_LIST = "_unique", "_new_list"
BOOKMARK, BOOKMARK_NAME, BOOKMARK_END = "_bookmark", "_bookmark_name", "_bookmark_end"
_BLOCKS, _INLINE, _ROW, _TABLE, _GRID, _DRAWN = "brtugd"
_KEEPS_PARAGRAPH = {TC, *map(w, ("hdr", "ftr", "footnote", "endnote", "txbxContent"))}
_KEEPS_DRAWN = {f"{{{A}}}txBody", f"{{{C}}}rich", f"{{{DGM}}}t"}
_REPEATING = ("for", "macro", "call")
_REPEATED = ("endfor", "endmacro", "endcall")
_IN_LOOP_ATTRIBUTES = (f"{{{W14}}}paraId", f"{{{W14}}}textId")
_ANCHORS = re.compile(r"\{http://schemas\.microsoft\.com/office/word/2010/wordprocessingDrawing\}")


def secure(story: Story, tagged: list[TaggedParagraph], styles: Styles) -> None:
    """Fence what may come out empty; make unique what loops repeat; restart their lists.

    ``styles`` tell which list a paragraph style belongs to, and which lists only have bullets.
    """
    _keep_pairs(story)
    if story.problems:
        return
    for element in list(_repeated(story)):
        if element.tag == f"{{{MC}}}Fallback":  # its shapes have ids that nothing can make unique
            remove(element)
    for element in list(_repeated(story)):
        _make_unique(story, element)
    _restart_lists(story, tagged, styles)
    _fence(story)


def _repeated(story: Story) -> Iterator[etree._Element]:
    """Every element that stands in a loop or a macro."""
    depth = 0
    for node in story.root.iter():
        if node.tag is etree.ProcessingInstruction:  # type: ignore[comparison-overlap]
            name = story.tags[number_of(node)].tag.name
            depth += (name in _REPEATING) - (name in _REPEATED)
        elif depth:
            yield node


# --- pairs --------------------------------------------------------------------------------


def _keep_pairs(story: Story) -> None:
    """Drop bookmarks, and refuse fields, of which a block may leave out or repeat one end."""
    branch: list[int] = []  # the tags whose branch we are in, outermost first
    bookmarks: dict[str, list[tuple[etree._Element, list[int]]]] = {}
    fields: list[list[int]] = []
    for node in story.root.iter():
        if node.tag is etree.ProcessingInstruction:  # type: ignore[comparison-overlap]
            _enter(story, branch, number_of(node))
        elif node.tag in (w("bookmarkStart"), w("bookmarkEnd")):
            bookmarks.setdefault(node.get(w("id"), ""), []).append((node, list(branch)))
        elif node.tag == w("fldChar"):
            _follow_field(story, fields, node.get(w("fldCharType"), ""), branch)
    for ends in bookmarks.values():
        _, first_branch = ends[0]
        if any(where != first_branch for _, where in ends):
            for node, _ in ends:
                remove(node)


def _follow_field(story: Story, fields: list[list[int]], kind: str, branch: list[int]) -> None:
    """Note where a field begins, and report one that goes on or ends in another branch."""
    if kind == "begin":
        fields.append(list(branch))
    elif fields and fields[-1] != branch:
        _report_field(story, fields[-1] or branch)
        fields.clear()
    elif kind == "end" and fields:
        fields.pop()


def _enter(story: Story, branch: list[int], number: int) -> None:
    """Follow a control tag into its branch, or out of its block."""
    tag = story.tags[number].tag
    if tag.name.startswith("end"):
        del branch[-1:]
    elif tag.name in ("else", "elif"):
        branch[-1:] = [number]
    elif tag.opens_block:
        branch.append(number)


def _report_field(story: Story, branch: list[int]) -> None:
    placed = story.tags[branch[-1]] if branch else story.tags[0]
    story.report(
        placed.place,
        placed.tag.source,
        "Blokken deler et felt (sidetall, dato, innholdsfortegnelse …) i to.",
        "La hele feltet stå innenfor blokken, eller utenfor.",
    )


# --- unique ids ---------------------------------------------------------------------------


def _make_unique(story: Story, element: etree._Element) -> None:
    """Give a repeated element other ids each turn, or none."""

    def mark(name: str, code: str) -> None:
        element.set(name, story.own_mark(code, Place(), element))

    for name in list(element.attrib):
        if name in _IN_LOOP_ATTRIBUTES or _ANCHORS.match(str(name)):
            del element.attrib[name]
    if element.tag == f"{{{WP}}}docPr":
        mark("id", f"0|{UNIQUE}")
    elif element.tag == w("bookmarkStart"):
        mark(w("id"), f"{value(element, 'id')!r}|{BOOKMARK}")
        mark(w("name"), f"{value(element, 'name')!r}|{BOOKMARK_NAME}")
    elif element.tag == w("bookmarkEnd"):
        mark(w("id"), f"{value(element, 'id')!r}|{BOOKMARK_END}")
    elif element.tag == w("sdtPr"):
        for identity in element.findall(w("id")):
            element.remove(identity)


# --- numbered lists -----------------------------------------------------------------------


def _restart_lists(story: Story, tagged: list[TaggedParagraph], styles: Styles) -> None:
    """Give a list that starts anew in a loop's body a number series of its own each turn.

    A list starts anew there if none of its paragraphs stand outside the loop, and the body
    begins with something else. A body that begins with the list's own item goes on with it,
    and so do table rows with an item each: in rows, only a list within a cell starts anew.
    """
    lists = _numbered_lists(story, tagged, styles)
    if not lists:
        return
    loops = _loops(story)
    for loop in loops:
        inside = [element for element in loop.body if element.tag == P]
        in_rows = story.tags[number_of(loop.opening)].level in (Level.ROW, Level.CELL)
        for number, items in list(lists.items()):
            if not set(items) <= set(inside):
                continue
            if in_rows:
                begins_anew = _is_list_in_cell(items, loop, loops)
            else:
                begins_anew = _list_of(inside[0], styles.lists) != number
            if begins_anew:
                _number_anew(story, loop.opening, number, items)
                del lists[number]


def _numbered_lists(
    story: Story, tagged: list[TaggedParagraph], styles: Styles
) -> dict[str, list[etree._Element]]:
    """The paragraphs of each list that numbers its items."""
    lists: dict[str, list[etree._Element]] = {}
    for paragraph in tagged:
        element = paragraph.element
        number = _list_of(element, styles.lists)
        if number in styles.numbered and element.getroottree().getroot() is story.root:
            lists.setdefault(number, []).append(element)
    return lists


class _Loop(NamedTuple):
    """The node where a loop begins, and the elements of its body."""

    opening: etree._Element
    body: list[etree._Element]


def _is_list_in_cell(items: list[etree._Element], rows: _Loop, loops: list[_Loop]) -> bool:
    """Tell whether a loop over rows has the whole list in a cell: repeated there, or of several."""
    for loop in loops:
        is_inner = loop is not rows and loop.body and loop.body[0] in rows.body
        if is_inner and items[0] in loop.body:
            return True
    cells = {next(item.iterancestors(TC), None) for item in items}
    return len(items) > len(cells)


def _list_of(paragraph: etree._Element, numbering: Mapping[str, str]) -> str:
    """The numId of a paragraph's list; '' for none."""
    own = paragraph.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
    if own is not None:
        return value(own) if value(own) != "0" else ""
    return numbering.get(value(paragraph.find(f"{w('pPr')}/{w('pStyle')}")), "")


def _loops(story: Story) -> list[_Loop]:
    """The loops of a part, outer ones first."""
    loops: list[_Loop] = []
    open_loops: list[_Loop] = []
    for node in story.root.iter():
        if node.tag is etree.ProcessingInstruction:  # type: ignore[comparison-overlap]
            name = story.tags[number_of(node)].tag.name
            if name == "for":
                loops.append(_Loop(node, []))
                open_loops.append(loops[-1])
            elif name == "endfor":
                open_loops.pop()
        else:
            for loop in open_loops:
                loop.body.append(node)
    return loops


def _number_anew(
    story: Story, opening: etree._Element, number: str, elements: list[etree._Element]
) -> None:
    """Set a variable to a new list at the loop's start, and have its paragraphs use it."""
    loop = story.tags[number_of(opening)]
    variable = f"_list{number}"
    key = f"{story.part} {number_of(opening)}"
    code = f"set {variable} = {number!r}|{NEW_LIST}({key!r})"
    tag = story.add(Tag("{%", code, source=loop.tag.source), loop.place, loop.level, own=True)
    opening.addnext(instruction(tag))
    for element in elements:
        properties = element.find(w("pPr"))
        if properties is None:
            continue
        own = properties.find(w("numPr"))
        if own is None:
            own = etree.Element(w("numPr"))
            _insert_in_order(properties, own)
        identity = own.find(w("numId"))
        if identity is None:
            identity = etree.SubElement(own, w("numId"))
        identity.set(w("val"), story.own_mark(variable, loop.place, identity))


_BEFORE_NUMBERING = tuple(
    map(w, ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl"))
)


def _insert_in_order(properties: etree._Element, numbering: etree._Element) -> None:
    before = list(properties.iterchildren(*_BEFORE_NUMBERING))
    properties.insert(len(before), numbering)


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
        return _INLINE if levels[0] is Level.RUN else _BLOCKS
    return {TR: _ROW, TBL: _TABLE}.get(str(element.tag), "")


def _levels(story: Story, nodes: Iterable[etree._Element]) -> list[Level]:
    """The levels of the tags that nodes stand for."""
    numbers = filter(lambda number: number >= 0, map(number_of, nodes))
    return [story.tags[number].level for number in numbers]


DECLARATION = re.compile(r' xmlns(?::\w+)?="[^"]*"')
_ROOT = re.compile(r"<[A-Za-z][^>]*>")
_HAS_ROW, _HAS_CELL = re.compile("<w:tr[ >]"), re.compile("<w:tc[ >]")
_HAS_DRAWN = re.compile(r"<\w+:p[ />]")
_EMPTY = re.compile(r"<[^<>]*/>|<[^<>]*></[^<>]*>")
_REGION = re.compile(f"({REGION_OPEN}.|{REGION_CLOSE})", re.DOTALL)


def mend(xml: str) -> str:
    """Give emptied cells a paragraph; take away rows without cells and tables without rows."""
    root = _ROOT.search(xml)
    stack: list[list[str]] = [[]]
    kinds: list[str] = []
    for piece in _REGION.split(xml):
        if piece.startswith(REGION_OPEN):
            kinds.append(piece[1])
            stack.append([])
        elif piece == REGION_CLOSE:
            element = "".join(stack.pop())
            kind = kinds.pop()
            if kind == _GRID and root and _HAS_ROW.search(element):
                element = _with_grid(element, root[0])
            stack[-1].append(_mended(kind, element))
        else:
            stack[-1].append(piece)
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
    last_paragraph = max(element.rfind(end) for end in ("</w:p>", "<w:p/>", "<w:p "))
    if last_paragraph > element.rfind("</w:tbl>"):
        return element
    return _filled(element, close, "<w:p/>")


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
    columns = max(sum(map(_span, row.iterchildren(TC))) for row in tree.iterchildren(TR))
    if grid is None or len(grid) in (0, columns):
        return table
    widths = [_whole(value(column, "w")) for column in grid]
    whole, average = sum(widths), sum(widths) // len(widths)
    widths = widths[:columns]
    while len(widths) < columns:
        widths.append(average)
    for column in list(grid):
        grid.remove(column)
    for width in widths:
        scaled = max(1, width * whole // max(1, sum(widths)))
        etree.SubElement(grid, w("gridCol"), {w("w"): str(scaled)})
    return DECLARATION.sub("", etree.tostring(tree, encoding="unicode"))


def _span(cell: etree._Element) -> int:
    return max(1, _whole(value(cell.find(f"{w('tcPr')}/{w('gridSpan')}"))))


def _whole(number: str) -> int:
    """A whole number of at most six digits, 0 for anything else."""
    match = re.match(r"\d{1,6}", number)
    return int(match[0]) if match else 0
