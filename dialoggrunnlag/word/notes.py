"""Notes and comments follow their references: a copy for each turn, gone with the last of them.

What a loop repeats or a condition leaves out is told from the XML that was written. Word goes by
a note's number; LibreOffice 7.4 sorts the notes by their numbers and counts the references. Both
are right only where the numbers rise through the document, so that is how they are given anew.
"""

import re
from collections import Counter
from itertools import count

from lxml import etree

from .attributes import value, whole
from .comments import Comments
from .copying import renewed
from .names import OFFICE, w
from .package import Package, parse_content, to_xml
from .pointers import anchors, drop_pointers
from .rendering import Rendering
from .story import remove

_MICROSOFT = "http://schemas.microsoft.com/office"
# The parts that go with the main part's references, by the name of what they hold
_COMPANIONS = {
    "footnote": f"{OFFICE}/footnotes",
    "endnote": f"{OFFICE}/endnotes",
    "comment": f"{OFFICE}/comments",
    "commentEx": f"{_MICROSOFT}/2011/relationships/commentsExtended",
    "commentId": f"{_MICROSOFT}/2016/09/relationships/commentsIds",
    "commentExtensible": f"{_MICROSOFT}/2018/08/relationships/commentsExtensible",
}
_MARK = r'(<[\w.-]+:%s\b[^>]*?[\w.-]:id=")(-?\d+)(?=")'
_NOTE_MARKS = {kind: (_MARK % f"({kind}Reference)").encode() for kind in ("footnote", "endnote")}
_COMMENT_MARK = (_MARK % "(comment(?:RangeStart|RangeEnd|Reference))").encode()
_BOOKMARK = rb'<w:bookmarkStart\b[^>]*?\bw:name="([^"]*)"'


def companions(package: Package) -> dict[str, str]:
    """The parts with the main part's notes and comments, by what they hold."""
    names = {}
    for kind, relationship in _COMPANIONS.items():
        parts = package.related(package.main, relationship)
        if parts:
            names[kind] = parts[0]
    return names


def follow_references(package: Package, rendering: Rendering, written: dict[str, bytes]) -> None:
    """Change, in ``written``, what the references of the written parts make untrue."""
    following = _Following(package, rendering, written)
    parts = rendering.program.companions
    for kind, mark in _NOTE_MARKS.items():
        if kind in parts and package.main in written:
            following.notes(parts[kind], mark)
    if "comment" in parts:
        following.comments()
    if rendering.program.watched_bookmarks:
        following.bookmarks()


class _Following:
    """The parts that one document has written, and its package."""

    def __init__(self, package: Package, rendering: Rendering, written: dict[str, bytes]) -> None:
        self._package, self._rendering, self._written = package, rendering, written
        self._parts = rendering.program.companions

    def _content(self, name: str) -> bytes:
        if name in self._written:
            return self._written[name]
        return self._package.members[name].content()

    def notes(self, part: str, mark: bytes) -> None:
        """Have the notes be those that are referred to, in that order."""
        main = self._written[self._package.main]
        references = [match[3].decode() for match in re.finditer(mark, main)]
        root = parse_content(part, self._content(part))
        notes, first = {}, 1
        for note in root.iterchildren(etree.Element):
            if value(note, "type") in ("", "normal"):
                notes[value(note, "id")] = note
            else:  # the lines between text and notes, which the settings know by their numbers
                first = max(first, 1 + whole(value(note, "id")))
        if sorted(references) == sorted(notes):
            return
        for note in notes.values():
            remove(note)
        for number, reference in enumerate(references, first):
            own = notes.get(reference)
            if own is None:
                continue
            follower = own if own.getparent() is None else renewed(own, self._rendering)
            follower.set(w("id"), str(number))
            root.append(follower)
        numbers = count(first)
        self._written[self._package.main] = re.sub(
            mark, lambda match: match[1] + str(next(numbers)).encode(), main
        )
        self._written[part] = to_xml(root)

    def comments(self) -> None:
        """Have a comment for each time that the text refers to one.

        The first keeps its number. Range and reference stand in the same branch (repeating), so
        those of a turn are the ones that come as far on in the order of their own kind.
        """
        numbers: dict[str, list[str]] = {}
        turns = Counter[tuple[str, str]]()

        def numbered(match: re.Match[bytes]) -> bytes:
            kind, own = match[2].decode(), match[3].decode()
            turns[kind, own] += 1
            of_turns = numbers.setdefault(own, [own])
            if len(of_turns) < turns[kind, own]:
                of_turns.append(str(self._rendering.unique_id()))
            return match[1] + of_turns[turns[kind, own] - 1].encode()

        before = set[str]()
        notes = [self._parts[kind] for kind in _NOTE_MARKS if kind in self._parts]
        for name in (self._package.main, *notes):  # the parts that may refer to comments
            template = self._package.members[name].content()
            before |= {match[3].decode() for match in re.finditer(_COMMENT_MARK, template)}
            changed = re.sub(_COMMENT_MARK, numbered, self._content(name))
            if name in self._written:
                self._written[name] = changed
        left_out = before - numbers.keys()
        if not left_out and all(len(of_turns) == 1 for of_turns in numbers.values()):
            return
        comments = Comments(self._parts, self._content)
        comments.remove(left_out)
        for own, of_turns in numbers.items():
            for turn, number in enumerate(of_turns[1:], 1):
                comments.copy(own, number, turn, self._rendering)
        comments.copy_what_is_said(self._rendering)
        self._written.update(comments.written())

    def bookmarks(self) -> None:
        """Take away what points at a bookmark that no turn or branch has written."""
        given = {name for space, name in self._rendering.given if space == "bookmark"}
        missing = self._rendering.program.watched_bookmarks | given
        for content in self._written.values():
            missing -= {name.decode().lower() for name in re.findall(_BOOKMARK, content)}
        for name, content in self._written.items() if missing else ():
            root = parse_content(name, content)
            links = anchors(self._package, name)
            for link, identity in self._rendering.relationships.get(name, {}).items():
                links[identity] = link.target.removeprefix("#")
            if drop_pointers(root, missing, links):
                self._written[name] = to_xml(root)
