"""Comments of a template that are no part of its documents.

Those are the program's own remarks (review.py), which quote tags, and comments on a paragraph
that goes away because it holds nothing but tags.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from .attributes import value
from .names import W14, W15, w
from .package import COMMENTS_TYPE, Member, parse, to_xml
from .places import P, R
from .story import remove

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from .package import Package
    from .story import Story

AUTHOR = "dialog sjekk"
_REFERENCE, _COMMENT = w("commentReference"), w("comment")
_MARKS = (_REFERENCE, w("commentRangeStart"), w("commentRangeEnd"))
_PARAGRAPH = f"{{{W14}}}paraId"


def drop_own_remarks(package: Package) -> None:
    """Take the program's own remarks out of a package, with what refers to them."""
    own = set()
    for comment in _comments(package):
        if value(comment, "author") == AUTHOR:
            own.add(value(comment, "id"))
    if not own:
        return
    for name, _ in package.stories():
        root = parse(package.members[name])
        drop_marks(root, own)
        package.members[name] = Member.pack(name, to_xml(root))
    drop_comments(package, own)


def referred_to(root: etree._Element) -> set[str]:
    """The ids of the comments that a part refers to."""
    return {value(reference, "id") for reference in root.iter(_REFERENCE)}


def drop_marks(root: etree._Element, identities: Collection[str]) -> None:
    """Take out what marks the texts of some comments, and the runs that hold nothing else."""
    for mark in list(root.iter(*_MARKS)):
        if value(mark, "id") not in identities:
            continue
        run = mark.getparent()
        remove(mark)
        if run is not None and run.tag == R and all(child.tag == w("rPr") for child in run):
            remove(run)


def drop_comments(package: Package, identities: Collection[str]) -> None:
    """Take comments out of their part, and out of those that tell more about them."""
    paragraphs = set()
    for name in package.of_type(COMMENTS_TYPE):
        root = parse(package.members[name])
        for comment in list(root.iter(_COMMENT)):
            if value(comment, "id") in identities:
                paragraphs |= {paragraph.get(_PARAGRAPH) for paragraph in comment.iter(P)}
                remove(comment)
        package.members[name] = Member.pack(name, to_xml(root))
    durable: set[str] = set()
    for suffix in ("commentsExtended", "commentsIds", "commentsExtensible"):
        for name in [name for name in package.members if name.endswith(f"/{suffix}.xml")]:
            durable |= _drop_entries(package, name, (paragraphs - {None}) | durable)


def _drop_entries(package: Package, name: str, keys: Collection[str | None]) -> set[str]:
    """Take out the entries with one of the keys; returns everything that identified them."""
    root = parse(package.members[name])
    identities: set[str] = set()
    for entry in list(root):
        own = set(map(str, entry.attrib.values()))
        if own & set(keys):
            identities |= own
            remove(entry)
    package.members[name] = Member.pack(name, to_xml(root))
    return identities


def refuse_replies(package: Package, story: Story) -> None:
    """Report tags in replies to comments: they belong to a talk about the template."""
    replies = set()
    for name in [name for name in package.members if name.endswith("/commentsExtended.xml")]:
        for entry in parse(package.members[name]):
            if entry.get(f"{{{W15}}}paraIdParent"):
                replies.add(entry.get(f"{{{W15}}}paraId"))
    for comment in story.root.iter(_COMMENT):
        tag = next(comment.iter(etree.ProcessingInstruction), None)
        is_reply = not replies.isdisjoint(p.get(_PARAGRAPH) for p in comment.iter(P))
        if is_reply and tag is not None:
            placed = story.tags[int(tag.text or 0)]
            message = "Taggen står i et svar på en merknad, og der fylles ingenting ut."
            story.report(placed.place, placed.tag.source, message, "Slett svaret.")


def _comments(package: Package) -> Iterator[etree._Element]:
    for name in package.of_type(COMMENTS_TYPE):
        if AUTHOR.encode() in package.members[name].content():
            yield from parse(package.members[name]).iter(_COMMENT)
