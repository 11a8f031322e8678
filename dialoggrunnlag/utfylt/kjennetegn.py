"""Whose form a document is: its kind, round and school.

They come from the document's own properties, or from its title and header where a program has
left the properties out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from ..errors import InvalidError, did_you_mean
from ..model.norsk import foldet
from .blokker import flat
from .skjemaord import etikett
from .verdier import kort, linje

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .blokker import Paragraph
    from .skjemafil import Innhold
    from .skjemaord import Skjema

_DOKUMENT, _RUNDE, _SKOLE = "dialog-dokument", "dialog-runde", "dialog-skole"
_OPPSUMMERING = "oppsummering"
_ÅR = r"((?:19|20)[0-9]{2})(?![0-9])"
_TITTEL = re.compile(rf"oppsummering av utviklingsdialog\w*\s+{_ÅR}", re.IGNORECASE)
_TOPPTEKST = re.compile(rf"oppsummering\s+{_ÅR}", re.IGNORECASE)
_SKOLENAVN = re.compile(r"sk[ou]le\b|\bvgs\b", re.IGNORECASE)
_SIDETALL = re.compile(r"\b(?:side|page)\s*[0-9]*\s*(?:(?:av|of|/)\s*[0-9]*)?", re.IGNORECASE)
_MIN_LABELS = 3  # headings of the form's that make a document one
_HENT_SKJEMA = "Lag skjemaet med «dialog generer --dokument oppsummering», og flytt teksten dit."


class Kjennetegn:
    """What a document says about itself, seen and unseen."""

    def __init__(
        self, innhold: Innhold, skjema: Skjema, skoler: Mapping[str, Sequence[str]]
    ) -> None:
        self.innhold, self.skjema, self.skoler = innhold, skjema, skoler
        self.navn = {_navn(each): id_ for id_, names in skoler.items() for each in (id_, *names)}
        self.topp = list(self._topp())
        self.ved_siden = [
            linje(bit)
            for name, blocks in innhold.beside
            if name == "topptekst"
            for paragraph in flat(blocks)
            for bit in re.split(r"[\t\n|]", paragraph.text)
            if bit.strip()
        ]
        self.kjente: re.Pattern[str] | None = None

    def _topp(self) -> Iterator[Paragraph]:
        """The paragraphs above the first heading of the form's own."""
        for paragraph in flat(self.innhold.blocks):
            if etikett(paragraph.text) in self.skjema.overskrifter:
                return
            yield paragraph

    def krev_oppsummering(self) -> None:
        """Raise InvalidError for a document that is no summary."""
        kind = self.innhold.properties.get(_DOKUMENT, "")
        if kind and kind != _OPPSUMMERING:
            message = f"Dette er dokumentet «{kort(kind)}», ikke en oppsummering."
            raise InvalidError(message, "Velg det utfylte oppsummeringsskjemaet.")
        paragraphs = list(flat(self.innhold.blocks))
        if any("{{" in paragraph.text for paragraph in self.topp):
            raise InvalidError("Dette er malen, ikke et utfylt skjema.", _HENT_SKJEMA)
        labels = {etikett(paragraph.text) for paragraph in paragraphs}
        if not (
            kind
            or any(paragraph.fields for paragraph in paragraphs)
            or self._år_i_tittelen()
            or len(labels & self.skjema.overskrifter.keys()) >= _MIN_LABELS
        ):
            raise InvalidError(
                "Dette er ikke et oppsummeringsskjema.", "Velg det utfylte oppsummeringsskjemaet."
            )

    def _år_i_tittelen(self) -> str:
        texts = [linje(paragraph.text) for paragraph in self.topp]
        return next((match[1] for text in texts if (match := _TITTEL.search(text))), "")

    def runde(self) -> int:
        """The round; raises InvalidError where nothing says it, or two things say two."""
        noted = self.innhold.properties.get(_RUNDE, "")
        noted = noted if re.fullmatch(_ÅR, noted) else ""
        seen = self._år_i_tittelen()
        if noted and seen and noted != seen:
            message = f"Skjemaet er laget for {noted}, men i tittelen står det {seen}."
            raise InvalidError(message, f"Rett tittelen. {_HENT_SKJEMA}")
        texts = [*self.ved_siden, self.innhold.title]
        other = next((match[1] for text in texts if (match := _TOPPTEKST.search(text))), "")
        other = other or next((m[1] for text in texts if (m := _TITTEL.search(text))), "")
        if not (noted or seen or other):
            message = "Dokumentet sier ikke hvilken runde det gjelder."
            raise InvalidError(
                message, "Skriv «Oppsummering av utviklingsdialogen» og året som tittel."
            )
        return int(noted or seen or other)

    def skole(self) -> str:
        """The school's id; raises InvalidError where none is known, or two are."""
        noted = self.innhold.properties.get(_SKOLE, "")
        if noted and noted not in self.skoler:
            self._ukjent_skole(noted)
        seen = self._skole_i(paragraph.text for paragraph in self.topp)
        subtitles = [linje(p.text) for p in self.topp if p.style == "subtitle" and p.text.strip()]
        for text in subtitles:
            seen = seen or self._skole_midt_i(text)
            if not seen and _SKOLENAVN.search(text):
                self._ukjent_skole(text)
        if noted and seen and noted != seen:
            names = [next(iter(self.skoler[id_]), id_) for id_ in (noted, seen)]
            message = f"Skjemaet er laget for «{names[0]}», men i dokumentet står det «{names[1]}»."
            raise InvalidError(message, f"Rett navnet. {_HENT_SKJEMA}")
        title = self.innhold.title.rpartition("–")[2]
        found = noted or seen or self._skole_i([*self.ved_siden, title])
        if not found and subtitles:
            self._ukjent_skole(subtitles[0])
        if not found:
            message = "Dokumentet sier ikke hvilken skole det gjelder."
            raise InvalidError(message, "Skriv skolens navn på en egen linje under tittelen.")
        self._husk(found)
        return found

    def _skole_i(self, texts: Iterable[str]) -> str:
        """The school that one of the texts names, with nothing else in it."""
        return next((id_ for text in texts if (id_ := self.navn.get(_navn(text)))), "")

    def _skole_midt_i(self, text: str) -> str:
        """The school whose name stands somewhere in a text, the longest name first."""
        folded = _navn(text)
        for name in sorted(self.navn, key=len, reverse=True):
            if len(name.split()) > 1 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded):
                return self.navn[name]
        return ""

    def _ukjent_skole(self, shown: str) -> NoReturn:
        names = [name for id_, names in self.skoler.items() for name in (id_, *names)]
        raise InvalidError(
            f"Skolen «{kort(shown)}» er ikke kjent.",
            did_you_mean(shown, names) or "Rett navnet, eller legg skolen til i data/skoler.yaml.",
        )

    def _husk(self, skole: str) -> None:
        """Know the school's names, longest first, and the form's own words at the top."""
        names = {_navn(name) for name in self.skoler[skole]} | self.skjema.faste_biter
        names |= {_nynorsk(name) for name in names}
        listed = sorted((name for name in names if name), key=len, reverse=True)
        self.kjente = re.compile("|".join(map(re.escape, listed)) or "(?!)")

    def er_topp(self, text: str) -> bool:
        """Whether a text is the form's title, the school's name, a page number or several."""
        left = foldet(_TOPPTEKST.sub(" ", _TITTEL.sub(" ", linje(text))))
        left = self.kjente.sub(" ", left) if self.kjente else left
        return not re.search(r"\w", _SIDETALL.sub(" ", left))


def _navn(text: str) -> str:
    """A school's name as it is compared, in either written language."""
    folded = foldet(text).rstrip(".")
    return folded.replace("vidaregåande", "videregående").replace("skule", "skole")


def _nynorsk(name: str) -> str:
    return name.replace("videregående", "vidaregåande").replace("skole", "skule")
