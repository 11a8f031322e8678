"""From Word files to finished PDFs."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, NamedTuple

from ..errors import DialogError, Problem
from ..word.finished import alternative_texts, body_font, has_tracked_changes
from ..word.package import Package
from ..word.problems import TemplateError
from ..word.properties import read_core, read_custom
from . import office
from .metadata import Description, describe, source_mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pikepdf

# The free fonts that LibreOffice uses in place of Word's, since their letters are as wide
_TWINS = {
    "calibri": "Carlito", "cambria": "Caladea", "arial": "Liberation Sans",
    "helvetica": "Liberation Sans", "times new roman": "Liberation Serif",
    "courier new": "Liberation Mono",
}  # fmt: skip


class Job(NamedTuple):
    """A PDF to be made: of which Word file, its fingerprint, and what messages call the PDF."""

    document: bytes
    mark: str
    name: str


class Made(NamedTuple):
    """What became of a job: the PDF, or the problem in its place; what to look at in any case."""

    pdf: bytes
    problems: tuple[Problem, ...] = ()


def made_from(pdf: bytes, mark: str) -> bool:
    """Whether a PDF was made from the Word file with that fingerprint."""
    return source_mark(pdf) == mark


def make(jobs: Sequence[Job]) -> Iterator[tuple[int, Made]]:
    """The PDF of each job with its number, as they come.

    Raises DialogError where LibreOffice isn't there, or doesn't work.
    """
    program = office.find()
    if program is None:
        raise DialogError([_no_office()])
    try:
        for number, raw in office.convert([job.document for job in jobs], program):
            yield number, _finish(jobs[number], raw, program)
    except office.BrokenOfficeError as error:
        message = f"Ikke alle PDF-ene ble laget, for LibreOffice («{program}») lager ingenting."
        remedy = (
            "Se om det starter, og om det kan åpne et dokument; installer det eventuelt på nytt."
        )
        remedy = _confined(program) or remedy
        raise DialogError([Problem(f"{message}{_said(str(error))}", remedy)]) from None


def _no_office() -> Problem:
    chosen = os.environ.get(office.VARIABLE)
    if chosen:
        message = f"PDF-ene ble ikke laget, for «{chosen}» er ikke noe program som kan kjøres."
        remedy = f"Miljøvariabelen {office.VARIABLE} skal vise til LibreOffice' program, soffice."
        return Problem(message, remedy)
    return Problem(
        "PDF-ene ble ikke laget, for LibreOffice finnes ikke på denne maskinen.",
        "Installer det (i Windows og på Mac fra libreoffice.org, i Debian og Ubuntu med «apt "
        "install libreoffice-writer»), og kjør igjen. Ligger det et uvanlig sted, så oppgi "
        f"programmet i miljøvariabelen {office.VARIABLE}.",
    )


def _confined(program: Path) -> str:
    """What to do where LibreOffice may not see the files that it is given; '' for any other."""
    kind = office.confinement(program)
    if not kind:
        return ""
    return (
        f"Det er installert som {kind}, og ser bare noen av mappene på maskinen. "
        "Installer det som en vanlig pakke, eller gi det tilgang til hjemmemappen."
    )


def _finish(job: Job, raw: bytes | office.Failure, program: Path) -> Made:
    """A PDF as LibreOffice wrote it, mended and described."""
    if isinstance(raw, office.Failure):
        message = "LibreOffice klarte ikke å lage PDF-en."
        if raw.hung:
            message = f"LibreOffice ble avsluttet fordi det ikke svarte på {office.LIMIT:.0f} s."
        message += _said(raw.said)
        remedy = "Åpne Word-filen i LibreOffice og se om den vises; kjør så igjen."
        remedy = _confined(program) or remedy
        return Made(b"", (Problem(message, remedy, job.name),))
    try:
        return _mended(job, raw)
    except TemplateError as error:
        problem = error.problems[0]
        return Made(b"", (Problem(problem.message, problem.remedy, job.name),))


def _said(words: str) -> str:
    """What LibreOffice said itself, in whatever language it has."""
    return f" LibreOffice sier: «{words}»." if words else ""


def _mended(job: Job, raw: bytes) -> Made:
    # They cost start-up time, and LibreOffice is at work meanwhile
    import pikepdf  # noqa: PLC0415

    from . import repair  # noqa: PLC0415

    package = Package(job.document)
    core, custom = read_core(package), read_custom(package)
    navn = ("dokument", "runde", "skole", "utgave")
    own = {name: custom.get(f"dialog-{name}", "") for name in navn}
    own["kilde"] = job.mark
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        repair.mark_artefacts(pdf)
        repair.describe_links(pdf)
        repair.join_links(pdf)
        lost = repair.number_notes(pdf)
        without = repair.restore_alternative_texts(pdf, alternative_texts(package))
        core.setdefault("title", job.name.rsplit("/", 1)[-1].removesuffix(".pdf"))
        core["language"] = str(pdf.Root.get("/Lang", "")) or core.get("language", "")
        producer = str(pdf.docinfo.get("/Producer", "LibreOffice"))
        describe(pdf, Description(core, own, producer, accessible=not (without or lost)))
        found = [*_inaccessible(without, lost), *_unlike_word(package, pdf)]
        problems = [Problem(*texts, job.name, warning=True) for texts in found]
        repair.forget_the_time(pdf)
        return Made(repair.saved(pdf), tuple(problems))


def _inaccessible(without_text: int, lost_links: int) -> Iterator[tuple[str, str]]:
    """What keeps a PDF from being PDF/UA, and what to do."""
    if without_text:
        what = "Et bilde eller diagram"
        if without_text > 1:
            what = f"{without_text} bilder eller diagrammer"
        message = f"{what} mangler alternativ tekst, så PDF-en kan ikke være PDF/UA."
        yield message, "Skriv den i Word: høyreklikk bildet, «Vis alternativ tekst»."
    if lost_links:
        message = "En lenke i dokumentet er ikke tagget, så PDF-en kan ikke være PDF/UA."
        yield message, "Lag den på nytt i Word: merk teksten, høyreklikk og velg Hyperkobling."


def _unlike_word(package: Package, pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    """What makes the pages others than Word's, and what to do."""
    if has_tracked_changes(package):
        message = "Word-filen har sporede endringer, og også det som er slettet, står i PDF-en."
        yield message, "Godta eller forkast dem i Word (Se gjennom), og kjør igjen."
    chosen = body_font(package)
    twin = _TWINS.get(chosen.casefold(), "")
    usable = tuple(name.casefold().replace(" ", "") for name in (chosen, twin or chosen))
    used = set(_fonts(pdf))
    if chosen and used and not any(font.startswith(usable) for font in used):
        free = f" eller {twin}, som er fri og like bred" if twin else ""
        message = f"Skriften {chosen} finnes ikke på denne maskinen, så sidene kan bli andre."
        yield message, f"Installer {chosen}{free}."


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The names of the fonts that the pages use, in small letters, without subset tags."""
    for page in pdf.pages:
        fonts = page.Resources.get("/Font")
        for font in fonts.values() if fonts is not None else ():
            yield str(font.get("/BaseFont", "")).lstrip("/").rsplit("+", 1)[-1].casefold()
