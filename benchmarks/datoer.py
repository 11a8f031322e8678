"""Dates for a round: the whole search against bare HiGHS and against a flow, in one run.

    python benchmarks/datoer.py [--krev] [--tidel]

The rounds are the tests' made-up ones: 60 days, four roles with calendars, wishes, and days that
the schools can't. Timed in turn are ``finn`` (the model, the proof that no plan is worth more, and
which of equally good ones it is) and HiGHS as it comes, given the same rows and columns and asked
for the worth alone; and, where no two schools travel together, the min-cost flow of networkx. All
must say the same worth. Then a round that no plan keeps the rules of, with the reasons.

At the end the same round is asked about in fresh processes, twenty or, with ``--tidel``, three:
they must give the same plan. With ``--krev`` the exit code is 1 where a promise of docs/ytelse.md
isn't kept.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import highspy
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests"))

from datorunder import runde  # noqa: E402
from test_datoer_optimum import av_flyten  # noqa: E402

from dialoggrunnlag.datoer.forklaring import forklar  # noqa: E402
from dialoggrunnlag.datoer.frist import Frist  # noqa: E402
from dialoggrunnlag.datoer.highs import Løser, _stille  # noqa: E402
from dialoggrunnlag.datoer.losning import finn  # noqa: E402
from dialoggrunnlag.datoer.problem import Problem  # noqa: E402
from dialoggrunnlag.datoer.regelmodell import Regelmodell  # noqa: E402

TIDEL = "--tidel" in sys.argv
ROUNDS = 3 if TIDEL else 9
PROCESSES = 3 if TIDEL else 20
MOST_OF_BARE = 5.0
MOST_SECONDS = {"13 skoler": 1.0, "50 skoler": 10.0, "13 skoler, umulig": 10.0}
SCRIPT = """
import sys; sys.path.insert(0, "tests")
from datorunder import runde
from dialoggrunnlag.datoer.losning import finn
plan = finn(runde(13))
print(sorted(plan.datoer.items()), sorted(plan.fra_skoleeier.items()), plan.verdi)
"""


class Bare:
    """The same rows and columns in HiGHS as it comes, with the worth as its aim."""

    def __init__(self, problem: Problem) -> None:
        self._modell = Regelmodell(problem)
        self.lp = Løser(self._modell.modell, Frist())._highs.getLp()
        cost = np.zeros(self.lp.num_col_)
        for kolonne, verdi in self._modell.verdi.items():
            cost[kolonne] = verdi
        self.lp.col_cost_ = cost

    def solve(self) -> int:
        """The worth of the best plan."""
        highs = _stille(highspy)
        highs.passModel(self.lp)
        highs.run()
        return round(highs.getInfo().objective_function_value)


def main() -> int:
    broken: list[str] = []
    print("| runde | dialoggrunnlag | bare HiGHS | andel (lovet) | networkx, flyt |")
    print("|---|--:|--:|--:|--:|")
    compare("13 skoler", runde(13), broken)
    compare("13 skoler, ingen tur", runde(13, turer=()), broken, flow=True)
    compare("50 skoler", runde(50, 8, 1, 0.3), broken)
    compare("50 skoler, ingen tur", runde(50, 8, 1, 0.3, turer=()), broken, flow=True)
    explained = seconds(lambda: forklar(runde(13, 1, 2)))
    print(f"\n13 skoler, umulig: hva som må gis opp og hvorfor: {explained:.2f} s")
    hold("13 skoler, umulig", explained, broken)
    plans = {fresh() for _ in range(PROCESSES)}
    print(f"{PROCESSES} nye prosesser: {len(plans)} plan (lovet: 1)")
    if len(plans) != 1:
        broken.append(f"{len(plans)} forskjellige planer")
    for promise in broken:
        print(f"BRUTT LØFTE: {promise}")
    return 1 if broken and "--krev" in sys.argv else 0


def compare(name: str, problem: Problem, broken: list[str], *, flow: bool = False) -> None:
    """Print a row of the table, and note which promises it breaks."""
    bare = Bare(problem)
    ways: dict[str, Callable[[], object]] = {"ours": lambda: finn(problem), "bare": bare.solve}
    if flow:
        ways["flow"] = lambda: av_flyten(problem)
    plan = finn(problem)
    worths = {plan.verdi if plan else None, *(ways[name]() for name in ways if name != "ours")}
    if len(worths) != 1:
        raise SystemExit(f"{name}: planene er ikke verdt det samme: {worths}")
    times: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, function in ways.items():
            times[way].append(seconds(function))
    took = {way: statistics.median(found) for way, found in times.items()}
    share = took["ours"] / took["bare"]
    peer = f"{took['flow'] * 1000:.0f} ms" if flow else "–"
    print(f"| {name} | {took['ours'] * 1000:.0f} ms | {took['bare'] * 1000:.0f} ms |", end="")
    print(f" {share:.2f} ({MOST_OF_BARE:g}) | {peer} |")
    if share > MOST_OF_BARE:
        broken.append(f"{name} tar {share:.2f} ganger så lang tid som bare HiGHS")
    hold(name, took["ours"], broken)


def hold(name: str, took: float, broken: list[str]) -> None:
    if took > MOST_SECONDS.get(name, 10.0):
        broken.append(f"{name} tar {took:.1f} s")


def seconds(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def fresh() -> bytes:
    """The plan that a new process finds, as it prints it."""
    command = [sys.executable, "-c", SCRIPT]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout


if __name__ == "__main__":
    sys.exit(main())
