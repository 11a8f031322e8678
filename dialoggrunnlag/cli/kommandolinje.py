"""What can be written after ``dialog``: each command with its options and its help.

A command's options are a class here, light enough for ``--help`` and for every Tab. What it does
is ``run`` in the module with the class's name, which is loaded when the command is called: it
takes the options, and returns whether all is well.
"""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import typer

from .. import __version__
from ..errors import UsageError
from . import forslag, fullforing
from .skjerm import put, say
from .stier import arv_prosjekt, et_antall, filer, utfylt_sti, én_fil
from .typer_norsk import Gruppe, Kommando

DEFAULT_KIND = "dialoggrunnlag"
_Options = TypeVar("_Options")

# --- options that several commands have --------------------------------------------------------


def _valg(
    navn: str, hjelp: str, fullfør: Callable[..., Any] | None = None, *, ellers: Any = None
) -> Any:
    """An option and what its value is called; ``fullfør`` gives what Tab suggests for it.

    ``ellers`` is what holds where it isn't given.
    """
    navn, _, verdi = navn.partition(" ")
    return typer.Option(
        ellers, navn, help=hjelp, metavar=verdi or None, show_default=False, autocompletion=fullfør
    )


def _sti(navn: str, hjelp: str) -> Any:
    """An option that a path stands after."""
    navn, _, verdi = navn.partition(" ")
    return typer.Option(
        None, navn, help=hjelp, metavar=verdi, show_default=False, parser=utfylt_sti(navn)
    )


def _fil(navn: str, hjelp: str, velg: Callable[..., Any], *, ellers: Any = ...) -> Any:
    """An argument that is a path or a pattern; ``velg`` finds what it stands for."""
    return typer.Argument(
        ellers, metavar=navn, help=hjelp, show_default=False, parser=utfylt_sti(navn), callback=velg
    )


def _tall(navn: str, hjelp: str, ellers: int) -> Any:
    """An option that a number stands after, from 1 on."""
    navn, _, verdi = navn.partition(" ")
    return typer.Option(
        str(ellers), navn, help=hjelp, metavar=verdi, show_default=False, parser=et_antall(navn)
    )


def _bryter(navn: str, hjelp: str) -> Any:
    """An option that is on when it is given."""
    return _valg(navn, hjelp, ellers=False)


PROSJEKT = _sti(
    "--prosjekt MAPPE",
    "Mappen med data/ og maler/ (ellers DIALOG_PROSJEKT, ellers nærmeste mappe oppover).",
)
RUNDE = _valg("--runde ÅR", "En annen runde enn den nyeste.", forslag.runder)
SKOLE = _valg("--skole SKOLE", "Skolens id, kortnavn eller navn. Kan gjentas.", forslag.skoler)
BARE_SKOLE = _valg("--skole SKOLE", "Bare denne skolen. Kan gjentas.", forslag.skoler)
ALLE = _bryter("--alle", "Alle skolene i runden.")
OVERSKRIV = _bryter(
    "--overskriv", "Erstatt også dokumenter som er redigert for hånd; en kopi beholdes."
)
DOKUMENT = _valg(
    "--dokument NAVN",
    "Malen i maler/ som skal fylles ut (ellers dialoggrunnlag). Kan gjentas.",
    forslag.dokumenter,
)
ALLE_DOKUMENTER = _bryter("--alle-dokumenter", "Alle dokumentene det er maler for.")
DENNE_SKOLEN = typer.Argument(
    ...,
    metavar="SKOLE",
    help="Skolens id, kortnavn eller navn.",
    show_default=False,
    autocompletion=forslag.skoler,
)
KALENDERMAPPE = _sti("--ut MAPPE", "Mappen kalenderne ligger i (ellers ut/ i prosjektet).")
UT = _sti("--ut MAPPE", "Mappen dokumentene skal ligge i (ellers ut/ i prosjektet).")

# The projects that «dialog ny» can make a copy of
Eksempel = StrEnum("Eksempel", ["BUSKERUD"])

# How a result is written: what --format can be
Form = StrEnum("Form", ["TEKST", "JSON"])
Sjekkform = StrEnum("Sjekkform", ["TEKST", "JSON", "GITHUB"])
Tabellform = StrEnum("Tabellform", ["TABELL", "CSV", "JSON"])
Planform = StrEnum("Planform", ["TABELL", "CSV", "JSON", "ICS"])
Statusform = StrEnum("Statusform", ["TABELL", "CSV", "JSON", "HTML"])
PLANFORM = _valg("--format FORM", "tabell, csv, json eller ics.", ellers=Planform.TABELL)
TABELLFORM = _valg("--format FORM", "tabell, csv eller json.", ellers=Tabellform.TABELL)

