"""The state of a school's documents on disk against the data, without writing anything."""

from collections.abc import Iterable
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from ..disk.folder import Found, OutputFolder
from ..errors import DialogError, Problem
from ..innhold.grunnlag import Grunnlag
from ..pdf import made_from
from ..reading.project import Mal, file_name
from .dokumentmaler import Document
from .kjede import is_read_back, lages_av


class Tilstand(Enum):
    """What a document is, against what the data would make now; the values are as it is shown."""

    MANGLER = "mangler"
    DELVIS = "delvis"  # of several: some are made
    FERSK = "fersk"
    LAGET = "laget"  # of an invitation: it can be sent as it lies
    UTDATERT = "utdatert"
    REDIGERT = "redigert for hånd"
    REDIGERT_UTDATERT = "redigert for hånd, utdatert"
    INGEN_TALL = "ingen tall"  # it isn't made, since the school has no key figures
    LAGES_IKKE = "lages ikke"  # PDFs, where none is made and the project asks for none
    UKJENT = "ukjent"  # errors in the data keep it from being told

    @property
    def holder(self) -> bool:
        """Whether it can be used as it lies."""
        return self in (Tilstand.FERSK, Tilstand.LAGET, Tilstand.REDIGERT, Tilstand.INGEN_TALL)


class Dokument(NamedTuple):
    """One document of a school: its kind (``navn``), suffix, place and state.

    All of a round's are in one folder: ten thousand schools' paths would take much memory.
    """

    navn: str
    suffix: str
    mappe: Path
    fil: str
    tilstand: Tilstand

    @property
    def path(self) -> Path:
        """Where it lies, or would."""
        return self.mappe / self.fil


def tilstander(
    maler: Iterable[tuple[Mal, Document]], skole_id: str, content: Grunnlag, folder: OutputFolder
) -> list[Dokument]:
    """The state of a school's documents of ``maler``, each Word document followed by its PDF.

    Raises DialogError with everything that keeps it from being told.
    """
    dokumenter: list[Dokument] = []
    problems: list[Problem] = []
    for mal, document in maler:
        try:
            dokumenter += _av_mal(mal, document, skole_id, content, folder)
        except DialogError as error:
            problems += error.problems
    if problems:
        raise DialogError(problems)
    return dokumenter


def _av_mal(
    mal: Mal, document: Document, skole_id: str, content: Grunnlag, folder: OutputFolder
) -> list[Dokument]:
    """What a template makes: the document, and the PDF of a Word document."""
    name = file_name(mal, content.runde.år, skole_id)
    if not lages_av(mal, content):
        # What it once showed may have been hidden since
        finnes = (folder.folder / name).exists()
        gammelt = Tilstand.UTDATERT if finnes else Tilstand.INGEN_TALL
        return [Dokument(mal.navn, mal.suffix, folder.folder, name, gammelt)]
    laget = document.make(content)
    lies, newest = folder.state(name, laget.data, carried=laget.carried)
    tilstand = tilstand_av(lies)
    if tilstand is Tilstand.REDIGERT_UTDATERT and is_read_back(document, content):
        tilstand = Tilstand.REDIGERT
    made = Dokument(mal.navn, mal.suffix, folder.folder, name, tilstand)
    if mal.suffix != "docx":
        return [made]
    # A PDF is held against the Word file as it lies; without one, against that of the data.
    mark = lies.now if lies else newest
    usable = tilstand.holder or lies is None
    pdf = f"{name.removesuffix('.docx')}.pdf"
    of_it = folder.state_of_derived(pdf, lambda data: usable and made_from(data, mark))
    return [made, Dokument(mal.navn, "pdf", folder.folder, pdf, tilstand_av(of_it))]


def tilstand_av(lies: Found | None) -> Tilstand:
    """The state of what lies in a document's place."""
    if lies is None:
        return Tilstand.MANGLER
    if lies.newest:
        return Tilstand.FERSK
    if lies.edited:
        return Tilstand.REDIGERT if lies.was_newest else Tilstand.REDIGERT_UTDATERT
    return Tilstand.UTDATERT


def samlet(tilstander: list[Tilstand]) -> Tilstand:
    """The state of several documents: the worst of those made, DELVIS where some are.

    What is out of date goes before what is missing: it may be read as if it were right.
    """
    if Tilstand.UTDATERT in tilstander or Tilstand.REDIGERT_UTDATERT in tilstander:
        return Tilstand.UTDATERT
    laget = [tilstand for tilstand in tilstander if tilstand is not Tilstand.MANGLER]
    if not laget:
        return Tilstand.MANGLER
    if len(laget) < len(tilstander):
        return Tilstand.DELVIS
    return Tilstand.REDIGERT if Tilstand.REDIGERT in laget else Tilstand.FERSK
