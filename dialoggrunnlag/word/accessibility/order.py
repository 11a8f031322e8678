"""What a reader goes by: headings in order, real lists, no empty paragraphs, no layout by keys."""

import re
from collections.abc import Iterator

from lxml import etree

from ..attributes import value
from ..names import w
from ..places import TBL, TC, P
from .as_read import VALUE, Finding, Paragraph, Story, tags_in

_LONG = 1500  # characters that need a heading
_VALUE_LENGTH = 40  # characters that a value is taken to be
_HEADING_LENGTH = 80  # a bold paragraph shorter than this is taken for a heading
_NO_HEADINGS = ("title", "subtitle", "caption", "toc heading")
_NUMBERED = re.compile(r"\s*\d+(\.\d+)*[.)]?\s+\S")
_SIGNS = "-*•·▪●○◦‣►➢➤→■□◆❖✓✔–—"
_BULLET = re.compile(rf"\s*([{_SIGNS}])[ \t\u00a0]+\S")
_ITEM = re.compile(r"\s*(\d{1,3}|[a-zæøå])[.)][ \t\u00a0]+\S", re.IGNORECASE)
_BROKEN_LIST = re.compile(r"\n\s*(?:[-*•–]|\d{1,2}[.)])\s+\S")
_COUNTED = re.compile(r"\s*\{\{[^}]*\b(?:index0?|nummer|nr)\b[^}]*\}\}[.)]\s")
_STYLES = "Hjem > Stiler"
_CHANGE = f"{_STYLES}, høyreklikk stilen > Endre > Format"


def find_headings(story: Story) -> Iterator[Finding]:
    """Headings that are empty, skip a level, are numbered by hand or are no headings at all."""
    if story.label:  # a header or a note has none
        return
    last = length = 0
    for paragraph in story.paragraphs:
        length += len(paragraph.text) + paragraph.text.count(VALUE) * _VALUE_LENGTH
        level = story.look.level(paragraph.element)
        if level:
            yield from _heading(story, paragraph, level, last)
            last = level
        elif _looks_like_a_heading(story, paragraph):
            message = "Avsnittet ser ut som en overskrift, men er bare fet tekst."
            remedy = f"Gi det en overskriftsstil: {_STYLES} > Overskrift {last or 1}."
            yield Finding(message, remedy, paragraph.place)
    if not last and length > _LONG:
        remedy, place = (
            f"Gi hver del en overskrift: {_STYLES} > Overskrift 1.",
            story.paragraphs[0].place,
        )
        yield Finding("Dokumentet er langt, men har ingen overskrifter.", remedy, place)


def _heading(story: Story, paragraph: Paragraph, level: int, last: int) -> Iterator[Finding]:
    text, place = paragraph.text, paragraph.place
    if not text.strip():
        yield Finding("Overskriften er tom.", f"Skriv den, eller velg {_STYLES} > Normal.", place)
    if level > last + 1:
        after = f"etter nivå {last}" if last else "først i dokumentet"
        message = f"Overskriften er på nivå {level} {after}."
        yield Finding(message, f"Velg {_STYLES} > Overskrift {last + 1}.", place)
    by_hand = _NUMBERED.match(text) or _COUNTED.match(paragraph.source)
    if by_hand and story.look.paragraph_property(paragraph.element, "numPr") is None:
        remedy = "La Word nummerere: Hjem > Liste med flere nivåer; eller begynn med et ord."
        yield Finding("Overskriften begynner med et tall som er skrevet inn.", remedy, place)


def _looks_like_a_heading(story: Story, paragraph: Paragraph) -> bool:
    text, style = paragraph.text.strip(), story.look.name(paragraph.element)
    in_table = next(paragraph.element.iterancestors(TC), None) is not None
    if in_table or style in _NO_HEADINGS or style.startswith("toc"):
        return False
    if not 0 < len(text) < _HEADING_LENGTH or text[-1] in ".:,;!?":
        return False
    for run, part in paragraph.runs:
        if part.strip() and not story.look.is_set("b", run, paragraph.element):
            return False
    return True


def find_spacing(story: Story) -> Iterator[Finding]:
    """Empty paragraphs, line breaks, spaces and page breaks that are there for the look alone."""
    for paragraph in story.paragraphs:
        text, place = paragraph.text, paragraph.place
        if not text.strip():
            yield from _empty(story, paragraph)
            continue
        if re.search(r"\n[ \t]*\n", text):
            remedy = (
                f"Del avsnittet i to med Enter, og sett avstanden i stilen ({_CHANGE} > Avsnitt)."
            )
            yield Finding("To linjeskift etter hverandre lager luft.", remedy, place)
        if re.search(r"[ \u00a0]{3}|\t{3}", text):
            remedy = "Bruk innrykk eller ett tabulatorstopp: Hjem > Avsnitt > Tabulatorer."
            yield Finding("Teksten er flyttet med mellomrom eller tabulatorer.", remedy, place)
        if _may_be_empty(paragraph) and not _must_be_there(paragraph.element):
            message = "Avsnittet blir stående tomt når betingelsen i det ikke er oppfylt."
            remedy = "Sett {% … %}-taggene i hvert sitt avsnitt, over og under dette."
            yield Finding(message, remedy, place)


