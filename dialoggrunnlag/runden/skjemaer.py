"""Filled-in forms, read back to data/oppsummeringer/: each told what became of it."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from ..disk.folder import keep_copy
from ..disk.writing import read_file, sweep, why_not, write_new, write_whole
from ..dokumenter.dokumentmaler import as_dialog_error
from ..dokumenter.kjede import wordlist
from ..errors import DialogError, InvalidError, Problem
from ..innhold.bygger import er_fylt_ut
from ..model.arv import Arv
from ..model.arvede_avtaler import arvede_avtaler
from ..model.norsk import MÅLFORMER, Dato, foldet, oppramsing
from ..model.oppsummering import Løpende, Oppsummering
from ..reading import yaml_reader
from ..reading.datafiler import Datafiler, checked
from ..reading.oppsummeringsfiler import (
    er_redigert,
    les_oppsummering,
    les_skoler,
    som_fil,
    som_yaml,
    uten_merke,
)
from ..reading.project import Project
from ..reading.prosjektord import Prosjektord, møtenavn, prosjektord
from ..utfylt import IkkeFyltUtError, Lest, Skjema, Skjemafil, les, lær_skjema
from ..word.known import with_values
from ..word.translation import translated_file
from .avtaleider import Ider, Tidligere, finn_ider

# What the card of an earlier agreement shows, and a summary repeats only where it is corrected
_VIST_PÅ_KORTET = ("tiltak", "kjennetegn", "støtte")


class Utfall(Enum):
    """What became of a form that was read."""

    NY = "ny"
    UENDRET = "uendret"
    ERSTATTET = "erstattet"
    LIK = "lik"
    IKKE_FYLT_UT = "ikke fylt ut"
    HOLDT_TILBAKE = "holdt tilbake"
    FLERE_UTGAVER = "flere utgaver"
    FEIL = "feil"

    @property
    def er_på_plass(self) -> bool:
        """Whether the form's summary is there now."""
        return self in (Utfall.NY, Utfall.UENDRET, Utfall.ERSTATTET, Utfall.LIK)


class Innlest(NamedTuple):
    """A form, and what it became: its YAML file, or what stopped it.

    ``skole`` is the school's short name, '' where none is known. ``forskjell`` is what would
    change in a file that is there already; ``kommentarer`` is how many Word comments were left
    out; ``merknad`` is a word on it where several forms are for the same school;
    ``rettelser`` are the agreements with corrected words; ``kopi`` is where a summary that was
    edited by hand is kept, that was replaced.
    """

    skjema: str
    utfall: Utfall
    skole: str = ""
    fil: Path | None = None
    forskjell: str = ""
    problems: tuple[Problem, ...] = ()
    kommentarer: int = 0
    merknad: str = ""
    rettelser: tuple[str, ...] = ()
    kopi: Path | None = None


class _Skjema(NamedTuple):
    """A form that is read and filled in, before anything is written."""

    fil: Skjemafil
    lest: Lest

    @property
    def gjelder(self) -> tuple[int, str]:
        """The round and the school."""
        return self.lest.runde, self.lest.skole


def les_skjemaer(
    project: Project, skjemaer: Sequence[Skjemafil], *, overskriv: bool, today: date
) -> Iterator[Innlest]:
    """Read forms and write a summary for each; a form that fails doesn't stop the others.

    All are read before anything is written: two forms for the same school aren't both right.
    ``today``'s date is in the name of a hand-edited summary that is overwritten.
    """
    lesing = _Lesing(project, today)
    leste = [lesing.les(fil) for fil in skjemaer]
    grupper: dict[tuple[int, str], list[_Skjema]] = {}
    for lest in leste:
        if isinstance(lest, _Skjema):
            grupper.setdefault(lest.gjelder, []).append(lest)
    for lest in leste:
        if isinstance(lest, Innlest):
            yield lest
            continue
        gruppe = grupper[lest.gjelder]
        ulike = _ulike_nøkler(gruppe)
        if ulike:
            yield lesing.en_av_flere(lest, gruppe, ulike)
        elif lest is not gruppe[0]:
            merknad = f"samme innhold som {gruppe[0].fil.navn}"
            yield Innlest(lest.fil.navn, Utfall.LIK, merknad=merknad)
        else:
            yield lesing.skriv(lest, overskriv=overskriv)


