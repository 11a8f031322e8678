"""Content controls that a template fills beforehand.

The tag in a control's own properties (in Word: Developer, Properties, Tag) says with what:
``{{ EXPRESSION }}`` fills a text, a date, a list or a check box; an empty value leaves the
control as it is, with its prompt. ``{% for x in list %}`` on a repeating section makes one
item of it for each. In the document the tag is the expression or the list alone, so that
whoever reads the filled-in document back knows the fields by name.

A form that another program has saved may have lost all of these: that is told as one problem.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from lxml import etree

from .attributes import found_in, value
from .names import W14, W15, XML_SPACE, w
from .package import APP_TYPE, Package, parse
from .places import TC, TR, P, R, T
from .problems import Place, TemplateProblem
from .story import Level, Story, instruction, remove
from .tags import Tag, UnclosedTagError, find_tags
from .values import ValueProblemError

GIVEN, IS_DATE, FULL_DATE, CHOICE = "_given", "_is_date", "_full_date", "_choice"
SDT, SDT_PR, SDT_CONTENT = w("sdt"), w("sdtPr"), w("sdtContent")
_CHECKBOX, _REPEATING = f"{{{W14}}}checkbox", f"{{{W15}}}repeatingSection"
_ITEM = f"{{{W15}}}repeatingSectionItem"
_UNFIT = (w("picture"), w("group"), w("docPartList"), w("equation"), w("bibliography"), _ITEM)
_PROMPT_STYLE = "PlaceholderText"
_TAG_SIGNS = re.compile(r"\{[{%#]|[}%#]\}")
_PROGRAM = re.compile(r"(\w+)(?:/(\d+\.\d+))?")  # «LibreOffice/7.4.7.2$Linux_X86_64 …»
_FEW = 2  # controls that an author may have left without a code
_MAX_TAG = 64  # characters; Word refuses longer ones
_LEVELS = {P: Level.PARAGRAPH, TC: Level.CELL, TR: Level.ROW}


def bind_controls(story: Story, place_of: Callable[[etree._Element], Place]) -> None:
    """Have every control with a tag of ours filled; reports those that can't be."""
    for control in list(story.root.iter(SDT)):
        named = control.find(f"{SDT_PR}/{w('tag')}")
        if named is None or not _TAG_SIGNS.search(value(named)):
            continue
        if control.getroottree().getroot() is story.root:  # else in an item that was for show
            _bind(story, control, named, place_of(control))


def _bind(story: Story, control: etree._Element, named: etree._Element, place: Place) -> None:
    """Have a control filled; ``named`` is the property that holds the tag."""
    source = value(named)
    named.set(w("val"), "")  # no attribute with a tag in it any more
    tag = _only_tag(source)
    if tag is None or (tag.kind == "{%" and tag.name != "for"):
        message = "Innholdskontrollens egenskap «Kode» har ikke én tagg alene."
        story.report(place, source, message, "Skriv {{ felt }} eller {% for x in liste %}.")
        return
    kinds = {child.tag for child in control.iterfind(f"{SDT_PR}/*")}
    repeats = _REPEATING in kinds
    if repeats != (tag.kind == "{%") or not kinds.isdisjoint(_UNFIT):
        message = "Denne sorten innholdskontroll kan ikke fylles ut med taggen."
        remedy = "{% for … %} hører til en gjentakende inndeling, {{ … }} til et felt."
        story.report(place, source, message, remedy)
        return
    name = tag.code.partition(" in ")[2].strip() if repeats else tag.code
    named.set(w("val"), name[:_MAX_TAG])
    story.changed = True
    if repeats:
        _Control(story, control, tag, place).repeat()
    else:
        _Control(story, control, tag, place).fill()


def _only_tag(source: str) -> Tag | None:
    """The tag that is all of a text."""
    try:
        tags = list(find_tags(source))
    except UnclosedTagError:
        return None
    is_whole = len(tags) == 1 and tags[0].source == source
    return tags[0] if is_whole and tags[0].kind in ("{{", "{%") else None


