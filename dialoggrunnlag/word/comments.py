"""The comments of a Word file, and what Word's other parts say of them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from copy import deepcopy

from lxml import etree

from .attributes import value
from .copying import renewed
from .names import W14, w
from .package import Member, Package, parse, parse_content, to_xml
from .places import P, R
from .rendering import Rendering
from .story import Story, number_of, remove

REVIEWER = "dialog sjekk"  # the author of the program's own remarks in a template
_MARKS = tuple(map(w, ("commentRangeStart", "commentRangeEnd", "commentReference")))
# Which id the entries of the parts about comments are of, those first that tell the next one's
_SAID_OF = {"commentEx": "paraId", "commentId": "paraId", "commentExtensible": "durableId"}
_PARAGRAPH_ID = f"{{{W14}}}paraId"


def drop_remarks(package: Package, parts: Mapping[str, str]) -> None:
    """Take the program's own remarks out of a template: they quote tags, and are for its author."""
    if "comment" not in parts:
        return
    remarks = set()
    for comment in parse(package.members[parts["comment"]]).iter(w("comment")):
        if value(comment, "author") == REVIEWER:
            remarks.add(value(comment, "id"))
    if not remarks:
        return
    main = parse(package.members[package.main])
    drop_marks(main, remarks)
    package.members[package.main] = Member.pack(package.main, to_xml(main))
    drop_comments(package, parts, remarks)


def drop_marks(root: etree._Element, numbers: Collection[str]) -> None:
    """Take out what marks the texts of some comments, and the runs that hold nothing else."""
    for mark in list(root.iter(*_MARKS)):
        if value(mark, "id") in numbers:
            run = mark.getparent()
            remove(mark)
            if run is not None and run.tag == R and all(child.tag == w("rPr") for child in run):
                remove(run)


def drop_comments(package: Package, parts: Mapping[str, str], numbers: Iterable[str]) -> None:
    """Take comments out of a package, and what is said of them."""
    if "comment" not in parts:
        return
    comments = Comments(parts, lambda name: package.members[name].content())
    comments.remove(numbers)
    for name, content in comments.written().items():
        package.members[name] = Member.pack(name, content)


def referred_to(root: etree._Element) -> set[str]:
    """The ids of the comments that a part refers to."""
    return {value(reference, "id") for reference in root.iter(w("commentReference"))}


def refuse_replies(package: Package, parts: Mapping[str, str], story: Story) -> None:
    """Report tags in replies to comments: they belong to a talk about the template."""
    replies = set()
    if "commentEx" in parts:
        for entry in parse(package.members[parts["commentEx"]]):
            if _said(entry, "paraIdParent"):
                replies.add(_said(entry, "paraId"))
    for comment in story.root.iter(w("comment")):
        tag = next(comment.iter(etree.ProcessingInstruction), None)
        is_reply = not replies.isdisjoint(p.get(_PARAGRAPH_ID) for p in comment.iter(P))
        if is_reply and tag is not None:
            placed = story.tags[number_of(tag)]
            message = "Taggen står i et svar på en merknad, og der fylles ingenting ut."
            story.report(placed.place, placed.tag.source, message, "Slett svaret.")


class Comments:
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
            for entry in list(self._roots.get(kind, ())):
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
        copy = renewed(comment, rendering)
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
            said = {_said(entry, key): entry for entry in self._roots.get(kind, ())}
            for (old, turn), new in list(self._copies.items()):
                if old not in said:
                    continue
                copy = deepcopy(said[old])
                copy.set(_attribute(copy, key), new)
                parent = _said(copy, "paraIdParent")
                if (parent, turn) in self._copies:
                    copy.set(_attribute(copy, "paraIdParent"), self._copies[parent, turn])
                durable = _said(copy, "durableId")
                if key == "paraId" and durable:
                    new_durable = self._copy_of(durable, turn, rendering)
                    copy.set(_attribute(copy, "durableId"), new_durable)
                self._roots[kind].append(copy)


def _attribute(entry: etree._Element, name: str) -> str:
    """An attribute in the namespace of its element, as all that Microsoft adds has it."""
    return f"{{{etree.QName(entry).namespace}}}{name}"


def _said(entry: etree._Element, name: str) -> str:
    return entry.get(_attribute(entry, name), "")


def _paragraph_id(comment: etree._Element) -> str:
    """What other parts know a comment by: the id of its last paragraph."""
    paragraphs = list(comment.iter(P))
    return paragraphs[-1].get(_PARAGRAPH_ID, "") if paragraphs else ""
