"""The key figures of a round: read, and let through the rules of privacy, for all schools at once.

Loaded only where data/tall.yaml says anything.
"""

from ..errors import DialogError, Problem
from ..model.tallvern import vern
from ..reading.datafiler import Datafiler
from ..reading.tallfiler import les_tall


def les_inn(files: Datafiler, *, offentlig: bool) -> list[Problem]:
    """Give a round's data the figures that may be shown; what is wrong in the files.

    Public are only those of which tall.yaml says so. What is hidden is settled before, for all
    figures alike, so that nobody learns anything by holding the two editions against each other.
    """
    try:
        files.tall = les_tall(files.project, files.skoler)
    except DialogError as error:
        return list(error.problems)
    if files.tall.nøkkeltall:
        vernet = vern(files.tall)
        files.vernet = vernet.offentlig() if offentlig else vernet
    return []
