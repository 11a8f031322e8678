"""Whose form a document is: its kind, round and school.

They come from the document's own properties, or from its title and header where a program has
left the properties out.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NoReturn

from ..errors import InvalidError, did_you_mean
from ..model.norsk import foldet, forkortet
from .blokker import Paragraph, flat
from .skjemafil import DOKUMENT, OPPSUMMERING, Innhold, Skjemafil
from .skjemaord import Skjema, etikett
from .verdier import linje

_RUNDE, _SKOLE = "dialog-runde", "dialog-skole"
_ÅR = r"((?:19|20)[0-9]{2})(?![0-9])"
_TOPPTEKST = re.compile(rf"oppsummering\s+{_ÅR}", re.IGNORECASE)
_SKOLENAVN = re.compile(r"sk[ou]le\b|\bvgs\b", re.IGNORECASE)
_SIDETALL = re.compile(r"\b(?:side|page)\s*[0-9]*\s*(?:(?:av|of|/)\s*[0-9]*)?", re.IGNORECASE)
_MIN_LABELS = 3  # headings of the form's that make a document one
_HENT_SKJEMA = "Lag skjemaet med «dialog generer --dokument oppsummering», og flytt teksten dit."
_VELG_SKJEMAET = "Velg det utfylte oppsummeringsskjemaet."


class Kjennetegn:
    """What a document says about itself: in its properties (noted), and to a reader (seen)."""

    def __init__(
        self, fil: Skjemafil, innhold: Innhold, skjema: Skjema, skoler: Mapping[str, Sequence[str]]
    ) -> None:
        self.egenskaper, self.innhold = fil.egenskaper, innhold
        self.skjema, self.skoler = skjema, skoler
        self.tittel = _tittel(skjema.møter)
        self.topp: list[Paragraph] = []  # above the first heading of the form's own
        for paragraph in flat(innhold.blocks):
            if etikett(paragraph.text) in skjema.overskrifter:
                break
            self.topp.append(paragraph)
        self.utenom: list[str] = []  # where a title may stand as well, each bit by itself
        for place, blocks in innhold.beside:
            if place == "topptekst":
                for paragraph in flat(blocks):
                    self.utenom += map(linje, re.split(r"[\t\n|]", paragraph.text))
        self.utenom.append(innhold.title)
        self.skole_med_navn: dict[str, str] = {}
        for id_, names in skoler.items():
            for name in (id_, *names):
                self.skole_med_navn[_navn(name)] = id_

    def krev_oppsummering(self) -> None:
        """Raise InvalidError for a document that is no summary."""
        kind = self.egenskaper.get(DOKUMENT, "")
        if kind not in ("", OPPSUMMERING):
            message = f"Dette er dokumentet «{forkortet(kind)}», ikke en oppsummering."
            raise InvalidError(message, _VELG_SKJEMAET)
        if any("{{" in paragraph.text for paragraph in self.topp):
            raise InvalidError("Dette er malen, ikke et utfylt skjema.", _HENT_SKJEMA)
        paragraphs = list(flat(self.innhold.blocks))
        has_fields = any(paragraph.fields for paragraph in paragraphs)
        labels = {etikett(paragraph.text) for paragraph in paragraphs}
        has_labels = len(labels & self.skjema.overskrifter.keys()) >= _MIN_LABELS
        if not (kind or has_fields or has_labels or self._sett_år()):
            raise InvalidError("Dette er ikke et oppsummeringsskjema.", _VELG_SKJEMAET)

    def runde(self) -> int:
        """The round; raises InvalidError where nothing says it, or two things say two."""
        notert = self.egenskaper.get(_RUNDE, "")
        if not re.fullmatch(_ÅR, notert):
            notert = ""
        sett = self._sett_år()
        if notert and sett and notert != sett:
            message = f"Skjemaet er laget for {notert}, men i tittelen står det {sett}."
            raise InvalidError(message, f"Rett tittelen. {_HENT_SKJEMA}")
        år = notert or sett
        år = år or _første_år(_TOPPTEKST, self.utenom) or _første_år(self.tittel, self.utenom)
        if not år:
            message = "Dokumentet sier ikke hvilken runde det gjelder."
            remedy = f"Skriv «Oppsummering av {self.skjema.møter[0]}» og året som tittel."
            raise InvalidError(message, remedy)
        return int(år)

    def _sett_år(self) -> str:
        """The year in the title that a reader sees."""
        return _første_år(self.tittel, [linje(paragraph.text) for paragraph in self.topp])

    def skole(self) -> str:
        """The school's id; raises InvalidError where none is known, or two are."""
        notert = self.egenskaper.get(_SKOLE, "")
        if notert and notert not in self.skoler:
            self._ukjent_skole(notert)
        undertitler = [linje(p.text) for p in self.topp if p.style == "subtitle" and p.text.strip()]
        sett = self._sett_skole(undertitler)
        # a school that had another id before has the same names under both
        if notert and sett and self.skoler[notert] != self.skoler[sett]:
            first, second = (next(iter(self.skoler[id_]), id_) for id_ in (notert, sett))
            message = f"Skjemaet er laget for «{first}», men i dokumentet står det «{second}»."
            raise InvalidError(message, f"Rett navnet. {_HENT_SKJEMA}")
        after_dash = self.innhold.title.rpartition("–")[2]
        skole = notert or sett or self._skole_i([*self.utenom, after_dash])
        if skole:
            return skole
        if undertitler:
            self._ukjent_skole(undertitler[0])
        message = "Dokumentet sier ikke hvilken skole det gjelder."
        raise InvalidError(message, "Skriv skolens navn på en egen linje under tittelen.")

    def _sett_skole(self, undertitler: Iterable[str]) -> str:
        """The school that a reader sees; raises InvalidError for a name that nobody knows."""
        sett = self._skole_i(paragraph.text for paragraph in self.topp)
        for text in undertitler:
            if not sett:
                sett = self._skole_midt_i(text)
            if not sett and _SKOLENAVN.search(text):
                self._ukjent_skole(text)
        return sett

    def _skole_i(self, texts: Iterable[str]) -> str:
        """The school that one of the texts names, with nothing else in it."""
        for text in texts:
            skole = self.skole_med_navn.get(_navn(text))
            if skole:
                return skole
        return ""

    def _skole_midt_i(self, text: str) -> str:
        """The school whose name stands somewhere in a text, the longest name first."""
        folded = _navn(text)
        for name in sorted(self.skole_med_navn, key=len, reverse=True):
            is_several_words = len(name.split()) > 1
            if is_several_words and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded):
                return self.skole_med_navn[name]
        return ""

    def _ukjent_skole(self, shown: str) -> NoReturn:
        names = [name for id_, names in self.skoler.items() for name in (id_, *names)]
        raise InvalidError(
            f"Skolen «{forkortet(shown)}» er ikke kjent.",
            did_you_mean(shown, names) or "Rett navnet, eller legg skolen til i data/skoler.yaml.",
        )


