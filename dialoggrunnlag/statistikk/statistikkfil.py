"""A statistics file's bytes → its figures; the format is told by what stands in it."""

import re
from types import ModuleType
from typing import NamedTuple

from ..errors import DialogError, Problem
from . import jsonfil
from .cellestrom import Navn, Statistikk
from .jsonstat import er_jsonstat, les_jsonstat, tabellnummer
from .overskrifter import ANTALL
from .rutenett import Rutenett, for_stor, les_csv, skiller
from .tegnsett import Tekst, dekod
from .tolking import Tolket, UtenTallError, tolk

STØRST = 32 * 2**20  # bytes
_STATISTIKKBANKEN, _ELEVUNDERSØKELSEN = "Statistikkbanken (Udir)", "Elevundersøkelsen (Udir)"
_JSONSTAT, _EXCEL, _CSV, _JSON = "JSON-stat2", "Excel", "CSV", "JSON"
_KILDER = {
    _STATISTIKKBANKEN: "Utdanningsdirektoratet, Statistikkbanken",
    _ELEVUNDERSØKELSEN: "Utdanningsdirektoratet, Elevundersøkelsen",
}
_UDIR = re.compile(r"[0-9]{8}-[0-9]{4}_(.+)\.[a-z]+", re.IGNORECASE)  # what Udir names its files
_LFS = b"version https://git-lfs.github.com/spec/"


class _Fremmed(NamedTuple):
    """A file of another kind by its first bytes, and what to do with it."""

    begynner: bytes
    hva: str
    råd: str


_SOM_CSV = "Last ned tallene som CSV, JSON-stat2 eller Excel."
_FREMMEDE = (
    _Fremmed(b"%PDF", "en PDF", _SOM_CSV),
    _Fremmed(b"\xd0\xcf\x11\xe0", "en gammel Excel-bok (.xls), eller en med passord",
             "Lagre den i Excel som «Excel-arbeidsbok (.xlsx)», uten passord."),
    _Fremmed(b"\x1f\x8b", "pakket (gzip)", "Pakk den ut først."),
    _Fremmed(b"PAR1", "Parquet", _SOM_CSV),
    _Fremmed(b"\x89PNG", "et bilde", _SOM_CSV),
    _Fremmed(b"\xff\xd8\xff", "et bilde", _SOM_CSV),
    _Fremmed(b"<", "en nettside eller XML", _SOM_CSV),
    _Fremmed(_LFS, "en peker fra Git LFS, ikke selve filen", "Kjør «git lfs pull»."),
)  # fmt: skip


def les_statistikk(data: bytes, fil: str) -> Statistikk:
    """The figures of a file that messages call ``fil``; raises DialogError with all that is wrong.

    A figure that can't be read is no fault as long as nobody asks for it.
    """
    _krev_kjent(data, fil)
    if data.startswith(b"PK"):
        return _fra_pakke(data, fil)
    lest = dekod(data, fil)
    if lest.tekst.lstrip()[:1] in ("{", "["):
        return _fra_json(lest, fil)
    return _fra_csv(lest, fil)


def les_tabeller(data: bytes, fil: str) -> list[Rutenett]:
    """The tables of a CSV file or a workbook, whatever they hold; raises DialogError.

    Of a text of cells there is one for each separator that it may have, the likeliest first.
    """
    _krev_kjent(data, fil)
    if data.startswith(b"PK"):
        bok: list[Rutenett] = arbeidsbok(fil).les_arbeidsbok(data, fil).nett
        return bok
    tekst = dekod(data, fil).tekst
    return [les_csv(tekst, skille, fil) for skille in skiller(tekst)]


def _krev_kjent(data: bytes, fil: str) -> None:
    """Raise DialogError for a file that is too large, empty, or of another kind."""
    if len(data) > STØRST:
        raise for_stor(fil, f"mer enn {STØRST // 2**20} MB")
    if not data.strip():
        raise DialogError([Problem("Filen er tom.", "Last den ned på nytt.", fil)])
    uten_bom = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    for fremmed in _FREMMEDE:
        if uten_bom.startswith(fremmed.begynner):
            raise DialogError([Problem(f"Filen er {fremmed.hva}.", fremmed.råd, fil)])


def _fra_csv(lest: Tekst, fil: str) -> Statistikk:
    """A text of cells, with the separator by which it has a heading of figures."""
    nærmest: UtenTallError | None = None
    for skille in skiller(lest.tekst):
        nett = les_csv(lest.tekst, skille, fil)
        try:
            tolket = tolk(nett, 0)
        except UtenTallError as error:
            if nærmest is None or error.nærhet > nærmest.nærhet:
                nærmest = error
            continue
        return _av_nett([nett], [tolket], lest.koding, _slag(tolket) or _CSV, fil)
    if nærmest is None:
        raise DialogError([Problem("Filen er tom.", "Last den ned på nytt.", fil)])
    raise nærmest


