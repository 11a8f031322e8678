"""JSON Schema of the YAML files, made from the model, so that VS Code completes and explains keys.

Draft-07, which VS Code's YAML extension handles best. The reader takes every value as the text
that stands in the file; an editor's parser makes numbers of 0900, 45 and 09.00, and an empty
value null. So each kind of value says here which of those it may be, as a list of types: an
``anyOf`` would give a person useless messages. A schema that is too kind is mended by ``dialog
sjekk``; one that is too strict marks what is right as wrong: in doubt, these are kind.
"""

from __future__ import annotations

import json
import re
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator

from ..model import dagsorden, oppsummering
from ..model import runde as model
from ..model.norsk import _MÅNEDER, _NYNORSK, _UKEDAGER
from . import ordliste

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic.fields import FieldInfo

Schema = dict[str, Any]

_FILES: dict[str, type[BaseModel]] = {
    "skoler.schema.json": model.Skolefil,
    "skoleeier.schema.json": model.Skoleeierfil,
    "runde.schema.json": model.Runde,
    "oppsummering.schema.json": oppsummering.Oppsummering,
    "ordliste.schema.json": ordliste.Ordlistefil,
}

# What VS Code shows at a model's entry and at each of its keys.
_HELP: dict[type[BaseModel], tuple[str, dict[str, str]]] = {
    model.Skolefil: (
        "Skolene: det som varer fra år til år (data/skoler.yaml).",
        {
            "skoler": "Skolene. Nøkkelen er skolens id, som står i filnavnene og kan brukes i "
            "«dialog generer --skole ål»: små bokstaver, tall og bindestrek.",
        },
    ),
    model.Skole: (
        "En skole: det som varer fra år til år.",
        {
            "navn": "Skolens eget navn, slik skolen skriver det. Det oversettes aldri.",
            "kortnavn": "Navnet i løpende tekst.",
            "målform": "Målformen i skolens dokumenter; bokmål når den ikke er satt.",
            "kommune": "Kommunen skolen ligger i.",
            "organisasjonsnummer": "Skolens nummer i Enhetsregisteret.",
            "kontakt": "Den ved skolen som får innkallingen.",
            "tidsramme": "Bare for en skole som avviker fra rundens tidsramme.",
        },
    ),
    model.Kontakt: (
        "Den ved skolen som får innkallingen.",
        {"navn": "Navnet på vedkommende.", "epost": "E-postadressen."},
    ),
    model.Målformer: (
        "En tekst på bokmål og nynorsk; en tekst alene er bokmål.",
        {"bokmål": "Teksten på bokmål.", "nynorsk": "Teksten på nynorsk."},
    ),
    model.Varigheter: (
        "En varighet på bokmål og nynorsk; en varighet alene er bokmål.",
        {"bokmål": "Varigheten på bokmål.", "nynorsk": "Varigheten på nynorsk."},
    ),
    model.Tidsramme: (
        "Når dialogen begynner og slutter.",
        {
            "start": "Når dialogen begynner.",
            "slutt": "Når dialogen slutter.",
            "begrunnelse": "Hvorfor tidsrammen avviker fra rundens; står i dokumentet.",
        },
    ),
    model.Skoleeierfil: (
        "Skoleeiers deltakere (data/skoleeier.yaml).",
        {
            "kontor": "Kontoret som er forfatter i dokumentenes egenskaper; «Skoleeier» når det "
            "ikke er satt.",
            "epost": "Kontorets e-postadresse, som innkallingene kommer fra.",
            "roller": "Rollene, i den rekkefølgen dokumentet nevner dem. Nøkkelen er rollens id, "
            "som brukes i «fra_skoleeier» i rundens dialoger.",
        },
    ),
    model.Rolle: (
        "En rolle hos skoleeier.",
        {
            "rolle": "Rollen, slik dokumentet skriver den.",
            "navn": "Navnet, der det skal stå i dokumentet.",
            "epost": "E-postadressen, for innkallingen i kalenderen.",
        },
    ),
    model.Runde: (
        "En runde: tekstene, dagsordenen og dialogene (data/runder/ÅR.yaml).",
        {
            "år": "Rundens år, det samme som i filnavnet.",
            "tittel": "Dokumentets tittel.",
            "hensikt": "Hensikten med dialogene.",
            "hovedmål": "Hovedmålet for dialogene.",
            "delmål": "Delmålene, ett på hver linje.",
            "datagrunnlag": "Det dialogene bygger på, ett punkt for hver kilde.",
            "deltakelse": "Hvem som deltar, som løpende tekst.",
            "tidsramme": "Gjelder alle skoler som ikke har sin egen, i skoler.yaml eller i "
            "dialogen.",
            "tidlig_til": "Siste dato som regnes som tidlig dialog.",
            "første_dag": "Første dato en dialog kan ha; uten den gjelder kalenderåret.",
            "siste_dag": "Siste dato en dialog kan ha; uten den gjelder kalenderåret.",
            "største_gruppe": "Flest deltakere når alle skal kunne være aktive.",
            "stille": "Kontroller som ikke skal si fra for noen skole, hver med begrunnelse.",
            "dagsorden": "Temaene i rekkefølge. Klokkeslettene regnes ut; minuttene må fylle "
            "tidsrammen nøyaktig.",
            "dialoger": "Én dialog for hver skole. Nøkkelen er skolens id i skoler.yaml. Feltene "
            "kan stå tomme; da skriver dokumentet «Dato avtales».",
        },
    ),
    model.Datagrunnlagspunkt: (
        "Et punkt i datagrunnlaget.",
        {
            "id": "Punktets id, som en dialog bruker under «lenker».",
            "tekst": "Punktet, slik dokumentet skriver det.",
            "lenke": "Gjelder alle skoler; en skoles egen lenke står under «lenker» i dialogen.",
            "fil": "Filen som følger innkallingen: stien fra prosjektmappen. Den kan ha felter, "
            "for eksempel vedlegg/puls-{{ skole.id }}.pdf. En skoles egen står under «filer» i "
            "dialogen.",
        },
    ),
    model.Deltakelse: (
        "Hvem som deltar, som løpende tekst.",
        {
            "skolen": "Hvem som deltar fra skolen.",
            "fra_skoleeier": "Hvem som deltar fra skoleeier.",
        },
    ),
    model.Tema: (
        "Et tema på dagsordenen.",
        {
            "tittel": "Temaets overskrift.",
            "tekst": "Tekst under overskriften.",
            "minutter": "Hvor lenge temaet varer.",
            "deler": "Temaets deler, hvis det har noen. De må fylle temaets minutter nøyaktig.",
        },
    ),
    model.Temadel: (
        "En del av et tema.",
        {
            "tekst": "Hva delen handler om.",
            "varighet": "Hvor lenge delen varer, med de ordene dokumentet skal ha.",
        },
    ),
    model.Dialog: (
        "Dialogen med én skole. Det som ikke er avtalt, kan stå tomt.",
        {
            "dato": "Dagen for dialogen.",
            "sted": "Hvor dialogen holdes.",
            "periode": "Tidlig eller sen dialog: «tidlig» får forrige års bidrag til "
            "Tilstandsrapport, «sen» årets. Går foran «tidlig_til».",
            "tidsramme": "Bare når dialogen denne gangen avviker fra skolens og rundens.",
            "deltakere": "Skolens egne deltakere, med navn, rolle eller begge deler.",
            "fra_skoleeier": "Hvem som kommer fra skoleeier: rollenes id i skoleeier.yaml.",
            "lenker": "Skolens egne lenker. Nøkkelen er id-en til punktet i datagrunnlaget.",
            "filer": "Skolens egne filer til innkallingen. Nøkkelen er id-en til punktet i "
            "datagrunnlaget.",
            "endring": "Hvor mange ganger møtet er flyttet etter at innkallingen ble laget: 1, 2 … "
            "Da flytter det seg også i kalenderen.",
            "avlyst": "Ja når dialogen er avlyst; la datoen stå.",
            "stille": "Kontroller som ikke skal si fra for denne skolen, hver med begrunnelse.",
        },
    ),
    model.Deltaker: (
        "En deltaker fra skolen: navn, rolle eller begge deler.",
        {
            "navn": "Deltakerens navn.",
            "rolle": "Deltakerens rolle, for eksempel rektor.",
            "epost": "E-postadressen, for innkallingen i kalenderen.",
        },
    ),
}

