"""``dialog innkalling``: the invitations, to be looked at and sent by a person."""

from ..disk.folder import Edited
from ..dokumenter.arbeid import åpne
from ..reading.project import Project
from ..runden.innkallinger import Innkallinger
from .kommandolinje import Innkalling
from .rapport import (
    BARE_OVERSKRIV,
    krev_skole_eller_alle,
    report,
    say_foreldet,
    say_undated,
    summary,
)
from .skjerm import say, show_problems, shown, today
from .skolenavn import say_other_names
from .stier import samme_dokumenter
from .ulest import say_unread


def run(valg: Innkalling) -> bool:
    """Write the e-mail drafts with what they bring."""
    krev_skole_eller_alle(valg)
    arbeid = åpne(Project.find(valg.prosjekt), valg.runde, valg.skole, valg.ut, shown)
    say_other_names(arbeid.prepared.files, valg.skole)
    samme = samme_dokumenter(valg.runde, valg.ut, valg.prosjekt)
    innkallinger = Innkallinger(arbeid.prepared, arbeid.output, valg=samme)
    arbeid.output.create()
    edited = Edited.OVERWRITE if valg.overskriv else Edited.KEEP
    # Whoever names a school wants to know what it lacks; of all schools, most lack a date for long
    undated = innkallinger.udaterte(arbeid.skoler) if valg.alle else []
    passed_over = set(undated)  # thousands may be
    skoler = [skole_id for skole_id in arbeid.skoler if skole_id not in passed_over]
    results = []
    for result in innkallinger.write(skoler, edited=edited, today=today()):
        if result.foreldet and len(skoler) > 1:  # told once of all of them, with one command
            say_foreldet(result)
        else:
            report(result, by_hand=BARE_OVERSKRIV)
        results.append(result)
    if any(result.written for result in results):
        show_problems(innkallinger.felles_advarsler(skoler))
    if skoler:
        say_undated(arbeid, undated, "ingen blir kalt inn dit")
    else:
        say("Ingen av dialogene har dato, så det er ingen innkallinger å lage.")
    say_unread(arbeid.prepared.files, newest=not valg.runde, all_kinds=False)
    if len(skoler) > 1:
        return summary(results, innkallinger.lag_på_nytt(results))
    return summary(results)
