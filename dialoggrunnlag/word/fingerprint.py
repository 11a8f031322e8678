"""A Word file's custom properties, and the fingerprint of its contents that one of them carries."""

from __future__ import annotations

import hashlib
import posixpath
import re
from typing import TYPE_CHECKING

from lxml import etree

from .package import CONTENT_TYPES, Member, Package, join, parse, relationships_name, to_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OWN = "dialog-"  # what the names of the program's own properties begin with
_PART = "docProps/custom.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_NS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the one that Word gives to all of them
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"


def stamp(data: bytes, name: str, properties: Mapping[str, str] | None = None) -> tuple[bytes, str]:
    """The Word file with its fingerprint as the custom property ``name``; and the fingerprint.

    ``properties`` are other custom properties that it gets.
    """
    package = Package(data)
    members = dict(package.members)
    part = next(iter(package.related("", _KIND)), "")
    if not part:
        part = _PART
        _add_part(members, part)
    value = _fingerprint(members.values(), part)
    wanted = {**(properties or {}), name: value}
    members[part] = Member.pack(part, _with_properties(members.get(part), wanted))
    return join(members.values()), value


def read_properties(data: bytes) -> dict[str, str]:
    """The custom properties that hold text; raises TemplateError where it isn't a Word file."""
    return _properties(Package(data))


def _properties(package: Package) -> dict[str, str]:
    part = next(iter(package.related("", _KIND)), "")
    if not part:
        return {}
    entries = parse(package.members[part]).iter(f"{{{_NS}}}property")
    return {
        entry.get("name", ""): "".join(str(text) for text in entry.itertext()).strip()
        for entry in entries
    }


def read_stamp(data: bytes, name: str) -> tuple[str, str]:
    """The fingerprint that the file carries ('' for none), and the one its contents have now.

    Raises TemplateError where ``data`` isn't a Word file.
    """
    package = Package(data)
    part = next(iter(package.related("", _KIND)), "")
    carried = _properties(package).get(name, "")
    return carried, _fingerprint(package.members.values(), part)


def _fingerprint(members: Iterable[Member], custom: str) -> str:
    """SHA-256 of the members' names and contents in the order of the names.

    Of the part that carries the fingerprint itself, only the properties that others gave it
    count.
    """
    digest = hashlib.sha256()
    for member in sorted(members, key=lambda member: member.name):
        content = _others(member) if member.name == custom else member.content()
        if content or member.name != custom:
            digest.update(f"{member.name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def _others(member: Member) -> bytes:
    """The custom properties that somebody else has given the file, in the order of their names."""
    found = [
        f"{entry.get('name')}\0{''.join(map(str, entry.itertext()))}"
        for entry in parse(member).iter(f"{{{_NS}}}property")
        if not entry.get("name", "").startswith(OWN)
    ]
    return "\0".join(sorted(found)).encode()


def _add_part(members: dict[str, Member], part: str) -> None:
    """Announce the part for custom properties in the content types and relationships."""
    types = parse(members[CONTENT_TYPES])
    etree.SubElement(types, _OVERRIDE, {"PartName": f"/{part}", "ContentType": _TYPE})
    members[CONTENT_TYPES] = Member.pack(CONTENT_TYPES, to_xml(types))
    name = relationships_name("")
    relationships = parse(members[name])
    taken = {entry.get("Id") for entry in relationships}
    number = next(n for n in range(1, len(taken) + 2) if f"rIdEgenskaper{n}" not in taken)
    target = posixpath.normpath(part)
    attributes = {"Id": f"rIdEgenskaper{number}", "Type": _KIND, "Target": target}
    etree.SubElement(relationships, _RELATIONSHIP, attributes)
    members[name] = Member.pack(name, to_xml(relationships))


def _with_properties(member: Member | None, wanted: Mapping[str, str]) -> bytes:
    root = (
        parse(member)
        if member
        else etree.Element(f"{{{_NS}}}Properties", nsmap={None: _NS, "vt": _VT})
    )
    for entry in list(root):
        if entry.get("name") in wanted:
            root.remove(entry)
    numbers = (entry.get("pid", "") for entry in root)
    first = max((int(n) for n in numbers if re.fullmatch(r"[0-9]{1,9}", n)), default=1) + 1
    for number, (name, value) in enumerate(wanted.items(), first):
        attributes = {"fmtid": _FMTID, "pid": str(number), "name": name}
        entry = etree.SubElement(root, f"{{{_NS}}}property", attributes)
        etree.SubElement(entry, f"{{{_VT}}}lpwstr").text = value
    return to_xml(root)
