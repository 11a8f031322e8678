"""``dialog tall``: what each school is shown of the key figures, and why not the rest."""

from collections.abc import Callable, Sequence
from itertools import compress
from typing import Any

from ..model.tall import FYLKET, LANDET
from ..model.tallskrift import hvorfor_ikke, med_enhet, som_tall
from ..model.tallvern import Visning
from ..reading.project import Project
from ..runden.talloversikt import Tallrad, tallrader
from .kommandolinje import Tabellform, Talltabell
from .skjerm import say
from .tabeller import Kolonne, print_csv, print_json, print_table

_TABLE = (
    Kolonne("skole"),
    Kolonne("nøkkeltall", 1, 12),
    Kolonne("skoleår"),
    Kolonne("skolen"),
    Kolonne("antall", 3),
    Kolonne(FYLKET, 2),
    Kolonne(LANDET, 2),
    Kolonne("hvorfor ikke", 4, 24),
)
_COLUMNS = (
    *("skole", "navn", "nøkkeltall", "skoleår", "verdi", "antall", "fylket", "landet"),
    *("enhet", "foreløpig", "offentlig", "ikke_vist"),
)


def run(valg: Talltabell) -> bool:
    """Show the figures of the schools that are chosen."""
    project = Project.find(valg.prosjekt)
    år = project.round(valg.runde)
    rader = tallrader(project, år, valg.skole or ())
    if valg.form is Tabellform.CSV:
        print_csv(_COLUMNS, [_row(rad, _comma) for rad in rader])
    elif valg.form is Tabellform.JSON:
        print_json([_row(rad, lambda _rad, verdi: verdi) for rad in rader])
    elif rader:
        _vis(rader)
    if not rader:
        say(_hvorfor_ingen(project, år))
    return True


def _hvorfor_ingen(project: Project, år: int) -> str:
    if not project.has_figures():
        return "data/tall.yaml har ingen nøkkeltall."
    return f"Det er ingen tall til og med runden {år} å vise. Se etter med «dialog sjekk»."


def _vis(rader: Sequence[Tallrad]) -> None:
    """Show the rows without the columns of what none of them is compared with."""
    uten = {FYLKET, LANDET}
    for rad in rader:
        uten -= {*rad.nøkkeltall.sammenlign}
    vises = [kolonne.navn not in uten for kolonne in _TABLE]
    print_table([*compress(_TABLE, vises)], [[*compress(_cells(rad), vises)] for rad in rader])


def _cells(rad: Tallrad) -> tuple[str, ...]:
    antall = rad.skolen.antall
    return (
        rad.skole,
        rad.id,
        rad.skoleår,
        _shown(rad, rad.skolen),
        "–" if antall is None else som_tall(antall, 0),
        _shown(rad, rad.fylket),
        _shown(rad, rad.landet),
        "; ".join(f"{hvem}: {grunn}" for hvem, grunn in rad.hvorfor.items()) or "–",
    )


def _shown(rad: Tallrad, visning: Visning | None) -> str:
    """A figure in words: without one that it is compared with, nothing."""
    if visning is None:
        return "–"
    if visning.verdi is None:
        return hvorfor_ikke(visning.fravær, "bokmål")
    ett = rad.nøkkeltall
    return med_enhet(visning.verdi, ett.desimaler, ett.enhet, "bokmål")


def _comma(rad: Tallrad, verdi: float) -> str:
    """A figure as Norwegian Excel reads it."""
    return f"{verdi:.{rad.nøkkeltall.desimaler}f}".replace(".", ",")


def _row(rad: Tallrad, skriv: Callable[[Tallrad, float], Any]) -> dict[str, Any]:
    """A row for scripts; what isn't shown is empty, and ``ikke_vist`` says why."""

    def verdi(visning: Visning | None) -> Any:
        if visning is None or visning.verdi is None:
            return None
        return skriv(rad, visning.verdi)

    visninger = [visning for visning in (rad.skolen, rad.fylket, rad.landet) if visning]
    return {
        "skole": rad.skole_id,
        "navn": rad.skole,
        "nøkkeltall": rad.id,
        "skoleår": rad.skoleår,
        "verdi": verdi(rad.skolen),
        "antall": rad.skolen.antall,
        "fylket": verdi(rad.fylket),
        "landet": verdi(rad.landet),
        "enhet": rad.nøkkeltall.enhet,
        "foreløpig": any(visning.foreløpig for visning in visninger),
        "offentlig": rad.nøkkeltall.offentlig,
        "ikke_vist": [f"{hvem}: {grunn}" for hvem, grunn in rad.hvorfor.items()],
    }
