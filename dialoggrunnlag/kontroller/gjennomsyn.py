"""A project looked through without writing anything: what is wrong, and what may be forgotten."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ..dokumenter.dokumentmaler import Document, check_languages
from ..dokumenter.fellesmal import INNKALLING, innkallingstekst, les_fellesmal, sjekk_fellesmaler
from ..dokumenter.flyttinger import Flyttinger
from ..dokumenter.kjede import Prepared, Stanset, innhold_eller_feil, lages_av, read_all
from ..errors import DialogError, Problem
from ..innhold.grunnlag import Grunnlag
from ..reading.datafiler import Datafiler
from ..reading.project import Mal, Project
from .kontroll import Data
from .register import Advarsel, advarsler


class Gjennomsyn(NamedTuple):
    """What was found in looking at schools: what is wrong in each, and the checks' warnings.

    ``innhold`` is the content of those for which it could be built.
    """

    feil: dict[str, list[Problem]]
    advarsler: list[Advarsel]
    innhold: dict[str, Grunnlag]


def look_through(project: Project, år: int, maler: Iterable[Mal]) -> tuple[int, list[Problem]]:
    """Make every document of every school in memory, and run the checks.

    Returns how many schools there are, and all that is wrong, the checks' warnings with it.
    """
    read = read_all(project, år, maler)
    stengsler = [problem for document in read.compiled for problem in document.accessibility()]
    prepared = read.prepared
    if prepared is None:
        return 0, [*read.in_order(()), *stengsler, *sjekk_fellesmaler(project)]
    problems = shared_findings(prepared)
    ids: Collection[str] = prepared.skoler
    if any(problem.file == prepared.files.runde.name for problem in read.problems):
        ids = ()  # what is wrong for all would be said again at each
        problems += prepared.files.faults()
    sett = look_at(prepared, ids, project.documents_folder(år), partial(_make_all, prepared))
    for feil in sett.feil.values():
        problems += feil
    problems += [advarsel.problem for advarsel in sett.advarsler]
    kjente = prepared.files.kjente_id_er()
    for skole_id in prepared.files.år_med_oppsummering:
        if skole_id in kjente:  # of any other file it is said that nobody reads it (ukjent-fil)
            problems += summary_findings(prepared.files, skole_id)
    return len(prepared.skoler), [*read.in_order(problems), *stengsler]


def shared_findings(prepared: Prepared) -> list[Problem]:
    """What is wrong in what schools share but can do without: words, common templates."""
    project = prepared.files.project
    problems = [*prepared.ordliste.feil(), *sjekk_fellesmaler(project)]
    for document in _with_wordlist(prepared):
        problems += check_languages(document, prepared.files.målformer)
    return problems


def _with_wordlist(prepared: Prepared) -> list[Document]:
    """The documents, where there is a word list to hold them against.

    Where it isn't there, the first school that needs it says so.
    """
    if not prepared.ordliste.finnes or prepared.ordliste.feil():
        return []
    return [document for _, document in prepared.documents]


def look_at(
    prepared: Prepared, skoler: Collection[str], folder: Path, look: Callable[[str, Grunnlag], None]
) -> Gjennomsyn:
    """Build the content of each of ``skoler``, hand it to ``look``, and run the checks.

    ``look`` may raise DialogError, which then is that school's. A school whose entries are wrong
    isn't looked at; its problems are its own.
    """
    innhold, stanset = innhold_eller_feil(prepared, skoler, folder)
    feil = {skole_id: list(stanset.get(skole_id, ())) for skole_id in skoler}
    for skole_id, content in innhold.items():
        try:
            look(skole_id, content)
        except DialogError as error:
            feil[skole_id] += error.problems
    for skole_id, problems in _calendars(prepared.files, innhold, folder).items():
        feil[skole_id] += problems
    for skole_id, problems in _invitations(prepared, innhold).items():
        feil[skole_id] += problems
    data = Data(prepared.files, innhold, documents=_with_wordlist(prepared))
    return Gjennomsyn(feil, advarsler(data), innhold)


def _make_all(prepared: Prepared, _skole_id: str, content: Grunnlag) -> None:
    """Make a school's documents in memory; raises DialogError with what is wrong in any."""
    problems: list[Problem] = []
    for mal, document in prepared.documents:
        if not lages_av(mal, content):
            continue
        try:
            document.make(content)
        except DialogError as error:
            problems += error.problems
    if problems:
        raise DialogError(problems)


def summary_findings(files: Datafiler, skole_id: str) -> list[Problem]:
    """What is wrong in a school's summaries of all rounds."""
    oppsummerte = []
    for egen in files.egne_id_er(skole_id):
        oppsummerte += [(år, egen) for år in files.år_med_oppsummering.get(egen, ())]
    if not oppsummerte:
        return []
    # most projects have no summaries, and reading them takes time to load
    from ..reading.oppsummeringsfiler import lest_oppsummering  # noqa: PLC0415

    problems: list[Problem] = []
    for år, egen in oppsummerte:
        try:
            lest_oppsummering(files, år, egen)
        except DialogError as error:
            problems += error.problems
    return problems


def _invitations(prepared: Prepared, innhold: Mapping[str, Grunnlag]) -> Stanset:
    """What would keep the texts of the invitations from being made."""
    feil: Stanset = {}
    try:
        mal = les_fellesmal(prepared.files.project, INNKALLING)
    except DialogError:
        return feil  # told with the other templates of its sort
    for skole_id, content in innhold.items():
        if content.dialog.dato:
            try:
                innkallingstekst(mal, content, ["vedlegg.pdf"])
            except DialogError as error:
                feil[skole_id] = error.problems
    return feil


def _calendars(files: Datafiler, innhold: Mapping[str, Grunnlag], folder: Path) -> Stanset:
    """Dialogues that no calendar can hold, or that have moved since the last ones were made."""
    flyttinger = Flyttinger(files, folder, files.project.display(folder))
    try:
        return {id_: tuple(flyttinger.hindringer(id_, c)) for id_, c in innhold.items()}
    except DialogError as error:
        return dict.fromkeys(innhold, error.problems)
