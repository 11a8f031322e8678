"""What tells two versions of a template apart, as a person would say it."""

import difflib
from collections.abc import Iterator

from lxml import etree

from ..word import TemplateError
from ..word.names import OFFICE, w
from ..word.package import Package, parse
from ..word.plain_text import plain_text

_STYLE, _NAME = w("style"), w("name")
_VALUE = w("val")


def forskjeller(navn: str, prosjektets: bytes, programmets: bytes) -> list[str]:
    """The lines that tell of the differences, from the project's version to the program's."""
    if not navn.endswith(".docx"):
        return list(_linjer(_som_tekst(prosjektets), _som_tekst(programmets), med_nummer=True))
    try:
        gammel, ny = plain_text(prosjektets), plain_text(programmets)
        stiler = list(_stiler(Package(prosjektets), Package(programmets)))
    except TemplateError as error:
        return [error.problems[0].message]
    funnet = [*_linjer(gammel, ny, med_nummer=False), *stiler]  # Word numbers no lines
    return funnet or ["Tekstene og stilene er like; det er oppsettet ellers som er forskjellig."]


def _som_tekst(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


def _linjer(gammel: str, ny: str, *, med_nummer: bool) -> Iterator[str]:
    """The lines that only one of two texts has: − the project's, + the program's."""
    linjene = {"−": gammel.splitlines(), "+": ny.splitlines()}
    like = difflib.SequenceMatcher(None, linjene["−"], linjene["+"], autojunk=False)
    for hva, fra, til, ny_fra, ny_til in like.get_opcodes():
        if hva == "equal":
            continue
        for tegn, numre in (("−", range(fra, til)), ("+", range(ny_fra, ny_til))):
            for nummer in numre:
                linje = linjene[tegn][nummer].strip()
                if linje:
                    yield f"{tegn} {nummer + 1}: {linje}" if med_nummer else f"{tegn} {linje}"


def _stiler(gammel: Package, ny: Package) -> Iterator[str]:
    """The styles that look another way, and those that only one of them has."""
    i_prosjektet, i_programmet = _stilene(gammel), _stilene(ny)
    bare_her = [navn for navn in i_prosjektet if navn not in i_programmet]
    bare_der = [navn for navn in i_programmet if navn not in i_prosjektet]
    andre = [
        navn
        for navn, stil in i_prosjektet.items()
        if navn in i_programmet and i_programmet[navn] != stil
    ]
    for hva, navnene in (
        ("Stiler som er forskjellige", andre),
        ("Stiler som bare prosjektets mal har", bare_her),
        ("Stiler som bare programmets mal har", bare_der),
    ):
        if navnene:
            yield f"{hva}: {', '.join(navnene)}"


def _stilene(package: Package) -> dict[str, bytes]:
    """The styles by name, each as XML that compares equal where it means the same."""
    stiler: dict[str, bytes] = {}
    for part in package.related(package.main, f"{OFFICE}/styles"):
        for style in parse(package.members[part]).iter(_STYLE):
            name = style.find(_NAME)
            if name is not None:
                stiler[name.get(_VALUE, "")] = etree.tostring(style, method="c14n", exclusive=True)
    return stiler
