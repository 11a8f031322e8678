"""``dialog datoer flytt``: a dialogue is moved, and as few others as can be."""

import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

from ..datoer.forklaring import forklar
from ..datoer.losning import flytt
from ..errors import DialogError
from ..model.norsk import oppramsing, stor_forbokstav
from ..reading.datafiler import Datafiler
from ..runden.datoforslag import Endring, de_som_kommer, endringer
from ..runden.datooppgave import Datooppgave, les_flytting
from ..runden.datoskriving import NyDato, skriv_datoer
from ..runden.datovarsler import Datovarsler
from .datofelles import (
    dagene,
    det_som_må_flyttes,
    hvem_kommer,
    løser,
    si,
    si_hva_som_må_gis_opp,
    si_merknader,
    si_om_ikke_bevist,
    skolen,
    åpnet,
)
from .kommandolinje import Flyttdato, Tabellform
from .skjerm import given_day, say, show_problems, shown, today
from .stier import samme_dokumenter
from .tabeller import Kolonne, print_csv, print_json, print_table

_TABLE = (
    Kolonne("skole"),
    Kolonne("fra"),
    Kolonne("til"),
    Kolonne("fra skoleeier", 3, 24),
    Kolonne("kan ikke", 4, 24),
    Kolonne("merknad", 2, 24),
)
_COLUMNS = (
    *("skole", "navn", "fra", "til", "fra_skoleeier", "kan_ikke", "endring"),
    *("ønsker_tapt", "blir", "må_flytte"),
)
_NEVNES = 4


def run(valg: Flyttdato) -> bool:
    """Find the plan with the fewest changes, and write it with ``--skriv``."""
    files = åpnet(valg.prosjekt, valg.runde)
    skole_id = skolen(files, valg.skole)
    dag = _dagen(files, skole_id)
    kan_ikke = [dagene(tekst, files) for tekst in valg.kan_ikke or ()]
    folder = files.project.documents_folder(files.år, valg.ut)
    varsler = Datovarsler(files, folder, shown(folder))
    fra = _fra(valg, dag)
    oppgave = les_flytting(files, skole_id, kan_ikke, varsler.varslede(), fra)
    show_problems(oppgave.merknader)
    with løser():
        plan = flytt(oppgave.problem, skole_id)
        if plan is None:
            return _si_hvorfor_ikke(oppgave, skole_id)
    flyttet = endringer(oppgave, plan, skole_id)
    nye = {}
    for en in flyttet:
        roller = de_som_kommer(oppgave, plan, en.skole_id)
        nye[en.skole_id] = NyDato(en.til, roller, varsler.ny_endring(en.skole_id, en.til))
    _vis(valg, flyttet, nye)
    si_om_ikke_bevist([plan])
    _si_hva_som_flyttes(oppgave, flyttet)
    if not valg.skriv:
        _si_hva_som_skjer(files, flyttet, nye)
        return True
    skriv_datoer(files, nye)
    say(f"Skrevet i {files.runde.name}.")
    valgene = samme_dokumenter(valg.runde, valg.ut, valg.prosjekt)
    kommandoene = varsler.kommandoer(list(nye), valgene)
    if kommandoene:
        say("Kalenderne og innkallingene er fra før flyttingen. Kjør:")
        si_merknader(kommandoene)
    return True


def _dagen(files: Datafiler, skole_id: str) -> date:
    """The day of the dialogue that is to be moved; raises DialogError where there is none."""
    dialog = files.datasett.runde.dialoger[skole_id]
    path, navn = ("dialoger", skole_id), files.name_of(skole_id)
    if dialog.avlyst:
        message = f"Dialogen med {navn} er avlyst, så det er ingenting å flytte."
        raise DialogError([files.runde.problem((*path, "avlyst"), message)])
    if dialog.dato is None:
        message = f"Dialogen med {navn} har ingen dato å flytte."
        remedy = "Finn en med «dialog datoer»."
        raise DialogError([files.runde.problem(path, message, remedy, at_key=True)])
    if files.er_oppsummert(skole_id):
        message = f"Dialogen med {navn} er holdt: oppsummeringen er lest."
        raise DialogError([files.runde.problem((*path, "dato"), message)])
    return dialog.dato.dag


