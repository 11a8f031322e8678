"""Somebody who wants to know what is hidden: all that is shown, and linear programming.

Knows nothing of how the program chooses what to hide. Exact fractions, and the simplex method
with Bland's rule, which always ends.
"""

from fractions import Fraction


def spenn(celle, ligninger, grenser):
    """The least and the most that a figure can be; None where it has no end.

    ``ligninger`` are pairs of {cell: number} and their sum, ``grenser`` is (least, most) by cell.
    """
    ligninger, grenser = _det_som_angår(celle, ligninger, grenser)
    return -_størst(celle, -1, ligninger, grenser), _størst(celle, 1, ligninger, grenser)


def _det_som_angår(celle, ligninger, grenser):
    """The equations that lead to a figure, those that are known exactly put into the sums."""
    kjente = {navn: Fraction(par[0]) for navn, par in grenser.items() if par[0] == par[1]}
    igjen = []
    for ledd, sum_ in ligninger:
        ukjente = {navn: tall for navn, tall in ledd.items() if navn not in kjente}
        rest = Fraction(sum_) - sum(tall * kjente[n] for n, tall in ledd.items() if n in kjente)
        igjen.append((ukjente, rest))
    nådd = {celle}
    while True:
        nye = {n for ledd, _ in igjen if nådd & set(ledd) for n in ledd} | nådd
        if nye == nådd:
            break
        nådd = nye
    igjen = [(ledd, sum_) for ledd, sum_ in igjen if nådd & set(ledd)]
    return igjen, {navn: par for navn, par in grenser.items() if navn in nådd}


class UmuligError(Exception):
    """What is shown contradicts itself."""


def _størst(celle, fortegn, ligninger, grenser):
    celler = list(grenser)
    plass = {navn: nummer for nummer, navn in enumerate(celler)}
    rader, høyre = [], []
    for ledd, sum_ in ligninger:
        rad = [Fraction(0)] * len(celler)
        rest = Fraction(sum_)
        for navn, tall in ledd.items():
            rad[plass[navn]] += Fraction(tall)
            rest -= Fraction(tall) * Fraction(grenser[navn][0])
        rader.append(rad)
        høyre.append(rest)
    antall = len(celler)
    for navn, (lavest, høyest) in grenser.items():
        if høyest is None:
            continue
        for rad in rader:
            rad.append(Fraction(0))
        ny = [Fraction(0)] * (antall + 1)
        ny[plass[navn]] = ny[antall] = Fraction(1)
        rader.append(ny)
        høyre.append(Fraction(høyest) - Fraction(lavest))
        antall += 1
    mål = [Fraction(0)] * antall
    mål[plass[celle]] = Fraction(fortegn)
    verdi = _simpleks(rader, høyre, mål)
    return float("inf") if verdi is None else float(verdi + fortegn * Fraction(grenser[celle][0]))


def _simpleks(rader, høyre, mål):
    """The most of ``mål`` under the equations, of variables from 0; None without an end."""
    m, n = len(rader), len(mål)
    tavle = []
    for nummer, (rad, sum_) in enumerate(zip(rader, høyre, strict=True)):
        fortegn = -1 if sum_ < 0 else 1
        hjelp = [Fraction(int(nummer == annen)) for annen in range(m)]
        tavle.append([fortegn * tall for tall in rad] + hjelp + [fortegn * sum_])
    basis = list(range(n, n + m))
    første = [Fraction(0)] * n + [Fraction(-1)] * m
    _løs(tavle, basis, første)
    if sum(tavle[i][-1] for i in range(m) if basis[i] >= n):
        raise UmuligError
    for i in range(m):  # a helper that is left is nought: out with it
        if basis[i] >= n:
            for j in range(n):
                if tavle[i][j]:
                    _drei(tavle, basis, i, j)
                    break
    for rad in tavle:
        rad[n : n + m] = [Fraction(0)] * m
    return _løs(tavle, basis, mål + [Fraction(0)] * m)


def _løs(tavle, basis, mål):
    while True:
        redusert = list(mål)
        for i, b in enumerate(basis):
            if mål[b]:
                for j in range(len(mål)):
                    redusert[j] -= mål[b] * tavle[i][j]
        inn = next((j for j, tall in enumerate(redusert) if tall > 0), None)
        if inn is None:
            return sum((mål[b] * tavle[i][-1] for i, b in enumerate(basis)), Fraction(0))
        ut = None
        for i, rad in enumerate(tavle):
            if rad[inn] > 0:
                kvote = rad[-1] / rad[inn]
                if ut is None or (kvote, basis[i]) < ut[:2]:
                    ut = (kvote, basis[i], i)
        if ut is None:
            return None
        _drei(tavle, basis, ut[2], inn)


def _drei(tavle, basis, i, j):
    tall = tavle[i][j]
    tavle[i] = [verdi / tall for verdi in tavle[i]]
    for annen in range(len(tavle)):
        if annen != i and tavle[annen][j]:
            ganger = tavle[annen][j]
            tavle[annen] = [a - ganger * b for a, b in zip(tavle[annen], tavle[i], strict=True)]
    basis[i] = j


def er_bestemt(celle, ligninger, ukjente):
    """Whether the equations alone give a figure, were nothing rounded."""
    rader = [[Fraction(ledd.get(navn, 0)) for navn in ukjente] for ledd, _ in ligninger]
    enhet = [Fraction(int(navn == celle)) for navn in ukjente]
    return _rang(rader) == _rang([*rader, enhet])


def _rang(rader):
    rader, rang = [list(rad) for rad in rader], 0
    for kolonne in range(len(rader[0]) if rader else 0):
        valgt = next((i for i in range(rang, len(rader)) if rader[i][kolonne]), None)
        if valgt is None:
            continue
        rader[rang], rader[valgt] = rader[valgt], rader[rang]
        for i in range(rang + 1, len(rader)):
            if rader[i][kolonne]:
                ganger = rader[i][kolonne] / rader[rang][kolonne]
                rader[i] = [a - ganger * b for a, b in zip(rader[i], rader[rang], strict=True)]
        rang += 1
    return rang
