"""Making the documents anew as data and templates are saved, and telling only what is new."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from ..disk.folder import Edited, Outcome
from ..disk.writing import read_file, unreadable
from ..dokumenter import dokumentmaler, kjede
from ..dokumenter.arbeid import Arbeid
from ..dokumenter.dokumentmaler import Document
from ..dokumenter.kjede import Result
from ..errors import DialogError, Problem, UsageError
from ..innhold.text_template import TextTemplates
from ..reading.ordliste import Ordliste
from ..reading.project import Mal, Project

_RETRY = 4  # quiet ticks between two attempts at what is wrong


class Faults(NamedTuple):
    """All that is wrong at a time: for all schools alike, and for some documents."""

    shared: tuple[Problem, ...] = ()
    results: tuple[Result, ...] = ()

    def what(self) -> set[Problem]:
        """The problems without their places, which move as one writes above them."""
        problems = list(self.shared)
        for result in self.results:
            problems += result.problems
        return {p._replace(line=0, column=0, source="", place="") for p in problems}


class Listener(Protocol):
    """Who is told what happens."""

    def document(self, result: Result) -> None:
        """A document is new or renewed, or edited by hand and left alone."""

    def wrong(self, faults: Faults) -> None:
        """Something is wrong that wasn't told before."""

    def still_wrong(self, count: int) -> None:
        """What was told before is still wrong after another save."""

    def well_again(self) -> None:
        """What was wrong is no more."""


class Se:
    """The documents of a project, kept up to date: ``look`` after a save, ``quiet`` between.

    An error is told when it has stood for a quiet moment: many editors save in several steps,
    between which a file is empty or isn't there. ``åpne`` is how the work begins each time, its
    templates loaded by ``loader``.
    """

    def __init__(self, project: Project, åpne: Callable[..., Arbeid], listener: Listener) -> None:
        self.folder: Path | None = None  # where the documents go, once that is known
        self._project, self._åpne, self._listener = project, åpne, listener
        self._kept: dict[Path, tuple[bytes, bytes, Document]] = {}
        self._told = Faults()
        self._untold: Faults | None = None
        self._edited: set[tuple[Path, bool]] = set()
        self._ticks = 0

    @property
    def is_well(self) -> bool:
        """Whether nothing was wrong when last looked."""
        return self._untold is None and self._told == Faults()

    def start(self) -> None:
        """Look for the first time; raises UsageError for an unknown school, round or kind."""
        self._consider(self._attempt(first=True))
        self.quiet()

    def look(self) -> None:
        """Make what is new, after something was saved."""
        self._consider(self._attempt())

    def quiet(self) -> None:
        """Nothing has been saved for a moment: what is wrong is meant to be there.

        It is looked at again now and then, since nothing tells when a document is closed or a
        file put in place: that doesn't happen in the folders that are watched.
        """
        faults, self._untold = self._untold, None
        if faults is None:
            self._ticks += 1
            if self._told != Faults() and self._ticks % _RETRY == 0:
                faults = self._attempt()
                if faults.what() != self._told.what():
                    self._consider(faults)
        elif faults.what() == self._told.what():
            self._told = faults
            self._listener.still_wrong(len(faults.what()))
        else:
            self._told = faults
            self._listener.wrong(faults)

    def _consider(self, faults: Faults) -> None:
        if faults != Faults():
            self._untold = faults
            return
        self._untold = None
        if self._told != Faults():
            self._told = faults
            self._listener.well_again()

    def _attempt(self, *, first: bool = False) -> Faults:
        """Make everything, of which what is unchanged isn't written; returns what is wrong."""
        wrong = []
        try:
            arbeid = self._åpne(loader=self._load)
            self.folder = arbeid.output.folder
            arbeid.output.create()
            today = datetime.now().astimezone().date()
            for result in kjede.generate(
                arbeid.prepared, arbeid.skoler, arbeid.output, edited=Edited.KEEP, today=today
            ):
                self._tell(result)
                if result.feilet:
                    wrong.append(result)
        except DialogError as error:
            if first and isinstance(error, UsageError):
                raise
            return Faults(error.problems)
        except OSError as error:  # a file that went away as we came to it
            return Faults((unreadable(error, str(error.filename or "data/")),))
        return Faults((), tuple(wrong))

    def _load(self, mal: Mal, name: str, texts: TextTemplates, ordliste: Ordliste) -> Document:
        """A compiled template, kept as long as its bytes and the word list's are the same."""
        data = read_file(mal.path, name)
        words = b""
        with suppress(DialogError):
            words = read_file(self._project.wordlist_file, "")
        kept = self._kept.get(mal.path)
        if kept is None or kept[:2] != (data, words):
            kept = (data, words, dokumentmaler.compiled(data, mal, name, texts, ordliste))
            self._kept[mal.path] = kept
        return kept[2]

    def _tell(self, result: Result) -> None:
        written = result.written
        if written is None or written.outcome is Outcome.UNCHANGED:
            return
        if written.outcome is Outcome.EDITED:
            state = (written.path, written.current)
            if state in self._edited:
                return
            self._edited.add(state)
        else:
            self._edited -= {(written.path, True), (written.path, False)}
        self._listener.document(result)


def follow(se: Se, changes: Iterable[bool]) -> None:
    """Look after each save, for as long as there are any to come."""
    for changed in changes:
        if changed:
            se.look()
        else:
            se.quiet()
