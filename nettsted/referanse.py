"""The reference of the site: tables made from what the program itself knows, as Markdown.

A page of docs/ says where one of them stands: ``<!-- laget: NAVN -->``. What is before it on its
line is for those who read the page in git, where the table isn't.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import typer
import yaml

from dialoggrunnlag.cli.kommandolinje import app
from dialoggrunnlag.innhold.felt import Feltbeskrivelse, described
from dialoggrunnlag.innhold.grunnlag import describe_fields
from dialoggrunnlag.innhold.statusfelt import StatusFelt
from dialoggrunnlag.kontroller.register import beskrivelser
from dialoggrunnlag.reading.json_schema import FILER, skjema_av
from dialoggrunnlag.reading.schema_values import YEAR

_MÅLFORMER = {"bokmål", "nynorsk"}


def _celle(tekst: str) -> str:
    """A text as the cell of a table: on one line, with nothing that is markup."""
    return " ".join(tekst.split()).replace("|", r"\|").replace("<", "&lt;")


def _kode(tekst: str) -> str:
    """A text as code; empty where there is none."""
    return f"`{_celle(tekst)}`" if tekst else ""


def _sti(tekst: str) -> str:
    """A dotted path as code that may break after each point."""
    return f"<code>{_celle(tekst).replace('.', '.<wbr>')}</code>"


def _tabell(overskrifter: str, rader: Iterable[tuple[str, ...]]) -> str:
    """A table; ``overskrifter`` are the headings with «, » between them."""
    kolonner = overskrifter.split(", ")
    linjer = [f"| {' | '.join(kolonner)} |", "|---" * len(kolonner) + "|"]
    linjer += (f"| {' | '.join(rad)} |" for rad in rader)
    return "\n".join(linjer)


# --- the fields of templates -------------------------------------------------------------------


def _felttabell(felter: Iterable[Feltbeskrivelse]) -> str:
    rader = ((_sti(f.sti), f.type, _celle(f.beskrivelse), _celle(f.eksempel)) for f in felter)
    return _tabell("felt, type, betydning, eksempel", rader)


def feltene() -> str:
    """The fields of a school's templates."""
    return _felttabell(describe_fields())


def statusfeltene() -> str:
    """The fields of the status page's template."""
    return _felttabell(described(StatusFelt))


# --- the commands ------------------------------------------------------------------------------


def alle_kommandoer() -> Iterator[typer.Context]:
    """The program and each of its commands in the order of the help, with what it is called."""
    yield from _med_underkommandoer(typer.main.get_command(app), "dialog", None)


def _med_underkommandoer(
    kommando: Any, navn: str, over: typer.Context | None
) -> Iterator[typer.Context]:
    her = typer.Context(kommando, info_name=navn, parent=over)
    yield her
    for undernavn, underkommando in getattr(kommando, "commands", {}).items():
        yield from _med_underkommandoer(underkommando, undernavn, her)


def kommandoene() -> str:
    """Every command with what it does and its options, as its help says it."""
    deler = []
    for context in alle_kommandoer():
        deler += [f"## {context.command_path}", *_hjelp(context)]
    return "\n\n".join(deler)


def _hjelp(context: typer.Context) -> Iterator[str]:
    kommando: Any = context.command
    formatter = context.make_formatter()
    kommando.format_usage(context, formatter)
    yield f"```text\n{formatter.getvalue().removeprefix('Bruk: ').strip()}\n```"
    for avsnitt in kommando.help.split("\n\n"):
        yield _celle(avsnitt)
    argumenter, valg = [], []
    for parameter in kommando.get_params(context):
        if parameter.param_type_name == "option":
            navn, tekst = parameter.get_help_record(context)
            valg.append((_kode(navn), _celle(tekst)))
        else:
            argumenter.append((_kode(parameter.metavar), _celle(parameter.help)))
    if argumenter:
        yield _tabell("argument, betydning", argumenter)
    yield _tabell("valg, betydning", valg)


# --- the keys of the YAML files ----------------------------------------------------------------


def nøklene() -> str:
    """The keys of every YAML file, as its JSON schema explains them."""
    deler = []
    for fil in FILER.values():
        skjema = skjema_av(fil, beskrivelser())
        hva, sti = re.fullmatch(r"(.*) \((\S+?)\)\.", skjema["description"]).groups()
        deler += [f"## {sti}", f"{hva}.", _tabell("nøkkel, betydning, eksempel", _rader(skjema))]
    return "\n\n".join(deler)


def _rader(skjema: dict[str, Any], over: str = "") -> Iterator[tuple[str, ...]]:
    """A row for each key of an object, and after it those of the keys within its value."""
    nødvendige = skjema.get("required", ())
    for nøkkel, verdi in skjema.get("properties", {}).items():
        betydning = _celle(verdi.get("description", ""))
        if nøkkel in nødvendige:
            betydning = f"{betydning} Må være med."
        yield _sti(over + nøkkel), betydning, _eksempel(verdi)
        if nøkkel != "stille":  # kontroller.md has the names that may stand there
            yield from _rader_under(verdi, over + nøkkel)


def _rader_under(verdi: dict[str, Any], sti: str) -> Iterator[tuple[str, ...]]:
    """The keys within a value: an object's own, those of each of its ids, and of a list's items."""
    if not verdi.get("properties", {}).keys() <= _MÅLFORMER:
        yield from _rader(verdi, f"{sti}.")
    for mønster, hver in verdi.get("patternProperties", {}).items():
        if mønster != YEAR:
            yield from _rader_under(hver, f"{sti}.ID")
    if "items" in verdi:
        yield from _rader_under(verdi["items"], f"{sti}[]")


def kontrollene() -> str:
    """The checks that ``stille`` may name, each with what it finds."""
    rader = [(_kode(navn), _celle(finner)) for navn, finner in beskrivelser().items()]
    return _tabell("kontroll, finner", rader)


def _eksempel(verdi: dict[str, Any]) -> str:
    if "examples" not in verdi:
        return ""
    eksempel = verdi["examples"][0]
    if isinstance(eksempel, str):
        return _kode(eksempel)
    tekst = yaml.safe_dump(
        eksempel, default_flow_style=True, allow_unicode=True, sort_keys=False, width=1000
    )
    return _kode(tekst.removesuffix("...\n"))


LAGES: dict[str, Callable[[], str]] = {
    "felt": feltene,
    "statusfelt": statusfeltene,
    "kommandoer": kommandoene,
    "nøkler": nøklene,
    "kontroller": kontrollene,
}
_MERKE = re.compile(r"^.*<!-- laget: (\S+) -->$", re.MULTILINE)


def sett_inn(markdown: str) -> str:
    """A page with what it has marks of; KeyError for a name that nothing has."""
    return _MERKE.sub(lambda merke: LAGES[merke[1]](), markdown)
