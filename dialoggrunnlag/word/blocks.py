"""What a macro or a block of a template gives: its XML, and to everything else its text."""

import re

_BREAKS = (("<w:br/>", "\n"), ("<w:tab/>", "\t"), ("</w:p>", "\n"))
_MARKUP = re.compile(r"<[^>]*>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))


class Block(str):
    """The text of a piece of the template, which filters and comparisons see; ``xml`` is itself."""

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
