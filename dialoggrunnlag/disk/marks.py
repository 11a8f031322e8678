"""The fingerprint that a text file carries in a comment, by which hand edits are seen."""

import hashlib
import re

MARK = "dialog-fingeravtrykk: "
_IN_FILE = re.compile(rf"(?<={MARK})[0-9a-f]*".encode())


def marked(text: str) -> bytes:
    """A text file with its fingerprint after the first ``MARK`` in it."""
    data = text.encode()
    return _IN_FILE.sub(marks(data)[1].encode(), data, count=1)


def marks(data: bytes) -> tuple[str, str]:
    """The fingerprint that a file carries ('' for none), and the one of what it holds now.

    The ends of lines don't count: git may write them in its own way.
    """
    found = _IN_FILE.search(data)
    without = _IN_FILE.sub(b"", data, count=1).replace(b"\r\n", b"\n")
    return (found[0].decode() if found else ""), hashlib.sha256(without).hexdigest()
