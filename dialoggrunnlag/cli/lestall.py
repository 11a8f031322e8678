"""``dialog tall les``: what a statistics file holds, and the lines to paste into tall.yaml."""

import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from ..reading.datafiler import krev_ny_nok
from ..reading.project import Project
from ..reading.tallsyn import FLESTE_FORSLAG, Tallsyn, har_bare_deler, se_på
from ..statistikk.cellestrom import Enhet
from .kommandolinje import Form, Lestall
from .skjerm import put, say, show_problems
from .tabeller import print_json, problem_rows

_INDENT = 13  # what is told stands from this column on
_VIST = 12  # names of a kind that are told; a national file has hundreds of schools
_DELER = 4  # of a split: some are whole questions
_BREDDE = 80


def run(valg: Lestall) -> bool:
    """Tell what a file holds: to people on stderr, and what they can paste on stdout."""
    project = Project.find(valg.prosjekt)
    krev_ny_nok(project)
    syn = se_på(project, valg.fil)
    if valg.form is Form.JSON:
        print_json(_som_data(syn))
        return not syn.problemer
    for overskrift, tekst in _fortalt(syn):
        _linje(overskrift, tekst)
    show_problems(syn.problemer)
    where = "under «nøkkeltall:» i" if project.has_figures() else "i"
    først = "" if syn.ligger_i_data else "Legg filen i data/tall/.\n"
    say(f"\n{først}Lim dette inn {where} data/tall.yaml.")
    say("Fyll ut det som er tomt, og se om «best» og «offentlig» stemmer:")
    if len(syn.tall) > FLESTE_FORSLAG:
        say(f"(De første {FLESTE_FORSLAG} av {len(syn.tall)}. De andre har en annen «kolonne».)")
    say("")
    put(syn.yaml, end="")
    return not syn.problemer


def _fortalt(syn: Tallsyn) -> Iterator[tuple[str, str]]:
    """What the file holds, a heading and a text each."""
    statistikk = syn.statistikk
    yield "fil", statistikk.fil
    yield "format", ", ".join(bit for bit in (statistikk.format, statistikk.koding) if bit)
    if statistikk.tabell:
        yield "tabell", statistikk.tabell
    yield "skoleår", _årene(syn)
    yield "tall", _noen([navn or "ett, uten navn" for navn in syn.tall])
    for navn, verdier in syn.delinger:
        uten = " (ingen rad for alle: skriv hvilken i «kolonne»)" if har_bare_deler(verdier) else ""
        yield "delt etter", f"{navn}: {_noen(verdier, _DELER)}{uten}"
    yield "enheter", _enhetene(syn)
    if syn.skoler:
        yield "skoler", _noen(syn.skoler)
    if syn.skoler and syn.uten_tall:
        yield "uten tall", _noen(syn.uten_tall)
    if syn.ukjente:
        yield "ukjente", _noen([enhet.navn or enhet.organisasjonsnummer for enhet in syn.ukjente])
    for utelatt in statistikk.utelatt:
        yield "utelatt", utelatt


def _årene(syn: Tallsyn) -> str:
    første, siste = syn.skoleår[0], syn.skoleår[-1]
    tekst = første if første == siste else f"{første} til {siste} ({len(syn.skoleår)})"
    if syn.foreløpige:
        tekst += f"; foreløpige tall for {', '.join(syn.foreløpige)}"
    return tekst


def _enhetene(syn: Tallsyn) -> str:
    bits = ["landet"] if syn.har_landet else []
    if len(syn.fylker) == 1:
        bits.append(f"ett fylke ({_fylket(syn.fylker[0])})")
    elif syn.fylker:
        bits.append(f"{len(syn.fylker)} fylker")
    alle = len(syn.skoler) + len(syn.uten_tall)
    bits.append(f"{len(syn.skoler) or 'ingen'} av prosjektets {alle} skoler")
    if syn.ukjente:
        bits.append(f"{len(syn.ukjente)} som ikke står i skoler.yaml")
    return ", ".join(bits)


def _fylket(enhet: Enhet) -> str:
    return " ".join(bit for bit in (enhet.fylkekode, enhet.fylke or enhet.navn) if bit)


def _noen(navn: Sequence[str], vist: int = _VIST) -> str:
    """Some names, and how many there are where not all are told."""
    tekst = ", ".join(navn[:vist])
    return f"{tekst} … ({len(navn)} i alt)" if len(navn) > vist else tekst


def _linje(overskrift: str, tekst: str) -> None:
    """A heading and a text, on as many lines as the screen makes of it."""
    bredde = shutil.get_terminal_size().columns if sys.stderr.isatty() else _BREDDE
    linje = f"{overskrift:{_INDENT}}{' '.join(tekst.split())}"
    say(textwrap.fill(linje, bredde, subsequent_indent=" " * _INDENT, break_on_hyphens=False))


def _som_data(syn: Tallsyn) -> dict[str, Any]:
    """The same for scripts."""
    statistikk = syn.statistikk
    return {
        "fil": statistikk.fil,
        "format": statistikk.format,
        "koding": statistikk.koding or None,
        "tabell": statistikk.tabell or None,
        "skoleår": syn.skoleår,
        "foreløpige": syn.foreløpige,
        "tall": syn.tall,
        "delt_etter": [{"navn": navn, "verdier": verdier} for navn, verdier in syn.delinger],
        "landet": syn.har_landet,
        "fylker": [
            {"nummer": enhet.fylkekode or None, "navn": enhet.fylke or enhet.navn}
            for enhet in syn.fylker
        ],
        "skoler": syn.skoler,
        "uten_tall": syn.uten_tall,
        "ukjente": [_ukjent(enhet) for enhet in syn.ukjente],
        "utelatt": list(statistikk.utelatt),
        "problemer": problem_rows(syn.problemer),
        "yaml": syn.yaml,
    }


def _ukjent(enhet: Enhet) -> dict[str, str | None]:
    return {
        "navn": enhet.navn or None,
        "organisasjonsnummer": enhet.organisasjonsnummer or None,
        "fylke": enhet.fylkekode or enhet.fylke or None,
    }
