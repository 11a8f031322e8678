"""From the checked data to one school's content, the texts in its målform and their tags filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import DialogError, Problem
from ..model.dagsorden import Klokkeslett, fordel
from ..model.norsk import SKOLEEIER, Målform, Målformord, som_tillegg, stor_forbokstav
from ..model.runde import Datagrunnlagspunkt
from ..model.verdityper import ADRESSE, Modell, Målformer
from ..reading.datafiler import Datafiler, møteord
from ..reading.project import KUNNSKAPSGRUNNLAG, file_name
from ..reading.regler import StedfestetTidsramme
from ..reading.yaml_reader import Path_, YamlFile
from ..word import Link
from . import grunnlag
from .felt import Felter
from .grunnlag import Grunnlag
from .oppsummeringsfelt import (
    Datotekst,
    ForrigeFelt,
    OppsummeringFelt,
    Overtatt,
    forrige_felt,
    nytt_skjema,
    sier_noe,
    utfylt_skjema,
)
from .tekster import i_begge, plassen, text_problem
from .text_tags import TextError
from .text_template import TextTemplates

if TYPE_CHECKING:
    from ..model.oppsummering import Oppsummering

_Felt = TypeVar("_Felt", bound=Felter)
_FLEST_TEGN = 2_000_000  # of what tags make of a school's texts, all together
_Ting = TypeVar("_Ting")
_UKJENT = ("ukjent", ("ukjent",))  # a form's day and people where nobody knows them any more
_TIDLIG: dict[Målform, str] = {"bokmål": "tidlig", "nynorsk": Målformord("tidleg", "tidlig")}
_SEN: dict[Målform, str] = {"bokmål": "sen", "nynorsk": Målformord("sein", "sen")}


def lag_grunnlag(
    files: Datafiler, skole_id: str, texts: TextTemplates, fillenke: Callable[[str], str] = str
) -> Grunnlag:
    """The content of one school's documents; raises DialogError where a text can't be filled.

    ``fillenke`` gives what a link to a file leads to, which follows from where the document lies.
    """
    return _Bygger(files, skole_id, texts, fillenke).bygg()


def er_fylt_ut(files: Datafiler | None, denne: Oppsummering) -> bool:
    """Whether a summary says more than the program itself fills its form with.

    ``files`` are its round's. Where they can't be read, or the school has no dialogue there,
    nobody knows what the program filled in: then a day and names alone say nothing either.
    """
    skole_id = denne.skole
    if files and skole_id in files.datasett.skoler and skole_id in files.datasett.runde.dialoger:
        return _Bygger(files, skole_id, TextTemplates(grunnlag.FILTERS), str).er_fylt_ut(denne)
    return sier_noe(denne, "bokmål", nytt_skjema(ForrigeFelt(avtaler=[]), *_UKJENT))


def prosjektfelt(files: Datafiler, målform: Målform) -> grunnlag.ProsjektFelt:
    """What the project says of itself, in one of the written languages."""
    fylke = files.innstillinger[1].fylke if files.innstillinger else None
    return grunnlag.ProsjektFelt(
        fylke=fylke.form(målform) if fylke else None,
        **møteord(files.innstillinger, målform)._asdict(),
    )


class _Bygger:
    """Builds one school's content, text by text; notes what is wrong on the way."""

    def __init__(
        self, files: Datafiler, skole_id: str, texts: TextTemplates, fillenke: Callable[[str], str]
    ) -> None:
        self.files, self.skole_id, self.texts = files, skole_id, texts
        self.fillenke = fillenke
        self.runde = files.datasett.runde
        self.skole = files.datasett.skoler[skole_id]
        self.målform = self.skole.målform
        self.dialog = self.runde.dialoger[skole_id]
        self.problems: list[Problem] = []
        self.felter: dict[str, Any] = {}  # those that the texts may use
        self.tegn_igjen = _FLEST_TEGN
        self.fylte = 0  # texts with tags so far
        self.har_tall = False

    def bygg(self) -> Grunnlag:
        kontakt = self._fra(grunnlag.KontaktFelt, self.skole.kontakt)
        skole = self._fra(grunnlag.SkoleFelt, self.skole, id=self.skole_id, kontakt=kontakt)
        dialog = self._dialog()
        skoleeier = self._felles(("skoleeier",), self._skoleeier)
        prosjekt = self._felles(("prosjekt",), lambda: prosjektfelt(self.files, self.målform))
        self.felter = {
            "skole": skole,
            "dialog": dialog,
            "skoleeier": skoleeier,
            "prosjekt": prosjekt,
        }
        tallfelter = self._tall()
        self.har_tall = bool(tallfelter["tall"])
        self.felter["nøkkeltall"] = tallfelter["nøkkeltall"]
        ramme = self.files.tidsramme_for(self.skole_id)
        self._tidsramme(ramme)
        runde = self._felles(("runde",), self._rundefelt)
        datagrunnlag = []
        for index, punkt in enumerate(self.runde.datagrunnlag):
            datagrunnlag.append(self._punkt(punkt, ("datagrunnlag", index)))
        deltakelse = self._felles(("deltakelse",), self._deltakelse)
        dagsorden = self._dagsorden(ramme.tidsramme.start)
        forrige, oppsummering = self._oppsummering(dialog)
        if self.problems:
            raise DialogError(self.problems)
        return Grunnlag(
            **(self.felter | tallfelter),
            runde=runde,
            datagrunnlag=datagrunnlag,
            deltakelse=deltakelse,
            dagsorden=dagsorden,
            forrige=forrige,
            oppsummering=oppsummering,
            offentlig=self.files.offentlig,
        )

    def _tall(self) -> dict[str, Any]:
        """The key figures, where the project has any."""
        if self.files.vernet is None:
            return {"nøkkeltall": {}, "tall": grunnlag.IngenTall(), "diagram": {}}
        from .tallinnhold import Tallinnhold  # noqa: PLC0415 - most projects have none

        skole = (self.files.id_i_dag(self.skole_id), self.skole.kortnavn)
        innhold = Tallinnhold(self.files.vernet, skole, self.målform, self.runde)
        return {
            "nøkkeltall": innhold.nøkkeltall,
            "tall": innhold.tall(),
            "diagram": innhold.diagram(),
        }

    def _fra(self, kind: type[_Felt], entry: Modell | None, path: Path_ = (), **egne: Any) -> _Felt:
        """A class's fields from the model's of the same names; ``egne`` are those that differ."""
        for name in kind.__dataclass_fields__:
            if name not in egne:
                value = getattr(entry, name) if entry else None
                # pydantic's isinstance would cost more than all the rest
                if type(value) is Målformer:
                    value = self._fylt(value, (*path, name))
                elif type(value) is tuple:
                    below = (*path, name)
                    value = [self._fylt(text, (*below, i)) for i, text in enumerate(value)]
                egne[name] = value
        return kind(**egne)

    def _felles(self, key: tuple[str | int, ...], bygg: Callable[[], _Ting]) -> _Ting:
        """What is built of the round's texts: once for all schools of a målform.

        ``key`` is all that it goes by beside the målform. With tags in its texts it is the
        school's own, and built each time.
        """
        delt, key = self.files.felles_innhold, (self.målform, *key)
        if key in delt:
            felles: _Ting = delt[key]
            return felles
        fylte_før = self.fylte
        bygget = bygg()
        if self.fylte == fylte_før:
            delt[key] = bygget
        return bygget

    def _form(self, forms: Målformer) -> str:
        """A text in the school's own language; one that lacks it has been refused before."""
        return forms.form(self.målform) or ""

    def _fylt(self, forms: Målformer, path: Path_, file: YamlFile | None = None) -> str:
        """A text with its tags filled, which stands in the round's file unless it is said."""
        text = self._form(forms)
        if "{" not in text:
            return text
        self.fylte += 1
        try:
            filled = self.texts.render(text, self.felter, self.tegn_igjen)
        except TextError as error:
            file = file or self.files.runde
            place = plassen(file, path, self.målform)
            self.problems.append(text_problem(file, place, error))
            return ""
        self.tegn_igjen -= len(filled)
        return filled

    # --- what the texts may use -----------------------------------------------------------

    def _rundefelt(self) -> grunnlag.RundeFelt:
        kontakt, dokumentdato = self.runde.kontaktperson, self.runde.dokumentdato
        return self._fra(
            grunnlag.RundeFelt,
            self.runde,
            dokumentdato=dokumentdato.kort if dokumentdato else None,
            kontaktperson=self._fra(grunnlag.KontaktpersonFelt, kontakt, ("kontaktperson",)),
        )

    def _skoleeier(self) -> grunnlag.SkoleeierFelt:
        data = self.files.datasett
        navn = self._form(data.skoleeiernavn) if data.skoleeiernavn else SKOLEEIER[self.målform]
        return grunnlag.SkoleeierFelt(
            navn=navn,
            leder=self._form(data.leder) if data.leder else navn,
            kontor=self._form(data.kontor) if data.kontor else stor_forbokstav(navn),
            epost=data.epost,
            roller=[self._form(rolle.rolle) for rolle in data.roller.values()],
        )

    def _dialog(self) -> grunnlag.DialogFelt:
        dialog = self.dialog
        tidlig = self.runde.er_tidlig(dialog)
        periode = None
        if tidlig is not None:
            periode = _TIDLIG[self.målform] if tidlig else _SEN[self.målform]
        frist = self.runde.svarfrist_for(dialog)
        fra_skoleeier = []
        for fra in dialog.fra_skoleeier:
            rolle = self.files.datasett.den_som_kommer(fra)
            if rolle:  # else the school's entry is wrong, and nothing is made of it
                fra_skoleeier.append(
                    self._fra(grunnlag.DeltakerFelt, rolle, rolle=self._form(rolle.rolle))
                )
        return self._fra(
            grunnlag.DialogFelt,
            dialog,
            dato=dialog.dato.i(self.målform) if dialog.dato else None,
            svarfrist=frist.i(self.målform) if frist else None,
            periode=periode,
            tidlig=tidlig is True,
            sen=tidlig is False,
            deltakere=[self._fra(grunnlag.DeltakerFelt, person) for person in dialog.deltakere],
            fra_skoleeier=fra_skoleeier,
        )

    def _tidsramme(self, stedfestet: StedfestetTidsramme) -> None:
        """The time frame, and its reason where it differs from the round's or is the round's."""
        ramme, file, path = stedfestet
        rundens = self.runde.tidsramme
        er_rundens = (ramme.start, ramme.slutt) == (rundens.start, rundens.slutt)
        felt = grunnlag.TidsrammeFelt(
            start=str(ramme.start),
            slutt=str(ramme.slutt),
            vanlig=None if er_rundens else str(rundens),
            begrunnelse=None,
            tillegg=None,
        )
        self.felter["tidsramme"] = felt  # the reason may name the start and the end
        if ramme.begrunnelse and (ramme is rundens or not er_rundens):
            felt.begrunnelse = self._fylt(ramme.begrunnelse, (*path, "begrunnelse"), file)
            felt.tillegg = som_tillegg(felt.begrunnelse)

    # --- the round's texts -----------------------------------------------------------------

    def _deltakelse(self) -> grunnlag.DeltakelseFelt:
        return self._fra(grunnlag.DeltakelseFelt, self.runde.deltakelse, ("deltakelse",))

    def _punkt(self, punkt: Datagrunnlagspunkt, path: Path_) -> grunnlag.PunktFelt:
        address = self.dialog.lenker.get(punkt.id) or punkt.lenke
        egen_fil = self.dialog.filer.get(punkt.id)
        if address and not ADRESSE.fullmatch(address):
            address = self.fillenke(address)
        elif punkt.id == KUNNSKAPSGRUNNLAG and not (address or egen_fil or punkt.fil):
            address = self._kunnskapsgrunnlaget()
        if not (address or egen_fil or punkt.fil):
            return self._felles(path, lambda: self._bare_tekst(punkt, path))
        felt = self._bare_tekst(punkt, path)
        felt.fil = egen_fil
        if address:
            felt.lenke = Link(felt.tekst, address)
        if not felt.fil and punkt.fil:
            felt.fil = self._fylt(i_begge(punkt.fil), (*path, "fil")) or None
        return felt

    def _bare_tekst(self, punkt: Datagrunnlagspunkt, path: Path_) -> grunnlag.PunktFelt:
        return self._fra(grunnlag.PunktFelt, punkt, path, lenke=None, fil=None)

    def _kunnskapsgrunnlaget(self) -> str:
        """Where the school's document of key figures lies, seen from its others; '' for none."""
        mal = self.files.kunnskapsgrunnlag
        if mal is None or not self.har_tall:
            return ""
        navn = file_name(mal, self.runde.år, self.skole_id, offentlig=self.files.offentlig)
        return f"./{navn}"

    def _dagsorden(self, start: Klokkeslett) -> list[grunnlag.TemaFelt]:
        if self.dialog.dagsorden:
            return self._temaer(start)
        return self._felles(("dagsorden", start.minutter), lambda: self._temaer(start))

    def _temaer(self, start: Klokkeslett) -> list[grunnlag.TemaFelt]:
        temaer = []
        dagsorden, sted = self.files.dagsorden_for(self.skole_id)
        for index, (tema, fra, til) in enumerate(fordel(start, dagsorden)):
            path = (*sted, index)
            tider = _tider(fra, til)
            felt = self._fra(
                grunnlag.TemaFelt, tema, path, nummer=index + 1, skilletegn="", deler=[], **tider
            )
            if felt.tekst:  # in which the sentence goes on
                felt.tittel, felt.skilletegn = _uten_skilletegn(felt.tittel)
            temaer.append(felt)
            for number, (part, delstart, delslutt) in enumerate(fordel(fra, tema.deler)):
                egne = _tider(delstart, delslutt) | {"varighet": self._form(part.varighet)}
                felt.deler.append(
                    self._fra(grunnlag.DelFelt, part, (*path, "deler", number), **egne)
                )
        return temaer

    # --- the summaries ---------------------------------------------------------------------

    def _oppsummering(self, dialog: grunnlag.DialogFelt) -> tuple[ForrigeFelt, OppsummeringFelt]:
        """What was agreed before, and this round's form."""
        summaries = self._egne_oppsummeringer()
        forrige = self._forrige(summaries)
        nytt = self._nytt_skjema(forrige, dialog)
        for summary in summaries:
            er_denne = summary.runde == self.runde.år
            if er_denne and sier_noe(summary, self.målform, nytt):
                return forrige, utfylt_skjema(summary, self.målform, nytt.avtaler)
        return forrige, nytt

    def _forrige(self, summaries: Iterable[Oppsummering]) -> ForrigeFelt:
        """What was agreed before; a summary that says nothing was no dialogue."""
        overtatt = self._overtatt()
        forrige = forrige_felt([], self.målform, overtatt)
        tidligere: list[Oppsummering] = []
        for summary in summaries:
            uten_data = nytt_skjema(forrige, *_UKJENT)
            if summary.runde < self.runde.år and sier_noe(summary, self.målform, uten_data):
                tidligere.append(summary)
                forrige = forrige_felt(tidligere, self.målform, overtatt)
        return forrige

    def _nytt_skjema(self, forrige: ForrigeFelt, dialog: grunnlag.DialogFelt) -> OppsummeringFelt:
        """The form before the dialogue."""
        people = [str(person) for person in (*dialog.deltakere, *dialog.fra_skoleeier)]
        return nytt_skjema(forrige, Datotekst.av(self.dialog.dato, self.målform), people)

    def er_fylt_ut(self, denne: Oppsummering) -> bool:
        """Whether a summary says more than the program itself has filled its form with."""
        nytt = self._nytt_skjema(self._forrige(self._egne_oppsummeringer()), self._dialog())
        return sier_noe(denne, self.målform, nytt)

    def _egne_oppsummeringer(self) -> list[Oppsummering]:
        """The school's summaries up to this round, oldest first, under whatever id they lie."""
        summaries: list[Oppsummering] = []
        for egen in self.files.egne_id_er(self.skole_id):
            summaries += self._oppsummeringer(egen)
        return sorted(summaries, key=lambda summary: summary.runde)

    def _overtatt(self) -> Overtatt:
        """What follows from schools that this one has taken over after."""
        files, skole_id = self.files, self.files.id_i_dag(self.skole_id)
        if not any(files.arv.forgjengere(skole_id, self.runde.år)):
            return Overtatt()
        from ..model.arvede_avtaler import arvede_avtaler  # noqa: PLC0415 - as below

        arvet = list(arvede_avtaler(files.arv, skole_id, self.runde.år, self._tidligere))
        avtaler = [avtale for arven in arvet for avtale in arven.avtaler]
        return Overtatt(arvet, {avtale.skole: files.name_of(avtale.skole) for avtale in avtaler})

    def _tidligere(self, skole_id: str) -> list[Oppsummering]:
        """The summaries that lie under an id, before this round."""
        summaries = self._oppsummeringer(skole_id)
        return [summary for summary in summaries if summary.runde < self.runde.år]

    def _oppsummeringer(self, skole_id: str) -> list[Oppsummering]:
        """The summaries that lie under an id, up to this round."""
        all_years = self.files.år_med_oppsummering.get(skole_id, [])
        years = [år for år in all_years if år <= self.runde.år]
        if not years:
            return []
        # Most schools have none, and the model of a summary costs start-up time
        from ..reading.oppsummeringsfiler import lest_oppsummering  # noqa: PLC0415

        try:
            return [lest_oppsummering(self.files, år, skole_id)[1] for år in years]
        except DialogError as error:
            self.problems += error.problems
            return []


def _tider(start: Klokkeslett, slutt: Klokkeslett) -> dict[str, Any]:
    return {"start": str(start), "slutt": str(slutt)}


def _uten_skilletegn(tittel: str) -> tuple[str, str]:
    """A title that stands alone, and the sign after it where its sentence goes on in the text."""
    if tittel.endswith((",", ":")):
        return tittel[:-1].rstrip(), tittel[-1]
    return tittel, ""
