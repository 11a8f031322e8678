"""An e-mail draft with attachments as a file that mail programs open ready to send (RFC 5322)."""

import base64
import hashlib
import mimetypes
import re
from collections.abc import Iterator
from datetime import datetime
from email import policy
from email.header import Header
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from email.utils import format_datetime, quote
from typing import NamedTuple

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
_SHORT = 60  # characters that fit on a line with the header's name
# What a file's part says of it where the name is short and needs no quoting, as the library has it
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,33}")
_ENCODED = (
    'Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="{navn}"\r\n'
)
_PLAIN_HEADER = f"Content-Type: {{type}}\r\n{_ENCODED}\r\n"
_CALENDAR_HEADER = (
    f'{_ENCODED}Content-Type: text/calendar; method="{{method}}"; charset="utf-8"\r\n\r\n'
)
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


def som_eml(utkast: Utkast) -> bytes:
    """The draft as the bytes of an .eml file: the same ones for the same draft."""
    mark = _digest(utkast)
    message = EmailMessage(policy=_POLICY)
    message["Date"] = format_datetime(utkast.tid)
    message["Message-ID"] = _identitet(utkast, mark)
    message["X-Unsent"] = "1"  # Outlook then opens it as a draft, with a button to send
    message.set_content(utkast.tekst, cte="base64")
    header = "".join(_header(utkast)).encode()
    if not utkast.vedlegg:
        return header + message.as_bytes()
    boundary = f"=_{mark}"  # «=_» stands in no base64
    message.make_mixed()
    message.set_boundary(boundary)
    before, end, after = message.as_bytes().rpartition(f"--{boundary}--".encode())
    # The library would go through each file line by line, and parse its own headers
    separator = f"--{boundary}\r\n".encode()
    attached = [separator + _attached(vedlegg) for vedlegg in utkast.vedlegg]
    return b"".join((header, before, *attached, end, after))


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
    """A file as a part of the message, byte for byte."""
    body = base64.encodebytes(vedlegg.data).replace(b"\n", b"\r\n")
    return _part_header(vedlegg).encode() + body + b"\r\n"


def _part_header(vedlegg: Vedlegg) -> str:
    """The header of a file's part; its name as RFC 2231 has it, whatever letters it is in."""
    navn, method = vedlegg.navn, vedlegg.method
    suffix = f".{navn.rpartition('.')[2].lower()}"
    content_type = _TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
    params = {}
    if method:
        content_type, params = "text/calendar", {"method": method, "charset": "utf-8"}
    if _PLAIN_NAME.fullmatch(navn):
        header = _CALENDAR_HEADER if method else _PLAIN_HEADER
        return header.format(navn=navn, type=content_type, method=method)
    part = EmailMessage(policy=_POLICY)
    kind = content_type.split("/")
    part.set_content(b"", *kind, disposition="attachment", filename=navn, params=params)
    del part["MIME-Version"]  # it belongs to the message alone
    return part.as_bytes().decode()


def _digest(utkast: Utkast) -> str:
    """What tells the draft from any other (of SHA-256): it follows from all it says and brings."""
    digest = hashlib.sha256()
    people = [f"{p.navn}\0{p.epost}" if p else "" for p in (utkast.til, utkast.fra, *utkast.kopi)]
    for text in (utkast.emne, utkast.tekst, *people, utkast.tid.isoformat()):
        digest.update(f"{len(text)}\0{text}".encode())
    for vedlegg in utkast.vedlegg:
        digest.update(f"{vedlegg.navn}\0{vedlegg.method}\0{len(vedlegg.data)}\0".encode())
        digest.update(vedlegg.data)
    return digest.hexdigest()[:40]