_HELP |= {
    oppsummering.Oppsummering: (
        "Oppsummeringen av en dialog (data/oppsummeringer/ÅR/SKOLE.yaml).",
        {
            "skole": "Skolens id, den samme som i filnavnet.",
            "runde": "Rundens år, det samme som mappens navn.",
            "dato": "Dagen dialogen ble holdt.",
            "til_stede": "De som var til stede, én i hvert punkt.",
            "oppnådd": "Hva skolen har oppnådd og er stolt av.",
            "fremskritt": "Fremskritt fylkesutdanningssjefen ser.",
            "støtte": "I hvilken grad skolen har fått den nødvendige støtten fra skoleeier.",
            "avtaler": "Hva som er blitt av målene fra tidligere dialoger.",
            "eksempel": "Eksempelet fra skolehverdagen. Elever nevnes aldri ved navn.",
            "uten_elevnavn": "Ja når ingen elever kan kjennes igjen i eksempelet.",
            "lært": "Det vi har lært sammen, i et 5-års perspektiv.",
            "mål": "De avtalte utviklingsmålene.",
            "neste_kontakt": "Når og hvordan vi snakkes neste gang.",
            "evaluering": "Evalueringen av dialogen.",
            "annet": "Det som sto i skjemaet uten å høre til et felt. Flytt det dit det hører til.",
        },
    ),
    oppsummering.Avtale: (
        "Hva som er blitt av et mål fra en tidligere dialog.",
        {
            "mål": "Målet, med de samme ordene som da det ble avtalt.",
            "ansvarlig": "Den ansvarlige.",
            "frist": "Fristen, helst en dato.",
            "status": "Hvor langt det er kommet.",
            "kommentar": "Det som er å si om statusen.",
        },
    ),
    oppsummering.Utviklingsmål: (
        "Et avtalt utviklingsmål.",
        {
            "mål": "Det som skal nås.",
            "tiltak": "Tiltakene for å nå det.",
            "ansvarlig": "Den ansvarlige.",
            "frist": "Fristen, helst en dato.",
            "kjennetegn": "Kjennetegn på måloppnåelse.",
            "støtte": "Støtten fra skoleeier.",
            "status": "Hvor langt det er kommet; kan settes her mellom to dialoger.",
        },
    ),
    oppsummering.Evaluering: (
        "Evalueringen av dialogen.",
        {
            "bra": "Hva som var bra.",
            "hvorfor": "Hvorfor det var bra.",
            "bedre": "Hva som kan bli bedre.",
            "hvordan": "Hvordan det kan bli bedre.",
        },
    ),
    ordliste.Ordlistefil: (
        "Malenes egne ord på bokmål og nynorsk (maler/ordliste.yaml).",
        {"ord": "Tekstene, hver på begge målformer."},
    ),
    ordliste.Ordpar: (
        "En tekst i malene på bokmål og nynorsk.",
        {
            "bokmål": "Teksten slik den står i malen.",
            "nynorsk": "Det en skole med «målform: nynorsk» får i stedet.",
        },
    ),
    oppsummering.Annet: (
        "Noe som sto i skjemaet uten å høre til et felt.",
        {"sted": "Hvor i dokumentet det sto.", "tekst": "Det som sto der."},
    ),
}

