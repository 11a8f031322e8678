"""``dialog innkalling``: the invitations, to be looked at and sent by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..disk.folder import Edited
from ..dokumenter.arbeid import åpne
from ..runden.innkallinger import Innkallinger
from .rapport import BARE_OVERSKRIV, krev_skole_eller_alle, report, summary
from .skjerm import shown, today

if TYPE_CHECKING:
    from .kommandolinje import Innkalling


def run(valg: Innkalling) -> bool:
    """Write the e-mail drafts with what they bring."""
    krev_skole_eller_alle(valg.skole, "innkalling", alle=valg.alle)
    arbeid = åpne(valg.prosjekt, valg.runde, valg.skole, valg.ut, shown)
    innkallinger = Innkallinger(arbeid.prepared, arbeid.output, _words(valg))
    arbeid.output.create()
    edited = Edited.OVERWRITE if valg.overskriv else Edited.KEEP
    results = []
    for result in innkallinger.write(arbeid.skoler, edited=edited, today=today()):
        report(result, by_hand=BARE_OVERSKRIV)
        results.append(result)
    return summary(results)


def _words(valg: Innkalling) -> list[str]:
    """The options that another command needs to work on the same documents."""
    given = {"--runde": valg.runde, "--ut": valg.ut, "--prosjekt": valg.prosjekt}
    words: list[str] = []
    for name, value in given.items():
        if value:
            words += [name, str(value)]
    return words
