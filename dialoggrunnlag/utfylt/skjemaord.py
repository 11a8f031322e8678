"""The words that a summary's form is recognised by where it has lost its content controls.

They are the template's own, in each language that it comes in; ``lær_skjema`` learns them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from ..model.norsk import foldet
from ..word.package import Package
from .blokker import Block, Paragraph, Table, flat
from .skjemafelt import DATO, KOLONNER, UTEN_ELEVNAVN
from .skjemafil import les_innhold
from .tegn import uten_usynlige
from .verdier import WORDS_EGNE, ledetekst, linje

_LENGSTE_TEGN = 3  # a check mark, as in «[x]»
_TAGG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_NUMMER = re.compile(r"\d+(?:\.\d+)*[.)]?\s+")


def etikett(text: str) -> str:
    """A label as it is compared: any case and spaces, without a number before and sign after."""
    return _NUMMER.sub("", foldet(uten_usynlige(text)), count=1).rstrip(" :?.")


class Overskrift(NamedTuple):
    """What follows a heading: the text of ``felt``, the table of ``liste``, or headings only."""

    felt: str = ""
    liste: str = ""


@dataclass
class Skjema:
    """The words of a form, to be learnt; those of Word's own prompts it has from the start."""

    overskrifter: dict[str, Overskrift] = field(default_factory=dict)
    linjer: dict[str, str] = field(default_factory=dict)  # label of a field on its line: «Dato: …»
    avkryssing: set[str] = field(default_factory=set)
    kolonner: dict[str, dict[str, str]] = field(default_factory=dict)  # of a list, by their label
    standard: dict[str, dict[int, str]] = field(default_factory=dict)  # a list's columns in order
    ledetekster: set[str] = field(default_factory=lambda: set(map(ledetekst, WORDS_EGNE)))
    titler: dict[str, str] = field(default_factory=dict)  # what messages call a field
    faste: set[str] = field(default_factory=set)  # paragraphs of the form's own
    faste_biter: set[str] = field(default_factory=set)  # bits of those that hold tags as well

    def er_ledetekst(self, text: str) -> bool:
        """Whether a text is a prompt that nobody has replaced."""
        return ledetekst(text) in self.ledetekster

    def er_fast(self, text: str) -> bool:
        """Whether a text is a paragraph of the form's own."""
        return foldet(uten_usynlige(text)) in self.faste

    def delt_linje(self, text: str) -> tuple[str, str] | None:
        """The field and the rest of a line such as «Dato: 3. november 2015»."""
        label, colon, rest = text.partition(":")
        navn = self.linjer.get(etikett(label)) if colon else None
        return (navn, rest) if navn else None

    def delt_avkryssing(self, text: str) -> tuple[str, str] | None:
        """What stands before and after the label of the check box."""
        for label in self.avkryssing:
            words = r"\s+".join(map(re.escape, label.split()))
            match = re.search(words + r"\.?", text, re.IGNORECASE)
            if match and len(text[: match.start()].strip()) <= _LENGSTE_TEGN:
                return text[: match.start()].strip(), text[match.end() :].strip()
        return None

    def uten_etikett(self, text: str) -> str:
        """What is left of a text beside a control without the form's own words."""
        label = etikett(text)
        if label in {*self.overskrifter, *self.linjer, *self.avkryssing} or self.er_fast(text):
            return ""
        line = self.delt_linje(text)
        if line:
            return line[1]
        box = self.delt_avkryssing(text)
        if box:
            return " ".join(box)
        return text


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
        header = table.header_texts(0)
        kolonner: dict[int, str] = {}
        liste = ""
        for row in table.rows[1:]:
            for cell in row:
                for felt in cell.row_fields:
                    liste = felt.liste
                    kolonner.setdefault(cell.column, felt.navn)
                    self._kolonne(etikett(header.get(cell.column, "")), felt.navn, liste)
        label = etikett(self._etikett)
        if liste:
            self.skjema.standard.setdefault(liste, kolonner)
        else:  # it lays out what could stand without it
            self.les(flat([table]))
        if liste and label:
            self.skjema.overskrifter[label] = Overskrift("", liste)
        self._etikett = ""

    def _kolonne(self, label: str, navn: str, liste: str) -> None:
        if not label:
            return
        self.skjema.kolonner.setdefault(liste, {})[label] = navn
        # The other list may have the column too where a school adds it: the status of a goal
        for annen, names in KOLONNER.items():
            if navn in names:
                self.skjema.kolonner.setdefault(annen, {}).setdefault(label, navn)
