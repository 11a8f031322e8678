"""A form whose content controls have lost their codes in a program that doesn't know them."""

import re
from collections.abc import Iterator

from .attributes import found_in, value
from .controls import SDT_PR
from .names import w
from .package import APP_TYPE, Package, parse
from .problems import TemplateProblem

_PROGRAM = re.compile(r"(\w+)(?:/(\d+\.\d+))?")  # «LibreOffice/7.4.7.2$Linux_X86_64 …»
_FEW = 2  # controls that an author may have left without a code


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
            "Hent malen fra git på nytt, og endre den i Word.",
        )


def _program(package: Package) -> str:
    """The program that has saved the file, with its version: «LibreOffice 7.4»."""
    for name in package.of_type(APP_TYPE):
        for element in parse(package.members[name]).iterfind("{*}Application"):
            named = _PROGRAM.match(element.text or "")
            if named:
                return " ".join(filter(None, named.groups()))
    return ""
