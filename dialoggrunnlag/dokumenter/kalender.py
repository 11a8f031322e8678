"""The dialogues as calendar files: what stands in them, and who is asked (RFC 5546).

A calendar program knows a meeting again by its UID and takes the file with the highest SEQUENCE.
So the UID follows from round and school alone, SEQUENCE is the dialogue's ``endring``, and a
meeting that moves under the same ``endring`` is refused (flyttinger.py): it would stay where it
was in people's calendars.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from ..disk.folder import Edited, OutputFolder
from ..disk.side_by_side import side_by_side
from ..errors import DialogError, Problem
from ..innhold.grunnlag import Grunnlag
from ..model.norsk import foldet, oppramsing, stor_forbokstav
from ..reading.datafiler import Datafiler, møteord
from .flyttinger import Flyttinger
from .kjede import Prepared, Result, Stanset, innhold_eller_feil, write_one
from .moter import Hendelse, Møte, Person, filnavn, møtet, på_linje, ren, tidsstempel, uid

_HELE = "hele runden"
_FRA_SKOLEN = {"bokmål": "Fra skolen", "nynorsk": "Frå skulen"}
_FRA = {"bokmål": "Fra", "nynorsk": "Frå"}


class _Klar(NamedTuple):
    """A school's calendar that can be made, with its meeting in the round's (None: no date yet)."""

    data: bytes
    i_rundens: tuple[Møte, str, bytes] | None = None


class _Kalendere(NamedTuple):
    """What was made of the schools' dialogues, and what stopped some of them, by school id."""

    klare: dict[str, _Klar]
    stanset: Stanset


def lag_kalender(prepared: Prepared, skoler: Sequence[str], folder: OutputFolder) -> bytes:
    """The calendar of those schools, as it would be written into ``folder``.

    One school alone gets its own; empty where no dialogue has a date. Raises DialogError with
    everything that stops any of them: a calendar with a meeting missing looks like a whole one.
    """
    laget = _lag(prepared, skoler, folder)
    if laget.stanset:
        raise DialogError(problem for problems in laget.stanset.values() for problem in problems)
    if len(skoler) == 1:
        return laget.klare[skoler[0]].data
    return _rundens(prepared.files, laget.klare)


def foreløpig_kalender(prepared: Prepared, foreslått: Collection[str], folder: Path) -> bytes:
    """The calendar of a round whose dates nobody has been told; those ``foreslått`` aren't settled.

    Raises DialogError with everything that stops any of its dialogues.
    """
    files = prepared.files
    innhold, stanset = innhold_eller_feil(prepared, files.ids(), folder)
    if stanset:
        raise DialogError(problem for problems in stanset.values() for problem in problems)
    hendelser = []
    for skole_id, content in innhold.items():
        møte = møtet(files, skole_id, content)
        if møte is None or møte.avlyst:
            continue
        hendelse = _hendelse(content, møte, ())
        if skole_id in foreslått:
            hendelse = _som_forslag(hendelse)
        hendelser.append((møte, skole_id, _som_hendelse(hendelse)))
    hendelser.sort()
    møter = på_linje(møteord(files.innstillinger, "bokmål").møter)
    navn = f"Forslag til {møter} {files.datasett.runde.år}"
    return _som_ics("PUBLISH", [data for *_, data in hendelser], stor_forbokstav(møter), navn)


def _som_forslag(hendelse: Hendelse) -> Hendelse:
    """A meeting that isn't settled; made before the settled one, which so takes its place."""
    tidsstempel_før = hendelse.tidsstempel - timedelta(seconds=1)
    tittel = f"Forslag: {hendelse.tittel}"
    return hendelse._replace(tittel=tittel, tidsstempel=tidsstempel_før, foreløpig=True)


def skriv_kalendere(
    prepared: Prepared,
    skoler: Sequence[str],
    folder: OutputFolder,
    *,
    hele: bool,
    edited: Edited,
    today: date,
) -> Iterator[Result]:
    """Write the calendars of the schools that have a date, and with ``hele`` the round's too.

    A school that is stopped doesn't stop the others, but the round's calendar.
    """
    klare, stanset = _lag(prepared, skoler, folder)
    files = prepared.files
    år = files.datasett.runde.år
    filer: list[tuple[str, str, bytes]] = []
    for skole_id in skoler:
        navn = prepared.skoler[skole_id][0]
        if skole_id in stanset:
            yield Result(navn, "kalender", "ics", problems=stanset[skole_id])
        else:
            filer.append((navn, filnavn(år, skole_id), klare[skole_id].data))
    if hele and stanset:
        names = oppramsing([prepared.skoler[skole_id][0] for skole_id in stanset])
        file = f"{folder.display}/{filnavn(år)}"
        problem = Problem(f"Skrives ikke før {names} er rettet.", "", file)
        yield Result(_HELE, "kalender", "ics", problems=(problem,), hele=True)
    elif hele:
        filer.append((_HELE, filnavn(år), _rundens(files, klare)))
    for navn, name, data in filer:
        if data:  # else there is no date yet
            result = write_one(navn, name, data, folder, edited=edited, today=today)
            yield result._replace(hele=navn is _HELE)


