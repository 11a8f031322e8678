"""What a built page would fetch from the network: there must be nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

# What a browser fetches by itself; a link that a reader follows is another matter
_I_HTML = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed|object|link|input|use)\b[^>]*?"
    r"\s(?:src|srcset|href|data|poster)\s*=\s*[\"']?((?:https?:)?//[^\s\"'>]+)",
    re.IGNORECASE,
)
_I_STIL = re.compile(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\s\"')]+)", re.IGNORECASE)
_ENDELSER = {".html": (_I_HTML, _I_STIL), ".css": (_I_STIL,), ".svg": (_I_HTML, _I_STIL)}
# Addresses of the page itself, which no browser fetches
_IKKE_HENTET = re.compile(r"<link\b[^>]*\brel=[\"']?(?:canonical|alternate)\b", re.IGNORECASE)


def fra_nettet(mappe: Path) -> Iterator[str]:
    """Each address that a page or a style sheet in a folder would fetch, with the file's name."""
    for fil in sorted(mappe.rglob("*")):
        if not fil.is_file():
            continue
        for mønster in _ENDELSER.get(fil.suffix, ()):
            for treff in mønster.finditer(fil.read_text("utf-8")):
                if not _IKKE_HENTET.match(treff[0]):
                    yield f"{fil.relative_to(mappe).as_posix()}: {treff[1]}"
