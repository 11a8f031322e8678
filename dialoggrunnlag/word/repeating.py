"""Having what has an identity keep it: the table of ``identities`` at compile time.

Where a loop repeats an element, its identities become expressions of the engine's own, which
the rendering's filters answer anew each turn. Where a block takes one half of a pair, the other
goes too. What a shape or a section takes from elsewhere is given to it where that may be missing.
"""

import re
from collections.abc import Iterable
from copy import deepcopy

from lxml import etree

from .attributes import value
from .identities import RANGES, RULES, UNNEEDED, Identity, Rule
from .names import w
from .pointers import (
    POINTING,
    RELATIONSHIP,
    Field,
    bookmark_name,
    fields_in,
    pointer,
    with_bookmark,
)
from .standing import FALLBACK, FIELD, RANGE, SECTION, SHAPE, SHAPE_TYPE, Spot, Standing, Stood
from .story import MARK_OPEN, Story, remove

ANEW, FOLLOWS, NAMED, ANCHOR, PART = "_anew", "_follows", "_named", "_anchor", "_own_part"
_COMMENT = w("commentReference")
# How the number of a shape or an object begins, where the old value is one
_FORM = re.compile(r"(_x0000_[a-z]|_|)\d+\Z")


def keep_identities(story: Story) -> Standing:
    """Follow the table through a part; returns where its elements stand."""
    standing = Standing(story)
    _keep_ranges(story, standing)
    _keep_shape_types(story, standing)
    fallbacks = [element for element, spot in standing.of(FALLBACK) if spot.loops]
    for element in fallbacks:  # the choice beside it shows the same, with identities of its own
        remove(element)
    if fallbacks:
        standing = Standing(story)
    fields = fields_in(standing.of(FIELD))
    for field in fields:
        if field.cut:
            placed = story.tags[(field.spot.branch or field.cut[0].branch)[-1]]
            message = "Blokken deler et felt (sidetall, dato, innholdsfortegnelse …) i to."
            remedy = "La hele feltet stå innenfor blokken, eller utenfor."
            story.report(placed.place, placed.tag.source, message, remedy)
    if not story.problems:
        _keep_headers(story, standing)
        for field in fields:
            story.pointed.add(bookmark_name("", field.code))
        for element in story.root.iter(*POINTING):
            for identity in POINTING[str(element.tag)]:
                text = pointer(element, identity, story.anchors)
                story.pointed.add(bookmark_name(identity.attribute, text))
        story.pointed.discard("")
        _Repetition(story).settle(standing, fields)
    return standing


# --- pairs --------------------------------------------------------------------------------


def _keep_ranges(story: Story, standing: Standing) -> None:
    """Take away the ranges of which a block may leave out or repeat one end."""
    ranges: dict[tuple[str, str], list[Stood]] = {}
    for element, spot in standing.of(RANGE):
        key = RANGES[str(element.tag)], value(element, "id")
        ranges.setdefault(key, []).append((element, spot))
    for (space, _), ends in ranges.items():
        is_whole = _is_whole(space, ends)
        for element, spot in ends:
            if element.tag == w("bookmarkStart") and (spot.branch or not is_whole):
                story.uncertain.add(value(element, "name").lower())
            # The reference is what remains of a comment on a text that is cut in two
            if not is_whole and element.tag != _COMMENT:
                remove(element)


def _is_whole(space: str, ends: list[Stood]) -> bool:
    names = [str(element.tag) for element, _ in ends]
    if space == "comment" and _COMMENT not in names:  # it went with the tag that it was about
        return False
    _, first = ends[0]
    if any(spot.branch != first.branch for _, spot in ends):
        return False
    starts = sum(name.endswith("Start") for name in names)
    return not first.branch or starts == sum(name.endswith("End") for name in names)


# --- what is taken from elsewhere ---------------------------------------------------------


def _keep_shape_types(story: Story, standing: Standing) -> None:
    """Give a shape a type of its own where a block may leave out the one that it names."""
    types: dict[str, list[Stood]] = {}
    for element, spot in standing.of(SHAPE_TYPE):
        types.setdefault(element.get("id", ""), []).append((element, spot))
    for shape, spot in standing.of(SHAPE):
        name = shape.get("type", "").removeprefix("#")
        homes = types.get(name)
        if not homes or any(_is_within(spot, home) for _, home in homes):
            continue
        copy = deepcopy(homes[0][0])
        copy.tail = None
        shape.addprevious(copy)
        for element in (copy, shape):
            for identity in RULES[str(element.tag)]:
                if identity.space == "shapetype":
                    _mark(story, element, identity)


def _is_within(spot: Spot, block: Spot) -> bool:
    """Whether what stands at a spot is only there when what stands at the other is."""
    return spot.branch[: len(block.branch)] == block.branch


