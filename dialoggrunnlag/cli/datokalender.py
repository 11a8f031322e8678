"""``dialog datoer --format ics``: a plan as a calendar whose meetings aren't settled."""

import sys
from dataclasses import replace

from ..datoer.problem import Plan
from ..dokumenter.kalender import foreløpig_kalender
from ..dokumenter.kjede import prepare
from ..kontroller.datoprove import med_dialoger
from ..model.norsk import Dato
from ..model.runde import Skoleeierdeltaker
from ..runden.datoforslag import de_som_kommer
from ..runden.datooppgave import Datooppgave
from .kommandolinje import Finndatoer


def print_calendar(valg: Finndatoer, oppgave: Datooppgave, plan: Plan) -> None:
    """Print the plan as a calendar to standard output."""
    files = oppgave.files
    prepared = prepare(files.project, files.år, ())
    dialoger = dict(files.datasett.runde.dialoger)
    foreslått = [behov.id for behov in oppgave.behov if behov.avtalt is None]
    for skole_id, dag in oppgave.hel(plan).datoer.items():
        endret: dict[str, object] = {"dato": Dato(dag)}
        if skole_id not in oppgave.listet:
            roller = de_som_kommer(oppgave, plan, skole_id)
            endret["fra_skoleeier"] = tuple(Skoleeierdeltaker(rolle=id_) for id_ in roller)
        dialoger[skole_id] = dialoger[skole_id].model_copy(update=endret)
    prepared = replace(prepared, files=med_dialoger(prepared.files, dialoger))
    folder = files.project.documents_folder(files.år, valg.ut)
    sys.stdout.flush()
    # as bytes: a text stream may change the line ends
    sys.stdout.buffer.write(foreløpig_kalender(prepared, foreslått, folder))
    sys.stdout.buffer.flush()