class Toppord:
    """What the form itself says at its top: its title, the school's names, page numbers."""

    def __init__(self, skolenavn: Iterable[str], skjema: Skjema) -> None:
        self._tittel = _tittel(skjema.møter)
        names = {*map(_navn, skolenavn), *skjema.faste_biter}
        names |= {
            name.replace("videregående", "vidaregåande").replace("skole", "skule") for name in names
        }
        longest_first = sorted(filter(None, names), key=len, reverse=True)
        self._names = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")

    def er_alt_i(self, text: str) -> bool:
        """Whether a text says nothing else."""
        rest = foldet(_TOPPTEKST.sub(" ", self._tittel.sub(" ", linje(text))))
        rest = _SIDETALL.sub(" ", self._names.sub(" ", rest))
        return not re.search(r"\w", rest)


def _tittel(møter: Iterable[str]) -> re.Pattern[str]:
    """The form's title, which names the meeting in any of its forms, and the year."""
    navn = "|".join(r"\s+".join(map(re.escape, møte.split())) for møte in møter)
    return re.compile(rf"oppsummering av (?:{navn})\w*\s+{_ÅR}", re.IGNORECASE)


def _første_år(pattern: re.Pattern[str], texts: Iterable[str]) -> str:
    for text in texts:
        match = pattern.search(text)
        if match:
            return match[1]
    return ""


def _navn(text: str) -> str:
    """A school's name as it is compared, in either written language."""
    folded = foldet(text).rstrip(".")
    return folded.replace("vidaregåande", "videregående").replace("skule", "skole")
