"""Corrections of white space, invisible signs and list marks."""

import re
from collections.abc import Iterator

from .linjer import HARDE, USYNLIGE, Linje, Rettelse, Sak, byttet, en_linje, kolonner, skriv

_NAVN = {
    "\u00a0": "hardt mellomrom",
    "\u202f": "smalt, hardt mellomrom",
    "\u2007": "tallbredt mellomrom",
}
_PREKER = "–—−‐‑‒―•·●▪◦○∙*+»►➢"
_PUNKTTEGN = rf"(?:[{_PREKER}>-]+|[0-9]+[.)]|[a-z]\))"


def mellomrom(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """Hard spaces and invisible signs, which come along from Word, Teams and the web."""
    usynlig = re.search(f"[{USYNLIGE}]", linje.tekst)
    if usynlig:
        ny = re.sub(f"[{HARDE}]", " ", re.sub(f"[{USYNLIGE}]", "", linje.tekst))
        melding = f"Linjen har et usynlig tegn ({_kode(usynlig[0])})."
        råd = f"Fjern det: {skriv(ny)[0].lower()}{skriv(ny)[1:]}"
        for rettet in (ny, *_med_nabos_innrykk(linje, sak, ny)):
            yield en_linje(0, linje, rettet, melding, råd=råd, sted=usynlig.start())
    hardt = re.search(f"[{HARDE}]", linje.tekst)
    if hardt:
        ny = re.sub(f"[{HARDE}]", " ", linje.tekst)
        navn = _NAVN.get(hardt[0], "fremmed mellomrom")
        i_innrykket = hardt.start() < len(linje.innrykk)
        hvor = "Innrykket" if i_innrykket else "Linjen"
        melding = f"{hvor} har et {navn} ({_kode(hardt[0])})."
        råd = "Bytt det ut med et vanlig mellomrom."
        for rettet in (ny, *_med_nabos_innrykk(linje, sak, ny)):
            yield en_linje(0, linje, rettet, melding, råd=råd, sted=hardt.start())
    if "\t" in linje.innrykk + linje.streker:
        ny = linje.innrykk.replace("\t", "  ") + "- " * linje.streker.count("-") + linje.rest
        melding, råd = "Her står det en tabulator.", "Bruk mellomrom til innrykk."
        sted = linje.tekst.index("\t")
        for rettet in (ny, *_med_nabos_innrykk(linje, sak, ny)):
            yield en_linje(0, linje, rettet, melding, råd=råd, sted=sted)


def _kode(tegn: str) -> str:
    return f"U+{ord(tegn):04X}"


def punkttegn(linje: Linje, _sak: Sak) -> Iterator[Rettelse]:
    """A list mark that isn't a hyphen and a space."""
    strek = re.fullmatch(rf"(?P<tegn>-+|{_PUNKTTEGN}|o)(?P<luft>\s*)(?P<rest>.*)", linje.rest)
    if not strek or (not strek["rest"] and strek["tegn"] in "-o"):
        return
    tegn, luft = strek.group("tegn", "luft")
    if tegn == "o" and not luft:
        return
    if tegn == "-":
        melding = "Mellomrommet etter bindestreken mangler."
    elif set(tegn) == {"-"}:
        melding = f"Punktet begynner med «{tegn}», ikke med én bindestrek og et mellomrom."
    else:
        melding = f"Punktet begynner med «{tegn}», ikke med bindestrek og mellomrom."
    pris = 4 if tegn[-1] in ".)" else 1
    yield en_linje(pris, linje, byttet(linje, f"- {strek['rest']}"), melding)


def punkter(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A list below its key, with another mark than «- » or none before each of its items."""
    over = sak.over(linje.nr)
    if linje.er_tom or not over or not over.nøkkel or over.verdi or linje.streker or linje.nøkkel:
        return
    nye = []
    for punkt in sak.linjer[linje.nr :]:
        if punkt.er_tom or punkt.nøkkel or punkt.streker or punkt.innrykk != linje.innrykk:
            break
        tekst = re.sub(rf"^{_PUNKTTEGN}\s*", "", punkt.rest)
        nye.append(f"{punkt.innrykk}- {tekst}")
    slutt = linje.nr + len(nye)
    for første in punkttegn(linje, sak):
        yield første._replace(pris=2, slutt=slutt, nye=tuple(nye))
    melding = "«- » mangler foran punktet."
    råd = skriv(nye[0])
    yield Rettelse(6, linje.nr, slutt, tuple(nye), melding, råd, linje.kolonne + 1)


def strek_for_mye(linje: Linje, _sak: Sak) -> Iterator[Rettelse]:
    """A list mark before a key that is no list's, or with more than one space after it."""
    if len(linje.streker) > len("- ") and linje.streker.count("-") == 1:
        melding = "Etter bindestreken skal det stå ett mellomrom."
        yield en_linje(2, linje, f"{linje.innrykk}- {linje.rest}", melding)
    if linje.streker and linje.nøkkel:
        melding = f"Foran «{linje.nøkkel['nøkkel']}» skal det ikke stå en bindestrek."
        for innrykk in dict.fromkeys((len(linje.innrykk), linje.kolonne)):
            yield en_linje(5, linje, " " * innrykk + linje.rest, melding, sted=len(linje.innrykk))


def dobbel_strek(linje: Linje, _sak: Sak) -> Iterator[Rettelse]:
    """A list mark twice."""
    if linje.streker.count("-") > 1:
        ny = f"{linje.innrykk}- {linje.rest}"
        melding = "Punktet begynner med to bindestreker."
        yield en_linje(1, linje, ny, melding, sted=len(linje.innrykk))


def _med_nabos_innrykk(linje: Linje, sak: Sak, ny: str) -> Iterator[str]:
    """The line with the columns of those around it."""
    for kolonne in kolonner(linje, sak):
        yield " " * kolonne + ny.lstrip()
