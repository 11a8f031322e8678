"""What the commands that make documents have in common: what is asked for, and what came of it."""

from collections.abc import Sequence

from ..disk.folder import Outcome, Written
from ..dokumenter.arbeid import ALLE, Arbeid
from ..dokumenter.kjede import Result
from ..errors import UsageError
from ..model.norsk import oppramsing, størrelse
from ..reading.datafiler import standard
from ..reading.project import KUNNSKAPSGRUNNLAG, Project, file_name, viser_tall
from .kommandolinje import DEFAULT_KIND, Generer, Innkalling, Se
from .skjerm import print_result, say, show_problems, shown

_BY_HAND = "Bruk --overskriv for å erstatte den (en kopi beholdes), eller --ved-siden-av."
BARE_OVERSKRIV = "Bruk --overskriv for å erstatte den (en kopi beholdes)."  # no --ved-siden-av
_INDENT = 17  # the words for what happened stand before this column


def krev_skole_eller_alle(valg: Generer | Innkalling) -> None:
    """Refuse neither and both of --skole and --alle; raises UsageError."""
    example = f"For eksempel: dialog {type(valg).__name__.lower()} --skole ål"
    if valg.alle and valg.skole:
        raise UsageError("Oppgi --skole eller --alle, ikke begge.", example)
    if not valg.alle and not valg.skole:
        raise UsageError("Oppgi enten --skole eller --alle.", example)


def valgte_dokumenter(valg: Generer | Se) -> Sequence[str] | None:
    """The document kinds that are asked for, or that the project has by default.

    Raises UsageError where they are told twice.
    """
    if valg.alle_dokumenter and valg.dokument:
        raise UsageError("Oppgi --dokument eller --alle-dokumenter, ikke begge.")
    if valg.dokument:
        return valg.dokument
    if valg.alle_dokumenter:
        return ALLE
    ellers = standard(Project.find(valg.prosjekt))
    return ALLE if ellers and ellers.alle_dokumenter else [DEFAULT_KIND]


def say_undated(arbeid: Arbeid, udaterte: Sequence[str], so: str) -> None:
    """Say once which schools are passed over for want of a date, and what of it (``so``)."""
    if not udaterte:
        return
    names = oppramsing([arbeid.prepared.skoler[skole_id][0] for skole_id in udaterte])
    dialogue = "Dialogen" if len(udaterte) == 1 else "Dialogene"
    say(f"{dialogue} ved {names} har ingen dato, så {so}.")


def say_without_figures(arbeid: Arbeid, results: Sequence[Result], *, asked: bool) -> None:
    """Say once for which schools the document with key figures isn't made.

    Where the project has no figures at all, only to whoever ``asked`` for the document.
    """
    uten = list(dict.fromkeys(result.skole for result in results if result.uten_tall))
    if not uten or not (asked or arbeid.prepared.files.vernet):
        return
    if arbeid.prepared.files.vernet is None:
        say(f"data/tall.yaml har ingen nøkkeltall, så {KUNNSKAPSGRUNNLAG} er ikke laget.")
        return
    hva = "offentlige tall" if arbeid.prepared.files.offentlig else "tall som kan vises"
    say(f"{oppramsing(uten)} har ingen {hva}, så {KUNNSKAPSGRUNNLAG} er ikke laget der.")
    for skole_id, (name, *_) in arbeid.prepared.skoler.items():
        if name in uten:
            _say_of_old(arbeid, skole_id)


def _say_of_old(arbeid: Arbeid, skole_id: str) -> None:
    """Say it where a document lies there from before: what it shows may be hidden now."""
    år, offentlig = arbeid.prepared.files.datasett.runde.år, arbeid.prepared.files.offentlig
    for mal, _ in arbeid.prepared.documents:
        path = arbeid.output.folder / file_name(mal, år, skole_id, offentlig=offentlig)
        if viser_tall(mal) and path.exists():
            say(f"{shown(path)} er fra før, og viser tall som ikke gjelder lenger. Slett den.")


def report(result: Result, *, by_hand: str = _BY_HAND) -> None:
    """Say what happened to one document, and give its path to whoever reads standard output.

    ``by_hand`` is what can be done about one that was edited by hand.
    """
    if result.uten_tall:
        return  # told in one line of all the schools
    name = ": ".join(filter(None, (result.skole, result.dokument)))
    written = result.written
    if written is None:
        say(f"{'feil':{_INDENT}} {name}")
        show_problems(result.problems)
        return
    say(f"{written.outcome.value:{_INDENT}} {name}")
    if written.kept:
        say(f"{'':{_INDENT}} Den redigerte utgaven: {shown(written.kept)}")
    if written.outcome is Outcome.EDITED:
        say(f"{'':{_INDENT}} {_left_alone(written)} {by_hand}")
        return
    if result.vedlegg:
        say(f"{'':{_INDENT}} Vedlegg: {_sizes(result.vedlegg)}")
    show_problems(result.problems)
    print_result(shown(written.path))


def say_foreldet(result: Result) -> None:
    """Say of one among several schools which documents must be made anew before its own is."""
    say(f"{'feil':{_INDENT}} {result.skole}: {oppramsing(result.foreldet)} må lages først")


def _sizes(files: Sequence[tuple[str, int]]) -> str:
    """Files with their sizes, and the sum of several: «a.docx (34 kB) og b.ics (1 kB), 35 kB»."""
    told = oppramsing([f"{name} ({størrelse(count)})" for name, count in files])
    if len(files) == 1:
        return told
    return f"{told}; {størrelse(sum(count for _, count in files))} til sammen"


def _left_alone(written: Written) -> str:
    """Which file wasn't touched, and why that matters."""
    untouched = f"{shown(written.path)} er ikke rørt."
    if written.current:
        return untouched
    if written.foreign:
        return f"{untouched} Det er ikke laget av programmet, eller er skadet."
    source = "Word-filen" if written.path.suffix == ".pdf" else "Dataene"
    return f"{untouched} {source} er endret siden, så en nyere versjon ble ikke skrevet."


def summary(results: Sequence[Result], lag_på_nytt: str = "") -> bool:
    """Say the failures again at the end; returns whether every document is up to date.

    ``lag_på_nytt`` is the command that makes anew the documents that stopped some of them: those
    are told of together.
    """
    failed = [result for result in results if result.feilet]
    withheld = [result for result in results if result.written and not result.written.current]
    if failed and len(results) > 1:
        schools = {result.skole for result in failed if not result.hele}
        noun = "skole" if len(schools) == 1 else "skoler"
        for_whom = f" for {len(schools)} {noun}" if schools else ""
        say(f"\nIkke alt ble laget{for_whom}:")
        for result in failed:
            if lag_på_nytt and result.foreldet:
                continue
            for problem in dict.fromkeys(result.problems):
                say(f"{result.skole}: {problem}")
        if lag_på_nytt:
            say("Dokumentene som skal legges ved, mangler eller er eldre enn dataene. Kjør:")
            say(f"  {lag_på_nytt}")
    return not (failed or withheld)
