"""The invitations to the dialogues: an e-mail draft for each school, with what it brings.

A draft is only made of what is up to date: an invitation with last week's agenda is worse than
none. Nothing is sent.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from ..disk.folder import Edited, OutputFolder
from ..disk.side_by_side import side_by_side
from ..disk.writing import read_file
from ..dokumenter import kalender, moter
from ..dokumenter.epost import Utkast, Vedlegg, identitet, identitet_i, som_eml
from ..dokumenter.flyttinger import Flyttinger
from ..dokumenter.innkallingsmal import Innkallingsmal
from ..dokumenter.kjede import Prepared, Result, innhold_eller_feil, is_read_back, write_one
from ..dokumenter.moter import Møte, Person
from ..dokumenter.tilstand import Dokument, Tilstand, tilstand_av, tilstander
from ..errors import DialogError, Problem
from ..innhold.grunnlag import Grunnlag
from ..kontroller.kontroll import Data
from ..kontroller.mangler import filer
from ..kontroller.register import advarsler_om
from ..model.norsk import oppramsing, stor_forbokstav, størrelse
from ..reading.project import KUNNSKAPSGRUNNLAG
from .kommandoer import dokumentene, generer

HOVEDDOKUMENT = "dialoggrunnlag"
STØRSTE_UTKAST = 20_000_000  # bytes: what many mail systems take, encoded attachments included
_STORE_SOM_NEVNES = 3
_MEGABYTE = 1_000_000
_FLEST_I_KOMMANDOEN = 30  # schools; Windows takes no longer commands than 8,191 characters
_LENGSTE_NAVN = 100  # characters; mail programs cut longer ones
# The checks whose warnings concern what an invitation says, and to whom
_KONTROLLER = ("mangler-kontakt", "mangler-epost", "mangler-sted")


class ForeldetError(DialogError):
    """Nothing is wrong but that documents must be made anew, which a command does."""

    def __init__(self, problems: Iterable[Problem], dokumenter: Sequence[Dokument]) -> None:
        super().__init__(problems)
        self.dokumenter = tuple(dokumenter)


class Innkallinger:
    """Makes the invitations of a round; raises DialogError where its template is wrong.

    ``prepared`` holds all document kinds. ``flyttinger`` may have read the calendars in ``folder``
    already. ``valg`` are the options that a command needs to make documents in the same folder.
    """

    def __init__(
        self,
        prepared: Prepared,
        folder: OutputFolder,
        flyttinger: Flyttinger | None = None,
        valg: Sequence[str] = (),
    ) -> None:
        self._prepared, self._folder, self._valg = prepared, folder, valg
        self._files = prepared.files
        self.mal = Innkallingsmal(prepared.files.project)
        self._flyttinger = flyttinger or Flyttinger(prepared.files, folder.folder, folder.display)
        # The only ones whose states are asked for: each is filled to know whether it is up to date
        self._sendes = [
            (mal, document)
            for mal, document in prepared.er_i_bruk
            if mal.navn in (HOVEDDOKUMENT, KUNNSKAPSGRUNNLAG) or document.is_form()
        ]

    def udaterte(self, skoler: Sequence[str]) -> list[str]:
        """Those of the schools that nobody can be asked to, since there is no date yet."""
        return kalender.udaterte(self._prepared, skoler, self._folder, self._flyttinger)

    def lag_på_nytt(self, results: Sequence[Result]) -> str:
        """The command that makes anew what stopped some invitations; '' where nothing did."""
        skoler = [result.skole_id for result in results if result.foreldet]
        filer = dict.fromkeys(fil for result in results for fil in result.foreldet)
        if not skoler:
            return ""
        navnene = list(dict.fromkeys(fil.rpartition(".")[0] for fil in filer))
        pdf = any(fil.endswith(".pdf") for fil in filer)
        alle = len(skoler) == len(self._prepared.skoler) or len(skoler) > _FLEST_I_KOMMANDOEN
        return dokumentene([] if alle else skoler, navnene, self._valg, pdf=pdf)

    def write(self, skoler: Sequence[str], *, edited: Edited, today: date) -> Iterator[Result]:
        """Write each school's calendar and draft; one that fails doesn't stop the others.

        What is to be said of several of them at once, ``felles_advarsler`` has.
        """
        funn: dict[str, list[Problem]] = {}
        for advarsel in advarsler_om(Data(self._files), _KONTROLLER, skoler):
            for skole_id, problem in advarsel.hver if not advarsel.er_felles else ():
                funn.setdefault(skole_id, []).append(problem)
        yield from side_by_side(
            lambda batch: self._written(batch, funn, edited=edited, today=today), skoler
        )

    def felles_advarsler(self, skoler: Sequence[str]) -> list[Problem]:
        """What is one and the same fault for several of the schools' drafts."""
        alle = advarsler_om(Data(self._files), _KONTROLLER, skoler)
        return [advarsel.problem for advarsel in alle if advarsel.er_felles]

    def _written(
        self,
        skoler: Sequence[str],
        funn: Mapping[str, Sequence[Problem]],
        *,
        edited: Edited,
        today: date,
    ) -> Iterator[Result]:
        """As ``write``; ``funn`` are the warnings that go with the schools' drafts."""
        år = self._files.datasett.runde.år
        for skole_id in skoler:
            name = self._prepared.skoler[skole_id][0]
            # One by one: thousands of schools' contents would fill the memory
            made, stopped = innhold_eller_feil(self._prepared, [skole_id], self._folder.folder)
            if stopped:
                yield Result(name, problems=stopped[skole_id])
                continue
            try:
                utkast, ics = self._make(skole_id, made[skole_id])
            except ForeldetError as error:
                foreldet = tuple(f"{ett.navn}.{ett.suffix}" for ett in error.dokumenter)
                yield Result(name, problems=error.problems, skole_id=skole_id, foreldet=foreldet)
                continue
            except DialogError as error:
                yield Result(name, problems=error.problems)
                continue
            file = moter.filnavn(år, skole_id)
            sent = write_one(name, file, ics, self._folder, edited=edited, today=today)
            yield sent
            # The next invitation is held against this calendar: a draft with another one would
            # let a meeting move unseen.
            if sent.written and sent.written.current:
                file, data = filnavn(år, skole_id), som_eml(utkast)
                result = write_one(name, file, data, self._folder, edited=edited, today=today)
                if result.written:
                    vedlegg = tuple((ett.navn, len(ett.data)) for ett in utkast.vedlegg)
                    advarsler = [
                        *funn.get(skole_id, ()),
                        *_for_stort(utkast, data, f"{self._folder.display}/{file}"),
                    ]
                    result = result._replace(problems=tuple(advarsler), vedlegg=vedlegg)
                yield result

    def holder(self, skole_id: str, content: Grunnlag, dokumenter: Sequence[Dokument]) -> bool:
        """Whether the draft that lies in the folder can be sent as it is.

        Not where it couldn't be made now, since what it brings is out of date. After the dialogue,
        when its summary has been read, it is history and holds. ``dokumenter`` are the school's.
        """
        if content.oppsummering.lest:
            return True
        name = filnavn(self._files.datasett.runde.år, skole_id)
        try:
            mark = identitet(self._make(skole_id, content, dokumenter)[0])
            lies = self._folder.state_of_derived(name, lambda data: identitet_i(data) == mark)
        except DialogError:
            return False
        return tilstand_av(lies).holder

    def _make(
        self, skole_id: str, content: Grunnlag, dokumenter: Sequence[Dokument] | None = None
    ) -> tuple[Utkast, bytes]:
        """A school's draft, and the calendar that it brings; raises DialogError."""
        problems = self._flyttinger.hindringer(skole_id, content)
        if not content.dialog.dato:
            message = "Dialogen har ingen dato, så ingen kan kalles inn."
            path, remedy = ("dialoger", skole_id), "Skriv «dato» i dialogen."
            uten_dato = self._files.runde.problem(path, message, remedy, at_key=True)
            raise DialogError(problems or [uten_dato])
        vedlegg: list[Vedlegg] = []
        utdaterte: list[Dokument] = []
        if not content.dialog.avlyst:
            if dokumenter is None:
                dokumenter = tilstander(self._sendes, skole_id, content, self._folder)
            valgte = self._som_må_være_ferske(content, dokumenter)
            utdaterte = [dokument for dokument in valgte if not dokument.tilstand.holder]
            problems += [self._utdatert(skole_id, dokument, utdaterte) for dokument in utdaterte]
            if not utdaterte:
                vedlegg += self._dokumentene(content, valgte)
            vedlegg += self._datagrunnlagsfiler(skole_id, content, vedlegg, problems)
        møte = moter.møtet(self._files, skole_id, content, self._flyttinger.sist(skole_id))
        if problems and len(problems) == len([d for d in utdaterte if _lages_på_nytt(d)]):
            raise ForeldetError(problems, utdaterte)
        if problems or møte is None:
            raise DialogError(problems)
        ics = kalender.møtets_kalender(content, møte, self._files.datasett.runde.varsel)
        navn = _lesbart_navn(content.prosjekt.møte, "ics", content)
        vedlegg.append(Vedlegg(navn, ics, kalender.metode(ics)))
        return self._utkast(content, vedlegg, møte), ics

    def _utkast(self, content: Grunnlag, vedlegg: Sequence[Vedlegg], møte: Møte) -> Utkast:
        innkalling = self.mal.fyll(content, [ett.navn for ett in vedlegg], møte)
        kontakt, kontor = kalender.skolens_kontakt(content), content.skoleeier
        til = fra = None
        if kontakt:
            til = Person(content.skole.kontakt.navn or content.skole.navn, kontakt.epost)
        if kontor.epost:
            fra = Person(kontor.kontor, kontor.epost)
        kopi: tuple[Person, ...] = ()
        if self._files.datasett.runde.kopi:
            kopi = tuple(self._kopi(content, kontakt))
        return Utkast(
            innkalling.emne,
            innkalling.tekst,
            til,
            fra,
            moter.tidsstempel(content),
            tuple(vedlegg),
            kopi,
            innkalling.html,
        )

    def _kopi(self, content: Grunnlag, kontakt: Person | None) -> Iterator[Person]:
        """Those who take part, but the contact, whom the invitation goes to."""
        for person in kalender.deltakere(content, kontakt):
            if kontakt is None or person.epost.casefold() != kontakt.epost.casefold():
                yield person

    def _dokumentene(self, content: Grunnlag, valgte: Sequence[Dokument]) -> list[Vedlegg]:
        """The documents that are sent, each in one form."""
        som_pdf = {dokument.navn for dokument in valgte if dokument.suffix == "pdf"}
        vedlegg = []
        for dokument in valgte:
            if dokument.suffix == "pdf" or dokument.navn not in som_pdf:
                file = f"{self._folder.display}/{dokument.fil}"
                navn = _lesbart_navn(dokument.navn, dokument.suffix, content)
                vedlegg.append(Vedlegg(navn, read_file(dokument.path, file)))
        return vedlegg

    def _som_må_være_ferske(
        self, content: Grunnlag, dokumenter: Sequence[Dokument]
    ) -> list[Dokument]:
        """The dialoggrunnlag and the kunnskapsgrunnlag, and the forms to fill in.

        Of the first two also the PDF, where that is made: it is sent for reading, and shows what
        the Word file says.
        """
        skjemaer = set()
        for mal, document in self._prepared.documents:
            if document.is_form() and not is_read_back(document, content):
                skjemaer.add(mal.navn)
        først, siden = [], []
        for dokument in dokumenter:
            laget = dokument.tilstand is not Tilstand.MANGLER
            følger_med = dokument.navn == HOVEDDOKUMENT
            if dokument.navn == KUNNSKAPSGRUNNLAG:
                følger_med = bool(content.tall)
            if følger_med:
                if dokument.suffix == "docx" or (dokument.suffix == "pdf" and laget):
                    først.append(dokument)
            elif dokument.navn in skjemaer and dokument.suffix == "docx":
                siden.append(dokument)  # without its PDF, in which nobody can fill in anything
        return [*først, *siden]

    def _utdatert(
        self, skole_id: str, dokument: Dokument, utdaterte: Sequence[Dokument]
    ) -> Problem:
        """What is wrong with a document that can't be sent, and the command that makes it new."""
        file = f"{self._folder.display}/{dokument.fil}"
        if _lages_på_nytt(dokument):
            sammen = list(filter(_lages_på_nytt, utdaterte))
            mangler = dokument.tilstand is Tilstand.MANGLER
            hva = "er ikke laget" if mangler else "er eldre enn dataene eller malen"
            return Problem(
                f"Dokumentet {hva}.", f"Kjør: {generer(skole_id, sammen, self._valg)}", file
            )
        kommando = generer(skole_id, [dokument], self._valg)
        if dokument.suffix == "pdf":
            message = "PDF-en er endret av noen, eller en annens, og hører ikke til Word-filen."
            return Problem(message, f"Flytt den, og kjør: {kommando}", file)
        message = "Dokumentet er redigert for hånd, og det som det lages av, er endret siden."
        remedy = "Ta endringene inn for hånd, eller erstatt det (en kopi beholdes): "
        return Problem(message, f"{remedy}{kommando} --overskriv", file)

    def _datagrunnlagsfiler(
        self,
        skole_id: str,
        content: Grunnlag,
        dokumentene: Sequence[Vedlegg],
        problems: list[Problem],
    ) -> list[Vedlegg]:
        """The files that the data basis names, each once; adds what is wrong to ``problems``.

        No two attachments may share a name, neither with ``dokumentene`` nor with the calendar.
        """
        navnene = {ett.navn.casefold() for ett in dokumentene}
        navnene.add(_lesbart_navn(content.prosjekt.møte, "ics", content).casefold())
        vedlegg: dict[str, Vedlegg] = {}
        for fil in filer(Data(self._files, {skole_id: content}), skole_id):
            path = self._files.project.file(fil.sti)
            problem = fil.problem(self._files)
            if problem:
                problems.append(problem)
            elif str(path) not in vedlegg:
                navn = unicodedata.normalize("NFC", path.name)  # a macOS disk has it otherwise
                while navn.casefold() in navnene:
                    navn = f"{fil.punkt}-{navn}"
                navnene.add(navn.casefold())
                vedlegg[str(path)] = Vedlegg(navn, read_file(path, fil.sti))
        return list(vedlegg.values())


