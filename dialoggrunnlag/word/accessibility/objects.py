"""What isn't plain text: pictures, shapes, links and fields to fill in."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from ..attributes import found_in, value
from ..controls import SDT, SDT_PR
from ..finished import is_decorative
from ..names import W14, W15, WP, C, R, V, w
from ..places import FALLBACK, P, T
from ..places import R as RUN
from ..problems import Place
from .appearance import WHITE, contrast
from .as_read import VALUE, Finding, Story, shown
from .colours import CONTRAST

_VML = f"{{{V}}}"
_LONGEST = 300  # characters of an alternative text
_NO_ALT = re.compile(
    r"(picture|bilde|bilete|image|graphic|grafikk|chart|diagram|figur|logo|form|tekstboks)?\s*\d*"
    r"|.*\.(png|jpe?g|gif|svg|emf|wmf|bmp|tiff?)|.*(automatisk generert|automatically generated).*",
    re.IGNORECASE | re.DOTALL,
)
_VAGUE = frozenset(
    ("her", "hit", "klikk", "klikk her", "trykk", "trykk her", "les mer", "les mer her", "les meir",
     "les meir her", "mer", "meir", "mer info", "meir info", "mer informasjon", "meir informasjon",
     "se her", "sjå her", "se mer", "sjå meir", "gå hit", "gå til", "denne", "dette",
     "denne lenken", "denne lenka", "denne lenkja", "denne siden", "denne sida", "lenke", "lenken",
     "lenka", "lenkje", "lenkja", "link", "linken", "url", "nettside", "nettsiden", "nettsida",
     "siden", "sida", "vis mer", "vis meir", "last ned", "here", "click here", "read more", "more")
)  # fmt: skip
_ADDRESS = re.compile(r"(https?://|www\.)", re.IGNORECASE)
_FIELD_KINDS = {
    *map(w, ("text", "date", "dropDownList", "comboBox", "showingPlcHdr")),
    f"{{{W14}}}checkbox",
}
_HOLDERS = {  # controls that others stand in, or that Word fills itself
    *map(w, ("group", "docPartObj", "docPartList", "picture", "equation", "citation")),
    w("bibliography"),
    f"{{{W15}}}repeatingSection",
}


def find_pictures(story: Story) -> Iterator[Finding]:
    """Pictures, charts and shapes that say nothing to those who don't see them, or float."""
    for drawing in _outside_fallback(story, w("drawing")):
        is_chart = next(drawing.iter(f"{{{C}}}chart"), None) is not None
        for properties in drawing.iter(f"{{{WP}}}docPr"):
            if not is_decorative(properties):
                what = "Diagrammet" if is_chart else "Bildet"
                yield from _alternative(story, drawing, what, properties.get("descr", ""))
        is_in_header = next(drawing.iterancestors(w("hdr")), None) is not None
        if drawing.find(f"{{{WP}}}anchor") is not None and not is_in_header:
            message = "Bildet eller figuren flyter, så det er uvisst når den blir lest."
            remedy = "Klikk på den, og velg Oppsettalternativer > På linje med tekst."
            yield Finding(message, remedy, story.of(drawing))
    for picture in _outside_fallback(story, w("pict"), w("object")):
        for shape in picture:
            if str(shape.tag).startswith(_VML) and shape.tag != f"{_VML}shapetype":
                yield from _alternative(story, picture, "Figuren", shape.get("alt", ""))
    yield from _boxes(story)


def _alternative(story: Story, element: etree._Element, what: str, text: str) -> Iterator[Finding]:
    text, place = shown(text).strip(), story.of(element)
    remedy = (
        "Høyreklikk > Vis alternativ tekst: skriv hva det viser, eller merk det som dekorativt."
    )
    if not text:
        yield Finding(f"{what} har ingen alternativ tekst.", remedy, place)
    elif _NO_ALT.fullmatch(text):
        message = f"{what} har en alternativ tekst som ikke sier noe («{text[:40]}»)."
        yield Finding(message, remedy, place)
    elif len(text) > _LONGEST:
        remedy = "Si det i en setning eller to, og skriv resten i dokumentet."
        yield Finding(f"Den alternative teksten er på {len(text)} tegn.", remedy, place)


def _boxes(story: Story) -> Iterator[Finding]:
    remedy = "Flytt teksten ut i et vanlig avsnitt, og gi avsnittet kantlinje eller bakgrunn."
    for box in _outside_fallback(story, w("txbxContent")):
        message = "Teksten står i en tekstboks, så det er uvisst når den blir lest."
        yield Finding(message, remedy, story.of(box))
    if story.root.tag in (w("hdr"), w("ftr")):
        return
    for frame in _outside_fallback(story, w("framePr")):
        if value(frame, "dropCap") in ("", "none"):
            message = "Avsnittet står i en ramme, så det er uvisst når det blir lest."
            yield Finding(message, remedy, story.of(frame))


def _outside_fallback(story: Story, *tags: str) -> Iterator[etree._Element]:
    """The elements with these tags that Word shows; the rest are for older programs."""
    for element in story.root.iter(*tags):
        if next(element.iterancestors(FALLBACK), None) is None:
            yield element


class _Link(NamedTuple):
    text: str
    target: str
    place: Place
    runs: list[etree._Element]