def udaterte(
    prepared: Prepared,
    skoler: Sequence[str],
    folder: OutputFolder,
    flyttinger: Flyttinger | None = None,
) -> list[str]:
    """Those of the schools that get no calendar for the one reason that there is no date yet.

    ``flyttinger`` may have read the calendars in ``folder`` already.
    """
    dialoger = prepared.files.datasett.runde.dialoger
    flyttinger = flyttinger or Flyttinger(prepared.files, folder.folder, folder.display)
    uten_dato = [id_ for id_ in skoler if id_ in dialoger and not dialoger[id_].dato]
    alle = innhold_eller_feil(prepared, uten_dato, folder.folder)[0]
    # One that has lost the date that people were told isn't among them: that is an error.
    return [id_ for id_, content in alle.items() if not flyttinger.hindringer(id_, content)]


def _lag(prepared: Prepared, skoler: Sequence[str], folder: OutputFolder) -> _Kalendere:
    """Make the schools' calendars; nothing is written."""
    flyttinger = Flyttinger(prepared.files, folder.folder, folder.display)
    laget = _Kalendere({}, {})

    def hver(skoler: Sequence[str]) -> Iterator[tuple[str, _Klar | tuple[Problem, ...]]]:
        for skole_id in skoler:
            yield skole_id, _en(prepared, skole_id, flyttinger)

    for skole_id, kalender in side_by_side(hver, skoler):
        if isinstance(kalender, _Klar):
            laget.klare[skole_id] = kalender
        else:
            laget.stanset[skole_id] = kalender
    return laget


def _en(prepared: Prepared, skole_id: str, flyttinger: Flyttinger) -> _Klar | tuple[Problem, ...]:
    """A school's calendar, or what stops it."""
    files = prepared.files
    # One by one: thousands of schools' contents would fill the memory
    innhold, stanset = innhold_eller_feil(prepared, [skole_id], flyttinger.folder)
    if stanset:
        return stanset[skole_id]
    content = innhold[skole_id]
    problems = flyttinger.hindringer(skole_id, content)
    if problems:
        return tuple(problems)
    møte = møtet(files, skole_id, content, flyttinger.sist(skole_id))
    if møte is None:
        return _Klar(b"")
    varsler = files.datasett.runde.varsel
    i_rundens = (møte, skole_id, _som_hendelse(_hendelse(content, møte, varsler)))
    return _Klar(møtets_kalender(content, møte, varsler), i_rundens)


def møtets_kalender(content: Grunnlag, møte: Møte, varsler: tuple[int, ...] = ()) -> bytes:
    """The calendar of one school's meeting.

    Where the office and somebody who takes part have addresses it is a meeting request (or its
    cancellation), which mail programs show with buttons for answering and which moves the
    meeting they have; else it is published, for whoever wants to put it into a calendar.
    """
    hendelse = _hendelse(content, møte, varsler)
    inviterte = tuple(_inviterte(content))
    møter = stor_forbokstav(på_linje(content.prosjekt.møter))
    if not (inviterte and hendelse.fra):
        # Which must not have attendees (RFC 5546, 3.2.1)
        return _som_ics("PUBLISH", [_som_hendelse(hendelse)], møter)
    method = "CANCEL" if møte.avlyst else "REQUEST"
    return _som_ics(method, [_som_hendelse(hendelse._replace(til=inviterte))], møter)


def _rundens(files: Datafiler, klare: Mapping[str, _Klar]) -> bytes:
    """The calendar of all those dialogues, for the office; empty without dates."""
    møter = [klar.i_rundens for klar in klare.values() if klar.i_rundens]
    møter.sort(key=lambda en: (en[0]._replace(forrige=None), en[1]))
    if not møter:
        return b""
    hendelser = [hendelse for _, _, hendelse in møter]
    navn = stor_forbokstav(på_linje(møteord(files.innstillinger, "bokmål").møter))
    return _som_ics("PUBLISH", hendelser, navn, f"{navn} {files.datasett.runde.år}")


