"""``dialog datoer``: dates for the round, proposed or written."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from ..datoer.forklaring import forklar
from ..datoer.losning import alternativer
from ..datoer.problem import Plan
from ..errors import UsageError
from ..reading.datafiler import Datafiler
from ..runden.datoforslag import Forslagsrad, forskjeller, forslagsrader, sammendrag
from ..runden.datooppgave import Datooppgave, les_oppgave
from ..runden.datoskriving import NyDato, skriv_datoer
from ..runden.datovarsler import Datovarsler
from .datofelles import (
    det_som_må_flyttes,
    hvem_kommer,
    løser,
    si,
    si_hva_som_må_gis_opp,
    si_merknader,
    si_om_ikke_bevist,
    åpnet,
    ønsket,
)
from .kommandolinje import Finndatoer, Planform
from .skjerm import put, say, show_problems, shown
from .stier import samme_dokumenter
from .tabeller import Kolonne, print_csv, print_json, print_table

_TABLE = (
    Kolonne("ukedag", 3),
    Kolonne("dato", 2),
    Kolonne("tid", 3),
    Kolonne("skole"),
    Kolonne("fra skoleeier", 5, 24),
    Kolonne("kan ikke", 6, 24),
    Kolonne("ønske", 4, 12),
    Kolonne("merknad", 7, 24),
)
_COLUMNS = (
    *("plan", "ukedag", "dato", "start", "slutt", "skole", "navn", "fra_skoleeier", "kan_ikke"),
    *("ønsker_oppfylt", "ønsker_ikke_oppfylt", "hvorfor_ikke", "avtalt", "gitt_opp"),
    "må_flytte",
)


def run(valg: Finndatoer) -> bool:
    """Propose dates, and write them with ``--skriv``."""
    _krev_én_plan(valg)
    files = åpnet(valg.prosjekt, valg.runde)
    oppgave = les_oppgave(files)
    show_problems(oppgave.merknader)
    if not oppgave.behov:
        say("Runden har ingen dialoger å finne datoer til.")
        return True
    with løser():
        planer = alternativer(oppgave.problem, max(valg.alternativer, valg.velg))
        if not planer:
            return _vis_hvorfor_ikke(valg, oppgave)
    if valg.velg > len(planer):
        antall = "bare én plan" if len(planer) == 1 else f"bare {len(planer)} planer"
        raise UsageError(f"Det er {antall} å velge mellom.", "Velg et lavere tall.")
    if valg.velg > 1:
        planer = [planer[valg.velg - 1]]
    _vis(valg, oppgave, planer)
    si_om_ikke_bevist(planer)
    if valg.skriv:
        _skriv(valg, oppgave, planer[0])
    else:
        _si_at_ingenting_er_skrevet(valg, oppgave, planer[0])
    return True


def _krev_én_plan(valg: Finndatoer) -> None:
    """Refuse options that ask for several plans where there can be but one."""
    if valg.alternativer > 1 and valg.velg > 1:
        raise UsageError("Oppgi --alternativer eller --velg, ikke begge.")
    if valg.alternativer > 1 and valg.skriv:
        raise UsageError(
            "--alternativer viser flere planer, og --skriv kan bare skrive én.",
            "Velg en av dem: --velg 2 --skriv.",
        )
    if valg.alternativer > 1 and valg.form is Planform.ICS:
        raise UsageError(
            "En kalender kan bare vise én plan.", "Velg en av dem: --velg 2 --format ics."
        )


def _vis_hvorfor_ikke(valg: Finndatoer, oppgave: Datooppgave) -> bool:
    """Say what must be given up, and show the plan that gives up no more."""
    say("Ingen plan holder alle reglene.")  # at once: what to give up takes longer to find
    forklaring = forklar(oppgave.problem)
    si_hva_som_må_gis_opp(oppgave, forklaring)
    say("Planen som holder resten:")
    _vis(valg, oppgave, [forklaring.plan])
    si_om_ikke_bevist([forklaring.plan])
    filen = oppgave.files.runde.name
    si(f"Ingenting er skrevet. Endre reglene i {filen}, og kjør igjen.")
    return False


def _vis(valg: Finndatoer, oppgave: Datooppgave, planer: Sequence[Plan]) -> None:
    if valg.form is Planform.ICS:
        from .datokalender import print_calendar  # noqa: PLC0415 - icalendar, where it is wanted

        print_calendar(valg, oppgave, planer[0])
        return
    tabeller = [forslagsrader(oppgave, plan) for plan in planer]
    if valg.form is Planform.TABELL:
        for nummer, rader in enumerate(tabeller, 1):
            if len(tabeller) > 1:
                _si_hvilken(nummer, planer)
            print_table(_TABLE, map(_cells, rader))
            sys.stdout.flush()
            say(sammendrag(rader) if len(tabeller) == 1 else _sammendrag_av_en(nummer, rader))
        return
    rows = []
    for nummer, rader in enumerate(tabeller, max(1, valg.velg)):
        rows += [{"plan": nummer, **_row(rad)} for rad in rader]
    if valg.form is Planform.CSV:
        print_csv(_COLUMNS, rows)
    else:
        print_json(rows)


def _si_hvilken(nummer: int, planer: Sequence[Plan]) -> None:
    """Put a heading over one of several plans: how it differs from the first."""
    if nummer == 1:
        put("Plan 1, den beste")
        return
    andre = forskjeller(planer[nummer - 1], planer[0])
    dialoger = "dialog har" if len(andre) == 1 else "dialoger har"
    put(f"\nPlan {nummer}: {len(andre)} {dialoger} en annen dato enn i plan 1")


def _sammendrag_av_en(nummer: int, rader: Sequence[Forslagsrad]) -> str:
    """What one of several plans comes to, so that they can be held against each other."""
    alle = sum(rad.alle_kommer for rad in rader)
    return (
        f"Plan {nummer}. {sammendrag(rader)} "
        f"Alle fra skoleeier kan komme til {alle} av {len(rader)}."
    )


def _cells(rad: Forslagsrad) -> tuple[str, ...]:
    return (
        rad.dato.ukedag,
        rad.dato.kort,
        str(rad.tidsramme),
        rad.navn,
        hvem_kommer(rad),
        ", ".join(map(str, rad.kan_ikke)) or "–",
        ønsket(rad),
        "; ".join(_merknader(rad)) or "–",
    )


def _merknader(rad: Forslagsrad) -> list[str]:
    merknader = []
    gitt_opp = "; ".join(rad.gitt_opp)
    if rad.avtalt:
        merknader.append(f"avtalt mot reglene: {gitt_opp}" if gitt_opp else "avtalt")
    if rad.hvorfor_ikke:
        merknader.append(f"{', '.join(rad.ikke_oppfylt)}: {', '.join(rad.hvorfor_ikke)}")
    if gitt_opp and not rad.avtalt:
        merknader.append(f"gitt opp: {gitt_opp}")
    return [*merknader, *det_som_må_flyttes(rad)]


def _row(rad: Forslagsrad) -> dict[str, Any]:
    """A dialogue for scripts: its date as 2026-11-03, the roles by their ids."""
    return {
        "ukedag": rad.dato.ukedag,
        "dato": rad.dato.dag.isoformat(),
        "start": str(rad.tidsramme.start),
        "slutt": str(rad.tidsramme.slutt),
        "skole": rad.skole_id,
        "navn": rad.navn,
        "fra_skoleeier": list(rad.roller),
        "kan_ikke": list(map(str, rad.kan_ikke)),
        "ønsker_oppfylt": list(rad.oppfylt),
        "ønsker_ikke_oppfylt": list(rad.ikke_oppfylt),
        "hvorfor_ikke": list(rad.hvorfor_ikke),
        "avtalt": rad.avtalt,
        "gitt_opp": list(rad.gitt_opp),
        "må_flytte": list(rad.må_flytte),
    }


def _nye(oppgave: Datooppgave, plan: Plan, varsler: Datovarsler) -> dict[str, NyDato]:
    """What a plan puts into the round: nothing where it stands already."""
    nye = {}
    for rad in forslagsrader(oppgave, plan):
        ny = NyDato()
        if not rad.avtalt:
            ny = ny._replace(dato=rad.dato, endring=varsler.ny_endring(rad.skole_id, rad.dato))
        if rad.skole_id not in oppgave.listet and rad.roller:
            ny = ny._replace(fra_skoleeier=rad.roller)
        if ny != NyDato():
            nye[rad.skole_id] = ny
    return nye


def _varsler(valg: Finndatoer, files: Datafiler) -> Datovarsler:
    folder = files.project.documents_folder(files.år, valg.ut)
    return Datovarsler(files, folder, shown(folder))


def _skriv(valg: Finndatoer, oppgave: Datooppgave, plan: Plan) -> None:
    files: Datafiler = oppgave.files
    varsler = _varsler(valg, files)
    nye = _nye(oppgave, plan, varsler)
    if not nye:
        say("Alle dialogene har dato, så det er ingenting å skrive.")
        return
    skriv_datoer(files, nye)
    say(f"Skrevet i {files.runde.name}: {_hva_som_settes(nye)}.")
    flyttet = [skole_id for skole_id, ny in nye.items() if ny.dato]
    kommandoene = varsler.kommandoer(flyttet, samme_dokumenter(valg.runde, valg.ut, valg.prosjekt))
    if kommandoene:
        say("Noen av dem har en kalender fra før. Lag dem på nytt:")
        si_merknader(kommandoene)


def _hva_som_settes(nye: Mapping[str, NyDato]) -> str:
    """What is put into the round, counted: «13 datoer, og hvem som kommer fra skoleeier»."""
    datoer = sum(ny.dato is not None for ny in nye.values())
    hva = [f"{datoer} datoer" if datoer != 1 else "1 dato"] if datoer else []
    if any(ny.fra_skoleeier is not None for ny in nye.values()):
        hva.append("hvem som kommer fra skoleeier")
    return ", og ".join(hva)


def _si_at_ingenting_er_skrevet(valg: Finndatoer, oppgave: Datooppgave, plan: Plan) -> None:
    files = oppgave.files
    if any(behov.avtalt is None for behov in oppgave.behov):
        say(f"Ingenting er skrevet. Med --skriv settes datoene i {files.runde.name}.")
        return
    nye = _nye(oppgave, plan, _varsler(valg, files))
    if nye:  # the dates stand there, and who comes doesn't
        hva = _hva_som_settes(nye)
        say(f"Ingenting er skrevet. Med --skriv settes {hva}, i {files.runde.name}.")
    say("Alle dialogene har dato. Flytt en med «dialog datoer flytt SKOLE».")
