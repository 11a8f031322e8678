"""What a filled-in form answers: each text in its field, each row in its list, the rest beside.

A control's tag says what its text is. Where it is gone, the heading above says it, the column
or the label on the line; what nothing says it of is kept with its place.
"""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from ..model.oppsummering import Oppsummering
from .blokker import Paragraph, flat
from .skjemaord import (
    AVTALER,
    DATO,
    EKSEMPEL,
    FELT,
    MÅL,
    TIL_STEDE,
    UTEN_ELEVNAVN,
    Overskrift,
    etikett,
)
from .tabell import dag_i, finn_oppsett, les_rader, linje_av, linjer_av, løse_deler
from .verdier import avkrysset, fritekst, linje

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .blokker import Block, Piece, Table
    from .skjemaord import Skjema
    from .verdier import Notater

_EGNE = (DATO, UTEN_ELEVNAVN)  # fields that are no text
_TOPP = "øverst i dokumentet"
_LOOK_AHEAD = 50  # blocks below a heading that are searched for its field


class Svar:
    """Collects the answers of one form, block by block.

    ``er_topp`` tells the form's own title and names.
    """

    def __init__(self, skjema: Skjema, notater: Notater, er_topp: Callable[[str], bool]) -> None:
        self.skjema, self.notater, self.er_topp = skjema, notater, er_topp
        self._tekster: dict[str, list[str]] = {}
        self._rader: dict[str, list[dict[str, str]]] = {AVTALER: [], MÅL: []}
        self._kryss = False
        self._dag = ""
        self._overskrifter: set[str] = set()
        self._overskrift, self._nivå, self._felt, self._liste = "", 0, "", ""

    def data(self) -> dict[str, Any]:
        """What is filled in, in the model's order."""
        found: dict[str, Any] = {}
        for navn in FELT:
            value = self._verdi(navn)
            group, dot, key = navn.partition(".")
            if value and dot:
                found.setdefault(group, {})[key] = value
            elif value:
                found[navn] = value
        found |= self._rader
        found["annet"] = self.notater.annet()
        return {key: found[key] for key in Oppsummering.model_fields if found.get(key)}

    def _verdi(self, navn: str) -> Any:
        lines = self._tekster.get(navn, [])
        if navn == UTEN_ELEVNAVN:
            return "ja" if self._kryss else ""
        if navn == TIL_STEDE:
            return [text for line in lines for each in line.splitlines() if (text := linje(each))]
        if navn == DATO:
            return self.notater.dato(linje("\n".join(lines)), self._dag, "feltet «Dato»")
        return fritekst(lines)

    @property
    def _sted(self) -> str:
        return f"under «{self._overskrift}»" if self._overskrift else _TOPP

    # --- blocks -------------------------------------------------------------------------------

    def les(self, blocks: Sequence[Block]) -> None:
        """Read the body."""
        self._overskrifter = {etikett(p.text) for p in flat(blocks) if p.level and not p.fields}
        for index, block in enumerate(blocks):
            if not isinstance(block, Paragraph):
                self._tabell(block)
            elif block.level and not block.fields and self._foran_felt(blocks, index + 1):
                self._overskriften(block, is_own=True)
            else:
                self._avsnitt(block)

    def les_ved_siden(self, name: str, blocks: Iterable[Block]) -> None:
        """Read a header, a footer or a note: what isn't the form's own there has no field."""
        for paragraph in flat(blocks):
            løse_deler(paragraph, self.notater, name)
            if not (self.er_topp(paragraph.text) or self.skjema.er_fast(paragraph.text)):
                self.notater.legg_ved([linje_av(paragraph)], name)

    def _foran_felt(self, blocks: Sequence[Block], start: int) -> bool:
        """Whether the next thing below a heading is a field: then it is the form's own."""
        for block in islice(blocks, start, start + _LOOK_AHEAD):
            if not isinstance(block, Paragraph):
                return self._har_felt(block)
            if block.fields:
                return True
            if block.text.strip() and not block.level and not self.skjema.er_fast(block.text):
                return False
        return False

    def _avsnitt(self, paragraph: Paragraph) -> None:
        løse_deler(paragraph, self.notater, self._sted)
        if any(not felt.liste for felt in paragraph.fields):
            self._merket(paragraph)
        elif not self._overskriften(paragraph) and not self._kjent_linje(paragraph):
            self._legg_til([paragraph.text if self._felt == TIL_STEDE else linje_av(paragraph)])

    def _overskriften(self, paragraph: Paragraph, *, is_own: bool = False) -> bool:
        """Take a heading; False for any other paragraph, and for one inside a field's text."""
        label = etikett(paragraph.text)
        known = self.skjema.overskrifter.get(label) if label else None
        if known and not (paragraph.level or label not in self._overskrifter):
            known = None
        inside = self._felt and 0 < self._nivå < paragraph.level
        if not (known or (label and paragraph.level and (is_own or not inside))):
            return False
        self._overskrift, self._nivå = linje(paragraph.text).rstrip(":"), paragraph.level
        self._felt, self._liste = known or Overskrift()
        if not known and not (is_own and not self.skjema.er_lært):
            self.notater.legg_ved([linje_av(paragraph)], self._sted)
        return True

    def _kjent_linje(self, paragraph: Paragraph) -> bool:
        """Take a line that the form itself has; False for any other."""
        text = paragraph.text
        line = self.skjema.delt_linje(text)
        if line and not (self._felt or self._liste or self._tekster.get(line[0])):
            navn, rest = line
            self._tekster[navn] = [] if self.skjema.er_ledetekst(rest) else [rest]
            self._dag = self._dag or dag_i([paragraph])
            self._felt = "" if navn in _EGNE else navn
            return True
        box = self.skjema.delt_avkryssing(text)
        if box and self._felt in ("", EKSEMPEL):
            self._kryss_av(paragraph, box)
            return True
        return self.skjema.er_fast(text) or (not self._overskrift and self.er_topp(text))

    # --- fields -------------------------------------------------------------------------------

    def _merket(self, paragraph: Paragraph) -> None:
        """Take a paragraph in which a field's control stands."""
        bits: list[tuple[str, str]] = []
        for navn, pieces in groupby(paragraph.pieces, _felt_i):
            text = "".join(piece.text for piece in pieces)
            own = text if navn or not text.strip() else self.skjema.uten_etikett(text)
            bits.append((navn, own))
        names = list(dict.fromkeys(navn for navn, _ in bits if navn))
        texts = [navn for navn in names if navn not in _EGNE]
        if len(names) == len(texts) == 1:
            self._fortsett(names[0], paragraph.text)
            marker = "" if names[0] == TIL_STEDE else paragraph.marker
            self._legg_til([marker + "".join(text for _, text in bits)])
            return
        loose = linje("\n".join(text for navn, text in bits if not navn))
        for navn in names:
            own = "".join(text for name, text in bits if name == navn)
            if navn == UTEN_ELEVNAVN:
                self._kryss_av(paragraph, (own, ""))
            elif navn == DATO and not own.strip():  # typed beside the empty control
                own, loose = loose, ""
            self._tekster.setdefault(navn, []).append(own)
        self._dag = self._dag or (dag_i([paragraph]) if DATO in names else "")
        self.notater.legg_ved([loose], self._sted)

    def _fortsett(self, navn: str, text: str) -> None:
        """Make a field the one that text belongs to."""
        if navn != self._felt and text.strip() and fritekst(self._tekster.get(navn, [])):
            message = f"Feltet «{FELT[navn].etiketter[0]}» står flere steder."
            self.notater.varsle(message, "Tekstene er satt sammen; se over dem.", self._sted)
        self._felt = navn

    def _legg_til(self, lines: list[str]) -> None:
        """A text that no control tells about goes on where the last one was, or beside."""
        if not self._felt:
            self.notater.legg_ved(lines, self._sted)
            return
        self._tekster.setdefault(self._felt, []).extend(lines)

    def _kryss_av(self, paragraph: Paragraph, signs: tuple[str, str]) -> None:
        """Note the check box: its own state, or the sign before or after its label."""
        states = [p.control.checked for p in paragraph.pieces if p.control]
        state = next((checked for checked in states if checked is not None), None)
        seen = [avkrysset(sign) for sign in signs]
        self._kryss |= any(seen) if state is None else state
        rest = [sign for sign, known in zip(signs, seen, strict=True) if known is None]
        self.notater.legg_ved(rest, self._sted)

    # --- tables -------------------------------------------------------------------------------

    def _har_felt(self, table: Table) -> bool:
        """Whether a table is one of the form's, or lays out its fields."""
        if finn_oppsett(table, self.skjema, self._liste):
            return True
        for paragraph in flat([table]):
            known = self.skjema.overskrifter.get(etikett(paragraph.text))
            if paragraph.fields or (known and known.felt):
                return True
        return False

    def _tabell(self, table: Table) -> None:
        oppsett = finn_oppsett(table, self.skjema, self._liste)
        if oppsett:
            rows = les_rader(table, oppsett, self.skjema, self.notater, self._sted)
            self._rader[oppsett.liste] += rows
            self._felt = ""
        elif (inside := _bare_i(table)) and inside not in _EGNE:
            for paragraph in flat([table]):
                løse_deler(paragraph, self.notater, self._sted)
            self._fortsett(inside, "\n".join(linjer_av([table])))
            self._legg_til(list(linjer_av([table])))
        elif self._har_felt(table):
            for paragraph in flat([table]):
                self._avsnitt(paragraph)
        else:
            sted = f"{self._sted}, tabell {table.number}"
            for paragraph in flat([table]):
                løse_deler(paragraph, self.notater, sted)
            if self._felt:
                self._legg_til(list(linjer_av([table])))
            else:
                self.notater.legg_ved(linjer_av([table]), sted)


def _felt_i(piece: Piece) -> str:
    """The field whose control a piece stands in; none for the fields of a row."""
    felt = piece.control.felt if piece.control else None
    return felt.navn if felt and not felt.liste else ""


def _bare_i(table: Table) -> str:
    """The one field whose control a table stands in, all of it; empty for any other table."""
    fields = {frozenset(paragraph.fields) for paragraph in flat([table])}
    found = next(iter(fields), frozenset())
    return next(iter(found)).navn if len(fields) == len(found) == 1 else ""
