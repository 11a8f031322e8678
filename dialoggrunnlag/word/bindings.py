"""Content controls that show a property or a piece of custom XML: Word brings its text back.

A control whose text has tags is bound to nothing in the document; one whose source has tags
shows the source's text. So Word, LibreOffice and python-docx show the same.
"""

import re
from collections.abc import Collection

from lxml import etree

from .controls import SDT, SDT_CONTENT, instead_of_prompt
from .names import OFFICE, W15, w
from .package import APP_TYPE, CORE_TYPE, Package, parse
from .story import remove
from .tags import OPENER

_BINDINGS = (w("dataBinding"), f"{{{W15}}}dataBinding")
# What bindings call the parts with properties; custom XML says its own name
_STORES = {
    CORE_TYPE: "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}",
    APP_TYPE: "{6668398D-A668-4E3E-A5EB-62B293D839F1}",
}
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
            if content is None or not OPENER.search(text):
                continue
            if "{" not in "".join(map(str, content.itertext())):
                instead_of_prompt(control).text = text

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
    for properties in package.related(part, f"{OFFICE}/customXmlProps"):
        return parse(package.members[properties]).get(_ITEM_ID, "")
    return _STORES.get(package.content_type(part), "")


def unbind(root: etree._Element) -> None:
    """Drop the binding of every control whose content has tags."""
    for binding in list(root.iter(*_BINDINGS)):
        control = next(binding.iterancestors(SDT))
        if next(control.iter(etree.ProcessingInstruction), None) is not None:
            remove(binding)
