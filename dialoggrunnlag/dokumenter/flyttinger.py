"""What of the dialogues has moved since the last calendars, which people may have been sent."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from ..disk.writing import read_file
from ..errors import Problem
from ..innhold.grunnlag import Grunnlag
from ..model.norsk import oppramsing, stor_forbokstav
from ..model.runde import Dialog
from ..reading.datafiler import Datafiler
from .moter import Møte, filnavn, hindringer, møtet, på_linje, uid
from .sendte_moter import hendelser_i, møtet_i


class Flyttinger:
    """Holds the dialogues against the calendars that lie in a folder; each of them is read once.

    One that can't be read as a calendar, or that another program has written, says nothing of
    what was sent: then nothing is found.
    """

    def __init__(self, files: Datafiler, folder: Path, display: str) -> None:
        self.folder = folder
        self._files, self._display = files, display
        self._år = files.datasett.runde.år
        # The meetings as people were told of them last, by school, each with the file that says it
        self._funnet: dict[str, tuple[Møte | None, str]] = {}

    def hindringer(self, skole_id: str, content: Grunnlag) -> list[Problem]:
        """Why a school gets no new calendar: what has moved untold, or that it can't have one.

        Raises DialogError where a calendar can't be read from the disk.
        """
        sist, sist_i = self._sist(skole_id)
        problems: list[Problem] = []
        if sist:
            problems = flytting(self._files, skole_id, content, sist, f"{self._display}/{sist_i}")
        return problems or hindringer(self._files, skole_id)

    def sist(self, skole_id: str) -> Møte | None:
        """The meeting as people were told of it last; None where nothing says so."""
        return self._sist(skole_id)[0]

    def _sist(self, skole_id: str) -> tuple[Møte | None, str]:
        """As ``sist``, with the file that says it."""
        if skole_id not in self._funnet:
            self._funnet[skole_id] = self._let_etter(skole_id)
        return self._funnet[skole_id]

    def _let_etter(self, skole_id: str) -> tuple[Møte | None, str]:
        egen, rundens = filnavn(self._år, skole_id), filnavn(self._år)
        uid_ = uid(self._år, skole_id)
        i_egen = _lest(self._hendelser_i(egen), uid_)
        i_rundens = _lest(self._rundens, uid_)
        # The school's own file is what was sent, but either may be the newer.
        if i_rundens and (i_egen is None or i_rundens.endring > i_egen.endring):
            return i_rundens, rundens
        return i_egen, egen

    @cached_property
    def _rundens(self) -> Mapping[str, bytes]:
        return self._hendelser_i(filnavn(self._år))

    def _hendelser_i(self, name: str) -> Mapping[str, bytes]:
        """The meetings of a calendar in the folder by UID; none where it isn't there."""
        path = self.folder / name
        if not path.is_file():
            return {}
        return hendelser_i(read_file(path, f"{self._display}/{name}"))


def _lest(hendelser: Mapping[str, bytes], uid_: str) -> Møte | None:
    """A school's own meeting, out of the calendar of one or of all."""
    return møtet_i(hendelser[uid_]) if uid_ in hendelser else None


def flytting(
    files: Datafiler, skole_id: str, content: Grunnlag, sist: Møte, sist_i: str
) -> list[Problem]:
    """What of a school's dialogue differs from its last calendar, though «endring» is the same.

    ``sist_i`` is what messages call the file that has the meeting as it was.
    """
    dialog = files.datasett.runde.dialoger[skole_id]
    path = ("dialoger", skole_id)
    år = content.runde.år
    filene = f"{filnavn(år, skole_id)} og {filnavn(år)}"
    usendt = f"Er kalenderen aldri sendt til noen, så slett heller {filene}."
    if dialog.dato is None:
        message = f"Dialogen har ingen dato lenger, men er {sist.tid()} i {sist_i}."
        remedy = f"Sett datoen tilbake. {_uten_dato(dialog, sist)}{usendt}"
        key = "avlyst" if dialog.avlyst else "dato"
        return [files.runde.problem((*path, key), message, remedy)]
    if hindringer(files, skole_id):
        return []  # there is no calendar to compare with, and something else to be put right
    nå = møtet(files, skole_id, content)
    endringer = _endringer(sist, nå) if nå else {}
    samme = dialog.endring == sist.endring
    if dialog.endring > sist.endring or (samme and not endringer):
        return []
    tallet = f"«endring» er {dialog.endring}"
    tallet += f", som i {sist_i}." if samme else f" og var {sist.endring} i {sist_i}."
    if endringer:
        message = f"{stor_forbokstav(oppramsing(list(endringer.values())))}, men {tallet}"
        høyere = max(sist.endring, dialog.endring) + 1
        remedy = f"Skriv endring: {høyere}, ellers blir møtet stående som før i kalenderne."
    else:
        message = tallet
        remedy = f"Skriv endring: {sist.endring}; kalenderne bryr seg ikke om et lavere tall."
    key = next(iter(endringer), "endring")
    return [files.runde.problem((*path, key), message, f"{remedy} {usendt}")]


def _uten_dato(dialog: Dialog, sist: Møte) -> str:
    """What to write where a dialogue that has lost its date is off, or put off."""
    nøkler = []
    if not dialog.avlyst:
        nøkler.append("avlyst: ja")
    if dialog.endring <= sist.endring:
        nøkler.append(f"endring: {sist.endring + 1}")
    if not nøkler:
        return ""
    return f"Er den avlyst eller utsatt, så skriv også {oppramsing(nøkler)}. "


def _endringer(før: Møte, nå: Møte) -> dict[str, str]:
    """What has changed in a meeting: the key where it stands, and in words."""
    endringer = {}
    if (før.start, før.slutt) != (nå.start, nå.slutt):
        key = "dato" if før.start.date() != nå.start.date() else "tidsramme"
        endringer[key] = f"møtet er flyttet fra {før.tid()} til {nå.tid()}"
    if før.sted != nå.sted:
        endringer["sted"] = f"stedet er endret fra {_sted(før)} til {_sted(nå)}"
    if før.møtelenke != nå.møtelenke:
        endringer["møtelenke"] = _lenken(før, nå)
    if før.avlyst != nå.avlyst:
        endringer["avlyst"] = "møtet er avlyst" if nå.avlyst else "møtet er ikke lenger avlyst"
    return endringer


def _lenken(før: Møte, nå: Møte) -> str:
    """What has become of the link to a meeting; an address is too long to be shown."""
    if not før.møtelenke:
        return "møtet har fått en møtelenke"
    return "møtelenken er endret" if nå.møtelenke else "møtelenken er borte"


def _sted(møte: Møte) -> str:
    return f"«{på_linje(møte.sted)}»" if møte.sted else "ingenting"