def find_links(story: Story) -> Iterator[Finding]:
    """Links whose text doesn't say where they lead, or that only their colour shows."""
    targets: dict[str, str] = {}
    for link in (*_hyperlinks(story), *_fields(story)):
        text, key = link.text.strip(), link.text.strip().casefold()
        message, advice = "", "skriv hva som finnes der."
        if not text:
            message, advice = "Lenken har ingen tekst.", "skriv hvor den fører."
        elif key.strip(" .:!>»«…") in _VAGUE:
            message = f"Lenketeksten «{text}» sier ikke hvor lenken fører."
        elif _ADDRESS.match(text):
            message = f"Lenketeksten er bare en adresse ({text[:40]})."
        elif VALUE not in text and targets.setdefault(key, link.target) != link.target:
            message = f"Lenketeksten «{text[:40]}» fører to ulike steder."
            advice = "skriv hva som skiller dem."
        if message:
            remedy = f"Høyreklikk lenken > Rediger hyperkobling > Tekst som vises: {advice}"
            yield Finding(message, remedy, link.place)
        if text and "_Toc" not in link.target and not _is_marked(story, link):
            message = "Lenken er ikke understreket, så bare fargen viser at den er en lenke."
            remedy = "Understrek den: Hjem > Stiler, høyreklikk Hyperkobling > Endre."
            yield Finding(message, remedy, link.place, "underline")


def _hyperlinks(story: Story) -> Iterator[_Link]:
    for element in story.root.iter(w("hyperlink"), w("fldSimple")):
        runs = list(element.iter(RUN))
        text = shown("".join(map(str, element.itertext(T, with_tail=False))))
        if element.tag == w("fldSimple"):
            code = re.match(r"\s*HYPERLINK\b(.*)", value(element, "instr"))
            if code:
                yield _Link(text, code[1].strip(), story.of(element), runs)
        elif text.strip() or next(element.iter(w("drawing"), w("pict")), None) is None:
            target = story.relations.get(element.get(f"{{{R}}}id"), "")
            yield _Link(text, f"{target}#{value(element, 'anchor')}", story.of(element), runs)


def _fields(story: Story) -> Iterator[_Link]:
    """Links that are fields: a code and its result, between three marks in the text."""
    for paragraph in story.paragraphs:
        code, is_result = "", False
        runs: list[etree._Element] = []
        for run in paragraph.element.iter(RUN):
            mark = value(run.find(w("fldChar")), "fldCharType")
            code += _text_of(run, w("instrText"))
            link = re.match(r"\s*HYPERLINK\b(.*)", code, re.DOTALL)
            if mark == "end" and link:
                text = shown("".join(map(_text_of, runs)))
                yield _Link(text, link[1].strip(), paragraph.place, runs)
            if mark:
                is_result = mark == "separate"
                runs = []
                if not is_result:
                    code = ""
            elif is_result:
                runs.append(run)


def _text_of(run: etree._Element, tag: str = T) -> str:
    return "".join(element.text or "" for element in run.findall(tag))


def _is_marked(story: Story, link: _Link) -> bool:
    """Whether a link is told from the text around it by more than its colour."""
    for run in link.runs:
        paragraph = next(run.iterancestors(P), None)
        if paragraph is None or not _text_of(run).strip():
            continue
        if not (story.look.underlined(run, paragraph) or story.look.is_set("b", run, paragraph)):
            return False
    return True


def find_link_style(story: Story) -> Iterator[Finding]:
    """The style of links that values bring: they are in no template to be looked at."""
    if story.label or not any(VALUE in p.text for p in story.paragraphs):
        return
    for style in story.look.styles.values():
        if value(style.find(w("name"))).lower() == "hyperlink":
            yield from _link_style(story, story.look.chain(value(style, "styleId")))


def _link_style(story: Story, chain: list[etree._Element]) -> Iterator[Finding]:
    place = Place("stilen «Hyperkobling»")
    remedy = "Hjem > Stiler, høyreklikk Hyperkobling > Endre"
    colour, behind = story.look.style_colour(chain), story.look.page(story.root) or WHITE
    if not colour:
        return
    lines = map(value, found_in(chain, f"{w('rPr')}/{w('u')}"))
    if next(filter(None, lines), "none") == "none":
        message = "Lenkene er ikke understreket, så bare fargen viser at de er lenker."
        yield Finding(message, f"{remedy}: understrek.", place)
    ratio = contrast(colour, behind)
    if ratio < CONTRAST:
        number = f"{ratio:.2f}".replace(".", ",")
        message = f"Lenkene har kontrasten {number} : 1; minst 4,5 : 1 trengs."
        yield Finding(message, f"{remedy}: velg en mørkere farge.", place)


def find_controls(story: Story) -> Iterator[Finding]:
    """Content controls without a title: nothing says what is to be filled in."""
    for control in story.root.iter(SDT):
        kinds = {child.tag for child in control.iterfind(f"{SDT_PR}/*")}
        is_field = kinds.isdisjoint(_HOLDERS) and not kinds.isdisjoint(_FIELD_KINDS)
        if is_field and not value(control.find(f"{SDT_PR}/{w('alias')}")).strip():
            message = "Innholdskontrollen har ingen tittel."
            remedy = (
                "Klikk i den, velg Utvikler > Egenskaper, og skriv hva som fylles ut, i Tittel."
            )
            yield Finding(message, remedy, story.of(control))
