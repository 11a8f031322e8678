"""Cells merged over rows, of which a loop or a condition may take the first.

What is left of them must not join the row that then comes above: whether a cell goes on with
the one over it is told when both are written.
"""

from lxml import etree

from .attributes import value
from .names import w
from .places import TBL, TC, TR, inner, span
from .problems import Place
from .standing import Spot, Standing, Stood
from .story import Story, instruction, number_of
from .tags import Tag

MERGED, TURN = "_merged", "_turn"


def keep_merges(story: Story, standing: Standing) -> None:
    """Have the merged cells of a table with blocks over rows say for themselves what they join."""
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
                    merge.set(w("val"), story.own_mark(code, Place(), merge))


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
    around = [loop for loop in first if all(loop in loops for loops in others)]
    if not around:
        return "0"
    loop = around[-1]
    if loop not in turns:
        turns[loop] = f"_turn{len(turns)}"
        opening = story.tags[number_of(loop)]
        tag = Tag("{%", f"set {turns[loop]} = 0|{TURN}", source=opening.tag.source)
        loop.addnext(instruction(story.add(tag, opening.place, opening.level, own=True)))
    return turns[loop]
