"""What else a finished Word file says that a PDF of it must say too."""

from itertools import filterfalse

from lxml import etree

from .attributes import first_in, value
from .names import MC, OFFICE, WP, A, w
from .package import Package, parse

_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


def alternative_texts(package: Package) -> list[str]:
    """The alternative texts of the main part's drawings in order, '' where one has none.

    What is only decoration is left out, as it is from what a screen reader says.
    """
    root = parse(package.members[package.main])
    texts = []
    for drawing in root.iter(w("drawing")):
        if next(drawing.iterancestors(f"{{{MC}}}Fallback"), None) is not None:
            continue
        for about in filterfalse(is_decorative, drawing.iter(f"{{{WP}}}docPr")):
            text = about.get("descr") or about.get("title") or ""
            texts.append(text.strip())
    return texts


def is_decorative(about: etree._Element) -> bool:
    """Whether a drawing says of itself that it is there for the look alone."""
    marks = {mark.get("val") for mark in about.iter(_DECORATIVE)}
    return not marks.isdisjoint(("1", "true"))


def body_font(package: Package) -> str:
    """The name of the font that text is in unless something else says another ('' for none)."""
    for part in package.related(package.main, f"{OFFICE}/styles"):
        path = f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/{w('rFonts')}"
        fonts = parse(package.members[part]).find(path)
        theme = value(fonts, "asciiTheme")
        if value(fonts, "ascii") or not theme:
            return value(fonts, "ascii")
        kind = "minorFont" if theme.startswith("minor") else "majorFont"
        themes = package.related(package.main, f"{OFFICE}/theme")
        roots = [parse(package.members[theme_part]) for theme_part in themes]
        latin = first_in(roots, f".//{{{A}}}{kind}/{{{A}}}latin")
        return latin.get("typeface", "") if latin is not None else ""
    return ""


def has_tracked_changes(package: Package) -> bool:
    """Whether somebody's insertions or deletions wait to be accepted in the main part."""
    root = parse(package.members[package.main])
    return next(root.iter(w("ins"), w("del"), w("moveFrom"), w("moveTo")), None) is not None
