"""Who has been told of a date that is changed, and what must be done so that they hear of it."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from ..dokumenter.flyttinger import Flyttinger
from ..dokumenter.moter import Møte
from ..model.norsk import Dato
from ..model.runde import Dialog
from ..reading.datafiler import Datafiler
from ..reading.project import file_name
from . import kommandoer
from .innkallinger import HOVEDDOKUMENT, filnavn


class Datovarsler:
    """What the calendars and documents in a folder say of the dates that people have been told."""

    def __init__(self, files: Datafiler, folder: Path, display: str) -> None:
        self._files, self._folder = files, folder
        self._flyttinger = Flyttinger(files, folder, display)

    def varslede(self) -> frozenset[str]:
        """The schools whose dialogue is in a calendar; raises DialogError for an unreadable one."""
        return frozenset(id_ for id_ in self._files.datasett.runde.dialoger if self._sist(id_))

    def ny_endring(self, skole_id: str, dato: Dato) -> int | None:
        """What «endring» must be with a new date; None where it can stay as it is."""
        sist = self._sist(skole_id)
        dialog: Dialog = self._files.datasett.runde.dialoger[skole_id]
        if sist is None or sist.start.date() == dato.dag or dialog.endring > sist.endring:
            return None
        return sist.endring + 1

    def usagte(self) -> dict[str, str]:
        """What of each dialogue no calendar would tell, since «endring» is as it was, in words."""
        usagte = {}
        for skole_id in self._files.ids():
            usagt = self._usagt(skole_id)
            if usagt:
                usagte[skole_id] = usagt
        return usagte

    def _usagt(self, skole_id: str) -> str:
        sist = self._sist(skole_id)
        dialog = self._files.datasett.runde.dialoger.get(skole_id)
        if sist is None or dialog is None or dialog.endring > sist.endring:
            return ""
        if dialog.avlyst != sist.avlyst:
            return f"{'avlyst' if dialog.avlyst else 'ikke lenger avlyst'} uten ny «endring»"
        if dialog.dato is None:
            return "står i kalenderen fra før"
        tidsramme = self._files.tidsramme_for(skole_id).tidsramme
        nå = (dialog.dato.dag, str(tidsramme.start), str(tidsramme.slutt))
        da = (sist.start.date(), f"{sist.start:%H:%M}", f"{sist.slutt:%H:%M}")
        return "flyttet uten ny «endring»" if nå != da else ""

    def _sist(self, skole_id: str) -> Møte | None:
        return self._flyttinger.sist(skole_id)

    def kommandoer(self, skoler: Collection[str], valg: Sequence[str]) -> list[str]:
        """What to run when the dates of some schools have changed; nothing where none was told.

        ``valg`` are the options that the commands need to find the same files.
        """
        flyttet = [id_ for id_ in self._files.ids() if id_ in skoler and self._sist(id_)]
        if not flyttet:
            return []
        linjer = list(self._dokumentene(flyttet, valg))
        linjer.append(kommandoer.kalendere(valg))
        år = self._files.år
        innkalte = [id_ for id_ in flyttet if (self._folder / filnavn(år, id_)).exists()]
        if innkalte:
            linjer.append(kommandoer.innkallinger(innkalte, valg))
        return linjer

    def _dokumentene(self, skoler: Sequence[str], valg: Sequence[str]) -> Iterator[str]:
        """The command that makes those documents anew that are there, and are old by now."""
        navn: list[str] = []
        pdf = False
        berørte: dict[str, None] = {}
        for maler in self._files.project.templates().values():
            for mal in maler:
                for skole_id in skoler:
                    document = self._folder / file_name(mal, self._files.år, skole_id)
                    if document.exists():
                        navn.append(mal.navn)
                        berørte[skole_id] = None
                        pdf = pdf or document.with_suffix(".pdf").exists()
        if not navn:
            return
        navn = list(dict.fromkeys(navn))
        if navn == [HOVEDDOKUMENT]:
            navn = []
        med = [skole_id for skole_id in skoler if skole_id in berørte]
        yield kommandoer.dokumentene(med, navn, valg, pdf=pdf)
