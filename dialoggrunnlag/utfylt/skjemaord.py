"""The words that a summary's form is recognised by where it has lost its content controls.

They are the template's own, in each language that it comes in; ``lær_skjema`` learns them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..model.norsk import foldet
from ..word.package import Package
from .blokker import Block, Paragraph, Table, flat
from .skjemafelt import DATO, KOLONNER, RADKOLONNER, UTEN_ELEVNAVN
from .skjemafil import les_innhold
from .tegn import uten_usynlige
from .tidligere import TIDLIGERE_LEDETEKSTER, TIDLIGERE_OVERSKRIFTER
from .verdier import WORDS_EGNE, ledetekst, linje

_LENGSTE_TEGN = 3  # a check mark, as in «[x]»
_LENGSTE_LINJE = 300
_TAGG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_BLOKK = re.compile(f"({_TAGG.pattern})")
_MERKE_OG_FELT = 2  # cells of a card's row
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
    viste: set[str] = field(default_factory=set)  # labels of lines that are only shown: «Sted: …»
    korttitler: set[str] = field(default_factory=set)  # patterns of the lines above the cards
    bunntekster: set[str] = field(default_factory=set)  # patterns of lines in footers
    møter: Sequence[str] = ()  # what the meeting is called in the title, what messages say first

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

    def er_vist_linje(self, text: str) -> bool:
        """Whether a line only shows what the data hold: «Sted: Møterom 2»."""
        label, colon, _ = text.partition(":")
        return bool(colon) and etikett(label) in self.viste

    def er_bunntekst(self, text: str) -> bool:
        """Whether a line of a footer is the form's own, whatever its tags have become."""
        return _er_en_av(self.bunntekster, text)

    def er_korttittel(self, text: str) -> bool:
        """Whether a line is what stands above a card, whatever its tags have become."""
        return _er_en_av(self.korttitler, text)

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


def lær_skjema(maler: Iterable[bytes], møter: Sequence[str]) -> Skjema:
    """The words of the forms, from their template in each language that it comes in.

    ``møter`` are what the meeting may be called in a form's title. Raises TemplateError or
    InvalidError where the template can't be read.
    """
    skjema = Skjema(møter=møter)
    skjema.ledetekster |= set(map(ledetekst, TIDLIGERE_LEDETEKSTER))
    for mal in maler:
        innhold = les_innhold(Package(mal), skjema.ledetekster)
        skjema.ledetekster |= innhold.ledetekster
        lærer = _Lærer(skjema)
        for place, blocks in innhold.beside:
            for paragraph in flat(blocks):
                lærer.husk_fast(paragraph.text)
                if place == "bunntekst":
                    lærer.husk_bunntekst(paragraph.text)
        lærer.les(innhold.blocks)
    for label, navn in TIDLIGERE_OVERSKRIFTER.items():
        skjema.overskrifter.setdefault(etikett(label), Overskrift(navn))
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
            label, colon, _ = bits[0].partition(":")
            if colon:
                self.skjema.viste.add(etikett(label))
        elif bits[0]:
            self.skjema.faste.add(bits[0])

    def husk_bunntekst(self, text: str) -> None:
        """A line of a footer: what its tags can become stands for them."""
        if _TAGG.search(text) and re.search(r"\w", _TAGG.sub("", text)):  # else any line would fit
            self.skjema.bunntekster.add(_mønster(text))

    def les(self, blocks: Iterable[Block]) -> None:
        block = None
        for neste in (*blocks, None):
            if isinstance(block, Table):
                self._tabell(block)
            elif block and isinstance(neste, Table) and block.marker and _er_kort(neste):
                self.skjema.korttitler.add(_mønster(block.text))
            elif block:
                self._avsnitt(block)
            block = neste

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
        liste = _listen_i(table)
        label = etikett(self._etikett)
        if not liste:  # it lays out what could stand without it
            self.les(flat([table]))
        elif _er_kort(table):
            self._kort(table, liste)
        else:
            self._rader(table, liste)
        if liste and label:
            self.skjema.overskrifter[label] = Overskrift("", liste)
        self._etikett = ""

    def _kort(self, table: Table, liste: str) -> None:
        """Learn the labels of a card, which stand beside the fields."""
        for merke, navn in _merker(table):
            self._kolonne(merke, navn, liste)
        self.skjema.standard.setdefault(liste, dict(enumerate(RADKOLONNER[liste])))

    def _rader(self, table: Table, liste: str) -> None:
        """Learn the columns of a table with a header, in which each goal has a row."""
        header = table.header_texts(0)
        kolonner: dict[int, str] = {}
        for row in table.rows[1:]:
            for cell in row:
                for felt in cell.row_fields:
                    kolonner.setdefault(cell.column, felt.navn)
                    self._kolonne(etikett(header.get(cell.column, "")), felt.navn, liste)
        self.skjema.standard.setdefault(liste, kolonner)

    def _kolonne(self, label: str, navn: str, liste: str) -> None:
        if not label:
            return
        self.skjema.kolonner.setdefault(liste, {})[label] = navn
        # The other list may have the column too where a school adds it: the status of a goal
        for annen, names in KOLONNER.items():
            if navn in names:
                self.skjema.kolonner.setdefault(annen, {}).setdefault(label, navn)


def _listen_i(table: Table) -> str:
    """The list whose controls stand in a table; an empty string where there are none."""
    for row in table.rows:
        for cell in row:
            for felt in cell.row_fields:
                return felt.liste
    return ""


def _merker(table: Table) -> Iterator[tuple[str, str]]:
    """The labels of a card's rows with the field beside each; none for any other table."""
    for row in table.rows:
        merker = [cell for cell in row if not cell.row_fields]
        felt = [felt for cell in row for felt in cell.row_fields]
        if len(row) == _MERKE_OG_FELT and len(merker) == len(felt) == 1:
            yield etikett(merker[0].text), felt[0].navn


def _er_kort(table: Table) -> bool:
    """Whether a table of the template is a card."""
    return next(_merker(table), None) is not None


def _er_en_av(patterns: Iterable[str], text: str) -> bool:
    line = linje(uten_usynlige(text))
    if len(line) > _LENGSTE_LINJE:  # nothing of the form's own, and slow to compare
        return False
    return any(re.fullmatch(pattern, line, re.IGNORECASE) for pattern in patterns)


def _mønster(text: str) -> str:
    """A pattern of what a line of the template becomes in a document."""
    biter = _BLOKK.split(linje(text))
    dybde = 0
    for bit in biter:
        dybde += {"if": 1, "endif": -1}.get(_ordet(bit), 0)
        if dybde < 0:
            break
    if dybde:  # its block begins or ends in another paragraph
        biter = [bit for bit in biter if not bit.startswith("{%")]
    return "".join(map(_som_mønster, biter))


def _ordet(bit: str) -> str:
    """The word that a block's tag begins with; '' for anything else."""
    match = re.match(r"\{%[-+]?\s*(\w+)", bit)
    return match[1] if match else ""


def _som_mønster(bit: str) -> str:
    """A tag, or a text between tags, as a pattern of what it can become in a document."""
    if bit.startswith("{{"):
        return "(?:.*?)"
    if not bit.startswith("{%"):
        words = re.escape(linje(bit)).replace(r"\ ", r"\s*")
        return rf"\s*{re.sub('[0-9]+', '[0-9]*', words)}\s*"
    return {"if": "(?:", "else": "|", "elif": "|", "endif": ")?"}.get(_ordet(bit), "")
