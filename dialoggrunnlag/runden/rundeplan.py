"""The round by date: who meets where, and what in it an adviser should look at, in words."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ..kontroller.register import Data, er_helg, helligdager, møter
from ..model.norsk import oppramsing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..model.norsk import Dato
    from ..model.runde import Dialog
    from ..model.verdityper import Tidsramme
    from ..reading.datafiler import Datafiler

_UKE = timedelta(days=7)


class Planrad(NamedTuple):
    """One school's dialogue as the plan shows it, in bokmål."""

    skole_id: str
    navn: str
    dato: Dato | None
    tidsramme: Tidsramme
    sted: str | None
    fra_skoleeier: tuple[str, ...]
    tidlig: bool | None
    endring: int
    avlyst: bool
    merknader: tuple[str, ...]
    dobbeltbooket: bool

    @property
    def periode(self) -> str | None:
        """«tidlig» or «sen», where it is known."""
        return None if self.tidlig is None else "tidlig" if self.tidlig else "sen"


def lag_plan(files: Datafiler) -> list[Planrad]:
    """The dialogues by date and time, those without a date last, in the file's order.

    Without the schools whose entries are wrong: ``files.faults()`` tells them.
    """
    rows = list(_Plan(files).rader())
    dated = [(row.dato, row.tidsramme.start, row.tidsramme.slutt, row) for row in rows if row.dato]
    dated.sort(key=lambda item: item[:3])
    return [*(row for *_, row in dated), *(row for row in rows if not row.dato)]


class _Plan:
    """What is seen only when all the dialogues are looked at together, by school id."""

    def __init__(self, files: Datafiler) -> None:
        self.files = files
        self.data = Data(files, {})
        self.kollisjoner = _kollisjoner(self.data)
        self.helligdager = {id_: navn for id_, _, navn in helligdager(self.data)}
        self.tomme_uker = _tomme_uker(self.data)

    def rader(self) -> Iterator[Planrad]:
        """A row for each dialogue, in the file's order."""
        roller = self.files.datasett.roller
        for skole_id, skole, dialog in self.data.dialoger():
            if skole_id in self.files.faulty:
                continue
            yield Planrad(
                skole_id,
                skole.kortnavn,
                dialog.dato,
                self.files.tidsramme_for(skole_id).tidsramme,
                dialog.sted,
                tuple(roller[id_].navn or roller[id_].rolle.vist for id_ in dialog.fra_skoleeier),
                self.data.runde.er_tidlig(dialog),
                dialog.endring,
                dialog.avlyst,
                tuple(self._merknader(skole_id, dialog)),
                bool(self._kollisjoner(skole_id)),
            )

    def _merknader(self, skole_id: str, dialog: Dialog) -> Iterator[str]:
        """What an adviser should look at; before there is a date, nothing is missing yet."""
        if dialog.avlyst:
            yield "avlyst"
        elif dialog.dato:
            for other, names in self._kollisjoner(skole_id).items():
                yield f"dobbeltbooket med {self.files.name_of(other)}: {oppramsing(names)}"
            if er_helg(dialog.dato) and not self._stille(skole_id, "helg"):
                yield "i helgen"
            if skole_id in self.helligdager and not self._stille(skole_id, "helligdag"):
                yield f"helligdag: {self.helligdager[skole_id]}"
            if not dialog.sted:
                yield "mangler sted"
            if not dialog.fra_skoleeier and not self._stille(skole_id, "mangler-deltakere"):
                yield "ingen fra skoleeier"
        if dialog.endring:
            yield "endret én gang" if dialog.endring == 1 else f"endret {dialog.endring} ganger"
        if skole_id in self.tomme_uker:
            yield self.tomme_uker[skole_id]

    def _kollisjoner(self, skole_id: str) -> Mapping[str, list[str]]:
        if "dobbeltbooket" in self.data.runde.stille:
            return {}
        return self.kollisjoner.get(skole_id, {})

    def _stille(self, skole_id: str, navn: str) -> bool:
        """Whether somebody has said, with a reason, that this is as it should be."""
        return navn in self.data.runde.stille or self.data.stille(skole_id, navn)


def _kollisjoner(data: Data) -> dict[str, dict[str, list[str]]]:
    """By school, the other schools whose dialogues the same people are in, and their names."""
    found: dict[str, dict[str, list[str]]] = {}
    for _, name, all_ in møter(data):
        for one in all_:
            for other in filter(one.overlapper, all_):
                names = found.setdefault(one.skole_id, {}).setdefault(other.skole_id, [])
                if name not in names:
                    names.append(name)
    return found


def _tomme_uker(data: Data) -> dict[str, str]:
    """The whole weeks without any dialogue, in words, at the first dialogue after them."""
    dated = sorted(
        (dato.dag, data.files.tidsramme_for(skole_id).tidsramme.start, skole_id)
        for skole_id, _, _, dato in data.daterte()
    )
    words = {}
    for (before, *_), (day, _, skole_id) in pairwise(dated):
        first = before - timedelta(days=before.weekday()) + _UKE
        last = day - timedelta(days=day.weekday()) - _UKE
        if first <= last:
            weeks = dict.fromkeys((first.isocalendar().week, last.isocalendar().week))
            words[skole_id] = f"uke {'–'.join(map(str, weeks))} uten dialog før denne"
    return words


def sammendrag(rows: Sequence[Planrad]) -> str:
    """How many dialogues there are of each sort: «13 dialoger: 9 med dato og 4 uten dato.»."""
    off = sum(row.avlyst for row in rows)
    dated = sum(bool(row.dato) and not row.avlyst for row in rows)
    counts = [f"{dated} med dato"] * bool(dated)
    counts += [f"{off} avlyst"] * bool(off)
    counts += [f"{len(rows) - dated - off} uten dato"] * (dated + off < len(rows))
    double = sum(row.dobbeltbooket for row in rows)
    more = f" {double} er dobbeltbooket." if double else ""
    noun = "dialog" if len(rows) == 1 else "dialoger"
    return f"{len(rows)} {noun}: {oppramsing(counts)}.{more}" if rows else "Ingen dialoger."
