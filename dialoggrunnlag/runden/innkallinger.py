"""The invitations to the dialogues: an e-mail draft for each school, with what it brings.

A draft is only made of what is up to date: an invitation with last week's agenda is worse than
none. Nothing is sent.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, NamedTuple

from ..disk.writing import read_file
from ..dokumenter import kalender
from ..dokumenter.datagrunnlagsfiler import filer
from ..dokumenter.epost import Person, Utkast, Vedlegg, identitet, identitet_i, som_eml
from ..dokumenter.innkallingstekst import Innkallingstekst
from ..dokumenter.kjede import Result, contents, write_one
from ..dokumenter.tilstand import Tilstand, tilstand_av, tilstander
from ..errors import DialogError, Problem
from ..reading.project import Mal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from ..disk.folder import Edited, OutputFolder
    from ..dokumenter.kjede import Prepared
    from ..dokumenter.tilstand import Dokument
    from ..innhold.grunnlag import Grunnlag

HOVEDDOKUMENT = "dialoggrunnlag"


class Innkalling(NamedTuple):
    """A school's invitation, ready to be written: the draft and the calendar that it brings."""

    utkast: Utkast
    kalender: bytes
    warnings: tuple[Problem, ...]


class Innkallinger:
    """Makes the invitations of a round; raises DialogError where its template is wrong.

    ``prepared`` holds all document kinds. ``valg`` are the options that a command needs to make
    documents in the same folder.
    """

    def __init__(self, prepared: Prepared, folder: OutputFolder, valg: Sequence[str] = ()) -> None:
        self._prepared, self._folder, self._valg = prepared, folder, valg
        self._tekst = Innkallingstekst.read(prepared.files.project)

    def write(
        self, skoler: Sequence[str], *, edited: Edited, today: date, done: Callable[[Result], None]
    ) -> list[Result]:
        """Write the calendar and the draft of each school; one that fails doesn't stop the others.

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
            file = kalender.filnavn(år, skole_id)
            sent = self._put(name, file, innkalling.kalender, edited=edited, today=today)
            yield sent
            # The next invitation is held against this calendar: a draft with another one would
            # let a meeting move unseen.
            if sent.written and sent.written.current:
                data, file = som_eml(innkalling.utkast), filnavn(år, skole_id)
                result = self._put(name, file, data, edited=edited, today=today)
                if result.written:
                    result = result._replace(problems=innkalling.warnings)
                yield result

    def _put(self, name: str, file: str, data: bytes, *, edited: Edited, today: date) -> Result:
        mal = Mal(self._folder.folder / file, file.partition("-")[0], file.rpartition(".")[2])
        return write_one(name, mal, data, self._folder, edited=edited, today=today)

    def state(
        self, skole_id: str, content: Grunnlag, documents: Sequence[Dokument] | None = None
    ) -> Tilstand:
        """The state of the draft that lies in the folder.

        One that couldn't be made now, since what it brings is out of date, is so itself; after the
        dialogue, when its summary has been read, it is history and holds. ``documents`` are the
        school's, where they are known already.
        """
        år = self._prepared.files.datasett.runde.år
        name = filnavn(år, skole_id)
        if not (self._folder.folder / name).is_file():
            return Tilstand.MANGLER
        if content.oppsummering.lest:
            return Tilstand.FERSK
        try:
            mark = identitet(self.make(skole_id, content, documents).utkast)
            found = self._folder.state_of_derived(name, lambda data: identitet_i(data) == mark)
        except DialogError:
            return Tilstand.UTDATERT
        return tilstand_av(found)

    def make(
        self, skole_id: str, content: Grunnlag, documents: Sequence[Dokument] | None = None
    ) -> Innkalling:
        """A school's invitation; raises DialogError with all that keeps it from being made."""
        files, folder = self._prepared.files, self._folder
        moved = kalender.flyttinger(files, {skole_id: content}, folder.folder, folder.display)
        problems = [*moved.get(skole_id, ()), *kalender.hindringer(files, skole_id)]
        if not content.dialog.dato:
            raise DialogError(problems or [self._no_date(skole_id)])
        ics = kalender.skolens_kalender(files, skole_id, content) if not problems else b""
        name = kalender.filnavn(content.runde.år, skole_id)
        attached: list[Vedlegg] = []
        if not content.dialog.avlyst:
            if documents is None:
                documents = tilstander(self._prepared, skole_id, content, folder)
            lying, wrong = self._documents(skole_id, content, documents)
            own, missing = self._own_files(skole_id, content, [*(v.navn for v in lying), name])
            attached += [*lying, *own]
            problems += [*wrong, *missing]
        if problems:
            raise DialogError(problems)
        attached.append(Vedlegg(name, ics, kalender.metode(ics)))
        warnings = tuple(self._warnings(skole_id, content))
        return Innkalling(self._draft(content, attached), ics, warnings)

    def _draft(self, content: Grunnlag, attached: Sequence[Vedlegg]) -> Utkast:
        emne, tekst = self._tekst.fyll(content, [vedlegg.navn for vedlegg in attached])
        kontakt, kontor = content.skole.kontakt, content.skoleeier
        return Utkast(
            emne,
            tekst,
            Person(kontakt.navn or content.skole.navn, kontakt.epost) if kontakt.epost else None,
            Person(kontor.kontor, kontor.epost) if kontor.epost else None,
            kalender.tidsstempel(content),
            tuple(attached),
        )

    def _no_date(self, skole_id: str) -> Problem:
        message = "Dialogen har ingen dato, så ingen kan kalles inn."
        path, remedy = ("dialoger", skole_id), "Skriv «dato» i dialogen."
        return self._prepared.files.runde.problem(path, message, remedy, at_key=True)

    def _warnings(self, skole_id: str, content: Grunnlag) -> Iterator[Problem]:
        if not content.skole.kontakt.epost:
            message = "Skolen har ingen kontakt, så mottakeren må fylles inn i e-posten."
            remedy = "Skriv «kontakt» med «navn» og «epost»."
            path = ("skoler", skole_id)
            problem = self._prepared.files.skoler.problem(path, message, remedy, at_key=True)
            yield problem._replace(warning=True)

    # --- what is attached ------------------------------------------------------------------

    def _documents(
        self, skole_id: str, content: Grunnlag, documents: Sequence[Dokument]
    ) -> tuple[list[Vedlegg], list[Problem]]:
        """The dialoggrunnlag, its PDF where that is made, and the forms to fill in."""
        forms = {
            mal.navn
            for mal, document in self._prepared.documents
            if document.is_form() and not content.oppsummering.lest
        }
        wanted = [document for document in documents if _is_attached(document, forms)]
        wanted.sort(key=lambda document: document.navn != HOVEDDOKUMENT)
        wrong = [document for document in wanted if not document.tilstand.holder]
        if wrong:
            return [], [self._stale(skole_id, document, wrong) for document in wrong]
        shown = self._folder.display
        return [
            Vedlegg(d.path.name, read_file(d.path, f"{shown}/{d.path.name}")) for d in wanted
        ], []

    def _stale(self, skole_id: str, document: Dokument, wrong: Sequence[Dokument]) -> Problem:
        """What is wrong with a document that can't be sent, and the command that makes it new."""
        file = f"{self._folder.display}/{document.path.name}"
        if document.tilstand is not Tilstand.REDIGERT_UTDATERT:
            missing = document.tilstand is Tilstand.MANGLER
            message = "er ikke laget" if missing else "er eldre enn det som det lages av"
            together = [d for d in wrong if d.tilstand is not Tilstand.REDIGERT_UTDATERT]
            command = self._command(skole_id, together)
            return Problem(f"Dokumentet {message}.", f"Kjør: {command}", file)
        command = self._command(skole_id, [document])
        if document.suffix == "pdf":
            message = "PDF-en er endret av noen, eller en annens, og hører ikke til Word-filen."
            return Problem(message, f"Flytt den, og kjør: {command}", file)
        message = "Dokumentet er redigert for hånd, og det som det lages av, er endret siden."
        remedy = "Ta endringene inn for hånd, eller erstatt det (en kopi beholdes): "
        return Problem(message, f"{remedy}{command} --overskriv", file)

    def _command(self, skole_id: str, documents: Sequence[Dokument]) -> str:
        """The command that makes them anew, to be pasted into a shell."""
        kinds = dict.fromkeys(document.navn for document in documents)
        words = ["dialog", "generer", "--skole", skole_id]
        words += [word for navn in kinds for word in ("--dokument", navn)]
        words += ["--pdf"] * any(document.suffix == "pdf" for document in documents)
        return " ".join(_in_shell(word) for word in (*words, *self._valg))

    def _own_files(
        self, skole_id: str, content: Grunnlag, taken: Iterable[str]
    ) -> tuple[list[Vedlegg], list[Problem]]:
        """The files that the data basis names, each once, and what is wrong with them."""
        names = {name.casefold() for name in taken}
        found: dict[str, Vedlegg] = {}
        wrong: list[Problem] = []
        for fil in filer(self._prepared.files, skole_id, content):
            path = self._prepared.files.project.file(fil.sti)
            problem = fil.problem(self._prepared.files)
            if problem:
                wrong.append(problem)
            elif str(path) not in found:
                name = path.name
                while name.casefold() in names:
                    name = f"{fil.punkt}-{name}"
                names.add(name.casefold())
                found[str(path)] = Vedlegg(name, read_file(path, fil.sti))
        return list(found.values()), wrong


def _is_attached(document: Dokument, forms: set[str]) -> bool:
    if document.suffix == "pdf":  # nobody fills in the PDF of a form
        return document.navn == HOVEDDOKUMENT and document.tilstand is not Tilstand.MANGLER
    return document.suffix == "docx" and document.navn in {HOVEDDOKUMENT, *forms}


def _in_shell(word: str) -> str:
    """A word to be pasted into a shell; ``shlex`` alone quotes every «å», though none must."""
    return word if re.fullmatch(r"[\w@%+=:,./-]+", word) else shlex.quote(word)


def filnavn(år: int, skole_id: str) -> str:
    """What a school's draft is called."""
    return f"innkalling-{år}-{skole_id}.eml"
