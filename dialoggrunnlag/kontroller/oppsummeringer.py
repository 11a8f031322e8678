"""Checks: what somebody should look at in the summaries of all rounds.

What they find is silenced by the round that is looked at, or by the summary's own round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import DialogError, InvalidError
from ..model.norsk import Dato, forkortet
from ..model.runde import Runde
from ..reading.datafiler import read_checked
from ..reading.yaml_reader import Path_, YamlFile
from .kontroll import Data, Funn, er_stille, kontroll

if TYPE_CHECKING:  # most projects have no summaries, and their model takes time to load
    from ..model.oppsummering import Løpende, Oppsummering

_TOM, _ELEVNAVN, _UFULLSTENDIG = "tom-oppsummering", "elevnavn", "ufullstendig-mål"
_UDATERT, _UKJENT_DAG, _NESTE = "frist-uten-dato", "ukjent-dag", "neste-dialog"
_MÅL, _ALLE_RADER = ("mål",), ("mål", "avtaler")  # the lists of a summary that hold agreements


class _Fil(NamedTuple):
    """A summary, with the file that it is read from."""

    file: YamlFile
    oppsummering: Oppsummering


class _Rad(NamedTuple):
    """An agreement that is open, and where it was said last."""

    avtale: Løpende
    fil: _Fil
    path: Path_

    @property
    def navn(self) -> str:
        """The words by which a message calls it."""
        mål = self.avtale.mål
        return forkortet(str(mål.mål or mål.tiltak or mål.støtte or mål.kjennetegn or "uten navn"))


@kontroll(_TOM, "en oppsummering der ingenting er fylt ut utover det programmet selv fyller ut")
def _tom_oppsummering(data: Data) -> Iterator[Funn]:
    for fil in _alle(data):
        år, skole_id = fil.oppsummering.runde, fil.oppsummering.skole
        if år != data.runde.år or skole_id not in data.innhold:
            continue
        if not data.innhold[skole_id].oppsummering.lest:
            hva = f"Oppsummeringen for {år} sier ikke mer enn det programmet selv fyller ut."
            yield from _funn(data, _TOM, fil, (), hva, "Fyll den ut, eller slett filen.")


@kontroll(_ELEVNAVN, "et eksempel uten kryss for at ingen elever kan kjennes igjen")
def _elevnavn(data: Data) -> Iterator[Funn]:
    for fil in _alle(data):
        if fil.oppsummering.eksempel and not fil.oppsummering.uten_elevnavn:
            hva = fil.oppsummering.KAN_KJENNES_IGJEN
            remedy = "Les det, og skriv «uten_elevnavn: ja» når det stemmer."
            # At the tick, not at the example: what is said is shown with its line, also in logs
            yield from _funn(data, _ELEVNAVN, fil, ("uten_elevnavn",), hva, remedy)


@kontroll(
    _UFULLSTENDIG, "et avtalt mål uten ansvarlig eller frist, til det er nådd eller avsluttet"
)
def _ufullstendig_mål(data: Data) -> Iterator[Funn]:
    for rad in _åpne(data, _MÅL, _er_ufullstendig, lambda _: True):
        mangler = [key for key in ("ansvarlig", "frist") if not getattr(rad.avtale.mål, key)]
        hva = f"Målet «{rad.navn}» mangler {' og '.join(mangler)}."
        remedy = "Avtal det med skolen, og skriv det i oppsummeringen."
        yield from _funn(data, _UFULLSTENDIG, rad.fil, rad.path, hva, remedy)


@kontroll(_UDATERT, "en frist som ikke er en dato («før jul»), til målet er nådd eller avsluttet")
def _frist_uten_dato(data: Data) -> Iterator[Funn]:
    for rad in _åpne(data, _ALLE_RADER, _er_udatert, _har_udatert_frist):
        galt = _hva_er_galt(str(rad.avtale.mål.frist), rad.fil)
        hva = f"Fristen for målet «{rad.navn}» kan ikke forfalle: {_i_setningen(galt)}"
        yield from _funn(data, _UDATERT, rad.fil, (*rad.path, "frist"), hva, galt.remedy)


@kontroll(_UKJENT_DAG, "en oppsummering der datoen for dialogen ikke er en dato")
def _ukjent_dag(data: Data) -> Iterator[Funn]:
    for fil in _alle(data):
        dato = fil.oppsummering.dato
        if isinstance(dato, str):
            galt = _hva_er_galt(dato, fil)
            hva = f"Datoen for dialogen er ikke kjent: {_i_setningen(galt)}"
            yield from _funn(data, _UKJENT_DAG, fil, ("dato",), hva, galt.remedy)


@kontroll(_NESTE, "en neste dialog som ikke er en dato, eller ikke er etter dialogen")
def _neste_dialog(data: Data) -> Iterator[Funn]:
    for fil in _alle(data):
        oppsummering = fil.oppsummering
        neste, dato = oppsummering.neste_dialog, oppsummering.dato
        if isinstance(neste, str):
            galt = _hva_er_galt(neste, fil)
            hva = f"Datoen for neste dialog er ikke kjent: {_i_setningen(galt)}"
            yield from _funn(data, _NESTE, fil, ("neste_dialog",), hva, galt.remedy)
        elif neste and isinstance(dato, Dato) and neste.dag <= dato.dag:
            hva = oppsummering.NESTE_ER_IKKE_ETTER.format(neste=neste.kort, denne=dato.kort)
            remedy = oppsummering.RETT_NESTE
            yield from _funn(data, _NESTE, fil, ("neste_dialog",), hva, remedy)


def _hva_er_galt(text: str, fil: _Fil) -> InvalidError:
    """Why a text in a summary is no date, and what to write."""
    try:
        Dato.les(text, fil.oppsummering.runde)
    except InvalidError as error:
        return error
    return InvalidError(f"«{forkortet(text)}» er ikke en dato.")


def _i_setningen(galt: InvalidError) -> str:
    """What is wrong with a date, where a sentence goes on with it."""
    return galt.message[:1].lower() + galt.message[1:]


def _funn(data: Data, navn: str, fil: _Fil, path: Path_, hva: str, remedy: str) -> Iterator[Funn]:
    """A finding in a summary, unless the summary's own round has silenced the check."""
    runde = _runden(data, fil.oppsummering.runde)
    skole_id = fil.oppsummering.skole
    if runde is None or not er_stille(runde, navn, skole_id):
        yield Funn((skole_id,), fil.file, path, hva, remedy, hel_setning=True)


