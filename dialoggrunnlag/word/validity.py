"""What keeps the output valid Word whatever the data: fences, unique ids, list numbers.

At compile time what may come out empty is fenced, so that it can be mended after rendering,
and what must be unique gets an expression where a loop repeats it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from .names import MC, W14, WP, w
from .places import TBL, TC, TR, P
from .problems import Place
from .story import Level, Story, TaggedParagraph, instruction, number_of, remove
from .tags import Tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .styles import Styles

REGION_OPEN, REGION_CLOSE = "\ufdd2", "\ufdd3"
UNIQUE, BOOKMARK, BOOKMARK_NAME, BOOKMARK_END, NEW_LIST = (
    *("_unique", "_bookmark", "_bookmark_name", "_bookmark_end", "_new_list"),
)
_BLOCKS, _INLINE, _ROW, _TABLE, _GRID = "brtug"
_KEEPS_PARAGRAPH = {TC, *(w(n) for n in ("hdr", "ftr", "footnote", "endnote", "txbxContent"))}
_REPEATING = ("for", "macro", "call")
_IN_LOOP_ATTRIBUTES = (f"{{{W14}}}paraId", f"{{{W14}}}textId")
_ANCHORS = re.compile(r"\{http://schemas\.microsoft\.com/office/word/2010/wordprocessingDrawing\}")


def secure(story: Story, tagged: list[TaggedParagraph], styles: Styles) -> None:
    """Fence what may come out empty; make unique what loops repeat; restart their lists.

    ``styles`` tell which list a paragraph style belongs to, and which lists only have bullets.
    """
    _keep_pairs(story)
    if story.problems:
        return
    for fallback in [e for e in _repeated(story) if e.tag == f"{{{MC}}}Fallback"]:
        remove(fallback)  # its shapes have ids that nothing can make unique
    _unique_ids(story, list(_repeated(story)))
    _restart_lists(story, tagged, styles)
    _fence(story)


def _repeated(story: Story) -> Iterator[etree._Element]:
    """Every element that stands in a loop or a macro."""
    depth = 0
    for node in story.root.iter():
        if node.tag is etree.ProcessingInstruction:  # type: ignore[comparison-overlap]
            name = story.tags[number_of(node)].tag.name
            depth += (name in _REPEATING) - (
                name.removeprefix("end") in _REPEATING and name[:3] == "end"
            )
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
        if any(where != ends[0][1] for _, where in ends):
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
    elif tag.name in _BLOCKS_OF_TAGS and not (tag.name == "set" and "=" in tag.code):
        branch.append(number)


_BLOCKS_OF_TAGS = ("for", "if", "set", "macro", "call", "filter", "with", "autoescape")


def _report_field(story: Story, branch: list[int]) -> None:
    placed = story.tags[branch[-1]] if branch else story.tags[0]
    story.report(
        placed.place,
        placed.tag.source,
        "Blokken deler et felt (sidetall, dato, innholdsfortegnelse …) i to.",
        "La hele feltet stå innenfor blokken, eller utenfor.",
    )


# --- unique ids ---------------------------------------------------------------------------


def _unique_ids(story: Story, repeated: list[etree._Element]) -> None:
    place = Place()
    for element in repeated:
        for name in list(element.attrib):
            if name in _IN_LOOP_ATTRIBUTES or _ANCHORS.match(str(name)):
                del element.attrib[name]
        if element.tag == f"{{{WP}}}docPr":
            element.set("id", story.own_mark(f"0|{UNIQUE}", place, element))
        elif element.tag == w("bookmarkStart"):
            key = element.get(w("id"), "")
            name = element.get(w("name"), "")
            element.set(w("id"), story.own_mark(f"{key!r}|{BOOKMARK}", place, element))
            element.set(w("name"), story.own_mark(f"{name!r}|{BOOKMARK_NAME}", place, element))
        elif element.tag == w("bookmarkEnd"):
            key = element.get(w("id"), "")
            element.set(w("id"), story.own_mark(f"{key!r}|{BOOKMARK_END}", place, element))
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
    numbering = styles.lists
    lists: dict[str, list[etree._Element]] = {}
    for paragraph in tagged:
        element = paragraph.element
        if element.getroottree().getroot() is story.root:
            number = _list_of(element, numbering)
            if number in styles.numbered:
                lists.setdefault(number, []).append(element)
    if not lists:
        return
    bodies = list(_loop_bodies(story))
    for opening, body in bodies:
        items = [element for element in body if element.tag == P]
        inside = set(items)
        in_rows = story.tags[number_of(opening)].level in (Level.ROW, Level.CELL)
        for number, elements in lists.items():
            if not elements or not set(elements) <= inside:
                continue
            if in_rows:
                goes_on = not _is_list_in_cell(elements, opening, bodies)
            else:
                goes_on = _list_of(items[0], numbering) == number
            if not goes_on:
                _number_anew(story, opening, number, elements)
                lists[number] = []


def _is_list_in_cell(
    elements: list[etree._Element],
    opening: etree._Element,
    bodies: list[tuple[etree._Element, list[etree._Element]]],
) -> bool:
    """Tell whether a loop over rows has the whole list in a cell: repeated there, or of several."""
    row_body = next(body for node, body in bodies if node is opening)
    inner = [body for node, body in bodies if node is not opening and body and body[0] in row_body]
    if any(elements[0] in body for body in inner):
        return True
    cells = [next(element.iterancestors(TC), None) for element in elements]
    return len(cells) > len(set(cells))


def _list_of(paragraph: etree._Element, numbering: Mapping[str, str]) -> str:
    """The numId of a paragraph's list; '' for none."""
    own = paragraph.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
    if own is not None:
        number = own.get(w("val"), "")
        return "" if number == "0" else number
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return numbering.get(style.get(w("val"), ""), "") if style is not None else ""


