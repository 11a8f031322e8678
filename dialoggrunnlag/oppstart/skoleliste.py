"""A list of schools as people have it, CSV or Excel → the entries of data/skoler.yaml.

The first row with a heading that tells of a school's name is the heading; what stands above it is
not read. A list without any heading is one of names alone.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from ..disk.writing import is_device
from ..errors import DialogError, InvalidError, Problem
from ..model.norsk import foldet, oppramsing
from ..model.skole import Skole
from ..statistikk.rutenett import Rad, Rutenett, Ulest
from ..statistikk.statistikkfil import les_tabeller
from ..statistikk.tallord import som_tekst

_OVERSKRIFTER: Mapping[str, str] = {
    "navn": "navn namn navnpåskole navnpåskolen skole skule skolenavn skulenamn skolensnavn "
    "skulensnamn skoler skular enhet enhetsnavn enhetnavn eining virksomhet virksomhetsnavn "
    "institusjon",
    "kortnavn": "kortnavn kortnamn kort kortform forkortelse forkorting",
    "kommune": "kommune kommunenavn kommunenamn",
    "organisasjonsnummer": "organisasjonsnummer organisasjonsnr orgnr orgnummer",
    "målform": "målform maalform målføre skriftspråk språk hovedmål hovudmål",
    "kontakt.navn": "kontakt kontaktperson kontaktnavn kontaktnamn rektor rektorsnavn navnkontakt",
    "kontakt.epost": "epost epostadresse mail email epostkontakt kontaktepost epostrektor "
    "rektorepost rektorsepost kontaktensepost",
}
_ROLLER = {ord_: rolle for rolle, alle in _OVERSKRIFTER.items() for ord_ in alle.split()}
_MÅLFORMER = {
    **dict.fromkeys(("bokmål", "bokmaal", "bm", "nb", "nob", "b"), "bokmål"),
    **dict.fromkeys(("nynorsk", "nn", "nno", "n"), "nynorsk"),
}
_LETES = 30  # rows in which the heading must be
_SLAG = re.compile(r"\b(?:videregående skole|vidaregåande skule|vgs\b\.?)", re.IGNORECASE)
_SKOLE = re.compile(r"\b(?:skole|skule)\b", re.IGNORECASE)


class Skoleliste(NamedTuple):
    """The schools by their ids, each as skoler.yaml has it, and what a person should know."""

    skoler: dict[str, dict[str, Any]]
    merknader: tuple[Problem, ...] = ()


class _Hode(NamedTuple):
    """The heading of a table: which column holds what, and the rows below it."""

    nett: Rutenett
    kolonner: dict[str, int]
    rader: Sequence[Rad]
    ubrukte: tuple[str, ...] = ()


def les_skoleliste(data: bytes, fil: str) -> Skoleliste:
    """The schools of a list that messages call ``fil``.

    Raises DialogError with all that is wrong in it.
    """
    tabeller = [nett for nett in les_tabeller(data, fil) if nett.rader]
    hode = _hode(tabeller, fil)
    leser = _Leser(hode)
    for rad in hode.rader:
        leser.les(rad)
    if leser.problemer:
        raise DialogError(leser.problemer)
    if not leser.skoler:
        raise DialogError([Problem("Filen har ingen skoler.", "Skriv én på hver rad.", fil)])
    merknader = leser.merknader
    if hode.ubrukte:
        navnene = oppramsing([f"«{navn}»" for navn in hode.ubrukte])
        message = f"Det som står under {navnene}, er ikke tatt med."
        merknader.insert(0, Problem(message, "", fil, warning=True))
    return Skoleliste(leser.skoler, tuple(merknader))


def skole_id(navn: str) -> str:
    """The id of a school by its name: «St. Hallvard videregående skole» is st-hallvard."""
    ordene = re.findall(r"[^\W_]+", _SLAG.sub("", navn).lower())
    uten_skole = re.findall(r"[^\W_]+", _SKOLE.sub("", _SLAG.sub("", navn)).lower())
    id_ = "-".join(uten_skole or ordene or re.findall(r"[^\W_]+", navn.lower()))
    return f"{id_}-skole" if is_device(id_) else id_


def kortnavn(navn: str) -> str:
    """A school's name as it is shortened: «Gol vidaregåande skule» is Gol vgs."""
    return " ".join(_SLAG.sub("vgs.", navn).split())


# --- where the names stand ------------------------------------------------------------------------


def _hode(tabeller: Sequence[Rutenett], fil: str) -> _Hode:
    """The heading that tells most of the schools; without any, a list of names alone."""
    hoder: list[_Hode] = []
    for nett in tabeller:
        for nummer, rad in enumerate(nett.rader[:_LETES]):
            kolonner, ubrukte = _kolonner(rad)
            if "navn" in kolonner:
                hoder.append(_Hode(nett, kolonner, nett.rader[nummer + 1 :], ubrukte))
                break
    if hoder:
        return max(hoder, key=lambda hode: len(hode.kolonner))
    for nett in tabeller:
        if all(len(_fylte(rad)) == 1 for rad in nett.rader):
            (plass,) = {_fylte(rad)[0] for rad in nett.rader[:1]}
            return _Hode(nett, {"navn": plass}, nett.rader)
    if not tabeller:
        raise DialogError([Problem("Filen er tom.", "Skriv én skole på hver rad.", fil)])
    message = "Filen har ingen kolonne med skolenes navn."
    remedy = "Skriv overskrifter over kolonnene: navn, kortnavn, kommune, organisasjonsnummer …"
    nett = tabeller[0]
    raise DialogError([nett.problem(nett.rader[0].nummer, 0, message, remedy)])


