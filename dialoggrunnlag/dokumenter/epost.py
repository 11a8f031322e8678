"""An e-mail draft with attachments as a file that mail programs open ready to send (RFC 5322)."""

import base64
import hashlib
import mimetypes
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from email import policy
from email.header import Header
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from email.utils import format_datetime, quote
from typing import NamedTuple
from urllib import parse

from .moter import Person

# What systems disagree about, or don't know
_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".pdf": "application/pdf",
    ".csv": "text/csv",
    ".txt": "text/plain",
}
_WORD_LENGTH = 75  # the longest encoded word
_LINE, _FOLD = 78, "\r\n "  # the longest line that RFC 5322 wants, and how it goes on
_LINE_WITH_WORDS = 76  # the longest that RFC 2047 lets one with encoded words be
_PIECE = 54  # characters of a name that fit on a line beside «filename*10*=utf-8''»
_SHORT = 60  # characters that fit on a line with the header's name
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 ._,()-]{1,60}")  # needs nothing but quotation marks
_NAME_PARAMETER = "name="  # what stands on the line before the name
_MAIL, _BYTES = "message/rfc822", "application/octet-stream"
_EIGHT_BIT = b"Content-Transfer-Encoding: 8bit"
_HEADER_AT_MOST = 4000  # bytes: names have at most 255
_LONGEST_LINE = 998  # RFC 5322, 2.1.1
_NOWHERE = "dialoggrunnlag.invalid"  # RFC 2606: a domain that is nobody's


class _Headers(HeaderRegistry):
    """Makes the class of each sort of header once.

    The library makes one for every header, which only a garbage collector would take away: the
    program runs without, and thousands of drafts would fill the memory.
    """

    def __init__(self) -> None:
        super().__init__()
        self._classes: dict[str, type] = {}

    def __getitem__(self, name: str) -> type:
        key = name.lower()
        if key not in self._classes:
            self._classes[key] = super().__getitem__(name)
        return self._classes[key]


_POLICY = policy.SMTP.clone(header_factory=_Headers())


class Vedlegg(NamedTuple):
    """A file that is attached; ``method`` is a calendar's (RFC 5546), '' for other files."""

    navn: str
    data: bytes
    method: str = ""


class Utkast(NamedTuple):
    """A draft: what the mail program shows before it is sent.

    ``tid`` stands in the header, which needs a time; the mail program sets the true one.
    """

    emne: str
    tekst: str
    til: Person | None
    fra: Person | None
    tid: datetime
    vedlegg: tuple[Vedlegg, ...]
    kopi: tuple[Person, ...] = ()
    html: str = ""  # what the text says, as HTML


def som_eml(utkast: Utkast) -> bytes:
    """The draft as the bytes of an .eml file: the same ones for the same draft."""
    mark = _digest(utkast)
    message = EmailMessage(policy=_POLICY)
    message["Date"] = format_datetime(utkast.tid)
    message["Message-ID"] = _identitet(utkast, mark)
    message["X-Unsent"] = "1"  # Outlook then opens it as a draft, with a button to send
    message["MIME-Version"] = "1.0"
    header = "".join((*_header(utkast), message.as_string().removesuffix("\r\n"))).encode()
    body = _body(utkast, mark)
    if not utkast.vedlegg:
        return header + body
    return header + _multipart("mixed", mark, [body, *map(_attached, utkast.vedlegg)])


def _body(utkast: Utkast, mark: str) -> bytes:
    """What is read: the text, and the HTML that says the same, of which programs show the last."""
    text = _text("plain", utkast.tekst)
    if not utkast.html:
        return text
    return _multipart("alternative", f"alt_{mark}", [text, _text("html", utkast.html)])


def _text(kind: str, text: str) -> bytes:
    """A text as a part of the message."""
    header = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n'
    data = "\r\n".join(text.splitlines()) + "\r\n"
    return header.encode() + b"\r\n" + _base64(data.encode())


def _multipart(kind: str, mark: str, parts: Sequence[bytes]) -> bytes:
    """Parts as one; the library would go through each file line by line to write them."""
    boundary = f"=_{mark}"  # «=_» stands in no base64
    encoding = ""
    if any(_EIGHT_BIT in part[:_HEADER_AT_MOST] for part in parts):
        encoding = "Content-Transfer-Encoding: 8bit\r\n"  # RFC 2045, 6.4
    header = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n{encoding}\r\n'
    separator = f"--{boundary}\r\n".encode()
    written = [separator + part + b"\r\n" for part in parts]
    return b"".join((header.encode(), *written, f"--{boundary}--\r\n".encode()))


def _base64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def identitet(utkast: Utkast) -> str:
    """A draft's Message-ID, which follows from all that it says and brings."""
    return _identitet(utkast, _digest(utkast))


def _identitet(utkast: Utkast, mark: str) -> str:
    domain = utkast.fra.epost.rpartition("@")[2] if utkast.fra else _NOWHERE
    return f"<{mark}@{domain}>"


def identitet_i(data: bytes) -> str:
    """The Message-ID in an .eml file's header ('' for none)."""
    header = re.split(rb"\r?\n\r?\n", data, maxsplit=1)[0]
    match = re.search(rb"^Message-ID:\s*(<[^>]*>)", header, re.MULTILINE | re.IGNORECASE)
    return match[1].decode("ascii", "replace") if match else ""


