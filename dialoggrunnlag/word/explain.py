"""What Jinja2 and Python say of a failing tag, in Norwegian: one table for each."""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import FrameType, TracebackType

from jinja2.environment import Template

from .sandbox import MissingFieldError
from .values import ValueProblemError

_TOKENS = {
    "begin of print statement": "{{",
    "end of print statement": "}}",
    "begin of statement block": "{%",
    "end of statement block": "%}",
    # The signs that stand for them in a compiled template, as Python shows them
    repr("\ufdd4"): "{{",
    repr("\ufdd5"): "}}",
    repr("\ufdd6"): "{%",
    repr("\ufdd7"): "%}",
}
_END = "end of (?:print statement|statement block)"
_EXAMPLE = "Skriv hva som skal stå der, for eksempel {{{{ skole.navn }}}}."
_SYNTAX = (
    (rf"expected token '{_END}', got '(.*)'",
     "Uttrykket skulle ha sluttet før «{0}».",
     "Sett inn det som mangler mellom ordene, for eksempel punktum, «or» eller «|»."),
    (rf"unexpected '{_END}'", "Uttrykket er ikke ferdig.", "Skriv resten av det."),
    (rf"Expected an expression, got '{_END}'", "Taggen er tom.", _EXAMPLE),
    (r"expected name or number", "Etter punktumet skal det stå et feltnavn.", ""),
    (r"tag name expected", "Taggen er tom.", "Skriv hva den skal gjøre, eller fjern den."),
    (r"unexpected end of template.*",
     "Taggen er ikke lukket.", "Skriv }}}} eller %}} der den slutter."),
    (r"unexpected char (.*) at \d+",
     "Tegnet {0} kan ikke stå der.", "Fjern det, eller sett teksten i anførselstegn."),
    (r"unexpected '(.*)', expected '(.*)'", "Her står «{0}» der det skulle ha stått «{1}».", ""),
    (r"unexpected '(.*)'", "«{0}» kan ikke stå der.", "Se etter en parentes eller et ord for mye."),
    (r"expected token '(.*)', got '(.*)'",
     "Her står «{1}» der det skulle ha stått «{0}».", ""),
    (r"No filter named '(.*?)'.*", "Filteret «{0}» finnes ikke.", ""),
    (r"No test named '(.*?)'.*", "Testen «{0}» finnes ikke.", ""),
    (r"can't assign to '(.*)'", "«{0}» kan ikke gis en verdi.", ""),
    (r"Invalid character in identifier", "Navnet har et tegn som ikke kan stå i et navn.", ""),
    (r"Encountered unknown tag '(.*?)'\..*", "Taggen «{0}» finnes ikke.", ""),
    (r"Unexpected end of template\..*", "En blokk er ikke lukket.", "Skriv taggen som lukker den."),
    (r".*(?:truncated|malformed|illegal) .*(?:escape|character).*",
     "Tegnkoden etter «\\» er ikke riktig.", "Skriv tegnet selv."),
    (r"Missing end of comment tag",
     "Kommentaren er ikke lukket.", "Skriv #}} der den skal slutte."),
)  # fmt: skip
_PYTHON = (
    (r"(?=.*NoneType)(?:unsupported|bad operand|.*not supported|.*cannot be interpreted).*",
     "Det regnes med et felt som er tomt; skriv «| default(0, true)» etter feltet."),
    (r"Range too big.*", "Løkken ville ha gått mer enn 100 000 ganger."),
    (r"access to attribute '(.*?)' of .* is unsafe\.", "Feltet «{0}» er ikke tillatt i en mal."),
    (r".*(?:division|modulo) by zero", "Her deles det på null."),
    (r"'?.*'? object is not callable", "Her kalles noe som ikke er en funksjon."),
    (r"can only concatenate str .*|unsupported operand type.*",
     "Tekst og tall kan ikke legges sammen; bruk «~» mellom dem."),
    (r"name '(?:inf|nan)' is not defined", "Tallet er for stort."),
    (r".*not supported between instances of.*", "Tekst og tall kan ikke sammenlignes."),
    (r"no loader for this environment specified",
     "En mal kan ikke hente inn eller bygge på andre maler."),
)  # fmt: skip


def syntax_error(message: str) -> tuple[str, str]:
    """Jinja2's syntax error as message and remedy (the original where it is unknown)."""
    for pattern, text, remedy in _SYNTAX:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            groups = [_TOKENS.get(group, group) for group in match.groups()]
            return text.format(*groups), remedy.format()
    return f"Taggen kan ikke leses: {message}", ""


def runtime_error(error: Exception, top_level: Iterable[str]) -> tuple[str, str]:
    """Message and remedy for anything that evaluating a tag can raise.

    ``top_level`` are the names that the template was given, for a likely spelling.
    """
    if isinstance(error, ValueProblemError):
        return error.message, error.remedy
    if isinstance(error, MissingFieldError):
        return str(error), error.suggestion(top_level)
    if isinstance(error, MemoryError):
        return "Utregningen fyller minnet.", "Gjør den enklere, eller se etter en løkke."
    if isinstance(error, RecursionError):
        return "Malen kaller seg selv uten å bli ferdig.", "Se etter en makro som kaller seg selv."
    for pattern, text in _PYTHON:
        match = re.fullmatch(pattern, str(error), re.DOTALL)
        if match:
            return text.format(*match.groups()), ""
    return f"Uttrykket kan ikke regnes ut ({type(error).__name__}: {error}).", ""


def template_lines(
    error: Exception, template: Template, file: str
) -> Iterator[tuple[FrameType, int]]:
    """The frames of a compiled template that an error came through, each with its source's line.

    ``file`` is what the template was compiled as.
    """
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == file:
            line = step.tb_lineno or _line_before(step)
            yield step.tb_frame, template.get_corresponding_lineno(line)
        step = step.tb_next


def _line_before(step: TracebackType) -> int:
    """The last line that has begun: a process can be stopped where Python says of no line."""
    line = 1
    for start, _, number in step.tb_frame.f_code.co_lines():
        if start <= step.tb_lasti and number:
            line = number
    return line


def label(item: object) -> str:
    """A short text by which a person recognises a loop's item."""
    if isinstance(item, str | int | float):
        return str(item)[:60]
    if not isinstance(item, Mapping):
        names = getattr(type(item), "__annotations__", {})
        item = {name: getattr(item, name, None) for name in names}
    for value in item.values():
        if isinstance(value, str) and value:
            return value[:60]
    return ""
