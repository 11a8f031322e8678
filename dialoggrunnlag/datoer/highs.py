"""The solver: HiGHS, which alone knows what it is. Another one would take this module's place."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from .heltallsmodell import Heltallsmodell, Ledd
from .problem import MissingSolverError

_INGEN_GRENSER: Mapping[int, tuple[int, int]] = {}
# One thread and one seed: the solver takes the same steps every time. No gap: proven optima.
_VALG = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
}


class Løser:
    """A model that can be solved many times, with other aims and other bounds."""

    def __init__(self, modell: Heltallsmodell) -> None:
        self._øvre = tuple(modell.øvre)
        self._rader = len(modell.rader)
        self._umulig_tom = any(rad.nedre > 0 for rad in modell.rader)
        self._highs = _lastet(modell)

    def løs(
        self, mål: Sequence[Ledd], grenser: Mapping[int, tuple[int, int]] = _INGEN_GRENSER
    ) -> tuple[int, ...] | None:
        """The columns' values where each of ``mål`` is as large as those before it let it be.

        ``grenser`` are other bounds for some columns, this once. None where no values will do.
        """
        if not self._øvre:  # HiGHS answers nothing about a model without columns
            return None if self._umulig_tom else ()
        for kolonne, (nedre, øvre) in grenser.items():
            self._highs.changeColBounds(kolonne, nedre, øvre)
        try:
            return self._løst(mål)
        finally:
            for kolonne in grenser:
                self._highs.changeColBounds(kolonne, 0, self._øvre[kolonne])
            self._glem_mål()

    def _løst(self, mål: Sequence[Ledd]) -> tuple[int, ...] | None:
        verdier: tuple[int, ...] | None = None
        for ledd in mål:
            if verdier is not None:
                self._fortsett_fra(verdier)
            for kolonne, faktor in ledd.items():
                self._highs.changeColCost(kolonne, faktor)
            verdier = self._kjørt()
            if verdier is None:
                return None
            # What is reached stays reached, while the next aim is looked for
            nådd = sum(faktor * verdier[kolonne] for kolonne, faktor in ledd.items())
            _legg_til_rad(self._highs, ledd, nådd)
            for kolonne in ledd:
                self._highs.changeColCost(kolonne, 0)
        return verdier

    def _kjørt(self) -> tuple[int, ...] | None:
        self._highs.run()
        status = self._highs.modelStatusToString(self._highs.getModelStatus())
        if status in {"Infeasible", "Primal infeasible or unbounded"}:  # all columns are bounded
            return None
        if status != "Optimal":
            raise RuntimeError(f"HiGHS: {status}")
        return tuple(round(verdi) for verdi in self._highs.getSolution().col_value)

    def _fortsett_fra(self, verdier: tuple[int, ...]) -> None:
        self._highs.setSolution(len(verdier), list(range(len(verdier))), list(map(float, verdier)))

    def _glem_mål(self) -> None:
        rader = list(range(self._rader, self._highs.getNumRow()))
        self._highs.deleteRows(len(rader), rader)
        for kolonne in range(len(self._øvre)):
            self._highs.changeColCost(kolonne, 0)


def _lastet(modell: Heltallsmodell) -> Any:
    highspy = _highspy()
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(modell.øvre), len(modell.rader)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = [0.0] * len(modell.øvre)
    lp.col_lower_ = [0.0] * len(modell.øvre)
    lp.col_upper_ = [float(øvre) for øvre in modell.øvre]
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(modell.øvre)
    lp.row_lower_ = [float(rad.nedre) for rad in modell.rader]
    lp.row_upper_ = [highspy.kHighsInf] * len(modell.rader)
    start, kolonner, faktorer = [0], list[int](), list[float]()
    for rad in modell.rader:
        kolonner.extend(rad.ledd.keys())
        faktorer.extend(map(float, rad.ledd.values()))
        start.append(len(kolonner))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = start, kolonner, faktorer
    highs = _stille(highspy)
    for navn, verdi in _VALG.items():
        highs.setOptionValue(navn, verdi)
    highs.passModel(lp)
    return highs


def _legg_til_rad(highs: Any, ledd: Ledd, nedre: int) -> None:
    faktorer = list(map(float, ledd.values()))
    highs.addRow(nedre, math.inf, len(ledd), list(ledd), faktorer)


def _stille(highspy: Any) -> Any:
    """A solver that says nothing: it greets on stdout as soon as it has callbacks."""

    class Stille(highspy.Highs):  # type: ignore[misc]
        def enableCallbacks(self) -> None:  # noqa: N802
            self.setOptionValue("output_flag", False)  # noqa: FBT003 -- HiGHS's own interface
            super().enableCallbacks()

    return Stille()


def _highspy() -> Any:
    try:
        import highspy  # noqa: PLC0415 -- 0.1 s that only finding dates needs, and an extra
    except ImportError:
        raise MissingSolverError("highspy") from None
    return highspy
