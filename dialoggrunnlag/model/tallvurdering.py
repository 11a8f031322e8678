"""One school's key figure: its newest value, the others', the change over the years, in words.

Better and worse are told by words with ▲, ▼ and ●, after ``best``, never by colour alone. A
difference that is smaller than the last decimal, or that few people make, is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .datoformer import årsspenn
from .norsk import Målform, oppramsing
from .tall import FYLKET, LANDET, Best, Nøkkeltall, Sammenligning
from .tallsammenhenger import steg
from .tallskrift import som_endring
from .tallvern import MANGLER, Vernet, Visning, avrundet

_FÅ = 2  # times ``minst``: of so few people, no difference is told
_HELE = 100
_LIKT = "●"
_FAST = "\u00a0"  # so that no line ends with the sign
# By what is best: the sign and the words where the school's figure is the higher, and the lower
_ORD: dict[Best, tuple[tuple[str, str, str], tuple[str, str, str]]] = {
    "høyest": (("▲", "bedre", "betre"), ("▼", "svakere", "svakare")),
    "lavest": (("▼", "svakere", "svakare"), ("▲", "bedre", "betre")),
    "ingen": (("▲", "høyere", "høgare"), ("▼", "lavere", "lågare")),
}


@dataclass(frozen=True)
class Årsrad:
    """One school year of a key figure: the school's own, and those it is compared with."""

    skoleår: str
    skolen: Visning
    fylket: Visning | None
    landet: Visning | None
    brudd: bool


@dataclass(frozen=True)
class Skoletall:
    """A school's values of a key figure, the oldest year first; none of what is hidden."""

    id: str
    nøkkeltall: Nøkkeltall
    rader: Sequence[Årsrad] = field(default_factory=tuple)

    @property
    def siste(self) -> Årsrad | None:
        """The newest year; None where no file has any."""
        return self.rader[-1] if self.rader else None

    @property
    def vist(self) -> bool:
        """Whether any of the school's own figures is shown."""
        return any(rad.skolen.verdi is not None for rad in self.rader)

    @property
    def første(self) -> Årsrad | None:
        """The year that the change is counted from: the oldest that can be held against the newest.

        That is one that is shown, and that was measured the same way.
        """
        første = None
        for rad in reversed(self.rader):
            if rad.skolen.verdi is not None:
                første = rad
            if rad.brudd:
                break
        siste = self.siste
        return første if siste and første is not siste and siste.skolen.verdi is not None else None

    def forskjell(self, sammenligning: Sammenligning) -> int | None:
        """Whether the newest figure is higher (1) or lower (-1) than the others', or about equal.

        None where they can't be compared: one isn't shown, or a school's number of something is
        held against a whole county's.
        """
        siste = self.siste
        if siste is None or self.nøkkeltall.enhet == "antall":
            return None
        andres = siste.fylket if sammenligning == FYLKET else siste.landet
        return _forskjell(self.nøkkeltall, siste.skolen, andres or MANGLER)

    def endret(self) -> int | None:
        """Whether the newest figure is higher or lower than the first one, or about equal."""
        siste, første = self.siste, self.første
        if siste is None or første is None:
            return None
        return _forskjell(self.nøkkeltall, siste.skolen, første.skolen)

    def endring(self, målform: Målform) -> str | None:
        """The difference between the newest and the first figure, as they are shown."""
        siste, første = self.siste, self.første
        if siste is None or første is None:
            return None
        ny, gammel = siste.skolen.verdi, første.skolen.verdi
        if ny is None or gammel is None:
            return None
        ett = self.nøkkeltall
        return som_endring(avrundet(ny - gammel, ett.desimaler), ett.desimaler, ett.enhet, målform)


def skoletall(vernet: Vernet, id_: str, skole_id: str, til_og_med: int) -> Skoletall:
    """A school's key figure over the years that are shown, none later than the round's."""
    nøkkeltall = vernet.nøkkeltall[id_]
    årene = _årene(vernet, id_, til_og_med)
    rader = []
    for nummer, skoleår in enumerate(årene):
        forrige = årene[nummer - 1] if nummer else skoleår
        rad = Årsrad(
            skoleår,
            vernet.visning(id_, skole_id, skoleår),
            _andres(vernet, id_, "fylket", skoleår),
            _andres(vernet, id_, "landet", skoleår),
            any(forrige < brudd <= skoleår for brudd in nøkkeltall.brudd),
        )
        rader.append(rad)
    return Skoletall(id_, nøkkeltall, tuple(rader))


