"""The fingerprint that a text file carries in a comment, by which hand edits are seen."""

import hashlib
import re

MARK = "dialog-fingeravtrykk: "
_IN_FILE = re.compile(rf"(?<={MARK})[0-9a-f]*".encode())


def marked(text: str) -> bytes:
    """A text file with its fingerprint after the first ``MARK`` in it."""
    data = bytearray(text.encode())
    mark(data)
    return bytes(data)


def mark(data: bytearray) -> None:
    """Put a text file's fingerprint after the first ``MARK`` in it."""
    found = _IN_FILE.search(data)
    if found:
        start, end = found.span()
        data[start:end] = marks(data)[1].encode()


def marks(data: bytes | bytearray) -> tuple[str, str]:
    """The fingerprint that a file carries ('' for none), and the one of what it holds now.

    The ends of lines don't count: git may write them in its own way.
    """
    if b"\r\n" in data:  # a page may be so long that each copy counts
        data = data.replace(b"\r\n", b"\n")
    found = _IN_FILE.search(data)
    start, end = found.span() if found else (0, 0)
    with memoryview(data) as view:
        digest = hashlib.sha256(view[:start])
        digest.update(view[end:])
    return (found[0].decode() if found else ""), digest.hexdigest()
