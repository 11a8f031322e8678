"""Figures as Norwegian text: decimal comma, a hard space, a true minus, and the unit's name."""

from .norsk import Målform
from .tall import Enhet, Fravær

_HARD = "\u00a0"  # a space that no line is broken at
_MINUS = "\u2212"
# After the figure, in the singular and the plural; what has no name is told by the heading
_ENHETER: dict[Målform, dict[Enhet, tuple[str, str]]] = {
    "bokmål": {"prosent": ("%", "%"), "dager": ("dag", "dager"), "timer": ("time", "timer")},
    "nynorsk": {"prosent": ("%", "%"), "dager": ("dag", "dagar"), "timer": ("time", "timar")},
}
_ENHETSNAVN: dict[Målform, dict[Enhet, str]] = {
    "bokmål": {},
    "nynorsk": {"dager": "dagar", "timer": "timar", "antall": "antal"},
}
_FRAVÆR: dict[Målform, tuple[str, str]] = {
    "bokmål": ("ikke vist", "mangler"),
    "nynorsk": ("ikkje vist", "manglar"),
}


def enhetsnavn(enhet: Enhet, målform: Målform) -> str:
    """What a key figure is measured in."""
    return _ENHETSNAVN[målform].get(enhet, enhet)


def som_tall(verdi: float, desimaler: int) -> str:
    """A figure without its unit: «1 234,5» with hard spaces, «−0,3»."""
    tekst = f"{abs(verdi):,.{desimaler}f}".replace(",", _HARD).replace(".", ",")
    er_null = not tekst.strip("0,")
    return f"{_MINUS}{tekst}" if verdi < 0 and not er_null else tekst


def med_enhet(verdi: float, desimaler: int, enhet: Enhet, målform: Målform) -> str:
    """A figure with its unit, where that has a name: «3,2 %», «1 dag»."""
    tekst = som_tall(verdi, desimaler)
    navn = _ENHETER[målform].get(enhet)
    if navn is None:
        return tekst
    return f"{tekst}{_HARD}{navn[0] if tekst in ('1', f'{_MINUS}1') else navn[1]}"


def som_endring(verdi: float, desimaler: int, enhet: Enhet, målform: Målform) -> str:
    """A difference with its sign; between percentages it is in percentage points."""
    tekst = som_tall(verdi, desimaler)
    if enhet == "prosent":
        tekst = f"{tekst}{_HARD}prosentpoeng"
    else:
        tekst = med_enhet(verdi, desimaler, enhet, målform)
    return f"+{tekst}" if verdi > 0 and tekst.strip("0,")[:1].isdigit() else tekst


def hvorfor_ikke(fravær: Fravær | None, målform: Målform) -> str:
    """What stands in the place of a figure that isn't there; hidden isn't the same as missing."""
    skjult, mangler = _FRAVÆR[målform]
    return skjult if fravær is not None and fravær.er_skjult else mangler
