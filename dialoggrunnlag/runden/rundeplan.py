"""The round by date: who meets where, and what in it an adviser should look at, in words."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from ..kontroller.kontroll import Data
from ..kontroller.register import i_korte_ord
from ..kontroller.tider import Dobbeltbooket, kollisjoner
from ..model.norsk import Dato, oppramsing
from ..model.runde import Dialog
from ..model.verdityper import Tidsramme
from ..reading.datafiler import Datafiler

_NEVNES = 3  # schools that a dialogue is said to collide with before the rest are counted
_UKE = timedelta(days=7)
_INGEN_USAGTE: Mapping[str, str] = {}
_PERIODE = {True: "tidlig", False: "sen", None: None}
# The checks of when, where and by whom a dialogue is held; «dobbeltbooket» is told with the others
I_PLANEN = (
    *("helg", "helligdag", "utenfor-runden", "tidlig-sen", "svarfrist"),
    *("mangler-sted", "mangler-deltakere"),
)


class Planrad(NamedTuple):
    """One school's dialogue as the plan shows it, in bokmål."""

    skole_id: str
    navn: str
    dato: Dato | None
    tidsramme: Tidsramme
    sted: str | None
    møtelenke: str | None
    hvor: str | None
    fra_skoleeier: tuple[str, ...]
    periode: str | None
    endring: int
    avlyst: bool
    merknader: tuple[str, ...]
    dobbeltbooket: bool


def lag_plan(files: Datafiler, usagte: Mapping[str, str] = _INGEN_USAGTE) -> list[Planrad]:
    """The dialogues by date and time, those without a date last, in the file's order.

    Without the schools whose entries are wrong: ``files.faults()`` tells them. ``usagte`` is
    what calendars would not tell, in words.
    """
    data = Data(files)
    dobbeltbooket = kollisjoner(data)
    merknader = _merknader(data, dobbeltbooket, usagte)
    rader = []
    for skole_id, skole, dialog in data.dialoger():
        if skole_id in files.faulty:
            continue
        rad = Planrad(
            skole_id=skole_id,
            navn=skole.kortnavn,
            dato=dialog.dato,
            tidsramme=files.tidsramme_for(skole_id).tidsramme,
            sted=dialog.sted,
            møtelenke=dialog.møtelenke,
            hvor=dialog.hvor,
            fra_skoleeier=tuple(_fra_skoleeier(files, dialog)),
            periode=_PERIODE[data.runde.er_tidlig(dialog)],
            endring=dialog.endring,
            avlyst=dialog.avlyst,
            merknader=tuple(merknader[skole_id]),
            dobbeltbooket=skole_id in dobbeltbooket,
        )
        rader.append(rad)
    return sorted(rader, key=_når)


def _fra_skoleeier(files: Datafiler, dialog: Dialog) -> Iterator[str]:
    """Who comes from skoleeier: by name where it is known, else by role."""
    for fra in dialog.fra_skoleeier:
        rolle = files.datasett.den_som_kommer(fra)
        if rolle:
            yield rolle.navn or rolle.rolle.vist


def _når(rad: Planrad) -> tuple[bool, date, int, int]:
    """What the plan is sorted by; dialogues without a date are alike, and stay in their order."""
    if rad.dato is None:
        return True, date.max, 0, 0
    return False, rad.dato.dag, rad.tidsramme.start.minutter, rad.tidsramme.slutt.minutter


def _merknader(
    data: Data, dobbeltbooket: Dobbeltbooket, usagte: Mapping[str, str]
) -> dict[str, list[str]]:
    """What an adviser should look at, by school."""
    funn, tomme_uker = i_korte_ord(data, I_PLANEN), _tomme_uker(data)
    ved_skolen = {}
    for skole_id, _, dialog in data.dialoger():
        merknader = []
        if dialog.avlyst:
            merknader.append("avlyst")
        merknader += _kollisjonene(data, dobbeltbooket.get(skole_id, {}))
        merknader += funn.get(skole_id, [])
        if skole_id in usagte:
            merknader.append(usagte[skole_id])
        if dialog.endring == 1:
            merknader.append("endret én gang")
        elif dialog.endring:
            merknader.append(f"endret {dialog.endring} ganger")
        if skole_id in tomme_uker:
            merknader.append(tomme_uker[skole_id])
        ved_skolen[skole_id] = merknader
    return ved_skolen


def _kollisjonene(data: Data, andre: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """What a dialogue collides with: the first few schools, and how many there are besides."""
    nevnte = list(andre)
    if len(nevnte) > _NEVNES + 1:
        nevnte = nevnte[:_NEVNES]
    for annen in nevnte:
        yield f"dobbeltbooket med {data.files.name_of(annen)}: {oppramsing(andre[annen])}"
    if len(andre) > len(nevnte):
        yield f"dobbeltbooket med {len(andre) - len(nevnte)} til"


def _tomme_uker(data: Data) -> dict[str, str]:
    """The whole weeks without any dialogue, in words, at the first dialogue after them."""
    daterte = []
    for skole_id, _, _, dato in data.daterte():
        start = data.files.tidsramme_for(skole_id).tidsramme.start.minutter
        daterte.append((dato.dag, start, skole_id))
    daterte.sort()
    ord_om = {}
    for (før, *_), (dag, _, skole_id) in pairwise(daterte):
        first = før - timedelta(days=før.weekday()) + _UKE
        last = dag - timedelta(days=dag.weekday()) - _UKE
        if first <= last:
            uker = str(first.isocalendar().week)
            if first < last:
                uker += f"–{last.isocalendar().week}"
            ord_om[skole_id] = f"uke {uker} uten dialog før denne"
    return ord_om


def sammendrag(rader: Sequence[Planrad]) -> str:
    """How many dialogues there are of each sort: «13 dialoger: 9 med dato og 4 uten dato.»."""
    if not rader:
        return "Ingen dialoger."
    avlyst = sum(rad.avlyst for rad in rader)
    med_dato = sum(rad.dato is not None and not rad.avlyst for rad in rader)
    uten_dato = len(rader) - med_dato - avlyst
    antall = []
    for tall, hva in ((med_dato, "med dato"), (avlyst, "avlyst"), (uten_dato, "uten dato")):
        if tall:
            antall.append(f"{tall} {hva}")
    dialoger = "dialog" if len(rader) == 1 else "dialoger"
    setning = f"{len(rader)} {dialoger}: {oppramsing(antall)}."
    dobbelt = sum(rad.dobbeltbooket for rad in rader)
    return f"{setning} {dobbelt} er dobbeltbooket." if dobbelt else setning