def _loop_bodies(story: Story) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
    """Each loop's opening node with the elements of its body, outer loops first."""
    open_loops: list[tuple[etree._Element, list[etree._Element]]] = []
    found = []
    for node in story.root.iter():
        if node.tag is etree.ProcessingInstruction:  # type: ignore[comparison-overlap]
            name = story.tags[number_of(node)].tag.name
            if name == "for":
                open_loops.append((node, []))
                found.append(open_loops[-1])
            elif name == "endfor":
                open_loops.pop()
        else:
            for _, body in open_loops:
                body.append(node)
    return iter(found)


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
    w(name)
    for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
)


def _insert_in_order(properties: etree._Element, numbering: etree._Element) -> None:
    index = sum(1 for child in properties if child.tag in _BEFORE_NUMBERING)
    properties.insert(index, numbering)


# --- fences -------------------------------------------------------------------------------


def _fence(story: Story) -> None:
    fenced = [(element, _fence_kind(story, element)) for element in story.root.iter(etree.Element)]
    for element, kind in fenced:
        if element is story.root:
            story.root_fence = kind
        elif kind:
            element.addprevious(etree.ProcessingInstruction("region", kind))
            closing = etree.ProcessingInstruction("region", "end")
            closing.tail, element.tail = element.tail, None
            element.addnext(closing)


def _fence_kind(story: Story, element: etree._Element) -> str:
    governed = [
        story.tags[number_of(node)]
        for node in element.iterchildren(etree.ProcessingInstruction)
        if number_of(node) >= 0
    ]
    if element.tag in _KEEPS_PARAGRAPH:
        return _BLOCKS if governed or element.find(P) is None else ""
    if element.tag == w("sdtContent") and governed:
        return _INLINE if governed[0].level is Level.RUN else _BLOCKS
    if element.tag == TR and governed:
        return _ROW
    if element.tag == TBL:
        cells = any(
            story.tags[number_of(node)].level is Level.CELL
            for node in element.iter(etree.ProcessingInstruction)
            if number_of(node) >= 0
        )
        return _GRID if cells else _TABLE if governed else ""
    return ""


DECLARATION = re.compile(r' xmlns(?::\w+)?="[^"]*"')
_ROOT = re.compile(r"<[A-Za-z][^>]*>")
_HAS_ROW, _HAS_CELL = re.compile("<w:tr[ >]"), re.compile("<w:tc[ >]")
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
    widths = [_whole(column.get(w("w"))) for column in grid] if grid is not None else []
    columns = max(sum(map(_span, row.iterchildren(TC))) for row in tree.iterchildren(TR))
    if grid is None or not widths or len(widths) == columns:
        return table
    kept = widths[:columns] + [sum(widths) // len(widths)] * (columns - len(widths))
    for column in list(grid):
        grid.remove(column)
    for width in kept:
        scaled = max(1, width * sum(widths) // max(1, sum(kept)))
        etree.SubElement(grid, w("gridCol"), {w("w"): str(scaled)})
    return DECLARATION.sub("", etree.tostring(tree, encoding="unicode"))


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    return max(1, _whole(span.get(w("val")))) if span is not None else 1


def _whole(number: str | None) -> int:
    """A whole number of at most six digits, 0 for anything else."""
    match = re.match(r"\d{1,6}", number or "")
    return int(match[0]) if match else 0
