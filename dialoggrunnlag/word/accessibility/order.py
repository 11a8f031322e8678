"""What a reader goes by: headings in order, real lists, no empty paragraphs, no layout by keys."""

from __future__ import annotations

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
_SYMBOL = f"{w('r')}/{w('sym')}"
_STYLES = "Hjem > Stiler"


def find_headings(story: Story) -> Iterator[Finding]:
    """Headings that are empty, skip a level, are numbered by hand or are no headings at all."""
    if story.label:  # a header or a note has none
        return
    last = 0
    for paragraph in story.paragraphs:
        level = story.look.level(paragraph.element)
        if level:
            yield from _heading(story, paragraph, level, last)
            last = level
        elif _looks_like_a_heading(story, paragraph):
            yield Finding(
                "Avsnittet ser ut som en overskrift, men er bare fet tekst.",
                f"Gi det en overskriftsstil: {_STYLES} > Overskrift {last or 1}.",
                paragraph.place,
            )
    length = sum(len(p.text) + p.text.count(VALUE) * _VALUE_LENGTH for p in story.paragraphs)
    if not last and length > _LONG and story.paragraphs:
        yield Finding(
            "Dokumentet er langt, men har ingen overskrifter.",
            f"Gi hver del en overskrift: {_STYLES} > Overskrift 1.",
            story.paragraphs[0].place,
        )


def _heading(story: Story, paragraph: Paragraph, level: int, last: int) -> Iterator[Finding]:
    text, place = paragraph.text, paragraph.place
    if not text.strip():
        yield Finding("Overskriften er tom.", f"Skriv den, eller velg {_STYLES} > Normal.", place)
    if level > last + 1:
        after = f"etter nivå {last}" if last else "først i dokumentet"
        yield Finding(
            f"Overskriften er på nivå {level} {after}.",
            f"Velg {_STYLES} > Overskrift {last + 1}.",
            place,
        )
    by_hand = _NUMBERED.match(text) or _COUNTED.match(paragraph.source)
    if by_hand and story.look.paragraph_property(paragraph.element, "numPr") is None:
        yield Finding(
            "Overskriften begynner med et tall som er skrevet inn.",
            "La Word nummerere: Hjem > Liste med flere nivåer; eller begynn med et ord.",
            place,
        )


def _looks_like_a_heading(story: Story, paragraph: Paragraph) -> bool:
    text, style = paragraph.text.strip(), story.look.name(paragraph.element)
    if paragraph.in_table or style in _NO_HEADINGS or style.startswith("toc"):
        return False
    if not 0 < len(text) < _HEADING_LENGTH or text[-1] in ".:,;!?":
        return False
    return all(
        story.look.is_set("b", run, paragraph.element)
        for run, part in paragraph.runs
        if part.strip()
    )


# --- space --------------------------------------------------------------------------------


def find_spacing(story: Story) -> Iterator[Finding]:
    """Empty paragraphs, line breaks, spaces and page breaks that are there for the look alone."""
    for paragraph in story.paragraphs:
        if not paragraph.text.strip():
            yield from _empty(story, paragraph)
            continue
        if re.search(r"\n[ \t]*\n", paragraph.text):
            yield Finding(
                "To linjeskift etter hverandre lager luft.",
                "Del avsnittet i to med Enter, og sett avstanden i stilen "
                f"({_STYLES}, høyreklikk stilen > Endre > Format > Avsnitt).",
                paragraph.place,
            )
        if re.search(r"[ \u00a0]{3}|\t{3}", paragraph.text):
            yield Finding(
                "Teksten er flyttet med mellomrom eller tabulatorer.",
                "Bruk innrykk eller ett tabulatorstopp: Hjem > Avsnitt > Tabulatorer.",
                paragraph.place,
            )
        if _may_be_empty(paragraph) and not _must_be_there(paragraph.element):
            yield Finding(
                "Avsnittet blir stående tomt når betingelsen i det ikke er oppfylt.",
                "Sett {% … %}-taggene i hvert sitt avsnitt, over og under dette.",
                paragraph.place,
            )


