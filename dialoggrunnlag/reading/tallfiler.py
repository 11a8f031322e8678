"""data/tall.yaml and the files it names → the schools' figures; every problem with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PureWindowsPath
from typing import Any, NamedTuple

from ..disk.writing import unreadable
from ..errors import DialogError, InvalidError, Problem, did_you_mean
from ..model.datoformer import årsspenn
from ..model.norsk import foldet
from ..model.over_arene import alle
from ..model.tall import (
    FYLKET,
    LANDET,
    Nøkkeltall,
    Tallfil,
    Tallgrunnlag,
    Tallverdi,
    UkjentEnhet,
    Verdier,
)
from ..statistikk.cellestrom import Celle, Enhet, Nivå, Statistikk
from ..statistikk.statistikkfil import STØRST, les_statistikk
from ..statistikk.tallord import er_tom, har_prosenttegn
from ..statistikk.tolking import noen
from ..statistikk.utvalg import velg
from . import yaml_reader
from .aarsfil import navn_over_årene
from .datafiler import read_checked
from .file_names import rename_remedy
from .project import Project
from .yaml_reader import Path_, YamlFile

_HENT = "Legg filen der, eller rett stien."


class Skolekjenner:
    """The schools of data/skoler.yaml, by organisation number and by every name they have had."""

    def __init__(self, skoler: YamlFile) -> None:
        self.id_er: list[str] = []
        self._etter_nummer: dict[str, str] = {}
        self._etter_navn: dict[str, set[str]] = {}
        self._nedlagte: set[str] = set()
        data: Any = skoler.data
        entries = data.get("skoler") if isinstance(data, dict) else None
        for skole_id, skole in entries.items() if isinstance(entries, dict) else ():
            self.id_er.append(skole_id)
            if isinstance(skole, dict) and skole.get("nedlagt"):
                self._nedlagte.add(skole_id)
            for navn in navn_over_årene(skoler, skole_id):
                self._etter_navn.setdefault(foldet(navn), set()).add(skole_id)
            nummer = skole.get("organisasjonsnummer") if isinstance(skole, dict) else None
            for ett in alle(nummer):
                if isinstance(ett, str):
                    self._etter_nummer["".join(ett.split())] = skole_id

    @classmethod
    def av(cls, project: Project) -> Skolekjenner:
        """The schools of a project; raises DialogError where they can't be read."""
        path = project.schools_file
        return cls(yaml_reader.read(path, project.display(path)))

    def har_nummer(self, nummer: str) -> bool:
        """Whether an organisation number is one of the schools'."""
        return nummer in self._etter_nummer

    def skole(self, enhet: Enhet) -> str | None:
        """The id of the school that a unit is; None where it is none of them.

        A school whose number is known is never found by its name under another number.
        """
        nummer = enhet.organisasjonsnummer
        if nummer and nummer in self._etter_nummer:
            return self._etter_nummer[nummer]
        navngitte = set(self._etter_navn.get(foldet(enhet.navn), ()))
        if not nummer:
            navngitte |= {foldet(enhet.navn)} & set(self.id_er)
        else:
            navngitte -= set(self._etter_nummer.values())
        if len(navngitte) > 1:  # one may have taken over the name of another
            navngitte -= self._nedlagte
        return navngitte.pop() if len(navngitte) == 1 else None


def les_tall(project: Project, skoler: YamlFile | None = None) -> Tallgrunnlag:
    """The figures of a project's schools; none where there is no data/tall.yaml with anything in.

    ``skoler`` is data/skoler.yaml where it has been read. Raises DialogError with all that is
    wrong in tall.yaml and in what is used of the files.
    """
    if not project.has_figures():
        return Tallgrunnlag()
    path = project.figures_file
    file, tallfil = read_checked(path, project.display(path), Tallfil)
    skolekjenner = Skolekjenner(skoler) if skoler else Skolekjenner.av(project)
    return _Tallfiler(project, file, skolekjenner).grunnlag(tallfil.nøkkeltall)


