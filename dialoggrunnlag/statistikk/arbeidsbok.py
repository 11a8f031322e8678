"""An Excel workbook's visible sheets as tables: what Excel last calculated, nothing is run.

openpyxl tells a hidden sheet, a date, an error and a formula that was never calculated apart from
a value. The faster python-calamine makes nothing of the last two, and ends the process on a sheet
that has two cells far apart.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from warnings import catch_warnings, simplefilter
from zipfile import ZipFile, ZipInfo

import openpyxl

from ..errors import DialogError, Problem
from ..model.norsk import Dato
from .rutenett import (
    FLESTE_KOLONNER,
    FLESTE_RADER,
    Rad,
    Rutenett,
    Ulest,
    Verdi,
    for_stor,
    med_mellomrom,
)
from .tallord import skoleår_av_dato

_LAGRE = "Åpne boken i Excel, lagre den på nytt som «Excel-arbeidsbok (.xlsx)», og prøv igjen."
_ANDRE = "Lagre tallene som CSV eller i en Excel-bok."
_PAKK_UT = "Pakk den ut, og bruk filen som ligger i den."
_STØRST_UTPAKKET = 64 * 2**20
_STØRST_TEKSTER = 16 * 2**20  # of the shared strings, which are kept all at once
_FLESTE_DELER = 2_000
_FLESTE_RUTER = 500_000  # of all sheets; they are read at a tenth of the speed of a text
_I_TUSEN = re.compile(r"[0#?],+(?![0#?.,])")  # «0.0,» shows 3100 as 3.1
_FORMEL = re.compile(rb"<(?:\w+:)?f[\s>/]")
_TOMME_PÅ_RAD = 1_000  # empty rows, after which nobody has written more
_PROLOG = 64 * 2**10  # bytes that come before the root of a part
_KRYPTERT = 1
_FEIL = re.compile(r"#.+")


class Bok(NamedTuple):
    """A workbook that has been read: its tables, and the sheets that are left out, with why."""

    nett: list[Rutenett]
    utelatt: list[str]


def les_arbeidsbok(data: bytes, fil: str) -> Bok:
    """The visible sheets of a workbook; raises DialogError for one that can't be read."""
    _vokt(data, fil)
    try:
        with catch_warnings():
            simplefilter("ignore")  # of what openpyxl leaves out: drawings, validation
            return _lest(data, fil)
    except (DialogError, MemoryError):
        raise
    # A damaged workbook ends in any of a dozen exceptions, of openpyxl's, zlib's and expat's
    except Exception:  # noqa: BLE001
        raise DialogError([Problem("Excel-boken er skadet.", _LAGRE, fil)]) from None


def _lest(data: bytes, fil: str) -> Bok:
    nett, utelatt = [], []
    with ExitStack() as åpne:
        bok = åpne.enter_context(closing(_åpnet(data, bare_verdier=True)))
        # Reading a workbook once more takes as long again, and few have formulas
        formler = åpne.enter_context(closing(_åpnet(data))) if _har_formler(data) else None
        ruter = 0
        for ark in bok.worksheets:
            if ark.sheet_state != "visible":
                utelatt.append(f"arket «{ark.title}» er skjult")
                continue
            rader = list(_rader(ark, formler[ark.title] if formler else None, fil, ruter))
            ruter += sum(len(rad.celler) for rad in rader)
            nett.append(Rutenett(fil, rader, ark=ark.title))
    return Bok(nett, utelatt)


def _åpnet(data: bytes, *, bare_verdier: bool = False) -> Any:
    return openpyxl.load_workbook(
        io.BytesIO(data), read_only=True, data_only=bare_verdier, keep_links=False
    )


def _har_formler(data: bytes) -> bool:
    """Whether a sheet of a workbook has a formula anywhere."""
    with ZipFile(io.BytesIO(data)) as pakke:
        for navn in pakke.namelist():
            if navn.startswith("xl/worksheets/") and _FORMEL.search(pakke.read(navn)):
                return True
    return False


def _rader(ark: Any, formler: Any, fil: str, ruter: int) -> Iterator[Rad]:
    """The rows of a sheet that aren't empty; raises DialogError where they are too many.

    ``formler`` is the same sheet with its formulas, where it has any.
    """
    tomme = 0
    for nummer, (celler, med_formler) in enumerate(_begge(ark, formler), 1):
        if nummer > FLESTE_RADER:
            hva = f"mer enn {med_mellomrom(FLESTE_RADER)} rader i arket «{ark.title}»"
            raise for_stor(fil, hva)
        if len(celler) > FLESTE_KOLONNER:
            hva = f"mer enn {med_mellomrom(FLESTE_KOLONNER)} kolonner i arket «{ark.title}»"
            raise for_stor(fil, hva)
        ruter += len(celler)
        if ruter > _FLESTE_RUTER:
            raise for_stor(fil, f"mer enn {med_mellomrom(_FLESTE_RUTER)} ruter")
        rad = Rad(nummer, list(_verdier(celler, med_formler)))
        tomme = tomme + 1 if rad.er_tom else 0
        if tomme > _TOMME_PÅ_RAD:
            return
        if not rad.er_tom:
            yield rad


def _begge(ark: Any, formler: Any) -> Iterator[tuple[Sequence[Any], Sequence[Any]]]:
    """The rows of a sheet as values, and the same as formulas."""
    ark.reset_dimensions()  # what a sheet says of its size may be anything
    if formler is None:
        for celler in ark.iter_rows():
            yield celler, celler
        return
    formler.reset_dimensions()
    yield from zip(ark.iter_rows(), formler.iter_rows(), strict=True)


