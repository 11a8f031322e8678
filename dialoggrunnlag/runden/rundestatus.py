"""How far a round has come: a row for each school, and the totals."""

from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from enum import Enum
from typing import NamedTuple

from ..disk.folder import OutputFolder
from ..dokumenter.flyttinger import Flyttinger
from ..dokumenter.innkallingsmal import Innkallingsmal
from ..dokumenter.kjede import Prepared
from ..dokumenter.tilstand import Dokument, Tilstand, samlet, tilstander
from ..errors import DialogError, Problem
from ..innhold.bygger import prosjektfelt
from ..innhold.grunnlag import Grunnlag, ProsjektFelt
from ..kontroller import gjennomsyn
from ..kontroller.kontroll import Data
from ..kontroller.register import i_korte_ord
from ..model.norsk import Dato
from ..model.verdityper import Tidsramme
from .innkallinger import Innkallinger, filnavn
from .rundeplan import I_PLANEN

# The checks of what lacks in the data basis, and for the invitation
_KONTAKT, _LENKER, _FILER = (
    ("mangler-kontakt",),
    ("mangler-lenke", "mangler-bidrag"),
    ("mangler-fil",),
)
MANGLER = (*_KONTAKT, *_LENKER, *_FILER)


class Når(Enum):
    """Whether there is a date; the values are as it is shown."""

    MED_DATO = "med dato"
    UTEN_DATO = "uten dato"
    AVLYST = "avlyst"
    UKJENT = "ukjent"  # the entry is faulty: one may stand there


class Skolestatus(NamedTuple):
    """One school's row.

    ``dokumenter`` (None: unknown, because of ``feil``) has the PDFs among them; ``mangler`` is
    what lacks in the data basis and for the invitation, in words, and ``lenker`` the links of it;
    ``merknader`` is what the plan says of when, where and by whom it is held; ``funn`` are what
    ``dialog sjekk`` says of the school.
    ``utvalg``: only some document kinds are told of, and nothing is asked of the invitation.
    """

    skole_id: str
    navn: str
    kortnavn: str
    dato: Dato | None
    hvor: str | None
    tidsramme: Tidsramme | None
    avlyst: bool
    dokumenter: list[Dokument] | None
    innkalling: Dokument
    oppsummering: bool
    mangler: list[str]
    lenker: list[str]
    merknader: list[str]
    funn: list[Problem]
    utvalg: bool

    @property
    def feil(self) -> list[Problem]:
        """What is wrong, warnings apart."""
        return [problem for problem in self.funn if not problem.warning]

    @property
    def advarsler(self) -> list[Problem]:
        """What somebody should look at."""
        return [problem for problem in self.funn if problem.warning]

    @property
    def når(self) -> Når:
        """Whether there is a date."""
        if self.avlyst:
            return Når.AVLYST
        if self.dato:
            return Når.MED_DATO
        return Når.UKJENT if self.dokumenter is None else Når.UTEN_DATO

    @property
    def egne(self) -> list[Dokument]:
        """The documents without their PDFs."""
        return [one for one in self.dokumenter or () if one.suffix != "pdf"]

    @property
    def pdfer(self) -> list[Dokument]:
        """The PDFs of the Word documents, those not made included."""
        return [one for one in self.dokumenter or () if one.suffix == "pdf"]

    @property
    def pdf(self) -> Tilstand:
        """The state of all the PDFs."""
        if self.dokumenter is None:
            return Tilstand.UKJENT
        return samlet([one.tilstand for one in self.pdfer])

    @property
    def ferdig(self) -> bool:
        """Whether nothing is missing or out of date; of a cancelled dialogue nothing is asked.

        PDFs and invitations need not be made, but those that are must hold.
        """
        if self.avlyst:
            return True
        if self.dokumenter is None:
            return False
        if self.innkalling.tilstand is Tilstand.UTDATERT and not self.utvalg:
            return False
        for dokument in self.dokumenter:
            kreves = dokument.suffix != "pdf" or dokument.tilstand is not Tilstand.MANGLER
            if kreves and not dokument.tilstand.holder:
                return False
        return True


class Rundestatus(NamedTuple):
    """A round: its schools, the document kinds, and what is said of what schools share.

    ``prosjekt`` is in bokmål. ``samlede`` are the checks' warnings as ``dialog sjekk`` tells them:
    one for many schools.
    """

    år: int
    prosjekt: ProsjektFelt
    slag: list[tuple[str, str]]
    skoler: list[Skolestatus]
    felles: list[Problem]
    samlede: list[Problem]

    @property
    def ferdig(self) -> bool:
        """Whether every school's documents are there and up to date."""
        return all(skole.ferdig for skole in self.skoler)

    @property
    def funn(self) -> list[Problem]:
        """All that ``dialog sjekk`` says, of the schools and of what they share."""
        feil = [problem for skole in self.skoler for problem in skole.feil]
        return list(dict.fromkeys((*feil, *self.samlede, *self.felles)))

    @property
    def tilstander(self) -> Counter[Tilstand]:
        """How many documents, the PDFs apart, are in each state: unknown for a faulty entry."""
        counted = Counter(one.tilstand for skole in self.skoler for one in skole.egne)
        ukjente = sum(skole.dokumenter is None for skole in self.skoler)
        if ukjente:
            counted[Tilstand.UKJENT] = ukjente * len(self.slag)
        return counted


