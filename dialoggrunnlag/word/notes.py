"""Notes and comments follow their references: a copy for each turn, gone with the last of them.

What a loop repeats or a condition leaves out is told from the XML that was written. Word goes by
a note's number; LibreOffice 7.4 sorts the notes by their numbers and counts the references. Both
are right only where the numbers rise through the document, so that is how they are given anew.
"""

from __future__ import annotations

import re
from collections import Counter
from copy import deepcopy
from itertools import count
from typing import TYPE_CHECKING

from lxml import etree

from .attributes import value, whole
from .identities import RULES, UNNEEDED, Identity, Rule
from .names import OFFICE, W14, A, w
from .package import Member, parse_content, to_xml
from .places import P, R
from .repeating import POINTING, bookmark_in, drop, fields_in, form_of, pointer
from .standing import FIELD_MARKS, Spot
from .story import remove

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .package import Package
    from .rendering import Rendering

REVIEWER = "dialog sjekk"  # the author of the program's own remarks in a template
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
_NOTE_MARKS = {
    kind: re.compile((_MARK % f"({kind}Reference)").encode()) for kind in ("footnote", "endnote")
}
_COMMENT_MARK = re.compile((_MARK % "(comment(?:RangeStart|RangeEnd|Reference))").encode())
_COMMENT_MARKS = tuple(map(w, ("commentRangeStart", "commentRangeEnd", "commentReference")))
_BOOKMARK = re.compile(rb'<w:bookmarkStart\b[^>]*?\bw:name="([^"]*)"')
# Which id the entries of the parts about comments are of, those first that tell the next one's
_SAID_OF = {"commentEx": "paraId", "commentId": "paraId", "commentExtensible": "durableId"}
# What shows a text of its own, with or without a bookmark to lead to
_UNWRAPPED = (w("hyperlink"), w("fldSimple"), f"{{{A}}}hlinkClick")
_PARAGRAPH_ID = f"{{{W14}}}paraId"


def companions(package: Package) -> dict[str, str]:
    """The parts with the main part's notes and comments, by what they hold."""
    types = {entry.get("Type") for entry in package.relationships(package.main)}
    names = {}
    for kind, relationship in _COMPANIONS.items():
        parts = package.related(package.main, relationship) if relationship in types else []
        if parts:
            names[kind] = parts[0]
    return names


def anchors(package: Package, part: str) -> dict[str, str]:
    """The bookmarks that relationships of a part lead to, by the relationships' ids."""
    bookmarks = {}
    for entry in package.relationships(part):
        target = entry.get("Target", "")
        if target.startswith("#"):
            bookmarks[entry.get("Id", "")] = target[1:]
    return bookmarks


