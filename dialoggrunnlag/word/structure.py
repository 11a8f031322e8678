"""Placing the tags in a part's XML tree: what each governs, and whether the blocks nest.

A tag becomes a processing instruction ``<?tag N?>`` at the level it governs: in a text, or
beside runs, paragraphs, cells or rows, whose own element goes away. In attributes, where
XML allows no instruction, it becomes ``MARK_OPEN N MARK_CLOSE``.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from lxml import etree

from .errors import Place, TemplateProblem, did_you_mean
from .names import MC, XML_SPACE, M, w
from .tags import Tag, UnclosedTagError, find_tags, unescape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MARK_OPEN, MARK_CLOSE = "\ufdd0", "\ufdd1"
REGION_OPEN, REGION_CLOSE = "\ufdd2", "\ufdd3"

_BLOCK_ENDS = {
    "for": "endfor",
    "if": "endif",
    "set": "endset",
    "macro": "endmacro",
    "call": "endcall",
    "filter": "endfilter",
    "with": "endwith",
    "autoescape": "endautoescape",
}
_BRANCHES = {"else": ("for", "if"), "elif": ("if",)}
_REFUSED = {
    "include": "Word-maler kan ikke hente inn andre maler.",
    "import": "Word-maler kan ikke hente inn andre maler.",
    "from": "Word-maler kan ikke hente inn andre maler.",
    "extends": "Word-maler kan ikke bygge på andre maler.",
    "block": "Word-maler kan ikke bygge på andre maler.",
}
_KNOWN_NAMES = {*_BLOCK_ENDS, *_BLOCK_ENDS.values(), *_BRANCHES, "do", "raw", "endraw"}

_P, _R, _T, _TC, _TR, _TBL = (w(name) for name in ("p", "r", "t", "tc", "tr", "tbl"))
_RUNS = {_R, f"{{{M}}}r"}
_TEXTS = {_T, f"{{{M}}}t"}
_AS_TEXT = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011"}
_NO_TEXT = {_P, w("pPr"), w("rPr"), w("del"), w("moveFrom"), w("sdtPr"), f"{{{MC}}}Fallback"}
# Elements of a paragraph that show nothing, and those of them that must outlive it
_INVISIBLE = {w("proofErr"), w("lastRenderedPageBreak"), w("softHyphen")}
_RANGES = {
    *(w(f"bookmark{end}") for end in ("Start", "End")),
    *(w(f"commentRange{end}") for end in ("Start", "End")),
    *(w(f"perm{end}") for end in ("Start", "End")),
}
# What must not stay empty when all that stood in it has gone
_NEEDS_PARAGRAPH = {_TC, *(w(n) for n in ("hdr", "ftr", "footnote", "endnote", "txbxContent"))}


class Level(Enum):
    """What a tag governs, or, for ``{{ }}``, stands among."""

    TEXT = "tekst"
    ATTRIBUTE = "egenskap"
    PLAIN = "ren tekst"
    RUN = "tekstbit"
    PARAGRAPH = "avsnitt"
    CELL = "celle"
    ROW = "rad"


_PREFIX_LEVELS = {"p": Level.PARAGRAPH, "r": Level.RUN, "tc": Level.CELL, "tr": Level.ROW}


@dataclass(eq=False, repr=False)
class PlacedTag:
    """A tag, where a person finds it, and the tree node that now stands for it.

    ``run_properties`` is the element with the formatting around a text-level tag.
    """

    tag: Tag
    place: Place
    level: Level
    node: etree._Element | None = None
    scope: object = None
    run_properties: etree._Element | None = None
    in_link: bool = False
    in_loop: bool = False


@dataclass(eq=False, repr=False)
class Story:
    """A part's tree with its tags placed; ``problems`` is what is wrong with them."""

    root: etree._Element
    tags: list[PlacedTag] = field(default_factory=list)
    problems: list[TemplateProblem] = field(default_factory=list)
    regions: bool = False

    def report(self, place: Place, source: str, message: str, remedy: str = "") -> None:
        """Note one problem."""
        self.problems.append(TemplateProblem(message, remedy, place=place, tag=source))

    def add(self, tag: Tag, place: Place, level: Level) -> str:
        """Register a tag and return its number."""
        self.tags.append(PlacedTag(tag, place, level))
        return str(len(self.tags) - 1)


