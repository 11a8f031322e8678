"""The status of a round as one self-contained page, from maler/felles/status.html.j2."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path, PurePath
from urllib.parse import quote

from ..disk.marks import MARK, mark
from ..dokumenter.fellesmal import STATUS, les_fellesmal
from ..dokumenter.tilstand import Dokument, Tilstand
from ..errors import Problem
from ..innhold import statusfelt
from ..model.norsk import Dato
from ..reading.project import Project
from .rundestatus import Når, Rundestatus, Skolestatus
from .statusord import kommandoer, mangelord

# The classes that style the states
_MERKER = {
    Tilstand.MANGLER: "mangler",
    Tilstand.DELVIS: "delvis",
    Tilstand.FERSK: "fersk",
    Tilstand.LAGET: "fersk",
    Tilstand.UTDATERT: "utdatert",
    Tilstand.REDIGERT: "redigert",
    Tilstand.REDIGERT_UTDATERT: "utdatert",
    Tilstand.INGEN_TALL: "fersk",
    Tilstand.UKJENT: "feil",
}
_TYPER = {"docx": "Word", "txt": "tekst", "pdf": "PDF", "html": "nettside", "eml": "e-post"}
_LENGSTE_TOPP = 10_000  # bytes; nobody writes so much before a page's first tag
_TOPP = re.compile(r"\A\s*(?:<!doctype[^>]*>\s*)?", re.IGNORECASE)


def lag_side(
    project: Project, status: Rundestatus, per: date, side: Path, valg: Sequence[str] = ()
) -> bytearray:
    """The page as of ``per``, whose links lead from where ``side`` lies; raises DialogError.

    It has its fingerprint in a comment, before anything that others have written. ``valg`` are
    the options that a command needs to make documents in the same folder.
    """
    page = les_fellesmal(project, STATUS).page(_felt(status, per, side.parent, valg))
    topp = _TOPP.match(page[:_LENGSTE_TOPP].decode(errors="ignore"))
    plass = len(topp[0].encode()) if topp else 0
    page[plass:plass] = f"<!-- {MARK} -->\n".encode()
    mark(page)
    return page


def _felt(
    status: Rundestatus, per: date, folder: Path, valg: Sequence[str]
) -> statusfelt.StatusFelt:
    """What the template may use, for a page in ``folder`` as of ``per``."""
    etter_dato = sorted(status.skoler, key=_når)
    skoler = [_skole(rad, folder, valg) for rad in etter_dato]
    slag = []
    for navn, suffix in status.slag:
        slag.append(statusfelt.SlagFelt(navn=navn, type=_TYPER.get(suffix, suffix)))
    return statusfelt.StatusFelt(
        år=status.år,
        prosjekt=status.prosjekt,
        per=Dato(per).kort,
        neste=_neste(etter_dato, per, {skole.id: skole.ord for skole in skoler}),
        totaler=totaler(status),
        uker=list(_uker(etter_dato)),
        uten_dato=[rad.kortnavn for rad in status.skoler if rad.når is Når.UTEN_DATO],
        slag=slag,
        skoler=skoler,
        i_orden=[rad.kortnavn for rad in etter_dato if _i_orden(rad)],
        felles=[_funn(problem) for problem in status.felles],
    )


def _når(row: Skolestatus) -> tuple[date, int]:
    """When a dialogue begins; one without a date comes last."""
    start = row.tidsramme.start.minutter if row.tidsramme else 0
    return (row.dato.dag if row.dato else date.max), start


def totaler(status: Rundestatus) -> statusfelt.TotalFelt:
    """The numbers of the whole round."""
    tilstander, funn = status.tilstander, status.funn
    datoer = Counter(rad.når for rad in status.skoler)
    feil = sum(not problem.warning for problem in funn)
    return statusfelt.TotalFelt(
        skoler=len(status.skoler),
        med_dato=datoer[Når.MED_DATO],
        uten_dato=datoer[Når.UTEN_DATO],
        avlyst=datoer[Når.AVLYST],
        ukjent=datoer[Når.UKJENT],
        dokumenter=tilstander.total(),
        i_orden=sum(antall for tilstand, antall in tilstander.items() if tilstand.holder),
        mangler=tilstander[Tilstand.MANGLER],
        utdatert=tilstander[Tilstand.UTDATERT] + tilstander[Tilstand.REDIGERT_UTDATERT],
        ukjente_dokumenter=tilstander[Tilstand.UKJENT],
        redigert=tilstander[Tilstand.REDIGERT] + tilstander[Tilstand.REDIGERT_UTDATERT],
        innkallinger=sum(rad.innkalling.tilstand is Tilstand.LAGET for rad in status.skoler),
        oppsummeringer=sum(rad.oppsummering for rad in status.skoler),
        feil=feil,
        advarsler=len(funn) - feil,
    )


def _skole(rad: Skolestatus, folder: Path, valg: Sequence[str]) -> statusfelt.SkolestatusFelt:
    pdfer = [_fil(dokument, folder) for dokument in rad.pdfer]
    return statusfelt.SkolestatusFelt(
        id=rad.skole_id,
        navn=rad.navn,
        kortnavn=rad.kortnavn,
        anker=_anker(rad),
        ukedag=rad.dato.ukedag if rad.dato else None,
        dato=rad.dato.kort if rad.dato else None,
        dag=rad.dato.dag.isoformat() if rad.dato else None,
        avlyst=rad.avlyst,
        feil=rad.dokumenter is None,
        dokumenter=[_fil(dokument, folder) for dokument in rad.egne],
        pdf=statusfelt.PdfFelt(tilstand=rad.pdf.value, merke=_MERKER[rad.pdf], filer=pdfer),
        innkalling=_fil(rad.innkalling, folder),
        oppsummering=rad.oppsummering,
        mangler=rad.mangler,
        ord=list(mangelord(rad, _navn)),
        kommandoer=list(kommandoer(rad, valg)),
        funn=[_funn(problem) for problem in dict.fromkeys(rad.funn)],
        i_orden=_i_orden(rad),
        antall_feil=len(set(rad.feil)),
        antall_advarsler=len(set(rad.advarsler)),
    )


def _i_orden(row: Skolestatus) -> bool:
    """Whether there is nothing to say of a school under what is missing."""
    settled = row.dato is not None or row.avlyst
    return settled and row.ferdig and not row.mangler and not row.funn


def _neste(
    etter_dato: Sequence[Skolestatus], per: date, ord_om: Mapping[str, list[str]]
) -> statusfelt.NesteFelt | None:
    """The first day with a dialogue from ``per`` on; ``ord_om`` is what is said of each school."""
    kommer = [rad for rad in etter_dato if rad.dato and rad.dato.dag >= per and not rad.avlyst]
    if not kommer or kommer[0].dato is None:
        return None
    dato = kommer[0].dato
    dialoger = []
    for rad in kommer:
        if rad.dato == dato:
            felt = statusfelt.NesteDialogFelt(
                skole=rad.navn,
                anker=_anker(rad),
                tid=_tid(rad),
                sted=rad.hvor,
                ord=ord_om[rad.skole_id],
            )
            dialoger.append(felt)
    return statusfelt.NesteFelt(
        dato=f"{dato.ukedag} {_uten_år(dato)}",
        dag=dato.dag.isoformat(),
        om=_om((dato.dag - per).days),
        dialoger=dialoger,
    )


def _om(dager: int) -> str:
    """How long it is until a day, in words."""
    if dager > 1:
        return f"om {dager} dager"
    return "i morgen" if dager else "i dag"


def _navn(dokument: Dokument) -> str:
    """What a document is called in a sentence, with what it is where others than Word have it."""
    type_ = _TYPER.get(dokument.suffix, dokument.suffix)
    return dokument.navn if dokument.suffix == "docx" else f"{dokument.navn} ({type_})"


def _fil(dokument: Dokument, folder: Path) -> statusfelt.FilFelt:
    ligger_der = dokument.tilstand not in (Tilstand.MANGLER, Tilstand.INGEN_TALL)
    return statusfelt.FilFelt(
        navn=dokument.navn,
        type=_TYPER.get(dokument.suffix, dokument.suffix),
        tilstand=dokument.tilstand.value,
        merke=_MERKER[dokument.tilstand],
        lenke=lenke(dokument.path, folder) if ligger_der else None,
    )


def _funn(problem: Problem) -> statusfelt.FunnFelt:
    sted = ":".join(str(del_) for del_ in (problem.file, problem.line, problem.column) if del_)
    tekst = " ".join(filter(None, (problem.message, problem.remedy)))
    return statusfelt.FunnFelt(tekst=tekst, sted=sted, advarsel=problem.warning)


def lenke(path: Path, folder: Path) -> str:
    """The address of a file, seen from ``folder``: letters such as å and spaces encoded."""
    try:
        relative = os.path.relpath(path, folder)
    except ValueError:  # another drive
        return path.absolute().as_uri()
    address = "/".join(quote(step, safe="") for step in PurePath(relative).parts)
    return address if address.startswith("../") else f"./{address}"


def _uker(etter_dato: Sequence[Skolestatus]) -> Iterator[statusfelt.UkeFelt]:
    """The weeks that have dialogues, each with how many weeks lie between it and the one before."""
    uker: dict[date, dict[Dato, list[Skolestatus]]] = {}
    for rad in etter_dato:
        if rad.dato:
            mandag = rad.dato.dag - timedelta(days=rad.dato.dag.weekday())
            uker.setdefault(mandag, {}).setdefault(rad.dato, []).append(rad)
    forrige: date | None = None  # the last week in which somebody meets
    for mandag, dager in uker.items():
        opphold = 0
        if any(not rad.avlyst for rader in dager.values() for rad in rader):
            if forrige:
                opphold = (mandag - forrige).days // 7 - 1
            forrige = mandag
        yield statusfelt.UkeFelt(
            nummer=mandag.isocalendar().week,
            tekst=_fra_til(mandag, mandag + timedelta(days=6)),
            opphold=opphold,
            dager=[_dag(dato, rader) for dato, rader in dager.items()],
        )


def _anker(rad: Skolestatus) -> str:
    return f"skole-{rad.skole_id}"


def _tid(rad: Skolestatus) -> str | None:
    return str(rad.tidsramme) if rad.tidsramme else None


def _dag(dato: Dato, rader: Iterable[Skolestatus]) -> statusfelt.DagFelt:
    dialoger = []
    for rad in rader:
        felt = statusfelt.DialogtidFelt(
            skole=rad.kortnavn, anker=_anker(rad), tid=_tid(rad), sted=rad.hvor, avlyst=rad.avlyst
        )
        dialoger.append(felt)
    return statusfelt.DagFelt(
        ukedag=dato.ukedag,
        dato=_uten_år(dato),
        dag=dato.dag.isoformat(),
        kolonne=dato.dag.isoweekday(),
        dialoger=dialoger,
    )


def _fra_til(first: date, last: date) -> str:
    """«2.–8. november 2015», «28. desember 2015 – 3. januar 2016»."""
    start, end = Dato(first), Dato(last)
    if first.year != last.year:
        return f"{start.kort} – {end.kort}"
    if first.month != last.month:
        return f"{_uten_år(start)} – {end.kort}"
    return f"{first.day}.–{end.kort}"


def _uten_år(dato: Dato) -> str:
    return dato.kort.removesuffix(f" {dato.dag.year}")
