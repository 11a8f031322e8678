"""Checks: groups that are too large, and what nobody uses."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress

from ..disk.encoding import DIRECTION
from ..errors import DialogError, code_point, did_you_mean
from ..model.datoregler import KALENDERENDELSE, KALENDERMAPPE
from ..model.norsk import oppramsing
from ..reading import strays
from ..reading.datafiler import dialog_id_er
from ..reading.project import Project
from ..reading.yaml_reader import Path_, YamlFile
from .kontroll import Data, Funn, HeleFilen, kontroll

_SNUR = re.compile(f"[{DIRECTION}]")


@kontroll("for-stor-gruppe", "flere deltakere enn rundens «største_gruppe»")
def _for_stor_gruppe(data: Data) -> Iterator[Funn]:
    limit = data.runde.største_gruppe
    if not limit:
        return
    for skole_id, _, dialog in data.dialoger():
        count = len(dialog.deltakere) + len(dialog.fra_skoleeier)
        if count > limit:
            hva = f"har {count} deltakere, men «største_gruppe» er {limit}."
            remedy = "Ta bort noen, så alle kan være aktive."
            key = "deltakere" if dialog.deltakere else "fra_skoleeier"
            yield data.i_dialogen(skole_id, key, hva, remedy)


@kontroll("ubrukt", "en skole uten dialog, eller en rolle som ingen dialog nevner", samlet=True)
def _ubrukt(data: Data) -> Iterator[Funn]:
    if data.files.faulty:
        return  # what is misspelt there may be what seems unused here
    med_dialog = set(data.files.ids())
    for skole_id, skole in data.skoler.items():
        if skole_id not in med_dialog and skole.er_med(data.files.år):
            hva = f"har ingen dialog i runden {data.runde.år}."
            remedy = (
                f"Legg den til i {data.files.runde.name}, eller skriv «opprettet» eller «nedlagt» "
                "med årstallet ved skolen."
            )
            path = ("skoler", skole_id)
            yield Funn((skole_id,), data.files.skoler, path, hva, remedy, at_key=True)
    yield from _ukjente_tidligere(data)
    nevnte: set[str] = set()
    for _, _, dialog in data.dialoger():
        nevnte.update(fra.rolle for fra in dialog.fra_skoleeier)
    unevnte = [id_ for id_ in data.files.datasett.roller if id_ not in nevnte]
    if nevnte and unevnte:
        roller = oppramsing([f"«{id_}»" for id_ in unevnte])
        hva = f"Ingen dialog har {roller} i «fra_skoleeier»."
        remedy = "Før dem opp der de deltar, eller fjern dem."
        if len(unevnte) == 1:
            remedy = "Før rollen opp der den deltar, eller fjern den."
        if len(data.files.project.rounds()) > 1:  # the others may have them
            remedy = (
                "Før dem opp der de deltar. Er en rolle ikke med lenger, så skriv "
                f"«{data.files.år}:» uten verdi under «rolle»."
            )
        yield Funn((), data.files.skoleeier, ("roller", unevnte[0]), hva, remedy, at_key=True)


def _ukjente_tidligere(data: Data) -> Iterator[Funn]:
    """The ids under ``tidligere`` that no school, summary or round has, or had."""
    arv, oppsummert = data.files.arv, data.files.år_med_oppsummering
    ukjente = [id_ for id_ in arv.etter if id_ not in arv.skoler and id_ not in oppsummert]
    if not ukjente:
        return  # the other rounds are read only where that is needed
    i_en_runde = dialog_id_er(data.files.project)
    for id_ in ukjente:
        if id_ not in i_en_runde:
            for skole_id in arv.etter[id_]:
                index = arv.skoler[skole_id].tidligere.index(id_)
                hva = f"har «{id_}» under «tidligere», men ingen skole heter eller het det."
                remedy = did_you_mean(id_, {*arv.skoler, *i_en_runde} - {skole_id})
                path = ("skoler", skole_id, "tidligere", index)
                remedy = remedy or "Rett id-en, eller ta den bort."
                yield Funn((skole_id,), data.files.skoler, path, hva, remedy)


@kontroll(
    "skriveretning", "tegn som snur skriveretningen, i en tekst i data/ eller navnet på en mal"
)
def _skriveretning(data: Data) -> Iterator[Funn]:
    files = data.files
    remedy = (
        "Slett tegnet: stå til høyre for det og trykk rettetasten, eller skriv teksten på nytt."
    )
    for file in (files.skoler, files.skoleeier, files.runde, *_oppsummeringene(data)):
        if not (_SNUR.search(file.text) or "\\" in file.text):
            continue  # as good as always; in quotes it may stand by its code
        for path, text in _tekster(file.data):
            snur = _SNUR.search(text)
            if snur:
                hva = (
                    f"Teksten har tegnet {code_point(snur[0])}, så den vises annerledes enn den er."
                )
                yield Funn(data.skolen_i(path), file, path, hva, remedy, hel_setning=True)
    for maler in files.project.templates().values():
        for mal in maler:
            snur = _SNUR.search(mal.path.name)
            if snur:
                fil = HeleFilen(files.project.display(mal.path))
                hva = (
                    f"Navnet har tegnet {code_point(snur[0])}, så det vises annerledes enn det er."
                )
                yield Funn((), fil, (), hva, "Gi filen et annet navn.")


def _oppsummeringene(data: Data) -> Iterator[YamlFile]:
    """The files of the round's summaries, which hold what others have written."""
    files = data.files
    if not any(år == files.år for år, _ in files.oppsummeringer):
        return
    # most projects have no summaries, and their model takes time to load
    from ..reading.oppsummeringsfiler import lest_oppsummering  # noqa: PLC0415

    for år, skole_id in files.oppsummeringer:
        if år == files.år:
            with suppress(DialogError):  # what is wrong with it is told at its place
                yield lest_oppsummering(files, år, skole_id)[0]


