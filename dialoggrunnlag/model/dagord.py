"""The words and signs of a set of days, and what each of them means there.

``tegnene_i`` is what others call, and ``ukjent`` for a word that means nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..errors import InvalidError, did_you_mean
from .datoformer import MÅNEDER, MÅNEDSORD, STREKER, UKEDAGER, UKEDAGSORD

RÅD = "Skriv for eksempel uke 43, ikke fredager eller 12.–16. oktober."
_ÅRSTALL = 4  # digits
_TEGN = re.compile(
    rf"(?P<isouke>[0-9]{{4}}-?[wW][0-9]{{1,2}})|(?P<tall>[0-9]+)(?P<punktum>\.)?|(?P<strek>[{STREKER}—])"
    r"|(?P<komma>[,;+&])|(?P<skrå>/)|[()]|(?P<ord>[^\W\d_]+(?:\.[^\W\d_]+)*)\.?|(?P<annet>\S)"
)
_UKE = "u uke uker uka uken ukene ukenr ukenummer v veke veker veka vekene vekenr vekenummer"
_FYLL = (
    "den på hele heile alle hver kvar hvert kvart de dei dag dager dagar dagen dagene dagane dato "
    "datoer datoar datoene datoane måneden månaden månedene månadene gjerne helst bare berre kun "
    "nr nummer også med kan aller enten anten både"
)
# What a word means in these texts; weekdays and months beside them
_ORD = {
    "uke": _UKE,
    "og": "og eller el samt men",
    "ikke": "ikke ikkje",
    "unntatt": "unntatt unnateke unntake unnatatt unntak bortsett utenom utanom uten utan minus",
    "i": "i av",
    "fra": "fra frå fom tidligst tidlegast",
    "til": "til tom ut innen innan senest seinast",
    "etter": "etter senere seinare",
    "før": "før tidligere tidlegare",
    "mellom": "mellom",
    "partall": "partallsuke partallsuker partallsukene partallsveker like",
    "oddetall": "oddetallsuke oddetallsuker oddetallsukene oddetallsveker odde",
    "første": "første fyrste",
    "andre": "andre annen anna siste",
    "halvdel": "halvdel halvdelen halvparten",
    "": _FYLL,
}
BETYR = {ord_: betydning for betydning, ordene in _ORD.items() for ord_ in ordene.split()}
# What follows a word without saying more: «til og med», «til slutten av», «med unntak av»
_FØLGER = {
    "fra": ("og", "med", "starten", "begynnelsen", "byrjinga", "av"),
    "til": ("og", "med", "slutten", "utgangen", "av"),
    "unntatt": ("fra", "frå", "av", "for"),
    "etter": ("enn",),
    "før": ("enn",),
    "i": ("løpet", "av"),
}
_HVER = ("hver", "hvert", "kvar", "kvart", "alle")
_ENDELSER = ("er", "ar", "ene", "ane")  # many; «fredagen» is one
KLOKKEN = (
    "kl klokka klokken formiddag formiddager formiddagen føremiddag ettermiddag ettermiddager "
    "ettermiddagen morgen morgenen morgon kveld kvelden lunsj time timer"
)
_FERIE = (
    *("ferie", "ferien", "feriar", "ferier", "ferieuka", "ferieuken", "jul", "jula", "julen"),
    *("nyttår", "påske", "påska", "påsken", "pinse", "pinsa", "pinsen"),
)
_UKLART = "sier ikke hvilke dager det er."
_RÅD_UKLART = "Skriv datoene, for eksempel 1.–10. oktober, eller ukenummeret."
_UBESTEMTE = (
    "begynnelsen byrjinga starten midten midt slutten slutt tidlig tidleg sent seint sen primo "
    "medio ultimo rundt omkring ca cirka"
)
_ANNENHVER = "annenhver annethvert annankvar annakvar annakvart"
_RÅD_ANNENHVER = "Skriv for eksempel «torsdager i partallsuker» eller «torsdager i oddetallsuker»."
_HVERDAGER = "hverdag hverdager hverdagene kvardag kvardagar ukedag ukedager vekedag vekedagar"
_I_FORHOLD_TIL = "neste forrige denne dette nå no idag imorgen dag"
# Words that say no days, what is said of them, and what to write
_SIER_IKKE_DAGER = (
    (_UBESTEMTE, _UKLART, _RÅD_UKLART),
    (_ANNENHVER, "sier ikke hvilke uker det er.", _RÅD_ANNENHVER),
    (_HVERDAGER, "er ingen bestemt ukedag.", "Skriv mandag–fredag."),
    (
        _I_FORHOLD_TIL,
        "blir en annen dag når filen leses senere.",
        "Skriv ukenummeret eller datoen.",
    ),
)
_PÅ_ENGELSK = {"oct": "okt", "dec": "des", "may": "mai", "week": "uke", "weeks": "uker"}


class Tegn(NamedTuple):
    """A number, a word or a sign, and what it means: ``slag``.

    ``verdi`` is the number, or which day of the week or month it is. ``har_punktum``: it is a
    number with a full stop. ``er_flertall``: «fredager».
    """

    slag: str
    tekst: str
    start: int
    slutt: int
    verdi: int = 0
    har_punktum: bool = False
    er_flertall: bool = False

    @property
    def er_år(self) -> bool:
        """Whether it is a number of four digits."""
        return self.slag == "tall" and len(self.tekst) == _ÅRSTALL

    @property
    def er_tall(self) -> bool:
        """Whether it is a number that is no year."""
        return self.slag == "tall" and len(self.tekst) < _ÅRSTALL - 1


SLUTT = Tegn("slutt", "", -1, -1)


def tegnene_i(text: str) -> list[Tegn]:
    """The signs of a text, without words that say nothing."""
    tegnene: list[Tegn] = []
    følger: tuple[str, ...] = ()
    fyllord = ""
    for match in _TEGN.finditer(text):
        tegn = _tegn(match)
        if tegn.tekst in følger:
            continue
        følger = _FØLGER.get(tegn.slag, ()) if match["ord"] else ()
        if not tegn.slag:
            fyllord = tegn.tekst
            continue
        tegnene.append(_etter_fyllord(tegn, fyllord))
        fyllord = ""
    return _med_naboer(tegnene)


def _etter_fyllord(tegn: Tegn, fyllord: str) -> Tegn:
    """A sign behind a word that says something of it, if one does."""
    if tegn.slag == "ukedag" and fyllord in _HVER:  # «hver fredag»
        return tegn._replace(er_flertall=True)
    if tegn.slag in ("før", "etter") and fyllord == "dagen":  # one day, and not all those before
        return tegn._replace(slag="ukjent", tekst=f"dagen {tegn.tekst}")
    return tegn


def _med_naboer(tegnene: list[Tegn]) -> list[Tegn]:
    """Signs that mean what those beside them say."""
    med: list[Tegn] = []
    for plass, tegn in enumerate(tegnene):
        forrige = tegnene[plass - 1] if plass else SLUTT
        neste = tegnene[plass + 1] if plass + 1 < len(tegnene) else SLUTT
        if tegn.slag == "måned" and tegn.tekst == "jul" and forrige.slag != "tall":  # Christmas
            tegn = tegn._replace(slag="ukjent")  # noqa: PLW2901 - as it is meant
        er_mellom_tall = forrige.slag == neste.slag == "tall" and not forrige.har_punktum
        if tegn.slag == "skrå" and not er_mellom_tall:  # «tirsdag/torsdag», «12./13. oktober»
            tegn = tegn._replace(slag="og")  # noqa: PLW2901 - as it is meant
        if tegn.slag == "og" and med and med[-1].slag == "og":  # «, og», «og/eller»
            med.pop()
        med.append(tegn)
    return med


def _tegn(match: re.Match[str]) -> Tegn:
    start, slutt = match.span()
    if match["ord"]:
        return _ord(match["ord"], start, slutt)
    if match["tall"]:
        tall = match["tall"]
        return Tegn("tall", tall, start, slutt, int(tall), bool(match["punktum"]))
    slag = match.lastgroup or ""  # parentheses
    return Tegn("og" if slag == "komma" else slag, match[0], start, slutt)


def _ord(skrevet: str, start: int, slutt: int) -> Tegn:
    """What a word means; «ukjent» for one that means nothing here."""
    ord_ = skrevet.casefold()
    uten_punktum = ord_.replace(".", "")  # t.o.m.
    if uten_punktum in BETYR:
        return Tegn(BETYR[uten_punktum], ord_, start, slutt)
    if ord_ in MÅNEDSORD:
        return Tegn("måned", ord_, start, slutt, MÅNEDSORD[ord_] + 1)
    if ord_ in UKEDAGSORD:
        return Tegn("ukedag", ord_, start, slutt, UKEDAGSORD[ord_])
    stamme = _stamme(ord_)
    if stamme:
        er_flertall = not ord_.endswith("en")
        return Tegn("ukedag", ord_, start, slutt, UKEDAGSORD[stamme], er_flertall=er_flertall)
    return Tegn("ukjent", skrevet, start, slutt)


def _stamme(ord_: str) -> str:
    """«fredag» of «fredager» and «fredagen»; '' for what is no day of the week."""
    for endelse in (*_ENDELSER, "en"):
        stamme = ord_.removesuffix(endelse)
        if stamme != ord_ and stamme.endswith("dag") and stamme in UKEDAGSORD:
            return stamme
    return ""


def ukjent(ord_: str) -> InvalidError:
    """A word that says no day."""
    foldet = ord_.casefold()
    for ordene, sier, remedy in _SIER_IKKE_DAGER:
        if foldet in ordene.split():
            return InvalidError(f"«{ord_}» {sier}", remedy)
    if foldet.startswith("dagen "):
        return ubestemt(ord_)
    message = f"«{ord_}» er verken en dag, en uke eller en måned."
    if foldet.endswith(_FERIE):
        return InvalidError(message, "Skriv dagene eller uken, for eksempel uke 40.")
    if foldet in _PÅ_ENGELSK:
        return InvalidError(message, f"Mente du «{_PÅ_ENGELSK[foldet]}»?")
    return InvalidError(message, did_you_mean(foldet, _kjente_ord()) or RÅD)


def ubestemt(ord_: str) -> InvalidError:
    """A word that says about when, and not which days."""
    return InvalidError(f"«{ord_}» {_UKLART}", _RÅD_UKLART)


def _kjente_ord() -> list[str]:
    """The words that somebody may have meant."""
    kjente = [*UKEDAGER, *(f"{ukedag}er" for ukedag in UKEDAGER), *MÅNEDER]
    for ukedag in UKEDAGSORD:  # those of nynorsk
        if ukedag.endswith("dag") and ukedag not in UKEDAGER:
            kjente += [ukedag, f"{ukedag}ar"]
    kjente += ["uke", "uker", "ukene", "veke", "veker", "ikke", "ikkje", "unntatt", "etter", "før"]
    return kjente
