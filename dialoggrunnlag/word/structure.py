"""Placing the tags in a part's XML tree: what each of them governs.

A tag becomes a processing instruction ``<?tag N?>`` at the level it governs: in a text, or
beside runs, paragraphs, cells or rows, whose own element goes away. In attributes, where
XML allows no instruction, it becomes ``MARK_OPEN N MARK_CLOSE``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import partial

from lxml import etree

from .attributes import put_before
from .bindings import unbind
from .chart_tags import UnfitChartError, bind_charts
from .controls import bind_controls
from .fields import join_codes
from .links import LINK, decoded
from .names import WP, R, W, w
from .places import (
    DRAWN,
    FALLBACK,
    RANGES,
    RUNS,
    STORIES,
    TC,
    TEXTS,
    TR,
    Edit,
    P,
    T,
    apply_edits,
    beside_text,
    paragraphs,
    pieces,
    place_of,
    set_mixed,
    text_of,
)
from .problems import Place
from .story import (
    MARK_CLOSE,
    MARK_OPEN,
    Level,
    Story,
    TaggedParagraph,
    instruction,
    number_of,
    remove,
)
from .tags import OPENER, Tag, UnclosedTagError, find_escapes, find_tags, unescape

COLOUR = "_colour"  # the compiler's filter for {% cellbg %}
_SPACE = " \t\n"
_BRACED_NAME = re.compile(r"(\{+)([^:{}]+)\}*")
_HALF_CLOSED = re.compile(r"\{{3,}\s*([\w.]+)\s*\}?")
_CLOSER = re.compile(r"[}%#]\}")
_OPENINGS = {
    "}}": "Skriv {{ foran det som skal settes inn, eller }_} for klammene selv.",
    "%}": "Skriv {% der den begynner, eller %_} for tegnene selv.",
    "#}": "Skriv {# der merknaden begynner, eller fjern #}.",
}
# What stands after w:shd in a cell's properties
_AFTER_SHADING = (
    *("noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark"),
    *("cellIns", "cellDel", "cellMerge", "tcPrChange"),
)
# What a person calls a property
_PROPERTY_NAMES = {
    "title": "tittel", "subject": "emne", "creator": "forfatter", "keywords": "nøkkelord",
    "description": "kommentarer", "category": "kategori", "Company": "firma", "Manager": "leder",
}  # fmt: skip
_PREFIX_LEVELS = {"p": Level.PARAGRAPH, "r": Level.RUN, "tc": Level.CELL, "tr": Level.ROW}


def tag_story(
    root: etree._Element,
    part: str,
    headings: frozenset[str],
    links: Mapping[str, str],
    charts: Mapping[str, int | UnfitChartError],
) -> tuple[Story, list[TaggedParagraph]]:
    """Find every tag of a part and mark it where it stands, nothing lifted yet.

    ``part`` names the part in messages, ``headings`` are the ids of its heading styles,
    ``links`` the addresses with tags, and ``charts`` the charts that tags fill, by the ids of
    their relationships. What isn't in a paragraph is taken as plain text, so that no tag is left
    out.
    """
    story = Story(root, part=part)
    for deleted in list(root.iter(w("del"), w("moveFrom"))):
        if _has_brace(deleted):  # a tag that the author has deleted is no tag
            remove(deleted)
            story.changed = True
    join_codes(root)
    places = dict(paragraphs(root, part, headings))
    tagger = _Tagger(story, places)
    tagged = [tagger.tag_paragraph(element, place) for element, place in places.items()]
    drawn = list(filter(_has_brace, root.iter(DRAWN)))
    tagged += [tagger.tag_paragraph(e, place_of(e, places, part)) for e in drawn]
    tagger.tag_fallbacks(tagged)
    bind_controls(story, partial(place_of, places=places, part=part))
    bind_charts(story, charts, partial(place_of, places=places, part=part))
    tagger.tag_the_rest()
    unbind(root)
    if links:
        _tag_links(story, places, links)
    return story, _joined(tagged)


def _has_brace(element: etree._Element) -> bool:
    return any("{" in str(text) for text in element.itertext())


# --- text ---------------------------------------------------------------------------------


class _Tagger:
    """Marks the tags of one part; ``_settled`` are the elements whose text has been read."""

    def __init__(self, story: Story, places: dict[etree._Element, Place]) -> None:
        self._story, self._places = story, places
        self._settled: set[etree._Element] = set()

    def tag_paragraph(self, element: etree._Element, place: Place) -> TaggedParagraph:
        """Mark the tags in a paragraph's text, however many runs they are split into."""
        found = list(pieces(element))
        text = "".join(map(text_of, found))
        result = TaggedParagraph(element, place, [])
        if "{" not in text and "}" not in text:
            result.bare = not text.strip() and not beside_text(element)
            return result
        self._settled.update(found)
        story = self._story
        tags: list[Tag] = []
        try:
            tags.extend(find_tags(text))
        except UnclosedTagError as error:
            closer = f"Skriv «{error.closer}» i det samme avsnittet."
            if half := _HALF_CLOSED.match(error.source):
                closer = f"Skriv {{{{ {half[1]} }}}}."
            story.report(place, error.source, "Taggen er ikke lukket.", closer)
        else:
            _check_closers(story, place, _between(text, tags))
        result.text = "".join(_between(text, tags))
        _check_beside(story, result, tags)
        edits: list[Edit] = []
        for tag in tags:
            edits += _edits_of(story, result, tag, text)
        edits += find_escapes(text, tags)
        if edits:
            story.changed = True
            apply_edits(found, sorted(edits, key=lambda edit: (edit[0], edit[1])))
        _check_prefixes(story, result)
        return result

    def tag_fallbacks(self, tagged: list[TaggedParagraph]) -> None:
        """Mark the tags of texts that stand in mc:Fallback, as tags of the paragraph around."""
        owners = {paragraph.element: paragraph for paragraph in tagged}
        for fallback in list(self._story.root.iter(FALLBACK)):
            around = next(fallback.iterancestors(P, DRAWN), None)
            owner = owners.get(around) if around is not None else None
            if owner is not None:
                numbers = self.tag_paragraph(fallback, owner.place).numbers
                owner.numbers += numbers
                owner.bare &= not numbers

    def tag_the_rest(self) -> None:
        """Mark the tags in attributes, codes of fields, and whatever text is in no paragraph."""
        for found in _BRACED(self._story.root):
            element = found.getparent()
            if found.is_attribute:
                self._tag_attribute(element, found.attrname)
            elif found.is_text and element not in self._settled:
                self._tag_element(element)
            elif found.is_tail and element.tag is not etree.ProcessingInstruction:
                self._refuse_tail(element)

    def _tag_attribute(self, element: etree._Element, name: str) -> None:
        """Mark the tags in an attribute: alternative texts, table captions, tooltips."""
        text = decoded(str(element.get(name)))
        if not OPENER.search(text):
            return
        place = place_of(element, self._places, self._story.part)
        place = place._replace(within=_ATTRIBUTES.get((str(element.tag), name), ""))
        marked = ""
        for item in _tag_string(self._story, text, place, Level.ATTRIBUTE, (element, name)):
            marked += item if isinstance(item, str) else f"{MARK_OPEN}{item}{MARK_CLOSE}"
        element.set(name, marked)

    def _tag_element(self, element: etree._Element) -> None:
        """Mark the tags in an element's own text as such that only text can be put into."""
        place = place_of(element, self._places, self._story.part)
        if place.part and not place.paragraph and self._story.root.tag not in STORIES:
            parent, name = element.getparent(), etree.QName(element).localname
            named = parent.get("name") if parent is not None else ""  # a custom property
            place = Place(f"{place.part}, {named or _PROPERTY_NAMES.get(name, name)}")
        text, level = element.text or "", Level.PLAIN
        if element.tag == w("instrText"):
            text, level = decoded(text), Level.CODE
        content = _tag_string(self._story, text, place, level, element)
        if content != [text]:
            set_mixed(element, content)

    def _refuse_tail(self, element: etree._Element) -> None:
        """Report a tag in text beside elements, which is in no Word text."""
        text = element.tail or ""
        tag = OPENER.search(text)
        if tag:
            place = place_of(element, self._places, self._story.part)
            source = text[tag.start() :][:40]
            message = f"Taggen står etter elementet «{etree.QName(element).localname}»"
            self._story.report(place, source, f"{message}, der den ikke fylles ut.", "Fjern den.")