def _som_hendelse(hendelse: Hendelse) -> bytes:
    from .ical import som_hendelse  # noqa: PLC0415 - icalendar, where there is something to write

    return som_hendelse(hendelse)


def _som_ics(method: str, hendelser: Iterable[bytes], møter: str, navn: str = "") -> bytes:
    from .ical import som_ics  # noqa: PLC0415 - as above

    return som_ics(method, hendelser, møter, navn)


def metode(data: bytes) -> str:
    """The METHOD of a calendar (RFC 5546)."""
    method = re.search(rb"^METHOD:([A-Z]+)\r$", data, re.MULTILINE)
    return method[1].decode() if method else "PUBLISH"


def _hendelse(content: Grunnlag, møte: Møte, varsler: tuple[int, ...]) -> Hendelse:
    """The meeting without those who are asked to come."""
    hva = stor_forbokstav(content.prosjekt.møte)
    if møte.avlyst:
        hva = f"Avlyst: {hva}"
    kontor = content.skoleeier
    return Hendelse(
        uid=uid(content.runde.år, content.skole.id),
        tidsstempel=tidsstempel(content),
        møte=møte,
        tittel=på_linje(f"{hva} {content.runde.år} – {content.skole.kortnavn}"),
        beskrivelse=ren("\n".join(_beskrivelse(content))),
        fra=Person(på_linje(kontor.kontor), kontor.epost) if kontor.epost else None,
        varsler=() if møte.avlyst else varsler,
    )


def _beskrivelse(content: Grunnlag) -> Iterator[str]:
    """The agenda with clock times and who takes part, line by line, in the school's målform."""
    målform = content.skole.målform
    if content.dialog.avlyst:
        yield "Dialogen er avlyst.\n"
    elif content.dialog.møtelenke:
        yield f"Møt på nett: {content.dialog.møtelenke}\n"
    yield "Dagsorden"
    for tema in content.dagsorden:
        yield f"Kl. {tema.start}–{tema.slutt}: {tema.tittel}"
        if tema.tekst:
            yield stor_forbokstav(tema.tekst) if tema.skilletegn else tema.tekst
        for part in tema.deler:
            yield f"- {part.tekst} ({part.varighet})"
    for heading, people in (
        (_FRA_SKOLEN[målform], content.dialog.deltakere),
        (f"{_FRA[målform]} {content.skoleeier.navn}", content.dialog.fra_skoleeier),
    ):
        if people:
            yield f"\n{heading}"
        for person in people:
            yield f"- {person}"


def _inviterte(content: Grunnlag) -> Iterator[Person]:
    """Those who get the meeting, each once, with the name where it is known."""
    kontakt = skolens_kontakt(content)
    inviterte = list(deltakere(content, kontakt))
    yield from inviterte
    kjente = {person.epost.casefold() for person in inviterte} | {_kontorets(content)}
    if kontakt and kontakt.epost.casefold() not in kjente:
        yield kontakt


def skolens_kontakt(content: Grunnlag) -> Person | None:
    """Whom the invitation goes to; None where nobody is known."""
    kontakt = content.skole.kontakt
    if not kontakt.epost:
        return None
    return Person(på_linje(kontakt.navn or content.skole.kortnavn), kontakt.epost)


def deltakere(content: Grunnlag, kontakt: Person | None) -> Iterator[Person]:
    """The participants who have an address, each once, named where one of them is.

    The same address, in any case, is the same person, and so is the same full name: it may stand
    with an address of its own at the school, among the participants and in a role. Then the
    contact's holds, to which the invitation goes, else the first. Without the office, which asks.
    """
    adresser, navnene = {_kontorets(content)}, set()
    if kontakt:
        navnene.add(_fullt_navn(kontakt.navn))
    people = [*content.dialog.deltakere, *content.dialog.fra_skoleeier]
    people.sort(key=lambda person: not person.navn)
    for person in people:
        if not person.epost:
            continue
        adresse, navn = person.epost.casefold(), _fullt_navn(person.navn or "")
        er_kontakten = kontakt is not None and adresse == kontakt.epost.casefold()
        if adresse in adresser or (navn and navn in navnene and not er_kontakten):
            continue
        adresser.add(adresse)
        navnene.add(navn)
        yield Person(på_linje(person.navn or person.rolle or ""), person.epost)


def _fullt_navn(navn: str) -> str:
    """A name that tells one person from others, as it is compared; '' for one word alone."""
    name = foldet(navn)
    return name if " " in name else ""


def _kontorets(content: Grunnlag) -> str:
    return (content.skoleeier.epost or "").casefold()