def _empty(story: Story, paragraph: Paragraph) -> Iterator[Finding]:
    element, place = paragraph.element, paragraph.place
    if paragraph.has_more_than_text() or story.look.level(element):
        return
    before, after = element.getprevious(), element.getnext()
    is_last = after is None or after.tag in (TBL, w("sectPr"))
    if any(value(b, "type") in ("page", "column") for b in element.iter(w("br"))):
        remedy = (
            "Slett det, og la det neste avsnittet begynne på ny side: "
            "Hjem > Avsnitt > Linjeskift og sideskift > Sideskift foran."
        )
        yield Finding("Avsnittet inneholder bare et sideskift.", remedy, place)
    elif is_last and before is not None and before.tag == TBL:
        remedy = "Word må ha et avsnitt der; skriv en tekst i det, for eksempel hva som følger."
        yield Finding("Etter tabellen står et tomt avsnitt.", remedy, place)
    elif not _must_be_there(element):
        remedy = f"Slett det, og sett avstanden i stilen: {_CHANGE} > Avsnitt > Avstand."
        yield Finding("Tomt avsnitt.", remedy, place)


def _must_be_there(element: etree._Element) -> bool:
    """Whether a paragraph is all that a cell, a header or a footer has."""
    parent = element.getparent()
    if parent is None or parent.tag not in (TC, w("hdr"), w("ftr")):
        return False
    return len(parent.findall(P)) == 1 and not (parent.tag == TC and parent.find(TBL) is not None)


def _may_be_empty(paragraph: Paragraph) -> bool:
    """Whether all that a paragraph shows stands in one ``{% if %}`` without an else."""
    depth, at, blocks, source = 0, 0, 0, paragraph.source
    if paragraph.has_more_than_text():
        return False
    for tag in tags_in(source):
        shows = tag.kind in ("{{", "raw") or source[at : tag.start].strip()
        if (not depth and shows) or tag.name in ("else", "elif", "for", "macro", "call"):
            return False
        blocks += tag.name == "if" and not depth
        depth += (tag.name == "if") - (tag.name == "endif")
        at = tag.end
    return blocks == 1 and not source[at:].strip()


def find_typed_lists(story: Story) -> Iterator[Finding]:
    """Bullets and numbers that are typed, which no screen reader takes for a list."""
    number = ""
    for paragraph in story.paragraphs:
        is_real = story.look.is_listed(paragraph.element)
        bullet, item = _BULLET.match(paragraph.text), _ITEM.match(paragraph.text)
        is_plain = not is_real and not story.look.level(paragraph.element)
        if is_real and bullet:
            message = f"Listepunktet har et skrevet punkttegn («{bullet[1]}») i tillegg."
            yield Finding(message, "Slett tegnet; listen setter sitt eget.", paragraph.place)
        elif is_plain and (bullet or _begins_with_a_symbol(paragraph)):
            yield _typed("et skrevet punkttegn", "Punkttegn", paragraph)
        elif is_plain and (_COUNTED.match(paragraph.source) or _follows(item, number)):
            yield _typed("et skrevet nummer", "Nummerering", paragraph)
        elif _BROKEN_LIST.search(paragraph.text):
            yield _typed("linjeskift og skrevne punkttegn", "Punkttegn", paragraph)
        number = item[1] if item and not is_real else ""


def _typed(what: str, button: str, paragraph: Paragraph) -> Finding:
    remedy = f"Slett det, merk punktene og velg Hjem > {button}."
    return Finding(f"Listen er laget med {what}.", remedy, paragraph.place)


def _begins_with_a_symbol(paragraph: Paragraph) -> bool:
    """A bullet out of a symbol font: it is no text to Word."""
    first = paragraph.element.find(w("r"))
    begins = first is not None and first.find(w("sym")) is not None
    return begins and paragraph.text[:1] in (" ", "\t", "\u00a0") and bool(paragraph.text.strip())


def _follows(item: re.Match[str] | None, number: str) -> bool:
    """Whether an item's number is the next after the one before."""
    if not item or not number:
        return False
    own = item[1]
    if own.isdigit() != number.isdigit():
        return False
    return int(own) == int(number) + 1 if own.isdigit() else ord(own) == ord(number) + 1
