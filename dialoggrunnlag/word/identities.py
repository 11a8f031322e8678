"""Everything in a Word package that has an identity, and what becomes of it in a loop's turn.

One table. ``repeating`` follows it where a loop repeats something or a block cuts it in two,
``notes`` where a note or a comment is copied, and the tests repeat, leave out and halve every
row. What isn't here may be there twice: pictures and most parts that are related to,
``pic:cNvPr`` and its kin (unique within their own drawing only).
"""

from enum import Enum
from typing import NamedTuple

from .names import VO, W14, W15, WP, WP14, A, C, R, V, W


class Rule(Enum):
    """What happens to an identity in each turn of a loop."""

    ANEW = "gets a number that nothing else has"
    FOLLOWS = "gets what the element that it belongs to got last"
    NAMED = "keeps its name the first time, then gets a number after it"
    POINTS = "says the name that what it points at has in the same turn"
    PART = "leads to a copy of the part that it leads to, but for the first time"
    COPIED = "gets a copy of what it refers to, which goes with its last reference"
    DROPPED = "goes, as nothing needs it"


class Identity(NamedTuple):
    """Elements by their prefixed names ('*' is any), one attribute of theirs, and its rule.

    An empty attribute is the element itself, or its text. What FOLLOWS or POINTS finds its
    fellow in the same ``space``. ``form`` is how an ANEW begins where the old value doesn't say.
    """

    elements: str
    attribute: str
    rule: Rule
    space: str = ""
    form: str = ""


_RANGES = (
    *("bookmark", "perm", "moveFromRange", "moveToRange", "customXmlInsRange"),
    *("customXmlDelRange", "customXmlMoveFromRange", "customXmlMoveToRange"),
)
_SHAPES = "v:shape v:rect v:roundrect v:oval v:line v:polyline v:arc v:curve v:image v:group"
_REVISIONS = (
    "w:ins w:del w:moveFrom w:moveTo w:rPrChange w:pPrChange w:sectPrChange w:tblPrChange "
    "w:tblPrExChange w:trPrChange w:tcPrChange w:tblGridChange w:numberingChange w:cellIns "
    "w:cellDel w:cellMerge w14:conflictIns w14:conflictDel"
)

IDENTITIES = (
    Identity("wp:docPr", "id", Rule.ANEW, "drawing"),
    *(Identity(f"w:{name}Start", "w:id", Rule.ANEW, name) for name in _RANGES),
    *(Identity(f"w:{name}End", "w:id", Rule.FOLLOWS, name) for name in _RANGES),
    Identity(_REVISIONS, "w:id", Rule.ANEW, "revision"),
    # The number of a shape is 1 to 268435456 after «_x0000_s» or, in a line of text, «_x0000_i»
    Identity(_SHAPES, "id", Rule.ANEW, "shape", "_x0000_s"),
    Identity(_SHAPES, "o:spid", Rule.ANEW, "shape", "_x0000_s"),
    Identity("v:shapetype", "id", Rule.ANEW, "shapetype", "_x0000_t"),
    Identity(_SHAPES, "type", Rule.FOLLOWS, "shapetype"),
    Identity("o:OLEObject", "ShapeID", Rule.FOLLOWS, "shape"),
    Identity("o:OLEObject", "ObjectID", Rule.ANEW, "object", "_"),
    Identity("w:control", "w:shapeid", Rule.FOLLOWS, "shape"),
    Identity("w:control", "w:name", Rule.NAMED, "control"),
    Identity("w:bookmarkStart", "w:name", Rule.NAMED, "bookmark"),
    Identity("w:hyperlink", "w:anchor", Rule.POINTS, "bookmark"),
    Identity("w:fldSimple", "w:instr", Rule.POINTS, "bookmark"),
    Identity("w:instrText", "", Rule.POINTS, "bookmark"),
    Identity("w:name", "w:val", Rule.POINTS, "bookmark"),  # of a form field: its bookmark's
    Identity("w:hyperlink a:hlinkClick", "r:id", Rule.POINTS, "bookmark"),  # a target like «#x»
    Identity("c:chart", "r:id", Rule.PART, "chart"),  # without a tag: else it is filled anew
    # A move without its other half is shown as what it is: inserted or deleted
    Identity("w:moveFromRangeStart w:moveToRangeStart", "w:name", Rule.NAMED, "move"),
    # LibreOffice counts the notes where Word reads their numbers
    Identity("w:footnoteReference", "w:id", Rule.COPIED, "footnote"),
    Identity("w:endnoteReference", "w:id", Rule.COPIED, "endnote"),
    Identity(
        "w:commentRangeStart w:commentRangeEnd w:commentReference", "w:id", Rule.COPIED, "comment"
    ),
    Identity("*", "w14:paraId", Rule.DROPPED),
    Identity("*", "w14:textId", Rule.DROPPED),
    Identity("*", "wp14:anchorId", Rule.DROPPED),
    Identity("*", "wp14:editId", Rule.DROPPED),
    Identity("*", "w14:anchorId", Rule.DROPPED),
    Identity("v:fill v:path v:shadow v:stroke v:textbox v:textpath", "id", Rule.DROPPED),
    Identity("w:id", "", Rule.DROPPED),  # of a content control: Word gives it another
    # Word would show one value in all that are bound to it
    Identity("w:dataBinding w15:dataBinding", "", Rule.DROPPED),
)

_PREFIXES = {
    "w": W,
    "w14": W14,
    "w15": W15,
    "wp": WP,
    "wp14": WP14,
    "v": V,
    "o": VO,
    "a": A,
    "c": C,
}
_PREFIXES["r"] = R


def qualified(name: str) -> str:
    """A prefixed name of the table as lxml spells it."""
    prefix, _, local = name.rpartition(":")
    return f"{{{_PREFIXES[prefix]}}}{local}" if prefix else local


def _by_element() -> dict[str, list[Identity]]:
    rules: dict[str, list[Identity]] = {}
    for identity in IDENTITIES:
        for element in identity.elements.split():
            spelled = identity._replace(attribute=qualified(identity.attribute))
            rules.setdefault(qualified(element), []).append(spelled)
    return rules


RULES = _by_element()  # by the element's name, with the attributes as lxml spells them
UNNEEDED = frozenset(identity.attribute for identity in RULES.pop("*"))
SHAPES = frozenset(map(qualified, _SHAPES.split()))
# The elements that only make sense together, with the space in which their numbers meet
RANGES = {
    element: identities[0].space
    for element, identities in RULES.items()
    if element.endswith(("Start", "End", "commentReference"))
}
