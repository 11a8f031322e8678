"""What is hard to see: low contrast, small letters, and what only a colour tells."""

import re
from collections.abc import Iterator

from lxml import etree

from ..attributes import first_in, value
from ..names import A, w
from ..places import TC
from .appearance import AUTO, BLACK, WHITE, Setting, contrast
from .as_read import Finding, Paragraph, Story, tags_in

CONTRAST = 4.5  # to 1: WCAG 2.1, success criterion 1.4.3
SMALLEST = 9  # points
_SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_COLOUR = re.compile("[0-9A-Fa-f]{6}")
_SHOWN = 40  # characters of a text: as much as helps to find it
_TEXT_BOX = w("txbxContent")
_MARKS = ("b", "i", "strike", "caps", "smallCaps")
_PROMPT = "placeholder text"
_CHANGE = "Hjem > Stiler, høyreklikk stilen > Endre"
_IN_DRAWINGS = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}


def find_colours(story: Story) -> Iterator[Finding]:
    """Texts that are hard to tell from what is behind them, and those that are too small."""
    page = story.look.page(story.root) or WHITE
    for paragraph in story.paragraphs:
        for run, text in paragraph.runs:
            if not text.strip():
                continue
            yield from _faint(story, paragraph, run, page)
            size = story.look.size(run, paragraph.element)
            if size < SMALLEST:
                points = f"{size:g}".replace(".", ",")
                message = f"Teksten «{_short(text)}» er bare {points} punkt."
                remedy = f"Gi stilen minst {SMALLEST} punkt: {_CHANGE}."
                yield Finding(message, remedy, paragraph.place, f"size {size}")
        yield from _told_by_colour(story, paragraph)


def _faint(story: Story, paragraph: Paragraph, run: etree._Element, page: str) -> Iterator[Finding]:
    """The colours of a text that are too like each other, in any condition of its table."""
    look, element = story.look, paragraph.element
    for setting in look.settings(element, story.dynamic):
        colour = look.colour(run, element, setting)
        if colour == AUTO:  # Word makes it white on what is dark
            continue
        for given in _behind(story, paragraph, run, setting):
            behind = given or page
            ratio = contrast(colour, behind)
            if ratio < CONTRAST:
                number = f"{ratio:.2f}".replace(".", ",")
                message = f"Teksten har kontrasten {number} : 1 (farge {colour} på {behind}); "
                message += "minst 4,5 : 1 trengs."
                remedy = "Velg en mørkere skriftfarge eller lysere bakgrunn, helst i stilen: "
                same = f"contrast {colour} {behind}"
                yield Finding(message, f"{remedy}{_CHANGE}.", paragraph.place, same)
                return


def _behind(story: Story, paragraph: Paragraph, run: etree._Element, setting: Setting) -> list[str]:
    """The colours that may be behind a text; none where they can't be known."""
    own = story.look.background(run, paragraph.element, ())
    box = next(paragraph.element.iterancestors(_TEXT_BOX), None)
    if own:
        return [own]
    if box is not None:
        return _box_colours(story, box)
    if setting:
        tagged = _tagged_colours(story, setting[0].element)
        if tagged:
            return tagged
    return [story.look.background(run, paragraph.element, setting)]


def _box_colours(story: Story, box: etree._Element) -> list[str]:
    """The colour of the shape that a text box is in."""
    shape = next(box.iterancestors(f"{_SHAPE}wsp"), None)
    fill = shape.find(f"{_SHAPE}spPr/{{{A}}}solidFill") if shape is not None else None
    given = next(fill.iterchildren("{*}*"), None) if fill is not None else None
    if given is None:
        return [""]
    colour = given.get("val", "")
    if not _COLOUR.fullmatch(colour):
        colour = story.look.theme.get(_IN_DRAWINGS.get(colour, colour), "")
    is_plain = _COLOUR.fullmatch(colour) and not len(given)  # not lighter or darker than it says
    return [colour.upper()] if is_plain else []


def _tagged_colours(story: Story, cell: etree._Element) -> list[str]:
    """The colours that stand in a cell's ``{% cellbg %}`` as they are."""
    colours = []
    for paragraph in story.paragraphs:
        if next(paragraph.element.iterancestors(TC), None) is not cell:
            continue
        for tag in tags_in(paragraph.source):
            if tag.name == "cellbg":
                colours += re.findall(r"['\"]#?([0-9A-Fa-f]{6})['\"]", tag.code.upper())
    return colours


def _told_by_colour(story: Story, paragraph: Paragraph) -> Iterator[Finding]:
    """Words that only their colour sets off from those around them, and cells that hold no more."""
    cell = next(paragraph.element.iterancestors(TC), None)
    tagged = any(tag.name == "cellbg" for tag in tags_in(paragraph.source))
    if tagged and cell is not None and not story.text(cell).strip():
        remedy = "Skriv det fargen betyr, i cellen også."
        yield Finding("Cellen sier noe bare med farge.", remedy, paragraph.place)
    looks: dict[tuple[object, ...], dict[tuple[str, str], str]] = {}
    for run, text in paragraph.runs:
        if re.search(r"\w|\ufffc", text) and not _has_a_reason(story, run):
            marks, colours = _looks_of(story, run, paragraph)
            looks.setdefault(marks, {}).setdefault(colours, text)
    for by_colours in looks.values():
        if len(by_colours) > 1:
            message = f"«{_short(list(by_colours.values())[1])}» skiller seg ut bare med fargen."
            remedy = "Gjør det fett også, eller si det med ord; ellers gi teksten én farge."
            yield Finding(message, remedy, paragraph.place)


def _has_a_reason(story: Story, run: etree._Element) -> bool:
    """Links and prompts: what they are is told in other ways."""
    if next(run.iterancestors(w("hyperlink"), w("fldSimple")), None) is not None:
        return True
    style = value(run.find(f"{w('rPr')}/{w('rStyle')}"))
    return any(value(s.find(w("name"))).lower() == _PROMPT for s in story.look.chain(style))


def _looks_of(
    story: Story, run: etree._Element, paragraph: Paragraph
) -> tuple[tuple[object, ...], tuple[str, str]]:
    """A text's marks, and its colours, black and none as what Word chooses itself."""
    look, element = story.look, paragraph.element
    marks = (look.is_set(name, run, element) for name in _MARKS)
    fonts = first_in(look.of_text(run, element), w("rFonts"))
    font = value(fonts, "ascii") or value(fonts, "asciiTheme")
    colour = look.colour(run, element, next(look.settings(element, story.dynamic)))
    if colour == BLACK:
        colour = AUTO
    underlined, size = look.underlined(run, element), look.size(run, element)
    return (*marks, underlined, size, font), (colour, look.background(run, element, ()))


def _short(text: str) -> str:
    """The beginning of a text for a message."""
    plain = " ".join(text.replace("\ufffc", "{{ … }}").split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"