def _ulike_nøkler(gruppe: Sequence[_Skjema]) -> list[str]:
    """What forms for the same summary say differently, by the summary's keys."""
    ulike = []
    for key in Oppsummering.model_fields:
        first = gruppe[0].lest.data.get(key)
        if any(skjema.lest.data.get(key) != first for skjema in gruppe):
            ulike.append(key)
    return ulike


class _Lesing:
    """Reads a project's forms; what they share is read once."""

    def __init__(self, project: Project, today: date) -> None:
        self.project, self.today = project, today
        skoler = les_skoler(project)
        self.skoler, self.arv = skoler.navn_på_alle(), skoler.arv
        self.skjema = _les_skjemamal(project)
        self._runder: dict[int, Datafiler | None] = {}

    def les(self, fil: Skjemafil) -> _Skjema | Innlest:
        """A form; or what kept it from being read, or from having anything to say.

        What would be written is first read as it will be: by the YAML reader and the model. What
        the program had filled in is no answer, also where the data are others now.
        """
        try:
            lest = les(fil, self.skoler, self.skjema)
            shown = self.project.display(self.project.summary_file(lest.runde, lest.skole))
            _som_skrevet(lest.data, shown, lest.runde)
            nytt = _som_skrevet(lest.nytt, shown, lest.runde)[1]
        except IkkeFyltUtError as tomt:
            return self._tomt(tomt)
        except DialogError as error:
            return Innlest(fil.navn, Utfall.FEIL, problems=error.problems)
        if not er_fylt_ut(self._runden(lest.runde), nytt):
            unntatt = " utover dato, deltakere og det som var avtalt fra før"
            return self._tomt(IkkeFyltUtError(fil.navn, lest.skole, unntatt))
        return _Skjema(fil, lest)

    def _tomt(self, tomt: IkkeFyltUtError) -> Innlest:
        """A form in which nobody has written more than the program itself."""
        name, kortnavn = tomt.problems[0].file, self.skoler[tomt.skole][0]
        return Innlest(name, Utfall.IKKE_FYLT_UT, kortnavn, problems=tomt.problems)

    def _runden(self, år: int) -> Datafiler | None:
        """A round's data; None where there are none, or they can't be read."""
        if år not in self._runder:
            self._runder[år] = None
            with suppress(DialogError):
                self._runder[år] = Datafiler(self.project, år)
        return self._runder[år]

    def en_av_flere(
        self, skjema: _Skjema, gruppe: Sequence[_Skjema], ulike: Sequence[str]
    ) -> Innlest:
        """One of several forms that say different things; the last one tells it of all."""
        runde, skole = skjema.gjelder
        kortnavn = self.skoler[skole][0]
        innlest = Innlest(skjema.fil.navn, Utfall.FLERE_UTGAVER, kortnavn)
        innlest = innlest._replace(merknad=_lagret(skjema.fil))
        if skjema is not gruppe[-1]:
            return innlest
        names = oppramsing([f"«{each.fil.navn}»" for each in gruppe])
        hva = oppramsing([f"«{key}»" for key in ulike])
        message = (
            f"{names} er oppsummeringer for {kortnavn} i {runde}, med ulikt innhold i {hva}. "
            "Ingen av dem er lest inn."
        )
        return innlest._replace(problems=(Problem(message, "Les bare den som gjelder."),))

    def skriv(self, skjema: _Skjema, *, overskriv: bool) -> Innlest:
        """Put a form's summary in its place, unless another one is there."""
        try:
            return self._skriv(skjema, overskriv=overskriv)
        except DialogError as error:
            return Innlest(skjema.fil.navn, Utfall.FEIL, problems=error.problems)

    def _skriv(self, skjema: _Skjema, *, overskriv: bool) -> Innlest:
        """Put a summary in place, unless another one is there; raises DialogError."""
        project, lest, name = self.project, skjema.lest, skjema.fil.navn
        file = project.summary_file(lest.runde, lest.skole)
        shown = project.display(file)
        existing = _innlest(project, lest, file)
        tidligere = _tidligere(project, lest, self.arv)
        data = _med_rettet_i_dataene(lest, tidligere)
        uten_ider = _som_skrevet(data, shown, lest.runde)[1]
        ider = finn_ider(uten_ider, lest.ider, tidligere, existing, name)
        data = _uten_gjentatt(data, ider, tidligere)
        new, oppsummering = _som_skrevet(_med_ider(data, ider), shown, lest.runde)
        done = Innlest(
            name,
            Utfall.NY,
            fil=file,
            problems=(*self._uten_runde(lest, name), *ider.warnings, *lest.warnings),
            kommentarer=lest.kommentarer,
            rettelser=ider.rettelser,
        )
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            sweep(file.parent)
            if write_new(file, som_fil(new)):
                return done
            # One from before there were ids says the same without them
            says_the_same = existing == uten_ider and not ider.er_rettet
            if existing == oppsummering or says_the_same:
                return done._replace(utfall=Utfall.UENDRET)
            return self._erstatt(done, file, new, overskriv=overskriv)
        except OSError as error:
            raise DialogError([why_not(error, shown)]) from error

    def _erstatt(self, done: Innlest, file: Path, new: str, *, overskriv: bool) -> Innlest:
        """Replace a summary where that is asked for; what somebody has written in it is kept."""
        shown = self.project.display(file)
        before, data = file.stat(), read_file(file, shown)
        old = data.decode("utf-8", errors="replace")
        lines = difflib.unified_diff(
            uten_merke(old).splitlines(), new.splitlines(), shown, done.skjema, n=1, lineterm=""
        )
        done = done._replace(forskjell="\n".join(lines))
        if not overskriv:
            return done._replace(utfall=Utfall.HOLDT_TILBAKE)
        if er_redigert(data):  # not as .yaml, which would be read as another school's
            done = done._replace(kopi=keep_copy(file.with_suffix(".txt"), data, self.today))
        if not write_whole(file, som_fil(new), unless_changed=before):
            message = "Oppsummeringen ble endret mens den skulle erstattes, og er ikke rørt."
            raise DialogError([Problem(message, "Prøv igjen.", shown)])
        return done._replace(utfall=Utfall.ERSTATTET)

    def _uten_runde(self, lest: Lest, name: str) -> Iterator[Problem]:
        """That a form says it is of a round that there isn't."""
        file = self.project.round_file(lest.runde)
        if not file.exists():
            shown = self.project.display(file)
            message = f"Skjemaet gjelder runden {lest.runde}, men {shown} finnes ikke."
            remedy = "Er året feil, så rett det i skjemaet, slett oppsummeringen, og les det igjen."
            yield Problem(message, remedy, name, warning=True)