def _verdier(celler: Iterable[Any], med_formler: Iterable[Any]) -> Iterator[Verdi]:
    for celle, formel in zip(celler, med_formler, strict=True):
        er_uregnet = celle.value is None and formel.data_type == "f"
        yield _uregnet() if er_uregnet else _verdi(celle)


def _uregnet() -> Ulest:
    remedy = "Åpne boken i Excel og lagre den, så svaret står i filen."
    return Ulest("Formelen her har ikke noe lagret svar.", remedy)


def _verdi(celle: Any) -> Verdi:
    verdi = celle.value
    if verdi is None:
        return None
    if celle.data_type == "e":
        return Ulest(f"Regnearket har en feil her: «{verdi}».", "Rett den i Excel, og lagre.")
    if isinstance(verdi, bool):
        return "ja" if verdi else "nei"
    if isinstance(verdi, int | float):
        return _tall(verdi, str(celle.number_format))
    if isinstance(verdi, datetime | date | time | timedelta):
        return _tid(verdi)
    return str(verdi).strip()


def _tall(verdi: float, format_: str) -> Verdi:
    """A number as it is shown: what is shown as 3,1 % is kept as 0,031.

    The sign is kept, so that a 0,05 in a cell that somebody forgot to format can be told.
    """
    uten_tekst = re.sub(r'"[^"]*"|\\.', "", format_)
    if _I_TUSEN.search(uten_tekst):
        remedy = "Sett formatet til «Tall», og se hvilket av dem som er riktig."
        return Ulest(
            "Excel viser tallet her i tusen, så det er et annet enn det ser ut til.", remedy
        )
    if "%" not in uten_tekst:
        return float(verdi)
    prosent = f"{float(verdi) * 100:.10f}".rstrip("0").rstrip(".")
    return f"{prosent.replace('.', ',')} %"


def _tid(verdi: date | time | timedelta) -> Ulest:
    """What Excel has made a time of: 3.1 is the third of January to it."""
    remedy = "Sett formatet til «Tekst» eller «Tall», og skriv det på nytt, med desimalkomma."
    if not isinstance(verdi, date):
        message = "Excel har gjort det som ble skrevet her, om til et klokkeslett."
        return Ulest(message, remedy)
    vist = Dato(date(verdi.year, verdi.month, verdi.day)).kort
    message = f"Excel har gjort det som ble skrevet her, om til en dato: {vist}."
    return Ulest(message, remedy, skoleår_av_dato(verdi) or "")


# --- before anything is unpacked ------------------------------------------------------------------


def _vokt(data: bytes, fil: str) -> None:
    """Raise DialogError for a package that would take too much, or that isn't a sound workbook."""
    try:
        with ZipFile(io.BytesIO(data)) as pakke:
            deler = pakke.infolist()
            _vokt_slaget({del_.filename for del_ in deler}, fil)
            _vokt_størrelsen(deler, fil)
            for del_ in deler:
                _vokt_del(pakke, del_, fil)
    except DialogError:
        raise
    # zipfile raises its own, zlib's, struct's and NotImplementedError for damaged packages
    except Exception:  # noqa: BLE001
        raise DialogError([Problem("Excel-boken er skadet.", _LAGRE, fil)]) from None


def _vokt_slaget(navn: set[str], fil: str) -> None:
    """Refuse a package of another kind: a Word file, a spreadsheet of LibreOffice's."""
    if "word/document.xml" in navn:
        raise DialogError([Problem("Filen er et Word-dokument.", _ANDRE, fil)])
    if "mimetype" in navn:
        raise DialogError([Problem("Filen er et OpenDocument-regneark.", _LAGRE, fil)])
    if "xl/workbook.bin" in navn:
        raise DialogError([Problem("Filen er en binær Excel-bok (.xlsb).", _LAGRE, fil)])
    if not any(ett.startswith("xl/") for ett in navn):
        raise DialogError([Problem("Filen er en zip-fil.", _PAKK_UT, fil)])


def _vokt_størrelsen(deler: list[ZipInfo], fil: str) -> None:
    utpakket = sum(del_.file_size for del_ in deler)
    tekster = sum(del_.file_size for del_ in deler if "sharedstrings" in del_.filename.lower())
    if len(deler) > _FLESTE_DELER:
        raise for_stor(fil, f"mer enn {med_mellomrom(_FLESTE_DELER)} deler")
    if utpakket > _STØRST_UTPAKKET or tekster > _STØRST_TEKSTER:
        raise for_stor(fil, f"{utpakket // 2**20} MB når den er pakket ut")
    if any(del_.flag_bits & _KRYPTERT for del_ in deler):
        problem = Problem("Excel-boken er kryptert.", "Lagre den uten passord.", fil)
        raise DialogError([problem])


def _vokt_del(pakke: ZipFile, del_: ZipInfo, fil: str) -> None:
    """Refuse XML with a document type, by which a few bytes can become any number."""
    if not del_.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    with pakke.open(del_) as leser:
        start = leser.read(_PROLOG).replace(b"\0", b"")  # in UTF-16 too
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        message = f"Delen «{del_.filename}» i Excel-boken har en dokumenttype, som ingen bok har."
        raise DialogError([Problem(message, _LAGRE, fil)])
