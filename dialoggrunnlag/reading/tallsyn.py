"""What a statistics file holds, seen from a project: which schools it has, and what to paste."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..errors import DialogError, Problem
from ..model.norsk import foldet
from ..model.tall import Enhet as Måleenhet
from ..statistikk.cellestrom import Enhet, Nivå, Statistikk, skoleårene
from ..statistikk.tolking import noen
from ..statistikk.utvalg import eneste_navn, er_alle, korteste_navn, velg
from .project import Project
from .tallfiler import Skolekjenner, les_fil
from .yaml_dumper import IndentedDumper, as_yaml

FLESTE_FORSLAG = 8  # entries that are offered to be pasted
_LENGSTE_ID = 40
# What a figure's name says of its unit, the surest first
_ENHETER: Sequence[tuple[str, Måleenhet]] = (
    (r"\bandel|prosent|^andel", "prosent"),
    (r"karakter", "karakter"),
    (r"\bdagar|\bdager|fraværsdag", "dager"),
    (r"\btimar|\btimer|fraværstime", "timer"),
    (r"\bantal", "antall"),
)


@dataclass(frozen=True)
class Tallsyn:
    """What one file holds, and what of it the project knows."""

    statistikk: Statistikk
    skoleår: Sequence[str]
    foreløpige: Sequence[str]
    tall: Sequence[str]
    delinger: Sequence[tuple[str, Sequence[str]]]
    har_landet: bool
    fylker: Sequence[Enhet]
    skoler: Sequence[str]
    uten_tall: Sequence[str]
    ukjente: Sequence[Enhet]
    problemer: Sequence[Problem]
    yaml: str
    ligger_i_data: bool


def se_på(project: Project, path: Path) -> Tallsyn:
    """What a file holds; raises DialogError where it can't be read at all."""
    kjenner = Skolekjenner.av(project)
    statistikk = les_fil(path, project.display(path))
    enheter = list(dict.fromkeys(celle.enhet for celle in statistikk.celler))
    kjente: dict[str, None] = {}
    ukjente = []
    for enhet in enheter:
        if enhet.nivå is not Nivå.SKOLE:
            continue
        skole_id = kjenner.skole(enhet)
        if skole_id is None:
            ukjente.append(enhet)
        else:
            kjente[skole_id] = None
    foreløpige = (celle for celle in statistikk.celler if celle.foreløpig)
    return Tallsyn(
        statistikk=statistikk,
        skoleår=skoleårene(statistikk.celler),
        foreløpige=skoleårene(foreløpige),
        tall=[navn or eneste_navn(statistikk) for navn in korteste_navn(statistikk)],
        delinger=_delinger(statistikk),
        har_landet=any(enhet.nivå is Nivå.LANDET for enhet in enheter),
        fylker=_fylker(enheter),
        skoler=[id_ for id_ in kjenner.id_er if id_ in kjente],
        uten_tall=[id_ for id_ in kjenner.id_er if id_ not in kjente],
        ukjente=ukjente,
        problemer=_problemer(statistikk),
        yaml=_Forslag(project, path, statistikk, kjenner).yaml(),
        ligger_i_data=_i_data(project, path) is not None,
    )


def _fylker(enheter: Iterable[Enhet]) -> list[Enhet]:
    fylker: dict[str, Enhet] = {}
    for enhet in enheter:
        if enhet.nivå is Nivå.FYLKET:
            fylker.setdefault(enhet.fylkekode or foldet(enhet.navn), enhet)
    return list(fylker.values())


def _delinger(statistikk: Statistikk) -> list[tuple[str, list[str]]]:
    """What the figures are split by, with the values of each; what they measure left out."""
    delinger = []
    for plass, navn in enumerate(statistikk.ledd[:-1]):
        verdier: dict[str, None] = {}
        for ett in statistikk.navnene():
            if plass < len(ett) - 1:
                verdier[ett[plass]] = None
        if len(verdier) > 1:
            delinger.append((navn, list(verdier)))
    return delinger


def _problemer(statistikk: Statistikk) -> list[Problem]:
    """The figures of the file that can't be read."""
    problemer: list[Problem] = []
    for celle in statistikk.celler:
        try:
            statistikk.tall(celle)
        except DialogError as error:
            problemer += error.problems
    return noen(list(dict.fromkeys(problemer)), statistikk.fil)