# --- the program itself ------------------------------------------------------------------------


def _prosjekt_først(prosjekt: Path | None = PROSJEKT) -> None:
    """Let --prosjekt stand before the command too; ``arv_prosjekt`` gives it to the command."""


def _gruppe(hjelp: str, epilog: str | None = None, kommando: str = "KOMMANDO …") -> typer.Typer:
    return typer.Typer(
        callback=_prosjekt_først,
        cls=Gruppe,
        help=hjelp,
        epilog=epilog,
        add_completion=False,  # its two options are made here, in Norwegian
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        options_metavar="[VALG]",
        subcommand_metavar=kommando,
    )


app = _gruppe(
    "Lager dialoggrunnlag med dagsorden til skoleeiers dialoger med skolene.\n\n"
    "Tekster, skoler og tider står i data/, utseendet i Word-malene i maler/.",
    "Hjelp til en kommando: dialog KOMMANDO --help",
)
oppsummering = _gruppe("Les utfylte oppsummeringsskjemaer.")
datoer = _gruppe(
    "Finn datoer til dialogene i runden, etter reglene under «datoer» i runden.\n\n"
    "Viser hvem fra skoleeier som kan komme, og hva skolene ønsket. Skriver ingenting uten "
    "--skriv. En dato som er satt, blir stående.",
    kommando="[KOMMANDO …]",
)
runde = _gruppe("Lag en ny runde.")
maler = _gruppe("Hent nye versjoner av malene.")
tall = _gruppe(
    "Vis nøkkeltallene hver skole får se, og for hvert som ikke vises, hvorfor.\n\n"
    "De står i data/tall.yaml, og kommer fra filene i data/tall/.",
    kommando="[KOMMANDO …]",
)
app.add_typer(datoer, name="datoer")
app.add_typer(oppsummering, name="oppsummering")
app.add_typer(runde, name="runde")
app.add_typer(maler, name="maler")
app.add_typer(tall, name="tall")


@app.callback(invoke_without_command=True)
def _top(
    context: typer.Context,
    prosjekt: Path | None = PROSJEKT,  # noqa: ARG001 - the command gets it
    version: bool = _bryter("--version", "Vis versjonen."),
    install_completion: bool = _bryter(
        "--install-completion", "Slå på fullføring med Tab i skallet du bruker."
    ),
    show_completion: bool = _bryter(
        "--show-completion", "Vis skriptet som gir fullføring med Tab."
    ),
) -> None:
    if version:
        put(f"dialog {__version__}")
    elif install_completion:
        fullforing.install()
    elif show_completion:
        fullforing.show()
    elif context.invoked_subcommand:
        return
    else:
        say(context.get_help())
        raise typer.Exit(2)
    raise typer.Exit


def _bare_prosjekt(context: typer.Context) -> None:
    """Refuse a group's own options before one of its commands, which has its own."""
    for parameter in context.command.params:
        kilde = context.get_parameter_source(str(parameter.name))
        if parameter.name != "prosjekt" and kilde and kilde.name == "COMMANDLINE":
            valget, kommandoen = parameter.opts[0], context.invoked_subcommand
            remedy = f"Skriv det etter «{kommandoen}», om det kan brukes der."
            raise UsageError(f"{valget} kan ikke stå foran «{kommandoen}».", remedy)


def _kommando(navn: str, gruppe: typer.Typer = app) -> Callable[[type[_Options]], type[_Options]]:
    """Make a command of the class of its options."""
    return gruppe.command(navn, cls=Kommando, options_metavar="[VALG]")


# --- the commands, as --help lists them --------------------------------------------------------


@_kommando("ny")
class Nyttprosjekt(NamedTuple):
    """Lag et nytt prosjekt: data, maler og alt annet som trengs for å begynne.

    Mappen må være ny eller tom; ingenting blir skrevet over.
    """

    mappe: Path = typer.Argument(
        ...,
        metavar="MAPPE",
        help="Mappen prosjektet skal ligge i.",
        show_default=False,
        parser=utfylt_sti("MAPPE"),
    )
    skoler: Path | None = _sti(
        "--skoler FIL",
        "En liste over skolene, som CSV eller Excel: navn, og gjerne kortnavn, kommune, "
        "organisasjonsnummer, målform, kontakt og e-post.",
    )
    fylke: str | None = _valg("--fylke NAVN", "Fylkets eller kommunens navn.")
    eksempel: Eksempel | None = _valg(
        "--eksempel NAVN", "Et ferdig prosjekt å se på: buskerud, runden 2015."
    )


