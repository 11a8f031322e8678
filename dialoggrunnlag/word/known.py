"""A template in which some fields are filled and all other tags stand.

Whoever compares documents with their template needs the words that all of them share.
"""

from collections.abc import Iterator, Mapping

from .package import Member, Package, join, parse, to_xml
from .places import Edit, P, apply_edits, pieces, text_of
from .tags import UnclosedTagError, find_tags


def with_values(data: bytes, values: Mapping[str, str]) -> bytes:
    """A Word file in which the tags of those fields alone are filled.

    ``values`` are by the fields' dotted names; what a filter would do with one isn't done. Raises
    TemplateError where ``data`` isn't a Word file.
    """
    package = Package(data)
    for name, _ in list(package.stories()):
        root = parse(package.members[name])
        for paragraph in list(root.iter(P)):
            found = list(pieces(paragraph))
            edits = list(_edits("".join(map(text_of, found)), values))
            if edits:
                apply_edits(found, edits)
        package.members[name] = Member.pack(name, to_xml(root))
    return join(package.members.values())


def _edits(text: str, values: Mapping[str, str]) -> Iterator[Edit]:
    """The tags to fill in a paragraph's text, in order."""
    if "{{" not in text:
        return
    try:
        for tag in find_tags(text):
            field = tag.code.partition("|")[0].strip()
            if tag.kind == "{{" and field in values:
                yield tag.start, tag.end, values[field]
    except UnclosedTagError:
        return  # said when the template is compiled