# What VS Code offers to insert where the keys are ids, which it can't know.
_SNIPPETS: dict[type[BaseModel], tuple[str, Schema]] = {
    model.Skole: ("Ny skole", {"navn": "$2", "kortnavn": "$3", "kommune": "$4"}),
    model.Rolle: ("Ny rolle", {"rolle": "$2"}),
    model.Dialog: ("Ny dialog", {"dato": "$2", "sted": "$3", "periode": "$4"}),
}


def skjemaer(kontroller: Mapping[str, str]) -> dict[str, str]:
    """The schemas of the YAML files as JSON, by file name.

    ``kontroller`` are the checks that may be silenced, by name, each with what it finds.
    """
    _VALUES[model.Stille] = _silent(kontroller)
    return {
        name: json.dumps(_file(root), ensure_ascii=False, indent=2) + "\n"
        for name, root in _FILES.items()
    }


def _file(root: type[BaseModel]) -> Schema:
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": "Laget av modellen i dialoggrunnlag/model/. Skal ikke redigeres.",
        **_model(root),
    }


def _model(kind: type[BaseModel]) -> Schema:
    about, helped = _HELP[kind]
    fields = kind.model_fields
    schema = {
        "title": kind.__name__,
        "description": about,
        "type": "object",
        "properties": {key: _field(key, field, helped[key]) for key, field in fields.items()},
        "required": [key for key, field in fields.items() if field.is_required()],
        "additionalProperties": False,
    }
    if not schema["required"]:
        del schema["required"]
    return schema | _MORE.get(kind, {})