@_kommando("generer")
class Generer(NamedTuple):
    """Lag dokumentene til én, flere eller alle skoler.

    Stiene til dokumentene skrives til stdout, én på hver linje; meldingene til stderr.
    """

    skole: list[str] | None = SKOLE
    alle: bool = ALLE
    runde: str | None = RUNDE
    dokument: list[str] | None = DOKUMENT
    alle_dokumenter: bool = ALLE_DOKUMENTER
    ut: Path | None = UT
    overskriv: bool = OVERSKRIV
    ved_siden_av: bool = _bryter(
        "--ved-siden-av",
        "Skriv den nye versjonen ved siden av et dokument som er redigert for hånd.",
    )
    offentlig: bool = _bryter(
        "--offentlig",
        "Lag utgaven som alle kan lese, uten nøkkeltall som ikke er offentlige. Den får en "
        "egen mappe og eget navn.",
    )
    pdf: bool = _bryter(
        "--pdf", "Lag også PDF av Word-dokumentene (PDF/A og PDF/UA), med LibreOffice."
    )
    uten_pdf: bool = _bryter(
        "--uten-pdf", "Lag ikke PDF, selv om data/prosjekt.yaml har «pdf: ja»."
    )
    prosjekt: Path | None = PROSJEKT


@_kommando("sjekk")
class Sjekk(NamedTuple):
    """Sjekk data og maler uten å skrive noe; alle feil vises på én gang."""

    mal: list[Path] | None = _fil("MAL", "Maler som skal sjekkes alene.", filer, ellers=None)
    merk: Path | None = _sti(
        "--merk UT.docx", "Skriv en kopi av malen med en Word-merknad ved hver feil."
    )
    form: Sjekkform = _valg(
        "--format FORM",
        "tekst, json eller github, som viser feilene i en pull request.",
        ellers=Sjekkform.TEKST,
    )
    streng: bool = _bryter("--streng", "La også advarsler gi avslutningskode 1.")
    ikke_streng: bool = _bryter(
        "--ikke-streng",
        "La ikke advarsler gi avslutningskode 1, selv om data/prosjekt.yaml har «streng: ja».",
    )
    runde: str | None = RUNDE
    prosjekt: Path | None = PROSJEKT


@_kommando("felt")
class Feltliste(NamedTuple):
    """Vis feltene en mal kan bruke, med type og eksempel."""

    form: Form = _valg("--format FORM", "tekst eller json.", ellers=Form.TEKST)


@_kommando("avtaler")
class Avtaler(NamedTuple):
    """Vis de avtalte utviklingsmålene ved skolene, med ansvarlig, frist og status."""

    skole: list[str] | None = BARE_SKOLE
    ansvarlig: str | None = _valg("--ansvarlig NAVN", "Bare mål som denne har ansvar for.")
    forfalt: bool = _bryter("--forfalt", "Bare mål som er over fristen og ikke ferdige.")
    skoleeier: bool = _bryter("--skoleeier", "Vis støtten skoleeier har lovet til målene.")
    per: str | None = _valg("--per DATO", "Datoen fristene sammenlignes med (ellers i dag).")
    form: Tabellform = TABELLFORM
    prosjekt: Path | None = PROSJEKT


@_kommando("plan")
class Plan(NamedTuple):
    """Vis runden etter dato, med det som bør ses på, eller lag kalendere av den.

    En dialog som er flyttet eller avlyst uten at «endring» er økt siden forrige kalender, er en
    feil: da ville møtet blitt stående i kalenderne.
    """

    skole: list[str] | None = BARE_SKOLE
    form: Planform | None = _valg("--format FORM", "tabell, csv, json eller ics.")
    kalender: bool = _bryter(
        "--kalender", "Skriv kalendere (.ics): én til hver skole og én for hele runden."
    )
    runde: str | None = RUNDE
    ut: Path | None = KALENDERMAPPE
    overskriv: bool = _bryter(
        "--overskriv", "Erstatt også kalendere som er redigert for hånd; en kopi beholdes."
    )
    prosjekt: Path | None = PROSJEKT


