"""A filled-in form's texts as the values of a summary, and notes of what doesn't fit."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from ..errors import InvalidError, Problem
from ..model.datoformer import MÅNEDSORD, UKEDAGSORD
from ..model.faste_mellomrom import vanlige_mellomrom
from ..model.norsk import Dato, foldet, forkortet
from ..model.oppsummering import STATUS_PÅ_NYNORSK, Status
from ..model.verdityper import les_fritekst
from .tegn import er_synlig, uten_usynlige

WORDS_EGNE = (  # the prompts of Word's own that a new control has
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
_JA = {"v", "ja", "ok", *"☒☑✓✔✗✘✕✖☓🗹🗷🗵🗸⊠×√✅■▣"}
_KRYSS = re.compile("x+")
_UTEN_BETYDNING = re.compile(r"[☐□◻◽▢○\[\]().,!]")  # empty boxes, and what stands around a sign
# Word writes a date in the language of the document, which may be English.
_ENGELSKE_MÅNEDER = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_ENGELSKE_UKEDAGER = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_STATUSER: dict[str, str] = {status: status for status in get_args(Status)}
_STATUSER |= {nynorsk: bokmål for bokmål, nynorsk in STATUS_PÅ_NYNORSK.items()}
_STATUSER |= {"igang": "i gang", "ikke starta": "ikke startet", "ikkje startet": "ikke startet"}
_DAG = r"\d{1,2}[./] ?(?:\d{1,2}[./-]|[^\W\d]+) ?\d{2,4}\.?"
_UNDERSKRIFT = (  # where somebody signs, or takes leave
    r"[_.…]{4}",
    r"\b(?:underskrift|undertegnede|underteikna|signatur)\b|\bsign\.?:",
    r"\bst[ae]d ?(?:/|og) ?dato\b",
    r"^(?:med )?(?:(?:vennlig|venleg|beste?) )?(?:hilsen|helsing|mvh)\b",
    rf"^[^\W\d]+(?: [^\W\d]+)?, ?(?:den )?{_DAG}$",  # «Gol, 3. november 2015»
)


def fritekst(lines: Iterable[str]) -> str:
    """Lines as the model has a text; empty where nothing is written.

    The form's own hard spaces were put there when it was made.
    """
    text = vanlige_mellomrom("\n".join(lines))
    return les_fritekst(text) if er_synlig(text) else ""


def linje(text: str) -> str:
    """A text as the model has a line."""
    return " ".join(fritekst([text]).split())


def ledetekst(text: str) -> str:
    """A prompt as it is compared."""
    return foldet(uten_usynlige(text)).rstrip(" .…")


def avkrysset(sign: str) -> bool | None:
    """Whether a sign is a check mark or an empty box; None for any other text.

    One that is typed beside the empty box counts.
    """
    words = foldet(_UTEN_BETYDNING.sub(" ", uten_usynlige(sign))).split()
    if all(word == "nei" for word in words):
        return False
    is_checked = all(word in _JA or _KRYSS.fullmatch(word) for word in words)
    return True if is_checked else None


def er_underskrift(text: str) -> bool:
    """Whether a line is where somebody signs, or takes leave."""
    line = text.strip()
    return any(re.search(pattern, line, re.IGNORECASE) for pattern in _UNDERSKRIFT)


def status(text: str) -> str:
    """One of the model's statuses, or an empty string for what is none."""
    return _STATUSER.get(foldet(uten_usynlige(text)).rstrip(" .!"), "")


class Notater:
    """What a form holds beside its answers: texts without a field, and warnings."""

    def __init__(self, file: str, runde: int | None = None) -> None:
        self.file = file
        self._runde = runde
        self._warnings: list[Problem] = []
        self._annet: dict[str, list[str]] = {}

    def varsle(self, message: str, remedy: str, sted: str) -> None:
        """Add a warning about a place in the document."""
        self._warnings.append(Problem(message, remedy, self.file, place=sted, warning=True))

    def legg_ved(self, lines: Iterable[str], sted: str) -> None:
        """Keep a text that has no field, with its place."""
        kept = [line for line in lines if er_synlig(line)]
        if kept:
            self._annet.setdefault(sted, []).extend(kept)

    def annet(self) -> list[dict[str, str]]:
        """The texts without a field, place by place."""
        return [{"sted": sted, "tekst": fritekst(lines)} for sted, lines in self._annet.items()]

    def warnings(self) -> tuple[Problem, ...]:
        """Every warning, those about texts without a field last."""
        warnings = [*self._warnings]
        remedy = "Den står under «annet»; flytt den dit den hører hjemme."
        for entry in self.annet():
            message = f"Teksten «{forkortet(entry['tekst'])}» hører ikke til noe felt."
            sted = entry["sted"]
            warnings.append(Problem(message, remedy, self.file, place=sted, warning=True))
        return tuple(dict.fromkeys(warnings))

    def dato(self, text: str, day: str, sted: str, om: str = "") -> str:
        """A date as the files have it; another text as it is, with a warning.

        ``day`` is what Word has noted of a date control. It counts where the text says the
        same in a way that can't be read here, and not where somebody has typed over it. ``om``
        is what a warning begins with.
        """
        if not text:
            return ""
        try:
            return Dato.les(uten_usynlige(text), self._runde).kort
        except InvalidError as error:
            dato = _lest_dato(day) if _sier_det_samme(text, day) else None
            if dato:
                return dato.kort
            remedy = "Teksten er beholdt; skriv for eksempel 3. november 2015."
            self.varsle(f"{om}{error.message}", remedy, sted)
            return text


def _lest_dato(text: str) -> Dato | None:
    """A date; None for what is none."""
    try:
        return Dato.les(text)
    except InvalidError:
        return None


def _sier_det_samme(text: str, day: str) -> bool:
    """Whether a text that is no date in Norwegian says a day: «Tuesday, 3 Nov 15», «3. nov»."""
    dato = _lest_dato(day)
    if dato is None:
        return False  # nothing is noted
    dag = dato.dag
    text = text.casefold()
    months: list[int] = []
    weekdays = 0
    for name in re.findall(r"[^\W\d_]+", text):
        month = _nummer(name, MÅNEDSORD, _ENGELSKE_MÅNEDER)
        weekday = _nummer(name, UKEDAGSORD, _ENGELSKE_UKEDAGER)
        if month is not None:
            months.append(month + 1)
        if weekday == dag.weekday():
            weekdays += 1
        elif month is None:
            return False  # a word of somebody's own may turn the date round: «før», «ikke»
    if len(months) > 1 or weekdays > 1 or months not in ([], [dag.month]):
        return False
    numbers = sorted(int(number) for number in re.findall(r"[0-9]{1,4}", text))
    day_and_month = [dag.day] if months else [dag.day, dag.month]
    with_year = [sorted([*day_and_month, year]) for year in (dag.year, dag.year % 100)]
    return numbers in (sorted(day_and_month), *with_year)


def _nummer(name: str, norske: Mapping[str, int], engelske: Sequence[str]) -> int | None:
    """The number from 0 of a month or a weekday in Norwegian or English; None for other words."""
    if name in norske:
        return norske[name]
    for number, short in enumerate(engelske):
        if name.startswith(short):
            return number
    return None