def _tekster(value: object, path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    """The texts of a file, each with its place."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _tekster(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _tekster(item, (*path, index))


@kontroll("kalender-i-git", "en kalender i rundens «datoer» som ligger der git tar den med")
def _kalender_i_git(data: Data) -> Iterator[Funn]:
    regler = data.runde.datoer
    for id_, rolle in regler.roller.items() if regler else ():
        remedy = _råd_om_git(data.files.project, rolle.kalender) if rolle.kalender else ""
        if remedy:
            path = ("datoer", "roller", id_, "kalender")
            hva = f"Kalenderen «{rolle.kalender}» ligger der git tar den med."
            yield Funn((), data.files.runde, path, hva, remedy)


def _råd_om_git(project: Project, sti: str) -> str:
    """What to do so that git leaves a calendar alone; '' where it does, or it is elsewhere."""
    fra_prosjektet = os.path.relpath(project.file(sti), project.folder).replace(os.sep, "/")
    mappe = fra_prosjektet.partition("/")[0]
    if mappe == "..":
        return ""
    ignorerte = _ignoreres(project)
    if ignorerte is not None and ignorerte & {mappe, fra_prosjektet, f"*{KALENDERENDELSE}"}:
        return ""
    if mappe != KALENDERMAPPE:
        return (
            f"Den sier når en person er opptatt: flytt den til {KALENDERMAPPE}/, som git ikke tar "
            "med."
        )
    if ignorerte is None:
        return ""
    return f"Den sier når en person er opptatt: legg til linjen /{KALENDERMAPPE}/ i .gitignore."


def _ignoreres(project: Project) -> set[str] | None:
    """What the project's .gitignore names; None where there is none, and maybe no git."""
    try:
        lines = (project.folder / ".gitignore").read_text("utf-8", "replace").splitlines()
    except OSError:
        return set() if (project.folder / ".git").exists() else None
    return {line.strip().strip("/").removesuffix("/**").removesuffix("/*") for line in lines}


@kontroll("vedleggsmappe", "en mappe under «vedlegg_fra» som ikke finnes")
def _vedleggsmappe(data: Data) -> Iterator[Funn]:
    files = data.files
    for index, mappe in enumerate(files.datasett.vedlegg_fra):
        if not files.project.file(mappe).is_dir():
            hva = f"Mappen «{mappe}» finnes ikke på denne maskinen."
            remedy = "Koble til disken, eller rett stien fra prosjektmappen."
            yield Funn((), files.skoleeier, ("vedlegg_fra", index), hva, remedy)


@kontroll("ukjent-fil", "en fil i data/ eller maler/ som programmet ikke leser, på grunn av navnet")
def _ukjent_fil(data: Data) -> Iterator[Funn]:
    # what «dialog plan» has no use for
    from ..dokumenter.fellesmal import FELLES  # noqa: PLC0415

    project = data.files.project
    unknown = not data.files.faulty  # a summary may be of a school whose entry can't be read
    ukjente = list(strays.in_data(project, data.files.kjente_id_er(), unknown=unknown))
    ukjente += strays.in_templates(project)
    ukjente += strays.in_shared_templates(project, FELLES)
    for stray in ukjente:
        hva, remedy = stray.words(project)
        yield Funn((), HeleFilen(project.display(stray.file)), (), hva, remedy)


@kontroll("mulig-kopi", "en mal med et navn som en kopi av en annen kan ha fått")
def _mulig_kopi(data: Data) -> Iterator[Funn]:
    project = data.files.project
    for file, original in strays.possible_copies(project):
        hva = f"Malen kan være en kopi av {original.name}, og det lages dokumenter av begge."
        remedy = (
            "Er den en kopi, så slett den; skal den være et eget dokument, så gi den et annet navn."
        )
        yield Funn((), HeleFilen(project.display(file)), (), hva, remedy)