def _kolonner(rad: Rad) -> tuple[dict[str, int], tuple[str, ...]]:
    """What the columns of a row are, taken as headings, and the headings that nobody knows."""
    kolonner: dict[str, int] = {}
    ubrukte: list[str] = []
    for plass, celle in enumerate(rad.celler):
        tekst = som_tekst(celle)
        rolle = _ROLLER.get(re.sub(r"[\W_]+", "", foldet(tekst)), "")
        if rolle and rolle not in kolonner:
            kolonner[rolle] = plass
        elif tekst:
            ubrukte.append(tekst)
    return kolonner, tuple(ubrukte)


def _fylte(rad: Rad) -> list[int]:
    """The columns of a row that something stands in."""
    return [plass for plass, celle in enumerate(rad.celler) if celle not in (None, "")]


# --- row by row -----------------------------------------------------------------------------------


class _Leser:
    """Reads the rows, and notes what is wrong in each."""

    def __init__(self, hode: _Hode) -> None:
        self.hode = hode
        self.skoler: dict[str, dict[str, Any]] = {}
        self.problemer: list[Problem] = []
        self.merknader: list[Problem] = []
        self._rader: dict[str, int] = {}  # the row of each name

    def les(self, rad: Rad) -> None:
        """Read one row."""
        før = len(self.problemer)
        verdier = dict(self._verdier(rad))
        navn = verdier.get("navn", "")
        if not navn:
            self._si(rad, "navn", "Skolen har ikke noe navn.", "Skriv det, eller slett raden.")
            return
        if foldet(navn) in self._rader:
            message = f"«{navn}» står også i rad {self._rader[foldet(navn)]}."
            self._si(rad, "navn", message, "Slett den ene.")
            return
        self._rader[foldet(navn)] = rad.nummer
        skole = self._skole(rad, verdier)
        self._prøv(rad, skole)
        if len(self.problemer) == før:
            self.skoler[self._id(navn, rad)] = skole

    def _verdier(self, rad: Rad) -> Iterator[tuple[str, str]]:
        for rolle, plass in self.hode.kolonner.items():
            celle = rad.celler[plass] if plass < len(rad.celler) else None
            if isinstance(celle, Ulest):
                self._si(rad, rolle, celle.melding, celle.råd)
            elif som_tekst(celle):
                yield rolle, unicodedata.normalize("NFC", som_tekst(celle))

    def _skole(self, rad: Rad, verdier: Mapping[str, str]) -> dict[str, Any]:
        """A school as skoler.yaml has it."""
        navn = verdier["navn"]
        skole: dict[str, Any] = {
            "navn": navn,
            "kortnavn": verdier.get("kortnavn") or kortnavn(navn),
        }
        if "målform" in verdier:
            skole["målform"] = self._målform(rad, verdier["målform"])
        for rolle in ("kommune", "organisasjonsnummer"):
            if rolle in verdier:
                skole[rolle] = verdier[rolle]
        kontakt = {"navn": verdier.get("kontakt.navn"), "epost": verdier.get("kontakt.epost")}
        if kontakt["epost"]:
            skole["kontakt"] = {nøkkel: verdi for nøkkel, verdi in kontakt.items() if verdi}
        elif kontakt["navn"]:
            message = f"Kontakten {kontakt['navn']} er ikke tatt med: e-postadressen mangler."
            self.merknader.append(self._problem(rad, "kontakt.navn", message, "", warning=True))
        return skole

    def _målform(self, rad: Rad, skrevet: str) -> str:
        målform = _MÅLFORMER.get(foldet(skrevet))
        if målform is None:
            message = f"«{skrevet}» er ingen målform."
            self._si(rad, "målform", message, "Skriv bokmål eller nynorsk.")
        return målform or "bokmål"

    def _prøv(self, rad: Rad, skole: dict[str, Any]) -> None:
        """Hold a school against the model."""
        try:
            Skole.model_validate(skole, context={"år": None})
        except ValidationError as error:
            for details in error.errors(include_url=False):
                årsak = details.get("ctx", {}).get("error")
                rolle = ".".join(str(step) for step in details["loc"] if isinstance(step, str))
                message, remedy = "Verdien kan ikke brukes.", "Rett den."
                if isinstance(årsak, InvalidError):
                    message, remedy = årsak.message, årsak.remedy
                self._si(rad, rolle, message, remedy)

    def _id(self, navn: str, rad: Rad) -> str:
        """An id that no other school has."""
        id_ = skole_id(navn)
        if id_ in self.skoler:
            id_ = "-".join(re.findall(r"[^\W_]+", navn.lower()))
        if not id_ or id_ in self.skoler:
            id_ = "-".join([id_ or "skole", str(rad.nummer)])
        return id_

    def _si(self, rad: Rad, rolle: str, message: str, remedy: str) -> None:
        self.problemer.append(self._problem(rad, rolle, message, remedy))

    def _problem(
        self, rad: Rad, rolle: str, message: str, remedy: str, *, warning: bool = False
    ) -> Problem:
        plass = self.hode.kolonner.get(rolle, self.hode.kolonner["navn"])
        problem = self.hode.nett.problem(rad.nummer, plass, message, remedy, rolle)
        return problem._replace(warning=warning)
