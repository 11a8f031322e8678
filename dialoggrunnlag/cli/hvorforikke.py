"""``dialog datoer hvorfor``: what keeps a school from some days."""

from ..datoer.forklaring import hvorfor
from ..datoer.losning import finn
from ..runden.datohinder import Dagsvar, svar_på, uten_dager
from ..runden.datooppgave import les_oppgave
from .datofelles import dagene, løser, si, skolen, åpnet
from .kommandolinje import Hvorforikke, Tabellform
from .skjerm import say, show_problems
from .tabeller import Kolonne, print_csv, print_json, print_table

_TABLE = (Kolonne("ukedag", 2), Kolonne("dato"), Kolonne("svar", 3, 24))
_COLUMNS = ("skole", "ukedag", "dato", "går", "svar")


def run(valg: Hvorforikke) -> bool:
    """Show for each of the days what keeps the dialogue from it, or what would have to move."""
    files = åpnet(valg.prosjekt, valg.runde)
    skole_id = skolen(files, valg.skole)
    dialog, navn = files.datasett.runde.dialoger[skole_id], files.name_of(skole_id)
    dagsett = dagene(" ".join(valg.dager), files)
    oppgave = les_oppgave(files, untatt=skole_id)
    show_problems(oppgave.merknader)
    if dialog.avlyst:
        say(f"Dialogen med {navn} er avlyst.")
        return True
    if dialog.dato:
        si(f"{navn} er avtalt {dialog.dato}. Svarene gjelder om dialogen flyttes alene.")
    dager = oppgave.spurt_om(dagsett)
    if not dager:
        si(uten_dager(oppgave, dagsett.tekst))
        return True
    with løser():
        beste = finn(oppgave.problem)
        mulige = [dag for dag in dager if dag in oppgave.problem.dager]
        hindre = {hinder.dag: hinder for hinder in hvorfor(oppgave.problem, skole_id, mulige)}
    svar = svar_på(oppgave, skole_id, dager, hindre, beste)
    rows = [_row(skole_id, ett) for ett in svar]
    if valg.form is Tabellform.CSV:
        print_csv(_COLUMNS, rows)
    elif valg.form is Tabellform.JSON:
        print_json(rows)
    else:
        print_table(_TABLE, [(ett.dato.ukedag, ett.dato.kort, ett.svar) for ett in svar])
    return True


def _row(skole_id: str, ett: Dagsvar) -> dict[str, object]:
    return {
        "skole": skole_id,
        "ukedag": ett.dato.ukedag,
        "dato": ett.dato.dag.isoformat(),
        "går": ett.går,
        "svar": ett.svar,
    }