@_kommando("innkalling")
class Innkalling(NamedTuple):
    """Lag innkallingene som e-postutkast med vedlegg og kalender. Ingenting blir sendt.

    Et utkast blir bare laget når det som legges ved, er ferskt.
    """

    skole: list[str] | None = SKOLE
    alle: bool = ALLE
    runde: str | None = RUNDE
    ut: Path | None = UT
    overskriv: bool = OVERSKRIV
    prosjekt: Path | None = PROSJEKT


@_kommando("status")
class Status(NamedTuple):
    """Vis hvor langt runden er kommet: dato, dokumenter og det som mangler."""

    skole: list[str] | None = BARE_SKOLE
    dokument: list[str] | None = _valg(
        "--dokument NAVN",
        "Bare dokumentet med dette navnet (ellers alle). Kan gjentas.",
        forslag.dokumenter,
    )
    form: Statusform = _valg(
        "--format FORM", "tabell, csv, json eller html.", ellers=Statusform.TABELL
    )
    til: Path | None = _sti(
        "--til FIL",
        "Hvor siden skal ligge med --format html (ellers status-ÅR.html blant "
        "dokumentene). Lenkene rettes etter den nye plassen.",
    )
    per: str | None = _valg(
        "--per DATO",
        "Dagen siden med --format html gjelder for (ellers i dag): den sier hva som er neste "
        "dialog, og de samme dataene gir den samme filen.",
    )
    krev_fersk: bool = _bryter(
        "--krev-fersk",
        "Gi avslutningskode 1 når et dokument mangler eller er utdatert. PDF-er og "
        "innkallinger kreves ikke, men de som er laget, må være ferske.",
    )
    runde: str | None = RUNDE
    ut: Path | None = _sti("--ut MAPPE", "Mappen dokumentene ligger i (ellers ut/ i prosjektet).")
    prosjekt: Path | None = PROSJEKT


@_kommando("se")
class Se(NamedTuple):
    """Følg med på data/ og maler/, og lag dokumentene på nytt etter hvert som noe lagres.

    Stiene til nye og oppdaterte dokumenter skrives til stdout; meldingene til stderr.
    Avslutt med Ctrl-C.
    """

    skole: list[str] | None = _valg(
        "--skole SKOLE", "Bare denne skolen: id, kortnavn eller navn. Kan gjentas.", forslag.skoler
    )
    runde: str | None = RUNDE
    dokument: list[str] | None = DOKUMENT
    alle_dokumenter: bool = ALLE_DOKUMENTER
    ut: Path | None = UT
    prosjekt: Path | None = PROSJEKT


@_kommando("skjema")
class Skjema(NamedTuple):
    """Lag JSON-skjemaene i skjema/, som gir fullføring og forklaringer i VS Code."""

    prosjekt: Path | None = PROSJEKT


@_kommando("tekst")
class Tekst(NamedTuple):
    """Skriv en Word-fil, eller en fil med nøkkeltall, som ren tekst, for eksempel til git diff."""

    fil: Path = _fil("FIL", "En Word-fil, eller en fil med nøkkeltall.", én_fil)


@_kommando("skoler")
class Skoler(NamedTuple):
    """Vis skolene i runden: id, navn, kortnavn og tidsramme."""

    runde: str | None = RUNDE
    prosjekt: Path | None = PROSJEKT


@_kommando("les", oppsummering)
class Les(NamedTuple):
    """Les utfylte skjemaer tilbake til data/oppsummeringer/ÅR/SKOLE.yaml.

    Stiene til oppsummeringene som er på plass, skrives til stdout; meldingene til stderr.
    """

    fil: list[Path] = _fil("FIL", "Utfylte skjemaer, eller mapper med dem.", filer)
    overskriv: bool = _bryter("--overskriv", "Erstatt en oppsummering som har et annet innhold.")
    prosjekt: Path | None = PROSJEKT


@_kommando("ny", runde)
class Ny(NamedTuple):
    """Lag en ny runde av den forrige: tekster og dagsorden beholdes, datoer og navn tømmes."""

    år: str = typer.Argument(..., metavar="ÅR", help="Året den nye runden gjelder.")
    fra: str | None = _valg("--fra ÅR", "Runden den lages av (ellers den forrige).", forslag.runder)
    behold_deltakere: bool = _bryter(
        "--behold-deltakere", "La «deltakere» og «fra_skoleeier» stå i hver dialog."
    )
    prosjekt: Path | None = PROSJEKT


