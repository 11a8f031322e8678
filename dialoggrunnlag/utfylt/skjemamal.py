"""The words of the forms, learnt from the template that they are made from."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..model.norsk import foldet
from ..word.package import Package
from .blokker import Block, Paragraph, Table, flat
from .skjemafelt import DATO, KOLONNER, UTEN_ELEVNAVN
from .skjemafil import les_innhold
from .skjemaord import Overskrift, Skjema, etikett
from .verdier import linje

_TAGG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


def lær_skjema(maler: Iterable[bytes]) -> Skjema:
    """The words of the forms, from their template in each language that it comes in.

    Raises TemplateError or InvalidError where it can't be read.
    """
    skjema = Skjema()
    for mal in maler:
        innhold = les_innhold(Package(mal), skjema.ledetekster)
        skjema.ledetekster |= innhold.ledetekster
        lærer = _Lærer(skjema)
        for _, blocks in innhold.beside:
            for paragraph in flat(blocks):
                lærer.husk_fast(paragraph.text)
        lærer.les(innhold.blocks)
    return skjema


class _Lærer:
    """Reads one template; ``_etikett`` is the text that may be the label of what comes next."""

    def __init__(self, skjema: Skjema) -> None:
        self.skjema = skjema
        self._etikett = ""

    def husk_fast(self, text: str) -> None:
        """A paragraph of the form's own; one with tags is known by what stands around them."""
        bits = [foldet(bit) for bit in _TAGG.split(text)]
        if len(bits) > 1:
            self.skjema.faste_biter.update(bit for bit in bits if re.search(r"\w", bit))
        elif bits[0]:
            self.skjema.faste.add(bits[0])

    def les(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if isinstance(block, Table):
                self._tabell(block)
            else:
                self._avsnitt(block)

    def _avsnitt(self, paragraph: Paragraph) -> None:
        names = [felt.navn for felt in paragraph.fields if not felt.liste]
        if names:
            self._felt(paragraph, names[0])
            self._etikett = ""
            return
        has_text = bool(paragraph.text.strip())
        if has_text and (paragraph.level or not self._etikett):
            self._etikett = paragraph.text
        if has_text and paragraph.level:
            self.skjema.overskrifter.setdefault(etikett(paragraph.text), Overskrift())
        else:
            self.husk_fast(paragraph.text)

    def _felt(self, paragraph: Paragraph, navn: str) -> None:
        skjema = self.skjema
        beside = linje("".join(piece.text for piece in paragraph.pieces if not piece.felt))
        if navn == UTEN_ELEVNAVN:
            skjema.avkryssing |= {foldet(beside).rstrip(".")} - {""}
            return
        if beside.endswith(":"):
            skjema.linjer[etikett(beside)] = navn
            skjema.titler.setdefault(navn, beside.rstrip(" :"))
            return
        label = etikett(self._etikett)
        is_free = not skjema.overskrifter.get(label, Overskrift()).felt
        if navn != DATO and label and is_free:
            skjema.overskrifter[label] = Overskrift(navn)
            skjema.titler.setdefault(navn, linje(self._etikett).rstrip(" :"))

    def _tabell(self, table: Table) -> None:
        liste = self._kolonner(table)
        label = etikett(self._etikett)
        if liste and label:
            self.skjema.overskrifter[label] = Overskrift("", liste)
        elif not liste:  # it lays out what could stand without it
            self.les(flat([table]))
        self._etikett = ""

    def _kolonner(self, table: Table) -> str:
        """Learn a table's columns; returns its list, or an empty string for one that has none."""
        header = table.header_texts(0)
        kolonner: dict[int, str] = {}
        liste = ""
        for row in table.rows[1:]:
            for cell in row:
                for felt in cell.row_fields:
                    liste = felt.liste
                    kolonner.setdefault(cell.column, felt.navn)
                    self._kolonne(etikett(header.get(cell.column, "")), felt.navn, liste)
        if liste:
            self.skjema.standard.setdefault(liste, kolonner)
        return liste

    def _kolonne(self, label: str, navn: str, liste: str) -> None:
        if not label:
            return
        self.skjema.kolonner.setdefault(liste, {})[label] = navn
        # The other list may have the column too where a school adds it: the status of a goal
        for annen, names in KOLONNER.items():
            if navn in names:
                self.skjema.kolonner.setdefault(annen, {}).setdefault(label, navn)