def _empty(story: Story, paragraph: Paragraph) -> Iterator[Finding]:
    element, place = paragraph.element, paragraph.place
    if paragraph.has_more_than_text() or story.look.level(element):
        return
    if any(value(b, "type") in ("page", "column") for b in element.iter(w("br"))):
        yield Finding(
            "Avsnittet inneholder bare et sideskift.",
            "Slett det, og la det neste avsnittet begynne på ny side: "
            "Hjem > Avsnitt > Linjeskift og sideskift > Sideskift foran.",
            place,
        )
    elif _is_between_tables(element):
        yield Finding(
            "Etter tabellen står et tomt avsnitt.",
            "Word må ha et avsnitt der; skriv en tekst i det, for eksempel hva som følger.",
            place,
        )
    elif not _must_be_there(element):
        yield Finding(
            "Tomt avsnitt.",
            "Slett det, og sett avstanden i stilen: "
            f"{_STYLES}, høyreklikk stilen > Endre > Format > Avsnitt > Avstand.",
            place,
        )


def _must_be_there(element: etree._Element) -> bool:
    """Whether a paragraph is all that a cell, a header or a footer has."""
    parent = element.getparent()
    if parent is None or parent.tag not in (TC, w("hdr"), w("ftr")):
        return False
    return len(parent.findall(P)) == 1 and not (parent.tag == TC and parent.find(TBL) is not None)


def _is_between_tables(element: etree._Element) -> bool:
    before, after = element.getprevious(), element.getnext()
    is_last = after is None or after.tag in (TBL, w("sectPr"))
    return before is not None and before.tag == TBL and is_last


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


# --- lists --------------------------------------------------------------------------------


def find_typed_lists(story: Story) -> Iterator[Finding]:
    """Bullets and numbers that are typed, which no screen reader takes for a list."""
    number = ""
    for paragraph in story.paragraphs:
        is_real = story.look.is_listed(paragraph.element)
        bullet, item = _BULLET.match(paragraph.text), _ITEM.match(paragraph.text)
        is_plain = not is_real and not story.look.level(paragraph.element)
        if is_real and bullet:
            yield Finding(
                f"Listepunktet har et skrevet punkttegn («{bullet[1]}») i tillegg.",
                "Slett tegnet; listen setter sitt eget.",
                paragraph.place,
            )
        elif is_plain and (bullet or _begins_with_a_symbol(paragraph)):
            yield _typed("et skrevet punkttegn", "Punkttegn", paragraph)
        elif is_plain and (_COUNTED.match(paragraph.source) or _follows(item, number)):
            yield _typed("et skrevet nummer", "Nummerering", paragraph)
        elif _BROKEN_LIST.search(paragraph.text):
            yield _typed("linjeskift og skrevne punkttegn", "Punkttegn", paragraph)
        number = item[1] if item and not is_real else ""


def _typed(what: str, button: str, paragraph: Paragraph) -> Finding:
    return Finding(
        f"Listen er laget med {what}.",
        f"Slett det, merk punktene og velg Hjem > {button}.",
        paragraph.place,
    )


def _begins_with_a_symbol(paragraph: Paragraph) -> bool:
    """A bullet out of a symbol font: it is no text to Word."""
    first = paragraph.element.find(_SYMBOL)
    runs = paragraph.element.findall(w("r"))
    begins = first is not None and bool(runs) and first.getparent() is runs[0]
    return begins and paragraph.text[:1] in (" ", "\t", "\u00a0") and bool(paragraph.text.strip())


def _follows(item: re.Match[str] | None, number: str) -> bool:
    """Whether an item's number is the next after the one before."""
    if not item or not number:
        return False
    own = item[1]
    if own.isdigit() and number.isdigit():
        return int(own) == int(number) + 1
    return not own.isdigit() and not number.isdigit() and ord(own) == ord(number) + 1