class _Forslag:
    """Makes the lines that can be pasted into tall.yaml; what isn't known stands empty."""

    def __init__(
        self, project: Project, path: Path, statistikk: Statistikk, kjenner: Skolekjenner
    ) -> None:
        self.project, self.path, self.statistikk, self.kjenner = project, path, statistikk, kjenner
        self.navn = korteste_navn(statistikk)

    def yaml(self) -> str:
        """The lines: under «nøkkeltall:», or to be put below those that are there."""
        entries: dict[str, object] = {}
        for navn in self.navn[:FLESTE_FORSLAG]:
            if not self._er_personer(navn) or len(self.navn) == 1:
                entries[self._id(navn, entries)] = self._nøkkeltall(navn)
        text = as_yaml({"nøkkeltall": entries}, _Dumper)
        text = re.sub(r": (?:null|'')$", ":", text, flags=re.MULTILINE)
        if self.project.has_figures():
            text = text.removeprefix("nøkkeltall:\n")
        return text

    def _nøkkeltall(self, navn: str) -> dict[str, object]:
        vist = re.sub(r"\.(?! )", ", ", navn or self._tittel())
        entry: dict[str, object] = {"navn": vist, "enhet": self._enhet(navn)}
        entry |= {"best": "ingen", "mål": None}  # no file says these
        sammenlign = self._sammenlign(navn)
        if sammenlign:
            entry["sammenlign"] = sammenlign
        entry |= {"kilde": self._kilde(), "fil": self._fil()}
        if navn:
            entry["kolonne"] = navn
        antall = self._antall(navn)
        if antall:
            entry["antall"] = antall
        return entry | {"hentet": None, "offentlig": "nei"}

    def _tittel(self) -> str:
        return eneste_navn(self.statistikk) or self.statistikk.tabell or self.path.stem

    def _id(self, navn: str, brukt: dict[str, object]) -> str:
        ord_ = re.findall(r"[^\W_]+", foldet(navn or self._tittel()))
        while len("-".join(ord_)) > _LENGSTE_ID and len(ord_) > 1:
            ord_.pop()
        id_ = "-".join(ord_)[:_LENGSTE_ID] or "tall"
        ett, nummer = id_, 1
        while ett in brukt:
            nummer += 1
            ett = f"{id_}-{nummer}"
        return ett

    def _enhet(self, navn: str) -> str | None:
        """The unit that a figure's name tells; None where it tells none."""
        brettet = foldet(navn or self._tittel())
        for mønster, enhet in _ENHETER:
            if re.search(mønster, brettet):
                return enhet
        siste = {ett[-1] for ett in self.statistikk.navnene() if ett}
        if "Score" in siste:  # the Elevundersøkelsen's, from 1 to 5
            return "indeks"
        return "prosent" if any(mål.startswith("Andel") for mål in siste) else None

    def _er_personer(self, navn: str) -> bool:
        """Whether a figure is the number of people behind others."""
        siste = navn.rsplit(".", 1)[-1]
        return (
            re.match(r"antall?\b|antall?[A-ZÆØÅ]|standardavvik", siste, re.IGNORECASE) is not None
        )

    def _antall(self, navn: str) -> str | None:
        """The column with the number of people behind a figure, where there is only one."""
        if self.statistikk.antallskolonne:
            return None
        siste = {ett[-1] for ett in self.statistikk.navnene() if ett}
        personer = [ett for ett in siste if re.match(r"antall? elev", ett, re.IGNORECASE)]
        return personer[0] if len(personer) == 1 and personer[0] != navn else None

    def _sammenlign(self, navn: str) -> list[str]:
        """What the file has the very same figure for, beside the schools."""
        valgt = velg(self.statistikk, navn or None)
        celler = (celle for celle in self.statistikk.celler if celle.navn == valgt)
        nivåer = {celle.enhet.nivå for celle in celler}
        return [nivå.value for nivå in (Nivå.FYLKET, Nivå.LANDET) if nivå in nivåer]

    def _kilde(self) -> dict[str, object] | None:
        kilde: dict[str, object] = {"navn": self.statistikk.kilde or None}
        if self.statistikk.tabell:
            kilde["tabell"] = self.statistikk.tabell
        fylker = {
            celle.enhet.fylkekode
            for celle in self.statistikk.celler
            if celle.enhet.nivå is Nivå.FYLKET
        }
        if len(fylker) > 1:
            kilde["fylke"] = self._fylke(fylker)
        return kilde if any(kilde.values()) else None

    def _fylke(self, fylker: set[str]) -> str | None:
        """The number of the county that most of the schools lie in; None where none do."""
        enheter = {celle.enhet for celle in self.statistikk.celler}
        i_fylker = Counter(
            enhet.fylkekode
            for enhet in enheter
            if enhet.nivå is Nivå.SKOLE and self.kjenner.skole(enhet)
        )
        mest = i_fylker.most_common(1)
        return mest[0][0] if mest and mest[0][0] in fylker else None

    def _fil(self) -> str:
        return _i_data(self.project, self.path) or f"tall/{self.path.name}"


def _i_data(project: Project, path: Path) -> str | None:
    """The path of a file as tall.yaml writes it; None where it lies outside of data/."""
    try:
        return path.resolve().relative_to(project.folder / "data").as_posix()
    except (ValueError, OSError):
        return None


class _Dumper(IndentedDumper):
    """With lists of words on one line."""


def _liste(dumper: yaml.SafeDumper, value: list[Any]) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)


_Dumper.add_representer(list, _liste)


def har_bare_deler(verdier: Sequence[str]) -> bool:
    """Whether a split has no total, so that one of its values must be named."""
    return not any(er_alle(verdi) for verdi in verdier)