def _lagret(fil: Skjemafil) -> str:
    """When a form was saved, as people here write it; '' where the file doesn't say."""
    try:
        tid = datetime.fromisoformat(fil.lagret).astimezone()
    except (ValueError, OverflowError, OSError):
        return ""
    return f"lagret {Dato(tid.date()).kort} kl. {tid:%H.%M}"


def _les_skjemamal(project: Project) -> Skjema:
    """The words of the forms, from their template; raises DialogError where it can't be read."""
    path = project.folder / "maler" / "oppsummering.docx"
    name = project.display(path)
    mal = read_file(path, name)
    ordene = prosjektord(project)
    try:
        with as_dialog_error(name):
            maler = _som_i_skjemaene(project, mal, ordene)
            return lær_skjema(maler, møtenavn(ordene))
    except InvalidError as error:
        raise DialogError([Problem(error.message, error.remedy, name)]) from error


def _som_i_skjemaene(project: Project, mal: bytes, ordene: Sequence[Prosjektord]) -> list[bytes]:
    """The template with the words that forms have; a county that writes one language has no list.

    Forms may have been sent out before the project called things what it calls them now.
    """
    ordliste = wordlist(project)
    maler: list[bytes] = []
    for målform in MÅLFORMER:
        utgaver = [mal]
        with suppress(DialogError):  # what is wrong with the word list is said by «dialog sjekk»
            utgaver.append(translated_file(mal, ordliste.oversettelse(målform)))
        for ord_ in ordene:
            if ord_.målform == målform:
                maler += [with_values(utgave, ord_.felt) for utgave in utgaver]
    return list(dict.fromkeys(maler))