def _keep_headers(story: Story, standing: Standing) -> None:
    """Write into a section the headers that it has from one before, which may be left out.

    Where that one stands in an ``else``, the section has them from whichever is there.
    """
    sections = standing.of(SECTION)
    if not any(spot.branch for _, spot in sections):
        return
    givers: dict[tuple[str, str], Stood] = {}
    for section, spot in sections:
        if next(section.iterancestors(w("sectPrChange")), None) is not None:  # what it once was
            continue
        own = list(section.iterchildren(w("headerReference"), w("footerReference")))
        kinds = {_kind(reference) for reference in own}
        for kind, (reference, giver) in givers.items():
            is_sure = _is_within(spot, giver) and spot.loops == giver.loops
            is_either = giver.branch and story.tags[giver.branch[-1]].tag.name in ("else", "elif")
            if kind not in kinds and not is_sure and not is_either:
                own.append(deepcopy(reference))
                section.insert(0, own[-1])
        for reference in own:
            givers[_kind(reference)] = reference, spot


def _kind(reference: etree._Element) -> tuple[str, str]:
    return str(reference.tag), value(reference, "type")


# --- turns --------------------------------------------------------------------------------


class _Repetition:
    """What a part's loops repeat, as expressions that say something else each turn."""

    def __init__(self, story: Story) -> None:
        self._story = story
        # The variable that holds a name's form in a turn: by the loop, the space and the name
        self._variables: dict[tuple[etree._Element, str, str], str] = {}

    def settle(self, standing: Standing, fields: Iterable[Field]) -> None:
        """Give all that is repeated its expressions."""
        ruled: list[tuple[etree._Element, Spot, Identity]] = []
        for element, spot in standing.repeated:
            for name in element.keys():  # noqa: SIM118 - an lxml element isn't a mapping
                if name in UNNEEDED:
                    del element.attrib[name]
            for identity in RULES.get(str(element.tag), ()):
                ruled.append((element, spot, identity))
                if identity.rule is Rule.NAMED and element.get(identity.attribute):
                    self._name(element, spot, identity)
        for element, spot, identity in ruled:
            self._apply(element, spot, identity)
        (identity,) = POINTING[w("instrText")]
        for field in fields:
            text = self._pointed(field.spot, identity, field.code)
            if text:  # the code then stands in one piece
                for code in field.codes[1:]:
                    code.text = ""
                field.codes[0].text = text

    def _apply(self, element: etree._Element, spot: Spot, identity: Identity) -> None:
        if identity.rule is Rule.DROPPED:
            drop(element, identity)
        elif identity.rule in (Rule.ANEW, Rule.FOLLOWS):
            _mark(self._story, element, identity)
        elif identity.rule is Rule.PART:
            _lead_to_own_part(self._story, element, identity)
        elif identity.rule in (Rule.NAMED, Rule.POINTS):
            text = self._pointed(spot, identity, pointer(element, identity, self._story.anchors))
            if text:
                element.set(identity.attribute, text)

    def _name(self, element: etree._Element, spot: Spot, identity: Identity) -> None:
        """Have the innermost loop give a name anew at the start of each turn."""
        story, loop = self._story, spot.loops[-1]
        name = element.get(identity.attribute, "")
        key = loop, identity.space, name.lower()
        if key in self._variables or element.getparent() is None:
            return
        tagged = re.search(rf"{MARK_OPEN}(\d+)", name)
        if tagged:
            placed = story.tags[int(tagged[1])]
            message = "Navnet på et bokmerke i en løkke kan ikke ha en tagg i seg."
            remedy = "Gi bokmerket et fast navn: hver runde får sitt eget med et tall etter."
            story.report(placed.place, placed.tag.source, message, remedy)
            return
        variable = self._variables[key] = f"_name{len(self._variables)}"
        story.set_each_turn(loop, variable, f"{name!r}|{NAMED}({identity.space!r})")

    def _pointed(self, spot: Spot, identity: Identity, text: str) -> str:
        """A text with the name in it as it is in the turn; '' where no loop gives one."""
        name = bookmark_name(identity.attribute, text)
        for loop in reversed(spot.loops):
            variable = self._variables.get((loop, identity.space, name))
            if variable and identity.attribute == RELATIONSHIP:
                return self._story.own_mark(f"{variable}|{ANCHOR}")
            if variable:
                return with_bookmark(identity.attribute, text, self._story.own_mark(variable))
        return ""


def _mark(story: Story, element: etree._Element, identity: Identity) -> None:
    """Have an attribute say a number that is made anew, or that follows one."""
    text = element.get(identity.attribute)
    if text is None or MARK_OPEN in text:
        return
    sign = "#" if text.startswith("#") else ""
    old = text.removeprefix("#")
    key = f"{story.part} {identity.space} {old}"
    if identity.rule is Rule.FOLLOWS:
        code = f"{key!r}|{FOLLOWS}({old!r})"
    else:
        code = f"{key!r}|{ANEW}({form_of(old, identity)!r})"
    element.set(identity.attribute, sign + story.own_mark(code))


def _lead_to_own_part(story: Story, element: etree._Element, identity: Identity) -> None:
    relationship = element.get(identity.attribute)
    if relationship and MARK_OPEN not in relationship:
        element.set(identity.attribute, story.own_mark(f"{relationship!r}|{PART}"))


def drop(element: etree._Element, identity: Identity) -> None:
    """Take away what nothing needs."""
    if identity.attribute:
        element.attrib.pop(identity.attribute, "")
    else:
        remove(element)


def form_of(old: str, identity: Identity) -> str:
    """What a new number has before it: as the old value, if that is a number."""
    form = _FORM.match(old)
    return form[1] if form else identity.form
