"""The form's tables: which list a table is, what its columns are, and what its rows say."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from .blokker import Paragraph, flat
from .skjemaord import (
    ANSVARLIG,
    AVTALER,
    FRIST,
    KOLONNER,
    KOMMENTAR,
    MÅL,
    STATUS,
    etikett,
    standardkolonner,
)
from .verdier import fritekst, kort, linje, status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .blokker import Block, Cell, Piece, Table
    from .skjemaord import Felt, Skjema
    from .verdier import Notater


class Oppsett(NamedTuple):
    """How a table is read: its list, its header's row, what each column is and is called."""

    liste: str
    header: int | None
    navn: dict[int, str]
    titler: dict[int, str]
    bredde: int


def linje_av(paragraph: Paragraph) -> str:
    """A paragraph's text with the sign of its list."""
    return paragraph.marker + paragraph.text


def linjer_av(blocks: Iterable[Block]) -> Iterator[str]:
    """The lines of paragraphs; of a table, a line for each row."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield linje_av(block)
        else:
            for row in block.rows:
                yield " | ".join(filter(None, (linje(celletekst(cell)) for cell in row)))


def celletekst(cell: Cell) -> str:
    """All of a cell's text."""
    return "\n".join(linjer_av(cell.blocks)).strip()


def dag_i(paragraphs: Iterable[Paragraph]) -> str:
    """The day that a date control among the paragraphs has noted."""
    days = (p.control.day for paragraph in paragraphs for p in paragraph.pieces if p.control)
    return next(filter(None, days), "")


# --- recognising ----------------------------------------------------------------------------


def finn_oppsett(table: Table, skjema: Skjema, liste: str) -> Oppsett | None:
    """How a table is read, by its controls, its header or the ``liste`` of the heading above.

    None for a table that isn't the form's.
    """
    tagged = Counter(
        (felt.liste, cell.column, felt.navn)
        for row in table.rows
        for cell in row
        for felt in _radfelt(cell)
    )
    headers = {each: _header(table, skjema, each) for each in KOLONNER}
    width = max((_slutt(row) for row in table.rows), default=0)
    if tagged:
        liste = tagged.most_common(1)[0][0][0]
    elif not (liste and (headers[liste][1] or width == len(standardkolonner(liste)))):
        liste = max(headers, key=lambda each: len(headers[each][1]))
        if not headers[liste][1]:
            return None
    header, navn = headers[liste]
    for (_, column, name), _ in tagged.most_common():
        if column not in navn and name not in navn.values():
            navn[column] = name
    standard = standardkolonner(liste)
    if width == len(standard) and all(standard.get(column) == navn[column] for column in navn):
        navn = standard
    row = table.rows[header] if header is not None else []
    return Oppsett(liste, header, navn, {c.column: linje(celletekst(c)) for c in row}, width)


def _radfelt(cell: Cell) -> set[Felt]:
    """The fields of a row whose controls stand in a cell."""
    return {felt for paragraph in flat(cell.blocks) for felt in paragraph.fields if felt.liste}


def _slutt(row: list[Cell]) -> int:
    return max((cell.column + cell.span for cell in row), default=0)


def _header(table: Table, skjema: Skjema, liste: str) -> tuple[int | None, dict[int, str]]:
    """The first row with the columns' names, and what they name; or that which Word repeats."""
    for number, row in enumerate(table.rows):
        navn = _titler(row, skjema, liste)
        if navn:
            return number, navn
    return 0 if table.has_header else None, {}


def _titler(row: list[Cell], skjema: Skjema, liste: str) -> dict[int, str]:
    """What the columns are, by a row of names; empty for any other row.

    At least two must be known, and half of them.
    """
    texts = {c.column: etikett(celletekst(c)) for c in row if not _radfelt(c)}
    known = skjema.kolonner[liste]
    navn = {column: known[text] for column, text in texts.items() if text in known}
    filled = sum(bool(text) for text in texts.values())
    return navn if len(set(navn.values())) > 1 and 2 * len(navn) >= filled else {}


def _er_gjentatt(row: list[Cell], oppsett: Oppsett, skjema: Skjema) -> bool:
    """Whether a row is the header once more, as where a table was split and joined."""
    navn = _titler(row, skjema, oppsett.liste)
    filled = [cell.column for cell in row if celletekst(cell)]
    return bool(navn) and all(navn.get(c) == oppsett.navn.get(c, "-") for c in filled)


# --- reading --------------------------------------------------------------------------------


def les_rader(
    table: Table, oppsett: Oppsett, skjema: Skjema, notater: Notater, under: str
) -> Iterator[dict[str, str]]:
    """What each filled-in row says; ``under`` is the heading's place."""
    above: dict[int, str] = {}
    known = skjema.kolonner[oppsett.liste]
    fremmede = {column for column, text in oppsett.titler.items() if etikett(text) not in known}
    for number, row in enumerate(table.rows):
        if number == oppsett.header or _er_gjentatt(row, oppsett, skjema):
            continue
        rad = _Rad(oppsett, notater, f"{under}, tabell {table.number}, rad {number + 1}")
        above = rad.les(row, above)
        fremmede -= rad.fremmede
        entry = rad.verdier()
        if entry:
            yield entry
    header = f"{under}, tabell {table.number}, rad {(oppsett.header or 0) + 1}"
    notater.legg_ved([oppsett.titler[column] for column in sorted(fremmede)], header)


