"""Checks: another school's name in a school's texts, and one school that stands twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from ..innhold.tekster import plassen
from ..model.runde import Dialog
from ..model.skole import Skole
from ..reading.yaml_reader import Path_, YamlFile
from .kontroll import Data, Funn, kontroll
from .skolenavn import Skolenavn, nøkkel

Tekst = tuple[YamlFile, Path_, str]


@kontroll("annen-skole", "navnet på en annen skole i en skoles tekster")
def _annen_skole(data: Data) -> Iterator[Funn]:
    skolenavn = Skolenavn(data.skoler)
    for skole_id, skole, dialog in data.dialoger():
        for file, path, text in _tekster(data, skole_id, skole, dialog):
            for eiere, skrevet in skolenavn.i(text):
                if skole_id not in eiere:
                    hva = f"får navnet på en annen skole: «{skrevet}»."
                    remedy = "Rett teksten."
                    if file is data.files.runde and path[0] != "dialoger":
                        remedy = "Rett teksten, eller skriv {{ skole.kortnavn }} i stedet."
                    yield Funn((skole_id,), file, plassen(file, path, skole.målform), hva, remedy)


def _tekster(data: Data, skole_id: str, skole: Skole, dialog: Dialog) -> Iterator[Tekst]:
    """All that a school is told, each text with its place in the YAML."""
    if skole_id in data.innhold:
        yield from _rundens(data, skole_id)
        _, file, path = data.files.tidsramme_for(skole_id)
        begrunnelse = data.innhold[skole_id].tidsramme.begrunnelse
        yield file, (*path, "begrunnelse"), begrunnelse or ""
    yield data.files.skoler, ("skoler", skole_id, "kommune"), skole.kommune or ""
    yield from _dialogens(data, skole_id, dialog)


def _rundens(data: Data, skole_id: str) -> Iterator[Tekst]:
    """The round's texts, filled for a school."""
    file, innhold = data.files.runde, data.innhold[skole_id]
    for key in ("tittel", "hensikt", "hovedmål"):
        yield file, (key,), getattr(innhold.runde, key)
    for index, text in enumerate(innhold.runde.delmål):
        yield file, ("delmål", index), text
    for index, punkt in enumerate(innhold.datagrunnlag):
        yield file, ("datagrunnlag", index, "tekst"), punkt.tekst
    for key in ("skolen", "fra_skoleeier"):
        yield file, ("deltakelse", key), getattr(innhold.deltakelse, key)
    for index, tema in enumerate(innhold.dagsorden):
        yield file, ("dagsorden", index, "tittel"), tema.tittel
        yield file, ("dagsorden", index, "tekst"), tema.tekst or ""
        for number, part in enumerate(tema.deler):
            yield file, ("dagsorden", index, "deler", number, "tekst"), part.tekst


def _dialogens(data: Data, skole_id: str, dialog: Dialog) -> Iterator[Tekst]:
    """What stands in a school's dialogue, and the links that it gets."""
    file, path = data.files.runde, ("dialoger", skole_id)
    yield file, (*path, "sted"), dialog.sted or ""
    for index, person in enumerate(dialog.deltakere):
        yield file, (*path, "deltakere", index, "navn"), person.navn or ""
        yield file, (*path, "deltakere", index, "rolle"), person.rolle or ""
    for id_, lenke in dialog.lenker.items():
        yield file, (*path, "lenker", id_), _ordene(lenke)
    for index, punkt in enumerate(data.runde.datagrunnlag):
        if punkt.lenke and not dialog.lenker.get(punkt.id):
            yield file, ("datagrunnlag", index, "lenke"), _ordene(punkt.lenke)


def _ordene(lenke: str | None) -> str:
    """The words of an address."""
    return re.sub(r"[-_/+.?&=@]", " ", unquote(lenke or ""))


@kontroll("samme-skole", "to skoler med samme organisasjonsnummer eller samme navn")
def _samme_skole(data: Data) -> Iterator[Funn]:
    første: dict[object, str] = {}
    for skole_id, skole in data.skoler.items():
        if data.er_stille("samme-skole", skole_id):
            continue  # or it would hide that two others are the same
        for key, value, hva in (
            ("organisasjonsnummer", skole.organisasjonsnummer, "samme organisasjonsnummer"),
            ("navn", skole.navn, "samme navn på bokmål og nynorsk"),
        ):
            if not value:
                continue
            annen = første.setdefault((key, nøkkel(value)), skole_id)
            if annen != skole_id:
                path = ("skoler", skole_id, key)
                remedy = "Er de samme skole, så fjern den ene; rett det ellers."
                yield Funn((annen, skole_id), data.files.skoler, path, f"har {hva}.", remedy)