def place_tags(root: etree._Element, part: str, headings: frozenset[str] = frozenset()) -> Story:
    """Find every tag under ``root`` and put it where it governs.

    ``part`` names the part in messages, ``headings`` are the ids of its heading styles. A
    part without paragraphs (document properties) is taken as plain text elements.
    """
    story = Story(root)
    paragraphs = list(_paragraphs(root, part, headings))
    if root.tag in {w(n) for n in ("document", "hdr", "ftr", "footnotes", "endnotes")}:
        rows: dict[etree._Element, list[_TaggedParagraph]] = {}
        tagged = [_tag_paragraph(story, element, place) for element, place in paragraphs]
        for paragraph in tagged:
            row = next(paragraph.element.iterancestors(_TR), None)
            if row is not None:
                rows.setdefault(row, []).append(paragraph)
        governed = {row for row, members in rows.items() if _governs_rows(row, members)}
        for paragraph in tagged:
            _lift(story, paragraph, governed)
        _tag_attributes(story, dict(paragraphs), part)
    else:
        _tag_plain_elements(story, part)
    for node in story.root.iter(etree.ProcessingInstruction):
        placed = story.tags[int(node.text or 0)]
        placed.node = node
        placed.scope = node.getparent()
    _check_nesting(story)
    _mark_regions(story)
    return story


# --- finding -----------------------------------------------------------------------------


def _paragraphs(
    root: etree._Element, part: str, headings: frozenset[str]
) -> Iterator[tuple[etree._Element, Place]]:
    """Every paragraph in document order, with its place."""
    tables: dict[etree._Element, int] = {}
    count, heading = 0, ""
    for element in root.iter(_P, _TBL):
        if element.tag == _TBL:
            tables[element] = len(tables) + 1
            continue
        cell = next(element.iterancestors(_TC), None)
        if cell is not None:
            row = next(cell.iterancestors(_TR))
            table = next(row.iterancestors(_TBL))
            yield (
                element,
                Place(
                    part,
                    heading,
                    table=tables[table],
                    row=1 + sum(1 for _ in row.itersiblings(_TR, preceding=True)),
                    column=1 + sum(1 for _ in cell.itersiblings(_TC, preceding=True)),
                ),
            )
            continue
        count += 1
        style = element.find(f"{w('pPr')}/{w('pStyle')}")
        if style is not None and style.get(w("val")) in headings:
            heading = "".join(map(str, element.itertext(_T)))[:60].strip()
            yield element, Place(part, paragraph=count)
        else:
            yield element, Place(part, heading, paragraph=count)


@dataclass(eq=False, repr=False)
class _TaggedParagraph:
    element: etree._Element
    place: Place
    numbers: list[int]
    prefix: str = ""
    bare: bool = False  # holds nothing a reader would see, but for its tags
    empty: bool = False  # holds nothing at all


