"""Corrections of where a line stands, and of lines that are no data or are gone."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from .draft import NUMBERS, Correction, Draft, Line, Stage, columns, depth, one_line, shown

_STEP = 2  # columns from a key to what belongs to it, in these files
_FAR = 4  # columns that a line is moved by a slip
_NEARBY = 25  # lines that are seen at a glance
_COMMENT_SIGN = re.compile(r"(?://+|;+|--+(?=[ \w])|<!--+|/\*+)\s*(?P<text>.*?)\s*(?:--+>|\*+/)?")


def wrong_indent(line: Line, draft: Draft) -> Iterator[Correction]:
    """A line, or a line with what belongs to it, too far in or out."""
    now = len(line.indent)
    if line.is_empty:
        return
    block = draft.block(line)
    is_unknown = line.key and line.key not in draft.keys
    if draft.stage is Stage.DATA and is_unknown and block == line.nr + 1:
        return  # an unknown key is an unknown key, also where some other place would take it
    above = draft.above(line.nr)
    if draft.stage is Stage.YAML and above and above.value and line.value:
        return  # a key that stands twice does so, also where a text above could take it
    if _is_pasted_twice(line, draft):
        return
    farthest = _STEP if draft.stage is Stage.YAML else _FAR
    if not now and (line.key or line.marks):
        farthest = len(NUMBERS) - 1  # what is pasted often begins at the left
    for column in columns(line, draft):
        distance = abs(column - now)
        if column == now or distance > farthest or _would_be_an_id(line, column, draft):
            continue
        cost = 3 + min(distance, _STEP) + _unusual(column, line, draft)
        goes_on = not now and above is not None and column == above.column
        if distance > _STEP and not goes_on:
            cost += 20
        yield _moved(cost, line, draft, column, line.nr + 1)
        if block > line.nr + 1:
            yield _moved(cost + 1, line, draft, column, block)


def _is_pasted_twice(line: Line, draft: Draft) -> bool:
    """Whether what begins at a line stands there twice in a row: it belongs where it is."""
    end = draft.block(line)
    block = list(_texts(draft.lines[line.nr : end]))
    before = islice(_texts(reversed(draft.lines[: line.nr])), len(block))
    after = islice(_texts(draft.lines[end:]), len(block))
    return block in ([*before][::-1], [*after])


def _texts(lines: Iterable[Line]) -> Iterator[str]:
    return (line.text for line in lines if line.rest)


def _would_be_an_id(line: Line, column: int, draft: Draft) -> bool:
    """Whether one of the files' own keys would name a school, a role or an item's link."""
    if line.key not in draft.keys or line.key in draft.ids:
        return False
    above = draft.above(line.nr)
    while above and above.column >= column:
        above = draft.above(above.nr)
    return above is not None and above.key in draft.above_ids


def _unusual(column: int, line: Line, draft: Draft) -> int:
    """How unlikely it is that a line begins at this column."""
    if not line.key and not line.marks:
        return 20  # most often it is no data at all
    unusual = 2 * (column % 2)
    above = previous = draft.above(line.nr)
    while above and above.column >= column and not (above.marks and above.column == column):
        above = draft.above(above.nr)
    if above and column - above.column not in (0, 2):
        unusual += 2
    if previous and previous.opens_text and column > depth(previous):
        unusual += 3  # it would go into the text above
    if previous and not _fits(column, previous, draft.below(line.nr)):
        unusual += 1
    return unusual


def _fits(column: int, previous: Line, following: Line | None) -> bool:
    """Whether a line at this column goes on from the one before, or into the one after."""
    if following and following.column == column:
        return True
    if previous.key and not previous.value and column == previous.column + 2:
        return True
    return column in (previous.column, len(previous.indent))


def children_without_indent(line: Line, draft: Draft) -> Iterator[Correction]:
    """Lines that stand below their key, and no further in."""
    above = draft.above(line.nr)
    if not above or not above.key or above.value or above.column != line.column or line.is_empty:
        return
    if _is_pasted_twice(above, draft):
        return
    for end in range(line.nr + 2, min(line.nr + 6, len(draft.lines))):
        mended = _moved(6, line, draft, line.column + 2, end)
        message = f"Linjene under «{above.key}:» har for lite innrykk."
        remedy = f"Gi dem som hører til den, {line.column + 2} mellomrom foran."
        yield mended._replace(message=message, remedy=remedy)


def _moved(cost: int, line: Line, draft: Draft, column: int, end: int) -> Correction:
    now = len(line.indent)
    new_lines = [
        " " * max(0, len(moved.indent) + column - now) + moved.text.lstrip()
        for moved in draft.lines[line.nr : end]
    ]
    what = "Linjen" if end == line.nr + 1 else "Linjen, med dem som hører til den,"
    direction = "for mye" if now > column else "for lite"
    message = f"{what} har {NUMBERS[abs(column - now)]} mellomrom {direction} foran seg."
    remedy = f"Gi den {column} mellomrom{_like(line, draft, column)}."
    if not column:
        remedy = "Begynn den helt til venstre."
    return Correction(cost, line.nr, end, tuple(new_lines), message, remedy, line.column + 1)


def _like(line: Line, draft: Draft, column: int) -> str:
    """A neighbour that stands where the line should."""
    first = max(0, line.nr - _NEARBY)
    before = reversed(draft.lines[first : line.nr])
    after = draft.lines[line.nr + 1 : line.nr + 1 + _NEARBY]
    for neighbour in (*before, *after):
        if neighbour.is_empty or neighbour.nr in draft.prose:
            continue
        if len(neighbour.indent) == column and bool(neighbour.marks) == bool(line.marks):
            return f", som linje {neighbour.nr + 1}"
    return ""


def mark_missing(line: Line, draft: Draft) -> Iterator[Correction]:
    """An item of a list without «- »."""
    above = draft.above(line.nr)
    if line.is_empty or line.marks:
        return
    if _is_pasted_twice(line, draft) and not _stands_above(line, draft):
        return  # the second of the two is the one to tell
    if not line.key and not (above and above.marks and not above.key):
        return  # a text is an item below another one
    message, remedy = "«- » mangler foran punktet.", ""
    now = len(line.indent)
    for indent in dict.fromkeys((max(0, now - 2), now, now + 2, *columns(line, draft))):
        if abs(indent - now) <= _FAR:
            cost = 5 if indent in (now, now - 2) and line.key else 8
            if above and not line.key and indent == len(above.indent):
                cost = 4
            if line.key and _stands_above(line, draft):
                message = f"Nøkkelen «{line.key}» står to ganger i det samme punktet."
                remedy = f"Er dette et nytt punkt, så skriv «- {line.rest}»; ellers behold den ene."
            yield one_line(cost, line, f"{' ' * indent}- {line.rest}", message, remedy=remedy)


def _stands_above(line: Line, draft: Draft) -> bool:
    """Whether the line's key stands above it in the same item of a list."""
    for above in reversed(draft.lines[: line.nr]):
        if above.is_empty or above.nr in draft.prose or above.column > line.column:
            continue
        if above.column < line.column or not above.key or not line.key:
            return False
        if above.key == line.key:
            return True
        if above.marks:
            return False
    return False


