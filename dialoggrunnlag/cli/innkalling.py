"""The invitations: e-mail drafts with what they bring, to be looked at and sent by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .felles import (
    BARE_OVERSKRIV,
    Alle,
    Overskriv,
    Prosjekt,
    Runde,
    Skole,
    Ut,
    krev_skole_eller_alle,
    report,
    shown,
    summary,
)

if TYPE_CHECKING:
    from pathlib import Path


def innkalling(
    skole: Skole = None,
    alle: Alle = False,
    runde: Runde = None,
    ut: Ut = None,
    overskriv: Overskriv = False,
    prosjekt: Prosjekt = None,
) -> int:
    """Lag innkallingene som e-postutkast med vedlegg og kalender. Ingenting blir sendt.

    Et utkast blir bare laget når det som legges ved, er ferskt.
    """
    from datetime import datetime

    from ..disk.folder import Edited, OutputFolder
    from ..dokumenter import kjede
    from ..reading.project import Project
    from ..runden.innkallinger import Innkallinger

    krev_skole_eller_alle(skole, "innkalling", alle=alle)
    project = Project.find(prosjekt)
    år = project.round(runde)
    prepared = kjede.prepare(project, år, project.document_kinds(list(project.templates())))
    ids = prepared.choose(skole or ())
    folder = project.documents_folder(år, ut)
    output = OutputFolder(folder, shown(folder))
    innkallinger = Innkallinger(prepared, output, _valg(runde, ut, prosjekt))
    output.create()
    results = innkallinger.write(
        ids,
        edited=Edited.OVERWRITE if overskriv else Edited.KEEP,
        today=datetime.now().astimezone().date(),
        done=lambda result: report(result, by_hand=BARE_OVERSKRIV),
    )
    return summary(results)


def _valg(runde: str | None, ut: Path | None, prosjekt: Path | None) -> list[str]:
    """The options that another command needs to work on the same documents."""
    given = (("--runde", runde), ("--ut", ut), ("--prosjekt", prosjekt))
    return [word for name, value in given if value for word in (name, str(value))]
