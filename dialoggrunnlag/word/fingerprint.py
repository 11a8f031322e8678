"""The fingerprint of a Word file's contents, which one of its custom properties carries."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from .package import Package, join
from .properties import (
    add_custom_part,
    custom_entries,
    custom_part,
    read_custom,
    set_core,
    set_custom,
)

if TYPE_CHECKING:
    from .package import Member
    from .properties import Properties

OWN = "dialog-"  # what the names of the program's own properties begin with


def stamp(data: bytes, name: str, properties: Properties | None = None) -> tuple[bytes, str]:
    """The Word file with its fingerprint as the custom property ``name``; and the fingerprint.

    ``properties`` are other properties that it gets.
    """
    package = Package(data)
    if properties:
        set_core(package, properties)
    value = _fingerprint(package, add_custom_part(package))
    set_custom(package, {**(properties.custom if properties else {}), name: value})
    return join(package.members.values()), value


def read_properties(data: bytes) -> dict[str, str]:
    """The custom properties that hold text; raises TemplateError where it isn't a Word file."""
    return read_custom(Package(data))


def read_stamp(data: bytes, name: str) -> tuple[str, str]:
    """The fingerprint that the file carries ('' for none), and the one its contents have now.

    Raises TemplateError where ``data`` isn't a Word file.
    """
    package = Package(data)
    carried = read_custom(package).get(name, "")
    return carried, _fingerprint(package, custom_part(package))


def _fingerprint(package: Package, custom: str) -> str:
    """SHA-256 of the members' names and contents in the order of the names.

    Of the part that carries the fingerprint itself, only the properties that others gave it
    count.
    """
    digest = hashlib.sha256()
    for member in sorted(package.members.values(), key=lambda member: member.name):
        content = _others(member) if member.name == custom else member.content()
        if content or member.name != custom:
            digest.update(f"{member.name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def _others(member: Member) -> bytes:
    """The custom properties that somebody else has given the file, in the order of their names."""
    found = [f"{name}\0{text}" for name, text in custom_entries(member) if not name.startswith(OWN)]
    return "\0".join(sorted(found)).encode()