def _slag(tolket: Tolket) -> str:
    """Whose table it is, by its headings; '' for anybody's."""
    tekster = {tekst.casefold() for tekst in tolket.overskrifter.tekster}
    if "skoleaarnavn" in tekster:
        return _ELEVUNDERSØKELSEN
    if tolket.overskrifter.har_tid_i_kolonnene and tekster & {"enhetnivaa", "enhetnavn"}:
        return _STATISTIKKBANKEN
    return ""


def _fra_json(lest: Tekst, fil: str) -> Statistikk:
    data = jsonfil.les_json(lest.tekst, fil)
    if isinstance(data, dict) and er_jsonstat(data.get("dataset")):
        data = data["dataset"]
    if er_jsonstat(data):
        nett = Rutenett(fil, (), tellet="verdi")
        sett = les_jsonstat(data, nett)
        return Statistikk(
            fil=fil,
            koding=lest.koding,
            format=_JSONSTAT,
            tabell=tabellnummer(sett.tittel) or sett.tittel,
            rutenett=[nett],
            celler=sett.celler,
            ledd=sett.ledd,
            overskrifter={},
            desimalpunktum=True,
            kilde=sett.kilde,
        )
    nett = jsonfil.poster(data, fil)
    tolket = tolk(nett, 0)
    return _av_nett([nett], [tolket], lest.koding, _slag(tolket) or _JSON, fil)


def _fra_pakke(data: bytes, fil: str) -> Statistikk:
    """The sheets of a workbook that have a heading of figures; the others are told of."""
    bok = arbeidsbok(fil).les_arbeidsbok(data, fil)
    nett: list[Rutenett] = []
    tolkede: list[Tolket] = []
    utelatt: list[str] = list(bok.utelatt)
    uten_tall: list[UtenTallError] = []
    for ark in bok.nett:
        try:
            tolkede.append(tolk(ark, len(nett)))
            nett.append(ark)
        except UtenTallError as error:
            uten_tall.append(error)
            utelatt.append(f"arket «{ark.ark}» har ingen tall")
    if uten_tall and not tolkede:
        raise max(uten_tall, key=lambda error: error.nærhet)
    if not tolkede:
        message = f"Excel-boken har ingen ark å lese: {', '.join(utelatt)}."
        raise DialogError([Problem(message, "Vis arket som tallene står i.", fil)])
    return _av_nett(nett, tolkede, "", _EXCEL, fil, utelatt)


def arbeidsbok(fil: str) -> ModuleType:
    """What reads workbooks; raises DialogError where it isn't installed."""
    try:
        from . import arbeidsbok as leser  # noqa: PLC0415 - takes long to load; few have workbooks
    except ModuleNotFoundError:
        message = "Excel-bøker kan ikke leses uten en pakke til."
        remedy = "Installer programmet på nytt, med «[tall]» bak filen, eller lagre arket som CSV."
        raise DialogError([Problem(message, remedy, fil)]) from None
    return leser


def _av_nett(
    nett: list[Rutenett],
    tolkede: list[Tolket],
    koding: str,
    format_: str,
    fil: str,
    utelatt: list[str] | None = None,
) -> Statistikk:
    """What the tables of a file hold together."""
    overskrifter: dict[tuple[int, int], str] = {}
    for nummer, tolket in enumerate(tolkede):
        for plass, tekst in enumerate(tolket.overskrifter.tekster):
            overskrifter[nummer, plass] = tekst
    ledd: Navn = max((tolket.ledd for tolket in tolkede), key=len)
    første = tolkede[0].overskrifter
    antall = første.roller.get(ANTALL)
    return Statistikk(
        fil=fil,
        koding=koding,
        format=format_,
        tabell=_tabellen(tolkede, fil),
        rutenett=nett,
        celler=[celle for tolket in tolkede for celle in tolket.celler],
        ledd=ledd,
        overskrifter=overskrifter,
        utelatt=tuple(utelatt or ()),
        desimalpunktum=nett[0].skille == ",",
        antallskolonne="" if antall is None else første.tekster[antall],
        kilde=_KILDER.get(_slag(tolkede[0]), ""),
    )


def _tabellen(tolkede: list[Tolket], fil: str) -> str:
    """The name of the table: what stands above it, else what Udir has named the file for."""
    for tolket in tolkede:
        if tolket.tittel:
            return tolket.tittel
    match = _UDIR.fullmatch(fil.rsplit("/", 1)[-1])
    return match[1] if match else ""