# What nobody sees in the text
_ATTRIBUTES = {
    (w("bookmarkStart"), w("name")): "navnet på et bokmerke",
    (w("hyperlink"), w("anchor")): "en lenke til et bokmerke",
    (w("hyperlink"), w("tooltip")): "skjermtipset til en lenke",
    (f"{{{WP}}}docPr", "descr"): "alternativ tekst",
    (f"{{{WP}}}docPr", "title"): "tittelen på et bilde",
}
# Texts and attributes that may hold tags, in an address percent-encoded
_BRACED = etree.XPath(
    "//text()[contains(., '{') or (contains(., '%7') and parent::w:instrText)]"
    " | //@*[contains(., '{') or contains(., '%7')]",
    namespaces={"w": W},
)


def _between(text: str, tags: Iterable[Tag]) -> list[str]:
    """The texts before, between and after the tags of a text."""
    texts, position = [], 0
    for tag in tags:
        texts.append(text[position : tag.start])
        position = tag.end
    return [*texts, text[position:]]


def _check_closers(story: Story, place: Place, texts: Iterable[str]) -> None:
    """Report ``}}`` or ``%}`` that closes nothing: what is before it is a tag gone wrong."""
    for text in texts:
        closer = _CLOSER.search(text)
        if closer:
            before = text[: closer.end()]
            source = before[max(before.rfind("{"), len(before) - 40, 0) :].strip()
            remedy = _OPENINGS[closer[0]]
            story.report(place, source, "Taggen lukkes, men er ikke åpnet.", remedy)


