"""The summary of a dialogue: what the form asks, and what is agreed from one round to the next.

A summary is a file, data/oppsummeringer/ÅR/SKOLE.yaml, that ``dialog oppsummering les`` writes
from a filled-in form. Its keys are the form's fields, in the form's order.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Self

from pydantic import BeforeValidator, PlainValidator, model_validator

from ..errors import InvalidError
from .norsk import Dato, foldet
from .runde import Id, JaNei, Modell, Tekst, År, les_tekst, liste, uten_tomme

if TYPE_CHECKING:
    from collections.abc import Iterable

Status = Literal["nådd", "i gang", "ikke startet", "avsluttet"]
STATUS_PÅ_NYNORSK = {"ikke startet": "ikkje starta", "avsluttet": "avslutta"}
FERDIG = ("nådd", "avsluttet")


def _les_fritekst(value: Any) -> str:
    """A text of any number of lines, with at most one empty line between two."""
    return re.sub(r"\n{3,}", "\n\n", unicodedata.normalize("NFC", les_tekst(value)))


def _les_linje(value: Any) -> str:
    return " ".join(_les_fritekst(value).split())


def _les_frist(value: Any) -> Dato | str:
    """A date where it is one; a deadline such as «før jul» stays as it is written."""
    text = _les_linje(value)
    try:
        return Dato.les(text)
    except InvalidError:
        return text


Linje = Annotated[str, PlainValidator(_les_linje)]
Fritekst = Annotated[str, PlainValidator(_les_fritekst)]
Frist = Annotated[Dato | str, PlainValidator(_les_frist)]


class _Rad(Modell):
    """A row of one of the form's tables: any of its cells may be empty, but not all."""

    @model_validator(mode="after")
    def _minst_en(self) -> Self:
        if not any(getattr(self, key) for key in type(self).model_fields):
            raise InvalidError("Her er ingenting fylt ut.", "Fyll ut, eller ta bort punktet.")
        return self


class Utviklingsmål(_Rad):
    """An agreed development goal; ``status`` is set here by hand between two dialogues."""

    mål: Fritekst | None = None
    tiltak: Fritekst | None = None
    ansvarlig: Linje | None = None
    frist: Frist | None = None
    kjennetegn: Fritekst | None = None
    støtte: Fritekst | None = None
    status: Status | None = None


class Avtale(_Rad):
    """What became of a goal that was agreed in an earlier dialogue."""

    mål: Fritekst | None = None
    ansvarlig: Linje | None = None
    frist: Frist | None = None
    status: Status | None = None
    kommentar: Fritekst | None = None


class Evaluering(Modell):
    """The evaluation of the dialogue: what was good and why, what can be better and how."""

    bra: Fritekst | None = None
    hvorfor: Fritekst | None = None
    bedre: Fritekst | None = None
    hvordan: Fritekst | None = None


class Annet(Modell):
    """What stood in a form and belongs to none of its fields, with its place there."""

    sted: Tekst
    tekst: Fritekst


class Oppsummering(Modell):
    """data/oppsummeringer/ÅR/SKOLE.yaml."""

    skole: Id
    runde: År
    dato: Frist | None = None
    til_stede: Annotated[tuple[Linje, ...], BeforeValidator(liste)] = ()
    oppnådd: Fritekst | None = None
    fremskritt: Fritekst | None = None
    støtte: Fritekst | None = None
    avtaler: Annotated[tuple[Avtale, ...], BeforeValidator(liste)] = ()
    eksempel: Fritekst | None = None
    uten_elevnavn: JaNei = False
    lært: Fritekst | None = None
    mål: Annotated[tuple[Utviklingsmål, ...], BeforeValidator(liste)] = ()
    neste_kontakt: Fritekst | None = None
    evaluering: Annotated[Evaluering, BeforeValidator(uten_tomme)] = Evaluering()
    annet: Annotated[tuple[Annet, ...], BeforeValidator(liste)] = ()


# --- from one round to the next --------------------------------------------------------------


class Løpende(NamedTuple):
    """A goal with the round in which it was agreed, and the newest status that is known."""

    runde: int
    mål: Utviklingsmål
    status: Status | None
    kommentar: str | None = None

    @property
    def er_ferdig(self) -> bool:
        """Whether nobody needs to follow it up any more."""
        return self.status in FERDIG


def løpende_avtaler(oppsummeringer: Iterable[Oppsummering]) -> list[Løpende]:
    """Every goal that a school's summaries hold, oldest first, with its newest status.

    A goal is known again by its words. A status for one that no summary agreed (it is older
    than the files) makes it an agreement of that round. A goal that is agreed once more while
    it is still open goes on as the new one.
    """
    avtaler: list[Løpende] = []
    forrige = 0  # the round before: what was agreed there is in the form, finished or not
    for summary in sorted(oppsummeringer, key=lambda summary: summary.runde):
        i_skjemaet = [item for item in avtaler if not item.er_ferdig or item.runde == forrige]
        for meldt in summary.avtaler:
            kjent = _finn(i_skjemaet, _ord(meldt))
            if kjent is None:
                avtaler.append(_ny_avtale(meldt, summary.runde))
            else:
                i_skjemaet.remove(kjent)
                avtaler[avtaler.index(kjent)] = _meldt(kjent, meldt)
        nye = {_ord(mål) for mål in summary.mål}
        avtaler = [item for item in avtaler if item.er_ferdig or _ord(item.mål) not in nye]
        avtaler += [Løpende(summary.runde, mål, mål.status) for mål in summary.mål]
        forrige = summary.runde
    return avtaler


def _finn(avtaler: Iterable[Løpende], ord_: str) -> Løpende | None:
    """The first of the agreements that are known by these words."""
    for item in avtaler:
        if _ord(item.mål) == ord_:
            return item
    return None


def _ord(entry: Utviklingsmål | Avtale) -> str:
    """The words by which an agreement is known again."""
    for name in ("mål", "tiltak", "ansvarlig", "frist"):
        value = getattr(entry, name, None)
        if value:
            return foldet(str(value))
    return ""


def _ny_avtale(meldt: Avtale, runde: int) -> Løpende:
    """An agreement that no summary has, by what is said of it now."""
    mål = Utviklingsmål.model_construct(mål=meldt.mål, **_nytt_i(meldt))
    return Løpende(runde, mål, meldt.status, meldt.kommentar)


def _meldt(kjent: Løpende, meldt: Avtale) -> Løpende:
    """An agreement with what a later summary says of it."""
    return kjent._replace(
        mål=kjent.mål.model_copy(update=_nytt_i(meldt)),
        status=meldt.status or kjent.status,
        kommentar=meldt.kommentar or kjent.kommentar,
    )


def _nytt_i(meldt: Avtale) -> dict[str, Any]:
    """Who answers for an agreement and its deadline, where a summary says it anew."""
    sagt = {"ansvarlig": meldt.ansvarlig, "frist": meldt.frist}
    return {name: value for name, value in sagt.items() if value is not None}
