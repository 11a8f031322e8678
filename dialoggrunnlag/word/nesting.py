"""Which tags belong together, at what level each block works, and whether it may."""

from lxml import etree

from ..errors import did_you_mean
from .names import w
from .places import DRAWN, TBL, TR, P, beside_text
from .story import Level, PlacedTag, Story, TaggedParagraph, number_of
from .structure import lift
from .tags import BLOCKS

_BLOCK_ENDS = {name: f"end{name}" for name in BLOCKS}
_BRANCHES = {"else": ("for", "if"), "elif": ("if",)}
_OTHERS = "Word-maler kan ikke hente inn eller bygge på andre maler.", ""
_MERGED = (
    "Sammenslåtte celler stenger skjermlesere ute og støttes ikke.",
    "Del opp cellen, eller gjenta innholdet i hver rad.",
)
_REFUSED = {
    **dict.fromkeys(("include", "import", "from", "extends", "block"), _OTHERS),
    **dict.fromkeys(("hm", "vm", "colspan"), _MERGED),
}
_KNOWN = {*_BLOCK_ENDS, *_BLOCK_ENDS.values(), *_BRANCHES, "raw", "endraw", "cellbg"}
_PREFIXED = {"p": Level.PARAGRAPH, "tc": Level.CELL, "tr": Level.ROW}

Block = list[PlacedTag]


def settle(story: Story, tagged: list[TaggedParagraph]) -> None:
    """Lift every tag to the level it governs, and report the blocks that can't work."""
    blocks = _blocks(story)
    if story.problems:
        return
    levels = _levels(story, tagged, blocks)
    for paragraph in tagged:
        lift(story, paragraph, levels[paragraph])
    for node in story.root.iter(etree.ProcessingInstruction):
        story.tags[number_of(node)].scope = node.getparent()
    for opener, *others in blocks:
        for placed in others:
            if not _same_scope(opener, placed):
                _report_scope(story, opener, placed)
                break


def _blocks(story: Story) -> list[Block]:
    """The tags of each block, opening, branches and closing; reports what doesn't match."""
    blocks: list[Block] = []
    open_blocks: list[Block] = []
    for placed in story.tags:
        name = placed.tag.name
        if not name:
            continue
        if name in _REFUSED:
            story.report(placed.place, placed.tag.source, *_REFUSED[name])
        elif name not in _KNOWN:
            message = f"Taggen «{name}» finnes ikke."
            remedy = did_you_mean(name, _KNOWN)
            story.report(placed.place, placed.tag.source, message, remedy)
        elif name in _BRANCHES or name in _BLOCK_ENDS.values():
            _continue(story, open_blocks, placed)
        elif placed.tag.opens_block:
            blocks.append([placed])
            open_blocks.append(blocks[-1])
    for block in open_blocks:
        remedy = f"Skriv «{{% {_BLOCK_ENDS[block[0].tag.name]} %}}» der den skal slutte."
        story.report(block[0].place, block[0].tag.source, "Blokken er ikke lukket.", remedy)
    return blocks


def _continue(story: Story, open_blocks: list[Block], placed: PlacedTag) -> None:
    """Add a branch or a closing tag to the block it belongs to."""
    name = placed.tag.name
    owners = _BRANCHES.get(name) or (name.removeprefix("end"),)
    if open_blocks and open_blocks[-1][0].tag.name in owners:
        open_blocks[-1].append(placed)
        if name not in _BRANCHES:
            open_blocks.pop()
        return
    remedy = "Fjern den, eller skriv taggen som skal åpne blokken."
    if open_blocks:
        inner = open_blocks[-1][0].tag
        remedy = f"Sett «{{% {_BLOCK_ENDS[inner.name]} %}}» foran den; den lukker {inner.source}."
    opening = " eller ".join(f"{{% {owner} … %}}" for owner in owners)
    message = f"Taggen hører ikke til noen åpen {opening}."
    story.report(placed.place, placed.tag.source, message, remedy)
    if name in _BRANCHES:
        return
    # A misplaced closing tag's own block is taken for closed: so its fault is said once
    for block in reversed(open_blocks):
        if block[0].tag.name in owners:
            open_blocks.remove(block)
            return


# --- levels -------------------------------------------------------------------------------


def _levels(
    story: Story, tagged: list[TaggedParagraph], blocks: list[Block]
) -> dict[TaggedParagraph, Level]:
    """The level of each paragraph's tags.

    Control tags that are all that a paragraph or row holds govern paragraphs or rows. But a
    block that also has a tag among text works within the text, as in docxtpl: it joins the
    paragraphs at its ends.
    """
    rows = _governing_rows(story, tagged)
    levels: dict[TaggedParagraph, Level] = {}
    home: dict[PlacedTag, TaggedParagraph] = {}
    for paragraph in tagged:
        if paragraph.prefix:
            level = _PREFIXED[paragraph.prefix]
        elif next(paragraph.element.iterancestors(TR), None) in rows:
            level = Level.ROW
        else:
            level = Level.PARAGRAPH if paragraph.bare else Level.RUN
        levels[paragraph] = level
        for number in paragraph.numbers:
            home[story.tags[number]] = paragraph
    # One block that comes to work within the text may bring others along, so until none does
    while any(_bring_into_text(block, home, levels) for block in blocks):
        pass
    return levels


