"""The dialogues as calendar files: what stands in them, and who is asked (RFC 5546).

A calendar program knows a meeting again by its UID and takes the file with the highest SEQUENCE.
So the UID follows from round and school alone, SEQUENCE is the dialogue's ``endring``, and a
meeting that moves under the same ``endring`` is refused (flyttinger.py): it would stay where it
was in people's calendars.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from ..disk.folder import Edited, OutputFolder
from ..errors import DialogError, Problem
from ..innhold.grunnlag import Grunnlag
from ..model.norsk import oppramsing
from ..reading.datafiler import Datafiler
from .flyttinger import Flyttinger
from .kjede import Prepared, Result, Stanset, innhold_eller_feil, write_one
from .moter import Hendelse, Møte, Person, filnavn, møtet, på_linje, ren, tidsstempel, uid

_HELE = "hele runden"
_FRA_SKOLEN = {"bokmål": "Fra skolen", "nynorsk": "Frå skulen"}
_FRA_SKOLEEIER = {"bokmål": "Fra skoleeier", "nynorsk": "Frå skuleeigar"}


def lag_kalender(prepared: Prepared, skoler: Sequence[str], folder: OutputFolder) -> bytes:
    """The calendar of those schools, as it would be written into ``folder``.

    One school alone gets its own; empty where no dialogue has a date. Raises DialogError with
    everything that stops any of them: a calendar with a meeting missing looks like a whole one.
    """
    klare, stanset = _klare(prepared, skoler, folder)
    if stanset:
        raise DialogError(problem for problems in stanset.values() for problem in problems)
    if len(skoler) == 1:
        return skolens_kalender(prepared.files, skoler[0], klare[skoler[0]])
    return rundens_kalender(prepared.files, klare)


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
    klare, stanset = _klare(prepared, skoler, folder)
    files = prepared.files
    år = files.datasett.runde.år
    filer: list[tuple[str, str, bytes]] = []
    for skole_id in skoler:
        navn = prepared.skoler[skole_id][0]
        if skole_id in stanset:
            yield Result(navn, "kalender", "ics", problems=stanset[skole_id])
        else:
            data = skolens_kalender(files, skole_id, klare[skole_id])
            filer.append((navn, filnavn(år, skole_id), data))
    if hele and stanset:
        names = oppramsing([prepared.skoler[skole_id][0] for skole_id in stanset])
        file = f"{folder.display}/{filnavn(år)}"
        problem = Problem(f"Skrives ikke før {names} er rettet.", "", file)
        yield Result(_HELE, "kalender", "ics", problems=(problem,), hele=True)
    elif hele:
        filer.append((_HELE, filnavn(år), rundens_kalender(files, klare)))
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
    """Those of the schools that get no calendar for the one reason that there is no date yet."""
    dialoger = prepared.files.datasett.runde.dialoger
    uten_dato = [id_ for id_ in skoler if id_ in dialoger and not dialoger[id_].dato]
    # One that has lost the date that people were told isn't among them: that is an error.
    return list(_klare(prepared, uten_dato, folder, flyttinger)[0])


def _klare(
    prepared: Prepared,
    skoler: Sequence[str],
    folder: OutputFolder,
    flyttinger: Flyttinger | None = None,
) -> tuple[dict[str, Grunnlag], Stanset]:
    """The contents of the schools whose calendars can be made, and what stops the others.

    ``flyttinger`` may have read the calendars in ``folder`` already.
    """
    alle, stanset = innhold_eller_feil(prepared, skoler, folder.folder)
    flyttinger = flyttinger or Flyttinger(prepared.files, folder.folder, folder.display)
    klare = {}
    for skole_id, content in alle.items():
        problems = flyttinger.hindringer(skole_id, content)
        if problems:
            stanset[skole_id] = tuple(problems)
        else:
            klare[skole_id] = content
    return klare, stanset


def skolens_kalender(files: Datafiler, skole_id: str, content: Grunnlag) -> bytes:
    """One school's calendar; empty where the dialogue has no date.

    Where the office and somebody who takes part have addresses it is a meeting request (or its
    cancellation), which mail programs show with buttons for answering and which moves the
    meeting they have; else it is published, for whoever wants to put it into a calendar.
    """
    møte = møtet(files, skole_id, content)
    if møte is None:
        return b""
    hendelse = _hendelse(content, møte)
    inviterte = tuple(_inviterte(content))
    if not (inviterte and hendelse.fra):
        return _som_ics("PUBLISH", [hendelse])  # which must not have attendees (RFC 5546, 3.2.1)
    method = "CANCEL" if møte.avlyst else "REQUEST"
    return _som_ics(method, [hendelse._replace(til=inviterte)])


def rundens_kalender(files: Datafiler, contents: Mapping[str, Grunnlag]) -> bytes:
    """The calendar of all the dialogues in ``contents``, for the office; empty without dates."""
    møter: list[tuple[Møte, str]] = []
    for skole_id, content in contents.items():
        møte = møtet(files, skole_id, content)
        if møte:
            møter.append((møte, skole_id))
    if not møter:
        return b""
    hendelser = [_hendelse(contents[skole_id], møte) for møte, skole_id in sorted(møter)]
    return _som_ics("PUBLISH", hendelser, f"Utviklingsdialoger {files.datasett.runde.år}")


def _som_ics(method: str, hendelser: Iterable[Hendelse], navn: str = "") -> bytes:
    from .ical import som_ics  # noqa: PLC0415 - icalendar, where there is something to write

    return som_ics(method, hendelser, navn)


def metode(data: bytes) -> str:
    """The METHOD of a calendar (RFC 5546)."""
    method = re.search(rb"^METHOD:([A-Z]+)\r$", data, re.MULTILINE)
    return method[1].decode() if method else "PUBLISH"


def _hendelse(content: Grunnlag, møte: Møte) -> Hendelse:
    """The meeting without those who are asked to come."""
    off = "Avlyst: " if møte.avlyst else ""
    kontor = content.skoleeier
    return Hendelse(
        uid=uid(content.runde.år, content.skole.id),
        tidsstempel=tidsstempel(content),
        møte=møte,
        tittel=på_linje(f"{off}Utviklingsdialog {content.runde.år} – {content.skole.kortnavn}"),
        beskrivelse=ren("\n".join(_beskrivelse(content))),
        fra=Person(på_linje(kontor.kontor), kontor.epost) if kontor.epost else None,
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
        yield f"{tema.start}–{tema.slutt} {tema.tittel}"
        if tema.tekst:
            yield tema.tekst
        for part in tema.deler:
            yield f"- {part.tekst} ({part.varighet})"
    for heading, people in (
        (_FRA_SKOLEN[målform], content.dialog.deltakere),
        (_FRA_SKOLEEIER[målform], content.dialog.fra_skoleeier),
    ):
        if people:
            yield f"\n{heading}"
        for person in people:
            yield f"- {person}"


def _inviterte(content: Grunnlag) -> Iterator[Person]:
    """Those who get the meeting, each address once, with the name where it is known."""
    inviterte = list(deltakere(content))
    yield from inviterte
    kontakt = content.skole.kontakt
    kjente = {person.epost.casefold() for person in inviterte} | {_kontorets(content)}
    if kontakt.epost and kontakt.epost.casefold() not in kjente:
        yield Person(på_linje(kontakt.navn or content.skole.kortnavn), kontakt.epost)


def deltakere(content: Grunnlag, uten: str | None = None) -> Iterator[Person]:
    """The participants who have an address, each once, named where one of them is.

    Without the office, which asks them, and without the address ``uten``.
    """
    kjente = {_kontorets(content), (uten or "").casefold()}
    people = [*content.dialog.deltakere, *content.dialog.fra_skoleeier]
    people.sort(key=lambda person: not person.navn)
    for person in people:
        if person.epost and person.epost.casefold() not in kjente:
            kjente.add(person.epost.casefold())
            yield Person(på_linje(person.navn or person.rolle or ""), person.epost)


def _kontorets(content: Grunnlag) -> str:
    return (content.skoleeier.epost or "").casefold()
