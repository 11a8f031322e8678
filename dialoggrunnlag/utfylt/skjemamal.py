"""The words of a county's own template, learnt from the template itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import InvalidError
from ..model.norsk import foldet
from ..word.problems import TemplateError
from .blokker import Paragraph, flat
from .skjemafil import les_innhold
from .skjemaord import DATO, KOLONNER, UTEN_ELEVNAVN, Overskrift, etikett
from .tabell import celletekst
from .verdier import linje

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .blokker import Block, Table
    from .skjemaord import Skjema

_TAGG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


def lær(skjema: Skjema, mal: bytes) -> None:
    """Learn a template's labels, prompts and fixed text; one that can't be read teaches nothing."""
    try:
        innhold = les_innhold(mal, skjema)
    except (InvalidError, TemplateError):
        return
    skjema.ledetekster |= innhold.ledetekster
    for _, blocks in innhold.beside:
        for paragraph in flat(blocks):
            _husk_fast(skjema, paragraph.text)
    _lær_blokker(skjema, innhold.blocks)
    skjema.er_lært = True


def _husk_fast(skjema: Skjema, text: str) -> None:
    """A paragraph of the template's; one with tags in it is known by what stands around them."""
    bits = [foldet(bit) for bit in _TAGG.split(text)]
    if len(bits) == 1:
        skjema.faste |= {bits[0]} - {""}
    else:
        skjema.faste_biter |= {bit for bit in bits if re.search(r"\w", bit)}


def _lær_blokker(skjema: Skjema, blocks: Iterable[Block]) -> None:
    label = ""  # of the field that comes next
    for block in blocks:
        if not isinstance(block, Paragraph):
            liste = _lær_tabell(skjema, block)
            if liste and label:
                skjema.overskrifter[label] = Overskrift("", liste)
            elif not liste:
                _lær_blokker(skjema, flat([block]))
            label = ""
        elif names := [felt.navn for felt in block.fields if not felt.liste]:
            _lær_felt(skjema, block, names[0], label)
            label = ""
        elif block.text.strip() and (block.level or not label):
            label = etikett(block.text)
            if block.level:
                skjema.overskrifter.setdefault(label, Overskrift())
            else:
                _husk_fast(skjema, block.text)
        else:
            _husk_fast(skjema, block.text)


def _lær_felt(skjema: Skjema, paragraph: Paragraph, navn: str, label: str) -> None:
    beside = linje("".join(p.text for p in paragraph.pieces if not (p.control and p.control.felt)))
    if navn == UTEN_ELEVNAVN:
        skjema.avkryssing |= {foldet(beside).rstrip(".")} - {""}
    elif beside.endswith(":"):
        skjema.linjer[etikett(beside)] = navn
    elif navn != DATO and label and not skjema.overskrifter.get(label, Overskrift()).felt:
        skjema.overskrifter[label] = Overskrift(navn)


def _lær_tabell(skjema: Skjema, table: Table) -> str:
    """Learn the names of a table's columns; returns its list, or an empty string."""
    header = {cell.column: celletekst(cell) for cell in table.rows[0]} if table.rows else {}
    found = ""
    for row in table.rows[1:]:
        for cell in row:
            for felt in (f for p in flat(cell.blocks) for f in p.fields if f.liste in KOLONNER):
                found = felt.liste
                label = etikett(header.get(cell.column, ""))
                if label:
                    skjema.kolonner[found][label] = felt.navn
    return found
