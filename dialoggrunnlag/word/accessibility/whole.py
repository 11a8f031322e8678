"""The document as a whole: a title that says what it is, and a language to read it in."""

import re
from collections.abc import Collection, Iterator

from lxml import etree

from ..attributes import first_in, value
from ..names import w
from ..package import Package
from ..places import P
from ..problems import Place
from ..properties import read_core
from .appearance import Appearance
from .as_read import Finding, Story

_NO_TITLE = re.compile(
    r"(word[- ]?dokument|word document|dokument\s*\d*|document\s*\d*|untitled|uten navn|uten tittel"
    r"|tittel|title|mal|.*\.do[ct][xm]?)",
    re.IGNORECASE,
)
_NORMAL = "Hjem > Stiler, høyreklikk Normal > Endre > Format > Språk."
_STYLE = "Hjem > Stiler, høyreklikk stilen > Endre > Format > Språk."


def find_title(package: Package) -> Iterator[Finding]:
    """A document title that is missing or says nothing."""
    title = read_core(package).get("title", "")
    remedy, place = "Skriv den i Fil > Informasjon > Tittel.", Place("dokumentegenskaper, tittel")
    if not title:
        yield Finding("Dokumentet har ingen tittel.", remedy, place)
    elif _NO_TITLE.fullmatch(title):
        yield Finding(f"Tittelen «{title}» sier ikke hva dokumentet er.", remedy, place)


def find_language(look: Appearance, languages: Collection[str]) -> Iterator[Finding]:
    """A base language that is missing or not allowed, and styles in another."""
    base = base_language(look)
    place = Place("stilen «Normal»")
    if not base:
        yield Finding("Teksten har ikke noe språk.", _NORMAL, place)
    elif languages and base not in languages:
        yield Finding(f"Teksten er på språket {base}.", _NORMAL, place)
    for style in look.styles.values():
        for language in _others(style, base, languages):
            name = value(style.find(w("name"))) or value(style, "styleId")
            place = Place(f"stilen «{name}»")
            yield Finding(f"Stilen er på språket {language}.", _STYLE, place, f"style {language}")


def find_foreign(story: Story, base: str, languages: Collection[str]) -> Iterator[Finding]:
    """Texts that are marked as another language than those allowed."""
    for paragraph in story.root.iter(P):
        for language in dict.fromkeys(_others(paragraph, base, languages)):
            message = f"Teksten er merket som språket {language}."
            remedy = "Merk den, og velg Se gjennom > Språk > Angi korrekturspråk."
            yield Finding(message, remedy, story.of(paragraph), language)


def base_language(look: Appearance) -> str:
    """The language that text is in unless something says another."""
    normal = look.styles.get(look.defaults.get("paragraph", ""))
    own = value(normal.find(f"{w('rPr')}/{w('lang')}")) if normal is not None else ""
    return own or value(first_in(look.document, w("lang")))


def _others(element: etree._Element, base: str, languages: Collection[str]) -> Iterator[str]:
    """The languages named in an element that are neither the base nor allowed."""
    for language in element.iter(w("lang")):
        own = value(language)
        if own and languages and own != base and own not in languages:
            yield own
