"""The solver: HiGHS, which alone knows what it is. Another one would take this module's place."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from .frist import Frist
from .heltallsmodell import Heltallsmodell, Ledd
from .problem import MissingSolverError, TimeIsUpError

_INGEN_GRENSER: Mapping[int, tuple[int, int]] = {}
# Presolve's probing, by its bit: it took 20 s of 20.5 in a round of fifty schools, and took away
# nothing that the first relaxation doesn't. More isn't left out, and no answer is begun with: with
# both, HiGHS 1.16 called a plan the best that wasn't.
_UNYTTIG = 1 << 15
_NESTEN_HEL = 1e-6
_GYLDIG = 2  # HiGHS's number for a solution that keeps all rows
_AVBRYTES = 2.0  # seconds that the solver gets to notice Ctrl-C
# One thread and one seed: the solver takes the same steps every time. No gap: proven optima.
_VALG = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "presolve_rule_off": _UNYTTIG,
}


@dataclass(frozen=True)
class Svar:
    """The columns' values; where they aren't ``bevist``, the best there was when time was up."""

    verdier: tuple[int, ...]
    bevist: bool = True


class Løser:
    """A model that can be solved many times, with other aims and other bounds."""

    def __init__(self, modell: Heltallsmodell, frist: Frist) -> None:
        self._øvre = tuple(modell.øvre)
        self._nedre = tuple(rad.nedre for rad in modell.rader)
        self._frist = frist
        self._uten_rader: frozenset[int] = frozenset()
        self._highs = _lastet(modell)

    def løs(
        self, mål: Sequence[Ledd], grenser: Mapping[int, tuple[int, int]] = _INGEN_GRENSER
    ) -> Svar | None:
        """The columns' values where each of ``mål`` is as large as those before it let it be.

        ``grenser`` are other bounds for some columns, this once. None where no values will do.
        Raises TimeIsUpError where there was no time to find any.
        """
        if not self._øvre:  # HiGHS answers nothing about a model without columns
            return None if max(self._nedre, default=0) > 0 else Svar(())
        for kolonne, (nedre, øvre) in grenser.items():
            self._highs.changeColBounds(kolonne, nedre, øvre)
        try:
            return self._løst(mål)
        finally:
            for kolonne in grenser:
                self._highs.changeColBounds(kolonne, 0, self._øvre[kolonne])
            self._glem_mål()

    def mulig(
        self, grenser: Mapping[int, tuple[int, int]], uten_rader: Collection[int] = ()
    ) -> bool:
        """Whether any values will do: with other bounds, and where some rows needn't hold.

        It is for questions one after another about the same columns and rows: what is said stays
        said until the next one, so that each begins where the last one ended. Raises TimeIsUpError.
        """
        if not self._øvre:
            return all(nedre <= 0 for rad, nedre in enumerate(self._nedre) if rad not in uten_rader)
        for kolonne, (nedre, øvre) in grenser.items():
            self._highs.changeColBounds(kolonne, nedre, øvre)
        for rad in self._uten_rader.symmetric_difference(uten_rader):
            minst = -math.inf if rad in uten_rader else self._nedre[rad]
            self._highs.changeRowBounds(rad, minst, math.inf)
        self._uten_rader = frozenset(uten_rader)
        # Fractions too, at first: where they won't do, nothing does, and mostly there are none
        with self._valg(solve_relaxation=True):
            svar = self._kjørt(None)
            if svar is None or self._er_hel():
                return svar is not None
        with self._valg(presolve_rule_off=0):
            return self._kjørt(None) is not None

    @contextmanager
    def _valg(self, **valg: bool | int | str) -> Iterator[None]:
        """Other options than usually, for a while."""
        vanlige = {navn: self._highs.getOptionValue(navn)[1] for navn in valg}
        for navn, verdi in valg.items():
            self._highs.setOptionValue(navn, verdi)
        try:
            yield
        finally:
            for navn, verdi in vanlige.items():
                self._highs.setOptionValue(navn, verdi)

    def _er_hel(self) -> bool:
        verdier = self._highs.getSolution().col_value
        return all(abs(verdi - round(verdi)) < _NESTEN_HEL for verdi in verdier)

    def _løst(self, mål: Sequence[Ledd]) -> Svar | None:
        svar: Svar | None = None
        for ledd in mål:
            for kolonne, faktor in ledd.items():
                self._highs.changeColCost(kolonne, faktor)
            svar = self._kjørt(svar)
            if svar is None or not svar.bevist:
                return svar
            # What is reached stays reached, while the next aim is looked for
            nådd = sum(faktor * svar.verdier[kolonne] for kolonne, faktor in ledd.items())
            _legg_til_rad(self._highs, ledd, nådd)
            for kolonne in ledd:
                self._highs.changeColCost(kolonne, 0)
        return svar

    def _kjørt(self, hittil: Svar | None) -> Svar | None:
        igjen = self._frist.igjen()
        if not igjen:
            return self._for_sent(hittil)
        status = self._kjørt_i(igjen)
        if status == "Solve error":  # HiGHS 1.16 finds that its presolve has broken a row
            with self._valg(presolve="off"):
                status = self._kjørt_i(igjen)
        if status in {"Infeasible", "Primal infeasible or unbounded"}:  # all columns are bounded
            return None
        if status not in {"Optimal", "Time limit reached"}:
            raise RuntimeError(f"HiGHS: {status}")
        bevist = status == "Optimal"
        if self._highs.getInfo().primal_solution_status == _GYLDIG:
            verdier = self._highs.getSolution().col_value
            return Svar(tuple(round(verdi) for verdi in verdier), bevist)
        return self._for_sent(hittil)

    def _kjørt_i(self, sekunder: float) -> str:
        """What HiGHS calls the outcome of a run that takes no longer than that."""
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + sekunder)
        _kjør(self._highs)
        return str(self._highs.modelStatusToString(self._highs.getModelStatus()))

    def _for_sent(self, hittil: Svar | None) -> Svar:
        if hittil is None:
            raise TimeIsUpError(self._frist.sekunder)
        return Svar(hittil.verdier, bevist=False)

    def _glem_mål(self) -> None:
        rader = list(range(len(self._nedre), self._highs.getNumRow()))
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
    highs.HandleUserInterrupt = True
    highs.passModel(lp)
    return highs


def _kjør(highs: Any) -> None:
    """Run the solver in a thread beside this one, so that Ctrl-C is heard at once."""
    tråd = highs.startSolve()
    try:
        while tråd.is_alive():
            tråd.join(_AVBRYTES)
    except KeyboardInterrupt:
        highs.cancelSolve()
        tråd.join(_AVBRYTES)
        raise


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