def lag_status(
    prepared: Prepared, skoler: Collection[str], folder: OutputFolder, slag: Collection[str] = ()
) -> Rundestatus:
    """The status of ``skoler``, told from the data and the files in ``folder``; writes nothing.

    ``prepared`` holds all document kinds, of which only those in ``slag`` are told of, if any.
    """
    files = prepared.files
    delte_funn = gjennomsyn.shared_findings(prepared)
    lesing = _Lesing(prepared, skoler, folder)
    felles = [*lesing.felles, *delte_funn]
    for _, document in prepared.documents:
        felles += document.accessibility()
    return Rundestatus(
        år=files.datasett.runde.år,
        prosjekt=prosjektfelt(files, "bokmål"),
        slag=[(m.navn, m.suffix) for m, _ in prepared.er_i_bruk if not slag or m.navn in slag],
        skoler=[lesing.rad(skole_id, slag) for skole_id in lesing.funn],
        felles=files.in_order(felles),
        samlede=files.in_order(lesing.samlede),
    )


class _Sett(NamedTuple):
    """What is seen of a school's files."""

    dokumenter: list[Dokument]
    innkalling: Dokument


class _Lesing:
    """What is found in looking at the schools and their files once, by the schools' ids."""

    def __init__(self, prepared: Prepared, skoler: Collection[str], folder: OutputFolder) -> None:
        self._prepared, self._files, self._folder = prepared, prepared.files, folder
        vist = self._files.project.display(folder.folder)  # as ``dialog sjekk`` shows it
        flyttinger = Flyttinger(self._files, folder.folder, vist)
        self._innkallinger: Innkallinger | None = None
        mal: Innkallingsmal | None = None
        with suppress(DialogError):  # told with the other templates of its sort
            self._innkallinger = Innkallinger(prepared, folder, flyttinger)
            mal = self._innkallinger.mal
        sett = gjennomsyn.look_at(prepared, skoler, flyttinger, mal, self._se_på)
        self._sett, self._innhold, self.funn = sett.sett, sett.innhold, sett.feil
        self.felles: list[Problem] = []
        self.samlede: list[Problem] = []
        for advarsel in sett.advarsler:
            gjelder = [(id_, problem) for id_, problem in advarsel.hver if id_ in self.funn]
            for skole_id, problem in gjelder:
                self.funn[skole_id].append(problem)
            if gjelder:
                self.samlede.append(advarsel.problem)
            elif not advarsel.hver:
                self.felles.append(advarsel.problem)
        for skole_id in self.funn:
            self.funn[skole_id] += gjennomsyn.summary_findings(self._files, skole_id)
        data = Data(self._files, self._innhold, også_uforfalt=True)
        self._kontakt = i_korte_ord(data, _KONTAKT)
        self._lenker = i_korte_ord(data, _LENKER)
        self._filer = i_korte_ord(data, _FILER)
        self._merknader = i_korte_ord(Data(self._files, self._innhold), I_PLANEN)

    def _se_på(self, skole_id: str, content: Grunnlag) -> _Sett:
        dokumenter = tilstander(self._prepared.er_i_bruk, skole_id, content, self._folder)
        innkalling = self._som_ligger(skole_id)
        ligger_der = innkalling.tilstand is not Tilstand.MANGLER
        innkallinger = self._innkallinger
        if ligger_der and innkallinger and innkallinger.holder(skole_id, content, dokumenter):
            innkalling = innkalling._replace(tilstand=Tilstand.LAGET)
        return _Sett(dokumenter, innkalling)

    def _som_ligger(self, skole_id: str) -> Dokument:
        """The invitation, where nobody knows that it holds; one that couldn't be made doesn't."""
        mappe, fil = self._folder.folder, filnavn(self._files.datasett.runde.år, skole_id)
        tilstand = Tilstand.UTDATERT if (mappe / fil).is_file() else Tilstand.MANGLER
        return Dokument("innkalling", "eml", mappe, fil, tilstand)

    def rad(self, skole_id: str, slag: Collection[str]) -> Skolestatus:
        """A school's row; an entry that can't be read says little."""
        runde, skoler = self._files.datasett.runde, self._files.datasett.skoler
        skole, dialog = skoler.get(skole_id), runde.dialoger.get(skole_id)
        navnene = self._prepared.skoler[skole_id]
        lenker = self._lenker.get(skole_id, [])
        sett = self._sett.get(skole_id)
        dokumenter = sett.dokumenter if sett else None
        if dokumenter is not None and slag:
            dokumenter = [dokument for dokument in dokumenter if dokument.navn in slag]
        return Skolestatus(
            skole_id=skole_id,
            navn=navnene[-1],
            kortnavn=navnene[0],
            dato=dialog.dato if dialog else None,
            hvor=dialog.hvor if dialog else None,
            tidsramme=self._files.tidsramme_for(skole_id).tidsramme if skole and dialog else None,
            avlyst=dialog is not None and dialog.avlyst,
            dokumenter=dokumenter,
            innkalling=sett.innkalling if sett else self._som_ligger(skole_id),
            oppsummering=self._er_oppsummert(skole_id),
            mangler=[*self._kontakt.get(skole_id, []), *lenker, *self._filer.get(skole_id, [])],
            lenker=lenker,
            merknader=self._merknader.get(skole_id, []),
            funn=self._files.in_order(self.funn[skole_id]),
            utvalg=bool(slag),
        )

    def _er_oppsummert(self, skole_id: str) -> bool:
        """Whether there is a summary; one that says nothing, or that can't be read, is none."""
        if skole_id in self._innhold:
            return self._innhold[skole_id].oppsummering.lest
        if not self._files.er_oppsummert(skole_id):
            return False
        # most projects have no summaries, and reading them takes time to load
        from ..reading.oppsummeringsfiler import lest_oppsummering  # noqa: PLC0415

        for egen in self._files.egne_id_er(skole_id):
            if self._files.år in self._files.år_med_oppsummering.get(egen, ()):
                with suppress(DialogError):  # told with what is wrong in the summaries
                    lest_oppsummering(self._files, self._files.år, egen)
                    return True
        return False
