"""Typer's own headings and usage errors in Norwegian."""

import copy
import re
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from ..errors import likeliest
from .stier import arv_prosjekt


class _Norsk:
    """Help with Norwegian headings: for the methods that Click documents for overriding."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words of the command line."""
        try:
            return list(super().parse_args(ctx, args))  # type: ignore[misc]
        except typer.TyperException as error:
            # An option that lacks its value is told without the command that it belongs to
            if getattr(error, "ctx", None) is None:
                error.ctx = ctx  # type: ignore[attr-defined]
            raise

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write «Bruk: dialog …»."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        pieces = re.sub(r"\{(.*?)\}(\.\.\.)?", r"\1\2", pieces)
        pieces = pieces.replace("]...", " …]").replace("...", " …")
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
            name, text = parameter.get_help_record(ctx)
            if parameter.param_type_name == "option":
                lists["Valg"].append((name, text))
                continue
            # Typer would add the Python type, and in English that it must be there
            name = parameter.metavar + " …" * (parameter.nargs != 1)
            lists["Argumenter"].append((name, parameter.help))
        for name, command in getattr(self, "commands", {}).items():
            lists["Kommandoer"].append((name, command.get_short_help_str()))
        for heading, rows in lists.items():
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


class Kommando(_Norsk, TyperCommand):
    """A command with Norwegian help, made of the class of its options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options, and --prosjekt where it stands before the command."""
        rest = super().parse_args(ctx, args)
        arv_prosjekt(ctx)
        return rest

    def invoke(self, ctx: Any) -> Any:
        """Read the options, and only then load the module of that name, which does the work."""
        return _utført(super().invoke(ctx))


class Gruppe(_Norsk, TyperGroup):
    """The group of commands with Norwegian help; one may be a command by itself as well."""

    def invoke(self, ctx: Any) -> Any:
        """Run one of its commands, or what the group does by itself."""
        utfall = super().invoke(ctx)
        return _utført(utfall) if isinstance(utfall, tuple) else utfall


def _utført(valg: Any) -> Any:
    """Load the module with the name of the options' class, and let it do the work."""
    module = import_module(f"{__package__}.{type(valg).__name__.lower()}")
    return module.run(valg)


_MENTE_VALG, _MENTE_KOMMANDO = "Mente du {1}?", "Mente du «{1}»?"
_FORSLAG = (_MENTE_VALG, _MENTE_KOMMANDO)
# Pattern, message, and a remedy that is given where its last group matched something
_MESSAGES = (
    (r"No such option: (\S+)(?: (?:\(Possible options:|Did you mean) (.*)[?)])?",
     "Valget {0} finnes ikke.", _MENTE_VALG),
    (r"No such command '(.*?)'\.(?: Did you mean (.*)\?)?",
     "Kommandoen «{0}» finnes ikke.", _MENTE_KOMMANDO),
    (r"Missing command\.", "Kommandoen mangler.", ""),
    (r"Option '?(\S+?)'? requires (?:an argument|\d+ arguments)\.?",
     "Valget {0} trenger en verdi.", ""),
    (r"Option '?(\S+?)'? does not take a value\.?", "Valget {0} tar ingen verdi.", ""),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)",
     "«{0}» hører ikke hjemme her.", "{steder}"),
    (r"Missing (?:parameter|argument|option) '?(.*?)'?\.?", "{0} mangler.", ""),
    (r"Invalid value for '?(.*?)'?: (?:Value error, )?(.*?) is not one of (.*?)\.?",
     "«{1}» kan ikke brukes etter {0}.", "Mulige verdier: {2}."),
    (r"Invalid value for '?(.*?)'?: (.*)", "Verdien av {0} kan ikke brukes: {1}", ""),
)  # fmt: skip
_STEDER = (
    (("--skole", "--dokument"), "Skoler oppgis med --skole, dokumenter med --dokument."),
    (("--skole",), "Skoler oppgis med --skole."),
)


def norsk_feil(error: typer.TyperException) -> str:
    """A usage error as the user sees it (the original wording where it is unknown)."""
    context = getattr(error, "ctx", None)
    original = error.format_message()
    text = original
    for pattern, norwegian, remedy in _MESSAGES:
        match = re.fullmatch(pattern, original, re.DOTALL)
        if match:
            groups = [" ".join((group or "").replace("'", "").split()) for group in match.groups()]
            text = norwegian.format(*groups)
            if remedy in _FORSLAG:  # Typer suggests words that only look a little alike
                groups[-1] = likeliest(groups[0], groups[-1].split(", "))
            if remedy and groups[-1]:
                råd = remedy.format(*groups, steder=_steder(context))
                text = f"{text} {råd}".rstrip()
            break
    path = context.command_path if context else "dialog"
    return f"{text}\nSkriv «{path} --help» for hjelp.\n"


def _steder(context: Any) -> str:
    """Where a word that is too much may belong, in a command with such options."""
    parameters = context.command.params if context else ()
    valg = {name for parameter in parameters for name in parameter.opts}
    for names, råd in _STEDER:
        if valg.issuperset(names):
            return råd
    return ""


def with_the_command_of(arguments: Sequence[str], program: typer.Typer) -> typer.Typer:
    """The program with the one command that is asked for first; all of it where that is none.

    Typer makes every command before it runs one, which takes a twentieth of a short run.
    """
    first = arguments[0] if arguments else ""
    asked_for = [one for one in program.registered_commands if one.name == first]
    if not asked_for:
        return program
    alone = copy.copy(program)
    alone.registered_commands, alone.registered_groups = asked_for, []
    return alone
