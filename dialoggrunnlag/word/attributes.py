"""An element's properties as Word takes them where it, or they, are left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .names import w

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree


def is_on(element: etree._Element | None) -> bool:
    """An on/off property: there, and not switched off."""
    return element is not None and element.get(w("val"), "1") not in ("0", "false", "off")


def value(element: etree._Element | None, name: str = "val") -> str:
    """An attribute of an element that may not be there."""
    return element.get(w(name), "") if element is not None else ""


def found_in(elements: Iterable[etree._Element], path: str) -> list[etree._Element]:
    """What each of the elements has first at a path, those left out that have nothing there."""
    found = (element.find(path) for element in elements)
    return [element for element in found if element is not None]


def first_in(elements: Iterable[etree._Element], path: str) -> etree._Element | None:
    """What the first of the elements that has anything at a path has there."""
    for element in elements:
        found = element.find(path)
        if found is not None:
            return found
    return None


def whole(number: str) -> int:
    """A whole number of at most six digits, 0 for anything else."""
    match = re.match(r"\d{1,6}", number)
    return int(match[0]) if match else 0