def _header(utkast: Utkast) -> Iterator[str]:
    """The header's lines with people's own words in them.

    They are encoded by ``Header``: the newer policies make encoded words of more than the 75
    characters that RFC 2047 allows, and lose quotation marks in names (Python 3.11).
    """
    for name, people in (("From", [utkast.fra]), ("To", [utkast.til]), ("Cc", utkast.kopi)):
        adresser = [_address(name, person) for person in people if person]
        if adresser:
            yield f"{name}: {f',{_FOLD}'.join(adresser)}\r\n"
    yield f"Subject: {_encoded(utkast.emne, 'Subject')}\r\n"


def _address(name: str, person: Person) -> str:
    """A person's address as it stands after the header's name, or on a line of its own."""
    plain = " ".join(person.navn.split())
    if not plain:
        return person.epost
    words, longest = _encoded(plain, name), _LINE_WITH_WORDS
    if words == plain:  # ASCII, which may hold what an address is made of
        words, longest = f'"{quote(words)}"', _LINE
    last = words.rpartition("\n")[2]
    fits = len(f"{name}: {last} <{person.epost}>,") <= longest
    return f"{words}{' ' if fits else _FOLD}<{person.epost}>"


def _encoded(text: str, name: str) -> str:
    """A text of one line as encoded words, or as it is where it is short and ASCII."""
    text = " ".join(text.split())
    if text.isascii() and text.isprintable() and "=?" not in text and len(text) <= _SHORT:
        return text
    return Header(text, "utf-8", _WORD_LENGTH, header_name=name).encode(linesep="\r\n")


def _attached(vedlegg: Vedlegg) -> bytes:
    """A file as a part of the message, byte for byte; a mail but for its line ends."""
    content_type = _content_type(vedlegg)
    if content_type != _MAIL:
        return _part_header(vedlegg, content_type).encode() + _base64(vedlegg.data)
    # A mail may not be encoded (RFC 2046, 5.2.1)
    mail = re.sub(rb"\r\n|\r|\n", b"\r\n", vedlegg.data)
    if not _may_stand_as_it_is(mail):
        return _part_header(vedlegg, _BYTES).encode() + _base64(vedlegg.data)
    header = _part_header(vedlegg, content_type, "7bit" if mail.isascii() else "8bit")
    return header.encode() + mail + (b"" if mail.endswith(b"\r\n") else b"\r\n")


def _may_stand_as_it_is(mail: bytes) -> bool:
    """Whether servers pass a mail on unchanged: no line is too long, and there is no NUL."""
    longest = max(map(len, mail.split(b"\r\n")))
    return longest <= _LONGEST_LINE and b"\0" not in mail


def _content_type(vedlegg: Vedlegg) -> str:
    """What sort of file it is, by its name."""
    if vedlegg.method:
        return "text/calendar"
    suffix = f".{vedlegg.navn.rpartition('.')[2].lower()}"
    return _TYPES.get(suffix) or mimetypes.types_map.get(suffix, _BYTES)


def _part_header(vedlegg: Vedlegg, content_type: str, encoding: str = "base64") -> str:
    """The header of a file's part."""
    content = f"Content-Type: {content_type}"
    if vedlegg.method:
        content += f'; method="{vedlegg.method}"; charset="utf-8"'
    if not _PLAIN_NAME.fullmatch(vedlegg.navn):
        # Outlook on a desktop reads this name alone, and calls the file ATT0001 without it
        content += f';{_FOLD}name="{_encoded(vedlegg.navn, _NAME_PARAMETER)}"'
    return (
        f"{content}\r\n"
        f"Content-Transfer-Encoding: {encoding}\r\n"
        f"Content-Disposition: attachment;{_FOLD}{_filename(vedlegg.navn)}\r\n\r\n"
    )


def _filename(navn: str) -> str:
    """A file's name as a parameter, whatever letters it is in (RFC 2231)."""
    if _PLAIN_NAME.fullmatch(navn):
        return f'filename="{navn}"'
    linjer = [""]
    for tegn in navn:
        kodet = parse.quote(tegn, safe="")
        if len(linjer[-1]) + len(kodet) > _PIECE:
            linjer.append("")
        linjer[-1] += kodet
    if len(linjer) == 1:
        return f"filename*=utf-8''{linjer[0]}"
    linjer[0] = f"utf-8''{linjer[0]}"
    return f";{_FOLD}".join(f"filename*{nummer}*={linje}" for nummer, linje in enumerate(linjer))


def _digest(utkast: Utkast) -> str:
    """What tells the draft from any other (of SHA-256): it follows from all it says and brings."""
    digest = hashlib.sha256()
    people = [f"{p.navn}\0{p.epost}" if p else "" for p in (utkast.til, utkast.fra, *utkast.kopi)]
    html = (utkast.html,) if utkast.html else ()
    for text in (utkast.emne, utkast.tekst, *html, *people, utkast.tid.isoformat()):
        digest.update(f"{len(text)}\0{text}".encode())
    for vedlegg in utkast.vedlegg:
        digest.update(f"{vedlegg.navn}\0{vedlegg.method}\0{len(vedlegg.data)}\0".encode())
        digest.update(vedlegg.data)
    return digest.hexdigest()[:40]
