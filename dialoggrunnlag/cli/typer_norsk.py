"""Typer's own headings and usage errors in Norwegian."""

import re
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from ..errors import likeliest


class _Norsk:
    """Help with Norwegian headings: for the methods that Click documents for overriding."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write «Bruk: dialog …»."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        pieces = pieces.replace("}...", "} …").replace("{", "").replace("}", "")
        formatter.write_usage(ctx.command_path, pieces, prefix="Bruk: ")

    def get_short_help_str(self, limit: int = 200) -> str:
        """The first sentence of the help, whole."""
        return str(super().get_short_help_str(limit))  # type: ignore[misc]

    def get_help_option(self, ctx: Any) -> Any:
        """The --help option, explained in Norwegian."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        option.help = "Vis denne hjelpen."
        return option

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options, and a group's commands."""
        lists: dict[str, list[tuple[str, str]]] = {"Argumenter": [], "Valg": [], "Kommandoer": []}
        for parameter in self.get_params(ctx):  # type: ignore[attr-defined]
            heading = "Valg" if parameter.param_type_name == "option" else "Argumenter"
            name, text = parameter.get_help_record(ctx)
            # Typer adds the Python type, and says in English what must be there
            name = re.sub(r" <list\[.*?\]>", " …", name).replace(" <path>", "")
            lists[heading].append((name, text.replace("  [required]", "")))
        for name, command in getattr(self, "commands", {}).items():
            lists["Kommandoer"].append((name, command.get_short_help_str()))
        for heading, rows in lists.items():
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


class Kommando(_Norsk, TyperCommand):
    """A command with Norwegian help, made of the class of its options."""

    def invoke(self, ctx: Any) -> Any:
        """Read the options, and only then load the module of that name, which does the work."""
        valg = super().invoke(ctx)
        module = import_module(f"{__package__}.{type(valg).__name__.lower()}")
        return module.run(valg)


class Gruppe(_Norsk, TyperGroup):
    """The group of commands with Norwegian help."""


_MENTE_DU = "Mente du {1}?"
# Pattern, message, and a remedy that is given where its last group matched something
_MESSAGES = (
    (r"No such option: (\S+)(?: (?:\(Possible options:|Did you mean) (.*)[?)])?",
     "Valget {0} finnes ikke.", _MENTE_DU),
    (r"No such command '(.*?)'\.(?: Did you mean (.*)\?)?",
     "Kommandoen «{0}» finnes ikke.", _MENTE_DU),
    (r"Missing command\.", "Kommandoen mangler.", ""),
    (r"Option '?(\S+?)'? requires (?:an argument|\d+ arguments)\.?",
     "Valget {0} trenger en verdi.", ""),
    (r"Option '?(\S+?)'? does not take a value\.?", "Valget {0} tar ingen verdi.", ""),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)",
     "«{0}» er for mye.", "Skoler oppgis med --skole, dokumenter med --dokument."),
    (r"Missing (?:parameter|argument|option) '?(.*?)'?\.?", "{0} mangler.", ""),
    (r"Invalid value for '?(.*?)'?: (?:Value error, )?(.*?) is not one of (.*?)\.?",
     "«{1}» kan ikke brukes etter {0}.", "Mulige verdier: {2}."),
    (r"Invalid value for '?(.*?)'?: (.*)", "Verdien av {0} kan ikke brukes: {1}", ""),
)  # fmt: skip


def norsk_feil(error: typer.TyperException) -> str:
    """A usage error as the user sees it (the original wording where it is unknown)."""
    original = error.format_message()
    text = original
    for pattern, norwegian, remedy in _MESSAGES:
        match = re.fullmatch(pattern, original, re.DOTALL)
        if match:
            groups = [" ".join((group or "").replace("'", "").split()) for group in match.groups()]
            text = norwegian.format(*groups)
            if remedy == _MENTE_DU:  # Typer suggests words that only look a little alike
                groups[-1] = likeliest(groups[0], groups[-1].split(", "))
            if remedy and groups[-1]:
                text += " " + remedy.format(*groups)
            break
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "dialog"
    return f"{text}\nSkriv «{path} --help» for hjelp.\n"