def _check_beside(story: Story, paragraph: TaggedParagraph, tags: Sequence[Tag]) -> None:
    """Tell whether a paragraph is bare; refuse what a block from it to others would take along.

    A block that is opened and closed within the paragraph may well have a page break in it.
    """
    silent = not any(tag.kind in ("{{", "raw") or tag.name == "cellbg" for tag in tags)
    if not silent or paragraph.text.strip():
        return
    beside = beside_text(paragraph.element)
    paragraph.bare = not beside
    reaching = _reaching_out(tags)
    joins = any(tag.trim_before or tag.trim_after for tag in tags)  # so that all of it stays
    if beside and reaching is not None and not (reaching.prefix or joins):
        _refuse_beside(story, paragraph, reaching.source, beside)


def _refuse_beside(story: Story, paragraph: TaggedParagraph, source: str, beside: str) -> None:
    story.report(
        paragraph.place,
        source,
        f"{beside} i det samme avsnittet ville ha blitt borte, eller kommet med, uten at det var "
        "meningen.",
        "Gi taggen sitt eget avsnitt.",
    )


def _reaching_out(tags: Iterable[Tag]) -> Tag | None:
    """The first tag whose block begins or ends in another paragraph."""
    opened: list[Tag] = []
    for tag in tags:
        if tag.opens_block:
            opened.append(tag)
        elif tag.name.startswith("end") and opened:
            opened.pop()
        elif not opened and tag.name.startswith(("end", "else", "elif")):
            return tag
    return opened[0] if opened else None


def _edits_of(story: Story, paragraph: TaggedParagraph, tag: Tag, text: str) -> Iterator[Edit]:
    """What a tag changes in its paragraph's text: itself, and the space that its dashes eat."""
    if tag.trim_before:
        start = len(text[: tag.start].rstrip(_SPACE))
        paragraph.joins_previous |= start == 0 and tag.kind == "{%" and not tag.prefix
        if start < tag.start:
            yield start, tag.start, ""
    if tag.name == "cellbg":
        _shade_cell(story, paragraph, tag)
        yield tag.start, tag.end, ""
    else:
        level = _PREFIX_LEVELS.get(tag.prefix, Level.TEXT)
        number = _add(story, tag, paragraph.place, level)
        paragraph.numbers.append(number)
        yield tag.start, tag.end, number
    if tag.trim_after:
        end = len(text) - len(text[tag.end :].lstrip(_SPACE))
        paragraph.joins_next |= end == len(text) and tag.kind == "{%" and not tag.prefix
        if tag.end < end:
            yield tag.end, end, ""


def _add(story: Story, tag: Tag, place: Place, level: Level) -> int:
    """Register a tag; reports one with a brace too many, of which Jinja2 would make a dict."""
    braced = _BRACED_NAME.fullmatch(tag.code)
    if tag.kind == "{{" and braced:
        many = "en klamme" if braced[1] == "{" else f"{len(braced[1])} klammer"
        remedy = f"Skriv {{{{ {braced[2].strip()} }}}}."
        story.report(place, tag.source, f"Taggen har {many} for mye.", remedy)
    return story.add(tag, place, level)


