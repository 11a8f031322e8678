"""The signs of a text of days, one after the other: what comes next, and what is wrong with it."""

from __future__ import annotations

from ..errors import InvalidError
from .dagord import KLOKKEN, RÅD, SLUTT, Tegn, tegnene_i, ubestemt, ukjent

_ÅRENE = range(1900, 2100)


class Tegnrekke:
    """A text that is being read, and how far the reading has come."""

    def __init__(self, text: str, rundens_år: int | None) -> None:
        self.tekst = text
        self.rundens_år = rundens_år
        self._tegnene = tegnene_i(text)
        self._plass = 0

    @property
    def her(self) -> Tegn:
        """The next sign."""
        return self.om(0)

    def om(self, antall: int) -> Tegn:
        """A sign further on."""
        plass = self._plass + antall
        return self._tegnene[plass] if plass < len(self._tegnene) else SLUTT

    def gå(self, antall: int) -> None:
        """Go past some signs."""
        self._plass += antall

    def ta(self, *slag: str) -> Tegn | None:
        """The next sign, where it is of one of some kinds, and past it."""
        tegn = self.her
        if tegn.slag not in slag:
            return None
        self.gå(1)
        return tegn

    def krev(self, slag: str) -> Tegn:
        """The next sign, which must be of a kind; raises InvalidError."""
        tegn = self.ta(slag)
        if tegn is None:
            raise self.uventet()
        return tegn

    def blir(self, slag: str, annet: str) -> None:
        """Let the next sign of a kind be of another: «mellom 12. og 16. oktober» is a span."""
        for plass in range(self._plass, len(self._tegnene)):
            if self._tegnene[plass].slag == slag:
                self._tegnene[plass] = self._tegnene[plass]._replace(slag=annet)
                return

    def skrevet_fra(self, tegn: Tegn) -> str:
        """The text from a sign to where the reading has come."""
        return self.tekst[tegn.start : self.om(-1).slutt].rstrip(".")

    # --- years and dates are looked for ahead ---

    def er_dato(self, om: int) -> bool:
        """Whether a date begins at a sign further on."""
        tegn = self.om(om)
        if tegn.slag == "ukedag":
            return self.om(om + 1).er_tall and not tegn.er_flertall
        if tegn.er_år:  # 2026-10-12
            return self.er_strek_og_tall(om + 1) and self.om(om + 3).slag == "strek"
        return tegn.er_tall

    def er_strek_og_tall(self, om: int) -> bool:
        """Whether what may be a month or a day follows a hyphen."""
        return self.om(om).slag == "strek" and self.om(om + 1).er_tall

    def år(self) -> int | None:
        """The year that follows, if one does: «2026», «/2026», «i 2026», «, 2026»."""
        om = 1 if self.her.slag in ("skrå", "i", "og") else 0
        if not self.om(om).er_år or self.er_dato(om):
            return None
        år = self.om(om).verdi
        self.gå(om + 1)
        return krevd_år(år)

    # --- what isn't as it should be ---

    def uventet(self, tegn: Tegn | None = None) -> InvalidError:
        """What is wrong with a sign at its place: the next one, if none is given."""
        tegn = tegn or self.her
        if tegn is SLUTT:
            return InvalidError(f"Det mangler noe til slutt i «{self.tekst}».", RÅD)
        if tegn.slag == "ukjent":
            if tegn.tekst.casefold() in KLOKKEN.split():
                return self.ikke_hele_dager()
            return self._ukjent(tegn)
        if tegn.slag in ("første", "andre"):
            return ubestemt(tegn.tekst)
        if tegn.er_år:
            return InvalidError(f"«{self.tekst}» er ikke dager: årstallet står for seg.", RÅD)
        message = f"«{self.tekst}» kan ikke leses: «{tegn.tekst}» kommer uventet."
        if self.tekst.casefold() == tegn.tekst:
            message = f"«{self.tekst}» er verken en dag, en uke eller en måned."
        return InvalidError(message, RÅD)

    def _ukjent(self, tegn: Tegn) -> InvalidError:
        """That a word means nothing: beside days, it is often why those days."""
        error = ukjent(tegn.tekst)
        if error.remedy == RÅD and len(self._tegnene) > 1:
            return InvalidError(error.message, f"{RÅD} Grunnen kan stå etter #, som kommentar.")
        return error

    def ikke_hele_dager(self) -> InvalidError:
        """That a time of the day is no day."""
        remedy = f"Her kan det ikke stå klokkeslett. {RÅD}"
        return InvalidError(f"«{self.tekst}» er ikke hele dager.", remedy)


def krevd_år(år: int) -> int:
    """A year that a round may be in; raises InvalidError for any other."""
    if år not in _ÅRENE:
        raise InvalidError(f"«{år:04d}» er ikke et årstall.", "Skriv for eksempel 2026.")
    return år
