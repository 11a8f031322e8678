"""The agreements of a form that was read get the ids that they are known by from round to round."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Self

from ..errors import Problem
from ..model.gjenkjenning import Rad, Treff, gjenkjenn
from ..model.norsk import forkortet
from ..model.oppsummering import (
    FERDIG,
    Arvet,
    Avtale,
    Løpende,
    Oppsummering,
    Utviklingsmål,
    i_skjemaet,
    ledige_ider,
    løpende_avtaler,
    mål_med_id,
    ord_i,
    siste_runde,
)


class Tidligere(NamedTuple):
    """A school's agreements before a round: all of them, and those that its form asks about."""

    avtaler: list[Løpende]
    i_skjemaet: list[Løpende]

    @classmethod
    def av(cls, egne: Sequence[Oppsummering], arvet: Sequence[Arvet] = ()) -> Self:
        """Those of its own summaries before the round, and those that it has from others."""
        avtaler = løpende_avtaler(egne, arvet)
        return cls(avtaler, i_skjemaet(avtaler, siste_runde(egne, arvet)))


class Ider(NamedTuple):
    """The ids of a summary's rows, in their order, and what to tell of how they were found.

    '' is for a row from which somebody has taken the id in the data. ``rettelser`` are corrected
    words that the form itself tells of; ``warnings`` what only likeness tells, or what is like
    nothing; ``er_rettet``: some words are corrected either way.
    """

    avtaler: list[str]
    mål: list[str]
    rettelser: tuple[str, ...]
    warnings: tuple[Problem, ...]
    er_rettet: bool


def finn_ider(
    ny: Oppsummering,
    noterte: Sequence[str],
    tidligere: Tidligere,
    innlest: Oppsummering | None,
    skjema: str,
) -> Ider:
    """The ids for a summary that was just read from the form ``skjema``.

    ``noterte`` are what the form says that each row of «avtaler» is, ``innlest`` the same
    round's summary as it stands in the data already.
    """
    return _Ider(ny, tidligere, innlest, skjema).finn(noterte)


class _Ider:
    """The ids of one summary being found."""

    def __init__(
        self, ny: Oppsummering, tidligere: Tidligere, innlest: Oppsummering | None, skjema: str
    ) -> None:
        self.ny, self.skjema = ny, skjema
        self.eldre, self.i_skjemaet = tidligere
        self.innleste_mål = mål_med_id(innlest) if innlest else []
        self.innleste_avtaler: list[Avtale] = []
        if innlest and any(rad.id for rad in (*innlest.avtaler, *innlest.mål)):
            self.innleste_avtaler += innlest.avtaler  # else it is from before there were ids
        brukte = [item.id for item in self.eldre]
        brukte += [rad.id or "" for rad in (*self.innleste_mål, *self.innleste_avtaler)]
        self.ledige = ledige_ider(ny, brukte)
        self.rettelser: list[str] = []
        self.warnings: list[Problem] = []
        self.er_rettet = False

    def finn(self, noterte: Sequence[str]) -> Ider:
        """All of them; goals have the first of the new numbers, as where nobody has given any."""
        kjente = self._avtaler(noterte)
        mål = self._mål(kjente)
        avtaler = [next(self.ledige) if id_ is None else id_ for id_ in kjente]
        return Ider(avtaler, mål, tuple(self.rettelser), tuple(self.warnings), self.er_rettet)

    def _avtaler(self, noterte: Sequence[str]) -> list[str | None]:
        """The known agreement of each row; what stands in the data already is decided."""
        ider = [self._innlest_id(avtale) for avtale in self.ny.avtaler]
        uavklarte = [number for number, id_ in enumerate(ider) if id_ is None]
        treff = gjenkjenn(
            [Rad(self.ny.avtaler[number], noterte[number]) for number in uavklarte],
            [item for item in self.eldre if item.id not in ider],
            [item for item in self.i_skjemaet if item.id not in ider],
        )
        for number, one in zip(uavklarte, treff, strict=True):
            ider[number] = one.avtale.id if one.avtale else None
            self._si_fra(self.ny.avtaler[number], one)
        return ider

    def _innlest_id(self, avtale: Avtale) -> str | None:
        """What the row with these words has in the data: an id, or none where it was taken away."""
        for innlest in self.innleste_avtaler:
            if ord_i(innlest) == ord_i(avtale):
                self.innleste_avtaler.remove(innlest)
                return innlest.id or ""
        return None

    def _si_fra(self, avtale: Avtale, treff: Treff) -> None:
        mål = f"Målet «{forkortet(avtale.mål or ord_i(avtale))}»"
        if treff.i_raden_til:
            message = (
                f"{mål} står i raden til {_vist(treff.i_raden_til)}, men ligner ikke på det. "
                "Det er lest som et annet mål."
            )
            remedy = (
                f"Er det samme mål, så skriv «id: {treff.i_raden_til.id}» ved det i YAML-filen."
            )
            self._varsle(message, remedy)
        if not (treff.avtale and treff.er_rettet):
            return
        self.er_rettet = True
        if treff.er_merket:
            self.rettelser.append(f"{mål} er en rettelse av {_vist(treff.avtale)}.")
        else:
            message = f"{mål} er lest som en rettelse av {_vist(treff.avtale)}."
            self._varsle(message, "Er det et annet mål, så ta bort id-en ved det i YAML-filen.")

    def _varsle(self, message: str, remedy: str) -> None:
        self.warnings.append(Problem(message, remedy, self.skjema, warning=True))

    def _mål(self, kjente_avtaler: Sequence[str | None]) -> list[str]:
        """Goals keep the ids that they have in the data; one agreed once more has its old one."""
        kjente = [Løpende(self.ny.runde, mål, None) for mål in self.innleste_mål]
        treff = gjenkjenn([Rad(mål) for mål in self.ny.mål], kjente, kjente)
        åpne = dict(self._åpne(kjente_avtaler))
        ider = []
        for mål, one in zip(self.ny.mål, treff, strict=True):
            eldre_id = åpne.pop(ord_i(mål), "")
            ider.append(one.avtale.id if one.avtale else eldre_id or next(self.ledige))
        return ider

    def _åpne(self, kjente_avtaler: Sequence[str | None]) -> Iterator[tuple[str, str]]:
        """Words and id of each agreement that is still open, as this form tells of them."""
        meldte = dict(zip(kjente_avtaler, self.ny.avtaler, strict=True))
        for item in self.eldre:
            meldt = meldte.get(item.id)
            status = meldt.status if meldt and meldt.status else item.status
            er_ledig = item.id not in {mål.id for mål in self.innleste_mål}
            if er_ledig and status not in FERDIG:
                yield (ord_i(meldt) if meldt else item.ord), item.id


def _vist(avtale: Løpende) -> str:
    """An earlier agreement as a message names it."""
    mål: Utviklingsmål = avtale.mål
    return f"«{forkortet(mål.mål or mål.tiltak or avtale.ord)}» fra {avtale.runde}"
