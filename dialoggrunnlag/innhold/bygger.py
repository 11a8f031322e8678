"""From the checked data to one school's content, the texts in its målform and their tags filled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import DialogError, Problem
from ..model.dagsorden import Klokkeslett, fordel
from ..model.norsk import Målform, Målformord
from ..model.runde import Datagrunnlagspunkt, Dialog, Tema
from ..model.skole import Rolle, Skole
from ..model.verdityper import ADRESSE, Modell, Målformer
from ..reading.datafiler import Datafiler
from ..reading.yaml_reader import Path_, YamlFile
from ..word import Link
from .grunnlag import (
    DelFelt,
    DeltakelseFelt,
    DeltakerFelt,
    DialogFelt,
    Grunnlag,
    KontaktFelt,
    PunktFelt,
    RundeFelt,
    SkoleeierFelt,
    SkoleFelt,
    TemaFelt,
    TidsrammeFelt,
)
from .oppsummeringsfelt import (
    Datotekst,
    ForrigeFelt,
    OppsummeringFelt,
    forrige_felt,
    nytt_skjema,
    utfylt_skjema,
)
from .tekster import i_begge, plassen, text_problem
from .text_tags import TextError
from .text_template import TextTemplates

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from ..model.oppsummering import Oppsummering

_Felt = TypeVar("_Felt", bound="DataclassInstance")
_SKOLEEIER: dict[Målform, str] = {"bokmål": "Skoleeier", "nynorsk": "Skuleeigar"}
_TIDLIG: dict[Målform, str] = {"bokmål": "tidlig", "nynorsk": Målformord("tidleg", "tidlig")}
_SEN: dict[Målform, str] = {"bokmål": "sen", "nynorsk": Målformord("sein", "sen")}


def lag_grunnlag(
    files: Datafiler, skole_id: str, texts: TextTemplates, fillenke: Callable[[str], str] = str
) -> Grunnlag:
    """The content of one school's documents; raises DialogError where a text can't be filled.

    ``fillenke`` gives what a link to a file leads to, which follows from where the document lies.
    """
    return _Bygger(files, skole_id, texts, fillenke).bygg()


class _Bygger:
    """Builds one school's content, text by text; notes what is wrong on the way."""

    def __init__(
        self, files: Datafiler, skole_id: str, texts: TextTemplates, fillenke: Callable[[str], str]
    ) -> None:
        self.files, self.skole_id, self.texts = files, skole_id, texts
        self.fillenke = fillenke
        self.runde = files.datasett.runde
        self.skole: Skole = files.datasett.skoler[skole_id]
        self.målform: Målform = self.skole.målform
        self.dialog: Dialog = self.runde.dialoger[skole_id]
        self.tidsramme = files.tidsramme_for(skole_id)
        self.problems: list[Problem] = []
        self.felter: dict[str, Any] = {}  # those that the texts may use

    def bygg(self) -> Grunnlag:
        dialog = self._dialog()
        self.felter = {"skole": self._skole(), "dialog": dialog, "skoleeier": self._skoleeier()}
        self.felter["tidsramme"] = tidsramme = self._tidsramme()
        tidsramme.begrunnelse = self._begrunnelse()  # which may name the start and the end
        runde = self._fra(RundeFelt, self.runde)
        datagrunnlag = [self._punkt(*numbered) for numbered in enumerate(self.runde.datagrunnlag)]
        deltakelse = self._fra(DeltakelseFelt, self.runde.deltakelse, ("deltakelse",))
        dagsorden = self._dagsorden()
        forrige, oppsummering = self._oppsummering(dialog)
        if self.problems:
            raise DialogError(self.problems)
        return Grunnlag(
            **self.felter,
            runde=runde,
            datagrunnlag=datagrunnlag,
            deltakelse=deltakelse,
            dagsorden=dagsorden,
            forrige=forrige,
            oppsummering=oppsummering,
        )

    def _fra(self, kind: type[_Felt], entry: Modell | None, path: Path_ = (), **egne: Any) -> _Felt:
        """A class's fields from the model's of the same names; ``egne`` are those that differ."""
        felter = dict(egne)
        for name in _feltnavn(kind):
            if name not in egne:
                value = getattr(entry, name) if entry else None
                felter[name] = self._verdi(value, path, name)
        return kind(**felter)

    def _verdi(self, value: Any, path: Path_, step: str | int) -> Any:
        if type(value) is Målformer:  # pydantic's isinstance costs more than all the rest
            return self._text(value, *path, step)
        if type(value) is tuple:
            below = (*path, step)
            return [self._verdi(item, below, index) for index, item in enumerate(value)]
        return value

    def _form(self, forms: Målformer) -> str:
        """A text in the school's own language; one that lacks it has been refused before."""
        return forms.form(self.målform) or ""

    def _text(self, forms: Målformer, *path: str | int) -> str:
        """A text of the round with its tags filled."""
        return self._fylt(forms, self.files.runde, path)

    def _fylt(self, forms: Målformer, file: YamlFile, path: Path_) -> str:
        try:
            return self.texts.render(self._form(forms), self.felter)
        except TextError as error:
            place = plassen(file, path, self.målform)
            self.problems.append(text_problem(file, place, error))
            return ""

    # --- what the texts may use -----------------------------------------------------------

    def _skole(self) -> SkoleFelt:
        kontakt = self._fra(KontaktFelt, self.skole.kontakt)
        return self._fra(SkoleFelt, self.skole, id=self.skole_id, kontakt=kontakt)

    def _skoleeier(self) -> SkoleeierFelt:
        data = self.files.datasett
        return SkoleeierFelt(
            kontor=self._form(data.kontor) if data.kontor else _SKOLEEIER[self.målform],
            epost=data.epost,
            roller=[self._form(rolle.rolle) for rolle in data.roller.values()],
        )

    def _dialog(self) -> DialogFelt:
        dialog, roller = self.dialog, self.files.datasett.roller
        tidlig = self.runde.er_tidlig(dialog)
        periode = None
        if tidlig is not None:
            periode = _TIDLIG[self.målform] if tidlig else _SEN[self.målform]
        return self._fra(
            DialogFelt,
            dialog,
            dato=dialog.dato.i(self.målform) if dialog.dato else None,
            periode=periode,
            tidlig=tidlig is True,
            sen=tidlig is False,
            deltakere=[self._fra(DeltakerFelt, person) for person in dialog.deltakere],
            fra_skoleeier=[self._rolle(roller[rolle_id]) for rolle_id in dialog.fra_skoleeier],
        )

    def _rolle(self, rolle: Rolle) -> DeltakerFelt:
        return self._fra(DeltakerFelt, rolle, rolle=self._form(rolle.rolle))

    def _tidsramme(self) -> TidsrammeFelt:
        start, slutt = self.tidsramme.tidsramme.start, self.tidsramme.tidsramme.slutt
        return TidsrammeFelt(start=str(start), slutt=str(slutt), begrunnelse=None)

    def _begrunnelse(self) -> str | None:
        tidsramme, file, path = self.tidsramme
        if tidsramme.begrunnelse is None:
            return None
        return self._fylt(tidsramme.begrunnelse, file, (*path, "begrunnelse"))

    # --- the round's texts -----------------------------------------------------------------

    def _punkt(self, index: int, punkt: Datagrunnlagspunkt) -> PunktFelt:
        felt = self._fra(PunktFelt, punkt, ("datagrunnlag", index), lenke=None, fil=None)
        address = self.dialog.lenker.get(punkt.id) or punkt.lenke
        if address and not ADRESSE.fullmatch(address):
            address = self.fillenke(address)
        if address:
            felt.lenke = Link(felt.tekst, address)
        felt.fil = self.dialog.filer.get(punkt.id)
        if not felt.fil and punkt.fil:
            felt.fil = self._text(i_begge(punkt.fil), "datagrunnlag", index, "fil") or None
        return felt

    def _dagsorden(self) -> list[TemaFelt]:
        temaer = self.runde.dagsorden
        times = fordel(self.tidsramme.tidsramme.start, temaer)
        return [
            self._tema(index, tema, start, slutt)
            for index, (tema, (start, slutt)) in enumerate(zip(temaer, times, strict=True))
        ]

    def _tema(self, index: int, tema: Tema, start: Klokkeslett, slutt: Klokkeslett) -> TemaFelt:
        path = ("dagsorden", index)
        times = {"start": str(start), "slutt": str(slutt)}
        felt = self._fra(TemaFelt, tema, path, nummer=index + 1, **times, deler=[])
        part_times = zip(tema.deler, fordel(start, tema.deler), strict=True)
        for number, (part, (fra, til)) in enumerate(part_times):
            del_felt = self._fra(
                DelFelt,
                part,
                (*path, "deler", number),
                varighet=self._form(part.varighet),
                start=str(fra),
                slutt=str(til),
            )
            felt.deler.append(del_felt)
        return felt

    # --- the summaries ---------------------------------------------------------------------

    def _oppsummering(self, dialog: DialogFelt) -> tuple[ForrigeFelt, OppsummeringFelt]:
        """What was agreed before, and this round's form."""
        summaries = self._oppsummeringer()
        earlier = [summary for summary in summaries if summary.runde < self.runde.år]
        forrige = forrige_felt(earlier, self.målform)
        for summary in summaries:
            if summary.runde == self.runde.år:
                return forrige, utfylt_skjema(summary, self.målform)
        people = [_navn_og_rolle(p) for p in (*dialog.deltakere, *dialog.fra_skoleeier)]
        dato = Datotekst.av(self.dialog.dato, self.målform)
        return forrige, nytt_skjema(forrige, dato, people)

    def _oppsummeringer(self) -> list[Oppsummering]:
        """The school's summaries up to this round."""
        all_years = self.files.år_med_oppsummering.get(self.skole_id, [])
        years = [år for år in all_years if år <= self.runde.år]
        if not years:
            return []
        # Most schools have none, and the model of a summary costs start-up time
        from ..reading.oppsummeringsfiler import les_oppsummering

        try:
            return [les_oppsummering(self.files.project, år, self.skole_id) for år in years]
        except DialogError as error:
            self.problems += error.problems
            return []


def _navn_og_rolle(person: DeltakerFelt) -> str:
    return ", ".join(filter(None, (person.navn, person.rolle)))


@cache
def _feltnavn(kind: type[DataclassInstance]) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind))