@_kommando("oppdater", maler)
class Oppdater(NamedTuple):
    """Hent programmets nyeste maler; det dere har endret, blir ikke rørt.

    En mal som ingen har endret, blir erstattet. Til en som er endret, legges den nye versjonen i
    maler/nye/, med en liste over det som er forskjellig. Ordlisten får ordene den mangler.
    """

    vis: bool = _bryter("--vis", "Vis hva som ville bli gjort, uten å skrive noe.")
    prosjekt: Path | None = PROSJEKT


class Finndatoer(NamedTuple):
    """What ``dialog datoer`` itself can be given."""

    skriv: bool
    alternativer: int
    velg: int
    form: Planform
    runde: str | None
    ut: Path | None
    prosjekt: Path | None


@datoer.callback(invoke_without_command=True)
def _finndatoer(
    context: typer.Context,
    skriv: bool = _bryter(
        "--skriv", "Skriv «dato» og «fra_skoleeier» i runden; resten av filen blir som den er."
    ),
    alternativer: int = _tall(
        "--alternativer N", "Vis N planer som virkelig er forskjellige, den beste først.", 1
    ),
    velg: int = _tall("--velg N", "Velg plan N av dem, i stedet for den beste.", 1),
    form: Planform = PLANFORM,
    runde: str | None = RUNDE,
    ut: Path | None = KALENDERMAPPE,
    prosjekt: Path | None = PROSJEKT,  # noqa: ARG001 - it may stand before the command
) -> Finndatoer | None:
    if context.invoked_subcommand:
        _bare_prosjekt(context)
        return None
    arv_prosjekt(context)
    prosjektet = context.params["prosjekt"]
    return Finndatoer(skriv, alternativer, velg, form, runde, ut, prosjektet)


@_kommando("flytt", datoer)
class Flyttdato(NamedTuple):
    """Flytt en dialog til en annen dag, med færrest mulig andre endringer.

    Viser det som flyttes, fra og til. Med --skriv blir det skrevet i runden, «endring» økt der en
    kalender er laget, og kommandoene som trengs etterpå, vist.
    """

    skole: str = DENNE_SKOLEN
    kan_ikke: list[str] | None = _valg(
        "--kan-ikke DAGER",
        "Dager som heller ikke går: 15.10.2026, «uke 43», «fredager». Kan gjentas.",
    )
    skriv: bool = _bryter("--skriv", "Skriv det i runden; resten av filen blir som den er.")
    form: Tabellform = TABELLFORM
    per: str | None = _valg(
        "--per DATO",
        "Dagen det flyttes fra (ellers i dag): det som er holdt før den, blir stående, og ingen "
        "dialog flyttes til en dag før den.",
    )
    runde: str | None = RUNDE
    ut: Path | None = KALENDERMAPPE
    prosjekt: Path | None = PROSJEKT


@_kommando("hvorfor", datoer)
class Hvorforikke(NamedTuple):
    """Vis hva som hindrer en skole i å få dialog noen dager, for eksempel «gol uke 43».

    Er det ingenting som hindrer det, vises det hva som da måtte flyttes.
    """

    skole: str = DENNE_SKOLEN
    dager: list[str] = typer.Argument(
        ...,
        metavar="DAGER",
        help="Dagene: «uke 43», «12.–16. oktober», «fredager i november».",
        show_default=False,
    )
    form: Tabellform = TABELLFORM
    runde: str | None = RUNDE
    prosjekt: Path | None = PROSJEKT


class Talltabell(NamedTuple):
    """What ``dialog tall`` itself can be given."""

    skole: list[str] | None
    form: Tabellform
    runde: str | None
    prosjekt: Path | None


@tall.callback(invoke_without_command=True)
def _talltabell(
    context: typer.Context,
    skole: list[str] | None = BARE_SKOLE,
    form: Tabellform = TABELLFORM,
    runde: str | None = RUNDE,
    prosjekt: Path | None = PROSJEKT,  # noqa: ARG001 - it may stand before the command
) -> Talltabell | None:
    if context.invoked_subcommand:
        _bare_prosjekt(context)
        return None
    arv_prosjekt(context)
    return Talltabell(skole, form, runde, context.params["prosjekt"])


@_kommando("les", tall)
class Lestall(NamedTuple):
    """Vis hva en fil med statistikk inneholder, og linjene som kan limes inn i data/tall.yaml.

    Linjene skrives til stdout, resten til stderr. Ingenting hentes fra nettet.
    """

    fil: Path = _fil("FIL", "Filen slik den ble lastet ned: CSV, JSON eller Excel.", én_fil)
    form: Form = _valg("--format FORM", "tekst eller json.", ellers=Form.TEKST)
    prosjekt: Path | None = PROSJEKT
