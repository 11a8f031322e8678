"""A Word file's document properties: the core ones that Word shows, and custom ones by name."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from .names import CORE, CP, DC, DCTERMS
from .package import CONTENT_TYPES, Member, Package, parse, relationships_name, to_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

_CUSTOM = "docProps/custom.xml"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_KIND = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
)
_NS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the one that Word gives to all of them
_CORE = "docProps/core.xml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_CORE_NAMES: Mapping[str, str] = {
    **{
        name: f"{{{DC}}}{name}"
        for name in ("title", "subject", "creator", "description", "language")
    },
    "keywords": f"{{{CP}}}keywords",
    **{name: f"{{{DCTERMS}}}{name}" for name in ("created", "modified")},
}
# What Word notes of whoever worked on the template, and when: nothing of that is the document's
_OF_THE_TEMPLATE = (
    *(f"{{{CP}}}{name}" for name in ("lastModifiedBy", "revision", "lastPrinted")),
    *(f"{{{DCTERMS}}}{name}" for name in ("created", "modified")),
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
    part = next(iter(package.related("", CORE)), "")
    if not part:
        return {}
    root = parse(package.members[part])
    found = {name: (root.findtext(tag) or "").strip() for name, tag in _CORE_NAMES.items()}
    return {name: text for name, text in found.items() if text}


def custom_part(package: Package) -> str:
    """The name of the part with the custom properties ('' for none)."""
    return next(iter(package.related("", _CUSTOM_KIND)), "")


def read_custom(package: Package) -> dict[str, str]:
    """The custom properties that hold text, by name."""
    part = custom_part(package)
    if not part:
        return {}
    return dict(custom_entries(package.members[part]))


def custom_entries(member: Member) -> list[tuple[str, str]]:
    """The names and texts in the part with the custom properties."""
    return [
        (entry.get("name", ""), "".join(str(text) for text in entry.itertext()).strip())
        for entry in parse(member).iter(f"{{{_NS}}}property")
    ]


def set_core(package: Package, properties: Properties) -> None:
    """Give a package its core properties, and take out what Word noted of the template's makers."""
    part = next(iter(package.related("", CORE)), "")
    if part:
        root = parse(package.members[part])
    else:
        part = _CORE
        _add_part(package, part, _CORE_TYPE, CORE)
        root = etree.Element(f"{{{CP}}}coreProperties", nsmap={"cp": CP, "dc": DC})
    for tag in _OF_THE_TEMPLATE:
        for element in root.findall(tag):
            root.remove(element)
    for name, text in properties.core.items():
        _set(root, _CORE_NAMES[name], text, keep=True)
    if properties.author:
        _set(root, _CORE_NAMES["creator"], properties.author, keep=False)
    package.members[part] = Member.pack(part, to_xml(root))


def _set(root: etree._Element, tag: str, text: str, *, keep: bool) -> None:
    element = root.find(tag)
    if element is None:
        element = etree.SubElement(root, tag)
    if not (keep and (element.text or "").strip()):
        element.text = text


def add_custom_part(package: Package) -> str:
    """Give a package a part for custom properties if it has none; returns the part's name."""
    part = custom_part(package)
    if not part:
        part = _CUSTOM
        _add_part(package, part, _CUSTOM_TYPE, _CUSTOM_KIND)
        root = etree.Element(f"{{{_NS}}}Properties", nsmap={None: _NS, "vt": _VT})
        package.members[part] = Member.pack(part, to_xml(root))
    return part


def set_custom(package: Package, wanted: Mapping[str, str]) -> None:
    """Give a package custom properties; others that it has stay."""
    part = add_custom_part(package)
    root = parse(package.members[part])
    for entry in list(root):
        if entry.get("name") in wanted:
            root.remove(entry)
    numbers = (entry.get("pid", "") for entry in root)
    first = max((int(n) for n in numbers if re.fullmatch(r"[0-9]{1,9}", n)), default=1) + 1
    for number, (name, value) in enumerate(wanted.items(), first):
        attributes = {"fmtid": _FMTID, "pid": str(number), "name": name}
        entry = etree.SubElement(root, f"{{{_NS}}}property", attributes)
        etree.SubElement(entry, f"{{{_VT}}}lpwstr").text = value
    package.members[part] = Member.pack(part, to_xml(root))


def _add_part(package: Package, part: str, content_type: str, kind: str) -> None:
    """Announce a part of the whole package in its content types and relationships."""
    members = package.members
    types = parse(members[CONTENT_TYPES])
    etree.SubElement(types, _OVERRIDE, {"PartName": f"/{part}", "ContentType": content_type})
    members[CONTENT_TYPES] = Member.pack(CONTENT_TYPES, to_xml(types))
    name = relationships_name("")
    relationships = parse(members[name])
    taken = {entry.get("Id") for entry in relationships}
    number = next(n for n in range(1, len(taken) + 2) if f"rIdEgenskaper{n}" not in taken)
    target = posixpath.normpath(part)
    attributes = {"Id": f"rIdEgenskaper{number}", "Type": kind, "Target": target}
    etree.SubElement(relationships, _RELATIONSHIP, attributes)
    members[name] = Member.pack(name, to_xml(relationships))
