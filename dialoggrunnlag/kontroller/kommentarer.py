"""Checks: signs that mean something else to the file than to whoever wrote them."""

from collections.abc import Iterator

from ..errors import DialogError
from ..reading.yaml_comments import Tapt, is_suspicious, tapte_verdier
from ..reading.yaml_reader import YamlFile, describe, parse, read_text
from .kontroll import Data, Funn, kontroll


@kontroll("kommentar", "en verdi der resten etter « #» blir lest som en kommentar")
def _kommentar(data: Data) -> Iterator[Funn]:
    feil = {(problem.file, problem.path) for problem in data.files.faults()}
    for file in (data.files.skoler, data.files.skoleeier, data.files.runde):
        for tapt in tapte_verdier(file):
            if (file.name, describe(tapt.path)) in feil:
                continue  # which says what is wrong there
            yield _funn(file, tapt, data.skolen_i(tapt.path))
    for skole_id, file in _oppsummeringer(data):
        for tapt in tapte_verdier(file):
            yield _funn(file, tapt, (skole_id,))


def _funn(file: YamlFile, tapt: Tapt, skoler: tuple[str, ...]) -> Funn:
    verdi = f"bare «{tapt.verdi}»" if tapt.verdi else "ingen verdi"
    hva = f"{'har' if skoler else 'Det er'} {verdi} her: «{tapt.tapt}» blir lest som en kommentar."
    remedy = f"Skriv {tapt.hel}, eller sett mellomrom etter # når det er en kommentar."
    return Funn(skoler, file, tapt.path, hva, remedy)


def _oppsummeringer(data: Data) -> Iterator[tuple[str, YamlFile]]:
    """The summaries that may have lost something, with their schools."""
    project = data.files.project
    for år, skole_id in data.files.oppsummeringer:
        path = project.summary_file(år, skole_id)
        name = project.display(path)
        try:
            text = read_text(path, name)
            if skole_id in data.skoler and is_suspicious(text):
                yield skole_id, parse(text, name)
        except DialogError:
            continue  # which is told with what is wrong in the summaries
