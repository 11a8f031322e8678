"""A Word file's document properties: the core ones that Word shows, and custom ones by name."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from .names import CORE, CP, DC, DCTERMS, OFFICE
from .package import (
    CONTENT_TYPES,
    CORE_TYPE,
    RELATIONSHIPS,
    TYPES,
    Member,
    Package,
    parse,
    relationships_name,
    to_xml,
)

_CUSTOM = "docProps/custom.xml"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_KIND = f"{OFFICE}/custom-properties"
_NS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the one that Word gives to all of them
_CORE = "docProps/core.xml"
_RELATIONSHIP = f"{{{RELATIONSHIPS}}}Relationship"
_OVERRIDE = f"{{{TYPES}}}Override"
_CORE_NAMES: Mapping[str, str] = {
    **{
        name: f"{{{DC}}}{name}"
        for name in ("title", "subject", "creator", "description", "language")
    },
    "keywords": f"{{{CP}}}keywords",
    "created": f"{{{DCTERMS}}}created",
    "modified": f"{{{DCTERMS}}}modified",
}
# What Word notes of whoever worked on the template, and when: nothing of that is the document's
_OF_THE_TEMPLATE = (
    *(f"{{{CP}}}lastModifiedBy", f"{{{CP}}}revision", f"{{{CP}}}lastPrinted"),
    *(_CORE_NAMES["created"], _CORE_NAMES["modified"]),
)


class Properties(NamedTuple):
    """What a document says of itself.

    ``custom`` are custom properties by name; ``core`` core properties by name (title, subject,
    keywords, language …) where the file has none of its own; ``author`` is set in any case.
    """

    custom: Mapping[str, str] = {}
    core: Mapping[str, str] = {}
    author: str = ""


def read_core(package: Package) -> dict[str, str]:
    """The core properties that hold text, by name; ``created`` and ``modified`` as W3CDTF."""
    part = _first(package, CORE_TYPE)
    if not part:
        return {}
    root = parse(package.members[part])
    texts = {}
    for name, tag in _CORE_NAMES.items():
        text = (root.findtext(tag) or "").strip()
        if text:
            texts[name] = text
    return texts


def add_core_part(package: Package) -> str:
    """Give a package a part for core properties if it has none; returns the part's name."""
    root = etree.Element(f"{{{CP}}}coreProperties", nsmap={"cp": CP, "dc": DC})
    return _add_part(package, _CORE, root, CORE_TYPE, CORE)


def set_core(root: etree._Element, properties: Properties) -> None:
    """Set core properties, and take out what Word noted of the template's makers."""
    for element in list(root.iterchildren(*_OF_THE_TEMPLATE)):
        root.remove(element)
    for name, text in properties.core.items():
        element = _core_element(root, name)
        if not (element.text or "").strip():  # else the template's own stands
            element.text = text
    if properties.author:
        _core_element(root, "creator").text = properties.author


def _core_element(root: etree._Element, name: str) -> etree._Element:
    tag = _CORE_NAMES[name]
    element = next(root.iterchildren(tag), None)
    return etree.SubElement(root, tag) if element is None else element


def custom_part(package: Package) -> str:
    """The name of the part with the custom properties ('' for none)."""
    return _first(package, _CUSTOM_TYPE)


def read_custom(package: Package) -> dict[str, str]:
    """The custom properties that hold text, by name."""
    part = custom_part(package)
    return dict(custom_entries(parse(package.members[part]))) if part else {}


def custom_entries(root: etree._Element) -> list[tuple[str, str]]:
    """The names and texts in the part with the custom properties."""
    entries = []
    for entry in root.iter(f"{{{_NS}}}property"):
        text = "".join(map(str, entry.itertext())).strip()
        entries.append((entry.get("name", ""), text))
    return entries


def add_custom_part(package: Package) -> str:
    """Give a package a part for custom properties if it has none; returns the part's name."""
    root = etree.Element(f"{{{_NS}}}Properties", nsmap={None: _NS, "vt": _VT})
    return _add_part(package, _CUSTOM, root, _CUSTOM_TYPE, _CUSTOM_KIND)


def set_custom(root: etree._Element, properties: Mapping[str, str]) -> None:
    """Set custom properties; others that are there stay."""
    highest = 1  # no property may have a lower number than 2
    for entry in list(root):
        if entry.get("name") in properties:
            root.remove(entry)
        elif re.fullmatch(r"[0-9]{1,9}", entry.get("pid", "")):
            highest = max(highest, int(entry.get("pid", "")))
    for number, (name, value) in enumerate(properties.items(), highest + 1):
        attributes = {"fmtid": _FMTID, "pid": str(number), "name": name}
        entry = etree.SubElement(root, f"{{{_NS}}}property", attributes)
        etree.SubElement(entry, f"{{{_VT}}}lpwstr").text = value


def _first(package: Package, content_type: str) -> str:
    """The first part of that type ('' for none), whatever its relationship is called."""
    parts = package.of_type(content_type)
    return parts[0] if parts else ""


def _add_part(
    package: Package, part: str, root: etree._Element, content_type: str, kind: str
) -> str:
    """Add a part of the whole package and announce it, unless there is one; returns its name."""
    if there := _first(package, content_type):
        return there
    members = package.members
    types = parse(members[CONTENT_TYPES])
    etree.SubElement(types, _OVERRIDE, {"PartName": f"/{part}", "ContentType": content_type})
    package.types = {**package.types, f"/{part}".lower(): content_type}
    name = relationships_name("")
    relationships = parse(members[name])
    taken = {entry.get("Id") for entry in relationships}
    number = 1
    while f"rIdEgenskaper{number}" in taken:
        number += 1
    attributes = {"Id": f"rIdEgenskaper{number}", "Type": kind, "Target": part}
    etree.SubElement(relationships, _RELATIONSHIP, attributes)
    for changed, tree in ((CONTENT_TYPES, types), (name, relationships), (part, root)):
        members[changed] = Member.pack(changed, to_xml(tree))
    return part
