"""Corrections of keys: the colon after them, their names, and where they begin."""

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches

from .linjer import ORD, Linje, Rettelse, Sak, Trinn, byttet, en_linje, som_verdi

_KOLON = "：﹕∶ː꞉︓:"
_TEGN_FOR_KOLON = rf"(?:[-=–—]+>|→|[{_KOLON}=;,.–—-]+)"


def kolon_mangler(rest: str, nøkler: Collection[str]) -> tuple[str, str, str] | None:
    """A known key without its colon and a space: the key, what is wrong, and what was meant."""
    match = re.fullmatch(
        rf"(?P<sitat>['\"]?)(?P<nøkkel>{ORD})(?P=sitat)"
        rf"(?P<tegn>\s*{_TEGN_FOR_KOLON}(?:\s*[:=])*|\s+|$)(?P<luft>\s*)(?P<verdi>.*)",
        rest,
    )
    if not match or match["nøkkel"] not in nøkler:
        return None
    tegn = " ".join(match["tegn"].split())
    verdi = match["verdi"]
    if tegn == ":" and (not verdi or match["luft"]):
        return None
    nøkkel = match["nøkkel"]
    if not tegn:
        melding = f"Kolonet etter «{nøkkel}» mangler."
    elif tegn == ":":
        melding = f"Mellomrommet etter kolonet mangler i «{nøkkel}:»."
    elif set(tegn) <= {":", " "}:
        melding = f"Etter «{nøkkel}» står det flere kolon, ikke ett."
    else:
        melding = f"Etter «{nøkkel}» står det «{tegn}», ikke kolon og mellomrom."
    return nøkkel, melding, f"{nøkkel}: {som_verdi(verdi)}".rstrip()


