"""What a check is, what it looks at, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..errors import Problem
from ..model.norsk import Dato
from ..model.runde import Dialog, Runde
from ..model.skole import Skole
from ..reading.datafiler import Datafiler
from ..reading.regler import BY_SCHOOL
from ..reading.yaml_reader import Path_, YamlFile

if TYPE_CHECKING:  # it loads what ``dialog plan`` has no use for
    from ..dokumenter.dokumentmaler import Document
    from ..innhold.grunnlag import Grunnlag


class HeleFilen(NamedTuple):
    """A file that isn't YAML, or that isn't read, as the place of a finding.

    ``place`` says where in a Word document or a sheet, ``line`` where in a text.
    """

    name: str
    place: str = ""
    line: int = 0

    def problem(
        self, _path: Path_, message: str, remedy: str = "", *, at_key: bool = False
    ) -> Problem:
        """A problem of the file; it has no keys, so ``at_key`` means nothing."""
        del at_key
        column = 1 if self.line else 0
        return Problem(message, remedy, self.name, self.line, column, place=self.place)


class Funn(NamedTuple):
    """What a check found: which schools it concerns, where, and what to do.

    ``hva`` goes on from the schools' short names («Gol vgs. har dialog på en lørdag.»); with
    no schools, and where ``hel_setning``, it is the whole sentence. Findings with the same
    words at the same place become one; in a check that is ``samlet`` also those at different
    places, at the first of them.
    ``kort`` is the same in a few words, for the cells of a table.
    """

    skoler: tuple[str, ...]
    file: YamlFile | HeleFilen
    path: Path_
    hva: str
    remedy: str
    kort: tuple[str, ...] = ()
    at_key: bool = False
    hel_setning: bool = False


class Data(NamedTuple):
    """What the checks look at; ``innhold`` is that of the schools whose texts could be filled.

    ``også_uforfalt``: what is missing is asked for before there is a date as well.
    ``documents`` are those whose words are looked up in a word list that can be read.
    """

    files: Datafiler
    innhold: Mapping[str, Grunnlag] = {}
    også_uforfalt: bool = False
    documents: Sequence[Document] = ()

    @property
    def runde(self) -> Runde:
        """The round."""
        return self.files.datasett.runde

    @property
    def skoler(self) -> dict[str, Skole]:
        """The schools by id."""
        return self.files.datasett.skoler

    def dialoger(self) -> Iterator[tuple[str, Skole, Dialog]]:
        """The dialogues of the schools that there are, in the file's order."""
        for skole_id, dialog in self.runde.dialoger.items():
            if skole_id in self.skoler:
                yield skole_id, self.skoler[skole_id], dialog

    def daterte(self) -> Iterator[tuple[str, Skole, Dialog, Dato]]:
        """The dialogues that have a date and aren't off."""
        for skole_id, skole, dialog in self.dialoger():
            if dialog.dato and not dialog.avlyst:
                yield skole_id, skole, dialog, dialog.dato

    def forfalte(self) -> Iterator[tuple[str, Dialog]]:
        """The dialogues in which something may be missing: before a date, nothing is due."""
        if self.også_uforfalt:
            for skole_id, dialog in self.runde.dialoger.items():
                if not dialog.avlyst:
                    yield skole_id, dialog
        else:
            for skole_id, _, dialog, _ in self.daterte():
                yield skole_id, dialog

    def skolen_i(self, path: Path_) -> tuple[str, ...]:
        """The school that a place in a data file belongs to; none for what is for all."""
        if len(path) > 1 and path[0] in BY_SCHOOL and path[1] in self.skoler:
            return (str(path[1]),)
        return ()

    def er_stille(self, navn: str, skole_id: str) -> bool:
        """Whether the round or a school's dialogue has silenced a check, with a reason."""
        return er_stille(self.runde, navn, skole_id)

    def i_dialogen(
        self, skole_id: str, key: str, hva: str, remedy: str, kort: tuple[str, ...] = ()
    ) -> Funn:
        """A finding at one of the keys of a school's dialogue."""
        path = ("dialoger", skole_id, key)
        return Funn((skole_id,), self.files.runde, path, hva, remedy, kort)


def er_stille(runde: Runde, navn: str, skole_id: str) -> bool:
    """Whether a round or a school's dialogue in it has silenced a check, with a reason."""
    dialog = runde.dialoger.get(skole_id)
    return navn in runde.stille or (dialog is not None and navn in dialog.stille)


_Finner = Callable[[Data], Iterator[Funn]]


class Kontroll(NamedTuple):
    """A check: its name in ``stille``, what it finds, and the function that does.

    ``samlet``: the same finding in many dialogues is one line, so as not to drown the others.
    """

    navn: str
    beskrivelse: str
    finn: _Finner
    samlet: bool


def kontroll(navn: str, beskrivelse: str, *, samlet: bool = False) -> Callable[[_Finner], Kontroll]:
    """Make a check of the function that finds what it is for."""
    return lambda finn: Kontroll(navn, beskrivelse, finn, samlet)
