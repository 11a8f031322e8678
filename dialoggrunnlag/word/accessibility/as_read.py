"""A template as its documents will be read: what the tags take away is taken away first."""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from ..attributes import value
from ..names import M, w
from ..nesting import settle
from ..package import Package, parse
from ..places import FALLBACK, STORIES, TBL, TC, TR, P, R, inner, paragraphs, pieces, text_of
from ..problems import Place, TemplateProblem
from ..story import remove
from ..structure import tag_story
from ..tags import Tag, UnclosedTagError, find_tags
from .appearance import Appearance

VALUE = "\ufffc"  # stands for what a {{ }} will set in
NAME = "[tilgjengelighet]"
# What a paragraph without text may hold and still not be empty
_SHOWING = (
    *map(w, ("drawing", "pict", "object", "fldSimple", "instrText", "fldChar", "sectPr", "sdt",
             "footnoteReference", "endnoteReference", "footnoteRef", "endnoteRef", "separator",
             "continuationSeparator", "annotationRef", "sym", "ptab")),
    f"{{{M}}}oMath",
)  # fmt: skip


class Finding(NamedTuple):
    """Something that shuts a reader out; those that say the same in a part become one.

    ``same`` is what they have in common where their words differ.
    """

    message: str
    remedy: str
    place: Place
    same: str = ""

    def problem(self, more: int) -> TemplateProblem:
        """The warning, where ``more`` other places have the same."""
        places = {0: "", 1: " Det samme gjelder ett sted til."}
        also = places.get(more, f" Det samme gjelder {more} steder til.")
        remedy = f"{self.remedy} {NAME}"
        return TemplateProblem(self.message + also, remedy, place=self.place, warning=True)


class Paragraph(NamedTuple):
    """A paragraph: its text as it will be read, ``VALUE`` for values, and by run."""

    element: etree._Element
    place: Place
    runs: list[tuple[etree._Element, str]]
    source: str

    @property
    def text(self) -> str:
        """The text of all the runs."""
        return "".join(text for _, text in self.runs)

    def has_more_than_text(self) -> bool:
        """Tell pictures, fields, controls and other things that show without being text."""
        return next(self.element.iter(*_SHOWING), None) is not None


class Story:
    """A part of the template. ``label`` is what messages call it, '' in the body."""

    def __init__(self, package: Package, name: str, label: str, look: Appearance) -> None:
        self.label = label
        member = package.members[name]
        self.root = parse(member)
        self.look = look
        self.relations = {r.get("Id"): r.get("Target", "") for r in package.relationships(name)}
        self._places: dict[etree._Element | None, Place] = {}
        self._places.update(paragraphs(self.root, label, look.headings))
        # Before anything is taken away: a place may be asked for by what is left
        self._first = {table: next(table.iter(P), None) for table in self.root.iter(TBL)}
        self.dynamic = set(filter(_has_control_tags, self._first))
        if b"{" in member.content() and self.root.tag in STORIES:
            self._take_away_what_vanishes(parse(member))
        self.paragraphs = [
            _paragraph(element, self._places[element])
            for element in self.root.iter(P)
            if next(element.iterancestors(FALLBACK), None) is None
        ]
        self.by_element = {paragraph.element: paragraph for paragraph in self.paragraphs}

    def _take_away_what_vanishes(self, copy: etree._Element) -> None:
        """Remove the paragraphs, rows and cells that hold control tags alone.

        The engine itself says which: a copy of the part is taken as far as the lifting of tags.
        """
        kinds = (P, TC, TR)
        pairs = []
        for element, twin in zip(self.root.iter(*kinds), copy.iter(*kinds), strict=True):
            pairs.append((element, twin, list(twin.iter(R))))
        story, tagged = tag_story(copy, self.label, self.look.headings, {}, {})
        settle(story, tagged)
        left = set(copy.iter(R, *kinds))
        for element, twin, runs in pairs:
            # A paragraph that {%- has joined to the one before is gone, but its runs aren't.
            if twin not in left and left.isdisjoint(runs):
                remove(element)

    def of(self, element: etree._Element) -> Place:
        """The place of a paragraph, or of what stands in one or around some."""
        paragraph: etree._Element | None = element
        if element.tag != P:
            paragraph = next(element.iterancestors(P), None)
        if paragraph is None:
            paragraph = next(element.iter(P), None)
        return self._places.get(paragraph, Place(self.label))

    def of_table(self, table: etree._Element) -> Place:
        """The place of a table as a whole."""
        place = self._places.get(self._first[table], Place(self.label))
        return place._replace(row=0, column=0)

    def text(self, element: etree._Element) -> str:
        """The text of all the paragraphs in an element."""
        paragraphs_in = filter(None, map(self.by_element.get, element.iter(P)))
        return "\n".join(paragraph.text for paragraph in paragraphs_in)

    def tables(self) -> Iterator[etree._Element]:
        """The tables that have rows, outermost first."""
        for table in self.root.iter(TBL):
            if next(inner(table, TR), None) is not None:
                yield table


def shown(text: str) -> str:
    """A text without control tags and comments, ``VALUE`` for each ``{{ }}``."""
    return "".join(_visible(text))


def tags_in(text: str) -> list[Tag]:
    """The tags of a text; none where one isn't closed, as in a part that isn't filled."""
    try:
        return list(find_tags(text)) if "{" in text else []
    except UnclosedTagError:
        return []


def _visible(text: str) -> list[str]:
    """What is shown of each character; a value is shown where its tag begins."""
    visible = list(text)
    for tag in tags_in(text):
        first = {"{{": VALUE, "raw": tag.code}.get(tag.kind, "")
        nothing = [""] * (tag.end - tag.start - 1)
        visible[tag.start : tag.end] = [first, *nothing]
    return visible


def _paragraph(element: etree._Element, place: Place) -> Paragraph:
    found = list(pieces(element))
    source = "".join(map(text_of, found))
    visible, at = _visible(source), 0
    runs: list[tuple[etree._Element, str]] = []
    for piece in found:
        end = at + len(text_of(piece))
        run = piece.getparent()
        if run is not None:
            runs.append((run, "".join(visible[at:end])))
        at = end
    return Paragraph(element, place, runs, source)


def _has_control_tags(element: etree._Element) -> bool:
    """Whether tags in an element's text, or in its controls, repeat something or leave it out."""
    texts = (*element.itertext(), *map(value, element.iter(w("tag"))))
    return "{%" in "".join(map(str, texts))
