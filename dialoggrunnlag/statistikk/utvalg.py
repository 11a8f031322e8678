"""Which figures of a file are meant by a name: splits are never added, their total is taken."""

import re
from collections.abc import Collection, Sequence

from ..errors import InvalidError, did_you_mean
from ..model.norsk import foldet, oppramsing
from .cellestrom import Navn, Statistikk

# The row of a split that has all of it: «Alle trinn», «Begge kjønn»
_ALLE = re.compile(r"(?:alle|begge|samtlige|totalt?|sum|i alt|samlet|samla)(?:\s.*)?")
# A part of a split: a file that has only one of them doesn't have the whole
_DEL = re.compile(
    r"(?:bare |kun )?(?:gutt(?:er|ar)?|jente[rn]?|mann|menn|kvinner?|"
    r"vg ?[1-4]|(?:videregående|vidaregåande) trinn [1-4])"
)
# Of several figures in a row, the one that is meant where none is named
_HOVEDTALL = ("Score", "AndelMobbet", "AndelDeltatt", "AndelBesvart")
_VIST = 12  # names in a message
_FLESTE_LEDD = 12  # parts of a name that are looked for in any order


def er_alle(tekst: str) -> bool:
    """Whether a value of a split is the whole of it."""
    return _ALLE.fullmatch(foldet(tekst)) is not None


def er_del(tekst: str) -> bool:
    """Whether a value of a split is known to be no more than a part of it."""
    return _DEL.fullmatch(foldet(tekst)) is not None


def velg(statistikk: Statistikk, kolonne: str | None, nøkkel: str = "kolonne") -> Navn:
    """The name of the figures that ``kolonne`` means, its last part or several.

    ``nøkkel`` is what it is called where it was written.
    Raises InvalidError, with the names there are, where that is none or more than one.
    """
    navn = statistikk.navnene()
    if not navn:
        raise InvalidError("Filen har ingen tall.", "Last den ned på nytt.")
    valgte = navn if kolonne is None else _navngitte(navn, kolonne)
    if not valgte:
        raise _ukjent(navn, kolonne or "", nøkkel)
    return _samlet(statistikk, valgte, kolonne)


def kolonnenavn(navn: Navn) -> str:
    """A figure's name as it is written in tall.yaml: its parts with full stops between."""
    return ".".join(ledd for ledd in navn if ledd)


def korteste_navn(statistikk: Statistikk) -> list[str]:
    """What to write for each figure that stands for all of its splits; '' for the only one."""
    navn = statistikk.navnene()
    lengde = max(map(len, navn), default=0)
    navn = [ett for ett in navn if len(ett) == lengde]
    for plass in range(lengde):
        hele = [ett for ett in navn if er_alle(ett[plass])]
        navn = hele or navn
    hovedtall = _hovedtall({ett[-1] for ett in navn if ett})
    if hovedtall:  # what stands beside it isn't meant where none is named
        navn = [ett for ett in navn if ett[-1] == hovedtall]
    viktige = []
    for plass in range(lengde):
        verdier = {ett[plass] for ett in navn}
        if len(verdier) > 1 or any(map(er_del, verdier)):
            viktige.append(plass)
    skrevet = [kolonnenavn(tuple(ett[plass] for plass in viktige)) for ett in navn]
    return list(dict.fromkeys(skrevet))


def _hovedtall(mål: Collection[str]) -> str:
    """The figure that is meant where none is named; '' where that can't be said."""
    for ett in _HOVEDTALL:
        if ett in mål:
            return ett
    return ""


def eneste_navn(statistikk: Statistikk) -> str:
    """What a file's only figure is called in it; '' where nothing is said."""
    for navn in statistikk.navnene():
        for ledd in reversed(navn):
            if ledd and not er_alle(ledd):
                return ledd
    return ""


def _navngitte(navn: Sequence[Navn], kolonne: str) -> list[Navn]:
    """The names that end with ``kolonne``; else those that have its parts in any order."""
    ønsket = foldet(kolonne)
    slutt = []
    for ett in navn:
        brettet = foldet(kolonnenavn(ett))
        if brettet == ønsket or brettet.endswith(f".{ønsket}"):
            slutt.append(ett)
    if slutt:
        return slutt
    return [ett for ett in navn if _har_ledd(ønsket, [foldet(ledd) for ledd in ett if ledd])]


