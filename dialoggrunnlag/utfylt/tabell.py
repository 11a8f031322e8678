"""The form's tables: which list a table is, what its columns are, and what its rows say."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from ..model.norsk import forkortet
from .blokker import Cell, Paragraph, Row, Table, flat, lines_of, width_of
from .kort import finn_liste, kolonnenavn, les_kort
from .skjemafelt import (
    ANSVARLIG,
    AVTALER,
    FRIST,
    KOLONNER,
    KOMMENTAR,
    MÅL,
    RADKOLONNER,
    STATUS,
    Felt,
)
from .skjemaord import Skjema, etikett
from .tegn import UKJENT, er_synlig
from .verdier import Notater, fritekst, linje, status

# In each cell of a row; the engine writes a number behind the name in all rows but the first
_BOKMERKE = re.compile(r"avtale(?:_[^\W\d_]+)?(?:_([0-9]{1,3}))?")


class Oppsett(NamedTuple):
    """How a table is read: its list, its header's row, what each column is and is called.

    ``er_kort``: it holds cards, of which each is read as a row.
    """

    liste: str
    header: int | None
    navn: dict[int, str]
    titler: dict[int, str]
    bredde: int
    er_kort: bool = False


class Utfylt(NamedTuple):
    """What a filled-in row says, and which row of the form it was from the start (0: none)."""

    verdier: dict[str, str]
    opprinnelig: int


class Tabelleser:
    """Recognises the tables of one form, and reads their rows."""

    def __init__(self, skjema: Skjema, notater: Notater) -> None:
        self.skjema, self.notater = skjema, notater
        self.egne_lister: set[str] = set()  # whose own table is there: no other one is theirs
        self._antall_kort: Counter[str] = Counter()

    def finn_oppsett(self, table: Table, under_liste: str) -> Oppsett | None:
        """How a table of the form's is read, by its controls, its header or the heading above."""
        kortliste = finn_liste(table, under_liste, self.skjema)
        if kortliste:
            return Oppsett(kortliste, None, kolonnenavn(kortliste), {}, 0, er_kort=True)
        counts: Counter[tuple[int, Felt]] = Counter()
        for row in table.rows:
            for cell in row:
                counts.update((cell.column, felt) for felt in cell.row_fields)
        merkede = [column for column, _ in counts.most_common()]
        liste = merkede[0][1].liste if merkede else self._umerket_liste(table, under_liste)
        if not liste:
            return None
        header, navn = self._header(table, liste)
        for column, felt in merkede:
            if column not in navn and felt.navn not in navn.values():
                navn[column] = felt.navn
        standard = self.skjema.standard.get(liste, {})
        if table.width == len(standard) and navn.items() <= standard.items():
            navn = standard
        titler = {column: linje(text) for column, text in table.header_texts(header).items()}
        return Oppsett(liste, header, navn, titler, table.width)

    def _umerket_liste(self, table: Table, under_liste: str) -> str:
        """The list of a table without controls, or an empty string."""
        kjente_kolonner = {}
        for liste, kolonner in RADKOLONNER.items():
            navn = self._header(table, liste)[1].values()
            # A goal's status is a column that schools add; the cards' own are in no table
            kjente_kolonner[liste] = sum(each in (*kolonner, STATUS) for each in navn)
        if under_liste:
            has_width = table.width == len(self.skjema.standard.get(under_liste, {}))
            if has_width or kjente_kolonner[under_liste]:
                return under_liste
        best = max(kjente_kolonner, key=lambda liste: kjente_kolonner[liste])
        return best if kjente_kolonner[best] and best not in self.egne_lister else ""

    def _header(self, table: Table, liste: str) -> tuple[int | None, dict[int, str]]:
        """The first row with the columns' names, and what they name; or that which Word repeats."""
        for number, row in enumerate(table.rows):
            navn = self._kolonnenavn(row, liste)
            if navn:
                return number, navn
        return 0 if table.has_header else None, {}

    def _kolonnenavn(self, row: Row, liste: str) -> dict[int, str]:
        """What the columns are, by a row of labels: at least two known ones, and half of them."""
        kolonner = self.skjema.kolonner.get(liste, {})
        navn: dict[int, str] = {}
        filled = 0
        for cell in row:
            label = "" if cell.row_fields else etikett(cell.text)
            if label:
                filled += 1
            if label in kolonner:
                navn[cell.column] = kolonner[label]
        is_header = len(set(navn.values())) > 1 and 2 * len(navn) >= filled
        return navn if is_header else {}

    def les_rader(self, table: Table, oppsett: Oppsett, under: str) -> Iterator[Utfylt]:
        """What each filled-in row says; ``under`` is the heading's place."""
        if oppsett.er_kort:
            yield from self._les_kortene(table, oppsett, under)
            return
        above: dict[int, str] = {}
        kjente = self.skjema.kolonner.get(oppsett.liste, {})
        fremmede = {col for col, text in oppsett.titler.items() if etikett(text) not in kjente}
        for number, row in enumerate(table.rows):
            if number == oppsett.header or self._er_header_igjen(row, oppsett):
                continue
            rad = _Rad(oppsett, self.notater, f"{under}, tabell {table.number}, rad {number + 1}")
            above = rad.les(row, above)
            fremmede -= rad.fremmede
            verdier = rad.verdier()
            if verdier:
                yield Utfylt(verdier, _opprinnelig(table.bookmarks[number]))
        header = f"{under}, tabell {table.number}, rad {(oppsett.header or 0) + 1}"
        self.notater.legg_ved([oppsett.titler[column] for column in sorted(fremmede)], header)

    def _les_kortene(self, table: Table, oppsett: Oppsett, under: str) -> Iterator[Utfylt]:
        """What each filled-in card says; they are counted from the heading, empty ones too."""
        for kort in les_kort(table, oppsett.liste, self.skjema):
            self._antall_kort[oppsett.liste] += 1
            number = self._antall_kort[oppsett.liste]
            rad = _Rad(oppsett, self.notater, f"{under}, kort {number}")
            rad.les(kort.row, {})
            verdier = rad.verdier()
            if verdier:
                yield Utfylt(verdier, _opprinnelig(kort.bookmarks))

    def _er_header_igjen(self, row: Row, oppsett: Oppsett) -> bool:
        """Whether a row is the header once more, as where a table was split and joined."""
        navn = self._kolonnenavn(row, oppsett.liste)
        filled = {cell.column for cell in row if cell.text}
        return bool(navn) and filled <= navn.keys() and navn.items() <= oppsett.navn.items()


