"""An element's attributes as Word takes them where it, or they, are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..names import w

if TYPE_CHECKING:
    from lxml import etree


def is_on(element: etree._Element | None) -> bool:
    """An on/off property: there, and not switched off."""
    return element is not None and element.get(w("val"), "1") not in ("0", "false", "off")


def value(element: etree._Element | None, name: str = "val") -> str:
    """An attribute of an element that may not be there."""
    return element.get(w(name), "") if element is not None else ""
