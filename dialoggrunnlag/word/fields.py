"""The results of a Word document's fields: which of them hold words, and which are computed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from .names import w
from .places import TEXTS, P
from .story import remove
from .tags import OPENER

# Fields whose results are numbers, dates or names: nothing of the template's own words
_COMPUTED = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTION|SECTIONPAGES|PAGEREF|SEQ|=|NUMWORDS|NUMCHARS|REVNUM|EDITTIME"
    r"|DATE|TIME|CREATEDATE|SAVEDATE|PRINTDATE|FILENAME|FILESIZE|AUTHOR|LASTSAVEDBY|USERNAME"
    r"|USERINITIALS)(?![A-Z])",
    re.IGNORECASE,
)


# Fields whose results repeat what stands elsewhere in the document
_REPEATING = re.compile(
    r"\s*(?:TOC|INDEX|TOA|RD|REF|PAGEREF|NOTEREF|STYLEREF)(?![A-Z])", re.IGNORECASE
)


@dataclass
class Field:
    """A field with a beginning, a code, a result and an end: its w:fldChar, and what it shows."""

    begin: etree._Element
    code: str = ""
    separate: etree._Element | None = None
    end: etree._Element | None = None
    shown: list[etree._Element] = field(default_factory=list)


def running_fields(root: etree._Element) -> list[Field]:
    """The fields of a part that are ended; what inner ones show, outer ones show as well."""
    ended: list[Field] = []
    open_fields: list[Field] = []
    for element in root.iter(w("fldChar"), w("instrText"), *TEXTS):
        kind = element.get(w("fldCharType"))
        if element.tag == w("instrText"):
            if open_fields and open_fields[-1].separate is None:
                open_fields[-1].code += element.text or ""
        elif element.tag != w("fldChar"):
            for outer in open_fields:
                if outer.separate is not None:
                    outer.shown.append(element)
        elif kind == "begin":
            open_fields.append(Field(element))
        elif open_fields and kind == "separate":
            open_fields[-1].separate = element
        elif open_fields:
            ended.append(open_fields.pop())
            ended[-1].end = element
    return ended


def computed_results(root: etree._Element) -> set[etree._Element]:
    """The texts that fields have computed, such as page numbers and dates."""
    computed: set[etree._Element] = set()
    for running in running_fields(root):
        if _COMPUTED.match(running.code):
            computed.update(running.shown)
    for simple in root.iter(w("fldSimple")):
        if _COMPUTED.match(simple.get(w("instr"), "")):
            computed.update(simple.iter(*TEXTS))
    return computed


def empty_repeating(root: etree._Element) -> bool:
    """Empty the results with tags of fields that repeat what stands elsewhere; tells if any had.

    Word computes them anew when the document is opened: their tags are those of the headings.
    """
    emptied = False
    for running in running_fields(root):
        if _REPEATING.match(running.code) and _has_tags(running.shown):
            _empty(running)
            running.begin.set(w("dirty"), "true")
            emptied = True
    for simple in root.iter(w("fldSimple")):
        texts = list(simple.iter(*TEXTS))
        if _REPEATING.match(simple.get(w("instr"), "")) and _has_tags(texts):
            for text in texts:
                text.text = ""
            simple.set(w("dirty"), "true")
            emptied = True
    return emptied


def _has_tags(texts: Iterable[etree._Element]) -> bool:
    return OPENER.search("".join(text.text or "" for text in texts)) is not None


def _empty(running: Field) -> None:
    """Take away what a field shows; of its paragraphs those at its ends stay."""
    if running.separate is None or running.end is None:
        return
    first, last = _step(running.separate), _step(running.end)
    paragraph, ending = first.getparent(), last.getparent()
    if paragraph is ending:
        _remove_between(first, last)
    elif paragraph is not None and ending is not None and paragraph.tag == ending.tag == P:
        _remove_between(first, None)
        for before in list(last.itersiblings(preceding=True)):
            if before.tag != w("pPr"):
                remove(before)
        if paragraph.getparent() is ending.getparent():
            _remove_between(paragraph, ending)
    else:
        for text in running.shown:
            text.text = ""


def _step(mark: etree._Element) -> etree._Element:
    """The child of a paragraph that a w:fldChar is in."""
    step = mark
    parent = step.getparent()
    while parent is not None and parent.tag != P:
        step, parent = parent, parent.getparent()
    return step


def _remove_between(first: etree._Element, last: etree._Element | None) -> None:
    for element in list(first.itersiblings()):
        if element is last:
            return
        remove(element)


def join_codes(root: etree._Element) -> None:
    """Put a field's code into its first text where a tag in it is split over several."""
    codes: list[etree._Element] = []
    for element in root.iter(w("fldChar"), w("instrText")):
        if element.tag == w("instrText"):
            codes.append(element)
            continue
        _join(codes)
        codes = []


def _join(codes: list[etree._Element]) -> None:
    texts = [code.text or "" for code in codes]
    if len(codes) > 1 and any("{" in text or "%7" in text for text in texts):
        codes[0].text = "".join(texts)
        for code in codes[1:]:
            code.text = ""
