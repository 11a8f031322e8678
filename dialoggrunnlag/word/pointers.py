"""What points at bookmarks: links, and the codes of fields."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lxml import etree

from .attributes import value
from .identities import RULES, Identity, Rule
from .names import A, R, w
from .package import Package
from .standing import FIELD_MARKS, Spot, Stood
from .story import remove

RELATIONSHIP = f"{{{R}}}id"
# What points at bookmarks, by element
POINTING = {
    element: [identity for identity in identities if identity.rule is Rule.POINTS]
    for element, identities in RULES.items()
    if any(identity.rule is Rule.POINTS for identity in identities)
}
# The bookmark that a field's code names: after the kind of field, or after its switch
_CODE = (
    r"(?is)\s*(?:(?:REF|PAGEREF|NOTEREF|GOTOBUTTON|ASK|SET)\s|(?:TOC|INDEX)\b.*?\\b"
    r'|HYPERLINK(?:\s+\\[mnot](?:\s+"[^"]*")?)*\s+\\l)?\s*"?([^\s"\\]+)'
)
_WHOLE = "(?s)(.*)"
# What shows a text of its own, with or without a bookmark to lead to
_UNWRAPPED = (w("hyperlink"), w("fldSimple"), f"{{{A}}}hlinkClick")


def anchors(package: Package, part: str) -> dict[str, str]:
    """The bookmarks that relationships of a part lead to, by the relationships' ids."""
    bookmarks = {}
    for entry in package.relationships(part):
        target = entry.get("Target", "")
        if target.startswith("#"):
            bookmarks[entry.get("Id", "")] = target[1:]
    return bookmarks


def pointer(element: etree._Element, identity: Identity, anchors: Mapping[str, str]) -> str:
    """What an attribute that POINTS says of a bookmark of the document; '' for nothing.

    ``anchors`` are the bookmarks that relationships lead to, by their ids.
    """
    text = element.get(identity.attribute, "") if identity.attribute else ""
    if identity.attribute == RELATIONSHIP:
        return anchors.get(text, "")
    if identity.attribute == w("anchor") and element.get(RELATIONSHIP):
        return ""  # a place in another document
    return text


def _bookmark_in(attribute: str, text: str) -> re.Match[str] | None:
    """Where an attribute, or a field's code, names a bookmark: the match's first group."""
    is_code = not attribute or attribute == w("instr")
    return re.match(_CODE if is_code else _WHOLE, text)


def bookmark_name(attribute: str, text: str) -> str:
    """The name of the bookmark, in lower case; '' for none."""
    named = _bookmark_in(attribute, text)
    return named[1].lower() if named else ""


def with_bookmark(attribute: str, text: str, name: str) -> str:
    """The text with that name in it; '' where there is none to be put in."""
    named = _bookmark_in(attribute, text)
    return text[: named.start(1)] + name + text[named.end(1) :] if named and name else ""


class Field(NamedTuple):
    """A field: where it begins; its beginning, code, separator and end; where a block cuts it."""

    spot: Spot
    marks: list[etree._Element]
    cut: list[Spot]

    @property
    def codes(self) -> list[etree._Element]:
        """The texts of its code."""
        return [mark for mark in self.marks if mark.tag == w("instrText")]

    @property
    def code(self) -> str:
        """Its code, which Word may have written in several texts."""
        return "".join(text.text or "" for text in self.codes)


def fields_in(marks: Iterable[Stood]) -> list[Field]:
    """The fields that fldChar and instrText elements make."""
    fields: list[Field] = []
    open_fields: list[Field] = []
    for element, spot in marks:
        kind = value(element, "fldCharType")
        if kind == "begin":
            fields.append(Field(spot, [], []))
            open_fields.append(fields[-1])
        if not open_fields:
            continue
        open_fields[-1].marks.append(element)
        if kind and spot.branch != open_fields[-1].spot.branch:
            open_fields[-1].cut.append(spot)
        if kind == "end":
            open_fields.pop()
    return fields


def drop_pointers(root: etree._Element, missing: set[str], links: Mapping[str, str]) -> bool:
    """Have what points at missing bookmarks be text alone; tells whether anything did."""
    changed = False
    for element in list(root.iter(*_UNWRAPPED)):
        for identity in POINTING[str(element.tag)]:
            text = pointer(element, identity, links)
            if bookmark_name(identity.attribute, text) not in missing:
                continue
            changed = True
            if element.getparent() is not None:  # what it holds stands in its place
                for child in list(element):
                    element.addprevious(child)
                remove(element)
    marks = [(element, Spot()) for element in root.iter(*FIELD_MARKS)]
    for field in fields_in(marks):
        if bookmark_name("", field.code) in missing:
            changed = True
            for mark in field.marks:
                remove(mark)
    return changed
