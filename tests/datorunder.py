"""Invented rounds that need dates: small ones by Hypothesis, large ones by a seed."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import strategies as st

from dialoggrunnlag.datoer.problem import PRISER, Dialogbehov, Problem, Regel, Rolle, Sperre, Ønske

TORSDAG = date(2026, 10, 15)
ROLLER = {"sjef": 4, "assisterende": 3, "leder": 3, "rådgiver": 2}
IDER = ["ål", "gol", "eiker", "lier"]


def hverdager(fra, antall):
    dager = []
    while len(dager) < antall:
        if fra.weekday() < 5:
            dager.append(fra)
        fra += timedelta(days=1)
    return tuple(dager)


def sperre(slag, dager, hva="", dialog=None, rolle=None):
    return Sperre(Regel(slag, dialog, rolle, hva, PRISER[slag]), frozenset(dager))


def overlappende(ider):
    return frozenset((a, b) for a in ider for b in ider if a != b)


@st.composite
def små_runder(draw, *, avtalt=True):
    """Three or four dialogues, few days over a weekend, two roles: every rule may be there."""
    dager = hverdager(TORSDAG, draw(st.integers(2, 4)))
    noen = st.lists(st.sampled_from(dager), max_size=3, unique=True)
    ider = IDER[: draw(st.integers(1, 3))]
    roller = list(ROLLER)[: draw(st.integers(0, 2))]
    felles = [sperre("rolle_borte", draw(noen), f"hele {r}", rolle=r) for r in roller]
    dialoger = []
    ukedager = sperre("ukedager", draw(noen), "mandag")
    for id_ in ider:
        sperrer = [sperre("kan_ikke", draw(noen), "sitt", id_)] if draw(st.booleans()) else []
        sperrer += [ukedager] if draw(st.booleans()) else []
        ønsker = [Ønske("sitt", frozenset(draw(noen)), draw(st.integers(0, 3)))]
        må = draw(st.lists(st.sampled_from(roller), unique=True)) if roller else []
        lørdag = date(2026, 10, 17)
        fast = draw(st.none() | st.sampled_from([*dager, lørdag])) if avtalt else None
        dialoger.append(Dialogbehov(id_, tuple(sperrer), tuple(ønsker), tuple(må), fast))
    rollene = []
    for rolle, hele in zip(roller, felles, strict=True):
        egne = {i: (sperre("rolle_borte", draw(noen), f"fra {i}", i, rolle), hele) for i in ider}
        ulempe = {i: dict.fromkeys(draw(noen), draw(st.integers(0, 5))) for i in ider}
        rollene.append(Rolle(rolle, draw(st.integers(0, 4)), egne, ulempe))
    par = [(a, b) for a in ider for b in ider if a < b]
    sammen = draw(st.lists(st.sampled_from(par), unique=True)) if par else []
    return Problem(
        dager,
        tuple(dialoger),
        tuple(rollene),
        (sperre("fri", draw(noen), "fri"),) if draw(st.booleans()) else (),
        draw(st.none() | st.integers(1, 2)),
        draw(st.integers(1, 2)),
        draw(st.integers(0, 2)),
        (tuple(ider),) if len(ider) > 1 and draw(st.booleans()) else (),
        frozenset(sammen) | frozenset((b, a) for a, b in sammen),
    )


def runde(antall=13, i_uken=2, frø=1, trangt=1.0, på_dagen=1, turer=((0, 1),)):
    """A round as the real ones are: so many schools, 60 days, four roles with calendars."""
    lykke = random.Random(frø)  # noqa: S311 -- no secrets
    dager = hverdager(date(2026, 9, 1), 60)
    ider = [f"skole{nummer:02}" for nummer in range(antall)]
    roller = []
    for (rolle, vekt), opptatt in zip(ROLLER.items(), (0.5, 0.4, 0.3, 0.2), strict=True):
        opptatte = [dag for dag in dager if lykke.random() < opptatt * trangt]
        borte = tuple(sperre("rolle_borte", [d], str(d), rolle=rolle) for d in opptatte)
        roller.append(Rolle(rolle, vekt, dict.fromkeys(ider, borte)))
    dialoger = []
    for nummer, id_ in enumerate(ider):
        halvår = dager[:35] if nummer % 2 == 0 or nummer < 2 else dager[25:]
        kan = [dag for dag in halvår if lykke.random() > 0.3]
        ikke = sperre("kan_ikke", set(dager) - set(kan), "sitt", id_)
        ønske = Ønske("sitt", frozenset(lykke.sample(kan, 3)))
        dialoger.append(Dialogbehov(id_, (ikke,), (ønske,), ("rådgiver",)))
    samme_tur = tuple(tuple(ider[n] for n in tur) for tur in turer if max(tur) < antall)
    return Problem(
        dager,
        tuple(dialoger),
        tuple(roller),
        (),
        i_uken,
        på_dagen,
        3,
        samme_tur,
        overlappende(ider),
    )
