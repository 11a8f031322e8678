"""A table as it stands in a file: rows of cells, and where each of them is."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..disk.encoding import line_of
from ..errors import DialogError, Problem
from ..model.tall import Sted


class Ulest(NamedTuple):
    """A cell of a sheet that holds no value: what is wrong, and what to do.

    ``skoleår`` is the school year that Excel has made a date of, where it is one.
    """

    melding: str
    råd: str
    skoleår: str = ""


Verdi = str | float | Ulest | None  # what stands in a cell
FLESTE_KOLONNER = 5_000
FLESTE_RADER = 200_000
FLESTE_RUTER = 4_000_000  # of all tables in a file
_MINDRE = "Last ned bare det dere trenger: fylket deres, og de siste årene."


@dataclass(frozen=True)
class Rad:
    """A row, with its number as people count: a line, a row of a sheet, an entry of a JSON list."""

    nummer: int
    celler: Sequence[Verdi]

    @property
    def er_tom(self) -> bool:
        """Whether nothing stands in it."""
        return all(celle is None or celle == "" for celle in self.celler)


@dataclass(frozen=True)
class Rutenett:
    """The rows of one table of a file: of a text file, a sheet, or a list in a JSON file.

    ``tekst`` is a text file's own text; ``skille`` is what stands between its cells. ``tellet``
    is what is counted where there are neither lines nor cells.
    """

    fil: str
    rader: Sequence[Rad]
    ark: str = ""
    tekst: str = ""
    skille: str = ""
    tellet: str = "rad"

    def sted(self, rad: int, kolonne: int) -> Sted:
        """Where a cell stands: a row's number, and a column's index from 0."""
        if self.ark:
            return Sted(self.fil, ark=self.ark, celle=f"celle {_bokstaver(kolonne)}{rad}")
        if self.tekst:
            return Sted(self.fil, linje=rad)
        return Sted(self.fil, celle=f"{self.tellet} {rad}")

    def problem(
        self, rad: int, kolonne: int, message: str, remedy: str = "", overskrift: str = ""
    ) -> Problem:
        """A problem in a cell; ``overskrift`` is the heading of its column."""
        if not self.tekst:
            sti = "" if self.ark else overskrift
            plass = self.sted(rad, kolonne).plass
            return Problem(message, remedy, self.fil, path=sti, place=plass)
        source = line_of(self.tekst, rad)
        column = self._tegn(source, kolonne)
        return Problem(message, remedy, self.fil, rad, column, overskrift, source=source)

    def _tegn(self, source: str, kolonne: int) -> int:
        """The character, from 1, that a cell of a line begins at; 1 where quotes hide that."""
        if '"' in source:
            return 1
        celler = source.split(self.skille)
        if kolonne >= len(celler):
            return 1
        før = sum(len(celle) + len(self.skille) for celle in celler[:kolonne])
        innrykk = len(celler[kolonne]) - len(celler[kolonne].lstrip())
        return før + innrykk + 1


def for_stor(fil: str, hva: str) -> DialogError:
    """That a file is larger than any statistics that a school needs: it has ``hva``."""
    return DialogError([Problem(f"Filen er urimelig stor: den har {hva}.", _MINDRE, fil)])


def med_mellomrom(antall: int) -> str:
    """A large number as it is written: «200 000»."""
    return f"{antall:_}".replace("_", "\u00a0")


def _bokstaver(kolonne: int) -> str:
    """The letters of a sheet's column: A, B … Z, AA."""
    letters = ""
    kolonne += 1
    while kolonne:
        kolonne, rest = divmod(kolonne - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


# --- CSV ------------------------------------------------------------------------------------------

_SKILLER = ("\t", ";", ",", "|")
_SEP = re.compile(r'"?sep=(.)"?[;,\t]*\s*', re.IGNORECASE)
_PRØVES = 20  # lines, in which the heading must be found


def skiller(tekst: str) -> list[str]:
    """What may stand between the cells of a text, the likeliest first."""
    match = _SEP.match(tekst)
    if match:
        return [match[1]]
    hode = "\n".join(tekst[:100_000].splitlines()[:_PRØVES])
    brukt = [skille for skille in _SKILLER if skille in hode]
    return sorted(brukt, key=hode.count, reverse=True) or [";"]


def les_csv(tekst: str, skille: str, fil: str) -> Rutenett:
    """The rows of a text of cells; raises DialogError where they can't be told apart."""
    if tekst.count("\n") > FLESTE_RADER or tekst.count("\r") > 2 * FLESTE_RADER:
        raise for_stor(fil, f"mer enn {med_mellomrom(FLESTE_RADER)} linjer")
    linjer = _linjer(tekst)
    leser = csv.reader(linjer, delimiter=skille, strict=True)
    rader: list[Rad] = []
    ruter = 0
    forrige = 0
    try:
        for celler in leser:
            linje, forrige = forrige + 1, leser.line_num
            if linje == 1 and _SEP.match(tekst):
                continue
            if len(celler) > FLESTE_KOLONNER:
                raise for_stor(fil, f"mer enn {med_mellomrom(FLESTE_KOLONNER)} kolonner")
            ruter += len(celler)
            if ruter > FLESTE_RUTER:
                raise for_stor(fil, f"mer enn {FLESTE_RUTER // 1_000_000} millioner ruter")
            rad = Rad(linje, [celle.strip() for celle in celler])
            if not rad.er_tom:
                rader.append(rad)
    except csv.Error:
        linje = min(forrige + 1, tekst.count("\n") + 1)
        message = "Et anførselstegn er ikke avsluttet, eller står midt i en celle."
        remedy = "Fjern det, eller last ned filen på nytt."
        source = line_of(tekst, linje)
        raise DialogError([Problem(message, remedy, fil, linje, 1, source=source)]) from None
    return Rutenett(fil, rader, tekst=tekst, skille=skille)


def _linjer(tekst: str) -> Iterator[str]:
    """The lines of a text with their ends, as the editor and csv count them alike."""
    start = 0
    for match in re.finditer("\r\n|\n|\r", tekst):
        yield tekst[start : match.end()]
        start = match.end()
    if start < len(tekst):
        yield tekst[start:]
