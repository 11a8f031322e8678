"""Corrections of values: quotes, brackets, and what YAML takes for something else."""

import re
from collections.abc import Iterator

from .linjer import ORD, Linje, Rettelse, Sak, byttet, en_linje, i_anførsel, med_verdi
from .rettet_kolon import kolon_mangler

_IKKE_LUKKET = "Klammen som begynner her, er ikke lukket."


def anførselstegn(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """Quotes that aren't closed, or are closed too early."""
    verdi = linje.verdi
    tegn = verdi[:1]
    if tegn not in ("'", '"') or len(verdi) < 2:  # noqa: PLR2004 - a quote and a letter
        return
    sted = linje.verdi_sted
    inni = verdi[1:-1] if verdi.endswith(tegn) else verdi[1:]
    if verdi.rstrip(",;").endswith(tegn) and verdi[-1] in ",;":
        navn = "Kommaet" if verdi[-1] == "," else "Semikolonet"
        melding = f"{navn} etter anførselstegnet hører ikke hjemme her."
        yield en_linje(1, linje, med_verdi(linje, verdi.rstrip(",;")), melding)
    if verdi.endswith(tegn) and tegn in inni:
        hva = "Apostrofen" if tegn == "'" else "Anførselstegnet"
        melding = f"{hva} inne i teksten avslutter den."
        ny = med_verdi(linje, i_anførsel(inni))
        yield en_linje(2, linje, ny, melding, sted=sted + 1 + inni.index(tegn))
    if tegn in inni and not verdi.endswith(tegn):
        melding = "Teksten fortsetter etter anførselstegnet som lukker den."
        ny = med_verdi(linje, i_anførsel(verdi))
        yield en_linje(2, linje, ny, melding, sted=sted + 2 + inni.index(tegn))
    if not verdi.endswith(tegn) and verdi[-1] in "'\"’”´`":
        melding = f"Teksten begynner med {tegn} og slutter med {verdi[-1]}."
        yield en_linje(1, linje, med_verdi(linje, _lukket(tegn, verdi[1:-1])), melding, sted=sted)
    if not verdi.endswith(tegn):
        hel = linje.tekst[sted:].rstrip()  # what looks like a comment may be part of the text
        for lukket in (verdi, hel):
            melding = "Anførselstegnet som begynner her, er ikke lukket."
            ny = linje.tekst[:sted] + _lukket(tegn, lukket[1:]) + linje.tekst[sted + len(lukket) :]
            yield en_linje(2, linje, ny, melding, sted=sted)
        slutt = sak.blokk(linje)
        if slutt > linje.nr + 1:
            nye = [under.tekst for under in sak.linjer[linje.nr : slutt]]
            nye[-1] += tegn
            råd = f"Lukk det på slutten av linje {slutt}."
            yield Rettelse(2, linje.nr, slutt, tuple(nye), melding, råd, sted + 1)


def _lukket(tegn: str, tekst: str) -> str:
    """The text between quotes, of this kind where that is possible."""
    return i_anførsel(tekst) if tegn in tekst else tegn + tekst + tegn


def skjeve_anførselstegn(linje: Linje, _sak: Sak) -> Iterator[Rettelse]:
    """Word's quotes, which YAML takes for letters."""
    match = re.fullmatch("[“”„‟‘’‚«»](?P<tekst>.*?)[“”„‟‘’»«\"']", linje.verdi)
    if match:
        melding = f"«{linje.verdi[0]}» er ikke et anførselstegn i YAML."
        ny = med_verdi(linje, i_anførsel(match["tekst"]))
        yield en_linje(2, linje, ny, melding, sted=linje.verdi_sted)


def hele_i_anførselstegn(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """A value that YAML takes for something else than a text."""
    verdi = linje.verdi
    if not verdi or not (linje.nøkkel or linje.streker):
        return
    if sak.er_yaml and verdi[0] in "[!{" and not verdi.startswith("{{"):
        return  # a list, a type or keys: they are what they look like
    sted = linje.verdi_sted
    ny = med_verdi(linje, i_anførsel(verdi))
    kolon = re.search(r":(?:\s|$)", verdi)
    if kolon and not (linje.rest == verdi and linje.nøkkel):
        melding = "Et kolon inne i verdien blir lest som en ny nøkkel."
        yield en_linje(4, linje, ny, melding, sted=sted + kolon.start())
        yield from _flere_linjer(linje, sak, melding, sted + kolon.start())
    if verdi[0] in "|>":
        yield from _tekst_på_linjen(linje)
        melding = "«|» eller «>» foran en tekst betyr noe eget i YAML."
        yield en_linje(4, linje, ny, melding, sted=sted)
    elif verdi[0] in "@`%&*!{[,?]}" or verdi.startswith("- "):
        melding = f"«{verdi[0]}» i begynnelsen av en verdi betyr noe eget i YAML."
        yield en_linje(4, linje, ny, melding, sted=sted)


def _tekst_på_linjen(linje: Linje) -> Iterator[Rettelse]:
    """What is wrong beside «>-»: the text begins there, or Word has made a dash of its hyphen."""
    verdi = linje.verdi
    sted = linje.verdi_sted
    if re.fullmatch("[|>][–—−]", verdi):
        ny = med_verdi(linje, f"{verdi[0]}-")
        melding = f"Etter «{verdi[0]}» står det en tankestrek, ikke en bindestrek."
        yield en_linje(1, linje, ny, melding, sted=sted + 1)
    match = re.fullmatch(r"(?P<tegn>[|>][-+]?)\s+(?P<tekst>.+)", verdi)
    if match and linje.nøkkel:
        innrykk = linje.kolonne + 2
        nye = (med_verdi(linje, match["tegn"]), " " * innrykk + match["tekst"])
        melding = f"Teksten må begynne på linjen under «{match['tegn']}»."
        råd = f"Flytt den dit, med {innrykk} mellomrom foran."
        yield Rettelse(
            3, linje.nr, linje.nr + 1, nye, melding, råd, sted + 1 + match.start("tekst")
        )


def _flere_linjer(linje: Linje, sak: Sak, melding: str, sted: int) -> Iterator[Rettelse]:
    """A value of several lines between quotes."""
    slutt = sak.blokk(linje)
    if slutt == linje.nr + 1:
        return
    tekster = [linje.verdi, *(under.tekst for under in sak.linjer[linje.nr + 1 : slutt])]
    første, *resten = i_anførsel("\n".join(tekster)).split("\n")
    råd = "Sett hele verdien i anførselstegn, eller på linjene under «>-»."
    nye = (med_verdi(linje, første), *resten)
    yield Rettelse(4, linje.nr, slutt, nye, melding, råd, sted + 1)


def linje_i_anførselstegn(linje: Linje, _sak: Sak) -> Iterator[Rettelse]:
    """Quotes around the key and its value together."""
    match = re.fullmatch(
        rf"(?P<tegn>['\"])(?P<inni>(?P<nøkkel>{ORD}):(?:\s[^'\"]*)?)(?P=tegn)?,?", linje.rest
    )
    if match:
        melding = f"Anførselstegnene står rundt både «{match['nøkkel']}» og verdien."
        yield en_linje(2, linje, byttet(linje, match["inni"]), melding)


def klammer(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """What is wrong in «[a, b]» and in «{a: b}»."""
    verdi = linje.verdi
    if verdi[:1] in ("[", "(", "{") or verdi.rstrip(",;.")[-1:] in ("]", ")", "}"):
        sted = linje.verdi_sted
        for pris, sted_i_verdien, melding, rettet in _lister(verdi):
            ny = med_verdi(linje, rettet)
            yield en_linje(pris, linje, ny, melding, sted=sted + sted_i_verdien)
    if verdi[:1] == "{":
        yield from _nøkler_i_klammer(linje, sak)


def _lister(verdi: str) -> Iterator[tuple[int, int, str, str]]:
    """What a list on one line was meant as: the price, the place, what is wrong, and the list."""
    inni = verdi.strip("[](){},;. ")
    punkter = [bit.strip() for bit in re.split(r"[;,]", inni) if bit.strip()]
    liste = f"[{', '.join(punkter)}]"
    if ";" in verdi:
        yield 1, verdi.index(";"), "Mellom punktene står det semikolon, ikke komma.", liste
    if verdi[0] == "[" and "]" not in verdi:
        yield 2, 0, _IKKE_LUKKET, liste
    if verdi[0] != "[" and verdi[-1] == "]":
        yield 2, 0, "Klammen foran listen mangler.", liste
    if verdi[0] in "({" and ":" not in verdi:
        yield 2, 0, "Listen står ikke mellom [ og ].", liste
    fremmed = re.search("[“”„‟]", verdi)
    if verdi[0] == "[" and fremmed:
        uten = re.sub("[“”„‟]", "", liste)
        yield 2, fremmed.start(), f"«{fremmed[0]}» er ikke et anførselstegn i YAML.", uten
    if re.search(r",\s*,|\[\s*,", verdi):
        yield 2, 0, "Et komma for mye står i listen.", liste
    if "]" in verdi[:-1]:
        etter = verdi.index("]") + 1
        yield 2, etter, "Teksten fortsetter etter klammen som lukker listen.", liste
    if verdi[0] == "[" and " " in inni:
        ord_ = re.split(r"[;,.\s]+(?:og\s+)?", inni)
        yield 4, 0, "Kommaet mellom punktene i listen mangler.", f"[{', '.join(ord_)}]"


def _nøkler_i_klammer(linje: Linje, sak: Sak) -> Iterator[Rettelse]:
    """What is wrong in «{a: b}»: it isn't closed, or a key is without its colon."""
    if ";" in linje.verdi:
        ny = med_verdi(linje, linje.verdi.replace(";", ","))
        sted = linje.verdi_sted + linje.verdi.index(";")
        yield en_linje(1, linje, ny, "Her står det semikolon, ikke komma.", sted=sted)
    if "}" not in linje.verdi:
        ny = med_verdi(linje, linje.verdi.rstrip("])") + "}")
        yield en_linje(3, linje, ny, _IKKE_LUKKET, sted=linje.verdi_sted)
        return
    biter = [bit.strip() for bit in re.split("[;,]", linje.verdi[1:-1])]
    for nummer, bit in enumerate(biter):
        funnet = kolon_mangler(bit, sak.nøkler)
        if funnet:
            rettet = ", ".join([*biter[:nummer], funnet[2], *biter[nummer + 1 :]])
            sted = linje.tekst.index(bit, linje.verdi_sted)
            yield en_linje(2, linje, med_verdi(linje, f"{{{rettet}}}"), funnet[1], sted=sted)


def uten_klammer(linje: Linje, _sak: Sak) -> Iterator[Rettelse]:
    """A comma after a value, as in JSON."""
    if (linje.nøkkel or linje.streker) and linje.verdi[-1:] in (",", ";") and len(linje.verdi) > 1:
        navn = "Kommaet" if linje.verdi[-1] == "," else "Semikolonet"
        melding = f"{navn} på slutten av linjen hører ikke hjemme her."
        yield en_linje(3, linje, med_verdi(linje, linje.verdi[:-1]), melding)
