"""Copies of notes and comments, in which all that has an identity has another."""

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from .identities import RULES, UNNEEDED, Identity, Rule
from .pointers import bookmark_name, pointer, with_bookmark
from .rendering import Rendering
from .repeating import drop, form_of


def renewed(element: etree._Element, rendering: Rendering) -> etree._Element:
    """A copy of an element in which what has an identity has one of its own."""
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
        old = text.removeprefix("#")
        key = f"{identity.space} {old}"
        if rule is Rule.ANEW:
            rendering.number(key, form_of(old, identity))
        sign = text[: len(text) - len(old)]
        element.set(attribute, sign + rendering.followed(key, old))
    elif rule in (Rule.NAMED, Rule.POINTS):
        name = bookmark_name(attribute, text)
        text = with_bookmark(attribute, text, names.get((identity.space, name), ""))
        if text and attribute:
            element.set(attribute, text)
        elif text:
            element.text = text