def _lages_på_nytt(dokument: Dokument) -> bool:
    """Whether the program can make a document anew without anything of anybody's being lost."""
    return dokument.tilstand is not Tilstand.REDIGERT_UTDATERT


def _for_stort(utkast: Utkast, data: bytes, file: str) -> Iterator[Problem]:
    """That a draft may be too big to be received, and what to do about it."""
    if len(data) <= STØRSTE_UTKAST:
        return
    størst = sorted(utkast.vedlegg, key=lambda ett: len(ett.data), reverse=True)
    store = [ett for ett in størst if len(ett.data) >= _MEGABYTE] or størst
    navnene = [f"«{ett.navn}» ({størrelse(len(ett.data))})" for ett in store[:_STORE_SOM_NEVNES]]
    message = (
        f"Utkastet er på {størrelse(len(data))}, og mange mottakere tar ikke imot mer enn "
        f"{størrelse(STØRSTE_UTKAST)}. Størst: {oppramsing(navnene)}."
    )
    remedy = "Gjør filene mindre, eller skriv «lenke» til dem i stedet for «fil» i datagrunnlaget."
    yield Problem(message, remedy, file, warning=True)


def _lesbart_navn(hva: str, suffix: str, content: Grunnlag) -> str:
    """What a file is called in the mail: «Dialoggrunnlag 2015 - Ål vgs.pdf».

    With a hyphen: a name without other letters than ASCII is safe in every mail program.
    """
    navn = f"{stor_forbokstav(hva)} {content.runde.år} - {content.skole.kortnavn}"
    navn = " ".join(re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", navn).split())
    return f"{navn[:_LENGSTE_NAVN].rstrip('. ')}.{suffix}"


def filnavn(år: int, skole_id: str) -> str:
    """What a school's draft is called."""
    return f"innkalling-{år}-{skole_id}.eml"