def _field(key: str, field: FieldInfo, description: str) -> Schema:
    """A key's schema, with the key's own explanation, and how its value is written."""
    validators = tuple(item for item in field.metadata if not hasattr(item, "min_length"))
    annotation: Any = field.annotation
    schema = _type(Annotated[annotation, *validators] if validators else annotation)
    for item in field.metadata:
        if minimum := getattr(item, "min_length", None):
            schema["minProperties" if "object" in schema["type"] else "minItems"] = minimum
    title = key[:1].upper() + key[1:].replace("_", " ")
    if schema.get("pattern") != _SOME:  # that a text is a text goes without saying
        description = " ".join(filter(None, (description, schema.get("errorMessage"))))
    return {"title": title, "description": description} | {
        word: value for word, value in schema.items() if word not in {"title", "description"}
    }


def _type(hint: Any) -> Schema:
    """The schema of a type of the model's; TypeError for one that isn't provided for."""
    if hint in _VALUES:
        return dict(_VALUES[hint])
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return _model(hint)
    first, *rest = get_args(hint) or (None,)
    origin = get_origin(hint)
    optional = origin in {Union, UnionType} and rest == [type(None)]
    if optional or (origin is Annotated and all(map(_takes_null, rest))):
        return _or_null(_type(first))
    if origin is tuple and rest == [...]:
        return {"type": "array", "items": _type(first)}
    if origin is dict and first == model.Id:
        return _by_id(rest[0])
    if origin is Literal:
        words = get_args(hint)
        message = f"Skriv {' eller '.join(words)}."
        return {"type": "string", "enum": [*words], "errorMessage": message}
    raise TypeError(f"No schema is provided for {hint}.")


def _takes_null(validator: Any) -> bool:
    return isinstance(validator, BeforeValidator) and validator.func in {
        model.uten_tomme,
        model.liste,
        model.bokmål_ellers,
    }


