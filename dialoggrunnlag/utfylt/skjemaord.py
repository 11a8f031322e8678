"""The words of the summary's form in both written languages: labels, prompts, fixed text.

They are the second way of reading a filled-in form, for documents that have lost their
content controls. A county that rewords the form teaches its words with ``lær`` in ``utfylt``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple, get_args

from ..model.norsk import foldet
from ..model.oppsummering import STATUS_PÅ_NYNORSK, Status


class Felt(NamedTuple):
    """A field of a summary: ``navn`` as in the YAML, in a row of ``liste`` or on its own."""

    liste: str
    navn: str


class Ord(NamedTuple):
    """What a form says of a field, in bokmål and nynorsk."""

    etiketter: tuple[str, str]
    ledetekster: tuple[str, ...] = ()


DATO, TIL_STEDE, UTEN_ELEVNAVN, EKSEMPEL = "dato", "til_stede", "uten_elevnavn", "eksempel"

# In the order of oppsummering.Oppsummering; bokmål as in maler/oppsummering.docx.
FELT: dict[str, Ord] = {
    DATO: Ord(("Dato", "Dato"), ("Velg dato", "Vel dato")),
    TIL_STEDE: Ord(
        ("Til stede", "Til stades"),
        (
            "Skriv hvem som er til stede, én på hver linje",
            "Skriv kven som er til stades, éin på kvar linje",
        ),
    ),
    "oppnådd": Ord(
        ("Hva skolen har oppnådd og er stolt av", "Kva skulen har oppnådd og er stolt av"),
        (
            "Skriv hva skolen har oppnådd, og hva den er stolt av",
            "Skriv kva skulen har oppnådd, og kva han er stolt av",
        ),
    ),
    "fremskritt": Ord(
        ("Fremskritt fylkesutdanningssjefen ser", "Framsteg fylkesutdanningssjefen ser"),
        (
            "Skriv hvilke positive fremskritt fylkesutdanningssjefen ser på skolen",
            "Skriv kva positive framsteg fylkesutdanningssjefen ser på skulen",
        ),
    ),
    "støtte": Ord(
        ("Støtten fra skoleeier", "Støtta frå skuleeigar"),
        (
            "Skriv i hvilken grad skolen har fått den nødvendige støtten i utviklingsprosjektene",
            "Skriv i kva grad skulen har fått den nødvendige støtta i utviklingsprosjekta",
        ),
    ),
    EKSEMPEL: Ord(
        ("Eksempel fra skolehverdagen", "Døme frå skulekvardagen"),
        (
            "Skriv eksempelet på et godt skoleutviklingstiltak",
            "Skriv dømet på eit godt tiltak for å utvikle skulen",
        ),
    ),
    UTEN_ELEVNAVN: Ord(
        (
            "Ingen elever kan kjennes igjen i eksempelet",
            "Ingen elevar kan kjennast att i dømet",
        )
    ),
    "lært": Ord(
        ("Det vi har lært sammen", "Det vi har lært saman"),
        (
            "Skriv hva vi har lært sammen, med skolens og skoleeiers arbeid i et 5-års perspektiv",
            "Skriv kva vi har lært saman om arbeidet til skulen og skuleeigaren, sett over fem år",
        ),
    ),
    "neste_kontakt": Ord(
        ("Neste kontakt", "Neste kontakt"), ("Skriv når og hvordan", "Skriv når og korleis")
    ),
    "evaluering.bra": Ord(
        ("Hva var bra?", "Kva var bra?"), ("Skriv hva som var bra", "Skriv kva som var bra")
    ),
    "evaluering.hvorfor": Ord(
        ("Hvorfor var det bra?", "Kvifor var det bra?"), ("Skriv hvorfor", "Skriv kvifor")
    ),
    "evaluering.bedre": Ord(
        ("Hva kan bli bedre?", "Kva kan bli betre?"),
        ("Skriv hva som kan bli bedre", "Skriv kva som kan bli betre"),
    ),
    "evaluering.hvordan": Ord(
        ("Hvordan kan det bli bedre?", "Korleis kan det bli betre?"),
        ("Skriv hvordan", "Skriv korleis"),
    ),
}

AVTALER, MÅL = "avtaler", "mål"
LISTER: dict[str, Ord] = {
    AVTALER: Ord(("Avtalene fra forrige dialog", "Avtalane frå førre dialog")),
    MÅL: Ord(("Avtalte utviklingsmål", "Avtalte utviklingsmål")),
}
FRIST, STATUS, KOMMENTAR, ANSVARLIG = "frist", "status", "kommentar", "ansvarlig"
_MÅLET = Ord(("Mål", "Mål"), ("Skriv målet",))
_ANSVARLIG = Ord(("Ansvarlig", "Ansvarleg"), ("Skriv hvem", "Skriv kven"))
_FRIST = Ord(("Frist", "Frist"), ("Velg frist", "Vel frist"))
_STATUS = Ord(("Status", "Status"), ("Velg status", "Vel status"))
# The columns in the form's order; the status of a new goal has none there, but may have one
KOLONNER: dict[str, dict[str, Ord]] = {
    AVTALER: {
        "mål": _MÅLET,
        ANSVARLIG: _ANSVARLIG,
        FRIST: _FRIST,
        STATUS: _STATUS,
        KOMMENTAR: Ord(("Kommentar", "Kommentar"), ("Skriv en kommentar", "Skriv ein kommentar")),
    },
    MÅL: {
        "mål": _MÅLET,
        "tiltak": Ord(("Tiltak", "Tiltak"), ("Skriv tiltakene", "Skriv tiltaka")),
        ANSVARLIG: _ANSVARLIG,
        FRIST: _FRIST,
        "kjennetegn": Ord(
            ("Kjennetegn på måloppnåelse", "Kjenneteikn på at målet er nådd"),
            ("Skriv hva som viser at målet er nådd", "Skriv kva som viser at målet er nådd"),
        ),
        "støtte": Ord(
            ("Støtte fra skoleeier", "Støtte frå skuleeigar"),
            ("Skriv støtten som er avtalt", "Skriv støtta som er avtalt"),
        ),
        STATUS: _STATUS,
    },
}
_RADNAVN = {"mål": MÅL, "avtale": AVTALER}  # what the form calls an item of each list

STATUSER: dict[str, str] = {status: status for status in get_args(Status)}
STATUSER |= {nynorsk: bokmål for bokmål, nynorsk in STATUS_PÅ_NYNORSK.items()}

# Headings without a field of their own
_SEKSJONER = (
    *("Siden forrige dialog", "Sidan førre dialog"),
    *("Tiltak og resultater", "Tiltak og resultat"),
    *("Evaluering av dialogen", "Evaluering av dialogen"),
)
_FASTE = (
    "Husk: Elever nevnes aldri ved navn, og ingen elev skal kunne kjennes igjen.",
    "Hugs: Nemn aldri elevar ved namn, og pass på at ingen elev kan kjennast att.",
)
_WORDS_EGNE = (  # the prompts of Word's own that a new control has
    "Klikk eller trykk her for å skrive inn tekst.",
    "Klikk her for å skrive inn tekst.",
    "Klikk eller trykk for å skrive inn en dato.",
    "Klikk eller trykk her for å skrive inn en dato.",
    "Klikk her for å skrive inn en dato.",
    "Klikk eller trykk for å skrive inn ein dato.",
    "Klikk her for å skrive inn ein dato.",
    "Velg et element.",
    "Vel eit element.",
    "Click or tap here to enter text.",
    "Click here to enter text.",
    "Click or tap to enter a date.",
    "Click here to enter a date.",
    "Choose an item.",
)

_TEGN = 3  # a check mark, as in «[x]»
_NUMMER = re.compile(r"\d+(?:\.\d+)*[.)]?\s+")
_TAGG = re.compile(r"\{\{\s*(.+?)\s*\}\}|\{%-?\s*for\s+\S+\s+in\s+(.+?)\s*-?%\}")
_STI = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)+")


def etikett(text: str) -> str:
    """A label as it is compared: any case and spaces, without a number before and sign after."""
    return _NUMMER.sub("", foldet(text), count=1).rstrip(" :?.")


def ledetekst(text: str) -> str:
    """A prompt as it is compared."""
    return foldet(text).rstrip(" .…")


class Overskrift(NamedTuple):
    """What follows a heading: the text of ``felt``, the table of ``liste``, or headings only."""

    felt: str = ""
    liste: str = ""


@dataclass
class Skjema:
    """The words that a form is recognised by; more can be learnt from a template."""

    overskrifter: dict[str, Overskrift]
    linjer: dict[str, str]  # labels on the line of their field: «Dato: …»
    avkryssing: set[str]
    kolonner: dict[str, dict[str, str]]
    ledetekster: set[str]
    faste: set[str]  # paragraphs of the form's own
    faste_biter: set[str]  # the same of its top and its headers, which hold names as well
    er_lært: bool = False  # whether the template has taught the rest: then every heading is known

    @classmethod
    def norsk(cls) -> Skjema:
        """The form as maler/oppsummering.docx has it, in bokmål and nynorsk."""
        overskrifter = {etikett(text): Overskrift() for text in _SEKSJONER}
        for navn, words in FELT.items():
            if navn not in (DATO, UTEN_ELEVNAVN):
                overskrifter |= {etikett(text): Overskrift(navn) for text in words.etiketter}
        for liste, words in LISTER.items():
            overskrifter |= {etikett(text): Overskrift("", liste) for text in words.etiketter}
        columns = [words for group in KOLONNER.values() for words in group.values()]
        prompts = [text for words in (*FELT.values(), *columns) for text in words.ledetekster]
        return cls(
            overskrifter,
            {etikett(text): DATO for text in FELT[DATO].etiketter},
            {etikett(text) for text in FELT[UTEN_ELEVNAVN].etiketter},
            {
                liste: {etikett(text): navn for navn, words in group.items() for text in words[0]}
                for liste, group in KOLONNER.items()
            },
            {ledetekst(text) for text in (*prompts, *_WORDS_EGNE)},
            set(map(foldet, _FASTE)),
            set(),
        )

    def er_ledetekst(self, text: str) -> bool:
        """Whether a text is a prompt that nobody has replaced."""
        return ledetekst(text) in self.ledetekster

    def er_fast(self, text: str) -> bool:
        """Whether a text is a paragraph of the form's own."""
        return foldet(text) in self.faste

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
            if match and len(text[: match.start()].strip()) <= _TEGN:
                return text[: match.start()].strip(), text[match.end() :].strip()
        return None

    def uten_etikett(self, text: str) -> str:
        """What is left of a text beside a control without the form's own words."""
        known = (*self.overskrifter, *self.linjer, *self.avkryssing)
        if self.er_fast(text) or etikett(text) in known:
            return ""
        if (line := self.delt_linje(text)) is not None:
            return line[1]
        if (box := self.delt_avkryssing(text)) is not None:
            return " ".join(box)
        return text


def uten_klammer(tag: str) -> str:
    """The expression or the list in a tag of the form's own, as the filled-in document has it."""
    match = _TAGG.fullmatch(tag.strip())
    found = (match[1] or match[2]) if match else tag.strip()
    path = _STI.match(found)
    return path[0] if path else ""


def liste_i(tag: str) -> str:
    """The list that a repeating section's tag names, or an empty string."""
    _, _, navn = uten_klammer(tag).partition(".")
    return navn if navn in KOLONNER else ""


def felt_i(tag: str, liste: str) -> Felt | None:
    """The field that a control's tag names; ``liste`` is that of the section around it."""
    root, _, navn = uten_klammer(tag).partition(".")
    if root == "oppsummering":
        return Felt("", navn) if navn in FELT else None
    found = liste or _RADNAVN.get(root, "")
    return Felt(found, navn) if found and navn in KOLONNER[found] else None


def standardkolonner(liste: str) -> dict[int, str]:
    """The columns of a list's table as the form has them."""
    names = [navn for navn in KOLONNER[liste] if (liste, navn) != (MÅL, STATUS)]
    return dict(enumerate(names))
