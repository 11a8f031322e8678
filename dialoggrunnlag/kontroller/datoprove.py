"""Which dates the checks would say something of, asked before anybody sets them."""

import copy
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..model.norsk import Dato
from ..model.runde import Dialog
from ..reading.datafiler import Datafiler
from .kontroll import Data
from .register import KONTROLLER

FOR_ALLE = ("helg", "helligdag", "utenfor-runden")  # what they find holds for every school
FOR_SKOLEN = ("tidlig-sen", "svarfrist")


class Innvending(NamedTuple):
    """What a check says of a school's date: «har dialog i helgen: …», and in a few words."""

    kontroll: str
    hva: str
    kort: str


def innvendinger(
    files: Datafiler, dager: Iterable[Dato]
) -> dict[Dato, dict[str, tuple[Innvending, ...]]]:
    """What the checks of dates would say of each school's dialogue on each of the days.

    Also those that are silenced: a reason to accept a date is none to look for one like it. What
    they say of the data whatever the date is left out.
    """
    uansett = _sagt(files, None)
    på_dagene = {}
    for dag in dager:
        på_dagen = {}
        for skole_id, sagt in _sagt(files, dag).items():
            på_dagen[skole_id] = tuple(sorted(sagt - uansett.get(skole_id, set())))
        på_dagene[dag] = på_dagen
    return på_dagene


def _sagt(files: Datafiler, dag: Dato | None) -> dict[str, set[Innvending]]:
    """What the checks say where all dialogues are on a day."""
    dialoger = {}
    for id_, dialog in files.datasett.runde.dialoger.items():
        dialoger[id_] = dialog.model_copy(update={"dato": dag})
    data = Data(med_dialoger(files, dialoger))
    sagt: dict[str, set[Innvending]] = {}
    for navn in (*FOR_ALLE, *FOR_SKOLEN):
        for funn in KONTROLLER[navn].finn(data):
            for skole_id in funn.skoler:
                sagt.setdefault(skole_id, set()).add(
                    Innvending(navn, funn.hva, ", ".join(funn.kort))
                )
    return sagt


def med_dialoger(files: Datafiler, dialoger: Mapping[str, Dialog]) -> Datafiler:
    """The data with other dialogues, which nobody has written."""
    runde = files.datasett.runde.model_copy(update={"dialoger": dict(dialoger)})
    andre = copy.copy(files)
    andre.datasett = files.datasett._replace(runde=runde)
    return andre