def _bring_into_text(
    block: Block, home: dict[PlacedTag, TaggedParagraph], levels: dict[TaggedParagraph, Level]
) -> bool:
    """Let a block that has a tag among text work within the text; returns whether that is new."""
    members = [home[placed] for placed in block if placed in home]
    if {levels[paragraph] for paragraph in members} != {Level.RUN, Level.PARAGRAPH}:
        return False
    is_new = False
    for paragraph in members:
        if not paragraph.prefix and levels[paragraph] is Level.PARAGRAPH:
            levels[paragraph] = Level.RUN
            is_new = True
    return is_new


def _governing_rows(story: Story, tagged: list[TaggedParagraph]) -> set[etree._Element]:
    """The rows whose only content is control tags, or that hold a ``{%tr`` tag."""
    rows: dict[etree._Element, list[TaggedParagraph]] = {}
    for paragraph in tagged:
        row = next(paragraph.element.iterancestors(TR), None)
        if row is not None:
            rows.setdefault(row, []).append(paragraph)
    governing = set()
    for row, members in rows.items():
        prefixed = [paragraph for paragraph in members if paragraph.prefix == "tr"]
        if prefixed:
            _check_row(story, prefixed[0], members)
            governing.add(row)
            continue
        has_tags = any(paragraph.numbers for paragraph in members)
        is_bare = all(paragraph.bare and not paragraph.prefix for paragraph in members)
        if has_tags and is_bare and row.find(f".//{TBL}") is None:
            governing.add(row)
    return governing


def _check_row(story: Story, prefixed: TaggedParagraph, members: list[TaggedParagraph]) -> None:
    """A ``{%tr`` tag takes its whole row: nothing else may stand there."""
    tag = story.tags[prefixed.numbers[0]].tag
    if tag.kind == "{#":  # it is there to take content away
        return
    for paragraph in members:
        if paragraph is prefixed:
            continue
        text = paragraph.text.strip() or "".join(map(str, paragraph.element.itertext())).strip()
        text = text or beside_text(paragraph.element)
        if paragraph.numbers or text:
            other = story.tags[paragraph.numbers[0]].tag.source if paragraph.numbers else text[:40]
            message = f"Innholdet ville ha blitt borte: {tag.source} tar hele tabellraden."
            story.report(paragraph.place, other, message, "Gi taggen sin egen rad.")
            return


# --- scopes -------------------------------------------------------------------------------


def _same_scope(opener: PlacedTag, placed: PlacedTag) -> bool:
    """Whether a block's tags stand among siblings."""
    one, other = opener.scope, placed.scope
    if one == other:
        return True
    if not (etree.iselement(one) and etree.iselement(other)):
        return False
    # Both directly in paragraphs that are siblings: what lies between is whole on both sides
    return one.tag == other.tag and one.tag in (P, DRAWN) and one.getparent() is other.getparent()


_AROUND = {
    w("ins"): ("en sporet innsetting", ""),
    w("moveTo"): ("en sporet flytting", ""),
    w("hyperlink"): ("en lenke", "lenken"),
    w("sdt"): ("en innholdskontroll", "innholdskontrollen"),
    w("fldSimple"): ("et felt", "feltet"),
    w("smartTag"): ("en smartkode", "smartkoden"),
}
_TRACKED = (w("ins"), w("moveTo"))


def _around(placed: PlacedTag) -> list[etree._Element]:
    """The links, controls and tracked changes that a tag stands in, the innermost first."""
    scope = placed.scope
    if not etree.iselement(scope):
        return []
    return [e for e in (scope, *scope.iterancestors()) if e.tag in _AROUND]


def _report_around(story: Story, opener: PlacedTag, placed: PlacedTag) -> bool:
    """Report a block of which one tag stands in a link, a tracked insertion or the like."""
    for one, other in ((placed, opener), (opener, placed)):
        others = _around(other)
        around = next((element for element in _around(one) if element not in others), None)
        if around is None:
            continue
        what, this = _AROUND[str(around.tag)]
        remedy = f"Skriv begge innenfor, eller begge utenfor {this}."
        if around.tag in _TRACKED:
            remedy = "Godta endringen (Se gjennom > Godta), så taggene er vanlig tekst."
        where = "" if one.place == other.place else f" ({other.place})"
        message = f"Taggen står i {what} som {other.tag.source}{where} ikke står i."
        story.report(one.place, one.tag.source, message, remedy)
        return True
    return False


def _report_scope(story: Story, opener: PlacedTag, placed: PlacedTag) -> None:
    here, there = placed.place, opener.place
    if _report_around(story, opener, placed):
        return
    remedy = (
        "Skriv begge i det samme avsnittet, eller la hver av dem være alene i sitt avsnitt "
        "eller sin tabellrad, med det de styrer, mellom seg."
    )
    if Level.ATTRIBUTE in (placed.level, opener.level):
        where, remedy = "i en annen tekst enn", "Skriv begge i den samme teksten."
    elif here.table != there.table:
        where = "på et annet sted i forhold til tabellen enn"
    elif here.row != there.row and placed.level is not Level.ROW and opener.level is not Level.ROW:
        where = "i en annen tabellrad enn"
    elif here.table and here.column != there.column:
        where = "i en annen celle enn"
    elif placed.level is not opener.level:
        where = f"som {placed.level.value}, ikke som {opener.level.value} slik som"
    else:
        where = "i en annen del av avsnittet enn"
    message = f"Taggen står {where} {opener.tag.source} ({there}), som den hører til."
    story.report(here, placed.tag.source, message, remedy)
