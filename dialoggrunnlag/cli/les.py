"""``dialog oppsummering les``: read filled-in forms back into data/."""

from collections.abc import Sequence

from ..reading.project import Project
from ..runden.skjemaer import Innlest, Utfall, les_skjemaer
from ..runden.skjemasok import Søk, finn_skjemaer
from .kommandolinje import Les
from .skjerm import print_result, say, show_problems, shown, today, visible_line

_INDENT = 14  # the words for what happened stand before this column
_EN_LINJE_HVER = 3  # of what isn't read; more of the same sort are counted


def run(valg: Les) -> bool:
    """Read them one by one; what is wrong with one doesn't stop the others.

    Well when nothing failed and something was read: forms that nobody has filled in are no
    fault among others, but alone they aren't what the user asked for.
    """
    project = Project.find(valg.prosjekt)
    søk = finn_skjemaer(valg.fil)
    _report_passed_over(søk)
    søk.krev_skjemaer()
    tomme: list[Innlest] = []
    leste: list[Innlest] = []
    day = today()
    for innlest in les_skjemaer(project, søk.skjemaer, overskriv=valg.overskriv, today=day):
        if innlest.utfall is Utfall.IKKE_FYLT_UT:
            tomme.append(innlest)
            continue
        _report(innlest)
        leste.append(innlest)
    _report_empty(tomme, is_all=not leste)
    return bool(leste) and all(innlest.utfall.er_på_plass for innlest in leste)


def _report_passed_over(søk: Søk) -> None:
    """Name what lay beside the forms; the program's own documents in one line."""
    for fil, hvorfor in søk.forbigått:
        _line("hoppet over", f"{fil}: {hvorfor}")
    if len(søk.egne) > _EN_LINJE_HVER:
        _line("hoppet over", f"{len(søk.egne)} andre dokumenter som programmet har laget")
        return
    for fil in søk.egne:
        _line("hoppet over", f"{fil}: et annet dokument som programmet har laget")


def _report_empty(tomme: Sequence[Innlest], *, is_all: bool) -> None:
    """Say which forms nobody has filled in, and what to do where there are no others."""
    word = Utfall.IKKE_FYLT_UT.value
    if len(tomme) > _EN_LINJE_HVER:
        schools = ", ".join(innlest.skole for innlest in tomme)
        _line(word, f"{len(tomme)} skjemaer: {schools}")
    else:
        for innlest in tomme:
            _line(word, innlest.skjema)
    if not is_all:
        return
    if not tomme:
        say("Ingenting er lest inn.")
    elif len(tomme) == 1:
        show_problems(tomme[0].problems)
    else:
        say("Ingenting er lest inn. Fyll ut skjemaene og lagre dem før de leses inn.")


def _report(innlest: Innlest) -> None:
    """Say what became of one form."""
    merknad = f" ({innlest.merknad})" if innlest.merknad else ""
    _line(innlest.utfall.value, f"{innlest.skjema}{merknad}")
    for rettelse in innlest.rettelser:
        _line("", rettelse)
    show_problems(innlest.problems)
    if innlest.kommentarer:
        noun = "merknad" if innlest.kommentarer == 1 else "merknader"
        _line("", f"{innlest.kommentarer} {noun} i margen er ikke tatt med.")
    if innlest.forskjell:
        say(innlest.forskjell)
    if innlest.kopi:
        _line("", f"Utgaven som ble erstattet: {shown(innlest.kopi)}")
    if innlest.fil is None:
        return
    file = shown(innlest.fil)
    if innlest.utfall is Utfall.HOLDT_TILBAKE:
        text = f"{file} har et annet innhold og er ikke rørt. Bruk --overskriv for å erstatte den."
        _line("", text)
    else:
        print_result(file)


def _line(word: str, text: str) -> None:
    say(visible_line(f"{word:{_INDENT}} {text}"))