class _Tallfiler:
    """Reads each file once, and takes from it what each key figure asks for."""

    def __init__(self, project: Project, file: YamlFile, skoler: Skolekjenner) -> None:
        self.project, self.file, self.skoler = project, file, skoler
        self._lest: dict[Path, Statistikk | DialogError] = {}

    def grunnlag(self, nøkkeltall: Mapping[str, Nøkkeltall]) -> Tallgrunnlag:
        """All key figures with their values; raises DialogError with all that is wrong."""
        verdier: dict[str, Verdier] = {}
        ukjente: dict[str, tuple[UkjentEnhet, ...]] = {}
        egne: set[str] = set()
        problemer: list[Problem] = []
        for id_, ett in nøkkeltall.items():
            try:
                statistikk = self._statistikk(id_, ett)
                utvalg = _Utvalg(self.file, self.skoler, statistikk, id_, ett)
                self._krev_egne(id_, ett, utvalg.navn, nøkkeltall)
                verdier[id_] = utvalg.verdier()
                ukjente[id_] = utvalg.ukjente()
                if statistikk.er_egen:
                    egne.add(id_)
            except DialogError as error:
                problemer += error.problems
        if problemer:
            raise DialogError(dict.fromkeys(problemer))
        return Tallgrunnlag(nøkkeltall, verdier, ukjente, frozenset(egne))

    def _krev_egne(
        self, id_: str, ett: Nøkkeltall, navn: tuple[str, ...], nøkkeltall: Mapping[str, Nøkkeltall]
    ) -> None:
        """Raise DialogError where the file's only figure is called what another key figure is.

        Without ``kolonne`` a file's only figure is taken, whatever it is called there.
        """
        if ett.kolonne is not None or not navn or not navn[-1]:
            return
        skrevet = foldet(navn[-1])
        if skrevet in _kalt(id_, ett):
            return
        for annen_id, annen in nøkkeltall.items():
            if skrevet in _kalt(annen_id, annen):
                message = f"{self.project.display(self._sti(id_, ett))} har bare «{navn[-1]}»."
                remedy = "Rett «fil», eller skriv «kolonne» om det er tallet som er ment."
                raise DialogError([self.file.problem(("nøkkeltall", id_, "fil"), message, remedy)])

    def _statistikk(self, id_: str, ett: Nøkkeltall) -> Statistikk:
        """The file of a key figure; raises DialogError where it can't be read."""
        path = self._sti(id_, ett)
        if path not in self._lest:
            try:
                self._lest[path] = les_fil(path, self.project.display(path))
            except DialogError as error:
                self._lest[path] = error
        lest = self._lest[path]
        if isinstance(lest, DialogError):
            raise lest
        return lest

    def _sti(self, id_: str, ett: Nøkkeltall) -> Path:
        """Where a key figure's file is; raises DialogError where it isn't, or may not be."""
        sted = ("nøkkeltall", id_, "fil")
        skrevet = ett.fil.replace("\\", "/").removeprefix("data/")
        path = self.project.figures_file.parent / skrevet
        er_hel_sti = Path(skrevet).is_absolute() or PureWindowsPath(skrevet).drive
        if er_hel_sti or self.project.place_outside(f"data/{skrevet}", ()):
            message = f"«{ett.fil}» ligger utenfor prosjektmappen."
            raise DialogError([self.file.problem(sted, message, "Legg filen i data/tall/.")])
        if path.is_dir():
            message = f"«{ett.fil}» er en mappe."
            raise DialogError([self.file.problem(sted, message, "Skriv hvilken fil i den.")])
        if not self.project.has_file(f"data/{skrevet}"):
            navn = self.project.display(path)
            remedy = rename_remedy(path) or did_you_mean(path.name, self._filene(path)) or _HENT
            problem = self.file.problem(sted, f"Filen {navn} finnes ikke.", remedy)
            raise DialogError([problem])
        return path

    def _filene(self, path: Path) -> list[str]:
        """The names of the files that lie where a file should."""
        try:
            return [file.name for file in path.parent.iterdir()]
        except OSError:
            return []


def _kalt(id_: str, ett: Nøkkeltall) -> set[str]:
    """What a file of one's own may call a key figure."""
    return {foldet(id_), foldet(ett.navn.vist)}