class _Rad:
    """One row being read."""

    def __init__(self, oppsett: Oppsett, notater: Notater, sted: str) -> None:
        self.oppsett, self.notater, self.sted = oppsett, notater, sted
        self.tekster: dict[str, list[str]] = {}
        self.dag = ""
        self.fremmede: set[int] = set()

    def les(self, row: list[Cell], above: dict[int, str]) -> dict[int, str]:
        """Take the cells' texts; returns them by column, for cells merged with those above."""
        texts: dict[int, str] = {}
        for cell in row:
            self._løse_deler(cell)
            text = celletekst(cell)
            if cell.continues and not text:
                text = above.get(cell.column, "")
            texts[cell.column] = text
            fields = _radfelt(cell)
            navn = self._navn(cell, fields, _slutt(row))
            if len(fields) > 1:
                self._del(cell, navn)
            elif navn:
                self._ta(navn, text)
            elif text:
                self._legg_ved(cell, text)
            if FRIST in (navn, *(felt.navn for felt in fields)):
                self.dag = self.dag or dag_i(flat(cell.blocks))
        return texts

    def _navn(self, cell: Cell, fields: set[Felt], width: int) -> str:
        """Which column a cell is in: the header's, or its control's where the row is another."""
        oppsett = self.oppsett
        navn = oppsett.navn.get(cell.column, "")
        if len(fields) == 1 and (not navn or width != oppsett.bredde):
            return next(iter(fields)).navn
        return "" if 1 < oppsett.bredde <= cell.span and not fields else navn

    def _ta(self, navn: str, text: str) -> None:
        if text.strip():
            self.tekster.setdefault(navn, []).append(text)

    def _del(self, cell: Cell, navn: str) -> None:
        """Share out a cell that was merged from several, by their controls."""
        for paragraph in flat(cell.blocks):
            lines: dict[str, str] = {}
            for found, pieces in groupby(paragraph.pieces, _radfelt_i):
                navn = found or navn
                lines[navn] = lines.get(navn, "") + "".join(piece.text for piece in pieces)
            for each, text in lines.items():
                self._ta(each, paragraph.marker + text if text.strip() else "")

    def _legg_ved(self, cell: Cell, text: str) -> None:
        self.fremmede.add(cell.column)
        title = self.oppsett.titler.get(cell.column, "")
        kolonne = f"«{title}»" if title else str(cell.column + 1)
        self.notater.legg_ved([text], f"{self.sted}, kolonne {kolonne}")

    def _løse_deler(self, cell: Cell) -> None:
        for paragraph in flat(cell.blocks):
            løse_deler(paragraph, self.notater, self.sted)

    def verdier(self) -> dict[str, str]:
        """The row as the model has it; empty where nothing is filled in."""
        liste = self.oppsett.liste
        self._flytt_ukjent_status(liste)
        entry = {}
        for navn in KOLONNER[liste]:
            text = fritekst(self.tekster.get(navn, []))
            if navn == FRIST:
                text = self.notater.dato(linje(text), self.dag, self.sted)
            elif navn == ANSVARLIG:
                text = linje(text)
            elif navn == STATUS:
                text = status(text)
            if text:
                entry[navn] = text
        if liste == MÅL and entry:
            self._varsle_mangler(entry)
        return entry

    def _flytt_ukjent_status(self, liste: str) -> None:
        """A status that the model hasn't is a comment where there is room for one."""
        text = linje("\n".join(self.tekster.get(STATUS, [])))
        if not text or status(text):
            return
        del self.tekster[STATUS]
        if liste == AVTALER:
            self._ta(KOMMENTAR, f"Status: {text}")
            remedy = "Den er lagt til i kommentaren; velg en av statusene."
        else:
            self.notater.legg_ved([f"Status: {text}"], self.sted)
            remedy = "Den står under «annet»; velg en av statusene."
        self.notater.varsle(f"«{kort(text)}» er ingen status.", remedy, self.sted)

    def _varsle_mangler(self, entry: dict[str, str]) -> None:
        missing = [f"ingen {navn}" for navn in (ANSVARLIG, FRIST) if navn not in entry]
        if missing:
            about = kort(entry.get("mål") or next(iter(entry.values())))
            message = f"Målet «{about}» har {' og '.join(missing)}."
            self.notater.varsle(message, "Avtal det med skolen.", self.sted)


def _radfelt_i(piece: Piece) -> str:
    felt = piece.control.felt if piece.control else None
    return felt.navn if felt and felt.liste else ""


def løse_deler(paragraph: Paragraph, notater: Notater, sted: str) -> None:
    """Take what stands in no field: text boxes, pictures, objects.

    LibreOffice 7.4 moves a control's line breaks to the front and joins its lines.
    """
    for box in paragraph.boxes:
        notater.legg_ved(linjer_av(box), f"tekstboks {sted}")
    if paragraph.text.startswith("\n") and paragraph.text.strip():
        message = "LibreOffice kan ha slått sammen linjene i denne teksten."
        notater.varsle(message, "Se over den.", sted)
    if paragraph.pictures:
        message = "Et bilde eller et innlimt objekt er ikke med."
        notater.varsle(message, "Skriv det viktige i det som tekst.", sted)