def _check_prefixes(story: Story, paragraph: TaggedParagraph) -> None:
    """A tag with p, tc or tr takes its whole paragraph: nothing else may stand there."""
    prefixed = [n for n in paragraph.numbers if story.tags[n].tag.prefix in ("p", "tc", "tr")]
    if not prefixed:
        return
    taking = prefixed[0]
    source = story.tags[taking].tag.source
    paragraph.prefix = story.tags[taking].tag.prefix
    if story.tags[taking].tag.kind == "{#":  # it is there to take content away
        paragraph.numbers = [taking]
        return
    if len(paragraph.numbers) > 1:
        other = next(number for number in paragraph.numbers if number != taking)
        story.report(
            paragraph.place,
            story.tags[other].tag.source,
            f"Taggen står i det samme avsnittet som {source}, som tar hele avsnittet.",
            "Gi hver av dem sitt eget avsnitt.",
        )
    elif paragraph.text.strip():
        story.report(
            paragraph.place,
            source,
            f"Teksten «{paragraph.text.strip()[:40]}» ved siden av taggen ville ha blitt borte.",
            "Flytt den til et annet avsnitt, eller skriv taggen uten «p», «tc» og «tr».",
        )
    elif beside := beside_text(paragraph.element):
        _refuse_beside(story, paragraph, source, beside)


def _joined(tagged: list[TaggedParagraph]) -> list[TaggedParagraph]:
    """Join the paragraphs that ``{%-`` and ``-%}`` pull together; tables stop them."""
    kept: list[TaggedParagraph] = []
    for paragraph in tagged:
        if not kept or not _belong_together(kept[-1], paragraph):
            kept.append(paragraph)
            continue
        previous = kept[-1]
        previous.element.extend([e for e in paragraph.element if e.tag != w("pPr")])
        remove(paragraph.element)
        previous.numbers += paragraph.numbers
        previous.text += paragraph.text
        previous.bare &= paragraph.bare
        previous.joins_next = paragraph.joins_next
    return kept


def _belong_together(previous: TaggedParagraph, paragraph: TaggedParagraph) -> bool:
    if not (paragraph.joins_previous or previous.joins_next):
        return False
    is_next = paragraph.element.getprevious() is previous.element
    return is_next and previous.element.find(f"{w('pPr')}/{w('sectPr')}") is None


# --- tags outside the text ----------------------------------------------------------------


def _shade_cell(story: Story, paragraph: TaggedParagraph, tag: Tag) -> None:
    """``{% cellbg EXPR %}``: the colour of the cell that it stands in."""
    cell = next(paragraph.element.iterancestors(TC), None)
    expression = tag.code.removeprefix("cellbg").strip()
    if cell is None:
        message = "Taggen setter fargen på en tabellcelle, men står ikke i en celle."
        story.report(paragraph.place, tag.source, message, "Flytt den inn i cellen.")
        return
    if not expression:
        remedy = "Skriv for eksempel {% cellbg 'DDEEFF' %}."
        story.report(paragraph.place, tag.source, "Taggen mangler fargen.", remedy)
        return
    properties = cell.find(w("tcPr"))
    if properties is None:
        properties = etree.Element(w("tcPr"))
        cell.insert(0, properties)
    for old in properties.findall(w("shd")):
        remove(old)
    shading = etree.Element(w("shd"), {w("val"): "clear", w("color"): "auto"})
    mark = story.own_mark(f"({expression})|{COLOUR}", paragraph.place)
    story.tags[-1].tag = story.tags[-1].tag._replace(source=tag.source)
    shading.set(w("fill"), mark)
    put_before(properties, shading, _AFTER_SHADING)


def _tag_links(story: Story, places: dict[etree._Element, Place], links: Mapping[str, str]) -> None:
    """Have links whose addresses have tags refer to the address that comes out."""
    for element in story.root.iter(etree.Element):
        for name, identity in element.attrib.items():
            if str(identity) in links and str(name).startswith(f"{{{R}}}"):
                address = links[str(identity)]
                place = place_of(element, places, story.part)
                code = _address_code(story, place, address)
                mark = story.own_mark(code, place)
                story.tags[-1].tag = story.tags[-1].tag._replace(source=address)
                element.set(name, mark)
                story.changed = True


def _address_code(story: Story, place: Place, address: str) -> str:
    """The expression of an address with tags."""
    bits, position = [], 0
    try:
        for tag in find_tags(address):
            bits += [repr(address[position : tag.start]), f"({tag.code})"]
            position = tag.end
            if tag.kind != "{{":
                message = "I adressen til en lenke kan bare {{ … }} stå."
                story.report(place, tag.source, message, "Skriv {{ 'a' if x else 'b' }}.")
    except UnclosedTagError as error:
        message = "Taggen i adressen til en lenke er ikke lukket."
        story.report(place, error.source, message, f"Skriv «{error.closer}» etter den.")
    return f"({' ~ '.join([*bits, repr(address[position:])])})|{LINK}"


