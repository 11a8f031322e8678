"""What a filled-in form answers: each text in its field, each row in its list, the rest beside.

A control's tag says what its text is. Where it is gone, the heading above says it, the column
or the label on the line; what nothing says it of is kept with its place.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby, islice
from typing import Any

from ..model.oppsummering import Oppsummering
from .blokker import Block, Paragraph, Table, flat, lines_of
from .kjennetegn import Toppord
from .skjemafelt import (
    AVTALER,
    DATO,
    EKSEMPEL,
    FELT,
    KOLONNER,
    LEDET_AV,
    NESTE_DIALOG,
    REFERENT,
    TIL_STEDE,
    UTEN_ELEVNAVN,
)
from .skjemaord import Overskrift, Skjema, etikett
from .tabell import Tabelleser, legg_ved_løse_deler
from .tegn import er_synlig
from .verdier import Notater, avkrysset, er_etter, er_underskrift, fritekst, linje

_PÅ_LINJEN = (DATO, LEDET_AV, REFERENT)  # fields on a line with their label
_UTEN_TEKST = (*_PÅ_LINJEN, UTEN_ELEVNAVN)  # fields that no text goes on in
_DAGER = (DATO, NESTE_DIALOG)
_TOPP, _BUNN = "øverst i dokumentet", "nederst i dokumentet"
_LOGO = "logo"  # the style of the first page's header
_LOOK_AHEAD = 50  # blocks below a heading that are searched for its field


class Svar:
    """Collects the answers of one form, block by block."""

    def __init__(self, skjema: Skjema, notater: Notater, toppord: Toppord) -> None:
        self.skjema, self.notater, self.toppord = skjema, notater, toppord
        self.tabelleser = Tabelleser(skjema, notater)
        self._tekster: dict[str, list[str]] = {}
        self._rader: dict[str, list[dict[str, str]]] = {liste: [] for liste in KOLONNER}
        self.opprinnelige: list[int] = []  # for each of «avtaler» the row that it was
        self._kryss = False
        self._dag: dict[str, str] = {}  # what Word has noted of each date control
        self._overskrifter: set[str] = set()  # labels that stand as headings in this form
        # Where the reading has come to: the heading above, and the field or list that goes on
        self._overskrift, self._nivå = "", 0
        self._felt, self._liste = "", ""
        self._uten_overskrift = _TOPP  # the place of what stands under no heading
        self._siste_har_kontroll = False  # whether the form's last field still has its control

    def data(self) -> dict[str, Any]:
        """What is filled in, in the model's order."""
        data: dict[str, Any] = {}
        for navn in FELT:
            verdi = self._verdi(navn)
            gruppe, dot, key = navn.partition(".")
            if verdi and dot:
                data.setdefault(gruppe, {})[key] = verdi
            elif verdi:
                data[navn] = verdi
        data |= self._rader
        data["annet"] = self.notater.annet()
        if data.get(EKSEMPEL) and not self._kryss:
            self._varsle_om_eksempelet()
        self._se_på_neste_dialog(data.get(DATO, ""), data.get(NESTE_DIALOG, ""))
        return {key: data[key] for key in Oppsummering.model_fields if data.get(key)}

    def _varsle_om_eksempelet(self) -> None:
        """Whoever puts the example into git must have been told that a pupil may be known in it."""
        remedy = (
            "Les det før filen legges i git. Kan noen kjennes igjen, skal det skrives om; ellers "
            "skriver du «uten_elevnavn: ja» i filen."
        )
        sted = f"under «{self._tittel(EKSEMPEL)}»"
        self.notater.varsle(Oppsummering.KAN_KJENNES_IGJEN, remedy, sted)

    def _se_på_neste_dialog(self, denne: str, neste: str) -> None:
        """Warn of a next dialogue that isn't after this one: a year is easily left out."""
        if neste and denne and not er_etter(neste, denne):
            message = Oppsummering.NESTE_ER_IKKE_ETTER.format(neste=neste, denne=denne)
            sted = f"feltet «{self._tittel(NESTE_DIALOG)}»"
            self.notater.varsle(message, Oppsummering.RETT_NESTE, sted)

    def _tittel(self, navn: str) -> str:
        """What the form calls a field."""
        return self.skjema.titler.get(navn, navn)

    def _verdi(self, navn: str) -> Any:
        lines = self._tekster.get(navn, [])
        if navn == UTEN_ELEVNAVN:
            return "ja" if self._kryss else ""
        if navn == TIL_STEDE:
            names = [linje(name) for line in lines for name in line.splitlines()]
            return [name for name in names if name]
        if navn in _DAGER:
            sted = f"feltet «{self._tittel(navn)}»"
            return self.notater.dato(linje("\n".join(lines)), self._dag.get(navn, ""), sted)
        if navn in _PÅ_LINJEN:
            return linje("\n".join(lines))
        return fritekst(lines)

    @property
    def _sted(self) -> str:
        return f"under «{self._overskrift}»" if self._overskrift else self._uten_overskrift

    def les(self, blocks: Sequence[Block]) -> None:
        """Read the body."""
        headings = (p for p in flat(blocks) if p.level and not p.fields)
        self._overskrifter = {etikett(heading.text) for heading in headings}
        self.tabelleser.egne_lister = self._lister_med_tabell(blocks)
        siste = self._siste_egne(blocks)
        for index, block in enumerate(blocks):
            if index > siste and self._felt and self._er_under_feltet(block):
                self._felt, self._overskrift, self._uten_overskrift = "", "", _BUNN
            if index >= siste and isinstance(block, Paragraph) and block.in_control:
                self._siste_har_kontroll = True
            if isinstance(block, Table):
                self._tabell(block)
            elif self._er_korttittel(block):
                continue
            elif block.level and not block.fields and self._står_foran_felt(blocks, index):
                self._overskriften(block, is_own=True)
            else:
                self._avsnitt(block)

    def _er_korttittel(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph is what the form has above each card."""
        if paragraph.fields or not er_synlig(paragraph.text):
            return False
        return bool(self._liste) and self.skjema.er_korttittel(paragraph.text)

    def _lister_med_tabell(self, blocks: Iterable[Block]) -> set[str]:
        """The lists whose own table is there: with its controls, or under its heading."""
        lister: set[str] = set()
        under = ""
        for block in blocks:
            if isinstance(block, Table):
                for paragraph in flat([block]):
                    lister |= {felt.liste for felt in paragraph.fields}
                lister.add(under)
            elif under and self.skjema.er_korttittel(block.text):
                continue
            elif block.level or etikett(block.text) in self.skjema.overskrifter:
                under = self.skjema.overskrifter.get(etikett(block.text), Overskrift()).liste
        return lister - {""}

    def _siste_egne(self, blocks: Sequence[Block]) -> int:
        """Where the last thing of the form's own stands: a field, its heading, a table."""
        for index in range(len(blocks) - 1, -1, -1):
            block = blocks[index]
            if isinstance(block, Table):
                is_own = self._har_felt(block)
            else:
                is_own = bool(block.fields) or etikett(block.text) in self.skjema.overskrifter
            if is_own:
                return index
        return -1

    def _er_under_feltet(self, block: Block) -> bool:
        """Whether a block below the last of the form's own is no answer to the last field.

        Where the field's control is gone, somebody has typed over it, and only what looks like
        a signature is none.
        """
        if isinstance(block, Paragraph):
            if block.in_control:
                return False
            if er_underskrift(block.text):
                return True
        return self._siste_har_kontroll

    def les_ved_siden(self, place: str, blocks: Iterable[Block]) -> None:
        """Read a header, a footer or a note: what isn't the form's own there has no field."""
        for paragraph in flat(blocks):
            text = paragraph.text
            if paragraph.style == _LOGO and not er_synlig(text):
                continue  # the county's own picture
            legg_ved_løse_deler(paragraph, self.notater, place)
            er_fast = self.skjema.er_fast(text)
            if place == "bunntekst":
                er_fast = er_fast or self.skjema.er_bunntekst(text)
            if not (er_fast or self.toppord.er_alt_i(text)):
                self.notater.legg_ved([paragraph.line], place)

    def _står_foran_felt(self, blocks: Sequence[Block], index: int) -> bool:
        """Whether the next thing below a heading is a field: then it is the form's own."""
        for block in islice(blocks, index + 1, index + 1 + _LOOK_AHEAD):
            if isinstance(block, Table):
                return self._har_felt(block)
            if block.fields:
                return True
            if er_synlig(block.text) and not block.level and not self.skjema.er_fast(block.text):
                return False
        return False

    def _avsnitt(self, paragraph: Paragraph) -> None:
        legg_ved_løse_deler(paragraph, self.notater, self._sted)
        if any(not felt.liste for felt in paragraph.fields):
            self._merket(paragraph)
        elif not (self._overskriften(paragraph) or self._kjent_linje(paragraph)):
            # Names stand without the sign of their list
            self._legg_til([paragraph.text if self._felt == TIL_STEDE else paragraph.line])

    def _overskriften(self, paragraph: Paragraph, *, is_own: bool = False) -> bool:
        """Take a heading; False for any other paragraph, and for one inside a field's text."""
        title, rest = paragraph.text, ""
        if paragraph.level:
            title, rest = self._delt_overskrift(title)
        label = etikett(title)
        kjent = None
        # Plain text counts where no heading has its words
        if label and (paragraph.level or label not in self._overskrifter):
            kjent = self.skjema.overskrifter.get(label)
        if kjent is None:
            is_inside_field = bool(self._felt) and 0 < self._nivå < paragraph.level
            if not paragraph.level or not label or (is_inside_field and not is_own):
                return False
        self._overskrift, self._nivå = linje(title).rstrip(":"), paragraph.level
        self._felt, self._liste = kjent or Overskrift()
        if kjent is None:
            self.notater.legg_ved([paragraph.line], self._sted)
        elif rest:
            self._legg_til([rest])
        return True

    def _delt_overskrift(self, text: str) -> tuple[str, str]:
        """A heading of the form's, and what is typed after it: «Neste kontakt: i uke 6»."""
        title, colon, rest = text.partition(":")
        if colon and etikett(title) in self.skjema.overskrifter:
            return title, rest.strip()
        return text, ""

    def _kjent_linje(self, paragraph: Paragraph) -> bool:
        """Take a line that the form itself has; False for any other."""
        text = paragraph.text
        line = self.skjema.delt_linje(text)
        if line and not (self._felt or self._liste or self._tekster.get(line[0])):
            navn, rest = line
            self._tekster[navn] = [] if self.skjema.er_ledetekst(rest) else [rest]
            self._husk_dag(navn, paragraph)
            self._felt = "" if navn in _UTEN_TEKST else navn
            return True
        box = self.skjema.delt_avkryssing(text)
        if box and self._felt in ("", EKSEMPEL):
            self._kryss_av(paragraph, box)
            return True
        er_øverst = not self._overskrift
        if er_øverst and (self.toppord.er_alt_i(text) or self.skjema.er_vist_linje(text)):
            return True
        return self.skjema.er_fast(text)

    def _merket(self, paragraph: Paragraph) -> None:
        """Take a paragraph in which fields' controls stand."""
        bits = self._biter(paragraph)
        names = list(dict.fromkeys(navn for navn, _ in bits if navn))
        if len(names) == 1 and names[0] not in _UTEN_TEKST:
            marker = "" if names[0] == TIL_STEDE else paragraph.marker
            self._husk_dag(names[0], paragraph)
            self._fortsett(names[0], paragraph.text)
            self._legg_til([marker + "".join(text for _, text in bits)])
            return
        løst = linje("\n".join(text for navn, text in bits if not navn))
        for navn in names:
            own = "".join(text for name, text in bits if name == navn)
            if navn == UTEN_ELEVNAVN:
                tegn = [own]
                if avkrysset(løst) is not None:  # typed beside the box
                    tegn, løst = [own, løst], ""
                self._kryss_av(paragraph, tegn)
            elif navn in _PÅ_LINJEN and not er_synlig(own):  # typed beside the empty control
                own, løst = løst, ""
            self._tekster.setdefault(navn, []).append(own)
            self._husk_dag(navn, paragraph)
        self.notater.legg_ved([løst], self._sted)

    def _husk_dag(self, navn: str, paragraph: Paragraph) -> None:
        """Note the day that a date's own control has, the first one where there are several."""
        if navn in _DAGER and paragraph.day:
            self._dag.setdefault(navn, paragraph.day)

    def _biter(self, paragraph: Paragraph) -> list[tuple[str, str]]:
        """A paragraph's texts by field; those of none without the form's own words."""
        bits = []
        for navn, pieces in groupby(paragraph.pieces, lambda piece: piece.field_name(in_row=False)):
            text = "".join(piece.text for piece in pieces)
            if not navn and er_synlig(text):
                text = self.skjema.uten_etikett(text)
            bits.append((navn, text))
        return bits

    def _fortsett(self, navn: str, text: str) -> None:
        """Make a field the one that text belongs to."""
        if navn != self._felt and er_synlig(text) and fritekst(self._tekster.get(navn, [])):
            message = f"Feltet «{self._tittel(navn)}» står flere steder."
            self.notater.varsle(message, "Tekstene er satt sammen; se over dem.", self._sted)
        self._felt = navn

    def _legg_til(self, lines: Iterable[str], sted: str = "") -> None:
        """A text that no control tells about goes on where the last one was, or beside."""
        if self._felt:
            self._tekster.setdefault(self._felt, []).extend(lines)
        else:
            self.notater.legg_ved(lines, sted or self._sted)

    def _kryss_av(self, paragraph: Paragraph, texts: Iterable[str]) -> None:
        """Note the check box by what a reader sees; by its own state where it shows nothing."""
        box = paragraph.check_box
        is_shown = False
        for text in filter(er_synlig, texts):
            is_checked = avkrysset(text)
            if box and text in box.signs:  # a county may have chosen its own
                is_checked = text == box.signs[-1]
            if is_checked is None:
                self.notater.legg_ved([text], self._sted)
                continue
            is_shown = True
            self._kryss = self._kryss or is_checked
        if not is_shown and box and box.checked:
            self._kryss = True

    def _har_felt(self, table: Table) -> bool:
        """Whether a table is one of the form's, or lays out its fields."""
        if self.tabelleser.finn_oppsett(table, self._liste):
            return True
        for paragraph in flat([table]):
            if paragraph.fields:
                return True
            overskrift = self.skjema.overskrifter.get(etikett(paragraph.text))
            if overskrift and overskrift.felt:
                return True
        return False

    def _tabell(self, table: Table) -> None:
        sted = self._sted
        felt = _eneste_felt(table)
        oppsett = None if felt else self.tabelleser.finn_oppsett(table, self._liste)
        if oppsett:
            for rad in self.tabelleser.les_rader(table, oppsett, self._sted):
                self._rader[oppsett.liste].append(rad.verdier)
                if oppsett.liste == AVTALER:
                    self.opprinnelige.append(rad.opprinnelig)
            self._felt = ""
            return
        if felt and felt not in _UTEN_TEKST:
            self._fortsett(felt, "\n".join(lines_of([table])))
        elif self._har_felt(table):
            for paragraph in flat([table]):
                self._avsnitt(paragraph)
            return
        else:
            sted = f"{sted}, tabell {table.number}"
        # A table of somebody's own is text of the field that it stands in
        for paragraph in flat([table]):
            legg_ved_løse_deler(paragraph, self.notater, sted)
        # A name with its role stands as in a line of the form
        self._legg_til(lines_of([table], ", " if self._felt == TIL_STEDE else " | "), sted)


def _eneste_felt(table: Table) -> str:
    """The one field whose control a table stands in, all of it; empty for any other table."""
    fields = {frozenset(paragraph.fields) for paragraph in flat([table])}
    if len(fields) != 1:
        return ""
    (everywhere,) = fields
    if len(everywhere) != 1:
        return ""
    (felt,) = everywhere
    return "" if felt.liste else felt.navn
