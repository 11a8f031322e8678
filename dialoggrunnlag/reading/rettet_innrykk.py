"""Corrections of where a line stands, and of lines that are no data or are gone."""

import re
from collections.abc import Iterator

from .linjer import TALL, Linje, Rettelse, Sak, Trinn, dybde, en_linje, kolonner, skriv

_KOMMENTARTEGN = re.compile(r"(?://+|;+|--+(?=[ \w])|<!--+|/\*+)\s*(?P<tekst>.*?)\s*(?:--+>|\*+/)?")


def innrykk(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A line, or a line with what belongs to it, too far in or out."""
    nå = len(linje.innrykk)
    if linje.er_tom:
        return
    blokk = sak.blokk(linje)
    er_ukjent = linje.nøkkel and linje.nøkkel["nøkkel"] not in sak.nøkler
    if sak.trinn is Trinn.DATA and er_ukjent and blokk == linje.nr + 1:
        return  # an unknown key is an unknown key, also where some other place would take it
    over = sak.over(linje.nr)
    if sak.trinn is Trinn.YAML and over and over.verdi and linje.verdi:
        return  # a key that stands twice does so, also where a text above could take it
    for kolonne in kolonner(linje, sak):
        if kolonne == nå or abs(kolonne - nå) > max(TALL):
            continue
        pris = 3 + abs(kolonne - nå) + _uvanlig(kolonne, linje, sak)
        if abs(kolonne - nå) > 2:  # noqa: PLR2004 - one step in these files
            pris += 20
        yield _flyttet(pris, linje, sak, kolonne, linje.nr + 1)
        if blokk > linje.nr + 1:
            yield _flyttet(pris + 1, linje, sak, kolonne, blokk)


def _uvanlig(kolonne: int, linje: Linje, sak: Sak) -> int:
    """How unlikely it is that a line begins at this column."""
    if not linje.nøkkel and not linje.streker:
        return 20  # most often it is no data at all
    uvanlig = 2 * (kolonne % 2)
    over = forrige = sak.over(linje.nr)
    while over and over.kolonne >= kolonne and not (over.streker and over.kolonne == kolonne):
        over = sak.over(over.nr)
    if over and kolonne - over.kolonne not in (0, 2):
        uvanlig += 2
    if forrige and forrige.åpner_tekst and kolonne > dybde(forrige):
        uvanlig += 3  # it would go into the text above
    if forrige and not _passer(kolonne, forrige, sak.under(linje.nr)):
        uvanlig += 1
    return uvanlig


def _passer(kolonne: int, forrige: Linje, neste: Linje | None) -> bool:
    """Whether a line at this column goes on from the one before, or into the one after."""
    if neste and neste.kolonne == kolonne:
        return True
    if forrige.nøkkel and not forrige.verdi and kolonne == forrige.kolonne + 2:
        return True
    return kolonne in (forrige.kolonne, len(forrige.innrykk))


def barn_uten_innrykk(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """Lines that stand below their key, and no further in."""
    over = sak.over(linje.nr)
    if not over or not over.nøkkel or over.verdi or over.kolonne != linje.kolonne or linje.er_tom:
        return
    for slutt in range(linje.nr + 2, min(linje.nr + 6, len(sak.linjer))):
        rettet = _flyttet(6, linje, sak, linje.kolonne + 2, slutt)
        melding = f"Linjene under «{over.nøkkel['nøkkel']}:» har for lite innrykk."
        råd = f"Gi dem som hører til den, {linje.kolonne + 2} mellomrom foran."
        yield rettet._replace(melding=melding, råd=råd)


def _flyttet(pris: int, linje: Linje, sak: Sak, kolonne: int, slutt: int) -> Rettelse:
    nå = len(linje.innrykk)
    nye = [
        " " * max(0, len(flyttet.innrykk) + kolonne - nå) + flyttet.tekst.lstrip()
        for flyttet in sak.linjer[linje.nr : slutt]
    ]
    hva = "Linjen" if slutt == linje.nr + 1 else "Linjen, med dem som hører til den,"
    retning = "for mye" if nå > kolonne else "for lite"
    melding = f"{hva} har {TALL[abs(kolonne - nå)]} mellomrom {retning} foran seg."
    råd = f"Gi den {kolonne} mellomrom{_som(linje, sak, kolonne)}."
    if not kolonne:
        råd = "Begynn den helt til venstre."
    return Rettelse(pris, linje.nr, slutt, tuple(nye), melding, råd, linje.kolonne + 1)


def _som(linje: Linje, sak: Sak, kolonne: int) -> str:
    """A neighbour that stands where the line should."""
    for nabo in (*reversed(sak.linjer[: linje.nr]), *sak.linjer[linje.nr + 1 :]):
        if nabo.nr in sak.prosa or nabo.er_tom or abs(nabo.nr - linje.nr) > 25:  # noqa: PLR2004
            continue
        if len(nabo.innrykk) == kolonne and bool(nabo.streker) == bool(linje.streker):
            return f", som linje {nabo.nr + 1}"
    return ""


def strek_mangler(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """An item of a list without «- »."""
    over = sak.over(linje.nr)
    if linje.er_tom or linje.streker:
        return
    if not linje.nøkkel and not (over and over.streker and not over.nøkkel):
        return  # a text is an item below another one
    melding, råd = "«- » mangler foran punktet.", ""
    nå = len(linje.innrykk)
    for innrykk in dict.fromkeys((max(0, nå - 2), nå, nå + 2, *kolonner(linje, sak))):
        if abs(innrykk - nå) <= max(TALL):
            pris = 5 if innrykk in (nå, nå - 2) and linje.nøkkel else 8
            if over and not linje.nøkkel and innrykk == len(over.innrykk):
                pris = 4
            if linje.nøkkel and _står_over(linje, sak):
                melding = f"Nøkkelen «{linje.nøkkel['nøkkel']}» står to ganger i det samme punktet."
                råd = f"Er dette et nytt punkt, så skriv «- {linje.rest}»; ellers behold den ene."
            yield en_linje(pris, linje, f"{' ' * innrykk}- {linje.rest}", melding, råd=råd)


def _står_over(linje: Linje, sak: Sak) -> bool:
    """Whether the line's key stands above it in the same item of a list."""
    for over in reversed(sak.linjer[: linje.nr]):
        if over.er_tom or over.nr in sak.prosa or over.kolonne > linje.kolonne:
            continue
        if over.kolonne < linje.kolonne or not over.nøkkel or not linje.nøkkel:
            return False
        if over.nøkkel["nøkkel"] == linje.nøkkel["nøkkel"]:
            return True
        if over.streker:
            return False
    return False


def tekst_uten_innrykk(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """The first line of a text below «>-» that stands no further in than its key."""
    over = sak.over(linje.nr)
    if not over or not over.åpner_tekst or not linje.rest or linje.streker:
        return
    if linje.nøkkel and linje.nøkkel["nøkkel"] in sak.nøkler:
        return
    innrykk = dybde(over) + 2
    slutt = linje.nr + 1
    for under in sak.linjer[linje.nr + 1 :]:
        if under.er_tom or under.rett(sak.nøkler):
            break
        slutt = under.nr + 1
    for ende in sorted({slutt, linje.nr + 1}, reverse=True):
        nye = tuple(" " * innrykk + tekst.tekst.lstrip() for tekst in sak.linjer[linje.nr : ende])
        melding = f"Teksten under «{over.verdi}» har for lite innrykk."
        råd = f"Gi hver linje i teksten {innrykk} mellomrom foran."
        pris = 4 if linje.nøkkel else 2
        yield Rettelse(pris, linje.nr, ende, nye, melding, råd, linje.kolonne + 1)


def kommentar(linje: Linje, _sak: Sak) -> Iterator[Rettelse]:
    """A comment with the sign of another language."""
    match = _KOMMENTARTEGN.fullmatch(linje.rest)
    if match and not linje.streker:
        ny = f"{linje.innrykk}# {match['tekst']}"
        yield en_linje(3, linje, ny, "En kommentar begynner med «#» i YAML.")


def fremmed_linje(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A line without which, or as a part of the text above, the file is right."""
    if linje.er_tom or linje.nøkkel or sak.er_yaml or linje.tekst.startswith(("---", "...", "%")):
        return
    melding = "Linjen er verken en nøkkel med kolon eller en del av teksten over."
    råd = "Hører den til teksten over, så gi den mer innrykk; er den en kommentar, så sett # foran."
    over = sak.over(linje.nr)
    if over and over.nøkkel:
        hel = " " * (over.kolonne + 2) + linje.rest
        yield en_linje(21, linje, hel, melding, råd=råd)
    yield en_linje(20, linje, "", melding, råd=råd)


def verdi_uten_innrykk(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A value on the line below its key, and no further in."""
    over = sak.over(linje.nr)
    if linje.er_tom or linje.nøkkel or linje.streker or not over or not over.nøkkel or over.verdi:
        return
    melding = f"Verdien til «{over.nøkkel['nøkkel']}» har for lite innrykk."
    hel = " " * (over.kolonne + 2) + linje.rest
    yield en_linje(6, linje, hel, melding, råd=skriv(f"{over.rest} {linje.rest}"))


def linje_mangler(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A key whose line is gone: what belongs to it has nothing to belong to."""
    if linje.nr not in sak.steder or (linje.verdi and not linje.rett(sak.nøkler)):
        return
    if sak.er_yaml and not linje.nøkkel:
        return  # a text where keys are wanted
    innrykk = len(linje.innrykk) - 2
    if sak.trinn is Trinn.YAML:
        if len(sak.steder) == 1 or linje.nr != min(sak.steder):
            return  # a key that stands twice by itself
        yield from _ny_oppføring(linje, innrykk)
    for linjen_over in [f"{nøkkel}:" for nøkkel in sorted(sak.nøkler)]:
        yield _med_linje_over(linje, innrykk, linjen_over)
        if not linje.streker:
            yield _med_linje_over(linje, innrykk - 2, f"- {linjen_over}")


def _ny_oppføring(linje: Linje, innrykk: int) -> Iterator[Rettelse]:
    """The line with a school's id is gone, so that its keys stand twice in the one above."""
    if linje.nøkkel:
        melding = f"Fra «{linje.nøkkel['nøkkel']}» og nedover står nøklene to ganger."
        råd = "Linjen over mangler; skriv den, for eksempel «ål:»."
        rettet = _med_linje_over(linje, innrykk, "en-ny:")
        yield rettet._replace(pris=rettet.pris - 1, melding=melding, råd=råd)


def _med_linje_over(linje: Linje, innrykk: int, tekst: str) -> Rettelse:
    nye = (" " * max(0, innrykk) + tekst, linje.tekst)
    melding = f"Linjen «{tekst}» mangler over denne."
    råd = "Skriv den, eller rett innrykket."
    pris = 25 if innrykk >= 0 else 30
    return Rettelse(pris, linje.nr, linje.nr + 1, nye, melding, råd, linje.kolonne + 1)