def text_without_indent(line: Line, draft: Draft) -> Iterator[Correction]:
    """The first line of a text below «>-» that stands no further in than its key."""
    above = draft.above(line.nr)
    if not above or not above.opens_text or not line.rest or line.marks:
        return
    if line.key and line.key in draft.keys:
        return
    indent = depth(above) + 2
    end = line.nr + 1
    for below in draft.lines[line.nr + 1 :]:
        if below.is_empty or below.looks_right(draft.keys):
            break
        end = below.nr + 1
    for stop in sorted({end, line.nr + 1}, reverse=True):
        new_lines = tuple(" " * indent + one.text.lstrip() for one in draft.lines[line.nr : stop])
        message = f"Teksten under «{above.value}» har for lite innrykk."
        remedy = f"Gi hver linje i teksten {indent} mellomrom foran."
        cost = 4 if line.key else 2
        yield Correction(cost, line.nr, stop, new_lines, message, remedy, line.column + 1)


def comment(line: Line, _draft: Draft) -> Iterator[Correction]:
    """A comment with the sign of another language."""
    match = _COMMENT_SIGN.fullmatch(line.rest)
    if match and not line.marks:
        new = f"{line.indent}# {match['text']}"
        yield one_line(3, line, new, "En kommentar begynner med «#» i YAML.")


def foreign_line(line: Line, draft: Draft) -> Iterator[Correction]:
    """A line without which, or as a part of the text above, the file is right."""
    if line.is_empty or line.key or draft.is_yaml or line.text.startswith(("---", "...", "%")):
        return
    message = "Linjen er verken en nøkkel med kolon eller en del av teksten over."
    remedy = (
        "Hører den til teksten over, så gi den mer innrykk; er den en kommentar, så sett # foran."
    )
    above = draft.above(line.nr)
    if above and above.key:
        whole = " " * (above.column + 2) + line.rest
        yield one_line(21, line, whole, message, remedy=remedy)
    yield one_line(20, line, "", message, remedy=remedy)


def value_without_indent(line: Line, draft: Draft) -> Iterator[Correction]:
    """A value on the line below its key, and no further in."""
    above = draft.above(line.nr)
    if line.is_empty or line.key or line.marks or not above or not above.key or above.value:
        return
    message = f"Verdien til «{above.key}» har for lite innrykk."
    whole = " " * (above.column + 2) + line.rest
    yield one_line(6, line, whole, message, remedy=shown(f"{above.rest} {line.rest}"))


def line_missing(line: Line, draft: Draft) -> Iterator[Correction]:
    """A key whose line is gone: what belongs to it has nothing to belong to."""
    if line.nr not in draft.told or (line.value and not line.looks_right(draft.keys)):
        return
    if draft.is_yaml and not line.key:
        return  # a text where keys are wanted
    indent = len(line.indent) - 2
    if draft.stage is Stage.YAML:
        if len(draft.told) == 1 or line.nr != min(draft.told):
            return  # a key that stands twice by itself
        yield from _new_entry(line, indent)
    keys = draft.keys
    if line.key in keys:  # below «stille» stand the names of checks
        keys -= {"stille"}
    for line_above in [f"{key}:" for key in sorted(keys)]:
        yield _with_line_above(line, indent, line_above)
        if not line.marks:
            yield _with_line_above(line, indent - 2, f"- {line_above}")


def _new_entry(line: Line, indent: int) -> Iterator[Correction]:
    """The line with a school's id is gone, so that its keys stand twice in the one above."""
    if line.key:
        message = f"Fra «{line.key}» og nedover står nøklene to ganger."
        remedy = "Linjen over mangler; skriv den, for eksempel «ål:»."
        mended = _with_line_above(line, indent, "en-ny:")
        yield mended._replace(cost=mended.cost - 1, message=message, remedy=remedy)


def _with_line_above(line: Line, indent: int, text: str) -> Correction:
    new_lines = (" " * max(0, indent) + text, line.text)
    message = f"Linjen «{text}» mangler over denne."
    remedy = "Skriv den, eller rett innrykket."
    cost = 25 if indent >= 0 else 30
    return Correction(cost, line.nr, line.nr + 1, new_lines, message, remedy, line.column + 1)
