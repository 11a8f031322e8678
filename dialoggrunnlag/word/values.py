"""Values on their way into WordprocessingML: text, links, blocks, rich text, images."""

import os
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from ..errors import code_point

TEXT_OPEN = '<w:t xml:space="preserve">'
# Everything that cannot go into w:t as it is: markup, Word's own elements, illegal characters
_SPECIAL = re.compile("[\x00-\x1f&<>\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ILLEGAL = "[\x00-\x06\x08\x0b\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
# A path must say that it is one: «www.example.no» would lead to a file of that name.
_TARGETS = ("http://", "https://", "mailto:", "tel:", "ftp://", "./", "../")
_COLOUR = r"#?([0-9A-Fa-f]{6})"
_EMU_PER_MM = 36_000
_MAX_MM = 1000
_BROKEN_IMAGE = (LookupError, struct.error, ValueError, ZeroDivisionError)
_UNDERLINES = {"single", "double", "thick", "dotted", "dash", "dotDash", "dotDotDash", "wave"}


class ValueProblemError(Exception):
    """A value that can't be written where the template wants it."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def several_fields(names: Iterable[str]) -> ValueProblemError:
    """That a value is no text, but has fields of its own."""
    message = "Verdien er ingen tekst, men har flere felt."
    return ValueProblemError(message, f"Skriv hvilket etter et punktum: {', '.join(names)}.")


class Surroundings(Protocol):
    """What a value may need to know of the place it is written to."""

    run_properties: str  # the ``w:rPr`` around the tag as XML, or an empty string
    in_link: bool  # inside a hyperlink, which cannot hold another

    def text(self, text: str) -> str:
        """A text as the content of a ``w:t``."""

    def style(self, kind: str, name: str) -> str:
        """The id of the 'character' or 'paragraph' style called ``name``, or ''."""

    def relationship(self, kind: str, target: str) -> str:
        """The id of an external relationship of the part that is being written."""

    def image(self, data: bytes, extension: str) -> str:
        """The id of the relationship to an image that is put into the package."""

    def unique_id(self) -> int:
        """A number that no other drawing of the document has."""


def is_plain(text: str) -> bool:
    """Tell whether a text is its own XML."""
    return _SPECIAL.search(text) is None


def text_xml(text: str, paragraph_break: str = "") -> str:
    """``text`` as the content of a ``w:t``: escaped, with Word's own line breaks and tabs.

    LF is a line break, TAB a tab, FF a page break and BEL a new paragraph:
    ``paragraph_break``, or a line break where there is none to be had.
    """
    if is_plain(text):
        return text
    text = escape(legal(text).replace("\r\n", "\n").replace("\r", "\n"))
    for char, element in (("\n", "<w:br/>"), ("\t", "<w:tab/>"), ("\f", '<w:br w:type="page"/>')):
        text = text.replace(char, f"</w:t>{element}{TEXT_OPEN}")
    return text.replace("\a", paragraph_break or f"</w:t><w:br/>{TEXT_OPEN}")


def attribute_xml(text: str) -> str:
    """``text`` as the value of an attribute; line breaks become spaces."""
    return plain_xml(text).replace('"', "&quot;")


def plain_xml(text: str) -> str:
    """``text`` as the content of an element that is no Word text, on one line."""
    if is_plain(text):
        return text
    return re.sub("[\t\r\a\f\n]+", " ", escape(legal(text)))


def escape(text: str) -> str:
    """``text`` with XML's own characters escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def legal(text: str) -> str:
    """``text`` unchanged; raises ValueProblemError where XML cannot hold it."""
    illegal = re.search(_ILLEGAL, text)
    if illegal:
        before = text[max(0, illegal.start() - 20) : illegal.start()]
        sign = code_point(illegal[0]) + (f" etter «{before}»" if before else "")
        message = f"Verdien inneholder tegnet {sign}, som et Word-dokument ikke kan inneholde."
        raise ValueProblemError(message, "Fjern tegnet i dataene.")
    return text


def colour(value: object) -> str:
    """Six hexadecimal digits, with or without #; raises ValueProblemError."""
    match = re.fullmatch(_COLOUR, str(value).strip())
    if not match:
        remedy = "Skriv seks tegn, for eksempel DDEEFF."
        raise ValueProblemError(f"«{value}» er ikke en farge.", remedy)
    return match[1].upper()


class Listing(str):
    """A text with line breaks; docxtpl's name for what every text is here."""

    __slots__ = ()


@dataclass(frozen=True)
class Link:
    """A hyperlink: its text and where it leads.

    ``url``: http, https, mailto, tel or ftp, or a path from the document's own folder
    that begins with ``./`` or ``../``.
    """

    text: str
    url: str

    def __str__(self) -> str:
        return self.text

    def runs(self, around: Surroundings) -> str:
        """The link as WordprocessingML, in the style «Hyperlink» where the template has it."""
        properties = around.run_properties
        run = f"{TEXT_OPEN}{around.text(self.text)}</w:t></w:r>"
        if around.in_link or not self.url:
            return f"<w:r>{properties}{run}"
        if style := around.style("character", "Hyperlink"):
            properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>'
        return linked(self.url, f"<w:r>{properties}{run}", around)


def linked(url: str, runs: str, around: Surroundings) -> str:
    """``runs`` as a hyperlink; raises ValueProblemError for an address Word can't open."""
    relation = around.relationship("hyperlink", address(url))
    return f'<w:hyperlink r:id="{relation}" w:history="1">{runs}</w:hyperlink>'


def address(url: str) -> str:
    """An address as a relationship's target; raises ValueProblemError for one Word can't open."""
    if not url.lower().startswith(_TARGETS):
        message = f"Lenken «{url}» har ingen adresse Word kan åpne."
        raise ValueProblemError(message, "Skriv hele adressen, for eksempel https://…")
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]-._")


_BREAKS = (("<w:br/>", "\n"), ("<w:tab/>", "\t"), ("</w:p>", "\n"))
_MARKUP = re.compile(r"<[^>]*>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))


class Block(str):
    """What a macro or a block gives: ``xml``, and to filters and comparisons its text."""

    __slots__ = ("xml",)
    xml: str

    @property
    def holds_paragraphs(self) -> bool:
        """Tell whole paragraphs and tables from runs."""
        return self.xml.lstrip().startswith(("<w:p>", "<w:p ", "<w:tbl", "<w:sdt"))

    @property
    def holds_runs(self) -> bool:
        """Tell runs from bare text."""
        return self.xml.lstrip().startswith("<w:") and not self.holds_paragraphs


def block(xml: str) -> Block:
    """The output of a macro or a block as a value."""
    text = str(xml)
    for element, sign in _BREAKS:
        text = text.replace(element, sign)
    text = _MARKUP.sub("", text)
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    made = Block(text.removesuffix("\n") if "</w:p>" in xml else text)
    made.xml = str(xml)
    return made


class RichText:
    """Text with formatting of its own, run by run; docxtpl's parameters.

    ``size`` is in half-points, colours are six hexadecimal digits, ``style`` is the name or id
    of a character style, ``link`` an address. A run without formatting of its own takes that
    of the place it is written to.
    """

    def __init__(self, text: object = "", **properties: Any) -> None:
        self._runs: list[tuple[str, dict[str, Any]]] = []
        if text:
            self.add(text, **properties)

    def add(self, text: object, **properties: Any) -> None:
        """Add a run, or all runs of another RichText; TypeError for an unknown property."""
        if isinstance(text, RichText):
            self._runs += text._runs  # noqa: SLF001 - its own class
            return
        unknown = properties.keys() - _RUN_PROPERTIES
        if unknown:
            raise TypeError(f"RichText has no property {', '.join(sorted(unknown))}")
        self._runs.append((str(text), properties))

    def __str__(self) -> str:
        return "".join(text for text, _ in self._runs)

    def runs(self, around: Surroundings) -> str:
        """The runs as WordprocessingML."""
        out = []
        for text, properties in self._runs:
            own = _run_properties(properties, around) or around.run_properties
            run = f"<w:r>{own}{TEXT_OPEN}{around.text(text)}</w:t></w:r>"
            if properties.get("link") and not around.in_link:
                run = linked(properties["link"], run, around)
            out.append(run)
        return "".join(out)


_RUN_PROPERTIES = {
    *("style", "color", "highlight", "size", "subscript", "superscript", "bold", "italic"),
    *("underline", "strike", "font", "link", "rtl", "lang"),
}
_TOGGLES = {"bold": "<w:b/>", "italic": "<w:i/>", "strike": "<w:strike/>"}


def _run_properties(properties: dict[str, Any], around: Surroundings) -> str:
    """The ``w:rPr`` of a rich run, its elements in the order of the schema."""
    get = properties.get
    out = []
    if get("style"):
        out.append(f'<w:rStyle w:val="{_style(around, "character", str(get("style")))}"/>')
    if get("font"):
        region, _, font = str(get("font")).rpartition(":")
        name = attribute_xml(font)
        extra = f' w:{region}="{name}"' if region == "eastAsia" else ""
        out.append(f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}"{extra}/>')
    out += [element for name, element in _TOGGLES.items() if get(name)]
    if get("color"):
        out.append(f'<w:color w:val="{colour(get("color"))}"/>')
    if get("size"):
        size = int(properties["size"])
        out.append(f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>')
    if get("underline"):
        kind = get("underline") if get("underline") in _UNDERLINES else "single"
        out.append(f'<w:u w:val="{kind}"/>')
    if get("highlight"):
        out.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{colour(get("highlight"))}"/>')
    if get("subscript") or get("superscript"):
        kind = "subscript" if get("subscript") else "superscript"
        out.append(f'<w:vertAlign w:val="{kind}"/>')
    if get("rtl"):
        out.append("<w:rtl/>")
    if get("lang"):
        out.append(f'<w:lang w:val="{attribute_xml(str(get("lang")))}"/>')
    return f"<w:rPr>{''.join(out)}</w:rPr>" if out else ""


class RichTextParagraph:
    """Whole paragraphs with styles of their own, for ``{{p x }}``."""

    def __init__(self, text: object = "", parastyle: str = "") -> None:
        self._paragraphs: list[tuple[RichText, str]] = []
        if text:
            self.add(text, parastyle)

    def add(self, text: object, parastyle: str = "") -> None:
        """Add a paragraph; ``parastyle`` is the name or id of a paragraph style."""
        rich = text if isinstance(text, RichText) else RichText(text)
        self._paragraphs.append((rich, parastyle))

    def __str__(self) -> str:
        return "\n".join(str(text) for text, _ in self._paragraphs)

    def paragraphs(self, around: Surroundings) -> str:
        """The paragraphs as WordprocessingML."""
        out = []
        for text, name in self._paragraphs:
            properties = ""
            if name:
                style = _style(around, "paragraph", name)
                properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
            out.append(f"<w:p>{properties}{text.runs(around)}</w:p>")
        return "".join(out)


def _style(around: Surroundings, kind: str, name: str) -> str:
    identity = around.style(kind, name)
    if not identity:
        message = f"Malen har ingen stil som heter «{name}»."
        raise ValueProblemError(message, "Lag den i Word, eller bruk en annen.")
    return identity


class Image:
    """A PNG or JPEG in the text, ``width`` and ``height`` in millimetres.

    With one of them the proportions are kept, with neither the image's own size. ``alt`` says
    what it shows to those who can't see it. Raises ValueError without it.
    """

    def __init__(
        self,
        source: str | os.PathLike[str] | bytes,
        *,
        alt: str,
        width: float | None = None,
        height: float | None = None,
    ) -> None:
        if not alt.strip():
            raise ValueError("Bildet mangler en alternativ tekst (alt).")
        self.data = source if isinstance(source, bytes) else Path(source).read_bytes()
        for size in (width, height):
            if size is not None and not 0 < size <= _MAX_MM:
                raise ValueError(f"Bildet kan ikke være {size} mm; bruk 1 til {_MAX_MM}.")
        self.alt, self.width, self.height = alt, width, height

    def __str__(self) -> str:
        return self.alt

    def runs(self, around: Surroundings) -> str:
        """The image as an inline drawing."""
        extension, cx, cy = self._measure()
        relation, number = around.image(self.data, extension), around.unique_id()
        alt = attribute_xml(self.alt)
        return _DRAWING.format(relation=relation, id=number, alt=alt, cx=cx, cy=cy)

    def _measure(self) -> tuple[str, int, int]:
        """File extension, and width and height in EMU."""
        # python-docx, where a document has a picture
        from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError  # noqa: PLC0415
        from docx.image.image import Image as Measured  # noqa: PLC0415

        problem = ValueProblemError(
            f"Bildet «{self.alt}» er verken PNG eller JPEG.", "Lagre det som en av dem."
        )
        if not self.data.startswith((b"\x89PNG\r\n", b"\xff\xd8\xff")):
            raise problem
        try:
            image = Measured.from_blob(self.data)
            extension = {"image/png": "png", "image/jpeg": "jpeg"}[image.content_type]
            own = int(image.width), int(image.height)
        except (InvalidImageStreamError, UnexpectedEndOfFileError, *_BROKEN_IMAGE):
            raise problem from None
        width = round(self.width * _EMU_PER_MM) if self.width else None
        height = round(self.height * _EMU_PER_MM) if self.height else None
        if width and not height:
            height = width * own[1] // own[0]
        elif height and not width:
            width = height * own[0] // own[1]
        return extension, max(1, width or own[0]), max(1, height or own[1])


_DRAWINGML = "http://schemas.openxmlformats.org/drawingml/2006"
_DRAWING = (
    "<w:r><w:drawing>"
    f'<wp:inline xmlns:wp="{_DRAWINGML}/wordprocessingDrawing" distT="0" distB="0" distL="0" '
    'distR="0"><wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="{id}" name="Bilde {id}" '
    'descr="{alt}"/><wp:cNvGraphicFramePr/>'
    f'<a:graphic xmlns:a="{_DRAWINGML}/main"><a:graphicData uri="{_DRAWINGML}/picture">'
    f'<pic:pic xmlns:pic="{_DRAWINGML}/picture"><pic:nvPicPr><pic:cNvPr id="{{id}}" '
    'name="Bilde {id}" descr="{alt}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing></w:r>"
)