def _tag_string(
    story: Story, text: str, place: Place, level: Level, scope: object
) -> list[str | int]:
    content: list[str | int] = []
    position = 0
    try:
        for tag in find_tags(text):
            content.append(unescape(text[position : tag.start]))
            number = _add(story, tag, place, level)
            story.tags[number].scope = scope
            content.append(number)
            position = tag.end
    except UnclosedTagError as error:
        closer = f"Skriv «{error.closer}» etter den."
        story.report(place, error.source, "Taggen er ikke lukket.", closer)
        return [text]
    content.append(unescape(text[position:]))
    story.changed |= content != [text]
    return content


# --- lifting ------------------------------------------------------------------------------


def lift(story: Story, paragraph: TaggedParagraph, level: Level) -> None:
    """Move a paragraph's tags to the level they govern."""
    if not paragraph.numbers:
        return
    element = paragraph.element
    if level is Level.PARAGRAPH:
        _stand_for(story, paragraph, element, level)
    elif level in (Level.ROW, Level.CELL):
        target = next(element.iterancestors(TR if level is Level.ROW else TC), None)
        if target is not None:
            _stand_for(story, paragraph, target, level)
            return
        story.report(
            paragraph.place,
            story.tags[paragraph.numbers[0]].tag.source,
            f"Taggen gjelder en {level.value}, men står utenfor en tabell.",
            "Skriv den med «p», eller flytt den inn i tabellen.",
        )
    else:
        for node in list(element.iter(etree.ProcessingInstruction)):
            if next(node.iterancestors(P, DRAWN), None) is element:
                _settle_in_text(story, node)


def _stand_for(
    story: Story, paragraph: TaggedParagraph, target: etree._Element, level: Level
) -> None:
    """Put the tags of a paragraph in the place of ``target``, its row, cell or itself.

    The element itself goes when the last paragraph in it has been lifted; until then the
    tags gather before it, in document order.
    """
    nodes = [instruction(number) for number in paragraph.numbers]
    for number, node in zip(paragraph.numbers, nodes, strict=True):
        story.tags[number].level = level
        target.addprevious(node)
    for node in list(paragraph.element.iter(etree.ProcessingInstruction)):
        remove(node)
    if next(target.iter(etree.ProcessingInstruction), None) is None:
        closes = story.tags[paragraph.numbers[-1]].tag.name.startswith("end")
        for ranged in list(target.iter(*RANGES)):  # they stay outside the block
            (target if closes else nodes[0]).addprevious(ranged)
        remove(target)


def _settle_in_text(story: Story, node: etree._Element) -> None:
    """Leave ``{{ }}`` in its text; set control tags and ``{{r }}`` beside the runs."""
    placed = story.tags[number_of(node)]
    text = node.getparent()
    run = text.getparent() if text is not None else None
    if text is None or run is None or text.tag not in TEXTS:  # beside a content control
        return
    parent = run.getparent()
    placed.in_link = next(run.iterancestors(w("hyperlink")), None) is not None
    if run.tag not in RUNS or (text.tag != T and placed.tag.kind == "{{"):
        placed.level = Level.PLAIN  # in an equation or a drawing, where only text can stand
        return
    placed.direct = parent is not None and parent.tag == P
    placed.run_properties = run.find(w("rPr"))
    placed.paragraph_properties = parent.find(w("pPr")) if parent is not None else None
    if placed.tag.kind == "raw" or (placed.tag.kind == "{{" and placed.level is Level.TEXT):
        return
    placed.level = Level.RUN
    _split_run(run, text, node)


def _is_properties(element: etree._Element) -> bool:
    return str(element.tag).endswith("}rPr")


def _split_run(run: etree._Element, text: etree._Element, node: etree._Element) -> None:
    """Cut a run in two at ``node`` and set the node between the halves."""
    after = run.makeelement(run.tag, run.attrib, run.nsmap)
    after.extend(map(deepcopy, filter(_is_properties, run)))
    rest = etree.SubElement(after, text.tag, text.attrib)
    rest.text, node.tail = node.tail, None
    rest.extend(list(node.itersiblings()))
    after.extend(list(text.itersiblings()))
    run.addnext(after)
    run.addnext(node)
    for half in (run, after):
        for piece in half.findall(str(text.tag)):
            if not piece.text and not len(piece):
                half.remove(piece)
        if all(map(_is_properties, half)):
            remove(half)
