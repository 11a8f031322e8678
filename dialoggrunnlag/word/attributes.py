"""An element's properties as Word takes them where it, or they, are left out."""

import re
from collections.abc import Iterable

from lxml import etree

from .names import w


def is_on(element: etree._Element | None) -> bool:
    """An on/off property: there, and not switched off."""
    return element is not None and element.get(w("val"), "1") not in ("0", "false", "off")


def value(element: etree._Element | None, name: str = "val") -> str:
    """An attribute of an element that may not be there."""
    return element.get(w(name), "") if element is not None else ""


def style_of(paragraph: etree._Element) -> str:
    """The id of a paragraph's style, '' for the usual one."""
    return value(paragraph.find(f"{w('pPr')}/{w('pStyle')}"))


def found_in(elements: Iterable[etree._Element], path: str) -> list[etree._Element]:
    """What each of the elements has first at a path, those left out that have nothing there."""
    return [found for element in elements if (found := element.find(path)) is not None]


def first_in(elements: Iterable[etree._Element], path: str) -> etree._Element | None:
    """What the first of the elements that has anything at a path has there."""
    for element in elements:
        found = element.find(path)
        if found is not None:
            return found
    return None


def put_before(parent: etree._Element, child: etree._Element, later: Iterable[str]) -> None:
    """Add a child before those with the names ``later``, where the standard has an order."""
    following = next(parent.iterchildren(*map(w, later)), None)
    if following is None:
        parent.append(child)
    else:
        following.addprevious(child)


def whole(number: str) -> int:
    """A whole number of at most six digits, 0 for anything else."""
    match = re.match(r"\d{1,6}", number)
    return int(match[0]) if match else 0
