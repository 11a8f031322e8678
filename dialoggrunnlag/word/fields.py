"""The results of a Word document's fields: which of them hold words, and which are computed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .names import w
from .places import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

# Fields whose results are numbers, dates or names: nothing of the template's own words
_COMPUTED = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTION|SECTIONPAGES|PAGEREF|SEQ|=|NUMWORDS|NUMCHARS|REVNUM|EDITTIME"
    r"|DATE|TIME|CREATEDATE|SAVEDATE|PRINTDATE|FILENAME|FILESIZE|AUTHOR|LASTSAVEDBY|USERNAME"
    r"|USERINITIALS)(?![A-Z])",
    re.IGNORECASE,
)


def computed_results(root: etree._Element) -> set[etree._Element]:
    """The texts that fields have computed, such as page numbers and dates."""
    computed = set(_running_results(root))
    for simple in root.iter(w("fldSimple")):
        if _COMPUTED.match(simple.get(w("instr"), "")):
            computed.update(simple.iter(*TEXTS))
    return computed


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
    if len(codes) > 1 and any("{" in text for text in texts):
        codes[0].text = "".join(texts)
        for code in codes[1:]:
            code.text = ""


def _running_results(root: etree._Element) -> Iterator[etree._Element]:
    """The texts that are results of fields with a beginning, a code, a result and an end."""
    open_fields: list[_Field] = []
    for element in root.iter(w("fldChar"), w("instrText"), *TEXTS):
        if element.tag == w("instrText"):
            if open_fields and not open_fields[-1].shown:
                open_fields[-1].code += element.text or ""
        elif element.tag != w("fldChar"):
            if any(field.shown and _COMPUTED.match(field.code) for field in open_fields):
                yield element
        elif element.get(w("fldCharType")) == "begin":
            open_fields.append(_Field())
        elif open_fields and element.get(w("fldCharType")) == "separate":
            open_fields[-1].shown = True
        elif open_fields:
            open_fields.pop()


@dataclass
class _Field:
    """A field that isn't ended yet: its code, and whether its result has begun."""

    code: str = ""
    shown: bool = False