def kolon(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A key without its colon, or with another sign for it."""
    funnet = kolon_mangler(linje.rest, sak.nøkler)
    if funnet:
        nøkkel, melding, ny = funnet
        sted = linje.kolonne + len(nøkkel)
        over = sak.over(linje.nr)
        if over and not linje.streker and over.kolonne != linje.kolonne:
            yield en_linje(3, linje, " " * over.kolonne + ny, melding)
        yield en_linje(
            1, linje, byttet(linje, ny), melding, sted=sted if sted < len(linje.tekst) else None
        )
    else:
        yield from _feilskrevet_uten_kolon(linje, sak)
    yield from _kolon_for_langt_ute(linje, sak)
    yield from _ukjent_nøkkels_kolon(linje, sak)


def _feilskrevet_uten_kolon(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A misspelt key, and no colon either."""
    match = re.match(rf"{ORD}", linje.rest)
    if not match or linje.nøkkel:
        return
    for nøkkel in _lignende(match[0], sak.nøkler, likhet=0.7):
        funnet = kolon_mangler(nøkkel + linje.rest[match.end() :], sak.nøkler)
        if funnet:
            melding = f"Nøkkelen heter «{nøkkel}», og kolonet etter den mangler."
            yield en_linje(4, linje, byttet(linje, funnet[2]), melding)


def _kolon_for_langt_ute(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """The colon after the first words of the value."""
    match = re.fullmatch(rf"(?P<nøkkel>{ORD})\s+(?P<ord>[^:]*):(?:\s+(?P<verdi>.*))?", linje.rest)
    if match and match["nøkkel"] in sak.nøkler:
        verdi = f"{match['ord']} {match['verdi'] or ''}".strip()
        melding = f"Kolonet står ikke rett etter «{match['nøkkel']}»."
        yield en_linje(4, linje, byttet(linje, f"{match['nøkkel']}: {verdi}"), melding)


def _ukjent_nøkkels_kolon(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A school's, a role's or a link's id without its colon."""
    match = re.fullmatch(
        rf"(?P<nøkkel>{ORD})(?P<tegn>\s*{_TEGN_FOR_KOLON}|\s+|)\s*(?P<verdi>.*)", linje.rest
    )
    if not match or linje.nøkkel:
        return
    nøkkel, tegn, verdi = match["nøkkel"], match["tegn"].strip(), match["verdi"]
    ny = f"{nøkkel}: {som_verdi(verdi)}".rstrip()
    melding = f"Kolonet etter «{nøkkel}» mangler."
    if tegn == ":":
        melding = f"Mellomrommet etter kolonet mangler i «{nøkkel}:»."
    elif tegn:
        melding = f"Etter «{nøkkel}» står det «{tegn}», ikke kolon."
    under = sak.under(linje.nr)
    åpner = not verdi and under and under.kolonne > linje.kolonne
    yield en_linje(2 if åpner else 6, linje, byttet(linje, ny), melding)


def to_nøkler(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """Two keys on one line."""
    for match in re.finditer(rf"[\s,;]+(?P<neste>(?P<nøkkel>{ORD}):(?:\s.*|$))", linje.rest):
        if match["nøkkel"] not in sak.nøkler or not linje.nøkkel:
            continue
        første = byttet(linje, linje.rest[: match.start()])
        neste = " " * linje.kolonne + match["neste"]
        sted = linje.kolonne + match.start("neste") + 1
        råd = f"Skriv «{match['neste']}» på sin egen linje."
        melding = "To nøkler står på den samme linjen."
        yield Rettelse(2, linje.nr, linje.nr + 1, (første, neste), melding, råd, sted)


def på_ny_linje(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A list or a block that begins beside its key."""
    match = re.match(rf"(?P<strek>- )?(?:(?P<nøkkel>{ORD}):)?", linje.verdi)
    if not linje.nøkkel or not match or not match[0]:
        return
    hva = "Listen" if match["strek"] else f"Nøkkelen «{match['nøkkel']}»"
    melding = f"{hva} må begynne på en ny linje under «{linje.nøkkel['nøkkel']}:»."
    råd = f"Skriv «{linje.verdi}» på linjen under, med {linje.kolonne + 2} mellomrom foran."
    nye = (byttet(linje, f"{linje.nøkkel['nøkkel']}:"), " " * (linje.kolonne + 2) + linje.verdi)
    er_kjent = match["nøkkel"] in sak.nøkler if match["nøkkel"] else bool(match["strek"])
    sted = linje.verdi_sted + 1
    pris = 3 if er_kjent else 8
    yield Rettelse(pris, linje.nr, linje.nr + 1, nye, melding, råd, sted)


def verdi_og_nøkler(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A key with a value, and a block below it."""
    under = sak.under(linje.nr)
    er_blokk = under and under.kolonne > linje.kolonne and (under.nøkkel or under.streker)
    if linje.nøkkel and linje.verdi and er_blokk:
        nøkkel = linje.nøkkel["nøkkel"]
        melding = f"«{nøkkel}» har både en verdi på linjen og noe under seg."
        råd = f"Skriv «{nøkkel}:» alene på linjen, eller ta bort det som står under."
        sted = linje.verdi_sted
        yield en_linje(6, linje, byttet(linje, f"{nøkkel}:"), melding, råd=råd, sted=sted)


def nøkkelens_navn(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A key that is misspelt."""
    match = linje.nøkkel or re.match(
        r"(?P<nøkkel>[^:{\[(][^:]{0,40}):(?P<verdi>\W*(?:\s|$).*)", linje.rest
    )
    if not match or match["nøkkel"] in sak.nøkler or sak.trinn is Trinn.YAML:
        return
    skrevet = match["nøkkel"].strip("'\"")
    if skrevet in sak.nøkler:
        return
    verdi = (match["verdi"] or "").lstrip("*_”\"' ")
    for nøkkel in _lignende(re.sub(r"[^\w-]", "", skrevet), sak.nøkler):
        ny = byttet(linje, f"{nøkkel}: {verdi}".rstrip())
        melding, råd = f"Ukjent nøkkel «{skrevet}».", f"Mente du «{nøkkel}»?"
        yield en_linje(3, linje, ny, melding, råd=råd)


def _lignende(skrevet: str, nøkler: Collection[str], *, likhet: float = 0.6) -> list[str]:
    """The keys that are spelt much like this, the likeliest first."""
    foldet = {nøkkel.casefold(): nøkkel for nøkkel in sorted(nøkler)}
    like = get_close_matches(skrevet.casefold(), foldet, n=3, cutoff=likhet)
    return [foldet[likt] for likt in like]