class _Control:
    """One control being bound: its branches are written one after the other, each a whole copy."""

    def __init__(self, story: Story, control: etree._Element, tag: Tag, place: Place) -> None:
        self.story, self.control, self.tag, self.place = story, control, tag, place
        inner = next(control.iterdescendants(P, TC, TR, R), None)
        self.level = _LEVELS.get(str(inner.tag), Level.RUN) if inner is not None else Level.RUN

    def repeat(self) -> None:
        """Repeat the first item of a repeating section; the others were there for show."""
        items = self.control.findall(f"{SDT_CONTENT}/{SDT}")
        if not items:
            message = "Den gjentakende inndelingen er tom."
            self.story.report(self.place, self.tag.source, message, "Lag den på nytt.")
            return
        for extra in items[1:]:
            remove(extra)
        items[0].addprevious(instruction(self.story.add(self.tag, self.place, self.level)))
        items[0].addnext(self._own("endfor"))

    def fill(self) -> None:
        """Have a value shown; the control stays as it is where there is none."""
        if self.level is Level.ROW:
            self.story.report(
                self.place,
                self.tag.source,
                "Innholdskontrollen står rundt en hel tabellrad, og kan ikke fylles med en verdi.",
                "Fjern koden, og skriv taggen i cellen.",
            )
            return
        code = self.tag.code
        checkbox = self.control.find(f"{SDT_PR}/{_CHECKBOX}")
        listed = self.control.find(f"{SDT_PR}/{w('dropDownList')}")
        if checkbox is not None:
            self._branch(f"if ({code})", self._checked(checkbox))
        elif self.control.find(f"{SDT_PR}/{w('date')}") is not None:
            self._branch(f"if ({code})|{IS_DATE}", self._dated())
            self._branch(f"elif ({code})|{GIVEN}", self._filled(code))
        elif listed is not None:
            written = f"({code})|{CHOICE}({_items(listed)!r})"
            self._branch(f"if ({code})|{GIVEN}", self._filled(written))
        else:
            self._branch(f"if ({code})|{GIVEN}", self._filled(code))
        self.control.addprevious(self._own("else"))
        self.control.addnext(self._own("endif"))

    def _branch(self, code: str, copy: etree._Element) -> None:
        self.control.addprevious(self._own(code))
        self.control.addprevious(copy)

    def _own(self, code: str) -> etree._Element:
        """The node of a control tag of the engine's own, shown as the author's in messages."""
        tag = Tag("{%", code, source=self.tag.source)
        return instruction(self.story.add(tag, self.place, self.level, own=True))

    def _copy(self) -> etree._Element:
        copy = deepcopy(self.control)
        copy.tail = None
        return copy

    def _filled(self, code: str) -> etree._Element:
        """A copy with the value in the place of the prompt."""
        copy = self._copy()
        tag, own = self.tag._replace(code=code), code != self.tag.code
        number = self.story.add(tag, self.place, Level.TEXT, own=own)
        placed = self.story.tags[number]
        text = instead_of_prompt(copy)
        run = text.getparent()
        parent = run.getparent() if run is not None else None
        if run is not None and parent is not None:
            placed.run_properties = run.find(w("rPr"))
            placed.direct = parent.tag == P
            placed.paragraph_properties = parent.find(w("pPr"))
        text.append(instruction(number))
        return copy

    def _dated(self) -> etree._Element:
        copy = self._filled(self.tag.code)
        for date in copy.iterfind(f"{SDT_PR}/{w('date')}"):
            code = f"({self.tag.code})|{FULL_DATE}"
            date.set(w("fullDate"), self.story.own_mark(code, self.place))
        return copy

    def _checked(self, checkbox: etree._Element) -> etree._Element:
        copy = self._copy()
        state = checkbox.find(f"{{{W14}}}checkedState")
        sign = chr(int(state.get(f"{{{W14}}}val", "2612"), 16)) if state is not None else "\u2612"
        for own in copy.iterfind(f"{SDT_PR}/{_CHECKBOX}"):
            checked = own.find(f"{{{W14}}}checked")
            if checked is None:
                checked = etree.Element(f"{{{W14}}}checked")
                own.insert(0, checked)
            checked.set(f"{{{W14}}}val", "1")
        _only_text(copy, None).text = sign
        return copy


