"""What a document needs in its package beside its parts: relationships, images, lists."""

from copy import deepcopy
from functools import lru_cache

from lxml import etree

from .attributes import value
from .names import OFFICE, w
from .notes import follow_references
from .package import (
    CONTENT_TYPES,
    RELATIONSHIPS,
    TYPES,
    Member,
    Package,
    Packed,
    parse,
    relationships_name,
    to_xml,
)
from .rendering import Relationship, Rendering

_DEFAULT = f"{{{TYPES}}}Default"
_OVERRIDE = f"{{{TYPES}}}Override"
_NUMBERING = f"{OFFICE}/numbering"


def additions(
    package: Package, rendering: Rendering, written: dict[str, bytes]
) -> dict[str, bytes]:
    """The members that a rendering adds to the package or changes, by name.

    ``written`` are the parts with tags, which may change once more for what they refer to.
    """
    follow_references(package, rendering, written)
    charts = rendering.charts.parts(package, written) if rendering.charts else []
    members = {**written, **rendering.media}
    members |= {part.name: part.content for part in charts}
    for part, relationships in rendering.relationships.items():
        name = relationships_name(part)
        entries = tuple(relationships.items())
        has_links = any(relationship.external for relationship in relationships)
        make = _with_relationships if has_links else _with_relationships_of_charts
        members[name] = make(package.members.get(name), entries)
    if rendering.media or charts:
        extensions = {name.rsplit(".")[-1] for name in rendering.media}
        types = {part.name: part.type for part in charts if part.type}
        there = package.members[CONTENT_TYPES]
        members[CONTENT_TYPES] = _with_types(there, frozenset(extensions), tuple(types.items()))
    if rendering.lists:
        name = package.related(package.main, _NUMBERING)[0]
        members[name] = _with_lists(package, name, rendering)
    return members


def highest_list(package: Package) -> int:
    """The highest number (numId) of a list in the package."""
    highest = 0
    for part in package.related(package.main, _NUMBERING):
        for entry in parse(package.members[part]).iter(w("num")):
            number = value(entry, "numId")
            if number.isdecimal():
                highest = max(highest, int(number))
    return highest


# What a template's documents have in common is made and packed once: of the same number of charts,
# each of them has the same relationships and content types.
@lru_cache(maxsize=16)
def _with_relationships_of_charts(
    there: Member | None, relationships: tuple[tuple[Relationship, str], ...]
) -> Packed:
    return Packed.once(_with_relationships(there, relationships))


def _with_relationships(
    there: Member | None, relationships: tuple[tuple[Relationship, str], ...]
) -> bytes:
    root = deepcopy(_relationships_in(there))
    for relationship, identity in relationships:
        kind = f"{OFFICE}/{relationship.kind}"
        attributes = {"Id": identity, "Type": kind, "Target": relationship.target}
        if relationship.external:
            attributes["TargetMode"] = "External"
        etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship", attributes)
    return to_xml(root)


@lru_cache(maxsize=16)
def _relationships_in(there: Member | None) -> etree._Element:
    """The relationships of a template's part, to be copied."""
    if there is None:
        return etree.Element(f"{{{RELATIONSHIPS}}}Relationships", nsmap={None: RELATIONSHIPS})
    return parse(there)


@lru_cache(maxsize=16)
def _with_types(
    there: Member, extensions: frozenset[str], types: tuple[tuple[str, str], ...]
) -> Packed:
    """The content types with those of images, by extension, and of other parts by their names."""
    root = parse(there)
    known = {entry.get("Extension", "").lower() for entry in root.iter(_DEFAULT)}
    for extension in sorted(extensions - known):
        attributes = {"Extension": extension, "ContentType": f"image/{extension}"}
        root.insert(0, etree.Element(_DEFAULT, attributes))
    for name, content_type in types:
        etree.SubElement(root, _OVERRIDE, {"PartName": f"/{name}", "ContentType": content_type})
    return Packed.once(to_xml(root))


def _with_lists(package: Package, name: str, rendering: Rendering) -> bytes:
    """Numbering with new lists that look like theirs and begin anew."""
    root = parse(package.members[name])
    numbers = {number.get(w("numId")): number for number in root.iter(w("num"))}
    last = list(numbers.values())[-1]
    abstracts = {entry.get(w("abstractNumId")): entry for entry in root.iter(w("abstractNum"))}
    for offset, original in enumerate(rendering.lists):
        identity = str(rendering.first_list + offset)
        new = etree.Element(w("num"), {w("numId"): identity})
        abstract = value(numbers[original].find(w("abstractNumId")))
        etree.SubElement(new, w("abstractNumId"), {w("val"): abstract})
        for level, start in _starts(abstracts[abstract]).items():
            override = etree.SubElement(new, w("lvlOverride"), {w("ilvl"): level})
            etree.SubElement(override, w("startOverride"), {w("val"): start})
        last.addnext(new)
        last = new
    return to_xml(root)


def _starts(abstract: etree._Element) -> dict[str, str]:
    """The first number of each level of a list."""
    starts = {}
    for level in abstract.iter(w("lvl")):
        starts[level.get(w("ilvl"), "0")] = value(level.find(w("start"))) or "1"
    return starts or {"0": "1"}
