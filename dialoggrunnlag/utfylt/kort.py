"""The form's cards: a table for each goal, in which every row is a label and what is written.

A card becomes one row of a cell for each field, so that it is read as a row of any other table.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .blokker import Cell, Row, Table
from .skjemafelt import KOLONNER
from .skjemaord import Skjema, etikett

_FØRSTE = 1000  # the column of a list's first field, behind all that a table can have
_FLERE = 2


class Kort(NamedTuple):
    """A card as a row, with the bookmarks of all the rows that it is made of."""

    row: Row
    bookmarks: tuple[str, ...]


def kolonnenavn(liste: str) -> dict[int, str]:
    """What each column of a card's row is."""
    return dict(enumerate(KOLONNER[liste], _FØRSTE))


def finn_liste(table: Table, under_liste: str, skjema: Skjema) -> str:
    """The list that a table of cards belongs to; an empty string for any other table.

    ``under_liste`` is that of the heading above.
    """
    antall = dict.fromkeys(reversed(KOLONNER), 0)  # the goals first: no label is theirs alone
    merkede_rader = 0
    for row in table.rows:
        merket = [_merket(row, kolonner) for kolonner in skjema.kolonner.values()]
        for _, celle in filter(None, merket):
            for felt in celle.row_fields:
                return felt.liste
        merkede_rader += any(merket)
        for liste in antall:
            antall[liste] += bool(_merket(row, skjema.kolonner.get(liste, {})))
    if merkede_rader < _FLERE:
        return ""
    return under_liste or max(antall, key=lambda liste: antall[liste])


def les_kort(table: Table, liste: str, skjema: Skjema) -> Iterator[Kort]:
    """A table's cards in order: where a field comes once more, there is another one."""
    kolonner = skjema.kolonner.get(liste, {})
    numre = {navn: number for number, navn in kolonnenavn(liste).items()}
    row: Row = []
    bookmarks: list[str] = []
    for cells, names in zip(table.rows, table.bookmarks, strict=True):
        nye = [_i_kolonnen(cell, numre, navn) for navn, cell in _celler(cells, kolonner)]
        opptatt = {cell.column for cell in row if cell.column >= _FØRSTE}
        if any(cell.column in opptatt for cell in nye):
            yield Kort(row, tuple(bookmarks))
            row, bookmarks = [], []
        row += nye
        bookmarks += names
    yield Kort(row, tuple(bookmarks))


def _celler(row: Row, kolonner: Mapping[str, str]) -> Iterator[tuple[str, Cell]]:
    """What is written in a row, each cell with the field that its label or its control is of."""
    merket = _merket(row, kolonner)
    if merket is None and len(row) == _FLERE and not row[0].row_fields:
        navn = kolonner.get(etikett(row[0].text), "")
        merket = (navn, row[1]) if navn else None  # what is written has the words of a label
    if merket:
        yield merket
        return
    for cell in row:
        yield "", cell


def _i_kolonnen(cell: Cell, numre: Mapping[str, int], navn: str) -> Cell:
    """A cell in the column of its field; one that has none keeps its own."""
    felt = {each.navn for each in cell.row_fields}
    if len(felt) == 1:
        (navn,) = felt
    return cell._replace(column=numre.get(navn, cell.column), span=1)


def _merket(row: Row, kolonner: Mapping[str, str]) -> tuple[str, Cell] | None:
    """The field that a row's label names, and the other of its two cells; None for other rows."""
    merker = []
    skrevne = []
    for cell in row:
        navn = kolonner.get(etikett(cell.text), "")
        if navn and not cell.row_fields:
            merker.append(navn)
        else:
            skrevne.append(cell)
    if len(merker) == len(skrevne) == 1:
        return merker[0], skrevne[0]
    return None