def drop_remarks(package: Package, parts: Mapping[str, str]) -> None:
    """Take the program's own remarks out of a template: they quote tags, and are for its author."""
    if "comment" not in parts:
        return
    comments = _Comments(parts, lambda name: package.members[name].content())
    remarks = set()
    for number, comment in comments.by_number.items():
        if value(comment, "author") == REVIEWER:
            remarks.add(number)
    if not remarks:
        return
    comments.remove(remarks)
    main = parse_content(package.main, package.members[package.main].content())
    for mark in list(main.iter(*_COMMENT_MARKS)):
        if value(mark, "id") in remarks:
            run = mark.getparent()
            remove(mark)
            if run is not None and run.tag == R and all(child.tag == w("rPr") for child in run):
                remove(run)
    for name, content in {**comments.written(), package.main: to_xml(main)}.items():
        package.members[name] = Member.pack(name, content)


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

    def notes(self, part: str, mark: re.Pattern[bytes]) -> None:
        """Have the notes be those that are referred to, in that order."""
        main = self._written[self._package.main]
        references = [match[3].decode() for match in mark.finditer(main)]
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
            follower = own if own.getparent() is None else _renewed(own, self._rendering)
            follower.set(w("id"), str(number))
            root.append(follower)
        numbers = count(first)
        self._written[self._package.main] = mark.sub(
            lambda match: match[1] + str(next(numbers)).encode(), main
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
        for name in self._texts():
            template = self._package.members[name].content()
            before |= {match[3].decode() for match in _COMMENT_MARK.finditer(template)}
            changed = _COMMENT_MARK.sub(numbered, self._content(name))
            if name in self._written:
                self._written[name] = changed
        left_out = before - numbers.keys()
        if not left_out and all(len(of_turns) == 1 for of_turns in numbers.values()):
            return
        comments = _Comments(self._parts, self._content)
        comments.remove(left_out)
        for own, of_turns in numbers.items():
            for turn, number in enumerate(of_turns[1:], 1):
                comments.copy(own, number, turn, self._rendering)
        comments.copy_what_is_said(self._rendering)
        self._written.update(comments.written())

    def _texts(self) -> list[str]:
        """The parts that may refer to comments."""
        notes = [self._parts[kind] for kind in _NOTE_MARKS if kind in self._parts]
        return [self._package.main, *notes]

    def bookmarks(self) -> None:
        """Take away what points at a bookmark that no turn or branch has written."""
        given = {name for space, name in self._rendering.given if space == "bookmark"}
        missing = self._rendering.program.watched_bookmarks | given
        for content in self._written.values():
            missing -= {name.decode().lower() for name in _BOOKMARK.findall(content)}
        for name, content in self._written.items() if missing else ():
            root = parse_content(name, content)
            links = anchors(self._package, name)
            for identity, link in self._rendering.relationships.get(name, {}).items():
                links[identity] = link.target.removeprefix("#")
            if _drop_pointers(root, missing, links):
                self._written[name] = to_xml(root)


class _Comments:
    """The comments of a package, and what other parts say of them."""

    def __init__(self, parts: Mapping[str, str], content: Callable[[str], bytes]) -> None:
        self._names = {kind: name for kind, name in parts.items() if kind.startswith("comment")}
        self._roots = {kind: parse_content(n, content(n)) for kind, n in self._names.items()}
        self.by_number = {value(comment, "id"): comment for comment in self._roots["comment"]}
        self._copies: dict[tuple[str, int], str] = {}  # of ids in hex, by the turn
        self._taken = set[str]()
        for root in self._roots.values():
            for element in root.iter(etree.Element):
                self._taken.update(element.values())

    def written(self) -> dict[str, bytes]:
        """The parts as they are now, by name."""
        return {self._names[kind]: to_xml(root) for kind, root in self._roots.items()}

    def remove(self, numbers: Iterable[str]) -> None:
        """Take comments away, and what is said of them."""
        gone = set[str]()
        for number in numbers:
            comment = self.by_number.pop(number, None)
            if comment is not None:
                gone.add(_paragraph_id(comment))
                remove(comment)
        gone.discard("")  # nothing is said of a comment without an id
        for kind, key in _SAID_OF.items():
            for entry in self._entries(kind):
                if _said(entry, key) in gone:
                    gone |= {_said(entry, "durableId")} - {""}
                    remove(entry)
                elif _said(entry, "paraIdParent") in gone:
                    del entry.attrib[_attribute(entry, "paraIdParent")]

    def copy(self, own: str, number: str, turn: int, rendering: Rendering) -> None:
        """Make a turn's copy of a comment."""
        comment = self.by_number.get(own)
        if comment is None:
            return
        copy = _renewed(comment, rendering)
        copy.set(w("id"), number)
        self._roots["comment"].append(copy)
        old = _paragraph_id(comment)
        if old:
            last = list(copy.iter(P))[-1]
            last.set(_PARAGRAPH_ID, self._copy_of(old, turn, rendering))

    def _copy_of(self, old: str, turn: int, rendering: Rendering) -> str:
        """The id in hex that a turn has instead of ``old``."""
        key = old, turn
        while key not in self._copies:
            new = f"{rendering.unique_id():08X}"
            if new not in self._taken:
                self._copies[key] = new
        return self._copies[key]

    def copy_what_is_said(self, rendering: Rendering) -> None:
        """Say of the copies what is said of the comments; an answer answers its turn's comment."""
        for kind, key in _SAID_OF.items():
            for (old, turn), new in list(self._copies.items()):
                for entry in self._entries(kind):
                    if _said(entry, key) != old:
                        continue
                    copy = deepcopy(entry)
                    copy.set(_attribute(copy, key), new)
                    parent = _said(copy, "paraIdParent")
                    if (parent, turn) in self._copies:
                        copy.set(_attribute(copy, "paraIdParent"), self._copies[parent, turn])
                    durable = _said(copy, "durableId")
                    if key == "paraId" and durable:
                        new_durable = self._copy_of(durable, turn, rendering)
                        copy.set(_attribute(copy, "durableId"), new_durable)
                    self._roots[kind].append(copy)

    def _entries(self, kind: str) -> list[etree._Element]:
        return list(self._roots[kind]) if kind in self._roots else []


def _attribute(entry: etree._Element, name: str) -> str:
    """An attribute in the namespace of its element, as all that Microsoft adds has it."""
    return f"{{{etree.QName(entry).namespace}}}{name}"


def _said(entry: etree._Element, name: str) -> str:
    return entry.get(_attribute(entry, name), "")


def _paragraph_id(comment: etree._Element) -> str:
    """What other parts know a comment by: the id of its last paragraph."""
    paragraphs = list(comment.iter(P))
    return paragraphs[-1].get(_PARAGRAPH_ID, "") if paragraphs else ""


def _renewed(element: etree._Element, rendering: Rendering) -> etree._Element:
    """A copy of a note or a comment in which all that has an identity has another."""
    copy = deepcopy(element)
    copy.tail = None
    names: dict[tuple[str, str], str] = {}
    ruled: list[tuple[etree._Element, Identity]] = []
    for inner in copy.iter(etree.Element):
        for name in UNNEEDED.intersection(inner.keys()):
            del inner.attrib[name]
        for identity in RULES.get(str(inner.tag), ()):
            ruled.append((inner, identity))
            own = inner.get(identity.attribute, "") if identity.attribute else ""
            if identity.rule is Rule.NAMED and own:
                rendering.take(own, identity.space)
                names[identity.space, own.lower()] = rendering.name(own, identity.space)
    for inner, identity in ruled:
        _renew(inner, identity, names, rendering)
    return copy


def _renew(
    element: etree._Element,
    identity: Identity,
    names: Mapping[tuple[str, str], str],
    rendering: Rendering,
) -> None:
    """Give one identity of a copy what the table says."""
    attribute, rule = identity.attribute, identity.rule
    text = pointer(element, identity, {}) if attribute else element.text or ""
    if rule is Rule.DROPPED:
        drop(element, identity)
    elif rule in (Rule.ANEW, Rule.FOLLOWS) and text:
        sign, old = ("#", text[1:]) if text.startswith("#") else ("", text)
        key = f"{identity.space} {old}"
        if rule is Rule.ANEW:
            rendering.number(key, form_of(old, identity))
        element.set(attribute, sign + rendering.numbers.get(key, old))
    elif rule in (Rule.NAMED, Rule.POINTS):
        named = bookmark_in(attribute, text)
        new = names.get((identity.space, named[1].lower())) if named else None
        if named and new:
            text = text[: named.start(1)] + new + text[named.end(1) :]
            if attribute:
                element.set(attribute, text)
            else:
                element.text = text


def _drop_pointers(root: etree._Element, missing: set[str], links: Mapping[str, str]) -> bool:
    """Have what points at missing bookmarks be text alone; tells whether anything did."""
    changed = False
    for element in list(root.iter(*_UNWRAPPED)):
        for identity in POINTING[str(element.tag)]:
            if _names_one(identity.attribute, pointer(element, identity, links), missing):
                changed = True
                _unwrap(element)
    marks = [(element, Spot()) for element in root.iter(*FIELD_MARKS)]
    for field in fields_in(marks):
        if _names_one("", field.code, missing):
            changed = True
            for mark in field.marks:
                remove(mark)
    return changed


def _names_one(attribute: str, text: str, names: set[str]) -> bool:
    named = bookmark_in(attribute, text)
    return named is not None and named[1].lower() in names


def _unwrap(element: etree._Element) -> None:
    """Put what an element holds in its place."""
    if element.getparent() is not None:
        for child in list(element):
            element.addprevious(child)
        remove(element)