def les_fil(path: Path, navn: str) -> Statistikk:
    """What one file holds, called ``navn`` in messages; raises DialogError."""
    return les_statistikk(les_bytes(path, navn), navn)


def les_bytes(path: Path, navn: str) -> bytes:
    """A statistics file's bytes, no more than such a file may have; raises DialogError."""
    if path.exists() and not path.is_file():  # reading it could wait for ever
        message = "Dette er en mappe, eller noe annet som ikke er en vanlig fil."
        raise DialogError([Problem(message, "Oppgi filen med tallene.", navn)])
    try:
        with path.open("rb") as fil:
            return fil.read(STØRST + 1)
    except OSError as error:
        raise DialogError([unreadable(error, navn)]) from None


class _Rute(NamedTuple):
    """Where a value belongs: a school's id, «fylket» or «landet», and the school year."""

    enhet: str
    skoleår: str


class _Utvalg:
    """What one key figure takes from its file."""

    def __init__(
        self,
        file: YamlFile,
        skoler: Skolekjenner,
        statistikk: Statistikk,
        id_: str,
        nøkkeltall: Nøkkeltall,
    ) -> None:
        self.file, self.skoler, self.statistikk = file, skoler, statistikk
        self.id, self.nøkkeltall = id_, nøkkeltall
        self.navn = self._velg(nøkkeltall.kolonne, "kolonne")
        self.celler = [celle for celle in statistikk.celler if celle.navn == self.navn]
        self._fylket = self._valgt_fylke()
        self._fremmede = self._navnebrødre()

    def verdier(self) -> Verdier:
        """The values by unit and school year; raises DialogError with all that is wrong."""
        ruter = self._ruter(self.celler)
        personer = self._personer()
        problemer = [*self._andre_årsslag(ruter)]
        verdier: dict[str, dict[str, Tallverdi]] = {}
        for rute in sorted(ruter):
            try:
                tall = self.statistikk.tall(ruter[rute], personer.get(rute))
            except DialogError as error:
                problemer += error.problems
                continue
            verdier.setdefault(rute.enhet, {})[rute.skoleår] = tall
        problemer += self._uten_prosenttegn(ruter, verdier)
        problemer += self._manglende(verdier)
        if problemer:
            raise DialogError(noen(problemer, self.statistikk.fil))
        return verdier

    def _andre_årsslag(self, ruter: Mapping[_Rute, Celle]) -> Iterator[Problem]:
        """The figures of years that can't stand in one row with the newest: 2023 beside 2024-25."""
        if not ruter:
            return
        nyeste = max(rute.skoleår for rute in ruter)
        lengde = årsspenn(nyeste).lengde
        for rute, celle in ruter.items():
            if årsspenn(rute.skoleår).lengde != lengde:
                message = f"«{rute.skoleår}» er ikke samme slags år som «{nyeste}»."
                remedy = "Skriv alle årene i filen på samme måte, for eksempel 2025-26."
                yield self.statistikk.problem(celle, message, remedy)

    def _uten_prosenttegn(
        self, ruter: Mapping[_Rute, Celle], verdier: Verdier
    ) -> Iterator[Problem]:
        """The figures that are shares of 1, where others are written with a percent sign."""
        uten = {rute: c for rute, c in ruter.items() if not har_prosenttegn(c.verdi)}
        if len(uten) == len(ruter):
            return
        for rute, celle in uten.items():
            tall = verdier.get(rute.enhet, {}).get(rute.skoleår)
            if tall and tall.verdi is not None and 0 < abs(tall.verdi) < 1:
                message = "Tallet står uten prosenttegn; andre i filen har det."
                remedy = "Skriv det på samme måte som de andre, i prosent."
                yield self.statistikk.problem(celle, message, remedy)

    def ukjente(self) -> tuple[UkjentEnhet, ...]:
        """The schools in the file that the project doesn't know, each once."""
        ukjente: dict[Enhet, UkjentEnhet] = {}
        for celle in self.celler:
            enhet = celle.enhet
            if enhet.nivå is Nivå.SKOLE and enhet not in ukjente and self._enhet(enhet) is None:
                nummer, fylke = enhet.organisasjonsnummer, enhet.fylkekode
                sted = self.statistikk.sted(celle)
                ukjente[enhet] = UkjentEnhet(enhet.navn, nummer, fylke, sted)
        return tuple(ukjente.values())

    def _velg(self, kolonne: str | None, nøkkel: str) -> tuple[str, ...]:
        """The name of the figures in a column; raises DialogError where that isn't one."""
        navngitt = kolonne
        if kolonne is None:  # the plain file names its figures by id or name
            navngitt = self._eget_navn()
        try:
            return velg(self.statistikk, navngitt, nøkkel)
        except InvalidError as error:
            sted: Path_ = ("nøkkeltall", self.id, nøkkel if kolonne else "fil")
            problem = self.file.problem(sted, error.message, error.remedy)
            raise DialogError([problem._replace(place=self.statistikk.fil)]) from None

    def _eget_navn(self) -> str | None:
        """What the file calls the key figure, where that is its id or its name."""
        egne = _kalt(self.id, self.nøkkeltall)
        for navn in self.statistikk.navnene():
            if navn and foldet(navn[-1]) in egne:
                return navn[-1]
        return None

    def _personer(self) -> dict[_Rute, Celle]:
        """The number of people behind each value, where a column of its own has it."""
        kolonne = self.nøkkeltall.antall
        if kolonne is None or foldet(kolonne) == foldet(self.statistikk.antallskolonne):
            return {}
        navn = self._ved_siden_av(kolonne) or self._velg(kolonne, "antall")
        return self._ruter(celle for celle in self.statistikk.celler if celle.navn == navn)

    def _ved_siden_av(self, kolonne: str) -> tuple[str, ...] | None:
        """The name of another figure of the very same splits; None where there is none."""
        for navn in self.statistikk.navnene():
            if navn[:-1] == self.navn[:-1] and navn and foldet(navn[-1]) == foldet(kolonne):
                return navn
        return None

    def _ruter(self, celler: Iterable[Celle]) -> dict[_Rute, Celle]:
        """The figures of the units that are known; raises DialogError for two in one place.

        A school that has moved to another county stands once for each, empty in all but one.
        """
        ruter: dict[_Rute, Celle] = {}
        problemer: list[Problem] = []
        for celle in celler:
            enhet = self._enhet(celle.enhet)
            if enhet is None:
                continue
            rute = _Rute(enhet, celle.skoleår)
            før = ruter.get(rute)
            if før is None or er_tom(før.verdi):
                ruter[rute] = celle
            elif not er_tom(celle.verdi):
                problemer.append(self._dobbel(før, celle))
        if problemer:
            raise DialogError(noen(problemer, self.statistikk.fil))
        return ruter

    def _dobbel(self, før: Celle, celle: Celle) -> Problem:
        navn = celle.enhet.navn or celle.enhet.organisasjonsnummer
        sted = self.statistikk.sted(før)
        message = f"{navn} har to tall for {celle.skoleår} (også i {sted})."
        return self.statistikk.problem(celle, message, "Behold det ene.")

    def _enhet(self, enhet: Enhet) -> str | None:
        """The unit that a row is of: a school's id, the county or the nation; None for others."""
        if enhet.nivå is Nivå.LANDET:
            return LANDET
        if enhet.nivå is Nivå.FYLKET:
            er_det_eneste = not (enhet.fylkekode or enhet.fylke)  # «Fylket» in a file of one's own
            return FYLKET if er_det_eneste or _fylkesnavn(enhet) == self._fylket else None
        if enhet.nivå is not Nivå.SKOLE or _hvem(enhet) in self._fremmede:
            return None
        skole_id = self.skoler.skole(enhet)
        if skole_id is None and self._er_fylket(enhet):
            return FYLKET
        return skole_id

    def _er_fylket(self, enhet: Enhet) -> bool:
        """Whether what stands as a school is the county, by the name that «fylke» gives it."""
        kilde = self.nøkkeltall.kilde
        har_navn = kilde is not None and kilde.fylke is not None
        return har_navn and not enhet.organisasjonsnummer and foldet(enhet.navn) == self._fylket

    def _valgt_fylke(self) -> str | None:
        """The county that is meant, as ``_fylkesnavn`` has it; None where the file has none.

        Raises DialogError where it has several, and none of them is said.
        """
        kilde = self.nøkkeltall.kilde
        fylker: dict[str, Enhet] = {}
        for celle in self.celler:
            if celle.enhet.nivå is Nivå.FYLKET:
                fylker.setdefault(_fylkesnavn(celle.enhet), celle.enhet)
        if kilde and kilde.fylke:
            for navn, enhet in fylker.items():
                if foldet(kilde.fylke) in _kalles(enhet):
                    return navn
            return foldet(kilde.fylke)
        if len(fylker) > 1 and FYLKET in self.nøkkeltall.sammenlign:
            message = f"{self.statistikk.fil} har {len(fylker)} fylker."
            remedy = "Skriv fylkets nummer etter «fylke:» under «kilde»."
            sted = ("nøkkeltall", self.id, "kilde")
            raise DialogError([self.file.problem(sted, message, remedy)])
        return next(iter(fylker)) if len(fylker) == 1 else None

    def _navnebrødre(self) -> set[str]:
        """The units that are taken for no school, though they have the name of one.

        Units are told apart by their number, else their name. Of several with a name, the one
        that is in the county is meant, or none; one alone isn't meant if it is in another county.
        A school that has moved stands once in each.
        """
        navnebrødre: dict[str, set[str]] = {}  # by the school that they would be, by name alone
        i_fylket: set[str] = set()
        for enhet in {celle.enhet for celle in self.celler}:
            nummer = enhet.organisasjonsnummer
            if enhet.nivå is not Nivå.SKOLE or self.skoler.har_nummer(nummer):
                continue
            skole_id = self.skoler.skole(enhet)
            if skole_id is None:
                continue
            hvem = _hvem(enhet)
            navnebrødre.setdefault(skole_id, set()).add(hvem)
            if self._er_i_fylket(enhet):
                i_fylket.add(hvem)
        fremmede: set[str] = set()
        for like in navnebrødre.values():
            riktige = like & i_fylket
            fremmede |= like - riktige if len(riktige) == 1 else like
        return fremmede

    def _er_i_fylket(self, enhet: Enhet) -> bool:
        """Whether a school is in the county that is meant, as far as the file tells."""
        if self._fylket is None:
            return True
        oppgitt = enhet.fylkekode if self._fylket.isdecimal() else enhet.fylke
        return not oppgitt or self._fylket in _kalles(enhet)

    def _manglende(self, verdier: Mapping[str, Any]) -> list[Problem]:
        """The comparisons that the file has no figures for."""
        problemer = []
        for nummer, enhet in enumerate(self.nøkkeltall.sammenlign):
            if enhet not in verdier:
                message = f"{self.statistikk.fil} har ingen tall for {enhet}."
                remedy = f"Last ned en fil som har det, eller ta bort «{enhet}»."
                if enhet == FYLKET and self.nøkkeltall.kilde and self.nøkkeltall.kilde.fylke:
                    message = f"{message[:-1]} («{self.nøkkeltall.kilde.fylke}»)."
                sted = ("nøkkeltall", self.id, "sammenlign", nummer)
                problemer.append(self.file.problem(sted, message, remedy))
        return problemer


def _hvem(enhet: Enhet) -> str:
    """A school as files tell it from others: by its number, else its name."""
    return enhet.organisasjonsnummer or foldet(enhet.navn)


def _fylkesnavn(enhet: Enhet) -> str:
    """A county as it is told from others: by its number, else by its name."""
    return enhet.fylkekode or foldet(enhet.fylke or enhet.navn)


def _kalles(enhet: Enhet) -> set[str]:
    """What a county is called: its number, its name, and each of its double names."""
    navn = {enhet.fylkekode, enhet.fylkekode.lstrip("0"), enhet.fylke, enhet.navn}
    for helt in (enhet.fylke, enhet.navn):
        navn |= set(helt.split(" - "))
    return {foldet(ett) for ett in navn if ett}
