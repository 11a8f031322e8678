"""What each school is shown of the key figures, and for each that isn't shown, why."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..dokumenter.kjede import find_schools, names
from ..dokumenter.skoletall import les_inn
from ..errors import DialogError
from ..model.tall import Fravær, Nøkkeltall
from ..model.tallvern import Tilleggsskjult, Vernet, Visning
from ..model.tallvurdering import skoletall
from ..reading.datafiler import Datafiler
from ..reading.project import Project

_GENITIV = {"fylket": "fylkets", "landet": "landets"}


class Tallrad(NamedTuple):
    """One school's key figure in one school year; None where it isn't compared.

    ``hvorfor`` says for each of the three that isn't shown, why: by «skolen», «fylket», «landet».
    """

    skole_id: str
    skole: str
    id: str
    nøkkeltall: Nøkkeltall
    skoleår: str
    skolen: Visning
    fylket: Visning | None
    landet: Visning | None
    hvorfor: dict[str, str]


def tallrader(project: Project, år: int, skoler: Sequence[str]) -> list[Tallrad]:
    """The rows of a round's ``skoler`` (all of them for none); raises DialogError."""
    files = Datafiler(project, år)
    problems = [*files.shared, *files.faults()]
    if project.has_figures():
        problems += les_inn(files, offentlig=False)
    if problems:
        raise DialogError(files.in_order(problems))
    navnene = names(files)
    valgte = find_schools(skoler, navnene, f"runden {år}", files)
    rader: list[Tallrad] = []
    for skole_id in dict.fromkeys(valgte or navnene):
        rader += _skolens(files, skole_id, navnene[skole_id][0])
    return rader


def _skolens(files: Datafiler, skole_id: str, navn: str) -> Iterator[Tallrad]:
    if files.vernet is None:
        return
    enhet = files.id_i_dag(skole_id)
    for id_, nøkkeltall in files.vernet.nøkkeltall.items():
        for rad in skoletall(files.vernet, id_, enhet, files.datasett.runde.år).rader:
            visninger = (rad.skolen, rad.fylket, rad.landet)
            hvorfor = {}
            for hvem, visning in zip(("skolen", "fylket", "landet"), visninger, strict=True):
                celle = (id_, enhet if hvem == "skolen" else hvem, rad.skoleår)
                grunn = _hvorfor(files, files.vernet, celle, visning)
                if grunn:
                    hvorfor[hvem] = grunn
            yield Tallrad(skole_id, navn, id_, nøkkeltall, rad.skoleår, *visninger, hvorfor)


def _hvorfor(
    files: Datafiler, vernet: Vernet, celle: tuple[str, str, str], visning: Visning | None
) -> str:
    """Why a figure isn't shown; '' where it is."""
    if visning is None or visning.fravær is None:
        return ""
    if visning.fravær is Fravær.FÅ_PERSONER:
        return f"færre enn {vernet.nøkkeltall[celle[0]].minst} personer"
    if visning.fravær is Fravær.KAN_REGNES_UT:
        for ekstra in vernet.tillegg:
            if ekstra[: len(celle)] == celle and not ekstra.bare_antall:
                return f"ellers kunne {_hvis(files, vernet, ekstra)} regnes ut"
    return str(visning.fravær.value)


def _hvis(files: Datafiler, vernet: Vernet, ekstra: Tilleggsskjult) -> str:
    """The figure that is hidden, and would follow."""
    navn = vernet.nøkkeltall[ekstra.av_nøkkeltall].navn.vist
    hvilket = "" if ekstra.av_nøkkeltall == ekstra.nøkkeltall else f" for «{navn}»"
    if ekstra.av_enhet in _GENITIV:
        return f"{_GENITIV[ekstra.av_enhet]} tall{hvilket}"
    rundens = {files.id_i_dag(id_): id_ for id_ in files.ids()}
    skole = files.name_of(rundens.get(ekstra.av_enhet, ekstra.av_enhet))
    return f"tallet til {skole}{hvilket}"
