"""The invitations to the dialogues: an e-mail draft for each school, with what it brings.

A draft is only made of what is up to date: an invitation with last week's agenda is worse than
none. Nothing is sent.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from . import kalender
from .epost import Person, Utkast, Vedlegg, som_eml
from .errors import DialogError, Problem
from .fellesmal import INNKALLING, Fellesmal
from .files import read_file
from .grunnlag import InnkallingFelt, values
from .pipeline import Result, contents
from .project import Mal
from .tilstand import Tilstand, tilstander

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from .grunnlag import Grunnlag
    from .output import Edited, OutputFolder
    from .pipeline import Prepared
    from .tilstand import Dokument

HOVEDDOKUMENT = "dialoggrunnlag"
_EMNE = "Emne:"


class Innkalling(NamedTuple):
    """A school's invitation, ready to be written: the draft and the calendar that it brings."""

    eml: bytes
    kalender: bytes
    warnings: tuple[Problem, ...]


class Innkallinger:
    """Makes the invitations of a round; raises DialogError where its template is wrong.

    ``prepared`` holds all document kinds. ``valg`` are the options that a command needs to make
    documents in the same folder.
    """

    def __init__(self, prepared: Prepared, folder: OutputFolder, valg: str = "") -> None:
        self._prepared, self._folder, self._valg = prepared, folder, valg
        project = prepared.files.project
        path = project.shared_template(INNKALLING)
        self._mal = Fellesmal.read(path, project.display(path))
        problems = self._mal.check()
        if problems:
            raise DialogError(problems)

    def write(
        self,
        skoler: Sequence[str],
        *,
        edited: Edited,
        today: date,
        done: Callable[[Result], None],
    ) -> list[Result]:
        """Write the draft and the calendar of each school; one that fails doesn't stop the others.

        ``done`` is called after each file.
        """
        results = []
        for result in self._results(skoler, edited=edited, today=today):
            results.append(result)
            done(result)
        return results

    def _results(self, skoler: Sequence[str], *, edited: Edited, today: date) -> Iterator[Result]:
        made, stopped = contents(self._prepared, skoler, self._folder.folder)
        år = self._prepared.files.datasett.runde.år
        for skole_id in skoler:
            name = self._prepared.skoler[skole_id][0]
            if skole_id in stopped:
                yield Result(name, None, None, stopped[skole_id])
                continue
            try:
                innkalling = self.make(skole_id, made[skole_id])
            except DialogError as error:
                yield Result(name, None, None, error.problems)
                continue
            files = (
                ("kalender", kalender.filnavn(år, skole_id), innkalling.kalender, ()),
                ("innkalling", filnavn(år, skole_id), innkalling.eml, innkalling.warnings),
            )
            for navn, file, data, warnings in files:
                mal = Mal(self._folder.folder / file, navn, file.rpartition(".")[2])
                try:
                    written = self._folder.write(file, data, edited=edited, today=today)
                    yield Result(name, mal, written, warnings)
                except DialogError as error:
                    yield Result(name, mal, None, error.problems)

    def state(self, skole_id: str, content: Grunnlag) -> Tilstand:
        """The state of the draft that lies in the folder.

        One that couldn't be made now, since what it brings is out of date, is so itself.
        """
        år = self._prepared.files.datasett.runde.år
        name = filnavn(år, skole_id)
        if not (self._folder.folder / name).is_file():
            return Tilstand.MANGLER
        try:
            found, _ = self._folder.state(name, self.make(skole_id, content).eml)
        except DialogError:
            return Tilstand.UTDATERT
        if found is None or found.newest:
            return Tilstand.FERSK
        return Tilstand.REDIGERT if found.edited and found.was_newest else Tilstand.UTDATERT

    def make(self, skole_id: str, content: Grunnlag) -> Innkalling:
        """A school's invitation; raises DialogError with all that keeps it from being made."""
        files = self._prepared.files
        if not content.dialog.dato:
            message = "Dialogen har ingen dato, så ingen kan kalles inn."
            path = ("dialoger", skole_id)
            problem = files.runde.problem(path, message, "Skriv «dato» i dialogen.", at_key=True)
            raise DialogError([problem])
        folder = self._folder
        moved = kalender.flyttinger(files, {skole_id: content}, folder.folder, folder.display)
        problems = [*moved.get(skole_id, ()), *kalender.hindringer(files, skole_id)]
        attached: list[Vedlegg] = []
        if not content.dialog.avlyst:
            documents, wrong = self._documents(skole_id, content)
            own, missing = self._own_files(skole_id, content, {v.navn for v in documents})
            attached += [*documents, *own]
            problems += [*wrong, *missing]
        if problems:
            raise DialogError(problems)
        ics = kalender.skolens_kalender(files, skole_id, content)
        name = kalender.filnavn(content.runde.år, skole_id)
        attached.append(Vedlegg(name, ics, kalender.metode(ics)))
        eml = som_eml(self._draft(content, attached))
        return Innkalling(eml, ics, tuple(self._warnings(skole_id, content)))

    def _draft(self, content: Grunnlag, attached: Sequence[Vedlegg]) -> Utkast:
        felt = InnkallingFelt(**values(content), vedlegg=[vedlegg.navn for vedlegg in attached])
        first, _, text = self._mal.render(felt).lstrip().partition("\n")
        if not first.startswith(_EMNE) or not first.removeprefix(_EMNE).strip():
            message = f"Teksten begynner ikke med «{_EMNE}» og emnet."
            remedy = f"Skriv «{_EMNE} …» på første linje, og teksten fra tredje."
            raise DialogError([Problem(message, remedy, self._mal.name, 1, 1)])
        kontakt, kontor = content.skole.kontakt, content.skoleeier
        return Utkast(
            first.removeprefix(_EMNE).strip(),
            f"{text.strip()}\n",
            Person(kontakt.navn or content.skole.navn, kontakt.epost) if kontakt.epost else None,
            Person(kontor.kontor, kontor.epost) if kontor.epost else None,
            kalender.tidsstempel(content),
            tuple(attached),
        )

    def _warnings(self, skole_id: str, content: Grunnlag) -> Iterator[Problem]:
        if not content.skole.kontakt.epost:
            message = "Skolen har ingen kontakt, så mottakeren må fylles inn i e-posten."
            remedy = "Skriv «kontakt» med «navn» og «epost»."
            path = ("skoler", skole_id)
            problem = self._prepared.files.skoler.problem(path, message, remedy, at_key=True)
            yield problem._replace(warning=True)

    # --- what is attached ------------------------------------------------------------------

    def _documents(self, skole_id: str, content: Grunnlag) -> tuple[list[Vedlegg], list[Problem]]:
        """The dialoggrunnlag, its PDF where that is made, and the forms to fill in."""
        forms = {mal.navn for mal, document in self._prepared.documents if document.is_form()}
        wanted = [
            document
            for document in tilstander(self._prepared, skole_id, content, self._folder)
            if _is_attached(document, forms)
        ]
        wanted.sort(key=lambda document: document.navn != HOVEDDOKUMENT)
        command = self._command(skole_id, wanted)
        wrong = [self._stale(d, command) for d in wanted if not d.tilstand.holder]
        if wrong:
            return [], wrong
        shown = self._folder.display
        return [
            Vedlegg(d.path.name, read_file(d.path, f"{shown}/{d.path.name}")) for d in wanted
        ], []

    def _command(self, skole_id: str, wanted: Sequence[Dokument]) -> str:
        """The command that makes them all anew."""
        kinds = dict.fromkeys(document.navn for document in wanted)
        words = [f"--dokument {navn}" for navn in kinds]
        pdf = " --pdf" if any(document.suffix == "pdf" for document in wanted) else ""
        return f"dialog generer --skole {skole_id} {' '.join(words)}{pdf}{self._valg}"

    def _stale(self, document: Dokument, command: str) -> Problem:
        message, more = {
            Tilstand.MANGLER: ("Dokumentet er ikke laget.", ""),
            Tilstand.UTDATERT: ("Dokumentet er eldre enn det som det lages av.", ""),
        }.get(
            document.tilstand,
            (
                "Dokumentet er redigert for hånd, og det som det lages av, er endret siden.",
                " --overskriv (en kopi beholdes), eller ta endringene inn i det for hånd",
            ),
        )
        file = f"{self._folder.display}/{document.path.name}"
        return Problem(message, f"Kjør: {command}{more}", file)

    def _own_files(
        self, skole_id: str, content: Grunnlag, taken: set[str]
    ) -> tuple[list[Vedlegg], list[Problem]]:
        """The files that the data basis names, and those of them that aren't there."""
        files, found, missing = self._prepared.files, [], []
        for index, punkt in enumerate(content.datagrunnlag):
            if not punkt.fil:
                continue
            if not files.project.has_file(punkt.fil):
                path: tuple[str | int, ...] = ("datagrunnlag", index, "fil")
                if files.datasett.runde.dialoger[skole_id].filer.get(punkt.id):
                    path = ("dialoger", skole_id, "filer", punkt.id)
                message = f"Filen «{punkt.fil}» finnes ikke."
                remedy = "Legg den der, eller rett stien fra prosjektmappen."
                missing.append(files.runde.problem(path, message, remedy))
                continue
            name = PurePath(punkt.fil.replace("\\", "/")).name
            if name in taken:
                name = f"{punkt.id}-{name}"
            taken.add(name)
            found.append(Vedlegg(name, read_file(files.project.file(punkt.fil), punkt.fil)))
        return found, missing


def _is_attached(document: Dokument, forms: set[str]) -> bool:
    if document.suffix == "pdf":  # nobody fills in the PDF of a form
        return document.navn == HOVEDDOKUMENT and document.tilstand is not Tilstand.MANGLER
    return document.suffix == "docx" and document.navn in {HOVEDDOKUMENT, *forms}


def filnavn(år: int, skole_id: str) -> str:
    """What a school's draft is called."""
    return f"innkalling-{år}-{skole_id}.eml"