def _runden(data: Data, år: int) -> Runde | None:
    """A round; None where it can't be read, which is for ``sjekk --runde`` to say."""
    if år == data.runde.år:
        return data.runde
    runder = data.files.andre_runder
    if år not in runder:
        runder[år] = None
        project = data.files.project
        path = project.round_file(år)
        with suppress(DialogError):
            runder[år] = read_checked(path, project.display(path), Runde, år)[1]
    return runder[år]


def _alle(data: Data) -> Iterator[_Fil]:
    """Every summary that can be read."""
    for skole_id in data.files.år_med_oppsummering:
        yield from _skolens(data, skole_id)


def _skolens(data: Data, skole_id: str) -> list[_Fil]:
    """A school's summaries that can be read, oldest first."""
    from ..reading.oppsummeringsfiler import lest_oppsummering  # noqa: PLC0415 - as above

    filer = []
    for år in data.files.år_med_oppsummering[skole_id]:
        with suppress(DialogError):  # told by itself
            filer.append(_Fil(*lest_oppsummering(data.files, år, skole_id)))
    return filer


def _åpne(
    data: Data,
    lister: tuple[str, ...],
    angår: Callable[[Løpende], bool],
    er_stedet: Callable[[Any], bool],
) -> Iterator[_Rad]:
    """The open agreements that a check concerns, each at the newest row that it can point at."""
    for filer, avtaler in _avtalene(data):
        for avtale in avtaler:
            if avtale.er_ferdig or not angår(avtale):
                continue
            for fil, path, rad in _rader(filer, lister):
                er_dens = any(rad is egen for egen in avtale.rader)
                if er_dens and er_stedet(rad):
                    yield _Rad(avtale, fil, path)
                    break


def _avtalene(data: Data) -> Iterator[tuple[list[_Fil], list[Løpende]]]:
    """Each school's summaries, oldest first, and agreements, with those of schools before it."""
    arv, oppsummerte = data.files.arv, data.files.år_med_oppsummering
    for skole_id in dict.fromkeys((*arv.skoler, *oppsummerte)):
        ider = [id_ for id_ in (skole_id, *sorted(arv.alle_før(skole_id))) if id_ in oppsummerte]
        if ider and skole_id not in arv.etter:  # else they are at the one that comes after it
            filer = {id_: _skolens(data, id_) for id_ in ider}
            alle = [fil for skolens in filer.values() for fil in skolens]
            alle.sort(key=lambda fil: fil.oppsummering.runde)
            yield alle, _skolens_avtaler(data, skole_id, filer)


def _skolens_avtaler(data: Data, skole_id: str, filer: dict[str, list[_Fil]]) -> list[Løpende]:
    """A school's agreements of all rounds, with those of schools that it has come after."""
    from ..model.arvede_avtaler import skolens_avtaler  # noqa: PLC0415 - as above

    def under(id_: str) -> list[Oppsummering]:
        return [fil.oppsummering for fil in filer.get(id_, ())]

    arv = data.files.arv
    return skolens_avtaler(arv, skole_id, arv.siste_nedleggelse, under)


def _rader(filer: list[_Fil], lister: tuple[str, ...]) -> Iterator[tuple[_Fil, Path_, Any]]:
    """The rows of some lists, those of the newest summary first."""
    for fil in reversed(filer):
        for liste in lister:
            for number, rad in enumerate(getattr(fil.oppsummering, liste)):
                yield fil, (liste, number), rad


def _er_ufullstendig(avtale: Løpende) -> bool:
    return not (avtale.mål.ansvarlig and avtale.mål.frist)


def _er_udatert(avtale: Løpende) -> bool:
    return _har_udatert_frist(avtale.mål)


def _har_udatert_frist(rad: Any) -> bool:
    return bool(rad.frist) and not isinstance(rad.frist, Dato)
