"""A round of 2026 with thirteen schools, four busy people and their calendars: all made up."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from functools import cache

from hjelp import REPO

from dialoggrunnlag.runden.ny_runde import ny_runde

REGLER = """\
datoer:   # for «dialog datoer»
  periode: 1. september 2026 – 27. november 2026
  ukedager: [mandag, tirsdag, onsdag, torsdag]
  fri: {høstferie: 28. september 2026 – 2. oktober 2026}
  høyst_i_uken: 2
  minst_fra_skoleeier: 3
  roller:
    kvalitetsrådgiver: {må: ja, vekt: 2, kalender: kalendere/kvalitetsrådgiver.ics}
    fylkesutdanningssjef: {vekt: 4, kan_ikke: [12. oktober 2026], kalender: kalendere/fylkesutdanningssjef.ics}
    assisterende: {vekt: 3, kalender: kalendere/assisterende.ics}
    seksjonsleder: {vekt: 3, kalender: kalendere/seksjonsleder.ics}
  samme_tur: [[gol, ål]]
"""
ØNSKER = {
    "ål": ["kan_ikke: [uke 43]", "ønsker: [uke 44]", "må: [fylkesutdanningssjef]", "periode: sen"],
    "gol": ["kan_ikke: [uke 43]", "periode: sen"],
    "drammen": ["ønsker: [uke 37, ikke mandager]", "periode: tidlig"],
    "lier": ["ønsker: [uke 38]", "kan_ikke: [onsdager]", "periode: tidlig"],
    "kongsberg": ["ønsker: [12.–16. oktober]"],
    "eiker": ["ønsker: [uke 41]"],
    "numedal": ["ønsker: [uke 41]"],
    "røyken": ["ønsker: [uke 41]"],
}
TRAVELT = {"fylkesutdanningssjef": 45, "assisterende": 35, "seksjonsleder": 30, "kvalitetsrådgiver": 20}  # fmt: skip
REISETID = {"ål": "2 t 30 min", "gol": "2 t", "kongsberg": "45 min"}


def lag_datorunde(prosjekt, regler=REGLER, ønsker=ØNSKER):
    """Put the round, the ways to the schools and the calendars into a copy of the project."""
    (prosjekt / "data/runder/2026.yaml").write_text(_runden(regler, ønsker), "utf-8", newline="\n")
    skoler = prosjekt / "data/skoler.yaml"
    text = skoler.read_text("utf-8")
    for id_, reisetid in REISETID.items() if "\n    reisetid:" not in text else ():
        text = text.replace(f"\n  {id_}:\n", f"\n  {id_}:\n    reisetid: {reisetid}\n")
    skoler.write_text(text, "utf-8", newline="\n")
    (prosjekt / "kalendere").mkdir(exist_ok=True)
    for rolle, travelt in TRAVELT.items():
        (prosjekt / f"kalendere/{rolle}.ics").write_bytes(kalender(rolle, travelt))
    return prosjekt / "data/runder/2026.yaml"


def _runden(regler, ønsker):
    text = _tom_runde()
    text = text.replace("\ndialoger:\n", f"\n{regler}\ndialoger:\n")
    text = text.replace("\ntidlig_til:\n", "\ntidlig_til: 16. oktober 2026\n")
    for id_, linjer in ønsker.items():
        for linje in linjer:
            key = linje.partition(":")[0]
            entry = re.search(rf"\n  {id_}:\n(?:    .*\n)*", text)
            new = re.sub(rf"    {key}:\n", "", entry[0]) + f"    {linje}\n"
            text = text[: entry.start()] + new + text[entry.end() :]
    return text


@cache
def _tom_runde():
    source = (REPO / "data/runder/2015.yaml").read_bytes()
    return ny_runde(source, 2015, 2026, "2026.yaml").innhold.decode("utf-8")


@cache
def kalender(rolle, travelt):
    """A calendar in which so many of a hundred days are taken, and some meetings are short."""
    terning = random.Random(rolle)  # noqa: S311 - no secret
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//x//NO"]
    dag = date(2026, 9, 1)
    while dag <= date(2026, 11, 27):
        kast = terning.randrange(100)
        til = {True: "130000", False: "110000"}[kast < travelt]
        if kast < travelt + 20 and dag.weekday() < 5:
            lines += ["BEGIN:VEVENT", f"UID:{rolle}-{dag}@example.no", "DTSTAMP:20260101T000000Z"]
            lines += [f"DTSTART;TZID=Europe/Oslo:{dag:%Y%m%d}T100000"]
            lines += [f"DTEND;TZID=Europe/Oslo:{dag:%Y%m%d}T{til}"]
            lines += ["SUMMARY:Hemmelig samtale", "ATTENDEE:mailto:hemmelig@example.no"]
            lines += ["END:VEVENT"]
        dag += timedelta(days=1)
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
