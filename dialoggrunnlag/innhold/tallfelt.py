"""The fields of a school's key figures: nøkkeltall.ID.*, tall.* and diagram.ID.

They hold texts as the document shows them, and none of what is hidden: ``tallvern`` has taken that
away before. What they hold is built in ``tallinnhold``.
"""

from ..word.chart import Chart
from .felt import Felter, felt


class ÅrsradFelt(Felter):
    """An item of nøkkeltall.ID.rader: one school year."""

    skoleår: str = felt("skoleåret", "2014-15")
    skolen: str = felt("skolens tall, «ikke vist» eller «mangler»", "3,2\u00a0%")
    antall: str | None = felt("hvor mange personer som står bak skolens tall", "412")
    fylket: str | None = felt("fylkets tall, når skolen sammenlignes med fylket", "4,1\u00a0%")
    landet: str | None = felt("landets tall, når skolen sammenlignes med landet", "4,6\u00a0%")
    foreløpig: bool = felt("ja når tallene er foreløpige")
    brudd: bool = felt("ja når tallet ble målt på en ny måte fra dette året")
    merknad: str | None = felt("det som må sies om året", "Foreløpige tall")


class NøkkeltallFelt(Felter):
    """nøkkeltall.ID.*, and an item of tall.mål.nøkkeltall."""

    id: str = felt("nøkkeltallets id i data/tall.yaml", "frafall")
    navn: str = felt("navnet", "Sluttet i løpet av skoleåret")
    enhet: str = felt("hva det måles i", "prosent")
    best: str | None = felt("hva som er best, når det kan sies", "Lavest er best")
    mål: str | None = felt("målet det står under", "minimere frafall")
    siste: str = felt("skolens nyeste tall, «ikke vist» eller «mangler»", "3,2\u00a0%")
    skoleår: str | None = felt("skoleåret det nyeste tallet gjelder", "2014-15")
    antall: str | None = felt("hvor mange personer som står bak det nyeste tallet", "412")
    fylket: str | None = felt("fylkets tall samme år, når skolen sammenlignes med fylket", "4,1 %")
    landet: str | None = felt("landets tall samme år, når skolen sammenlignes med landet", "4,6 %")
    endring: str | None = felt("endringen fra det første året som vises", "−0,9 prosentpoeng")
    endring_fra: str | None = felt("skoleåret endringen er regnet fra", "2010-11")
    vurdering: str | None = felt("det nyeste tallet sammenlignet, i ord", "▲ bedre enn fylket")
    utvikling: str | None = felt("endringen i ord", "▼ svakere enn i 2010-11")
    foreløpig: bool = felt("ja når det nyeste tallet er foreløpig")
    vist: bool = felt("ja når minst ett av skolens tall vises")
    kilde: str | None = felt("hvor tallene kommer fra", "Utdanningsdirektoratet, tabell VGO_slutta")
    hentet: str | None = felt("dagen de ble hentet", "1. oktober 2015")
    merknader: list[str] = felt("brudd, foreløpige tall og det som ikke er vist, i setninger")
    rader: list[ÅrsradFelt] = felt("tallene år for år, det eldste først")
    diagram: Chart | None = felt("diagrammet: alternativ tekst og tall for alle årene")


class MålFelt(Felter):
    """An item of tall.mål: key figures that stand under the same goal."""

    tittel: str = felt("målet", "minimere frafall")
    nøkkeltall: list[NøkkeltallFelt] = felt("nøkkeltallene under målet som skolen har tall for")


class TallFelt(Felter):
    """tall.*."""

    mål: list[MålFelt] = felt("målene, hvert med nøkkeltallene som står under det")
    kilder: list[str] = felt("kildene med dagen tallene ble hentet; til slutten av dokumentet")
    merknader: list[str] = felt("det som må sies om tallene; til slutten av dokumentet")
    foreløpige: bool = felt("ja når noen av tallene er foreløpige")

    def __bool__(self) -> bool:
        return bool(self.mål)


def uten_tall() -> TallFelt:
    """The fields of a school that has no figures."""
    return TallFelt(mål=[], kilder=[], merknader=[], foreløpige=False)
