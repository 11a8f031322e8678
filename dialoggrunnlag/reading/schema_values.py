"""The kinds of value of the YAML files, as an editor's parser sees them.

The reader takes every value as the text that stands in the file; an editor's parser makes numbers
of 0900, 45 and 09.00, and an empty value null. So each kind of value says which of those it may
be, as a list of types: an ``anyOf`` would give a person useless messages. A schema that is too
kind is mended by ``dialog sjekk``; one that is too strict marks what is right as wrong: in doubt,
these are kind. The patterns are what the regular expressions of JavaScript and of Python share.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, get_args

from pydantic import BaseModel

from ..model import datoregler, oppsummering, prosjektfil, tall
from ..model import verdityper as verdi
from ..model.dagsorden import BETWEEN, CLOCK, DURATION, FROM
from ..model.datoformer import FORMER, STREKER
from ..model.runde import Deltaker, Skoleeierdeltaker
from ..model.varsel import VARSEL

Schema = dict[str, Any]


def _portable(pattern: str, **groups: str) -> str:
    """A pattern that ignores case, without the flag; named groups are those in ``groups``.

    A group that isn't there keeps its pattern and loses its name.
    """

    def group(match: re.Match[str]) -> str:
        return f"(?:{groups.get(match[1], match[2])})"

    pattern = re.sub(r"\(\?P<(\w+)>([^()]*)\)", group, pattern)
    return re.sub(
        r"(\\.|\[[^]]*])|([^\W\d_])",
        lambda match: match[1] or f"[{match[2].lower()}{match[2].upper()}]",
        pattern,
    )


def _whole(*patterns: str) -> str:
    return rf"^\s*(?:{'|'.join(patterns)})\s*$"


# Letters beyond Latin-1 are all let through: what is a capital among them takes too long to say,
# and å may stand as a with a ring after it.
_LETTER = (
    r"[^\s\x00-/:-@A-Z\[-`{-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb\xbf-\xde\xf7\u2000-\u206f\u3000-\u3004]"
)
# But the names of Windows' devices
_DEVICE = "(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])"
ID = rf"^(?!{_DEVICE}$){_LETTER}+(?:-{_LETTER}+)*$"
_HOUR, _MINUTE = r"[01]?[0-9]|2[0-3]", r"[0-5][0-9]"
_CLOCK = _portable(
    CLOCK, time=_HOUR, time_uten_skille=_HOUR, minutt=_MINUTE, minutt_uten_skille=_MINUTE
)
_PERIOD = f"(?:{_portable(FROM)})?{_CLOCK}{_portable(BETWEEN)}{_CLOCK}"
_DURATION = rf"(?=[^1-9]*[1-9]){_portable(DURATION)}"
_DATES = tuple(
    _portable(form, dag="0?[1-9]|[12][0-9]|3[01]", måned="0?[1-9]|1[0-2]") for form in FORMER
)


# What an editor's parser may make of a text: 204 is a number, and «true» is true.
_TEXT = ["string", "number", "boolean"]
SOME = r"\S"


def _value(
    kinds: list[str] | str, pattern: str, message: str, between: Sequence[int] = (), **rest: Any
) -> Schema:
    """A kind of value; ``between`` are the least and the most of what is a number."""
    limits = dict(zip(("minimum", "maximum"), between, strict=False))
    return {"type": kinds, "pattern": pattern, **limits, **rest, "errorMessage": message}


YEAR = "^(?:19|20)[0-9]{2}$"
_INTEGER = ["integer", "string"]
_ANY_TEXT = _value(_TEXT, SOME, "Her skal det stå en tekst.")
_LENGTH = "Skriv minutter, eller for eksempel 45 min, ca. 20 minutter, 1 time 45 min."
_DURATIONS: Schema = {
    "between": (1, 999),
    "examples": ["45 min", "Inntil 40 min", "ca. 20 minutter"],
}
# Days are for the reader to read; an editor's parser makes a number of 12.10
_DAYS = "Skriv for eksempel uke 43, fredager eller 12.–16. oktober."
_DAY: Schema = _value(["string", "number"], r"[^\s0-9.]|[0-9]\s*\.\s*[0-9]", _DAYS)
_WEEKDAYS = "Skriv for eksempel mandag, eller mandag–torsdag."
_REMINDER = _portable(VARSEL)
_BEFORE = "Skriv hvor lenge før møtet, for eksempel 1 dag, 2 timer eller [1 uke, 1 dag]."
_KINDS: dict[Any, Schema] = {
    verdi.Tekst: _ANY_TEXT,
    verdi.Linje: _ANY_TEXT,
    oppsummering.Linje: _ANY_TEXT,
    oppsummering.Fritekst: _ANY_TEXT,
    oppsummering.Frist: _value(
        _TEXT, SOME, "Skriv en dato, for eksempel 1. mars 2016.", examples=["1. mars 2016"]
    ),
    verdi.Begrunnelse: _value(_TEXT, SOME, "Skriv etter kolonet hvorfor kontrollen er slått av."),
    verdi.Id: _value(_TEXT, ID, "Bruk små bokstaver, tall og bindestrek: st-hallvard.", [0]),
    verdi.År: _value(_INTEGER, YEAR, "Skriv fire sifre, for eksempel 2015.", (1900, 2099)),
    verdi.Lenke: _value(
        _TEXT,
        rf"{_whole(_portable(verdi.ADRESSE.pattern))}|^\s*(?!{verdi.PROTOKOLL.pattern})\S",
        "Skriv hele adressen, for eksempel https://…, eller stien til en fil i prosjektet.",
    ),
    verdi.Møtelenke: _value(
        "string",
        _whole(_portable(verdi.MØTELENKE.pattern)),
        "Skriv hele adressen til møtet: https://…",
    ),
    verdi.Varighet: _value(["string", "integer"], _whole(_DURATION), _LENGTH, **_DURATIONS),
    verdi.Minutter: _value(_INTEGER, _whole(_DURATION), _LENGTH, (1, 999), examples=[45]),
    verdi.Antall: _value(
        _INTEGER, _whole("[1-9][0-9]{0,2}"), "Skriv et helt tall, for eksempel 12.", (1, 999)
    ),
    prosjektfil.Programkrav: _value(
        ["string", "number"],
        _whole(prosjektfil.KRAV),
        'Skriv for eksempel ">=0.2", med anførselstegn.',
        (0, 9999),
    ),
    tall.Desimaler: _value(_INTEGER, _whole("[0-3]"), "Skriv et helt tall fra 0 til 3.", (0, 3)),
    tall.Årene: _value(_INTEGER, _whole("[1-9]|10"), "Skriv et helt tall fra 1 til 10.", (1, 10)),
    # 2016 is a number; 2016-17 is a text
    tall.Skoleår: _value(
        _INTEGER,
        _whole(rf"(?:19|20)[0-9]{{2}}(?:\s*[{STREKER}/]\s*(?:19|20)?[0-9]{{2}})?"),
        "Skriv for eksempel 2025-26.",
        (1900, 2099),
    ),
    # 0900 is the number 900, 9 and 09.00 are 9, 9.30 is 9.3; YAML 1.1 makes 10:00 the number 600
    verdi.Tidspunkt: _value(
        ["string", "number"],
        _whole(_CLOCK),
        "Skriv for eksempel 09:00, 09.00, 0900 eller 9.",
        (0, 2359),
        examples=["09:00"],
    ),
    verdi.Dag: _value(
        "string",
        _whole(*_DATES),
        "Skriv for eksempel 3. november 2015, 2015-11-03 eller 3.11.2015.",
    ),
    verdi.Organisasjonsnummer: _value(
        _INTEGER,
        _whole(r"(?:[0-9]\s*){9}"),
        "Skriv ni sifre.",
        (0, 999_999_999),  # an editor's parser drops leading zeros
    ),
    verdi.Epost: _value(
        "string", rf"^\s*{verdi.EPOST.pattern}\s*$", "Skriv for eksempel postmottak@example.no."
    ),
    verdi.Varsler: _value(
        ["string", "array", "null"],
        _whole(_REMINDER),
        _BEFORE,
        items={"type": "string", "pattern": _whole(_REMINDER), "errorMessage": _BEFORE},
        examples=["1 dag", ["1 uke", "1 dag"]],
    ),
    verdi.Endring: _value(
        [*_INTEGER, "null"],
        "^[0-9]{1,3}$",
        "Skriv hvor mange ganger møtet er endret: 1, 2 …",
        (0, 999),
    ),
    datoregler.Dager: _DAY,
    datoregler.Borte: _DAY,
    datoregler.Fridager: {**_DAY, "type": [*_DAY["type"], "array"], "items": _DAY},
    datoregler.Hverdager: _value(
        ["string", "array", "null"],
        SOME,
        _WEEKDAYS,
        items={"type": "string", "pattern": SOME, "errorMessage": _WEEKDAYS},
    ),
    datoregler.Tidsrom: _value(
        "string",
        r"[0-9]{4}",
        "Skriv første og siste dag, for eksempel 1. september 2026 – 27. november 2026.",
    ),
    datoregler.Vekt: _value(
        _INTEGER, _whole(datoregler.VEKT), "Skriv et helt tall fra 1 til 100.", (1, 100)
    ),
    datoregler.Kalendersti: _value(
        "string",
        r"\S\.[iI][cC][sS]\s*$",
        "Skriv stien til en kalenderfil (.ics), for eksempel kalendere/kvalitetsrådgiver.ics.",
    ),
    verdi.JaNei: _value(
        ["string", "boolean", "null"],
        r"^\s*(?:[Jj][Aa]|[Nn][Ee][Ii]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|)\s*$",
        "Skriv ja eller nei.",
    ),
}
# By the function that reads it, which is what the generator sees
BY_READER: dict[Callable[..., Any], Schema] = {
    get_args(kind)[1].func: schema for kind, schema in _KINDS.items()
}

_EITHER = "Skriv navn, rolle eller begge deler."
# What a model's own validators add to its keys.
BY_MODEL: dict[type[BaseModel], Schema] = {
    verdi.Målformer: _value([*_TEXT, "object"], SOME, "Her skal det stå en tekst."),
    verdi.Betegnelse: _value([*_TEXT, "object"], SOME, "Her skal det stå en tekst."),
    verdi.Egennavn: _value([*_TEXT, "object"], SOME, "Her skal det stå en tekst."),
    verdi.Varigheter: _value(
        ["string", "integer", "object"], _whole(_DURATION), _LENGTH, **_DURATIONS
    ),
    verdi.Tidsramme: _value(
        ["string", "object"],
        _whole(_PERIOD),
        "Skriv start og slutt, for eksempel 09:00–13:00, eller nøklene start og slutt.",
        examples=["09:00–13:00"],
    ),
    Skoleeierdeltaker: _value(
        [*_TEXT, "object"], SOME, "Skriv rollens id, eller nøklene rolle og navn."
    ),
    tall.Kilde: _value(
        [*_TEXT, "object"], SOME, "Skriv navnet på kilden, eller nøklene under den."
    ),
    Deltaker: {
        "anyOf": [
            {"properties": {key: {"type": _TEXT, "errorMessage": _EITHER}}, "required": [key]}
            for key in ("navn", "rolle")
        ]
    },
}


_NULL = {"null"}


def over_årene(value: Schema) -> Schema:
    """A kind of value, or years with one each: what holds from each of them on."""
    schema = dict(value)
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    schema["type"] = list(dict.fromkeys((*kinds, "object")))
    # a year without a value: from then on, there is none
    schema["patternProperties"] = {YEAR: {**value, "type": [*kinds, *_NULL - set(kinds)]}}
    schema["additionalProperties"] = False
    schema["minProperties"] = 1
    if "enum" in schema:  # would be all that the value may be
        words = [word for word in schema.pop("enum") if word is not None]
        schema["pattern"] = f"^(?:{'|'.join(words)})$"
        schema["examples"] = words
    if "required" in schema:  # of the value's own keys, where they stand without years
        has_years = {"propertyNames": {"pattern": YEAR}}
        schema |= {"if": has_years, "else": {"required": schema.pop("required")}}
    return schema
