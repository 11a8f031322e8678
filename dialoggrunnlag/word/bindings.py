"""Content controls that show a property or a piece of custom XML: Word brings its text back.

A control whose text has tags is bound to nothing in the document; one whose source has tags
shows the source's text. So Word, LibreOffice and python-docx show the same.
"""

import re
from collections.abc import Collection

from lxml import etree

from .controls import SDT, SDT_CONTENT, SDT_PR, only_text
from .names import OFFICE, W15, w
from .package import APP_TYPE, CORE_TYPE, Package, parse
from .story import remove
from .tags import OPENER

_BINDINGS = (w("dataBinding"), f"{{{W15}}}dataBinding")
_CORE_STORE = "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"
_APP_STORE = "{6668398D-A668-4E3E-A5EB-62B293D839F1}"
_ITEM_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/customXml}itemID"
_PREFIX = re.compile(r"""xmlns:(\w+)=["']([^"']*)["']""")
_PLAIN_PATH = re.compile(r"[\w/:.@\[\]-]+")  # as Word writes them; others could cost anything


class Sources:
    """The texts with braces that controls may be bound to."""

    def __init__(self, package: Package, braced: Collection[str]) -> None:
        self._roots: dict[str, etree._Element] = {}
        for name in braced:
            store = _store_of(package, name)
            if store:
                self._roots[store.upper()] = parse(package.members[name])

    def show(self, root: etree._Element) -> None:
        """Give controls bound to a text with tags that text, where they have another."""
        if not self._roots:
            return
        for binding in root.iter(*_BINDINGS):
            control = next(binding.iterancestors(SDT))
            content = control.find(SDT_CONTENT)
            text = self._text(binding)
            shown = "" if content is None else "".join(map(str, content.itertext()))
            if content is None or "{" in shown or not OPENER.search(text):
                continue
            only_text(content, control.find(f"{SDT_PR}/{w('rPr')}")).text = text
            for prompt in control.findall(f"{SDT_PR}/{w('showingPlcHdr')}"):
                remove(prompt)

    def _text(self, binding: etree._Element) -> str:
        """The text that a control is bound to, '' for one without braces."""
        root = self._roots.get(binding.get(w("storeItemID"), "").upper())
        path = binding.get(w("xpath"), "")
        if root is None or not _PLAIN_PATH.fullmatch(path):
            return ""
        prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
        prefixes.update(_PREFIX.findall(binding.get(w("prefixMappings"), "")))
        try:
            nodes = root.xpath(path, namespaces=prefixes)
        except etree.XPathError:
            return ""
        first = nodes[0] if isinstance(nodes, list) and nodes else ""
        return str(first.text or "") if etree.iselement(first) else str(first)


def _store_of(package: Package, part: str) -> str:
    """What bindings call a part, '' for one that nothing can be bound to."""
    content_type = package.content_type(part)
    if content_type == CORE_TYPE:
        return _CORE_STORE
    if content_type == APP_TYPE:
        return _APP_STORE
    for properties in package.related(part, f"{OFFICE}/customXmlProps"):
        return parse(package.members[properties]).get(_ITEM_ID, "")
    return ""


def unbind(root: etree._Element) -> None:
    """Drop the binding of every control whose content has tags."""
    for binding in list(root.iter(*_BINDINGS)):
        content = next(binding.iterancestors(SDT)).find(SDT_CONTENT)
        if (
            content is not None
            and next(content.iter(etree.ProcessingInstruction), None) is not None
        ):
            remove(binding)