def _pieces(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The elements of a paragraph that hold or mean text, nested paragraphs left out."""
    for child in paragraph:
        if child.tag in _NO_TEXT or not isinstance(child.tag, str):
            continue
        if child.tag in _RUNS:
            for piece in child:
                if piece.tag in _TEXTS or _text_of(piece):
                    yield piece
        else:
            yield from _pieces(child)


def _text_of(piece: etree._Element) -> str:
    if piece.tag in _TEXTS:
        return piece.text or ""
    if piece.tag == w("br") and piece.get(w("type")) in ("page", "column"):
        return ""
    return _AS_TEXT.get(str(piece.tag), "")


def _tag_paragraph(story: Story, element: etree._Element, place: Place) -> _TaggedParagraph:
    pieces = list(_pieces(element))
    text = "".join(map(_text_of, pieces))
    result = _TaggedParagraph(element, place, [])
    tags: list[Tag] = []
    if "{" in text:
        try:
            tags.extend(find_tags(text))
        except UnclosedTagError as error:
            story.report(
                place,
                error.source,
                "Taggen er ikke lukket.",
                f"Skriv «{error.closer}» i det samme avsnittet.",
            )
    outside = _outside(text, tags)
    control = not any(tag.kind in ("{{", "raw") for tag in tags)
    result.bare = control and not outside.strip() and not _shows_something(element)
    result.empty = result.bare and not tags
    for tag in tags:
        level = _PREFIX_LEVELS.get(tag.prefix, Level.TEXT)
        result.numbers.append(int(story.add(tag, place, level)))
        if tag.prefix in ("p", "tc", "tr"):
            if result.prefix:
                story.report(
                    place,
                    tag.source,
                    "To tagger med p, tr eller tc står i det samme avsnittet.",
                    "Gi hver av dem sitt eget avsnitt.",
                )
            elif outside.strip():
                story.report(
                    place,
                    tag.source,
                    f"Teksten «{outside.strip()[:40]}» ved siden av taggen ville ha blitt borte.",
                    "Flytt den til et avsnitt, en celle eller en rad av sin egen.",
                )
            result.prefix = tag.prefix
    if tags:
        _write_markers(pieces, tags, result.numbers)
    elif "_" in text and ("{_" in text or "_}" in text):
        for piece in pieces:
            piece.text = unescape(piece.text or "") if piece.tag in _TEXTS else piece.text
    return result


def _outside(text: str, tags: Iterable[Tag]) -> str:
    """The text that is left when the tags are taken away."""
    left, position = [], 0
    for tag in tags:
        left.append(text[position : tag.start])
        position = tag.end
    return "".join((*left, text[position:]))


def _shows_something(paragraph: etree._Element) -> bool:
    """True for drawings, fields, page breaks, section ends: what must not go away with the tags."""
    if paragraph.find(f"{w('pPr')}/{w('sectPr')}") is not None:
        return True
    for child in paragraph.iter():
        if child.tag in _INVISIBLE or child.tag in _RANGES or child.tag in _TEXTS:
            continue
        parent = child.getparent()
        in_run = parent is not None and parent.tag in _RUNS and child.tag != w("rPr")
        if in_run and not _text_of(child):
            return True
    return False


def _write_markers(pieces: list[etree._Element], tags: list[Tag], numbers: list[int]) -> None:
    """Replace each tag's text by its instruction, in the piece where the tag begins."""
    offset, index = 0, 0
    for piece in pieces:
        text = _text_of(piece)
        end, position = offset + len(text), offset
        kept: list[str | int] = []
        while position < end:
            if index < len(tags) and tags[index].start <= position:
                if position == tags[index].start:
                    kept.append(numbers[index])
                position = min(tags[index].end, end)
                index += position == tags[index].end
            else:
                stop = min(tags[index].start if index < len(tags) else end, end)
                kept.append(unescape(text[position - offset : stop - offset]))
                position = stop
        if piece.tag in _TEXTS:
            _set_mixed(piece, kept)
        elif kept != [text]:  # a tab or a line break inside a tag
            _remove(piece)
        offset = end


def _set_mixed(element: etree._Element, content: Iterable[str | int]) -> None:
    """Give an element a content of texts and tag numbers."""
    element.text = None
    last: etree._Element | None = None
    for item in content:
        if isinstance(item, int):
            last = etree.ProcessingInstruction("tag", str(item))
            element.append(last)
        elif last is None:
            element.text = (element.text or "") + item
        else:
            last.tail = (last.tail or "") + item
    if element.tag in _TEXTS:
        element.set(XML_SPACE, "preserve")


# --- lifting -----------------------------------------------------------------------------


def _governs_rows(row: etree._Element, paragraphs: list[_TaggedParagraph]) -> bool:
    """True for a row whose only content is control tags, or that holds a ``{%tr`` tag."""
    if any(paragraph.prefix == "tr" for paragraph in paragraphs):
        return True
    tagged = [paragraph for paragraph in paragraphs if not paragraph.empty]
    return (
        bool(tagged)
        and all(paragraph.bare and not paragraph.prefix for paragraph in tagged)
        and row.find(f".//{_TBL}") is None
    )


def _lift(story: Story, paragraph: _TaggedParagraph, governed: set[etree._Element]) -> None:
    """Move a paragraph's tags to the level they govern."""
    if not paragraph.numbers:
        return
    element = paragraph.element
    row = next(element.iterancestors(_TR), None)
    cell = next(element.iterancestors(_TC), None)
    if row is not None and row in governed:
        _stand_for(story, paragraph, row, Level.ROW)
    elif paragraph.prefix == "tr" or (paragraph.prefix == "tc" and cell is None):
        story.report(
            paragraph.place,
            story.tags[paragraph.numbers[0]].tag.source,
            "Taggen gjelder en tabellrad eller en celle, men står utenfor en tabell.",
            "Skriv den med «p», eller flytt den inn i tabellen.",
        )
    elif paragraph.prefix == "tc" and cell is not None:
        _stand_for(story, paragraph, cell, Level.CELL)
    elif paragraph.prefix == "p" or paragraph.bare:
        _stand_for(story, paragraph, element, Level.PARAGRAPH)
    else:
        for node in list(element.iter(etree.ProcessingInstruction)):
            _settle_in_text(story, node)


def _stand_for(
    story: Story, paragraph: _TaggedParagraph, target: etree._Element, level: Level
) -> None:
    """Put the tags of a paragraph in the place of ``target``, its row, cell or itself.

    The element itself goes when the last paragraph in it has been lifted; until then the
    tags gather before it, in document order.
    """
    for number in paragraph.numbers:
        story.tags[number].level = level
        target.addprevious(etree.ProcessingInstruction("tag", str(number)))
    for node in list(paragraph.element.iter(etree.ProcessingInstruction)):
        _remove(node)
    if next(target.iter(etree.ProcessingInstruction), None) is None:
        for ranged in list(target.iter(*_RANGES)):
            target.addprevious(ranged)
        _remove(target)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        element.tail = None
        parent.remove(element)


def _settle_in_text(story: Story, node: etree._Element) -> None:
    """Leave ``{{ }}`` in its text; set control tags and ``{{r }}`` beside the runs."""
    placed = story.tags[int(node.text or 0)]
    text = node.getparent()
    run = text.getparent() if text is not None else None
    if text is None or run is None:
        return
    placed.in_link = next(run.iterancestors(w("hyperlink")), None) is not None
    placed.run_properties = run.find(w("rPr"))
    if placed.level is Level.TEXT and placed.tag.kind in ("{{", "raw"):
        return
    if placed.tag.kind != "raw":
        placed.level = Level.RUN
    _split_run(run, text, node)


def _shell(element: etree._Element) -> etree._Element:
    """An element of the same name with the same attributes, and nothing in it."""
    shell = deepcopy(element)
    for child in list(shell):
        shell.remove(child)
    shell.text = shell.tail = None
    return shell


def _split_run(run: etree._Element, text: etree._Element, node: etree._Element) -> None:
    """Cut a run in two at ``node`` and set the node between the halves."""
    after = _shell(run)
    properties = [child for child in run if str(child.tag).endswith("}rPr")]
    after.extend(deepcopy(child) for child in properties)
    rest = _shell(text)
    after.append(rest)
    rest.text, node.tail = node.tail, None
    rest.extend(list(node.itersiblings()))
    after.extend(list(text.itersiblings()))
    run.addnext(after)
    run.addnext(node)
    for half in (run, after):
        for piece in half.findall(str(text.tag)):
            if not piece.text and not len(piece):
                half.remove(piece)
        if all(str(child.tag).endswith("}rPr") for child in half):
            _remove(half)


# --- tags outside the text ---------------------------------------------------------------


def _tag_attributes(story: Story, places: dict[etree._Element, Place], part: str) -> None:
    """Tags in attributes: alternative texts, table captions, tooltips."""
    for element in story.root.iter(etree.Element):
        for name, value in element.attrib.items():
            if "{{" not in value and "{%" not in value:
                continue
            paragraph = next((e for e in element.iterancestors(_P)), None)
            place = places.get(paragraph, Place(part)) if paragraph is not None else Place(part)
            if element.tag in (w("tblCaption"), w("tblDescription")):
                table = next(element.iterancestors(_TBL))
                first = next(table.iter(_P), None)
                place = places.get(first, Place(part)) if first is not None else Place(part)
                place = place._replace(row=0, column=0) if place.table else place
            content = _tag_string(story, value, place, Level.ATTRIBUTE, (element, name))
            element.set(
                name,
                "".join(
                    item if isinstance(item, str) else f"{MARK_OPEN}{item}{MARK_CLOSE}"
                    for item in content
                ),
            )


_PROPERTY_NAMES = {
    "title": "tittel",
    "subject": "emne",
    "creator": "forfatter",
    "keywords": "nøkkelord",
    "description": "kommentarer",
    "category": "kategori",
}


def _tag_plain_elements(story: Story, part: str) -> None:
    for element in list(story.root.iter(etree.Element)):
        if element.text and "{" in element.text and not len(element):
            name = etree.QName(element).localname
            place = Place(f"{part}, {_PROPERTY_NAMES.get(name, name)}")
            _set_mixed(element, _tag_string(story, element.text, place, Level.PLAIN, element))


def _tag_string(
    story: Story, text: str, place: Place, level: Level, scope: object
) -> list[str | int]:
    content: list[str | int] = []
    position = 0
    try:
        for tag in find_tags(text):
            content.append(unescape(text[position : tag.start]))
            number = int(story.add(tag, place, level))
            story.tags[number].scope = scope
            content.append(number)
            position = tag.end
    except UnclosedTagError as error:
        story.report(
            place, error.source, "Taggen er ikke lukket.", f"Skriv «{error.closer}» etter den."
        )
        return [text]
    return [*content, unescape(text[position:])]


# --- checking ----------------------------------------------------------------------------


def _check_nesting(story: Story) -> None:
    """Every block must be closed, by its own closing tag, among the same siblings."""
    open_blocks: list[PlacedTag] = []
    for placed in story.tags:
        name = placed.tag.name
        placed.in_loop = any(block.tag.name != "if" for block in open_blocks)
        if placed.tag.kind != "{%":
            continue
        if name in _REFUSED or name not in _KNOWN_NAMES:
            _refuse_name(story, placed)
        elif name in _BRANCHES or name in _BLOCK_ENDS.values():
            _continue_block(story, open_blocks, placed)
        elif name in _BLOCK_ENDS and not _is_inline_set(placed.tag):
            open_blocks.append(placed)
    for placed in open_blocks:
        end = _BLOCK_ENDS[placed.tag.name]
        story.report(
            placed.place,
            placed.tag.source,
            "Blokken er ikke lukket.",
            f"Skriv «{{% {end} %}}» der den skal slutte.",
        )


def _is_inline_set(tag: Tag) -> bool:
    return tag.name == "set" and "=" in tag.code


def _refuse_name(story: Story, placed: PlacedTag) -> None:
    name = placed.tag.name
    story.report(
        placed.place,
        placed.tag.source,
        _REFUSED.get(name) or f"Taggen «{name}» finnes ikke.",
        "" if name in _REFUSED else did_you_mean(name, _KNOWN_NAMES),
    )


def _continue_block(story: Story, open_blocks: list[PlacedTag], placed: PlacedTag) -> None:
    name = placed.tag.name
    owners = _BRANCHES.get(name) or tuple(
        start for start, end in _BLOCK_ENDS.items() if end == name
    )
    if not open_blocks or open_blocks[-1].tag.name not in owners:
        inner = open_blocks[-1] if open_blocks else None
        story.report(
            placed.place,
            placed.tag.source,
            f"Taggen hører ikke til noen åpen «{{% {' / '.join(owners)} %}}».",
            f"Sett «{{% {_BLOCK_ENDS[inner.tag.name]} %}}» først, som lukker {inner.tag.source}."
            if inner
            else "Fjern den, eller skriv taggen som skal åpne blokken.",
        )
        if any(block.tag.name in owners for block in open_blocks) and name not in _BRANCHES:
            while open_blocks.pop().tag.name not in owners:
                pass
        return
    opener = open_blocks[-1]
    if name not in _BRANCHES:
        open_blocks.pop()
    if opener.scope is not placed.scope and opener.scope != placed.scope:
        _report_scope(story, opener, placed)


def _report_scope(story: Story, opener: PlacedTag, placed: PlacedTag) -> None:
    here = "et avsnitt" if placed.level in (Level.TEXT, Level.RUN) else f"en {placed.level.value}"
    if (opener.place.table, opener.place.row) != (placed.place.table, placed.place.row):
        here = "en annen tabellrad" if placed.place.table else "et annet avsnitt"
    elif opener.place.column != placed.place.column:
        here = "en annen celle"
    elif opener.place.paragraph != placed.place.paragraph:
        here = "et annet avsnitt"
    story.report(
        placed.place,
        placed.tag.source,
        f"Taggen står i {here} enn {opener.tag.source} ({opener.place}), som den hører til.",
        "Skriv begge i det samme avsnittet, eller la hver av dem stå alene i sitt eget avsnitt "
        "(eller sin egen tabellrad) med det de styrer mellom seg.",
    )


def _mark_regions(story: Story) -> None:
    """Fence what may come out empty, so that it can be mended after rendering."""
    for element in list(story.root.iter(_TBL, _TR, *_NEEDS_PARAGRAPH)):
        governed = next(element.iterchildren(etree.ProcessingInstruction), None) is not None
        if element.tag in _NEEDS_PARAGRAPH:
            governed = governed or element.find(_P) is None
        if governed and element.getparent() is not None:
            story.regions = True
            element.addprevious(etree.ProcessingInstruction("region", "open"))
            closing = etree.ProcessingInstruction("region", "close")
            closing.tail, element.tail = element.tail, None
            element.addnext(closing)