class _Rad:
    """One row being read."""

    def __init__(self, oppsett: Oppsett, notater: Notater, sted: str) -> None:
        self.oppsett, self.notater, self.sted = oppsett, notater, sted
        self.tekster: dict[str, list[str]] = {}
        self.dag = ""
        self.fremmede: set[int] = set()

    def les(self, row: Row, above: dict[int, str]) -> dict[int, str]:
        """Take the cells' texts; returns them by column, for cells merged with those above."""
        texts: dict[int, str] = {}
        for cell in row:
            text = cell.text
            if cell.continues and not text:
                text = above.get(cell.column, "")
            texts[cell.column] = text
            self._celle(cell, text, width_of(row))
        return texts

    def _celle(self, cell: Cell, text: str, width: int) -> None:
        for paragraph in flat(cell.blocks):
            legg_ved_løse_deler(paragraph, self.notater, self.sted)
        fields = cell.row_fields
        navn = self._kolonnen(cell, fields, width)
        if len(fields) > 1:
            self._del_ut(cell, navn)
        elif navn:
            self._ta(navn, text)
        elif text:
            self.fremmede.add(cell.column)
            tittel = self.oppsett.titler.get(cell.column, "")
            kolonne = f"«{tittel}»" if tittel else str(cell.column + 1)
            self.notater.legg_ved([text], f"{self.sted}, kolonne {kolonne}")
        if navn == FRIST or any(felt.navn == FRIST for felt in fields):
            for paragraph in flat(cell.blocks):
                self.dag = self.dag or paragraph.day

    def _kolonnen(self, cell: Cell, fields: set[Felt], width: int) -> str:
        """Which column a cell is in: the header's, or its control's where the row is another."""
        oppsett = self.oppsett
        navn = oppsett.navn.get(cell.column, "")
        if len(fields) == 1 and (not navn or width != oppsett.bredde):
            return next(iter(fields)).navn
        is_merged_across = 1 < oppsett.bredde <= cell.span
        return "" if is_merged_across and not fields else navn

    def _ta(self, navn: str, text: str) -> None:
        if er_synlig(text):
            self.tekster.setdefault(navn, []).append(text)

    def _del_ut(self, cell: Cell, navn: str) -> None:
        """Share out a cell that was merged from several, by their controls."""
        for paragraph in flat(cell.blocks):
            lines: dict[str, str] = {}
            for kolonne, pieces in groupby(
                paragraph.pieces, lambda piece: piece.field_name(in_row=True)
            ):
                navn = kolonne or navn
                lines[navn] = lines.get(navn, "") + "".join(piece.text for piece in pieces)
            for each, text in lines.items():
                if er_synlig(text):
                    self._ta(each, paragraph.marker + text)

    def verdier(self) -> dict[str, str]:
        """The row as the model has it; empty where nothing is filled in."""
        self._flytt_ukjent_status()
        verdier = {}
        for navn in KOLONNER[self.oppsett.liste]:
            verdi = fritekst(self.tekster.get(navn, []))
            if navn == FRIST:
                om = f"Fristen for målet {self._navn}: " if self._navn else ""
                verdi = self.notater.dato(linje(verdi), self.dag, self.sted, om)
            elif navn == ANSVARLIG:
                verdi = linje(verdi)
            elif navn == STATUS:
                verdi = status(verdi)
            if verdi:
                verdier[navn] = verdi
        mangler = [f"ingen {navn}" for navn in (ANSVARLIG, FRIST) if navn not in verdier]
        if self.oppsett.liste == MÅL and verdier and mangler:
            mål = forkortet(verdier.get("mål") or next(iter(verdier.values())))
            message = f"Målet «{mål}» har {' og '.join(mangler)}."
            self.notater.varsle(message, "Avtal det med skolen.", self.sted)
        return verdier

    def _flytt_ukjent_status(self) -> None:
        """A status that the model hasn't is a comment where there is room for one."""
        text = linje("\n".join(self.tekster.get(STATUS, [])))
        if not text or status(text):
            return
        del self.tekster[STATUS]
        if self.oppsett.liste == AVTALER:
            self._ta(KOMMENTAR, f"Status: {text}")
            remedy = "Den er lagt til i kommentaren; velg en av statusene."
        else:
            self.notater.legg_ved([f"Status: {text}"], self.sted)
            remedy = "Den står under «annet»; velg en av statusene."
        om = f"Målet {self._navn}: " if self._navn else ""
        self.notater.varsle(f"{om}«{forkortet(text)}» er ingen status.", remedy, self.sted)

    @property
    def _navn(self) -> str:
        """The words by which a message calls the row's goal; '' where it has none."""
        for navn in ("mål", "tiltak"):
            text = linje("\n".join(self.tekster.get(navn, [])))
            if text:
                return f"«{forkortet(text)}»"
        return ""


