"""A template in another language than the one it is written in.

The template's own words stay in Word, where people read and change them. They are exchanged
before the template is compiled: texts between the tags, strings that a tag writes, alternative
texts, prompts, labels, document properties, and the language that Word proofreads by. A text that
the list lacks is an error, never left as it is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from .attributes import value
from .fields import computed_results
from .names import DC, OFFICE, PIC, WP, A, C, V, w
from .package import Member, Package, join, parse, to_xml
from .places import STORIES, P, apply_edits, paragraphs, pieces, place_of, text_of
from .problems import Place, TemplateProblem
from .wording import Reader, Translation, in_string

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SHAPES = ("shape", "rect", "oval", "image", "group")
# The attributes that somebody reads or hears; those of w: say which in «val»
_READ: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys((f"{{{WP}}}docPr", f"{{{PIC}}}cNvPr"), ("descr", "title")),
    **dict.fromkeys(map(w, ("tblCaption", "tblDescription", "alias", "statusText", "helpText",
                            "default", "listEntry")), (w("val"),)),
    w("listItem"): (w("displayText"),),
    w("hyperlink"): (w("tooltip"),),
    **{f"{{{V}}}{shape}": ("alt", "title") for shape in _SHAPES},
    f"{{{V}}}textpath": ("string",),
}  # fmt: skip
_LANGUAGES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys((w("lang"), w("themeFontLang")), (w("val"), w("eastAsia"), w("bidi"))),
    w("lid"): (w("val"),),
    **dict.fromkeys((f"{{{A}}}rPr", f"{{{A}}}defRPr", f"{{{A}}}endParaRPr"), ("lang", "altLang")),
    f"{{{C}}}lang": ("val",),
}
_PROPERTIES = ("title", "subject", "description", "keywords", "category")
# Parts with words that aren't paragraphs, by the end of their content type: what they are called
_LABELS = {"wordprocessingml.numbering+xml": "nummereringen", "drawingml.chart+xml": "et diagram"}


def translate(
    package: Package, headings: frozenset[str], translation: Translation
) -> list[TemplateProblem]:
    """Exchange the words of a package in place; returns what the list lacks, with its place.

    ``headings`` are the ids of its heading styles.
    """
    problems: list[TemplateProblem] = []
    labels = dict(package.stories())
    glossaries = package.related(package.main, f"{OFFICE}/glossaryDocument")
    labels |= dict.fromkeys(glossaries, "ledetekster")
    codes = [code.encode() for code in translation.languages]
    for name, member in list(package.members.items()):
        content = member.content() if name.endswith(".xml") else b""
        kind = package.content_type(name).rpartition("officedocument.")[2]
        label = labels.get(name, _LABELS.get(kind))
        if label is None and not any(code in content.lower() for code in codes):
            continue
        root = parse(member)
        if label is not None:
            part = _Part(root, label, translation)
            part.translate(headings)
            problems += part.problems
        _relabel(root, translation.languages)
        package.members[name] = Member.pack(name, to_xml(root))
    return problems


def translated_file(data: bytes, translation: Translation) -> bytes:
    """A Word file in another language; what the list lacks stays as it is.

    Raises TemplateError where ``data`` isn't a Word file.
    """
    package = Package(data)
    translate(package, frozenset(), translation)
    return join(package.members.values())


def _relabel(root: etree._Element, languages: Mapping[str, str]) -> None:
    """Have the text proofread and read aloud in the other language."""
    for element in root.iter(etree.Element):
        for attribute in (*_LANGUAGES.get(str(element.tag), ()), _XML_LANG):
            new = languages.get(str(element.get(attribute, "")).casefold())
            if new:
                element.set(attribute, new)
        if element.tag == f"{{{DC}}}language":
            element.text = languages.get((element.text or "").casefold(), element.text)


class _Part:
    """One part being translated."""

    def __init__(self, root: etree._Element, label: str, translation: Translation) -> None:
        self.root, self.label, self._translation = root, label, translation
        self._reader = Reader(translation)
        self.problems: list[TemplateProblem] = []

    def translate(self, headings: frozenset[str]) -> None:
        if self.root.tag not in STORIES:
            self._other()
            return
        places = dict(paragraphs(self.root, self.label, headings))
        results = computed_results(self.root)
        for element in list(self.root.iter(etree.Element)):
            if element.tag == P:
                found = list(pieces(element))
                text = "".join(map(text_of, found))
                edits = list(self._reader.edits(text, _partings(found, results)))
                self._report(places[element])
                if edits:
                    apply_edits(found, edits)
            elif element.tag == w("instrText"):
                self._tooltip(element, place_of(element, places, self.label))
            for attribute in _READ.get(str(element.tag), ()):
                if text := str(element.get(attribute, "")):
                    place = place_of(element, places, self.label)
                    element.set(attribute, self._exchanged(text, place))

    def _tooltip(self, element: etree._Element, place: Place) -> None:
        """What a link that is a field says when it is pointed at: its code's switch «o»."""
        code = element.text or ""
        match = re.search(r'HYPERLINK\b.*\\o\s+"([^"]*)"', code, re.IGNORECASE)
        if match:
            new = self._exchanged(match[1], place)
            element.text = code[: match.start(1)] + new + code[match.end(1) :]

    def _other(self) -> None:
        """Document properties, the labels of numberings, the words of a chart."""
        place = Place(self.label)
        for element in list(self.root.iter(etree.Element)):
            if element.tag == w("lvlText"):
                text = value(element)
                numbers = [match.span() for match in re.finditer(r"%\d", text)]
                element.set(w("val"), self._exchanged(text, place, numbers))
            elif self._is_read(element) and element.text:
                element.text = self._exchanged(element.text, place)

    def _is_read(self, element: etree._Element) -> bool:
        if element.getparent() is self.root:
            return etree.QName(element).localname in _PROPERTIES
        if element.tag != f"{{{C}}}v":
            return element.tag == f"{{{A}}}t"
        in_words = next(element.iterancestors(f"{{{C}}}strCache", f"{{{C}}}strLit"), None)
        return in_words is not None

    def _exchanged(self, text: str, place: Place, opaque: Iterable[tuple[int, int]] = ()) -> str:
        new = in_string(text, self._reader.edits(text, opaque))
        self._report(place)
        return new

    def _report(self, place: Place) -> None:
        """Note what the list lacked in the text that was read last."""
        for _, text in self._reader.missing:
            self.problems.append(TemplateProblem(*self._translation.missing(text), place=place))
        self._reader.missing.clear()


def _partings(
    found: Sequence[etree._Element], results: set[etree._Element]
) -> Iterator[tuple[int, int]]:
    """Where the formatting changes between two texts, and the results of fields."""
    offset, before = 0, list[str]()
    for piece in found:
        formatting = _visible(piece.iterfind(f"../{w('rPr')}/*"))
        if offset and formatting != before:
            yield offset, offset
        end = offset + len(text_of(piece))
        if piece in results:
            yield offset, end
        offset, before = end, formatting


# Run properties that nobody sees in a Norwegian text
_INVISIBLE = set(map(w, ("lang", "noProof", "bCs", "iCs", "szCs", "rtl", "cs", "specVanish")))


def _visible(properties: Iterable[etree._Element]) -> list[str]:
    """A run's formatting as a reader sees it, to be compared."""
    shown = []
    for each in properties:
        attributes = dict(each.attrib)
        attributes.pop(w("hint"), None)
        says_nothing = each.tag == w("rFonts") and not attributes
        if each.tag not in _INVISIBLE and not says_nothing:
            shown.append(repr((each.tag, sorted(attributes.items()))))
    return sorted(shown)