def _or_null(schema: Schema) -> Schema:
    """The schema of a key whose value may be left empty."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    schema["type"] = [*kinds, "null"]
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    return schema


def _by_id(hint: Any) -> Schema:
    """The schema of a mapping from ids to what ``hint`` says."""
    schema: Schema = {
        "type": "object",
        "patternProperties": {_ID: _type(hint)},
        "additionalProperties": False,
    }
    kind = next((kind for kind in _SNIPPETS if kind in {hint, *get_args(hint)}), None)
    if kind:
        label, body = _SNIPPETS[kind]
        schema["defaultSnippets"] = [{"label": label, "body": {"${1:id}": body}}]
    return schema


# --- the patterns, in what the regular expressions of JavaScript and of Python share -----------


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
_ID = rf"^{_LETTER}+(?:-{_LETTER}+)*$"
_HOUR, _MINUTE = r"[01]?[0-9]|2[0-3]", r"[0-5][0-9]"
_CLOCK = _portable(
    dagsorden._CLOCK.pattern,  # noqa: SLF001
    time=_HOUR,
    time_uten_skille=_HOUR,
    minutt=_MINUTE,
    minutt_uten_skille=_MINUTE,
)
_PERIOD = f"{_CLOCK}{_portable(dagsorden._BETWEEN.pattern)}{_CLOCK}"  # noqa: SLF001
_DURATION = rf"(?=[^1-9]*[1-9]){_portable(dagsorden._DURATION.pattern)}"  # noqa: SLF001
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12][0-9]|3[01])", r"(?:0?[1-9]|1[0-2])", r"[0-9]{4}"
_WEEKDAYS, _MONTHS = (_portable("|".join(words)) for words in ((*_UKEDAGER, *_NYNORSK), _MÅNEDER))
_DATES = (
    rf"{_YEAR}-{_MONTH}-{_DAY}",
    rf"{_DAY}\.\s*{_MONTH}\.\s*{_YEAR}",
    rf"(?:(?:{_WEEKDAYS})\s+)?{_DAY}\.\s*(?:{_MONTHS})\s+{_YEAR}",
)


# --- the kinds of value ------------------------------------------------------------------------

# What an editor's parser may make of a text: 204 is a number, and «true» is true.
_TEXT = ["string", "number", "boolean"]
_SOME = r"\S"
_WHY = "Skriv etter kolonet hvorfor kontrollen skal være stille."


def _value(kinds: list[str] | str, pattern: str, message: str, **more: Any) -> Schema:
    return {"type": kinds, "pattern": pattern, **more, "errorMessage": message}


def _silent(kontroller: Mapping[str, str]) -> Schema:
    """The names of the checks, each with what it finds."""
    names = {
        name: {
            "title": name,
            "description": f"Finner {beskrivelse}. {_WHY}",
            **_value(_TEXT, _SOME, _WHY),
        }
        for name, beskrivelse in kontroller.items()
    }
    return {"type": ["object", "null"], "properties": names, "additionalProperties": False}


_LENGTH = "Skriv minutter, eller for eksempel 45 min, ca. 20 minutter, 1 time 45 min."
_DURATIONS: Schema = {
    "minimum": 1,
    "maximum": 999,
    "examples": ["45 min", "Inntil 40 min", "ca. 20 minutter"],
}
_VALUES: dict[Any, Schema] = {
    model.Tekst: _value(_TEXT, _SOME, "Her skal det stå en tekst."),
    model.Linje: _value(_TEXT, _SOME, "Her skal det stå en tekst."),
    model.Begrunnelse: _value(_TEXT, _SOME, _WHY),
    model.Id: _value(_TEXT, _ID, "Bruk små bokstaver, tall og bindestrek: st-hallvard.", minimum=0),
    model.År: _value(
        ["integer", "string"],
        r"^(?:19|20)[0-9]{2}$",
        "Skriv fire sifre, for eksempel 2015.",
        minimum=1900,
        maximum=2099,
    ),
    model.Lenke: _value(
        _TEXT,
        rf"{_whole(_portable(model.ADRESSE.pattern))}|^\s*(?!{model._SCHEME.pattern})\S",  # noqa: SLF001
        "Skriv hele adressen, for eksempel https://…, eller stien til en fil i prosjektet.",
    ),
    model.Varighet: _value(["string", "integer"], _whole(_DURATION), _LENGTH, **_DURATIONS),
    model.Minutter: _value(
        ["integer", "string"], _whole(_DURATION), _LENGTH, minimum=1, maximum=999, examples=[45]
    ),
    model.Antall: _value(
        ["integer", "string"],
        _whole("[1-9][0-9]{0,2}"),
        "Skriv et helt tall, for eksempel 12.",
        minimum=1,
        maximum=999,
    ),
    # 0900 is the number 900, 9 and 09.00 are 9, 9.30 is 9.3; YAML 1.1 makes 10:00 the number 600
    model.Tidspunkt: _value(
        ["string", "number"],
        _whole(_CLOCK),
        "Skriv for eksempel 09:00, 09.00, 0900 eller 9.",
        minimum=0,
        maximum=2359,
        examples=["09:00"],
    ),
    model.Dag: _value(
        "string",
        _whole(*_DATES),
        "Skriv for eksempel 3. november 2015, 2015-11-03 eller 3.11.2015.",
    ),
    model.Organisasjonsnummer: _value(
        ["integer", "string"],
        _whole(r"(?:[0-9]\s*){9}"),
        "Skriv ni sifre.",
        minimum=0,  # an editor's parser drops leading zeros
        maximum=999_999_999,
    ),
    oppsummering.Linje: _value(_TEXT, _SOME, "Her skal det stå en tekst."),
    oppsummering.Fritekst: _value(_TEXT, _SOME, "Her skal det stå en tekst."),
    oppsummering.Frist: _value(
        _TEXT, _SOME, "Skriv en dato, for eksempel 1. mars 2016.", examples=["1. mars 2016"]
    ),
    model.Epost: _value(
        "string",
        rf"^\s*{model._EPOST.pattern}\s*$",  # noqa: SLF001
        "Skriv for eksempel postmottak@example.no.",
    ),
    model.Endring: _value(
        ["integer", "string", "null"],
        "^[0-9]{1,3}$",
        "Skriv hvor mange ganger møtet er endret: 1, 2 …",
        minimum=0,
        maximum=999,
    ),
    model.JaNei: _value(
        ["string", "boolean", "null"],
        r"^\s*(?:[Jj][Aa]|[Nn][Ee][Ii]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|)\s*$",
        "Skriv ja eller nei.",
    ),
}

_EITHER = "Skriv navn, rolle eller begge deler."
# What a model's own validators add to its keys.
_MORE: dict[type[BaseModel], Schema] = {
    model.Målformer: _value([*_TEXT, "object"], _SOME, "Her skal det stå en tekst."),
    model.Varigheter: _value(
        ["string", "integer", "object"], _whole(_DURATION), _LENGTH, **_DURATIONS
    ),
    model.Tidsramme: _value(
        ["string", "object"],
        _whole(_PERIOD),
        "Skriv start og slutt, for eksempel 09:00–13:00, eller nøklene start og slutt.",
        examples=["09:00–13:00"],
    ),
    model.Deltaker: {
        "anyOf": [
            {"properties": {key: {"type": _TEXT, "errorMessage": _EITHER}}, "required": [key]}
            for key in ("navn", "rolle")
        ]
    },
}
