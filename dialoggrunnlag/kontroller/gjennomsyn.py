"""A project looked through without writing anything: what is wrong, and what may be forgotten."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from ..disk.side_by_side import side_by_side
from ..dokumenter.dokumentmaler import Document
from ..dokumenter.fellesmal import sjekk_fellesmaler
from ..dokumenter.flyttinger import Flyttinger
from ..dokumenter.innkallingsmal import Innkallingsmal
from ..dokumenter.kjede import Prepared, innhold_eller_feil, lages_av, read_all
from ..dokumenter.malsjekk import check_languages
from ..errors import DialogError, Problem
from ..innhold.grunnlag import Grunnlag
from ..reading.datafiler import Datafiler
from ..reading.project import Mal, Project
from .kontroll import Data
from .register import Advarsel, advarsler

_Sett = TypeVar("_Sett")


class Gjennomsyn(NamedTuple, Generic[_Sett]):
    """What was found in looking at schools: what is wrong in each, and the checks' warnings.

    ``innhold`` is the content of those for which it could be built, ``sett`` what whoever looked
    at them has seen.
    """

    feil: dict[str, list[Problem]]
    advarsler: list[Advarsel]
    innhold: dict[str, Grunnlag]
    sett: dict[str, _Sett]


def look_through(project: Project, år: int, maler: Iterable[Mal]) -> tuple[int, list[Problem]]:
    """Fill every document of every school, and run the checks.

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
    folder = prepared.files.documents_folder()
    flyttinger = Flyttinger(prepared.files, folder, project.display(folder))
    innkalling: Innkallingsmal | None = None
    with suppress(DialogError):  # told with the other templates of its sort
        innkalling = Innkallingsmal(project)
    sett = look_at(prepared, ids, flyttinger, innkalling, partial(_try_all, prepared))
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
    prepared: Prepared,
    skoler: Collection[str],
    flyttinger: Flyttinger,
    innkalling: Innkallingsmal | None,
    look: Callable[[str, Grunnlag], _Sett],
) -> Gjennomsyn[_Sett]:
    """Build the content of each of ``skoler``, hand it to ``look``, and run the checks.

    ``flyttinger`` knows the calendars in the folder that the documents are for; ``innkalling``,
    where there is one, is tried unless ``look`` has filled it. ``look`` may raise DialogError,
    which then is that school's. A school whose entries are wrong isn't looked at; its problems
    are its own.
    """
    innhold, stanset = innhold_eller_feil(prepared, skoler, flyttinger.folder)
    feil = {skole_id: list(stanset.get(skole_id, ())) for skole_id in skoler}
    sett: dict[str, _Sett] = {}
    data = Data(prepared.files, innhold, documents=_with_wordlist(prepared))
    varslet: list[Advarsel] = []

    def kontroller() -> None:
        varslet.extend(advarsler(data))

    ser_på = _Blikk(innhold, flyttinger, innkalling, look)
    for skole_id, funnet, problems in side_by_side(ser_på.hver, list(innhold), kontroller):
        feil[skole_id] += problems
        if funnet is not None:
            sett[skole_id] = funnet
    return Gjennomsyn(feil, varslet, innhold, sett)


class _Blikk(Generic[_Sett]):
    """Looks at schools one by one: at their documents, calendars and invitations."""

    def __init__(
        self,
        innhold: Mapping[str, Grunnlag],
        flyttinger: Flyttinger,
        innkalling: Innkallingsmal | None,
        look: Callable[[str, Grunnlag], _Sett],
    ) -> None:
        self._innhold, self._flyttinger = innhold, flyttinger
        self._innkalling, self._look = innkalling, look

    def hver(self, skoler: Sequence[str]) -> Iterator[tuple[str, _Sett | None, list[Problem]]]:
        """What ``look`` sees at each school, None where that can't be told; what is wrong there."""
        for skole_id in skoler:
            content = self._innhold[skole_id]
            sett = None
            problems: list[Problem] = []
            try:
                sett = self._look(skole_id, content)
            except DialogError as error:
                problems += error.problems
            yield skole_id, sett, [*problems, *self._andre_feil(skole_id, content)]

    def _andre_feil(self, skole_id: str, content: Grunnlag) -> list[Problem]:
        """What keeps a dialogue out of calendars, and its invitation from being written."""
        problems: list[Problem] = []
        try:
            problems += self._flyttinger.hindringer(skole_id, content)
        except DialogError as error:
            problems += error.problems
        if self._innkalling and content.dialog.dato:
            try:
                self._innkalling.prøv(content)
            except DialogError as error:
                problems += error.problems
        return problems


def _try_all(prepared: Prepared, _skole_id: str, content: Grunnlag) -> None:
    """Fill a school's documents; raises DialogError with what is wrong in any."""
    problems: list[Problem] = []
    for mal, document in prepared.documents:
        if not lages_av(mal, content):
            continue
        try:
            document.try_out(content)
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
