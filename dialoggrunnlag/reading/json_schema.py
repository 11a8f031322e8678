"""JSON Schema of the YAML files, made from the model, so that VS Code completes and explains keys.

pydantic's own generator makes it; what is said here is what its types don't tell, and how the
values look to an editor is in ``schema_values``. Draft-07 is what VS Code's YAML extension
handles best.
"""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema as core

from ..disk.marks import MARK, marked
from ..model.datoregler import som_liste
from ..model.oppsummering import Oppsummering
from ..model.prosjektfil import Prosjektfil
from ..model.runde import Runde
from ..model.skole import Skoleeierfil, Skolefil
from ..model.tall import Tallfil
from ..model.verdityper import bokmål_ellers, les_linje, liste, uten_tomme
from .ordliste import Ordlistefil
from .schema_values import BY_MODEL, BY_READER, ID, SOME, YEAR, Schema, over_årene

FILER: dict[str, type[BaseModel]] = {
    "skoler.schema.json": Skolefil,
    "skoleeier.schema.json": Skoleeierfil,
    "runde.schema.json": Runde,
    "oppsummering.schema.json": Oppsummering,
    "tall.schema.json": Tallfil,
    "prosjekt.schema.json": Prosjektfil,
    "ordliste.schema.json": Ordlistefil,
}


def skjemaer(kontroller: Mapping[str, str]) -> dict[str, bytes]:
    """The schemas of the YAML files as JSON with their fingerprints, by file name.

    ``kontroller`` are the checks that may be silenced, by name, each with what it finds.
    """
    files = {}
    for name, root in FILER.items():
        head = {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "$comment": f"Laget av modellen i dialoggrunnlag/model/. Skal ikke redigeres. {MARK}",
        }
        schema = head | skjema_av(root, kontroller)
        files[name] = marked(json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
    return files


def skjema_av(kind: Any, kontroller: Mapping[str, str]) -> Schema:
    """The schema of a type of the model's; KeyError for one that isn't provided for."""
    generator = type("_Generator", (_Generator,), {"kontroller": kontroller})
    schema = TypeAdapter(kind).json_schema(schema_generator=generator)
    definitions = schema.pop("$defs", {})
    return dict(_unfolded(schema, definitions))


def _unfolded(node: Any, definitions: Mapping[str, Schema]) -> Any:
    """A schema with what its references lead to in their place.

    To draft-07, what stands beside a reference, such as a key's own explanation, doesn't count.
    """
    if isinstance(node, list):
        return [_unfolded(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        own = {word: value for word, value in node.items() if word != "$ref"}
        node = definitions[node["$ref"].removeprefix("#/$defs/")] | own
    return {word: _unfolded(value, definitions) for word, value in node.items()}


class _Generator(GenerateJsonSchema):
    """pydantic's generator, with the model's explanations and what an editor's parser makes."""

    kontroller: ClassVar[Mapping[str, str]]

    def sort(self, value: Schema, parent_key: str | None = None) -> Schema:  # noqa: ARG002
        """Leave the keys in the model's order."""
        return value

    def model_schema(self, schema: core.ModelSchema) -> Schema:
        """A model, with what its own validators add to its keys."""
        kind = schema["cls"]
        about = {"description": kind.beskrivelse}
        return super().model_schema(schema) | about | BY_MODEL.get(kind, {})

    def model_fields_schema(self, schema: core.ModelFieldsSchema) -> Schema:
        """A model's keys, each with its own explanation, and how its value is written."""
        result = super().model_fields_schema(schema)
        for key, field in result["properties"].items():
            field["title"] = key[:1].upper() + key[1:].replace("_", " ")
            written = self.resolve_ref_schema(field)
            if "errorMessage" in written and written.get("pattern") != SOME:
                # that a text is a text goes without saying
                field["description"] += f" {written['errorMessage']}"
            if YEAR in written.get("patternProperties", {}):
                field["description"] += " Kan si fra hvilken runde: 2017: … på en egen linje."
        return result

    def function_plain_schema(self, schema: core.PlainValidatorFunctionSchema) -> Schema:
        """A kind of value, by the function that reads it."""
        return dict(BY_READER[schema["function"]["function"]])

    def function_before_schema(self, schema: core.BeforeValidatorFunctionSchema) -> Schema:
        """What the validator does by itself, which may be to take an empty value."""
        inner = self.generate_inner(schema["schema"])
        reader = schema["function"]["function"]
        if reader in _TAKE_NULL:
            inner = self._or_null(inner)
        if reader is som_liste:
            inner["type"] = ["string", *inner["type"]]
        return inner

    def function_wrap_schema(self, schema: core.WrapValidatorFunctionSchema) -> Schema:
        """A value that may be another one from a year on."""
        return over_årene(self.resolve_ref_schema(self.generate_inner(schema["schema"])))

    def nullable_schema(self, schema: core.NullableSchema) -> Schema:
        """A key whose value may be left empty."""
        return self._or_null(self.generate_inner(schema["schema"]))

    def _or_null(self, inner: Schema) -> Schema:
        schema = dict(self.resolve_ref_schema(inner))
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        schema["type"] = [*kinds, "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
        return schema

    def default_schema(self, schema: core.WithDefaultSchema) -> Schema:
        """A key that may be left out; what then holds, its explanation says."""
        return self.generate_inner(schema["schema"])

    def literal_schema(self, schema: core.LiteralSchema) -> Schema:
        """One of some words."""
        words = schema["expected"]
        return {"type": "string", "enum": words, "errorMessage": f"Skriv {' eller '.join(words)}."}

    def dict_schema(self, schema: core.DictSchema) -> Schema:
        """A mapping from ids, or from the names of checks."""
        values = self.generate_inner(schema["values_schema"])
        if schema["keys_schema"]["type"] == "str":
            names = {}
            for name, finds in self.kontroller.items():
                about = f"Finner {finds}. {values['errorMessage']}"
                names[name] = {"title": name, "description": about, **values}
            return {"type": "object", "properties": names, "additionalProperties": False}
        keys = schema["keys_schema"].get("function", {}).get("function")
        result = {
            "type": "object",
            "patternProperties": {SOME if keys is les_linje else ID: values},
            "additionalProperties": False,
        }
        self.update_with_validations(result, schema, self.ValidationsMapping.object)
        kind = self.resolve_ref_schema(values).get("title")
        if kind in _SNIPPETS:
            label, body = _SNIPPETS[kind]
            result["defaultSnippets"] = [{"label": label, "body": {"${1:id}": body}}]
        return result


_TAKE_NULL = {uten_tomme, liste, bokmål_ellers, som_liste}

# What VS Code offers to insert where the keys are ids, which it can't know.
_SNIPPETS: dict[str | None, tuple[str, Schema]] = {
    "Skole": ("Ny skole", {"navn": "$2", "kortnavn": "$3", "kommune": "$4"}),
    "Rolle": ("Ny rolle", {"rolle": "$2"}),
    "Dialog": ("Ny dialog", {"dato": "$2", "sted": "$3", "periode": "$4"}),
    "Datorolle": ("Ny rolle", {"må": "$2"}),
    "Nøkkeltall": ("Nytt nøkkeltall", {"navn": "$2", "enhet": "$3", "fil": "$4"}),
}
