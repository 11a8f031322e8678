"""The fingerprint of a Word file's contents, which one of its custom properties carries."""

import hashlib
from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from .package import Package, parse, parse_content, to_xml
from .properties import (
    Properties,
    add_core_part,
    add_custom_part,
    custom_entries,
    custom_part,
    set_core,
    set_custom,
)

OWN = "dialog-"  # what the names of the program's own properties begin with


class Stamper:
    """Gives a template's documents their properties and fingerprint as they are written.

    What all of them share is worked out once: ``package`` is the template with parts for
    properties, and everything in it is unpacked.
    """

    def __init__(self, template: Package) -> None:
        self.package = template.copy()
        self._core = add_core_part(self.package)
        self._custom = add_custom_part(self.package)
        self._custom_root = parse(self.package.members[self._custom])
        self._contents = {name: member.content() for name, member in self.package.members.items()}
        self._contents[self._custom] = _others(self._custom_root)

    def stamp(
        self, written: dict[str, bytes], properties: Properties, name: str
    ) -> tuple[dict[str, bytes], str]:
        """The parts of a document with those that hold its properties, and its fingerprint.

        ``written`` are the parts that aren't the template's; the fingerprint becomes the custom
        property ``name``.
        """
        contents = {**self._contents, **written}
        if self._custom in written:
            custom = parse_content(self._custom, written[self._custom])
            contents[self._custom] = _others(custom)
        else:
            custom = deepcopy(self._custom_root)
        core = parse_content(self._core, contents[self._core])
        set_core(core, properties)
        contents[self._core] = to_xml(core)
        value = _fingerprint(contents, self._custom)
        set_custom(custom, {**properties.custom, name: value})
        return {**written, self._core: contents[self._core], self._custom: to_xml(custom)}, value


def read_stamp(data: bytes, name: str) -> tuple[str, str]:
    """The fingerprint that the file carries ('' for none), and the one its contents have now.

    Raises TemplateError where ``data`` isn't a Word file.
    """
    package = Package(data)
    contents = {part: member.content() for part, member in package.members.items()}
    custom = custom_part(package)
    if not custom:
        return "", _fingerprint(contents, "")
    root = parse_content(custom, contents[custom])
    contents[custom] = _others(root)
    return dict(custom_entries(root)).get(name, ""), _fingerprint(contents, custom)


def _fingerprint(contents: Mapping[str, bytes], custom: str) -> str:
    """SHA-256 of the members' names and contents in the order of the names.

    Of ``custom``, the part that carries the fingerprint itself, only the properties that others
    gave it count.
    """
    digest = hashlib.sha256()
    for name, content in sorted(contents.items()):
        if content or name != custom:
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def _others(custom: etree._Element) -> bytes:
    """The custom properties that somebody else has given the file, in the order of their names."""
    others = [
        f"{name}\0{text}" for name, text in custom_entries(custom) if not name.startswith(OWN)
    ]
    return "\0".join(sorted(others)).encode()
