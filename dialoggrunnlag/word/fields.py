"""The results of a Word document's fields: which of them hold words, and which are computed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from .names import w
from .places import TEXTS, P
from .story import remove
from .tags import OPENER

# Fields whose results are numbers, dates or names: nothing of the template's own words
_COMPUTED = (
    r"(?i)\s*(?:PAGE|NUMPAGES|SECTION|SECTIONPAGES|PAGEREF|SEQ|=|NUMWORDS|NUMCHARS|REVNUM|EDITTIME"
    r"|DATE|TIME|CREATEDATE|SAVEDATE|PRINTDATE|FILENAME|FILESIZE|AUTHOR|LASTSAVEDBY|USERNAME"
    r"|USERINITIALS)(?![A-Z])"
)
# Fields whose results repeat what stands elsewhere in the document
_REPEATING = r"(?i)\s*(?:TOC|INDEX|TOA|RD|REF|PAGEREF|NOTEREF|STYLEREF)(?![A-Z])"


@dataclass
class Field:
    """A field: the w:fldChar at its three places, its code, and the texts that it shows.

    A w:fldSimple is all of its field, and stands as the beginning.
    """

    begin: etree._Element
    code: str = ""
    separate: etree._Element | None = None
    end: etree._Element | None = None
    shown: list[etree._Element] = field(default_factory=list)


def fields_in(root: etree._Element) -> list[Field]:
    """The fields of a part that are ended; the simple ones last, which outer ones take along."""
    fields = list(_running_fields(root))
    for simple in root.iter(w("fldSimple")):
        texts = list(simple.iter(*TEXTS))
        fields.append(Field(simple, simple.get(w("instr"), ""), shown=texts))
    return fields


def _running_fields(root: etree._Element) -> Iterator[Field]:
    """The fields between w:fldChars; what inner ones show, outer ones show as well."""
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
            ended = open_fields.pop()
            ended.end = element
            yield ended


def computed_results(root: etree._Element) -> set[etree._Element]:
    """The texts that fields have computed, such as page numbers and dates."""
    computed: set[etree._Element] = set()
    for each in fields_in(root):
        if re.match(_COMPUTED, each.code):
            computed.update(each.shown)
    return computed


def empty_repeating(root: etree._Element) -> bool:
    """Empty the results with tags of fields that repeat what stands elsewhere; tells if any had.

    Word computes them anew when the document is opened: their tags are those of the headings.
    """
    emptied = False
    for each in fields_in(root):
        if not re.match(_REPEATING, each.code):
            continue
        if OPENER.search("".join(text.text or "" for text in each.shown)):
            if each.separate is None or each.end is None:
                _clear(each.shown)
            else:
                _empty(each, _step(each.separate), _step(each.end))
            each.begin.set(w("dirty"), "true")
            emptied = True
    return emptied


def _clear(texts: list[etree._Element]) -> None:
    for text in texts:
        text.text = ""


def _empty(emptied: Field, first: etree._Element, last: etree._Element) -> None:
    """Take away what a field shows; of its paragraphs those at its ends stay."""
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
        _clear(emptied.shown)


def _step(mark: etree._Element) -> etree._Element:
    """The child of a paragraph that a w:fldChar is in."""
    for parent in mark.iterancestors():
        if parent.tag == P:
            break
        mark = parent
    return mark


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
        joined = "".join(code.text or "" for code in codes)
        if len(codes) > 1 and ("{" in joined or "%7" in joined):
            _clear(codes)
            codes[0].text = joined
        codes = []