def _har_ledd(ønsket: str, ledd: list[str]) -> bool:
    """Whether a text is made of some of these parts, in any order."""
    if len(ledd) > _FLESTE_LEDD:
        return False
    for nummer, ett in enumerate(ledd):
        if ønsket == ett:
            return True
        if ønsket.startswith(f"{ett}."):
            resten = ledd[:nummer] + ledd[nummer + 1 :]
            if _har_ledd(ønsket.removeprefix(f"{ett}."), resten):
                return True
    return False


def _samlet(statistikk: Statistikk, valgte: list[Navn], kolonne: str | None) -> Navn:
    """The one name that stands for all of the splits that aren't named.

    Raises InvalidError where a split has no total.
    """
    lengder = {len(navn) for navn in valgte}
    for plass in range(max(lengder) if len(lengder) == 1 else 0):
        verdier = list(dict.fromkeys(navn[plass] for navn in valgte))
        if len(verdier) == 1:
            if er_del(verdier[0]) and foldet(verdier[0]) not in foldet(kolonne or ""):
                raise _bare_del(verdier[0], valgte[0])
            continue
        hele = [verdi for verdi in verdier if er_alle(verdi)]
        hovedtall = _hovedtall(verdier)
        if not hele and hovedtall:
            hele = [hovedtall]
        if len(hele) != 1:
            raise _uten_alle(statistikk, plass, verdier, valgte[0], kolonne)
        rest = [navn for navn in valgte if navn[plass] == hele[0]]
        valgte = rest
    if len(valgte) == 1:
        return valgte[0]
    message = f"Flere kolonner passer til «{kolonne}»." if kolonne else "Filen har flere tall."
    raise InvalidError(message, f"Skriv en av dem: {_vist(list(map(kolonnenavn, valgte)))}.")


def _uten_alle(
    statistikk: Statistikk, plass: int, verdier: list[str], første: Navn, kolonne: str | None
) -> InvalidError:
    """That a split has no total, or several, and what to write."""
    vist = _vist(verdier)
    siste = len(første) - 1
    eksempel = verdier[0]
    if kolonne:
        eksempel = f"{verdier[0]}.{kolonne}"
    if plass == siste and not kolonne:
        return InvalidError(f"Filen har flere tall: {vist}.", f"Skriv et av dem: «{eksempel}».")
    navn = statistikk.ledd[plass] if plass < len(statistikk.ledd) else f"del {plass + 1}"
    message = f"Tallene er delt etter «{navn}» ({vist}), og filen har ingen rad for alle."
    return InvalidError(message, f"Deler legges aldri sammen. Skriv hvilken: «{eksempel}».")


def _bare_del(verdi: str, navn: Navn) -> InvalidError:
    """That a file has figures of a part alone, which nobody has asked for."""
    eksempel = verdi if navn[-1] in ("", verdi) else f"{verdi}.{navn[-1]}"
    remedy = f"Last ned en fil med alle, eller skriv at det er dem det gjelder: «{eksempel}»."
    return InvalidError(f"Filen har bare tall for «{verdi}».", remedy)


def _ukjent(navn: Sequence[Navn], kolonne: str, nøkkel: str) -> InvalidError:
    """That no figure has a name, with those there are."""
    ledd = dict.fromkeys(ledd for ett in navn for ledd in reversed(ett) if ledd)
    siste = list(dict.fromkeys(ett[-1] for ett in navn if ett and ett[-1]))
    forslag = did_you_mean(kolonne, [*siste, *ledd][:2000])
    remedy = (
        f"Kolonnene er: {_vist(siste)}." if siste else f"Ta bort «{nøkkel}»: filen har ett tall."
    )
    return InvalidError(f"Ingen kolonne heter «{kolonne}».", f"{forslag} {remedy}".strip())


def _vist(navn: Sequence[str]) -> str:
    """Some names in a message, and how many more there are."""
    viste = [f"«{ett}»" for ett in navn[:_VIST]]
    if len(navn) > _VIST:
        return f"{', '.join(viste)} … ({len(navn)} i alt)"
    return oppramsing(viste)