def _opprinnelig(bookmarks: Iterable[str]) -> int:
    """The number of a row as the form was made: what most of its bookmarks say."""
    numbers: Counter[int] = Counter()
    for name in bookmarks:
        match = _BOKMERKE.fullmatch(name)
        if match:
            numbers[int(match[1] or 1)] += 1
    return numbers.most_common(1)[0][0] if numbers else 0


def legg_ved_løse_deler(paragraph: Paragraph, notater: Notater, sted: str) -> None:
    """Note what stands in no field: text boxes, pictures, text that is struck out or hidden.

    And what can't be read: a sign that is none, or that only its font has.
    LibreOffice 7.4 moves a control's line breaks to the front and joins its lines.
    """
    for box in paragraph.boxes:
        notater.legg_ved(lines_of(box), f"tekstboks {sted}")
    for hvordan, text in paragraph.aside.items():
        notater.legg_ved([text], f"{hvordan} {sted}")
    if paragraph.text.startswith("\n") and paragraph.text.strip():
        message = "LibreOffice kan ha slått sammen linjene i denne teksten."
        notater.varsle(message, "Se over den.", sted)
    if UKJENT in paragraph.text or any(UKJENT in text for text in paragraph.aside.values()):
        message = f"Et tegn i «{forkortet(linje(paragraph.line))}» kan ikke leses."
        notater.varsle(message, f"Det står som {UKJENT}; skriv det på nytt.", sted)
    if paragraph.pictures:
        message = "Et bilde eller et innlimt objekt er ikke med."
        notater.varsle(message, "Skriv det viktige i det som tekst.", sted)