def _årene(vernet: Vernet, id_: str, til_og_med: int) -> list[str]:
    """The years that a key figure is shown for, also those between them that have no values."""
    alle: set[str] = set()
    for enhet, rad in vernet.visninger[id_].items():
        if enhet not in (FYLKET, LANDET):
            alle.update(skoleår for skoleår in rad if årsspenn(skoleår).målt <= til_og_med)
    if not alle:
        return []
    siste = max(alle)
    nyeste = årsspenn(siste).første
    eldste = max(årsspenn(min(alle)).første, nyeste - vernet.nøkkeltall[id_].år + 1)
    return [_som(siste, år) for år in range(eldste, nyeste + 1)]


def _som(skoleår: str, år: int) -> str:
    """A school year, a calendar year or a cohort's years as another one that begins in ``år``."""
    første, _, siste = skoleår.partition("-")
    if not siste:
        return str(år)
    if len(siste) == len(første):
        return f"{år}-{år + int(siste) - int(første)}"
    return f"{år}-{(år + 1) % 100:02d}"


def _andres(vernet: Vernet, id_: str, enhet: Sammenligning, skoleår: str) -> Visning | None:
    """The county's or the nation's figure, where the school is compared with it."""
    if enhet not in vernet.nøkkeltall[id_].sammenlign:
        return None
    return vernet.visning(id_, enhet, skoleår)


def _forskjell(nøkkeltall: Nøkkeltall, egen: Visning, annen: Visning) -> int | None:
    if egen.nøyaktig is None or annen.nøyaktig is None:
        return None
    differanse = egen.nøyaktig - annen.nøyaktig
    if abs(differanse) < steg(nøkkeltall) - 1e-9 or _er_av_få(nøkkeltall, egen, annen):
        return 0
    return 1 if differanse > 0 else -1


def _er_av_få(nøkkeltall: Nøkkeltall, egen: Visning, annen: Visning) -> bool:
    """Whether so few people make a difference that it may be chance.

    Of percentages, it is counted how many people the difference is.
    """
    kjente = [antall for antall in (egen.antall, annen.antall) if antall is not None]
    if not kjente:
        return False
    færrest = min(kjente)
    if færrest < _FÅ * nøkkeltall.minst:
        return True
    if nøkkeltall.enhet != "prosent" or egen.nøyaktig is None or annen.nøyaktig is None:
        return False
    return abs(egen.nøyaktig - annen.nøyaktig) / _HELE * færrest < nøkkeltall.minst


def i_ord(best: Best, retning: int, målform: Målform) -> tuple[str, str]:
    """A difference as a sign and a word that «enn» follows; («●», '') for none."""
    if not retning:
        return _LIKT, ""
    tegn, bokmål, nynorsk = _ORD[best][0 if retning > 0 else 1]
    return tegn, bokmål if målform == "bokmål" else nynorsk


def vurdering(skoletall: Skoletall, målform: Målform) -> str | None:
    """The newest figure held against the county's and the nation's: «▲ bedre enn fylket».

    Where both come out alike they are told together. None where it can't be compared.
    """
    sammenlignet: dict[tuple[str, str], list[str]] = {}
    for andre in skoletall.nøkkeltall.sammenlign:
        retning = skoletall.forskjell(andre)
        if retning is not None:
            utfall = i_ord(skoletall.nøkkeltall.best, retning, målform)
            sammenlignet.setdefault(utfall, []).append(andre)
    deler = []
    for (tegn, ordet), hvem in sammenlignet.items():
        enn = f"{ordet} enn" if ordet else "omtrent som"
        deler.append(f"{tegn}{_FAST}{enn} {oppramsing(hvem)}")
    return ", ".join(deler) or None


def utvikling(skoletall: Skoletall, målform: Målform) -> str | None:
    """The change in words: «▼ svakere enn i 2010-11»; None where there is none to tell of."""
    retning, første = skoletall.endret(), skoletall.første
    if retning is None or første is None:
        return None
    tegn, ordet = i_ord(skoletall.nøkkeltall.best, retning, målform)
    enn = f"{ordet} enn i" if ordet else "omtrent som i"
    return f"{tegn}{_FAST}{enn} {første.skoleår}"