def _fra(valg: Flyttdato, dag: date) -> date | None:
    """From which day on there are days to move to: not where it has passed what is moved.

    A round that is over is looked at as it was, unless the user says a day.
    """
    if valg.per is not None:
        return given_day(valg.per)
    return today() if today() <= dag else None


def _si_hvorfor_ikke(oppgave: Datooppgave, skole_id: str) -> bool:
    navn = oppgave.files.name_of(skole_id)
    si(f"{navn} kan ikke flyttes uten å bryte en regel.")  # at once: the rest takes longer
    forklaring = forklar(oppgave.problem)
    si_hva_som_må_gis_opp(oppgave, forklaring)
    say("Ingenting er skrevet.")
    return False


def _vis(valg: Flyttdato, flyttet: Sequence[Endring], nye: dict[str, NyDato]) -> None:
    rows = [_row(en, nye[en.skole_id]) for en in flyttet]
    if valg.form is Tabellform.CSV:
        print_csv(_COLUMNS, rows)
    elif valg.form is Tabellform.JSON:
        print_json(rows)
    else:
        print_table(_TABLE, map(_cells, flyttet))
    sys.stdout.flush()


def _cells(en: Endring) -> tuple[str, ...]:
    return (
        en.navn,
        str(en.fra),
        str(en.til),
        hvem_kommer(en.ny),
        ", ".join(map(str, en.ny.kan_ikke)) or "–",
        "; ".join(_merknader(en)) or "–",
    )


def _merknader(en: Endring) -> list[str]:
    """What the school, or those who come, should know of the new day."""
    merknader = []
    if en.tapt:
        merknader.append(f"får ikke lenger ønsket: {', '.join(en.tapt)}")
    if en.blir:
        merknader.append(f"blir {en.blir} dialog")
    return [*merknader, *det_som_må_flyttes(en.ny)]


def _row(en: Endring, ny: NyDato) -> dict[str, Any]:
    return {
        "skole": en.skole_id,
        "navn": en.navn,
        "fra": en.fra.dag.isoformat(),
        "til": en.til.dag.isoformat(),
        "fra_skoleeier": list(ny.fra_skoleeier or ()),
        "kan_ikke": list(map(str, en.ny.kan_ikke)),
        "endring": ny.endring,
        "ønsker_tapt": list(en.tapt),
        "blir": en.blir,
        "må_flytte": list(en.ny.må_flytte),
    }


def _si_hva_som_flyttes(oppgave: Datooppgave, flyttet: Sequence[Endring]) -> None:
    den_ene, *andre = flyttet
    blir = len(oppgave.behov) - len(flyttet)
    if not andre:
        si(f"Bare {den_ene.navn} flyttes{_de_andre(blir)}.")
        return
    hvem = oppramsing(en.navn for en in andre)
    if len(andre) > _NEVNES:
        hvem = f"{len(andre)} andre"
    resten = f" {blir} blir stående." if blir else ""
    si(f"{den_ene.navn} kan ikke flyttes alene: {hvem} må også flyttes.{resten}")


def _de_andre(blir: int) -> str:
    """What becomes of the dialogues that aren't moved, where there are any."""
    if not blir:
        return ""
    return "; den andre blir stående" if blir == 1 else f"; de {blir} andre blir stående"


def _si_hva_som_skjer(files: Datafiler, flyttet: Sequence[Endring], nye: dict[str, NyDato]) -> None:
    """Say what ``--skriv`` would do, «endring» included."""
    hevet = [en.navn for en in flyttet if nye[en.skole_id].endring is not None]
    if hevet:
        hvem = stor_forbokstav(oppramsing(hevet))
        si(f"{hvem} er i en kalender fra før, så «endring» økes også.")
    say(f"Ingenting er skrevet. Med --skriv endres {files.runde.name}.")