def instead_of_prompt(control: etree._Element) -> etree._Element:
    """The one empty w:t that is left in a control, formatted as the control itself asks for."""
    for prompt in control.findall(f"{SDT_PR}/{w('showingPlcHdr')}"):
        remove(prompt)
    return _only_text(control, control.find(f"{SDT_PR}/{w('rPr')}"))


def _only_text(control: etree._Element, own: etree._Element | None) -> etree._Element:
    """The one empty w:t that is left of a control's content, formatted as text to stay.

    ``own`` is the formatting that the control itself asks for.
    """
    content = control.find(SDT_CONTENT)
    if content is None:
        raise TypeError("a control without content is never bound")
    paragraph = next(content.iter(P), content)
    run = next(content.iter(R), None)
    if run is None:
        run = etree.SubElement(paragraph, R)
    block = next(run.iterancestors(P, SDT_CONTENT), content)
    for other in list(content.iter(P)):
        if other is not block:
            remove(other)
    properties = run.find(w("rPr")) if own is None else deepcopy(own)
    for child in [*run, *block]:
        if child.tag != w("pPr"):
            remove(child)
    block.append(run)
    if properties is not None:
        run.append(properties)
        for style in properties.findall(w("rStyle")):
            if value(style) == _PROMPT_STYLE:
                remove(style)
    return etree.SubElement(run, T, {XML_SPACE: "preserve"})


def _items(listed: etree._Element) -> dict[str, str]:
    """What a drop-down list offers: what is shown, by value and by itself, in lower case."""
    offered: dict[str, str] = {}
    for item in listed.iter(w("listItem")):
        own = value(item, "value")
        shown = value(item, "displayText") or own
        offered.setdefault(shown.casefold(), shown)
        offered.setdefault(own.casefold(), shown)
    offered.pop("", None)
    return offered


# --- the filters of these tags ------------------------------------------------------------


def given(field: Any) -> bool:
    """Whether a value fills a control; raises for a field that is missing."""
    return field is not None and str(field) != ""


def is_date(field: Any) -> bool:
    """Whether a value is a date, or something else that has one."""
    return hasattr(field, "isoformat")


def full_date(date: Any) -> str:
    """A date as Word's own attribute has it."""
    return f"{str(date.isoformat())[:10]}T00:00:00Z"


def choice(chosen: Any, items: Mapping[str, str]) -> str:
    """The list's own writing of a value; raises ValueProblemError for what it doesn't offer."""
    shown = items.get(str(chosen).casefold())
    if shown is None:
        offered = ", ".join(dict.fromkeys(items.values()))
        message = f"Nedtrekkslisten har ikke «{chosen}»."
        raise ValueProblemError(message, f"Den har: {offered}.")
    return shown


CONTROL_FILTERS: Mapping[str, Callable[..., Any]] = {
    GIVEN: given,
    IS_DATE: is_date,
    FULL_DATE: full_date,
    CHOICE: choice,
}


# --- controls that have lost their codes in a program that doesn't know them --------------


def find_lost_codes(package: Package) -> Iterator[TemplateProblem]:
    """The one problem of a form that another program than Word has saved without its codes."""
    program = _program(package)
    if not program or program.startswith("Microsoft"):
        return
    controls = list(parse(package.members[package.main]).iter(SDT_PR))
    prompting = found_in(controls, w("showingPlcHdr"))
    has_codes = any(value(properties.find(w("tag"))) for properties in controls)
    if len(prompting) > _FEW and not has_codes:
        yield TemplateProblem(
            f"Feltene er borte: malen er lagret i {program}, som har tatt kodene og titlene ut av "
            f"de {len(prompting)} innholdskontrollene.",
            "Hent malen tilbake med git, og endre den i Word.",
        )


def _program(package: Package) -> str:
    """The program that has saved the file, with its version: «LibreOffice 7.4»."""
    for name in package.of_type(APP_TYPE):
        for element in parse(package.members[name]).iterfind("{*}Application"):
            named = _PROGRAM.match(element.text or "")
            if named:
                return " ".join(filter(None, named.groups()))
    return ""
