"""A list of schools as people have it, CSV or Excel → the entries of data/skoler.yaml.

The first row with a heading that tells of a school's name is the heading; what stands above it is
not read. A list without any heading is one of names alone. What is left out is told, row by row.
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
_FLEST_NAVN = 5  # that one message has
_LETES = 30  # rows in which the heading must be
_LAGRE = "Lagre listen i Excel som «CSV UTF-8» eller som Excel-arbeidsbok (.xlsx)."
_OM_TALL = re.compile("Last (?:ned|den) |tallene")  # in what is advised for files of figures
_UTEN_BLIR = {"kommune": "kommune", "organisasjonsnummer": "organisasjonsnummer",
              "målform": "målform, og får bokmål"}  # fmt: skip
# What stands last in many lists, and first in one of names alone: no school is called that
_SUM = re.compile(r"(?:(?:sum|totalt?|i alt|til ?sammen|antall?)\b|kilde:|kjelde:)", re.IGNORECASE)
_FLERTALL = re.compile(r"\b(?:skole(?:ne|r|liste)|skul(?:ane|ar|eliste))\b", re.IGNORECASE)
_PUNKT = re.compile(r"(?:[-–•*·]|[0-9]{1,3}[.)])\s+")  # what makes an item of a name
_PARENTES = re.compile(r"\(.*?\)")
_MED_NAVN = re.compile(r"(?P<navn>[^<>]*)<(?P<epost>[^<>\s]+)>")
_ORGNR = re.compile(r"'?(?:NO)?\s*(?P<sifrene>[0-9](?:\s?[0-9]){8})\s*(?:MVA)?", re.IGNORECASE)
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
    merknader: tuple[Problem, ...] = ()  # what is left out before the rows are read


def les_skoleliste(data: bytes, fil: str) -> Skoleliste:
    """The schools of a list that messages call ``fil``.

    Raises DialogError with all that is wrong in it.
    """
    hode = _hode(_tabeller(data, fil), fil)
    leser = _Leser(hode)
    for rad in hode.rader:
        leser.les(rad)
    if leser.problemer:
        raise DialogError(leser.problemer)
    if not leser.skoler:
        raise DialogError([Problem("Filen har ingen skoler.", "Skriv én på hver rad.", fil)])
    merknader = [*hode.merknader, *leser.merknader, *leser.tomme_felt()]
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


def _tabeller(data: bytes, fil: str) -> list[Rutenett]:
    """The tables of a file that have rows, advice for files of figures made advice for lists."""
    if data.lstrip()[:1] in (b"{", b"["):
        raise DialogError([Problem("Filen er JSON.", _LAGRE, fil)])
    if not data.strip():
        raise DialogError([Problem("Filen er tom.", "Skriv én skole på hver rad.", fil)])
    try:
        return [nett for nett in les_tabeller(data, fil) if nett.rader]
    except DialogError as error:
        problems = [
            problem._replace(remedy=_LAGRE) if _OM_TALL.search(problem.remedy) else problem
            for problem in error.problems
        ]
        raise DialogError(problems) from None


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
        valgt = max(hoder, key=lambda hode: len(hode.kolonner))
        return valgt._replace(merknader=tuple(_andre_ark(hoder, valgt)))
    for nett in tabeller:
        if all(len(_fylte(rad)) == 1 for rad in nett.rader):
            return _bare_navn(nett)
    if not tabeller:
        raise DialogError([Problem("Filen er tom.", "Skriv én skole på hver rad.", fil)])
    message = "Filen har ingen kolonne med skolenes navn."
    remedy = "Skriv overskrifter over kolonnene: navn, kortnavn, kommune, organisasjonsnummer …"
    nett = tabeller[0]
    raise DialogError([nett.problem(nett.rader[0].nummer, 0, message, remedy)])


def _andre_ark(hoder: Sequence[_Hode], valgt: _Hode) -> Iterator[Problem]:
    """Tell of the other sheets that have schools."""
    for hode in hoder:
        if hode is not valgt and hode.nett.ark:
            message = f"Bare arket «{valgt.nett.ark}» er lest, ikke «{hode.nett.ark}»."
            remedy = "Samle skolene i ett ark hvis begge skal med."
            yield Problem(message, remedy, hode.nett.fil, warning=True)


def _bare_navn(nett: Rutenett) -> _Hode:
    """A list without headings; a title above the names is told of and left out."""
    (plass,) = _fylte(nett.rader[0])
    hode = _Hode(nett, {"navn": plass}, nett.rader)
    tittel = som_tekst(nett.rader[0].celler[plass])
    if len(nett.rader) > 1 and _FLERTALL.search(tittel):
        message = f"«{tittel}» er lest som en overskrift, ikke som en skole."
        problem = nett.problem(nett.rader[0].nummer, plass, message)._replace(warning=True)
        return hode._replace(rader=nett.rader[1:], merknader=(problem,))
    return hode


def _kolonner(rad: Rad) -> tuple[dict[str, int], tuple[str, ...]]:
    """What the columns of a row are, taken as headings, and the headings that nobody knows."""
    kolonner: dict[str, int] = {}
    ubrukte: list[str] = []
    for plass, celle in enumerate(rad.celler):
        tekst = som_tekst(celle)
        rolle = _ROLLER.get(re.sub(r"[\W_]+", "", foldet(_PARENTES.sub("", tekst))), "")
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
        self._rader: dict[str, int] = {}  # the row of each name and number

    def les(self, rad: Rad) -> None:
        """Read one row."""
        før = len(self.problemer)
        verdier = _ryddet(dict(self._verdier(rad)))
        navn = verdier.get("navn", "")
        if _SUM.match(navn):
            message = f"«{navn}» er ikke tatt med: det er ingen skole."
            self.merknader.append(self._problem(rad, "navn", message, "", warning=True))
            return
        if not navn:
            self._si(rad, "navn", "Skolen har ikke noe navn.", "Skriv det, eller slett raden.")
            return
        if self._står_fra_før(rad, "navn", navn, "Slett den ene."):
            return
        nummer = verdier.get("organisasjonsnummer", "")
        if nummer:
            self._står_fra_før(rad, "organisasjonsnummer", nummer, "Rett det ene.")
        skole = self._skole(rad, verdier)
        if foldet(skole["kortnavn"]) != foldet(navn):
            remedy = "Gi den ene et eget kortnavn, i kolonnen «kortnavn»."
            self._står_fra_før(rad, "kortnavn", skole["kortnavn"], remedy)
        self._prøv(rad, skole)
        if len(self.problemer) == før:
            self.skoler[self._id(navn, rad)] = skole

    def tomme_felt(self) -> Iterator[Problem]:
        """Tell which schools lack what the others have: of merged cells only the first has it."""
        for rolle, hva in _UTEN_BLIR.items():
            uten = [s["navn"] for s in self.skoler.values() if rolle not in s]
            if uten and len(uten) < len(self.skoler):
                noen = [*uten[:_FLEST_NAVN], f"{len(uten) - _FLEST_NAVN} til"]
                navnene = oppramsing(noen if len(uten) > _FLEST_NAVN else uten)
                message = f"{navnene} står uten {hva}."
                yield Problem(message, "", self.hode.nett.fil, warning=True)

    def _står_fra_før(self, rad: Rad, rolle: str, verdi: str, remedy: str) -> bool:
        """Whether an earlier row has the same, which is told of."""
        nøkkel = foldet(verdi)
        if nøkkel in self._rader:
            message = f"«{verdi}» står også i rad {self._rader[nøkkel]}."
            if rolle == "kortnavn":  # it may be made of the name
                message = f"Kortnavnet «{verdi}» har også skolen i rad {self._rader[nøkkel]}."
            self._si(rad, rolle, message, remedy)
            return True
        self._rader[nøkkel] = rad.nummer
        return False

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


def _ryddet(verdier: dict[str, str]) -> dict[str, str]:
    """What stands in a row, without what people and programs put around it."""
    if "navn" in verdier:
        punkt = _PUNKT.match(verdier["navn"])
        verdier["navn"] = verdier["navn"][punkt.end() if punkt else 0 :]
    nummer = _ORGNR.fullmatch(verdier.get("organisasjonsnummer", ""))
    if nummer:
        verdier["organisasjonsnummer"] = nummer["sifrene"]
    epost = verdier.get("kontakt.epost", "").removeprefix("mailto:")
    med_navn = _MED_NAVN.fullmatch(epost)
    if med_navn:
        verdier.setdefault("kontakt.navn", med_navn["navn"].strip(' "'))
        epost = med_navn["epost"]
    if epost:
        verdier["kontakt.epost"] = epost
    return verdier
