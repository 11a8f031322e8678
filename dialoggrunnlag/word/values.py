"""Values on their way into WordprocessingML: escaped text, line breaks, hyperlinks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from .structure import Level

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT_OPEN = '<w:t xml:space="preserve">'
# Everything that cannot go into w:t as it is: markup, Word's own elements, illegal characters
_SPECIAL = re.compile("[\x00-\x1f&<>\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ILLEGAL = re.compile("[\x00-\x06\x08\x0b\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SCHEMES = ("http://", "https://", "mailto:", "tel:", "ftp://")


class ValueProblemError(Exception):
    """A value that can't be written where the template wants it."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class Surroundings(Protocol):
    """What a value may need to know of the place it is written to."""

    @property
    def run_properties(self) -> str:
        """The ``w:rPr`` around the tag as XML, or an empty string."""

    @property
    def in_link(self) -> bool:
        """True inside a hyperlink, which cannot hold another."""

    def style(self, name: str) -> str:
        """The id of the character style called ``name``, or an empty string."""

    def relationship(self, kind: str, target: str) -> str:
        """The id of an external relationship of the part that is being written."""


@dataclass(frozen=True)
class Link:
    """A hyperlink: its text and the address it leads to (http, https, mailto, tel or ftp)."""

    text: str
    url: str

    def __str__(self) -> str:
        return self.text

    def runs(self, around: Surroundings) -> str:
        """The link as WordprocessingML."""
        text = text_xml(self.text)
        if around.in_link or not self.url:
            return f"<w:r>{around.run_properties}{TEXT_OPEN}{text}</w:t></w:r>"
        if not self.url.lower().startswith(_SCHEMES):
            raise ValueProblemError(
                f"Lenken «{self.url}» har ingen adresse Word kan åpne.",
                "Skriv hele adressen, for eksempel https://…",
            )
        target = quote(self.url, safe="%/:=&?~#+!$,;'@()*[]-._")
        relation = around.relationship("hyperlink", target)
        style = around.style("Hyperlink")
        properties = (
            f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else around.run_properties
        )
        return (
            f'<w:hyperlink r:id="{relation}"><w:r>{properties}'
            f"{TEXT_OPEN}{text}</w:t></w:r></w:hyperlink>"
        )


def text_xml(text: str) -> str:
    """``text`` as the content of a ``w:t``: escaped, with Word's own line breaks and tabs."""
    if not _SPECIAL.search(text):
        return text
    text = legal(text).replace("\r\n", "\n").replace("\r", "\n")
    text = escape(text)
    for char, element in (("\n", "<w:br/>"), ("\t", "<w:tab/>"), ("\f", '<w:br w:type="page"/>')):
        text = text.replace(char, f"</w:t>{element}{TEXT_OPEN}")
    return text.replace("\a", f"</w:t><w:br/>{TEXT_OPEN}")


def escape(text: str) -> str:
    """``text`` with XML's own characters escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def legal(text: str) -> str:
    """``text`` unchanged; raises ValueProblemError where XML cannot hold it."""
    illegal = _ILLEGAL.search(text)
    if illegal:
        before = text[max(0, illegal.start() - 20) : illegal.start()]
        raise ValueProblemError(
            f"Verdien inneholder tegnet U+{ord(illegal[0]):04X}"
            + (f" etter «{before}»" if before else "")
            + ", som et Word-dokument ikke kan inneholde.",
            "Fjern tegnet i dataene.",
        )
    return text


def _attribute_xml(text: str) -> str:
    text = escape(legal(text)).replace('"', "&quot;")
    return re.sub("[\n\t\r\a\f]+", " ", text)


def _plain_xml(text: str) -> str:
    return re.sub("[\t\r\a\f\n]+", " ", escape(legal(text)))


WRITERS: dict[Level, Callable[[str], str]] = {
    Level.TEXT: text_xml,
    Level.ATTRIBUTE: _attribute_xml,
    Level.PLAIN: _plain_xml,
}


def is_plain(text: str) -> bool:
    """True for a text that is its own XML."""
    return _SPECIAL.search(text) is None
