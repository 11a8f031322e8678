"""Checks: the days that «datoer», «kan_ikke» and «ønsker» name, of which there may be none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ..model.datoregler import Periode
from ..model.runde import Dialog, Runde
from ..reading.yaml_reader import Path_
from .kontroll import Data, Funn, kontroll

if TYPE_CHECKING:  # most rounds have none
    from ..model.dagsett import Dagsett


@kontroll(
    "datoer",
    "dager under «datoer», «kan_ikke» eller «ønsker» som ikke er i perioden, eller et ønske som "
    "reglene stenger for",
)
def _datoer(data: Data) -> Iterator[Funn]:
    periode = data.runde.datoperiode
    if periode is None:
        return
    yield from _perioden(data)
    yield from _reglene(data, periode)
    for skole_id, _, dialog in data.dialoger():
        if not dialog.avlyst and (dialog.kan_ikke or dialog.ønsker):
            yield from _skolens(data, periode, skole_id, dialog)


def _perioden(data: Data) -> Iterator[Funn]:
    """A period that the round's own days don't hold."""
    runde = data.runde
    periode = runde.datoer.periode if runde.datoer else None
    if periode is None:
        return
    remedy = "Rett perioden, eller rundens «første_dag» og «siste_dag»."
    if runde.første_dag and periode.fra < runde.første_dag:
        hva = f"Perioden for datoene begynner {periode.fra}, men runden {runde.første_dag}."
    elif runde.siste_dag and periode.til > runde.siste_dag:
        hva = f"Perioden for datoene slutter {periode.til}, men runden {runde.siste_dag}."
    elif not periode.fra.dag.year <= runde.år <= periode.til.dag.year:
        hva = f"Perioden for datoene er {periode}, men runden er {runde.år}."
        remedy = "Rett årstallene i perioden."
    else:
        return
    yield Funn((), data.files.runde, ("datoer", "periode"), hva, remedy)


def _reglene(data: Data, periode: Periode) -> Iterator[Funn]:
    """Days off, and days that a role isn't there."""
    regler = data.runde.datoer
    if regler is None:
        return
    for navn, dager in regler.fri.items():
        hva = f"«{navn}» under «fri» er «{dager}»"
        yield from _ingen(data, periode, dager, hva, ("datoer", "fri", navn))
    for id_, rolle in regler.roller.items():
        for index, dager in enumerate(rolle.kan_ikke):
            hva = f"Rollen «{id_}» har «{dager}» under «kan_ikke»"
            path = ("datoer", "roller", id_, "kan_ikke", index)
            yield from _ingen(data, periode, dager, hva, path)


def _skolens(data: Data, periode: Periode, skole_id: str, dialog: Dialog) -> Iterator[Funn]:
    """A school's days, and wishes that can't come true whatever the others have."""
    path: Path_ = ("dialoger", skole_id)
    for key, settene in (("kan_ikke", dialog.kan_ikke), ("ønsker", dialog.ønsker)):
        for index, dager in enumerate(settene):
            hva = f"har «{dager}» under «{key}»"
            yield from _ingen(data, periode, dager, hva, (*path, key, index), skole_id)
    hverdager = periode.hverdager()
    mulige = _mulige(data.runde, hverdager)
    for dager in dialog.kan_ikke:
        mulige -= dager.dager(hverdager)
    for index, dager in enumerate(dialog.ønsker):
        ønsket = dager.dager(hverdager)
        if ønsket and not ønsket & mulige:
            hva = f"har «{dager}» under «ønsker», men ingen av de dagene kan brukes."
            remedy = "Se «ukedager» og «fri» under «datoer», og «kan_ikke» i dialogen."
            yield Funn((skole_id,), data.files.runde, (*path, "ønsker", index), hva, remedy)


def _ingen(
    data: Data, periode: Periode, dager: Dagsett, hva: str, path: Path_, *skoler: str
) -> Iterator[Funn]:
    """Days of which the period has none from Monday to Friday."""
    if not dager.dager(periode.hverdager()):
        hva = f"{hva}, men det er ingen hverdag fra {periode.fra.kort} til {periode.til.kort}."
        yield Funn(skoler, data.files.runde, path, hva, "Rett dagene, eller perioden.")


def _mulige(runde: Runde, hverdager: tuple[date, ...]) -> frozenset[date]:
    """The days that the round's own rules leave."""
    mulige = frozenset(hverdager)
    if runde.datoer:
        mulige = frozenset(dag for dag in hverdager if dag.weekday() in runde.datoer.ukedager)
        for dager in runde.datoer.fri.values():
            mulige -= dager.dager(hverdager)
    return mulige