def _som_skrevet(data: Mapping[str, Any], shown: str, år: int) -> tuple[str, Oppsummering]:
    """A summary's YAML, and what it is when it has been written; raises DialogError."""
    yaml = som_yaml({**data, "runde": år})
    return yaml, checked(yaml_reader.parse(yaml, shown), Oppsummering, år)


def _med_rettet_i_dataene(lest: Lest, tidligere: Tidligere) -> dict[str, Any]:
    """A form's data; a row that nobody has touched is as the agreement is in the data by now."""
    avtaler = {item.id: item for item in tidligere.avtaler}
    rader = []
    for rad, id_, urørt in zip(lest.data.get("avtaler", ()), lest.ider, lest.urørte, strict=True):
        kjent = avtaler.get(id_) if urørt else None
        if kjent:
            ny = {key: value for key, value in rad.items() if key not in _VIST_PÅ_KORTET}
            rader.append(ny | _som_rad(kjent))
        else:
            rader.append(rad)
    return {**lest.data, "avtaler": rader} if rader else lest.data


def _som_rad(avtale: Løpende) -> dict[str, str]:
    """What a form's row says of an agreement, as far as it is known."""
    frist = avtale.mål.frist
    rad = {
        "mål": avtale.mål.mål or avtale.mål.tiltak,
        "ansvarlig": avtale.mål.ansvarlig,
        "frist": frist.kort if isinstance(frist, Dato) else frist,
        "status": avtale.status,
    }
    return {key: value for key, value in rad.items() if value}


def _uten_gjentatt(data: Mapping[str, Any], ider: Ider, tidligere: Tidligere) -> dict[str, Any]:
    """A form's data without what its cards only show of the agreements from before."""
    avtaler = {item.id: item.mål for item in tidligere.avtaler}
    rader = []
    for rad, id_ in zip(data.get("avtaler", ()), ider.avtaler, strict=True):
        mål = avtaler.get(id_)
        gjentatt = set()
        for key in _VIST_PÅ_KORTET:
            if key in rad and mål and foldet(rad[key]) == foldet(getattr(mål, key) or ""):
                gjentatt.add(key)
        rader.append({key: value for key, value in rad.items() if key not in gjentatt})
    return {**data, "avtaler": rader} if rader else dict(data)


def _innlest(project: Project, lest: Lest, file: Path) -> Oppsummering | None:
    """The same summary as it stands in the data; a faulty one is never the same."""
    if file.exists():
        with suppress(DialogError):
            return les_oppsummering(project, lest.runde, lest.skole)
    return None


def _tidligere(project: Project, lest: Lest, arv: Arv) -> Tidligere:
    """The school's agreements before the form's round; raises DialogError."""
    alle = project.summaries()

    def les_tidligere(skole_id: str) -> list[Oppsummering]:
        årene = [år for år, id_ in alle if id_ == skole_id and år < lest.runde]
        return [les_oppsummering(project, år, skole_id) for år in årene]

    egne: list[Oppsummering] = []
    for id_ in arv.egne_id_er(lest.skole):
        egne += les_tidligere(id_)
    return Tidligere.av(egne, list(arvede_avtaler(arv, lest.skole, lest.runde, les_tidligere)))


def _med_ider(data: Mapping[str, Any], ider: Ider) -> dict[str, Any]:
    """A summary's data with an id first in each row that is to have one."""
    med_ider = dict(data)
    for liste, radenes in (("avtaler", ider.avtaler), ("mål", ider.mål)):
        if radenes:
            rader = zip(radenes, data[liste], strict=True)
            med_ider[liste] = [{"id": id_, **rad} if id_ else rad for id_, rad in rader]
    return med_ider
