"""``dialog ny``: a whole new project, with what to type next."""

from pathlib import Path

from ..disk.writing import read_file
from ..errors import UsageError
from ..oppstart.nytt_prosjekt import (
    Begynnelse,
    eksempelfiler,
    krev_tom,
    lag_prosjekt,
    prosjektfiler,
)
from ..oppstart.skoleliste import Skoleliste, les_skoleliste
from .kommandolinje import Nyttprosjekt
from .skjerm import print_result, say, show_problems, shown, today

_EKSEMPLER = {"buskerud": ("Buskerud", 2015)}


def run(valg: Nyttprosjekt) -> bool:
    """Make it, and say what to type next."""
    if valg.eksempel and (valg.skoler or valg.fylke):
        remedy = "Eksempelet har sine egne skoler."
        raise UsageError("--eksempel kan ikke stå sammen med --skoler eller --fylke.", remedy)
    mappe = valg.mappe.absolute()
    navn = str(valg.mappe)
    krev_tom(mappe, navn)  # before a list is read
    liste = Skoleliste({})
    if valg.eksempel:
        fylke, år = _EKSEMPLER[valg.eksempel]
        filer = eksempelfiler(fylke)
    else:
        år = today().year
        if valg.skoler:
            liste = les_skoleliste(read_file(valg.skoler, str(valg.skoler)), str(valg.skoler))
        filer = prosjektfiler(Begynnelse(år, valg.fylke or "", liste.skoler))
    lag_prosjekt(mappe, navn, filer, år)
    show_problems(liste.merknader)
    _fortell(valg, mappe, liste, år)
    print_result(shown(mappe))
    return True


def _fortell(valg: Nyttprosjekt, mappe: Path, liste: Skoleliste, år: int) -> None:
    """Say what was made, and what to type next."""
    if liste.skoler:
        antall = "1 skole" if len(liste.skoler) == 1 else f"{len(liste.skoler)} skoler"
        say(f"Prosjektet er laget, med {antall} og runden {år}.")
    elif valg.eksempel:
        say(f"Prosjektet er laget, med runden {år}.")
    else:
        say(f"Prosjektet er laget, med runden {år} og en skole som er et eksempel:")
        say("skriv deres egne i data/skoler.yaml og i dialogene i runden.")
    say("\nSkriv så:\n")
    if mappe != Path.cwd():
        sti = shown(mappe)
        say(f'  cd "{sti}"' if " " in sti else f"  cd {sti}")
    say("  dialog generer --alle")
    say("  dialog sjekk\n")
    say("README.md i mappen sier hva som ligger hvor.")
